//! What is not understood of a file that came back, in words, with its place.

use super::import::Writer;
use crate::domain::response::offline::compare::{Field, Trouble, Why};
use crate::domain::response::offline::docx::Odd;
use crate::domain::response::offline::{At, Format, NotUnderstood};
use crate::web::response::save::save_fault_words;
use crate::web::response::sheet::fault_words;

/// Something that is not understood.
pub(super) struct Wrong {
    pub(super) key: String,
    pub(super) place: String,
    pub(super) why: String,
}

/// So many lines of what is not understood stand on one page.
const MOST: usize = 100;

/// What is not understood, as far as one page shows it.
#[derive(Default)]
pub(super) struct WrongLines {
    pub(super) lines: Vec<Wrong>,
    /// How many there are in all.
    pub(super) all: usize,
    /// Which page of them it is, counted from 1, and of how many.
    pub(super) number: usize,
    pub(super) of: usize,
    /// Which lines they are, in words; empty where these are all.
    pub(super) which: String,
}

impl WrongLines {
    /// A further page shows them and nothing else.
    pub(super) fn is_alone(&self) -> bool {
        self.number > 1
    }
}

impl Writer<'_> {
    /// The page of what is not understood that is asked for; the first where there is no such page.
    pub(super) fn wrong_lines(&self, asked: Option<usize>) -> WrongLines {
        let troubles = &self.looked.comparison.troubles;
        let of = troubles.len().div_ceil(MOST);
        let number = asked.filter(|number| (1..=of).contains(number)).unwrap_or(1);
        let shown = troubles.chunks(MOST).nth(number - 1).unwrap_or_default();
        let first = (number - 1) * MOST + 1;
        let (first, last, all) = (first, first - 1 + shown.len(), troubles.len());
        let arguments = [("first", first), ("last", last), ("all", all)].map(|(name, value)| (name, value.to_string()));
        let which = if of > 1 { self.words.with("import-wrong-shown", &arguments) } else { String::new() };
        WrongLines { lines: shown.iter().map(|trouble| self.wrong(trouble)).collect(), all, number, of, which }
    }

    fn wrong(&self, trouble: &Trouble) -> Wrong {
        Wrong {
            key: trouble.key.chars().filter(|c| !c.is_control()).take(80).collect(),
            place: self.place(&trouble.at),
            why: self.why(trouble),
        }
    }

    /// Where something stands in the file, in words.
    pub(super) fn place(&self, at: &At) -> String {
        let arguments =
            [("part", at.part.clone()), ("row", at.row.to_string()), ("cell", format!("{}{}", at.column, at.row))];
        let key = match (self.looked.format, at.column.is_empty()) {
            (Format::Word, _) => "import-place-table",
            (Format::Excel, true) => "import-place-row",
            (Format::Excel, false) => "import-place-cell",
        };
        self.words.with(key, &arguments)
    }

    /// The name of what stands in a column.
    fn column(&self, field: Field) -> String {
        self.words.t(match field {
            Field::Answer => "offline-answer",
            Field::Comment => "comment",
            Field::Declined => "declined",
            Field::Readers => "offline-readers",
        })
    }

    fn why(&self, trouble: &Trouble) -> String {
        let (words, form) = (self.words, &self.looked.draft.form);
        let code = trouble.key.split('@').next().unwrap_or_default();
        match &trouble.why {
            Why::NotUnderstood(field, why) => {
                let (part, why) = (self.column(*field), self.not_understood(code, why));
                words.with("import-why-part", &[("part", part), ("why", why)])
            }
            Why::HeldUp(field) => {
                words.with("import-why-part", &[("part", self.column(*field)), ("why", words.t("import-why-held-up"))])
            }
            Why::NotKept(faults) => {
                let faults = faults.iter().map(|fault| save_fault_words(words, form, code, fault));
                faults.collect::<Vec<_>>().join(" ")
            }
            Why::NotYours => words.t("import-why-not-yours"),
            Why::NotInForm => words.t("import-why-not-in-form"),
            Why::NoEntry => words.t("import-why-no-entry"),
            Why::EntryRemoved => words.t("import-why-entry-removed"),
            Why::NoRoom => words.t("import-why-no-room"),
            Why::Fixed => words.t("import-why-fixed"),
            Why::Twice => words.t("import-why-twice"),
            Why::Stray => words.t("import-why-stray"),
        }
    }

    fn not_understood(&self, code: &str, why: &NotUnderstood) -> String {
        let (words, form) = (self.words, &self.looked.draft.form);
        match why {
            NotUnderstood::Choice { text } => words.t1("import-why-choice", "text", text),
            NotUnderstood::Places => words.t("import-why-places"),
            NotUnderstood::Word { text, wanted } => words.t2("import-why-word", "text", text, "wanted", wanted),
            NotUnderstood::Several => words.t("import-why-several"),
            NotUnderstood::Beside(odd) => words.t(match odd {
                Odd::TrackedChange => "import-why-tracked",
                Odd::Picture => "import-why-picture",
                Odd::Formula => "import-why-equation",
                Odd::Footnote => "import-why-footnote",
                Odd::Table => "import-why-inner-table",
                Odd::Symbol => "import-why-symbol",
                Odd::Hidden => "import-why-hidden",
            }),
            NotUnderstood::Formula => words.t("import-why-formula"),
            NotUnderstood::CellError => words.t("import-why-cell-error"),
            NotUnderstood::CellTooLong => words.t("import-why-cell-too-long"),
            NotUnderstood::Answer(codes) => match form.node(code) {
                Some((_, node)) => {
                    let all = codes.iter().map(|code| fault_words(words, form, node, code));
                    all.collect::<Vec<_>>().join(" ")
                }
                None => String::new(),
            },
        }
    }
}
