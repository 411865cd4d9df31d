//! From the referral to the first day of the work.

use chrono::{Datelike, Days, Months, NaiveDate};
use domain::engagement::EngagementCommand;
use domain::engagement::codes::*;
use domain::engagement::message_back::TellingAbout;
use domain::engagement::records::{Funding, Goal, Referrer};
use domain::person::PersonCommand;
use domain::person::codes::*;
use domain::person::records::{Details, Profile, Supporter};
use domain::shared::ids::{GoalId, SupporterId};
use domain::shared::money::{Money, Rate};

use super::telling::tell;
use super::ties::TiePlan;
use super::{Course, Safeguards, Wanted, Work};
use crate::stories::chance::Chance;
use crate::stories::script::{Script, after, line, words};
use crate::stories::town::{Persona, Town};
use crate::stories::{Plan, words as stock};

impl Course {
    pub(super) fn by_chance(mut chance: Chance, number: usize, by: Persona, town: &Town, plan: Plan) -> Self {
        let details = somebody(&mut chance, number, plan.until - Days::new(plan.days));
        let received = plan.until - Days::new(chance.between(12, plan.days as i64) as u64);
        let source = chance.weighted(&[
            (41, ReferralSource::SocialWorker),
            (24, ReferralSource::SelfOrFamily),
            (12, ReferralSource::LinkWorker),
            (13, ReferralSource::Provider),
            (6, ReferralSource::Charity),
            (4, ReferralSource::College),
        ]);
        let mut needs = vec![*chance.one_of(CommunicationNeed::ALL), *chance.one_of(CommunicationNeed::ALL)];
        needs.sort_unstable();
        needs.dedup();
        let nhs_number = chance.percent(70).then(|| nhs_test_number(number)).flatten();
        let work = chance.percent(78).then(|| Work::by_chance(&mut chance, received, town));
        Self {
            script: Script::new(chance, by, plan.until),
            details,
            needs,
            nhs_number,
            received,
            source,
            work,
            safeguards: Safeguards::by_chance(plan.seed, number),
        }
    }

    pub(super) fn tell_referral(&mut self, town: &Town) {
        let (on, id) = (self.received, self.script.person_id);
        let register = PersonCommand::Register {
            person_id: id,
            kind: PersonKind::Supported,
            details: self.details.clone(),
            different_from: Vec::new(),
            alike: Vec::new(),
        };
        let script = &mut self.script;
        script.somebody(on, Persona::ROSA, id, register);
        if let Some(number) = &self.nhs_number {
            let command = PersonCommand::AddIdentifier {
                scheme: IdentifierScheme::NhsNumber,
                value: line(number),
                held_by: None,
            };
            script.somebody(on, Persona::ROSA, id, command);
        }
        let needs = PersonCommand::RecordCommunicationNeeds { needs: self.needs.clone(), notes: None };
        script.somebody(on, Persona::ROSA, id, needs);
        let supporter = Supporter {
            supporter_id: SupporterId(script.chance.id()),
            name: line(script.chance.text(stock::FIRST)),
            role: script.chance.weighted(&[
                (4, SupporterRole::Family),
                (4, SupporterRole::SupportWorker),
                (2, SupporterRole::SocialWorker),
                (1, SupporterRole::Advocate),
            ]),
            contact: Some(line(&format!("07700 900{:03}", script.chance.between(0, 999)))),
        };
        script.somebody(on, Persona::ROSA, id, PersonCommand::LinkSupporter { supporter, linked_on: on });
        let referral = EngagementCommand::ReceiveReferral {
            engagement_id: script.engagement_id,
            person_id: id,
            source: self.source,
            received_on: on,
            reason: Some(words(script.chance.text(stock::REASONS))),
            referrer: referrer(script, self.source),
            under_way_since: None,
        };
        script.lead(on, referral);
        let connector = town.account(script.by).account_id;
        script.lead(on, EngagementCommand::AllocateConnector { connector });
        tell(script, TellingAbout::Received, on);
        script.engagement(after(on, 2), 11, EngagementCommand::StartScreening { started_on: after(on, 2) });
    }

    pub(super) fn tell_declined(&mut self) {
        let on = after(self.received, 8);
        let script = &mut self.script;
        let (outcome, reason) = script.chance.weighted(&[
            (9, (ReferralOutcome::Declined, "They asked for something that we do not do.")),
            (7, (ReferralOutcome::Withdrawn, "They changed their mind, and thanked us.")),
            (6, (ReferralOutcome::Redirected, "The day service will do this with them.")),
        ]);
        script.engagement(on, 11, EngagementCommand::CloseReferral { outcome, reason: words(reason) });
        tell(script, TellingAbout::Declined, on);
    }

