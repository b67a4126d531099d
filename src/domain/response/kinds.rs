//! What kind of file was given, by its structure: what a reader's program will open, and nothing that such a program does not write.

use std::io::{BufRead, BufReader, Cursor, Read};

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};

use quick_xml::events::Event;

use crate::domain::error::{Refusal, Result};

/// Bounds of the archive inside a DOCX or XLSX: entries, and bytes once inflated.
const MOST_PARTS: usize = 5_000;
const MOST_INFLATED: u64 = 200 * 1024 * 1024;
/// Bounds of a part of XML, so that looking at it holds little in memory: one tag, text or comment, and how deep elements lie.
const MOST_PIECE: usize = 4 * 1024 * 1024;
const MOST_DEEP: usize = 4_096;
/// Most bytes of the list of parts, and of what stands before the first element of another part.
const MOST_TYPES: u64 = 1024 * 1024;
const MOST_PROLOG: u64 = 256 * 1024;

/// How Word 97 to 2003 and Excel 97 to 2003 begin a file, and how today's Word and Excel begin one that has a password.
const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// How a file begins that its State has encrypted with age (age-encryption.org/v1), and how one does that is written as text.
const AGE: &[u8] = b"age-encryption.org/v1\n";
const ARMOR: &str = "-----BEGIN AGE ENCRYPTED FILE-----";
const ARMOR_END: &str = "-----END AGE ENCRYPTED FILE-----";
/// Most bytes of the header of such a file, which has some hundred for each recipient.
const MOST_HEADER: usize = 64 * 1024;
/// The nonce of what is encrypted, and the tag of its last part: what follows the header is no shorter.
const LEAST_ENCRYPTED: usize = 16 + 16;

/// The media type of a file and the ending of its name.
type Kind = (&'static str, &'static str);

pub(super) fn kind_of(bytes: &[u8]) -> Result<Kind, Refusal> {
    if bytes.starts_with(b"%PDF-") {
        return pdf(bytes);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return office(bytes);
    }
    if bytes.starts_with(AGE) || bytes.starts_with(ARMOR.as_bytes()) {
        return age(bytes);
    }
    if bytes.starts_with(COMPOUND) {
        return Err(Refusal::FileLockedOrOld);
    }
    match imagesize::image_type(bytes) {
        Ok(imagesize::ImageType::Png) => image(bytes, b"IEND\xAE\x42\x60\x82", ("image/png", "png")),
        Ok(imagesize::ImageType::Jpeg) => image(bytes, b"\xFF\xD9", ("image/jpeg", "jpg")),
        Ok(_) | Err(_) => Err(Refusal::FileKind),
    }
}

/// A PDF has a version, a cross-reference and an end; what comes after the end is not part of it. It has no password.
fn pdf(bytes: &[u8]) -> Result<Kind, Refusal> {
    let tail = bytes.get(bytes.len().saturating_sub(2048)..).unwrap_or(bytes);
    let has = |needle: &[u8]| tail.windows(needle.len()).any(|window| window == needle);
    if !(has(b"%%EOF") && has(b"startxref")) {
        return Err(Refusal::FileDamaged);
    }
    if has_password(bytes) { Err(Refusal::FileLocked) } else { Ok(("application/pdf", "pdf")) }
}

/// Whether a PDF names how it is encrypted. The trailer that does, or the dictionary of a cross-reference stream, is itself never
/// encrypted or compressed, so it is found by its text. Nobody is protected by this: it tells who sends the file that others will not
/// be able to open it, so that a key written in another way on purpose is not looked for.
fn has_password(bytes: &[u8]) -> bool {
    const KEY: &[u8] = b"/Encrypt";
    let keys = bytes.windows(KEY.len()).enumerate().filter(|(_, window)| *window == KEY);
    keys.filter_map(|(at, _)| bytes.get(at + KEY.len()..)).any(|rest| {
        let value = rest.trim_ascii_start();
        // A reference to the dictionary (12 0 R), or the dictionary itself.
        value.starts_with(b"<<") || (value.len() < rest.len() && value.first().is_some_and(u8::is_ascii_digit))
    })
}

/// A file encrypted with age has a header with a part for each recipient and a digest of it, and then what is encrypted. More is not to be seen.
fn age(bytes: &[u8]) -> Result<Kind, Refusal> {
    let whole =
        if bytes.starts_with(AGE) { is_whole_age(bytes) } else { unarmored(bytes).is_some_and(|b| is_whole_age(&b)) };
    if whole { Ok(("application/vnd.age", "age")) } else { Err(Refusal::FileDamaged) }
}

