//! Which places fit Gordon, who loves two things, is free on Tuesday mornings and lives in Mill Lane.

use super::*;
use crate::person::codes::{Barrier, CommunicationNeed, Evidence, InterestKind, Participation};
use crate::person::{CommunicationNeeds, Interest, Person};
use crate::place::{
    Activity, Attribute, Freshness, OpenTo, Place, PlaceDetails, PlaceEvent, RetiredBecause, Setting,
    TakingPart,
};
use crate::shared::aggregate::EventStream;
use crate::shared::ids::{InterestId, PlaceId};
use crate::shared::personal::Personal;

/// What things are called: the number in their name is their term.
fn numbered(name: &str) -> TermId {
    term(name.bytes().filter(u8::is_ascii_digit).map(|digit| u128::from(digit - b'0')).sum())
}

fn happens(name: &str, ways: &[TakingPart]) -> Activity {
    Activity { name: Line::parse(name).expect("a line"), ways: ways.iter().copied().collect() }
}

/// A choir in Mill Lane on Tuesdays from nine to twelve, at which the first of the two things happens.
fn choir() -> PlaceDetails {
    PlaceDetails {
        name: Line::parse("Choir").expect("a line"),
        activities: vec![happens("thing 1", &[TakingPart::TakePart])],
        area: Line::parse("Mill Lane").ok(),
        whereabouts: None,
        when: free(DayOfWeek::Tuesday, 9, 12).slots,
        attributes: Default::default(),
        setting: Setting::Adults,
        checks_settled: false,
        open_to: OpenTo::Everybody,
        cost: None,
        room: None,
        notes: None,
    }
}

/// A place recorded on 1 January: 70 days ago.
fn place(number: u128, details: PlaceDetails) -> Place {
    let place_id = PlaceId(Uuid::from_u128(number));
    let details = Personal::apart(place_id, details);
    let recorded =
        PlaceEvent::PlaceRecorded { place_id, details, contact: None, recorded_on: day("2026-01-01") };
    Place::fold([&recorded])
}

fn facts(place: &Place) -> Facts {
    place_facts(place, numbered, str::to_lowercase).expect("it is recorded")
}

fn ranked(person: &Facts, needs: &[Attribute], places: &[Place]) -> PlaceRanking {
    let known: Vec<Facts> = places.iter().map(facts).collect();
    let all: Vec<Somewhere<'_>> = places
        .iter()
        .zip(&known)
        .map(|(place, facts)| Somewhere {
            place,
            facts,
            loves: &facts.loves,
            journey: Ways::default().from(person).to(facts),
        })
        .collect();
    rank_places(&side(person), &needs.iter().copied().collect(), &all, today())
}

/// The one place that fits.
fn fits_gordon(needs: &[Attribute], place: Place) -> PlaceFit {
    let ranking = ranked(&gordon(), needs, &[place]);
    assert_eq!(ranking.left_out, []);
    ranking.ranked[0].1.clone()
}

/// Why a place is not offered to Gordon when he needs this.
fn why_not(needs: &[Attribute], place: Place) -> Vec<PlaceNotNow> {
    let ranking = ranked(&gordon(), needs, &[place]);
    assert!(ranking.ranked.len() + ranking.left_out.len() == 1);
    ranking.left_out.into_iter().flat_map(|(_, reasons)| reasons).collect()
}

#[test]
fn the_five_parts_are_worked_out_as_between_two_people() {
    let fit = fits_gordon(&[], place(1, choir()));
    // The least of both is 3, the most of either 3 and his other thing 1: 45 × 3 ÷ 4. Three hours a week
    // together; ten of his thirty minutes: 15 × 66 ÷ 100. Nobody of his share was told: nothing for give and
    // take. Alone on the list it has waited longest.
    assert_eq!(fit.fit.parts.all(), [3_375, 2_000, 990, 0, 1_000]);
    assert_eq!((fit.fit.parts.total(), fit.fit.waiting_days), (7_365, 70));
    assert_eq!((fit.fit.unknown, fit.to_ask, fit.freshness), (vec![], vec![], Freshness::Fresh));
}

