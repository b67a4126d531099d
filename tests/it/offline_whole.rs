//! A whole questionnaire filled in away from the platform: every kind of question and every repeat, in both languages, by Excel and by Word, comes
//! back byte for byte; also through LibreOffice, which opens the file, types into it and saves it.

mod filled;
mod narrowed;
pub mod typed;

use concord::domain::access::{Edit, Read};
use concord::domain::actor::Actor;
use concord::domain::ids::ResponseId;
use concord::domain::questionnaire::{Kind, Place, Visibility};
use concord::domain::response::Response;
use concord::domain::response::offline::compare::Found;
use concord::domain::response::offline::paper::{Line, PaperEntry, Piece, Texts};
use concord::domain::response::offline::{
    self, Comparison, Content, FileRead, Format, Import, Paper, Phrases, excel, word,
};

use self::filled::{draft_of, every_kind, fills, given};
use self::typed::{by_libreoffice, cells_of_a_document, cells_of_a_workbook, has_libreoffice, phrases, terms};
use crate::app::*;

fn paper(app: &TestApp, who: &Actor, id: &ResponseId, content: Content, language: &str) -> Paper {
    app.wait(1);
    app.db
        .write_now(who, |ctx| {
            let permit = ctx.permit::<Read, Response>(id)?;
            offline::make(ctx, &permit, content, language, &terms(language).unwrap(), &|_, facts| facts.name.clone())
        })
        .unwrap()
}

/// Puts the texts of one paper where another has the same questions: entry by entry.
fn copies(to: &mut [Piece], from: &[Piece], fill: &mut impl FnMut(&mut Line, &Texts)) {
    assert_eq!(to.len(), from.len());
    for (to, from) in to.iter_mut().zip(from) {
        match (to, from) {
            (Piece::Line(to), Piece::Line(from)) | (Piece::Group(to), Piece::Group(from)) => fill(to, &from.given),
            (Piece::Repeat(to), Piece::Repeat(from)) => {
                fill(&mut to.line, &from.line.given);
                let standing = from.entries.iter().filter(|entry: &&PaperEntry| !entry.new);
                for (to, from) in to.entries.iter_mut().zip(standing) {
                    copies(&mut to.pieces, &from.pieces, fill);
                }
            }
            (Piece::Note(_), Piece::Note(_)) | (Piece::GroupEnd, Piece::GroupEnd) => {}
            (to, from) => panic!("{to:?} {from:?}"),
        }
    }
}

fn brings(app: &TestApp, who: &Actor, id: &ResponseId, file: &FileRead) -> Comparison {
    let import = app
        .db
        .write_now(who, |ctx| {
            let permit = ctx.permit::<Read, Response>(id)?;
            offline::propose(ctx, &permit, "file.xlsx", file)
        })
        .unwrap();
    let key = (id.clone(), import);
    let comparison = app
        .db
        .read_now(who, |ctx| {
            let permit = ctx.permit::<Read, Import>(&key)?;
            offline::look(ctx, &permit, &terms)
        })
        .unwrap()
        .comparison;
    let applied = app
        .db
        .write_now(who, |ctx| {
            let permit = ctx.permit::<Edit, Import>(&key)?;
            let revision = Some(permit.row().response.revision);
            offline::apply(ctx, &permit, revision, &[], &terms)
        })
        .unwrap();
    let done = applied.done;
    for written in applied.written {
        written.settle();
    }
    assert!(done, "{:?}", comparison.troubles);
    comparison
}

/// Which way the filled file goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Straight,
    LibreOffice,
}

fn written(paper: &Paper, format: Format, language: &str) -> Vec<u8> {
    let phrases = phrases(language).unwrap();
    match format {
        Format::Excel => excel::write(paper, &phrases).unwrap(),
        Format::Word => word::write(paper, &phrases).unwrap(),
    }
}

fn read(bytes: &[u8], format: Format) -> FileRead {
    match format {
        Format::Excel => excel::read(bytes, phrases).unwrap(),
        Format::Word => word::read(bytes, phrases).unwrap(),
    }
}

/// One State fills everything in on the platform; what it said goes into another State's blank file, and by that into its draft.
async fn round_trip(app: &TestApp, format: Format, language: &str, way: Way) {
    let (svn, sen) = (app.coordinator("SVN").await, app.coordinator("SEN").await);
    let other: ResponseId = svn.begins(2027).await.parse().unwrap();
    let id: ResponseId = sen.begins(2027).await.parse().unwrap();
    let (svn, sen) = (app.actor("coordinator@svn.example"), app.actor("coordinator@sen.example"));
    fills(app, &svn, &other);
    let filled = paper(app, &svn, &other, Content::Draft, language);
    let mut blank = paper(app, &sen, &id, Content::Blank, language);
    let empty = written(&blank, format, language);
    let mut cells = Vec::new();
    for (to, from) in blank.sections.iter_mut().zip(&filled.sections) {
        copies(&mut to.pieces, &from.pieces, &mut |line, texts| {
            // A file is given on the platform; what is calculated or kept as it is nobody fills in.
            if line.kind == Kind::Calculate || (line.kind.takes_answer() && !line.fill.answer) {
                return;
            }
            cells.extend(match format {
                Format::Excel => cells_of_a_workbook(line, texts),
                Format::Word => cells_of_a_document(line, texts, &phrases(language).unwrap()),
            });
            line.given = texts.clone();
        });
    }
    let bytes = match way {
        Way::Straight => written(&blank, format, language),
        Way::LibreOffice => by_libreoffice(&empty, format, &cells),
    };
    let file = read(&bytes, format);
    assert!(file.stray.is_empty(), "{:?}", file.stray);
    let comparison = brings(app, &sen, &id, &file);
    assert!(comparison.lines.iter().any(|line| matches!(line.found, Found::Take { .. })));
    let (theirs, ours) = (given(&draft_of(app, &svn, &other)), given(&draft_of(app, &sen, &id)));
    for (theirs, ours) in theirs.iter().zip(&ours) {
        assert_eq!(theirs, ours);
    }
    assert_eq!(theirs.len(), ours.len());

    // The whole draft out and in again: nothing has changed.
    let whole = written(&paper(app, &sen, &id, Content::Draft, language), format, language);
    let whole = if way == Way::LibreOffice { by_libreoffice(&whole, format, &[]) } else { whole };
    let comparison = brings(app, &sen, &id, &read(&whole, format));
    let news: Vec<_> = comparison.lines.iter().filter(|line| line.found != Found::Untouched).collect();
    assert!(news.is_empty(), "{news:#?}");
    assert_eq!(given(&draft_of(app, &sen, &id)), ours);
}

