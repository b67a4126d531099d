//! Recovery codes: ten, shown once, to be printed and locked away. Each lets its owner in once. Only keyed hashes are kept.

use serde_json::json;

use super::{Kind, Verdict};
use crate::domain::audit::{self, Action};
use crate::domain::db::Ctx;
use crate::domain::error::{Error, Result};
use crate::domain::identity::model::Account;
use crate::domain::identity::secrets;
use crate::domain::identity::store::recovery as store;
use crate::domain::ids::AccountId;

/// How many codes there are on a list.
pub const CODES: usize = 10;

/// Makes ten new codes for the actor's own account; those of before count no more.
///
/// # Errors
/// [`Error::NotFound`] where the actor is no person, or a fault of the database.
pub fn renew(ctx: &mut Ctx<'_>) -> Result<Vec<String>> {
    let own = ctx.actor().person().map(|person| person.account.clone()).ok_or(Error::NotFound)?;
    let account = crate::domain::identity::store::accounts::find(ctx, &own)?.ok_or(Error::NotFound)?;
    let codes = make(ctx, &account)?;
    super::enrolment::tell(ctx, &account)?;
    Ok(codes)
}

/// Makes ten codes in place of those of before.
pub(super) fn make(ctx: &mut Ctx<'_>, account: &Account) -> Result<Vec<String>> {
    let codes: Vec<String> = (0..CODES).map(|_| secrets::new_code()).collect();
    let hashes: Vec<Vec<u8>> = codes.iter().map(|code| hash(ctx, &account.id, code)).collect();
    store::replace(ctx, &account.id, &hashes)?;
    let detail = json!({ "codes": CODES });
    audit::record(ctx, Action::RecoveryCodesMade, &account.id, account.state.as_ref(), &detail)?;
    Ok(codes.iter().map(|code| secrets::code_groups(code)).collect())
}

/// Whether it is a recovery code of the account that was not used yet; then it is used.
pub(super) fn judge(ctx: &mut Ctx<'_>, account: &AccountId, typed: &str) -> Result<Verdict> {
    let Some(code) = secrets::normalise_code(typed) else { return Ok(Verdict::Wrong) };
    let hash = hash(ctx, account, &code);
    Ok(match () {
        () if store::use_up(ctx, account, &hash)? > 0 => Verdict::Right(Kind::Recovery),
        () if store::is_one(ctx, account, &hash)? => Verdict::Spent,
        () => Verdict::Wrong,
    })
}

fn hash(ctx: &Ctx<'_>, account: &AccountId, code: &str) -> Vec<u8> {
    ctx.keys.keyed_hash(&format!("recovery/{account}"), code)
}
