//! Whom to ask, who reads what, and how to check that a mail is genuine.

use actix_web::HttpResponse;
use askama::Template;

use super::errors::Fault;
use super::layout::{self, Page};
use super::visit::Visit;

#[derive(Template)]
#[template(path = "help/help.html")]
struct HelpPage {
    page: Page,
    base_url: String,
}

/// The page.
pub async fn page(visit: Visit) -> Result<HttpResponse, Fault> {
    let title = visit.words().t("help-title");
    let page = HelpPage { page: Page::new(&visit, &title), base_url: visit.app.settings.base_url.clone() };
    layout::ok(&page).map_err(|problem| visit.fault(problem))
}
