//! The table of files: those that are answers, and those that stand beside one. Their contents lie elsewhere; what is known of them is sealed.

use diesel::prelude::*;

use super::sealer;
use crate::domain::db::Ctx;
use crate::domain::db::schema::{attachments, responses};
use crate::domain::error::{Error, Result};
use crate::domain::ids::{AccountId, AttachmentId, CycleId, ResponseId, StateId};
use crate::domain::questionnaire::Place;
use crate::domain::response::model::{FileFacts, ResponseRow};
use crate::domain::time::Instant;

/// A file of a response, with what is known of it.
#[derive(Debug, Clone)]
pub(in crate::domain::response) struct Kept {
    pub(in crate::domain::response) id: AttachmentId,
    pub(in crate::domain::response) place: Place,
    pub(in crate::domain::response) facts: FileFacts,
    /// It stands beside the answer there; else it was given as the answer, now or before.
    pub(in crate::domain::response) attached: bool,
    pub(in crate::domain::response) by: AccountId,
    pub(in crate::domain::response) at: Instant,
    /// Who took it away from the answer that it stood beside, and when.
    pub(in crate::domain::response) removed: Option<(AccountId, Instant)>,
}

pub(in crate::domain::response) fn about(state: &StateId, id: &AttachmentId) -> String {
    format!("attachments/{state}/{id}")
}

type Row = (AttachmentId, String, String, Vec<u8>, bool, AccountId, Instant, (Option<AccountId>, Option<Instant>));

/// Every file of a draft and of its revisions, in the order in which they came.
pub(in crate::domain::response) fn of_response(ctx: &mut Ctx<'_>, row: &ResponseRow) -> Result<Vec<Kept>> {
    each_of_response(ctx, row)?.into_iter().collect()
}

/// The same for who can do without one whose row does not open.
pub(in crate::domain::response) fn each_of_response(ctx: &mut Ctx<'_>, row: &ResponseRow) -> Result<Vec<Result<Kept>>> {
    let sealer = sealer(ctx, row)?;
    let rows: Vec<Row> = attachments::table
        .filter(attachments::state_id.eq(&row.state_id))
        .filter(attachments::response_id.eq(&row.id))
        .order((attachments::uploaded_at, attachments::id))
        .select((
            attachments::id,
            attachments::code,
            attachments::entry_id,
            attachments::sealed,
            attachments::attached,
            attachments::uploaded_by,
            attachments::uploaded_at,
            (attachments::removed_by, attachments::removed_at),
        ))
        .load(ctx.conn)?;
    let opened = rows.into_iter().map(|(id, code, instance, sealed, attached, by, at, removed)| {
        let plain = sealer.open(&about(&row.state_id, &id), &sealed)?;
        let facts = serde_json::from_slice(&plain).map_err(Error::internal)?;
        let place = Place { code, instance };
        Ok(Kept { id, place, facts, attached, by, at, removed: removed.0.zip(removed.1) })
    });
    Ok(opened.collect())
}

/// Whether a file was given as the answer to this question of the response, in whatever entry.
pub(in crate::domain::response) fn answers(ctx: &mut Ctx<'_>, row: &ResponseRow, id: &str, code: &str) -> Result<bool> {
    let found: Option<AttachmentId> = attachments::table
        .filter(attachments::state_id.eq(&row.state_id))
        .filter(attachments::id.eq(id))
        .filter(attachments::response_id.eq(&row.id))
        .filter(attachments::code.eq(code))
        .filter(attachments::attached.eq(false))
        .select(attachments::id)
        .first(ctx.conn)
        .optional()?;
    Ok(found.is_some())
}

/// Notes a file at a place with what is known of it: as the answer there, or `attached` beside it; by whom and when it was given. Its content is the
/// caller's care.
pub(in crate::domain::response) fn insert(
    ctx: &mut Ctx<'_>,
    row: &ResponseRow,
    id: &AttachmentId,
    place: &Place,
    facts: &FileFacts,
    attached: bool,
    (by, at): (&AccountId, Instant),
) -> Result<()> {
    let sealed = seal(ctx, row, id, facts)?;
    diesel::insert_into(attachments::table)
        .values((
            attachments::state_id.eq(&row.state_id),
            attachments::id.eq(id),
            attachments::response_id.eq(&row.id),
            attachments::code.eq(&place.code),
            attachments::entry_id.eq(&place.instance),
            attachments::sealed.eq(&sealed),
            attachments::submitted.eq(false),
            attachments::court_only.eq(false),
            attachments::published.eq(false),
            attachments::uploaded_by.eq(by),
            attachments::uploaded_at.eq(at),
            attachments::attached.eq(attached),
        ))
        .execute(ctx.conn)?;
    Ok(())
}

