//! Years of answers on the domain, past the pages.

use super::*;

const CARRIED: Standing = Standing::Carried;
const CONFIRMED: Standing = Standing::Confirmed;
const CHANGED: Standing = Standing::Changed;

fn mark(document: &Document, code: &str) -> Option<i32> {
    let answer = document.answers.iter().find(|answer| answer.code == code);
    answer.and_then(|answer| answer.carried.as_ref()).map(|from| from.year)
}

on_both!(an_answer_is_carried_through_five_years_with_a_changed_form_in_the_third, Bare, |app| async {
    let ndeye = Desk::of(&app, "coordinator@sen.example");
    let moussa = Desk::of(&app, "coordinator2@sen.example");
    app.opens_year(2027, &first_form());
    let (first, entries) = ndeye.responds_in(2027);
    let as_submitted = ndeye.reads(&first, 1);
    assert!(as_submitted.answers.iter().all(|answer| answer.carried.is_none()));
    assert!(!String::from_utf8(as_submitted.canonical().unwrap()).unwrap().contains("carried"));

    // The second year asks the same.
    app.opens_year(2028, &first_form());
    let second = moussa.begins(2028);
    for code in ["A.1", "A.2", "A.3", "A.4", "A.5"] {
        assert_eq!(ndeye.standing(&second, &at(code)), Some((2027, CARRIED)), "{code}");
        assert!(ndeye.draft(&second).is_unchanged(&at(code)), "{code}");
    }
    let draft = ndeye.draft(&second);
    assert_eq!(draft.entries.iter().map(|entry| entry.id.clone()).collect::<Vec<_>>(), entries);
    assert_eq!(draft.answers[&within("A.6.name", &entries[1])].body, says("Binta"));
    // What is asked afresh is not there.
    assert!(!draft.answers.contains_key(&at("A.9")) && !draft.answers.contains_key(&at("A.kind")));
    ndeye.answers(&second, "A.kind", "full");
    // Two required answers and two required names.
    assert_eq!(refusal(ndeye.submits(&second, 0, "")), Refusal::OnlyCarried { count: 4 });
    ndeye.answers(&second, "A.1", "Act of 1998, amended");
    assert_eq!(ndeye.standing(&second, &at("A.1")), Some((2027, CHANGED)));
    ndeye.answers(&second, "A.1", "Act of 1998");
    assert_eq!(ndeye.standing(&second, &at("A.1")), Some((2027, CONFIRMED)));
    assert_eq!(
        ndeye.draft(&second).answers[&at("A.1")].carried.as_ref().unwrap().settled_by,
        Some(app.id_of("coordinator@sen.example").parse().unwrap())
    );
    for place in [at("A.2"), within("A.6.name", &entries[0]), within("A.6.name", &entries[1])] {
        assert_eq!(moussa.confirms(&second, &place), Confirming { confirmed: 1, stale: 0 });
        assert_eq!(moussa.confirms(&second, &place), Confirming { confirmed: 0, stale: 0 });
    }
    ndeye.submits(&second, 0, "").unwrap();
    let document = ndeye.reads(&second, 1);
    assert_eq!(
        (mark(&document, "A.2"), mark(&document, "A.3"), mark(&document, "A.5")),
        (None, Some(2027), Some(2027))
    );

    // The third year asks otherwise.
    app.opens_year(2029, &changed_form());
    let third = ndeye.begins(2029);
    let draft = ndeye.draft(&third);
    assert_eq!(ndeye.standing(&third, &at("A.1")), Some((2028, CARRIED)));
    assert_eq!(ndeye.standing(&third, &at("A.2")), Some((2028, CARRIED)));
    assert_eq!(ndeye.standing(&third, &at("A.3")), Some((2027, CARRIED)));
    assert!(draft.is_unchanged(&at("A.1")) && draft.is_unchanged(&at("A.5")));
    assert!(draft.reworded(&at("A.2")).unwrap().label && draft.reworded(&at("A.3")).unwrap().choices);
    assert!(!draft.answers.contains_key(&at("A.4")) && !draft.answers.contains_key(&at("A.7")));
    // Given for the Court only, it stays so although the form now offers it to all.
    assert_eq!(draft.answers[&at("A.5")].visibility, Some(Visibility::Court));
    assert!(!ndeye.for_states(&third).answers.iter().any(|answer| answer.code == "A.5"));
    ndeye.answers(&third, "A.kind", "full");
    // Together with the others goes only what is asked as before: A.1, A.5 and two names.
    assert_eq!(ndeye.confirms_unchanged(&third), Confirming { confirmed: 4, stale: 0 });
    assert_eq!(app.recorded("answers_confirmed"), 4);
    assert_eq!(refusal(ndeye.submits(&third, 0, "")), Refusal::OnlyCarried { count: 1 });
    assert_eq!(ndeye.confirms(&third, &at("A.2")), Confirming { confirmed: 1, stale: 0 });
    ndeye.submits(&third, 0, "").unwrap();
    assert_eq!(mark(&ndeye.reads(&third, 1), "A.3"), Some(2027));

    // In the fourth year the form is that of the third, but what nobody confirmed since is still an answer to the question of the first.
    app.opens_year(2030, &changed_form());
    let fourth = ndeye.begins(2030);
    assert_eq!(ndeye.standing(&fourth, &at("A.3")), Some((2027, CARRIED)));
    assert_eq!(ndeye.standing(&fourth, &at("A.2")), Some((2029, CARRIED)));
    let draft = ndeye.draft(&fourth);
    assert!(draft.is_unchanged(&at("A.2")) && !draft.is_unchanged(&at("A.3")));
    assert_eq!(draft.answers[&at("A.5")].visibility, Some(Visibility::Court));
    ndeye.answers(&fourth, "A.kind", "confirm");
    ndeye.answers(&fourth, "A.7", "The treaty of 2020");
    ndeye.submits(&fourth, 0, "").unwrap();
    // Submitting has confirmed everything whose question is what it was, and nothing else.
    assert_eq!(ndeye.standing(&fourth, &at("A.1")), Some((2029, CONFIRMED)));
    assert_eq!(ndeye.standing(&fourth, &at("A.3")), Some((2027, CARRIED)));
    let document = ndeye.reads(&fourth, 1);
    assert_eq!((mark(&document, "A.1"), mark(&document, "A.3")), (None, Some(2027)));
    assert_eq!(app.recorded("answers_confirmed"), 6);

    // In the fifth it is confirmed at last, by an amendment, of which other States see nothing.
    app.opens_year(2031, &changed_form());
    let fifth = moussa.begins(2031);
    moussa.answers(&fifth, "A.kind", "confirm");
    assert_eq!(moussa.standing(&fifth, &at("A.7")), Some((2030, CARRIED)));
    moussa.submits(&fifth, 0, "").unwrap();
    assert_eq!(publishes(&app, &fifth, 1), publication::Published::Snapshot);
    assert_eq!(moussa.confirms(&fifth, &at("A.3")), Confirming { confirmed: 1, stale: 0 });
    moussa.submits(&fifth, 1, "Confirmed").unwrap();
    assert_eq!(mark(&moussa.reads(&fifth, 2), "A.3"), None);
    assert_eq!(publishes(&app, &fifth, 2), publication::Published::AsBefore);
    assert_eq!(moussa.draft(&fifth).answers[&within("A.6.name", &entries[0])].body, says("Awa"));
});

