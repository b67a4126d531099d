//! Clarifications: a question that an organ of the Court puts to one State about one answer, and what the two write to each other on it.
//!
//! It is between that organ and that State, and the Secretariat where the organ has it copied; for everybody else there is none. The two
//! write in turn: question, reply, further question, further reply, until the organ settles it or takes it back. None of it is part of the
//! response: an answer is changed by an amendment, and by nothing else. What is asked is asked of a revision, whose number is kept.

mod model;
mod store;

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::json;

use crate::domain::access::{Begin, Edit, Facts, Manage, Permit, Read, Resource, Share, is_of};
use crate::domain::actor::{Organ, Person, Role};
use crate::domain::audit::{self, Action};
use crate::domain::db::Ctx;
use crate::domain::error::{Error, Refusal, Result};
use crate::domain::identity::told::{self, Anew};
use crate::domain::identity::{self, Account};
use crate::domain::ids::{ClarificationId, ResponseId, StateId};
use crate::domain::line::{self, NoLine};
use crate::domain::mail::Letter;
use crate::domain::questionnaire::{self, Form};
use crate::domain::response::{self, Response, ResponseRow, RevisionRow, Sight};
use crate::domain::states;

pub use model::{Clarification, ClarificationRow, End, Entry, New, Side, Standing};
pub use store::opens;

/// Most characters of a text.
pub const MOST: usize = 4000;
/// Most entries of a clarification, questions and replies together.
pub const MOST_ENTRIES: i32 = 50;
/// Clarifications of an organ on one response that are open at once at most.
pub const MOST_OPEN: i64 = 100;
/// Clarifications in a list at most, those that were turned last.
pub const LISTED: i64 = 300;

impl Resource for Clarification {
    type Id = ClarificationId;

    fn load(ctx: &mut Ctx<'_>, id: &ClarificationId) -> Result<Option<Self>> {
        let Some(row) = store::find(ctx, id)? else { return Ok(None) };
        let Some(response) = Response::load(ctx, &row.response_id)? else { return Ok(None) };
        let share = response::share_at(ctx, &response.id, &row.code)?;
        Ok(Some(Clarification { response, row, share }))
    }

    fn facts(&self) -> Facts {
        self.row.facts(self.share)
    }
}

fn person(ctx: &Ctx<'_>) -> Result<Person> {
    ctx.actor().person().cloned().ok_or(Error::NotFound)
}

/// Whether the actor can put a question to a State.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Forbidden`] where not; [`Refusal::AskedFormerParty`] where the State has left and could not reply.
pub fn may_ask(ctx: &mut Ctx<'_>, state: &StateId) -> Result<Organ> {
    let organ = person(ctx)?.organ.ok_or(Error::NotFound)?;
    let facts = Facts::Clarification { state: state.clone(), organ, copied: false, share: Share::Nothing, open: true };
    ctx.allow::<Begin>(&facts)?;
    if !states::is_party(ctx, state)? {
        return Err(Refusal::AskedFormerParty.into());
    }
    Ok(organ)
}

/// Puts a question to a State about one answer of its latest revision.
///
/// # Errors
/// [`Error::NotFound`] where the revision does not ask that; [`Refusal::AmendedMeanwhile`] where it is not the latest any more;
/// [`Refusal::DuePast`] where the day hoped for has passed; [`Refusal::CommentMissing`], [`Refusal::TextLong`],
/// [`Refusal::TextCharacters`]; [`Refusal::AskedAlready`] where something else was asked from the same page;
/// [`Refusal::ClarificationsOpen`]; as [`may_ask`].
pub fn ask(ctx: &mut Ctx<'_>, revision: &Permit<Read, RevisionRow>, new: &New) -> Result<()> {
    let revision = revision.row();
    let organ = may_ask(ctx, &revision.state_id)?;
    let by = person(ctx)?.account;
    let response = response::row_by_id(ctx, &revision.response_id)?.ok_or(Error::NotFound)?;
    response.is_there()?;
    if let Some(before) = store::find(ctx, &new.id)? {
        // An id of another clarification does not come from the page.
        if before.response_id != response.id || before.asked_by != by || before.place() != new.place {
            return Err(Error::NotFound);
        }
        // A second click; or somebody went back to the page and asks something else.
        return if is_same(ctx, &response, &before, new)? { Ok(()) } else { Err(Refusal::AskedAlready.into()) };
    }
    if revision.number != response.revision {
        return Err(Refusal::AmendedMeanwhile.into());
    }
    let form = questionnaire::compiled(ctx, &revision.form_hash)?;
    let document = response::open_document(ctx, revision, &response)?;
    if !document.asks(&form, &new.place, revision.submitted_at) {
        return Err(Error::NotFound);
    }
    let text = checked(&new.text)?;
    if new.hoped_for.as_ref().is_some_and(|day| *day < ctx.now().day_in_the_hague()) {
        return Err(Refusal::DuePast.into());
    }
    if store::open_on(ctx, &response, organ)? >= MOST_OPEN {
        return Err(Refusal::ClarificationsOpen { max: MOST_OPEN }.into());
    }
    let row = ClarificationRow {
        state_id: response.state_id.clone(),
        id: new.id.clone(),
        response_id: response.id.clone(),
        revision: revision.number,
        code: new.place.code.clone(),
        entry_id: new.place.instance.clone(),
        organ,
        copied: new.copied,
        hoped_for: new.hoped_for.clone(),
        standing: Standing::State,
        entries: 1,
        asked_by: by.clone(),
        asked_at: ctx.now(),
        turned_at: ctx.now(),
    };
    store::insert(ctx, &row)?;
    store::add(ctx, &response, &row.id, 1, (Side::Court, &by), &text)?;
    record(ctx, Action::ClarificationAsked, &row)?;
    tell_the_state(ctx, &row.state_id)
}

