//! Who may read what.

use super::*;

#[test]
fn leads_read_it_and_whoever_told_sees_their_words_until_it_is_taken_over() {
    let told = Story::told().concern;
    assert_eq!(told.reading(GRACE, true), Reading::Everything);
    assert_eq!(told.reading(AMINA, false), Reading::OwnWords);
    assert_eq!(told.reading(HOPE, false), Reading::Nothing);
    let taken = Story::taken_over().concern;
    assert_eq!(taken.reading(AMINA, false), Reading::Receipt);
    assert_eq!(taken.reading(AMINA, true), Reading::Everything, "a lead may tell, too");
    assert_eq!(Concern::default().reading(GRACE, true), Reading::Nothing);
}

#[test]
fn whoever_is_named_as_the_source_never_opens_it_also_when_the_name_is_taken_out_again() {
    let naming = Report { source_account: Some(GRACE), ..told() };
    let story = Story::told_of(naming);
    assert_eq!(story.concern.reading(GRACE, true), Reading::Nothing);
    assert_eq!(story.concern.reading(HOPE, true), Reading::Everything);
    let without = story.given(Ask::Complete { report: Box::new(told()) });
    assert_eq!(without.concern.reading(GRACE, true), Reading::Nothing);
}

#[test]
fn whoever_told_of_themselves_learns_no_more_than_that_it_was_received() {
    let naming = Report { source_account: Some(AMINA), ..told() };
    assert_eq!(Story::told_of(naming).concern.reading(AMINA, false), Reading::Receipt);
}

#[test]
fn a_relationship_points_at_a_worry_unless_one_of_the_team_was_named_from_the_beginning() {
    let mut concern = Story::told().concern;
    assert!(!concern.is_pointed_at(), "it is about no relationship");
    concern.relationship_id = Some(RelationshipId(Uuid::from_u128(9)));
    assert!(concern.is_pointed_at());
    concern.report =
        Some(Personal::apart(concern.concern_id, Report { source_account: Some(HOPE), ..told() }));
    assert!(!concern.is_pointed_at());
}
