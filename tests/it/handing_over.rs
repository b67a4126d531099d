//! Who follows somebody has all that they had: what is to be written, what is to be read, days and notes; and each sees their own note alone.

use crate::app::*;

const FATOU: &str = "contributor@sen.example";
const MOUSSA: &str = "coordinator2@sen.example";

fn path(id: &str, section: &str) -> String {
    format!("/responses/{id}/sections/{section}/assignments")
}

/// Invites a contributor: the account's id.
async fn invites(app: &TestApp, ndeye: &Visitor<'_>, name: &str) -> String {
    let email = format!("{}@sen.example", name.to_lowercase());
    let mut new = ndeye.opens("/users").await.form("/users");
    new.set("name", name).set("email", &email).set("role", "contributor").set("language", "en");
    ndeye.sends(&new).await.expect_status(200);
    app.id_of(&email)
}

/// Ends an account and hands these sections over to somebody.
async fn hands_over(ndeye: &Visitor<'_>, id: &str, from: &str, sections: &[&str], to: &str) -> Answer {
    let leave = format!("/users/{from}/leave");
    let mut form = ndeye.opens(&leave).await.form(&leave);
    for section in sections {
        form.set(&format!("to:{id}:{section}"), to);
    }
    ndeye.sends(&form).await
}

fn standing(app: &TestApp, account: &str) -> Vec<String> {
    let sql = |reads: &str| {
        format!(
            "SELECT section || ' ' || extent || CASE WHEN reads_rest{reads} THEN ' and reads' ELSE '' END AS text \
             FROM assignments WHERE account_id = '{account}' ORDER BY section"
        )
    };
    app.query(&sql(" = 1"), &sql(""))
}

/// A contributor who can come in beside Fatou.
async fn second(app: &TestApp) -> String {
    app.alters(&format!("UPDATE accounts SET role = 'contributor', language = 'en' WHERE email = '{MOUSSA}'"));
    app.id_of(MOUSSA)
}

on_both!(what_was_opened_to_read_passes_with_the_rest, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    ndeye.answers(&id, "C.1", "kestrel").await;
    let (fatou, moussa) = (app.id_of(FATOU), second(&app).await);
    ndeye.gives(&id, "D", &fatou).await.expect_status(303);
    let reading = |who: &'_ str| vec![("account", who.to_owned()), ("extent", "reading".to_owned())];
    for (section, who) in [("C", fatou.as_str()), ("E", fatou.as_str()), ("F", moussa.as_str())] {
        let fields = reading(who);
        let mut fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        fields.push(("note", "For context"));
        ndeye.gives_with(&id, section, &fields).await.expect_status(303);
    }
    // The page names what is read too, and asks for each.
    let leave = format!("/users/{fatou}/leave");
    ndeye.opens(&leave).await.says("to read");
    let before = app.lasting();
    hands_over(&ndeye, &id, &fatou, &["D"], &moussa).await.expect_status(422).says("2 sections are still assigned");
    assert_eq!(before, app.lasting());
    hands_over(&ndeye, &id, &fatou, &["C", "D", "E"], &moussa).await.expect_status(303);
    assert_eq!(standing(&app, &moussa), ["C reading", "D section", "E reading", "F reading"]);
    let his = app.person(MOUSSA).await;
    his.opens(&format!("/responses/{id}/sections/C")).await.says("kestrel").says("For context");
    his.gives(&id, "C", &fatou).await.expect_status(403);
});

