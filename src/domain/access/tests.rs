//! Prints the policy: every role, verb and kind of row, into `docs/access.md`.

use super::*;
use crate::domain::actor::{Organ, Person, Role, Task};

fn state(code: &str) -> StateId {
    code.parse().unwrap()
}

fn person(role: Role, party: bool) -> Actor {
    Actor::Person(Person {
        account: "01900000-0000-7000-8000-000000000001".parse().unwrap(),
        name: "N.".to_owned(),
        role,
        state: role.of_a_state().then(|| state("SEN")),
        party: role.of_a_state() && party,
        organ: role.of_the_court().then_some(Organ::Registry),
    })
}

fn actors() -> Vec<(String, Actor)> {
    let mut actors = vec![("nobody".to_owned(), Actor::Nobody)];
    actors.extend(Role::ALL.iter().map(|role| (role.as_str().to_owned(), person(*role, true))));
    actors.push(("coordinator of a former Party".to_owned(), person(Role::Coordinator, false)));
    actors.extend(Task::ALL.iter().map(|task| (format!("task {}", task.as_str()), Actor::Task(*task))));
    actors
}

fn things() -> Vec<(&'static str, Facts)> {
    let (own, other) = (state("SEN"), state("FRA"));
    let section = |open, share| Facts::Section { state: own.clone(), open, share };
    let question = |open, share| Facts::Question { state: own.clone(), open, share };
    let comment =
        |state: &StateId, open, share, concerned| Facts::Comment { state: state.clone(), open, share, concerned };
    let look = |state: &StateId, open, asked| Facts::Clearance { state: state.clone(), open, asked };
    let import = |state: &StateId, open, own| Facts::Import { state: state.clone(), open, own };
    let file = |state: &StateId, share, submitted, published| Facts::Attachment {
        state: state.clone(),
        share,
        submitted,
        published,
    };
    let lost = |state: Option<&StateId>, organ, own| Facts::LostFactors { state: state.cloned(), organ, own };
    let named = |two, proposed, own| Facts::Designation { two, proposed, own };
    let clarification = |state: &StateId, organ, copied, share, open| Facts::Clarification {
        state: state.clone(),
        organ,
        copied,
        share,
        open,
    };
    let account = |state: Option<&StateId>, organ, own| Facts::Account { state: state.cloned(), organ, own };
    vec![
        ("a State Party", Facts::State { state: other.clone() }),
        ("a form", Facts::Form),
        ("a cycle in preparation", Facts::Cycle { stage: Stage::Prepared }),
        ("an open cycle", Facts::Cycle { stage: Stage::Open }),
        ("a frozen cycle", Facts::Cycle { stage: Stage::Frozen }),
        ("own State's draft, open", Facts::Response { state: own.clone(), open: true }),
        ("own State's draft, closed", Facts::Response { state: own.clone(), open: false }),
        ("another State's draft", Facts::Response { state: other.clone(), open: true }),
        ("own section, given whole", section(true, Share::Whole)),
        ("own section, single questions of it given", section(true, Share::Questions)),
        ("own section, open to be read", section(true, Share::Reading)),
        ("own section, not given", section(true, Share::Nothing)),
        ("own section, given whole, closed", section(false, Share::Whole)),
        ("another State's section", Facts::Section { state: other.clone(), open: true, share: Share::Whole }),
        ("a question of one's State, given", question(true, Share::Whole)),
        ("a question of one's State, open to be read", question(true, Share::Reading)),
        ("a question of one's State, not given", question(true, Share::Nothing)),
        ("a question of one's State, given, closed", question(false, Share::Whole)),
        ("another State's question", Facts::Question { state: other.clone(), open: true, share: Share::Whole }),
        ("an internal comment of one's State, one's own or to oneself", comment(&own, true, Share::Whole, true)),
        ("an internal comment of one's State, of others", comment(&own, true, Share::Reading, false)),
        ("an internal comment of one's State, on what is not given", comment(&own, true, Share::Nothing, true)),
        ("an internal comment of one's State, closed", comment(&own, false, Share::Whole, true)),
        ("another State's internal comment", comment(&other, true, Share::Whole, true)),
        ("a request to look at one's State's draft, to oneself", look(&own, true, true)),
        ("a request to look at one's State's draft, to others", look(&own, true, false)),
        ("a request to look at one's State's draft, closed", look(&own, false, true)),
        ("another State's request to look at its draft", look(&other, true, true)),
        ("a file that came back, one's own", import(&own, true, true)),
        ("a file that came back to one's State, of others", import(&own, true, false)),
        ("a file that came back, one's own, closed", import(&own, false, true)),
        ("another State's file that came back", import(&other, true, true)),
        ("own State's revision", Facts::Revision { state: own.clone() }),
        ("another State's revision", Facts::Revision { state: other.clone() }),
        (
            "the Registry's clarification, put to one's State",
            clarification(&own, Organ::Registry, false, Share::Whole, true),
        ),
        (
            "the Registry's clarification, on what is not given",
            clarification(&own, Organ::Registry, false, Share::Nothing, true),
        ),
        (
            "the Registry's clarification, copied to the Secretariat",
            clarification(&own, Organ::Registry, true, Share::Whole, true),
        ),
        ("the Registry's clarification, ended", clarification(&own, Organ::Registry, true, Share::Whole, false)),
        (
            "the Prosecutor's clarification, put to one's State",
            clarification(&own, Organ::Otp, false, Share::Whole, true),
        ),
        (
            "another State's clarification, of the Registry",
            clarification(&other, Organ::Registry, false, Share::Whole, true),
        ),
        (
            "another State's clarification, of the Prosecutor",
            clarification(&other, Organ::Otp, false, Share::Whole, true),
        ),
        ("own State's snapshot, closed", Facts::Snapshot { state: own.clone(), closed: true }),
        ("another State's snapshot", Facts::Snapshot { state: other.clone(), closed: false }),
        ("another State's snapshot, closed", Facts::Snapshot { state: other.clone(), closed: true }),
        ("own State's file in a draft", file(&own, Share::Whole, false, false)),
        ("own State's file in a draft, of a question not given", file(&own, Share::Nothing, false, false)),
        ("own State's file, submitted", file(&own, Share::Nothing, true, false)),
        ("another State's file in a draft", file(&other, Share::Whole, false, false)),
        ("another State's file, submitted", file(&other, Share::Nothing, true, false)),
        ("another State's file, published", file(&other, Share::Nothing, true, true)),
        ("readings of own State's answers", Facts::Readings { state: own.clone() }),
        ("readings of another State's answers", Facts::Readings { state: other.clone() }),
        ("one's own account", account(Some(&own), Some(Organ::Registry), true)),
        ("a colleague's account", account(Some(&own), Some(Organ::Registry), false)),
        ("an account of another State", account(Some(&other), None, false)),
        ("an account of another organ", account(None, Some(Organ::Otp), false)),
        ("an account of no State", account(None, None, false)),
        ("a coordinator to be confirmed", named(false, true, false)),
        ("who takes two to be confirmed, named by another", named(true, false, false)),
        ("who takes two to be confirmed, named by oneself", named(true, true, false)),
        ("oneself, to be confirmed", named(true, false, true)),
        ("the time for which accounts are given", Facts::Terms),
        ("one's own request for new factors", lost(Some(&own), None, true)),
        ("a request for new factors of one's State", lost(Some(&own), None, false)),
        ("a request for new factors of another State", lost(Some(&other), None, false)),
        ("a request for new factors of the Registry", lost(None, Some(Organ::Registry), false)),
        ("a request for new factors of another organ", lost(None, Some(Organ::Otp), false)),
        ("a request for new factors of no State or organ", lost(None, None, false)),
        ("the outbox", Facts::Outbox),
        ("the keys of the installation", Facts::Keys),
        ("the record of one's own access", Facts::Record { of: RecordOf::Own }),
        ("own State's record of access", Facts::Record { of: RecordOf::State(own.clone()) }),
        ("another State's record of access", Facts::Record { of: RecordOf::State(other.clone()) }),
        ("own organ's record of access (the Registry's)", Facts::Record { of: RecordOf::Organ(Organ::Registry) }),
        ("another organ's record of access (the Prosecutor's)", Facts::Record { of: RecordOf::Organ(Organ::Otp) }),
        ("the record of access of all accounts", Facts::Record { of: RecordOf::All }),
    ]
}

