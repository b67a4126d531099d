//! A cycle closes while people write: each is told so, and keeps what was typed long enough to copy it.

use crate::app::*;

async fn closes(app: &TestApp) {
    let secretariat = app.secretariat().await;
    let asked = secretariat.opens("/secretariat/cycles/2027?confirm=freeze").await;
    secretariat.sends(&asked.form("/secretariat/cycles/2027/freeze")).await.expect_status(303);
}

on_both!(what_was_typed_as_the_cycle_closed_is_shown_to_be_copied, |app| async {
    let coordinator = app.coordinator("SEN").await;
    let id = coordinator.begins(2027).await;
    coordinator.saves(&id, "A", &[("value:A.1", "specific"), ("comment:A.1", "Said before")]).await.expect_status(303);
    let mut form = coordinator.section(&id, "A").await;
    form.set("comment:A.1", "Typed an hour ago").set("then", "continue");
    closes(&app).await;
    let work =
        |app: &TestApp| ["answers", "entries", "rival_answers", "revisions"].map(|table| app.dump()[table].clone());
    let before = work(&app);

    let page = coordinator.sends(&form).await.expect_status(422);
    page.says("Typed an hour ago").says("the cycle was closed while this page was open");
    // One question was touched, and one is named.
    assert_eq!(page.html().select(&selector(".errors a")).count(), 1, "{}", page.words());
    assert_eq!(page.html().select(&selector("button[name=then]")).count(), 0, "nothing can be saved any more");

    let script = vec![
        ("Content-Type".to_owned(), "application/x-www-form-urlencoded".to_owned()),
        ("Origin".to_owned(), BASE.to_owned()),
        ("Accept".to_owned(), "application/json".to_owned()),
    ];
    let asked = Asked {
        method: actix_web::http::Method::POST,
        path: form.action.clone(),
        headers: script,
        body: encoded(&form.fields),
    };
    let answer: serde_json::Value = serde_json::from_slice(&coordinator.ask(asked).await.body).unwrap();
    assert_eq!(answer["saved"], serde_json::json!([]));
    assert_eq!(answer["faults"][0]["key"], "A.1");
    assert!(answer["faults"][0]["words"].as_str().unwrap().contains("the cycle was closed"), "{answer}");

    let submitted = coordinator.post(&format!("/responses/{id}/submit"), &[("revision", "0")]).await;
    submitted.expect_status(403).says("This response takes no changes any more");
    let added = coordinator.post(&form.action, &[("then", "add:A.2")]).await;
    added.expect_status(422).says("Nothing was saved");
    let french = app.person("coordinator2@sen.example").await;
    french
        .post(&format!("/responses/{id}/submit"), &[("revision", "0")])
        .await
        .expect_status(403)
        .says("Cette réponse n’accepte plus de modification");
    // Who could not do it before either is told so, not that it is too late.
    let reader = app.reader("SEN").await;
    reader
        .post(&format!("/responses/{id}/submit"), &[("revision", "0")])
        .await
        .expect_status(403)
        .is_silent_on("cycle");
    // And for another State there is no such response, open or closed.
    let other = app.coordinator("SVN").await;
    assert_eq!(other.post(&form.action, &[("then", "stay")]).await.status.as_u16(), 404);
    assert!(before == work(&app), "something was changed");

    coordinator.opens(&format!("/responses/{id}/sections/A")).await.says("Said before");
    coordinator.opens("/").await.says("Your 2027 response").is_silent_on("Continue");
});

on_both!(a_form_posted_after_the_session_ended_and_the_cycle_closed_is_shown_too, |app| async {
    let coordinator = app.coordinator("SEN").await;
    let id = coordinator.begins(2027).await;
    let mut form = coordinator.section(&id, "A").await;
    form.set("comment:A.1", "Typed over lunch").set("then", "stay");
    app.wait(3 * 3600);
    closes(&app).await;
    let asked = coordinator.sends(&form).await;
    let mut sign_in = asked.form("/sign-in");
    sign_in.set("email", "coordinator@sen.example").set("password", PASSWORD);
    let half = coordinator.sends(&sign_in).await;
    let page = if half.status.as_u16() == 303 { coordinator.follows(half).await } else { half };
    let mut factor = page.form("/sign-in/factor");
    factor.set("code", &app.code("coordinator@sen.example"));
    let page = coordinator.sends(&factor).await;
    page.says("Typed over lunch").says("the cycle was closed while this page was open");
});

on_both!(a_reason_or_a_reference_that_does_not_fit_is_told_why, |app| async {
    let id = app.submitted("SEN", 3).await;
    let coordinator = app.coordinator("SEN").await;
    coordinator.saves(&id, "A", &[("comment:A.3", "Under the act of June")]).await.expect_status(303);
    let submit = format!("/responses/{id}/submit");
    let amend = async |reason: &str| coordinator.post(&submit, &[("revision", "1"), ("reason", reason)]).await;
    amend(&"x".repeat(2001)).await.expect_status(422).says("Shorten the reason to 2000 characters or fewer");
    amend("a\u{0}b").await.expect_status(422).says("Remove the characters that cannot be shown");
    amend("a\u{202E}b").await.expect_status(422).says("Remove the characters that cannot be shown");
    amend(" ").await.expect_status(422).says("Say in a few words why the response is amended");

    let secretariat = app.secretariat().await;
    let mut new = secretariat.opens("/secretariat/cycles").await.form("/secretariat/cycles");
    new.set("year", "2028").set("note_date", "2028-04-01").set("expected_by", "2028-06-30");
    for (note, words) in [
        ("N".repeat(201), "Shorten the reference to 200 characters or fewer"),
        ("N\u{202E}9".to_owned(), "Remove the characters that cannot be shown"),
        (String::new(), "Enter the reference of the note"),
    ] {
        new.set("note", &note);
        secretariat.sends(&new).await.expect_status(422).says(words);
    }
});
