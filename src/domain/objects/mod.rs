//! The store of files: the folder of the data directory, or an S3-compatible store. What goes into it is sealed before it leaves this process, about
//! its own name, so that nobody who has the store reads it or passes one thing off as another. It knows names and bytes, and nothing of answers.

mod s3;
mod sweep;
#[cfg(test)]
mod tests;
mod wire;

use std::error::Error as _;
use std::fmt;
use std::io::ErrorKind;
use std::path::{Path as FilePath, PathBuf};
use std::sync::Arc;

use futures_util::TryStreamExt;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt};

use super::error::{Error, Result};
use super::ids::{AttachmentId, UploadId};
use super::seal::Sealer;

pub use s3::S3;

/// Where the pieces of files lie that are still on their way.
const UPLOADS: &str = "uploads";

/// What lies in the store, by its name there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Name {
    /// A whole file.
    File(AttachmentId),
    /// A piece of one that is on its way: of which, from which byte on, and how many.
    Piece { upload: UploadId, begin: u32, length: u32 },
}

impl Name {
    fn path(&self) -> Path {
        Path::from(self.to_string())
    }

    /// What the content is sealed about.
    fn about(&self) -> String {
        match self {
            Name::File(id) => format!("files/{id}"),
            Name::Piece { .. } => self.to_string(),
        }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Name::File(id) => write!(f, "{id}"),
            Name::Piece { upload, begin, length } => write!(f, "{UPLOADS}/{upload}/{begin}-{length}"),
        }
    }
}

/// What is found in the store under a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    Content(Vec<u8>),
    /// Nothing lies there.
    Missing,
    /// What lies there does not open: it was altered, or is something else.
    Altered,
}

/// The store.
#[derive(Debug, Clone)]
pub struct Objects {
    store: Arc<dyn ObjectStore>,
    /// The folder, where it is one.
    folder: Option<PathBuf>,
}

