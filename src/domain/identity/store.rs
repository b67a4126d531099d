//! All SQL of accounts, sessions, invitations and counters of failures: a file a table.

pub(super) mod accounts;
pub(super) mod failures;
pub(super) mod invitations;
pub(super) mod sessions;
