//! What is known of somebody, as lists: what they love, who supports them, when they are free, what is attached. What
//! is in a photo or a paper is not in a list.

use domain::person::{KeptDocument, KeptInterest, LinkedSupporter, Slot};

use super::{Asked, PersonList};
use crate::export::{Cell, Column, Sheet};
use crate::format;

/// What still holds, as the page has it.
pub(super) fn interests(asked: &Asked<'_>) -> Sheet {
    let columns: [Column<&KeptInterest>; 10] = [
        ("What", |kept| Cell::said(kept.interest.get().map(|one| &one.name))),
        ("Sort", |kept| Cell::said(kept.interest.get().map(|one| one.kind.label()))),
        ("In their own words", |kept| Cell::said(kept.interest.get().and_then(|one| one.own_words.as_ref()))),
        ("How much it matters, 1 to 3", |kept| {
            kept.interest.get().map_or(Cell::Empty, |one| Cell::Int(one.strength.into()))
        }),
        ("How they would share it", |kept| {
            Cell::said(kept.interest.get().and_then(|one| one.share).map(|share| share.label()))
        }),
        ("Who said so", |kept| Cell::said(kept.interest.get().map(|one| one.evidence.label()))),
        ("In their life now", |kept| Cell::said(kept.interest.get().map(|one| one.participation.label()))),
        ("What stands in the way", |kept| {
            let barriers = kept.interest.get().map(|one| &one.barriers);
            let labels: Vec<&str> = barriers.into_iter().flatten().map(|one| one.label()).collect();
            Cell::said((!labels.is_empty()).then(|| labels.join("; ")))
        }),
        ("Told on", |kept| Cell::Date(kept.recorded_on)),
        ("Told better on", |kept| Cell::date(kept.refined_on)),
    ];
    let current = asked.record.row.person.current_interests();
    let there = current.into_iter().filter(|kept| kept.interest.get().is_some());
    asked.sheet(PersonList::Interests, "Interests").with(&columns, there)
}

/// Whoever supports them now.
pub(super) fn supporters(asked: &Asked<'_>) -> Sheet {
    let columns: [Column<&LinkedSupporter>; 4] = [
        ("Name", |linked| Cell::said(linked.supporter.get().map(|one| &one.name))),
        ("What they are to them", |linked| Cell::said(linked.supporter.get().map(|one| one.role.label()))),
        ("How to reach them", |linked| {
            Cell::said(linked.supporter.get().and_then(|one| one.contact.as_ref()))
        }),
        ("Since", |linked| Cell::Date(linked.linked_on)),
    ];
    let all = asked.record.row.person.supporters.values();
    let mut current: Vec<_> =
        all.filter(|linked| linked.is_current() && linked.supporter.get().is_some()).collect();
    current.sort_by_key(|linked| linked.linked_on);
    asked.sheet(PersonList::Supporters, "Supporters").with(&columns, current)
}

/// The times of an ordinary week, and what stands in the way below them.
pub(super) fn availability(asked: &Asked<'_>) -> Sheet {
    let columns: [Column<Slot>; 4] = [
        ("Day", |slot| Cell::text(slot.day.label())),
        ("From", |slot| Cell::text(slot.from.format("%H:%M").to_string())),
        ("To", |slot| Cell::text(slot.to.format("%H:%M").to_string())),
        ("How long", |slot| Cell::Hours(slot.length_minutes().into())),
    ];
    let person = &asked.record.row.person;
    let week = person.availability();
    let slots: Vec<Slot> = week.map(|week| week.slots.clone()).unwrap_or_default();
    let mut sheet = asked.sheet(PersonList::Availability, "Free").with(&columns, slots);
    if let Some(kept) = &person.availability {
        sheet.notes.insert(0, format!("Told on {}.", format::date(kept.set_on)));
    }
    if let Some(words) = week.and_then(|week| week.constraints.as_ref()) {
        sheet.notes.insert(0, format!("In the way: {words}"));
    }
    sheet
}

/// What is attached and still there.
pub(super) fn documents(asked: &Asked<'_>) -> Sheet {
    let columns: [Column<&KeptDocument>; 7] = [
        ("What it is called", |kept| Cell::said(kept.about.get().map(|about| &about.title))),
        ("What is in the picture", |kept| {
            Cell::said(kept.about.get().and_then(|about| about.shows.as_ref()))
        }),
        ("What it is", |kept| Cell::text(kept.kind.label())),
        ("How it is kept", |kept| Cell::text(kept.media.label())),
        ("Size in kB", |kept| Cell::Int(kept.size_bytes.max(0) / 1_024 + 1)),
        ("Taken or written on", |kept| Cell::date(kept.taken_on)),
        ("Attached on", |kept| Cell::Date(kept.attached_on)),
    ];
    let there = asked.record.row.person.documents_there();
    asked.sheet(PersonList::Documents, "Attached").with(&columns, there)
}
