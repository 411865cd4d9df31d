//! A budget statement with the sessions behind each of its lines. The amounts are the domain's; here each
//! session finds the line that it is part of, so that every penny can be followed back.

use std::collections::BTreeMap;

use app::views::budgets::Budget;
use app::views::sessions::SessionRow;
use chrono::NaiveDate;
use domain::engagement::billing::{PeriodLine, rate_on};
use domain::engagement::codes::SessionStatus;
use domain::shared::calendar::FourWeeks;
use domain::shared::money::{Money, Rate};

/// One line with its sessions, oldest first.
#[derive(Debug, Clone)]
pub struct Line {
    /// From one, in order: its name on the page and in an export.
    pub number: usize,
    /// The amounts.
    pub period: PeriodLine,
    /// What it is made of.
    pub sessions: Vec<SessionRow>,
}

/// Every session in its place.
#[derive(Debug, Clone, Default)]
pub struct Sorted {
    /// What is charged.
    pub lines: Vec<Line>,
    /// Delivered, of a kind that is not charged or on a day without a price.
    pub not_charged: Vec<SessionRow>,
    /// Planned, called off, not attended or taken back.
    pub not_delivered: Vec<SessionRow>,
}

/// Puts each session to the line of its four weeks and of the rate of its day.
pub fn sort(budget: &Budget, sessions: Vec<SessionRow>) -> Sorted {
    let mut sorted = Sorted::default();
    let mut gathered: BTreeMap<(FourWeeks, NaiveDate), Vec<SessionRow>> = BTreeMap::new();
    for session in sessions {
        let dated = rate_on(&budget.rates, session.time.on);
        if session.status != SessionStatus::Delivered {
            sorted.not_delivered.push(session);
        } else if let (true, Some(dated)) = (session.time.kind.is_chargeable(), dated) {
            let period = FourWeeks::holding(session.time.on, budget.contract.anchor);
            gathered.entry((period, dated.from)).or_default().push(session);
        } else {
            sorted.not_charged.push(session);
        }
    }
    let lines = budget.statement.lines.iter().zip(gathered.into_values()).zip(1..);
    sorted.lines =
        lines.map(|((period, sessions), number)| Line { number, period: *period, sessions }).collect();
    sorted
}

/// Minutes of a line that the budget no longer covered: all beyond the most whose charge is due.
pub fn minutes_beyond(line: &PeriodLine) -> i64 {
    let (mut covered, mut beyond) = (0, line.minutes + 1);
    while covered + 1 < beyond {
        let middle = (covered + beyond) / 2;
        if line.rate.charge(middle) <= line.due { covered = middle } else { beyond = middle }
    }
    line.minutes - covered
}

/// What was left at the end of each four weeks, up to `today` or the end of the term.
pub fn left_by_period(budget: &Budget, today: NaiveDate) -> Vec<(NaiveDate, i64)> {
    let Some((start, end)) = budget.term else { return Vec::new() };
    let until = end.min(today);
    let mut left = budget.total;
    let mut points = Vec::new();
    let mut period = FourWeeks::holding(start, budget.contract.anchor);
    while period.first <= until {
        let lines = budget.statement.lines.iter().filter(|line| line.first == period.first);
        left = left - lines.map(|line| line.due).sum::<Money>();
        points.push((period.last.min(until), left.pence()));
        let next = period.last + chrono::Days::new(1);
        period = FourWeeks::holding(next, budget.contract.anchor);
    }
    points
}

/// "£27.40"
pub fn rate_words(rate: Rate) -> String {
    format!("£{rate}")
}

