//! A form that is sent twice: its key, and the page that says that it was done a moment ago, with what to do where a code was shown that
//! one has not read.

use actix_web::HttpResponse;
use askama::Template;

use super::errors::Fault;
use super::layout::{self, Page};
use super::posted::{Posted, TOKEN};
use super::visit::Visit;
use crate::domain::identity::once::FormKey;
use crate::domain::seal;
use crate::domain::time::Instant;

/// The field that holds the key.
pub const FIELD: &str = "once";

/// A key for the forms of one page.
pub fn new() -> String {
    seal::hex(&seal::random::<16>())
}

/// The key of a form that was sent to this visit's address, with all that was typed.
pub fn key(visit: &Visit, posted: &Posted) -> Option<FormKey> {
    let path = visit.path.split('?').next().unwrap_or_default();
    let typed = posted.fields().iter().filter(|(name, _)| name != TOKEN && name != FIELD);
    FormKey::of(posted.get(FIELD), path, typed.map(|(name, value)| (name.as_str(), value.as_str())))
}

/// The key of one act of a form, whatever else stands in it.
pub fn key_of(posted: &Posted, act: &str) -> Option<FormKey> {
    FormKey::of(posted.get(FIELD), act, std::iter::empty())
}

/// For whom a code was issued, and where another one is.
pub struct Issued {
    pub name: String,
    pub at: Instant,
    /// Where a form issues another code.
    pub action: String,
    pub back: String,
}

#[derive(Template)]
#[template(path = "people/done-before.html")]
struct DonePage {
    page: Page,
    issued: Issued,
}

/// The page that says that a code was issued a moment ago and shown on the answer before.
///
/// # Errors
/// When the page cannot be rendered.
pub fn issued_before(visit: &Visit, issued: Issued) -> Result<HttpResponse, Fault> {
    let mut page = Page::new(visit, &visit.words().t("once-title"));
    page.here.clone_from(&issued.back);
    layout::ok(&DonePage { page, issued }).map_err(|problem| visit.fault(problem))
}
