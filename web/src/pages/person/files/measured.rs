//! Every time somebody was asked how life is, as a table that a program can count with: a row an answer and a row a
//! score, with the version of the questions and how they were asked on each.

use app::error::Refusal;
use domain::person::KeptMeasure;
use domain::person::measures::scale::Scale;

use super::{Asked, PersonList};
use crate::export::{Cell, Column, Sheet};
use crate::pages::person::measures::kept::answered;
use crate::sentences::measure::said;

/// One answer or one score of one asking.
struct Row<'a> {
    kept: &'a KeptMeasure,
    /// "Question" or "Score".
    kind: &'static str,
    what: String,
    words: String,
    figure: Cell,
}

/// Newest first; those taken back say so.
pub(super) fn measures(asked: &Asked<'_>) -> Result<Sheet, Refusal> {
    if !asked.record.row.person.is_supported() {
        return Err(Refusal::NotFound);
    }
    let columns: [Column<Row<'_>>; 13] = [
        ("Asked on", |row| Cell::Date(row.kept.asking.taken_on)),
        ("Which questions", |row| Cell::text(row.kept.asking.instrument.label())),
        ("Version", |row| Cell::Int(row.kept.asking.version.into())),
        ("When in the work", |row| Cell::text(row.kept.asking.timepoint.label())),
        ("How they were asked", |row| Cell::text(row.kept.asking.mode.label())),
        ("In other words or with pictures", |row| Cell::yes(row.kept.asking.adapted)),
        ("Answered for them by", |row| Cell::said(row.kept.proxy.as_ref().and_then(|proxy| proxy.who.get()))),
        ("What they are to them", |row| {
            Cell::said(row.kept.proxy.as_ref().map(|proxy| proxy.relation.label()))
        }),
        ("Question or score", |row| Cell::text(row.kind)),
        ("Which", |row| Cell::text(&row.what)),
        ("What came of it", |row| Cell::text(&row.words)),
        ("Figure", |row| row.figure.clone()),
        ("Taken back on", |row| Cell::date(row.kept.taken_back.as_ref().map(|back| back.on))),
    ];
    let mut all: Vec<&KeptMeasure> = asked.record.row.person.measures.values().collect();
    all.sort_by_key(|kept| std::cmp::Reverse((kept.asking.taken_on, kept.measure_id)));
    let rows = all.into_iter().flat_map(|kept| of_one(asked, kept));
    Ok(asked.sheet(PersonList::Measures, "Measures").with(&columns, rows))
}

fn of_one<'a>(asked: &Asked<'_>, kept: &'a KeptMeasure) -> Vec<Row<'a>> {
    let asking = kept.asking;
    let scale =
        Scale::of(asking.instrument, asking.version).unwrap_or_else(|| Scale::latest(asking.instrument));
    let answers = kept.answers.get().map(Vec::as_slice).unwrap_or_default();
    let mut rows: Vec<Row<'a>> = answers
        .iter()
        .map(|answer| {
            let (what, words) = answered(scale, &asked.record, answer);
            Row { kept, kind: "Question", what, words, figure: Cell::Empty }
        })
        .collect();
    rows.extend(kept.scores().iter().map(|score| Row {
        kept,
        kind: "Score",
        what: score.kind.label().to_owned(),
        words: score.figure.map_or("Too few answers".to_owned(), |figure| said(score.kind, figure)),
        figure: score.figure.map_or(Cell::Empty, Cell::Decimal),
    }));
    rows
}
