//! Publishes a State's response: a page that says what becomes visible and to whom, and the act.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::{date_words, desk, managed, year_of};
use crate::domain::access::Publish;
use crate::domain::db::Ctx;
use crate::domain::ids::StateId;
use crate::domain::publication::{self, Published};
use crate::domain::report::{self, Submission};
use crate::domain::response::RevisionRow;
use crate::domain::{Error, Refusal};
use crate::web::errors::{Fault, refusal_words};
use crate::web::layout::{self, Page};
use crate::web::posted::Posted;
use crate::web::visit::Visit;

#[derive(Template)]
#[template(path = "secretariat/publish.html")]
struct PublishPage {
    page: Page,
    year: i32,
    state: StateId,
    name: String,
    revision: i32,
    published: i32,
    submitted: String,
    late: bool,
    /// The sections that were submitted, where some are still to come.
    partial: Option<String>,
    refusal: Option<String>,
}

impl PublishPage {
    fn is_waiting(&self) -> bool {
        self.revision > self.published
    }
}

/// What the State has submitted; not found where that is nothing.
fn submitted(ctx: &mut Ctx<'_>, year: i32, state: &StateId) -> crate::domain::Result<Submission> {
    let cycle = managed(ctx, year)?;
    report::submission(ctx, &cycle, state)
}

/// The page that asks for confirmation.
pub async fn page(visit: Visit, path: web::Path<(String, String)>) -> Result<HttpResponse, Fault> {
    let (year, state) = address(&visit, &path)?;
    show(&visit, year, state, None).await
}

fn address(visit: &Visit, path: &(String, String)) -> Result<(i32, StateId), Fault> {
    let (year, state) = path;
    let year = year_of(year).map_err(|error| visit.fault(error))?;
    let state = state.parse().map_err(|_| visit.fault(Error::NotFound))?;
    Ok((year, state))
}

async fn show(visit: &Visit, year: i32, state: StateId, refusal: Option<String>) -> Result<HttpResponse, Fault> {
    let of = state.clone();
    let found = visit.app.db.read(visit.actor(), move |ctx| submitted(ctx, year, &of)).await;
    let found = found.map_err(|error| visit.fault(error))?;
    let words = visit.words();
    let name = found.state.name_in(visit.language.tag()).to_owned();
    let cycle_title = words.t1("secretariat-cycle-title", "year", year.to_string());
    let mut page = desk(visit, &words.t1("secretariat-publish-title", "state", name.clone()))
        .under("/secretariat/cycles", words.t("secretariat-cycles-title"))
        .under(format!("/secretariat/cycles/{year}"), cycle_title);
    page.errors = usize::from(refusal.is_some());
    let status = if refusal.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = PublishPage {
        page,
        year,
        state,
        name,
        revision: found.revision,
        published: found.published_revision,
        submitted: date_words(words, found.at),
        late: found.late,
        partial: found.partial.as_ref().map(|codes| words.t1("partial-sections", "sections", codes.join(", "))),
        refusal,
    };
    layout::html(status, &page).map_err(|problem| visit.fault(problem))
}

/// Publishes the revision that was confirmed. Where the State has submitted another one meanwhile, it is asked for anew.
pub async fn publish(visit: Visit, path: web::Path<(String, String)>, posted: Posted) -> Result<HttpResponse, Fault> {
    let (year, state) = address(&visit, &path)?;
    let confirmed: i32 = posted.read(&visit, "revision")?;
    let of = state.clone();
    let unit = move |ctx: &mut Ctx<'_>| {
        let found = submitted(ctx, year, &of)?;
        if found.revision != confirmed {
            return Err(Refusal::NothingToPublish.into());
        }
        // A second click: what was confirmed is published.
        if found.published_revision == confirmed {
            return Ok(None);
        }
        let permit = ctx.permit::<Publish, RevisionRow>(&(found.response, confirmed))?;
        publication::publish(ctx, &permit).map(Some)
    };
    match visit.app.db.write(visit.actor(), unit).await {
        Ok(published) => {
            let done = match published {
                Some(Published::Snapshot) | None => "published",
                Some(Published::AsBefore) => "published-as-before",
            };
            Ok(layout::see(format!("/secretariat/cycles/{year}?done={done}&state={state}#{state}")))
        }
        Err(Error::Refused(refusal)) => {
            let words = refusal_words(visit.words(), &refusal);
            show(&visit, year, state, Some(words)).await
        }
        Err(error) => Err(visit.fault(error)),
    }
}
