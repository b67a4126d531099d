//! Clearance inside a State: a coordinator asks readers or another coordinator to look at the whole draft; they clear it or make remarks.
//!
//! A request never leaves the State and holds nothing up: who submits sees who has looked, and whether the draft has changed since.

mod store;

use super::comments;
use super::history;
use super::model::{Response, ResponseRow};
use crate::domain::access::{Begin, Edit, Facts, Manage, Permit, Read, Resource};
use crate::domain::actor::{Role, words};
use crate::domain::audit::{self, Action};
use crate::domain::db::Ctx;
use crate::domain::error::{Error, Refusal, Result};
use crate::domain::identity::{self, Account};
use crate::domain::ids::{AccountId, ClearanceId, ResponseId};
use crate::domain::time::Instant;

words!(
    /// What somebody says who has looked at a draft.
    Verdict {
        Cleared = "cleared",
        Remarks = "remarks",
    }
);

/// That somebody was asked to look.
#[derive(Debug, Clone)]
pub struct Request {
    pub id: ClearanceId,
    pub of: String,
    pub by: String,
    pub at: Instant,
    pub note: String,
    pub answer: Option<Answered>,
    pub withdrawn: bool,
    /// It is who reads this that was asked, and they can answer.
    pub to_me: bool,
    /// Who reads this can take it back.
    pub may_withdraw: bool,
}

impl Request {
    /// It is still to be answered.
    pub fn waits(&self) -> bool {
        self.answer.is_none() && !self.withdrawn
    }
}

/// What was said.
#[derive(Debug, Clone)]
pub struct Answered {
    pub verdict: Verdict,
    pub remarks: String,
    pub at: Instant,
    /// The draft has changed since it was looked at.
    pub changed_since: bool,
}

/// Everything about the clearance of a draft.
#[derive(Debug, Clone)]
pub struct Clearance {
    /// The newest first.
    pub requests: Vec<Request>,
    /// Whoever reads this can ask now.
    pub may_ask: bool,
    /// Who can be asked then; nobody where they ask nobody.
    pub colleagues: Vec<comments::Colleague>,
    /// The id of the request that may be made next.
    pub next: ClearanceId,
    /// The version of the draft as it stands.
    pub version: i32,
}

/// How many were asked and what came of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Wait for who reads this.
    pub to_me: usize,
    /// Wait for anybody.
    pub waiting: usize,
    /// Cleared, and nothing has changed since.
    pub cleared: usize,
    /// Cleared before something changed.
    pub outdated: usize,
    /// Answered with remarks.
    pub remarks: usize,
}

/// A request as the policy sees it.
#[derive(Debug, Clone)]
pub struct ClearanceRow {
    response: Response,
    found: store::Row,
    asked: bool,
}

impl Resource for ClearanceRow {
    type Id = (ResponseId, ClearanceId);

    fn load(ctx: &mut Ctx<'_>, (response, id): &Self::Id) -> Result<Option<Self>> {
        let Some(response) = Response::load(ctx, response)? else { return Ok(None) };
        // Whether there is such a request is for those of the State to know who read the whole draft.
        if ctx.allow::<Read>(&facts(&response, false)).is_err() {
            return Ok(None);
        }
        let own = ctx.actor().person().map(|person| person.account.clone());
        let found = store::find(ctx, &response, id)?;
        Ok(found.map(|found| ClearanceRow { asked: own.as_ref() == Some(&found.asked_of), response, found }))
    }

    fn facts(&self) -> Facts {
        facts(&self.response, self.asked)
    }
}

fn facts(response: &Response, asked: bool) -> Facts {
    Facts::Clearance { state: response.state_id.clone(), open: response.open, asked }
}

fn actor(ctx: &Ctx<'_>) -> Result<AccountId> {
    ctx.actor().person().map(|person| person.account.clone()).ok_or(Error::NotFound)
}

