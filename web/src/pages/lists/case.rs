//! The visits of one case, for whoever works on it: `of` says which. What was written about one is not in it.

use app::error::Refusal;
use app::views::reference;
use domain::shared::ids::EngagementId;

use super::{Asked, List, MOST};
use crate::export::{Cell, Sheet};

/// Every session, newest first.
pub(super) async fn visits(asked: &Asked<'_>) -> Result<Sheet, Refusal> {
    let id: EngagementId = asked.typed.id("of").ok_or(Refusal::NotFound)?;
    let views = &asked.site.app.views;
    let case = views.case(&asked.who, id, asked.today).await?.ok_or(Refusal::NotFound)?;
    let sessions = views.sessions_of(&asked.who, id, MOST).await?;
    let rows = sessions.iter().map(|session| {
        let (time, details) = (&session.time, &session.details);
        let place = session.place.as_ref().and_then(|place| place.get());
        let who = details.companions.as_ref().and_then(|who| who.get());
        let at = time.starts_at.map(|at| at.format("%H:%M").to_string());
        let text = |value: Option<String>| value.map_or(Cell::Empty, Cell::text);
        vec![
            Cell::Date(time.on),
            text(at),
            Cell::text(time.kind.label()),
            text(details.activity.map(|activity| activity.label().to_owned())),
            Cell::Hours(time.minutes),
            details.travel_minutes.map_or(Cell::Empty, Cell::Hours),
            text(place.map(ToString::to_string)),
            text(who.map(ToString::to_string)),
            Cell::text(session.status.label()),
        ]
    });
    let heads = vec![
        "Day",
        "Time",
        "What",
        "Doing",
        "Hours",
        "On the way",
        "Where",
        "Who came along",
        "What became of it",
    ];
    let title = format!("{} of case {}", List::Visits.label(), reference(case.row.engagement.engagement_id));
    Ok(Sheet { title, rows: rows.collect(), ..asked.sheet(List::Visits, "Visits", heads) })
}
