//! What is in the store of files that nobody may know any more: old whole files, and what a crash left half-written. Which of them a row names is not known
//! here.

use std::io::ErrorKind;
use std::time::SystemTime;

use futures_util::TryStreamExt;
use object_store::ObjectStore;

use super::{Name, Objects, apart};
use crate::domain::error::{Error, Result};
use crate::domain::ids::AttachmentId;
use crate::domain::time::Instant;

impl Objects {
    /// The whole files that were last written before a moment, by the store's own clock.
    ///
    /// # Errors
    /// [`Error::FilesAway`] where the store does not answer or refuses.
    pub async fn older_than(&self, before: Instant) -> Result<Vec<AttachmentId>> {
        let fault = |error: object_store::Error| self.fault("looking for", &"old files", &error);
        let mut all = self.store.list(None);
        let mut found = Vec::new();
        while let Some(object) = all.try_next().await.map_err(fault)? {
            let name = object.location.as_ref();
            // What lies in a folder is a piece, and what has another name is not ours.
            let Ok(id) = name.parse::<AttachmentId>() else { continue };
            if id.as_str() == name && object.last_modified.timestamp_micros() < before.micros() {
                found.push(id);
            }
        }
        Ok(found)
    }

    /// Removes a whole file. One that is gone already is no error.
    ///
    /// # Errors
    /// [`Error::FilesAway`] where the store does not answer or refuses.
    pub async fn remove_file(&self, id: &AttachmentId) -> Result<()> {
        let name = Name::File(id.clone());
        let removed = self.remove(vec![name.path()]).await;
        removed.map_err(|error| self.fault("removing", &name, &error))
    }

    /// Removes what a crash left in the folder of whole files that were being written: they get their own name when they are whole, so that no row names
    /// one. How many there were, at most `most`.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub async fn remove_halves(&self, before: Instant, most: usize) -> Result<usize> {
        let Some(folder) = self.folder.clone() else { return Ok(0) };
        apart(move || {
            let fault =
                |error: std::io::Error| Error::internal(format!("removing what a crash left of files: {error}"));
            let mut removed = 0;
            for entry in std::fs::read_dir(&folder).map_err(fault)? {
                let entry = entry.map_err(fault)?;
                let is_half = entry.file_name().to_str().is_some_and(is_half);
                // One that has its own name by now is none any more.
                let Some(at) = entry.metadata().ok().filter(|_| is_half).and_then(|known| known.modified().ok()) else {
                    continue;
                };
                let since =
                    at.duration_since(SystemTime::UNIX_EPOCH).map(|since| since.as_micros()).unwrap_or_default();
                if i64::try_from(since).is_ok_and(|since| since < before.micros()) && removed < most {
                    match std::fs::remove_file(entry.path()) {
                        Err(error) if error.kind() != ErrorKind::NotFound => return Err(fault(error)),
                        _ => removed += 1,
                    }
                }
            }
            Ok(removed)
        })
        .await
    }
}

/// Whether a whole file lies under this name as long as it is being written: `object_store` puts a number behind it.
fn is_half(name: &str) -> bool {
    name.split_once('#').is_some_and(|(id, number)| {
        id.parse::<AttachmentId>().is_ok() && !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}
