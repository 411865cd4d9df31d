//! Roles among others: taken up, how much time they take, laid down.

use super::*;

fn helper() -> ValuedRole {
    ValuedRole { what: line("Waters the beds"), at: Some(line("The allotment society")) }
}

fn take_up(number: u128, began_on: &str, minutes_per_week: Option<i64>) -> PersonCommand {
    let (role_id, kind, began_on) = (id(number), RoleKind::Volunteer, day(began_on));
    PersonCommand::TakeUpRole { role_id, kind, role: helper(), began_on, minutes_per_week }
}

fn hours(number: u128, minutes_per_week: i64, from_on: &str) -> PersonCommand {
    PersonCommand::AgreeRoleHours { role_id: id(number), minutes_per_week, from_on: day(from_on) }
}

fn lay_down(number: u128, ended_on: &str) -> PersonCommand {
    let reason = Some(words("The season is over"));
    PersonCommand::LayDownRole { role_id: id(number), ended_on: day(ended_on), reason }
}

fn take_back(number: u128, reason: &str) -> PersonCommand {
    PersonCommand::TakeRoleBack { role_id: id(number), reason: words(reason) }
}

#[test]
fn a_role_is_theirs_from_its_first_day_to_its_last_with_the_hours_of_each_day() {
    let record = known(&[])
        .after(take_up(1, "2026-01-10", Some(120)))
        .after(hours(1, 240, "2026-02-01"))
        .after(lay_down(1, "2026-03-01"));
    let kept = &record.state().roles[&id(1)];
    let held = ["2026-01-09", "2026-01-10", "2026-03-01", "2026-03-02"].map(|on| kept.held_on(day(on)));
    assert_eq!(held, [false, true, true, false]);
    let minutes = ["2026-01-09", "2026-01-31", "2026-02-01"].map(|on| kept.minutes_on(day(on)));
    assert_eq!(minutes, [None, Some(120), Some(240)]);
    assert_eq!(record.state().roles_on(day("2026-02-01")).len(), 1);
    assert!(record.state().roles_on(day("2026-03-02")).is_empty());
}

#[test]
fn hours_may_be_unknown_and_are_told_later_but_never_nought_nor_more_than_a_week_holds() {
    let record = known(&[]).after(take_up(1, "2026-01-10", None));
    assert_eq!(record.state().roles[&id(1)].minutes_on(day("2026-03-01")), None);
    assert!(record.when(hours(1, 60, "2026-01-10")).is_ok());
    for minutes in [0, -1, 60 * 60 + 1, i64::MAX, i64::MIN] {
        let refusal = Err(PersonError::from(RoleError::HoursOutOfRange { minutes }));
        assert_eq!(record.when(hours(1, minutes, "2026-02-01")), refusal);
        assert_eq!(record.when(take_up(2, "2026-01-10", Some(minutes))), refusal);
    }
}

#[test]
fn nothing_of_a_role_is_before_what_is_known_of_it_and_nothing_is_tomorrow() {
    let record = known(&[]).after(take_up(1, "2026-01-10", Some(120))).after(hours(1, 240, "2026-02-01"));
    let before = |field, on: &str| {
        Err(PersonError::from(RoleError::Before { field, on: day(on), last_on: day("2026-02-01") }))
    };
    assert_eq!(record.when(hours(1, 60, "2026-01-31")), before("from_on", "2026-01-31"));
    assert_eq!(record.when(lay_down(1, "2026-01-31")), before("ended_on", "2026-01-31"));
    let tomorrow =
        |field| Err(PersonError::Date { field, why: DateError::InTheFuture { on: day("2026-03-13") } });
    assert_eq!(record.when(take_up(2, "2026-03-13", None)), tomorrow("began_on"));
    assert_eq!(record.when(hours(1, 60, "2026-03-13")), tomorrow("from_on"));
    assert_eq!(record.when(lay_down(1, "2026-03-13")), tomorrow("ended_on"));
}

#[test]
fn a_role_is_written_down_once_and_taken_up_again_as_a_new_one() {
    let record = known(&[]).after(take_up(1, "2026-01-10", Some(120)));
    let refusal = Err(PersonError::from(RoleError::AlreadyTakenUp { role_id: id(1) }));
    assert_eq!(record.when(take_up(1, "2026-01-10", Some(120))), refusal);
    assert_eq!(record.when(hours(1, 120, "2026-01-10")), Ok(vec![]), "as it stands");
    let record = record.after(lay_down(1, "2026-03-01"));
    assert_eq!(record.when(lay_down(1, "2026-03-01")), Ok(vec![]));
    let over = PersonError::from(RoleError::Ended { role_id: id(1), ended_on: day("2026-03-01") });
    assert_eq!(record.when(lay_down(1, "2026-03-02")), Err(over.clone()));
    assert_eq!(record.when(hours(1, 60, "2026-03-02")), Err(over));
    assert!(record.when(take_up(2, "2026-03-02", None)).is_ok());
    assert_eq!(
        record.when(hours(3, 60, "2026-03-02")),
        Err(PersonError::from(RoleError::Unknown { role_id: id(3) }))
    );
}

#[test]
fn a_role_that_was_taken_back_counts_on_no_day_and_stays_to_be_seen() {
    let record =
        known(&[]).after(take_up(1, "2026-01-10", Some(120))).after(take_back(1, "Of somebody else"));
    let kept = &record.state().roles[&id(1)];
    assert!(!kept.counts() && !kept.held_on(day("2026-02-01")));
    assert_eq!(record.when(take_back(1, "Of somebody else")), Ok(vec![]));
    let refusal =
        PersonError::from(RoleError::TakenBack { role_id: id(1), taken_back_on: day("2026-03-12") });
    assert_eq!(record.when(take_back(1, "Twice")), Err(refusal.clone()));
    assert_eq!(record.when(lay_down(1, "2026-03-01")), Err(refusal));
}

#[test]
fn forgotten_the_days_and_hours_of_a_role_stay_and_no_word_of_it() {
    let record = known(&[]).after(take_up(1, "2026-01-10", Some(120))).after(lay_down(1, "2026-03-01"));
    let mut state = record.state();
    state.forget(gordon());
    let kept = &state.roles[&id(1)];
    assert!(kept.role.get().is_none());
    assert!(
        kept.ended.as_ref().is_some_and(|ended| ended.reason.as_ref().is_some_and(|why| why.get().is_none()))
    );
    assert_eq!((kept.minutes_on(day("2026-02-01")), kept.began_on), (Some(120), day("2026-01-10")));
}
