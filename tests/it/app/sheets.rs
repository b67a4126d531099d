//! A workbook as somebody fills it in: cells are found by the key of their row, and everything else stays as it was written.

use std::io::{Cursor, Read, Write};

use regex::{Captures, Regex};

/// A workbook that is being filled in.
#[derive(Clone)]
pub struct Book {
    parts: Vec<(String, Vec<u8>)>,
}

/// The columns of a draft as a workbook.
pub const ANSWER: &str = "D";
pub const DECLINED: &str = "E";
pub const REASON: &str = "F";
pub const COMMENT: &str = "G";
pub const READERS: &str = "H";

impl Book {
    pub fn of(bytes: &[u8]) -> Self {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut parts = Vec::new();
        for index in 0..archive.len() {
            let mut part = archive.by_index(index).unwrap();
            let mut content = Vec::new();
            part.read_to_end(&mut content).unwrap();
            parts.push((part.name().unwrap().to_string(), content));
        }
        Book { parts }
    }

    pub fn bytes(&self) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in &self.parts {
            zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(content).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    /// Changes the text of a part.
    pub fn alters(&mut self, name: &str, change: impl FnOnce(String) -> String) -> &mut Self {
        let (_, content) = self.parts.iter_mut().find(|(part, _)| part == name).unwrap();
        *content = change(String::from_utf8(content.clone()).unwrap()).into_bytes();
        self
    }

    /// Adds a part.
    pub fn adds(&mut self, name: &str, content: &[u8]) -> &mut Self {
        self.parts.push((name.to_owned(), content.to_vec()));
        self
    }

    /// The text of a part; empty where there is none.
    pub fn text(&self, name: &str) -> String {
        let found = self.parts.iter().find(|(part, _)| part == name);
        found.map(|(_, content)| String::from_utf8(content.clone()).unwrap()).unwrap_or_default()
    }

    fn strings(&self) -> Vec<String> {
        let item = Regex::new(r"(?s)<si>(.*?)</si>").unwrap();
        let text = Regex::new(r"(?s)<t[^>]*>(.*?)</t>").unwrap();
        let shared = self.text("xl/sharedStrings.xml");
        let all = item.captures_iter(&shared);
        all.map(|item| text.captures_iter(&item[1]).map(|t| unescaped(&t[1])).collect()).collect()
    }

    fn sheets(&self) -> Vec<String> {
        let sheets = self.parts.iter().map(|(name, _)| name.clone());
        sheets.filter(|name| name.starts_with("xl/worksheets/sheet")).collect()
    }

    /// Every key, with its sheet's part and its row.
    pub fn keys(&self) -> Vec<(String, String, u32)> {
        let strings = self.strings();
        let cell = Regex::new(r#"<c r="A(\d+)"[^>]*t="s"[^>]*><v>(\d+)</v></c>"#).unwrap();
        let mut keys = Vec::new();
        for sheet in self.sheets() {
            for found in cell.captures_iter(&self.text(&sheet)) {
                let text = strings[found[2].parse::<usize>().unwrap()].clone();
                keys.push((text, sheet.clone(), found[1].parse().unwrap()));
            }
        }
        keys
    }

    fn row(&self, key: &str) -> (String, u32) {
        let found: Vec<_> = self.keys().into_iter().filter(|(known, _, row)| known == key && *row > 2).collect();
        assert_eq!(found.len(), 1, "{key}: {:?}", self.keys());
        (found[0].1.clone(), found[0].2)
    }

    /// What stands in a cell.
    pub fn reads(&self, key: &str, column: &str) -> String {
        let (sheet, row) = self.row(key);
        let cell = Regex::new(&format!(r#"(?s)<c r="{column}{row}"[^>]*?(?:/>|>(.*?)</c>)"#)).unwrap();
        let sheet = self.text(&sheet);
        let Some(found) = cell.captures(&sheet) else { return String::new() };
        let Some(inside) = found.get(1) else { return String::new() };
        let value = Regex::new(r"(?s)<v>(.*?)</v>|<t[^>]*>(.*?)</t>").unwrap();
        let Some(value) = value.captures(inside.as_str()) else { return String::new() };
        match (value.get(1), value.get(2)) {
            (Some(number), _) if found[0].contains("t=\"s\"") => {
                self.strings()[number.as_str().parse::<usize>().unwrap()].clone()
            }
            (Some(number), _) => number.as_str().to_owned(),
            (None, Some(text)) => unescaped(text.as_str()),
            (None, None) => String::new(),
        }
    }

    /// Types a text into a cell.
    pub fn types(&mut self, key: &str, column: &str, text: &str) -> &mut Self {
        let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        self.puts(key, column, "inlineStr", &format!("<is><t xml:space=\"preserve\">{text}</t></is>"))
    }

    /// Puts a cell of a kind in the place of another, which keeps its look.
    pub fn puts(&mut self, key: &str, column: &str, kind: &str, inside: &str) -> &mut Self {
        let (sheet, row) = self.row(key);
        self.puts_at(&sheet, &format!("{column}{row}"), kind, inside)
    }

    pub fn puts_at(&mut self, sheet: &str, cell: &str, kind: &str, inside: &str) -> &mut Self {
        let wanted = Regex::new(&format!(r#"(?s)<c r="{cell}"( s="\d+")?[^>]*?(?:/>|>.*?</c>)"#)).unwrap();
        self.alters(sheet, |text| {
            assert!(wanted.is_match(&text), "no cell {cell}");
            let put = |found: &Captures<'_>| {
                let style = found.get(1).map_or("", |style| style.as_str());
                format!("<c r=\"{cell}\"{style} t=\"{kind}\">{inside}</c>")
            };
            wanted.replace(&text, put).into_owned()
        })
    }
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}
