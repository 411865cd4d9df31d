//! What people ask of a team lead, what they were answered, and what was agreed in supervision, as lines that lead to
//! the thing to do.

use app::team_book::supervision::SupervisionDue;
use app::views::cases::Case;
use app::views::relationships::Tie;
use chrono::NaiveDate;
use domain::engagement::{RequestAnswered, RequestKind};

use super::due::{Need, both, when};
use crate::{format, paths};

/// A declaration that waits for a signature.
pub(super) fn to_sign(tie: &Tie, today: NaiveDate) -> Need {
    let asked = tie.relationship.override_asked.as_ref().map_or(today, |asked| asked.asked_on);
    Need {
        icon: "shield-check",
        title: format!("{}: sign that it stands", both(tie)),
        words: format!("You were asked {}", format::ago(asked, today)),
        href: paths::relationship_part(tie.relationship.relationship_id, "signature"),
        due_on: asked,
        late: false,
    }
}

/// What a connector asks a team lead to agree to.
pub(super) fn to_agree(case: &Case, today: NaiveDate) -> Vec<Need> {
    let id = case.row.engagement.engagement_id;
    let need = |(kind, asked_on): (RequestKind, NaiveDate)| {
        let (what, part) = match kind {
            RequestKind::Extension => ("more time", "extension-answer"),
            RequestKind::Ending => ("an early ending", "ending-answer"),
        };
        Need {
            icon: "handshake",
            title: format!("{}: agree to {what}?", case.person.called),
            words: format!("You were asked {}", format::ago(asked_on, today)),
            href: paths::engagement_part(id, part),
            due_on: asked_on,
            late: false,
        }
    };
    case.row.engagement.waits_for_agreement().into_iter().map(need).collect()
}

/// What a team lead answered.
pub(super) fn answered(case: &Case, answer: &RequestAnswered, today: NaiveDate) -> Need {
    let what = answer.kind.label().to_lowercase();
    let (icon, said) = match answer.refused {
        None => ("circle-check", "was agreed to"),
        Some(_) => ("circle-x", "was not agreed to"),
    };
    Need {
        icon,
        title: format!("{}: {what} {said}", case.person.called),
        words: format!("Answered {}. See the plan", format::ago(answer.answered_on, today)),
        href: paths::engagement(case.row.engagement.engagement_id),
        due_on: answer.answered_on,
        late: false,
    }
}

/// Supervision that comes, and what was agreed in one.
pub(super) fn supervision(due: &SupervisionDue, today: NaiveDate) -> Need {
    let (icon, title, of) = match due {
        SupervisionDue::Next { of, .. } => ("messages-square", "Supervision".to_owned(), *of),
        SupervisionDue::Action { of, what, .. } => ("list-checks", what.to_string(), *of),
    };
    let about = match due {
        SupervisionDue::Next { .. } => "You sit together",
        SupervisionDue::Action { .. } => "Agreed in supervision",
    };
    Need {
        icon,
        title,
        words: format!("{about}{}", when(due.on(), today, " · ")),
        href: paths::supervision(of),
        due_on: due.on(),
        late: due.on() < today,
    }
}