fn is_whole_age(bytes: &[u8]) -> bool {
    let Some(after) = bytes.strip_prefix(AGE) else { return false };
    let header = after.get(..after.len().min(MOST_HEADER)).unwrap_or_default();
    let (mut recipients, mut length) = (0_usize, AGE.len());
    for line in header.split_inclusive(|byte| *byte == b'\n') {
        length += line.len();
        if line.starts_with(b"-> ") {
            recipients += 1;
        }
        if let Some(digest) = line.strip_prefix(b"--- ") {
            let said = digest.strip_suffix(b"\n").and_then(|digest| STANDARD_NO_PAD.decode(digest).ok());
            return recipients > 0
                && said.is_some_and(|said| said.len() == 32)
                && bytes.len() >= length + LEAST_ENCRYPTED;
        }
        if !line.is_ascii() || !line.ends_with(b"\n") {
            return false;
        }
    }
    false
}

/// What is written as text between its two lines, and nothing behind it but space.
fn unarmored(bytes: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(bytes).ok()?.trim_end();
    let inside = text.strip_prefix(ARMOR)?.strip_suffix(ARMOR_END)?;
    let inside: String = inside.chars().filter(|c| !matches!(c, '\r' | '\n')).collect();
    STANDARD.decode(inside).ok()
}

fn image(bytes: &[u8], end: &[u8], kind: Kind) -> Result<Kind, Refusal> {
    let size = imagesize::blob_size(bytes).map_err(|_| Refusal::FileDamaged)?;
    let whole = bytes.ends_with(end) && size.width > 0 && size.height > 0;
    if whole { Ok(kind) } else { Err(Refusal::FileDamaged) }
}

/// A DOCX or XLSX is an archive with the parts of its format and without macros, whose parts lie inside it and whose XML has no
/// document type. Every part is inflated once, against a bound, so that a bomb is found here and not by who opens it.
fn office(bytes: &[u8]) -> Result<Kind, Refusal> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| Refusal::FileDamaged)?;
    if archive.len() > MOST_PARTS {
        return Err(Refusal::FileDamaged);
    }
    let mut left = MOST_INFLATED;
    let (mut word, mut sheet, mut types) = (false, false, String::new());
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(|_| Refusal::FileDamaged)?;
        let name = part.name().map_err(|_| Refusal::FileDamaged)?.to_ascii_lowercase();
        if !lies_inside(&name) {
            return Err(Refusal::FileStrange);
        }
        if name.ends_with("vbaproject.bin") || name.contains("activex") {
            return Err(Refusal::FileMacros);
        }
        word |= name == "word/document.xml";
        sheet |= name == "xl/workbook.xml";
        let mut part = part.take(left + 1);
        match name.as_str() {
            "[content_types].xml" => {
                (&mut part).take(MOST_TYPES).read_to_string(&mut types).map_err(|_| Refusal::FileDamaged)?;
                whole_xml(types.as_bytes())?;
            }
            "word/document.xml" | "xl/workbook.xml" => whole_xml(&mut part)?,
            name if has_ending(name, &[".xml", ".rels"]) => prolog(&mut part)?,
            _ => {}
        }
        std::io::copy(&mut part, &mut std::io::sink()).map_err(|_| Refusal::FileDamaged)?;
        // What is left of the bound is what is left of this part's share of it, but for the one byte more.
        left = part.limit().checked_sub(1).ok_or(Refusal::FileDamaged)?;
    }
    if types.to_ascii_lowercase().contains("macroenabled") {
        return Err(Refusal::FileMacros);
    }
    match (word, sheet, types.is_empty()) {
        (true, false, false) => Ok(("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx")),
        (false, true, false) => Ok(("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx")),
        (_, _, _) => Err(Refusal::FileKind),
    }
}

/// Whether a part's name leads nowhere but into the archive, on every system on which somebody may unpack it.
fn lies_inside(name: &str) -> bool {
    let away = name.starts_with('/') || name.contains(['\\', ':', '\0']);
    !away && name.split('/').all(|step| step != "..")
}

fn has_ending(name: &str, endings: &[&str]) -> bool {
    endings.iter().any(|ending| name.ends_with(ending))
}

/// A part that must be XML to its end.
fn whole_xml(part: impl Read) -> Result<(), Refusal> {
    xml(part, Until::Root)
}

/// A part of which only what stands before the first element matters: a document type can stand nowhere else. Some programs write
/// these in UTF-16, which is read as such, so that nothing hides in it.
fn prolog(mut part: impl Read) -> Result<(), Refusal> {
    let mut start = Vec::new();
    (&mut part).take(MOST_PROLOG).read_to_end(&mut start).map_err(|_| Refusal::FileDamaged)?;
    let little = match start.as_slice() {
        [0xFF, 0xFE, ..] | [b'<', 0, ..] => Some(true),
        [0xFE, 0xFF, ..] | [0, b'<', ..] => Some(false),
        _ => None,
    };
    let Some(little) = little else { return xml(start.as_slice(), Until::FirstElement) };
    let units = start.chunks_exact(2).filter_map(|pair| <[u8; 2]>::try_from(pair).ok());
    let units = units.map(|pair| if little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) });
    let text: String = char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    xml(text.as_bytes(), Until::FirstElement)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Until {
    FirstElement,
    Root,
}

