//! What a form posted. It cannot be read before it is verified: the fields are private, and only the extractor makes one, after the
//! token and the origin have been checked.

use std::future::Future;
use std::pin::Pin;

use actix_web::http::header::{HeaderMap, ORIGIN};
use actix_web::{FromRequest, HttpMessage, HttpRequest, dev, web};

use super::App;
use super::errors::{Fault, Problem};
use super::traces;
use super::visit::Visit;
use crate::domain::identity::refused::Reason;

/// Most bytes of a posted form: a section of long answers, several times over.
pub const MOST_BYTES: usize = 8 * 1024 * 1024;
/// Most fields of a posted form.
const MOST_FIELDS: usize = 5_000;
/// The field that carries the form's token.
pub const TOKEN: &str = "token";

/// A posted form whose token and origin are right.
#[derive(Debug, Clone, Default)]
pub struct Posted {
    fields: Vec<(String, String)>,
}

impl Posted {
    /// The first value of a field; empty where it was not posted.
    pub fn get(&self, name: &str) -> &str {
        self.fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value)
    }

    /// A field that our page filled in and nobody types, such as a version.
    ///
    /// # Errors
    /// A page that says that the form could not be read, where it is absent or holds something else.
    pub fn read<T: std::str::FromStr>(&self, visit: &Visit, name: &str) -> Result<T, Fault> {
        self.get(name).parse().map_err(|_| visit.fault(Problem::Malformed))
    }

    /// Every value of a field, in the order of the page.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.fields.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// Every field, in the order of the page.
    pub fn fields(&self) -> &[(String, String)] {
        &self.fields
    }

    /// Fields that were verified when they were posted and come back unsealed after signing in.
    pub fn unsealed(fields: Vec<(String, String)>) -> Self {
        Posted { fields }
    }
}

impl FromRequest for Posted {
    type Error = actix_web::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Self::Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut dev::Payload) -> Self::Future {
        let body = web::Bytes::from_request(request, payload);
        let request = request.clone();
        Box::pin(async move {
            let visit = request
                .extensions()
                .get::<Visit>()
                .cloned()
                .ok_or_else(|| actix_web::error::ErrorInternalServerError("no gatekeeper before this form"))?;
            if !request.content_type().eq_ignore_ascii_case("application/x-www-form-urlencoded") {
                return Err(visit.fault(Problem::Malformed).into());
            }
            let body = body.await.map_err(|error| too_much(&visit, &request, &error))?;
            let posted = parse(&body).ok_or_else(|| visit.fault(Problem::Malformed))?;
            verify(&visit, request.headers(), posted.get(TOKEN))?;
            Ok(posted)
        })
    }
}

fn too_much(visit: &Visit, request: &HttpRequest, error: &actix_web::Error) -> Fault {
    // The bound of this extractor lies within those of the server, which say themselves what they cut off.
    let past_ours = error.as_response_error().status_code() == actix_web::http::StatusCode::PAYLOAD_TOO_LARGE;
    visit.fault(if past_ours { Problem::TooLarge } else { Problem::of_body(request) })
}

/// Checks that the form was sent by a page of ours to this visitor: the token always, and the origin where the browser says one
/// (old ones do not; `null` never passes).
///
/// # Errors
/// A page that says that the form was not accepted and what to do.
pub fn verify(visit: &Visit, headers: &HeaderMap, token: &str) -> Result<(), Fault> {
    let app: &App = &visit.app;
    let origin_fits = match headers.get(ORIGIN) {
        None => true,
        Some(origin) => origin.to_str().is_ok_and(|origin| app.settings.is_own_origin(origin)),
    };
    if origin_fits && app.db.keys().is_form_token(&visit.holder(), token) {
        return Ok(());
    }
    traces::form_refused(visit, if origin_fits { Reason::Foreign } else { Reason::Origin });
    Err(visit.fault(Problem::FormRefused))
}

/// Reads urlencoded fields; nothing where the text is not UTF-8 or there are too many.
fn parse(body: &[u8]) -> Option<Posted> {
    // The parser puts a replacement character for what is not UTF-8: that would change what somebody typed.
    percent_encoding::percent_decode(body).decode_utf8().ok()?;
    let fields: Vec<(String, String)> =
        form_urlencoded::parse(body).take(MOST_FIELDS + 1).map(|(k, v)| (k.into_owned(), v.into_owned())).collect();
    (fields.len() <= MOST_FIELDS).then_some(Posted { fields })
}
