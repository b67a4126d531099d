//! The rows of the table in docs/performance.md, group by group.

use std::cell::Cell;
use std::fmt;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use crate::client::{Client, Typist, value_of};
use crate::data::{Data, Wanted, YEAR};
use crate::measures::{Figure, Measure, cpu_each, in_turns, rate};
use crate::process::Server;
use crate::{Outcome, bare, raw_row, rush};

const COOPERATION: &[u8] = include_bytes!("../../../config/questionnaire/cooperation-2027.xlsx");
const BENCH70: &[u8] = include_bytes!("../../fixtures/bench70.xlsx");
/// The sections of the questionnaire that ships.
const SECTIONS: [&str; 13] = ["P", "A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L"];
/// A section, and a question in it that is answered in words and always shown.
const TYPED: (&str, &str) = ("P", "P.2");

/// What is run.
pub struct Run {
    pub concord: PathBuf,
    pub data: PathBuf,
    pub years: u32,
    pub only: String,
}

/// A row of the table.
pub struct Row {
    what: String,
    bound: String,
    result: String,
    kept: bool,
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kept = if self.kept { "kept" } else { "**not kept**" };
        write!(f, "| {} | {} | {} | {kept} |", self.what, self.bound, self.result)
    }
}

fn row(what: &str, bound: &str, result: String, kept: bool) -> Row {
    let row = Row { what: what.to_owned(), bound: bound.to_owned(), result, kept };
    eprintln!("{row}");
    row
}

/// What measures one group.
type Group = fn(&Run) -> Outcome<Vec<Row>>;

/// Measures every group that is wanted.
pub fn run(run: &Run) -> Outcome<Vec<Row>> {
    let mut rows = Vec::new();
    let groups: [(&str, Group); 7] = [
        ("pages", pages),
        ("save", save),
        ("neighbours", neighbours),
        ("memory", memory),
        ("years", years),
        ("files", files),
        ("rush", at_the_door),
    ];
    for (name, group) in groups {
        if name.contains(&run.only) {
            rows.extend(group(run)?);
        }
    }
    Ok(rows)
}

/// Asks for one page again and again, or saves where the path is `save`, so that a profiler sees nothing else.
pub fn profile(run: &Run, path: &str) -> Outcome {
    let data = run.one_year()?;
    let path = path.replace("{id}", &data.response(0)?);
    let server = run.server(&data)?;
    println!("the server is process {}", server.id());
    let lasting = Duration::from_secs(20);
    let each = |cpu: f64, rate: f64| println!("{:.3} ms of CPU each, {rate:.0} a second", cpu * 1e3 / rate / 20.0);
    let before = server.cpu()?;
    let rate = if path == "save" {
        rate(&mut typists(&data, &server, 16)?, lasting, Typist::save)?
    } else {
        rate(&mut [Client::new(&server.address, &data.coordinator(0)?)], lasting, |client| {
            client.get(&path).map(|_| ())
        })?
    };
    each(server.cpu()? - before, rate);
    Ok(())
}

impl Run {
    fn one_year(&self) -> Outcome<Data> {
        Data::open(&self.data.join("one-year"), &Wanted { workbook: COOPERATION, years: 1, submitted: true })
    }

    fn many_years(&self) -> Outcome<Data> {
        let folder = self.data.join(format!("{}-years", self.years));
        Data::open(&folder, &Wanted { workbook: COOPERATION, years: self.years, submitted: true })
    }

    fn server(&self, data: &Data) -> Outcome<Server> {
        Server::concord(&self.concord, &data.config())
    }
}

/// Asks for one page after the other, round and round.
fn pages_of<'a>(client: &'a Client, paths: &'a [String]) -> impl FnMut() -> Outcome + 'a {
    let at = Cell::new(0);
    move || {
        let path = &paths[at.get() % paths.len()];
        at.set(at.get() + 1);
        client.get(path).map(|_| ())
    }
}

