//! What holds of any two people, and what may never count.

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;

use super::*;
use crate::person::in_order;

fn any_loves() -> impl Strategy<Value = Loves> {
    let share = vec(proptest::sample::select(ShareMode::ALL), 0..3);
    let love = (1..=3_u8, share).prop_map(|(strength, share)| love(strength, &share));
    btree_map((1..8_u128).prop_map(term), love, 0..6)
}

fn any_week() -> impl Strategy<Value = Option<Availability>> {
    let slot = (proptest::sample::select(DayOfWeek::ALL), 0..20_u32, 1..4_u32);
    let slots = vec(slot, 1..5).prop_map(|slots| {
        let all = slots.into_iter().flat_map(|(day, from, long)| free(day, from, from + long).slots);
        Availability { slots: in_order(&all.collect::<Vec<_>>()), constraints: None }
    });
    proptest::option::of(slots)
}

fn anybody(number: u128) -> impl Strategy<Value = Facts> {
    let travel = proptest::option::of((1..240_u16).prop_map(|most| goes(most).expect("they go somewhere")));
    (any_loves(), any_week(), travel, 0..400_u64).prop_map(move |(loves, week, travel, days)| Facts {
        loves,
        week,
        travel,
        known_since: Some(today() - chrono::Days::new(days)),
        ..somebody(number, false)
    })
}

fn any_journey() -> impl Strategy<Value = Journey> {
    prop_oneof![
        Just(Journey::NotKnown),
        Just(Journey::SameArea),
        Just(Journey::Elsewhere),
        (0..300_u16).prop_map(Journey::Minutes)
    ]
}

proptest! {
    #[test]
    fn a_score_lies_between_nothing_and_a_hundred_and_no_part_is_over_its_weight(
        one in anybody(1), two in anybody(2), journey in any_journey(), longest in 0..1_000_i64
    ) {
        let fit = fit((&side(&one), &side(&two)), journey, (longest, today()));
        prop_assert!(fit.parts.total() <= 10_000 && fit.parts.points() <= 100);
        for (part, weight) in fit.parts.all().into_iter().zip(WEIGHTS) {
            prop_assert!(part <= weight);
        }
    }

    #[test]
    fn the_figures_are_those_of_what_is_said_of_them(one in anybody(1), two in anybody(2)) {
        let fit = fits(&one, &two, Journey::SameArea);
        let strength = |loves: &Loves| loves.values().map(|love| u32::from(love.strength)).sum::<u32>();
        let both: u32 = fit.shared.iter().map(|shared| u32::from(shared.strength)).sum();
        let either = strength(&one.loves) + strength(&two.loves) - both;
        prop_assert_eq!(u32::from(fit.parts.interests), (4_500 * both).checked_div(either).unwrap_or(0));
        let gives = fit.shared.iter().any(|shared| shared.complement.is_some());
        prop_assert_eq!(fit.parts.giving, if gives { 1_000 } else { 0 });
        if one.week.is_some() && two.week.is_some() {
            let minutes: u32 = fit.together.iter().map(Slot::length_minutes).sum();
            prop_assert_eq!(u32::from(fit.parts.time), 2_000 * minutes.min(180) / 180);
        }
    }

    #[test]
    fn what_two_people_share_is_the_same_from_either_side(
        one in anybody(1), two in anybody(2), journey in any_journey()
    ) {
        let (there, back) = (fits(&one, &two, journey).parts, fits(&two, &one, journey).parts);
        prop_assert_eq!(
            (there.interests, there.time, there.way, there.giving),
            (back.interests, back.time, back.way, back.giving)
        );
        let reasons = |one: &Facts, two: &Facts| why(one, two, Between::Nothing, journey);
        prop_assert_eq!(reasons(&one, &two), reasons(&two, &one));
    }

    #[test]
    fn one_more_thing_that_both_love_never_makes_them_fit_less(
        one in anybody(1), two in anybody(2), strength in 1..=3_u8
    ) {
        let before = fits(&one, &two, Journey::SameArea).parts;
        let (mut one, mut two) = (one, two);
        one.loves.insert(term(99), love(strength, &[]));
        two.loves.insert(term(99), love(strength, &[]));
        let after = fits(&one, &two, Journey::SameArea).parts;
        prop_assert!(after.interests >= before.interests && after.total() >= before.total());
    }

    #[test]
    fn something_that_one_alone_loves_never_makes_them_fit_more(one in anybody(1), two in anybody(2)) {
        let before = fits(&one, &two, Journey::SameArea).parts.interests;
        let mut one = one;
        one.loves.insert(term(99), love(3, &[]));
        prop_assert!(fits(&one, &two, Journey::SameArea).parts.interests <= before);
    }

    #[test]
    fn a_shorter_way_never_makes_them_fit_less(one in anybody(1), two in anybody(2), near in 0..200_u16, more in 0..100_u16) {
        let at = |minutes| fits(&one, &two, Journey::Minutes(minutes)).parts.way;
        prop_assert!(at(near) >= at(near + more));
        prop_assert!(fits(&one, &two, Journey::SameArea).parts.way >= fits(&one, &two, Journey::Elsewhere).parts.way);
    }

    #[test]
    fn whoever_is_left_out_has_a_reason_and_everybody_is_somewhere_once(
        one in anybody(1), others in vec(anybody(2), 0..6), journey in any_journey()
    ) {
        let all: Vec<Candidate<'_>> = others
            .iter()
            .map(|other| Candidate { side: side(other), between: Between::Nothing, journey })
            .collect();
        let ranking = rank(&side(&one), all.iter().cloned(), today());
        prop_assert!(ranking.left_out.iter().all(|(_, reasons)| !reasons.is_empty()));
        let mut places: Vec<usize> =
            ranking.ranked.iter().map(|one| one.at).chain(ranking.left_out.iter().map(|(at, _)| *at)).collect();
        places.sort_unstable();
        prop_assert_eq!(places, (0..all.len()).collect::<Vec<_>>());
        let totals: Vec<u16> = ranking.ranked.iter().map(|one| one.parts.total()).collect();
        prop_assert!(totals.windows(2).all(|two| two[0] >= two[1]));
    }
}

