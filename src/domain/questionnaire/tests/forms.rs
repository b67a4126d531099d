//! What authors get wrong in a workbook, and what they are told.

use super::support::*;
use crate::domain::questionnaire::*;

const YES_NO: &str = "list_name | name | label\nyes_no | yes | Yes\nyes_no | no | No";

fn told(table: &str) -> Vec<String> {
    let imported = survey_with_choices(table, YES_NO);
    assert_eq!(imported.form.is_some(), imported.errors().is_empty());
    imported.errors()
}

#[test]
fn all_faults_are_told_at_once_each_with_its_cell() {
    let imported = survey_with_choices(
        "type | name | label | relevant | constraint | calculation | bind::concord:visibility
         text | A.1 | One | ${A.9} = 1 | regex(., '(') | | public
         select_one nowhere | A.2 | Two | | | |
         geopoint | A.3 | Three | | | |
         calculate | A.4 | | | | |
         text | A.1 | Again | | | uuid() |
         text | 1x | X | | | |
         txt | A.6 | Six | | | |
         end group | | | | | |
         begin group | A.7 | Seven | | | |",
        "list_name | name | label
         l | a | A
         l | | B
         l | a | C",
    );
    // Cell by cell, sheet by sheet.
    assert_eq!(
        imported.errors(),
        [
            "survey!D2 unknown-question",
            "survey!E2 bad-pattern",
            "survey!G2 bad-value",
            "survey!A3 unknown-list",
            "survey!A4 unsupported-type",
            "survey!A5 no-calculation",
            "survey!B6 duplicate-code",
            "survey!B7 bad-code",
            "survey!A8 unknown-type",
            "survey!A9 end-without-begin",
            "survey!10 not-closed",
            "choices!B3 choice-without-name",
            "choices!B4 duplicate-choice",
        ]
    );
    assert!(imported.form.is_none());
}

#[test]
fn headers_and_types_may_be_written_as_pyxform_lets_them() {
    let form = survey_with_choices(
        "Command | value | caption::French (fr) | Label::English (en) | bind::relevant | readonly | bind::jr:constraintMsg::French (fr)
         begin_group | g | Groupe | Group | | |
         select one from yes_no | a | Une | One | | |
         add select multiple prompt using yes_no | b | Deux | Two | | |
         select1 yes_no | c | Trois | Three | | |
         select all that apply yes_no | d | Quatre | Four | | |
         int | e | Cinq | Five | ${a} = ‘yes’ | TRUE | Non
         string | f | Six | Six | | |
         end_group | | | | | |
         begin lgroup | r | Répétition | Repeat | | |
         add date prompt | h | Sept | Seven | | |
         end lgroup | | | | | |",
        "list name | value | caption
         yes_no | yes | Yes
         yes_no | no | No",
    )
    .accepted();
    let kinds: Vec<String> = form.nodes.iter().map(|node| format!("{:?}", node.kind)).collect();
    assert_eq!(
        kinds,
        [
            "Group",
            "SelectOne { list: 0 }",
            "SelectMultiple { list: 0 }",
            "SelectOne { list: 0 }",
            "SelectMultiple { list: 0 }",
            "Integer",
            "Text { multiline: false }",
            "Group",
            "Repeat",
            "Date",
        ]
    );
    let five = form.node("e").unwrap().1;
    assert_eq!(five.relevant.as_ref().unwrap().source(), "${a} = 'yes'");
    assert_eq!(five.constraint_message.get("fr", "en"), Some(("Non", "fr")));
    assert_eq!(five.read_only.as_ref().unwrap().source(), "true()");
    assert_eq!(form.languages.keys().collect::<Vec<_>>(), ["en", "fr", "und"]);
    let shape = |code: &str| {
        let (index, node) = form.node(code).unwrap();
        (index, node.parent, node.repeat, node.section, node.end)
    };
    assert_eq!(shape("g"), (0, None, None, 0, 7));
    assert_eq!(shape("f"), (6, Some(0), None, 0, 7));
    assert_eq!(shape("h"), (9, Some(8), Some(8), 7, 10));
}

