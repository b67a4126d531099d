//! What was typed and could not be saved, shown again so that nothing of it is lost: the cycle was closed meanwhile, the section went to somebody
//! else, the disk is full, the database does not answer in time.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};

use crate::domain::Error;
use crate::domain::ids::ResponseId;
use crate::domain::response::Change;
use crate::web::errors::{Fault, Problem, RETRY_AFTER};
use crate::web::response::items::{Typed, key_of};
use crate::web::response::section::{Asked, show};
use crate::web::response::summary::kept;
use crate::web::visit::Visit;

/// What was typed and not saved, to be shown so that it can be copied or saved again.
pub(super) struct Held {
    pub(super) changes: Arc<Vec<Change>>,
    pub(super) why: Why,
}

/// Why nothing of what was posted could be saved.
#[derive(Clone, Copy)]
pub(super) enum Why {
    /// The response takes no changes any more.
    Closed,
    /// The section is not the person's any more.
    NotYours,
    /// There is no room on the disk.
    Full,
    /// The database did not take it in time.
    Away,
}

impl Held {
    /// What is said of one answer, and of all of them.
    pub(super) fn words(&self, visit: &Visit) -> (String, String) {
        let words = visit.words();
        let (one, all) = match self.why {
            Why::Closed => ("save-closed", "save-closed-all"),
            Why::NotYours => ("save-not-yours", "save-not-yours-all"),
            Why::Full => return failed(visit, "save-full", "save-full-all", "error-full-text"),
            Why::Away => return failed(visit, "save-away", "save-away-all", "error-away-text"),
        };
        (words.t(one), words.t(all))
    }

    pub(super) fn touched(&self) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(|change| change.is_touched())
    }
}

/// What went wrong on our side, with the number under which the log has it.
fn failed(visit: &Visit, one: &str, all: &str, text: &str) -> (String, String) {
    let words = visit.words();
    let of_all = [("text", words.t(text)), ("reference", visit.reference.clone())];
    (words.t(one), words.with(all, &of_all))
}

/// Why an error left what was typed to be shown; nothing for any other.
pub(super) fn held_by(error: &Error) -> Option<Why> {
    match error {
        Error::Closed => Some(Why::Closed),
        Error::Forbidden => Some(Why::NotYours),
        Error::Full => Some(Why::Full),
        _ => None,
    }
}

/// The page of an error that says nothing about what was typed; where the database was only away for a while, the section with what was typed, to
/// press the button again.
pub(super) async fn not_saved(
    visit: &Visit,
    id: &ResponseId,
    code: &str,
    changes: Arc<Vec<Change>>,
    error: Error,
) -> Result<HttpResponse, Fault> {
    if !matches!(error, Error::Away(_)) || !changes.iter().any(Change::is_touched) {
        return Err(visit.fault(error));
    }
    Problem::from(error).log(visit);
    held(visit, id, code, &Held { changes, why: Why::Away }).await
}

/// The section with what was typed too late, so that it can be copied: a cycle may close, or a section go to a colleague, while
/// somebody writes.
pub(super) async fn held(visit: &Visit, id: &ResponseId, code: &str, held: &Held) -> Result<HttpResponse, Fault> {
    let (one, all) = held.words(visit);
    let typed = |change: &Change| Typed {
        body: change.body.clone(),
        visibility: change.visibility,
        faults: vec![one.clone()],
        stamp: change.stamp.clone(),
    };
    let typed = held.touched().map(|change| (key_of(&change.place), typed(change))).collect();
    let mut page = match show(visit, id.as_str(), code, &Asked::default(), typed, Some(all.clone())).await {
        Ok(page) => page,
        Err(_) if matches!(held.why, Why::NotYours) => {
            return kept(visit, id, code, &held.touched().collect::<Vec<_>>(), all).await;
        }
        Err(fault) => return Err(fault),
    };
    match held.why {
        Why::Closed => {}
        Why::NotYours => *page.status_mut() = StatusCode::FORBIDDEN,
        Why::Full => *page.status_mut() = StatusCode::INSUFFICIENT_STORAGE,
        Why::Away => {
            *page.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
            page.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from(RETRY_AFTER));
        }
    }
    Ok(page)
}
