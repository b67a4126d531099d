//! Signing in and out, factors and sessions, invitations, the language, and where each role begins.

pub mod enrol;
pub mod factor;
pub mod factors;
pub mod home;
pub mod invitation;
pub mod language;
pub mod sessions;
pub mod sign_in;
