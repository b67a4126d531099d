//! The covering note after the response: it is submitted by itself, whatever stands in the draft.

mod taken;

use crate::app::*;

const NOTE: &str = "value:N.1";

fn path(id: &str) -> String {
    format!("/responses/{id}/covering-note")
}

/// Gives a file as the covering note, from the page of the note.
async fn gives_file(person: &Visitor<'_>, id: &str, name: &str) {
    let page = person.opens(&path(id)).await;
    let link = page.links().into_iter().find(|link| link.contains("/files/")).expect("a link to give the file");
    let form = person.opens(&link).await.form(&link);
    let done = person.uploads(&link, &[("stamp", form.get("stamp").unwrap())], Some(("file", name, &pdf(name)))).await;
    assert_eq!(done.expect_status(303).location(), path(id));
}

async fn document(person: &Visitor<'_>, id: &str, number: i32) -> serde_json::Value {
    serde_json::from_slice(&person.opens(&format!("/responses/{id}/revisions/{number}/document.json")).await.body)
        .unwrap()
}

fn without_note(mut document: serde_json::Value) -> serde_json::Value {
    for name in ["reason", "revision", "submitted_at", "files"] {
        document[name] = serde_json::Value::Null;
    }
    document["answers"].as_array_mut().unwrap().retain(|answer| answer["code"] != "L.3");
    document
}

on_both!(the_note_is_added_whatever_stands_in_the_draft, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = app.submitted("SEN", 3).await;
    app.secretariat().await.publishes("SEN").await;
    let before = app.reader("SVN").await.reads("SEN").await.words();
    // The draft goes on: an answer is changed, a required one is emptied, a text waits to be chosen.
    ndeye.answers(&id, "C.1", "Not to be submitted yet").await;
    ndeye.saves(&id, "L", &[("value:L.5", "no")]).await;
    ndeye.opens(&format!("/responses/{id}")).await.says("Add the covering note");
    ndeye.opens(&path(&id)).await.says("Choose the file").is_silent_on("Submit the covering note");

    gives_file(&ndeye, &id, "note-verbale").await;
    app.wait(60);
    let page = ndeye.opens(&path(&id)).await;
    page.says("note-verbale.pdf").says("read by the Court only");
    let form = page.form(&path(&id));
    let letters = app.post().await.len();
    let receipt = ndeye.sends(&form).await;
    let receipt = ndeye.follows(receipt).await;
    receipt.says("2027-SEN-02");
    assert_eq!(app.post().await.len(), letters + 2, "both coordinators are told");

    // Of what was submitted nothing has changed but the note.
    let (first, second) = (document(&ndeye, &id, 1).await, document(&ndeye, &id, 2).await);
    assert_eq!(without_note(first.clone()), without_note(second.clone()));
    assert!(first["files"].as_array().unwrap().is_empty() && second["files"].as_array().unwrap().len() == 1);
    assert_eq!(second["reason"], "covering_note");
    assert_eq!(second["late"], false);
    // The draft is what it was, with the note in it.
    let draft = ndeye.opens(&format!("/responses/{id}/sections/C")).await;
    draft.says("Not to be submitted yet");
    ndeye.opens(&format!("/responses/{id}/sections/L")).await.says("note-verbale.pdf");
    ndeye.opens(&format!("/responses/{id}")).await.says("Replace the covering note").says("The draft differs");

    // The Court reads it and why; other States see no difference, and there is nothing new to be published to them.
    let court = app.court("registry").await;
    court.reads("SEN").await.says("note-verbale.pdf").says("The covering note was added or replaced");
    app.secretariat().await.publishes("SEN").await.says("nothing");
    assert_eq!(app.reader("SVN").await.reads("SEN").await.words(), before);
    let file = second["files"][0]["id"].as_str().unwrap().to_owned();
    court.opens(&format!("/files/{file}")).await;
    app.reader("SVN").await.get(&format!("/files/{file}")).await.expect_status(404);
    ndeye.opens("/record").await.says("Only the covering note was added or replaced");

    // A second click gets the receipt that is there.
    let again = ndeye.sends(&form).await;
    ndeye.follows(again).await.says("2027-SEN-02");
    assert_eq!(app.recorded("response_amended"), 1);
    // The same note once more is nothing new.
    let same = ndeye.opens(&path(&id)).await.form(&path(&id));
    ndeye.sends(&same).await.expect_status(422).says("Nothing has changed");
});

