//! Clarifications: an organ of the Court asks a State about one answer, the two write in turn, and nobody else knows of it.

use concord::domain::review::clarifications;

use crate::app::*;

pub const LUC: &str = "registry-coordinator@court.example";
pub const FATOU: &str = "contributor@sen.example";
pub const TEXT: &str = "the herons ask which ministry is meant";
pub const REPLY: &str = "the storks reply that it is the ministry of justice";

pub fn of_response(question: &str) -> String {
    format!("/cycles/2027/responses/SEN/clarifications{question}")
}

/// The Registry's coordinator, who reads English here.
pub async fn luc(app: &TestApp) -> Visitor<'_> {
    app.alters(&format!("UPDATE accounts SET language = 'en' WHERE email = '{LUC}'"));
    app.person(LUC).await
}

/// The Prosecutor's reader is made a coordinator.
pub async fn prosecutor(app: &TestApp) -> Visitor<'_> {
    app.alters("UPDATE accounts SET role = 'court_coordinator', confirmed_at = 1 WHERE email = 'otp@court.example'");
    app.person("otp@court.example").await
}

/// The form by which a clarification of an answer is asked for, filled in.
pub async fn to_ask(court: &Visitor<'_>, question: &str, text: &str) -> Form {
    let path = of_response(&format!("/{question}"));
    let mut form = court.opens(&path).await.form(&path);
    form.set("text", text);
    form
}

/// Asks, by the page: the address of the clarification.
pub async fn asks(court: &Visitor<'_>, question: &str, text: &str) -> String {
    let form = to_ask(court, question, text).await;
    court.sends(&form).await.expect_status(303).location()
}

/// Writes what comes next, by the page.
pub async fn writes(person: &Visitor<'_>, path: &str, text: &str) -> Answer {
    let mut form = person.opens(path).await.form(path);
    form.set("text", text);
    person.sends(&form).await
}

pub async fn ends(court: &Visitor<'_>, path: &str, how: &str) -> Answer {
    let action = format!("{path}/end");
    let mut form = court.opens(path).await.form(&action);
    form.set("then", how);
    court.sends(&form).await
}

/// How many notices somebody has got by now, of whatever.
pub fn told(letters: &[LetterText], email: &str) -> usize {
    let notice =
        |letter: &&LetterText| letter.text.contains("something for you") || letter.text.contains("vous attend");
    letters.iter().filter(|letter| letter.to.contains(email)).filter(notice).count()
}

pub const COORDINATORS: [&str; 2] = ["coordinator@sen.example", "coordinator2@sen.example"];

on_both!(an_organ_asks_the_state_replies_and_the_organ_settles_it, |app| async {
    let id = app.submitted("SEN", 3).await;
    let before = app.post().await;
    let (luc, ndeye) = (luc(&app).await, app.coordinator("SEN").await);
    let nothing = ndeye.opens("/").await;
    nothing.is_silent_on("What the Court asked").is_silent_on("clarification");
    ndeye.opens("/clarifications").await.says("No clarification is open");
    luc.opens("/").await.says("none is open");

    let reading = luc.reads("SEN").await;
    assert!(reading.links().contains(&of_response("/A.1")), "{:?}", reading.links());
    let mut form = to_ask(&luc, "A.1", TEXT).await;
    let path = luc.sends(form.set("hoped_for", "2027-05-14")).await.expect_status(303).location();
    // Told by mail, without a word of it.
    let letters = app.post().await;
    for email in COORDINATORS {
        assert_eq!(told(&letters, email), told(&before, email) + 1, "{email}");
    }
    for word in ["herons", "A.1", "Registry", "clarif", &id] {
        assert!(!letters.iter().any(|letter| letter.text.contains(word)), "{word}");
    }

    let home = ndeye.opens("/").await;
    home.says("What the Court asked").says("Registry").says("waits for the State").says("14 May 2027");
    assert!(home.links().contains(&path));
    ndeye.opens(&format!("/responses/{id}")).await.says("The Registry asked for a clarification on 2 April 2027");
    let section = ndeye.opens(&format!("/responses/{id}/sections/A")).await;
    section.says("The Registry asked for a clarification on 2 April 2027");
    assert!(section.links().contains(&path));
    let page = ndeye.opens(&path).await;
    page.says(TEXT).says("As in revision 1").says("14 May 2027").says("The Secretariat does not see it");
    page.is_silent_on("Luc Fontaine").is_silent_on("Withdraw the question");
    assert!(page.links().contains(&format!("/responses/{id}/sections/A?all=1")));

    writes(&ndeye, &path, REPLY).await.expect_status(303);
    ndeye.opens("/").await.says("waits for the Court");
    ndeye.opens(&path).await.says("Senegal, Ndeye Diop");
    assert_eq!(told(&app.post().await, LUC), 1);
    luc.opens("/").await.says("one waits for the Court");
    luc.opens("/clarifications").await.says("Senegal").says("waits for the Court");
    luc.reads("SEN").await.says("Clarification: waits for the Court").says("one waits for the Court");
    let page = luc.opens(&path).await;
    page.says(REPLY).says("Registry, Luc Fontaine").is_silent_on("Ndeye Diop");

    writes(&luc, &path, "And since when?").await.expect_status(303);
    writes(&ndeye, &path, "Since 2019.").await.expect_status(303);
    assert_eq!(app.recorded("clarification_asked"), 2);
    assert_eq!(app.recorded("clarification_replied"), 2);
    ends(&luc, &path, "settled").await.expect_status(303);
    for person in [&luc, &ndeye] {
        let page = person.opens(&path).await;
        page.says("settled").says("Since 2019.").is_silent_on("<textarea");
        person.opens("/clarifications").await.is_silent_on(&path);
        assert!(person.opens("/clarifications?show=all").await.links().contains(&path));
    }
    ndeye.opens("/").await.is_silent_on("What the Court asked").says("All clarifications");
    ndeye.opens(&format!("/responses/{id}/sections/A")).await.says("The Registry asked for a clarification");
    // Nothing of it is part of the response.
    ndeye.opens(&format!("/responses/{id}/revisions/1/document.json")).await.is_silent_on("storks");
});

