//! The comparison: what only one side changed, what both did, and what cannot be taken over.

use std::collections::HashMap;

use super::*;
use crate::domain::questionnaire::{Instance, Place, Visibility};
use crate::domain::response::model::{Body, Stamp};
use crate::domain::response::offline::compare::{Access, Field, Found, Now, Part, Side, Why};
use crate::domain::response::offline::read::{At, Cell, FileRead, LineRead};

/// A draft for the comparison: what stands at each place, what stood in which version, and what may be written.
#[derive(Default, Clone)]
pub(super) struct Draft {
    ours: HashMap<String, (i32, Side)>,
    history: HashMap<(String, i32), Side>,
    hidden: Vec<&'static str>,
}

pub(super) fn side(value: &str, comment: &str) -> Side {
    Side { body: Body { value: value.into(), comment: comment.into(), ..Body::default() }, visibility: None }
}

impl Draft {
    /// What was given at a question, version by version; the last one stands.
    pub(super) fn said(mut self, key: &str, versions: &[Side]) -> Self {
        for (number, side) in (1..).zip(versions) {
            self.history.insert((key.into(), number), side.clone());
            self.ours.insert(key.into(), (number, side.clone()));
        }
        self
    }

    pub(super) fn compared(&self, form: &Form, lines: Vec<LineRead>) -> Comparison {
        let file = FileRead { reference: reference(), format: Format::Excel, lines, stray: Vec::new() };
        let terms = terms("en");
        let key = |place: &Place| match place.instance.as_str() {
            "" => place.code.clone(),
            instance => format!("{}@{instance}", place.code),
        };
        let entries = [Instance { id: ENTRY.into(), repeat_code: "A.12".into(), parent: String::new(), position: 1 }];
        let now = Now {
            form,
            tongue: Tongue { form, language: "en", terms: &terms },
            entries: &entries,
            removed: &[GONE.to_owned()],
            ours: &|place| {
                let (version, side) = self.ours.get(&key(place)).cloned().unwrap_or_default();
                (side.clone(), Stamp::of(version, &side.body, side.visibility))
            },
            base: &|place, version| self.history.get(&(key(place), version)).cloned(),
            access: &|code| if self.hidden.contains(&code) { Access::Hidden } else { Access::Writing },
            read_only: &|_| false,
            faults: &|_, _| Vec::new(),
        };
        compare(&file, &now)
    }

    /// What becomes of one line.
    pub(super) fn one(&self, form: &Form, line: LineRead) -> Found {
        let compared = self.compared(form, vec![line]);
        assert!(compared.troubles.is_empty(), "{:?}", compared.troubles);
        compared.lines[0].found.clone()
    }

    pub(super) fn trouble(&self, form: &Form, line: LineRead) -> Why {
        let compared = self.compared(form, vec![line]);
        compared.troubles[0].why.clone()
    }
}

pub(super) fn text(text: &str) -> Option<Cell> {
    Some(Cell::Text(text.to_owned()))
}

pub(super) fn line(key: &str, base: i32, answer: &str, comment: &str) -> LineRead {
    LineRead {
        key: key.into(),
        base: Some(base),
        answer: text(answer),
        comment: text(comment),
        declined: text(""),
        reason: text(""),
        readers: text("The Court and all States Parties"),
        at: At { part: "A".into(), row: 3, column: String::new() },
        ..LineRead::default()
    }
}

#[test]
fn what_only_one_side_changed_is_no_question() {
    let form = form();
    let draft = Draft::default().said("A.1", &[side("one", ""), side("two", "")]);
    assert_eq!(draft.one(&form, line("A.1", 2, "two", "")), Found::Untouched);
    assert_eq!(draft.one(&form, line("A.1", 2, " two \r\n", "")), Found::Untouched);
    assert_eq!(draft.one(&form, line("A.1", 1, "one", "")), Found::OnlyOurs);
    assert_eq!(draft.one(&form, line("A.1", 1, "two", "")), Found::Same);
    let taken = Found::Take { side: side("three", ""), parts: vec![Part::Answer] };
    assert_eq!(draft.one(&form, line("A.1", 2, "three", "")), taken);
    let emptied = Found::Take { side: side("", ""), parts: vec![Part::Answer] };
    assert_eq!(draft.one(&form, line("A.1", 2, "", "")), emptied);
    let new = Found::Take { side: side("text", ""), parts: vec![Part::Answer] };
    assert_eq!(draft.one(&form, line("A.2", 0, "text", "")), new);
    // A cell that the file does not have says nothing.
    let without = LineRead { answer: None, comment: None, ..line("A.1", 2, "", "") };
    assert_eq!(draft.one(&form, without), Found::Untouched);
}

