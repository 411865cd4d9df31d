//! When somebody is free in an ordinary week, and what stands in the way: a rota, a medicine, "no support
//! after nine". Of two people it is known from this for how long they could meet.

use chrono::{NaiveDate, NaiveTime, Timelike};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Person, PersonError, PersonEvent};
use crate::shared::ids::PersonId;
use crate::shared::personal::Personal;
use crate::shared::text::Words;

crate::codes! {
    /// A day of an ordinary week.
    DayOfWeek {
        Monday = "Monday",
        Tuesday = "Tuesday",
        Wednesday = "Wednesday",
        Thursday = "Thursday",
        Friday = "Friday",
        Saturday = "Saturday",
        Sunday = "Sunday",
    }
}

/// Times in one week. Source: practice default; eight a day is more than anybody plans by.
pub const SLOTS_LIMIT: usize = 56;

/// Minutes in a day.
const DAY: u32 = 24 * 60;

/// A time of one day on which they are free.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Slot {
    /// Which day.
    pub day: DayOfWeek,
    /// When it begins.
    pub from: NaiveTime,
    /// When it ends; 00:00 is the midnight that ends the day.
    pub to: NaiveTime,
}

/// An ordinary week.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Availability {
    /// When they are free, in the order of the week; none touches another.
    #[serde(default)]
    pub slots: Vec<Slot>,
    /// What stands in the way, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub constraints: Option<Words>,
}

/// When somebody is free, as last told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptAvailability {
    /// Their week; gone when the person has been forgotten.
    pub availability: Personal<Availability>,
    /// The day it was told.
    pub set_on: NaiveDate,
}

impl Slot {
    /// Minutes of the day: from when, until when.
    fn minutes(&self) -> (u32, u32) {
        let of = |time: NaiveTime| time.num_seconds_from_midnight() / 60;
        let to = of(self.to);
        (of(self.from), if to == 0 { DAY } else { to })
    }

    /// How long it is.
    pub fn length_minutes(&self) -> u32 {
        let (from, to) = self.minutes();
        to.saturating_sub(from)
    }

    /// A time of a day from minutes of it; [`DAY`] is written as midnight.
    fn of(day: DayOfWeek, from: u32, to: u32) -> Option<Self> {
        let time = |minutes: u32| NaiveTime::from_hms_opt(minutes % DAY / 60, minutes % 60, 0);
        Some(Self { day, from: time(from)?, to: time(to)? })
    }

    /// What it shares with another, when that is any time at all.
    fn shared(&self, other: &Self) -> Option<Self> {
        let ((a, b), (c, d)) = (self.minutes(), other.minutes());
        let (from, to) = (a.max(c), b.min(d));
        if self.day == other.day && from < to { Self::of(self.day, from, to) } else { None }
    }

    /// Minutes that it shares with another.
    fn shared_minutes(&self, other: &Self) -> u32 {
        if self.day != other.day {
            return 0;
        }
        let ((a, b), (c, d)) = (self.minutes(), other.minutes());
        b.min(d).saturating_sub(a.max(c))
    }
}

impl Availability {
    /// The times when both are free, in the order of the week.
    pub fn shared(&self, other: &Self) -> Vec<Slot> {
        let shared = self.each_pair(other).filter_map(|(own, their)| own.shared(their));
        in_order(&shared.collect::<Vec<_>>())
    }

    /// Whether there is any time of an ordinary week at which both are free.
    pub fn meets(&self, other: &Self) -> bool {
        self.each_pair(other).any(|(own, their)| own.shared_minutes(their) > 0)
    }

    /// Minutes of an ordinary week on which both are free. No time of a week touches another one of it, so that
    /// none is counted twice.
    pub fn shared_minutes(&self, other: &Self) -> u32 {
        self.each_pair(other).map(|(own, their)| own.shared_minutes(their)).sum()
    }

    fn each_pair<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = (&'a Slot, &'a Slot)> {
        self.slots.iter().flat_map(|own| other.slots.iter().map(move |their| (own, their)))
    }
}

/// The same times in the order of the week, those that overlap or touch as one.
pub(crate) fn in_order(slots: &[Slot]) -> Vec<Slot> {
    let mut all = slots.to_vec();
    all.sort_unstable();
    let mut joined: Vec<Slot> = Vec::new();
    for slot in all {
        match joined.last_mut().filter(|last| last.day == slot.day && last.minutes().1 >= slot.minutes().0) {
            Some(last) if last.minutes().1 < slot.minutes().1 => last.to = slot.to,
            Some(_) => {}
            None => joined.push(slot),
        }
    }
    joined
}

impl Person {
    /// Their week as last told; `None` when nobody has asked, or they are forgotten.
    pub fn availability(&self) -> Option<&Availability> {
        self.availability.as_ref().and_then(|kept| kept.availability.get())
    }

    pub(super) fn set_availability(
        &self,
        availability: &Availability,
        set_on: NaiveDate,
        today: NaiveDate,
    ) -> Result<Vec<PersonEvent>, PersonError> {
        self.in_their_life("set_on", set_on, today)?;
        let Availability { slots, constraints } = availability;
        if slots.is_empty() && constraints.is_none() {
            return Err(PersonError::AvailabilityEmpty);
        }
        if slots.len() > SLOTS_LIMIT {
            return Err(PersonError::TooManySlots { slots: slots.len() });
        }
        if let Some(slot) = slots.iter().find(|slot| slot.length_minutes() == 0) {
            return Err(PersonError::SlotEndsBeforeItBegins { day: slot.day });
        }
        let availability =
            self.about(&Availability { slots: in_order(slots), constraints: constraints.clone() });
        let told = KeptAvailability { availability, set_on };
        if self.availability.as_ref() == Some(&told) {
            return Ok(Vec::new());
        }
        let KeptAvailability { availability, set_on } = told;
        Ok(vec![PersonEvent::AvailabilitySet { availability, set_on }])
    }

    /// The later day counts, whichever was recorded first.
    pub(super) fn keep_availability(&mut self, told: KeptAvailability) {
        if self.availability.as_ref().is_none_or(|kept| kept.set_on <= told.set_on) {
            self.availability = Some(told);
        }
    }
}

impl KeptAvailability {
    pub(super) fn forget(&mut self, subject: PersonId) {
        self.availability.forget(subject);
    }
}
