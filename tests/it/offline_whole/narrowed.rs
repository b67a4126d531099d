//! Who reads the list inside an entry, narrowed in a file that was blank: it comes back with the entry, whichever entry it is.

use super::*;

const NESTED: &str = "type|name|label::English (en)|label::French (fr)|bind::concord:visibility\n\
    begin_group|A|Section|Section|states_parties\n\
    begin_repeat|A.1|Laws|Lois|states_parties\n\
    text|A.1.title|Title|Titre|states_parties\n\
    begin_repeat|A.1.change|Changes|Modifications|states_parties\n\
    text|A.1.change.text|What changed|Ce qui a changé|states_parties\n\
    end_repeat||||\n\
    end_repeat||||\n\
    end_group||||";

/// The titles of two laws, and in all three entries that there is room for the list inside narrowed, with nothing in it. The third is not begun.
fn fills(paper: &mut Paper, language: &str, fill: &mut impl FnMut(&mut Line, Texts)) {
    let court = terms(language).unwrap().court;
    let Piece::Repeat(laws) = &mut paper.sections[0].pieces[0] else { panic!() };
    assert_eq!(laws.entries.len(), 3);
    for (n, entry) in laws.entries.iter_mut().enumerate() {
        for piece in &mut entry.pieces {
            match piece {
                Piece::Line(title) if n < 2 => {
                    let texts = Texts { answer: format!("Law {n}"), ..title.given.clone() };
                    fill(title, texts);
                }
                Piece::Repeat(changes) => {
                    let texts = Texts { readers: court.clone(), ..changes.line.given.clone() };
                    fill(&mut changes.line, texts);
                }
                _ => {}
            }
        }
    }
}

async fn comes_back_narrowed(app: &TestApp, format: Format, way: Way) {
    app.opens_cycle(&workbook(&[("survey", NESTED)]));
    let id: ResponseId = app.coordinator("SEN").await.begins(2027).await.parse().unwrap();
    let who = app.actor("coordinator@sen.example");
    let mut blank = paper(app, &who, &id, Content::Blank, "fr");
    let empty = written(&blank, format, "fr");
    let mut cells = Vec::new();
    fills(&mut blank, "fr", &mut |line, texts| {
        cells.extend(match format {
            Format::Excel => cells_of_a_workbook(line, &texts),
            Format::Word => cells_of_a_document(line, &texts, &phrases("fr").unwrap()),
        });
        line.given = texts;
    });
    let bytes = match way {
        Way::Straight => written(&blank, format, "fr"),
        Way::LibreOffice => by_libreoffice(&empty, format, &cells),
    };
    brings(app, &who, &id, &read(&bytes, format));
    let draft = draft_of(app, &who, &id);
    let laws: Vec<&str> = draft.values().entries("A.1", "").map(|entry| entry.id.as_str()).collect();
    assert_eq!((laws.len(), draft.entries.len()), (2, 2), "who may read it begins no entry");
    for law in laws {
        let changes = Place { code: "A.1.change".into(), instance: law.into() };
        let chosen = draft.answers.get(&changes).and_then(|answer| answer.visibility);
        assert_eq!(chosen, Some(Visibility::Court), "{law}");
    }
    // The draft out and in again says the same.
    let comparison =
        brings(app, &who, &id, &read(&written(&paper(app, &who, &id, Content::Draft, "fr"), format, "fr"), format));
    let news: Vec<_> = comparison.lines.iter().filter(|line| line.found != Found::Untouched).collect();
    assert!(news.is_empty(), "{news:#?}");
}

on_both!(a_list_inside_an_entry_comes_back_narrowed_from_a_blank_workbook, Bare, |app| async {
    comes_back_narrowed(&app, Format::Excel, Way::Straight).await;
});

on_both!(a_list_inside_an_entry_comes_back_narrowed_from_a_blank_document, Bare, |app| async {
    comes_back_narrowed(&app, Format::Word, Way::Straight).await;
});

#[actix_web::test]
async fn by_libreoffice_a_list_inside_an_entry_comes_back_narrowed() {
    if has_libreoffice() {
        for format in [Format::Excel, Format::Word] {
            comes_back_narrowed(&TestApp::on_sqlite(Start::Bare), format, Way::LibreOffice).await;
        }
    }
}
