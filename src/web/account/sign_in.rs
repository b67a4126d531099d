//! Signs in and out. Who was typing when a session expired finds it again: the form that was posted travels through the sign-in
//! page, sealed and bound to the account, and is then saved like any other.

use actix_web::cookie::time::Duration;
use actix_web::http::{StatusCode, header};
use actix_web::{FromRequest, HttpRequest, HttpResponse, ResponseError, dev, web};
use askama::Template;
use futures_util::StreamExt;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::domain::Refusal;
use crate::domain::actor::{Actor, Person, Task};
use crate::domain::identity::{Found, sessions, sign_in};
use crate::domain::ids::AccountId;
use crate::domain::response::files;
use crate::domain::time::Instant;
use crate::web::errors::{Fault, refusal_words};
use crate::web::i18n::Language;
use crate::web::layout::{self, Page};
use crate::web::posted::Posted;
use crate::web::visit::{DEVICE_COOKIE, SESSION_COOKIE, Standing, Visit, private_cookie};
use crate::web::{account::language, response, routes};

/// How long what was typed can wait on the sign-in page, in seconds: as long as an expired session is remembered.
const CARRIED_SECONDS: i64 = 7 * 24 * 3600;

#[derive(Template)]
#[template(path = "account/sign-in.html")]
struct SignInPage {
    page: Page,
    email: String,
    error: Option<String>,
    expired: bool,
    sent: Sent,
    carried: String,
    back: String,
}

#[derive(Template)]
#[template(path = "account/signed-out.html")]
struct SignedOutPage {
    page: Page,
}

/// What became of a form that was posted without a live session: the person is told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Sent {
    /// A page was asked for, or sign-in itself.
    #[default]
    Nothing,
    /// Answers, which are in this page and saved after signing in.
    Answers,
    /// A file, which has to be chosen again.
    File,
    /// An act, which is decided afresh.
    Act,
    /// A session that is unknown posted it, so that nothing of it is taken.
    Lost,
}

impl Sent {
    /// The key of the message.
    fn key(self) -> Option<&'static str> {
        match self {
            Sent::Nothing => None,
            Sent::Answers => Some("sign-in-carried"),
            Sent::File => Some("sign-in-file"),
            Sent::Act => Some("sign-in-act"),
            Sent::Lost => Some("sign-in-lost"),
        }
    }
}

/// A form that was posted when its session had expired.
#[derive(Serialize, Deserialize)]
struct Carried {
    account: AccountId,
    path: String,
    fields: Vec<(String, String)>,
    at: Instant,
}

fn sign_in_page(visit: &Visit, email: &str, error: Option<String>, carried: String, back: String) -> SignInPage {
    let mut page = Page::new(visit, &visit.words().t("sign-in-title"));
    page.errors = usize::from(error.is_some());
    page.here = "/sign-in".to_owned();
    let expired = matches!(visit.standing, Standing::Expired(_));
    let sent = match response::section::address_of(&back) {
        _ if carried.is_empty() => Sent::Nothing,
        Some(_) => Sent::Answers,
        None => Sent::Act,
    };
    SignInPage { page, email: email.to_owned(), error, expired, sent, carried, back }
}

/// The page. Who is signed in is sent home.
pub async fn page(visit: Visit, query: web::Query<Back>) -> Result<HttpResponse, Fault> {
    if visit.person().is_some() {
        return Ok(layout::see("/"));
    }
    let sent = if query.lost.is_some() { Sent::Lost } else { Sent::Nothing };
    let page = SignInPage { sent, ..sign_in_page(&visit, "", None, String::new(), query.back.clone()) };
    let mut response = layout::ok(&page).map_err(|problem| visit.fault(problem))?;
    // A browser is known by a cookie of its own before it signs in, so that strangers' failures do not slow it.
    if visit.device.is_none() {
        let mut device = private_cookie(DEVICE_COOKIE, sign_in::new_device());
        device.set_max_age(Duration::days(365));
        if let Err(error) = response.add_cookie(&device) {
            tracing::warn!(%error, "a cookie could not be set");
        }
    }
    Ok(response)
}

