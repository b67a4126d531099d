//! Submitting section by section, where the cycle allows it.

use crate::app::*;

const SURVEY: &str = "\
    type | name | label::English (en) | label::French (fr) | required | relevant | bind::concord:visibility
    begin group | A | Law | Droit | | | states_parties
    text | A.1 | Which law? | Quelle loi ? | yes | | states_parties
    text | A.2 | Since when? | Depuis quand ? | | ${B.1} != 'none' | states_parties
    end group | | | | | |
    begin group | B | Authority | Autorité | | | states_parties
    text | B.1 | Which authority? | Quelle autorité ? | | | states_parties
    text | B.2 | Which unit? | Quelle unité ? | yes | ${A.1} != 'none' | states_parties
    begin repeat | B.3 | Contacts | Contacts | | | states_parties
    text | B.3.name | Name | Nom | yes | | states_parties
    end repeat | | | | | |
    end group | | | | | |
    begin group | C | Remarks | Observations | | | states_parties
    text | C.1 | Anything else? | Autre chose ? | yes | | states_parties
    file | C.2 | The note | La note | | | court
    end group | | | | | |";

fn form() -> Vec<u8> {
    workbook(&[("survey", SURVEY)])
}

async fn allows(app: &TestApp, allowed: &str) -> Answer {
    let secretariat = app.secretariat().await;
    let path = "/secretariat/cycles/2027/by-section";
    let form = secretariat.opens("/secretariat/cycles/2027").await.form(path);
    let mut form = Form { action: path.to_owned(), ..form };
    form.fields.push(("allowed".to_owned(), allowed.to_owned()));
    secretariat.sends(&form).await
}

/// The form of the page with these sections chosen.
async fn choosing(person: &Visitor<'_>, id: &str, sections: &[&str], reason: &str) -> Form {
    let path = format!("/responses/{id}/submit");
    let form = person.opens(&path).await.form("");
    let mut form = Form { action: path, ..form };
    form.fields.retain(|(name, _)| name != "section");
    form.fields.extend(sections.iter().map(|code| ("section".to_owned(), (*code).to_owned())));
    if form.get("reason").is_some() {
        form.set("reason", reason);
    }
    form
}

async fn submits(person: &Visitor<'_>, id: &str, sections: &[&str], reason: &str) -> Answer {
    let form = choosing(person, id, sections, reason).await;
    person.sends(&form).await
}

async fn document(person: &Visitor<'_>, id: &str, number: i32) -> serde_json::Value {
    serde_json::from_slice(&person.opens(&format!("/responses/{id}/revisions/{number}/document.json")).await.body)
        .unwrap()
}

fn says(document: &serde_json::Value) -> Vec<String> {
    let answers = document["answers"].as_array().unwrap().iter();
    answers.map(|a| format!("{}={}", a["code"].as_str().unwrap(), a["value"].as_str().unwrap_or_default())).collect()
}

/// A cycle that allows it, and a response with A complete, B begun and C empty.
async fn begun<'a>(app: &'a TestApp) -> (Visitor<'a>, String) {
    app.opens_cycle(&form());
    allows(app, "yes").await.expect_status(303);
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    ndeye.saves(&id, "A", &[("value:A.1", "The law"), ("value:A.2", "1999")]).await.expect_status(303);
    ndeye.saves(&id, "B", &[("value:B.1", "The ministry")]).await.expect_status(303);
    (ndeye, id)
}

on_both!(it_is_the_secretariat_that_allows_it, Bare, |app| async {
    app.opens_cycle(&form());
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    ndeye.saves(&id, "A", &[("value:A.1", "The law")]).await.expect_status(303);
    let submit = format!("/responses/{id}/submit");
    ndeye.opens(&submit).await.is_silent_on("Which sections");
    // Past the page.
    let fields = [("revision", "0"), ("by_section", "1"), ("section", "A")];
    ndeye.post(&submit, &fields).await.expect_status(422).says("as a whole");
    for _ in 0..2 {
        allows(&app, "yes").await.expect_status(303);
    }
    assert_eq!(app.recorded("cycle_by_section"), 1, "a second click changes nothing");
    app.secretariat().await.opens("/secretariat/cycles/2027").await.says("section by section");
    ndeye.opens(&submit).await.says("Which sections do you submit?");
    let stale = choosing(&ndeye, &id, &["A"], "").await;
    allows(&app, "no").await.expect_status(303);
    ndeye.sends(&stale).await.expect_status(422).says("as a whole");
    assert_eq!(app.recorded("cycle_whole_only"), 1);
    for email in ["coordinator@sen.example", "registry-coordinator@court.example", "facilitator@platform.example"] {
        let person = app.person(email).await;
        person.post("/secretariat/cycles/2027/by-section", &[("allowed", "yes")]).await.expect_status(403);
    }
    let secretariat = app.secretariat().await;
    secretariat.post("/secretariat/cycles/2027/by-section", &[("allowed", "perhaps")]).await.expect_status(400);
    app.freezes();
    secretariat.post("/secretariat/cycles/2027/by-section", &[("allowed", "yes")]).await.expect_status(422);
    secretariat.opens("/secretariat/cycles/2027").await.is_silent_on("/by-section");
    assert_eq!(app.recorded("response_submitted"), 0);
});

