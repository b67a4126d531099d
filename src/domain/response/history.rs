//! The history of an answer, and the entries that were removed: nothing that was ever saved is lost, and all of it can be brought back.
//!
//! To restore is a save like any other: the earlier text becomes the newest version, and where somebody has saved meanwhile, both are kept.

mod deeds;

use std::collections::HashMap;

use super::draft::{self, Draft};
use super::model::{Body, Change, FileFacts, Response, Section, Stamp};
use super::save::{self, Written};
use super::status;
use super::store;
use super::store::files;
use super::store::versions::{self, RemovedRow};
use crate::domain::access::{Act, Edit, Permit, Read};
use crate::domain::db::Ctx;
use crate::domain::error::{Error, Refusal, Result};
use crate::domain::identity;
use crate::domain::ids::{AccountId, AttachmentId};
use crate::domain::questionnaire::{Instance, Kind, Place, Visibility};
use crate::domain::time::Instant;

pub use self::deeds::{Deed, Done};

/// Versions on a page.
pub const PER_PAGE: usize = 50;
/// Deeds on a page, of which there are a few in most histories.
const MOST_DEEDS: usize = 200;
/// Removed entries that are listed at most: what is brought back makes room for those before.
const MOST_REMOVED: usize = 100;

/// One saved version of an answer.
#[derive(Debug, Clone)]
pub struct Version {
    pub number: i32,
    pub body: Body,
    /// The State's own choice; `None` is the question's default.
    pub visibility: Option<Visibility>,
    /// Who saved it: the name stays when the account has ended.
    pub by: String,
    pub at: Instant,
}

/// A page of an answer's history.
#[derive(Debug, Clone)]
pub struct History {
    /// The newest first.
    pub versions: Vec<Version>,
    /// The version before the last of these, where there is one: what that is compared with.
    pub before: Option<Version>,
    /// What was done beside, the newest first: from the last of these versions, or from the beginning where there is none before it, to the one
    /// after the first.
    pub deeds: Vec<Deed>,
    /// The question stands in an entry that was removed.
    pub removed: bool,
}

/// The versions of an answer that are not after `last`, the newest first.
///
/// # Errors
/// [`Error::NotFound`] where there is no such question in the section, nor was one in an entry that is removed now.
pub fn history(
    ctx: &mut Ctx<'_>,
    section: &Permit<Read, Section>,
    place: &Place,
    last: Option<i32>,
) -> Result<History> {
    let section = section.row();
    let draft = draft::of(ctx, &section.response)?;
    let removed = is_removed(ctx, &draft, section, place)?;
    let most = i64::try_from(PER_PAGE).unwrap_or(i64::MAX).saturating_add(1);
    let kept = versions::newest(ctx, &section.response, place, last.unwrap_or(i32::MAX), most)?;
    let names = names(ctx, kept.iter().map(|kept| &kept.by))?;
    let mut versions: Vec<Version> = kept
        .into_iter()
        .map(|kept| Version {
            number: kept.version,
            body: kept.body,
            visibility: kept.visibility,
            by: names.get(&kept.by).cloned().unwrap_or_default(),
            at: kept.at,
        })
        .collect();
    let before = if versions.len() > PER_PAGE { versions.pop() } else { None };
    let mut deeds = deeds::at(ctx, section, &draft, place)?;
    // Where this is not the newest page, what was done after its versions stands on the one before.
    if let Some(last) = last {
        let next = versions::newest(ctx, &section.response, place, last.saturating_add(1), 1)?;
        let next = next.into_iter().find(|next| next.version > last);
        deeds.retain(|deed| next.as_ref().is_none_or(|next| deed.at < next.at));
    }
    if let (Some(_), Some(oldest)) = (&before, versions.last()) {
        deeds.retain(|deed| deed.at >= oldest.at);
    }
    deeds.truncate(MOST_DEEDS);
    Ok(History { versions, before, deeds, removed })
}

