//! All answers as they will stand, with who will read each; as the Court will see them and as other States will, by the very
//! projections that submit and publish.

use std::sync::Arc;

use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::response_id;
use super::section::response_title;
use super::standing::StandingWords;
use super::summary::{ErrorLine, fault_line};
use crate::domain::access::{Permit, Read, Submit};
use crate::domain::db::Ctx;
use crate::domain::error::Result;
use crate::domain::questionnaire::{Form, Place};
use crate::domain::response::clearance::{self, Counts};
use crate::domain::response::draft::Draft;
use crate::domain::response::{self, ForCourt, Reading, Response, Sight, status};
use crate::web::errors::Fault;
use crate::web::i18n::Words;
use crate::web::layout::{self, Page};
use crate::web::reading::render::{ReadLine, ReadSection, sections, sections_with_gaps};
use crate::web::visit::Visit;

/// A fault with the section that it stands in.
struct Missing {
    section: String,
    line: ErrorLine,
}

#[derive(Template)]
#[template(path = "response/check.html")]
struct CheckPage {
    page: Page,
    id: String,
    state: String,
    as_states: bool,
    sections: Vec<ReadSection>,
    marks: bool,
    edit: Option<String>,
    /// Sections that no coordinator has cleared, each with where it stands.
    uncleared: Vec<(String, StandingWords)>,
    missing: Vec<Missing>,
    rivals: usize,
    may_submit: bool,
    /// The State may submit section by section.
    by_section: bool,
    /// What came of asking colleagues to look; nothing for who has a part of the draft only.
    clearance: Option<Counts>,
}