#[test]
fn what_both_changed_differently_has_to_be_chosen() {
    let form = form();
    let draft = Draft::default().said("A.1", &[side("one", "old"), side("two", "old")]);
    let Found::Conflict { theirs, parts, keep_ours, take_theirs } = draft.one(&form, line("A.1", 1, "three", "new"))
    else {
        panic!()
    };
    assert_eq!(parts, [Part::Answer]);
    assert_eq!(theirs, side("three", "new"));
    // The comment was changed in the file alone, and survives either choice.
    assert_eq!((keep_ours, take_theirs), (side("two", "new"), side("three", "new")));
    // Where the base is not known, any difference is a conflict, and none is none.
    assert!(matches!(draft.one(&form, line("A.1", 9, "three", "old")), Found::Conflict { .. }));
    assert_eq!(draft.one(&form, line("A.1", 9, "two", "old")), Found::Untouched);
    let without = LineRead { base: None, ..line("A.1", 1, "one", "old") };
    assert!(matches!(draft.one(&form, without), Found::Conflict { .. }));
    // Two files that answered what nobody had.
    let draft = Draft::default().said("A.1", &[side("by the first", "")]);
    assert!(matches!(draft.one(&form, line("A.1", 0, "by the second", "")), Found::Conflict { .. }));
    assert_eq!(draft.one(&form, line("A.1", 0, "by the first", "")), Found::Same);
    assert_eq!(draft.one(&form, line("A.1", 0, "", "")), Found::OnlyOurs);
}

#[test]
fn a_colleagues_comment_and_the_files_answer_both_survive() {
    let form = form();
    let draft = Draft::default().said("A.1", &[side("one", ""), side("one", "by a colleague")]);
    let both = Found::Take { side: side("from the file", "by a colleague"), parts: vec![Part::Answer] };
    assert_eq!(draft.one(&form, line("A.1", 1, "from the file", "")), both);
}

#[test]
fn who_may_read_is_a_part_of_its_own() {
    let form = form();
    let draft = Draft::default().said("A.1", &[side("one", ""), side("two", "")]);
    let narrowed = LineRead { readers: text("The Court only"), ..line("A.1", 1, "one", "") };
    let side = Side { visibility: Some(Visibility::Court), ..side("two", "") };
    assert_eq!(draft.one(&form, narrowed), Found::Take { side, parts: vec![Part::Readers] });
    let blank = LineRead { readers: text(""), ..line("A.1", 2, "two", "") };
    assert_eq!(draft.one(&form, blank), Found::Untouched);
}

#[test]
fn what_cannot_be_taken_over_is_said_with_its_place() {
    let form = form();
    let draft = Draft { hidden: vec!["A.3"], ..Draft::default() }.said("A.8", &[side("red", "")]);
    let why = |line| draft.trouble(&form, line);
    assert!(matches!(
        why(line("A.8", 1, "Yellow", "")),
        Why::NotUnderstood(Field::Answer, NotUnderstood::Choice { .. })
    ));
    let formula = LineRead { answer: Some(Cell::Formula), ..line("A.8", 1, "", "") };
    assert_eq!(why(formula), Why::NotUnderstood(Field::Answer, NotUnderstood::Formula));
    assert_eq!(why(line("A.3", 0, "12", "")), Why::NotYours);
    assert_eq!(why(line("Z.9", 0, "12", "")), Why::NotInForm);
    assert_eq!(why(line("A.1@1abcde", 0, "12", "")), Why::NotInForm);
    assert_eq!(why(line("A.12.title@ffffff", 0, "12", "")), Why::NoEntry);
    assert_eq!(why(line("A.12.title@2abcde", 0, "12", "")), Why::EntryRemoved);
    assert_eq!(why(line("A.12.title@+x", 0, "12", "")), Why::NoEntry);
    let compared = draft.compared(&form, vec![line("A.1", 0, "a", ""), line("A.1", 0, "b", "")]);
    assert!(compared.lines.is_empty() && compared.troubles.iter().all(|trouble| trouble.why == Why::Twice));
    // What is not understood beside it does not hold up a comment.
    let compared = draft.compared(&form, vec![line("A.8", 1, "Yellow", "kept")]);
    let Found::Take { side, .. } = &compared.lines[0].found else { panic!() };
    assert_eq!((side.body.value.as_str(), side.body.comment.as_str()), ("red", "kept"));
    assert_eq!(compared.troubles.len(), 1);
    // Nothing was touched: nothing is said, though the question is not theirs.
    let compared = draft.compared(&form, vec![line("A.3", 0, "", ""), line("A.12.title@2abcde", 0, "", "")]);
    assert_eq!(compared, Comparison::default());
}

#[test]
fn new_entries_are_found_and_a_full_repeat_takes_no_more() {
    let form = form();
    let draft = Draft::default();
    let lines = |n: u16| (1..=n).map(|n| line(&format!("A.12.title@+{n}"), 0, &format!("Text {n}"), "")).collect();
    let compared = draft.compared(&form, lines(3));
    let ids: Vec<&str> = compared.lines.iter().map(|line| line.new[0].id.as_str()).collect();
    assert_eq!(ids[1], reference::new_entry(&paper(), "A.12", "", 2));
    assert_eq!(compared.lines[1].place.instance, ids[1]);
    // One stands already, and four are the most.
    let compared = draft.compared(&form, lines(5));
    assert_eq!(compared.lines.len(), 3);
    assert!(compared.troubles.iter().all(|trouble| trouble.why == Why::NoRoom) && compared.troubles.len() == 2);
    let blank = draft.compared(&form, vec![line("A.12.title@+1", 0, "", "")]);
    assert_eq!(blank, Comparison::default());
}
