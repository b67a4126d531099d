//! A forgotten password and one that its owner changes, in the hands of those who should not have them. Named after the threats and the
//! requirements of OWASP ASVS 5.0.0 that they show.

use std::time::{Duration, Instant};

use actix_web::http::Method;
use concord::domain::actor::{Actor, Role, Task};
use concord::domain::db::Ctx;
use concord::domain::identity::{NewAccount, accounts, invitations};
use concord::domain::line::OneLine;
use concord::domain::people;
use concord::domain::seal;
use futures_util::future::join_all;

use crate::app::*;
use crate::traces::lasting_but_refusals;

const AWA: &str = "coordinator@sen.example";
const TINA: &str = "coordinator@svn.example";
const NEW: &str = "nine copper kettles under the bridge";

async fn asks(visitor: &Visitor<'_>, email: &str) -> Answer {
    let mut form = visitor.opens("/forgotten").await.form("/forgotten");
    form.set("email", email);
    visitor.sends(&form).await
}

/// The tokens that were mailed to an address, the oldest first.
async fn mailed(app: &TestApp, email: &str) -> Vec<String> {
    let letters = app.post().await;
    let to_them = letters.iter().filter(|letter| letter.to.contains(email));
    to_them
        .filter_map(|letter| letter.text.split("/reset#").nth(1)?.split_whitespace().next().map(str::to_owned))
        .collect()
}

async fn chooses(visitor: &Visitor<'_>, token: &str, password: &str) -> Answer {
    let mut form = visitor.opens("/reset").await.form("/reset");
    form.set("link", token).set("password", password).set("repeated", password);
    visitor.sends(&form).await
}

fn shut(app: &TestApp, email: &str, end: bool) {
    let Actor::Person(person) = app.actor(email) else { unreachable!() };
    let work = |ctx: &mut Ctx<'_>| match end {
        true => people::leave(ctx, &person.account, &[]),
        false => accounts::suspend(ctx, &person.account),
    };
    app.db.write_now(&OPERATOR, work).unwrap();
}

fn invited(app: &TestApp, email: &str) {
    let new = NewAccount {
        name: OneLine::new("Mina Kos").unwrap(),
        email: email.to_owned(),
        role: Role::Coordinator,
        state: Some("SVN".parse().unwrap()),
        organ: None,
        language: "en".to_owned(),
        note_reference: None,
    };
    app.db.write_now(&OPERATOR, |ctx| accounts::make(ctx, &new)).unwrap();
}

on_both!(asvs_6_4_3_a_forgotten_password_is_replaced_and_the_second_factor_stays, |app| async {
    let elsewhere = app.person(AWA).await;
    let visitor = app.visitor();
    visitor.opens("/sign-in").await.says("/forgotten");
    let sent = asks(&visitor, " Coordinator@SEN.example ").await;
    visitor.follows(sent).await.says("on its way");
    let token = mailed(&app, AWA).await.pop().expect("a mail");
    let done = chooses(&visitor, &token, NEW).await.expect_status(303);
    assert_eq!(done.location(), "/sign-in/factor");
    // Every session has ended, and the link alone reaches nothing.
    assert!(elsewhere.get("/").await.expect_status(303).location().starts_with("/sign-in"));
    for path in ["/", "/account/factors", "/account/password", "/account/factors/add"] {
        assert_eq!(visitor.get(path).await.expect_status(303).location(), "/sign-in/factor", "{path}");
    }
    visitor.shows_code(&app.code(AWA)).await.expect_status(303);
    visitor.opens("/").await;
    app.visitor().signs_in(AWA, PASSWORD).await.expect_status(422);
    app.visitor().signs_in(AWA, NEW).await.expect_status(303);
    assert_eq!((app.recorded("password_reset_asked"), app.recorded("password_reset")), (1, 1));
    // Mails hold no content, and the one on the change says what to do.
    let letters = app.post().await;
    assert!(letters.iter().any(|letter| letter.text.contains("Your password was changed")));
    for word in ["Senegal", "SEN", "Diop", NEW, "192.0.2"] {
        assert!(!letters.iter().any(|letter| letter.text.contains(word)), "{word}");
    }
    assert!(!app.dump().values().flatten().any(|row| row.contains(&token)));
});

