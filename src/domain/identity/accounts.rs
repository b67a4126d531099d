//! Making, listing and closing accounts. One account belongs to one person and has one role, which changes only within its State
//! or organ (`changes.rs`): a person who goes elsewhere gets another account, so that the history says in which capacity somebody
//! acted.

use serde_json::json;

use super::model::{Account, Confirmed, Standing};
use super::notes::{self, Note};
use super::passwords::PasswordHash;
use super::store::{accounts as store, sessions};
use super::{invitations, lost, teams};
use crate::domain::access::{Facts, Manage, Read};
use crate::domain::actor::{Actor, Organ, Role, Task, Team};
use crate::domain::audit::{self, Action};
use crate::domain::db::{Constraint, Ctx, violated};
use crate::domain::error::{Error, Refusal, Result};
use crate::domain::ids::{AccountId, StateId};
use crate::domain::line::{OneLine, is_email};
use crate::domain::mail::Letter;
use crate::domain::states::{LANGUAGES, StateParty};

/// What it takes to make an account. A State or an organ that the role has no use for is left out.
#[derive(Debug, Clone)]
pub struct NewAccount {
    pub name: OneLine,
    pub email: String,
    pub role: Role,
    pub state: Option<StateId>,
    pub organ: Option<Organ>,
    pub language: String,
    /// The note by which the person was asked for, where only its reference is known: of accounts that the operator makes.
    pub note_reference: Option<OneLine>,
}

/// Makes an account where no note is shown: for the operator, who answers for it, and for accounts that want none.
///
/// # Errors
/// As [`make_by_note`].
pub fn make(ctx: &mut Ctx<'_>, new: &NewAccount) -> Result<AccountId> {
    make_by_note(ctx, new, None)
}

/// Makes an account that waits for its invitation. A coordinator's, and those of the Secretariat and the co-facilitators, wait first to
/// be confirmed (`confirmation.rs`), but for those that the operator makes. Where the Secretariat makes one for a State or an organ, its
/// coordinators are told.
///
/// # Errors
/// Refusals: [`Refusal::EmailBad`], [`Refusal::EmailTaken`] (to coordinators [`Refusal::EmailUnusable`]), [`Refusal::LanguageBad`], [`Refusal::StateBad`],
/// [`Refusal::NotYetParty`], [`Refusal::OrganMissing`], [`Refusal::NoteMissing`], [`Refusal::NoteFuture`], [`Refusal::NoteOld`].
/// [`Error::Forbidden`] or [`Error::NotFound`] for who may not manage accounts.
pub fn make_by_note(ctx: &mut Ctx<'_>, new: &NewAccount, note: Option<&Note>) -> Result<AccountId> {
    let state = new.state.clone().filter(|_| new.role.of_a_state());
    let organ = new.organ.filter(|_| new.role.of_the_court());
    ctx.allow::<Manage>(&Facts::Account { state: state.clone(), organ, own: false })?;
    let by_operator = *ctx.actor() == Actor::Task(Task::Operator);
    let confirmed = Confirmed { at: ctx.now(), by: None };
    let reference = note.map(|note| &note.reference).or(new.note_reference.as_ref());
    let account = Account {
        id: ctx.new_id(),
        state: belongs_to(ctx, new.role, state)?,
        organ,
        role: new.role,
        name: new.name.as_str().to_owned(),
        email: normal_email(&new.email).ok_or(Refusal::EmailBad)?,
        language: known_language(&new.language)?.to_owned(),
        standing: Standing::Invited,
        note_reference: reference.map(|reference| reference.as_str().to_owned()),
        note_date: note.map(|note| note.date.clone()),
        created_at: ctx.now(),
        ends_on: None,
        proposed_role: None,
        made_by: ctx.actor().person().map(|person| person.account.clone()),
        proposed_by: ctx.actor().person().map(|person| person.account.clone()),
        confirmed: (by_operator && new.role.wants_confirmation()).then_some(confirmed),
        own: false,
    };
    if account.role.of_the_court() && account.organ.is_none() {
        return Err(Refusal::OrganMissing.into());
    }
    match note {
        Some(note) => note.check(ctx.now())?,
        None if notes::is_wanted(ctx.actor(), new.role) => return Err(Refusal::NoteMissing.into()),
        None => {}
    }
    let of_a_coordinator = ctx.actor().person().is_some_and(|person| person.role.coordinates());
    let taken = if of_a_coordinator { Refusal::EmailUnusable } else { Refusal::EmailTaken };
    if store::find_by_email(ctx, &account.email)?.is_some() {
        return Err(taken.into());
    }
    match store::insert(ctx, &account) {
        // Somebody else made one for the same address just now.
        Err(Error::Database(error)) if violated(&error) == Some(Constraint::Unique) => {
            return Err(taken.into());
        }
        done => done?,
    }
    audit::record(
        ctx,
        Action::AccountMade,
        &account.id,
        account.state.as_ref(),
        &json!({
            "role": account.role,
            "organ": account.organ,
            "confirmed": account.confirmed.is_some(),
            "note_reference": account.note_reference,
            "note_date": account.note_date,
        }),
    )?;
    tell_of(ctx, &account)?;
    Ok(account.id)
}

