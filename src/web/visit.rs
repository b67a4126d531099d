//! One visit: who it is, in which language, with which cookie. The gatekeeper makes it before any handler runs.

use std::future::{Ready, ready};
use std::sync::Arc;

use actix_web::cookie::{Cookie, SameSite};
use actix_web::{FromRequest, HttpMessage, HttpRequest, dev, web};

use super::App;
use super::errors::{Fault, Problem};
use super::i18n::{Language, Words};
use crate::domain::actor::{Actor, Person};
use crate::domain::ids::{AccountId, SessionId};
use crate::domain::time::Instant;

/// The cookie of a session, or of a visitor who has none yet. `__Host-`: this host only, never without TLS.
pub const SESSION_COOKIE: &str = "__Host-concord";
/// The cookie by which a device that signed in before is known again, so that strangers' failures do not slow it.
pub const DEVICE_COOKIE: &str = "__Host-concord-device";
/// The cookie of the chosen language.
pub const LANGUAGE_COOKIE: &str = "concord-language";

/// What became of the session that the cookie names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Nobody is signed in.
    Visitor,
    /// Signed in.
    Live { person: Person, session: SessionId },
    /// The session of this account has expired and not been ended.
    Expired(AccountId),
}

/// One visit.
#[derive(Clone)]
pub struct Visit {
    pub app: Arc<App>,
    pub standing: Standing,
    pub language: Language,
    /// The value of the session cookie, to which form tokens are bound.
    pub cookie: String,
    /// The visitor's device cookie, where there is one.
    pub device: Option<String>,
    /// The visitor's address, as the connection or a named proxy says.
    pub address: String,
    /// Names this request in the log and on error pages.
    pub reference: String,
    /// The path asked for, with its query.
    pub path: String,
    pub now: Instant,
}

impl Visit {
    /// Who acts.
    pub fn actor(&self) -> Actor {
        match &self.standing {
            Standing::Live { person, .. } => Actor::Person(person.clone()),
            Standing::Visitor | Standing::Expired(_) => Actor::Nobody,
        }
    }

    /// The person who is signed in.
    pub fn person(&self) -> Option<&Person> {
        match &self.standing {
            Standing::Live { person, .. } => Some(person),
            Standing::Visitor | Standing::Expired(_) => None,
        }
    }

    /// The words of the visitor's language.
    pub fn words(&self) -> Words {
        Words(self.language)
    }

    /// The token that forms of this visit carry.
    pub fn form_token(&self) -> String {
        self.app.db.keys().form_token(&self.cookie)
    }

    /// A page that says what went wrong, in this visit's language.
    pub fn fault(&self, problem: impl Into<Problem>) -> Fault {
        Fault::new(self, problem.into())
    }
}

impl FromRequest for Visit {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(request: &HttpRequest, _: &mut dev::Payload) -> Self::Future {
        let visit = request.extensions().get::<Visit>().cloned();
        ready(visit.ok_or_else(|| actix_web::error::ErrorInternalServerError("no gatekeeper before this handler")))
    }
}

/// A cookie that scripts cannot read, that goes to this site only, and not without TLS.
pub fn private_cookie(name: &'static str, value: String) -> Cookie<'static> {
    Cookie::build(name, value).path("/").secure(true).http_only(true).same_site(SameSite::Lax).finish()
}

/// The application, from a request.
pub fn app_of(request: &HttpRequest) -> Option<Arc<App>> {
    request.app_data::<web::Data<App>>().map(|app| app.clone().into_inner())
}
