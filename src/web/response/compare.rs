//! What differs between two texts, by word: what was taken out, what was put in, and enough of what stayed to find one's way.

use std::time::{Duration, Instant};

use similar::{ChangeTag, TextDiff};

/// Texts that stay longer than this are shortened in a list.
const MOST_SAME: usize = 300;
/// How much of one is left on each side of what changed.
const MARGIN: usize = 110;

/// What became of a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Became {
    Same,
    Added,
    Removed,
    /// What stayed and is left out here.
    Left,
}

/// A piece of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub became: Became,
    pub text: String,
}

impl Piece {
    fn new(became: Became, text: impl Into<String>) -> Self {
        Piece { became, text: text.into() }
    }

    /// True for what was put in.
    pub fn added(&self) -> bool {
        self.became == Became::Added
    }

    /// True for what was taken out.
    pub fn removed(&self) -> bool {
        self.became == Became::Removed
    }

    /// True for what is left out here.
    pub fn left(&self) -> bool {
        self.became == Became::Left
    }
}

/// Until when a page compares: past it, what is still to be compared is shown as replaced.
#[derive(Debug, Clone, Copy)]
pub struct Deadline(Instant);

impl Deadline {
    /// For one page, however many texts it compares.
    pub fn for_a_page() -> Self {
        Deadline(Instant::now() + Duration::from_millis(250))
    }
}

/// What differs between two texts, by word.
pub fn texts(before: &str, after: &str, until: Deadline) -> Vec<Piece> {
    let diff = TextDiff::configure().deadline(until.0).diff_unicode_words(before, after);
    joined(diff.iter_all_changes().map(|change| (change.tag(), change.value())))
}

/// What differs between two lists, such as the choices of a question, entry by entry.
pub fn lists(before: &[String], after: &[String], until: Deadline) -> Vec<Piece> {
    let ops = similar::capture_diff_slices_deadline(similar::Algorithm::Myers, before, after, Some(until.0));
    let changes = ops.iter().flat_map(|op| op.iter_changes(before, after));
    let pieces = changes.map(|change| match change.tag() {
        ChangeTag::Equal => Piece::new(Became::Same, change.value()),
        ChangeTag::Delete => Piece::new(Became::Removed, change.value()),
        ChangeTag::Insert => Piece::new(Became::Added, change.value()),
    });
    pieces.collect()
}

/// What stands in a first version: there is nothing that it differs from.
pub fn as_it_stands(mut pieces: Vec<Piece>) -> Vec<Piece> {
    for piece in &mut pieces {
        piece.became = Became::Same;
    }
    pieces
}

/// Pieces of one kind after each other are one; words between two changes that are only blanks belong to both.
fn joined<'a>(changes: impl Iterator<Item = (ChangeTag, &'a str)>) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let (mut out, mut put, mut blank) = (String::new(), String::new(), String::new());
    let settle = |pieces: &mut Vec<Piece>, out: &mut String, put: &mut String| {
        for (became, text) in [(Became::Removed, std::mem::take(out)), (Became::Added, std::mem::take(put))] {
            if !text.is_empty() {
                pieces.push(Piece::new(became, text));
            }
        }
    };
    for (tag, value) in changes {
        match tag {
            ChangeTag::Equal if value.trim().is_empty() && !(out.is_empty() && put.is_empty()) => {
                blank.push_str(value);
            }
            ChangeTag::Equal => {
                settle(&mut pieces, &mut out, &mut put);
                let text = std::mem::take(&mut blank) + value;
                match pieces.last_mut() {
                    Some(last) if last.became == Became::Same => last.text.push_str(&text),
                    _ => pieces.push(Piece::new(Became::Same, text)),
                }
            }
            ChangeTag::Delete | ChangeTag::Insert => {
                if !blank.is_empty() {
                    out.push_str(&blank);
                    put.push_str(&blank);
                    blank.clear();
                }
                (if tag == ChangeTag::Delete { &mut out } else { &mut put }).push_str(value);
            }
        }
    }
    settle(&mut pieces, &mut out, &mut put);
    if !blank.is_empty() {
        pieces.push(Piece::new(Became::Same, blank));
    }
    pieces
}

