//! The lines of a view as sections to be set; and what a revision consists of, counted by section.

use typeset::{Block, Part, Section, Text};

use crate::domain::response::Reading;
use crate::web::i18n::Words;
use crate::web::reading::render::{ReadLine, ReadRow, ReadSection, ReadValue};
use crate::web::response::{FileItem, Said};

/// Sections as the pages show them, with what is for the Court only marked where `marks`.
pub fn sections(words: Words, sections: Vec<ReadSection>, marks: bool) -> Vec<Section> {
    let section = |section: ReadSection| {
        let mut setter = Setter { words, marks, depth: 0, blocks: Vec::new() };
        if section.lines.is_empty() {
            setter.add(Part::Note(words.t("reading-no-answer")));
        }
        for line in section.lines {
            setter.line(line);
        }
        Section { code: section.code, title: said(section.title), blocks: setter.blocks }
    };
    sections.into_iter().map(section).collect()
}

fn said(said: Said) -> Text {
    Text::in_language(said.text, said.lang)
}

struct Setter {
    words: Words,
    marks: bool,
    depth: u8,
    blocks: Vec<Block>,
}

impl Setter {
    fn add(&mut self, part: Part) {
        self.blocks.push(Block { depth: self.depth, part });
    }

    fn line(&mut self, line: ReadLine) {
        match line {
            ReadLine::Row(row) => self.row(*row),
            ReadLine::GroupBegin(row) => {
                self.row(*row);
                self.depth = self.depth.saturating_add(1);
            }
            ReadLine::EntryBegin { number, count } => {
                let arguments = [("number", number.to_string()), ("count", count.to_string())];
                self.add(Part::Entry(Text::of(self.words.with("reading-entry", &arguments))));
                self.depth = self.depth.saturating_add(1);
            }
            ReadLine::GroupEnd | ReadLine::EntryEnd => self.depth = self.depth.saturating_sub(1),
        }
    }

    fn row(&mut self, row: ReadRow) {
        let words = self.words;
        // As on the pages: what stands in a group or an entry goes without its code, unless nothing else names it.
        let code = if row.inner && !row.label.text.is_empty() { String::new() } else { row.code };
        self.add(Part::Heading { code, text: said(row.label) });
        if row.missing {
            self.add(Part::Note(words.t("reading-missing")));
        }
        self.value(row.value);
        if row.declined {
            self.add(Part::Text(Text::of(words.t("reading-declined"))));
            self.quote("pdf-reason", row.reason);
        }
        self.quote("reading-comment", row.comment);
        self.attached(&row.attached);
        if let Some(year) = row.carried {
            self.add(Part::Note(words.plain("reading-carried", &[("year", year.to_string())])));
        }
        if self.marks && row.court_only {
            self.add(Part::Mark(words.t("reading-court-only")));
        }
    }

    fn value(&mut self, value: ReadValue) {
        match value {
            ReadValue::Nothing => {}
            ReadValue::Text(text) | ReadValue::Words(text) => self.add(Part::Text(Text::of(text))),
            ReadValue::Choices(mut chosen) => match chosen.pop() {
                Some(only) if chosen.is_empty() => self.add(Part::Text(said(only))),
                last => {
                    let items = chosen.into_iter().chain(last).map(said).collect();
                    self.add(Part::List { items, ordered: false });
                }
            },
            ReadValue::Ranked(choices) => {
                self.add(Part::List { items: choices.into_iter().map(said).collect(), ordered: true });
            }
            ReadValue::File(file) => {
                let file = self.file(&file);
                self.add(Part::Text(Text::of(file)));
            }
        }
    }

    /// A file by its title or name, with what is said of it and its digest: on paper nobody can open it, but compare it.
    fn file(&self, file: &FileItem) -> String {
        let arguments = [("name", file.shown.clone()), ("size", file.facts()), ("sha", file.sha256.clone())];
        self.words.plain("pdf-file", &arguments)
    }

    fn attached(&mut self, files: &[FileItem]) {
        if files.is_empty() {
            return;
        }
        self.add(Part::Note(self.words.t("attached-there")));
        let items = files.iter().map(|file| Text::of(self.file(file))).collect();
        self.add(Part::List { items, ordered: false });
    }

    fn quote(&mut self, key: &str, text: String) {
        if !text.is_empty() {
            self.add(Part::Quote { name: self.words.t(key), text: Text::of(text) });
        }
    }
}

/// What a revision consists of, as a table: how many answers each section has, and how many of them are for the Court only.
pub fn summary(words: Words, view: &dyn Reading) -> Part {
    let (form, document) = (view.form(), view.document());
    let rows = form.sections().map(|(index, node)| {
        let of_section =
            document.answers.iter().filter(|answer| !answer.is_bare()).filter(|answer| {
                form.node(&answer.code).is_some_and(|(at, node)| at == index || node.section == index)
            });
        let (mut all, mut court) = (0_usize, 0_usize);
        for answer in of_section {
            all += 1;
            court += usize::from(document.is_for_the_court(answer));
        }
        let title = said(Said::of(&node.label, words, form));
        let title = Text { text: format!("{}  {}", node.code, title.text), ..title };
        vec![title, Text::of(all.to_string()), Text::of(court.to_string())]
    });
    let head = ["pdf-section", "pdf-answers", "reading-court-only"].map(|key| words.t(key)).to_vec();
    Part::Table { head, rows: rows.collect() }
}
