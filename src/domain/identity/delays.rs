//! Who has to wait before trying again, and what a stranger cannot do to others by failing.
//!
//! Three counters can make one wait:
//!
//! - **the person's own**: a browser that signed in to this account before (it has a long-lived cookie) counts by itself alone,
//!   so nothing that strangers do slows it;
//! - **the stranger's**: any other browser counts by account and address. How long the wait is depends also on all strangers'
//!   failures at that account together, but it is counted from this address's own last failure: so many addresses together
//!   slow each of themselves, and none of them can keep a person away who comes from somewhere else;
//! - **the address's**, over all accounts: more generous and at most five seconds, because a ministry may have one address.
//!
//! Codes of second factors have counters of their own, which a right password does not clear; so have links for forgotten passwords.

use std::net::{IpAddr, Ipv6Addr};

use super::sessions::Client;
use super::store::failures as store;
use crate::domain::db::Ctx;
use crate::domain::error::Result;
use crate::domain::seal::hex;
use crate::domain::time::Instant;

/// After how many seconds without a failure a counter begins anew.
const FORGIVEN_AFTER: i64 = 3600;
/// After how many seconds a browser that is not used is a stranger again: a year.
const DEVICE_KNOWN: i64 = 365 * 24 * 3600;
/// After how many seconds a stranger's counter may be swept away.
const SWEPT_AFTER: i64 = 24 * 3600;
/// How often a link for a forgotten password is mailed to one account at most, in seconds.
const MAILED_EVERY: i64 = 15 * 60;
/// How many failures in an hour a person is told of, and how often at most, in seconds.
const MANY: i32 = 5;
const TOLD_EVERY: i64 = 24 * 3600;
/// For how many seconds one row of the record stands for all refusals of one kind at one place.
const NOTED_EVERY: i64 = 60;
/// How names of devices' counters begin.
const DEVICE: &str = "device:";

/// What is counted: each has counters of its own, but for those of a known browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tried {
    Password,
    Factor,
}

/// The counters of an attempt, by the hashes that they are kept under.
#[derive(Clone)]
pub(super) struct Lanes {
    /// By which the browser is known.
    device: Option<String>,
    pub(super) known_device: bool,
    /// The known browser's own counter.
    own: Option<String>,
    pair: String,
    account: String,
    address: String,
}

/// The counters of an attempt at the account of this address of mail, from this address of the network.
pub(super) fn lanes(
    ctx: &mut Ctx<'_>,
    tried: Tried,
    email: &str,
    address: &str,
    device: Option<&str>,
) -> Result<Lanes> {
    let network = network_of(address);
    let name = |kind: &str, what: &str| format!("{kind}{}", hex(&ctx.keys.keyed_hash(kind, what)));
    let (own, pair, account, place) = match tried {
        Tried::Password => (DEVICE, "pair:", "account:", "address:"),
        Tried::Factor => ("factor-device:", "factor-pair:", "factor-account:", "factor-address:"),
    };
    // Cookies are ours and have one form; anything else is no device.
    let device = device.filter(|device| device.len() == 64 && device.bytes().all(|b| b.is_ascii_hexdigit()));
    let mut lanes = Lanes {
        device: device.map(|device| name(DEVICE, &format!("{device} {email}"))),
        known_device: false,
        own: None,
        pair: name(pair, &format!("{network} {email}")),
        account: name(account, email),
        address: name(place, &network),
    };
    lanes.known_device = match &lanes.device {
        Some(device) => store::find(ctx, device)?.is_some_and(|row| fresh(ctx, &row, DEVICE_KNOWN)),
        None => false,
    };
    lanes.own = device.filter(|_| lanes.known_device).map(|device| name(own, &format!("{device} {email}")));
    Ok(lanes)
}

impl Lanes {
    /// The counters that this attempt raises: its own alone where the browser is known.
    fn counting(&self) -> impl Iterator<Item = &str> {
        let known = self.own.as_deref();
        let strange = [&self.pair, &self.account, &self.address].map(String::as_str);
        known.into_iter().chain(strange.into_iter().filter(move |_| known.is_none()))
    }

