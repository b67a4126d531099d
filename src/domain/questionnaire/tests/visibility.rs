//! How visible an answer effectively is: never wider than what it betrays.

use proptest::prelude::*;

use super::support::*;
use crate::domain::questionnaire::*;

use Visibility::{Court, StatesParties};

fn form(table: &str) -> Form {
    survey_with_choices(table, "list_name | name | label\nyes_no | yes | Yes\nyes_no | no | No").accepted()
}

#[test]
fn an_answer_is_as_narrow_as_the_question_that_it_follows_from() {
    let form = form(
        "type | name | label | relevant | bind::concord:visibility
         select_one yes_no | B.5 | Designated? | | states_parties
         begin repeat | B.6 | Details | ${B.5} = 'yes' | states_parties
         text | B.6.name | Name | | court
         text | B.6.institution | Institution | |
         end repeat | | | |
         text | after | After | count(${B.6}) > 1 | states_parties",
    );
    let one = nothing().give("B.5", "yes").entry("B.6", "x");
    let on = one.clone().on(&form);
    let seen = |on: &On<'_>, code: &str| (on.row(code).effective_visibility, on.row(code).parent_narrowed_by.clone());
    assert_eq!(seen(&on, "B.6"), (StatesParties, None));
    assert_eq!(on.row_in("x", "B.6.institution").effective_visibility, StatesParties);
    assert_eq!(on.row_in("x", "B.6.name").effective_visibility, Court);
    let on = one.see("B.5", Court).on(&form);
    assert_eq!(seen(&on, "B.6"), (Court, Some("B.5".into())));
    assert_eq!(on.row_in("x", "B.6.institution").effective_visibility, Court);
    assert_eq!(seen(&on, "after").0, Court);
}

#[test]
fn a_state_may_narrow_always_and_widen_where_it_is_not_locked() {
    let form = form(
        "type | name | label | bind::concord:visibility | bind::concord:visibility_locked
         text | open | Open | states_parties |
         text | free | Free | court |
         text | locked | Locked | court | yes
         begin group | g | G | court |
         text | child | Child | |
         end group | | | |",
    );
    let chosen = |code: &str, visibility| nothing().see(code, visibility).on(&form).row(code).effective_visibility;
    assert_eq!(chosen("open", Court), Court);
    assert_eq!(chosen("free", StatesParties), StatesParties);
    assert_eq!(chosen("locked", StatesParties), Court);
    assert_eq!(chosen("child", StatesParties), Court);
    let on = nothing().see("child", StatesParties).see("g", StatesParties).on(&form);
    assert_eq!(on.row("child").effective_visibility, StatesParties);
}

#[test]
fn the_number_of_entries_is_as_visible_as_the_repeat_even_where_there_are_none() {
    let form = form(
        "type | name | label | calculation | bind::concord:visibility
         begin repeat | r | R | | court
         integer | n | N | |
         end repeat | | | |
         calculate | total | | sum(${n}) | states_parties
         note | told | Told | | states_parties",
    );
    let on = nothing().on(&form);
    assert_eq!(on.row("total").effective_visibility, Court);
    assert_eq!(on.row("told").effective_visibility, StatesParties);
}

#[test]
fn a_choice_from_a_filtered_list_is_as_narrow_as_what_filters_it() {
    let form = survey_with_choices(
        "type | name | label | choice_filter | bind::concord:visibility
         select_one regions | region | Region | | court
         select_one cities | city | City | region = ${region} | states_parties
         select_one cities | one | One | name != ${two} | states_parties
         select_one cities | two | Two | name != ${one} | states_parties",
        "list_name | name | label | region
         regions | africa | Africa |
         cities | dakar | Dakar | africa
         cities | lima | Lima | america",
    )
    .accepted();
    let on = nothing().on(&form);
    assert_eq!(on.row("city").effective_visibility, Court);
    assert_eq!(on.row("city").parent_narrowed_by.as_deref(), Some("region"));
    assert_eq!(
        (on.row("one").effective_visibility, on.row("two").effective_visibility),
        (StatesParties, StatesParties)
    );
    let on = nothing().see("two", Court).on(&form);
    assert_eq!((on.row("one").effective_visibility, on.row("two").effective_visibility), (Court, Court));
}

