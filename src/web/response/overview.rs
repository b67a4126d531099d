//! The home of a response: its sections with where each stands and who has it, and the one next thing to do.

use std::collections::HashMap;

use actix_web::{HttpResponse, web};
use askama::Template;

use super::assign::has_words;
use super::items::Said;
use super::response_id;
use super::section::response_title;
use super::standing::StandingWords;
use super::submit::partial_of;
use crate::domain::access::{Assign, Edit, Read, Submit};
use crate::domain::ids::AccountId;
use crate::domain::response::assign::{self, Assigned, Unheld};
use crate::domain::response::clearance::{self, Counts};
use crate::domain::response::covering::CoveringNote;
use crate::domain::response::draft::{self, Progress};
use crate::domain::response::status::{self, Standing};
use crate::domain::response::{self, Response, RevisionRow, Rival, Sight};
use crate::domain::response::{carry, comments, covering, offline};
use crate::domain::review::clarifications::{self, Listed};
use crate::web::errors::Fault;
use crate::web::i18n::Words;
use crate::web::layout::{self, Page};
use crate::web::review;
use crate::web::visit::Visit;

/// A section in the list.
struct Line {
    code: String,
    title: Said,
    answered: usize,
    required: usize,
    optional: usize,
    faults: usize,
    only_carried: usize,
    /// Who has it, each with until when and how much.
    assigned: Vec<String>,
    standing: StandingWords,
    /// What nobody has of it: no code for all of it; nothing where everything is given.
    unheld: Option<Vec<String>>,
    last_change: Option<String>,
    editable: bool,
}

impl Line {
    fn is_complete(&self) -> bool {
        self.faults == 0 && self.only_carried == 0
    }

    /// Nothing in it is required and nothing is answered: neither complete nor missing.
    fn asks_nothing(&self) -> bool {
        self.is_complete() && self.required == 0 && self.answered + self.optional == 0
    }

    /// What is known of the section, in words.
    fn facts(&self, page: &Page) -> Vec<String> {
        let mut facts = Vec::new();
        if self.required > 0 {
            facts.push(page.t2("section-answered", "answered", self.answered, "required", self.required));
        }
        // Where nothing else is missing, the state of the section says it.
        if self.only_carried > 0 && self.faults > 0 {
            facts.push(page.t1("section-only-carried", "count", self.only_carried));
        }
        facts.extend(self.last_change.as_ref().map(|at| page.t1("section-changed", "when", at)));
        if !self.assigned.is_empty() {
            facts.push(page.t1("section-assigned", "who", self.assigned.join(", ")));
        }
        facts
    }
}

#[derive(Template)]
#[template(path = "response/overview.html")]
struct OverviewPage {
    page: Page,
    id: String,
    year: i32,
    title: Said,
    expected_by: String,
    is_late: bool,
    open: bool,
    frozen: bool,
    lines: Vec<Line>,
    complete: usize,
    next: Option<String>,
    rivals: usize,
    may_submit: bool,
    may_assign: bool,
    cleared: usize,
    unheld: Vec<Unheld>,
    revision: Option<RevisionRow>,
    submitted_at: String,
    /// The revision that other States read; 0 for none.
    published: i32,
    /// Nothing was ever submitted.
    never: bool,
    changed_since: bool,
    /// Open internal comments: to who reads this, and in all.
    comments: (i64, i64),
    /// Nothing for who has a part of the draft only.
    clearance: Option<Counts>,
    state: String,
    invented: bool,
    /// The response confirms last year's.
    confirmation: bool,
    /// There is a response before it, with which it can be compared.
    has_before: bool,
    /// The year whose response did not open when this one was begun.
    not_carried: Option<i32>,
    /// Whether the covering note is missing, for who may add or replace it.
    covering: Option<bool>,
    /// A note was given and not submitted, for the same.
    note_waits: bool,
    /// Which sections were submitted, where some are still to come.
    partial: Option<String>,
    /// The State may submit section by section.
    by_section: bool,
    /// How many files that were filled in elsewhere wait to be looked at.
    files_waiting: usize,
    /// What the Court asked and is open.
    asked: Vec<review::Line>,
}

/// What the page needs, read in one unit of work.
struct Opened {
    response: Response,
    progress: Vec<Progress>,
    draft: std::sync::Arc<draft::Draft>,
    /// Names of who has something.
    names: HashMap<AccountId, String>,
    standings: HashMap<String, Standing>,
    unheld: Vec<Unheld>,
    revisions: Vec<RevisionRow>,
    may_submit: bool,
    may_assign: bool,
    editable: Vec<bool>,
    changed_since: bool,
    rivals: usize,
    comments: (i64, i64),
    clearance: Option<Counts>,
    has_before: bool,
    not_carried: Option<i32>,
    covering: Option<bool>,
    note_waits: bool,
    files_waiting: usize,
    asked: Vec<Listed>,
}