/// Who was asked and what they said, with whom else the actor can ask.
///
/// # Errors
/// [`Error::NotFound`] for whoever does not read the whole draft.
pub fn of_response(ctx: &mut Ctx<'_>, response: &Permit<Read, Response>) -> Result<Clearance> {
    let response = response.row();
    response.is_there()?;
    ctx.allow::<Read>(&facts(response, false))?;
    let may_ask = ctx.allow::<Begin>(&facts(response, false)).is_ok();
    let colleagues = if may_ask {
        let askable = askable(ctx, response)?.into_iter();
        askable.map(|who| comments::Colleague { id: who.id, name: who.name, role: who.role }).collect()
    } else {
        Vec::new()
    };
    Ok(Clearance {
        requests: requests(ctx, response)?,
        may_ask,
        colleagues,
        next: ctx.new_id(),
        version: response.version,
    })
}

fn requests(ctx: &mut Ctx<'_>, response: &Response) -> Result<Vec<Request>> {
    let own = actor(ctx)?;
    let rows = store::of_response(ctx, response)?;
    let names = history::names(ctx, rows.iter().flat_map(|row| [&row.asked_of, &row.asked_by]))?;
    let name = |id: &AccountId| names.get(id).cloned().unwrap_or_default();
    let may_answer = ctx.allow::<Edit>(&facts(response, true)).is_ok();
    let may_withdraw = ctx.allow::<Manage>(&facts(response, false)).is_ok();
    let mut requests = Vec::with_capacity(rows.len());
    for row in rows {
        let (note, remarks) = store::texts(ctx, response, &row)?;
        let waits = row.verdict.is_none() && row.withdrawn_at.is_none();
        let answer = row.verdict.zip(row.answered_at).map(|(verdict, at)| Answered {
            verdict,
            remarks,
            at,
            changed_since: row.seen_version.is_none_or(|seen| response.version > seen),
        });
        requests.push(Request {
            of: name(&row.asked_of),
            by: name(&row.asked_by),
            at: row.asked_at,
            note,
            answer,
            withdrawn: row.withdrawn_at.is_some(),
            to_me: waits && may_answer && row.asked_of == own,
            may_withdraw: waits && may_withdraw,
            id: row.id,
        });
    }
    Ok(requests)
}

/// Where clearance stands; nothing for whoever does not read the whole draft.
///
/// # Errors
/// When the database fails.
pub fn counts(ctx: &mut Ctx<'_>, response: &Permit<Read, Response>) -> Result<Option<Counts>> {
    let response = response.row();
    if ctx.allow::<Read>(&facts(response, false)).is_err() {
        return Ok(None);
    }
    let own = actor(ctx)?;
    let mut counts = Counts::default();
    for row in store::of_response(ctx, response)? {
        let unchanged = row.seen_version.is_some_and(|seen| response.version <= seen);
        match row.verdict {
            Some(Verdict::Remarks) => counts.remarks += 1,
            Some(Verdict::Cleared) if unchanged => counts.cleared += 1,
            Some(Verdict::Cleared) => counts.outdated += 1,
            None if row.withdrawn_at.is_some() => {}
            None => {
                counts.waiting += 1;
                counts.to_me += usize::from(row.asked_of == own && response.open);
            }
        }
    }
    Ok(Some(counts))
}

/// Readers and coordinators of the State who can come in now, the actor apart.
fn askable(ctx: &mut Ctx<'_>, response: &Response) -> Result<Vec<Account>> {
    let own = actor(ctx)?;
    let mut all = identity::accounts::colleagues_of(ctx, &response.state_id)?;
    all.retain(|account| matches!(account.role, Role::Reader | Role::Coordinator) && account.id != own);
    Ok(all)
}

