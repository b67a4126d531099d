//! What becomes of letters: none sent twice, none stuck behind another, no token left behind.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};

use diesel::prelude::*;

use super::*;
use crate::domain::actor::{Actor, Person, Role, Task};
use crate::domain::db::schema::outbox;
use crate::domain::db::testing::{TestDb, on_each};
use crate::domain::line::OneLine;

const MAILER: Actor = Actor::Task(Task::Mailer);
const OPERATOR: Actor = Actor::Task(Task::Operator);

fn invitation() -> Letter {
    Letter::Invitation { token: "CANARYTOKEN".to_owned(), name: "Awa Diop".to_owned() }
}

fn put(test: &TestDb, recipient: &str) -> LetterId {
    test.does(&OPERATOR, |ctx| enqueue(ctx, recipient, "fr", None, &invitation()))
}

fn take(test: &TestDb) -> Vec<Leased> {
    test.does(&MAILER, |ctx| due(ctx, 10))
}

fn header(test: &TestDb, id: &LetterId) -> Header {
    test.sees(&OPERATOR, list).into_iter().find(|header| header.id == *id).unwrap()
}

fn sealed(test: &TestDb, id: &LetterId) -> Option<Vec<u8>> {
    test.sees(&MAILER, |ctx| Ok(outbox::table.find(id).select(outbox::sealed).first(ctx.conn)?))
}

fn fails(test: &TestDb, id: &LetterId, fault: SendFault) {
    test.does(&MAILER, |ctx| failed(ctx, id, &fault));
}

#[test]
fn a_letter_is_taken_once_with_what_it_says_and_erased_when_the_relay_has_it() {
    on_each(|test| {
        let id = put(test, "awa@sen.example");
        let taken = take(test);
        assert_eq!(taken.len(), 1);
        assert_eq!((taken[0].recipient.as_str(), taken[0].language.as_str()), ("awa@sen.example", "fr"));
        assert!(matches!(&taken[0].letter, Letter::Invitation { token, .. } if token == "CANARYTOKEN"));
        assert!(take(test).is_empty());
        test.does(&MAILER, |ctx| accepted(ctx, &id));
        assert_eq!(sealed(test, &id), None);
        let header = header(test, &id);
        assert_eq!((header.state, header.attempts, header.settled_at), (LetterState::Accepted, 1, Some(test.now())));
    });
}

#[test]
fn a_sender_that_died_loses_its_letters_to_the_next_after_two_minutes() {
    on_each(|test| {
        put(test, "awa@sen.example");
        assert_eq!(take(test).len(), 1);
        test.pass(119);
        assert!(take(test).is_empty());
        test.pass(1);
        assert_eq!(take(test).len(), 1);
    });
}

#[test]
fn four_senders_take_a_hundred_letters_and_none_twice() {
    on_each(|test| {
        let ids: HashSet<_> = (0..100).map(|n| put(test, &format!("n{n}@sen.example"))).collect();
        let taken = Mutex::new(Vec::new());
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    loop {
                        let batch = test.does(&MAILER, |ctx| due(ctx, 7));
                        if batch.is_empty() {
                            break;
                        }
                        taken.lock().unwrap().extend(batch.into_iter().map(|letter| letter.id));
                    }
                });
            }
        });
        let taken = taken.into_inner().unwrap();
        assert_eq!(taken.len(), 100);
        assert_eq!(taken.into_iter().collect::<HashSet<_>>(), ids);
    });
}

