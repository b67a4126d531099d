//! Signing in, in two steps: the password, which leads half-way in, and a second factor. A passkey alone is both at once.
//!
//! An attempt is counted when it begins and taken back when it succeeds: a hundred at once are not a hundred free guesses. Names
//! that do not exist, and accounts that wait, are suspended or ended, are counted, hashed and recorded in the same way.

use serde_json::json;

use super::accounts::normal_email;
use super::delays::{self, Lanes, Tried};
use super::doorkeeper_only;
use super::factors::{self, FactorRules, Given, Kind, Verdict};
use super::model::{Account, Standing};
use super::passwords::PasswordHash;
use super::sessions::{Client, SessionToken, Stage, WRONG_IN_A_SESSION};
use super::store::{accounts as people, sessions};
use crate::domain::audit::{self, Action};
use crate::domain::db::Ctx;
use crate::domain::error::Result;
use crate::domain::ids::{AccountId, SessionId, StateId};
use crate::domain::mail::{self, Letter};
use crate::domain::seal::{hex, random};
use crate::domain::time::Instant;

pub use delays::sweep;

/// To whom the letter is that is taken out again.
pub(super) const NOBODY: &str = "nobody@platform.invalid";

/// A sign-in that has begun. It looks the same whether or not there is such an account. No `Debug`.
#[derive(Clone)]
pub struct Attempt {
    /// Whose password it may be: an active account only.
    pub account: Option<Account>,
    /// The password is not to be looked at before this instant.
    pub wait_until: Option<Instant>,
    hash: Option<PasswordHash>,
    /// The account that the name belongs to, whatever its standing, and its State, for the record.
    named: Option<(AccountId, Option<StateId>)>,
    lanes: Lanes,
}

impl Attempt {
    /// What to verify the password against; `None` also has to be verified, for the time that it takes.
    pub fn password(&self) -> Option<PasswordHash> {
        self.hash.clone()
    }
}

/// A session that was just begun: half-way in or fully. No `Debug`.
pub struct Begun {
    pub token: SessionToken,
    pub session: SessionId,
    pub account: AccountId,
    pub language: String,
    pub stage: Stage,
    /// Whether this browser had not signed in to this account before.
    pub new_device: bool,
}

/// What came of a factor that somebody half-way in has shown.
pub enum Shown {
    /// In, or on to setting up the kind of factor that the role needs.
    In(Box<Begun>),
    /// Not this person's, or not any more. `over`: so often that the password is asked for again.
    Wrong {
        verdict: Verdict,
        over: bool,
    },
    Wait {
        until: Instant,
    },
    /// The session is not half-way in (any more).
    Gone,
}

/// The content of the cookie that makes a browser known: give one to every browser without, before it signs in.
pub fn new_device() -> String {
    hex(&random::<32>())
}

/// Begins a sign-in: looks the name up and counts the attempt, unless it has to wait.
///
/// # Errors
/// When the actor is not the doorkeeper, or the database fails.
pub fn begin(ctx: &mut Ctx<'_>, email: &str, address: &str, device: Option<&str>) -> Result<Attempt> {
    doorkeeper_only(ctx)?;
    // A name that is no address is looked up all the same, as what cannot be there.
    let known_form = normal_email(email);
    let typed = known_form.clone().unwrap_or_else(|| email.trim().to_lowercase());
    let lanes = delays::lanes(ctx, Tried::Password, &typed, address, device)?;
    let wait_until = lanes.wait(ctx)?;
    let found = people::find_to_sign_in(ctx, &known_form.unwrap_or_default())?;
    let named = found.as_ref().map(|(account, _)| (account.id.clone(), account.state.clone()));
    let (account, hash) = match found {
        Some((account, hash)) if account.standing == Standing::Active && wait_until.is_none() => (Some(account), hash),
        Some(_) | None => (None, None),
    };
    if wait_until.is_none() {
        lanes.raise(ctx)?;
    }
    Ok(Attempt { account, wait_until, hash, named, lanes })
}

