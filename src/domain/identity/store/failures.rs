//! The counters of failed sign-ins, and of browsers that are known.

use diesel::prelude::*;

use crate::domain::db::Ctx;
use crate::domain::db::schema::sign_in_failures as counters;
use crate::domain::error::Result;
use crate::domain::time::Instant;

/// A counter, as stored.
#[derive(Queryable)]
pub(in super::super) struct Counter {
    pub(in super::super) failures: i32,
    pub(in super::super) last_at: Instant,
}

pub(in super::super) fn find(ctx: &mut Ctx<'_>, subject: &str) -> Result<Option<Counter>> {
    Ok(counters::table.find(subject).select((counters::failures, counters::last_at)).first(ctx.conn).optional()?)
}

pub(in super::super) fn put(ctx: &mut Ctx<'_>, subject: &str, failures: i32, last_at: Instant) -> Result<()> {
    let counted = (counters::failures.eq(failures), counters::last_at.eq(last_at));
    let changed = diesel::update(counters::table.find(subject)).set(counted).execute(ctx.conn)?;
    if changed == 0 {
        diesel::insert_into(counters::table)
            .values((counters::subject.eq(subject), counters::failures.eq(failures), counters::last_at.eq(ctx.now())))
            .execute(ctx.conn)?;
    }
    Ok(())
}

pub(in super::super) fn remove(ctx: &mut Ctx<'_>, subject: &str) -> Result<()> {
    diesel::delete(counters::table.find(subject)).execute(ctx.conn)?;
    Ok(())
}

/// Removes counters last raised before `before`; those that begin with `kept` only before `kept_before`.
pub(in super::super) fn sweep(ctx: &mut Ctx<'_>, kept: &str, before: Instant, kept_before: Instant) -> Result<usize> {
    let pattern = format!("{kept}%");
    let others = diesel::delete(counters::table)
        .filter(counters::last_at.lt(before))
        .filter(counters::subject.not_like(&pattern))
        .execute(ctx.conn)?;
    let old = diesel::delete(counters::table).filter(counters::last_at.lt(kept_before)).execute(ctx.conn)?;
    Ok(others + old)
}
