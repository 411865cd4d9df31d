//! Who is in somebody's life, as lists: their relationships as they stand, and everybody on one map.

use app::error::Refusal;
use app::views::relationships::Tie;
use app::views::{reference, tie_reference};
use chrono::NaiveDate;
use domain::person::codes::Giving;
use domain::person::records::MapEntry;
use domain::shared::ids::MapId;

use super::{Asked, PersonList};
use crate::export::{Cell, Column, Sheet};
use crate::format;
use crate::pages::person::relationships::pill;

/// Every relationship that the viewer may know of, liveliest first.
pub(super) async fn relationships(asked: &Asked<'_>) -> Result<Sheet, Refusal> {
    let ties = asked.site.app.views.relationships_of_person(&asked.who, asked.record.id()).await?;
    type Row<'a> = (&'a Tie, NaiveDate);
    let columns: [Column<Row<'_>>; 12] = [
        ("Relationship", |row| Cell::text(tie_reference(row.0.relationship.relationship_id))),
        ("Case", |row| Cell::text(reference(row.0.relationship.engagement_id))),
        ("Who", |row| Cell::text(&row.0.person_name)),
        ("And", |row| Cell::text(&row.0.other_name)),
        ("What they share", |row| {
            Cell::said(row.0.relationship.shared.as_ref().and_then(|shared| shared.get()))
        }),
        ("Where it stands", |row| Cell::text(pill(&row.0.relationship).1)),
        ("Going quiet", |row| Cell::yes(row.0.relationship.going_quiet(row.1).is_some())),
        ("Proposed", |row| Cell::date(row.0.relationship.proposed_on)),
        ("Met", |row| Cell::date(row.0.relationship.met_on())),
        ("Times together", |row| Cell::count(row.0.relationship.met_count())),
        ("Last together", |row| Cell::date(row.0.relationship.last_contact_on())),
        ("Stands on its own since", |row| {
            Cell::date(row.0.relationship.standing_declaration().map(|declared| declared.declared_on))
        }),
    ];
    let rows = ties.iter().map(|tie| (tie, asked.record.today));
    Ok(asked.sheet(PersonList::Relationships, "Relationships").with(&columns, rows))
}

/// One map: `of` says which; without it, the latest.
pub(super) fn map(asked: &Asked<'_>) -> Result<Sheet, Refusal> {
    let person = &asked.record.row.person;
    let map = match asked.typed.id::<MapId>("of") {
        Some(id) => person.map(id),
        None => person.latest_map(),
    };
    let map = map.ok_or(Refusal::NotFound)?;
    let columns: [Column<&MapEntry>; 11] = [
        ("Who", |entry| Cell::text(entry.name.as_str())),
        ("Circle", |entry| Cell::text(entry.ring.label())),
        ("Where in life", |entry| Cell::text(entry.sector.label())),
        ("What they are to them", |entry| Cell::text(entry.tie.label())),
        ("In touch", |entry| Cell::text(entry.frequency.label())),
        ("Gives", |entry| given(entry.gives.iter())),
        ("Receives", |entry| given(entry.receives.iter())),
        ("Would like", |entry| Cell::text(entry.wish.label())),
        ("Uses the same service", |entry| {
            Cell::said(entry.shares_service.map(|shares| if shares { "yes" } else { "no" }))
        }),
        ("Met through us", |entry| Cell::yes(entry.started_by.is_some())),
        ("Counts as unpaid", |entry| Cell::yes(entry.is_unpaid())),
    ];
    let mut entries: Vec<&MapEntry> = map.entries().iter().collect();
    entries.sort_by_key(|entry| (entry.ring, entry.sector));
    let sheet = asked.sheet(PersonList::Map, "Map").with(&columns, entries);
    let back =
        person.map_taken_back(map.map_id).map(|back| format!(", taken back on {}", format::date(back.on)));
    let made = format!(
        "As it was on {}, {}{}",
        format::date(map.taken_on),
        map.method.label().to_lowercase(),
        back.unwrap_or_default()
    );
    Ok(Sheet { file: format!("map {}", map.taken_on), made, ..sheet })
}

fn given<'a>(all: impl Iterator<Item = &'a Giving>) -> Cell {
    let labels: Vec<&str> = all.map(|giving| giving.label()).collect();
    Cell::said((!labels.is_empty()).then(|| labels.join("; ")))
}
