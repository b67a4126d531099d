//! Last year's answers on the pages of the desk.

use super::*;

fn section(id: &ResponseId) -> String {
    format!("/responses/{id}/sections/A")
}

/// Presses a button of a section's form.
async fn presses(person: &Visitor<'_>, id: &ResponseId, button: &str) -> Answer {
    let mut form = person.opens(&section(id)).await.form(&section(id));
    form.set("then", button);
    let answer = person.sends(&form).await.expect_status(303);
    person.opens(&answer.location()).await
}

/// SEN has responded in 2027 and has begun 2028 on the form that was changed: the response, and the entries of its contacts.
fn begun<'a>(app: &'a TestApp, form: &[u8]) -> (Desk<'a>, ResponseId, Vec<String>) {
    let desk = Desk::of(app, "coordinator@sen.example");
    app.opens_year(2027, &first_form());
    let (_, entries) = desk.responds_in(2027);
    app.opens_year(2028, form);
    let id = desk.begins(2028);
    (desk, id, entries)
}

on_both!(each_question_says_what_became_of_last_years_answer, Bare, |app| async {
    let (desk, id, _) = begun(&app, &changed_form());
    let ndeye = app.coordinator("SEN").await;
    let page = ndeye.opens(&section(&id)).await;
    page.says("Carried over from 2027, not confirmed yet");
    // The old wording stands beside the new one, with the choices that it had.
    page.says("How long, in days?").says("As it was asked in 2027").says("How long?").says("Appeal");
    page.says("The question has changed since 2027: read both before you confirm the answer.");
    // What is asked afresh shows what was said.
    page.says("Not carried over from 2027").says("Read the answer of 2027").says("A bill");
    page.says("Confirm the 4 answers that are unchanged");
    let french = app.person("coordinator2@sen.example").await.opens(&section(&id)).await;
    french.says("Reportée de 2027, pas encore confirmée").says("Telle qu’elle était posée en 2027");
    french.says("Confirmer les 4 réponses inchangées");

    let done = presses(&ndeye, &id, "confirm").await;
    done.says("4 answers are confirmed.").says("confirmed by Ndeye Diop").is_silent_on("that are unchanged");
    assert_eq!(desk.standing(&id, &at("A.1")), Some((2027, Standing::Confirmed)));
    assert_eq!(desk.standing(&id, &at("A.2")), Some((2027, Standing::Carried)));
    // A second click finds nothing to do.
    presses(&ndeye, &id, "confirm").await.is_silent_on("answers are confirmed");
    presses(&ndeye, &id, "confirm:A.2").await.says("One answer is confirmed.");
    assert_eq!(desk.standing(&id, &at("A.2")), Some((2027, Standing::Confirmed)));

    let record = ndeye.opens("/account/record").await;
    record.says("Answers of last year confirmed").says("4 answers confirmed").says("answers carried over");

    ndeye.saves(id.as_str(), "A", &[("value:A.1", "Act of 2028")]).await.expect_status(303);
    let page = ndeye.opens(&section(&id)).await;
    page.says("Changed since 2027").says("See the difference").says("[taken out").says("[put in");
    ndeye.saves(id.as_str(), "A", &[("value:A.1", "Act of 1998")]).await.expect_status(303);
    ndeye.opens(&section(&id)).await.is_silent_on("Changed since 2027");
});

on_both!(what_is_typed_is_saved_before_anything_is_confirmed, Bare, |app| async {
    let (desk, id, _) = begun(&app, &first_form());
    let ndeye = app.coordinator("SEN").await;
    let mut form = ndeye.opens(&section(&id)).await.form(&section(&id));
    form.set("value:A.1", "Act of 2028").set("visibility:A.2", "court").set("then", "confirm");
    let done = ndeye.sends(&form).await.expect_status(303);
    ndeye.opens(&done.location()).await.says("6 answers are confirmed.").is_silent_on("a colleague has changed");
    assert_eq!(desk.standing(&id, &at("A.1")), Some((2027, Standing::Changed)));
    assert_eq!(desk.standing(&id, &at("A.2")), Some((2027, Standing::Confirmed)));
    assert_eq!(desk.draft(&id).answers[&at("A.2")].visibility, Some(Visibility::Court));
});

