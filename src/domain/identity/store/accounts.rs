//! The table of accounts.

use diesel::prelude::*;

use crate::domain::actor::{Organ, Role, Team};
use crate::domain::db::Ctx;
use crate::domain::db::schema::{account_notes, account_warnings, accounts};
use crate::domain::error::Result;
use crate::domain::identity::model::{Account, Confirmed, Standing, standing_today};
use crate::domain::identity::passwords::PasswordHash;
use crate::domain::ids::{AccountId, StateId};
use crate::domain::time::{Day, Instant};

#[derive(Queryable)]
struct Row {
    id: AccountId,
    state: Option<StateId>,
    organ: Option<Organ>,
    role: Role,
    name: String,
    email: String,
    language: String,
    standing: Standing,
    created_at: Instant,
    ends_on: Option<Day>,
    proposed_role: Option<Role>,
    proposed_by: Option<AccountId>,
    confirmed_at: Option<Instant>,
    confirmed_by: Option<AccountId>,
    made_by: Option<AccountId>,
    note: Option<(String, Option<Day>)>,
}

/// Accounts with the notes by which they were asked for.
#[diesel::dsl::auto_type]
fn with_notes() -> _ {
    accounts::table.left_join(account_notes::table.on(account_notes::account_id.eq(accounts::id)))
}

#[diesel::dsl::auto_type]
fn columns() -> _ {
    (
        accounts::id,
        accounts::state_id,
        accounts::organ,
        accounts::role,
        accounts::name,
        accounts::email,
        accounts::language,
        accounts::standing,
        accounts::created_at,
        accounts::ends_on,
        accounts::proposed_role,
        accounts::proposed_by,
        accounts::confirmed_at,
        accounts::confirmed_by,
        accounts::made_by,
        (account_notes::reference, account_notes::date).nullable(),
    )
}

fn read(ctx: &Ctx<'_>, row: Row) -> Account {
    let today = ctx.now().day_in_the_hague();
    let (note_reference, note_date) = row.note.map_or((None, None), |(reference, date)| (Some(reference), date));
    let confirmed = row.confirmed_at.map(|at| Confirmed { at, by: row.confirmed_by });
    Account {
        standing: standing_today(row.standing, row.role, confirmed.is_some(), row.ends_on.as_ref(), &today),
        own: ctx.actor().person().is_some_and(|person| person.account == row.id),
        id: row.id,
        state: row.state,
        organ: row.organ,
        role: row.role,
        name: row.name,
        email: row.email,
        language: row.language,
        note_reference,
        note_date,
        created_at: row.created_at,
        ends_on: row.ends_on,
        proposed_role: row.proposed_role,
        made_by: row.made_by,
        proposed_by: row.proposed_by,
        confirmed,
    }
}

pub(in super::super) fn find(ctx: &mut Ctx<'_>, id: &AccountId) -> Result<Option<Account>> {
    let row: Option<Row> = with_notes().filter(accounts::id.eq(id)).select(columns()).first(ctx.conn).optional()?;
    Ok(row.map(|row| read(ctx, row)))
}

pub(in super::super) fn find_by_email(ctx: &mut Ctx<'_>, email: &str) -> Result<Option<Account>> {
    Ok(find_to_sign_in(ctx, email)?.map(|(account, _)| account))
}

/// An account with its password, for signing in.
pub(in super::super) fn find_to_sign_in(
    ctx: &mut Ctx<'_>,
    email: &str,
) -> Result<Option<(Account, Option<PasswordHash>)>> {
    let row: Option<(Row, Option<PasswordHash>)> = with_notes()
        .filter(accounts::email.eq(email))
        .select((columns(), accounts::password_hash))
        .first(ctx.conn)
        .optional()?;
    Ok(row.map(|(row, hash)| (read(ctx, row), hash)))
}

/// Accounts by name, of one State and one role where they are given.
pub(in super::super) fn list(ctx: &mut Ctx<'_>, of: Option<&StateId>, role: Option<Role>) -> Result<Vec<Account>> {
    let mut query = with_notes().select(columns()).order((accounts::name, accounts::id)).into_boxed();
    if let Some(state) = of {
        query = query.filter(accounts::state_id.eq(state));
    }
    if let Some(role) = role {
        query = query.filter(accounts::role.eq(role));
    }
    let rows: Vec<Row> = query.load(ctx.conn)?;
    Ok(rows.into_iter().map(|row| read(ctx, row)).collect())
}

