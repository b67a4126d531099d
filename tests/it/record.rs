//! The record of access: who came in, failed, was invited, changed or ended; whose record it is, and what of it is a file.

use crate::app::*;

const FILE_PROOF: &str = "text/csv";

/// The rows of the table, each as its words.
fn rows(page: &Answer) -> Vec<String> {
    let html = page.html();
    let row = |row: scraper::ElementRef<'_>| row.text().flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ");
    html.select(&selector("tbody tr")).map(row).collect()
}

/// The rows of a file, the heading first.
async fn file(visitor: &Visitor<'_>, path: &str) -> Vec<Vec<String>> {
    let answer = visitor.opens(path).await;
    let header = |name: &str| answer.headers.get(name).unwrap().to_str().unwrap().to_owned();
    assert!(header("content-type").starts_with(FILE_PROOF));
    assert!(header("content-disposition").starts_with("attachment"));
    let text = answer.text();
    let text = text.strip_prefix('\u{feff}').expect("Excel reads it as UTF-8");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn count(app: &TestApp, action: &str) -> usize {
    let sql = format!("SELECT action AS text FROM audit WHERE action = '{action}'");
    app.query(&sql, &sql).len()
}

on_both!(a_person_sees_what_happened_with_their_own_account_and_no_other, |app| async {
    app.wait(1);
    let stranger = app.visitor();
    stranger.signs_in("reader@sen.example", "not the password of anybody").await.expect_status(422);
    stranger.signs_in("coordinator@sen.example", "not the password of anybody").await.expect_status(422);
    app.wait(1);
    let reader = app.reader("SEN").await;
    let page = reader.opens("/account/record").await;
    let found = rows(&page);
    assert!(found[0].contains("Signed in") && found[0].contains("Network 192.0.2"), "{found:?}");
    assert_eq!(found.iter().filter(|row| row.contains("Sign-in failed")).count(), 1, "{found:?}");
    assert!(found.iter().any(|row| row.contains("Account made") && row.contains("The operator")), "{found:?}");
    page.says("The Hague").says("UTC").is_silent_on("192.0.2.10").is_silent_on("Ndeye Diop");
    // Nor by asking for somebody.
    let asked = reader.opens("/account/record?who=Ndeye&kind=failure").await;
    assert_eq!(rows(&asked).len(), 1);
    asked.is_silent_on("Ndeye Diop");
});

on_both!(a_coordinator_sees_the_states_record_and_no_other_states, |app| async {
    let state = app.coordinator("SEN").await;
    let id = state.begins(2027).await;
    app.answers_all("SEN", &id, 3);
    state.submits(&id).await;
    app.contributor("SVN").await;
    let page = state.opens("/record").await;
    for words in ["Response submitted", "Response begun", "Ndeye Diop", "Signed in"] {
        page.says(words);
    }
    for strange in ["Slovenia", "Bojan", "Ines Verhoeven"] {
        page.is_silent_on(strange);
    }
    // A State has no word in the address, so none can be put there; a person of another State is nobody.
    for path in ["/record?who=bojan", "/record?state=SVN&who=svn.example", "/record?who=%25&kind=draft&state=SVN"] {
        let asked = state.opens(path).await;
        assert!(rows(&asked).is_empty() || !path.contains("who=%25"), "{path}");
        asked.is_silent_on("Bojan Zupan").is_silent_on("Slovenia");
    }
    let other = app.coordinator("SVN").await;
    let found = rows(&other.opens("/record").await);
    assert!(found.iter().any(|row| row.contains("Bojan Zupan")), "{found:?}");
    assert!(!found.iter().any(|row| row.contains("Senegal") || row.contains("Ndeye")), "{found:?}");
    for person in [app.contributor("SEN").await, app.reader("SEN").await, app.facilitator().await] {
        for path in ["/record", "/record.csv", "/secretariat/record", "/secretariat/record.csv"] {
            person.get(path).await.expect_status(404);
        }
    }
    for path in ["/secretariat/record", "/secretariat/record.csv"] {
        state.get(path).await.expect_status(404);
    }
});

on_both!(the_secretariat_sees_all_accounts_and_no_work_on_a_draft, |app| async {
    // After the accounts were made, whose rows would fill the first page in any order.
    app.wait(1);
    app.submitted("SEN", 3).await;
    let secretariat = app.secretariat().await;
    let page = secretariat.opens("/secretariat/record").await;
    page.says("Ndeye Diop").says("Response submitted").is_silent_on("Response begun");
    assert_eq!(secretariat.get("/secretariat/record?kind=draft").await.status.as_u16(), 422);
    assert_eq!(secretariat.get("/record").await.status.as_u16(), 404);
});

on_both!(an_organ_sees_its_own_people_only, |app| async {
    app.court("registry").await;
    app.court("otp").await;
    let registry = app.person("registry-coordinator@court.example").await;
    let page = registry.opens("/record").await;
    page.says("Ada Okafor").is_silent_on("Jan Lindqvist").is_silent_on("Ndeye Diop");
    app.court("registry").await.get("/record").await.expect_status(404);
});

on_both!(a_failure_without_an_account_is_recorded_without_what_was_typed, |app| async {
    let stranger = app.visitor();
    let typed = "my-secret-pass-word@typed.example";
    stranger.signs_in(typed, PASSWORD).await.expect_status(422);
    let page = app.secretariat().await.opens("/secretariat/record?kind=failure").await;
    page.says("An address without an account").says("Network 192.0.2");
    page.is_silent_on("my-secret");
    assert!(app.dump()["audit"].iter().all(|row| !row.contains("my-secret")));
});

on_both!(the_filter_survives_in_the_address_and_refuses_what_it_cannot_read, |app| async {
    let secretariat = app.secretariat().await;
    app.reader("SEN").await;
    let path = "/secretariat/record?who=khady&kind=session&from=2027-04-02&to=2027-04-02";
    let page = secretariat.opens(path).await;
    let found = rows(&page);
    assert!(!found.is_empty() && found.iter().all(|row| row.contains("Khady Ba")), "{found:?}");
    page.says("value=\"khady\"").says("value=\"2027-04-02\"").says("who=khady&#38;kind=session");
    assert!(rows(&secretariat.opens("/secretariat/record?to=2027-04-01").await).is_empty());
    let none = secretariat.opens("/secretariat/record?from=2027-04-03").await;
    none.says("Nothing of that kind is recorded");
    for (query, words) in [
        ("from=2027-02-30", "Enter a date as year, month, day"),
        ("from=2027-04-03&to=2027-04-02", "The first day lies after the last"),
        ("kind=everything", "Choose a kind of event from the list"),
        ("who=%00", "Enter a part of a name"),
    ] {
        secretariat.get(&format!("/secretariat/record?{query}")).await.expect_status(422).says(words);
        secretariat.get(&format!("/secretariat/record.csv?{query}")).await.expect_status(422).says(words);
    }
    // What looks like SQL or a pattern is looked for as it stands.
    for query in ["who=%25", "who=_", "who=%27%20OR%201%3D1%20--", "who=%27%29%3B%20DROP%20TABLE%20audit%3B--"] {
        assert!(rows(&secretariat.opens(&format!("/secretariat/record?{query}")).await).is_empty(), "{query}");
    }
    secretariat.opens("/secretariat/record?page=999999999999").await;
    secretariat.opens("/secretariat/record?page=-1").await;
});

on_both!(pages_hold_fifty_rows_and_lead_on, |app| async {
    let secretariat = app.secretariat().await;
    let account = match app.actor("reader@sen.example") {
        concord::domain::actor::Actor::Person(person) => person.account,
        _ => unreachable!(),
    };
    app.wait(1);
    for _ in 0..60 {
        app.db.write_now(&OPERATOR, |ctx| concord::domain::identity::accounts::suspend(ctx, &account)).unwrap();
        app.db.write_now(&OPERATOR, |ctx| concord::domain::identity::accounts::resume(ctx, &account)).unwrap();
    }
    let first = secretariat.opens("/secretariat/record?who=khady&kind=account").await;
    assert_eq!(rows(&first).len(), 50);
    first.says("page 1 of 3").says("121 events");
    let next = first.links().into_iter().find(|link| link.contains("page=2")).unwrap();
    assert!(next.contains("who=khady"));
    let last = secretariat.opens(&next.replace("page=2", "page=3")).await;
    assert_eq!(rows(&last).len(), 21);
    assert!(rows(&last).last().unwrap().contains("Account made"));
});

on_both!(the_file_holds_exactly_what_is_asked_for_and_is_recorded, |app| async {
    let secretariat = app.secretariat().await;
    app.reader("SEN").await;
    let query = "?who=khady&kind=session";
    let shown = rows(&secretariat.opens(&format!("/secretariat/record{query}")).await);
    let found = file(&secretariat, &format!("/secretariat/record.csv{query}")).await;
    assert_eq!(found.len(), shown.len() + 1);
    assert_eq!(found[1][3], "signed_in");
    assert_eq!(found[1][6], "reader@sen.example");
    assert_eq!(count(&app, "record_exported"), 1);
    secretariat.opens("/secretariat/record?kind=export").await.says("Record of access downloaded");
    // A State's own goes into the State's record.
    let state = app.coordinator("SEN").await;
    assert!(file(&state, "/record.csv").await.iter().all(|row| !row.join(" ").contains("svn.example")));
    state.opens("/record?kind=export").await.says("Record of access downloaded").says("Ndeye Diop");
    // Without a factor just shown it is asked for first, and nothing is sent.
    app.wait(600);
    let asked = state.get("/record.csv").await.expect_status(401);
    asked.is_silent_on("signed_in");
    assert_eq!(count(&app, "record_exported"), 2);
});

on_both!(a_name_that_is_a_formula_is_text_in_the_file, |app| async {
    let secretariat = app.secretariat().await;
    for (n, name) in ["=HYPERLINK(\"http://evil.example\")", "+1+1", "-2+3", "@SUM(A1)"].iter().enumerate() {
        let mut new = secretariat.opens("/secretariat/accounts").await.form("/secretariat/accounts");
        let email = format!("formula{n}@svn.example");
        new.set("name", name).set("email", &email).set("role", "reader").set("state", "SVN");
        new.set("language", "en").set("note", "SVN/1").set("note_date", "2027-04-01");
        secretariat.sends(&new).await.expect_status(303);
    }
    let found = file(&secretariat, "/secretariat/record.csv?kind=account").await;
    let cells: Vec<&String> = found.iter().flatten().collect();
    assert!(cells.iter().any(|cell| cell.starts_with("'=HYPERLINK")));
    for cell in cells {
        assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
    }
});

on_both!(the_record_says_who_did_it_after_the_account_has_ended, |app| async {
    app.wait(1);
    let secretariat = app.secretariat().await;
    let person = app.actor("contributor@sen.example");
    let account = person.person().unwrap().account.clone();
    app.db
        .write_now(&app.actor("secretariat-fr@platform.example"), |ctx| {
            concord::domain::people::leave(ctx, &account, &[])
        })
        .unwrap();
    let page = secretariat.opens("/secretariat/record?who=fatou").await;
    let found = rows(&page);
    assert!(found[0].contains("Account ended") && found[0].contains("Claire Morel"), "{found:?}");
    assert!(found[0].contains("Fatou Ndiaye"), "{found:?}");
    let french = app.person("secretariat-fr@platform.example").await;
    french.opens("/secretariat/record?who=fatou").await.says("Compte clos").says("Registre des accès");
});

on_both!(the_record_says_what_was_changed_and_the_file_has_it_in_columns, Bare, |app| async {
    app.wait(1);
    let state = app.coordinator("SEN").await;
    let fatou = app.actor("contributor@sen.example").person().unwrap().account.to_string();
    for (act, fields) in
        [("role", ("role", "reader")), ("end-date", ("ends_on", "2027-12-31")), ("role", ("role", "coordinator"))]
    {
        state.post(&format!("/users/{fatou}/{act}"), &[fields]).await.expect_status(303);
        app.wait(1);
    }
    app.secretariat().await.confirms(&fatou).await.expect_status(303);
    let page = state.opens("/record?kind=account").await;
    page.says("Role: contributor → reader").says("Last day: 31 December 2027").says("Role: reader → coordinator");
    page.says("Note verbale ").says("Proposed by Ndeye Diop");
    let colleague = app.person("coordinator2@sen.example").await;
    let french = colleague.opens("/record?kind=account").await;
    french.says("Rôle\u{a0}: contributeur → lecteur").says("Dernier jour\u{a0}: 31 décembre 2027");
    let found = file(&state, "/record.csv?kind=account").await;
    let column = |name: &str| found[0].iter().position(|cell| cell == name).expect(name);
    let row = |code: &str| found.iter().find(|row| row[3] == code).expect(code);
    let (from, to) = (column("from"), column("to"));
    assert_eq!((row("role_changed")[from].as_str(), row("role_changed")[to].as_str()), ("contributor", "reader"));
    assert_eq!(row("end_date_set")[column("last_day")], "2027-12-31");
    let confirmed = row("coordinator_confirmed");
    assert!(!confirmed[column("note_reference")].is_empty());
    assert_eq!(confirmed[column("note_date")].len(), "2027-04-01".len());
    // The columns of the details are the same in every language.
    let theirs = file(&colleague, "/record.csv?kind=account").await;
    assert_eq!(theirs[0][10..], found[0][10..]);
});
