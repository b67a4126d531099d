//! What is new for the people of a State: in this year's questionnaire, and among what other States have published.

use std::sync::Arc;

use diesel::prelude::*;

use crate::domain::access::{Permit, Read, Scope};
use crate::domain::cycle::{self, CycleOfYear};
use crate::domain::db::Ctx;
use crate::domain::db::schema::{cycles, responses};
use crate::domain::error::Result;
use crate::domain::ids::StateId;
use crate::domain::publication;
use crate::domain::questionnaire::{self, Form, SectionTurned, turned};
use crate::domain::time::Instant;

/// For how many seconds something counts as published lately.
const LATELY: i64 = 28 * 24 * 3600;
/// Most responses that are named.
const MOST: i64 = 10;

/// What has changed from the form of the cycle before.
pub struct FormNews {
    /// The year of the cycle before.
    pub before: i32,
    pub old: Arc<Form>,
    pub new: Arc<Form>,
    /// Empty where nothing has changed that a person answers to.
    pub sections: Vec<SectionTurned>,
}

/// What has changed in the questionnaire of a cycle since the one before; nothing where there was none, or where it is another questionnaire.
///
/// # Errors
/// [`crate::domain::Error::NotFound`] for who reads no responses; when the database fails.
pub fn form_news(ctx: &mut Ctx<'_>, cycle: &Permit<Read, CycleOfYear>) -> Result<Option<FormNews>> {
    let new = publication::form_of(ctx, cycle)?;
    let Some(before) = cycle::opened_before(ctx, cycle.row().0.year)? else { return Ok(None) };
    let old = questionnaire::compiled(ctx, &before.form_hash)?;
    if old.form_id != new.form_id {
        return Ok(None);
    }
    let sections = if old.hash == new.hash { Vec::new() } else { turned(&old, &new) };
    Ok(Some(FormNews { before: before.year, old, new, sections }))
}

/// That another State's response was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lately {
    pub state: StateId,
    pub year: i32,
    pub at: Instant,
}

/// Which other States' responses were published in the last weeks, the latest first: for the people of a State that is a Party. It is the first
/// publication that counts, so that nothing tells of an answer that was narrowed since.
///
/// # Errors
/// When the database fails.
pub fn published_lately(ctx: &mut Ctx<'_>) -> Result<Vec<Lately>> {
    let Scope::State(own) = ctx.scope() else { return Ok(Vec::new()) };
    let since = ctx.now().plus_seconds(-LATELY);
    let found: Vec<(StateId, i32, Option<Instant>)> = responses::table
        .inner_join(cycles::table.on(cycles::id.eq(responses::cycle_id)))
        .filter(responses::state_id.ne(own))
        .filter(responses::published_revision.gt(0))
        .filter(responses::published_at.ge(since))
        .filter(responses::destroyed_at.is_null())
        .order((responses::published_at.desc(), responses::state_id))
        .limit(MOST)
        .select((responses::state_id, cycles::year, responses::published_at))
        .load(ctx.conn)?;
    Ok(found.into_iter().filter_map(|(state, year, at)| Some(Lately { state, year, at: at? })).collect())
}
