//! Sets a factor up: an authenticator by a picture or a typed secret, or a passkey. The first one ends the half-way session of who
//! has just accepted an invitation; further ones are added by who is signed in.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::sign_in as door;
use crate::domain::actor::{Actor, Role, Task};
use crate::domain::identity::Verdict;
use crate::domain::identity::factors::enrolment::{self, Added};
use crate::domain::identity::factors::passkeys::Offer;
use crate::domain::ids::SessionId;
use crate::domain::{Error, Refusal};
use crate::web::errors::{Fault, refusal_words};
use crate::web::layout::{self, Page};
use crate::web::posted::Posted;
use crate::web::proof;
use crate::web::visit::{Standing, Visit};

const DOORKEEPER: Actor = Actor::Task(Task::Doorkeeper);

#[derive(Template)]
#[template(path = "account/enrol.html")]
struct EnrolPage {
    page: Page,
    /// The first factor of who is half-way in.
    first: bool,
    /// The role needs a passkey.
    strict: bool,
    demonstration: bool,
    passkeys: bool,
    codes: bool,
    error: Option<String>,
}

#[derive(Template)]
#[template(path = "account/enrol-codes.html")]
struct CodesPage {
    page: Page,
    secret: String,
    groups: String,
    name: String,
    error: Option<String>,
}

#[derive(Template)]
#[template(path = "account/enrol-passkey.html")]
struct PasskeyPage {
    page: Page,
    offer: Offer,
    name: String,
    error: Option<String>,
}

/// Recovery codes, shown once.
#[derive(Template)]
#[template(path = "account/recovery.html")]
pub struct RecoveryPage {
    pub page: Page,
    /// A factor was set up; else the codes alone were made anew.
    pub added: bool,
    pub codes: Vec<String>,
}

/// The page that offers the kinds of factors.
pub async fn page(visit: Visit) -> Result<HttpResponse, Fault> {
    choose(&visit, None, StatusCode::OK)
}

fn choose(visit: &Visit, error: Option<String>, status: StatusCode) -> Result<HttpResponse, Fault> {
    let rules = &visit.app.rules;
    let first = matches!(visit.standing, Standing::Half(_));
    let strict = role_of(visit).is_some_and(|role| rules.wants_passkey(role));
    let mut page = Page::new(visit, &visit.words().t("enrol-title"));
    page.errors = usize::from(error.is_some());
    let page = EnrolPage {
        first,
        strict,
        demonstration: visit.app.settings.demonstration.is_some() && !rules.want_passkeys(),
        passkeys: rules.have_passkeys(),
        codes: !(first && strict),
        page: under(visit, page),
        error,
    };
    layout::html(status, &page).map_err(|problem| visit.fault(problem))
}

fn role_of(visit: &Visit) -> Option<Role> {
    match &visit.standing {
        Standing::Live { person, .. } => Some(person.role),
        Standing::Half(half) => Some(half.person.role),
        Standing::Visitor | Standing::Expired { .. } => None,
    }
}

fn under(visit: &Visit, page: Page) -> Page {
    match visit.person() {
        Some(_) => page.under("/account/factors", visit.words().t("factors-title")),
        None => page,
    }
}

fn session_of(visit: &Visit) -> Result<SessionId, Fault> {
    visit.session().cloned().ok_or_else(|| visit.fault(Error::NotFound))
}

/// Makes a secret for an authenticator.
pub async fn begin_codes(visit: Visit, _posted: Posted) -> Result<HttpResponse, Fault> {
    let (session, rules) = (session_of(&visit)?, visit.app.rules.clone());
    match visit.app.db.write(DOORKEEPER, move |ctx| enrolment::begin_codes(ctx, &session, &rules)).await {
        Ok(()) => Ok(layout::see("/account/factors/codes")),
        Err(error) => refused(&visit, error),
    }
}

fn refused(visit: &Visit, error: Error) -> Result<HttpResponse, Fault> {
    match error {
        Error::Refused(refusal) => {
            choose(visit, Some(refusal_words(visit.words(), &refusal)), StatusCode::UNPROCESSABLE_ENTITY)
        }
        error => Err(visit.fault(error)),
    }
}

/// The picture and the secret.
pub async fn codes(visit: Visit) -> Result<HttpResponse, Fault> {
    show_codes(&visit, "", None, StatusCode::OK).await
}

async fn show_codes(
    visit: &Visit,
    name: &str,
    error: Option<String>,
    status: StatusCode,
) -> Result<HttpResponse, Fault> {
    let session = session_of(visit)?;
    let draft = visit.app.db.read(DOORKEEPER, move |ctx| enrolment::draft(ctx, &session)).await;
    let Some((secret, _)) = draft.map_err(|error| visit.fault(error))? else {
        return Ok(layout::see("/account/factors/add"));
    };
    let words = visit.words();
    let secret = secret.base32().to_string();
    let letters: Vec<char> = secret.chars().collect();
    let groups = letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ");
    let mut page = under(visit, Page::new(visit, &words.t("codes-title")));
    page.errors = usize::from(error.is_some());
    let name = if name.is_empty() { words.t("codes-default-name") } else { name.to_owned() };
    let page = CodesPage { page, secret, groups, name, error };
    layout::html(status, &page).map_err(|problem| visit.fault(problem))
}

