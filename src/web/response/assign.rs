//! Who has a section, until when and with which note: given, changed and taken away by a coordinator.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::items::Said;
use super::summary::kept_text;
use super::{page_under, response_id};
use crate::domain::Error;
use crate::domain::access::Assign;
use crate::domain::db::Ctx;
use crate::domain::identity::{Account, accounts};
use crate::domain::ids::{AccountId, ResponseId};
use crate::domain::questionnaire::Form;
use crate::domain::response::assign::{self, Assigned, Assignment, Extent, Given, Shown};
use crate::domain::response::{Response, Section, draft};
use crate::domain::time::{Day, Instant};
use crate::domain::{Refusal, Result};
use crate::web::errors::{Fault, Problem, refusal_words};
use crate::web::i18n::Words;
use crate::web::layout::{self, Page};
use crate::web::people::Choice;
use crate::web::posted::Posted;
use crate::web::secretariat::{Faults, day_words};
use crate::web::visit::Visit;

/// Single questions to write and the rest of the section to read, as the form says it.
const WITH_REST: &str = "questions_reading";

/// Somebody who has something of the section.
#[derive(Clone)]
struct Holder {
    id: AccountId,
    /// What the form carries of it.
    shown: Shown,
    name: String,
    extent: String,
    due: Option<String>,
    /// "given by N. Diop, 4 May 2027"; empty where that is not known.
    given: String,
    note: String,
}

/// What is typed in the form.
#[derive(Default, Clone)]
struct Typed {
    account: String,
    extent: String,
    questions: Vec<String>,
    groups: Vec<String>,
    due: String,
    note: String,
}

/// What can be ticked where single questions are given.
enum Line {
    /// A group, which can be ticked whole, and what stands in it.
    GroupBegin {
        code: String,
        label: Said,
        count: usize,
    },
    Question {
        code: String,
        label: Said,
    },
    GroupEnd,
}

/// What a colleague did since the page was opened, where something else was wanted.
struct Meanwhile {
    /// Who and when.
    words: String,
    /// What stands now; nothing where it was taken away.
    now: Option<Holder>,
    /// It was to be taken away.
    take: bool,
}

#[derive(Template)]
#[template(path = "response/assign.html")]
struct AssignPage {
    page: Page,
    title: Said,
    code: String,
    here: String,
    holders: Vec<Holder>,
    /// Whose assignment is changed; nothing where it is given anew.
    changing: Option<String>,
    /// What stands of the assignment that is changed.
    seen: Shown,
    meanwhile: Option<Meanwhile>,
    people: Vec<Choice>,
    questions: Vec<Line>,
    typed: Typed,
    faults: Faults,
    most: usize,
    back: String,
}

impl AssignPage {
    fn is_extent(&self, word: &str) -> bool {
        if self.typed.extent.is_empty() { word == Extent::Section.as_str() } else { self.typed.extent == word }
    }

    /// Single questions are given, with or without the rest to read.
    fn is_single(&self) -> bool {
        self.is_extent(Extent::Questions.as_str()) || self.is_extent(WITH_REST)
    }

    fn is_ticked(&self, code: &String) -> bool {
        self.typed.questions.contains(code)
    }

    fn is_whole(&self, code: &String) -> bool {
        self.typed.groups.contains(code)
    }

    fn has_form(&self) -> bool {
        self.changing.is_some() || !self.people.is_empty()
    }
}

/// How the page is asked for.
#[derive(Deserialize, Default)]
pub struct Asked {
    /// Whose assignment is to be changed.
    of: Option<String>,
}

/// "N. Diop (by 4 May 2027)".
pub(in crate::web) fn has_words(words: Words, name: String, has: &Assigned) -> String {
    let more = more_words(words, has);
    if more.is_empty() { name } else { words.t2("assign-with", "name", name, "more", more) }
}