/// Reads XML without a document type, as far as is asked. What comes before the first element is nothing but space.
fn xml(part: impl Read, until: Until) -> Result<(), Refusal> {
    let mut reader = quick_xml::Reader::from_reader(Pieces { part: BufReader::new(part), piece: 0 });
    let (mut piece, mut deep) = (Vec::new(), 0_usize);
    loop {
        piece.clear();
        reader.get_mut().piece = 0;
        match reader.read_event_into(&mut piece).map_err(|_| Refusal::FileDamaged)? {
            Event::DocType(_) => return Err(Refusal::FileStrange),
            Event::Eof => return Err(Refusal::FileDamaged),
            Event::Start(_) if until == Until::FirstElement => return Ok(()),
            Event::Start(_) if deep >= MOST_DEEP => return Err(Refusal::FileStrange),
            Event::Start(_) => deep += 1,
            Event::Empty(_) if deep == 0 => return Ok(()),
            Event::End(_) if deep <= 1 => return Ok(()),
            Event::End(_) => deep -= 1,
            Event::Text(text) if deep == 0 => {
                let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
                if !text.trim_ascii().is_empty() {
                    return Err(Refusal::FileDamaged);
                }
            }
            Event::CData(_) | Event::GeneralRef(_) if deep == 0 => return Err(Refusal::FileDamaged),
            _ => {}
        }
    }
}

/// Reads until a piece of XML is longer than any program writes: the reader holds a whole piece in memory.
struct Pieces<R> {
    part: R,
    piece: usize,
}

impl<R: Read> Read for Pieces<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        self.part.read(into)
    }
}

