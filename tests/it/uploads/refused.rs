//! What does not come in pieces: what cannot be kept, what is somebody else’s, what is too much or too old.

use super::*;

on_both!(what_cannot_be_kept_is_refused_and_leaves_nothing, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    for (size, status) in [("0", 422), ("20971521", 422), ("99999999999", 422), ("-5", 400), ("x", 400), ("", 400)] {
        let answer = ndeye.post(&base(&id), &[("name", "a.pdf"), ("size", size)]).await.expect_status(status);
        assert!(json(&answer)["words"].as_str().is_some_and(|words| !words.is_empty()), "{size}");
    }
    ndeye.post(&base(&id), &[("name", " "), ("size", "5")]).await.expect_status(422);
    assert_eq!(rows(&app, "uploads"), 0);

    // What the whole is decides, and not its name.
    let program = b"MZ a program for some computer ".repeat(5_000);
    let bomb = bomb();
    let mut altered = file_of(200_000);
    let honest = altered.clone();
    altered[1000] ^= 1;
    for (name, announced, content, words) in [
        ("law.pdf", &program, &program, "PDF, DOCX, XLSX"),
        ("law.docx", &bomb, &bomb, ""),
        ("law.pdf", &honest, &altered, "not the file that was chosen"),
    ] {
        let begun = begins(&ndeye, &id, name, announced).await.expect_status(200);
        let upload = json(&begun)["id"].as_str().unwrap().to_owned();
        rest(&ndeye, &id, &upload, content, 0).await;
        let answer = finishes(&ndeye, &id, &upload).await.expect_status(422);
        assert!(json(&answer)["words"].as_str().unwrap().contains(words), "{}", answer.text());
        assert_eq!((pieces(&app), rows(&app, "uploads"), rows(&app, "attachments")), (0, 0, 0), "{name}");
        finishes(&ndeye, &id, &upload).await.expect_status(404);
    }
    assert_eq!(given(&ndeye, &id).await, None);
});

/// A document of some kilobytes that would be some gigabytes.
fn bomb() -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for name in ["[Content_Types].xml", "word/document.xml"] {
        zip.start_file(name, options).unwrap();
        for _ in 0..300 {
            zip.write_all(&vec![b' '; 1024 * 1024]).unwrap();
        }
    }
    zip.finish().unwrap().into_inner()
}

on_both!(nobody_else_reaches_a_file_on_its_way, |app| async {
    let (ndeye, id, content, upload) = on_its_way(&app).await;
    let next = &content[LEAST..2 * LEAST];
    // Who does not edit is not let in at the gate; who edits elsewhere, or not here, finds nothing.
    for (email, status) in [
        ("reader@sen.example", [404, 403]),
        ("coordinator2@sen.example", [200, 404]),
        ("contributor@sen.example", [404, 404]),
        ("coordinator@svn.example", [404, 404]),
        ("reader@svn.example", [404, 403]),
        ("otp@court.example", [404, 403]),
        ("secretariat@platform.example", [404, 403]),
        ("facilitator@platform.example", [404, 403]),
    ] {
        let person = app.person(email).await;
        let seen = person.get(&base(&id)).await;
        assert_eq!(seen.status.as_u16(), status[0], "{email}");
        seen.is_silent_on("law.pdf").is_silent_on(&upload);
        piece(&person, &id, &upload, LEAST, next).await.expect_status(status[1]);
        let finish = format!("{}/{upload}/finish", base(&id));
        let stamp = [("stamp", "0.000000000000")];
        let tried = person.post(&finish, &stamp).await.status.as_u16();
        assert!(tried == status[1] || tried == 400, "{email}: {tried}");
        person.post(&format!("{}/{upload}/end", base(&id)), &[]).await.expect_status(status[1]);
    }
    app.visitor().get(&base(&id)).await.expect_status(401);
    // Not at another question, nor with a page of somewhere else.
    let elsewhere = format!("/responses/{id}/sections/L/uploads/L.4");
    ndeye.get(&elsewhere).await.expect_status(404);
    ndeye.post(&elsewhere, &[("name", "a.pdf"), ("size", "5")]).await.expect_status(404);
    for (token, origin) in [("", BASE), ("nonsense", BASE), (ndeye.token().await.as_str(), "https://elsewhere.example")]
    {
        let headers = vec![("Origin".to_owned(), origin.to_owned()), ("X-Form-Token".to_owned(), token.to_owned())];
        let path = format!("{}/{upload}?begin={LEAST}", base(&id));
        ndeye.ask(Asked { method: Method::POST, path, headers, body: next.to_vec() }).await.expect_status(403);
    }
    assert_eq!(received(&piece(&ndeye, &id, &upload, LEAST, next).await), 2 * LEAST as u64);
});

