//! Destroying the keys of what a State answered in a cycle, so that nobody can read it any more, here or in the database: by the operator
//! alone. The rows stay, and so does the record of what was submitted and when.

use diesel::prelude::*;
use serde_json::json;

use super::uploads;
use crate::domain::access::{Facts, Manage, Read, Stage};
use crate::domain::audit::{self, Action};
use crate::domain::cycle::CycleOfYear;
use crate::domain::db::Ctx;
use crate::domain::db::schema::responses;
use crate::domain::error::{Error, Refusal, Result};
use crate::domain::ids::StateId;
use crate::domain::vault;

/// Destroys the keys of a State's answers and files in the cycle of a year. Says how many keys there were. `force`: even while the cycle
/// is open.
///
/// # Errors
/// [`Error::NotFound`] for everybody but the operator, and where there is no such cycle or no key;
/// [`Refusal::CycleStillOpen`].
pub fn destroy(ctx: &mut Ctx<'_>, state: &StateId, year: i32, force: bool) -> Result<usize> {
    ctx.allow::<Manage>(&Facts::Keys)?;
    let cycle = ctx.permit::<Read, CycleOfYear>(&year)?.into_row().0;
    if cycle.stage == Stage::Open && !force {
        return Err(Refusal::CycleStillOpen { year }.into());
    }
    let keys = vault::keys::destroy(ctx, state, &cycle.id)?;
    if keys == 0 {
        return Err(Error::NotFound);
    }
    diesel::update(responses::table.filter(responses::state_id.eq(state)))
        .filter(responses::cycle_id.eq(&cycle.id))
        .set((responses::destroyed_at.eq(ctx.now()), responses::version.eq(responses::version + 1)))
        .execute(ctx.conn)?;
    uploads::end_all(ctx, state, &cycle.id)?;
    let detail = json!({ "year": year, "keys": keys });
    audit::record(ctx, Action::KeysDestroyed, &cycle.id, Some(state), &detail)?;
    Ok(keys)
}
