//! What cannot stand beside an answer, who attaches nothing, and who meets nothing of a file.

use super::*;

on_both!(hostile_names_titles_and_contents_are_refused, Bare, |app| async {
    let (ndeye, id) = begun(&app).await;
    let here = beside(&id, "A.1");
    let long = "é".repeat(10_000);
    for (fields, words) in [
        (vec![("title", "a\u{202E}fdp.exe")], "The title holds characters"),
        (vec![("title", "a\nb")], "The title holds characters"),
        (vec![("title", "a\u{0}b")], "The title holds characters"),
        (vec![("title", long.as_str())], "The title is longer than 200 characters"),
        (vec![("language", "xx")], "Choose the language from the list"),
        (vec![("language", "other")], "Choose the language from the list"),
        (vec![("language", "other"), ("other_language", "a\u{2066}b")], "Choose the language from the list"),
        (vec![("language", "other"), ("other_language", long.as_str())], "Choose the language from the list"),
    ] {
        let refused = attaches(&ndeye, &id, "A.1", "a.pdf", &fields).await.expect_status(422);
        refused.says(words);
        // What was typed besides is still there.
        assert_eq!(
            refused.form(&here).get("language").unwrap(),
            fields[0].1.get(..5).filter(|l| *l == "other").unwrap_or("")
        );
    }
    for (name, content, words) in [
        ("a\u{202E}fdp.pdf", pdf("x"), "The name of the file holds characters"),
        ("a.pdf", Vec::new(), "Choose a file that is not empty"),
        ("a.pdf", b"MZ\x90\x00 a program".to_vec(), "This file is not a PDF"),
        ("a.age", b"age-encryption.org/v1\nnot one".to_vec(), "This file is damaged"),
        ("a.pdf", b"%PDF-1.7 cut off".to_vec(), "This file is damaged"),
        ("a.pdf", [pdf("x"), vec![b'\n'; 21 * 1024 * 1024]].concat(), "larger than 20 MB"),
    ] {
        ndeye.uploads(&here, &[], Some(("file", name, &content))).await.expect_status(422).says(words);
    }
    ndeye
        .uploads(&here, &[("title", "No file")], None)
        .await
        .expect_status(422)
        .says("Choose a file that is not empty");
    ndeye.uploads(&here, &[("color", "red")], Some(("file", "a.pdf", &pdf("x")))).await.expect_status(400);
    assert_eq!(app.recorded("file_attached"), 0);
    let kept = std::fs::read_dir(app.folder.path().join("files")).unwrap().count();
    assert_eq!(kept, 0, "what was refused is not kept");
    // A name is the last part of what was given, with the ending of what the file is.
    ndeye.uploads(&here, &[], Some(("file", "../../etc/law.exe", &pdf("x")))).await.expect_status(303);
    ndeye.opens(&here).await.says("law.pdf").is_silent_on("exe");
});

on_both!(a_file_that_its_state_encrypted_is_taken_and_named_as_such, Bare, |app| async {
    let (ndeye, id) = begun(&app).await;
    let digest = "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc";
    let header = format!("age-encryption.org/v1\n-> X25519 {digest}\n{digest}\n--- {digest}\n");
    let age = [header.as_bytes(), &[9; 64]].concat();
    for question in ["A.1", "B.1"] {
        let path = beside(&id, question);
        ndeye.uploads(&path, &[], Some(("file", "note.pdf.age", &age))).await.expect_status(303);
    }
    let page = ndeye.opens(&beside(&id, "A.1")).await;
    page.says("note.pdf.age").says("nobody on the platform can look into it");
    page.says("The other States Parties receive this file as well");
    let page = ndeye.opens(&beside(&id, "B.1")).await;
    page.says("nobody on the platform can look into it").is_silent_on("The other States Parties receive");
    let got = ndeye.opens(&format!("/files/{}", files(&page)[0])).await;
    assert_eq!(got.headers.get("content-type").unwrap(), "application/vnd.age");
    assert_eq!(got.body, age);
});

