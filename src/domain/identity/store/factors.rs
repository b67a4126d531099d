//! The tables of factors, of authenticators that are being set up, and of challenges that were answered.

use diesel::prelude::*;

use crate::domain::db::Ctx;
use crate::domain::db::schema::{answered_challenges as answered, factor_drafts as drafts, factors};
use crate::domain::error::Result;
use crate::domain::identity::factors::FactorKind;
use crate::domain::ids::{AccountId, FactorId, SessionId};
use crate::domain::time::Instant;

/// A factor, as stored.
#[derive(Queryable)]
pub(in super::super) struct Row {
    pub(in super::super) id: FactorId,
    pub(in super::super) account: AccountId,
    pub(in super::super) kind: FactorKind,
    pub(in super::super) name: String,
    pub(in super::super) sealed: Vec<u8>,
    pub(in super::super) last_step: Option<i64>,
    pub(in super::super) created_at: Instant,
    pub(in super::super) last_used_at: Option<Instant>,
}

type Columns = (
    factors::id,
    factors::account_id,
    factors::kind,
    factors::name,
    factors::sealed,
    factors::last_step,
    factors::created_at,
    factors::last_used_at,
);

const COLUMNS: Columns = (
    factors::id,
    factors::account_id,
    factors::kind,
    factors::name,
    factors::sealed,
    factors::last_step,
    factors::created_at,
    factors::last_used_at,
);

/// The factors of an account, the oldest first.
pub(in super::super) fn of_account(ctx: &mut Ctx<'_>, account: &AccountId) -> Result<Vec<Row>> {
    Ok(factors::table
        .filter(factors::account_id.eq(account))
        .order((factors::created_at, factors::id))
        .select(COLUMNS)
        .load(ctx.conn)?)
}

pub(in super::super) fn by_credential(ctx: &mut Ctx<'_>, hash: &[u8]) -> Result<Option<Row>> {
    Ok(factors::table.filter(factors::credential_hash.eq(hash)).select(COLUMNS).first(ctx.conn).optional()?)
}

/// What is written of a new factor.
pub(in super::super) struct New<'a> {
    pub(in super::super) id: &'a FactorId,
    pub(in super::super) account: &'a AccountId,
    pub(in super::super) kind: FactorKind,
    pub(in super::super) name: &'a str,
    pub(in super::super) sealed: &'a [u8],
    pub(in super::super) credential_hash: Option<&'a [u8]>,
    pub(in super::super) last_step: Option<i64>,
}

pub(in super::super) fn insert(ctx: &mut Ctx<'_>, new: &New<'_>) -> Result<()> {
    diesel::insert_into(factors::table)
        .values((
            factors::id.eq(new.id),
            factors::account_id.eq(new.account),
            factors::kind.eq(new.kind),
            factors::name.eq(new.name),
            factors::sealed.eq(new.sealed),
            factors::credential_hash.eq(new.credential_hash),
            factors::last_step.eq(new.last_step),
            factors::created_at.eq(ctx.now()),
        ))
        .execute(ctx.conn)?;
    Ok(())
}

pub(in super::super) fn remove(ctx: &mut Ctx<'_>, account: &AccountId, id: &FactorId) -> Result<usize> {
    Ok(diesel::delete(factors::table.find(id).filter(factors::account_id.eq(account))).execute(ctx.conn)?)
}

pub(in super::super) fn remove_all(ctx: &mut Ctx<'_>, account: &AccountId) -> Result<usize> {
    Ok(diesel::delete(factors::table.filter(factors::account_id.eq(account))).execute(ctx.conn)?)
}

/// Accepts a step, unless it or a later one was accepted already: 0 then. Of two requests at once one wins.
pub(in super::super) fn take_step(ctx: &mut Ctx<'_>, id: &FactorId, step: i64) -> Result<usize> {
    Ok(diesel::update(factors::table.find(id))
        .filter(factors::last_step.is_null().or(factors::last_step.lt(step)))
        .set((factors::last_step.eq(Some(step)), factors::last_used_at.eq(Some(ctx.now()))))
        .execute(ctx.conn)?)
}

/// Writes down that a passkey was used, and what has changed in it.
pub(in super::super) fn used(ctx: &mut Ctx<'_>, id: &FactorId, sealed: &[u8]) -> Result<()> {
    diesel::update(factors::table.find(id))
        .set((factors::sealed.eq(sealed), factors::last_used_at.eq(Some(ctx.now()))))
        .execute(ctx.conn)?;
    Ok(())
}

/// Keeps the secret of an authenticator that is being set up in a session, in place of an earlier one.
pub(in super::super) fn put_draft(ctx: &mut Ctx<'_>, session: &SessionId, sealed: &[u8]) -> Result<()> {
    remove_draft(ctx, session)?;
    diesel::insert_into(drafts::table)
        .values((drafts::session_id.eq(session), drafts::sealed.eq(sealed), drafts::created_at.eq(ctx.now())))
        .execute(ctx.conn)?;
    Ok(())
}

pub(in super::super) fn draft(ctx: &mut Ctx<'_>, session: &SessionId) -> Result<Option<(Vec<u8>, Instant)>> {
    Ok(drafts::table.find(session).select((drafts::sealed, drafts::created_at)).first(ctx.conn).optional()?)
}

pub(in super::super) fn remove_draft(ctx: &mut Ctx<'_>, session: &SessionId) -> Result<()> {
    diesel::delete(drafts::table.find(session)).execute(ctx.conn)?;
    Ok(())
}

/// Notes that a challenge was answered; false where it had been.
pub(in super::super) fn answer(ctx: &mut Ctx<'_>, hash: &[u8], until: Instant) -> Result<bool> {
    diesel::delete(answered::table.filter(answered::expires_at.lt(ctx.now()))).execute(ctx.conn)?;
    let before: i64 = answered::table.find(hash).count().get_result(ctx.conn)?;
    if before > 0 {
        return Ok(false);
    }
    diesel::insert_into(answered::table)
        .values((answered::challenge_hash.eq(hash), answered::expires_at.eq(until)))
        .execute(ctx.conn)?;
    Ok(true)
}

/// Every factor, sealed as it is.
pub(in super::super) fn sealed(ctx: &mut Ctx<'_>) -> Result<Vec<(FactorId, Vec<u8>)>> {
    Ok(factors::table.select((factors::id, factors::sealed)).order(factors::id).load(ctx.conn)?)
}

/// Every authenticator that is being set up, sealed as it is.
pub(in super::super) fn sealed_drafts(ctx: &mut Ctx<'_>) -> Result<Vec<(SessionId, Vec<u8>)>> {
    Ok(drafts::table.select((drafts::session_id, drafts::sealed)).order(drafts::session_id).load(ctx.conn)?)
}
