//! What follows from answers: what is shown, required and at fault.

use super::support::*;
use crate::domain::questionnaire::*;

const LISTS: &str = "list_name | name | label | region
     yes_no | yes | Yes |
     yes_no | no | No |
     cities | nairobi | Nairobi | africa
     cities | dakar | Dakar | africa
     cities | lima | Lima | america
     regions | africa | Africa |
     regions | america | Americas |
     abc | a | A |
     abc | b | B |
     abc | c | C |";

fn form(table: &str) -> Form {
    survey_with_choices(table, LISTS).accepted()
}

#[test]
fn a_follow_up_is_shown_and_required_only_where_its_rule_holds() {
    let form = form(
        "type | name | label | relevant | required
         select_one yes_no | B.5 | Designated? | | yes
         text | B.5.name | Name | ${B.5} = 'yes' | yes",
    );
    let on = nothing().on(&form);
    assert_eq!(on.all_faults(), ["B.5 required"]);
    assert!(!on.shown("B.5.name"));
    let on = nothing().give("B.5", "yes").on(&form);
    assert_eq!(on.all_faults(), ["B.5.name required"]);
    let on = nothing().give("B.5", "no").give("B.5.name", "kept in the draft").on(&form);
    assert_eq!(on.all_faults(), Vec::<String>::new());
    assert_eq!(on.value("B.5.name"), "");
}

#[test]
fn what_is_hidden_counts_as_empty_along_a_chain_of_rules() {
    let form = form(
        "type | name | label | relevant
         text | a | A |
         text | b | B | ${a} = 'x'
         text | c | C | ${b} = 'y'
         text | d | D | ${b} != 'y'",
    );
    let on = nothing().give("a", "other").give("b", "y").give("c", "z").on(&form);
    assert!(!on.shown("b") && !on.shown("c") && on.shown("d"));
}

#[test]
fn rules_may_refer_to_questions_further_down() {
    let form = form(
        "type | name | label | relevant
         text | a | A | ${b} = 'yes'
         select_one yes_no | b | B |",
    );
    assert!(nothing().give("b", "yes").on(&form).shown("a"));
}

#[test]
fn a_declined_answer_counts_as_an_answer_and_is_empty_in_rules() {
    let form = form(
        "type | name | label | required | relevant | bind::concord:may_decline
         text | a | A | yes | | yes
         text | b | B | yes | | no
         text | c | C | | ${a} = '' |",
    );
    let on = nothing().give("a", "before").decline("a").decline("b").on(&form);
    assert_eq!(on.all_faults(), ["b required"]);
    assert!(on.row("a").declined && !on.row("b").declined);
    assert!(on.shown("c"));
}

#[test]
fn declining_is_possible_by_default_where_an_answer_is_required() {
    let form = form(
        "type | name | label | required | bind::concord:repeat_min
         text | a | A | yes |
         text | b | B | |
         begin repeat | r | R | | 1
         text | c | C | |
         end repeat | | | |",
    );
    let may = |code: &str| form.node(code).unwrap().1.may_decline;
    assert!(may("a") && !may("b") && may("r"));
}

#[test]
fn a_repeat_with_a_minimum_wants_entries_unless_declined() {
    let form = form(
        "type | name | label | required | bind::concord:repeat_min | bind::concord:repeat_max | bind::concord:may_decline
         begin repeat | B.4 | Focal points | | 1 | 2 | yes
         text | B.4.name | Name | yes | | | no
         end repeat | | | | | |",
    );
    assert_eq!(nothing().on(&form).all_faults(), ["B.4 too-few-entries"]);
    assert!(nothing().on(&form).row("B.4").required);
    assert_eq!(nothing().decline("B.4").on(&form).all_faults(), Vec::<String>::new());
    let one = nothing().entry("B.4", "x");
    assert_eq!(one.clone().on(&form).all_faults(), ["B.4.name required"]);
    assert_eq!(one.give_in("x", "B.4.name", "Ana").on(&form).all_faults(), Vec::<String>::new());
    let three = nothing().entry("B.4", "x").entry("B.4", "y").entry("B.4", "z").decline("B.4");
    // What has been typed before declining stays in the draft and is not asked for.
    assert_eq!(three.on(&form).all_faults(), Vec::<String>::new());
    let three = nothing().entry("B.4", "x").entry("B.4", "y").entry("B.4", "z");
    assert!(three.on(&form).all_faults().contains(&"B.4 too-many-entries".to_owned()));
}

