//! Opens what commands work on: the configuration, the data directory, the key, the database.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::Arc;

use super::{Failure, operator};
use crate::config::Config;
use crate::domain::db::{DatabaseUrl, Db, migrate};
use crate::domain::keyring::{Keyring, Source};
use crate::domain::objects::{Objects, S3};
use crate::domain::time::Clock;
use crate::domain::vault;
use crate::keys;
use crate::private::{self, Readers};

/// The file in the data directory that a server holds locked while it runs.
const LOCK: &str = "concord.lock";

/// Most bytes of a file of certificate authorities.
const MOST_OF_CERTIFICATES: u64 = 1024 * 1024;

/// Reads the configuration.
///
/// # Errors
/// Every fault of it at once.
pub fn config(path: &Path) -> Result<Config, Failure> {
    Ok(Config::load(path)?)
}

/// Makes or checks the data directory.
///
/// # Errors
/// When others than its owner may enter it.
pub fn data_directory(config: &Config) -> Result<(), Failure> {
    Ok(private::folder(&config.data.directory)?)
}

/// The lock on a data directory, held until dropped; the kernel lets go of it when the process ends, however it ends.
#[derive(Debug)]
pub struct Lock(#[expect(dead_code, reason = "it is held, not used")] File);

/// Locks the data directory: two servers on one SQLite database would each have a write queue of its own.
///
/// # Errors
/// When another process has it, which is named where it said so.
pub fn lock(directory: &Path) -> Result<Lock, Failure> {
    let path = directory.join(LOCK);
    let unusable = |error: std::io::Error| {
        Failure::new(
            format!("{} cannot be locked ({error})", path.display()),
            "the data directory has to be on a file system with locks, and writable for the user who runs concord",
        )
    };
    let mut file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .mode(0o600)
        .open(&path)
        .map_err(unusable)?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Err(taken(directory, &mut file)),
        Err(TryLockError::Error(error)) => return Err(unusable(error)),
    }
    file.set_len(0).and_then(|()| file.write_all(std::process::id().to_string().as_bytes())).map_err(unusable)?;
    Ok(Lock(file))
}

fn taken(directory: &Path, file: &mut File) -> Failure {
    let mut holder = String::new();
    let read = file.rewind().and_then(|()| file.read_to_string(&mut holder));
    let holder = if read.is_ok() && !holder.is_empty() { format!(" (process {holder})") } else { String::new() };
    Failure::new(
        format!("the data directory {} is in use by another concord{holder}", directory.display()),
        "stop that one first, or give this one a data directory of its own (data.directory)",
    )
}

/// Where the key file is.
///
/// # Errors
/// When the configuration names none.
pub fn key_file(config: &Config) -> Result<&Path, Failure> {
    config.keys.kek_file.as_deref().ok_or_else(|| {
        Failure::new("keys.kek_file is missing", "make a key with: concord keys generate PATH, and name its path there")
    })
}

/// Reads the key-encryption keys. They are read again from the same file when it has got another one.
///
/// # Errors
/// When the file is absent, loose, or holds no key.
pub fn keyring(config: &Config) -> Result<Keyring, Failure> {
    let (path, readers) = (key_file(config)?.to_owned(), config.key_readers());
    let found = keys::read(&path, readers)?;
    let again: Source = Arc::new(move || match keys::read(&path, readers) {
        Ok(keys) => Some(keys),
        Err(loose) => {
            tracing::warn!(cause = %loose, "the key file cannot be read again; the keys that are known are used");
            None
        }
    });
    Keyring::of(found, Some(again)).map_err(Failure::doing("reading the key"))
}

/// Opens the database, which has to have the present schema and to be sealed by these keys.
///
/// # Errors
/// When it cannot be reached, lacks migrations, was sealed by another key, or others may read its file.
pub fn database(config: &Config, keys: Keyring, clock: Clock) -> Result<Db, Failure> {
    let db = unproved_database(config, keys, clock)?;
    let standing = db.read_now(&operator(), vault::keys::standing).map_err(Failure::doing("trying the key"))?;
    if let Some(shut) = standing.shut.first() {
        return Err(Failure::new(
            format!("the key does not open this database: {}", shut_words(&standing, shut)),
            "let keys.kek_file hold the key with which this database was used, from where you keep its copy, below the present one where \
             there are two; nothing was changed",
        ));
    }
    let taken = db.read_now(&operator(), vault::keys::take_secrets).map_err(Failure::doing("trying the key"))?;
    if !taken {
        let both = db
            .write_now(&operator(), vault::keys::take_secrets)
            .and_then(|_| db.read_now(&operator(), vault::keys::take_secrets));
        both.map_err(Failure::doing("keeping the secrets of the installation"))?;
    }
    Ok(db)
}