on_both!(the_questionnaire_comes_back_as_it_was_in_english, |app| async {
    round_trip(&app, Format::Excel, "en", Way::Straight).await;
});

on_both!(the_questionnaire_comes_back_as_it_was_in_french, |app| async {
    round_trip(&app, Format::Excel, "fr", Way::Straight).await;
});

on_both!(every_kind_of_question_comes_back_as_it_was, Bare, |app| async {
    app.opens_cycle(&every_kind());
    round_trip(&app, Format::Excel, "fr", Way::Straight).await;
});

on_both!(by_word_the_questionnaire_comes_back_as_it_was, |app| async {
    round_trip(&app, Format::Word, "fr", Way::Straight).await;
});

on_both!(by_word_every_kind_of_question_comes_back_as_it_was, Bare, |app| async {
    app.opens_cycle(&every_kind());
    round_trip(&app, Format::Word, "en", Way::Straight).await;
});

on_both!(a_text_that_no_cell_can_hold_stays_on_the_platform, Bare, |app| async {
    let survey = "type|name|label::English (en)|label::French (fr)|appearance|constraint\n\
                  begin_group|A|Section|Section||\n\
                  text|A.1|Long|Long|multiline|string-length(.) <= 60000\n\
                  text|A.2|Short|Court||\n\
                  end_group|||||";
    app.opens_cycle(&workbook(&[("survey", survey)]));
    let ndeye = app.coordinator("SEN").await;
    let id: ResponseId = ndeye.begins(2027).await.parse().unwrap();
    let long = "ÿ".repeat(33_000);
    ndeye.answers(id.as_str(), "A.1", &long).await;
    let who = app.actor("coordinator@sen.example");
    let mut paper = paper(&app, &who, &id, Content::Draft, "en");
    let Piece::Line(line) = &mut paper.sections[0].pieces[1] else { panic!() };
    line.given.answer = "Beside it".to_owned();
    let right_to_left = Phrases { right_to_left: true, ..phrases("en").unwrap() };
    let bytes = excel::write(&paper, &right_to_left).unwrap();
    assert!(Book::of(&bytes).text("xl/worksheets/sheet2.xml").contains("rightToLeft=\"1\""));
    let comparison = brings(&app, &who, &id, &excel::read(&bytes, phrases).unwrap());
    assert!(matches!(comparison.lines[0].found, Found::Untouched), "{:?}", comparison.lines[0].key);
    let answers = given(&draft_of(&app, &who, &id));
    assert_eq!((answers[0].2.value.len(), answers[1].2.value.as_str()), (long.len(), "Beside it"));
});

/// Through LibreOffice, on a platform of its own.
async fn by_libreoffice_and_back(start: Start, format: Format, language: &str) {
    if has_libreoffice() {
        let bare = matches!(start, Start::Bare);
        let app = TestApp::on_sqlite(start);
        if bare {
            app.opens_cycle(&every_kind());
        }
        round_trip(&app, format, language, Way::LibreOffice).await;
    }
}

#[actix_web::test]
async fn by_libreoffice_the_questionnaire_comes_back_as_it_was_in_english() {
    by_libreoffice_and_back(Start::Open, Format::Excel, "en").await;
}

#[actix_web::test]
async fn by_libreoffice_the_questionnaire_comes_back_as_it_was_in_french() {
    by_libreoffice_and_back(Start::Open, Format::Excel, "fr").await;
}

#[actix_web::test]
async fn by_libreoffice_every_kind_of_question_comes_back_as_it_was() {
    by_libreoffice_and_back(Start::Bare, Format::Excel, "en").await;
}

#[actix_web::test]
async fn by_libreoffice_the_document_comes_back_as_it_was_in_english() {
    by_libreoffice_and_back(Start::Open, Format::Word, "en").await;
}

#[actix_web::test]
async fn by_libreoffice_the_document_comes_back_as_it_was_in_french() {
    by_libreoffice_and_back(Start::Open, Format::Word, "fr").await;
}

#[actix_web::test]
async fn by_libreoffice_every_kind_of_question_in_a_document_comes_back_as_it_was() {
    by_libreoffice_and_back(Start::Bare, Format::Word, "fr").await;
}
