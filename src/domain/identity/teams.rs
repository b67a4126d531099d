//! The coordinators of a State or an organ: who they are, whether somebody is the last of them, and the word to the Secretariat
//! when none is left.

use super::model::{Account, Standing};
use super::store::accounts as store;
use crate::domain::access::{Facts, Read, Resource};
use crate::domain::actor::Team;
use crate::domain::audit::{self, Action};
use crate::domain::db::Ctx;
use crate::domain::error::Result;
use crate::domain::ids::StateId;
use crate::domain::mail::{self, Letter};

/// How many active coordinators a State or an organ should have at least: one is ill, on leave, or called away.
pub const WANTED: usize = 2;

/// The coordinators who are confirmed and can sign in.
pub(super) fn coordinators(ctx: &mut Ctx<'_>, team: &Team) -> Result<Vec<Account>> {
    let mut people = store::of_team(ctx, team)?;
    people.retain(Account::coordinates);
    Ok(people)
}

/// Whether this is the only confirmed coordinator who can sign in.
pub(in crate::domain) fn is_last(ctx: &mut Ctx<'_>, account: &Account) -> Result<bool> {
    let Some(team) = account.team().filter(|_| account.coordinates()) else { return Ok(false) };
    Ok(coordinators(ctx, &team)?.iter().all(|other| other.id == account.id))
}

/// Puts a letter down for each of these people, about a State where there is one.
pub(super) fn write_to(ctx: &mut Ctx<'_>, people: &[Account], of: Option<&StateId>, letter: &Letter) -> Result<()> {
    for person in people {
        mail::enqueue(ctx, &person.email, &person.language, of, letter)?;
    }
    Ok(())
}

/// Writes to every member of the Secretariat who can sign in, whoever acts: so each of them learns what is done in their name too.
pub(super) fn tell_members(ctx: &mut Ctx<'_>, of: Option<&StateId>, letter: &Letter) -> Result<()> {
    let members = store::members(ctx)?;
    write_to(ctx, &members, of, letter)
}

/// Those who look after an account, but for its holder: the coordinators of its State or organ, or else the Secretariat.
pub(super) fn keepers_of(ctx: &mut Ctx<'_>, account: &Account) -> Result<Vec<Account>> {
    let mut keepers = match account.team() {
        Some(team) => coordinators(ctx, &team)?,
        None => store::members(ctx)?,
    };
    keepers.retain(|keeper| keeper.id != account.id);
    Ok(keepers)
}

/// Writes to those who look after an account, but not to its holder. The caller has asked whether what is told may be done.
pub(in crate::domain) fn tell_keepers_of(ctx: &mut Ctx<'_>, account: &Account, letter: &Letter) -> Result<()> {
    let keepers = keepers_of(ctx, account)?;
    write_to(ctx, &keepers, account.state.as_ref(), letter)
}

/// Records that a coordinator has just gone and none is left, and writes to the Secretariat. The mail names neither State nor organ.
pub(super) fn tell_if_none_is_left(ctx: &mut Ctx<'_>, gone: &Account) -> Result<()> {
    let was_in = matches!(gone.standing, Standing::Active | Standing::Ended);
    let counted = gone.role.coordinates() && gone.confirmed.is_some() && was_in;
    let Some(team) = gone.team().filter(|_| counted) else { return Ok(()) };
    if !coordinators(ctx, &team)?.is_empty() {
        return Ok(());
    }
    audit::record(ctx, Action::CoordinatorMissing, &gone.id, team.state(), &serde_json::json!({}))?;
    tell_members(ctx, team.state(), &Letter::CoordinatorMissing {})
}

/// How many confirmed coordinators, who can sign in, a State or an organ has.
///
/// # Errors
/// A refusal by the policy, or a fault of the database.
pub fn count(ctx: &mut Ctx<'_>, team: &Team) -> Result<usize> {
    ctx.allow::<Read>(&Facts::Account { state: team.state().cloned(), organ: team.organ(), own: false })?;
    Ok(coordinators(ctx, team)?.len())
}

/// How many stay when this coordinator goes; nothing where the account is no coordinator's that counts.
///
/// # Errors
/// As [`count`].
pub fn count_without(ctx: &mut Ctx<'_>, account: &Account) -> Result<Option<usize>> {
    ctx.allow::<Read>(&account.facts())?;
    let Some(team) = account.team().filter(|_| account.coordinates()) else { return Ok(None) };
    Ok(Some(coordinators(ctx, &team)?.len().saturating_sub(1)))
}