/// Whether a question of the section stands in an entry that was removed.
///
/// # Errors
/// [`Error::NotFound`] where it neither stands in the section nor did.
pub(super) fn is_removed(ctx: &mut Ctx<'_>, draft: &Draft, section: &Section, place: &Place) -> Result<bool> {
    match save::node_of::<Read>(ctx, draft, section, place) {
        Ok(_) => Ok(false),
        Err(_) if !place.instance.is_empty() => {
            let node = save::question_of::<Read>(ctx, draft, section, &place.code)?;
            let repeat = node.repeat.and_then(|repeat| draft.form.nodes.get(repeat)).ok_or(Error::NotFound)?;
            let gone = versions::removed(ctx, &section.response)?;
            let here = |entry: &RemovedRow| entry.id == place.instance && entry.repeat_code == repeat.code;
            if gone.iter().any(here) { Ok(true) } else { Err(Error::NotFound) }
        }
        Err(error) => Err(error),
    }
}

/// Saves an earlier version of an answer anew. `seen` is the stamp of what stood when the person chose it.
///
/// # Errors
/// [`Error::NotFound`] where there is no such question in the section, or no such version of it.
pub fn restore(
    ctx: &mut Ctx<'_>,
    section: &Permit<Edit, Section>,
    place: &Place,
    version: i32,
    seen: &Stamp,
) -> Result<Written> {
    let kept = versions::newest(ctx, &section.row().response, place, version, 1)?;
    let kept = kept.into_iter().find(|kept| kept.version == version).ok_or(Error::NotFound)?;
    let change = Change { place: place.clone(), stamp: seen.clone(), body: kept.body, visibility: kept.visibility };
    save::save(ctx, section, std::slice::from_ref(&change))
}

/// An entry of a repeat that was removed, with what its questions last said.
#[derive(Debug, Clone)]
pub struct RemovedEntry {
    pub id: String,
    pub repeat_code: String,
    pub by: String,
    pub at: Instant,
    pub answers: Vec<(Place, Body)>,
    /// The files that stood beside its answers.
    pub files: Vec<(Place, AttachmentId, FileFacts)>,
}

/// The entries of a section that were removed and can be brought back, the latest first. One whose surrounding entry is removed too comes
/// back after that.
///
/// # Errors
/// When the database fails.
pub fn removed_entries(ctx: &mut Ctx<'_>, section: &Permit<Read, Section>) -> Result<Vec<RemovedEntry>> {
    let section = section.row();
    let draft = draft::of(ctx, &section.response)?;
    let rows = of_section::<Read>(ctx, &draft, section)?;
    let names = names(ctx, rows.iter().map(|row| &row.by))?;
    let attached = match rows.is_empty() {
        true => Vec::new(),
        false => files::of_response(ctx, &section.response)?,
    };
    let mut entries = Vec::new();
    for row in rows.iter().filter(|row| row.removed_with == row.id).take(MOST_REMOVED) {
        if !row.parent.is_empty() && !draft.entries.iter().any(|entry| entry.id == row.parent) {
            continue;
        }
        let (mut answers, mut files) = (Vec::new(), Vec::new());
        for with in rows.iter().filter(|with| with.removed_with == row.id) {
            let of_entry = versions::of_entry(ctx, &section.response, &with.id)?;
            answers.extend(of_entry.into_iter().filter(|(_, kept)| !kept.body.is_empty()));
            let stood = |file: &&files::Kept| file.attached && file.removed.is_none() && file.place.instance == with.id;
            let stood = attached.iter().filter(stood);
            files.extend(stood.map(|file| (file.place.clone(), file.id.clone(), file.facts.clone())));
        }
        // Who has single questions of an entry is told of these.
        let sees = |place: &Place| save::question_of::<Read>(ctx, &draft, section, &place.code).is_ok();
        answers.retain(|(place, _)| sees(place));
        files.retain(|(place, ..)| sees(place));
        entries.push(RemovedEntry {
            id: row.id.clone(),
            repeat_code: row.repeat_code.clone(),
            by: names.get(&row.by).cloned().unwrap_or_default(),
            at: row.at,
            answers: answers.into_iter().map(|(place, kept)| (place, kept.body)).collect(),
            files,
        });
    }
    Ok(entries)
}

