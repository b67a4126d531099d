//! Fills the fields of a form in a page of ours. It reads the pages that our templates write (attributes in double quotes), changes
//! values only, and writes nothing that is not escaped. Hidden fields, passwords and files stay as the page has them, but for what the page
//! showed when somebody typed: a colleague may have changed it since.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use askama::filters::{Escaper, Html};

/// What came of it.
#[derive(Debug, PartialEq, Eq)]
pub enum Filled {
    /// The form has what was typed.
    Form,
    /// The form has it but for these fields, which have no place in it any more.
    Part(Vec<(String, String)>),
    /// The form has no field for any of it: there was nothing to type.
    Nothing,
    /// The page has no such form (any more): what was typed, by the names of the fields.
    NoForm(Vec<(String, String)>),
}

/// A tag of the page: its place and its parts.
struct Tag<'a> {
    whole: Range<usize>,
    name: &'a str,
    closes: bool,
    attributes: Vec<(&'a str, Option<&'a str>)>,
}

impl Tag<'_> {
    /// The value of an attribute as it was before it was escaped.
    fn get(&self, name: &str) -> Option<String> {
        self.attributes.iter().find(|(known, _)| *known == name).map(|(_, value)| unescaped(value.unwrap_or_default()))
    }

    /// The tag with other attributes.
    fn changed(&self, without: &str, more: Option<(&str, Option<&str>)>) -> String {
        let mut tag = format!("<{}", self.name);
        for (name, value) in self.attributes.iter().filter(|(name, _)| *name != without) {
            match value {
                Some(value) => tag.push_str(&format!(" {name}=\"{value}\"")),
                None => tag.push_str(&format!(" {name}")),
            }
        }
        match more {
            Some((name, Some(value))) => tag.push_str(&format!(" {name}=\"{}\"", escaped(value))),
            Some((name, None)) => tag.push_str(&format!(" {name}")),
            None => {}
        }
        tag.push('>');
        tag
    }
}

/// A text that can stand in a page, in an attribute too.
pub fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    // Writing to a text does not fail.
    let _ = Html.write_escaped_str(&mut safe, text);
    safe
}

fn unescaped(text: &str) -> String {
    let named = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'")];
    let numbered = [("&#60;", "<"), ("&#62;", ">"), ("&#34;", "\""), ("&#39;", "'"), ("&#38;", "&"), ("&amp;", "&")];
    named.iter().chain(&numbered).fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// The next tag at or after a place.
fn tag_after(html: &str, from: usize) -> Option<Tag<'_>> {
    let mut at = from;
    loop {
        let start = at + html.get(at..)?.find('<')?;
        let inside = html.get(start + 1..)?;
        if inside.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') {
            return Some(read_tag(html, start));
        }
        at = start + 1;
    }
}

fn read_tag(html: &str, start: usize) -> Tag<'_> {
    let inside = html.get(start + 1..).unwrap_or_default();
    let (inside, closes) = inside.strip_prefix('/').map_or((inside, false), |inside| (inside, true));
    let name_ends = inside.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inside.len());
    let (name, mut rest) = inside.split_at(name_ends);
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if rest.is_empty() || rest.starts_with('>') {
            break;
        }
        let ends = rest.find(|c: char| c.is_whitespace() || c == '=' || c == '>').unwrap_or(rest.len());
        let (attribute, after) = rest.split_at(ends.max(1).min(rest.len()));
        rest = after;
        let value = match after.strip_prefix("=\"") {
            Some(quoted) => {
                let (value, after) = quoted.split_once('"').unwrap_or((quoted, ""));
                rest = after;
                Some(value)
            }
            None => None,
        };
        attributes.push((attribute, value));
    }
    let end = (html.len() - rest.len() + 1).min(html.len());
    Tag { whole: start..end, name, closes, attributes }
}