on_both!(some_sections_are_submitted_and_the_rest_later, Bare, |app| async {
    let (ndeye, id) = begun(&app).await;
    ndeye.opens(&format!("/responses/{id}")).await.says("Submit some of the sections");
    // None, one that is incomplete, one that is none.
    submits(&ndeye, &id, &[], "").await.expect_status(422).says("Choose at least one section");
    submits(&ndeye, &id, &["A", "C"], "").await.expect_status(422);
    submits(&ndeye, &id, &["Z"], "").await.expect_status(404);
    let form = choosing(&ndeye, &id, &["A"], "").await;
    let done = ndeye.sends(&form).await;
    ndeye.follows(done).await.says("2027-SEN-01");
    ndeye.sends(&form).await.expect_status(303);
    assert_eq!(app.recorded("response_submitted"), 1, "a second click submits nothing");

    let first = document(&ndeye, &id, 1).await;
    assert_eq!(first["sections"], serde_json::json!(["A"]));
    assert_eq!(says(&first), ["A.1=The law", "A.2=1999"]);
    let held = "Submitted: A; still to come: B, C.";
    ndeye.opens(&format!("/responses/{id}")).await.says(held);
    ndeye.opens(&format!("/responses/{id}/revisions/1")).await.says(held);
    app.court("registry").await.reads("SEN").await.says(held).is_silent_on("The ministry");
    let secretariat = app.secretariat().await;
    secretariat.reads("SEN").await.says(held);
    secretariat.opens("/secretariat/cycles/2027").await.says("Partial: sections A");
    secretariat.opens("/secretariat/cycles/2027/publish/SEN").await.says("Partial: sections A");
    let list = "/cycles/2027/responses";
    app.facilitator().await.opens(list).await.says("partial");
    secretariat.publishes("SEN").await;
    // For other States what is to come is what was not answered.
    let other = app.coordinator("SVN").await;
    other.opens(list).await.is_silent_on("partial");
    other.reads("SEN").await.says("The law").is_silent_on("The ministry").is_silent_on("still to come");
    let all = other.opens("/cycles/2027/responses.json").await.text();
    assert!(all.contains("The law") && !all.contains("sections"), "{all}");

    // The rest: no reason, and A as it was submitted, whatever stands in the draft.
    ndeye.saves(&id, "A", &[("value:A.1", "Another law")]).await.expect_status(303);
    ndeye.saves(&id, "B", &[("value:B.2", "The unit")]).await.expect_status(303);
    ndeye.opens(&format!("/responses/{id}/submit")).await.says("submitted, changed since").says("still to come: B, C");
    app.wait(120 * 24 * 3600);
    submits(&app.coordinator("SEN").await, &id, &["B"], "").await.expect_status(303);
    let second = document(&app.coordinator("SEN").await, &id, 2).await;
    assert_eq!(second["sections"], serde_json::json!(["A", "B"]));
    assert_eq!(says(&second), ["A.1=The law", "A.2=1999", "B.1=The ministry", "B.2=The unit"]);
    assert_eq!((&second["reason"], &second["late"]), (&"".into(), &true.into()), "what is new is late");
    // A change of what was submitted wants a reason, together with something new or not.
    let ndeye = app.coordinator("SEN").await;
    ndeye.answers(&id, "C.1", "No").await;
    submits(&ndeye, &id, &["A", "C"], "").await.expect_status(422).says("reason");
    submits(&ndeye, &id, &["A"], "").await.expect_status(422);
    submits(&ndeye, &id, &["B"], "A reason for nothing").await.expect_status(422).says("Nothing has changed");
    submits(&ndeye, &id, &["A", "C"], "A law has changed").await.expect_status(303);
    let third = document(&ndeye, &id, 3).await;
    assert!(third.get("sections").is_none(), "it holds all");
    assert_eq!(says(&third)[0], "A.1=Another law");
    assert_eq!(third["reason"], "A law has changed");
    ndeye.opens(&format!("/responses/{id}")).await.is_silent_on("still to come").is_silent_on("The draft differs");
    // From now on it is amended like any other, also in parts.
    ndeye.saves(&id, "B", &[("value:B.1", "")]).await.expect_status(303);
    ndeye.answers(&id, "C.1", "Yes").await;
    submits(&ndeye, &id, &["C"], "").await.expect_status(422).says("reason");
    submits(&ndeye, &id, &["C"], "Completed").await.expect_status(303);
    let fourth = document(&ndeye, &id, 4).await;
    assert!(says(&fourth).contains(&"B.1=The ministry".to_owned()) && says(&fourth).contains(&"C.1=Yes".to_owned()));
    assert_eq!(app.recorded("response_submitted") + app.recorded("response_amended"), 4);
});

