//! What a letter is, what may go wrong with it, and when it is tried again. No I/O.

use serde::{Deserialize, Serialize};

use crate::domain::actor::words;
use crate::domain::ids::{LetterId, StateId};
use crate::domain::time::{Day, Instant};

/// How long a sender has for the letters it took, in seconds.
pub const LEASE: i64 = 120;
/// How long a letter is tried, in seconds: a day.
pub const GIVEN_UP_AFTER: i64 = 24 * 3600;

/// What is to be written, as data: wording and links are the web's. No `Debug`: letters hold tokens.
///
/// Only a sent note verbale says anything; every other letter says that there is something, and where.
#[derive(Clone, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Letter {
    /// To a person who is to have an account. The code that it also wants is never mailed.
    Invitation { token: String, name: String },
    /// The note verbale that opens a cycle, to a State's official address and to its address for copies.
    CycleInvitation { year: i32, note_reference: String, note_date: Day, expected_by: Instant },
    /// To a State's coordinators: a response was submitted, and its receipt is on the platform.
    Receipt {},
    /// To a State's coordinators: their response was published.
    Published {},
    /// To a person of a State: a colleague has written to them on a draft.
    OnDraft {},
    /// To a State's coordinators, or to who asked: something was written in a clarification.
    Clarification {},
    /// To a contributor: something of a draft was given to them.
    Assigned {},
    /// To a person: a device signed in that had not before.
    NewDevice {},
    /// To a person: there were many failed attempts at their account.
    Attempts {},
    /// To a person: what they sign in with was changed.
    FactorsChanged {},
    /// To a person: the link by which they choose another password.
    PasswordReset { token: String },
    /// To a person: their password was changed.
    PasswordChanged {},
    /// To a person who has lost every second factor: what became of their request.
    LostFactors { step: LostStep },
    /// To that person, once two have agreed: the link to new factors. The code that it also wants is never mailed.
    FactorsInvitation { token: String, name: String },
    /// To who decides about something: it waits.
    Waiting {},
    /// To a person: their account ends in some weeks or days.
    AccountEnds {},
    /// To those who look after accounts: one of them ends in some weeks or days.
    ColleagueEnds {},
    /// To the Secretariat: a State or an organ has no coordinator any more.
    CoordinatorMissing {},
    /// To the Secretariat: an account or a role waits to be confirmed.
    ToConfirm {},
    /// To who proposed it, or to the Secretariat where it is one of theirs: it was confirmed.
    Confirmed {},
    /// To the coordinators of a State or an organ: the Secretariat has added an account there.
    AccountAdded {},
    /// To a State's coordinators: somebody has gone or has another role, and held sections.
    SectionsLeft {},
    /// To those who look after accounts: somebody's request for new factors fell with the account.
    LostFactorsFell {},
}

words!(
    /// How far a request of who has lost every second factor is.
    LostStep {
        Asked = "asked",
        Agreed = "agreed",
        Refused = "refused",
        Withdrawn = "withdrawn",
        Done = "done",
    }
);

words!(
    /// Which letter it is, for lists.
    LetterKind {
        Invitation = "invitation",
        CycleInvitation = "cycle_invitation",
        Receipt = "receipt",
        Published = "published",
        OnDraft = "on_draft",
        Clarification = "clarification",
        Assigned = "assigned",
        NewDevice = "new_device",
        Attempts = "attempts",
        FactorsChanged = "factors_changed",
        PasswordReset = "password_reset",
        PasswordChanged = "password_changed",
        LostFactors = "lost_factors",
        FactorsInvitation = "factors_invitation",
        Waiting = "waiting",
        AccountEnds = "account_ends",
        ColleagueEnds = "colleague_ends",
        CoordinatorMissing = "coordinator_missing",
        ToConfirm = "to_confirm",
        Confirmed = "confirmed",
        AccountAdded = "account_added",
        SectionsLeft = "sections_left",
        LostFactorsFell = "lost_factors_fell",
    }
);

impl LetterKind {
    /// Whether the Secretariat sees that there is such a letter: not where it would tell that an organ of the Court has asked a State.
    pub const fn is_listed(self) -> bool {
        !matches!(self, LetterKind::Clarification)
    }
}

