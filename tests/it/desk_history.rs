//! The history of answers: every saved version stays, with who saved it and what differs, and can be brought back by who may edit.

use crate::app::*;

fn history(id: &str, question: &str) -> String {
    let section = question.split('.').next().unwrap();
    format!("/responses/{id}/sections/{section}/history/{question}")
}

fn marked(page: &Answer, element: &str) -> Vec<String> {
    let wanted = selector(&format!(".versions {element}"));
    page.html().select(&wanted).map(|found| found.text().collect()).collect()
}

/// Changes versions past the platform, which on PostgreSQL the role that serves cannot.
fn past(app: &TestApp, sql: &str) {
    if matches!(app.url, concord::domain::db::DatabaseUrl::Sqlite(_)) {
        return app.alters(sql);
    }
    let refused = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| app.alters(sql)));
    assert!(refused.is_err(), "the role that serves rewrites the history");
    app.as_owner(sql);
}

/// Asks for a version to be restored, by its page.
async fn restores(person: &Visitor<'_>, id: &str, question: &str, version: i32) -> Answer {
    let path = history(id, question);
    let form = person.opens(&format!("{path}?version={version}")).await.form(&path);
    person.sends(&form).await
}

on_both!(every_version_stays_and_can_be_restored, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let moussa = app.person("coordinator2@sen.example").await;
    let id = ndeye.begins(2027).await;
    ndeye.answers(&id, "C.1", "The request goes to the ministry within ten days.").await;
    app.wait(120);
    moussa.answers(&id, "C.1", "The request goes to the court within ten days.").await;
    app.wait(120);
    ndeye
        .saves(&id, "C", &[("visibility:C.1", "court"), ("comment:C.1", "See the law of 2019")])
        .await
        .expect_status(303);
    let section = ndeye.opens(&format!("/responses/{id}/sections/C")).await;
    assert!(section.links().contains(&history(&id, "C.1")), "no link to the history");
    assert!(!section.links().contains(&history(&id, "C.3")), "a link where nothing was saved");

    let page = ndeye.opens(&history(&id, "C.1")).await;
    page.says("Version 3")
        .says("Version 1")
        .says("Ndeye Diop")
        .says("Moussa Sarr")
        .says("Stands now")
        .says("The first version");
    page.says("Who will read this: “The Court only”, before that “The Court and all States Parties”.");
    let (put_in, taken_out) = (marked(&page, "ins"), marked(&page, "del"));
    assert!(taken_out.iter().any(|text| text.contains("taken out: ministry")), "{taken_out:?}");
    assert!(put_in.iter().any(|text| text.contains("put in: court")), "{put_in:?}");
    assert!(put_in.iter().all(|text| !text.contains("within ten days") || text.contains("The request")), "{put_in:?}");
    let french = moussa.opens(&history(&id, "C.1")).await;
    french.says("La première version").says("retiré").says("La Cour seulement");

    // A reader reads it and restores nothing.
    let reader = app.reader("SEN").await;
    reader.opens(&history(&id, "C.1")).await.says("Version 2").is_silent_on("Restore");
    let whole = reader.opens(&format!("{}?version=1", history(&id, "C.1"))).await;
    whole.says("within ten days").is_silent_on("Restore version");
    let stamp = ndeye.section(&id, "C").await.get("stamp:C.1").unwrap().to_owned();
    reader.post(&history(&id, "C.1"), &[("version", "1"), ("stamp", &stamp)]).await.expect_status(403);

    let done = restores(&ndeye, &id, "C.1", 1).await.expect_status(303);
    assert!(done.location().ends_with("/sections/C?saved=1#q-C.1"), "{}", done.location());
    let form = ndeye.section(&id, "C").await;
    assert_eq!(form.get("value:C.1").unwrap().trim(), "The request goes to the ministry within ten days.");
    assert_eq!(form.get("comment:C.1").unwrap().trim(), "");
    let page = ndeye.opens(&history(&id, "C.1")).await;
    page.says("Version 4").says("Version 3").says("before that “The Court only”");
    // A second click on the same page finds done what was done.
    ndeye.post(&history(&id, "C.1"), &[("version", "1"), ("stamp", &stamp)]).await.expect_status(303);
    assert_eq!(marked(&ndeye.opens(&history(&id, "C.1")).await, "li > h2").len(), 4);
});

