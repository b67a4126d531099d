//! A person's own sessions: on what machine, from where in words, when last used; and the way to end them.

use actix_web::{HttpResponse, web};
use askama::Template;

use super::factors::Done;
use crate::domain::Error;
use crate::domain::identity::sessions::{self, Listed};
use crate::domain::ids::SessionId;
use crate::web::browser;
use crate::web::errors::Fault;
use crate::web::layout::{self, Page};
use crate::web::posted::Posted;
use crate::web::visit::Visit;

struct Line {
    id: String,
    own: bool,
    device: String,
    place: String,
    begun: String,
    used: String,
}

#[derive(Template)]
#[template(path = "account/sessions.html")]
struct SessionsPage {
    page: Page,
    sessions: Vec<Line>,
    done: bool,
}

/// The list.
pub async fn page(visit: Visit, query: web::Query<Done>) -> Result<HttpResponse, Fault> {
    let limits = visit.app.limits;
    let listed = visit.app.db.read(visit.actor(), move |ctx| sessions::list(ctx, &limits)).await;
    let listed = listed.map_err(|error| visit.fault(error))?;
    let here = visit.client().network();
    let sessions = listed.into_iter().map(|session| line(&visit, session, &here)).collect();
    let page = Page::new(&visit, &visit.words().t("sessions-title"));
    let page = page.under("/", visit.words().t("home-title"));
    let page = SessionsPage { page, sessions, done: query.is("ended") };
    layout::ok(&page).map_err(|problem| visit.fault(problem))
}

fn line(visit: &Visit, session: Listed, here: &str) -> Line {
    let words = visit.words();
    let place = match session.network.as_str() {
        "" => words.t("session-place-unknown"),
        network if network == here => words.with("session-place-same", &[("network", network.to_owned())]),
        network => words.with("session-place", &[("network", network.to_owned())]),
    };
    Line {
        own: visit.session() == Some(&session.id),
        id: session.id.to_string(),
        device: browser::words_for(words, &session.device),
        place,
        begun: words.with("session-begun", &[("when", words.recently(session.begun, visit.now))]),
        used: words.with("session-used", &[("when", words.recently(session.last_used, visit.now))]),
    }
}

/// Ends one session.
pub async fn end(visit: Visit, id: web::Path<String>, _posted: Posted) -> Result<HttpResponse, Fault> {
    let id: SessionId = id.parse().map_err(|_| visit.fault(Error::NotFound))?;
    let ended = visit.app.db.write(visit.actor(), move |ctx| sessions::end_one(ctx, &id)).await;
    ended.map_err(|error| visit.fault(error))?;
    Ok(layout::see("/account/sessions?done=ended"))
}

/// Ends every session but this one.
pub async fn end_others(visit: Visit, _posted: Posted) -> Result<HttpResponse, Fault> {
    let own = visit.session().cloned().ok_or_else(|| visit.fault(Error::NotFound))?;
    let ended = visit.app.db.write(visit.actor(), move |ctx| sessions::end_others(ctx, &own)).await;
    ended.map_err(|error| visit.fault(error))?;
    Ok(layout::see("/account/sessions?done=ended"))
}
