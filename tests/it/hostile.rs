//! Bad input: each gets an answer that says what is wrong, and nothing that was saved is lost.

use futures_util::future::join_all;

use crate::app::*;

async fn begun(app: &TestApp) -> (Visitor<'_>, String) {
    let state = app.coordinator("SEN").await;
    let id = state.begins(2027).await;
    (state, id)
}

on_both!(bytes_that_are_no_text, |app| async {
    let (state, id) = begun(&app).await;
    let path = format!("/responses/{id}/sections/C");
    let form = state.section(&id, "C").await;
    let mut body = encoded(&form.fields);
    body.extend(b"&value:C.1=%ff%fe");
    state.post_raw(&path, body).await.expect_status(400);
    for bad in ["a\u{0}b", "a\u{1b}[31mb", "a\u{7}b"] {
        let answer = state.saves(&id, "C", &[("value:C.1", bad), ("value:C.3", "kept")]).await;
        assert_eq!(answer.status.as_u16(), 422, "{bad:?}");
        let form = state.section(&id, "C").await;
        assert_eq!(form.get("value:C.3"), Some("kept"), "others in the same request are saved");
    }
});

on_both!(a_megabyte_in_one_answer, |app| async {
    let (state, id) = begun(&app).await;
    let long = "wort ".repeat(200_000);
    let answer = state.saves(&id, "C", &[("value:C.1", &long), ("comment:C.3", "a remark that stays")]).await;
    let answer = answer.expect_status(422);
    assert!(answer.text().contains(&long.trim()[..1_000]), "what was typed stands on the page");
    let form = state.section(&id, "C").await;
    assert_eq!(form.get("comment:C.3"), Some("a remark that stays"));
    assert_eq!(form.get("value:C.1"), Some(""));
    let too_much = "x".repeat(9 * 1024 * 1024);
    state.saves(&id, "C", &[("value:C.1", &too_much)]).await.expect_status(413);
});

on_both!(two_editors_lose_nothing, |app| async {
    let (first, id) = begun(&app).await;
    let second = app.person("coordinator2@sen.example").await;
    let mut of_first = first.section(&id, "C").await;
    let mut of_second = second.section(&id, "C").await;
    of_first.set("value:C.1", "the text of the first").set("then", "stay");
    of_second.set("value:C.1", "the text of the second").set("value:C.3", "another answer").set("then", "stay");
    first.sends(&of_first).await.expect_status(303);
    second.sends(&of_second).await;
    // Sent twice, it waits once.
    second.sends(&of_second).await;
    let page = first.opens(&format!("/responses/{id}/sections/C")).await;
    let rivals: Vec<String> = page.links().into_iter().filter(|link| link.contains("/rivals/")).collect();
    assert_eq!(rivals.len(), 1, "{}", page.words());
    let form = page.form(&format!("/responses/{id}/sections/C"));
    assert_eq!(form.get("value:C.3"), Some("another answer"));
    let both = first.opens(&rivals[0]).await;
    both.says("the text of the first").says("the text of the second");
    let mut choice = both.form("");
    choice.action = rivals[0].clone();
    choice.set("keep", "rival");
    first.sends(&choice).await.expect_status(303);
    let form = first.section(&id, "C").await;
    assert_eq!(form.get("value:C.1"), Some("the text of the second"));
});

on_both!(twenty_clicks_on_submit, |app| async {
    let (state, id) = begun(&app).await;
    app.answers_all("SEN", &id, 3);
    state.token().await;
    let path = format!("/responses/{id}/submit");
    let answers = join_all((0..20).map(|_| state.post(&path, &[("revision", "0")]))).await;
    for answer in answers {
        assert_eq!(answer.location(), format!("/responses/{id}/revisions/1/receipt"), "{}", answer.words());
    }
    let count = app
        .query("SELECT CAST(count(*) AS TEXT) AS text FROM revisions", "SELECT count(*)::text AS text FROM revisions");
    assert_eq!(count, ["1"]);
});

on_both!(another_states_ids_do_not_exist, |app| async {
    let (state, id) = begun(&app).await;
    let other = app.coordinator("SVN").await;
    let theirs = other.begins(2027).await;
    let before = app.lasting();
    let form = state.section(&id, "C").await;
    for (path, status) in [
        (format!("/responses/{theirs}/sections/C"), 404),
        (format!("/responses/{id}/sections/Z"), 404),
        ("/responses/x%00y/sections/C".to_owned(), 404),
    ] {
        let mut form = form.clone();
        form.action = path;
        form.set("value:C.1", "not mine");
        state.sends(&form).await.expect_status(status);
    }
    assert_eq!(before, app.lasting());
});