on_both!(a_question_taken_away_or_a_cycle_closed_in_the_middle, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    let fatou_id = app.id_of("contributor@sen.example");
    ndeye.gives(&id, "L", &fatou_id).await.expect_status(303);
    let fatou = app.contributor("SEN").await;
    let content = file_of(200_000);
    let upload = begun(&fatou, &id, &content).await;
    piece(&fatou, &id, &upload, 0, &content[..LEAST]).await.expect_status(200);
    ndeye.takes(&id, "L", &fatou_id).await.expect_status(303);
    piece(&fatou, &id, &upload, LEAST, &content[LEAST..2 * LEAST]).await.expect_status(404);
    let stamp = [("stamp", "0.000000000000")];
    fatou.post(&format!("{}/{upload}/finish", base(&id)), &stamp).await.expect_status(404);
    // Given back, it goes on.
    ndeye.gives(&id, "L", &fatou_id).await.expect_status(303);
    rest(&fatou, &id, &upload, &content, LEAST).await;
    app.freezes();
    let closed = fatou.post(&base(&id), &[("name", "b.pdf"), ("size", "5")]).await.expect_status(403);
    assert!(json(&closed)["words"].as_str().is_some_and(|words| !words.is_empty()));
    piece(&fatou, &id, &upload, 0, &content[..LEAST]).await.expect_status(403);
    assert_eq!(rows(&app, "attachments"), 0);
});

on_both!(what_is_not_gone_on_with_for_a_day_is_over, |app| async {
    let (ndeye, id, content, upload) = on_its_way(&app).await;
    // A piece that was stored when the program was killed, before it was written down, goes with the others.
    let section = (id.parse().unwrap(), "L".to_owned());
    let sealer = app.db.read_now(&app.actor(NDEYE), |ctx| {
        let section = ctx.permit::<concord::domain::access::Edit, concord::domain::response::Section>(&section)?;
        response::uploads::sealer(ctx, &section)
    });
    let sealer = sealer.unwrap();
    let orphan = |upload| Name::Piece { upload, begin: 0, length: 4 };
    let nobody = UploadId::from_uuid(uuid::Uuid::from_u128(5));
    for of in [upload.parse().unwrap(), nobody] {
        app.app.files.put(&sealer, &orphan(of), b"abcd".to_vec()).await.unwrap();
    }
    assert_eq!(pieces(&app), 3);
    tidy_uploads(&app.db, &app.app.files).await.unwrap();
    assert_eq!(pieces(&app), 2, "what belongs to nothing goes, what is on its way stays");
    app.wait(23 * 3600);
    tidy_uploads(&app.db, &app.app.files).await.unwrap();
    assert_eq!((pieces(&app), rows(&app, "uploads")), (2, 1));
    app.wait(2 * 3600);
    ndeye.comes_in(NDEYE).await.expect_status(303);
    piece(&ndeye, &id, &upload, LEAST, &content[LEAST..2 * LEAST]).await.expect_status(404);
    tidy_uploads(&app.db, &app.app.files).await.unwrap();
    assert_eq!((pieces(&app), rows(&app, "uploads")), (0, 0));
});

on_both!(a_person_and_a_state_have_so_much_on_the_way, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    let first = file_of(100_000);
    let upload = begun(&ndeye, &id, &first).await;
    piece(&ndeye, &id, &upload, 0, &first[..LEAST]).await.expect_status(200);
    for n in 1..5 {
        app.wait(60);
        begun(&ndeye, &id, &file_of(100_000 + n * 1000)).await;
    }
    assert_eq!((rows(&app, "uploads"), pieces(&app)), (5, 1));
    // A sixth ends the one that was not gone on with for longest.
    begun(&ndeye, &id, &file_of(200_000)).await;
    assert_eq!((rows(&app, "uploads"), pieces(&app)), (5, 0));
    piece(&ndeye, &id, &upload, LEAST, &first[LEAST..]).await.expect_status(404);
    // A State has so much, whoever of it sends.
    app.alters("UPDATE uploads SET size = 83886080");
    let moussa = app.person("coordinator2@sen.example").await;
    let refused = begins(&moussa, &id, "law.pdf", &first).await.expect_status(422);
    refused.says("400");
    let tina = app.coordinator("SVN").await;
    let theirs = tina.begins(2027).await;
    begun(&tina, &theirs, &first).await;
    // Given up, it makes room.
    let other = json(&ndeye.get(&base(&id)).await)["uploads"][0]["id"].as_str().unwrap().to_owned();
    ndeye.post(&format!("{}/{other}/end", base(&id)), &[]).await.expect_status(200);
    begins(&moussa, &id, "law.pdf", &first).await.expect_status(200);
});
