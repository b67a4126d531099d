//! The table of wrapped data keys.

use diesel::prelude::*;

use super::Purpose;
use crate::domain::db::Ctx;
use crate::domain::db::schema::data_keys;
use crate::domain::error::Result;
use crate::domain::ids::{CycleId, KeyId, StateId};

pub(super) fn find(ctx: &mut Ctx<'_>, purpose: Purpose<'_>) -> Result<Option<(KeyId, Vec<u8>)>> {
    let (state, cycle) = purpose.owner();
    let keys =
        data_keys::table.filter(data_keys::purpose.eq(purpose.word())).select((data_keys::id, data_keys::wrapped));
    let found = match (state, cycle) {
        (Some(state), Some(cycle)) => {
            keys.filter(data_keys::state_id.eq(state)).filter(data_keys::cycle_id.eq(cycle)).first(ctx.conn).optional()
        }
        (_, _) => keys.filter(data_keys::state_id.is_null()).first(ctx.conn).optional(),
    };
    Ok(found?)
}

/// Every data key: its id, its scope, and itself, wrapped.
pub(super) fn all(ctx: &mut Ctx<'_>) -> Result<Vec<(KeyId, String, Vec<u8>)>> {
    type Row = (KeyId, String, Option<StateId>, Option<CycleId>, Vec<u8>);
    let rows: Vec<Row> = data_keys::table
        .select((data_keys::id, data_keys::purpose, data_keys::state_id, data_keys::cycle_id, data_keys::wrapped))
        .load(ctx.conn)?;
    let scoped = |(id, purpose, state, cycle, wrapped): Row| {
        (id, super::scope_of(&purpose, state.as_ref(), cycle.as_ref()), wrapped)
    };
    Ok(rows.into_iter().map(scoped).collect())
}

pub(super) fn insert(ctx: &mut Ctx<'_>, id: &KeyId, purpose: Purpose<'_>, wrapped: &[u8]) -> Result<()> {
    let (state, cycle) = purpose.owner();
    diesel::insert_into(data_keys::table)
        .values((
            data_keys::id.eq(id),
            data_keys::purpose.eq(purpose.word()),
            data_keys::state_id.eq(state),
            data_keys::cycle_id.eq(cycle),
            data_keys::wrapped.eq(wrapped),
            data_keys::created_at.eq(ctx.now()),
        ))
        .execute(ctx.conn)?;
    Ok(())
}
