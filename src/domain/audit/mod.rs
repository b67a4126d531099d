//! Appends who did what, in the same transaction as the deed. Rows are never changed; the serving role on PostgreSQL cannot. Reading
//! it again is in `read`: each person their own, a State's and an organ's coordinators theirs, the Secretariat that of all accounts.

pub mod read;
mod store;

use diesel::prelude::*;
use serde_json::Value;

use super::actor::words;
use super::db::Ctx;
use super::db::schema::audit;
use super::error::Result;
use super::ids::{AccountId, RecordId, StateId};
use super::time::Instant;

words!(
    /// What was done.
    Action {
        SignedIn = "signed_in",
        SignedOut = "signed_out",
        SignInFailed = "sign_in_failed",
        FactorAdded = "factor_added",
        FactorRemoved = "factor_removed",
        FactorWrong = "factor_wrong",
        /// A passkey's counter went backwards: there may be a copy of it.
        FactorCloned = "factor_cloned",
        RecoveryCodesMade = "recovery_codes_made",
        RecoveryCodeUsed = "recovery_code_used",
        /// A fresh factor was shown in a session.
        IdentityProved = "identity_proved",
        SessionEnded = "session_ended",
        SessionsEnded = "sessions_ended",
        AccountMade = "account_made",
        AccountSuspended = "account_suspended",
        AccountResumed = "account_resumed",
        AccountEnded = "account_ended",
        /// A person was not added, because the address cannot be used.
        AccountRefused = "account_refused",
        /// A person is to become a coordinator, once that is confirmed.
        RoleProposed = "role_proposed",
        RoleProposalWithdrawn = "role_proposal_withdrawn",
        RoleChanged = "role_changed",
        EndDateSet = "end_date_set",
        EndWarned = "end_warned",
        CoordinatorConfirmed = "coordinator_confirmed",
        /// Of the Secretariat or the co-facilitators.
        AccountConfirmed = "account_confirmed",
        /// Who proposed it tried to confirm it too, or oneself.
        ConfirmationRefused = "confirmation_refused",
        /// Who went was the last coordinator of a State or an organ.
        CoordinatorMissing = "coordinator_missing",
        /// Sections went to others, because somebody leaves.
        HandedOver = "handed_over",
        /// Somebody went or has another role, and what they held is left to the coordinators.
        SectionsLeft = "sections_left",
        PasswordSet = "password_set",
        PasswordChanged = "password_changed",
        /// A link for a forgotten password was asked for, by whomever.
        PasswordResetAsked = "password_reset_asked",
        PasswordReset = "password_reset",
        /// Who has lost every second factor asks to be let back in.
        LostFactorsAsked = "lost_factors_asked",
        LostFactorsAgreed = "lost_factors_agreed",
        LostFactorsRefused = "lost_factors_refused",
        LostFactorsWithdrawn = "lost_factors_withdrawn",
        /// The account was suspended or ended, and the request with it.
        LostFactorsFell = "lost_factors_fell",
        /// Every factor of an account was taken away, for new ones to be set up.
        FactorsReset = "factors_reset",
        InvitationIssued = "invitation_issued",
        InvitationUsed = "invitation_used",
        InvitationCodeWrong = "invitation_code_wrong",
        InvitationWithdrawn = "invitation_withdrawn",
        /// The token of an invitation was shown that opens nothing: used, replaced, expired, altered, or for something else.
        InvitationRefused = "invitation_refused",
        /// The same with a link for a forgotten password.
        ResetRefused = "reset_refused",
        /// A form on its way through the sign-in page was altered, too old, or of another account.
        CarriedFormRefused = "carried_form_refused",
        /// A form was posted that no page of this session had made, or from elsewhere.
        FormRefused = "form_refused",
        /// An account was shut, or lost its role, while its request was under way.
        PermissionLost = "permission_lost",
        AddressesImported = "addresses_imported",
        StatesImported = "states_imported",
        FormImported = "form_imported",
        CyclePrepared = "cycle_prepared",
        CycleOpened = "cycle_opened",
        CycleFrozen = "cycle_frozen",
        /// States may submit section by section, or not any more.
        CycleBySection = "cycle_by_section",
        CycleWholeOnly = "cycle_whole_only",
        StatesInvited = "states_invited",
        ResponseBegun = "response_begun",
        SectionAssigned = "section_assigned",
        ClearanceAsked = "clearance_asked",
        ClearanceAnswered = "clearance_answered",
        ClearanceWithdrawn = "clearance_withdrawn",
        /// Answers of last year were confirmed together.
        AnswersConfirmed = "answers_confirmed",
        /// A file was refused because the scanner of viruses found something in it.
        FileInfected = "file_infected",
        /// A file was put beside an answer, or what is said of one was changed.
        FileAttached = "file_attached",
        FileDescribed = "file_described",
        /// A file beside an answer was taken away, or brought back.
        FileRemoved = "file_removed",
        FileBroughtBack = "file_brought_back",
        SectionTaken = "section_taken",
        /// A section was said to be ready or cleared, or to be worked on again.
        SectionStatusSet = "section_status_set",
        /// A draft was taken away as a file, to be filled in.
        DraftTaken = "draft_taken",
        /// Such a file came back.
        DraftReturned = "draft_returned",
        /// What such a file says was taken over into the draft.
        ImportApplied = "import_applied",
        ImportDiscarded = "import_discarded",
        ResponseSubmitted = "response_submitted",
        ResponseAmended = "response_amended",
        ResponsePublished = "response_published",
        ResponsesExported = "responses_exported",
        /// An organ of the Court put a question to a State about one answer, or a further one.
        ClarificationAsked = "clarification_asked",
        ClarificationReplied = "clarification_replied",
        ClarificationSettled = "clarification_settled",
        ClarificationWithdrawn = "clarification_withdrawn",
        VisibilityNarrowed = "visibility_narrowed",
        MailRetried = "mail_retried",
        MailGivenUp = "mail_given_up",
        /// Somebody took the record itself away as a file.
        RecordExported = "record_exported",
        /// Another key-encryption key, or another data key.
        KeyRotated = "key_rotated",
        KeysRewrapped = "keys_rewrapped",
        /// The keys of a State's content in a cycle: nobody can read it any more.
        KeysDestroyed = "keys_destroyed",
    }
);

