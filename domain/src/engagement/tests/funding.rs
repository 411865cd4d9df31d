//! Who pays, and at what price from which day.

use super::*;

fn noting(change: impl FnOnce(&mut Funding)) -> C {
    let mut funding = funding();
    change(&mut funding);
    C::NoteFunding { funding }
}

fn price(from: &str, pounds: &str) -> C {
    C::AgreeRate { rate: DatedRate { from: day(from), rate: rate(pounds) } }
}

#[test]
fn funding_can_be_noted_while_the_person_is_being_asked() {
    let story = asked_for_consent().then(C::NoteFunding { funding: funding() });
    assert_eq!(story.state.stage, Stage::AwaitingConsent);
    story.refuses(agree(), EngagementError::ConsentNotNoted);
    assert_eq!(story.then(note_consent()).then(agree()).state.stage, Stage::Agreed);
}

#[test]
fn funding_is_not_noted_before_the_person_is_asked_nor_after_the_term_is_agreed() {
    let wanted = &[Stage::AwaitingConsent, Stage::AwaitingFunding];
    let stage = Stage::Screening;
    eligible().refuses(noting(|_| ()), EngagementError::WrongStage { stage, wanted });
    let stage = Stage::Agreed;
    agreed().refuses(noting(|_| ()), EngagementError::WrongStage { stage, wanted });
}

#[test]
fn funding_noted_again_replaces_what_was_noted_with_its_prices() {
    let story = funded().then(price("2026-07-01", "28.77"));
    let story = story.then(noting(|funding| funding.rate = rate("30")));
    assert_eq!(story.state.rate_on(day("2026-07-02")), Some(rate("30")));
    story.changes_nothing(noting(|funding| funding.rate = rate("30")));
}

#[test]
fn funding_that_ends_before_it_begins_is_refused() {
    let backwards = noting(|funding| funding.covers_to = day("2026-04-05"));
    let refusal = EngagementError::CoverReversed { covers_from: day("2026-04-06") };
    assert_eq!(refusal.field(), Some("covers_to"));
    consented().refuses(backwards, refusal);
}

#[test]
fn an_hour_costs_something_and_at_most_a_thousand_pounds() {
    for wrong in [Rate(0), Rate(-1), Rate(10_000_001)] {
        let refusal = EngagementError::RateOutOfRange { rate: wrong, highest: HIGHEST_RATE };
        consented().refuses(noting(|funding| funding.rate = wrong), refusal.clone());
        let agreed_rate = DatedRate { from: day("2026-07-01"), rate: wrong };
        active().refuses(C::AgreeRate { rate: agreed_rate }, refusal);
    }
}

#[test]
fn a_budget_is_more_than_nothing_and_not_beyond_belief() {
    for wrong in [Money(0), Money(-1), Money(1_000_000_001)] {
        let refusal = EngagementError::BudgetOutOfRange { budget: wrong, highest: HIGHEST_BUDGET };
        consented().refuses(noting(|funding| funding.budget = wrong), refusal);
    }
}

#[test]
fn money_asked_for_is_kept_with_its_day() {
    let seek = C::SeekFunding { sought_on: day("2026-03-16") };
    let story = consented().then(seek.clone());
    assert_eq!(story.state.funding_sought_on, Some(day("2026-03-16")));
    story.changes_nothing(seek.clone());
    let wanted = &[Stage::AwaitingConsent, Stage::AwaitingFunding];
    eligible().refuses(seek, EngagementError::WrongStage { stage: Stage::Screening, wanted });
}

#[test]
fn a_session_keeps_the_price_of_its_own_day() {
    let story = active().then(price("2026-07-01", "28.77"));
    assert_eq!(story.state.rate_on(day("2026-04-05")), None);
    assert_eq!(story.state.rate_on(day("2026-06-30")), Some(rate("27.40")));
    assert_eq!(story.state.rate_on(day("2026-07-01")), Some(rate("28.77")));
    story.changes_nothing(price("2026-07-01", "28.77"));
}

