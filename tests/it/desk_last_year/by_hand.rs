//! A property: whatever is carried over, edited and confirmed, other States see what they would see of the same answers given by hand.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::*;

/// What somebody does with a carried draft.
#[derive(Debug, Clone)]
enum Does {
    Edits(usize, String),
    Declines,
    Narrows(usize, Option<Visibility>),
    Confirms(usize),
    ConfirmsAll,
    AddsContact,
}

fn deeds() -> impl Strategy<Value = Vec<Does>> {
    let readers = prop_oneof![Just(None), Just(Some(Visibility::Court)), Just(Some(Visibility::StatesParties))];
    let deed = prop_oneof![
        (0..8_usize, prop_oneof![Just(String::new()), Just("Act of 1998".to_owned()), "[a-z ]{1,12}"])
            .prop_map(|(at, text)| Does::Edits(at, text)),
        Just(Does::Declines),
        (0..8_usize, readers).prop_map(|(at, readers)| Does::Narrows(at, readers)),
        (0..8_usize).prop_map(Does::Confirms),
        Just(Does::ConfirmsAll),
        Just(Does::AddsContact),
    ];
    prop::collection::vec(deed, 0..12)
}

/// The places of the draft that take a text, in a fixed order.
fn places(draft: &Draft) -> Vec<Place> {
    let mut places: Vec<Place> = ["A.1", "A.2", "A.5", "A.9"].map(at).into();
    for entry in &draft.entries {
        places.extend(["A.6.name", "A.6.phone"].map(|code| within(code, &entry.id)));
    }
    places
}

fn does(desk: &Desk<'_>, id: &ResponseId, deed: &Does) {
    let draft = desk.draft(id);
    let places = places(&draft);
    let place = |at: usize| places[at % places.len()].clone();
    let body = |place: &Place| draft.answers.get(place).map(|answer| answer.body.clone()).unwrap_or_default();
    let readers = |place: &Place| draft.answers.get(place).and_then(|answer| answer.visibility);
    match deed {
        Does::Edits(at, text) => {
            let place = place(*at);
            desk.saves(id, &place, says(text.trim()), readers(&place));
        }
        Does::Declines => {
            let declined = Body { declined: true, reason: "Not settled".into(), ..Body::default() };
            desk.saves(id, &at("A.1"), declined, readers(&at("A.1")));
        }
        Does::Narrows(at, chosen) => {
            let place = place(*at);
            desk.saves(id, &place, body(&place), *chosen);
        }
        Does::Confirms(at) => {
            desk.confirms(id, &place(*at));
        }
        Does::ConfirmsAll => {
            desk.confirms_unchanged(id);
        }
        Does::AddsContact => {
            desk.adds(id, "A.6");
        }
    }
}

/// Another State gives the same answers by hand, in a year in which it has nothing to carry.
fn by_hand(desk: &Desk<'_>, id: &ResponseId, same: &Draft) {
    let mut entries = same.entries.clone();
    entries.sort_by_key(|entry| (entry.position, entry.id.clone()));
    let own: std::collections::HashMap<String, String> =
        entries.iter().map(|entry| (entry.id.clone(), desk.adds(id, "A.6"))).collect();
    for (place, answer) in &same.answers {
        let instance = own.get(&place.instance).cloned().unwrap_or_default();
        desk.saves(id, &Place { code: place.code.clone(), instance }, answer.body.clone(), answer.visibility);
    }
}

#[test]
fn what_was_carried_is_published_as_if_it_had_been_given_by_hand() {
    let mut runner = TestRunner::new(Config { cases: 24, failure_persistence: None, ..Config::default() });
    let done = runner.run(&(deeds(), deeds(), any::<bool>()), |(in_first, in_second, confirming)| {
        let app = TestApp::on_sqlite(Start::Bare);
        let (carries, gives) = (Desk::of(&app, "coordinator@sen.example"), Desk::of(&app, "coordinator@gha.example"));
        app.opens_year(2027, &first_form());
        let (first, _) = carries.responds_in(2027);
        for deed in &in_first {
            does(&carries, &first, deed);
        }
        app.wait(1);
        // Where the edits left faults, the first revision is what is carried.
        let _ = carries.submits(&first, 1, "Edited");
        app.wait(1);
        app.opens_year(2028, &changed_form());
        let second = carries.begins(2028);
        carries.answers(&second, "A.kind", if confirming { "confirm" } else { "full" });
        for deed in &in_second {
            does(&carries, &second, deed);
        }
        let other = gives.begins(2028);
        by_hand(&gives, &other, &carries.draft(&second));
        let as_given = Document { state: "SEN".parse().unwrap(), ..gives.for_states(&other) };
        prop_assert_eq!(carries.for_states(&second), as_given);
        // And what was for the Court only in the first year is shown to nobody else in the second unless somebody chose so.
        let court: Vec<Place> = carries
            .reads(&first, 1)
            .answers
            .iter()
            .filter(|answer| answer.visibility == Visibility::Court)
            .map(|answer| within(&answer.code, &answer.entry))
            .collect();
        prop_assert!(court.contains(&at("A.5")));
        if in_first.is_empty() && in_second.is_empty() {
            prop_assert!(carries.for_states(&second).answers.iter().all(|answer| answer.code != "A.5"));
        }
        Ok(())
    });
    done.unwrap();
}
