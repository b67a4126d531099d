//! Files and folders that nobody else may read: keys, passwords, the data directory. Looser modes are refused rather than
//! repaired, because a file that others could read for a while has to be looked at by a person.

use std::fs::{DirBuilder, File, Metadata, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::Path;

use zeroize::Zeroizing;

/// Longest secret file that is read; a key has 65 bytes, a URL with a password a few hundred.
const LONGEST: u64 = 64 * 1024;

/// What is wrong with a private file or folder, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what}: {mend}")]
pub struct Loose {
    /// What is wrong.
    pub what: String,
    /// What the operator can do.
    pub mend: String,
}

/// Who besides its owner may read a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readers {
    /// Nobody: keys and passwords.
    OwnerOnly,
    /// The file's group too: a TLS key that a certificate tool shares by a group, and credentials of systemd, whose access list
    /// for the service shows as the group's permission to read.
    OwnerAndGroup,
}

impl Readers {
    const fn refused_bits(self) -> u32 {
        match self {
            Readers::OwnerOnly => 0o077,
            Readers::OwnerAndGroup => 0o037,
        }
    }
}

/// Reads a private text file and drops white space around it. The checks are made on the opened file, so that it cannot be
/// exchanged between the check and the reading.
///
/// # Errors
/// When the file cannot be read, is not a plain file, belongs to someone else, or others may read it.
pub fn read(path: &Path, readers: Readers) -> Result<Zeroizing<String>, Loose> {
    let unreadable = |error: std::io::Error| Loose {
        what: format!("{} cannot be read ({error})", path.display()),
        mend: "name a file that the user who runs concord can read".to_owned(),
    };
    let file = File::open(path).map_err(unreadable)?;
    check_file(path, &file.metadata().map_err(unreadable)?, readers)?;
    let mut text = Zeroizing::new(String::new());
    file.take(LONGEST).read_to_string(&mut text).map_err(unreadable)?;
    Ok(Zeroizing::new(text.trim().to_owned()))
}

fn check_file(path: &Path, found: &Metadata, readers: Readers) -> Result<(), Loose> {
    let shown = path.display();
    if !found.is_file() {
        return Err(Loose { what: format!("{shown} is not a plain file"), mend: "name the file itself".to_owned() });
    }
    check_owner(path, found)?;
    let mode = found.mode() & 0o7777;
    if mode & readers.refused_bits() == 0 {
        return Ok(());
    }
    Err(Loose {
        what: format!("{shown} is open to others than its owner (mode {mode:04o})"),
        mend: format!("find out who read it, then: chmod 600 {shown}"),
    })
}

/// The owner has to be who runs the program, or root, who can read everything anyway.
fn check_owner(path: &Path, found: &Metadata) -> Result<(), Loose> {
    match own_uid() {
        Some(own) if found.uid() != own && found.uid() != 0 => Err(Loose {
            what: format!("{} belongs to user {}, not to user {own} who runs concord", path.display(), found.uid()),
            mend: format!("chown {own} {}", path.display()),
        }),
        _ => Ok(()),
    }
}

/// The user who runs this process, asked of the kernel's process table: the call for it would need unsafe code. Nothing where there
/// is no such table; then modes alone are checked.
fn own_uid() -> Option<u32> {
    std::fs::metadata("/proc/self").ok().map(|found| found.uid())
}

/// Writes a new file that only its owner can read, durably. It never replaces one.
///
/// # Errors
/// When there is a file already, or the folder cannot be written to.
pub fn create(path: &Path, content: &[u8]) -> std::io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(content)?;
    file.sync_all()?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}

/// Puts a new content in place of a private file's, durably: at every moment the file holds the one or the other. What is written lies
/// beside it meanwhile, under its name with `.new`; one of those that is there already is not touched.
///
/// # Errors
/// When the folder cannot be written to, or `.new` is there already.
pub fn replace(path: &Path, content: &[u8]) -> std::io::Result<()> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    create(Path::new(&beside), content)?;
    std::fs::rename(&beside, path)?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}

/// Whether nobody but its owner enters a folder.
pub fn is_shut(folder: &Path) -> bool {
    std::fs::metadata(folder).is_ok_and(|found| found.is_dir() && found.mode() & 0o077 == 0)
}

/// Refuses a file that others may read or change, where there is one. For what the program makes itself, such as the database.
///
/// # Errors
/// When it belongs to someone else, or others may read it.
pub fn check(path: &Path, readers: Readers) -> Result<(), Loose> {
    match std::fs::metadata(path) {
        Ok(found) => check_file(path, &found, readers),
        // Where there is none, nobody reads it.
        Err(_) => Ok(()),
    }
}

