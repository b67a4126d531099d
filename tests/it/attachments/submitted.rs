//! Files go with their answers: through submission, amendment, publication and narrowing, to every reader of the answer.

use super::*;

on_both!(the_covering_note_goes_with_its_files, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = app.submitted("SEN", 3).await;
    attaches(&ndeye, &id, "L.3", "translation.pdf", &[("title", "The note in English")]).await.expect_status(303);
    let path = format!("/responses/{id}/covering-note");
    let page = ndeye.opens(&path).await;
    page.says("The note in English").is_silent_on("Submit the covering note");
    // A file beside the note is no note.
    let alone = ndeye.sends(&page.form(&path)).await.expect_status(422);
    alone.says("The note in English");
    let submits = async |name: &str| {
        let page = ndeye.opens(&path).await;
        let link = page.links().into_iter().find(|link| link.contains("/files/L.3")).expect("a link to give the file");
        let form = ndeye.opens(&link).await.form(&link);
        let fields = [("stamp", form.get("stamp").unwrap())];
        ndeye.uploads(&link, &fields, Some(("file", name, &pdf(name)))).await.expect_status(303);
        ndeye.sends(&ndeye.opens(&path).await.form(&path)).await.expect_status(303)
    };
    submits("note.pdf").await;
    let second = document(&ndeye, &id, 2).await;
    assert_eq!(named(&second), ["note.pdf", "translation.pdf"]);
    assert_eq!(second["files"][1]["title"], "The note in English");
    let translation = second["files"][1]["id"].as_str().unwrap().to_owned();
    does(&ndeye, &id, "L.3", &translation, &[("do", "remove")]).await.expect_status(303);
    submits("another.pdf").await;
    assert_eq!(named(&document(&ndeye, &id, 3).await), ["another.pdf"]);
});

