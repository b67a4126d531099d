//! Who has the password and has lost every second factor and recovery code asks to be let back in. Two persons have to agree who know
//! them: a coordinator of the same State or organ, and a member of the Secretariat; for the Secretariat and the co-facilitators, two
//! members of the Secretariat. Then an invitation goes out by mail whose code the second of the two is shown once.
//!
//! This is what a request is, how it is made, and how it is withdrawn; `decide` has the agreeing and the refusing.

pub mod decide;

use serde_json::json;

use super::doorkeeper_only;
use super::model::{Account, Standing};
use super::sessions::Stage;
use super::store::{accounts as people, invitations, lost as store, sessions};
use super::teams;
use crate::domain::access::{Begin, Facts, Manage, Resource};
use crate::domain::actor::{Actor, Organ, Person, Role, words};
use crate::domain::audit::{self, Action};
use crate::domain::db::Ctx;
use crate::domain::error::{Error, Refusal, Result};
use crate::domain::ids::{AccountId, LostFactorsId, SessionId, StateId};
use crate::domain::mail::{self, Letter, LostStep};
use crate::domain::time::Instant;
use crate::domain::vault::{self, Purpose};

/// How long a request waits for two to agree, in seconds: seven days.
pub const HOLDS: i64 = 7 * 24 * 3600;
/// How many requests an account may make in a day.
const MOST_IN_A_DAY: i64 = 3;

words!(
    /// What became of a request.
    RequestStanding {
        Open = "open",
        /// Both have agreed; the invitation is on its way.
        Agreed = "agreed",
        Refused = "refused",
        Withdrawn = "withdrawn",
        /// New factors could be set up.
        Done = "done",
    }
);

words!(
    /// For which part somebody agrees. Each takes another person.
    Part {
        /// A coordinator of the State or of the organ of the Court.
        Own = "own",
        Secretariat = "secretariat",
        /// Another member of the Secretariat, for who belongs to no State and no organ.
        Second = "second",
    }
);

/// That somebody agreed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreement {
    pub part: Part,
    pub account: AccountId,
    pub name: String,
    pub at: Instant,
}

/// A request, with whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    pub id: LostFactorsId,
    pub account: AccountId,
    pub name: String,
    pub email: String,
    pub role: Role,
    pub state: Option<StateId>,
    pub organ: Option<Organ>,
    pub standing: RequestStanding,
    pub asked_at: Instant,
    pub expires_at: Instant,
    pub settled_at: Option<Instant>,
    /// Of persons who still may sign in.
    pub agreements: Vec<Agreement>,
    /// Why it was refused, sealed.
    pub(super) word: Option<Vec<u8>>,
    pub(super) own: bool,
}

impl Request {
    /// The two parts for which somebody has to agree.
    pub fn parts(&self) -> [Part; 2] {
        match (&self.state, self.organ) {
            (None, None) => [Part::Secretariat, Part::Second],
            _ => [Part::Own, Part::Secretariat],
        }
    }

    /// Whether it can be decided. One from the future, after a clock that went back, cannot.
    pub fn is_open(&self, now: Instant) -> bool {
        self.standing == RequestStanding::Open && self.in_time(now)
    }

    /// Whether it can be decided or made use of.
    pub fn is_live(&self, now: Instant) -> bool {
        matches!(self.standing, RequestStanding::Open | RequestStanding::Agreed) && self.in_time(now)
    }

    fn in_time(&self, now: Instant) -> bool {
        self.asked_at <= now && now < self.expires_at
    }

    /// Who agreed for a part.
    pub fn agreed(&self, part: Part) -> Option<&Agreement> {
        self.agreements.iter().find(|agreement| agreement.part == part)
    }

    /// Whether this actor can issue the code anew: one of the two who agreed, while the invitation waits.
    pub fn may_reissue(&self, actor: &Actor, now: Instant) -> bool {
        let agreed = |person: &Person| self.agreements.iter().any(|agreement| agreement.account == person.account);
        self.standing == RequestStanding::Agreed && self.in_time(now) && actor.person().is_some_and(agreed)
    }

    /// For which part this actor can still agree.
    pub fn part_of(&self, actor: &Actor) -> Option<Part> {
        let person = actor.person()?;
        if self.own || self.agreements.iter().any(|agreement| agreement.account == person.account) {
            return None;
        }
        let [first, second] = self.parts();
        let part = match person.role {
            Role::Coordinator | Role::CourtCoordinator => Part::Own,
            Role::Secretariat if second == Part::Second && self.agreed(first).is_some() => Part::Second,
            Role::Secretariat => Part::Secretariat,
            Role::Contributor | Role::Reader | Role::CourtReader | Role::Facilitator => return None,
        };
        ([first, second].contains(&part) && self.agreed(part).is_none()).then_some(part)
    }
}