#[test]
fn or_other_adds_a_choice_and_a_question() {
    let form = survey_with_choices(
        "type | name | label::English (en) | label::French (fr)
         select_one yes_no or_other | B.1 | Channel? | Voie ?
         text | B.2 | Next | Suite",
        "list_name | name | label::English (en) | label::French (fr)
         yes_no | yes | Yes | Oui",
    )
    .accepted();
    let codes: Vec<&str> = form.nodes.iter().map(|node| node.code.as_str()).collect();
    assert_eq!(codes, ["general", "B.1", "B.1_other", "B.2"]);
    assert_eq!(form.lists[0].choices[1].name, "other");
    assert_eq!(form.lists[0].choices[1].label.get("fr", "en"), Some(("Autre", "fr")));
    assert!(!nothing().give("B.1", "yes").on(&form).shown("B.1_other"));
    assert!(nothing().give("B.1", "other").on(&form).shown("B.1_other"));
    assert_eq!(form.nodes[2].end, 3);
    assert!(form.by_code["B.2"] == 3 && form.nodes[2].depends_on == [1]);
}

#[test]
fn groups_must_be_closed_in_their_order() {
    assert_eq!(told("type|name|label\nbegin group|g|G\ntext|a|A\nend repeat||"), ["survey!A4 end-of-another"]);
    assert_eq!(told("type|name|label\nbegin repeat|g|G\ntext|a|A"), ["survey!2 not-closed"]);
    assert_eq!(told("type|name|label\ntext|a|A\nend group||"), ["survey!A3 end-without-begin"]);
    let deep: String = (0..11).map(|n| format!("begin group|g{n}|G\n")).collect();
    let ends = "end group||\n".repeat(11);
    assert_eq!(told(&format!("type|name|label\n{deep}text|a|A\n{ends}")), ["survey!A12 too-deep"]);
    assert_eq!(told("type|name|label\nbegin loop over yes_no|l|L\ntext|a|A\nend loop||"), ["survey!A2 loop"]);
}

#[test]
fn rules_may_not_go_round_in_circles() {
    let cycle = |table: &str| {
        let imported = survey(table);
        let problem = imported.problems.iter().find(|problem| problem.key() == "cycle").unwrap();
        format!("{} {}", problem.cell(), problem.args()[0].1)
    };
    assert_eq!(
        cycle("type|name|label|relevant\ntext|a|A|${b} = 1\ntext|b|B|${c} = 1\ntext|c|C|${a} = 1"),
        "survey!D2 a → b → c → a"
    );
    assert_eq!(cycle("type|name|label|relevant\ntext|a|A|. = 1"), "survey!D2 a → a");
    assert_eq!(cycle("type|name|label|calculation\ncalculate|a||${a} + 1"), "survey!D2 a → a");
    // A group is shown by an answer inside it.
    assert_eq!(
        cycle("type|name|label|relevant\nbegin group|g|G|${a} = 1\ntext|a|A|\nend group|||"),
        "survey!D2 g → a → g"
    );
    assert_eq!(told("type|name|label|constraint\ninteger|a|A|. < ${b}\ninteger|b|B|. > ${a}"), Vec::<String>::new());
}

#[test]
fn paths_lead_to_questions_or_are_refused() {
    let table = |rule: &str| {
        format!(
            "type | name | label | relevant
             begin group | g | G |
             text | a | A |
             begin group | h | H |
             text | b | B | {rule}
             end group | | |
             end group | | |
             text | c | C |"
        )
    };
    for rule in [
        "../../a = 1",
        "/data/g/a = 1",
        "/other_name/g/a = 1",
        "current()/../../a = 1",
        "../../../c = 1",
        "./../../a = 1",
    ] {
        assert_eq!(told(&table(rule)), Vec::<String>::new(), "{rule}");
        let form = survey_with_choices(&table(rule), YES_NO).accepted();
        let target = if rule.contains("/c") { "c" } else { "a" };
        assert!(nothing().give(target, "1").on(&form).shown("b"), "{rule}");
    }
    for rule in ["../a = 1", "a = 1", "/g/a = 1", "../../../../x = 1", "${g}/b = 1", "/data = 1"] {
        assert_eq!(told(&table(rule)), ["survey!D5 unknown-path"], "{rule}");
    }
    assert_eq!(told(&table("position(..) = 1")), Vec::<String>::new());
}

#[test]
fn references_in_texts_are_followed_too() {
    let table = "type|name|label|hint\nnote|n|Hello ${a}|${nobody} and ${a\ntext|a|A|";
    let errors = told(table);
    assert_eq!(errors, ["survey!D2 unknown-question", "survey!D2 bad-reference"]);
}

