//! Whether what is sealed of responses opens, for `concord keys check --deep`: nothing of it is looked at, and nothing is kept.

use std::sync::Arc;

use diesel::prelude::*;

use super::clearance;
use super::comments as desk;
use super::offline;
use super::revision;
use super::store;
use super::store::versions;
use super::uploads as on_the_way;
use crate::domain::access::{Facts, Manage};
use crate::domain::db::Ctx;
use crate::domain::db::schema::{
    answer_versions, answers, assignments, attachments, clearances, comments, imports, responses, revisions,
    rival_answers, uploads,
};
use crate::domain::error::{Error, Result};
use crate::domain::ids::{AccountId, AttachmentId, ClearanceId, CommentId, ImportId, RivalId, UploadId};
use crate::domain::questionnaire::Place;
use crate::domain::response::ResponseRow;
use crate::domain::seal::Sealer;
use crate::domain::vault::keys::Tried;
use crate::domain::vault::{self, Purpose};

/// Files, each with what opens it.
pub type Sealed = Vec<(AttachmentId, Arc<Sealer>)>;

/// Tries everything that is sealed in the rows of responses.
///
/// # Errors
/// [`Error::NotFound`] for everybody but the operator; when the database fails.
pub fn opens(ctx: &mut Ctx<'_>) -> Result<Tried> {
    ctx.allow::<Manage>(&Facts::Keys)?;
    let mut tried = Tried::default();
    for row in there(ctx)? {
        match store::sealer(ctx, &row) {
            Ok(sealer) => of_response(ctx, &row, &sealer, &mut tried)?,
            Err(Error::Internal(why)) => tried.shut.push(why),
            Err(error) => return Err(error),
        }
    }
    Ok(tried)
}

/// The responses whose keys were not destroyed.
fn there(ctx: &mut Ctx<'_>) -> Result<Vec<ResponseRow>> {
    let rows = responses::table.filter(responses::destroyed_at.is_null()).order(responses::id);
    Ok(rows.select(ResponseRow::as_select()).load(ctx.conn)?)
}

