//! Clarifications that are sent twice, too late, too long or too often, what came meanwhile, and who is told by mail.

use crate::app::*;
use crate::clarifications::*;

on_both!(what_is_sent_twice_or_too_late_is_written_once, |app| async {
    app.submitted("SEN", 3).await;
    let (luc, ndeye) = (luc(&app).await, app.coordinator("SEN").await);
    let form = to_ask(&luc, "A.1", TEXT).await;
    let first = luc.sends(&form).await.expect_status(303).location();
    assert_eq!(luc.sends(&form).await.expect_status(303).location(), first);
    assert_eq!(app.recorded("clarification_asked"), 1);
    // Two coordinators of the State reply: the second reads the first's before anything is sent.
    let moussa = app.person("coordinator2@sen.example").await;
    let (mut ours, mut theirs) = (ndeye.opens(&first).await.form(&first), moussa.opens(&first).await.form(&first));
    ndeye.sends(ours.set("text", REPLY)).await.expect_status(303);
    ndeye.sends(&ours).await.expect_status(303);
    let late = moussa.sends(theirs.set("text", "une autre réponse")).await.expect_status(422);
    late.says("une autre réponse").says("storks").says("entre-temps");
    assert_eq!(app.recorded("clarification_replied"), 1);
    // The organ takes it back while the State writes.
    writes(&luc, &first, "And since when?").await.expect_status(303);
    let mut form = ndeye.opens(&first).await.form(&first);
    ends(&luc, &first, "withdrawn").await.expect_status(303);
    let late = ndeye.sends(form.set("text", "written in vain")).await.expect_status(422);
    late.says("settled or withdrawn while you wrote").says("written in vain");
    // What has ended stays as it ended; a second click says nothing more.
    luc.post(&format!("{first}/end"), &[("number", "4"), ("then", "withdrawn")]).await.expect_status(303);
    let late = luc.post(&format!("{first}/end"), &[("number", "4"), ("then", "settled")]).await.expect_status(422);
    late.says("settled or withdrawn meanwhile and stays as it ended").is_silent_on("you typed").is_silent_on("#text");
    luc.post(&first, &[("number", "4"), ("text", "more")]).await.expect_status(422).says("more");
    assert_eq!(app.recorded("clarification_withdrawn"), 1);
    assert_eq!(app.recorded("clarification_settled"), 0);
    assert_eq!(app.recorded("clarification_asked"), 2);
    ndeye.opens(&first).await.says("withdrawn").is_silent_on("written in vain");
});

on_both!(what_cannot_be_kept_is_told_and_shown_again, |app| async {
    app.submitted("SEN", 3).await;
    let (luc, ndeye) = (luc(&app).await, app.coordinator("SEN").await);
    let long = "é".repeat(4001);
    for (text, day, words) in [
        ("  ", "", "Write what you want to say"),
        (long.as_str(), "", "at most 4000 characters"),
        ("a\u{202e}b", "", "turn the direction"),
        (TEXT, "14 May", "Enter a date as year"),
        (TEXT, "2027-04-01", "This day has passed"),
    ] {
        let mut form = to_ask(&luc, "A.1", text).await;
        form.set("hoped_for", day).set("copied", "yes");
        let refused = luc.sends(&form).await.expect_status(422);
        refused.says(words);
        let again = refused.form(&of_response("/A.1"));
        assert_eq!((again.get("hoped_for"), again.get("copied")), (Some(day), Some("yes")));
        assert_eq!(again.get("text").unwrap().trim(), text.trim());
    }
    assert_eq!(app.recorded("clarification_asked"), 0);
    let path = asks(&luc, "A.1", "<b>Which</b> ministry?\nAnd which office?").await;
    let page = ndeye.opens(&path).await;
    assert!(!page.text().contains("<b>Which"), "what was typed is run");
    for text in ["", "\u{200b}", "a\u{0}b", long.as_str()] {
        writes(&ndeye, &path, text).await.expect_status(422);
    }
    assert_eq!(app.recorded("clarification_replied"), 0);
    // A form that lacks what the page fills in writes nothing.
    ndeye.post(&path, &[("text", REPLY)]).await.expect_status(200);
    luc.post(&of_response("/A.1"), &[("text", TEXT)]).await.expect_status(200);
    luc.post(&format!("{path}/end"), &[("number", "2"), ("then", "gone")]).await.expect_status(400);
    luc.post(&format!("{path}/end"), &[("then", "settled")]).await.expect_status(400);
    assert_eq!(app.recorded("clarification_asked") + app.recorded("clarification_replied"), 1);
});

