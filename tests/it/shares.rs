//! A contributor sees and edits what was given: single questions, whole sections, or a section to read; everything else is not there.

use crate::app::*;

const FATOU: &str = "contributor@sen.example";
const CANARY: &str = "kestrel-over-dakar";

fn section(id: &str, code: &str) -> String {
    format!("/responses/{id}/sections/{code}")
}

/// Gives the contributor single questions, or a section to read where there are none.
async fn given(app: &TestApp, ndeye: &Visitor<'_>, id: &str, code: &str, questions: &[&str]) {
    let fatou = app.id_of(FATOU);
    let extent = if questions.is_empty() { "reading" } else { "questions" };
    let mut fields = vec![("account", fatou.as_str()), ("extent", extent)];
    fields.extend(questions.iter().map(|code| ("question", *code)));
    ndeye.gives_with(id, code, &fields).await.expect_status(303);
}

/// The keys of the questions on a page.
fn keys(page: &Answer) -> Vec<String> {
    let html = page.html();
    html.select(&selector("[data-question]")).map(|q| q.attr("data-question").unwrap().to_owned()).collect()
}

fn none() -> String {
    format!("0.{}", "0".repeat(12))
}

/// A response with texts, a file, entries, two texts for one answer and comments that the contributor does not have; of `C` she has `C.3`,
/// of `H` the list `H.4`, of `L` the remark `L.4`.
struct Desk {
    id: String,
    file: String,
    entry: String,
    rival: String,
    comment: String,
}

async fn desk(app: &TestApp) -> Desk {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    ndeye
        .saves(&id, "C", &[("value:C.1", CANARY), ("comment:C.2", CANARY), ("value:C.3", "hers")])
        .await
        .expect_status(303);
    ndeye.saves(&id, "A", &[("value:A.1", "specific"), ("comment:A.3", CANARY)]).await.expect_status(303);
    ndeye.saves(&id, "H", &[("comment:H.1", CANARY)]).await.expect_status(303);
    // Two texts for one answer.
    let mut stale = ndeye.section(&id, "C").await;
    ndeye.answers(&id, "C.1", &format!("{CANARY} two")).await;
    ndeye.sends(stale.set("value:C.1", &format!("{CANARY} three")).set("then", "stay")).await;
    let rival =
        ndeye.opens(&section(&id, "C")).await.links().into_iter().find(|link| link.contains("/rivals/")).unwrap();
    // A file, an entry with a text, a comment.
    let upload = format!("{}/files/L.3", section(&id, "L"));
    let stamp = ndeye.opens(&upload).await.form(&upload).get("stamp").unwrap().to_owned();
    let name = format!("{CANARY}.pdf");
    ndeye.uploads(&upload, &[("stamp", &stamp)], Some(("file", &name, &pdf("x")))).await.expect_status(303);
    let file =
        ndeye.opens(&section(&id, "L")).await.links().into_iter().find(|link| link.starts_with("/files/")).unwrap();
    let mut form = ndeye.section(&id, "L").await;
    let entry = ndeye.sends(form.set("then", "add:L.1")).await.expect_status(303).location();
    let entry = entry.split("L.1@").nth(1).unwrap().to_owned();
    ndeye.saves(&id, "L", &[(&format!("value:L.1.title@{entry}"), CANARY)]).await.expect_status(303);
    let thread = format!("{}/comments/C.1", section(&id, "C"));
    let mut form = ndeye.opens(&thread).await.form(&thread);
    form.set("text", CANARY);
    ndeye.sends(&form).await.expect_status(303);
    let comment = form.get("comment").unwrap().to_owned();
    given(app, &ndeye, &id, "C", &["C.3"]).await;
    given(app, &ndeye, &id, "H", &["H.4"]).await;
    given(app, &ndeye, &id, "L", &["L.4"]).await;
    let rival = rival.rsplit('/').next().unwrap().to_owned();
    Desk { id, file, entry, rival, comment }
}

