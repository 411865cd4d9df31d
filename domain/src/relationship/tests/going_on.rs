//! Give and take, answers, the plan for afterwards, growing beyond an introduction, worries.

use super::*;
use crate::shared::calendar::DateError;

#[test]
fn the_reciprocity_index_is_one_when_even_and_unknown_when_empty() {
    use Giving::*;
    let all = [
        Company,
        PracticalHelp,
        Advice,
        Invitation,
        Lift,
        SkillTaught,
        EmotionalSupport,
        GiftOrMoney,
        CaringForSomething,
        IntroductionToOthers,
    ];
    let index =
        |gives: usize, receives: usize| give_and_take(&all[..gives], &all[..receives]).index_hundredths();
    assert_eq!(index(3, 5), Some(75));
    assert_eq!(index(4, 4), Some(100));
    assert_eq!(index(8, 0), Some(0));
    assert_eq!(index(0, 0), None);
}

#[test]
fn give_and_take_is_asked_again_and_every_answer_kept() {
    let record = |reciprocity: Reciprocity, on| Ask::RecordReciprocity { reciprocity, recorded_on: day(on) };
    let first = give_and_take(&[Giving::Company], &[Giving::Company, Giving::Lift]);
    let later = give_and_take(&[Giving::Company, Giving::SkillTaught], &[Giving::Company, Giving::Lift]);
    let told =
        Story::met().given(record(later.clone(), "2026-02-01")).given(record(first.clone(), "2025-12-01"));
    assert_eq!(told.tie.latest_reciprocity().map(|seen| &seen.reciprocity), Some(&later));
    assert_eq!(told.tie.reciprocity.len(), 2);
    assert_eq!(told.when(record(first, "2025-12-01")), Ok(vec![]));
    let nothing = Reciprocity::default();
    assert_eq!(told.when(record(nothing, "2026-02-02")), Err(No::NothingGiven));
    let (on, met_on) = (day("2025-11-01"), day("2025-11-03"));
    let refusal = No::BeforeMeeting { field: "recorded_on", on, met_on };
    assert_eq!(told.when(record(later.clone(), "2025-11-01")), Err(refusal));
    assert_eq!(Story::agreed().when(record(later, "2026-02-01")), Err(No::NotMet));
}

#[test]
fn each_ones_latest_answer_stands_in_their_own_words() {
    let told = Story::met().given(confirm(Party::Other, "2026-03-01", Wish::More)).given(confirm(
        Party::Other,
        "2026-02-01",
        Wish::Unsure,
    ));
    let said = told.tie.latest_confirmation(Party::Other).expect("Pat was asked");
    assert_eq!((said.confirmation.on, said.confirmation.wish), (day("2026-03-01"), Wish::More));
    assert_eq!(said.words.as_ref().map(Personal::subject), Some(person(PAT)));
    assert_eq!(told.tie.latest_confirmation(Party::Person), None);
    assert_eq!(told.when(confirm(Party::Other, "2026-03-01", Wish::More)), Ok(vec![]));
}

#[test]
fn nobody_confirms_before_they_met_or_ahead_of_time() {
    let (on, met_on) = (day("2025-11-01"), day("2025-11-03"));
    let refusal = No::BeforeMeeting { field: "on", on, met_on };
    assert_eq!(Story::met().when(confirm(Party::Person, "2025-11-01", Wish::More)), Err(refusal));
    let problem = DateError::InTheFuture { on: day("2026-03-13") };
    let refusal = No::Date { field: "on", problem };
    assert_eq!(Story::met().when(confirm(Party::Person, "2026-03-13", Wish::More)), Err(refusal));
    assert_eq!(Story::agreed().when(confirm(Party::Person, "2026-03-01", Wish::More)), Err(No::NotMet));
}

#[test]
fn a_plan_may_be_written_anew_and_counts_from_the_first() {
    let ask = |on| Ask::PlanContinuity { plan: plan(), planned_on: day(on) };
    let told = Story::met().given(ask("2026-02-01")).given(ask("2026-03-01"));
    let continuity = told.tie.continuity.clone().expect("a plan");
    assert_eq!((continuity.planned_on, continuity.first_planned_on), (day("2026-03-01"), day("2026-02-01")));
    assert_eq!(told.when(ask("2026-03-01")), Ok(vec![]));
    assert_eq!(Story::agreed().when(ask("2026-03-01")), Err(No::NotMet));
}

#[test]
fn three_contacts_grow_beyond_an_introduction() {
    let ask = Ask::Consolidate { consolidated_on: day("2026-01-12") };
    let told = Story::met()
        .given(log(contact(1, "2025-11-03")))
        .given(log(contact(2, "2025-12-01")))
        .given(log(contact(3, "2026-01-20")));
    // the third came after the day named
    assert_eq!(told.when(ask.clone()), Err(No::ContactsTooFew { found: 2, wanted: 3 }));
    let told = told.given(log(contact(4, "2026-01-10")));
    assert_eq!(told.clone().given(void(1)).when(ask.clone()), {
        Err(No::ContactsTooFew { found: 2, wanted: 3 })
    });
    let told = told.given(ask.clone());
    assert_eq!(told.tie.stage(), Stage::Consolidating);
    let refusal = No::AlreadyConsolidated { consolidated_on: Some(day("2026-01-12")) };
    assert_eq!(told.when(ask.clone()), Err(refusal));
    assert_eq!(Story::agreed().when(ask.clone()), Err(No::NotMet));
    let refusal = No::AlreadySelfSustaining { declared_on: day("2026-03-12") };
    assert_eq!(Story::declared().when(ask), Err(refusal));
}

#[test]
fn a_worry_can_be_raised_at_any_time_and_the_oldest_is_closed_first() {
    let raise = |on| Ask::RaiseConcern { raised_on: day(on) };
    let close = |on| Ask::CloseConcern { closed_on: day(on) };
    assert_eq!(Story::met().when(close("2026-01-12")), Err(No::NoOpenConcern));
    for told in [Story::proposed().given(decline(Party::Person)), Story::lapsed(), Story::declared()] {
        assert!(told.when(raise("2026-01-10")).is_ok());
    }
    let told = Story::met().given(raise("2026-02-10")).given(raise("2026-01-10"));
    assert_eq!(told.tie.open_concerns(), 2);
    let (on, raised_on) = (day("2026-01-09"), day("2026-01-10"));
    let refusal = No::BeforeConcern { field: "closed_on", on, raised_on };
    assert_eq!(told.when(close("2026-01-09")), Err(refusal));
    let told = told.given(close("2026-01-12"));
    assert_eq!(told.tie.open_concerns(), 1);
    assert_eq!(told.tie.concerns[0], Concern { raised_on: day("2026-02-10"), closed_on: None });
}
