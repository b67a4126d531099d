//! Two coordinators at one assignment, and two people who say where a section stands: who was second sees what stands now, and chooses.

use crate::app::*;

const FATOU: &str = "contributor@sen.example";
const MOUSSA: &str = "coordinator2@sen.example";

fn path(id: &str, section: &str) -> String {
    format!("/responses/{id}/sections/{section}/assignments")
}

/// The two coordinators, both in English, and a response.
async fn both(app: &TestApp) -> (Visitor<'_>, Visitor<'_>, String) {
    app.alters(&format!("UPDATE accounts SET language = 'en' WHERE email = '{MOUSSA}'"));
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    (ndeye, app.person(MOUSSA).await, id)
}

/// The form that gives a section, or changes what somebody has of it.
async fn to_give(person: &Visitor<'_>, here: &str, of: &str) -> Form {
    let asked = if of.is_empty() { here.to_owned() } else { format!("{here}?of={of}") };
    let mut form = person.opens(&asked).await.form_with(here, "#note");
    form.set("then", "give");
    form
}

fn standing(app: &TestApp) -> Vec<String> {
    let sql = "SELECT section || ' ' || extent || ' ' || COALESCE(due, '-') AS text FROM assignments ORDER BY section";
    app.query(sql, sql)
}

fn told(letters: &[LetterText]) -> usize {
    letters.iter().filter(|letter| letter.to.contains(FATOU) && letter.text.contains("Something was given")).count()
}

on_both!(who_changes_an_assignment_second_sees_both_and_chooses, |app| async {
    let (ndeye, moussa, id) = both(&app).await;
    let (fatou, here) = (app.id_of(FATOU), path(&id, "D"));
    let fields = [("account", fatou.as_str()), ("due", "2027-05-04"), ("note", "Ask the ministry")];
    ndeye.gives_with(&id, "D", &fields).await.expect_status(303);

    // Both open it. Moussa changes day and note, and then Ndeye another day.
    let mut hers = to_give(&ndeye, &here, &fatou).await;
    let mut his = to_give(&moussa, &here, &fatou).await;
    app.wait(60);
    his.set("due", "2027-05-20").set("note", "Ask the ministry, and the gendarmerie");
    moussa.sends(&his).await.expect_status(303);
    app.wait(60);
    let before = app.lasting();
    hers.set("due", "2027-05-11").set("note", "Ask finance");
    let page = ndeye.sends(&hers).await.expect_status(422);
    assert_eq!(before, app.lasting(), "nothing is written");
    page.says("A colleague was faster; nothing was changed");
    page.says("Moussa Sarr has given or changed what Fatou Ndiaye has of this section since you opened the page: 2 April 2027");
    page.says("by 20 May 2027").says("Ask the ministry, and the gendarmerie").says("Save what I entered all the same");
    // What she wanted is in the form, and saving again is a choice.
    let again = page.form_with(&here, "#note");
    assert_eq!((again.get("due"), again.get("note")), (Some("2027-05-11"), Some("Ask finance")));
    // Nor does a fault in it make the stale form a fresh one.
    let mut faulty = hers.clone();
    let page = ndeye.sends(faulty.set("due", "soon")).await.expect_status(422);
    let mut mended = page.form_with(&here, "#note");
    mended.set("due", "2027-05-11").set("then", "give");
    ndeye.sends(&mended).await.expect_status(422).says("A colleague was faster");
    // The same stale form once more writes nothing either.
    ndeye.sends(&hers).await.expect_status(422);
    assert_eq!(before, app.lasting());
    let mut again = again;
    ndeye.sends(again.set("then", "give")).await.expect_status(303);
    ndeye.opens(&here).await.says("by 11 May 2027").says("Ask finance").is_silent_on("gendarmerie");
    assert_eq!(app.recorded("section_assigned"), 3);
    // Who leaves it has a page with what stands.
    moussa.sends(&his).await.expect_status(422).says("Leave it as it stands now").says("by 11 May 2027");
});

