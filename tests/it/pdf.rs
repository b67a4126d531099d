//! Responses as PDF: the draft for clearance, what was submitted and its receipt, and what others read; each as its pages show it to whom it
//! is handed out, and nothing besides.

use futures_util::future::join_all;

use crate::app::*;

const CANARY: &str = "kestrel-over-dakar";

fn draft(id: &str) -> String {
    format!("/responses/{id}/draft.pdf")
}

fn revision(id: &str, number: i32) -> String {
    format!("/responses/{id}/revisions/{number}/document.pdf")
}

fn receipt(id: &str, number: i32) -> String {
    format!("/responses/{id}/revisions/{number}/receipt.pdf")
}

const OTHERS: &str = "/cycles/2027/responses/SEN/document.pdf";

/// A file to be saved, tagged and in a language.
#[track_caller]
fn is_paper<'a>(answer: &'a Answer, name: &str) -> &'a Answer {
    let header =
        |name: &str| answer.headers.get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default();
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.words());
    assert_eq!(header("content-type"), "application/pdf");
    assert_eq!(header("content-disposition"), format!("attachment; filename=\"{name}\""));
    assert_eq!((header("x-content-type-options"), header("cache-control")), ("nosniff".into(), "no-store".into()));
    let plain = String::from_utf8_lossy(&answer.body);
    for mark in ["/StructTreeRoot", "/MarkInfo", "/Lang", "pdfuaid:part"] {
        assert!(plain.contains(mark), "{mark} is not in {name}");
    }
    answer
}

/// How many readings of Court-only answers are written down.
fn readings(app: &TestApp) -> usize {
    let all = "SELECT CAST(at AS TEXT) AS text FROM readings";
    app.query(all, all).len()
}

on_both!(a_draft_is_a_file_for_clearance, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    ndeye.saves(&id, "C", &[("value:C.1", "The ministry decides."), ("comment:C.3", "A remark")]).await;
    ndeye.saves(&id, "C", &[("visibility:C.1", "court"), ("value:C.3", "تتعاون الدول")]).await.expect_status(303);
    let home = ndeye.opens(&format!("/responses/{id}")).await;
    assert!(home.links().contains(&draft(&id)), "no link to the file");
    let form = ndeye.opens(&format!("/responses/{id}/sections/C/comments/C.1")).await;
    let mut form = form.form(&format!("/responses/{id}/sections/C/comments/C.1"));
    form.set("text", CANARY);
    ndeye.sends(&form).await.expect_status(303);

    let before = app.lasting();
    let file = ndeye.opens(&draft(&id)).await;
    let version = file.headers.get("content-disposition").unwrap().to_str().unwrap().to_owned();
    let version = version.rsplit('-').next().unwrap().trim_end_matches(".pdf\"").to_owned();
    is_paper(&file, &format!("draft-2027-SEN-{version}.pdf"));
    file.says("Senegal – Response 2027").says("This is not a submitted response").says("Contents");
    file.says(&format!("Draft for clearance, version {version}, ")).says("Expected by").says("Form Version");
    file.says("C.1").says("The ministry decides.").says("The Court only").says("Comment A remark");
    file.says("Not answered yet").says("الدول").is_silent_on(CANARY);
    let text = file.text();
    let pages = text.split("Pages:").nth(1).and_then(|rest| rest.split_whitespace().next()).unwrap();
    for page in ["1", "2", pages] {
        file.says(&format!("{page}/{pages}"));
    }
    // A second click and a look at the head alone change nothing.
    assert!(ndeye.opens(&draft(&id)).await.body == file.body);
    let (method, path) = (actix_web::http::Method::HEAD, draft(&id));
    ndeye.ask(Asked { method, path, headers: Vec::new(), body: Vec::new() }).await.expect_status(200);
    assert_eq!(before, app.lasting(), "something was written");
    // A saved answer makes another version.
    ndeye.answers(&id, "C.1", "The court decides.").await;
    let later = ndeye.opens(&draft(&id)).await;
    later.says("The court decides.").is_silent_on("The ministry decides.");
    assert!(!later.text().contains(&format!("version {version},")));
    // In the reader's language; a reader of the State has it too.
    let moussa = app.person("coordinator2@sen.example").await;
    moussa
        .opens(&draft(&id))
        .await
        .says("Projet pour validation, version")
        .says("Sommaire")
        .says("Pas encore de réponse");
    app.reader("SEN").await.opens(&draft(&id)).await.says("The court decides.");
});