#[test]
fn a_total_is_as_narrow_as_the_narrowest_entry_and_so_is_what_follows_from_it() {
    let form = form(
        "type | name | label | relevant | calculation | bind::concord:visibility
         begin repeat | r | R | | | states_parties
         integer | n | N | | | states_parties
         text | why | Why | ${total} > 5 | | states_parties
         end repeat | | | | |
         calculate | total | | | sum(${n}) | states_parties",
    );
    let mut answers = nothing().entry("r", "a").entry("r", "b");
    answers.answers.entry(Place { code: "n".into(), instance: "b".into() }).or_default().visibility = Some(Court);
    let on = answers.on(&form);
    assert_eq!(on.row_in("a", "n").effective_visibility, StatesParties);
    assert_eq!(on.row("total").effective_visibility, Court);
    assert_eq!(on.row_in("a", "why").effective_visibility, Court);
}

/// A form of questions in groups and repeats whose rules read whatever stands before them.
fn tangled(rules: &[(usize, usize, bool, bool)]) -> Form {
    let mut table =
        String::from("type|name|label|relevant|calculation|bind::concord:visibility|bind::concord:visibility_locked\n");
    for (index, (one, other, repeat, court)) in rules.iter().enumerate() {
        let read = |target: &usize| format!("${{q{}}}", target % (index + 1));
        let rule = if index == 0 { String::new() } else { format!("count({}) > 0", read(one)) };
        let calculation = if index == 0 { String::new() } else { format!("count({})", read(other)) };
        let kind = if *repeat { "repeat" } else { "group" };
        let visibility = if *court { "court" } else { "states_parties" };
        let read_before = |text: String| text.replace(&format!("${{q{index}}}"), "${q0}");
        let (rule, calculation) = (read_before(rule), read_before(calculation));
        table += &format!("begin {kind}|g{index}|G|{rule}||states_parties|\n");
        table += &format!("text|q{index}|Q|||{visibility}|\n");
        table += &format!("calculate|c{index}|||{}|states_parties|\n", if index == 0 { "1" } else { &calculation });
        table += &format!("end {kind}||||||\n");
    }
    survey(&table).accepted()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_ever_wider_than_what_it_depends_on(
        rules in prop::collection::vec((0usize..50, 0usize..50, any::<bool>(), any::<bool>()), 1..7),
        chosen in prop::collection::vec((0usize..7, any::<bool>(), 0usize..3, any::<bool>()), 0..20),
        entries in prop::collection::vec(0usize..3, 7),
    ) {
        let form = tangled(&rules);
        let mut answers = nothing();
        for (index, (_, _, repeat, _)) in rules.iter().enumerate() {
            for entry in 0..(if *repeat { entries[index] } else { 0 }) {
                answers = answers.entry(&format!("g{index}"), &format!("e{index}.{entry}"));
            }
        }
        for (index, own, entry, wide) in chosen {
            let code = format!("{}{index}", if own { "q" } else { "g" });
            let inside = own && rules.get(index).is_some_and(|rule| rule.2);
            let instance = if inside { format!("e{index}.{entry}") } else { String::new() };
            let given = answers.answers.entry(Place { code, instance }).or_default();
            given.visibility = Some(if wide { StatesParties } else { Court });
        }
        let on = answers.on(&form);
        let rows: Vec<_> = on.evaluation.rows().collect();
        for row in &rows {
            let node = &form.nodes[row.node];
            let readable = |other: &&Row| !form.nodes[other.node].kind.is_container() || other.instance.is_empty();
            for dependency in &node.depends_on {
                let same_entry = |other: &&Row| form.nodes[*dependency].repeat != node.repeat || other.instance == row.instance;
                let read = rows.iter().copied().filter(|other| other.node == *dependency).filter(readable).filter(same_entry);
                for other in read {
                    prop_assert!(row.effective_visibility <= other.effective_visibility);
                }
            }
            if let Some(parent) = node.parent.filter(|_| !row.entry) {
                let instance = if form.nodes[parent].kind == Kind::Repeat { row.instance.as_str() } else { "" };
                prop_assert!(row.effective_visibility <= on.evaluation.row(parent, instance).unwrap().effective_visibility);
            }
        }
    }
}
