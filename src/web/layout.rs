//! What stands on every page: where I am, who I am and for whom, the language, the way out.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::ContentDisposition;
use askama::Template;

use super::errors::Problem;
use super::i18n::{Language, Words};
use super::once;
use super::visit::Visit;
use crate::domain::actor::Role;
use crate::domain::identity::Stage;
use crate::domain::time::Instant;

/// A step of the way to this page: an address and its words.
#[derive(Debug, Clone)]
pub struct Crumb {
    pub href: String,
    pub words: String,
}

/// What stands on every page.
#[derive(Debug, Clone)]
pub struct Page {
    pub words: Words,
    pub title: String,
    pub crumbs: Vec<Crumb>,
    /// Name, State or organ, and role of who is signed in.
    pub who: Option<String>,
    pub role: Option<Role>,
    pub token: String,
    /// The key of this page's forms, for those whose act is done once however often they are sent.
    pub once: String,
    pub here: String,
    pub demonstration: bool,
    pub contact_address: String,
    pub contact_telephone: String,
    /// Errors on the page, for the title of the browser's tab.
    pub errors: usize,
}

impl Page {
    /// A page for this visit.
    pub fn new(visit: &Visit, title: &str) -> Self {
        let words = visit.words();
        let who = visit.person().map(|person| {
            let role = words.t(&format!("role-{}", person.role.as_str()));
            let of = match (&person.state, person.organ) {
                (Some(state), _) => Some(visit.app.names.of(state, visit.language)),
                (None, Some(organ)) => Some(words.t(&format!("organ-{}", organ.as_str()))),
                (None, None) => None,
            };
            [Some(person.name.clone()), of, Some(role)].into_iter().flatten().collect::<Vec<_>>().join(", ")
        });
        Page {
            words,
            title: title.to_owned(),
            crumbs: Vec::new(),
            who,
            role: visit.person().map(|person| person.role),
            token: visit.form_token(),
            once: once::new(),
            here: visit.path.clone(),
            demonstration: visit.app.settings.demonstration.is_some(),
            contact_address: visit.app.settings.contact_address.clone(),
            contact_telephone: visit.app.settings.contact_telephone.clone(),
            errors: 0,
        }
    }

    /// A page that is the same wherever it is asked for: an error page must not tell addresses apart.
    pub fn bare(visit: &Visit, title: &str) -> Self {
        Page { here: "/".to_owned(), ..Page::new(visit, title) }
    }

    /// Adds a step of the way here.
    #[must_use]
    pub fn under(mut self, href: impl Into<String>, words: impl Into<String>) -> Self {
        self.crumbs.push(Crumb { href: href.into(), words: words.into() });
        self
    }

    /// The message of this key.
    pub fn t(&self, key: &str) -> String {
        self.words.t(key)
    }

    /// The message with one argument.
    pub fn t1(&self, key: &str, name: &str, value: impl ToString) -> String {
        self.words.with(key, &[(name, value.to_string())])
    }

    /// The message with two arguments.
    pub fn t2(&self, key: &str, name: &str, value: impl ToString, second: &str, other: impl ToString) -> String {
        self.words.with(key, &[(name, value.to_string()), (second, other.to_string())])
    }

    /// A moment in words.
    pub fn moment(&self, at: &Instant) -> String {
        self.words.moment(*at)
    }

    /// Every language that the page can be had in.
    pub fn languages(&self) -> [Language; 2] {
        Language::ALL
    }

    /// The platform's version, for the foot of the page.
    pub fn version(&self) -> &'static str {
        env!("CARGO_PKG_VERSION")
    }

    /// Whether pages can be had as PDF.
    pub fn has_pdf(&self) -> bool {
        cfg!(feature = "pdf")
    }

    /// The message that is the title of the list of a State's or an organ's people.
    pub fn people_title(&self) -> &'static str {
        if self.role == Some(Role::CourtCoordinator) { "people-title-organ" } else { "people-title" }
    }

    /// True where the role of who is signed in is one of these.
    pub fn is_secretariat(&self) -> bool {
        self.role == Some(Role::Secretariat)
    }
}

/// A rendered page with a status.
///
/// # Errors
/// When the template fails.
pub fn html(status: StatusCode, template: &impl Template) -> Result<HttpResponse, Problem> {
    // A section is some tens of kilobytes long; to grow as far step by step costs as much as to write it.
    let mut body = String::with_capacity(64 * 1024);
    template.render_into(&mut body)?;
    Ok(HttpResponse::build(status).content_type("text/html; charset=utf-8").body(body))
}

/// A rendered page.
///
/// # Errors
/// When the template fails.
pub fn ok(template: &impl Template) -> Result<HttpResponse, Problem> {
    html(StatusCode::OK, template)
}

/// The page that comes next for who is at this stage of signing in.
pub fn next_step(stage: Stage) -> &'static str {
    match stage {
        Stage::Factor => "/sign-in/factor",
        Stage::Enrolment => "/account/factors/add",
        Stage::Full => "/",
    }
}

/// After a form: to another page (POST, redirect, GET).
pub fn see(address: impl AsRef<str>) -> HttpResponse {
    HttpResponse::SeeOther().insert_header(("Location", address.as_ref())).finish()
}

/// Something to be saved and not shown.
pub fn file(name: String, media_type: &'static str, bytes: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(media_type)
        .insert_header(ContentDisposition::attachment(name))
        .insert_header(("content-security-policy", "sandbox; default-src 'none'"))
        .body(bytes)
}