on_both!(who_has_single_questions_sees_and_edits_these, |app| async {
    let Desk { id, .. } = desk(&app).await;
    let fatou = app.contributor("SEN").await;
    let overview = fatou.opens(&format!("/responses/{id}")).await;
    overview.says("only C.3").says("only H.4").is_silent_on("General framework").is_silent_on("two texts");
    let page = fatou.opens(&section(&id, "C")).await;
    assert_eq!(keys(&page), ["C.3"]);
    page.says("You have these questions of this section: C.3").says("hers").is_silent_on("mark as ready");
    let html = page.html();
    let around: Vec<String> =
        html.select(&selector("aside nav a[href*='/sections/']")).map(|a| a.text().collect()).collect();
    assert_eq!(around.len(), 3, "{around:?}");
    fatou.answers(&id, "C.3", "written by her").await;
    app.coordinator("SEN").await.opens(&section(&id, "C")).await.says("written by her").says(CANARY);

    // A list as a whole: its entries, and what stands in them.
    let mut form = fatou.section(&id, "H").await;
    let added = fatou.sends(form.set("then", "add:H.4")).await.expect_status(303).location();
    let entry = added.split("H.4@").nth(1).unwrap().to_owned();
    fatou.saves(&id, "H", &[(&format!("value:H.4.title@{entry}"), "A practice")]).await.expect_status(303);
    let page = fatou.opens(&section(&id, "H")).await;
    assert!(keys(&page).iter().all(|key| key.starts_with("H.4")), "{:?}", keys(&page));
    let remove = format!("{}/entries/{entry}/remove", section(&id, "H"));
    fatou.sends(&fatou.opens(&remove).await.form(&remove)).await.expect_status(303);
    let removed = format!("{}/removed", section(&id, "H"));
    fatou.opens(&removed).await.says("A practice");
    fatou.post(&removed, &[("entry", &entry)]).await.expect_status(303);

    // Save and continue leads from one of her sections to the next.
    let mut form = fatou.section(&id, "C").await;
    let next = fatou.sends(form.set("then", "continue")).await.expect_status(303).location();
    assert_eq!(next, section(&id, "H"));
    // What is missing is counted as far as it is hers.
    let check = fatou.opens(&format!("/responses/{id}/check")).await;
    check.says("written by her").is_silent_on("General framework").is_silent_on("C.1");
    let linked = check.links();
    assert!(linked.iter().all(|link| !link.contains("/sections/A")), "{linked:?}");
});

on_both!(what_was_not_given_is_met_on_no_page, |app| async {
    let Desk { id, .. } = desk(&app).await;
    let fatou = app.contributor("SEN").await;
    let pages = [
        "",
        "/check",
        "/check?as=states",
        "/form",
        "/comments",
        "/comments?to=me",
        "/sections/C",
        "/sections/H",
        "/sections/L",
        "/sections/C?check=1",
        "/sections/L/removed",
        "/sections/H/removed",
        "/sections/C/history/C.3",
        "/sections/C/comments/C.3",
    ];
    for page in pages {
        let page = fatou.opens(&format!("/responses/{id}{page}")).await;
        page.is_silent_on(CANARY);
    }
    fatou.opens("/").await.is_silent_on(CANARY);
    fatou.opens(&format!("/responses/{id}/comments")).await.says("All open (0)");
    fatou.opens(&format!("/responses/{id}")).await.is_silent_on("Open comments (1)");
    // The script is told of no other question.
    let form = fatou.section(&id, "C").await;
    let headers = vec![
        ("Origin".to_owned(), BASE.to_owned()),
        ("Content-Type".to_owned(), "application/x-www-form-urlencoded".to_owned()),
        ("Accept".to_owned(), "application/json".to_owned()),
    ];
    let (method, path, body) = (actix_web::http::Method::POST, form.action.clone(), encoded(&form.fields));
    let answer = fatou.ask(Asked { method, path, headers, body }).await;
    let json: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!((&json["shown"], &json["hidden"]), (&serde_json::json!(["C.3"]), &serde_json::json!([])));
});

