//! What everybody else sees.

use super::*;

fn show(from: &str, until: &str) -> Ask {
    let banner = Banner { reach: line("Grace, 0191 496 0123"), from_on: day(from), until_on: day(until) };
    Ask::ShowBanner { banner }
}

#[test]
fn a_banner_begins_at_once_and_ends_within_a_year() {
    let story = Story::told();
    let shown = story.clone().given(show("2026-03-12", "2027-03-12"));
    let banner = shown.concern.banner.as_ref().and_then(Personal::get).expect("a banner");
    let shows = ["2026-03-11", "2026-03-12", "2027-03-12", "2027-03-13"].map(|on| banner.shows_on(day(on)));
    assert_eq!(shows, [false, true, true, false]);
    assert!(matches!(story.when(show("2026-03-13", "2026-04-12")), Err(No::Date { field: "from_on", .. })));
    let latest = day("2027-03-12");
    assert_eq!(story.when(show("2026-03-12", "2027-03-13")), Err(No::BannerOutOfReach { latest }));
    let latest = day("2027-03-01");
    assert_eq!(story.when(show("2026-03-01", "2026-03-11")), Err(No::BannerOutOfReach { latest }));
}

#[test]
fn showing_the_same_does_nothing_and_nothing_can_be_ended_twice() {
    let shown = Story::told().given(show("2026-03-12", "2026-04-12"));
    assert_eq!(shown.when(show("2026-03-12", "2026-04-12")), Ok(Vec::new()));
    assert_eq!(shown.given(Ask::EndBanner).when(Ask::EndBanner), Err(No::NoBanner));
}

#[test]
fn closing_a_concern_ends_what_others_see() {
    let story = Story::taken_over().given(show("2026-03-12", "2026-04-12")).given(settle("2026-03-12"));
    assert_eq!(story.concern.banner, None);
}
