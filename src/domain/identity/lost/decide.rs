//! Agreeing to a request of who has lost every second factor, and refusing it. The gate of the web asks for a fresh factor first.

use serde_json::json;

use super::{Part, Request, RequestStanding, about, fall, store, tell};
use crate::domain::access::{Manage, Permit};
use crate::domain::actor::{Actor, Role, Task};
use crate::domain::audit::{self, Action};
use crate::domain::db::Ctx;
use crate::domain::error::{Error, Refusal, Result};
use crate::domain::identity::invitations::{self, Issued};
use crate::domain::identity::model::{Account, Standing};
use crate::domain::identity::store::accounts as people;
use crate::domain::ids::AccountId;
use crate::domain::line::OneLine;
use crate::domain::mail::LostStep;
use crate::domain::vault::{self, Purpose};

/// What came of agreeing.
pub enum Agreed {
    /// Another person has to agree too.
    First,
    /// Both have: the code to be passed on, shown this once.
    Both(Box<Issued>),
}

/// Agrees to a request. The second of the two is shown the code, and the person gets a mail with the other half.
///
/// # Errors
/// [`Refusal::RequestSettled`], [`Refusal::AgreedAlready`], [`Refusal::AccountSuspended`].
pub fn agree(ctx: &mut Ctx<'_>, permit: &Permit<Manage, Request>) -> Result<Agreed> {
    let request = permit.row();
    let account = open_account(ctx, request)?;
    let by = ctx.actor().person().map(|person| person.account.clone()).ok_or(Error::NotFound)?;
    let part = request.part_of(ctx.actor()).ok_or(Refusal::AgreedAlready)?;
    store::agree(ctx, &request.id, part, &by)?;
    let detail = json!({ "request": request.id, "part": part });
    audit::record(ctx, Action::LostFactorsAgreed, &account.id, account.state.as_ref(), &detail)?;
    let other = |other: &Part| *other == part || request.agreed(*other).is_some();
    if !request.parts().iter().all(other) {
        tell(ctx, &account, LostStep::Agreed)?;
        return Ok(Agreed::First);
    }
    let issued = invitations::issue_for_factors(ctx, &account)?;
    store::agreed(ctx, &request.id, issued.expires_at)?;
    Ok(Agreed::Both(Box::new(issued)))
}

/// Issues the code of an agreed request anew, where it was not passed on: the mail and the code of before open nothing any more.
///
/// # Errors
/// [`Refusal::RequestSettled`] where it is not agreed (any more), or the actor is none of the two who agreed;
/// [`Refusal::AccountSuspended`].
pub fn code_anew(ctx: &mut Ctx<'_>, permit: &Permit<Manage, Request>) -> Result<Issued> {
    let request = permit.row();
    if !request.may_reissue(ctx.actor(), ctx.now()) {
        return Err(Refusal::RequestSettled.into());
    }
    let account = people::find(ctx, &request.account)?.ok_or(Error::NotFound)?;
    if account.standing != Standing::Active {
        return Err(Refusal::AccountSuspended.into());
    }
    // What was issued before falls, and the request with it; then it stands again.
    let issued = invitations::issue_for_factors(ctx, &account)?;
    store::agreed(ctx, &request.id, issued.expires_at)?;
    Ok(issued)
}

/// Refuses a request, with a word that the person is shown.
///
/// # Errors
/// [`Refusal::RequestSettled`], [`Refusal::AccountSuspended`].
pub fn refuse(ctx: &mut Ctx<'_>, permit: &Permit<Manage, Request>, word: &OneLine) -> Result<()> {
    let request = permit.row();
    let account = open_account(ctx, request)?;
    let sealed = vault::sealer(ctx, Purpose::Factors)?.seal(&about(&request.id), word.as_str().as_bytes())?;
    store::settle(ctx, &request.id, RequestStanding::Refused, Some(&sealed))?;
    let detail = json!({ "request": request.id });
    audit::record(ctx, Action::LostFactorsRefused, &account.id, account.state.as_ref(), &detail)?;
    tell(ctx, &account, LostStep::Refused)
}

/// The account of a request that can be decided.
fn open_account(ctx: &mut Ctx<'_>, request: &Request) -> Result<Account> {
    if !request.is_open(ctx.now()) {
        return Err(Refusal::RequestSettled.into());
    }
    let account = people::find(ctx, &request.account)?.ok_or(Error::NotFound)?;
    match account.standing {
        Standing::Active => Ok(account),
        Standing::Invited | Standing::Suspended | Standing::Ended => Err(Refusal::AccountSuspended.into()),
    }
}

/// Lets a member of the Secretariat or a co-facilitator back in, where no two members of the Secretariat are at hand: for the operator
/// only, by the command line; recorded. A request that is open is over with it.
///
/// # Errors
/// [`Error::NotFound`] for everybody else, and for accounts of States and of the Court; [`Refusal::AccountInvited`],
/// [`Refusal::AccountSuspended`], [`Refusal::AccountEnded`].
pub fn by_operator(ctx: &mut Ctx<'_>, id: &AccountId) -> Result<Issued> {
    if *ctx.actor() != Actor::Task(Task::Operator) {
        return Err(Error::NotFound);
    }
    let account = ctx.permit::<Manage, Account>(id)?.into_row();
    if !matches!(account.role, Role::Secretariat | Role::Facilitator) {
        return Err(Error::NotFound);
    }
    match account.standing {
        Standing::Active => {}
        Standing::Invited => return Err(Refusal::AccountInvited.into()),
        Standing::Suspended => return Err(Refusal::AccountSuspended.into()),
        Standing::Ended => return Err(Refusal::AccountEnded.into()),
    }
    fall(ctx, id)?;
    audit::record(ctx, Action::LostFactorsAgreed, id, None, &json!({ "operator": true }))?;
    invitations::issue_for_factors(ctx, &account)
}
