//! Read-only lists across slices: the only place with wide joins.

mod news;

use std::collections::HashMap;

use diesel::prelude::*;

use super::access::{Facts, Manage, Permit, Read, Scope};
use super::actor::{Role, Team};
use super::audit::{self, Action};
use super::cycle::{self, Cycle, CycleOfYear};
use super::db::Ctx;
use super::db::schema::outbox;
use super::error::{Error, Result};
use super::identity::{self, Standing};
use super::ids::{LetterId, StateId};
use super::response;
use super::states::{self, StateParty};
use super::time::Instant;

pub use news::{FormNews, Lately, form_news, published_lately};

/// That a State has responded, and when: what every role may know.
#[derive(Debug, Clone)]
pub struct Responded {
    pub state: StateParty,
    /// The first submission; an amendment does not show in it.
    pub submitted_at: Option<Instant>,
    /// Whether there is something that the reader may read.
    pub readable: bool,
    /// For the Court and the Secretariat: the number of the latest revision, 0 for other readers.
    pub revision: i32,
    pub late: bool,
    /// For the Court, the Secretariat and co-facilitators: some sections are still to come.
    pub partial: bool,
}

/// Which States have responded in a cycle: all Parties, and former ones that have.
///
/// # Errors
/// When the database fails.
pub fn responded(ctx: &mut Ctx<'_>, cycle: &Permit<Read, CycleOfYear>) -> Result<Vec<Responded>> {
    let cycle = &cycle.row().0;
    let rows: HashMap<StateId, response::ResponseRow> =
        response::of_cycle(ctx, &cycle.id)?.into_iter().map(|row| (row.state_id.clone(), row)).collect();
    let scope = ctx.scope();
    let today = super::time::Day::from(ctx.now().in_the_hague().date());
    let mut list = Vec::new();
    for state in states::list(ctx)? {
        let row = rows.get(&state.id);
        if row.is_none_or(|row| row.revision == 0) && !state.is_party_on(&today) {
            continue;
        }
        let submitted_at = row.and_then(|row| row.submitted_at);
        let readable = match scope {
            Scope::Submitted => submitted_at.is_some(),
            Scope::State(_) | Scope::Published => row.is_some_and(|row| row.published_revision > 0),
            Scope::Nothing => false,
        };
        let revision = match scope {
            Scope::Submitted => row.map_or(0, |row| row.revision),
            Scope::State(_) | Scope::Published | Scope::Nothing => 0,
        };
        let late = submitted_at.is_some_and(|at| at > cycle.expected_by);
        // For other States what is still to come looks like what was not answered.
        let follows = matches!(scope, Scope::Submitted | Scope::Published);
        let partial = follows && row.is_some_and(|row| row.partial().is_some());
        list.push(Responded { state, submitted_at, readable, revision, late, partial });
    }
    Ok(list)
}

/// Where the mail of an invitation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailStanding {
    NotSent,
    /// The State was invited, but had no official address to write to.
    NoAddress,
    Waiting,
    Accepted,
    GivenUp,
}

/// The coordinators of a State who have not ended, and how many of them are confirmed and in, or wait to be confirmed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Coordinators {
    pub all: usize,
    pub joined: usize,
    pub unconfirmed: usize,
}

/// How far one State has come, for the Secretariat. Nothing of a draft is in it but that it was begun.
#[derive(Debug, Clone)]
pub struct StateProgress {
    pub state: StateParty,
    pub mail: MailStanding,
    pub coordinators: Coordinators,
    pub begun_at: Option<Instant>,
    pub submitted_at: Option<Instant>,
    pub late: bool,
    pub response: Option<super::ids::ResponseId>,
    pub revision: i32,
    pub published_revision: i32,
    /// The sections that were submitted, where some are still to come.
    pub partial: Option<Vec<String>>,
}

/// What one State has submitted in a cycle, for who publishes it.
#[derive(Debug, Clone)]
pub struct Submission {
    pub state: StateParty,
    pub response: super::ids::ResponseId,
    /// The first submission.
    pub at: Instant,
    pub late: bool,
    pub revision: i32,
    pub published_revision: i32,
    /// As of [`StateProgress`].
    pub partial: Option<Vec<String>>,
}

fn sections(row: &response::ResponseRow) -> Option<Vec<String>> {
    row.partial().map(|codes| codes.into_iter().map(str::to_owned).collect())
}

/// What a State has submitted in a cycle.
///
/// # Errors
/// [`Error::NotFound`] where it has submitted nothing; when the database fails.
pub fn submission(ctx: &mut Ctx<'_>, cycle: &Permit<Manage, Cycle>, state: &StateId) -> Result<Submission> {
    let state = ctx.permit::<Read, StateParty>(state)?.into_row();
    let row = response::row_of_state(ctx, &state.id, &cycle.row().id)?.ok_or(Error::NotFound)?;
    let at = row.submitted_at.ok_or(Error::NotFound)?;
    Ok(Submission {
        state,
        at,
        late: at > cycle.row().expected_by,
        revision: row.revision,
        published_revision: row.published_revision,
        partial: sections(&row),
        response: row.id,
    })
}

