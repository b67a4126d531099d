//! What may be changed of an account: its role within the State or the organ, its last day, its sessions.
//!
//! A role that coordinates is only proposed here; it is had once the Secretariat has confirmed it (`confirmation.rs`). Whatever
//! takes rights away ends the sessions, so that nobody goes on with what they had.

use serde_json::json;

use super::model::{Account, Standing};
use super::store::{accounts as store, sessions};
use super::teams;
use crate::domain::access::Manage;
use crate::domain::actor::Role;
use crate::domain::audit::{self, Action};
use crate::domain::db::Ctx;
use crate::domain::error::{Refusal, Result};
use crate::domain::ids::AccountId;
use crate::domain::mail::Letter;
use crate::domain::time::Day;

/// What came of setting a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoleSet {
    /// The person had it already.
    Same,
    Changed,
    /// The proposal of another role was taken back.
    Withdrawn,
    /// It waits to be confirmed; until then the person keeps the role that they have.
    Proposed,
}

/// Sets the role of an account, or proposes it where it coordinates. What somebody holds of a response is looked at first:
/// the web asks `people::set_role`.
///
/// # Errors
/// [`Refusal::RoleBad`] for a role of elsewhere, [`Refusal::AccountEnded`], [`Refusal::CoordinatorLast`] for a coordinator who would
/// leave nobody behind; a refusal by the policy.
pub(in crate::domain) fn set_role(ctx: &mut Ctx<'_>, id: &AccountId, role: Role) -> Result<RoleSet> {
    let account = manageable(ctx, id)?;
    if !account.team().is_some_and(|team| team.roles().contains(&role)) {
        return Err(Refusal::RoleBad.into());
    }
    let detail = json!({ "from": account.role, "to": role });
    if role == account.role {
        if account.proposed_role.is_none() {
            return Ok(RoleSet::Same);
        }
        store::set_proposed(ctx, id, None)?;
        let detail = json!({ "role": account.proposed_role });
        audit::record(ctx, Action::RoleProposalWithdrawn, id, account.state.as_ref(), &detail)?;
        return Ok(RoleSet::Withdrawn);
    }
    if account.proposed_role == Some(role) {
        // Whoever proposed it first stays the one who did.
        return Ok(RoleSet::Proposed);
    }
    if role.coordinates() {
        store::set_proposed(ctx, id, Some(role))?;
        audit::record(ctx, Action::RoleProposed, id, account.state.as_ref(), &detail)?;
        teams::tell_members(ctx, account.state.as_ref(), &Letter::ToConfirm {})?;
        return Ok(RoleSet::Proposed);
    }
    if account.own && teams::is_last(ctx, &account)? {
        return Err(Refusal::CoordinatorLast.into());
    }
    store::set_role(ctx, id, role)?;
    sessions::end_all_of(ctx, id)?;
    audit::record(ctx, Action::RoleChanged, id, account.state.as_ref(), &detail)?;
    teams::tell_if_none_is_left(ctx, &account)?;
    Ok(RoleSet::Changed)
}

/// Sets the last day of an account, or takes it away.
///
/// # Errors
/// [`Refusal::EndPast`] for a day before today in The Hague, [`Refusal::AccountEnded`], [`Refusal::CoordinatorLast`] for a
/// coordinator who would leave nobody behind; a refusal by the policy.
pub fn set_end(ctx: &mut Ctx<'_>, id: &AccountId, last: Option<&Day>) -> Result<()> {
    let account = manageable(ctx, id)?;
    if last.is_some_and(|last| *last < ctx.now().day_in_the_hague()) {
        return Err(Refusal::EndPast.into());
    }
    if account.ends_on.as_ref() == last {
        return Ok(());
    }
    if account.own && last.is_some() && teams::is_last(ctx, &account)? {
        return Err(Refusal::CoordinatorLast.into());
    }
    store::set_end(ctx, id, last)?;
    let detail = json!({ "from": account.ends_on, "to": last });
    audit::record(ctx, Action::EndDateSet, id, account.state.as_ref(), &detail)
}

/// Ends every session of an account, which stays open. Says how many.
///
/// # Errors
/// A refusal by the policy, or a fault of the database.
pub fn end_sessions(ctx: &mut Ctx<'_>, id: &AccountId) -> Result<usize> {
    let account = ctx.permit::<Manage, Account>(id)?.into_row();
    let ended = sessions::end_all_of(ctx, id)?;
    audit::record(ctx, Action::SessionsEnded, id, account.state.as_ref(), &json!({ "sessions": ended }))?;
    Ok(ended)
}

/// An account that the actor looks after and that has not ended.
fn manageable(ctx: &mut Ctx<'_>, id: &AccountId) -> Result<Account> {
    let account = ctx.permit::<Manage, Account>(id)?.into_row();
    if account.standing == Standing::Ended {
        return Err(Refusal::AccountEnded.into());
    }
    Ok(account)
}
