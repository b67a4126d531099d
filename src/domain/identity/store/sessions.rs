//! The table of sessions.

use diesel::prelude::*;

use crate::domain::actor::{Organ, Person, Role};
use crate::domain::db::Ctx;
use crate::domain::db::schema::{accounts, sessions, states};
use crate::domain::error::Result;
use crate::domain::identity::model::{Standing, standing_today};
use crate::domain::identity::sessions::{Client, HALF_WAY, Listed, Stage};
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
    pub(in super::super) stage: Stage,
    /// When a factor was last shown in it.
    pub(in super::super) proved_at: Option<Instant>,
    /// How many wrong factors were shown in it.
    pub(in super::super) wrong: i32,
}

impl SessionRow {
    /// Whether it is half-way in and still may be used.
    pub(in super::super) fn is_half(&self, now: Instant) -> bool {
        let usable = self.ended_at.is_none() && self.standing == Standing::Active;
        usable && self.stage != Stage::Full && now < self.created_at.plus_seconds(HALF_WAY)
    }
}

#[derive(Queryable)]
struct Row {
    session: (SessionId, Instant, Instant, Option<Instant>, Stage, Option<Instant>, i32),
    account: (AccountId, String, String, Role, Standing, Option<StateId>, Option<Organ>),
    term: (Option<Day>, Option<Instant>),
    state: Option<(Day, Option<Day>)>,
}

macro_rules! found {
    ($ctx:expr, $which:expr) => {{
        let row: Option<Row> = sessions::table
            .inner_join(accounts::table.on(accounts::id.eq(sessions::account_id)))
            .left_join(states::table.on(accounts::state_id.eq(states::id.nullable())))
            .filter($which)
            .select((
                (
                    sessions::id,
                    sessions::created_at,
                    sessions::last_used_at,
                    sessions::ended_at,
                    sessions::stage,
                    sessions::proved_at,
                    sessions::wrong,
                ),
                (
                    accounts::id,
                    accounts::name,
                    accounts::language,
                    accounts::role,
                    accounts::standing,
                    accounts::state_id,
                    accounts::organ,
                ),
                (accounts::ends_on, accounts::confirmed_at),
                (states::entry_into_force, states::withdrawal_effective).nullable(),
            ))
            .first($ctx.conn)
            .optional()?;
        Ok(row.map(|row| read($ctx, row)))
    }};
}

pub(in super::super) fn find(ctx: &mut Ctx<'_>, token_hash: &[u8]) -> Result<Option<SessionRow>> {
    found!(ctx, sessions::token_hash.eq(token_hash))
}

pub(in super::super) fn find_by_id(ctx: &mut Ctx<'_>, id: &SessionId) -> Result<Option<SessionRow>> {
    found!(ctx, sessions::id.eq(id))
}

fn read(ctx: &Ctx<'_>, row: Row) -> SessionRow {
    let (id, created_at, last_used_at, ended_at, stage, proved_at, wrong) = row.session;
    let (account, name, language, role, standing, state, organ) = row.account;
    let today = ctx.now().day_in_the_hague();
    let (ends_on, confirmed_at) = row.term;
    let standing = standing_today(standing, role, confirmed_at.is_some(), ends_on.as_ref(), &today);
    let party = row.state.is_some_and(|(from, until)| is_party_on(&from, until.as_ref(), &today));
    let person = Person { account, name, role, state, party, organ };
    SessionRow { id, created_at, last_used_at, ended_at, standing, language, person, stage, proved_at, wrong }
}

/// A session is begun with a factor that was just shown, or half-way in with none.
pub(in super::super) fn insert(
    ctx: &mut Ctx<'_>,
    id: &SessionId,
    token_hash: &[u8],
    account: &AccountId,
    stage: Stage,
    client: &Client,
) -> Result<()> {
    diesel::insert_into(sessions::table)
        .values((
            sessions::id.eq(id),
            sessions::token_hash.eq(token_hash),
            sessions::account_id.eq(account),
            sessions::created_at.eq(ctx.now()),
            sessions::last_used_at.eq(ctx.now()),
            sessions::stage.eq(stage),
            sessions::proved_at.eq((stage == Stage::Full).then(|| ctx.now())),
            sessions::wrong.eq(0),
            sessions::device.eq(&client.browser),
            sessions::network.eq(client.network()),
            sessions::back.eq(""),
        ))
        .execute(ctx.conn)?;
    Ok(())
}

/// Keeps in a half-way session where to go afterwards, and what was typed.
pub(in super::super) fn set_waiting(
    ctx: &mut Ctx<'_>,
    id: &SessionId,
    back: &str,
    carried: Option<&[u8]>,
) -> Result<()> {
    diesel::update(sessions::table.find(id))
        .set((sessions::back.eq(back), sessions::carried.eq(carried)))
        .execute(ctx.conn)?;
    Ok(())
}

