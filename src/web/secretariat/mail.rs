//! The outbox: to whom something was to be written, what became of it, and what to do where it was given up. Headers only: what a
//! letter says is sealed, and erased once it is settled.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::{Faults, desk};
use crate::domain::Error;
use crate::domain::mail::{self, FaultClass, Header, LetterKind, LetterState};
use crate::web::errors::{Fault, refusal_words};
use crate::web::i18n::Words;
use crate::web::layout::{self, Page};
use crate::web::posted::Posted;
use crate::web::visit::Visit;

/// A letter in the table.
struct Line {
    id: String,
    recipient: String,
    kind: String,
    state: Option<String>,
    standing: LetterState,
    attempts: i32,
    fault: Option<String>,
    written: String,
    /// The next try of one that waits, the end of one that is settled.
    when: String,
    /// What to do about one that was given up.
    advice: Option<String>,
}

impl Line {
    fn waits(&self) -> bool {
        self.standing == LetterState::Ready
    }

    fn is_given_up(&self) -> bool {
        self.standing == LetterState::GivenUp
    }

    fn icon(&self) -> &'static str {
        match self.standing {
            LetterState::Ready => "clock",
            LetterState::Accepted => "check",
            LetterState::GivenUp => "warning",
        }
    }

    fn standing_key(&self) -> &'static str {
        standing_key(self.standing)
    }
}

fn standing_key(standing: LetterState) -> &'static str {
    match standing {
        LetterState::Ready => "secretariat-mail-waiting",
        LetterState::Accepted => "secretariat-mail-accepted",
        LetterState::GivenUp => "secretariat-mail-given-up",
    }
}

/// A choice of the filter.
struct Choice {
    value: &'static str,
    key: &'static str,
}

#[derive(Template)]
#[template(path = "secretariat/mail.html")]
struct MailPage {
    page: Page,
    lines: Vec<Line>,
    waiting: usize,
    given_up: usize,
    standings: Vec<Choice>,
    only: String,
    done: bool,
    faults: Faults,
}

/// How the page is asked for.
#[derive(Deserialize, Default)]
pub struct Asked {
    /// Only letters of this standing.
    #[serde(default)]
    standing: String,
    /// What was just done.
    #[serde(default)]
    done: String,
}

/// The page.
pub async fn page(visit: Visit, asked: web::Query<Asked>) -> Result<HttpResponse, Fault> {
    show(&visit, &asked, Faults::default()).await
}

async fn show(visit: &Visit, asked: &Asked, faults: Faults) -> Result<HttpResponse, Fault> {
    let letters = visit.app.db.read(visit.actor(), mail::list).await.map_err(|error| visit.fault(error))?;
    let count = |standing| letters.iter().filter(|letter| letter.state == standing).count();
    let (waiting, given_up) = (count(LetterState::Ready), count(LetterState::GivenUp));
    let only = LetterState::parse(&asked.standing);
    let wanted = letters.iter().filter(|letter| only.is_none_or(|only| letter.state == only));
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let mut page = desk(visit, &visit.words().t("secretariat-mail-title"));
    page.errors = faults.len();
    if !faults.is_empty() {
        // The address that was posted to cannot be opened: a change of language leads to the page.
        page.here = "/secretariat/mail".to_owned();
    }
    let choice = |standing: &LetterState| Choice { value: standing.as_str(), key: standing_key(*standing) };
    let page = MailPage {
        page,
        lines: wanted.map(|letter| line_of(visit, letter)).collect(),
        waiting,
        given_up,
        standings: LetterState::ALL.iter().map(choice).collect(),
        only: only.map_or("", LetterState::as_str).to_owned(),
        done: asked.done == "retried",
        faults,
    };
    layout::html(status, &page).map_err(|problem| visit.fault(problem))
}

fn line_of(visit: &Visit, letter: &Header) -> Line {
    let words = visit.words();
    let at = match letter.state {
        LetterState::Ready => letter.next_at,
        LetterState::Accepted | LetterState::GivenUp => letter.settled_at.unwrap_or(letter.created_at),
    };
    let given_up = letter.state == LetterState::GivenUp;
    Line {
        id: letter.id.to_string(),
        recipient: letter.recipient.clone(),
        kind: kind_words(words, letter.kind),
        state: letter.state_id.as_ref().map(|state| visit.app.names.of(state, visit.language)),
        standing: letter.state,
        attempts: letter.attempts,
        fault: letter.last_fault.map(|fault| fault_words(words, fault)),
        written: words.recently(letter.created_at, visit.now),
        when: words.recently(at, visit.now),
        advice: given_up.then(|| advice(words, letter.kind)),
    }
}

