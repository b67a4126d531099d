//! Who is editing a section just now: told to colleagues who see it, to nobody else, and for a minute.

use crate::app::*;

fn path(id: &str, section: &str) -> String {
    format!("/responses/{id}/sections/{section}/presence")
}

/// What the script is told when it asks, or says that somebody types.
async fn asks(person: &Visitor<'_>, id: &str, types: bool) -> String {
    let fields: &[(&str, &str)] = if types { &[("editing", "1")] } else { &[] };
    let told = person.post(&path(id, "A"), fields).await.expect_status(200);
    let told: serde_json::Value = serde_json::from_slice(&told.body).unwrap();
    told["words"].as_str().unwrap().to_owned()
}

fn rows(app: &TestApp) -> usize {
    app.query("SELECT section AS text FROM presences", "SELECT section AS text FROM presences").len()
}

on_both!(colleagues_are_told_for_a_minute, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let moussa = app.person("coordinator2@sen.example").await;
    let khady = app.reader("SEN").await;
    let id = ndeye.begins(2027).await;
    ndeye.opens(&format!("/responses/{id}/sections/A")).await.says("data-presence");
    // To look is not to edit, and a reader edits nothing, whatever is posted.
    assert_eq!(asks(&ndeye, &id, false).await, "");
    assert_eq!(asks(&khady, &id, true).await, "");
    assert_eq!(rows(&app), 0);
    assert_eq!(asks(&ndeye, &id, true).await, "", "nobody is told of themselves");
    assert_eq!(asks(&khady, &id, false).await, "Ndeye Diop is editing this section.");
    assert_eq!(asks(&moussa, &id, true).await, "Ndeye Diop modifie cette section.");
    assert_eq!(asks(&khady, &id, false).await, "Moussa Sarr, Ndeye Diop are editing this section.");
    // Another section is another matter.
    let other: serde_json::Value =
        serde_json::from_slice(&khady.post(&path(&id, "B"), &[]).await.expect_status(200).body).unwrap();
    assert_eq!(other["words"], "");
    // Who goes on typing is written down at most every twenty seconds.
    let before = app.lasting();
    app.wait(10);
    asks(&ndeye, &id, true).await;
    assert_eq!(app.lasting(), before, "written again after ten seconds");
    app.wait(15);
    asks(&ndeye, &id, true).await;
    app.wait(40);
    assert_eq!(asks(&khady, &id, false).await, "Ndeye Diop is editing this section.");
    app.wait(30);
    assert_eq!(asks(&khady, &id, false).await, "");
    // What is over is taken away by whoever writes next.
    assert_eq!(rows(&app), 2);
    asks(&ndeye, &id, true).await;
    assert_eq!(rows(&app), 1);
    assert_eq!(app.recorded("form_refused"), 0);
});

on_both!(whoever_does_not_see_the_section_is_told_nothing, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let fatou = app.contributor("SEN").await;
    let id = ndeye.begins(2027).await;
    asks(&ndeye, &id, true).await;
    fatou.post(&path(&id, "A"), &[("editing", "1")]).await.expect_status(404);
    for email in [
        "coordinator@svn.example",
        "registry@court.example",
        "secretariat@platform.example",
        "facilitator@platform.example",
    ] {
        let status = app.person(email).await.post(&path(&id, "A"), &[("editing", "1")]).await.status.as_u16();
        assert!(status == 403 || status == 404, "{email}: {status}");
    }
    app.visitor().post(&path(&id, "A"), &[("editing", "1")]).await.expect_status(303);
    // Single questions: the person may be seen, and sees nobody.
    let account = app.id_of("contributor@sen.example");
    ndeye.gives_with(&id, "A", &[("account", &account), ("extent", "questions"), ("question", "A.2")]).await;
    assert_eq!(asks(&fatou, &id, true).await, "");
    assert_eq!(asks(&ndeye, &id, false).await, "Fatou Ndiaye is editing this section.");
    ndeye.gives(&id, "A", &account).await.expect_status(303);
    assert_eq!(asks(&fatou, &id, true).await, "Ndeye Diop is editing this section.");
    // A form that no page of this session made.
    let forged = encoded(&[("token".to_owned(), "0".repeat(64)), ("editing".into(), "1".into())]);
    fatou.post_raw(&path(&id, "A"), forged).await.expect_status(403);
    fatou.post(&path(&id, "Z"), &[]).await.expect_status(404);
});

on_both!(where_nothing_can_be_changed_nobody_is_editing, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    app.alters("UPDATE states SET withdrawal_effective = '2027-01-01' WHERE id = 'SEN'");
    assert_eq!(asks(&ndeye, &id, true).await, "");
    app.alters("UPDATE states SET withdrawal_effective = NULL WHERE id = 'SEN'");
    app.freezes();
    assert_eq!(asks(&ndeye, &id, true).await, "");
    ndeye.opens(&format!("/responses/{id}/sections/A")).await.is_silent_on("data-presence");
    assert_eq!(rows(&app), 0);
});

on_both!(a_page_that_is_left_open_does_not_keep_the_session, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    // The script asks every 25 seconds, also as if somebody typed; the session ends all the same.
    let mut asked = 0;
    loop {
        app.wait(25);
        let told = ndeye.post(&path(&id, "A"), &[("editing", "1")]).await;
        if told.status.as_u16() != 200 {
            assert!(told.status.as_u16() == 401 || told.status.as_u16() == 303, "{}", told.status);
            break;
        }
        asked += 1;
        assert!(asked < 400, "the session never ends");
    }
    ndeye.get("/").await.expect_status(303);
});
