//! What went wrong, as a page: what happened and what to do, with a reference number. The cause goes to the log, once, here.

use actix_web::http::StatusCode;
use actix_web::{HttpMessage, HttpRequest, HttpResponse, ResponseError};
use askama::Template;

use super::i18n::{Words, clock};
use super::layout::Page;
use super::server::bodies::{self, BodyFault};
use super::traces;
use super::visit::Visit;
use crate::domain::time::Instant;
use crate::domain::{Error, Refusal};

/// After how many seconds it is worth while to ask a database again that did not answer.
pub const RETRY_AFTER: u32 = 5;

/// What went wrong.
#[derive(Debug)]
pub enum Problem {
    Domain(Error),
    /// The form's token or origin is not right.
    FormRefused,
    /// The body is no form, not UTF-8, or has too many fields.
    Malformed,
    TooLarge,
    TooSlow,
    /// The method is not one of the address.
    Method,
    /// A template or a response could not be made.
    Internal(String),
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        Problem::Domain(error)
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Problem::Domain(Error::Refused(refusal))
    }
}

impl From<askama::Error> for Problem {
    fn from(error: askama::Error) -> Self {
        Problem::Internal(error.to_string())
    }
}

impl Problem {
    /// Why the body of a request could not be read: it was cut off at a bound, or is no form.
    pub fn of_body(request: &HttpRequest) -> Self {
        match bodies::fault(request) {
            Some(BodyFault::TooLarge) => Problem::TooLarge,
            Some(BodyFault::TooSlow) => Problem::TooSlow,
            None => Problem::Malformed,
        }
    }

    fn status(&self) -> StatusCode {
        match self {
            Problem::Domain(error) => match error {
                Error::NotFound => StatusCode::NOT_FOUND,
                Error::Forbidden | Error::Closed | Error::Revoked => StatusCode::FORBIDDEN,
                Error::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
                Error::Destroyed => StatusCode::GONE,
                Error::Away(_) | Error::FilesAway(_) | Error::Busy { .. } => StatusCode::SERVICE_UNAVAILABLE,
                Error::Full => StatusCode::INSUFFICIENT_STORAGE,
                Error::NoKey(_) | Error::Database(_) | Error::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
            },
            Problem::FormRefused => StatusCode::FORBIDDEN,
            Problem::Malformed => StatusCode::BAD_REQUEST,
            Problem::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Problem::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Problem::Method => StatusCode::METHOD_NOT_ALLOWED,
            Problem::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The messages that word it: `error-KEY-title` and `error-KEY-text`.
    fn key(&self) -> &'static str {
        match self {
            Problem::Domain(error) => match error {
                Error::NotFound => "not-found",
                Error::Forbidden => "forbidden",
                Error::Closed => "closed",
                Error::Revoked => "revoked",
                Error::Refused(_) => "refused",
                Error::Destroyed => "destroyed",
                Error::Away(_) | Error::Busy { .. } => "away",
                Error::FilesAway(_) => "files-away",
                Error::Full => "full",
                Error::NoKey(_) | Error::Database(_) | Error::Internal(_) => "internal",
            },
            Problem::FormRefused => "form",
            Problem::Malformed => "malformed",
            Problem::TooLarge => "too-large",
            Problem::TooSlow => "too-slow",
            Problem::Method => "method",
            Problem::Internal(_) => "internal",
        }
    }

    /// Writes its cause to the log, with the reference that the visitor is given.
    pub fn log(&self, visit: &Visit) {
        let (reference, path) = (visit.reference.as_str(), visit.path.split('?').next().unwrap_or(""));
        match self {
            Problem::Domain(
                error @ (Error::NoKey(_)
                | Error::Database(_)
                | Error::Internal(_)
                | Error::Away(_)
                | Error::FilesAway(_)
                | Error::Full),
            ) => {
                tracing::error!(reference, path, cause = %error, "a request failed");
            }
            Problem::Internal(cause) => tracing::error!(reference, path, cause, "a request failed"),
            Problem::Domain(_)
            | Problem::FormRefused
            | Problem::Malformed
            | Problem::TooLarge
            | Problem::TooSlow
            | Problem::Method => {
                tracing::info!(reference, path, status = self.status().as_u16(), "a request was refused");
            }
        }
    }
}

impl Problem {
    /// What happened and what to do, in a sentence or two.
    fn text(&self, words: Words) -> String {
        match self {
            Problem::Domain(Error::Refused(refusal)) => refusal_words(words, refusal),
            _ => words.t(&format!("error-{}-text", self.key())),
        }
    }

