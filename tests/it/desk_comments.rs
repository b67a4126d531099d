//! Internal comments: written by anybody of the State, read by nobody outside it, resolved by whom they concern.

use concord::web::routes::{self, Who};

use crate::access::{self, Things};
use crate::app::*;

fn thread(id: &str, question: &str) -> String {
    let section = question.split('.').next().unwrap();
    format!("/responses/{id}/sections/{section}/comments/{question}")
}

/// Writes a comment by its page; to a colleague of this name, where one is given.
async fn writes(person: &Visitor<'_>, id: &str, question: &str, text: &str, to: &str) -> Answer {
    let path = thread(id, question);
    let page = person.opens(&path).await;
    let mut form = page.form(&path);
    form.set("text", text);
    if !to.is_empty() {
        let html = page.html();
        let wanted = selector("select#to option");
        let named = html.select(&wanted).find(|option| option.text().collect::<String>().contains(to));
        form.set("to", named.unwrap_or_else(|| panic!("{to} is not offered")).attr("value").unwrap());
    }
    person.sends(&form).await
}

/// The buttons that resolve or open again, by their forms' addresses.
fn buttons(page: &Answer) -> Vec<String> {
    let wanted = selector(".versions form");
    page.html().select(&wanted).map(|form| form.attr("action").unwrap().to_owned()).collect()
}

fn told(letters: &[LetterText], email: &str) -> usize {
    letters.iter().filter(|letter| letter.to.contains(email) && letter.text.contains("on a draft")).count()
}

on_both!(colleagues_write_to_each_other_on_a_question, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    ndeye.answers(&id, "C.1", "An answer").await;
    let khady = app.reader("SEN").await;
    let done = writes(&khady, &id, "C.1", "The minister wants\r\nthe date of the law.", "Ndeye Diop").await;
    let done = done.expect_status(303);
    assert!(done.location().starts_with(&format!("{}#c-", thread(&id, "C.1"))), "{}", done.location());

    let letters = app.post().await;
    assert_eq!(told(&letters, "coordinator@sen.example"), 1);
    let letter = letters.iter().find(|letter| letter.text.contains("on a draft")).unwrap();
    for word in ["minister", "Khady", "Senegal", "C.1", &id] {
        assert!(!letter.text.contains(word), "{word}: {}", letter.text);
    }
    let home = ndeye.opens(&format!("/responses/{id}")).await;
    home.says("One open comment is addressed to you").says("Open comments (1)");
    ndeye.opens(&format!("/responses/{id}/sections/C")).await.says("1 open internal comment");
    let mine = ndeye.opens(&format!("/responses/{id}/comments?to=me")).await;
    mine.says("To me (1)").says("the date of the law").says("to you").says("Khady Ba");
    let page = ndeye.opens(&thread(&id, "C.1")).await;
    page.says("The minister wants").says("Read by the people of your State only");

    // Another, to nobody: it is in the list of all, and nobody is told.
    ndeye.gives(&id, "C", &account(&app, "contributor@sen.example")).await.expect_status(303);
    let fatou = app.contributor("SEN").await;
    writes(&fatou, &id, "C.3", "Who knows this?", "").await.expect_status(303);
    let all = khady.opens(&format!("/responses/{id}/comments")).await;
    all.says("Who knows this?").says("To me (0)").says("All open (2)");
    khady
        .opens(&format!("/responses/{id}/comments?to=me"))
        .await
        .is_silent_on("Who knows this?")
        .says("No open comment");
    assert_eq!(app.post().await.iter().filter(|letter| letter.text.contains("on a draft")).count(), 1);

    // The addressee resolves it; a colleague whom it does not concern cannot; its author opens it again.
    let action = buttons(&page)[0].clone();
    assert!(buttons(&fatou.opens(&thread(&id, "C.1")).await).is_empty());
    fatou.post(&action, &[("turn", "resolved")]).await.expect_status(403);
    ndeye.post(&action, &[("turn", "resolved"), ("back", "mine")]).await.expect_status(303);
    ndeye.opens(&thread(&id, "C.1")).await.says("Resolved by Ndeye Diop");
    ndeye.opens(&format!("/responses/{id}")).await.is_silent_on("addressed to you").is_silent_on("Open comments (2)");
    khady.post(&action, &[("turn", "open")]).await.expect_status(303);
    ndeye.opens(&thread(&id, "C.1")).await.says("Opened again by Khady Ba");
    // Another coordinator resolves what concerns neither.
    let moussa = app.person("coordinator2@sen.example").await;
    let page = moussa.opens(&thread(&id, "C.3")).await;
    page.says("Commentaires internes");
    moussa.post(&buttons(&page)[0], &[("turn", "resolved")]).await.expect_status(303);
    khady.opens(&thread(&id, "C.3")).await.says("Resolved by Moussa Sarr");
});

