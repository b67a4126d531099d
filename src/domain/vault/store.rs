//! The table of wrapped data keys.

use diesel::prelude::*;

use super::Purpose;
use crate::domain::db::Ctx;
use crate::domain::db::schema::data_keys;
use crate::domain::error::Result;
use crate::domain::ids::{CycleId, KeyId, StateId};
use crate::domain::time::Instant;

/// A wrapped data key.
#[derive(Queryable)]
pub(super) struct Row {
    pub(super) id: KeyId,
    pub(super) purpose: String,
    pub(super) state: Option<StateId>,
    pub(super) cycle: Option<CycleId>,
    pub(super) wrapped: Vec<u8>,
    pub(super) generation: i32,
    pub(super) current_from: Instant,
    pub(super) destroyed_at: Option<Instant>,
}

impl Row {
    pub(super) fn scope(&self) -> String {
        super::scope_of(&self.purpose, self.state.as_ref(), self.cycle.as_ref())
    }
}

type Columns = (
    data_keys::id,
    data_keys::purpose,
    data_keys::state_id,
    data_keys::cycle_id,
    data_keys::wrapped,
    data_keys::generation,
    data_keys::current_from,
    data_keys::destroyed_at,
);
const COLUMNS: Columns = (
    data_keys::id,
    data_keys::purpose,
    data_keys::state_id,
    data_keys::cycle_id,
    data_keys::wrapped,
    data_keys::generation,
    data_keys::current_from,
    data_keys::destroyed_at,
);

/// The keys of a purpose, the latest first.
pub(super) fn of_scope(ctx: &mut Ctx<'_>, purpose: Purpose<'_>) -> Result<Vec<Row>> {
    let keys = data_keys::table.filter(data_keys::purpose.eq(purpose.word())).select(COLUMNS);
    let keys = keys.order(data_keys::generation.desc());
    Ok(match purpose.owner() {
        (Some(state), Some(cycle)) => {
            keys.filter(data_keys::state_id.eq(state)).filter(data_keys::cycle_id.eq(cycle)).load(ctx.conn)?
        }
        (_, _) => keys.filter(data_keys::state_id.is_null()).load(ctx.conn)?,
    })
}

/// Every data key that was not destroyed.
pub(super) fn all(ctx: &mut Ctx<'_>) -> Result<Vec<Row>> {
    let keys = data_keys::table.filter(data_keys::destroyed_at.is_null());
    Ok(keys.order(data_keys::id).select(COLUMNS).load(ctx.conn)?)
}

pub(super) fn find(ctx: &mut Ctx<'_>, id: &KeyId) -> Result<Option<Row>> {
    let keys = data_keys::table.find(id).filter(data_keys::destroyed_at.is_null());
    Ok(keys.select(COLUMNS).first(ctx.conn).optional()?)
}

pub(super) fn insert(
    ctx: &mut Ctx<'_>,
    id: &KeyId,
    purpose: Purpose<'_>,
    wrapped: &[u8],
    (generation, current_from): (i32, Instant),
) -> Result<()> {
    let (state, cycle) = purpose.owner();
    diesel::insert_into(data_keys::table)
        .values((
            data_keys::id.eq(id),
            data_keys::purpose.eq(purpose.word()),
            data_keys::state_id.eq(state),
            data_keys::cycle_id.eq(cycle),
            data_keys::wrapped.eq(wrapped),
            data_keys::created_at.eq(ctx.now()),
            data_keys::generation.eq(generation),
            data_keys::current_from.eq(current_from),
        ))
        .execute(ctx.conn)?;
    Ok(())
}

/// Puts another wrapping in place of one; 0 where it is another one by now.
pub(super) fn rewrap(ctx: &mut Ctx<'_>, row: &Row, wrapped: &[u8]) -> Result<usize> {
    Ok(diesel::update(data_keys::table.find(&row.id))
        .filter(data_keys::wrapped.eq(&row.wrapped))
        .set(data_keys::wrapped.eq(wrapped))
        .execute(ctx.conn)?)
}

/// Overwrites the keys of a State's content in a cycle; says how many.
pub(super) fn destroy(ctx: &mut Ctx<'_>, state: &StateId, cycle: &CycleId) -> Result<usize> {
    let nothing: &[u8] = &[];
    Ok(diesel::update(data_keys::table.filter(data_keys::state_id.eq(state)))
        .filter(data_keys::cycle_id.eq(cycle))
        .filter(data_keys::destroyed_at.is_null())
        .set((data_keys::wrapped.eq(nothing), data_keys::destroyed_at.eq(ctx.now())))
        .execute(ctx.conn)?)
}