/// What of the data keys does not open.
fn shut_words(standing: &vault::keys::Standing, first: &vault::keys::Shut) -> String {
    let count = format!("{} of {} data keys were wrapped by another one", standing.shut.len(), standing.keys);
    match &first.missing {
        Some(id) => format!("{count} ({id})"),
        None => count,
    }
}

/// Opens the database whether or not the keys open it, for looking at that.
///
/// # Errors
/// When it cannot be reached, lacks migrations, or others may read its file.
pub fn unproved_database(config: &Config, keys: Keyring, clock: Clock) -> Result<Db, Failure> {
    let url = config.database_url().map_err(|what| Failure::new(what, "mend database.url"))?;
    has_schema(&url)?;
    if let DatabaseUrl::Sqlite(path) = &url {
        is_private(path)?;
    }
    Db::open(&url, config.database.connections, clock, keys).map_err(Failure::doing("opening the database"))
}

/// A database that others may read has its names and addresses read: everything beside the answers. Its folder shuts others out where it is
/// the data directory; elsewhere its own mode has to.
fn is_private(path: &Path) -> Result<(), Failure> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if private::is_shut(folder) {
        return Ok(());
    }
    for end in ["", "-wal", "-shm"] {
        let mut file = path.as_os_str().to_owned();
        file.push(end);
        private::check(Path::new(&file), Readers::OwnerOnly)?;
    }
    Ok(())
}

/// Opens what the commands of an installation work on. They take no lock: each is one short transaction, for which a server
/// that runs waits its turn.
///
/// # Errors
/// Faults of the configuration; a key or a database that cannot be opened.
pub fn installation(path: &Path) -> Result<(Config, Db), Failure> {
    let config = config(path)?;
    let keys = keyring(&config)?;
    let db = database(&config, keys, Clock::system())?;
    Ok((config, db))
}

/// Opens the store of files: the folder in the data directory, or the S3-compatible store that is configured, to which nothing is connected yet.
///
/// # Errors
/// When the folder cannot be made, or what is configured of the store is of no use.
pub fn files(config: &Config) -> Result<Objects, Failure> {
    let s3 = &config.files.s3;
    let (Some(endpoint), Some(bucket), Some(access_key_id), Some(secret)) =
        (&s3.endpoint, &s3.bucket, &s3.access_key_id, &s3.secret)
    else {
        return Objects::folder(&config.data.directory).map_err(|error| {
            Failure::new(format!("the folder of files cannot be made ({error})"), "see data.directory")
        });
    };
    let ca_pem = s3.ca_file.as_ref().map(|path| text(path, MOST_OF_CERTIFICATES)).transpose()?;
    let store = S3 {
        endpoint: endpoint.clone(),
        bucket: bucket.clone(),
        region: s3.region.clone(),
        access_key_id: access_key_id.clone(),
        secret: secret.clone(),
        ca_pem,
    };
    Objects::s3(&store).map_err(Failure::doing("opening the store of files"))
}

/// The content of a file that the operator names, and no more than so many bytes of it.
///
/// # Errors
/// When it cannot be read.
pub fn bytes(path: &Path, longest: u64) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    File::open(path).and_then(|file| file.take(longest).read_to_end(&mut bytes)).map_err(|error| {
        Failure::new(
            format!("{} cannot be read ({error})", path.display()),
            "name a file that the user who runs concord can read",
        )
    })?;
    Ok(bytes)
}

/// The content of a text file.
///
/// # Errors
/// When it cannot be read, has more bytes, or is not UTF-8.
pub fn text(path: &Path, longest: u64) -> Result<String, Failure> {
    let bytes = bytes(path, longest.saturating_add(1))?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length > longest) {
        return Err(Failure::new(
            format!("{} has more than {longest} bytes", path.display()),
            "see that it is the right file",
        ));
    }
    String::from_utf8(bytes).map_err(|_| {
        Failure::new(
            format!("{} is not text in UTF-8", path.display()),
            "save it as comma-separated values in UTF-8 and try again",
        )
    })
}

