//! The lists of places that were put before one person, as they stood when somebody looked: beside the lists of
//! people, for a team lead who asks whether it was fair.

use std::collections::HashMap;

use app::access::Connecting;
use app::error::Refusal;
use app::nearby::PlaceList;
use domain::matching::PLACE_RULES;
use domain::shared::ids::{AccountId, PersonId, PlaceId};

use crate::charts::fit::points;
use crate::format;
use crate::site::Site;

/// Lists shown: the latest.
pub const LISTS: i64 = 10;

/// A list of places as it stood.
pub struct PlacesShown {
    /// "12 March 2026, 10:04: Amina saw 5 places that fit and 2 that did not just then"
    pub words: String,
    /// Which rules put it in order, where they are no longer these.
    pub rules: Option<u16>,
    /// What it is called, the five parts and the sum, and whether it stood on the page.
    pub ranked: Vec<(String, [String; 6], bool)>,
    pub left_out: Vec<(String, String)>,
}

/// The latest lists of places for somebody.
pub async fn of(
    site: &Site,
    who: &Connecting<'_>,
    id: PersonId,
    accounts: &HashMap<AccountId, String>,
) -> Result<Vec<PlacesShown>, Refusal> {
    let lists = site.app.lists.latest_places(who, id, LISTS).await?;
    if lists.is_empty() {
        return Ok(Vec::new());
    }
    let rows = site.app.views.places(who).await?;
    let names: HashMap<PlaceId, &str> = rows.iter().map(|row| (row.place.place_id, row.name())).collect();
    Ok(lists.into_iter().map(|list| shown(list, accounts, &names)).collect())
}

/// Why a place was not offered: the stored name of a reason is words already.
pub fn why(codes: &[String]) -> String {
    let words: Vec<String> = codes.iter().map(|code| code.replace('_', " ")).collect();
    format::capital(&words.join(", "))
}

fn shown(
    list: PlaceList,
    accounts: &HashMap<AccountId, String>,
    names: &HashMap<PlaceId, &str>,
) -> PlacesShown {
    let name = |id: &PlaceId| names.get(id).map_or("A place", |name| name).to_owned();
    let by = accounts.get(&list.shown_to).map_or("somebody", String::as_str);
    let (ranked, out) = list.counted;
    let entries = list.entries.unwrap_or_default();
    let row = |one: &app::nearby::SpotPlaced| {
        let [loved, time, way, giving, waiting] = one.parts.map(points);
        let sum = points(one.parts.iter().sum());
        (name(&one.place_id), [loved, time, way, giving, waiting, sum], one.shown)
    };
    PlacesShown {
        words: format!(
            "{}: {by} saw {} that fit and {out} that did not just then",
            format::instant(list.shown_at),
            format::plural(ranked, "place", "places")
        ),
        rules: (list.rules != PLACE_RULES).then_some(list.rules),
        ranked: entries.ranked.iter().map(row).collect(),
        left_out: entries.left_out.iter().map(|(id, codes)| (name(id), why(codes))).collect(),
    }
}