#[test]
fn our_columns_take_their_words_only() {
    let table = "type | name | label | bind::concord:visibility_locked | bind::concord:tier | bind::concord:purpose | bind::concord:repeat_min | bind::concord:repeat_max
         text | a | A | maybe | basic | response | |
         begin repeat | r | R | | | | many | 5000
         text | b | B | | | | |
         end repeat | | | | | | |
         begin repeat | s | S | | | | 5 | 2
         text | c | C | | | | |
         end repeat | | | | | | |";
    assert_eq!(
        told(table),
        [
            "survey!D2 bad-value",
            "survey!E2 bad-value",
            "survey!F2 bad-value",
            "survey!G3 bad-value",
            "survey!H3 too-many-entries",
            "survey!G6 repeat-bounds",
        ]
    );
    for header in ["bind::concord:visibilty", "bind::concord:", "bind :: concord : visible", "concord:tier"] {
        assert_eq!(
            told(&format!("type|name|label|{header}\ntext|a|A|")),
            ["survey!D1 unknown-concord-column"],
            "{header}"
        );
    }
}

#[test]
fn a_question_is_never_wider_than_its_group() {
    let table = |group: &str, own: &str| {
        format!(
            "type | name | label | bind::concord:visibility
             begin group | g | G | {group}
             begin group | h | H |
             text | a | A | {own}
             end group | | |
             end group | | |"
        )
    };
    assert_eq!(told(&table("court", "states_parties")), ["survey!D4 wider-than-group"]);
    assert_eq!(told(&table("states_parties", "court")), Vec::<String>::new());
    // A section that says nothing holds nobody back.
    assert_eq!(told(&table("", "states_parties")), Vec::<String>::new());
    let visibility = |group: &str, own: &str| {
        survey_with_choices(&table(group, own), YES_NO).accepted().node("a").unwrap().1.visibility
    };
    assert_eq!(visibility("", ""), Visibility::Court);
    assert_eq!(visibility("states_parties", ""), Visibility::StatesParties);
}

#[test]
fn what_a_group_says_holds_for_what_it_contains() {
    let form = survey(
        "type | name | label | bind::concord:carry_forward | bind::concord:tier | bind::concord:legal_basis
         begin group | C.9 | Numbers | no | extended | Art. 93
         integer | C.9.otp | OTP | | |
         integer | C.9.own | Own | yes | core |
         end group | | | | |
         text | D.1 | D | | |",
    )
    .accepted();
    let said = |code: &str| {
        let node = form.node(code).unwrap().1;
        (node.carry_forward, node.tier == Tier::Core, node.legal_basis.as_deref())
    };
    assert_eq!(said("C.9.otp"), (false, false, None));
    assert_eq!(said("C.9.own"), (true, true, None));
    assert_eq!(said("D.1"), (true, true, None));
}

#[test]
fn unknown_columns_and_sheets_are_ignored_with_a_warning() {
    let imported = import(&workbook(&[
        ("survey", "type|name|label|remarks\ntext|a|A|for ourselves|nobody reads this"),
        ("settigns", "form_id\nx"),
        ("notes", "anything"),
        ("_private", "anything"),
    ]));
    assert_eq!(
        imported.warnings(),
        ["survey!D1 ignored-column", "survey!E2 cell-without-header", "settigns similar-sheet", "notes ignored-sheet"]
    );
    assert!(imported.form.is_some());
}

#[test]
fn features_that_we_leave_out_are_refused_where_they_are_used() {
    assert_eq!(told("type|name|label|trigger\ntext|a|A|"), Vec::<String>::new());
    assert_eq!(told("type|name|label|trigger\ntext|a|A|\ntext|b|B|${a}"), ["survey!D3 unsupported-column"]);
    assert_eq!(told("type|name|label|media::image\nnote|a|A|x.png"), ["survey!D2 unsupported-column"]);
    assert_eq!(told("type|name|label|bind::jr:preload\ntext|a|A|uid"), ["survey!D2 unsupported-column"]);
    assert_eq!(
        told("type|name|label|appearance\nselect_one yes_no|a|A|search('x')"),
        ["survey!D2 unsupported-expression"]
    );
    assert_eq!(
        told("type|name|label|parameters\nselect_one yes_no|a|A|randomize=true"),
        ["survey!D2 unsupported-parameter"]
    );
    assert_eq!(told("type|name|label\nselect_one ${a}|b|B"), ["survey!A2 unsupported-type"]);
    assert_eq!(told("type|name|label|read_only\ntext|a|A|${b} = 1"), ["survey!D2 unknown-question"]);
    for kind in
        ["image", "barcode", "geotrace", "deviceid", "email", "select_one_external yes_no", "csv-external", "audit"]
    {
        assert_eq!(told(&format!("type|name|label\n{kind}|a|A")), ["survey!A2 unsupported-type"], "{kind}");
    }
}

