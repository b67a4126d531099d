//! T07: nobody is led to another site, wherever an address to go back to is taken from a form or from an address.

use crate::app::*;

const AWA: &str = "coordinator@sen.example";

/// What a browser would follow to another site, or run, if it were believed.
const PAYLOADS: [&str; 30] = [
    "//evil.example",
    "///evil.example",
    "////evil.example/%2e%2e",
    "/\\evil.example",
    "\\/evil.example",
    "\\\\evil.example",
    "/\\/evil.example",
    "https://evil.example",
    "HTTPS://EVIL.EXAMPLE",
    "https:evil.example",
    "https:/evil.example",
    "http:\\\\evil.example",
    "//evil.example\\@localhost:8080/",
    "%2f%2fevil.example",
    "/%2f%2fevil.example",
    "/%5cevil.example",
    "/\t/evil.example",
    "\t//evil.example",
    " //evil.example",
    "/\n/evil.example",
    "/\r\n/evil.example",
    "/\r\nLocation: https://evil.example",
    "/help\r\nSet-Cookie: __Host-concord=x",
    "javascript:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,evil.example",
    "@evil.example",
    ".evil.example",
    "evil.example",
    "/%e2%80%ae//evil.example",
];

/// Where a browser would go: always this site, and without a header of the visitor's own making.
#[track_caller]
fn leads_home(answer: &Answer, payload: &str) {
    assert_eq!(answer.status.as_u16(), 303, "{payload:?}: {}", answer.words());
    let base = url::Url::parse(BASE).unwrap();
    let there = base.join(&answer.location()).unwrap();
    assert_eq!(there.origin(), base.origin(), "{payload:?} leads to {there}");
    assert!(answer.location().starts_with('/'), "{payload:?} leads to {:?}", answer.location());
    let strange = answer.headers.get_all("set-cookie").any(|cookie| cookie.as_bytes() == b"__Host-concord=x");
    assert!(!strange, "{payload:?} set a cookie");
}

on_both!(t07_signing_in_leads_to_no_other_site, |app| async {
    // By a field that was changed; a link that somebody was sent fills the same field in.
    let by_field = PAYLOADS.iter().map(|payload| (*payload, false));
    let by_link = PAYLOADS.iter().step_by(4).map(|payload| (*payload, true));
    for (payload, is_link) in by_field.chain(by_link) {
        let visitor = app.visitor();
        let sent: String = form_urlencoded::byte_serialize(payload.as_bytes()).collect();
        let address = if is_link { format!("/sign-in?back={sent}") } else { "/sign-in".to_owned() };
        let mut form = visitor.opens(&address).await.form("/sign-in");
        form.set("email", AWA).set("password", PASSWORD);
        if !is_link {
            form.set("back", payload);
        }
        leads_home(&visitor.sends(&form).await, payload);
        leads_home(&visitor.shows_code(&app.code(AWA)).await, payload);
    }
});

on_both!(t07_choosing_a_language_leads_to_no_other_site, Bare, |app| async {
    let person = app.person(AWA).await;
    let visitor = app.visitor();
    for payload in PAYLOADS {
        for who in [&person, &visitor] {
            leads_home(&who.post("/language", &[("language", "fr"), ("back", payload)]).await, payload);
        }
    }
    // An address of this site is gone back to, with what stands in it.
    let back = visitor.post("/language", &[("language", "en"), ("back", "/sign-in?back=%2Fhelp")]).await;
    assert_eq!(back.expect_status(303).location(), "/sign-in?back=%2Fhelp");
});

on_both!(t07_a_fresh_factor_leads_to_no_other_site, Bare, |app| async {
    let person = app.person(AWA).await;
    for payload in PAYLOADS {
        // While the factor is fresh, and when it is asked for and the address travels sealed.
        leads_home(&person.post("/account/confirm", &[("back", payload)]).await, payload);
        app.wait(301);
        let asked = person.post("/account/confirm", &[("back", payload)]).await.expect_status(401);
        let mut proof = asked.form("/account/confirm");
        proof.set("code", &app.code(AWA));
        leads_home(&person.sends(&proof).await, payload);
    }
});

on_both!(t07_a_form_that_outlived_its_session_leads_to_no_other_site, |app| async {
    let person = app.person(AWA).await;
    let id = person.begins(2027).await;
    for payload in PAYLOADS.into_iter().step_by(4) {
        // Twelve hours later the session is over; what is posted waits, sealed, for its person to sign in again.
        let mut form = person.section(&id, "C").await;
        form.set("then", payload).set("back", payload);
        app.wait(13 * 3600);
        let again = person.sends(&form).await;
        let mut sign_in = again.form("/sign-in");
        assert!(sign_in.get("back").is_some_and(|back| back.starts_with("/responses/")), "{:?}", sign_in.get("back"));
        assert!(sign_in.get("carried").is_some_and(|carried| !carried.is_empty()));
        sign_in.set("email", AWA).set("password", PASSWORD).set("back", payload);
        leads_home(&person.sends(&sign_in).await, payload);
        leads_home(&person.shows_code(&app.code(AWA)).await, payload);
    }
});

on_both!(t07_nobody_is_signed_in_or_out_from_another_site, Bare, |app| async {
    // Somebody's own browser is made to sign in as another, or to sign out: neither without this site's own form.
    let person = app.person(AWA).await;
    let mine = person.cookies.borrow().clone();
    let thief = app.visitor();
    let (own, anothers) = (person.token().await, thief.token().await);
    for (path, fields) in [
        ("/sign-in", vec![("email", "coordinator@svn.example"), ("password", PASSWORD)]),
        ("/sign-out", vec![]),
        ("/language", vec![("language", "fr")]),
    ] {
        for origin in ["https://evil.example", "null", "http://localhost:8081", "http://localhost"] {
            for token in [anothers.as_str(), "", own.as_str()] {
                let mut all = fields.clone();
                all.push(("token", token));
                let owned: Vec<(String, String)> =
                    all.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
                let body = encoded(&owned);
                let headers = [("Content-Type", "application/x-www-form-urlencoded"), ("Origin", origin)];
                let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
                let asked = Asked { method: actix_web::http::Method::POST, path: path.to_owned(), headers, body };
                person.ask(asked).await.expect_status(403);
            }
        }
    }
    assert_eq!(*person.cookies.borrow(), mine);
    person.opens("/").await.says("Ndeye Diop");
});
