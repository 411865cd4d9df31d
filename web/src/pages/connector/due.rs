//! What needs somebody, as a line that leads to the thing to do.

use app::views::late::NOTES_HOURS;
use app::views::measures::MeasureDueItem;
use app::views::messages::MessageOwed;
use app::views::people::Asking;
use app::views::relationships::Tie;
use app::views::safety::SafetyDue;
use app::views::today::{Day, DueItem};
use app::views::week::WeekDay;
use chrono::NaiveDate;
use domain::engagement::clocks::DueKind;
use domain::engagement::message_back::TellingAbout;
use domain::person::codes::ConsentScope;
use domain::person::{AskAgain, SafetyKind, Timepoint};
use domain::shared::ids::RelationshipId;

use super::agreed::{answered, supervision, to_agree, to_sign};
use super::ahead::Ahead;
use crate::pages::person::measures::page::ask;
use crate::{format, paths};

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    pub icon: &'static str,
    pub title: String,
    /// Why, and by when.
    pub words: String,
    pub href: String,
    /// The day by which it is in time.
    pub due_on: NaiveDate,
    /// Whether that day has passed.
    pub late: bool,
}

/// Everything that needs the viewer, most urgent first.
pub fn needs(day: &Day) -> Vec<Need> {
    let mut needs: Vec<Need> = day.to_sign.iter().map(|tie| to_sign(tie, day.on)).collect();
    needs.extend(day.to_agree.iter().flat_map(|case| to_agree(case, day.on)));
    needs.extend(day.answered.iter().map(|(case, answer)| answered(case, answer, day.on)));
    needs.extend(day.supervision.iter().map(|due| supervision(due, day.on)));
    needs.extend(day.meetings_passed.iter().filter_map(|tie| meeting_passed(tie, day.on)));
    needs.extend(Ahead::of(day.unwritten.clone(), |_| false).iter().map(|line| unwritten(line, day.on)));
    needs.extend(day.due.iter().map(|item| due(item, day.on)));
    needs.extend(day.measures.iter().map(|item| measure(item, day.on)));
    needs.extend(day.messages.iter().map(|item| message(item, day.on)));
    needs.extend(day.checks.iter().map(|(tie, month, due_on)| check(tie, *month, *due_on, day.on)));
    needs.extend(day.safety.iter().map(|note| safety(note, day.on)));
    needs.extend(day.asking.iter().map(|asking| ask_again(asking, day.on)));
    needs.sort_by_key(|need| need.due_on);
    needs
}

/// What falls due on one day of a week.
pub fn needs_on(day: &WeekDay, today: NaiveDate) -> Vec<Need> {
    let mut needs: Vec<Need> = day.due.iter().map(|item| due(item, today)).collect();
    needs.extend(day.measures.iter().map(|item| measure(item, today)));
    needs.extend(day.messages.iter().map(|item| message(item, today)));
    needs.extend(day.checks.iter().map(|(tie, month)| check(tie, *month, day.on, today)));
    needs.extend(day.safety.iter().map(|note| safety(note, today)));
    needs.extend(day.asking.iter().map(|asking| ask_again(asking, today)));
    needs.extend(day.supervision.iter().map(|due| supervision(due, today)));
    needs
}

pub(super) fn both(tie: &Tie) -> String {
    format!("{} and {}", tie.person_called, tie.other_called)
}

/// A first meeting whose day has passed without a word.
fn meeting_passed(tie: &Tie, today: NaiveDate) -> Option<Need> {
    let on = tie.relationship.to_meet()?.on;
    let late = (today - on).num_days() * 24 >= NOTES_HOURS;
    Some(did_they_meet(&both(tie), tie.relationship.relationship_id, on, today, late))
}

/// Asking whether two met who were to meet for the first time.
pub fn did_they_meet(both: &str, id: RelationshipId, on: NaiveDate, today: NaiveDate, late: bool) -> Need {
    Need {
        icon: "handshake",
        title: format!("{both}: did they meet?"),
        words: format!("They were to meet {}", format::ago(on, today)),
        href: paths::relationship_part(id, "meeting"),
        due_on: on,
        late,
    }
}

/// A visit whose day has passed without a word.
fn unwritten(line: &Ahead, today: NaiveDate) -> Need {
    let on = line.on();
    let days = (today - on).num_days();
    let day = if days < 7 { format::weekday(on, today) } else { format::day(on) };
    let words = match days * 24 {
        hours if hours < NOTES_HOURS => {
            format!("It was {}. Notes are late after two days", format::ago(on, today))
        }
        _ => format!("It was {}, and nothing is written yet", format::ago(on, today)),
    };
    Need {
        icon: "clock-alert",
        title: format!(
            "Write up {} with {}",
            day.split(' ').next().filter(|_| days < 7).unwrap_or(&day),
            line.who()
        ),
        words,
        href: line.log(),
        due_on: on,
        late: days * 24 >= NOTES_HOURS,
    }
}

