//! A connector's week: every visit of its seven days, whatever became of it, and what falls due on each.
//! Their own, or for a team lead a colleague's.

use std::collections::HashMap;

use chrono::{Days, NaiveDate, NaiveTime, Weekday};
use domain::engagement::SessionStatus;
use domain::engagement::records::SessionTime;
use domain::shared::ids::{AccountId, RelationshipId, SessionId};

use super::cases::{Case, Which};
use super::measures::MeasureDueItem;
use super::messages::MessageOwed;
use super::people::Asking;
use super::relationships::Tie;
use super::safety::SafetyDue;
use super::sessions::Visit;
use super::today::{DueItem, beside, due_in};
use crate::App;
use crate::access::Connecting;
use crate::accounts::Colleague;
use crate::error::Refusal;
use crate::team_book::supervision::{SupervisionDue, due_with};

/// Most cases that a week is worked out from.
const MOST_CASES: i64 = 500;
/// Most visits of one week, or of the half year that a calendar holds.
const MOST_VISITS: i64 = 3_000;
/// Weeks that a calendar goes back.
const CALENDAR_BACK_WEEKS: u64 = 4;
/// Weeks that a calendar looks ahead: as far as a series of visits may.
const CALENDAR_AHEAD_WEEKS: u64 = 26;
/// Minutes of a day, which no visit is longer than.
const DAY_MINUTES: i64 = 24 * 60;

/// One connector's week.
#[derive(Debug, Clone, PartialEq)]
pub struct Week {
    /// Today.
    pub today: NaiveDate,
    /// Its Monday.
    pub monday: NaiveDate,
    /// Whose it is; `None` when it is the viewer's own.
    pub of: Option<Colleague>,
    /// Its seven days, Monday first.
    pub days: Vec<WeekDay>,
    /// What to call the other of the two, in the relationships that visits are beside.
    pub others: HashMap<RelationshipId, String>,
}

/// One day of it.
#[derive(Debug, Clone, PartialEq)]
pub struct WeekDay {
    /// Which.
    pub on: NaiveDate,
    /// Its visits in the order of their times, those without one first.
    pub visits: Vec<Visit>,
    /// Those who are to meet for the first time on it, in the order of their times.
    pub meetings: Vec<Tie>,
    /// What falls due on it.
    pub due: Vec<DueItem>,
    /// Questions about how life is, to be asked by it.
    pub measures: Vec<MeasureDueItem>,
    /// Messages back to whoever referred somebody, to be written by it.
    pub messages: Vec<MessageOwed>,
    /// What of supervision is on it.
    pub supervision: Vec<SupervisionDue>,
    /// Checks of relationships that stand on their own and fall due on it, in which month.
    pub checks: Vec<(Tie, u8)>,
    /// Safety notes to look at again by it.
    pub safety: Vec<SafetyDue>,
    /// What holds until it, and is to be asked again.
    pub asking: Vec<Asking>,
    /// Those of its visits that are planned while another is.
    pub at_once: Vec<SessionId>,
}

/// The Monday of a day's week.
pub fn monday_of(day: NaiveDate) -> NaiveDate {
    day.week(Weekday::Mon).checked_first_day().unwrap_or(day)
}

impl App {
    /// The week of a day: the viewer's own, or of a colleague whom a team lead asks for.
    pub async fn week(
        &self,
        who: &Connecting<'_>,
        day: NaiveDate,
        of: Option<AccountId>,
    ) -> Result<Week, Refusal> {
        let today = self.clock.today();
        let of = match of.filter(|of| *of != who.account()) {
            Some(_) if !who.leads() => return Err(Refusal::NotFound),
            Some(of) => {
                let colleagues = self.accounts.colleagues(who).await?;
                let found = colleagues.into_iter().find(|colleague| colleague.account_id == of);
                Some(found.ok_or(Refusal::NotFound)?)
            }
            None => None,
        };
        let whose = of.as_ref().map_or(who.account(), |colleague| colleague.account_id);
        let monday = monday_of(day);
        let sunday = monday + Days::new(6);
        // What does not wait for each other is asked together.
        let (visits, cases, messages, supervision, meetings, to_check) = futures::try_join!(
            self.views.between_days(who, whose, (monday, sunday), MOST_VISITS),
            self.views.caseload(who, Which::Open, Some(whose), today, MOST_CASES),
            self.views.messages_owed(who, whose, (today, sunday)),
            self.supervisions_with(who, whose),
            self.views.first_meetings(who, whose, (monday, sunday)),
            self.views.relationships_to_check(who, whose, (Some(monday), sunday))
        )?;
        // A connector's own caseload holds those too that nobody has been asked to take.
        let cases: Vec<Case> =
            cases.into_iter().filter(|case| case.row.engagement.connector() == Some(whose)).collect();
        let due: Vec<DueItem> = cases.iter().flat_map(|case| due_in(case, sunday)).collect();
        let supervision = due_with(&supervision, whose, sunday);
        let beside = beside(visits.iter());
        let (others, (safety, asking)) = futures::try_join!(self.views.others_of(who, &beside), async {
            match &of {
                None => futures::try_join!(
                    self.views.safety_due(who, sunday),
                    self.views.to_ask_again(who, sunday)
                ),
                Some(_) => futures::try_join!(
                    self.views.safety_in_team(who, Some(whose), sunday, MOST_CASES),
                    self.views.asking_in_team(who, Some(whose), sunday, MOST_CASES)
                ),
            }
        })?;
        let measures = self.measures_due(who, whose, &cases, sunday).await?;
        let days = (0..7).map(|ahead| {
            let on = monday + Days::new(ahead);
            let visits: Vec<Visit> =
                visits.iter().filter(|visit| visit.session.time.on == on).cloned().collect();
            WeekDay {
                on,
                at_once: at_once(&visits),
                visits,
                meetings: meetings.iter().filter(|tie| meets_on(tie) == Some(on)).cloned().collect(),
                measures: measures.iter().filter(|item| item.due.due_on == on).cloned().collect(),
                messages: messages.iter().filter(|item| item.owed.due_on == on).cloned().collect(),
                supervision: supervision.iter().filter(|due| due.on() == on).cloned().collect(),
                due: due.iter().filter(|item| item.due.due_on == on).cloned().collect(),
                checks: to_check.iter().flat_map(|tie| checks_on(tie, on)).collect(),
                safety: safety.iter().filter(|note| note.review_on == on).cloned().collect(),
                asking: asking.iter().filter(|asking| asking.on == on).cloned().collect(),
            }
        });
        Ok(Week { today, monday, of, days: days.collect(), others })
    }

