//! The second step of signing in: a code or a passkey; and a passkey alone, which is both steps at once. Then on to where the
//! person wanted to go, and what waited from an expired session is saved.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::{language, sign_in as door};
use crate::domain::Refusal;
use crate::domain::actor::{Actor, Person, Task};
use crate::domain::identity::sign_in::{self, Shown};
use crate::domain::identity::{Begun, Found, Stage, Verdict, sessions};
use crate::domain::ids::SessionId;
use crate::web::errors::{Fault, refusal_words};
use crate::web::layout::{self, Page};
use crate::web::posted::Posted;
use crate::web::proof::{self, ProofForm};
use crate::web::visit::{Standing, Visit};
use crate::web::{carried, kept, response};

const DOORKEEPER: Actor = Actor::Task(Task::Doorkeeper);

#[derive(Template)]
#[template(path = "account/factor.html")]
struct FactorPage {
    page: Page,
    proof: ProofForm,
    error: Option<String>,
}

/// The page that asks for a factor.
pub async fn page(visit: Visit) -> Result<HttpResponse, Fault> {
    show(&visit, None, StatusCode::OK).await
}

async fn show(visit: &Visit, error: Option<String>, status: StatusCode) -> Result<HttpResponse, Fault> {
    let Standing::Half(half) = &visit.standing else { return Ok(layout::see("/sign-in")) };
    let proof = ProofForm::of(visit, &half.person.account, half.person.role, true).await?;
    let mut page = Page::new(visit, &visit.words().t("factor-title"));
    page.errors = usize::from(error.is_some());
    let page = FactorPage { page, proof, error };
    layout::html(status, &page).map_err(|problem| visit.fault(problem))
}

/// Checks what is shown: in, or once more.
pub async fn enter(visit: Visit, posted: Posted) -> Result<HttpResponse, Fault> {
    let words = visit.words();
    let Standing::Half(half) = visit.standing.clone() else { return Ok(layout::see("/sign-in")) };
    let Some(given) = proof::given(&visit, &posted) else {
        return show(&visit, Some(words.t("factor-missing")), StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let (rules, client) = (visit.app.rules.clone(), visit.client());
    let shown = visit
        .app
        .db
        .write(DOORKEEPER, move |ctx| sign_in::show_factor(ctx, &half.session, &given, &rules, &client))
        .await
        .map_err(|error| visit.fault(error))?;
    match shown {
        Shown::In(begun) => entered(&visit, &begun).await,
        Shown::Gone | Shown::Wrong { over: true, .. } => Ok(layout::see("/sign-in")),
        Shown::Wrong { verdict, .. } => {
            show(&visit, Some(proof::refusal(words, verdict)), StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Shown::Wait { until } => {
            let words = refusal_words(words, &Refusal::Wait { until });
            show(&visit, Some(words), StatusCode::TOO_MANY_REQUESTS).await
        }
    }
}

/// Signs in with a passkey alone.
pub async fn alone(visit: Visit, posted: Posted) -> Result<HttpResponse, Fault> {
    let wrong = || proof::refusal(visit.words(), Verdict::Wrong);
    let Some(given) = proof::given(&visit, &posted) else {
        return door::again(&visit, &posted, wrong(), StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let (rules, client) = (visit.app.rules.clone(), visit.client());
    let (back, kept) = door::waiting(&posted);
    let begun = visit
        .app
        .db
        .write(DOORKEEPER, move |ctx| {
            let Some(begun) = sign_in::with_passkey(ctx, &given, &rules, &client)? else { return Ok(None) };
            sessions::keep_waiting(ctx, &begun.session, &back, kept.as_deref())?;
            Ok(Some(begun))
        })
        .await
        .map_err(|error| visit.fault(error))?;
    match begun {
        Some(begun) => entered(&visit, &begun).await,
        None => door::again(&visit, &posted, wrong(), StatusCode::UNPROCESSABLE_ENTITY).await,
    }
}

/// Goes on from a session that was just begun: to setting a factor up, or to where the person wanted to go.
async fn entered(visit: &Visit, begun: &Begun) -> Result<HttpResponse, Fault> {
    let mut response = match begun.stage {
        Stage::Factor | Stage::Enrolment => layout::see(layout::next_step(begun.stage)),
        Stage::Full => {
            let (token, limits) = (begun.token.clone(), visit.app.limits);
            let found = visit.app.db.read(DOORKEEPER, move |ctx| sessions::find(ctx, &token, &limits)).await;
            match found.map_err(|error| visit.fault(error))? {
                Found::Live(live) => onward(visit, live.person, &live.session).await?,
                Found::Half(_) | Found::Expired { .. } | Found::None => layout::see("/sign-in"),
            }
        }
    };
    door::set_cookies(visit, &mut response, begun);
    Ok(response)
}

/// Goes on after recovery codes were shown.
pub async fn go_on(visit: Visit, _posted: Posted) -> Result<HttpResponse, Fault> {
    match visit.standing.clone() {
        Standing::Live { person, session, .. } => onward(&visit, person, &session).await,
        Standing::Visitor | Standing::Half(_) | Standing::Expired { .. } => Ok(layout::see("/sign-in")),
    }
}

/// Goes back to a page that asked for a fresh factor: by now it was shown.
pub async fn confirmed(_visit: Visit, posted: Posted) -> Result<HttpResponse, Fault> {
    Ok(layout::see(language::local(posted.get("back"))))
}

/// Where the person wanted to go. Answers that were carried are saved first; any other form is found again on its page.
async fn onward(visit: &Visit, person: Person, session: &SessionId) -> Result<HttpResponse, Fault> {
    let of = session.clone();
    let waiting = visit.app.db.write(DOORKEEPER, move |ctx| sessions::take_waiting(ctx, &of)).await;
    let (back, sealed) = waiting.map_err(|error| visit.fault(error))?;
    let back = Some(language::local(&back)).filter(|back| !back.starts_with("/sign-in")).unwrap_or("/");
    let standing = Standing::Live { person: person.clone(), session: session.clone(), fresh: true };
    let visit = &Visit { standing, ..visit.clone() };
    let Some(sealed) = sealed else { return Ok(layout::see(back)) };
    let waiting = match carried::open(visit, &person.account, &sealed) {
        Ok(waiting) => waiting,
        Err(why) => return carried::refused(visit, &person.account, why, back, StatusCode::OK),
    };
    match response::save::address_of(&waiting.path) {
        // Only answers are saved on: an act such as submitting is decided afresh.
        Some((id, section)) => {
            let fields = Posted::unsealed(waiting.fields);
            response::save::save_carried(visit, id, section, &fields).await
        }
        None => kept::to_page(visit, session, &waiting, sealed).await,
    }
}
