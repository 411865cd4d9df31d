//! Connectors looking at who could be introduced to whom, in the weeks before the day up to which a history is
//! told: lists that were shown are no events, so they are looked at once everything else has been told.

use chrono::{Days, NaiveDate, NaiveTime, TimeDelta};
use domain::shared::ids::{PersonId, PlaceId};

use super::town::Town;
use crate::App;
use crate::access::Viewer;
use crate::clock::ManualClock;
use crate::error::Refusal;
use crate::introducing::Among;

/// Connectors who look, and people for whom each does.
const CONNECTORS: usize = 2;
const PEOPLE: usize = 12;
/// People at the top of a list, as a page shows them.
const SHOWN: usize = 20;
/// Places at the top of a list, as a page shows them.
const PLACES: usize = 6;
/// Days between one look and the next.
const APART: u64 = 5;

/// Looks at lists, the earliest first. Left out when the views do not follow.
pub(super) async fn look(
    app: &App,
    clock: &ManualClock,
    town: &Town,
    until: NaiveDate,
) -> Result<(), Refusal> {
    if !app.views.catch_up(app.log.head().await?).await {
        return Ok(());
    }
    let told = app.clock.now();
    for (number, persona) in town.connectors.iter().take(CONNECTORS).enumerate() {
        let viewer = Viewer::of(town.account(*persona));
        let who = viewer.connecting()?;
        let mut people: Vec<PersonId> =
            app.views.whom_at_work(&who).await?.into_iter().map(|(id, _)| id).collect();
        people.sort_unstable();
        people.truncate(PEOPLE);
        for (at, id) in people.iter().enumerate() {
            let back = Days::new((people.len() - at) as u64 * APART);
            let day = until.checked_sub_days(back).unwrap_or(until);
            clock.set(day.and_time(NaiveTime::MIN).and_utc() + TimeDelta::minutes(600 + number as i64));
            let offers = app.offers(&who, *id, Among::Sharing).await?;
            let top: Vec<PersonId> = offers.ranked.iter().take(SHOWN).map(|one| one.person_id).collect();
            app.list_shown(&who, &offers, false, |id| top.contains(&id)).await?;
            let nearby = app.nearby(&who, *id).await?;
            let fitting = nearby.ranked.iter().filter(|spot| !spot.fit.fit.shared.is_empty());
            let top: Vec<PlaceId> = fitting.take(PLACES).map(|spot| spot.row.place.place_id).collect();
            app.places_shown(&who, &nearby, |id| top.contains(&id)).await?;
        }
    }
    clock.set(told);
    Ok(())
}