on_both!(a_contributor_has_what_was_given_and_no_more, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    ndeye
        .saves(&id, "C", &[("value:C.1", CANARY), ("comment:C.2", CANARY), ("value:C.3", "hers")])
        .await
        .expect_status(303);
    ndeye.saves(&id, "A", &[("comment:A.3", CANARY)]).await.expect_status(303);
    let upload = format!("/responses/{id}/sections/L/files/L.3");
    let stamp = ndeye.opens(&upload).await.form(&upload).get("stamp").unwrap().to_owned();
    let name = format!("{CANARY}.pdf");
    ndeye.uploads(&upload, &[("stamp", &stamp)], Some(("file", &name, &pdf("x")))).await.expect_status(303);
    ndeye.opens(&draft(&id)).await.says(&name).says(CANARY);
    let fatou = app.contributor("SEN").await;
    fatou.opens(&draft(&id)).await.says("Nothing of this response has been given to you yet").is_silent_on(CANARY);
    let hers = app.id_of("contributor@sen.example");
    let fields = [("account", hers.as_str()), ("extent", "questions"), ("question", "C.3")];
    ndeye.gives_with(&id, "C", &fields).await.expect_status(303);
    let file = fatou.opens(&draft(&id)).await;
    file.says("hers").says("only what has been given or opened to you").says("C.3");
    file.is_silent_on(CANARY).is_silent_on("C.1 ").is_silent_on("General framework");
    // What was removed is not in the file of those who may bring it back either.
    let mut form = ndeye.section(&id, "L").await;
    let added = ndeye.sends(form.set("then", "add:L.1")).await.expect_status(303).location();
    let entry = added.split("L.1@").nth(1).unwrap().to_owned();
    ndeye.saves(&id, "L", &[(&format!("value:L.1.title@{entry}"), "An old decree")]).await.expect_status(303);
    ndeye.opens(&draft(&id)).await.says("An old decree").says("Entry 1 of 1");
    let remove = format!("/responses/{id}/sections/L/entries/{entry}/remove");
    ndeye.sends(&ndeye.opens(&remove).await.form(&remove)).await.expect_status(303);
    ndeye.opens(&draft(&id)).await.is_silent_on("An old decree");
});

