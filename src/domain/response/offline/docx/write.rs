//! Writes a document: its text, its styles, the head and foot of its pages.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use quick_xml::escape::escape;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{BOXES, Block, Cell, Document, Line, Look, Table};
use crate::domain::error::{Error, Result};

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const NAMES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
    xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
    xmlns:w14=\"http://schemas.microsoft.com/office/word/2010/wordml\" \
    xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" mc:Ignorable=\"w14\"";
const TYPES: &str = include_str!("parts/content_types.xml");
const RELATIONS: &str = include_str!("parts/relations.xml");
const DOCUMENT_RELATIONS: &str = include_str!("parts/document_relations.xml");
const STYLES: &str = include_str!("parts/styles.xml");
const SETTINGS: &str = include_str!("parts/settings.xml");

/// The bytes of a document.
///
/// # Errors
/// When the archive cannot be made, which memory alone could cause.
pub fn write(document: &Document) -> Result<Vec<u8>> {
    let language = escape(document.language.as_str());
    let parts = [
        ("[Content_Types].xml", TYPES.to_owned()),
        ("_rels/.rels", RELATIONS.to_owned()),
        ("word/_rels/document.xml.rels", DOCUMENT_RELATIONS.to_owned()),
        ("word/styles.xml", STYLES.replace("LANGUAGE", &language)),
        ("word/settings.xml", SETTINGS.to_owned()),
        ("word/header1.xml", header(document)),
        ("word/footer1.xml", footer(document)),
        (super::DOCUMENT, body(document)),
        ("docProps/core.xml", core(document)),
    ];
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive.start_file(name, SimpleFileOptions::default()).map_err(Error::internal)?;
        archive.write_all(content.as_bytes()).map_err(Error::internal)?;
    }
    Ok(archive.finish().map_err(Error::internal)?.into_inner())
}

fn core(document: &Document) -> String {
    format!(
        "{HEAD}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{}</dc:title><dc:language>{}</dc:language></cp:coreProperties>",
        said(&document.title),
        said(&document.language)
    )
}

fn header(document: &Document) -> String {
    let line = Line { text: document.running.clone(), look: Look::Small, tick: None };
    let mut out = format!("{HEAD}<w:hdr {NAMES}>");
    paragraph(&mut out, &line, document.right_to_left);
    out + "</w:hdr>"
}

fn footer(document: &Document) -> String {
    let [before, between, after] = &document.numbering;
    let run = |text: &str| format!("<w:r><w:t xml:space=\"preserve\">{}</w:t></w:r>", said(text));
    let field = |name: &str| format!("<w:fldSimple w:instr=\" {name} \"><w:r><w:t>1</w:t></w:r></w:fldSimple>");
    format!(
        "{HEAD}<w:ftr {NAMES}><w:p><w:pPr><w:pStyle w:val=\"Small\"/><w:jc w:val=\"center\"/></w:pPr>{}{}{}{}{}</w:p></w:ftr>",
        run(before),
        field("PAGE"),
        run(between),
        field("NUMPAGES"),
        run(after)
    )
}

fn body(document: &Document) -> String {
    let rtl = document.right_to_left;
    let mut out = format!("{HEAD}<w:document {NAMES}><w:body>");
    for block in &document.blocks {
        match block {
            Block::Title(text) => styled(&mut out, "Title", text, rtl),
            Block::Heading(level, text) => {
                styled(&mut out, if *level <= 1 { "Heading1" } else { "Heading2" }, text, rtl)
            }
            Block::Text(text) => styled(&mut out, "Normal", text, rtl),
            Block::Table(of) => table(&mut out, of, rtl),
        }
    }
    // A4, with margins of two centimetres.
    out.push_str(
        "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId3\"/><w:footerReference w:type=\"default\" r:id=\"rId4\"/>\
         <w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1134\" w:right=\"1134\" w:bottom=\"1134\" w:left=\"1134\" \
         w:header=\"567\" w:footer=\"567\" w:gutter=\"0\"/>",
    );
    if rtl {
        out.push_str("<w:bidi/>");
    }
    out + "</w:sectPr></w:body></w:document>"
}

