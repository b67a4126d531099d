//! The table of files on their way.

use std::collections::HashSet;

use diesel::prelude::*;

use super::{Announced, Upload};
use crate::domain::db::Ctx;
use crate::domain::db::schema::{responses, uploads};
use crate::domain::error::{Error, Result};
use crate::domain::ids::{AccountId, AttachmentId, CycleId, ResponseId, StateId, UploadId};
use crate::domain::questionnaire::Place;
use crate::domain::response::model::ResponseRow;
use crate::domain::response::store::sealer;
use crate::domain::time::Instant;

/// Where what is known of an upload is sealed.
pub(in crate::domain::response) fn about(row: &ResponseRow, id: &UploadId) -> String {
    format!("uploads/{}/{}/{id}", row.state_id, row.id)
}

/// One of a State, as its bounds need it.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = uploads)]
pub(super) struct Row {
    pub(super) id: UploadId,
    pub(super) account_id: AccountId,
    pub(super) size: i32,
}

pub(super) fn insert(
    ctx: &mut Ctx<'_>,
    row: &ResponseRow,
    place: &Place,
    id: &UploadId,
    by: &AccountId,
    file: &Announced,
) -> Result<()> {
    let plain = serde_json::to_vec(file).map_err(Error::internal)?;
    let sealed = sealer(ctx, row)?.seal(&about(row, id), &plain)?;
    diesel::insert_into(uploads::table)
        .values((
            uploads::state_id.eq(&row.state_id),
            uploads::id.eq(id),
            uploads::response_id.eq(&row.id),
            uploads::code.eq(&place.code),
            uploads::entry_id.eq(&place.instance),
            uploads::account_id.eq(by),
            uploads::sealed.eq(&sealed),
            uploads::size.eq(i32::try_from(file.size).map_err(Error::internal)?),
            uploads::received.eq(0),
            uploads::pieces.eq(""),
            uploads::begun_at.eq(ctx.now()),
            uploads::touched_at.eq(ctx.now()),
        ))
        .execute(ctx.conn)?;
    Ok(())
}

type Known = (UploadId, Vec<u8>, i32, i32, String, Option<AttachmentId>);

/// What an account has on the way at a place, or had, touched after an instant; the latest first.
pub(super) fn own(
    ctx: &mut Ctx<'_>,
    row: &ResponseRow,
    place: &Place,
    by: &AccountId,
    since: Instant,
) -> Result<Vec<Upload>> {
    let sealer = sealer(ctx, row)?;
    let rows: Vec<Known> = uploads::table
        .filter(uploads::state_id.eq(&row.state_id))
        .filter(uploads::response_id.eq(&row.id))
        .filter(uploads::code.eq(&place.code))
        .filter(uploads::entry_id.eq(&place.instance))
        .filter(uploads::account_id.eq(by))
        .filter(uploads::touched_at.gt(since))
        .order((uploads::touched_at.desc(), uploads::id.desc()))
        .select((
            uploads::id,
            uploads::sealed,
            uploads::size,
            uploads::received,
            uploads::pieces,
            uploads::attachment_id,
        ))
        .load(ctx.conn)?;
    let opened = rows.into_iter().map(|(id, sealed, size, received, pieces, done)| {
        let plain = sealer.open(&about(row, &id), &sealed)?;
        let Announced { name, sha256, beside, .. } = serde_json::from_slice(&plain).map_err(Error::internal)?;
        let pieces = pieces.split(' ').filter(|length| !length.is_empty()).map(|length| length.parse::<u32>());
        let pieces = pieces.collect::<Result<_, _>>().map_err(Error::internal)?;
        let number = |number: i32| u32::try_from(number).map_err(Error::internal);
        Ok(Upload { id, name, sha256, beside, size: number(size)?, received: number(received)?, pieces, done })
    });
    opened.collect()
}

/// Everything that a State has on the way, touched after an instant; what was not gone on with for longest comes first.
pub(super) fn of_state(ctx: &mut Ctx<'_>, state: &StateId, since: Instant) -> Result<Vec<Row>> {
    Ok(uploads::table
        .filter(uploads::state_id.eq(state))
        .filter(uploads::attachment_id.is_null())
        .filter(uploads::touched_at.gt(since))
        .order((uploads::touched_at, uploads::id))
        .select(Row::as_select())
        .load(ctx.conn)?)
}

pub(super) fn set_received(ctx: &mut Ctx<'_>, state: &StateId, upload: &Upload) -> Result<()> {
    let pieces: Vec<String> = upload.pieces.iter().map(ToString::to_string).collect();
    diesel::update(uploads::table.find((state, &upload.id)))
        .set((
            uploads::received.eq(i32::try_from(upload.received).map_err(Error::internal)?),
            uploads::pieces.eq(pieces.join(" ")),
            uploads::touched_at.eq(ctx.now()),
        ))
        .execute(ctx.conn)?;
    Ok(())
}

pub(super) fn set_done(ctx: &mut Ctx<'_>, state: &StateId, id: &UploadId, file: &AttachmentId) -> Result<()> {
    diesel::update(uploads::table.find((state, id)))
        .set((uploads::attachment_id.eq(file), uploads::touched_at.eq(ctx.now())))
        .execute(ctx.conn)?;
    Ok(())
}

pub(super) fn delete(ctx: &mut Ctx<'_>, state: &StateId, id: &UploadId) -> Result<()> {
    diesel::delete(uploads::table.find((state, id))).execute(ctx.conn)?;
    Ok(())
}

/// Everything of a State's response in a cycle.
pub(super) fn delete_all(ctx: &mut Ctx<'_>, state: &StateId, cycle: &CycleId) -> Result<()> {
    let of_cycle = responses::table.filter(responses::state_id.eq(state)).filter(responses::cycle_id.eq(cycle));
    let ids: Vec<ResponseId> = of_cycle.select(responses::id).load(ctx.conn)?;
    for id in ids {
        let those = uploads::table.filter(uploads::state_id.eq(state)).filter(uploads::response_id.eq(id));
        diesel::delete(those).execute(ctx.conn)?;
    }
    Ok(())
}

pub(super) fn expire(ctx: &mut Ctx<'_>, since: Instant) -> Result<()> {
    diesel::delete(uploads::table.filter(uploads::touched_at.le(since))).execute(ctx.conn)?;
    Ok(())
}

/// Everything on the way that has become no file, of whatever State.
pub(super) fn unfinished(ctx: &mut Ctx<'_>) -> Result<HashSet<UploadId>> {
    let ids: Vec<UploadId> =
        uploads::table.filter(uploads::attachment_id.is_null()).select(uploads::id).load(ctx.conn)?;
    Ok(ids.into_iter().collect())
}
