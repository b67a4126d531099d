//! Accepts an invitation: the token from the mail, the code that came by another way, a password. Asking for the page changes
//! nothing, so a mail gateway that follows the link uses nothing up; nor does an empty or automatic form. Who was invited, and at whose
//! request, is said once the token is there: on the page, or in plain words to its script.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use zeroize::Zeroizing;

use crate::domain::actor::{Actor, Task};
use crate::domain::db::Ctx;
use crate::domain::identity::invitations::{self, Acceptance};
use crate::domain::identity::{Begun, accounts, passwords, refused, sign_in};
use crate::domain::{Error, Refusal};
use crate::web::account::sign_in::set_cookies;
use crate::web::errors::{Fault, refusal_words};
use crate::web::layout::{self, Page};
use crate::web::people::asked_words;
use crate::web::posted::Posted;
use crate::web::visit::Visit;

#[derive(Template)]
#[template(path = "account/invitation.html")]
struct InvitationPage {
    page: Page,
    token: String,
    /// Who is invited, at whose request.
    asked: Option<String>,
    error: Option<String>,
}

/// The page; the token comes in the fragment of the address, which no server sees, or is typed.
pub async fn page(visit: Visit) -> Result<HttpResponse, Fault> {
    show(&visit, "", None, None, StatusCode::OK)
}

fn show(
    visit: &Visit,
    token: &str,
    asked: Option<String>,
    error: Option<String>,
    status: StatusCode,
) -> Result<HttpResponse, Fault> {
    let mut page = Page::new(visit, &visit.words().t("invitation-title"));
    page.here = "/invitation".to_owned();
    page.errors = usize::from(error.is_some());
    let page = InvitationPage { page, token: token.to_owned(), asked, error };
    layout::html(status, &page).map_err(|problem| visit.fault(problem))
}

/// Sets the password of who has both the token and the code.
pub async fn accept(visit: Visit, posted: Posted) -> Result<HttpResponse, Fault> {
    let typed = posted.get("invitation");
    match posted.get("then") {
        // The button stands first in the form, so that Enter presses it: what is filled in is accepted.
        "look" if posted.get("code").trim().is_empty() && posted.get("password").is_empty() => {
            return look(&visit, typed).await;
        }
        "words" => return say(&visit, typed).await,
        _ => {}
    }
    match set_password(&visit, &posted).await {
        Ok(begun) => {
            let mut response = layout::see(layout::next_step(begun.stage));
            set_cookies(&visit, &mut response, &begun);
            Ok(response)
        }
        Err(Error::Refused(refusal)) => {
            if refusal == Refusal::InvitationSpent {
                note_refused(&visit, typed).await?;
            }
            let words = refusal_words(visit.words(), &refusal);
            let asked = asked(&visit, typed).await?;
            show(&visit, typed, asked, Some(words), StatusCode::UNPROCESSABLE_ENTITY)
        }
        Err(error) => Err(visit.fault(error)),
    }
}

/// Who is invited by this token, and at whose request, in words; nothing where it opens nothing (any more).
async fn asked(visit: &Visit, token: &str) -> Result<Option<String>, Fault> {
    let token = token.to_owned();
    let peek = visit.app.db.read(Actor::Task(Task::Doorkeeper), move |ctx| invitations::peek(ctx, &token)).await;
    let words = visit.words();
    let peek = peek.map_err(|error| visit.fault(error))?;
    Ok(peek.map(|peek| {
        words.t2("people-invitation-asked", "name", peek.name, "asked", asked_words(words, &peek.asked_by))
    }))
}

/// The page, with who asked for the invitation. It changes nothing.
async fn look(visit: &Visit, token: &str) -> Result<HttpResponse, Fault> {
    match asked(visit, token).await? {
        Some(words) => show(visit, token, Some(words), None, StatusCode::OK),
        None => {
            note_refused(visit, token).await?;
            let spent = refusal_words(visit.words(), &Refusal::InvitationSpent);
            show(visit, token, None, Some(spent), StatusCode::UNPROCESSABLE_ENTITY)
        }
    }
}

/// The same in plain words, for the script of the page, which has the token from the address.
async fn say(visit: &Visit, token: &str) -> Result<HttpResponse, Fault> {
    let asked = asked(visit, token).await?;
    if asked.is_none() {
        note_refused(visit, token).await?;
    }
    let words = asked.unwrap_or_default();
    Ok(HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(words))
}

/// Writes down that the token opened nothing: what was under way is undone by now.
async fn note_refused(visit: &Visit, token: &str) -> Result<(), Fault> {
    let (token, client) = (Zeroizing::new(token.to_owned()), visit.client());
    let work = move |ctx: &mut Ctx<'_>| refused::invitation(ctx, &token, &client);
    visit.app.db.write(Actor::Task(Task::Doorkeeper), work).await.map_err(|error| visit.fault(error))
}

async fn set_password(visit: &Visit, posted: &Posted) -> Result<Begun, Error> {
    let doorkeeper = Actor::Task(Task::Doorkeeper);
    let token = posted.get("invitation").to_owned();
    let code = posted.get("code").to_owned();
    let of = token.clone();
    let peek = visit.app.db.read(doorkeeper.clone(), move |ctx| invitations::peek(ctx, &of)).await?;
    let peek = peek.ok_or(Refusal::InvitationSpent)?;
    let password = Zeroizing::new(posted.get("password").to_owned());
    let (typed, repeated) = (password.clone(), Zeroizing::new(posted.get("repeated").to_owned()));
    let personal = [peek.name.clone(), peek.email.clone()];
    web::block(move || passwords::check(&typed, &repeated, &personal.each_ref().map(String::as_str)))
        .await
        .map_err(Error::internal)??;
    let hash = visit.app.hasher.hash(password).await?;
    let client = visit.client();
    let chosen = visit.chose_language.then_some(visit.language);
    let begun = visit.app.db.write(doorkeeper, move |ctx| {
        // A wrong code is counted, so it is no error inside the unit of work.
        match invitations::accept(ctx, &token, &code, &hash)? {
            Acceptance::Accepted(account) => {
                if let Some(language) = chosen {
                    accounts::set_language_at_the_door(ctx, &account, language.tag())?;
                }
                sign_in::after_invitation(ctx, &account, &client)
            }
            Acceptance::WrongCode | Acceptance::Spent => Ok(None),
        }
    });
    begun.await?.ok_or_else(|| Refusal::InvitationSpent.into())
}