pub(in crate::web) fn kind_words(words: Words, kind: LetterKind) -> String {
    words.t(match kind {
        LetterKind::Invitation => "secretariat-letter-invitation",
        LetterKind::CycleInvitation => "secretariat-letter-cycle-invitation",
        LetterKind::Receipt => "secretariat-letter-receipt",
        LetterKind::Published => "secretariat-letter-published",
        LetterKind::OnDraft => "secretariat-letter-on-draft",
        LetterKind::Clarification => "secretariat-letter-clarification",
        LetterKind::Assigned => "secretariat-letter-assigned",
        LetterKind::NewDevice => "secretariat-letter-new-device",
        LetterKind::Attempts => "secretariat-letter-attempts",
        LetterKind::FactorsChanged => "secretariat-letter-factors-changed",
        LetterKind::PasswordReset => "secretariat-letter-password-reset",
        LetterKind::PasswordChanged => "secretariat-letter-password-changed",
        LetterKind::LostFactors => "secretariat-letter-lost-factors",
        LetterKind::FactorsInvitation => "secretariat-letter-new-factors",
        LetterKind::Waiting => "secretariat-letter-waiting",
        LetterKind::AccountEnds => "secretariat-letter-account-ends",
        LetterKind::ColleagueEnds => "secretariat-letter-colleague-ends",
        LetterKind::CoordinatorMissing => "secretariat-letter-coordinator-missing",
        LetterKind::ToConfirm => "secretariat-letter-to-confirm",
        LetterKind::Confirmed => "secretariat-letter-confirmed",
        LetterKind::AccountAdded => "secretariat-letter-account-added",
        LetterKind::SectionsLeft => "secretariat-letter-sections-left",
        LetterKind::LostFactorsFell => "secretariat-letter-lost-factors-fell",
    })
}

pub(in crate::web) fn fault_words(words: Words, fault: FaultClass) -> String {
    words.t(match fault {
        FaultClass::Unreachable => "secretariat-fault-unreachable",
        FaultClass::Tls => "secretariat-fault-tls",
        FaultClass::SignIn => "secretariat-fault-sign-in",
        FaultClass::TimedOut => "secretariat-fault-timed-out",
        FaultClass::Deferred => "secretariat-fault-deferred",
        FaultClass::Refused => "secretariat-fault-refused",
        FaultClass::Recipient => "secretariat-fault-recipient",
        FaultClass::Address => "secretariat-fault-address",
        FaultClass::Wording => "secretariat-fault-wording",
        FaultClass::Unreadable => "secretariat-fault-unreadable",
        FaultClass::Folder => "secretariat-fault-folder",
        FaultClass::Other => "secretariat-fault-other",
    })
}

fn advice(words: Words, kind: LetterKind) -> String {
    words.t(match kind {
        LetterKind::Invitation => "secretariat-given-up-invitation",
        LetterKind::CycleInvitation => "secretariat-given-up-cycle-invitation",
        LetterKind::Receipt => "secretariat-given-up-receipt",
        LetterKind::Published => "secretariat-given-up-published",
        LetterKind::PasswordReset => "secretariat-given-up-password-reset",
        LetterKind::FactorsInvitation => "secretariat-given-up-new-factors",
        LetterKind::OnDraft
        | LetterKind::Clarification
        | LetterKind::Assigned
        | LetterKind::NewDevice
        | LetterKind::Attempts
        | LetterKind::FactorsChanged
        | LetterKind::PasswordChanged
        | LetterKind::LostFactors
        | LetterKind::Waiting
        | LetterKind::AccountEnds
        | LetterKind::ColleagueEnds
        | LetterKind::CoordinatorMissing
        | LetterKind::ToConfirm
        | LetterKind::Confirmed
        | LetterKind::AccountAdded
        | LetterKind::SectionsLeft
        | LetterKind::LostFactorsFell => "secretariat-given-up-notice",
    })
}

/// Tries a waiting letter at once instead of after its pause.
pub async fn retry(visit: Visit, id: web::Path<String>, _posted: Posted) -> Result<HttpResponse, Fault> {
    let id = id.parse().map_err(|_| visit.fault(Error::NotFound))?;
    match visit.app.db.write(visit.actor(), move |ctx| mail::retry(ctx, &id)).await {
        Ok(()) => Ok(layout::see("/secretariat/mail?done=retried")),
        Err(Error::Refused(refusal)) => {
            let words = refusal_words(visit.words(), &refusal);
            show(&visit, &Asked::default(), Faults::one("", words)).await
        }
        Err(error) => Err(visit.fault(error)),
    }
}