fn seal(ctx: &mut Ctx<'_>, row: &ResponseRow, id: &AttachmentId, facts: &FileFacts) -> Result<Vec<u8>> {
    let plain = serde_json::to_vec(facts).map_err(Error::internal)?;
    sealer(ctx, row)?.seal(&about(&row.state_id, id), &plain)
}

/// Writes down what is known of a file by now.
pub(in crate::domain::response) fn set_facts(
    ctx: &mut Ctx<'_>,
    row: &ResponseRow,
    id: &AttachmentId,
    facts: &FileFacts,
) -> Result<()> {
    let sealed = seal(ctx, row, id, facts)?;
    diesel::update(attachments::table.find((&row.state_id, id)))
        .set(attachments::sealed.eq(&sealed))
        .execute(ctx.conn)?;
    Ok(())
}

/// Notes who took a file away from its answer; nobody where it stands there again.
pub(in crate::domain::response) fn set_removed(
    ctx: &mut Ctx<'_>,
    row: &ResponseRow,
    id: &AttachmentId,
    by: Option<&AccountId>,
) -> Result<()> {
    let at = by.map(|_| ctx.now());
    diesel::update(attachments::table.find((&row.state_id, id)))
        .set((attachments::removed_by.eq(by), attachments::removed_at.eq(at)))
        .execute(ctx.conn)?;
    Ok(())
}

/// Notes that a revision names this file, and for whom.
pub(in crate::domain::response) fn set_submitted(
    ctx: &mut Ctx<'_>,
    row: &ResponseRow,
    id: &str,
    court_only: bool,
) -> Result<()> {
    let file = attachments::table.filter(attachments::state_id.eq(&row.state_id)).filter(attachments::id.eq(id));
    diesel::update(file)
        .set((attachments::submitted.eq(true), attachments::court_only.eq(court_only)))
        .execute(ctx.conn)?;
    Ok(())
}

/// Notes whether a snapshot that is not closed names this file.
pub(in crate::domain) fn set_published(ctx: &mut Ctx<'_>, row: &ResponseRow, id: &str, published: bool) -> Result<()> {
    let file = attachments::table.filter(attachments::state_id.eq(&row.state_id)).filter(attachments::id.eq(id));
    diesel::update(file).set(attachments::published.eq(published)).execute(ctx.conn)?;
    Ok(())
}

/// Notes that no snapshot names any file of a response: all earlier ones are closed.
pub(in crate::domain) fn set_none_published(ctx: &mut Ctx<'_>, row: &ResponseRow) -> Result<()> {
    let files =
        attachments::table.filter(attachments::state_id.eq(&row.state_id)).filter(attachments::response_id.eq(&row.id));
    diesel::update(files).set(attachments::published.eq(false)).execute(ctx.conn)?;
    Ok(())
}

/// A file's row with its response's cycle: `(state, response, cycle, code, submitted, court only, published)`.
pub(in crate::domain::response) type FileRow = (StateId, ResponseId, CycleId, String, bool, bool, bool);

/// The row of a file, without what is sealed.
pub(in crate::domain::response) fn by_id(ctx: &mut Ctx<'_>, id: &AttachmentId) -> Result<Option<FileRow>> {
    let of_response = attachments::state_id.eq(responses::state_id).and(attachments::response_id.eq(responses::id));
    Ok(attachments::table
        .inner_join(responses::table.on(of_response))
        .filter(attachments::id.eq(id))
        .select((
            attachments::state_id,
            attachments::response_id,
            responses::cycle_id,
            attachments::code,
            attachments::submitted,
            attachments::court_only,
            attachments::published,
        ))
        .first(ctx.conn)
        .optional()?)
}
