//! All SQL of accounts, sessions, factors, invitations, links for forgotten passwords, requests of who has lost every factor, and
//! counters of failures: a file a table.

pub(super) mod accounts;
pub(super) mod factors;
pub(super) mod failures;
pub(super) mod invitations;
pub(super) mod lost;
pub(super) mod once;
pub(super) mod recovery;
pub(super) mod resets;
pub(super) mod sessions;
