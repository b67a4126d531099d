//! What is done with a cycle once it has been confirmed: open it, invite, freeze it.

use actix_web::{HttpResponse, web};
use askama::Template;

use super::cycle::{Asked, show};
use super::{desk, managed, year_of};
use crate::domain::Error;
use crate::domain::access::{Manage, Permit};
use crate::domain::cycle::{self, Cycle, Invited};
use crate::domain::db::Ctx;
use crate::domain::identity::invitations::HOLDS;
use crate::domain::ids::StateId;
use crate::web::errors::{Fault, Problem, refusal_words};
use crate::web::layout::{self, Page};
use crate::web::names;
use crate::web::once;
use crate::web::posted::Posted;
use crate::web::visit::Visit;

/// A code in the table of those to pass on.
struct CodeLine {
    state: StateId,
    state_name: String,
    name: String,
    code: String,
}

/// What was done before, where nothing was left to be done now.
struct BeforeLine {
    words: String,
    codes: String,
}

#[derive(Template)]
#[template(path = "secretariat/cycle-invited.html")]
struct InvitedPage {
    page: Page,
    year: i32,
    before: Option<BeforeLine>,
    written: usize,
    without: Vec<String>,
    codes: Vec<CodeLine>,
    days: i64,
}

/// Opens a prepared cycle: from now on States answer.
pub async fn open(visit: Visit, year: web::Path<String>, _posted: Posted) -> Result<HttpResponse, Fault> {
    act(&visit, &year, "opened", cycle::open).await
}

/// Freezes an open cycle: no first response any more.
pub async fn freeze(visit: Visit, year: web::Path<String>, _posted: Posted) -> Result<HttpResponse, Fault> {
    act(&visit, &year, "frozen", cycle::freeze).await
}

/// Says whether States may submit section by section.
pub async fn allow_by_section(visit: Visit, year: web::Path<String>, posted: Posted) -> Result<HttpResponse, Fault> {
    match posted.get("allowed") {
        "yes" => act(&visit, &year, "by-section", |ctx, cycle| cycle::allow_by_section(ctx, cycle, true)).await,
        "no" => act(&visit, &year, "whole-only", |ctx, cycle| cycle::allow_by_section(ctx, cycle, false)).await,
        _ => Err(visit.fault(Problem::Malformed)),
    }
}

async fn act(
    visit: &Visit,
    year: &str,
    done: &str,
    work: fn(&mut Ctx<'_>, &Permit<Manage, Cycle>) -> crate::domain::Result<()>,
) -> Result<HttpResponse, Fault> {
    let number = year_of(year).map_err(|error| visit.fault(error))?;
    let unit = move |ctx: &mut Ctx<'_>| {
        let permit = managed(ctx, number)?;
        work(ctx, &permit)
    };
    match visit.app.db.write(visit.actor(), unit).await {
        Ok(()) => Ok(layout::see(format!("/secretariat/cycles/{number}?done={done}"))),
        Err(Error::Refused(refusal)) => {
            let words = refusal_words(visit.words(), &refusal);
            show(visit, year, &Asked::default(), Some(words)).await
        }
        Err(error) => Err(visit.fault(error)),
    }
}

/// Invites one State or all that were not invited. The codes stand on this answer and nowhere else, so it is no redirect.
pub async fn invite(visit: Visit, year: web::Path<String>, posted: Posted) -> Result<HttpResponse, Fault> {
    let fail = |error| visit.fault(error);
    let number = year_of(&year).map_err(fail)?;
    let only: Option<StateId> = match posted.get("state") {
        "" => None,
        _ => Some(posted.read(&visit, "state")?),
    };
    let key = once::key(&visit, &posted);
    let unit = move |ctx: &mut Ctx<'_>| {
        let permit = managed(ctx, number)?;
        cycle::invite(ctx, &permit, only.as_ref(), key.as_ref())
    };
    match visit.app.db.write(visit.actor(), unit).await {
        Ok(invited) => show_invited(&visit, number, invited),
        Err(Error::Refused(refusal)) => {
            let words = refusal_words(visit.words(), &refusal);
            show(&visit, &year, &Asked::default(), Some(words)).await
        }
        Err(error) => Err(fail(error)),
    }
}

fn show_invited(visit: &Visit, year: i32, invited: Invited) -> Result<HttpResponse, Fault> {
    let words = visit.words();
    let name = |state: &StateId| visit.app.names.of(state, visit.language);
    let before = invited.before.map(|round| BeforeLine {
        words: words.with(
            "secretariat-invited-before",
            &[
                ("when", words.moment(round.at)),
                ("name", round.by.unwrap_or_else(|| words.t("record-actor-operator"))),
                ("written", round.written.to_string()),
            ],
        ),
        codes: words.t1("secretariat-invited-before-codes", "count", round.codes),
    });
    let mut without = invited.without_address;
    names::sort_by_state(&visit.app, visit.language, &mut without, |state| state);
    for issued in &invited.codes {
        visit.app.note_code(&issued.invitation, &issued.code);
    }
    let code = |code: cycle::CodeToPassOn| CodeLine {
        state_name: name(&code.state),
        state: code.state,
        name: code.name,
        code: code.code,
    };
    let mut codes: Vec<CodeLine> = invited.codes.into_iter().map(code).collect();
    names::sort_by_state(&visit.app, visit.language, &mut codes, |line| &line.state);
    let cycle_title = words.t1("secretariat-cycle-title", "year", year.to_string());
    let title = if before.is_some() { "secretariat-invited-before-title" } else { "secretariat-invited-title" };
    let mut page = desk(visit, &words.t(title))
        .under("/secretariat/cycles", words.t("secretariat-cycles-title"))
        .under(format!("/secretariat/cycles/{year}"), cycle_title);
    // This answer cannot be had again: a change of language leads back to the cycle.
    page.here = format!("/secretariat/cycles/{year}");
    let without = without.iter().map(name).collect();
    let page = InvitedPage { page, year, before, written: invited.written, without, codes, days: HOLDS / 86_400 };
    layout::ok(&page).map_err(|problem| visit.fault(problem))
}
