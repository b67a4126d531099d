//! `concord questionnaire`: checks a workbook, imports it, and lists the forms that were imported.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::{Failure, open, operator, say};
use crate::domain::db::Db;
use crate::domain::line::breaks_a_line;
use crate::domain::questionnaire::xlsform::MAX_FILE;
use crate::domain::questionnaire::{self, Imported, Problem, Severity};
use crate::web::i18n::{Language, Words};
use crate::web::problem_words;

#[derive(Args)]
pub struct Options {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Says everything that is wrong with workbooks, and where; wants no configuration and no database, and keeps nothing.
    Check {
        /// Workbooks in the format of docs/questionnaire.md.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Prints a line for each workbook: `{accepted, problems: [{cell, severity, key, message}], bindings: [{code, type, ...}]}`.
        #[arg(long)]
        json: bool,
    },
    /// Imports a workbook, unless there is an error in it. A form never changes: another workbook is another form.
    Import {
        /// A workbook in the format of docs/questionnaire.md.
        file: PathBuf,
    },
    /// Lists the forms, the newest first.
    List,
}

pub fn run(options: &Options, config: &Path) -> Result<(), Failure> {
    match &options.what {
        What::Check { files, json } => check(files, *json),
        What::Import { file } => {
            let bytes = workbook(file)?;
            // Reported before the database is opened: what is wrong with the workbook does not depend on it.
            let imported = questionnaire::import(&bytes);
            say(report(&imported))?;
            refuse_errors(file, &imported)?;
            say(keep(&open::installation(config)?.1, &imported, &bytes)?)
        }
        What::List => say(list(&open::installation(config)?.1)?),
    }
}

/// The bytes of a workbook; one byte more than may be is read, so that the importer says itself that it is too large.
fn workbook(file: &Path) -> Result<Vec<u8>, Failure> {
    open::bytes(file, u64::try_from(MAX_FILE).unwrap_or(u64::MAX).saturating_add(1))
}

fn check(files: &[PathBuf], json: bool) -> Result<(), Failure> {
    let mut refused = Ok(());
    for file in files {
        let imported = questionnaire::import(&workbook(file)?);
        say(if json { questionnaire::report_json(&imported, in_english).to_string() } else { report(&imported) })?;
        refused = refused.and(refuse_errors(file, &imported));
    }
    refused
}

/// Every problem on a line, in the order of the cells, and how many there are.
fn report(imported: &Imported) -> String {
    let mut lines: Vec<String> = imported
        .problems
        .iter()
        .map(|problem| {
            let severity = match problem.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            };
            let cell = Some(problem.cell()).filter(|cell| !cell.is_empty()).map(|cell| format!("{cell}: "));
            printable(&format!("{severity:7}  {}{}", cell.unwrap_or_default(), in_english(problem)))
        })
        .collect();
    let errors = errors(imported);
    lines.push(format!("Errors: {errors}. Warnings: {}.", imported.problems.len().saturating_sub(errors)));
    if let Some(form) = &imported.form {
        lines.push(format!("The form is sound. Its hash: {}", form.hash));
    }
    lines.join("\n")
}

fn in_english(problem: &Problem) -> String {
    problem_words(Words(Language::English), problem)
}

fn errors(imported: &Imported) -> usize {
    imported.problems.iter().filter(|problem| problem.severity == Severity::Error).count()
}

fn refuse_errors(file: &Path, imported: &Imported) -> Result<(), Failure> {
    if imported.form.is_some() {
        return Ok(());
    }
    Err(Failure::new(
        format!("{} cannot be imported: errors: {}", file.display(), errors(imported)),
        "correct the cells named above (docs/questionnaire.md says how), and try again",
    ))
}

/// Keeps the form of a workbook.
fn keep(db: &Db, imported: &Imported, bytes: &[u8]) -> Result<String, Failure> {
    let form = imported.form.as_ref().ok_or_else(|| {
        Failure::new("there is no form to keep", "correct the workbook; concord questionnaire check FILE says where")
    })?;
    let kept = db.write_now(&operator(), |ctx| {
        let known = questionnaire::list(ctx)?.iter().any(|known| known.hash.as_str() == form.hash);
        questionnaire::add(ctx, form, bytes, &imported.problems)?;
        Ok(known)
    });
    let known = kept.map_err(Failure::doing("keeping the form"))?;
    Ok(if known { "The form was there already." } else { "The form is kept." }.to_owned())
}