fn table() -> String {
    let mut out = String::from(
        "# Who may do what\n\nPrinted from the policy (`src/domain/access/policy.rs`) by a test; do not edit by hand. \
         Each cell lists what is allowed.\n*(refused)*: the thing may be read but nothing else. An empty cell: for that \
         actor the thing does not exist (404).\n",
    );
    for (what, facts) in things() {
        out.push_str(&format!("\n## {what}\n\n| who | may |\n|---|---|\n"));
        for (who, actor) in actors() {
            let verbs: Vec<_> = Verb::ALL
                .iter()
                .filter(|verb| decide(&actor, **verb, &facts) == Decision::Allow)
                .map(|verb| verb.as_str())
                .collect();
            out.push_str(&format!("| {who} | {} |\n", verbs.join(", ")));
        }
    }
    out
}

#[test]
fn the_access_table_is_what_docs_access_md_says() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/access.md");
    let now = table();
    #[allow(clippy::disallowed_methods)]
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(path, &now).unwrap();
    }
    let written = std::fs::read_to_string(path).unwrap_or_default();
    assert!(written == now, "docs/access.md differs from the policy: run with UPDATE_GOLDEN=1 and read the difference");
}

#[test]
fn nobody_may_do_nothing_and_the_secretariat_writes_no_answer() {
    for (what, facts) in things() {
        for verb in Verb::ALL {
            assert_eq!(decide(&Actor::Nobody, *verb, &facts), Decision::Hide, "{what}");
        }
    }
    for (what, facts) in things() {
        if matches!(
            facts,
            Facts::Response { .. }
                | Facts::Section { .. }
                | Facts::Question { .. }
                | Facts::Comment { .. }
                | Facts::Clearance { .. }
                | Facts::Import { .. }
        ) {
            for verb in Verb::ALL {
                assert_eq!(decide(&person(Role::Secretariat, true), *verb, &facts), Decision::Hide, "{what}");
            }
        }
    }
}

