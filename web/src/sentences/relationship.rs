//! Every fact between two people as a sentence, and how their tie stands now.

use chrono::NaiveDate;
use domain::person::codes::Wish;
use domain::relationship::records::{Confirmation, Contact, Meeting, Reciprocity};
use domain::relationship::{
    CheckResult, Initiative, IntroductionState, NextStep, Party, Presence, Quiet, Relationship,
    RelationshipEvent, Setting, Stage as Stands,
};
use domain::shared::ids::{AccountId, RelationshipId};
use domain::shared::personal::Personal;
use domain::shared::text::{Line, Words};

use super::{Around, Told, inside};
use crate::format::{ago, and_list, capital, count_word, day, weekday};
use crate::look::Stage;

/// One event in words, as recorded by somebody.
pub fn tell(event: &RelationshipEvent, id: RelationshipId, by: AccountId, around: &Around<'_>) -> Told {
    use RelationshipEvent as Fact;
    let connector = if by == around.reader { "you" } else { "the connector" };
    let both = around.both(id);
    let name = |party: &Party| around.party(id, *party);
    match event {
        Fact::IntroductionProposed { shared, why, proposed_on, .. } => {
            let shared = shared.get().map(|shared| format!(": {shared}")).unwrap_or_default();
            Told::new("sparkles", *proposed_on, format!("{both} might get on{shared}"))
                .at(Stage::Possible)
                .saying(why.as_ref())
        }
        Fact::IntroductionAgreed { party, agreed_on, .. } => {
            let other = around.party(id, party.meets());
            Told::new(
                "circle-check",
                *agreed_on,
                format!("{} said yes to meeting {other}", capital(name(party))),
            )
            .at(Stage::Possible)
        }
        Fact::IntroductionDeclined { party, reason, declined_on } => {
            let other = around.party(id, party.meets());
            let what = format!("{} would rather not meet {other}", capital(name(party)));
            Told::new("circle-x", *declined_on, what).at(Stage::Quiet).saying(reason.as_ref())
        }
        Fact::IntroductionArranged { meeting, place, arranged_on } => {
            let what = format!("{both} are to meet {}", meeting_told(meeting, place.as_ref(), *arranged_on));
            Told::new("calendar", *arranged_on, what).at(Stage::Possible)
        }
        Fact::IntroductionMade { met_on } => {
            Told::new("handshake", *met_on, format!("{both} met for the first time")).at(Stage::Introduced)
        }
        Fact::IntroductionDidNotHappen { reason, on } => {
            let what = format!("{both} did not meet: {}", inside(reason.label()));
            Told::new("calendar-x", *on, what).at(Stage::Possible)
        }
        Fact::NextStepChosen { next_step, chosen_on } => {
            let what = match next_step {
                NextStep::Continue => format!("{both} want to go on"),
                NextStep::NotAFit => format!("It was not for {both}"),
                NextStep::Pause => format!("{both} want to wait a while"),
            };
            Told::new("route", *chosen_on, what).at(Stage::Introduced)
        }
        Fact::ContactLogged { contact, note } => {
            Told::new(setting_icon(contact.setting), contact.on, contact_told(contact, connector, id, around))
                .at(Stage::Consolidating)
                .saying(note.as_ref())
        }
        Fact::ContactWordsWritten { note, reason, written_on, .. } => {
            words_written(&both, *written_on, note.as_ref(), reason.as_ref())
        }
        Fact::ContactCorrected { contact, reason, corrected_on } => {
            let (on, why) =
                (weekday(contact.on, *corrected_on), reason.get().map(|why| format!(". Why: {why}")));
            let was = contact_told(contact, "the connector", id, around);
            let what = format!("A contact was put right. On {on} {was}{}", why.unwrap_or_default());
            Told::new("pencil", *corrected_on, what).at(Stage::Consolidating)
        }
        Fact::ContactVoided { reason, voided_on, .. } => {
            Told::new("undo-2", *voided_on, format!("A contact of {both} that did not happen was taken back"))
                .saying(Some(reason))
        }
        Fact::ReciprocityRecorded { reciprocity, recorded_on } => {
            Told::new("arrow-left-right", *recorded_on, give_and_take(reciprocity, id, around))
                .at(Stage::Consolidating)
        }
        Fact::ContinuationConfirmed { confirmation, words } => {
            let what = confirmed(confirmation, name(&confirmation.party));
            Told::new("message-circle", confirmation.on, what).at(Stage::Consolidating).saying(words.as_ref())
        }
        Fact::ContinuityPlanned { planned_on, .. } => {
            Told::new("phone", *planned_on, format!("{both} know how to keep in touch: it is written down"))
                .at(Stage::Consolidating)
        }
        Fact::RelationshipConsolidated { consolidated_on } => {
            Told::new("sprout", *consolidated_on, format!("{both} have grown beyond an introduction"))
                .at(Stage::Consolidating)
        }
        Fact::OverrideAsked { reason, asked_on, asked_by } => {
            let who = capital(around.account(*asked_by));
            let what = format!("{who} asked a team lead to sign that {both} stand on their own");
            Told::new("pencil-line", *asked_on, what).at(Stage::Consolidating).saying(Some(reason))
        }
        Fact::RelationshipBecameSelfSustaining { declared_on, signed, reason, .. } => {
            let signed = match signed {
                Some(signed) if around.account(signed.signed_by) == "you" => ". You signed for it".to_owned(),
                Some(signed) => format!(". {} signed for it", around.account(signed.signed_by)),
                None => String::new(),
            };
            Told::new("heart-handshake", *declared_on, format!("{both} now stand on their own{signed}"))
                .at(Stage::Lasting)
                .saying(reason.as_ref())
        }
        Fact::SustainmentChecked { month, result, checked_on, .. } => {
            let months = count_word(usize::from(*month));
            let (what, stage) = match result {
                CheckResult::Continuing => {
                    (format!("{} months on: {both} still go on", capital(&months)), Stage::Lasting)
                }
                CheckResult::Faded => {
                    (format!("{} months on: it has faded between {both}", capital(&months)), Stage::Quiet)
                }
                CheckResult::Unknown => (
                    format!("{} months on: we could not find out about {both}", capital(&months)),
                    Stage::Worry,
                ),
            };
            Told::new("heart-handshake", *checked_on, what).at(stage)
        }
        Fact::ConcernRaised { raised_on } => {
            Told::new("triangle-alert", *raised_on, format!("Somebody worries about {both}")).at(Stage::Worry)
        }
        Fact::ConcernClosed { closed_on } => {
            Told::new("shield-check", *closed_on, format!("The worry about {both} is dealt with"))
        }
        Fact::RelationshipLapsed { reason, lapsed_on } => {
            let what = format!("It went quiet between {both}: {}", inside(reason.label()));
            Told::new("moon", *lapsed_on, what).at(Stage::Quiet)
        }
        Fact::RelationshipReopened { reopened_on } => {
            Told::new("refresh-cw", *reopened_on, format!("{both} began again")).at(Stage::Consolidating)
        }
        Fact::PartyReplaced { replaced_on, .. } => {
            Told::new("copy", *replaced_on, format!("What is between {both} moved with a record")).aside()
        }
    }
}

