//! What a person is told of attempts at their account, and names that could deceive.

use crate::app::*;

const AWA: &str = "coordinator@sen.example";

async fn letters(app: &TestApp, email: &str) -> usize {
    let all = app.post().await;
    all.iter().filter(|letter| letter.to.contains(email) && letter.text.contains("failed attempts")).count()
}

on_both!(asvs_6_3_5_a_person_is_told_of_many_failures_once_a_day, Bare, |app| async {
    let stranger = app.visitor();
    for n in 1..=4 {
        stranger.signs_in(AWA, "not the password of anybody").await;
        app.wait(61);
        assert_eq!(letters(&app, AWA).await, 0, "after {n}");
    }
    for _ in 0..4 {
        stranger.signs_in(AWA, "not the password of anybody").await;
        stranger.signs_in("nobody@sen.example", "not the password of anybody").await;
        app.wait(61);
    }
    assert_eq!(letters(&app, AWA).await, 1);
    let all = app.post().await;
    let letter = all.iter().find(|letter| letter.text.contains("failed attempts")).unwrap();
    assert!(letter.text.contains(&format!("{BASE}/account/record")));
    for content in ["Senegal", "Diop", "192.0.2", "sen.example"] {
        assert!(!letter.text.contains(content), "{content} in {}", letter.text);
    }
    assert!(!all.iter().any(|letter| letter.to.contains("nobody@")));
    // The next day again.
    app.wait(25 * 3600);
    for _ in 0..6 {
        stranger.signs_in(AWA, "not the password of anybody").await;
        app.wait(61);
    }
    assert_eq!(letters(&app, AWA).await, 2);
});

on_both!(asvs_6_3_5_wrong_codes_after_the_right_password_are_told, Bare, |app| async {
    let half = app.visitor();
    half.signs_in(AWA, PASSWORD).await.expect_status(303);
    for n in 0..5 {
        half.shows_code(&format!("00000{n}")).await;
        app.wait(61);
    }
    assert_eq!(letters(&app, AWA).await, 1);
});

on_both!(a_factor_has_a_short_name_that_nothing_reorders, Bare, |app| async {
    let state = app.person(AWA).await;
    state.post("/account/factors/codes", &[]).await.expect_status(303);
    let page = state.opens("/account/factors/codes").await;
    let secret = page.html().select(&selector("#secret")).next().unwrap().attr("data-secret").unwrap().to_owned();
    let secret: [u8; 20] = totp_rs::Secret::try_from_base32(secret).unwrap().as_bytes().try_into().unwrap();
    let mut form = page.form("/account/factors/codes/confirm");
    form.set("code", &code_of(secret, app.step()));
    for name in ["phone\u{202E}enohp", "a\u{200F}b", "a\u{2066}b", &"x".repeat(61)] {
        form.set("name", name);
        state.sends(&form).await.expect_status(422).says("at most 60 characters on one line");
    }
    form.set("name", "هاتف السفارة");
    state.sends(&form).await.expect_status(200);
    state.opens("/account/factors").await.says("هاتف السفارة");
});
