//! The answer that a clarification is about: as it was in the revision that the Court read, and as it is now, for whoever may read the
//! clarification. That the Court and the Secretariat read Court-only answers on such a page is recorded as on any other.

use std::sync::Arc;

use super::read::View;
use super::readings;
use crate::domain::access::{Permit, Read, is_of};
use crate::domain::cycle::CycleOfYear;
use crate::domain::db::Ctx;
use crate::domain::error::{Error, Result};
use crate::domain::ids::StateId;
use crate::domain::questionnaire::{self, Form, Place};
use crate::domain::response::{self, Document, ForCourt, ForOwnState, ResponseRow, RevisionRow};
use crate::domain::review::clarifications::{self, Clarification};

/// An answer as a revision has it.
pub struct AnswerIn {
    /// What the revision says there, and nothing else of it.
    pub view: View,
    pub revision: RevisionRow,
}

/// The answer that a clarification is about.
pub struct Clarified {
    pub asked: AnswerIn,
    /// What the latest revision says, where that is something else; with the revision that brought it.
    pub now: Option<AnswerIn>,
    /// The latest revision does not ask this any more.
    pub gone: bool,
    /// The entry that it stands in, as a reader counts, the outermost first.
    pub entry: Vec<usize>,
}

/// What the Court asks about, before it asks.
pub struct ToAsk {
    pub answer: AnswerIn,
    pub entry: Vec<usize>,
    pub next: crate::domain::ids::ClarificationId,
}

/// Reads the answer that a clarification is about. For the Court and the Secretariat this runs in a unit of work that may write.
///
/// # Errors
/// [`Error::Destroyed`] where the keys of the response are gone; when the database fails.
pub fn clarified(ctx: &mut Ctx<'_>, clarification: &Permit<Read, Clarification>) -> Result<Clarified> {
    let place = clarification.row().row.place();
    let (revision, response) = clarifications::revision_of(ctx, clarification)?;
    let (form, document) = opened(ctx, &response, &revision)?;
    let then = document.at(&form, &place);
    let (mut last, mut changed, mut gone) = (then.clone(), None, false);
    for number in revision.number.saturating_add(1)..=response.revision {
        let later = RevisionRow::of(ctx, &response, number)?.ok_or(Error::NotFound)?;
        let (form, document) = opened(ctx, &response, &later)?;
        let now = document.at(&form, &place);
        gone = number == response.revision && !document.asks(&form, &place, later.submitted_at);
        if !now.reads_as(&last) {
            changed = Some((form, later));
            last = now;
        }
    }
    let changed = changed.filter(|_| !last.reads_as(&then));
    // One row for the page, whichever of the two was for the Court only.
    let mut codes = then.court_only_codes();
    if changed.is_some() {
        codes.extend(last.court_only_codes().into_iter().filter(|code| !codes.contains(code)).collect::<Vec<_>>());
    }
    record(ctx, &response, &codes)?;
    let now = changed.map(|(form, revision)| answer_in(ctx, revision, form, last));
    let entry = document.numbers(&place);
    Ok(Clarified { asked: answer_in(ctx, revision, form, then), now, gone, entry })
}

/// Reads the answer that the actor is about to ask about, in the latest revision of a State; recorded as being read.
///
/// # Errors
/// [`Error::NotFound`] where there is no such question in it; a refusal as of [`clarifications::may_ask`].
pub fn to_ask(ctx: &mut Ctx<'_>, cycle: &Permit<Read, CycleOfYear>, state: &StateId, place: &Place) -> Result<ToAsk> {
    let (response, revision) = to_be_asked(ctx, cycle, state)?;
    let (form, document) = opened(ctx, &response, &revision)?;
    if !document.asks(&form, place, revision.submitted_at) {
        return Err(Error::NotFound);
    }
    let (part, entry) = (document.at(&form, place), document.numbers(place));
    record(ctx, &response, &part.court_only_codes())?;
    Ok(ToAsk { answer: answer_in(ctx, revision, form, part), entry, next: ctx.new_id() })
}

/// What can be asked about in the latest revision of a State: the places, each with its entry as a reader counts. No answer is among it.
pub struct Askable {
    pub form: Arc<Form>,
    pub revision: RevisionRow,
    pub places: Vec<(Place, Vec<usize>)>,
}

/// Everything that the actor can ask a State about.
///
/// # Errors
/// As [`to_ask`].
pub fn askable(ctx: &mut Ctx<'_>, cycle: &Permit<Read, CycleOfYear>, state: &StateId) -> Result<Askable> {
    let (response, revision) = to_be_asked(ctx, cycle, state)?;
    let (form, document) = opened(ctx, &response, &revision)?;
    let places = document.places(&form, revision.submitted_at).into_iter();
    let places = places.map(|place| (place.clone(), document.numbers(&place))).collect();
    Ok(Askable { form, revision, places })
}

/// The latest revision of a State, for those of the Court who read it and what was asked about it.
///
/// # Errors
/// [`Error::NotFound`] for everybody else, and where nothing was submitted; [`Error::Destroyed`] where its keys are gone.
pub fn latest(ctx: &mut Ctx<'_>, cycle: &Permit<Read, CycleOfYear>, state: &StateId) -> Result<RevisionRow> {
    if ctx.actor().person().is_none_or(|person| person.organ.is_none()) {
        return Err(Error::NotFound);
    }
    let response = response::row_of_state(ctx, state, &cycle.row().0.id)?.ok_or(Error::NotFound)?;
    let revision = ctx.permit::<Read, RevisionRow>(&(response.id.clone(), response.revision))?;
    response.is_there()?;
    Ok(revision.into_row())
}

/// The same with the response, for who can ask about it.
fn to_be_asked(
    ctx: &mut Ctx<'_>,
    cycle: &Permit<Read, CycleOfYear>,
    state: &StateId,
) -> Result<(ResponseRow, RevisionRow)> {
    // What is not there is not found, before anything is said of the State.
    let revision = latest(ctx, cycle, state)?;
    clarifications::may_ask(ctx, state)?;
    let response = response::row_by_id(ctx, &revision.response_id)?.ok_or(Error::NotFound)?;
    Ok((response, revision))
}

fn opened(ctx: &mut Ctx<'_>, response: &ResponseRow, revision: &RevisionRow) -> Result<(Arc<Form>, Arc<Document>)> {
    let form = questionnaire::compiled(ctx, &revision.form_hash)?;
    Ok((form, response::open_document(ctx, revision, response)?))
}

/// A part of a revision as the actor reads it.
fn answer_in(ctx: &Ctx<'_>, revision: RevisionRow, form: Arc<Form>, part: Document) -> AnswerIn {
    let part = Arc::new(part);
    let own = is_of(ctx.actor(), &revision.state_id);
    let view: View = if own { Arc::new(ForOwnState::new(form, part)) } else { Arc::new(ForCourt::new(form, part)) };
    AnswerIn { view, revision }
}

/// Records that the actor reads Court-only answers, where they are of the Court or the Secretariat.
fn record(ctx: &mut Ctx<'_>, response: &ResponseRow, codes: &[String]) -> Result<()> {
    if is_of(ctx.actor(), &response.state_id) {
        return Ok(());
    }
    readings::record(ctx, &response.cycle_id, std::slice::from_ref(&response.state_id), codes)
}
