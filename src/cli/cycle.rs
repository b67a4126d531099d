//! `concord cycle`: prepares a year, opens it, freezes it. The Secretariat does the same on its pages.

use std::path::Path;

use clap::{Args, Subcommand};

use super::{Failure, open, operator, say};
use crate::domain::access::{Manage, Read, Stage};
use crate::domain::cycle::{self, Cycle, CycleOfYear, NewCycle};
use crate::domain::db::{Ctx, Db};
use crate::domain::error::{Error, Refusal, Result as Outcome};
use crate::domain::ids::FormHash;
use crate::domain::line::OneLine;
use crate::domain::questionnaire;
use crate::domain::time::Day;

/// Fewest letters by which a form may be named.
const SHORTEST_HASH: usize = 8;

#[derive(Args)]
pub struct Options {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Prepares a cycle; States see nothing of it yet.
    Prepare(Prepare),
    /// Opens a prepared cycle: States can answer from then on.
    Open { year: i32 },
    /// Freezes an open cycle: no first response any more.
    Freeze { year: i32 },
    /// Says whether States may submit section by section, while the cycle is prepared or open.
    BySection {
        year: i32,
        /// yes or no.
        #[arg(value_parser = yes_or_no)]
        allowed: bool,
    },
    /// Lists the cycles, the latest year first.
    List,
}

#[derive(Args)]
struct Prepare {
    #[arg(long)]
    year: i32,
    /// The form's hash, or its first letters, eight at least (concord questionnaire list).
    #[arg(long, value_name = "HASH")]
    form: String,
    /// The reference of the note verbale as it stands on the note, such as ICC-ASP/26/SP/09.
    #[arg(long, value_name = "REFERENCE", value_parser = reference)]
    note: OneLine,
    /// The date of the note.
    #[arg(long, value_name = "DAY", value_parser = day)]
    note_date: Day,
    /// The day by which responses are expected, until 23:59 in The Hague.
    #[arg(long, value_name = "DAY", value_parser = day)]
    expected_by: Day,
}

fn reference(text: &str) -> Result<OneLine, String> {
    cycle::note_reference(text).map_err(|_| "write it on one line of at most 200 characters".to_owned())
}

fn yes_or_no(text: &str) -> Result<bool, String> {
    match text {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err("write yes or no".to_owned()),
    }
}

fn day(text: &str) -> Result<Day, String> {
    cycle::day(text).map_err(|_| "write a day as year, month and day, such as 2027-04-19".to_owned())
}

pub fn run(options: &Options, config: &Path) -> Result<(), Failure> {
    let (_, db) = open::installation(config)?;
    say(match &options.what {
        What::Prepare(wanted) => prepare(&db, wanted)?,
        What::Open { year } => open_year(&db, *year)?,
        What::Freeze { year } => freeze(&db, *year)?,
        What::BySection { year, allowed } => by_section(&db, *year, *allowed)?,
        What::List => list(&db)?,
    })
}

fn prepare(db: &Db, wanted: &Prepare) -> Result<String, Failure> {
    let new = NewCycle {
        year: wanted.year,
        form: form(db, &wanted.form)?,
        note_reference: wanted.note.clone(),
        note_date: wanted.note_date.clone(),
        expected_by: wanted.expected_by.clone(),
        invented: false,
    };
    let doing = format!("preparing the cycle {}", new.year);
    db.write_now(&operator(), |ctx| cycle::prepare(ctx, &new)).map_err(Failure::doing(&doing))?;
    Ok(format!("The cycle {0} is prepared. States see nothing of it before: concord cycle open {0}", new.year))
}

/// The one form whose hash begins so.
fn form(db: &Db, begins: &str) -> Result<FormHash, Failure> {
    const MEND: &str = "take the hash from: concord questionnaire list";
    if begins.len() < SHORTEST_HASH {
        return Err(Failure::new(format!("--form {begins} is shorter than {SHORTEST_HASH} letters"), MEND));
    }
    let begins = begins.to_lowercase();
    let mut forms = db.read_now(&operator(), questionnaire::list).map_err(Failure::doing("looking for the form"))?;
    forms.retain(|form| form.hash.as_str().starts_with(&begins));
    match forms.as_slice() {
        [form] => Ok(form.hash.clone()),
        [] => Err(Failure::new(format!("there is no form whose hash begins with {begins}"), MEND)),
        _ => Err(Failure::new(format!("several forms have a hash that begins with {begins}"), "give more of it")),
    }
}

