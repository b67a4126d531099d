//! This year's response against last year's, as one document: what is new, changed or taken away, and where the question has changed.

use actix_web::{HttpResponse, web};
use askama::Template;

use super::compare::{self, Deadline};
use super::differ::{Comparing, Part, Side};
use super::items::{Said, key_of};
use super::last::{Asked, asked, attached_of, file_of};
use super::response_id;
use super::section::response_title;
use crate::domain::Error;
use crate::domain::access::Read;
use crate::domain::questionnaire::{Place, Visibility};
use crate::domain::response::carry::{self, Became, Compared, Difference, Differences, body_of};
use crate::domain::response::{Body, Document, DocumentAnswer, Response};
use crate::web::errors::Fault;
use crate::web::i18n::Words;
use crate::web::layout::{self, Page};
use crate::web::visit::Visit;

/// An answer that differs, in words.
struct Line {
    key: String,
    code: String,
    label: Said,
    /// The entry that it stands in; empty outside.
    entry: String,
    /// What became of it.
    became: String,
    parts: Vec<Part>,
    notes: Vec<String>,
    asked: Option<Asked>,
}

struct Section {
    code: String,
    title: Said,
    lines: Vec<Line>,
}

/// How many answers became what.
#[derive(Default)]
struct Counts {
    new: usize,
    changed: usize,
    gone: usize,
    not_yet: usize,
    reworded: usize,
}

#[derive(Template)]
#[template(path = "response/differences.html")]
struct DifferencesPage {
    page: Page,
    id: String,
    heading: String,
    /// The year that is compared with; nothing where there is none.
    before: Option<i32>,
    /// The year whose response does not open.
    shut: Option<i32>,
    counts: String,
    sections: Vec<Section>,
    not_asked: Vec<Line>,
}

/// The page.
pub async fn page(visit: Visit, id: web::Path<String>) -> Result<HttpResponse, Fault> {
    let fail = |error| visit.fault(error);
    let id = response_id(&id).map_err(fail)?;
    let opened = visit.app.db.read(visit.actor(), move |ctx| {
        let permit = ctx.permit::<Read, Response>(&id)?;
        let compared = carry::differences(ctx, &permit)?;
        Ok((compared, permit.into_row()))
    });
    let (compared, response) = opened.await.map_err(fail)?;
    let visiting = visit.clone();
    // To compare many long texts may take some tenths of a second: not on the thread that serves others.
    let made = web::block(move || differences_page(&visiting, &response, compared));
    let page = made.await.map_err(|error| fail(Error::internal(error)))?;
    layout::ok(&page).map_err(|problem| visit.fault(problem))
}

fn differences_page(visit: &Visit, response: &Response, compared: Compared) -> DifferencesPage {
    let words = visit.words();
    let page = Page::new(visit, &words.t("differences-title"))
        .under("/", words.t("home-title"))
        .under(format!("/responses/{}", response.id), response_title(words, response.cycle.year));
    let id = response.id.to_string();
    let (differences, shut) = match compared {
        Compared::With(differences) => (Some(differences), None),
        Compared::Shut { year } => (None, Some(year)),
        Compared::Nothing => (None, None),
    };
    let Some(differences) = differences else {
        let heading = words.t("differences-title");
        let (sections, not_asked) = (Vec::new(), Vec::new());
        return DifferencesPage { page, id, heading, before: None, shut, counts: String::new(), sections, not_asked };
    };
    let writer =
        Writer { differences: &differences, how: Comparing { words, until: Deadline::for_a_page(), whole: false } };
    let before = differences.last.year;
    let state = visit.app.names.of(&response.state_id, visit.language);
    let sections = differences.sections.iter().filter_map(|section| {
        let (_, node) = differences.form.node(&section.code)?;
        Some(Section {
            code: section.code.clone(),
            title: Said::of(&node.label, words, &differences.form),
            lines: section.differences.iter().filter_map(|difference| writer.line(difference)).collect(),
        })
    });
    let arguments = [("state", state), ("year", response.cycle.year.to_string()), ("before", before.to_string())];
    DifferencesPage {
        page,
        id,
        heading: words.with("differences-heading", &arguments),
        before: Some(before),
        shut,
        counts: counts(words, &differences),
        sections: sections.collect(),
        not_asked: differences.not_asked.iter().filter_map(|gone| writer.line(gone)).collect(),
    }
}

fn counts(words: Words, differences: &Differences) -> String {
    let mut counts = Counts::default();
    let all = differences.sections.iter().flat_map(|section| &section.differences).chain(&differences.not_asked);
    for difference in all {
        match difference.became {
            Became::New => counts.new += 1,
            Became::Changed => counts.changed += 1,
            Became::Gone => counts.gone += 1,
            Became::NotYet => counts.not_yet += 1,
            Became::Same => {}
        }
        counts.reworded += usize::from(difference.reworded.is_some_and(|changed| !changed.is_nothing()));
    }
    let arguments = [
        ("new", counts.new.to_string()),
        ("changed", counts.changed.to_string()),
        ("gone", counts.gone.to_string()),
        ("notyet", counts.not_yet.to_string()),
        ("reworded", counts.reworded.to_string()),
    ];
    words.with("differences-counts", &arguments)
}

