//! Nothing that anybody typed is lost: a thousand edits by three people, with two files that were taken, filled in elsewhere and brought back meanwhile.

use std::collections::HashMap;

use concord::domain::access::{Edit, Read};
use concord::domain::actor::Actor;
use concord::domain::ids::ResponseId;
use concord::domain::questionnaire::Place;
use concord::domain::response::offline::compare::Found;
use concord::domain::response::offline::read::{At, Cell, LineRead};
use concord::domain::response::offline::{self, Chosen, Content, FileRead, Format, Import, Terms};
use concord::domain::response::{self, Body, Change, Choice, Response, Section, Stamp, draft, history};

use crate::app::*;

const QUESTIONS: [&str; 8] = ["C.1", "P.2", "A.7", "L.4", "K.2", "A.4.other", "B.1.other", "J.5.other"];
const EDITS: usize = 1_000;

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most
    }
}

fn terms(_: &str) -> Option<Terms> {
    Some(Terms {
        acknowledged: "Yes".into(),
        declined: "Yes".into(),
        court: "The Court only".into(),
        states_parties: "The Court and all States Parties".into(),
    })
}

fn place(code: &str) -> Place {
    Place { code: code.to_owned(), instance: String::new() }
}

struct Trial<'a> {
    app: &'a TestApp,
    id: ResponseId,
    people: Vec<Actor>,
    dice: Dice,
    seed: u64,
    /// Everything that was typed: the question and the text.
    typed: Vec<(&'static str, String)>,
    /// What somebody saw beside another text and chose against.
    declined: Vec<String>,
    /// What each person's page shows of each question.
    pages: HashMap<(usize, &'static str), (Stamp, Body)>,
    files: Vec<FileRead>,
}

impl Trial<'_> {
    fn draft(&self) -> std::sync::Arc<draft::Draft> {
        self.app
            .db
            .read_now(&self.people[0], |ctx| {
                let permit = ctx.permit::<Read, Response>(&self.id)?;
                draft::open(ctx, &permit)
            })
            .unwrap()
    }

    fn section(&self, code: &str) -> (ResponseId, String) {
        (self.id.clone(), code.split('.').next().unwrap().to_owned())
    }

    fn now(&self, code: &str) -> (Stamp, Body) {
        let draft = self.draft();
        let body = draft.answers.get(&place(code)).map(|answer| answer.body.clone()).unwrap_or_default();
        (draft.stamp(&place(code)), body)
    }

    fn word(&mut self, code: &'static str) -> String {
        let text = format!("typed{}x{:06}", self.seed, self.typed.len());
        self.typed.push((code, text.clone()));
        text
    }

    /// Somebody changes the answer or the comment on their page, which may be an old one.
    fn edits(&mut self) {
        let (who, code) = (self.dice.below(self.people.len()), QUESTIONS[self.dice.below(QUESTIONS.len())]);
        if !self.pages.contains_key(&(who, code)) || self.dice.below(3) > 0 {
            let now = self.now(code);
            self.pages.insert((who, code), now);
        }
        let (stamp, mut body) = self.pages[&(who, code)].clone();
        let word = self.word(code);
        // What they typed before stays in the field before it, as in a browser.
        *(if self.dice.below(3) == 0 { &mut body.comment } else { &mut body.value }) = word;
        let change = Change { place: place(code), stamp, body, visibility: None };
        let of = self.section(code);
        let written = self.app.db.write_now(&self.people[who], |ctx| {
            let section = ctx.permit::<Edit, Section>(&of)?;
            response::save(ctx, &section, std::slice::from_ref(&change))
        });
        written.unwrap().settle();
        let now = self.now(code);
        self.pages.insert((who, code), now);
        if self.dice.below(4) == 0 {
            self.settles();
        }
    }

    /// Somebody chooses between two texts that wait.
    fn settles(&mut self) {
        let draft = self.draft();
        let Some(rival) = draft.rivals.first().cloned() else { return };
        let version = draft.stamp(&rival.place).version;
        let choice = if self.dice.below(2) == 0 { Choice::Standing } else { Choice::Rival };
        let of = self.section(&rival.place.code);
        let settled = self.app.db.write_now(&self.people[0], |ctx| {
            let section = ctx.permit::<Edit, Section>(&of)?;
            response::settle(ctx, &section, &rival.id, choice, version)
        });
        if settled.unwrap() && choice == Choice::Standing {
            self.declined.extend([rival.body.value, rival.body.comment]);
        }
    }

    /// A file is taken and filled in by somebody who sees nothing of what happens meanwhile.
    fn takes_a_file(&mut self) {
        let draft = self.draft();
        let paper = self
            .app
            .db
            .write_now(&self.people[0], |ctx| {
                let permit = ctx.permit::<Read, Response>(&self.id)?;
                offline::make(ctx, &permit, Content::Draft, "en", &terms("en").unwrap(), &|_, facts| facts.name.clone())
            })
            .unwrap();
        let mut lines = Vec::new();
        for code in QUESTIONS {
            let answer = draft.answers.get(&place(code));
            let mut body = answer.map(|answer| answer.body.clone()).unwrap_or_default();
            match self.dice.below(4) {
                0 => body.value = self.word(code),
                1 => body.comment = self.word(code),
                2 => (body.value, body.comment) = (self.word(code), self.word(code)),
                _ => {}
            }
            lines.push(LineRead {
                key: code.to_owned(),
                base: Some(answer.map_or(0, |answer| answer.stamp.version)),
                at: At { part: "A".into(), row: 3, column: String::new() },
                answer: Some(Cell::Text(body.value)),
                comment: Some(Cell::Text(body.comment)),
                ..LineRead::default()
            });
        }
        self.files.push(FileRead { reference: paper.reference, format: Format::Excel, lines, stray: Vec::new() });
    }

    /// A file is brought back and taken over, twice, with a choice wherever one has to be made.
    fn brings(&mut self, file: usize) {
        let file = self.files[file].clone();
        for _ in 0..2 {
            let import = self
                .app
                .db
                .write_now(&self.people[0], |ctx| {
                    let permit = ctx.permit::<Read, Response>(&self.id)?;
                    offline::propose(ctx, &permit, "file.xlsx", &file)
                })
                .unwrap();
            let key = (self.id.clone(), import);
            let looked = self
                .app
                .db
                .read_now(&self.people[0], |ctx| {
                    let permit = ctx.permit::<Read, Import>(&key)?;
                    offline::look(ctx, &permit, &terms)
                })
                .unwrap();
            assert!(looked.comparison.troubles.is_empty(), "{:?}", looked.comparison.troubles);
            // A colleague saves while somebody chooses.
            self.edits();
            let mut choices = Vec::new();
            for line in &looked.comparison.lines {
                if let Found::Conflict { theirs, .. } = &line.found {
                    let chooses_theirs = self.dice.below(2) == 0;
                    choices.push(Chosen { key: line.key.clone(), seen: line.stamp.clone(), theirs: chooses_theirs });
                    // Offered, and perhaps chosen against.
                    self.declined.extend([theirs.body.value.clone(), theirs.body.comment.clone()]);
                }
            }
            let applied = self
                .app
                .db
                .write_now(&self.people[0], |ctx| {
                    let permit = ctx.permit::<Edit, Import>(&key)?;
                    let revision = Some(permit.row().response.revision);
                    offline::apply(ctx, &permit, revision, &choices, &terms)
                })
                .unwrap();
            for written in applied.written {
                written.settle();
            }
        }
    }

    /// Where everything that was typed is.
    fn kept(&self, code: &'static str) -> Vec<String> {
        let mut kept = Vec::new();
        let mut last = None;
        let of = self.section(code);
        loop {
            let page = self
                .app
                .db
                .read_now(&self.people[0], |ctx| {
                    let section = ctx.permit::<Read, Section>(&of)?;
                    history::history(ctx, &section, &place(code), last)
                })
                .unwrap();
            let Some(oldest) = page.versions.last() else { break };
            last = Some(oldest.number - 1);
            kept.extend(
                page.versions.iter().flat_map(|version| [version.body.value.clone(), version.body.comment.clone()]),
            );
        }
        let draft = self.draft();
        let rivals = draft.rivals.iter().filter(|rival| rival.place.code == code);
        kept.extend(rivals.flat_map(|rival| [rival.body.value.clone(), rival.body.comment.clone()]));
        kept
    }
}

