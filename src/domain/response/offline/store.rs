//! The table of files that came back.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::read::FileRead;
use crate::domain::actor::words;
use crate::domain::db::Ctx;
use crate::domain::db::schema::imports;
use crate::domain::error::{Error, Result};
use crate::domain::ids::{AccountId, ImportId};
use crate::domain::response::model::{Response, ResponseRow};
use crate::domain::response::store::sealer;
use crate::domain::time::Instant;

words!(
    /// What became of a file that came back.
    Progress {
        Open = "open",
        Applied = "applied",
        Discarded = "discarded",
        /// Nobody took it over in time.
        Expired = "expired",
    }
);

/// A file that came back, without what is in it.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = imports)]
pub(super) struct Row {
    pub(super) id: ImportId,
    pub(super) account_id: AccountId,
    pub(super) made_at: Instant,
    pub(super) progress: Progress,
    pub(super) settled_by: Option<AccountId>,
    pub(super) settled_at: Option<Instant>,
}

/// What is in it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Kept {
    /// The file's name, as it was given.
    pub(super) name: String,
    pub(super) file: FileRead,
    /// The keys between whose texts somebody has chosen.
    #[serde(default)]
    pub(super) settled: Vec<String>,
    /// What was chosen and is not taken over yet, each key once.
    #[serde(default)]
    pub(super) choices: Vec<Choice>,
}

/// What was chosen between the two texts of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Choice {
    pub(super) key: String,
    /// The stamp of the draft's text between which and the file's it was chosen.
    pub(super) seen: String,
    pub(super) theirs: bool,
}

/// Where a file's content is sealed.
pub(in crate::domain::response) fn about(row: &ResponseRow, id: &ImportId) -> String {
    format!("imports/{}/{}/{id}", row.state_id, row.id)
}

pub(super) fn insert(ctx: &mut Ctx<'_>, row: &ResponseRow, id: &ImportId, by: &AccountId, kept: &Kept) -> Result<()> {
    let sealed = seal(ctx, row, id, kept)?;
    diesel::insert_into(imports::table)
        .values((
            imports::state_id.eq(&row.state_id),
            imports::id.eq(id),
            imports::response_id.eq(&row.id),
            imports::account_id.eq(by),
            imports::made_at.eq(ctx.now()),
            imports::progress.eq(Progress::Open),
            imports::sealed.eq(Some(sealed)),
        ))
        .execute(ctx.conn)?;
    Ok(())
}

fn seal(ctx: &mut Ctx<'_>, row: &ResponseRow, id: &ImportId, kept: &Kept) -> Result<Vec<u8>> {
    let plain = serde_json::to_vec(kept).map_err(Error::internal)?;
    sealer(ctx, row)?.seal(&about(row, id), &plain)
}

pub(super) fn find(ctx: &mut Ctx<'_>, row: &ResponseRow, id: &ImportId) -> Result<Option<Row>> {
    let found = imports::table.find((&row.state_id, id)).filter(imports::response_id.eq(&row.id));
    Ok(found.select(Row::as_select()).first(ctx.conn).optional()?)
}

/// The files of a response that wait, the newest first.
pub(super) fn open_ones(ctx: &mut Ctx<'_>, row: &ResponseRow) -> Result<Vec<Row>> {
    Ok(imports::table
        .filter(imports::state_id.eq(&row.state_id))
        .filter(imports::response_id.eq(&row.id))
        .filter(imports::progress.eq(Progress::Open))
        .order((imports::made_at.desc(), imports::id.desc()))
        .select(Row::as_select())
        .load(ctx.conn)?)
}

/// What is in a file; nothing where it does not wait any more.
pub(super) fn content(ctx: &mut Ctx<'_>, response: &Response, id: &ImportId) -> Result<Option<Kept>> {
    let sealed: Option<Option<Vec<u8>>> = imports::table
        .find((&response.state_id, id))
        .filter(imports::progress.eq(Progress::Open))
        .select(imports::sealed)
        .first(ctx.conn)
        .optional()?;
    let Some(sealed) = sealed.flatten() else { return Ok(None) };
    let plain = sealer(ctx, response)?.open(&about(response, id), &sealed)?;
    serde_json::from_slice(&plain).map(Some).map_err(Error::internal)
}

/// Keeps what is in a file anew, because somebody has chosen between texts.
pub(super) fn set_content(ctx: &mut Ctx<'_>, row: &ResponseRow, id: &ImportId, kept: &Kept) -> Result<()> {
    let sealed = seal(ctx, row, id, kept)?;
    diesel::update(imports::table.find((&row.state_id, id))).set(imports::sealed.eq(Some(sealed))).execute(ctx.conn)?;
    Ok(())
}

/// Ends the waiting of a file; what is in it goes. Whether it waited.
pub(super) fn end(
    ctx: &mut Ctx<'_>,
    row: &ResponseRow,
    id: &ImportId,
    progress: Progress,
    by: &AccountId,
) -> Result<bool> {
    let waiting = imports::table.find((&row.state_id, id)).filter(imports::progress.eq(Progress::Open));
    let ended = diesel::update(waiting)
        .set((
            imports::progress.eq(progress),
            imports::sealed.eq(None::<Vec<u8>>),
            imports::settled_by.eq(Some(by)),
            imports::settled_at.eq(Some(ctx.now())),
        ))
        .execute(ctx.conn)?;
    Ok(ended == 1)
}

/// Ends the waiting of all files that came before a moment.
pub(super) fn expire(ctx: &mut Ctx<'_>, before: Instant) -> Result<usize> {
    let old = imports::table.filter(imports::progress.eq(Progress::Open)).filter(imports::made_at.lt(before));
    Ok(diesel::update(old)
        .set((imports::progress.eq(Progress::Expired), imports::sealed.eq(None::<Vec<u8>>)))
        .execute(ctx.conn)?)
}
