//! A forgotten password: a mail brings a link, and the link lets a person choose another one. It opens nothing by itself: the second
//! factor stays, and is asked for afterwards.
//!
//! Whoever asks learns nothing: for a name that is unknown, invited, suspended or ended the same is done and taken back again in the
//! same transaction, but for the letter. Looking at a link changes nothing, so a mail gateway that follows it uses nothing up.

use serde_json::json;

use super::accounts::normal_email;
use super::delays::{self, Pace};
use super::doorkeeper_only;
use super::factors;
use super::model::{Account, Standing};
use super::passwords::PasswordHash;
use super::secrets;
use super::sign_in::NOBODY;
use super::store::{accounts as people, resets as store, sessions};
use crate::domain::audit::{self, Action};
use crate::domain::db::Ctx;
use crate::domain::error::{Refusal, Result};
use crate::domain::ids::{AccountId, ResetId};
use crate::domain::mail::{self, Letter};
use crate::domain::time::Instant;

/// How long a link holds, in seconds: half an hour.
pub const HOLDS: i64 = 30 * 60;
/// How long one that has run out is kept, in seconds: for who looks into what happened.
const KEPT: i64 = 7 * 24 * 3600;

/// What came of asking for a link.
#[must_use]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// Taken down. Whether a mail goes out is not said.
    Taken,
    /// So many were asked for from this address of the network that the next has to wait.
    Wait { until: Instant },
}

/// Whom a link is for, for the rules of a new password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Peek {
    pub name: String,
    pub email: String,
}

/// Takes down that somebody asks for a link to the account of this e-mail address. One that went out before is withdrawn.
///
/// # Errors
/// [`Refusal::EmailBad`] for what is no address at all; when the actor is not the doorkeeper, or the database fails.
pub fn ask(ctx: &mut Ctx<'_>, email: &str, address: &str, device: Option<&str>) -> Result<Asked> {
    doorkeeper_only(ctx)?;
    let email = normal_email(email).ok_or(Refusal::EmailBad)?;
    let due = match delays::pace(ctx, &email, address, device)? {
        Pace::Wait(until) => return Ok(Asked::Wait { until }),
        Pace::Mail => true,
        Pace::Silent => false,
    };
    let found = people::find_by_email(ctx, &email)?;
    let named = found.as_ref().map(|account| account.id.clone());
    let state = found.as_ref().and_then(|account| account.state.clone());
    let stand_in: AccountId = ctx.new_id();
    let of = named.clone().unwrap_or(stand_in);
    // Where no factor is set up yet, the mail alone would open the account: that person is invited anew, with a code.
    let has_factor = factors::has_any(ctx, &of)?;
    let account = found.filter(|account| due && has_factor && account.standing == Standing::Active);
    send(ctx, &of, account.as_ref())?;
    let subject = named.as_ref().map_or("unknown", AccountId::as_str);
    audit::record(ctx, Action::PasswordResetAsked, subject, state.as_ref(), &json!({ "mailed": account.is_some() }))?;
    Ok(Asked::Taken)
}

/// Withdraws, seals and writes alike for everybody; what is for nobody is taken out again.
fn send(ctx: &mut Ctx<'_>, of: &AccountId, account: Option<&Account>) -> Result<()> {
    let (id, token) = (ctx.new_id::<ResetId>(), secrets::new_token());
    let hash = secrets::token_hash(&token);
    let letter = Letter::PasswordReset { token };
    let Some(account) = account else {
        let nobodys: AccountId = ctx.new_id();
        store::withdraw_open_of(ctx, &nobodys)?;
        let letter = mail::enqueue(ctx, NOBODY, "en", None, &letter)?;
        return mail::take_out(ctx, &letter);
    };
    store::withdraw_open_of(ctx, of)?;
    mail::enqueue(ctx, &account.email, &account.language, account.state.as_ref(), &letter)?;
    store::insert(ctx, &id, &account.id, &hash, ctx.now().plus_seconds(HOLDS))
}

/// Whom a link is for, as long as it holds. Changes nothing, however often it is asked.
///
/// # Errors
/// When the actor is not the doorkeeper, or the database fails.
pub fn peek(ctx: &mut Ctx<'_>, token: &str) -> Result<Option<Peek>> {
    doorkeeper_only(ctx)?;
    Ok(open(ctx, token)?.map(|(_, account)| Peek { name: account.name, email: account.email }))
}

/// Sets the password that somebody chose by a link, and ends every session of the account. Of two at once one wins. `None` where the
/// link does not hold (any more).
///
/// # Errors
/// As [`peek`].
pub fn replace(ctx: &mut Ctx<'_>, token: &str, password: &PasswordHash) -> Result<Option<AccountId>> {
    doorkeeper_only(ctx)?;
    let Some((reset, account)) = open(ctx, token)? else { return Ok(None) };
    if store::use_up(ctx, &reset.id)? == 0 {
        return Ok(None);
    }
    people::set_password(ctx, &account.id, password)?;
    sessions::end_all_of(ctx, &account.id)?;
    let detail = json!({ "reset": reset.id });
    audit::record(ctx, Action::PasswordReset, &account.id, account.state.as_ref(), &detail)?;
    let letter = Letter::PasswordChanged {};
    mail::enqueue(ctx, &account.email, &account.language, account.state.as_ref(), &letter)?;
    Ok(Some(account.id))
}

/// The link of a token as typed, while it holds. One from the future, after a clock that went back, does not.
fn open(ctx: &mut Ctx<'_>, token: &str) -> Result<Option<(store::Reset, Account)>> {
    let Some(token) = secrets::normalise_token(token) else { return Ok(None) };
    let Some(reset) = store::find(ctx, &secrets::token_hash(&token))? else { return Ok(None) };
    let in_time = reset.issued_at <= ctx.now() && ctx.now() < reset.expires_at;
    if !in_time || reset.used_at.is_some() || reset.withdrawn_at.is_some() {
        return Ok(None);
    }
    let account = people::find(ctx, &reset.account_id)?.filter(|account| account.standing == Standing::Active);
    match account {
        Some(account) if factors::has_any(ctx, &account.id)? => Ok(Some((reset, account))),
        Some(_) | None => Ok(None),
    }
}

/// Forgets links that ran out a week ago. Says how many.
///
/// # Errors
/// When the actor is not the doorkeeper, or the database fails.
pub fn purge(ctx: &mut Ctx<'_>) -> Result<usize> {
    doorkeeper_only(ctx)?;
    store::purge(ctx, ctx.now().plus_seconds(-KEPT))
}
