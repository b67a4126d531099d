//! Chooses the language of the interface.

use actix_web::HttpResponse;
use actix_web::cookie::{Cookie, SameSite, time::Duration};

use crate::domain::identity::accounts;
use crate::web::errors::Fault;
use crate::web::i18n::Language;
use crate::web::layout;
use crate::web::posted::Posted;
use crate::web::visit::{LANGUAGE_COOKIE, Visit};

/// Keeps the language in a cookie, and with the account of who is signed in; goes back to the page.
pub async fn choose(visit: Visit, posted: Posted) -> Result<HttpResponse, Fault> {
    let language = Language::parse(posted.get("language")).unwrap_or(visit.language);
    if visit.person().is_some() {
        let kept = visit.app.db.write(visit.actor(), move |ctx| accounts::set_language(ctx, language.tag())).await;
        kept.map_err(|error| visit.fault(error))?;
    }
    let mut response = layout::see(local(posted.get("back")));
    let cookie = cookie(language);
    if let Err(error) = response.add_cookie(&cookie) {
        tracing::warn!(%error, "the language could not be kept");
    }
    Ok(response)
}

/// The cookie of a language: nothing about the person, so scripts may read it and it lives for a year.
pub fn cookie(language: Language) -> Cookie<'static> {
    Cookie::build(LANGUAGE_COOKIE, language.tag())
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
