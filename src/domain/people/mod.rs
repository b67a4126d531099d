//! How a State, an organ of the Court and the Secretariat look after accounts, where that touches more than the account: adding a
//! person and inviting them, what contributors hold of the open response, handing it over when somebody leaves.
//!
//! What concerns the account alone is in [`identity`](super::identity); this comes after `response`, because an account does not
//! end before what it holds is given to somebody, or expressly to nobody, in one transaction. The Secretariat sees no draft and gives
//! no section: what somebody holds whom it lets go is expressly left to the State's coordinators, who are told.

mod holdings;

use serde_json::json;

use super::access::Manage;
use super::actor::Role;
use super::audit::{self, Action};
use super::db::Ctx;
use super::error::{Error, Refusal, Result};
use super::identity::changes::{self, RoleSet};
use super::identity::invitations::{self, Issued};
use super::identity::{Account, NewAccount, Note, Standing, accounts, teams, terms};
use super::ids::{AccountId, ResponseId};
use super::mail::Letter;
use super::response::offline;
use super::time::Day;

pub use holdings::{
    Held, LeftBehind, OpenResponse, SectionShown, count_held, held_by, left_behind, open_responses, set_sections,
};

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
/// [`accounts::make_by_note`]. [`Error::NotFound`] for who belongs to no State or organ.
pub fn add(ctx: &mut Ctx<'_>, new: &NewAccount, note: Option<&Note>, ends_on: Option<&Day>) -> Result<Added> {
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
    let id = add_anywhere(ctx, &new, note, ends_on)?;
    if new.role.coordinates() {
        return Ok(Added::Waits(id));
    }
    let issued = invitations::issue(ctx, &id)?;
    Ok(Added::Invited(id, Box::new(issued)))
}

/// Adds a person to any State or organ, or to none: for the Secretariat, which issues the invitation afterwards.
///
/// # Errors
/// As [`add`]; a refusal by the policy.
pub fn add_anywhere(
    ctx: &mut Ctx<'_>,
    new: &NewAccount,
    note: Option<&Note>,
    ends_on: Option<&Day>,
) -> Result<AccountId> {
    let id = accounts::make_by_note(ctx, new, note)?;
    if ends_on.is_some() {
        changes::set_end(ctx, &id, ends_on)?;
    }
    Ok(id)
}

/// Sets the role of an account, or proposes it where it coordinates. `leaving`: so many sections the page has said that the person holds,
/// and they are expressly left to the State's coordinators.
///
/// # Errors
/// [`Refusal::SectionsHeld`] for who becomes a reader and holds sections that nothing is said of. A coordinator gives those of a
/// contributor to others first; the Secretariat, and who has been a coordinator, can leave them. Those of
/// [`changes`](super::identity::changes).
pub fn set_role(ctx: &mut Ctx<'_>, id: &AccountId, role: Role, leaving: Option<usize>) -> Result<RoleSet> {
    let account = ctx.permit::<Manage, Account>(id)?.into_row();
    let ends_writing = role == Role::Reader && account.role != Role::Reader;
    let count = if ends_writing { holdings::count(ctx, &account)? } else { 0 };
    if count > 0 {
        let gives_first = account.role == Role::Contributor && !held_by(ctx, &account)?.is_empty();
        if gives_first || leaving != Some(count) {
            return Err(Refusal::SectionsHeld { count }.into());
        }
    }
    let set = changes::set_role(ctx, id, role)?;
    if count > 0 && set == RoleSet::Changed {
        report_left(ctx, &account, count)?;
    }
    Ok(set)
}

/// Records that somebody has left sections to the State's coordinators, and writes to them. The mail says neither what nor whose.
fn report_left(ctx: &mut Ctx<'_>, account: &Account, count: usize) -> Result<()> {
    audit::record(ctx, Action::SectionsLeft, &account.id, account.state.as_ref(), &json!({ "count": count }))?;
    teams::tell_keepers_of(ctx, account, &Letter::SectionsLeft {})
}