impl<R: BufRead> BufRead for Pieces<R> {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        if self.piece > MOST_PIECE {
            return Err(std::io::Error::other("a piece of XML is too long"));
        }
        self.part.fill_buf()
    }

    fn consume(&mut self, bytes: usize) {
        self.piece += bytes;
        self.part.consume(bytes);
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    const XML: &str =
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\r\n<a b=\"c\">text &amp; more<d/></a>";

    fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in parts {
            zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(content).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    /// A DOCX with one more part, or with another content of one of its parts.
    fn docx_with(name: &str, content: &[u8]) -> Result<Kind, Refusal> {
        let mut parts = vec![
            ("[Content_Types].xml", XML.as_bytes()),
            ("word/document.xml", XML.as_bytes()),
            ("_rels/.rels", XML.as_bytes()),
        ];
        parts.retain(|(known, _)| *known != name);
        parts.push((name, content));
        kind_of(&archive(&parts))
    }

    fn utf16(text: &str) -> Vec<u8> {
        let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
        units.flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn documents_and_workbooks_are_accepted() {
        assert_eq!(docx_with("docProps/app.xml", XML.as_bytes()).unwrap().1, "docx");
        // With a byte order mark, in UTF-16, with comments and instructions before the root: all of it is written by some program.
        assert_eq!(docx_with("word/document.xml", format!("\u{feff}{XML}").as_bytes()).unwrap().1, "docx");
        assert_eq!(docx_with("customXml/item1.xml", &utf16("<?mso?><!-- <!DOCTYPE a> --><a/>")).unwrap().1, "docx");
        assert_eq!(
            docx_with("customXml/item1.xml", format!("<a>{}", "b".repeat(500_000)).as_bytes()).unwrap().1,
            "docx"
        );
        assert_eq!(docx_with("media/image1.png", b"\x89PNG").unwrap().1, "docx");
        let workbook = rust_xlsxwriter::Workbook::new().save_to_buffer().unwrap();
        assert_eq!(kind_of(&workbook).unwrap().1, "xlsx");
        let form = include_bytes!("../../../config/questionnaire/cooperation-2027.xlsx");
        assert_eq!(kind_of(form).unwrap().1, "xlsx");
    }

    #[test]
    fn a_part_with_a_document_type_is_refused() {
        let doctype = "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>";
        for name in
            ["[Content_Types].xml", "word/document.xml", "_rels/.rels", "word/styles.xml", "customXml/Item1.XML"]
        {
            assert_eq!(docx_with(name, doctype.as_bytes()), Err(Refusal::FileStrange), "{name}");
        }
        assert_eq!(docx_with("word/styles.xml", &utf16(doctype)), Err(Refusal::FileStrange));
        assert_eq!(docx_with("word/styles.xml", format!("\u{feff} {doctype}").as_bytes()), Err(Refusal::FileStrange));
    }

    #[test]
    fn a_part_that_is_not_xml_is_refused() {
        for content in ["", "no XML at all", "{}", "text <a/>", "<a", "&b;<a/>"] {
            for name in ["[Content_Types].xml", "word/document.xml", "_rels/.rels", "word/styles.xml"] {
                let done = docx_with(name, content.as_bytes());
                assert!(matches!(done, Err(Refusal::FileDamaged | Refusal::FileKind)), "{name} {content}: {done:?}");
            }
        }
        for content in ["<a><b></a>", "<a>", "<a><!DOCTYPE b></a>"] {
            assert!(docx_with("word/document.xml", content.as_bytes()).is_err(), "{content}");
        }
        assert_eq!(docx_with("word/document.xml", &utf16(XML)), Err(Refusal::FileDamaged));
    }

    #[test]
    fn xml_that_is_deeper_or_longer_than_any_program_writes_is_refused() {
        assert_eq!(docx_with("word/document.xml", "<a>".repeat(100_000).as_bytes()), Err(Refusal::FileStrange));
        let long = format!("<a>{}</a>", "b".repeat(MOST_PIECE + 100_000));
        assert_eq!(docx_with("word/document.xml", long.as_bytes()), Err(Refusal::FileDamaged));
    }

    #[test]
    fn a_part_that_leads_out_of_the_archive_is_refused() {
        for name in ["../evil", "word/../../evil", "/etc/evil", "word\\evil", "..\\evil", "C:/evil", ".."] {
            assert_eq!(docx_with(name, b"x"), Err(Refusal::FileStrange), "{name}");
        }
        assert_eq!(docx_with("word/media/a..b.png", b"x").unwrap().1, "docx");
    }

    /// A file as age writes one, for one recipient.
    fn encrypted() -> Vec<u8> {
        let digest = STANDARD_NO_PAD.encode([7_u8; 32]);
        let header = format!("age-encryption.org/v1\n-> X25519 {digest}\n{digest}\n--- {digest}\n");
        [header.as_bytes(), &[0xF1; 16], &[0x3C; 40]].concat()
    }

    fn armored(bytes: &[u8]) -> String {
        let text = STANDARD.encode(bytes);
        let lines: Vec<&str> = text.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
        format!("{ARMOR}\n{}\n{ARMOR_END}\n", lines.join("\n"))
    }

    #[test]
    fn a_file_that_its_state_encrypted_with_age_is_accepted() {
        assert_eq!(kind_of(&encrypted()).unwrap(), ("application/vnd.age", "age"));
        assert_eq!(kind_of(armored(&encrypted()).as_bytes()).unwrap().1, "age");
        assert_eq!(kind_of(armored(&encrypted()).replace('\n', "\r\n").as_bytes()).unwrap().1, "age");
    }

    #[test]
    fn a_file_that_only_begins_like_one_is_refused() {
        let whole = encrypted();
        let header = whole.len() - 56;
        for cut in [22, 40, header - 1, header, header + 31] {
            assert_eq!(kind_of(&whole[..cut]), Err(Refusal::FileDamaged), "{cut}");
        }
        let no_recipient = [AGE, b"--- ", STANDARD_NO_PAD.encode([7_u8; 32]).as_bytes(), b"\n", &[1; 60]].concat();
        assert_eq!(kind_of(&no_recipient), Err(Refusal::FileDamaged));
        let endless = [AGE, b"-> X25519 ".repeat(100_000).as_slice()].concat();
        assert_eq!(kind_of(&endless), Err(Refusal::FileDamaged));
        let text = armored(&whole);
        for broken in [text.replace(ARMOR_END, ""), format!("{text}<script>"), text.replace("\n", "\n!")] {
            assert_eq!(kind_of(broken.as_bytes()), Err(Refusal::FileDamaged), "{broken}");
        }
        assert_eq!(kind_of(b"age-encryption.org/v2\nfuture"), Err(Refusal::FileKind));
    }

    #[test]
    fn a_file_with_a_password_is_refused_as_such() {
        let pdf = |trailer: &str| kind_of(format!("%PDF-1.7\n{trailer}\nstartxref\n9\n%%EOF\n").as_bytes());
        assert_eq!(pdf("trailer<</Root 1 0 R>>").unwrap().1, "pdf");
        for key in ["/Encrypt 12 0 R", "/Encrypt\r\n12 0 R", "/Encrypt<</Filter/Standard>>", "/Encrypt <<"] {
            assert_eq!(pdf(&format!("trailer<</Root 1 0 R {key}>>")), Err(Refusal::FileLocked), "{key}");
        }
        for key in ["/EncryptMetadata true", "/Encrypted 1 0 R", "(/Encrypt is a key)"] {
            assert_eq!(pdf(&format!("trailer<</Root 1 0 R>> {key}")).unwrap().1, "pdf", "{key}");
        }
        assert_eq!(kind_of(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and more"), Err(Refusal::FileLockedOrOld));
    }
}
