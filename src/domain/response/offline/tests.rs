//! Words and back, and the comparison, on a small form with every kind of question.

mod comparing;
mod declining;

use proptest::prelude::*;

use super::words::{Terms, Tongue};
use super::*;
use crate::domain::ids::PaperId;
use crate::domain::questionnaire::{FaultCode, Form, import};

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
        file | A.13 | A document | Un document | | | yes |
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