on_both!(what_no_longer_fits_is_not_carried, Bare, |app| async {
    let ndeye = Desk::of(&app, "coordinator@sen.example");
    app.opens_year(2027, &first_form());
    let id = ndeye.begins(2027);
    ndeye.answers(&id, "A.kind", "confirm");
    ndeye.answers(&id, "A.1", "Act");
    ndeye.answers(&id, "A.2", "Two lines");
    ndeye.answers(&id, "A.3", "b");
    ndeye.saves(&id, &at("A.1"), Body { declined: true, reason: "Not settled".into(), ..Body::default() }, None);
    ndeye.submits(&id, 0, "").unwrap();
    // The choice is gone, A.1 cannot be declined any more, A.2 asks for a number.
    let survey =
        SURVEY.replace("states_parties | | | yes", "states_parties | | | no").replace("text | A.2", "integer | A.2");
    let choices = CHOICES.replace("    l | b | Appeal | Appel\n", "");
    app.opens_year(2028, &workbook(&[("survey", &survey), ("choices", &choices)]));
    let second = ndeye.begins(2028);
    assert!(ndeye.draft(&second).answers.is_empty(), "{:?}", ndeye.draft(&second).answers);
    // A choice of last year's is no choice of this year's: nothing is confirmed by it.
    let evaluation = ndeye.draft(&second).evaluation(app.db.clock().now());
    assert!(!ndeye.draft(&second).is_confirmation(&evaluation));
});