/// As somebody says it on a day: the year is told when it is not that day's.
fn meeting_told(meeting: &Meeting, place: Option<&Personal<Line>>, on: NaiveDate) -> String {
    let at = meeting.at.map(|at| format!(" at {}", at.format("%H:%M"))).unwrap_or_default();
    let place = place.and_then(Personal::get).map(|place| format!(", {place}")).unwrap_or_default();
    format!("on {}{at}{place}", weekday(meeting.on, on))
}

fn setting_icon(setting: Setting) -> &'static str {
    match setting {
        Setting::AtHome => "house",
        Setting::OutAndAbout => "footprints",
        Setting::ClubOrGroup => "users",
        Setting::Work => "briefcase",
        Setting::Phone => "phone",
        Setting::Messages => "messages-square",
    }
}

/// "Gordon and Pat met without you. Pat took the first step"
/// Words about a contact, written later or put right. New words are shown as words; why, in the sentence.
fn words_written(
    both: &str,
    on: NaiveDate,
    note: Option<&Personal<Words>>,
    reason: Option<&Personal<Words>>,
) -> Told {
    let why = reason.and_then(Personal::get).map(|why| format!(". Why: {why}")).unwrap_or_default();
    let what = match (note, reason) {
        (Some(_), Some(_)) => format!("What happened between {both} was put into other words{why}"),
        (Some(_), None) => format!("What happened between {both} was written down later"),
        (None, _) => format!("What had been written of {both} was taken away{why}"),
    };
    Told::new("pencil-line", on, what).saying(note)
}

