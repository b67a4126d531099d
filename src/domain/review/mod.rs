//! What the Court makes of responses beyond reading them: clarifications that it asks for. Challenges that it codes are to follow.

pub mod clarifications;
