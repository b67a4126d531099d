//! Decides and remembers: policy, transactions, SQL. Knows no HTTP, no HTML and no language.
//!
//! Slices may use those before them in this order, never after: plain types, db, access, vault, audit, mail, states, identity,
//! questionnaire, cycle, response, people, review, publication, report. A test holds the order.

pub mod access;
pub mod actor;
pub mod audit;
pub mod cycle;
pub mod db;
pub mod error;
pub mod identity;
pub mod ids;
pub mod keyring;
pub mod line;
pub mod mail;
pub mod objects;
pub mod people;
pub mod publication;
pub mod questionnaire;
pub mod report;
pub mod response;
pub mod review;
pub mod seal;
pub mod states;
pub mod time;
pub mod vault;

pub use error::{Error, Refusal, Result};
