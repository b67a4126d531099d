//! For who has given the password and has none of the second factors any more: a page that says what will happen, and the request. It
//! is withdrawn here too, or from the account pages by who has a factor after all.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use crate::domain::Error;
use crate::domain::actor::{Actor, Role, Task};
use crate::domain::identity::lost::{self, Part, Request, RequestStanding, Situation};
use crate::web::errors::{Fault, refusal_words};
use crate::web::i18n::Words;
use crate::web::layout::{self, Page};
use crate::web::posted::Posted;
use crate::web::visit::{Standing, Visit};

const DOORKEEPER: Actor = Actor::Task(Task::Doorkeeper);

/// One of the two who have to agree, and whether they have.
struct PartLine {
    words: String,
    said: String,
}

/// A request that is open or agreed to.
struct OpenRequest {
    asked: String,
    until: String,
    agreed: bool,
    parts: Vec<PartLine>,
}

struct Refused {
    when: String,
    word: String,
}

#[derive(Template)]
#[template(path = "account/lost.html")]
struct LostPage {
    page: Page,
    open: Option<OpenRequest>,
    refused: Option<Refused>,
    /// The message that says who has to agree.
    who: &'static str,
    /// The message that says that somebody is missing who could.
    nobody: Option<&'static str>,
    error: Option<String>,
}

/// The page.
pub async fn page(visit: Visit) -> Result<HttpResponse, Fault> {
    show(&visit, None, StatusCode::OK).await
}

async fn show(visit: &Visit, error: Option<String>, status: StatusCode) -> Result<HttpResponse, Fault> {
    let Standing::Half(half) = &visit.standing else { return Ok(layout::see("/sign-in")) };
    let session = half.session.clone();
    let situation = visit.app.db.read(DOORKEEPER, move |ctx| lost::situation(ctx, &session)).await;
    let Some(situation) = situation.map_err(|error| visit.fault(error))? else { return Ok(layout::see("/sign-in")) };
    let words = visit.words();
    let mut page = Page::new(visit, &words.t("lost-title")).under("/sign-in/factor", words.t("factor-title"));
    page.errors = usize::from(error.is_some());
    page.here = "/sign-in/lost".to_owned();
    let (open, refused) = match &situation.request {
        Some((request, _)) if request.is_live(visit.now) => (Some(open_words(words, request)), None),
        Some((request, Some(word))) if request.standing == RequestStanding::Refused => {
            let when = words.moment(request.settled_at.unwrap_or(request.asked_at));
            (None, Some(Refused { when, word: word.clone() }))
        }
        Some(_) | None => (None, None),
    };
    let page = LostPage { page, open, refused, who: who_agrees(situation.role), nobody: nobody(&situation), error };
    layout::html(status, &page).map_err(|problem| visit.fault(problem))
}

fn open_words(words: Words, request: &Request) -> OpenRequest {
    let line = |part: Part| PartLine {
        words: words.t(part_key(part, request.state.is_some())),
        said: match request.agreed(part) {
            Some(agreement) => words.t1("lost-part-agreed", "when", words.moment(agreement.at)),
            None => words.t("lost-part-waits"),
        },
    };
    OpenRequest {
        asked: words.moment(request.asked_at),
        until: words.moment(request.expires_at),
        agreed: request.standing == RequestStanding::Agreed,
        parts: request.parts().into_iter().map(line).collect(),
    }
}

/// The message that names a part, for a State or for an organ.
pub fn part_key(part: Part, of_a_state: bool) -> &'static str {
    match part {
        Part::Own if of_a_state => "lost-part-state",
        Part::Own => "lost-part-organ",
        Part::Secretariat => "lost-part-secretariat",
        Part::Second => "lost-part-second",
    }
}

fn who_agrees(role: Role) -> &'static str {
    match role {
        Role::Coordinator | Role::Contributor | Role::Reader => "lost-who-state",
        Role::CourtReader | Role::CourtCoordinator => "lost-who-organ",
        Role::Secretariat => "lost-who-member",
        Role::Facilitator => "lost-who-secretariat",
    }
}

fn nobody(situation: &Situation) -> Option<&'static str> {
    if !situation.own_can {
        return Some(if situation.role.of_a_state() { "lost-nobody-state" } else { "lost-nobody-organ" });
    }
    (!situation.secretariat_can).then_some("lost-nobody-secretariat")
}

/// Makes the request.
pub async fn ask(visit: Visit, _posted: Posted) -> Result<HttpResponse, Fault> {
    let Standing::Half(half) = visit.standing.clone() else { return Ok(layout::see("/sign-in")) };
    match visit.app.db.write(DOORKEEPER, move |ctx| lost::ask(ctx, &half.session)).await {
        Ok(Some(_)) => Ok(layout::see("/sign-in/lost")),
        Ok(None) => Ok(layout::see("/sign-in")),
        Err(Error::Refused(refusal)) => {
            let words = refusal_words(visit.words(), &refusal);
            show(&visit, Some(words), StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => Err(visit.fault(error)),
    }
}

/// Withdraws the request of who is half-way in.
pub async fn withdraw(visit: Visit, _posted: Posted) -> Result<HttpResponse, Fault> {
    let Standing::Half(half) = visit.standing.clone() else { return Ok(layout::see("/sign-in")) };
    let done = visit.app.db.write(DOORKEEPER, move |ctx| lost::withdraw(ctx, &half.session)).await;
    let there = done.map_err(|error| visit.fault(error))?;
    Ok(layout::see(if there { "/sign-in/lost" } else { "/sign-in" }))
}

/// Withdraws the request of who is signed in.
pub async fn withdraw_own(visit: Visit, _posted: Posted) -> Result<HttpResponse, Fault> {
    visit.app.db.write(visit.actor(), lost::withdraw_own).await.map_err(|error| visit.fault(error))?;
    Ok(layout::see("/account/factors?done=withdrawn"))
}
