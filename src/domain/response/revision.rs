//! What was submitted: the revisions of a response, their documents opened once and kept in memory, and their receipts.

use std::sync::{Arc, LazyLock};

use diesel::prelude::*;
use quick_cache::Weighter;
use quick_cache::sync::Cache;

use super::document::Document;
use super::model::{Response, ResponseRow};
use super::projection::{ForCourt, ForOwnState};
use super::store;
use crate::domain::access::{Act, Facts, Permit, Read, Resource};
use crate::domain::db::Ctx;
use crate::domain::db::schema::{responses, revisions};
use crate::domain::error::{Error, Result};
use crate::domain::identity;
use crate::domain::ids::{AccountId, CycleId, FormHash, ResponseId, RevisionId, StateId};
use crate::domain::questionnaire;
use crate::domain::seal::sha256_hex;
use crate::domain::time::Instant;

/// Most bytes of opened revisions and snapshots that are kept in memory.
const KEPT_BYTES: u64 = 32 * 1024 * 1024;

/// Opened documents by the digest of their canonical bytes: what is named by its content needs no invalidation.
static OPENED: LazyLock<Cache<String, (u64, Arc<Document>), BySize>> =
    LazyLock::new(|| Cache::with_weighter(512, KEPT_BYTES, BySize));

/// Digests of revisions by response and number.
static DIGESTS: LazyLock<Cache<(ResponseId, i32), String>> = LazyLock::new(|| Cache::new(512));

#[derive(Clone)]
struct BySize;

impl Weighter<String, (u64, Arc<Document>)> for BySize {
    fn weight(&self, _: &String, (bytes, _): &(u64, Arc<Document>)) -> u64 {
        // A parsed document takes about three times its text.
        bytes.saturating_mul(3).max(1)
    }
}

/// A submitted version: the row, without the answers.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = revisions)]
pub struct RevisionRow {
    pub state_id: StateId,
    pub id: RevisionId,
    pub response_id: ResponseId,
    pub number: i32,
    pub form_hash: FormHash,
    pub sha256: String,
    pub receipt: String,
    pub submitted_by: AccountId,
    pub submitted_at: Instant,
    pub late: bool,
    pub after_freeze: bool,
}

impl RevisionRow {
    /// The revision of this number of a response.
    pub(in crate::domain) fn of(ctx: &mut Ctx<'_>, response: &ResponseRow, number: i32) -> Result<Option<Self>> {
        Ok(revisions::table
            .filter(revisions::state_id.eq(&response.state_id))
            .filter(revisions::response_id.eq(&response.id))
            .filter(revisions::number.eq(number))
            .select(RevisionRow::as_select())
            .first(ctx.conn)
            .optional()?)
    }
}

impl Resource for RevisionRow {
    type Id = (ResponseId, i32);

    fn load(ctx: &mut Ctx<'_>, (response, number): &(ResponseId, i32)) -> Result<Option<Self>> {
        match store::by_id(ctx, response)? {
            Some(row) => RevisionRow::of(ctx, &row, *number),
            None => Ok(None),
        }
    }

    fn facts(&self) -> Facts {
        Facts::Revision { state: self.state_id.clone() }
    }
}

/// Proof of what was submitted and when.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Receipt {
    pub number: String,
    pub state: StateId,
    pub year: i32,
    pub revision: i32,
    /// RFC 3339 in UTC.
    pub submitted_at: String,
    pub submitted_by: String,
    /// SHA-256 of the canonical document (RFC 8785), lower-case hexadecimal.
    pub sha256: String,
    pub late: bool,
    pub after_freeze: bool,
}

/// What a revision's sealed bytes are bound to.
pub(super) fn about(state: &StateId, response: &ResponseId, number: i32) -> String {
    format!("revisions/{state}/{response}/{number}")
}

/// The latest revision of a response that has one, with its document.
pub(super) fn latest(ctx: &mut Ctx<'_>, response: &ResponseRow) -> Result<(RevisionRow, Arc<Document>)> {
    let row = RevisionRow::of(ctx, response, response.revision)?.ok_or(Error::NotFound)?;
    let document = open_document(ctx, &row, response)?;
    Ok((row, document))
}

/// The document of the latest revision. A page of a draft asks for last year's each time, so that its digest is kept: a revision is never
/// another one later.
pub(super) fn latest_document(ctx: &mut Ctx<'_>, response: &ResponseRow) -> Result<Arc<Document>> {
    response.is_there()?;
    let key = (response.id.clone(), response.revision);
    if let Some((_, document)) = DIGESTS.get(&key).and_then(|sha256| OPENED.get(&sha256)) {
        return Ok(document);
    }
    let (row, document) = latest(ctx, response)?;
    // What is written here may still be taken back.
    if !ctx.writes {
        DIGESTS.insert(key, row.sha256);
    }
    Ok(document)
}

