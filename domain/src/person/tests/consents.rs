//! Answers to "do you agree?".

use ConsentScope::{BeIntroduced, Photographs, ShareWithFamily, ShareWithFunder, TakePart};

use super::*;

#[test]
fn an_agreement_holds_from_its_day_to_its_last_day() {
    let record = known(&[]).after(give(TakePart, "2026-01-10", Some("2026-06-30"))).state();
    let holds = |on| record.consent(TakePart, day(on)).is_some();
    assert_eq!([holds("2026-01-09"), holds("2026-01-10")], [false, true]);
    assert_eq!([holds("2026-06-30"), holds("2026-07-01")], [true, false]);
    assert!(!record.refused(TakePart), "what ran out was not refused");
    assert_eq!(record.consent(BeIntroduced, day("2026-02-01")), None);
}

#[test]
fn an_agreement_withdrawn_stops_at_once_and_held_before() {
    let record = known(&[]).after(give(TakePart, "2026-01-10", None)).after(withdraw(TakePart, "2026-02-20"));
    let record = record.state();
    assert!(record.consent(TakePart, day("2026-02-19")).is_some());
    assert_eq!(record.consent(TakePart, day("2026-02-20")), None);
    assert!(record.refused(TakePart));
    let answers = &record.consents[&TakePart];
    assert_eq!(answers.iter().map(Answer::on).collect::<Vec<_>>(), [day("2026-01-10"), day("2026-02-20")]);
    assert_eq!(answers[1].words(), Some(&words("Not any more")));
    assert_eq!(answers[1].how(), AnswerMethod::Signed);
}

#[test]
fn work_does_not_go_on_after_the_day_of_a_no_until_there_is_a_yes_again() {
    let record = known(&[]).after(give(TakePart, "2026-01-10", None)).after(withdraw(TakePart, "2026-02-20"));
    assert_eq!(record.state().takes_part(day("2026-02-20")), Ok(()), "it may have been before");
    let (on, since) = (day("2026-02-21"), day("2026-02-20"));
    assert_eq!(record.state().takes_part(on), Err(PersonError::TakesPartNoLonger { on, since }));
    let again = record.after(give(TakePart, "2026-02-21", None));
    assert_eq!(again.state().takes_part(on), Ok(()));
    assert_eq!(known(&[]).state().takes_part(on), Ok(()), "nobody has said no");
}

#[test]
fn only_an_agreement_that_holds_can_be_withdrawn() {
    let nothing = |on| Err(PersonError::NothingToWithdraw { scope: TakePart, on: day(on) });
    let asked = |record: &Given, on| record.when(withdraw(TakePart, on));
    assert_eq!(asked(&known(&[]), "2026-03-01"), nothing("2026-03-01"));
    let refused = known(&[]).after(refuse(TakePart, "2026-01-10"));
    assert_eq!(asked(&refused, "2026-03-01"), nothing("2026-03-01"));
    let ended = known(&[]).after(give(TakePart, "2026-01-10", Some("2026-02-01")));
    assert_eq!(asked(&ended, "2026-01-09"), nothing("2026-01-09"));
    assert_eq!(asked(&ended, "2026-02-02"), nothing("2026-02-02"));
    assert!(asked(&ended, "2026-02-01").is_ok());
}

#[test]
fn the_answer_of_the_later_day_counts_however_late_the_earlier_one_is_written_down() {
    let record =
        known(&[]).after(give(BeIntroduced, "2026-03-01", None)).after(refuse(BeIntroduced, "2026-02-01"));
    let record = record.state();
    assert!(!record.refused(BeIntroduced));
    assert!(record.consent(BeIntroduced, day("2026-03-12")).is_some());
    assert!(matches!(record.answer(BeIntroduced, day("2026-02-15")), Some(Answer::Refused { .. })));
}

#[test]
fn of_two_answers_on_one_day_the_one_recorded_later_counts() {
    let yes_then_no =
        known(&[]).after(give(TakePart, "2026-03-01", None)).after(refuse(TakePart, "2026-03-01"));
    assert!(yes_then_no.state().refused(TakePart));
    let and_yes_again = yes_then_no.after(give(TakePart, "2026-03-01", None));
    assert!(!and_yes_again.state().refused(TakePart));
}

#[test]
fn the_same_answer_again_changes_nothing() {
    let given = known(&[]).after(give(TakePart, "2026-01-10", None));
    assert_eq!(given.when(give(TakePart, "2026-01-10", None)), Ok(vec![]));
    let withdrawn = given.after(withdraw(TakePart, "2026-02-20"));
    assert_eq!(withdrawn.when(withdraw(TakePart, "2026-02-20")), Ok(vec![]));
    let refused = withdrawn.after(refuse(TakePart, "2026-03-01"));
    assert_eq!(refused.when(refuse(TakePart, "2026-03-01")), Ok(vec![]));
}

