//! Appends who did what, in the same transaction as the deed. Rows are never changed; the serving role on PostgreSQL cannot.

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
        RoleChanged = "role_changed",
        EndDateSet = "end_date_set",
        EndWarned = "end_warned",
        CoordinatorConfirmed = "coordinator_confirmed",
        /// Sections went to others, because somebody leaves.
        HandedOver = "handed_over",
        PasswordSet = "password_set",
        InvitationIssued = "invitation_issued",
        InvitationUsed = "invitation_used",
        InvitationCodeWrong = "invitation_code_wrong",
        InvitationWithdrawn = "invitation_withdrawn",
        AddressesImported = "addresses_imported",
        StatesImported = "states_imported",
        FormImported = "form_imported",
        CyclePrepared = "cycle_prepared",
        CycleOpened = "cycle_opened",
        CycleFrozen = "cycle_frozen",
        StatesInvited = "states_invited",
        ResponseBegun = "response_begun",
        SectionAssigned = "section_assigned",
        ResponseSubmitted = "response_submitted",
        ResponseAmended = "response_amended",
        ResponsePublished = "response_published",
        ResponsesExported = "responses_exported",
        VisibilityNarrowed = "visibility_narrowed",
        MailRetried = "mail_retried",
        MailGivenUp = "mail_given_up",
    }
);

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
