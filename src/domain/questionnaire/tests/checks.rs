//! One answer by itself, and the words for what is wrong with it.

use super::support::*;
use crate::domain::questionnaire::messages::{FAULTS_EN, FAULTS_FR, PROBLEMS_EN, PROBLEMS_FR};
use crate::domain::questionnaire::*;

/// The stored value, or the keys of the faults.
fn saved(kind: &str, raw: &str) -> Result<String, Vec<&'static str>> {
    let form = survey_with_choices(
        &format!(
            "type | name | label | appearance | parameters | constraint
             {kind}"
        ),
        "list_name | name | label
         abc | a | A
         abc | b | B
         abc | c | C",
    )
    .accepted();
    check_value(&form, form.node("q").unwrap().1, raw).map_err(|faults| faults.iter().map(FaultCode::key).collect())
}

fn good(kind: &str, raw: &str) -> String {
    saved(&format!("{kind} | q | Q"), raw).unwrap_or_else(|faults| panic!("{raw:?}: {faults:?}"))
}

fn bad(kind: &str, raw: &str) -> Vec<&'static str> {
    saved(&format!("{kind} | q | Q"), raw).expect_err(raw)
}

#[test]
fn a_blank_is_no_answer_and_never_wrong() {
    for kind in ["text", "integer", "date", "select_one abc", "rank abc", "acknowledge", "file", "range"] {
        assert_eq!(good(kind, "  "), "");
    }
}

#[test]
fn text_is_kept_as_typed_within_its_length() {
    assert_eq!(good("text", "  L’État  "), "L’État");
    assert_eq!(bad("text", "two\nlines"), ["line-break"]);
    assert_eq!(saved("text | q | Q | multiline", "two\r\nlines\twide \n").unwrap(), "two\nlines\twide");
    for hidden in ["a\0b", "a\u{7}b", "a\u{fffe}b", "tab\tbed"] {
        assert_eq!(bad("text", hidden), ["control-character"], "{hidden:?}");
    }
    assert_eq!(good("text", &"é".repeat(500)).chars().count(), 500);
    assert_eq!(bad("text", &"é".repeat(501)), ["too-long"]);
    assert!(saved("text | q | Q | multiline", &"x".repeat(8_000)).is_ok());
    assert_eq!(saved("text | q | Q | multiline", &"x".repeat(8_001)).unwrap_err(), ["too-long"]);
    assert!(saved("text | q | Q | | | string-length(.) <= 600", &"x".repeat(600)).is_ok());
    assert_eq!(saved("text | q | Q | | | string-length(.) <= 600", &"x".repeat(601)).unwrap_err(), ["too-long"]);
    assert_eq!(saved("text | q | Q | | rows=4", "two\nlines").unwrap(), "two\nlines");
}

#[test]
fn numbers_are_taken_as_people_write_them() {
    assert_eq!(good("integer", " 0012 "), "12");
    assert_eq!(good("integer", "1 000\u{a0}000"), "1000000");
    assert_eq!(good("integer", "\u{2212}5"), "-5");
    assert_eq!(good("integer", "-0"), "0");
    for wrong in ["1.5", "1,000", "1e3", "five", "--1", "0x10", "+", "١٢"] {
        assert_eq!(bad("integer", wrong), ["not-a-whole-number"], "{wrong}");
    }
    assert_eq!(bad("integer", "1234567890123456"), ["out-of-range"]);
    assert_eq!(good("decimal", "3,50"), "3.5");
    assert_eq!(good("decimal", "1 234.25"), "1234.25");
    assert_eq!(good("decimal", ".5"), "0.5");
    assert_eq!(good("decimal", "-0.0"), "0");
    for wrong in ["1,000", "1,5,5", "1.5.5", ".", "1,5.5", "inf", "NaN", "0.1234567890123456"] {
        assert_eq!(bad("decimal", wrong), ["not-a-number"], "{wrong}");
    }
}

#[test]
fn a_range_keeps_its_ends_and_steps() {
    let range = |raw: &str| saved("range | q | Q | | start=0 end=1 step=0.1", raw);
    assert_eq!(range("0.3").unwrap(), "0.3");
    assert_eq!(range("1").unwrap(), "1");
    assert_eq!(range("0.35").unwrap_err(), ["off-step"]);
    assert_eq!(range("1.1").unwrap_err(), ["out-of-range"]);
    assert_eq!(range("x").unwrap_err(), ["not-a-number"]);
    assert_eq!(saved("range | q | Q | | start=10 end=0 step=2", "4").unwrap(), "4");
}