impl Resource for Request {
    type Id = LostFactorsId;

    fn load(ctx: &mut Ctx<'_>, id: &LostFactorsId) -> Result<Option<Self>> {
        store::find(ctx, id)
    }

    fn facts(&self) -> Facts {
        Facts::LostFactors { state: self.state.clone(), organ: self.organ, own: self.own }
    }
}

/// What the page of who has lost everything shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Situation {
    /// The latest request, and why it was refused where it was.
    pub request: Option<(Request, Option<String>)>,
    pub role: Role,
    /// Whether there is anybody who can agree for the State or the organ, and for the Secretariat.
    pub own_can: bool,
    pub secretariat_can: bool,
}

/// The account of a session that is half-way in and has a factor to show.
fn half_way(ctx: &mut Ctx<'_>, session: &SessionId) -> Result<Option<Account>> {
    doorkeeper_only(ctx)?;
    let half = sessions::find_by_id(ctx, session)?.filter(|row| row.is_half(ctx.now()) && row.stage == Stage::Factor);
    let Some(half) = half else { return Ok(None) };
    Ok(people::find(ctx, &half.person.account)?.filter(|account| account.standing == Standing::Active))
}

/// Where the person of a half-way session stands. `None` where the session is over.
///
/// # Errors
/// When the actor is not the doorkeeper, or the database fails.
pub fn situation(ctx: &mut Ctx<'_>, session: &SessionId) -> Result<Option<Situation>> {
    let Some(account) = half_way(ctx, session)? else { return Ok(None) };
    let request = match store::latest_of(ctx, &account.id)? {
        Some(request) => {
            let word = word_of(ctx, &request)?;
            Some((request, word))
        }
        None => None,
    };
    let deciders = deciders(ctx, &account)?;
    let of_secretariat = deciders.iter().filter(|person| person.role == Role::Secretariat).count();
    let alone = account.state.is_none() && account.organ.is_none();
    Ok(Some(Situation {
        request,
        role: account.role,
        own_can: alone || deciders.len() > of_secretariat,
        secretariat_can: of_secretariat > usize::from(alone),
    }))
}

fn word_of(ctx: &mut Ctx<'_>, request: &Request) -> Result<Option<String>> {
    let Some(sealed) = &request.word else { return Ok(None) };
    let plain = vault::sealer(ctx, Purpose::Factors)?.open(&about(&request.id), sealed)?;
    String::from_utf8(plain).map(Some).map_err(Error::internal)
}

fn about(id: &LostFactorsId) -> String {
    format!("lost_factors/{id}")
}

/// Those who may agree for an account.
fn deciders(ctx: &mut Ctx<'_>, account: &Account) -> Result<Vec<Account>> {
    let mut all = people::list(ctx, None, Some(Role::Secretariat))?;
    if let Some(state) = &account.state {
        all.extend(people::list(ctx, Some(state), Some(Role::Coordinator))?);
    }
    if account.organ.is_some() {
        let mut court = people::list(ctx, None, Some(Role::CourtCoordinator))?;
        court.retain(|person| person.organ == account.organ);
        all.extend(court);
    }
    all.retain(|person| person.standing == Standing::Active && person.id != account.id);
    Ok(all)
}

/// Asks to be let back in, from a session that is half-way in. Asking again while a request is open changes nothing. `None` where the
/// session is over.
///
/// # Errors
/// [`Refusal::RequestsMany`]; when the actor is not the doorkeeper, or the database fails.
pub fn ask(ctx: &mut Ctx<'_>, session: &SessionId) -> Result<Option<LostFactorsId>> {
    let Some(account) = half_way(ctx, session)? else { return Ok(None) };
    ctx.allow::<Begin>(&Facts::LostFactors { state: account.state.clone(), organ: account.organ, own: false })?;
    let latest = store::latest_of(ctx, &account.id)?;
    if let Some(live) = latest.filter(|request| request.is_live(ctx.now())) {
        return Ok(Some(live.id));
    }
    if store::count_since(ctx, &account.id, ctx.now().plus_seconds(-24 * 3600))? >= MOST_IN_A_DAY {
        return Err(Refusal::RequestsMany.into());
    }
    let id: LostFactorsId = ctx.new_id();
    store::insert(ctx, &id, &account, ctx.now().plus_seconds(HOLDS))?;
    let detail = json!({ "request": id });
    audit::record(ctx, Action::LostFactorsAsked, &account.id, account.state.as_ref(), &detail)?;
    tell(ctx, &account, LostStep::Asked)?;
    for person in deciders(ctx, &account)? {
        mail::enqueue(ctx, &person.email, &person.language, person.state.as_ref(), &Letter::Waiting {})?;
    }
    Ok(Some(id))
}