on_both!(every_route_with_a_code_that_is_not_given_leads_nowhere, |app| async {
    let desk = desk(&app).await;
    let id = &desk.id;
    let fatou = app.contributor("SEN").await;
    let nobodys = "01900000-0000-7000-8000-000000000000";
    let absent = fatou.get(&section(nobodys, "A")).await.expect_status(404);
    let before = app.lasting();
    let at = |code: &str, rest: &str| format!("{}/{rest}", section(id, code));
    let gets = [
        section(id, "A"),
        section(id, "ZZ"),
        at("A", "removed"),
        at("A", "history/A.3"),
        at("C", "history/C.1"),
        at("C", "history/C.2"),
        at("C", "comments/C.1"),
        at("H", "history/H.1"),
        at("H", "comments/H.1"),
        at("L", "history/L.3"),
        at("L", &format!("history/L.1.title@{}", desk.entry)),
        at("L", &format!("comments/L.1.title@{}", desk.entry)),
        at("L", "files/L.3"),
        at("L", &format!("files/L.1.file@{}", desk.entry)),
        at("C", &format!("rivals/{}", desk.rival)),
        at("L", &format!("entries/{}/remove", desk.entry)),
        at("C", "assignments"),
        desk.file.clone(),
    ];
    for path in &gets {
        assert_eq!(fatou.get(path).await.expect_status(404).body, absent.body, "{path}");
    }
    let stamp = none();
    let next = "01900000-0000-7000-8000-0000000000aa";
    let posts: [(String, Vec<(&str, &str)>); 10] = [
        (section(id, "A"), vec![("then", "add:A.2")]),
        (section(id, "A"), vec![("then", "ready")]),
        (section(id, "L"), vec![("then", "add:L.1")]),
        (section(id, "C"), vec![("value:A.3", "yes"), ("stamp:A.3", &stamp)]),
        (at("C", "history/C.1"), vec![("version", "1"), ("stamp", &stamp)]),
        (at("C", "comments/C.1"), vec![("comment", next), ("text", "Mine")]),
        (format!("/responses/{id}/comments/{}", desk.comment), vec![("turn", "resolved")]),
        (at("A", "removed"), vec![("entry", &desk.entry)]),
        (section(id, "ZZ"), vec![("then", "stay")]),
        (format!("/responses/{nobodys}/sections/C"), vec![("then", "stay")]),
    ];
    for (path, fields) in &posts {
        let answer = fatou.post(path, fields).await;
        assert_eq!(answer.status.as_u16(), 404, "{path} {fields:?} {}", answer.words());
        answer.is_silent_on(CANARY);
    }
    for then in [format!("up:{}", desk.entry), format!("down:{}", desk.entry)] {
        fatou.post(&section(id, "L"), &[("then", &then)]).await.expect_status(404);
    }
    // What a second click may find done is done to nobody: nothing changes, and nothing is shown.
    for (path, fields) in [
        (at("L", &format!("entries/{}/remove", desk.entry)), vec![]),
        (at("C", &format!("rivals/{}", desk.rival)), vec![("keep", "rival"), ("version", "2")]),
    ] {
        fatou.post(&path, &fields).await.is_silent_on(CANARY);
    }
    fatou
        .uploads(&at("L", "files/L.3"), &[("stamp", &stamp)], Some(("file", "a.pdf", &pdf("y"))))
        .await
        .expect_status(404);
    // In the section that she has a part of: what she typed comes back, and nothing is written.
    for (code, key) in [("C", "C.1"), ("H", "H.1"), ("L", "L.3")] {
        let (value, of) = (format!("comment:{key}"), format!("stamp:{key}"));
        let page = fatou.post(&section(id, code), &[(&value, "Typed by her"), (&of, &stamp)]).await.expect_status(422);
        page.says("Typed by her").says("A question was taken away while you wrote").is_silent_on(CANARY);
    }
    fatou.post(&section(id, "C"), &[("then", "ready")]).await.expect_status(403);
    assert_eq!(before, app.lasting(), "something was changed");
});