#[test]
fn no_role_reaches_a_draft_a_revision_or_a_readings_record_of_another_state() {
    for role in [Role::Coordinator, Role::Contributor, Role::Reader, Role::Facilitator] {
        for (what, facts) in things().into_iter().filter(|(what, _)| what.starts_with("another State's")) {
            let public =
                matches!(facts, Facts::Snapshot { closed: false, .. } | Facts::Attachment { published: true, .. });
            for verb in Verb::ALL.iter().filter(|verb| !public || **verb != Verb::Read) {
                assert_ne!(decide(&person(role, true), *verb, &facts), Decision::Allow, "{role:?} {verb:?} {what}");
            }
        }
    }
}

#[test]
fn a_clarification_is_between_one_organ_and_one_state() {
    for (state_code, organ, copied, open) in [("SEN", Organ::Registry), ("SEN", Organ::Otp), ("FRA", Organ::Registry)]
        .into_iter()
        .flat_map(|(code, organ)| (0..4).map(move |n| (code, organ, n & 1 > 0, n & 2 > 0)))
    {
        for share in Share::ALL {
            let facts = Facts::Clarification { state: state(state_code), organ, copied, share: *share, open };
            for role in Role::ALL {
                let may = |verb| decide(&person(*role, true), verb, &facts) == Decision::Allow;
                let ours = role.of_a_state()
                    && state_code == "SEN"
                    && (*role != Role::Contributor || *share != Share::Nothing);
                let theirs = role.of_the_court() && organ == Organ::Registry;
                let copy = *role == Role::Secretariat && copied;
                assert_eq!(may(Verb::Read), ours || theirs || copy, "{role:?} {facts:?}");
                let replies = ours && *role == Role::Coordinator && open;
                let asks = theirs && *role == Role::CourtCoordinator && open;
                assert_eq!(may(Verb::Edit), replies || asks, "{role:?} {facts:?}");
                assert_eq!(may(Verb::Begin), asks, "{role:?} {facts:?}");
                assert_eq!(may(Verb::Manage), asks, "{role:?} {facts:?}");
            }
            let former = decide(&person(Role::Coordinator, false), Verb::Edit, &facts);
            assert_ne!(former, Decision::Allow, "who has left replies no more");
        }
    }
}