/// What a look at a relationship of two that stands on its own is called, and what there is to do.
pub fn check_words(both: &str, month: u8) -> (String, &'static str) {
    let months = match month {
        12 => "a year".to_owned(),
        month => format!("{} months", format::count_word(usize::from(month))),
    };
    (format!("{both}: {months} on"), "Ask how it is going without you")
}

/// Asking how a relationship is that stands on its own.
pub fn check(tie: &Tie, month: u8, due_on: NaiveDate, today: NaiveDate) -> Need {
    let (title, words) = check_words(&both(tie), month);
    Need {
        icon: "heart-handshake",
        title,
        words: format!("{words}{}", when(due_on, today, " · ")),
        href: paths::relationship_part(tie.relationship.relationship_id, "checks/new"),
        due_on,
        late: due_on < today,
    }
}

/// What is asked at a point of the work.
pub fn asked_then(timepoint: Timepoint) -> &'static str {
    match timepoint {
        Timepoint::Baseline => "how is life at the beginning?",
        Timepoint::Review => "how is life now?",
        Timepoint::End => "how is life at the end?",
        Timepoint::FollowUp => "how is life half a year later?",
    }
}

/// Questions about how life is, to be asked at a point of the work: the link opens the first of them, and the others
/// follow.
pub fn measure(item: &MeasureDueItem, today: NaiveDate) -> Need {
    let due = &item.due;
    let when_asked = asked_then(due.timepoint);
    let count = format::plural(due.instruments.len(), "set of questions", "sets of questions");
    let href = match due.instruments.first() {
        Some(instrument) => ask(item.person_id, *instrument, due.timepoint),
        None => paths::person_part(item.person_id, "measures"),
    };
    Need {
        icon: "chart-line",
        title: format!("{}: {when_asked}", item.called),
        words: format!("{count}{}", when(due.due_on, today, " · ")),
        href,
        due_on: due.due_on,
        late: due.due_on < today,
    }
}

/// A message back to whoever referred somebody.
pub fn message(item: &MessageOwed, today: NaiveDate) -> Need {
    let about = item.owed.about;
    let why = match about {
        TellingAbout::Received => "That the referral came",
        TellingAbout::Accepted => "That we take it on",
        TellingAbout::Declined => "That we do not take it on",
        TellingAbout::Ended => "That the work has ended",
    };
    Need {
        icon: "mail",
        title: format!("{}: tell who referred them", item.called),
        words: format!("{why}{}", when(item.owed.due_on, today, " · ")),
        href: paths::engagement_part(item.engagement_id, format!("messages/new?about={}", about.code())),
        due_on: item.owed.due_on,
        late: item.owed.due_on < today,
    }
}

/// A safety note to look at again; what it says is not for a list.
pub fn safety(note: &SafetyDue, today: NaiveDate) -> Need {
    let what = match note.kind {
        SafetyKind::MustNot => "what must not happen",
        SafetyKind::Worry => "a worry",
    };
    Need {
        icon: "shield-check",
        title: format!("{}: {what}", note.called),
        words: format!("Does it still hold?{}", when(note.review_on, today, " · ")),
        href: paths::safety_note(note.person_id, note.note_id),
        due_on: note.review_on,
        late: note.review_on < today,
    }
}

/// Something that runs out, and is to be asked again.
pub fn ask_again(asking: &Asking, today: NaiveDate) -> Need {
    let (id, called, on) = (asking.person_id, &asking.called, asking.on);
    let scope = |scope: ConsentScope| paths::person_part(id, format!("consents?about={}", scope.code()));
    let left = match on.cmp(&today) {
        std::cmp::Ordering::Less => format!("ran out {}", format::ago(on, today)),
        std::cmp::Ordering::Equal => "runs out today".to_owned(),
        std::cmp::Ordering::Greater => format!("holds until {}", format::day(on)),
    };
    let (icon, title, words, href) = match asking.what {
        AskAgain::Consent { scope: about } => (
            "circle-check",
            format!("{called}: ask again"),
            format!("{} · {left}", about.label()),
            scope(about),
        ),
        AskAgain::Sharing { sharing_id } => (
            "messages-square",
            format!("{called}: ask again"),
            format!("Who may be told what · {left}"),
            paths::sharing(id, sharing_id),
        ),
        AskAgain::Capacity { assessment_id } => (
            "scale",
            format!("{called}: can they decide it now?"),
            format!("Ask again{}", when(on, today, " · ")),
            paths::assessment(id, assessment_id),
        ),
        AskAgain::Themselves { scope: about } => (
            "scale",
            format!("{called} can answer this now"),
            format!("{} · it was answered for them", about.label()),
            scope(about),
        ),
    };
    Need { icon, title, words, href, due_on: on, late: on < today }
}