/// Whether what is asked is what was asked from the same page before.
fn is_same(ctx: &mut Ctx<'_>, response: &ResponseRow, before: &ClarificationRow, new: &New) -> Result<bool> {
    if before.copied != new.copied || before.hoped_for != new.hoped_for {
        return Ok(false);
    }
    let asked = store::written(ctx, response, &before.id)?.into_iter().next();
    Ok(asked.is_some_and(|asked| checked(&new.text).is_ok_and(|text| text == asked.text)))
}

/// The text as it is kept.
fn checked(text: &str) -> Result<String> {
    line::lines(text, MOST).map_err(|why| match why {
        NoLine::Empty => Refusal::CommentMissing.into(),
        NoLine::TooLong => Refusal::TextLong { max: MOST }.into(),
        NoLine::Unclean => Refusal::TextCharacters.into(),
    })
}

/// Which side the actor is of.
fn side(ctx: &Ctx<'_>, row: &ClarificationRow) -> Side {
    if is_of(ctx.actor(), &row.state_id) { Side::State } else { Side::Court }
}

/// Writes what comes next: the State's reply, or the organ's further question. `number` is that of the entry that the page offered to
/// write, so that a second click writes nothing more and nobody writes past what they have not read.
///
/// # Errors
/// [`Refusal::ClarificationStale`] where something was written since, or it is the other side's turn; [`Refusal::ClarificationFull`];
/// [`Refusal::AskedFormerParty`] where the State has left and could not reply; refusals of the text; [`Error::Closed`] where it was settled
/// or withdrawn; a refusal by the policy.
pub fn write(ctx: &mut Ctx<'_>, clarification: &Permit<Read, Clarification>, number: i32, text: &str) -> Result<()> {
    let clarification = clarification.row();
    let (row, response) = (&clarification.row, &clarification.response);
    let by = person(ctx)?.account;
    let side = side(ctx, row);
    let allowed = ctx.allow::<Edit>(&clarification.facts());
    if matches!(allowed, Ok(()) | Err(Error::Closed)) && number <= row.entries {
        let same = |written: &store::Written| {
            written.number == number && written.by == by && checked(text).is_ok_and(|text| text == written.text)
        };
        if store::written(ctx, response, &row.id)?.iter().any(same) {
            return Ok(());
        }
    }
    allowed?;
    if side == Side::Court && !states::is_party(ctx, &row.state_id)? {
        return Err(Refusal::AskedFormerParty.into());
    }
    let turn = if side == Side::State { Standing::State } else { Standing::Court };
    if number != row.next() || row.standing != turn {
        return Err(Refusal::ClarificationStale.into());
    }
    if row.entries >= MOST_ENTRIES {
        return Err(Refusal::ClarificationFull { max: MOST_ENTRIES }.into());
    }
    let text = checked(text)?;
    store::add(ctx, response, &row.id, number, (side, &by), &text)?;
    let (next, action) = match side {
        Side::State => (Standing::Court, Action::ClarificationReplied),
        Side::Court => (Standing::State, Action::ClarificationAsked),
    };
    store::turn(ctx, row, next, number)?;
    record(ctx, action, row)?;
    match side {
        Side::State => tell_the_organ(ctx, row),
        Side::Court => tell_the_state(ctx, &row.state_id),
    }
}

