//! The key-encryption keys: 32 random bytes each in a file outside the database and outside its backups, one a line, the present one
//! first; the lines below it are older keys that still open what they wrapped. Empty lines and lines that begin with `#` are left out.
//! Whoever has the database but not this file reads no answer; whoever loses it has lost every answer.

use std::path::Path;

use base64::Engine;
use zeroize::Zeroizing;

use crate::domain::seal::{self, Key};
use crate::private::{self, Loose, Readers};

/// Makes a new key in a new file, mode 0600, as one line of hexadecimal.
///
/// # Errors
/// When a file is there already (a key that is overwritten is gone with every answer it seals), or it cannot be written.
pub fn generate(path: &Path) -> Result<(), Loose> {
    let key = Key::generate();
    let line = Zeroizing::new(format!("{}\n", Zeroizing::new(seal::hex(key.bytes())).as_str()));
    private::create(path, line.as_bytes()).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => Loose {
            what: format!("{} is there already, and a key is never overwritten", path.display()),
            mend: "choose another path, or move that file away first".to_owned(),
        },
        _ => Loose {
            what: format!("{} cannot be written ({error})", path.display()),
            mend: "make its folder and let the user who runs concord write there".to_owned(),
        },
    })
}

/// Reads the keys of a file, the present one first.
///
/// # Errors
/// When the file is absent, loose, someone else's, or holds a line that is not exactly 32 bytes as hexadecimal or base64, or no line.
pub fn read(path: &Path, readers: Readers) -> Result<Vec<Key>, Loose> {
    let text = private::read(path, readers)?;
    let keys: Option<Vec<Key>> = lines(&text).map(|line| Key::from_bytes(&decode(line)?)).collect();
    keys.filter(|keys| !keys.is_empty()).ok_or_else(|| Loose {
        what: format!("{} does not hold a key", path.display()),
        mend: "every line of it has to be 64 hexadecimal digits, or the base64 of 32 bytes: restore it from where you keep \
               the copy of the key, or, for a new installation, make one with: concord keys generate PATH"
            .to_owned(),
    })
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Puts a new key at the head of a file; those that were there stay below it. The file holds the one or the other at every moment.
///
/// # Errors
/// As [`read`]; when the file cannot be replaced.
pub fn rotate(path: &Path, readers: Readers) -> Result<(), Loose> {
    let mut keys = read(path, readers)?;
    keys.insert(0, Key::generate());
    write(path, &keys)
}

/// Leaves the first key of a file and takes the others away. Says how many.
///
/// # Errors
/// As [`rotate`].
pub fn leave_first(path: &Path, readers: Readers) -> Result<usize, Loose> {
    let mut keys = read(path, readers)?;
    let others = keys.len().saturating_sub(1);
    keys.truncate(1);
    if others > 0 {
        write(path, &keys)?;
    }
    Ok(others)
}

fn write(path: &Path, keys: &[Key]) -> Result<(), Loose> {
    let mut text = Zeroizing::new(String::new());
    for key in keys {
        text.push_str(Zeroizing::new(seal::hex(key.bytes())).as_str());
        text.push('\n');
    }
    private::replace(path, text.as_bytes()).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => Loose {
            what: format!(
                "{}.new is there already: another change of the key is under way, or was cut off",
                path.display()
            ),
            mend: "if no other command runs, remove that file and try again; the key file itself is whole".to_owned(),
        },
        _ => Loose {
            what: format!("{} cannot be replaced ({error})", path.display()),
            mend: "let the user who runs this command write in its folder; the key file itself is whole".to_owned(),
        },
    })
}

/// 32 bytes from 64 hexadecimal digits or from base64.
fn decode(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let bytes = match text.len() {
        64 => Zeroizing::new(unhex(text)?),
        _ => Zeroizing::new(base64::engine::general_purpose::STANDARD.decode(text).ok()?),
    };
    (bytes.len() == 32).then_some(bytes)
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> =
        text.chars().map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok())).collect::<Option<_>>()?;
    Some(digits.chunks_exact(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit)).collect())
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn file(content: &str) -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("kek");
        private::create(&path, content.as_bytes()).unwrap();
        (folder, path)
    }

    fn all_of(path: &Path) -> Vec<Vec<u8>> {
        read(path, Readers::OwnerOnly).ok().unwrap().iter().map(|key| key.bytes().to_vec()).collect()
    }

    fn the_one_of(path: &Path) -> Vec<u8> {
        let keys = all_of(path);
        assert_eq!(keys.len(), 1);
        keys[0].clone()
    }

    #[test]
    fn a_new_key_stands_above_the_old_one_until_that_is_taken_away() {
        let (folder, path) = file(&format!("# made in 2027\n\n{}\n", "ab".repeat(32)));
        rotate(&path, Readers::OwnerOnly).unwrap();
        let both = all_of(&path);
        assert_eq!((both.len(), both[1].as_slice()), (2, [0xab; 32].as_slice()));
        // What was cut off between writing and renaming is named, and nothing is lost by it.
        private::create(&folder.path().join("kek.new"), b"half").unwrap();
        assert!(rotate(&path, Readers::OwnerOnly).unwrap_err().what.contains("cut off"));
        assert_eq!(all_of(&path), both);
        std::fs::remove_file(folder.path().join("kek.new")).unwrap();
        assert_eq!(leave_first(&path, Readers::OwnerOnly).unwrap(), 1);
        assert_eq!(all_of(&path), both[..1]);
        assert_eq!(leave_first(&path, Readers::OwnerOnly).unwrap(), 0);
    }

    #[test]
    fn a_file_with_one_bad_line_gives_no_key_at_all() {
        let (_folder, path) = file(&format!("{}\nhunter2\n", "ab".repeat(32)));
        assert!(read(&path, Readers::OwnerOnly).err().unwrap().what.contains("does not hold a key"));
    }

    #[test]
    fn a_generated_key_reads_back_and_two_differ() {
        let folder = tempfile::tempdir().unwrap();
        let (one, two) = (folder.path().join("one"), folder.path().join("two"));
        generate(&one).unwrap();
        generate(&two).unwrap();
        assert_ne!(the_one_of(&one), the_one_of(&two));
        assert_eq!(the_one_of(&one), the_one_of(&one));
    }

    #[test]
    fn a_key_is_never_overwritten() {
        let (_folder, path) = file("precious");
        assert!(generate(&path).unwrap_err().what.contains("never overwritten"));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "precious");
    }

    #[test]
    fn hexadecimal_and_base64_of_the_same_bytes_are_the_same_key() {
        let (_a, hex) = file(&format!("{}\n", "Ab".repeat(32)));
        let (_b, base64) = file("q6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s=\n");
        for path in [hex, base64] {
            assert_eq!(the_one_of(&path), [0xab; 32]);
        }
    }

    #[test]
    fn what_is_no_key_is_refused_with_the_way_to_mend_it() {
        for bad in
            ["", "hunter2", &"zz".repeat(32), &"ab".repeat(31), &"ab".repeat(33), "q6urq6s=", "é".repeat(32).as_str()]
        {
            let (_folder, path) = file(bad);
            let refused = read(&path, Readers::OwnerOnly).err().unwrap();
            assert!(refused.mend.contains("restore it"), "{bad:?}: {refused}");
        }
    }

    #[test]
    fn a_key_that_others_can_read_is_refused() {
        let (_folder, path) = file(&"ab".repeat(32));
        for mode in [0o644, 0o640, 0o606, 0o660] {
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
            assert!(read(&path, Readers::OwnerOnly).err().unwrap().mend.contains("chmod 600"), "{mode:o}");
        }
    }
}