/// How much of a section somebody has and until when; empty for all of it, without a day.
pub(in crate::web) fn more_words(words: Words, has: &Assigned) -> String {
    let due = has.due.as_ref().map(|day| words.t1("assign-by", "day", day_words(words, day)));
    extent_words(words, has).into_iter().chain(due).collect::<Vec<_>>().join(", ")
}

/// How much of a section somebody has, in words; nothing for all of it.
fn extent_words(words: Words, has: &Assigned) -> Option<String> {
    match has.extent {
        Extent::Section => None,
        Extent::Questions => {
            let key = if has.reads_rest { "assign-has-questions-reading" } else { "assign-has-questions" };
            Some(words.t1(key, "codes", has.questions.join(", ")))
        }
        Extent::Reading => Some(words.t("assign-has-reading")),
    }
}

/// What the page needs, read in one unit of work.
struct Opened {
    response: Response,
    form: std::sync::Arc<Form>,
    assignments: Vec<Assignment>,
    contributors: Vec<Account>,
    /// Who took away what the person had whose assignment was to be changed, and when.
    taken: Option<(String, Instant)>,
}

fn open(ctx: &mut Ctx<'_>, key: &(ResponseId, String), of: Option<&AccountId>) -> Result<Opened> {
    let section = ctx.permit::<Assign, Section>(key)?;
    let form = draft::around(ctx, &section)?.form.clone();
    let assignments = assign::of_section(ctx, &section)?;
    let taken = match of {
        Some(of) => assign::taken(ctx, &section, of)?,
        None => None,
    };
    let response = section.into_row().response;
    let contributors = accounts::contributors_of(ctx, &response.state_id)?;
    Ok(Opened { response, form, assignments, contributors, taken })
}

