//! Entries of a repeat: add, remove, move. An entry has an id of its own, so that neither moves an answer.

use super::draft;
use super::history;
use super::model::Section;
use super::save;
use super::status;
use super::store;
use crate::domain::access::{Edit, Permit};
use crate::domain::db::Ctx;
use crate::domain::error::{Error, Refusal, Result};
use crate::domain::identity::once::{self, FormKey};
use crate::domain::questionnaire::{Instance, Kind};

/// Which way an entry moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moved {
    Up,
    Down,
}

/// For how many seconds a form that adds or moves an entry is one click, however often it comes.
const ONE_CLICK: i64 = 30;

/// [`add_entry`] for a form that may come twice: the second time within half a minute it is told the entry that the first has added.
///
/// # Errors
/// As [`add_entry`].
pub fn add_entry_once(
    ctx: &mut Ctx<'_>,
    section: &Permit<Edit, Section>,
    repeat: &str,
    parent: &str,
    key: Option<&FormKey>,
) -> Result<String> {
    if let Some(before) = just_done(ctx, key)? {
        let draft = draft::of(ctx, &section.row().response)?;
        if draft.entries.iter().any(|entry| entry.id == before.outcome && entry.repeat_code == repeat) {
            return Ok(before.outcome);
        }
    }
    let entry = add_entry(ctx, section, repeat, parent)?;
    once::done(ctx, key, &entry)?;
    Ok(entry)
}

/// What the form of this key did in the click before this one.
fn just_done(ctx: &mut Ctx<'_>, key: Option<&FormKey>) -> Result<Option<once::Before>> {
    let now = ctx.now();
    Ok(once::before(ctx, key)?.filter(|before| (0..ONE_CLICK).contains(&now.seconds_since(before.at))))
}

/// Adds an entry at the end of a repeat and returns its id. `parent` is the surrounding entry of a nested repeat, or empty.
///
/// # Errors
/// A refusal where the repeat is full; [`Error::NotFound`] where there is no such repeat in the section.
pub fn add_entry(ctx: &mut Ctx<'_>, section: &Permit<Edit, Section>, repeat: &str, parent: &str) -> Result<String> {
    let id = store::new_entry_id(ctx);
    add(ctx, section.row(), repeat, parent, id, |siblings| {
        siblings.iter().map(|entry| entry.position).max().unwrap_or_default().max(0) + 1
    })
}

/// Adds an entry whose id was made before, in a file. Its place among the others is that of its id, which is the time at which the file was made:
/// so entries of several files stand in one order, whichever came first.
///
/// # Errors
/// As [`add_entry`].
pub(super) fn add_given_entry(
    ctx: &mut Ctx<'_>,
    section: &Permit<Edit, Section>,
    repeat: &str,
    parent: &str,
    id: &str,
) -> Result<()> {
    let before = |siblings: &[&Instance]| {
        let earlier = siblings.iter().filter(|entry| entry.id.as_str() < id);
        earlier.map(|entry| entry.position).max().unwrap_or_default()
    };
    add(ctx, section.row(), repeat, parent, id.to_owned(), before).map(|_| ())
}

fn add(
    ctx: &mut Ctx<'_>,
    section: &Section,
    repeat: &str,
    parent: &str,
    id: String,
    position: impl FnOnce(&[&Instance]) -> i32,
) -> Result<String> {
    let draft = draft::of(ctx, &section.response)?;
    let node = save::question_of::<Edit>(ctx, &draft, section, repeat)?;
    let parent_fits = match node.repeat.and_then(|outer| draft.form.nodes.get(outer)) {
        None => parent.is_empty(),
        Some(outer) => draft.entries.iter().any(|entry| entry.id == parent && entry.repeat_code == outer.code),
    };
    if node.kind != Kind::Repeat || !parent_fits {
        return Err(Error::NotFound);
    }
    let siblings = draft.entries.iter().filter(|entry| entry.repeat_code == repeat && entry.parent == parent);
    let siblings: Vec<&Instance> = siblings.collect();
    if u32::try_from(siblings.len()).is_ok_and(|count| count >= node.repeat_max) {
        return Err(Refusal::EntriesFull { max: node.repeat_max }.into());
    }
    let position = position(&siblings);
    let entry = Instance { id, repeat_code: repeat.to_owned(), parent: parent.to_owned(), position };
    store::insert_entry(ctx, &section.response, &entry)?;
    store::touch(ctx, &section.response)?;
    status::changed(ctx, section)?;
    Ok(entry.id)
}