    pub(super) fn tell_agreement(&mut self, work: &Work) {
        let (on, script) = (self.received, &mut self.script);
        let decide = EngagementCommand::DecideEligibility {
            decided_on: after(on, 6),
            eligible: true,
            rule: line("Adult of the area who wants more people in their life"),
            reason: None,
        };
        script.engagement(after(on, 6), 11, decide);
        tell(script, TellingAbout::Accepted, after(on, 6));
        let asked = after(on, 8);
        script.engagement(asked, 11, EngagementCommand::RequestConsent { requested_on: asked });
        for scope in [ConsentScope::TakePart, ConsentScope::ShareWithFunder] {
            let how = script.chance.weighted(&[
                (6, AnswerMethod::Spoken),
                (2, AnswerMethod::Symbols),
                (1, AnswerMethod::Signed),
                (1, AnswerMethod::Written),
            ]);
            script.person(
                asked,
                PersonCommand::GiveConsent {
                    scope,
                    given_on: asked,
                    how,
                    until: None,
                    words: None,
                    decision_id: None,
                    given_by: None,
                    evidence: None,
                },
            );
        }
        script.engagement(asked, 12, EngagementCommand::NoteConsent { given_on: None });
        script.engagement(asked, 12, EngagementCommand::SeekFunding { sought_on: asked });
        let paid = after(on, 10);
        script.engagement(paid, 12, EngagementCommand::NoteFunding { funding: work.funding.clone() });
        let goal = |script: &mut Script, text: &str| Goal {
            goal_id: GoalId(script.chance.id()),
            words: words(text),
        };
        let goals = vec![
            goal(script, "A friend who rings me"),
            goal(script, "Somewhere to go where they know my name"),
        ];
        script.goals =
            goals.iter().map(|goal| Wanted { id: goal.goal_id, from: work.start, until: None }).collect();
        let agree = EngagementCommand::Agree {
            kind: work.kind,
            term_start: work.start,
            term_end: work.agreed_end,
            minutes_per_week: work.minutes_per_week,
            goals,
        };
        script.engagement(paid, 13, agree);
        let start = EngagementCommand::Start { started_on: work.start, consent_holds: false };
        script.engagement(work.start, 9, start);
    }
}

impl Work {
    fn by_chance(chance: &mut Chance, received: NaiveDate, town: &Town) -> Self {
        // Referral to start: half within 33 days, nine in ten within 90.
        let wait = chance.lognormal(33.0, 0.55).clamp(12.0, 120.0) as i64;
        let start = weekday(after(received, wait));
        let (kind, weeks) = chance.weighted(&[
            (25, (EngagementKind::TwelveWeeks, 12)),
            (35, (EngagementKind::SixMonths, 26)),
            (30, (EngagementKind::TwelveMonths, 52)),
            (10, (EngagementKind::TenSessions, 12)),
        ]);
        let agreed_end = after(start, weeks * 7 - 1);
        let extended = chance.percent(14);
        let end = if extended { after(agreed_end, 56) } else { agreed_end };
        let early = (!extended && chance.percent(18)).then(|| early_ending(chance, start, weeks));
        let pause = (weeks > 12 && chance.percent(15)).then(|| {
            let from = after(start, weeks * 7 * 2 / 5);
            (from, after(from, chance.between(10, 24)))
        });
        let minutes_per_week = chance.weighted(&[(20, 90), (35, 120), (15, 150), (20, 180), (10, 240)]);
        let funding = funding(chance, town, start, agreed_end, minutes_per_week * weeks);
        let interests = 3 + chance.poisson(4.0).min(9);
        let interests =
            (0..interests).map(|_| chance.between(0, stock::INTERESTS.len() as i64 - 1) as usize).collect();
        let profile = profile_of(chance);
        let ties = 1 + chance.poisson(2.6).min(6);
        let last_day = early.map_or(end, |(day, _)| day);
        let ties = (0..ties).map(|n| TiePlan::by_chance(chance, start, last_day, n)).collect();
        Self {
            start,
            agreed_end,
            end,
            early,
            pause,
            kind,
            minutes_per_week,
            funding,
            interests,
            profile,
            ties,
        }
    }
}