#[test]
fn coordinators_look_after_their_own_people_and_confirm_nobody() {
    let own = Facts::Account { state: Some(state("SEN")), organ: None, own: false };
    let other = Facts::Account { state: Some(state("FRA")), organ: None, own: false };
    let clerk = |organ| Facts::Account { state: None, organ: Some(organ), own: false };
    for role in Role::ALL {
        let actor = person(*role, true);
        let manages = |facts: &Facts| decide(&actor, Verb::Manage, facts) == Decision::Allow;
        assert_eq!(manages(&own), matches!(role, Role::Coordinator | Role::Secretariat), "{role:?}");
        assert_eq!(manages(&other), *role == Role::Secretariat, "{role:?}");
        let registry = matches!(role, Role::CourtCoordinator | Role::Secretariat);
        assert_eq!(manages(&clerk(Organ::Registry)), registry, "{role:?}");
        assert_eq!(manages(&clerk(Organ::Otp)), *role == Role::Secretariat, "{role:?}");
        for (two, proposed, own) in (0..8).map(|n| (n & 1 > 0, n & 2 > 0, n & 4 > 0)) {
            let confirms = *role == Role::Secretariat && !own && !(two && proposed);
            let facts = Facts::Designation { two, proposed, own };
            assert_eq!(manages(&facts), confirms, "{role:?} {facts:?}");
        }
    }
}

#[test]
fn a_contributor_reads_and_writes_what_is_given_and_colleagues_are_not_asked() {
    let own = state("SEN");
    for share in Share::ALL {
        let facts = |open| Facts::Question { state: own.clone(), open, share: *share };
        let section = Facts::Section { state: own.clone(), open: true, share: *share };
        let attachment =
            |submitted| Facts::Attachment { state: own.clone(), share: *share, submitted, published: false };
        let contributor = person(Role::Contributor, true);
        let may = |verb, facts: &Facts| decide(&contributor, verb, facts) == Decision::Allow;
        let seen = *share != Share::Nothing;
        assert_eq!(may(Verb::Read, &section), seen, "{share:?}");
        assert_eq!(may(Verb::Read, &attachment(false)), seen, "{share:?}");
        assert!(may(Verb::Read, &attachment(true)), "{share:?}");
        assert_eq!(may(Verb::Edit, &section), matches!(share, Share::Questions | Share::Whole), "{share:?}");
        assert_eq!(may(Verb::Submit, &section), *share == Share::Whole, "{share:?}");
        // Of one question there are no single ones.
        assert_eq!(may(Verb::Read, &facts(true)), matches!(share, Share::Reading | Share::Whole), "{share:?}");
        assert_eq!(may(Verb::Edit, &facts(true)), *share == Share::Whole, "{share:?}");
        let closed =
            if *share == Share::Whole { Decision::Closed } else { decide(&contributor, Verb::Edit, &facts(true)) };
        assert_eq!(decide(&contributor, Verb::Edit, &facts(false)), closed, "{share:?}");
        for role in [Role::Coordinator, Role::Reader] {
            let colleague = person(role, true);
            for facts in [&section, &facts(true), &attachment(false)] {
                assert_eq!(decide(&colleague, Verb::Read, facts), Decision::Allow, "{role:?} {share:?}");
            }
            let edits = decide(&colleague, Verb::Edit, &facts(true)) == Decision::Allow;
            assert_eq!(edits, role == Role::Coordinator, "{share:?}");
        }
    }
}
