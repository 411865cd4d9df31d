//! A budget statement with the sessions behind each of its lines. Lines and amounts, and which session is
//! part of which line, are the domain's; here each session is put beside what is said of it.

use std::collections::BTreeMap;

use app::views::budgets::Budget;
use app::views::sessions::SessionRow;
use chrono::{DateTime, NaiveDate, Utc};
use domain::engagement::FundingCorrection;
use domain::engagement::billing::{Cover, LineSession, PeriodLine, rate_on};
use domain::engagement::codes::SessionStatus;
use domain::shared::calendar::FourWeeks;
use domain::shared::ids::SessionId;
use domain::shared::money::{Money, Rate};

use crate::format;

/// One session with what held on its day and what became of it in money.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The session, words left out.
    pub session: SessionRow,
    /// Minutes agreed a week on its day; `None` outside the term.
    pub weekly: Option<i64>,
    /// The price of its day.
    pub rate: Option<Rate>,
    /// Its part in its line; `None` when it is not charged.
    pub money: Option<LineSession>,
    /// Whether it was recorded, or last put right, after its four weeks had ended.
    pub late: bool,
}

/// One line with its sessions, oldest first.
#[derive(Debug, Clone)]
pub struct Line {
    /// From one, in order: its name on the page and in an export.
    pub number: usize,
    /// The amounts.
    pub period: PeriodLine,
    /// What it is made of.
    pub sessions: Vec<Entry>,
}

/// Every session in its place.
#[derive(Debug, Clone, Default)]
pub struct Sorted {
    /// What is charged.
    pub lines: Vec<Line>,
    /// Delivered, of a kind that is not charged or on a day without a price.
    pub not_charged: Vec<Entry>,
    /// Planned, called off, not attended or taken back.
    pub not_delivered: Vec<Entry>,
}

/// Puts each session to the line that names it.
pub fn sort(budget: &Budget, sessions: Vec<SessionRow>) -> Sorted {
    let mut sorted = Sorted::default();
    let lines = budget.statement.lines.iter().enumerate();
    let parts: BTreeMap<SessionId, (usize, &LineSession)> = lines
        .clone()
        .flat_map(|(at, line)| line.sessions.iter().map(move |part| (part.session_id, (at, part))))
        .collect();
    let line = |(at, period): (usize, &PeriodLine)| Line {
        number: at + 1,
        period: period.clone(),
        sessions: Vec::new(),
    };
    sorted.lines = lines.map(line).collect();
    for session in sessions {
        let part = parts.get(&session.session_id);
        let delivered = session.status == SessionStatus::Delivered;
        let entry = Entry::of(budget, session, part.map(|(_, money)| (*money).clone()));
        match part.and_then(|(at, _)| sorted.lines.get_mut(*at)) {
            Some(line) => line.sessions.push(entry),
            None if delivered => sorted.not_charged.push(entry),
            None => sorted.not_delivered.push(entry),
        }
    }
    sorted
}

impl Entry {
    fn of(budget: &Budget, session: SessionRow, money: Option<LineSession>) -> Self {
        let on = session.time.on;
        let period = FourWeeks::holding(on, budget.contract.anchor);
        let after = |at: DateTime<Utc>| format::london_date(at) > period.last;
        let late = session.recorded_at.is_some_and(after) || session.corrected_at.is_some_and(after);
        let (weekly, rate) =
            (budget.minutes_per_week_on(on), rate_on(&budget.rates, on).map(|dated| dated.rate));
        Self { session, weekly, rate, money, late }
    }

    /// "Put right twice"; "" when it was not.
    pub fn corrected(&self) -> String {
        match self.session.corrections {
            0 => String::new(),
            1 => "Put right once".to_owned(),
            2 => "Put right twice".to_owned(),
            more => format!("Put right {more} times"),
        }
    }

    /// "recorded 10 March 2026, put right 12 March 2026"; nothing for what was recorded the same day.
    pub fn recorded(&self) -> String {
        let day = |at: DateTime<Utc>| format::date(format::london_date(at));
        let later = |at: &DateTime<Utc>| format::london_date(*at) != self.session.time.on;
        let recorded = self.session.recorded_at.filter(later).map(|at| format!("recorded {}", day(at)));
        let corrected = self.session.corrected_at.map(|at| format!("put right {}", day(at)));
        recorded.into_iter().chain(corrected).collect::<Vec<_>>().join(", ")
    }

    /// "3:00"
    pub fn agreed(&self) -> String {
        self.weekly.map_or_else(|| "–".to_owned(), clock_hours)
    }

    /// "1:35"
    pub fn hours(&self) -> String {
        clock_hours(self.session.time.minutes)
    }

    /// The rate of its day, whether or not it is charged.
    pub fn rate_of_day(&self) -> String {
        self.rate.map_or_else(|| "–".to_owned(), rate_words)
    }

    /// "In full", and "No" for what is not charged at all.
    pub fn charged(&self) -> &'static str {
        self.money.as_ref().map_or("No", |part| part.cover.label())
    }

    /// "£27.40" or "£12.60 of £27.40"; "" where only the line can say.
    pub fn amount(&self) -> String {
        let pounds = |amount: Money| format::money(amount.pence());
        let Some(part) = &self.money else { return String::new() };
        match (part.cover, part.due, part.amount) {
            (Cover::InFull, _, Some(amount)) => pounds(amount),
            (_, Some(due), Some(amount)) => format!("{} of {}", pounds(due), pounds(amount)),
            (_, due, _) => due.map_or_else(String::new, pounds),
        }
    }
}

