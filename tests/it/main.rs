//! Integration tests: one binary, one file a subject.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::disallowed_methods
)]
// People's verbs are kept whole, whether or not a test of today uses each; `on_both!` brings its file's names into both tests.
#![allow(dead_code, unused_imports)]

#[macro_use]
mod app;

mod access;
mod assign;
mod assign_closed;
mod assign_groups;
mod assign_meanwhile;
mod attachments;
mod bounds;
mod canary;
mod clarifications;
mod clarifications_answers;
mod clarifications_sent;
mod closed;
mod colleagues;
mod controls;
mod demo;
mod desk_clearance;
mod desk_comments;
mod desk_covering;
mod desk_deeds;
mod desk_history;
mod desk_last_year;
mod desk_news;
mod desk_presence;
mod desk_sections;
mod exhaustion;
mod export;
mod factors;
mod forgotten;
mod handing_over;
mod hostile;
mod invited;
mod kept;
mod keys;
mod killed;
mod language;
mod late;
mod layers;
mod log;
mod lost;
mod mail;
mod main_job;
mod malformed;
mod messages;
mod migrations;
mod object_store;
mod offline;
mod offline_attached;
mod offline_declined;
mod offline_lost;
mod offline_many;
mod offline_submitted;
mod offline_whole;
mod offline_word;
mod outage;
mod passkeys;
mod pdf;
mod people;
mod record;
mod roles;
mod scanned;
mod secrets;
mod shares;
mod slow;
mod standing;
mod store_of_files;
mod t01;
mod t06;
mod t07;
mod told;
mod traces;
mod trust;
mod twice;
mod uploads;
mod weight;
mod wire;
mod workbooks;
