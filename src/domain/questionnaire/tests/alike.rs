//! What makes a question another one from one year's form to the next, and what does not.

use super::support::*;
use crate::domain::questionnaire::*;

const SURVEY: &str = "\
    type | name | label::English (en) | label::French (fr) | hint::English (en) | hint::French (fr) | guidance_hint::English (en) | required
    begin group | A | Section | Section | | | |
    text | A.1 | How long? | Combien de temps ? | In days | En jours | Ask the court | yes
    select_one l | A.2 | Which? | Lequel ? | | | |
    range | A.3 | How many? | Combien ? | | | |
    end group | | | | | | |";
const CHOICES: &str = "\
    list_name | name | label::English (en) | label::French (fr)
    l | a | One | Un
    l | b | Two | Deux";

fn form(survey: &str, choices: &str) -> Form {
    survey_with_choices(survey, choices).accepted()
}

/// What has changed of a question where the forms are as before, but for this.
fn after(code: &str, survey: impl Fn(String) -> String, choices: impl Fn(String) -> String) -> Reworded {
    let (before, after) = (form(SURVEY, CHOICES), form(&survey(SURVEY.to_owned()), &choices(CHOICES.to_owned())));
    reworded((&before, before.node(code).unwrap().1), (&after, after.node(code).unwrap().1))
}

fn same(text: String) -> String {
    text
}

#[test]
fn a_question_that_was_left_as_it_was_is_the_same() {
    for code in ["A", "A.1", "A.2", "A.3"] {
        assert!(after(code, same, same).is_nothing(), "{code}");
    }
    // Spaces, guidance, rules and the order of choices are not the question.
    assert!(after("A.1", |s| s.replace("How long?", "How  long?"), same).is_nothing());
    assert!(after("A.1", |s| s.replace("Ask the court", "Ask the ministry"), same).is_nothing());
    assert!(after("A.1", |s| s.replace("| yes", "|"), same).is_nothing());
    let turned = |c: String| c.replace("l | a | One | Un\n", "").replace("Deux", "Deux\n    l | a | One | Un");
    assert!(after("A.2", same, turned).is_nothing());
}

#[test]
fn another_text_in_any_language_makes_another_question() {
    assert!(after("A.1", |s| s.replace("How long?", "How long, in days?"), same).label);
    assert!(after("A.1", |s| s.replace("Combien de temps ?", "En combien de temps ?"), same).label);
    assert!(after("A.1", |s| s.replace("In days", "In weeks"), same).hint);
    let gone = after("A.1", |s| s.replace("In days | En jours", " | "), same);
    assert!(gone.hint && !gone.label, "{gone:?}");
    let kind = after("A.1", |s| s.replace("text | A.1", "integer | A.1"), same);
    assert!(kind.kind && !kind.label, "{kind:?}");
}

#[test]
fn choices_that_are_gone_new_or_called_otherwise_make_another_question() {
    for (from, to) in [("One", "First"), ("Un", "Une"), ("Deux", "Deux\n    l | c | Three | Trois"), ("| b |", "| c |")]
    {
        assert!(after("A.2", same, |c| c.replace(from, to)).choices, "{from} {to}");
    }
}

#[test]
fn only_languages_that_both_have_are_compared() {
    let english = |text: String| text.replace("::French (fr)", "::Spanish (es)");
    let (before, after) = (form(SURVEY, CHOICES), form(&english(SURVEY.to_owned()), &english(CHOICES.to_owned())));
    for code in ["A.1", "A.2"] {
        assert!(reworded((&before, before.node(code).unwrap().1), (&after, after.node(code).unwrap().1)).is_nothing());
    }
    // Without a common language nobody can tell.
    let alone = |text: String| english(text).replace("::English (en)", "::Arabic (ar)");
    let after = form(&alone(SURVEY.to_owned()), &alone(CHOICES.to_owned()));
    let changed = reworded((&before, before.node("A.2").unwrap().1), (&after, after.node("A.2").unwrap().1));
    assert!(changed.label && changed.choices && !changed.hint, "{changed:?}");
}

#[test]
fn what_has_changed_of_a_form_is_said_by_section() {
    let before = form(SURVEY, CHOICES);
    assert!(turned(&before, &form(SURVEY, CHOICES)).is_empty());
    let survey = SURVEY
        .replace("Section | Section", "Another title | Autre titre")
        .replace("text | A.1 | How long?", "text | A.4 | Whom?")
        .replace(
            "range | A.3",
            "begin group | A.5 | Group | Groupe | | | |\n    end group | | | | | | |\n    range | A.3",
        );
    let after = form(&survey, &CHOICES.replace("Two", "Three"));
    let [section] = turned(&before, &after).try_into().unwrap();
    let SectionTurned { code, questions } = section;
    let words: Vec<String> = questions
        .iter()
        .map(|(code, turned)| match turned {
            Turned::New => format!("{code} new"),
            Turned::Gone => format!("{code} gone"),
            Turned::Changed(changed) => format!("{code} {} {}", changed.label, changed.choices),
        })
        .collect();
    assert_eq!((code.as_str(), words.join(", ").as_str()), ("A", "A true false, A.4 new, A.2 false true, A.1 gone"));
    // A section that is gone stands behind the others, with its questions.
    let other = form(&SURVEY.replace("| A |", "| B |").replace("A.", "B."), CHOICES);
    let codes: Vec<String> = turned(&before, &other).into_iter().map(|section| section.code).collect();
    assert_eq!(codes, ["B", "A"]);
}