on_both!(what_was_submitted_is_had_by_each_as_they_read_it, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    app.answers_all("SEN", &id, 3);
    let fields =
        [("declined:C.1", ""), ("value:C.1", CANARY), ("visibility:C.1", "court"), ("value:C.3", "An open word")];
    ndeye.saves(&id, "C", &fields).await.expect_status(303);
    ndeye.saves(&id, "F", &[("declined:F.1", "yes"), ("reason:F.1", "A quiet reason")]).await;
    ndeye.submits(&id).await.expect_status(200);
    let own = ndeye.opens(&revision(&id, 1)).await;
    is_paper(&own, "response-2027-SEN-01.pdf").says(CANARY).says("An open word").says("The Court only");
    own.says("Revision 1, ").says("2027-SEN-01").says("read by the State itself, the Court and the Secretariat");
    let proof = ndeye.opens(&receipt(&id, 1)).await;
    is_paper(&proof, "receipt-2027-SEN-01.pdf").says("Receipt 2027-SEN-01").says("Submitted by Ndeye Diop");
    let json = ndeye.opens(&format!("/responses/{id}/revisions/1/receipt.json")).await;
    let json: serde_json::Value = serde_json::from_slice(&json.body).unwrap();
    proof.says(json["sha256"].as_str().unwrap()).says("sha256sum response-2027-SEN-01.json").is_silent_on(CANARY);
    for page in ["", "/receipt"] {
        let links = ndeye.opens(&format!("/responses/{id}/revisions/1{page}")).await.links();
        assert!(links.iter().any(|link| link.ends_with(".pdf")), "no link on {page}");
    }

    // The Court and the Secretariat have all of it at once, and each file that they take is one reading.
    let registry = app.court("registry").await;
    assert_eq!(readings(&app), 0);
    let court = registry.opens(OTHERS).await;
    is_paper(&court, "response-2027-SEN-01.pdf").says(CANARY).says("Revision 1 of 1").says("are not to be passed on");
    assert_eq!(readings(&app), 1);
    ndeye.opens("/cycles/2027/responses/SEN/readings").await.says("Registry").says("C.1");
    app.secretariat().await.opens("/cycles/2027/responses/SEN/revisions/1/document.pdf").await.says(CANARY);
    assert_eq!(readings(&app), 2);
    assert!(registry.reads("SEN").await.links().contains(&OTHERS.to_owned()));

    // Others have nothing before it is published, and then nothing that is for the Court, or about the submission.
    let others = ["coordinator@svn.example", "contributor@svn.example", "facilitator@platform.example"];
    for email in others {
        app.person(email).await.get(OTHERS).await.expect_status(404);
    }
    ndeye.get(OTHERS).await.expect_status(404);
    app.secretariat().await.publishes("SEN").await;
    for email in others.into_iter().chain(["reader@sen.example"]) {
        let visitor = app.person(email).await;
        let read = visitor.opens(OTHERS).await;
        is_paper(&read, "response-2027-SEN.pdf").says("An open word").says("Published to States Parties on");
        for hidden in
            [CANARY, "The Court only", "Revision", "2027-SEN-0", "A quiet reason", "SHA-256", "Not in a position"]
        {
            read.is_silent_on(hidden);
        }
        assert!(visitor.reads("SEN").await.links().contains(&OTHERS.to_owned()));
        let exact = visitor.get("/cycles/2027/responses/SEN/revisions/1/document.pdf").await;
        assert!([403, 404].contains(&exact.status.as_u16()));
    }

    // What is narrowed is gone for others at once, without a trace of the amendment.
    ndeye.saves(&id, "C", &[("visibility:C.3", "court")]).await.expect_status(303);
    ndeye.amends(&id, "It was too much").await;
    let read = app.coordinator("SVN").await.opens(OTHERS).await;
    read.is_silent_on("An open word").is_silent_on("too much").is_silent_on("Revision");
    registry.opens(OTHERS).await.says("An open word").says("It was too much").says("Revision 2 of 2");
    let first = registry.opens("/cycles/2027/responses/SEN/revisions/1/document.pdf").await;
    is_paper(&first, "response-2027-SEN-01.pdf").says("Revision 1 of 2");
    ndeye.opens(&revision(&id, 2)).await.says("It was too much");
});

on_both!(a_draft_and_a_revision_of_ones_own_are_nobody_elses, |app| async {
    let id = app.submitted("SEN", 3).await;
    let nobodys = "01900000-0000-7000-8000-000000000000";
    for email in [
        "coordinator@svn.example",
        "registry@court.example",
        "secretariat@platform.example",
        "facilitator@platform.example",
    ] {
        let visitor = app.person(email).await;
        for path in [draft, |id: &str| revision(id, 1), |id: &str| receipt(id, 1)] {
            let (theirs, none) = (visitor.get(&path(&id)).await, visitor.get(&path(nobodys)).await);
            assert_eq!((theirs.status.as_u16(), &theirs.body), (404, &none.body), "{email} {}", path(&id));
        }
    }
    let stranger = app.visitor();
    assert_eq!(stranger.get(&draft(&id)).await.status.as_u16(), 303);
    let ndeye = app.coordinator("SEN").await;
    for path in [revision(&id, 2), receipt(&id, 0), revision(&id, -1), draft("x")] {
        ndeye.get(&path).await.expect_status(404);
    }
    for path in ["/cycles/2027/responses/XXX/document.pdf", "/cycles/1999/responses/SEN/document.pdf"] {
        ndeye.get(path).await.expect_status(404);
    }
    // A cycle that is closed, and a State that has left: its own stays with it, that of others is gone.
    app.submitted("SVN", 5).await;
    app.secretariat().await.publishes("SVN").await;
    let theirs = "/cycles/2027/responses/SVN/document.pdf";
    ndeye.opens(theirs).await.says("Slovenia");
    app.freezes();
    ndeye.opens(&draft(&id)).await.says("Draft for clearance");
    app.alters("UPDATE states SET withdrawal_effective = '2020-01-01' WHERE id = 'SEN'");
    let left = app.coordinator("SEN").await;
    left.get(theirs).await.expect_status(404);
    left.get(OTHERS).await.expect_status(404);
    for path in [draft(&id), revision(&id, 1), receipt(&id, 1)] {
        left.opens(&path).await.says("Senegal");
    }
    let registry = app.court("registry").await.opens(OTHERS).await;
    registry.says("Former State Party");
});