on_both!(nobody_else_knows_of_it, |app| async {
    let id = app.submitted("SEN", 3).await;
    app.submitted("SVN", 5).await;
    app.secretariat().await.publishes("SEN").await;
    app.post().await;
    let (luc, ndeye) = (luc(&app).await, app.coordinator("SEN").await);
    let path = asks(&luc, "A.1", TEXT).await;
    writes(&ndeye, &path, REPLY).await.expect_status(303);
    app.post().await;
    let everywhere = [
        "/",
        "/clarifications",
        "/clarifications?show=all",
        "/cycles/2027/responses",
        "/cycles/2027/responses/SEN",
        "/cycles/2027/responses/SEN/revisions/1",
        "/cycles/2027/responses/SEN/readings",
        "/cycles/2027/responses/SEN/clarifications",
        "/cycles/2027/questions/A.1",
        "/responses/{id}",
        "/responses/{id}/sections/A",
        "/record",
        "/account/record",
        "/secretariat/record",
        "/secretariat/record.csv",
        "/secretariat/mail",
        "/secretariat/cycles/2027",
    ];
    let others = [
        app.coordinator("SVN").await,
        app.reader("SVN").await,
        app.secretariat().await,
        app.facilitator().await,
        prosecutor(&app).await,
        app.court("presidency").await,
        // Of the State, but not given the question.
        app.contributor("SEN").await,
    ];
    let last = path.rsplit('/').next().unwrap();
    for person in &others {
        let theirs = person.get(&path).await.expect_status(404);
        let nobodys = person.get("/clarifications/01900000-0000-7000-8000-000000000000").await.expect_status(404);
        assert_eq!(theirs.body, nobodys.body, "{}", person.email);
        for action in [path.clone(), format!("{path}/end")] {
            let answer = person.post(&action, &[("number", "3"), ("text", "x"), ("then", "settled")]).await;
            assert!([403, 404].contains(&answer.status.as_u16()), "{} {action}: {}", person.email, answer.status);
        }
        for page in everywhere {
            let page = page.replace("{id}", &id);
            let text = person.get(&page).await.text();
            for trace in ["herons", "storks", last, "Clarification: ", "clarification_", "asked for a clarification"] {
                assert!(!text.contains(trace), "{} met {trace} at {page}", person.email);
            }
        }
    }
    assert_eq!(app.recorded("clarification_settled") + app.recorded("clarification_withdrawn"), 0);
    // That somebody of the Registry was told does not stand in the list of letters, nor that a State was.
    let mail = others[2].opens("/secretariat/mail").await;
    mail.is_silent_on(LUC).is_silent_on("Notice</");
    // Those whom it concerns do meet it, or the test would show nothing.
    for person in [&luc, &ndeye, &app.reader("SEN").await, &app.court("registry").await] {
        person.opens(&path).await.says("herons").says("storks");
        assert!(person.opens("/clarifications").await.links().contains(&path), "{}", person.email);
    }
    // On the disk it is sealed.
    for (table, rows) in app.dump() {
        for word in ["herons", "storks"] {
            let hex = concord::domain::seal::hex(word.as_bytes());
            let found = rows.iter().any(|row| row.contains(word) || row.to_lowercase().contains(&hex));
            assert!(!found, "{word} stands in {table}");
        }
    }
});