on_both!(colleagues_who_submit_at_the_same_time_are_told, Bare, |app| async {
    let (ndeye, id) = begun(&app).await;
    ndeye.answers(&id, "C.1", "No").await;
    let moussa = app.person("coordinator2@sen.example").await;
    let (hers, his) = (choosing(&ndeye, &id, &["A"], "").await, choosing(&moussa, &id, &["C"], "").await);
    let second_tab = choosing(&ndeye, &id, &["C"], "").await;
    ndeye.sends(&hers).await.expect_status(303);
    // Neither a colleague nor another tab gets the receipt of what it did not submit.
    moussa.sends(&his).await.expect_status(422).says("été soumis depuis").says("Soumis");
    ndeye.sends(&second_tab).await.expect_status(422).says("was submitted since");
    ndeye.sends(&hers).await.expect_status(303);
    assert_eq!(document(&ndeye, &id, 1).await["sections"], serde_json::json!(["A"]));
    submits(&moussa, &id, &["C"], "").await.expect_status(303);
    assert_eq!(document(&ndeye, &id, 2).await["sections"], serde_json::json!(["A", "C"]));
    ndeye.opens("/").await.says("Partial: sections A, C");
});

on_both!(a_whole_submission_is_what_it_always_was, Bare, |app| async {
    let (ndeye, id) = begun(&app).await;
    ndeye.saves(&id, "B", &[("value:B.2", "The unit")]).await.expect_status(303);
    ndeye.answers(&id, "C.1", "No").await;
    // The page has all of them chosen.
    ndeye.submits(&id).await;
    let whole = document(&ndeye, &id, 1).await;
    assert!(whole.get("sections").is_none());
    app.facilitator().await.opens("/cycles/2027/responses").await.is_silent_on("partial");
    // Where the switch goes off again, the response is amended as a whole.
    allows(&app, "no").await;
    ndeye.answers(&id, "C.1", "Yes").await;
    ndeye.amends(&id, "Completed").await.says("2027-SEN-02");
    assert!(document(&ndeye, &id, 2).await.get("sections").is_none());
});

on_both!(rules_look_from_one_section_into_another, Bare, |app| async {
    let (ndeye, id) = begun(&app).await;
    // A.2 is hidden by the draft of B, though B is not submitted.
    ndeye.saves(&id, "B", &[("value:B.1", "none")]).await.expect_status(303);
    submits(&ndeye, &id, &["A"], "").await.expect_status(303);
    assert_eq!(says(&document(&ndeye, &id, 1).await), ["A.1=The law"]);
    ndeye.saves(&id, "B", &[("value:B.1", "The ministry"), ("value:B.2", "The unit")]).await.expect_status(303);
    submits(&ndeye, &id, &["A"], "It applies after all").await.expect_status(303);
    app.secretariat().await.publishes("SEN").await;
    let other = app.coordinator("SVN").await;
    other.reads("SEN").await.says("1999");
    // B.1 is submitted for the Court only: A.2 would betray it, so it is read by the Court only from then on, and at once.
    ndeye.saves(&id, "B", &[("visibility:B.1", "court")]).await.expect_status(303);
    submits(&ndeye, &id, &["B"], "").await.expect_status(303);
    let third = document(&ndeye, &id, 3).await;
    let a2 = third["answers"].as_array().unwrap().iter().find(|answer| answer["code"] == "A.2").unwrap().clone();
    assert_eq!((&a2["value"], &a2["visibility"]), (&"1999".into(), &"court".into()));
    other.reads("SEN").await.says("The law").is_silent_on("1999");
    // What is narrowed in a section that is not submitted narrows nothing yet.
    ndeye.saves(&id, "A", &[("visibility:A.1", "court")]).await.expect_status(303);
    ndeye.answers(&id, "C.1", "No").await;
    submits(&ndeye, &id, &["C"], "").await.expect_status(303);
    other.reads("SEN").await.says("The law");
    submits(&ndeye, &id, &["A"], "For the Court").await.expect_status(303);
    other.reads("SEN").await.is_silent_on("The law");
});