on_both!(reading_all_of_a_section_stays_beside_single_questions_of_it, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    ndeye.saves(&id, "C", &[("value:C.1", "kestrel"), ("value:C.3", "heron")]).await.expect_status(303);
    let (fatou, moussa) = (app.id_of(FATOU), second(&app).await);
    // She has a question to write, he has the section to read.
    let fields = [("account", fatou.as_str()), ("extent", "questions"), ("question", "C.3")];
    ndeye.gives_with(&id, "C", &fields).await.expect_status(303);
    ndeye.gives_with(&id, "C", &[("account", &moussa), ("extent", "reading")]).await.expect_status(303);
    hands_over(&ndeye, &id, &fatou, &["C"], &moussa).await.expect_status(303);
    assert_eq!(standing(&app, &moussa), ["C questions and reads"]);
    ndeye.opens(&path(&id, "C")).await.says("C.3 to write, the rest to read");

    let his = app.person(MOUSSA).await;
    let page = his.opens(&format!("/responses/{id}/sections/C")).await;
    page.says("kestrel").says("heron").says("You have these questions of this section: C.3. The rest of it is open");
    // Only his own question has a field that can be written and is sent; neither is there a button that says all is ready.
    let form = page.form(&format!("/responses/{id}/sections/C"));
    let stamps: Vec<&str> = form.fields.iter().filter_map(|(name, _)| name.strip_prefix("stamp:")).collect();
    assert_eq!(stamps, ["C.3"]);
    page.is_silent_on("Save and mark as ready");
    his.saves(&id, "C", &[("value:C.3", "heron, by Moussa")]).await.expect_status(303);
    // What he reads he cannot write by any form.
    let stamp = ndeye.section(&id, "C").await.get("stamp:C.1").unwrap().to_owned();
    let mut forged = form.clone();
    forged.set("stamp:C.1", &stamp).set("value:C.1", "taken over").set("then", "stay");
    forged.fields.retain(|(name, _)| !name.ends_with(":C.3"));
    his.sends(&forged).await.expect_status(422);
    let mut ready = his.section(&id, "C").await;
    his.sends(ready.set("then", "ready")).await.expect_status(403);
    let hers = ndeye.section(&id, "C").await;
    assert_eq!(hers.get("value:C.1").map(str::trim), Some("kestrel"));
    assert_eq!(hers.get("value:C.3").map(str::trim), Some("heron, by Moussa"));
    // A coordinator can give so by the form, change it, and it is shown there as it stands.
    let here = path(&id, "C");
    let form = ndeye.opens(&format!("{here}?of={moussa}")).await.form_with(&here, "#note");
    assert_eq!((form.get("extent"), form.get("question")), (Some("questions_reading"), Some("C.3")));
    let fields = [("account", moussa.as_str()), ("extent", "questions"), ("question", "C.3")];
    ndeye.gives_with(&id, "C", &fields).await.expect_status(303);
    his.opens(&format!("/responses/{id}/sections/C")).await.is_silent_on("kestrel");
});

on_both!(notes_stay_whole_and_what_would_be_too_long_is_said_first, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    let mut from = app.id_of(FATOU);
    let note = |letter: &str| format!("{}{letter}", letter.repeat(998));
    ndeye.gives_with(&id, "D", &[("account", &from), ("note", &format!("{}.", note("é")))]).await.expect_status(303);
    let mut whole = format!("{}.", note("é"));
    for name in ["Binta", "Coumba", "Demba"] {
        let to = invites(&app, &ndeye, name).await;
        let own = format!("{}{}", note(&name[..1].to_lowercase()), '!');
        ndeye.gives_with(&id, "D", &[("account", &to), ("note", &own)]).await.expect_status(303);
        if name == "Demba" {
            let before = app.lasting();
            let page = hands_over(&ndeye, &id, &from, &["D"], &to).await.expect_status(422);
            page.says("Section D: the note of the person who leaves and that of Demba are together longer than 4000");
            assert_eq!(before, app.lasting(), "neither note is cut, and nobody has left");
            // Once one of them is shorter, it goes on.
            ndeye.gives_with(&id, "D", &[("account", &to), ("note", "short")]).await.expect_status(303);
            hands_over(&ndeye, &id, &from, &["D"], &to).await.expect_status(303);
            whole = format!("short\n{whole}");
        } else {
            hands_over(&ndeye, &id, &from, &["D"], &to).await.expect_status(303);
            whole = format!("{own}\n{whole}");
        }
        ndeye.opens(&path(&id, "D")).await.says(&whole);
        from = to;
    }
    // It can be given another day without being shortened, and not be made longer still.
    let here = path(&id, "D");
    let mut form = ndeye.opens(&format!("{here}?of={from}")).await.form_with(&here, "#note");
    ndeye.sends(form.set("due", "2027-05-04").set("then", "give")).await.expect_status(303);
    ndeye.opens(&here).await.says("by 4 May 2027").says(&whole);
    let mut form = ndeye.opens(&format!("{here}?of={from}")).await.form_with(&here, "#note");
    form.set("note", &format!("{whole}more")).set("then", "give");
    ndeye.sends(&form).await.expect_status(422).says("Shorten the note to at most 3");
});

