//! Sessions: a token in the browser, its hash in the table. Role, standing and membership are read at each request, so that a
//! suspended account is out at once and a State that leaves loses sight of the others at midnight.
//!
//! Who has given the password only is half-way in: a session of another stage, which lives for a quarter of an hour and has no
//! rights but to show a factor or to set the first one up. Each gain of rights comes with a new token.

use std::net::IpAddr;

use serde_json::json;
use zeroize::Zeroizing;

use super::doorkeeper_only;
use super::model::Standing;
use super::store::sessions as store;
use crate::domain::actor::{Actor, Person, Role, Task, words};
use crate::domain::audit::{self, Action};
use crate::domain::db::Ctx;
use crate::domain::error::{Error, Result};
use crate::domain::ids::{AccountId, SessionId};
use crate::domain::seal::{hex, random, sha256};
use crate::domain::time::Instant;

/// How long an expired session is remembered, so that a form posted with it is not lost.
const REMEMBERED: i64 = 7 * 24 * 3600;
/// How often the last use is written down, in seconds.
const TOUCH_EVERY: i64 = 60;
/// How long somebody may be half-way in, in seconds.
pub const HALF_WAY: i64 = 15 * 60;
/// How long a factor counts as just shown, in seconds.
pub const FRESH: i64 = 5 * 60;
/// How many wrong factors may be shown in one session, which ends with the last of them.
pub const WRONG_IN_A_SESSION: i32 = 10;

words!(
    /// How far in a session is.
    Stage {
        /// The password was right; a factor is still to be shown.
        Factor = "factor",
        /// A factor has to be set up first.
        Enrolment = "enrolment",
        Full = "full",
    }
);

/// What is known of the machine at the other end. Nothing of it binds a session: a ministry's proxy may change all of it.
#[derive(Debug, Clone, Default)]
pub struct Client {
    pub address: String,
    /// The cookie of a browser that signed in before.
    pub device: Option<String>,
    /// Browser and system, as the web makes them out: two words.
    pub browser: String,
}

impl Client {
    /// The network without its last part, which is all that is kept: 192.0.2, or three groups of an IPv6 address.
    pub fn network(&self) -> String {
        match self.address.parse::<IpAddr>().map(|address| address.to_canonical()) {
            Ok(IpAddr::V4(address)) => {
                let [a, b, c, _] = address.octets();
                format!("{a}.{b}.{c}")
            }
            Ok(IpAddr::V6(address)) => {
                let [a, b, c, ..] = address.segments();
                format!("{a:x}:{b:x}:{c:x}")
            }
            Err(_) => String::new(),
        }
    }
}

/// What the browser holds: 256 bits, in hexadecimal. No `Debug`.
#[derive(Clone)]
pub struct SessionToken(Zeroizing<String>);

impl SessionToken {
    pub(super) fn generate() -> Self {
        SessionToken(Zeroizing::new(hex(&random::<32>())))
    }

    /// The token in a cookie; nothing where it cannot be one.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = text.len() == 64 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        fits.then(|| SessionToken(Zeroizing::new(text.to_owned())))
    }

    /// The text for the cookie.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What the token is looked up by.
    pub(super) fn hash(&self) -> Vec<u8> {
        sha256(self.0.as_bytes())
    }
}

/// How long a session lives, in seconds: without use, and at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    pub idle_seconds: i64,
    pub absolute_seconds: i64,
}

/// The limits of each role, from the configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionLimits {
    pub coordinator: Limits,
    pub contributor: Limits,
    pub reader: Limits,
    pub court_reader: Limits,
    pub court_coordinator: Limits,
    pub secretariat: Limits,
    pub facilitator: Limits,
}

impl SessionLimits {
    /// The limits of a role.
    pub fn of(&self, role: Role) -> Limits {
        match role {
            Role::Coordinator => self.coordinator,
            Role::Contributor => self.contributor,
            Role::Reader => self.reader,
            Role::CourtReader => self.court_reader,
            Role::CourtCoordinator => self.court_coordinator,
            Role::Secretariat => self.secretariat,
            Role::Facilitator => self.facilitator,
        }
    }
}

