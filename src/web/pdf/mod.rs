//! Pages as PDF, for files, printing and clearance on paper: the same views that the pages word, set by the crate `typeset`.
//!
//! What stands beside the answers is made where the page is made (`response/pdf.rs`, `reading/pdf.rs`); here a view becomes sections, and
//! a document becomes bytes. Setting takes a processor and memory, so only so many are set at once, and none is kept.

mod sections;

use std::sync::LazyLock;
use std::time::Duration;

use actix_web::{HttpResponse, web};
use tokio::sync::OwnedSemaphorePermit;
use typeset::{Document, Fact, Press, Text};

use super::errors::Fault;
use super::i18n::Words;
use super::layout;
use super::response::Said;
use super::response::covering::reason_words;
use super::response::submit::partial_words;
use super::visit::Visit;
use crate::domain::response::{Reading, RevisionRow};
use crate::domain::{Error, Refusal};

pub use sections::{sections, summary};

/// How long somebody waits for a turn before being told that the platform is busy.
const LONGEST_WAIT: Duration = Duration::from_secs(15);
/// How much of a form's hash names it on paper.
const SHORT_HASH: usize = 12;

static PRESS: LazyLock<Result<Press, typeset::Error>> = LazyLock::new(Press::new);

/// A turn to set one document.
pub type Turn = OwnedSemaphorePermit;

/// Waits for a turn, before anything is read: what waits holds nothing in memory, and no reading is recorded that does not follow.
///
/// # Errors
/// A page that says that the platform is busy.
pub async fn turn(visit: &Visit) -> Result<Turn, Fault> {
    match tokio::time::timeout(LONGEST_WAIT, visit.app.papers.clone().acquire_owned()).await {
        Ok(Ok(turn)) => Ok(turn),
        Ok(Err(_)) | Err(_) => Err(visit.fault(Error::Busy { retry_after: 10 })),
    }
}

/// Sets a document and hands it out as a file of this name.
///
/// # Errors
/// A page that says that the document is too long, or that something went wrong.
pub async fn hand_out(visit: &Visit, turn: Turn, document: Document, name: String) -> Result<HttpResponse, Fault> {
    // The turn goes along: it lasts as long as the work does, also where nobody waits for it any more.
    let set = web::block(move || {
        let _turn = turn;
        PRESS.as_ref().map_err(Error::internal)?.pdf(&document).map_err(|error| match error {
            typeset::Error::TooLong(_) => Error::Refused(Refusal::PdfLong),
            typeset::Error::Failed(_) => Error::internal(error),
        })
    });
    let pdf = set.await.map_err(Error::internal).and_then(|set| set).map_err(|error| visit.fault(error))?;
    if !pdf.accessible {
        tracing::warn!(reference = visit.reference, "a PDF is tagged and does not keep PDF/UA-1");
    }
    Ok(layout::file(name, "application/pdf", pdf.bytes))
}

/// A document in the reader's language, with its title and what is the same on all of them.
pub fn document(words: Words, title: String, whose: String, mark: String) -> Document {
    Document {
        head: (title.clone(), mark),
        title,
        whose,
        lang: words.0.tag().to_owned(),
        contents: words.t("pdf-contents"),
        missing: words.t("pdf-missing"),
        ..Document::default()
    }
}

/// A fact by the message that names it.
pub fn fact(words: Words, key: &str, value: impl Into<String>) -> Fact {
    Fact { name: words.t(key), value: Text::of(value), exact: false }
}

/// What names a revision and proves it, why it was made, and what is marked about it.
pub fn of_revision(words: Words, view: &dyn Reading, row: &RevisionRow) -> Vec<Fact> {
    let mut facts = vec![
        fact(words, "receipt-number", &row.receipt),
        form_version(words, view),
        Fact { exact: true, ..fact(words, "receipt-digest", &row.sha256) },
    ];
    if !view.document().reason.is_empty() {
        facts.push(fact(words, "reading-reason", reason_words(words, &view.document().reason)));
    }
    facts.extend(partial_words(words, view).map(|partial| fact(words, "partial-title", partial)));
    let marks = [(row.late, "reading-late"), (row.after_freeze, "reading-after-freeze")];
    facts.extend(marks.iter().filter(|(is, _)| *is).map(|(_, key)| fact(words, "marks", words.t(key))));
    facts
}

/// Which form was answered: its version, and the beginning of the hash that names it.
pub fn form_version(words: Words, view: &dyn Reading) -> Fact {
    let document = view.document();
    let short: String = document.form.to_string().chars().take(SHORT_HASH).collect();
    let value = words.plain("pdf-form-version", &[("version", document.form_version.clone()), ("hash", short)]);
    fact(words, "pdf-form", value)
}

/// The questionnaire's title, which stands above the document's.
pub fn questionnaire(words: Words, view: &dyn Reading) -> String {
    Said::of(&view.form().title, words, view.form()).text
}
