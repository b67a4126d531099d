//! How accounts are looked after, by the pages: a State's coordinators, an organ's, the Secretariat; and what they cannot reach.

use concord::domain::actor::{Actor, Task};
use concord::domain::identity::accounts;
use concord::domain::people;

use crate::app::*;

const AWA: &str = "coordinator@sen.example";
const CONTRIBUTOR: &str = "contributor@sen.example";

/// Fills the form that adds a person to one's own State or organ.
async fn adds(keeper: &Visitor<'_>, name: &str, email: &str, role: &str) -> Answer {
    let mut form = keeper.opens("/users").await.form("/users");
    form.set("name", name).set("email", email).set("role", role).set("language", "en");
    if role.ends_with("coordinator") {
        form.set("note", "NV/2027/113").set("note_date", "2027-03-31");
    }
    keeper.sends(&form).await
}

fn code_on(page: &Answer) -> String {
    let html = page.html();
    html.select(&selector("dl.facts code")).next().expect("a code").text().collect()
}

/// Accepts an invitation with the code that was passed on.
async fn accepts(app: &TestApp, email: &str, code: &str) -> Answer {
    let letters = app.post().await;
    let letter = letters.iter().rev().find(|letter| letter.to.contains(email) && letter.text.contains("/invitation#"));
    let text = &letter.expect("a letter").text;
    let token = text.split("/invitation#").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
    let person = app.visitor();
    person.opens("/invitation").await.says("by a note verbale or letter that named you").is_silent_on("Senegal");
    let password = "forty slow tramways cross the polder";
    let fields = [("invitation", token.as_str()), ("code", code), ("password", password), ("repeated", password)];
    person.post("/invitation", &fields).await
}

on_both!(a_coordinator_invites_a_colleague_who_comes_in, Bare, |app| async {
    let awa = app.coordinator("SEN").await;
    let issued = adds(&awa, "Binta Fall", "binta@sen.example", "reader").await.expect_status(200);
    issued.says("Binta Fall");
    accepts(&app, "binta@sen.example", &code_on(&issued)).await.expect_status(303);
    let letters = app.post().await;
    assert!(!letters.iter().any(|letter| letter.text.contains("Senegal")));
    awa.opens("/users").await.says("binta@sen.example").is_silent_on("svn.example");
    // The same by whom it was done, for whom.
    let sql = format!(
        "SELECT subject AS text FROM audit WHERE action = 'account_made' AND account_id = '{}'",
        app.id_of(AWA)
    );
    assert_eq!(app.query(&sql, &sql), [app.id_of("binta@sen.example")]);
});

on_both!(a_new_coordinator_waits_for_the_secretariat, Bare, |app| async {
    let awa = app.coordinator("SEN").await;
    let added = adds(&awa, "Binta Fall", "binta@sen.example", "coordinator").await;
    awa.follows(added).await.says("waits for the Secretariat");
    let id = app.id_of("binta@sen.example");
    // Neither side can invite before.
    let secretariat = app.secretariat().await;
    for (keeper, base) in [(&awa, "/users"), (&secretariat, "/secretariat/accounts")] {
        let refused = keeper.post(&format!("{base}/{id}/invitation"), &[]).await.expect_status(422);
        refused.says("once the Secretariat has confirmed");
    }
    // A coordinator confirms nobody; the page is not there for one.
    awa.get(&format!("/secretariat/accounts/{id}/confirm")).await.expect_status(404);
    secretariat.opens("/").await.says("1 account waits to be confirmed");
    secretariat.opens("/secretariat/accounts").await.says("Confirm Binta Fall as coordinator");
    let path = format!("/secretariat/accounts/{id}/confirm");
    let page = secretariat.opens(&path).await;
    for (reference, date, words) in [
        ("", "", "Enter the reference and the date"),
        ("", "2027-04-01", "Enter the reference of the note"),
        ("a\u{202E}b", "2027-04-01", "Enter the reference of the note"),
        ("NV/1", "1 April", "Enter a date as year"),
        ("NV/1", "2027-02-30", "Enter a date as year"),
        ("NV/1", "2027-04-03", "lies in the future"),
        ("NV/1", "1998-07-16", "before 17 July 1998"),
    ] {
        let mut form = page.form(&path);
        form.set("reference", reference).set("date", date);
        secretariat.sends(&form).await.expect_status(422).says(words);
    }
    let done = secretariat.confirms(&id).await;
    secretariat.follows(done).await.says("by Ines Verhoeven on 2 April 2027").says("NV/2027/114, 1 April 2027");
    secretariat.confirms_again(&id).await.expect_status(422).says("Nobody waits to be confirmed here");
    let issued = awa.post(&format!("/users/{id}/invitation"), &[]).await.expect_status(200);
    issued.says("NV/2027/114, 1 April 2027");
    accepts(&app, "binta@sen.example", &code_on(&issued)).await.expect_status(303);
    assert_eq!(app.recorded("coordinator_confirmed"), 1);
});

