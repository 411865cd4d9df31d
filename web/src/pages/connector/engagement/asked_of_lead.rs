//! What a team lead has been asked about an engagement, and what they answered lately, as banners of its plan:
//! whoever asked sees what became of it where they work.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use domain::engagement::{Engagement, RequestKind};
use domain::shared::ids::AccountId;

use super::asking::Asking;
use crate::{format, paths};

/// Days for which an answer stands at the top of the plan; afterwards it is in the timeline.
const SHOWN_DAYS: u64 = 28;

/// One request, or one answer.
pub struct Told {
    /// The banner's class.
    pub kind: &'static str,
    pub icon: &'static str,
    pub title: String,
    pub words: String,
    /// Where a team lead answers it; "" for everybody else.
    pub href: String,
}

/// Requests that wait, then the answers of the last four weeks, latest first.
pub fn requests(
    engagement: &Engagement,
    asking: &Asking<'_>,
    names: &HashMap<AccountId, String>,
) -> Vec<Told> {
    let (today, viewer) = (asking.today, asking.who.account());
    let who = |id: AccountId| match names.get(&id) {
        _ if id == viewer => "You",
        name => name.map_or("Somebody", String::as_str),
    };
    let answer = |part: &str, by: AccountId| match asking.who.leads() && by != viewer {
        true => paths::engagement_part(engagement.engagement_id, part),
        false => String::new(),
    };
    let waits = |what: String, by: AccountId, on: NaiveDate, part: &str| Told {
        kind: "warn",
        icon: "hourglass",
        title: what,
        words: format!("{} asked a team lead {}. It is not answered yet.", who(by), format::ago(on, today)),
        href: answer(part, by),
    };
    let mut told = Vec::new();
    if let Some(asked) = &engagement.extension_asked {
        let what = format!("More time, until {}.", format::date(asked.new_end));
        told.push(waits(what, asked.asked_by, asked.asked_on, "extension-answer"));
    }
    if let Some(asked) = &engagement.ending_asked {
        let what = format!("An early ending, on {}.", format::date(asked.ended_on));
        told.push(match asked.agreed {
            None => waits(what, asked.asked_by, asked.asked_on, "ending-answer"),
            Some((by, on)) => Told {
                kind: "good",
                icon: "circle-check",
                title: what,
                words: format!(
                    "{} agreed {}. It can be ended when that day has come.",
                    who(by),
                    format::ago(on, today)
                ),
                href: String::new(),
            },
        });
    }
    let lately = engagement.requests_answered.iter().rev();
    let lately = lately.filter(|answer| answer.answered_on + Days::new(SHOWN_DAYS) >= today);
    told.extend(lately.filter_map(|answer| {
        let agreed = engagement.ending_asked.as_ref().is_some_and(|asked| asked.agreed.is_some());
        if agreed && answer.kind == RequestKind::Ending && answer.refused.is_none() {
            return None;
        }
        let by = who(answer.answered_by);
        let when = format::ago(answer.answered_on, today);
        let (kind, icon, words) = match &answer.refused {
            None => ("good", "circle-check", format!("{by} agreed {when}.")),
            Some(reason) => {
                let why = reason.get().map(|words| format!(": “{words}”")).unwrap_or_default();
                let why = if why.is_empty() { ".".to_owned() } else { why };
                ("", "circle-x", format!("{by} said no {when}{why}"))
            }
        };
        Some(Told { kind, icon, title: format!("{}.", answer.kind.label()), words, href: String::new() })
    }));
    told
}
