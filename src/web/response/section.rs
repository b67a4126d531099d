//! One section of a draft: its questions as they stand, with what was typed and could not be kept.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::compare::Deadline;
use super::confirmation::{self, Confirmation};
use super::items::{Control, Item, Said, Typed, place_of};
use super::last;
use super::response_id;
use super::sheet::{Beside, Sheet};
use super::standing::StandingWords;
use super::summary::{ErrorLine, Lost, error_lines, lost, open_around_faults, rival_lines};
use crate::domain::Error;
use crate::domain::access::{Assign, Edit, Read, Resource, Submit};
use crate::domain::db::Ctx;
use crate::domain::ids::ResponseId;
use crate::domain::questionnaire::Place;
use crate::domain::response::assign::{self, Assignment, Extent};
use crate::domain::response::carry::{self, LastYear};
use crate::domain::response::comments;
use crate::domain::response::draft::{self, Draft};
use crate::domain::response::history;
use crate::domain::response::status::{self, Standing};
use crate::domain::response::{Response, Section, Sight};
use crate::domain::review::clarifications::{self, Listed, Standing as Stands};
use crate::web::errors::Fault;
use crate::web::i18n::Words;
use crate::web::layout::{self, Page};
use crate::web::review;
use crate::web::secretariat::day_words;
use crate::web::visit::Visit;

/// Texts of which no more is compared take less than to hand the page to another thread.
const FEW_BYTES: usize = 8_000;

/// Another section, beside the page.
#[derive(Debug, Clone)]
pub struct Neighbour {
    pub code: String,
    pub title: String,
    pub here: bool,
    pub missing: usize,
    /// Required answers that were only carried over from last year.
    pub only_carried: usize,
    /// Nothing in it is required and nothing is answered: neither complete nor missing.
    asks_nothing: bool,
}

#[derive(Template)]
#[template(path = "response/section.html")]
struct SectionPage {
    page: Page,
    id: String,
    code: String,
    title: Said,
    hint: Said,
    items: Vec<Item>,
    neighbours: Vec<Neighbour>,
    errors: Vec<ErrorLine>,
    rivals: Vec<ErrorLine>,
    refusal: Option<String>,
    lost: Vec<Lost>,
    /// What is lost was taken away from the person, and its entry not removed.
    taken: bool,
    /// What the reader has of it, in words; with the note of who gave it.
    standing: StandingWords,
    /// The mark of its files; empty for who says nothing of the section.
    files: String,
    /// Who reads it may say that it is ready.
    may_say: bool,
    yours: Option<String>,
    note: Option<(String, String)>,
    may_assign: bool,
    editable: bool,
    /// The response takes changes, so that colleagues may be editing.
    open: bool,
    assigned_elsewhere: bool,
    removed: usize,
    saved: bool,
    more: bool,
    /// How many answers were confirmed just now, and how many were not because they had changed.
    confirmed: Option<(usize, usize)>,
    /// How many answers can be confirmed together.
    confirmable: usize,
    confirmation: Option<Confirmation>,
    year: i32,
    expected_by: String,
    preview: bool,
}

/// How the page is asked for.
#[derive(Deserialize, Default, Clone)]
pub struct Asked {
    /// Name what is missing: after checking.
    check: Option<String>,
    /// Say that everything is saved.
    saved: Option<String>,
    /// Say that the answers have brought up further questions.
    more: Option<String>,
    /// How many answers were confirmed just now.
    confirmed: Option<usize>,
    /// How many were not, because they had changed.
    stale: Option<usize>,
    /// Show every question, where the response confirms last year's.
    all: Option<String>,
}

impl Asked {
    /// The page as it was: with every question where all were shown.
    pub(super) fn with_all(all: Option<String>) -> Self {
        Asked { all, ..Asked::default() }
    }
}

/// What a section's page needs, read in one unit of work.
struct Opened {
    draft: std::sync::Arc<Draft>,
    response: Response,
    editable: bool,
    open: bool,
    sight: Sight,
    standing: Standing,
    may_say: bool,
    own: Option<Assignment>,
    may_assign: bool,
    /// Entries that were removed and can be brought back.
    removed: usize,
    /// Open internal comments by question.
    comments: HashMap<Place, usize>,
    /// What the Court asked about answers.
    asked: Vec<Listed>,
    last: Option<LastYear>,
}

