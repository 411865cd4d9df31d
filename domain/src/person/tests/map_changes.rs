//! Maps beside each other: who came, who went, who moved, and how even give and take is.

use super::super::map_change::who_is_who;
use super::*;

fn named(number: u128, name: &str, ring: Ring) -> MapEntry {
    MapEntry { name: line(name), ..entry(number, ring, Sector::FriendsAndUnpaid, TieKind::Friend) }
}

fn map(entries: Vec<MapEntry>) -> RelationshipMap {
    let (taken_on, method) = (day("2026-02-01"), MapMethod::Conversation);
    RelationshipMap { map_id: id(1), taken_on, method, entries: about(entries) }
}

fn names(entries: &[&MapEntry]) -> Vec<String> {
    entries.iter().map(|entry| entry.name.to_string()).collect()
}

#[test]
fn who_came_went_and_moved_is_told_person_by_person() {
    let before = map(vec![
        named(1, "Lee", Ring::Friends),
        named(2, "Jean", Ring::Friends),
        named(3, "Sue", Ring::TakingPart),
        named(4, "Mum", Ring::Closest),
    ]);
    let after = map(vec![
        named(1, "Lee", Ring::Closest),
        named(9, "mum", Ring::Closest),
        named(3, "Susan", Ring::Possible),
        named(8, "Pat", Ring::Friends),
    ]);
    let change = after.change_since(&before);
    assert_eq!(names(&change.came), ["Pat"]);
    assert_eq!(names(&change.went), ["Jean"]);
    assert_eq!(names(&change.nearer), ["Lee"]);
    assert_eq!(names(&change.further), ["Susan"], "the same entry is the same person under another name");
    let back = before.change_since(&after);
    assert_eq!((names(&back.came), names(&back.went)), (vec!["Jean".to_owned()], vec!["Pat".to_owned()]));
}

#[test]
fn two_people_of_one_name_are_two_and_somebody_in_kith_is_the_same_whatever_they_are_called() {
    let known =
        |number, name: &str| MapEntry { person_id: Some(id(77)), ..named(number, name, Ring::Friends) };
    let before = map(vec![named(1, "Jean", Ring::Friends), known(2, "Patricia")]);
    let after = map(vec![named(5, "Jean", Ring::Friends), named(6, "Jean", Ring::Friends), known(7, "Pat")]);
    let change = after.change_since(&before);
    assert_eq!((names(&change.came), names(&change.went)), (vec!["Jean".to_owned()], vec![]));
    assert_eq!(who_is_who(&[before, after]), [vec![0, 1], vec![0, 2, 1]]);
}

#[test]
fn somebody_who_comes_back_is_still_the_same_person() {
    let with = map(vec![named(1, "Lee", Ring::Friends), named(2, "Pat", Ring::Friends)]);
    let without = map(vec![named(3, "lee", Ring::Friends)]);
    let again = map(vec![named(4, "PAT", Ring::Friends), named(5, "Lee", Ring::Closest)]);
    assert_eq!(who_is_who(&[with, without, again]), [vec![0, 1], vec![0], vec![1, 0]]);
}

#[test]
fn give_and_take_counts_the_kinds_of_everybody_unpaid_and_is_not_recorded_when_there_are_none() {
    let giving = |number, gives: &[Giving], receives: &[Giving]| MapEntry {
        gives: gives.iter().copied().collect(),
        receives: receives.iter().copied().collect(),
        ..friend(number)
    };
    let paid = MapEntry {
        receives: BTreeSet::from([Giving::Lift]),
        ..entry(9, Ring::PaidSupport, Sector::PaidSupporters, TieKind::PaidSupport)
    };
    let taken = map(vec![
        giving(1, &[Giving::Company], &[Giving::Company, Giving::Lift]),
        giving(2, &[], &[Giving::Advice]),
        paid,
    ]);
    assert_eq!(taken.give_and_take(), GiveAndTake { given: 1, received: 3 });
    assert_eq!(taken.give_and_take().index_hundredths(), Some(50));
    assert_eq!(map(vec![friend(1)]).give_and_take().index_hundredths(), None);
    assert_eq!(GiveAndTake { given: 4, received: 4 }.index_hundredths(), Some(100));
    assert_eq!(GiveAndTake { given: 0, received: 3 }.index_hundredths(), Some(0));
}
