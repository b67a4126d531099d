use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;

use super::{Found, Name, Objects};
use crate::domain::error::Error;
use crate::domain::ids::{AttachmentId, NewId, UploadId};
use crate::domain::seal::{Key, Sealer};

fn sealer() -> Arc<Sealer> {
    Arc::new(Sealer::new(uuid::Uuid::from_u128(7), &Key::from_bytes(&[3; 32]).unwrap()).unwrap())
}

fn file(n: u128) -> Name {
    Name::File(AttachmentId::from_uuid(uuid::Uuid::from_u128(n)))
}

fn upload(n: u128) -> UploadId {
    UploadId::from_uuid(uuid::Uuid::from_u128(n))
}

fn mode(path: &std::path::Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[tokio::test]
async fn what_is_kept_comes_back_and_is_for_the_owner_alone() {
    let (folder, sealer) = (tempfile::tempdir().unwrap(), sealer());
    let objects = Objects::folder(folder.path()).unwrap();
    objects.answers().await.unwrap();
    objects.put(&sealer, &file(1), b"a law of a State".to_vec()).await.unwrap();
    assert_eq!(objects.get(&sealer, &file(1)).await.unwrap(), b"a law of a State");
    // Where it lay before there was another store: what was kept then is found.
    let path = folder.path().join("files").join(file(1).to_string());
    let sealed = std::fs::read(&path).unwrap();
    assert!(!sealed.windows(5).any(|window| window == b"a law"));
    assert_eq!(mode(&path), 0o600);
    assert_eq!(mode(&folder.path().join("files")), 0o700);
    assert_eq!(std::fs::read_dir(folder.path().join("files")).unwrap().count(), 1, "something else was left");
}

#[tokio::test]
async fn what_was_altered_moved_or_removed_is_no_answer() {
    let (folder, sealer) = (tempfile::tempdir().unwrap(), sealer());
    let objects = Objects::folder(folder.path()).unwrap();
    objects.put(&sealer, &file(1), vec![1; 1000]).await.unwrap();
    let at = |n| folder.path().join("files").join(file(n).to_string());
    // One file passed off as another.
    std::fs::copy(at(1), at(2)).unwrap();
    assert!(objects.get(&sealer, &file(2)).await.is_err());
    let mut sealed = std::fs::read(at(1)).unwrap();
    sealed[500] ^= 1;
    std::fs::write(at(1), sealed).unwrap();
    assert!(objects.get(&sealer, &file(1)).await.is_err());
    assert_eq!(objects.find(&sealer, &file(1)).await.unwrap(), Found::Altered);
    objects.forget(&file(1)).await;
    assert_eq!(objects.find(&sealer, &file(1)).await.unwrap(), Found::Missing);
    // What cannot be opened just now is neither.
    std::os::unix::fs::symlink(at(3), at(3)).unwrap();
    assert!(matches!(objects.find(&sealer, &file(3)).await, Err(Error::Internal(_))));
    assert!(matches!(objects.get(&sealer, &file(1)).await, Err(Error::Internal(_))));
}

#[tokio::test]
async fn pieces_go_with_their_upload_and_no_other() {
    let (folder, sealer) = (tempfile::tempdir().unwrap(), sealer());
    let objects = Objects::folder(folder.path()).unwrap();
    assert!(objects.uploads().await.unwrap().is_empty());
    let piece = |upload, begin| Name::Piece { upload, begin, length: 4 };
    for name in [piece(upload(1), 0), piece(upload(1), 4), piece(upload(2), 0)] {
        objects.put(&sealer, &name, b"abcd".to_vec()).await.unwrap();
    }
    objects.put(&sealer, &file(9), b"whole".to_vec()).await.unwrap();
    let mut known = objects.uploads().await.unwrap();
    known.sort();
    assert_eq!(known, [upload(1), upload(2)]);
    // A piece does not open as another of the same upload.
    let at = |begin| folder.path().join("files").join(piece(upload(1), begin).to_string());
    std::fs::copy(at(0), at(4)).unwrap();
    assert!(objects.get(&sealer, &piece(upload(1), 4)).await.is_err());
    objects.forget_pieces(&upload(1)).await;
    objects.forget_pieces(&upload(3)).await;
    assert_eq!(objects.uploads().await.unwrap(), [upload(2)]);
    assert_eq!(objects.get(&sealer, &piece(upload(2), 0)).await.unwrap(), b"abcd");
    objects.forget_pieces(&upload(2)).await;
    assert!(objects.uploads().await.unwrap().is_empty());
    assert_eq!(objects.get(&sealer, &file(9)).await.unwrap(), b"whole");
}
