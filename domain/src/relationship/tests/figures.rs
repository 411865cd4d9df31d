//! What came of somebody's introductions, counted.

use super::super::figures::{Checked, Figures};
use super::*;

fn check(month: u8, result: CheckResult, on: &str) -> Ask {
    Ask::CheckSustained { month, result, source: ContactSource::Person, checked_on: day(on) }
}

fn figures(told: &[&Story], today: &str) -> Figures {
    Figures::of(told.iter().map(|story| &story.tie), day(today))
}

#[test]
fn each_introduction_is_counted_by_how_far_it_has_come() {
    let all = [&Story::untold(), &Story::proposed(), &Story::agreed(), &Story::met(), &Story::declared()];
    let counted = figures(&all, "2026-03-12");
    let steps = [counted.proposed, counted.agreed, counted.met, counted.kept_meeting, counted.ever_standing];
    assert_eq!(steps, [4, 3, 2, 1, 1]);
    assert_eq!(counted.standing, 1);
    assert_eq!(Figures::of([], day("2026-03-12")).middle_days_to_standing(), None);
}

#[test]
fn whoever_was_met_in_two_introductions_is_one_new_person() {
    assert_eq!(figures(&[&Story::met(), &Story::lapsed(), &Story::agreed()], "2026-03-12").new_people, 1);
}

#[test]
fn one_that_went_quiet_stays_counted_and_stands_no_longer() {
    let told = Story::declared().on("2026-05-01").given(lapse("2026-04-30"));
    let counted = figures(&[&told], "2026-05-01");
    assert_eq!((counted.ever_standing, counted.standing), (1, 0));
    assert!(told.tie.stood_on(day("2026-03-12")) && told.tie.stood_on(day("2026-04-29")));
    assert!(!told.tie.stood_on(day("2026-03-11")) && !told.tie.stood_on(day("2026-04-30")));
}

#[test]
fn what_is_not_known_stands_beside_what_goes_on_and_nothing_is_counted_before_its_day() {
    let told = Story::declared();
    assert!(figures(&[&told], "2026-06-11").checks.iter().all(|checked| checked.due == 0));
    let unknown = Checked { month: 3, due: 1, going_on: 0, unknown: 1 };
    assert_eq!(figures(&[&told], "2026-06-12").checks[0], unknown);
    let found = told.clone().on("2026-06-10").given(check(3, CheckResult::Continuing, "2026-06-10"));
    let going_on = Checked { going_on: 1, unknown: 0, ..unknown };
    assert_eq!(figures(&[&found], "2026-06-10").checks[0], going_on);
    let both = figures(&[&told, &found], "2026-06-12");
    assert_eq!(both.checks[0], Checked { month: 3, due: 2, going_on: 1, unknown: 1 });
    assert_eq!(both.checks[1].due, 0);
}

#[test]
fn one_that_went_quiet_before_its_day_did_not_go_on_and_that_is_known() {
    let told = Story::declared().on("2026-05-01").given(lapse("2026-04-30"));
    let counted = figures(&[&told], "2026-09-12");
    assert_eq!(counted.checks[0], Checked { month: 3, due: 1, going_on: 0, unknown: 0 });
    assert_eq!(counted.checks[1].due, 1);
}

#[test]
fn the_middle_of_the_days_from_meeting_to_standing_is_that_by_which_half_had_come_so_far() {
    let told = Story::declared();
    let counted = figures(&[&told, &Story::met()], "2026-03-12");
    assert_eq!(counted.days_to_standing, [129]);
    assert_eq!(counted.middle_days_to_standing(), Some(129));
}

#[test]
fn where_it_stood_on_a_day_is_told_of_that_day() {
    let told = Story::declared().on("2026-05-01").given(lapse("2026-04-30"));
    let stages = ["2025-11-02", "2025-11-03", "2026-03-11", "2026-03-12", "2026-04-29", "2026-04-30"];
    let stages = stages.map(|on| told.tie.stage_on(day(on)));
    let before = stages[2];
    assert!(matches!(before, Stage::Introduced | Stage::Consolidating), "{before:?}");
    assert_eq!(
        stages,
        [
            Stage::Prospect,
            Stage::Introduced,
            before,
            Stage::SelfSustaining,
            Stage::SelfSustaining,
            Stage::Lapsed
        ]
    );
    assert_eq!(told.tie.stage_on(day("2026-05-01")), told.tie.stage());
    let again = told.on("2026-06-01").given(reopen("2026-05-20"));
    assert_eq!(again.tie.stage_on(day("2026-05-19")), Stage::Lapsed);
    assert_eq!(again.tie.stage_on(day("2026-05-20")), again.tie.stage());
}
