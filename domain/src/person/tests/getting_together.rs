//! When somebody is free and how they get about: what it takes for two people to meet.

use chrono::NaiveTime;

use super::*;

fn time(text: &str) -> NaiveTime {
    NaiveTime::parse_from_str(text, "%H:%M").expect("a time")
}

fn slot(day: DayOfWeek, from: &str, to: &str) -> Slot {
    Slot { day, from: time(from), to: time(to) }
}

fn week(slots: &[Slot]) -> Availability {
    Availability { slots: slots.to_vec(), constraints: None }
}

fn set(availability: Availability, on: &str) -> PersonCommand {
    PersonCommand::SetAvailability { availability, set_on: day(on) }
}

fn travels(modes: &[TravelMode], most_minutes: Option<u16>) -> Travel {
    Travel { modes: modes.iter().copied().collect(), most_minutes, wants_training: true }
}

fn travel(travel: Travel, on: &str) -> PersonCommand {
    PersonCommand::SetTravel { travel, set_on: day(on) }
}

#[test]
fn a_week_is_kept_in_its_order_with_what_touches_as_one() {
    let told = week(&[
        slot(DayOfWeek::Friday, "19:00", "00:00"),
        slot(DayOfWeek::Monday, "12:00", "17:00"),
        slot(DayOfWeek::Monday, "09:00", "12:00"),
        slot(DayOfWeek::Monday, "10:00", "11:00"),
        slot(DayOfWeek::Monday, "18:00", "19:00"),
    ]);
    let record = known(&[]).after(set(told, "2026-03-10")).state();
    assert_eq!(
        record.availability().map(|week| week.slots.clone()),
        Some(vec![
            slot(DayOfWeek::Monday, "09:00", "17:00"),
            slot(DayOfWeek::Monday, "18:00", "19:00"),
            slot(DayOfWeek::Friday, "19:00", "00:00"),
        ])
    );
}

#[test]
fn a_community_member_tells_when_they_are_free_and_how_they_get_about_too() {
    let free = week(&[slot(DayOfWeek::Tuesday, "10:00", "12:00")]);
    assert!(member(&[]).when(set(free, "2026-03-10")).is_ok());
    assert!(member(&[]).when(travel(travels(&[TravelMode::OnFoot], Some(30)), "2026-03-10")).is_ok());
}

#[test]
fn words_alone_are_an_answer_and_nothing_at_all_is_none() {
    let constraints = Some(words("No support after nine in the evening"));
    let alone = Availability { slots: vec![], constraints };
    assert!(known(&[]).when(set(alone, "2026-03-10")).is_ok());
    assert_eq!(known(&[]).when(set(week(&[]), "2026-03-10")), Err(PersonError::AvailabilityEmpty));
    let nothing = travel(Travel::default(), "2026-03-10");
    assert_eq!(known(&[]).when(nothing), Err(PersonError::NoWayToTravel));
}

#[test]
fn a_time_that_ends_before_it_begins_and_a_journey_of_a_day_are_refused() {
    for (from, to) in [("14:00", "13:00"), ("14:00", "14:00")] {
        let refused = known(&[]).when(set(week(&[slot(DayOfWeek::Sunday, from, to)]), "2026-03-10"));
        assert_eq!(refused, Err(PersonError::SlotEndsBeforeItBegins { day: DayOfWeek::Sunday }));
    }
    let many = week(&vec![slot(DayOfWeek::Sunday, "10:00", "11:00"); 57]);
    let refused = known(&[]).when(set(many, "2026-03-10"));
    assert_eq!(refused, Err(PersonError::TooManySlots { slots: 57 }));
    for minutes in [0, 241, 9_000] {
        let refused = known(&[]).when(travel(travels(&[TravelMode::Taxi], Some(minutes)), "2026-03-10"));
        assert_eq!(refused, Err(PersonError::JourneyOutOfRange { minutes }));
    }
}

#[test]
fn what_was_told_of_a_later_day_counts_and_the_same_again_changes_nothing() {
    let (now, before) = (
        week(&[slot(DayOfWeek::Monday, "09:00", "12:00")]),
        week(&[slot(DayOfWeek::Friday, "09:00", "12:00")]),
    );
    let (alone, helped) =
        (travels(&[TravelMode::BusAlone], Some(45)), travels(&[TravelMode::BusWithHelp], None));
    let record = known(&[])
        .after(set(now.clone(), "2026-03-10"))
        .after(set(before, "2026-02-10"))
        .after(travel(alone.clone(), "2026-03-10"))
        .after(travel(helped, "2026-02-10"));
    assert_eq!((record.state().availability(), record.state().travel()), (Some(&now), Some(&alone)));
    assert_eq!(record.when(set(now.clone(), "2026-03-10")), Ok(vec![]));
    assert_eq!(record.when(travel(alone.clone(), "2026-03-10")), Ok(vec![]));
    assert_eq!(
        record.when(set(now, "2026-03-11")).map(|events| events.len()),
        Ok(1),
        "asked again, it is told again"
    );
}