/// When and why it was put right who pays, and what had been noted: one sentence each.
pub fn correction_words(budget: &Budget) -> Vec<String> {
    let told = |correction: &FundingCorrection| {
        let reason = correction.reason.get().map_or_else(String::new, |reason| format!(": {reason}"));
        let was = &correction.was;
        let prices: Vec<String> = correction
            .was_rates
            .iter()
            .map(|dated| format!("{} an hour from {}", rate_words(dated.rate), format::date(dated.from)))
            .collect();
        format!(
            "Put right on {}{} Until then {} and a budget of {} were noted, by the route “{}”.",
            format::date(correction.corrected_on),
            if reason.ends_with(['.', '!', '?']) { reason } else { format!("{reason}.") },
            format::and_list(&prices),
            format::money(was.budget.pence()),
            was.route.label()
        )
    };
    budget.corrections.iter().map(told).collect()
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
    use domain::engagement::billing::{self, charge_lines};
    use domain::engagement::codes::{FundingRoute, SessionKind, Stage};
    use domain::engagement::hours::WeeklyMinutes;
    use domain::engagement::records::{DatedRate, SessionDetails, SessionTime};
    use domain::shared::ids::{ContractId, EngagementId, OrganisationId, PersonId, SessionId};

    use super::*;

    fn on(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn session(day: &str, minutes: i64, kind: SessionKind, status: SessionStatus) -> SessionRow {
        SessionRow {
            session_id: SessionId(uuid::Uuid::from_u128(day.replace('-', "").parse().unwrap())),
            organisation: OrganisationId::default(),
            engagement_id: EngagementId::default(),
            status,
            time: SessionTime { on: on(day), starts_at: None, minutes, kind, relationship_id: None },
            place: None,
            note: None,
            details: SessionDetails::default(),
            series_id: None,
            recorded_at: None,
            settled_at: None,
            cancelled_by: None,
            absent: None,
            absent_because: None,
            corrections: 0,
            corrected_at: None,
            changes: 0,
            changed_at: Default::default(),
        }
    }

    fn budget(total: i64, sessions: &[SessionRow]) -> Budget {
        let rates = vec![
            DatedRate { from: on("2026-04-06"), rate: Rate(274_000) },
            DatedRate { from: on("2026-04-20"), rate: Rate(287_700) },
        ];
        let anchor = FourWeeks::default_anchor();
        let delivered =
            sessions.iter().filter(|session| session.status == SessionStatus::Delivered).map(|session| {
                billing::Delivered {
                    session_id: session.session_id,
                    on: session.time.on,
                    minutes: session.time.minutes,
                    chargeable: session.time.kind.is_chargeable(),
                }
            });
        let statement = charge_lines(delivered, &rates, Money(total), anchor, |_, _| 0);
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
            weekly: vec![
                WeeklyMinutes { from: on("2026-04-06"), minutes_per_week: 120 },
                WeeklyMinutes { from: on("2026-05-04"), minutes_per_week: 90 },
            ],
            rates,
            corrections: Vec::new(),
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
            let minutes: i64 = line.sessions.iter().map(|entry| entry.session.time.minutes).sum();
            assert_eq!(minutes, line.period.minutes);
            assert_eq!(line.period.amount, line.period.rate.charge(minutes));
        }
        assert_eq!(sorted.lines[0].period.amount, Money(4338));
        assert_eq!(
            (sorted.lines[0].period.first, sorted.lines[1].period.first),
            (on("2026-04-06"), on("2026-04-06"))
        );
        assert_eq!(sorted.lines[2].period.first, on("2026-05-04"));
        let weekly = |line: usize| sorted.lines[line].sessions[0].weekly;
        assert_eq!((weekly(0), weekly(1), weekly(2)), (Some(120), Some(120), Some(90)));
    }

    #[test]
    fn a_session_that_the_budget_does_not_reach_says_so_and_what_it_is_worth() {
        let sessions = vec![
            session("2026-04-10", 60, FaceToFace, Delivered),
            session("2026-04-11", 60, FaceToFace, Delivered),
            session("2026-04-12", 95, FaceToFace, Delivered),
            session("2026-04-13", 60, Travel, Delivered),
        ];
        let sorted = sort(&budget(4_000, &sessions), sessions.clone());
        let told = |entry: &Entry| (entry.charged(), entry.amount());
        let line: Vec<_> = sorted.lines[0].sessions.iter().map(told).collect();
        assert_eq!(
            line,
            [
                ("In full", "£27.40".to_owned()),
                ("In part", "£12.60 of £27.40".to_owned()),
                ("Beyond the budget", "£0.00".to_owned()),
            ]
        );
        assert_eq!(told(&sorted.not_charged[0]), ("No", String::new()));
    }

    #[test]
    fn what_is_recorded_or_put_right_after_its_four_weeks_is_late() {
        let at = |text: &str| Some(text.parse::<DateTime<Utc>>().unwrap());
        let late = |recorded_at, corrected_at| {
            let session =
                SessionRow { recorded_at, corrected_at, ..session("2026-04-10", 60, FaceToFace, Delivered) };
            sort(&budget(100_000, std::slice::from_ref(&session)), vec![session]).lines[0].sessions[0].late
        };
        // The four weeks end on Sunday 3 May at midnight in London, an hour before midnight UTC.
        assert!(!late(at("2026-05-03T22:59:00Z"), None));
        assert!(late(at("2026-05-03T23:00:00Z"), None));
        assert!(late(at("2026-04-10T12:00:00Z"), at("2026-05-20T12:00:00Z")));
    }

    #[test]
    fn minutes_beyond_the_budget_are_those_it_could_not_pay() {
        let sessions = vec![session("2026-04-10", 120, FaceToFace, Delivered)];
        let line = |total: i64| budget(total, &sessions).statement.lines[0].clone();
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
