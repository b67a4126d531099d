//! Signs in with a password, which leads half-way in, and out. Who was typing when a session expired finds it again: the form that was posted travels through the sign-in
//! page, sealed and bound to the account, and is then saved like any other.

use actix_web::cookie::time::Duration;
use actix_web::http::{StatusCode, header};
use actix_web::{FromRequest, HttpRequest, HttpResponse, ResponseError, dev, web};
use askama::Template;
use futures_util::StreamExt;
use serde::Deserialize;
use zeroize::Zeroizing;

use crate::domain::Refusal;
use crate::domain::actor::{Actor, Task};
use crate::domain::identity::factors::passkeys::{self, Offer};
use crate::domain::identity::{Begun, sessions, sign_in};
use crate::domain::response::files;
use crate::domain::seal;
use crate::web::account::language;
use crate::web::carried;
use crate::web::errors::{Fault, refusal_words};
use crate::web::i18n::Language;
use crate::web::layout::{self, Page};
use crate::web::posted::Posted;
use crate::web::visit::{DEVICE_COOKIE, SESSION_COOKIE, Standing, Visit, private_cookie};
use crate::web::{response, routes};

#[derive(Template)]
#[template(path = "account/sign-in.html")]
struct SignInPage {
    page: Page,
    email: String,
    error: Option<String>,
    /// E-mail address and password do not fit together: nobody says which of them is wrong.
    wrong: bool,
    expired: bool,
    sent: Sent,
    carried: String,
    back: String,
    /// For a passkey alone, which says by itself whose it is.
    passkey: Option<Offer>,
}

#[derive(Template)]
#[template(path = "account/signed-out.html")]
struct SignedOutPage {
    page: Page,
}

/// What the address of the sign-in page says where what was lost is a file.
const LOST_FILE: &str = "file";

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

async fn sign_in_page(
    visit: &Visit,
    email: &str,
    error: Option<String>,
    carried: String,
    back: String,
) -> Result<SignInPage, Fault> {
    let mut page = Page::new(visit, &visit.words().t("sign-in-title"));
    page.errors = usize::from(error.is_some());
    page.here = "/sign-in".to_owned();
    let expired = matches!(visit.standing, Standing::Expired { .. });
    let (holder, rules) = (visit.holder(), visit.app.rules.clone());
    let doorkeeper = Actor::Task(Task::Doorkeeper);
    let asked = visit.app.db.read(doorkeeper, move |ctx| passkeys::ask(ctx, None, &holder, &rules)).await;
    let passkey = asked.map_err(|error| visit.fault(error))?;
    let sent = match response::save::address_of(&back) {
        _ if carried.is_empty() => Sent::Nothing,
        Some(_) => Sent::Answers,
        None => Sent::Act,
    };
    Ok(SignInPage { page, email: email.to_owned(), error, wrong: false, expired, sent, carried, back, passkey })
}

/// The page once more, with what was wrong.
pub async fn again(visit: &Visit, posted: &Posted, error: String, status: StatusCode) -> Result<HttpResponse, Fault> {
    let page = once_more(visit, posted, posted.get("email"), error).await?;
    layout::html(status, &page).map_err(|problem| visit.fault(problem))
}

/// The page. Who is signed in is sent home.
pub async fn page(visit: Visit, query: web::Query<Back>) -> Result<HttpResponse, Fault> {
    if visit.person().is_some() {
        return Ok(layout::see("/"));
    }
    let sent = match query.lost.as_deref() {
        None => Sent::Nothing,
        Some(LOST_FILE) => Sent::File,
        Some(_) => Sent::Lost,
    };
    let page = SignInPage { sent, ..sign_in_page(&visit, "", None, String::new(), query.back.clone()).await? };
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
    match taken(&visit, request, &mut payload).await {
        Ok(page) => layout::html(StatusCode::UNAUTHORIZED, &page)
            .unwrap_or_else(|problem| visit.fault(problem).error_response()),
        Err(answer) => answer,
    }
}

/// The sign-in page with what was posted, or the answer to a form of which nothing is taken.
async fn taken(visit: &Visit, request: HttpRequest, payload: &mut dev::Payload) -> Result<SignInPage, HttpResponse> {
    let back = routes::page_of(&visit.path).to_owned();
    // Answers are carried; a file is chosen again on its page, which comes after signing in.
    let is_file = actix_web::HttpMessage::content_type(&request) == "multipart/form-data";
    if is_file {
        leave_unread(payload).await;
    }
    let Standing::Expired { account, .. } = visit.standing.clone() else {
        let back = percent_encoding::utf8_percent_encode(&back, percent_encoding::NON_ALPHANUMERIC);
        let lost = if is_file { LOST_FILE } else { "1" };
        return Err(layout::see(format!("/sign-in?lost={lost}&back={back}")));
    };
    let fault = |fault: Fault| fault.error_response();
    if is_file {
        let page = sign_in_page(visit, "", None, String::new(), back).await.map_err(fault)?;
        return Ok(SignInPage { sent: Sent::File, ..page });
    }
    actix_web::HttpMessage::extensions_mut(&request).insert(visit.clone());
    let posted = Posted::from_request(&request, payload).await;
    let posted = posted.map_err(|error| error.as_response_error().error_response())?;
    // The page that asks for a factor has what was typed already.
    let kept = carried::unseal(visit, &account, posted.get("carried")).is_ok_and(|kept| kept.path == visit.path);
    let carried =
        if kept { posted.get("carried").to_owned() } else { carried::seal_past_sign_in(visit, account, &posted) };
    sign_in_page(visit, "", None, carried, back).await.map_err(fault)
}

