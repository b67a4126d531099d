//! Who has what of a draft: coordinators give contributors sections, or single questions of them, until a day and with a note, open sections
//! to be read, and take them away again.

use std::collections::HashMap;

use serde_json::json;

use super::history;
use super::model::{Response, Section};
use super::store::assignments as table;
use crate::domain::access::{Act, Assign, Permit, Read};
use crate::domain::actor::{Role, words};
use crate::domain::audit::{self, Action};
use crate::domain::db::Ctx;
use crate::domain::error::{Error, Refusal, Result};
use crate::domain::identity::told::{self, Anew};
use crate::domain::identity::{self, Account, Standing};
use crate::domain::ids::{AccountId, StateId};
use crate::domain::line::{self, NoLine};
use crate::domain::mail::Letter;
use crate::domain::questionnaire;
use crate::domain::time::{Day, Instant};

mod hand_on;
mod unheld;

pub use super::store::assignments::{Assigned, Shown};
pub use hand_on::hand_on;
use unheld::assignable;
pub(in crate::domain) use unheld::holders;
pub use unheld::{Group, Unheld, groups, is_assignable, unheld};

/// Most characters of a note that is written. Where two people's have become one it may be longer, and stays so.
pub const MOST: usize = 1000;
/// So many of what was taken away last in a response are looked through for who took something.
const LOOKED_THROUGH: i64 = 200;
/// After so many seconds somebody is told anew by mail that something was given to them: an hour.
const TOLD_AGAIN: i64 = 3600;

words!(
    /// How much of a section somebody has.
    Extent {
        /// All of it, to write.
        Section = "section",
        /// Single questions, to write; nothing else of it.
        Questions = "questions",
        /// All of it, to read.
        Reading = "reading",
    }
);

/// What somebody has of a section, with all that is said of it.
#[derive(Debug, Clone)]
pub struct Assignment {
    pub of: Assigned,
    pub name: String,
    /// Empty where none was written.
    pub note: String,
    /// Who gave it and when; nothing for what was given before that was kept.
    pub given: Option<(String, Instant)>,
    /// What a page carries to tell later whether a colleague has changed it.
    pub shown: Shown,
}

/// What is to be given.
#[derive(Debug, Clone)]
pub struct Given {
    pub extent: Extent,
    pub questions: Vec<String>,
    /// Groups that are given whole: the questions that stand in them now.
    pub groups: Vec<String>,
    /// Beside single questions, the rest of the section to read.
    pub reads_rest: bool,
    /// Until which day, in The Hague.
    pub due: Option<Day>,
    pub note: String,
}

/// Gives a contributor of the State a section, single questions of it, or a section to read; or changes what was given and what is said of
/// it. They are told by mail where it is new to them. `seen` is what the page showed: where something else stands there, nothing is written.
///
/// # Errors
/// [`Error::NotFound`] where there is no such person in the State; [`Refusal::ColleagueBad`] for who cannot have it;
/// [`Refusal::AssignmentChanged`], [`Refusal::QuestionsMissing`], [`Refusal::DuePast`], [`Refusal::AssignmentNoteLong`],
/// [`Refusal::AssignmentNoteCharacters`].
pub fn give(
    ctx: &mut Ctx<'_>,
    section: &Permit<Assign, Section>,
    to: &AccountId,
    given: &Given,
    seen: &Shown,
) -> Result<()> {
    let section = section.row();
    let account = receiver(ctx, &section.response.state_id, to)?;
    let before = found(ctx, section, to)?;
    let questions = checked_questions(ctx, section, given)?;
    let note = checked(&given.note, before.as_ref())?;
    let reads_rest = given.reads_rest && given.extent == Extent::Questions;
    let (section_code, due) = (section.code.clone(), given.due.clone());
    let of = Assigned { section: section_code, account: to.clone(), extent: given.extent, questions, reads_rest, due };
    // The same once more is a second click, or a colleague wanted the same.
    if before.as_ref().is_some_and(|before| before.of == of && before.note == note) {
        return Ok(());
    }
    if *seen != Shown::of(before.as_ref()) {
        return Err(Refusal::AssignmentChanged.into());
    }
    check_due(ctx, of.due.as_ref(), before.as_ref())?;
    let is_new = is_new(before.as_ref(), &of);
    write(ctx, section, &account, of, note, is_new)
}

/// Gives a contributor all of a section to write, with the day and the note that were said of what they have of it to read.
///
/// # Errors
/// As [`give`].
pub fn give_whole(ctx: &mut Ctx<'_>, section: &Permit<Assign, Section>, to: &AccountId, seen: &Shown) -> Result<()> {
    let before = found(ctx, section.row(), to)?;
    let (due, note) = before.map(|before| (before.of.due, before.note)).unwrap_or_default();
    let (questions, groups) = (Vec::new(), Vec::new());
    let given = Given { extent: Extent::Section, questions, groups, reads_rest: false, due, note };
    give(ctx, section, to, &given, seen)
}