on_both!(t06_scanners_of_mail_spoil_nothing_and_the_person_succeeds_once, |app| async {
    asks(&app.visitor(), AWA).await.expect_status(303);
    let token = mailed(&app, AWA).await.pop().unwrap();
    let before = app.lasting();
    for _ in 0..3 {
        let scanner = app.visitor();
        for _ in 0..7 {
            scanner.opens("/reset").await.is_silent_on(&token);
            scanner.get(&format!("/reset?link={token}")).await.expect_status(200);
        }
        // A form that is posted as it stands, and one that a script of the page filled in.
        let form = scanner.opens("/reset").await.form("/reset");
        scanner.sends(&form).await.expect_status(422);
        for password in ["", "short", "password password password"] {
            chooses(&scanner, &token, password).await.expect_status(422);
        }
        scanner.post_raw("/reset", format!("link={token}").into_bytes()).await.expect_status(403);
    }
    assert_eq!(before, app.lasting());
    let grouped: Vec<String> = token.as_bytes().chunks(4).map(|four| String::from_utf8_lossy(four).into()).collect();
    chooses(&app.visitor(), &grouped.join(" ").to_lowercase(), NEW).await.expect_status(303);
    chooses(&app.visitor(), &token, "another good one with many words").await.expect_status(422).says("has been used");
    app.visitor().signs_in(AWA, NEW).await.expect_status(303);
});

on_both!(t06_poisoned_headers_do_not_change_the_link, |app| async {
    let visitor = app.visitor();
    let token = visitor.token().await;
    for poison in [
        ("Host", "evil.example"),
        ("X-Forwarded-Host", "evil.example"),
        ("Forwarded", "host=evil.example;proto=http"),
        ("X-Original-URL", "http://evil.example/"),
        ("X-Forwarded-Proto", "gopher"),
    ] {
        app.wait(16 * 60);
        let body = encoded(&[("token".to_owned(), token.clone()), ("email".to_owned(), AWA.to_owned())]);
        let headers = [("Content-Type", "application/x-www-form-urlencoded"), ("Origin", BASE), poison];
        let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        let asked = Asked { method: Method::POST, path: "/forgotten".to_owned(), headers, body };
        assert_eq!(visitor.ask(asked).await.expect_status(303).location(), "/forgotten?sent=1");
    }
    let letters = app.post().await;
    assert_eq!(letters.iter().filter(|letter| letter.text.contains("/reset#")).count(), 5);
    for letter in letters {
        assert!(!letter.raw.contains("evil") && !letter.raw.contains("gopher"), "{}", letter.raw);
        let links = letter.text.split_whitespace().filter(|word| word.contains("://"));
        assert!(links.into_iter().all(|link| link.starts_with(BASE)), "{}", letter.text);
    }
});

on_both!(t06_links_that_expired_were_replaced_altered_or_belong_elsewhere_open_nothing, |app| async {
    let visitor = app.visitor();
    asks(&visitor, AWA).await.expect_status(303);
    let first = mailed(&app, AWA).await.pop().unwrap();
    app.wait(16 * 60);
    asks(&visitor, AWA).await.expect_status(303);
    let second = mailed(&app, AWA).await.into_iter().find(|token| *token != first).unwrap();
    // A later one withdraws the earlier, though that one's time is not over.
    chooses(&visitor, &first, NEW).await.expect_status(422).says("replaced");
    let last = second.chars().next_back().unwrap();
    let altered = format!("{}{}", &second[..51], if last == '0' { 'G' } else { '0' });
    for bad in [altered.as_str(), &second[..51], "", "0", &"Z".repeat(52), &format!("{second}{second}"), "\u{0}"] {
        let status = chooses(&visitor, bad, NEW).await.status.as_u16();
        assert!([400, 422].contains(&status), "{bad:?}: {status}");
    }
    // The token of an invitation is none of a link, nor the other way round, whatever code comes with it.
    invited(&app, "mina@svn.example");
    let Actor::Person(mina) = app.actor("mina@svn.example") else { unreachable!() };
    let issued = app.db.write_now(&OPERATOR, |ctx| invitations::issue(ctx, &mina.account)).unwrap();
    let letters = app.post().await;
    let letter = letters.iter().find(|letter| letter.to.contains("mina@")).unwrap();
    let invitation = letter.text.split("/invitation#").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
    chooses(&visitor, &invitation, NEW).await.expect_status(422);
    let given = [("invitation", second.as_str()), ("code", issued.code.as_str()), ("password", NEW), ("repeated", NEW)];
    visitor.post("/invitation", &given).await.expect_status(422);
    // Another person's link sets that person's password and nobody else's.
    asks(&visitor, TINA).await.expect_status(303);
    let tinas = mailed(&app, TINA).await.pop().unwrap();
    chooses(&app.visitor(), &tinas, NEW).await.expect_status(303);
    app.visitor().signs_in(AWA, NEW).await.expect_status(422);
    app.visitor().signs_in(AWA, PASSWORD).await.expect_status(303);
    // A clock that goes back makes no link longer, and half an hour ends it.
    app.wait(-7200);
    chooses(&visitor, &second, NEW).await.expect_status(422);
    app.wait(7200 + 30 * 60);
    chooses(&visitor, &second, NEW).await.expect_status(422);
    assert_eq!(app.recorded("password_reset"), 1);
});

