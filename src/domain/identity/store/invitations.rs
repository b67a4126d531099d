//! The table of invitations.

use diesel::prelude::*;

use crate::domain::actor::{Role, Team};
use crate::domain::db::Ctx;
use crate::domain::db::schema::{accounts, invitations};
use crate::domain::error::Result;
use crate::domain::identity::invitations::{InvitationPurpose, Invited};
use crate::domain::identity::model::Standing;
use crate::domain::ids::{AccountId, InvitationId, StateId};
use crate::domain::time::Instant;

/// An invitation, as stored.
#[derive(Queryable)]
pub(in super::super) struct Invitation {
    pub(in super::super) id: InvitationId,
    pub(in super::super) account_id: AccountId,
    pub(in super::super) code_hash: Vec<u8>,
    pub(in super::super) wrong_codes: i32,
    pub(in super::super) expires_at: Instant,
    pub(in super::super) used_at: Option<Instant>,
    pub(in super::super) withdrawn_at: Option<Instant>,
    pub(in super::super) purpose: InvitationPurpose,
}

pub(in super::super) fn find(ctx: &mut Ctx<'_>, token_hash: &[u8]) -> Result<Option<Invitation>> {
    Ok(invitations::table
        .filter(invitations::token_hash.eq(token_hash))
        .select((
            invitations::id,
            invitations::account_id,
            invitations::code_hash,
            invitations::wrong_codes,
            invitations::expires_at,
            invitations::used_at,
            invitations::withdrawn_at,
            invitations::purpose,
        ))
        .first(ctx.conn)
        .optional()?)
}

pub(in super::super) fn insert(
    ctx: &mut Ctx<'_>,
    id: &InvitationId,
    account: &AccountId,
    purpose: InvitationPurpose,
    (token_hash, code_hash): (&[u8], &[u8]),
    expires_at: Instant,
) -> Result<()> {
    let issued_by = ctx.actor().person().map(|person| person.account.clone());
    diesel::insert_into(invitations::table)
        .values((
            invitations::id.eq(id),
            invitations::account_id.eq(account),
            invitations::purpose.eq(purpose),
            invitations::token_hash.eq(token_hash),
            invitations::code_hash.eq(code_hash),
            invitations::wrong_codes.eq(0),
            invitations::issued_by.eq(issued_by),
            invitations::issued_at.eq(ctx.now()),
            invitations::expires_at.eq(expires_at),
        ))
        .execute(ctx.conn)?;
    Ok(())
}

/// Marks an invitation as used, if it still can be; 0 where somebody was faster.
pub(in super::super) fn use_up(ctx: &mut Ctx<'_>, id: &InvitationId) -> Result<usize> {
    Ok(diesel::update(invitations::table.find(id))
        .filter(invitations::used_at.is_null())
        .filter(invitations::withdrawn_at.is_null())
        .set(invitations::used_at.eq(Some(ctx.now())))
        .execute(ctx.conn)?)
}

pub(in super::super) fn set_wrong_codes(ctx: &mut Ctx<'_>, id: &InvitationId, wrong: i32) -> Result<()> {
    diesel::update(invitations::table.find(id)).set(invitations::wrong_codes.eq(wrong)).execute(ctx.conn)?;
    Ok(())
}

pub(in super::super) fn withdraw_open_of(ctx: &mut Ctx<'_>, account: &AccountId) -> Result<()> {
    diesel::update(invitations::table)
        .filter(invitations::account_id.eq(account))
        .filter(invitations::used_at.is_null())
        .filter(invitations::withdrawn_at.is_null())
        .set(invitations::withdrawn_at.eq(Some(ctx.now())))
        .execute(ctx.conn)?;
    Ok(())
}

#[derive(Queryable)]
struct Row {
    invitation: (InvitationId, i32, Instant, Instant, Option<Instant>, Option<Instant>),
    account: (AccountId, String, String, Role, Option<StateId>, Standing),
}

/// Invitations, the newest first; of one State or organ where it is given.
pub(in super::super) fn newest_first(ctx: &mut Ctx<'_>, of: Option<&Team>) -> Result<Vec<Invited>> {
    let mut query = invitations::table
        .inner_join(accounts::table.on(accounts::id.eq(invitations::account_id)))
        .select((
            (
                invitations::id,
                invitations::wrong_codes,
                invitations::issued_at,
                invitations::expires_at,
                invitations::used_at,
                invitations::withdrawn_at,
            ),
            (accounts::id, accounts::name, accounts::email, accounts::role, accounts::state_id, accounts::standing),
        ))
        .order((invitations::issued_at.desc(), invitations::id.desc()))
        .into_boxed();
    query = match of {
        Some(Team::State(state)) => query.filter(accounts::state_id.eq(state)),
        Some(Team::Organ(organ)) => query.filter(accounts::organ.eq(organ)),
        None => query,
    };
    let rows: Vec<Row> = query.load(ctx.conn)?;
    Ok(rows.into_iter().map(Invited::from).collect())
}

impl From<Row> for Invited {
    fn from(row: Row) -> Self {
        let (invitation, wrong_codes, issued_at, expires_at, used_at, withdrawn_at) = row.invitation;
        let (account, name, email, role, state, standing) = row.account;
        Invited {
            invitation,
            account,
            name,
            email,
            role,
            state,
            standing,
            wrong_codes,
            issued_at,
            expires_at,
            used_at,
            withdrawn_at,
        }
    }
}
