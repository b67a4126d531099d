//! What was submitted, as the State reads it back: every revision, its receipt, and both as files.

use actix_web::{HttpResponse, web};
use askama::Template;

use super::covering::reason_words;
use super::response_id;
use super::section::response_title;
use super::submit::partial_words;
use crate::domain::Error;
use crate::domain::access::Read;
use crate::domain::ids::ResponseId;
use crate::domain::response::{self, Reading, Receipt, Response, RevisionRow};
use crate::web::errors::Fault;
use crate::web::layout::{self, Page};
use crate::web::reading::render::{ReadSection, sections};
use crate::web::visit::Visit;

#[derive(Template)]
#[template(path = "response/revisions.html")]
struct ListPage {
    page: Page,
    id: String,
    state: String,
    year: i32,
    revisions: Vec<RevisionRow>,
    published: i32,
}

#[derive(Template)]
#[template(path = "response/revision.html")]
struct RevisionPage {
    page: Page,
    id: String,
    number: i32,
    submitted_at: String,
    reason: String,
    /// Which sections it holds, where some were still to come.
    partial: Option<String>,
    late: bool,
    after_freeze: bool,
    sections: Vec<ReadSection>,
    marks: bool,
    edit: Option<String>,
}

#[derive(Template)]
#[template(path = "response/receipt.html")]
struct ReceiptPage {
    page: Page,
    id: String,
    state: String,
    receipt: Receipt,
    at: String,
}

/// Every revision.
pub async fn list(visit: Visit, id: web::Path<String>) -> Result<HttpResponse, Fault> {
    let fail = |error| visit.fault(error);
    let key = response_id(&id).map_err(fail)?;
    let (response, revisions) = visit
        .app
        .db
        .read(visit.actor(), move |ctx| {
            let permit = ctx.permit::<Read, Response>(&key)?;
            let revisions = response::revisions(ctx, &permit)?;
            Ok((permit.into_row(), revisions))
        })
        .await
        .map_err(fail)?;
    let words = visit.words();
    let page = ListPage {
        page: Page::new(&visit, &words.t("revisions-title"))
            .under("/", words.t("home-title"))
            .under(format!("/responses/{id}"), response_title(words, response.cycle.year)),
        id: id.into_inner(),
        state: visit.app.names.of(&response.state_id, visit.language),
        year: response.cycle.year,
        revisions,
        published: response.published_revision,
    };
    layout::ok(&page).map_err(|problem| visit.fault(problem))
}

/// The revision of an address.
fn address(visit: &Visit, path: &(String, i32)) -> Result<(ResponseId, i32), Fault> {
    Ok((response_id(&path.0).map_err(|error| visit.fault(error))?, path.1))
}

/// One revision, readable for ever.
pub async fn page(visit: Visit, path: web::Path<(String, i32)>) -> Result<HttpResponse, Fault> {
    let key = address(&visit, &path)?;
    let words = visit.words();
    let (view, row) = visit
        .app
        .db
        .read(visit.actor(), move |ctx| {
            let permit = ctx.permit::<Read, RevisionRow>(&key)?;
            let view = response::open_revision(ctx, &permit)?;
            Ok((view, permit.into_row()))
        })
        .await
        .map_err(|error| visit.fault(error))?;
    let id = row.response_id.to_string();
    let page = RevisionPage {
        page: Page::new(&visit, &words.plain("revision-title", &[("number", row.number.to_string())]))
            .under("/", words.t("home-title"))
            .under(format!("/responses/{id}"), response_title(words, view.document().year))
            .under(format!("/responses/{id}/revisions"), words.t("revisions-title")),
        number: row.number,
        submitted_at: words.moment(row.submitted_at),
        reason: reason_words(words, &view.document().reason),
        partial: partial_words(words, &view),
        late: row.late,
        after_freeze: row.after_freeze,
        sections: sections(words, &view),
        marks: true,
        edit: None,
        id,
    };
    layout::ok(&page).map_err(|problem| visit.fault(problem))
}

async fn receipt_of(visit: &Visit, path: &(String, i32)) -> Result<(Receipt, RevisionRow), Fault> {
    let key = address(visit, path)?;
    let read = visit.app.db.read(visit.actor(), move |ctx| {
        let permit = ctx.permit::<Read, RevisionRow>(&key)?;
        Ok((response::receipt(ctx, &permit)?, permit.into_row()))
    });
    read.await.map_err(|error| visit.fault(error))
}

/// The receipt.
pub async fn receipt(visit: Visit, path: web::Path<(String, i32)>) -> Result<HttpResponse, Fault> {
    let (receipt, row) = receipt_of(&visit, &path).await?;
    let words = visit.words();
    let id = row.response_id.to_string();
    let page = ReceiptPage {
        page: Page::new(&visit, &words.plain("receipt-title", &[("number", receipt.number.clone())]))
            .under("/", words.t("home-title"))
            .under(format!("/responses/{id}"), response_title(words, receipt.year)),
        id,
        state: visit.app.names.of(&receipt.state, visit.language),
        at: words.moment(row.submitted_at),
        receipt,
    };
    layout::ok(&page).map_err(|problem| visit.fault(problem))
}

/// The receipt as a file.
pub async fn receipt_file(visit: Visit, path: web::Path<(String, i32)>) -> Result<HttpResponse, Fault> {
    let (receipt, _) = receipt_of(&visit, &path).await?;
    let name = format!("receipt-{}.json", receipt.number);
    let bytes = serde_json::to_vec_pretty(&receipt).map_err(|error| visit.fault(Error::internal(error)))?;
    Ok(layout::file(name, "application/json", bytes))
}

/// The canonical document as a file: its SHA-256 is the one on the receipt.
pub async fn document_file(visit: Visit, path: web::Path<(String, i32)>) -> Result<HttpResponse, Fault> {
    let key = address(&visit, &path)?;
    let (bytes, name) = visit
        .app
        .db
        .read(visit.actor(), move |ctx| {
            let permit = ctx.permit::<Read, RevisionRow>(&key)?;
            let bytes = response::open_revision(ctx, &permit)?.document().canonical()?;
            Ok((bytes, format!("response-{}.json", permit.row().receipt)))
        })
        .await
        .map_err(|error| visit.fault(error))?;
    Ok(layout::file(name, "application/json", bytes))
}
