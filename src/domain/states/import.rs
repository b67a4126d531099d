//! The two files that the Secretariat imports: the States with their dates, and the addresses that notes go to. A file is
//! taken whole or not at all, and every fault in it is named at once with its line.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::model::{LANGUAGES, Names, StateParty};
use super::store;
use crate::domain::access::{Facts, Manage};
use crate::domain::audit::{self, Action};
use crate::domain::db::Ctx;
use crate::domain::error::{LineFault, LineFaultKind as Kind, Refusal, Result};
use crate::domain::ids::StateId;
use crate::domain::line::{OneLine, is_email};
use crate::domain::time::Day;

/// What an import of addresses did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddressImport {
    /// How many States' addresses the file set.
    pub updated: usize,
    /// The Parties of today that still have no official address: a note cannot be sent to them.
    pub without: Vec<StateId>,
}

/// Imports `config/states_parties.csv`: adds States, changes names and dates, keeps addresses. Says how many States it held.
///
/// # Errors
/// [`Refusal::StatesFile`] with every fault; a refusal by the policy; a fault of the database.
pub fn import(ctx: &mut Ctx<'_>, csv_text: &str) -> Result<usize> {
    let (table, mut faults) = Table::read(csv_text, &STATE_COLUMNS);
    let states = table.each(&mut faults, state_of);
    if !faults.is_empty() {
        return Err(Refusal::StatesFile { faults }.into());
    }
    for state in &states {
        ctx.allow::<Manage>(&Facts::State { state: state.id.clone() })?;
        store::put(ctx, state)?;
    }
    audit::record(ctx, Action::StatesImported, "states", None, &json!({ "states": states.len() }))?;
    Ok(states.len())
}

/// Imports the addresses that notes verbales go to, from the columns `iso3166_alpha3,official_address,copy_address`. A State
/// that the file does not name keeps what it has; an empty cell removes an address.
///
/// # Errors
/// [`Refusal::AddressFile`] with every fault; a refusal by the policy; a fault of the database.
pub fn import_addresses(ctx: &mut Ctx<'_>, csv_text: &str) -> Result<AddressImport> {
    let (table, mut faults) = Table::read(csv_text, &ADDRESS_COLUMNS);
    let mut known = BTreeSet::new();
    for state in store::all(ctx)? {
        ctx.allow::<Manage>(&Facts::State { state: state.id.clone() })?;
        known.insert(state.id);
    }
    let rows = table.each(&mut faults, |line| addresses_of(line, &known));
    if !faults.is_empty() {
        return Err(Refusal::AddressFile { faults }.into());
    }
    for (state, official, copy) in &rows {
        store::set_addresses(ctx, state, official.as_deref(), copy.as_deref())?;
    }
    audit::record(ctx, Action::AddressesImported, "states", None, &json!({ "states": rows.len() }))?;
    let today = ctx.now().day_in_the_hague();
    let without = store::all(ctx)?
        .into_iter()
        .filter(|state| state.official_address.is_none() && state.is_party_on(&today))
        .map(|state| state.id)
        .collect();
    Ok(AddressImport { updated: rows.len(), without })
}

const CODE: &str = "iso3166_alpha3";
const ADDRESS_COLUMNS: [&str; 3] = [CODE, "official_address", "copy_address"];
const STATE_COLUMNS: [&str; 9] = [
    CODE,
    "iso3166_alpha2",
    "name_en",
    "name_fr",
    "un_regional_group",
    "entry_into_force",
    "withdrawal_effective",
    "name_en_text",
    "name_fr_de",
];

type Addresses = (StateId, Option<String>, Option<String>);

fn addresses_of(line: &Line<'_>, known: &BTreeSet<StateId>) -> Result<Addresses, Vec<Kind>> {
    let mut faults = Vec::new();
    let state: Option<StateId> = line.code().parse().ok();
    let state = state.filter(|state| known.contains(state));
    if state.is_none() {
        faults.push(Kind::StateUnknown);
    }
    let [official, copy] = ["official_address", "copy_address"].map(|column| {
        let address = Some(line.cell(column)).filter(|address| !address.is_empty());
        if address.is_some_and(|address| !is_email(address)) {
            faults.push(Kind::EmailBad(column));
        }
        address.map(str::to_owned)
    });
    if copy.is_some() && official.is_none() {
        faults.push(Kind::OfficialMissing);
    }
    match state {
        Some(state) if faults.is_empty() => Ok((state, official, copy)),
        _ => Err(faults),
    }
}

