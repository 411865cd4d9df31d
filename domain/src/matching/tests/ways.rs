//! The way between two parts of town: as written down, there and back, and too far for both.

use super::*;
use crate::matching::Ways;
use crate::person::Travel;

fn lives(mut facts: Facts, area: &str) -> Facts {
    facts.area = Some(area.to_owned());
    facts
}

fn ways() -> Ways {
    let way = |one: &str, other: &str, minutes| (one.to_owned(), other.to_owned(), minutes);
    Ways::of([
        way("harbour", "mill lane", Some(20)),
        way("mill lane", "moor", Some(70)),
        way("moor", "harbour", Some(5)),
    ])
}

#[test]
fn a_way_is_as_long_as_written_down_there_and_back() {
    let (one, two) = (lives(gordon(), "mill lane"), lives(pat(), "harbour"));
    assert_eq!(ways().from(&one).to(&two), Journey::Minutes(20));
    assert_eq!(ways().from(&two).to(&one), Journey::Minutes(20));
    assert_eq!(ways().from(&one).to(&lives(pat(), "mill lane")), Journey::SameArea);
    assert_eq!(ways().from(&one).to(&lives(pat(), "old town")), Journey::Elsewhere, "nobody wrote it down");
    assert_eq!(ways().from(&one).to(&Facts { area: None, ..pat() }), Journey::NotKnown);
    assert_eq!(Ways::default().from(&one).to(&two), Journey::Elsewhere);
}

#[test]
fn the_last_word_about_a_way_counts_in_whichever_order_its_ends_were_named() {
    let way = |one: &str, other: &str, minutes| (one.to_owned(), other.to_owned(), minutes);
    let (one, two) = (lives(gordon(), "mill lane"), lives(pat(), "harbour"));
    let longer = Ways::of([way("harbour", "mill lane", Some(20)), way("mill lane", "harbour", Some(35))]);
    assert_eq!(longer.from(&one).to(&two), Journey::Minutes(35));
    let gone = Ways::of([way("harbour", "mill lane", Some(20)), way("mill lane", "harbour", None)]);
    assert_eq!(gone.from(&two).to(&one), Journey::Elsewhere);
}

#[test]
fn whoever_lives_further_than_either_would_go_is_not_offered() {
    let most = |minutes| Some(Travel { most_minutes: Some(minutes), ..Travel::default() });
    let (mut one, mut two) = (lives(gordon(), "mill lane"), lives(pat(), "moor"));
    (one.travel, two.travel) = (most(30), most(45));
    let journey = ways().from(&one).to(&two);
    assert_eq!(why(&one, &two, Between::Nothing, journey), [NotNow::TooFar { by_minutes: 25 }]);
    two.travel = most(70);
    assert_eq!(why(&one, &two, Between::Nothing, ways().from(&one).to(&two)), [], "Pat would come");
}
