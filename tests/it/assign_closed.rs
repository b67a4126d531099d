//! Who has what, where a section stands and clearance, where nothing may be changed any more: a closed cycle, a former Party, an account that has
//! ended. By every route, past the pages too.

use crate::app::*;

const FATOU: &str = "contributor@sen.example";
const NDEYE: &str = "coordinator@sen.example";
const MOUSSA: &str = "coordinator2@sen.example";
const KHADY: &str = "reader@sen.example";
const NEW: &str = "01900000-0000-7000-8000-0000000000aa";

/// A response in which something was given, a section is ready, and two colleagues were asked to look.
struct Desk {
    id: String,
    fatou: String,
    /// Asked of Khady, and asked of Moussa.
    requests: [String; 2],
    /// What the page of D carried of what Fatou has.
    seen: String,
    /// The page of C, on which everything can be said.
    section: Form,
}

async fn desk(app: &TestApp, ndeye: &Visitor<'_>) -> Desk {
    let id = ndeye.begins(2027).await;
    let fatou = app.id_of(FATOU);
    ndeye.gives_with(&id, "D", &[("account", &fatou), ("note", "kestrel")]).await.expect_status(303);
    ndeye.answers(&id, "C.1", "One").await;
    let mut section = ndeye.section(&id, "C").await;
    ndeye.sends(section.set("then", "ready")).await.expect_status(303);
    let clearance = format!("/responses/{id}/clearance");
    let mut requests = [String::new(), String::new()];
    for (request, of) in requests.iter_mut().zip([KHADY, MOUSSA]) {
        let mut form = ndeye.opens(&clearance).await.form(&clearance);
        form.set("to", &app.id_of(of));
        *request = form.get("request").unwrap().to_owned();
        ndeye.sends(&form).await.expect_status(303);
    }
    let seen = ndeye.sees_given(&id, "D", &fatou).await;
    Desk { section: ndeye.section(&id, "C").await, id, fatou, requests, seen }
}

/// Every deed of a coordinator, or of who was asked: an address with its fields.
fn deeds(desk: &Desk) -> Vec<(String, Vec<(String, String)>)> {
    let Desk { id, fatou, requests: [of_khady, of_moussa], seen, section } = desk;
    let of = |path: String, fields: &[(&str, &str)]| {
        (path, fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect::<Vec<_>>())
    };
    let assign = |section: &str| format!("/responses/{id}/sections/{section}/assignments");
    let clearance = format!("/responses/{id}/clearance");
    let mut all = vec![
        of(assign("E"), &[("then", "give"), ("account", fatou), ("seen", "none")]),
        of(assign("E"), &[("then", "give"), ("account", fatou), ("extent", "reading")]),
        of(assign("E"), &[("then", "give"), ("account", fatou), ("extent", "questions"), ("question", "E.1")]),
        of(assign("D"), &[("then", "give"), ("account", fatou), ("seen", seen), ("due", "2027-06-01")]),
        of(assign("D"), &[("then", "take"), ("account", fatou), ("seen", seen)]),
        of(format!("/users/{fatou}/sections"), &[("response", id), ("section", "E"), ("seen:E", "free.none")]),
        of(format!("/users/{fatou}/sections"), &[("response", id), ("seen:D", &format!("held.{seen}"))]),
        of(format!("/users/{fatou}/hand-over"), &[(&format!("to:{id}:D"), "nobody")]),
        of(clearance.clone(), &[("request", NEW), ("to", &desk.fatou), ("note", "")]),
        of(format!("{clearance}/{of_khady}"), &[("verdict", "cleared"), ("version", "1"), ("remarks", "")]),
        of(format!("{clearance}/{of_moussa}"), &[("verdict", "remarks"), ("version", "1"), ("remarks", "x")]),
        of(format!("{clearance}/{of_khady}/withdraw"), &[]),
    ];
    for then in ["ready", "cleared", "in_work"] {
        let mut form = section.clone();
        form.fields.retain(|(name, _)| name != "token");
        all.push((form.action.clone(), form.set("then", then).fields.clone()));
    }
    all
}

