//! Where each section stands: not begun, in work, ready, cleared; and what nobody has.

use crate::app::*;

const FATOU: &str = "contributor@sen.example";

fn section(id: &str, code: &str) -> String {
    format!("/responses/{id}/sections/{code}")
}

/// What a page says of where its section stands.
fn standing(page: &Answer) -> String {
    let html = page.html();
    html.select(&selector("[data-standing] span")).next().expect("where it stands").text().collect()
}

async fn stands(person: &Visitor<'_>, id: &str, code: &str) -> String {
    standing(&person.opens(&section(id, code)).await)
}

/// Presses a button of the section's page.
async fn says(person: &Visitor<'_>, id: &str, code: &str, status: &str) -> Answer {
    let mut form = person.section(id, code).await;
    person.sends(form.set("then", status)).await
}

on_both!(a_section_is_not_begun_in_work_ready_and_cleared, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    assert_eq!(stands(&ndeye, &id, "D").await, "Not begun");
    ndeye.gives(&id, "D", &app.id_of(FATOU)).await.expect_status(303);
    let fatou = app.contributor("SEN").await;
    // What is saved is in work, even where it was taken out again.
    fatou.saves(&id, "D", &[("comment:D.1", "Something")]).await.expect_status(303);
    fatou.saves(&id, "D", &[("comment:D.1", "")]).await.expect_status(303);
    assert_eq!(stands(&ndeye, &id, "D").await, "In work");
    let home = fatou.opens("/").await;
    home.says("What waits for you").says("Section D · In work");
    ndeye.opens("/").await.is_silent_on("What waits for you").says("No one has:");

    let page = fatou.opens(&section(&id, "D")).await;
    page.says("Save and mark as ready").is_silent_on("mark as cleared").is_silent_on("goes back to");
    let mut form = page.form(&section(&id, "D"));
    form.set("comment:D.1", "All of it").set("then", "ready");
    assert_eq!(fatou.sends(&form).await.expect_status(303).location(), format!("{}?saved=1", section(&id, "D")));
    assert!(stands(&fatou, &id, "D").await.starts_with("Ready · Fatou Ndiaye, "));
    fatou.opens(&section(&id, "D")).await.says("All of it").says("the section goes back to");
    ndeye.opens(&format!("/responses/{id}")).await.says("Ready · Fatou Ndiaye");
    // The home page says what waits for whom.
    ndeye.opens("/").await.says("Ready, to be cleared:");
    fatou.opens("/").await.is_silent_on("What waits for you").is_silent_on("to be cleared");
    // A second click says nothing more, and so does ready where it is cleared.
    says(&fatou, &id, "D", "ready").await.expect_status(303);
    assert_eq!(app.recorded("section_status_set"), 1);
    says(&ndeye, &id, "D", "cleared").await.expect_status(303);
    says(&fatou, &id, "D", "ready").await.expect_status(303);
    assert!(stands(&fatou, &id, "D").await.starts_with("Cleared · Ndeye Diop, "));
    let overview = ndeye.opens(&format!("/responses/{id}")).await;
    overview.says("Cleared · Ndeye Diop").says("One section is cleared");
    let check = ndeye.opens(&format!("/responses/{id}/check")).await;
    check.says("sections are not cleared").says("does not hold the submission up");
    let listed = check.html();
    let codes: Vec<String> = listed.select(&selector("#uncleared a")).map(|a| a.text().collect()).collect();
    assert!(codes.contains(&"C".to_owned()) && !codes.contains(&"D".to_owned()), "{codes:?}");

    // Taken back by hand, and who did what when stands in the record.
    says(&fatou, &id, "D", "in_work").await.expect_status(303);
    assert!(stands(&ndeye, &id, "D").await.starts_with("In work · changed or taken back by Fatou Ndiaye"));
    let record = ndeye.opens("/record?kind=draft").await;
    record.says("Standing of a section set").says("Ready").says("Cleared").says("Section D");
    assert_eq!(app.recorded("section_status_set"), 3);
});

