//! Clearance inside a State: a coordinator asks readers or another coordinator to look at the whole draft, and they say what they think.

use crate::app::*;

const KHADY: &str = "reader@sen.example";

fn path(id: &str) -> String {
    format!("/responses/{id}/clearance")
}

/// Asks a colleague by the page; the form that was sent, and what came of it.
async fn asks(person: &Visitor<'_>, id: &str, name: &str, note: &str) -> (Form, Answer) {
    let page = person.opens(&path(id)).await;
    let mut form = page.form(&path(id));
    let (html, options) = (page.html(), selector("select#to option"));
    let named = html.select(&options).find(|option| option.text().collect::<String>().contains(name));
    form.set("note", note).set("to", named.unwrap_or_else(|| panic!("{name} is not offered")).attr("value").unwrap());
    let answer = person.sends(&form).await;
    (form, answer)
}

/// The form by which whoever reads the page answers a request.
fn to_answer(page: &Answer, id: &str, request: &str) -> Form {
    page.form(&format!("{}/{request}", path(id)))
}

fn told(letters: &[LetterText], email: &str) -> usize {
    letters.iter().filter(|letter| letter.to.contains(email) && letter.text.contains("on a draft")).count()
}

on_both!(a_coordinator_asks_and_a_reader_clears_the_draft, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    ndeye.answers(&id, "C.1", "An answer").await;
    ndeye.opens(&path(&id)).await.says("Nobody has been asked yet");
    let (asked, answer) = asks(&ndeye, &id, "Khady Ba", "Please look at section C.").await;
    answer.expect_status(303);
    let request = asked.get("request").unwrap().to_owned();

    // Told by mail, without a word of it.
    let letters = app.post().await;
    assert_eq!(told(&letters, KHADY), 1);
    let letter = letters.iter().find(|letter| letter.to.contains(KHADY)).unwrap();
    for word in ["section C", "Ndeye", "Senegal", &id] {
        assert!(!letter.text.contains(word), "{word}: {}", letter.text);
    }

    let khady = app.reader("SEN").await;
    khady.opens(&format!("/responses/{id}")).await.says("You are asked to look at this draft");
    ndeye.opens(&format!("/responses/{id}")).await.is_silent_on("You are asked to look").says("Clearance");
    ndeye.opens(&format!("/responses/{id}/check")).await.says("One has not answered yet");
    let page = khady.opens(&path(&id)).await;
    page.says("Please look at section C.").says("Asked by Ndeye Diop").is_silent_on("Ask a colleague");
    let mut form = to_answer(&page, &id, &request);
    khady.sends(form.set("verdict", "cleared")).await.expect_status(303);
    // A second click says nothing more.
    khady.sends(&form).await.expect_status(303);
    assert_eq!(app.recorded("clearance_answered"), 1);
    assert_eq!(told(&app.post().await, "coordinator@sen.example"), 1);
    ndeye.opens(&path(&id)).await.says("Cleared, ").is_silent_on("has changed since");
    ndeye.opens(&format!("/responses/{id}/check")).await.says("One colleague has cleared this draft");
    khady.opens(&format!("/responses/{id}")).await.is_silent_on("You are asked to look");

    // What is cleared is a state of the draft: a later change is said.
    ndeye.answers(&id, "C.1", "Another answer").await;
    ndeye.opens(&path(&id)).await.says("The draft has changed since then");
    ndeye.opens(&format!("/responses/{id}/check")).await.says("One cleared an earlier state of it");
    // It is in the State's record, and holds nothing up.
    ndeye.opens("/record?kind=draft").await.says("A colleague asked to look at the draft");
    app.answers_all("SEN", &id, 3);
    ndeye.submits(&id).await;
});

on_both!(remarks_are_made_on_what_was_seen, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    let (asked, answer) = asks(&ndeye, &id, "Moussa Sarr", "").await;
    answer.expect_status(303);
    let request = asked.get("request").unwrap().to_owned();
    let moussa = app.person("coordinator2@sen.example").await;
    let page = moussa.opens(&path(&id)).await;
    page.says("Validation");
    let mut form = to_answer(&page, &id, &request);
    // Nothing chosen; remarks without a word; too many words: what was typed stays.
    moussa.sends(form.set("remarks", "B.2 est faux")).await.expect_status(422).says("B.2 est faux").says("Choisissez");
    moussa.sends(form.set("verdict", "remarks").set("remarks", "  ")).await.expect_status(422);
    moussa.sends(form.set("remarks", &"é".repeat(4001))).await.expect_status(422).says("ééé");
    moussa.sends(form.set("remarks", "a\u{202e}b")).await.expect_status(422);
    // The draft changes while the remarks are written: they are on what was seen.
    ndeye.answers(&id, "C.1", "Changed meanwhile").await;
    moussa.sends(form.set("remarks", "<b>B.2</b> est faux")).await.expect_status(303);
    let page = ndeye.opens(&path(&id)).await;
    page.says("est faux").says("Remarks, ").says("The draft has changed since then");
    assert!(!page.text().contains("<b>B.2"), "what was typed is run");
    // The same once more is a second click; other words, after going back to the page, are not lost without a word.
    moussa.sends(&form).await.expect_status(303);
    moussa.sends(form.clone().set("remarks", "B.3 aussi")).await.expect_status(422).says("entre-temps");
    // An answer stands; the colleague can be asked anew.
    moussa.sends(form.set("verdict", "cleared").set("remarks", "")).await.expect_status(422);
    asks(&ndeye, &id, "Moussa Sarr", "Corrected.").await.1.expect_status(303);
    moussa.opens(&path(&id)).await.says("Corrected.");
});