/// Whether the actor writes what comes next: as [`write`].
///
/// # Errors
/// When the database fails.
pub fn may_write(ctx: &mut Ctx<'_>, clarification: &Permit<Read, Clarification>) -> Result<bool> {
    let row = &clarification.row().row;
    let side = side(ctx, row);
    let turn = if side == Side::State { Standing::State } else { Standing::Court };
    if row.standing != turn || row.entries >= MOST_ENTRIES || ctx.allow::<Edit>(&clarification.row().facts()).is_err() {
        return Ok(false);
    }
    Ok(side == Side::State || states::is_party(ctx, &row.state_id)?)
}

/// Whether the actor can end it.
pub fn may_end(ctx: &Ctx<'_>, clarification: &Permit<Read, Clarification>) -> bool {
    ctx.allow::<Manage>(&clarification.row().facts()).is_ok()
}

/// Ends a clarification: from then on it is only read. What it is already it stays. `number` is that of the entry that would have come
/// next on the page, so that nobody ends it past what they have not read.
///
/// # Errors
/// [`Error::Closed`] where it has ended otherwise; [`Refusal::ClarificationStale`] where something was written since; a refusal by the
/// policy.
pub fn end(ctx: &mut Ctx<'_>, clarification: &Permit<Read, Clarification>, number: i32, end: End) -> Result<()> {
    let clarification = clarification.row();
    let row = &clarification.row;
    match ctx.allow::<Manage>(&clarification.facts()) {
        Err(Error::Closed) if row.standing == end.standing() => return Ok(()),
        other => other?,
    }
    clarification.response.is_there()?;
    if number != row.next() {
        return Err(Refusal::ClarificationStale.into());
    }
    store::turn(ctx, row, end.standing(), row.entries)?;
    let action = match end {
        End::Settled => Action::ClarificationSettled,
        End::Withdrawn => Action::ClarificationWithdrawn,
    };
    record(ctx, action, row)
}

/// What was written, in order. Names are shown to those of the same side.
///
/// # Errors
/// [`Error::Destroyed`] where the keys of the response are gone; when the database fails.
pub fn entries(ctx: &mut Ctx<'_>, clarification: &Permit<Read, Clarification>) -> Result<Vec<Entry>> {
    let Clarification { row, response, .. } = clarification.row();
    let actor = person(ctx)?;
    let reads = match (actor.state.is_some(), actor.organ) {
        (true, _) => Some(Side::State),
        (false, Some(_)) => Some(Side::Court),
        (false, None) => None,
    };
    let mut entries = Vec::new();
    for written in store::written(ctx, response, &row.id)? {
        let by = match reads {
            Some(side) if side == written.side => identity::accounts::name_of(ctx, &written.by)?,
            _ => None,
        };
        let store::Written { number, side, at, text, .. } = written;
        entries.push(Entry { number, side, by, at, text });
    }
    Ok(entries)
}

/// A clarification in a list, with the form of its response.
#[derive(Clone)]
pub struct Listed {
    pub row: ClarificationRow,
    pub year: i32,
    pub form: Arc<Form>,
}

/// Those of a list.
pub struct List {
    pub listed: Vec<Listed>,
    /// As many were found as are listed at most, so that there may be more.
    pub cut: bool,
}

/// Whose clarifications the actor reads; nothing for who reads none.
fn of_actor(ctx: &Ctx<'_>) -> Option<store::Of> {
    let actor = ctx.actor().person()?;
    match (&actor.state, actor.organ, actor.role) {
        (Some(state), _, _) => Some(store::Of::State(state.clone())),
        (None, Some(organ), _) => Some(store::Of::Organ(organ)),
        (None, None, Role::Secretariat) => Some(store::Of::Copied),
        (None, None, _) => None,
    }
}

/// The clarifications on a response that the actor may read, the newest first, so many as a list has at most; none where its content was
/// destroyed.
///
/// # Errors
/// When the database fails.
pub fn of_response(ctx: &mut Ctx<'_>, response: &Response) -> Result<Vec<Listed>> {
    let Some(of) = of_actor(ctx) else { return Ok(Vec::new()) };
    let rows = store::of_response(ctx, &of, response, LISTED)?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let mut around = Around::default();
    around.add(ctx, &response.id, Some(response))?;
    rows.into_iter().filter_map(|row| around.listed(ctx, row).transpose()).collect()
}

