//! Signing in and out, factors and sessions, passwords, invitations, the ways back in, the language, and where each role begins.

pub mod enrol;
pub mod factor;
pub mod factors;
pub mod forgotten;
pub mod home;
pub mod invitation;
pub mod language;
pub mod lost;
pub mod lost_factors;
pub mod password;
pub mod sessions;
pub mod sign_in;
