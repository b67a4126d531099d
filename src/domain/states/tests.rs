//! Who is a Party on which day, and what becomes of a file with faults.

use super::*;
use crate::domain::actor::{Actor, Person, Role, Task};
use crate::domain::db::testing::{TestDb, on_each};
use crate::domain::error::{Error, LineFault, LineFaultKind as Kind, Refusal};
use crate::domain::time::Day;

const FILE: &str = include_str!("../../../config/states_parties.csv");
const OPERATOR: Actor = Actor::Task(Task::Operator);

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn state(code: &str) -> StateId {
    code.parse().unwrap()
}

fn person(role: Role) -> Actor {
    Actor::Person(Person {
        account: "01900000-0000-7000-8000-000000000001".parse().unwrap(),
        name: "A. Diop".to_owned(),
        role,
        state: role.of_a_state().then(|| state("SEN")),
        party: role.of_a_state(),
        organ: None,
    })
}

fn with_states(test: &TestDb) {
    assert_eq!(test.does(&OPERATOR, |ctx| import(ctx, FILE)), 127);
}

fn find(test: &TestDb, code: &str) -> StateParty {
    test.does(&OPERATOR, |ctx| ctx.permit::<Manage, StateParty>(&state(code))).into_row()
}

#[test]
fn the_parties_are_those_on_the_day_in_the_hague() {
    on_each(|test| {
        with_states(test);
        let reader = person(Role::Reader);
        assert_eq!(test.sees(&reader, list).len(), 127);
        assert_eq!(test.sees(&reader, parties).len(), 124);
        // Half past eleven in The Hague, on the evening before Hungary's withdrawal takes effect.
        let last_evening = "2026-06-01T21:30:00Z".parse::<jiff::Timestamp>().unwrap().as_microsecond();
        test.is_now(crate::domain::time::Instant::from_micros(last_evening));
        assert_eq!(test.sees(&reader, parties).len(), 125);
        test.pass(3600);
        assert_eq!(test.sees(&reader, parties).len(), 124);
    });
}

#[test]
fn a_state_is_a_party_from_entry_into_force_until_the_day_before_withdrawal() {
    on_each(|test| {
        with_states(test);
        let burundi = find(test, "BDI");
        for (on, party) in [
            ("2004-11-30", false),
            ("2004-12-01", true),
            ("2017-10-26", true),
            ("2017-10-27", false),
            ("2027-01-01", false),
        ] {
            assert_eq!(burundi.is_party_on(&day(on)), party, "{on}");
        }
    });
}

#[test]
fn the_file_can_be_imported_again_and_addresses_stay() {
    on_each(|test| {
        with_states(test);
        let addresses = "iso3166_alpha3,official_address,copy_address\nSEN,embassy@sen.example,copy@sen.example\n";
        let done = test.does(&OPERATOR, |ctx| import_addresses(ctx, addresses));
        assert_eq!(done.updated, 1);
        assert_eq!(done.without.len(), 123);
        let renamed = FILE.replace("SEN,SN,Senegal,", "SEN,SN,Senegal (renamed),");
        assert_eq!(test.does(&OPERATOR, |ctx| import(ctx, &renamed)), 127);
        let senegal = find(test, "SEN");
        assert_eq!(senegal.name_in("en"), "Senegal (renamed)");
        assert_eq!(senegal.official_address.as_deref(), Some("embassy@sen.example"));
        assert_eq!(senegal.copy_address.as_deref(), Some("copy@sen.example"));
    });
}

#[test]
fn a_file_of_addresses_with_faults_names_them_all_and_changes_nothing() {
    on_each(|test| {
        with_states(test);
        let file = "\u{feff}iso3166_alpha3,official_address,copy_address\r\n\
            SEN,embassy@sen.example,\r\n\
            XXX,embassy@x.example,\r\n\
            FRA,not an address,also not\r\n\
            SEN,second@sen.example,\r\n\
            NOR,,copy@nor.example\r\n\
            DEU,\"a@b.example\r\nBcc: all@example.org\",\r\n\
            ITA,only-two-cells@ita.example\r\n";
        let fault = |line, kind| LineFault { line, kind };
        let expected = vec![
            fault(3, Kind::StateUnknown),
            fault(4, Kind::EmailBad("official_address")),
            fault(4, Kind::EmailBad("copy_address")),
            fault(5, Kind::StateTwice),
            fault(6, Kind::OfficialMissing),
            fault(7, Kind::EmailBad("official_address")),
            fault(9, Kind::Unreadable),
        ];
        match test.tries(&OPERATOR, |ctx| import_addresses(ctx, file)) {
            Err(Error::Refused(Refusal::AddressFile { faults })) => assert_eq!(faults, expected),
            other => panic!("{other:?}"),
        }
        assert_eq!(find(test, "SEN").official_address, None);
    });
}