on_both!(a_stale_page_confirms_nothing_that_a_colleague_changed, Bare, |app| async {
    let (desk, id, _) = begun(&app, &first_form());
    let ndeye = app.coordinator("SEN").await;
    let old = ndeye.opens(&section(&id)).await.form(&section(&id));
    let moussa = Desk::of(&app, "coordinator2@sen.example");
    moussa.saves(&id, &at("A.2"), says("Ten days"), Some(Visibility::Court));
    let mut form = old.clone();
    form.set("then", "confirm:A.2");
    let answer = ndeye.sends(&form).await.expect_status(303);
    ndeye.opens(&answer.location()).await.says("One answer was not confirmed: a colleague has changed it");
    assert_eq!(desk.standing(&id, &at("A.2")), Some((2027, Standing::Carried)));
    let mut form = old;
    form.set("then", "confirm");
    let answer = ndeye.sends(&form).await.expect_status(303);
    ndeye.opens(&answer.location()).await.says("One answer was not confirmed").says("6 answers are confirmed.");
    // A question that is not there, of another section, or of no stamp is not confirmed.
    for question in ["Z.9", "A", "A.6.name@nobody"] {
        let mut form = ndeye.opens(&section(&id)).await.form(&section(&id));
        form.set("then", &format!("confirm:{question}"));
        let status = ndeye.sends(&form).await.status.as_u16();
        assert!(matches!(status, 303 | 404), "{question} {status}");
    }
});

on_both!(only_who_may_write_in_the_section_is_offered_to_confirm, Bare, |app| async {
    let (desk, id, _) = begun(&app, &first_form());
    let reader = app.reader("SEN").await;
    reader.opens(&section(&id)).await.says("Carried over from 2027").is_silent_on("answers that are unchanged");
    let stamp = desk.draft(&id).stamp(&at("A.1")).to_string();
    let fields = [("then", "confirm:A.1"), ("stamp:A.1", stamp.as_str()), ("value:A.1", "Act of 1998")];
    reader.post(&section(&id), &fields).await.expect_status(403);
    reader.opens(&format!("/responses/{id}/differences")).await;
    // Who has nothing of the draft sees nothing of it.
    desk.saves(&id, &at("A.1"), says("Act of 2028"), None);
    let contributor = app.contributor("SEN").await;
    contributor.get(&section(&id)).await.expect_status(404);
    contributor.post(&section(&id), &[("then", "confirm:A.1")]).await.expect_status(404);
    let differences = contributor.opens(&format!("/responses/{id}/differences")).await;
    differences.is_silent_on("Act of 2028").is_silent_on("Act of 1998");
    for email in [
        "coordinator@svn.example",
        "registry@court.example",
        "secretariat@platform.example",
        "facilitator@platform.example",
    ] {
        let stranger = app.person(email).await;
        stranger.get(&format!("/responses/{id}/differences")).await.expect_status(404);
    }
    let tina = app.coordinator("SVN").await;
    tina.post(&section(&id), &[("then", "confirm")]).await.expect_status(404);
    assert_eq!(desk.standing(&id, &at("A.1")), Some((2027, Standing::Changed)));
    app.freezes();
    let ndeye = app.coordinator("SEN").await;
    ndeye.opens(&section(&id)).await.is_silent_on("answers that are unchanged");
    ndeye.post(&section(&id), &[("then", "confirm")]).await.expect_status(422).says("Nothing was saved");
});

/// How what nobody has looked at is marked.
const CARRIED: &str = "As answered in 2027, not confirmed since";

