//! Who acts: nobody, a person with one role, or a named background task. Read from the database at each request.

use super::ids::{AccountId, StateId};

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
            diesel::expression::AsExpression, diesel::deserialize::FromSqlRow)]
        #[diesel(sql_type = diesel::sql_types::Text)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $word)] $variant),* }

        impl $name {
            /// Every value, in the order of the page "Roles".
            pub const ALL: &'static [$name] = &[$($name::$variant),*];

            /// The word in the database, in configuration and in the code of messages.
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$variant => $word),* }
            }

            /// The reverse of `as_str`.
            pub fn parse(word: &str) -> Option<Self> {
                match word { $($word => Some($name::$variant),)* _ => None }
            }
        }

        impl<DB: diesel::backend::Backend> diesel::deserialize::FromSql<diesel::sql_types::Text, DB> for $name
        where
            String: diesel::deserialize::FromSql<diesel::sql_types::Text, DB>,
        {
            fn from_sql(bytes: DB::RawValue<'_>) -> diesel::deserialize::Result<Self> {
                let word = <String as diesel::deserialize::FromSql<diesel::sql_types::Text, DB>>::from_sql(bytes)?;
                $name::parse(&word).ok_or_else(|| format!("{word} is no {}", stringify!($name)).into())
            }
        }

        impl<DB: diesel::backend::Backend> diesel::serialize::ToSql<diesel::sql_types::Text, DB> for $name
        where
            str: diesel::serialize::ToSql<diesel::sql_types::Text, DB>,
        {
            fn to_sql<'b>(&'b self, out: &mut diesel::serialize::Output<'b, '_, DB>) -> diesel::serialize::Result {
                <str as diesel::serialize::ToSql<diesel::sql_types::Text, DB>>::to_sql(self.as_str(), out)
            }
        }
    };
}
pub(crate) use words;

words!(
    /// One account has one role.
    Role {
        Coordinator = "coordinator",
        Contributor = "contributor",
        Reader = "reader",
        CourtReader = "court_reader",
        CourtCoordinator = "court_coordinator",
        Secretariat = "secretariat",
        Facilitator = "facilitator",
    }
);

impl Role {
    /// Belongs to a State.
    pub const fn of_a_state(self) -> bool {
        matches!(self, Role::Coordinator | Role::Contributor | Role::Reader)
    }

    /// Belongs to an organ of the Court.
    pub const fn of_the_court(self) -> bool {
        matches!(self, Role::CourtReader | Role::CourtCoordinator)
    }

    /// Looks after the accounts of a State or an organ.
    pub const fn coordinates(self) -> bool {
        matches!(self, Role::Coordinator | Role::CourtCoordinator)
    }

    /// Counts only once a member of the Secretariat has confirmed it: a coordinator's, and those of the Secretariat and the
    /// co-facilitators, which belong to no State and no organ.
    pub const fn wants_confirmation(self) -> bool {
        self.coordinates() || matches!(self, Role::Secretariat | Role::Facilitator)
    }
}

words!(
    /// The Court's three separate recipients.
    Organ {
        Registry = "registry",
        Otp = "otp",
        Presidency = "presidency",
    }
);

words!(
    /// Background work, each with its own narrow rows in the policy.
    Task {
        /// Sends what is in the outbox.
        Mailer = "mailer",
        /// Checks passwords, sessions and invitations of who is nobody yet.
        Doorkeeper = "doorkeeper",
        /// The operator of the machine, by the command line.
        Operator = "operator",
        /// Warns before an account ends, and ends it when its last day has passed.
        Caretaker = "caretaker",
    }
);

/// Whose accounts are looked after together: by the coordinators of a State, or of an organ of the Court.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Team {
    State(StateId),
    Organ(Organ),
}

impl Team {
    /// The team of an account; nothing for the Secretariat and the co-facilitators.
    pub fn of(state: Option<&StateId>, organ: Option<Organ>) -> Option<Self> {
        state.map(|state| Team::State(state.clone())).or(organ.map(Team::Organ))
    }

    /// The State, where it is one.
    pub fn state(&self) -> Option<&StateId> {
        match self {
            Team::State(state) => Some(state),
            Team::Organ(_) => None,
        }
    }

    /// The organ, where it is one.
    pub const fn organ(&self) -> Option<Organ> {
        match self {
            Team::State(_) => None,
            Team::Organ(organ) => Some(*organ),
        }
    }

    /// The roles that its people may have.
    pub const fn roles(&self) -> &'static [Role] {
        match self {
            Team::State(_) => &[Role::Coordinator, Role::Contributor, Role::Reader],
            Team::Organ(_) => &[Role::CourtCoordinator, Role::CourtReader],
        }
    }
}

/// A person who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub account: AccountId,
    pub name: String,
    pub role: Role,
    /// The State of a coordinator, contributor or reader.
    pub state: Option<StateId>,
    /// Whether that State is a Party today; a former Party loses sight of others.
    pub party: bool,
    /// The organ of a member of the Court.
    pub organ: Option<Organ>,
}

impl Person {
    /// Whose people they are of.
    pub fn team(&self) -> Option<Team> {
        Team::of(self.state.as_ref(), self.organ)
    }
}

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    Nobody,
    Person(Person),
    Task(Task),
}

impl Actor {
    /// The person, where it is one.
    pub fn person(&self) -> Option<&Person> {
        match self {
            Actor::Person(person) => Some(person),
            Actor::Nobody | Actor::Task(_) => None,
        }
    }

    /// The word under which the record names this actor.
    pub fn label(&self) -> &'static str {
        match self {
            Actor::Nobody => "nobody",
            Actor::Person(person) => person.role.as_str(),
            Actor::Task(task) => task.as_str(),
        }
    }
}
