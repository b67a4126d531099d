//! Who is told by mail that something was written in a clarification: the State's coordinators, or who asked.

use super::ClarificationRow;
use crate::domain::db::Ctx;
use crate::domain::error::Result;
use crate::domain::identity::told::{self, Anew};
use crate::domain::identity::{self, Account};
use crate::domain::ids::StateId;
use crate::domain::mail::Letter;

/// Tells the State's coordinators that something was asked.
pub(super) fn the_state(ctx: &mut Ctx<'_>, state: &StateId) -> Result<()> {
    let mut people = identity::accounts::colleagues_of(ctx, state)?;
    people.retain(Account::coordinates);
    tell(ctx, state, &people)
}

/// Tells who asked that the State has replied; where they have gone or coordinate no more, the coordinators of the organ.
pub(super) fn the_organ(ctx: &mut Ctx<'_>, row: &ClarificationRow) -> Result<()> {
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
