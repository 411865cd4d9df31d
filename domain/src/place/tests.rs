//! A place's rules, as given / when / then. It is recorded on 5 January and it is 12 March.

use chrono::NaiveTime;
use uuid::Uuid;

use super::*;
use super::{PlaceCommand as Ask, PlaceError as No, PlaceEvent as Event};
use crate::person::{DayOfWeek, Slot};
use crate::shared::calendar::DateError;
use crate::shared::ids::AccountId;
use crate::shared::money::Money;
use crate::shared::text::Line;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn today() -> NaiveDate {
    day("2026-03-12")
}

fn id() -> PlaceId {
    PlaceId(Uuid::from_u128(5))
}

fn slot(day: DayOfWeek, from: u32, to: u32) -> Slot {
    let at = |hour| NaiveTime::from_hms_opt(hour, 0, 0).expect("an hour");
    Slot { day, from: at(from), to: at(to) }
}

fn choir() -> PlaceDetails {
    let singing = Activity {
        name: Line::parse("singing").expect("a line"),
        ways: [TakingPart::TakePart, TakingPart::Learn].into(),
    };
    PlaceDetails {
        name: Line::parse("St Luke's choir").expect("a line"),
        activities: vec![singing],
        area: Line::parse("Mill Lane").ok(),
        whereabouts: None,
        when: vec![slot(DayOfWeek::Tuesday, 10, 12)],
        attributes: [(Attribute::StepFree, true)].into(),
        setting: Setting::Adults,
        checks_settled: false,
        open_to: OpenTo::Everybody,
        cost: Some(Money(200)),
        room: Some(2),
        notes: None,
    }
}

fn record(details: PlaceDetails) -> Ask {
    let details = Box::new(details);
    Ask::RecordPlace { place_id: id(), details, contact: None, recorded_on: day("2026-01-05") }
}

fn tell(details: PlaceDetails) -> Ask {
    Ask::TellPlaceAnew { details: Box::new(details), contact: None, told_on: today() }
}

fn welcome(on: &str) -> Ask {
    Ask::WelcomeSomebody { welcomed_on: day(on) }
}

fn retire() -> Ask {
    Ask::RetirePlace { reason: RetiredBecause::ClosedDown, words: None, retired_on: today() }
}

#[derive(Clone, Default)]
struct Story(Place);

impl Story {
    fn recorded() -> Self {
        Self::default().given(record(choir()))
    }

    fn when(&self, command: Ask) -> Result<Vec<Event>, No> {
        self.0.decide(&Asked { command, today: today(), by: AccountId::default() })
    }

    #[track_caller]
    fn given(mut self, command: Ask) -> Self {
        let events = self.when(command).expect("the story goes on");
        events.iter().for_each(|event| self.0.evolve(event));
        self
    }
}

#[test]
fn what_is_recorded_is_known_and_was_seen_on_that_day() {
    let Story(place) = Story::recorded();
    assert_eq!(place.details(), Some(&choir()));
    assert_eq!((place.seen_on, place.room), (Some(day("2026-01-05")), Some(2)));
    assert!(place.is_current());
}

#[test]
fn nothing_is_asked_of_a_place_that_nobody_recorded_and_none_is_recorded_twice() {
    for ask in [tell(choir()), welcome("2026-03-01"), retire(), Ask::SeePlace { seen_on: today() }] {
        assert_eq!(Story::default().when(ask), Err(No::NotRecorded));
    }
    assert_eq!(Story::recorded().when(record(choir())), Err(No::AlreadyRecorded));
}

#[test]
fn a_place_at_which_nothing_happens_fits_nobody_and_is_refused() {
    let nothing = PlaceDetails { activities: Vec::new(), ..choir() };
    assert_eq!(Story::default().when(record(nothing)), Err(No::NothingHappens));
    let much = PlaceDetails { activities: vec![choir().activities[0].clone(); 13], ..choir() };
    assert_eq!(Story::default().when(record(much)), Err(No::TooMuchHappens { count: 13 }));
}

#[test]
fn slips_are_refused_with_what_would_be_right() {
    let refusal = |details| Story::default().when(record(details)).expect_err("a slip");
    let backwards = PlaceDetails { when: vec![slot(DayOfWeek::Friday, 12, 12)], ..choir() };
    assert_eq!(refusal(backwards), No::EndsBeforeItBegins { day: DayOfWeek::Friday });
    for pence in [-1, 50_001] {
        assert_eq!(refusal(PlaceDetails { cost: Some(Money(pence)), ..choir() }), No::CostOutOfRange);
    }
    assert_eq!(refusal(PlaceDetails { room: Some(201), ..choir() }), No::RoomOutOfRange { room: 201 });
    let long = PlaceDetails { when: vec![slot(DayOfWeek::Friday, 9, 10); 57], ..choir() };
    assert_eq!(refusal(long), No::TooManyTimes { count: 57 });
}

