//! One visit: who it is, in which language, with which cookie. The gatekeeper makes it before any handler runs.

use std::future::{Ready, ready};
use std::sync::Arc;

use actix_web::cookie::{Cookie, SameSite};
use actix_web::{FromRequest, HttpMessage, HttpRequest, dev, web};

use super::App;
use super::errors::{Fault, Problem};
use super::i18n::{Language, Words};
use super::traces::Slot;
use crate::domain::actor::{Actor, Person};
use crate::domain::identity::{Client, Half};
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
    /// Half-way in: the password was right, and a factor is to be shown or set up. No rights yet.
    Half(Half),
    /// Signed in. `fresh`: a factor was shown within the last minutes.
    Live { person: Person, session: SessionId, fresh: bool },
    /// The session of this account has expired and not been ended.
    Expired { account: AccountId, session: SessionId },
}

/// One visit.
#[derive(Clone)]
pub struct Visit {
    pub app: Arc<App>,
    pub standing: Standing,
    pub language: Language,
    /// The visitor chose it, since somebody last signed in with this browser.
    pub chose_language: bool,
    /// The value of the session cookie.
    pub cookie: String,
    /// The visitor's device cookie, where there is one.
    pub device: Option<String>,
    /// Browser and system in two words.
    pub browser: String,
    /// The visitor's address, as the connection or a named proxy says.
    pub address: String,
    /// Names this request in the log and on error pages.
    pub reference: String,
    /// The path asked for, with its query.
    pub path: String,
    pub now: Instant,
    /// What is to be written down when this visit is refused.
    pub traces: Slot,
}

impl Visit {
    /// Who acts.
    pub fn actor(&self) -> Actor {
        match &self.standing {
            Standing::Live { person, .. } => Actor::Person(person.clone()),
            Standing::Visitor | Standing::Half(_) | Standing::Expired { .. } => Actor::Nobody,
        }
    }

    /// The person who is signed in.
    pub fn person(&self) -> Option<&Person> {
        match &self.standing {
            Standing::Live { person, .. } => Some(person),
            Standing::Visitor | Standing::Half(_) | Standing::Expired { .. } => None,
        }
    }

    /// The words of the visitor's language.
    pub fn words(&self) -> Words {
        Words(self.language)
    }

    /// The session of this visit in which a factor can be set up or shown: live, or half-way in.
    pub fn session(&self) -> Option<&SessionId> {
        match &self.standing {
            Standing::Live { session, .. } => Some(session),
            Standing::Half(half) => Some(&half.session),
            Standing::Visitor | Standing::Expired { .. } => None,
        }
    }

    /// The account behind this visit, where the password was right at least.
    pub fn account(&self) -> Option<&AccountId> {
        match &self.standing {
            Standing::Live { person, .. } => Some(&person.account),
            Standing::Half(half) => Some(&half.person.account),
            Standing::Visitor | Standing::Expired { .. } => None,
        }
    }

    /// What is known of the machine at the other end.
    pub fn client(&self) -> Client {
        Client { address: self.address.clone(), device: self.device.clone(), browser: self.browser.clone() }
    }

    /// What forms and challenges are bound to: the session, whose token may change while pages of it are open, else the cookie.
    pub fn holder(&self) -> String {
        match &self.standing {
            Standing::Live { session, .. } | Standing::Expired { session, .. } => format!("session {session}"),
            Standing::Half(half) => half.session.to_string(),
            Standing::Visitor => self.cookie.clone(),
        }
    }

    /// The token that forms of this visit carry.
    pub fn form_token(&self) -> String {
        self.app.db.keys().form_token(&self.holder())
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
