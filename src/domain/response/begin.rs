//! Begins a State's response in an open cycle.

use serde_json::json;

use super::carry::{self, CarriedOver, FileToCarry};
use super::model::{Response, ResponseRow};
use super::store;
use crate::domain::access::{Begin, Facts, Permit, Read, Resource};
use crate::domain::audit::{self, Action};
use crate::domain::cycle::{self, CycleOfYear};
use crate::domain::db::Ctx;
use crate::domain::error::{Error, Refusal, Result};
use crate::domain::ids::{ResponseId, StateId};

/// A response that was begun, by whoever was first.
pub struct Begun {
    pub id: ResponseId,
    /// What of last year's files is still to be copied, see [`carry::files`].
    pub files: Vec<FileToCarry>,
}

/// Begins the response of the actor's State with what it answered in the latest year before, or finds the one that a colleague has begun. Where that
/// does not open any more it is begun without.
///
/// # Errors
/// A refusal where the cycle takes no first response; where the actor's role begins none.
pub fn begin(ctx: &mut Ctx<'_>, cycle: &Permit<Read, CycleOfYear>) -> Result<Begun> {
    let cycle = &cycle.row().0;
    let person = ctx.actor().person().cloned().ok_or(Error::NotFound)?;
    let state = person.state.ok_or(Error::NotFound)?;
    if let Some(row) = store::of_state(ctx, &state, &cycle.id)? {
        return Ok(Begun { id: row.id, files: Vec::new() });
    }
    let open = cycle::takes_changes(ctx, cycle, false)?;
    // A cycle that is closed is said to be closed; only then comes the question of who may begin.
    if !open {
        return Err(Refusal::CycleFrozen { year: cycle.year }.into());
    }
    ctx.allow::<Begin>(&Facts::Response { state: state.clone(), open })?;
    let row = ResponseRow {
        state_id: state.clone(),
        id: ctx.new_id(),
        cycle_id: cycle.id.clone(),
        form_hash: cycle.form_hash.clone(),
        begun_by: person.account,
        begun_at: ctx.now(),
        version: 1,
        revision: 0,
        submitted_at: None,
        published_revision: 0,
        published_at: None,
        destroyed_at: None,
        sections: None,
    };
    store::insert(ctx, &row)?;
    // The key is made here, because a look at the draft only reads.
    store::sealer(ctx, &row)?;
    let (detail, files) = match carry::into_draft(ctx, &row, cycle.year)? {
        CarriedOver::Nothing => (json!({"year": cycle.year}), Vec::new()),
        CarriedOver::Shut { year } => (json!({"year": cycle.year, carry::NOT_CARRIED: year}), Vec::new()),
        CarriedOver::From { year, answers, files, files_shut } => {
            let mut detail = json!({"year": cycle.year, "carried_from": year, "carried": answers});
            if let Some(detail) = detail.as_object_mut().filter(|_| files_shut) {
                detail.insert("files_not_carried".to_owned(), json!(true));
            }
            (detail, files)
        }
    };
    audit::record(ctx, Action::ResponseBegun, &row.id, Some(&state), &detail)?;
    Ok(Begun { id: row.id, files })
}

/// The response of a State in a cycle, where it has begun one and the actor may read it.
///
/// # Errors
/// When the database fails.
pub fn of_state(ctx: &mut Ctx<'_>, cycle: &Permit<Read, CycleOfYear>, state: &StateId) -> Result<Option<Response>> {
    let Some(row) = store::of_state(ctx, state, &cycle.row().0.id)? else { return Ok(None) };
    let Some(response) = Response::load(ctx, &row.id)? else { return Ok(None) };
    Ok(ctx.allow::<Read>(&response.facts()).is_ok().then_some(response))
}
