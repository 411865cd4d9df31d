//! Who helps.

use super::*;

fn unlink(number: u128, on: &str) -> PersonCommand {
    PersonCommand::UnlinkSupporter { supporter_id: id(number), unlinked_on: day(on) }
}

#[test]
fn a_supporter_is_kept_with_the_days_between_which_they_helped() {
    let record =
        known(&[]).after(link(1, "2026-01-10")).after(link(2, "2026-01-11")).after(unlink(1, "2026-03-01"));
    let state = record.state();
    assert_eq!(state.supporters[&id(1)].linked_on, day("2026-01-10"));
    assert_eq!(state.supporters[&id(1)].unlinked_on, Some(day("2026-03-01")));
    assert!(state.supporters[&id(2)].is_current());
}

#[test]
fn a_supporter_is_linked_once_and_comes_back_anew() {
    let record = known(&[]).after(link(1, "2026-01-10"));
    let refusal = Err(PersonError::SupporterAlreadyLinked { supporter_id: id(1) });
    assert_eq!(record.when(link(1, "2026-01-10")), refusal);
    let record = record.after(unlink(1, "2026-03-01"));
    assert_eq!(record.when(link(1, "2026-03-02")), refusal);
    assert!(record.when(link(2, "2026-03-02")).is_ok());
}

#[test]
fn only_a_supporter_who_helps_stops_helping() {
    let record = known(&[]).after(link(1, "2026-01-10"));
    assert_eq!(
        record.when(unlink(2, "2026-03-01")),
        Err(PersonError::UnknownSupporter { supporter_id: id(2) })
    );
    let (linked_on, unlinked_on) = (day("2026-01-10"), day("2026-01-09"));
    let refusal = record.when(unlink(1, "2026-01-09"));
    assert_eq!(refusal, Err(PersonError::UnlinkedBeforeLinked { linked_on, unlinked_on }));
    let record = record.after(unlink(1, "2026-03-01"));
    assert_eq!(record.when(unlink(1, "2026-03-01")), Ok(vec![]));
    let (supporter_id, unlinked_on) = (id(1), day("2026-03-01"));
    let refusal = record.when(unlink(1, "2026-03-02"));
    assert_eq!(refusal, Err(PersonError::SupporterAlreadyUnlinked { supporter_id, unlinked_on }));
}

#[test]
fn helping_does_not_begin_or_end_tomorrow() {
    let tomorrow =
        |field| Err(PersonError::Date { field, why: DateError::InTheFuture { on: day("2026-03-13") } });
    assert_eq!(known(&[]).when(link(1, "2026-03-13")), tomorrow("linked_on"));
    let record = known(&[]).after(link(1, "2026-01-10"));
    assert_eq!(record.when(unlink(1, "2026-03-13")), tomorrow("unlinked_on"));
}

pub(super) fn attorney(number: u128) -> PersonCommand {
    let PersonCommand::LinkSupporter { supporter, linked_on } = link(number, "2026-01-10") else {
        unreachable!("it links")
    };
    let supporter = Supporter { role: SupporterRole::Attorney, ..supporter };
    PersonCommand::LinkSupporter { supporter, linked_on }
}

pub(super) fn authority(held_as: HeldAs, scopes: &[AuthorityScope]) -> PersonCommand {
    let authority = Authority {
        held_as,
        scopes: scopes.iter().copied().collect(),
        reference: Some(line("OPG 7000-1234-5678")),
        seen_on: Some(day("2026-02-01")),
        limits: None,
    };
    PersonCommand::RecordAuthority { supporter_id: id(1), authority, recorded_on: day("2026-02-02") }
}

#[test]
fn of_an_attorney_it_is_kept_what_they_may_decide_and_what_was_said_before() {
    use AuthorityScope::{HealthAndWelfare, PropertyAndFinance};
    let record = known(&[])
        .after(attorney(1))
        .after(authority(HeldAs::LastingPower, &[PropertyAndFinance]))
        .after(authority(HeldAs::LastingPower, &[HealthAndWelfare, PropertyAndFinance]));
    let linked = &record.state().supporters[&id(1)];
    assert_eq!(linked.authorities.len(), 2);
    assert_eq!(linked.authority().map(|now| now.scopes.len()), Some(2));
    let same = authority(HeldAs::LastingPower, &[HealthAndWelfare, PropertyAndFinance]);
    assert_eq!(record.when(same), Ok(vec![]), "said again it changes nothing");
    let record = record.after(unlink(1, "2026-03-01"));
    let refusal =
        PersonError::SupporterAlreadyUnlinked { supporter_id: id(1), unlinked_on: day("2026-03-01") };
    assert_eq!(record.when(authority(HeldAs::Deputy, &[PropertyAndFinance])), Err(refusal));
}

#[test]
fn only_an_attorney_or_deputy_may_decide_and_only_what_their_document_can_give() {
    use AuthorityScope::{HealthAndWelfare, PropertyAndFinance};
    let keyworker = known(&[]).after(link(1, "2026-01-10"));
    let refusal = Err(PersonError::Authority(AuthorityError::DecidesNothingForThem { supporter_id: id(1) }));
    assert_eq!(keyworker.when(authority(HeldAs::Deputy, &[PropertyAndFinance])), refusal);
    let record = known(&[]).after(attorney(1));
    assert_eq!(
        record.when(authority(HeldAs::Deputy, &[])),
        Err(PersonError::Authority(AuthorityError::OverNothing))
    );
    let enduring = |scope| record.when(authority(HeldAs::EnduringPower, &[scope]));
    assert_eq!(
        enduring(HealthAndWelfare),
        Err(PersonError::Authority(AuthorityError::EnduringPowerIsOverProperty))
    );
    assert!(enduring(PropertyAndFinance).is_ok());
}

#[test]
fn forgotten_nothing_is_left_of_what_an_attorney_may_decide() {
    let record =
        known(&[]).after(attorney(1)).after(authority(HeldAs::Deputy, &[AuthorityScope::PropertyAndFinance]));
    let mut state = record.state();
    state.forget(gordon());
    assert!(state.supporters[&id(1)].authority().is_none());
}
