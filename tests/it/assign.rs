//! Sections are given to contributors, until a day and with a note, and taken away again.

use crate::app::*;

const FATOU: &str = "contributor@sen.example";

fn path(id: &str, section: &str) -> String {
    format!("/responses/{id}/sections/{section}/assignments")
}

fn told(letters: &[LetterText], email: &str) -> usize {
    letters
        .iter()
        .filter(|letter| letter.to.contains(email) && letter.text.contains("Something was given to you"))
        .count()
}

on_both!(a_section_is_given_until_a_day_with_a_note_and_taken_away, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    let fatou = app.id_of(FATOU);
    let here = path(&id, "D");
    let page = ndeye.opens(&here).await;
    page.says("No one has this section").says("Fatou Ndiaye").is_silent_on("Khady Ba");
    let mut form = page.form(&here);
    form.set("account", &fatou)
        .set("due", "2027-05-04")
        .set("note", "Ask the ministry\r\nof justice")
        .set("then", "give");
    assert_eq!(ndeye.sends(&form).await.expect_status(303).location(), here);
    let page = ndeye.opens(&here).await;
    page.says("by 4 May 2027").says("Ask the ministry\nof justice").says("Given by Ndeye Diop, 2 April 2027");
    page.says("Every contributor of your State has something of this section").is_silent_on("No one has");
    ndeye.opens(&format!("/responses/{id}")).await.says("assigned to Fatou Ndiaye (by 4 May 2027)");

    // The person reads it, and colleagues who read everything do not read the note.
    let writer = app.contributor("SEN").await;
    let section = writer.opens(&format!("/responses/{id}/sections/D")).await;
    section
        .says("You have this section. It is expected of you by 4 May 2027")
        .says("Ask the ministry")
        .says("Note of Ndeye Diop");
    writer.opens(&format!("/responses/{id}")).await.says("assigned to you (by 4 May 2027)");
    let khady = app.reader("SEN").await;
    khady.opens(&format!("/responses/{id}/sections/D")).await.is_silent_on("Ask the ministry");

    // Changed: the form stands there with what was said before.
    let page = ndeye.opens(&format!("{here}?of={fatou}")).await;
    page.says("Change what Fatou Ndiaye has");
    let html = page.html();
    let typed: String = html.select(&selector("#note")).next().unwrap().text().collect();
    assert!(typed.contains("Ask the ministry"));
    let fields = [("account", fatou.as_str()), ("due", "2027-05-11"), ("note", "")];
    ndeye.gives_with(&id, "D", &fields).await.expect_status(303);
    ndeye.opens(&here).await.says("by 11 May 2027").is_silent_on("Ask the ministry");
    // A second click records nothing more.
    ndeye.gives_with(&id, "D", &fields).await.expect_status(303);
    assert_eq!(app.recorded("section_assigned"), 2);

    for _ in 0..2 {
        ndeye.takes(&id, "D", &fatou).await.expect_status(303);
    }
    assert_eq!(app.recorded("section_taken"), 1);
    ndeye.opens(&here).await.says("No one has this section");
    let record = ndeye.opens("/record?kind=draft").await;
    record.says("Section taken away").says("Taken from: Fatou Ndiaye").says("by 11 May 2027");
});

on_both!(whoever_is_newly_given_something_is_told_once_an_hour_without_content, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    let fatou = app.id_of(FATOU);
    for section in ["D", "E"] {
        let fields = [("account", fatou.as_str()), ("note", "kestrel")];
        ndeye.gives_with(&id, section, &fields).await.expect_status(303);
    }
    // Another day for what she has is nothing new, and nothing that is taken away is told.
    ndeye.gives_with(&id, "D", &[("account", &fatou), ("due", "2027-06-01")]).await.expect_status(303);
    ndeye.takes(&id, "E", &fatou).await.expect_status(303);
    let letters = app.post().await;
    assert_eq!(told(&letters, FATOU), 1);
    let letter = letters.iter().find(|letter| letter.text.contains("Something was given")).unwrap();
    for word in ["kestrel", "Senegal", "Ndeye", "D.", &id] {
        assert!(!letter.text.contains(word), "{word}: {}", letter.text);
    }
    app.wait(3601);
    let ndeye = app.coordinator("SEN").await;
    ndeye.gives_with(&id, "D", &[("account", &fatou), ("due", "2027-06-02")]).await.expect_status(303);
    assert_eq!(told(&app.post().await, FATOU), 1, "nothing new");
    ndeye.gives(&id, "E", &fatou).await.expect_status(303);
    assert_eq!(told(&app.post().await, FATOU), 2);
});

