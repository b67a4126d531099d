//! Measures the release binary beside yardsticks of the same run: how long, how much processor, how much memory. What each row means and
//! which bound it has is in docs/performance.md. `tests/load/run` builds and runs it.

mod bare;
mod client;
mod data;
mod files;
mod measures;
mod process;
mod raw_row;
mod rows;
mod rush;

use std::error::Error;
use std::path::PathBuf;

use clap::Parser;

/// What goes wrong ends the run with a sentence.
pub type Outcome<T = ()> = Result<T, Box<dyn Error + Send + Sync>>;

#[derive(Parser)]
#[command(name = "concord-load", about = "Measures concord beside its yardsticks")]
struct Options {
    /// The release binary that is measured.
    #[arg(long, value_name = "FILE")]
    concord: PathBuf,
    /// The folder of invented data, made where it does not exist and used again; on the disk that is measured.
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// Years of the long history.
    #[arg(long, default_value_t = 20)]
    years: u32,
    /// Only the groups with this in their name: `pages`, `save`, `neighbours`, `memory`, `years`, `files`, `rush`.
    #[arg(long, value_name = "GROUP")]
    only: Option<String>,
    /// Measures nothing and asks for this page again and again for twenty seconds, for a profiler; `{id}` stands for a response.
    #[arg(long, value_name = "PATH")]
    profile: Option<String>,
}

fn main() -> Outcome {
    // The yardsticks are processes of their own, so that their processor time is theirs alone.
    let mut arguments = std::env::args().skip(1);
    match arguments.next().as_deref() {
        Some(bare::NAME) => return bare::serve(arguments),
        Some(raw_row::NAME) => return raw_row::write(arguments),
        _ => {}
    }
    let options = Options::parse();
    let run = rows::Run {
        concord: options.concord,
        data: options.data,
        years: options.years,
        only: options.only.unwrap_or_default(),
    };
    if let Some(path) = options.profile {
        return rows::profile(&run, &path);
    }
    let lines = rows::run(&run)?;
    println!("| what | bound | result | |\n|---|---|---|---|");
    for line in &lines {
        println!("{line}");
    }
    Ok(())
}
