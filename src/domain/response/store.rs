//! The tables of responses, answers, entries and rival answers, and in modules those beside them. Everything is reached through its response.

pub(super) mod assignments;
pub(super) mod carried;
pub(super) mod files;
pub(super) mod versions;

use diesel::prelude::*;

use super::model::{Answer, Body, ResponseRow, Rival, Stamp};
use crate::domain::db::schema::{answers, entries, responses, rival_answers};
use crate::domain::db::{Ctx, prepared_update};
use crate::domain::error::{Error, Result};
use crate::domain::ids::{AccountId, CycleId, EntryId, ResponseId, RivalId, StateId};
use crate::domain::questionnaire::{Instance, Place, Visibility};
use crate::domain::seal::Sealer;
use crate::domain::time::Instant;
use crate::domain::vault::{self, Purpose};

pub(in crate::domain) fn by_id(ctx: &mut Ctx<'_>, id: &ResponseId) -> Result<Option<ResponseRow>> {
    let found = responses::table.filter(responses::id.eq(id)).select(ResponseRow::as_select());
    Ok(found.first(ctx.conn).optional()?)
}

pub(in crate::domain) fn of_state(ctx: &mut Ctx<'_>, state: &StateId, cycle: &CycleId) -> Result<Option<ResponseRow>> {
    let found = responses::table.filter(responses::state_id.eq(state)).filter(responses::cycle_id.eq(cycle));
    Ok(found.select(ResponseRow::as_select()).first(ctx.conn).optional()?)
}

/// Every response of a State, the newest first.
pub(in crate::domain) fn ids_of_state(ctx: &mut Ctx<'_>, state: &StateId) -> Result<Vec<ResponseId>> {
    let all = responses::table.filter(responses::state_id.eq(state)).order(responses::id.desc());
    Ok(all.select(responses::id).load(ctx.conn)?)
}

pub(in crate::domain) fn of_cycle(ctx: &mut Ctx<'_>, cycle: &CycleId) -> Result<Vec<ResponseRow>> {
    let all = responses::table.filter(responses::cycle_id.eq(cycle));
    Ok(all.select(ResponseRow::as_select()).load(ctx.conn)?)
}

pub(super) fn insert(ctx: &mut Ctx<'_>, row: &ResponseRow) -> Result<()> {
    diesel::insert_into(responses::table)
        .values((
            responses::state_id.eq(&row.state_id),
            responses::id.eq(&row.id),
            responses::cycle_id.eq(&row.cycle_id),
            responses::form_hash.eq(&row.form_hash),
            responses::begun_by.eq(&row.begun_by),
            responses::begun_at.eq(row.begun_at),
            responses::version.eq(row.version),
            responses::revision.eq(row.revision),
            responses::published_revision.eq(row.published_revision),
        ))
        .execute(ctx.conn)?;
    Ok(())
}

/// Counts a change of the draft, so that what was opened of it before is read again.
pub(super) fn touch(ctx: &mut Ctx<'_>, response: &ResponseRow) -> Result<()> {
    let row = responses::table.find((&response.state_id, &response.id));
    prepared_update(row, responses::version.eq(responses::version + 1)).execute(ctx.conn)?;
    Ok(())
}

/// Notes a submission; the time of the first one stays. `sections`: those that the revision holds, where it does not hold all.
pub(super) fn set_submitted(
    ctx: &mut Ctx<'_>,
    response: &ResponseRow,
    number: i32,
    sections: Option<&[String]>,
    at: Instant,
) -> Result<()> {
    let first = response.submitted_at.unwrap_or(at);
    diesel::update(responses::table.find((&response.state_id, &response.id)))
        .set((
            responses::revision.eq(number),
            responses::submitted_at.eq(first),
            responses::sections.eq(sections.map(|codes| codes.join(" "))),
            responses::version.eq(responses::version + 1),
        ))
        .execute(ctx.conn)?;
    Ok(())
}

pub(in crate::domain) fn set_published(
    ctx: &mut Ctx<'_>,
    response: &ResponseRow,
    revision: i32,
    at: Instant,
) -> Result<()> {
    diesel::update(responses::table.find((&response.state_id, &response.id)))
        .set((responses::published_revision.eq(revision), responses::published_at.eq(at)))
        .execute(ctx.conn)?;
    Ok(())
}

/// The sealer of this response's texts.
pub(in crate::domain) fn sealer(ctx: &mut Ctx<'_>, row: &ResponseRow) -> Result<std::sync::Arc<Sealer>> {
    row.is_there()?;
    vault::sealer(ctx, Purpose::Response(&row.state_id, &row.cycle_id))
}