/// The picture that an authenticator reads: of this session's secret only, and kept nowhere.
pub async fn picture(visit: Visit) -> Result<HttpResponse, Fault> {
    let session = session_of(&visit)?;
    let draft = visit.app.db.read(DOORKEEPER, move |ctx| enrolment::draft(ctx, &session)).await;
    let draft = draft.and_then(|draft| draft.ok_or(Error::NotFound)).and_then(|(secret, email)| secret.picture(&email));
    let png = draft.map_err(|error| visit.fault(error))?;
    Ok(HttpResponse::Ok().content_type("image/png").body(png))
}

/// Sets the authenticator up with a code from it.
pub async fn confirm_codes(visit: Visit, posted: Posted) -> Result<HttpResponse, Fault> {
    let (session, rules, client) = (session_of(&visit)?, visit.app.rules.clone(), visit.client());
    let name = name_of(&visit, &posted, "codes-default-name");
    let (code, named) = (zeroize::Zeroizing::new(posted.get("code").to_owned()), name.clone());
    let added = visit
        .app
        .db
        .write(DOORKEEPER, move |ctx| enrolment::confirm_codes(ctx, &session, &code, &named, &rules, &client))
        .await;
    match added {
        Ok(Added::Yes { begun, codes }) => finished(&visit, begun, codes),
        Ok(Added::No(Verdict::Stale)) => {
            choose(&visit, Some(visit.words().t("codes-stale")), StatusCode::UNPROCESSABLE_ENTITY)
        }
        Ok(Added::No(_)) => {
            let words = visit.words().t("codes-wrong");
            show_codes(&visit, &name, Some(words), StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(Error::Refused(refusal @ Refusal::FactorNameBad { .. })) => {
            let words = refusal_words(visit.words(), &refusal);
            show_codes(&visit, "", Some(words), StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => refused(&visit, error),
    }
}

fn name_of(visit: &Visit, posted: &Posted, default: &str) -> String {
    match posted.get("name").trim() {
        "" => visit.words().t(default),
        name => name.to_owned(),
    }
}

/// The page that has the browser make a passkey.
pub async fn passkey(visit: Visit) -> Result<HttpResponse, Fault> {
    show_passkey(&visit, "", None, StatusCode::OK).await
}

async fn show_passkey(
    visit: &Visit,
    name: &str,
    error: Option<String>,
    status: StatusCode,
) -> Result<HttpResponse, Fault> {
    let (session, holder, rules) = (session_of(visit)?, visit.holder(), visit.app.rules.clone());
    let asked =
        visit.app.db.read(DOORKEEPER, move |ctx| enrolment::ask_for_passkey(ctx, &session, &holder, &rules)).await;
    let offer = asked.map_err(|error| visit.fault(error))?;
    let words = visit.words();
    let mut page = under(visit, Page::new(visit, &words.t("passkey-title")));
    page.errors = usize::from(error.is_some());
    let name = if name.is_empty() { words.t("passkey-default-name") } else { name.to_owned() };
    let page = PasskeyPage { page, offer, name, error };
    layout::html(status, &page).map_err(|problem| visit.fault(problem))
}

/// Sets a passkey up with the browser's answer.
pub async fn add_passkey(visit: Visit, posted: Posted) -> Result<HttpResponse, Fault> {
    let (session, rules, client) = (session_of(&visit)?, visit.app.rules.clone(), visit.client());
    let name = name_of(&visit, &posted, "passkey-default-name");
    let given = proof::given(&visit, &posted).unwrap_or_default();
    let named = name.clone();
    let added = visit
        .app
        .db
        .write(DOORKEEPER, move |ctx| enrolment::add_passkey(ctx, &session, &given, &named, &rules, &client))
        .await;
    match added {
        Ok(Added::Yes { begun, codes }) => finished(&visit, begun, codes),
        Ok(Added::No(verdict)) => {
            let words = match verdict {
                Verdict::Used => visit.words().t("passkey-taken"),
                verdict => proof::refusal(visit.words(), verdict),
            };
            show_passkey(&visit, &name, Some(words), StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(Error::Refused(refusal @ Refusal::FactorNameBad { .. })) => {
            let words = refusal_words(visit.words(), &refusal);
            show_passkey(&visit, "", Some(words), StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => refused(&visit, error),
    }
}

/// What follows: recovery codes, shown once, and the session that begins.
fn finished(
    visit: &Visit,
    begun: Option<Box<crate::domain::identity::Begun>>,
    codes: Option<Vec<String>>,
) -> Result<HttpResponse, Fault> {
    // The page belongs to the session that begins with it: its form has to carry that one's token.
    let mut after = visit.clone();
    if let (Some(begun), Standing::Half(half)) = (&begun, &visit.standing) {
        let session = begun.session.clone();
        after.standing = Standing::Live { person: half.person.clone(), session, fresh: true };
        after.cookie = begun.token.as_str().to_owned();
    }
    let mut page = Page::new(&after, &visit.words().t("recovery-title"));
    page.here = "/account/factors".to_owned();
    let page = RecoveryPage { page, added: true, codes: codes.unwrap_or_default() };
    let mut response = layout::ok(&page).map_err(|problem| visit.fault(problem))?;
    if let Some(begun) = begun {
        door::set_cookies(visit, &mut response, &begun);
    }
    Ok(response)
}
