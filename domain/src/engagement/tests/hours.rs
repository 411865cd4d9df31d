//! Minutes agreed and minutes delivered.

use super::*;
use crate::engagement::hours::AgreedHours;

const TERM: (&str, &str) = ("2026-04-06", "2026-10-04");

fn agreed_in(from: &str, to: &str, changes: &[(&str, i64)], pauses: &[(&str, Option<&str>)]) -> i64 {
    let changes: Vec<_> = changes
        .iter()
        .map(|(from, minutes)| WeeklyMinutes { from: day(from), minutes_per_week: *minutes })
        .collect();
    let rests = pauses.iter().map(|(from, to)| (day(from), to.map(day))).collect();
    AgreedHours { span: (day(TERM.0), day(TERM.1)), weekly: changes, rests }.minutes(day(from), day(to))
}

#[test]
fn four_weeks_at_150_minutes_are_600() {
    assert_eq!(agreed_in("2026-04-06", "2026-05-03", &[("2026-04-06", 150)], &[]), 600);
}

#[test]
fn a_part_of_a_week_is_rounded_half_up_once() {
    let one_day = |minutes| agreed_in("2026-04-06", "2026-04-06", &[("2026-04-06", minutes)], &[]);
    assert_eq!((one_day(150), one_day(17), one_day(18)), (21, 2, 3)); // 21.43, 2.43, 2.57
}

#[test]
fn days_outside_the_term_and_days_of_rest_hold_no_minutes() {
    assert_eq!(agreed_in("2026-03-01", "2026-04-12", &[("2026-04-06", 150)], &[]), 150);
    assert_eq!(agreed_in("2026-09-28", "2027-01-01", &[("2026-04-06", 150)], &[]), 150);
    assert_eq!(agreed_in("2026-10-05", "2026-10-11", &[("2026-04-06", 150)], &[]), 0);
    let week_off = [("2026-04-13", Some("2026-04-20"))];
    assert_eq!(agreed_in("2026-04-06", "2026-05-03", &[("2026-04-06", 150)], &week_off), 450);
    let resting = [("2026-04-13", None)];
    assert_eq!(agreed_in("2026-04-06", "2026-05-03", &[("2026-04-06", 150)], &resting), 150);
    let not_a_day = [("2026-04-13", Some("2026-04-13"))];
    assert_eq!(agreed_in("2026-04-06", "2026-05-03", &[("2026-04-06", 150)], &not_a_day), 600);
}

#[test]
fn each_number_of_minutes_holds_until_the_next() {
    let changes = [("2026-04-06", 150), ("2026-04-20", 90)];
    assert_eq!(agreed_in("2026-04-06", "2026-05-03", &changes, &[]), 480);
    assert_eq!(agreed_in("2026-04-20", "2026-04-26", &changes, &[]), 90);
}

#[test]
fn an_engagement_is_measured_to_its_end_with_its_extension() {
    let extended = active().then(extend_to("2026-12-27"));
    assert_eq!(extended.state.agreed_minutes(day("2026-09-28"), day("2026-10-11")), 240);
    assert_eq!(ended().state.agreed_minutes(day("2026-05-25"), day("2026-06-30")), 107); // five days
    assert_eq!(funded().state.agreed_minutes(day("2026-04-06"), day("2026-05-03")), 0);
}

#[test]
fn delivered_minutes_count_every_kind_in_the_span() {
    let story = active().then(deliver(1, "2026-05-20", 60)).then(deliver(2, "2026-05-27", 95));
    assert_eq!(story.state.delivered_minutes(day("2026-05-20"), day("2026-05-26")), 60);
    assert_eq!(story.state.delivered_minutes(day("2026-05-01"), day("2026-05-31")), 155);
}
