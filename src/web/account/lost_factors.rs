//! The requests of persons who have lost every second factor, for those who decide on them: coordinators of the State or the organ,
//! and the Secretariat. The code is shown once, on the answer to who agrees second.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::factors::Done;
use super::lost::part_key;
use crate::domain::access::{Manage, Permit, Read};
use crate::domain::db::Ctx;
use crate::domain::identity::invitations::Issued;
use crate::domain::identity::lost::decide::{self, Agreed};
use crate::domain::identity::lost::{self, Part, Request};
use crate::domain::identity::once::{self as sent, FormKey};
use crate::domain::ids::LostFactorsId;
use crate::domain::line::OneLine;
use crate::domain::time::Instant;
use crate::domain::{Error, Refusal};
use crate::web::errors::{Fault, refusal_words};
use crate::web::layout::{self, Page};
use crate::web::once;
use crate::web::posted::Posted;
use crate::web::visit::Visit;

struct PartLine {
    words: String,
    said: String,
}

/// A request in words.
struct Line {
    id: String,
    name: String,
    /// The State or the organ, and the role.
    of: String,
    asked: String,
    until: String,
    parts: Vec<PartLine>,
    /// For the one who looks at it.
    waits: bool,
}

#[derive(Template)]
#[template(path = "account/lost-factors.html")]
struct ListPage {
    page: Page,
    lines: Vec<Line>,
    done: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "account/lost-factors-one.html")]
