//! My hours: how many there were, how many are used and left, until when, and when the next visit is.

use app::views::cases::Case;
use domain::engagement::Stage;

use super::{Part, Told};
use crate::charts::Picture;
use crate::charts::squares::Squares;
use crate::pages::person::head::Record;
use crate::sentences::case::agreed_minutes;
use crate::sentences::easy::{Said, hours, whole_date};

/// The hours of the case that counts.
pub(super) fn told(record: &Record, connector: Option<&str>) -> Told {
    let agreed = record.case().map_or(0, |case| agreed_minutes(&case.row.engagement));
    let Some(case) = record.case().filter(|_| agreed > 0) else {
        let said =
            Said::new("clock", "Your hours are not agreed yet.").and("We will tell you when they are.");
        return vec![Part { heading: "Your hours", said: vec![said] }].into();
    };
    let over = case.row.engagement.ended_on().is_some();
    let squares = Squares { agreed_minutes: agreed, used_minutes: case.delivered_minutes };
    Told {
        parts: vec![
            Part { heading: "Your hours", said: hours(agreed, case.delivered_minutes, over) },
            Part { heading: "What happens next", said: next(case, connector) },
        ],
        picture: squares.svg(),
        caption: squares.sentence(),
    }
}

fn next(case: &Case, connector: Option<&str>) -> Vec<Said> {
    let engagement = &case.row.engagement;
    let going = matches!(engagement.stage, Stage::Agreed | Stage::Active | Stage::Paused);
    let mut said = Vec::new();
    if let Some(name) = connector.filter(|_| going) {
        said.push(Said::new("user-round", format!("{name} is your connector.")));
    }
    if going {
        said.push(match case.next_session {
            Some((on, _)) => Said::new("calendar-check", format!("The next visit is on {}.", whole_date(on))),
            None => Said::new("calendar", "No visit is planned at the moment."),
        });
    }
    match (engagement.ended_on(), &engagement.term) {
        (Some(on), _) => {
            said.push(Said::new("flag", format!("The visits ended on {}.", whole_date(on))));
        }
        (None, Some(term)) => {
            said.push(Said::new("flag", format!("The last day is {}.", whole_date(term.end))));
        }
        (None, None) => {}
    }
    said.push(Said::new("circle-question-mark", "Ask us if you want to know more."));
    said
}