#[test]
fn two_people_share_the_time_when_both_are_free_and_no_other() {
    let gordon = week(&[
        slot(DayOfWeek::Monday, "09:00", "12:00"),
        slot(DayOfWeek::Thursday, "13:00", "17:00"),
        slot(DayOfWeek::Friday, "20:00", "00:00"),
    ]);
    let pat = week(&[
        slot(DayOfWeek::Monday, "11:30", "14:00"),
        slot(DayOfWeek::Tuesday, "13:00", "17:00"),
        slot(DayOfWeek::Friday, "23:00", "23:30"),
        slot(DayOfWeek::Saturday, "00:00", "09:00"),
    ]);
    assert_eq!(
        gordon.shared(&pat),
        [slot(DayOfWeek::Monday, "11:30", "12:00"), slot(DayOfWeek::Friday, "23:00", "23:30"),]
    );
    assert_eq!((gordon.shared_minutes(&pat), pat.shared_minutes(&gordon)), (60, 60));
    assert_eq!(gordon.shared_minutes(&gordon), 3 * 60 + 4 * 60 + 4 * 60);
    assert_eq!(gordon.shared_minutes(&Availability::default()), 0);
    let touching = week(&[slot(DayOfWeek::Monday, "12:00", "13:00")]);
    assert_eq!(gordon.shared_minutes(&touching), 0, "the end of one is not the time of the other");
}

#[test]
fn a_journey_is_in_reach_up_to_the_longest_they_would_make() {
    let gordon = travels(&[TravelMode::Lift], Some(40));
    assert_eq!(gordon.reach(0), Reach::Within { ease_hundredths: 100 });
    assert_eq!(gordon.reach(10), Reach::Within { ease_hundredths: 75 });
    assert_eq!(gordon.reach(40), Reach::Within { ease_hundredths: 0 });
    assert_eq!(gordon.reach(41), Reach::TooFar { by_minutes: 1 });
    assert_eq!(travels(&[TravelMode::Lift], None).reach(5), Reach::Unknown);
    assert!(!gordon.goes_alone() && travels(&[TravelMode::Lift, TravelMode::OnFoot], None).goes_alone());
}

mod any_two_weeks {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    fn some_slot() -> impl Strategy<Value = Slot> {
        (proptest::sample::select(DayOfWeek::ALL), 0..23u32, 1..=24u32).prop_map(|(day, from, length)| {
            let at = |hour: u32| NaiveTime::from_hms_opt(hour % 24, 0, 0).expect("an hour");
            Slot { day, from: at(from), to: at((from + length).min(24)) }
        })
    }

    proptest! {
        #[test]
        fn what_two_weeks_share_is_the_same_both_ways_and_never_more_than_either(
            one in vec(some_slot(), 0..12),
            other in vec(some_slot(), 0..12),
        ) {
            let kept = |slots: Vec<Slot>| match known(&[]).when(set(week(&slots), "2026-03-10")) {
                Ok(events) => Person::fold(&[vec![registered(PersonKind::Supported)], events].concat()),
                Err(_) => Person::default(),
            };
            let (one, other) = (kept(one), kept(other));
            let (one, other) = (one.availability().cloned().unwrap_or_default(), other.availability().cloned().unwrap_or_default());
            let length = |week: &Availability| week.slots.iter().map(Slot::length_minutes).sum::<u32>();
            prop_assert_eq!(one.shared_minutes(&other), other.shared_minutes(&one));
            prop_assert!(one.shared_minutes(&other) <= length(&one).min(length(&other)));
            prop_assert_eq!(one.shared_minutes(&one), length(&one));
            prop_assert!(length(&one) <= 7 * 24 * 60);
        }
    }
}

pub(super) fn tells(wishes: MeetingWishes, on: &str) -> PersonCommand {
    PersonCommand::TellMeetingWishes { wishes, told_on: day(on) }
}

#[test]
fn whom_somebody_would_like_to_meet_is_kept_as_they_said_it_and_the_later_day_counts() {
    let only = |described| MeetingWishes { only: [described].into(), ..MeetingWishes::default() };
    let told = known(&[]).after(tells(only(Described::Woman), "2026-03-10"));
    let record = told.after(tells(only(Described::Man), "2026-03-01")).state();
    assert_eq!(record.wishes(), Some(&only(Described::Woman)));
    assert_eq!(told.when(tells(only(Described::Woman), "2026-03-10")), Ok(vec![]), "told twice");
    assert!(
        member(&[]).when(tells(MeetingWishes::default(), "2026-03-10")).is_ok(),
        "it may not matter to them"
    );
}

#[test]
fn nobody_asks_not_to_meet_themselves_or_half_the_town() {
    let not_with = |people: &[u128]| {
        let not_with = people.iter().copied().map(id).collect();
        MeetingWishes { not_with, ..MeetingWishes::default() }
    };
    let themselves = known(&[]).state().person_id;
    let own = MeetingWishes { not_with: [themselves].into(), ..MeetingWishes::default() };
    assert_eq!(known(&[]).when(tells(own, "2026-03-10")), Err(PersonError::NotWithThemselves));
    let many: Vec<u128> = (100..151).collect();
    let refused = known(&[]).when(tells(not_with(&many), "2026-03-10"));
    assert_eq!(refused, Err(PersonError::TooManyNotToMeet { people: 51 }));
    assert!(known(&[]).when(tells(not_with(&many[1..]), "2026-03-10")).is_ok());
}