fn sections_of(data: &Data, n: usize) -> Outcome<Vec<String>> {
    let response = data.response(n)?;
    Ok(SECTIONS.iter().map(|section| format!("/responses/{response}/sections/{section}")).collect())
}

fn questions(codes: &[&str]) -> Vec<String> {
    codes.iter().map(|code| format!("/cycles/{YEAR}/questions/{code}")).collect()
}

fn pages(run: &Run) -> Outcome<Vec<Row>> {
    let data = run.one_year()?;
    let (session, court) = (data.coordinator(0)?, data.court()?);
    let paths = sections_of(&data, 0)?;
    let server = run.server(&data)?;
    let client = Client::new(&server.address, &session);
    let bytes = paths.iter().map(|path| client.get(path).map(|page| page.len())).sum::<Outcome<usize>>()? / paths.len();
    let bare = Server::yardstick(&[bare::NAME, &data.config().to_string_lossy(), &bytes.to_string()])?;
    let bare_client = Client::new(&bare.address, &session);
    let (as_a_page, with_headers) = ([bare::AS_A_PAGE.to_owned()], [bare::WITH_HEADERS_ALONE.to_owned()]);
    let court_client = Client::new(&server.address, &court);
    let by_question = questions(&["A.1", "B.1", "B.4", "C.1", "C.9", "D.1", "E.1"]);
    let figures = in_turns(vec![
        Box::new(|| cpu_each(&bare, pages_of(&bare_client, &as_a_page))),
        Box::new(|| cpu_each(&server, pages_of(&client, &paths))),
        Box::new(|| cpu_each(&bare, pages_of(&bare_client, &with_headers))),
        Box::new(|| cpu_each(&server, pages_of(&client, &by_question))),
        Box::new(|| cpu_each(&server, pages_of(&court_client, &by_question))),
    ])?;
    let [handler, section, headers, states, court]: [Figure; 5] = figures.try_into().map_err(|_| "five figures")?;
    let times = section.median / handler.median;
    let result = format!(
        "{times:.1} times: {} against {}; {} bytes, the mean of the thirteen sections",
        section.milli(),
        handler.milli(),
        bytes
    );
    let of = format!("the by-question page over {} States", data.states());
    Ok(vec![
        row("a section page, against the bare handler", "at most 5 times the CPU", result, times <= 5.0),
        row(
            "the same, where the gatekeeper looks up nobody for the bare handler",
            "none",
            format!("{:.1} times: against {}", section.median / headers.median, headers.milli()),
            true,
        ),
        row(&format!("{of}, for a State"), "at most 20 ms of CPU", states.milli(), states.median <= 0.020),
        row(&format!("{of}, for the Court (recorded)"), "at most 20 ms of CPU", court.milli(), court.median <= 0.020),
    ])
}

fn typists(data: &Data, server: &Server, count: usize) -> Outcome<Vec<Typist>> {
    (0..count)
        .map(|n| {
            let client = Client::new(&server.address, &data.coordinator(n)?);
            Typist::open(client, &format!("/responses/{}/sections/{}", data.response(n)?, TYPED.0), TYPED.1)
        })
        .collect()
}

fn save(run: &Run) -> Outcome<Vec<Row>> {
    let data = run.one_year()?;
    let server = run.server(&data)?;
    let mut clients = typists(&data, &server, 16)?;
    let raw = run.data.join("raw-row.db");
    let lasting = Duration::from_secs(4);
    let figures = in_turns(vec![
        Box::new(|| {
            let out =
                Command::new(std::env::current_exe()?).arg(raw_row::NAME).arg(&raw).arg("400").arg("4").output()?;
            Ok(String::from_utf8(out.stdout)?.trim().parse::<f64>()?)
        }) as Measure<'_>,
        Box::new(|| rate(&mut clients, lasting, Typist::save)),
    ])?;
    let [raw, ours]: [Figure; 2] = figures.try_into().map_err(|_| "two figures")?;
    let before = server.cpu()?;
    let rate = rate(&mut clients, lasting, Typist::save)?;
    let each = (server.cpu()? - before) / (rate * lasting.as_secs_f64());
    let share = ours.median / raw.median;
    let result = format!(
        "{share:.2} of the rate: {:.0} saves a second ({:.0}–{:.0}) against {:.0} rows ({:.0}–{:.0}); {:.2} ms of CPU a save",
        ours.median,
        ours.least,
        ours.greatest,
        raw.median,
        raw.least,
        raw.greatest,
        each * 1e3
    );
    Ok(vec![row("16 clients that save answers, against the raw row", "at least half the rate", result, share >= 0.5)])
}

