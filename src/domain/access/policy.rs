//! The policy: one pure function over enums. Silence is a refusal. `docs/access.md` is printed from it.

use super::{Decision, Facts, RecordOf, Scope, Share, Stage, Verb};
use crate::domain::actor::{Actor, Person, Role, Task};
use crate::domain::ids::StateId;

/// Whether `actor` may do `verb` with a row of these facts. What one may not read does not exist for one.
pub fn decide(actor: &Actor, verb: Verb, facts: &Facts) -> Decision {
    if may(actor, verb, facts) {
        Decision::Allow
    } else if verb != Verb::Read && may(actor, Verb::Read, facts) {
        let could = facts.reopened().is_some_and(|open| may(actor, verb, &open));
        if could { Decision::Closed } else { Decision::Refuse }
    } else {
        Decision::Hide
    }
}

/// Which responses `actor` may list.
pub fn scope(actor: &Actor) -> Scope {
    match actor {
        Actor::Nobody | Actor::Task(_) => Scope::Nothing,
        Actor::Person(person) => match person.role {
            Role::Coordinator | Role::Contributor | Role::Reader => match &person.state {
                Some(state) if person.party => Scope::State(state.clone()),
                // A former Party loses sight of the others; its own rows are reached one by one.
                Some(_) | None => Scope::Nothing,
            },
            Role::CourtReader | Role::CourtCoordinator | Role::Secretariat => Scope::Submitted,
            Role::Facilitator => Scope::Published,
        },
    }
}

fn may(actor: &Actor, verb: Verb, facts: &Facts) -> bool {
    match actor {
        Actor::Nobody => false,
        Actor::Task(task) => task_may(*task, verb, facts),
        Actor::Person(person) => match person.role {
            Role::Coordinator | Role::Contributor | Role::Reader => state_may(person, verb, facts),
            Role::CourtReader | Role::CourtCoordinator => court_may(person, verb, facts),
            Role::Secretariat => secretariat_may(verb, facts),
            Role::Facilitator => facilitator_may(verb, facts),
        },
    }
}

fn state_may(person: &Person, verb: Verb, facts: &Facts) -> bool {
    let own = |state: &StateId| person.state.as_ref() == Some(state);
    let coordinates = person.role == Role::Coordinator;
    match facts {
        Facts::State { .. } => verb == Verb::Read,
        Facts::Form | Facts::Outbox | Facts::Keys | Facts::Designation { .. } | Facts::Terms => false,
        Facts::Cycle { stage } => verb == Verb::Read && *stage != Stage::Prepared,
        Facts::Response { state, open } => {
            own(state)
                && match verb {
                    Verb::Read => true,
                    Verb::Begin => person.role != Role::Reader && person.party && *open,
                    Verb::Edit | Verb::Assign | Verb::Submit => coordinates && person.party && *open,
                    Verb::Publish | Verb::Manage => false,
                }
        }
        Facts::Section { state, open, share } => {
            own(state)
                && sees(person, *share)
                && match verb {
                    Verb::Read => true,
                    Verb::Edit => (coordinates || writes(person, *share)) && person.party && *open,
                    // To hand it in as ready is for who has all of it.
                    Verb::Submit => (coordinates || writes_all(person, *share)) && person.party && *open,
                    Verb::Assign => coordinates && person.party && *open,
                    Verb::Begin | Verb::Publish | Verb::Manage => false,
                }
        }
        Facts::Question { state, open, share } => {
            own(state)
                && sees(person, *share)
                // Who has single questions has this one or does not.
                && (*share != Share::Questions || person.role != Role::Contributor)
                && match verb {
                    Verb::Read => true,
                    Verb::Edit => (coordinates || writes_all(person, *share)) && person.party && *open,
                    Verb::Begin | Verb::Submit | Verb::Assign | Verb::Publish | Verb::Manage => false,
                }
        }
        Facts::Comment { state, open, share, concerned } => {
            own(state)
                && sees(person, *share)
                && match verb {
                    Verb::Read => true,
                    // Readers write too: clearing a text is their work.
                    Verb::Begin => person.party && *open,
                    Verb::Edit => (coordinates || *concerned) && person.party && *open,
                    Verb::Assign | Verb::Submit | Verb::Publish | Verb::Manage => false,
                }
        }
        // It is about the whole draft, of which a contributor has a part.
        Facts::Clearance { state, open, asked } => {
            own(state)
                && match verb {
                    Verb::Read => coordinates || person.role == Role::Reader,
                    Verb::Begin | Verb::Manage => coordinates && person.party && *open,
                    Verb::Edit => *asked && person.role != Role::Contributor && person.party && *open,
                    Verb::Assign | Verb::Submit | Verb::Publish => false,
                }
        }
        // Who brought a file and the coordinators see what is in it; who may write which answer is asked of each question.
        Facts::Import { state, open, own: mine } => {
            own(state)
                && person.role != Role::Reader
                && (coordinates || *mine)
                && match verb {
                    Verb::Read => true,
                    Verb::Begin | Verb::Edit => person.party && *open,
                    Verb::Assign | Verb::Submit | Verb::Publish | Verb::Manage => false,
                }
        }
        Facts::Revision { state } => own(state) && verb == Verb::Read,
        Facts::Clarification { state, share, open, .. } => {
            own(state)
                && sees(person, *share)
                && match verb {
                    Verb::Read => true,
                    // It is the State that replies, as it is the State that submits.
                    Verb::Edit => coordinates && person.party && *open,
                    Verb::Begin | Verb::Assign | Verb::Submit | Verb::Publish | Verb::Manage => false,
                }
        }
        Facts::Snapshot { state, closed } => verb == Verb::Read && (own(state) || (person.party && !closed)),
        Facts::Attachment { state, share, submitted, published } => {
            let ours = own(state) && (*submitted || sees(person, *share));
            verb == Verb::Read && (ours || (person.party && *published))
        }
        Facts::Readings { state } => own(state) && verb == Verb::Read,
        Facts::Account { state, own: mine, .. } => {
            let colleague = coordinates && state.as_ref().is_some_and(own);
            looks_after(verb, *mine, colleague)
        }
        Facts::LostFactors { state, own: mine, .. } => {
            agrees(verb, *mine, coordinates && state.as_ref().is_some_and(own))
        }
        Facts::Record { of } => {
            verb == Verb::Read
                && match of {
                    RecordOf::Own => true,
                    RecordOf::State(state) => coordinates && own(state),
                    RecordOf::Organ(_) | RecordOf::All => false,
                }
        }
    }
}