on_both!(whatever_changes_in_a_section_puts_it_back_to_work, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    let back = "In work · changed or taken back by Ndeye Diop";
    let is_back = async |what: &str| {
        let standing = stands(&ndeye, &id, &what[..1]).await;
        assert!(standing.starts_with(back), "{what}: {standing}");
    };
    let is_cleared = async |code: &str| assert!(stands(&ndeye, &id, code).await.starts_with("Cleared"), "{code}");
    // An entry that is added, moved, removed and brought back.
    for _ in 0..2 {
        says(&ndeye, &id, "H", "cleared").await.expect_status(303);
        is_cleared("H").await;
        says(&ndeye, &id, "H", "add:H.4").await.expect_status(303);
        is_back("H: an entry is added").await;
    }
    assert_eq!(app.query("SELECT id AS text FROM entries", "SELECT id AS text FROM entries").len(), 2);
    let sql = "SELECT id AS text FROM entries WHERE position = (SELECT min(position) FROM entries)";
    let entry = app.query(sql, sql)[0].clone();
    says(&ndeye, &id, "H", "cleared").await.expect_status(303);
    says(&ndeye, &id, "H", &format!("down:{entry}")).await.expect_status(303);
    is_back("H: it is moved").await;
    says(&ndeye, &id, "H", "cleared").await.expect_status(303);
    let remove = format!("{}/entries/{entry}/remove", section(&id, "H"));
    ndeye.sends(&ndeye.opens(&remove).await.form(&remove)).await.expect_status(303);
    is_back("H: it is removed").await;
    says(&ndeye, &id, "H", "cleared").await.expect_status(303);
    // A second click removes nothing, and changes nothing.
    ndeye.post(&remove, &[]).await.expect_status(303);
    is_cleared("H").await;
    let removed = format!("{}/removed", section(&id, "H"));
    ndeye.post(&removed, &[("entry", &entry)]).await.expect_status(303);
    is_back("H: it is back").await;

    // A restore; and what is untouched leaves it.
    ndeye.answers(&id, "C.1", "one").await;
    ndeye.answers(&id, "C.1", "two").await;
    says(&ndeye, &id, "C", "cleared").await.expect_status(303);
    ndeye.saves(&id, "C", &[("value:C.1", "two")]).await.expect_status(303);
    ndeye.answers(&id, "D.1", "").await;
    is_cleared("C").await;
    let history = format!("{}/history/C.1", section(&id, "C"));
    let form = ndeye.opens(&format!("{history}?version=1")).await.form(&history);
    ndeye.sends(&form).await.expect_status(303);
    is_back("C").await;

    // One of two texts; the one that waits changes nothing until it is chosen.
    let mut stale = ndeye.section(&id, "C").await;
    ndeye.answers(&id, "C.1", "three").await;
    says(&ndeye, &id, "C", "cleared").await.expect_status(303);
    ndeye.sends(stale.set("value:C.1", "four").set("then", "stay")).await;
    is_cleared("C").await;
    let rival =
        ndeye.opens(&section(&id, "C")).await.links().into_iter().find(|link| link.contains("/rivals/")).unwrap();
    let mut choice = ndeye.opens(&rival).await.form("");
    choice.action = rival;
    choice.set("keep", "rival");
    ndeye.sends(&choice).await.expect_status(303);
    is_back("C").await;

    // A file.
    says(&ndeye, &id, "L", "cleared").await.expect_status(303);
    let upload = format!("{}/files/L.3", section(&id, "L"));
    let stamp = ndeye.opens(&upload).await.form(&upload).get("stamp").unwrap().to_owned();
    ndeye.uploads(&upload, &[("stamp", &stamp)], Some(("file", "a.pdf", &pdf("x")))).await.expect_status(303);
    is_back("L").await;
});

on_both!(the_script_is_told_that_a_change_has_put_the_section_back, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    says(&ndeye, &id, "C", "ready").await.expect_status(303);
    let mut form = ndeye.section(&id, "C").await;
    form.set("value:C.1", "one");
    let headers = vec![
        ("Origin".to_owned(), BASE.to_owned()),
        ("Content-Type".to_owned(), "application/x-www-form-urlencoded".to_owned()),
        ("Accept".to_owned(), "application/json".to_owned()),
    ];
    let (method, path, body) = (actix_web::http::Method::POST, form.action.clone(), encoded(&form.fields));
    let asked = Asked { method, path, headers, body };
    let json: serde_json::Value = serde_json::from_slice(&ndeye.ask(asked).await.body).unwrap();
    assert!(json["standing"].as_str().unwrap().starts_with("In work · changed"), "{json}");
});