on_both!(who_has_single_questions_reads_the_day_and_the_note_given_with_them_alone, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    let (fatou, moussa) = (app.id_of(FATOU), second(&app).await);
    let of = |who: &str, question: &str, due: &str, note: &str| {
        [("account", who), ("extent", "questions"), ("question", question), ("due", due), ("note", note)]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
    };
    for given in
        [of(&fatou, "C.1", "2027-05-04", "kestrel for Fatou"), of(&moussa, "C.3", "2027-05-11", "heron for Moussa")]
    {
        let fields: Vec<(&str, &str)> = given.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        ndeye.gives_with(&id, "C", &fields).await.expect_status(303);
    }
    let (hers, his) = (app.contributor("SEN").await, app.person(MOUSSA).await);
    for (person, codes, day, note, [other, other_day, other_note]) in [
        (&hers, "C.1", "4 May 2027", "kestrel for Fatou", ["C.3", "11 May 2027", "heron"]),
        (&his, "C.3", "11 May 2027", "heron for Moussa", ["C.1", "4 May 2027", "kestrel"]),
    ] {
        let page = person.opens(&format!("/responses/{id}/sections/C")).await;
        page.says(&format!("You have these questions of this section: {codes}."));
        page.says(&format!("expected of you by {day}")).says("Note of Ndeye Diop").says(note);
        person.opens(&format!("/responses/{id}")).await.says(day);
        person.opens("/").await.says(day);
        // Nothing of what the other was given, on any page of the response.
        let pages = ["".to_owned(), "/sections/C".to_owned(), "/check".to_owned(), "/sections/C/removed".to_owned()];
        for page in pages.iter().map(|page| format!("/responses/{id}{page}")).chain(["/".to_owned()]) {
            let page = person.get(&page).await;
            page.is_silent_on(other_note).is_silent_on(&format!("by {other_day}"));
            page.is_silent_on(&format!("stamp:{other}\""));
        }
    }
    // A reader reads everything of the draft, and neither note.
    let khady = app.reader("SEN").await;
    khady.opens(&format!("/responses/{id}/sections/C")).await.is_silent_on("kestrel").is_silent_on("heron");
    // Another question beside the first: the note given with it stands in place of the one before.
    let fields = [
        ("account", fatou.as_str()),
        ("extent", "questions"),
        ("question", "C.1"),
        ("question", "C.2"),
        ("note", "osprey"),
    ];
    ndeye.gives_with(&id, "C", &fields).await.expect_status(303);
    let page = hers.opens(&format!("/responses/{id}/sections/C")).await;
    page.says("C.1, C.2").says("osprey").is_silent_on("kestrel");
    // Once it is taken away, the note is gone with it.
    ndeye.takes(&id, "C", &fatou).await.expect_status(303);
    hers.get(&format!("/responses/{id}/sections/C")).await.expect_status(404).is_silent_on("osprey");
});

