//! A person changes their own password: with the present one, and a fresh factor, which the page asks for before it is shown.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use zeroize::Zeroizing;

use super::forgotten::checked;
use crate::domain::identity::own_password;
use crate::domain::ids::SessionId;
use crate::domain::{Error, Refusal};
use crate::web::errors::{Fault, refusal_words};
use crate::web::layout::{self, Page};
use crate::web::posted::Posted;
use crate::web::visit::Visit;

#[derive(Template)]
#[template(path = "account/password.html")]
struct PasswordPage {
    page: Page,
    /// Whether the other sessions are to end.
    others: bool,
    /// The control that is meant, and what is wrong.
    error: Option<(&'static str, String)>,
}

/// The page.
pub async fn page(visit: Visit) -> Result<HttpResponse, Fault> {
    show(&visit, true, None, StatusCode::OK)
}

fn show(
    visit: &Visit,
    others: bool,
    error: Option<(&'static str, String)>,
    status: StatusCode,
) -> Result<HttpResponse, Fault> {
    let words = visit.words();
    let mut page = Page::new(visit, &words.t("own-password-title")).under("/", words.t("home-title"));
    page.errors = usize::from(error.is_some());
    page.here = "/account/password".to_owned();
    layout::html(status, &PasswordPage { page, others, error }).map_err(|problem| visit.fault(problem))
}

/// What came of it.
enum Outcome {
    Changed,
    /// The present password was wrong so often that the session has ended.
    Over,
}

/// Changes the password.
pub async fn change(visit: Visit, posted: Posted) -> Result<HttpResponse, Fault> {
    let session = visit.session().cloned().ok_or_else(|| visit.fault(Error::NotFound))?;
    let others = posted.get("others") == "end";
    match replaced(&visit, &posted, session, others).await {
        Ok(Outcome::Changed) => Ok(layout::see("/account/factors?done=password")),
        Ok(Outcome::Over) => Ok(layout::see("/sign-in")),
        Err(Error::Refused(refusal)) => {
            let field = if refusal == Refusal::PasswordWrong { "present" } else { "password" };
            let error = (field, refusal_words(visit.words(), &refusal));
            show(&visit, others, Some(error), StatusCode::UNPROCESSABLE_ENTITY)
        }
        Err(error) => Err(visit.fault(error)),
    }
}

async fn replaced(visit: &Visit, posted: &Posted, session: SessionId, others: bool) -> Result<Outcome, Error> {
    let present = Zeroizing::new(posted.get("present").to_owned());
    let password = Zeroizing::new(posted.get("password").to_owned());
    if present.is_empty() {
        // It comes so from a page that asked for a factor in between, and is no guess.
        return Err(Refusal::PasswordWrong.into());
    }
    let (account, stored) = visit.app.db.read(visit.actor(), own_password::stored).await?;
    let right = visit.app.hasher.verify(present.clone(), stored.clone()).await?;
    let Some(stored) = stored.filter(|_| right) else {
        // Counted in a unit of work of its own, which the refusal does not undo.
        let over = visit.app.db.write(visit.actor(), move |ctx| own_password::wrong(ctx, &session)).await?;
        return if over { Ok(Outcome::Over) } else { Err(Refusal::PasswordWrong.into()) };
    };
    checked(&password, posted.get("repeated"), [account.name, account.email]).await?;
    if password == present {
        return Err(Refusal::PasswordSame.into());
    }
    let new = visit.app.hasher.hash(password).await?;
    let change = move |ctx: &mut crate::domain::db::Ctx<'_>| own_password::change(ctx, &session, &stored, &new, others);
    visit.app.db.write(visit.actor(), change).await?;
    Ok(Outcome::Changed)
}
