//! The tables of clarifications and of what is written in them.

use diesel::prelude::*;

use super::model::{ClarificationRow, Side, Standing, about};
use crate::domain::access::{Facts, Manage};
use crate::domain::actor::Organ;
use crate::domain::db::Ctx;
use crate::domain::db::schema::{clarification_entries as entries, clarifications, responses};
use crate::domain::error::{Error, Result};
use crate::domain::ids::{AccountId, ClarificationId, StateId};
use crate::domain::response::{self, ResponseRow};
use crate::domain::time::Instant;
use crate::domain::vault::keys::Tried;

/// Whose clarifications a list is of.
pub(super) enum Of {
    State(StateId),
    Organ(Organ),
    /// Those that the Secretariat reads too.
    Copied,
}

pub(super) fn find(ctx: &mut Ctx<'_>, id: &ClarificationId) -> Result<Option<ClarificationRow>> {
    let found = clarifications::table.filter(clarifications::id.eq(id)).select(ClarificationRow::as_select());
    Ok(found.first(ctx.conn).optional()?)
}

pub(super) fn insert(ctx: &mut Ctx<'_>, row: &ClarificationRow) -> Result<()> {
    diesel::insert_into(clarifications::table)
        .values((
            clarifications::state_id.eq(&row.state_id),
            clarifications::id.eq(&row.id),
            clarifications::response_id.eq(&row.response_id),
            clarifications::revision.eq(row.revision),
            clarifications::code.eq(&row.code),
            clarifications::entry_id.eq(&row.entry_id),
            clarifications::organ.eq(row.organ),
            clarifications::copied.eq(row.copied),
            clarifications::hoped_for.eq(&row.hoped_for),
            clarifications::standing.eq(row.standing),
            clarifications::entries.eq(row.entries),
            clarifications::asked_by.eq(&row.asked_by),
            clarifications::asked_at.eq(row.asked_at),
            clarifications::turned_at.eq(row.turned_at),
        ))
        .execute(ctx.conn)?;
    Ok(())
}

/// Notes where a clarification stands from now on, with how many entries.
pub(super) fn turn(ctx: &mut Ctx<'_>, row: &ClarificationRow, standing: Standing, written: i32) -> Result<()> {
    diesel::update(clarifications::table.find((&row.state_id, &row.id)))
        .set((
            clarifications::standing.eq(standing),
            clarifications::entries.eq(written),
            clarifications::turned_at.eq(ctx.now()),
        ))
        .execute(ctx.conn)?;
    Ok(())
}

/// Those that have not ended.
const OPEN: [Standing; 2] = [Standing::State, Standing::Court];

/// How many clarifications of an organ on a response are open.
pub(super) fn open_on(ctx: &mut Ctx<'_>, row: &ResponseRow, organ: Organ) -> Result<i64> {
    Ok(clarifications::table
        .filter(clarifications::state_id.eq(&row.state_id))
        .filter(clarifications::response_id.eq(&row.id))
        .filter(clarifications::organ.eq(organ))
        .filter(clarifications::standing.eq_any(OPEN))
        .count()
        .get_result(ctx.conn)?)
}

/// The clarifications of one side on a response, the newest first.
pub(super) fn of_response(ctx: &mut Ctx<'_>, of: &Of, row: &ResponseRow, most: i64) -> Result<Vec<ClarificationRow>> {
    let mut wanted = clarifications::table
        .filter(clarifications::state_id.eq(&row.state_id))
        .filter(clarifications::response_id.eq(&row.id))
        .order((clarifications::asked_at.desc(), clarifications::id.desc()))
        .limit(most)
        .select(ClarificationRow::as_select())
        .into_boxed();
    // What the reader does not see takes no place among them.
    wanted = match of {
        Of::State(state) => wanted.filter(clarifications::state_id.eq(state)),
        Of::Organ(organ) => wanted.filter(clarifications::organ.eq(*organ)),
        Of::Copied => wanted.filter(clarifications::copied.eq(true)),
    };
    Ok(wanted.load(ctx.conn)?)
}

