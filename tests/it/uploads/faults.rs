//! What breaks on the way: pieces, the folder, the scanner, the keys, the program.

use super::*;

on_both!(a_piece_that_was_altered_moved_or_lost_is_noticed, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    let content = file_of(300_000);
    for harm in ["altered", "moved", "lost"] {
        let upload = begun(&ndeye, &id, &content).await;
        rest(&ndeye, &id, &upload, &content, 0).await;
        let folder = app.folder.path().join("files/uploads").join(&upload);
        let mut all: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        all.sort();
        match harm {
            "altered" => {
                let mut bytes = std::fs::read(&all[0]).unwrap();
                bytes[500] ^= 1;
                std::fs::write(&all[0], bytes).unwrap();
            }
            "moved" => drop(std::fs::copy(&all[0], &all[1]).unwrap()),
            _ => std::fs::remove_file(&all[0]).unwrap(),
        }
        finishes(&ndeye, &id, &upload).await.expect_status(422).says("not the file that was chosen");
        assert_eq!((pieces(&app), rows(&app, "attachments")), (0, 0), "{harm}");
    }
});

on_both!(a_fault_of_the_folder_that_passes_loses_nothing, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    let content = file_of(300_000);
    let upload = begun(&ndeye, &id, &content).await;
    rest(&ndeye, &id, &upload, &content, 0).await;
    let folder = app.folder.path().join("files/uploads").join(&upload);
    let piece = std::fs::read_dir(folder).unwrap().next().unwrap().unwrap().path();
    // It is there, and cannot be opened: a link that leads to itself.
    let aside = app.folder.path().join("aside");
    std::fs::rename(&piece, &aside).unwrap();
    std::os::unix::fs::symlink(&piece, &piece).unwrap();
    let there = pieces(&app);
    finishes(&ndeye, &id, &upload).await.expect_status(500).says("Try again");
    assert_eq!((pieces(&app), rows(&app, "attachments")), (there, 0));
    std::fs::rename(&aside, &piece).unwrap();
    finishes(&ndeye, &id, &upload).await.expect_status(200);
    assert_eq!(given(&ndeye, &id).await, Some(content));
});

/// A scanner that gives no verdict until it is told to.
fn scanner(ready: Arc<AtomicBool>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut all = Vec::new();
            while !all.ends_with(&[0, 0, 0, 0]) {
                let mut some = [0; 65_536];
                let count = stream.read(&mut some).unwrap();
                all.extend_from_slice(&some[..count]);
            }
            let says: &[u8] = if ready.load(Ordering::SeqCst) { b"stream: OK\0" } else { b"not yet. ERROR\0" };
            stream.write_all(says).unwrap();
        }
    });
    address
}

on_both!(what_a_scanner_could_not_look_at_waits_for_it, |app| async {
    let (mut app, ready) = (app, Arc::new(AtomicBool::new(false)));
    Arc::get_mut(&mut app.app).unwrap().scanner = Scanner::new(Some(Clamd::Address(scanner(ready.clone()))));
    let content = file_of(200_000);
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    let upload = begun(&ndeye, &id, &content).await;
    rest(&ndeye, &id, &upload, &content, 0).await;
    finishes(&ndeye, &id, &upload).await.expect_status(422).says("could not be scanned");
    assert!(pieces(&app) > 0, "what has come stays");
    ready.store(true, Ordering::SeqCst);
    finishes(&ndeye, &id, &upload).await.expect_status(200);
    assert_eq!(given(&ndeye, &id).await, Some(content));
});

on_both!(what_is_on_its_way_goes_with_the_keys, |app| async {
    let (ndeye, id, ..) = on_its_way(&app).await;
    app.db.write_now(&OPERATOR, |ctx| response::destroy(ctx, &"SEN".parse().unwrap(), 2027, true)).unwrap();
    assert_eq!(rows(&app, "uploads"), 0);
    tidy_uploads(&app.db, &app.app.files).await.unwrap();
    assert_eq!(pieces(&app), 0);
    ndeye.get(&base(&id)).await.expect_status(410);
});

on_both!(a_program_that_is_killed_in_the_middle_goes_on_where_it_was, |app| async {
    let id = app.coordinator("SEN").await.begins(2027).await;
    app.forgets_codes();
    let (setting, folder) = (setting(&app), tempfile::tempdir().unwrap());
    let mut program = Program::start(&setting, folder.path());
    let mut client = Client::signed_in(program.address, NDEYE, &code_now(NDEYE));
    let page = format!("/responses/{id}/sections/L/files/L.3");
    let form = client.get(&page).unwrap().form(&page);
    let (token, stamp) = (form.get("token").unwrap().to_owned(), form.get("stamp").unwrap().to_owned());
    let content = file_of(600_000);
    let fields = |more: &[(&str, &str)]| {
        let mut all = vec![("token".to_owned(), token.clone())];
        all.extend(more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        encoded(&all)
    };
    const FORM: &str = "application/x-www-form-urlencoded";
    let kind = format!("application/octet-stream\r\nX-Form-Token: {token}");
    let size = content.len().to_string();
    let begun = client.ask("POST", &base(&id), FORM, &fields(&[("name", "law.pdf"), ("size", &size)])).unwrap();
    let upload = json(&begun)["id"].as_str().unwrap().to_owned();
    let mut at = 0;
    while at < content.len() {
        let end = content.len().min(at + 2 * LEAST);
        let path = format!("{}/{upload}?begin={at}", base(&id));
        let answer = client.ask("POST", &path, &kind, &content[at..end]).unwrap();
        assert_eq!(received(&answer), end as u64);
        program.kill();
        program = Program::start(&setting, folder.path());
        client = client.at(program.address);
        let standing = json(&client.get(&base(&id)).unwrap());
        assert_eq!(standing["uploads"][0]["received"].as_u64(), Some(end as u64), "what was acknowledged is there");
        at = end;
    }
    let finish = format!("{}/{upload}/finish", base(&id));
    let done = client.ask("POST", &finish, FORM, &fields(&[("stamp", &stamp)])).unwrap();
    assert_eq!(done.status.as_u16(), 200, "{}", done.text());
    let section = client.get(&format!("/responses/{id}/sections/L")).unwrap();
    let link = section.links().into_iter().find(|link| link.starts_with("/files/")).unwrap();
    assert!(client.get(&link).unwrap().body == content);
    drop(program);
});
