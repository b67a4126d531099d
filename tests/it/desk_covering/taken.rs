//! A covering note that was given and not submitted: it is seen, and can be taken away.

use super::*;

on_both!(a_note_that_was_given_and_not_submitted_is_seen_and_taken_away, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let home = async |person: &Visitor<'_>, id: &str| person.opens(&format!("/responses/{id}")).await;
    let id = app.submitted("SEN", 3).await;
    home(&ndeye, &id).await.is_silent_on("A covering note was given");
    gives_file(&ndeye, &id, "never-sent").await;
    // It is said where everybody begins who could submit it, and to nobody else.
    home(&ndeye, &id).await.says("A covering note was given and is not submitted").says("The draft differs");
    app.person("coordinator2@sen.example").await.opens(&format!("/responses/{id}")).await.says("n’est pas soumise");
    app.reader("SEN").await.opens(&format!("/responses/{id}")).await.is_silent_on("A covering note was given");
    let mut form = ndeye.opens(&path(&id)).await.form(&path(&id));
    form.set("take_away", "L.3");
    for person in [app.contributor("SEN").await, app.reader("SEN").await, app.coordinator("SVN").await] {
        let fields = [("take_away", "L.3"), ("revision", "1"), ("stamp:L.3", form.get("stamp:L.3").unwrap())];
        let status = person.post(&path(&id), &fields).await.status.as_u16();
        assert!(status == 403 || status == 404, "{status}");
    }
    // A question that asks for no note, and one that is not there.
    for code in ["C.1", "Z.9"] {
        let (name, stamp) = (format!("stamp:{code}"), form.get("stamp:L.3").unwrap());
        let fields = [("take_away", code), ("revision", "1"), (name.as_str(), stamp)];
        ndeye.post(&path(&id), &fields).await.expect_status(404);
    }
    // A colleague gives another meanwhile: what was not seen is not taken away.
    gives_file(&ndeye, &id, "another").await;
    ndeye.sends(&form).await.expect_status(422).says("no longer what the page showed");
    let page = ndeye.opens(&path(&id)).await;
    page.says("another.pdf").says("Earlier versions");
    let mut form = page.form(&path(&id));
    form.set("take_away", "L.3");
    let done = ndeye.sends(&form).await.expect_status(200);
    done.says("Choose the file").is_silent_on("another.pdf");
    home(&ndeye, &id).await.is_silent_on("A covering note was given").is_silent_on("The draft differs");
    // A second click finds it done.
    let before = app.lasting();
    ndeye.sends(&form).await.expect_status(200).says("Choose the file");
    assert_eq!(app.lasting(), before);
    assert_eq!(app.recorded("response_amended"), 0);

    // Where one was submitted before, the draft says that again; an amendment keeps it, and the other is in the history only.
    gives_file(&ndeye, &id, "sent").await;
    let form = ndeye.opens(&path(&id)).await.form(&path(&id));
    ndeye.sends(&form).await.expect_status(303);
    home(&ndeye, &id).await.is_silent_on("A covering note was given");
    gives_file(&ndeye, &id, "doubted").await;
    home(&ndeye, &id).await.says("A covering note was given");
    let mut form = ndeye.opens(&path(&id)).await.form(&path(&id));
    form.set("take_away", "L.3");
    ndeye.sends(&form).await.expect_status(200).says("sent.pdf").is_silent_on("doubted.pdf");
    home(&ndeye, &id).await.is_silent_on("A covering note was given").is_silent_on("The draft differs");
    ndeye.saves(&id, "A", &[("comment:A.3", "Amended")]).await.expect_status(303);
    ndeye.amends(&id, "A law has changed").await;
    let last = document(&ndeye, &id, 3).await;
    assert_eq!(last["files"].as_array().unwrap().len(), 1);
    assert_eq!(last["files"][0]["name"], "sent.pdf");
    ndeye.opens(&format!("/responses/{id}/sections/L/history/L.3")).await.says("doubted.pdf");
});

