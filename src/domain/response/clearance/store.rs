//! The table of requests to look at a draft.

use diesel::prelude::*;

use super::{Verdict, about};
use crate::domain::db::Ctx;
use crate::domain::db::schema::clearances;
use crate::domain::error::{Error, Result};
use crate::domain::ids::{AccountId, ClearanceId};
use crate::domain::response::model::Response;
use crate::domain::response::store::sealer;
use crate::domain::time::Instant;

/// A request without its texts opened.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = clearances)]
pub(super) struct Row {
    pub(super) id: ClearanceId,
    pub(super) asked_of: AccountId,
    pub(super) asked_by: AccountId,
    pub(super) asked_at: Instant,
    note: Option<Vec<u8>>,
    pub(super) verdict: Option<Verdict>,
    remarks: Option<Vec<u8>>,
    pub(super) answered_at: Option<Instant>,
    pub(super) seen_version: Option<i32>,
    pub(super) withdrawn_at: Option<Instant>,
}

/// The requests of a response, the newest first.
pub(super) fn of_response(ctx: &mut Ctx<'_>, response: &Response) -> Result<Vec<Row>> {
    Ok(clearances::table
        .filter(clearances::state_id.eq(&response.state_id))
        .filter(clearances::response_id.eq(&response.id))
        .order((clearances::asked_at.desc(), clearances::id.desc()))
        .select(Row::as_select())
        .load(ctx.conn)?)
}

pub(super) fn find(ctx: &mut Ctx<'_>, response: &Response, id: &ClearanceId) -> Result<Option<Row>> {
    Ok(clearances::table
        .find((&response.state_id, id))
        .filter(clearances::response_id.eq(&response.id))
        .select(Row::as_select())
        .first(ctx.conn)
        .optional()?)
}

/// The note of a request and the remarks of its answer; empty where there are none.
pub(super) fn texts(ctx: &mut Ctx<'_>, response: &Response, row: &Row) -> Result<(String, String)> {
    let sealer = sealer(ctx, response)?;
    let open = |sealed: &Option<Vec<u8>>, which: &str| match sealed {
        None => Ok(String::new()),
        Some(sealed) => {
            String::from_utf8(sealer.open(&about(response, &row.id, which), sealed)?).map_err(Error::internal)
        }
    };
    Ok((open(&row.note, "note")?, open(&row.remarks, "remarks")?))
}

fn sealed(
    ctx: &mut Ctx<'_>,
    response: &Response,
    id: &ClearanceId,
    which: &str,
    text: Option<&str>,
) -> Result<Option<Vec<u8>>> {
    let Some(text) = text else { return Ok(None) };
    sealer(ctx, response)?.seal(&about(response, id, which), text.as_bytes()).map(Some)
}

pub(super) fn insert(
    ctx: &mut Ctx<'_>,
    response: &Response,
    id: &ClearanceId,
    (of, by): (&AccountId, &AccountId),
    note: Option<&str>,
) -> Result<()> {
    let note = sealed(ctx, response, id, "note", note)?;
    diesel::insert_into(clearances::table)
        .values((
            clearances::state_id.eq(&response.state_id),
            clearances::id.eq(id),
            clearances::response_id.eq(&response.id),
            clearances::asked_of.eq(of),
            clearances::asked_by.eq(by),
            clearances::asked_at.eq(ctx.now()),
            clearances::note.eq(note),
        ))
        .execute(ctx.conn)?;
    Ok(())
}

pub(super) fn set_answer(
    ctx: &mut Ctx<'_>,
    response: &Response,
    id: &ClearanceId,
    (verdict, text): (Verdict, Option<&str>),
    seen: i32,
) -> Result<()> {
    let remarks = sealed(ctx, response, id, "remarks", text)?;
    diesel::update(clearances::table.find((&response.state_id, id)))
        .set((
            clearances::verdict.eq(Some(verdict)),
            clearances::remarks.eq(remarks),
            clearances::answered_at.eq(Some(ctx.now())),
            clearances::seen_version.eq(Some(seen)),
        ))
        .execute(ctx.conn)?;
    Ok(())
}

pub(super) fn set_withdrawn(ctx: &mut Ctx<'_>, response: &Response, id: &ClearanceId) -> Result<()> {
    diesel::update(clearances::table.find((&response.state_id, id)))
        .set(clearances::withdrawn_at.eq(Some(ctx.now())))
        .execute(ctx.conn)?;
    Ok(())
}