on_both!(one_mail_waits_until_somebody_has_been_here, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    for n in 0..3 {
        writes(&ndeye, &id, "C.1", &format!("Question {n}"), "Khady Ba").await.expect_status(303);
        app.wait(90);
    }
    assert_eq!(told(&app.post().await, "reader@sen.example"), 1);
    let khady = app.reader("SEN").await;
    khady.opens(&format!("/responses/{id}/comments?to=me")).await.says("To me (3)");
    khady.post("/sign-out", &[]).await.expect_status(303);
    app.wait(90);
    for n in 3..5 {
        writes(&ndeye, &id, "C.1", &format!("Question {n}"), "Khady Ba").await.expect_status(303);
    }
    assert_eq!(told(&app.post().await, "reader@sen.example"), 2);
    // Who never comes is told again after a week.
    app.wait(8 * 24 * 3600);
    let ndeye = app.coordinator("SEN").await;
    writes(&ndeye, &id, "C.1", "Still open", "Khady Ba").await.expect_status(303);
    assert_eq!(told(&app.post().await, "reader@sen.example"), 3);
});

on_both!(what_cannot_be_kept_is_said_and_what_was_typed_stays, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    ndeye.gives(&id, "C", &account(&app, "contributor@sen.example")).await.expect_status(303);
    writes(&ndeye, &id, "C.1", "  \n ", "").await.expect_status(422).says("Write what you want to say");
    let long = "é".repeat(4001);
    writes(&ndeye, &id, "C.1", &long, "").await.expect_status(422).says("at most 4000 characters").says("ééé");
    for bad in ["a\u{202e}b", "a\u{2066}b", "a\0b", "a\u{7}b"] {
        writes(&ndeye, &id, "C.1", bad, "Fatou Ndiaye").await.expect_status(422).says("cannot be seen");
    }
    assert!(app.post().await.iter().all(|letter| !letter.text.contains("on a draft")), "somebody was told of nothing");
    writes(&ndeye, &id, "C.1", &"é".repeat(4000), "").await.expect_status(303);
    writes(&ndeye, &id, "C.1", "<script>alert(1)</script>\tand\n<b>two</b> \u{627}\u{644}", "")
        .await
        .expect_status(303);
    let page = ndeye.opens(&thread(&id, "C.1")).await;
    assert!(!page.text().contains("<script>alert") && !page.text().contains("<b>two"), "what was typed is run");
    page.says("alert(1)").says("two").says("and\n");

    // A second click writes nothing more; the id of another comment is nobody's.
    let path = thread(&id, "C.3");
    let mut form = ndeye.opens(&path).await.form(&path);
    form.set("text", "Once");
    for _ in 0..3 {
        ndeye.sends(&form).await.expect_status(303);
    }
    assert_eq!(buttons(&ndeye.opens(&path).await).len(), 1);
    // Who goes back to the page and writes something else, or to somebody else, writes another comment, once.
    form.set("text", "And more");
    for _ in 0..2 {
        let done = ndeye.sends(&form).await.expect_status(303);
        assert!(!done.location().ends_with(form.get("comment").unwrap()), "it is told as the first one");
    }
    form.set("to", &account(&app, "contributor@sen.example"));
    for _ in 0..2 {
        ndeye.sends(&form).await.expect_status(303);
    }
    let page = ndeye.opens(&path).await;
    assert_eq!(buttons(&page).len(), 3);
    page.says("Once").says("And more").says("to Fatou Ndiaye");
    let fatou = app.contributor("SEN").await;
    let comment = form.get("comment").unwrap().to_owned();
    fatou.post(&path, &[("comment", &comment), ("text", "Mine")]).await.expect_status(404);
    ndeye.post(&thread(&id, "C.1"), &[("comment", &comment), ("text", "Elsewhere")]).await.expect_status(404);

    // Only colleagues who can come in are written to.
    let tina = account(&app, "coordinator@svn.example");
    let own = account(&app, "coordinator@sen.example");
    let khady = account(&app, "reader@sen.example");
    app.alters("UPDATE accounts SET standing = 'ended' WHERE email = 'reader@sen.example'");
    ndeye.opens(&path).await.is_silent_on("Khady Ba").is_silent_on("Tina Novak").says("Fatou Ndiaye");
    for to in [tina, own, khady, "01900000-0000-7000-8000-000000000000".into()] {
        let mut form = ndeye.opens(&path).await.form(&path);
        form.set("text", "To whom?").set("to", &to);
        ndeye.sends(&form).await.expect_status(422).says("cannot be written to any more").says("To whom?");
    }
    for question in ["C", "D.1", "ZZ", "H.4.title", "C.1@01900000-0000-7000-8000-000000000000"] {
        let at = format!("/responses/{id}/sections/C/comments/{question}");
        ndeye.get(&at).await.expect_status(404);
        let next = "01900000-0000-7000-8000-0000000000aa";
        ndeye.post(&at, &[("comment", next), ("text", "a")]).await.expect_status(404);
    }
});