    /// After how many seconds it is worth while to try again.
    fn retry_after(&self) -> Option<u32> {
        match self {
            Problem::Domain(Error::Busy { retry_after }) => Some(*retry_after),
            Problem::Domain(Error::Away(_)) => Some(RETRY_AFTER),
            Problem::Domain(Error::FilesAway(_)) => Some(15),
            _ => None,
        }
    }

    /// The same for a script, which shows the words where it stands; logs the cause as a page does.
    pub fn for_script(&self, visit: &Visit) -> HttpResponse {
        self.log(visit);
        if matches!(self, Problem::Domain(Error::Revoked)) {
            traces::permission_lost(visit);
        }
        let mut response = HttpResponse::build(self.status());
        if let Some(seconds) = self.retry_after() {
            response.insert_header(("Retry-After", seconds.to_string()));
        }
        response.json(serde_json::json!({ "words": self.text(visit.words()) }))
    }
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    page: Page,
    title: String,
    text: String,
    reference: Option<String>,
}

/// A page that says what went wrong.
#[derive(Debug)]
pub struct Fault {
    status: StatusCode,
    body: String,
    retry_after: Option<u32>,
}

impl Fault {
    /// Words a problem for a visit and logs its cause.
    pub fn new(visit: &Visit, problem: Problem) -> Self {
        problem.log(visit);
        if matches!(problem, Problem::Domain(Error::Revoked)) {
            traces::permission_lost(visit);
        }
        let words = visit.words();
        let key = problem.key();
        let text = problem.text(words);
        let title = words.t(&format!("error-{key}-title"));
        // A page that does not exist says nothing that differs from one that may not be read, not even a number.
        let reference = (problem.status() != StatusCode::NOT_FOUND).then(|| visit.reference.clone());
        let page = ErrorPage { page: Page::bare(visit, &title), title: title.clone(), text, reference };
        let retry_after = problem.retry_after();
        Fault { status: problem.status(), body: page.render().unwrap_or(title), retry_after }
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.status)
    }
}

impl ResponseError for Fault {
    fn status_code(&self) -> StatusCode {
        self.status
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status);
        if let Some(seconds) = self.retry_after {
            response.insert_header(("Retry-After", seconds.to_string()));
        }
        response.content_type("text/html; charset=utf-8").body(self.body.clone())
    }
}

/// The answer to an address that has the form of one of ours but cannot be one, such as a number that no revision has.
pub fn no_such_address(request: &HttpRequest) -> actix_web::Error {
    let visit = request.extensions().get::<Visit>().cloned();
    match visit {
        Some(visit) => Fault::new(&visit, Problem::Domain(Error::NotFound)).into(),
        None => actix_web::error::ErrorNotFound(""),
    }
}

/// The next whole minute, at or after an instant: who is told to wait until then does not come too early.
fn minute_after(at: Instant) -> Instant {
    let over = at.micros().rem_euclid(60_000_000);
    if over == 0 { at } else { Instant::from_micros(at.micros() - over).plus_seconds(60) }
}

