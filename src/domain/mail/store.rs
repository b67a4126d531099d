//! The table of the outbox.

use diesel::prelude::*;

use super::model::{FaultClass, Header, LetterKind, LetterState};
use crate::domain::db::Ctx;
use crate::domain::db::schema::outbox;
use crate::domain::error::Result;
use crate::domain::ids::{LetterId, StateId};
use crate::domain::time::Instant;

pub(super) fn remove(ctx: &mut Ctx<'_>, id: &LetterId) -> Result<()> {
    diesel::delete(outbox::table.find(id)).execute(ctx.conn)?;
    Ok(())
}

pub(super) fn insert(
    ctx: &mut Ctx<'_>,
    id: &LetterId,
    kind: LetterKind,
    recipient: &str,
    state: Option<&StateId>,
    sealed: &[u8],
) -> Result<()> {
    diesel::insert_into(outbox::table)
        .values((
            outbox::id.eq(id),
            outbox::kind.eq(kind),
            outbox::state_id.eq(state),
            outbox::recipient.eq(recipient),
            outbox::sealed.eq(Some(sealed)),
            outbox::state.eq(LetterState::Ready),
            outbox::attempts.eq(0),
            outbox::next_at.eq(ctx.now()),
            outbox::leased_until.eq(Instant::from_micros(0)),
            outbox::last_fault.eq(None::<FaultClass>),
            outbox::created_at.eq(ctx.now()),
        ))
        .execute(ctx.conn)?;
    Ok(())
}

/// A leased row, as stored.
#[derive(Queryable)]
pub(super) struct LeasedRow {
    pub(super) id: LetterId,
    pub(super) recipient: String,
    pub(super) sealed: Option<Vec<u8>>,
    pub(super) attempts: i32,
}

/// Leases rows in one statement. The condition is repeated outside the sub-query: without it PostgreSQL leased 945 of 400.
pub(super) fn lease(ctx: &mut Ctx<'_>, n: i64, until: Instant) -> Result<Vec<LeasedRow>> {
    let now = ctx.now();
    let waiting = diesel::alias!(outbox as waiting);
    let waiting_ids = waiting
        .filter(waiting.field(outbox::state).eq(LetterState::Ready))
        .filter(waiting.field(outbox::next_at).le(now))
        .filter(waiting.field(outbox::leased_until).le(now))
        .order((waiting.field(outbox::next_at), waiting.field(outbox::id)))
        .select(waiting.field(outbox::id))
        .limit(n);
    let leased = diesel::update(outbox::table)
        .filter(outbox::id.eq_any(waiting_ids))
        .filter(outbox::state.eq(LetterState::Ready))
        .filter(outbox::leased_until.le(now))
        .set(outbox::leased_until.eq(until))
        .returning((outbox::id, outbox::recipient, outbox::sealed, outbox::attempts))
        .get_results(ctx.conn)?;
    Ok(leased)
}

pub(super) fn settle_accepted(ctx: &mut Ctx<'_>, id: &LetterId) -> Result<()> {
    diesel::update(outbox::table.find(id))
        .filter(outbox::state.eq(LetterState::Ready))
        .set((
            outbox::state.eq(LetterState::Accepted),
            outbox::sealed.eq(None::<Vec<u8>>),
            outbox::attempts.eq(outbox::attempts + 1),
            outbox::settled_at.eq(Some(ctx.now())),
        ))
        .execute(ctx.conn)?;
    Ok(())
}

pub(super) fn settle_given_up(ctx: &mut Ctx<'_>, id: &LetterId, attempts: i32, class: FaultClass) -> Result<()> {
    diesel::update(outbox::table.find(id))
        .filter(outbox::state.eq(LetterState::Ready))
        .set((
            outbox::state.eq(LetterState::GivenUp),
            outbox::sealed.eq(None::<Vec<u8>>),
            outbox::attempts.eq(attempts),
            outbox::last_fault.eq(Some(class)),
            outbox::settled_at.eq(Some(ctx.now())),
        ))
        .execute(ctx.conn)?;
    Ok(())
}