on_both!(the_note_is_replaced_and_a_later_amendment_keeps_it, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = app.submitted("SEN", 3).await;
    for name in ["first", "second"] {
        gives_file(&ndeye, &id, name).await;
        let form = ndeye.opens(&path(&id)).await.form(&path(&id));
        ndeye.sends(&form).await.expect_status(303);
    }
    ndeye.opens(&format!("/responses/{id}")).await.is_silent_on("The draft differs");
    ndeye.saves(&id, "A", &[("comment:A.3", "Amended")]).await.expect_status(303);
    ndeye.amends(&id, "A law has changed").await.says("2027-SEN-04");
    let last = document(&ndeye, &id, 4).await;
    assert_eq!(last["files"][0]["name"], "second.pdf");
    // The earlier one stays with its revision.
    assert_eq!(document(&ndeye, &id, 2).await["files"][0]["name"], "first.pdf");
});

on_both!(a_page_that_is_stale_submits_nothing, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let moussa = app.person("coordinator2@sen.example").await;
    let id = app.submitted("SEN", 3).await;
    gives_file(&ndeye, &id, "seen").await;
    let stale = ndeye.opens(&path(&id)).await.form(&path(&id));
    // A colleague gives another file: what was not seen is not submitted.
    gives_file(&moussa, &id, "unseen").await;
    ndeye.sends(&stale).await.expect_status(422).says("no longer what the page showed");
    assert_eq!(app.recorded("response_amended"), 0);
    // A colleague amends meanwhile: that is no second click.
    let mut stale = ndeye.opens(&path(&id)).await.form(&path(&id));
    moussa.saves(&id, "A", &[("comment:A.3", "Amended by a colleague")]).await.expect_status(303);
    moussa.amends(&id, "Une loi a changé").await;
    ndeye.sends(&stale).await.expect_status(422).says("no longer what the page showed");
    // Fields that no page of ours made.
    stale.set("revision", "9");
    ndeye.sends(&stale).await.expect_status(422);
    ndeye.post(&path(&id), &[("revision", "2")]).await.expect_status(422);
    assert_eq!(app.recorded("response_amended"), 1);
});

on_both!(who_may_not_submit_adds_no_note, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    // Before anything is submitted the note is an answer like others.
    ndeye.get(&path(&id)).await.expect_status(404);
    ndeye.opens(&format!("/responses/{id}")).await.is_silent_on("covering note");
    app.answers_all("SEN", &id, 3);
    ndeye.submits(&id).await;
    gives_file(&ndeye, &id, "note").await;
    ndeye.gives(&id, "L", &app.id_of("contributor@sen.example")).await.expect_status(303);
    let stamp = ndeye.opens(&path(&id)).await.form(&path(&id)).get("stamp:L.3").unwrap().to_owned();
    let fields = [("revision", "1"), ("stamp:L.3", stamp.as_str())];
    for (email, overview) in [
        ("contributor@sen.example", true),
        ("reader@sen.example", true),
        ("coordinator@svn.example", false),
        ("registry-coordinator@court.example", false),
        ("secretariat@platform.example", false),
        ("facilitator@platform.example", false),
    ] {
        let person = app.person(email).await;
        person.get(&path(&id)).await.expect_status(404);
        let status = person.post(&path(&id), &fields).await.status.as_u16();
        assert!(status == 403 || status == 404, "{email}: {status}");
        if overview {
            person.opens(&format!("/responses/{id}")).await.is_silent_on("covering note");
        }
    }
    assert_eq!(app.recorded("response_amended"), 0);
    // Who has been signed in for long shows a factor first, and it goes on.
    app.wait(600);
    let asked = ndeye.post(&path(&id), &fields).await.expect_status(401);
    let mut proof = asked.form(&path(&id));
    proof.set("code", &app.code("coordinator@sen.example"));
    let done = ndeye.sends(&proof).await;
    ndeye.follows(done).await.says("2027-SEN-02");
});

on_both!(the_note_is_added_until_amending_ends, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = app.submitted("SEN", 3).await;
    gives_file(&ndeye, &id, "after-the-freeze").await;
    app.freezes();
    let form = ndeye.opens(&path(&id)).await.form(&path(&id));
    ndeye.sends(&form).await.expect_status(303);
    assert_eq!(document(&ndeye, &id, 2).await["after_freeze"], true);
    gives_file(&ndeye, &id, "too-late").await;
    let form = ndeye.opens(&path(&id)).await.form(&path(&id));
    app.opens_year(2028, WORKBOOK);
    ndeye.get(&path(&id)).await.expect_status(403);
    ndeye.sends(&form).await.expect_status(403);
    ndeye.opens(&format!("/responses/{id}")).await.is_silent_on("covering note");
    assert_eq!(app.recorded("response_amended"), 1);
});