fn open(ctx: &mut Ctx<'_>, id: &ResponseId, code: &str) -> crate::domain::Result<Opened> {
    let section = ctx.permit::<Read, Section>(&(id.clone(), code.to_owned()))?;
    let draft = draft::around(ctx, &section)?;
    let removed = history::count_removed(ctx, &section, &draft)?;
    let comments = comments::open_at(ctx, &section)?;
    let asked = clarifications::of_response(ctx, &section.row().response)?;
    let last = carry::last_year(ctx, &section)?;
    let own = assign::own(ctx, &section)?;
    let standing = status::of_section(ctx, &section, &draft)?;
    let sight = Sight::around(ctx, &section)?;
    let section = section.into_row();
    let editable = ctx.allow::<Edit>(&section.facts()).is_ok();
    let may_assign = ctx.allow::<Assign>(&section.facts()).is_ok();
    let may_say = ctx.allow::<Submit>(&section.facts()).is_ok();
    let (open, response) = (section.response.open, section.response);
    Ok(Opened {
        draft,
        open,
        response,
        editable,
        sight,
        standing,
        may_say,
        own,
        may_assign,
        removed,
        comments,
        asked,
        last,
    })
}

/// The page.
pub async fn page(
    visit: Visit,
    path: web::Path<(String, String)>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Fault> {
    let (id, code) = path.into_inner();
    show(&visit, &id, &code, &asked, HashMap::new(), None).await
}

/// Shows the section, with what was typed and could not be kept.
pub(super) async fn show(
    visit: &Visit,
    id: &str,
    code: &str,
    asked: &Asked,
    typed: HashMap<String, Typed>,
    refusal: Option<String>,
) -> Result<HttpResponse, Fault> {
    let fail = |error| visit.fault(error);
    let response = response_id(id).map_err(fail)?;
    let (key, of) = (response.clone(), code.to_owned());
    let opened = visit.app.db.look_up(visit.actor(), move |ctx| open(ctx, &key, &of)).await.map_err(fail)?;
    let compares = last::compared(&opened.draft, opened.last.as_ref(), code) > FEW_BYTES;
    let status = if typed.is_empty() && refusal.is_none() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = if compares {
        // To compare long texts may take some tenths of a second: not on the thread that serves others.
        let (visiting, of, asked) = (visit.clone(), code.to_owned(), asked.clone());
        let made = web::block(move || section_page(&visiting, &of, &asked, typed, refusal, opened));
        made.await.map_err(|error| fail(Error::internal(error)))?
    } else {
        section_page(visit, code, asked, typed, refusal, opened)
    };
    let page = page.ok_or(Error::NotFound).map_err(fail)?;
    layout::html(status, &page).map_err(|problem| visit.fault(problem))
}

fn section_page(
    visit: &Visit,
    code: &str,
    asked: &Asked,
    typed: HashMap<String, Typed>,
    refusal: Option<String>,
    mut opened: Opened,
) -> Option<SectionPage> {
    let words = visit.words();
    let form = &opened.draft.form;
    let evaluation = opened.draft.evaluation(visit.now);
    let names_missing = asked.check.is_some();
    let section = format!("/responses/{}/sections/{code}", opened.response.id);
    let (open, last) = (std::mem::take(&mut opened.comments), opened.last.take());
    let mut by_court: HashMap<Place, Vec<(String, String)>> = HashMap::new();
    for listed in opened.asked.iter().filter(|listed| listed.row.standing != Stands::Withdrawn) {
        by_court.entry(listed.row.place()).or_default().push(review::at_question(words, listed));
    }
    let beside =
        Beside { section, open, asked: by_court, last, until: Deadline::for_a_page(), confirmed: RefCell::default() };
    let sheet = Sheet {
        words,
        form,
        evaluation: &evaluation,
        draft: Some(&opened.draft),
        typed,
        names_missing,
        now: visit.now,
        sight: Some(&opened.sight),
        beside: Some(&beside),
    };
    let (index, node) = form.node(code)?;
    let mut items = sheet.items(index);
    open_around_faults(&mut items, &sheet.typed);
    let confirmation = opened.draft.is_confirmation(&evaluation).then(|| {
        let (questions, all) = (confirmation::questions(&items), asked.all.is_some());
        if !all {
            items = confirmation::only_afresh(std::mem::take(&mut items));
        }
        Confirmation { all, questions, nothing: !all && confirmation::questions(&items) == 0 }
    });
    let confirmable = items.iter().filter(|item| is_confirmable(item)).count();
    let lost = lost(&sheet, &items);
    // What is not there any more is the person's no more, or its entry was removed.
    let taken = sheet.typed.keys().any(|key| !opened.sight.sees(form, &place_of(key).code));
    let errors = error_lines(&items);
    let rivals = rival_lines(&items);
    let title = Said::of(&node.label, words, form);
    let mut page = Page::new(visit, &format!("{code}. {}", title.text))
        .under("/", words.t("home-title"))
        .under(format!("/responses/{}", opened.response.id), response_title(words, opened.response.cycle.year));
    page.errors = errors.len();
    Some(SectionPage {
        page,
        id: opened.response.id.to_string(),
        code: code.to_owned(),
        title,
        hint: Said::of(&node.hint, words, form),
        neighbours: neighbours(words, &opened, index, visit),
        items,
        errors,
        rivals,
        refusal,
        lost,
        taken,
        standing: StandingWords::of(words, &opened.standing, visit.now),
        files: if opened.may_say || opened.may_assign {
            status::files_shown(&opened.draft, code)
        } else {
            String::new()
        },
        may_say: opened.may_say,
        yours: opened.own.as_ref().map(|own| yours_words(words, own)),
        note: opened.own.as_ref().filter(|own| !own.note.is_empty()).map(|own| {
            let by = own.given.as_ref().map(|(by, _)| by.clone()).unwrap_or_default();
            (words.t1("assign-yours-note", "by", by), own.note.clone())
        }),
        may_assign: opened.may_assign,
        editable: opened.editable,
        open: opened.open,
        assigned_elsewhere: opened.open && !opened.editable,
        removed: opened.removed,
        saved: asked.saved.is_some(),
        more: asked.more.is_some(),
        confirmed: asked.confirmed.map(|confirmed| (confirmed, asked.stale.unwrap_or_default())),
        confirmable,
        confirmation,
        year: opened.response.cycle.year,
        expected_by: words.moment(opened.response.cycle.expected_by),
        preview: false,
    })
}

/// What the reader has of a section.
fn yours_words(words: Words, own: &Assignment) -> String {
    let yours = match own.of.extent {
        Extent::Section => words.t("assign-yours"),
        Extent::Questions => {
            let key = if own.of.reads_rest { "assign-yours-questions-reading" } else { "assign-yours-questions" };
            words.t1(key, "codes", own.of.questions.join(", "))
        }
        Extent::Reading => words.t("assign-yours-reading"),
    };
    match own.of.due.as_ref() {
        Some(day) => format!("{yours} {}", words.t1("assign-yours-by", "day", day_words(words, day))),
        None => yours,
    }
}

/// "Response 2027" in the reader's language.
pub fn response_title(words: Words, year: i32) -> String {
    words.plain("response-title", &[("year", year.to_string())])
}

fn neighbours(words: Words, opened: &Opened, here: usize, visit: &Visit) -> Vec<Neighbour> {
    let form = &opened.draft.form;
    let evaluation = opened.draft.evaluation(visit.now);
    let mut missing: HashMap<usize, usize> = HashMap::new();
    let mut only_carried: HashMap<usize, usize> = HashMap::new();
    let waiting = opened.draft.only_carried(&evaluation);
    for place in waiting.iter().filter(|place| opened.sight.sees(form, &place.code)) {
        let section = form.node(&place.code).map(|(_, node)| node.section);
        *only_carried.entry(section.unwrap_or_default()).or_default() += 1;
    }
    let mut concerned: HashSet<usize> = HashSet::new();
    for row in evaluation.rows().filter(|row| row.shown) {
        let Some(node) = form.nodes.get(row.node).filter(|node| opened.sight.sees(form, &node.code)) else { continue };
        *missing.entry(node.section).or_default() += row.faults.len();
        let answer = opened.draft.answers.get(&Place { code: node.code.clone(), instance: row.instance.clone() });
        if row.required || answer.is_some_and(|answer| !answer.body.value.is_empty() || answer.body.declined) {
            concerned.insert(node.section);
        }
    }
    form.sections()
        .filter(|(_, node)| opened.sight.sees_section(&node.code))
        .map(|(index, node)| Neighbour {
            code: node.code.clone(),
            title: Said::of(&node.label, words, form).text,
            here: index == here,
            missing: missing.get(&index).copied().unwrap_or_default(),
            only_carried: only_carried.get(&index).copied().unwrap_or_default(),
            asks_nothing: !concerned.contains(&index),
        })
        .collect()
}

/// True for a question whose answer can be confirmed together with others.
fn is_confirmable(item: &Item) -> bool {
    let question = match item {
        Item::Question(question) | Item::GroupBegin(question) => question.as_ref(),
        Item::RepeatBegin(repeat) => &repeat.question,
        _ => return false,
    };
    question.yours && question.last.as_ref().is_some_and(|last| last.confirmable)
}