/// What a token leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// A person who is signed in, and what the page needs to know about the session.
    Live(Box<Live>),
    /// Somebody who is half-way in.
    Half(Box<Half>),
    /// A session that ran out within the last week, of an account that may still be used.
    Expired {
        account: AccountId,
        session: SessionId,
    },
    None,
}

/// A live session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Live {
    pub person: Person,
    /// The account's language.
    pub language: String,
    pub session: SessionId,
    pub last_used: Instant,
    /// When it runs out if it is not used again.
    pub until: Instant,
    /// When a factor was last shown in it.
    pub proved_at: Option<Instant>,
}

impl Live {
    /// Whether a factor was shown within the last five minutes. A time in the future, after a clock that jumped, does not count.
    pub fn is_fresh(&self, now: Instant) -> bool {
        self.proved_at.is_some_and(|at| at <= now && now < at.plus_seconds(FRESH))
    }
}

/// A session that is half-way in. Its person has no rights yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Half {
    pub person: Person,
    pub session: SessionId,
    pub stage: Stage,
}

/// A session, as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub id: SessionId,
    pub begun: Instant,
    pub last_used: Instant,
    /// Browser and system in two words.
    pub device: String,
    /// The network without its last part.
    pub network: String,
}

/// Who holds a token. One statement: this is asked at every request.
///
/// # Errors
/// When the actor is not the doorkeeper, or the database fails.
pub fn find(ctx: &mut Ctx<'_>, token: &SessionToken, limits: &SessionLimits) -> Result<Found> {
    doorkeeper_only(ctx)?;
    let Some(row) = store::find(ctx, &token.hash())? else { return Ok(Found::None) };
    if row.ended_at.is_some() || row.standing != Standing::Active {
        return Ok(Found::None);
    }
    if row.stage != Stage::Full {
        let half = Half { person: row.person.clone(), session: row.id.clone(), stage: row.stage };
        return Ok(if row.is_half(ctx.now()) { Found::Half(Box::new(half)) } else { Found::None });
    }
    let until = ends_at(row.created_at, row.last_used_at, limits.of(row.person.role));
    if ctx.now() < until {
        return Ok(Found::Live(Box::new(Live {
            person: row.person,
            language: row.language,
            session: row.id,
            last_used: row.last_used_at,
            until,
            proved_at: row.proved_at,
        })));
    }
    let remembered = ctx.now() < until.plus_seconds(REMEMBERED);
    Ok(if remembered { Found::Expired { account: row.person.account, session: row.id } } else { Found::None })
}

/// The earlier of the two limits.
fn ends_at(created: Instant, last_used: Instant, limits: Limits) -> Instant {
    created.plus_seconds(limits.absolute_seconds).min(last_used.plus_seconds(limits.idle_seconds))
}

/// Whether the last use is old enough to be written down again; ask before taking a connection for [`touch`].
pub fn wants_touch(last_used: Instant, now: Instant) -> bool {
    now.seconds_since(last_used) >= TOUCH_EVERY
}

/// Writes down that a session was used just now, at most once a minute.
///
/// # Errors
/// When the actor is not the doorkeeper, or the database fails.
pub fn touch(ctx: &mut Ctx<'_>, id: &SessionId) -> Result<()> {
    doorkeeper_only(ctx)?;
    store::touch(ctx, id, ctx.now().plus_seconds(-TOUCH_EVERY))
}

