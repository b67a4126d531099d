//! A Word document as somebody fills it in: cells are found by the key of their row, and everything else stays as it was written.

use regex::Regex;

use super::Book;

/// A document that is being filled in.
#[derive(Clone)]
pub struct Doc(Book);

const TEXT: &str = "word/document.xml";

impl Doc {
    pub fn of(bytes: &[u8]) -> Self {
        Doc(Book::of(bytes))
    }

    pub fn bytes(&self) -> Vec<u8> {
        self.0.bytes()
    }

    /// The archive itself.
    pub fn archive(&mut self) -> &mut Book {
        &mut self.0
    }

    /// The rows of all tables.
    fn rows(&self) -> Vec<String> {
        let row = Regex::new(r"(?s)<w:tr>.*?</w:tr>").unwrap();
        row.find_iter(&self.0.text(TEXT)).map(|row| row.as_str().to_owned()).collect()
    }

    /// The row that begins with a key.
    fn row(&self, key: &str) -> String {
        let begins = |row: &String| cells(row).first().is_some_and(|cell| said(cell).lines().next() == Some(key));
        let found: Vec<String> = self.rows().into_iter().filter(begins).collect();
        assert_eq!(found.len(), 1, "{key}: {:?}", self.keys());
        found[0].clone()
    }

    /// What the first column says, row by row.
    pub fn keys(&self) -> Vec<String> {
        let first = |row: String| cells(&row).first().map(|cell| said(cell).lines().next().unwrap_or("").to_owned());
        self.rows().into_iter().filter_map(first).collect()
    }

    /// What stands in the answer's cell of a row.
    pub fn reads(&self, key: &str) -> String {
        said(&cells(&self.row(key))[2])
    }

    /// Types into the answer's cell of a row.
    pub fn types(&mut self, key: &str, text: &str) -> &mut Self {
        self.types_into(key, 2, text)
    }

    /// Types into the comment's cell of a row.
    pub fn comments(&mut self, key: &str, text: &str) -> &mut Self {
        self.types_into(key, 3, text)
    }

    fn types_into(&mut self, key: &str, cell: usize, text: &str) -> &mut Self {
        let line = |text: &str| {
            let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            format!("<w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>")
        };
        self.puts(key, cell, &text.split('\n').map(line).collect::<String>())
    }

    /// Ticks the box before a text, or clears it.
    pub fn ticks(&mut self, key: &str, text: &str, ticked: bool) -> &mut Self {
        let boxed = |line: &str| {
            let (sign, label) = line.split_at(line.chars().next().map_or(0, char::len_utf8));
            if label.trim() == text {
                format!("{}{label}", if ticked { '☒' } else { '☐' })
            } else {
                format!("{sign}{label}")
            }
        };
        let lines = self.reads(key).lines().map(boxed).collect::<Vec<_>>().join("\n");
        assert_ne!(lines, self.reads(key), "nothing to tick at {key}");
        self.types(key, &lines)
    }

    /// Puts paragraphs of the format into a cell of a row.
    pub fn puts(&mut self, key: &str, cell: usize, paragraphs: &str) -> &mut Self {
        let row = self.row(key);
        let old = cells(&row)[cell].clone();
        let at = old.find("</w:tcPr>").unwrap() + "</w:tcPr>".len();
        let new = format!("{}{paragraphs}</w:tc>", &old[..at]);
        let from: usize = cells(&row)[..cell].iter().map(String::len).sum::<usize>() + "<w:tr>".len();
        let filled = format!("{}{new}{}", &row[..from], &row[from + old.len()..]);
        self.0.alters(TEXT, |text| text.replacen(&row, &filled, 1));
        self
    }
}

fn cells(row: &str) -> Vec<String> {
    let cell = Regex::new(r"(?s)<w:tc>.*?</w:tc>").unwrap();
    cell.find_iter(row).map(|cell| cell.as_str().to_owned()).collect()
}

/// The text of a cell, a line for each paragraph.
fn said(cell: &str) -> String {
    let text = Regex::new(r"(?s)<w:t(?: [^>]*)?>(.*?)</w:t>").unwrap();
    let lines = cell.split("</w:p>").filter(|line| line.contains("<w:p>"));
    let lines = lines.map(|line| text.captures_iter(line).map(|t| t[1].to_owned()).collect::<String>());
    let all = lines.collect::<Vec<_>>().join("\n");
    all.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'").replace("&amp;", "&")
}
