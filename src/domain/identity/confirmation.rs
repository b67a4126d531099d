//! Confirms what one person alone cannot bring about. A State or an organ says in a note who coordinates for it; the Secretariat
//! compares, and only then is the person a coordinator here. Members of the Secretariat and co-facilitators, whom no note names, are
//! confirmed by another member.
//!
//! Two members of the Secretariat it takes for the first coordinator of a State or an organ, whom no colleague knows yet, and for
//! everybody who belongs to neither: one who makes the account, or resumes it, and another who confirms it. Otherwise one member could
//! put a person of their own in a State's name, or make the second member whom every rule of two asks for.

use serde_json::json;

use super::model::{Account, Standing};
use super::notes::{self, AskedBy, Note};
use super::store::{accounts as store, sessions};
use super::teams;
use crate::domain::access::{Facts, Manage, Read, Resource};
use crate::domain::actor::{Actor, Role, Task};
use crate::domain::audit::{self, Action};
use crate::domain::db::Ctx;
use crate::domain::error::{Error, Refusal, Result};
use crate::domain::ids::AccountId;
use crate::domain::mail::Letter;

/// That somebody is named as a coordinator, a member of the Secretariat or a co-facilitator.
#[derive(Debug, Clone)]
pub struct Designation {
    pub account: Account,
    /// The role that is confirmed.
    pub role: Role,
    /// The State or organ has no other coordinator.
    pub first: bool,
    /// The actor made the account, resumed it, or proposed the role.
    pub proposed: bool,
}

impl Designation {
    /// Whether it takes two members of the Secretariat.
    pub fn takes_two(&self) -> bool {
        self.first || self.account.team().is_none()
    }

    /// Whether somebody else than the actor has to confirm it.
    pub fn wants_another(&self) -> bool {
        self.account.is_own() || (self.takes_two() && self.proposed)
    }
}

impl Resource for Designation {
    type Id = AccountId;

    fn load(ctx: &mut Ctx<'_>, id: &AccountId) -> Result<Option<Self>> {
        let Some(account) = store::find(ctx, id)? else { return Ok(None) };
        let first = match account.team() {
            Some(team) => teams::coordinators(ctx, &team)?.iter().all(|other| other.id == account.id),
            None => false,
        };
        let actor = ctx.actor().person().map(|person| person.account.clone());
        let proposed = actor.is_some() && account.proposed_by == actor;
        Ok(Some(Designation { role: account.proposed_role.unwrap_or(account.role), account, first, proposed }))
    }

    fn facts(&self) -> Facts {
        Facts::Designation { two: self.takes_two(), proposed: self.proposed, own: self.account.is_own() }
    }
}

/// What came of confirming.
#[must_use]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confirming {
    Done,
    /// Somebody else has to. That it was tried is recorded, so it is an outcome and no error.
    AnotherMember,
}

/// Confirms a coordinator, by the note that names this person, or a member of the Secretariat or a co-facilitator, for whom there need
/// be none. Whoever is in already in another role is signed out, and comes back with the new one.
///
/// # Errors
/// [`Refusal::NothingToConfirm`] where nobody waits for it (any more), [`Refusal::NoteMissing`] for a coordinator,
/// [`Refusal::NoteFuture`], [`Refusal::NoteOld`], [`Refusal::AccountSuspended`], [`Refusal::AccountEnded`]; a refusal by the policy.
pub fn confirm(ctx: &mut Ctx<'_>, id: &AccountId, note: Option<&Note>) -> Result<Confirming> {
    let Some(named) = confirmable(ctx, id)? else { return Ok(Confirming::AnotherMember) };
    // Nobody asks by a note for a member of the Secretariat or a co-facilitator, so none is kept, whatever was posted.
    let note = note.filter(|_| named.account.team().is_some());
    if named.account.team().is_some() && note.is_none() {
        return Err(Refusal::NoteMissing.into());
    }
    if let Some(note) = note {
        note.check(ctx.now())?;
    }
    ctx.permit::<Manage, Designation>(id)?;
    if store::confirm(ctx, id, named.role)? == 0 {
        return Err(Refusal::NothingToConfirm.into());
    }
    if let Some(note) = note {
        store::set_note(ctx, id, note.reference.as_str(), Some(&note.date))?;
    }
    if named.role != named.account.role {
        sessions::end_all_of(ctx, id)?;
    }
    let account = &named.account;
    let detail = json!({
        "from": account.role,
        "to": named.role,
        "note_reference": note.map(|note| &note.reference),
        "note_date": note.map(|note| &note.date),
        "proposed_by": account.proposed_by,
        "first": named.first,
    });
    let action = match account.team() {
        Some(_) => Action::CoordinatorConfirmed,
        None => Action::AccountConfirmed,
    };
    audit::record(ctx, action, id, account.state.as_ref(), &detail)?;
    tell_confirmed(ctx, account)?;
    Ok(Confirming::Done)
}

