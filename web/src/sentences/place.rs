//! What happened to a place and what it is like, each as a sentence.

use chrono::NaiveDate;
use domain::place::{Freshness, Place, PlaceDetails, PlaceEvent, TakingPart};

use super::{Told, inside};
use crate::charts::week::said;
use crate::format;

/// One event of a place's history.
pub fn tell(event: &PlaceEvent) -> Told {
    match event {
        PlaceEvent::PlaceRecorded { recorded_on, .. } => {
            Told::new("map-pin", *recorded_on, "It was written down")
        }
        PlaceEvent::PlaceToldAnew { told_on, .. } => Told::new("pencil-line", *told_on, "It was told anew"),
        PlaceEvent::PlaceSeen { seen_on } => {
            Told::new("eye", *seen_on, "Somebody made sure that it is still there").aside()
        }
        PlaceEvent::SomebodyWelcomed { welcomed_on } => {
            Told::new("door-open", *welcomed_on, "Somebody of ours began there")
        }
        PlaceEvent::PlaceRetired { reason, words, retired_on } => {
            let what = format!("It was put away: {}", inside(reason.label()));
            Told::new("archive", *retired_on, what).saying(words.as_ref())
        }
        PlaceEvent::PlaceTakenUpAgain { taken_up_on } => {
            Told::new("undo-2", *taken_up_on, "It was taken up again")
        }
    }
}

/// "Tuesdays 10:00 to 12:00 and Fridays 14:00 to 16:00"; `None` when it is not known.
pub fn when(details: &PlaceDetails) -> Option<String> {
    let times: Vec<String> =
        details.when.iter().map(|slot| format!("{}s {}", slot.day.label(), said(slot))).collect();
    (!times.is_empty()).then(|| format::and_list(&times))
}

/// "Free", "£2.00 each time"; `None` when it is not known.
pub fn cost(details: &PlaceDetails) -> Option<String> {
    details.cost.map(|cost| match cost.pence() {
        0 => "Free".to_owned(),
        pence => format!("{} each time", format::money(pence)),
    })
}

/// "Room for two new people", "No room for anybody new just now"; `None` when it is not known.
pub fn room(place: &Place) -> Option<String> {
    place.room.map(|room| match room {
        0 => "No room for anybody new just now".to_owned(),
        1 => "Room for one new person".to_owned(),
        room => format!("Room for {} new people", format::count_word(usize::from(room))),
    })
}

/// "Last seen on 5 January 2026.", and what that means.
pub fn seen(place: &Place, today: NaiveDate) -> String {
    let on = place.seen_on.map_or("nobody knows when".to_owned(), |on| format!("on {}", format::date(on)));
    match place.freshness(today) {
        Freshness::Fresh => format!("Last seen {on}."),
        Freshness::Stale => format!("Last seen {on}: ask before you go."),
        Freshness::GoneStale => format!("Last seen {on}. It may not be there any more."),
    }
}

/// "singing: take part, learn it"
pub fn ways(name: &str, ways: impl IntoIterator<Item = TakingPart>) -> String {
    let ways: Vec<&str> = ways.into_iter().map(TakingPart::label).collect();
    if ways.is_empty() { name.to_owned() } else { format!("{name}: {}", ways.join(", ")) }
}