    /// Until when this attempt has to wait, if at all.
    pub(super) fn wait(&self, ctx: &mut Ctx<'_>) -> Result<Option<Instant>> {
        Ok(self.longest(ctx)?.filter(|until| ctx.now() < *until))
    }

    fn longest(&self, ctx: &mut Ctx<'_>) -> Result<Option<Instant>> {
        if let Some(own) = &self.own {
            let row = counted(ctx, own)?;
            return Ok(row.map(|row| row.last_at.plus_seconds(delay(row.failures, 3, 60))));
        }
        let (pair, account, address) =
            (counted(ctx, &self.pair)?, counted(ctx, &self.account)?, counted(ctx, &self.address)?);
        let by_account = account.map_or(0, |row| delay(row.failures, 20, 60));
        let own = pair.map(|row| row.last_at.plus_seconds(delay(row.failures, 3, 60).max(by_account)));
        let shared = address.map(|row| row.last_at.plus_seconds(delay(row.failures, 20, 5)));
        Ok(own.max(shared))
    }

    /// Counts an attempt, before it is known how it ends.
    pub(super) fn raise(&self, ctx: &mut Ctx<'_>) -> Result<()> {
        for lane in self.counting() {
            let before = counted(ctx, lane)?.map_or(0, |row| row.failures);
            store::put(ctx, lane, before.saturating_add(1), ctx.now())?;
        }
        Ok(())
    }

    /// Whether there were so many failures at this account that its person is to be told, which is so once a day. It is found out in the
    /// same way for a name that nobody has.
    pub(super) fn many(&self, ctx: &mut Ctx<'_>) -> Result<bool> {
        let mut failures = 0;
        for lane in self.own.iter().chain([&self.account]) {
            failures += counted(ctx, lane)?.map_or(0, |row| row.failures);
        }
        let told = format!("told:{}", self.account);
        let lately = store::find(ctx, &told)?.is_some_and(|row| fresh(ctx, &row, TOLD_EVERY));
        if failures < MANY || lately {
            return Ok(false);
        }
        store::put(ctx, &told, 1, ctx.now())?;
        Ok(true)
    }

    /// Takes back what [`Lanes::raise`] counted. The time of the last failure stays: somebody's success makes nobody wait.
    pub(super) fn take_back(&self, ctx: &mut Ctx<'_>) -> Result<()> {
        for lane in self.counting() {
            if let Some(row) = counted(ctx, lane)? {
                store::put(ctx, lane, row.failures.saturating_sub(1).max(0), row.last_at)?;
            }
        }
        Ok(())
    }

    /// Begins this address's and the known browser's own counters anew, after an attempt that was right.
    pub(super) fn clear(&self, ctx: &mut Ctx<'_>) -> Result<()> {
        if let Some(own) = &self.own {
            store::put(ctx, own, 0, ctx.now())?;
        }
        store::remove(ctx, &self.pair)
    }

    /// Makes this browser known to the account, now that it is fully signed in.
    pub(super) fn know_device(&self, ctx: &mut Ctx<'_>) -> Result<()> {
        match &self.device {
            Some(device) => store::put(ctx, device, 0, ctx.now()),
            None => Ok(()),
        }
    }
}

/// Sweeps away counters that count for nothing any more. Says how many.
///
/// # Errors
/// When the actor is not the doorkeeper, or the database fails.
pub fn sweep(ctx: &mut Ctx<'_>) -> Result<usize> {
    super::doorkeeper_only(ctx)?;
    store::sweep(ctx, DEVICE, ctx.now().plus_seconds(-SWEPT_AFTER), ctx.now().plus_seconds(-DEVICE_KNOWN))
}

/// What counts as one address: an IPv4 address, or an IPv6 network of 56 bits, of which one customer has all addresses.
fn network_of(address: &str) -> String {
    match address.parse::<IpAddr>().map(|address| address.to_canonical()) {
        Ok(IpAddr::V6(address)) => Ipv6Addr::from_bits(address.to_bits() >> 72 << 72).to_string(),
        Ok(IpAddr::V4(address)) => address.to_string(),
        Err(_) => address.to_owned(),
    }
}