/// Whether the actor may confirm what waits there. Where somebody else has to, that it was tried is recorded.
///
/// # Errors
/// As [`confirm`].
pub fn may_confirm(ctx: &mut Ctx<'_>, id: &AccountId) -> Result<bool> {
    Ok(confirmable(ctx, id)?.is_some())
}

fn confirmable(ctx: &mut Ctx<'_>, id: &AccountId) -> Result<Option<Designation>> {
    let named = ctx.permit::<Read, Designation>(id)?.into_row();
    match named.account.standing {
        Standing::Ended => return Err(Refusal::AccountEnded.into()),
        Standing::Suspended => return Err(Refusal::AccountSuspended.into()),
        Standing::Invited | Standing::Active => {}
    }
    if !named.account.awaits_confirmation() {
        return Err(Refusal::NothingToConfirm.into());
    }
    if named.wants_another() {
        let detail = json!({ "role": named.role, "first": named.first });
        audit::record(ctx, Action::ConfirmationRefused, id, named.account.state.as_ref(), &detail)?;
        return Ok(None);
    }
    Ok(Some(named))
}

/// Writes to whoever proposed a coordinator; to every member of the Secretariat, where one of them was confirmed or a co-facilitator.
fn tell_confirmed(ctx: &mut Ctx<'_>, account: &Account) -> Result<()> {
    if account.team().is_none() {
        return teams::tell_members(ctx, None, &Letter::Confirmed {});
    }
    let actor = ctx.actor().person().map(|person| person.account.clone());
    let Some(proposer) = account.proposed_by.clone().filter(|id| Some(id) != actor.as_ref()) else { return Ok(()) };
    match store::find(ctx, &proposer)?.filter(|proposer| proposer.standing == Standing::Active) {
        Some(proposer) => teams::write_to(ctx, &[proposer], account.state.as_ref(), &Letter::Confirmed {}),
        None => Ok(()),
    }
}

/// Tells the members of the Secretariat of one whom the operator has made, whom nobody has to confirm: for the operator alone.
///
/// # Errors
/// [`Error::NotFound`] for everybody else, or where there is no such account.
pub fn announce(ctx: &mut Ctx<'_>, id: &AccountId) -> Result<()> {
    if *ctx.actor() != Actor::Task(Task::Operator) {
        return Err(Error::NotFound);
    }
    ctx.permit::<Manage, Account>(id)?;
    teams::tell_members(ctx, None, &Letter::Confirmed {})
}

/// The names behind an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names {
    /// Who confirmed it, and who made or resumed it or proposed the role; nothing for the operator.
    pub confirmed_by: Option<String>,
    pub proposed_by: Option<String>,
    pub asked_by: AskedBy,
}

/// The names of who confirmed an account, of who proposed it, and of who asked for it.
///
/// # Errors
/// A refusal by the policy, or a fault of the database.
pub fn names(ctx: &mut Ctx<'_>, account: &Account) -> Result<Names> {
    ctx.allow::<Read>(&account.facts())?;
    let confirmed_by = account.confirmed.as_ref().and_then(|confirmed| confirmed.by.clone());
    let mut name = |id: Option<AccountId>| match id {
        Some(id) => store::name_of(ctx, &id),
        None => Ok(None),
    };
    let (confirmed_by, proposed_by) = (name(confirmed_by)?, name(account.proposed_by.clone())?);
    Ok(Names { confirmed_by, proposed_by, asked_by: notes::asked_by(ctx, account)? })
}

/// The accounts that wait to be confirmed, by name: for the Secretariat and the operator.
///
/// # Errors
/// A refusal by the policy, or a fault of the database.
pub fn waiting(ctx: &mut Ctx<'_>) -> Result<Vec<Account>> {
    let mut all = super::accounts::list(ctx, None)?;
    all.retain(Account::awaits_confirmation);
    Ok(all)
}