/// What was typed, field by field, and what of it has found its place in a form.
struct Typed<'a> {
    fields: &'a [(String, String)],
    taken: HashMap<String, usize>,
    /// The fields that have found their place, by name and value.
    placed: HashSet<(String, String)>,
    /// Something that can be typed or chosen is not as the page has it.
    changes: bool,
    /// What hidden fields and buttons of the form hold, by name: nobody typed it.
    untyped: HashMap<String, Vec<String>>,
    edits: Edits,
}

impl<'a> Typed<'a> {
    fn new(fields: &'a [(String, String)]) -> Self {
        Typed {
            fields,
            taken: HashMap::new(),
            placed: HashSet::new(),
            changes: false,
            untyped: HashMap::new(),
            edits: Vec::new(),
        }
    }

    /// Whether this value of this field was chosen, which has its place here; `now` it is on the page.
    fn chose(&mut self, name: &str, value: &str, now: bool) -> bool {
        let chosen = self.fields.iter().any(|(field, typed)| field == name && typed == value);
        if chosen {
            self.placed.insert((name.to_owned(), value.to_owned()));
        }
        self.changes |= chosen != now;
        chosen
    }

    /// The next text of this field: several of one name are in the order of the page, which has `now` there.
    fn next(&mut self, name: &str, now: &str) -> Option<String> {
        let taken = self.taken.entry(name.to_owned()).or_default();
        let text = self.fields.iter().filter(|(field, _)| field == name).nth(*taken).map(|(_, text)| text.clone())?;
        *taken += 1;
        self.changes |= text.trim() != now.trim();
        if !text.trim().is_empty() {
            self.placed.insert((name.to_owned(), text.clone()));
        }
        Some(text)
    }

    fn untyped(&mut self, tag: &Tag<'_>, name: String) {
        self.untyped.entry(name).or_default().push(tag.get("value").unwrap_or_default());
    }

    /// Whether the form is of the same thing, and has the button that was pressed: several of a page may post to one address.
    fn is_it(&self) -> bool {
        let mut telling = self.fields.iter().filter(|(name, _)| OF.contains(&name.as_str()));
        telling.all(|(name, value)| self.untyped.get(name).is_none_or(|values| values.contains(value)))
    }
}

/// The fields by which forms that post to one address differ: whose or of which response they are, and what their buttons do.
const OF: [&str; 4] = ["account", "response", "then", "do"];

/// Further fields that our forms carry and nobody types: where a form is gone they say nothing to a person.
const NOBODYS: [&str; 9] = ["once", "which", "back", "by_section", "clarification", "entry", "keep", "part", "request"];

type Edits = Vec<(Range<usize>, String)>;