on_both!(what_cannot_be_given_is_said_and_what_was_typed_stays, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    let fatou = app.id_of(FATOU);
    let before = app.lasting();
    let refused = |fields: Vec<(&'static str, String)>, words: &'static str| {
        let (ndeye, id) = (&ndeye, &id);
        async move {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            ndeye.gives_with(id, "D", &fields).await.expect_status(422).says(words);
        }
    };
    let with = |name: &'static str, value: &str| vec![("account", fatou.clone()), (name, value.to_owned())];
    refused(vec![("note", "Typed".into())], "Choose a contributor").await;
    refused(with("due", "2027-04-01"), "This day has passed").await;
    refused(with("due", "2027-02-30"), "Enter a date as year").await;
    refused(with("due", "soon"), "soon").await;
    refused(with("note", &"é".repeat(1001)), "at most 1000 characters").await;
    refused(with("note", "a\u{202e}b"), "cannot be seen").await;
    refused(vec![("account", app.id_of("reader@sen.example"))], "contributors whose account is in use").await;
    refused(vec![("account", app.id_of("coordinator2@sen.example"))], "contributors whose account is in use").await;
    for to in [app.id_of("contributor@svn.example"), "01900000-0000-7000-8000-000000000000".to_owned()] {
        ndeye.gives(&id, "D", &to).await.expect_status(404);
    }
    ndeye.gives(&id, "D", "x").await.expect_status(400);
    for section in ["ZZ", "D.1", "d"] {
        ndeye.get(&path(&id, section)).await.expect_status(404);
        ndeye.gives(&id, section, &fatou).await.expect_status(404);
        ndeye.takes(&id, section, &fatou).await.expect_status(404);
    }
    assert_eq!(before, app.lasting(), "what is refused changes nothing");
    ndeye
        .gives_with(&id, "D", &[("account", &fatou), ("due", "2027-04-02"), ("note", &"é".repeat(1000))])
        .await
        .expect_status(303);
    // The day may have passed since; what is said beside it can be changed all the same.
    app.wait(3 * 86_400);
    let ndeye = app.coordinator("SEN").await;
    ndeye
        .gives_with(&id, "D", &[("account", &fatou), ("due", "2027-04-02"), ("note", "<b>x</b>")])
        .await
        .expect_status(303);
    let page = ndeye.opens(&path(&id, "D")).await;
    assert!(!page.text().contains("<b>x</b>"), "what was typed is run");
    page.says("by 2 April 2027");
});

