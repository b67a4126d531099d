//! Confirms coordinators against the note verbale that named them. A State or an organ says in a note who coordinates for it; the
//! Secretariat compares, and only then is the person a coordinator here.
//!
//! The first one of a State or an organ, whom no colleague knows yet, takes two members of the Secretariat: one who makes the
//! account, and another who confirms it. Otherwise one member could put a person of their own in a State's name.

use serde_json::json;

use super::model::{Account, Standing};
use super::store::{accounts as store, sessions};
use super::teams;
use crate::domain::access::{Facts, Manage, Read, Resource};
use crate::domain::actor::Role;
use crate::domain::audit::{self, Action};
use crate::domain::db::Ctx;
use crate::domain::error::{Refusal, Result};
use crate::domain::ids::AccountId;
use crate::domain::line::OneLine;
use crate::domain::time::Day;

/// The note verbale that names a coordinator: as it was received, never invented.
#[derive(Debug, Clone)]
pub struct Note {
    pub reference: OneLine,
    pub date: Day,
}

/// That somebody is named as a coordinator.
#[derive(Debug, Clone)]
pub struct Designation {
    pub account: Account,
    /// The role that is confirmed.
    pub role: Role,
    /// The State or organ has no other coordinator.
    pub first: bool,
    /// The actor made the account, or proposed the role.
    pub proposed: bool,
}

impl Designation {
    /// Whether somebody else has to confirm it.
    pub const fn wants_another(&self) -> bool {
        self.first && self.proposed
    }
}

impl Resource for Designation {
    type Id = AccountId;

    fn load(ctx: &mut Ctx<'_>, id: &AccountId) -> Result<Option<Self>> {
        let Some(account) = store::find(ctx, id)? else { return Ok(None) };
        let Some(team) = account.team() else { return Ok(None) };
        let first = teams::coordinators(ctx, &team)?.iter().all(|other| other.id == account.id);
        let actor = ctx.actor().person().map(|person| person.account.clone());
        let proposed = actor.is_some() && account.proposed_by == actor;
        Ok(Some(Designation { role: account.proposed_role.unwrap_or(account.role), account, first, proposed }))
    }

    fn facts(&self) -> Facts {
        Facts::Designation { first: self.first, proposed: self.proposed }
    }
}

/// Confirms that the note names this person as a coordinator. Whoever is in already is signed out, and comes back with the new
/// role.
///
/// # Errors
/// [`Refusal::NothingToConfirm`] where nobody waits for it (any more), [`Refusal::SecondMember`] for who made the account of a first
/// coordinator, [`Refusal::NoteFuture`], [`Refusal::AccountSuspended`], [`Refusal::AccountEnded`]; a refusal by the policy.
pub fn confirm(ctx: &mut Ctx<'_>, id: &AccountId, note: &Note) -> Result<()> {
    let named = ctx.permit::<Read, Designation>(id)?.into_row();
    match named.account.standing {
        Standing::Ended => return Err(Refusal::AccountEnded.into()),
        Standing::Suspended => return Err(Refusal::AccountSuspended.into()),
        Standing::Invited | Standing::Active => {}
    }
    if !named.account.awaits_confirmation() {
        return Err(Refusal::NothingToConfirm.into());
    }
    if note.date > ctx.now().day_in_the_hague() {
        return Err(Refusal::NoteFuture.into());
    }
    if named.wants_another() {
        return Err(Refusal::SecondMember.into());
    }
    ctx.permit::<Manage, Designation>(id)?;
    if store::confirm(ctx, id, named.role, (note.reference.as_str(), &note.date))? == 0 {
        return Err(Refusal::NothingToConfirm.into());
    }
    if named.role != named.account.role {
        sessions::end_all_of(ctx, id)?;
    }
    let detail = json!({
        "from": named.account.role,
        "to": named.role,
        "note_reference": note.reference,
        "note_date": note.date,
        "proposed_by": named.account.proposed_by,
        "first": named.first,
    });
    audit::record(ctx, Action::CoordinatorConfirmed, id, named.account.state.as_ref(), &detail)
}

/// The names of who confirmed a coordinator and of who proposed one; nothing for the operator.
///
/// # Errors
/// A refusal by the policy, or a fault of the database.
pub fn names(ctx: &mut Ctx<'_>, account: &Account) -> Result<(Option<String>, Option<String>)> {
    ctx.allow::<Read>(&account.facts())?;
    let confirmed_by = account.confirmed.as_ref().and_then(|confirmed| confirmed.by.clone());
    let mut name = |id: Option<AccountId>| match id {
        Some(id) => store::name_of(ctx, &id),
        None => Ok(None),
    };
    Ok((name(confirmed_by)?, name(account.proposed_by.clone())?))
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
