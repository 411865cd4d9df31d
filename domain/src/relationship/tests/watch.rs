//! What may be worth a thought: gifts that go one way, more time alone while it goes worse, a check at which nobody
//! could find out.

use super::*;

const GIFTS: Giving = Giving::GiftOrMoney;

fn gifts(gives: &[Giving], receives: &[Giving], on: &str) -> Ask {
    Ask::RecordReciprocity { reciprocity: give_and_take(gives, receives), recorded_on: day(on) }
}

fn sights(told: &Story, on: &str) -> Vec<Sight> {
    told.tie.worth_a_thought(day(on)).into_iter().map(|thought| thought.sight).collect()
}

/// A contact without the connector, and how it went.
fn alone(told: Story, number: u128, on: &str, mood: Mood) -> Story {
    told.given(log(Contact { presence: Presence::Absent, mood: Some(mood), ..contact(number, on) }))
}

#[test]
fn gifts_or_money_that_the_person_gives_and_does_not_get_are_seen_for_half_a_year() {
    let told = Story::met().given(gifts(&[GIFTS, Giving::Company], &[Giving::Company], "2026-03-01"));
    let seen = vec![Sight::GivesGifts { seen_on: day("2026-03-01") }];
    assert_eq!(sights(&told, "2026-03-12"), seen);
    assert_eq!(sights(&told, "2026-08-30"), seen, "182 days later");
    assert!(sights(&told, "2026-08-31").is_empty());
    assert_eq!(told.tie.thought_until(), Some(day("2026-08-30")));
    let both_ways = told.clone().given(gifts(&[GIFTS], &[GIFTS], "2026-03-10"));
    assert!(sights(&both_ways, "2026-03-12").is_empty(), "birthdays go both ways");
    let neither = told.given(gifts(&[Giving::Company], &[Giving::Lift], "2026-03-10"));
    assert!(sights(&neither, "2026-03-12").is_empty(), "as last seen");
}

#[test]
fn one_gift_from_the_other_is_a_gift_and_gifts_again_and_again_are_seen() {
    let once = Story::met().given(gifts(&[Giving::Company], &[GIFTS], "2026-01-10"));
    assert!(sights(&once, "2026-03-12").is_empty());
    let again = once.clone().given(gifts(&[Giving::Lift], &[GIFTS], "2026-03-01"));
    let seen = Sight::ReceivesGifts { times: 2, seen_on: day("2026-03-01") };
    assert_eq!(sights(&again, "2026-03-12"), [seen]);
    let long_after = once.on("2026-09-01").given(gifts(&[Giving::Lift], &[GIFTS], "2026-08-20"));
    assert!(sights(&long_after, "2026-09-01").is_empty(), "the first was more than half a year before");
}

/// Met on 3 November; good times beside the connector, and then so many alone in the four weeks up to 8 March.
fn changed(alone_lately: u128, mood: Mood) -> Story {
    let mut told = Story::met();
    for (number, on) in [(1, "2025-11-20"), (2, "2025-12-14"), (3, "2026-01-11"), (4, "2026-02-01")] {
        told = told.given(log(contact(number, on)));
    }
    (0..alone_lately).fold(told, |told, at| alone(told, 10 + at, &format!("2026-03-{:02}", 8 - at), mood))
}

#[test]
fn many_times_alone_and_a_lower_mood_together_are_seen_until_four_weeks_after_the_last() {
    let told = changed(4, Mood::SoSo);
    let seen = vec![Sight::AloneAndLower { alone: 4, alone_before: 0 }];
    assert_eq!(sights(&told, "2026-03-12"), seen);
    assert_eq!(sights(&told, "2026-04-05"), seen);
    assert!(sights(&told, "2026-04-06").is_empty());
}

#[test]
fn neither_stepping_back_nor_a_low_mood_alone_is_worth_a_thought() {
    assert!(sights(&changed(4, Mood::Good), "2026-03-12").is_empty(), "it goes as well as before");
    assert!(sights(&changed(3, Mood::Hard), "2026-03-12").is_empty(), "three times are not many");
    let beside = Story::met();
    let beside = [(1, "2025-12-14"), (2, "2026-01-11")]
        .into_iter()
        .fold(beside, |told, (number, on)| told.given(log(contact(number, on))));
    let beside = ["2026-03-01", "2026-03-03", "2026-03-05", "2026-03-08"]
        .into_iter()
        .zip(10..)
        .fold(beside, |told, (on, number)| {
            told.given(log(Contact { mood: Some(Mood::Hard), ..contact(number, on) }))
        });
    assert!(sights(&beside, "2026-03-12").is_empty(), "the connector was there each time");
}

#[test]
fn as_often_alone_as_usual_is_no_rise_and_without_a_before_nothing_is_usual() {
    let mut told = Story::met();
    for (number, on) in (20..).zip([
        "2025-12-01",
        "2025-12-08",
        "2025-12-15",
        "2026-01-05",
        "2026-01-12",
        "2026-01-19",
        "2026-01-26",
    ]) {
        told = alone(told, number, on, Mood::Good);
    }
    for (number, on) in (30..).zip(["2026-03-02", "2026-03-04", "2026-03-06", "2026-03-08"]) {
        told = alone(told, number, on, Mood::Awful);
    }
    assert!(sights(&told, "2026-03-12").is_empty(), "seven in twelve weeks before, four in four now");
    let early = (0..4).fold(Story::met().given(log(contact(1, "2025-11-04"))), |told, at| {
        alone(told, 10 + at, &format!("2025-12-{:02}", 20 - at), Mood::Awful)
    });
    assert!(sights(&early, "2025-12-21").is_empty());
}

#[test]
fn what_was_taken_back_is_not_seen() {
    let told = changed(4, Mood::SoSo);
    let back = Ask::VoidContact { contact_id: contact_id(10), reason: words("It was another day") };
    assert!(sights(&told.given(back), "2026-03-12").is_empty());
}

#[test]
fn a_check_at_which_nobody_could_find_out_is_seen_until_one_at_which_somebody_could() {
    let check = |month, result, on| Ask::CheckSustained {
        month,
        result,
        source: ContactSource::Supporter,
        checked_on: day(on),
    };
    let told = Story::declared().on("2026-09-12").given(check(3, CheckResult::Unknown, "2026-06-12"));
    let seen = Sight::NobodyKnows { month: 3, checked_on: day("2026-06-12") };
    assert_eq!(sights(&told, "2026-09-12"), [seen]);
    let found = told.given(check(6, CheckResult::Continuing, "2026-09-12"));
    assert!(sights(&found, "2026-09-12").is_empty());
}

#[test]
fn of_a_relationship_that_has_gone_quiet_nothing_is_said() {
    let told = Story::met().given(gifts(&[GIFTS], &[Giving::Company], "2026-01-10"));
    assert!(!sights(&told, "2026-03-12").is_empty());
    let quiet = told.given(lapse("2026-01-20"));
    assert!(sights(&quiet, "2026-03-12").is_empty() && quiet.tie.thought_until().is_none());
}
