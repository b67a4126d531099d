//! An answer and "not in a position to answer" with its reason are one part: no merge makes an answer that nobody gave.

use std::collections::HashMap;

use super::comparing::{Draft, line, side, text};
use super::*;
use crate::domain::response::model::Body;
use crate::domain::response::offline::compare::{Field, Found, Part, Side, Why};
use crate::domain::response::offline::read::LineRead;

fn declined(value: &str, reason: &str) -> Side {
    let body = Body { value: value.into(), declined: true, reason: reason.into(), ..Body::default() };
    Side { body, visibility: None }
}

/// What a file says that gives an answer as this side does.
fn says(base: i32, side: &Side) -> LineRead {
    LineRead {
        declined: text(if side.body.declined { "Yes" } else { "" }),
        reason: text(&side.body.reason),
        ..line("A.1", base, &side.body.value, &side.body.comment)
    }
}

/// A draft that said one thing, and says another now.
fn draft(base: &Side, ours: &Side) -> Draft {
    Draft::default().said("A.1", &[base.clone(), ours.clone()])
}

#[track_caller]
fn is_one_choice(base: &Side, ours: &Side, theirs: &Side) {
    let found = draft(base, ours).one(&form(), says(1, theirs));
    let conflict = Found::Conflict {
        theirs: theirs.clone(),
        parts: vec![Part::Answer],
        keep_ours: ours.clone(),
        take_theirs: theirs.clone(),
    };
    assert_eq!(found, conflict, "from {base:?}");
}

#[test]
fn who_declines_what_a_colleague_answers_has_to_choose() {
    for base in [side("", ""), side("one", "")] {
        is_one_choice(&base, &side("two", ""), &declined("", "Not settled"));
        is_one_choice(&base, &side("two", ""), &declined("one", "Not settled"));
        is_one_choice(&base, &declined("", "Not settled"), &side("two", ""));
        is_one_choice(&base, &declined("one", "Not settled"), &side("two", ""));
    }
}

#[test]
fn who_answers_what_was_declined_is_not_declined_by_half() {
    let base = declined("", "Not settled");
    // Another reason in one place, an answer in the other: before, the reason alone could be taken over.
    is_one_choice(&base, &side("two", ""), &declined("", "A bill is pending"));
    is_one_choice(&base, &declined("", "A bill is pending"), &side("two", ""));
    // Nothing any more in one place, an answer in the other.
    is_one_choice(&declined("one", ""), &side("one", ""), &declined("", ""));
    is_one_choice(&base, &side("", ""), &declined("", "A bill is pending"));
}

#[test]
fn a_comment_and_the_readers_stay_parts_of_their_own() {
    let base = side("one", "");
    let ours = side("one", "A colleague's comment");
    let found = draft(&base, &ours).one(&form(), says(1, &declined("", "Not settled")));
    let mut taken = declined("", "Not settled");
    taken.body.comment = "A colleague's comment".into();
    assert_eq!(found, Found::Take { side: taken.clone(), parts: vec![Part::Answer] });
    // The other way about: the file comments on what a colleague declines meanwhile.
    let found = draft(&base, &declined("", "Not settled")).one(&form(), says(1, &ours));
    assert_eq!(found, Found::Take { side: taken, parts: vec![Part::Comment] });
}

#[test]
fn the_same_answer_with_its_reason_is_no_choice() {
    let form = form();
    let (base, both) = (side("one", ""), declined("", "Not settled"));
    assert_eq!(draft(&base, &both).one(&form, says(1, &both)), Found::Same);
    assert_eq!(draft(&base, &both).one(&form, says(1, &base)), Found::OnlyOurs);
    assert_eq!(draft(&base, &both).one(&form, says(2, &both)), Found::Untouched);
    let taken = Found::Take { side: side("two", ""), parts: vec![Part::Answer] };
    assert_eq!(draft(&base, &both).one(&form, says(2, &side("two", ""))), taken);
}

