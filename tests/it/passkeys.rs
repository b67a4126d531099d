//! Passkeys by an authenticator made of software, which can do what no honest one does: answer for another site, for another
//! person, twice, without looking at its owner, or as a copy of itself. Named after threats and requirements of OWASP ASVS 5.0.0.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use concord::domain::actor::Role;
use concord::domain::identity::FactorRules;
use concord::domain::seal::{random, sha256};
use serde_json::{Value, json};

use crate::app::*;

const AWA: &str = "coordinator@sen.example";
const TINA: &str = "coordinator@svn.example";

/// A passkey, as its device holds it.
struct Device {
    key: EcdsaKeyPair,
    id: Vec<u8>,
    user: String,
    counter: u32,
    /// The site that it believes to be at.
    origin: &'static str,
    site: &'static str,
    /// Whether it looks at its owner's finger.
    verifies: bool,
}

impl Device {
    fn new() -> Self {
        Device {
            key: EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).unwrap(),
            id: random::<32>().to_vec(),
            user: String::new(),
            counter: 0,
            origin: BASE,
            site: "localhost",
            verifies: true,
        }
    }

    fn said(&self, kind: &str, options: &Value) -> Vec<u8> {
        let challenge = options["challenge"].as_str().unwrap();
        json!({ "type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": false }).to_string().into()
    }

    fn data(&self, flags: u8) -> Vec<u8> {
        let flags = if self.verifies { flags | 4 } else { flags };
        [sha256(self.site.as_bytes()), vec![flags], self.counter.to_be_bytes().to_vec()].concat()
    }

    /// The answer to `navigator.credentials.create`.
    fn makes(&mut self, options: &Value) -> String {
        self.user = options["user"]["id"].as_str().unwrap().to_owned();
        let public = self.key.public_key().as_ref();
        let (x, y) = (&public[1..33], &public[33..65]);
        let cose =
            [&[0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20][..], x, &[0x22, 0x58, 0x20], y].concat();
        let mut data = self.data(0x41);
        data.extend([0; 16]);
        data.extend(u16::try_from(self.id.len()).unwrap().to_be_bytes());
        data.extend(&self.id);
        data.extend(cose);
        let mut object = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58".to_vec();
        object.push(u8::try_from(data.len()).unwrap());
        object.extend(data);
        self.credential(json!({
            "clientDataJSON": URL_SAFE_NO_PAD.encode(self.said("webauthn.create", options)),
            "attestationObject": URL_SAFE_NO_PAD.encode(object),
        }))
    }

    /// The answer to `navigator.credentials.get`.
    fn answers(&mut self, options: &Value) -> String {
        self.counter += 1;
        let (said, data) = (self.said("webauthn.get", options), self.data(0x01));
        let signed = [data.clone(), sha256(&said)].concat();
        let signature = self.key.sign(&SystemRandom::new(), &signed).unwrap();
        self.credential(json!({
            "clientDataJSON": URL_SAFE_NO_PAD.encode(said),
            "authenticatorData": URL_SAFE_NO_PAD.encode(data),
            "signature": URL_SAFE_NO_PAD.encode(signature.as_ref()),
            "userHandle": self.user,
        }))
    }

    fn credential(&self, response: Value) -> String {
        let id = URL_SAFE_NO_PAD.encode(&self.id);
        json!({ "id": id, "rawId": id, "type": "public-key", "response": response, "extensions": {} }).to_string()
    }
}

/// The options that a page holds for the browser.
fn options(page: &Answer, kind: &str) -> Value {
    let html = page.html();
    let place = html.select(&selector(&format!("[data-passkey={kind}]"))).next().expect("a passkey is asked for");
    serde_json::from_str(place.attr("data-options").unwrap()).unwrap()
}

/// Sends the device's answer in the form of a page.
async fn sends(person: &Visitor<'_>, page: &Answer, action: &str, credential: &str) -> Answer {
    let mut form = page.form(action);
    form.set("credential", credential);
    person.sends(&form).await
}

const ADD: &str = "/account/factors/passkey";
const SHOW: &str = "/sign-in/factor";
const ALONE: &str = "/sign-in/passkey";

/// Sets a passkey up in a live session.
async fn with_passkey(person: &Visitor<'_>) -> Device {
    let mut device = Device::new();
    let page = person.opens(ADD).await;
    let wanted = options(&page, "create");
    assert_eq!(wanted["authenticatorSelection"]["residentKey"], "required");
    assert_eq!(wanted["authenticatorSelection"]["userVerification"], "required");
    assert_eq!(wanted["rp"]["id"], "localhost");
    let made = device.makes(&wanted);
    sends(person, &page, ADD, &made).await.expect_status(200);
    device
}

/// Asks for the second step with a passkey, after the password.
async fn second_step(person: &Visitor<'_>, email: &str, device: &mut Device) -> Answer {
    person.signs_in(email, PASSWORD).await.expect_status(303);
    let page = person.opens(SHOW).await;
    let wanted = options(&page, "get");
    assert_eq!(wanted["allowCredentials"][0]["id"], URL_SAFE_NO_PAD.encode(&device.id));
    let answer = device.answers(&wanted);
    sends(person, &page, SHOW, &answer).await
}

