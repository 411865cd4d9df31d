//! What the maps and the meetings say by themselves: how many people are in somebody's life who are not paid, whether
//! give and take go both ways, and how often two people meet without the connector. Nobody is asked for it.

use app::views::relationships::Tie;
use chrono::{Datelike, NaiveDate};
use domain::person::Person;

use super::network_trend::NetworkTrend;
use crate::format;
use crate::pages::person::head::Record;

/// Months of meetings shown.
const MONTHS: u32 = 6;

/// The card.
pub struct Network {
    /// Sentences, the most important first.
    pub sentences: Vec<String>,
    /// How many were there unpaid on each map; drawn from two maps on.
    pub trend: Option<NetworkTrend>,
    /// Said gently when everybody in their life is paid; nothing otherwise.
    pub only_paid: Option<String>,
    /// Month, meetings without the connector, all meetings.
    pub months: Vec<(String, usize, usize)>,
}

impl Network {
    /// What is known; nothing before there is a map or a meeting.
    pub fn of(record: &Record, ties: &[Tie]) -> Option<Self> {
        let (person, called) = (&record.row.person, record.called());
        let months = months(person, ties, record.today);
        let mut sentences = Vec::new();
        sentences.extend(unpaid(person, &called));
        sentences.extend(give_and_take(person, ties));
        let met: usize = months.iter().map(|(_, _, all)| all).sum();
        let alone: usize = months.iter().map(|(_, alone, _)| alone).sum();
        if met > 0 {
            sentences.push(format!(
                "Of {} in the last six months, {} without the connector.",
                format::plural(met, "meeting", "meetings"),
                format::plural(alone, "was", "were")
            ));
        }
        let only_paid = only_paid(person, &called);
        let trend = NetworkTrend::of(person, &called);
        (!sentences.is_empty()).then_some(Self { sentences, trend, only_paid, months })
    }
}

/// That everybody in somebody's life is paid, said so that they could read it.
pub fn only_paid(person: &Person, called: &str) -> Option<String> {
    let everybody = person.latest_map()?.is_only_paid()?;
    everybody.then(|| {
        let map = format::possessive(called);
        format!("Everybody on {map} map is paid to be there. Finding one person who comes because they like {called} is where to begin.")
    })
}

/// "3 people are in Gord's life who are not paid. It was 1 on 12 January 2026."
fn unpaid(person: &Person, called: &str) -> Option<String> {
    let latest = person.latest_map()?;
    let now = latest.unpaid_size()?;
    let life = format::possessive(called);
    let count = match now {
        0 => format!("Nobody is in {life} life yet who is not paid"),
        1 => format!("One person is in {life} life who is not paid"),
        many => format!("{many} people are in {life} life who are not paid"),
    };
    let first = person.first_map().filter(|first| first.map_id != latest.map_id);
    let before = first.and_then(|first| Some((first.taken_on, first.unpaid_size()?)));
    Some(match before {
        None => format!("{count}, as the map of {} has it.", format::date(latest.taken_on)),
        Some((on, was)) if was == now => format!("{count}, as many as on {}.", format::date(on)),
        Some((on, was)) => {
            let way = if now > was { "more" } else { "fewer" };
            let by = now.abs_diff(was);
            format!("{count}: {by} {way} than on {}, when it was {was}.", format::date(on))
        }
    })
}

/// How many relationships go both ways, and how even give and take is on the map.
fn give_and_take(person: &Person, ties: &[Tie]) -> Option<String> {
    let latest = person.latest_map()?;
    let unpaid: Vec<_> = latest.entries().iter().filter(|entry| entry.is_unpaid()).collect();
    let told: Vec<_> =
        unpaid.iter().filter(|entry| !(entry.gives.is_empty() && entry.receives.is_empty())).collect();
    let recorded = ties.iter().filter(|tie| tie.relationship.latest_reciprocity().is_some()).count();
    if told.is_empty() {
        return (recorded == 0)
            .then(|| "What people give each other has not been written down yet.".to_owned());
    }
    let gives = told.iter().filter(|entry| !entry.gives.is_empty()).count();
    let even = latest.give_and_take().index_hundredths();
    let even = even.map(|hundredths| format!(" Give and take: {} of 100, where 100 is even.", hundredths));
    Some(format!(
        "They give something to {gives} of {}.{}",
        format::plural(told.len(), "person", "people"),
        even.unwrap_or_default()
    ))
}

/// Meetings of the last months, those without the connector apart; earliest first.
fn months(person: &Person, ties: &[Tie], today: NaiveDate) -> Vec<(String, usize, usize)> {
    let of_them = ties.iter().filter(|tie| tie.relationship.person_id == person.person_id);
    let contacts: Vec<_> = of_them.flat_map(|tie| tie.relationship.standing_contacts()).collect();
    let first = today.with_day(1).unwrap_or(today);
    let starts = (0..MONTHS).rev().filter_map(|back| first.checked_sub_months(chrono::Months::new(back)));
    let months: Vec<(String, usize, usize)> = starts
        .map(|start| {
            let within = |on: NaiveDate| (on.year(), on.month()) == (start.year(), start.month());
            let here: Vec<_> = contacts.iter().filter(|contact| within(contact.on)).collect();
            let alone = here.iter().filter(|contact| contact.presence.level() == 0).count();
            (format::month_year(start), alone, here.len())
        })
        .collect();
    if months.iter().all(|(_, _, all)| *all == 0) { Vec::new() } else { months }
}
