//! Who is in somebody's life, said to them: what they are to each other, and how often they are in touch.

use domain::person::RelationshipMap;
use domain::person::codes::{ContactFrequency, Ring, TieKind, Wish};
use domain::person::records::MapEntry;

use super::Said;
use crate::format;

/// What stands before the circles.
pub fn intro(map: &RelationshipMap) -> Vec<Said> {
    let unpaid = map.unpaid_size().unwrap_or_default();
    let many = match unpaid {
        0 if map.is_only_paid() == Some(true) => "Everybody on your map is paid to be there.".to_owned(),
        0 => "Nobody is on your map yet.".to_owned(),
        1 => "1 person is in your life who is not paid.".to_owned(),
        many => format!("{many} people are in your life who are not paid."),
    };
    let many = Said::new("heart", many);
    vec![
        Said::new("users", "These are the people in your life."),
        Said::new("calendar", format!("This is how it was on {}.", format::date(map.taken_on))),
        if unpaid == 0 { many.and("We can look for friends together.") } else { many },
    ]
}

/// The people of a circle, with what the circle is called; `None` when nobody stands in it.
pub fn circle(ring: Ring, entries: &[MapEntry]) -> Option<(&'static str, Vec<Said>)> {
    let heading = match ring {
        Ring::Closest => "Closest to you",
        Ring::Friends => "Your friends",
        Ring::TakingPart => "People you do things with",
        Ring::PaidSupport => "People who are paid to help you",
        Ring::Possible => "People you may meet",
    };
    let here: Vec<Said> = entries.iter().filter(|entry| entry.ring == ring).map(one).collect();
    (!here.is_empty()).then_some((heading, here))
}

fn one(entry: &MapEntry) -> Said {
    let name = entry.name.as_str();
    let (icon, tie) = tie(entry.tie, name);
    if entry.ring == Ring::Possible {
        return Said::new(icon, format!("You may meet {name}."));
    }
    let said = Said::new(icon, tie).and(often(entry.frequency));
    match entry.wish {
        Wish::More => said.and(format!("You want more time with {name}.")),
        Wish::Less => said.and(format!("You want less time with {name}.")),
        Wish::Same | Wish::Unsure => said,
    }
}

fn tie(tie: TieKind, name: &str) -> (&'static str, String) {
    match tie {
        TieKind::Family => ("house", format!("{name} is your family.")),
        TieKind::Partner => ("heart", format!("{name} is your partner.")),
        TieKind::Friend => ("smile", format!("{name} is your friend.")),
        TieKind::Neighbour => ("map-pin", format!("{name} is your neighbour.")),
        TieKind::Colleague => ("briefcase", format!("You work with {name}.")),
        TieKind::ClubMember => ("users", format!("You know {name} from a club.")),
        TieKind::Faith => ("church", format!("You know {name} from your place of worship.")),
        TieKind::Volunteer => ("hand-heart", format!("{name} helps you and is not paid.")),
        TieKind::OnlineOnly => ("message-circle", format!("You know {name} online.")),
        TieKind::PaidSupport => ("id-card", format!("{name} is paid to help you.")),
        TieKind::Professional => ("id-card", format!("It is the job of {name} to help you.")),
        TieKind::Pet => ("dog", format!("{name} is your pet.")),
    }
}

fn often(frequency: ContactFrequency) -> &'static str {
    match frequency {
        ContactFrequency::Daily => "You see or hear each other every day.",
        ContactFrequency::Weekly => "You see or hear each other every week.",
        ContactFrequency::Fortnightly => "You see or hear each other every two weeks.",
        ContactFrequency::Monthly => "You see or hear each other every month.",
        ContactFrequency::FewPerYear => "You see or hear each other a few times a year.",
        ContactFrequency::Rarely => "You do not see or hear each other often.",
    }
}

#[cfg(test)]
mod tests {
    use domain::person::codes::{MapMethod, Sector};
    use domain::shared::ids::{MapEntryId, MapId, PersonId};
    use domain::shared::personal::Personal;
    use domain::shared::text::Line;

    use super::super::proof::is_easy;
    use super::*;

    fn entry(ring: Ring, tie: TieKind, frequency: ContactFrequency, wish: Wish) -> MapEntry {
        MapEntry {
            entry_id: MapEntryId::default(),
            name: Line::parse("Bartholomew Featherstone").unwrap(),
            person_id: None,
            ring,
            sector: Sector::FriendsAndUnpaid,
            tie,
            shares_service: None,
            frequency,
            started_by: None,
            gives: [].into(),
            receives: [].into(),
            wish,
        }
    }

    #[test]
    fn everybody_is_said_in_easy_words_whatever_they_are_to_each_other() {
        for tie in TieKind::ALL {
            for frequency in ContactFrequency::ALL {
                for wish in Wish::ALL {
                    is_easy([&one(&entry(Ring::Friends, *tie, *frequency, *wish))]);
                }
            }
            is_easy([&one(&entry(Ring::Possible, *tie, ContactFrequency::Rarely, Wish::More))]);
        }
    }

    #[test]
    fn a_circle_without_anybody_is_left_out_and_somebody_only_hoped_for_is_not_in_touch() {
        let all = [entry(Ring::Possible, TieKind::Friend, ContactFrequency::Weekly, Wish::More)];
        assert_eq!(circle(Ring::Friends, &all), None);
        let (heading, people) = circle(Ring::Possible, &all).unwrap();
        assert_eq!(heading, "People you may meet");
        assert_eq!(people[0].lines, ["You may meet Bartholomew Featherstone."]);
    }

    #[test]
    fn the_beginning_counts_those_who_are_not_paid() {
        let entries = vec![entry(Ring::Friends, TieKind::Friend, ContactFrequency::Weekly, Wish::More)];
        let map = |entries| RelationshipMap {
            map_id: MapId::default(),
            taken_on: "2026-03-12".parse().unwrap(),
            method: MapMethod::Conversation,
            entries: Personal::about(PersonId::default(), entries),
        };
        let said = intro(&map(entries));
        is_easy(&said);
        assert_eq!(said[1].lines, ["This is how it was on 12 March 2026."]);
        assert_eq!(said[2].lines, ["1 person is in your life who is not paid."]);
        let together = "We can look for friends together.";
        assert_eq!(intro(&map(Vec::new()))[2].lines, ["Nobody is on your map yet.", together]);
        let paid = entry(Ring::PaidSupport, TieKind::PaidSupport, ContactFrequency::Daily, Wish::Same);
        let paid = vec![MapEntry { sector: Sector::PaidSupporters, ..paid }];
        let said = intro(&map(paid));
        is_easy(&said);
        assert_eq!(said[2].lines, ["Everybody on your map is paid to be there.", together]);
    }
}
