//! What it takes for somebody to meet anybody: when they are free and how they get about, as the card on
//! their page shows it.

use domain::person::{MeetingWishes, Person};

use super::travel::icon;
use super::wishes::met;
use crate::charts::week::Week;
use crate::format;

/// The card.
pub(super) struct Together {
    /// Their week; `None` when nobody has asked.
    pub(super) week: Option<Week>,
    /// What stands in the way, in words.
    pub(super) constraints: Option<String>,
    /// "Told on 10 March 2026"; empty when nobody has asked.
    pub(super) told: String,
    /// The ways they go: a drawing and words.
    pub(super) ways: Vec<(&'static str, &'static str)>,
    /// How far they would go, and whether they would like to learn.
    pub(super) far: Vec<String>,
    /// Whom they would like to meet, in sentences; `None` when nobody has asked.
    pub(super) wishes: Option<Vec<String>>,
}

impl Together {
    pub(super) fn of(person: &Person, called: &str) -> Self {
        let week = person.availability();
        let constraints = week.and_then(|week| week.constraints.as_ref()).map(ToString::to_string);
        let told = person.availability.as_ref().filter(|_| week.is_some());
        let travel = person.travel();
        let mut far = Vec::new();
        if let Some(minutes) = travel.and_then(|travel| travel.most_minutes) {
            far.push(format!(
                "A journey of up to {}, one way.",
                format::plural(minutes, "minute", "minutes")
            ));
        }
        if travel.is_some_and(|travel| travel.wants_training) {
            far.push(format!("{} would like to learn to travel alone.", format::capital(called)));
        }
        let modes = travel.map(|travel| &travel.modes).into_iter().flatten();
        Self {
            week: week.map(|week| Week { called: format::capital(called), availability: week.clone() }),
            constraints,
            told: told.map(|told| format!("Told on {}", format::date(told.set_on))).unwrap_or_default(),
            ways: modes.map(|mode| (icon(*mode), mode.label())).collect(),
            far,
            wishes: person.wishes().map(|wishes| wished(wishes, called)),
        }
    }
}

/// "Would like to meet: a woman." and what they said themselves.
fn wished(wishes: &MeetingWishes, called: &str) -> Vec<String> {
    let mut all = Vec::new();
    let only: Vec<String> = wishes.only.iter().map(|code| met(*code).to_lowercase()).collect();
    if !only.is_empty() {
        all.push(format!("{} would like to meet {}.", format::capital(called), only.join(" or ")));
    }
    match wishes.not_with.len() {
        0 => {}
        1 => all.push("There is one person whom they do not want to be introduced to.".to_owned()),
        more => all.push(format!(
            "There are {} people whom they do not want to be introduced to.",
            format::count_word(more)
        )),
    }
    all.extend(wishes.words.as_ref().map(|words| format!("\u{201c}{words}\u{201d}")));
    if all.is_empty() {
        all.push("It does not matter to them.".to_owned());
    }
    all
}
