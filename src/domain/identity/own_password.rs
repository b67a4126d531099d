//! A person changes the password that they sign in with: with the present one, and after a factor that was just shown, which the gate
//! of the web sees to.

use serde_json::json;

use super::passwords::PasswordHash;
use super::sign_in;
use super::store::{accounts as people, resets, sessions};
use super::{Account, lost};
use crate::domain::actor::Person;
use crate::domain::audit::{self, Action};
use crate::domain::db::Ctx;
use crate::domain::error::{Error, Refusal, Result};
use crate::domain::ids::SessionId;
use crate::domain::mail::{self, Letter};

fn own(ctx: &mut Ctx<'_>) -> Result<(Person, Account)> {
    let person = ctx.actor().person().cloned().ok_or(Error::NotFound)?;
    let account = people::find(ctx, &person.account)?.ok_or(Error::NotFound)?;
    Ok((person, account))
}

/// The actor's account and what its password is verified against.
///
/// # Errors
/// [`Error::NotFound`] where the actor is no person, or a fault of the database.
pub fn stored(ctx: &mut Ctx<'_>) -> Result<(Account, Option<PasswordHash>)> {
    let (_, account) = own(ctx)?;
    let stored = people::password_of(ctx, &account.id)?;
    Ok((account, stored))
}

/// Counts that the present password was typed wrongly in this session, which ends with the last that is allowed. Says whether it did.
///
/// # Errors
/// As [`stored`].
pub fn wrong(ctx: &mut Ctx<'_>, session: &SessionId) -> Result<bool> {
    let (person, _) = own(ctx)?;
    let row = sessions::find_by_id(ctx, session)?.filter(|row| row.person.account == person.account);
    let row = row.ok_or(Error::NotFound)?;
    let detail = json!({ "present_password": true });
    audit::record(ctx, Action::SignInFailed, &person.account, person.state.as_ref(), &detail)?;
    sign_in::count_wrong(ctx, session, row.wrong)
}

/// Sets another password in place of the one that was verified. The other sessions of the account end where that is wished, links for
/// a forgotten password are withdrawn, and so is a request for new factors: who changes the password has some.
///
/// # Errors
/// [`Refusal::PasswordWrong`] where another password stands there meanwhile; as [`stored`].
pub fn change(
    ctx: &mut Ctx<'_>,
    session: &SessionId,
    verified: &PasswordHash,
    new: &PasswordHash,
    end_others: bool,
) -> Result<()> {
    let (_, account) = own(ctx)?;
    if !people::password_of(ctx, &account.id)?.is_some_and(|stored| stored.is(verified)) {
        return Err(Refusal::PasswordWrong.into());
    }
    people::set_password(ctx, &account.id, new)?;
    resets::withdraw_open_of(ctx, &account.id)?;
    lost::withdraw_own(ctx)?;
    let ended = if end_others { sessions::end_others(ctx, &account.id, session)? } else { 0 };
    let detail = json!({ "sessions": ended, "others_ended": end_others });
    audit::record(ctx, Action::PasswordChanged, &account.id, account.state.as_ref(), &detail)?;
    let letter = Letter::PasswordChanged {};
    mail::enqueue(ctx, &account.email, &account.language, account.state.as_ref(), &letter)?;
    Ok(())
}
