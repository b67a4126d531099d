//! Questions outside any group: they have a section to be answered in, and mean what their author wrote.

use super::support::*;
use crate::domain::questionnaire::*;

const FORM: &str = "type | name | label | relevant | calculation
    calculate | c0 | | | 1 + 1
    text | q0 | First | |
    begin repeat | r0 | Entries | |
    begin group | inner | Inner | |
    text | t0 | Title | ../../../q0 = 'yes' |
    end group | | | |
    end repeat | | | |
    begin group | A | Section | |
    text | a1 | One | /data/q0 = 'yes' |
    text | a2 | Two | ../../q0 = 'yes' |
    end group | | | |
    calculate | c1 | | | concat(/data/A/a1, '!')
    begin group | general | Last | |
    note | n | A note | ../../c0 = 2 |
    end group | | | |
    text | q1 | Last of all | ../q0 = 'yes' |";

#[test]
fn what_stands_beside_one_another_is_one_section() {
    let form = survey(FORM).accepted();
    let sections: Vec<&str> = form.sections().map(|(_, node)| node.code.as_str()).collect();
    // A code that the author has taken is left to them; a calculation alone is no section.
    assert_eq!(sections, ["general2", "A", "general", "general3"]);
    let around = |code: &str| {
        let (_, node) = form.node(code).unwrap();
        let code = |index: usize| form.nodes[index].code.as_str();
        (node.parent.map(code), node.repeat.map(code), code(node.section))
    };
    assert_eq!(around("c0"), (Some("general2"), None, "general2"));
    assert_eq!(around("q0"), (Some("general2"), None, "general2"));
    assert_eq!(around("r0"), (Some("general2"), None, "general2"));
    assert_eq!(around("t0"), (Some("inner"), Some("r0"), "general2"));
    assert_eq!(around("a1"), (Some("A"), None, "A"));
    assert_eq!(around("c1"), (None, None, "c1"));
    assert_eq!(around("q1"), (Some("general3"), None, "general3"));
    for (index, node) in form.nodes.iter().enumerate() {
        let inside: Vec<usize> = (index + 1..node.end).collect();
        assert!(inside.iter().all(|inner| form.nodes[*inner].section == node.section), "{}", node.code);
        assert!(node.parent.is_none_or(|parent| parent < index && node.end <= form.nodes[parent].end), "{}", node.code);
    }
    let (_, section) = form.node("general2").unwrap();
    assert_eq!(section.label.get("fr", "en"), Some(("Questions", "fr")));
    // It is read again as it was written.
    let read = Form::from_json(&form.to_json()).unwrap();
    assert!(read == form && read.order == form.order);
}

#[test]
fn rules_reach_what_they_reached_without_the_section() {
    let form = survey(FORM).accepted();
    let blank = nothing().on(&form);
    assert!(blank.shown("q0") && blank.shown("n") && !blank.shown("a1") && !blank.shown("a2") && !blank.shown("q1"));
    let given = nothing().give("q0", "yes").give("a1", "one").on(&form);
    assert!(given.shown("a1") && given.shown("a2") && given.shown("q1"));
    assert_eq!((given.value("c0"), given.value("c1")), ("2", "one!"));
    for hidden in ["${general2} = ''", "/data/general2/q0 = ''"] {
        let refused = survey(&format!(
            "type|name|label|relevant\ntext|q0|First|\nbegin group|general|G|\ntext|a|A|{hidden}\nend group|||"
        ));
        assert!(refused.form.is_none(), "{hidden}");
    }
}

#[test]
fn a_section_of_ours_is_in_no_report_and_lacks_no_translation() {
    let imported = import(&workbook(&[
        ("survey", "type|name|label::English (en)|label::French (fr)\ntext|q0|First|Premier"),
        ("settings", "form_title::English (en)|form_id\nA form|a_form"),
    ]));
    let bindings = report_json(&imported, ToString::to_string)["bindings"].as_array().unwrap().len();
    let form = imported.accepted();
    assert_eq!((bindings, form.nodes.len()), (1, 2));
    assert_eq!(form.nodes[0].label.get("fr", "en"), Some(("A form", "en")));
    assert!(missing_working_languages(&form).is_empty());
}

#[test]
fn a_form_of_groups_alone_keeps_its_name() {
    let form = import(&file("config/questionnaire/cooperation-2027.xlsx")).accepted();
    assert!(form.nodes.iter().all(|node| !node.gathered));
    assert!(!String::from_utf8(form.to_json()).unwrap().contains("\"gathered\""));
}