/// What is kept of who has what, of where sections stand, of clearance, and of mail.
fn kept(app: &TestApp) -> Vec<(String, Vec<String>)> {
    let tables = ["assignments", "assigned_questions", "section_statuses", "clearances", "outbox", "answers"];
    app.dump().into_iter().filter(|(table, _)| tables.contains(&table.as_str())).collect()
}

/// All deeds by somebody: each is refused, and nothing is written.
async fn tries_all(app: &TestApp, person: &Visitor<'_>, desk: &Desk, statuses: &[u16]) {
    let before = kept(app);
    assert_eq!(before.len(), 6);
    for (path, fields) in deeds(desk) {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let answer = person.post(&path, &fields).await;
        // Where nothing was left behind, handing over leads back to the person.
        let refused = statuses.contains(&answer.status.as_u16())
            || (path.ends_with("/hand-over") && answer.location() == format!("/users/{}", desk.fatou));
        assert!(refused, "{path} {fields:?}: {} {} {}", answer.status, answer.location(), answer.words());
        assert_eq!(kept(app), before, "{path} {fields:?}");
    }
}

on_both!(in_a_closed_cycle_nothing_is_given_said_or_asked, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let desk = desk(&app, &ndeye).await;
    let (khady, moussa) = (app.reader("SEN").await, app.person(MOUSSA).await);
    app.alters("UPDATE cycles SET stage = 'frozen', frozen_at = 1");
    for person in [&ndeye, &moussa, &khady] {
        tries_all(&app, person, &desk, &[403, 404, 422]).await;
    }
    // What was typed is shown, to be copied.
    let fields = [("then", "give"), ("account", desk.fatou.as_str()), ("seen", &desk.seen), ("note", "heron")];
    let late = ndeye.post(&format!("/responses/{}/sections/D/assignments", desk.id), &fields).await.expect_status(403);
    late.says("was closed while you wrote").says("heron");
    // Who leaves then leaves nothing behind: the account ends, and what was given stays in the closed response.
    let leave = format!("/users/{}/leave", desk.fatou);
    ndeye.sends(&ndeye.opens(&leave).await.form(&leave)).await.expect_status(303);
    let sql = "SELECT section AS text FROM assignments";
    assert_eq!(app.query(sql, sql), ["D"]);
});

on_both!(a_former_party_gives_says_and_asks_nothing, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let desk = desk(&app, &ndeye).await;
    let (khady, moussa) = (app.reader("SEN").await, app.person(MOUSSA).await);
    app.alters("UPDATE states SET withdrawal_effective = '2027-01-01' WHERE id = 'SEN'");
    for person in [&ndeye, &moussa, &khady] {
        tries_all(&app, person, &desk, &[403, 404, 422]).await;
    }
    ndeye.get(&format!("/responses/{}/sections/D/assignments", desk.id)).await.expect_status(403);
    app.contributor("SEN").await.get(&format!("/responses/{}/sections/D", desk.id)).await.expect_status(200);
    // Its own people read what was said of the draft.
    khady.opens(&format!("/responses/{}/clearance", desk.id)).await.says("Khady Ba").is_silent_on("value=\"cleared\"");
    // Once it is a Party again, everything goes on from what stood.
    app.alters("UPDATE states SET withdrawal_effective = NULL WHERE id = 'SEN'");
    let fields = [("account", desk.fatou.as_str()), ("note", "heron")];
    ndeye.gives_with(&desk.id, "D", &fields).await.expect_status(303);
});

on_both!(whose_account_has_ended_gives_says_and_asks_nothing, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let desk = desk(&app, &ndeye).await;
    let (khady, moussa) = (app.reader("SEN").await, app.person(MOUSSA).await);
    for standing in ["suspended", "ended"] {
        for email in [NDEYE, MOUSSA, KHADY] {
            app.alters(&format!("UPDATE accounts SET standing = '{standing}' WHERE email = '{email}'"));
        }
        for person in [&ndeye, &moussa, &khady] {
            // They meet the sign-in page, which takes no part in any of it.
            tries_all(&app, person, &desk, &[200, 303, 401, 403, 404]).await;
        }
    }
});