#[test]
fn a_relay_that_is_away_is_tried_with_growing_pauses_for_a_day_and_then_the_letter_is_erased() {
    on_each(|test| {
        let id = put(test, "awa@sen.example");
        let begun = test.now();
        let mut pauses = Vec::new();
        while header(test, &id).state == LetterState::Ready {
            assert_eq!(take(test).len(), 1);
            let before = test.now();
            fails(test, &id, SendFault::temporary(FaultClass::Unreachable));
            assert!(sealed(test, &id).is_some() || header(test, &id).state == LetterState::GivenUp);
            let next = header(test, &id).next_at;
            assert!(take(test).is_empty(), "not before its time");
            pauses.push(next.seconds_since(before));
            test.is_now(next);
        }
        for (minutes, pause) in [1, 2, 4, 8, 16, 32, 60].into_iter().zip(&pauses) {
            let (least, most) = (minutes * 60 * 7 / 8 - 1, minutes * 60 * 9 / 8 + 1);
            assert!((least..=most).contains(pause), "{minutes} min: {pause} s");
        }
        let header = header(test, &id);
        assert_eq!((header.state, header.last_fault), (LetterState::GivenUp, Some(FaultClass::Unreachable)));
        let lived = header.settled_at.unwrap().seconds_since(begun);
        assert!((22 * 3600..=24 * 3600).contains(&lived), "{lived}");
        assert_eq!(sealed(test, &id), None);
    });
}

#[test]
fn a_recipient_who_does_not_exist_ends_the_letter_at_once() {
    on_each(|test| {
        let id = put(test, "nobody@sen.example");
        take(test);
        fails(test, &id, SendFault::permanent(FaultClass::Recipient));
        assert_eq!(header(test, &id).state, LetterState::GivenUp);
        assert_eq!(sealed(test, &id), None);
        // A sender that comes late with the same letter changes nothing.
        test.does(&MAILER, |ctx| accepted(ctx, &id));
        assert_eq!(header(test, &id).state, LetterState::GivenUp);
    });
}

#[test]
fn a_stored_letter_that_cannot_be_read_is_given_up_and_the_others_go_out() {
    on_each(|test| {
        let (bad, moved, good) = (put(test, "a@sen.example"), put(test, "b@sen.example"), put(test, "c@sen.example"));
        let body = sealed(test, &good);
        test.does(&MAILER, |ctx| {
            diesel::update(outbox::table.find(&bad)).set(outbox::sealed.eq(Some(vec![1, 2, 3]))).execute(ctx.conn)?;
            // A sealed body that was copied to another row does not open there.
            diesel::update(outbox::table.find(&moved)).set(outbox::sealed.eq(&body)).execute(ctx.conn)?;
            Ok(())
        });
        let taken = take(test);
        assert_eq!(taken.into_iter().map(|letter| letter.id).collect::<Vec<_>>(), vec![good]);
        for id in [bad, moved] {
            let header = header(test, &id);
            assert_eq!((header.state, header.last_fault), (LetterState::GivenUp, Some(FaultClass::Unreadable)));
        }
    });
}

#[test]
fn a_letter_of_a_newer_version_waits_for_a_node_that_knows_it() {
    on_each(|test| {
        let id = put(test, "awa@sen.example");
        test.does(&MAILER, |ctx| {
            let body = br#"{"language":"fr","letter":{"kind":"from_the_future"}}"#;
            let sealed = vault::sealer(ctx, Purpose::Outbox)?.seal(&about(&id), body)?;
            diesel::update(outbox::table.find(&id)).set(outbox::sealed.eq(Some(sealed))).execute(ctx.conn)?;
            Ok(())
        });
        assert!(take(test).is_empty());
        let header = header(test, &id);
        assert_eq!((header.state, header.last_fault), (LetterState::Ready, Some(FaultClass::Unreadable)));
        assert!(sealed(test, &id).is_some());
    });
}