/// What the buttons say that take something away.
fn take_away_buttons(page: &Answer) -> Vec<String> {
    let html = page.html();
    let all = selector("button[name=take_away]");
    let buttons = html.select(&all);
    buttons.map(|button| button.text().collect::<String>().trim().to_owned()).collect()
}

on_both!(a_note_that_was_submitted_meanwhile_is_not_taken_away, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let moussa = app.person("coordinator2@sen.example").await;
    let id = app.submitted("SEN", 3).await;
    gives_file(&ndeye, &id, "first").await;
    let mut stale = ndeye.opens(&path(&id)).await.form(&path(&id));
    stale.set("take_away", "L.3");
    let form = moussa.opens(&path(&id)).await.form(&path(&id));
    moussa.sends(&form).await.expect_status(303);
    ndeye.sends(&stale).await.expect_status(422).says("no longer what the page showed").says("first.pdf");
    ndeye.opens(&format!("/responses/{id}")).await.is_silent_on("The draft differs");
    // Nor where an amendment took it along.
    gives_file(&ndeye, &id, "second").await;
    let mut stale = ndeye.opens(&path(&id)).await.form(&path(&id));
    stale.set("take_away", "L.3");
    moussa.saves(&id, "A", &[("comment:A.3", "Amended by a colleague")]).await.expect_status(303);
    moussa.amends(&id, "Une loi a changé").await;
    ndeye.sends(&stale).await.expect_status(422).says("no longer what the page showed").says("second.pdf");
    assert_eq!(document(&ndeye, &id, 3).await["files"][0]["name"], "second.pdf");
    ndeye.opens(&format!("/responses/{id}")).await.is_silent_on("The draft differs");
    // Fields that no page of ours made.
    let stamp = stale.get("stamp:L.3").unwrap();
    ndeye.post(&path(&id), &[("take_away", "L.3"), ("stamp:L.3", stamp)]).await.expect_status(400);
    ndeye.post(&path(&id), &[("take_away", "L.3"), ("revision", "3")]).await.expect_status(400);
});

on_both!(a_text_that_was_given_and_not_submitted_is_taken_away, Bare, |app| async {
    app.opens_cycle(&text_form());
    let ndeye = app.coordinator("SEN").await;
    let home = async |id: &str| ndeye.opens(&format!("/responses/{id}")).await;
    let id = ndeye.begins(2027).await;
    ndeye.answers(&id, "A.1", "The law").await;
    ndeye.submits(&id).await;
    assert!(take_away_buttons(&ndeye.opens(&path(&id)).await).is_empty());
    ndeye.answers(&id, "N.1", "Not to be sent").await;
    home(&id).await.says("A covering note was given and is not submitted");
    let page = ndeye.opens(&path(&id)).await;
    assert_eq!(take_away_buttons(&page), ["Take the text of N.1 away"]);
    let moussa = app.person("coordinator2@sen.example").await;
    assert_eq!(take_away_buttons(&moussa.opens(&path(&id)).await), ["Retirer le texte de N.1"]);
    let mut form = page.form(&path(&id));
    form.set("take_away", "N.1");
    let done = ndeye.sends(&form).await.expect_status(200);
    done.is_silent_on("Not to be sent");
    assert!(take_away_buttons(&done).is_empty());
    assert_eq!(done.form(&path(&id)).get(NOTE), Some(""));
    home(&id).await.is_silent_on("A covering note was given").is_silent_on("The draft differs");
    let before = app.lasting();
    ndeye.sends(&form).await.expect_status(200);
    assert_eq!(app.lasting(), before, "a second click changes nothing");

    // Where one was submitted before, it stands again; the other stays in the history.
    let mut form = ndeye.opens(&path(&id)).await.form(&path(&id));
    ndeye.sends(form.set(NOTE, "The Embassy presents its compliments")).await.expect_status(303);
    ndeye.answers(&id, "N.1", "A second thought").await;
    let mut form = ndeye.opens(&path(&id)).await.form(&path(&id));
    // A colleague writes another meanwhile: what was not seen is not taken away.
    moussa.answers(&id, "N.1", "A third thought").await;
    form.set("take_away", "N.1");
    ndeye.sends(&form).await.expect_status(422).says("A third thought").is_silent_on("A second thought");
    let mut form = ndeye.opens(&path(&id)).await.form(&path(&id));
    form.set("take_away", "N.1");
    let done = ndeye.sends(&form).await.expect_status(200);
    assert_eq!(done.form(&path(&id)).get(NOTE), Some("The Embassy presents its compliments"));
    home(&id).await.is_silent_on("A covering note was given").is_silent_on("The draft differs");
    ndeye.opens(&format!("/responses/{id}/sections/N/history/N.1")).await.says("A third thought");
    assert_eq!(app.recorded("response_amended"), 1);
});

