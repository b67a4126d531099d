//! Where each section of a draft stands: not begun, in work, ready, cleared. The first two follow from what is saved; that one is ready says
//! who writes it, that it is cleared a coordinator. Whatever is changed in such a section puts it back to work. It holds no submission up.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;
use serde_json::json;

use super::draft::Draft;
use super::history;
use super::model::{Answer, Change, Response, ResponseRow, Section, Standing as Carrying};
use super::save::{Saved, Written};
use crate::domain::access::{Act, Assign, Edit, Permit, Read, Resource, Submit};
use crate::domain::actor::words;
use crate::domain::audit::{self, Action};
use crate::domain::db::Ctx;
use crate::domain::db::schema::section_statuses;
use crate::domain::error::{Error, Result};
use crate::domain::ids::{AccountId, AttachmentId};
use crate::domain::questionnaire::{Kind, Place};
use crate::domain::seal;
use crate::domain::time::Instant;

words!(
    /// Where a section stands.
    Status {
        NotBegun = "not_begun",
        InWork = "in_work",
        Ready = "ready",
        Cleared = "cleared",
    }
);

impl Status {
    /// Whether somebody has said that it is done, so that a change puts it back.
    pub fn is_said(self) -> bool {
        matches!(self, Status::Ready | Status::Cleared)
    }
}

/// Where a section stands, and who said so and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub status: Status,
    /// Nothing where it follows from what is saved alone.
    pub set: Option<(String, Instant)>,
    /// What a page carries to tell later whether somebody has said something else since.
    pub shown: String,
}

/// What became of saying where a section stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    Done,
    /// A colleague has changed something in the section since the page was made, or something of it could not be kept.
    Changed,
    /// A colleague has said something else of it since.
    Meanwhile,
}

/// Where a section stood before what came from its page was saved.
pub struct Stood(Option<Row>);

/// Asks where a section stands, before what comes from its page is saved.
///
/// # Errors
/// When the database fails.
pub fn stood(ctx: &mut Ctx<'_>, section: &Permit<Edit, Section>) -> Result<Stood> {
    Ok(Stood(row(ctx, section.row())?))
}

impl Stood {
    /// Whether it is what a colleague has said since the page was made, and something else is wanted. That a section is ready is no other
    /// thing than that it is cleared.
    fn is_against(&self, own: Option<&AccountId>, seen: &str, wanted: Status) -> bool {
        let Some(row) = self.0.as_ref().filter(|row| Some(&row.by) != own) else { return false };
        let goes_on = row.status == Status::Ready && wanted == Status::Cleared;
        !goes_on && shown(Some(row)) != seen
    }
}

/// What a page carries of a row.
fn shown(row: Option<&Row>) -> String {
    row.map_or_else(|| "none".to_owned(), |row| format!("{}.{}.{}", row.status.as_str(), row.by, row.at.micros()))
}

struct Row {
    section: String,
    status: Status,
    by: AccountId,
    at: Instant,
}

/// Where every section of a response stands, by its code.
///
/// # Errors
/// When the database fails.
pub fn of_response(
    ctx: &mut Ctx<'_>,
    response: &Permit<Read, Response>,
    draft: &Draft,
) -> Result<HashMap<String, Standing>> {
    let rows = rows(ctx, response.row())?;
    let names = history::names(ctx, rows.iter().map(|row| &row.by))?;
    let standing = |code: &str| standing(draft, code, rows.iter().find(|row| row.section == code), &names);
    Ok(draft.form.sections().map(|(_, node)| (node.code.clone(), standing(&node.code))).collect())
}

/// Where a section stands.
///
/// # Errors
/// When the database fails.
pub fn of_section<A: Act>(ctx: &mut Ctx<'_>, section: &Permit<A, Section>, draft: &Draft) -> Result<Standing> {
    let section = section.row();
    let row = row(ctx, section)?;
    let names = history::names(ctx, row.iter().map(|row| &row.by))?;
    Ok(standing(draft, &section.code, row.as_ref(), &names))
}

fn standing(draft: &Draft, code: &str, row: Option<&Row>, names: &HashMap<AccountId, String>) -> Standing {
    let shown = shown(row);
    match row {
        Some(row) => {
            let by = names.get(&row.by).cloned().unwrap_or_default();
            Standing { status: row.status, set: Some((by, row.at)), shown }
        }
        None if is_begun(draft, code) => Standing { status: Status::InWork, set: None, shown },
        None => Standing { status: Status::NotBegun, set: None, shown },
    }
}