/// Something that falls due in a case.
pub fn due(item: &DueItem, today: NaiveDate) -> Need {
    let (engagement, person) = (item.engagement_id, item.person_id);
    let part = |part: &str| paths::engagement_part(engagement, part);
    let (icon, what, why, href) = match item.due.kind {
        DueKind::Acknowledgement => (
            "mail",
            "say that the referral came",
            "Whoever made it waits to hear",
            part(&format!("messages/new?about={}", TellingAbout::Received.code())),
        ),
        DueKind::FirstContact => ("phone", "get in touch", "Introduce yourself", part("screening")),
        DueKind::EligibilityDecision => {
            ("scale", "are we the right people?", "Decide it", part("eligibility"))
        }
        DueKind::BaselineMap => (
            "waypoints",
            "first relationship map",
            "Who is in their life?",
            paths::person_part(person, "maps/new"),
        ),
        DueKind::FirstIntroduction => (
            "handshake",
            "first introduction",
            "Who could they meet?",
            paths::person_part(person, "introductions/new"),
        ),
        DueKind::MidTermReview => {
            ("calendar-check", "mid-term review", "Look together at how it goes", part("reviews/new"))
        }
        DueKind::NextReview => {
            ("calendar-check", "the review you agreed", "Look together at how it goes", part("reviews/new"))
        }
        DueKind::EndPlanning => {
            ("flag", "plan the ending", "Talk about how you say goodbye", part("reviews/new"))
        }
        DueKind::HandOverList => (
            "list-checks",
            "how each friendship goes on",
            "Talk it over with each pair, and write it down",
            part("hand-overs"),
        ),
        DueKind::PauseReview => ("pause", "look at the pause again", "Does it go on?", part("pause-review")),
        DueKind::EndOfTerm => {
            ("hourglass", "the term ends", "Say goodbye, or agree more time", paths::engagement(engagement))
        }
    };
    let due_on = item.due.due_on;
    Need {
        icon,
        title: format!("{}: {what}", item.called),
        words: format!("{why}{}", when(due_on, today, " · ")),
        href,
        due_on,
        late: due_on < today,
    }
}

/// " · by Monday 9 March", " · was due 3 days ago"
pub fn when(due_on: NaiveDate, today: NaiveDate, before: &str) -> String {
    match due_on.cmp(&today) {
        std::cmp::Ordering::Less => format!("{before}was due {}", format::ago(due_on, today)),
        std::cmp::Ordering::Equal => format!("{before}today"),
        std::cmp::Ordering::Greater => format!("{before}by {}", format::weekday(due_on, today)),
    }
}

#[cfg(test)]
mod tests {
    use domain::engagement::clocks::Due;
    use domain::shared::ids::{AssessmentId, PersonId, SharingId};

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn what_runs_out_says_so_and_leads_to_asking_again() {
        let today = day("2026-03-12");
        let need = |on, what| {
            ask_again(
                &Asking { person_id: PersonId::default(), called: "Terry".into(), on: day(on), what },
                today,
            )
        };
        let scope = ConsentScope::Photographs;
        let soon = need("2026-03-20", AskAgain::Consent { scope });
        assert_eq!(soon.words, "Having photographs taken and kept · holds until 20 March");
        assert!(!soon.late && soon.href.ends_with("/consents?about=photographs"));
        let gone = need("2026-03-10", AskAgain::Sharing { sharing_id: SharingId::default() });
        assert!(gone.late && gone.words.ends_with("ran out 2 days ago"), "{}", gone.words);
        let able = need("2026-03-10", AskAgain::Themselves { scope });
        assert_eq!(able.title, "Terry can answer this now");
        let capacity = need("2026-03-15", AskAgain::Capacity { assessment_id: AssessmentId::default() });
        assert!([soon, gone, able, capacity].iter().all(|need| crate::look::has_icon(need.icon)));
    }

    #[test]
    fn every_kind_of_due_thing_leads_somewhere_and_says_by_when() {
        for kind in DueKind::ALL {
            let late = Due { due_on: day("2026-03-09"), kind: *kind };
            let item = DueItem {
                engagement_id: Default::default(),
                person_id: Default::default(),
                called: "Terry".into(),
                due: late,
            };
            let need = due(&item, day("2026-03-12"));
            assert!(need.late && need.title.starts_with("Terry: ") && need.href.starts_with('/'));
            assert!(need.words.ends_with("was due 3 days ago"), "{}", need.words);
            assert!(crate::look::has_icon(need.icon), "{}", need.icon);
        }
    }
}