on_both!(who_may_not_write_an_answer_attaches_nothing_to_it, Bare, |app| async {
    let (ndeye, id) = begun(&app).await;
    ndeye.gives(&id, "B", &app.id_of("contributor@sen.example")).await.expect_status(303);
    attaches(&ndeye, &id, "A.1", "herons.pdf", &[("title", "Of herons")]).await.expect_status(303);
    let file = files(&ndeye.opens(&beside(&id, "A.1")).await)[0].clone();
    let kept = |app: &TestApp| app.dump()["attachments"].clone();
    let before = kept(&app);
    for (email, status, reads) in [
        ("reader@sen.example", 404, true),
        ("contributor@sen.example", 404, false),
        ("coordinator@svn.example", 404, false),
        ("registry@court.example", 404, false),
        ("registry-coordinator@court.example", 404, false),
        ("secretariat@platform.example", 404, false),
        ("facilitator@platform.example", 404, false),
    ] {
        let person = app.person(email).await;
        let page = person.get(&beside(&id, "A.1")).await;
        assert!([status, 403].contains(&page.status.as_u16()), "{email}: {}", page.status);
        page.is_silent_on("herons");
        let tried = attaches(&person, &id, "A.1", "a.pdf", &[]).await;
        assert!([status, 403].contains(&tried.status.as_u16()), "{email}: {}", tried.status);
        for what in ["remove", "describe", "back"] {
            let tried = does(&person, &id, "A.1", &file, &[("do", what), ("title", "x")]).await;
            assert!([status, 403].contains(&tried.status.as_u16()), "{email} {what}: {}", tried.status);
        }
        let got = person.get(&format!("/files/{file}")).await;
        assert_eq!(got.status.as_u16(), if reads { 200 } else { 404 }, "{email}");
    }
    assert_eq!(before, kept(&app));
    // In the section that the contributor has, and then not any more.
    let fatou = app.contributor("SEN").await;
    attaches(&fatou, &id, "B.2", "unit.pdf", &[]).await.expect_status(303);
    let own = files(&fatou.opens(&beside(&id, "B.2")).await)[0].clone();
    // The id of one's own file opens no other place.
    fatou.post(&format!("{}/{own}", beside(&id, "A.1")), &[("do", "remove")]).await.expect_status(404);
    fatou
        .post(&format!("/responses/{id}/sections/B/attachments/B.2/{file}"), &[("do", "remove")])
        .await
        .expect_status(404);
    ndeye.takes(&id, "B", &app.id_of("contributor@sen.example")).await.expect_status(303);
    attaches(&fatou, &id, "B.2", "again.pdf", &[]).await.expect_status(404);
    fatou.get(&format!("/files/{own}")).await.expect_status(404);
    // Of single questions, those alone.
    let fields =
        [("account", app.id_of("contributor@sen.example")), ("extent", "questions".into()), ("question", "A.2".into())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    ndeye.gives_with(&id, "A", &fields).await.expect_status(303);
    attaches(&fatou, &id, "A.2", "mine.pdf", &[]).await.expect_status(303);
    attaches(&fatou, &id, "A.1", "not-mine.pdf", &[]).await.expect_status(404);
    fatou.get(&format!("/files/{file}")).await.expect_status(404);
    fatou.opens(&format!("/responses/{id}/sections/A")).await.says("mine.pdf").is_silent_on("herons");
    fatou.opens(&format!("/responses/{id}/check")).await.says("mine.pdf").is_silent_on("herons");
});

on_both!(a_closed_cycle_takes_no_file_and_a_former_party_attaches_none, Bare, |app| async {
    let (ndeye, id) = begun(&app).await;
    attaches(&ndeye, &id, "A.1", "before.pdf", &[]).await.expect_status(303);
    let file = files(&ndeye.opens(&beside(&id, "A.1")).await)[0].clone();
    app.freezes();
    attaches(&ndeye, &id, "A.1", "after.pdf", &[]).await.expect_status(403);
    does(&ndeye, &id, "A.1", &file, &[("do", "remove")]).await.expect_status(403);
    let page = ndeye.opens(&format!("/responses/{id}/sections/A")).await;
    page.says("before.pdf").is_silent_on("Attach a file");
    ndeye.opens(&format!("/files/{file}")).await;
    let kept = std::fs::read_dir(app.folder.path().join("files")).unwrap().count();
    assert_eq!(kept, 1);
});

on_both!(a_former_party_attaches_nothing, Bare, |app| async {
    let (ndeye, id) = begun(&app).await;
    app.alters("UPDATE states SET withdrawal_effective = '2027-01-01' WHERE id = 'SEN'");
    let tried = attaches(&ndeye, &id, "A.1", "a.pdf", &[]).await;
    assert!([403, 404].contains(&tried.status.as_u16()), "{}", tried.status);
    assert_eq!(app.recorded("file_attached"), 0);
});

on_both!(a_court_only_file_is_met_by_nobody_else, Bare, |app| async {
    let (ndeye, id) = begun(&app).await;
    ndeye.saves(&id, "A", &[("visibility:A.2", "court"), ("value:A.3", "yes"), ("visibility:A.3", "court")]).await;
    let canaries = ["canary0title", "canary1name", "canary2content", "canary3language"];
    for question in ["B.1", "A.2", "A.3"] {
        let fields = [("title", canaries[0]), ("language", "other"), ("other_language", canaries[3])];
        let name = format!("{}.pdf", canaries[1]);
        ndeye
            .uploads(&beside(&id, question), &fields, Some(("file", &name, &pdf(canaries[2]))))
            .await
            .expect_status(303);
    }
    let all = files(&ndeye.opens(&format!("/responses/{id}/check")).await);
    assert_eq!(all.len(), 3);
    ndeye.submits(&id).await;
    app.secretariat().await.publishes("SEN").await;
    let mut paths: Vec<String> = ["A.1", "A.2", "A.3", "A.4", "B.1", "B.2", "A", "B"]
        .iter()
        .map(|code| format!("/cycles/2027/questions/{code}"))
        .collect();
    paths.extend(
        [
            "/",
            "/cycles/2027/responses",
            "/cycles/2027/responses/SEN",
            "/cycles/2027/responses/SEN/document.pdf",
            "/cycles/2027/responses.json",
            "/cycles/2027/responses/SEN/revisions/1",
        ]
        .map(String::from),
    );
    paths.push(format!("/responses/{id}"));
    paths.extend(all.iter().map(|file| format!("/files/{file}")));
    paths.extend(["A.2", "B.1"].map(|question| beside(&id, question)));
    for email in ["coordinator@svn.example", "reader@svn.example", "facilitator@platform.example"] {
        let person = app.person(email).await;
        for path in &paths {
            let text = person.get(path).await.text();
            for canary in canaries.iter().chain(all.iter().map(|id| id.as_str()).collect::<Vec<_>>().iter()) {
                // An address that was asked for may be said again.
                let again = path.contains(canary);
                assert!(again || !text.contains(canary), "{email} met {canary} at {path}");
            }
        }
    }
    let court = app.court("otp").await.reads("SEN").await;
    for canary in [canaries[0], canaries[1], canaries[3]] {
        court.says(canary);
    }
    // Sealed on the disk and in the database.
    let mut folders = vec![app.folder.path().to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let bytes = std::fs::read(&path).unwrap();
            for canary in canaries {
                assert!(!bytes.windows(canary.len()).any(|w| w == canary.as_bytes()), "{canary} in {}", path.display());
            }
        }
    }
    for (table, rows) in app.dump() {
        for canary in canaries {
            let hex = concord::domain::seal::hex(canary.as_bytes());
            let found = rows.iter().any(|row| row.contains(canary) || row.to_lowercase().contains(&hex));
            assert!(!found, "{canary} stands in {table}");
        }
    }
    app.log_is_silent_on(&canaries.map(String::from));
});
