//! A form on its way through a page that asks who somebody is: sealed, bound to the account, and good for a week. So nothing that was
//! posted is lost when a session has expired, or when an act asks for a fresh factor. What cannot be taken over (altered, too old, begun
//! under another account) is said in words and written down; whose it was or what stood in it is not said.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use serde::{Deserialize, Serialize};

use super::errors::Fault;
use super::layout::{self, Page};
use super::posted::{Posted, TOKEN};
use super::traces;
use super::visit::Visit;
use crate::domain::identity::refused::Reason;
use crate::domain::ids::AccountId;
use crate::domain::seal;
use crate::domain::time::Instant;

/// How long what was posted can wait, in seconds: as long as an expired session is remembered.
const WAITS: i64 = 7 * 24 * 3600;
/// What the sealed form is bound to besides its key.
const ABOUT: &str = "carried";

/// Fields that are never carried: a password is typed again, and the token is that of the next page.
const NOT_CARRIED: [&str; 5] = ["present", "password", "repeated", "carried", TOKEN];
/// Fields that are not carried past signing in either: a code, a passkey's answer and a token of a mail are given again.
const NOT_PAST_SIGN_IN: [&str; 5] = ["code", "credential", "challenge", "invitation", "link"];

/// A form that was posted.
#[derive(Serialize, Deserialize)]
pub struct Carried {
    account: AccountId,
    pub path: String,
    pub fields: Vec<(String, String)>,
    at: Instant,
}

/// Seals a form that was posted to this visit's address, for a hidden field of the page that asks for a fresh factor.
pub fn seal(visit: &Visit, account: AccountId, posted: &Posted) -> String {
    seal_without(visit, account, posted, &[])
}

/// The same for the sign-in page.
pub fn seal_past_sign_in(visit: &Visit, account: AccountId, posted: &Posted) -> String {
    seal_without(visit, account, posted, &NOT_PAST_SIGN_IN)
}

fn seal_without(visit: &Visit, account: AccountId, posted: &Posted, left_out: &[&str]) -> String {
    let carried = |name: &str| !NOT_CARRIED.contains(&name) && !left_out.contains(&name);
    let fields = posted.fields().iter().filter(|(name, _)| carried(name));
    seal_for(visit, account, visit.path.clone(), fields.cloned().collect())
}

/// Seals a form for another address.
pub fn seal_for(visit: &Visit, account: AccountId, path: String, fields: Vec<(String, String)>) -> String {
    let carried = Carried { account, path, fields, at: visit.now };
    let plain = serde_json::to_vec(&carried).unwrap_or_default();
    seal::hex(&visit.app.db.keys().carried().seal(ABOUT, &plain).unwrap_or_default())
}

/// The form of a hidden field, or why it is not taken over.
///
/// # Errors
/// As [`open`].
pub fn unseal(visit: &Visit, account: &AccountId, text: &str) -> Result<Carried, Reason> {
    open(visit, account, &seal::unhex(text).ok_or(Reason::Altered)?)
}

/// The form of these sealed bytes, or why it is not taken over.
///
/// # Errors
/// [`Reason::Altered`], [`Reason::Foreign`] where it was begun under another account, [`Reason::Expired`].
pub fn open(visit: &Visit, account: &AccountId, sealed: &[u8]) -> Result<Carried, Reason> {
    let plain = visit.app.db.keys().carried().open(ABOUT, sealed).map_err(|_| Reason::Altered)?;
    let carried: Carried = serde_json::from_slice(&plain).map_err(|_| Reason::Altered)?;
    match () {
        () if &carried.account != account => Err(Reason::Foreign),
        () if visit.now.seconds_since(carried.at) > WAITS => Err(Reason::Expired),
        () => Ok(carried),
    }
}

#[derive(Template)]
#[template(path = "account/not-taken.html")]
struct NotTakenPage {
    page: Page,
    text: String,
    back: String,
}

/// The page that says that a form was not taken over, and why; it is written down for this account. `back`: where to go on.
///
/// # Errors
/// When the page cannot be rendered.
pub fn refused(
    visit: &Visit,
    account: &AccountId,
    why: Reason,
    back: &str,
    status: StatusCode,
) -> Result<HttpResponse, Fault> {
    traces::carried_refused(visit, account, why);
    let words = visit.words();
    let text = words.t(match why {
        Reason::Foreign => "carried-foreign",
        Reason::Expired => "carried-expired",
        _ => "carried-altered",
    });
    let page = Page { here: back.to_owned(), ..Page::new(visit, &words.t("carried-title")) };
    layout::html(status, &NotTakenPage { page, text, back: back.to_owned() }).map_err(|problem| visit.fault(problem))
}