on_both!(a_section_that_is_opened_is_read_and_not_written, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    ndeye.answers(&id, "C.1", CANARY).await;
    let fatou = app.contributor("SEN").await;
    fatou.opens(&format!("/responses/{id}")).await.says("Nothing of this response has been given to you yet");
    fatou.get(&section(&id, "C")).await.expect_status(404);
    given(&app, &ndeye, &id, "C", &[]).await;
    let page = fatou.opens(&section(&id, "C")).await;
    page.says(CANARY).says("This section is open to you to read").is_silent_on("Save and mark as ready");
    fatou.opens(&format!("{}/history/C.1", section(&id, "C"))).await.says(CANARY);
    let form = ndeye.section(&id, "C").await;
    let stamp = form.get("stamp:C.1").unwrap();
    let fields = [("value:C.1", "Mine"), ("stamp:C.1", stamp)];
    fatou.post(&section(&id, "C"), &fields).await.expect_status(403).says("Mine");
    fatou.post(&section(&id, "C"), &[("then", "ready")]).await.expect_status(403);
    ndeye.opens(&section(&id, "C")).await.says(CANARY).is_silent_on("Mine");
    // To read is not to have: nobody has it. Who follows her reads it too, or it is said that nobody does.
    ndeye.opens(&format!("/responses/{id}")).await.says("No one has it");
    let leave = format!("/users/{}/leave", app.id_of(FATOU));
    ndeye.opens(&leave).await.says("Sections to hand over").says("to read");
});

on_both!(single_questions_count_as_had_as_far_as_they_are_given, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    given(&app, &ndeye, &id, "L", &["L.3", "L.4", "L.5"]).await;
    let page = ndeye.opens(&format!("/responses/{id}")).await;
    let html = page.html();
    let nobodys: Vec<String> = html.select(&selector("#unheld a")).map(|a| a.text().collect()).collect();
    assert!(nobodys.ends_with(&["L.1".to_owned(), "L.2".to_owned()]), "{nobodys:?}");
    page.says("2 questions no one has").says("only L.3, L.4, L.5");
    given(&app, &ndeye, &id, "L", &["L.1", "L.2", "L.3", "L.4", "L.5"]).await;
    ndeye.opens(&format!("/responses/{id}")).await.is_silent_on("L.2</a>").is_silent_on("questions no one has");
    // What cannot be given alone.
    let fatou = app.id_of(FATOU);
    let only = |code: &'static str| {
        [("account", fatou.clone()), ("extent", "questions".into()), ("question", code.to_owned())]
    };
    for code in ["L.1.title", "C.1", "L", "ZZ"] {
        let fields = only(code);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        ndeye.gives_with(&id, "L", &fields).await.expect_status(404);
    }
    let none = [("account", fatou.as_str()), ("extent", "questions"), ("note", "Typed")];
    ndeye.gives_with(&id, "L", &none).await.expect_status(422).says("Choose at least one question").says("Typed");
    ndeye.gives_with(&id, "L", &[("account", &fatou), ("extent", "all")]).await.expect_status(400);
    // The page holds what was given, to be changed.
    let here = format!("{}/assignments", section(&id, "L"));
    let page = ndeye.opens(&format!("{here}?of={fatou}")).await;
    let html = page.html();
    assert_eq!(html.select(&selector("input[name=question][checked]")).count(), 5);
    assert_eq!(html.select(&selector("input[name=extent][value=questions][checked]")).count(), 1);
    ndeye.opens("/record?kind=draft").await.says("only L.1, L.2, L.3, L.4, L.5");
});