on_both!(the_first_coordinator_of_a_state_takes_two_members, Bare, |app| async {
    let (one, two) = (app.secretariat().await, app.person("secretariat-fr@platform.example").await);
    one.opens("/secretariat/states").await.says("No coordinator").says("Only one coordinator");
    let mut new = one.opens("/secretariat/accounts").await.form("/secretariat/accounts");
    new.set("name", "Luc Martin").set("email", "luc@fra.example").set("role", "coordinator").set("state", "FRA");
    new.set("language", "fr").set("note", "FRA/2027/3").set("note_date", "2027-03-30");
    let added = one.sends(&new).await;
    one.follows(added).await.says("Confirm Luc Martin as coordinator");
    let id = app.id_of("luc@fra.example");
    let path = format!("/secretariat/accounts/{id}/confirm");
    one.opens(&path).await.says("Another member of the Secretariat confirms this one");
    let typed = [("reference", "FRA/2027/3"), ("date", "2027-03-30")];
    one.post(&path, &typed).await.expect_status(422).says("confirmed by another member");
    one.post(&format!("/secretariat/accounts/{id}/invitation"), &[]).await.expect_status(422);
    two.post(&path, &typed).await.expect_status(303);
    one.post(&format!("/secretariat/accounts/{id}/invitation"), &[]).await.expect_status(200);
});

on_both!(an_organ_of_the_court_looks_after_its_own_people, Bare, |app| async {
    let luc = app.person("registry-coordinator@court.example").await;
    let page = luc.opens("/users").await;
    page.says("Ada Okafor").is_silent_on("Jan Lindqvist").is_silent_on("Ndeye Diop");
    let issued = adds(&luc, "Eva Brandt", "eva@court.example", "court_reader").await.expect_status(200);
    assert!(!code_on(&issued).is_empty());
    adds(&luc, "Ola Berg", "ola@court.example", "court_coordinator").await.expect_status(303);
    for role in ["secretariat", "coordinator", "reader", "facilitator", ""] {
        adds(&luc, "Some Body", "x@court.example", role).await.expect_status(422);
    }
    for email in ["otp@court.example", AWA] {
        luc.get(&format!("/users/{}", app.id_of(email))).await.expect_status(404);
    }
    let secretariat = app.secretariat().await;
    secretariat.confirms(&app.id_of("ola@court.example")).await.expect_status(303);
});

