//! Frozen snapshots of what States Parties read, and what each audience reads of a cycle: by State and by question.
//!
//! Publishing is the Secretariat's act. Narrowing is the State's: it takes effect at once, in the transaction that submits it.

mod by_question;
mod clarified;
mod publish;
mod read;
mod readings;
mod store;
mod whole_cycle;

pub use by_question::{Asked, ByQuestion, Choosing, GivenBy, Span, by_question};
pub use clarified::{AnswerIn, Askable, Clarified, ToAsk, askable, clarified, latest, to_ask};
pub use publish::{Published, publish, submit, submit_covering_note, submit_sections};
pub use read::{OfState, StateReading, View, form_of, of_state, open_revision};
pub use readings::{ReadingRecord, readings_of, record_file_reading};
pub use store::opens;
pub use whole_cycle::whole_cycle;