fn neighbours(run: &Run) -> Outcome<Vec<Row>> {
    let folder = run.data.join("bench70");
    // Each State submits once, so the responses are made anew for each run.
    let _ = std::fs::remove_dir_all(&folder);
    let data = Data::open(&folder, &Wanted { workbook: BENCH70, years: 1, submitted: false })?;
    let court = data.court()?;
    let people = (0..data.states())
        .map(|n| Ok((data.coordinator(n)?, format!("/responses/{}/submit", data.response(n)?))))
        .collect::<Outcome<Vec<_>>>()?;
    let form = [format!("/responses/{}/form", data.response(0)?)];
    let server = run.server(&data)?;
    let client = Client::new(&server.address, &people[0].0);
    let figures = in_turns(vec![Box::new(|| cpu_each(&server, pages_of(&client, &form)))])?;
    let form = figures[0];
    let mut tokens = Vec::new();
    for (session, path) in &people {
        let client = Client::new(&server.address, session);
        let token = value_of(&client.get(path)?, "token").ok_or("no token")?;
        tokens.push((client, path, token));
    }
    let before = server.cpu()?;
    for (client, path, token) in &tokens {
        let (status, body) = client.post(path, &[("token", token), ("revision", "0")], "text/html")?;
        if status != 303 {
            return Err(format!("POST {path}: {status} {body}").into());
        }
    }
    let submission = (server.cpu()? - before) / tokens.len() as f64;
    let client = Client::new(&server.address, &court);
    let list = [format!("/cycles/{YEAR}/responses.json")];
    let listed = client.get(&list[0])?.len();
    let figures = in_turns(vec![Box::new(|| cpu_each(&server, pages_of(&client, &list)))])?;
    let list = figures[0];
    let of = format!("a list of {} responses with answers ({} kB)", data.states(), listed / 1000);
    Ok(vec![
        row("the form of 70 questions as one page", "at most 10 ms of CPU", form.milli(), form.median <= 0.010),
        row(
            "a submission of that form",
            "at most 4 ms of CPU",
            format!("{:.2} ms, the mean of {}", submission * 1e3, tokens.len()),
            submission <= 0.004,
        ),
        row(&of, "at most 20 ms of CPU", list.milli(), list.median <= 0.020),
    ])
}

fn memory(run: &Run) -> Outcome<Vec<Row>> {
    let data = run.one_year()?;
    let mut crowd = (0..64).map(|n| Ok((data.coordinator(n)?, sections_of(&data, n)?))).collect::<Outcome<Vec<_>>>()?;
    let readies = in_turns(vec![Box::new(|| Ok(run.server(&data)?.ready_after.as_secs_f64()))])?;
    let ready = readies[0];
    let server = run.server(&data)?;
    let (idle, _) = server.memory()?;
    let mut readers: Vec<(Client, Vec<String>, usize)> = crowd
        .drain(..)
        .enumerate()
        .map(|(n, (session, mut paths))| {
            paths.extend(questions(&["A.1", "B.4", "C.9"]));
            (Client::new(&server.address, &session), paths, n)
        })
        .collect();
    let mut writers = typists(&data, &server, 64)?;
    let lasting = Duration::from_secs(10);
    let (read, written) = std::thread::scope(|scope| {
        let writing = scope.spawn(|| rate(&mut writers, lasting, Typist::save));
        let read = rate(&mut readers, lasting, |(client, paths, at)| {
            *at += 1;
            client.get(&paths[*at % paths.len()]).map(|_| ())
        });
        (read, writing.join().unwrap_or_else(|_| Err("a client broke".into())))
    });
    let (after, most) = server.memory()?;
    let busy = format!(
        "{most:.0} MB at most, {after:.0} MB after; 64 read {:.0} pages a second while 64 save {:.0} answers a second",
        read?, written?
    );
    Ok(vec![
        row("from start to ready (`/readyz`) with a full year's data", "under 1 s", ready.milli(), ready.median < 1.0),
        row("memory, idle, caches empty", "under 60 MB", format!("{idle:.0} MB"), idle < 60.0),
        row("memory, 64 clients at once, hashing of passwords apart", "under 200 MB", busy, most < 200.0),
    ])
}