fn of_response(ctx: &mut Ctx<'_>, row: &ResponseRow, sealer: &Sealer, tried: &mut Tried) -> Result<()> {
    let given: Vec<(String, String, i32, Vec<u8>)> = answers::table
        .filter(answers::state_id.eq(&row.state_id))
        .filter(answers::response_id.eq(&row.id))
        .select((answers::code, answers::entry_id, answers::version, answers::sealed))
        .load(ctx.conn)?;
    for (code, instance, version, sealed) in given {
        tried.value(sealer, &store::about_answer(row, &Place { code, instance }, version), &sealed);
    }
    let versions: Vec<(String, String, i32, Vec<u8>)> = answer_versions::table
        .filter(answer_versions::state_id.eq(&row.state_id))
        .filter(answer_versions::response_id.eq(&row.id))
        .select((answer_versions::code, answer_versions::entry_id, answer_versions::version, answer_versions::sealed))
        .load(ctx.conn)?;
    for (code, instance, version, sealed) in versions {
        let place = Place { code, instance };
        // One from before there was a history is sealed as the answer that it was.
        let opens = sealer.open(&versions::about(row, &place, version), &sealed).is_ok();
        let about = if opens { versions::about } else { store::about_answer };
        tried.value(sealer, &about(row, &place, version), &sealed);
    }
    let rivals: Vec<(RivalId, Vec<u8>)> = rival_answers::table
        .filter(rival_answers::state_id.eq(&row.state_id))
        .filter(rival_answers::response_id.eq(&row.id))
        .select((rival_answers::id, rival_answers::sealed))
        .load(ctx.conn)?;
    for (id, sealed) in rivals {
        tried.value(sealer, &store::about_rival(row, &id), &sealed);
    }
    let written: Vec<(CommentId, Vec<u8>)> = comments::table
        .filter(comments::state_id.eq(&row.state_id))
        .filter(comments::response_id.eq(&row.id))
        .select((comments::id, comments::sealed))
        .load(ctx.conn)?;
    for (id, sealed) in written {
        tried.value(sealer, &desk::about(row, &id), &sealed);
    }
    type Asked = (ClearanceId, Option<Vec<u8>>, Option<Vec<u8>>);
    let asked: Vec<Asked> = clearances::table
        .filter(clearances::state_id.eq(&row.state_id))
        .filter(clearances::response_id.eq(&row.id))
        .select((clearances::id, clearances::note, clearances::remarks))
        .load(ctx.conn)?;
    for (id, note, remarks) in asked {
        for (which, sealed) in [("note", note), ("remarks", remarks)] {
            if let Some(sealed) = sealed {
                tried.value(sealer, &clearance::about(row, &id, which), &sealed);
            }
        }
    }
    let brought: Vec<(ImportId, Option<Vec<u8>>)> = imports::table
        .filter(imports::state_id.eq(&row.state_id))
        .filter(imports::response_id.eq(&row.id))
        .select((imports::id, imports::sealed))
        .load(ctx.conn)?;
    for (id, sealed) in brought {
        if let Some(sealed) = sealed {
            tried.value(sealer, &offline::about(row, &id), &sealed);
        }
    }
    let notes: Vec<(String, AccountId, Option<Vec<u8>>)> = assignments::table
        .filter(assignments::state_id.eq(&row.state_id))
        .filter(assignments::response_id.eq(&row.id))
        .select((assignments::section, assignments::account_id, assignments::note))
        .load(ctx.conn)?;
    for (section, account, sealed) in notes {
        if let Some(sealed) = sealed {
            tried.value(sealer, &store::assignments::about(row, &section, &account), &sealed);
        }
    }
    let files: Vec<(AttachmentId, Vec<u8>)> = attachments::table
        .filter(attachments::state_id.eq(&row.state_id))
        .filter(attachments::response_id.eq(&row.id))
        .select((attachments::id, attachments::sealed))
        .load(ctx.conn)?;
    for (id, sealed) in files {
        tried.value(sealer, &store::files::about(&row.state_id, &id), &sealed);
    }
    let coming: Vec<(UploadId, Vec<u8>)> = uploads::table
        .filter(uploads::state_id.eq(&row.state_id))
        .filter(uploads::response_id.eq(&row.id))
        .select((uploads::id, uploads::sealed))
        .load(ctx.conn)?;
    for (id, sealed) in coming {
        tried.value(sealer, &on_the_way::about(row, &id), &sealed);
    }
    let submitted: Vec<(i32, Vec<u8>)> = revisions::table
        .filter(revisions::state_id.eq(&row.state_id))
        .filter(revisions::response_id.eq(&row.id))
        .select((revisions::number, revisions::sealed))
        .load(ctx.conn)?;
    for (number, sealed) in submitted {
        tried.value(sealer, &revision::about(&row.state_id, &row.id, number), &sealed);
    }
    Ok(())
}

/// Every file whose keys were not destroyed, with its sealer, to be tried outside of the unit of work; what has no sealer is in the second
/// list.
///
/// # Errors
/// As [`opens`].
pub fn files(ctx: &mut Ctx<'_>) -> Result<(Sealed, Vec<String>)> {
    ctx.allow::<Manage>(&Facts::Keys)?;
    let (mut found, mut shut) = (Vec::new(), Vec::new());
    for row in there(ctx)? {
        let ids: Vec<AttachmentId> = attachments::table
            .filter(attachments::state_id.eq(&row.state_id))
            .filter(attachments::response_id.eq(&row.id))
            .select(attachments::id)
            .load(ctx.conn)?;
        if ids.is_empty() {
            continue;
        }
        match vault::sealer(ctx, Purpose::Files(&row.state_id, &row.cycle_id)) {
            Ok(sealer) => found.extend(ids.into_iter().map(|id| (id, sealer.clone()))),
            Err(Error::Internal(why)) => shut.push(why),
            Err(error) => return Err(error),
        }
    }
    Ok((found, shut))
}