/// Ends the accounts whose last day has passed, warns of those that end soon, and tells a State's coordinators where somebody has left
/// sections; forgets files that came back and that nobody took over in time: for the caretaker alone.
///
/// # Errors
/// When the actor is somebody else, or the database fails.
pub fn sweep(ctx: &mut Ctx<'_>) -> Result<terms::Swept> {
    let swept = terms::sweep(ctx)?;
    offline::forget_old(ctx)?;
    for account in &swept.ended {
        let count = holdings::count(ctx, account)?;
        if count > 0 {
            report_left(ctx, account, count)?;
        }
    }
    Ok(swept)
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
/// its last day only the sections are given. Who sees no draft gives none, and leaves them by [`leave_to_coordinators`].
///
/// # Errors
/// [`Refusal::SectionsHeld`] where nothing is said of a section, [`Refusal::ColleagueBad`] where it goes to who cannot have it,
/// [`Refusal::AccountEnded`], [`Refusal::AccountOwn`], [`Refusal::CoordinatorLast`]; a refusal by the policy.
pub fn leave(ctx: &mut Ctx<'_>, id: &AccountId, given: &[GivenTo]) -> Result<()> {
    let account = ctx.permit::<Manage, Account>(id)?.into_row();
    let ended = account.standing == Standing::Ended;
    if give_all(ctx, &account, given)? == 0 {
        if ended {
            return Err(Refusal::AccountEnded.into());
        }
        // What is held and cannot be given is left by another act.
        let count = holdings::count(ctx, &account)?;
        if count > 0 {
            return Err(Refusal::SectionsHeld { count }.into());
        }
    }
    if ended { Ok(()) } else { accounts::close(ctx, id) }
}

/// Ends an account and expressly leaves the sections that it holds, so many as the page has said, to the State's coordinators, who are
/// told: for the Secretariat.
///
/// # Errors
/// [`Refusal::SectionsHeld`] where they are more or fewer, and for who could give them; as [`leave`].
pub fn leave_to_coordinators(ctx: &mut Ctx<'_>, id: &AccountId, leaving: usize) -> Result<()> {
    let account = ctx.permit::<Manage, Account>(id)?.into_row();
    let count = holdings::count(ctx, &account)?;
    if count != leaving || !held_by(ctx, &account)?.is_empty() {
        return Err(Refusal::SectionsHeld { count }.into());
    }
    accounts::close(ctx, id)?;
    if count > 0 { report_left(ctx, &account, count) } else { Ok(()) }
}

/// Gives the sections that somebody left behind to others: of who has gone, and of who writes no more.
///
/// # Errors
/// [`Refusal::NothingLeft`] where there are none (any more), or their holder still writes; as [`leave`].
pub fn hand_over(ctx: &mut Ctx<'_>, id: &AccountId, given: &[GivenTo]) -> Result<()> {
    let account = ctx.permit::<Manage, Account>(id)?.into_row();
    if !holdings::is_gone(&account) || give_all(ctx, &account, given)? == 0 {
        return Err(Refusal::NothingLeft.into());
    }
    Ok(())
}

/// Gives every section that an account holds, as it is said of each. Says how many.
fn give_all(ctx: &mut Ctx<'_>, account: &Account, given: &[GivenTo]) -> Result<usize> {
    let held = held_by(ctx, account)?;
    let said = |held: &Held| given.iter().find(|g| g.response == held.response && g.section == held.section);
    let missing = held.iter().filter(|held| said(held).is_none()).count();
    if missing > 0 {
        return Err(Refusal::SectionsHeld { count: missing }.into());
    }
    for held in &held {
        let to = said(held).and_then(|given| given.to.clone());
        holdings::give(ctx, account, held, to.as_ref())?;
    }
    if !held.is_empty() {
        let sections: Vec<_> = held
            .iter()
            .map(|held| json!({ "response": held.response, "section": held.section, "to": said(held).map(|g| &g.to) }))
            .collect();
        let detail = json!({ "sections": sections });
        audit::record(ctx, Action::HandedOver, &account.id, account.state.as_ref(), &detail)?;
    }
    Ok(held.len())
}
