//! The compiler: the fonts, the template, and the small world in which it runs.

use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::ecow::EcoVec;
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World, comemo};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::clean::Cleaner;
use crate::document::Document;

/// Most characters of a document, so that time and memory have an end. A page takes about three thousand.
const MOST_LETTERS: usize = 1_500_000;

static REGULAR: &[u8] = include_bytes!("../fonts/NotoSans-Regular.ttf");
static BOLD: &[u8] = include_bytes!("../fonts/NotoSans-Bold.ttf");
static ARABIC: &[u8] = include_bytes!("../fonts/Amiri-Regular.ttf");
static TEMPLATE: &str = include_str!("../template.typ");

/// Why there is no PDF.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It is longer than can be set in reasonable time.
    #[error("a document of {0} characters is too long to be set")]
    TooLong(usize),
    /// Something that should not happen; the text is for a log.
    #[error("the document could not be set: {0}")]
    Failed(String),
}

/// What was made.
#[derive(Debug)]
pub struct Pdf {
    pub bytes: Vec<u8>,
    /// It keeps PDF/UA-1 as far as that can be checked. Else it is tagged all the same.
    pub accessible: bool,
}

/// Sets documents. Making one reads the fonts; it is made once and used by all.
pub struct Press {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    main: FileId,
    data: FileId,
    source: Source,
}

impl Press {
    /// A press with the fonts that are built in.
    ///
    /// # Errors
    /// Never, as the names of the two files are right.
    pub fn new() -> Result<Self, Error> {
        let bytes = [REGULAR, BOLD, ARABIC].into_iter();
        let fonts: Vec<Font> = bytes.flat_map(|font| Font::iter(Bytes::new(font))).collect();
        let main = file("/template.typ")?;
        Ok(Press {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            main,
            data: file("/data.json")?,
            source: Source::new(main, TEMPLATE.to_owned()),
            fonts,
        })
    }

    /// Sets a document.
    ///
    /// # Errors
    /// [`Error::TooLong`] for what would take the machine too long.
    pub fn pdf(&self, document: &Document) -> Result<Pdf, Error> {
        let has = |c: char| self.fonts.iter().any(|font| font.info().coverage.contains(u32::from(c)));
        let cleaner = Cleaner::new(&has);
        let data = serde_json::to_vec(&cleaner.document(document)).map_err(|error| Error::Failed(error.to_string()))?;
        if cleaner.letters() > MOST_LETTERS {
            return Err(Error::TooLong(cleaner.letters()));
        }
        let job = Job { press: self, data: Bytes::new(data) };
        let made = job.run();
        // What was computed is kept for the next document that is alike: text that others must not find in memory, and much of it.
        comemo::evict(0);
        made
    }
}

/// One document in its world.
struct Job<'a> {
    press: &'a Press,
    data: Bytes,
}

impl Job<'_> {
    fn run(&self) -> Result<Pdf, Error> {
        let document = typst::compile::<PagedDocument>(self).output.map_err(failed)?;
        let options = |standards| PdfOptions { creator: Smart::Custom(None), standards, ..PdfOptions::default() };
        let accessible =
            PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|error| Error::Failed(format!("{error:?}")))?;
        if let Ok(bytes) = typst_pdf::pdf(&document, &options(accessible)) {
            return Ok(Pdf { bytes, accessible: true });
        }
        // A script that the fonts know in part only: better a document that does not claim to be right than none.
        let bytes = typst_pdf::pdf(&document, &options(PdfStandards::default())).map_err(failed)?;
        Ok(Pdf { bytes, accessible: false })
    }
}

impl World for Job<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.press.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.press.book
    }

    fn main(&self) -> FileId {
        self.press.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.press.main { Ok(self.press.source.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.press.data { Ok(self.data.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.press.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn file(id: &str) -> Result<FileId, Error> {
    let path = VirtualPath::new(id).map_err(|error| Error::Failed(error.to_string()))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

fn failed(errors: EcoVec<SourceDiagnostic>) -> Error {
    // The first one says what is wrong; its place in the template is in the trace, which a log does not need.
    Error::Failed(errors.first().map(|error| error.message.to_string()).unwrap_or_default())
}
