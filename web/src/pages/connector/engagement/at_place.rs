//! A visit to a place nearby: where stands in the form already, when is the next time that it meets while the
//! person is free, and from the visit there is a way back to the place.

use app::access::Connecting;
use app::error::Refusal;
use app::folded::folded;
use chrono::{Datelike, Days, NaiveDate};
use domain::person::{Availability, DayOfWeek, Slot};
use domain::place::PlaceDetails;
use domain::shared::ids::PlaceId;

use super::asking::Asking;
use super::sessions::said_time;
use crate::form::Typed;
use crate::site::Site;
use crate::{format, paths};

/// Minutes that a first visit takes at most. Source: practice default; whoever stays longer says so.
const LONGEST: u32 = 180;

/// The form's first values with what is known of the place that its address asks for.
pub(super) async fn at_place(asking: &Asking<'_>, typed: Typed) -> Result<Typed, Refusal> {
    let Some(id) = asking.asked.id::<PlaceId>("place") else { return Ok(typed) };
    let row = asking.site.app.views.place(&asking.who, id).await?.ok_or(Refusal::NotFound)?;
    let Some(details) = row.place.details() else { return Ok(typed) };
    let typed = typed.without("place").with("place", said(details));
    let free = asking.record.row.person.availability();
    let Some((on, slot)) = next(details, free, asking.today) else { return Ok(typed) };
    let minutes = i64::from(slot.length_minutes().min(LONGEST));
    let typed = typed.without("on").without("starts_at").without("minutes");
    Ok(typed
        .with("on", on)
        .with("starts_at", said_time(slot.from))
        .with("minutes", format::typed_length(minutes)))
}

/// Where the page of the place is that a visit's words name; `None` for words of somebody's own, and where two places
/// are called so. A visit keeps words alone, so that it stays what it was when a place is called otherwise.
pub(super) async fn named(site: &Site, who: &Connecting<'_>, words: &str) -> Result<Option<String>, Refusal> {
    let words = folded(words);
    let is_meant =
        |details: &PlaceDetails| words == folded(details.name.as_str()) || words == folded(&said(details));
    let rows = site.app.views.places(who).await?;
    let mut meant = rows.iter().filter(|row| row.place.details().is_some_and(is_meant));
    Ok(match (meant.next(), meant.next()) {
        (Some(row), None) => Some(paths::place(row.place.place_id)),
        _ => None,
    })
}

/// "St Luke's choir, Mill Lane"
fn said(details: &PlaceDetails) -> String {
    let name = details.name.as_str();
    match &details.area {
        Some(area) if !name.contains(area.as_str()) => format!("{name}, {area}"),
        _ => name.to_owned(),
    }
}

/// The next time from tomorrow on at which it meets, while they are free where both weeks are known.
fn next(details: &PlaceDetails, free: Option<&Availability>, today: NaiveDate) -> Option<(NaiveDate, Slot)> {
    let meets = Availability { slots: details.when.clone(), constraints: None };
    let both = free.map(|free| meets.shared(free)).filter(|both| !both.is_empty());
    let times = both.unwrap_or(meets.slots);
    (1..=7).find_map(|ahead| {
        let on = today.checked_add_days(Days::new(ahead))?;
        let day = DayOfWeek::ALL.get(on.weekday().num_days_from_monday() as usize)?;
        let slot = times.iter().find(|slot| slot.day == *day)?;
        Some((on, *slot))
    })
}

#[cfg(test)]
mod tests {
    use chrono::NaiveTime;
    use domain::place::{OpenTo, Setting};
    use domain::shared::text::Line;

    use super::*;

    fn slot(day: DayOfWeek, from: u32, to: u32) -> Slot {
        let at = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
        Slot { day, from: at(from), to: at(to) }
    }

    fn choir(when: Vec<Slot>, area: &str) -> PlaceDetails {
        PlaceDetails {
            name: Line::parse("Mill Lane choir").unwrap(),
            activities: Vec::new(),
            area: Line::parse(area).ok(),
            whereabouts: None,
            when,
            attributes: Default::default(),
            setting: Setting::Adults,
            checks_settled: false,
            open_to: OpenTo::Everybody,
            cost: None,
            room: None,
            notes: None,
        }
    }

    #[test]
    fn a_visit_is_on_the_next_day_on_which_it_meets_and_they_are_free() {
        let thursday: NaiveDate = "2026-03-12".parse().unwrap();
        let choir =
            choir(vec![slot(DayOfWeek::Tuesday, 10, 12), slot(DayOfWeek::Thursday, 18, 20)], "Mill Lane");
        let tuesday = ("2026-03-17".parse().unwrap(), slot(DayOfWeek::Tuesday, 10, 12));
        assert_eq!(next(&choir, None, thursday), Some(tuesday));
        let evenings = Availability { slots: vec![slot(DayOfWeek::Thursday, 17, 19)], constraints: None };
        let evening = ("2026-03-19".parse().unwrap(), slot(DayOfWeek::Thursday, 18, 19));
        assert_eq!(next(&choir, Some(&evenings), thursday), Some(evening));
    }

    #[test]
    fn a_part_of_town_that_is_in_the_name_is_not_said_twice() {
        assert_eq!(said(&choir(Vec::new(), "Mill Lane")), "Mill Lane choir");
        assert_eq!(said(&choir(Vec::new(), "Eastgate")), "Mill Lane choir, Eastgate");
        assert_eq!(next(&choir(Vec::new(), "Eastgate"), None, NaiveDate::MIN), None);
    }
}
