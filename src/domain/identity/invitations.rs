//! Invitations: a mail brings a token, another way brings a code, and both together let a person set a password.
//!
//! Mail gateways follow links and post forms, so looking at an invitation changes nothing, and accepting takes the code, which no
//! mail ever holds. Ten wrong codes withdraw an invitation; a stranger cannot bring that about, because a code is only looked at
//! together with the token, 256 bits that only the recipient of the mail has.

use serde_json::json;

use super::doorkeeper_only;
use super::factors::enrolment;
use super::lost;
use super::model::{Account, Standing};
use super::notes::{self, AskedBy};
use super::passwords::PasswordHash;
use super::secrets;
use super::store::{accounts as people, invitations as store, sessions};
use crate::domain::access::{Facts, Manage};
use crate::domain::actor::{Actor, Role, Task, Team, words};
use crate::domain::audit::{self, Action};
use crate::domain::db::Ctx;
use crate::domain::error::{Error, Refusal, Result};
use crate::domain::ids::{AccountId, InvitationId, LetterId, StateId};
use crate::domain::mail::{self, Letter};
use crate::domain::time::Instant;

pub use secrets::{normalise_token, token_groups};

/// How long an invitation holds, in seconds: ten days.
pub const HOLDS: i64 = 10 * 24 * 3600;
/// How many wrong codes withdraw it.
pub const WRONG_CODES: i32 = 10;

words!(
    /// What an invitation is to.
    InvitationPurpose {
        /// A way in: another password, and the account may be used.
        Account = "account",
        /// New second factors in place of those that were lost, and another password.
        Factors = "factors",
    }
);

/// An invitation that was just issued. No `Debug`: the code is shown once, to who issued it, and kept nowhere.
pub struct Issued {
    pub id: InvitationId,
    /// Two groups of five, to be passed on by another way than mail.
    pub code: String,
    pub letter: LetterId,
    pub expires_at: Instant,
}

/// What the page behind the link shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Peek {
    pub account: AccountId,
    pub name: String,
    pub email: String,
    pub language: String,
    pub expires_at: Instant,
    /// At whose request.
    pub asked_by: AskedBy,
}

/// What came of accepting an invitation.
#[must_use]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Acceptance {
    /// The password is set and the account may be used.
    Accepted(AccountId),
    /// The code is not the one that was issued; it was counted.
    WrongCode,
    /// There is no such invitation any more: used, expired, withdrawn, or never there.
    Spent,
}

/// One line of the list of who was invited: an account and its latest invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invited {
    pub invitation: InvitationId,
    pub account: AccountId,
    pub name: String,
    pub email: String,
    pub role: Role,
    pub state: Option<StateId>,
    pub standing: Standing,
    pub wrong_codes: i32,
    pub issued_at: Instant,
    pub expires_at: Instant,
    pub used_at: Option<Instant>,
    pub withdrawn_at: Option<Instant>,
}

/// Invites a person to an account, and withdraws what invited them before. For an account in use it is a new way in: accepting
/// sets another password and ends its sessions.
///
/// # Errors
/// [`Refusal::AccountEnded`], [`Refusal::AccountSuspended`], [`Refusal::NotConfirmed`] for who has to be confirmed first,
/// a refusal by the policy.
pub fn issue(ctx: &mut Ctx<'_>, account: &AccountId) -> Result<Issued> {
    Ok(issued(ctx, account, false)?.0)
}

/// Invites the very first member of the Secretariat and says the token too, for a platform whose mail is not set up yet: for the
/// operator only, who holds the key and could read the letter in any case. Once a member has come in this is over, because whoever
/// sees token and code together can come in for somebody else. The record says that the token was shown.
///
/// # Errors
/// [`Error::NotFound`] for everybody else; [`Error::Forbidden`] where the account is none of the Secretariat's, or a member has
/// come in before; as [`issue`].
pub fn issue_to_the_first(ctx: &mut Ctx<'_>, account: &AccountId) -> Result<(Issued, String)> {
    if *ctx.actor() != Actor::Task(Task::Operator) {
        return Err(Error::NotFound);
    }
    let members = people::list(ctx, None, Some(Role::Secretariat))?;
    let mut first = members.iter().any(|member| member.id == *account);
    for member in &members {
        first &= people::password_of(ctx, &member.id)?.is_none();
    }
    if !first {
        return Err(Error::Forbidden);
    }
    issued(ctx, account, true)
}