fn open_year(db: &Db, year: i32) -> Result<String, Failure> {
    let before = of_year(db, year, "opening", |ctx, found| {
        if found.stage == Stage::Frozen {
            return Err(Refusal::CycleFrozen { year }.into());
        }
        let permit = ctx.permit::<Manage, Cycle>(&found.id)?;
        cycle::open(ctx, &permit)
    })?;
    Ok(match before {
        Stage::Open => format!("The cycle {year} was open already."),
        Stage::Prepared | Stage::Frozen => {
            format!("The cycle {year} is open. The Secretariat invites the States from its page.")
        }
    })
}

fn freeze(db: &Db, year: i32) -> Result<String, Failure> {
    let before = of_year(db, year, "freezing", |ctx, found| {
        let permit = ctx.permit::<Manage, Cycle>(&found.id)?;
        cycle::freeze(ctx, &permit)
    })?;
    Ok(match before {
        Stage::Frozen => format!("The cycle {year} was frozen already."),
        Stage::Prepared | Stage::Open => {
            format!("The cycle {year} is frozen. Responses can be amended until the next cycle opens.")
        }
    })
}

fn by_section(db: &Db, year: i32, allowed: bool) -> Result<String, Failure> {
    of_year(db, year, "changing", |ctx, found| {
        let permit = ctx.permit::<Manage, Cycle>(&found.id)?;
        cycle::allow_by_section(ctx, &permit, allowed)
    })?;
    Ok(match allowed {
        true => format!("In the cycle {year} States may submit section by section."),
        false => format!("In the cycle {year} States submit whole responses only."),
    })
}

