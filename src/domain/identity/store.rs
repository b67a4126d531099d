//! All SQL of accounts, sessions, factors, invitations and counters of failures: a file a table.

pub(super) mod accounts;
pub(super) mod factors;
pub(super) mod failures;
pub(super) mod invitations;
pub(super) mod recovery;
pub(super) mod sessions;
