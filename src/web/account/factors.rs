//! A person's own factors: what there is, since when, and the way to take one away or to print new recovery codes.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::enrol::RecoveryPage;
use crate::domain::Error;
use crate::domain::identity::factors::{Factor, enrolment, recovery};
use crate::domain::identity::{FactorKind, lost};
use crate::domain::ids::FactorId;
use crate::web::errors::{Fault, refusal_words};
use crate::web::layout::{self, Page};
use crate::web::posted::Posted;
use crate::web::visit::Visit;

struct Line {
    id: String,
    name: String,
    kind: String,
    since: String,
    used: String,
}

#[derive(Template)]
#[template(path = "account/factors.html")]
struct FactorsPage {
    page: Page,
    factors: Vec<Line>,
    left: i64,
    strict: bool,
    demonstration: bool,
    /// The message that says what was just done.
    done: Option<&'static str>,
    /// A request for new factors is open.
    lost: bool,
    error: Option<String>,
}

#[derive(Template)]
#[template(path = "account/factor-remove.html")]
struct RemovePage {
    page: Page,
    id: String,
    name: String,
}

/// What was just done.
#[derive(Deserialize, Default)]
pub struct Done {
    #[serde(default)]
    done: String,
}

impl Done {
    /// Whether it is this that was done.
    pub fn is(&self, what: &str) -> bool {
        self.done == what
    }
}

/// The list.
pub async fn page(visit: Visit, query: web::Query<Done>) -> Result<HttpResponse, Fault> {
    let done =
        [("removed", "factors-removed"), ("password", "own-password-done"), ("withdrawn", "lost-done-withdrawn")];
    let done = done.into_iter().find(|(what, _)| query.is(what)).map(|(_, key)| key);
    show(&visit, done, None, StatusCode::OK).await
}

async fn show(
    visit: &Visit,
    done: Option<&'static str>,
    error: Option<String>,
    status: StatusCode,
) -> Result<HttpResponse, Fault> {
    let read = visit.app.db.read(visit.actor(), |ctx| Ok((enrolment::list(ctx)?, lost::own(ctx)?.is_some())));
    let ((factors, left), lost) = read.await.map_err(|error| visit.fault(error))?;
    let rules = &visit.app.rules;
    let mut page = Page::new(visit, &visit.words().t("factors-title")).under("/", visit.words().t("home-title"));
    page.errors = usize::from(error.is_some());
    let page = FactorsPage {
        page,
        factors: factors.into_iter().map(|factor| line(visit, factor)).collect(),
        left,
        strict: visit.person().is_some_and(|person| rules.wants_passkey(person.role)),
        demonstration: visit.app.settings.demonstration.is_some() && !rules.want_passkeys(),
        done,
        lost,
        error,
    };
    layout::html(status, &page).map_err(|problem| visit.fault(problem))
}

fn line(visit: &Visit, factor: Factor) -> Line {
    let words = visit.words();
    let kind = match factor.kind {
        FactorKind::Codes => "codes",
        FactorKind::Passkey => "passkey",
    };
    let used = match factor.last_used_at {
        Some(at) => words.with("factor-used-at", &[("when", words.recently(at, visit.now))]),
        None => words.t("factor-not-used"),
    };
    Line {
        id: factor.id.to_string(),
        name: factor.name,
        kind: words.t(kind),
        since: words.with("factor-since", &[("when", words.recently(factor.created_at, visit.now))]),
        used,
    }
}

/// Asks before a factor is taken away.
pub async fn ask_to_remove(visit: Visit, id: web::Path<String>) -> Result<HttpResponse, Fault> {
    let id = parsed(&visit, &id)?;
    let (factors, _) = visit.app.db.read(visit.actor(), enrolment::list).await.map_err(|error| visit.fault(error))?;
    let factor = factors.into_iter().find(|factor| factor.id == id).ok_or_else(|| visit.fault(Error::NotFound))?;
    let words = visit.words();
    let title = words.with("factor-remove-title", &[("name", factor.name.clone())]);
    let page = Page::new(&visit, &title).under("/account/factors", words.t("factors-title"));
    let page = RemovePage { page, id: id.to_string(), name: factor.name };
    layout::ok(&page).map_err(|problem| visit.fault(problem))
}

fn parsed(visit: &Visit, id: &str) -> Result<FactorId, Fault> {
    id.parse().map_err(|_| visit.fault(Error::NotFound))
}

/// Takes a factor away.
pub async fn remove(visit: Visit, id: web::Path<String>, _posted: Posted) -> Result<HttpResponse, Fault> {
    let (id, rules) = (parsed(&visit, &id)?, visit.app.rules.clone());
    match visit.app.db.write(visit.actor(), move |ctx| enrolment::remove(ctx, &id, &rules)).await {
        Ok(()) => Ok(layout::see("/account/factors?done=removed")),
        Err(Error::Refused(refusal)) => {
            let words = refusal_words(visit.words(), &refusal);
            show(&visit, None, Some(words), StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => Err(visit.fault(error)),
    }
}

/// Makes new recovery codes and shows them once.
pub async fn renew_recovery(visit: Visit, _posted: Posted) -> Result<HttpResponse, Fault> {
    let codes = visit.app.db.write(visit.actor(), recovery::renew).await.map_err(|error| visit.fault(error))?;
    let mut page = Page::new(&visit, &visit.words().t("recovery-title"));
    page.here = "/account/factors".to_owned();
    let page = RecoveryPage { page, added: false, codes };
    layout::ok(&page).map_err(|problem| visit.fault(problem))
}