/// Makes a folder that only its owner can enter, or checks the one that is there.
///
/// # Errors
/// When it cannot be made, is no folder, belongs to someone else, or others may enter it.
pub fn folder(path: &Path) -> Result<(), Loose> {
    let shown = path.display();
    DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(|error| Loose {
        what: format!("the folder {shown} cannot be made ({error})"),
        mend: "make it by hand, owned by the user who runs concord, with mode 0700".to_owned(),
    })?;
    let found = std::fs::metadata(path).map_err(|error| Loose {
        what: format!("the folder {shown} cannot be looked at ({error})"),
        mend: "let the user who runs concord enter the folders above it".to_owned(),
    })?;
    check_owner(path, &found)?;
    let mode = found.mode() & 0o7777;
    if mode & 0o077 == 0 {
        return Ok(());
    }
    Err(Loose {
        what: format!("the folder {shown} is open to others than its owner (mode {mode:04o})"),
        mend: format!("chmod 700 {shown}"),
    })
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn with_mode(mode: u32) -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret");
        std::fs::write(&path, " open sesame\n").unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        (folder, path)
    }

    #[test]
    fn only_modes_that_shut_others_out_are_read() {
        for (mode, owner_only, with_group) in [
            (0o600, true, true),
            (0o400, true, true),
            (0o440, false, true),
            (0o640, false, true),
            (0o644, false, false),
            (0o660, false, false),
            (0o604, false, false),
        ] {
            let (_folder, path) = with_mode(mode);
            assert_eq!(read(&path, Readers::OwnerOnly).is_ok(), owner_only, "{mode:o}");
            assert_eq!(read(&path, Readers::OwnerAndGroup).is_ok(), with_group, "{mode:o}");
        }
    }

    #[test]
    fn the_refusal_says_how_to_mend_it() {
        let (_folder, path) = with_mode(0o644);
        let refused = read(&path, Readers::OwnerOnly).unwrap_err();
        assert!(refused.what.contains("0644"), "{refused}");
        assert!(refused.mend.contains(&format!("chmod 600 {}", path.display())), "{refused}");
    }

    #[test]
    fn space_around_a_secret_is_dropped_and_folders_and_absent_files_are_named() {
        let (folder, path) = with_mode(0o600);
        assert_eq!(read(&path, Readers::OwnerOnly).unwrap().as_str(), "open sesame");
        assert!(read(folder.path(), Readers::OwnerOnly).unwrap_err().what.contains("not a plain file"));
        assert!(read(&folder.path().join("absent"), Readers::OwnerOnly).unwrap_err().what.contains("absent"));
    }

    #[test]
    fn a_new_file_is_private_and_never_replaces_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new");
        create(&path, b"one").unwrap();
        assert_eq!(std::fs::metadata(&path).unwrap().mode() & 0o777, 0o600);
        assert_eq!(create(&path, b"two").unwrap_err().kind(), std::io::ErrorKind::AlreadyExists);
        assert_eq!(std::fs::read(&path).unwrap(), b"one");
    }

    #[test]
    fn a_file_is_replaced_whole_and_what_was_left_beside_it_is_not_touched() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("kek");
        create(&path, b"one").unwrap();
        replace(&path, b"two").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"two");
        assert_eq!(std::fs::metadata(&path).unwrap().mode() & 0o777, 0o600);
        let left = folder.path().join("kek.new");
        create(&left, b"left by another").unwrap();
        assert!(replace(&path, b"three").is_err());
        assert_eq!(std::fs::read(&path).unwrap(), b"two");
        assert_eq!(std::fs::read(&left).unwrap(), b"left by another");
    }

    #[test]
    fn what_is_there_is_checked_and_what_is_not_there_is_nobodys() {
        let (folder, path) = with_mode(0o644);
        assert!(check(&path, Readers::OwnerOnly).unwrap_err().mend.contains("chmod 600"));
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        assert!(check(&path, Readers::OwnerOnly).is_ok());
        assert!(check(&folder.path().join("absent"), Readers::OwnerOnly).is_ok());
    }

    #[test]
    fn a_folder_is_made_private_and_a_loose_one_refused() {
        let folder = tempfile::tempdir().unwrap();
        let made = folder.path().join("a/b");
        super::folder(&made).unwrap();
        assert_eq!(std::fs::metadata(&made).unwrap().mode() & 0o777, 0o700);
        std::fs::set_permissions(&made, std::fs::Permissions::from_mode(0o755)).unwrap();
        assert!(super::folder(&made).unwrap_err().mend.contains("chmod 700"));
    }
}
