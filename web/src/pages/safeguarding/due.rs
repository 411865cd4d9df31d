//! What a safeguarding lead has to do with a concern, as a line of their day. It names nobody: the day stands
//! on a screen that others walk past.

use app::views::concerns::{ConcernDue, ConcernLine};
use chrono::NaiveDate;
use domain::shared::ids::AccountId;

use crate::pages::connector::due::Need;
use crate::{format, paths};

/// What is due today or before, or within three days.
pub fn needs(lines: &[ConcernLine], me: AccountId, today: NaiveDate) -> Vec<Need> {
    let soon = today + chrono::Days::new(3);
    lines.iter().filter_map(|line| need(line, me, today)).filter(|need| need.due_on <= soon).collect()
}

fn need(line: &ConcernLine, me: AccountId, today: NaiveDate) -> Option<Need> {
    let (due, due_on) = line.row.due()?;
    let late = due_on < today;
    let (title, words) = match due {
        ConcernDue::Triage => {
            ("A new concern", format!("Told {}. Look at it today", format::ago(due_on, today)))
        }
        // Somebody else's step is in the list; here it is only once it is late.
        ConcernDue::Action(owner) if owner != me && !late => return None,
        ConcernDue::Action(_) => ("A concern: the next step", by(due_on, today)),
        ConcernDue::Council => ("A concern: ask the council for its answer", by(due_on, today)),
    };
    let href = paths::concern(line.row.concern_id);
    Some(Need { icon: "shield-check", title: title.to_owned(), words, href, due_on, late })
}

/// "By Friday", "Was due 3 days ago"
pub fn by(due_on: NaiveDate, today: NaiveDate) -> String {
    match due_on.cmp(&today) {
        std::cmp::Ordering::Less => format!("Was due {}", format::ago(due_on, today)),
        std::cmp::Ordering::Equal => "Today".to_owned(),
        std::cmp::Ordering::Greater => format!("By {}", format::weekday(due_on, today)),
    }
}