#[test]
fn what_a_place_looks_for_answers_what_somebody_would_do() {
    let answered = |mine: ShareMode, way: TakingPart| {
        let mut gordon = gordon();
        gordon.loves = [(term(1), love(3, &[mine]))].into();
        let there = PlaceDetails { activities: vec![happens("thing 1", &[way])], ..choir() };
        ranked(&gordon, &[], &[place(1, there)]).ranked[0].1.fit.parts.giving
    };
    assert_eq!(answered(ShareMode::Learn, TakingPart::Learn), 1_000);
    assert_eq!(answered(ShareMode::Teach, TakingPart::Teach), 1_000);
    assert_eq!(answered(ShareMode::Help, TakingPart::Help), 1_000);
    assert_eq!(answered(ShareMode::DoWithOthers, TakingPart::TakePart), 1_000);
    assert_eq!(answered(ShareMode::Learn, TakingPart::Teach), 0, "two who would learn need a third");
    assert_eq!(answered(ShareMode::Watch, TakingPart::TakePart), 0);
}

#[test]
fn what_fits_better_comes_first_and_of_the_same_what_has_waited_longer() {
    let chess = PlaceDetails { activities: vec![happens("thing 7", &[])], ..choir() };
    let mut lately = place(3, choir());
    lately.evolve(&PlaceEvent::SomebodyWelcomed { welcomed_on: day("2026-03-02") });
    let places = [place(2, chess), lately, place(1, choir())];
    let ranking = ranked(&gordon(), &[], &places);
    assert_eq!(ranking.ranked.iter().map(|(at, _)| *at).collect::<Vec<_>>(), [2, 1, 0]);
    // Ten of seventy days: 10 × 10 ÷ 70 = 1.428….
    assert_eq!(ranking.ranked[1].1.fit.parts.waiting, 142);
    assert_eq!(ranking.ranked[2].1.fit.parts.interests, 0);
}

#[test]
fn a_place_that_is_put_away_or_full_is_offered_to_nobody() {
    let mut away = place(1, choir());
    let (reason, retired_on) = (RetiredBecause::ClosedDown, day("2026-02-01"));
    away.evolve(&PlaceEvent::PlaceRetired { reason, words: None, retired_on });
    assert_eq!(why_not(&[], away), [PlaceNotNow::PutAway]);
    let full = PlaceDetails { room: Some(0), ..choir() };
    assert_eq!(why_not(&[], place(1, full)), [PlaceNotNow::Full]);
    let nearly = PlaceDetails { room: Some(1), ..choir() };
    assert_eq!(why_not(&[], place(1, nearly.clone())), []);
    let mut filled = place(1, nearly);
    filled.evolve(&PlaceEvent::SomebodyWelcomed { welcomed_on: day("2026-02-01") });
    assert_eq!(why_not(&[], filled), [PlaceNotNow::Full]);
}

#[test]
fn a_place_for_children_is_offered_once_the_checks_are_settled() {
    let children = PlaceDetails { setting: Setting::Children, ..choir() };
    let settled = PlaceDetails { checks_settled: true, ..children.clone() };
    assert_eq!(why_not(&[], place(1, children)), [PlaceNotNow::ForChildren]);
    assert_eq!(why_not(&[], place(1, settled)), []);
    let all_ages = PlaceDetails { setting: Setting::AllAges, ..choir() };
    assert_eq!(why_not(&[], place(1, all_ages)), []);
}

#[test]
fn what_somebody_needs_of_a_building_keeps_out_what_lacks_it_and_is_asked_where_nobody_knows() {
    let with = |step_free, quiet| {
        let attributes = [(Attribute::StepFree, step_free), (Attribute::QuietSpace, quiet)];
        place(1, PlaceDetails { attributes: attributes.into(), ..choir() })
    };
    let needs = [Attribute::StepFree, Attribute::QuietSpace];
    assert_eq!(why_not(&needs, with(false, false)), [PlaceNotNow::Steps, PlaceNotNow::NotQuiet]);
    assert_eq!(why_not(&needs, with(true, false)), [PlaceNotNow::NotQuiet]);
    assert_eq!(why_not(&[], with(false, false)), []);
    assert_eq!(fits_gordon(&needs, with(true, true)).to_ask, []);
    assert_eq!(fits_gordon(&needs, place(1, choir())).to_ask, needs);
}