/// Writes to those who have to know of a new account: who may confirm it, and whose people it is one of where they did not make it.
fn tell_of(ctx: &mut Ctx<'_>, account: &Account) -> Result<()> {
    if account.awaits_confirmation() {
        teams::tell_members(ctx, account.state.as_ref(), &Letter::ToConfirm {})?;
    }
    let by_secretariat = ctx.actor().person().is_some_and(|person| person.role == Role::Secretariat);
    match account.team() {
        Some(team) if by_secretariat => {
            let coordinators = teams::coordinators(ctx, &team)?;
            teams::write_to(ctx, &coordinators, team.state(), &Letter::AccountAdded {})
        }
        Some(_) | None => Ok(()),
    }
}

/// What is wrong with an address and a language as typed: every fault at once, before an account is made.
pub fn faults_of(email: &str, language: &str) -> Vec<Refusal> {
    let address = normal_email(email).is_none().then_some(Refusal::EmailBad);
    let language = (!LANGUAGES.contains(&language)).then_some(Refusal::LanguageBad);
    address.into_iter().chain(language).collect()
}

/// Whether an address, as typed, belongs to no account yet.
pub(in crate::domain) fn is_free(ctx: &mut Ctx<'_>, email: &str) -> Result<bool> {
    let email = normal_email(email).ok_or(Refusal::EmailBad)?;
    Ok(store::find_by_email(ctx, &email)?.is_none())
}

/// The State of a State's role. Accounts are made from the day the Statute is in force for it; a former Party keeps access to its
/// own data, and its people change too.
fn belongs_to(ctx: &mut Ctx<'_>, role: Role, state: Option<StateId>) -> Result<Option<StateId>> {
    if !role.of_a_state() {
        return Ok(None);
    }
    let state = state.ok_or(Refusal::StateBad)?;
    let state = match ctx.permit::<Read, StateParty>(&state) {
        Ok(permit) => permit.into_row(),
        Err(Error::NotFound) => return Err(Refusal::StateBad.into()),
        Err(other) => return Err(other),
    };
    if ctx.now().day_in_the_hague() < state.entry_into_force {
        return Err(Refusal::NotYetParty { from: state.entry_into_force }.into());
    }
    Ok(Some(state.id))
}

/// An e-mail address as accounts keep it; nothing where it is none.
pub(super) fn normal_email(typed: &str) -> Option<String> {
    let email = typed.trim().to_lowercase();
    is_email(&email).then_some(email)
}

fn known_language(language: &str) -> Result<&str> {
    LANGUAGES.into_iter().find(|known| *known == language).ok_or_else(|| Refusal::LanguageBad.into())
}

/// Sets a password past the invitation, and the account is active: for the operator only, by the command line; recorded.
///
/// # Errors
/// [`Error::NotFound`] for everybody else, and where there is no such account.
pub fn set_password(ctx: &mut Ctx<'_>, id: &AccountId, password: &PasswordHash) -> Result<Account> {
    if *ctx.actor() != Actor::Task(Task::Operator) {
        return Err(Error::NotFound);
    }
    let account = ctx.permit::<Manage, Account>(id)?.into_row();
    store::set_password(ctx, id, password)?;
    audit::record(ctx, Action::PasswordSet, id, account.state.as_ref(), &json!({}))?;
    Ok(Account { standing: Standing::Active, ..account })
}