pub(in super::super) fn insert(ctx: &mut Ctx<'_>, account: &Account) -> Result<()> {
    diesel::insert_into(accounts::table)
        .values((
            accounts::id.eq(&account.id),
            accounts::state_id.eq(&account.state),
            accounts::organ.eq(account.organ),
            accounts::role.eq(account.role),
            accounts::name.eq(&account.name),
            accounts::email.eq(&account.email),
            accounts::language.eq(&account.language),
            accounts::standing.eq(account.standing),
            accounts::created_at.eq(account.created_at),
            accounts::made_by.eq(&account.made_by),
            accounts::proposed_by.eq(&account.proposed_by),
            accounts::confirmed_at.eq(account.confirmed.as_ref().map(|confirmed| confirmed.at)),
            accounts::confirmed_by.eq(account.confirmed.as_ref().and_then(|confirmed| confirmed.by.clone())),
        ))
        .execute(ctx.conn)?;
    match &account.note_reference {
        Some(reference) => set_note(ctx, &account.id, reference, account.note_date.as_ref()),
        None => Ok(()),
    }
}

/// The members of the Secretariat who are confirmed and can sign in.
pub(in super::super) fn members(ctx: &mut Ctx<'_>) -> Result<Vec<Account>> {
    let mut members = list(ctx, None, Some(Role::Secretariat))?;
    members.retain(|member| member.standing == Standing::Active);
    Ok(members)
}

/// The accounts of a State or an organ, by name.
pub(in super::super) fn of_team(ctx: &mut Ctx<'_>, team: &Team) -> Result<Vec<Account>> {
    let mut query = with_notes().select(columns()).order((accounts::name, accounts::id)).into_boxed();
    query = match team {
        Team::State(state) => query.filter(accounts::state_id.eq(state)),
        Team::Organ(organ) => query.filter(accounts::organ.eq(organ)),
    };
    let rows: Vec<Row> = query.load(ctx.conn)?;
    Ok(rows.into_iter().map(|row| read(ctx, row)).collect())
}

/// Accounts with a last day up to this one that have not been ended, the earliest first: each with its last warning.
pub(in super::super) fn ending_until(ctx: &mut Ctx<'_>, last: &Day) -> Result<Vec<(Account, Option<i32>)>> {
    let rows: Vec<(Row, Option<i32>)> = with_notes()
        .left_join(account_warnings::table.on(account_warnings::account_id.eq(accounts::id)))
        .filter(accounts::ends_on.le(last))
        .filter(accounts::standing.ne(Standing::Ended))
        .order((accounts::ends_on, accounts::id))
        .select((columns(), account_warnings::days.nullable()))
        .load(ctx.conn)?;
    Ok(rows.into_iter().map(|(row, warned)| (read(ctx, row), warned)).collect())
}

pub(in super::super) fn set_warned(ctx: &mut Ctx<'_>, id: &AccountId, days: i32) -> Result<()> {
    unwarned(ctx, id)?;
    diesel::insert_into(account_warnings::table)
        .values((account_warnings::account_id.eq(id), account_warnings::days.eq(days)))
        .execute(ctx.conn)?;
    Ok(())
}

/// Sets the last day, of which nobody has been warned yet.
pub(in super::super) fn set_end(ctx: &mut Ctx<'_>, id: &AccountId, last: Option<&Day>) -> Result<()> {
    diesel::update(accounts::table.find(id)).set(accounts::ends_on.eq(last)).execute(ctx.conn)?;
    unwarned(ctx, id)
}

fn unwarned(ctx: &mut Ctx<'_>, id: &AccountId) -> Result<()> {
    diesel::delete(account_warnings::table.find(id)).execute(ctx.conn)?;
    Ok(())
}

