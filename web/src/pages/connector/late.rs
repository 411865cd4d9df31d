//! What is late with a colleague, as lines for whoever leads them: the same things as on the colleague's own *Today*,
//! in the same words.

use app::views::late::{Late, LateItem};
use app::views::messages::MessageOwed;
use app::views::today::DueItem;
use app::views::{reference, tie_reference};
use chrono::NaiveDate;
use domain::engagement::clocks::Due;
use domain::engagement::message_back::Owed;

use super::agreed::supervision;
use super::due::{self, Need, ask_again, asked_then, safety, when};
use crate::{format, paths};

/// A line that leads to the thing to do.
pub fn need(item: &LateItem, today: NaiveDate) -> Need {
    let due_on = item.due_on;
    let was_due = |before: &str| when(due_on, today, before);
    let (icon, title, words, href) = match &item.what {
        Late::Clock { engagement_id, person_id, called, kind } => {
            let (engagement_id, person_id, called) = (*engagement_id, *person_id, called.clone());
            let due = Due { due_on, kind: *kind };
            return due::due(&DueItem { engagement_id, person_id, called, due }, today);
        }
        Late::Safety(note) => return safety(note, today),
        Late::Asking(asking) => return ask_again(asking, today),
        Late::Supervision(due) => return supervision(due, today),
        Late::Unwritten { engagement_id, session_id, group, called } => {
            let whom = if group.is_some() { format!("the group of {called}") } else { called.clone() };
            let own = || paths::log_planned(*engagement_id, *session_id);
            (
                "clock-alert",
                format!("Write up {} with {whom}", format::day(due_on)),
                format!("It was {}, and nothing is written yet", format::ago(due_on, today)),
                group.map_or_else(own, paths::group),
            )
        }
        Late::Meeting { relationship_id, called, other_called } => {
            let both = format!("{called} and {other_called}");
            return due::did_they_meet(&both, *relationship_id, due_on, today, true);
        }
        Late::Measure { person_id, called, slot, .. } => (
            "chart-line",
            format!("{called}: {}", asked_then(slot.timepoint())),
            format!("Questions{}", was_due(" · ")),
            paths::person_part(*person_id, "measures"),
        ),
        Late::Message { engagement_id, called, about } => {
            let owed = Owed { due_on, about: *about };
            let (engagement_id, called) = (*engagement_id, called.clone());
            return due::message(&MessageOwed { engagement_id, called, owed }, today);
        }
        Late::Check { relationship_id, called, other_called, month } => {
            let (title, words) = due::check_words(&format!("{called} and {other_called}"), *month);
            let href = paths::relationship_part(*relationship_id, "checks/new");
            ("heart-handshake", title, format!("{words}{}", was_due(" · ")), href)
        }
    };
    Need { icon, title, words, href, due_on, late: true }
}

/// With whom it is late, of which case or relationship, and what: for a list.
pub fn columns(item: &LateItem) -> (String, String, String) {
    let case = |id, called: &String, what: &str| (called.clone(), reference(id), what.to_owned());
    match &item.what {
        Late::Clock { engagement_id, called, kind, .. } => case(*engagement_id, called, kind.label()),
        Late::Unwritten { engagement_id, called, group, .. } => {
            let what = if group.is_some() { "Write up the group" } else { "Write up the visit" };
            case(*engagement_id, called, what)
        }
        Late::Meeting { relationship_id, called, other_called } => (
            format!("{called} and {other_called}"),
            tie_reference(*relationship_id),
            "Did they meet?".to_owned(),
        ),
        Late::Measure { engagement_id, called, slot, .. } => {
            case(*engagement_id, called, &format!("Questions: {}", slot.label().to_lowercase()))
        }
        Late::Message { engagement_id, called, .. } => {
            case(*engagement_id, called, "Message back to who referred them")
        }
        Late::Check { relationship_id, called, other_called, month } => (
            format!("{called} and {other_called}"),
            tie_reference(*relationship_id),
            format!("Look again after {month} months"),
        ),
        Late::Safety(note) => (note.called.clone(), String::new(), "Safety note to look at".to_owned()),
        Late::Asking(asking) => (asking.called.clone(), String::new(), "Ask again".to_owned()),
        Late::Supervision(_) => (String::new(), String::new(), "Supervision".to_owned()),
    }
}
