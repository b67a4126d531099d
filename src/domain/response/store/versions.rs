//! The tables of the history: every saved version of an answer, which is only added to, and the entries that were removed.

use diesel::prelude::*;

use super::{about_answer, sealer, visibility};
use crate::domain::db::Ctx;
use crate::domain::db::schema::{answer_versions, answers, entries, removed_entries};
use crate::domain::error::{Error, Result};
use crate::domain::ids::AccountId;
use crate::domain::questionnaire::{Instance, Place, Visibility};
use crate::domain::response::model::{Body, ResponseRow};
use crate::domain::seal::Sealer;
use crate::domain::time::Instant;

/// A version to be written down.
pub(super) struct Row<'a> {
    pub(super) version: i32,
    pub(super) sealed: Vec<u8>,
    pub(super) visibility: Option<&'static str>,
    pub(super) by: &'a AccountId,
    pub(super) at: Instant,
}

/// A version, opened.
pub(in crate::domain::response) struct Kept {
    pub(in crate::domain::response) version: i32,
    pub(in crate::domain::response) body: Body,
    pub(in crate::domain::response) visibility: Option<Visibility>,
    pub(in crate::domain::response) by: AccountId,
    pub(in crate::domain::response) at: Instant,
}

pub(in crate::domain::response) fn about(row: &ResponseRow, place: &Place, version: i32) -> String {
    format!("answer_versions/{}/{}/{}/{}/{version}", row.state_id, row.id, place.code, place.instance)
}

/// What a version was sealed about: one that stood before there was a history was sealed as the answer.
pub(in crate::domain::response) fn open_sealed(
    sealer: &Sealer,
    row: &ResponseRow,
    place: &Place,
    version: i32,
    sealed: &[u8],
) -> Result<Body> {
    let plain = match sealer.open(&about(row, place, version), sealed) {
        Ok(plain) => plain,
        Err(_) => sealer.open(&about_answer(row, place, version), sealed)?,
    };
    serde_json::from_slice(&plain).map_err(Error::internal)
}

pub(super) fn insert(ctx: &mut Ctx<'_>, row: &ResponseRow, place: &Place, version: &Row<'_>) -> Result<()> {
    diesel::insert_into(answer_versions::table)
        .values((
            answer_versions::state_id.eq(&row.state_id),
            answer_versions::response_id.eq(&row.id),
            answer_versions::code.eq(&place.code),
            answer_versions::entry_id.eq(&place.instance),
            answer_versions::version.eq(version.version),
            answer_versions::sealed.eq(&version.sealed),
            answer_versions::visibility.eq(version.visibility),
            answer_versions::changed_by.eq(version.by),
            answer_versions::changed_at.eq(version.at),
        ))
        .execute(ctx.conn)?;
    Ok(())
}

type VersionRow = (i32, Vec<u8>, Option<String>, AccountId, Instant);

/// The versions of an answer that are not after `last`, the newest first, at most `most`.
pub(in crate::domain::response) fn newest(
    ctx: &mut Ctx<'_>,
    row: &ResponseRow,
    place: &Place,
    last: i32,
    most: i64,
) -> Result<Vec<Kept>> {
    let sealer = sealer(ctx, row)?;
    let found: Vec<VersionRow> = answer_versions::table
        .filter(answer_versions::state_id.eq(&row.state_id))
        .filter(answer_versions::response_id.eq(&row.id))
        .filter(answer_versions::code.eq(&place.code))
        .filter(answer_versions::entry_id.eq(&place.instance))
        .filter(answer_versions::version.le(last))
        .order(answer_versions::version.desc())
        .limit(most)
        .select((
            answer_versions::version,
            answer_versions::sealed,
            answer_versions::visibility,
            answer_versions::changed_by,
            answer_versions::changed_at,
        ))
        .load(ctx.conn)?;
    found
        .into_iter()
        .map(|(version, sealed, word, by, at)| {
            let body = open_sealed(&sealer, row, place, version, &sealed)?;
            Ok(Kept { version, body, visibility: visibility(word), by, at })
        })
        .collect()
}

