//! Concord, the Secured Platform on Cooperation. `main.rs` is ten lines; everything is here, so that tests, fuzz targets and
//! benches reach it. `docs/architecture.md` walks through the code.

pub mod cli;
pub mod config;
pub mod domain;
pub mod keys;
pub mod private;
pub mod web;