/// Ends an attempt whose password was wrong.
///
/// # Errors
/// As [`begin`].
pub fn failed(ctx: &mut Ctx<'_>, attempt: &Attempt, client: &Client) -> Result<()> {
    doorkeeper_only(ctx)?;
    // An unknown name is recorded too (without the name, which may be a mistyped password), so that it takes as long.
    let named = attempt.named.as_ref();
    let (subject, state) = named.map_or(("unknown", None), |(account, state)| (account.as_str(), state.as_ref()));
    let detail = json!({
        "known_device": attempt.lanes.known_device, "device": client.browser, "network": client.network(),
    });
    audit::record(ctx, Action::SignInFailed, subject, state, &detail)?;
    if attempt.lanes.many(ctx)? {
        return tell_of_attempts(ctx, attempt.account.as_ref());
    }
    Ok(())
}

/// Tells a person that somebody tries to come in. For a name that is nobody's the same is done and taken back again.
fn tell_of_attempts(ctx: &mut Ctx<'_>, account: Option<&Account>) -> Result<()> {
    let letter = Letter::Attempts {};
    match account {
        Some(account) => {
            mail::enqueue(ctx, &account.email, &account.language, account.state.as_ref(), &letter)?;
            Ok(())
        }
        None => {
            let letter = mail::enqueue(ctx, NOBODY, "en", None, &letter)?;
            mail::take_out(ctx, &letter)
        }
    }
}

/// Ends an attempt that never came to the password, because the machine was busy: it does not count.
///
/// # Errors
/// As [`begin`].
pub fn not_tried(ctx: &mut Ctx<'_>, attempt: &Attempt) -> Result<()> {
    doorkeeper_only(ctx)?;
    attempt.lanes.take_back(ctx)
}

/// Ends an attempt whose password was right: begins a session that is half-way in, for showing a factor or for setting the first
/// one up. `None` where the account was suspended in the meantime, or the attempt has no account: to be answered as a wrong
/// password.
///
/// # Errors
/// As [`begin`].
pub fn password_was_right(ctx: &mut Ctx<'_>, attempt: &Attempt, client: &Client) -> Result<Option<Begun>> {
    doorkeeper_only(ctx)?;
    let Some(account) = &attempt.account else { return Ok(None) };
    let Some(account) = active(ctx, &account.id)? else { return Ok(None) };
    attempt.lanes.take_back(ctx)?;
    attempt.lanes.clear(ctx)?;
    let stage = if factors::has_any(ctx, &account.id)? { Stage::Factor } else { Stage::Enrolment };
    Ok(Some(start(ctx, &account, client, stage, false)?))
}

/// Begins the session in which who has just accepted an invitation, or chosen another password by a link, sets up a factor, or shows
/// one where the account has some.
///
/// # Errors
/// As [`begin`].
pub fn after_invitation(ctx: &mut Ctx<'_>, account: &AccountId, client: &Client) -> Result<Option<Begun>> {
    doorkeeper_only(ctx)?;
    let Some(account) = active(ctx, account)? else { return Ok(None) };
    let stage = if factors::has_any(ctx, &account.id)? { Stage::Factor } else { Stage::Enrolment };
    Ok(Some(start(ctx, &account, client, stage, false)?))
}

/// Looks at the factor that somebody half-way in shows. A wrong one is counted in the same transaction, so it is an outcome and
/// no error.
///
/// # Errors
/// As [`begin`].
pub fn show_factor(
    ctx: &mut Ctx<'_>,
    session: &SessionId,
    given: &Given,
    rules: &FactorRules,
    client: &Client,
) -> Result<Shown> {
    doorkeeper_only(ctx)?;
    let half = sessions::find_by_id(ctx, session)?.filter(|row| row.is_half(ctx.now()) && row.stage == Stage::Factor);
    let Some(half) = half else { return Ok(Shown::Gone) };
    let account = active(ctx, &half.person.account)?;
    let Some(account) = account else { return Ok(Shown::Gone) };
    let lanes = delays::lanes(ctx, Tried::Factor, &account.email, &client.address, client.device.as_deref())?;
    if let Some(until) = lanes.wait(ctx)? {
        return Ok(Shown::Wait { until });
    }
    let verdict = factors::judge(ctx, &account, given, rules, client)?;
    let Verdict::Right(kind) = verdict else {
        lanes.raise(ctx)?;
        if lanes.many(ctx)? {
            tell_of_attempts(ctx, Some(&account))?;
        }
        let over = count_wrong(ctx, session, half.wrong)?;
        return Ok(Shown::Wrong { verdict, over });
    };
    lanes.clear(ctx)?;
    let stage = if rules.suffices(account.role, kind) { Stage::Full } else { Stage::Enrolment };
    Ok(Shown::In(Box::new(follow(ctx, &half, &account, client, stage, &lanes)?)))
}

