//! A form other than answers that was posted when the session had expired: after signing in its page is opened again with what was
//! typed in it. Nothing is done by that; the person looks at it and sends it. The gate does this for every page, so that no form has to
//! see to it. The sealed form stays with the session until that ends, so that loading the page again loses nothing.

mod fill;

use actix_web::HttpResponse;
use actix_web::body::{self, BoxBody, MessageBody};
use actix_web::dev::ServiceResponse;
use actix_web::http::{Method, StatusCode};

use super::carried::{self, Carried};
use super::errors::Fault;
use super::fresh;
use super::layout;
use super::routes;
use super::visit::{Standing, Visit};
use crate::domain::actor::{Actor, Task};
use crate::domain::identity::sessions;
use crate::domain::ids::SessionId;

const DOORKEEPER: Actor = Actor::Task(Task::Doorkeeper);
/// What of a page's address says which thing it shows, as a form of that thing carries it in a hidden field `which`.
const WHICH: [&str; 4] = ["file", "of", "part", "version"];

/// The query by which a page shows the thing that a form was of; empty where it is of none.
fn which(waiting: &Carried) -> String {
    let field = |wanted: &str| waiting.fields.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
    let mut query = form_urlencoded::Serializer::new(String::new());
    match (field("which"), field("account")) {
        (Some(which), _) => {
            let which = form_urlencoded::parse(which.as_bytes());
            query.extend_pairs(which.filter(|(name, _)| WHICH.contains(&name.as_ref())));
        }
        // Who was chosen may have something by now, and is chosen from no list any more.
        (None, Some(account)) => drop(query.append_pair("of", account)),
        (None, None) => {}
    }
    query.finish()
}

/// The end of the address by which a page is asked for with what was typed.
const ASKED: &str = "kept=1";

/// Goes to the page of a form that was carried past signing in, and keeps it for that.
///
/// # Errors
/// When the database fails.
pub async fn to_page(
    visit: &Visit,
    session: &SessionId,
    waiting: &Carried,
    sealed: Vec<u8>,
) -> Result<HttpResponse, Fault> {
    if waiting.path == fresh::CONFIRM {
        let back = waiting.fields.iter().find(|(name, _)| name == "back").map_or("/", |(_, back)| back.as_str());
        return Ok(layout::see(super::account::language::local(back)));
    }
    let page = routes::page_of(super::account::language::local(&waiting.path)).to_owned();
    let (of, back) = (session.clone(), page.clone());
    let kept = visit.app.db.write(DOORKEEPER, move |ctx| sessions::keep_waiting(ctx, &of, &back, Some(&sealed)));
    kept.await.map_err(|error| visit.fault(error))?;
    let which = which(waiting);
    let query = if which.is_empty() { ASKED.to_owned() } else { format!("{which}&{ASKED}") };
    Ok(layout::see(format!("{page}?{query}")))
}

/// What was typed for the page that is asked for, where it is asked for with that.
pub async fn asked_for(visit: &Visit, method: &Method) -> Option<Carried> {
    let Standing::Live { person, session, .. } = &visit.standing else { return None };
    let (path, query) = visit.path.split_once('?')?;
    if *method != Method::GET || !query.split('&').any(|part| part == ASKED) {
        return None;
    }
    let of = session.clone();
    let read = visit.app.db.read(DOORKEEPER, move |ctx| sessions::waiting(ctx, &of)).await;
    let sealed = read.inspect_err(|error| tracing::warn!(%error, "a form that waits could not be read")).ok()??;
    let carried = carried::open(visit, &person.account, &sealed).ok()?;
    (routes::page_of(&carried.path) == path).then_some(carried)
}

/// Puts what was typed into the page.
pub async fn put_into<B: MessageBody + 'static>(
    visit: &Visit,
    response: ServiceResponse<B>,
    kept: &Carried,
) -> ServiceResponse<BoxBody> {
    let (request, response) = response.into_parts();
    if response.status() != StatusCode::OK {
        return ServiceResponse::new(request, response.map_into_boxed_body());
    }
    let (head, whole) = response.into_parts();
    let Ok(bytes) = body::to_bytes(whole).await else {
        let fault = visit.fault(super::errors::Problem::Internal("the body of a page could not be read".to_owned()));
        return ServiceResponse::new(request, HttpResponse::from_error(fault));
    };
    let html = String::from_utf8_lossy(&bytes);
    let action = kept.path.split('?').next().unwrap_or_default();
    let here = visit.path.split('?').next().unwrap_or_default();
    let filled = fill::fill(&html, here, action, &kept.fields, |what| notice(visit, what));
    ServiceResponse::new(request, head.set_body(BoxBody::new(filled)))
}

/// What the page says of it, above everything else.
fn notice(visit: &Visit, what: &fill::Filled) -> String {
    let words = visit.words();
    let said = |key: &str| format!("<p>{}</p>", fill::escaped(&words.t(key)));
    let inner = match what {
        fill::Filled::Form => said("kept-filled"),
        fill::Filled::Part(rest) => format!("{}{}{}", said("kept-filled"), said("kept-rest"), listed(rest)),
        fill::Filled::Nothing => said("kept-nothing"),
        fill::Filled::NoForm(typed) => format!("{}{}", said("kept-no-form"), listed(typed)),
    };
    format!("<div class=\"box look\" role=\"status\">{inner}</div>")
}

/// What was typed and has no place on the page.
fn listed(typed: &[(String, String)]) -> String {
    let line =
        |(name, value): &(String, String)| format!("<dt>{}</dt><dd>{}</dd>", fill::escaped(name), fill::escaped(value));
    let lines: String = typed.iter().map(line).collect();
    format!("<dl class=\"facts\">{lines}</dl>")
}
