//! Places and groups nearby as a list to take along. Who holds the door is not in it: they have a record.

use app::error::Refusal;
use domain::place::{Attribute, PlaceDetails};

use super::{Asked, List};
use crate::export::{Cell, Sheet};
use crate::format::london_date;
use crate::sentences::place;

/// How far it is from one part of town to another.
pub(super) async fn ways(asked: &Asked<'_>) -> Result<Sheet, Refusal> {
    let ways = asked.site.app.ways_known(&asked.who).await?;
    let rows = ways.into_iter().map(|way| {
        let minutes = way.minutes.map_or(Cell::Empty, |minutes| Cell::Int(i64::from(minutes)));
        vec![Cell::text(way.one), Cell::text(way.other), minutes, Cell::date(Some(london_date(way.said_at)))]
    });
    let heads = vec!["From", "To", "Minutes, one way", "Written down"];
    Ok(Sheet { rows: rows.collect(), notes: Vec::new(), ..asked.sheet(List::Ways, "Ways", heads) })
}

/// Every place that is offered.
pub(super) async fn places(asked: &Asked<'_>) -> Result<Sheet, Refusal> {
    let rows = asked.site.app.views.places(&asked.who).await?;
    let mut heads = vec![
        "Place",
        "What happens there",
        "Part of town",
        "Where to find it",
        "When",
        "Who can come",
        "For which ages",
        "Cost each time",
        "Room for",
        "Last seen",
    ];
    heads.extend(Attribute::ALL.iter().map(|one| one.label()));
    let text = |value: Option<String>| value.map_or(Cell::Empty, Cell::text);
    let known = |details: &PlaceDetails, what| match details.offers(what) {
        Some(true) => Cell::text("yes"),
        Some(false) => Cell::text("no"),
        None => Cell::Empty,
    };
    let current = rows.iter().filter(|row| row.place.is_current());
    let rows = current.filter_map(|row| {
        let (one, details) = (&row.place, row.place.details()?);
        let happens: Vec<String> =
            details.activities.iter().map(|activity| activity.name.to_string()).collect();
        let mut cells = vec![
            Cell::text(details.name.as_str()),
            Cell::text(happens.join(", ")),
            text(details.area.as_ref().map(ToString::to_string)),
            text(details.whereabouts.as_ref().map(ToString::to_string)),
            text(place::when(details)),
            Cell::text(details.open_to.label()),
            Cell::text(details.setting.label()),
            text(place::cost(details)),
            one.room.map_or(Cell::Empty, |room| Cell::Int(i64::from(room))),
            Cell::date(one.seen_on),
        ];
        cells.extend(Attribute::ALL.iter().map(|what| known(details, *what)));
        Some(cells)
    });
    let rows = rows.collect();
    Ok(Sheet { rows, notes: Vec::new(), ..asked.sheet(List::Places, "Places", heads) })
}
