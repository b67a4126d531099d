//! Makes texts fit to be set: without characters that control or reorder text, without those that no font has, and with places where
//! words longer than a line may be broken. What comes out is the data that the template reads.

use std::cell::Cell;

use serde_json::{Value, json};

use crate::document::{Block, Document, Fact, Part, Section, Text};

/// Stands for a character that no font at hand has.
const BOX: char = '\u{FFFD}';
/// Words longer than this may be broken, at every so many characters.
const LONG_WORD: usize = 36;
const BROKEN_AT: usize = 12;
/// More marks than this on one letter are a stack that covers the lines around it.
const MOST_MARKS: usize = 4;
/// How deep blocks are indented and headings nested.
const DEEPEST: u8 = 4;

/// Turns a document into the data of the template.
pub(crate) struct Cleaner<'a> {
    has: &'a dyn Fn(char) -> bool,
    missing: Cell<bool>,
    letters: Cell<usize>,
}

impl<'a> Cleaner<'a> {
    /// One that asks `has` whether a font has a character.
    pub(crate) fn new(has: &'a dyn Fn(char) -> bool) -> Self {
        Cleaner { has, missing: Cell::new(false), letters: Cell::new(0) }
    }

    /// How many characters have been made fit.
    pub(crate) fn letters(&self) -> usize {
        self.letters.get()
    }

    /// The whole document.
    pub(crate) fn document(&self, it: &Document) -> Value {
        let sections: Vec<Value> = it.sections.iter().map(|section| self.section(section)).collect();
        let facts: Vec<Value> = it.facts.iter().map(|fact| self.fact(fact)).collect();
        let notes: Vec<Value> = it.notes.iter().map(|note| self.text(note)).collect();
        let banner: Vec<String> = it.banner.iter().map(|line| self.line(line)).collect();
        let (title, whose) = (self.line(&it.title), self.line(&it.whose));
        let head = [self.line(&it.head.0), self.line(&it.head.1)];
        json!({
            "title": title,
            "whose": whose,
            "lang": language(&it.lang).unwrap_or("en"),
            "head": head,
            "banner": banner,
            "facts": facts,
            "notes": notes,
            "contents": self.line(&it.contents),
            "sections": sections,
            // Last, when it is known.
            "missing": self.missing.get().then(|| self.line(&it.missing)),
        })
    }

    fn fact(&self, fact: &Fact) -> Value {
        let value = if fact.exact { json!(self.kept(&fact.value.text)) } else { self.text(&fact.value) };
        json!({ "name": self.line(&fact.name), "value": value, "exact": fact.exact })
    }

    fn section(&self, section: &Section) -> Value {
        let blocks: Vec<Value> = section.blocks.iter().map(|block| self.block(block)).collect();
        json!({ "code": self.line(&section.code), "title": self.inline(&section.title), "blocks": blocks })
    }

    fn block(&self, block: &Block) -> Value {
        let texts = |texts: &[Text]| texts.iter().map(|text| self.text(text)).collect::<Vec<_>>();
        let mut made = match &block.part {
            Part::Heading { code, text } => {
                json!({ "kind": "heading", "code": self.line(code), "text": self.inline(text) })
            }
            Part::Entry(text) => json!({ "kind": "entry", "text": self.inline(text) }),
            Part::Text(text) => json!({ "kind": "text", "text": self.text(text) }),
            Part::List { items, ordered } => json!({ "kind": "list", "items": texts(items), "ordered": ordered }),
            Part::Quote { name, text } => {
                json!({ "kind": "quote", "name": self.line(name), "text": self.text(text) })
            }
            Part::Note(text) => json!({ "kind": "note", "text": self.line(text) }),
            Part::Mark(text) => json!({ "kind": "mark", "text": self.line(text) }),
            Part::Table { head, rows } => {
                let head: Vec<String> = head.iter().map(|cell| self.line(cell)).collect();
                let rows: Vec<Vec<Value>> = rows.iter().map(|row| texts(row)).collect();
                json!({ "kind": "table", "head": head, "rows": rows })
            }
        };
        if let Some(object) = made.as_object_mut() {
            object.insert("depth".to_owned(), json!(block.depth.min(DEEPEST)));
        }
        made
    }

    /// A text as paragraphs of lines.
    fn text(&self, text: &Text) -> Value {
        let mut paragraphs: Vec<Vec<String>> = Vec::new();
        let mut begins = true;
        for line in text.text.split(is_line_end).map(|line| self.line(line)) {
            if line.is_empty() {
                begins = true;
            } else if let (false, Some(last)) = (begins, paragraphs.last_mut()) {
                last.push(line);
            } else {
                paragraphs.push(vec![line]);
                begins = false;
            }
        }
        json!({ "paragraphs": paragraphs, "lang": language(&text.lang), "rtl": runs_right_to_left(&text.text) })
    }

    /// A text on one line.
    fn inline(&self, text: &Text) -> Value {
        json!({ "line": self.line(&text.text), "lang": language(&text.lang), "rtl": runs_right_to_left(&text.text) })
    }