on_both!(a_question_taken_away_while_somebody_writes_holds_up_nothing_else, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    given(&app, &ndeye, &id, "C", &["C.1", "C.3"]).await;
    let fatou = app.contributor("SEN").await;
    let mut form = fatou.section(&id, "C").await;
    given(&app, &ndeye, &id, "C", &["C.3"]).await;
    form.set("value:C.1", "Typed all morning").set("value:C.3", "Hers still").set("then", "stay");
    let page = fatou.sends(&form).await.expect_status(422);
    page.says("Typed all morning").says("A question was taken away while you wrote");
    let page = ndeye.opens(&section(&id, "C")).await;
    page.says("Hers still").is_silent_on("Typed all morning");
    // All of it.
    let mut form = fatou.section(&id, "C").await;
    ndeye.takes(&id, "C", &app.id_of(FATOU)).await.expect_status(303);
    let page = fatou.sends(form.set("value:C.3", "Typed at noon").set("then", "stay")).await.expect_status(403);
    page.says("Typed at noon").says("the section was given to somebody else").is_silent_on("Hers still");
});

on_both!(a_comment_is_addressed_to_who_sees_the_question, |app| async {
    let Desk { id, .. } = desk(&app).await;
    let ndeye = app.coordinator("SEN").await;
    let thread = |code: &str| format!("{}/comments/{code}", section(&id, "C"));
    ndeye.opens(&thread("C.1")).await.is_silent_on("Fatou Ndiaye").says("Khady Ba");
    ndeye.opens(&thread("C.3")).await.says("Fatou Ndiaye");
    let mut form = ndeye.opens(&thread("C.1")).await.form(&thread("C.1"));
    form.set("text", "To her").set("to", &app.id_of(FATOU));
    ndeye.sends(&form).await.expect_status(422).says("cannot be written to");
    // Written to her, and the question taken away since: it is not there any more.
    let mut form = ndeye.opens(&thread("C.3")).await.form(&thread("C.3"));
    form.set("text", "Please look").set("to", &app.id_of(FATOU));
    ndeye.sends(&form).await.expect_status(303);
    let fatou = app.contributor("SEN").await;
    fatou.opens(&format!("/responses/{id}/comments?to=me")).await.says("Please look").says("To me (1)");
    ndeye.takes(&id, "C", &app.id_of(FATOU)).await.expect_status(303);
    fatou.opens(&format!("/responses/{id}/comments?to=me")).await.is_silent_on("Please look").says("To me (0)");
    fatou.opens(&format!("/responses/{id}")).await.is_silent_on("addressed to you");
    let turn = format!("/responses/{id}/comments/{}", form.get("comment").unwrap());
    fatou.post(&turn, &[("turn", "resolved")]).await.expect_status(404);
});

on_both!(a_hand_over_carries_single_questions, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    let mut new = ndeye.opens("/users").await.form("/users");
    new.set("name", "Binta Fall").set("email", "binta@sen.example").set("role", "contributor").set("language", "fr");
    ndeye.sends(&new).await.expect_status(200);
    let (fatou, binta) = (app.id_of(FATOU), app.id_of("binta@sen.example"));
    given(&app, &ndeye, &id, "C", &["C.1", "C.3"]).await;
    given(&app, &ndeye, &id, "L", &["L.4"]).await;
    let has = [("account", binta.as_str()), ("extent", "questions"), ("question", "L.5"), ("question", "L.4")];
    ndeye.gives_with(&id, "L", &has).await.expect_status(303);
    // Ticking a section on the person's page widens nothing that is held in part.
    let fields = [("response", id.as_str()), ("section", "C"), ("section", "L")];
    ndeye.post(&format!("/users/{fatou}/sections"), &fields).await.expect_status(303);
    let leave = format!("/users/{fatou}/leave");
    let mut form = ndeye.opens(&leave).await.form(&leave);
    form.set(&format!("to:{id}:C"), &binta).set(&format!("to:{id}:L"), &binta);
    ndeye.sends(&form).await.expect_status(303);
    let sql = "SELECT section || ' ' || code AS text FROM assigned_questions ORDER BY section, code";
    assert_eq!(app.query(sql, sql), ["C C.1", "C C.3", "L L.4", "L L.5"]);
    let sql = "SELECT extent || ' ' || account_id AS text FROM assignments ORDER BY section";
    assert_eq!(app.query(sql, sql), [format!("questions {binta}"), format!("questions {binta}")]);
});