fn account(app: &TestApp, email: &str) -> String {
    match app.actor(email) {
        concord::domain::actor::Actor::Person(person) => person.account.to_string(),
        _ => unreachable!(),
    }
}

on_both!(names_stay_and_a_closed_or_destroyed_response_takes_nothing, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    let khady = app.reader("SEN").await;
    writes(&khady, &id, "C.1", "A word from Khady", "Ndeye Diop").await.expect_status(303);
    app.post().await;
    app.alters("UPDATE accounts SET standing = 'ended' WHERE email = 'reader@sen.example'");
    khady.get(&thread(&id, "C.1")).await;
    let page = ndeye.opens(&thread(&id, "C.1")).await;
    page.says("Khady Ba").says("A word from Khady");
    let form = page.form(&thread(&id, "C.1"));
    let action = buttons(&page)[0].clone();
    app.alters("UPDATE cycles SET stage = 'frozen', frozen_at = 1");
    let closed = ndeye.opens(&thread(&id, "C.1")).await;
    closed.says("comments can be read, not written").says("A word from Khady");
    assert!(buttons(&closed).is_empty());
    let mut late = form.clone();
    late.set("text", "Too late");
    ndeye.sends(&late).await.expect_status(422).says("Too late").says("was not written");
    ndeye.post(&action, &[("turn", "resolved")]).await.expect_status(403);
    let tried = app.db.read_now(&OPERATOR, concord::domain::response::check::opens).unwrap();
    assert!(tried.shut.is_empty(), "{:?}", tried.shut);
    let state = "SEN".parse().unwrap();
    app.db.write_now(&OPERATOR, |ctx| concord::domain::response::destroy(ctx, &state, 2027, true)).unwrap();
    ndeye.get(&thread(&id, "C.1")).await.expect_status(410);
    ndeye.get(&format!("/responses/{id}/comments")).await.expect_status(410);
});

on_both!(another_state_finds_nothing_and_writes_nothing, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    writes(&ndeye, &id, "C.1", "Ours", "").await.expect_status(303);
    let action = buttons(&ndeye.opens(&thread(&id, "C.1")).await)[0].clone();
    let nobodys = "01900000-0000-7000-8000-000000000000";
    let tina = app.coordinator("SVN").await;
    let theirs = tina.begins(2027).await;
    let none = tina.get(&thread(nobodys, "C.1")).await.expect_status(404);
    assert_eq!(tina.get(&thread(&id, "C.1")).await.expect_status(404).body, none.body);
    assert_eq!(tina.get(&format!("/responses/{id}/comments")).await.expect_status(404).body, none.body);
    let comment = action.rsplit('/').next().unwrap();
    for response in [id.as_str(), theirs.as_str(), nobodys] {
        let turned = tina.post(&format!("/responses/{response}/comments/{comment}"), &[("turn", "resolved")]).await;
        assert_eq!(turned.expect_status(404).body, none.body, "{response}");
    }
    let next = "01900000-0000-7000-8000-0000000000aa";
    let fields = [("comment", next), ("text", "From elsewhere")];
    assert_eq!(tina.post(&thread(&id, "C.1"), &fields).await.expect_status(404).body, none.body);
    assert_eq!(app.query(
        "SELECT CAST(count(*) AS TEXT) AS text FROM comments",
        "SELECT count(*)::text AS text FROM comments",
    ), ["1"]);
});