fn issued(ctx: &mut Ctx<'_>, account: &AccountId, token_shown: bool) -> Result<(Issued, String)> {
    let account = ctx.permit::<Manage, Account>(account)?.into_row();
    match account.standing {
        Standing::Invited | Standing::Active => {}
        Standing::Suspended => return Err(Refusal::AccountSuspended.into()),
        Standing::Ended => return Err(Refusal::AccountEnded.into()),
    }
    if !account.is_confirmed() {
        return Err(Refusal::NotConfirmed.into());
    }
    written(ctx, &account, InvitationPurpose::Account, token_shown)
}

/// Invites a person whose request two have agreed to, to set up new factors. The caller has asked whether this may be.
pub(super) fn issue_for_factors(ctx: &mut Ctx<'_>, account: &Account) -> Result<Issued> {
    Ok(written(ctx, account, InvitationPurpose::Factors, false)?.0)
}

fn written(
    ctx: &mut Ctx<'_>,
    account: &Account,
    purpose: InvitationPurpose,
    token_shown: bool,
) -> Result<(Issued, String)> {
    withdraw_open_of(ctx, &account.id)?;
    let (id, token, code) = (ctx.new_id::<InvitationId>(), secrets::new_token(), secrets::new_code());
    let expires_at = ctx.now().plus_seconds(HOLDS);
    let hashes = (&*secrets::token_hash(&token), &*code_hash(ctx, &id, &code));
    store::insert(ctx, &id, &account.id, purpose, hashes, expires_at)?;
    let (name, of) = (account.name.clone(), token.clone());
    let letter = match purpose {
        InvitationPurpose::Account => Letter::Invitation { token: of, name },
        InvitationPurpose::Factors => Letter::FactorsInvitation { token: of, name },
    };
    let letter = mail::enqueue(ctx, &account.email, &account.language, account.state.as_ref(), &letter)?;
    let mut detail = json!({ "invitation": id, "purpose": purpose });
    if token_shown {
        detail = json!({ "invitation": id, "purpose": purpose, "token_shown": true });
    }
    audit::record(ctx, Action::InvitationIssued, &account.id, account.state.as_ref(), &detail)?;
    Ok((Issued { id, code: secrets::code_groups(&code), letter, expires_at }, token))
}

/// Withdraws what can still be accepted; a request for new factors that led to it falls with it.
pub(super) fn withdraw_open_of(ctx: &mut Ctx<'_>, account: &AccountId) -> Result<()> {
    store::withdraw_open_of(ctx, account)?;
    lost::fell_with_invitation(ctx, account)
}

/// Invites a person anew, in one step: the same as [`issue`], under the name that the page gives it.
///
/// # Errors
/// As [`issue`].
pub fn reissue(ctx: &mut Ctx<'_>, account: &AccountId) -> Result<Issued> {
    issue(ctx, account)
}

/// What an invitation is about, as long as it can be accepted. Changes nothing, however often it is asked.
///
/// # Errors
/// When the actor is not the doorkeeper, or the database fails.
pub fn peek(ctx: &mut Ctx<'_>, token: &str) -> Result<Option<Peek>> {
    doorkeeper_only(ctx)?;
    let Some((invitation, account)) = open(ctx, token)? else { return Ok(None) };
    Ok(Some(Peek {
        asked_by: notes::asked_by(ctx, &account)?,
        account: account.id,
        name: account.name,
        email: account.email,
        language: account.language,
        expires_at: invitation.expires_at,
    }))
}