#[test]
fn a_way_that_is_longer_than_they_would_go_and_a_week_without_a_time_in_common_keep_it_out() {
    let (gordon, place) = (gordon(), place(1, choir()));
    let known = facts(&place);
    let there = |journey, facts| {
        place_filters(&gordon, &[].into(), &Somewhere { place: &place, facts, loves: &known.loves, journey })
    };
    assert_eq!(there(Journey::Minutes(30), &known), []);
    assert_eq!(there(Journey::Minutes(31), &known), [PlaceNotNow::TooFar { by_minutes: 1 }]);
    assert_eq!(there(Journey::NotKnown, &known), []);
    let mut never = known.clone();
    never.week = Some(free(DayOfWeek::Friday, 9, 12));
    assert_eq!(there(Journey::SameArea, &never), [PlaceNotNow::NeverMeetsWhenFree]);
    let not_asked = Facts { week: None, ..known.clone() };
    assert_eq!(there(Journey::SameArea, &not_asked), [], "nobody has asked when it meets");
}

#[test]
fn what_nobody_knows_of_a_place_counts_half_and_is_named() {
    let unknown = PlaceDetails { when: Vec::new(), area: None, ..choir() };
    let fit = fits_gordon(&[], place(1, unknown)).fit;
    assert_eq!((fit.parts.time, fit.parts.way), (1_000, 750));
    assert_eq!(fit.unknown, [Unknown::OthersWeek, Unknown::Way]);
}

#[test]
fn what_was_not_looked_at_for_long_is_offered_all_the_same_and_it_is_said() {
    let old = place(1, choir());
    let known = facts(&old);
    let one = Somewhere { place: &old, facts: &known, loves: &known.loves, journey: Journey::SameArea };
    let ranking = rank_places(&side(&gordon()), &[].into(), &[one], day("2027-02-01"));
    assert_eq!(ranking.ranked[0].1.freshness, Freshness::GoneStale);
}

#[test]
fn the_same_thing_twice_counts_once_with_every_way_to_share_it() {
    let twice = vec![happens("thing 1", &[TakingPart::Learn]), happens("Thing 1", &[TakingPart::TakePart])];
    let known = facts(&place(1, PlaceDetails { activities: twice, ..choir() }));
    assert_eq!(known.loves.len(), 1);
    assert_eq!(known.loves[&term(1)].share, [ShareMode::DoWithOthers, ShareMode::Teach].into());
}

#[test]
fn what_somebody_needs_follows_from_what_is_recorded_and_from_nothing_else() {
    let id = PersonId(Uuid::from_u128(1));
    let mut person = Person { person_id: id, ..Person::default() };
    assert_eq!(access_needs(&person), [].into());
    let told = |list: &[CommunicationNeed]| {
        let needs = Personal::about(id, list.to_vec());
        Some(CommunicationNeeds { needs, notes: None, recorded_on: day("2026-01-01") })
    };
    person.needs = told(&[CommunicationNeed::QuietPlaces, CommunicationNeed::EasyRead]);
    assert_eq!(access_needs(&person), [Attribute::QuietSpace].into());
    person.needs = told(&[CommunicationNeed::WheelchairAccess]);
    assert_eq!(access_needs(&person), [Attribute::StepFree].into());
    person.needs = None;
    let interest = Interest {
        name: Line::parse("bowls").expect("a line"),
        kind: InterestKind::Interest,
        own_words: None,
        strength: 1,
        share: None,
        evidence: Evidence::Person,
        participation: Participation::UsedTo,
        barriers: [Barrier::AccessToBuilding].into(),
    };
    let interest_id = InterestId(Uuid::from_u128(2));
    let recorded_on = day("2026-01-01");
    let interest = Personal::about(id, interest);
    person.evolve(&crate::person::PersonEvent::InterestRecorded { interest_id, interest, recorded_on });
    assert_eq!(access_needs(&person), [Attribute::StepFree].into());
}