fn list(db: &Db) -> Result<String, Failure> {
    let forms = db.read_now(&operator(), questionnaire::list).map_err(Failure::doing("listing the forms"))?;
    if forms.is_empty() {
        return Ok("There are no forms yet. Import one with: concord questionnaire import FILE".to_owned());
    }
    let line = |form: &questionnaire::FormRecord| {
        let day = form.imported_at.day_in_the_hague();
        printable(&format!("{}  {day}  {} {}  {}", form.hash, form.form_id, form.version, form.title))
    };
    Ok(forms.iter().map(line).collect::<Vec<_>>().join("\n"))
}

/// A workbook's words on one line of a terminal: a cell may hold what moves the cursor or turns the text round.
fn printable(text: &str) -> String {
    text.chars().map(|c| if breaks_a_line(c) { '\u{FFFD}' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::db::testing::sqlite;
    use crate::domain::questionnaire::{FaultCode, ProblemCode};

    const WORKBOOK: &[u8] = include_bytes!("../../config/questionnaire/cooperation-2027.xlsx");

    #[test]
    fn a_sound_workbook_is_kept_once_and_listed_by_its_hash() {
        let test = sqlite();
        assert!(list(&test.db).unwrap().starts_with("There are no forms yet"));
        let imported = questionnaire::import(WORKBOOK);
        let hash = imported.form.as_ref().unwrap().hash.clone();
        assert!(report(&imported).ends_with(&format!("Its hash: {hash}")));
        assert_eq!(keep(&test.db, &imported, WORKBOOK).unwrap(), "The form is kept.");
        assert_eq!(keep(&test.db, &imported, WORKBOOK).unwrap(), "The form was there already.");
        let listed = list(&test.db).unwrap();
        assert!(listed.lines().count() == 1 && listed.starts_with(&hash), "{listed}");
    }

    #[test]
    fn what_is_no_workbook_is_refused_with_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("form.xlsx");
        let absent = check(std::slice::from_ref(&file), false).unwrap_err();
        assert!(absent.what.contains("form.xlsx") && absent.what.contains("cannot be read"), "{absent}");
        std::fs::write(&file, "not a workbook").unwrap();
        let refused = check(std::slice::from_ref(&file), true).unwrap_err();
        assert!(refused.what.contains("form.xlsx cannot be imported: errors: 1"), "{refused}");
        assert!(report(&questionnaire::import(b"not a workbook")).starts_with("error    "));
    }

    #[test]
    fn no_problem_is_worded_by_its_key() {
        for (prefix, keys) in [("problem", ProblemCode::KEYS), ("fault", FaultCode::KEYS)] {
            for (language, key) in keys.iter().flat_map(|key| [(Language::English, key), (Language::French, key)]) {
                for count in ["1", "2"] {
                    let told = Words(language).with(&format!("{prefix}-{key}"), &[("count", count.to_owned())]);
                    assert!(told.contains(' ') && !told.contains(&format!("{prefix}-{key}")), "{key}: {told}");
                }
            }
        }
        let code = |count: &str| ProblemCode::MissingTranslations {
            language: "French (fr)".to_owned(),
            count: count.to_owned(),
            texts: "A.1 (label)".to_owned(),
        };
        let told = |count| {
            let (sheet, column, header) = ("survey".to_owned(), String::new(), String::new());
            let problem = Problem { severity: Severity::Warning, sheet, row: 0, column, header, code: code(count) };
            in_english(&problem)
        };
        assert_eq!(told("1"), "1 text is missing in “French (fr)”: A.1 (label)");
        assert_eq!(told("12"), "12 texts are missing in “French (fr)”, first in A.1 (label)");
    }

    #[test]
    fn what_a_cell_holds_cannot_command_the_terminal() {
        assert_eq!(printable("a\u{1b}[2Jb\nc\u{202E}d"), "a\u{FFFD}[2Jb\u{FFFD}c\u{FFFD}d");
    }
}
