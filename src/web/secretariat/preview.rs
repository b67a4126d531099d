//! A form as it will be: its outline with what is missing in which language, and each section as a State would see it.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::{date_words, desk};
use crate::domain::Error;
use crate::domain::access::Read;
use crate::domain::ids::FormHash;
use crate::domain::questionnaire::{
    self, Clock, Form, FormRecord, Kind, MissingText, Node, Tier, Values, Visibility, WORKING_LANGUAGES,
};
use crate::web::errors::Fault;
use crate::web::i18n::Words;
use crate::web::layout::{self, Page};
use crate::web::response::{Control, Item, Said, Sheet};
use crate::web::visit::Visit;

/// How many missing texts are named; a form without a language lacks hundreds.
const MOST_NAMED: usize = 40;

/// A section in the outline.
struct Section {
    code: String,
    title: Said,
    questions: usize,
    required: usize,
    extended: usize,
    by_rule: usize,
    court: usize,
}

/// A language of the form.
struct Language {
    name: String,
    missing: usize,
    named: Vec<String>,
    working: bool,
}

/// A warning of the import, kept by key so that each reader has it in their language.
#[derive(Deserialize)]
#[serde(untagged)]
enum Kept {
    Coded {
        cell: String,
        key: String,
        args: Vec<(String, String)>,
    },
    /// Kept as an English sentence.
    Sentence(String),
}

/// A warning in words.
struct Warning {
    cell: String,
    words: String,
    /// The language of the words where it is not the reader's.
    lang: &'static str,
}

#[derive(Template)]
#[template(path = "secretariat/form.html")]
struct FormPage {
    page: Page,
    title: Said,
    hash: FormHash,
    version: String,
    imported: String,
    years: String,
    sections: Vec<Section>,
    questions: usize,
    languages: Vec<Language>,
    /// Texts that lack a working language and so keep a cycle from being opened.
    holds: usize,
    warnings: Vec<Warning>,
    done: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "secretariat/form-section.html")]
struct FormSectionPage {
    page: Page,
    hash: FormHash,
    code: String,
    title: Said,
    hint: Said,
    items: Vec<Item>,
    editable: bool,
    preview: bool,
    all: bool,
    by_rule: usize,
    before: Option<String>,
    after: Option<String>,
}

/// How a page is asked for.
#[derive(Deserialize, Default)]
pub struct Asked {
    /// What was just done.
    #[serde(default)]
    done: String,
    /// Show also what a rule would hide.
    all: Option<String>,
}

/// The outline.
pub async fn page(visit: Visit, hash: web::Path<String>, asked: web::Query<Asked>) -> Result<HttpResponse, Fault> {
    let (record, form, years) = open(&visit, &hash).await?;
    let words = visit.words();
    let title = Said::of(&form.title, words, &form);
    let heading = if title.is_empty() { form.form_id.clone() } else { title.text.clone() };
    let page = desk(&visit, &heading).under("/secretariat/forms", words.t("secretariat-forms-title"));
    let sections = sections(&form, words);
    let page = FormPage {
        page,
        title: if title.is_empty() { Said { text: heading, lang: String::new() } } else { title },
        imported: date_words(words, record.imported_at),
        years: years.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        questions: sections.iter().map(|section| section.questions).sum(),
        sections,
        languages: languages(&form, words),
        holds: questionnaire::missing_working_languages(&form).values().map(Vec::len).sum(),
        warnings: warnings(&record, words),
        done: match asked.done.as_str() {
            "imported" => Some("secretariat-form-imported"),
            "known" => Some("secretariat-form-known"),
            _ => None,
        },
        version: record.version,
        hash: record.hash,
    };
    layout::ok(&page).map_err(|problem| visit.fault(problem))
}

/// One section, empty and locked.
pub async fn section(
    visit: Visit,
    path: web::Path<(String, String)>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Fault> {
    let (hash, code) = path.into_inner();
    let (record, form, _) = open(&visit, &hash).await?;
    let page = section_page(&visit, &record.hash, &form, &code, asked.all.is_some());
    let page = page.ok_or_else(|| visit.fault(Error::NotFound))?;
    layout::ok(&page).map_err(|problem| visit.fault(problem))
}

async fn open(visit: &Visit, hash: &str) -> Result<(FormRecord, Arc<Form>, Vec<i32>), Fault> {
    let hash: FormHash = hash.parse().map_err(|_| visit.fault(Error::NotFound))?;
    let work = move |ctx: &mut crate::domain::db::Ctx<'_>| {
        let record = ctx.permit::<Read, FormRecord>(&hash)?;
        let form = questionnaire::preview(ctx, &record)?;
        let years = crate::domain::cycle::years_of_form(ctx, &hash)?;
        Ok((record.into_row(), form, years))
    };
    visit.app.db.read(visit.actor(), work).await.map_err(|error| visit.fault(error))
}

