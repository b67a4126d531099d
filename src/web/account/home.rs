//! Where each role begins: the one thing to do now, and the cycles to read.

use actix_web::HttpResponse;
use askama::Template;

use crate::domain::access::{Read, Scope, Stage};
use crate::domain::actor::Role;
use crate::domain::cycle::{self, Cycle, CycleOfYear};
use crate::domain::db::Ctx;
use crate::domain::identity::{Account, confirmation, lost, teams};
use crate::domain::people::{self, LeftBehind};
use crate::domain::report::{self, Bereft, FormNews, Lately};
use crate::domain::response::assign::{Assigned, Unheld};
use crate::domain::response::status::Standing;
use crate::domain::response::{self, Response, Waiting};
use crate::domain::review::clarifications::{self, Listed};
use crate::web::errors::Fault;
use crate::web::layout::{self, Page};
use crate::web::people::list::Left;
use crate::web::people::person;
use crate::web::reading::changes;
use crate::web::response::assign::has_words;
use crate::web::response::standing::StandingWords;
use crate::web::review;
use crate::web::secretariat::accounts::Lost;
use crate::web::secretariat::day_words;
use crate::web::visit::Visit;

/// A cycle with what the State has done in it.
struct Year {
    year: i32,
    expected_by: String,
    stage: Stage,
    invented: bool,
    response: Option<String>,
    revision: i32,
    note: String,
    /// What the reader has to write: the address, the section with what is said of it.
    mine: Vec<(String, String)>,
    /// Sections that are ready, for who clears them.
    ready: Vec<String>,
    /// What no one has.
    unheld: String,
    /// Which sections were submitted, where some are still to come.
    partial: Option<String>,
    /// What has changed in the questionnaire, in a line; empty for nothing.
    changes: String,
    /// What the Court asked and is open, and whether it ever asked anything.
    asked: Vec<review::Line>,
    was_asked: bool,
}

impl Year {
    fn is_open(&self) -> bool {
        self.stage == Stage::Open
    }

    fn is_prepared(&self) -> bool {
        self.stage == Stage::Prepared
    }
}

#[derive(Template)]
#[template(path = "account/home.html")]
struct HomePage {
    page: Page,
    years: Vec<Year>,
    /// Other States' responses that were published in the last weeks: where each is read, of whom and when.
    lately: Vec<(String, String, String)>,
    /// Of the Court and the Secretariat: how many clarifications that they see are open, and how many of them wait for the Court.
    clarifications: Option<(usize, usize)>,
    state: Option<String>,
    former: bool,
    may_begin: bool,
    /// How many requests of who has lost every second factor wait for this person; nothing for who decides on none.
    lost: Option<usize>,
    /// A request of the person's own is open.
    lost_own: bool,
    /// Of who looks after accounts: how many coordinators there are.
    keeps: Option<usize>,
    /// The Secretariat's: coordinators to be confirmed, Parties without a coordinator.
    waiting: usize,
    without: usize,
    /// The Secretariat's: States and organs whose last coordinator has gone.
    bereft: Vec<Lost>,
    /// A coordinator's: what people of the State left behind.
    left: Vec<Left>,
    /// The last day of the reader's own account, where it is near.
    ends_on: Option<String>,
    confirmed: Option<String>,
}

/// The page.
pub async fn page(visit: Visit) -> Result<HttpResponse, Fault> {
    let state = visit.person().and_then(|person| person.state.clone());
    let own = state.clone();
    let decides = visit
        .person()
        .is_some_and(|person| matches!(person.role, Role::Coordinator | Role::CourtCoordinator | Role::Secretariat));
    let reviews = visit.person().is_some_and(|who| who.role.of_the_court() || who.role == Role::Secretariat);
    let (years, lately, accounts, lost, lost_own, clarifications) = visit
        .app
        .db
        .read(visit.actor(), move |ctx| {
            let mut years = Vec::new();
            for cycle in cycle::list(ctx)? {
                let permit = ctx.permit::<Read, CycleOfYear>(&cycle.year)?;
                let response = match &own {
                    Some(state) => response::of_state(ctx, &permit, state)?,
                    None => None,
                };
                let waits = match &response {
                    Some(response) if response.open && response.destroyed_at.is_none() => {
                        let permit = ctx.permit::<Read, Response>(&response.id)?;
                        Some(response::what_waits(ctx, &permit)?)
                    }
                    _ => None,
                };
                let has_news = own.is_some() && cycle.stage == Stage::Open && ctx.scope() != Scope::Nothing;
                let news = if has_news { report::form_news(ctx, &permit)? } else { None };
                let asked = match &response {
                    Some(response) => clarifications::of_response(ctx, response)?,
                    None => Vec::new(),
                };
                years.push(OpenedYear { cycle, response, waits, news, asked });
            }
            let lately = report::published_lately(ctx)?;
            let lost = if decides { Some(lost::waiting(ctx)?) } else { None };
            let open = if reviews { Some(clarifications::list(ctx, true)?.listed) } else { None };
            Ok((years, lately, seen_to(ctx)?, lost, lost::own(ctx)?.is_some(), open))
        })
        .await
        .map_err(|error| visit.fault(error))?;
    let words = visit.words();
    let who = visit.person();
    let own = accounts.own.as_ref();
    let confirmed = own.and_then(|(account, by)| {
        let how = person::confirmed_words(words, account, by.clone())?;
        Some(words.t2("people-home-confirmed", "note", person::note_words(words, account)?, "how", how))
    });
    let page = HomePage {
        keeps: accounts.keeps,
        waiting: accounts.waiting,
        without: accounts.without,
        bereft: accounts.bereft.iter().map(|bereft| Lost::of(&visit, bereft)).collect(),
        left: accounts.left.iter().map(|left| Left::of(words, left)).collect(),
        ends_on: own.and_then(|(account, _)| near_end(&visit, account)),
        confirmed,
        page: Page::new(&visit, &words.t("home-title")),
        years: years.into_iter().map(|opened| year(&visit, opened)).collect(),
        lately: lately.iter().map(|published| lately_words(&visit, published)).collect(),
        clarifications: clarifications.map(|open| {
            let waiting = open.iter().filter(|listed| listed.row.standing == clarifications::Standing::Court).count();
            (open.len(), waiting)
        }),
        state: state.map(|state| visit.app.names.of(&state, visit.language)),
        former: who.is_some_and(|person| person.state.is_some() && !person.party),
        may_begin: who.is_some_and(|p| p.party && p.role != Role::Reader),
        lost,
        lost_own,
    };
    layout::ok(&page).map_err(|problem| visit.fault(problem))
}

