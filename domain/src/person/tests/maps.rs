//! Who is in someone's life.

use super::*;

fn on_the_map(entries: Vec<MapEntry>) -> Answered {
    known(&[]).when(take_map(1, "2026-02-01", entries))
}

#[test]
fn a_map_with_nobody_on_it_is_a_map() {
    let record = known(&[]).after(take_map(1, "2026-02-01", vec![])).state();
    assert_eq!(record.latest_map().and_then(RelationshipMap::unpaid_size), Some(0));
}

#[test]
fn unpaid_size_leaves_out_paid_people_pets_and_people_only_hoped_for() {
    let entries = vec![
        friend(1),
        entry(2, Ring::Closest, Sector::Family, TieKind::Family),
        entry(3, Ring::TakingPart, Sector::WorkAndLearning, TieKind::Colleague),
        entry(4, Ring::PaidSupport, Sector::PaidSupporters, TieKind::PaidSupport),
        entry(5, Ring::PaidSupport, Sector::PaidSupporters, TieKind::Friend),
        entry(6, Ring::TakingPart, Sector::WorkAndLearning, TieKind::Professional),
        entry(7, Ring::Closest, Sector::FriendsAndUnpaid, TieKind::Pet),
        entry(8, Ring::Possible, Sector::FriendsAndUnpaid, TieKind::Neighbour),
    ];
    let record = known(&[]).after(take_map(1, "2026-02-01", entries)).state();
    let map = record.latest_map().expect("a map");
    assert_eq!((map.entries().len(), map.unpaid_size()), (8, Some(3)));
}

#[test]
fn maps_stand_in_the_order_of_their_days() {
    let record = known(&[])
        .after(take_map(1, "2026-02-01", vec![friend(1)]))
        .after(take_map(2, "2026-03-01", vec![friend(1), friend(2)]))
        .after(take_map(3, "2026-01-10", vec![]))
        .after(take_map(4, "2026-02-01", vec![]))
        .state();
    let order: Vec<_> = record.maps.iter().map(|map| map.map_id).collect();
    assert_eq!(order, [id(3), id(1), id(4), id(2)]);
    assert_eq!(record.first_map().map(|map| map.map_id), Some(id(3)));
    assert_eq!(record.latest_map().and_then(RelationshipMap::unpaid_size), Some(2));
}

#[test]
fn a_map_is_taken_once_and_not_tomorrow() {
    let record = known(&[]).after(take_map(1, "2026-02-01", vec![]));
    let refusal = record.when(take_map(1, "2026-02-01", vec![]));
    assert_eq!(refusal, Err(PersonError::MapAlreadyTaken { map_id: id(1) }));
    let why = DateError::InTheFuture { on: day("2026-03-13") };
    let tomorrow = record.when(take_map(2, "2026-03-13", vec![]));
    assert_eq!(tomorrow, Err(PersonError::Date { field: "taken_on", why }));
}

#[test]
fn a_map_holds_200_people() {
    let many = |count: u128| (1..=count).map(friend).collect();
    assert!(on_the_map(many(200)).is_ok());
    assert_eq!(on_the_map(many(201)), Err(PersonError::MapTooLarge { entries: 201 }));
}

#[test]
fn nobody_stands_on_a_map_twice() {
    assert_eq!(on_the_map(vec![friend(1), friend(1)]), Err(PersonError::EntryTwice { entry_id: id(1) }));
    let moira = |number| MapEntry { person_id: Some(id(9)), ..friend(number) };
    let refusal = on_the_map(vec![moira(1), moira(2)]);
    assert_eq!(refusal, Err(PersonError::PersonTwice { person_id: id(9) }));
    assert!(on_the_map(vec![moira(1), friend(2), friend(3)]).is_ok());
}

#[test]
fn nobody_stands_on_their_own_map() {
    let refusal = on_the_map(vec![MapEntry { person_id: Some(gordon()), ..friend(1) }]);
    assert_eq!(refusal, Err(PersonError::ThemselvesOnTheMap { entry_id: id(1) }));
}

#[test]
fn paid_supporters_stand_in_the_paid_circle_and_nobody_else_does() {
    for ring in Ring::ALL.iter().copied() {
        for sector in Sector::ALL.iter().copied() {
            let taken = on_the_map(vec![entry(1, ring, sector, TieKind::Friend)]);
            let misplaced = PersonError::PaidSupportMisplaced { entry_id: id::<MapEntryId>(1), ring, sector };
            let belongs = (ring == Ring::PaidSupport) == (sector == Sector::PaidSupporters);
            assert_eq!(taken.err(), (!belongs).then_some(misplaced), "{ring} {sector}");
        }
    }
}

#[test]
fn somebody_who_is_only_possible_gives_and_receives_nothing_yet() {
    let possible = || entry(1, Ring::Possible, Sector::FriendsAndUnpaid, TieKind::Neighbour);
    let refusal = Err(PersonError::PossibleGivesNothing { entry_id: id(1) });
    let lift = BTreeSet::from([Giving::Lift]);
    assert_eq!(on_the_map(vec![MapEntry { gives: lift.clone(), ..possible() }]), refusal);
    assert_eq!(on_the_map(vec![MapEntry { receives: lift, ..possible() }]), refusal);
    assert!(on_the_map(vec![possible()]).is_ok());
}

#[test]
fn a_community_member_has_no_map() {
    let refusal = Err(PersonError::NotForACommunityMember { what: SupportedOnly::RelationshipMap });
    assert_eq!(member(&[]).when(take_map(1, "2026-02-01", vec![])), refusal);
}
