//! Submits in the State's name: all of the draft, or the sections that are chosen where the cycle allows it. The page says what will happen, to
//! whom it becomes visible, and what can be undone.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::items::Said;
use super::response_id;
use super::section::response_title;
use crate::domain::access::{Stage, Submit};
use crate::domain::questionnaire::Form;
use crate::domain::response::draft::{self, Draft};
use crate::domain::response::{self, Reading, Response, ResponseRow, offline};
use crate::domain::{Error, Refusal, publication};
use crate::web::errors::{Fault, refusal_words};
use crate::web::i18n::Words;
use crate::web::layout::{self, Page};
use crate::web::posted::Posted;
use crate::web::visit::Visit;

/// A section that can be chosen.
struct Section {
    code: String,
    title: Said,
    /// The message of where it stands with what was submitted.
    state: &'static str,
    /// Questions and texts that hold it back.
    missing: usize,
    chosen: bool,
}

/// What somebody typed and chose.
#[derive(Default)]
struct Typed {
    reason: String,
    /// Nothing where the page is new.
    sections: Option<Vec<String>>,
}

#[derive(Template)]
#[template(path = "response/submit.html")]
struct SubmitPage {
    page: Page,
    id: String,
    state: String,
    year: i32,
    revision: i32,
    faults: usize,
    /// Answers of last year that submitting confirms.
    confirms: usize,
    rivals: usize,
    /// How many files that were filled in elsewhere wait to be looked at.
    files_waiting: usize,
    late: bool,
    after_freeze: bool,
    /// What can be chosen, where the cycle allows it.
    sections: Vec<Section>,
    /// Which sections were submitted, where some are still to come.
    partial: Option<String>,
    reason: String,
    error: Option<String>,
}

impl SubmitPage {
    fn is_by_section(&self) -> bool {
        !self.sections.is_empty()
    }

    /// Whether all that is submitted was submitted before.
    fn is_amendment(&self) -> bool {
        self.revision > 0 && self.partial.is_none()
    }
}

/// "Submitted: A, C; still to come: B." of a view; nothing where it holds everything.
pub fn partial_words(words: Words, view: &dyn Reading) -> Option<String> {
    let held = view.document().sections.as_ref()?;
    Some(held_words(words, view.form(), |code| held.iter().any(|held| held == code)))
}

/// The same of a response.
pub(super) fn partial_of(words: Words, response: &ResponseRow, form: &Form) -> Option<String> {
    response.partial()?;
    Some(held_words(words, form, |code| response.has_submitted(code)))
}

fn held_words(words: Words, form: &Form, is_held: impl Fn(&str) -> bool) -> String {
    let all = form.sections().map(|(_, node)| node.code.as_str());
    let (held, rest): (Vec<&str>, Vec<&str>) = all.partition(|code| is_held(code));
    words.t2("partial-held", "held", held.join(", "), "rest", rest.join(", "))
}

/// The page.
pub async fn page(visit: Visit, id: web::Path<String>) -> Result<HttpResponse, Fault> {
    show(&visit, &id, Typed::default(), None).await
}

async fn show(visit: &Visit, id: &str, typed: Typed, error: Option<String>) -> Result<HttpResponse, Fault> {
    let fail = |error| visit.fault(error);
    let key = response_id(id).map_err(fail)?;
    let (response, draft, changed, files_waiting) = visit
        .app
        .db
        .read(visit.actor(), move |ctx| {
            let permit = ctx.permit::<Submit, Response>(&key)?;
            let draft = draft::open(ctx, &permit)?;
            let by_section = permit.row().cycle.by_section;
            let changed = if by_section { response::changed_sections(ctx, &permit, &draft)? } else { Vec::new() };
            let files_waiting = offline::waiting(ctx, &permit)?.len();
            Ok((permit.into_row(), draft, changed, files_waiting))
        })
        .await
        .map_err(fail)?;
    let words = visit.words();
    let evaluation = draft.evaluation(visit.now);
    let faults = evaluation.faults().filter(|(row, _)| row.shown).count() + draft.only_carried(&evaluation).len();
    let confirms = if draft.is_confirmation(&evaluation) { draft.confirmable(&evaluation).len() } else { 0 };
    let is_amendment = response.revision > 0 && response.partial().is_none();
    let title = if is_amendment { "amend-title" } else { "submit-title" };
    let mut page = Page::new(visit, &words.t(title))
        .under("/", words.t("home-title"))
        .under(format!("/responses/{id}"), response_title(words, response.cycle.year))
        .under(format!("/responses/{id}/check"), words.t("check-title"));
    page.errors = usize::from(error.is_some());
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let sections = if response.cycle.by_section {
        sections(visit, &response, &draft, &changed, typed.sections.as_deref())
    } else {
        Vec::new()
    };
    let page = SubmitPage {
        page,
        id: id.to_owned(),
        state: visit.app.names.of(&response.state_id, visit.language),
        year: response.cycle.year,
        revision: response.revision,
        faults,
        confirms,
        rivals: draft.rivals.len(),
        files_waiting,
        late: !is_amendment && visit.now > response.cycle.expected_by,
        after_freeze: response.cycle.stage == Stage::Frozen,
        sections,
        partial: partial_of(words, &response, &draft.form),
        reason: typed.reason,
        error,
    };
    layout::html(status, &page).map_err(|problem| visit.fault(problem))
}

