//! Times of an ordinary week as rows of a form: a day, from when, until when. A row without a time says nothing,
//! and one with half a time is a mistake.

use domain::person::{DayOfWeek, Slot};

use super::{Reader, Typed};
use crate::look::Choice;

/// A field's name in a row: "from-2".
pub fn row_field(name: &str, number: usize) -> String {
    format!("{name}-{number}")
}

/// A time, as a row of the form.
pub struct SlotRow {
    /// Which row, from one.
    pub number: usize,
    /// The days to choose from.
    pub days: Vec<Choice>,
    /// From when, as it was typed.
    pub from: String,
    /// Until when, as it was typed.
    pub to: String,
}

impl SlotRow {
    /// A field's name in this row.
    pub fn field(&self, name: &str) -> String {
        row_field(name, self.number)
    }

    /// Whether a time is written into it.
    pub fn is_told(&self) -> bool {
        !(self.from.is_empty() && self.to.is_empty())
    }

    /// Whether it is seen before more are asked for: the first, and whatever a time is written into.
    pub fn is_open(&self) -> bool {
        self.number == 1 || self.is_told()
    }
}

/// So many rows, with what was typed into them.
pub fn slot_rows(typed: &Typed, rows: usize) -> Vec<SlotRow> {
    let row = |number: usize| {
        let chosen = |day: &DayOfWeek| typed.is(&row_field("day", number), day.code());
        let days = DayOfWeek::ALL.iter();
        SlotRow {
            number,
            days: days.map(|day| Choice::new(day.code(), day.label()).chosen(chosen(day))).collect(),
            from: typed.one(&row_field("from", number)).to_owned(),
            to: typed.one(&row_field("to", number)).to_owned(),
        }
    };
    (1..=rows).map(row).collect()
}

/// A form with a time written into a row.
pub fn with_slot(typed: Typed, number: usize, slot: &Slot) -> Typed {
    typed
        .with(row_field("day", number), slot.day.code())
        .with(row_field("from", number), slot.from.format("%H:%M"))
        .with(row_field("to", number), slot.to.format("%H:%M"))
}

/// The times of so many rows; `None` when one of them is not understood.
pub fn read_slots(form: &mut Reader<'_>, typed: &Typed, rows: usize) -> Option<Vec<Slot>> {
    let told = |number: &usize| {
        ["from", "to"].iter().any(|name| !typed.one(&row_field(name, *number)).trim().is_empty())
    };
    // Every row is read, so that every mistake is told at once.
    let slots: Vec<Option<Slot>> = (1..=rows).filter(told).map(|number| slot(form, number)).collect();
    slots.into_iter().collect()
}

fn slot(form: &mut Reader<'_>, number: usize) -> Option<Slot> {
    let day = form.code(&row_field("day", number));
    let (from, to) = (form.time(&row_field("from", number)), form.time(&row_field("to", number)));
    let slot = Slot { day: day?, from: from?, to: to? };
    if slot.length_minutes() == 0 {
        return form.refuse(&row_field("to", number), "It ends before it begins. Please check both times");
    }
    Some(slot)
}