on_both!(who_is_asked_twice_or_not_at_all, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    let (form, answer) = asks(&ndeye, &id, "Khady Ba", "Once").await;
    answer.expect_status(303);
    ndeye.sends(&form).await.expect_status(303);
    // Who goes back to the page and writes something else is told that it was not sent.
    ndeye.sends(form.clone().set("note", "And D")).await.expect_status(422).says("asked already").says("And D");
    assert_eq!(app.recorded("clearance_asked"), 1);
    asks(&ndeye, &id, "Khady Ba", "Twice").await.1.expect_status(422).says("asked already").says("Twice");
    ndeye.opens(&path(&id)).await.is_silent_on("Fatou Ndiaye").is_silent_on("Tina Novak");
    let bad = [
        "contributor@sen.example",
        "coordinator@svn.example",
        "coordinator@sen.example",
        "secretariat@platform.example",
    ];
    let ids = bad.iter().map(|email| app.id_of(email));
    for to in ids.chain(["01900000-0000-7000-8000-000000000000".to_owned()]) {
        let mut form = ndeye.opens(&path(&id)).await.form(&path(&id));
        ndeye
            .sends(form.set("to", &to).set("note", "Whom?"))
            .await
            .expect_status(422)
            .says("cannot be asked")
            .says("Whom?");
    }
    let mut form = ndeye.opens(&path(&id)).await.form(&path(&id));
    ndeye
        .sends(form.set("to", "").set("note", "Nobody?"))
        .await
        .expect_status(422)
        .says("Choose whom you ask")
        .says("Nobody?");
});

on_both!(a_request_is_taken_back_before_it_is_answered, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    let request = asks(&ndeye, &id, "Khady Ba", "Look").await.0.get("request").unwrap().to_owned();
    let khady = app.reader("SEN").await;
    let mut form = to_answer(&khady.opens(&path(&id)).await, &id, &request);
    let back = format!("{}/{request}/withdraw", path(&id));
    khady.post(&back, &[]).await.expect_status(403);
    for _ in 0..2 {
        ndeye.post(&back, &[]).await.expect_status(303);
    }
    assert_eq!(app.recorded("clearance_withdrawn"), 1);
    let late = khady.sends(form.set("verdict", "remarks").set("remarks", "Too late")).await.expect_status(422);
    late.says("answered or withdrawn meanwhile");
    khady.opens(&format!("/responses/{id}")).await.is_silent_on("You are asked to look");
    // What is answered is not taken back.
    let request = asks(&ndeye, &id, "Khady Ba", "Again").await.0.get("request").unwrap().to_owned();
    let mut form = to_answer(&khady.opens(&path(&id)).await, &id, &request);
    khady.sends(form.set("verdict", "cleared")).await.expect_status(303);
    ndeye.post(&format!("{}/{request}/withdraw", path(&id)), &[]).await.expect_status(422);
});

on_both!(nobody_else_asks_reads_or_answers, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    let request = asks(&ndeye, &id, "Khady Ba", "Only for us").await.0.get("request").unwrap().to_owned();
    let answer = format!("{}/{request}", path(&id));
    let given = [("verdict", "cleared"), ("version", "1"), ("remarks", "")];
    // A contributor has a part of the draft; other States, the Court and the Secretariat have none of it.
    for email in ["contributor@sen.example", "coordinator@svn.example", "reader@svn.example"] {
        let person = app.person(email).await;
        person.get(&path(&id)).await.expect_status(404);
        let refused = person.post(&answer, &given).await.status.as_u16();
        assert!(matches!(refused, 403 | 404), "{email}: {refused}");
    }
    for person in [app.secretariat().await, app.court("otp").await] {
        person.get(&path(&id)).await.expect_status(404);
    }
    // Not even a coordinator answers for somebody else; a reader asks nobody.
    ndeye.post(&answer, &given).await.expect_status(403);
    let khady = app.reader("SEN").await;
    let new = [("request", "01900000-0000-7000-8000-0000000000aa"), ("to", "01900000-0000-7000-8000-000000000000")];
    khady.post(&path(&id), &new).await.expect_status(403);
    assert_eq!(app.recorded("clearance_answered"), 0);
    // A request of one response is none of another.
    let tina = app.coordinator("SVN").await;
    let other = tina.begins(2027).await;
    tina.post(&format!("{}/{request}", path(&other)), &given).await.expect_status(404);
    // What is sealed opens, and is gone with the keys.
    let tried = app.db.read_now(&OPERATOR, concord::domain::response::check::opens).unwrap();
    assert!(tried.shut.is_empty(), "{:?}", tried.shut);
    // A closed response takes nothing; what was typed stays.
    let mut form = to_answer(&khady.opens(&path(&id)).await, &id, &request);
    app.alters("UPDATE cycles SET stage = 'frozen', frozen_at = 1");
    khady.opens(&path(&id)).await.says("takes no changes now");
    let late = khady.sends(form.set("verdict", "remarks").set("remarks", "Written late")).await.expect_status(422);
    late.says("was closed while you wrote").says("Written late");
});
