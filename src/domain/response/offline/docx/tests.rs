use super::*;

fn line(text: &str) -> Line {
    Line { text: text.to_owned(), ..Line::default() }
}

fn cell(texts: &[&str]) -> Cell {
    Cell { lines: texts.iter().map(|text| line(text)).collect(), to_fill: true }
}

fn document(rows: Vec<Vec<Cell>>) -> Document {
    let table = Table { widths: vec![2000; 3], head: vec!["Code".into(), "Question".into(), "Answer".into()], rows };
    Document {
        title: "Title & more".into(),
        language: "en".into(),
        running: "Draft".into(),
        numbering: ["Page ".into(), " of ".into(), String::new()],
        blocks: vec![
            Block::Title("Title".into()),
            Block::Heading(1, "A. Section".into()),
            Block::Text("Text".into()),
            Block::Table(table.clone()),
            Block::Table(table),
        ],
        ..Document::default()
    }
}

fn texts(rows: &[ReadRow]) -> Vec<Vec<&str>> {
    rows.iter().map(|row| row.cells.iter().map(|cell| cell.text.as_str()).collect()).collect()
}

/// A document of one table with one row of one cell with this content.
fn with_cell(content: &str) -> Vec<u8> {
    let body = format!(
        "<w:document xmlns:w=\"w\" xmlns:m=\"m\"><w:body><w:tbl><w:tr><w:tc>{content}</w:tc></w:tr></w:tbl></w:body></w:document>"
    );
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).unwrap();
    std::io::Write::write_all(&mut zip, body.as_bytes()).unwrap();
    zip.finish().unwrap().into_inner()
}

fn cell_of(content: &str) -> ReadCell {
    read(&with_cell(content)).unwrap().remove(0).cells.remove(0)
}

#[test]
fn what_is_written_is_read_again() {
    let hard = ["a & b <c>", "", "  blanks  ", "tab\there", "«\u{a0}é\u{a0}» \u{202F}", "العربية", "]]> \u{1F600}"];
    let mut ticked = cell(&["Yes", "No"]);
    ticked.lines[0].tick = Some(true);
    ticked.lines[1].tick = Some(false);
    let written = write(&document(vec![vec![cell(&["A.1"]), cell(&hard), ticked], vec![cell(&[]); 3]])).unwrap();
    let rows = read(&written).unwrap();
    assert_eq!((rows.len(), rows[5].table, rows[5].row), (6, 2, 3));
    let hard = hard.join("\n");
    let expected = [["Code", "Question", "Answer"], ["A.1", &hard, "☒ Yes\n☐ No"], [""; 3]];
    assert_eq!(texts(&rows[..3]), expected);
    assert!(rows.iter().flat_map(|row| &row.cells).all(|cell| cell.odd.is_empty()));
    assert_eq!(crate::domain::response::kinds::kind_of(&written).unwrap().1, "docx");
}

#[test]
fn what_xml_cannot_say_is_left_out() {
    let written = write(&document(vec![vec![cell(&["a\u{0}b\u{FFFF}c\u{1}"]); 3]])).unwrap();
    assert_eq!(texts(&read(&written).unwrap())[1], ["abc"; 3]);
}

#[test]
fn what_is_not_text_is_named() {
    let run = "<w:r><w:t>seen</w:t></w:r>";
    for (content, odd) in [
        ("<w:ins><w:r><w:t>new</w:t></w:r></w:ins>", Odd::TrackedChange),
        ("<w:del><w:r><w:delText>old</w:delText></w:r></w:del>", Odd::TrackedChange),
        ("<w:pPr><w:rPr><w:del w:id=\"1\"/></w:rPr></w:pPr>", Odd::TrackedChange),
        ("<w:r><w:drawing><a><t>in a drawing</t></a></w:drawing></w:r>", Odd::Picture),
        ("<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>", Odd::Formula),
        ("<w:r><w:footnoteReference w:id=\"2\"/></w:r>", Odd::Footnote),
        ("<w:r><w:sym w:font=\"Wingdings\" w:char=\"F0FE\"/></w:r>", Odd::Symbol),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>", Odd::Hidden),
    ] {
        let read = cell_of(&format!("<w:p>{content}{run}</w:p>"));
        assert_eq!(read.odd, [odd], "{content}");
        assert!(read.text.ends_with("seen") && !read.text.contains("hidden") && !read.text.contains("old"), "{read:?}");
    }
    let nested = cell_of("<w:tbl><w:tr><w:tc><w:p><w:r><w:t>inner</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p/>");
    assert_eq!((nested.odd.as_slice(), nested.text.as_str()), ([Odd::Table].as_slice(), ""));
}

#[test]
fn a_row_that_somebody_added_or_took_away_is_named() {
    let body = "<w:p/></w:tc></w:tr><w:tr><w:trPr><w:ins w:id=\"1\"/></w:trPr><w:tc><w:p/>";
    let rows = read(&with_cell(body)).unwrap();
    assert_eq!(rows.iter().map(|row| row.odd.as_slice()).collect::<Vec<_>>(), [[].as_slice(), &[Odd::TrackedChange]]);
}

#[test]
fn text_is_read_as_a_person_sees_it() {
    let runs = "<w:p><w:pPr><w:jc w:val=\"x\"/></w:pPr><w:hyperlink><w:r><w:rPr><w:b/><w:vanish w:val=\"0\"/></w:rPr><w:t>one</w:t></w:r></w:hyperlink>\
        <w:r><w:br/><w:t xml:space=\"preserve\"> two &amp; &#233;</w:t><w:tab/><w:noBreakHyphen/></w:r></w:p><w:p/><w:p><w:r><w:t>three</w:t></w:r></w:p>";
    assert_eq!(cell_of(runs).text, "one\n two & é\t\u{2011}\n\nthree");
    let prompt = "<w:p><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>Click here</w:t></w:r></w:sdtContent></w:sdt></w:p>";
    assert_eq!(cell_of(prompt), ReadCell::default());
    let escaped = "<w:p><w:r><w:t>_x005F_x000D_ _x005F_xyz_ _x000D_</w:t></w:r></w:p>";
    assert_eq!(cell_of(escaped).text, "_x000D_ _x005F_xyz_ _x000D_");
    let field = "<w:p><w:r><w:instrText> DATE </w:instrText></w:r><w:r><w:t>today</w:t></w:r></w:p>";
    assert_eq!(cell_of(field).text, "today");
}

#[test]
fn hostile_documents_are_refused_in_time() {
    assert!(read(b"PK\x03\x04 and nothing").is_err());
    assert!(read(&with_cell("<w:p>&evil;</w:p>")).is_err());
    assert!(read(&with_cell("</w:tc>")).is_err());
    let many = "</w:tc><w:tc>".repeat(MOST + 1);
    assert!(read(&with_cell(&many)).is_err());
    let long = format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", "a".repeat(17 * 1024 * 1024));
    assert!(read(&with_cell(&long)).is_err());
}

/// More cells than a questionnaire has.
const MOST: usize = 50_000;