/// Takes away what somebody has of a section; where they have nothing (any more), nothing is done. `seen` is what the page showed; nothing
/// where whatever they have is to go.
///
/// # Errors
/// [`Refusal::AssignmentChanged`] where something else stands there.
pub fn take(
    ctx: &mut Ctx<'_>,
    section: &Permit<Assign, Section>,
    from: &AccountId,
    seen: Option<&Shown>,
) -> Result<()> {
    let section = section.row();
    if let Some(seen) = seen {
        let stands = found(ctx, section, from)?;
        if stands.as_ref().is_some_and(|stands| stands.shown != *seen) {
            return Err(Refusal::AssignmentChanged.into());
        }
    }
    if !table::remove(ctx, &section.response, &section.code, from)? {
        return Ok(());
    }
    let detail = json!({"section": section.code, "taken_from": from});
    audit::record(ctx, Action::SectionTaken, &section.response.id, Some(&section.response.state_id), &detail)
}

/// Who took away what somebody had of a section, and when: the last time that it happened, where that is not long ago.
///
/// # Errors
/// When the database fails.
pub fn taken(
    ctx: &mut Ctx<'_>,
    section: &Permit<Assign, Section>,
    from: &AccountId,
) -> Result<Option<(String, Instant)>> {
    let section = section.row();
    let rows = audit::recent(ctx, Action::SectionTaken, section.response.id.as_str(), LOOKED_THROUGH)?;
    let is_it = |detail: &serde_json::Value| {
        detail.get("section").and_then(|code| code.as_str()) == Some(section.code.as_str())
            && detail.get("taken_from").and_then(|who| who.as_str()) == Some(from.as_str())
    };
    let Some(taken) = rows.into_iter().find(|deed| is_it(&deed.detail)) else { return Ok(None) };
    let names = history::names(ctx, taken.by.iter())?;
    Ok(taken.by.and_then(|by| names.get(&by).cloned()).map(|name| (name, taken.at)))
}

/// What a page carries of what somebody has of a section, with who gave it and when.
pub type Carried = (Shown, Option<(String, Instant)>);

/// What pages carry of all that somebody has of a response, by the codes of the sections.
///
/// # Errors
/// When the database fails.
pub fn shown_of(
    ctx: &mut Ctx<'_>,
    response: &Permit<Assign, Response>,
    account: &AccountId,
) -> Result<HashMap<String, Carried>> {
    let theirs = table::shown(ctx, response.row(), account)?;
    let names = history::names(ctx, theirs.iter().filter_map(|(_, _, given)| given.as_ref()).map(|(by, _)| by))?;
    let given = |(by, at): (AccountId, Instant)| (names.get(&by).cloned().unwrap_or_default(), at);
    Ok(theirs.into_iter().map(|(section, shown, by)| (section, (shown, by.map(given)))).collect())
}

/// Whether it is new to somebody that they have this: to write, where they could not, or at all.
fn is_new(before: Option<&table::Row>, of: &Assigned) -> bool {
    before.is_none_or(|before| of.is_to_write() && !before.of.is_to_write())
}

fn write(ctx: &mut Ctx<'_>, section: &Section, to: &Account, of: Assigned, note: String, is_new: bool) -> Result<()> {
    let response = &section.response;
    let by = ctx.actor().person().map(|person| person.account.clone());
    let detail = json!({
        "section": section.code, "accounts": [&to.id], "extent": of.extent, "questions": of.questions,
        "reads_rest": of.reads_rest, "due": of.due,
    });
    table::put(ctx, response, &of, &note, by.as_ref())?;
    audit::record(ctx, Action::SectionAssigned, &response.id, Some(&response.state_id), &detail)?;
    if is_new { tell(ctx, response, to) } else { Ok(()) }
}

/// Tells somebody by mail that something was given to them: once an hour at most, whatever it is. Who has not come in yet has an
/// invitation, and no other mail.
fn tell(ctx: &mut Ctx<'_>, response: &Response, account: &Account) -> Result<()> {
    if account.standing != Standing::Active {
        return Ok(());
    }
    told::tell(ctx, account, (&response.state_id, None), &Letter::Assigned {}, Anew::After(TOLD_AGAIN))
}

/// The contributor who is to have something.
fn receiver(ctx: &mut Ctx<'_>, state: &StateId, to: &AccountId) -> Result<Account> {
    let people = identity::accounts::list(ctx, Some(state))?;
    let account = people.into_iter().find(|account| &account.id == to).ok_or(Error::NotFound)?;
    let can_have = matches!(account.standing, Standing::Active | Standing::Invited);
    if account.role == Role::Contributor && can_have { Ok(account) } else { Err(Refusal::ColleagueBad.into()) }
}