    /// Visits planned for a connector that lie over one of `times`.
    pub async fn clashes(
        &self,
        who: &Connecting<'_>,
        whose: AccountId,
        times: &[SessionTime],
    ) -> Result<Vec<Visit>, Refusal> {
        let days = times.iter().map(|time| time.on);
        let (Some(first), Some(last)) = (days.clone().min(), days.max()) else { return Ok(Vec::new()) };
        let visits = self.views.between_days(who, whose, (first, last), MOST_VISITS).await?;
        let planned = visits.into_iter().filter(|visit| visit.session.status == SessionStatus::Planned);
        Ok(planned.filter(|visit| times.iter().any(|time| overlap(time, &visit.session.time))).collect())
    }

    /// What stands in the viewer's calendar from four weeks ago to 26 ahead: every visit, and who is to meet for the
    /// first time.
    pub async fn calendar(&self, who: &Connecting<'_>) -> Result<(Vec<Visit>, Vec<Tie>), Refusal> {
        let (today, own) = (self.clock.today(), who.account());
        let days = (today - Days::new(7 * CALENDAR_BACK_WEEKS), today + Days::new(7 * CALENDAR_AHEAD_WEEKS));
        Ok(futures::try_join!(
            self.views.between_days(who, own, days, MOST_VISITS),
            self.views.first_meetings(who, own, days)
        )?)
    }
}

/// The day on which two are to meet for the first time.
fn meets_on(tie: &Tie) -> Option<NaiveDate> {
    tie.relationship.to_meet().map(|meeting| meeting.on)
}

/// The checks of a relationship that fall due on a day.
fn checks_on(tie: &Tie, on: NaiveDate) -> impl Iterator<Item = (Tie, u8)> {
    let due = tie.relationship.checks_due().into_iter().filter(move |(_, due_on)| *due_on == on);
    due.map(|(month, _)| (tie.clone(), month))
}

/// Planned visits of one day that lie over another planned one; those of one group are one.
fn at_once(visits: &[Visit]) -> Vec<SessionId> {
    let planned = || visits.iter().filter(|visit| visit.session.status == SessionStatus::Planned);
    let clashes = |one: &Visit| {
        planned().any(|other| {
            other.session.session_id != one.session.session_id
                && !is_one_group(one, other)
                && overlap(&one.session.time, &other.session.time)
        })
    };
    planned().filter(|visit| clashes(visit)).map(|visit| visit.session.session_id).collect()
}

/// Whether two visits are of the same group, and so the same time of the connector's.
fn is_one_group(one: &Visit, other: &Visit) -> bool {
    one.session
        .details
        .group
        .is_some_and(|group| other.session.details.group.is_some_and(|same| same.group_id == group.group_id))
}

/// Whether two times lie over each other. One without a time of day can be at any, so it is in nobody's way.
fn overlap(one: &SessionTime, other: &SessionTime) -> bool {
    let span = |time: &SessionTime| {
        let start = time.starts_at?.signed_duration_since(NaiveTime::MIN).num_minutes();
        Some((start, start + time.minutes.clamp(0, DAY_MINUTES)))
    };
    match (span(one), span(other)) {
        (Some((start, end)), Some((from, to))) => one.on == other.on && start < to && from < end,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use domain::engagement::SessionKind;

    use super::*;

    fn at(on: &str, starts_at: &str, minutes: i64) -> SessionTime {
        SessionTime {
            on: on.parse().unwrap(),
            starts_at: starts_at.parse().ok(),
            minutes,
            kind: SessionKind::FaceToFace,
            relationship_id: None,
        }
    }

    #[test]
    fn two_visits_clash_when_one_begins_before_the_other_is_over() {
        let ten = at("2026-03-12", "10:00:00", 90);
        assert!(overlap(&ten, &at("2026-03-12", "11:29:00", 30)));
        assert!(overlap(&ten, &at("2026-03-12", "09:00:00", 61)));
        assert!(!overlap(&ten, &at("2026-03-12", "11:30:00", 30)), "one after the other");
        assert!(!overlap(&ten, &at("2026-03-13", "10:00:00", 90)), "another day");
        assert!(!overlap(&ten, &at("2026-03-12", "", 90)), "at any time of the day");
    }

    #[test]
    fn a_week_begins_on_its_monday() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(monday_of(day("2026-03-12")), day("2026-03-09"));
        assert_eq!(monday_of(day("2026-03-15")), day("2026-03-09"));
        assert_eq!(monday_of(day("2026-03-09")), day("2026-03-09"));
    }
}
