//! Removing an entry of a repeat takes its answers along, so it is asked on a page of its own.

use actix_web::{HttpResponse, web};
use askama::Template;

use super::{page_under, response_id};
use crate::domain::Error;
use crate::domain::access::Edit;
use crate::domain::response::{self, Section, draft};
use crate::web::errors::Fault;
use crate::web::layout::{self, Page};
use crate::web::posted::Posted;
use crate::web::visit::Visit;

#[derive(Template)]
#[template(path = "response/entry-remove.html")]
struct RemovePage {
    page: Page,
    back: String,
    action: String,
    label: super::items::Said,
    number: usize,
    answers: Vec<String>,
}

/// The page that asks.
pub async fn page(visit: Visit, path: web::Path<(String, String, String)>) -> Result<HttpResponse, Fault> {
    let fail = |error| visit.fault(error);
    let (id, code, entry) = path.into_inner();
    let response = response_id(&id).map_err(fail)?;
    let key = (response.clone(), code.clone());
    let which = entry.clone();
    let (found, draft, year) = visit
        .app
        .db
        .read(visit.actor(), move |ctx| {
            let section = ctx.permit::<Edit, Section>(&key)?;
            let found = response::entry(ctx, &section, &which)?;
            Ok((found, draft::around(ctx, &section)?, section.row().response.cycle.year))
        })
        .await
        .map_err(fail)?;
    let words = visit.words();
    let siblings = draft.entries.iter().filter(|e| e.repeat_code == found.repeat_code && e.parent == found.parent);
    let number = siblings.take_while(|e| e.id != entry).count() + 1;
    let (_, repeat) = draft.form.node(&found.repeat_code).ok_or(Error::NotFound).map_err(fail)?;
    let answers =
        draft.answers.iter().filter(|(place, answer)| place.instance == entry && !answer.body.value.is_empty());
    let back = format!("/responses/{id}/sections/{code}");
    let page = RemovePage {
        page: page_under(&visit, "entry-remove-title", &id, &code, year, ""),
        action: format!("{back}/entries/{entry}/remove"),
        label: super::items::Said::of(&repeat.label, words, &draft.form),
        number,
        answers: answers.map(|(_, answer)| answer.body.value.chars().take(120).collect()).collect(),
        back,
    };
    layout::ok(&page).map_err(|problem| visit.fault(problem))
}

/// Removes it.
pub async fn remove(
    visit: Visit,
    path: web::Path<(String, String, String)>,
    _posted: Posted,
) -> Result<HttpResponse, Fault> {
    let fail = |error| visit.fault(error);
    let (id, code, entry) = path.into_inner();
    let key = (response_id(&id).map_err(fail)?, code.clone());
    let removed = visit.app.db.write(visit.actor(), move |ctx| {
        let section = ctx.permit::<Edit, Section>(&key)?;
        match response::remove_entry(ctx, &section, &entry) {
            // A second click, or a colleague's: what was to go is gone.
            Err(Error::NotFound) => Ok(()),
            done => done,
        }
    });
    removed.await.map_err(fail)?;
    Ok(layout::see(format!("/responses/{id}/sections/{code}?saved=1")))
}
