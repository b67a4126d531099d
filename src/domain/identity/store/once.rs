//! The table of forms that were sent.

use diesel::prelude::*;

use crate::domain::db::Ctx;
use crate::domain::db::schema::sent_forms as sent;
use crate::domain::error::Result;
use crate::domain::identity::once::Before;
use crate::domain::time::Instant;

pub(in super::super) fn find(ctx: &mut Ctx<'_>, key: &[u8]) -> Result<Option<Before>> {
    let found: Option<(String, Instant)> =
        sent::table.find(key).select((sent::outcome, sent::sent_at)).first(ctx.conn).optional()?;
    Ok(found.map(|(outcome, at)| Before { outcome, at }))
}

/// Keeps what a form did, in place of what an earlier one of this key did.
pub(in super::super) fn put(ctx: &mut Ctx<'_>, key: &[u8], outcome: &str) -> Result<()> {
    diesel::delete(sent::table.find(key)).execute(ctx.conn)?;
    diesel::insert_into(sent::table)
        .values((sent::key_hash.eq(key), sent::outcome.eq(outcome), sent::sent_at.eq(ctx.now())))
        .execute(ctx.conn)?;
    Ok(())
}

/// Removes what was sent before `before`.
pub(in super::super) fn purge(ctx: &mut Ctx<'_>, before: Instant) -> Result<usize> {
    Ok(diesel::delete(sent::table.filter(sent::sent_at.lt(before))).execute(ctx.conn)?)
}
