//! Files given as answers, and documents brought back: whatever the bytes are, looking at them returns. Bytes that begin like no format are put
//! into the part of a document that is read, because no input would get past the checksums of an archive.
#![no_main]

use std::io::{Cursor, Write};

use concord::domain::response::files;
use concord::domain::response::offline::docx;
use libfuzzer_sys::fuzz_target;
use zip::write::SimpleFileOptions;

fuzz_target!(|data: &[u8]| {
    if let Ok(checked) = files::check("file", data.to_vec()) {
        assert!(!checked.facts.name.is_empty());
    }
    let known = [b"PK".as_slice(), b"%PDF", b"\x89PNG", b"\xFF\xD8", b"age-"].iter().any(|begin| data.starts_with(begin));
    let document = if known { data.to_vec() } else { packed(data) };
    let _ = docx::read(&document);
    if !known {
        let _ = files::check("file", document);
    }
});

fn packed(text: &[u8]) -> Vec<u8> {
    let types = b"<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>";
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in [("[Content_Types].xml", types.as_slice()), ("word/document.xml", text)] {
        archive.start_file(name, SimpleFileOptions::default()).expect("a part");
        archive.write_all(content).expect("memory");
    }
    archive.finish().expect("memory").into_inner()
}