/// The page.
pub async fn page(
    visit: Visit,
    path: web::Path<(String, String)>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Fault> {
    let of = asked.of.as_deref().unwrap_or_default();
    show(&visit, &path.into_inner(), of, After::Nothing).await
}

/// After what the page is shown.
enum After {
    Nothing,
    /// What was typed, over what the page showed, and what is wrong with it.
    Refused(Typed, Shown, Faults),
    /// A colleague has changed what was to be changed or, where nothing was typed, taken away.
    Meanwhile(Option<Typed>),
}

async fn show(visit: &Visit, (id, code): &(String, String), of: &str, after: After) -> Result<HttpResponse, Fault> {
    let fail = |error| visit.fault(error);
    let key = (response_id(id).map_err(fail)?, code.clone());
    let whom: Option<AccountId> = of.parse().ok().filter(|_| matches!(after, After::Meanwhile(_)));
    let opened = visit.app.db.read(visit.actor(), move |ctx| open(ctx, &key, whom.as_ref())).await.map_err(fail)?;
    let words = visit.words();
    let (at, node) = opened.form.node(code).ok_or(Error::NotFound).map_err(fail)?;
    let back = format!("/responses/{id}/sections/{code}");
    let mut page = page_under(visit, "assign-title", id, code, opened.response.cycle.year, "");
    let chosen = opened.assignments.iter().find(|one| one.of.account.as_str() == of);
    let has = |who: &Account| opened.assignments.iter().any(|one| one.of.account == who.id);
    let mut kept = None;
    let (typed, faults, meanwhile) = match after {
        After::Nothing => (None, Faults::default(), None),
        After::Refused(typed, seen, faults) => {
            kept = Some(seen);
            (Some(typed), faults, None)
        }
        After::Meanwhile(typed) => {
            let take = typed.is_none();
            (typed, Faults::default(), Some(meanwhile(words, &opened, chosen, of, take)))
        }
    };
    page.errors = faults.len() + usize::from(meanwhile.is_some());
    let status = if page.errors == 0 { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    // Who lost it meanwhile can be given it again as it was typed.
    let lost = (meanwhile.is_some() && typed.is_some()).then(|| name_of(&opened, of)).flatten();
    let page = AssignPage {
        page,
        title: Said::of(&node.label, words, &opened.form),
        code: code.clone(),
        here: format!("{back}/assignments"),
        holders: opened.assignments.iter().map(|one| holder(words, one)).collect(),
        people: opened
            .contributors
            .iter()
            .filter(|who| !has(who))
            .map(|who| Choice::worded(who.id.as_str(), who.name.clone()))
            .collect(),
        questions: lines(words, &opened.form, at),
        typed: typed.unwrap_or_else(|| chosen.map(typed_of).unwrap_or_default()),
        changing: chosen.map(|one| one.name.clone()).or(lost),
        // What is put right is still a change of what was shown first.
        seen: kept.unwrap_or_else(|| chosen.map_or_else(Shown::nothing, |one| one.shown.clone())),
        meanwhile,
        faults,
        most: assign::most_of(chosen.map_or("", |one| &one.note)),
        back,
    };
    layout::html(status, &page).map_err(|problem| visit.fault(problem))
}

fn name_of(opened: &Opened, of: &str) -> Option<String> {
    opened.contributors.iter().find(|who| who.id.as_str() == of).map(|who| who.name.clone())
}

/// What a colleague did since the page was opened.
fn meanwhile(words: Words, opened: &Opened, now: Option<&Assignment>, of: &str, take: bool) -> Meanwhile {
    let name = now.map(|one| one.name.clone()).or_else(|| name_of(opened, of)).unwrap_or_default();
    let (key, who) = match now {
        Some(one) => ("assign-meanwhile-given", one.given.as_ref()),
        None => ("assign-meanwhile-taken", opened.taken.as_ref()),
    };
    let (by, when) = who.map_or_else(Default::default, |(by, at)| (by.clone(), words.moment(*at)));
    let words_of_it = words.with(key, &[("by", by), ("when", when), ("name", name)]);
    Meanwhile { words: words_of_it, now: now.map(|one| holder(words, one)), take }
}

/// The questions of a section in the order of the form, with the groups that they stand in.
fn lines(words: Words, form: &Form, section: usize) -> Vec<Line> {
    let groups = assign::groups(form, section);
    let mut open: Vec<usize> = Vec::new();
    let mut lines = Vec::new();
    for (index, node) in form.nodes.iter().enumerate().filter(|(_, node)| node.section == section) {
        while open.last().is_some_and(|end| index >= *end) {
            open.pop();
            lines.push(Line::GroupEnd);
        }
        let (code, label) = (node.code.clone(), Said::label_alone(node, words, form));
        if let Some(group) = groups.iter().find(|group| group.code == node.code) {
            open.push(node.end);
            lines.push(Line::GroupBegin { code, label, count: group.questions.len() });
        } else if assign::is_assignable(node) {
            lines.push(Line::Question { code, label });
        }
    }
    lines.extend(open.iter().map(|_| Line::GroupEnd));
    lines
}

fn holder(words: Words, one: &Assignment) -> Holder {
    let given = one.given.as_ref();
    Holder {
        id: one.of.account.clone(),
        shown: one.shown.clone(),
        name: one.name.clone(),
        extent: extent_words(words, &one.of).unwrap_or_else(|| words.t("assign-has-section")),
        due: one.of.due.as_ref().map(|day| words.t1("assign-by", "day", day_words(words, day))),
        given: given.map(|(by, at)| words.t2("assign-given", "by", by, "when", words.moment(*at))).unwrap_or_default(),
        note: one.note.clone(),
    }
}

fn typed_of(one: &Assignment) -> Typed {
    Typed {
        account: one.of.account.to_string(),
        extent: if one.of.reads_rest { WITH_REST } else { one.of.extent.as_str() }.to_owned(),
        questions: one.of.questions.clone(),
        groups: Vec::new(),
        due: one.of.due.as_ref().map(ToString::to_string).unwrap_or_default(),
        note: one.note.clone(),
    }
}

/// Gives the section, changes what is said of it, or takes it away.
pub async fn set(visit: Visit, path: web::Path<(String, String)>, posted: Posted) -> Result<HttpResponse, Fault> {
    let fail = |error| visit.fault(error);
    let path = path.into_inner();
    let key = (response_id(&path.0).map_err(fail)?, path.1.clone());
    let here = format!("/responses/{}/sections/{}/assignments", path.0, path.1);
    let seen = match posted.get("seen") {
        "" => Shown::nothing(),
        seen => Shown::carried(seen),
    };
    if posted.get("then") == "take" {
        let from: AccountId = posted.read(&visit, "account")?;
        let taken = visit.app.db.write(visit.actor(), move |ctx| {
            let section = ctx.permit::<Assign, Section>(&key)?;
            assign::take(ctx, &section, &from, Some(&seen))
        });
        return match taken.await {
            Ok(()) => Ok(layout::see(here)),
            Err(Error::Refused(Refusal::AssignmentChanged)) => {
                show(&visit, &path, posted.get("account"), After::Meanwhile(None)).await
            }
            Err(error) => Err(fail(error)),
        };
    }
    let typed = typed_in(&posted);
    let mut faults = Faults::default();
    let refused = |refusal: &Refusal| refusal_words(visit.words(), refusal);
    if typed.account.is_empty() {
        faults.add("account", visit.words().t("assign-whom"));
    }
    let due = match typed.due.trim() {
        "" => Some(None),
        day => faults.keep("due", day.parse::<Day>().map(Some).map_err(|_| refused(&Refusal::DateBad))),
    };
    let Some(due) = due.filter(|_| faults.is_empty()) else {
        return show(&visit, &path, posted.get("account"), After::Refused(typed, seen, faults)).await;
    };
    let to: AccountId = posted.read(&visit, "account")?;
    let given = given(&typed, due).ok_or_else(|| visit.fault(Problem::Malformed))?;
    let (response, shown) = (key.0.clone(), seen.clone());
    let written = visit.app.db.write(visit.actor(), move |ctx| {
        let section = ctx.permit::<Assign, Section>(&key)?;
        assign::give(ctx, &section, &to, &given, &shown)
    });
    match written.await {
        Ok(()) => Ok(layout::see(here)),
        Err(Error::Refused(Refusal::AssignmentChanged)) => {
            show(&visit, &path, posted.get("account"), After::Meanwhile(Some(typed))).await
        }
        Err(Error::Closed) if !typed.note.trim().is_empty() => {
            let words = visit.words();
            kept_text(&visit, &response, (words.t("assign-note"), typed.note), words.t("assign-late")).await
        }
        Err(Error::Refused(refusal)) => {
            let faults = Faults::one(field_of(&refusal), refused(&refusal));
            show(&visit, &path, posted.get("account"), After::Refused(typed, seen, faults)).await
        }
        Err(error) => Err(fail(error)),
    }
}

fn typed_in(posted: &Posted) -> Typed {
    Typed {
        account: posted.get("account").to_owned(),
        extent: posted.get("extent").to_owned(),
        questions: posted.all("question").map(str::to_owned).collect(),
        groups: posted.all("group").map(str::to_owned).collect(),
        due: posted.get("due").to_owned(),
        note: posted.get("note").to_owned(),
    }
}

/// What is to be given; nothing where no form of ours says so.
fn given(typed: &Typed, due: Option<Day>) -> Option<Given> {
    let (extent, reads_rest) = match typed.extent.as_str() {
        "" => (Extent::Section, false),
        WITH_REST => (Extent::Questions, true),
        word => (Extent::parse(word)?, false),
    };
    let (questions, groups, note) = (typed.questions.clone(), typed.groups.clone(), typed.note.clone());
    Some(Given { extent, questions, groups, reads_rest, due, note })
}

/// The field that a refusal is about.
fn field_of(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::QuestionsMissing => "questions",
        Refusal::DuePast => "due",
        Refusal::AssignmentNoteLong { .. } | Refusal::AssignmentNoteCharacters => "note",
        _ => "account",
    }
}