impl Objects {
    /// The folder `files` under the data directory; made where it does not exist, and for nobody but the owner.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn folder(data: &FilePath) -> std::io::Result<Self> {
        let folder = data.join("files");
        std::fs::create_dir_all(&folder)?;
        only_for_the_owner(&folder, 0o700)?;
        let store = LocalFileSystem::new_with_prefix(&folder).map_err(std::io::Error::other)?;
        let store = Arc::new(store.with_fsync(true).with_automatic_cleanup(true));
        Ok(Objects { store, folder: Some(folder) })
    }

    /// An S3-compatible store. Nothing is connected yet.
    ///
    /// # Errors
    /// When its address or its certificate authority is of no use.
    pub fn s3(s3: &S3) -> Result<Self> {
        Ok(Objects { store: s3.open()?, folder: None })
    }

    /// Seals a content and keeps it durably. Not in a unit of work: that holds nothing but SQL.
    ///
    /// # Errors
    /// [`Error::Full`] where there is no room, [`Error::FilesAway`] where the store does not answer or refuses.
    pub async fn put(&self, sealer: &Arc<Sealer>, name: &Name, bytes: Vec<u8>) -> Result<()> {
        let (sealer, about) = (sealer.clone(), name.about());
        let sealed = apart(move || sealer.seal(&about, &bytes)).await?;
        self.store.put(&name.path(), sealed.into()).await.map_err(|error| self.fault("writing", name, &error))?;
        let Some(folder) = &self.folder else { return Ok(()) };
        // The store makes files as the process's mask says; the folder was the owner's alone before this.
        only_for_the_owner(&folder.join(name.to_string()), 0o600)
            .map_err(|error| Error::internal(format!("writing {name}: {error}")))
    }

    /// Fetches a content and opens it whole before a byte of it is given.
    ///
    /// # Errors
    /// When it is missing or was altered; [`Error::FilesAway`] where the store does not answer or refuses.
    pub async fn get(&self, sealer: &Arc<Sealer>, name: &Name) -> Result<Vec<u8>> {
        match self.find(sealer, name).await? {
            Found::Content(bytes) => Ok(bytes),
            Found::Missing => Err(Error::internal(format!("reading {name}: it is not there"))),
            Found::Altered => Err(Error::internal(format!("reading {name}: it does not open"))),
        }
    }

    /// The same for who has to tell what is lost from what cannot be read just now.
    ///
    /// # Errors
    /// Where nothing is known of it: the folder has a fault, which may pass; [`Error::FilesAway`] where the store does not answer or refuses.
    pub async fn find(&self, sealer: &Arc<Sealer>, name: &Name) -> Result<Found> {
        let sealed = match self.store.get(&name.path()).await {
            Ok(found) => found.bytes().await,
            Err(error) => Err(error),
        };
        let sealed = match sealed {
            Ok(sealed) => sealed,
            Err(object_store::Error::NotFound { .. }) => return Ok(Found::Missing),
            Err(error) => return Err(self.fault("reading", name, &error)),
        };
        let (sealer, about) = (sealer.clone(), name.about());
        // Opening has this one fault, whatever was done to what lies there.
        apart(move || Ok(sealer.open(&about, &sealed).map_or(Found::Altered, Found::Content))).await
    }

    /// Removes a content whose row was not written. That it could not be is logged, and nothing else comes of it.
    pub async fn forget(&self, name: &Name) {
        if let Err(error) = self.store.delete(&name.path()).await {
            tracing::warn!(%name, %error, "a file without a row could not be removed");
        }
    }

    /// Removes every piece of a file that was on its way, those too that nobody wrote down any more. That they could not be is logged: they are
    /// looked for again.
    pub async fn forget_pieces(&self, upload: &UploadId) {
        let under = Path::from(format!("{UPLOADS}/{upload}"));
        let found: Result<Vec<Path>, _> =
            self.store.list(Some(&under)).map_ok(|found| found.location).try_collect().await;
        let done = match found {
            Ok(pieces) => self.remove(pieces).await,
            Err(error) => Err(error),
        };
        if let Err(error) = done {
            tracing::warn!(%upload, %error, "the pieces of a file could not be removed");
        }
    }

    async fn remove(&self, pieces: Vec<Path>) -> object_store::Result<()> {
        for piece in pieces {
            match self.store.delete(&piece).await {
                Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Every file on its way of which pieces lie in the store.
    ///
    /// # Errors
    /// [`Error::FilesAway`] where the store does not answer or refuses.
    pub async fn uploads(&self) -> Result<Vec<UploadId>> {
        let fault = |error: object_store::Error| self.fault("looking into", &UPLOADS, &error);
        let found = self.store.list_with_delimiter(Some(&Path::from(UPLOADS))).await.map_err(fault)?;
        let ids = found.common_prefixes.iter().filter_map(|path| path.filename().and_then(|id| id.parse().ok()));
        Ok(ids.collect())
    }

    /// Tries whether the store can be used: writes a few bytes, reads them again and removes them.
    ///
    /// # Errors
    /// Why it cannot.
    pub async fn answers(&self) -> Result<()> {
        const PROBE: &str = "probe";
        let name = Path::from(format!("{PROBE}-{}", super::seal::hex(&super::seal::random::<8>())));
        let fault = |error: object_store::Error| self.fault("trying", &PROBE, &error);
        self.store.put(&name, PROBE.into()).await.map_err(fault)?;
        let read = self.store.get(&name).await.map_err(fault)?.bytes().await.map_err(fault)?;
        self.store.delete(&name).await.map_err(fault)?;
        if read == PROBE.as_bytes() {
            Ok(())
        } else {
            Err(Error::FilesAway("what was written came back otherwise".into()))
        }
    }

    /// What a fault of the store means here.
    fn fault(&self, doing: &str, what: &dyn fmt::Display, error: &object_store::Error) -> Error {
        if is_full(error) {
            return Error::Full;
        }
        let text: String = format!("{doing} {what}: {error}").chars().filter(|c| !c.is_control()).take(600).collect();
        match error {
            object_store::Error::PermissionDenied { .. } | object_store::Error::Unauthenticated { .. }
                if self.folder.is_none() =>
            {
                Error::FilesAway(format!("it refuses the access key or what the key may do (see [files.s3]): {text}"))
            }
            _ if self.folder.is_none() => Error::FilesAway(text),
            _ => Error::Internal(text),
        }
    }
}

/// Whether what is at the bottom of it is that there is no room left.
fn is_full(error: &object_store::Error) -> bool {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = error.source();
    while let Some(at) = cause {
        let io = at.downcast_ref::<std::io::Error>();
        if io.is_some_and(|io| matches!(io.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded)) {
            return true;
        }
        // A store that is full answers 507.
        if at.to_string().contains("507 Insufficient Storage") {
            return true;
        }
        cause = at.source();
    }
    false
}

/// Work that takes a processor for a while, on a thread on which nobody waits.
async fn apart<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(Error::internal)?
}

fn only_for_the_owner(path: &FilePath, mode: u32) -> std::io::Result<()> {
    #[cfg(unix)]
    std::fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(mode))?;
    Ok(())
}