on_both!(a_restored_version_that_comes_too_late_waits_beside_the_other, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    ndeye.answers(&id, "C.1", "one").await;
    ndeye.answers(&id, "C.1", "two").await;
    let path = history(&id, "C.1");
    let form = ndeye.opens(&format!("{path}?version=1")).await.form(&path);
    app.person("coordinator2@sen.example").await.answers(&id, "C.1", "three").await;
    let both = ndeye.sends(&form).await.expect_status(303);
    assert!(both.location().contains("/rivals/"), "{}", both.location());
    let page = ndeye.opens(&both.location()).await;
    page.says("one").says("three");
    let mut choice = page.form("");
    choice.action = both.location();
    choice.set("keep", "rival");
    ndeye.sends(&choice).await.expect_status(303);
    // What was chosen is a version too, and what it replaced stays.
    let page = ndeye.opens(&path).await;
    page.says("Version 4").says("three");
    assert_eq!(ndeye.section(&id, "C").await.get("value:C.1").unwrap().trim(), "one");
});

on_both!(choices_files_and_declining_are_said_in_words, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    ndeye.answers(&id, "C.2", "no").await;
    let names: Vec<String> = {
        let page = ndeye.opens(&format!("/responses/{id}/sections/C")).await;
        let html = page.html();
        let wanted = selector("input[name='value:C.4']");
        html.select(&wanted).map(|input| input.attr("value").unwrap().to_owned()).collect()
    };
    let mut form = ndeye.section(&id, "C").await;
    form.fields.push(("value:C.4".into(), names[0].clone()));
    form.fields.push(("value:C.4".into(), names[1].clone()));
    form.set("then", "stay");
    ndeye.sends(&form).await.expect_status(303);
    let mut form = ndeye.section(&id, "C").await;
    form.fields.retain(|(name, value)| name != "value:C.4" || *value != names[0]);
    form.fields.push(("value:C.4".into(), names[2].clone()));
    form.set("then", "stay");
    ndeye.sends(&form).await.expect_status(303);
    let page = ndeye.opens(&history(&id, "C.4")).await;
    assert_eq!((marked(&page, "ins").len(), marked(&page, "del").len()), (1, 1), "{}", page.words());
    assert!(!marked(&page, "del")[0].contains(&format!(" {} ", names[0])), "a name instead of a label");

    ndeye.saves(&id, "C", &[("declined:C.1", "yes"), ("reason:C.1", "Not yet settled")]).await.expect_status(303);
    ndeye.opens(&history(&id, "C.1")).await.says("Set to “Not in a position to answer”").says("Not yet settled");

    let action = format!("/responses/{id}/sections/L/files/L.3");
    for name in ["first.pdf", "second.pdf"] {
        let stamp = ndeye.opens(&action).await.form(&action).get("stamp").unwrap().to_owned();
        ndeye.uploads(&action, &[("stamp", &stamp)], Some(("file", name, &pdf(name)))).await.expect_status(303);
    }
    let stamp = ndeye.opens(&action).await.form(&action).get("stamp").unwrap().to_owned();
    ndeye.uploads(&action, &[("stamp", &stamp), ("remove", "yes")], None).await.expect_status(303);
    let page = ndeye.opens(&history(&id, "L.3")).await;
    page.says("first.pdf").says("second.pdf").says("Version 3");
    restores(&ndeye, &id, "L.3", 1).await.expect_status(303);
    let section = ndeye.opens(&format!("/responses/{id}/sections/L")).await;
    section.says("first.pdf");
    let file = section.links().into_iter().find(|link| link.starts_with("/files/")).unwrap();
    assert!(ndeye.opens(&file).await.body.starts_with(b"%PDF"));
});

