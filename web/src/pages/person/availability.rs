//! When somebody is free in an ordinary week: a morning, an afternoon and an evening of each day to tap,
//! other times below. What is sent is the whole week; the last day it was told of counts.

use std::str::FromStr;

use app::commands::Instruction;
use askama::Template;
use axum::extract::State;
use chrono::NaiveTime;
use domain::person::{Availability, DayOfWeek, PersonCommand, Slot};
use domain::shared::ids::PersonId;

use super::head::{Head, Record};
use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Reader, SlotRow, Typed, read_slots, slot_rows, with_slot};
use crate::guard::Audience;
use crate::look::{Choice, Page};
use crate::paths;
use crate::router::{Route, get, post};
use crate::site::{Site, show_as};

/// Looking at the form, and sending it.
pub fn routes() -> Vec<Route> {
    vec![
        get("/people/{id}/availability", Audience::Connecting, look),
        post("/people/{id}/availability", Audience::Connecting, set),
    ]
}

/// The parts of a day: code, name, first and last hour. Source: practice default.
const PARTS: [(&str, &str, u32, u32); 3] =
    [("morning", "Morning", 9, 12), ("afternoon", "Afternoon", 12, 17), ("evening", "Evening", 17, 21)];
/// Empty rows for other times, beside those that are known.
const MORE_ROWS: usize = 2;

#[derive(Template)]
#[template(path = "person/availability.html")]
struct AvailabilityPage {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    head: Head,
    days: Vec<(String, Vec<Choice>)>,
    /// Times that are no part of a day.
    rows: Vec<SlotRow>,
    /// Whether the other times are to be seen: some are known, or one is wrong.
    unfolded: bool,
    today: String,
}

/// A tile: a part of a day of the week, "monday_morning".
struct Part(Slot);

impl FromStr for Part {
    type Err = ();

    fn from_str(code: &str) -> Result<Self, ()> {
        let (day, part) = code.split_once('_').ok_or(())?;
        let (_, _, from, to) = PARTS.iter().find(|(code, ..)| *code == part).ok_or(())?;
        let at = |hour: u32| NaiveTime::from_hms_opt(hour, 0, 0).ok_or(());
        Ok(Self(Slot { day: day.parse().map_err(|_| ())?, from: at(*from)?, to: at(*to)? }))
    }
}

fn rows_of(typed: &Typed) -> usize {
    typed.one("rows").parse().unwrap_or(0_usize).clamp(MORE_ROWS, domain::person::SLOTS_LIMIT)
}

async fn draw(site: &Site, signed: &Signed, record: &Record, typed: Typed, attempt: Attempt) -> Answer {
    let title = format!("When is {} free?", record.called());
    let (page, keys, typed, head) = record.form(site, signed, &title, typed, &attempt);
    let tiles = |day: &DayOfWeek| {
        let tile = |(part, name, from, to): &(&str, &str, u32, u32)| {
            let code = format!("{}_{part}", day.code());
            Choice::new(&code, *name).hint(format!("{from} to {to}")).chosen(typed.is("part", &code))
        };
        (day.label().to_owned(), PARTS.iter().map(tile).collect())
    };
    let rows = slot_rows(&typed, rows_of(&typed));
    let page = AvailabilityPage {
        days: DayOfWeek::ALL.iter().map(tiles).collect(),
        unfolded: rows.iter().any(SlotRow::is_told),
        rows,
        today: record.today.to_string(),
        page,
        keys,
        attempt,
        typed,
        head,
    };
    show_as(page.attempt.status, &page)
}

async fn look(State(site): State<Site>, signed: Signed, At(id): At<PersonId>) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    let week = record.row.person.availability().cloned().unwrap_or_default();
    let typed = as_told(&week).with("set_on", record.today);
    draw(&site, &signed, &record, typed, Attempt::first()).await
}