/// How many entries of a section can be brought back.
///
/// # Errors
/// When the database fails.
pub fn count_removed<A: crate::domain::access::Act>(
    ctx: &mut Ctx<'_>,
    section: &Permit<A, Section>,
    draft: &Draft,
) -> Result<usize> {
    // Most sections have no repeat, and then nothing needs to be asked.
    let section = section.row();
    let repeats = draft.form.nodes.iter().any(|node| {
        node.kind == Kind::Repeat && draft.form.nodes.get(node.section).is_some_and(|top| top.code == section.code)
    });
    if !repeats {
        return Ok(0);
    }
    let rows = of_section::<Read>(ctx, draft, section)?;
    let can = |row: &&RemovedRow| {
        let parent = row.parent.is_empty() || draft.entries.iter().any(|entry| entry.id == row.parent);
        row.removed_with == row.id && parent
    };
    Ok(rows.iter().filter(can).count())
}

fn of_section<A: Act>(ctx: &mut Ctx<'_>, draft: &Draft, section: &Section) -> Result<Vec<RemovedRow>> {
    let mut rows = versions::removed(ctx, &section.response)?;
    rows.retain(|row| save::question_of::<A>(ctx, draft, section, &row.repeat_code).is_ok());
    Ok(rows)
}

/// Brings an entry back, with the entries inside it and with its answers as they last stood, at the end of its repeat.
///
/// # Errors
/// [`Refusal::EntriesFull`]; [`Error::NotFound`] where no such entry was removed from the section, or the entry around it is not there.
pub fn bring_back(ctx: &mut Ctx<'_>, section: &Permit<Edit, Section>, entry: &str) -> Result<()> {
    let section = section.row();
    let draft = draft::of(ctx, &section.response)?;
    let rows = of_section::<Edit>(ctx, &draft, section)?;
    let top = rows.iter().find(|row| row.id == entry && row.removed_with == row.id).ok_or(Error::NotFound)?;
    if !top.parent.is_empty() && !versions::stands(ctx, &section.response, &top.parent)? {
        return Err(Error::NotFound);
    }
    let (_, repeat) = draft.form.node(&top.repeat_code).ok_or(Error::NotFound)?;
    let siblings = draft.entries.iter().filter(|e| e.repeat_code == top.repeat_code && e.parent == top.parent);
    let (count, last) = siblings.fold((0_u32, 0), |(n, last), entry| (n + 1, last.max(entry.position)));
    if count >= repeat.repeat_max {
        return Err(Refusal::EntriesFull { max: repeat.repeat_max }.into());
    }
    for row in rows.iter().filter(|row| row.removed_with == entry) {
        let position = if row.id == entry { last + 1 } else { row.position };
        let back =
            Instance { id: row.id.clone(), repeat_code: row.repeat_code.clone(), parent: row.parent.clone(), position };
        store::insert_entry(ctx, &section.response, &back)?;
        for (place, kept) in versions::of_entry(ctx, &section.response, &row.id)? {
            versions::put_back(ctx, &section.response, &place, &kept)?;
        }
        versions::forget_removed(ctx, &section.response, &row.id)?;
    }
    status::changed(ctx, section)?;
    store::touch(ctx, &section.response)
}

/// The names of people, by their ids.
pub(super) fn names<'a>(
    ctx: &mut Ctx<'_>,
    people: impl Iterator<Item = &'a AccountId>,
) -> Result<HashMap<AccountId, String>> {
    let mut names = HashMap::new();
    for account in people {
        if !names.contains_key(account) {
            names.insert(account.clone(), identity::accounts::name_of(ctx, account)?.unwrap_or_default());
        }
    }
    Ok(names)
}

/// Keeps what an entry and those inside it were, before they are removed.
pub(super) fn keep(ctx: &mut Ctx<'_>, response: &Response, entry: &Instance, with: &str) -> Result<()> {
    let by = ctx.actor().person().map(|person| person.account.clone()).ok_or(Error::NotFound)?;
    versions::keep_removed(ctx, response, entry, with, &by)
}
