//! Stands before every page: finds out who visits, whether the route is for that role, and sets the headers that every answer has.
//! What a role may do with which row is decided in the domain; here only whole routes are kept from whole roles.

use std::sync::Arc;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use actix_web::http::{Method, header};
use actix_web::middleware::Next;
use actix_web::{HttpMessage, ResponseError};

use super::App;
use super::account::{language, sign_in};
use super::browser;
use super::errors::{Fault, Problem};
use super::fresh::{self, Shown};
use super::i18n::Language;
use super::kept;
use super::layout;
use super::response::{presence, uploads};
use super::routes::{self, Who};
use super::traces::Slot;
use super::visit::{DEVICE_COOKIE, LANGUAGE_COOKIE, SESSION_COOKIE, Standing, Visit, app_of, private_cookie};
use crate::domain::Error;
use crate::domain::actor::{Actor, Task};
use crate::domain::identity::{Found, SessionToken, Stage, sessions};
use crate::domain::seal;

/// The middleware.
///
/// # Errors
/// Never: what goes wrong becomes a page.
pub async fn guard(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let Some(app) = app_of(request.request()) else {
        return Err(actix_web::error::ErrorInternalServerError("no application"));
    };
    // A HEAD is a GET whose answer is sent without its body, which the server sees to.
    if *request.method() == Method::HEAD {
        request.head_mut().method = Method::GET;
    }
    let pattern = request.match_pattern();
    let who = routes::who(request.method(), pattern.as_deref());
    // A page that is left open asks by itself: that is no use of the session.
    let is_use = pattern.as_deref() != Some(presence::ROUTE);
    let by_script = pattern.as_deref().is_some_and(uploads::is_one);
    let asked = format!("{} {}", request.method(), pattern.unwrap_or_default());
    // Assets and health checks need neither a visitor nor a session.
    if matches!(who, Some((Who::Anyone, _))) {
        let mut response = next.call(request).await?.map_into_left_body();
        set_headers(response.headers_mut(), app.settings.base_url.starts_with("https://"));
        return Ok(response);
    }
    let (mut visit, is_new) = arrive(app, &request);
    let (traces, db) = (visit.traces.clone(), visit.app.db.clone());
    let secure = visit.app.settings.base_url.starts_with("https://");
    let outcome = match recognise(&mut visit, is_use).await {
        Err(error) => Err(visit.fault(error)),
        Ok(()) => may_enter(&visit, request.method(), who),
    };
    let mut cookie = is_new.then(|| private_cookie(SESSION_COOKIE, visit.cookie.clone()));
    let mut response = match outcome {
        Err(fault) => request.into_response(fault.error_response()).map_into_right_body(),
        Ok(Entry::SignIn) if by_script => {
            let (http, mut payload) = request.into_parts();
            sign_in::leave_unread(&mut payload).await;
            ServiceResponse::new(http, uploads::signed_out()).map_into_right_body()
        }
        Ok(Entry::SignIn) if *request.method() == Method::GET => {
            request.into_response(sign_in::to_sign_in(&visit)).map_into_right_body()
        }
        Ok(Entry::SignIn) => {
            let (http, payload) = request.into_parts();
            let answer = sign_in::with_what_was_typed(visit, http.clone(), payload).await;
            ServiceResponse::new(http, answer).map_into_right_body()
        }
        Ok(Entry::Elsewhere(path)) => request.into_response(layout::see(path)).map_into_right_body(),
        Ok(Entry::Prove) => match fresh::ask_or_take(visit, request).await {
            (request, Shown::Not(answer)) => ServiceResponse::new(request, answer).map_into_right_body(),
            (request, Shown::Fresh { visit, payload }) => {
                cookie = Some(private_cookie(SESSION_COOKIE, visit.cookie.clone()));
                request.extensions_mut().insert(*visit);
                let request = ServiceRequest::from_parts(request, payload);
                next.call(request).await?.map_into_left_body()
            }
        },
        Ok(Entry::Welcome) => match kept::asked_for(&visit, request.method()).await {
            Some(typed) => {
                request.extensions_mut().insert(visit.clone());
                let answer = next.call(request).await?;
                kept::put_into(&visit, answer, &typed).await.map_into_right_body()
            }
            None => {
                request.extensions_mut().insert(visit);
                next.call(request).await?.map_into_left_body()
            }
        },
    };
    traces.write(&db, asked).await;
    set_headers(response.headers_mut(), secure);
    if let Some(cookie) = cookie
        && !has_session_cookie(response.headers())
        && let Ok(value) = HeaderValue::from_str(&cookie.to_string())
    {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    Ok(response)
}

enum Entry {
    Welcome,
    /// A factor has to be shown first.
    Prove,
    /// Another page comes first.
    Elsewhere(&'static str),
    /// A page for those who are signed in, asked for by somebody who is not (any more).
    SignIn,
}

/// The visit as the request tells it, before the session is looked up; and whether it needs a cookie.
fn arrive(app: Arc<App>, request: &ServiceRequest) -> (Visit, bool) {
    let cookie =
        request.cookie(SESSION_COOKIE).map(|cookie| cookie.value().to_owned()).filter(|value| !value.is_empty());
    let of_language = request.cookie(LANGUAGE_COOKIE);
    let chosen = of_language.as_ref().and_then(|cookie| Language::parse(cookie.value()));
    let accepted = || Language::accepted(&request.get_header::<header::AcceptLanguage>()?);
    let is_new = cookie.is_none();
    let visit = Visit {
        standing: Standing::Visitor,
        language: chosen.or_else(accepted).unwrap_or(Language::English),
        chose_language: chosen.is_some() && of_language.is_some_and(|cookie| language::is_chosen(cookie.value())),
        cookie: cookie.unwrap_or_else(|| seal::hex(&seal::random::<32>())),
        device: request.cookie(DEVICE_COOKIE).map(|cookie| cookie.value().to_owned()),
        browser: request
            .headers()
            .get(header::USER_AGENT)
            .and_then(|value| value.to_str().ok())
            .map_or_else(String::new, browser::of),
        // Those whose connection has no address (any more) count as one.
        address: app.settings.trusted_proxies.client(request.request()).map_or_else(String::new, |ip| ip.to_string()),
        reference: seal::hex(&seal::random::<5>()),
        path: request.uri().path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string),
        now: app.db.clock().now(),
        traces: Slot::default(),
        app,
    };
    (visit, is_new)
}

/// Looks up the session, and notes its use, if it is one, once a minute.
async fn recognise(visit: &mut Visit, is_use: bool) -> Result<(), Error> {
    let app = visit.app.clone();
    let doorkeeper = Actor::Task(Task::Doorkeeper);
    let Some(token) = SessionToken::parse(&visit.cookie) else { return Ok(()) };
    let limits = app.limits;
    let found = app.db.look_up(doorkeeper.clone(), move |ctx| sessions::find(ctx, &token, &limits)).await?;
    visit.standing = match found {
        Found::None => Standing::Visitor,
        Found::Half(half) => Standing::Half(*half),
        Found::Expired { account, session } => Standing::Expired { account, session },
        Found::Live(live) => {
            if is_use && sessions::wants_touch(live.last_used, visit.now) {
                let id = live.session.clone();
                // Where nothing can be written (a full disk), what is there can still be read; the session ends the sooner.
                if let Err(error) = app.db.write(doorkeeper, move |ctx| sessions::touch(ctx, &id)).await {
                    tracing::warn!(reference = visit.reference, cause = %error, "the use of a session could not be noted");
                }
            }
            let fresh = live.is_fresh(visit.now);
            Standing::Live { person: live.person, session: live.session, fresh }
        }
    };
    if visit.person().is_some() {
        app.names.refresh(&app, &visit.actor(), visit.now).await?;
    }
    Ok(())
}

/// Whether the route is for this visitor. A page of other roles does not exist; an act of other roles is refused.
fn may_enter(visit: &Visit, method: &Method, who: Option<(Who, bool)>) -> Result<Entry, Fault> {
    let Some((who, wants_fresh)) = who else { return Err(visit.fault(Error::NotFound)) };
    let entry = match (&visit.standing, who) {
        (_, Who::Public | Who::Anyone) => Entry::Welcome,
        (Standing::Visitor | Standing::Expired { .. }, _) => Entry::SignIn,
        (Standing::Half(half), who) => half_way(half.stage, who),
        (Standing::Live { .. }, Who::HalfWay) => Entry::Elsewhere("/"),
        (Standing::Live { .. }, Who::Enrolling) => Entry::Welcome,
        (Standing::Live { person, .. }, Who::Roles(roles)) if roles.contains(&person.role) => Entry::Welcome,
        (Standing::Live { .. }, Who::Roles(_)) if *method == Method::GET => return Err(visit.fault(Error::NotFound)),
        (Standing::Live { .. }, Who::Roles(_)) => return Err(visit.fault(Error::Forbidden)),
    };
    let stale = matches!(visit.standing, Standing::Live { fresh: false, .. });
    Ok(if wants_fresh && stale && matches!(entry, Entry::Welcome) { Entry::Prove } else { entry })
}

/// Who is half-way in reaches nothing but the next step.
fn half_way(stage: Stage, who: Who) -> Entry {
    match (stage, who) {
        (Stage::Factor, Who::HalfWay) | (Stage::Enrolment, Who::Enrolling) => Entry::Welcome,
        (stage, _) => Entry::Elsewhere(layout::next_step(stage)),
    }
}

fn has_session_cookie(headers: &HeaderMap) -> bool {
    let begins = format!("{SESSION_COOKIE}=");
    headers.get_all(header::SET_COOKIE).any(|value| value.as_bytes().starts_with(begins.as_bytes()))
}

/// Every page: nothing from elsewhere, no framing, no caching, no referrer to other sites.
const HEADERS: [(&str, &str); 8] = [
    (
        "content-security-policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; \
         base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ("cache-control", "no-store"),
];

/// Sets the headers that an answer does not set itself.
fn set_headers(headers: &mut HeaderMap, secure: bool) {
    for (name, value) in HEADERS {
        if !headers.contains_key(name) {
            headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
    }
    if secure {
        headers
            .insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=63072000; includeSubDomains"));
    }
}

/// The answer to an address that no route has.
pub async fn nowhere(visit: Visit) -> Result<actix_web::HttpResponse, Fault> {
    Err(visit.fault(Problem::Domain(Error::NotFound)))
}
