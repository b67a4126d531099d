//! A forgotten password: asks for the e-mail address, and lets who has the link from the mail choose another password. The answer is
//! the same for every address. Asking for a page changes nothing, so a mail gateway that follows the link uses nothing up; nor does an
//! empty or automatic form.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;
use zeroize::Zeroizing;

use crate::domain::actor::{Actor, Task};
use crate::domain::db::Ctx;
use crate::domain::identity::resets::{self, Asked};
use crate::domain::identity::{Begun, passwords, refused, sign_in};
use crate::domain::{Error, Refusal};
use crate::web::account::sign_in::set_cookies;
use crate::web::errors::{Fault, refusal_words};
use crate::web::layout::{self, Page};
use crate::web::posted::Posted;
use crate::web::visit::Visit;

const DOORKEEPER: Actor = Actor::Task(Task::Doorkeeper);

#[derive(Template)]
#[template(path = "account/forgotten.html")]
struct ForgottenPage {
    page: Page,
    email: String,
    sent: bool,
    error: Option<String>,
}

#[derive(Template)]
#[template(path = "account/reset.html")]
struct ResetPage {
    page: Page,
    link: String,
    /// The control that is meant, and what is wrong.
    error: Option<(&'static str, String)>,
}

/// Whether it was just asked for.
#[derive(Deserialize, Default)]
pub struct Sent {
    sent: Option<String>,
}

/// The page that asks for the address, or says that a mail is on its way where there is such an account.
pub async fn page(visit: Visit, query: web::Query<Sent>) -> Result<HttpResponse, Fault> {
    show(&visit, "", query.sent.is_some(), None, StatusCode::OK)
}

fn show(
    visit: &Visit,
    email: &str,
    sent: bool,
    error: Option<String>,
    status: StatusCode,
) -> Result<HttpResponse, Fault> {
    let mut page = Page::new(visit, &visit.words().t("forgotten-title"));
    page.errors = usize::from(error.is_some());
    if error.is_some() {
        page.here = "/forgotten".to_owned();
    }
    let page = ForgottenPage { page, email: email.to_owned(), sent, error };
    layout::html(status, &page).map_err(|problem| visit.fault(problem))
}

/// Takes down that somebody asks for a link.
pub async fn ask(visit: Visit, posted: Posted) -> Result<HttpResponse, Fault> {
    let typed = posted.get("email");
    let (email, address, device) = (typed.to_owned(), visit.address.clone(), visit.device.clone());
    let asked = visit.app.db.write(DOORKEEPER, move |ctx| resets::ask(ctx, &email, &address, device.as_deref())).await;
    let (refusal, status) = match asked {
        Ok(Asked::Taken) => return Ok(layout::see("/forgotten?sent=1")),
        Ok(Asked::Wait { until }) => (Refusal::Wait { until }, StatusCode::TOO_MANY_REQUESTS),
        Err(Error::Refused(refusal)) => (refusal, StatusCode::UNPROCESSABLE_ENTITY),
        Err(error) => return Err(visit.fault(error)),
    };
    show(&visit, typed, false, Some(refusal_words(visit.words(), &refusal)), status)
}

/// The page behind the link; the token comes in the fragment of the address, which no server sees, or is typed.
pub async fn choose(visit: Visit) -> Result<HttpResponse, Fault> {
    show_reset(&visit, "", None, StatusCode::OK)
}

fn show_reset(
    visit: &Visit,
    link: &str,
    error: Option<(&'static str, String)>,
    status: StatusCode,
) -> Result<HttpResponse, Fault> {
    let mut page = Page::new(visit, &visit.words().t("reset-title"));
    page.here = "/reset".to_owned();
    page.errors = usize::from(error.is_some());
    let page = ResetPage { page, link: link.to_owned(), error };
    layout::html(status, &page).map_err(|problem| visit.fault(problem))
}

/// Sets the password of who has the token from the mail. The second factor is asked for next.
pub async fn set(visit: Visit, posted: Posted) -> Result<HttpResponse, Fault> {
    match replace(&visit, &posted).await {
        Ok(Some(begun)) => {
            let mut response = layout::see(layout::next_step(begun.stage));
            set_cookies(&visit, &mut response, &begun);
            Ok(response)
        }
        // The account was shut in the meantime.
        Ok(None) => Ok(layout::see("/sign-in")),
        Err(Error::Refused(refusal)) => {
            let field = if refusal == Refusal::ResetSpent { "link" } else { "password" };
            if refusal == Refusal::ResetSpent {
                note_refused(&visit, posted.get("link")).await?;
            }
            let error = (field, refusal_words(visit.words(), &refusal));
            show_reset(&visit, posted.get("link"), Some(error), StatusCode::UNPROCESSABLE_ENTITY)
        }
        Err(error) => Err(visit.fault(error)),
    }
}

/// Writes down that the link opened nothing: what was under way is undone by now.
async fn note_refused(visit: &Visit, token: &str) -> Result<(), Fault> {
    let (token, client) = (Zeroizing::new(token.to_owned()), visit.client());
    let work = move |ctx: &mut Ctx<'_>| refused::reset(ctx, &token, &client);
    visit.app.db.write(DOORKEEPER, work).await.map_err(|error| visit.fault(error))
}

async fn replace(visit: &Visit, posted: &Posted) -> Result<Option<Begun>, Error> {
    let token = Zeroizing::new(posted.get("link").to_owned());
    let of = token.clone();
    let peek = visit.app.db.read(DOORKEEPER, move |ctx| resets::peek(ctx, &of)).await?;
    let peek = peek.ok_or(Refusal::ResetSpent)?;
    let password = Zeroizing::new(posted.get("password").to_owned());
    checked(&password, posted.get("repeated"), [peek.name, peek.email]).await?;
    let hash = visit.app.hasher.hash(password).await?;
    let client = visit.client();
    let done = visit.app.db.write(DOORKEEPER, move |ctx| {
        let account = resets::replace(ctx, &token, &hash)?.ok_or(Refusal::ResetSpent)?;
        sign_in::after_invitation(ctx, &account, &client)
    });
    done.await
}

/// Whether a password may be chosen by the person of this name and address.
///
/// # Errors
/// The refusal to show.
pub async fn checked(password: &Zeroizing<String>, repeated: &str, personal: [String; 2]) -> Result<(), Error> {
    let (password, repeated) = (password.clone(), Zeroizing::new(repeated.to_owned()));
    let check = move || passwords::check(&password, &repeated, &personal.each_ref().map(String::as_str));
    Ok(web::block(check).await.map_err(Error::internal)??)
}
