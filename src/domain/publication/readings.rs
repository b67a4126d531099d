//! The record of who read Court-only answers, written before the page is sent: of a page with several States one row for those whose
//! answers to the same questions stand on it. The State sees by which organ and when; it does not see who.

use std::collections::{BTreeMap, HashSet};

use diesel::prelude::*;

use crate::domain::access::{Facts, Permit, Read};
use crate::domain::actor::Role;
use crate::domain::cycle::CycleOfYear;
use crate::domain::db::Ctx;
use crate::domain::db::schema::readings;
use crate::domain::error::{Error, Result};
use crate::domain::ids::{CycleId, RecordId, StateId};
use crate::domain::response::files::Attachment;
use crate::domain::time::Instant;

/// One reading, as the State sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadingRecord {
    /// `registry`, `otp`, `presidency` or `secretariat`.
    pub reader: String,
    pub at: Instant,
    /// The questions whose Court-only answers were on the page.
    pub codes: Vec<String>,
}

/// Records that the actor reads Court-only answers to `codes` of `states`; nothing where there are none.
pub(super) fn record(ctx: &mut Ctx<'_>, cycle: &CycleId, states: &[StateId], codes: &[String]) -> Result<()> {
    if states.is_empty() || codes.is_empty() {
        return Ok(());
    }
    let person = ctx.actor().person().cloned().ok_or(Error::NotFound)?;
    let reader = match (person.organ, person.role) {
        (Some(organ), _) => organ.as_str(),
        (None, Role::Secretariat) => Role::Secretariat.as_str(),
        (None, _) => return Err(Error::NotFound),
    };
    diesel::insert_into(readings::table)
        .values((
            readings::id.eq(ctx.new_id::<RecordId>()),
            readings::cycle_id.eq(cycle),
            readings::account_id.eq(person.account),
            readings::reader.eq(reader),
            readings::states.eq(serde_json::to_string(states).map_err(Error::internal)?),
            readings::codes.eq(serde_json::to_string(codes).map_err(Error::internal)?),
            readings::at.eq(ctx.now()),
        ))
        .execute(ctx.conn)?;
    Ok(())
}

/// Records that the actor reads, of each State, its Court-only answers to these questions: each State is told of its own and of no others.
pub(super) fn record_each(
    ctx: &mut Ctx<'_>,
    cycle: &CycleId,
    court_only: impl IntoIterator<Item = (StateId, HashSet<String>)>,
) -> Result<()> {
    let mut by_codes: BTreeMap<Vec<String>, Vec<StateId>> = BTreeMap::new();
    for (state, codes) in court_only {
        let mut codes: Vec<String> = codes.into_iter().collect();
        codes.sort_unstable();
        by_codes.entry(codes).or_default().push(state);
    }
    by_codes.iter().try_for_each(|(codes, states)| record(ctx, cycle, states, codes))
}

/// Records that a Court-only file is read by somebody of the Court or the Secretariat; the State's own readers are not recorded.
///
/// # Errors
/// When the database fails.
pub fn record_file_reading(ctx: &mut Ctx<'_>, file: &Permit<Read, Attachment>) -> Result<()> {
    let file = file.row();
    if !file.court_only || crate::domain::access::is_of(ctx.actor(), &file.state) {
        return Ok(());
    }
    record(ctx, &file.cycle, std::slice::from_ref(&file.state), std::slice::from_ref(&file.code))
}

/// Who has read a State's Court-only answers in a cycle, the latest first.
///
/// # Errors
/// [`Error::NotFound`] for who is neither of the State nor of the Secretariat.
pub fn readings_of(
    ctx: &mut Ctx<'_>,
    cycle: &Permit<Read, CycleOfYear>,
    state: &StateId,
) -> Result<Vec<ReadingRecord>> {
    ctx.allow::<Read>(&Facts::Readings { state: state.clone() })?;
    let rows: Vec<(String, Instant, String, String)> = readings::table
        .filter(readings::cycle_id.eq(&cycle.row().0.id))
        .filter(readings::states.like(format!("%\"{state}\"%")))
        .order(readings::at.desc())
        .limit(500)
        .select((readings::reader, readings::at, readings::codes, readings::states))
        .load(ctx.conn)?;
    rows.into_iter()
        .map(|(reader, at, codes, _)| {
            Ok(ReadingRecord { reader, at, codes: serde_json::from_str(&codes).map_err(Error::internal)? })
        })
        .collect()
}