on_both!(files_go_with_their_answers_through_submission_publication_and_narrowing, Bare, |app| async {
    let (ndeye, id) = begun(&app).await;
    ndeye.saves(&id, "B", &[("value:B.1", "In secret"), ("value:B.2", "A year")]).await.expect_status(303);
    attaches(&ndeye, &id, "A.1", "law.pdf", OFFICIAL).await.expect_status(303);
    // Beside an answer that is not given, and one that only the Court reads.
    attaches(&ndeye, &id, "A.2", "decree.pdf", &[("title", "The decree")]).await.expect_status(303);
    attaches(&ndeye, &id, "B.1", "memo.pdf", &[("title", "A memorandum")]).await.expect_status(303);
    let (court, other) = (app.court("registry").await, app.reader("SVN").await);
    let facilitator = app.facilitator().await;
    let all = files(&ndeye.opens(&format!("/responses/{id}/check")).await);
    let [law, decree, memo] = all.clone().try_into().unwrap();
    for file in &all {
        court.get(&format!("/files/{file}")).await.expect_status(404);
    }
    // A file alone answers no required question.
    let as_states = ndeye.opens(&format!("/responses/{id}/check?as=states")).await;
    as_states.says("Law No. 2007-02").says("The decree").is_silent_on("memorandum").is_silent_on("memo.pdf");
    ndeye.submits(&id).await;
    let first = document(&ndeye, &id, 1).await;
    assert_eq!(named(&first), ["law.pdf", "decree.pdf", "memo.pdf"]);
    assert_eq!(first["files"][0]["code"], "A.1");
    assert_eq!(first["files"][0]["title"], "Law No. 2007-02");
    assert_eq!(first["files"][0]["language"], "fr");
    assert_eq!(first["files"][0]["translation"], "official_translation");
    assert_eq!(first["files"][0]["visibility"], "states_parties");
    assert_eq!(first["files"][2]["visibility"], "court");
    assert!(first["files"][1].get("entry").is_none() && first["files"][1].get("language").is_none());
    let read = court.reads("SEN").await;
    read.says("Law No. 2007-02").says("French").says("official translation").says("The decree").says("A memorandum");
    assert_eq!(files(&read), all);
    for file in &all {
        court.opens(&format!("/files/{file}")).await;
        for person in [&other, &facilitator] {
            person.get(&format!("/files/{file}")).await.expect_status(404);
        }
    }
    ndeye.opens("/cycles/2027/responses/SEN/readings").await.says("B.1");
    ndeye.opens(&format!("/responses/{id}/revisions/1")).await.says("The decree").says("A memorandum");

    app.secretariat().await.publishes("SEN").await;
    for person in [&other, &facilitator] {
        let read = person.reads("SEN").await;
        read.says("Law No. 2007-02").says("The decree").is_silent_on("memo").is_silent_on("B.1");
        assert_eq!(files(&read), [law.clone(), decree.clone()]);
        person.opens(&format!("/files/{law}")).await;
        person.opens(&format!("/files/{decree}")).await;
        person.get(&format!("/files/{memo}")).await.expect_status(404);
        person.opens("/cycles/2027/questions/A.1").await.says("Law No. 2007-02");
        person.opens("/cycles/2027/questions/A.2").await.says("The decree");
        person.opens("/cycles/2027/questions/B.1").await.is_silent_on("memo");
        person.opens("/cycles/2027/responses.json").await.says("decree.pdf").is_silent_on("memo");
    }

    // Taken away: it stays with the revision, for whom it is, and is published no more once that is published.
    does(&ndeye, &id, "A.2", &decree, &[("do", "remove")]).await.expect_status(303);
    ndeye.opens(&format!("/responses/{id}")).await.says("The draft differs");
    ndeye.amends(&id, "It was repealed").await;
    assert_eq!(named(&document(&ndeye, &id, 2).await), ["law.pdf", "memo.pdf"]);
    ndeye.opens(&format!("/files/{decree}")).await;
    court.opens(&format!("/files/{decree}")).await;
    court.opens("/cycles/2027/responses/SEN/revisions/1").await.says("The decree");
    court.reads("SEN").await.is_silent_on("The decree");
    other.reads("SEN").await.says("The decree");
    app.secretariat().await.publishes("SEN").await;
    other.reads("SEN").await.is_silent_on("The decree").says("Law No. 2007-02");

    // Narrowed: gone at once, also what an earlier snapshot named.
    ndeye.saves(&id, "A", &[("visibility:A.1", "court")]).await.expect_status(303);
    ndeye.amends(&id, "For the Court").await;
    for person in [&other, &facilitator] {
        person.reads("SEN").await.is_silent_on("Law No. 2007-02").is_silent_on("law.pdf");
        for file in &all {
            person.get(&format!("/files/{file}")).await.expect_status(404);
        }
    }
    let third = document(&ndeye, &id, 3).await;
    assert_eq!(third["files"][0]["visibility"], "court");
    court.reads("SEN").await.says("Law No. 2007-02");
});

on_both!(an_amendment_of_what_is_said_of_a_file_is_one, Bare, |app| async {
    let (ndeye, id) = begun(&app).await;
    attaches(&ndeye, &id, "A.1", "law.pdf", OFFICIAL).await.expect_status(303);
    ndeye.submits(&id).await;
    app.secretariat().await.publishes("SEN").await;
    let file = files(&ndeye.opens(&beside(&id, "A.1")).await)[0].clone();
    let fields = [("title", "Law No. 3"), ("language", "fr"), ("translation", "unofficial_translation")];
    ndeye.describes(&beside(&id, "A.1"), &file, &fields).await.expect_status(303);
    // What was submitted stays as it was said.
    app.court("registry").await.reads("SEN").await.says("Law No. 2007-02").is_silent_on("Law No. 3");
    ndeye.amends(&id, "It is not official").await;
    let court = app.court("registry").await;
    court.reads("SEN").await.says("Law No. 3").says("unofficial translation");
    court.opens("/cycles/2027/responses/SEN/revisions/1").await.says("Law No. 2007-02");
    let other = app.reader("SVN").await;
    other.reads("SEN").await.says("Law No. 2007-02");
    app.secretariat().await.publishes("SEN").await;
    other.reads("SEN").await.says("Law No. 3");
    // Nothing else has changed, and nothing is to be submitted.
    let same = ndeye.post(&format!("/responses/{id}/submit"), &[("revision", "2"), ("reason", "x")]).await;
    same.expect_status(422);
});

