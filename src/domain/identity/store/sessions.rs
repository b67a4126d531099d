//! The table of sessions.

use diesel::prelude::*;

use crate::domain::actor::{Organ, Person, Role};
use crate::domain::db::Ctx;
use crate::domain::db::schema::{accounts, sessions, states};
use crate::domain::error::Result;
use crate::domain::identity::model::Standing;
use crate::domain::ids::{AccountId, SessionId, StateId};
use crate::domain::states::is_party_on;
use crate::domain::time::{Day, Instant};

/// A session with the person it stands for.
pub(in super::super) struct SessionRow {
    pub(in super::super) id: SessionId,
    pub(in super::super) created_at: Instant,
    pub(in super::super) last_used_at: Instant,
    pub(in super::super) ended_at: Option<Instant>,
    pub(in super::super) standing: Standing,
    pub(in super::super) language: String,
    pub(in super::super) person: Person,
}

#[derive(Queryable)]
struct Row {
    session: (SessionId, Instant, Instant, Option<Instant>),
    account: (AccountId, String, String, Role, Standing, Option<StateId>, Option<Organ>),
    state: Option<(Day, Option<Day>)>,
}

pub(in super::super) fn find(ctx: &mut Ctx<'_>, token_hash: &[u8]) -> Result<Option<SessionRow>> {
    let row: Option<Row> = sessions::table
        .inner_join(accounts::table.on(accounts::id.eq(sessions::account_id)))
        .left_join(states::table.on(accounts::state_id.eq(states::id.nullable())))
        .filter(sessions::token_hash.eq(token_hash))
        .select((
            (sessions::id, sessions::created_at, sessions::last_used_at, sessions::ended_at),
            (
                accounts::id,
                accounts::name,
                accounts::language,
                accounts::role,
                accounts::standing,
                accounts::state_id,
                accounts::organ,
            ),
            (states::entry_into_force, states::withdrawal_effective).nullable(),
        ))
        .first(ctx.conn)
        .optional()?;
    Ok(row.map(|row| read(ctx, row)))
}

fn read(ctx: &Ctx<'_>, row: Row) -> SessionRow {
    let (id, created_at, last_used_at, ended_at) = row.session;
    let (account, name, language, role, standing, state, organ) = row.account;
    let today = ctx.now().day_in_the_hague();
    let party = row.state.is_some_and(|(from, until)| is_party_on(&from, until.as_ref(), &today));
    let person = Person { account, name, role, state, party, organ };
    SessionRow { id, created_at, last_used_at, ended_at, standing, language, person }
}

pub(in super::super) fn insert(
    ctx: &mut Ctx<'_>,
    id: &SessionId,
    token_hash: &[u8],
    account: &AccountId,
) -> Result<()> {
    diesel::insert_into(sessions::table)
        .values((
            sessions::id.eq(id),
            sessions::token_hash.eq(token_hash),
            sessions::account_id.eq(account),
            sessions::created_at.eq(ctx.now()),
            sessions::last_used_at.eq(ctx.now()),
        ))
        .execute(ctx.conn)?;
    Ok(())
}

/// Writes the last use of a live session, unless that was written since `since`.
pub(in super::super) fn touch(ctx: &mut Ctx<'_>, id: &SessionId, since: Instant) -> Result<()> {
    diesel::update(sessions::table.find(id))
        .filter(sessions::ended_at.is_null())
        .filter(sessions::last_used_at.le(since))
        .set(sessions::last_used_at.eq(ctx.now()))
        .execute(ctx.conn)?;
    Ok(())
}

/// Ends a session, of this account only where one is given; says how many that were.
pub(in super::super) fn end(ctx: &mut Ctx<'_>, id: &SessionId, owner: Option<&AccountId>) -> Result<usize> {
    let now = Some(ctx.now());
    let live = sessions::table.find(id).filter(sessions::ended_at.is_null());
    let ended = match owner {
        Some(owner) => diesel::update(live.filter(sessions::account_id.eq(owner)))
            .set(sessions::ended_at.eq(now))
            .execute(ctx.conn)?,
        None => diesel::update(live).set(sessions::ended_at.eq(now)).execute(ctx.conn)?,
    };
    Ok(ended)
}

pub(in super::super) fn end_all_of(ctx: &mut Ctx<'_>, account: &AccountId) -> Result<()> {
    diesel::update(sessions::table)
        .filter(sessions::account_id.eq(account))
        .filter(sessions::ended_at.is_null())
        .set(sessions::ended_at.eq(Some(ctx.now())))
        .execute(ctx.conn)?;
    Ok(())
}

/// Removes sessions that ended or were last used before `before`.
pub(in super::super) fn purge(ctx: &mut Ctx<'_>, before: Instant) -> Result<usize> {
    let ended = diesel::delete(sessions::table.filter(sessions::ended_at.is_not_null())).execute(ctx.conn)?;
    let old = diesel::delete(sessions::table.filter(sessions::created_at.lt(before))).execute(ctx.conn)?;
    Ok(ended + old)
}
