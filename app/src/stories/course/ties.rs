//! How introductions run: proposed, agreed by both, met, and either lasting, or something, or nothing.

use chrono::NaiveDate;
use domain::person::PersonCommand;
use domain::person::codes::*;
use domain::person::records::{Details, Interest};
use domain::relationship::RelationshipCommand;
use domain::relationship::codes::*;
use domain::relationship::records::{Confirmation, ContinuityPlan, Meeting, Reciprocity};
use domain::shared::ids::{ContactId, InterestId, PersonId, RelationshipId, SessionId};

use super::together::their_week;
use super::{Course, Work};
use crate::commands::MeetUp;
use crate::stories::chance::Chance;
use crate::stories::script::{Script, after, line, words};
use crate::stories::town::Persona;
use crate::stories::words as stock;

/// What becomes of an introduction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::stories) enum Fate {
    /// One of the two said no.
    Declined,
    /// Arranged, and it did not happen.
    Missed,
    /// They met a few times.
    Some,
    /// They met, and it went quiet.
    Lapsed,
    /// It came to stand on its own.
    Lasting,
}

/// One introduction, before it is told.
#[derive(Debug, Clone)]
pub(in crate::stories) struct TiePlan {
    pub(in crate::stories) proposed: NaiveDate,
    pub(in crate::stories) fate: Fate,
    /// Days between meetings.
    pub(in crate::stories) gap: i64,
    /// Meetings with the connector.
    pub(in crate::stories) beside: i64,
    pub(in crate::stories) first: &'static str,
    pub(in crate::stories) last: &'static str,
    pub(in crate::stories) shared: &'static str,
}

/// What an ending must know of a told relationship.
#[derive(Debug, Clone, Copy)]
pub(super) struct Told {
    pub(super) id: RelationshipId,
    /// With whom.
    pub(super) other_id: PersonId,
    /// What to call them.
    pub(super) first: &'static str,
    /// Day they met.
    pub(super) met_on: Option<NaiveDate>,
    /// Day from which it is open.
    pub(super) open_from: Option<NaiveDate>,
    /// Day from which it is not open any more.
    pub(super) closed_from: Option<NaiveDate>,
    pub(super) declared_on: Option<NaiveDate>,
}

impl TiePlan {
    pub(super) fn by_chance(chance: &mut Chance, start: NaiveDate, last_day: NaiveDate, number: i64) -> Self {
        let span = (last_day - start).num_days();
        // Both say yes 74 in 100, 86 of those meet; 34 of those who met come to stand on their own.
        let fate = chance.weighted(&[
            (26, Fate::Declined),
            (10, Fate::Missed),
            (22, Fate::Some),
            (16, Fate::Lapsed),
            (26, Fate::Lasting),
        ]);
        let gap = chance.weighted(&[(40, 7), (46, 14), (14, 21)]);
        Self {
            proposed: after(start, 22 + number * 9 + chance.between(0, (span / 4).max(1))),
            fate,
            gap,
            beside: chance.between(3, 6),
            first: chance.text(stock::FIRST),
            last: chance.text(stock::LAST),
            shared: stock::INTERESTS[chance.between(0, stock::INTERESTS.len() as i64 - 1) as usize].0,
        }
    }
}

impl Course {
    /// Tells every introduction for which there is time, and answers what became of each.
    pub(super) fn tell_ties(&mut self, work: &Work) -> Vec<Told> {
        let plans = work.ties.iter().filter(|tie| after(tie.proposed, 21) < work.last_day());
        plans.map(|tie| tell(&mut self.script, work, tie)).collect()
    }
}