fn has_schema(url: &DatabaseUrl) -> Result<(), Failure> {
    let mend = match url {
        DatabaseUrl::Sqlite(_) => "run: concord migrate",
        DatabaseUrl::Postgres(_) => {
            "run: concord migrate, with database.migration_url as the role that owns the tables and database.serving_role as the role \
             that serves, which sees nothing before it is granted it"
        }
    };
    // Asked first, because SQLite makes a file that it is asked to open.
    if let DatabaseUrl::Sqlite(path) = url
        && !path.exists()
    {
        return Err(Failure::new(format!("there is no database at {} yet", path.display()), mend));
    }
    match migrate::missing(url).map_err(Failure::doing("looking at the database"))? {
        0 => Ok(()),
        1 => Err(Failure::new("the database lacks 1 migration", mend)),
        count => Err(Failure::new(format!("the database lacks {count} migrations"), mend)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::seal::Key;

    #[test]
    fn a_database_that_others_can_read_is_refused_with_the_way_to_mend_it() {
        let (folder, config) = trial();
        migrate::up(&config.database_url().unwrap()).unwrap();
        let file = folder.path().join("concord.db");
        mode(&file, 0o644);
        // A folder that nobody else enters is enough.
        assert!(database(&config, ring(), Clock::system()).is_ok());
        mode(folder.path(), 0o755);
        let refused = database(&config, ring(), Clock::system()).err().unwrap();
        assert!(refused.mend.contains("chmod 600"), "{refused}");
    }

    fn mode(path: &Path, mode: u32) {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    }

    fn trial() -> (tempfile::TempDir, Config) {
        let folder = tempfile::tempdir().unwrap();
        mode(folder.path(), 0o700);
        let config = Config::for_demo(folder.path(), "127.0.0.1:8080".parse().unwrap());
        (folder, config)
    }

    fn ring() -> Keyring {
        Keyring::new(&Key::generate()).unwrap()
    }

    #[test]
    fn one_server_has_the_data_directory_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let first = lock(folder.path()).unwrap();
        let refused = lock(folder.path()).unwrap_err();
        assert!(refused.what.contains(&format!("process {}", std::process::id())), "{refused}");
        assert!(refused.mend.contains("stop that one first"));
        drop(first);
        assert!(lock(folder.path()).is_ok());
    }

    #[test]
    fn a_database_without_the_present_schema_is_not_opened_nor_made() {
        let (folder, config) = trial();
        let refused = database(&config, ring(), Clock::system()).err().unwrap();
        assert_eq!(refused.mend, "run: concord migrate");
        assert!(!folder.path().join("concord.db").exists(), "asking made a database");

        migrate::up(&config.database_url().unwrap()).unwrap();
        assert!(database(&config, ring(), Clock::system()).is_ok());

        migrate::down(&config.database_url().unwrap()).unwrap();
        let refused = database(&config, ring(), Clock::system()).err().unwrap();
        assert!(refused.what.contains("lacks"), "{refused}");
    }

    #[test]
    fn a_database_is_not_opened_with_another_key_than_its_own() {
        let (_folder, config) = trial();
        migrate::up(&config.database_url().unwrap()).unwrap();
        let (right, wrong) = (ring(), ring());
        // The first opening binds it to its key.
        assert!(database(&config, right.clone(), Clock::system()).is_ok());
        let refused = database(&config, wrong, Clock::system()).err().unwrap();
        assert!(refused.what.contains("the key does not open this database"), "{refused}");
        assert!(refused.mend.contains("keys.kek_file"), "{refused}");
        assert!(database(&config, right, Clock::system()).is_ok());
    }

    #[test]
    fn a_text_is_read_within_its_bounds() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("states.csv");
        assert!(text(&path, 10).unwrap_err().what.contains("states.csv cannot be read"));
        std::fs::write(&path, "0123456789").unwrap();
        assert_eq!(text(&path, 10).unwrap(), "0123456789");
        assert!(text(&path, 9).unwrap_err().what.contains("more than 9 bytes"));
        std::fs::write(&path, b"Cura\xe7ao").unwrap();
        assert!(text(&path, 10).unwrap_err().mend.contains("UTF-8"));
    }

    #[test]
    fn an_absent_key_is_named() {
        let (folder, config) = trial();
        let refused = keyring(&config).err().unwrap();
        assert!(refused.what.contains(&folder.path().join("key").display().to_string()), "{refused}");
    }
}
