//! One year's run: a form, a note verbale, dates. A cycle is prepared, then open, then frozen; only one is open at a time.

mod invite;
mod model;
mod store;

use crate::domain::access::{Facts, Manage, Permit, Read, Stage};
use crate::domain::audit::{self, Action};
use crate::domain::db::Ctx;
use crate::domain::error::{Refusal, Result};
use crate::domain::ids::{CycleId, FormHash};
use crate::domain::line::{NoLine, OneLine};
use crate::domain::questionnaire;
use crate::domain::time::{Day, Instant};

pub use invite::{CodeToPassOn, Invited, Round, StateInvitation, invitations, invite};
pub use model::{Cycle, CycleOfYear, NewCycle};
pub(in crate::domain) use store::{by_id, latest_opened, opened_before};

/// Prepares a cycle: nothing is visible to States before it is opened. Until then preparing the same year again puts right what was
/// given before.
///
/// # Errors
/// A refusal where the year's cycle has been opened or a date makes no sense; where the actor may not manage cycles.
pub fn prepare(ctx: &mut Ctx<'_>, new: &NewCycle) -> Result<CycleId> {
    ctx.allow::<Manage>(&Facts::Cycle { stage: Stage::Prepared })?;
    if !(2000..=2999).contains(&new.year) {
        return Err(Refusal::YearBad.into());
    }
    if new.expected_by < new.note_date {
        return Err(Refusal::DatesReversed.into());
    }
    let expected_by = Instant::end_of_day_in_the_hague(&new.expected_by).ok_or(Refusal::DateBad)?;
    let before = store::by_year(ctx, new.year)?;
    if before.as_ref().is_some_and(|before| before.stage != Stage::Prepared) {
        return Err(Refusal::YearTaken { year: new.year }.into());
    }
    ctx.permit::<Read, questionnaire::FormRecord>(&new.form).map_err(|_| Refusal::FormUnknown)?;
    let cycle = Cycle {
        id: before.as_ref().map_or_else(|| ctx.new_id(), |before| before.id.clone()),
        year: new.year,
        form_hash: new.form.clone(),
        note_reference: new.note_reference.as_str().to_owned(),
        note_date: new.note_date.clone(),
        expected_by,
        stage: Stage::Prepared,
        invented: new.invented,
        opened_at: None,
        frozen_at: None,
        by_section: before.as_ref().is_some_and(|before| before.by_section),
    };
    match &before {
        Some(_) => store::prepare_again(ctx, &cycle)?,
        None => store::insert(ctx, &cycle)?,
    }
    let detail = serde_json::json!({"year": cycle.year, "again": before.is_some()});
    audit::record(ctx, Action::CyclePrepared, &cycle.id, None, &detail)?;
    Ok(cycle.id)
}

/// Opens a prepared cycle: States can answer from now on.
///
/// # Errors
/// A refusal where another cycle is open, this one is frozen, a later year was opened already, or the form lacks a label in a working
/// language.
pub fn open(ctx: &mut Ctx<'_>, cycle: &Permit<Manage, Cycle>) -> Result<()> {
    let cycle = cycle.row();
    match cycle.stage {
        Stage::Open => return Ok(()),
        Stage::Frozen => return Err(Refusal::CycleFrozen { year: cycle.year }.into()),
        Stage::Prepared => {}
    }
    // Amendments go to the latest year that was opened: an earlier one cannot take its place.
    if let Some(later) = latest_opened(ctx)?.filter(|latest| latest.year > cycle.year) {
        return Err(Refusal::YearPassed { later: later.year }.into());
    }
    if let Some(other) = store::in_stage(ctx, Stage::Open)? {
        return Err(Refusal::CycleOpen { year: other.year }.into());
    }
    let form = questionnaire::compiled(ctx, &cycle.form_hash)?;
    let missing = questionnaire::missing_working_languages(&form).len();
    if missing > 0 {
        return Err(Refusal::FormIncomplete { missing }.into());
    }
    store::set_stage(ctx, &cycle.id, Stage::Open)?;
    audit::record(ctx, Action::CycleOpened, &cycle.id, None, &serde_json::json!({"year": cycle.year}))
}