on_both!(t06_of_two_who_use_a_link_at_once_one_wins, |app| async {
    asks(&app.visitor(), AWA).await.expect_status(303);
    let token = mailed(&app, AWA).await.pop().unwrap();
    let visitors: Vec<Visitor<'_>> = (0..4).map(|_| app.visitor()).collect();
    let answers = join_all(visitors.iter().map(|visitor| chooses(visitor, &token, NEW))).await;
    let won = answers.iter().filter(|answer| answer.status.as_u16() == 303).count();
    assert_eq!(won, 1, "{:?}", answers.iter().map(|answer| answer.status).collect::<Vec<_>>());
    assert_eq!(app.recorded("password_reset"), 1);
});

on_both!(t06_neither_link_nor_password_stands_in_the_log, |app| async {
    let visitor = app.visitor();
    asks(&visitor, "somebody-unknown@sen.example").await.expect_status(303);
    asks(&visitor, AWA).await.expect_status(303);
    let token = mailed(&app, AWA).await.pop().unwrap();
    chooses(&visitor, &token, "short one").await.expect_status(422);
    chooses(&visitor, &token, NEW).await.expect_status(303);
    let secrets = [token, NEW.to_owned(), "short one".to_owned(), "somebody-unknown".to_owned()];
    app.log_is_silent_on(&secrets);
});

on_both!(t06_an_account_that_is_shut_after_the_mail_stays_shut, |app| async {
    asks(&app.visitor(), AWA).await.expect_status(303);
    let token = mailed(&app, AWA).await.pop().unwrap();
    shut(&app, AWA, false);
    let before = lasting_but_refusals(&app);
    chooses(&app.visitor(), &token, NEW).await.expect_status(422);
    assert_eq!(before, lasting_but_refusals(&app));
    assert_eq!(app.recorded("reset_refused"), 1);
});

on_both!(asvs_6_4_3_the_mail_alone_opens_no_account_that_has_no_factor_yet, |app| async {
    invited(&app, "mina@svn.example");
    let Actor::Person(mina) = app.actor("mina@svn.example") else { unreachable!() };
    let issued = app.db.write_now(&OPERATOR, |ctx| invitations::issue(ctx, &mina.account)).unwrap();
    let letters = app.post().await;
    let letter = letters.iter().find(|letter| letter.to.contains("mina@")).unwrap();
    let token = letter.text.split("/invitation#").nth(1).unwrap().split_whitespace().next().unwrap();
    // The password is set, and the factor not yet.
    let given = [("invitation", token), ("code", issued.code.as_str()), ("password", NEW), ("repeated", NEW)];
    app.visitor().post("/invitation", &given).await.expect_status(303);
    asks(&app.visitor(), "mina@svn.example").await.expect_status(303);
    assert!(mailed(&app, "mina@svn.example").await.is_empty());
});

/// An account of each kind: known, unknown, suspended, ended, invited.
fn of_every_kind(app: &TestApp) -> [&'static str; 5] {
    shut(app, "reader@sen.example", false);
    shut(app, "reader@svn.example", true);
    invited(app, "mina@svn.example");
    [AWA, "nobody@sen.example", "reader@sen.example", "reader@svn.example", "mina@svn.example"]
}