#[test]
fn a_new_price_begins_after_the_last_one() {
    let story = active().then(price("2026-07-01", "28.77"));
    let refusal = EngagementError::RateNotLater { latest_from: day("2026-07-01") };
    story.refuses(price("2026-06-01", "29"), refusal.clone());
    story.refuses(price("2026-07-01", "29"), refusal);
}

#[test]
fn a_price_outside_the_funded_days_is_refused() {
    let (covers_from, covers_to) = (day("2026-04-06"), day("2026-10-04"));
    for from in ["2026-04-05", "2026-10-05"] {
        let refusal = EngagementError::RateOutsideCover { from: day(from), covers_from, covers_to };
        active().refuses(price(from, "29"), refusal);
    }
}

#[test]
fn a_price_needs_funding() {
    consented().refuses(price("2026-07-01", "29"), EngagementError::FundingMissing);
}

fn correcting(change: impl FnOnce(&mut Funding), later: &[(&str, &str)]) -> C {
    let mut funding = funding();
    change(&mut funding);
    let later_rates = later.iter().map(|(from, pounds)| DatedRate { from: day(from), rate: rate(pounds) });
    C::CorrectFunding { funding, later_rates: later_rates.collect(), reason: words("I misread the letter.") }
}

#[test]
fn what_was_noted_by_mistake_is_put_right_from_the_beginning_and_kept() {
    let story = active().then(price("2026-07-01", "28.77")).then(deliver(1, "2026-05-20", 60));
    let put_right = correcting(|funding| funding.rate = rate("26.50"), &[("2026-08-01", "27.80")]);
    let story = story.then(put_right.clone());
    let state = &story.state;
    assert_eq!(state.rate_on(day("2026-05-20")), Some(rate("26.50")));
    assert_eq!(
        state.rate_on(day("2026-07-31")),
        Some(rate("26.50")),
        "the price from July was a mistake too"
    );
    assert_eq!(state.rate_on(day("2026-08-01")), Some(rate("27.80")));
    let spent =
        crate::engagement::billing::statement(state, crate::shared::calendar::FourWeeks::default_anchor())
            .spent;
    assert_eq!(spent, Money(2_650));
    let correction = &state.funding_corrections[0];
    assert_eq!((correction.was.rate, correction.was_rates[1].rate), (rate("27.40"), rate("28.77")));
    assert_eq!(correction.corrected_on, story.today);
    story.changes_nothing(put_right);
}

#[test]
fn funding_is_put_right_until_the_close_and_noted_anew_before_the_term() {
    for story in [agreed(), active(), paused(), ended()] {
        assert!(story.asked(correcting(|funding| funding.contract_id = id(77), &[])).is_ok());
    }
    let wanted = &[Stage::Agreed, Stage::Active, Stage::Paused, Stage::Ended];
    let stage = funded().state.stage;
    funded().refuses(correcting(|_| (), &[]), EngagementError::WrongStage { stage, wanted });
}

#[test]
fn funding_put_right_still_covers_the_whole_term_with_prices_in_order() {
    let (term_start, term_end) = (day("2026-04-06"), day("2026-10-04"));
    for (field, change) in [("covers_from", "2026-04-07"), ("covers_to", "2026-10-03")] {
        let short = correcting(
            |funding| match field {
                "covers_from" => funding.covers_from = day(change),
                _ => funding.covers_to = day(change),
            },
            &[],
        );
        let refusal = EngagementError::CoverLeavesTermOut { field, term_start, term_end };
        assert_eq!(refusal.field(), Some(field));
        active().refuses(short, refusal);
    }
    let twice = correcting(|_| (), &[("2026-07-01", "28"), ("2026-07-01", "29")]);
    active().refuses(twice, EngagementError::RateNotLater { latest_from: day("2026-07-01") });
    let (from, covers_from, covers_to) = (day("2027-07-01"), term_start, funding().covers_to);
    let outside = correcting(|_| (), &[("2027-07-01", "28")]);
    active().refuses(outside, EngagementError::RateOutsideCover { from, covers_from, covers_to });
    let wrong = correcting(|funding| funding.budget = Money(0), &[]);
    active().refuses(wrong, EngagementError::BudgetOutOfRange { budget: Money(0), highest: HIGHEST_BUDGET });
}