fn contact_told(contact: &Contact, connector: &str, id: RelationshipId, around: &Around<'_>) -> String {
    let both = around.both(id);
    let were = match contact.setting {
        Setting::Phone => "talked by phone or video",
        Setting::Messages => "wrote to each other",
        Setting::AtHome | Setting::OutAndAbout | Setting::ClubOrGroup | Setting::Work => "met",
    };
    let was = if connector == "you" { "were" } else { "was" };
    let beside = match contact.presence {
        Presence::Leads => format!("; {connector} led"),
        Presence::TakesPart => format!("; {connector} took part"),
        Presence::Background => format!("; {connector} {was} in the background"),
        Presence::Nearby => format!("; {connector} {was} nearby"),
        Presence::Absent => format!(" without {connector}"),
    };
    let first = |party| format!(". {} took the first step", capital(around.party(id, party)));
    let begun = match contact.initiative {
        Initiative::Person => first(Party::Person),
        Initiative::Other => first(Party::Other),
        Initiative::Standing => ". It is a regular thing".to_owned(),
        Initiative::Connector | Initiative::Supporter => String::new(),
    };
    format!("{both} {were}{beside}{begun}")
}

fn give_and_take(reciprocity: &Reciprocity, id: RelationshipId, around: &Around<'_>) -> String {
    let person = capital(around.party(id, Party::Person));
    let other = around.party(id, Party::Other);
    let list = |given: &std::collections::BTreeSet<domain::person::codes::Giving>| {
        and_list(&given.iter().map(|giving| giving.label()).collect::<Vec<_>>())
    };
    match (reciprocity.gives.is_empty(), reciprocity.receives.is_empty()) {
        (false, false) => {
            format!(
                "{person} gives {other} {} and receives {}",
                list(&reciprocity.gives),
                list(&reciprocity.receives)
            )
        }
        (false, true) => format!("{person} gives {other} {}", list(&reciprocity.gives)),
        (true, false) => format!("{other} gives {person} {}", list(&reciprocity.receives)),
        (true, true) => format!("What {person} and {other} give each other was looked at"),
    }
}

fn confirmed(confirmation: &Confirmation, name: &str) -> String {
    let name = capital(name);
    match confirmation.wish {
        Wish::More => format!("{name} would like more of it, also without a connector"),
        Wish::Same => format!("{name} wants it to go on, also without a connector"),
        Wish::Less => format!("{name} would like less of it"),
        Wish::Unsure => format!("{name} is not sure how it should go on"),
    }
}

/// How a tie stands now, in one sentence: "Last met 12 days ago, without you".
pub fn standing(tie: &Relationship, person: &str, other: &str, today: NaiveDate) -> String {
    if let Some(lapse) = tie.lapse() {
        return format!(
            "Quiet since {}: {}",
            crate::format::date(lapse.lapsed_on),
            inside(lapse.reason.label())
        );
    }
    if tie.stage() == Stands::Prospect {
        return still_to_meet(tie, person, other, today);
    }
    if let Some(on) = tie.not_a_fit() {
        return format!("Met, and found on {} that it was not for them", day(on));
    }
    let Some(contact) = tie.standing_contacts().next_back() else {
        let met = tie.met_on().map(|on| ago(on, today)).unwrap_or_default();
        return format!("Met for the first time {met}");
    };
    let beside = if contact.presence == Presence::Absent { ", without a connector" } else { "" };
    let last = format!("Last in touch {}{beside}", ago(contact.on, today));
    match tie.going_quiet(today) {
        Some(Quiet { usual_gap_days: Some(usual), .. }) => {
            format!("{last}; usually every {} days", usual.max(1))
        }
        Some(Quiet { usual_gap_days: None, .. }) | None => last,
    }
}