on_both!(a_former_party_adds_no_note, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = app.submitted("SEN", 3).await;
    gives_file(&ndeye, &id, "note").await;
    let form = ndeye.opens(&path(&id)).await.form(&path(&id));
    app.alters("UPDATE states SET withdrawal_effective = '2027-01-01' WHERE id = 'SEN'");
    ndeye.get(&path(&id)).await.expect_status(403);
    ndeye.sends(&form).await.expect_status(403);
    assert_eq!(app.recorded("response_amended"), 0);
});

/// A form that wants a text as the note, which other States may read unless the State says otherwise.
fn text_form() -> Vec<u8> {
    workbook(&[(
        "survey",
        "type | name | label::English (en) | label::French (fr) | required | relevant | constraint | bind::concord:visibility | bind::concord:purpose
         begin group | A | Law | Droit | | | | states_parties |
         text | A.1 | Which law? | Quelle loi ? | yes | | | states_parties |
         end group | | | | | | | |
         begin group | N | Note | Note | | | | states_parties |
         text | N.1 | The note itself | La note elle-même | | ${A.1} != 'none' | string-length(.) > 3 | states_parties | covering_note
         text | N.2 | Whatever else | Autre chose | | | | states_parties |
         end group | | | | | | | |",
    )])
}

on_both!(a_text_is_given_and_submitted_in_one_step, Bare, |app| async {
    app.opens_cycle(&text_form());
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    ndeye.answers(&id, "A.1", "The law").await;
    ndeye.answers(&id, "N.2", "Else").await;
    ndeye.submits(&id).await;
    app.secretariat().await.publishes("SEN").await;
    ndeye.answers(&id, "A.1", "none").await;
    // By the draft it is not asked any more; by what was submitted it is.
    let page = ndeye.opens(&path(&id)).await;
    let mut form = page.form(&path(&id));
    ndeye.sends(&form).await.expect_status(422).says("Give the covering note first");
    ndeye.sends(form.set(NOTE, "abc")).await.expect_status(422).says("cannot be submitted as it is").says("abc");
    ndeye.sends(form.set(NOTE, "a\u{202e}bcd")).await.expect_status(422);
    ndeye.sends(form.set(NOTE, "The Embassy presents its compliments")).await.expect_status(303);
    // A second click, from the page as it was.
    ndeye.sends(&form).await.expect_status(303);
    assert_eq!(app.recorded("response_amended"), 1);
    let codes: Vec<_> =
        document(&ndeye, &id, 2).await["answers"].as_array().unwrap().iter().map(|a| a["code"].clone()).collect();
    assert_eq!(codes, ["A.1", "N.1", "N.2"], "it stands in its place");
    ndeye.opens(&format!("/responses/{id}/sections/A")).await.says("none");
    // Other States read it once it is published, and not before; and no more once it is for the Court only.
    let pia = app.reader("SVN").await;
    pia.reads("SEN").await.is_silent_on("compliments");
    app.secretariat().await.publishes("SEN").await;
    pia.reads("SEN").await.says("compliments").says("The law").is_silent_on("ajoutée ou remplacée");
    ndeye.answers(&id, "A.1", "The law, amended").await;
    ndeye.saves(&id, "N", &[("visibility:N.1", "court")]).await.expect_status(303);
    let form = ndeye.opens(&path(&id)).await.form(&path(&id));
    ndeye.sends(&form).await.expect_status(303);
    pia.reads("SEN").await.is_silent_on("compliments").says("The law").is_silent_on("amended");
});

on_both!(a_form_that_asks_for_no_note_offers_none, Bare, |app| async {
    let sheet = "type | name | label::English (en) | label::French (fr)
        begin group | A | Law | Droit
        text | A.1 | Which law? | Quelle loi ?
        end group | | |";
    app.opens_cycle(&workbook(&[("survey", sheet)]));
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    ndeye.answers(&id, "A.1", "The law").await;
    ndeye.submits(&id).await;
    ndeye.opens(&format!("/responses/{id}")).await.is_silent_on("covering note");
    ndeye.get(&path(&id)).await.expect_status(404);
    ndeye.post(&path(&id), &[("revision", "1")]).await.expect_status(404);
});