fn early_ending(chance: &mut Chance, start: NaiveDate, weeks: i64) -> (NaiveDate, EndReason) {
    let reason = chance.weighted(&[
        (35, EndReason::PersonChoseToStop),
        (18, EndReason::Health),
        (14, EndReason::MovedArea),
        (12, EndReason::LostContact),
        (9, EndReason::FundingWithdrawn),
        (8, EndReason::GoalsMetEarly),
    ]);
    (after(start, weeks * 7 * chance.between(55, 85) / 100), reason)
}

/// Who pays how much. Rates are triangular from £22 to £38 with their peak at £28.50.
fn funding(chance: &mut Chance, town: &Town, from: NaiveDate, to: NaiveDate, minutes: i64) -> Funding {
    let (contract, route) = chance.weighted(&[
        (30, (0, FundingRoute::BlockContract)),
        (18, (2, FundingRoute::ManagedBudget)),
        (27, (1, FundingRoute::DirectPayment)),
        (14, (3, FundingRoute::Grant)),
        (4, (1, FundingRoute::IndividualServiceFund)),
        (7, (4, FundingRoute::SelfFunded)),
    ]);
    let pence = (chance.between(2200, 3200) + chance.between(2500, 3500)) / 2 / 10 * 10;
    let rate = Rate::pence_per_hour(pence);
    let share = chance.weighted(&[(70, 100), (20, 90), (10, 75)]);
    let budget = Money(rate.charge(minutes).pence() * share / 100 / 100 * 100);
    let contract_id = town.contracts[contract].contract_id;
    Funding { contract_id, route, rate, budget, covers_from: from, covers_to: to }
}

/// A one-page profile in somebody's words.
fn profile_of(chance: &mut Chance) -> Profile {
    Profile {
        admire: Some(words(chance.text(stock::ADMIRE))),
        important: Some(words(chance.text(stock::IMPORTANT))),
        support: Some(words(chance.text(stock::SUPPORT))),
        good_week: None,
        at_best: None,
        not_wanted: None,
    }
}

/// Whoever referred them, with what they are; nobody is named where they or their family asked.
fn referrer(script: &Script, source: ReferralSource) -> Option<Referrer> {
    let byte = |place: usize| usize::from(script.engagement_id.uuid().as_bytes()[place]);
    let name = format!(
        "{} {}",
        stock::FIRST[byte(13) % stock::FIRST.len()],
        stock::LAST[byte(14) % stock::LAST.len()]
    );
    let is = match source {
        ReferralSource::SelfOrFamily | ReferralSource::Other => return None,
        source => source.label().to_lowercase().replace("gp ", "GP "),
    };
    let contact = Some(line(&format!("01632 960{:03}", byte(15))));
    Some(Referrer { name: line(&format!("{name}, {is}")), contact })
}

/// Age 18 to 79 when the history begins, mostly 28 to 45.
fn somebody(chance: &mut Chance, number: usize, begins: NaiveDate) -> Details {
    let first = stock::FIRST[(number * 7) % stock::FIRST.len()];
    let last = stock::LAST[(number * 13 + number / stock::LAST.len()) % stock::LAST.len()];
    let age = chance.normal(38.0, 13.0).clamp(18.0, 79.0) as u32;
    let born_on = begins - Months::new(age * 12) - Days::new(chance.between(0, 360) as u64);
    Details {
        name: line(&format!("{first} {last}")),
        known_as: chance.percent(15).then(|| line(&first.chars().take(3).collect::<String>())),
        born_on: Some(born_on),
        phone: Some(line(&format!("07700 900{:03}", chance.between(0, 999)))),
        email: None,
        address: None,
        area: Some(line(chance.text(stock::AREAS))),
    }
}

/// A number of the range kept for tests, with its check digit; `None` for one in eleven, which have none.
fn nhs_test_number(number: usize) -> Option<String> {
    let nine = 999_000_000 + number as u64 % 900_000;
    let sum: u64 = (0..9).map(|place| (nine / 10_u64.pow(8 - place) % 10) * u64::from(10 - place)).sum();
    match 11 - sum % 11 {
        10 => None,
        check => Some(format!("{nine}{}", check % 11)),
    }
}

/// The day itself, or the Monday after a weekend.
pub(super) fn weekday(on: NaiveDate) -> NaiveDate {
    match on.weekday().num_days_from_monday() {
        5 => after(on, 2),
        6 => after(on, 1),
        _ => on,
    }
}
