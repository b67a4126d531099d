//! One cycle: its facts, what can be done with it, and how far each State has come. An act that States notice is asked for by
//! `?confirm=`, which shows on the same page what will happen, and is done by the form that stands there.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::cycles::{form_words, stage_key};
use super::{date_words, day_words, desk, managed, year_of};
use crate::domain::access::{Read, Stage};
use crate::domain::cycle::{self, Cycle};
use crate::domain::db::Ctx;
use crate::domain::ids::StateId;
use crate::domain::questionnaire::{self, FormRecord};
use crate::domain::report::{self, Coordinators, MailStanding, StateProgress};
use crate::domain::time::Instant;
use crate::web::errors::Fault;
use crate::web::layout::{self, Page};
use crate::web::names;
use crate::web::visit::Visit;

pub use super::cycle_acts::{allow_by_section, freeze, invite, open};

/// How far one State has come, as the table shows it.
struct Line {
    id: StateId,
    name: String,
    party: bool,
    has_address: bool,
    mail: MailStanding,
    invited: Option<String>,
    coordinators: Coordinators,
    begun: Option<String>,
    submitted: Option<String>,
    late: bool,
    revision: i32,
    published: i32,
    /// The sections that were submitted, where some are still to come.
    partial: Option<String>,
}

impl Line {
    fn is_invited(&self) -> bool {
        self.mail != MailStanding::NotSent
    }

    /// The invitation of all States takes it: it was not invited, or could not be written to and has an address by now.
    fn waits_to_be_invited(&self) -> bool {
        match self.mail {
            MailStanding::NotSent => self.party,
            MailStanding::NoAddress => self.party && self.has_address,
            MailStanding::Waiting | MailStanding::Accepted | MailStanding::GivenUp => false,
        }
    }

    /// "No official address" is said of itself where the invitation's standing does not say it.
    fn lacks_address(&self) -> bool {
        self.party && !self.has_address && self.mail != MailStanding::NoAddress
    }

    /// Coordinators who have not come in yet: each gets a code when the State is invited, unless their account waits to be confirmed.
    fn codes(&self) -> usize {
        self.coordinators.all.saturating_sub(self.coordinators.joined + self.coordinators.unconfirmed)
    }

    fn waits_to_be_published(&self) -> bool {
        self.revision > self.published
    }

    fn mail_key(&self) -> &'static str {
        match self.mail {
            MailStanding::NotSent => "secretariat-mail-not-sent",
            MailStanding::NoAddress if self.has_address => "secretariat-mail-address-since",
            MailStanding::NoAddress => "secretariat-mail-no-address",
            MailStanding::Waiting => "secretariat-mail-waiting",
            MailStanding::Accepted => "secretariat-mail-accepted",
            MailStanding::GivenUp => "secretariat-mail-given-up",
        }
    }

    fn mail_icon(&self) -> &'static str {
        match self.mail {
            MailStanding::NotSent => "remove",
            MailStanding::Waiting => "clock",
            MailStanding::Accepted => "check",
            MailStanding::NoAddress | MailStanding::GivenUp => "warning",
        }
    }
}

/// An act that waits to be confirmed, with what it will do.
enum Confirm {
    Open { holds: usize, other: Option<i32>, previous: Option<i32> },
    Invite { written: usize, codes: usize, unconfirmed: usize, without: Vec<String> },
    InviteOne { state: StateId, name: String, has_address: bool, codes: usize, unconfirmed: usize },
    Freeze { unsubmitted: usize },
}

#[derive(Template)]
#[template(path = "secretariat/cycle.html")]
struct CyclePage {
    page: Page,
    year: i32,
    stage: Stage,
    stage_key: &'static str,
    by_section: bool,
    invented: bool,
    note: String,
    expected_by: Instant,
    opened: Option<String>,
    frozen: Option<String>,
    form: String,
    hash: String,
    lines: Vec<Line>,
    uninvited: usize,
    given_up: usize,
    responded: usize,
    waiting: usize,
    confirm: Option<Confirm>,
    done: Option<String>,
    refusal: Option<String>,
}

impl CyclePage {
    fn is_prepared(&self) -> bool {
        self.stage == Stage::Prepared
    }

    fn is_open(&self) -> bool {
        self.stage == Stage::Open
    }

