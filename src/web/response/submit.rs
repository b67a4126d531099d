//! Submits in the State's name. The page says what will happen, to whom it becomes visible, and what can be undone.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::response_id;
use super::section::response_title;
use crate::domain::access::Submit;
use crate::domain::response::{Response, draft};
use crate::domain::{Error, Refusal, publication};
use crate::web::errors::{Fault, refusal_words};
use crate::web::layout::{self, Page};
use crate::web::posted::Posted;
use crate::web::visit::Visit;

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
    late: bool,
    after_freeze: bool,
    reason: String,
    error: Option<String>,
}

/// The page.
pub async fn page(visit: Visit, id: web::Path<String>) -> Result<HttpResponse, Fault> {
    show(&visit, &id, "", None).await
}

async fn show(visit: &Visit, id: &str, reason: &str, error: Option<String>) -> Result<HttpResponse, Fault> {
    let fail = |error| visit.fault(error);
    let key = response_id(id).map_err(fail)?;
    let (response, draft) = visit
        .app
        .db
        .read(visit.actor(), move |ctx| {
            let permit = ctx.permit::<Submit, Response>(&key)?;
            let draft = draft::open(ctx, &permit)?;
            Ok((permit.into_row(), draft))
        })
        .await
        .map_err(fail)?;
    let words = visit.words();
    let evaluation = draft.evaluation(visit.now);
    let faults = evaluation.faults().filter(|(row, _)| row.shown).count() + draft.only_carried(&evaluation).len();
    let confirms = if draft.is_confirmation(&evaluation) { draft.confirmable(&evaluation).len() } else { 0 };
    let title = if response.revision == 0 { "submit-title" } else { "amend-title" };
    let mut page = Page::new(visit, &words.t(title))
        .under("/", words.t("home-title"))
        .under(format!("/responses/{id}"), response_title(words, response.cycle.year))
        .under(format!("/responses/{id}/check"), words.t("check-title"));
    page.errors = usize::from(error.is_some());
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = SubmitPage {
        page,
        id: id.to_owned(),
        state: visit.app.names.of(&response.state_id, visit.language),
        year: response.cycle.year,
        revision: response.revision,
        faults,
        confirms,
        rivals: draft.rivals.len(),
        late: response.revision == 0 && visit.now > response.cycle.expected_by,
        after_freeze: response.cycle.stage == crate::domain::access::Stage::Frozen,
        reason: reason.to_owned(),
        error,
    };
    layout::html(status, &page).map_err(|problem| visit.fault(problem))
}

/// Submits, and shows the receipt. A second click shows the same receipt.
pub async fn submit(visit: Visit, id: web::Path<String>, posted: Posted) -> Result<HttpResponse, Fault> {
    let fail = |error| visit.fault(error);
    let key = response_id(&id).map_err(fail)?;
    let seen: i32 = posted.read(&visit, "revision")?;
    let reason = posted.get("reason").to_owned();
    let (why, arrived) = (reason.clone(), visit.now);
    let submitted = visit
        .app
        .db
        .write(visit.actor(), move |ctx| {
            let permit = ctx.permit::<Submit, Response>(&key)?;
            publication::submit(ctx, &permit, seen, &why, arrived).map(|submitted| submitted.revision)
        })
        .await;
    match submitted {
        Ok(number) => Ok(layout::see(format!("/responses/{id}/revisions/{number}/receipt"))),
        // The check page names each of them.
        Err(Error::Refused(Refusal::ResponseIncomplete { .. } | Refusal::OnlyCarried { .. })) => {
            Ok(layout::see(format!("/responses/{id}/check")))
        }
        Err(Error::Refused(refusal)) => {
            let words = refusal_words(visit.words(), &refusal);
            show(&visit, &id, &reason, Some(words)).await
        }
        Err(error) => Err(visit.fault(error)),
    }
}