/// Whether a person of the State sees what they have this share of: coordinators and readers see all of a draft, a contributor what is given
/// or opened to them.
fn sees(person: &Person, share: Share) -> bool {
    person.role != Role::Contributor || share != Share::Nothing
}

/// Whether a contributor writes something of it.
fn writes(person: &Person, share: Share) -> bool {
    person.role == Role::Contributor && matches!(share, Share::Questions | Share::Whole)
}

/// Whether a contributor writes all of it.
fn writes_all(person: &Person, share: Share) -> bool {
    person.role == Role::Contributor && share == Share::Whole
}

/// Nobody agrees for themselves; who asked may see the request.
fn agrees(verb: Verb, own: bool, decides: bool) -> bool {
    match verb {
        Verb::Read => own || decides,
        Verb::Manage => decides && !own,
        Verb::Begin | Verb::Edit | Verb::Assign | Verb::Submit | Verb::Publish => false,
    }
}

/// What a person may do with an account: read their own, and, where they coordinate, look after those of their State or organ.
fn looks_after(verb: Verb, mine: bool, colleague: bool) -> bool {
    match verb {
        Verb::Read => mine || colleague,
        Verb::Manage => colleague,
        Verb::Begin | Verb::Edit | Verb::Assign | Verb::Submit | Verb::Publish => false,
    }
}

fn court_may(person: &Person, verb: Verb, facts: &Facts) -> bool {
    match facts {
        Facts::State { .. } | Facts::Revision { .. } | Facts::Snapshot { .. } => verb == Verb::Read,
        Facts::Cycle { stage } => verb == Verb::Read && *stage != Stage::Prepared,
        Facts::Attachment { submitted, .. } => verb == Verb::Read && *submitted,
        // The organs are separate recipients: what one asks the others do not see.
        Facts::Clarification { organ, open, .. } => {
            person.organ == Some(*organ)
                && match verb {
                    Verb::Read => true,
                    Verb::Begin | Verb::Edit | Verb::Manage => person.role == Role::CourtCoordinator && *open,
                    Verb::Assign | Verb::Submit | Verb::Publish => false,
                }
        }
        Facts::Account { organ, own, .. } => {
            let coordinates = person.role == Role::CourtCoordinator;
            looks_after(verb, *own, coordinates && organ.is_some() && *organ == person.organ)
        }
        Facts::LostFactors { organ, own, .. } => {
            let here = organ.is_some() && *organ == person.organ;
            agrees(verb, *own, person.role == Role::CourtCoordinator && here)
        }
        Facts::Record { of } => {
            verb == Verb::Read
                && match of {
                    RecordOf::Own => true,
                    RecordOf::Organ(organ) => person.role == Role::CourtCoordinator && person.organ == Some(*organ),
                    RecordOf::State(_) | RecordOf::All => false,
                }
        }
        Facts::Form
        | Facts::Outbox
        | Facts::Keys
        | Facts::Response { .. }
        | Facts::Section { .. }
        | Facts::Question { .. }
        | Facts::Comment { .. }
        | Facts::Clearance { .. }
        | Facts::Import { .. }
        | Facts::Readings { .. }
        | Facts::Designation { .. }
        | Facts::Terms => false,
    }
}