    fn is_frozen(&self) -> bool {
        self.stage == Stage::Frozen
    }
}

/// How the page is asked for.
#[derive(Deserialize, Default)]
pub struct Asked {
    /// The act to be confirmed: `open`, `invite` or `freeze`.
    #[serde(default)]
    confirm: String,
    /// The State that the act is about, or that something was just done for.
    #[serde(default)]
    state: String,
    /// What was just done.
    #[serde(default)]
    done: String,
}

/// What the page needs, read in one unit of work.
struct Opened {
    cycle: Cycle,
    form: FormRecord,
    /// Texts that lack a working language.
    holds: usize,
    progress: Vec<StateProgress>,
    invitations: Vec<cycle::StateInvitation>,
    cycles: Vec<Cycle>,
}

fn read(ctx: &mut Ctx<'_>, year: i32) -> crate::domain::Result<Opened> {
    let permit = managed(ctx, year)?;
    let progress = report::progress(ctx, &permit)?;
    let invitations = cycle::invitations(ctx, &permit)?;
    let cycles = cycle::list(ctx)?;
    let cycle = permit.into_row();
    let record = ctx.permit::<Read, FormRecord>(&cycle.form_hash)?;
    let holds = match cycle.stage {
        Stage::Prepared => {
            let form = questionnaire::preview(ctx, &record)?;
            questionnaire::missing_working_languages(&form).values().map(Vec::len).sum()
        }
        Stage::Open | Stage::Frozen => 0,
    };
    Ok(Opened { cycle, form: record.into_row(), holds, progress, invitations, cycles })
}

/// The page.
pub async fn page(visit: Visit, year: web::Path<String>, asked: web::Query<Asked>) -> Result<HttpResponse, Fault> {
    show(&visit, &year, &asked, None).await
}

/// Shows the cycle, with why the last act was refused.
pub(super) async fn show(
    visit: &Visit,
    year: &str,
    asked: &Asked,
    refusal: Option<String>,
) -> Result<HttpResponse, Fault> {
    let fail = |error| visit.fault(error);
    let year = year_of(year).map_err(fail)?;
    let opened = visit.app.db.read(visit.actor(), move |ctx| read(ctx, year)).await.map_err(fail)?;
    let status = if refusal.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let mut page = cycle_page(visit, asked, opened);
    if refusal.is_some() {
        page.page.errors = 1;
        // The address that was posted to cannot be opened: a change of language leads to the page.
        page.page.here = format!("/secretariat/cycles/{year}");
    }
    page.refusal = refusal;
    layout::html(status, &page).map_err(|problem| visit.fault(problem))
}

fn cycle_page(visit: &Visit, asked: &Asked, opened: Opened) -> CyclePage {
    let words = visit.words();
    let mut lines: Vec<Line> = opened.progress.iter().map(|state| line_of(visit, &opened, state)).collect();
    names::sort_by_state(&visit.app, visit.language, &mut lines, |line| &line.id);
    let count = |wanted: fn(&Line) -> bool| lines.iter().filter(|line| wanted(line)).count();
    let cycle = &opened.cycle;
    let title = words.t1("secretariat-cycle-title", "year", cycle.year.to_string());
    let page = desk(visit, &title).under("/secretariat/cycles", words.t("secretariat-cycles-title"));
    let note_date = day_words(words, &cycle.note_date);
    CyclePage {
        page,
        year: cycle.year,
        stage: cycle.stage,
        stage_key: stage_key(cycle.stage),
        by_section: cycle.by_section,
        invented: cycle.invented,
        note: words.t2("secretariat-note-of", "reference", cycle.note_reference.clone(), "date", note_date),
        expected_by: cycle.expected_by,
        opened: cycle.opened_at.map(|at| date_words(words, at)),
        frozen: cycle.frozen_at.map(|at| date_words(words, at)),
        form: form_words(&opened.form),
        hash: cycle.form_hash.to_string(),
        uninvited: count(Line::waits_to_be_invited),
        given_up: count(|line| line.mail == MailStanding::GivenUp),
        responded: count(|line| line.submitted.is_some()),
        waiting: count(Line::waits_to_be_published),
        confirm: confirm_of(asked, &opened, &lines),
        done: done_words(visit, asked, cycle),
        refusal: None,
        lines,
    }
}