words!(
    /// What an action is about, for the filter, and for who may read of it.
    Kind {
        /// Coming in and going out.
        Session = "session",
        /// What failed: passwords, factors and codes that were wrong.
        Failure = "failure",
        /// Ways to come in that were set up or taken away.
        Factor = "factor",
        /// Accounts and their invitations.
        Account = "account",
        /// Work on a draft, which is the State's own.
        Draft = "draft",
        /// What was submitted, and what others see of it.
        Response = "response",
        /// What one organ of the Court and one State write to each other on an answer.
        Clarification = "clarification",
        /// What was taken away as a file.
        Export = "export",
        /// States, forms, cycles and mail.
        Platform = "platform",
        /// Keys that were exchanged or destroyed.
        Keys = "keys",
    }
);

impl Action {
    /// What it is about. Without a wildcard, so that who may read of a new one is decided here.
    pub const fn kind(self) -> Kind {
        match self {
            Action::SignedIn
            | Action::SignedOut
            | Action::RecoveryCodeUsed
            | Action::IdentityProved
            | Action::SessionEnded
            | Action::SessionsEnded => Kind::Session,
            Action::SignInFailed
            | Action::FactorWrong
            | Action::FactorCloned
            | Action::ConfirmationRefused
            | Action::InvitationCodeWrong
            | Action::InvitationRefused
            | Action::ResetRefused
            | Action::CarriedFormRefused
            | Action::FormRefused
            | Action::PermissionLost => Kind::Failure,
            Action::FactorAdded
            | Action::FactorRemoved
            | Action::RecoveryCodesMade
            | Action::PasswordSet
            | Action::PasswordChanged
            | Action::PasswordResetAsked
            | Action::PasswordReset
            | Action::LostFactorsAsked
            | Action::LostFactorsAgreed
            | Action::LostFactorsRefused
            | Action::LostFactorsWithdrawn
            | Action::LostFactorsFell
            | Action::FactorsReset => Kind::Factor,
            Action::AccountMade
            | Action::AccountSuspended
            | Action::AccountResumed
            | Action::AccountEnded
            | Action::AccountRefused
            | Action::RoleProposed
            | Action::RoleProposalWithdrawn
            | Action::RoleChanged
            | Action::EndDateSet
            | Action::EndWarned
            | Action::CoordinatorConfirmed
            | Action::AccountConfirmed
            | Action::CoordinatorMissing
            | Action::HandedOver
            | Action::SectionsLeft
            | Action::InvitationIssued
            | Action::InvitationUsed
            | Action::InvitationWithdrawn => Kind::Account,
            Action::ResponseBegun
            | Action::SectionAssigned
            | Action::ClearanceAsked
            | Action::ClearanceAnswered
            | Action::ClearanceWithdrawn
            | Action::AnswersConfirmed
            | Action::FileInfected
            | Action::FileAttached
            | Action::FileDescribed
            | Action::FileRemoved
            | Action::FileBroughtBack
            | Action::SectionTaken
            | Action::SectionStatusSet
            | Action::DraftTaken
            | Action::DraftReturned
            | Action::ImportApplied
            | Action::ImportDiscarded => Kind::Draft,
            Action::ResponseSubmitted
            | Action::ResponseAmended
            | Action::ResponsePublished
            | Action::VisibilityNarrowed => Kind::Response,
            Action::ClarificationAsked
            | Action::ClarificationReplied
            | Action::ClarificationSettled
            | Action::ClarificationWithdrawn => Kind::Clarification,
            Action::ResponsesExported | Action::RecordExported => Kind::Export,
            Action::AddressesImported
            | Action::StatesImported
            | Action::FormImported
            | Action::CyclePrepared
            | Action::CycleOpened
            | Action::CycleFrozen
            | Action::CycleBySection
            | Action::CycleWholeOnly
            | Action::StatesInvited
            | Action::MailRetried
            | Action::MailGivenUp => Kind::Platform,
            Action::KeyRotated | Action::KeysRewrapped | Action::KeysDestroyed => Kind::Keys,
        }
    }
}