/// The same by the id of the response, for those who read what was submitted.
///
/// # Errors
/// When the database fails.
pub fn of_response_by_id(ctx: &mut Ctx<'_>, id: &ResponseId) -> Result<Vec<Listed>> {
    match Response::load(ctx, id)? {
        Some(response) => of_response(ctx, &response),
        None => Ok(Vec::new()),
    }
}

/// The clarifications that the actor may read: those put to the State, those of the organ, those copied to the Secretariat. `open`: only
/// those that have not ended.
///
/// # Errors
/// When the database fails.
pub fn list(ctx: &mut Ctx<'_>, open: bool) -> Result<List> {
    let Some(of) = of_actor(ctx) else { return Ok(List { listed: Vec::new(), cut: false }) };
    let rows = store::list(ctx, &of, open, LISTED)?;
    let cut = i64::try_from(rows.len()).is_ok_and(|count| count >= LISTED);
    let mut around = Around::default();
    let listed = rows.into_iter().filter_map(|row| around.listed(ctx, row).transpose()).collect::<Result<_>>()?;
    Ok(List { listed, cut })
}

/// The responses around the rows of a list, each read once; nothing for one whose content was destroyed.
#[derive(Default)]
struct Around(HashMap<ResponseId, Option<(i32, Arc<Form>, Sight)>>);

impl Around {
    fn add(&mut self, ctx: &mut Ctx<'_>, id: &ResponseId, response: Option<&Response>) -> Result<()> {
        let read = match response.filter(|response| response.is_there().is_ok()) {
            Some(response) => {
                let form = questionnaire::compiled(ctx, &response.form_hash)?;
                Some((response.cycle.year, form, Sight::on(ctx, response)?))
            }
            None => None,
        };
        self.0.insert(id.clone(), read);
        Ok(())
    }

    /// The row in a list, where the actor may read it.
    fn listed(&mut self, ctx: &mut Ctx<'_>, row: ClarificationRow) -> Result<Option<Listed>> {
        if !self.0.contains_key(&row.response_id) {
            let response = Response::load(ctx, &row.response_id)?;
            self.add(ctx, &row.response_id, response.as_ref())?;
        }
        let Some(Some((year, form, sight))) = self.0.get(&row.response_id) else { return Ok(None) };
        let facts = row.facts(sight.share(form, &row.code));
        let (year, form) = (*year, form.clone());
        Ok(ctx.allow::<Read>(&facts).is_ok().then_some(Listed { row, year, form }))
    }
}

/// The revision that was read when it was asked, and the response.
///
/// # Errors
/// [`Error::Destroyed`] where the keys of the response are gone; when the database fails.
pub(in crate::domain) fn revision_of(
    ctx: &mut Ctx<'_>,
    clarification: &Permit<Read, Clarification>,
) -> Result<(RevisionRow, ResponseRow)> {
    let Clarification { row, response, .. } = clarification.row();
    response.is_there()?;
    let revision = RevisionRow::of(ctx, response, row.revision)?.ok_or(Error::NotFound)?;
    Ok((revision, response.row.clone()))
}

fn record(ctx: &mut Ctx<'_>, action: Action, row: &ClarificationRow) -> Result<()> {
    let detail = json!({
        "organ": row.organ.as_str(), "question": row.code, "revision": row.revision, "copied": row.copied,
    });
    audit::record(ctx, action, &row.id, Some(&row.state_id), &detail)
}

/// Tells the State's coordinators that something was asked.
fn tell_the_state(ctx: &mut Ctx<'_>, state: &StateId) -> Result<()> {
    let mut people = identity::accounts::colleagues_of(ctx, state)?;
    people.retain(Account::coordinates);
    tell(ctx, state, &people)
}

/// Tells who asked that the State has replied; where they have gone or coordinate no more, the coordinators of the organ.
fn tell_the_organ(ctx: &mut Ctx<'_>, row: &ClarificationRow) -> Result<()> {
    let mut people = identity::accounts::colleagues_in(ctx, row.organ)?;
    people.retain(Account::coordinates);
    if people.iter().any(|account| account.id == row.asked_by) {
        people.retain(|account| account.id == row.asked_by);
    }
    tell(ctx, &row.state_id, &people)
}

/// Tells people by mail that something was written, once until they have been here.
fn tell(ctx: &mut Ctx<'_>, state: &StateId, people: &[Account]) -> Result<()> {
    for account in people {
        told::tell(ctx, account, (state, None), &Letter::Clarification {}, Anew::WhenHere)?;
    }
    Ok(())
}
