//! Everybody on two maps as a list: where they stood on each, and what became of it.

use app::error::Refusal;
use domain::person::OnTwo;
use domain::person::records::MapEntry;
use domain::shared::ids::MapId;

use super::{Asked, PersonList};
use crate::export::{Cell, Column, Sheet};
use crate::format;
use crate::pages::person::map_comparison::two;

/// The maps that `before` and `after` name, as the page of both chooses them.
pub(super) fn maps(asked: &Asked<'_>) -> Result<Sheet, Refusal> {
    let person = &asked.record.row.person;
    if !person.is_supported() {
        return Err(Refusal::NotFound);
    }
    let chosen = two(&person.maps, asked.typed.id::<MapId>("before"), asked.typed.id::<MapId>("after"));
    let (before, after) = chosen.ok_or(Refusal::NotFound)?;
    let (earlier, later) = (&person.maps[before], &person.maps[after]);
    let columns: [Column<OnTwo<'_>>; 9] = [
        ("Who", |one| Cell::said(one.after().or(one.before()).map(|entry| entry.name.as_str()))),
        ("What became of it", |one| Cell::text(became(one))),
        ("Circle then", |one| Cell::said(one.before().map(|entry| entry.ring.label()))),
        ("Circle now", |one| Cell::said(one.after().map(|entry| entry.ring.label()))),
        ("In touch then", |one| Cell::said(one.before().map(|entry| entry.frequency.label()))),
        ("In touch now", |one| Cell::said(one.after().map(|entry| entry.frequency.label()))),
        ("Counted as unpaid then", |one| Cell::yes(one.before().is_some_and(MapEntry::is_unpaid))),
        ("Counts as unpaid now", |one| Cell::yes(one.after().is_some_and(MapEntry::is_unpaid))),
        ("Met through us", |one| Cell::yes(one.after().or(one.before()).is_some_and(ours))),
    ];
    let sheet = asked.sheet(PersonList::MapsCompared, "Two maps").with(&columns, later.beside(earlier));
    let made = format!("Then is {}, now is {}", format::date(earlier.taken_on), format::date(later.taken_on));
    let file = format!("maps {} and {}", earlier.taken_on, later.taken_on);
    Ok(Sheet { file, made, ..sheet })
}

fn ours(entry: &MapEntry) -> bool {
    entry.started_by.is_some()
}

/// In a word or two, as the page says it.
fn became(one: &OnTwo<'_>) -> &'static str {
    match one {
        OnTwo::Came(_) => "New",
        OnTwo::Went(_) => "No longer on it",
        OnTwo::Stayed { was, now } if now.ring < was.ring => "Nearer than before",
        OnTwo::Stayed { was, now } if now.ring > was.ring => "Further out than before",
        OnTwo::Stayed { .. } => "Where they stood",
    }
}