on_both!(the_second_click_and_the_same_wish_change_once_and_tell_once, |app| async {
    let (ndeye, moussa, id) = both(&app).await;
    let (fatou, here) = (app.id_of(FATOU), path(&id, "D"));
    let mut hers = to_give(&ndeye, &here, "").await;
    let mut his = to_give(&moussa, &here, "").await;
    for form in [&mut hers, &mut his] {
        form.set("account", &fatou).set("due", "2027-05-04").set("note", "Ask the ministry");
    }
    for _ in 0..2 {
        ndeye.sends(&hers).await.expect_status(303);
    }
    // A colleague who wants the same has it.
    moussa.sends(&his).await.expect_status(303);
    assert_eq!((app.recorded("section_assigned"), told(&app.post().await)), (1, 1));
    // One who wants something else sees what was given meanwhile, though both pages offered her as one who has nothing.
    his.set("due", "2027-06-01");
    let page = moussa.sends(&his).await.expect_status(422);
    page.says("Ndeye Diop has given or changed what Fatou Ndiaye has").says("by 4 May 2027");
    let mut again = page.form_with(&here, "#note");
    assert_eq!(again.get("account"), Some(fatou.as_str()));
    again.set("then", "give");
    for _ in 0..2 {
        moussa.sends(&again).await.expect_status(303);
    }
    assert_eq!(standing(&app), ["D section 2027-06-01"]);
    assert_eq!((app.recorded("section_assigned"), told(&app.post().await)), (2, 1));
    // A form that says nothing of what it showed has shown nothing: it gives, and changes nothing that stands.
    let bare = [("then", "give"), ("account", fatou.as_str()), ("due", "2027-07-01")];
    ndeye.post(&here, &bare).await.expect_status(422);
    ndeye.post(&path(&id, "E"), &bare).await.expect_status(303);
    ndeye.post(&here, &[("then", "take"), ("account", fatou.as_str())]).await.expect_status(422);
    assert_eq!(standing(&app), ["D section 2027-06-01", "E section 2027-07-01"]);
});

on_both!(what_was_taken_away_meanwhile_is_not_given_again_unseen, |app| async {
    let (ndeye, moussa, id) = both(&app).await;
    let (fatou, here) = (app.id_of(FATOU), path(&id, "D"));
    ndeye.gives_with(&id, "D", &[("account", &fatou), ("note", "Ask the ministry")]).await.expect_status(303);
    let mut hers = to_give(&ndeye, &here, &fatou).await;
    app.wait(60);
    moussa.takes(&id, "D", &fatou).await.expect_status(303);
    hers.set("due", "2027-05-11");
    let page = ndeye.sends(&hers).await.expect_status(422);
    page.says(
        "What Fatou Ndiaye had of this section was taken away since you opened the page: Moussa Sarr, 2 April 2027",
    );
    assert!(standing(&app).is_empty());
    let mut again = page.form_with(&here, "#note");
    assert_eq!((again.get("note"), again.get("account")), (Some("Ask the ministry"), Some(fatou.as_str())));
    ndeye.sends(again.set("then", "give")).await.expect_status(303);
    assert_eq!(standing(&app), ["D section 2027-05-11"]);
    // In French with the same facts.
    app.alters(&format!("UPDATE accounts SET language = 'fr' WHERE email = '{MOUSSA}'"));
    let moussa = app.person(MOUSSA).await;
    let mut his = to_give(&moussa, &here, &fatou).await;
    app.wait(60);
    ndeye.takes(&id, "D", &fatou).await.expect_status(303);
    let page = moussa.sends(his.set("note", "Autre chose")).await.expect_status(422);
    page.says("Un collègue vous a devancé").says("Ndeye Diop, 2 avril 2027").says("Autre chose");
});

on_both!(what_was_changed_meanwhile_is_not_taken_away_unseen, |app| async {
    let (ndeye, moussa, id) = both(&app).await;
    let (fatou, here) = (app.id_of(FATOU), path(&id, "D"));
    ndeye.gives(&id, "D", &fatou).await.expect_status(303);
    let mut take = moussa.opens(&here).await.form(&here);
    take.set("then", "take");
    app.wait(60);
    let fields = [("account", fatou.as_str()), ("extent", "questions"), ("question", "D.1"), ("note", "Only this")];
    ndeye.gives_with(&id, "D", &fields).await.expect_status(303);
    let page = moussa.sends(&take).await.expect_status(422);
    page.says("Ndeye Diop has given or changed").says("You wanted to take it away").says("only D.1").says("Only this");
    assert_eq!(standing(&app), ["D questions -"]);
    let mut again = page.form_with(&here, "button[value=take]");
    again.set("then", "take");
    // Twice, and once more by somebody whose page still shows it: it goes once.
    let mut late = ndeye.opens(&here).await.form(&here);
    for _ in 0..2 {
        moussa.sends(&again).await.expect_status(303);
    }
    ndeye.sends(late.set("then", "take")).await.expect_status(303);
    assert!(standing(&app).is_empty());
    assert_eq!(app.recorded("section_taken"), 1);
});

