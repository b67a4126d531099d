//! The tables of requests of who has lost every second factor, and of who agreed to them.

use diesel::prelude::*;

use crate::domain::actor::{Organ, Role};
use crate::domain::db::Ctx;
use crate::domain::db::schema::{accounts, lost_factor_agreements as agreements, lost_factors as requests};
use crate::domain::error::Result;
use crate::domain::identity::lost::{Agreement, Part, Request, RequestStanding};
use crate::domain::identity::model::{Account, Standing};
use crate::domain::ids::{AccountId, LostFactorsId, StateId};
use crate::domain::time::Instant;

#[derive(Queryable)]
struct Row {
    request: (LostFactorsId, RequestStanding, Instant, Instant, Option<Instant>, Option<Vec<u8>>),
    account: (AccountId, String, String, Role, Option<StateId>, Option<Organ>),
}

macro_rules! joined {
    () => {
        requests::table.inner_join(accounts::table.on(accounts::id.eq(requests::account_id))).select((
            (
                requests::id,
                requests::standing,
                requests::asked_at,
                requests::expires_at,
                requests::settled_at,
                requests::word,
            ),
            (accounts::id, accounts::name, accounts::email, accounts::role, accounts::state_id, accounts::organ),
        ))
    };
}

pub(in super::super) fn find(ctx: &mut Ctx<'_>, id: &LostFactorsId) -> Result<Option<Request>> {
    let row: Option<Row> = joined!().filter(requests::id.eq(id)).first(ctx.conn).optional()?;
    row.map(|row| read(ctx, row)).transpose()
}

/// The latest request of an account.
pub(in super::super) fn latest_of(ctx: &mut Ctx<'_>, account: &AccountId) -> Result<Option<Request>> {
    let row: Option<Row> = joined!()
        .filter(requests::account_id.eq(account))
        .order((requests::asked_at.desc(), requests::id.desc()))
        .first(ctx.conn)
        .optional()?;
    row.map(|row| read(ctx, row)).transpose()
}

/// Every request that can still be decided or made use of, the oldest first.
pub(in super::super) fn live(ctx: &mut Ctx<'_>) -> Result<Vec<Request>> {
    let rows: Vec<Row> = joined!()
        .filter(requests::standing.eq_any([RequestStanding::Open, RequestStanding::Agreed]))
        .filter(requests::expires_at.gt(ctx.now()))
        .order((requests::asked_at, requests::id))
        .load(ctx.conn)?;
    rows.into_iter().map(|row| read(ctx, row)).collect()
}

fn read(ctx: &mut Ctx<'_>, row: Row) -> Result<Request> {
    let (id, standing, asked_at, expires_at, settled_at, word) = row.request;
    let (account, name, email, role, state, organ) = row.account;
    let own = ctx.actor().person().is_some_and(|person| person.account == account);
    let agreements = agreements_of(ctx, &id)?;
    Ok(Request {
        id,
        account,
        name,
        email,
        role,
        state,
        organ,
        standing,
        asked_at,
        expires_at,
        settled_at,
        agreements,
        word,
        own,
    })
}

/// Who agreed, of those who still may sign in: the word of somebody whose account was shut, or is to be confirmed anew, counts no more.
fn agreements_of(ctx: &mut Ctx<'_>, id: &LostFactorsId) -> Result<Vec<Agreement>> {
    let rows: Vec<(Part, AccountId, String, Instant)> = agreements::table
        .inner_join(accounts::table.on(accounts::id.eq(agreements::account_id)))
        .filter(agreements::request_id.eq(id))
        .filter(accounts::standing.eq(Standing::Active))
        .filter(accounts::confirmed_at.is_not_null())
        .order((agreements::agreed_at, agreements::part))
        .select((agreements::part, accounts::id, accounts::name, agreements::agreed_at))
        .load(ctx.conn)?;
    Ok(rows.into_iter().map(|(part, account, name, at)| Agreement { part, account, name, at }).collect())
}

/// How many requests an account has made since an instant.
pub(in super::super) fn count_since(ctx: &mut Ctx<'_>, account: &AccountId, since: Instant) -> Result<i64> {
    Ok(requests::table
        .filter(requests::account_id.eq(account))
        .filter(requests::asked_at.gt(since))
        .count()
        .get_result(ctx.conn)?)
}

pub(in super::super) fn insert(
    ctx: &mut Ctx<'_>,
    id: &LostFactorsId,
    account: &Account,
    expires_at: Instant,
) -> Result<()> {
    diesel::insert_into(requests::table)
        .values((
            requests::id.eq(id),
            requests::state_id.eq(&account.state),
            requests::account_id.eq(&account.id),
            requests::standing.eq(RequestStanding::Open),
            requests::asked_at.eq(ctx.now()),
            requests::expires_at.eq(expires_at),
        ))
        .execute(ctx.conn)?;
    Ok(())
}

/// Writes down that a person agrees, in place of somebody for the same part whose account was shut.
pub(in super::super) fn agree(ctx: &mut Ctx<'_>, id: &LostFactorsId, part: Part, by: &AccountId) -> Result<()> {
    diesel::delete(agreements::table.find((id, part))).execute(ctx.conn)?;
    diesel::insert_into(agreements::table)
        .values((
            agreements::request_id.eq(id),
            agreements::part.eq(part),
            agreements::account_id.eq(by),
            agreements::agreed_at.eq(ctx.now()),
        ))
        .execute(ctx.conn)?;
    Ok(())
}

/// Both have agreed: the request holds as long as the invitation that was issued.
pub(in super::super) fn agreed(ctx: &mut Ctx<'_>, id: &LostFactorsId, expires_at: Instant) -> Result<()> {
    diesel::update(requests::table.find(id))
        .set((
            requests::standing.eq(RequestStanding::Agreed),
            requests::expires_at.eq(expires_at),
            requests::settled_at.eq(None::<Instant>),
        ))
        .execute(ctx.conn)?;
    Ok(())
}

/// Ends a request, with a sealed word where there is one.
pub(in super::super) fn settle(
    ctx: &mut Ctx<'_>,
    id: &LostFactorsId,
    standing: RequestStanding,
    word: Option<&[u8]>,
) -> Result<()> {
    let by = ctx.actor().person().map(|person| person.account.clone());
    diesel::update(requests::table.find(id))
        .set((
            requests::standing.eq(standing),
            requests::settled_at.eq(Some(ctx.now())),
            requests::settled_by.eq(by),
            requests::word.eq(word),
        ))
        .execute(ctx.conn)?;
    Ok(())
}

/// Ends the requests of an account that stand so.
pub(in super::super) fn fall(ctx: &mut Ctx<'_>, account: &AccountId, from: &[RequestStanding]) -> Result<usize> {
    Ok(diesel::update(requests::table)
        .filter(requests::account_id.eq(account))
        .filter(requests::standing.eq_any(from))
        .set((requests::standing.eq(RequestStanding::Withdrawn), requests::settled_at.eq(Some(ctx.now()))))
        .execute(ctx.conn)?)
}