/// Appends a row to the record.
///
/// `subject` is the id of what it was done to; `state` the State it belongs to; `detail` holds codes and numbers, never an answer.
///
/// # Errors
/// When the database fails.
pub fn record(
    ctx: &mut Ctx<'_>,
    action: Action,
    subject: impl std::fmt::Display,
    state: Option<&StateId>,
    detail: &Value,
) -> Result<()> {
    let id: RecordId = ctx.new_id();
    let account = ctx.actor().person().map(|person| person.account.clone());
    diesel::insert_into(audit::table)
        .values((
            audit::id.eq(id),
            audit::at.eq(ctx.now()),
            audit::actor.eq(ctx.actor().label()),
            audit::account_id.eq(account),
            audit::action.eq(action.as_str()),
            audit::subject.eq(subject.to_string()),
            audit::state_id.eq(state),
            audit::detail.eq(detail.to_string()),
        ))
        .execute(ctx.conn)?;
    Ok(())
}

/// To what this was done last, and when: for lists of what needs attention. It shows nothing else of the record.
///
/// # Errors
/// When the database fails.
pub(in crate::domain) fn last_times(ctx: &mut Ctx<'_>, action: Action) -> Result<Vec<(String, Instant)>> {
    let all = audit::table.filter(audit::action.eq(action.as_str())).order((audit::at.desc(), audit::id.desc()));
    Ok(all.select((audit::subject, audit::at)).load(ctx.conn)?)
}

/// A row of the record, for who may see what it was done to.
pub(in crate::domain) struct Deed {
    pub(in crate::domain) action: Action,
    pub(in crate::domain) at: Instant,
    pub(in crate::domain) by: Option<AccountId>,
    pub(in crate::domain) detail: Value,
}

type DeedRow = (Action, Instant, Option<AccountId>, String);

impl Deed {
    fn of((action, at, by, detail): DeedRow) -> Self {
        Deed { action, at, by, detail: serde_json::from_str(&detail).unwrap_or_default() }
    }
}

/// The latest row of this action on this subject. It shows nothing else of the record.
///
/// # Errors
/// When the database fails.
pub(in crate::domain) fn latest(ctx: &mut Ctx<'_>, action: Action, subject: &str) -> Result<Option<Deed>> {
    Ok(recent(ctx, action, subject, 1)?.pop())
}

/// The latest rows of this action on this subject, so many at most, the latest first.
///
/// # Errors
/// When the database fails.
pub(in crate::domain) fn recent(ctx: &mut Ctx<'_>, action: Action, subject: &str, most: i64) -> Result<Vec<Deed>> {
    let found: Vec<DeedRow> = audit::table
        .filter(audit::subject.eq(subject))
        .filter(audit::action.eq(action.as_str()))
        .order((audit::at.desc(), audit::id.desc()))
        .limit(most)
        .select((audit::action, audit::at, audit::account_id, audit::detail))
        .load(ctx.conn)?;
    Ok(found.into_iter().map(Deed::of).collect())
}

/// What of these was done to this subject, in the order of time. It shows nothing else of the record.
///
/// # Errors
/// When the database fails.
pub(in crate::domain) fn deeds_on(ctx: &mut Ctx<'_>, actions: &[Action], subject: &str) -> Result<Vec<Deed>> {
    let words: Vec<&str> = actions.iter().map(|action| action.as_str()).collect();
    let found: Vec<DeedRow> = audit::table
        .filter(audit::subject.eq(subject))
        .filter(audit::action.eq_any(words))
        .order((audit::at, audit::id))
        .select((audit::action, audit::at, audit::account_id, audit::detail))
        .load(ctx.conn)?;
    Ok(found.into_iter().map(Deed::of).collect())
}

/// How often a person has done this since then: for bounds on what may be tried. It shows nothing of the record.
///
/// # Errors
/// When the database fails.
pub(in crate::domain) fn times_since(ctx: &mut Ctx<'_>, action: Action, by: &AccountId, since: Instant) -> Result<i64> {
    Ok(audit::table
        .filter(audit::account_id.eq(by))
        .filter(audit::action.eq(action.as_str()))
        .filter(audit::at.ge(since))
        .count()
        .get_result(ctx.conn)?)
}
