//! What is decided after a change is what would be decided from the beginning.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::support::*;
use crate::domain::questionnaire::{Evaluation, Form, Given, Instance, Kind, Place, Values, Visibility};
use crate::domain::questionnaire::{evaluate, evaluate_again, import};

/// The questionnaire that ships, and a form of choices that filter each other, defaults, rules on rules and calculations.
static FORMS: LazyLock<[Form; 2]> = LazyLock::new(|| {
    let shipped = import(include_bytes!("../../../../config/questionnaire/cooperation-2027.xlsx")).form.unwrap();
    let rules = survey_with_choices(
        "type | name | label | relevant | required | constraint | calculation | default | read_only | choice_filter | bind::concord:visibility
         begin group | g | G | | | | | | | | states_parties
         text | a | A | | yes | | | | | | states_parties
         text | b | B | ${a} != 'x' | ${a} = 'y' | . != 'z' and string-length(.) < 4 | | | | | states_parties
         text | c | C | | | . != ${a} | | once(today()) | ${b} = 'y' | | court
         calculate | d | | | | | concat(${a}, ${b}) | | | | states_parties
         text | lone | L | ${d} != '' | | string-length(.) < 3 | | 7 | ${c} = 'x' | | states_parties
         end group | | | | | | | | | |
         select_one cities | one | One | | | | | | | name != ${two} | states_parties
         select_one cities | two | Two | | | | | | | name != ${one} | states_parties
         select_one cities | three | Three | | | | | | | name != ${one} | states_parties
         begin repeat | r | R | | | | | | | | states_parties
         integer | n | N | ${a} != 'x' | | . > 1 | | | | | states_parties
         text | m | M | ${n} > 2 | | | | | | | court
         text | k | K | ${m} != '' | yes | | | | | | states_parties
         end repeat | | | | | | | | | |
         calculate | total | | | | | sum(${n}) | | | | states_parties",
        "list_name | name | label
         cities | x | X
         cities | y | Y",
    )
    .accepted();
    [shipped, rules]
});

/// What somebody might give, some of it wrong, for a question of any kind.
fn value(form: &Form, node: usize, choice: usize) -> String {
    let node = &form.nodes[node];
    let choices = form.choices(node);
    let words = ["", "x", "y", "z", "7", "2027-04-19", "a longer text that fits no short field", "OK"];
    match &node.kind {
        Kind::SelectOne { .. } if choice > 0 => choices[choice % choices.len()].name.clone(),
        Kind::SelectMultiple { .. } if choice > 0 => {
            choices.iter().step_by(1 + choice % 3).map(|choice| choice.name.as_str()).collect::<Vec<_>>().join(" ")
        }
        _ => words[choice % words.len()].to_owned(),
    }
}

fn same(again: &Evaluation, anew: &Evaluation) -> Result<(), TestCaseError> {
    for (again, anew) in again.rows().zip(anew.rows()) {
        prop_assert_eq!(again, anew);
    }
    prop_assert_eq!(again.rows().count(), anew.rows().count());
    Ok(())
}

#[test]
fn most_questions_of_the_questionnaire_are_read_by_no_rule() {
    let [form, _] = &*FORMS;
    let asked = || form.nodes.iter().zip(&form.is_read).filter(|(node, _)| node.kind.takes_answer());
    assert!(asked().filter(|(_, read)| !**read).count() * 2 > asked().count());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_change_decides_what_evaluating_everything_would(
        which in 0usize..2,
        changes in prop::collection::vec((any::<prop::sample::Index>(), 0usize..20, 0usize..4, 0usize..3, 0usize..3), 1..40),
        entries in 0usize..3,
    ) {
        let form = &FORMS[which];
        let mut instances = Vec::new();
        for (index, node) in form.nodes.iter().enumerate().filter(|(_, node)| node.kind == Kind::Repeat && node.repeat.is_none()) {
            for entry in 0..entries {
                let id = format!("e{index}.{entry}");
                let position = i32::try_from(entry).unwrap();
                instances.push(Instance { id, repeat_code: node.code.clone(), parent: String::new(), position });
            }
        }
        let mut values = Values::new(std::collections::HashMap::new(), instances.clone());
        let mut again = evaluate(form, &values, &clock());
        for (at, choice, declined, visibility, entry) in changes {
            let node = at.index(form.nodes.len());
            let instance = match form.nodes[node].repeat {
                Some(repeat) if entry < entries => format!("e{repeat}.{entry}"),
                _ => String::new(),
            };
            let place = Place { code: form.nodes[node].code.clone(), instance };
            let visibility = [None, Some(Visibility::Court), Some(Visibility::StatesParties)][visibility];
            let given = Given { value: value(form, node, choice), declined: declined == 0, visibility };
            values.answers.insert(place.clone(), given);
            again = evaluate_again(form, &again, &values, &clock(), &[place]);
            same(&again, &evaluate(form, &values, &clock()))?;
        }
    }
}