#[test]
fn a_bad_default_is_told_and_left_out() {
    let imported = survey_with_choices(
        "type | name | label | default
         integer | a | A | many
         select_one yes_no | b | B | maybe
         date | c | C | 2027-04-19",
        YES_NO,
    );
    assert_eq!(imported.warnings(), ["survey!D2 bad-default", "survey!D3 bad-default"]);
    let form = imported.accepted();
    let default = |code: &str| form.node(code).unwrap().1.default.as_ref();
    assert!(default("a").is_none() && default("c").is_some());
}

#[test]
fn the_same_name_in_other_letters_is_a_warning() {
    let imported = survey("type|name|label\ntext|Name|A\ntext|name|B");
    assert_eq!(imported.warnings(), ["survey!B3 code-case-clash"]);
    assert!(imported.form.is_some());
}

#[test]
fn choices_may_repeat_where_the_settings_say_so() {
    let book = |allow: &str| {
        import(&workbook(&[
            ("survey", "type|name|label\nselect_one l|a|A"),
            ("choices", "list_name|name|label|k\nl|x|X|1\nl|x|X|2"),
            ("settings", &format!("form_id|allow_choice_duplicates\nf|{allow}")),
        ]))
    };
    assert_eq!(book("no").errors(), ["choices!B3 duplicate-choice"]);
    assert!(book("yes").form.is_some());
}

#[test]
fn a_sheet_of_notes_needs_no_names() {
    assert_eq!(told("type|label\nnote|Hello\ntext|A"), ["survey!3 no-code"]);
    assert_eq!(told("type|label\nnote|Hello"), Vec::<String>::new());
    assert_eq!(told("name|label\na|A"), ["survey missing-header"]);
}

#[test]
fn the_old_name_of_the_form_id_gives_way() {
    let imported = import(&workbook(&[
        ("survey", "type|name|label\ntext|a|A"),
        ("settings", "id_string|version|Form_ID|form_title\nold|3|new|Title"),
    ]));
    assert_eq!(imported.errors(), ["settings!C1 duplicate-header"]);
    let imported = import(&workbook(&[
        ("survey", "type|name|label\ntext|a|A"),
        ("settings", "id_string|version|form_id|form_title\nold|3|new|Title"),
    ]));
    assert_eq!(imported.accepted().form_id, "new");
}

#[test]
fn a_form_without_settings_is_called_data() {
    let form = survey("type|name|label\ntext|a|A").accepted();
    assert_eq!((form.form_id.as_str(), form.version.as_str()), ("data", ""));
    assert_eq!(form.default_language, "und");
    assert_eq!(form.title.get("en", "und"), Some(("data", "und")));
}

#[test]
fn a_missing_translation_is_named_by_its_cell_and_counted_by_language() {
    let imported = survey(
        "type | name | label::English (en) | label::French (fr) | hint::English (en)
         text | a | One | Un | Help
         text | b | Two | |",
    );
    assert_eq!(imported.warnings(), ["survey missing-translations", "survey!D3 missing-translation"]);
    let form = imported.accepted();
    let missing: Vec<(String, &str)> =
        completeness(&form)["fr"].iter().map(|text| (text.code.clone(), text.what)).collect();
    assert_eq!(missing, [("a".into(), "hint"), ("b".into(), "label")]);
    assert!(completeness(&form)["en"].is_empty());
    assert_eq!(missing_working_languages(&form)["fr"].len(), 2);
    let german = survey("type|name|label::German (de)\ntext|a|Frage").accepted();
    assert_eq!(missing_working_languages(&german).len(), 2);
}

#[test]
fn a_working_language_is_missing_also_where_the_workbook_has_no_column_for_it() {
    let english = survey("type|name|label::English (en)\ntext|a|One\ntext|b|Two");
    let told: Vec<String> = english.problems.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("French (fr)") && told[0].contains("a (label), b (label)"), "{told:?}");
    // One that names no language at all is as other people write theirs.
    assert!(survey("type|name|label\ntext|a|One").problems.is_empty());
}

#[test]
fn languages_may_be_written_with_or_without_their_tag() {
    let imported = survey(
        "type | name | label::English | label::French (fr) | hint::Anglais (en) | hint::Klingon
         text | a | One | Un | Help | nuqneH",
    );
    let warnings: Vec<String> =
        imported.warnings().into_iter().filter(|warning| !warning.contains("missing-translation")).collect();
    assert_eq!(
        warnings,
        ["survey!C1 language-without-tag", "survey!E1 language-twice", "survey!F1 language-without-tag"]
    );
    let form = imported.accepted();
    assert_eq!(form.languages.keys().collect::<Vec<_>>(), ["en", "fr", "x-klingon"]);
    assert_eq!(form.node("a").unwrap().1.hint.get("en", "fr"), Some(("Help", "en")));
}
