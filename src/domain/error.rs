//! How a unit of work ends when it does not end well. The domain returns codes with arguments; the web words them.

use super::time::{Day, Instant};

/// The result of a unit of work.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a unit of work did not happen.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It is not there, or the actor may not know that it is.
    #[error("not found")]
    NotFound,
    /// The actor may read it but not do this.
    #[error("not allowed")]
    Forbidden,
    /// The actor could do this if the response took changes, but its cycle is closed.
    #[error("the response takes no changes")]
    Closed,
    /// The actor's account was shut, or its rights changed, while the request was under way.
    #[error("the account has changed")]
    Revoked,
    /// The rules of the field refuse it; the person is told why.
    #[error("refused: {0:?}")]
    Refused(Refusal),
    /// The keys of its content were destroyed, so that nobody can read it any more.
    #[error("the content was destroyed")]
    Destroyed,
    /// The database cannot be reached, or is too busy to answer in time.
    #[error("the database is away: {0}")]
    Away(String),
    /// The store of files cannot be reached or refuses what is asked; the text is for the log only.
    #[error("the store of files is away: {0}")]
    FilesAway(String),
    /// More is asked of this machine at once than it can do: try again in so many seconds.
    #[error("too busy")]
    Busy { retry_after: u32 },
    /// The disk is full, or the store of files.
    #[error("no space left for the database")]
    Full,
    /// A key that sealed something is not in the key file: it may be put back.
    #[error("a key is not in the key file: {0}")]
    NoKey(String),
    #[error("database: {0}")]
    Database(diesel::result::Error),
    /// Something that should not happen; the text is for the log only.
    #[error("{0}")]
    Internal(String),
}

impl Error {
    /// An error whose text is for the log only.
    pub fn internal(what: impl std::fmt::Display) -> Self {
        Error::Internal(what.to_string())
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Error::Refused(refusal)
    }
}

impl From<diesel::result::Error> for Error {
    fn from(error: diesel::result::Error) -> Self {
        use diesel::result::{DatabaseErrorKind, Error as Diesel};
        match error {
            Diesel::NotFound => Error::NotFound,
            // A commit that failed and could not be rolled back either: what the commit failed of is the cause.
            Diesel::RollbackErrorOnCommit { commit_error, .. } => Error::from(*commit_error),
            Diesel::DatabaseError(DatabaseErrorKind::ClosedConnection, info) => Error::Away(info.message().to_owned()),
            Diesel::DatabaseError(_, ref info) if info.message().contains("disk is full") => Error::Full,
            Diesel::DatabaseError(_, ref info) if info.message().contains("No space left on device") => Error::Full,
            Diesel::DatabaseError(_, ref info) if info.message().contains("database is locked") => {
                Error::Away(info.message().to_owned())
            }
            other => Error::Database(other),
        }
    }
}

