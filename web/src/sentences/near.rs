//! Why a place might be somewhere for somebody, what stands against it, what to ask before anybody goes, and
//! why a place is not offered just now: each as a sentence.

use app::nearby::{Nearby, Spot};
use domain::matching::{Journey, PlaceNotNow, Shared, Unknown};
use domain::person::Slot;
use domain::person::codes::ShareMode;
use domain::place::{Attribute, Freshness, OpenTo};

use super::fit::when;
use super::place;
use crate::format;

/// Things in common that are named.
const NAMED: usize = 3;
/// Minutes in a week below which it is said that they are few.
const FEW_MINUTES: u32 = 60;

/// Why it might be somewhere for them, what weighs most first.
pub fn reasons(near: &Nearby, spot: &Spot) -> Vec<String> {
    let called = &near.called;
    let mut all = Vec::new();
    let shared: Vec<String> =
        spot.fit.fit.shared.iter().take(NAMED).map(|shared| name(near, spot, shared)).collect();
    if !shared.is_empty() {
        let shared = format::and_list(&shared);
        all.push(format!("{called} loves {shared}: that is what people come here for."));
    }
    all.extend(
        spot.fit
            .fit
            .shared
            .iter()
            .find_map(|shared| Some(answered(shared.complement?, called, &name(near, spot, shared)))),
    );
    if !spot.fit.fit.together.is_empty() {
        all.push(format!("It meets when {called} is free: {}.", when(&spot.fit.fit.together)));
    }
    match (spot.journey, spot.row.place.details().and_then(|details| details.area.as_ref())) {
        (Journey::SameArea, Some(area)) => all.push(format!("It is in {area}, where {called} lives.")),
        (Journey::Minutes(minutes), _) => {
            all.push(format!("{} to get there.", format::plural(minutes, "minute", "minutes")));
        }
        _ => {}
    }
    let met = near.needs.iter().filter(|need| !spot.fit.to_ask.contains(need));
    all.extend(met.filter_map(|need| match need {
        Attribute::StepFree => Some(format!("There are no steps, as {called} needs it.")),
        Attribute::QuietSpace => Some(format!("It is quiet, as {called} needs it.")),
        _ => None,
    }));
    all
}

/// What stands against it, or should be known first, without being a reason not to.
pub fn against(near: &Nearby, spot: &Spot) -> Vec<String> {
    let called = &near.called;
    let place = &spot.row.place;
    let Some(details) = place.details() else { return Vec::new() };
    let mut all = Vec::new();
    if spot.fit.freshness != Freshness::Fresh {
        all.push(place::seen(place, near.on));
    }
    let minutes: u32 = spot.fit.fit.together.iter().map(Slot::length_minutes).sum();
    if minutes > 0 && minutes < FEW_MINUTES {
        all.push(format!("No more than {minutes} minutes a week of it are when {called} is free."));
    }
    if let (Journey::Elsewhere, Some(area)) = (spot.journey, &details.area) {
        let alone = near.facts.travel.as_ref().map(|travel| travel.goes_alone());
        let how = if alone == Some(false) { " and does not get about alone" } else { "" };
        all.push(format!("It is in {area}; {called} lives elsewhere{how}."));
    }
    if details.open_to == OpenTo::DisabledPeopleOnly {
        all.push("It is for disabled people only.".to_owned());
    }
    if details.cost.is_some_and(|cost| cost.pence() > 0) {
        all.extend(place::cost(details).map(|cost| format!("It costs {cost}.")));
    }
    if details.offers(Attribute::NeedsBooking) == Some(true) {
        all.push("Book before you go.".to_owned());
    }
    all
}