/// Takes what a browser is still sending and keeps none of it: many show no answer before they have sent everything.
pub async fn leave_unread(payload: &mut dev::Payload) {
    let mut left = files::MOST_BYTES;
    while let Some(Ok(chunk)) = payload.next().await {
        let Some(rest) = left.checked_sub(chunk.len()) else { return };
        left = rest;
    }
}

/// Checks e-mail and password. Unknown names, suspended accounts and wrong passwords get the same answer in the same time.
pub async fn enter(visit: Visit, posted: Posted) -> Result<HttpResponse, Fault> {
    let fail = |error| visit.fault(error);
    let doorkeeper = Actor::Task(Task::Doorkeeper);
    let email = posted.get("email").trim().to_lowercase();
    let password = Zeroizing::new(posted.get("password").to_owned());
    // In a rush of sign-ins whoever cannot have a turn costs as little as can be.
    visit.app.hasher.has_room().map_err(fail)?;
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
        let page = once_more(&visit, &posted, &email, words).await?;
        return layout::html(StatusCode::TOO_MANY_REQUESTS, &page).map_err(|problem| visit.fault(problem));
    }
    let right = match visit.app.hasher.verify(password, attempt.password()).await {
        Ok(right) => right,
        Err(busy) => {
            visit.app.db.write(doorkeeper, move |ctx| sign_in::not_tried(ctx, &attempt)).await.map_err(fail)?;
            return Err(fail(busy));
        }
    };
    let (client, keep) = (visit.client(), waiting(&posted));
    let begun = visit
        .app
        .db
        .write(doorkeeper, move |ctx| {
            if !right {
                return sign_in::failed(ctx, &attempt, &client).map(|_| None);
            }
            let Some(begun) = sign_in::password_was_right(ctx, &attempt, &client)? else { return Ok(None) };
            let (back, carried) = &keep;
            sessions::keep_waiting(ctx, &begun.session, back, carried.as_deref())?;
            Ok(Some(begun))
        })
        .await
        .map_err(fail)?;
    let Some(begun) = begun else {
        let words = visit.words().t("sign-in-wrong");
        let page = SignInPage { wrong: true, ..once_more(&visit, &posted, &email, words).await? };
        return layout::html(StatusCode::UNPROCESSABLE_ENTITY, &page).map_err(|problem| visit.fault(problem));
    };
    let mut response = layout::see(layout::next_step(begun.stage));
    set_cookies(&visit, &mut response, &begun);
    Ok(response)
}

/// Where to go once signed in, and the sealed form that waits for it. It opens for its own account only, which is looked at when it is
/// used; what is none is kept too, so that the person is told.
pub fn waiting(posted: &Posted) -> (String, Option<Vec<u8>>) {
    let back = language::local(posted.get("back")).to_owned();
    let carried = Some(posted.get("carried")).filter(|text| !text.is_empty());
    (back, carried.map(|text| seal::unhex(text).unwrap_or_default()))
}

/// Gives the browser the token of a session that was just begun, and the language of its account.
pub fn set_cookies(visit: &Visit, response: &mut HttpResponse, begun: &Begun) {
    let language = language::cookie(Language::parse(&begun.language).unwrap_or(visit.language));
    for cookie in [private_cookie(SESSION_COOKIE, begun.token.as_str().to_owned()), language] {
        if let Err(error) = response.add_cookie(&cookie) {
            tracing::warn!(%error, "a cookie could not be set");
        }
    }
}

async fn once_more(visit: &Visit, posted: &Posted, email: &str, words: String) -> Result<SignInPage, Fault> {
    let (carried, back) = (posted.get("carried").to_owned(), posted.get("back").to_owned());
    sign_in_page(visit, email, Some(words), carried, back).await
}

/// Signs out: the session ends, and the browser is told to forget what it kept of this site.
pub async fn leave(visit: Visit, _posted: Posted) -> Result<HttpResponse, Fault> {
    if let Some(session) = visit.session().cloned() {
        let actor = visit.person().map_or(Actor::Task(Task::Doorkeeper), |_| visit.actor());
        let ended = visit.app.db.write(actor, move |ctx| sessions::end(ctx, &session)).await;
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
