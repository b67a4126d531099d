//! Words and back, and the comparison, on a small form with every kind of question.

use std::collections::HashMap;

use proptest::prelude::*;

use super::compare::{Access, Field, Found, Now, Side, Why};
use super::read::{At, Cell, FileRead, LineRead};
use super::words::{Terms, Tongue};
use super::*;
use crate::domain::ids::PaperId;
use crate::domain::questionnaire::{FaultCode, Form, Instance, Place, Visibility, import};
use crate::domain::response::model::{Body, Stamp};

fn form() -> Form {
    let survey = "\
        begin_group | A | Section A | Section A | | states_parties | yes |
        text | A.1 | One line | Une ligne | | | yes |
        text | A.2 | Many lines | Des lignes | multiline | | yes |
        integer | A.3 | A whole number | Un entier | | | |
        decimal | A.4 | A number | Un nombre | | | |
        date | A.5 | A day | Un jour | | | |
        time | A.6 | A time | Une heure | | | |
        dateTime | A.7 | A moment | Un moment | | | |
        select_one colour | A.8 | One | Une | | | |
        select_multiple colour | A.9 | Several | Plusieurs | | | |
        rank colour | A.10 | In order | En ordre | | | |
        acknowledge | A.11 | Read | Lu | | | |
        begin_repeat | A.12 | Texts | Textes | | | yes | 4
        text | A.12.title | Title | Titre | | | |
        end_repeat | | | | | | |
        end_group | | | | | | |";
    let choices = "\
        colour | red | Red, of course | Rouge, bien sûr
        colour | blue | The same | Le même
        colour | green | The same | Vert
        colour | high | 1. High | 1. Haut";
    let mut book = rust_xlsxwriter::Workbook::new();
    let heads = "type | name | label::English (en) | label::French (fr) | appearance | bind::concord:visibility | bind::concord:may_decline | bind::concord:repeat_max";
    let tables = [
        ("survey", format!("{heads}\n{survey}")),
        ("choices", format!("list_name | name | label::English (en) | label::French (fr)\n{choices}")),
        ("settings", "form_title | form_id | version | default_language\nTrial | trial | 1 | English (en)".to_owned()),
    ];
    for (name, table) in tables {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        for (row, line) in (0..).zip(table.lines()) {
            for (column, cell) in (0..).zip(line.split('|').map(str::trim)) {
                if !cell.is_empty() {
                    sheet.write(row, column, cell).unwrap();
                }
            }
        }
    }
    let imported = import(&book.save_to_buffer().unwrap());
    imported.form.unwrap_or_else(|| panic!("{:?}", imported.problems))
}

fn terms(language: &str) -> Terms {
    let french = language == "fr";
    let say = |english: &str, other: &str| if french { other.to_owned() } else { english.to_owned() };
    Terms {
        acknowledged: say("Yes", "Oui"),
        declined: say("Yes", "Oui"),
        court: say("The Court only", "La Cour seulement"),
        states_parties: say("The Court and all States Parties", "La Cour et tous les États Parties"),
    }
}

fn said(form: &Form, language: &str, code: &str, value: &str) -> String {
    let terms = terms(language);
    Tongue { form, language, terms: &terms }.answer(form.node(code).unwrap().1, value)
}

fn understood(form: &Form, language: &str, code: &str, text: &str) -> Result<String, NotUnderstood> {
    let terms = terms(language);
    Tongue { form, language, terms: &terms }.understood(form.node(code).unwrap().1, text)
}

#[test]
fn every_kind_of_answer_comes_back_as_it_was() {
    let form = form();
    let answers = [
        ("A.1", "=1+1 is no formula"),
        ("A.2", "First « line »\n\nthird\tline, N° 3 – L’été"),
        ("A.3", "-1234"),
        ("A.4", "1234.125"),
        ("A.4", "0.5"),
        ("A.5", "2027-04-19"),
        ("A.6", "09:05:00"),
        ("A.6", "09:05:07"),
        ("A.7", "2027-04-19T14:30:00"),
        ("A.7", "2027-04-19T14:30:00+02:00"),
        ("A.8", "red"),
        ("A.8", "green"),
        ("A.9", "red green high"),
        ("A.10", "high red green blue"),
        ("A.11", "OK"),
        ("A.1", ""),
    ];
    for language in ["en", "fr"] {
        for (code, value) in answers {
            let text = said(&form, language, code, value);
            assert_eq!(understood(&form, language, code, &text).as_deref(), Ok(value), "{language} {code} {text:?}");
            // What office programs do by themselves.
            let altered = text.replace('\n', "\r\n") + " \r\n";
            assert_eq!(understood(&form, language, code, &altered).as_deref(), Ok(value), "{language} {code}");
        }
    }
    assert_eq!(said(&form, "en", "A.9", "blue green"), "The same [blue]\nThe same [green]");
    assert_eq!(said(&form, "fr", "A.9", "blue green"), "Le même\nVert");
    assert_eq!(said(&form, "fr", "A.4", "1234.125"), "1234,125");
    assert_eq!(said(&form, "en", "A.10", "red blue"), "1. Red, of course\n2. The same [blue]");
}