on_both!(ticks_on_a_persons_page_undo_nothing_that_a_colleague_did_meanwhile, |app| async {
    let (ndeye, moussa, id) = both(&app).await;
    let fatou = app.id_of(FATOU);
    let (person, sections) = (format!("/users/{fatou}"), format!("/users/{fatou}/sections"));
    ndeye.gives(&id, "C", &fatou).await.expect_status(303);
    ndeye.gives(&id, "D", &fatou).await.expect_status(303);
    let stale = ndeye.opens(&person).await.form(&sections);
    app.wait(60);
    // Moussa gives E, takes D, and says something of C.
    moussa.gives_with(&id, "E", &[("account", &fatou), ("note", "kestrel")]).await.expect_status(303);
    moussa.takes(&id, "D", &fatou).await.expect_status(303);
    moussa.gives_with(&id, "C", &[("account", &fatou), ("due", "2027-05-04")]).await.expect_status(303);

    // She gives F: what she did not touch stays as he left it.
    let mut form = stale.clone();
    form.fields.push(("section".into(), "F".into()));
    ndeye.sends(&form).await.expect_status(303);
    assert_eq!(standing(&app), ["C section 2027-05-04", "E section -", "F section -"]);

    // She takes away C, which he has changed: nothing is done before she has seen it.
    let mut form = stale.clone();
    form.fields.retain(|(name, value)| !(name == "section" && value == "C"));
    form.fields.push(("section".into(), "G".into()));
    let before = app.lasting();
    let page = ndeye.sends(&form).await.expect_status(422);
    assert_eq!(before, app.lasting(), "all of it or nothing");
    page.says("Nothing was changed")
        .says("You wanted: D, G")
        .says("by 4 May 2027")
        .says("Given by Moussa Sarr, 2 April 2027");
    let mut form = page.form(&sections);
    form.fields.retain(|(name, value)| !(name == "section" && value == "C"));
    ndeye.sends(&form).await.expect_status(303);
    assert_eq!(standing(&app), ["E section -", "F section -"]);
    // The second click does nothing.
    let recorded = (app.recorded("section_assigned"), app.recorded("section_taken"));
    ndeye.sends(&form).await.expect_status(303);
    assert_eq!(recorded, (app.recorded("section_assigned"), app.recorded("section_taken")));
});

on_both!(a_section_to_read_that_is_ticked_keeps_its_day_and_its_note, |app| async {
    let (ndeye, _, id) = both(&app).await;
    let fatou = app.id_of(FATOU);
    let fields = [("account", fatou.as_str()), ("extent", "reading"), ("due", "2027-05-04"), ("note", "For context")];
    ndeye.gives_with(&id, "D", &fields).await.expect_status(303);
    let sections = format!("/users/{fatou}/sections");
    let mut form = ndeye.opens(&format!("/users/{fatou}")).await.form(&sections);
    form.fields.push(("section".into(), "D".into()));
    ndeye.sends(&form).await.expect_status(303);
    assert_eq!(standing(&app), ["D section 2027-05-04"]);
    ndeye.opens(&path(&id, "D")).await.says("For context");
});

on_both!(what_a_colleague_said_of_a_section_meanwhile_is_seen_before_it_is_undone, |app| async {
    let (ndeye, moussa, id) = both(&app).await;
    ndeye.answers(&id, "C.1", "One").await;
    let says = async |person: &Visitor<'_>, form: &Form, then: &str| {
        let mut form = form.clone();
        person.sends(form.set("then", then)).await
    };
    // What one wants and the other has said already is said once.
    let (hers, his) = (ndeye.section(&id, "C").await, moussa.section(&id, "C").await);
    says(&moussa, &his, "ready").await.expect_status(303);
    says(&ndeye, &hers, "ready").await.expect_status(303);
    assert_eq!(app.recorded("section_status_set"), 1);
    // To clear what is ready goes on from there, though the page showed it in work.
    says(&ndeye, &hers, "cleared").await.expect_status(303);
    says(&moussa, &his, "ready").await.expect_status(303);
    assert_eq!(app.recorded("section_status_set"), 2);

    // Moussa takes it back from a page on which it was ready by himself: it was cleared since.
    let page = says(&moussa, &his, "in_work").await.expect_status(422);
    page.says("Since you opened this section a colleague has said where it stands");
    page.says("It stands now: Cleared · Ndeye Diop").says("You wanted: In work");
    assert_eq!(app.recorded("section_status_set"), 2);
    // He has seen it now, and wants it still; twice is once.
    let his = page.form(&format!("/responses/{id}/sections/C"));
    for _ in 0..2 {
        says(&moussa, &his, "in_work").await.expect_status(303);
    }
    assert_eq!(app.recorded("section_status_set"), 3);

    // Her page shows it cleared, by herself: she clears it again only after she has seen that he took it back.
    app.wait(60);
    let mut hers = hers;
    hers.set("comment:C.1", "A comment");
    let page = says(&ndeye, &hers, "cleared").await.expect_status(422);
    page.says("It stands now: In work · changed or taken back by Moussa Sarr").says("You wanted: Cleared");
    // What she typed is saved all the same.
    let hers = page.form(&format!("/responses/{id}/sections/C"));
    assert_eq!(hers.get("comment:C.1").map(str::trim), Some("A comment"));
    says(&ndeye, &hers, "cleared").await.expect_status(303);
    ndeye.opens(&format!("/responses/{id}/sections/C")).await.says("Cleared · Ndeye Diop");
    assert_eq!(app.recorded("section_status_set"), 4);

    // What one has said oneself, in another window, is in nobody's way.
    let (one, other) = (ndeye.section(&id, "C").await, ndeye.section(&id, "C").await);
    says(&ndeye, &one, "in_work").await.expect_status(303);
    says(&ndeye, &other, "cleared").await.expect_status(303);
});
