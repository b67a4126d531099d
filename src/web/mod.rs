//! Turns requests into actors and results into pages. Decides nothing, holds no SQL. `routes.rs` is the list of everything
//! that can be asked; `gatekeeper.rs` stands before all of it.

mod account;
mod assets;
mod browser;
mod carried;
pub mod errors;
mod fresh;
mod gatekeeper;

mod help;
pub mod i18n;
mod kept;
mod layout;
mod letters;
mod names;
mod once;
#[cfg(feature = "pdf")]
mod pdf;
mod people;
mod posted;
mod proof;
mod reading;
mod record;
mod response;
mod review;
pub mod routes;
mod secretariat;

pub mod server;
mod traces;
mod upload;
mod visit;

use std::sync::Arc;
use std::time::Duration;

use actix_web::web;

use crate::domain::db::Db;
use crate::domain::identity::{FactorRules, Hasher, SessionLimits};
use crate::domain::objects::Objects;
use crate::domain::response::scan::Scanner;

pub use letters::{Letters, invitation_link};
pub use record::in_words as record_in_words;
pub use secretariat::forms::problem_words;

/// What pages need beside the request.
pub struct App {
    pub db: Db,
    pub hasher: Hasher,
    pub files: Objects,
    pub scanner: Scanner,
    pub limits: SessionLimits,
    pub rules: FactorRules,
    pub settings: Settings,
    pub names: names::Names,
    /// Uploads are held in memory until they are sealed, so only so many at once.
    pub uploads: tokio::sync::Semaphore,
    /// Setting a PDF takes a processor and memory, so only so many at once.
    pub papers: Arc<tokio::sync::Semaphore>,
    /// How long last year's files may take to be copied in all: who begins a response waits for it.
    pub copying: Duration,
}

/// As [`App::copying`], but in tests.
const COPYING: Duration = Duration::from_secs(60);

/// Settings that pages show or check against.
#[derive(Debug, Clone)]
pub struct Settings {
    /// `https://platform.example`, without a slash at the end. Links and the check of `Origin` go by this, never by a header.
    pub base_url: String,
    /// Whom to ask.
    pub contact_address: String,
    pub contact_telephone: String,
    /// The data are invented, and every page says so; codes of invitations are noted in this file.
    pub demonstration: Option<std::path::PathBuf>,
    /// Proxies whose word on the visitor's address is taken.
    pub trusted_proxies: server::clients::TrustedProxies,
}

impl Settings {
    /// Whether a browser that says this origin shows a page of ours. The demonstration, which only this machine reaches, goes by the
    /// machine's numbers as well: who types `127.0.0.1` is in the right place.
    fn is_own_origin(&self, origin: &str) -> bool {
        let by_number = |number| origin == self.base_url.replacen("localhost", number, 1);
        origin == self.base_url || (self.demonstration.is_some() && ["127.0.0.1", "[::1]"].into_iter().any(by_number))
    }
}

impl App {
    /// The application, to be served.
    pub fn new(
        db: Db,
        hasher: Hasher,
        files: Objects,
        scanner: Scanner,
        limits: SessionLimits,
        rules: FactorRules,
        settings: Settings,
    ) -> Arc<Self> {
        let names = names::Names::default();
        let (uploads, papers) = (tokio::sync::Semaphore::new(4), Arc::new(tokio::sync::Semaphore::new(2)));
        let copying = COPYING;
        Arc::new(App { db, hasher, files, scanner, limits, rules, settings, names, uploads, papers, copying })
    }
}

/// Everything that is served, behind the gatekeeper.
pub fn configure(app: Arc<App>) -> impl Fn(&mut web::ServiceConfig) + Clone + Send + 'static {
    behind_the_gatekeeper(app, routes::register)
}

/// These routes behind the gatekeeper, which knows their addresses from the list. The load tests put a bare handler there.
pub fn behind_the_gatekeeper(
    app: Arc<App>,
    routes: impl Fn(&mut web::ServiceConfig) + Clone + Send + 'static,
) -> impl Fn(&mut web::ServiceConfig) + Clone + Send + 'static {
    move |config| {
        let scope = web::scope("")
            .app_data(web::Data::from(app.clone()))
            .app_data(web::PayloadConfig::new(posted::MOST_BYTES))
            .app_data(web::PathConfig::default().error_handler(|_, request| errors::no_such_address(request)))
            .app_data(web::QueryConfig::default().error_handler(|_, request| errors::no_such_address(request)))
            .wrap(actix_web::middleware::from_fn(gatekeeper::guard));
        config.service(scope.configure(&routes));
    }
}

/// A code that the demonstration notes, because nobody telephones there.
#[derive(serde::Serialize, serde::Deserialize)]
pub struct NotedCode {
    pub invitation: crate::domain::ids::InvitationId,
    pub code: String,
}

impl App {
    /// Notes a code that was issued, in the demonstration only; elsewhere a code is shown once and kept nowhere.
    pub fn note_code(&self, invitation: &crate::domain::ids::InvitationId, code: &str) {
        let Some(path) = &self.settings.demonstration else { return };
        let noted = NotedCode { invitation: invitation.clone(), code: code.to_owned() };
        let written = serde_json::to_string(&noted).map_err(std::io::Error::other).and_then(|line| {
            use std::io::Write;
            let mut options = std::fs::OpenOptions::new();
            options.append(true).create(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            writeln!(options.open(path)?, "{line}")
        });
        if let Err(error) = written {
            tracing::warn!(%error, "a code could not be noted");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demonstration_alone_is_reached_by_number_too() {
        let settings = |demonstration| Settings {
            base_url: "http://localhost:8080".to_owned(),
            contact_address: String::new(),
            contact_telephone: String::new(),
            demonstration,
            trusted_proxies: server::clients::TrustedProxies::new(&[]),
        };
        let (demo, real) = (settings(Some("codes".into())), settings(None));
        for origin in ["http://127.0.0.1:8080", "http://[::1]:8080"] {
            assert!(demo.is_own_origin(origin) && !real.is_own_origin(origin), "{origin}");
        }
        assert!(demo.is_own_origin("http://localhost:8080") && real.is_own_origin("http://localhost:8080"));
        for origin in ["null", "http://127.0.0.1:8081", "http://127.0.0.2:8080", "https://127.0.0.1:8080"] {
            assert!(!demo.is_own_origin(origin), "{origin}");
        }
    }
}
