//! What a place is, between the form and the domain: rows of what happens there and of when, and answers to
//! what is asked of a building, of which not knowing is one.

use chrono::NaiveDate;
use domain::person::SLOTS_LIMIT;
use domain::place::{ACTIVITIES_LIMIT, Activity, Attribute, Place, PlaceDetails, ROOM_LIMIT, TakingPart};
use domain::shared::ids::PersonId;

use crate::form::{Reader, SlotRow, Typed, read_slots, row_field, slot_rows, with_slot};
use crate::look::Choice;

/// Empty rows beside those that are filled in.
const MORE_ROWS: usize = 2;

/// Something that happens there, as a row of the form.
pub struct ActivityRow {
    pub number: usize,
    pub name: String,
    pub ways: Vec<Choice>,
}

impl ActivityRow {
    /// A field's name in this row.
    pub fn field(&self, name: &str) -> String {
        row_field(name, self.number)
    }

    /// Whether it stands in the form unfolded: the first, and whatever something is written into.
    pub fn is_told(&self) -> bool {
        self.number == 1 || !self.name.trim().is_empty()
    }
}

/// What is asked of the building and the group: the field, the question, and the answers.
pub struct Asking {
    pub field: &'static str,
    pub question: &'static str,
    pub answers: Vec<Choice>,
}

fn rows_of(typed: &Typed, field: &str, most: usize) -> usize {
    typed.one(field).parse().unwrap_or(0_usize).clamp(MORE_ROWS + 1, most)
}

/// Rows of what happens there.
pub fn activities(typed: &Typed) -> Vec<ActivityRow> {
    let row = |number: usize| {
        let name = row_field("ways", number);
        let way = |way: &TakingPart| {
            Choice::new(way.code(), crate::format::capital(way.label())).chosen(typed.is(&name, way.code()))
        };
        ActivityRow {
            number,
            name: typed.one(&row_field("activity", number)).to_owned(),
            ways: TakingPart::ALL.iter().map(way).collect(),
        }
    };
    (1..=rows_of(typed, "rows", ACTIVITIES_LIMIT)).map(row).collect()
}

/// Rows of when it meets.
pub fn times(typed: &Typed) -> Vec<SlotRow> {
    slot_rows(typed, rows_of(typed, "times", SLOTS_LIMIT))
}

/// What is asked of the building and the group.
pub fn asking(typed: &Typed) -> Vec<Asking> {
    let one = |attribute: &Attribute| {
        let field = attribute.code();
        let answer =
            |(value, label): &(&str, &str)| Choice::new(value, *label).chosen(typed.is(field, value));
        let answers = [("", "Not known"), ("yes", "Yes"), ("no", "No")];
        Asking { field, question: attribute.label(), answers: answers.iter().map(answer).collect() }
    };
    Attribute::ALL.iter().map(one).collect()
}

/// A place as the form shows it.
pub fn as_told(place: &Place) -> Typed {
    let Some(details) = place.details() else { return Typed::default() };
    let mut typed = Typed::default()
        .with("name", &details.name)
        .with("setting", details.setting.code())
        .with("open_to", details.open_to.code())
        .with("rows", details.activities.len() + MORE_ROWS)
        .with("times", details.when.len() + MORE_ROWS);
    for (number, activity) in (1..).zip(&details.activities) {
        typed = typed.with(row_field("activity", number), &activity.name);
        for way in &activity.ways {
            typed = typed.with(row_field("ways", number), way.code());
        }
    }
    for (number, slot) in (1..).zip(&details.when) {
        typed = with_slot(typed, number, slot);
    }
    for (attribute, is) in &details.attributes {
        typed = typed.with(attribute.code(), if *is { "yes" } else { "no" });
    }
    if details.checks_settled {
        typed = typed.with("checks_settled", "yes");
    }
    let pence = details.cost.map(|cost| crate::format::money(cost.pence()).replace(['£', ','], ""));
    let words = [
        ("area", details.area.as_ref().map(ToString::to_string)),
        ("whereabouts", details.whereabouts.as_ref().map(ToString::to_string)),
        ("cost", pence),
        ("room", place.room.map(|room| room.to_string())),
        ("contact_id", place.contact.map(|id| id.to_string())),
        ("notes", details.notes.as_ref().map(ToString::to_string)),
    ];
    words.into_iter().fold(typed, |typed, (name, value)| match value {
        Some(value) => typed.with(name, value),
        None => typed,
    })
}