/// Hours and minutes for a column: "41:30".
pub fn clock_hours(minutes: i64) -> String {
    format!("{}:{:02}", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use app::contracts::Contract;
    use domain::engagement::billing::charge_lines;
    use domain::engagement::codes::{FundingRoute, SessionKind, Stage};
    use domain::engagement::records::{DatedRate, SessionTime};
    use domain::shared::ids::{ContractId, EngagementId, OrganisationId, PersonId, SessionId};

    use super::*;

    fn on(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn session(day: &str, minutes: i64, kind: SessionKind, status: SessionStatus) -> SessionRow {
        SessionRow {
            session_id: SessionId::default(),
            organisation: OrganisationId::default(),
            engagement_id: EngagementId::default(),
            status,
            time: SessionTime { on: on(day), starts_at: None, minutes, kind, relationship_id: None },
            place: None,
            note: None,
            recorded_at: None,
            cancelled_by: None,
            absent: None,
            corrections: 0,
        }
    }

    fn budget(total: i64, sessions: &[SessionRow]) -> Budget {
        let rates = vec![
            DatedRate { from: on("2026-04-06"), rate: Rate(274_000) },
            DatedRate { from: on("2026-04-20"), rate: Rate(287_700) },
        ];
        let anchor = FourWeeks::default_anchor();
        let delivered = sessions
            .iter()
            .filter(|session| session.status == SessionStatus::Delivered)
            .map(|session| (session.time.on, session.time.minutes, session.time.kind));
        let statement = charge_lines(delivered, &rates, Money(total), anchor);
        Budget {
            engagement_id: EngagementId::default(),
            person_id: PersonId::default(),
            person_name: "Joy Okafor".into(),
            contract: Contract {
                contract_id: ContractId::default(),
                organisation_id: OrganisationId::default(),
                reference: "NC-114".into(),
                funder: "Northfield Council".into(),
                anchor,
            },
            route: FundingRoute::DirectPayment,
            stage: Stage::Active,
            term: Some((on("2026-04-06"), on("2026-09-30"))),
            ended_on: None,
            minutes_per_week: 120,
            rates,
            total: Money(total),
            statement,
        }
    }

    use SessionKind::{FaceToFace, Planning, Travel};
    use SessionStatus::{Cancelled, Delivered, Voided};

    #[test]
    fn every_session_stands_in_one_place_and_each_line_has_its_minutes() {
        let sessions = vec![
            session("2026-04-10", 95, FaceToFace, Delivered),
            session("2026-04-12", 60, Travel, Delivered),
            session("2026-04-21", 90, FaceToFace, Delivered),
            session("2026-04-28", 30, FaceToFace, Cancelled),
            session("2026-05-05", 60, FaceToFace, Delivered),
            session("2026-05-06", 45, Planning, Delivered),
            session("2026-05-07", 45, FaceToFace, Voided),
        ];
        let sorted = sort(&budget(100_000, &sessions), sessions.clone());
        assert_eq!((sorted.lines.len(), sorted.not_charged.len(), sorted.not_delivered.len()), (3, 2, 2));
        for line in &sorted.lines {
            let minutes: i64 = line.sessions.iter().map(|session| session.time.minutes).sum();
            assert_eq!(minutes, line.period.minutes);
            assert_eq!(line.period.amount, line.period.rate.charge(minutes));
        }
        assert_eq!(sorted.lines[0].period.amount, Money(4338));
        assert_eq!(
            (sorted.lines[0].period.first, sorted.lines[1].period.first),
            (on("2026-04-06"), on("2026-04-06"))
        );
        assert_eq!(sorted.lines[2].period.first, on("2026-05-04"));
    }

    #[test]
    fn minutes_beyond_the_budget_are_those_it_could_not_pay() {
        let sessions = vec![session("2026-04-10", 120, FaceToFace, Delivered)];
        let line = |total: i64| budget(total, &sessions).statement.lines[0];
        assert_eq!(minutes_beyond(&line(100_000)), 0);
        assert_eq!(minutes_beyond(&line(2740)), 60);
        assert_eq!(minutes_beyond(&line(0)), 120);
    }

    #[test]
    fn what_is_left_is_known_at_the_end_of_every_four_weeks_also_of_those_without_a_session() {
        let sessions = vec![
            session("2026-04-10", 60, FaceToFace, Delivered),
            session("2026-06-02", 60, FaceToFace, Delivered),
        ];
        let budget = budget(100_000, &sessions);
        assert_eq!(
            left_by_period(&budget, on("2026-06-10")),
            [(on("2026-05-03"), 97_260), (on("2026-05-31"), 97_260), (on("2026-06-10"), 94_383)]
        );
        assert_eq!(left_by_period(&budget, on("2026-04-01")), []);
    }
}
