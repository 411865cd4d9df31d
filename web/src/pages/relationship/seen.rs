//! A relationship as its page shows it: contacts, answers, what each gives, what was said at a
//! declaration and found afterwards. Sentences with both names, never codes.

use std::collections::{BTreeSet, HashMap};

use domain::person::codes::{AnswerMethod, Giving};
use domain::relationship::{Answer, Declaration, EvidencePutRight, LoggedContact, Party, Presence};
use domain::shared::ids::AccountId;
use domain::shared::personal::Personal;

use super::contact::{began, mood_icon};
use super::two::Two;
use crate::format;

/// One contact in the list.
pub struct ContactLine {
    /// "Saturday 7 March"
    pub on: String,
    /// "Pat took the first step · out and about · without you"
    pub how: String,
    /// Whether the connector was not there.
    pub alone: bool,
    /// A face and its word, when somebody said how it went.
    pub mood: Option<(&'static str, &'static str)>,
    /// What was said about it.
    pub note: String,
    /// "Gordon told us"
    pub source: String,
    /// Why it no longer counts.
    pub taken_back: Option<String>,
    /// Where it is taken back.
    pub href: String,
    /// Where it is put right.
    pub right: String,
    /// Where its words are written later, or put right.
    pub words: String,
}

/// Contacts, latest first. `connector` is "you" or a name.
pub fn contacts(two: &Two, connector: &str) -> Vec<ContactLine> {
    two.now().contacts.iter().rev().map(|logged| line(two, logged, connector)).collect()
}

fn line(two: &Two, logged: &LoggedContact, connector: &str) -> ContactLine {
    let contact = &logged.contact;
    let mut how =
        vec![format::capital(&first_step(two, logged, connector)), contact.setting.label().to_lowercase()];
    how.extend(contact.minutes.map(format::hours));
    how.push(there(contact.presence, connector));
    let text = |words: Option<&Personal<_>>| {
        words.and_then(Personal::get).map_or(String::new(), ToString::to_string)
    };
    ContactLine {
        on: day(two, contact.on),
        how: how.join(" · "),
        alone: contact.presence == Presence::Absent,
        mood: contact.mood.map(|mood| (mood_icon(mood), mood.label())),
        note: text(logged.note.as_ref()),
        source: source(two, contact.source, connector),
        taken_back: logged
            .taken_back
            .as_ref()
            .map(|back| format!("Taken back on {}. {}", format::date(back.on), text(Some(&back.reason)))),
        href: two.part(&format!("contacts/{}/taking-back", contact.contact_id)),
        right: two.part(&format!("contacts/{}/correcting", contact.contact_id)),
        words: two.part(&format!("contacts/{}/words", contact.contact_id)),
    }
}

/// The weekday within a year, the year before that.
fn day(two: &Two, on: chrono::NaiveDate) -> String {
    if (two.today - on).num_days() < 300 { format::weekday(on, two.today) } else { format::date(on) }
}

fn first_step(two: &Two, logged: &LoggedContact, connector: &str) -> String {
    use domain::relationship::Initiative as Who;
    match logged.contact.initiative {
        who @ (Who::Person | Who::Other) => format!("{} took the first step", began(two, who)),
        Who::Connector => format!("{connector} took the first step"),
        Who::Supporter => "a supporter took the first step".to_owned(),
        Who::Standing => "a regular thing".to_owned(),
    }
}

/// "you were in the background"
pub(super) fn there(presence: Presence, connector: &str) -> String {
    let was = if connector == "you" { "you were".to_owned() } else { format!("{connector} was") };
    match presence {
        Presence::Leads => format!("{connector} led it"),
        Presence::TakesPart => format!("{connector} took part"),
        Presence::Background => format!("{was} in the background"),
        Presence::Nearby => format!("{was} nearby"),
        Presence::Absent => format!("without {connector}"),
    }
}

/// How we know, by name.
pub(super) fn source(two: &Two, source: domain::relationship::ContactSource, connector: &str) -> String {
    use domain::relationship::ContactSource as How;
    match source {
        How::ConnectorSaw if connector == "you" => "You were there".to_owned(),
        How::ConnectorSaw => format!("{connector} was there"),
        How::Person => format!("{} told us", two.person()),
        How::OtherParty => format!("{} told us", two.other()),
        How::Supporter | How::MessageOrPhoto => source.label().to_owned(),
    }
}

/// What one of the two said to meeting the other.
pub struct AnswerLine {
    /// Who.
    pub name: String,
    /// Whether they said yes; `None` while nobody has asked.
    pub yes: Option<bool>,
    /// "Said yes on 3 November, with symbols"
    pub words: String,
    /// Where their answer is written down.
    pub href: String,
}