on_both!(submission_waits_for_what_is_only_carried, Bare, |app| async {
    let (desk, id, entries) = begun(&app, &first_form());
    desk.answers(&id, "A.kind", "full");
    let ndeye = app.coordinator("SEN").await;
    let home = ndeye.opens(&format!("/responses/{id}")).await;
    home.says("4 carried answers to be confirmed").says("Differences from last year");
    let check = ndeye.opens(&format!("/responses/{id}/check")).await;
    check.says("4 answers hold submission back");
    check.says("A.1 Which law? – carried over from 2027 and not confirmed: confirm it or change it");
    check.says("As answered in 2027, not confirmed since");
    assert!(check.text().contains(&format!("/sections/A?check=1#q-A.6.name@{}", entries[1])), "no way to it");
    ndeye.opens(&format!("/responses/{id}/check?as=states")).await.is_silent_on("not confirmed since");
    ndeye.opens(&format!("/responses/{id}/submit")).await.says("4 matters are to be settled");
    let past = ndeye.post(&format!("/responses/{id}/submit"), &[("revision", "0"), ("reason", "")]).await;
    assert_eq!(past.location(), format!("/responses/{id}/check"));
    for place in [at("A.1"), at("A.2"), within("A.6.name", &entries[0]), within("A.6.name", &entries[1])] {
        desk.confirms(&id, &place);
    }
    ndeye.submits(id.as_str()).await.expect_status(200);
    // What nobody looked at says so, to the State and to the Court.
    ndeye.opens(&format!("/responses/{id}/revisions/1")).await.says("As answered in 2027, not confirmed since");
    let registry = app.person("registry@court.example").await;
    registry.opens("/cycles/2028/responses/SEN").await.says("As answered in 2027, not confirmed since");
    registry.opens("/cycles/2028/responses/SEN/document.pdf").await.says(CARRIED);
    ndeye.opens(&format!("/responses/{id}/revisions/1/document.pdf")).await.says(CARRIED);
    ndeye.opens(&format!("/responses/{id}/draft.pdf")).await.says(CARRIED);
    publishes(&app, &id, 1);
    let tina = app.coordinator("SVN").await;
    let read = tina.opens("/cycles/2028/responses/SEN").await;
    read.says("Supreme").is_silent_on("not confirmed since").is_silent_on("As answered in");
    let read = tina.opens("/cycles/2028/responses/SEN/document.pdf").await;
    read.says("Supreme").is_silent_on("not confirmed since").is_silent_on("As answered in");
    let file = tina.opens("/cycles/2028/responses.json").await;
    assert!(!file.text().contains("carried"), "{}", file.text());
});

on_both!(a_response_that_confirms_shows_what_is_asked_afresh_and_the_rest_on_demand, Bare, |app| async {
    let (desk, id, _) = begun(&app, &changed_form());
    let ndeye = app.coordinator("SEN").await;
    ndeye.opens(&section(&id)).await.is_silent_on("confirms that of last year");
    ndeye.saves(id.as_str(), "A", &[("value:A.kind", "confirm")]).await.expect_status(303);
    ndeye.opens(&format!("/responses/{id}")).await.says("Your response confirms that of last year.");
    let page = ndeye.opens(&section(&id)).await;
    page.says("only questions that are asked afresh or have changed are shown");
    // Asked afresh, new, not carried, changed.
    page.says("What is new this year?").says("Which treaty?").says("How long, in days?").says("Which court?");
    page.is_silent_on("Which law?").is_silent_on("Which service?").says("Show all 14 questions");
    // The contacts have a question more, so that their entries stand there for it, whole.
    page.says("Title").says("Telephone");
    assert!(page.text().contains("Awa"), "an entry without what it is of");
    let all = ndeye.opens(&format!("{}?all=1", section(&id))).await;
    all.says("Which law?")
        .says("Carried over from 2027; submitting confirms it")
        .says("Show only what is asked afresh");
    // What is saved there leaves everything where it was.
    let mut form = all.form(&section(&id));
    form.set("value:A.1", "Act of 2028").set("then", "stay");
    let saved = ndeye.sends(&form).await.expect_status(303);
    assert!(saved.location().contains("all=1"), "{}", saved.location());
    ndeye.opens(&saved.location()).await.says("Which service?");
    // What was changed is shown also without that.
    ndeye.opens(&section(&id)).await.says("Which law?").is_silent_on("Which service?");

    // The changed question waits for a hand; the others are confirmed by submitting.
    ndeye
        .opens(&format!("/responses/{id}/check"))
        .await
        .says("One answer holds submission back")
        .says("A.2 How long, in days?");
    desk.confirms(&id, &at("A.2"));
    ndeye.opens(&format!("/responses/{id}/submit")).await.says("Submitting confirms, in your name, 3 answers");
    ndeye.submits(id.as_str()).await.expect_status(200);
    assert_eq!(desk.standing(&id, &at("A.5")), Some((2027, Standing::Confirmed)));
    assert_eq!(desk.standing(&id, &at("A.3")), Some((2027, Standing::Carried)));

    // Whoever chooses otherwise again sees everything.
    ndeye.saves(id.as_str(), "A", &[("value:A.kind", "full")]).await.expect_status(303);
    ndeye.opens(&section(&id)).await.says("Which service?").is_silent_on("confirms that of last year");
});