fn tell(script: &mut Script, work: &Work, tie: &TiePlan) -> Told {
    let id = RelationshipId(script.chance.id());
    let other_id = PersonId(script.chance.id());
    let on = work.worked_on_or_after(tie.proposed);
    let first = tie.first;
    let mut told =
        Told { id, other_id, first, met_on: None, open_from: None, closed_from: None, declared_on: None };
    register_other(script, tie, other_id, on);
    let propose = RelationshipCommand::Propose {
        relationship_id: id,
        engagement_id: script.engagement_id,
        person_id: script.person_id,
        other_id,
        shared: line(tie.shared),
        why: Some(words(&format!("Both of them love {}.", tie.shared))),
        proposed_on: on,
        known: Default::default(),
    };
    script.tie(on, id, propose);
    let asked = after(on, 2);
    let agree = |party| RelationshipCommand::Agree {
        party,
        how: AnswerMethod::Spoken,
        agreed_on: asked,
        consent_refused: false,
    };
    script.tie(asked, id, agree(Party::Person));
    if tie.fate == Fate::Declined {
        let command = RelationshipCommand::Decline { party: Party::Other, reason: None, declined_on: asked };
        script.tie(asked, id, command);
        return told;
    }
    script.tie(asked, id, agree(Party::Other));
    let arranged = after(on, 4);
    let met = work.worked_on_or_after(after(on, 9));
    let place = script.chance.text(stock::PLACES);
    let arrange =
        RelationshipCommand::Arrange { meeting: Meeting { on: met, at: None }, place: Some(line(place)) };
    script.tie(arranged, id, arrange);
    told.open_from = Some(arranged);
    if tie.fate == Fate::Missed {
        let reason = *script.chance.one_of(NoMeetingReason::ALL);
        script.tie(met, id, RelationshipCommand::RecordNoMeeting { reason, on: met });
        told.closed_from = Some(met);
        return told;
    }
    told.met_on = Some(met);
    tell_meetings(script, work, tie, &mut told, met, place);
    told
}

fn register_other(script: &mut Script, tie: &TiePlan, other_id: PersonId, on: NaiveDate) {
    let details = Details {
        name: line(&format!("{} {}", tie.first, tie.last)),
        known_as: None,
        born_on: None,
        phone: Some(line(&format!("07700 900{:03}", script.chance.between(0, 999)))),
        email: None,
        address: None,
        area: Some(line(script.chance.text(stock::AREAS))),
    };
    let register = PersonCommand::Register {
        person_id: other_id,
        kind: PersonKind::CommunityMember,
        details,
        different_from: Vec::new(),
        alike: Vec::new(),
    };
    let by = script.by;
    script.somebody(on, by, other_id, register);
    // What else they love follows from who they are, so that every other chance falls as before.
    let seed = other_id.uuid().as_u128();
    let also = stock::INTERESTS[(seed % stock::INTERESTS.len() as u128) as usize].0;
    for (number, name) in
        [tie.shared, also].into_iter().enumerate().filter(|(n, name)| *n == 0 || *name != tie.shared)
    {
        let interest_id = InterestId(uuid::Uuid::from_u128(seed ^ (number as u128 + 1)));
        let interest = loves(name);
        script.somebody(
            on,
            by,
            other_id,
            PersonCommand::RecordInterest { interest_id, interest, recorded_on: on },
        );
    }
    if let Some(week) = their_week(&script.chance, on) {
        script.somebody(on, by, other_id, week);
    }
    let consent = PersonCommand::GiveConsent {
        scope: ConsentScope::BeIntroduced,
        given_on: on,
        how: AnswerMethod::Spoken,
        until: None,
        words: None,
        decision_id: None,
        given_by: None,
        evidence: None,
    };
    script.somebody(on, Persona::ROSA, other_id, consent);
}

fn loves(name: &str) -> Interest {
    Interest {
        name: line(name),
        kind: InterestKind::Passion,
        own_words: None,
        strength: 2,
        share: Some(ShareMode::DoWithOthers),
        evidence: Evidence::Person,
        participation: Participation::Regular,
        barriers: Default::default(),
    }
}

/// Meetings with the connector, fading; then, if it lasts, without.
fn tell_meetings(
    script: &mut Script,
    work: &Work,
    tie: &TiePlan,
    told: &mut Told,
    met: NaiveDate,
    place: &str,
) {
    let meetings = if tie.fate == Fate::Lasting { tie.beside } else { script.chance.between(1, 5) };
    let mut day = met;
    for number in 0..meetings {
        let presence = match (number * 5 / tie.beside, work.goes_on(day)) {
            (_, false) => Presence::Absent,
            (0, _) => Presence::Leads,
            (1, _) => Presence::TakesPart,
            (2, _) => Presence::Background,
            _ => Presence::Nearby,
        };
        meet(script, told.id, day, presence, number, place);
        day = after(day, tie.gap);
    }
    let last = after(day, -tie.gap);
    if meetings >= 3 {
        let third = after(met, 2 * tie.gap);
        script.tie(third, told.id, RelationshipCommand::Consolidate { consolidated_on: third });
        // In a few, what is given is worth a thought.
        let gives = match (tie.fate, meetings) {
            (Fate::Some, 5) => Giving::GiftOrMoney,
            _ => Giving::SkillTaught,
        };
        let reciprocity = Reciprocity {
            gives: [Giving::Company, gives].into(),
            receives: [Giving::Company, Giving::Lift, Giving::Invitation].into(),
        };
        script.tie(
            third,
            told.id,
            RelationshipCommand::RecordReciprocity { reciprocity, recorded_on: third },
        );
    }
    match tie.fate {
        Fate::Lasting => tell_standing(script, tie, told, day, place),
        Fate::Lapsed => {
            let on = after(last, 35);
            let reason =
                *script.chance.one_of(&[LapseReason::ByChoice, LapseReason::Barrier, LapseReason::Moved]);
            script.tie(on, told.id, RelationshipCommand::Lapse { reason, lapsed_on: on });
            told.closed_from = Some(on);
        }
        Fate::Some | Fate::Declined | Fate::Missed => {}
    }
}