/// The document of a revision, from memory where it was opened before.
///
/// # Errors
/// When the sealed bytes do not open, or are not those that were hashed.
pub(in crate::domain) fn open_document(
    ctx: &mut Ctx<'_>,
    row: &RevisionRow,
    response: &ResponseRow,
) -> Result<Arc<Document>> {
    response.is_there()?;
    kept_or(&row.sha256, || {
        let sealed: Vec<u8> =
            revisions::table.find((&row.state_id, &row.id)).select(revisions::sealed).first(ctx.conn)?;
        store::sealer(ctx, response)?.open(&about(&row.state_id, &row.response_id, row.number), &sealed)
    })
}

/// The document of this digest from memory, or from the bytes that `open` gives.
pub(in crate::domain) fn kept_or(sha256: &str, open: impl FnOnce() -> Result<Vec<u8>>) -> Result<Arc<Document>> {
    if let Some((_, document)) = OPENED.get(sha256) {
        return Ok(document);
    }
    let bytes = open()?;
    if sha256_hex(&bytes) != sha256 {
        return Err(Error::internal("a document is not the one that was hashed"));
    }
    let document = Arc::new(Document::parse(&bytes)?);
    let size = u64::try_from(bytes.len()).unwrap_or(KEPT_BYTES);
    OPENED.insert(sha256.to_owned(), (size, document.clone()));
    Ok(document)
}

/// The revisions of a response that may be read, the latest first.
///
/// # Errors
/// When the database fails.
pub fn revisions<A: Act>(ctx: &mut Ctx<'_>, response: &Permit<A, Response>) -> Result<Vec<RevisionRow>> {
    let response = response.row();
    Ok(revisions::table
        .filter(revisions::state_id.eq(&response.state_id))
        .filter(revisions::response_id.eq(&response.id))
        .order(revisions::number.desc())
        .select(RevisionRow::as_select())
        .load(ctx.conn)?)
}

/// A revision as the State itself reads it.
///
/// # Errors
/// When the database fails.
pub fn open_revision(ctx: &mut Ctx<'_>, permit: &Permit<Read, RevisionRow>) -> Result<ForOwnState> {
    let (form, document) = opened(ctx, permit.row())?;
    Ok(ForOwnState::new(form, document))
}

/// A revision as the Court and the Secretariat read it. The caller records the reading.
///
/// # Errors
/// When the database fails.
pub(in crate::domain) fn open_for_court(ctx: &mut Ctx<'_>, permit: &Permit<Read, RevisionRow>) -> Result<ForCourt> {
    let (form, document) = opened(ctx, permit.row())?;
    Ok(ForCourt::new(form, document))
}

fn opened(ctx: &mut Ctx<'_>, row: &RevisionRow) -> Result<(Arc<questionnaire::Form>, Arc<Document>)> {
    let response = store::by_id(ctx, &row.response_id)?.ok_or(Error::NotFound)?;
    Ok((questionnaire::compiled(ctx, &row.form_hash)?, open_document(ctx, row, &response)?))
}

/// The receipt of a revision.
///
/// # Errors
/// When the database fails.
pub fn receipt(ctx: &mut Ctx<'_>, permit: &Permit<Read, RevisionRow>) -> Result<Receipt> {
    let row = permit.row();
    let view = open_revision(ctx, permit)?;
    Ok(Receipt {
        number: row.receipt.clone(),
        state: row.state_id.clone(),
        year: super::projection::Reading::document(&view).year,
        revision: row.number,
        submitted_at: row.submitted_at.rfc3339(),
        submitted_by: identity::accounts::name_of(ctx, &row.submitted_by)?.unwrap_or_default(),
        sha256: row.sha256.clone(),
        late: row.late,
        after_freeze: row.after_freeze,
    })
}

/// The latest revision of every response of a cycle that can be read, with the response.
///
/// # Errors
/// When the database fails.
pub(in crate::domain) fn latest_of_cycle(
    ctx: &mut Ctx<'_>,
    cycle: &CycleId,
) -> Result<Vec<(ResponseRow, RevisionRow)>> {
    let its_latest = revisions::state_id
        .eq(responses::state_id)
        .and(revisions::response_id.eq(responses::id))
        .and(revisions::number.eq(responses::revision));
    Ok(responses::table
        .inner_join(revisions::table.on(its_latest))
        .filter(responses::cycle_id.eq(cycle))
        .filter(responses::destroyed_at.is_null())
        .select((ResponseRow::as_select(), RevisionRow::as_select()))
        .load(ctx.conn)?)
}