on_both!(other_states_see_nothing_of_a_declined_answer_nor_its_files, Bare, |app| async {
    let (ndeye, id) = begun(&app).await;
    let fields = [("value:A.1", ""), ("declined:A.1", "yes"), ("reason:A.1", "Consultations")];
    ndeye.saves(&id, "A", &fields).await.expect_status(303);
    attaches(&ndeye, &id, "A.1", "why.pdf", &[("title", "Why we cannot")]).await.expect_status(303);
    ndeye.opens(&beside(&id, "A.1")).await.says("read by the Court only");
    ndeye.opens(&format!("/responses/{id}/check?as=states")).await.is_silent_on("Why we cannot");
    ndeye.submits(&id).await;
    app.secretariat().await.publishes("SEN").await;
    let read = app.court("registry").await.reads("SEN").await;
    read.says("Why we cannot").says("Consultations");
    let file = files(&read)[0].clone();
    let other = app.reader("SVN").await;
    other.reads("SEN").await.is_silent_on("Why we cannot").is_silent_on("why.pdf");
    other.get(&format!("/files/{file}")).await.expect_status(404);
});

on_both!(files_stand_in_the_entries_of_a_repeat, Bare, |app| async {
    let (ndeye, id) = begun(&app).await;
    let mut form = ndeye.section(&id, "A").await;
    ndeye.sends(form.set("then", "add:A.5")).await.expect_status(303);
    let mut form = ndeye.section(&id, "A").await;
    let added = ndeye.sends(form.set("then", "add:A.5")).await.expect_status(303);
    let second = added.location().split("A.5@").nth(1).unwrap().to_owned();
    let question = format!("A.5.name@{second}");
    attaches(&ndeye, &id, &question, "decree.pdf", &[("title", "Appointment")]).await.expect_status(303);
    ndeye.opens(&beside(&id, &question)).await.says("Entry 2");
    ndeye.submits(&id).await;
    let first = document(&ndeye, &id, 1).await;
    assert_eq!(
        (&first["files"][0]["code"], &first["files"][0]["entry"]),
        (&"A.5.name".into(), &second.as_str().into())
    );
    app.secretariat().await.publishes("SEN").await;
    let other = app.reader("SVN").await;
    other.reads("SEN").await.says("Appointment");
    // For others entries have new ids, so that a gap does not tell.
    let file: Value = serde_json::from_slice(&other.opens("/cycles/2027/responses.json").await.body).unwrap();
    let seen = &file["responses"][0];
    assert_eq!(seen["entries"].as_array().unwrap().len(), 1, "the other entry is empty");
    assert_eq!(seen["files"][0]["entry"], "1");
    assert!(!seen.to_string().contains(&second));
    // Removed with its entry, and back with it.
    let remove = format!("/responses/{id}/sections/A/entries/{second}/remove");
    ndeye.sends(&ndeye.opens(&remove).await.form(&remove)).await.expect_status(303);
    ndeye.get(&beside(&id, &question)).await.expect_status(404);
    ndeye.opens(&format!("/responses/{id}/check")).await.is_silent_on("Appointment");
    let removed = format!("/responses/{id}/sections/A/removed");
    ndeye.post(&removed, &[("entry", &second)]).await.expect_status(303);
    ndeye.opens(&format!("/responses/{id}/check")).await.says("Appointment");
});