/// Sets a role that nobody has to confirm; what was confirmed or proposed before is over.
pub(in super::super) fn set_role(ctx: &mut Ctx<'_>, id: &AccountId, role: Role) -> Result<()> {
    diesel::update(accounts::table.find(id))
        .set((
            accounts::role.eq(role),
            accounts::proposed_role.eq(None::<Role>),
            accounts::confirmed_at.eq(None::<Instant>),
            accounts::confirmed_by.eq(None::<AccountId>),
        ))
        .execute(ctx.conn)?;
    Ok(())
}

/// Notes a role that is to be confirmed, and who proposes it; or that none is.
pub(in super::super) fn set_proposed(ctx: &mut Ctx<'_>, id: &AccountId, role: Option<Role>) -> Result<()> {
    let by = ctx.actor().person().map(|person| person.account.clone());
    diesel::update(accounts::table.find(id))
        .set((accounts::proposed_role.eq(role), accounts::proposed_by.eq(by)))
        .execute(ctx.conn)?;
    Ok(())
}

/// Notes that an account or a role was confirmed, if nobody has done so meanwhile; says how many that were.
pub(in super::super) fn confirm(ctx: &mut Ctx<'_>, id: &AccountId, role: Role) -> Result<usize> {
    let by = ctx.actor().person().map(|person| person.account.clone());
    let waits = accounts::confirmed_at.is_null().or(accounts::proposed_role.is_not_null());
    Ok(diesel::update(accounts::table.find(id))
        .filter(waits)
        .set((
            accounts::role.eq(role),
            accounts::proposed_role.eq(None::<Role>),
            accounts::confirmed_at.eq(Some(ctx.now())),
            accounts::confirmed_by.eq(by),
        ))
        .execute(ctx.conn)?)
}

/// Notes by which note a person was asked for, in place of an earlier one.
pub(in super::super) fn set_note(ctx: &mut Ctx<'_>, id: &AccountId, reference: &str, date: Option<&Day>) -> Result<()> {
    diesel::delete(account_notes::table.find(id)).execute(ctx.conn)?;
    diesel::insert_into(account_notes::table)
        .values((
            account_notes::account_id.eq(id),
            account_notes::reference.eq(reference),
            account_notes::date.eq(date),
        ))
        .execute(ctx.conn)?;
    Ok(())
}

/// What was confirmed before counts no more: the actor proposes the account anew.
pub(in super::super) fn set_unconfirmed(ctx: &mut Ctx<'_>, id: &AccountId) -> Result<()> {
    let by = ctx.actor().person().map(|person| person.account.clone());
    diesel::update(accounts::table.find(id))
        .set((
            accounts::confirmed_at.eq(None::<Instant>),
            accounts::confirmed_by.eq(None::<AccountId>),
            accounts::proposed_by.eq(by),
        ))
        .execute(ctx.conn)?;
    Ok(())
}

pub(in super::super) fn name_of(ctx: &mut Ctx<'_>, id: &AccountId) -> Result<Option<String>> {
    Ok(accounts::table.find(id).select(accounts::name).first(ctx.conn).optional()?)
}

pub(in super::super) fn password_of(ctx: &mut Ctx<'_>, id: &AccountId) -> Result<Option<PasswordHash>> {
    let found: Option<Option<PasswordHash>> =
        accounts::table.find(id).select(accounts::password_hash).first(ctx.conn).optional()?;
    Ok(found.flatten())
}

/// Sets a password and lets the account be used.
pub(in super::super) fn set_password(ctx: &mut Ctx<'_>, id: &AccountId, hash: &PasswordHash) -> Result<()> {
    diesel::update(accounts::table.find(id))
        .set((accounts::password_hash.eq(Some(hash)), accounts::standing.eq(Standing::Active)))
        .execute(ctx.conn)?;
    Ok(())
}

pub(in super::super) fn set_standing(ctx: &mut Ctx<'_>, id: &AccountId, standing: Standing) -> Result<()> {
    diesel::update(accounts::table.find(id)).set(accounts::standing.eq(standing)).execute(ctx.conn)?;
    Ok(())
}

pub(in super::super) fn set_language(ctx: &mut Ctx<'_>, id: &AccountId, language: &str) -> Result<()> {
    diesel::update(accounts::table.find(id)).set(accounts::language.eq(language)).execute(ctx.conn)?;
    Ok(())
}