on_both!(t04_every_address_gets_the_same_answer_and_only_the_known_one_a_mail, |app| async {
    let mut bodies = Vec::new();
    // The first letter of all makes the outbox's key, and the first that is asked for the counter of the network.
    asks(&app.visitor(), "somebody@sen.example").await.expect_status(303);
    for email in of_every_kind(&app) {
        let visitor = app.visitor();
        let runs = app.app.hasher.runs();
        let rows = |app: &TestApp| app.dump().values().map(Vec::len).sum::<usize>();
        let before = rows(&app);
        let sent = asks(&visitor, email).await.expect_status(303);
        assert_eq!((sent.location().as_str(), sent.body.len()), ("/forgotten?sent=1", 0), "{email}");
        // A counter of the name and a row of the record; for the known one a link and a letter beside.
        let more = if email == AWA { 2 } else { 0 };
        assert_eq!(rows(&app) - before, 2 + more, "{email}");
        assert_eq!(app.app.hasher.runs(), runs);
        let page = visitor.follows(sent).await;
        let token = page.form("/language").get("token").unwrap().to_owned();
        bodies.push(seal::sha256_hex(page.text().replace(&token, "TOKEN").as_bytes()));
    }
    assert!(bodies.iter().all(|body| *body == bodies[0]));
    let letters = app.post().await;
    let links: Vec<&LetterText> = letters.iter().filter(|letter| letter.text.contains("/reset#")).collect();
    assert_eq!(links.len(), 1);
    assert!(links[0].to.contains(AWA));
    // What is no address at all is refused for what it is.
    for bad in ["", "nobody", "a@sen.example\r\nBcc: b@sen.example", &"x".repeat(100_000)] {
        asks(&app.visitor(), bad).await.expect_status(422);
    }
});

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

