//! How long somebody waits for a response as a file, and for a file to be compared with a draft, beside a section's page in the same run.

use std::time::Instant;

use crate::Outcome;
use crate::client::{Client, value_of};
use crate::measures::{Measure, in_turns};

/// How often each file is asked for in a turn.
const TIMES: u32 = 5;

/// What is measured, with its bound in seconds.
const BOUNDS: [(&str, f64); 4] = [
    ("a full response as Word", 0.3),
    ("a full response as Excel", 0.3),
    ("a full response as PDF", 2.0),
    ("a file brought back and compared", 1.0),
];

/// One figure: what, its bound in words, what came out, and whether that keeps it.
pub type Line = (&'static str, String, String, bool);

/// Takes the files of the response `id`, and brings its Word document back.
pub fn files(client: &Client, id: &str) -> Outcome<Vec<Line>> {
    let file = |format: &str| format!("/responses/{id}/offline/file?format={format}&content=draft&language=en");
    let paths = [file("docx"), file("xlsx"), format!("/responses/{id}/draft.pdf")];
    let offline = format!("/responses/{id}/offline");
    let document = client.file(&paths[0])?;
    let mut measures: Vec<Measure<'_>> =
        vec![Box::new(|| each(|| client.get(&format!("/responses/{id}/sections/C")).map(drop)))];
    for path in &paths {
        measures.push(Box::new(move || each(|| client.file(path).map(drop))));
    }
    measures.push(Box::new(|| {
        // Each file that waits is discarded, so that the last is compared as the first was.
        let token = value_of(&client.get(&offline)?, "token").ok_or("the page has no token")?;
        let began = Instant::now();
        let page = client.upload(&offline, &token, "draft.docx", &document)?;
        let lasted = began.elapsed().as_secs_f64();
        let (_, rest) = page.split_once(&format!("/responses/{id}/imports/")).ok_or("there is no comparison")?;
        let import: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        let discard = format!("/responses/{id}/imports/{import}/discard");
        let (status, _) = client.post(&discard, &[("token", &token)], "text/html")?;
        if status == 303 { Ok(lasted) } else { Err(format!("POST {discard}: {status}").into()) }
    }));
    let figures = in_turns(measures)?;
    let (page, files) = figures.split_first().ok_or("nothing was measured")?;
    let line = |((what, bound), figure): (&(&'static str, f64), &crate::measures::Figure)| {
        let result = format!("{}, {:.0} times a section's page", figure.milli(), figure.median / page.median);
        (*what, format!("within {:.0} ms", bound * 1e3), result, figure.median <= *bound)
    };
    Ok(BOUNDS.iter().zip(files).map(line).collect())
}

/// Seconds for one.
fn each(mut ask: impl FnMut() -> Outcome) -> Outcome<f64> {
    let began = Instant::now();
    for _ in 0..TIMES {
        ask()?;
    }
    Ok(began.elapsed().as_secs_f64() / f64::from(TIMES))
}
