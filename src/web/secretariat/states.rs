//! The States Parties with their dates and the addresses that notes verbales go to; and the import of these addresses.

use actix_multipart::Multipart;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::accounts::Lost;
use super::{Faults, date_words, day_words, desk};
use crate::domain::db::Ctx;
use crate::domain::error::{LineFault, LineFaultKind};
use crate::domain::ids::StateId;
use crate::domain::report;
use crate::domain::states::{self, StateParty};
use crate::domain::{Error, Refusal};
use crate::web::errors::{Fault, refusal_words};
use crate::web::i18n::Words;
use crate::web::layout::{self, Page};
use crate::web::names;
use crate::web::upload;
use crate::web::visit::Visit;

/// Most bytes of a file of addresses: many times what all States need.
const MOST_BYTES: usize = 512 * 1024;

/// Whether a State is a Party today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Membership {
    Party,
    Former,
    Coming,
}

/// A State in the table.
struct Line {
    id: StateId,
    name: String,
    group: String,
    since: String,
    withdrawal: String,
    membership: Membership,
    official: String,
    copy: String,
    /// Confirmed coordinators who can sign in.
    coordinators: usize,
    /// Since when there has been none any more, in words.
    lost: Option<String>,
}

impl Line {
    fn is_party(&self) -> bool {
        self.membership == Membership::Party
    }

    fn is_former(&self) -> bool {
        self.membership == Membership::Former
    }
}

/// A fault in what was imported, with its line.
struct LineWords {
    line: usize,
    words: String,
}

#[derive(Template)]
#[template(path = "secretariat/states.html")]
struct StatesPage {
    page: Page,
    lines: Vec<Line>,
    parties: usize,
    without: usize,
    /// The States and organs whose last coordinator has gone.
    lost: Vec<Lost>,
    imported: Option<usize>,
    typed: String,
    faults: Faults,
    line_faults: Vec<LineWords>,
}

/// How the page is asked for: after an import, with how many States it set.
#[derive(Deserialize, Default)]
pub struct Asked {
    imported: Option<usize>,
}

/// The page.
pub async fn page(visit: Visit, asked: web::Query<Asked>) -> Result<HttpResponse, Fault> {
    show(&visit, asked.imported, String::new(), Faults::default(), Vec::new()).await
}

async fn show(
    visit: &Visit,
    imported: Option<usize>,
    typed: String,
    faults: Faults,
    line_faults: Vec<LineFault>,
) -> Result<HttpResponse, Fault> {
    let unit = |ctx: &mut Ctx<'_>| Ok((states::list(ctx)?, report::coordinated(ctx)?, report::bereft(ctx)?));
    let (listed, coordinated, bereft) =
        visit.app.db.read(visit.actor(), unit).await.map_err(|error| visit.fault(error))?;
    let coordinators =
        |id: &StateId| coordinated.iter().find(|(state, _)| state.id == *id).map_or(0, |(_, count)| *count);
    let words = visit.words();
    let mut lines: Vec<Line> = listed.iter().map(|state| line_of(visit, state, coordinators(&state.id))).collect();
    for line in &mut lines {
        let lost = bereft.iter().find(|lost| lost.team.state() == Some(&line.id));
        line.lost = lost.map(|lost| words.t1("people-lost-since", "date", date_words(words, lost.since)));
    }
    names::sort_by_state(&visit.app, visit.language, &mut lines, |line| &line.id);
    let line_faults: Vec<LineWords> = line_faults
        .iter()
        .map(|fault| LineWords { line: fault.line, words: line_fault_words(words, fault.kind) })
        .collect();
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let mut page = desk(visit, &words.t("secretariat-states-title"));
    page.errors = faults.len().max(line_faults.len());
    // A refused form was posted to an address that cannot be opened: a change of language leads to the page.
    page.here = "/secretariat/states".to_owned();
    let page = StatesPage {
        page,
        parties: lines.iter().filter(|line| line.is_party()).count(),
        without: lines.iter().filter(|line| line.is_party() && line.official.is_empty()).count(),
        lines,
        lost: bereft.iter().map(|bereft| Lost::of(visit, bereft)).collect(),
        imported,
        typed,
        faults,
        line_faults,
    };
    layout::html(status, &page).map_err(|problem| visit.fault(problem))
}

