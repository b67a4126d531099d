//! The tables of cycles and of their invitations to States.

use diesel::prelude::*;

use super::Cycle;
use crate::domain::access::Stage;
use crate::domain::db::Ctx;
use crate::domain::db::schema::{cycle_invitations, cycles};
use crate::domain::error::Result;
use crate::domain::ids::{CycleId, LetterId, StateId};
use crate::domain::time::Instant;

pub(in crate::domain) fn by_id(ctx: &mut Ctx<'_>, id: &CycleId) -> Result<Option<Cycle>> {
    Ok(cycles::table.find(id).select(Cycle::as_select()).first(ctx.conn).optional()?)
}

pub(super) fn by_year(ctx: &mut Ctx<'_>, year: i32) -> Result<Option<Cycle>> {
    let of_year = cycles::table.filter(cycles::year.eq(year));
    Ok(of_year.select(Cycle::as_select()).first(ctx.conn).optional()?)
}

pub(super) fn in_stage(ctx: &mut Ctx<'_>, stage: Stage) -> Result<Option<Cycle>> {
    let there = cycles::table.filter(cycles::stage.eq(stage));
    Ok(there.select(Cycle::as_select()).first(ctx.conn).optional()?)
}

/// The cycle that was opened last: amendments go to its responses.
pub(in crate::domain) fn latest_opened(ctx: &mut Ctx<'_>) -> Result<Option<Cycle>> {
    let opened = cycles::table.filter(cycles::stage.ne(Stage::Prepared)).order(cycles::year.desc());
    Ok(opened.select(Cycle::as_select()).first(ctx.conn).optional()?)
}

/// The cycle of the latest year before this one that was opened.
pub(in crate::domain) fn opened_before(ctx: &mut Ctx<'_>, year: i32) -> Result<Option<Cycle>> {
    let opened = cycles::table.filter(cycles::stage.ne(Stage::Prepared)).filter(cycles::year.lt(year));
    Ok(opened.order(cycles::year.desc()).select(Cycle::as_select()).first(ctx.conn).optional()?)
}

pub(super) fn all(ctx: &mut Ctx<'_>) -> Result<Vec<Cycle>> {
    Ok(cycles::table.order(cycles::year.desc()).select(Cycle::as_select()).load(ctx.conn)?)
}

pub(super) fn insert(ctx: &mut Ctx<'_>, cycle: &Cycle) -> Result<()> {
    diesel::insert_into(cycles::table)
        .values((
            cycles::id.eq(&cycle.id),
            cycles::year.eq(cycle.year),
            cycles::form_hash.eq(&cycle.form_hash),
            cycles::note_reference.eq(&cycle.note_reference),
            cycles::note_date.eq(&cycle.note_date),
            cycles::expected_by.eq(cycle.expected_by),
            cycles::stage.eq(cycle.stage),
            cycles::invented.eq(cycle.invented),
        ))
        .execute(ctx.conn)?;
    Ok(())
}

/// What was given of a cycle that is still prepared, once more.
pub(super) fn prepare_again(ctx: &mut Ctx<'_>, cycle: &Cycle) -> Result<()> {
    diesel::update(cycles::table.find(&cycle.id))
        .set((
            cycles::form_hash.eq(&cycle.form_hash),
            cycles::note_reference.eq(&cycle.note_reference),
            cycles::note_date.eq(&cycle.note_date),
            cycles::expected_by.eq(cycle.expected_by),
            cycles::invented.eq(cycle.invented),
        ))
        .execute(ctx.conn)?;
    Ok(())
}

pub(super) fn set_stage(ctx: &mut Ctx<'_>, id: &CycleId, stage: Stage) -> Result<()> {
    let now = ctx.now();
    let cycle = diesel::update(cycles::table.find(id));
    match stage {
        Stage::Prepared => cycle.set(cycles::stage.eq(stage)).execute(ctx.conn)?,
        Stage::Open => cycle.set((cycles::stage.eq(stage), cycles::opened_at.eq(now))).execute(ctx.conn)?,
        Stage::Frozen => cycle.set((cycles::stage.eq(stage), cycles::frozen_at.eq(now))).execute(ctx.conn)?,
    };
    Ok(())
}

pub(super) fn set_by_section(ctx: &mut Ctx<'_>, id: &CycleId, allowed: bool) -> Result<()> {
    diesel::update(cycles::table.find(id)).set(cycles::by_section.eq(allowed)).execute(ctx.conn)?;
    Ok(())
}

/// Notes that a State was invited, or invited again; `mail` is nothing where it has no address to write to.
pub(super) fn set_invited(ctx: &mut Ctx<'_>, cycle: &CycleId, state: &StateId, mail: Option<&LetterId>) -> Result<()> {
    let now = ctx.now();
    let known = diesel::update(cycle_invitations::table.find((state, cycle)))
        .set((cycle_invitations::mail_id.eq(mail), cycle_invitations::invited_at.eq(now)))
        .execute(ctx.conn)?;
    if known == 0 {
        diesel::insert_into(cycle_invitations::table)
            .values((
                cycle_invitations::state_id.eq(state),
                cycle_invitations::cycle_id.eq(cycle),
                cycle_invitations::mail_id.eq(mail),
                cycle_invitations::invited_at.eq(now),
            ))
            .execute(ctx.conn)?;
    }
    Ok(())
}

/// The mail by which each State was invited, where it had an address, and when.
pub(super) fn invited(ctx: &mut Ctx<'_>, cycle: &CycleId) -> Result<Vec<(StateId, Option<LetterId>, Instant)>> {
    let of_cycle = cycle_invitations::table.filter(cycle_invitations::cycle_id.eq(cycle));
    Ok(of_cycle
        .select((cycle_invitations::state_id, cycle_invitations::mail_id, cycle_invitations::invited_at))
        .load(ctx.conn)?)
}
