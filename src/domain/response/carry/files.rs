//! Files of last year's response, carried over with the answers that they are or stand beside: each is opened with the key of its year and sealed
//! with the key of this one, so that no year hangs on another's key. That is done after the response was begun, file by file; what could not be
//! copied is named at its question.

use std::collections::HashMap;
use std::sync::Arc;

use super::plan::{Plan, Planned};
use crate::domain::access::{Begin, Facts, Resource};
use crate::domain::db::Ctx;
use crate::domain::error::Result;
use crate::domain::ids::AttachmentId;
use crate::domain::questionnaire::Place;
use crate::domain::response::model::{Body, Response, ResponseRow};
use crate::domain::response::store::{self, carried, files};
use crate::domain::response::{attached, draft};
use crate::domain::seal::Sealer;
use crate::domain::vault::{self, Purpose};

/// Most bytes that are copied when a response is begun: who begins waits for it.
const MOST_BYTES: u64 = 100 * 1024 * 1024;

/// A file to be copied from last year's response into one that was just begun.
pub struct FileToCarry {
    /// What opens it in last year's response.
    pub opener: Arc<Sealer>,
    /// In this year's, and what seals it.
    pub id: AttachmentId,
    pub sealer: Arc<Sealer>,
    response: ResponseRow,
    kept: files::Kept,
    what: What,
}

impl FileToCarry {
    /// The file in last year's response.
    pub fn from(&self) -> &AttachmentId {
        &self.kept.id
    }
}

enum What {
    Answer(Planned),
    Beside(Place),
}

/// The files of a plan, as long as they are not too much together and what is known of them opens.
pub(super) fn to_carry(
    ctx: &mut Ctx<'_>,
    row: &ResponseRow,
    origin: &ResponseRow,
    plan: Plan,
) -> Result<Vec<FileToCarry>> {
    if plan.files.is_empty() && plan.attached.is_empty() {
        return Ok(Vec::new());
    }
    let opener = vault::sealer(ctx, Purpose::Files(&origin.state_id, &origin.cycle_id))?;
    let sealer = vault::sealer(ctx, Purpose::Files(&row.state_id, &row.cycle_id))?;
    let kept = files::each_of_response(ctx, origin)?;
    let kept: HashMap<&str, &files::Kept> = kept
        .iter()
        .filter_map(|file| match file {
            Ok(file) => Some((file.id.as_str(), file)),
            Err(error) => {
                tracing::error!(%error, "what is known of a file of an earlier response does not open: it is not carried over");
                None
            }
        })
        .collect();
    let answers = plan.files.into_iter().map(|answer| (answer.body.value.clone(), What::Answer(answer)));
    let beside = plan.attached.into_iter().map(|(place, id)| (id, What::Beside(place)));
    let mut left = MOST_BYTES;
    let mut files = Vec::new();
    for (id, what) in answers.chain(beside) {
        let Some(kept) = kept.get(id.as_str()).copied() else { continue };
        let Some(less) = left.checked_sub(kept.facts.size) else { continue };
        left = less;
        files.push(FileToCarry {
            opener: opener.clone(),
            id: ctx.new_id(),
            sealer: sealer.clone(),
            response: row.clone(),
            kept: kept.clone(),
            what,
        });
    }
    Ok(files)
}

/// Notes a file whose content was copied, where nobody has given another meanwhile; false where somebody has, or the response takes no changes any
/// more. Who attached it and when stays with it.
///
/// # Errors
/// When the database fails.
pub fn keep(ctx: &mut Ctx<'_>, file: &FileToCarry) -> Result<bool> {
    let Some(response) = Response::load(ctx, &file.response.id)? else { return Ok(false) };
    let may = ctx.allow::<Begin>(&Facts::Response { state: response.state_id.clone(), open: response.open });
    if may.is_err() || response.destroyed_at.is_some() {
        return Ok(false);
    }
    let draft = draft::of(ctx, &response)?;
    let given = (&file.kept.by, file.kept.at);
    match &file.what {
        What::Answer(answer) => {
            let before = draft.answers.get(&answer.place);
            // Who reads it may stand there by now, but nobody has answered.
            let is_free = before.is_none_or(|before| before.body.is_empty() && before.visibility == answer.visibility);
            if !is_asked(&draft, &answer.place) || !is_free {
                return Ok(false);
            }
            files::insert(ctx, &response, &file.id, &answer.place, &file.kept.facts, false, given)?;
            let body = Body { value: file.id.to_string(), ..answer.body.clone() };
            store::put_answer(ctx, &response, &answer.place, before, &body, answer.visibility, &response.begun_by)?;
            carried::insert(ctx, &response, &answer.place, answer.year, &answer.form)?;
        }
        What::Beside(place) => {
            if !is_asked(&draft, place) || draft.attached(place).count() >= attached::MOST_AT_ANSWER {
                return Ok(false);
            }
            files::insert(ctx, &response, &file.id, place, &file.kept.facts, true, given)?;
        }
    }
    store::touch(ctx, &response)?;
    Ok(true)
}

/// A colleague may have removed the entry that it stands in.
fn is_asked(draft: &draft::Draft, place: &Place) -> bool {
    place.instance.is_empty() || draft.entries.iter().any(|entry| entry.id == place.instance)
}