on_both!(markup_is_text, |app| async {
    let (state, id) = begun(&app).await;
    app.answers_all("SEN", &id, 3);
    let corpus = [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "</textarea><script>alert(2)</script>",
        "javascript:alert(1)",
        "' onmouseover='alert(3)",
        "<svg/onload=alert(4)>",
        "{{7*7}}",
        "</title><b>",
    ]
    .join(" ");
    for field in ["value:C.1", "comment:C.1", "comment:C.3", "value:C.3"] {
        state.saves(&id, "C", &[(field, &corpus)]).await.expect_status(303);
    }
    state.submits(&id).await;
    app.secretariat().await.publishes("SEN").await;
    let court = app.court("otp").await;
    let other = app.coordinator("SVN").await;
    court.reads("SEN").await.says("alert(1)");
    let pages = [
        state.opens(&format!("/responses/{id}/sections/C")).await,
        state.opens(&format!("/responses/{id}/check")).await,
        court.reads("SEN").await,
        other.reads("SEN").await,
        other.opens("/cycles/2027/questions/C.1").await,
    ];
    for page in pages {
        let html = page.html();
        assert!(html.select(&selector("script:not([src])")).next().is_none());
        assert!(html.select(&selector("main img, main [onerror], main [onload], main [onmouseover]")).next().is_none());
        page.is_silent_on("<script>alert");
    }
});

on_both!(files_that_are_not_what_they_say, |app| async {
    let (state, id) = begun(&app).await;
    let action = format!("/responses/{id}/sections/L/files/L.3");
    let stamp = state.opens(&action).await.form(&action).get("stamp").unwrap().to_owned();
    let archive = |parts: &[(&str, Vec<u8>)]| {
        use std::io::Write;
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, content) in parts {
            zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(content).unwrap();
        }
        zip.finish().unwrap().into_inner()
    };
    let types = b"<Types/>".to_vec();
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("page.pdf", b"<html><script>alert(1)</script></html>".to_vec()),
        ("cut.pdf", b"%PDF-1.7 and no end".to_vec()),
        ("empty.pdf", Vec::new()),
        ("program.pdf", b"MZ\x90\x00".to_vec()),
        ("image.png", b"\x89PNG\r\n\x1a\n".to_vec()),
        (
            "macro.docx",
            archive(&[
                ("[Content_Types].xml", types.clone()),
                ("word/document.xml", types.clone()),
                ("word/vbaProject.bin", types.clone()),
            ]),
        ),
        ("plain.docx", archive(&[("readme.txt", types.clone())])),
        (
            "entity.docx",
            archive(&[
                ("[Content_Types].xml", types.clone()),
                ("word/document.xml", b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>".to_vec()),
            ]),
        ),
        (
            "away.docx",
            archive(&[
                ("[Content_Types].xml", types.clone()),
                ("word/document.xml", types.clone()),
                ("../../evil", types.clone()),
            ]),
        ),
        ("locked.pdf", b"%PDF-1.7\ntrailer<</Encrypt 4 0 R>>\nstartxref\n9\n%%EOF\n".to_vec()),
        ("locked.docx", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec()),
        (
            "bomb.xlsx",
            archive(&[("[Content_Types].xml", types.clone()), ("xl/workbook.xml", vec![0; 300 * 1024 * 1024])]),
        ),
    ];
    for (name, content) in cases {
        let answer = state.uploads(&action, &[("stamp", &stamp)], Some(("file", name, &content))).await;
        assert_eq!(answer.status.as_u16(), 422, "{name}: {}", answer.words());
    }
    // A name leads nowhere and breaks no header.
    let given = "../../etc/pass wd\u{e9}.pdf";
    state.uploads(&action, &[("stamp", &stamp)], Some(("file", given, &pdf("x")))).await.expect_status(303);
    let page = state.opens(&format!("/responses/{id}/sections/L")).await;
    page.is_silent_on("../");
    let file = page.links().into_iter().find(|link| link.starts_with("/files/")).unwrap();
    let got = state.opens(&file).await;
    let disposition = String::from_utf8_lossy(got.headers.get("content-disposition").unwrap().as_bytes()).into_owned();
    assert!(
        disposition.starts_with("attachment") && !disposition.contains("..") && !disposition.contains('\n'),
        "{disposition}"
    );
});

