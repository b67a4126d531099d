//! Files as people have them: workbooks, a PDF, a form that uploads one.

/// A workbook of sheets, each a table whose cells are divided by `|` and whose first line is the header, with the settings of a
/// questionnaire in English and French.
pub fn workbook(sheets: &[(&str, &str)]) -> Vec<u8> {
    let settings = "form_title::English (en) | form_title::French (fr) | form_id | version | default_language\n\
                    Trial | Essai | trial | 1 | English (en)";
    let mut book = rust_xlsxwriter::Workbook::new();
    // The same bytes at every making.
    let made = rust_xlsxwriter::ExcelDateTime::from_ymd(2026, 11, 24).unwrap();
    book.set_properties(&rust_xlsxwriter::DocProperties::new().set_creation_datetime(&made));
    let own = sheets.iter().any(|(name, _)| *name == "settings");
    for (name, table) in sheets.iter().chain((!own).then_some(&("settings", settings))) {
        let sheet = book.add_worksheet().set_name(*name).unwrap();
        for (row, line) in table.trim().lines().enumerate() {
            for (column, cell) in line.split('|').map(str::trim).enumerate().filter(|(_, cell)| !cell.is_empty()) {
                sheet.write(row.try_into().unwrap(), column.try_into().unwrap(), cell).unwrap();
            }
        }
    }
    book.save_to_buffer().unwrap()
}

/// A form with files: fields, then (field, file name, content).
pub fn multipart(fields: &[(&str, &str)], file: Option<(&str, &str, &[u8])>) -> (String, Vec<u8>) {
    let boundary = "----concord-boundary-7f3a";
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(
            format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes(),
        );
    }
    if let Some((name, given, content)) = file {
        body.extend(
            format!(
                "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{given}\"\r\n\
                 Content-Type: application/octet-stream\r\n\r\n"
            )
            .bytes(),
        );
        body.extend(content);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{boundary}--\r\n").bytes());
    (format!("multipart/form-data; boundary={boundary}"), body)
}

/// A file that is a PDF by its structure, with a text in it.
pub fn pdf(text: &str) -> Vec<u8> {
    format!("%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\n% {text}\nxref\n0 1\ntrailer<<>>\nstartxref\n9\n%%EOF\n")
        .into_bytes()
}