on_both!(only_coordinators_of_the_state_give_and_only_while_it_is_open, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    let fatou = app.id_of(FATOU);
    ndeye.gives_with(&id, "D", &[("account", &fatou), ("note", "kestrel")]).await.expect_status(303);
    let others = [
        FATOU,
        "reader@sen.example",
        "coordinator@svn.example",
        "registry@court.example",
        "secretariat@platform.example",
        "facilitator@platform.example",
    ];
    for email in others {
        let person = app.person(email).await;
        assert!([403, 404].contains(&person.get(&path(&id, "D")).await.status.as_u16()), "{email}");
        assert!([403, 404].contains(&person.gives(&id, "C", &fatou).await.status.as_u16()), "{email}");
        assert!([403, 404].contains(&person.takes(&id, "D", &fatou).await.status.as_u16()), "{email}");
    }
    let sql = "SELECT section AS text FROM assignments";
    assert_eq!(app.query(sql, sql), ["D"]);
    for (table, rows) in app.dump() {
        let hex = concord::domain::seal::hex(b"kestrel");
        let found = rows.iter().any(|row| row.contains("kestrel") || row.to_lowercase().contains(&hex));
        assert!(!found, "the note stands in {table}");
    }
    let tried = app.db.read_now(&OPERATOR, concord::domain::response::check::opens).unwrap();
    assert!(tried.shut.is_empty(), "{:?}", tried.shut);
    app.alters("UPDATE cycles SET stage = 'frozen', frozen_at = 1");
    ndeye.get(&path(&id, "D")).await.expect_status(403);
    ndeye.gives(&id, "C", &fatou).await.expect_status(403);
    ndeye.takes(&id, "D", &fatou).await.expect_status(403);
    assert_eq!(app.query(sql, sql), ["D"]);
});

on_both!(a_note_put_into_another_row_does_not_open, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    let fatou = app.id_of(FATOU);
    ndeye.gives_with(&id, "D", &[("account", &fatou), ("note", "kestrel")]).await.expect_status(303);
    app.alters("UPDATE assignments SET section = 'E'");
    ndeye.get(&path(&id, "E")).await.expect_status(500);
    let tried = app.db.read_now(&OPERATOR, concord::domain::response::check::opens).unwrap();
    assert_eq!(tried.shut.len(), 1);
    let state = "SEN".parse().unwrap();
    app.alters("UPDATE assignments SET section = 'D'");
    app.db.write_now(&OPERATOR, |ctx| concord::domain::response::destroy(ctx, &state, 2027, true)).unwrap();
    ndeye.get(&path(&id, "D")).await.expect_status(410);
});

on_both!(a_hand_over_carries_the_day_and_the_note, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    let mut new = ndeye.opens("/users").await.form("/users");
    new.set("name", "Binta Fall").set("email", "binta@sen.example").set("role", "contributor").set("language", "fr");
    ndeye.sends(&new).await.expect_status(200);
    let (fatou, binta) = (app.id_of(FATOU), app.id_of("binta@sen.example"));
    let given = |due, note| [("account", fatou.clone()), ("due", due), ("note", note)];
    for (section, due, note) in [("C", "2027-05-04", "Ask justice"), ("D", "2027-05-05", "Ask finance")] {
        let fields = given(due.to_owned(), note.to_owned());
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        ndeye.gives_with(&id, section, &fields).await.expect_status(303);
    }
    // She has one of them already, until an earlier day.
    ndeye
        .gives_with(&id, "D", &[("account", &binta), ("due", "2027-05-01"), ("note", "With Fatou")])
        .await
        .expect_status(303);
    // Ticking the sections on the person's page leaves what is said of those that stay.
    let sections = format!("/users/{fatou}/sections");
    let fields = [("response", id.as_str()), ("section", "C"), ("section", "D"), ("section", "E")];
    ndeye.post(&sections, &fields).await.expect_status(303);
    ndeye.opens(&path(&id, "C")).await.says("by 4 May 2027").says("Ask justice");

    let leave = format!("/users/{fatou}/leave");
    let mut form = ndeye.opens(&leave).await.form(&leave);
    for section in ["C", "D"] {
        form.set(&format!("to:{id}:{section}"), &binta);
    }
    form.set(&format!("to:{id}:E"), "nobody");
    ndeye.sends(&form).await.expect_status(303);
    ndeye.opens(&path(&id, "C")).await.says("Binta Fall").says("by 4 May 2027").says("Ask justice");
    let page = ndeye.opens(&path(&id, "D")).await;
    page.says("by 1 May 2027").says("With Fatou").says("Ask finance").is_silent_on("Fatou Ndiaye");
    let sql = "SELECT section || ' ' || account_id AS text FROM assignments ORDER BY section";
    assert_eq!(app.query(sql, sql), [format!("C {binta}"), format!("D {binta}")]);
});