fn found(ctx: &mut Ctx<'_>, section: &Section, account: &AccountId) -> Result<Option<table::Row>> {
    let rows = table::of_section(ctx, &section.response, &section.code)?;
    Ok(rows.into_iter().find(|row| &row.of.account == account))
}

/// The questions that are given one by one, as they are kept: sorted, each once; none where all of the section is given.
fn checked_questions(ctx: &mut Ctx<'_>, section: &Section, given: &Given) -> Result<Vec<String>> {
    if given.extent != Extent::Questions {
        return Ok(Vec::new());
    }
    let form = questionnaire::compiled(ctx, &section.response.form_hash)?;
    let (at, _) = form.node(&section.code).ok_or(Error::NotFound)?;
    let mut questions = given.questions.clone();
    let groups = groups(&form, at);
    for code in &given.groups {
        let group = groups.iter().find(|group| &group.code == code).ok_or(Error::NotFound)?;
        questions.extend(group.questions.iter().cloned());
    }
    questions.sort();
    questions.dedup();
    let known = |code: &String| assignable(&form, at).any(|(_, node)| &node.code == code);
    match questions.is_empty() {
        true => Err(Refusal::QuestionsMissing.into()),
        false if questions.iter().all(known) => Ok(questions),
        false => Err(Error::NotFound),
    }
}

/// The note as it is kept; empty where none is written. One that has grown longer by a hand-over may stay so.
fn checked(note: &str, before: Option<&table::Row>) -> Result<String> {
    let max = most_of(before.map_or("", |before| &before.note));
    match line::lines(note, max) {
        Ok(note) => Ok(note),
        Err(NoLine::Empty) => Ok(String::new()),
        Err(NoLine::TooLong) => Err(Refusal::AssignmentNoteLong { max }.into()),
        Err(NoLine::Unclean) => Err(Refusal::AssignmentNoteCharacters.into()),
    }
}

/// How long a note may be where this one stands now.
pub fn most_of(note: &str) -> usize {
    MOST.max(note.chars().count())
}

/// A day that has passed is refused. One that stood there before may stay.
fn check_due(ctx: &Ctx<'_>, due: Option<&Day>, before: Option<&table::Row>) -> Result<()> {
    let stood = before.and_then(|before| before.of.due.as_ref());
    match due {
        Some(day) if *day < ctx.now().day_in_the_hague() && Some(day) != stood => Err(Refusal::DuePast.into()),
        _ => Ok(()),
    }
}

/// Who has which section, and how much of it.
///
/// # Errors
/// When the database fails.
pub fn assignments<A: Act>(ctx: &mut Ctx<'_>, response: &Permit<A, Response>) -> Result<Vec<Assigned>> {
    table::assigned(ctx, response.row())
}

/// The names of those who have something, by their ids.
///
/// # Errors
/// When the database fails.
pub fn names_of(ctx: &mut Ctx<'_>, assigned: &[Assigned]) -> Result<HashMap<AccountId, String>> {
    history::names(ctx, assigned.iter().map(|assigned| &assigned.account))
}

/// The assignments of a section, with their notes: for who gives them.
///
/// # Errors
/// When the database fails or a note does not open.
pub fn of_section(ctx: &mut Ctx<'_>, section: &Permit<Assign, Section>) -> Result<Vec<Assignment>> {
    let section = section.row();
    let rows = table::of_section(ctx, &section.response, &section.code)?;
    with_names(ctx, rows)
}

/// What the actor has of a section, with the note, where that is a contributor.
///
/// # Errors
/// As [`of_section`].
pub fn own(ctx: &mut Ctx<'_>, section: &Permit<Read, Section>) -> Result<Option<Assignment>> {
    let writer = ctx.actor().person().filter(|person| person.role == Role::Contributor);
    let Some(who) = writer.map(|person| person.account.clone()) else { return Ok(None) };
    let row = found(ctx, section.row(), &who)?;
    Ok(with_names(ctx, row.into_iter().collect())?.pop())
}

fn with_names(ctx: &mut Ctx<'_>, rows: Vec<table::Row>) -> Result<Vec<Assignment>> {
    let people = rows.iter().flat_map(|row| [Some(&row.of.account), row.given_by.as_ref()]).flatten();
    let names = history::names(ctx, people)?;
    let name = |id: &AccountId| names.get(id).cloned().unwrap_or_default();
    let whole = |row: table::Row| Assignment {
        name: name(&row.of.account),
        given: row.given_by.as_ref().zip(row.given_at).map(|(by, at)| (name(by), at)),
        of: row.of,
        note: row.note,
        shown: row.shown,
    };
    Ok(rows.into_iter().map(whole).collect())
}