/// Meetings without the connector until every test passes, the declaration, and the checks after it.
fn tell_standing(script: &mut Script, tie: &TiePlan, told: &mut Told, first: NaiveDate, place: &str) {
    let needed = (42 + tie.gap - 1) / tie.gap + 1;
    let meetings = needed.max(4);
    for number in 0..meetings {
        meet(script, told.id, after(first, number * tie.gap), Presence::Absent, number, place);
    }
    let on = after(first, (meetings - 1) * tie.gap + 1);
    for party in [Party::Person, Party::Other] {
        let how = AnswerMethod::Spoken;
        let confirmation = Confirmation { party, on, how, wish: Wish::Same };
        script.tie(on, told.id, RelationshipCommand::Confirm { confirmation, words: None });
    }
    let plan = ContinuityPlan {
        in_touch: words("They ring each other on Sunday evening. Both have the number on paper."),
        transport: words("The 14 bus, or a lift home."),
        if_it_goes_wrong: words("Ring the team lead, or tell the support worker."),
    };
    script.tie(on, told.id, RelationshipCommand::PlanContinuity { plan, planned_on: on });
    script.tie(on, told.id, RelationshipCommand::DeclareSelfSustaining { declared_on: on });
    told.declared_on = Some(on);
    told.closed_from = tell_checks(script, told.id, on, tie.gap, place);
}

/// Still so at 3 months 84, at 6 months 72, at 12 months 58 in a hundred; some nobody can find out.
/// Answers the day on which it went quiet after all.
fn tell_checks(
    script: &mut Script,
    id: RelationshipId,
    declared: NaiveDate,
    gap: i64,
    place: &str,
) -> Option<NaiveDate> {
    for (month, days, still) in [(3_u8, 93, 84), (6, 185, 86), (12, 367, 81)] {
        let on = after(declared, days);
        if on > script.until {
            return None;
        }
        let result = if script.chance.percent(12) {
            CheckResult::Unknown
        } else if script.chance.percent(still) {
            CheckResult::Continuing
        } else {
            CheckResult::Faded
        };
        if result == CheckResult::Continuing {
            meet(script, id, after(on, -gap), Presence::Absent, i64::from(month), place);
        }
        let check = RelationshipCommand::CheckSustained {
            month,
            result,
            source: ContactSource::Person,
            checked_on: on,
        };
        script.tie(on, id, check);
        if result == CheckResult::Faded {
            let lapse = RelationshipCommand::Lapse { reason: LapseReason::Unknown, lapsed_on: on };
            script.tie(on, id, lapse);
            return Some(on);
        }
    }
    None
}

pub(in crate::stories) fn meet(
    script: &mut Script,
    id: RelationshipId,
    on: NaiveDate,
    presence: Presence,
    number: i64,
    place: &str,
) {
    let alone = presence == Presence::Absent;
    let initiative = match (alone, number % 3) {
        (false, _) => Initiative::Connector,
        (true, 0) => Initiative::Person,
        (true, 1) => Initiative::Other,
        (true, _) => Initiative::Standing,
    };
    let chance = &mut script.chance;
    let meet_up = MeetUp {
        engagement_id: script.engagement_id,
        relationship_id: Some(id),
        session_id: SessionId(chance.id()),
        contact_id: ContactId(chance.id()),
        on,
        starts_at: None,
        minutes: *chance.one_of(&[30, 45, 60, 60, 75, 90, 90, 120]),
        mood: Some(chance.weighted(&[(1, Mood::Hard), (2, Mood::SoSo), (5, Mood::Good), (4, Mood::Lovely)])),
        presence,
        initiative,
        setting: Setting::OutAndAbout,
        source: if alone { ContactSource::Person } else { ContactSource::ConnectorSaw },
        place: Some(line(place)),
        note: chance.percent(60).then(|| words(chance.text(stock::NOTES))),
        details: Default::default(),
    };
    script.meet_up(meet_up);
}