#[test]
fn diagnosis_ethnicity_and_who_pays_are_no_input() {
    let schema = serde_json::to_value(schemars::schema_for!(Facts)).expect("a schema");
    let fields = schema["properties"].as_object().expect("fields");
    let mut names: Vec<&str> = fields.keys().map(String::as_str).collect();
    names.sort_unstable();
    assert_eq!(
        names,
        [
            // Under which other ids they are known, and nothing else.
            "also",
            "apart_from",
            "area",
            "be_introduced",
            "born_on",
            "described",
            "known_since",
            "loves",
            "not_with",
            "only",
            "person_id",
            "supported",
            "takes_part",
            "travel",
            "week",
        ],
        "what may count is agreed: somebody's life, not their labels"
    );
    // Everything inside them too, but for what documents them.
    fn keys(value: &serde_json::Value, found: &mut Vec<String>) {
        match value {
            serde_json::Value::Object(map) => map.iter().for_each(|(key, value)| {
                found.push(key.clone());
                if key != "description" {
                    keys(value, found);
                }
            }),
            serde_json::Value::Array(all) => all.iter().for_each(|value| keys(value, found)),
            serde_json::Value::String(text) => found.push(text.clone()),
            _ => {}
        }
    }
    let mut found = Vec::new();
    keys(&schema, &mut found);
    for word in ["diagnos", "impairment", "ethnic", "race", "religion", "fund", "contract", "price", "budget"]
    {
        assert!(!found.iter().any(|name| name.to_lowercase().contains(word)), "{word} is an input");
    }
}

#[test]
fn how_somebody_describes_themselves_counts_neither_for_nor_against_them() {
    let (one, two) = (gordon(), pat());
    let mut other = pat();
    other.described = Some(crate::person::Described::Woman);
    assert_eq!(fits(&one, &two, Journey::SameArea), fits(&one, &other, Journey::SameArea));
}