impl Letter {
    /// Which letter it is.
    pub fn kind(&self) -> LetterKind {
        match self {
            Letter::Invitation { .. } => LetterKind::Invitation,
            Letter::CycleInvitation { .. } => LetterKind::CycleInvitation,
            Letter::Receipt {} => LetterKind::Receipt,
            Letter::Published {} => LetterKind::Published,
            Letter::OnDraft {} => LetterKind::OnDraft,
            Letter::Clarification {} => LetterKind::Clarification,
            Letter::Assigned {} => LetterKind::Assigned,
            Letter::NewDevice {} => LetterKind::NewDevice,
            Letter::Attempts {} => LetterKind::Attempts,
            Letter::FactorsChanged {} => LetterKind::FactorsChanged,
            Letter::PasswordReset { .. } => LetterKind::PasswordReset,
            Letter::PasswordChanged {} => LetterKind::PasswordChanged,
            Letter::LostFactors { .. } => LetterKind::LostFactors,
            Letter::FactorsInvitation { .. } => LetterKind::FactorsInvitation,
            Letter::Waiting {} => LetterKind::Waiting,
            Letter::AccountEnds {} => LetterKind::AccountEnds,
            Letter::ColleagueEnds {} => LetterKind::ColleagueEnds,
            Letter::CoordinatorMissing {} => LetterKind::CoordinatorMissing,
            Letter::ToConfirm {} => LetterKind::ToConfirm,
            Letter::Confirmed {} => LetterKind::Confirmed,
            Letter::AccountAdded {} => LetterKind::AccountAdded,
            Letter::SectionsLeft {} => LetterKind::SectionsLeft,
            Letter::LostFactorsFell {} => LetterKind::LostFactorsFell,
        }
    }
}

/// What is sealed in a row.
#[derive(Serialize, Deserialize)]
pub(super) struct Body {
    pub(super) language: String,
    pub(super) letter: Letter,
}

words!(
    /// What has become of a letter.
    LetterState {
        /// Waits for its time, or is being sent.
        Ready = "ready",
        /// The relay has taken it; its body is erased.
        Accepted = "accepted",
        /// Given up; its body is erased, so it has to be issued anew.
        GivenUp = "given_up",
    }
);

words!(
    /// Why a letter was not sent, in our words: what the server said may hold anything.
    FaultClass {
        /// The relay cannot be reached, or the connection broke.
        Unreachable = "unreachable",
        /// The relay offers no TLS, or its certificate is not trusted.
        Tls = "tls",
        /// The relay did not accept our name and password.
        SignIn = "sign_in",
        /// The relay did not answer in time.
        TimedOut = "timed_out",
        /// The relay asked to try later.
        Deferred = "deferred",
        /// The relay refused, but not because of the recipient.
        Refused = "refused",
        /// There is no such recipient.
        Recipient = "recipient",
        /// The address cannot be written to at all.
        Address = "address",
        /// The letter could not be worded.
        Wording = "wording",
        /// The stored letter could not be read.
        Unreadable = "unreadable",
        /// The folder that mail is written to did not take it.
        Folder = "folder",
        /// Anything else.
        Other = "other",
    }
);

/// A failed attempt. Whatever is not known to be final is tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SendFault {
    pub retry: bool,
    pub class: FaultClass,
}

impl SendFault {
    /// A fault that may pass.
    pub const fn temporary(class: FaultClass) -> Self {
        SendFault { retry: true, class }
    }

    /// A fault of this one letter, that no repetition mends.
    pub const fn permanent(class: FaultClass) -> Self {
        SendFault { retry: false, class }
    }
}

/// A letter that a sender has taken. No `Debug`.
pub struct Leased {
    pub id: LetterId,
    pub recipient: String,
    pub language: String,
    pub letter: Letter,
    /// Until when nobody else takes it.
    pub until: Instant,
}

/// What the Secretariat sees of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    pub id: LetterId,
    pub kind: LetterKind,
    pub state_id: Option<StateId>,
    pub recipient: String,
    pub state: LetterState,
    pub attempts: i32,
    pub next_at: Instant,
    pub last_fault: Option<FaultClass>,
    pub created_at: Instant,
    pub settled_at: Option<Instant>,
}

/// Seconds until the next attempt after so many: 1, 2, 4 .. 60 minutes, give or take an eighth by `dice`, so that letters that
/// failed together do not come back together.
pub(super) fn back_off(attempts: i32, dice: u8) -> i64 {
    let doublings = u32::try_from(attempts.clamp(1, 7) - 1).unwrap_or(0);
    let minutes = (1_i64 << doublings).min(60);
    let seconds = minutes * 60;
    seconds - seconds / 8 + seconds / 4 * i64::from(dice) / 255
}