on_both!(nothing_is_marked_that_was_not_seen, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    let moussa = app.person("coordinator2@sen.example").await;
    // An answer that a colleague gave meanwhile, an answer that they changed, an entry that they added.
    for change in [("value:C.1", "one"), ("value:C.1", "two")] {
        let mut stale = ndeye.section(&id, "C").await;
        moussa.saves(&id, "C", &[change]).await.expect_status(303);
        stale.set("value:C.3", "What I typed").set("then", "cleared");
        ndeye.sends(&stale).await.expect_status(422).says("This section has changed").says("What I typed");
        assert_eq!(stands(&ndeye, &id, "C").await, "In work");
    }
    let mut stale = ndeye.section(&id, "H").await;
    says(&moussa, &id, "H", "add:H.4").await.expect_status(303);
    ndeye.sends(stale.set("then", "ready")).await.expect_status(422);
    // What cannot be kept is not marked either.
    let mut form = ndeye.section(&id, "A").await;
    form.set("value:A.7", &"x".repeat(9000)).set("then", "cleared");
    ndeye.sends(&form).await.expect_status(422);
    assert_eq!(app.recorded("section_status_set"), 0);
    // Nothing of a response in another's hand, nothing made up.
    says(&ndeye, &id, "C", "not_begun").await.expect_status(303);
    assert_eq!(stands(&ndeye, &id, "C").await, "In work");
    says(&ndeye, &id, "C", "cleared").await.expect_status(303);
    assert!(stands(&ndeye, &id, "C").await.starts_with("Cleared"));
});

on_both!(only_who_may_says_where_a_section_stands, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    ndeye.gives(&id, "D", &app.id_of(FATOU)).await.expect_status(303);
    let fatou = app.contributor("SEN").await;
    says(&fatou, &id, "D", "cleared").await.expect_status(403);
    let form = ndeye.section(&id, "C").await;
    let others = [
        FATOU,
        "reader@sen.example",
        "coordinator@svn.example",
        "registry@court.example",
        "secretariat@platform.example",
    ];
    for email in others {
        let person = app.person(email).await;
        for status in ["ready", "cleared", "in_work"] {
            let mut fields: Vec<(&str, &str)> = Vec::new();
            for (name, value) in form.fields.iter().filter(|(name, _)| name != "token" && name != "then") {
                fields.push((name, value));
            }
            fields.push(("then", status));
            let answer = person.post(&section(&id, "C"), &fields).await;
            assert!([403, 404].contains(&answer.status.as_u16()), "{email} {status} {}", answer.status);
        }
    }
    assert_eq!(app.recorded("section_status_set"), 0);
    let khady = app.reader("SEN").await;
    khady.opens(&section(&id, "D")).await.says("Not begun").is_silent_on("mark as ready");
    says(&ndeye, &id, "D", "cleared").await.expect_status(303);
    // A closed response keeps what was said and takes nothing more.
    let form = ndeye.section(&id, "D").await;
    app.alters("UPDATE cycles SET stage = 'frozen', frozen_at = 1");
    let page = ndeye.opens(&section(&id, "D")).await;
    assert!(standing(&page).starts_with("Cleared"));
    page.is_silent_on("Take back to work").is_silent_on("the section goes back to");
    let mut late = form.clone();
    late.set("then", "in_work");
    assert_ne!(ndeye.sends(&late).await.status.as_u16(), 303);
    assert!(stands(&ndeye, &id, "D").await.starts_with("Cleared"));
});

on_both!(what_nobody_has_is_said_with_the_way_to_give_it, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    let overview = format!("/responses/{id}");
    let nobodys = |page: &Answer| -> Vec<String> {
        page.html().select(&selector("#unheld a")).map(|a| a.text().collect()).collect()
    };
    let page = ndeye.opens(&overview).await;
    let all = nobodys(&page);
    assert!(all.contains(&"A".to_owned()) && all.contains(&"D".to_owned()), "{all:?}");
    page.says("No one has:").says("No one has it");
    let fatou = app.id_of(FATOU);
    ndeye.gives(&id, "D", &fatou).await.expect_status(303);
    let page = ndeye.opens(&overview).await;
    assert_eq!(nobodys(&page).len(), all.len() - 1);
    assert!(page.links().contains(&format!("/responses/{id}/sections/A/assignments")));
    // A reader sees it without the way; a contributor sees nothing of it.
    let khady = app.reader("SEN").await;
    let page = khady.opens(&overview).await;
    page.says("No one has:");
    assert!(nobodys(&page).is_empty());
    app.contributor("SEN").await.opens(&overview).await.is_silent_on("No one has");
    // Who has gone has nothing.
    app.alters("UPDATE accounts SET standing = 'suspended' WHERE email = 'contributor@sen.example'");
    assert_eq!(nobodys(&ndeye.opens(&overview).await).len(), all.len() - 1);
    // A State in which nobody but coordinators writes misses nothing.
    app.alters("UPDATE accounts SET standing = 'ended' WHERE email = 'contributor@sen.example'");
    ndeye.opens(&overview).await.is_silent_on("No one has");
});