/// The page with what was typed in the form that posts to `action`; of several the one with a place for most of it. A form without an action
/// posts to `here`. `notice` words what came of it, for the head of the page.
pub fn fill(
    html: &str,
    here: &str,
    action: &str,
    fields: &[(String, String)],
    notice: impl Fn(&Filled) -> String,
) -> String {
    let (mut head, mut folds) = (None, Vec::new());
    let (mut best, mut untyped): (Option<Typed<'_>>, HashSet<String>) = (None, HashSet::new());
    let mut at = 0;
    while let Some(tag) = tag_after(html, at) {
        at = tag.whole.end;
        match (tag.name, tag.closes) {
            ("main", false) => head = Some(tag.whole.end),
            ("details", false) => folds.push(tag),
            ("details", true) => drop(folds.pop()),
            ("form", false) if posts_to(&tag, here, action) => {
                let mut typed = Typed::new(fields);
                let open = |fold: &Tag<'_>| (fold.whole.clone(), fold.changed("open", Some(("open", None))));
                typed.edits.extend(folds.iter().map(open));
                at = fill_form(html, at, &mut typed);
                untyped.extend(typed.untyped.keys().cloned());
                let weight = |typed: &Typed<'_>| (typed.placed.len(), typed.changes);
                if typed.is_it() && best.as_ref().is_none_or(|best| weight(best) < weight(&typed)) {
                    best = Some(typed);
                }
            }
            _ => {}
        }
    }
    let best = best.filter(|typed| !typed.placed.is_empty() || typed.changes);
    let rest = fields.iter().filter(|(name, value)| {
        let placed = || best.as_ref().is_some_and(|best| best.placed.contains(&(name.clone(), value.clone())));
        let known =
            [OF.as_slice(), NOBODYS.as_slice(), MARKS.as_slice()].iter().any(|names| names.contains(&name.as_str()));
        let nobodys = known || is_seen(name) || untyped.contains(name);
        !(nobodys || value.trim().is_empty() || placed())
    });
    let rest: Vec<_> = rest.cloned().collect();
    let (what, mut edits) = match (best, rest.is_empty()) {
        (Some(typed), true) => (Filled::Form, typed.edits),
        (Some(typed), false) => (Filled::Part(rest), typed.edits),
        (None, true) => (Filled::Nothing, Vec::new()),
        (None, false) => (Filled::NoForm(rest), Vec::new()),
    };
    if let Some(head) = head {
        edits.push((head..head, notice(&what)));
    }
    edited(html, edits)
}

fn posts_to(form: &Tag<'_>, here: &str, action: &str) -> bool {
    let to = form.get("action").unwrap_or_else(|| here.to_owned());
    form.get("method").is_some_and(|method| method == "post") && to.split('?').next() == Some(action)
}

/// Fills the controls of a form that begins here, and says where it ends.
fn fill_form(html: &str, from: usize, typed: &mut Typed<'_>) -> usize {
    let (mut at, mut select) = (from, None);
    while let Some(tag) = tag_after(html, at) {
        at = tag.whole.end;
        let name = tag.get("name").unwrap_or_default();
        match (tag.name, tag.closes) {
            ("form", true) => break,
            ("input", false) => fill_input(&tag, name, typed),
            ("button", false) => typed.untyped(&tag, name),
            ("select", false) => select = Some(name),
            ("select", true) => select = None,
            ("option", false) => {
                if let Some(of) = &select {
                    fill_option(&tag, of, typed);
                }
            }
            ("textarea", false) => {
                let end = html.get(at..).and_then(|rest| rest.find("</textarea>")).map_or(html.len(), |n| at + n);
                if let Some(text) = typed.next(&name, &unescaped(html.get(at..end).unwrap_or_default())) {
                    // The first line break after the tag is not part of the text.
                    typed.edits.push((at..end, format!("\n{}", escaped(&text))));
                }
                at = end;
            }
            _ => {}
        }
    }
    at
}

/// The hidden fields that say what their page showed: a change is one of that, and not of what stands there by now.
const MARKS: [&str; 6] = ["seen", "stamp", "version", "revision", "number", "leaving"];

fn is_seen(name: &str) -> bool {
    MARKS.contains(&name) || name.starts_with("seen:") || name.starts_with("stamp:")
}

fn fill_input(tag: &Tag<'_>, name: String, typed: &mut Typed<'_>) {
    match tag.get("type").as_deref() {
        Some("hidden") => {
            // What is decided afresh goes by what the page shows now.
            let afresh = tag.get("data-afresh").is_some();
            let seen = typed.fields.iter().find(|(field, _)| *field == name && is_seen(field) && !afresh);
            if let Some((_, seen)) = seen {
                typed.edits.push((tag.whole.clone(), tag.changed("value", Some(("value", Some(seen))))));
            }
            typed.untyped(tag, name);
        }
        Some("password" | "file" | "submit" | "button") => typed.untyped(tag, name),
        Some("checkbox" | "radio") => {
            let now = tag.get("checked").is_some();
            let chosen = typed.chose(&name, &tag.get("value").unwrap_or_else(|| "on".to_owned()), now);
            typed.edits.push((tag.whole.clone(), tag.changed("checked", chosen.then_some(("checked", None)))));
        }
        _ => {
            if let Some(text) = typed.next(&name, &tag.get("value").unwrap_or_default()) {
                typed.edits.push((tag.whole.clone(), tag.changed("value", Some(("value", Some(&text))))));
            }
        }
    }
}

fn fill_option(tag: &Tag<'_>, of: &str, typed: &mut Typed<'_>) {
    if !typed.fields.iter().any(|(field, _)| field == of) {
        return;
    }
    let chosen = typed.chose(of, &tag.get("value").unwrap_or_default(), tag.get("selected").is_some());
    typed.edits.push((tag.whole.clone(), tag.changed("selected", chosen.then_some(("selected", None)))));
}

fn edited(html: &str, mut edits: Edits) -> String {
    edits.sort_by_key(|(range, _)| range.start);
    let (mut page, mut at) = (String::with_capacity(html.len() + 1024), 0);
    for (range, text) in edits {
        page.push_str(html.get(at..range.start).unwrap_or_default());
        page.push_str(&text);
        at = range.end;
    }
    page.push_str(html.get(at..).unwrap_or_default());
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<html><main id=\"main\"><h1>a &lt; b</h1><details><summary>x</summary>\
        <form method=\"post\" action=\"/users\" novalidate><input type=\"hidden\" name=\"token\" value=\"T\">\
        <input name=\"name\" type=\"text\" value=\"old\" aria-describedby=\"h\"><input name=\"p\" type=\"password\">\
        <select name=\"role\"><option value=\"a\" selected>A</option><option value=\"b\">B</option></select>\
        <input type=\"checkbox\" name=\"s\" value=\"1\" checked><input type=\"checkbox\" name=\"s\" value=\"2\">\
        <textarea name=\"t\">before</textarea></form></details>\
        <form method=\"post\" action=\"/other\"><input name=\"name\" value=\"mine\"></form></main></html>";

    fn typed(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    fn filled(action: &str, pairs: &[(&str, &str)]) -> String {
        fill(PAGE, "/users", action, &typed(pairs), |what| format!("[{what:?}]"))
    }

    #[test]
    fn every_kind_of_field_is_filled_in_its_own_form_only() {
        let fields = [("name", "Awa"), ("role", "b"), ("s", "2"), ("t", "two\nlines"), ("p", "no"), ("token", "no")];
        let page = filled("/users", &fields);
        for part in [
            "<main id=\"main\">[Form]<h1>a &lt; b</h1><details open>",
            "<input name=\"name\" type=\"text\" aria-describedby=\"h\" value=\"Awa\">",
            "<option value=\"a\">A</option><option value=\"b\" selected>",
            "value=\"1\"><input type=\"checkbox\" name=\"s\" value=\"2\" checked>",
            "<textarea name=\"t\">\ntwo\nlines</textarea>",
            "<input type=\"hidden\" name=\"token\" value=\"T\">",
            "<input name=\"p\" type=\"password\">",
            "<input name=\"name\" value=\"mine\">",
        ] {
            assert!(page.contains(part), "{part} is missing: {page}");
        }
    }

    #[test]
    fn what_was_typed_cannot_leave_its_place() {
        let hostile = "\"><script>alert(1)</script></textarea>'&";
        let page = filled("/users", &[("name", hostile), ("t", hostile)]);
        assert!(!page.contains("<script>") && page.matches("</textarea>").count() == 1, "{page}");
        assert!(page.contains("value=\"&#34;&#62;&#60;script&#62;"), "{page}");
    }

    #[test]
    fn a_form_that_is_gone_or_has_no_fields_is_said() {
        assert!(filled("/gone", &[("name", "Awa"), ("empty", "")]).contains("[NoForm([(\"name\", \"Awa\")])]"));
        assert!(filled("/other", &[]).contains("[Nothing]"));
    }

    const SEVERAL: &str = "<main><form method=\"post\" action=\"/of\"><input type=\"hidden\" name=\"account\" value=\"7\">\
        <input type=\"hidden\" name=\"seen\" value=\"now\"><button name=\"then\" value=\"take\">x</button></form>\
        <form method=\"post\" action=\"/of\"><input type=\"hidden\" name=\"seen\" value=\"now\">\
        <select name=\"account\"><option value=\"\">-</option><option value=\"8\">Awa</option></select>\
        <textarea name=\"note\"></textarea><button name=\"then\" value=\"give\">x</button></form></main>";

    fn several(pairs: &[(&str, &str)]) -> String {
        fill(SEVERAL, "/of", "/of", &typed(pairs), |what| format!("[{what:?}]"))
    }

    #[test]
    fn of_several_forms_the_one_is_filled_that_is_of_the_same_thing_and_has_a_place_for_it() {
        let filled = several(&[("account", "8"), ("seen", "before"), ("note", "By Friday"), ("then", "give")]);
        for part in [
            "[Form]",
            "name=\"account\" value=\"7\"><input type=\"hidden\" name=\"seen\" value=\"now\">",
            "<input type=\"hidden\" name=\"seen\" value=\"before\"><select",
            "<option value=\"8\" selected>",
            "<textarea name=\"note\">\nBy Friday</textarea>",
        ] {
            assert!(filled.contains(part), "{part} is missing: {filled}");
        }
        // To take something away is not to give it, and 9 is not 7.
        for account in ["8", "9"] {
            let filled = several(&[("account", account), ("seen", "before"), ("then", "take")]);
            assert!(filled.contains("[Nothing]") && !filled.contains("before"), "{filled}");
        }
    }

    #[test]
    fn ticks_that_were_taken_away_are_away_and_nothing_typed_is_nothing() {
        let page = "<main><form method=\"post\" action=\"/of\"><input type=\"hidden\" name=\"response\" value=\"1\">\
            <input type=\"checkbox\" name=\"s\" value=\"A\" checked><input name=\"day\" value=\"\"></form></main>";
        let fill = |pairs| fill(page, "/of", "/of", &typed(pairs), |what| format!("[{what:?}]"));
        let filled = fill(&[("response", "1"), ("day", "")]);
        assert!(filled.contains("[Form]") && !filled.contains("checked"), "{filled}");
        assert!(fill(&[("response", "1"), ("s", "A"), ("day", "")]).contains("[Form]"));
        assert!(fill(&[("response", "2"), ("day", "")]).contains("[Nothing]"), "the form of another response");
        let page = "<main><form method=\"post\" action=\"/of\"><textarea name=\"reason\">\n</textarea>\
            <input type=\"hidden\" name=\"revision\" value=\"2\" data-afresh></form></main>";
        let fill = |pairs| super::fill(page, "/of", "/of", &typed(pairs), |what| format!("[{what:?}]"));
        assert!(fill(&[("reason", ""), ("revision", "1")]).contains("[Nothing]"));
        let filled = fill(&[("reason", "New law"), ("revision", "1")]);
        assert!(filled.contains("[Form]") && filled.contains("value=\"2\""), "{filled}");
    }

    #[test]
    fn what_has_no_place_any_more_is_shown() {
        let filled = several(&[("note", "By Friday"), ("title", "The law"), ("which", "of=8"), ("then", "give")]);
        assert!(filled.contains("[Part([(\"title\", \"The law\")])]") && filled.contains("\nBy Friday<"), "{filled}");
        let filled = several(&[("title", "The law"), ("seen", "before"), ("stamp:A.1", "3"), ("then", "give")]);
        assert!(filled.contains("[NoForm([(\"title\", \"The law\")])]") && !filled.contains("before"), "{filled}");
    }

    #[test]
    fn pages_that_are_cut_off_anywhere_are_read_to_their_end() {
        for end in 0..PAGE.len() {
            let _ = fill(&PAGE[..end], "/users", "/users", &typed(&[("name", "x"), ("t", "y")]), |_| String::new());
        }
    }
}