/// The accounts of a State, or with `None` all of them, by name: for the Secretariat and the operator, and of their own State
/// for coordinators.
///
/// # Errors
/// A refusal by the policy, or a fault of the database.
pub fn list(ctx: &mut Ctx<'_>, of: Option<&StateId>) -> Result<Vec<Account>> {
    ctx.allow::<Read>(&Facts::Account { state: of.cloned(), organ: None, own: false })?;
    store::list(ctx, of, None)
}

/// The accounts of a State or an organ, by name: for its coordinators, the Secretariat and the operator.
///
/// # Errors
/// A refusal by the policy, or a fault of the database.
pub fn of_team(ctx: &mut Ctx<'_>, team: &Team) -> Result<Vec<Account>> {
    ctx.allow::<Read>(&Facts::Account { state: team.state().cloned(), organ: team.organ(), own: false })?;
    store::of_team(ctx, team)
}

/// The active coordinators of a State.
///
/// # Errors
/// As [`list`].
pub fn coordinators_of(ctx: &mut Ctx<'_>, state: &StateId) -> Result<Vec<Account>> {
    let mut people = of_role(ctx, state, Role::Coordinator)?;
    people.retain(|account| account.standing == Standing::Active);
    Ok(people)
}

/// The contributors of a State that sections can be assigned to, those included who have not come in yet.
///
/// # Errors
/// As [`list`].
pub fn contributors_of(ctx: &mut Ctx<'_>, state: &StateId) -> Result<Vec<Account>> {
    let mut people = of_role(ctx, state, Role::Contributor)?;
    people.retain(|account| matches!(account.standing, Standing::Active | Standing::Invited));
    Ok(people)
}

fn of_role(ctx: &mut Ctx<'_>, state: &StateId, role: Role) -> Result<Vec<Account>> {
    ctx.allow::<Read>(&Facts::Account { state: Some(state.clone()), organ: None, own: false })?;
    store::list(ctx, Some(state), Some(role))
}

/// The people of a State who can come in, for colleagues who may write to each other: the slice that asks has a permit for what they
/// write about, and shows names and roles only.
pub(in crate::domain) fn colleagues_of(ctx: &mut Ctx<'_>, state: &StateId) -> Result<Vec<Account>> {
    let mut people = store::list(ctx, Some(state), None)?;
    people.retain(|account| account.standing == Standing::Active);
    Ok(people)
}

/// The people of an organ of the Court who can come in: as [`colleagues_of`].
pub(in crate::domain) fn colleagues_in(ctx: &mut Ctx<'_>, organ: Organ) -> Result<Vec<Account>> {
    let mut people = store::of_team(ctx, &Team::Organ(organ))?;
    people.retain(|account| account.standing == Standing::Active);
    Ok(people)
}

/// The contributors of a State who have not gone, for who counts what nobody has: as [`colleagues_of`].
pub(in crate::domain) fn writers_of(ctx: &mut Ctx<'_>, state: &StateId) -> Result<Vec<AccountId>> {
    let mut people = store::list(ctx, Some(state), Some(Role::Contributor))?;
    people.retain(|account| account.standing != Standing::Ended);
    Ok(people.into_iter().map(|account| account.id).collect())
}

/// The name of who did something, for a view of what was done. The policy was asked about that, so it is not asked about the
/// person: a contributor sees who changed an answer, without a right to the account.
#[allow(dead_code, reason = "the slices that show who changed what come after this one")]
pub(in crate::domain) fn name_of(ctx: &mut Ctx<'_>, id: &AccountId) -> Result<Option<String>> {
    store::name_of(ctx, id)
}

/// Sets the language of the actor's own account.
///
/// # Errors
/// [`Refusal::LanguageBad`]; [`Error::NotFound`] where the actor is no person.
pub fn set_language(ctx: &mut Ctx<'_>, language: &str) -> Result<()> {
    let own = ctx.actor().person().map(|person| person.account.clone()).ok_or(Error::NotFound)?;
    store::set_language(ctx, &own, known_language(language)?)
}