#[test]
fn real_cells_of_an_office_program_are_understood() {
    let form = form();
    let same = |language, code, text, value: &str| {
        assert_eq!(understood(&form, language, code, text).as_deref(), Ok(value), "{language} {code} {text}");
    };
    // A number cell comes with a point, whatever the language of the program.
    same("fr", "A.4", "1234.125", "1234.125");
    same("fr", "A.4", "1 234,5", "1234.5");
    same("fr", "A.4", "1\u{202f}234,125", "1234.125");
    same("en", "A.4", "1234.5", "1234.5");
    same("en", "A.3", "12", "12");
    same("en", "A.5", "2027-04-19 00:00:00", "2027-04-19");
    same("en", "A.7", "2027-04-19 14:30:00", "2027-04-19T14:30:00");
    same("en", "A.6", "14:30:00", "14:30:00");
    // Word exchanges apostrophes and blanks while one types.
    same("fr", "A.8", "Rouge,\u{a0}bien sûr", "red");
    same("en", "A.9", "1. High\n\nRed,  of course", "red high");
}

#[test]
fn nothing_is_guessed() {
    let form = form();
    let refused = |language, code, text| understood(&form, language, code, text).unwrap_err();
    let choice = |text: &str| NotUnderstood::Choice { text: text.to_owned() };
    assert_eq!(refused("en", "A.8", "Red"), choice("Red"));
    assert_eq!(refused("en", "A.8", "red"), choice("red"));
    assert_eq!(refused("en", "A.8", "The same"), choice("The same"));
    assert_eq!(refused("fr", "A.8", "Red, of course"), choice("Red, of course"));
    assert_eq!(refused("en", "A.9", "Red, of course, 1. High"), choice("Red, of course, 1. High"));
    assert_eq!(refused("en", "A.10", "1. Red, of course\n3. The same [blue]"), NotUnderstood::Places);
    assert_eq!(refused("en", "A.4", "1,234"), NotUnderstood::Answer(vec![FaultCode::NotANumber]));
    assert_eq!(refused("fr", "A.4", "1.234,5"), NotUnderstood::Answer(vec![FaultCode::NotANumber]));
    assert_eq!(refused("en", "A.5", "19/04/2027"), NotUnderstood::Answer(vec![FaultCode::NotADate]));
    assert_eq!(refused("en", "A.5", "46496"), NotUnderstood::Answer(vec![FaultCode::NotADate]));
    assert_eq!(refused("en", "A.5", "2027-04-19 10:00:00"), NotUnderstood::Answer(vec![FaultCode::NotADate]));
    assert_eq!(refused("en", "A.3", "12.5"), NotUnderstood::Answer(vec![FaultCode::NotAWholeNumber]));
    assert_eq!(refused("en", "A.1", "two\nlines"), NotUnderstood::Answer(vec![FaultCode::LineBreak]));
    assert!(matches!(refused("en", "A.11", "x"), NotUnderstood::Word { .. }));
}

#[test]
fn any_text_comes_back_settled() {
    let form = form();
    proptest!(|(text in "[ -~À-ÿ’«»\n\t]{0,200}")| {
        let once = understood(&form, "en", "A.2", &text);
        prop_assume!(once.is_ok());
        let once = once.unwrap();
        let again = understood(&form, "en", "A.2", &said(&form, "en", "A.2", &once)).unwrap();
        prop_assert_eq!(&again, &once);
    });
}

fn paper() -> PaperId {
    "01900000-0000-7000-8000-00000000aaaa".parse().unwrap()
}

const ENTRY: &str = "01900000-0000-7000-8000-0000001abcde";
const GONE: &str = "01900000-0000-7000-8000-0000002abcde";

fn reference() -> Reference {
    Reference {
        language: "en".into(),
        state: "SEN".parse().unwrap(),
        year: 2027,
        paper: paper(),
        response: "01900000-0000-7000-8000-000000000001".parse().unwrap(),
        form: "0".repeat(64).parse().unwrap(),
        version: 41,
    }
}

#[test]
fn a_reference_comes_back_and_anything_else_is_none() {
    let text = reference().to_string();
    assert_eq!(text.parse(), Ok(reference()));
    assert_eq!(format!("  {text}\n").parse(), Ok(reference()));
    assert_eq!(text.replace("concord/1", "concord/2").parse::<Reference>(), Err(NotAReference));
    assert_eq!(text.replace("SEN", "S").parse::<Reference>(), Err(NotAReference));
    assert_eq!("".parse::<Reference>(), Err(NotAReference));
}