#[test]
fn a_file_given_as_the_answer_stays_whatever_a_paper_says_beside_it() {
    let form = form();
    let draft = |base: &Side, ours: &Side| Draft::default().said("A.13", &[base.clone(), ours.clone()]);
    let says = |base: i32, side: &Side| LineRead { key: "A.13".into(), ..says(base, side) };
    let (old, new) = (side("old", ""), side("new", ""));
    let declines = says(1, &declined("old", "Not settled"));
    // Replaced, taken away or given for the first time in the draft: the paper cannot say which file, so that it does not choose one.
    for ours in [&old, &new, &side("", "")] {
        let side = declined(&ours.body.value, "Not settled");
        let taken = Found::Take { side: side.clone(), parts: vec![Part::Answer] };
        assert_eq!(draft(&old, ours).one(&form, declines.clone()), taken);
        assert_eq!(draft(&old, &side).one(&form, declines.clone()), Found::Same);
    }
    let first = Draft::default().said("A.13", std::slice::from_ref(&new));
    let taken = Found::Take { side: declined("new", "Not settled"), parts: vec![Part::Answer] };
    assert_eq!(first.one(&form, says(0, &declined("", "Not settled"))), taken);
    assert_eq!(draft(&old, &new).one(&form, says(1, &old)), Found::OnlyOurs);
    assert_eq!(draft(&old, &new).one(&form, says(2, &new)), Found::Untouched);
    // Between two reasons somebody has to choose, and the file that stands is on both sides.
    let ours = declined("new", "A bill is pending");
    let theirs = declined("new", "By decree");
    let conflict = Found::Conflict {
        theirs: theirs.clone(),
        parts: vec![Part::Answer],
        keep_ours: ours.clone(),
        take_theirs: theirs,
    };
    let base = declined("old", "Not settled");
    assert_eq!(draft(&base, &ours).one(&form, says(1, &declined("old", "By decree"))), conflict);
    // So where what the answer was is not known.
    assert_eq!(draft(&base, &ours).one(&form, says(9, &declined("old", "By decree"))), conflict);
}

#[test]
fn what_is_not_understood_holds_up_what_belongs_to_it() {
    let form = form();
    let draft = Draft::default().said("A.2", &[declined("", "Not settled")]);
    let file = LineRead { declined: text("Perhaps"), ..line("A.2", 1, "An answer", "kept") };
    let compared = draft.compared(&form, vec![file]);
    let Found::Take { side, parts } = &compared.lines[0].found else { panic!() };
    assert_eq!(parts, &[Part::Comment]);
    assert_eq!((side.body.value.as_str(), side.body.declined, side.body.comment.as_str()), ("", true, "kept"));
    let whys: Vec<&Why> = compared.troubles.iter().map(|trouble| &trouble.why).collect();
    assert!(matches!(whys[0], Why::NotUnderstood(Field::Declined, _)), "{whys:?}");
    assert_eq!(whys[1..], [&Why::HeldUp(Field::Answer)]);
}

#[test]
fn two_files_merge_in_either_order_to_the_same_or_to_the_same_choice() {
    let form = form();
    let said = ["", "one", "two"];
    let sides: Vec<Side> = said
        .into_iter()
        .flat_map(|value| [side(value, ""), declined(value, ""), declined(value, "Not settled"), side(value, "more")])
        .collect();
    for base in &sides {
        let merged = |files: [&Side; 2]| {
            let first = match draft(base, base).one(&form, says(2, files[0])) {
                Found::Take { side, .. } => side,
                Found::Untouched => base.clone(),
                found => panic!("{found:?}"),
            };
            (draft(base, &first).one(&form, says(1, files[1])), first)
        };
        for (a, b) in sides.iter().flat_map(|a| sides.iter().map(move |b| (a, b))) {
            let mut results = Vec::new();
            for files in [[a, b], [b, a]] {
                let (found, first) = merged(files);
                results.push(match found {
                    Found::Take { side, .. } => vec![side],
                    Found::Conflict { keep_ours, take_theirs, .. } => vec![keep_ours, take_theirs],
                    Found::Same | Found::OnlyOurs | Found::Untouched => vec![first],
                });
            }
            for one in results.iter().flatten() {
                let answer = |side: &Side| (side.body.value.clone(), side.body.declined, side.body.reason.clone());
                let given = [base, a, b].map(answer);
                assert!(given.contains(&answer(one)), "nobody gave {one:?} of {base:?}, {a:?}, {b:?}");
            }
            let choices = |sides: &[Side]| -> HashMap<String, usize> {
                let mut counts = HashMap::new();
                for side in sides {
                    *counts.entry(format!("{side:?}")).or_default() += 1;
                }
                counts
            };
            assert_eq!(choices(&results[0]), choices(&results[1]), "{base:?}, {a:?}, {b:?}");
        }
    }
}
