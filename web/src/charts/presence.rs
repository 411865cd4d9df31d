//! The fading presence: how much the connector was there, contact by contact, from 4 (led it) to
//! 0 (not there). One step to the right is one contact, not one day: fading is counted in meetings.

use chrono::NaiveDate;

use super::{Picture, frame};
use crate::format::{capital, count_word, date, day_short, plural};

/// Words for the presence scale, 0 first. Source: practice default, connector presence scale.
const WORDS: [&str; 5] = ["not there", "nearby", "background", "took part", "led it"];

/// One contact of a relationship.
#[derive(Clone, Copy, Debug)]
pub struct Contact {
    pub on: NaiveDate,
    /// 4 led it, 3 took part, 2 in the background, 1 nearby or by phone, 0 not there; more counts as 4.
    pub presence: u8,
}

/// The contacts of one relationship, oldest first.
#[derive(Clone, Debug)]
pub struct Presence {
    pub contacts: Vec<Contact>,
    /// What to call the connector; `None` when it is the reader, who is "you".
    pub connector: Option<String>,
}

impl Presence {
    /// How many of the latest contacts went without the connector.
    pub fn alone_at_the_end(&self) -> usize {
        self.contacts.iter().rev().take_while(|contact| contact.presence == 0).count()
    }

    /// "you were", "Amina was"
    fn were(&self) -> String {
        self.connector.as_ref().map_or_else(|| "you were".to_owned(), |name| format!("{name} was"))
    }

    /// "you", "Amina"
    fn who(&self) -> &str {
        self.connector.as_deref().unwrap_or("you")
    }

    /// Whether the connector was there less at the latest meeting than at the first.
    fn fades(&self) -> bool {
        match (self.contacts.first(), self.contacts.last()) {
            (Some(first), Some(last)) => last.presence < first.presence,
            _ => false,
        }
    }
}

const WIDTH: f64 = 400.0;
const LEFT: f64 = 12.0;
const RIGHT: f64 = 300.0;
const TOP: f64 = 14.0;
const STEP: f64 = 34.0;

fn height(presence: u8) -> f64 {
    TOP + STEP * f64::from(4 - presence.min(4))
}

impl Picture for Presence {
    fn svg(&self) -> String {
        let mut body = String::new();
        for (presence, word) in (0_u8..).zip(WORDS) {
            let y = height(presence);
            body += &format!(
                "<path class=\"grid-line\" d=\"M0 {y}H{:.0}\"/><text x=\"{:.0}\" y=\"{:.0}\">{word}</text>",
                RIGHT + 8.0,
                RIGHT + 18.0,
                y + 5.0
            );
        }
        let count = self.contacts.len();
        let x = |index: usize| {
            if count < 2 { LEFT } else { LEFT + (RIGHT - LEFT) * index as f64 / (count - 1) as f64 }
        };
        let points: Vec<String> = self
            .contacts
            .iter()
            .enumerate()
            .map(|(i, c)| format!("{:.1} {:.1}", x(i), height(c.presence)))
            .collect();
        if count > 1 {
            body +=
                &format!("<path class=\"stage-consolidating stroke mid tie\" d=\"M{}\"/>", points.join("L"));
        }
        let radius = (110.0 / count.max(1) as f64).clamp(3.0, 7.0);
        for (index, contact) in self.contacts.iter().enumerate() {
            let class = if contact.presence == 0 { "stage-lasting" } else { "stage-consolidating" };
            body += &format!(
                "<circle class=\"{class} fill rim\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"{radius:.1}\"><title>{}: {}</title></circle>",
                x(index),
                height(contact.presence),
                date(contact.on),
                WORDS[usize::from(contact.presence.min(4))]
            );
        }
        let below = height(0) + 30.0;
        if let (Some(first), Some(last)) = (self.contacts.first(), self.contacts.last()) {
            body += &format!("<text x=\"0\" y=\"{below}\">{}</text>", day_short(first.on));
            if count > 1 {
                body += &format!(
                    "<text x=\"{RIGHT}\" y=\"{below}\" text-anchor=\"end\">{}</text>",
                    day_short(last.on)
                );
            }
        }
        frame(
            &format!("0 0 {WIDTH} {:.0}", below + 8.0),
            "img",
            "presence",
            &self.title(),
            &self.sentence(),
            &body,
        )
    }

