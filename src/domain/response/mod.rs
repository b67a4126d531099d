//! What a State answers in a cycle: begin, assign, save, choose between two texts, submit, amend.
//!
//! Every save is compare-and-set on the answer's version, and a stale save loses nothing: both texts are kept and shown.
//! A submitted revision is never updated; an amendment is a new one with its reason.

mod asked;
pub mod assign;
pub mod attached;
mod begin;
pub mod carry;
pub mod check;
pub mod clearance;
pub mod comments;
pub mod covering;
pub mod description;
mod destroy;
mod document;
pub mod draft;
mod entries;
pub mod files;
pub mod history;
mod kinds;
mod model;
pub mod offline;
pub mod presence;
mod projection;
mod revision;
mod rivals;
mod save;
pub mod scan;
mod sections;
mod sight;
pub mod status;
mod store;
mod submit;
pub mod unnamed;
pub mod uploads;
mod waiting;

pub(in crate::domain) use assign::holders;
pub use assign::{Assigned, Extent, assignments};
pub use begin::{begin, of_state};
pub use destroy::destroy;
pub use document::{CarriedFrom, Document, DocumentAnswer, DocumentEntry, DocumentFile};
pub use entries::{Moved, add_entry, add_entry_once, entry, move_entry, move_entry_once, remove_entry};
pub use model::{Answer, Body, Carried, Change, FileFacts, Response, ResponseRow, Rival, Section, Stamp, Standing};
pub(in crate::domain) use projection::for_states_parties;
pub use projection::{
    ForCourt, ForOwnState, ForStatesParties, Reading, as_states_parties_will_see, as_the_court_will_see,
};
pub use revision::{Receipt, RevisionRow, open_revision, receipt, revisions};
pub(in crate::domain) use revision::{kept_or, latest_of_cycle, open_document, open_for_court};
pub use rivals::{Choice, settle, waiting};
pub use save::{Outcome, SaveFault, Saved, Written, save, writes};
pub use sections::{changed_sections, changed_since_submission};
pub use sight::Sight;
pub(in crate::domain) use sight::share_at;
pub(in crate::domain) use store::files::{set_none_published, set_published as set_file_published};
pub(in crate::domain) use store::{
    by_id as row_by_id, ids_of_state, of_cycle, of_state as row_of_state, sealer, set_published,
};
pub use submit::Submitted;
pub(in crate::domain) use submit::{submit, submit_sections};
pub use waiting::{Waiting, what_waits};
