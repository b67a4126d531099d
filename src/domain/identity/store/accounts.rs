//! The table of accounts.

use diesel::prelude::*;

use crate::domain::actor::{Organ, Role};
use crate::domain::db::Ctx;
use crate::domain::db::schema::accounts;
use crate::domain::error::Result;
use crate::domain::identity::model::{Account, Standing};
use crate::domain::identity::passwords::PasswordHash;
use crate::domain::ids::{AccountId, StateId};
use crate::domain::time::Instant;

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
    note_reference: Option<String>,
    created_at: Instant,
}

type Columns = (
    accounts::id,
    accounts::state_id,
    accounts::organ,
    accounts::role,
    accounts::name,
    accounts::email,
    accounts::language,
    accounts::standing,
    accounts::note_reference,
    accounts::created_at,
);

const COLUMNS: Columns = (
    accounts::id,
    accounts::state_id,
    accounts::organ,
    accounts::role,
    accounts::name,
    accounts::email,
    accounts::language,
    accounts::standing,
    accounts::note_reference,
    accounts::created_at,
);

fn read(ctx: &Ctx<'_>, row: Row) -> Account {
    Account {
        own: ctx.actor().person().is_some_and(|person| person.account == row.id),
        id: row.id,
        state: row.state,
        organ: row.organ,
        role: row.role,
        name: row.name,
        email: row.email,
        language: row.language,
        standing: row.standing,
        note_reference: row.note_reference,
        created_at: row.created_at,
    }
}

pub(in super::super) fn find(ctx: &mut Ctx<'_>, id: &AccountId) -> Result<Option<Account>> {
    let row: Option<Row> = accounts::table.find(id).select(COLUMNS).first(ctx.conn).optional()?;
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
    let row: Option<(Row, Option<PasswordHash>)> = accounts::table
        .filter(accounts::email.eq(email))
        .select((COLUMNS, accounts::password_hash))
        .first(ctx.conn)
        .optional()?;
    Ok(row.map(|(row, hash)| (read(ctx, row), hash)))
}

/// Accounts by name, of one State and one role where they are given.
pub(in super::super) fn list(ctx: &mut Ctx<'_>, of: Option<&StateId>, role: Option<Role>) -> Result<Vec<Account>> {
    let mut query = accounts::table.select(COLUMNS).order((accounts::name, accounts::id)).into_boxed();
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
            accounts::note_reference.eq(&account.note_reference),
            accounts::created_at.eq(account.created_at),
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
