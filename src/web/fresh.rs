//! Asks for a factor before an act that wants a fresh one, and then goes on with the act: what was posted travels through the page,
//! sealed, and the page posts to where the form did. A page that wants a fresh factor (a file of all responses) is asked for anew. It stands in the gate, so that no handler can forget it.

use actix_web::http::{Method, StatusCode};
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse, ResponseError, dev, web};
use askama::Template;

use super::carried;
use super::errors::{Fault, refusal_words};
use super::layout::{self, Page};
use super::posted::{Posted, TOKEN};
use super::proof::{self, ProofForm};
use super::routes;
use super::visit::{Standing, Visit};
use crate::domain::Refusal;
use crate::domain::actor::{Actor, Task};
use crate::domain::identity::factors::{self, Renewed};
use crate::domain::identity::refused::Reason;
use crate::domain::ids::AccountId;

#[derive(Template)]
#[template(path = "account/fresh.html")]
struct FreshPage {
    page: Page,
    proof: ProofForm,
    action: String,
    carried: String,
    error: Option<String>,
}

/// What came of asking.
pub enum Shown {
    /// The page that asks, or says that the session has ended.
    Not(HttpResponse),
    /// A factor was shown: the act goes on, with what had been posted.
    Fresh { visit: Box<Visit>, payload: dev::Payload },
}

/// Where a page that wants a fresh factor has it shown; from there the person goes back to it.
pub const CONFIRM: &str = "/account/confirm";

/// Takes the factor that the form brings and lets the act go on; asks for one where it brings none.
pub async fn ask_or_take(visit: Visit, request: dev::ServiceRequest) -> (HttpRequest, Shown) {
    let (http, mut payload) = request.into_parts();
    if *http.method() == Method::GET {
        let asked = ask_before_page(&visit).await;
        return (http, Shown::Not(asked.unwrap_or_else(|fault| fault.error_response())));
    }
    http.extensions_mut().insert(visit.clone());
    let posted = match Posted::from_request(&http, &mut payload).await {
        Ok(posted) => posted,
        Err(error) => return (http, Shown::Not(error.as_response_error().error_response())),
    };
    let shown = match take(visit, &posted).await {
        Ok(shown) => shown,
        Err(fault) => Shown::Not(fault.error_response()),
    };
    (http, shown)
}

/// A page is asked for again, once the factor was shown.
async fn ask_before_page(visit: &Visit) -> Result<HttpResponse, Fault> {
    let Some(account) = visit.account().cloned() else { return Ok(layout::see("/sign-in")) };
    let fields = vec![("back".to_owned(), visit.path.clone())];
    let carried = carried::seal_for(visit, account, CONFIRM.to_owned(), fields);
    ask(visit, CONFIRM, carried, None, StatusCode::UNAUTHORIZED).await
}

async fn take(mut visit: Visit, posted: &Posted) -> Result<Shown, Fault> {
    let Standing::Live { person, session, .. } = visit.standing.clone() else {
        return Ok(Shown::Not(layout::see("/sign-in")));
    };
    let waiting = match posted.get("carried") {
        "" => None,
        sealed => match carried::unseal(&visit, &person.account, sealed) {
            Ok(waiting) if waiting.path == visit.path => Some(waiting),
            Ok(_) => return not_taken(&visit, &person.account, Reason::Altered),
            Err(why) => return not_taken(&visit, &person.account, why),
        },
    };
    let (Some(given), Some(waiting)) = (proof::given(&visit, posted), waiting) else {
        let carried = match posted.get("carried") {
            "" => carried::seal(&visit, person.account.clone(), posted),
            kept => kept.to_owned(),
        };
        let error = posted.fields().iter().any(|(name, _)| name == "carried");
        let error = error.then(|| visit.words().t("factor-missing"));
        return Ok(Shown::Not(ask(&visit, &visit.path, carried, error, StatusCode::UNAUTHORIZED).await?));
    };
    let (rules, client, of) = (visit.app.rules.clone(), visit.client(), session.clone());
    let renewed = visit
        .app
        .db
        .write(Actor::Task(Task::Doorkeeper), move |ctx| factors::renew(ctx, &of, &given, &rules, &client))
        .await
        .map_err(|error| visit.fault(error))?;
    let words = visit.words();
    let (error, status) = match renewed {
        Renewed::Fresh(token) => {
            visit.cookie = token.as_str().to_owned();
            visit.standing = Standing::Live { person, session, fresh: true };
            let payload = as_posted(&visit, waiting.fields);
            return Ok(Shown::Fresh { visit: Box::new(visit), payload });
        }
        Renewed::Gone | Renewed::Wrong { over: true, .. } => return Ok(Shown::Not(layout::see("/sign-in"))),
        Renewed::Wrong { verdict, .. } => (proof::refusal(words, verdict), StatusCode::UNPROCESSABLE_ENTITY),
        Renewed::Wait { until } => (refusal_words(words, &Refusal::Wait { until }), StatusCode::TOO_MANY_REQUESTS),
    };
    let carried = posted.get("carried").to_owned();
    Ok(Shown::Not(ask(&visit, &visit.path, carried, Some(error), status).await?))
}

/// What the page had kept cannot be taken over: nothing is done, and the person is told.
fn not_taken(visit: &Visit, account: &AccountId, why: Reason) -> Result<Shown, Fault> {
    let back = routes::page_of(&visit.path);
    carried::refused(visit, account, why, back, StatusCode::UNPROCESSABLE_ENTITY).map(Shown::Not)
}

/// The fields as the page that was left had posted them. They were verified then; the token is that of today.
fn as_posted(visit: &Visit, mut fields: Vec<(String, String)>) -> dev::Payload {
    fields.retain(|(name, _)| name != TOKEN);
    fields.push((TOKEN.to_owned(), visit.form_token()));
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    dev::Payload::from(web::Bytes::from(body))
}

async fn ask(
    visit: &Visit,
    action: &str,
    carried: String,
    error: Option<String>,
    status: StatusCode,
) -> Result<HttpResponse, Fault> {
    let (Some(account), Some(person)) = (visit.account(), visit.person()) else { return Ok(layout::see("/sign-in")) };
    let proof = ProofForm::of(visit, account, person.role, false).await?;
    let mut page = Page::new(visit, &visit.words().t("fresh-title"));
    page.errors = usize::from(error.is_some());
    page.here = "/".to_owned();
    let page = FreshPage { page, proof, action: action.to_owned(), carried, error };
    layout::html(status, &page).map_err(|problem| visit.fault(problem))
}
