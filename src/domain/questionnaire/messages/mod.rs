//! The messages about workbooks and answers. They live beside the codes that they word, so that a code without its words fails
//! a test here; pages give the same files to Fluent.

/// Messages about workbooks, in English.
pub const PROBLEMS_EN: &str = include_str!("problems.en.ftl");
/// Messages about workbooks, in French.
pub const PROBLEMS_FR: &str = include_str!("problems.fr.ftl");
/// Messages about answers, in English.
pub const FAULTS_EN: &str = include_str!("faults.en.ftl");
/// Messages about answers, in French.
pub const FAULTS_FR: &str = include_str!("faults.fr.ftl");

/// The message `prefix-key` of an English file. These files hold messages of one line, and messages in which `$count` chooses between
/// `[one]` and `*[other]`; their variables are plain.
pub fn english(file: &str, prefix: &str, key: &str, args: &[(&'static str, String)]) -> String {
    let id = format!("{prefix}-{key} =");
    let mut lines = file.lines().skip_while(|line| !line.starts_with(&id));
    let first = lines.next().and_then(|line| line.strip_prefix(&id)).map(str::trim).unwrap_or(key);
    let one = args.iter().any(|(name, value)| *name == "count" && value == "1");
    let form = if one { "[one] " } else { "*[other] " };
    let mut forms = lines.take_while(|line| line.starts_with(' ')).map(str::trim_start);
    let said = if first.is_empty() { forms.find_map(|line| line.strip_prefix(form)).unwrap_or(key) } else { first };
    let mut text = said.to_owned();
    for (name, value) in args {
        text = text.replace(&format!("{{ ${name} }}"), value);
    }
    text
}