/// What the rules of the field refuse, in words.
pub fn refusal_words(words: Words, refusal: &Refusal) -> String {
    let (key, arguments): (&str, Vec<(&str, String)>) = match refusal {
        Refusal::CycleFrozen { year } => ("refusal-cycle-frozen", vec![("year", year.to_string())]),
        Refusal::CycleNotOpen { year } => ("refusal-cycle-not-open", vec![("year", year.to_string())]),
        Refusal::CycleStillOpen { year } => ("refusal-cycle-still-open", vec![("year", year.to_string())]),
        Refusal::CycleOpen { year } => ("refusal-cycle-open", vec![("year", year.to_string())]),
        Refusal::YearPassed { later } => ("refusal-year-passed", vec![("later", later.to_string())]),
        Refusal::YearTaken { year } => ("refusal-year-taken", vec![("year", year.to_string())]),
        Refusal::FormIncomplete { missing } => ("refusal-form-incomplete", vec![("missing", missing.to_string())]),
        Refusal::FormUnknown => ("refusal-form-unknown", vec![]),
        Refusal::ResponseIncomplete { faults } => ("refusal-response-incomplete", vec![("faults", faults.to_string())]),
        Refusal::OnlyCarried { count } => ("refusal-only-carried", vec![("count", count.to_string())]),
        Refusal::RivalsOpen { count } => ("refusal-rivals-open", vec![("count", count.to_string())]),
        Refusal::ReasonMissing => ("refusal-reason-missing", vec![]),
        Refusal::ReasonLong { max } => ("refusal-reason-long", vec![("max", max.to_string())]),
        Refusal::ControlCharacters => ("fault-control-character", vec![]),
        Refusal::NothingChanged => ("refusal-nothing-changed", vec![]),
        Refusal::SectionsNone => ("refusal-sections-none", vec![]),
        Refusal::SubmittedMeanwhile => ("refusal-submitted-meanwhile", vec![]),
        Refusal::WholeOnly => ("refusal-whole-only", vec![]),
        Refusal::CoveringNoteStale => ("refusal-covering-note-stale", vec![]),
        Refusal::CoveringNoteEmpty => ("refusal-covering-note-empty", vec![]),
        Refusal::CoveringNoteFaulty => ("refusal-covering-note-faulty", vec![]),
        Refusal::NothingToPublish => ("refusal-nothing-to-publish", vec![]),
        Refusal::EntriesFull { max } => ("refusal-entries-full", vec![("max", max.to_string())]),
        Refusal::EntryRemoved => ("refusal-entry-removed", vec![]),
        Refusal::EmailTaken => ("refusal-email-taken", vec![]),
        Refusal::EmailBad => ("refusal-email-bad", vec![]),
        Refusal::NameBad => ("refusal-name-bad", vec![]),
        Refusal::ReferenceBad => ("refusal-reference-bad", vec![]),
        Refusal::ReferenceLong { max } => ("refusal-reference-long", vec![("max", max.to_string())]),
        Refusal::DateBad => ("refusal-date-bad", vec![]),
        Refusal::YearBad => ("refusal-year-bad", vec![]),
        Refusal::PeriodReversed => ("refusal-period-reversed", vec![]),
        Refusal::PdfLong => ("refusal-pdf-long", vec![]),
        Refusal::RecordLong { max } => ("refusal-record-long", vec![("max", max.to_string())]),
        Refusal::DatesReversed => ("refusal-dates-reversed", vec![]),
        Refusal::LanguageBad => ("refusal-language-bad", vec![]),
        Refusal::StateBad => ("refusal-state-bad", vec![]),
        Refusal::OrganMissing => ("refusal-organ-missing", vec![]),
        Refusal::NotYetParty { from } => ("refusal-not-yet-party", vec![("from", from.to_string())]),
        Refusal::AddressFile { faults } | Refusal::StatesFile { faults } => {
            ("refusal-file-lines", vec![("count", faults.len().to_string())])
        }
        Refusal::AddressMissing { count } => ("refusal-address-missing", vec![("count", count.to_string())]),
        Refusal::AccountEnded => ("refusal-account-ended", vec![]),
        Refusal::AccountSuspended => ("refusal-account-suspended", vec![]),
        Refusal::AccountInvited => ("refusal-account-invited", vec![]),
        Refusal::AccountOwn => ("refusal-account-own", vec![]),
        Refusal::EmailUnusable => ("refusal-email-unusable", vec![]),
        Refusal::EmailsRefused => ("refusal-emails-refused", vec![]),
        Refusal::RoleBad => ("refusal-role-bad", vec![]),
        Refusal::EndPast => ("refusal-end-past", vec![]),
        Refusal::NothingToConfirm => ("refusal-nothing-to-confirm", vec![]),
        Refusal::NoteFuture => ("refusal-note-future", vec![]),
        Refusal::NoteOld => ("refusal-note-old", vec![]),
        Refusal::NoteMissing => ("refusal-note-missing", vec![]),
        Refusal::SuspendedAlready => ("people-done-suspended-already", vec![]),
        Refusal::NotSuspended => ("people-done-not-suspended", vec![]),
        Refusal::NothingLeft => ("refusal-nothing-left", vec![]),
        Refusal::SecondMember => ("refusal-second-member", vec![]),
        Refusal::NotConfirmed => ("refusal-not-confirmed", vec![]),
        Refusal::CoordinatorLast => ("refusal-coordinator-last", vec![]),
        Refusal::SectionsHeld { count } => ("refusal-sections-held", vec![("count", count.to_string())]),
        Refusal::ColleagueBad => ("refusal-colleague-bad", vec![]),
        Refusal::InvitationSpent => ("refusal-invitation-spent", vec![]),
        Refusal::FactorLast => ("refusal-factor-last", vec![]),
        Refusal::FactorNameBad { max } => ("refusal-factor-name-bad", vec![("max", max.to_string())]),
        Refusal::FactorsMany { max } => ("refusal-factors-many", vec![("max", max.to_string())]),
        Refusal::MailSettled => ("refusal-mail-settled", vec![]),
        Refusal::PasswordShort { min } => ("refusal-password-short", vec![("min", min.to_string())]),
        Refusal::PasswordLong { max } => ("refusal-password-long", vec![("max", max.to_string())]),
        Refusal::PasswordCommon => ("refusal-password-common", vec![]),
        Refusal::PasswordsDiffer => ("refusal-passwords-differ", vec![]),
        Refusal::PasswordPersonal => ("refusal-password-personal", vec![]),
        Refusal::PasswordWrong => ("refusal-password-wrong", vec![]),
        Refusal::PasswordSame => ("refusal-password-same", vec![]),
        Refusal::ResetSpent => ("refusal-reset-spent", vec![]),
        Refusal::RequestSettled => ("refusal-request-settled", vec![]),
        Refusal::AgreedAlready => ("refusal-agreed-already", vec![]),
        Refusal::WordMissing => ("refusal-word-missing", vec![]),
        Refusal::RequestsMany => ("refusal-requests-many", vec![]),
        Refusal::CommentMissing => ("refusal-comment-missing", vec![]),
        Refusal::TextLong { max } => ("refusal-text-long", vec![("max", max.to_string())]),
        Refusal::TextCharacters => ("refusal-text-characters", vec![]),
        Refusal::AmendedMeanwhile => ("refusal-amended-meanwhile", vec![]),
        Refusal::AskedFormerParty => ("refusal-asked-former-party", vec![]),
        Refusal::AskedAlready => ("refusal-asked-already", vec![]),
        Refusal::ClarificationsOpen { max } => ("refusal-clarifications-open", vec![("max", max.to_string())]),
        Refusal::ClarificationStale => ("refusal-clarification-stale", vec![]),
        Refusal::ClarificationFull { max } => ("refusal-clarification-full", vec![("max", max.to_string())]),
        Refusal::CommentLong { max } => ("refusal-comment-long", vec![("max", max.to_string())]),
        Refusal::CommentCharacters => ("refusal-comment-characters", vec![]),
        Refusal::AddresseeBad => ("refusal-addressee-bad", vec![]),
        Refusal::ClearerBad => ("refusal-clearer-bad", vec![]),
        Refusal::ClearanceAsked => ("refusal-clearance-asked", vec![]),
        Refusal::ClearanceOver => ("refusal-clearance-over", vec![]),
        Refusal::VerdictMissing => ("refusal-verdict-missing", vec![]),
        Refusal::QuestionsMissing => ("refusal-questions-missing", vec![]),
        Refusal::DuePast => ("refusal-due-past", vec![]),
        Refusal::AssignmentNoteLong { max } => ("refusal-assignment-note-long", vec![("max", max.to_string())]),
        Refusal::AssignmentNoteCharacters => ("refusal-assignment-note-characters", vec![]),
        Refusal::AssignmentChanged => ("refusal-assignment-changed", vec![]),
        Refusal::NotesLong { section, name, max } => {
            ("refusal-notes-long", vec![("section", section.clone()), ("name", name.clone()), ("max", max.to_string())])
        }
        Refusal::PaperOfAnotherState => ("refusal-paper-of-another-state", vec![]),
        Refusal::PaperOfAnotherYear { year } => ("refusal-paper-of-another-year", vec![("year", year.to_string())]),
        Refusal::PaperUnknown => ("refusal-paper-unknown", vec![]),
        Refusal::ImportsFull { max } => ("refusal-imports-full", vec![("max", max.to_string())]),
        Refusal::FileKind => ("refusal-file-kind", vec![]),
        Refusal::FileDamaged => ("refusal-file-damaged", vec![]),
        Refusal::FileMacros => ("refusal-file-macros", vec![]),
        Refusal::FileLocked => ("refusal-file-locked", vec![]),
        Refusal::FileLockedOrOld => ("refusal-file-locked-or-old", vec![]),
        Refusal::FileStrange => ("refusal-file-strange", vec![]),
        Refusal::FileTooLarge { megabytes } => ("refusal-file-too-large", vec![("megabytes", megabytes.to_string())]),
        Refusal::FileEmpty => ("refusal-file-empty", vec![]),
        Refusal::FileInfected => ("refusal-file-infected", vec![]),
        Refusal::FileNotScanned => ("refusal-file-not-scanned", vec![]),
        Refusal::FileNameBad => ("refusal-file-name-bad", vec![]),
        Refusal::UploadDamaged => ("refusal-upload-damaged", vec![]),
        Refusal::UploadsFull { megabytes } => ("refusal-uploads-full", vec![("megabytes", megabytes.to_string())]),
        Refusal::FileDescribed => ("refusal-file-described", vec![]),
        Refusal::FileGone => ("refusal-file-gone", vec![]),
        Refusal::FileTitleLong { max } => ("refusal-file-title-long", vec![("max", max.to_string())]),
        Refusal::FileTitleBad => ("refusal-file-title-bad", vec![]),
        Refusal::FileLanguageBad { max } => ("refusal-file-language-bad", vec![("max", max.to_string())]),
        Refusal::FilesAtAnswer { max } => ("refusal-files-at-answer", vec![("max", max.to_string())]),
        Refusal::FilesOfResponse { max } => ("refusal-files-of-response", vec![("max", max.to_string())]),
        Refusal::Wait { until } => ("refusal-wait", vec![("time", clock(minute_after(*until).in_the_hague().time()))]),
    };
    words.with(key, &arguments)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::i18n::Language;

    #[test]
    fn who_has_to_wait_is_not_told_a_minute_too_early() {
        let words =
            |until: i64| refusal_words(Words(Language::English), &Refusal::Wait { until: Instant::from_micros(until) });
        // 2 April 2027, 10:00 UTC is 12:00 in The Hague.
        let noon = 1_806_660_000_000_000;
        for (micros, time) in
            [(0, "12:00"), (1, "12:01"), (59_999_999, "12:01"), (60_000_000, "12:01"), (60_000_001, "12:02")]
        {
            assert!(words(noon + micros).contains(&format!("after {time}")), "{}", words(noon + micros));
        }
    }
}
