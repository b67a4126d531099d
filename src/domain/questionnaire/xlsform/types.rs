//! The `type` column: the question types that we ask, under all of pyxform's names for them.

/// What a row of the survey is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowType {
    Begin(Container),
    End(Container),
    Question(Question),
    /// A choice question: which, from which list, with an "other" of its own.
    Choice {
        kind: ChoiceKind,
        list: String,
        or_other: bool,
    },
    Loop,
    /// A choice question without its list.
    NoList,
    /// Known to XLSForm, but left out here.
    Unsupported,
    Unknown,
}

/// A row that holds others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Container {
    Group,
    Repeat,
}

impl Container {
    /// The word in the workbook.
    pub fn word(self) -> &'static str {
        match self {
            Container::Group => "group",
            Container::Repeat => "repeat",
        }
    }
}

/// A kind of choice question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChoiceKind {
    One,
    Several,
    Rank,
}

/// A question without choices. A few old types bring a constraint and a hint of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    Text,
    Integer,
    Decimal,
    Date,
    DateTime,
    Time,
    Range,
    Note,
    Acknowledge,
    Calculate,
    Hidden,
    File,
    /// A text of digits.
    PhoneNumber,
    /// A whole number from 0 to this.
    UpTo(u32),
}

const SELECTS: [(&str, ChoiceKind); 9] = [
    ("add select multiple prompt using", ChoiceKind::Several),
    ("add select one prompt using", ChoiceKind::One),
    ("select all that apply from", ChoiceKind::Several),
    ("select all that apply", ChoiceKind::Several),
    ("select one from", ChoiceKind::One),
    ("select_multiple", ChoiceKind::Several),
    ("select_one", ChoiceKind::One),
    ("select one", ChoiceKind::One),
    ("select1", ChoiceKind::One),
];

/// Types of XLSForm that need a device, a file beside the form, or a service.
const UNSUPPORTED: [&str; 62] = [
    "q picture",
    "photo",
    "image",
    "add image prompt",
    "add photo prompt",
    "q image",
    "audio",
    "add audio prompt",
    "q audio",
    "video",
    "add video prompt",
    "q video",
    "barcode",
    "q barcode",
    "add barcode prompt",
    "geopoint",
    "geoshape",
    "geotrace",
    "q geopoint",
    "q geoshape",
    "q geotrace",
    "location",
    "q location",
    "gps",
    "add location prompt",
    "phonenumber",
    "get phone number",
    "simserial",
    "sim id",
    "get sim id",
    "subscriberid",
    "subscriber id",
    "get subscriber id",
    "deviceid",
    "device id",
    "get device id",
    "imei",
    "start",
    "start time",
    "get start time",
    "end",
    "end time",
    "get end time",
    "today",
    "get today",
    "username",
    "email",
    "uri:email",
    "uri:username",
    "uri:deviceid",
    "uri:phonenumber",
    "uri:simserial",
    "uri:subscriberid",
    "osm",
    "audit",
    "xml-external",
    "csv-external",
    "start-geopoint",
    "background-audio",
    "background-geopoint",
    "include",
    "cascading select",
];

/// Reads a cell of the `type` column, whose runs of spaces have been joined.
pub fn read(text: &str) -> RowType {
    if let Some(row) = container(text) {
        return row;
    }
    if let Some(question) = question(text) {
        return RowType::Question(question);
    }
    if let Some(choice) = choice(text) {
        return choice;
    }
    let first = text.split(' ').next().unwrap_or_default();
    let external =
        ["select_one_external", "select_one_from_file", "select_multiple_from_file", "osm", "cascading_select"];
    let from_file = ["select one from file", "select multiple from file", "select one external", "cascading select"];
    if UNSUPPORTED.contains(&text) || external.contains(&first) || from_file.iter().any(|kind| text.starts_with(kind)) {
        return RowType::Unsupported;
    }
    let lists = SELECTS.iter().map(|(word, _)| *word).chain(["rank", "select one using", "select multiple using"]);
    if lists.into_iter().any(|word| word == text) { RowType::NoList } else { RowType::Unknown }
}

fn container(text: &str) -> Option<RowType> {
    let (begins, rest) = match text.split_at_checked(5) {
        Some(("begin", rest)) => (true, rest),
        _ => (false, text.strip_prefix("end")?),
    };
    let rest = rest.strip_prefix([' ', '_'])?;
    let container = |kind| if begins { RowType::Begin(kind) } else { RowType::End(kind) };
    match rest {
        "group" => Some(container(Container::Group)),
        "repeat" | "lgroup" | "looped group" => Some(container(Container::Repeat)),
        "loop" => Some(RowType::Loop),
        _ if begins && rest.starts_with("loop ") => Some(RowType::Loop),
        // pyxform reads a list name behind any of them and uses it for loops only.
        _ if begins => match rest.rsplit_once(' ') {
            Some((kind, _)) => match kind.strip_suffix(" over").unwrap_or(kind) {
                "group" => Some(container(Container::Group)),
                "repeat" | "lgroup" | "looped group" => Some(container(Container::Repeat)),
                _ => None,
            },
            None => None,
        },
        _ => None,
    }
}

fn question(text: &str) -> Option<Question> {
    Some(match text {
        "text" | "string" | "q string" | "add text prompt" | "phone" => Question::Text,
        "phone number" => Question::PhoneNumber,
        "integer" | "int" | "q int" | "add integer prompt" => Question::Integer,
        "percentage" => Question::UpTo(100),
        "number of days in last month" => Question::UpTo(31),
        "number of days in last six months" => Question::UpTo(183),
        "number of days in last year" => Question::UpTo(365),
        "decimal" | "q decimal" | "add decimal prompt" => Question::Decimal,
        "date" | "q date" | "add date prompt" => Question::Date,
        "dateTime"
        | "datetime"
        | "date time"
        | "q date time"
        | "q dateTime"
        | "add date time prompt"
        | "add dateTime prompt" => Question::DateTime,
        "time" => Question::Time,
        "range" => Question::Range,
        "note" | "q note" | "add note prompt" => Question::Note,
        "acknowledge" | "q acknowledge" | "add acknowledge prompt" | "trigger" => Question::Acknowledge,
        "calculate" | "q calculate" | "add calculate prompt" => Question::Calculate,
        "hidden" => Question::Hidden,
        "file" | "add file prompt" => Question::File,
        _ => return None,
    })
}

fn choice(text: &str) -> Option<RowType> {
    let suffix = [" or specify other", " or_other", " or other"].iter().find_map(|suffix| text.strip_suffix(suffix));
    // A list may be called what the suffix says, hence the second try with the whole text.
    suffix.and_then(|rest| choice_of(rest, true)).or_else(|| choice_of(text, false))
}

fn choice_of(text: &str, or_other: bool) -> Option<RowType> {
    let one_word = |list: &str| !list.is_empty() && !list.contains(char::is_whitespace);
    for (word, kind) in SELECTS.into_iter().chain([("rank", ChoiceKind::Rank)]) {
        if let Some(list) = text.strip_prefix(word).and_then(|rest| rest.strip_prefix(' '))
            && one_word(list)
        {
            return Some(RowType::Choice { kind, list: list.to_owned(), or_other });
        }
    }
    None
}

/// True for what is or may be a choice question, whether its list exists or not.
pub fn is_choice(text: &str) -> bool {
    matches!(read(text), RowType::Choice { .. } | RowType::NoList | RowType::Unsupported)
}