on_both!(a_thousand_edits_and_two_files_lose_nothing, |app| async {
    let ndeye = app.coordinator("SEN").await;
    let id = ndeye.begins(2027).await;
    let account = app.id_of("contributor@sen.example");
    for section in ["A", "B", "C", "J", "K", "L", "P"] {
        ndeye.gives(&id, section, &account).await;
    }
    let people = ["coordinator@sen.example", "coordinator2@sen.example", "contributor@sen.example"];
    for seed in [1, 20_270_402] {
        let mut trial = Trial {
            app: &app,
            id: id.parse().unwrap(),
            people: people.iter().map(|email| app.actor(email)).collect(),
            dice: Dice(seed),
            seed,
            typed: Vec::new(),
            declined: Vec::new(),
            pages: HashMap::new(),
            files: Vec::new(),
        };
        let taken = [trial.dice.below(EDITS / 2), trial.dice.below(EDITS / 2)];
        let brought = taken.map(|taken| taken + 1 + trial.dice.below(EDITS / 2));
        for step in 0..EDITS {
            trial.edits();
            app.wait(1);
            if taken.contains(&step) {
                trial.takes_a_file();
            }
            for file in (0..2).filter(|file| brought[*file] == step).collect::<Vec<_>>() {
                if file < trial.files.len() {
                    trial.brings(file);
                }
            }
        }
        for file in 0..trial.files.len() {
            trial.brings(file);
        }
        assert_eq!(trial.files.len(), 2);
        let kept: HashMap<&str, Vec<String>> = QUESTIONS.iter().map(|code| (*code, trial.kept(code))).collect();
        for (code, text) in &trial.typed {
            assert!(
                kept[code].contains(text) || trial.declined.contains(text),
                "{text} at {code} is lost (seed {seed})"
            );
        }
    }
});