/// Ends a session: the person one of their own, the doorkeeper any. Ending one that is ended or unknown does nothing.
///
/// # Errors
/// When the actor is neither, or the database fails.
pub fn end(ctx: &mut Ctx<'_>, id: &SessionId) -> Result<()> {
    let owner = match ctx.actor() {
        Actor::Person(person) => Some(person.account.clone()),
        Actor::Task(Task::Doorkeeper) => None,
        Actor::Nobody | Actor::Task(_) => return Err(Error::NotFound),
    };
    if store::end(ctx, id, owner.as_ref())? == 0 {
        return Ok(());
    }
    match store::find_by_id(ctx, id)? {
        Some(row) => {
            let of = row.person;
            audit::record(ctx, Action::SignedOut, &of.account, of.state.as_ref(), &json!({ "session": id }))
        }
        None => Ok(()),
    }
}

/// The live sessions of the actor, the latest used first.
///
/// # Errors
/// [`Error::NotFound`] where the actor is no person, or a fault of the database.
pub fn list(ctx: &mut Ctx<'_>, limits: &SessionLimits) -> Result<Vec<Listed>> {
    let person = ctx.actor().person().cloned().ok_or(Error::NotFound)?;
    let (now, limits) = (ctx.now(), limits.of(person.role));
    let mut live = store::of_account(ctx, &person.account)?;
    live.retain(|session| now < ends_at(session.begun, session.last_used, limits));
    Ok(live)
}

/// Ends another session of the actor's own.
///
/// # Errors
/// [`Error::NotFound`] where there is none such, or it is somebody else's.
pub fn end_one(ctx: &mut Ctx<'_>, id: &SessionId) -> Result<()> {
    let person = ctx.actor().person().cloned().ok_or(Error::NotFound)?;
    if store::end(ctx, id, Some(&person.account))? == 0 {
        return Err(Error::NotFound);
    }
    audit::record(ctx, Action::SessionEnded, &person.account, person.state.as_ref(), &json!({ "session": id }))
}

/// Ends every session of the actor's but this one. Says how many.
///
/// # Errors
/// [`Error::NotFound`] where the actor is no person, or a fault of the database.
pub fn end_others(ctx: &mut Ctx<'_>, but: &SessionId) -> Result<usize> {
    let person = ctx.actor().person().cloned().ok_or(Error::NotFound)?;
    let ended = store::end_others(ctx, &person.account, but)?;
    audit::record(ctx, Action::SessionsEnded, &person.account, person.state.as_ref(), &json!({ "sessions": ended }))?;
    Ok(ended)
}

/// Keeps in a session that is half-way in where to go afterwards, and the sealed form that waits.
///
/// # Errors
/// When the actor is not the doorkeeper, or the database fails.
pub fn keep_waiting(ctx: &mut Ctx<'_>, id: &SessionId, back: &str, carried: Option<&[u8]>) -> Result<()> {
    doorkeeper_only(ctx)?;
    store::set_waiting(ctx, id, back, carried)
}

/// Takes what [`keep_waiting`] kept.
///
/// # Errors
/// As [`keep_waiting`].
pub fn take_waiting(ctx: &mut Ctx<'_>, id: &SessionId) -> Result<(String, Option<Vec<u8>>)> {
    doorkeeper_only(ctx)?;
    Ok(store::take_waiting(ctx, id)?.unwrap_or_default())
}

/// The sealed form that a session keeps. Changes nothing.
///
/// # Errors
/// As [`keep_waiting`].
pub fn waiting(ctx: &mut Ctx<'_>, id: &SessionId) -> Result<Option<Vec<u8>>> {
    doorkeeper_only(ctx)?;
    store::waiting(ctx, id)
}

/// Forgets sessions that ended, or that no limit keeps alive and no form can come from any more. Says how many.
///
/// # Errors
/// When the actor is not the doorkeeper, or the database fails.
pub fn purge(ctx: &mut Ctx<'_>, limits: &SessionLimits) -> Result<usize> {
    doorkeeper_only(ctx)?;
    let longest = Role::ALL.iter().map(|role| limits.of(*role).absolute_seconds).max().unwrap_or(0);
    let before = ctx.now().plus_seconds(-longest).plus_seconds(-REMEMBERED);
    store::purge(ctx, before)
}
