//! Five turns of each measure, one after the other, and their medians.

use std::time::{Duration, Instant};

use crate::Outcome;
use crate::process::Server;

/// How often each measure is taken.
const TURNS: usize = 5;

/// The median of the turns, with the least and the greatest.
#[derive(Clone, Copy)]
pub struct Figure {
    pub median: f64,
    pub least: f64,
    pub greatest: f64,
}

impl Figure {
    fn of(mut turns: Vec<f64>) -> Self {
        turns.sort_by(f64::total_cmp);
        let at = |n: usize| turns.get(n).copied().unwrap_or(f64::NAN);
        Figure { median: at(turns.len() / 2), least: at(0), greatest: at(turns.len().saturating_sub(1)) }
    }

    /// In thousandths.
    pub fn milli(self) -> String {
        format!("{:.2} ms ({:.2}–{:.2})", self.median * 1e3, self.least * 1e3, self.greatest * 1e3)
    }
}

/// Something that gives a figure each time it is asked.
pub type Measure<'a> = Box<dyn FnMut() -> Outcome<f64> + 'a>;

/// Takes every measure in turns: the first of each, the second of each, and so on.
pub fn in_turns(mut measures: Vec<Measure<'_>>) -> Outcome<Vec<Figure>> {
    let mut turns = vec![Vec::new(); measures.len()];
    for _ in 0..TURNS {
        for (figures, measure) in turns.iter_mut().zip(&mut measures) {
            figures.push(measure()?);
        }
    }
    Ok(turns.into_iter().map(Figure::of).collect())
}

/// Seconds of the server's processor for one of the requests that `ask` makes until it has made enough to be measured.
pub fn cpu_each(server: &Server, mut ask: impl FnMut() -> Outcome) -> Outcome<f64> {
    let (began, before) = (Instant::now(), server.cpu()?);
    let mut asked = 0_u32;
    while asked < 50 || began.elapsed() < Duration::from_secs(2) {
        ask()?;
        asked += 1;
    }
    Ok((server.cpu()? - before) / f64::from(asked))
}

/// How often a second `clients` together do what each of them does in turn, for `lasting`.
pub fn rate<C: Send>(clients: &mut [C], lasting: Duration, act: impl Fn(&mut C) -> Outcome + Sync) -> Outcome<f64> {
    let began = Instant::now();
    let counts: Vec<Outcome<u32>> = std::thread::scope(|scope| {
        let act = &act;
        let each = |client: &mut C| {
            let mut acts = 0;
            while began.elapsed() < lasting {
                act(client)?;
                acts += 1;
            }
            Ok(acts)
        };
        let threads: Vec<_> = clients.iter_mut().map(|client| scope.spawn(move || each(client))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap_or_else(|_| Err("a client broke".into()))).collect()
    });
    let mut acts = 0;
    for count in counts {
        acts += count?;
    }
    Ok(f64::from(acts) / began.elapsed().as_secs_f64())
}