/// What the reader has to know of accounts: of their own, and of those that they look after.
struct Accounts {
    own: Option<(Account, Option<String>)>,
    keeps: Option<usize>,
    waiting: usize,
    without: usize,
    bereft: Vec<Bereft>,
    left: Vec<LeftBehind>,
}

fn seen_to(ctx: &mut Ctx<'_>) -> crate::domain::Result<Accounts> {
    let person = ctx.actor().person().cloned();
    let (bereft, left) = (Vec::new(), Vec::new());
    let mut seen = Accounts { own: None, keeps: None, waiting: 0, without: 0, bereft, left };
    let Some(person) = person else { return Ok(seen) };
    let account = ctx.permit::<Read, Account>(&person.account)?.into_row();
    let confirmer = confirmation::names(ctx, &account)?.confirmed_by;
    seen.own = Some((account, confirmer));
    if let Some(team) = person.team().filter(|_| person.role.coordinates()) {
        seen.keeps = Some(teams::count(ctx, &team)?);
        if let Some(state) = team.state() {
            seen.left = people::left_behind(ctx, state)?;
        }
    }
    if person.role == Role::Secretariat {
        seen.waiting = confirmation::waiting(ctx)?.len();
        seen.bereft = report::bereft(ctx)?;
        seen.without = report::coordinated(ctx)?.iter().filter(|(_, count)| *count == 0).count();
    }
    Ok(seen)
}

/// The last day of an account, in words, where it is within thirty days.
fn near_end(visit: &Visit, account: &Account) -> Option<String> {
    let last = account.ends_on.as_ref()?;
    let soon = visit.now.plus_seconds(30 * 24 * 3600).day_in_the_hague();
    (*last <= soon).then(|| day_words(visit.words(), last))
}

/// A cycle as it is read for the page.
struct OpenedYear {
    cycle: Cycle,
    response: Option<Response>,
    waits: Option<Waiting>,
    news: Option<FormNews>,
    asked: Vec<Listed>,
}

fn lately_words(visit: &Visit, published: &Lately) -> (String, String, String) {
    let words = visit.words();
    let name = visit.app.names.of(&published.state, visit.language);
    (
        format!("/cycles/{}/responses/{}", published.year, published.state),
        words.plain("news-response", &[("state", name), ("year", published.year.to_string())]),
        words.day(published.at.in_the_hague().date()),
    )
}

fn year(visit: &Visit, opened: OpenedYear) -> Year {
    let OpenedYear { cycle, response, waits, news, asked } = opened;
    let words = visit.words();
    let of = response.as_ref().map(|response| response.id.to_string()).unwrap_or_default();
    let (mut mine, mut ready, mut unheld) = (Vec::new(), Vec::new(), Vec::new());
    if let Some(waits) = waits {
        let line = |(has, standing): (Assigned, Standing)| {
            let section = words.t1("home-section", "code", &has.section);
            let state = StandingWords::of(words, &standing, visit.now).words;
            let said = words.t2("home-mine", "section", has_words(words, section, &has), "standing", state);
            (format!("/responses/{of}/sections/{}", has.section), said)
        };
        mine = waits.mine.into_iter().map(line).collect();
        ready = waits.ready;
        let codes = |open: Unheld| if open.questions.is_empty() { vec![open.section] } else { open.questions };
        unheld = waits.unheld.into_iter().flat_map(codes).collect();
    }
    let date = cycle.note_date.date().map(|date| words.day(date)).unwrap_or_default();
    Year {
        year: cycle.year,
        expected_by: words.moment(cycle.expected_by),
        stage: cycle.stage,
        invented: cycle.invented,
        revision: response.as_ref().map_or(0, |response| response.revision),
        partial: response
            .as_ref()
            .and_then(|response| Some(words.t1("partial-sections", "sections", response.partial()?.join(", ")))),
        response: response.map(|response| response.id.to_string()),
        mine,
        ready,
        unheld: unheld.join(", "),
        changes: news.and_then(|news| changes::summary(words, &news)).unwrap_or_default(),
        was_asked: !asked.is_empty(),
        asked: review::open_lines(visit, &asked),
        note: words.with("home-note", &[("reference", cycle.note_reference), ("date", date)]),
    }
}