on_both!(t04_no_kind_of_name_takes_longer_than_another, |app| async {
    let names = of_every_kind(&app);
    let (mut forgotten, mut sign_in) = (vec![Vec::new(); 5], vec![Vec::new(); 5]);
    for _ in 0..9 {
        // In turns, so that what slows the machine slows all of them.
        for (at, email) in names.iter().enumerate() {
            app.wait(3700);
            let visitor = app.visitor();
            let token = visitor.token().await;
            let fields = [("email", *email), ("password", "a guess that is wrong")];
            for (path, times, status) in [("/forgotten", &mut forgotten, 303), ("/sign-in", &mut sign_in, 422)] {
                let all: Vec<(String, String)> = std::iter::once(("token".to_owned(), token.clone()))
                    .chain(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
                    .collect();
                let begun = Instant::now();
                let answer = visitor.post_raw(path, encoded(&all)).await;
                times[at].push(begun.elapsed());
                assert_eq!(answer.status.as_u16(), status, "{path} {email}");
            }
        }
    }
    for (what, times) in [("forgotten", forgotten), ("sign-in", sign_in)] {
        let medians: Vec<Duration> = times.into_iter().map(median).collect();
        let (least, most) = (medians.iter().min().unwrap(), medians.iter().max().unwrap());
        // A query more or less is microseconds; a hash more or less, or a commit, would be as much again as all the rest.
        assert!(*most < *least * 2 + Duration::from_millis(10), "{what}: {medians:?}");
    }
});

on_both!(t04_strangers_neither_flood_the_inbox_nor_lock_anybody_out, |app| async {
    let home = app.person(AWA).await;
    for _ in 0..12 {
        asks(&app.visitor(), AWA).await.expect_status(303);
        app.wait(5 * 60);
    }
    let tokens = mailed(&app, AWA).await;
    assert_eq!(tokens.len(), 4, "an hour of asking");
    // A browser that is known to the account has a counter of its own.
    asks(&home, AWA).await.expect_status(303);
    let own = mailed(&app, AWA).await;
    assert_eq!(own.len(), 5);
    // Strangers ask on: what lies in the inbox still lets the person choose a password.
    asks(&app.visitor(), AWA).await.expect_status(303);
    let latest = mailed(&app, AWA).await;
    let newest = latest.iter().find(|token| !own.contains(token)).unwrap_or(latest.last().unwrap()).clone();
    let all_but: Vec<&String> = latest.iter().filter(|token| **token != newest).collect();
    for old in all_but {
        chooses(&app.visitor(), old, NEW).await.expect_status(422);
    }
    chooses(&app.visitor(), &newest, NEW).await.expect_status(303);
    // Nobody is locked out of signing in, and one network that asks for many has to wait.
    app.visitor().signs_in(AWA, NEW).await.expect_status(303);
    let busy = app.visitor();
    let mut last = 303;
    for n in 0..30 {
        last = asks(&busy, &format!("somebody{n}@sen.example")).await.status.as_u16();
    }
    assert_eq!(last, 429);
    app.wait(61);
    asks(&busy, "somebody@sen.example").await.expect_status(303);
});

async fn changes(person: &Visitor<'_>, present: &str, new: &str, others: bool) -> Answer {
    let mut form = person.opens("/account/password").await.form("/account/password");
    assert_eq!(form.get("others"), Some("end"), "to end the other sessions is offered first");
    form.set("present", present).set("password", new).set("repeated", new);
    if !others {
        form.fields.retain(|(name, _)| name != "others");
    }
    person.sends(&form).await
}

on_both!(asvs_6_2_2_6_2_3_7_4_3_a_person_changes_the_password_and_the_other_sessions_end, |app| async {
    let (here, there) = (app.person(AWA).await, app.person(AWA).await);
    changes(&here, "not the present one at all", NEW, true)
        .await
        .expect_status(422)
        .says("present password is not right");
    changes(&here, PASSWORD, "short", true).await.expect_status(422);
    changes(&here, PASSWORD, "password password password", true).await.expect_status(422);
    changes(&here, PASSWORD, "Ndeye Diop Ndeye Diop", true).await.expect_status(422);
    changes(&here, PASSWORD, PASSWORD, true).await.expect_status(422).says("present password. Choose another");
    let mut differing = here.opens("/account/password").await.form("/account/password");
    differing.set("present", PASSWORD).set("password", NEW).set("repeated", "something else altogether");
    here.sends(&differing).await.expect_status(422);
    assert_eq!(app.recorded("password_changed"), 0);
    let done = changes(&here, PASSWORD, NEW, true).await;
    here.follows(done).await.says("Your password is changed");
    assert!(there.get("/").await.expect_status(303).location().starts_with("/sign-in"));
    app.visitor().signs_in(AWA, PASSWORD).await.expect_status(422);
    let third = app.visitor();
    third.signs_in(AWA, NEW).await.expect_status(303);
    third.shows_code(&app.code(AWA)).await.expect_status(303);
    // The others stay where that is wished.
    changes(&here, NEW, "eleven quiet barges in the fog", false).await.expect_status(303);
    third.opens("/").await;
    assert_eq!(app.recorded("password_changed"), 2);
    let letters = app.post().await;
    let told: Vec<&LetterText> = letters.iter().filter(|l| l.text.contains("Your password was changed")).collect();
    assert_eq!(told.len(), 2);
    assert!(told.iter().all(|letter| letter.to.contains(AWA) && !letter.text.contains("Senegal")));
});

on_both!(asvs_7_5_1_the_password_is_changed_after_a_fresh_factor_only, |app| async {
    let person = app.person(AWA).await;
    app.wait(301);
    person.get("/account/password").await.expect_status(401).says("Confirm that it is you");
    let before = app.lasting();
    let fields = [("present", PASSWORD), ("password", NEW), ("repeated", NEW)];
    let asked = person.post("/account/password", &fields).await.expect_status(401);
    assert!(!asked.text().contains(NEW) && !asked.text().contains(PASSWORD));
    assert_eq!(before, app.lasting());
    app.visitor().signs_in(AWA, PASSWORD).await.expect_status(303);
});

on_both!(t04_whoever_found_an_open_session_guesses_the_password_ten_times, |app| async {
    let thief = app.person(AWA).await;
    for n in 0..9 {
        changes(&thief, &format!("a guess number {n}"), NEW, true).await.expect_status(422);
    }
    let over = changes(&thief, "the last guess of all", NEW, true).await.expect_status(303);
    assert_eq!(over.location(), "/sign-in");
    assert!(thief.get("/").await.expect_status(303).location().starts_with("/sign-in"));
    app.visitor().signs_in(AWA, PASSWORD).await.expect_status(303);
});

on_both!(asvs_6_2_3_links_for_a_forgotten_password_fall_when_it_is_changed, |app| async {
    let person = app.person(AWA).await;
    asks(&app.visitor(), AWA).await.expect_status(303);
    let token = mailed(&app, AWA).await.pop().unwrap();
    changes(&person, PASSWORD, NEW, true).await.expect_status(303);
    chooses(&app.visitor(), &token, "another good one with many words").await.expect_status(422);
    app.visitor().signs_in(AWA, NEW).await.expect_status(303);
});