#[test]
fn a_file_of_addresses_is_read_as_a_french_spreadsheet_writes_it() {
    on_each(|test| {
        with_states(test);
        let file = "\u{feff}iso3166_alpha3;official_address;copy_address\r\n\
            sen;embassy@sen.example;copy@sen.example\r\n\
            \"Svn\";embassy@svn.example;\r\n";
        assert_eq!(test.does(&OPERATOR, |ctx| import_addresses(ctx, file)).updated, 2);
        assert_eq!(find(test, "SEN").copy_address.as_deref(), Some("copy@sen.example"));
        assert_eq!(find(test, "SVN").official_address.as_deref(), Some("embassy@svn.example"));
    });
}

#[test]
fn a_state_on_two_lines_is_named_even_where_the_first_is_at_fault() {
    on_each(|test| {
        with_states(test);
        let file = "iso3166_alpha3;official_address;copy_address\n\
            SEN;no address;\n\
            sen;embassy@sen.example;\n\
            ;embassy@x.example;\n\
            ;embassy@y.example;\n";
        let fault = |line, kind| LineFault { line, kind };
        let expected = vec![
            fault(2, Kind::EmailBad("official_address")),
            fault(3, Kind::StateTwice),
            fault(4, Kind::StateUnknown),
            fault(5, Kind::StateUnknown),
        ];
        match test.tries(&OPERATOR, |ctx| import_addresses(ctx, file)) {
            Err(Error::Refused(Refusal::AddressFile { faults })) => assert_eq!(faults, expected),
            other => panic!("{other:?}"),
        }
    });
}

#[test]
fn a_file_without_its_columns_or_with_bad_days_is_refused_whole() {
    on_each(|test| {
        let refused = |file: &str| match test.tries(&OPERATOR, |ctx| import(ctx, file)) {
            Err(Error::Refused(Refusal::StatesFile { faults })) => faults,
            other => panic!("{other:?}"),
        };
        assert_eq!(refused("").len(), 9);
        assert_eq!(refused("iso3166_alpha3;name_en\nSEN;Senegal").len(), 7);
        assert_eq!(refused("iso3166_alpha3\tname_en\nSEN\tSenegal").len(), 9);
        let bad = FILE.replacen("2003-05-01", "1 May 2003", 1);
        assert_eq!(refused(&bad), vec![LineFault { line: 2, kind: Kind::DayBad("entry_into_force") }]);
        assert!(test.sees(&person(Role::Reader), list).is_empty());
    });
}

#[test]
fn an_address_left_empty_is_removed_and_the_party_is_named() {
    on_each(|test| {
        with_states(test);
        let heading = "iso3166_alpha3,official_address,copy_address\n";
        test.does(&OPERATOR, |ctx| import_addresses(ctx, &format!("{heading}SEN,embassy@sen.example,\n")));
        let done = test.does(&OPERATOR, |ctx| import_addresses(ctx, &format!("{heading}SEN,,\n")));
        assert!(done.without.contains(&state("SEN")));
        // A former Party is not missed.
        assert!(!done.without.contains(&state("BDI")));
    });
}

#[test]
fn names_sort_by_the_readers_language() {
    on_each(|test| {
        with_states(test);
        let mut states = test.sees(&person(Role::Reader), list);
        let place = |states: &[StateParty], code: &str| states.iter().position(|s| s.id == state(code)).unwrap();
        sort_by_name(&mut states, "fr");
        // Équateur stands with E and not after Z; Îles Marshall with I.
        assert!(place(&states, "ECU") < place(&states, "ESP"));
        assert!(place(&states, "MHL") < place(&states, "ITA"));
        sort_by_name(&mut states, "es");
        assert!(place(&states, "AFG") < place(&states, "ZMB"));
        sort_by_name(&mut states, "no such language");
        assert_eq!(states.len(), 127);
        assert_eq!(find(test, "CHE").name_in("xx"), "Switzerland");
        assert_eq!(find(test, "CHE").name_in("fr"), "Suisse");
    });
}

#[test]
fn only_who_manages_states_imports_them_or_reads_their_addresses() {
    on_each(|test| {
        with_states(test);
        let addresses = "iso3166_alpha3,official_address,copy_address\nSEN,embassy@sen.example,\n";
        test.does(&OPERATOR, |ctx| import_addresses(ctx, addresses));
        for role in [Role::Coordinator, Role::CourtReader, Role::Facilitator] {
            test.admits(person(role).person().unwrap());
            let senegal = test.sees(&person(role), list).into_iter().find(|s| s.id == state("SEN")).unwrap();
            assert_eq!(senegal.official_address, None);
            assert!(matches!(test.tries(&person(role), |ctx| import(ctx, FILE)), Err(Error::Forbidden)));
            assert!(matches!(test.tries(&person(role), |ctx| import_addresses(ctx, addresses)), Err(Error::Forbidden)));
        }
        let seen = test.sees(&person(Role::Secretariat), list).into_iter().find(|s| s.id == state("SEN")).unwrap();
        assert_eq!(seen.official_address.as_deref(), Some("embassy@sen.example"));
        assert!(matches!(test.tries(&Actor::Nobody, list), Err(Error::NotFound)));
        assert!(matches!(test.tries(&Actor::Task(Task::Mailer), list), Err(Error::NotFound)));
    });
}
