//! Integration tests: one binary, one file a slice.

mod mail;
mod roles;