fn line_of(visit: &Visit, state: &StateParty, coordinators: usize) -> Line {
    let words = visit.words();
    let today = visit.now.day_in_the_hague();
    let membership = if state.is_party_on(&today) {
        Membership::Party
    } else if today < state.entry_into_force {
        Membership::Coming
    } else {
        Membership::Former
    };
    Line {
        name: state.name_in(visit.language.tag()).to_owned(),
        group: group_words(words, &state.regional_group),
        since: day_words(words, &state.entry_into_force),
        withdrawal: state.withdrawal_effective.as_ref().map(|day| day_words(words, day)).unwrap_or_default(),
        membership,
        official: state.official_address.clone().unwrap_or_default(),
        copy: state.copy_address.clone().unwrap_or_default(),
        coordinators,
        lost: None,
        id: state.id.clone(),
    }
}

/// The regional group's name; a group that the interface has no words for stands as the file has it.
fn group_words(words: Words, group: &str) -> String {
    let key = match group {
        "african" => "secretariat-group-african",
        "asia_pacific" => "secretariat-group-asia-pacific",
        "eastern_european" => "secretariat-group-eastern-european",
        "grulac" => "secretariat-group-grulac",
        "weog" => "secretariat-group-weog",
        other => return other.to_owned(),
    };
    words.t(key)
}

fn line_fault_words(words: Words, kind: LineFaultKind) -> String {
    let about = |key: &str, column: &str| words.t1(key, "column", column.to_owned());
    match kind {
        LineFaultKind::ColumnMissing(column) => about("secretariat-line-column-missing", column),
        LineFaultKind::Unreadable => words.t("secretariat-line-unreadable"),
        LineFaultKind::StateUnknown => words.t("secretariat-line-state-unknown"),
        LineFaultKind::StateTwice => words.t("secretariat-line-state-twice"),
        LineFaultKind::TextBad(column) => about("secretariat-line-text-bad", column),
        LineFaultKind::EmailBad(column) => about("secretariat-line-email-bad", column),
        LineFaultKind::DayBad(column) => about("secretariat-line-day-bad", column),
        LineFaultKind::OfficialMissing => words.t("secretariat-line-official-missing"),
    }
}

/// Imports official addresses, from a file or from the text field. It is taken whole or not at all.
pub async fn import(visit: Visit, request: HttpRequest, payload: Multipart) -> Result<HttpResponse, Fault> {
    let upload = upload::read(&visit, &request, payload, MOST_BYTES).await?;
    let text = match text_of(&visit, &upload) {
        Ok(text) => text,
        Err(words) => {
            let typed = upload.get("addresses").to_owned();
            return show(&visit, None, typed, Faults::one("addresses", words), Vec::new()).await;
        }
    };
    let given = text.clone();
    let done = visit.app.db.write(visit.actor(), move |ctx| states::import_addresses(ctx, &given)).await;
    match done {
        Ok(done) => Ok(layout::see(format!("/secretariat/states?imported={}", done.updated))),
        Err(Error::Refused(Refusal::AddressFile { faults })) => {
            let words = visit.words().with("secretariat-states-faults", &[("count", faults.len().to_string())]);
            show(&visit, None, text, Faults::one("addresses", words), faults).await
        }
        Err(Error::Refused(refusal)) => {
            let words = refusal_words(visit.words(), &refusal);
            show(&visit, None, text, Faults::one("addresses", words), Vec::new()).await
        }
        Err(error) => Err(visit.fault(error)),
    }
}

/// The text to import: the file's, or what was typed. A file that cannot be text is said to be none.
fn text_of(visit: &Visit, upload: &upload::Upload) -> Result<String, String> {
    let words = visit.words();
    if upload.too_large {
        return Err(words.t("secretariat-states-too-large"));
    }
    let typed = upload.get("addresses").trim();
    match &upload.file {
        Some(_) if !typed.is_empty() => Err(words.t("secretariat-states-both")),
        Some((_, content)) => {
            std::str::from_utf8(content).map(str::to_owned).map_err(|_| words.t("secretariat-states-not-utf8"))
        }
        None if typed.is_empty() => Err(words.t("secretariat-states-nothing")),
        None => Ok(typed.to_owned()),
    }
}
