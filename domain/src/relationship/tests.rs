//! What is true of relationships, told as stories: given what happened, when this is asked, then this
//! follows. Gordon and Pat were proposed on 20 October 2025 and met on 3 November.

mod proposal;

mod meeting;

mod contact;

mod going_on;

mod self_sustaining;

mod declaration;

mod figures;

mod lapse;

mod party_replaced;

mod words;

mod replay;

mod watch;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use uuid::Uuid;

use super::*;
use crate::person::codes::{AnswerMethod, Giving, Wish};
use crate::shared::ids::{AccountId, ContactId};

type No = RelationshipError;
type Event = RelationshipEvent;
type Ask = RelationshipCommand;

const GORDON: u128 = 1;
const PAT: u128 = 2;
const CONNECTOR: u128 = 7;
const LEAD: u128 = 8;

/// What has happened, the day it is, and who asks.
#[derive(Debug, Clone)]
struct Story {
    tie: Relationship,
    today: NaiveDate,
    by: u128,
}

impl Story {
    fn untold() -> Self {
        Self { tie: Relationship::default(), today: day("2026-03-12"), by: CONNECTOR }
    }

    fn proposed() -> Self {
        Self::untold().given(propose(facts()))
    }

    fn agreed() -> Self {
        Self::proposed().given(agree(Party::Person)).given(agree(Party::Other))
    }

    fn arranged() -> Self {
        Self::agreed().given(arrange("2025-11-03"))
    }

    fn met() -> Self {
        Self::arranged().given(Ask::RecordMeeting { met_on: day("2025-11-03") })
    }

    /// Everything that S1 to S8 want, on 12 March 2026.
    fn ready() -> Self {
        Self::met()
            .contact(1, "2026-01-11", Presence::Absent, Initiative::Person)
            .contact(2, "2026-02-08", Presence::Absent, Initiative::Other)
            .contact(3, "2026-02-22", Presence::Absent, Initiative::Person)
            .contact(4, "2026-03-07", Presence::Absent, Initiative::Other)
            .given(confirm(Party::Person, "2026-03-07", Wish::More))
            .given(confirm(Party::Other, "2026-03-08", Wish::Same))
            .given(Ask::PlanContinuity { plan: plan(), planned_on: day("2026-03-08") })
    }

    fn declared() -> Self {
        Self::ready().given(declare("2026-03-12"))
    }

    fn lapsed() -> Self {
        Self::met().given(lapse("2026-01-20"))
    }

    fn on(mut self, today: &str) -> Self {
        self.today = day(today);
        self
    }

    fn by(mut self, by: u128) -> Self {
        self.by = by;
        self
    }

    fn contact(self, number: u128, on: &str, presence: Presence, initiative: Initiative) -> Self {
        self.given(log(Contact { presence, initiative, ..contact(number, on) }))
    }

    /// Something that happened.
    fn given(mut self, ask: Ask) -> Self {
        let name: &'static str = (&ask).into();
        let events = self.when(ask).unwrap_or_else(|no| panic!("given {name}: {no}"));
        events.iter().for_each(|event| self.tie.evolve(event));
        self
    }

    /// What happens if this is asked.
    fn when(&self, ask: Ask) -> Result<Vec<Event>, No> {
        self.tie.decide(&Asked { command: ask, today: self.today, by: AccountId(Uuid::from_u128(self.by)) })
    }

    fn evaluation(&self) -> Evaluation {
        evaluate(&self.tie, self.today, &Policy::in_force(self.today))
    }

