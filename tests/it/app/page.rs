//! What came back, and the forms on it.

use super::*;

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

/// A form as it stands on a page.
#[derive(Debug, Clone)]
pub struct Form {
    pub action: String,
    pub fields: Vec<(String, String)>,
}

impl Form {
    /// Sets a field, in place of all of that name.
    pub fn set(&mut self, name: &str, value: &str) -> &mut Self {
        self.fields.retain(|(field, _)| field != name);
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// The first field that begins so.
    pub fn name_beginning(&self, start: &str) -> String {
        let found = self.fields.iter().find(|(field, _)| field.starts_with(start));
        found.map(|(field, _)| field.clone()).unwrap_or_else(|| panic!("no field {start} in {}", self.action))
    }
}

/// The text of a PDF and what it says about itself, by `pdftotext` and `pdfinfo`: as it stands, with broken lines drawn together, and without
/// any white space, so that a word is found however it is broken. Nothing where it is no real PDF.
fn on_paper(bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("it.pdf");
    std::fs::write(&path, bytes).unwrap();
    let run = |program: &str, to: &[&str]| {
        let run = std::process::Command::new(program).arg(&path).args(to).output();
        let run = run.unwrap_or_else(|error| panic!("{program} of poppler-utils: {error}"));
        String::from_utf8_lossy(&run.stdout).replace('\u{200B}', "")
    };
    let text = format!("{}\n{}\n{}", run("pdftotext", &["-"]), run("pdfinfo", &[]), run("pdfinfo", &["-meta"]));
    let lines = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (hyphens, whole) = (text.replace("-\n", "-"), lines.replace(' ', ""));
    format!("{lines}\n{}\n{whole}", hyphens.split_whitespace().collect::<Vec<_>>().join(" "))
}

pub fn selector(css: &str) -> Selector {
    Selector::parse(css).unwrap()
}

impl Answer {
    /// What came as text; of a PDF what its reader sees and copies as well.
    pub fn text(&self) -> String {
        let plain = String::from_utf8_lossy(&self.body).into_owned();
        if self.body.starts_with(b"%PDF-") { format!("{plain}\n{}", on_paper(&self.body)) } else { plain }
    }

    pub fn html(&self) -> Html {
        Html::parse_document(&self.text())
    }

    /// The words of `main`, white space drawn together.
    pub fn words(&self) -> String {
        let html = self.html();
        let main = html.select(&selector("main")).next();
        main.map(|main| main.text().flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")).unwrap_or_default()
    }

    pub fn location(&self) -> String {
        self.headers.get(header::LOCATION).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
    }

    #[track_caller]
    pub fn expect_status(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{} {}", self.location(), self.words());
        self
    }

    #[track_caller]
    pub fn says(&self, words: &str) -> &Self {
        assert!(self.text().contains(words), "not said: {words}\n{}", self.words());
        self
    }

    #[track_caller]
    pub fn is_silent_on(&self, words: &str) -> &Self {
        assert!(!self.text().contains(words), "said: {words}");
        self
    }

    /// The form that posts to an address, as a browser would send it untouched.
    #[track_caller]
    pub fn form(&self, action: &str) -> Form {
        self.form_with(action, "*")
    }

    /// Of several forms that post to an address the first that holds something.
    #[track_caller]
    pub fn form_with(&self, action: &str, holds: &str) -> Form {
        let (html, held) = (self.html(), selector(holds));
        let all = selector("form[method=post]");
        let mut forms = html.select(&all).filter(|form| form.attr("action").unwrap_or("") == action);
        let form = forms.find(|form| form.select(&held).next().is_some());
        let form = form.unwrap_or_else(|| panic!("no form for {action}: {}", self.words()));
        let mut fields = Vec::new();
        for control in form.select(&selector("input, textarea, select")) {
            let Some(name) = control.attr("name") else { continue };
            if control.attr("disabled").is_some() {
                continue;
            }
            let value = match (control.value().name(), control.attr("type").unwrap_or("text")) {
                ("input", "checkbox" | "radio") if control.attr("checked").is_none() => continue,
                ("input", "file") => continue,
                ("select", _) => {
                    let chosen = control.select(&selector("option[selected]")).next();
                    let chosen = chosen.or_else(|| control.select(&selector("option")).next());
                    chosen.and_then(|option| option.attr("value")).unwrap_or("").to_owned()
                }
                ("textarea", _) => {
                    let text: String = control.text().collect();
                    text.strip_prefix('\n').unwrap_or(&text).to_owned()
                }
                _ => control.attr("value").unwrap_or("").to_owned(),
            };
            fields.push((name.to_owned(), value));
        }
        Form { action: action.to_owned(), fields }
    }

    /// Where the links and forms of the page lead to on this site.
    pub fn links(&self) -> Vec<String> {
        let html = self.html();
        let all = selector("a[href]");
        let hrefs = html.select(&all).filter_map(|a| a.attr("href"));
        hrefs.filter(|href| href.starts_with('/')).map(|href| href.split('#').next().unwrap().to_owned()).collect()
    }
}