pub(super) fn postpone(
    ctx: &mut Ctx<'_>,
    id: &LetterId,
    attempts: i32,
    next: Instant,
    class: FaultClass,
) -> Result<()> {
    diesel::update(outbox::table.find(id))
        .filter(outbox::state.eq(LetterState::Ready))
        .set((
            outbox::attempts.eq(attempts),
            outbox::next_at.eq(next),
            outbox::leased_until.eq(Instant::from_micros(0)),
            outbox::last_fault.eq(Some(class)),
        ))
        .execute(ctx.conn)?;
    Ok(())
}

/// The lease stays: a letter that is being sent right now is not sent twice.
pub(super) fn bring_forward(ctx: &mut Ctx<'_>, id: &LetterId) -> Result<()> {
    diesel::update(outbox::table.find(id))
        .filter(outbox::state.eq(LetterState::Ready))
        .set(outbox::next_at.eq(ctx.now()))
        .execute(ctx.conn)?;
    Ok(())
}

#[derive(Queryable)]
struct HeaderRow {
    id: LetterId,
    kind: LetterKind,
    state_id: Option<StateId>,
    recipient: String,
    state: LetterState,
    attempts: i32,
    next_at: Instant,
    last_fault: Option<FaultClass>,
    created_at: Instant,
    settled_at: Option<Instant>,
}

type HeaderColumns = (
    outbox::id,
    outbox::kind,
    outbox::state_id,
    outbox::recipient,
    outbox::state,
    outbox::attempts,
    outbox::next_at,
    outbox::last_fault,
    outbox::created_at,
    outbox::settled_at,
);

const HEADER: HeaderColumns = (
    outbox::id,
    outbox::kind,
    outbox::state_id,
    outbox::recipient,
    outbox::state,
    outbox::attempts,
    outbox::next_at,
    outbox::last_fault,
    outbox::created_at,
    outbox::settled_at,
);

impl From<HeaderRow> for Header {
    fn from(row: HeaderRow) -> Self {
        Header {
            id: row.id,
            kind: row.kind,
            state_id: row.state_id,
            recipient: row.recipient,
            state: row.state,
            attempts: row.attempts,
            next_at: row.next_at,
            last_fault: row.last_fault,
            created_at: row.created_at,
            settled_at: row.settled_at,
        }
    }
}

pub(super) fn find(ctx: &mut Ctx<'_>, id: &LetterId) -> Result<Option<Header>> {
    let row: Option<HeaderRow> = outbox::table.find(id).select(HEADER).first(ctx.conn).optional()?;
    Ok(row.map(Header::from))
}

pub(super) fn newest(ctx: &mut Ctx<'_>, n: i64) -> Result<Vec<Header>> {
    let listed: Vec<LetterKind> = LetterKind::ALL.iter().copied().filter(|kind| kind.is_listed()).collect();
    let rows: Vec<HeaderRow> = outbox::table
        .filter(outbox::kind.eq_any(listed))
        .select(HEADER)
        .order((outbox::created_at.desc(), outbox::id.desc()))
        .limit(n)
        .load(ctx.conn)?;
    Ok(rows.into_iter().map(Header::from).collect())
}

/// The sealed bodies of the letters that wait.
pub(super) fn bodies(ctx: &mut Ctx<'_>) -> Result<Vec<(LetterId, Vec<u8>)>> {
    let found: Vec<(LetterId, Option<Vec<u8>>)> = outbox::table
        .filter(outbox::sealed.is_not_null())
        .select((outbox::id, outbox::sealed))
        .order(outbox::id)
        .load(ctx.conn)?;
    Ok(found.into_iter().filter_map(|(id, sealed)| Some((id, sealed?))).collect())
}
