//! When somebody is free and how they get about, as sentences.

use domain::person::{Availability, Travel};
use domain::shared::personal::Personal;

use super::inside;
use crate::format::{and_list, capital, plural};

pub(super) fn free(availability: &Personal<Availability>, called: &str) -> String {
    let Some(week) = availability.get() else { return format!("When {called} is free was recorded") };
    let mut days: Vec<&str> = week.slots.iter().map(|slot| slot.day.label()).collect();
    days.dedup();
    if days.is_empty() {
        return format!("{} has no time of the week that is always free", capital(called));
    }
    format!("{} is free on {}", capital(called), and_list(&days))
}

pub(super) fn travel(travel: &Personal<Travel>, called: &str) -> String {
    let Some(travel) = travel.get() else { return format!("How {called} gets about was recorded") };
    let ways: Vec<String> = travel.modes.iter().map(|mode| inside(mode.label())).collect();
    let far = travel
        .most_minutes
        .map(|minutes| format!(", up to {} one way", plural(minutes, "minute", "minutes")));
    let training = if travel.wants_training { "; would like travel training" } else { "" };
    format!("{} gets about {}{}{training}", capital(called), and_list(&ways), far.unwrap_or_default())
}
