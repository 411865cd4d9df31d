//! What is left to do for people with whom the work had begun before their list was brought: each of their cases with
//! what the list said, until its work has begun in Kith as any other does.

use app::access::Connecting;
use app::error::Refusal;
use app::imports::{Outcome, Running};
use app::views::cases::{Case, Of};
use domain::engagement::Stage;
use domain::shared::ids::EngagementId;
use futures::{StreamExt, TryStreamExt};

use crate::sentences::case::standing;
use crate::site::Site;
use crate::{format, paths};

/// Cases listed at once; the others move up as these begin.
const LISTED: usize = 50;
/// Cases asked for at the same time.
const AT_ONCE: usize = 16;

/// How far it is.
#[derive(Default)]
pub(super) struct ToBegin {
    /// Those that wait, as far as they are listed.
    pub(super) cases: Vec<Waiting>,
    /// How many there were.
    pub(super) all: usize,
    /// How many have begun.
    pub(super) begun: usize,
}

/// A case whose work is to begin.
pub(super) struct Waiting {
    pub(super) row: usize,
    pub(super) href: String,
    pub(super) name: String,
    /// "Worked with since 3 March 2025, agreed until 3 March 2026, 2 hours a week"
    pub(super) said: String,
    /// Where the case stands now.
    pub(super) standing: String,
}

impl ToBegin {
    /// Of the rows that came, those of work under way.
    pub(super) async fn of(site: &Site, who: &Connecting<'_>, came: &[&Outcome]) -> Result<Self, Refusal> {
        let under_way = came.iter().filter_map(|one| Some((one.row, one.engagement?.0, one.running?)));
        let under_way: Vec<(usize, EngagementId, Running)> = under_way.collect();
        if under_way.is_empty() {
            return Ok(Self::default());
        }
        let ids: Vec<EngagementId> = under_way.iter().map(|(_, id, _)| *id).collect();
        let limit = i64::try_from(ids.len()).unwrap_or(i64::MAX);
        let views = &site.app.views;
        let stages = [Stage::Active, Stage::Paused];
        let begun = views.people_of_cases(who, &stages, Of::These(&ids), limit).await?;
        let begun: Vec<EngagementId> = begun.into_iter().map(|one| one.engagement_id).collect();
        let today = site.app.clock.today();
        let waits = under_way.iter().filter(|(_, id, _)| !begun.contains(id)).copied();
        // What nobody has been asked to take stands in no list of cases yet, so each is asked for.
        let cases: Vec<Waiting> = futures::stream::iter(waits.collect::<Vec<_>>())
            .map(|(row, id, running)| async move {
                let case = views.case(who, id, today).await?;
                Ok::<_, Refusal>(case.filter(is_to_begin).map(|case| Waiting {
                    row: row + 1,
                    href: paths::engagement(id),
                    name: case.person.name.clone(),
                    said: said(&running),
                    standing: standing(&case, today),
                }))
            })
            .buffered(AT_ONCE)
            // A colleague's, and those that have come to an end, take nobody's place in the list.
            .try_filter_map(|waiting| std::future::ready(Ok(waiting)))
            .take(LISTED)
            .try_collect()
            .await?;
        Ok(Self { cases, all: under_way.len(), begun: begun.len() })
    }
}

/// Whether it has neither begun nor come to an end.
fn is_to_begin(case: &Case) -> bool {
    case.row.engagement.stage.is_open() && case.row.engagement.started_on.is_none()
}

fn said(running: &Running) -> String {
    let parts = [
        Some(format!("Worked with since {}", format::date(running.started_on))),
        running.agreed_until.map(|until| format!("agreed until {}", format::date(until))),
        running.minutes_a_week.map(|minutes| format!("{} a week", format::hours(minutes))),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_list_said_is_said_in_one_line_and_what_it_did_not_is_left_out() {
        let started_on = "2025-03-03".parse().unwrap();
        let running = Running { started_on, agreed_until: None, minutes_a_week: Some(90) };
        assert_eq!(
            said(&running),
            "Worked with since 3 March 2025, 1 hour 30 a week".replace("1 hour 30", &format::hours(90))
        );
    }
}