    fn line(&self, text: &str) -> String {
        with_places_to_break(&self.kept(text))
    }

    /// What of a text can be set, on one line.
    fn kept(&self, text: &str) -> String {
        let mut kept = String::with_capacity(text.len());
        let mut marks = 0;
        for c in text.chars() {
            self.letters.set(self.letters.get() + 1);
            if c.is_whitespace() {
                // A no-break space stays one.
                kept.push(if matches!(c, '\u{A0}' | '\u{202F}') { '\u{A0}' } else { ' ' });
                marks = 0;
            } else if c.is_control() || is_invisible(c) {
                continue;
            } else if is_mark(c) {
                marks += 1;
                if marks <= MOST_MARKS && !kept.is_empty() && (self.has)(c) {
                    kept.push(c);
                }
            } else {
                marks = 0;
                let has = joins(c) || (self.has)(c);
                if !has {
                    self.missing.set(true);
                }
                kept.push(if has { c } else { BOX });
            }
        }
        kept.trim_matches(' ').to_owned()
    }
}

fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Joiners, which Arabic and Persian need inside of words.
fn joins(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}')
}

/// Characters that are not seen, and those that turn the direction of what follows.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Marks that stand on or below the letter before them.
fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36F}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5BD}' | '\u{610}'..='\u{61A}'
        | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{6D6}'..='\u{6DC}' | '\u{6DF}'..='\u{6E4}' | '\u{6E7}'..='\u{6E8}'
        | '\u{6EA}'..='\u{6ED}' | '\u{8D3}'..='\u{8FF}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}'
        | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}')
}

/// True where the first letter that has a direction is of a script that is written from right to left.
fn runs_right_to_left(text: &str) -> bool {
    let is_rtl = |c: char| {
        matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}'
            | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
    };
    text.chars().find(|c| c.is_alphabetic()).is_some_and(is_rtl)
}

/// The tag of a language as the template takes it: two or three small letters.
fn language(tag: &str) -> Option<&str> {
    let main = tag.split('-').next().unwrap_or_default();
    let plain = (2..=3).contains(&main.len()) && main.bytes().all(|b| b.is_ascii_lowercase());
    plain.then_some(main)
}

/// Words that are longer than a line get places where they may be broken, which are not seen.
fn with_places_to_break(text: &str) -> String {
    if text.split(' ').all(|word| word.chars().count() <= LONG_WORD) {
        return text.to_owned();
    }
    let broken = text.split(' ').map(|word| {
        if word.chars().count() <= LONG_WORD {
            return word.to_owned();
        }
        let mut made = String::with_capacity(word.len() * 2);
        let mut since = 0;
        for c in word.chars() {
            if since >= BROKEN_AT && !is_mark(c) && !joins(c) {
                made.push('\u{200B}');
                since = 0;
            }
            made.push(c);
            since += 1;
        }
        made
    });
    broken.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(text: &str) -> String {
        Cleaner::new(&|c| c != '\u{4E2D}').kept(text)
    }

    #[test]
    fn what_controls_or_reorders_text_is_left_out() {
        assert_eq!(cleaned("a\u{0}b\u{7}c\u{202E}d\u{2067}e\u{FEFF}f\u{200B}"), "abcdef");
        assert_eq!(cleaned("l\u{A0}État\u{202F}: oui\tnon"), "l\u{A0}État\u{A0}: oui non");
    }

    #[test]
    fn what_no_font_has_is_a_box_and_noticed() {
        let has = |c: char| c != '\u{4E2D}';
        let cleaner = Cleaner::new(&has);
        assert_eq!(cleaner.kept("\u{4E2D} a"), "\u{FFFD} a");
        assert!(cleaner.missing.get());
    }

    #[test]
    fn marks_do_not_pile_up() {
        let pile = format!("a{}", "\u{301}".repeat(500));
        assert_eq!(cleaned(&pile).chars().count(), 1 + MOST_MARKS);
        assert_eq!(cleaned("\u{301}a"), "a", "a mark without a letter");
    }

    #[test]
    fn only_long_words_may_be_broken() {
        assert_eq!(with_places_to_break("short words stay"), "short words stay");
        let word = "x".repeat(100);
        let broken = with_places_to_break(&format!("a {word} b"));
        assert_eq!(broken.replace('\u{200B}', ""), format!("a {word} b"));
        assert!(broken.split(['\u{200B}', ' ']).all(|piece| piece.len() <= BROKEN_AT));
    }

    #[test]
    fn the_direction_is_that_of_the_first_letter() {
        assert!(runs_right_to_left("1. \u{627}\u{644}"));
        assert!(!runs_right_to_left("law \u{627}\u{644}"));
        assert!(!runs_right_to_left(""));
    }

    #[test]
    fn a_language_is_two_or_three_letters() {
        assert_eq!(language("fr-CA"), Some("fr"));
        assert_eq!(language("\"); #read(\"x"), None);
        assert_eq!(language(""), None);
    }
}