struct Writer<'a> {
    differences: &'a Differences,
    how: Comparing,
}

impl Writer<'_> {
    fn line(&self, difference: &Difference) -> Option<Line> {
        let (words, Differences { last, form, document, .. }) = (self.how.words, self.differences);
        let place = &difference.place;
        let (old_node, new_node) = (last.form.node(&place.code), form.node(&place.code));
        let (label_form, label_node) = match (new_node, old_node) {
            (Some((_, node)), _) => (form, node),
            (None, Some((_, node))) => (&last.form, node),
            (None, None) => return None,
        };
        let old = last.answer(place);
        let new = document.answers.iter().find(|a| a.code == place.code && a.entry == place.instance);
        let (old_body, new_body) = (old.map(body_of).unwrap_or_default(), new.map(body_of).unwrap_or_default());
        let old_files = file_of(last);
        let new_files = |id: &str| document.files.iter().find(|file| file.id == id).map(|file| file.name.clone());
        let before = old_node.map(|(_, node)| Side { form: &last.form, node, body: &old_body, files: &old_files });
        let after = new_node.map(|(_, node)| Side { form, node, body: &new_body, files: &new_files });
        let mut parts = match (difference.became, before, after) {
            (Became::New, _, Some(after)) => self.how.alone(&after),
            (Became::Gone | Became::NotYet, Some(before), _) => self.how.alone(&before),
            (Became::Changed, Some(before), Some(after)) => self.how.parts(&before, &after),
            _ => Vec::new(),
        };
        parts.extend(self.files(difference));
        let changed = difference.reworded.unwrap_or_default();
        let was_asked = old_node.and_then(|(_, node)| asked(words, (&last.form, node), changed, last.year, false));
        Some(Line {
            key: key_of(place),
            code: place.code.clone(),
            label: Said::label_alone(label_node, words, label_form),
            entry: self.entry(difference, new_node.is_some()),
            became: words.t(match difference.became {
                Became::New => "differences-new",
                Became::Changed => "differences-changed",
                Became::Gone => "differences-gone",
                Became::NotYet => "differences-not-yet",
                Became::Same => "differences-reworded",
            }),
            parts,
            notes: self.notes(difference, old, new, (&old_body, &new_body)),
            asked: was_asked,
        })
    }

    /// The files beside the answer, with what differs.
    fn files(&self, difference: &Difference) -> Option<Part> {
        let Differences { last, document, .. } = self.differences;
        let Place { code, instance } = &difference.place;
        let of = |document: &Document| attached_of(self.how.words, document, code, instance);
        let (before, after) = (of(&last.document), of(document));
        let mut part = match difference.became {
            Became::Same => None,
            Became::Changed => self.how.files(&before, &after),
            Became::New => self.how.files(&[], &after),
            Became::Gone | Became::NotYet => self.how.files(&[], &before),
        };
        if let Some(part) = part.as_mut().filter(|_| difference.became != Became::Changed) {
            part.pieces = compare::as_it_stands(std::mem::take(&mut part.pieces));
        }
        part
    }

    fn entry(&self, difference: &Difference, is_asked: bool) -> String {
        let (words, Some(number)) = (self.how.words, difference.entry) else { return String::new() };
        let there =
            is_asked && self.differences.document.entries.iter().any(|entry| entry.id == difference.place.instance);
        if there {
            words.t1("differences-entry", "number", number)
        } else {
            words.t2("differences-entry-gone", "number", number, "year", self.differences.last.year)
        }
    }

    fn notes(
        &self,
        difference: &Difference,
        old: Option<&DocumentAnswer>,
        new: Option<&DocumentAnswer>,
        (old_body, new_body): (&Body, &Body),
    ) -> Vec<String> {
        let words = self.how.words;
        let mut notes = Vec::new();
        if difference.became == Became::New && difference.reworded.is_none() {
            notes.push(words.t("differences-first-asked"));
        }
        if difference.became == Became::Same {
            notes.push(words.t("differences-same-answer"));
            return notes;
        }
        let (was, is) = match difference.became {
            Became::Gone | Became::NotYet => (false, old_body.declined),
            _ => (old_body.declined, new_body.declined),
        };
        notes.extend(self.how.declining(was, is));
        let readers = |answer: &DocumentAnswer| {
            words.t(if answer.visibility == Visibility::Court { "readers-court" } else { "readers-states" })
        };
        if let Some((old, new)) = old.zip(new).filter(|(old, new)| old.visibility != new.visibility) {
            notes.push(words.with("history-readers", &[("before", readers(old)), ("after", readers(new))]));
        }
        notes
    }
}