async fn alone(person: &Visitor<'_>, device: &mut Device) -> Answer {
    let page = person.opens("/sign-in").await;
    let answer = device.answers(&options(&page, "get"));
    sends(person, &page, ALONE, &answer).await
}

on_both!(asvs_6_3_3_a_passkey_is_the_second_step_or_both_steps_at_once, |app| async {
    let person = app.person(AWA).await;
    let mut device = with_passkey(&person).await;
    let again = app.visitor();
    second_step(&again, AWA, &mut device).await.expect_status(303);
    again.opens("/account/factors").await.says("Passkey");
    let nameless = app.visitor();
    alone(&nameless, &mut device).await.expect_status(303);
    nameless.opens("/account/factors").await;
    // It is fresh for an act, and serves before an act too.
    let added = app.recorded("recovery_codes_made");
    nameless.post("/account/factors/recovery", &[]).await.expect_status(200);
    app.wait(301);
    let asked = nameless.post("/account/factors/recovery", &[]).await.expect_status(401);
    let answer = device.answers(&options(&asked, "get"));
    sends(&nameless, &asked, "/account/factors/recovery", &answer).await.expect_status(200);
    assert_eq!(app.recorded("recovery_codes_made"), added + 2);
});

on_both!(t03_an_assertion_of_another_origin_is_refused, |app| async {
    let person = app.person(AWA).await;
    let mut device = with_passkey(&person).await;
    for (origin, site) in [
        ("http://badlocalhost:8080", "localhost"),
        ("http://localhost:8081", "localhost"),
        ("https://localhost:8080", "localhost"),
        ("http://phish.localhost:8080", "localhost"),
        ("http://localhost:8080.evil.example", "localhost"),
        (BASE, "badlocalhost"),
        (BASE, "evil.example"),
    ] {
        (device.origin, device.site) = (origin, site);
        second_step(&app.visitor(), AWA, &mut device).await.expect_status(422);
        alone(&app.visitor(), &mut device).await.expect_status(422);
        app.wait(61);
    }
    (device.origin, device.site) = (BASE, "localhost");
    alone(&app.visitor(), &mut device).await.expect_status(303);
});

/// The example of the requirement itself: `badexample.com` for `example.com`.
#[test]
fn t03_the_site_is_exactly_the_configured_origin() {
    let rules = FactorRules::new("https://example.com", &[Role::Secretariat]).unwrap();
    assert!(rules.have_passkeys() && rules.wants_passkey(Role::Secretariat) && !rules.wants_passkey(Role::Reader));
    assert!(!FactorRules::new("http://127.0.0.1:8080", &[]).unwrap().have_passkeys());
}

on_both!(asvs_6_7_2_a_challenge_is_answered_once_by_whom_it_was_given_to_and_in_time, |app| async {
    let (person, other) = (app.person(AWA).await, app.person(TINA).await);
    let mut device = with_passkey(&person).await;
    let mut theirs = with_passkey(&other).await;
    // Replayed: the same answer in the same session, and the same challenge with a new answer.
    app.wait(301);
    let act = "/account/factors/recovery";
    let asked = person.post(act, &[]).await.expect_status(401);
    let answer = device.answers(&options(&asked, "get"));
    let once_more = device.answers(&options(&asked, "get"));
    sends(&person, &asked, act, &once_more).await.expect_status(200);
    app.wait(301);
    sends(&person, &asked, act, &answer).await.expect_status(422);
    let fresh = person.post(act, &[]).await.expect_status(401);
    let answer = device.answers(&options(&fresh, "get"));
    let mut form = asked.form(act);
    form.set("token", fresh.form(act).get("token").unwrap()).set("credential", &answer);
    person.sends(&form).await.expect_status(422);
    // Another person's passkey, for one's own challenge.
    let wrong = theirs.answers(&options(&fresh, "get"));
    sends(&person, &fresh, act, &wrong).await.expect_status(422);
    // Another person's challenge.
    let other_page = other.post(act, &[]).await.expect_status(401);
    let answer = device.answers(&options(&other_page, "get"));
    let mut form = fresh.form(act);
    form.set("challenge", other_page.form(act).get("challenge").unwrap()).set("credential", &answer);
    person.sends(&form).await.expect_status(422);
    // Too late.
    app.wait(61);
    let page = person.post(act, &[]).await.expect_status(401);
    let late = device.answers(&options(&page, "get"));
    app.wait(301);
    sends(&person, &page, act, &late).await.expect_status(422);
    assert!(app.recorded("factor_wrong") >= 4);
});

