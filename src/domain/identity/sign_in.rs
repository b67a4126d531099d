//! Signing in: who has to wait, who is let in, and what a stranger cannot do to others.
//!
//! An attempt is counted when it begins and taken back when it succeeds: a hundred at once are not a hundred free guesses.
//! Three counters can make one wait:
//!
//! - **the person's own**: a browser that signed in to this account before (it has a long-lived cookie) counts by itself alone,
//!   so nothing that strangers do slows it;
//! - **the stranger's**: any other browser counts by account and address. How long the wait is depends also on all strangers'
//!   failures at that account together, but it is counted from this address's own last failure: so many addresses together
//!   slow each of themselves, and none of them can keep a person away who comes from somewhere else;
//! - **the address's**, over all accounts: more generous and at most five seconds, because a ministry may have one address.
//!
//! Names that do not exist, and accounts that wait, are suspended or ended, are counted, hashed and recorded in the same way.

use std::net::{IpAddr, Ipv6Addr};

use serde_json::json;

use super::accounts::normal_email;
use super::doorkeeper_only;
use super::model::{Account, Standing};
use super::passwords::PasswordHash;
use super::sessions::SessionToken;
use super::store::{accounts as people, failures as store, sessions};
use crate::domain::audit::{self, Action};
use crate::domain::db::Ctx;
use crate::domain::error::Result;
use crate::domain::ids::{AccountId, SessionId};
use crate::domain::seal::{hex, random};
use crate::domain::time::Instant;

/// After how many seconds without a failure a counter begins anew.
const FORGIVEN_AFTER: i64 = 3600;
/// After how many seconds a browser that is not used is a stranger again: a year.
const DEVICE_KNOWN: i64 = 365 * 24 * 3600;
/// After how many seconds a stranger's counter may be swept away.
const SWEPT_AFTER: i64 = 24 * 3600;

/// A sign-in that has begun. It looks the same whether or not there is such an account. No `Debug`.
#[derive(Clone)]
pub struct Attempt {
    /// Whose password it may be: an active account only.
    pub account: Option<Account>,
    /// The password is not to be looked at before this instant.
    pub wait_until: Option<Instant>,
    hash: Option<PasswordHash>,
    /// The account that the name belongs to, whatever its standing, for the record.
    named: Option<AccountId>,
    lanes: Lanes,
}

impl Attempt {
    /// What to verify the password against; `None` also has to be verified, for the time that it takes.
    pub fn password(&self) -> Option<PasswordHash> {
        self.hash.clone()
    }
}

/// The counters of an attempt, by the hashes that they are kept under.
#[derive(Clone)]
struct Lanes {
    device: Option<String>,
    known_device: bool,
    pair: String,
    account: String,
    address: String,
}

/// What a sign-in gives.
pub struct SignedIn {
    pub token: SessionToken,
    pub session: SessionId,
    pub account: AccountId,
    pub language: String,
    /// Whether this browser had not signed in to this account before.
    pub new_device: bool,
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
    let mut lanes = lanes_of(ctx, &typed, &network_of(address), device);
    lanes.known_device = match &lanes.device {
        Some(device) => store::find(ctx, device)?.is_some_and(|row| fresh(ctx, &row, DEVICE_KNOWN)),
        None => false,
    };
    let wait_until = wait_of(ctx, &lanes)?.filter(|until| ctx.now() < *until);
    let found = people::find_to_sign_in(ctx, &known_form.unwrap_or_default())?;
    let named = found.as_ref().map(|(account, _)| account.id.clone());
    let (account, hash) = match found {
        Some((account, hash)) if account.standing == Standing::Active && wait_until.is_none() => (Some(account), hash),
        Some(_) | None => (None, None),
    };
    if wait_until.is_none() {
        for lane in lanes.counting() {
            raise(ctx, lane)?;
        }
    }
    Ok(Attempt { account, wait_until, hash, named, lanes })
}

/// Ends an attempt whose password was wrong.
///
/// # Errors
/// As [`begin`].
pub fn failed(ctx: &mut Ctx<'_>, attempt: &Attempt) -> Result<()> {
    doorkeeper_only(ctx)?;
    // An unknown name is recorded too (without the name, which may be a mistyped password), so that it takes as long.
    let subject = attempt.named.as_ref().map_or("unknown", AccountId::as_str);
    audit::record(ctx, Action::SignInFailed, subject, None, &json!({ "known_device": attempt.lanes.known_device }))
}

/// Ends an attempt that never came to the password, because the machine was busy: it does not count.
///
/// # Errors
/// As [`begin`].
pub fn not_tried(ctx: &mut Ctx<'_>, attempt: &Attempt) -> Result<()> {
    doorkeeper_only(ctx)?;
    for lane in attempt.lanes.counting() {
        take_back(ctx, lane)?;
    }
    Ok(())
}

