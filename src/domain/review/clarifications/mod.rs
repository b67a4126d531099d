//! Clarifications: a question that an organ of the Court puts to one State about one answer, and what the two write to each other on it.
//!
//! It is between that organ and that State, and the Secretariat where the organ has it copied; for everybody else there is none. The two
//! write in turn: question, reply, further question, further reply, until the organ settles it or takes it back. None of it is part of the
//! response: an answer is changed by an amendment, and by nothing else. What is asked is asked of a revision, whose number is kept.

mod ask;
mod list;
mod model;
mod store;
mod tell;
mod turns;

use serde_json::json;

use crate::domain::access::{Facts, Permit, Read, Resource};
use crate::domain::actor::Person;
use crate::domain::audit::{self, Action};
use crate::domain::db::Ctx;
use crate::domain::error::{Error, Refusal, Result};
use crate::domain::identity;
use crate::domain::ids::ClarificationId;
use crate::domain::line::{self, NoLine};
use crate::domain::response::{self, Response, ResponseRow, RevisionRow};

pub use ask::{ask, may_ask};
pub use list::{List, Listed, list, of_response, of_response_by_id};
pub use model::{Clarification, ClarificationRow, End, Entry, New, Side, Standing};
pub use store::opens;
pub use turns::{end, may_end, may_write, write};

/// Most characters of a text.
pub const MOST: usize = 4000;
/// Most entries of a clarification, questions and replies together.
pub const MOST_ENTRIES: i32 = 50;
/// Clarifications of an organ on one response that are open at once at most.
pub const MOST_OPEN: i64 = 100;
/// Clarifications in a list at most, those that were turned last.
pub const LISTED: i64 = 300;

impl Resource for Clarification {
    type Id = ClarificationId;

    fn load(ctx: &mut Ctx<'_>, id: &ClarificationId) -> Result<Option<Self>> {
        let Some(row) = store::find(ctx, id)? else { return Ok(None) };
        let Some(response) = Response::load(ctx, &row.response_id)? else { return Ok(None) };
        let share = response::share_at(ctx, &response.id, &row.code)?;
        Ok(Some(Clarification { response, row, share }))
    }

    fn facts(&self) -> Facts {
        self.row.facts(self.share)
    }
}

fn person(ctx: &Ctx<'_>) -> Result<Person> {
    ctx.actor().person().cloned().ok_or(Error::NotFound)
}

/// The text as it is kept.
fn checked(text: &str) -> Result<String> {
    line::lines(text, MOST).map_err(|why| match why {
        NoLine::Empty => Refusal::CommentMissing.into(),
        NoLine::TooLong => Refusal::TextLong { max: MOST }.into(),
        NoLine::Unclean => Refusal::TextCharacters.into(),
    })
}

/// What was written, in order. Names are shown to those of the same side.
///
/// # Errors
/// [`Error::Destroyed`] where the keys of the response are gone; when the database fails.
pub fn entries(ctx: &mut Ctx<'_>, clarification: &Permit<Read, Clarification>) -> Result<Vec<Entry>> {
    let Clarification { row, response, .. } = clarification.row();
    let actor = person(ctx)?;
    let reads = match (actor.state.is_some(), actor.organ) {
        (true, _) => Some(Side::State),
        (false, Some(_)) => Some(Side::Court),
        (false, None) => None,
    };
    let mut entries = Vec::new();
    for written in store::written(ctx, response, &row.id)? {
        let by = match reads {
            Some(side) if side == written.side => identity::accounts::name_of(ctx, &written.by)?,
            _ => None,
        };
        let store::Written { number, side, at, text, .. } = written;
        entries.push(Entry { number, side, by, at, text });
    }
    Ok(entries)
}

/// The revision that was read when it was asked, and the response.
///
/// # Errors
/// [`Error::Destroyed`] where the keys of the response are gone; when the database fails.
pub(in crate::domain) fn revision_of(
    ctx: &mut Ctx<'_>,
    clarification: &Permit<Read, Clarification>,
) -> Result<(RevisionRow, ResponseRow)> {
    let Clarification { row, response, .. } = clarification.row();
    response.is_there()?;
    let revision = RevisionRow::of(ctx, response, row.revision)?.ok_or(Error::NotFound)?;
    Ok((revision, response.row.clone()))
}

fn record(ctx: &mut Ctx<'_>, action: Action, row: &ClarificationRow) -> Result<()> {
    let detail = json!({
        "organ": row.organ.as_str(), "question": row.code, "revision": row.revision, "copied": row.copied,
    });
    audit::record(ctx, action, &row.id, Some(&row.state_id), &detail)
}