fn styled(out: &mut String, style: &str, text: &str, rtl: bool) {
    let bidi = if rtl { "<w:bidi/>" } else { "" };
    add(out, format_args!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{bidi}</w:pPr>"));
    run(out, text, rtl);
    out.push_str("</w:p>");
}

fn table(out: &mut String, table: &Table, rtl: bool) {
    out.push_str("<w:tbl><w:tblPr><w:tblStyle w:val=\"Answers\"/>");
    if rtl {
        out.push_str("<w:bidiVisual/>");
    }
    let width: u32 = table.widths.iter().sum();
    add(
        out,
        format_args!("<w:tblW w:w=\"{width}\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>"),
    );
    for width in &table.widths {
        add(out, format_args!("<w:gridCol w:w=\"{width}\"/>"));
    }
    out.push_str("</w:tblGrid>");
    if !table.head.is_empty() {
        out.push_str("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
        for (text, width) in table.head.iter().zip(&table.widths) {
            let lines = vec![Line { text: text.clone(), look: Look::Strong, tick: None }];
            cell(out, &Cell { lines, to_fill: false }, *width, rtl);
        }
        out.push_str("</w:tr>");
    }
    for row in &table.rows {
        out.push_str("<w:tr>");
        for (of, width) in row.iter().zip(&table.widths) {
            cell(out, of, *width, rtl);
        }
        out.push_str("</w:tr>");
    }
    // Two tables that follow each other would be one.
    out.push_str("</w:tbl><w:p/>");
}

fn cell(out: &mut String, cell: &Cell, width: u32, rtl: bool) {
    let fill = if cell.to_fill { "FFFFFF" } else { "F2F2F0" };
    add(
        out,
        format_args!(
            "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/><w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{fill}\"/></w:tcPr>"
        ),
    );
    if cell.lines.is_empty() {
        paragraph(out, &Line::default(), rtl);
    }
    for line in &cell.lines {
        paragraph(out, line, rtl);
    }
    out.push_str("</w:tc>");
}

fn paragraph(out: &mut String, line: &Line, rtl: bool) {
    let style = match line.look {
        Look::Plain => "Cell",
        Look::Strong => "Strong",
        Look::Small => "Small",
    };
    let bidi = if rtl { "<w:bidi/>" } else { "" };
    add(out, format_args!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{bidi}</w:pPr>"));
    if let Some(ticked) = line.tick {
        tick(out, ticked);
        run(out, &format!(" {}", line.text), rtl);
    } else {
        run(out, &line.text, rtl);
    }
    out.push_str("</w:p>");
}

/// A box that a click ticks in Word; elsewhere the letter is overwritten.
fn tick(out: &mut String, ticked: bool) {
    let [empty, full] = BOXES;
    let (value, letter) = if ticked { (1, full) } else { (0, empty) };
    add(
        out,
        format_args!(
            "<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val=\"{value}\"/>\
             <w14:checkedState w14:val=\"2612\" w14:font=\"MS Gothic\"/><w14:uncheckedState w14:val=\"2610\" w14:font=\"MS Gothic\"/>\
             </w14:checkbox></w:sdtPr><w:sdtContent><w:r><w:rPr><w:rFonts w:ascii=\"MS Gothic\" w:eastAsia=\"MS Gothic\" \
             w:hAnsi=\"MS Gothic\" w:hint=\"eastAsia\"/></w:rPr><w:t>{letter}</w:t></w:r></w:sdtContent></w:sdt>"
        ),
    );
}

/// Text as a run, with its tabs; a line of it is never broken here, because a line is a paragraph.
fn run(out: &mut String, text: &str, rtl: bool) {
    if text.is_empty() {
        return;
    }
    out.push_str(if rtl { "<w:r><w:rPr><w:rtl/></w:rPr>" } else { "<w:r>" });
    for (at, piece) in text.split('\t').enumerate() {
        if at > 0 {
            out.push_str("<w:tab/>");
        }
        if !piece.is_empty() {
            add(out, format_args!("<w:t xml:space=\"preserve\">{}</w:t>", said(piece)));
        }
    }
    out.push_str("</w:r>");
}

/// Text as XML 1.0 allows it: what is no character there is left out, line breaks are spaces.
fn said(text: &str) -> String {
    let kept = text.chars().filter_map(|c| match c {
        '\n' | '\r' | '\t' => Some(' '),
        '\u{0}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => None,
        c => Some(c),
    });
    escape(kept.collect::<String>()).into_owned()
}

fn add(out: &mut String, of: std::fmt::Arguments<'_>) {
    // Writing to a string does not fail.
    let _ = out.write_fmt(of);
}