/// Whether anybody has done something in a section: what was carried over from last year came by itself.
fn is_begun(draft: &Draft, code: &str) -> bool {
    let came = |answer: &Answer| matches!(&answer.carried, Some(carried) if carried.standing == Carrying::Carried);
    let given = draft.answers.iter().filter(|(_, answer)| !came(answer)).map(|(place, _)| &place.code);
    let carried =
        |entry: &str| draft.answers.iter().any(|(at, answer)| at.instance == entry && answer.carried.is_some());
    let added = draft.entries.iter().filter(|entry| !carried(&entry.id)).map(|entry| &entry.repeat_code);
    let attached = draft.places_with_files().map(|place| &place.code);
    given.chain(added).chain(attached).any(|of| is_in(draft, code, of))
}

/// Whether an answer is last year's as it was: a page that confirms last year's may leave it out.
fn rests(answer: &Answer) -> bool {
    answer.carried.as_ref().is_some_and(|carried| carried.standing != Carrying::Changed)
}

/// Whether a question or repeat stands in a section.
fn is_in(draft: &Draft, section: &str, code: &str) -> bool {
    let top = draft.form.node(code).and_then(|(_, node)| draft.form.nodes.get(node.section));
    top.is_some_and(|top| top.code == section)
}

/// What the page of a section showed: its questions, the files beside its answers, and where the section stood.
pub struct Shown<'a> {
    pub changes: &'a [Change],
    /// As [`files_shown`] gave it.
    pub files: &'a str,
    pub standing: &'a str,
}

/// What a page carries of the files of a section, beside its answers and as such, with what is said of them, to tell later whether some came,
/// went or are described otherwise.
pub fn files_shown(draft: &Draft, section: &str) -> String {
    let here = |place: &&Place| is_in(draft, section, &place.code);
    let beside = draft.places_with_files().filter(here);
    let beside = beside.flat_map(|place| draft.attached(place).map(move |(id, _)| (place, id)));
    let is_file = |place: &Place| draft.form.node(&place.code).is_some_and(|(_, node)| node.kind == Kind::File);
    let given =
        draft.answers.iter().filter(|(place, _)| is_file(place) && here(place)).filter_map(|(place, answer)| {
            let id: AttachmentId = answer.body.value.parse().ok()?;
            Some((place, draft.files.get_key_value(&id)?.0))
        });
    let mut files: Vec<_> = beside.chain(given).collect();
    files.sort();
    let said = |id| draft.files.get(id).map(|facts| &facts.description);
    let files: Vec<_> = files.into_iter().map(|(place, id)| (place, id, said(id))).collect();
    seal::mark(&format!("{files:?}"))
}

