//! One sample of records in full: a row a case and criterion, with what was written beside it; a case that nobody has
//! looked at yet has one row. `of` says which sample.

use std::collections::HashMap;

use app::error::Refusal;
use app::team_book::sampling::{Checked, Criterion, SampledCase, Verdict};
use app::views::reference;
use domain::shared::ids::{PersonId, SampleId};

use super::work::{Names, name, names};
use super::{Asked, List};
use crate::export::{Cell, Column, Sheet};
use crate::format;

/// One verdict, or a case without any.
struct Row<'a> {
    place: usize,
    case: &'a SampledCase,
    who: &'a str,
    found: Option<(&'a Checked, Criterion, Verdict)>,
    names: &'a Names,
}

/// In the order of the draw.
pub(super) async fn sample(asked: &Asked<'_>) -> Result<Sheet, Refusal> {
    asked.leads()?;
    let id: SampleId = asked.typed.id("of").ok_or(Refusal::NotFound)?;
    let app = &asked.site.app;
    let sample = app.team_book.sample(&asked.who, id).await?.ok_or(Refusal::NotFound)?;
    let ids: Vec<PersonId> = sample.cases.iter().map(|case| case.person_id).collect();
    let people = app.views.people_named(&asked.who, &ids).await?;
    let people: HashMap<PersonId, String> =
        people.into_iter().map(|person| (person.person_id, person.name)).collect();
    let names = names(asked).await?;
    let mut rows = Vec::new();
    for (place, case) in (1..).zip(&sample.cases) {
        let who = people.get(&case.person_id).map_or("Somebody forgotten", String::as_str);
        let row = |found| Row { place, case, who, found, names: &names };
        match &case.checked {
            None => rows.push(row(None)),
            Some(checked) => {
                rows.extend(checked.results.iter().map(|(what, found)| row(Some((checked, *what, *found)))));
            }
        }
    }
    let columns: [Column<Row<'_>>; 9] = [
        ("Drawn as", |row| Cell::count(row.place)),
        ("Who", |row| Cell::text(row.who)),
        ("Case", |row| Cell::text(reference(row.case.engagement_id))),
        ("Connector", |row| name(row.names, row.case.connector)),
        ("What was looked at", |row| Cell::said(row.found.map(|(_, what, _)| what.label()))),
        ("Found", |row| Cell::text(row.found.map_or("Not looked at yet", |(_, _, found)| found.label()))),
        ("In words", |row| Cell::said(row.found.and_then(|(checked, what, _)| checked.words.0.get(&what)))),
        ("Looked at by", |row| name(row.names, row.found.map(|(checked, _, _)| checked.by))),
        ("On", |row| Cell::date(row.found.map(|(checked, _, _)| checked.on))),
    ];
    let sheet = asked.sheet(List::Sample, "Sample", Vec::new()).with(&columns, rows);
    let drawn = format!(
        "Drawn on {} from {} by the number {}: the same number and the same cases give the same draw.",
        format::date(format::london_date(sample.drawn_at)),
        format::plural(sample.population, "case", "cases"),
        sample.seed
    );
    Ok(Sheet {
        file: format!("sample {} to {}", sample.from_on, sample.to_on),
        title: format!("Records of {} to {}", format::date(sample.from_on), format::date(sample.to_on)),
        notes: vec![drawn, super::NAMES.to_owned()],
        ..sheet
    })
}