/// Signs in with a passkey alone, which says by itself whose it is. `None` where it is nobody's who may sign in.
///
/// # Errors
/// As [`begin`].
pub fn with_passkey(ctx: &mut Ctx<'_>, given: &Given, rules: &FactorRules, client: &Client) -> Result<Option<Begun>> {
    doorkeeper_only(ctx)?;
    let owner = factors::passkeys::owner(ctx, given)?;
    let account = match owner {
        Some(owner) => active(ctx, &owner)?,
        None => None,
    };
    let Some(account) = account else {
        let detail = json!({ "passkey": true, "device": client.browser, "network": client.network() });
        audit::record(ctx, Action::SignInFailed, "unknown", None, &detail)?;
        return Ok(None);
    };
    if factors::judge(ctx, &account, given, rules, client)? != Verdict::Right(Kind::Passkey) {
        return Ok(None);
    }
    let lanes = delays::lanes(ctx, Tried::Factor, &account.email, &client.address, client.device.as_deref())?;
    tell_of_device(ctx, &account, &lanes)?;
    Ok(Some(start(ctx, &account, client, Stage::Full, !lanes.known_device)?))
}

/// The session that follows one that was half-way in, with a token of its own; what waited goes along.
pub(super) fn follow(
    ctx: &mut Ctx<'_>,
    half: &sessions::SessionRow,
    account: &Account,
    client: &Client,
    stage: Stage,
    lanes: &Lanes,
) -> Result<Begun> {
    let begun = start(ctx, account, client, stage, !lanes.known_device)?;
    sessions::pass_on(ctx, &half.id, &begun.session)?;
    sessions::end(ctx, &half.id, None)?;
    if stage == Stage::Full && half.stage == Stage::Factor {
        tell_of_device(ctx, account, lanes)?;
    } else if stage == Stage::Full {
        // Who set the factor up was told of that.
        lanes.know_device(ctx)?;
    }
    Ok(begun)
}

/// Tells a person that a device signed in which had not before, and knows it from now on.
fn tell_of_device(ctx: &mut Ctx<'_>, account: &Account, lanes: &Lanes) -> Result<()> {
    if !lanes.known_device {
        mail::enqueue(ctx, &account.email, &account.language, account.state.as_ref(), &Letter::NewDevice {})?;
    }
    lanes.know_device(ctx)
}

fn start(ctx: &mut Ctx<'_>, account: &Account, client: &Client, stage: Stage, new_device: bool) -> Result<Begun> {
    let (token, session) = (SessionToken::generate(), ctx.new_id::<SessionId>());
    sessions::insert(ctx, &session, &token.hash(), &account.id, stage, client)?;
    if stage == Stage::Full {
        let detail = json!({
            "session": session, "new_device": new_device, "device": client.browser, "network": client.network(),
        });
        audit::record(ctx, Action::SignedIn, &account.id, account.state.as_ref(), &detail)?;
    }
    Ok(Begun { token, session, account: account.id.clone(), language: account.language.clone(), stage, new_device })
}

/// Counts a wrong factor in its session, which ends with the last that is allowed. Says whether it did.
pub(super) fn count_wrong(ctx: &mut Ctx<'_>, session: &SessionId, before: i32) -> Result<bool> {
    let wrong = before.saturating_add(1);
    sessions::set_wrong(ctx, session, wrong)?;
    let over = wrong >= WRONG_IN_A_SESSION;
    if over {
        sessions::end(ctx, session, None)?;
    }
    Ok(over)
}

fn active(ctx: &mut Ctx<'_>, account: &AccountId) -> Result<Option<Account>> {
    Ok(people::find(ctx, account)?.filter(|account| account.standing == Standing::Active))
}