/// The page that was asked for before signing in.
#[derive(Deserialize, Default)]
pub struct Back {
    #[serde(default)]
    back: String,
    /// A form was posted, and nothing of it could be taken.
    lost: Option<String>,
}

/// Sends a visitor who asks for a page of those who are signed in to the sign-in page.
pub fn to_sign_in(visit: &Visit) -> HttpResponse {
    let back = percent_encoding::utf8_percent_encode(&visit.path, percent_encoding::NON_ALPHANUMERIC);
    if visit.path == "/" { layout::see("/sign-in") } else { layout::see(format!("/sign-in?back={back}")) }
}

/// Answers a form that was posted without a live session: the sign-in page, with what was typed sealed in it where the session
/// had expired, and with words on what became of it. Nothing is taken from a form that this visitor's page did not make.
pub async fn with_what_was_typed(visit: Visit, request: HttpRequest, mut payload: dev::Payload) -> HttpResponse {
    let back = routes::page_of(&visit.path).to_owned();
    let Standing::Expired(account) = visit.standing.clone() else {
        let back = percent_encoding::utf8_percent_encode(&back, percent_encoding::NON_ALPHANUMERIC);
        return layout::see(format!("/sign-in?lost=1&back={back}"));
    };
    // Answers are carried; a file is chosen again on its page, which comes after signing in.
    let page = if actix_web::HttpMessage::content_type(&request) == "multipart/form-data" {
        leave_unread(payload).await;
        SignInPage { sent: Sent::File, ..sign_in_page(&visit, "", None, String::new(), back) }
    } else {
        actix_web::HttpMessage::extensions_mut(&request).insert(visit.clone());
        match Posted::from_request(&request, &mut payload).await {
            Ok(posted) => sign_in_page(&visit, "", None, seal_carried(&visit, account, &posted), back),
            Err(error) => return error.as_response_error().error_response(),
        }
    };
    match layout::html(StatusCode::UNAUTHORIZED, &page) {
        Ok(response) => response,
        Err(problem) => visit.fault(problem).error_response(),
    }
}

/// Takes what a browser is still sending and keeps none of it: many show no answer before they have sent everything.
async fn leave_unread(mut payload: dev::Payload) {
    let mut left = files::MOST_BYTES;
    while let Some(Ok(chunk)) = payload.next().await {
        let Some(rest) = left.checked_sub(chunk.len()) else { return };
        left = rest;
    }
}

fn seal_carried(visit: &Visit, account: AccountId, posted: &Posted) -> String {
    let carried = Carried { account, path: visit.path.clone(), fields: posted.fields().to_vec(), at: visit.now };
    let plain = serde_json::to_vec(&carried).unwrap_or_default();
    let sealed = visit.app.db.keys().carried().seal("carried", &plain).unwrap_or_default();
    crate::domain::seal::hex(&sealed)
}

fn unseal_carried(visit: &Visit, account: &AccountId, text: &str) -> Option<Carried> {
    let sealed = unhex(text)?;
    let plain = visit.app.db.keys().carried().open("carried", &sealed).ok()?;
    let carried: Carried = serde_json::from_slice(&plain).ok()?;
    let fits = &carried.account == account && visit.now.seconds_since(carried.at) <= CARRIED_SECONDS;
    fits.then_some(carried)
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes();
    digits
        .chunks(2)
        .map(|pair| std::str::from_utf8(pair).ok().and_then(|pair| u8::from_str_radix(pair, 16).ok()))
        .collect()
}