on_both!(readers_and_contributors_read_and_do_not_write, |app| async {
    let id = app.submitted("SEN", 3).await;
    let (luc, ndeye) = (luc(&app).await, app.coordinator("SEN").await);
    let path = asks(&luc, "A.1", TEXT).await;
    let ada = app.court("registry").await;
    ada.opens(&path).await.says(TEXT).is_silent_on("<textarea").is_silent_on("Withdraw the question");
    ada.opens(&of_response("")).await.says("A.1").is_silent_on("Choose the question");
    ada.reads("SEN").await.says("Clarification: waits for the State").is_silent_on("Ask for a clarification");
    ada.get(&of_response("/A.1")).await.expect_status(404);
    ada.post(&of_response("/A.1"), &[("text", "x")]).await.expect_status(403);
    ada.post(&path, &[("number", "2"), ("text", "x")]).await.expect_status(403);
    ada.post(&format!("{path}/end"), &[("then", "settled")]).await.expect_status(403);
    let khady = app.reader("SEN").await;
    khady.opens(&path).await.says(TEXT).says("A coordinator of your State replies").is_silent_on("<textarea");
    khady.post(&path, &[("number", "2"), ("text", "x")]).await.expect_status(403);
    // A contributor sees what stands at a question that is theirs, and no other.
    let fatou = app.contributor("SEN").await;
    fatou.get(&path).await.expect_status(404);
    fatou.opens("/").await.is_silent_on("What the Court asked").is_silent_on("All clarifications");
    ndeye.gives(&id, "A", &app.id_of(FATOU)).await.expect_status(303);
    fatou.opens("/").await.says("What the Court asked");
    fatou.opens(&path).await.says(TEXT).says("by an internal comment").is_silent_on("<textarea");
    fatou.post(&path, &[("number", "2"), ("text", "x")]).await.expect_status(403);
    ndeye.takes(&id, "A", &app.id_of(FATOU)).await.expect_status(303);
    fatou.get(&path).await.expect_status(404);
    // The organ does not reply in the State's name, nor does the State ask further or end it.
    luc.post(&path, &[("number", "2"), ("text", "x")]).await.expect_status(422);
    ndeye.post(&format!("{path}/end"), &[("then", "settled")]).await.expect_status(403);
    assert_eq!(app.recorded("clarification_replied"), 0);
    // A question of another State is none of this one.
    app.submitted("SVN", 5).await;
    let tina = app.coordinator("SVN").await;
    tina.post(&path, &[("number", "2"), ("text", "x")]).await.expect_status(404);
});

on_both!(the_secretariat_reads_what_is_copied_to_it, |app| async {
    app.submitted("SEN", 3).await;
    let luc = luc(&app).await;
    let hidden = asks(&luc, "A.1", "not for the Secretariat").await;
    let mut form = to_ask(&luc, "C.3", TEXT).await;
    let path = luc.sends(form.set("copied", "yes")).await.expect_status(303).location();
    let ines = app.secretariat().await;
    ines.opens("/").await.says("one is open");
    let list = ines.opens("/clarifications").await;
    list.says("Senegal").says("Registry").says("C.3");
    assert!(list.links().contains(&path) && !list.links().contains(&hidden));
    let page = ines.opens(&path).await;
    page.says(TEXT).says("has a copy to read").is_silent_on("<textarea").is_silent_on("Luc Fontaine");
    ines.reads("SEN").await.says("Clarification: waits for the State").is_silent_on("Ask for a clarification");
    ines.get(&hidden).await.expect_status(404);
    ines.post(&path, &[("number", "2"), ("text", "x")]).await.expect_status(403);
    ines.get(&of_response("")).await.expect_status(404);
    app.coordinator("SEN").await.opens(&path).await.says("The Secretariat has a copy to read");
});