on_both!(a_leavers_sections_go_to_somebody_before_the_account_ends, |app| async {
    let awa = app.coordinator("SEN").await;
    let response = awa.begins(2027).await;
    let issued = adds(&awa, "Binta Fall", "binta@sen.example", "contributor").await.expect_status(200);
    assert!(!code_on(&issued).is_empty());
    let (fatou, binta) = (app.id_of(CONTRIBUTOR), app.id_of("binta@sen.example"));
    // Sections are given on the person's page.
    let path = format!("/users/{fatou}/sections");
    let mut form = awa.opens(&format!("/users/{fatou}")).await.form(&path);
    form.fields.push(("section".into(), "C".into()));
    form.fields.push(("section".into(), "D".into()));
    awa.sends(&form).await.expect_status(303);
    awa.opens("/users").await.says("C (2027), D (2027)");
    let writer = app.contributor("SEN").await;
    writer.opens(&format!("/responses/{response}/sections/C")).await;

    let leave = format!("/users/{fatou}/leave");
    let page = awa.opens(&leave).await;
    page.says("Sections to hand over").says("Nobody for now");
    let before = app.lasting();
    // Not before it is said of each.
    let mut form = page.form(&leave);
    form.set(&format!("to:{response}:C"), &binta);
    awa.sends(&form).await.expect_status(422).says("One section is still assigned");
    // Nor to who cannot have it: a reader, the leaver, somebody of another State, nobody at all.
    for to in [app.id_of("reader@sen.example"), fatou.clone(), app.id_of("contributor@svn.example"), "x".into()] {
        form.set(&format!("to:{response}:D"), &to);
        awa.sends(&form).await.expect_status(422);
    }
    awa.post(&format!("/users/{fatou}/role"), &[("role", "reader")]).await.expect_status(422);
    assert_eq!(before, app.lasting(), "a hand-over that is refused changes nothing");
    form.set(&format!("to:{response}:D"), "nobody");
    awa.sends(&form).await.expect_status(303);
    assert!(writer.get("/").await.expect_status(303).location().starts_with("/sign-in"));
    let sql = "SELECT section || ' ' || account_id AS text FROM assignments";
    assert_eq!(app.query(sql, sql), [format!("C {binta}")]);
    assert_eq!((app.recorded("handed_over"), app.recorded("account_ended")), (1, 1));
    // The name stays, and the act cannot be done twice.
    awa.opens("/users").await.says("Fatou Ndiaye");
    awa.sends(&form).await.expect_status(303);
    assert_eq!(app.recorded("account_ended"), 1);
});

on_both!(what_somebody_held_whose_last_day_has_passed_is_shown_and_given, |app| async {
    let awa = app.coordinator("SEN").await;
    let response = awa.begins(2027).await;
    let fatou = app.id_of(CONTRIBUTOR);
    let fields = [("response", response.as_str()), ("section", "C")];
    awa.post(&format!("/users/{fatou}/sections"), &fields).await.expect_status(303);
    for (day, words) in
        [("2027-04-01", "This day has passed"), ("soon", "Enter a date"), ("2027-02-30", "Enter a date")]
    {
        let refused = awa.post(&format!("/users/{fatou}/end-date"), &[("ends_on", day)]).await.expect_status(422);
        refused.says(words);
    }
    awa.post(&format!("/users/{fatou}/end-date"), &[("ends_on", "2027-04-20")]).await.expect_status(303);
    let writer = app.contributor("SEN").await;
    writer.opens("/").await.says("Your account ends on 20 April 2027");
    // 2 April, 10:00 UTC, and twelve days: the sweep warns; and after the day the door is shut without any sweep.
    app.wait(12 * 86_400);
    let caretaker = Actor::Task(Task::Caretaker);
    app.db.write_now(&caretaker, people::sweep).unwrap();
    let letters = app.post().await;
    let of_an_end = |text: &str| text.contains("ends soon") || text.contains("prend bientôt fin");
    let ends: Vec<_> = letters.iter().filter(|letter| of_an_end(&letter.text)).collect();
    assert_eq!(ends.len(), 3, "the person and two coordinators");
    assert!(!ends.iter().any(|letter| letter.text.contains("Fatou") || letter.text.contains("Senegal")));
    app.wait(7 * 86_400);
    assert!(app.visitor().signs_in(CONTRIBUTOR, PASSWORD).await.status.as_u16() == 422);
    let awa = app.coordinator("SEN").await;
    awa.opens("/users")
        .await
        .says("Assigned to someone who left")
        .says("One section was left by Fatou Ndiaye")
        .says("(C (2027))");
    let leave = format!("/users/{fatou}/leave");
    let mut form = awa.opens(&leave).await.form(&leave);
    form.set(&format!("to:{response}:C"), "nobody");
    awa.sends(&form).await.expect_status(303);
    awa.opens("/users").await.is_silent_on("Assigned to someone who left");
});