fn line_of(visit: &Visit, opened: &Opened, progress: &StateProgress) -> Line {
    let words = visit.words();
    let date = |at: Instant| date_words(words, at);
    let invitation = opened.invitations.iter().find(|invitation| invitation.state == progress.state.id);
    Line {
        name: progress.state.name_in(visit.language.tag()).to_owned(),
        party: progress.state.is_party_on(&visit.now.day_in_the_hague()),
        has_address: progress.state.official_address.is_some(),
        mail: progress.mail,
        invited: invitation.map(|invitation| date(invitation.at)),
        coordinators: progress.coordinators,
        begun: progress.begun_at.map(date),
        submitted: progress.submitted_at.map(date),
        late: progress.late,
        revision: progress.revision,
        published: progress.published_revision,
        partial: progress.partial.as_ref().map(|codes| words.t1("partial-sections", "sections", codes.join(", "))),
        id: progress.state.id.clone(),
    }
}

/// The act to be confirmed, where the cycle stands so that it can be done.
fn confirm_of(asked: &Asked, opened: &Opened, lines: &[Line]) -> Option<Confirm> {
    let stage = opened.cycle.stage;
    match (asked.confirm.as_str(), stage) {
        ("open", Stage::Prepared) => {
            let others = |wanted: Stage| opened.cycles.iter().filter(move |other| other.stage == wanted);
            let other = others(Stage::Open).map(|other| other.year).next();
            let previous = others(Stage::Frozen).map(|other| other.year).max();
            Some(Confirm::Open { holds: opened.holds, other, previous })
        }
        ("invite", Stage::Open) if !asked.state.is_empty() => {
            let line = lines.iter().find(|line| line.party && line.id.as_str() == asked.state)?;
            let (state, name, has_address) = (line.id.clone(), line.name.clone(), line.has_address);
            let unconfirmed = line.coordinators.unconfirmed;
            Some(Confirm::InviteOne { state, name, has_address, codes: line.codes(), unconfirmed })
        }
        ("invite", Stage::Open) => {
            let wanted: Vec<&Line> = lines.iter().filter(|line| line.waits_to_be_invited()).collect();
            let without = wanted.iter().filter(|line| !line.has_address).map(|line| line.name.clone());
            Some(Confirm::Invite {
                written: wanted.iter().filter(|line| line.has_address).count(),
                // Who was invited before, without an address, has its codes already.
                codes: wanted.iter().filter(|line| !line.is_invited()).map(|line| line.codes()).sum(),
                unconfirmed: wanted
                    .iter()
                    .filter(|line| !line.is_invited())
                    .map(|line| line.coordinators.unconfirmed)
                    .sum(),
                without: without.collect(),
            })
        }
        ("freeze", Stage::Open) => {
            let unsubmitted = lines.iter().filter(|line| line.begun.is_some() && line.submitted.is_none()).count();
            Some(Confirm::Freeze { unsubmitted })
        }
        _ => None,
    }
}

fn done_words(visit: &Visit, asked: &Asked, cycle: &Cycle) -> Option<String> {
    let words = visit.words();
    let year = cycle.year.to_string();
    let about_year = |key: &str| Some(words.t1(key, "year", year.clone()));
    // An address that was kept says nothing that is not so any more.
    match (asked.done.as_str(), cycle.stage) {
        ("prepared", Stage::Prepared) => about_year("secretariat-cycle-prepared-done"),
        ("opened", Stage::Open) => about_year("secretariat-cycle-opened-done"),
        ("frozen", Stage::Frozen) => about_year("secretariat-cycle-frozen-done"),
        ("by-section", _) if cycle.by_section => about_year("secretariat-by-section-done"),
        ("whole-only", _) if !cycle.by_section => about_year("secretariat-whole-only-done"),
        ("published" | "published-as-before", _) => {
            let state: StateId = asked.state.parse().ok()?;
            let name = visit.app.names.of(&state, visit.language);
            let as_before = asked.done == "published-as-before";
            let key = if as_before { "secretariat-published-as-before" } else { "secretariat-published-done" };
            Some(words.t1(key, "state", name))
        }
        _ => None,
    }
}