/// Tells a person what became of their request.
fn tell(ctx: &mut Ctx<'_>, account: &Account, step: LostStep) -> Result<()> {
    let letter = Letter::LostFactors { step };
    mail::enqueue(ctx, &account.email, &account.language, account.state.as_ref(), &letter)?;
    Ok(())
}

/// Withdraws the request of who is half-way in; what was issued for it opens nothing any more. False where the session is over.
///
/// # Errors
/// When the actor is not the doorkeeper, or the database fails.
pub fn withdraw(ctx: &mut Ctx<'_>, session: &SessionId) -> Result<bool> {
    let Some(account) = half_way(ctx, session)? else { return Ok(false) };
    withdraw_of(ctx, &account)?;
    Ok(true)
}

/// Withdraws the actor's own request: they have a factor after all, or somebody else made it.
///
/// # Errors
/// [`Error::NotFound`] where the actor is no person, or a fault of the database.
pub fn withdraw_own(ctx: &mut Ctx<'_>) -> Result<()> {
    let own = ctx.actor().person().map(|person| person.account.clone()).ok_or(Error::NotFound)?;
    let account = people::find(ctx, &own)?.ok_or(Error::NotFound)?;
    withdraw_of(ctx, &account)
}

fn withdraw_of(ctx: &mut Ctx<'_>, account: &Account) -> Result<()> {
    let latest = store::latest_of(ctx, &account.id)?;
    let Some(live) = latest.filter(|request| request.is_live(ctx.now())) else { return Ok(()) };
    store::settle(ctx, &live.id, RequestStanding::Withdrawn, None)?;
    if live.standing == RequestStanding::Agreed {
        invitations::withdraw_open_of(ctx, &account.id)?;
    }
    let detail = json!({ "request": live.id });
    audit::record(ctx, Action::LostFactorsWithdrawn, &account.id, account.state.as_ref(), &detail)?;
    tell(ctx, account, LostStep::Withdrawn)
}

/// The actor's own request, while it is live.
///
/// # Errors
/// [`Error::NotFound`] where the actor is no person, or a fault of the database.
pub fn own(ctx: &mut Ctx<'_>) -> Result<Option<Request>> {
    let own = ctx.actor().person().map(|person| person.account.clone()).ok_or(Error::NotFound)?;
    Ok(store::latest_of(ctx, &own)?.filter(|request| request.is_live(ctx.now())))
}

/// The requests that the actor decides on, the oldest first: those that wait for somebody, and those that wait for the person.
///
/// # Errors
/// When the database fails.
pub fn list(ctx: &mut Ctx<'_>) -> Result<Vec<Request>> {
    let mut live = store::live(ctx)?;
    live.retain(|request| ctx.allow::<Manage>(&request.facts()).is_ok());
    Ok(live)
}

/// How many requests wait for the actor.
///
/// # Errors
/// When the database fails.
pub fn waiting(ctx: &mut Ctx<'_>) -> Result<usize> {
    let (actor, now) = (ctx.actor().clone(), ctx.now());
    Ok(list(ctx)?.iter().filter(|request| request.is_open(now) && request.part_of(&actor).is_some()).count())
}

/// The invitation of an agreed request is void, so the request is over.
pub(super) fn fell_with_invitation(ctx: &mut Ctx<'_>, account: &AccountId) -> Result<()> {
    store::fall(ctx, account, &[RequestStanding::Agreed]).map(drop)
}

/// The account was shut, so its request is over: recorded, and those who look after the account are told.
pub(super) fn fell_with_account(ctx: &mut Ctx<'_>, account: &Account) -> Result<()> {
    let live = store::latest_of(ctx, &account.id)?.filter(|request| request.is_live(ctx.now()));
    fall(ctx, &account.id)?;
    let Some(request) = live else { return Ok(()) };
    let detail = json!({ "request": request.id });
    audit::record(ctx, Action::LostFactorsFell, &account.id, account.state.as_ref(), &detail)?;
    teams::tell_keepers_of(ctx, account, &Letter::LostFactorsFell {})
}

/// What a person asked for is over, in whatever way.
fn fall(ctx: &mut Ctx<'_>, account: &AccountId) -> Result<()> {
    store::fall(ctx, account, &[RequestStanding::Open, RequestStanding::Agreed]).map(drop)
}

/// The person has accepted the invitation: the request has served.
pub(super) fn done(ctx: &mut Ctx<'_>, account: &Account) -> Result<()> {
    if let Some(latest) = store::latest_of(ctx, &account.id)?.filter(|r| r.standing == RequestStanding::Agreed) {
        store::settle(ctx, &latest.id, RequestStanding::Done, None)?;
    }
    tell(ctx, account, LostStep::Done)
}