on_both!(what_was_typed_outlives_the_session, |app| async {
    let (state, id) = begun(&app).await;
    let mut form = state.section(&id, "C").await;
    form.set("value:C.1", "a paragraph typed before lunch").set("then", "stay");
    app.wait(13 * 3600);
    let asked = state.sends(&form).await.expect_status(401);
    let mut again = asked.form("/sign-in");
    assert!(!again.get("carried").unwrap().contains("lunch"));
    again.set("email", "coordinator@sen.example").set("password", PASSWORD);
    state.sends(&again).await.expect_status(303);
    state.shows_code(&app.code("coordinator@sen.example")).await.expect_status(303);
    assert_eq!(state.section(&id, "C").await.get("value:C.1"), Some("a paragraph typed before lunch"));
});

on_both!(what_was_typed_and_cannot_be_kept_is_shown_after_signing_in_again, |app| async {
    let (state, id) = begun(&app).await;
    let mut form = state.section(&id, "C").await;
    form.set("value:C.1", "typed before lunch").set("value:C.9.otp", "about a dozen").set("then", "stay");
    app.wait(13 * 3600);
    let asked = state.sends(&form).await.expect_status(401);
    let mut again = asked.form("/sign-in");
    again.set("email", "coordinator@sen.example").set("password", PASSWORD);
    state.sends(&again).await.expect_status(303);
    let shown = state.shows_code(&app.code("coordinator@sen.example")).await.expect_status(422);
    let path = format!("/responses/{id}/sections/C");
    let form = shown.form(&path);
    assert_eq!(form.get("value:C.9.otp"), Some("about a dozen"));
    assert_eq!(state.section(&id, "C").await.get("value:C.1"), Some("typed before lunch"), "the rest is saved");
});

on_both!(a_file_sent_too_late_is_asked_for_again, |app| async {
    let (state, id) = begun(&app).await;
    // The button for the file saves the section first.
    let action = format!("/responses/{id}/sections/L/files/L.3");
    let mut form = state.section(&id, "L").await;
    form.set("comment:L.3", "typed before the file").set("then", "file:L.3");
    assert_eq!(state.sends(&form).await.expect_status(303).location(), action);
    let stamp = state.opens(&action).await.form(&action).get("stamp").unwrap().to_owned();
    app.wait(13 * 3600);
    let content = pdf("late");
    let asked = state.uploads(&action, &[("stamp", &stamp)], Some(("file", "late.pdf", &content))).await;
    asked.clone().expect_status(401).says("choose it again there");
    let mut again = asked.form("/sign-in");
    again.set("email", "coordinator@sen.example").set("password", PASSWORD);
    state.sends(&again).await.expect_status(303);
    let entered = state.shows_code(&app.code("coordinator@sen.example")).await;
    assert_eq!(entered.location(), action);
    let page = state.follows(entered).await;
    let stamp = page.form(&action).get("stamp").unwrap().to_owned();
    state.uploads(&action, &[("stamp", &stamp)], Some(("file", "late.pdf", &content))).await.expect_status(303);
    assert_eq!(state.section(&id, "L").await.get("comment:L.3"), Some("typed before the file"));
    state.opens(&format!("/responses/{id}/sections/L")).await.says("late.pdf");

    // The button for the file, pressed too late: everything is saved, and the file's page comes next.
    let mut form = state.section(&id, "L").await;
    form.set("comment:L.3", "typed after the file").set("then", "file:L.3");
    app.wait(13 * 3600);
    let mut again = state.sends(&form).await.expect_status(401).form("/sign-in");
    again.set("email", "coordinator@sen.example").set("password", PASSWORD);
    state.sends(&again).await.expect_status(303);
    let entered = state.shows_code(&app.code("coordinator@sen.example")).await;
    assert_eq!(entered.expect_status(303).location(), action);
    assert_eq!(state.section(&id, "L").await.get("comment:L.3"), Some("typed after the file"));

    // An act is not done behind one's back, and an act without a page of its own leads to the one above it.
    app.wait(13 * 3600);
    let helper = format!("/users/{}", app.id_of("contributor@sen.example"));
    let sections = format!("{helper}/sections");
    let asked = state.post(&sections, &[("response", &id)]).await.expect_status(401);
    asked.says("Nothing has been done yet");
    let wrong = {
        let mut again = asked.form("/sign-in");
        again.set("email", "coordinator@sen.example").set("password", "not the right one at all");
        state.sends(&again).await.expect_status(422)
    };
    let mut again = wrong.says("Nothing has been done yet").form("/sign-in");
    again.set("email", "coordinator@sen.example").set("password", PASSWORD);
    state.sends(&again).await.expect_status(303);
    let entered = state.shows_code(&app.code("coordinator@sen.example")).await;
    assert_eq!(entered.expect_status(303).location(), format!("{helper}?kept=1"));

    // Nobody's form is not kept, and that is said.
    let nobody = app.visitor().post(&format!("/responses/{id}/submit"), &[("revision", "0")]).await;
    app.visitor().follows(nobody).await.says("was not kept");
});