/// A week as the form shows it: whole parts of days as tiles, every other time as a row.
fn as_told(week: &Availability) -> Typed {
    let mut typed = Typed::default();
    let mut rows = 0;
    for slot in &week.slots {
        let begins =
            PARTS.iter().position(|(_, _, from, _)| Some(slot.from) == NaiveTime::from_hms_opt(*from, 0, 0));
        let ends = PARTS.iter().position(|(_, _, _, to)| Some(slot.to) == NaiveTime::from_hms_opt(*to, 0, 0));
        if let (Some(begins), Some(ends)) = (begins, ends) {
            for (part, ..) in &PARTS[begins..=ends.max(begins)] {
                typed = typed.with("part", format!("{}_{part}", slot.day.code()));
            }
            continue;
        }
        rows += 1;
        typed = with_slot(typed, rows, slot);
    }
    if let Some(words) = &week.constraints {
        typed = typed.with("constraints", words);
    }
    typed.with("rows", rows + MORE_ROWS)
}

fn read(form: &mut Reader<'_>, typed: &Typed) -> Option<PersonCommand> {
    let parts = form.codes::<Part>("part");
    let times = read_slots(form, typed, rows_of(typed));
    let (constraints, set_on) = (form.words_or_none("constraints"), form.date("set_on"));
    let mut slots: Vec<Slot> = parts?.into_iter().map(|Part(slot)| slot).collect();
    slots.extend(times?);
    let availability = Availability { slots, constraints: constraints? };
    Some(PersonCommand::SetAvailability { availability, set_on: set_on? })
}

async fn set(State(site): State<Site>, signed: Signed, At(id): At<PersonId>, typed: Typed) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    let mut form = typed.reader();
    let Some(command) = read(&mut form, &typed) else {
        return draw(&site, &signed, &record, typed.clone(), form.again()).await;
    };
    let instruction = Instruction::Person { id, command };
    match site.settle(&signed, &typed, instruction, &paths::person(id), Flash::Saved).await? {
        Ok(answer) => Ok(answer),
        Err(attempt) => draw(&site, &signed, &record, typed, attempt).await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hour: u32, minute: u32) -> NaiveTime {
        NaiveTime::from_hms_opt(hour, minute, 0).unwrap()
    }

    #[test]
    fn a_week_comes_back_from_the_form_as_it_went_in() {
        let slots = vec![
            Slot { day: DayOfWeek::Monday, from: at(9, 0), to: at(17, 0) },
            Slot { day: DayOfWeek::Tuesday, from: at(9, 30), to: at(12, 0) },
            Slot { day: DayOfWeek::Friday, from: at(17, 0), to: at(21, 0) },
            Slot { day: DayOfWeek::Friday, from: at(22, 0), to: at(0, 0) },
        ];
        let typed = as_told(&Availability { slots, constraints: None }).with("set_on", "2026-03-12");
        assert_eq!(
            typed.all("part").collect::<Vec<_>>(),
            ["monday_morning", "monday_afternoon", "friday_evening"]
        );
        let mut form = typed.reader();
        let Some(PersonCommand::SetAvailability { availability, .. }) = read(&mut form, &typed) else {
            panic!("it is understood");
        };
        let mut minutes: Vec<u32> = availability.slots.iter().map(Slot::length_minutes).collect();
        minutes.sort_unstable();
        assert_eq!(minutes, [120, 150, 180, 240, 300]);
    }

    #[test]
    fn a_row_with_one_time_alone_is_wrong_and_an_empty_row_is_none() {
        let typed = Typed::default()
            .with("set_on", "2026-03-12")
            .with("day-1", "monday")
            .with("from-1", "10:00")
            .with("to-1", "")
            .with("day-2", "monday")
            .with("from-2", "")
            .with("to-2", "");
        let mut form = typed.reader();
        assert_eq!(read(&mut form, &typed), None);
        let errors = form.again().errors;
        assert!(errors.of("to-1").is_some() && errors.of("from-2").is_none());
    }
}