/// Ends an attempt whose password was right: makes the session, makes the browser known, and clears its counter. `None` where the
/// account was suspended in the meantime, or the attempt has no account: to be answered as a wrong password.
///
/// # Errors
/// As [`begin`].
pub fn succeeded(ctx: &mut Ctx<'_>, attempt: &Attempt) -> Result<Option<SignedIn>> {
    doorkeeper_only(ctx)?;
    let Some(account) = &attempt.account else { return Ok(None) };
    let Some(account) = people::find(ctx, &account.id)?.filter(|now| now.standing == Standing::Active) else {
        return Ok(None);
    };
    let (token, session) = (SessionToken::generate(), ctx.new_id::<SessionId>());
    sessions::insert(ctx, &session, &token.hash(), &account.id)?;
    for lane in attempt.lanes.counting() {
        take_back(ctx, lane)?;
    }
    if let Some(device) = &attempt.lanes.device {
        store::put(ctx, device, 0, ctx.now())?;
    }
    store::remove(ctx, &attempt.lanes.pair)?;
    let new_device = !attempt.lanes.known_device;
    audit::record(ctx, Action::SignedIn, &account.id, account.state.as_ref(), &json!({ "new_device": new_device }))?;
    Ok(Some(SignedIn { token, session, account: account.id, language: account.language, new_device }))
}

/// Sweeps away counters that count for nothing any more. Says how many.
///
/// # Errors
/// As [`begin`].
pub fn sweep(ctx: &mut Ctx<'_>) -> Result<usize> {
    doorkeeper_only(ctx)?;
    store::sweep(ctx, DEVICE, ctx.now().plus_seconds(-SWEPT_AFTER), ctx.now().plus_seconds(-DEVICE_KNOWN))
}

/// How names of devices' counters begin.
const DEVICE: &str = "device:";

/// What counts as one address: an IPv4 address, or an IPv6 network of 56 bits, of which one customer has all addresses.
fn network_of(address: &str) -> String {
    match address.parse::<IpAddr>().map(|address| address.to_canonical()) {
        Ok(IpAddr::V6(address)) => Ipv6Addr::from_bits(address.to_bits() >> 72 << 72).to_string(),
        Ok(IpAddr::V4(address)) => address.to_string(),
        Err(_) => address.to_owned(),
    }
}

fn lanes_of(ctx: &Ctx<'_>, email: &str, address: &str, device: Option<&str>) -> Lanes {
    let name = |kind: &str, what: &str| format!("{kind}{}", hex(&ctx.keys.keyed_hash(kind, what)));
    // Cookies are ours and have one form; anything else is no device.
    let device = device.filter(|device| device.len() == 64 && device.bytes().all(|b| b.is_ascii_hexdigit()));
    Lanes {
        device: device.map(|device| name(DEVICE, &format!("{device} {email}"))),
        known_device: false,
        pair: name("pair:", &format!("{address} {email}")),
        account: name("account:", email),
        address: name("address:", address),
    }
}

impl Lanes {
    /// The counters that this attempt raises: its own alone where the browser is known.
    fn counting(&self) -> impl Iterator<Item = &str> {
        let known = self.device.as_deref().filter(|_| self.known_device);
        let strange = [&self.pair, &self.account, &self.address].map(String::as_str);
        known.into_iter().chain(strange.into_iter().filter(move |_| known.is_none()))
    }
}

/// Until when this attempt has to wait, if at all.
fn wait_of(ctx: &mut Ctx<'_>, lanes: &Lanes) -> Result<Option<Instant>> {
    if let (Some(device), true) = (&lanes.device, lanes.known_device) {
        let row = counted(ctx, device)?;
        return Ok(row.map(|row| row.last_at.plus_seconds(delay(row.failures, 3, 60))));
    }
    let (pair, account, address) =
        (counted(ctx, &lanes.pair)?, counted(ctx, &lanes.account)?, counted(ctx, &lanes.address)?);
    let by_account = account.map_or(0, |row| delay(row.failures, 20, 60));
    let own = pair.map(|row| row.last_at.plus_seconds(delay(row.failures, 3, 60).max(by_account)));
    let shared = address.map(|row| row.last_at.plus_seconds(delay(row.failures, 20, 5)));
    Ok(own.max(shared))
}

/// Seconds to wait after so many failures, of which the first `free` cost nothing: 0, 0, 0, 1, 2, 4 .. up to `longest`.
fn delay(failures: i32, free: i32, longest: i64) -> i64 {
    match failures.saturating_sub(free) {
        over if over <= 0 => 0,
        over => 1_i64.checked_shl(u32::try_from(over - 1).unwrap_or(0)).unwrap_or(longest).clamp(1, longest),
    }
}

fn counted(ctx: &mut Ctx<'_>, lane: &str) -> Result<Option<store::Counter>> {
    Ok(store::find(ctx, lane)?.filter(|row| fresh(ctx, row, FORGIVEN_AFTER)))
}

fn fresh(ctx: &Ctx<'_>, row: &store::Counter, seconds: i64) -> bool {
    ctx.now() < row.last_at.plus_seconds(seconds)
}

fn raise(ctx: &mut Ctx<'_>, lane: &str) -> Result<()> {
    let before = counted(ctx, lane)?.map_or(0, |row| row.failures);
    store::put(ctx, lane, before.saturating_add(1), ctx.now())
}

/// Takes back what [`raise`] counted. The time of the last failure stays: somebody's success makes nobody wait.
fn take_back(ctx: &mut Ctx<'_>, lane: &str) -> Result<()> {
    match counted(ctx, lane)? {
        Some(row) => store::put(ctx, lane, row.failures.saturating_sub(1).max(0), row.last_at),
        None => Ok(()),
    }
}
