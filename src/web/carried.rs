//! A form on its way through a page that asks who somebody is: sealed, bound to the account, and good for a week. So nothing that was
//! posted is lost when a session has expired, or when an act asks for a fresh factor.

use serde::{Deserialize, Serialize};

use super::posted::Posted;
use super::visit::Visit;
use crate::domain::ids::AccountId;
use crate::domain::seal;
use crate::domain::time::Instant;

/// How long what was posted can wait, in seconds: as long as an expired session is remembered.
const WAITS: i64 = 7 * 24 * 3600;
/// What the sealed form is bound to besides its key.
const ABOUT: &str = "carried";

/// Fields that are never carried: a password is typed again.
const NOT_CARRIED: [&str; 3] = ["present", "password", "repeated"];

/// A form that was posted.
#[derive(Serialize, Deserialize)]
pub struct Carried {
    account: AccountId,
    pub path: String,
    pub fields: Vec<(String, String)>,
    at: Instant,
}

/// Seals a form that was posted to this visit's address, for a hidden field.
pub fn seal(visit: &Visit, account: AccountId, posted: &Posted) -> String {
    let fields = posted.fields().iter().filter(|(name, _)| !NOT_CARRIED.contains(&name.as_str()));
    seal_for(visit, account, visit.path.clone(), fields.cloned().collect())
}

/// Seals a form for another address.
pub fn seal_for(visit: &Visit, account: AccountId, path: String, fields: Vec<(String, String)>) -> String {
    let carried = Carried { account, path, fields, at: visit.now };
    let plain = serde_json::to_vec(&carried).unwrap_or_default();
    seal::hex(&visit.app.db.keys().carried().seal(ABOUT, &plain).unwrap_or_default())
}

/// The form of a hidden field, where it is this account's.
pub fn unseal(visit: &Visit, account: &AccountId, text: &str) -> Option<Carried> {
    open(visit, account, &seal::unhex(text)?)
}

/// The form of these sealed bytes, where it is this account's.
pub fn open(visit: &Visit, account: &AccountId, sealed: &[u8]) -> Option<Carried> {
    let plain = visit.app.db.keys().carried().open(ABOUT, sealed).ok()?;
    let carried: Carried = serde_json::from_slice(&plain).ok()?;
    let fits = &carried.account == account && visit.now.seconds_since(carried.at) <= WAITS;
    fits.then_some(carried)
}