fn state_of(line: &Line<'_>) -> Result<StateParty, Vec<Kind>> {
    let mut faults = Vec::new();
    let mut text = |column: &'static str| {
        let line = OneLine::new(line.cell(column)).map(String::from);
        line.unwrap_or_else(|| {
            faults.push(Kind::TextBad(column));
            String::new()
        })
    };
    let alpha2 = text("iso3166_alpha2");
    let names = Names { en: text("name_en"), fr: text("name_fr"), others: other_names(line) };
    let (name_en_text, name_fr_de) = (text("name_en_text"), text("name_fr_de"));
    let regional_group = text("un_regional_group");
    let id: Option<StateId> = line.code().parse().ok();
    if id.is_none() {
        faults.push(Kind::TextBad(CODE));
    }
    let (begins, ends) = (line.cell("entry_into_force").parse::<Day>(), line.cell("withdrawal_effective"));
    if begins.is_err() {
        faults.push(Kind::DayBad("entry_into_force"));
    }
    let withdrawal_effective = ends.parse::<Day>().ok();
    if !ends.is_empty() && withdrawal_effective.is_none() {
        faults.push(Kind::DayBad("withdrawal_effective"));
    }
    match (id, begins) {
        (Some(id), Ok(entry_into_force)) if faults.is_empty() => Ok(StateParty {
            id,
            alpha2,
            names,
            name_en_text,
            name_fr_de,
            regional_group,
            entry_into_force,
            withdrawal_effective,
            official_address: None,
            copy_address: None,
        }),
        _ => Err(faults),
    }
}

/// Names in the languages beyond English and French, where the file has them.
fn other_names(line: &Line<'_>) -> BTreeMap<String, String> {
    LANGUAGES
        .iter()
        .filter(|language| !matches!(**language, "en" | "fr"))
        .filter_map(|language| {
            let name = OneLine::new(line.cell(&format!("name_{language}")))?;
            Some(((*language).to_owned(), name.into()))
        })
        .collect()
}

/// A file of comma-separated values whose heading has the columns that are wanted.
struct Table {
    columns: BTreeMap<String, usize>,
    lines: Vec<(usize, csv::StringRecord)>,
}

/// One line of it.
struct Line<'a> {
    columns: &'a BTreeMap<String, usize>,
    cells: &'a csv::StringRecord,
}

impl Line<'_> {
    /// The cell of a column, trimmed; empty where the file lacks the column.
    fn cell(&self, column: &str) -> &str {
        self.columns.get(column).and_then(|at| self.cells.get(*at)).unwrap_or("").trim()
    }

    /// The code of the line's State, which people write in small letters too.
    fn code(&self) -> String {
        self.cell(CODE).to_ascii_uppercase()
    }
}

impl Table {
    fn read(text: &str, wanted: &[&'static str]) -> (Self, Vec<LineFault>) {
        // Spreadsheets begin a UTF-8 file with a byte order mark.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader = csv::ReaderBuilder::new().delimiter(delimiter(text)).from_reader(text.as_bytes());
        let (mut faults, mut lines) = (Vec::new(), Vec::new());
        let heading = reader.headers().cloned().unwrap_or_default();
        let columns: BTreeMap<_, _> =
            heading.iter().enumerate().map(|(at, name)| (name.trim().to_owned(), at)).collect();
        for column in wanted.iter().filter(|column| !columns.contains_key(**column)) {
            faults.push(LineFault { line: 1, kind: Kind::ColumnMissing(column) });
        }
        // Without its columns every line would be at fault for the same reason.
        let readable = faults.is_empty();
        for record in reader.records().take_while(|_| readable) {
            match record {
                Ok(cells) => lines.push((line_at(text, cells.position()), cells)),
                Err(error) => {
                    faults.push(LineFault { line: line_at(text, error.position()), kind: Kind::Unreadable });
                }
            }
        }
        (Table { columns, lines }, faults)
    }

    /// Reads every line with `read` and collects what is wrong, a State named twice included.
    fn each<T>(&self, faults: &mut Vec<LineFault>, read: impl Fn(&Line<'_>) -> Result<T, Vec<Kind>>) -> Vec<T> {
        let (mut seen, mut rows) = (BTreeSet::new(), Vec::new());
        for (number, cells) in &self.lines {
            let line = Line { columns: &self.columns, cells };
            let fault = |kind| LineFault { line: *number, kind };
            // A line without a code has that fault already.
            let code = line.code();
            if !code.is_empty() && !seen.insert(code) {
                faults.push(fault(Kind::StateTwice));
            }
            match read(&line) {
                Ok(row) => rows.push(row),
                Err(kinds) => faults.extend(kinds.into_iter().map(fault)),
            }
        }
        faults.sort_by_key(|fault| fault.line);
        rows
    }
}

/// What stands between the cells: a comma, or a semicolon where the spreadsheet's country writes numbers with a comma, as France.
/// No column has either in its name, so that the heading tells.
fn delimiter(text: &str) -> u8 {
    let heading = text.lines().next().unwrap_or("");
    if heading.contains(';') && !heading.contains(',') { b';' } else { b',' }
}

/// The line on which a record begins, as an editor counts. The reader's own count stands before the end of the line above.
fn line_at(text: &str, position: Option<&csv::Position>) -> usize {
    let at = position.and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or(0);
    let (before, rest) = text.split_at_checked(at).unwrap_or((text, ""));
    let skipped = rest.chars().take_while(|c| matches!(c, '\r' | '\n')).filter(|c| *c == '\n').count();
    1 + before.matches('\n').count() + skipped
}