/// What was typed: the place, who holds the door, and the day of it.
pub fn read(
    form: &mut Reader<'_>,
    typed: &Typed,
    day: &str,
) -> Option<(Box<PlaceDetails>, Option<PersonId>, NaiveDate)> {
    let name = form.line("name");
    let activities: Vec<Option<Activity>> = (1..=rows_of(typed, "rows", ACTIVITIES_LIMIT))
        .filter(|number| !typed.one(&row_field("activity", *number)).trim().is_empty())
        .map(|number| activity(form, number))
        .collect();
    let when = read_slots(form, typed, rows_of(typed, "times", SLOTS_LIMIT));
    let (area, whereabouts) = (form.line_or_none("area"), form.line_or_none("whereabouts"));
    let (setting, open_to) = (form.code("setting"), form.code("open_to"));
    let (cost, room) = (form.money_or_none("cost"), form.whole_or_none("room", 0..=i64::from(ROOM_LIMIT)));
    let (contact, notes) = (form.id_or_none("contact_id"), form.words_or_none("notes"));
    let on = form.date(day);
    let known = |attribute: &Attribute| match typed.one(attribute.code()) {
        "yes" => Some((*attribute, true)),
        "no" => Some((*attribute, false)),
        _ => None,
    };
    let details = PlaceDetails {
        name: name?,
        activities: activities.into_iter().collect::<Option<_>>()?,
        area: area?,
        whereabouts: whereabouts?,
        when: when?,
        attributes: Attribute::ALL.iter().filter_map(known).collect(),
        setting: setting?,
        checks_settled: form.tick("checks_settled"),
        open_to: open_to?,
        cost: cost?,
        room: room?.and_then(|room| u16::try_from(room).ok()),
        notes: notes?,
    };
    Some((Box::new(details), contact?, on?))
}

fn activity(form: &mut Reader<'_>, number: usize) -> Option<Activity> {
    let (name, ways) = (form.line(&row_field("activity", number)), form.codes(&row_field("ways", number)));
    Some(Activity { name: name?, ways: ways?.into_iter().collect() })
}

#[cfg(test)]
mod tests {
    use domain::person::{DayOfWeek, Slot};
    use domain::place::{OpenTo, Setting};
    use domain::shared::aggregate::EventStream;
    use domain::shared::ids::PlaceId;
    use domain::shared::money::Money;
    use domain::shared::personal::Personal;
    use domain::shared::text::{Line, Words};

    use super::*;

    #[test]
    fn a_place_comes_back_from_the_form_as_it_went_in() {
        let at = |hour| chrono::NaiveTime::from_hms_opt(hour, 30, 0).unwrap();
        let line = |text| Line::parse(text).unwrap();
        let details = PlaceDetails {
            name: line("St Luke's choir"),
            activities: vec![
                Activity { name: line("singing"), ways: [TakingPart::Learn, TakingPart::TakePart].into() },
                Activity { name: line("tea"), ways: [].into() },
            ],
            area: Some(line("Mill Lane")),
            whereabouts: Some(line("Ring twice")),
            when: vec![Slot { day: DayOfWeek::Tuesday, from: at(10), to: at(12) }],
            attributes: [(Attribute::StepFree, true), (Attribute::NeedsBooking, false)].into(),
            setting: Setting::Children,
            checks_settled: true,
            open_to: OpenTo::DisabledPeopleOnly,
            cost: Some(Money(123_450)),
            room: Some(3),
            notes: Words::parse("Tea first").ok(),
        };
        let on: NaiveDate = "2026-03-12".parse().unwrap();
        let contact = Some(PersonId(uuid::Uuid::from_u128(7)));
        let id = PlaceId(uuid::Uuid::from_u128(5));
        let mut place = Place::default();
        place.evolve(&domain::place::PlaceEvent::PlaceRecorded {
            place_id: id,
            details: Personal::apart(id, details.clone()),
            contact,
            recorded_on: on,
        });
        let typed = as_told(&place).with("recorded_on", on);
        let mut form = typed.reader();
        let read = read(&mut form, &typed, "recorded_on");
        assert!(form.is_fine());
        assert_eq!(read, Some((Box::new(details), contact, on)));
    }

    #[test]
    fn an_empty_row_says_nothing_and_half_a_time_is_wrong() {
        let typed = Typed::default()
            .with("name", "Choir")
            .with("activity-1", "")
            .with("activity-2", "singing")
            .with("day-1", "monday")
            .with("from-1", "10:00")
            .with("setting", "adults")
            .with("open_to", "everybody")
            .with("told_on", "2026-03-12");
        let mut form = typed.reader();
        assert_eq!(read(&mut form, &typed, "told_on"), None);
        let errors = form.again().errors;
        assert!(
            errors.of("to-1").is_some() && errors.of("activity-1").is_none() && errors.of("from-2").is_none()
        );
    }
}