/// The sections to choose from. Chosen at first is what is complete and new.
fn sections(
    visit: &Visit,
    response: &Response,
    draft: &Draft,
    changed: &[String],
    typed: Option<&[String]>,
) -> Vec<Section> {
    let (form, evaluation) = (&draft.form, draft.evaluation(visit.now));
    let waiting = draft.only_carried(&evaluation);
    let is_in = |code: &str, section: usize| form.node(code).is_some_and(|(_, node)| node.section == section);
    let section = |(index, node): (usize, &crate::domain::questionnaire::Node)| {
        let here = |at: usize| form.nodes.get(at).is_some_and(|node| node.section == index);
        let faults = evaluation.faults().filter(|(row, _)| row.shown && here(row.node)).count();
        let carried = waiting.iter().filter(|place| is_in(&place.code, index)).count();
        let rivals = draft.rivals.iter().filter(|rival| is_in(&rival.place.code, index)).count();
        let missing = faults + carried + rivals;
        let (held, is_changed) = (response.has_submitted(&node.code), changed.contains(&node.code));
        let state = match (held, is_changed) {
            (false, _) => "partial-state-new",
            (true, true) => "partial-state-changed",
            (true, false) => "partial-state-same",
        };
        let chosen = match typed {
            Some(typed) => typed.contains(&node.code),
            None => missing == 0 && (!held || is_changed),
        };
        Section { code: node.code.clone(), title: Said::of(&node.label, visit.words(), form), state, missing, chosen }
    };
    form.sections().map(section).collect()
}

/// Submits, and shows the receipt. A second click shows the same receipt.
pub async fn submit(visit: Visit, id: web::Path<String>, posted: Posted) -> Result<HttpResponse, Fault> {
    let fail = |error| visit.fault(error);
    let key = response_id(&id).map_err(fail)?;
    let seen: i32 = posted.read(&visit, "revision")?;
    let reason = posted.get("reason").to_owned();
    // The page that offered sections says so: no section chosen is not all of them.
    let sections = (!posted.get("by_section").is_empty())
        .then(|| posted.all("section").map(str::to_owned).collect::<Vec<String>>());
    let (why, chosen, arrived) = (reason.clone(), sections.clone(), visit.now);
    let submitted = visit
        .app
        .db
        .write(visit.actor(), move |ctx| {
            let permit = ctx.permit::<Submit, Response>(&key)?;
            let submitted = match &chosen {
                Some(sections) => publication::submit_sections(ctx, &permit, seen, &why, sections, arrived),
                None => publication::submit(ctx, &permit, seen, &why, arrived),
            };
            submitted.map(|submitted| submitted.revision)
        })
        .await;
    match submitted {
        Ok(number) => Ok(layout::see(format!("/responses/{id}/revisions/{number}/receipt"))),
        // The check page names each of them.
        Err(Error::Refused(Refusal::ResponseIncomplete { .. } | Refusal::OnlyCarried { .. })) if sections.is_none() => {
            Ok(layout::see(format!("/responses/{id}/check")))
        }
        Err(Error::Refused(refusal)) => {
            let words = refusal_words(visit.words(), &refusal);
            show(&visit, &id, Typed { reason, sections }, Some(words)).await
        }
        Err(error) => Err(visit.fault(error)),
    }
}