fn section_page(visit: &Visit, hash: &FormHash, form: &Form, code: &str, all: bool) -> Option<FormSectionPage> {
    let words = visit.words();
    let (index, node) = form.sections().find(|(_, node)| node.code == code)?;
    let here = visit.now.in_the_hague();
    let clock = Clock { now: here.datetime(), offset: here.offset(), language: visit.language.tag().to_owned() };
    let evaluation = questionnaire::evaluate(form, &Values::new(HashMap::new(), Vec::new()), &clock);
    let (typed, names_missing) = (HashMap::new(), false);
    let sheet = Sheet {
        words,
        form,
        evaluation: &evaluation,
        draft: None,
        typed,
        names_missing,
        now: visit.now,
        sight: None,
        beside: None,
    };
    let mut items = sheet.items(index);
    if all {
        show_all(&mut items);
    }
    let codes: Vec<&str> = form.sections().map(|(_, node)| node.code.as_str()).collect();
    let at = codes.iter().position(|other| *other == code)?;
    let neighbour = |at: Option<usize>| at.and_then(|at| codes.get(at)).map(|code| (*code).to_owned());
    let title = Said::of(&node.label, words, form);
    let form_title = Said::of(&form.title, words, form).text;
    let page = desk(visit, &format!("{code}. {}", title.text))
        .under("/secretariat/forms", words.t("secretariat-forms-title"))
        .under(format!("/secretariat/forms/{hash}"), form_title);
    Some(FormSectionPage {
        page,
        hash: hash.clone(),
        code: code.to_owned(),
        hint: Said::of(&node.hint, words, form),
        title,
        items,
        editable: false,
        preview: true,
        all,
        by_rule: within(form, index).filter(|node| node.relevant.is_some()).count(),
        before: neighbour(at.checked_sub(1)),
        after: neighbour(Some(at + 1)),
    })
}

/// Shows what a rule hides as long as nothing is answered.
fn show_all(items: &mut [Item]) {
    for item in items {
        match item {
            Item::Question(question) | Item::GroupBegin(question) => question.shown = true,
            Item::RepeatBegin(repeat) => repeat.question.shown = true,
            Item::MoreBegin { open, .. } => *open = true,
            Item::Note(_)
            | Item::HeadBegin { .. }
            | Item::GroupEnd
            | Item::EntryBegin { .. }
            | Item::EntryEnd
            | Item::RepeatEnd { .. }
            | Item::MoreEnd => {}
        }
    }
}

/// The nodes of a section, itself left out.
fn within(form: &Form, section: usize) -> impl Iterator<Item = &Node> {
    form.nodes.iter().enumerate().filter(move |(at, node)| node.section == section && *at != section).map(|(_, n)| n)
}

fn sections(form: &Form, words: Words) -> Vec<Section> {
    let section = |(index, node): (usize, &Node)| {
        let asks = |node: &&Node| node.kind.takes_answer();
        let count = |wanted: fn(&Node) -> bool| within(form, index).filter(asks).filter(|node| wanted(node)).count();
        Section {
            code: node.code.clone(),
            title: Said::of(&node.label, words, form),
            questions: count(|_| true),
            required: count(|node| node.required.is_some()),
            extended: count(|node| node.tier == Tier::Extended),
            by_rule: within(form, index).filter(|node| node.relevant.is_some()).count(),
            court: count(|node| node.visibility == Visibility::Court),
        }
    };
    form.sections().filter(|(_, node)| node.kind == Kind::Group).map(section).collect()
}

fn languages(form: &Form, words: Words) -> Vec<Language> {
    let missing: BTreeMap<String, Vec<MissingText>> = questionnaire::completeness(form);
    let language = |(tag, missing): (String, Vec<MissingText>)| Language {
        name: form.languages.get(&tag).cloned().unwrap_or_else(|| tag.clone()),
        named: missing.iter().take(MOST_NAMED).map(|text| place_words(words, text)).collect(),
        missing: missing.len(),
        working: WORKING_LANGUAGES.contains(&tag.as_str()),
    };
    missing.into_iter().map(language).collect()
}

fn place_words(words: Words, text: &MissingText) -> String {
    match text.code.as_str() {
        "" => words.t("secretariat-form-title-text"),
        code => format!("{code} ({})", text.what),
    }
}

fn warnings(record: &FormRecord, words: Words) -> Vec<Warning> {
    let kept: Vec<Kept> = serde_json::from_str(&record.problems).unwrap_or_default();
    let warning = |kept| match kept {
        Kept::Coded { cell, key, args } => {
            let args: Vec<(&str, String)> = args.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
            Warning { cell, words: words.with(&format!("problem-{key}"), &args), lang: "" }
        }
        Kept::Sentence(words) => Warning { cell: String::new(), words, lang: "en" },
    };
    kept.into_iter().map(warning).collect()
}