on_both!(an_address_of_elsewhere_is_not_betrayed, Bare, |app| async {
    let awa = app.coordinator("SEN").await;
    let fault = |page: &Answer| {
        let html = page.html();
        let fault = html.select(&selector("#e-email")).next().expect("a fault at the address");
        fault.text().collect::<String>()
    };
    let mut said = Vec::new();
    for email in ["coordinator@svn.example", "secretariat@platform.example", "registry@court.example", CONTRIBUTOR] {
        let page = adds(&awa, "Some Body", email, "reader").await.expect_status(422);
        page.is_silent_on("Slovenia");
        said.push(fault(&page));
    }
    assert!(said.iter().all(|words| words == &said[0]) && said[0].contains("cannot be used"));
    // Who tries many is not told any more; the tries are on record.
    for n in 0..6 {
        adds(&awa, "Some Body", "coordinator@gha.example", "reader").await.expect_status(422);
        assert_eq!(app.recorded("account_refused"), 5 + n);
    }
    let page = adds(&awa, "Some Body", "new@sen.example", "reader").await.expect_status(422);
    assert!(fault(&page).contains("Try again tomorrow"));
    app.wait(25 * 3600);
    let awa = app.coordinator("SEN").await;
    adds(&awa, "Some Body", "new@sen.example", "reader").await.expect_status(200);
});

on_both!(t01_no_page_of_people_reaches_another_states_account, Bare, |app| async {
    let awa = app.coordinator("SEN").await;
    let (theirs, nobodys) = (app.id_of("contributor@svn.example"), "01900000-0000-7000-8000-000000000000".to_owned());
    let before = app.lasting();
    for page in ["", "/role", "/suspend", "/leave"] {
        let answers = [&theirs, &nobodys].map(|id| format!("/users/{id}{page}"));
        let (theirs, nobodys) = (awa.get(&answers[0]).await, awa.get(&answers[1]).await);
        assert_eq!((theirs.status.as_u16(), nobodys.status.as_u16()), (404, 404), "{page}");
        assert_eq!(theirs.body, nobodys.body, "{page}");
    }
    for act in ["invitation", "role", "end-date", "sessions", "suspend", "resume", "leave"] {
        let fields = [("role", "reader"), ("ends_on", "2027-05-01")];
        let (theirs, nobodys) = (
            awa.post(&format!("/users/{theirs}/{act}"), &fields).await,
            awa.post(&format!("/users/{nobodys}/{act}"), &fields).await,
        );
        assert_eq!((theirs.status.as_u16(), nobodys.status.as_u16()), (404, 404), "{act}");
        assert_eq!(theirs.body, nobodys.body, "{act}");
    }
    assert_eq!(before, app.lasting());
});

on_both!(t05_a_coordinator_who_was_demoted_or_suspended_does_nothing_more, Bare, |app| async {
    let (awa, moussa) = (app.coordinator("SEN").await, app.person("coordinator2@sen.example").await);
    let form = awa.opens("/users").await.form("/users");
    let (awa_id, actor) = (app.id_of(AWA), app.actor(AWA));
    let ask = format!("/users/{awa_id}/role");
    let page = moussa.opens(&ask).await;
    page.says("il ne reste qu’un seul coordonnateur");
    let mut change = page.form(&ask);
    moussa.sends(change.set("role", "reader")).await.expect_status(303);
    moussa.opens("/").await.says("Un seul coordonnateur peut se connecter");
    // The session is over; a request that the gate had let in does nothing either.
    assert!(
        awa.sends(&form).await.location().starts_with("/sign-in") || awa.get("/users").await.status.as_u16() == 303
    );
    let khady = app.actor("reader@sen.example").person().unwrap().account.clone();
    let late = app.db.write_now(&actor, |ctx| accounts::suspend(ctx, &khady));
    assert!(matches!(late, Err(concord::domain::Error::Revoked)));
    // As a reader, the pages do not exist.
    app.person(AWA).await.get("/users").await.expect_status(404);
    // The last one does not step down alone.
    let own = format!("/users/{}/role", app.id_of("coordinator2@sen.example"));
    moussa.post(&own, &[("role", "reader")]).await.expect_status(422).says("Vous êtes le seul coordonnateur");
    assert_eq!(app.recorded("role_changed"), 1);
});

