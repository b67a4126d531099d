//! What an account is.

use crate::domain::access::{Facts, Resource};
use crate::domain::actor::{Organ, Role, Team, words};
use crate::domain::db::Ctx;
use crate::domain::error::Result;
use crate::domain::ids::{AccountId, StateId};
use crate::domain::time::{Day, Instant};

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
    /// What counts today: an account whose last day has passed has ended, and who has to be confirmed and is not cannot be in.
    pub standing: Standing,
    /// The note verbale or letter by which the person was asked for.
    pub note_reference: Option<String>,
    pub note_date: Option<Day>,
    pub created_at: Instant,
    /// The last day on which it may be used, in The Hague.
    pub ends_on: Option<Day>,
    /// The role that the person is to have once it is confirmed.
    pub proposed_role: Option<Role>,
    /// Who made the account; nothing for the operator.
    pub made_by: Option<AccountId>,
    /// Who proposed what waits to be confirmed: the account, or the role; nothing for the operator.
    pub proposed_by: Option<AccountId>,
    /// Of a role that wants it: when and by whom it was confirmed.
    pub confirmed: Option<Confirmed>,
    /// Whether it is the actor's.
    pub(super) own: bool,
}

/// That a coordinator was confirmed against the note that names them, or a member of the Secretariat by another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmed {
    pub at: Instant,
    /// The member of the Secretariat; nothing for the operator.
    pub by: Option<AccountId>,
}

impl Account {
    /// Whose people it is of.
    pub fn team(&self) -> Option<Team> {
        Team::of(self.state.as_ref(), self.organ)
    }

    /// Whether it is the actor's.
    pub const fn is_own(&self) -> bool {
        self.own
    }

    /// Whether nothing stands in the way of using it but what its standing says.
    pub fn is_confirmed(&self) -> bool {
        self.confirmed.is_some() || !self.role.wants_confirmation()
    }

    /// Waits to be confirmed, as what it is or in the role that is proposed.
    pub fn awaits_confirmation(&self) -> bool {
        let unconfirmed = !self.is_confirmed();
        self.standing != Standing::Ended && (unconfirmed || self.proposed_role.is_some())
    }

    /// A coordinator who is confirmed and can sign in.
    pub fn coordinates(&self) -> bool {
        self.role.coordinates() && self.confirmed.is_some() && self.standing == Standing::Active
    }
}

/// The standing that counts: not past the last day, and not in a role that nobody has confirmed.
pub(super) fn standing_today(
    kept: Standing,
    role: Role,
    confirmed: bool,
    ends_on: Option<&Day>,
    today: &Day,
) -> Standing {
    if ends_on.is_some_and(|last| last < today) {
        return Standing::Ended;
    }
    match kept {
        Standing::Active if role.wants_confirmation() && !confirmed => Standing::Invited,
        Standing::Invited | Standing::Active | Standing::Suspended | Standing::Ended => kept,
    }
}

impl Resource for Account {
    type Id = AccountId;

    fn load(ctx: &mut Ctx<'_>, id: &AccountId) -> Result<Option<Self>> {
        super::store::accounts::find(ctx, id)
    }

    fn facts(&self) -> Facts {
        Facts::Account { state: self.state.clone(), organ: self.organ, own: self.own }
    }
}