#[test]
fn entries_of_a_file_are_the_same_each_time_and_stand_in_the_order_of_files_and_rows() {
    let later: PaperId = "01900000-0001-7000-8000-00000000aaaa".parse().unwrap();
    let ids: Vec<String> = [(paper(), 1), (paper(), 2), (paper(), 3), (later.clone(), 1), (later, 2)]
        .iter()
        .map(|(paper, n)| reference::new_entry(paper, "A.12", "", *n))
        .collect();
    let mut sorted = ids.clone();
    sorted.sort();
    sorted.dedup();
    assert_eq!(ids, sorted);
    assert_eq!(ids[0], reference::new_entry(&paper(), "A.12", "", 1));
    assert_ne!(ids[0], reference::new_entry(&paper(), "A.13", "", 1));
    assert!(ids.iter().all(|id| uuid::Uuid::parse_str(id).unwrap().get_version_num() == 7));
}

#[test]
fn a_token_is_short_and_names_one_entry() {
    let all = [ENTRY, GONE, "01900000-0000-7000-8000-000000fabcde"];
    let token = |id| reference::token(id, all.into_iter());
    assert_eq!(token(ENTRY), "1abcde");
    assert_eq!(token(all[2]), "fabcde");
    let alike = ["aa-1abcde", "bb-1abcde"];
    assert_ne!(reference::token(alike[0], alike.into_iter()), reference::token(alike[1], alike.into_iter()));
}

/// A draft for the comparison: what stands at each place, what stood in which version, and what may be written.
#[derive(Default, Clone)]
struct Draft {
    ours: HashMap<String, (i32, Side)>,
    history: HashMap<(String, i32), Side>,
    hidden: Vec<&'static str>,
}

fn side(value: &str, comment: &str) -> Side {
    Side { body: Body { value: value.into(), comment: comment.into(), ..Body::default() }, visibility: None }
}

impl Draft {
    /// What was given at a question, version by version; the last one stands.
    fn said(mut self, key: &str, versions: &[Side]) -> Self {
        for (number, side) in (1..).zip(versions) {
            self.history.insert((key.into(), number), side.clone());
            self.ours.insert(key.into(), (number, side.clone()));
        }
        self
    }

    fn compared(&self, form: &Form, lines: Vec<LineRead>) -> Comparison {
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
    fn one(&self, form: &Form, line: LineRead) -> Found {
        let compared = self.compared(form, vec![line]);
        assert!(compared.troubles.is_empty(), "{:?}", compared.troubles);
        compared.lines[0].found.clone()
    }

    fn trouble(&self, form: &Form, line: LineRead) -> Why {
        let compared = self.compared(form, vec![line]);
        compared.troubles[0].why.clone()
    }
}

fn text(text: &str) -> Option<Cell> {
    Some(Cell::Text(text.to_owned()))
}

fn line(key: &str, base: i32, answer: &str, comment: &str) -> LineRead {
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
    let taken = Found::Take { side: side("three", ""), fields: vec![Field::Answer] };
    assert_eq!(draft.one(&form, line("A.1", 2, "three", "")), taken);
    let emptied = Found::Take { side: side("", ""), fields: vec![Field::Answer] };
    assert_eq!(draft.one(&form, line("A.1", 2, "", "")), emptied);
    let new = Found::Take { side: side("text", ""), fields: vec![Field::Answer] };
    assert_eq!(draft.one(&form, line("A.2", 0, "text", "")), new);
    // A cell that the file does not have says nothing.
    let without = LineRead { answer: None, comment: None, ..line("A.1", 2, "", "") };
    assert_eq!(draft.one(&form, without), Found::Untouched);
}

#[test]
fn what_both_changed_differently_has_to_be_chosen() {
    let form = form();
    let draft = Draft::default().said("A.1", &[side("one", "old"), side("two", "old")]);
    let Found::Conflict { theirs, fields, keep_ours, take_theirs } = draft.one(&form, line("A.1", 1, "three", "new"))
    else {
        panic!()
    };
    assert_eq!(fields, [Field::Answer]);
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
    let both = Found::Take { side: side("from the file", "by a colleague"), fields: vec![Field::Answer] };
    assert_eq!(draft.one(&form, line("A.1", 1, "from the file", "")), both);
}

#[test]
fn who_declines_what_a_colleague_answers_has_to_choose() {
    let form = form();
    let draft = Draft::default().said("A.1", &[side("", ""), side("answered", "")]);
    let declines = LineRead { declined: text("Yes"), reason: text("Not settled"), ..line("A.1", 1, "", "") };
    let Found::Conflict { fields, keep_ours, take_theirs, .. } = draft.one(&form, declines) else { panic!() };
    assert_eq!(fields, [Field::Answer, Field::Declined]);
    assert_eq!(keep_ours, side("answered", ""));
    assert_eq!((take_theirs.body.value.as_str(), take_theirs.body.declined), ("", true));
    assert_eq!(take_theirs.body.reason, "Not settled");
}

#[test]
fn who_may_read_is_a_part_of_its_own() {
    let form = form();
    let draft = Draft::default().said("A.1", &[side("one", ""), side("two", "")]);
    let narrowed = LineRead { readers: text("The Court only"), ..line("A.1", 1, "one", "") };
    let side = Side { visibility: Some(Visibility::Court), ..side("two", "") };
    assert_eq!(draft.one(&form, narrowed), Found::Take { side, fields: vec![Field::Readers] });
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
