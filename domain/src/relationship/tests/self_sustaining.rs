//! The tests S1 to S8, each at its edge.

use super::*;

fn alone(told: Story, number: u128, on: &str) -> Story {
    told.contact(number, on, Presence::Absent, Initiative::Supporter)
}

#[test]
fn everything_together_passes_and_names_its_evidence() {
    let evaluation = Story::ready().evaluation();
    assert!(evaluation.passes());
    assert_eq!((evaluation.policy_version, evaluation.as_of), (1, day("2026-03-12")));
    assert_eq!(
        evaluation.tests.iter().map(|test| test.number).collect::<Vec<_>>(),
        (1..=8).collect::<Vec<_>>()
    );
    assert_eq!(evaluation.evidence(), (1..=4).map(contact_id).collect());
}

#[test]
fn an_idea_passes_nothing_but_the_want_of_worries() {
    let passed: Vec<u8> = Story::proposed()
        .evaluation()
        .tests
        .iter()
        .filter(|test| test.passed)
        .map(|test| test.number)
        .collect();
    assert_eq!(passed, vec![8]);
}

#[test]
fn s1_wants_four_contacts_without_the_connector_in_84_days() {
    // 18 December is 84 days before 12 March
    let told = ["2025-12-18", "2026-01-05", "2026-02-05", "2026-03-05"]
        .iter()
        .zip(1..)
        .fold(Story::met(), |told, (on, number)| alone(told, number, on));
    assert_eq!((told.test(1).passed, told.test(1).found, told.test(1).wanted), (true, 4, 4));
    assert_eq!(told.test(1).contacts, (1..=4).map(contact_id).collect::<Vec<_>>());
    let told = told.on("2026-03-13");
    assert_eq!((told.test(1).passed, told.test(1).found), (false, 3));
}

#[test]
fn s1_does_not_count_a_contact_with_the_connector_nearby_or_one_taken_back() {
    let told = Story::ready().contact(5, "2026-03-10", Presence::Nearby, Initiative::Person);
    assert_eq!(told.test(1).found, 4);
    assert_eq!(told.given(void(4)).test(1).found, 3);
}

#[test]
fn s2_wants_six_weeks_from_the_first_to_the_last() {
    let told = alone(alone(Story::met(), 1, "2026-01-11"), 2, "2026-02-21");
    assert_eq!((told.test(2).passed, told.test(2).found, told.test(2).wanted), (false, 41, 42));
    let told = alone(told, 3, "2026-02-22");
    assert_eq!((told.test(2).passed, told.test(2).found), (true, 42));
    assert_eq!(told.test(2).contacts, vec![contact_id(1), contact_id(3)]);
    assert_eq!(alone(Story::met(), 1, "2026-01-11").test(2).found, 0);
}

#[test]
fn s3_wants_the_last_three_contacts_without_the_connector() {
    let told = Story::ready();
    assert_eq!(told.test(3).contacts, vec![contact_id(2), contact_id(3), contact_id(4)]);
    let told = told.contact(5, "2026-02-25", Presence::Nearby, Initiative::Connector);
    assert_eq!((told.test(3).passed, told.test(3).found), (false, 1));
    let told = alone(alone(Story::met(), 1, "2026-01-11"), 2, "2026-02-21");
    assert_eq!((told.test(3).passed, told.test(3).found), (false, 2));
}

#[test]
fn s4_wants_a_first_step_from_each() {
    let told = Story::met().contact(1, "2026-01-11", Presence::Leads, Initiative::Person);
    let told = told.contact(2, "2026-01-12", Presence::Leads, Initiative::Connector);
    assert_eq!((told.test(4).passed, told.test(4).found, told.test(4).wanted), (false, 1, 2));
    let told = told.contact(3, "2026-01-13", Presence::Leads, Initiative::Other);
    assert_eq!((told.test(4).passed, told.test(4).contacts), (true, vec![contact_id(1), contact_id(3)]));
}

#[test]
fn s4_is_content_with_four_times_of_a_regular_thing() {
    let told = ["2026-01-05", "2026-01-12", "2026-01-19"]
        .iter()
        .zip(1..)
        .fold(Story::met(), |told, (on, number)| {
            told.contact(number, on, Presence::Leads, Initiative::Standing)
        });
    assert!(!told.test(4).passed);
    let told = told.contact(4, "2026-01-26", Presence::Leads, Initiative::Standing);
    assert_eq!((told.test(4).passed, told.test(4).found, told.test(4).wanted), (true, 4, 4));
}

#[test]
fn s5_and_s6_want_an_answer_of_the_last_28_days_that_is_not_less() {
    for (number, party) in [(5, Party::Person), (6, Party::Other)] {
        let asked = |on, wish| Story::met().given(confirm(party, on, wish)).test(number);
        // 12 February is 28 days before 12 March
        assert!(asked("2026-02-12", Wish::More).passed);
        assert!(asked("2026-02-12", Wish::Same).passed);
        assert!(!asked("2026-02-11", Wish::More).passed);
        assert_eq!((asked("2026-02-11", Wish::More).found, asked("2026-02-11", Wish::More).wanted), (29, 28));
        assert!(!asked("2026-03-10", Wish::Less).passed);
        assert!(!asked("2026-03-10", Wish::Unsure).passed);
        let never = Story::met().test(number);
        assert_eq!((never.passed, never.answer), (false, None));
    }
}

#[test]
fn one_ones_answer_is_not_the_others() {
    let told = Story::met().given(confirm(Party::Person, "2026-03-10", Wish::More));
    assert!(told.test(5).passed);
    assert!(!told.test(6).passed);
}

#[test]
fn a_later_doubt_outweighs_an_earlier_yes() {
    let told = Story::ready().given(confirm(Party::Other, "2026-03-10", Wish::Unsure));
    assert!(!told.test(6).passed);
    assert!(told.on("2026-03-09").test(6).passed);
}

#[test]
fn s7_wants_a_plan_by_that_day() {
    assert!(!Story::met().test(7).passed);
    assert!(Story::ready().test(7).passed);
    assert!(!Story::ready().on("2026-03-07").test(7).passed);
}

#[test]
fn s8_wants_no_open_worry_and_no_wish_for_less() {
    let told = Story::ready().given(Ask::RaiseConcern { raised_on: day("2026-03-01") });
    assert_eq!((told.test(8).passed, told.test(8).found), (false, 1));
    let closed = told.given(Ask::CloseConcern { closed_on: day("2026-03-11") });
    assert!(closed.test(8).passed);
    assert!(!closed.on("2026-03-10").test(8).passed);

    let told = Story::ready().given(confirm(Party::Person, "2026-03-10", Wish::Less));
    assert_eq!((told.test(8).passed, told.test(8).found), (false, 1));
    let told = told.given(confirm(Party::Person, "2026-03-12", Wish::Same));
    assert!(told.test(8).passed);
}

#[test]
fn a_worry_raised_since_stands_against_a_day_before_it() {
    let told = Story::ready().given(Ask::RaiseConcern { raised_on: day("2026-03-12") });
    assert!(!told.on("2026-03-09").test(8).passed);
}

#[test]
fn what_happened_after_the_day_is_not_looked_at() {
    let told = Story::ready().on("2026-03-08");
    let before = told.evaluation();
    let told = told.on("2026-03-12").contact(5, "2026-03-11", Presence::Leads, Initiative::Connector);
    assert_eq!(told.on("2026-03-08").evaluation(), before);
}
