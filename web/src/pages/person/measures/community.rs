//! Where somebody goes that is open to everybody, month by month, and how much paid support they have: worked out
//! from what visits and reviews say. Nobody is asked for it.
//!
//! A visit keeps the words for its place alone. A place counts when those words are the name of one place nearby that
//! is open to everybody; one for disabled people only is not counted, and what is not on record is not known. Source:
//! use of the community, distinct places a month that are not segregated; practice default.

use std::collections::{BTreeSet, HashMap};

use app::access::Connecting;
use app::error::Refusal;
use app::folded::folded;
use app::views::sessions::SessionRow;
use chrono::{Datelike, Months, NaiveDate};
use domain::engagement::codes::SessionStatus;
use domain::place::{OpenTo, PlaceDetails};
use domain::shared::personal::Personal;

use crate::format;
use crate::pages::person::head::Record;
use crate::site::Site;

/// Months shown.
const MONTHS: u32 = 6;
/// Visits of one case that are read, the newest first: more than there are in half a year.
pub(super) const MOST_VISITS: i64 = 400;

/// One month: different places open to everybody, for disabled people only, and not on record.
pub struct Month {
    pub name: String,
    pub open: usize,
    pub apart: usize,
    pub unknown: usize,
}

/// How a visit's place counts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Open(String),
    Apart(String),
    Unknown(String),
}

/// Visits of all of somebody's cases, of each case the newest.
pub async fn visits(site: &Site, who: &Connecting<'_>, record: &Record) -> Result<Vec<SessionRow>, Refusal> {
    let mut visits = Vec::new();
    for case in &record.cases {
        let id = case.row.engagement.engagement_id;
        visits.extend(site.app.views.sessions_of(who, id, MOST_VISITS).await?);
    }
    Ok(visits)
}

/// The last months, earliest first; empty before any visit says where it was.
pub async fn months(
    site: &Site,
    who: &Connecting<'_>,
    record: &Record,
    visits: &[SessionRow],
) -> Result<Vec<Month>, Refusal> {
    let first = record.today.with_day(1).unwrap_or(record.today);
    let from = first.checked_sub_months(Months::new(MONTHS - 1)).unwrap_or(first);
    let counts = |visit: &&SessionRow| {
        visit.status == SessionStatus::Delivered && visit.time.on >= from && visit.time.on <= record.today
    };
    let place = |visit: &SessionRow| {
        let words = visit.place.as_ref().and_then(Personal::get)?.to_string();
        Some((visit.time.on, words))
    };
    let visits: Vec<_> = visits.iter().filter(counts).filter_map(place).collect();
    if visits.is_empty() {
        return Ok(Vec::new());
    }
    let places = site.app.views.places(who).await?;
    let known = Known::of(places.iter().filter_map(|row| row.place.details()));
    Ok(by_month(&visits, &known, record.today))
}

fn by_month(visits: &[(NaiveDate, String)], known: &Known, today: NaiveDate) -> Vec<Month> {
    if visits.is_empty() {
        return Vec::new();
    }
    let first = today.with_day(1).unwrap_or(today);
    let starts = (0..MONTHS).rev().filter_map(|back| first.checked_sub_months(Months::new(back)));
    let month = |start: NaiveDate| {
        let within = visits.iter().filter(|(on, _)| (on.year(), on.month()) == (start.year(), start.month()));
        let kinds: BTreeSet<Kind> = within.map(|(_, words)| known.kind(words)).collect();
        let many = |is: fn(&Kind) -> bool| kinds.iter().filter(|kind| is(kind)).count();
        Month {
            name: format::month_year(start),
            open: many(|kind| matches!(kind, Kind::Open(_))),
            apart: many(|kind| matches!(kind, Kind::Apart(_))),
            unknown: many(|kind| matches!(kind, Kind::Unknown(_))),
        }
    };
    starts.map(month).collect()
}

/// What places are called, each folded once: under the name, and under the name with the part of town. `None` where two
/// places of the same name are open to different people.
struct Known(HashMap<String, Option<(String, OpenTo)>>);