#[test]
fn dates_and_times_have_one_shape() {
    assert_eq!(good("date", "2027-4-9"), "2027-04-09");
    for wrong in
        ["2027-02-29", "27-04-19", "2027/04/19", "19 April 2027", "2027-04", "0027-01-01", "2027-13-01", "-2027-01-01"]
    {
        assert_eq!(bad("date", wrong), ["not-a-date"], "{wrong}");
    }
    assert_eq!(good("time", "9:05"), "09:05:00");
    assert_eq!(good("time", "23:59:59"), "23:59:59");
    for wrong in ["24:00", "9h05", "12:60", "12"] {
        assert_eq!(bad("time", wrong), ["not-a-time"], "{wrong}");
    }
    assert_eq!(good("dateTime", "2027-04-19T14:30"), "2027-04-19T14:30:00");
    assert_eq!(good("dateTime", "2027-04-19 14:30:15+02:00"), "2027-04-19T14:30:15+02:00");
    for wrong in ["2027-04-19", "2027-04-19T25:00", "2027-04-19T14:30+99:00", "now"] {
        assert_eq!(bad("dateTime", wrong), ["not-a-date-time"], "{wrong}");
    }
}

#[test]
fn choices_are_of_the_list_and_in_its_order() {
    assert_eq!(good("select_one abc", "b"), "b");
    assert_eq!(bad("select_one abc", "d"), ["unknown-choice"]);
    assert_eq!(bad("select_one abc", "a b"), ["unknown-choice"]);
    assert_eq!(good("select_multiple abc", " c  a "), "a c");
    assert_eq!(bad("select_multiple abc", "a a d"), ["choice-twice", "unknown-choice"]);
    assert_eq!(good("rank abc", "c a b"), "c a b");
    assert_eq!(bad("rank abc", "c a"), ["rank-incomplete"]);
    assert_eq!(good("acknowledge", "OK"), "OK");
    assert_eq!(bad("acknowledge", "no"), ["not-acknowledged"]);
    assert_eq!(bad("note", "x"), ["not-answerable"]);
}

/// Message ids of a file with the variables of each.
fn messages(file: &str) -> Vec<(String, Vec<String>)> {
    let mut found = Vec::new();
    // What is indented belongs to the line above it.
    let file = file.replace("\n ", " ").replace("\n}", " }");
    for line in file.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (id, text) = line.split_once(" = ").unwrap_or_else(|| panic!("not a message: {line}"));
        let mut variables: Vec<String> = text
            .split("{ $")
            .skip(1)
            .filter_map(|rest| rest.split_once(" }"))
            .map(|(name, _)| name.to_owned())
            .collect();
        variables.sort();
        variables.dedup();
        found.push((id.to_owned(), variables));
    }
    found.sort();
    found
}

#[test]
fn every_fault_and_problem_has_its_words_in_both_languages() {
    for (english, french, prefix, keys) in
        [(PROBLEMS_EN, PROBLEMS_FR, "problem", ProblemCode::KEYS), (FAULTS_EN, FAULTS_FR, "fault", FaultCode::KEYS)]
    {
        let mut wanted: Vec<String> = keys.iter().map(|key| format!("{prefix}-{key}")).collect();
        wanted.sort();
        let ids: Vec<String> = messages(english).into_iter().map(|(id, _)| id).collect();
        assert_eq!(ids, wanted);
        assert_eq!(messages(english), messages(french));
    }
}

#[test]
fn french_has_its_unbreakable_spaces() {
    for line in
        PROBLEMS_FR.lines().chain(FAULTS_FR.lines()).filter_map(|line| line.split_once(" = ")).map(|(_, text)| text)
    {
        for mark in [" :", " ;", " ?", " !", " »", "« "] {
            assert!(!line.contains(mark), "{line}");
        }
        assert!(!line.contains('\''), "{line}");
    }
}

#[test]
fn a_problem_in_the_log_names_the_cell_and_the_code() {
    let imported = survey("type|name|label|relevant\ntext|A.1|One|\ntext|A.2|Two|${A.9} = 1");
    let logged = imported.problems[0].to_string();
    assert!(logged.starts_with("survey!D3 unknown-question ") && logged.contains("A.9"), "{logged}");
}

#[test]
fn every_argument_of_a_code_is_used_by_its_message() {
    let problems = (include_str!("../xlsform/problem.rs"), "problem", messages(PROBLEMS_EN));
    let faults = (include_str!("../fault.rs"), "fault", messages(FAULTS_EN));
    let mut checked = 0;
    for (source, prefix, messages) in [problems, faults] {
        for line in source.lines().filter(|line| line.contains(" = \"") && line.ends_with("\",")) {
            let (left, key) = line.split_once(" = \"").unwrap();
            let id = format!("{prefix}-{}", key.trim_end_matches("\","));
            let fields =
                left.split_once('{').map(|(_, fields)| fields.trim_end_matches([' ', '}'])).unwrap_or_default();
            let fields = fields.split(',').map(|field| field.trim().to_owned());
            let mut fields: Vec<String> = fields.filter(|field| !field.is_empty()).collect();
            fields.sort();
            let (_, variables) = messages.iter().find(|(found, _)| *found == id).unwrap();
            assert_eq!(&fields, variables, "{id}");
            checked += 1;
        }
    }
    assert_eq!(checked, ProblemCode::KEYS.len() + FaultCode::KEYS.len());
}