/// Checks e-mail and password. Unknown names, suspended accounts and wrong passwords get the same answer in the same time.
pub async fn enter(visit: Visit, posted: Posted) -> Result<HttpResponse, Fault> {
    let fail = |error| visit.fault(error);
    let doorkeeper = Actor::Task(Task::Doorkeeper);
    let email = posted.get("email").trim().to_lowercase();
    let password = Zeroizing::new(posted.get("password").to_owned());
    let (address, device) = (visit.address.clone(), visit.device.clone());
    let of = email.clone();
    let attempt = visit
        .app
        .db
        .write(doorkeeper.clone(), move |ctx| sign_in::begin(ctx, &of, &address, device.as_deref()))
        .await
        .map_err(fail)?;
    if let Some(until) = attempt.wait_until.filter(|until| *until > visit.now) {
        let words = refusal_words(visit.words(), &Refusal::Wait { until });
        return refused(&visit, &posted, &email, words, StatusCode::TOO_MANY_REQUESTS);
    }
    let right = match visit.app.hasher.verify(password, attempt.password()).await {
        Ok(right) => right,
        Err(busy) => {
            visit.app.db.write(doorkeeper, move |ctx| sign_in::not_tried(ctx, &attempt)).await.map_err(fail)?;
            return Err(fail(busy));
        }
    };
    let limits = visit.app.limits;
    let signed_in = visit
        .app
        .db
        .write(doorkeeper, move |ctx| {
            if !right {
                return sign_in::failed(ctx, &attempt).map(|_| None);
            }
            let Some(signed_in) = sign_in::succeeded(ctx, &attempt)? else { return Ok(None) };
            let Found::Live(live) = sessions::find(ctx, &signed_in.token, &limits)? else { return Ok(None) };
            Ok(Some((signed_in, live.person)))
        })
        .await
        .map_err(fail)?;
    let Some((signed_in, person)) = signed_in else {
        let words = visit.words().t("sign-in-wrong");
        return refused(&visit, &posted, &email, words, StatusCode::UNPROCESSABLE_ENTITY);
    };
    let mut response = entered(&visit, person, &posted).await?;
    set_cookies(&visit, &mut response, signed_in.token.as_str(), &signed_in.language);
    Ok(response)
}

fn set_cookies(visit: &Visit, response: &mut HttpResponse, token: &str, language: &str) {
    let language = language::cookie(Language::parse(language).unwrap_or(visit.language));
    for cookie in [private_cookie(SESSION_COOKIE, token.to_owned()), language] {
        if let Err(error) = response.add_cookie(&cookie) {
            tracing::warn!(%error, "a cookie could not be set");
        }
    }
}

/// Where to go after signing in: what was carried is saved first.
async fn entered(visit: &Visit, person: Person, posted: &Posted) -> Result<HttpResponse, Fault> {
    let back = language::local(posted.get("back"));
    let Some(carried) = unseal_carried(visit, &person.account, posted.get("carried")) else {
        return Ok(layout::see(if back == "/sign-in" { "/" } else { back }));
    };
    match response::section::address_of(&carried.path) {
        // Only answers are saved on: an act such as submitting is decided afresh.
        Some((id, section)) => {
            let fields = Posted::unsealed(carried.fields);
            response::section::save_carried(visit, person, id, section, &fields).await
        }
        None => Ok(layout::see(routes::page_of(language::local(&carried.path)))),
    }
}

fn refused(
    visit: &Visit,
    posted: &Posted,
    email: &str,
    words: String,
    status: StatusCode,
) -> Result<HttpResponse, Fault> {
    let (carried, back) = (posted.get("carried").to_owned(), posted.get("back").to_owned());
    let page = sign_in_page(visit, email, Some(words), carried, back);
    layout::html(status, &page).map_err(|problem| visit.fault(problem))
}

/// Signs out: the session ends, and the browser is told to forget what it kept of this site.
pub async fn leave(visit: Visit, _posted: Posted) -> Result<HttpResponse, Fault> {
    if let Standing::Live { session, .. } = &visit.standing {
        let session = session.clone();
        let ended = visit.app.db.write(visit.actor(), move |ctx| sessions::end(ctx, &session)).await;
        ended.map_err(|error| visit.fault(error))?;
    }
    let mut response = layout::see("/signed-out");
    let mut gone = private_cookie(SESSION_COOKIE, String::new());
    gone.make_removal();
    gone.set_secure(true);
    if let Err(error) = response.add_cookie(&gone) {
        tracing::warn!(%error, "a cookie could not be removed");
    }
    let clear = header::HeaderValue::from_static("\"cache\", \"storage\"");
    response.headers_mut().insert(header::HeaderName::from_static("clear-site-data"), clear);
    Ok(response)
}

/// The page after signing out.
pub async fn left(visit: Visit) -> Result<HttpResponse, Fault> {
    let page = SignedOutPage { page: Page::new(&visit, &visit.words().t("signed-out-title")) };
    layout::ok(&page).map_err(|problem| visit.fault(problem))
}