struct OnePage {
    page: Page,
    line: Line,
    email: String,
    open: bool,
    own: bool,
    /// Both have agreed, the reader among them, who can issue the code anew.
    reissues: bool,
    /// Whether nobody else has to agree after this one.
    last: bool,
    word: String,
    error: Option<(&'static str, String)>,
}

#[derive(Template)]
#[template(path = "account/lost-factors-code.html")]
struct CodePage {
    page: Page,
    name: String,
    code: String,
    expires_at: Instant,
}

/// The list.
pub async fn page(visit: Visit, query: web::Query<Done>) -> Result<HttpResponse, Fault> {
    let requests = visit.app.db.read(visit.actor(), lost::list).await.map_err(|error| visit.fault(error))?;
    let words = visit.words();
    let done = match () {
        () if query.is("agreed") => Some("lost-done-agreed"),
        () if query.is("refused") => Some("lost-done-refused"),
        () => None,
    };
    let page = ListPage {
        page: Page::new(&visit, &words.t("lost-list-title")).under("/", words.t("home-title")),
        lines: requests.iter().map(|request| line(&visit, request)).collect(),
        done,
    };
    layout::ok(&page).map_err(|problem| visit.fault(problem))
}

fn line(visit: &Visit, request: &Request) -> Line {
    let words = visit.words();
    let role = words.t(&format!("role-{}", request.role.as_str()));
    let of = match (&request.state, request.organ) {
        (Some(state), _) => format!("{}, {role}", visit.app.names.of(state, visit.language)),
        (None, Some(organ)) => format!("{}, {role}", words.t(&format!("organ-{}", organ.as_str()))),
        (None, None) => role,
    };
    let part = |part: Part| PartLine {
        words: words.t(part_key(part, request.state.is_some())),
        said: match request.agreed(part) {
            Some(by) => words.t2("lost-part-agreed-by", "name", &by.name, "when", words.moment(by.at)),
            None => words.t("lost-part-waits"),
        },
    };
    Line {
        id: request.id.to_string(),
        name: request.name.clone(),
        of,
        asked: words.moment(request.asked_at),
        until: words.moment(request.expires_at),
        parts: request.parts().into_iter().map(part).collect(),
        waits: request.is_open(visit.now) && request.part_of(&visit.actor()).is_some(),
    }
}

/// One request, with what agreeing to it will do.
pub async fn one(visit: Visit, id: web::Path<String>) -> Result<HttpResponse, Fault> {
    let id = parsed(&visit, &id)?;
    show(&visit, id, "", None, StatusCode::OK).await
}

fn parsed(visit: &Visit, id: &str) -> Result<LostFactorsId, Fault> {
    id.parse().map_err(|_| visit.fault(Error::NotFound))
}

async fn show(
    visit: &Visit,
    id: LostFactorsId,
    word: &str,
    error: Option<(&'static str, String)>,
    status: StatusCode,
) -> Result<HttpResponse, Fault> {
    let read = visit.app.db.read(visit.actor(), move |ctx| {
        let request = ctx.permit::<Read, Request>(&id)?.into_row();
        let decides = ctx.permit::<Manage, Request>(&id).is_ok();
        Ok((request, decides))
    });
    let (request, decides) = read.await.map_err(|error| visit.fault(error))?;
    let words = visit.words();
    let title = words.t1("lost-one-title", "name", &request.name);
    let mut page =
        Page::new(visit, &title).under("/", words.t("home-title")).under("/lost-factors", words.t("lost-list-title"));
    page.errors = usize::from(error.is_some());
    page.here = format!("/lost-factors/{}", request.id);
    let part = request.part_of(&visit.actor());
    let page = OnePage {
        page,
        line: line(visit, &request),
        email: request.email.clone(),
        open: request.is_open(visit.now),
        own: !decides,
        reissues: decides && request.may_reissue(&visit.actor(), visit.now),
        last: request.parts().iter().all(|other| Some(*other) == part || request.agreed(*other).is_some()),
        word: word.to_owned(),
        error,
    };
    layout::html(status, &page).map_err(|problem| visit.fault(problem))
}

/// Agrees; who agrees second is shown the code.
pub async fn agree(visit: Visit, id: web::Path<String>, posted: Posted) -> Result<HttpResponse, Fault> {
    let id = parsed(&visit, &id)?;
    let key = once::key(&visit, &posted);
    once_for_request(&visit, id, key, decide::agree).await
}

/// Issues the code of an agreed request anew, by one of the two who agreed.
pub async fn code_anew(visit: Visit, id: web::Path<String>, posted: Posted) -> Result<HttpResponse, Fault> {
    let id = parsed(&visit, &id)?;
    let key = once::key(&visit, &posted);
    let work = |ctx: &mut Ctx<'_>, permit: &Permit<Manage, Request>| {
        decide::code_anew(ctx, permit).map(|issued| Agreed::Both(Box::new(issued)))
    };
    once_for_request(&visit, id, key, work).await
}

/// What came of the form about a request.
enum Came {
    Now(Agreed),
    /// The form was sent before: whether a code was shown then, and when.
    Before {
        code: bool,
        at: Instant,
    },
}

/// Does what a form about a request asks for, however often it is sent.
async fn once_for_request(
    visit: &Visit,
    id: LostFactorsId,
    key: Option<FormKey>,
    work: impl Fn(&mut Ctx<'_>, &Permit<Manage, Request>) -> crate::domain::Result<Agreed> + Send + 'static,
) -> Result<HttpResponse, Fault> {
    let of = id.clone();
    let done = visit.app.db.write(visit.actor(), move |ctx| {
        let permit = ctx.permit::<Manage, Request>(&of)?;
        let came = match sent::before(ctx, key.as_ref())? {
            Some(before) => Came::Before { code: before.outcome == CODE, at: before.at },
            None => {
                let agreed = work(ctx, &permit)?;
                let outcome = if matches!(agreed, Agreed::Both(_)) { CODE } else { "" };
                sent::done(ctx, key.as_ref(), outcome)?;
                Came::Now(agreed)
            }
        };
        Ok((came, permit.into_row().name))
    });
    match done.await {
        Ok((Came::Now(Agreed::First) | Came::Before { code: false, .. }, _)) => {
            Ok(layout::see("/lost-factors?done=agreed"))
        }
        Ok((Came::Now(Agreed::Both(issued)), name)) => code(visit, *issued, name),
        Ok((Came::Before { at, .. }, name)) => {
            let back = format!("/lost-factors/{id}");
            once::issued_before(visit, once::Issued { name, at, action: format!("{back}/code"), back })
        }
        Err(Error::Refused(refusal)) => {
            let error = ("main", refusal_words(visit.words(), &refusal));
            show(visit, id, "", Some(error), StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => Err(visit.fault(error)),
    }
}

/// The outcome of a form after which a code was shown.
const CODE: &str = "code";

fn code(visit: &Visit, issued: Issued, name: String) -> Result<HttpResponse, Fault> {
    visit.app.note_code(&issued.id, &issued.code);
    let words = visit.words();
    let mut page = Page::new(visit, &words.t("lost-code-title"))
        .under("/", words.t("home-title"))
        .under("/lost-factors", words.t("lost-list-title"));
    // This answer cannot be had again: a change of language leads back to the list.
    page.here = "/lost-factors".to_owned();
    let page = CodePage { page, name, code: issued.code, expires_at: issued.expires_at };
    layout::ok(&page).map_err(|problem| visit.fault(problem))
}

/// Refuses, with a word.
pub async fn refuse(visit: Visit, id: web::Path<String>, posted: Posted) -> Result<HttpResponse, Fault> {
    let id = parsed(&visit, &id)?;
    let typed = posted.get("word");
    let (of, word) = (id.clone(), OneLine::new(typed));
    let refused = visit.app.db.write(visit.actor(), move |ctx| {
        let permit = ctx.permit::<Manage, Request>(&of)?;
        decide::refuse(ctx, &permit, word.as_ref().ok_or(Refusal::WordMissing)?)
    });
    match refused.await {
        Ok(()) => Ok(layout::see("/lost-factors?done=refused")),
        Err(Error::Refused(refusal)) => {
            let field = if refusal == Refusal::WordMissing { "word" } else { "main" };
            let error = (field, refusal_words(visit.words(), &refusal));
            show(&visit, id, typed, Some(error), StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => Err(visit.fault(error)),
    }
}