#[test]
fn an_agreement_does_not_end_before_it_was_given() {
    let refusal = known(&[]).when(give(TakePart, "2026-03-01", Some("2026-02-28")));
    let (given_on, until) = (day("2026-03-01"), day("2026-02-28"));
    assert_eq!(refusal, Err(PersonError::UntilBeforeGiven { given_on, until }));
    assert!(known(&[]).when(give(TakePart, "2026-03-01", Some("2026-03-01"))).is_ok());
}

#[test]
fn an_answer_has_been_given_already() {
    let record = known(&[]).after(give(TakePart, "2026-01-10", None));
    for (command, field) in [
        (give(TakePart, "2026-03-13", None), "given_on"),
        (refuse(TakePart, "2026-03-13"), "refused_on"),
        (withdraw(TakePart, "2026-03-13"), "withdrawn_on"),
    ] {
        let why = DateError::InTheFuture { on: day("2026-03-13") };
        assert_eq!(record.when(command), Err(PersonError::Date { field, why }));
    }
    let why = DateError::TooLongAgo { on: day("1899-12-31") };
    assert_eq!(
        record.when(refuse(TakePart, "1899-12-31")),
        Err(PersonError::Date { field: "refused_on", why })
    );
}

#[test]
fn a_community_member_answers_about_introductions_and_photographs_only() {
    for scope in [BeIntroduced, Photographs] {
        let agreed = member(&[]).after(give(scope, "2026-03-01", None));
        assert!(agreed.when(withdraw(scope, "2026-03-05")).is_ok());
        assert!(member(&[]).when(refuse(scope, "2026-03-01")).is_ok());
    }
    for scope in [TakePart, ShareWithFunder, ShareWithFamily] {
        let refusal = Err(PersonError::NotForACommunityMember { what: SupportedOnly::Answer(scope) });
        assert_eq!(member(&[]).when(give(scope, "2026-03-01", None)), refusal);
        assert_eq!(member(&[]).when(refuse(scope, "2026-03-01")), refusal);
        assert_eq!(member(&[]).when(withdraw(scope, "2026-03-01")), refusal);
    }
}

type Answered = (ConsentScope, NaiveDate, AnswerMethod, Option<Words>);

/// A yes that nobody else gave and no paper shows.
pub(super) fn given_yes(
    (answered, until, decision_id): (Answered, Option<NaiveDate>, Option<BestInterestsId>),
) -> PersonCommand {
    let (scope, given_on, how, words) = answered;
    let (given_by, evidence) = (None, None);
    PersonCommand::GiveConsent { scope, given_on, how, until, words, decision_id, given_by, evidence }
}

/// The same yes on 1 March, given by somebody for them or shown by a paper.
fn yes(
    (scope, how): (ConsentScope, AnswerMethod),
    by: Option<SupporterId>,
    paper: Option<DocumentId>,
) -> PersonCommand {
    let mut yes = given_yes(((scope, day("2026-03-01"), how, None), None, None));
    if let PersonCommand::GiveConsent { given_by, evidence, .. } = &mut yes {
        (*given_by, *evidence) = (by, paper);
    }
    yes
}

#[test]
fn an_attorney_answers_what_their_document_gives_while_they_help() {
    use super::supporters::{attorney, authority};
    use AuthorityScope::{HealthAndWelfare, PropertyAndFinance};
    let said = |how| yes((ShareWithFamily, how), Some(id(1)), None);
    let yes = || said(AnswerMethod::Signed);
    let refusal = Err(PersonError::Authority(AuthorityError::MayNotAnswerForThem { supporter_id: id(1) }));
    let unwritten = known(&[]).after(attorney(1));
    assert_eq!(unwritten.when(yes()), refusal, "nothing says that they may");
    assert_eq!(known(&[]).when(yes()), refusal, "nobody knows them");
    let of_money =
        known(&[]).after(attorney(1)).after(authority(HeldAs::LastingPower, &[PropertyAndFinance]));
    assert_eq!(of_money.when(yes()), refusal, "they decide about money");
    let record = known(&[]).after(attorney(1)).after(authority(HeldAs::LastingPower, &[HealthAndWelfare]));
    let told = record.after(yes()).state();
    let consent = told.consent(ShareWithFamily, day("2026-03-02")).expect("a yes");
    assert_eq!((consent.given_by, consent.evidence), (Some(id(1)), None));
    let both = record.when(said(AnswerMethod::BestInterests));
    assert_eq!(both, Err(PersonError::Authority(AuthorityError::DecidedAndAnswered { supporter_id: id(1) })));
}

#[test]
fn a_paper_that_shows_a_yes_is_one_on_their_record() {
    let scope = ShareWithFunder;
    let shown = |document| yes((scope, AnswerMethod::Signed), None, Some(document));
    let record = known(&[]).after(super::documents::letter(5));
    let document_id = *record.state().documents.keys().next().expect("the letter");
    let told = record.after(shown(document_id)).state();
    assert_eq!(told.consent(scope, day("2026-03-02")).and_then(|yes| yes.evidence), Some(document_id));
    let refusal = PersonError::UnknownDocument { document_id: DocumentId(uuid::Uuid::from_u128(99)) };
    assert_eq!(record.when(shown(DocumentId(uuid::Uuid::from_u128(99)))), Err(refusal));
}