on_both!(t03_a_cloned_passkey_is_noticed_recorded_and_refused, |app| async {
    let person = app.person(AWA).await;
    let mut device = with_passkey(&person).await;
    for _ in 0..3 {
        alone(&app.visitor(), &mut device).await.expect_status(303);
    }
    let before = app.post().await.len();
    device.counter = 1;
    alone(&app.visitor(), &mut device).await.expect_status(422);
    device.counter = 1;
    let answer = second_step(&app.visitor(), AWA, &mut device).await.expect_status(422);
    answer.says("there may be a copy");
    assert_eq!(app.recorded("factor_cloned"), 2);
    assert_eq!(app.post().await.len(), before + 2, "the person is told");
});

on_both!(t03_without_user_verification_or_with_altered_answers_nobody_comes_in, |app| async {
    let person = app.person(AWA).await;
    let mut device = with_passkey(&person).await;
    device.verifies = false;
    alone(&app.visitor(), &mut device).await.expect_status(422);
    device.verifies = true;
    let visitor = app.visitor();
    let page = visitor.opens("/sign-in").await;
    let right = device.answers(&options(&page, "get"));
    let mut altered: Value = serde_json::from_str(&right).unwrap();
    altered["response"]["userHandle"] = json!(URL_SAFE_NO_PAD.encode([7; 16]));
    for bad in [
        altered.to_string(),
        "{}".to_owned(),
        "null".to_owned(),
        right.replace("signature", "sign"),
        right[1..].to_owned(),
    ] {
        sends(&visitor, &page, ALONE, &bad).await.expect_status(422);
    }
    let mut form = page.form(ALONE);
    form.set("credential", &right).set("challenge", "00");
    visitor.sends(&form).await.expect_status(422);
    sends(&visitor, &page, ALONE, &right).await.expect_status(303);
    // Of a suspended account it is nothing.
    let concord::domain::actor::Actor::Person(awa) = app.actor(AWA) else { unreachable!() };
    app.db.write_now(&OPERATOR, |ctx| concord::domain::identity::accounts::suspend(ctx, &awa.account)).unwrap();
    alone(&app.visitor(), &mut device).await.expect_status(422);
});

on_both!(t06_a_passkey_is_made_for_its_own_account_and_once, |app| async {
    let (person, other) = (app.person(AWA).await, app.person(TINA).await);
    let (own, theirs) = (person.opens(ADD).await, other.opens(ADD).await);
    let mut device = Device::new();
    let made = device.makes(&options(&own, "create"));
    // In another person's session, with one's own challenge and with theirs.
    sends(&other, &theirs, ADD, &made).await.expect_status(422);
    let mut form = theirs.form(ADD);
    form.set("challenge", own.form(ADD).get("challenge").unwrap()).set("credential", &made);
    other.sends(&form).await.expect_status(422);
    sends(&person, &own, ADD, &made).await.expect_status(200);
    sends(&person, &own, ADD, &made).await.expect_status(422);
    // The same credential for somebody else.
    let page = other.opens(ADD).await;
    let made = device.makes(&options(&page, "create"));
    sends(&other, &page, ADD, &made).await.expect_status(422);
});

on_both!(asvs_6_3_4_roles_that_need_a_passkey_come_in_with_nothing_else, |app| async {
    let app = app.with_passkey_roles(&[Role::Secretariat]);
    const MEMBER: &str = "secretariat@platform.example";
    // Codes alone lead to setting a passkey up, and nowhere else.
    let member = app.visitor();
    let half = member.comes_in(MEMBER).await.expect_status(303);
    assert_eq!(half.location(), "/account/factors/add");
    assert_eq!(member.get("/").await.expect_status(303).location(), "/account/factors/add");
    member.post("/account/factors/codes", &[]).await.expect_status(403);
    app.wait(1);
    let mut device = with_passkey(&member).await;
    member.opens("/secretariat/cycles").await;
    // From now on a code is not looked at, at the door or before an act.
    let again = app.visitor();
    again.signs_in(MEMBER, PASSWORD).await.expect_status(303);
    let code = app.code(MEMBER);
    again.shows_code(&code).await.expect_status(422).says("needs a passkey");
    second_step(&app.visitor(), MEMBER, &mut device).await.expect_status(303);
    app.wait(301);
    let asked = member.post("/account/factors/recovery", &[]).await.expect_status(401);
    let carried = asked.form("/account/factors/recovery").get("carried").unwrap().to_owned();
    let code = app.code(MEMBER);
    let sealed = [("carried", carried.as_str()), ("code", code.as_str())];
    member.post("/account/factors/recovery", &sealed).await.expect_status(422);
    // Nor can the last passkey be taken away.
    let asked = member.post("/account/factors/recovery", &[]).await.expect_status(401);
    let answer = device.answers(&options(&asked, "get"));
    sends(&member, &asked, "/account/factors/recovery", &answer).await.expect_status(200);
    let page = member.opens("/account/factors").await;
    let removals: Vec<String> = page.links().into_iter().filter(|link| link.ends_with("/remove")).collect();
    let statuses = [member.post(&removals[0], &[]).await.status, member.post(&removals[1], &[]).await.status];
    assert_eq!(statuses.map(|status| status.as_u16()), [303, 422], "the authenticator goes, the passkey stays");
    // Other roles are as before.
    app.person(AWA).await.opens("/").await;
});