/// How far each Party has come in a cycle.
///
/// # Errors
/// When the actor does not manage cycles, or the database fails.
pub fn progress(ctx: &mut Ctx<'_>, cycle: &Permit<Manage, Cycle>) -> Result<Vec<StateProgress>> {
    let invitations = cycle::invitations(ctx, cycle)?;
    let mails = mail_standings(ctx)?;
    let people = coordinators(ctx)?;
    let cycle = cycle.row();
    let rows: HashMap<StateId, response::ResponseRow> =
        response::of_cycle(ctx, &cycle.id)?.into_iter().map(|row| (row.state_id.clone(), row)).collect();
    let today = super::time::Day::from(ctx.now().in_the_hague().date());
    let mut list = Vec::new();
    for state in states::list(ctx)? {
        let row = rows.get(&state.id);
        if row.is_none() && !state.is_party_on(&today) {
            continue;
        }
        let mail = match invitations.iter().find(|invitation| invitation.state == state.id).map(|i| &i.letter) {
            None => MailStanding::NotSent,
            Some(None) => MailStanding::NoAddress,
            Some(Some(letter)) => mails.get(letter).copied().unwrap_or(MailStanding::Waiting),
        };
        list.push(StateProgress {
            mail,
            coordinators: people.get(&state.id).copied().unwrap_or_default(),
            begun_at: row.map(|row| row.begun_at),
            submitted_at: row.and_then(|row| row.submitted_at),
            late: row.and_then(|row| row.submitted_at).is_some_and(|at| at > cycle.expected_by),
            response: row.map(|row| row.id.clone()),
            revision: row.map_or(0, |row| row.revision),
            published_revision: row.map_or(0, |row| row.published_revision),
            partial: row.and_then(sections),
            state,
        });
    }
    Ok(list)
}

fn mail_standings(ctx: &mut Ctx<'_>) -> Result<HashMap<LetterId, MailStanding>> {
    ctx.allow::<Read>(&Facts::Outbox)?;
    let rows: Vec<(LetterId, String)> =
        outbox::table.filter(outbox::kind.eq("cycle_invitation")).select((outbox::id, outbox::state)).load(ctx.conn)?;
    let standing = |word: &str| match word {
        "accepted" => MailStanding::Accepted,
        "given_up" => MailStanding::GivenUp,
        _ => MailStanding::Waiting,
    };
    Ok(rows.into_iter().map(|(id, word)| (id, standing(&word))).collect())
}

fn coordinators(ctx: &mut Ctx<'_>) -> Result<HashMap<StateId, Coordinators>> {
    let mut counts: HashMap<StateId, Coordinators> = HashMap::new();
    for account in identity::accounts::list(ctx, None)? {
        let waits_or_in = matches!(account.standing, Standing::Invited | Standing::Active);
        let Some(state) = account.state.clone().filter(|_| account.role == Role::Coordinator && waits_or_in) else {
            continue;
        };
        let of_state = counts.entry(state).or_default();
        of_state.all += 1;
        of_state.joined += usize::from(account.coordinates());
        of_state.unconfirmed += usize::from(account.awaits_confirmation());
    }
    Ok(counts)
}

/// How many confirmed coordinators, who can sign in, each Party has: for the Secretariat, which sees to it that none is without.
///
/// # Errors
/// When the actor does not manage accounts, or the database fails.
pub fn coordinated(ctx: &mut Ctx<'_>) -> Result<Vec<(StateParty, usize)>> {
    ctx.allow::<Manage>(&Facts::Account { state: None, organ: None, own: false })?;
    let people = coordinators(ctx)?;
    let with_count = |state: StateParty| {
        let joined = people.get(&state.id).map_or(0, |people| people.joined);
        (state, joined)
    };
    Ok(states::parties(ctx)?.into_iter().map(with_count).collect())
}

/// A State or an organ that had a coordinator and has none any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bereft {
    pub team: Team,
    /// When the last one went.
    pub since: Instant,
}

/// The States and organs whose last coordinator has gone, the latest first: for the Secretariat.
///
/// # Errors
/// When the actor does not manage accounts, or the database fails.
pub fn bereft(ctx: &mut Ctx<'_>) -> Result<Vec<Bereft>> {
    ctx.allow::<Manage>(&Facts::Account { state: None, organ: None, own: false })?;
    let accounts = identity::accounts::list(ctx, None)?;
    let mut found: Vec<Bereft> = Vec::new();
    for (subject, since) in audit::last_times(ctx, Action::CoordinatorMissing)? {
        let team = accounts.iter().find(|account| account.id.as_str() == subject).and_then(identity::Account::team);
        let Some(team) = team.filter(|team| found.iter().all(|known| known.team != *team)) else { continue };
        if !accounts.iter().any(|account| account.coordinates() && account.team().as_ref() == Some(&team)) {
            found.push(Bereft { team, since });
        }
    }
    Ok(found)
}
