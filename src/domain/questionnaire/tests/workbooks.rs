//! Real workbooks: the questionnaire itself and pyxform's own test files.

use super::support::*;
use crate::domain::questionnaire::*;

#[test]
fn the_questionnaire_is_accepted_without_any_problem() {
    let imported = import(&file("config/questionnaire/cooperation-2027.xlsx"));
    let problems: Vec<String> = imported.problems.iter().map(ToString::to_string).collect();
    assert_eq!(problems, Vec::<String>::new());
    let form = imported.accepted();
    assert_eq!(form.form_id, "cooperation");
    assert_eq!(form.sections().count(), 13);
    assert_eq!(form.default_language, "en");
    assert!(missing_working_languages(&form).is_empty());
}

#[test]
fn each_workbook_of_pyxform_is_accepted_or_refused_as_pyxform_does() {
    // The files that pyxform accepts and we refuse, with the cell and the reason.
    let refused = [
        ("UCL_Biomass_Plot_Form.xlsx", "survey!A11 unsupported-type"),
        ("attribute_columns_test.xlsx", "survey!A34 unsupported-type"),
        ("bad_calc.xlsx", "survey!D2 expression-unfinished"),
        ("case_insensitivity.xlsx", "SURVEY!A3 unsupported-type"),
        ("flat_xlsform_test.xlsx", "survey!A34 unsupported-type"),
        ("loop.xlsx", "survey!A3 loop"),
        ("pull_data.xlsx", "survey!D2 unknown-function"),
        ("xl_date_ambiguous.xlsx", "survey!L5 unsupported-expression"),
        ("xlsform_spec_test.xlsx", "survey!A34 unsupported-type"),
    ];
    let says = String::from_utf8(file("tests/fixtures/xlsforms/pyxform-says.tsv")).unwrap();
    for line in says.lines().skip(1) {
        let mut columns = line.split('\t');
        let (name, verdict) = (columns.next().unwrap(), columns.next().unwrap());
        let imported = import(&std::fs::read(fixtures().join(name)).unwrap());
        let errors = imported.errors();
        match refused.iter().find(|(refused, _)| *refused == name) {
            Some((_, reason)) => assert!(errors.iter().any(|error| error == reason), "{name}: {errors:?}"),
            None => assert_eq!(imported.form.is_some(), verdict == "accepts", "{name}: {errors:?}"),
        }
    }
}
