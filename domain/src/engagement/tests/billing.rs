//! What delivered sessions come to.

use proptest::prelude::*;

use super::*;
use crate::engagement::billing::{Cover, Delivered, LineSession, Statement, charge_lines, lines, statement};
use crate::shared::calendar::FourWeeks;

fn charged(sessions: &[(&str, i64, SessionKind)], rates: &[(&str, &str)], budget: i64) -> Statement {
    let rates: Vec<_> =
        rates.iter().map(|(from, pounds)| DatedRate { from: day(from), rate: rate(pounds) }).collect();
    let sessions = sessions.iter().zip(1..).map(|((on, minutes, kind), number)| Delivered {
        session_id: id(number),
        on: day(on),
        minutes: *minutes,
        chargeable: kind.is_chargeable(),
    });
    charge_lines(sessions, &rates, Money(budget), FourWeeks::default_anchor(), |_, _| 0)
}

fn told(session: &LineSession) -> (Cover, Option<i64>, Option<i64>) {
    (session.cover, session.amount.map(Money::pence), session.due.map(Money::pence))
}

const TOGETHER: SessionKind = SessionKind::FaceToFace;

#[test]
fn ninety_five_minutes_at_27_40_are_43_38_in_the_first_period() {
    let statement = charged(&[("2026-04-14", 95, TOGETHER)], &[("2026-04-06", "27.40")], 164_400);
    let line = &statement.lines[0];
    assert_eq!((line.first, line.last), (day("2026-04-06"), day("2026-05-03")));
    assert_eq!((line.sessions.len(), line.minutes, line.amount), (1, 95, Money(4_338)));
    assert_eq!((statement.spent, statement.left), (Money(4_338), Money(160_062)));
}

#[test]
fn the_thirteenth_period_runs_from_8_march_to_4_april_2027() {
    let sessions = [("2027-03-08", 60, TOGETHER), ("2027-04-04", 60, TOGETHER)];
    let statement = charged(&sessions, &[("2026-04-06", "27.40")], 164_400);
    assert_eq!(statement.lines.len(), 1);
    assert_eq!((statement.lines[0].first, statement.lines[0].last), (day("2027-03-08"), day("2027-04-04")));
}

#[test]
fn a_period_in_which_the_price_changes_has_a_line_for_each_price() {
    let sessions = [("2026-04-14", 150, TOGETHER), ("2026-04-21", 150, TOGETHER)];
    let prices = [("2026-04-06", "27.40"), ("2026-04-20", "28.77")];
    let lines = charged(&sessions, &prices, 164_400).lines;
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0].first, lines[1].first);
    assert_eq!((lines[0].rate, lines[0].amount), (rate("27.40"), Money(6_850)));
    assert_eq!((lines[1].rate, lines[1].amount), (rate("28.77"), Money(7_193)));
}

#[test]
fn minutes_are_added_up_before_they_are_rounded() {
    // 1 minute at £27.40 is 45.67 p: three of them are 137 p, not three times 46 p
    let sessions = [("2026-04-14", 1, TOGETHER), ("2026-04-15", 1, TOGETHER), ("2026-04-16", 1, TOGETHER)];
    let statement = charged(&sessions, &[("2026-04-06", "27.40")], 164_400);
    assert_eq!((statement.lines[0].sessions.len(), statement.spent), (3, Money(137)));
}

#[test]
fn billing_stops_at_the_budget_and_the_rest_is_shown() {
    let sessions = [("2026-04-14", 60, TOGETHER), ("2026-05-05", 60, TOGETHER), ("2026-06-02", 60, TOGETHER)];
    let statement = charged(&sessions, &[("2026-04-06", "27.40")], 4_000);
    let due: Vec<_> = statement.lines.iter().map(|line| (line.amount, line.due)).collect();
    assert_eq!(
        due,
        [(Money(2_740), Money(2_740)), (Money(2_740), Money(1_260)), (Money(2_740), Money::ZERO)]
    );
    assert_eq!(
        (statement.spent, statement.over_budget, statement.left),
        (Money(4_000), Money(4_220), Money(0))
    );
}

#[test]
fn each_session_says_how_far_the_budget_reached_and_its_own_amount_where_that_is_whole_pence() {
    let sessions = [("2026-04-14", 60, TOGETHER), ("2026-04-15", 60, TOGETHER), ("2026-04-16", 95, TOGETHER)];
    let statement = charged(&sessions, &[("2026-04-06", "27.40")], 4_000);
    assert_eq!(
        statement.lines[0].sessions.iter().map(told).collect::<Vec<_>>(),
        [
            (Cover::InFull, Some(2_740), Some(2_740)),
            (Cover::InPart, Some(2_740), Some(1_260)),
            (Cover::Beyond, None, Some(0)),
        ]
    );
    // 95 minutes are £43.38⅓: beside others, only the line can say what they come to.
    let enough = charged(&sessions, &[("2026-04-06", "27.40")], 164_400);
    assert_eq!(told(&enough.lines[0].sessions[2]), (Cover::InFull, None, None));
    let alone = charged(&sessions[2..], &[("2026-04-06", "27.40")], 164_400);
    assert_eq!(told(&alone.lines[0].sessions[0]), (Cover::InFull, Some(4_338), Some(4_338)));
}