fn years(run: &Run) -> Outcome<Vec<Row>> {
    let (one, many) = (run.one_year()?, run.many_years()?);
    let sides = [&one, &many].map(|data| -> Outcome<_> {
        let (session, paths) = (data.coordinator(0)?, sections_of(data, 0)?);
        let server = run.server(data)?;
        let typist = typists(data, &server, 1)?.remove(0);
        Ok((Client::new(&server.address, &session), paths, server, std::cell::RefCell::new(typist)))
    });
    let [one, many] = sides;
    let (one, many) = (one?, many?);
    let by_question = questions(&["A.1", "B.1", "B.4", "C.1", "C.9", "D.1", "E.1"]);
    let mut measures: Vec<Measure<'_>> = Vec::new();
    for (client, paths, server, typist) in [&one, &many] {
        measures.push(Box::new(move || cpu_each(server, pages_of(client, paths))));
        measures.push(Box::new(move || cpu_each(server, || typist.borrow_mut().save())));
        measures.push(Box::new(|| cpu_each(server, pages_of(client, &by_question))));
    }
    let figures = in_turns(measures)?;
    let names = ["the section page", "a save", "the by-question page"];
    Ok(names
        .iter()
        .enumerate()
        .map(|(at, name)| {
            let (first, last) = (figures[at], figures[at + 3]);
            let times = last.median / first.median;
            let result = format!("{times:.2} times: {} against {}", last.milli(), first.milli());
            let what = format!("{name} with {} years, against the first year", run.years);
            row(&what, "at most 1.2 times", result, times <= 1.2)
        })
        .collect())
}

fn files(run: &Run) -> Outcome<Vec<Row>> {
    let data = run.one_year()?;
    let server = run.server(&data)?;
    let client = Client::new(&server.address, &data.coordinator(0)?);
    let lines = crate::files::files(&client, &data.response(0)?)?;
    Ok(lines.into_iter().map(|(what, bound, result, kept)| row(what, &bound, result, kept)).collect())
}

fn at_the_door(run: &Run) -> Outcome<Vec<Row>> {
    let data = run.one_year()?;
    let proxy = [("CONCORD_SERVER__TRUSTED_PROXY", "127.0.0.1")];
    let server = Server::concord_with(&run.concord, &data.config(), &proxy)?;
    let (turn, honest) = (Cell::new(0), Cell::new(0.0_f64));
    let figures = in_turns(vec![Box::new(|| {
        turn.set(turn.get() + 1);
        let rush = rush::rush(&server, &data, turn.get())?;
        honest.set(honest.get().max(rush.honest));
        Ok(rush.health)
    })])?;
    let (_, most) = server.memory()?;
    let health = figures[0];
    let of = format!("{} sign-ins at once", rush::CROWD);
    let honest = honest.get();
    Ok(vec![
        row(
            &format!("the longest wait for `/healthz` during {of}"),
            "at most 200 ms",
            health.milli(),
            health.greatest <= 0.2,
        ),
        row(
            "the same, until who knows the password is in",
            "they get in",
            format!("{honest:.1} s at most"),
            honest < 60.0,
        ),
        row("the same, memory", "under 200 MB", format!("{most:.0} MB at most"), most < 200.0),
    ])
}
