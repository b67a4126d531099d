//! The key-encryption key: 32 random bytes in a file outside the database and outside its backups. Whoever has the database but
//! not this file reads no answer; whoever loses it has lost every answer.

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

/// Reads the key from its file.
///
/// # Errors
/// When the file is absent, loose, someone else's, or does not hold exactly 32 bytes as hexadecimal or base64.
pub fn read(path: &Path, readers: Readers) -> Result<Key, Loose> {
    let text = private::read(path, readers)?;
    let bytes = decode(text.as_str()).ok_or_else(|| Loose {
        what: format!("{} does not hold a key", path.display()),
        mend:
            "it has to be one line of 64 hexadecimal digits, or the base64 of 32 bytes: restore it from where you keep \
               the copy of the key, or, for a new installation, make one with: concord keys generate PATH"
                .to_owned(),
    })?;
    Key::from_bytes(&bytes).ok_or_else(|| Loose {
        what: format!("{} does not hold 32 bytes", path.display()),
        mend: "restore it from where you keep the copy of the key".to_owned(),
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

    #[test]
    fn a_generated_key_reads_back_and_two_differ() {
        let folder = tempfile::tempdir().unwrap();
        let (one, two) = (folder.path().join("one"), folder.path().join("two"));
        generate(&one).unwrap();
        generate(&two).unwrap();
        let read = |path| read(path, Readers::OwnerOnly).ok().unwrap();
        assert_ne!(read(&one).bytes(), read(&two).bytes());
        assert_eq!(read(&one).bytes(), read(&one).bytes());
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
            assert_eq!(read(&path, Readers::OwnerOnly).ok().unwrap().bytes(), [0xab; 32]);
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
