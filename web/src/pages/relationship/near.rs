//! Beside the people who could be met: the places and groups where somebody could belong, in order and with
//! reasons. Each list that is shown here is kept, like the lists of people.

use std::collections::BTreeSet;
use std::sync::Arc;

use app::access::Connecting;
use app::error::Refusal;
use app::nearby::{Nearby, Spot};
use app::views::places::PlaceRow;
use domain::matching::PlaceNotNow;
use domain::shared::ids::PlaceId;

use super::fits::More;
use super::offered::Offered;
use super::whom::Whom;
use crate::charts::fit::FitParts;
use crate::paths;
use crate::sentences::apart::names_apart;
use crate::sentences::near::{against, not_now, reasons, unknown};
use crate::site::Site;

/// Places that are shown first, and once more are asked for; the others are looked for on their own page.
const SHOWN: [usize; 2] = [3, 12];
/// Places left out that are shown.
const SHOWN_OUT: usize = 12;

/// A place where somebody could belong.
pub struct There {
    pub offered: Offered,
    pub href: String,
    /// Where a visit there is planned; `None` while no engagement is under way.
    pub plan: Option<String>,
    /// Where somebody there is proposed to them.
    pub meet: String,
    /// Whether that is somebody we know.
    pub known: bool,
}

/// A place that is not offered.
pub struct NotThere {
    pub name: String,
    pub href: String,
    pub why: String,
}

/// The places beside a list of people.
pub struct Near {
    pub called: String,
    pub spots: Vec<There>,
    pub outs: Vec<NotThere>,
    /// How many fit, those that are not shown too.
    pub all: usize,
    /// Where more of them are shown.
    pub more_at: Option<String>,
    /// How many more are open to them, where nothing happens that they love.
    pub others: usize,
    /// Whether any place is on record.
    pub any: bool,
    /// Whether it is known what they love.
    pub loves: bool,
}

/// What fits somebody nearby, and keeps that it was shown; `None` for somebody who has died or been forgotten.
pub async fn near(
    site: &Site,
    who: &Connecting<'_>,
    whom: &Whom,
    more: bool,
) -> Result<Option<Near>, Refusal> {
    let nearby = match site.app.nearby(who, whom.id).await {
        Ok(nearby) => nearby,
        Err(Refusal::NotFound) => return Ok(None),
        Err(refusal) => return Err(refusal),
    };
    // A place where nothing happens that they love is not put before them.
    let fitting = nearby.ranked.iter().filter(|spot| !spot.fit.fit.shared.is_empty());
    let mut fitting: Vec<&Spot> = fitting.collect();
    let all = fitting.len();
    fitting.truncate(SHOWN[usize::from(more)]);
    let shown: BTreeSet<PlaceId> = fitting.iter().map(|spot| spot.row.place.place_id).collect();
    let names = fitting.iter().map(|spot| [spot.row.name().to_owned(), whole_name(spot)]);
    let names = names_apart(&names.collect::<Vec<_>>());
    let any = !(nearby.ranked.is_empty() && nearby.left_out.is_empty());
    if any {
        site.app.places_shown(who, &nearby, |id| shown.contains(&id)).await?;
    }
    Ok(Some(Near {
        called: whom.called.clone(),
        spots: fitting.iter().zip(&names).map(|(spot, name)| there(whom, &nearby, spot, name)).collect(),
        outs: outs(whom, &nearby),
        all,
        more_at: (!more && all > fitting.len())
            .then(|| format!("{}?more={}#places", whom.form(), More::Places.code())),
        others: nearby.ranked.len() - all,
        any,
        loves: !nearby.facts.loves.is_empty(),
    }))
}

/// "Craft circle, Mill Lane"
fn whole_name(spot: &Spot) -> String {
    let area = spot.row.place.details().and_then(|details| details.area.as_ref());
    area.map_or_else(|| spot.row.name().to_owned(), |area| format!("{}, {area}", spot.row.name()))
}

/// `called` tells it from every other place on the page.
fn there(whom: &Whom, nearby: &Nearby, spot: &Spot, called: &str) -> There {
    let place = &spot.row.place;
    let meet = match place.contact {
        Some(contact) => format!("{}?other={contact}", whom.form()),
        None => format!("{}?other=new", whom.form()),
    };
    There {
        offered: Offered {
            name: spot.row.name().to_owned(),
            area: place.details().and_then(|details| details.area.as_ref()).map(ToString::to_string),
            reasons: reasons(nearby, spot),
            against: against(nearby, spot),
            unknown: unknown(nearby, spot),
            points: spot.fit.fit.parts.points(),
            picture: FitParts { both: format!("{} and {called}", whom.called), parts: spot.fit.fit.parts },
        },
        href: paths::place(place.place_id),
        plan: whom.engagement.map(|engagement| paths::plan_at(engagement, place.place_id)),
        meet,
        known: place.contact.is_some(),
    }
}

/// What happens that they love, and is not offered all the same; what is put away is nobody's question any more.
fn outs(whom: &Whom, nearby: &Nearby) -> Vec<NotThere> {
    let now = |term| nearby.book.now(term);
    let mine = nearby.facts.loves_now(now);
    let is_loved = |name: &str| mine.values().any(|love| nearby.book.same(love.name.as_str(), name));
    let asked = nearby.left_out.iter().filter(|(row, reasons)| {
        let activities = row.place.details().map(|details| details.activities.as_slice()).unwrap_or_default();
        reasons.first() != Some(&PlaceNotNow::PutAway)
            && activities.iter().any(|activity| is_loved(activity.name.as_str()))
    });
    let out = |(row, reasons): &(Arc<PlaceRow>, Vec<PlaceNotNow>)| NotThere {
        name: row.name().to_owned(),
        href: paths::place(row.place.place_id),
        why: not_now(reasons, &whom.called),
    };
    asked.take(SHOWN_OUT).map(out).collect()
}
