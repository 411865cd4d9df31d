//! Who may be told what, and what has to be asked again.

use ConsentScope::{Photographs, TakePart};

use super::*;
use crate::person::sharing::Sharing;

fn club() -> Sharing {
    Sharing { with: line("The day centre"), what: words("That she goes to the choir on Mondays"), by: None }
}

fn agree(number: u128, agreed_on: &str, until: Option<&str>) -> PersonCommand {
    PersonCommand::AgreeSharing {
        sharing_id: id(number),
        sharing: club(),
        agreed_on: day(agreed_on),
        until: until.map(day),
        how: AnswerMethod::Signed,
        words: None,
        decision_id: None,
    }
}

fn end(number: u128, ended_on: &str) -> PersonCommand {
    let (how, words) = (AnswerMethod::Behaviour, Some(words("She turned away")));
    PersonCommand::EndSharing { sharing_id: id(number), ended_on: day(ended_on), how, words }
}

#[test]
fn an_agreement_to_share_holds_until_its_last_day_or_until_it_is_taken_back() {
    let agreed = known(&[]).after(agree(1, "2026-01-10", Some("2026-06-30")));
    let holds = |record: &Given, on| record.state().sharings[&id(1)].holds_on(day(on)).is_some();
    assert_eq!(
        ["2026-01-09", "2026-01-10", "2026-06-30", "2026-07-01"].map(|on| holds(&agreed, on)),
        [false, true, true, false]
    );
    let ended = agreed.after(end(1, "2026-03-01"));
    assert!(holds(&ended, "2026-02-28") && !holds(&ended, "2026-03-01"));
    assert!(ended.state().sharings[&id(1)].is_taken_back());
    let again = ended.after(agree(1, "2026-03-05", None));
    assert!(holds(&again, "2026-03-05") && !holds(&again, "2026-03-04"), "they may change their mind again");
}

#[test]
fn a_yes_is_taken_back_also_after_it_ran_out_and_the_same_answer_changes_nothing() {
    let agreed = known(&[]).after(agree(1, "2026-01-10", Some("2026-02-10")));
    let (sharing_id, on) = (id(1), day("2026-01-09"));
    assert_eq!(agreed.when(end(1, "2026-01-09")), Err(PersonError::SharingDoesNotHold { sharing_id, on }));
    let asked_again = agreed.after(end(1, "2026-02-11"));
    assert!(
        asked_again.state().sharings[&id(1)].is_taken_back(),
        "asked again, they do not want it any more"
    );
    let twice = asked_again.when(end(1, "2026-02-12"));
    assert_eq!(twice, Err(PersonError::SharingDoesNotHold { sharing_id, on: day("2026-02-12") }));
    assert_eq!(agreed.when(end(2, "2026-02-01")), Err(PersonError::UnknownSharing { sharing_id: id(2) }));
    assert_eq!(agreed.when(agree(1, "2026-01-10", Some("2026-02-10"))), Ok(vec![]));
    let ended = agreed.after(end(1, "2026-02-01"));
    assert_eq!(ended.when(end(1, "2026-02-01")), Ok(vec![]));
}

#[test]
fn an_agreement_to_share_is_theirs_dated_and_about_somebody_we_support() {
    let refused = known(&[]).when(agree(1, "2026-03-01", Some("2026-02-28")));
    assert!(matches!(refused, Err(PersonError::UntilBeforeGiven { .. })));
    let refused = known(&[]).when(agree(1, "2026-03-13", None));
    assert!(matches!(refused, Err(PersonError::Date { field: "agreed_on", .. })));
    let what = SupportedOnly::Sharing;
    assert_eq!(
        member(&[]).when(agree(1, "2026-03-01", None)),
        Err(PersonError::NotForACommunityMember { what })
    );
    let mut for_them = agree(1, "2026-03-01", None);
    if let PersonCommand::AgreeSharing { how, .. } = &mut for_them {
        *how = AnswerMethod::BestInterests;
    }
    assert!(matches!(known(&[]).when(for_them), Err(PersonError::BestInterestsUnrecorded { .. })));
}

#[test]
fn what_runs_out_is_to_be_asked_again_until_it_is_answered() {
    let record = known(&[])
        .after(give(TakePart, "2026-01-10", Some("2026-04-01")))
        .after(give(Photographs, "2026-01-10", None))
        .after(agree(1, "2026-01-10", Some("2026-03-20")));
    let (consent, sharing) = (AskAgain::Consent { scope: TakePart }, AskAgain::Sharing { sharing_id: id(1) });
    assert_eq!(record.state().to_ask_again(), [(day("2026-03-20"), sharing), (day("2026-04-01"), consent)]);
    let answered = record.after(give(TakePart, "2026-03-01", Some("2027-03-01"))).after(end(1, "2026-03-01"));
    assert_eq!(answered.state().to_ask_again(), [(day("2027-03-01"), consent)]);
    let refused = answered.after(refuse(TakePart, "2026-03-10"));
    assert_eq!(refused.state().to_ask_again(), [], "who said no is not asked again by a list");
    let gone = record.after(PersonCommand::RecordDeath { died_on: day("2026-03-11") });
    assert_eq!(gone.state().to_ask_again(), []);
}

#[test]
fn a_lack_of_capacity_is_asked_about_again_and_so_is_a_yes_that_they_can_now_give_themselves() {
    let lacks = known(&[]).after(capacity::assess(1, capacity::lacking(), "2026-02-02"));
    let again = (day("2026-02-02") + chrono::Days::new(180), AskAgain::Capacity { assessment_id: id(1) });
    assert_eq!(lacks.state().to_ask_again(), [again]);
    let able = lacks
        .after(capacity::decide(2, 1, capacity::decided(), "2026-02-10"))
        .after(capacity::given_for_him(Photographs, "2026-03-01", Some(2)))
        .after(capacity::again(3, 1, capacity::assumed(), "2026-03-05"));
    let themselves = (day("2026-03-05"), AskAgain::Themselves { scope: Photographs });
    assert_eq!(able.state().to_ask_again(), [themselves]);
}

#[test]
fn who_may_be_told_what_goes_with_the_person() {
    let mut state = known(&[]).after(agree(1, "2026-01-10", None)).after(end(1, "2026-02-01")).state();
    state.forget(gordon());
    let kept = &state.sharings[&id(1)];
    assert!(kept.last_agreed().is_some_and(|agreed| agreed.sharing.get().is_none()));
    assert!(
        kept.answers.iter().filter_map(|answer| answer.words.as_ref()).all(|words| words.get().is_none())
    );
}