#[test]
fn a_declined_group_asks_nothing_of_what_it_holds() {
    let form = form(
        "type | name | label | required | bind::concord:may_decline
         begin group | C.9 | Numbers | | yes
         integer | C.9.otp | Received | yes | no
         end group | | | |",
    );
    assert_eq!(nothing().on(&form).all_faults(), ["C.9.otp required"]);
    let on = nothing().decline("C.9").on(&form);
    assert!(on.shown("C.9") && on.row("C.9").declined && !on.shown("C.9.otp"));
    assert_eq!(on.all_faults(), Vec::<String>::new());
}

#[test]
fn entries_of_a_repeat_are_judged_one_by_one() {
    let form = form(
        "type | name | label | relevant | calculation
         begin repeat | r | R | |
         select_one yes_no | q | Q | |
         text | why | Why | ${q} = 'no' |
         calculate | place | | | position(..)
         calculate | others | | | count(${r})
         end repeat | | | |
         calculate | all | | | join(',', ${why})",
    );
    let on = nothing()
        .entry("r", "second")
        .entry("r", "first")
        .give_in("second", "q", "no")
        .give_in("second", "why", "because")
        .give_in("first", "q", "yes")
        .give_in("first", "why", "hidden")
        .on(&form);
    assert!(on.row_in("second", "why").shown && !on.row_in("first", "why").shown);
    assert_eq!(on.row_in("second", "place").value, "1");
    assert_eq!(on.row_in("first", "place").value, "2");
    assert_eq!(on.row_in("first", "others").value, "2");
    assert_eq!(on.value("all"), "because");
}

#[test]
fn repeats_inside_repeats_see_their_own_surroundings() {
    let form = form(
        "type | name | label | calculation
         begin repeat | house | House |
         text | street | Street |
         begin repeat | person | Person |
         text | name | Name |
         calculate | address | | concat(${name}, ' ', ${street})
         calculate | neighbour | | indexed-repeat(${name}, ${person}, position(..) + 1)
         end repeat | | |
         calculate | people | | count(${person})
         end repeat | | |
         calculate | everybody | | join(' ', ${name})
         calculate | second | | indexed-repeat(${name}, ${house}, 1, ${person}, 2)",
    );
    let on = nothing()
        .entry("house", "h1")
        .entry("house", "h2")
        .entry_in("h1", "person", "p1")
        .entry_in("h1", "person", "p2")
        .entry_in("h2", "person", "p3")
        .give_in("h1", "street", "Elm")
        .give_in("h2", "street", "Oak")
        .give_in("p1", "name", "Ana")
        .give_in("p2", "name", "Bob")
        .give_in("p3", "name", "Eve")
        .on(&form);
    assert_eq!(on.row_in("p2", "address").value, "Bob Elm");
    assert_eq!(on.row_in("p3", "address").value, "Eve Oak");
    assert_eq!(on.row_in("p1", "neighbour").value, "Bob");
    assert_eq!(on.row_in("p3", "neighbour").value, "");
    assert_eq!((on.row_in("h1", "people").value.as_str(), on.row_in("h2", "people").value.as_str()), ("2", "1"));
    assert_eq!(on.value("everybody"), "Ana Bob Eve");
    assert_eq!(on.value("second"), "Bob");
    let order: Vec<String> = on
        .evaluation
        .rows()
        .filter(|row| !row.instance.is_empty() && row.entry)
        .map(|row| row.instance.clone())
        .collect();
    assert_eq!(order, ["h1", "p1", "p2", "h2", "p3"]);
}