/// Sets the language of who is coming in by an invitation: what they chose on the way.
///
/// # Errors
/// [`Refusal::LanguageBad`]; when the actor is not the doorkeeper.
pub fn set_language_at_the_door(ctx: &mut Ctx<'_>, account: &AccountId, language: &str) -> Result<()> {
    super::doorkeeper_only(ctx)?;
    store::set_language(ctx, account, known_language(language)?)
}

/// Shuts an account for a time: its sessions end at once and an open invitation is withdrawn.
///
/// # Errors
/// [`Refusal::AccountEnded`], [`Refusal::SuspendedAlready`], [`Refusal::AccountOwn`], a refusal by the policy.
pub fn suspend(ctx: &mut Ctx<'_>, id: &AccountId) -> Result<()> {
    shut(ctx, id, Standing::Suspended, Action::AccountSuspended)
}

/// Closes an account for good; its name stays in the history. What it holds of a response is given to others first: the web asks
/// `people::leave`, which does both.
///
/// # Errors
/// As [`suspend`]; [`Refusal::CoordinatorLast`] for a coordinator who would leave nobody behind.
pub(in crate::domain) fn close(ctx: &mut Ctx<'_>, id: &AccountId) -> Result<()> {
    shut(ctx, id, Standing::Ended, Action::AccountEnded)
}

fn shut(ctx: &mut Ctx<'_>, id: &AccountId, standing: Standing, action: Action) -> Result<()> {
    let account = ctx.permit::<Manage, Account>(id)?.into_row();
    if account.standing == Standing::Ended {
        return Err(Refusal::AccountEnded.into());
    }
    if account.standing == standing {
        return Err(Refusal::SuspendedAlready.into());
    }
    if account.own {
        // A coordinator may leave, where another one stays.
        if standing != Standing::Ended || !account.role.coordinates() {
            return Err(Refusal::AccountOwn.into());
        }
        if teams::is_last(ctx, &account)? {
            return Err(Refusal::CoordinatorLast.into());
        }
    }
    shut_now(ctx, &account, standing, action, &json!({}))
}

/// Shuts an account, and tells the Secretariat where its State or organ is without a coordinator now.
pub(super) fn shut_now(
    ctx: &mut Ctx<'_>,
    account: &Account,
    standing: Standing,
    action: Action,
    detail: &serde_json::Value,
) -> Result<()> {
    store::set_standing(ctx, &account.id, standing)?;
    sessions::end_all_of(ctx, &account.id)?;
    // Before its invitation, with which it would fall unsaid.
    lost::fell_with_account(ctx, account)?;
    invitations::withdraw_open_of(ctx, &account.id)?;
    audit::record(ctx, action, &account.id, account.state.as_ref(), detail)?;
    teams::tell_if_none_is_left(ctx, account)
}

/// Opens a suspended account again: for signing in where it has a password, else for an invitation. A member of the Secretariat or a
/// co-facilitator whom another member resumes is confirmed anew, by a third person: so nobody alone takes one of them in again.
///
/// # Errors
/// [`Refusal::AccountEnded`], [`Refusal::NotSuspended`], a refusal by the policy.
pub fn resume(ctx: &mut Ctx<'_>, id: &AccountId) -> Result<()> {
    let account = ctx.permit::<Manage, Account>(id)?.into_row();
    match account.standing {
        Standing::Invited | Standing::Active => return Err(Refusal::NotSuspended.into()),
        Standing::Ended => return Err(Refusal::AccountEnded.into()),
        Standing::Suspended => {}
    }
    let came_in = store::password_of(ctx, id)?.is_some();
    store::set_standing(ctx, id, if came_in { Standing::Active } else { Standing::Invited })?;
    let anew = account.team().is_none() && ctx.actor().person().is_some();
    if anew && account.is_confirmed() {
        store::set_unconfirmed(ctx, id)?;
    }
    audit::record(ctx, Action::AccountResumed, id, account.state.as_ref(), &json!({ "to_confirm": anew }))?;
    if anew { teams::tell_members(ctx, None, &Letter::ToConfirm {}) } else { Ok(()) }
}
