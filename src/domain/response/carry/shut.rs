//! What of an earlier response does not open: a row was damaged, or a key is not there. That is told apart from a database that is away, which is
//! tried again and is not gone on without.

use diesel::result::Error::DeserializationError;

use crate::domain::error::{Error, Result};

/// What was read, or nothing where it does not open; `log` says so then.
///
/// # Errors
/// Whatever else it failed of.
pub(super) fn or<T>(read: Result<T>, log: impl FnOnce(&Error)) -> Result<Option<T>> {
    match read {
        Ok(read) => Ok(Some(read)),
        Err(error) if is_shut(&error) => {
            log(&error);
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// As [`or`], for what is not done again later: a key that is only missing in the file may be put back, and is waited for.
///
/// # Errors
/// As [`or`]; [`Error::NoKey`].
pub(super) fn for_good<T>(read: Result<T>, log: impl FnOnce(&Error)) -> Result<Option<T>> {
    if let Err(error @ Error::NoKey(_)) = read { Err(error) } else { or(read, log) }
}

fn is_shut(error: &Error) -> bool {
    match error {
        // A value that does not open or a key that does not unwrap, a row that is not there, a column that holds nonsense, keys that were destroyed.
        Error::Internal(_) | Error::NoKey(_) | Error::NotFound | Error::Destroyed => true,
        Error::Database(DeserializationError(_)) => true,
        Error::Forbidden
        | Error::Closed
        | Error::Revoked
        | Error::Refused(_)
        | Error::Away(_)
        | Error::FilesAway(_)
        | Error::Busy { .. }
        | Error::Full
        | Error::Database(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_that_is_away_is_not_gone_on_without() {
        let tried = |error: Error| or(Err::<(), _>(error), |_| {});
        for shut in [Error::internal("a sealed value does not open"), Error::NotFound, Error::Destroyed] {
            assert!(matches!(tried(shut), Ok(None)));
        }
        let broken = diesel::result::Error::DeserializationError("no number".into());
        assert!(matches!(tried(broken.into()), Ok(None)));
        let other = diesel::result::Error::BrokenTransactionManager;
        for error in [Error::Away(String::new()), Error::Busy { retry_after: 1 }, Error::Full, other.into()] {
            assert!(tried(error).is_err());
        }
        let no_key = || Error::NoKey(String::new());
        assert!(matches!(tried(no_key()), Ok(None)));
        assert!(for_good(Err::<(), _>(no_key()), |_| {}).is_err());
    }
}