on_both!(a_removed_entry_comes_back_with_its_answers, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    let path = format!("/responses/{id}/sections/H");
    let mut entries = Vec::new();
    for title in ["A manual for judges", "A contact list"] {
        let mut form = ndeye.section(&id, "H").await;
        form.set("then", "add:H.4");
        let added = ndeye.sends(&form).await.expect_status(303);
        let entry = added.location().split("H.4@").nth(1).unwrap().to_owned();
        let fields = [(format!("value:H.4.title@{entry}"), title)];
        ndeye.saves(&id, "H", &[(&fields[0].0, fields[0].1)]).await.expect_status(303);
        entries.push(entry);
    }
    let question = format!("H.4.title@{}", entries[0]);
    ndeye.saves(&id, "H", &[(&format!("value:{question}"), "A manual for prosecutors")]).await.expect_status(303);
    ndeye.opens(&path).await.is_silent_on("removed entr");
    let remove = format!("{path}/entries/{}/remove", entries[0]);
    let ask = ndeye.opens(&remove).await;
    ask.says("It can be brought back");
    ndeye.sends(&ask.form(&remove)).await.expect_status(303);
    ndeye.opens(&path).await.says("One removed entry can be brought back").is_silent_on("A manual for prosecutors");

    // Its history is still read, but nothing of it is restored alone.
    let old = ndeye.opens(&history(&id, &question)).await;
    old.says("judges").says("bring the entry back first").is_silent_on("Stands now");
    let stamp = "0.000000000000";
    let alone = ndeye.post(&history(&id, &question), &[("version", "1"), ("stamp", stamp)]).await;
    alone.expect_status(422).says("a colleague has removed this entry");

    let removed = ndeye.opens(&format!("{path}/removed")).await;
    removed.says("A manual for prosecutors").says("Removed by Ndeye Diop");
    app.reader("SEN")
        .await
        .opens(&format!("{path}/removed"))
        .await
        .says("prosecutors")
        .is_silent_on("Bring this entry back");
    app.reader("SEN").await.post(&format!("{path}/removed"), &[("entry", &entries[0])]).await.expect_status(403);
    ndeye.post(&format!("{path}/removed"), &[("entry", &entries[1])]).await.expect_status(303);
    ndeye.post(&format!("{path}/removed"), &[("entry", "nothing")]).await.expect_status(404);
    for _ in 0..2 {
        ndeye.post(&format!("{path}/removed"), &[("entry", &entries[0])]).await.expect_status(303);
    }
    let form = ndeye.section(&id, "H").await;
    assert_eq!(form.get(&format!("value:{question}")).unwrap(), "A manual for prosecutors");
    ndeye.opens(&format!("{path}/removed")).await.says("No entry of this section is removed");
    // It goes on from where it was.
    ndeye.saves(&id, "H", &[(&format!("value:{question}"), "A manual")]).await.expect_status(303);
    ndeye.opens(&history(&id, &question)).await.says("Version 3").says("Stands now");
});

on_both!(another_state_meets_no_history_and_what_is_not_there_is_not_found, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    ndeye.answers(&id, "C.1", "one").await;
    ndeye.answers(&id, "C.1", "two").await;
    let nobodys = "/responses/01900000-0000-7000-8000-000000000000/sections/C/history/C.1";
    for email in ["coordinator@svn.example", "contributor@svn.example", "reader@svn.example"] {
        let stranger = app.person(email).await;
        let (theirs, none) = (stranger.get(&history(&id, "C.1")).await, stranger.get(nobodys).await);
        assert_eq!((theirs.status.as_u16(), none.status.as_u16()), (404, 404), "{email}");
        assert_eq!(theirs.body, none.body, "{email}");
        let removed = stranger.get(&format!("/responses/{id}/sections/C/removed")).await;
        assert_eq!(removed.body, none.body, "{email}");
    }
    let tina = app.coordinator("SVN").await;
    let fields = [("version", "1"), ("stamp", "2.000000000000")];
    let (theirs, none) = (tina.post(&history(&id, "C.1"), &fields).await, tina.post(nobodys, &fields).await);
    assert_eq!(theirs.body, none.body);
    assert_eq!(theirs.status.as_u16(), 404);
    for email in ["registry@court.example", "secretariat@platform.example", "facilitator@platform.example"] {
        app.person(email).await.get(&history(&id, "C.1")).await.expect_status(404);
    }
    for question in
        ["C.1@01900000-0000-7000-8000-000000000000", "C", "D.1", "ZZ", "H.4.title", "%3Cscript%3E", "C.1%00"]
    {
        ndeye.get(&format!("/responses/{id}/sections/C/history/{question}")).await.expect_status(404);
    }
    for version in ["3", "0", "-1", "2147483647"] {
        ndeye.get(&format!("{}?version={version}", history(&id, "C.1"))).await.expect_status(404);
        let fields = [("version", version), ("stamp", "2.000000000000")];
        ndeye.post(&history(&id, "C.1"), &fields).await.expect_status(404);
    }
    // A contributor without the section finds nothing; one to whom it is open reads, and restores nothing.
    let fatou = app.contributor("SEN").await;
    fatou.get(&history(&id, "C.1")).await.expect_status(404);
    let fields = [("account", app.id_of("contributor@sen.example")), ("extent", "reading".to_owned())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    ndeye.gives_with(&id, "C", &fields).await.expect_status(303);
    fatou.opens(&history(&id, "C.1")).await.is_silent_on("or restore it");
    fatou.post(&history(&id, "C.1"), &[("version", "1"), ("stamp", "2.000000000000")]).await.expect_status(403);
    ndeye.opens(&history(&id, "C.3")).await.says("Nothing has been saved here yet");
});

