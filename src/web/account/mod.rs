//! Signing in and out, invitations, the language, and where each role begins.

pub mod home;
pub mod invitation;
pub mod language;
pub mod sign_in;
