//! Accounts, passwords, second factors, signing in, sessions and invitations, and the ways back in for who has forgotten a password or
//! lost every factor: from a person at the door to an [`Actor`](super::actor::Actor).
//!
//! Who is not signed in yet is let in by [`Task::Doorkeeper`](super::actor::Task), which may do this and nothing else. Every
//! secret that is looked up (session, invitation) is stored as a hash; short ones (codes) under a key outside the database.

pub mod accounts;
pub mod changes;
pub mod confirmation;
mod delays;
pub mod factors;
pub mod invitations;
pub mod lost;
mod model;
pub mod notes;
pub mod once;
pub mod own_password;
pub mod passwords;
mod presence;
pub mod refused;
pub mod resets;
mod secrets;
pub mod sessions;
pub mod sign_in;
mod store;
pub mod teams;
pub mod terms;
#[cfg(test)]
mod tests;
pub(in crate::domain) mod told;

pub use accounts::NewAccount;
pub use confirmation::{Confirming, Designation};
pub use factors::{FactorKind, FactorRules, Given, Verdict};
pub use model::{Account, Confirmed, Standing};
pub use notes::{AskedBy, Maker, Note};
pub use passwords::{Cost, Hasher, PasswordHash};
pub use sessions::{Client, Found, Half, Limits, Live, SessionLimits, SessionToken, Stage};
pub use sign_in::{Attempt, Begun};

/// What is done for a person who is not signed in yet is the doorkeeper's alone: `edit` of an account is in nobody else's rows
/// of the policy, so that no officer's request can look tokens up.
fn doorkeeper_only(ctx: &super::db::Ctx<'_>) -> super::error::Result<()> {
    use super::access::{Edit, Facts};
    ctx.allow::<Edit>(&Facts::Account { state: None, organ: None, own: false })
}
