//! Requests of who has lost every factor: who can agree for which part.

use super::*;
use crate::domain::identity::lost::{Agreement, Part, Request, RequestStanding};
use crate::domain::time::Instant;

fn person(role: Role, n: u8) -> Actor {
    Actor::Person(Person {
        account: id(n),
        name: "N.".to_owned(),
        role,
        state: role.of_a_state().then(|| state("SEN")),
        party: role.of_a_state(),
        organ: role.of_the_court().then_some(Organ::Registry),
    })
}

fn id(n: u8) -> AccountId {
    format!("01900000-0000-7000-8000-0000000000{n:02}").parse().unwrap()
}

fn request(role: Role, agreed: &[(Part, u8)]) -> Request {
    let at = Instant::from_micros(1);
    let agreement = |(part, n): &(Part, u8)| Agreement { part: *part, account: id(*n), name: String::new(), at };
    Request {
        id: "01900000-0000-7000-8000-000000000099".parse().unwrap(),
        account: id(50),
        name: "Awa Diop".to_owned(),
        email: "awa@sen.example".to_owned(),
        role,
        state: role.of_a_state().then(|| state("SEN")),
        organ: role.of_the_court().then_some(Organ::Registry),
        standing: RequestStanding::Open,
        asked_at: at,
        expires_at: at.plus_seconds(60),
        settled_at: None,
        agreements: agreed.iter().map(agreement).collect(),
        word: None,
        own: false,
    }
}

#[test]
fn each_part_takes_another_person() {
    use Part::{Own, Second, Secretariat};
    let cases = [
        (Role::Reader, vec![], Role::Coordinator, 1, Some(Own)),
        (Role::Reader, vec![(Own, 1)], Role::Coordinator, 1, None),
        (Role::Reader, vec![(Own, 1)], Role::Coordinator, 2, None),
        (Role::Reader, vec![(Own, 1)], Role::Secretariat, 3, Some(Secretariat)),
        (Role::Reader, vec![(Secretariat, 3)], Role::Secretariat, 4, None),
        (Role::Reader, vec![(Secretariat, 3)], Role::Coordinator, 1, Some(Own)),
        (Role::CourtReader, vec![], Role::CourtCoordinator, 5, Some(Own)),
        (Role::Secretariat, vec![], Role::Secretariat, 3, Some(Secretariat)),
        (Role::Secretariat, vec![(Secretariat, 3)], Role::Secretariat, 3, None),
        (Role::Secretariat, vec![(Secretariat, 3)], Role::Secretariat, 4, Some(Second)),
        (Role::Facilitator, vec![(Secretariat, 3), (Second, 4)], Role::Secretariat, 6, None),
        // The first of two was shut out meanwhile: that part is free again.
        (Role::Facilitator, vec![(Second, 4)], Role::Secretariat, 6, Some(Secretariat)),
        (Role::Facilitator, vec![], Role::Coordinator, 1, None),
        (Role::Reader, vec![], Role::Contributor, 7, None),
        (Role::Reader, vec![], Role::Facilitator, 8, None),
    ];
    for (of, agreed, role, n, part) in cases {
        assert_eq!(request(of, &agreed).part_of(&person(role, n)), part, "{of:?} {agreed:?} {role:?} {n}");
    }
    let own = Request { own: true, ..request(Role::Secretariat, &[]) };
    assert_eq!(own.part_of(&person(Role::Secretariat, 3)), None);
    assert_eq!(request(Role::Reader, &[]).part_of(&DOORKEEPER), None);
}

#[test]
fn a_request_is_open_between_its_two_instants_only() {
    let request = request(Role::Reader, &[]);
    assert!(!request.is_open(Instant::from_micros(0)), "asked in the future");
    assert!(request.is_open(request.asked_at));
    assert!(!request.is_open(request.expires_at));
    for standing in [RequestStanding::Refused, RequestStanding::Withdrawn, RequestStanding::Done] {
        assert!(!Request { standing, ..request.clone() }.is_live(request.asked_at));
    }
    let agreed = Request { standing: RequestStanding::Agreed, ..request };
    assert!(agreed.is_live(agreed.asked_at) && !agreed.is_open(agreed.asked_at));
}