/// Says that a section is ready, that it is cleared, or that it is worked on again, together with what was saved from its page. Where a
/// colleague has changed the section since or has said something else of it, or something of it could not be kept, nothing is said.
/// `stood` was asked before the page was saved.
///
/// # Errors
/// [`Error::Forbidden`] for who may not say so.
pub fn say(
    ctx: &mut Ctx<'_>,
    section: &Permit<Edit, Section>,
    written: &Written,
    (shown, stood): (&Shown<'_>, &Stood),
    status: Status,
) -> Result<Said> {
    let section = section.row();
    match status {
        Status::Cleared => ctx.allow::<Assign>(&section.facts())?,
        Status::Ready | Status::InWork => ctx.allow::<Submit>(&section.facts())?,
        Status::NotBegun => return Err(Error::NotFound),
    }
    let kept = written.saved.iter().all(|saved| matches!(saved, Saved::Unchanged | Saved::Written));
    let before = written.before();
    let saw_files = || files_shown(before, &section.code) == shown.files;
    if status.is_said() && !(kept && saw_all(before, section, shown.changes) && saw_files()) {
        return Ok(Said::Changed);
    }
    let stands = row(ctx, section)?.map(|row| row.status);
    let is_news = match status {
        // What is cleared is ready; what nobody has said to be done is worked on.
        Status::Ready => !stands.is_some_and(Status::is_said),
        Status::Cleared => stands != Some(Status::Cleared),
        Status::InWork | Status::NotBegun => stands.is_some_and(Status::is_said),
    };
    let own = ctx.actor().person().map(|person| person.account.clone());
    if is_news && stood.is_against(own.as_ref(), shown.standing, status) {
        return Ok(Said::Meanwhile);
    }
    if is_news {
        set(ctx, section, status, false)?;
    }
    Ok(Said::Done)
}

/// Whether a page showed a section as it stands: every answer in its present version, every entry.
fn saw_all(draft: &Draft, section: &Section, shown: &[Change]) -> bool {
    let places: HashSet<&Place> = shown.iter().map(|change| &change.place).collect();
    let instances: HashSet<&str> = shown.iter().map(|change| change.place.instance.as_str()).collect();
    let asks = |code: &str| {
        let repeat = draft.form.node(code);
        repeat.is_some_and(|(at, _)| draft.form.children(at).any(|(_, inner)| inner.kind.takes_answer()))
    };
    let fresh = draft.answers.iter().filter(|(_, answer)| !rests(answer)).map(|(place, _)| place);
    let answers = fresh.filter(|place| is_in(draft, &section.code, &place.code));
    let all_rest = |entry: &str| {
        let mut inside = draft.answers.iter().filter(|(place, _)| place.instance == entry).peekable();
        inside.peek().is_some() && inside.all(|(_, answer)| rests(answer))
    };
    let entries = draft.entries.iter().filter(|entry| is_in(draft, &section.code, &entry.repeat_code));
    let entries = entries.filter(|entry| !all_rest(&entry.id));
    shown.iter().all(|change| draft.stamp(&change.place) == change.stamp)
        && answers.into_iter().all(|place| places.contains(place))
        && entries.into_iter().all(|entry| instances.contains(entry.id.as_str()) || !asks(&entry.repeat_code))
}

/// Puts a section back to work that was ready or cleared, because something in it has changed. Whether it did.
pub(super) fn changed(ctx: &mut Ctx<'_>, section: &Section) -> Result<bool> {
    let was_said = row(ctx, section)?.is_some_and(|row| row.status.is_said());
    if was_said {
        set(ctx, section, Status::InWork, true)?;
    }
    Ok(was_said)
}

fn rows(ctx: &mut Ctx<'_>, response: &ResponseRow) -> Result<Vec<Row>> {
    let found: Vec<(String, Status, AccountId, Instant)> = section_statuses::table
        .filter(section_statuses::state_id.eq(&response.state_id))
        .filter(section_statuses::response_id.eq(&response.id))
        .select((
            section_statuses::section,
            section_statuses::status,
            section_statuses::set_by,
            section_statuses::set_at,
        ))
        .load(ctx.conn)?;
    Ok(found.into_iter().map(|(section, status, by, at)| Row { section, status, by, at }).collect())
}

fn row(ctx: &mut Ctx<'_>, section: &Section) -> Result<Option<Row>> {
    Ok(rows(ctx, &section.response)?.into_iter().find(|row| row.section == section.code))
}

fn set(ctx: &mut Ctx<'_>, section: &Section, status: Status, by_change: bool) -> Result<()> {
    let response = &section.response;
    let by = ctx.actor().person().map(|person| person.account.clone()).ok_or(Error::NotFound)?;
    let key = (&response.state_id, &response.id, &section.code);
    let known = diesel::update(section_statuses::table.find(key))
        .set((
            section_statuses::status.eq(status),
            section_statuses::set_by.eq(&by),
            section_statuses::set_at.eq(ctx.now()),
        ))
        .execute(ctx.conn)?;
    if known == 0 {
        diesel::insert_into(section_statuses::table)
            .values((
                section_statuses::state_id.eq(&response.state_id),
                section_statuses::response_id.eq(&response.id),
                section_statuses::section.eq(&section.code),
                section_statuses::status.eq(status),
                section_statuses::set_by.eq(&by),
                section_statuses::set_at.eq(ctx.now()),
            ))
            .execute(ctx.conn)?;
    }
    let detail = json!({"section": section.code, "status": status, "by_change": by_change});
    audit::record(ctx, Action::SectionStatusSet, &response.id, Some(&response.state_id), &detail)
}
