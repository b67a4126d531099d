//! `concord states`: the States Parties with their dates, and the official addresses that notes verbales go to.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::{Failure, open, operator, say};
use crate::domain::db::Db;
use crate::domain::states::{self, StateParty};
use crate::domain::time::Day;

/// The file that comes with the program.
const STATES_PARTIES: &str = include_str!("../../config/states_parties.csv");
/// Longest file that is read; all States with all names take a twentieth of it.
const LONGEST: u64 = 1 << 20;

#[derive(Args)]
pub struct Options {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Adds States and changes their names and dates; addresses stay as they are.
    Import {
        /// Comma-separated values in UTF-8 [default: the States Parties that the program comes with].
        file: Option<PathBuf>,
    },
    /// Sets the official addresses; a State that the file does not name keeps what it has, an empty cell removes an address.
    Addresses {
        /// Comma-separated values with the columns iso3166_alpha3, official_address, copy_address.
        file: PathBuf,
    },
    /// Lists every State with its dates and official address.
    List,
}

pub fn run(options: &Options, config: &Path) -> Result<(), Failure> {
    // The file is read first: a wrong name is found without a database.
    match &options.what {
        What::Import { file } => {
            let text = file.as_deref().map(|file| open::text(file, LONGEST)).transpose()?;
            say(import(&open::installation(config)?.1, text.as_deref().unwrap_or(STATES_PARTIES))?)
        }
        What::Addresses { file } => {
            let text = open::text(file, LONGEST)?;
            say(addresses(&open::installation(config)?.1, &text)?)
        }
        What::List => say(list(&open::installation(config)?.1)?),
    }
}

fn import(db: &Db, text: &str) -> Result<String, Failure> {
    let count =
        db.write_now(&operator(), |ctx| states::import(ctx, text)).map_err(Failure::doing("importing the States"))?;
    let parties = db.read_now(&operator(), states::parties).map_err(Failure::doing("listing the Parties"))?.len();
    Ok(format!("Imported {count} States. Parties today: {parties}."))
}

fn addresses(db: &Db, text: &str) -> Result<String, Failure> {
    let done = db
        .write_now(&operator(), |ctx| states::import_addresses(ctx, text))
        .map_err(Failure::doing("importing the official addresses"))?;
    let mut lines = vec![format!("Set the addresses of {} States.", done.updated)];
    if done.without.is_empty() {
        lines.push("Every Party has an official address.".to_owned());
    } else {
        lines.push(format!("{} Parties have none, and cannot be invited by mail:", done.without.len()));
        let mut all = db.read_now(&operator(), states::list).map_err(Failure::doing("listing the States"))?;
        all.retain(|state| done.without.contains(&state.id));
        states::sort_by_name(&mut all, "en");
        lines.extend(all.iter().map(|state| format!("  {}  {}", state.id, state.name_in("en"))));
    }
    Ok(lines.join("\n"))
}

fn list(db: &Db) -> Result<String, Failure> {
    let mut all = db.read_now(&operator(), states::list).map_err(Failure::doing("listing the States"))?;
    if all.is_empty() {
        return Ok("There are no States yet. Import them with: concord states import".to_owned());
    }
    states::sort_by_name(&mut all, "en");
    let today = db.clock().now().day_in_the_hague();
    Ok(all.iter().map(|state| line(state, &today)).collect::<Vec<_>>().join("\n"))
}

/// `SEN  Senegal   Party since 2002-07-01   embassy@sen.example`
fn line(state: &StateParty, today: &Day) -> String {
    let until = state.withdrawal_effective.as_ref().map(|day| format!(", withdrawal {day}")).unwrap_or_default();
    let dates = match state.is_party_on(today) {
        true => format!("Party since {}{until}", state.entry_into_force),
        false if *today < state.entry_into_force => format!("Party from {}", state.entry_into_force),
        false => format!("former Party, since {}{until}", state.entry_into_force),
    };
    let address = state.official_address.as_deref().unwrap_or("no address");
    format!("{}  {:34} {:46} {address}", state.id, state.name_in("en"), dates)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::db::testing::sqlite;

    #[test]
    fn the_states_that_come_with_the_program_are_imported_and_listed() {
        let test = sqlite();
        assert!(list(&test.db).unwrap().contains("concord states import"));
        assert_eq!(import(&test.db, STATES_PARTIES).unwrap(), "Imported 127 States. Parties today: 124.");
        let listed = list(&test.db).unwrap();
        assert_eq!(listed.lines().count(), 127);
        let line_of = |code: &str| listed.lines().find(|line| line.starts_with(code)).unwrap().to_owned();
        assert!(line_of("SEN").contains("Party since 2002-07-01") && line_of("SEN").ends_with("no address"));
        assert!(line_of("BDI").contains("former Party"), "{}", line_of("BDI"));
    }

    #[test]
    fn addresses_are_set_and_the_parties_without_are_named() {
        let test = sqlite();
        import(&test.db, STATES_PARTIES).unwrap();
        let said = addresses(
            &test.db,
            "iso3166_alpha3,official_address,copy_address\nSEN,embassy@sen.example,\nSVN,embassy@svn.example,copy@svn.example\n",
        )
        .unwrap();
        assert!(said.starts_with("Set the addresses of 2 States.\n122 Parties have none"), "{said}");
        assert!(!said.contains("  SEN  ") && said.contains("  FRA  France"), "{said}");
        assert!(list(&test.db).unwrap().contains("embassy@sen.example"));
    }

    #[test]
    fn every_fault_of_a_file_is_named_with_its_line_and_nothing_is_imported() {
        let test = sqlite();
        import(&test.db, STATES_PARTIES).unwrap();
        let refused = addresses(
            &test.db,
            "iso3166_alpha3,official_address,copy_address\nSEN,embassy@sen.example,\nXXX,a@b.example,\nSVN,nobody,\n",
        )
        .unwrap_err();
        assert!(refused.what.contains("2 faults, so nothing was imported"), "{refused}");
        assert!(refused.what.contains("line 3: the code names no State"), "{refused}");
        assert!(refused.what.contains("line 4: the cell \"official_address\" is no e-mail address"), "{refused}");
        assert!(!list(&test.db).unwrap().contains("embassy@sen.example"));

        let refused = import(&test.db, "name\nSenegal\n").unwrap_err();
        assert!(refused.what.contains("line 1: the heading names no column \"iso3166_alpha3\""), "{refused}");
    }
}