/// Accepts an invitation with its code: sets the password, and the account may be used. Of two at once one wins, the other finds
/// it spent. Where it is to new factors, those of before are taken away.
///
/// A wrong code is counted in the same transaction, so it is an outcome and no error, which would undo the count.
///
/// # Errors
/// When the actor is not the doorkeeper, or the database fails.
pub fn accept(ctx: &mut Ctx<'_>, token: &str, code: &str, password: &PasswordHash) -> Result<Acceptance> {
    doorkeeper_only(ctx)?;
    let Some((invitation, account)) = open(ctx, token)? else { return Ok(Acceptance::Spent) };
    let typed = secrets::normalise_code(code).map(|code| code_hash(ctx, &invitation.id, &code));
    if !typed.is_some_and(|typed| secrets::same(&typed, &invitation.code_hash)) {
        // A form posted empty, as scanners do, is no guess.
        if !code.trim().is_empty() {
            count_wrong_code(ctx, &invitation, &account)?;
        }
        return Ok(Acceptance::WrongCode);
    }
    if store::use_up(ctx, &invitation.id)? == 0 {
        return Ok(Acceptance::Spent);
    }
    people::set_password(ctx, &account.id, password)?;
    sessions::end_all_of(ctx, &account.id)?;
    let detail = json!({ "invitation": invitation.id, "purpose": invitation.purpose });
    audit::record(ctx, Action::InvitationUsed, &account.id, account.state.as_ref(), &detail)?;
    if invitation.purpose == InvitationPurpose::Factors {
        enrolment::remove_all(ctx, &account)?;
        lost::done(ctx, &account)?;
    }
    Ok(Acceptance::Accepted(account.id))
}

fn count_wrong_code(ctx: &mut Ctx<'_>, invitation: &store::Invitation, account: &Account) -> Result<()> {
    let wrong = invitation.wrong_codes.saturating_add(1);
    store::set_wrong_codes(ctx, &invitation.id, wrong)?;
    let detail = json!({ "invitation": invitation.id, "wrong": wrong });
    audit::record(ctx, Action::InvitationCodeWrong, &account.id, account.state.as_ref(), &detail)?;
    if wrong >= WRONG_CODES {
        withdraw_open_of(ctx, &account.id)?;
        audit::record(ctx, Action::InvitationWithdrawn, &account.id, account.state.as_ref(), &detail)?;
    }
    Ok(())
}

/// The invitation of a token as typed, while it can be accepted.
fn open(ctx: &mut Ctx<'_>, token: &str) -> Result<Option<(store::Invitation, Account)>> {
    let Some(token) = secrets::normalise_token(token) else { return Ok(None) };
    let Some(invitation) = store::find(ctx, &secrets::token_hash(&token))? else { return Ok(None) };
    if invitation.used_at.is_some() || invitation.withdrawn_at.is_some() || invitation.expires_at <= ctx.now() {
        return Ok(None);
    }
    let account = people::find(ctx, &invitation.account_id)?.filter(|account| match account.standing {
        Standing::Active => true,
        Standing::Invited => invitation.purpose == InvitationPurpose::Account,
        Standing::Suspended | Standing::Ended => false,
    });
    let account = account.filter(Account::is_confirmed);
    Ok(account.map(|account| (invitation, account)))
}

fn code_hash(ctx: &Ctx<'_>, invitation: &InvitationId, code: &str) -> Vec<u8> {
    secrets::code_hash(ctx.keys, invitation, code)
}

/// The latest invitation of every account that was invited, the newest first: for the Secretariat and the operator.
///
/// # Errors
/// A refusal by the policy, or a fault of the database.
pub fn open_invitations(ctx: &mut Ctx<'_>) -> Result<Vec<Invited>> {
    ctx.allow::<Manage>(&Facts::Account { state: None, organ: None, own: false })?;
    Ok(latest(store::newest_first(ctx, None)?))
}

/// [`open_invitations`] of a State or an organ: for its coordinators too.
///
/// # Errors
/// A refusal by the policy, or a fault of the database.
pub fn of_team(ctx: &mut Ctx<'_>, team: &Team) -> Result<Vec<Invited>> {
    ctx.allow::<Manage>(&Facts::Account { state: team.state().cloned(), organ: team.organ(), own: false })?;
    Ok(latest(store::newest_first(ctx, Some(team))?))
}

fn latest(mut invited: Vec<Invited>) -> Vec<Invited> {
    let mut seen = std::collections::HashSet::new();
    invited.retain(|line| seen.insert(line.account.clone()));
    invited
}