pub(super) fn about_answer(row: &ResponseRow, place: &Place, version: i32) -> String {
    format!("answers/{}/{}/{}/{}/{version}", row.state_id, row.id, place.code, place.instance)
}

pub(super) fn about_rival(row: &ResponseRow, id: &RivalId) -> String {
    format!("rival_answers/{}/{}/{id}", row.state_id, row.id)
}

fn visibility(word: Option<String>) -> Option<Visibility> {
    word.as_deref().and_then(Visibility::parse)
}

type AnswerRow = (String, String, Vec<u8>, Option<String>, i32, AccountId, Instant);

/// Every answer of a draft, opened.
pub(super) fn answers(ctx: &mut Ctx<'_>, row: &ResponseRow) -> Result<Vec<(Place, Answer)>> {
    let sealer = sealer(ctx, row)?;
    let rows: Vec<AnswerRow> = answers::table
        .filter(answers::state_id.eq(&row.state_id))
        .filter(answers::response_id.eq(&row.id))
        .select((
            answers::code,
            answers::entry_id,
            answers::sealed,
            answers::visibility,
            answers::version,
            answers::changed_by,
            answers::changed_at,
        ))
        .load(ctx.conn)?;
    let mut carried = carried::of_response(ctx, row)?;
    let opened = rows.into_iter().map(|found| {
        let (place, mut answer) = open_answer(&sealer, row, found)?;
        answer.carried = carried.remove(&place);
        Ok((place, answer))
    });
    opened.collect()
}

fn open_answer(sealer: &Sealer, row: &ResponseRow, found: AnswerRow) -> Result<(Place, Answer)> {
    let (code, entry, sealed, word, version, changed_by, changed_at) = found;
    let place = Place { code, instance: entry };
    let plain = sealer.open(&about_answer(row, &place, version), &sealed)?;
    let body: Body = serde_json::from_slice(&plain).map_err(Error::internal)?;
    let visibility = visibility(word);
    let stamp = Stamp::of(version, &body, visibility);
    Ok((place, Answer { stamp, body, visibility, changed_by, changed_at, carried: None }))
}

/// Writes an answer over the one that stands there (nothing: there is none yet), and into its history; an answer that was carried over is
/// changed by it, or confirmed where it says again what was carried. Nothing where another version stands there by now.
pub(super) fn put_answer(
    ctx: &mut Ctx<'_>,
    row: &ResponseRow,
    place: &Place,
    over: Option<&Answer>,
    body: &Body,
    visibility: Option<Visibility>,
    by: &AccountId,
) -> Result<Option<Answer>> {
    let version = over.map_or(0, |over| over.stamp.version) + 1;
    let plain = serde_json::to_vec(body).map_err(Error::internal)?;
    let sealer = sealer(ctx, row)?;
    let sealed = sealer.seal(&about_answer(row, place, version), &plain)?;
    let word = visibility.map(Visibility::as_str);
    let written = if version == 1 {
        diesel::insert_into(answers::table)
            .values((
                answers::state_id.eq(&row.state_id),
                answers::response_id.eq(&row.id),
                answers::code.eq(&place.code),
                answers::entry_id.eq(&place.instance),
                answers::sealed.eq(&sealed),
                answers::visibility.eq(word),
                answers::version.eq(version),
                answers::changed_by.eq(by),
                answers::changed_at.eq(ctx.now()),
            ))
            .execute(ctx.conn)?
    } else {
        let key = (&row.state_id, &row.id, &place.code, &place.instance);
        let stands = answers::table.find(key).filter(answers::version.eq(version - 1));
        let set = (
            answers::sealed.eq(&sealed),
            answers::visibility.eq(word),
            answers::version.eq(version),
            answers::changed_by.eq(by),
            answers::changed_at.eq(ctx.now()),
        );
        prepared_update(stands, set).execute(ctx.conn)?
    };
    if written != 1 {
        return Ok(None);
    }
    let sealed = sealer.seal(&versions::about(row, place, version), &plain)?;
    versions::insert(ctx, row, place, &versions::Row { version, sealed, visibility: word, by, at: ctx.now() })?;
    Ok(Some(Answer {
        stamp: Stamp::of(version, body, visibility),
        body: body.clone(),
        visibility,
        changed_by: by.clone(),
        changed_at: ctx.now(),
        carried: match over.and_then(|over| over.carried.as_ref()) {
            Some(before) => Some(carried::saved(ctx, row, place, before, body, by)?),
            None => None,
        },
    }))
}