#[test]
fn a_line_has_the_minutes_agreed_for_the_days_of_its_price() {
    let story = active().then(deliver(1, "2026-05-20", 60));
    let lines = lines(&story.state, FourWeeks::default_anchor());
    let line = &lines[0];
    assert_eq!(line.agreed_minutes, story.state.agreed_minutes(line.first, line.last));
    assert!(line.agreed_minutes > 0);
    let prices = [("2026-04-06", "27.40"), ("2026-04-20", "28.77")];
    let split =
        charged(&[("2026-04-14", 60, TOGETHER), ("2026-04-21", 60, TOGETHER)], &prices, 164_400).lines;
    assert_eq!((split[0].from, split[0].to), (day("2026-04-06"), day("2026-04-19")));
    assert_eq!((split[1].from, split[1].to), (day("2026-04-20"), day("2026-05-03")));
}

#[test]
fn travel_and_planning_are_recorded_and_not_charged() {
    let sessions = [("2026-04-14", 60, SessionKind::Travel), ("2026-04-14", 30, SessionKind::Planning)];
    let statement = charged(&sessions, &[("2026-04-06", "27.40")], 4_000);
    assert_eq!((statement.lines.len(), statement.not_chargeable_minutes), (0, 90));
    let charged = SessionKind::ALL.iter().filter(|kind| kind.is_chargeable()).count();
    assert_eq!(charged, 5);
}

#[test]
fn minutes_without_a_price_do_not_vanish() {
    let statement = charged(&[("2026-04-05", 60, TOGETHER)], &[("2026-04-06", "27.40")], 4_000);
    assert_eq!((statement.lines.len(), statement.unpriced_minutes), (0, 60));
}

#[test]
fn an_engagement_is_charged_for_delivered_sessions_as_they_were_put_right() {
    let story = active()
        .then(plan(1, "2026-05-19"))
        .then(deliver(2, "2026-05-20", 60))
        .then(deliver(3, "2026-05-21", 60))
        .then(C::VoidSession { session_id: id(3), reason: words("Wrong person.") })
        .then(C::CorrectSession {
            session_id: id(2),
            time: lasting("2026-05-20", 95),
            place: None,
            details: None,
            note: None,
            without_note: false,
            reason: words("The walk home."),
            died_on: None,
        });
    let anchor = FourWeeks::default_anchor();
    let lines = lines(&story.state, anchor);
    assert_eq!((lines.len(), lines[0].sessions.len(), lines[0].amount), (1, 1, Money(4_338)));
    assert_eq!(statement(&story.state, anchor).left, Money(160_062));
    assert_eq!(statement(&consented().state, anchor), Statement::default());
}

proptest! {
    #[test]
    fn totals_are_sums_of_rounded_lines_and_no_minute_vanishes(
        sessions in prop::collection::vec((-40_i64..400, 1_i64..720, 0_usize..7), 0..60),
        changes in prop::collection::vec((0_i64..300, 1_i64..10_000_000), 1..4),
        budget in 0_i64..5_000_000,
    ) {
        let from = day("2026-04-06");
        let sessions: Vec<_> = sessions
            .into_iter()
            .zip(1..)
            .map(|((offset, minutes, kind), number)| Delivered {
                session_id: id(number),
                on: from + chrono::Duration::days(offset),
                minutes,
                chargeable: SessionKind::ALL[kind].is_chargeable(),
            })
            .collect();
        let rates: Vec<_> = changes
            .into_iter()
            .map(|(offset, rate)| DatedRate { from: from + chrono::Duration::days(offset), rate: Rate(rate) })
            .collect();
        let agreed = |from: chrono::NaiveDate, to: chrono::NaiveDate| (to - from).num_days() + 1;
        let statement = charge_lines(sessions.clone(), &rates, Money(budget), FourWeeks::default_anchor(), agreed);
        let amounts: Money = statement.lines.iter().map(|line| line.amount).sum();
        let due: Money = statement.lines.iter().map(|line| line.due).sum();
        prop_assert_eq!(due, statement.spent);
        prop_assert_eq!(amounts, statement.spent + statement.over_budget);
        prop_assert_eq!(statement.left, Money(budget) - statement.spent);
        prop_assert!(statement.left >= Money::ZERO && statement.over_budget >= Money::ZERO);
        let on_lines: i64 = statement.lines.iter().map(|line| line.minutes).sum();
        let delivered: i64 = sessions.iter().map(|session| session.minutes).sum();
        prop_assert_eq!(on_lines + statement.not_chargeable_minutes + statement.unpriced_minutes, delivered);
        for line in &statement.lines {
            prop_assert!(line.first <= line.from && line.from <= line.to && line.to <= line.last);
            prop_assert_eq!(line.sessions.iter().map(|session| session.minutes).sum::<i64>(), line.minutes);
            let covers: Vec<_> = line.sessions.iter().map(|session| session.cover).collect();
            prop_assert!(covers.is_sorted(), "the budget reaches from the first session on");
            prop_assert_eq!(line.due == line.amount, covers.iter().all(|cover| *cover == Cover::InFull));
            if let Some(dues) = line.sessions.iter().map(|session| session.due).collect::<Option<Vec<_>>>() {
                prop_assert_eq!(dues.into_iter().sum::<Money>(), line.due);
            }
        }

        let mut shuffled = sessions;
        shuffled.reverse();
        prop_assert_eq!(statement, charge_lines(shuffled, &rates, Money(budget), FourWeeks::default_anchor(), agreed));
    }
}