/// The sealed form that a session keeps for afterwards.
pub(in super::super) fn waiting(ctx: &mut Ctx<'_>, id: &SessionId) -> Result<Option<Vec<u8>>> {
    let kept: Option<Option<Vec<u8>>> =
        sessions::table.find(id).select(sessions::carried).first(ctx.conn).optional()?;
    Ok(kept.flatten())
}

/// Takes what a session kept for afterwards.
pub(in super::super) fn take_waiting(ctx: &mut Ctx<'_>, id: &SessionId) -> Result<Option<(String, Option<Vec<u8>>)>> {
    let kept = sessions::table.find(id).select((sessions::back, sessions::carried)).first(ctx.conn).optional()?;
    set_waiting(ctx, id, "", None)?;
    Ok(kept)
}

/// Hands what one session kept to the one that follows it.
pub(in super::super) fn pass_on(ctx: &mut Ctx<'_>, from: &SessionId, to: &SessionId) -> Result<()> {
    match take_waiting(ctx, from)? {
        Some((back, carried)) => set_waiting(ctx, to, &back, carried.as_deref()),
        None => Ok(()),
    }
}

pub(in super::super) fn set_wrong(ctx: &mut Ctx<'_>, id: &SessionId, wrong: i32) -> Result<()> {
    diesel::update(sessions::table.find(id)).set(sessions::wrong.eq(wrong)).execute(ctx.conn)?;
    Ok(())
}

/// A factor was shown in a live session: it is fresh, under another token. 0 where the session ended in the meantime.
pub(in super::super) fn renew(ctx: &mut Ctx<'_>, id: &SessionId, token_hash: &[u8]) -> Result<usize> {
    Ok(diesel::update(sessions::table.find(id))
        .filter(sessions::ended_at.is_null())
        .set((
            sessions::token_hash.eq(token_hash),
            sessions::proved_at.eq(Some(ctx.now())),
            sessions::last_used_at.eq(ctx.now()),
            sessions::wrong.eq(0),
        ))
        .execute(ctx.conn)?)
}

/// The sessions of an account that were not ended, the latest used first.
pub(in super::super) fn of_account(ctx: &mut Ctx<'_>, account: &AccountId) -> Result<Vec<Listed>> {
    let rows: Vec<(SessionId, Instant, Instant, String, String)> = sessions::table
        .filter(sessions::account_id.eq(account))
        .filter(sessions::ended_at.is_null())
        .filter(sessions::stage.eq(Stage::Full))
        .order((sessions::last_used_at.desc(), sessions::id.desc()))
        .select((sessions::id, sessions::created_at, sessions::last_used_at, sessions::device, sessions::network))
        .load(ctx.conn)?;
    let listed = |(id, begun, last_used, device, network)| Listed { id, begun, last_used, device, network };
    Ok(rows.into_iter().map(listed).collect())
}

/// Live sessions of an account in which an authenticator may be being set up, the latest first.
pub(in super::super) fn setting_up(ctx: &mut Ctx<'_>, account: &AccountId) -> Result<Vec<SessionId>> {
    Ok(sessions::table
        .filter(sessions::account_id.eq(account))
        .filter(sessions::ended_at.is_null())
        .order(sessions::created_at.desc())
        .select(sessions::id)
        .load(ctx.conn)?)
}

/// Ends every session of an account but one; says how many of those that were fully in.
pub(in super::super) fn end_others(ctx: &mut Ctx<'_>, account: &AccountId, but: &SessionId) -> Result<usize> {
    let others = || {
        diesel::update(sessions::table)
            .filter(sessions::account_id.eq(account))
            .filter(sessions::id.ne(but))
            .filter(sessions::ended_at.is_null())
    };
    let now = Some(ctx.now());
    let full = others().filter(sessions::stage.eq(Stage::Full)).set(sessions::ended_at.eq(now)).execute(ctx.conn)?;
    others().set(sessions::ended_at.eq(now)).execute(ctx.conn)?;
    Ok(full)
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

/// Ends every session of an account; says how many that were.
pub(in super::super) fn end_all_of(ctx: &mut Ctx<'_>, account: &AccountId) -> Result<usize> {
    Ok(diesel::update(sessions::table)
        .filter(sessions::account_id.eq(account))
        .filter(sessions::ended_at.is_null())
        .set(sessions::ended_at.eq(Some(ctx.now())))
        .execute(ctx.conn)?)
}

/// Removes sessions that ended or were last used before `before`.
pub(in super::super) fn purge(ctx: &mut Ctx<'_>, before: Instant) -> Result<usize> {
    let ended = diesel::delete(sessions::table.filter(sessions::ended_at.is_not_null())).execute(ctx.conn)?;
    let old = diesel::delete(sessions::table.filter(sessions::created_at.lt(before))).execute(ctx.conn)?;
    Ok(ended + old)
}
