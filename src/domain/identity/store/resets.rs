//! The table of links for forgotten passwords.

use diesel::prelude::*;

use crate::domain::db::Ctx;
use crate::domain::db::schema::password_resets as resets;
use crate::domain::error::Result;
use crate::domain::ids::{AccountId, ResetId};
use crate::domain::time::Instant;

/// A link, as stored.
#[derive(Queryable)]
pub(in super::super) struct Reset {
    pub(in super::super) id: ResetId,
    pub(in super::super) account_id: AccountId,
    pub(in super::super) issued_at: Instant,
    pub(in super::super) expires_at: Instant,
    pub(in super::super) used_at: Option<Instant>,
    pub(in super::super) withdrawn_at: Option<Instant>,
}

pub(in super::super) fn find(ctx: &mut Ctx<'_>, token_hash: &[u8]) -> Result<Option<Reset>> {
    Ok(resets::table
        .filter(resets::token_hash.eq(token_hash))
        .select((
            resets::id,
            resets::account_id,
            resets::issued_at,
            resets::expires_at,
            resets::used_at,
            resets::withdrawn_at,
        ))
        .first(ctx.conn)
        .optional()?)
}

pub(in super::super) fn insert(
    ctx: &mut Ctx<'_>,
    id: &ResetId,
    account: &AccountId,
    token_hash: &[u8],
    expires_at: Instant,
) -> Result<()> {
    diesel::insert_into(resets::table)
        .values((
            resets::id.eq(id),
            resets::account_id.eq(account),
            resets::token_hash.eq(token_hash),
            resets::issued_at.eq(ctx.now()),
            resets::expires_at.eq(expires_at),
        ))
        .execute(ctx.conn)?;
    Ok(())
}

/// Marks a link as used, if it still can be; 0 where somebody was faster.
pub(in super::super) fn use_up(ctx: &mut Ctx<'_>, id: &ResetId) -> Result<usize> {
    Ok(diesel::update(resets::table.find(id))
        .filter(resets::used_at.is_null())
        .filter(resets::withdrawn_at.is_null())
        .set(resets::used_at.eq(Some(ctx.now())))
        .execute(ctx.conn)?)
}

pub(in super::super) fn withdraw_open_of(ctx: &mut Ctx<'_>, account: &AccountId) -> Result<()> {
    diesel::update(resets::table)
        .filter(resets::account_id.eq(account))
        .filter(resets::used_at.is_null())
        .filter(resets::withdrawn_at.is_null())
        .set(resets::withdrawn_at.eq(Some(ctx.now())))
        .execute(ctx.conn)?;
    Ok(())
}

/// Removes links that expired before `before`.
pub(in super::super) fn purge(ctx: &mut Ctx<'_>, before: Instant) -> Result<usize> {
    Ok(diesel::delete(resets::table.filter(resets::expires_at.lt(before))).execute(ctx.conn)?)
}