/// Every page and file that can be asked for, with what it is asked of.
fn pages(things: &Things) -> Vec<(&'static str, String)> {
    let gets = routes::list().into_iter().filter(|route| route.method == "GET");
    gets.map(|route| (route.path, things.path(route.path))).collect()
}

on_both!(t02_an_internal_comment_is_met_by_nobody_outside_its_state, |app| async {
    let things = access::whole(&app, "SEN", 3).await;
    let id = things.response.clone();
    let ndeye = app.coordinator("SEN").await;
    let canary = "kestrel-over-dakar";
    for (who, question) in
        [("contributor@sen.example", "L.3"), ("reader@sen.example", "C.1"), ("coordinator@sen.example", "A.1")]
    {
        let person = app.person(who).await;
        let to = if who.starts_with("coordinator") { "Khady Ba" } else { "Ndeye Diop" };
        writes(&person, &id, question, &format!("{canary} {question}"), to).await.expect_status(303);
    }
    ndeye.opens(&thread(&id, "L.3")).await.says(canary);
    // Submitted and published anew, so that a comment would be in what others read.
    let rivals = ndeye.opens(&format!("/responses/{id}/sections/L")).await;
    let rival = rivals.links().into_iter().find(|link| link.contains("/rivals/")).unwrap();
    let mut choice = ndeye.opens(&rival).await.form("");
    choice.action = rival.clone();
    choice.set("keep", "rival");
    ndeye.sends(&choice).await.expect_status(303);
    let entry = format!("/responses/{id}/sections/H/entries/{}/remove", things.entry);
    ndeye.sends(&ndeye.opens(&entry).await.form(&entry)).await.expect_status(303);
    ndeye.amends(&id, "A later text").await;
    app.secretariat().await.publishes("SEN").await;

    let outside = [
        "",
        "registry@court.example",
        "registry-coordinator@court.example",
        "otp@court.example",
        "secretariat@platform.example",
        "facilitator@platform.example",
        "coordinator@svn.example",
        "contributor@svn.example",
        "reader@svn.example",
    ];
    let mut met = 0;
    for email in outside {
        let visitor = if email.is_empty() { app.visitor() } else { app.person(email).await };
        for (pattern, path) in pages(&things) {
            let answer = visitor.get(&path).await;
            let text = answer.text();
            assert!(!text.contains(canary), "{email} meets a comment at {pattern}");
            assert!(!text.contains("/comments"), "{email} meets a way to comments at {pattern}");
            met += usize::from(answer.status.as_u16() == 200);
        }
    }
    assert!(met > 100, "only {met} pages were there");
    // Not even the State's own receipts, revisions, documents and record hold one: they are what is shown to others.
    for (pattern, path) in pages(&things) {
        if pattern.contains("/comments") {
            continue;
        }
        let answer = ndeye.get(&path).await;
        assert!(!answer.text().contains(canary), "a comment stands at {pattern}");
    }
    assert!(app.post().await.iter().all(|letter| !letter.text.contains(canary)), "a mail holds a comment");
    for (table, rows) in app.dump() {
        let hex = concord::domain::seal::hex(canary.as_bytes());
        let found = rows.iter().any(|row| row.contains(canary) || row.to_lowercase().contains(&hex));
        assert!(!found, "a comment stands unsealed in {table}");
    }
    app.log_is_silent_on(&[canary.to_owned()]);
    // The routes are for the State alone.
    for route in routes::list().iter().filter(|route| route.path.contains("/comments")) {
        let Who::Roles(roles) = route.who else { panic!("{}", route.path) };
        assert!(roles.iter().all(|role| role.of_a_state()), "{}", route.path);
    }
});