/// The entry of a section that is to be removed, for the page that asks.
///
/// # Errors
/// [`Error::NotFound`] where the section has no such entry (any more).
pub fn entry(ctx: &mut Ctx<'_>, section: &Permit<Edit, Section>, entry: &str) -> Result<Instance> {
    let draft = draft::of(ctx, &section.row().response)?;
    find(ctx, &draft, section.row(), entry).cloned()
}

/// Removes an entry with its answers and the entries inside it. What they were is kept, and can be brought back (`history.rs`).
///
/// # Errors
/// [`Error::NotFound`] where the section has no such entry (any more).
pub fn remove_entry(ctx: &mut Ctx<'_>, section: &Permit<Edit, Section>, entry: &str) -> Result<()> {
    let section = section.row();
    let draft = draft::of(ctx, &section.response)?;
    find(ctx, &draft, section, entry)?;
    let mut doomed = vec![entry.to_owned()];
    while let Some(id) = doomed.pop() {
        if let Some(going) = draft.entries.iter().find(|known| known.id == id) {
            history::keep(ctx, &section.response, going, entry)?;
        }
        doomed.extend(draft.entries.iter().filter(|inner| inner.parent == id).map(|inner| inner.id.clone()));
        store::delete_entry(ctx, &section.response, &id)?;
    }
    status::changed(ctx, section)?;
    store::touch(ctx, &section.response)
}

/// Moves an entry as [`move_entry`] does, once for a form that is sent twice.
///
/// # Errors
/// As [`move_entry`].
pub fn move_entry_once(
    ctx: &mut Ctx<'_>,
    section: &Permit<Edit, Section>,
    entry: &str,
    way: Moved,
    key: Option<&FormKey>,
) -> Result<()> {
    if just_done(ctx, key)?.is_none() {
        move_entry(ctx, section, entry, way)?;
        once::done(ctx, key, entry)?;
    }
    Ok(())
}

/// Moves an entry one place up or down among those of its repeat.
///
/// # Errors
/// [`Error::NotFound`] where the section has no such entry, a refusal where it had one.
pub fn move_entry(ctx: &mut Ctx<'_>, section: &Permit<Edit, Section>, entry: &str, way: Moved) -> Result<()> {
    let section = section.row();
    let draft = draft::of(ctx, &section.response)?;
    if was_removed(ctx, &draft, section, entry)? {
        return Err(Refusal::EntryRemoved.into());
    }
    let moving = find(ctx, &draft, section, entry)?;
    let siblings: Vec<&Instance> = draft
        .entries
        .iter()
        .filter(|other| other.repeat_code == moving.repeat_code && other.parent == moving.parent)
        .collect();
    let at = siblings.iter().position(|other| other.id == entry).ok_or(Error::NotFound)?;
    let to = match way {
        Moved::Up => at.checked_sub(1),
        Moved::Down => Some(at + 1),
    };
    let Some(to) = to.filter(|to| *to < siblings.len()) else { return Ok(()) };
    let mut siblings = siblings;
    siblings.swap(at, to);
    // Entries that came from files may share a position, so that all are counted anew.
    for (position, other) in (1..).zip(siblings).filter(|(position, other)| *position != other.position) {
        store::set_position(ctx, &section.response, &other.id, position)?;
    }
    status::changed(ctx, section)?;
    store::touch(ctx, &section.response)
}

/// Whether somebody has removed an entry that the actor could write in.
fn was_removed(ctx: &mut Ctx<'_>, draft: &draft::Draft, section: &Section, entry: &str) -> Result<bool> {
    if draft.entries.iter().any(|known| known.id == entry) {
        return Ok(false);
    }
    let gone = store::versions::removed(ctx, &section.response)?;
    let Some(gone) = gone.into_iter().find(|gone| gone.id == entry) else { return Ok(false) };
    Ok(save::question_of::<Edit>(ctx, draft, section, &gone.repeat_code).is_ok())
}

fn find<'a>(ctx: &Ctx<'_>, draft: &'a draft::Draft, section: &Section, entry: &str) -> Result<&'a Instance> {
    let found = draft.entries.iter().find(|known| known.id == entry).ok_or(Error::NotFound)?;
    save::question_of::<Edit>(ctx, draft, section, &found.repeat_code)?;
    Ok(found)
}