    fn test(&self, number: u8) -> TestResult {
        self.evaluation().tests[usize::from(number) - 1].clone()
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn line(text: &str) -> Line {
    Line::parse(text).expect("a line")
}

fn words(text: &str) -> Words {
    Words::parse(text).expect("words")
}

fn person(number: u128) -> PersonId {
    PersonId(Uuid::from_u128(number))
}

fn account(number: u128) -> AccountId {
    AccountId(Uuid::from_u128(number))
}

fn contact_id(number: u128) -> ContactId {
    ContactId(Uuid::from_u128(number))
}

fn facts() -> ProposalFacts {
    ProposalFacts { engagement_is_active: true, person_consents: true, ..ProposalFacts::default() }
}

fn propose(known: ProposalFacts) -> Ask {
    Ask::Propose {
        relationship_id: RelationshipId(Uuid::from_u128(10)),
        engagement_id: EngagementId(Uuid::from_u128(11)),
        person_id: person(GORDON),
        other_id: person(PAT),
        shared: line("Growing vegetables"),
        why: Some(words("Pat needs a hand with the seedlings")),
        proposed_on: day("2025-10-20"),
        known,
    }
}

fn agree(party: Party) -> Ask {
    Ask::Agree { party, how: AnswerMethod::Spoken, agreed_on: day("2025-10-22"), consent_refused: false }
}

fn decline(party: Party) -> Ask {
    Ask::Decline { party, reason: Some(words("Too busy")), declined_on: day("2025-10-23") }
}

fn arrange(on: &str) -> Ask {
    Ask::Arrange { meeting: Meeting { on: day(on), at: None }, place: Some(line("Mill Lane allotments")) }
}

fn no_meeting(on: &str) -> Ask {
    Ask::RecordNoMeeting { reason: NoMeetingReason::Weather, on: day(on) }
}

fn next_step(next_step: NextStep) -> Ask {
    Ask::ChooseNextStep { next_step, chosen_on: day("2025-11-05") }
}

fn contact(number: u128, on: &str) -> Contact {
    Contact {
        contact_id: contact_id(number),
        on: day(on),
        presence: Presence::Nearby,
        initiative: Initiative::Connector,
        setting: Setting::OutAndAbout,
        minutes: Some(90),
        mood: Some(Mood::Good),
        source: ContactSource::Person,
        session_id: None,
    }
}

fn log(contact: Contact) -> Ask {
    Ask::LogContact { contact, note: Some(words("They potted up the beans")) }
}

fn void(number: u128) -> Ask {
    Ask::VoidContact { contact_id: contact_id(number), reason: words("It was another Pat") }
}

fn confirm(party: Party, on: &str, wish: Wish) -> Ask {
    let confirmation = Confirmation { party, on: day(on), how: AnswerMethod::Symbols, wish };
    Ask::Confirm { confirmation, words: Some(words("We are all right by ourselves")) }
}

fn plan() -> ContinuityPlan {
    ContinuityPlan {
        in_touch: words("Pat rings on Fridays"),
        transport: words("The 31 bus, or Pat's van"),
        if_it_goes_wrong: words("Gordon asks his sister to ring"),
    }
}

fn give_and_take(gives: &[Giving], receives: &[Giving]) -> Reciprocity {
    let set = |kinds: &[Giving]| kinds.iter().copied().collect::<BTreeSet<_>>();
    Reciprocity { gives: set(gives), receives: set(receives) }
}

fn declare(on: &str) -> Ask {
    Ask::DeclareSelfSustaining { declared_on: day(on) }
}

fn ask_override() -> Ask {
    Ask::AskOverride { reason: words("Pat is abroad and cannot be asked") }
}

fn sign(is_team_lead: bool) -> Ask {
    Ask::SignOverride {
        declared_on: day("2026-03-12"),
        reason: words("Pat's wife says it goes on"),
        is_team_lead,
    }
}

fn check(month: u8, on: &str) -> Ask {
    let (result, source) = (CheckResult::Continuing, ContactSource::OtherParty);
    Ask::CheckSustained { month, result, source, checked_on: day(on) }
}

fn lapse(on: &str) -> Ask {
    Ask::Lapse { reason: LapseReason::Moved, lapsed_on: day(on) }
}

fn reopen(on: &str) -> Ask {
    Ask::Reopen { reopened_on: day(on) }
}
