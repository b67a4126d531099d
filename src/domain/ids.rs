//! Typed ids: a response's id cannot be taken for an account's. Made from the unit of work's clock (UUIDv7), stored as text.

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
            diesel::expression::AsExpression, diesel::deserialize::FromSqlRow,
        )]
        #[diesel(sql_type = diesel::sql_types::Text)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The id as text, as in addresses and the database.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl<DB: diesel::backend::Backend> diesel::deserialize::FromSql<diesel::sql_types::Text, DB> for $name
        where
            String: diesel::deserialize::FromSql<diesel::sql_types::Text, DB>,
        {
            fn from_sql(bytes: DB::RawValue<'_>) -> diesel::deserialize::Result<Self> {
                <String as diesel::deserialize::FromSql<diesel::sql_types::Text, DB>>::from_sql(bytes).map($name)
            }
        }

        impl<DB: diesel::backend::Backend> diesel::serialize::ToSql<diesel::sql_types::Text, DB> for $name
        where
            str: diesel::serialize::ToSql<diesel::sql_types::Text, DB>,
        {
            fn to_sql<'b>(&'b self, out: &mut diesel::serialize::Output<'b, '_, DB>) -> diesel::serialize::Result {
                <str as diesel::serialize::ToSql<diesel::sql_types::Text, DB>>::to_sql(&self.0, out)
            }
        }
    };
}
pub(crate) use text_id;

macro_rules! uuid_id {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        text_id!($(#[$doc])* $name);

        impl NewId for $name {
            fn from_uuid(id: uuid::Uuid) -> Self {
                $name(id.hyphenated().to_string())
            }
        }

        impl std::str::FromStr for $name {
            type Err = NotAnId;
            /// Accepts a UUID only, in any notation, and keeps it in one.
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                uuid::Uuid::parse_str(text).map(Self::from_uuid).map_err(|_| NotAnId)
            }
        }
    )*};
}

/// An id that a unit of work can make.
pub trait NewId {
    fn from_uuid(id: uuid::Uuid) -> Self;
}

/// The text is no id of this kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAnId;

uuid_id!(
    /// One person's account.
    AccountId,
    /// One sign-in, until it is ended.
    SessionId,
    /// One second factor of a person: an authenticator, a passkey, a hardware key.
    FactorId,
    /// One invitation of a person to an account.
    InvitationId,
    /// One link by which a forgotten password is replaced.
    ResetId,
    /// One request of a person who has lost every second factor.
    LostFactorsId,
    /// One year's run.
    CycleId,
    /// What one State answers in one cycle.
    ResponseId,
    /// One submitted version of a response.
    RevisionId,
    /// What other States read of a revision.
    SnapshotId,
    /// A file given as an answer.
    AttachmentId,
    /// A file that comes in pieces, until it is whole.
    UploadId,
    /// One of two texts saved for the same answer.
    RivalId,
    /// What somebody of a State wrote to colleagues on a question.
    CommentId,
    ClearanceId,
    /// A question that the Court puts to a State about one answer.
    ClarificationId,
    /// A mail in the outbox.
    LetterId,
    /// A row of the record.
    RecordId,
    /// A wrapped data key.
    KeyId,
    /// One entry of a repeat.
    EntryId,
    /// One file that a draft was written into, to be filled in away from the platform.
    PaperId,
    /// What was read from such a file, until it is taken over or discarded.
    ImportId,
);

text_id!(
    /// A State Party, by its ISO 3166-1 alpha-3 code.
    StateId
);

impl std::str::FromStr for StateId {
    type Err = NotAnId;
    fn from_str(text: &str) -> Result<Self, NotAnId> {
        if text.len() == 3 && text.bytes().all(|b| b.is_ascii_uppercase()) {
            Ok(StateId(text.to_owned()))
        } else {
            Err(NotAnId)
        }
    }
}

text_id!(
    /// A form, by the lower-case hexadecimal SHA-256 of its canonical JSON.
    FormHash
);

impl std::str::FromStr for FormHash {
    type Err = NotAnId;
    fn from_str(text: &str) -> Result<Self, NotAnId> {
        if text.len() == 64 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)) {
            Ok(FormHash(text.to_owned()))
        } else {
            Err(NotAnId)
        }
    }
}