impl Known {
    fn of<'a>(places: impl Iterator<Item = &'a PlaceDetails>) -> Self {
        let mut known: HashMap<String, Option<(String, OpenTo)>> = HashMap::new();
        for details in places {
            let (name, open_to) = (folded(details.name.as_str()), details.open_to);
            let area = details.area.as_ref().map(|area| folded(&format!("{}, {area}", details.name)));
            for called in [Some(name.clone()), area].into_iter().flatten() {
                let meant = known.entry(called).or_insert_with(|| Some((name.clone(), open_to)));
                if meant.as_ref().is_some_and(|(_, other)| *other != open_to) {
                    *meant = None;
                }
            }
        }
        Self(known)
    }

    /// What the words for a place mean. Two places that are called so count where both are open to the same people.
    fn kind(&self, words: &str) -> Kind {
        let words = folded(words);
        match self.0.get(&words) {
            Some(Some((name, OpenTo::Everybody))) => Kind::Open(name.clone()),
            Some(Some((name, OpenTo::DisabledPeopleOnly))) => Kind::Apart(name.clone()),
            Some(None) | None => Kind::Unknown(words),
        }
    }
}

/// How paid support has changed, as reviews were told: the first figure and the last one.
pub fn paid_support(record: &Record) -> Option<String> {
    let reviews = record.cases.iter().flat_map(|case| case.row.engagement.reviews.values());
    let mut told: Vec<(NaiveDate, i64)> =
        reviews.filter_map(|review| Some((review.held_on, review.facts.paid_minutes_per_week?))).collect();
    told.sort_unstable();
    let (&(first_on, first), &(last_on, last)) = (told.first()?, told.last()?);
    let hours = |minutes: i64| {
        if minutes == 0 { "none".to_owned() } else { format!("{} a week", format::hours(minutes)) }
    };
    let now = format!("Paid support was {} at the review of {}", hours(last), format::date(last_on));
    Some(match (told.len(), last - first) {
        (1, _) => format!("{now}. The next review will show whether it changes."),
        (_, 0) => format!("{now}, as much as at the review of {}.", format::date(first_on)),
        (_, change) => {
            let way = if change < 0 { "less" } else { "more" };
            format!(
                "{now}: {} {way} than at the review of {}, when it was {}.",
                format::hours(change.abs()),
                format::date(first_on),
                hours(first)
            )
        }
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use domain::place::Setting;
    use domain::shared::text::Line;

    use super::*;

    fn place(name: &str, open_to: OpenTo) -> PlaceDetails {
        PlaceDetails {
            name: Line::parse(name).unwrap(),
            activities: Vec::new(),
            area: Some(Line::parse("Mill Lane").unwrap()),
            whereabouts: None,
            when: Vec::new(),
            attributes: BTreeMap::new(),
            setting: Setting::Adults,
            checks_settled: false,
            open_to,
            cost: None,
            room: None,
            notes: None,
        }
    }

    #[test]
    fn a_place_counts_once_a_month_where_it_is_open_to_everybody_and_what_is_not_on_record_is_not_known() {
        let choir = place("St Luke\u{2019}s choir", OpenTo::Everybody);
        let club = place("Thursday club", OpenTo::DisabledPeopleOnly);
        let day = |text: &str| -> NaiveDate { text.parse().unwrap() };
        let visit = |on: &str, words: &str| (day(on), words.to_owned());
        let visits = [
            visit("2026-03-02", "st luke's choir"),
            visit("2026-03-09", "St Luke\u{2019}s choir, Mill Lane"),
            visit("2026-03-10", "Thursday club"),
            visit("2026-03-11", "Their kitchen"),
            visit("2026-02-11", "Their kitchen"),
        ];
        let months = by_month(&visits, &Known::of([&choir, &club].into_iter()), day("2026-03-12"));
        assert_eq!(months.len(), 6);
        let figures: Vec<_> = months.iter().map(|month| (month.open, month.apart, month.unknown)).collect();
        assert_eq!(figures[4..], [(0, 0, 1), (1, 1, 1)]);
        assert!(by_month(&[], &Known::of([&choir].into_iter()), day("2026-03-12")).is_empty());
    }

    #[test]
    fn two_places_of_one_name_that_are_open_to_different_people_are_not_known() {
        let both = [place("Club", OpenTo::Everybody), place("Club", OpenTo::DisabledPeopleOnly)];
        assert_eq!(Known::of(both.iter()).kind("club"), Kind::Unknown("club".to_owned()));
        assert_eq!(Known::of([&both[0], &both[0]].into_iter()).kind("club"), Kind::Open("club".to_owned()));
    }
}