#[test]
fn a_letter_that_waits_can_be_sent_now_and_one_that_is_settled_cannot() {
    on_each(|test| {
        let id = put(test, "awa@sen.example");
        take(test);
        fails(test, &id, SendFault::temporary(FaultClass::Deferred));
        assert!(take(test).is_empty());
        test.does(&OPERATOR, |ctx| retry(ctx, &id));
        assert_eq!(take(test).len(), 1);
        // While it is being sent, "now" does not send it twice.
        test.does(&OPERATOR, |ctx| retry(ctx, &id));
        assert!(take(test).is_empty());
        test.does(&MAILER, |ctx| accepted(ctx, &id));
        let again = test.tries(&OPERATOR, |ctx| retry(ctx, &id));
        assert!(matches!(again, Err(Error::Refused(Refusal::MailSettled))));
    });
}

#[test]
fn the_outbox_is_for_the_mailer_the_secretariat_and_the_operator() {
    on_each(|test| {
        let id = put(test, "awa@sen.example");
        for role in [Role::Coordinator, Role::CourtCoordinator, Role::Facilitator] {
            let actor = Actor::Person(Person {
                account: "01900000-0000-7000-8000-000000000001".parse().unwrap(),
                name: "N.".to_owned(),
                role,
                state: role.of_a_state().then(|| "SEN".parse().unwrap()),
                party: true,
                organ: None,
            });
            assert!(matches!(test.db.read_now(&actor, list), Err(Error::NotFound)));
            assert!(test.tries(&actor, |ctx| retry(ctx, &id)).is_err());
            assert!(test.tries(&actor, |ctx| due(ctx, 1).map(|_| ())).is_err());
        }
        assert!(test.tries(&Actor::Task(Task::Doorkeeper), list).is_err());
        // The operator sees headers, and never a letter.
        assert!(matches!(test.tries(&OPERATOR, |ctx| due(ctx, 1).map(|_| ())), Err(Error::Forbidden)));
        assert!(matches!(test.tries(&OPERATOR, |ctx| accepted(ctx, &id)), Err(Error::Forbidden)));
    });
}

#[test]
fn no_token_stands_in_the_database_in_the_clear() {
    let test = crate::domain::db::testing::sqlite();
    put(&test, "awa@sen.example");
    for file in test.files() {
        let bytes = std::fs::read(&file).unwrap();
        assert!(!bytes.windows(11).any(|window| window == b"CANARYTOKEN"), "{}", file.display());
    }
}

/// Words a letter by its kind, and panics over French ones where told to.
struct Plain {
    panics: bool,
}

impl Wording for Plain {
    fn word(&self, letter: &Letter, language: &str) -> Worded {
        assert!(!(self.panics && language == "fr"), "no template");
        let text = match letter {
            Letter::Invitation { token, name } => format!("{name}: {token}\n"),
            Letter::CycleInvitation { year, .. } => format!("{year}\n"),
            Letter::PasswordReset { token } | Letter::FactorsInvitation { token, .. } => format!("{token}\n"),
            Letter::PasswordChanged {}
            | Letter::LostFactors { .. }
            | Letter::Waiting {}
            | Letter::Receipt {}
            | Letter::Published {}
            | Letter::OnDraft {}
            | Letter::Clarification {}
            | Letter::Assigned {}
            | Letter::NewDevice {}
            | Letter::Attempts {}
            | Letter::FactorsChanged {}
            | Letter::AccountEnds {}
            | Letter::ColleagueEnds {}
            | Letter::CoordinatorMissing {}
            | Letter::ToConfirm {}
            | Letter::Confirmed {}
            | Letter::AccountAdded {}
            | Letter::SectionsLeft {}
            | Letter::LostFactorsFell {} => "There is something for you.\n".to_owned(),
        };
        let html = Some(format!("<p>{text}</p>"));
        Worded { subject: OneLine::new("Plateforme sécurisée").unwrap(), text, html }
    }
}

fn post(folder: &std::path::Path, panics: bool) -> Post {
    Post {
        transport: Arc::new(Transport::Folder(folder.to_owned())),
        wording: Arc::new(Plain { panics }),
        from: Correspondent { name: OneLine::new("Secrétariat").unwrap(), address: "platform@asp.example".to_owned() },
    }
}