on_both!(an_account_is_suspended_resumed_and_its_sessions_ended, Bare, |app| async {
    let awa = app.coordinator("SEN").await;
    let (reader, khady) = (app.reader("SEN").await, app.id_of("reader@sen.example"));
    awa.post(&format!("/users/{khady}/sessions"), &[]).await.expect_status(303);
    assert!(reader.get("/").await.expect_status(303).location().starts_with("/sign-in"));
    let reader = app.reader("SEN").await;
    let ask = format!("/users/{khady}/suspend");
    let page = awa.opens(&ask).await;
    page.says("All sessions end at once");
    awa.sends(&page.form(&ask)).await.expect_status(303);
    assert!(reader.get("/").await.expect_status(303).location().starts_with("/sign-in"));
    app.visitor().signs_in("reader@sen.example", PASSWORD).await.expect_status(422);
    awa.post(&format!("/users/{khady}/resume"), &[]).await.expect_status(303);
    app.reader("SEN").await.opens("/").await;
    // Nobody suspends themselves.
    awa.post(&format!("/users/{}/suspend", app.id_of(AWA)), &[]).await.expect_status(422);
});

on_both!(acts_on_accounts_want_a_fresh_factor, Bare, |app| async {
    let awa = app.coordinator("SEN").await;
    let khady = app.id_of("reader@sen.example");
    let page = awa.opens(&format!("/users/{khady}/suspend")).await;
    app.wait(360);
    let before = app.lasting();
    let asked = awa.sends(&page.form(&format!("/users/{khady}/suspend"))).await.expect_status(401);
    assert_eq!(before, app.lasting());
    let mut form = asked.form(&format!("/users/{khady}/suspend"));
    form.set("code", &app.code(AWA));
    awa.sends(&form).await.expect_status(303);
    assert_eq!(app.recorded("account_suspended"), 1);
});

on_both!(the_secretariat_looks_after_every_account_on_a_page_of_its_own, Bare, |app| async {
    let secretariat = app.secretariat().await;
    let id = app.id_of("coordinator@gha.example");
    let page = secretariat.opens(&format!("/secretariat/accounts/{id}")).await;
    page.says("Adoma Mensah").says("has no coordinator").is_silent_on("/sections");
    let base = format!("/secretariat/accounts/{id}");
    secretariat.post(&format!("{base}/end-date"), &[("ends_on", "2027-12-31")]).await.expect_status(303);
    secretariat.post(&format!("{base}/sessions"), &[]).await.expect_status(303);
    let ask = secretariat.opens(&format!("{base}/suspend")).await;
    ask.says("Without this account");
    secretariat.sends(&ask.form(&format!("{base}/suspend"))).await.expect_status(303);
    // The last coordinator of a State has gone: the Secretariat is told, without the State's name.
    let letters = app.post().await;
    let told: Vec<_> = letters.iter().filter(|letter| letter.text.contains("/secretariat/accounts")).collect();
    assert_eq!(told.len(), 2);
    assert!(!told.iter().any(|letter| letter.text.contains("Ghana")));
    secretariat.post(&format!("{base}/resume"), &[]).await.expect_status(303);
    let leave = secretariat.opens(&format!("{base}/leave")).await;
    secretariat.sends(&leave.form(&format!("{base}/leave"))).await.expect_status(303);
    secretariat.opens(&base).await.says("The account has ended");
    // Its own role does not change, and it does not end itself.
    let own = app.id_of("secretariat@platform.example");
    secretariat.get(&format!("/secretariat/accounts/{own}/role")).await.expect_status(404);
    secretariat.post(&format!("/secretariat/accounts/{own}/leave"), &[]).await.expect_status(422);
});