on_both!(what_is_read_beside_single_questions_is_written_by_no_route, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    let fatou = app.id_of(FATOU);
    // An answer with two versions and two texts that wait, an entry, and a file beside an answer: none of it hers to write.
    ndeye.answers(&id, "C.1", "one").await;
    let mut stale = ndeye.section(&id, "C").await;
    ndeye.answers(&id, "C.1", "two").await;
    ndeye.sends(stale.set("value:C.1", "three").set("then", "stay")).await;
    let page = ndeye.opens(&format!("/responses/{id}/sections/C")).await;
    let rival = page.links().into_iter().find(|link| link.contains("/rivals/")).unwrap();
    let mut form = ndeye.section(&id, "H").await;
    ndeye.sends(form.set("then", "add:H.4")).await.expect_status(303);
    let beside = format!("/responses/{id}/sections/C/attachments/C.1");
    ndeye.uploads(&beside, &[], Some(("file", "law.pdf", &pdf("law")))).await.expect_status(303);
    for (section, question) in [("C", "C.3"), ("H", "H.1")] {
        let fields = [("account", fatou.as_str()), ("extent", "questions_reading"), ("question", question)];
        ndeye.gives_with(&id, section, &fields).await.expect_status(303);
    }
    let hers = app.contributor("SEN").await;
    let page = hers.opens(&format!("/responses/{id}/sections/C")).await;
    page.says("two").says("law.pdf").is_silent_on("/attachments/C.1\"");
    hers.opens(&format!("/responses/{id}/sections/C/history/C.1?version=1")).await.says("one").is_silent_on("Restore");
    let sql = "SELECT CAST(id AS TEXT) AS text FROM entries";
    let entry = app.query(sql, sql).pop().unwrap();
    let sql = "SELECT CAST(id AS TEXT) AS text FROM attachments";
    let file = app.query(sql, sql).pop().unwrap();
    let tables = ["answers", "answer_versions", "entries", "attachments", "rival_answers", "section_statuses"];
    let kept = || app.dump().into_iter().filter(|(name, _)| tables.contains(&name.as_str())).collect::<Vec<_>>();
    let before = kept();
    assert_eq!(before.len(), tables.len());
    let stamp = ndeye.section(&id, "C").await.get("stamp:C.1").unwrap().to_owned();
    let of = |section: &str, rest: &str| format!("/responses/{id}/sections/{section}{rest}");
    let tries: Vec<(String, Vec<(&str, &str)>)> = vec![
        (of("C", ""), vec![("stamp:C.1", &stamp), ("value:C.1", "four"), ("then", "stay")]),
        (of("C", ""), vec![("stamp:C.1", &stamp), ("value:C.1", "two"), ("visibility:C.1", "court"), ("then", "stay")]),
        (of("C", ""), vec![("stamp:C.1", &stamp), ("value:C.1", "two"), ("then", "confirm:C.1")]),
        (of("C", ""), vec![("then", "ready")]),
        (of("C", ""), vec![("then", "in_work")]),
        (of("H", ""), vec![("then", "add:H.4")]),
        (of("H", &format!("/entries/{entry}/remove")), vec![]),
        (of("C", "/history/C.1"), vec![("version", "1"), ("seen", &stamp), ("stamp", &stamp)]),
        (rival.clone(), vec![("choice", "rival"), ("then", "rival"), ("stamp", &stamp)]),
        (of("C", &format!("/attachments/C.1/{file}/remove")), vec![]),
    ];
    for (path, fields) in tries {
        let answer = hers.post(&path, &fields).await;
        assert_eq!(kept(), before, "{path} {fields:?}: {} {}", answer.status, answer.words());
    }
    let brought = hers.uploads(&beside, &[], Some(("file", "other.pdf", &pdf("other")))).await.status.as_u16();
    assert!([403, 404].contains(&brought), "{brought}");
    assert_eq!(kept(), before);
    // What is hers she writes.
    hers.saves(&id, "C", &[("value:C.3", "hers")]).await.expect_status(303);
    assert_ne!(kept(), before);
});