/// The entries of all repeats of a draft.
pub(super) fn entries(ctx: &mut Ctx<'_>, row: &ResponseRow) -> Result<Vec<Instance>> {
    let rows: Vec<(String, String, String, i32)> = entries::table
        .filter(entries::state_id.eq(&row.state_id))
        .filter(entries::response_id.eq(&row.id))
        .order((entries::position, entries::id))
        .select((entries::id, entries::repeat_code, entries::parent_id, entries::position))
        .load(ctx.conn)?;
    let entry = |(id, repeat_code, parent, position)| Instance { id, repeat_code, parent, position };
    Ok(rows.into_iter().map(entry).collect())
}

pub(super) fn insert_entry(ctx: &mut Ctx<'_>, row: &ResponseRow, entry: &Instance) -> Result<()> {
    diesel::insert_into(entries::table)
        .values((
            entries::state_id.eq(&row.state_id),
            entries::response_id.eq(&row.id),
            entries::id.eq(&entry.id),
            entries::repeat_code.eq(&entry.repeat_code),
            entries::parent_id.eq(&entry.parent),
            entries::position.eq(entry.position),
        ))
        .execute(ctx.conn)?;
    Ok(())
}

pub(super) fn set_position(ctx: &mut Ctx<'_>, row: &ResponseRow, entry: &str, position: i32) -> Result<()> {
    diesel::update(entries::table.find((&row.state_id, &row.id, entry)))
        .set(entries::position.eq(position))
        .execute(ctx.conn)?;
    Ok(())
}

/// Removes an entry with its answers and what was written beside them.
pub(super) fn delete_entry(ctx: &mut Ctx<'_>, row: &ResponseRow, entry: &str) -> Result<()> {
    diesel::delete(
        rival_answers::table
            .filter(rival_answers::state_id.eq(&row.state_id))
            .filter(rival_answers::response_id.eq(&row.id))
            .filter(rival_answers::entry_id.eq(entry)),
    )
    .execute(ctx.conn)?;
    diesel::delete(
        answers::table
            .filter(answers::state_id.eq(&row.state_id))
            .filter(answers::response_id.eq(&row.id))
            .filter(answers::entry_id.eq(entry)),
    )
    .execute(ctx.conn)?;
    diesel::delete(entries::table.find((&row.state_id, &row.id, entry))).execute(ctx.conn)?;
    Ok(())
}

type RivalRow = (RivalId, String, String, Vec<u8>, Option<String>, AccountId, Instant);

/// The texts that wait to be chosen between.
pub(super) fn rivals(ctx: &mut Ctx<'_>, row: &ResponseRow) -> Result<Vec<Rival>> {
    let sealer = sealer(ctx, row)?;
    let rows: Vec<RivalRow> = rival_answers::table
        .filter(rival_answers::state_id.eq(&row.state_id))
        .filter(rival_answers::response_id.eq(&row.id))
        .order(rival_answers::id)
        .select((
            rival_answers::id,
            rival_answers::code,
            rival_answers::entry_id,
            rival_answers::sealed,
            rival_answers::visibility,
            rival_answers::written_by,
            rival_answers::written_at,
        ))
        .load(ctx.conn)?;
    rows.into_iter()
        .map(|(id, code, entry, sealed, word, written_by, written_at)| {
            let plain = sealer.open(&about_rival(row, &id), &sealed)?;
            let body = serde_json::from_slice(&plain).map_err(Error::internal)?;
            let place = Place { code, instance: entry };
            Ok(Rival { id, place, body, visibility: visibility(word), written_by, written_at })
        })
        .collect()
}

pub(super) fn insert_rival(ctx: &mut Ctx<'_>, row: &ResponseRow, rival: &Rival) -> Result<()> {
    let plain = serde_json::to_vec(&rival.body).map_err(Error::internal)?;
    let sealed = sealer(ctx, row)?.seal(&about_rival(row, &rival.id), &plain)?;
    diesel::insert_into(rival_answers::table)
        .values((
            rival_answers::state_id.eq(&row.state_id),
            rival_answers::id.eq(&rival.id),
            rival_answers::response_id.eq(&row.id),
            rival_answers::code.eq(&rival.place.code),
            rival_answers::entry_id.eq(&rival.place.instance),
            rival_answers::sealed.eq(&sealed),
            rival_answers::visibility.eq(rival.visibility.map(Visibility::as_str)),
            rival_answers::written_by.eq(&rival.written_by),
            rival_answers::written_at.eq(rival.written_at),
        ))
        .execute(ctx.conn)?;
    Ok(())
}

pub(super) fn delete_rival(ctx: &mut Ctx<'_>, row: &ResponseRow, id: &RivalId) -> Result<()> {
    diesel::delete(rival_answers::table.find((&row.state_id, id))).execute(ctx.conn)?;
    Ok(())
}

/// A new entry's id as the engine keeps it.
pub(super) fn new_entry_id(ctx: &Ctx<'_>) -> String {
    ctx.new_id::<EntryId>().to_string()
}
