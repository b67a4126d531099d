//! Talks: requests into actors, results and errors into pages. Decides nothing and holds no SQL.

pub mod server;
