//! Keys by the command line, on the program itself: exchanged while it runs and while it is killed, checked, missing, and destroyed.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use concord::domain::actor::{Actor, Task};
use concord::domain::identity::invitations;
use concord::domain::mail::{self, Letter};
use concord::domain::vault::{self, Purpose};

use crate::app::*;
use crate::wire::*;

/// The configuration of the program on the data of a test, and a folder for its key.
struct Desk {
    folder: tempfile::TempDir,
    config: PathBuf,
}

impl Desk {
    fn of(app: &TestApp) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = write_config(&setting(app), folder.path(), "127.0.0.1:1".parse().unwrap());
        // Of its own name: a server beside it writes and removes its own.
        let own = folder.path().join("keys.toml");
        std::fs::rename(&config, &own).unwrap();
        Desk { config: own, folder }
    }

    fn key(&self) -> PathBuf {
        self.folder.path().join("kek")
    }

    #[track_caller]
    fn does(&self, arguments: &[&str]) -> String {
        let (well, said) = command(&self.config, arguments);
        assert!(well, "{arguments:?}: {said}");
        said
    }

    #[track_caller]
    fn refuses(&self, arguments: &[&str]) -> String {
        let (well, said) = command(&self.config, arguments);
        assert!(!well, "{arguments:?}: {said}");
        said
    }
}

fn holds(path: &Path) -> usize {
    std::fs::read_to_string(path).unwrap().lines().count()
}

/// Every data key as it is wrapped.
fn wrapped(app: &TestApp) -> BTreeSet<String> {
    let all = "SELECT hex(wrapped) AS text FROM data_keys";
    app.query(all, "SELECT encode(wrapped, 'hex') AS text FROM data_keys").into_iter().collect()
}

/// A new list of recovery codes of somebody who is signed in.
async fn recovery_codes(visitor: &Visitor<'_>) -> Vec<String> {
    let page = visitor.opens("/account/factors").await;
    let done = visitor.sends(&page.form("/account/factors/recovery")).await.expect_status(200);
    let html = done.html();
    html.select(&selector("ol.codes code")).map(|code| code.text().collect()).collect()
}

/// An invitation that was sent and not used: its token and its code.
fn outstanding(app: &TestApp, email: &str) -> (String, String) {
    let account = app.actor(email).person().unwrap().account.clone();
    let issued = app.db.write_now(&OPERATOR, |ctx| invitations::issue(ctx, &account)).unwrap();
    let letters = app.db.write_now(&Actor::Task(Task::Mailer), |ctx| mail::due(ctx, 100)).unwrap();
    let letter = letters.into_iter().find(|letter| letter.id == issued.letter).unwrap();
    let Letter::Invitation { token, .. } = letter.letter else { panic!("another letter") };
    (token, issued.code)
}

on_both!(people_come_in_as_before_when_the_key_was_exchanged_and_the_old_one_is_gone, |app| async {
    let codes = recovery_codes(&app.coordinator("GHA").await).await;
    let (token, code) = outstanding(&app, "reader@svn.example");
    app.forgets_codes();
    let (setting, desk) = (setting(&app), Desk::of(&app));
    let mut program = Program::start(&setting, desk.folder.path());
    let mut senegal =
        Client::signed_in(program.address, "coordinator@sen.example", &code_now("coordinator@sen.example"));
    let id = senegal.response().unwrap();
    let page_from_before = senegal.section(&id, "C").unwrap();
    let old = std::fs::read_to_string(desk.key()).unwrap();

    // The server runs all the time.
    assert!(desk.does(&["keys", "rotate"]).contains("concord keys rewrap"));
    assert_eq!(holds(&desk.key()), 2);
    assert!(desk.refuses(&["keys", "drop-old"]).contains("concord keys rewrap"));
    desk.does(&["keys", "rewrap"]);
    assert!(desk.does(&["keys", "rewrap"]).starts_with("0 data keys"));
    assert!(desk.does(&["keys", "check", "--deep"]).contains("Everything opens"));
    // A page that was open holds, and a State whose keys are made now has them from the new key.
    let mut form = page_from_before;
    form.set("value:C.1", "written after the exchange").set("then", "stay");
    assert_eq!(senegal.sends(&form).unwrap().status.as_u16(), 303);
    let mut slovenia =
        Client::signed_in(program.address, "coordinator@svn.example", &code_now("coordinator@svn.example"));
    slovenia.response().unwrap();
    assert!(desk.does(&["keys", "drop-old"]).contains("1 older keys"));
    assert_eq!(holds(&desk.key()), 1);
    assert!(!std::fs::read_to_string(desk.key()).unwrap().contains(old.trim()));

    program.kill();
    let program = Program::start(&setting, desk.folder.path());
    let mut senegal = senegal.at(program.address);
    let form = senegal.section(&id, "C").unwrap();
    assert_eq!(form.get("value:C.1"), Some("written after the exchange"));
    // Password and authenticator, a recovery code, and an invitation that was outstanding.
    Client::signed_in(program.address, "coordinator2@sen.example", &code_now("coordinator2@sen.example"));
    Client::signed_in(program.address, "coordinator@gha.example", &codes[0]);
    let mut invited = Client::new(program.address);
    let mut form = invited.get("/invitation").unwrap().form("/invitation");
    let password = "another nineteen herons asleep";
    form.set("invitation", &token).set("code", &code).set("password", password).set("repeated", password);
    let accepted = invited.sends(&form).unwrap();
    assert_eq!(accepted.status.as_u16(), 303, "{}", accepted.words());
    drop(program);

    // The old key alone opens nothing any more, and says what is missing.
    std::fs::write(desk.key(), old).unwrap();
    assert!(desk.refuses(&["keys", "check"]).contains("the key file lacks the key"));
    let refused = desk.refuses(&["serve", "--check"]);
    assert!(refused.contains("the key does not open this database"), "{refused}");
});