on_both!(what_was_declined_narrowed_or_commented_on_is_carried_whole, Bare, |app| async {
    let ndeye = Desk::of(&app, "coordinator@sen.example");
    app.opens_year(2027, &first_form());
    let id = ndeye.begins(2027);
    ndeye.answers(&id, "A.kind", "full");
    let declined = Body { declined: true, reason: "Not settled".into(), comment: "See A.2".into(), ..Body::default() };
    ndeye.saves(&id, &at("A.1"), declined.clone(), Some(Visibility::Court));
    ndeye.saves(&id, &at("A.2"), says("Ten days"), Some(Visibility::Court));
    ndeye.saves(&id, &at("A.5"), says("The unit"), Some(Visibility::StatesParties));
    ndeye.submits(&id, 0, "").unwrap();
    // What was saved after the submission, and never submitted, is not what the State said.
    app.wait(60);
    ndeye.saves(&id, &at("A.2"), says("Eleven days"), None);
    app.opens_year(2028, &first_form());
    let second = ndeye.begins(2028);
    let draft = ndeye.draft(&second);
    assert_eq!(draft.answers[&at("A.1")].body, declined);
    assert_eq!(draft.answers[&at("A.1")].visibility, Some(Visibility::Court));
    assert_eq!(draft.answers[&at("A.2")].body, says("Ten days"));
    assert_eq!(draft.answers[&at("A.2")].visibility, Some(Visibility::Court));
    assert_eq!(draft.answers[&at("A.5")].visibility, Some(Visibility::StatesParties));
    // To answer what was declined is a change; to choose other readers is neither a change nor a look at the text.
    ndeye.saves(&second, &at("A.2"), says("Ten days"), None);
    assert_eq!(ndeye.standing(&second, &at("A.2")), Some((2027, CARRIED)));
    ndeye.answers(&second, "A.1", "Act of 1998");
    assert_eq!(ndeye.standing(&second, &at("A.1")), Some((2027, CHANGED)));
});

on_both!(a_year_without_a_response_is_passed_over_and_one_that_was_destroyed_too, Bare, |app| async {
    let ndeye = Desk::of(&app, "coordinator@sen.example");
    app.opens_year(2027, &first_form());
    ndeye.responds_in(2027);
    app.opens_year(2028, &first_form());
    // Begun, and never submitted.
    let never = ndeye.begins(2028);
    ndeye.answers(&never, "A.1", "Another act");
    app.opens_year(2029, &first_form());
    let third = ndeye.begins(2029);
    assert_eq!(ndeye.draft(&third).answers[&at("A.1")].body, says("Act of 1998"));
    assert_eq!(ndeye.standing(&third, &at("A.1")), Some((2027, CARRIED)));
    ndeye.answers(&third, "A.kind", "full");
    ndeye.confirms_unchanged(&third);
    ndeye.submits(&third, 0, "").unwrap();
    app.wait(60);
    app.freezes();
    let state: concord::domain::ids::StateId = "SEN".parse().unwrap();
    app.db.write_now(&OPERATOR, move |ctx| response::destroy(ctx, &state, 2029, false)).unwrap();
    app.wait(60);
    app.opens_year(2030, &first_form());
    let fourth = ndeye.begins(2030);
    assert_eq!(ndeye.standing(&fourth, &at("A.1")), Some((2027, CARRIED)));
    // Who never responded begins with nothing.
    let tina = Desk::of(&app, "coordinator@svn.example");
    let empty = tina.begins(2030);
    assert!(tina.draft(&empty).answers.is_empty() && tina.draft(&empty).entries.is_empty());
});