on_both!(the_years_are_compared_as_one_document, Bare, |app| async {
    let (desk, id, entries) = begun(&app, &changed_form());
    desk.answers(&id, "A.kind", "full");
    desk.answers(&id, "A.1", "Act of 2028");
    desk.answers(&id, "A.7", "<b>Treaty</b>");
    desk.saves(&id, &at("A.5"), says("The fiscal unit"), Some(Visibility::StatesParties));
    let (removed, gone) = (id.clone(), entries[0].clone());
    desk.does(move |ctx| {
        let section = ctx.permit::<Edit, Section>(&(removed.clone(), "A".to_owned()))?;
        response::remove_entry(ctx, &section, &gone)
    });
    let path = format!("/responses/{id}/differences");
    let page = app.reader("SEN").await.opens(&path).await;
    page.says("2028 against 2027").says("New: 1. Changed: 2. Taken away: 2. Not answered yet: 1. Question changed: 2.");
    page.says("[taken out").says("[put in");
    page.says("Asked for the first time").says("Treaty");
    page.says("Who will read this: “The Court and all States Parties”, before that “The Court only”.");
    page.says("The answer is the same.").says("How long?");
    page.says("entry 1 of 2027").says("Awa").is_silent_on("Binta");
    page.says("Not asked any more").says("Which ministry?").says("Justice");
    assert!(!page.text().contains("<b>Treaty"), "what was typed is run");
    app.person("coordinator2@sen.example").await.opens(&path).await.says("2028 face à 2027").says("N’est plus posée");

    // Nothing to compare with, or nothing that can be read any more.
    let tina = Desk::of(&app, "coordinator@svn.example");
    let other = tina.begins(2028);
    app.coordinator("SVN")
        .await
        .opens(&format!("/responses/{other}/differences"))
        .await
        .says("nothing to compare with");
    app.wait(60);
    let state: concord::domain::ids::StateId = "SEN".parse().unwrap();
    app.db.write_now(&OPERATOR, move |ctx| response::destroy(ctx, &state, 2027, false)).unwrap();
    let ndeye = app.coordinator("SEN").await;
    ndeye.opens(&path).await.says("nothing to compare with");
    ndeye.opens(&section(&id)).await.says("Changed since 2027").is_silent_on("See the difference");
});

on_both!(a_file_has_to_be_given_again, Bare, |app| async {
    let desk = Desk::of(&app, "coordinator@sen.example");
    app.opens_year(2027, &first_form());
    let ndeye = app.coordinator("SEN").await;
    let (first, _) = desk.responds_in(2027);
    let action = format!("/responses/{first}/sections/A/files/A.8");
    let stamp = ndeye.opens(&action).await.form(&action).get("stamp").unwrap().to_owned();
    ndeye.uploads(&action, &[("stamp", &stamp)], Some(("file", "act.pdf", &pdf("act")))).await.expect_status(303);
    desk.submits(&first, 1, "The law").unwrap();
    app.opens_year(2028, &first_form());
    let second = desk.begins(2028);
    let page = ndeye.opens(&section(&second)).await;
    page.says("In 2027 the file “act.pdf” was given. It was not carried over").says("No file yet");
    assert!(!page.links().iter().any(|link| link.starts_with("/files/")));
    // The same file given again is no difference.
    let action = format!("/responses/{second}/sections/A/files/A.8");
    let stamp = ndeye.opens(&action).await.form(&action).get("stamp").unwrap().to_owned();
    ndeye.uploads(&action, &[("stamp", &stamp)], Some(("file", "act.pdf", &pdf("act")))).await.expect_status(303);
    ndeye.opens(&format!("/responses/{second}/differences")).await.is_silent_on("act.pdf");
});