/// The questions of an entry that were ever answered, each with its last version.
pub(in crate::domain::response) fn of_entry(
    ctx: &mut Ctx<'_>,
    row: &ResponseRow,
    entry: &str,
) -> Result<Vec<(Place, Kept)>> {
    let codes: Vec<String> = answer_versions::table
        .filter(answer_versions::state_id.eq(&row.state_id))
        .filter(answer_versions::response_id.eq(&row.id))
        .filter(answer_versions::entry_id.eq(entry))
        .select(answer_versions::code)
        .distinct()
        .order(answer_versions::code)
        .load(ctx.conn)?;
    let mut last = Vec::with_capacity(codes.len());
    for code in codes {
        let place = Place { code, instance: entry.to_owned() };
        let newest = newest(ctx, row, &place, i32::MAX, 1)?;
        last.extend(newest.into_iter().map(|kept| (place.clone(), kept)));
    }
    Ok(last)
}

/// Puts an answer back as it stood when its entry was removed: the same version, by the same person.
pub(in crate::domain::response) fn put_back(
    ctx: &mut Ctx<'_>,
    row: &ResponseRow,
    place: &Place,
    kept: &Kept,
) -> Result<()> {
    let plain = serde_json::to_vec(&kept.body).map_err(Error::internal)?;
    let sealed = sealer(ctx, row)?.seal(&about_answer(row, place, kept.version), &plain)?;
    diesel::insert_into(answers::table)
        .values((
            answers::state_id.eq(&row.state_id),
            answers::response_id.eq(&row.id),
            answers::code.eq(&place.code),
            answers::entry_id.eq(&place.instance),
            answers::sealed.eq(&sealed),
            answers::visibility.eq(kept.visibility.map(Visibility::as_str)),
            answers::version.eq(kept.version),
            answers::changed_by.eq(&kept.by),
            answers::changed_at.eq(kept.at),
        ))
        .execute(ctx.conn)?;
    Ok(())
}

/// An entry that was removed.
#[derive(Debug, Clone, Queryable)]
pub(in crate::domain::response) struct RemovedRow {
    pub(in crate::domain::response) id: String,
    pub(in crate::domain::response) repeat_code: String,
    pub(in crate::domain::response) parent: String,
    pub(in crate::domain::response) position: i32,
    /// The entry that somebody chose to remove: this one, or one around it.
    pub(in crate::domain::response) removed_with: String,
    pub(in crate::domain::response) by: AccountId,
    pub(in crate::domain::response) at: Instant,
}

/// The removed entries of a response, the latest first.
pub(in crate::domain::response) fn removed(ctx: &mut Ctx<'_>, row: &ResponseRow) -> Result<Vec<RemovedRow>> {
    Ok(removed_entries::table
        .filter(removed_entries::state_id.eq(&row.state_id))
        .filter(removed_entries::response_id.eq(&row.id))
        .order((removed_entries::removed_at.desc(), removed_entries::id.desc()))
        .select((
            removed_entries::id,
            removed_entries::repeat_code,
            removed_entries::parent_id,
            removed_entries::position,
            removed_entries::removed_with,
            removed_entries::removed_by,
            removed_entries::removed_at,
        ))
        .load(ctx.conn)?)
}

/// Keeps what an entry was when it is removed, by the entry that it goes with.
pub(in crate::domain::response) fn keep_removed(
    ctx: &mut Ctx<'_>,
    row: &ResponseRow,
    entry: &Instance,
    with: &str,
    by: &AccountId,
) -> Result<()> {
    diesel::insert_into(removed_entries::table)
        .values((
            removed_entries::state_id.eq(&row.state_id),
            removed_entries::response_id.eq(&row.id),
            removed_entries::id.eq(&entry.id),
            removed_entries::repeat_code.eq(&entry.repeat_code),
            removed_entries::parent_id.eq(&entry.parent),
            removed_entries::position.eq(entry.position),
            removed_entries::removed_with.eq(with),
            removed_entries::removed_by.eq(by),
            removed_entries::removed_at.eq(ctx.now()),
        ))
        .execute(ctx.conn)?;
    Ok(())
}

/// Forgets that an entry was removed, because it is back.
pub(in crate::domain::response) fn forget_removed(ctx: &mut Ctx<'_>, row: &ResponseRow, entry: &str) -> Result<()> {
    diesel::delete(removed_entries::table.find((&row.state_id, &row.id, entry))).execute(ctx.conn)?;
    Ok(())
}

/// Whether an entry stands in the draft: as the database says now.
pub(in crate::domain::response) fn stands(ctx: &mut Ctx<'_>, row: &ResponseRow, entry: &str) -> Result<bool> {
    let found: Option<String> =
        entries::table.find((&row.state_id, &row.id, entry)).select(entries::id).first(ctx.conn).optional()?;
    Ok(found.is_some())
}