impl CheckPage {
    /// What colleagues said who were asked to look, in words.
    fn cleared(&self) -> Vec<String> {
        let Some(counts) = &self.clearance else { return Vec::new() };
        let line = |key: &str, count: usize| (count > 0).then(|| self.page.t1(key, "count", count));
        [
            line("check-clearance-cleared", counts.cleared),
            line("check-clearance-outdated", counts.outdated),
            line("check-clearance-remarks", counts.remarks),
            line("check-clearance-waiting", counts.waiting),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// As whom the answers are looked at.
#[derive(Deserialize, Default)]
pub struct As {
    #[serde(default, rename = "as")]
    who: String,
}

/// The page.
pub async fn page(
    visit: Visit,
    id: web::Path<String>,
    query: web::Query<As>,
) -> std::result::Result<HttpResponse, Fault> {
    let fail = |error| visit.fault(error);
    let id = response_id(&id).map_err(fail)?;
    let as_states = query.who == "states";
    let words = visit.words();
    let (sections, marks, draft, standings, sight, response, may_submit, clearance) = visit
        .app
        .db
        .read(visit.actor(), move |ctx| {
            let permit = ctx.permit::<Read, Response>(&id)?;
            let sight = Sight::of(ctx, &permit)?;
            let (shown, marks, draft) = if as_states {
                let (view, draft) = response::as_states_parties_will_see(ctx, &permit)?;
                let mut shown = sections(words, &view);
                keep_seen(&mut shown, &draft.form, &sight);
                (shown, view.marks_court_only(), draft)
            } else {
                let (view, draft, shown) = as_it_stands(ctx, words, &permit, &sight)?;
                (shown, view.marks_court_only(), draft)
            };
            // What says the same as the revision before it is refused: no way leads to that.
            let to_come = permit.row().revision == 0 || permit.row().partial().is_some();
            let is_news = to_come || response::changed_since_submission(ctx, &permit, &draft)?;
            let may_submit = is_news && ctx.permit::<Submit, Response>(&id).is_ok();
            let standings = status::of_response(ctx, &permit, &draft)?;
            let clearance = clearance::counts(ctx, &permit)?;
            Ok((shown, marks, draft, standings, sight, permit.into_row(), may_submit, clearance))
        })
        .await
        .map_err(fail)?;
    let mut page = Page::new(&visit, &words.t("check-title"))
        .under("/", words.t("home-title"))
        .under(format!("/responses/{}", response.id), response_title(words, response.cycle.year));
    let missing = missing(&visit, &draft, &sight);
    page.errors = missing.len();
    let standing = |code: &str| standings.get(code).map(|standing| StandingWords::of(words, standing, visit.now));
    let seen = draft.form.sections().filter(|(_, node)| sight.sees_section(&node.code));
    let codes = seen.map(|(_, node)| node.code.clone());
    let uncleared = codes.filter_map(|code| Some((standing(&code)?, code)));
    let uncleared = uncleared.filter(|(standing, _)| !standing.is_cleared).map(|(standing, code)| (code, standing));
    let page = CheckPage {
        page,
        id: response.id.to_string(),
        state: visit.app.names.of(&response.state_id, visit.language),
        as_states,
        uncleared: uncleared.collect(),
        sections,
        marks,
        edit: response.open.then(|| format!("/responses/{}", response.id)),
        missing,
        rivals: draft.rivals.iter().filter(|rival| sight.sees(&draft.form, &rival.place.code)).count(),
        may_submit,
        by_section: response.cycle.by_section,
        clearance,
    };
    layout::ok(&page).map_err(|problem| visit.fault(problem))
}

/// The draft as the Court will see it, and what its sections hold and lack, as far as `sight` goes.
///
/// # Errors
/// When the database fails.
pub(super) fn as_it_stands(
    ctx: &mut Ctx<'_>,
    words: Words,
    permit: &Permit<Read, Response>,
    sight: &Sight,
) -> Result<(ForCourt, Arc<Draft>, Vec<ReadSection>)> {
    let (view, draft) = response::as_the_court_will_see(ctx, permit)?;
    let mut shown = sections_with_gaps(words, &view, &draft.evaluation(ctx.now()));
    keep_seen(&mut shown, &draft.form, sight);
    Ok((view, draft, shown))
}

/// Leaves out the lines of what the reader does not see: its answers are not there, but the gaps of all questions are.
fn keep_seen(sections: &mut Vec<ReadSection>, form: &Form, sight: &Sight) {
    if sight.is_whole() {
        return;
    }
    sections.retain(|section| sight.sees_section(&section.code));
    for section in sections {
        let mut kept: Vec<ReadLine> = Vec::new();
        // Where each group around begins in what is kept.
        let mut around = Vec::new();
        for line in std::mem::take(&mut section.lines) {
            match &line {
                ReadLine::GroupBegin(_) => around.push(kept.len()),
                ReadLine::Row(row) if !sight.sees(form, &row.code) => continue,
                ReadLine::Row(_) | ReadLine::GroupEnd | ReadLine::EntryBegin { .. } | ReadLine::EntryEnd => {}
            }
            let ends = matches!(line, ReadLine::GroupEnd);
            kept.push(line);
            if ends && let Some(begin) = around.pop() {
                let own = kept.get(begin).is_some_and(|line| match line {
                    ReadLine::GroupBegin(row) => sight.sees(form, &row.code),
                    _ => false,
                });
                let inside = kept.iter().skip(begin).any(|line| matches!(line, ReadLine::Row(_)));
                if !own && !inside {
                    kept.truncate(begin);
                }
            }
        }
        section.lines = kept;
    }
}

/// Everything that holds submission back, each with its question.
fn missing(visit: &Visit, draft: &Draft, sight: &Sight) -> Vec<Missing> {
    let evaluation = draft.evaluation(visit.now);
    let sheet = super::Sheet {
        words: visit.words(),
        form: &draft.form,
        evaluation: &evaluation,
        draft: Some(draft),
        typed: Default::default(),
        names_missing: true,
        now: visit.now,
        sight: Some(sight),
        beside: None,
    };
    let mut missing = Vec::new();
    for row in evaluation.rows().filter(|row| row.shown && !row.faults.is_empty()) {
        let Some(node) = draft.form.nodes.get(row.node).filter(|node| sheet.sees(&node.code)) else { continue };
        let Some(top) = draft.form.nodes.get(node.section) else { continue };
        let place = Place { code: node.code.clone(), instance: row.instance.clone() };
        missing.extend(sheet.faults(node, row).into_iter().map(|fault| Missing {
            section: top.code.clone(),
            line: ErrorLine {
                key: super::items::key_of(&place),
                words: fault_line(&node.code, &sheet.label(node, row), &sheet.entry_name(&row.instance), &fault),
            },
        }));
    }
    missing.extend(only_carried(visit, draft, &sheet));
    missing
}

/// Required answers that were carried over and that nobody has looked at, each with its question.
fn only_carried(visit: &Visit, draft: &Draft, sheet: &super::Sheet<'_>) -> Vec<Missing> {
    let waiting = draft.only_carried(sheet.evaluation);
    let line = |place: &Place| {
        let (index, node) = draft.form.node(&place.code).filter(|(_, node)| sheet.sees(&node.code))?;
        let row = sheet.evaluation.row(index, &place.instance)?;
        let from = draft.waits_for_a_look(place, sheet.evaluation)?;
        let words = visit.words().plain("check-only-carried", &[("year", from.year.to_string())]);
        Some(Missing {
            section: draft.form.nodes.get(node.section)?.code.clone(),
            line: ErrorLine {
                key: super::items::key_of(place),
                words: fault_line(&node.code, &sheet.label(node, row), &sheet.entry_name(&place.instance), &words),
            },
        })
    };
    waiting.iter().filter_map(line).collect()
}