fn sends(test: &TestDb, post: &Post) -> usize {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(sender::run_once(&test.db, post)).unwrap()
}

#[test]
fn the_folder_gets_one_whole_letter_each_that_only_its_owner_reads() {
    use std::os::unix::fs::PermissionsExt;
    on_each(|test| {
        let folder = tempfile::tempdir().unwrap();
        let id = put(test, "awa@sen.example");
        assert_eq!(sends(test, &post(folder.path(), false)), 1);
        let files: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
        assert_eq!(files, vec![folder.path().join(format!("{id}.eml"))]);
        assert_eq!(std::fs::metadata(&files[0]).unwrap().permissions().mode() & 0o777, 0o600);
        let text = std::fs::read_to_string(&files[0]).unwrap();
        for line in [
            "From: =?utf-8?b?U2VjcsOpdGFyaWF0?= <platform@asp.example>\r\n",
            "To: awa@sen.example\r\n",
            "Auto-Submitted: auto-generated\r\n",
            "Date: Thu, 15 Apr 2027 10:00:00 +0000\r\n",
            &format!("Message-ID: <{id}@asp.example>\r\n"),
            "Awa Diop: CANARYTOKEN",
        ] {
            assert!(text.contains(line), "{line}\n{text}");
        }
        assert_eq!(header(test, &id).state, LetterState::Accepted);
    });
}

#[test]
fn one_bad_address_or_template_does_not_stop_the_queue() {
    on_each(|test| {
        let folder = tempfile::tempdir().unwrap();
        let bad: Vec<_> = ["no address", "a@b.example\r\nBcc: all@example.org", "", "@", "a@b@c"]
            .into_iter()
            .map(|address| put(test, address))
            .collect();
        let good = test.does(&OPERATOR, |ctx| enqueue(ctx, "c@sen.example", "en", None, &Letter::Receipt {}));
        assert_eq!(sends(test, &post(folder.path(), false)), 6);
        for id in bad {
            let header = header(test, &id);
            assert_eq!((header.state, header.last_fault), (LetterState::GivenUp, Some(FaultClass::Address)));
        }
        assert_eq!(header(test, &good).state, LetterState::Accepted);

        let (unworded, english) = (put(test, "a@sen.example"), |ctx: &mut Ctx<'_>| {
            enqueue(ctx, "c@sen.example", "en", None, &Letter::Published {})
        });
        let english = test.does(&OPERATOR, english);
        assert_eq!(sends(test, &post(folder.path(), true)), 2);
        assert_eq!(header(test, &unworded).last_fault, Some(FaultClass::Wording));
        assert_eq!(header(test, &unworded).state, LetterState::Ready);
        assert_eq!(header(test, &english).state, LetterState::Accepted);
    });
}

#[test]
fn a_folder_that_is_not_there_keeps_the_letter_waiting() {
    on_each(|test| {
        let id = put(test, "awa@sen.example");
        assert_eq!(sends(test, &post(std::path::Path::new("/nonexistent/folder"), false)), 1);
        let header = header(test, &id);
        assert_eq!((header.state, header.last_fault), (LetterState::Ready, Some(FaultClass::Folder)));
        assert!(sealed(test, &id).is_some());
    });
}

#[test]
fn the_sender_runs_until_it_is_told_to_stop() {
    let test = crate::domain::db::testing::sqlite();
    let folder = tempfile::tempdir().unwrap();
    let id = put(&test, "awa@sen.example");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (stop, stopped) = tokio::sync::watch::channel(false);
    runtime.block_on(async {
        let running = tokio::spawn(sender::run(test.db.clone(), post(folder.path(), false), stopped));
        while header(&test, &id).state != LetterState::Accepted {
            tokio::task::yield_now().await;
        }
        stop.send(true).unwrap();
        tokio::time::timeout(std::time::Duration::from_secs(5), running).await.unwrap().unwrap();
    });
}