on_both!(mail_is_written_once_until_somebody_has_been_here, |app| async {
    app.submitted("SEN", 3).await;
    let luc = luc(&app).await;
    let others = [FATOU, "reader@sen.example", "coordinator@svn.example", "secretariat@platform.example"];
    let before = app.post().await;
    asks(&luc, "A.1", TEXT).await;
    let path = asks(&luc, "C.3", TEXT).await;
    let letters = app.post().await;
    for email in COORDINATORS {
        assert_eq!(told(&letters, email), told(&before, email) + 1, "{email}");
    }
    for email in others {
        assert_eq!(told(&letters, email), told(&before, email), "{email}");
    }
    app.wait(60);
    let ndeye = app.coordinator("SEN").await;
    writes(&ndeye, &path, REPLY).await.expect_status(303);
    let letters = app.post().await;
    assert_eq!((told(&letters, LUC), told(&letters, "registry@court.example")), (1, 0));
    app.wait(60);
    writes(&luc, &path, "And since when?").await.expect_status(303);
    let letters = app.post().await;
    let [first, second] = COORDINATORS.map(|email| told(&letters, email) - told(&before, email));
    assert_eq!((first, second), (2, 1), "she has been here since, and he has not");
    // Where who asked has gone, the other coordinators of the organ are told.
    app.alters(&format!("UPDATE accounts SET standing = 'suspended' WHERE email = '{LUC}'"));
    app.alters(
        "UPDATE accounts SET role = 'court_coordinator', confirmed_at = 1 WHERE email = 'registry@court.example'",
    );
    writes(&ndeye, &path, "Since 2019.").await.expect_status(303);
    let letters = app.post().await;
    assert_eq!((told(&letters, LUC), told(&letters, "registry@court.example")), (1, 1));
});

on_both!(who_coordinates_no_more_is_not_told, |app| async {
    app.submitted("SEN", 3).await;
    let luc = luc(&app).await;
    let path = asks(&luc, "A.1", TEXT).await;
    app.alters(&format!("UPDATE accounts SET role = 'court_reader' WHERE email = '{LUC}'"));
    app.alters(
        "UPDATE accounts SET role = 'court_coordinator', confirmed_at = 1 WHERE email = 'registry@court.example'",
    );
    writes(&app.coordinator("SEN").await, &path, REPLY).await.expect_status(303);
    let letters = app.post().await;
    assert_eq!((told(&letters, LUC), told(&letters, "registry@court.example")), (0, 1));
});

on_both!(a_letter_about_it_that_is_given_up_is_in_no_record, |app| async {
    app.submitted("SEN", 3).await;
    asks(&luc(&app).await, "A.1", TEXT).await;
    app.alters("UPDATE outbox SET recipient = 'no address' WHERE kind IN ('receipt', 'clarification')");
    app.post().await;
    let given_up = |kind: &str| {
        let sql = format!("SELECT kind AS text FROM outbox WHERE state = 'given_up' AND kind = '{kind}'");
        app.query(&sql, &sql).len()
    };
    let (receipts, others) = (given_up("receipt"), given_up("clarification"));
    assert!(receipts > 0 && others == 2, "{receipts} {others}");
    assert_eq!(app.recorded("mail_given_up"), receipts);
});

on_both!(something_else_asked_from_the_same_page_is_not_lost, |app| async {
    app.submitted("SEN", 3).await;
    let luc = luc(&app).await;
    let form = to_ask(&luc, "A.1", TEXT).await;
    luc.sends(&form).await.expect_status(303);
    let changes = [("text", "the herons ask which law is meant"), ("copied", "yes"), ("hoped_for", "2027-05-14")];
    for (name, value) in changes {
        let mut other = form.clone();
        let refused = luc.sends(other.set(name, value)).await.expect_status(422);
        refused.says("already sent from this page");
        let again = refused.form(&of_response("/A.1"));
        assert_eq!(again.get(name), Some(value));
        assert_ne!(again.get("clarification"), form.get("clarification"));
        luc.sends(&again).await.expect_status(303);
    }
    assert_eq!(app.recorded("clarification_asked"), 4);
    // The second click of the first is still that.
    luc.sends(&form).await.expect_status(303);
    assert_eq!(app.recorded("clarification_asked"), 4);
});

