//! An ordinary week as seven lines of a day, with a bar where somebody is free.

use chrono::{NaiveTime, Timelike};
use domain::person::{Availability, DayOfWeek, Slot};

use super::{Picture, frame};
use crate::format::and_list;

/// Somebody's week.
#[derive(Clone, Debug)]
pub struct Week {
    /// What they like to be called.
    pub called: String,
    pub availability: Availability,
}

/// Where the hours begin, how wide an hour is, how high a day, all in user units.
const LEFT: u32 = 46;
const HOUR: u32 = 20;
const ROW: u32 = 24;
/// The hours that are drawn at least.
const FROM: u32 = 8;
const TO: u32 = 22;

fn hours(slot: &Slot) -> (u32, u32) {
    let to = if slot.to == NaiveTime::MIN { 24 * 60 } else { slot.to.hour() * 60 + slot.to.minute() };
    (slot.from.hour() * 60 + slot.from.minute(), to)
}

/// "9:00 to 12:00", "19:00 to midnight"
pub fn said(slot: &Slot) -> String {
    let to =
        if slot.to == NaiveTime::MIN { "midnight".to_owned() } else { slot.to.format("%-H:%M").to_string() };
    format!("{} to {to}", slot.from.format("%-H:%M"))
}

impl Week {
    /// The times of one day.
    fn day(&self, day: DayOfWeek) -> impl Iterator<Item = &Slot> {
        self.availability.slots.iter().filter(move |slot| slot.day == day)
    }
}

impl Picture for Week {
    fn svg(&self) -> String {
        let slots = || self.availability.slots.iter().map(hours);
        let first = slots().map(|(from, _)| from / 60).min().unwrap_or(FROM).min(FROM);
        let last = slots().map(|(_, to)| to.div_ceil(60)).max().unwrap_or(TO).max(TO);
        let x = |minutes: u32| LEFT + (minutes - first * 60) * HOUR / 60;
        let mut body = String::new();
        for (row, day) in (0..).zip(DayOfWeek::ALL) {
            let y = row * ROW + 4;
            body += &format!(
                "<text x=\"0\" y=\"{}\">{}</text><rect class=\"track\" x=\"{LEFT}\" y=\"{y}\" width=\"{}\" height=\"16\" rx=\"4\"/>",
                y + 13,
                &day.label()[..3],
                (last - first) * HOUR
            );
            for (from, to) in self.day(*day).map(hours) {
                let width = x(to).saturating_sub(x(from)).max(4);
                body += &format!(
                    "<rect class=\"fill\" x=\"{}\" y=\"{y}\" width=\"{width}\" height=\"16\" rx=\"4\"/>",
                    x(from)
                );
            }
        }
        let foot = 7 * ROW + 18;
        for hour in [9, 12, 17, 21] {
            body +=
                &format!("<text x=\"{}\" y=\"{foot}\" text-anchor=\"middle\">{hour}</text>", x(hour * 60));
        }
        let view = format!("0 0 {} {}", LEFT + (last - first) * HOUR, foot + 6);
        frame(&view, "img", "week", &self.title(), &self.sentence(), &body)
    }

    fn sentence(&self) -> String {
        let days: Vec<&str> = DayOfWeek::ALL
            .iter()
            .filter(|day| self.day(**day).next().is_some())
            .map(|day| day.label())
            .collect();
        match days.len() {
            0 => format!("{} has no time of the week that is always free.", self.called),
            7 => format!("{} has some time every day.", self.called),
            _ => format!("{} is free on {}.", self.called, and_list(&days)),
        }
    }

    fn heads(&self) -> Vec<&'static str> {
        vec!["Day", "Free"]
    }

    fn rows(&self) -> Vec<Vec<String>> {
        let row = |day: &DayOfWeek| {
            let times: Vec<String> = self.day(*day).map(said).collect();
            let times = if times.is_empty() { "–".to_owned() } else { and_list(&times) };
            vec![day.label().to_owned(), times]
        };
        DayOfWeek::ALL.iter().map(row).collect()
    }

    fn title(&self) -> String {
        format!("{}’s week", self.called)
    }
}

#[cfg(test)]
mod tests {
    use super::super::proof::is_well_drawn;
    use super::*;

    fn at(text: &str) -> NaiveTime {
        NaiveTime::parse_from_str(text, "%H:%M").unwrap()
    }

    fn week(slots: &[(DayOfWeek, &str, &str)]) -> Week {
        let slots =
            slots.iter().map(|(day, from, to)| Slot { day: *day, from: at(from), to: at(to) }).collect();
        Week { called: "Gord".to_owned(), availability: Availability { slots, constraints: None } }
    }

    #[test]
    fn a_week_is_drawn_said_and_listed_day_by_day() {
        let drawn = week(&[
            (DayOfWeek::Monday, "09:00", "12:00"),
            (DayOfWeek::Monday, "13:30", "14:00"),
            (DayOfWeek::Friday, "19:00", "00:00"),
        ]);
        is_well_drawn(&drawn);
        assert_eq!(drawn.svg().matches("class=\"fill\"").count(), 3);
        assert_eq!(drawn.sentence(), "Gord is free on Monday and Friday.");
        assert_eq!(drawn.rows()[0][1], "9:00 to 12:00 and 13:30 to 14:00");
        assert_eq!(drawn.rows()[4][1], "19:00 to midnight");
        assert_eq!(drawn.rows()[6][1], "–");
    }

    #[test]
    fn an_empty_week_and_the_whole_of_one_are_drawn_too() {
        is_well_drawn(&week(&[]));
        let every: Vec<_> = DayOfWeek::ALL.iter().map(|day| (*day, "00:00", "00:00")).collect();
        let all = week(&every);
        is_well_drawn(&all);
        assert_eq!(all.sentence(), "Gord has some time every day.");
    }
}
