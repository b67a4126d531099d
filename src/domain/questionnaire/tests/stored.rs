//! A form as it is stored, named and loaded; and how long it takes to evaluate.

use std::time::Instant;

use super::support::*;
use crate::domain::questionnaire::*;

fn questionnaire() -> Form {
    import(&file("config/questionnaire/cooperation-2027.xlsx")).accepted()
}

#[test]
fn a_form_is_the_same_after_it_was_stored() {
    let form = questionnaire();
    let loaded = Form::from_json(&form.to_json()).unwrap();
    assert_eq!(loaded, form);
    assert_eq!(form.hash.len(), 64);
    assert_eq!(loaded.to_json(), form.to_json());
}

#[test]
fn the_name_of_a_form_follows_its_meaning_not_its_file() {
    let table = "type|name|label|bind::concord:tier\ntext|a|A|";
    let hash = |table: &str| survey(table).accepted().hash;
    assert_eq!(hash(table), hash("type|name|caption|bind::concord:tier\nstring|a|A|core"));
    assert_ne!(hash(table), hash("type|name|label|bind::concord:tier\ntext|a|B|"));
}

#[test]
fn a_stored_form_that_contradicts_itself_is_not_loaded() {
    let form = survey("type|name|label\nbegin group|g|G\ntext|a|A\nend group||").accepted();
    let stored = String::from_utf8(form.to_json()).unwrap();
    for (from, to) in [
        ("\"parent\":0", "\"parent\":7"),
        ("\"end\":2", "\"end\":9"),
        ("\"depends_on\":[]", "\"depends_on\":[4]"),
        ("\"kind\":\"group\"", "\"kind\":\"rank\",\"list\":3"),
        ("\"relevant\":null", "\"relevant\":\"uuid()\""),
        ("\"relevant\":null", "\"relevant\":\"${a} = 1\""),
    ] {
        assert!(stored.contains(from), "{from}");
        let changed = stored.replacen(from, to, 1);
        assert!(Form::from_json(changed.as_bytes()).is_err(), "{to}");
    }
    assert!(Form::from_json(b"{}").is_err());
}

#[test]
fn rules_of_the_questionnaire_hold_on_a_few_answers() {
    let form = questionnaire();
    let on = nothing().on(&form);
    assert!(!on.shown("A.2") && !on.shown("A.4") && !on.shown("B.6") && on.shown("B.4"));
    let required = on.all_faults();
    assert!(required.contains(&"P.1 required".to_owned()) && required.contains(&"B.4 too-few-entries".to_owned()));
    let on = nothing()
        .give("A.1", "bill")
        .give("A.3", "partly")
        .give("A.4", "arrest other")
        .give("B.8", "formal_only")
        .on(&form);
    assert!(on.shown("A.7") && on.shown("A.4.other") && !on.shown("A.2"));
    assert!(on.faults("B.8").is_empty());
    assert_eq!(on.row("A.4.other").effective_visibility, Visibility::Court);
    // A.7 is for all States Parties, and follows from A.6 and A.1, which are too.
    assert_eq!(on.row("A.7").effective_visibility, Visibility::StatesParties);
    let on = nothing().see("B.5", Visibility::Court).give("B.5", "yes").entry("B.6", "x").on(&form);
    assert_eq!(on.row_in("x", "B.6.institution").effective_visibility, Visibility::Court);
    assert_eq!(on.row_in("x", "B.6.institution").parent_narrowed_by.as_deref(), Some("B.5"));
    assert_eq!(on.row("B.6").parent_narrowed_by.as_deref(), Some("B.5"));
    let purposes = form.nodes.iter().filter(|node| node.purpose.is_some()).count();
    assert_eq!(purposes, 11);
}

#[test]
fn the_questionnaire_is_evaluated_in_a_blink() {
    let form = questionnaire();
    let mut answers = nothing().give("A.1", "specific").give("B.5", "yes").give("D.2", "freeze");
    for repeat in ["A.2", "B.4", "B.6", "D.3", "H.4", "L.1"] {
        for entry in 0..10 {
            answers = answers.entry(repeat, &format!("{repeat}-{entry}"));
        }
    }
    let values = Values::new(answers.answers, answers.instances);
    let rounds = 50;
    let started = Instant::now();
    for _ in 0..rounds {
        evaluate(&form, &values, &clock());
    }
    let each = started.elapsed() / rounds;
    println!("{} rows in {each:?}", evaluate(&form, &values, &clock()).rows().count());
    // Fifty times what a release build takes: this catches a quadratic walk, not a slow machine.
    assert!(each.as_millis() < 50, "{each:?}");
}

#[test]
fn a_long_chain_of_rules_neither_overflows_nor_lingers() {
    let mut table = String::from("type|name|label|relevant\ntext|q0|Q|\n");
    for number in 1..600 {
        table += &format!("text|q{number}|Q|${{q{}}} != ''\n", number - 1);
    }
    let form = survey(&table).accepted();
    assert_eq!(form.node("q599").unwrap().1.depends_on.len(), 599);
    assert!(!nothing().on(&form).shown("q599"));
}