#[test]
fn a_repeat_count_hides_what_is_past_it_and_wants_what_is_missing() {
    let form = form(
        "type | name | label | repeat_count
         integer | n | How many? |
         begin repeat | r | R | ${n}
         text | x | X |
         end repeat | | |",
    );
    let two = nothing().entry("r", "a").entry("r", "b");
    let on = two.clone().give("n", "1").on(&form);
    assert!(on.row_in("a", "x").shown && !on.row_in("b", "x").shown);
    assert_eq!(on.row("r").wanted, Some(1));
    assert_eq!(two.clone().give("n", "3").on(&form).all_faults(), ["r too-few-entries"]);
    assert_eq!(two.clone().on(&form).row("r").wanted, Some(0));
    assert_eq!(two.give("n", "100000").on(&form).row("r").wanted, Some(50));
}

#[test]
fn a_constraint_is_looked_at_only_where_there_is_a_value() {
    let form = form(
        "type | name | label | constraint
         integer | year | Year | . >= 1900 and . <= 2030
         select_multiple abc | some | Some | (not(selected(., 'a')) or count-selected(.) = 1)",
    );
    assert_eq!(nothing().on(&form).all_faults(), Vec::<String>::new());
    assert_eq!(nothing().give("year", "1899").on(&form).all_faults(), ["year constraint-failed"]);
    assert_eq!(nothing().give("year", "1900").on(&form).all_faults(), Vec::<String>::new());
    // One fault at a time: what is no number cannot break a rule about numbers.
    assert_eq!(nothing().give("year", "soon").on(&form).all_faults(), ["year not-a-whole-number"]);
    assert_eq!(nothing().give("some", "a b").on(&form).all_faults(), ["some constraint-failed"]);
}

#[test]
fn a_choice_filter_offers_what_fits_the_other_answers() {
    let form = form(
        "type | name | label | choice_filter
         select_one regions | region | Region |
         select_one cities | city | City | region = ${region}
         select_one cities | other | Other | region = current()/../region and name != 'dakar'",
    );
    let on = nothing().give("region", "africa").give("city", "lima").on(&form);
    let names = |code: &str| -> Vec<&str> {
        on.evaluation.offered(&form, on.row(code)).into_iter().map(|choice| choice.name.as_str()).collect()
    };
    assert_eq!(names("city"), ["nairobi", "dakar"]);
    assert_eq!(names("other"), ["nairobi"]);
    assert_eq!(names("region"), ["africa", "america"]);
    assert_eq!(on.all_faults(), ["city choice-not-offered"]);
}

#[test]
fn defaults_stand_until_something_is_given_even_nothing() {
    let form = form(
        "type | name | label | default
         text | a | A | Kenya
         date | d | D | today()
         integer | n | N | 2 + 3
         text | copy | Copy | ${a}
         hidden | h | | v1
         text | hyphen | H | follow-up",
    );
    let on = nothing().on(&form);
    let values = ["a", "d", "n", "copy", "h", "hyphen"].map(|code| on.value(code));
    assert_eq!(values, ["Kenya", "2027-04-19", "5", "Kenya", "v1", "follow-up"]);
    assert!(on.row("a").defaulted);
    let on = nothing().give("a", "").on(&form);
    assert_eq!((on.value("a"), on.value("copy")), ("", ""));
    assert!(!on.row("a").defaulted);
}

#[test]
fn once_keeps_the_first_value() {
    let form = form("type|name|label|calculation\ntext|a|A|\ncalculate|first||once(${a})");
    assert_eq!(nothing().give("a", "new").on(&form).value("first"), "new");
    assert_eq!(nothing().give("a", "new").give("first", "old").on(&form).value("first"), "old");
}

#[test]
fn a_text_of_the_form_is_filled_with_answers() {
    let form = form("type|name|label\ntext|B.1|Name?\nnote|n|You are ${B.1}");
    let on = nothing().give("B.1", "Ana").on(&form);
    let value =
        |code: &str| on.evaluation.referred(&form, on.row("n"), code).map(|row| row.value.clone()).unwrap_or_default();
    assert_eq!(filled("You are ${B.1}.", value), "You are Ana.");
    assert_eq!(filled("${nobody} ${x", value), " x");
}
