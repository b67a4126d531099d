//! Chooses the language of the interface.

use actix_web::HttpResponse;
use actix_web::cookie::{Cookie, SameSite, time::Duration};

use crate::domain::actor::{Actor, Task};
use crate::domain::db::Ctx;
use crate::domain::identity::{Stage, accounts};
use crate::web::errors::Fault;
use crate::web::i18n::Language;
use crate::web::layout;
use crate::web::posted::Posted;
use crate::web::visit::{LANGUAGE_COOKIE, Standing, Visit};

/// Follows the tag in the cookie of who chose the language without being signed in: it is theirs, and not that of who was here before.
const CHOSEN: &str = "-chosen";

/// Whether a visitor chose the language of this cookie since somebody last signed in with this browser.
pub fn is_chosen(cookie: &str) -> bool {
    cookie.ends_with(CHOSEN)
}

/// Keeps the language in a cookie, and with the account of who is signed in or is setting a factor up for the first time; goes back to the
/// page.
pub async fn choose(visit: Visit, posted: Posted) -> Result<HttpResponse, Fault> {
    let language = Language::parse(posted.get("language")).unwrap_or(visit.language);
    let kept = match &visit.standing {
        Standing::Live { .. } => {
            visit.app.db.write(visit.actor(), move |ctx| accounts::set_language(ctx, language.tag())).await
        }
        Standing::Half(half) if half.stage == Stage::Enrolment => {
            let account = half.person.account.clone();
            let work = move |ctx: &mut Ctx<'_>| accounts::set_language_at_the_door(ctx, &account, language.tag());
            visit.app.db.write(Actor::Task(Task::Doorkeeper), work).await
        }
        Standing::Half(_) | Standing::Visitor | Standing::Expired { .. } => Ok(()),
    };
    kept.map_err(|error| visit.fault(error))?;
    let mut response = layout::see(local(posted.get("back")));
    let cookie = if visit.person().is_some() { cookie(language) } else { chosen(language) };
    if let Err(error) = response.add_cookie(&cookie) {
        tracing::warn!(%error, "the language could not be kept");
    }
    Ok(response)
}

/// The cookie of a language: nothing about the person, so scripts may read it and it lives for a year.
pub fn cookie(language: Language) -> Cookie<'static> {
    kept(language.tag().to_owned())
}

/// The same for who is not signed in.
fn chosen(language: Language) -> Cookie<'static> {
    kept(format!("{}{CHOSEN}", language.tag()))
}

fn kept(value: String) -> Cookie<'static> {
    Cookie::build(LANGUAGE_COOKIE, value)
        .path("/")
        .secure(true)
        .same_site(SameSite::Lax)
        .max_age(Duration::days(365))
        .finish()
}

/// A path of this site, or the home page: what comes back from a form is never followed to another site.
pub fn local(path: &str) -> &str {
    let plain = path.starts_with('/') && !path.starts_with("//") && !path.contains('\\');
    if plain && !path.chars().any(char::is_control) { path } else { "/" }
}