/// What both said, the supported person first.
pub fn answers(two: &Two) -> Vec<AnswerLine> {
    let line = |party: &Party| {
        let (yes, words) = match two.now().introduction.answer(*party) {
            None => (None, "Has not been asked yet".to_owned()),
            Some(Answer::Yes { how, on }) => {
                let how = if *how == AnswerMethod::Spoken { "" } else { how.label() };
                (Some(true), format!("Said yes on {}. {how}", format::day(*on)))
            }
            Some(Answer::No { reason, on }) => {
                let reason =
                    reason.as_ref().and_then(Personal::get).map_or(String::new(), |why| format!(" {why}"));
                (Some(false), format!("Said no on {}.{reason}", format::day(*on)))
            }
        };
        let href = format!("{}?party={party}", two.part("answers/new"));
        AnswerLine { name: two.called(*party).to_owned(), yes, words, href }
    };
    Party::ALL.iter().map(line).collect()
}

/// What each gives, in words.
pub fn gives(two: &Two) -> Option<[(String, Vec<&'static str>); 2]> {
    let seen = two.now().latest_reciprocity()?;
    let words = |kinds: &BTreeSet<Giving>| kinds.iter().map(|kind| kind.label()).collect();
    Some([
        (two.person().to_owned(), words(&seen.reciprocity.gives)),
        (two.other().to_owned(), words(&seen.reciprocity.receives)),
    ])
}

/// A declaration that it stands on its own, as an auditor reads it.
pub struct DeclarationLine {
    /// "Said on 7 March 2026, on every test" or who signed.
    pub words: String,
    /// Why it was signed.
    pub reason: String,
    /// The tests as they were on that day.
    pub tests: Vec<domain::relationship::Explained>,
    /// Evidence taken back or put right since.
    pub flags: Vec<String>,
    /// What was found afterwards, and what is still to come.
    pub checks: Vec<CheckLine>,
}

/// One look after the declaration.
pub struct CheckLine {
    /// "After 3 months"
    pub when: String,
    /// What was found, or the day it is due.
    pub words: String,
    /// Whether it was still going; `None` while nobody has looked or nobody could find out.
    pub goes_on: Option<bool>,
}

/// Every declaration, latest first.
pub fn declarations(
    two: &Two,
    accounts: &HashMap<AccountId, String>,
    connector: &str,
) -> Vec<DeclarationLine> {
    let name = |id: &AccountId| accounts.get(id).map_or("somebody", String::as_str);
    let line = |declared: &Declaration| {
        let day = format::date(declared.declared_on);
        let words = match &declared.signed {
            None => format!("Since {day}, on all eight tests."),
            Some(signed) => format!(
                "Since {day}, signed by {} at the request of {}: not every test passed.",
                name(&signed.signed_by),
                name(&signed.asked_by)
            ),
        };
        let ended = declared.lapsed_on.map(|on| format!(" It went quiet on {}.", format::date(on)));
        let flag = |flag: &domain::relationship::AuditFlag| {
            let contact = two.now().contact(flag.contact_id);
            let of =
                contact.map_or(String::new(), |logged| format!(" of {}", format::day(logged.contact.on)));
            format!(
                "A contact{of}, part of this evidence, was taken back on {}.",
                format::date(flag.voided_on)
            )
        };
        let right = |put: &EvidencePutRight| {
            let (was, on) = (format::day(put.was.on), format::date(put.on));
            format!("A contact of {was}, part of this evidence, was put right on {on}.")
        };
        DeclarationLine {
            words: words + &ended.unwrap_or_default(),
            reason: declared
                .reason
                .as_ref()
                .and_then(Personal::get)
                .map_or(String::new(), ToString::to_string),
            tests: two.declared_in_words(declared, connector),
            flags: declared
                .audit_flags
                .iter()
                .map(flag)
                .chain(declared.put_right.iter().map(right))
                .collect(),
            checks: checks(two, declared),
        }
    };
    two.now().declarations.iter().rev().map(line).collect()
}

fn checks(two: &Two, declared: &Declaration) -> Vec<CheckLine> {
    use domain::relationship::CheckResult;
    let lines = [3_u8, 6, 12].into_iter().filter_map(|month| {
        let when = format!("After {month} months");
        if let Some(check) = declared.checks.get(&month) {
            let goes_on = match check.result {
                CheckResult::Continuing => Some(true),
                CheckResult::Faded => Some(false),
                CheckResult::Unknown => None,
            };
            let words = format!("{}, {}", check.result.label(), format::date(check.checked_on));
            return Some(CheckLine { when, words, goes_on });
        }
        let due = format!(
            "due {}, {}",
            format::date(declared.due_on(month)),
            format::ago(declared.due_on(month), two.today)
        );
        declared.lapsed_on.is_none().then_some(CheckLine { when, words: due, goes_on: None })
    });
    lines.collect()
}
