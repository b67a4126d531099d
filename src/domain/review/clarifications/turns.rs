//! What comes after the first question: reply, further question, further reply, in turn, until the organ ends it.

use super::{Clarification, ClarificationRow, End, MOST_ENTRIES, Side, checked, person, record, store, tell};
use crate::domain::access::{Edit, Manage, Permit, Read, Resource, is_of};
use crate::domain::audit::Action;
use crate::domain::db::Ctx;
use crate::domain::error::{Error, Refusal, Result};
use crate::domain::states;

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
    if number != row.next() || row.standing != side.turn() {
        return Err(Refusal::ClarificationStale.into());
    }
    if row.entries >= MOST_ENTRIES {
        return Err(Refusal::ClarificationFull { max: MOST_ENTRIES }.into());
    }
    let text = checked(text)?;
    store::add(ctx, response, &row.id, number, (side, &by), &text)?;
    match side {
        Side::State => {
            store::turn(ctx, row, Side::Court.turn(), number)?;
            record(ctx, Action::ClarificationReplied, row)?;
            tell::the_organ(ctx, row)
        }
        Side::Court => {
            store::turn(ctx, row, Side::State.turn(), number)?;
            record(ctx, Action::ClarificationAsked, row)?;
            tell::the_state(ctx, &row.state_id)
        }
    }
}

/// Whether the actor writes what comes next: as [`write`].
///
/// # Errors
/// When the database fails.
pub fn may_write(ctx: &mut Ctx<'_>, clarification: &Permit<Read, Clarification>) -> Result<bool> {
    let row = &clarification.row().row;
    let side = side(ctx, row);
    if row.standing != side.turn()
        || row.entries >= MOST_ENTRIES
        || ctx.allow::<Edit>(&clarification.row().facts()).is_err()
    {
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