/// A refusal by the rules of the field, with what its wording needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The cycle does not take answers (any more): no first response after the freeze.
    CycleFrozen {
        year: i32,
    },
    CycleNotOpen {
        year: i32,
    },
    /// Its content cannot be destroyed while States answer, unless that is forced.
    CycleStillOpen {
        year: i32,
    },
    /// Another cycle is open already.
    CycleOpen {
        year: i32,
    },
    YearTaken {
        year: i32,
    },
    /// A later year's cycle was opened already.
    YearPassed {
        later: i32,
    },
    /// The form lacks a text in a working language (English, French).
    FormIncomplete {
        missing: usize,
    },
    FormUnknown,
    /// The response has faults; the check page lists them.
    ResponseIncomplete {
        faults: usize,
    },
    /// Required answers were carried over from last year, and nobody has looked at them.
    OnlyCarried {
        count: usize,
    },
    /// Two texts stand for one answer; one has to be chosen first.
    RivalsOpen {
        count: usize,
    },
    ReasonMissing,
    ReasonLong {
        max: usize,
    },
    /// A text holds characters that cannot be shown.
    ControlCharacters,
    NothingChanged,
    /// No section was chosen to be submitted.
    SectionsNone,
    /// Somebody has submitted since the page was made.
    SubmittedMeanwhile,
    /// The cycle takes whole responses only.
    WholeOnly,
    /// The covering note, or the response, is another than the page showed.
    CoveringNoteStale,
    /// Nothing is given as the covering note.
    CoveringNoteEmpty,
    /// What is given as the covering note cannot be kept, or breaks a rule of the form.
    CoveringNoteFaulty,
    NothingToPublish,
    EntriesFull {
        max: u32,
    },
    /// A colleague has removed the entry that something was to be done with.
    EntryRemoved,
    EmailTaken,
    EmailBad,
    NameBad,
    /// The language is none of the Assembly's.
    LanguageBad,
    /// An account of a State's role names no State that is known here.
    StateBad,
    /// An account of a role of the Court names no organ.
    OrganMissing,
    /// The Statute is not in force yet for the State.
    NotYetParty {
        from: Day,
    },
    ReferenceBad,
    /// The reference of a note is longer than a line.
    ReferenceLong {
        max: usize,
    },
    DateBad,
    YearBad,
    /// The first day of a period lies after its last.
    PeriodReversed,
    /// More rows of the record than one file takes.
    RecordLong {
        max: i64,
    },
    /// A response that is longer than can be set as PDF in reasonable time.
    PdfLong,
    /// The note's date lies after the date by which the response is expected.
    DatesReversed,
    /// The file of addresses has faults; nothing was imported.
    AddressFile {
        faults: Vec<LineFault>,
    },
    /// The file of States Parties has faults; nothing was imported.
    StatesFile {
        faults: Vec<LineFault>,
    },
    AddressMissing {
        count: usize,
    },
    AccountEnded,
    AccountSuspended,
    /// Nothing is done, because it was done before.
    SuspendedAlready,
    NotSuspended,
    /// The account was not used yet, so it has nothing to lose.
    AccountInvited,
    /// Nobody suspends or ends the account they are signed in with.
    AccountOwn,
    /// An address that a coordinator cannot use, whatever the reason: it says nothing of other States' people.
    EmailUnusable,
    /// So many addresses were refused that no more are tried today.
    EmailsRefused,
    /// The role is none of the State's or the organ's.
    RoleBad,
    /// The last day of an account lies in the past.
    EndPast,
    /// Nobody waits to be confirmed there.
    NothingToConfirm,
    /// The note cannot be dated after today.
    NoteFuture,
    /// No note is older than the Rome Statute.
    NoteOld,
    /// It has to be said by which note or letter the person was asked for.
    NoteMissing,
    /// Another member of the Secretariat confirms than the one who made the account or proposed the role.
    SecondMember,
    /// The account has to be confirmed before the invitation can be issued.
    NotConfirmed,
    /// The last coordinator of a State or an organ cannot leave by themselves.
    CoordinatorLast,
    /// Sections have to be given to somebody, or expressly to nobody, first.
    SectionsHeld {
        count: usize,
    },
    /// There is nothing to be handed over any more.
    NothingLeft,
    /// Sections go to contributors of the State who can still come in.
    ColleagueBad,
    /// The mail was sent or given up: its text is erased and cannot be sent again.
    MailSettled,
    InvitationSpent,
    /// The last factor of a person, or the last passkey of a role that needs one, cannot be taken away.
    FactorLast,
    /// The name of a factor is longer than that, or holds characters that reorder or control text.
    FactorNameBad {
        max: usize,
    },
    FactorsMany {
        max: usize,
    },
    PasswordShort {
        min: usize,
    },
    PasswordLong {
        max: usize,
    },
    PasswordCommon,
    PasswordsDiffer,
    PasswordPersonal,
    /// The password that is to be replaced is another.
    PasswordWrong,
    /// The new password is the one that is to be replaced.
    PasswordSame,
    /// The link for a forgotten password was used, replaced, has expired, or never was.
    ResetSpent,
    /// A request was decided, withdrawn, or has expired.
    RequestSettled,
    /// The actor, or somebody for the same part, has agreed already.
    AgreedAlready,
    /// A refusal wants a word that says why.
    WordMissing,
    /// As many requests were made as may be in a day.
    RequestsMany,
    /// A text between the Court and a State that is too long.
    TextLong {
        max: usize,
    },
    /// As [`Refusal::CommentCharacters`].
    TextCharacters,
    /// The State has amended its response since the page was made on which the Court asks.
    AmendedMeanwhile,
    /// A State that is no Party any more cannot be asked.
    AskedFormerParty,
    /// Something else was asked from the same page before.
    AskedAlready,
    /// As many clarifications of an organ on one response are open as can be.
    ClarificationsOpen {
        max: i64,
    },
    /// Something was written in a clarification since the page was made, so that it is the other side's turn.
    ClarificationStale,
    /// As much was written in a clarification as can be.
    ClarificationFull {
        max: i32,
    },
    /// A comment without a text.
    CommentMissing,
    CommentLong {
        max: usize,
    },
    /// A comment holds characters that cannot be seen or that turn the direction of what follows.
    CommentCharacters,
    /// A comment is addressed to somebody who is no colleague, or cannot come in any more.
    AddresseeBad,
    /// Who is asked to look is no reader or other coordinator of the State who can come in.
    ClearerBad,
    /// Who is asked to look has been asked already and has not answered.
    ClearanceAsked,
    /// The request was withdrawn or answered meanwhile.
    ClearanceOver,
    /// Neither "cleared" nor "remarks" was chosen.
    VerdictMissing,
    /// Single questions are to be given, and none is chosen.
    QuestionsMissing,
    /// The day until which something is given has passed.
    DuePast,
    AssignmentNoteLong {
        max: usize,
    },
    /// As [`Refusal::CommentCharacters`].
    AssignmentNoteCharacters,
    /// A colleague has changed what somebody has of a section since the page was opened.
    AssignmentChanged,
    /// What is handed over would make a note of so many characters that it could not be kept whole.
    NotesLong {
        section: String,
        /// Who has the other note.
        name: String,
        max: usize,
    },
    /// The file was made of another State's draft.
    PaperOfAnotherState,
    /// The file was made of the State's response of another year.
    PaperOfAnotherYear {
        year: i32,
    },
    /// The file does not say of which draft it was made, or it is of one that is not there.
    PaperUnknown,
    /// So many files wait already.
    ImportsFull {
        max: usize,
    },
    FileKind,
    FileDamaged,
    FileMacros,
    /// A PDF that asks for a password.
    FileLocked,
    /// A compound file: a DOCX or XLSX with a password, or one of the formats before them. Only who has the password can tell.
    FileLockedOrOld,
    /// An archive with what no office program writes: a part that lies outside it, XML with a document type.
    FileStrange,
    FileTooLarge {
        megabytes: usize,
    },
    FileEmpty,
    /// A scanner of viruses found something in it.
    FileInfected,
    /// The scanner did not answer: what nobody looked at is not kept.
    FileNotScanned,
    FileNameBad,
    /// What came in pieces is not what the browser read from the file, or does not open any more: it has to be sent again.
    UploadDamaged,
    /// The State has as much on the way as is kept for it.
    UploadsFull {
        megabytes: usize,
    },
    /// A colleague has taken the file away meanwhile.
    FileGone,
    /// A colleague has said something else of the file meanwhile.
    FileDescribed,
    FileTitleLong {
        max: usize,
    },
    /// The title of a file holds characters that control or reorder text.
    FileTitleBad,
    /// No language of the list, or the name of another is missing, too long or holds such characters.
    FileLanguageBad {
        max: usize,
    },
    /// So many files stand beside the answer already.
    FilesAtAnswer {
        max: usize,
    },
    /// So many files were attached to the response already, with those that were taken away.
    FilesOfResponse {
        max: usize,
    },
    /// A person who signed in wrongly has to wait.
    Wait {
        until: Instant,
    },
}

/// A fault in a file that somebody imports: where and what, for a list of all of them at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineFault {
    /// Counted from 1, the heading included, as an editor shows it.
    pub line: usize,
    pub kind: LineFaultKind,
}

/// What is wrong with a line of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineFaultKind {
    /// The heading lacks a column of this name.
    ColumnMissing(&'static str),
    /// Not comma-separated text in UTF-8, or another number of cells than the heading.
    Unreadable,
    /// The code is no State that is known here.
    StateUnknown,
    /// The State stands on an earlier line already.
    StateTwice,
    /// The cell of this column is empty, too long, or holds a line break.
    TextBad(&'static str),
    /// The cell of this column is no e-mail address.
    EmailBad(&'static str),
    /// The cell of this column is no day in the form YYYY-MM-DD.
    DayBad(&'static str),
    /// There is an address for copies, but no official one.
    OfficialMissing,
}
