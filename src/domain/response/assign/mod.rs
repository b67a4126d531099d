//! Who has what of a draft: coordinators give contributors sections, or single questions of them, until a day and with a note, open sections
//! to be read, and take them away again.

use std::collections::HashMap;

use serde_json::json;

use super::draft::Draft;
use super::history;
use super::model::{Response, Section};
use super::store::{self, assignments as table};
use crate::domain::access::{Act, Assign, Permit, Read, Resource};
use crate::domain::actor::{Role, words};
use crate::domain::audit::{self, Action};
use crate::domain::db::Ctx;
use crate::domain::error::{Error, Refusal, Result};
use crate::domain::identity::{self, Account, Standing};
use crate::domain::ids::{AccountId, StateId};
use crate::domain::line::{self, NoLine};
use crate::domain::mail::Letter;
use crate::domain::mail::told::{self, Anew};
use crate::domain::questionnaire::{self, Form, Kind, Node};
use crate::domain::states;
use crate::domain::time::{Day, Instant};

pub use super::store::assignments::Assigned;

/// Most characters of a note.
pub const MOST: usize = 1000;
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
}

/// What is to be given.
#[derive(Debug, Clone)]
pub struct Given {
    pub extent: Extent,
    pub questions: Vec<String>,
    /// Until which day, in The Hague.
    pub due: Option<Day>,
    pub note: String,
}

impl Given {
    /// A whole section, without a day or a note.
    pub fn section() -> Self {
        Given { extent: Extent::Section, questions: Vec::new(), due: None, note: String::new() }
    }
}

/// Gives a contributor of the State a section, single questions of it, or a section to read; or changes what was given and what is said of it. They are told by mail where it is new to them.
///
/// # Errors
/// [`Error::NotFound`] where there is no such person in the State; [`Refusal::ColleagueBad`] for who cannot have it; [`Refusal::QuestionsMissing`], [`Refusal::DuePast`],
/// [`Refusal::AssignmentNoteLong`], [`Refusal::AssignmentNoteCharacters`].
pub fn give(ctx: &mut Ctx<'_>, section: &Permit<Assign, Section>, to: &AccountId, given: &Given) -> Result<()> {
    let section = section.row();
    let account = receiver(ctx, &section.response.state_id, to)?;
    let before = found(ctx, section, to)?;
    let due = checked_due(ctx, given.due.as_ref(), before.as_ref())?;
    let questions = checked_questions(ctx, section, given)?;
    let of = Assigned { section: section.code.clone(), account: to.clone(), extent: given.extent, questions, due };
    let note = checked(&given.note)?;
    // The same once more is a second click.
    if before.as_ref().is_some_and(|before| before.of == of && before.note == note) {
        return Ok(());
    }
    write(ctx, section, &account, of, note, before.is_none_or(|before| !before.of.is_to_write()))
}

/// Takes away what somebody has of a section; where they have nothing (any more), nothing is done.
///
/// # Errors
/// When the database fails.
pub fn take(ctx: &mut Ctx<'_>, section: &Permit<Assign, Section>, from: &AccountId) -> Result<()> {
    let section = section.row();
    if !table::remove(ctx, &section.response, &section.code, from)? {
        return Ok(());
    }
    let detail = json!({"section": section.code, "taken_from": from});
    audit::record(ctx, Action::SectionTaken, &section.response.id, Some(&section.response.state_id), &detail)
}

/// Hands what somebody has of a section on to a colleague, with its day, its note and its questions, or takes it away where there is none.
/// What the colleague has of the section already stays theirs: the two become one, with the earlier day and both notes.
///
/// # Errors
/// As [`give`].
pub fn hand_on(
    ctx: &mut Ctx<'_>,
    section: &Permit<Assign, Section>,
    from: &AccountId,
    to: Option<&AccountId>,
) -> Result<()> {
    let left = found(ctx, section.row(), from)?;
    take(ctx, section, from)?;
    let (Some(left), Some(to)) = (left, to) else { return Ok(()) };
    let section = section.row();
    let account = receiver(ctx, &section.response.state_id, to)?;
    let before = found(ctx, section, to)?;
    let new = before.as_ref().is_none_or(|before| !before.of.is_to_write());
    let (of, note) = joined(&left, before.as_ref(), to);
    write(ctx, section, &account, of, note, new)
}

/// What comes of what was left and what a colleague has already.
fn joined(left: &table::Row, has: Option<&table::Row>, to: &AccountId) -> (Assigned, String) {
    let of = Assigned { account: to.clone(), ..left.of.clone() };
    let Some(has) = has else { return (of, left.note.clone()) };
    let (extent, questions) = match (left.of.extent, has.of.extent) {
        (Extent::Section, _) | (_, Extent::Section) => (Extent::Section, Vec::new()),
        (Extent::Questions, Extent::Reading) => (Extent::Questions, left.of.questions.clone()),
        (Extent::Reading, Extent::Questions) => (Extent::Questions, has.of.questions.clone()),
        (Extent::Reading, Extent::Reading) => (Extent::Reading, Vec::new()),
        (Extent::Questions, Extent::Questions) => {
            let mut both: Vec<String> = left.of.questions.iter().chain(&has.of.questions).cloned().collect();
            both.sort();
            both.dedup();
            (Extent::Questions, both)
        }
    };
    let due = [&left.of.due, &has.of.due].into_iter().flatten().min().cloned();
    let mut notes = vec![has.note.as_str()];
    notes.extend(Some(left.note.as_str()).filter(|note| *note != has.note));
    notes.retain(|note| !note.is_empty());
    let note: String = notes.join("\n").chars().take(MOST).collect();
    (Assigned { extent, questions, due, ..of }, note)
}

