//! A question that an organ puts to a State about one answer of what it submitted last.

use super::{ClarificationRow, MOST_OPEN, New, Side, Standing, checked, person, record, store, tell};
use crate::domain::access::{Begin, Facts, Permit, Read, Share};
use crate::domain::actor::Organ;
use crate::domain::audit::Action;
use crate::domain::db::Ctx;
use crate::domain::error::{Error, Refusal, Result};
use crate::domain::ids::StateId;
use crate::domain::questionnaire;
use crate::domain::response::{self, ResponseRow, RevisionRow};
use crate::domain::states;

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
    tell::the_state(ctx, &row.state_id)
}

/// Whether what is asked is what was asked from the same page before.
fn is_same(ctx: &mut Ctx<'_>, response: &ResponseRow, before: &ClarificationRow, new: &New) -> Result<bool> {
    if before.copied != new.copied || before.hoped_for != new.hoped_for {
        return Ok(false);
    }
    let asked = store::written(ctx, response, &before.id)?.into_iter().next();
    Ok(asked.is_some_and(|asked| checked(&new.text).is_ok_and(|text| text == asked.text)))
}
