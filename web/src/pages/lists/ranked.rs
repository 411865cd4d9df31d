//! One list of who could be introduced to somebody, as it stood when somebody looked: in which order, made of what, and
//! who was not offered and why; and the places that were put before somebody. For a team lead, as the page of both is. `of`
//! says which list, and of places for whom.

use std::collections::HashMap;

use app::error::Refusal;
use domain::shared::ids::{PersonId, PlaceId, RankedListId};

use super::{Asked, List};
use crate::charts::fit::NAMES;
use crate::export::{Cell, Column, Sheet};
use crate::format;
use crate::pages::connector::place_lists::{LISTS, why};
use crate::sentences::not_now::told;

/// People named at once.
const AT_ONCE: usize = 500;
/// A part of the score is kept in hundredths of a point.
const A_HUNDREDTH: i64 = 100;

/// Somebody on the list.
struct Row {
    place: Option<u32>,
    who: String,
    parts: Option<[u16; 5]>,
    shown: bool,
    why_not: String,
}

impl Row {
    fn part(&self, at: usize) -> Cell {
        self.parts.map_or(Cell::Empty, |parts| points(parts[at]))
    }
}

fn points(hundredths: u16) -> Cell {
    Cell::Decimal(i64::from(hundredths) * A_HUNDREDTH)
}

/// Who fitted, best first; then who was not offered.
pub(super) async fn ranked(asked: &Asked<'_>) -> Result<Sheet, Refusal> {
    asked.leads()?;
    let app = &asked.site.app;
    let id: RankedListId = asked.typed.id("of").ok_or(Refusal::NotFound)?;
    let list = app.lists.one(&asked.who, id).await?.ok_or(Refusal::NotFound)?;
    // A list about somebody whom the viewer may not know of does not exist.
    let of = app.views.person(&asked.who, list.person_id).await?.ok_or(Refusal::NotFound)?;
    let entries = list.entries.unwrap_or_default();
    let ids: Vec<PersonId> = entries.ranked.iter().map(|one| one.person_id).collect();
    let ids: Vec<PersonId> = ids.into_iter().chain(entries.left_out.iter().map(|(id, _)| *id)).collect();
    let mut names: HashMap<PersonId, String> = HashMap::new();
    for some in ids.chunks(AT_ONCE) {
        let people = app.views.people_named(&asked.who, some).await?;
        names.extend(people.into_iter().map(|one| (one.person_id, one.name)));
    }
    let name = |id: &PersonId| names.get(id).cloned().unwrap_or_else(|| "Somebody who is gone".to_owned());
    let fitted = (1..).zip(&entries.ranked).map(|(at, one)| Row {
        place: Some(one.place.unwrap_or(at)),
        who: name(&one.person_id),
        parts: Some(one.parts),
        shown: one.shown,
        why_not: String::new(),
    });
    let left_out = entries.left_out.iter().map(|(id, codes)| Row {
        place: None,
        who: name(id),
        parts: None,
        shown: false,
        why_not: told(codes),
    });
    let columns: [Column<Row>; 10] = [
        ("Place", |row| row.place.map_or(Cell::Empty, |place| Cell::Int(place.into()))),
        ("Who", |row| Cell::text(&row.who)),
        ("Points of 100", |row| row.parts.map_or(Cell::Empty, |parts| points(parts.iter().sum()))),
        (NAMES[0], |row| row.part(0)),
        (NAMES[1], |row| row.part(1)),
        (NAMES[2], |row| row.part(2)),
        (NAMES[3], |row| row.part(3)),
        (NAMES[4], |row| row.part(4)),
        ("Stood on the page", |row| Cell::yes(row.shown)),
        ("Why they were not offered", |row| Cell::said(Some(&row.why_not).filter(|why| !why.is_empty()))),
    ];
    let rows: Vec<Row> = fitted.chain(left_out).collect();
    let sheet = asked.sheet(List::Ranked, "Who fitted", Vec::new()).with(&columns, rows);
    let whose = of.person.details().map_or("somebody", |details| details.name.as_str()).to_owned();
    let counted = format!(
        "{} fitted and {} did not just then; by rules of version {}.",
        list.counted.0, list.counted.1, list.rules
    );
    Ok(Sheet {
        title: format!("Who could be introduced to {whose}"),
        made: format!("As it stood on {}", format::instant(list.shown_at)),
        notes: vec![counted, super::NAMES.to_owned()],
        ..sheet
    })
}

/// A place on a list that was shown.
struct Spot {
    when: String,
    by: String,
    place: Option<u32>,
    which: String,
    parts: Option<[u16; 5]>,
    shown: bool,
    why_not: String,
}

/// The latest lists of places for somebody, newest first: what fitted, best first; then what was not offered.
pub(super) async fn places(asked: &Asked<'_>) -> Result<Sheet, Refusal> {
    asked.leads()?;
    let app = &asked.site.app;
    let id: PersonId = asked.typed.id("of").ok_or(Refusal::NotFound)?;
    let of = app.views.person(&asked.who, id).await?.ok_or(Refusal::NotFound)?;
    let lists = app.lists.latest_places(&asked.who, id, LISTS).await?;
    let accounts: HashMap<_, _> = app.accounts.names(asked.who.organisation()).await?.into_iter().collect();
    let known = app.views.places(&asked.who).await?;
    let names: HashMap<PlaceId, &str> = known.iter().map(|row| (row.place.place_id, row.name())).collect();
    let which = |id: &PlaceId| names.get(id).map_or("A place", |name| name).to_owned();
    let mut rows = Vec::new();
    for list in lists {
        let when = format::instant(list.shown_at);
        let by = accounts.get(&list.shown_to).cloned().unwrap_or_else(|| "somebody".to_owned());
        let entries = list.entries.unwrap_or_default();
        rows.extend((1..).zip(&entries.ranked).map(|(at, one)| Spot {
            when: when.clone(),
            by: by.clone(),
            place: Some(one.place.unwrap_or(at)),
            which: which(&one.place_id),
            parts: Some(one.parts),
            shown: one.shown,
            why_not: String::new(),
        }));
        rows.extend(entries.left_out.iter().map(|(id, codes)| Spot {
            when: when.clone(),
            by: by.clone(),
            place: None,
            which: which(id),
            parts: None,
            shown: false,
            why_not: why(codes),
        }));
    }
    let columns: [Column<Spot>; 7] = [
        ("When", |row| Cell::text(&row.when)),
        ("Who looked", |row| Cell::text(&row.by)),
        ("Place", |row| row.place.map_or(Cell::Empty, |place| Cell::Int(place.into()))),
        ("Which", |row| Cell::text(&row.which)),
        ("Points of 100", |row| row.parts.map_or(Cell::Empty, |parts| points(parts.iter().sum()))),
        ("Stood on the page", |row| Cell::yes(row.shown)),
        ("Why it was not offered", |row| Cell::said(Some(&row.why_not).filter(|why| !why.is_empty()))),
    ];
    let whose = of.person.details().map_or("somebody", |details| details.name.as_str()).to_owned();
    let sheet = asked.sheet(List::PlacesShown, "Places", Vec::new()).with(&columns, rows);
    Ok(Sheet { title: format!("Places that were put before {whose}"), ..sheet })
}