fn write(ctx: &mut Ctx<'_>, section: &Section, to: &Account, of: Assigned, note: String, is_new: bool) -> Result<()> {
    let response = &section.response;
    let by = ctx.actor().person().map(|person| person.account.clone());
    let detail = json!({
        "section": section.code, "accounts": [&to.id], "extent": of.extent, "questions": of.questions, "due": of.due,
    });
    table::put(ctx, response, &table::Row { of, note, given_by: by, given_at: Some(ctx.now()) })?;
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
    questions.sort();
    questions.dedup();
    let known = |code: &String| assignable(&form, at).any(|(_, node)| &node.code == code);
    match questions.is_empty() {
        true => Err(Refusal::QuestionsMissing.into()),
        false if questions.iter().all(known) => Ok(questions),
        false => Err(Error::NotFound),
    }
}

/// The note as it is kept; empty where none is written.
fn checked(note: &str) -> Result<String> {
    match line::lines(note, MOST) {
        Ok(note) => Ok(note),
        Err(NoLine::Empty) => Ok(String::new()),
        Err(NoLine::TooLong) => Err(Refusal::AssignmentNoteLong { max: MOST }.into()),
        Err(NoLine::Unclean) => Err(Refusal::AssignmentNoteCharacters.into()),
    }
}

/// A day that has not passed. One that stood there before may stay.
fn checked_due(ctx: &Ctx<'_>, due: Option<&Day>, before: Option<&table::Row>) -> Result<Option<Day>> {
    let stood = before.and_then(|before| before.of.due.as_ref());
    match due {
        Some(day) if *day < ctx.now().day_in_the_hague() && Some(day) != stood => Err(Refusal::DuePast.into()),
        due => Ok(due.cloned()),
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
    };
    Ok(rows.into_iter().map(whole).collect())
}

/// What of a section no contributor has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unheld {
    pub section: String,
    /// The codes of its questions, where others of them are given; empty where nobody has any.
    pub questions: Vec<String>,
}

/// What nobody has, in the order of the form: for those who see all of the draft. In a State without contributors nothing is missed.
///
/// # Errors
/// When the database fails.
pub fn unheld(ctx: &mut Ctx<'_>, response: &Permit<Read, Response>, draft: &Draft) -> Result<Vec<Unheld>> {
    let response = response.row();
    if ctx.actor().person().is_none_or(|person| person.role == Role::Contributor) {
        return Ok(Vec::new());
    }
    let writers = identity::accounts::writers_of(ctx, &response.state_id)?;
    if writers.is_empty() {
        return Ok(Vec::new());
    }
    let assigned = table::assigned(ctx, response)?;
    let held = assigned.iter().filter(|has| has.is_to_write() && writers.contains(&has.account));
    let held: Vec<&Assigned> = held.collect();
    let evaluation = draft.evaluation(ctx.now());
    let mut missing = Vec::new();
    for (at, node) in draft.form.sections() {
        let here: Vec<&&Assigned> = held.iter().filter(|has| has.section == node.code).collect();
        if here.iter().any(|has| has.extent == Extent::Section) {
            continue;
        }
        let single = |code: &str| here.iter().any(|has| has.questions.iter().any(|of| of == code));
        let shown = |index: usize| evaluation.row(index, "").is_some_and(|row| row.shown);
        let open = assignable(&draft.form, at).filter(|(index, node)| shown(*index) && !single(&node.code));
        let questions: Vec<String> = open.map(|(_, node)| node.code.clone()).collect();
        // Single questions may be all that are shown.
        if here.is_empty() {
            missing.push(Unheld { section: node.code.clone(), questions: Vec::new() });
        } else if !questions.is_empty() {
            missing.push(Unheld { section: node.code.clone(), questions });
        }
    }
    Ok(missing)
}

/// The questions of a section that can be given one by one: those outside any repeat, and a repeat as a whole.
pub fn assignable(form: &Form, section: usize) -> impl Iterator<Item = (usize, &Node)> {
    let of_it = form.nodes.iter().enumerate().filter(move |(_, node)| node.section == section && node.repeat.is_none());
    of_it.filter(|(_, node)| node.parent.is_some() && (node.kind.takes_answer() || node.kind == Kind::Repeat))
}

/// Whose the sections are of those responses of a State that take changes now: an account for each section that it holds to write. It shows
/// nothing of a draft, so that those can say how much somebody leaves behind who look after accounts and read no draft.
///
/// # Errors
/// When the database fails.
pub(in crate::domain) fn holders(ctx: &mut Ctx<'_>, state: &StateId) -> Result<Vec<AccountId>> {
    let mut holders = Vec::new();
    // A former Party's responses take no changes.
    if !states::is_party(ctx, state)? {
        return Ok(holders);
    }
    for id in store::ids_of_state(ctx, state)? {
        if let Some(response) = Response::load(ctx, &id)?.filter(|response| response.open) {
            let assigned = table::assigned(ctx, &response)?.into_iter().filter(Assigned::is_to_write);
            holders.extend(assigned.map(|assigned| assigned.account));
        }
    }
    Ok(holders)
}
