//! T06: invitations in the hands of scanners, of who poisons headers, and of two at once.

use actix_web::http::Method;
use futures_util::future::join_all;

use crate::app::*;

const NEW: &str = "forty slow tramways cross the polder";
const MINA: &str = "mina@svn.example";

/// Somebody is invited: the token of the mail and the code of the page.
async fn invited(app: &TestApp) -> (String, String) {
    let secretariat = app.secretariat().await;
    let mut new = secretariat.opens("/secretariat/accounts").await.form("/secretariat/accounts");
    new.set("name", "Mina Kos").set("email", MINA).set("role", "reader").set("state", "SVN");
    new.set("note", "SVN/2027/8").set("note_date", "2027-04-01");
    let added = secretariat.sends(new.set("language", "en")).await.expect_status(303);
    let account = added.location().split("added=").nth(1).unwrap().to_owned();
    let path = format!("/secretariat/accounts/{account}/invitation");
    let issued = secretariat.post(&path, &[]).await.expect_status(200);
    let code: String = issued.html().select(&selector("dl.facts code")).next().unwrap().text().collect();
    (mailed(app).await, code.trim().to_owned())
}

async fn mailed(app: &TestApp) -> String {
    let letters = app.post().await;
    let letter = letters.iter().find(|letter| letter.to.contains(MINA)).unwrap();
    letter.text.split("/invitation#").nth(1).unwrap().split_whitespace().next().unwrap().to_owned()
}

async fn accepts(visitor: &Visitor<'_>, token: &str, code: &str) -> Answer {
    let fields = [("invitation", token), ("code", code), ("password", NEW), ("repeated", NEW)];
    visitor.post("/invitation", &fields).await
}

fn accepted(app: &TestApp) -> usize {
    let sql = "SELECT CAST(id AS TEXT) AS text FROM audit WHERE action = 'invitation_used'";
    app.query(sql, sql).len()
}

on_both!(t06_scanners_of_mail_spoil_no_invitation_and_the_person_succeeds_once, Bare, |app| async {
    let (token, code) = invited(&app).await;
    let before = app.lasting();
    for _ in 0..3 {
        let scanner = app.visitor();
        for _ in 0..7 {
            scanner.opens("/invitation").await.is_silent_on(&token);
            scanner.get(&format!("/invitation?invitation={token}")).await.expect_status(200);
        }
        let form = scanner.opens("/invitation").await.form("/invitation");
        scanner.sends(&form).await.expect_status(422);
        scanner.post_raw("/invitation", format!("invitation={token}").into_bytes()).await.expect_status(403);
    }
    assert_eq!(before, app.lasting(), "looking changes nothing, and neither does an empty form");
    accepts(&app.visitor(), &token, &code).await.expect_status(303);
    accepts(&app.visitor(), &token, &code).await.expect_status(422);
    assert_eq!(accepted(&app), 1);
});

on_both!(t06_of_two_who_accept_an_invitation_at_once_one_wins, Bare, |app| async {
    let (token, code) = invited(&app).await;
    let visitors: Vec<Visitor<'_>> = (0..4).map(|_| app.visitor()).collect();
    let answers = join_all(visitors.iter().map(|visitor| accepts(visitor, &token, &code))).await;
    let won = answers.iter().filter(|answer| answer.status.as_u16() == 303).count();
    assert_eq!(won, 1, "{:?}", answers.iter().map(|answer| answer.status).collect::<Vec<_>>());
    assert_eq!(accepted(&app), 1);
});

on_both!(t06_expired_altered_and_foreign_tokens_open_nothing, Bare, |app| async {
    let (token, code) = invited(&app).await;
    let visitor = app.visitor();
    let last = token.chars().next_back().unwrap();
    let altered = format!("{}{}", &token[..token.len() - 1], if last == '0' { 'G' } else { '0' });
    let short = &token[..token.len() - 1];
    for bad in [altered.as_str(), short, "", "0", &format!("{token}{token}"), "\u{0}", "' OR 1=1 --"] {
        let answer = accepts(&visitor, bad, &code).await;
        assert!(matches!(answer.status.as_u16(), 400 | 422), "{bad:?}: {}", answer.status);
    }
    // A link for a forgotten password is no invitation, and an invitation is no such link.
    let mut asks = visitor.opens("/forgotten").await.form("/forgotten");
    visitor.sends(asks.set("email", "coordinator@sen.example")).await.expect_status(303);
    let letters = app.post().await;
    let reset = letters.iter().find_map(|letter| letter.text.split("/reset#").nth(1)).unwrap();
    let reset = reset.split_whitespace().next().unwrap();
    accepts(&visitor, reset, &code).await.expect_status(422);
    let fields = [("link", token.as_str()), ("password", NEW), ("repeated", NEW)];
    visitor.post("/reset", &fields).await.expect_status(422);
    // Ten days later the right one opens nothing either, and a clock that jumps back makes it no better than it was.
    app.wait(10 * 24 * 3600 + 1);
    accepts(&visitor, &token, &code).await.expect_status(422);
    assert_eq!(accepted(&app), 0);
    app.visitor().signs_in(MINA, NEW).await.expect_status(422);
});

on_both!(t06_poisoned_headers_do_not_change_the_link_of_an_invitation, Bare, |app| async {
    let secretariat = app.secretariat().await;
    let mut new = secretariat.opens("/secretariat/accounts").await.form("/secretariat/accounts");
    new.set("name", "Mina Kos").set("email", MINA).set("role", "reader").set("state", "SVN");
    new.set("note", "SVN/2027/8").set("note_date", "2027-04-01");
    let added = secretariat.sends(new.set("language", "en")).await.expect_status(303);
    let account = added.location().split("added=").nth(1).unwrap().to_owned();
    for poison in [
        ("Host", "evil.example"),
        ("X-Forwarded-Host", "evil.example"),
        ("Forwarded", "host=evil.example;proto=http"),
        ("X-Forwarded-Proto", "gopher"),
    ] {
        let body = encoded(&[("token".to_owned(), secretariat.token().await)]);
        let headers = [("Content-Type", "application/x-www-form-urlencoded"), ("Origin", BASE), poison];
        let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        let path = format!("/secretariat/accounts/{account}/invitation");
        secretariat.ask(Asked { method: Method::POST, path, headers, body }).await.expect_status(200);
    }
    let letters: Vec<LetterText> = app.post().await.into_iter().filter(|letter| letter.to.contains(MINA)).collect();
    assert!(!letters.is_empty());
    for letter in letters {
        assert!(!letter.raw.contains("evil") && !letter.raw.contains("gopher"), "{}", letter.raw);
        let links = letter.text.split_whitespace().filter(|word| word.contains("://"));
        assert!(links.into_iter().all(|link| link.starts_with(BASE)), "{}", letter.text);
    }
});