fn still_to_meet(tie: &Relationship, person: &str, other: &str, today: NaiveDate) -> String {
    let introduction = &tie.introduction;
    match introduction.state {
        IntroductionState::Declined => "One of them would rather not meet".to_owned(),
        IntroductionState::Arranged => match &introduction.meeting {
            Some(meeting) if meeting.on >= today => {
                format!("They are to meet {}", meeting_told(meeting, None, today))
            }
            Some(meeting) => format!("They were to meet {}. How did it go?", ago(meeting.on, today)),
            None => "A meeting is arranged".to_owned(),
        },
        IntroductionState::DidNotHappen => "A first meeting did not happen. Arrange another".to_owned(),
        IntroductionState::BothAgreed => "Both said yes. Now arrange a first meeting".to_owned(),
        IntroductionState::Proposed | IntroductionState::Met => match introduction.missing().as_slice() {
            [Party::Person] => format!("{other} said yes. Now ask {person}"),
            [Party::Other] => format!("{person} said yes. Now ask {other}"),
            _ => format!(
                "Thought of {}. Now ask both",
                tie.proposed_on.map(|on| ago(on, today)).unwrap_or_default()
            ),
        },
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use domain::person::Person;
    use domain::relationship::{ContactSource, IntroductionState};
    use domain::shared::ids::ContactId;

    use super::*;

    fn on(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn contact(presence: Presence, initiative: Initiative) -> Contact {
        Contact {
            contact_id: ContactId::default(),
            on: on("2026-03-07"),
            presence,
            initiative,
            setting: Setting::OutAndAbout,
            minutes: None,
            mood: None,
            source: ContactSource::Person,
            session_id: None,
        }
    }

    #[test]
    fn a_contact_names_both_says_how_much_the_connector_was_there_and_who_began() {
        let person = Person::default();
        let id = RelationshipId::default();
        let around = Around {
            person: &person,
            called: "Gord".into(),
            ties: HashMap::from([(id, ["Gord".to_owned(), "Pat".to_owned()])]),
            accounts: HashMap::new(),
            reader: AccountId::default(),
        };
        let told = |contact: Contact| {
            let by = AccountId(uuid::Uuid::from_u128(u128::from(contact.presence == Presence::Leads)));
            tell(&RelationshipEvent::ContactLogged { contact, note: None }, id, by, &around).what
        };
        assert_eq!(
            told(contact(Presence::Absent, Initiative::Other)),
            "Gord and Pat met without you. Pat took the first step"
        );
        assert_eq!(
            told(contact(Presence::Background, Initiative::Standing)),
            "Gord and Pat met; you were in the background. It is a regular thing"
        );
        assert_eq!(
            told(contact(Presence::Leads, Initiative::Connector)),
            "Gord and Pat met; the connector led"
        );
    }

    #[test]
    fn a_tie_that_has_not_begun_says_whom_to_ask() {
        let tie = Relationship { proposed_on: Some(on("2026-03-10")), ..Relationship::default() };
        let said = |tie: &Relationship| standing(tie, "Gord", "Pat", on("2026-03-12"));
        assert_eq!(said(&tie), "Thought of 2 days ago. Now ask both");
        let mut asked = tie.clone();
        asked.introduction.person = Some(domain::relationship::Answer::Yes {
            how: domain::person::codes::AnswerMethod::Spoken,
            on: on("2026-03-11"),
        });
        assert_eq!(said(&asked), "Gord said yes. Now ask Pat");
        let mut arranged = tie;
        arranged.introduction.state = IntroductionState::Arranged;
        arranged.introduction.meeting = Some(Meeting { on: on("2026-03-11"), at: None });
        assert_eq!(said(&arranged), "They were to meet yesterday. How did it go?");
    }
}
