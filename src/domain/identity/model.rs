//! What an account is.

use crate::domain::access::{Facts, Resource};
use crate::domain::actor::{Organ, Role, words};
use crate::domain::db::Ctx;
use crate::domain::error::Result;
use crate::domain::ids::{AccountId, StateId};
use crate::domain::time::Instant;

words!(
    /// Whether an account may be used.
    Standing {
        /// Made, and waiting for its invitation to be accepted.
        Invited = "invited",
        Active = "active",
        /// Shut for a time.
        Suspended = "suspended",
        /// Closed for good; the name stays in the history.
        Ended = "ended",
    }
);

/// One person's account. Its password is not in it, so that no list carries one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    pub id: AccountId,
    pub state: Option<StateId>,
    pub organ: Option<Organ>,
    pub role: Role,
    pub name: String,
    /// In lower case.
    pub email: String,
    pub language: String,
    pub standing: Standing,
    /// The note verbale by which the State designated the person.
    pub note_reference: Option<String>,
    pub created_at: Instant,
    /// Whether it is the actor's.
    pub(super) own: bool,
}

impl Resource for Account {
    type Id = AccountId;

    fn load(ctx: &mut Ctx<'_>, id: &AccountId) -> Result<Option<Self>> {
        super::store::accounts::find(ctx, id)
    }

    fn facts(&self) -> Facts {
        Facts::Account { state: self.state.clone(), own: self.own }
    }
}