/// The page.
pub async fn page(visit: Visit, id: web::Path<String>) -> Result<HttpResponse, Fault> {
    let fail = |error| visit.fault(error);
    let id = response_id(&id).map_err(fail)?;
    let opened = visit
        .app
        .db
        .read(visit.actor(), move |ctx| {
            let permit = ctx.permit::<Read, Response>(&id)?;
            let draft = draft::open(ctx, &permit)?;
            let sight = Sight::of(ctx, &permit)?;
            let progress = draft::progress(ctx, &permit, &draft, &sight)?;
            let revisions = response::revisions(ctx, &permit)?;
            let may_submit = ctx.permit::<Submit, Response>(&id).is_ok();
            let may_assign = ctx.permit::<Assign, Response>(&id).is_ok();
            let assigned = response::assignments(ctx, &permit)?;
            let names = assign::names_of(ctx, &assigned)?;
            let standings = status::of_response(ctx, &permit, &draft)?;
            let unheld = assign::unheld(ctx, &permit, &draft)?;
            let mut editable = Vec::new();
            for progress in &progress {
                let Some(node) = draft.form.nodes.get(progress.section) else { continue };
                editable.push(ctx.permit::<Edit, response::Section>(&(id.clone(), node.code.clone())).is_ok());
            }
            let changed_since = response::changed_since_submission(ctx, &permit, &draft)?;
            let comments = comments::open_count(ctx, &permit)?;
            let clearance = clearance::counts(ctx, &permit)?;
            let has_before = carry::has_before(ctx, &permit)?;
            let not_carried = carry::not_carried(ctx, &permit)?;
            let note = if may_submit { covering::of_response(ctx, &permit)? } else { None };
            let covering = note.as_ref().map(CoveringNote::is_missing);
            let note_waits = note.as_ref().is_some_and(CoveringNote::waits);
            let files_waiting = offline::waiting(ctx, &permit)?.len();
            let seen = |rival: &&Rival| sight.sees(&draft.form, &rival.place.code);
            let rivals = draft.rivals.iter().filter(seen).count();
            let asked = clarifications::of_response(ctx, permit.row())?;
            let response = permit.into_row();
            Ok(Opened {
                response,
                progress,
                draft,
                names,
                standings,
                unheld,
                revisions,
                may_submit,
                may_assign,
                editable,
                changed_since,
                rivals,
                comments,
                clearance,
                has_before,
                not_carried,
                covering,
                note_waits,
                files_waiting,
                asked,
            })
        })
        .await
        .map_err(fail)?;
    let page = overview(&visit, opened);
    layout::ok(&page).map_err(|problem| visit.fault(problem))
}

fn overview(visit: &Visit, opened: Opened) -> OverviewPage {
    let words = visit.words();
    let response = &opened.response;
    let form = &opened.draft.form;
    let lines = lines(visit, words, &opened);
    let next = lines.iter().find(|line| line.editable && !line.is_complete()).map(|line| line.code.clone());
    let revision = opened.revisions.first().cloned();
    let title = Said::of(&opened.draft.form.title, words, &opened.draft.form);
    OverviewPage {
        page: Page::new(visit, &response_title(words, response.cycle.year)).under("/", words.t("home-title")),
        id: response.id.to_string(),
        year: response.cycle.year,
        title,
        expected_by: words.moment(response.cycle.expected_by),
        is_late: response.revision == 0 && visit.now > response.cycle.expected_by,
        open: response.open,
        frozen: response.cycle.stage == crate::domain::access::Stage::Frozen,
        complete: lines.iter().filter(|line| line.is_complete() && !line.asks_nothing()).count(),
        next,
        rivals: opened.rivals,
        cleared: lines.iter().filter(|line| line.standing.is_cleared).count(),
        unheld: opened.unheld.clone(),
        may_submit: opened.may_submit,
        may_assign: opened.may_assign,
        submitted_at: revision.as_ref().map(|revision| words.moment(revision.submitted_at)).unwrap_or_default(),
        published: response.published_revision,
        never: response.revision == 0,
        changed_since: opened.changed_since,
        comments: opened.comments,
        clearance: opened.clearance,
        state: visit.app.names.of(&response.state_id, visit.language),
        invented: response.cycle.invented,
        confirmation: opened.draft.is_confirmation(&opened.draft.evaluation(visit.now)),
        has_before: opened.has_before,
        not_carried: opened.not_carried,
        covering: opened.covering,
        note_waits: opened.note_waits && response.open,
        partial: partial_of(words, response, form),
        by_section: response.cycle.by_section,
        files_waiting: opened.files_waiting,
        asked: review::open_lines(visit, &opened.asked),
        revision,
        lines,
    }
}

fn lines(visit: &Visit, words: Words, opened: &Opened) -> Vec<Line> {
    let form = &opened.draft.form;
    let has = |assigned: &Assigned| {
        let own = visit.person().filter(|person| person.account == assigned.account).map(|_| words.t("you"));
        let name = own.or_else(|| opened.names.get(&assigned.account).cloned()).unwrap_or_default();
        has_words(words, name, assigned)
    };
    opened
        .progress
        .iter()
        .zip(&opened.editable)
        .filter_map(|(progress, editable)| {
            let node = form.nodes.get(progress.section)?;
            Some(Line {
                code: node.code.clone(),
                title: Said::of(&node.label, words, form),
                answered: progress.answered,
                required: progress.required,
                optional: progress.optional,
                faults: progress.faults,
                only_carried: progress.only_carried,
                assigned: progress.assigned.iter().map(has).collect(),
                standing: StandingWords::of(words, opened.standings.get(&node.code)?, visit.now),
                unheld: opened.unheld.iter().find(|open| open.section == node.code).map(|open| open.questions.clone()),
                last_change: progress.last_change.map(|at| words.recently(at, visit.now)),
                editable: *editable,
            })
        })
        .collect()
}