    fn sentence(&self) -> String {
        let count = self.contacts.len();
        let Some(last) = self.contacts.last() else {
            return "They have not met yet.".to_owned();
        };
        let alone = self.alone_at_the_end();
        if alone == count {
            let times = plural(count, "time", "times");
            return format!("They have met {times} and {} never there.", self.were());
        }
        if alone > 0 {
            let times = if alone == 1 {
                "the last of".to_owned()
            } else {
                format!("the last {} of", count_word(alone))
            };
            let were = capital(&self.were());
            return format!("{were} not there at {times} {}.", plural(count, "meeting", "meetings"));
        }
        let now = WORDS[usize::from(last.presence.min(4))];
        let way = match self.contacts[0].presence.min(4).cmp(&last.presence.min(4)) {
            std::cmp::Ordering::Greater => {
                format!("down from “{}” at the first", WORDS[usize::from(self.contacts[0].presence.min(4))])
            }
            std::cmp::Ordering::Equal => "as at the first".to_owned(),
            std::cmp::Ordering::Less => "more than at the first".to_owned(),
        };
        if count == 1 {
            return format!("They met once; {}: {now}.", self.who());
        }
        format!("At the latest of {} {}: {now}, {way}.", plural(count, "meeting", "meetings"), self.who())
    }

    fn heads(&self) -> Vec<&'static str> {
        vec!["Day", if self.connector.is_none() { "You" } else { "Connector" }, "Presence"]
    }

    fn rows(&self) -> Vec<Vec<String>> {
        self.contacts
            .iter()
            .map(|c| {
                vec![
                    date(c.on),
                    WORDS[usize::from(c.presence.min(4))].to_owned(),
                    c.presence.min(4).to_string(),
                ]
            })
            .collect()
    }

    /// What it shows: stepping back, being there still, or a friendship that began without a connector.
    fn title(&self) -> String {
        let verb =
            |you: &str, other: &str| if self.connector.is_none() { you.to_owned() } else { other.to_owned() };
        let who = capital(self.who());
        match self.contacts.len() {
            0 => format!("How much {} there", self.were()),
            count if self.alone_at_the_end() == count => format!("They meet without {}", self.who()),
            _ if self.alone_at_the_end() > 2 => format!("{who} {} stepped back", verb("have", "has")),
            _ if self.fades() => format!("{who} {} stepping back", verb("are", "is")),
            1 => format!("{who} {} there", verb("were", "was")),
            _ => format!("{who} {} still beside them", verb("are", "is")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::proof::is_well_drawn;
    use super::*;

    fn presence(list: &[u8]) -> Presence {
        let start = NaiveDate::from_ymd_opt(2025, 11, 3).unwrap();
        Presence {
            contacts: (0..)
                .zip(list)
                .map(|(i, p)| Contact { on: start + chrono::Duration::days(7 * i), presence: *p })
                .collect(),
            connector: None,
        }
    }

    #[test]
    fn it_is_drawn_for_none_one_and_many_contacts() {
        for list in [&[][..], &[4], &[4, 3, 0], &[9, 1], &[2; 120]] {
            is_well_drawn(&presence(list));
            assert_eq!(presence(list).svg().matches("<circle").count(), list.len());
        }
    }

    #[test]
    fn the_sentence_says_how_far_the_connector_has_stepped_back() {
        assert_eq!(presence(&[]).sentence(), "They have not met yet.");
        assert_eq!(
            presence(&[4, 4, 3, 1, 0, 0, 0]).sentence(),
            "You were not there at the last three of 7 meetings."
        );
        assert_eq!(
            presence(&[4, 2]).sentence(),
            "At the latest of 2 meetings you: background, down from “led it” at the first."
        );
        assert_eq!(presence(&[0, 0]).sentence(), "They have met 2 times and you were never there.");
    }

    #[test]
    fn the_title_says_what_it_shows_and_names_the_connector_to_others() {
        assert_eq!(presence(&[4, 3, 1]).title(), "You are stepping back");
        assert_eq!(presence(&[4, 1, 0, 0, 0]).title(), "You have stepped back");
        assert_eq!(presence(&[2, 2, 3]).title(), "You are still beside them");
        assert_eq!(presence(&[0, 0]).title(), "They meet without you");
        let seen_by_a_lead = Presence { connector: Some("Amina".to_owned()), ..presence(&[4, 0]) };
        assert_eq!(seen_by_a_lead.title(), "Amina is stepping back");
        assert_eq!(seen_by_a_lead.sentence(), "Amina was not there at the last of 2 meetings.");
    }
}