/// A form with two texts as the note.
fn two_texts() -> Vec<u8> {
    workbook(&[(
        "survey",
        "type | name | label::English (en) | label::French (fr) | required | bind::concord:purpose
         begin group | A | Law | Droit | |
         text | A.1 | Which law? | Quelle loi ? | yes |
         end group | | | | |
         begin group | N | Note | Note | |
         text | N.1 | The note itself | La note elle-même | | covering_note
         text | N.2 | Its annex | Son annexe | | covering_note
         end group | | | | |",
    )])
}

on_both!(what_was_typed_beside_is_not_lost_with_what_is_taken_away, Bare, |app| async {
    app.opens_cycle(&two_texts());
    let ndeye = app.coordinator("SEN").await;
    let moussa = app.person("coordinator2@sen.example").await;
    let id = ndeye.begins(2027).await;
    ndeye.answers(&id, "A.1", "The law").await;
    ndeye.submits(&id).await;
    let shown = async |typed: &str| {
        let mut form = ndeye.opens(&path(&id)).await.form(&path(&id));
        form.set("value:N.2", typed).set("take_away", "N.1");
        form
    };
    ndeye.answers(&id, "N.1", "Not to be sent").await;
    let form = shown("The annex as typed").await;
    let done = ndeye.sends(&form).await.expect_status(200);
    let go_on = done.form(&path(&id));
    assert_eq!((go_on.get(NOTE), go_on.get("value:N.2")), (Some(""), Some("The annex as typed")));
    // A second click keeps it as well, and the page goes on from there.
    let again = ndeye.sends(&form).await.expect_status(200).form(&path(&id));
    assert_eq!((again.get(NOTE), again.get("value:N.2")), (Some(""), Some("The annex as typed")));
    ndeye.sends(&go_on).await.expect_status(303);
    let second = document(&ndeye, &id, 2).await;
    assert_eq!(second["answers"][1]["value"], "The annex as typed");
    assert_eq!(second["answers"].as_array().unwrap().len(), 2);

    // A refusal loses nothing either.
    ndeye.answers(&id, "N.1", "One").await;
    let form = shown("Typed again").await;
    moussa.answers(&id, "N.1", "By a colleague").await;
    let refused = ndeye.sends(&form).await.expect_status(422);
    refused.says("no longer what the page showed").is_silent_on("What you typed");
    let go_on = refused.form(&path(&id));
    assert_eq!((go_on.get(NOTE), go_on.get("value:N.2")), (Some("By a colleague"), Some("Typed again")));

    // What a colleague gave meanwhile stands in the field, and what was typed beside it.
    let form = shown("Mine").await;
    moussa.answers(&id, "N.2", "Theirs").await;
    let done = ndeye.sends(&form).await.expect_status(200);
    done.says("What you typed").says("Mine");
    assert_eq!(done.form(&path(&id)).get("value:N.2"), Some("Theirs"));
    let mut form = done.form(&path(&id));
    form.set("value:N.2", "Mine again");
    moussa.answers(&id, "N.2", "Theirs again").await;
    let refused = ndeye.sends(&form).await.expect_status(422);
    refused.says("What you typed").says("Mine again");
    assert_eq!(refused.form(&path(&id)).get("value:N.2"), Some("Theirs again"));
    assert_eq!(app.recorded("response_amended"), 1);
});