#[test]
fn times_are_kept_in_the_order_of_the_week() {
    let when = vec![slot(DayOfWeek::Friday, 9, 10), slot(DayOfWeek::Monday, 9, 10)];
    let Story(place) = Story::default().given(record(PlaceDetails { when, ..choir() }));
    let days: Vec<_> = place.details().expect("recorded").when.iter().map(|slot| slot.day).collect();
    assert_eq!(days, [DayOfWeek::Monday, DayOfWeek::Friday]);
}

#[test]
fn nothing_is_dated_before_it_was_known_or_after_today() {
    let told = Story::recorded();
    let (early, late) = (day("2026-01-04"), day("2026-03-13"));
    let refusal = No::BeforeRecorded { field: "seen_on", on: early, recorded_on: day("2026-01-05") };
    assert_eq!(told.when(Ask::SeePlace { seen_on: early }), Err(refusal));
    let refusal = No::Date { field: "welcomed_on", problem: DateError::InTheFuture { on: late } };
    assert_eq!(told.when(welcome("2026-03-13")), Err(refusal));
}

#[test]
fn telling_the_same_again_changes_nothing() {
    assert_eq!(Story::recorded().when(tell(choir())), Ok(vec![]));
    let dearer = PlaceDetails { cost: Some(Money(300)), ..choir() };
    let Story(place) = Story::recorded().given(tell(dearer.clone()));
    assert_eq!(place.details(), Some(&dearer));
    assert_eq!(place.seen_on, Some(day("2026-01-05")), "putting something right is not looking there");
}

#[test]
fn each_one_who_begins_leaves_room_for_one_fewer_and_never_less_than_none() {
    let told = Story::recorded().given(welcome("2026-02-01")).given(welcome("2026-03-01"));
    assert_eq!((told.0.room, told.0.welcomed), (Some(0), 2));
    let told = told.given(welcome("2026-02-20"));
    assert_eq!((told.0.room, told.0.welcomed_on), (Some(0), Some(day("2026-03-01"))));
    assert_eq!(told.0.seen_on, Some(day("2026-03-01")));
    assert_eq!(
        told.given(tell(choir())).0.room,
        Some(2),
        "the same told again says that there is room again"
    );
}

#[test]
fn what_nobody_made_sure_of_goes_stale_after_half_a_year_and_may_be_gone_after_a_year() {
    let Story(place) = Story::recorded();
    let on = |text| place.freshness(day(text));
    assert_eq!((on("2026-07-04"), on("2026-07-05")), (Freshness::Fresh, Freshness::Stale));
    assert_eq!((on("2027-01-04"), on("2027-01-05")), (Freshness::Stale, Freshness::GoneStale));
    let Story(again) = Story(place.clone()).given(Ask::SeePlace { seen_on: today() });
    assert_eq!(again.freshness(day("2026-07-05")), Freshness::Fresh);
    let earlier = Ask::SeePlace { seen_on: day("2026-02-01") };
    assert_eq!(Story(again).when(earlier), Ok(vec![]), "the later day is known already");
}

#[test]
fn what_is_put_away_is_offered_to_nobody_until_it_is_taken_up_again() {
    let told = Story::recorded().given(retire());
    assert!(!told.0.is_current());
    assert_eq!(told.when(welcome("2026-03-01")), Err(No::PutAway));
    assert_eq!(told.when(retire()), Err(No::PutAway));
    let again = Ask::TakeUpPlaceAgain { taken_up_on: today() };
    assert_eq!(Story::recorded().when(again.clone()), Err(No::NotPutAway));
    let told = told.given(again);
    assert!(told.0.is_current() && told.0.seen_on == Some(today()));
}

#[test]
fn whoever_held_the_door_is_forgotten_and_the_place_stays() {
    let (door, other) = (PersonId(Uuid::from_u128(7)), PersonId(Uuid::from_u128(8)));
    let mut place = Story::recorded().0;
    place.contact = Some(door);
    place.forget(other);
    assert_eq!(place.contact, Some(door));
    place.forget(door);
    assert_eq!((place.contact, place.is_current()), (None, true));
}

#[test]
fn no_word_about_a_place_stands_in_clear_in_what_is_stored_under_anybody_elses_key() {
    let events = Story::default().when(record(choir())).expect("it is recorded");
    let [Event::PlaceRecorded { details, .. }] = &events[..] else { panic!("one fact") };
    assert_eq!(details.subject().uuid(), id().uuid());
    assert!(!format!("{events:?}").contains("St Luke"));
}