/// Does something to the cycle of a year, and says in which stage it was before.
fn of_year(
    db: &Db,
    year: i32,
    doing: &str,
    work: impl Fn(&mut Ctx<'_>, &Cycle) -> Outcome<()>,
) -> Result<Stage, Failure> {
    let done = db.write_now(&operator(), |ctx| {
        let found = ctx.permit::<Read, CycleOfYear>(&year)?.into_row().0;
        work(ctx, &found)?;
        Ok(found.stage)
    });
    done.map_err(|error| match error {
        Error::NotFound => Failure::new(
            format!("there is no cycle {year}"),
            "prepare it with: concord cycle prepare; for those there are: concord cycle list",
        ),
        other => Failure::doing(&format!("{doing} the cycle {year}"))(other),
    })
}

fn list(db: &Db) -> Result<String, Failure> {
    let cycles = db.read_now(&operator(), cycle::list).map_err(Failure::doing("listing the cycles"))?;
    if cycles.is_empty() {
        return Ok("There are no cycles yet. Prepare one with: concord cycle prepare".to_owned());
    }
    Ok(cycles.iter().map(line).collect::<Vec<_>>().join("\n"))
}

/// `2027  open      expected by 2027-06-30  note ICC-ASP/26/SP/09 of 2027-04-14  form 0123456789ab`
fn line(cycle: &Cycle) -> String {
    let stage = match cycle.stage {
        Stage::Prepared => "prepared",
        Stage::Open => "open",
        Stage::Frozen => "frozen",
    };
    let form: String = cycle.form_hash.as_str().chars().take(12).collect();
    let invented = if cycle.invented { "  (invented)" } else { "" };
    let by_section = if cycle.by_section { "  section by section" } else { "" };
    format!(
        "{}  {stage:8}  expected by {}  note {} of {}  form {form}{by_section}{invented}",
        cycle.year,
        cycle.expected_by.day_in_the_hague(),
        cycle.note_reference,
        cycle.note_date,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::db::testing::sqlite;

    const WORKBOOK: &[u8] = include_bytes!("../../config/questionnaire/cooperation-2027.xlsx");

    fn with_form(db: &Db) -> FormHash {
        let imported = questionnaire::import(WORKBOOK);
        db.write_now(&operator(), |ctx| {
            questionnaire::add(ctx, imported.form.as_ref().unwrap(), WORKBOOK, &imported.problems)
        })
        .unwrap()
    }

    fn wanted(year: i32, form: &str) -> Prepare {
        Prepare {
            year,
            form: form.to_owned(),
            note: reference("ICC-ASP/26/SP/09").unwrap(),
            note_date: day("2027-04-14").unwrap(),
            expected_by: day("2027-06-30").unwrap(),
        }
    }

    #[test]
    fn a_year_is_prepared_opened_and_frozen() {
        let test = sqlite();
        let form = with_form(&test.db);
        assert!(list(&test.db).unwrap().starts_with("There are no cycles yet"));
        prepare(&test.db, &wanted(2027, &form.as_str()[..12])).unwrap();
        assert!(list(&test.db).unwrap().starts_with("2027  prepared  expected by 2027-06-30  note ICC-ASP/26/SP/09"));
        assert!(open_year(&test.db, 2027).unwrap().contains("is open."));
        assert!(open_year(&test.db, 2027).unwrap().contains("open already"));
        assert!(!list(&test.db).unwrap().contains("section by section"));
        assert!(by_section(&test.db, 2027, true).unwrap().contains("may submit section by section"));
        assert!(list(&test.db).unwrap().ends_with("section by section"));
        assert!(freeze(&test.db, 2027).unwrap().contains("is frozen."));
        assert!(by_section(&test.db, 2027, false).unwrap_err().what.contains("is frozen"));
        assert!(freeze(&test.db, 2027).unwrap().contains("frozen already"));
        let refused = open_year(&test.db, 2027).unwrap_err();
        assert!(refused.what.contains("opening the cycle 2027: the cycle 2027 is frozen"), "{refused}");
    }

    #[test]
    fn what_makes_no_sense_is_refused_by_name() {
        let test = sqlite();
        let form = with_form(&test.db);
        let form = form.as_str();
        let refused = |wanted: &Prepare| prepare(&test.db, wanted).unwrap_err();
        assert!(refused(&wanted(2027, "abc")).what.contains("shorter than 8"));
        assert!(refused(&wanted(2027, "zzzzzzzz")).what.contains("no form whose hash begins with zzzzzzzz"));
        assert!(refused(&wanted(27, form)).what.contains("2000 to 2999"));
        let reversed = Prepare { expected_by: day("2027-04-13").unwrap(), ..wanted(2027, form) };
        assert!(refused(&reversed).mend.contains("--expected-by"));
        prepare(&test.db, &wanted(2027, form)).unwrap();
        // Until it is opened, preparing it again puts right what was given.
        let later = Prepare { expected_by: day("2027-07-31").unwrap(), ..wanted(2027, form) };
        prepare(&test.db, &later).unwrap();
        assert!(list(&test.db).unwrap().contains("expected by 2027-07-31"));
        assert!(freeze(&test.db, 2027).unwrap_err().what.contains("is not open"));
        assert!(open_year(&test.db, 2030).unwrap_err().what.contains("there is no cycle 2030"));

        prepare(&test.db, &wanted(2028, form)).unwrap();
        open_year(&test.db, 2027).unwrap();
        assert!(open_year(&test.db, 2028).unwrap_err().mend.contains("concord cycle freeze 2027"));
        assert!(refused(&wanted(2027, form)).what.contains("the cycle 2027 has been opened already"));
        freeze(&test.db, 2027).unwrap();
        assert!(open_year(&test.db, 2027).unwrap_err().what.contains("the cycle 2027 is frozen"));
        prepare(&test.db, &wanted(2026, form)).unwrap();
        assert!(open_year(&test.db, 2026).unwrap_err().what.contains("the cycle 2027 has been opened already"));
    }

    #[test]
    fn a_day_and_a_reference_are_read_or_explained() {
        assert!(day("2027-02-30").unwrap_err().contains("such as 2027-04-19"));
        assert!(reference("two\nlines").unwrap_err().contains("one line"));
    }
}