/// What becomes of a link for a forgotten password that somebody asks for. None of it depends on whether there is such an account.
pub(super) enum Pace {
    Mail,
    /// One was sent a short while ago, and still holds.
    Silent,
    /// Too many were asked for from this address.
    Wait(Instant),
}

/// Counts that a link for a forgotten password is asked for. A link is mailed once in a quarter of an hour and holds for half an hour:
/// so whoever asks in somebody's name, and however often, floods no inbox, and there is always a link in it that holds. A browser
/// that is known to the account has a counter of its own, which strangers cannot reach.
pub(super) fn pace(ctx: &mut Ctx<'_>, email: &str, address: &str, device: Option<&str>) -> Result<Pace> {
    let name = |kind: &str, what: &str| format!("{kind}{}", hex(&ctx.keys.keyed_hash(kind, what)));
    let place = name("reset-address:", &network_of(address));
    let of_device = device.map(|device| name("reset-device:", &format!("{device} {email}")));
    let of_account = name("reset-account:", email);
    let row = counted(ctx, &place)?;
    let until = row.as_ref().map(|row| row.last_at.plus_seconds(delay(row.failures, 20, 60)));
    if let Some(until) = until.filter(|until| ctx.now() < *until) {
        return Ok(Pace::Wait(until));
    }
    store::put(ctx, &place, row.map_or(0, |row| row.failures).saturating_add(1), ctx.now())?;
    let known = lanes(ctx, Tried::Password, email, address, device)?.known_device;
    let lane = of_device.filter(|_| known).unwrap_or(of_account);
    let last = store::find(ctx, &lane)?.map(|row| row.last_at);
    // A time in the future, after a clock that went back, does not count.
    let sent = last.filter(|at| *at <= ctx.now() && ctx.now() < at.plus_seconds(MAILED_EVERY));
    store::put(ctx, &lane, 1, sent.unwrap_or_else(|| ctx.now()))?;
    Ok(if sent.is_some() { Pace::Silent } else { Pace::Mail })
}

/// Whether a refusal is written down, and how many like it were not since the last that was. Who is refused costs a row once a
/// minute for each address and each account, however often they try: so nobody fills the record, and nothing in it is left unsaid.
pub(super) fn noted(ctx: &mut Ctx<'_>, what: &str, of: &str) -> Result<Option<i32>> {
    let name = format!("noted:{}", hex(&ctx.keys.keyed_hash("noted:", &format!("{what} {of}"))));
    let before = store::find(ctx, &name)?;
    // A time in the future, after a clock that went back, does not count.
    let held = |row: &store::Counter| row.last_at <= ctx.now() && ctx.now() < row.last_at.plus_seconds(NOTED_EVERY);
    match before {
        Some(row) if held(&row) => {
            store::put(ctx, &name, row.failures.saturating_add(1), row.last_at)?;
            Ok(None)
        }
        before => {
            store::put(ctx, &name, 0, ctx.now())?;
            Ok(Some(before.map_or(0, |row| row.failures)))
        }
    }
}

/// What counts as one place of a client, for [`noted`].
pub(super) fn place_of(client: &Client) -> String {
    network_of(&client.address)
}

/// Seconds to wait after so many failures, of which the first `free` cost nothing: 0, 0, 0, 1, 2, 4 .. up to `longest`.
fn delay(failures: i32, free: i32, longest: i64) -> i64 {
    match failures.saturating_sub(free) {
        over if over <= 0 => 0,
        over => 1_i64.checked_shl(u32::try_from(over - 1).unwrap_or(0)).unwrap_or(longest).clamp(1, longest),
    }
}

fn counted(ctx: &mut Ctx<'_>, lane: &str) -> Result<Option<store::Counter>> {
    let row = store::find(ctx, lane)?.filter(|row| fresh(ctx, row, FORGIVEN_AFTER));
    // After a clock that went back, the last failure lies in the future: nobody waits for that.
    Ok(row.map(|row| store::Counter { last_at: row.last_at.min(ctx.now()), ..row }))
}

fn fresh(ctx: &Ctx<'_>, row: &store::Counter, seconds: i64) -> bool {
    ctx.now() < row.last_at.plus_seconds(seconds)
}
