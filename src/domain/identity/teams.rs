//! The coordinators of a State or an organ: who they are, whether somebody is the last of them, and the word to the Secretariat
//! when none is left.

use super::model::{Account, Standing};
use super::store::accounts as store;
use crate::domain::access::{Facts, Read, Resource};
use crate::domain::actor::{Role, Team};
use crate::domain::db::Ctx;
use crate::domain::error::Result;
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

/// Writes to the Secretariat where a coordinator has just gone and none is left. The mail names neither State nor organ.
pub(super) fn tell_if_none_is_left(ctx: &mut Ctx<'_>, gone: &Account) -> Result<()> {
    let was_in = matches!(gone.standing, Standing::Active | Standing::Ended);
    let counted = gone.role.coordinates() && gone.confirmed.is_some() && was_in;
    let Some(team) = gone.team().filter(|_| counted) else { return Ok(()) };
    if !coordinators(ctx, &team)?.is_empty() {
        return Ok(());
    }
    for member in store::list(ctx, None, Some(Role::Secretariat))? {
        if member.standing == Standing::Active {
            let letter = Letter::CoordinatorMissing {};
            mail::enqueue(ctx, &member.email, &member.language, team.state(), &letter)?;
        }
    }
    Ok(())
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
