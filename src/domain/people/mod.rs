//! How a State, an organ of the Court and the Secretariat look after accounts, where that touches more than the account: adding a
//! person and inviting them, what contributors hold of the open response, handing it over when somebody leaves.
//!
//! What concerns the account alone is in [`identity`](super::identity); this comes after `response`, because an account does not
//! end before what it holds is given to somebody, or expressly to nobody, in one transaction.

mod holdings;

use serde_json::json;

use super::access::Manage;
use super::actor::Role;
use super::audit::{self, Action};
use super::db::Ctx;
use super::error::{Error, Refusal, Result};
use super::identity::changes::{self, RoleSet};
use super::identity::invitations::{self, Issued};
use super::identity::{Account, NewAccount, Standing, accounts};
use super::ids::{AccountId, ResponseId};
use super::time::Day;

pub use holdings::{Held, OpenResponse, held_by, open_responses, set_sections};

/// How many addresses of a coordinator may be refused in a day: whoever tries many learns who has an account elsewhere.
const REFUSED_A_DAY: i64 = 10;

/// What came of adding a person.
pub enum Added {
    /// Invited, with the code that is shown once.
    Invited(AccountId, Box<Issued>),
    /// A coordinator, who is invited once the Secretariat has confirmed them.
    Waits(AccountId),
    /// The address cannot be used; that was counted, so it is an outcome and no error.
    Unusable,
}

/// Adds a person to the actor's own State or organ and invites them, or has a coordinator wait to be confirmed.
///
/// # Errors
/// [`Refusal::RoleBad`] for a role of elsewhere, [`Refusal::EmailsRefused`] after too many addresses, [`Refusal::EndPast`], and those of
/// [`accounts::make`]. [`Error::NotFound`] for who belongs to no State or organ.
pub fn add(ctx: &mut Ctx<'_>, new: &NewAccount, ends_on: Option<&Day>) -> Result<Added> {
    let person = ctx.actor().person().cloned().ok_or(Error::NotFound)?;
    let team = person.team().ok_or(Error::NotFound)?;
    if !team.roles().contains(&new.role) {
        return Err(Refusal::RoleBad.into());
    }
    let since = ctx.now().plus_seconds(-24 * 3600);
    if audit::times_since(ctx, Action::AccountRefused, &person.account, since)? >= REFUSED_A_DAY {
        return Err(Refusal::EmailsRefused.into());
    }
    if !accounts::is_free(ctx, &new.email)? {
        let detail = json!({ "role": new.role });
        audit::record(ctx, Action::AccountRefused, &person.account, team.state(), &detail)?;
        return Ok(Added::Unusable);
    }
    let new = NewAccount { state: team.state().cloned(), organ: team.organ(), ..new.clone() };
    let id = accounts::make(ctx, &new)?;
    if ends_on.is_some() {
        changes::set_end(ctx, &id, ends_on)?;
    }
    if new.role.coordinates() {
        return Ok(Added::Waits(id));
    }
    let issued = invitations::issue(ctx, &id)?;
    Ok(Added::Invited(id, Box::new(issued)))
}

/// Sets the role of an account, or proposes it where it coordinates.
///
/// # Errors
/// [`Refusal::SectionsHeld`] for a contributor who would not be one any more and still holds sections; those of
/// [`changes`](super::identity::changes).
pub fn set_role(ctx: &mut Ctx<'_>, id: &AccountId, role: Role) -> Result<RoleSet> {
    let account = ctx.permit::<Manage, Account>(id)?.into_row();
    if account.role == Role::Contributor && role == Role::Reader {
        let count = held_by(ctx, &account)?.len();
        if count > 0 {
            return Err(Refusal::SectionsHeld { count }.into());
        }
    }
    changes::set_role(ctx, id, role)
}

/// To whom a section goes.
#[derive(Debug, Clone)]
pub struct GivenTo {
    pub response: ResponseId,
    pub section: String,
    /// A contributor of the State; expressly nobody where there is none.
    pub to: Option<AccountId>,
}

/// Ends an account for good, and gives what it holds to others before: all of it, in one transaction. Of an account that ended by
/// its last day only the sections are given.
///
/// The Secretariat sees no section of a draft, so it gives none; those stay with the State's coordinators.
///
/// # Errors
/// [`Refusal::SectionsHeld`] where nothing is said of a section, [`Refusal::ColleagueBad`] where it goes to who cannot have it,
/// [`Refusal::AccountEnded`], [`Refusal::AccountOwn`], [`Refusal::CoordinatorLast`]; a refusal by the policy.
pub fn leave(ctx: &mut Ctx<'_>, id: &AccountId, given: &[GivenTo]) -> Result<()> {
    let account = ctx.permit::<Manage, Account>(id)?.into_row();
    let held = held_by(ctx, &account)?;
    let ended = account.standing == Standing::Ended;
    if ended && held.is_empty() {
        return Err(Refusal::AccountEnded.into());
    }
    let said = |held: &Held| given.iter().find(|g| g.response == held.response && g.section == held.section);
    let missing = held.iter().filter(|held| said(held).is_none()).count();
    if missing > 0 {
        return Err(Refusal::SectionsHeld { count: missing }.into());
    }
    for held in &held {
        let to = said(held).and_then(|given| given.to.clone());
        holdings::give(ctx, &account, held, to.as_ref())?;
    }
    if !held.is_empty() {
        let sections: Vec<_> = held
            .iter()
            .map(|held| json!({ "response": held.response, "section": held.section, "to": said(held).map(|g| &g.to) }))
            .collect();
        let detail = json!({ "sections": sections });
        audit::record(ctx, Action::HandedOver, id, account.state.as_ref(), &detail)?;
    }
    if ended { Ok(()) } else { accounts::close(ctx, id) }
}