on_both!(some_sections_are_submitted_with_their_files, Bare, |app| async {
    let (ndeye, id) = begun(&app).await;
    app.alters(match app.url {
        concord::domain::db::DatabaseUrl::Sqlite(_) => "UPDATE cycles SET by_section = 1",
        concord::domain::db::DatabaseUrl::Postgres(_) => "UPDATE cycles SET by_section = TRUE",
    });
    for (question, name) in [("A.1", "law.pdf"), ("B.2", "time.pdf"), ("B.1", "memo.pdf")] {
        attaches(&ndeye, &id, question, name, &[]).await.expect_status(303);
    }
    let submits = async |code: &str, reason: &str| {
        let path = format!("/responses/{id}/submit");
        let mut form = Form { action: path.clone(), ..ndeye.opens(&path).await.form("") };
        form.fields.retain(|(name, _)| name != "section");
        form.fields.push(("section".to_owned(), code.to_owned()));
        if form.get("reason").is_some() {
            form.set("reason", reason);
        }
        ndeye.sends(&form).await.expect_status(303)
    };
    submits("A", "").await;
    assert_eq!(named(&document(&ndeye, &id, 1).await), ["law.pdf"]);
    let law = files(&ndeye.opens(&beside(&id, "A.1")).await)[0].clone();
    does(&ndeye, &id, "A.1", &law, &[("do", "remove")]).await.expect_status(303);
    submits("B", "").await;
    // What was submitted of the other section stays as it was.
    let second = document(&ndeye, &id, 2).await;
    assert_eq!(named(&second), ["law.pdf", "memo.pdf", "time.pdf"]);
    let time = files(&app.court("registry").await.reads("SEN").await);
    assert_eq!(time.len(), 3);
    submits("A", "The law was repealed").await;
    assert_eq!(named(&document(&ndeye, &id, 3).await), ["memo.pdf", "time.pdf"]);
});

on_both!(a_file_that_goes_while_the_response_is_submitted_is_in_it_or_not, Bare, |app| async {
    let (ndeye, id) = begun(&app).await;
    attaches(&ndeye, &id, "A.1", "law.pdf", &[]).await.expect_status(303);
    let file = files(&ndeye.opens(&beside(&id, "A.1")).await)[0].clone();
    let moussa = app.person("coordinator2@sen.example").await;
    let path = format!("/responses/{id}/submit");
    let form = Form { action: path.clone(), ..moussa.opens(&path).await.form("") };
    let (removed, submitted) = tokio::join!(does(&ndeye, &id, "A.1", &file, &[("do", "remove")]), moussa.sends(&form));
    removed.expect_status(303);
    submitted.expect_status(303);
    let first = document(&ndeye, &id, 1).await;
    let court = app.court("registry").await.get(&format!("/files/{file}")).await.status.as_u16();
    let named = named(&first).len();
    assert_eq!((named, court), if named == 1 { (1, 200) } else { (0, 404) });
});

on_both!(files_stand_on_paper_with_their_digests, Bare, |app| async {
    let (ndeye, id) = begun(&app).await;
    attaches(&ndeye, &id, "A.1", "law.pdf", OFFICIAL).await.expect_status(303);
    attaches(&ndeye, &id, "B.1", "memo.pdf", &[("title", "Memorandum")]).await.expect_status(303);
    let flat = |answer: &Answer| answer.text().split_whitespace().collect::<String>();
    let sha = concord::domain::seal::sha256_hex(&pdf("law.pdf"));
    let draft = flat(&ndeye.opens(&format!("/responses/{id}/draft.pdf")).await);
    assert!(draft.contains("LawNo.2007-02") && draft.contains("law.pdf") && draft.contains("Memorandum"), "{draft}");
    assert!(draft.replace('\u{200b}', "").contains(&sha), "{draft}");
    ndeye.submits(&id).await;
    app.secretariat().await.publishes("SEN").await;
    let paper = flat(&app.reader("SVN").await.opens("/cycles/2027/responses/SEN/document.pdf").await);
    assert!(paper.contains("LawNo.2007-02") && !paper.contains("Memorandum") && !paper.contains("memo"), "{paper}");
});