/// Clarifications of one side, those that were turned last first, without those on a response whose content was destroyed. `open`: only
/// those that have not ended.
pub(super) fn list(ctx: &mut Ctx<'_>, of: &Of, open: bool, most: i64) -> Result<Vec<ClarificationRow>> {
    let there = responses::table.filter(responses::destroyed_at.is_null()).select(responses::id);
    let mut wanted = clarifications::table
        .filter(clarifications::response_id.eq_any(there))
        .order((clarifications::turned_at.desc(), clarifications::id.desc()))
        .limit(most)
        .select(ClarificationRow::as_select())
        .into_boxed();
    wanted = match of {
        Of::State(state) => wanted.filter(clarifications::state_id.eq(state)),
        Of::Organ(organ) => wanted.filter(clarifications::organ.eq(*organ)),
        Of::Copied => wanted.filter(clarifications::copied.eq(true)),
    };
    if open {
        wanted = wanted.filter(clarifications::standing.eq_any(OPEN));
    }
    Ok(wanted.load(ctx.conn)?)
}

/// An entry, opened.
pub(super) struct Written {
    pub(super) number: i32,
    pub(super) side: Side,
    pub(super) by: AccountId,
    pub(super) at: Instant,
    pub(super) text: String,
}

pub(super) fn add(
    ctx: &mut Ctx<'_>,
    response: &ResponseRow,
    id: &ClarificationId,
    number: i32,
    (side, by): (Side, &AccountId),
    text: &str,
) -> Result<()> {
    let sealed = response::sealer(ctx, response)?.seal(&about(response, id, number), text.as_bytes())?;
    diesel::insert_into(entries::table)
        .values((
            entries::state_id.eq(&response.state_id),
            entries::clarification_id.eq(id),
            entries::number.eq(number),
            entries::side.eq(side),
            entries::sealed.eq(sealed),
            entries::written_by.eq(by),
            entries::written_at.eq(ctx.now()),
        ))
        .execute(ctx.conn)?;
    Ok(())
}

/// Everything that was written, in order.
pub(super) fn written(ctx: &mut Ctx<'_>, response: &ResponseRow, id: &ClarificationId) -> Result<Vec<Written>> {
    let sealer = response::sealer(ctx, response)?;
    let rows: Vec<(i32, Side, Vec<u8>, AccountId, Instant)> = entries::table
        .filter(entries::state_id.eq(&response.state_id))
        .filter(entries::clarification_id.eq(id))
        .order(entries::number)
        .select((entries::number, entries::side, entries::sealed, entries::written_by, entries::written_at))
        .load(ctx.conn)?;
    let opened = rows.into_iter().map(|(number, side, sealed, by, at)| {
        let text = sealer.open(&about(response, id, number), &sealed)?;
        let text = String::from_utf8(text).map_err(Error::internal)?;
        Ok(Written { number, side, by, at, text })
    });
    opened.collect()
}

/// Tries everything that was written, where its keys were not destroyed, for `concord keys check --deep`.
///
/// # Errors
/// [`Error::NotFound`] for everybody but the operator; when the database fails.
pub fn opens(ctx: &mut Ctx<'_>) -> Result<Tried> {
    ctx.allow::<Manage>(&Facts::Keys)?;
    let mut tried = Tried::default();
    let all: Vec<ClarificationRow> =
        clarifications::table.order(clarifications::id).select(ClarificationRow::as_select()).load(ctx.conn)?;
    for row in all {
        let Some(response) = response::row_by_id(ctx, &row.response_id)? else { continue };
        let sealer = match response::sealer(ctx, &response) {
            Ok(sealer) => sealer,
            Err(Error::Destroyed) => continue,
            Err(Error::Internal(why)) => {
                tried.shut.push(why);
                continue;
            }
            Err(error) => return Err(error),
        };
        let texts: Vec<(i32, Vec<u8>)> = entries::table
            .filter(entries::state_id.eq(&row.state_id))
            .filter(entries::clarification_id.eq(&row.id))
            .select((entries::number, entries::sealed))
            .load(ctx.conn)?;
        for (number, sealed) in texts {
            tried.value(&sealer, &about(&response, &row.id, number), &sealed);
        }
    }
    Ok(tried)
}
