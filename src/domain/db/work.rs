//! Units of work without their types, so that what runs them is compiled once and not for each page anew: with a copy of the queue, the
//! transaction and tokio's task for each of them, a sixth of the program was such copies.

use std::any::Any;

use super::Ctx;
use crate::domain::error::{Error, Result};

/// What a unit of work returned.
pub(super) type Done = Box<dyn Any + Send>;

/// A unit of work that is given away, to another thread.
pub(super) type Work = Box<dyn Fn(&mut Ctx<'_>) -> Result<Done> + Send>;

/// A unit of work that is run where it is, perhaps more than once, and keeps what it returns for itself.
pub(super) type Step<'a> = &'a mut dyn FnMut(&mut Ctx<'_>) -> Result<()>;

/// Takes from a unit of work its types.
pub(super) fn forget<T, F>(work: F) -> Work
where
    T: Send + 'static,
    F: Fn(&mut Ctx<'_>) -> Result<T> + Send + 'static,
{
    Box::new(move |ctx| Ok(Box::new(work(ctx)?)))
}

/// What the work that [`forget`] was given has returned.
///
/// # Errors
/// When it is of another type, which is a fault of this module.
pub(super) fn remember<T: 'static>(done: Done) -> Result<T> {
    done.downcast().map(|done| *done).map_err(|_| Error::internal("a unit of work returned another type"))
}

/// Has `run` do the work, and returns what it last returned.
///
/// # Errors
/// What `run` returns.
pub(super) fn done_by<T>(
    work: &dyn Fn(&mut Ctx<'_>) -> Result<T>,
    run: impl FnOnce(Step<'_>) -> Result<()>,
) -> Result<T> {
    let mut done = None;
    run(&mut |ctx| {
        done = Some(work(ctx)?);
        Ok(())
    })?;
    done.ok_or_else(|| Error::internal("a unit of work was not run"))
}