/// Asks somebody to look at the draft. `id` was made with the page, so that a second click asks nobody twice.
///
/// # Errors
/// [`Refusal::ClearerBad`] where it is no reader or other coordinator who can come in; [`Refusal::ClearanceAsked`] where they were
/// asked and have not answered; refusals of the note; a refusal by the policy.
pub fn ask(
    ctx: &mut Ctx<'_>,
    response: &Permit<Read, Response>,
    id: &ClearanceId,
    of: &AccountId,
    note: &str,
) -> Result<()> {
    let response = response.row();
    ctx.allow::<Begin>(&facts(response, false))?;
    let by = actor(ctx)?;
    let note = if note.trim().is_empty() { None } else { Some(comments::checked(note)?) };
    if let Some(before) = store::find(ctx, response, id)? {
        if before.asked_by != by || &before.asked_of != of {
            return Err(Error::NotFound);
        }
        let (asked, _) = store::texts(ctx, response, &before)?;
        // A second click; or somebody went back to the page and writes another note.
        return if asked == note.unwrap_or_default() { Ok(()) } else { Err(Refusal::ClearanceAsked.into()) };
    }
    let found = askable(ctx, response)?.into_iter().find(|account| &account.id == of).ok_or(Refusal::ClearerBad)?;
    let waits = |row: &store::Row| &row.asked_of == of && row.verdict.is_none() && row.withdrawn_at.is_none();
    if store::of_response(ctx, response)?.iter().any(waits) {
        return Err(Refusal::ClearanceAsked.into());
    }
    store::insert(ctx, response, id, (of, &by), note.as_deref())?;
    record(ctx, Action::ClearanceAsked, response, &serde_json::json!({"accounts": [of]}))?;
    comments::tell(ctx, response, &found)
}

/// Says what one thinks of the draft as it stood in the version `seen`.
///
/// # Errors
/// [`Refusal::ClearanceOver`] where the request was withdrawn; refusals of the remarks, without which "remarks" says nothing.
pub fn answer(
    ctx: &mut Ctx<'_>,
    request: &Permit<Edit, ClearanceRow>,
    verdict: Verdict,
    text: &str,
    seen: i32,
) -> Result<()> {
    let ClearanceRow { response, found, .. } = request.row();
    let text = match verdict {
        Verdict::Cleared if text.trim().is_empty() => None,
        Verdict::Cleared | Verdict::Remarks => Some(comments::checked(text)?),
    };
    if found.verdict == Some(verdict) && store::texts(ctx, response, found)?.1 == text.as_deref().unwrap_or_default() {
        // A second click.
        return Ok(());
    }
    if found.verdict.is_some() || found.withdrawn_at.is_some() {
        return Err(Refusal::ClearanceOver.into());
    }
    store::set_answer(ctx, response, &found.id, (verdict, text.as_deref()), seen.min(response.version))?;
    record(ctx, Action::ClearanceAnswered, response, &serde_json::json!({"verdict": verdict.as_str()}))?;
    let all = identity::accounts::colleagues_of(ctx, &response.state_id)?;
    match all.into_iter().find(|account| account.id == found.asked_by) {
        Some(asker) => comments::tell(ctx, response, &asker),
        None => Ok(()),
    }
}

/// Takes a request back that nobody has answered.
///
/// # Errors
/// [`Refusal::ClearanceOver`] where it was answered meanwhile.
pub fn withdraw(ctx: &mut Ctx<'_>, request: &Permit<Manage, ClearanceRow>) -> Result<()> {
    let ClearanceRow { response, found, .. } = request.row();
    if found.withdrawn_at.is_some() {
        return Ok(());
    }
    if found.verdict.is_some() {
        return Err(Refusal::ClearanceOver.into());
    }
    store::set_withdrawn(ctx, response, &found.id)?;
    record(ctx, Action::ClearanceWithdrawn, response, &serde_json::json!({"accounts": [&found.asked_of]}))
}

fn record(ctx: &mut Ctx<'_>, action: Action, response: &ResponseRow, detail: &serde_json::Value) -> Result<()> {
    audit::record(ctx, action, &response.id, Some(&response.state_id), detail)
}

/// Where the text of a request, or of what was said, is sealed.
pub(super) fn about(row: &ResponseRow, id: &ClearanceId, which: &str) -> String {
    format!("clearances/{}/{}/{id}/{which}", row.state_id, row.id)
}