on_both!(entries_and_files_stay_as_they_were_submitted, Bare, |app| async {
    let (ndeye, id) = begun(&app).await;
    ndeye.saves(&id, "B", &[("value:B.2", "The unit"), ("then", "add:B.3")]).await;
    let mut section = ndeye.section(&id, "B").await;
    section.set("then", "add:B.3");
    ndeye.sends(&section).await;
    let mut section = ndeye.section(&id, "B").await;
    let names: Vec<String> =
        section.fields.iter().map(|(name, _)| name.clone()).filter(|name| name.starts_with("value:B.3.name")).collect();
    assert!(!names.is_empty(), "{section:?}");
    for (at, name) in names.iter().enumerate() {
        section.set(name, &format!("Contact {at}"));
    }
    ndeye.sends(section.set("then", "stay")).await.expect_status(303);
    let upload = format!("/responses/{id}/sections/C/files/C.2");
    let stamp = ndeye.opens(&upload).await.form(&upload).get("stamp").unwrap().to_owned();
    ndeye.uploads(&upload, &[("stamp", &stamp)], Some(("file", "a.pdf", &pdf("x")))).await.expect_status(303);
    ndeye.answers(&id, "C.1", "No").await;
    submits(&ndeye, &id, &["B", "C"], "").await.expect_status(303);
    let first = document(&ndeye, &id, 1).await;
    assert_eq!(first["files"].as_array().unwrap().len(), 1);
    submits(&ndeye, &id, &["A"], "").await.expect_status(303);
    let mut second = document(&ndeye, &id, 2).await;
    assert_eq!(says(&second)[..2], ["A.1=The law", "A.2=1999"]);
    second["answers"].as_array_mut().unwrap().retain(|answer| !answer["code"].as_str().unwrap().starts_with("A."));
    for what in ["answers", "entries", "files"] {
        assert_eq!(first[what], second[what], "{what}");
    }
});

on_both!(who_may_not_submit_submits_no_section, Bare, |app| async {
    let (ndeye, id) = begun(&app).await;
    ndeye.gives(&id, "A", &app.id_of("contributor@sen.example")).await.expect_status(303);
    let path = format!("/responses/{id}/submit");
    let fields = [("revision", "0"), ("by_section", "1"), ("section", "A")];
    for email in [
        "contributor@sen.example",
        "reader@sen.example",
        "coordinator@svn.example",
        "registry-coordinator@court.example",
        "secretariat@platform.example",
    ] {
        let person = app.person(email).await;
        person.get(&path).await.expect_status(404);
        let status = person.post(&path, &fields).await.status.as_u16();
        assert!(status == 403 || status == 404, "{email}: {status}");
    }
    app.reader("SEN").await.opens(&format!("/responses/{id}")).await.is_silent_on("Submit some of the sections");
    // A first response is not submitted after the freeze; what is still to come of one that was, is.
    submits(&ndeye, &id, &["A"], "").await.expect_status(303);
    app.freezes();
    ndeye.answers(&id, "C.1", "No").await;
    submits(&ndeye, &id, &["C"], "").await.expect_status(303);
    assert_eq!(document(&ndeye, &id, 2).await["after_freeze"], true);
    let stale = choosing(&ndeye, &id, &["B"], "").await;
    app.alters("UPDATE states SET withdrawal_effective = '2027-01-01' WHERE id = 'SEN'");
    ndeye.sends(&stale).await.expect_status(403);
    app.alters("UPDATE states SET withdrawal_effective = NULL WHERE id = 'SEN'");
    app.opens_year(2028, &form());
    ndeye.sends(&stale).await.expect_status(403);
    assert_eq!(app.recorded("response_submitted") + app.recorded("response_amended"), 2);
});

on_both!(the_covering_note_is_added_to_a_part_too, Bare, |app| async {
    let survey = SURVEY
        .replace("bind::concord:visibility", "bind::concord:visibility | bind::concord:purpose")
        .replace("La note | | | court", "La note | | | court | covering_note");
    app.opens_cycle(&workbook(&[("survey", &survey)]));
    allows(&app, "yes").await;
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    ndeye.answers(&id, "A.1", "The law").await;
    submits(&ndeye, &id, &["A"], "").await.expect_status(303);
    let upload = format!("/responses/{id}/sections/C/files/C.2?then=note");
    let stamp = ndeye.opens(&upload).await.form(&upload).get("stamp").unwrap().to_owned();
    ndeye.uploads(&upload, &[("stamp", &stamp)], Some(("file", "a.pdf", &pdf("x")))).await.expect_status(303);
    let note = format!("/responses/{id}/covering-note");
    let form = ndeye.opens(&note).await.form(&note);
    ndeye.sends(&form).await.expect_status(303);
    let second = document(&ndeye, &id, 2).await;
    assert_eq!(second["sections"], serde_json::json!(["A"]), "the section of the note is still to come");
    assert_eq!(second["files"].as_array().unwrap().len(), 1);
    ndeye.saves(&id, "B", &[("value:B.2", "The unit")]).await.expect_status(303);
    submits(&ndeye, &id, &["B"], "").await.expect_status(303);
    assert_eq!(document(&ndeye, &id, 3).await["files"].as_array().unwrap().len(), 1, "the note stays");
});