on_both!(a_contributor_confirms_in_the_section_that_they_have, Bare, |app| async {
    let (desk, id, _) = begun(&app, &first_form());
    let account: AccountId = app.id_of("contributor@sen.example").parse().unwrap();
    let (key, to) = ((id.clone(), "A".to_owned()), account.clone());
    let part = (key.clone(), account.clone());
    desk.does(move |ctx| {
        let permit = ctx.permit::<Assign, Section>(&part.0)?;
        let (questions, groups, note) = (vec!["A.2".to_owned()], Vec::new(), String::new());
        let one = Given { extent: Extent::Questions, questions, groups, reads_rest: false, due: None, note };
        response::assign::give(ctx, &permit, &part.1, &one, &Shown::nothing())
    });
    let fatou = app.contributor("SEN").await;
    // Single questions: these alone are seen, compared and confirmed.
    desk.saves(&id, &at("A.1"), says("Act of 2028"), None);
    fatou.opens(&format!("/responses/{id}/differences")).await.is_silent_on("Act of 2028").is_silent_on("Act of 1998");
    fatou.opens(&section(&id)).await.is_silent_on("Act of 2028").is_silent_on("Act of 1998");
    presses(&fatou, &id, "confirm").await.says("One answer is confirmed");
    assert_eq!(desk.standing(&id, &at("A.2")), Some((2027, Standing::Confirmed)));
    fatou.post(&section(&id), &[("then", "confirm:A.3")]).await;
    assert_ne!(desk.standing(&id, &at("A.3")).map(|(_, standing)| standing), Some(Standing::Confirmed));
    let whole = (key.clone(), to.clone());
    desk.does(move |ctx| {
        let permit = ctx.permit::<Assign, Section>(&whole.0)?;
        response::assign::take(ctx, &permit, &whole.1, None)?;
        response::assign::give_whole(ctx, &permit, &whole.1, &Shown::nothing())
    });
    presses(&fatou, &id, "confirm").await.says("answers are confirmed").says("confirmed by Fatou Ndiaye");
    // Who loses the section meanwhile confirms nothing more.
    let form = fatou.opens(&section(&id)).await.form(&section(&id));
    desk.does(move |ctx| {
        let permit = ctx.permit::<Assign, Section>(&key)?;
        response::assign::take(ctx, &permit, &to, None)
    });
    let mut form = form;
    form.set("then", "confirm");
    fatou.sends(&form).await.expect_status(404);
});

on_both!(a_second_click_on_begin_carries_nothing_twice_and_a_former_party_begins_nothing, Bare, |app| async {
    let (desk, id, entries) = begun(&app, &first_form());
    assert_eq!(desk.begins(2028), id);
    assert_eq!(desk.draft(&id).entries.len(), entries.len());
    assert_eq!(app.recorded("response_begun"), 2);
    app.opens_year(2029, &first_form());
    app.alters("UPDATE states SET withdrawal_effective = '2020-01-01' WHERE id = 'SEN'");
    let home = app.coordinator("SEN").await;
    home.post("/cycles/2029/response", &[]).await;
    assert_eq!(app.recorded("response_begun"), 2);
    // It still reads what it carried.
    home.opens(&section(&id)).await.says("Carried over from 2027").is_silent_on("answers that are unchanged");
});

/// Saves A.1 as the script does: what it is told.
async fn saves_as_script(person: &Visitor<'_>, id: &ResponseId, stamp: &str, value: &str) -> serde_json::Value {
    let fields = [("token", person.token().await), ("stamp:A.1", stamp.to_owned()), ("value:A.1", value.to_owned())];
    let headers = vec![
        ("Content-Type".to_owned(), "application/x-www-form-urlencoded".to_owned()),
        ("Origin".to_owned(), BASE.to_owned()),
        ("Accept".to_owned(), "application/json".to_owned()),
    ];
    let body = encoded(&fields.map(|(name, value)| (name.to_owned(), value)));
    let answer = person.ask(Asked { method: actix_web::http::Method::POST, path: section(id), headers, body }).await;
    serde_json::from_slice(&answer.body).unwrap()
}

on_both!(the_script_is_told_what_a_save_made_of_last_years_answer, Bare, |app| async {
    let (desk, id, _) = begun(&app, &first_form());
    let ndeye = app.coordinator("SEN").await;
    let shown = desk.draft(&id).stamp(&at("A.1")).to_string();
    let json = saves_as_script(&ndeye, &id, &shown, "Act of 2028").await;
    assert_eq!(json["saved"][0]["words"], "Saved; changed since 2027");
    assert_eq!(json["saved"][0]["settled"], true);
    let next = json["saved"][0]["stamp"].as_str().unwrap().to_owned();
    let json = saves_as_script(&ndeye, &id, &next, "Act of 1998").await;
    assert_eq!(json["saved"][0]["words"], "Saved as it was in 2027, which confirms it");
    // Who typed nothing new is not given the stamp of a text that a colleague saved meanwhile and that the page does not show.
    let shown = json["saved"][0]["stamp"].as_str().unwrap().to_owned();
    desk.answers(&id, "A.1", "Act of 2029");
    let json = saves_as_script(&ndeye, &id, &shown, "Act of 1998").await;
    assert_eq!(json["saved"][0]["stamp"], shown.as_str());
});
