//! The table of snapshots.

use std::sync::Arc;

use diesel::prelude::*;

use crate::domain::access::{Facts, Manage};
use crate::domain::db::Ctx;
use crate::domain::db::schema::snapshots;
use crate::domain::error::{Error, Result};
use crate::domain::ids::{CycleId, ResponseId, SnapshotId, StateId};
use crate::domain::response::{self, Document, ResponseRow};
use crate::domain::seal::sha256_hex;
use crate::domain::time::Instant;
use crate::domain::vault::keys::Tried;

/// A snapshot: the row, without the answers.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = snapshots)]
pub(super) struct SnapshotRow {
    pub state_id: StateId,
    pub id: SnapshotId,
    pub response_id: ResponseId,
    pub number: i32,
    pub revision: i32,
    pub sha256: String,
    pub published_at: Instant,
}

/// The snapshot that States Parties read now.
pub(super) fn current(ctx: &mut Ctx<'_>, response: &ResponseRow) -> Result<Option<SnapshotRow>> {
    Ok(snapshots::table
        .filter(snapshots::state_id.eq(&response.state_id))
        .filter(snapshots::response_id.eq(&response.id))
        .filter(snapshots::superseded_at.is_null())
        .filter(snapshots::closed_at.is_null())
        .select(SnapshotRow::as_select())
        .first(ctx.conn)
        .optional()?)
}

/// The current snapshots of a cycle.
pub(super) fn current_of_cycle(ctx: &mut Ctx<'_>, cycle: &CycleId) -> Result<Vec<SnapshotRow>> {
    Ok(snapshots::table
        .filter(snapshots::cycle_id.eq(cycle))
        .filter(snapshots::superseded_at.is_null())
        .filter(snapshots::closed_at.is_null())
        .select(SnapshotRow::as_select())
        .load(ctx.conn)?)
}

fn about(state: &StateId, id: &SnapshotId) -> String {
    format!("snapshots/{state}/{id}")
}

pub(super) fn document(ctx: &mut Ctx<'_>, row: &SnapshotRow, response: &ResponseRow) -> Result<Arc<Document>> {
    response.is_there()?;
    response::kept_or(&row.sha256, || {
        let sealed: Vec<u8> =
            snapshots::table.find((&row.state_id, &row.id)).select(snapshots::sealed).first(ctx.conn)?;
        response::sealer(ctx, response)?.open(&about(&row.state_id, &row.id), &sealed)
    })
}

/// Writes a snapshot as the current one. Earlier ones are superseded; with `close` they are closed to other States as well.
pub(super) fn insert(
    ctx: &mut Ctx<'_>,
    response: &ResponseRow,
    revision: i32,
    seen: &Document,
    close: bool,
) -> Result<SnapshotRow> {
    let bytes = seen.canonical()?;
    let last: Option<i32> = snapshots::table
        .filter(snapshots::state_id.eq(&response.state_id))
        .filter(snapshots::response_id.eq(&response.id))
        .select(diesel::dsl::max(snapshots::number))
        .first(ctx.conn)?;
    supersede(ctx, response, close)?;
    let row = SnapshotRow {
        state_id: response.state_id.clone(),
        id: ctx.new_id(),
        response_id: response.id.clone(),
        number: last.unwrap_or(0) + 1,
        revision,
        sha256: sha256_hex(&bytes),
        published_at: ctx.now(),
    };
    let sealed = response::sealer(ctx, response)?.seal(&about(&row.state_id, &row.id), &bytes)?;
    let by = ctx.actor().person().map(|person| person.account.clone());
    diesel::insert_into(snapshots::table)
        .values((
            snapshots::state_id.eq(&row.state_id),
            snapshots::id.eq(&row.id),
            snapshots::response_id.eq(&row.response_id),
            snapshots::cycle_id.eq(&response.cycle_id),
            snapshots::number.eq(row.number),
            snapshots::revision.eq(revision),
            snapshots::sealed.eq(sealed),
            snapshots::sha256.eq(&row.sha256),
            snapshots::published_by.eq(by),
            snapshots::published_at.eq(row.published_at),
        ))
        .execute(ctx.conn)?;
    Ok(row)
}

fn supersede(ctx: &mut Ctx<'_>, response: &ResponseRow, close: bool) -> Result<()> {
    let now = ctx.now();
    let of_response = || {
        snapshots::table
            .filter(snapshots::state_id.eq(&response.state_id))
            .filter(snapshots::response_id.eq(&response.id))
    };
    diesel::update(of_response().filter(snapshots::superseded_at.is_null()))
        .set(snapshots::superseded_at.eq(now))
        .execute(ctx.conn)?;
    if close {
        diesel::update(of_response().filter(snapshots::closed_at.is_null()))
            .set(snapshots::closed_at.eq(now))
            .execute(ctx.conn)?;
    }
    Ok(())
}

/// Tries every snapshot whose keys were not destroyed, for `concord keys check --deep`.
///
/// # Errors
/// [`Error::NotFound`] for everybody but the operator; when the database fails.
pub fn opens(ctx: &mut Ctx<'_>) -> Result<Tried> {
    ctx.allow::<Manage>(&Facts::Keys)?;
    let mut tried = Tried::default();
    let all: Vec<(StateId, SnapshotId, ResponseId)> = snapshots::table
        .select((snapshots::state_id, snapshots::id, snapshots::response_id))
        .order(snapshots::id)
        .load(ctx.conn)?;
    for (state, id, response) in all {
        let Some(row) = response::row_by_id(ctx, &response)? else { continue };
        let sealed: Vec<u8> = snapshots::table.find((&state, &id)).select(snapshots::sealed).first(ctx.conn)?;
        match response::sealer(ctx, &row) {
            Ok(sealer) => tried.value(&sealer, &about(&state, &id), &sealed),
            Err(Error::Destroyed) => {}
            Err(Error::Internal(why)) => tried.shut.push(why),
            Err(error) => return Err(error),
        }
    }
    Ok(tried)
}