on_both!(a_removed_entry_comes_back_as_it_was_carried, Bare, |app| async {
    let ndeye = Desk::of(&app, "coordinator@sen.example");
    app.opens_year(2027, &first_form());
    let (_, entries) = ndeye.responds_in(2027);
    app.opens_year(2028, &first_form());
    let second = ndeye.begins(2028);
    let place = within("A.6.name", &entries[0]);
    let (id, entry) = (second.clone(), entries[0].clone());
    ndeye.does(move |ctx| {
        let section = ctx.permit::<Edit, Section>(&(id.clone(), "A".to_owned()))?;
        response::remove_entry(ctx, &section, &entry)
    });
    assert_eq!(ndeye.standing(&second, &place), None);
    // Nothing is confirmed of what is not there.
    assert_eq!(ndeye.confirms_unchanged(&second).confirmed, 6);
    let (id, entry) = (second.clone(), entries[0].clone());
    ndeye.does(move |ctx| {
        let section = ctx.permit::<Edit, Section>(&(id.clone(), "A".to_owned()))?;
        response::history::bring_back(ctx, &section, &entry)
    });
    assert_eq!(ndeye.standing(&second, &place), Some((2027, CARRIED)));
    assert_eq!(ndeye.confirms(&second, &place).confirmed, 1);
});

on_both!(what_a_colleague_changed_meanwhile_is_not_confirmed, Bare, |app| async {
    let ndeye = Desk::of(&app, "coordinator@sen.example");
    let moussa = Desk::of(&app, "coordinator2@sen.example");
    app.opens_year(2027, &first_form());
    ndeye.responds_in(2027);
    app.opens_year(2028, &first_form());
    let second = ndeye.begins(2028);
    let seen = ndeye.draft(&second);
    let stamps: Vec<_> = ["A.1", "A.2"].map(|code| (at(code), seen.stamp(&at(code)))).into();
    // A colleague chooses other readers for one, and writes another text for the other.
    moussa.saves(&second, &at("A.1"), says("Act of 1998"), Some(Visibility::Court));
    moussa.answers(&second, "A.2", "Twenty days");
    let (id, both) = (second.clone(), stamps.clone());
    let done = ndeye.does(move |ctx| {
        let section = ctx.permit::<Edit, Section>(&(id.clone(), "A".to_owned()))?;
        carry::confirm_unchanged(ctx, &section, &both)
    });
    assert_eq!(done, Confirming { confirmed: 0, stale: 1 });
    for (place, stamp) in stamps {
        let id = second.clone();
        let done = ndeye.does(move |ctx| {
            let section = ctx.permit::<Edit, Section>(&(id.clone(), "A".to_owned()))?;
            carry::confirm(ctx, &section, &place, &stamp)
        });
        assert_eq!(done, Confirming { confirmed: 0, stale: 1 });
    }
    assert_eq!(ndeye.standing(&second, &at("A.2")), Some((2027, CHANGED)));
});

on_both!(only_who_may_write_in_the_section_confirms, Bare, |app| async {
    let ndeye = Desk::of(&app, "coordinator@sen.example");
    app.opens_year(2027, &first_form());
    ndeye.responds_in(2027);
    app.opens_year(2028, &first_form());
    let second = ndeye.begins(2028);
    let stamp = ndeye.draft(&second).stamp(&at("A.1"));
    let tries = |email: &str| {
        let (id, stamp) = (second.clone(), stamp.clone());
        Desk::of(&app, email).tries(move |ctx| {
            let section = ctx.permit::<Edit, Section>(&(id.clone(), "A".to_owned()))?;
            carry::confirm(ctx, &section, &at("A.1"), &stamp)
        })
    };
    assert!(matches!(tries("reader@sen.example"), Err(Error::Forbidden)));
    for email in [
        // Nothing of the draft was given to this contributor.
        "contributor@sen.example",
        "coordinator@svn.example",
        "registry@court.example",
        "secretariat@platform.example",
        "facilitator@platform.example",
    ] {
        assert!(matches!(tries(email), Err(Error::NotFound)), "{email}");
    }
    app.freezes();
    assert!(matches!(tries("coordinator@sen.example"), Err(Error::Closed)));
});