/// The Secretariat runs the platform and transmits what is submitted. It can write no answer in a State's name.
fn secretariat_may(verb: Verb, facts: &Facts) -> bool {
    match facts {
        Facts::State { .. } | Facts::Form | Facts::Cycle { .. } | Facts::Account { .. } | Facts::Outbox => {
            matches!(verb, Verb::Read | Verb::Begin | Verb::Manage)
        }
        Facts::Revision { .. } => matches!(verb, Verb::Read | Verb::Publish),
        Facts::Snapshot { .. } | Facts::Readings { .. } => verb == Verb::Read,
        Facts::Clarification { copied, .. } => verb == Verb::Read && *copied,
        Facts::Attachment { submitted, .. } => verb == Verb::Read && *submitted,
        Facts::LostFactors { own, .. } => agrees(verb, *own, true),
        // A State's record holds its work on drafts; the record of all does not.
        Facts::Record { of } => verb == Verb::Read && matches!(of, RecordOf::Own | RecordOf::All),
        // Where it takes two members, who named the person does not confirm that alone; nobody confirms themselves.
        Facts::Designation { two, proposed, own } => match verb {
            Verb::Read => true,
            Verb::Manage => !(*own || (*two && *proposed)),
            Verb::Begin | Verb::Edit | Verb::Assign | Verb::Submit | Verb::Publish => false,
        },
        Facts::Keys
        | Facts::Response { .. }
        | Facts::Section { .. }
        | Facts::Question { .. }
        | Facts::Comment { .. }
        | Facts::Clearance { .. }
        | Facts::Import { .. }
        | Facts::Terms => false,
    }
}

fn facilitator_may(verb: Verb, facts: &Facts) -> bool {
    match facts {
        Facts::State { .. } => verb == Verb::Read,
        Facts::Cycle { stage } => verb == Verb::Read && *stage != Stage::Prepared,
        Facts::Snapshot { closed, .. } => verb == Verb::Read && !closed,
        Facts::Attachment { published, .. } => verb == Verb::Read && *published,
        Facts::Account { own, .. } | Facts::LostFactors { own, .. } => verb == Verb::Read && *own,
        Facts::Record { of } => verb == Verb::Read && *of == RecordOf::Own,
        Facts::Form
        | Facts::Outbox
        | Facts::Keys
        | Facts::Response { .. }
        | Facts::Section { .. }
        | Facts::Question { .. }
        | Facts::Comment { .. }
        | Facts::Clearance { .. }
        | Facts::Import { .. }
        | Facts::Revision { .. }
        | Facts::Clarification { .. }
        | Facts::Readings { .. }
        | Facts::Designation { .. }
        | Facts::Terms => false,
    }
}

fn task_may(task: Task, verb: Verb, facts: &Facts) -> bool {
    match task {
        Task::Mailer => matches!(facts, Facts::Outbox),
        // It takes a request for new factors down for who is half-way in; to agree to one is for persons.
        Task::Doorkeeper => {
            let asks = matches!(verb, Verb::Read | Verb::Begin | Verb::Edit);
            matches!(facts, Facts::Account { .. }) || (asks && matches!(facts, Facts::LostFactors { .. }))
        }
        Task::Caretaker => matches!(facts, Facts::Terms) && verb == Verb::Manage,
        // The operator sets the platform up; answers of States are not the operator's to read or write.
        Task::Operator => match facts {
            Facts::State { .. } | Facts::Form | Facts::Cycle { .. } | Facts::Account { .. } | Facts::Outbox => {
                matches!(verb, Verb::Read | Verb::Begin | Verb::Manage)
            }
            Facts::Record { of } => verb == Verb::Read && *of == RecordOf::All,
            Facts::Keys => matches!(verb, Verb::Read | Verb::Manage),
            Facts::Designation { .. } => matches!(verb, Verb::Read | Verb::Manage),
            Facts::Terms
            | Facts::Response { .. }
            | Facts::Section { .. }
            | Facts::Question { .. }
            | Facts::Comment { .. }
            | Facts::Clearance { .. }
            | Facts::Import { .. }
            | Facts::Revision { .. }
            | Facts::Clarification { .. }
            | Facts::Snapshot { .. }
            | Facts::Attachment { .. }
            | Facts::LostFactors { .. }
            | Facts::Readings { .. } => false,
        },
    }
}