on_both!(wrong_passwords_slow_the_guesser, |app| async {
    let stranger = app.visitor();
    let mut statuses = Vec::new();
    for _ in 0..12 {
        statuses.push(stranger.signs_in("coordinator@sen.example", "a guess that is wrong").await.status.as_u16());
    }
    assert_eq!(statuses[0], 422);
    assert_eq!(statuses.last(), Some(&429), "{statuses:?}");
    let unknown = app.visitor();
    unknown.signs_in("nobody@sen.example", "a guess that is wrong").await.expect_status(422);
});

/// What a browser would run if a page took it for more than a text; and an end to whatever a text may stand in.
const PAYLOAD: &str = "x\"'><img src=x onerror=alert(1)><script>alert(1)</script><svg onload=alert(1)></textarea></select></title>\
                       [m](javascript:alert(1)) <b>b</b> &lt;i&gt; {{7*7}} %s";

/// A form all of whose texts are hostile: uploaded in the browser tests, which look at every page where they are shown.
fn hostile_form() -> Vec<u8> {
    let survey = "type | name | label::English (en) | label::French (fr) | hint::English (en) | hint::French (fr) | \
                  guidance_hint::English (en) | guidance_hint::French (fr) | bind::concord:legal_basis | constraint | \
                  constraint_message::English (en) | constraint_message::French (fr) | required | \
                  required_message::English (en) | required_message::French (fr) | appearance | bind::concord:visibility
        begin group | A | A# | A# | A# | A# | | | | | | | | | | | states_parties
        note | A.note | note# | note# | | | | | | | | | | | | |
        text | A.1 | 1# | 1# | h# | h# | g# | g# | l# | | | | | | | multiline |
        text | A.2 | 2 ${A.1} # | 2 ${A.1} # | h# | h# | g# | g# | l# | | | | | | | |
        select_one list | A.3 | 3# | 3# | h# | h# | g# | g# | l# | | | | | | | |
        select_multiple list | A.4 | 4# | 4# | h# | h# | | | | | | | | | | |
        rank list | A.5 | 5# | 5# | | | | | | | | | | | | |
        file | A.6 | 6# | 6# | | | | | | | | | | | | |
        begin repeat | A.7 | 7# | 7# | h# | h# | | | l# | | | | | | | |
        text | A.7.a | 7a# | 7a# | h# | h# | | | | | | | | | | |
        end repeat | | | | | | | | | | | | | | | |
        begin group | A.8 | 8# | 8# | h# | h# | | | l# | | | | | | | |
        text | A.8.a | 8a# | 8a# | | | | | | | | | | | | |
        end group | | | | | | | | | | | | | | | |
        integer | A.9 | 9# | 9# | | | | | | . > 5 | c# | c# | | | | |
        text | A.10 | 10# | 10# | | | | | | | | | yes | r# | r# | |
        end group | | | | | | | | | | | | | | | |";
    let choices = "list_name | name | label::English (en) | label::French (fr)
        list | one | one# | one#
        list | two | two# | two#";
    let settings = "form_title::English (en) | form_title::French (fr) | form_id | version | default_language
        T# | T# | hostile | v# | English (en)";
    let filled = [
        ("survey", survey.replace('#', PAYLOAD)),
        ("choices", choices.replace('#', PAYLOAD)),
        ("settings", settings.replace('#', PAYLOAD)),
    ];
    workbook(&filled.each_ref().map(|(name, table)| (*name, table.as_str())))
}

/// The form that the browser tests upload is the one above: `UPDATE_GOLDEN=1` writes it anew.
#[test]
fn the_hostile_form_is_accepted_as_texts() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/hostile.xlsx");
    let form = hostile_form();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, &form).unwrap();
    }
    assert!(std::fs::read(&path).unwrap() == form, "tests/fixtures/hostile.xlsx is not what is made here");
    let imported = concord::domain::questionnaire::import(&form);
    let problems: Vec<String> = imported.problems.iter().map(ToString::to_string).collect();
    let form = imported.form.unwrap_or_else(|| panic!("{problems:#?}"));
    let (_, question) = form.node("A.1").unwrap();
    assert_eq!(question.label.get("en", "en").unwrap().0, format!("1{PAYLOAD}"));
}