/// Freezes an open cycle: no first response any more. Amendments go on until the next cycle opens.
///
/// # Errors
/// A refusal where the cycle is not open.
pub fn freeze(ctx: &mut Ctx<'_>, cycle: &Permit<Manage, Cycle>) -> Result<()> {
    let cycle = cycle.row();
    match cycle.stage {
        Stage::Frozen => return Ok(()),
        Stage::Prepared => return Err(Refusal::CycleNotOpen { year: cycle.year }.into()),
        Stage::Open => {}
    }
    store::set_stage(ctx, &cycle.id, Stage::Frozen)?;
    audit::record(ctx, Action::CycleFrozen, &cycle.id, None, &serde_json::json!({"year": cycle.year}))
}

/// Says whether States may submit section by section, while the cycle is prepared or open. What was submitted stays as it is.
///
/// # Errors
/// A refusal where the cycle is frozen.
pub fn allow_by_section(ctx: &mut Ctx<'_>, cycle: &Permit<Manage, Cycle>, allowed: bool) -> Result<()> {
    let cycle = cycle.row();
    if cycle.by_section == allowed {
        return Ok(());
    }
    if cycle.stage == Stage::Frozen {
        return Err(Refusal::CycleFrozen { year: cycle.year }.into());
    }
    store::set_by_section(ctx, &cycle.id, allowed)?;
    let action = if allowed { Action::CycleBySection } else { Action::CycleWholeOnly };
    audit::record(ctx, action, &cycle.id, None, &serde_json::json!({"year": cycle.year}))
}

/// The cycles that the actor may read, the latest year first.
///
/// # Errors
/// When the database fails.
pub fn list(ctx: &mut Ctx<'_>) -> Result<Vec<Cycle>> {
    let all = store::all(ctx)?;
    Ok(all.into_iter().filter(|cycle| ctx.allow::<Read>(&Facts::Cycle { stage: cycle.stage }).is_ok()).collect())
}

/// The forms that cycles use: a form in use is shown as such.
///
/// # Errors
/// When the database fails.
pub fn years_of_form(ctx: &mut Ctx<'_>, form: &FormHash) -> Result<Vec<i32>> {
    ctx.allow::<Read>(&Facts::Form)?;
    Ok(store::all(ctx)?.into_iter().filter(|cycle| &cycle.form_hash == form).map(|cycle| cycle.year).collect())
}

/// Whether a response of this cycle takes changes: a first one while the cycle is open, an amendment of a submitted one until
/// the next cycle opens.
///
/// # Errors
/// When the database fails.
pub(in crate::domain) fn takes_changes(ctx: &mut Ctx<'_>, cycle: &Cycle, submitted: bool) -> Result<bool> {
    Ok(match cycle.stage {
        Stage::Prepared => false,
        Stage::Open => true,
        Stage::Frozen => submitted && latest_opened(ctx)?.is_some_and(|latest| latest.id == cycle.id),
    })
}

/// Reads a reference such as `ICC-ASP/26/SP/09`: typed by the Secretariat, never invented.
///
/// # Errors
/// A refusal where it is not one line of text, which says why.
pub fn note_reference(text: &str) -> Result<OneLine, Refusal> {
    OneLine::checked(text).map_err(|why| match why {
        NoLine::Empty => Refusal::ReferenceBad,
        NoLine::TooLong => Refusal::ReferenceLong { max: OneLine::MOST },
        NoLine::Unclean => Refusal::ControlCharacters,
    })
}

/// Reads a day typed as `YYYY-MM-DD`.
///
/// # Errors
/// A refusal where there is no such day.
pub fn day(text: &str) -> Result<Day, Refusal> {
    text.parse().map_err(|_| Refusal::DateBad)
}
