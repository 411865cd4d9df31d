//! Saying goodbye, said to the person: what we did together, who they know now, who will be there, whom to call.

use chrono::NaiveDate;
use domain::engagement::HandOver;

use super::{Said, whole_date};
use crate::format;

/// Who we are: the connector by name, and the team.
pub fn who(connector: Option<&str>, team: Option<&str>, over: bool) -> Vec<Said> {
    let mut said = Vec::new();
    if let Some(name) = connector {
        let is = if over { "was" } else { "is" };
        said.push(Said::new("user-round", format!("{name} {is} your connector.")));
    }
    if let Some(team) = team {
        said.push(Said::new("users", format!("Our team is called {team}.")));
    }
    said
}

/// What we did together, from a day to the last one.
pub fn together(from: Option<NaiveDate>, last: Option<NaiveDate>, minutes: i64, over: bool) -> Vec<Said> {
    let mut said = Vec::new();
    if let Some(from) = from {
        said.push(Said::new("calendar", format!("We began on {}.", whole_date(from))));
    }
    if minutes >= 60 {
        let hours = format::plural((minutes / 60).unsigned_abs(), "hour", "hours");
        said.push(Said::new("clock", format!("We spent {hours} together.")));
    }
    if let Some(last) = last {
        let line = match over {
            true => format!("Our last day was {}.", whole_date(last)),
            false => format!("Our last day is {}.", whole_date(last)),
        };
        said.push(Said::new("flag", line));
    }
    said
}

/// Somebody whom they know now, and what the two share.
pub fn knows(name: &str, shared: Option<&str>) -> Said {
    let said = Said::new("smile", format!("You know {name}."));
    match shared {
        Some(shared) => said.and(format!("You share this: {}.", shared.trim_end_matches('.'))),
        None => said,
    }
}

/// Who will be there for the two when the connector has gone.
pub fn beside(name: &str, hand_over: HandOver, who: Option<&str>) -> Said {
    match (hand_over, who) {
        (HandOver::StandsOnItsOwn, _) => Said::new("users", format!("You and {name} meet on your own.")),
        (HandOver::NamedSupporter, Some(who)) => {
            Said::new("hand-heart", format!("{who} will help you and {name}."))
        }
        (HandOver::NamedSupporter, None) => {
            Said::new("hand-heart", format!("Somebody you know will help you and {name}."))
        }
        (HandOver::AnotherConnector, _) => {
            Said::new("user-round", format!("A new connector will help you and {name}."))
        }
        (HandOver::LeftToThem, _) => {
            Said::new("message-circle", format!("You and {name} decide how to go on."))
        }
        (HandOver::ComesToAnEnd, _) => Said::new("door-open", format!("You and {name} stop meeting.")),
    }
}

/// Whom to call: who helps them, and us. No record holds our number, so it is written on the paper by hand.
pub fn call(supporters: &[(String, Option<String>)], team: Option<&str>) -> Vec<Said> {
    let mut said: Vec<Said> = supporters
        .iter()
        .map(|(name, contact)| {
            let said = Said::new("phone", format!("You can ask {name}."));
            match contact {
                Some(contact) => said.and(format!("This is how: {contact}.")),
                None => said,
            }
        })
        .collect();
    let ask = match team {
        Some(team) => Said::new("circle-question-mark", format!("You can always ask {team} too.")),
        None => Said::new("circle-question-mark", "You can always ask us too."),
    };
    said.push(ask.and("We are still here for you."));
    said.push(Said::new("phone", "This is our phone number.").by_hand());
    said.push(Said::new("user-round", "Ask for this person.").by_hand());
    said
}

#[cfg(test)]
mod tests {
    use super::super::proof::is_easy;
    use super::*;

    #[test]
    fn a_goodbye_is_said_in_easy_words_whatever_becomes_of_each_friendship() {
        let day = "2026-03-12".parse().ok();
        is_easy(&together(day, day, 4_260, true));
        is_easy(&together(day, day, 0, false));
        for hand_over in HandOver::ALL {
            is_easy([&beside("Bartholomew Featherstone", *hand_over, Some("Maureen"))]);
            is_easy([&beside("Bartholomew Featherstone", *hand_over, None)]);
        }
        is_easy([&knows("Pat", Some("growing vegetables")), &knows("Pat", None)]);
        let supporters = [("Maureen".to_owned(), Some("07700 900123".to_owned())), ("Sam".to_owned(), None)];
        is_easy(&call(&supporters, Some("Northfield Connecting")));
        is_easy(&call(&supporters, None));
        for over in [true, false] {
            is_easy(&who(Some("Amina Yusuf"), Some("Northfield Connecting"), over));
        }
    }

    #[test]
    fn the_connector_and_the_team_are_named_and_our_number_is_left_to_be_written_by_hand() {
        let said = who(Some("Amina"), Some("Northfield Connecting"), true);
        assert_eq!(said[0].lines, ["Amina was your connector."]);
        let call = call(&[], Some("Northfield Connecting"));
        assert_eq!(call[0].lines[0], "You can always ask Northfield Connecting too.");
        assert!(call[1].by_hand && !call[0].by_hand);
    }

    #[test]
    fn a_named_supporter_is_named() {
        let said = beside("Pat", HandOver::NamedSupporter, Some("Lee"));
        assert_eq!(said.lines, ["Lee will help you and Pat."]);
    }
}