on_both!(who_is_asked_or_given_something_has_to_be_able_to_come_in, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let desk = desk(&app, &ndeye).await;
    let (id, fatou) = (desk.id.as_str(), desk.fatou.as_str());
    let clearance = format!("/responses/{id}/clearance");
    let fatou_herself = app.contributor("SEN").await;
    for end in ["standing = 'ended'", "standing = 'suspended'", "role = 'reader'"] {
        app.alters(&format!("UPDATE accounts SET {end} WHERE email = '{FATOU}'"));
        let before = kept(&app);
        // Nothing more is given to her, nothing that she has is changed, and she writes nothing of it.
        ndeye.gives(id, "E", fatou).await.expect_status(422).says("whose account is in use");
        let day = [("account", fatou), ("due", "2027-06-01")];
        ndeye.gives_with(id, "D", &day).await.expect_status(422).says("whose account is in use");
        let ticked = [("response", id), ("section", "E"), ("seen:E", "none")];
        ndeye.post(&format!("/users/{fatou}/sections"), &ticked).await.expect_status(422);
        let status = fatou_herself.post(&format!("/responses/{id}/sections/D"), &[("then", "ready")]).await.status;
        assert!([303, 200, 403, 404].contains(&status.as_u16()), "{status}");
        assert_eq!(kept(&app), before, "{end}");
        app.alters(&format!("UPDATE accounts SET standing = 'active', role = 'contributor' WHERE email = '{FATOU}'"));
    }
    // What she has can be taken away though she has gone; twice is once.
    app.alters(&format!("UPDATE accounts SET standing = 'ended' WHERE email = '{FATOU}'"));
    ndeye.opens(&format!("/responses/{id}/sections/D/assignments")).await.says("Fatou Ndiaye").says("kestrel");
    for _ in 0..2 {
        ndeye.takes(id, "D", fatou).await.expect_status(303);
    }
    assert_eq!(app.recorded("section_taken"), 1);

    // Nobody is asked to look who cannot come in, who is oneself, or who sees a part; what waits for them can be taken back.
    app.alters(&format!("UPDATE accounts SET standing = 'ended' WHERE email = '{KHADY}'"));
    for of in [KHADY, FATOU, NDEYE, "coordinator@svn.example", "registry@court.example"] {
        let fields = [("request", NEW), ("to", &*app.id_of(of)), ("note", "")];
        ndeye.post(&clearance, &fields).await.expect_status(422);
    }
    ndeye.post(&format!("{clearance}/{}/withdraw", desk.requests[0]), &[]).await.expect_status(303);
    // Who was asked and became a contributor sees a part only: neither the request nor a way to answer it.
    app.alters(&format!("UPDATE accounts SET role = 'contributor' WHERE email = '{MOUSSA}'"));
    let moussa = app.person(MOUSSA).await;
    let given = [("verdict", "cleared"), ("version", "1"), ("remarks", "")];
    moussa.get(&clearance).await.expect_status(404);
    let answer = moussa.post(&format!("{clearance}/{}", desk.requests[1]), &given).await.status.as_u16();
    assert!([403, 404].contains(&answer), "{answer}");
    assert_eq!(app.recorded("clearance_answered"), 0);
});

on_both!(nobody_of_elsewhere_reaches_what_is_given_or_asked, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let desk = desk(&app, &ndeye).await;
    for email in [
        "coordinator@svn.example",
        "contributor@svn.example",
        "reader@svn.example",
        "registry-coordinator@court.example",
        "secretariat@platform.example",
        "facilitator@platform.example",
    ] {
        let person = app.person(email).await;
        tries_all(&app, &person, &desk, &[403, 404]).await;
        for page in ["/sections/D/assignments", "/clearance", "/sections/D"] {
            let status = person.get(&format!("/responses/{}{page}", desk.id)).await.status.as_u16();
            assert!([403, 404].contains(&status), "{email} {page}: {status}");
        }
    }
    // The contributor herself gives nothing, nor does a reader.
    for person in [app.contributor("SEN").await, app.reader("SEN").await] {
        let before = kept(&app);
        for (path, fields) in
            deeds(&desk).into_iter().filter(|(path, _)| path.contains("/assignments") || path.contains("/users/"))
        {
            let fields: Vec<(&str, &str)> =
                fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            person.post(&path, &fields).await.expect_status(403);
        }
        assert_eq!(kept(&app), before);
    }
});