on_both!(what_is_typed_is_set_as_it_was_typed, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    app.answers_all("SEN", &id, 3);
    let typed = "#read(\"/etc/passwd\") $x^2$ @ref = heading *b* #import \"@preview/x:1.0.0\" <script>";
    let long = "W".repeat(5_000);
    let odd = "before\u{202E}after 中文 🙂 a\u{301}\u{302}\u{303} \u{E000}";
    let mut fields = vec![("value:C.1", typed), ("comment:C.1", typed), ("value:C.3", &long), ("comment:C.3", typed)];
    fields.push(("declined:C.1", ""));
    ndeye.saves(&id, "C", &fields).await.expect_status(303);
    ndeye.saves(&id, "D", &[("value:D.8", odd)]).await;
    let mut form = ndeye.section(&id, "L").await;
    let added = ndeye.sends(form.set("then", "add:L.1")).await.expect_status(303).location();
    let entry = added.split("L.1@").nth(1).unwrap().to_owned();
    ndeye.saves(&id, "L", &[(&format!("value:L.1.title@{entry}"), typed)]).await;
    let file = ndeye.opens(&draft(&id)).await;
    assert!(
        file.text().matches("#read(\"/etc/passwd\") $x^2$ @ref = heading *b* #import").count() >= 4,
        "{}",
        file.text()
    );
    file.is_silent_on("root:x:");
    let set = file.text().chars().filter(|c| *c == 'W').count();
    assert!(set >= 5_000, "only {set} of a long word");
    assert!(String::from_utf8_lossy(&file.body).contains("pdfuaid:part"), "it keeps PDF/UA-1");
    let remove = format!("/responses/{id}/sections/L/entries/{entry}/remove");
    ndeye.sends(&ndeye.opens(&remove).await.form(&remove)).await.expect_status(303);
    ndeye.submits(&id).await.says("Receipt");
    app.court("otp").await.opens(OTHERS).await.says("#read(\"/etc/passwd\") $x^2$");
    let amend = [("value:C.1", "shorter")];
    ndeye.saves(&id, "C", &amend).await.expect_status(303);
    ndeye.amends(&id, typed).await;
    ndeye.opens(&revision(&id, 2)).await.says("#read(\"/etc/passwd\") $x^2$");
});

on_both!(ten_clicks_at_once_are_set_in_turn, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    ndeye.answers(&id, "C.1", "The ministry decides.").await;
    let path = draft(&id);
    let answers = join_all((0..10).map(|_| ndeye.get(&path))).await;
    let set = answers.iter().filter(|answer| answer.status.as_u16() == 200).count();
    // Who waits too long is told to come again.
    let busy = answers.iter().filter(|answer| answer.status.as_u16() == 503);
    assert!(busy.clone().all(|answer| answer.headers.contains_key("retry-after")));
    assert!(
        set >= 2 && set + busy.count() == 10,
        "{:?}",
        answers.iter().map(|answer| answer.status).collect::<Vec<_>>()
    );
});