/// "To ask first: when it meets, and whether one gets in without steps."; `None` when all is known.
pub fn unknown(near: &Nearby, spot: &Spot) -> Option<String> {
    let words = |unknown: &Unknown| match unknown {
        // Said once, above the lists.
        Unknown::PersonsLoves | Unknown::PersonsWeek | Unknown::OthersLoves | Unknown::OthersAge => None,
        Unknown::OthersWeek => Some("when it meets".to_owned()),
        Unknown::Way if spot.journey == Journey::NotKnown => Some("how far it is".to_owned()),
        Unknown::Way => Some("how long the way takes".to_owned()),
        Unknown::Reach => Some(format!("how far {} would go", near.called)),
    };
    let building = spot.fit.to_ask.iter().map(|what| match what {
        Attribute::StepFree => "whether one gets in without steps".to_owned(),
        Attribute::QuietSpace => "whether it is quiet".to_owned(),
        other => format!("about this: {}", other.label().to_lowercase()),
    });
    let mut all: Vec<String> = building.collect();
    all.extend(spot.fit.fit.unknown.iter().filter_map(words));
    (!all.is_empty()).then(|| format!("To ask first: {}.", format::and_list(&all)))
}

/// Why a place is not offered just now, the first of the reasons.
pub fn not_now(reasons: &[PlaceNotNow], called: &str) -> String {
    match reasons.first() {
        None => String::new(),
        Some(PlaceNotNow::PutAway) => "It is put away.".to_owned(),
        Some(PlaceNotNow::Full) => "It has no room for anybody new just now.".to_owned(),
        Some(PlaceNotNow::ForChildren) => {
            "It is for children, and the checks of adults are not settled.".to_owned()
        }
        Some(PlaceNotNow::Steps) => format!("There are steps, and {called} needs a way in without."),
        Some(PlaceNotNow::NotQuiet) => format!("It is not quiet, and {called} needs somewhere quiet."),
        Some(PlaceNotNow::TooFar { by_minutes }) => format!(
            "The way is {} longer than {called} would go.",
            format::plural(*by_minutes, "minute", "minutes")
        ),
        Some(PlaceNotNow::NeverMeetsWhenFree) => format!("It never meets when {called} is free."),
    }
}

/// What happens there and is loved, as the team calls it, or as they say it.
fn name(near: &Nearby, spot: &Spot, shared: &Shared) -> String {
    let loves = |facts: &domain::matching::Facts| {
        let mut ways = facts.loves.iter().filter(|(term, _)| near.book.now(**term) == shared.term);
        ways.next().map(|(_, love)| love.name.to_string())
    };
    let typed = loves(&near.facts).or_else(|| loves(&spot.facts)).unwrap_or_default();
    near.book.term(&typed).to_owned()
}

/// "Gordon would like to learn it, and it is taught here."
fn answered((mine, theirs): (ShareMode, ShareMode), called: &str, name: &str) -> String {
    match (mine, theirs) {
        (ShareMode::DoWithOthers, _) => format!("{called} would love company for {name}, and finds it here."),
        (ShareMode::Learn, _) => format!("{called} would like to learn it, and it is taught here."),
        (ShareMode::Teach, _) => format!("{called} can teach it, and it is asked for here."),
        (ShareMode::Help, _) => format!("{called} likes to help, and help is welcome here."),
        (ShareMode::Make | ShareMode::Watch, _) => format!("{called} can share {name} here."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_not_to_is_a_sentence_that_ends() {
        let all = [
            PlaceNotNow::PutAway,
            PlaceNotNow::Full,
            PlaceNotNow::ForChildren,
            PlaceNotNow::Steps,
            PlaceNotNow::NotQuiet,
            PlaceNotNow::TooFar { by_minutes: 1 },
            PlaceNotNow::NeverMeetsWhenFree,
        ];
        for reason in all {
            let said = not_now(&[reason, PlaceNotNow::PutAway], "Gordon");
            assert!(said.ends_with('.') && said.starts_with(char::is_uppercase), "{said}");
        }
        assert_eq!(not_now(&[all[5]], "Gordon"), "The way is 1 minute longer than Gordon would go.");
    }

    #[test]
    fn whoever_would_learn_is_told_that_it_is_taught() {
        assert_eq!(
            answered((ShareMode::Learn, ShareMode::Teach), "Gordon", "bowls"),
            "Gordon would like to learn it, and it is taught here."
        );
    }
}