/// The pieces with long unchanged texts shortened to what is next to a change.
pub fn shortened(pieces: Vec<Piece>) -> Vec<Piece> {
    let last = pieces.len().saturating_sub(1);
    let mut short = Vec::with_capacity(pieces.len());
    for (at, piece) in pieces.into_iter().enumerate() {
        if piece.text.chars().count() <= MOST_SAME {
            short.push(piece);
            continue;
        }
        let Piece { became, text } = piece;
        let (head, tail) = if became == Became::Same {
            (if at == 0 { "" } else { beginning(&text) }, if at == last { "" } else { end(&text) })
        } else {
            (beginning(&text), "")
        };
        let whole = head.is_empty() && tail.is_empty();
        let head = if whole { beginning(&text) } else { head };
        for (became, text) in [(became, head), (Became::Left, "…"), (became, tail)] {
            if !text.is_empty() {
                short.push(Piece::new(became, text));
            }
        }
    }
    short
}

/// Some words at the beginning of a long text.
fn beginning(text: &str) -> &str {
    let cut = text.char_indices().nth(MARGIN).map_or(text.len(), |(at, _)| at);
    let head = text.get(..cut).unwrap_or(text);
    head.rfind(char::is_whitespace).and_then(|at| head.get(..at)).filter(|head| !head.is_empty()).unwrap_or(head)
}

/// Some words at the end of a long text.
fn end(text: &str) -> &str {
    let cut = text.char_indices().rev().nth(MARGIN).map_or(0, |(at, _)| at);
    let tail = text.get(cut..).unwrap_or(text);
    tail.find(char::is_whitespace).and_then(|at| tail.get(at..)).filter(|tail| !tail.is_empty()).unwrap_or(tail)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(pieces: &[Piece]) -> String {
        pieces
            .iter()
            .map(|piece| match piece.became {
                Became::Same => piece.text.clone(),
                Became::Added => format!("+{}+", piece.text),
                Became::Removed => format!("-{}-", piece.text),
                Became::Left => "…".to_owned(),
            })
            .collect()
    }

    fn by_word(before: &str, after: &str) -> String {
        shown(&texts(before, after, Deadline::for_a_page()))
    }

    #[test]
    fn texts_differ_by_word() {
        assert_eq!(by_word("The law of 2019 applies.", "The law of 2024 applies."), "The law of -2019-+2024+ applies.");
        assert_eq!(by_word("", "New"), "+New+");
        assert_eq!(by_word("Same", "Same"), "Same");
        assert_eq!(by_word("one two three", "four five six"), "-one two three-+four five six+");
        assert_eq!(by_word("L’entraide est régie", "L’entraide était régie"), "L’entraide -est-+était+ régie");
        assert_eq!(by_word("a\nb", "a\nb\nc"), "a\nb+\nc+");
    }

    #[test]
    fn lists_differ_by_entry() {
        let list = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let differ = |before: &str, after: &str| shown(&lists(&list(before), &list(after), Deadline::for_a_page()));
        assert_eq!(differ("a b c", "a c d"), "a-b-c+d+");
        assert_eq!(differ("a b", "a b"), "ab");
    }

    #[test]
    fn what_is_taken_apart_can_be_put_together_again() {
        use proptest::prelude::*;
        proptest!(|(before in "[a-c \n]{0,60}", after in "[a-c \n]{0,60}")| {
            let pieces = texts(&before, &after, Deadline::for_a_page());
            let side = |not: Became| pieces.iter().filter(|p| p.became != not).map(|p| p.text.as_str()).collect::<String>();
            prop_assert_eq!(side(Became::Added), before.clone());
            prop_assert_eq!(side(Became::Removed), after.clone());
        });
    }

    #[test]
    fn two_long_texts_without_a_common_word_are_compared_in_time() {
        let long = |of: char| (0..10_000).map(|n| format!("{of}{} ", n % 7)).collect::<String>();
        let began = Instant::now();
        texts(&long('a'), &long('b'), Deadline::for_a_page());
        assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    }

    #[test]
    fn long_unchanged_texts_are_shortened_next_to_what_changed() {
        let same = "word ".repeat(200);
        let pieces = shortened(texts(&format!("{same}old"), &format!("{same}new"), Deadline::for_a_page()));
        assert!(pieces.first().is_some_and(Piece::left), "{pieces:?}");
        assert!(pieces.iter().all(|piece| piece.text.len() < 200), "{pieces:?}");
        assert!(shown(&pieces).ends_with("-old-+new+"), "{pieces:?}");
    }
}