on_both!(nobody_ends_it_past_what_they_have_not_read, |app| async {
    app.submitted("SEN", 3).await;
    let (luc, ndeye) = (luc(&app).await, app.coordinator("SEN").await);
    let path = asks(&luc, "A.1", TEXT).await;
    let end = format!("{path}/end");
    let page = luc.opens(&path).await;
    page.says("That cannot be undone");
    let mut form = page.form(&end);
    writes(&ndeye, &path, REPLY).await.expect_status(303);
    for how in ["withdrawn", "settled"] {
        let refused = luc.sends(form.set("then", how)).await.expect_status(422);
        refused.says("Something was written meanwhile, and nothing was done").says("storks");
        refused.is_silent_on("you typed").is_silent_on("#text").is_silent_on("aria-invalid");
    }
    assert_eq!(app.recorded("clarification_withdrawn") + app.recorded("clarification_settled"), 0);
    luc.opens(&path).await.says("waits for the Court");
    // Who is away for a while shows first that it is they.
    let mut form = luc.opens(&path).await.form(&end);
    app.wait(301);
    let asked = luc.sends(form.set("then", "settled")).await.expect_status(401);
    assert_eq!(app.recorded("clarification_settled"), 0);
    let mut proof = asked.form(&end);
    luc.sends(proof.set("code", &app.code(LUC))).await.expect_status(303);
    assert_eq!(app.recorded("clarification_settled"), 1);
});

/// As many more as the first one, without what is written in them.
fn copies(app: &TestApp, path: &str, n: usize) {
    let id = path.rsplit('/').next().unwrap();
    app.alters(&format!(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {n}) INSERT INTO clarifications \
         SELECT state_id, '01900000-0000-7000-8000-' || CAST(100000000000 + i AS TEXT), response_id, revision, code, \
         entry_id, organ, copied, hoped_for, standing, entries, asked_by, asked_at, turned_at \
         FROM clarifications, n WHERE id = '{id}'"
    ));
}

fn listed(page: &Answer) -> usize {
    page.links().iter().filter(|link| link.starts_with("/clarifications/")).count()
}

on_both!(an_organ_has_a_hundred_open_on_one_response, |app| async {
    app.submitted("SEN", 3).await;
    let luc = luc(&app).await;
    let first = asks(&luc, "A.1", TEXT).await;
    copies(&app, &first, 98);
    let last = asks(&luc, "C.3", "the hundredth").await;
    let refused = luc.sends(&to_ask(&luc, "C.1", "one too many").await).await.expect_status(422);
    refused.says("100 clarifications of your organ on this response are open").says("one too many");
    // Each organ has its own, and what has ended does not count.
    asks(&prosecutor(&app).await, "A.1", "of another organ").await;
    ends(&luc, &last, "settled").await.expect_status(303);
    luc.sends(&refused.form(&of_response("/C.1"))).await.expect_status(303);
});

on_both!(a_list_that_is_cut_says_so, |app| async {
    let id = app.submitted("SEN", 3).await;
    app.submitted("SVN", 5).await;
    let (luc, rosa, ndeye) = (luc(&app).await, prosecutor(&app).await, app.coordinator("SEN").await);
    let action = "/cycles/2027/responses/SVN/clarifications/A.1";
    let mut form = luc.opens(action).await.form(action);
    let other = luc.sends(form.set("text", TEXT)).await.expect_status(303).location();
    let first = asks(&luc, "A.1", TEXT).await;
    luc.opens("/clarifications").await.is_silent_on("Only the latest");
    app.wait(60);
    copies(&app, &first, 300);
    app.alters("UPDATE clarifications SET turned_at = turned_at + 1000000 WHERE state_id = 'SEN'");
    let last = asks(&rosa, "C.3", TEXT).await;
    // What others ask takes nobody's place in a list.
    let list = luc.opens("/clarifications").await;
    list.says("Only the latest are shown");
    assert_eq!(listed(&list), 300);
    assert!(!list.links().contains(&other));
    assert_eq!(listed(&luc.opens(&of_response("")).await), 300);
    let list = rosa.opens("/clarifications").await;
    list.is_silent_on("Only the latest");
    assert!(list.links().contains(&last) && listed(&list) == 1);
    // A contributor sees fewer of them, and that it was cut.
    let fatou = app.contributor("SEN").await;
    ndeye.gives(&id, "C", &app.id_of(FATOU)).await.expect_status(303);
    let list = fatou.opens("/clarifications").await;
    list.says("Only the latest are shown");
    assert!(list.links().contains(&last) && listed(&list) == 1);
    // What was destroyed takes no place either.
    let state = "SEN".parse().unwrap();
    app.db.write_now(&OPERATOR, |ctx| concord::domain::response::destroy(ctx, &state, 2027, true)).unwrap();
    let list = luc.opens("/clarifications").await;
    list.is_silent_on("Only the latest");
    assert!(list.links().contains(&other) && listed(&list) == 1);
});
