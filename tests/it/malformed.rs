//! What no form of ours sends: each gets an answer of the 400s with a reference, in the person's language, and changes nothing.

use std::collections::BTreeMap;

use actix_web::http::Method;
use concord::web::routes;

use crate::access::{HALF_WAY, one_of, takes_files, whole};
use crate::app::*;

const FORM: &str = "application/x-www-form-urlencoded";

/// Who posts, where to, and what.
type Posting<'a, Path, Field> = (&'a Visitor<'a>, Path, Vec<Field>);

/// A page that says what happened and names the request.
#[track_caller]
fn is_refused(answer: &Answer, at: &str) {
    let status = answer.status.as_u16();
    assert!((400..500).contains(&status) && status != 404, "{at}: {status} {}", answer.words());
    let reference = answer.words().split(|c: char| !c.is_ascii_hexdigit()).any(|word| word.len() == 10);
    assert!(reference || status == 422, "{at}: no reference in {}", answer.words());
}

on_both!(bodies_that_are_no_form, |app| async {
    let own = whole(&app, "SEN", 3).await;
    let mut people: BTreeMap<&str, Visitor<'_>> = BTreeMap::new();
    for route in routes::list().into_iter().filter(|route| route.method == "POST") {
        let email = one_of(route.who);
        if !people.contains_key(email) {
            let person = match email {
                "" => app.visitor(),
                HALF_WAY => {
                    let half_way = app.visitor();
                    half_way.signs_in(HALF_WAY, PASSWORD).await.expect_status(303);
                    half_way
                }
                email => app.person(email).await,
            };
            people.insert(email, person);
        }
    }
    let before = app.lasting();
    // A piece of a file is no form, and its token is no field: see `uploads.rs`.
    let is_form = |path: &str| !path.ends_with("/{upload}");
    for route in routes::list().into_iter().filter(|route| route.method == "POST" && is_form(route.path)) {
        let person = &people[one_of(route.who)];
        let token = person.token().await;
        let path = own.path(route.path);
        let with_token = |rest: &str| format!("token={token}{rest}").into_bytes();
        let many = "&a=1".repeat(6_000);
        let mut bodies: Vec<(&str, Vec<u8>)> = vec![
            ("application/json", br#"{"value:C.1": "\ud800", "token": "x"}"#.to_vec()),
            ("application/json; charset=utf-8", format!(r#"{{"token": "{token}"}}"#).into_bytes()),
            ("text/plain", with_token("")),
            ("", with_token("")),
            ("multipart/form-data", with_token("")),
            (
                "multipart/form-data; boundary=b",
                b"--b\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\n".to_vec(),
            ),
        ];
        if !takes_files(route.path) {
            bodies.push((FORM, with_token("&reason=%ff%fe")));
            bodies.push((FORM, [with_token("&reason="), vec![0xc3, 0x28]].concat()));
            bodies.push((FORM, with_token("&%ed%a0%80=x")));
            bodies.push((FORM, with_token(&many)));
        }
        for (kind, body) in bodies {
            let mut headers = vec![("Origin".to_owned(), BASE.to_owned())];
            if !kind.is_empty() {
                headers.push(("Content-Type".to_owned(), kind.to_owned()));
            }
            let at = format!("{} as {kind}: {}", route.path, String::from_utf8_lossy(&body[..body.len().min(80)]));
            let answer = person.ask(Asked { method: Method::POST, path: path.clone(), headers, body }).await;
            is_refused(&answer, &at);
        }
    }
    assert_eq!(before, app.lasting());
});

on_both!(fields_that_our_pages_fill_in, |app| async {
    let own = whole(&app, "SEN", 3).await;
    let coordinator = app.person("coordinator2@sen.example").await;
    let secretariat = app.secretariat().await;
    let id = &own.response;
    let rival = own.path("/responses/{id}/sections/{section}/rivals/{rival}");
    let cases: Vec<Posting<'_, String, (&str, &str)>> = vec![
        (&coordinator, format!("/responses/{id}/submit"), vec![]),
        (&coordinator, format!("/responses/{id}/submit"), vec![("revision", "one")]),
        (&coordinator, format!("/responses/{id}/submit"), vec![("revision", "99999999999")]),
        (&coordinator, rival.clone(), vec![("keep", "rival")]),
        (&coordinator, rival, vec![("keep", "standing"), ("version", "-")]),
        (&coordinator, format!("/responses/{id}/sections/L/assignments"), vec![("account", "nobody")]),
        (&coordinator, format!("/responses/{id}/sections/L"), vec![("stamp:L.4", "x")]),
        (&coordinator, format!("/responses/{id}/sections/L"), vec![("stamp:L.4", "0.x"), ("visibility:L.4", "all")]),
        (&secretariat, "/secretariat/cycles/2027/publish/SEN".to_owned(), vec![]),
        (&secretariat, "/secretariat/cycles/2027/publish/SEN".to_owned(), vec![("revision", "\u{661}")]),
        (&secretariat, "/secretariat/cycles/2027/invite".to_owned(), vec![("state", "Senegal")]),
    ];
    let before = app.lasting();
    for (person, path, fields) in cases {
        let answer = person.post(&path, &fields).await;
        assert_eq!(answer.status.as_u16(), 400, "{path} {fields:?}: {}", answer.words());
        let french = person.email.starts_with("coordinator2");
        answer.says(if french { "Le formulaire n’a pas pu être lu" } else { "The form could not be read" });
        is_refused(&answer, &path);
    }
    let action = format!("/responses/{id}/sections/L/files/L.3");
    let answer = coordinator.uploads(&action, &[("stamp", "x")], Some(("file", "a.pdf", &pdf("x")))).await;
    assert_eq!(answer.status.as_u16(), 400, "{}", answer.words());
    assert_eq!(before, app.lasting());
    // In an address, what is no id does not exist.
    for path in [
        "/responses/x/submit",
        "/responses/x/sections/L/assignments",
        "/responses/%ff/submit",
        "/responses/a%00b/submit",
    ] {
        coordinator.post(path, &[("revision", "0")]).await.expect_status(404);
    }
});

on_both!(numbers_in_addresses_that_nothing_can_have, |app| async {
    let own = whole(&app, "SEN", 3).await;
    let french = app.person("coordinator2@sen.example").await;
    let english = app.coordinator("SEN").await;
    let before = app.lasting();
    let id = &own.response;
    for number in ["2147483648", "99999999999999999999", "-2147483649", "1e3", "x"] {
        let revision = format!("/responses/{id}/revisions/{number}");
        for path in ["", "/receipt", "/receipt.json", "/document.json"].map(|file| format!("{revision}{file}")) {
            french.get(&path).await.expect_status(404).says("Cette page n’existe pas");
            english.get(&path).await.expect_status(404).says("This page does not exist");
        }
        let path = format!("/cycles/{number}/response");
        french.post(&path, &[]).await.expect_status(404).says("Cette page n’existe pas");
    }
    // No page of ours leads to an address with the same word twice after the question mark.
    french.get(&format!("/responses/{id}/check?as=a&as=b")).await.expect_status(404).says("Cette page n’existe pas");
    assert_eq!(before, app.lasting());
});

/// Texts that are none, or that pass for another.
const BAD: [&str; 8] = [
    "a\u{0}b",
    "a\u{1b}[2Jb",
    "a\u{7}b",
    "a\u{85}b",
    "exe.\u{202e}fdp",
    "a\u{2066}b\u{2069}",
    "a\r\nBcc: all@example.org",
    "a\u{2028}b",
];

on_both!(names_and_lines_with_characters_that_are_no_text, |app| async {
    let secretariat = app.secretariat().await;
    let state = app.coordinator("SEN").await;
    let id = state.begins(2027).await;
    let hash = secretariat.opens("/secretariat/cycles/2027").await.links();
    let hash = hash.into_iter().find_map(|link| link.strip_prefix("/secretariat/forms/").map(str::to_owned)).unwrap();
    let file = format!("/responses/{id}/sections/L/files/L.3");
    let stamp = state.opens(&file).await.form(&file).get("stamp").unwrap().to_owned();
    let before = app.lasting();
    for bad in BAD {
        let account = |name: &str, email: &str, note: &str| {
            let fields = [
                ("name", name),
                ("email", email),
                ("role", "coordinator"),
                ("state", "SEN"),
                ("language", "en"),
                ("note", note),
                ("note_date", "2027-04-01"),
            ];
            fields.map(|(name, value)| (name.to_owned(), value.to_owned()))
        };
        let email = format!("{bad}@sen.example");
        let mut cases: Vec<Posting<'_, &str, (String, String)>> = [
            account(bad, "new@sen.example", "SEN/1"),
            account("Awa Gueye", &email, "SEN/1"),
            account("Awa Gueye", "new@sen.example", bad),
        ]
        .map(|fields| (&secretariat, "/secretariat/accounts", fields.to_vec()))
        .to_vec();
        for (field, value) in [("note", bad), ("note_date", bad), ("expected_by", bad), ("year", bad), ("form", bad)] {
            let mut fields = BTreeMap::from([
                ("year", "2028"),
                ("form", hash.as_str()),
                ("note", "ICC-ASP/27/SP/09"),
                ("note_date", "2028-04-01"),
                ("expected_by", "2028-06-30"),
            ]);
            fields.insert(field, value);
            let fields = fields.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
            cases.push((&secretariat, "/secretariat/cycles", fields));
        }
        for (person, path, fields) in cases {
            let fields: Vec<(&str, &str)> =
                fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            let answer = person.post(path, &fields).await;
            assert_eq!(answer.status.as_u16(), 422, "{path} {fields:?}: {}", answer.words());
        }
        // A file's name stands in a header of its part, so a line break there makes no name.
        if !bad.contains('\n') {
            let name = format!("{bad}.pdf");
            let answer = state.uploads(&file, &[("stamp", &stamp)], Some(("file", &name, &pdf("x")))).await;
            assert!([400, 422].contains(&answer.status.as_u16()), "{bad:?}: {} {}", answer.status, answer.words());
        }
        let rows = format!("iso3166_alpha3,official_address,copy_address\nSEN,\"{bad}@sen.example\",\n");
        let answer = secretariat.uploads("/secretariat/states/addresses", &[("addresses", &rows)], None).await;
        assert_eq!(answer.status.as_u16(), 422, "{bad:?}: {}", answer.words());
        let visitor = app.visitor();
        let answer = visitor.signs_in(bad, bad).await;
        assert!([422, 429].contains(&answer.status.as_u16()), "{bad:?}: {}", answer.words());
        let fields = [("invitation", bad), ("code", bad), ("password", bad), ("repeated", bad)];
        let answer = visitor.post("/invitation", &fields).await;
        assert_eq!(answer.status.as_u16(), 422, "{bad:?}: {}", answer.words());
    }
    let mut after = app.lasting();
    // Attempts to sign in are counted and recorded, without what was typed.
    let mut before = before;
    for table in ["sign_in_failures", "audit"] {
        for dump in [&mut before, &mut after] {
            let rows = dump.remove(table).unwrap();
            assert!(rows.iter().all(|row| !row.contains("[2J") && !row.contains('\u{202e}')), "{table}");
        }
    }
    assert_eq!(before, after);
});

on_both!(texts_with_characters_that_are_no_text, |app| async {
    let state = app.coordinator("SEN").await;
    let id = state.begins(2027).await;
    app.answers_all("SEN", &id, 3);
    state.submits(&id).await;
    for bad in ["a\u{0}b", "a\u{1b}[2Jb", "a\u{7}b", "a\u{85}b"] {
        for field in ["value:C.1", "comment:C.1", "reason:C.1"] {
            let answer = state.saves(&id, "C", &[(field, bad), ("declined:C.1", "yes"), ("comment:C.3", bad)]).await;
            assert_eq!(answer.status.as_u16(), 422, "{field} {bad:?}: {}", answer.words());
        }
        let answer = state.post(&format!("/responses/{id}/submit"), &[("revision", "1"), ("reason", bad)]).await;
        assert_eq!(answer.status.as_u16(), 422, "{bad:?}: {}", answer.words());
    }
    // Marks that order right-to-left text belong to texts in Arabic or Hebrew; on pages a text is kept apart from what stands around it.
    let marked = "The law \u{200f}\u{0642}\u{0627}\u{0646}\u{0648}\u{0646}\u{200f} of 2019";
    state.answers(&id, "C.1", marked).await;
    assert_eq!(state.section(&id, "C").await.get("value:C.1"), Some(marked));
});