on_both!(it_outlasts_the_cycle_and_ends_with_the_keys, |app| async {
    let id = app.submitted("SEN", 3).await;
    let (luc, ndeye) = (luc(&app).await, app.coordinator("SEN").await);
    let path = asks(&luc, "A.1", TEXT).await;
    let change = format!("/responses/{id}/sections/A?all=1");
    app.freezes();
    assert!(ndeye.opens(&path).await.links().contains(&change), "amendments go on after the freeze");
    writes(&ndeye, &path, REPLY).await.expect_status(303);
    let after = asks(&luc, "C.3", "Asked after the freeze").await;
    // The next year's cycle ends the amendments, and not what is asked about this year's answers.
    app.opens_year(2028, WORKBOOK);
    let page = ndeye.opens(&after).await;
    page.says("Asked after the freeze");
    assert!(!page.links().contains(&change));
    ndeye.opens("/").await.says("What the Court asked");
    writes(&ndeye, &after, "Replied in the year after").await.expect_status(303);
    let tried = app.db.read_now(&OPERATOR, clarifications::opens).unwrap();
    assert_eq!(tried.values, 4);
    assert!(tried.shut.is_empty(), "{:?}", tried.shut);
    // A State that has left reads what is its own, and writes nothing; it is asked nothing more.
    let last = asks(&luc, "C.1", "The last question").await;
    let form = to_ask(&luc, "A.1", "Too late").await;
    let mut reply = ndeye.opens(&last).await.form(&last);
    let mut further = luc.opens(&path).await.form(&path);
    app.alters("UPDATE states SET withdrawal_effective = '2027-01-01' WHERE id = 'SEN'");
    ndeye.opens(&last).await.says("The last question").is_silent_on("<textarea");
    assert!(ndeye.opens("/clarifications").await.links().contains(&last));
    ndeye.sends(reply.set("text", "x")).await.expect_status(403);
    luc.sends(&form).await.expect_status(422).says("no longer a Party").says("Too late");
    luc.sends(further.set("text", "And since when?"))
        .await
        .expect_status(422)
        .says("no longer a Party")
        .says("And since");
    luc.opens(&path).await.is_silent_on("<textarea");
    luc.get(&of_response("/A.1")).await.expect_status(422);
    luc.reads("SEN").await.is_silent_on("Ask for a clarification");
    ends(&luc, &last, "withdrawn").await.expect_status(303);
    app.alters("UPDATE states SET withdrawal_effective = NULL WHERE id = 'SEN'");
    // With the keys it is gone.
    let state = "SEN".parse().unwrap();
    app.db.write_now(&OPERATOR, |ctx| concord::domain::response::destroy(ctx, &state, 2027, true)).unwrap();
    for person in [&luc, &ndeye] {
        person.get(&path).await.expect_status(410);
        person.opens("/clarifications?show=all").await.is_silent_on(&path);
        person.opens("/").await.is_silent_on("What the Court asked");
    }
    luc.post(&format!("{after}/end"), &[("number", "3"), ("then", "settled")]).await.expect_status(410);
    luc.get(&of_response("/A.1")).await.expect_status(410);
    ndeye.post(&path, &[("number", "1"), ("text", "x")]).await.expect_status(410);
    let tried = app.db.read_now(&OPERATOR, clarifications::opens).unwrap();
    assert_eq!((tried.values, tried.shut.len()), (0, 0));
});

on_both!(each_record_shows_what_its_readers_may_know, |app| async {
    app.submitted("SEN", 3).await;
    let (luc, ndeye) = (luc(&app).await, app.coordinator("SEN").await);
    let rosa = prosecutor(&app).await;
    let path = asks(&luc, "A.1", TEXT).await;
    let other = asks(&rosa, "C.3", "asked by the Prosecutor").await;
    writes(&ndeye, &path, REPLY).await.expect_status(303);
    writes(&ndeye, &other, REPLY).await.expect_status(303);
    ends(&luc, &path, "settled").await.expect_status(303);
    // The State sees which organ asked, and not who.
    for address in ["/record?kind=clarification", "/record.csv?kind=clarification"] {
        let record = ndeye.opens(address).await;
        record.says("A clarification asked for").says("Registry").says("Office of the Prosecutor").says("Question A.1");
        record.says("Ndeye Diop").says("A clarification settled");
        record.is_silent_on("Luc Fontaine").is_silent_on("Jan Lindqvist").is_silent_on("court.example");
    }
    assert_eq!(ndeye.opens("/record?who=Luc").await.words().matches("A clarification").count(), 0);
    // An organ sees what its own people did.
    let record = luc.opens("/record?kind=clarification").await;
    record.says("Luc Fontaine").says("Senegal").is_silent_on("Jan Lindqvist").is_silent_on("C.3");
    record.is_silent_on("Ndeye Diop");
    rosa.opens("/record?kind=clarification").await.is_silent_on("Luc Fontaine").is_silent_on("A.1");
    // The Secretariat sees none of it.
    let ines = app.secretariat().await;
    ines.opens("/secretariat/record").await.is_silent_on("clarification asked").is_silent_on("A clarification");
    ines.get("/secretariat/record?kind=clarification").await.expect_status(422);
});