on_both!(a_rewrapping_that_is_killed_loses_nothing_and_is_gone_on_with, |app| async {
    let desk = Desk::of(&app);
    let cycle: concord::domain::ids::CycleId = app
        .query("SELECT CAST(id AS TEXT) AS text FROM cycles", "SELECT id::text AS text FROM cycles")[0]
        .parse()
        .unwrap();
    let states = app.db.read_now(&OPERATOR, concord::domain::states::list).unwrap();
    app.db
        .write_now(&OPERATOR, |ctx| {
            for state in &states {
                vault::sealer(ctx, Purpose::Response(&state.id, &cycle))?;
                vault::sealer(ctx, Purpose::Files(&state.id, &cycle))?;
            }
            Ok(())
        })
        .unwrap();
    desk.does(&["keys", "rotate"]);
    let waiting = |said: &str| said.split("; ").nth(1).unwrap().split(' ').next().unwrap().parse::<usize>().unwrap();
    let all = waiting(&desk.does(&["keys", "check"]));
    assert!(all > 200, "{all}");
    let (mut cut_off, mut round) = (0, 0);
    while cut_off < 4 {
        round += 1;
        assert!(round < 40, "it was never killed in the middle");
        let before = wrapped(&app);
        let mut child = Command::new(env!("CARGO_BIN_EXE_concord"))
            .args(["--config", desk.config.to_str().unwrap(), "keys", "rewrap"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // As soon as a few are done.
        while child.try_wait().unwrap().is_none() && wrapped(&app).difference(&before).count() < 5 {}
        let _ = child.kill();
        child.wait().unwrap();
        let said = desk.does(&["keys", "check"]);
        assert!(said.contains("Everything opens"), "{said}");
        match waiting(&said) {
            0 => drop(desk.does(&["keys", "rotate"])),
            left => cut_off += usize::from(left < all),
        }
    }
    desk.does(&["keys", "rewrap"]);
    assert_eq!(waiting(&desk.does(&["keys", "check", "--deep"])), 0);
    desk.does(&["keys", "drop-old"]);
    assert!(desk.does(&["keys", "check"]).contains("Everything opens"));
});

on_both!(a_wrong_key_and_a_missing_one_are_named_and_nothing_is_changed, |app| async {
    let desk = Desk::of(&app);
    desk.does(&["keys", "check"]);
    let before = app.dump();
    let right = std::fs::read_to_string(desk.key()).unwrap();
    std::fs::write(desk.key(), "ab".repeat(32)).unwrap();
    for arguments in [["keys", "rewrap"], ["keys", "rotate"], ["keys", "check"], ["admin", "list"]] {
        let refused = desk.refuses(&arguments);
        assert!(refused.contains("do not open") || refused.contains("does not open"), "{arguments:?} {refused}");
    }
    assert_eq!(before, app.dump());
    // Below a key that is nobody's the right one still opens.
    std::fs::write(desk.key(), format!("{}\n{right}", "ab".repeat(32))).unwrap();
    assert!(desk.does(&["keys", "check"]).contains("Everything opens"));
    // Loose modes are refused with the way to mend them.
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(desk.key(), std::fs::Permissions::from_mode(0o640)).unwrap();
    assert!(desk.refuses(&["keys", "check"]).contains("chmod 600"));
    std::fs::set_permissions(desk.key(), std::fs::Permissions::from_mode(0o600)).unwrap();
    std::fs::set_permissions(app.folder.path(), std::fs::Permissions::from_mode(0o750)).unwrap();
    assert!(desk.refuses(&["serve", "--check"]).contains("chmod 700"));
});

on_both!(a_deep_check_names_what_was_moved_altered_or_lost, |app| async {
    let desk = Desk::of(&app);
    crate::access::whole(&app, "SEN", 3).await;
    assert!(desk.does(&["keys", "check", "--deep"]).contains("Everything opens"));
    let copied = "UPDATE answers SET sealed = (SELECT other.sealed FROM answers AS other WHERE other.code = 'P.2') \
                  WHERE code = 'C.1'";
    app.alters(copied);
    let said = desk.refuses(&["keys", "check", "--deep"]);
    assert!(said.contains("1 do not open") && said.contains("answers/SEN/") && said.contains("/C.1/"), "{said}");
    for file in std::fs::read_dir(app.folder.path().join("files")).unwrap() {
        std::fs::remove_file(file.unwrap().path()).unwrap();
    }
    let said = desk.refuses(&["keys", "check", "--deep"]);
    assert!(said.contains("files/"), "{said}");
    assert!(desk.does(&["keys", "check"]).contains("Everything opens"), "data keys alone are whole");
});

on_both!(another_data_key_of_a_state_leaves_its_answers_readable, |app| async {
    let desk = Desk::of(&app);
    let state = app.coordinator("SEN").await;
    let id = state.begins(2027).await;
    state.answers(&id, "P.2", "sealed with the first key").await;
    desk.does(&["keys", "rotate", "--state", "SEN", "--cycle", "2027"]);
    desk.does(&["keys", "rotate", "--purpose", "factors"]);
    assert!(desk.refuses(&["keys", "rotate", "--state", "SVN", "--cycle", "2027"]).contains("no such data key"));
    assert!(desk.refuses(&["keys", "rotate", "--state", "SEN", "--cycle", "1999"]).contains("no such data key"));
    // This test's clock is after the machine's, by which the new key becomes current.
    app.wait(200);
    let state = app.coordinator("SEN").await;
    state.answers(&id, "P.2", "sealed with the second key").await;
    state.opens(&format!("/responses/{id}/sections/P")).await.says("sealed with the second key");
    let keys = "SELECT DISTINCT hex(substr(sealed, 2, 16)) AS text FROM answers";
    let keys_pg = "SELECT DISTINCT encode(substring(sealed from 2 for 16), 'hex') AS text FROM answers";
    app.answers_all("SEN", &id, 3);
    assert!(!app.query(keys, keys_pg).is_empty());
    desk.does(&["keys", "rotate"]);
    desk.does(&["keys", "rewrap"]);
    desk.does(&["keys", "drop-old"]);
    assert!(desk.does(&["keys", "check", "--deep"]).contains("Everything opens"));
});

on_both!(what_was_destroyed_is_gone_for_everybody_and_says_so, |app| async {
    let desk = Desk::of(&app);
    let things = crate::access::whole(&app, "SEN", 3).await;
    crate::access::whole(&app, "SVN", 5).await;
    let (state, court) = (app.coordinator("SEN").await, app.court("registry").await);
    let other = app.coordinator("SVN").await;
    let secretariat = app.secretariat().await;
    // Everything is opened once, so that it is in memory.
    court.reads("SEN").await;
    other.reads("SEN").await;
    let draft = format!("/responses/{}", things.response);
    state.opens(&format!("{draft}/check")).await;

    let destroy = ["keys", "destroy", "--state", "SEN", "--cycle", "2027", "--yes"];
    assert!(desk.refuses(&destroy[..6]).contains("nothing was destroyed"), "it was not confirmed");
    assert!(desk.refuses(&destroy).contains("concord cycle freeze"));
    court.reads("SEN").await;
    let forced: Vec<&str> = destroy.into_iter().chain(["--force"]).collect();
    assert!(desk.does(&forced).contains("were destroyed"));
    assert!(desk.refuses(&forced).contains("destroyed before"));

    let file = things.path("/files/{id}");
    for (visitor, path) in [
        (&state, format!("{draft}/check")),
        (&state, format!("{draft}/sections/C")),
        (&state, format!("{draft}/revisions/1")),
        (&state, file.clone()),
        (&court, "/cycles/2027/responses/SEN".to_owned()),
        (&court, file),
        (&other, "/cycles/2027/responses/SEN".to_owned()),
        (&secretariat, "/cycles/2027/responses/SEN".to_owned()),
    ] {
        let gone = visitor.get(&path).await;
        assert_eq!(gone.status.as_u16(), 410, "{path} as {}: {}", visitor.email, gone.words());
        gone.says("The content was destroyed");
    }
    state.get(&draft).await;
    // What is of all States goes on without it.
    for visitor in [&court, &other] {
        visitor.opens("/cycles/2027/responses").await;
        visitor.opens("/cycles/2027/questions").await;
        visitor.opens("/cycles/2027/questions/P.2").await;
        let all = visitor.opens("/cycles/2027/responses.json").await.text();
        assert!(all.contains("SVN") && !all.contains("\"SEN\""), "{all}");
    }
    state.opens("/").await;
    state.opens("/record").await.says("Keys of the content destroyed").says("The operator, by command line");
    // No key is made in its place.
    let saved = state.post(&format!("{draft}/sections/C"), &[("value:C.1", "anew"), ("stamp:C.1", "0.x")]).await;
    assert!(saved.status.is_client_error(), "{}", saved.status);
    assert!(desk.does(&["keys", "check", "--deep"]).contains("Everything opens"));
});