on_both!(a_closed_response_is_read_and_not_restored, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    ndeye.answers(&id, "C.1", "<script>alert(1)</script> one").await;
    ndeye.answers(&id, "C.1", "<script>alert(1)</script> two").await;
    let page = ndeye.opens(&history(&id, "C.1")).await;
    assert!(!page.text().contains("<script>alert"), "what was typed is run");
    // Marks that reorder text do not get into an answer, so none is in its history.
    ndeye.saves(&id, "C", &[("value:C.1", "a\u{202e}b")]).await.expect_status(422);
    ndeye.opens(&history(&id, "C.1")).await.is_silent_on("Version 3");
    app.alters("UPDATE cycles SET stage = 'frozen', frozen_at = 1");
    ndeye.opens(&history(&id, "C.1")).await.says("Version 2").is_silent_on("or restore it");
    let fields = [("version", "1"), ("stamp", "2.000000000000")];
    ndeye.post(&history(&id, "C.1"), &fields).await.expect_status(403);
});

on_both!(a_long_history_comes_by_pages, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    for n in 1..=53 {
        ndeye.answers(&id, "C.1", &format!("text number {n}")).await;
    }
    let page = ndeye.opens(&history(&id, "C.1")).await;
    assert_eq!(marked(&page, "li > h2").len(), 50);
    page.is_silent_on("The first version").says("Version 4");
    let older = page.links().into_iter().find(|link| link.contains("last=")).unwrap();
    let page = ndeye.opens(&older).await;
    page.says("Version 3").says("The first version").says("Newest versions");
    assert_eq!(marked(&page, "li > h2").len(), 3);
    // Two long texts without a common word are compared in time, and fifty of them make no heavy page.
    for n in 1..=4 {
        let long = format!("w{n} ").repeat(2_600);
        ndeye.answers(&id, "C.1", long.trim()).await;
    }
    let page = ndeye.opens(&history(&id, "C.1")).await;
    assert!(page.body.len() < 100_000, "{}", page.body.len());
    let whole = ndeye.opens(&format!("{}?version=56", history(&id, "C.1"))).await;
    assert!(whole.text().matches("w3 ").count() > 2_500);
});

on_both!(what_was_destroyed_has_no_history_and_the_rest_opens, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    ndeye.answers(&id, "C.1", "one canary").await;
    let tried = app.db.read_now(&OPERATOR, concord::domain::response::check::opens).unwrap();
    assert!(tried.shut.is_empty(), "{:?}", tried.shut);
    for (table, rows) in app.dump() {
        assert!(!rows.iter().any(|row| row.contains("one canary")), "in {table}");
    }
    // A version that was copied from before there was a history is sealed as the answer that it was.
    past(
        &app,
        "UPDATE answer_versions SET sealed = (SELECT sealed FROM answers WHERE answers.code = answer_versions.code)",
    );
    ndeye.opens(&history(&id, "C.1")).await.says("one canary");
    let tried = app.db.read_now(&OPERATOR, concord::domain::response::check::opens).unwrap();
    assert!(tried.shut.is_empty(), "{:?}", tried.shut);
    // Put into another place it does not open.
    past(&app, "UPDATE answer_versions SET code = 'C.3' WHERE code = 'C.1'");
    ndeye.get(&history(&id, "C.3")).await.expect_status(500);
    past(&app, "UPDATE answer_versions SET code = 'C.1' WHERE code = 'C.3'");
    let state = "SEN".parse().unwrap();
    app.db.write_now(&OPERATOR, |ctx| concord::domain::response::destroy(ctx, &state, 2027, true)).unwrap();
    ndeye.get(&history(&id, "C.1")).await.expect_status(410);
});

on_both!(the_name_stays_when_its_account_has_ended, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let moussa = app.person("coordinator2@sen.example").await;
    let id = ndeye.begins(2027).await;
    moussa.answers(&id, "C.1", "one").await;
    app.alters("UPDATE accounts SET standing = 'ended' WHERE email = 'coordinator2@sen.example'");
    ndeye.answers(&id, "C.1", "two").await;
    ndeye.opens(&history(&id, "C.1")).await.says("Moussa Sarr");
});
