//! Concerns of the stories: one that waits for the council, with its banner; one told this morning; one that
//! was closed weeks ago. They lie beside the named cases, whose course does not depend on them.

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use domain::concern::{
    Banner, Category, Closing, ConcernCommand, ConcernReferral, ConsentToRefer, CouncilAnswer,
    CouncilDecision, FeelsSafer, HowKnown, ListenedTo, OutcomesMet, ReferredTo, Report, WasAsked,
};
use domain::shared::ids::{ConcernId, PersonId};

use super::Plan;
use super::chance::Chance;
use super::script::{Step, after, line, words};
use super::town::{Persona, Town};
use crate::commands::Instruction;

/// One concern being told.
struct Telling {
    id: ConcernId,
    person: PersonId,
    steps: Vec<Step>,
}

impl Telling {
    fn step(&mut self, on: NaiveDate, minutes: i64, by: Persona, command: ConcernCommand) {
        let at = on.and_time(NaiveTime::MIN).and_utc() + TimeDelta::minutes(8 * 60 + minutes);
        self.steps.push(Step { at, by, instruction: Instruction::Concern { id: self.id, command } });
    }

    fn report(&mut self, on: NaiveDate, report: Report) {
        let command = ConcernCommand::Report {
            concern_id: self.id,
            person_id: self.person,
            relationship_id: None,
            report: Box::new(report),
            called: None,
        };
        self.step(on, 0, Persona::AMINA, command);
    }
}

/// The concern about a named case, by its number, if there is one.
pub(super) fn about(number: usize, told: &[Step], town: &Town, plan: Plan) -> Vec<Step> {
    let person = told.iter().find_map(|step| match step.instruction {
        Instruction::Person { id, .. } => Some(id),
        _ => None,
    });
    let Some(person) = person else { return Vec::new() };
    let mut chance = Chance::new(plan.seed, 3_000_000 + number as u64);
    let mut telling = Telling { id: ConcernId(chance.id()), person, steps: Vec::new() };
    match number {
        0 => closed(&mut telling, plan.until),
        1 => waiting(&mut telling, town, plan.until),
        2 => new(&mut telling, plan.until),
        _ => {}
    }
    telling.steps
}

fn new(telling: &mut Telling, until: NaiveDate) {
    let report = Report {
        seen: Some(words("“I have not had my tablets since the weekend. She says they are finished.”")),
        happened_on: Some(until),
        known: Some(HowKnown::PersonTold),
        place: Some(line("At home")),
        ..Report::default()
    };
    telling.report(until, report);
}

fn waiting(telling: &mut Telling, town: &Town, until: NaiveDate) {
    let (first, grace) = (after(until, -4), town.account(Persona::GRACE).account_id);
    let report = Report {
        seen: Some(words(
            "“He looks after my money now.” She could not say when she last had her card. Two letters from the \
             bank lay unopened.",
        )),
        opinion: Some(words("I think he uses it for himself. He answered for her twice.")),
        happened_on: Some(first),
        known: Some(HowKnown::Signs),
        categories: [Category::Financial, Category::Psychological].into(),
        source: Some(words("A man from the second floor whom she calls a friend")),
        done: Some(words("Stayed until she had rung the bank with me. The card is blocked.")),
        emergency: Some(false),
        consent: Some(ConsentToRefer::Yes),
        view: Some(words("She is afraid that he is cross with her, and wants to keep him as a friend.")),
        outcomes: Some(words("To have her own card again, and somebody to help with the letters.")),
        advocate: Some(line("Her sister, if she says yes")),
        ..Report::default()
    };
    telling.report(first, report);
    telling.step(first, 130, Persona::GRACE, ConcernCommand::TakeOver);
    let banner = Banner {
        reach: line("Grace, 0191 496 0123, until six; after that the on-call number"),
        from_on: first,
        until_on: after(first, 28),
    };
    telling.step(first, 140, Persona::GRACE, ConcernCommand::ShowBanner { banner });
    let referral = ConcernReferral {
        to: ReferredTo::Council,
        words: Some(words("Spoke to the duty worker, sent by their secure form.")),
        reference: Some(line("SA-2291")),
    };
    let refer = ConcernCommand::Refer { referral, referred_on: first, despite: None };
    telling.step(first, 220, Persona::GRACE, refer);
    let action = ConcernCommand::AgreeAction {
        words: words("Go with her to the bank, and ask about a card with a limit."),
        owner: grace,
        due_on: after(until, 1),
        owner_is_lead: false,
    };
    telling.step(after(first, 1), 60, Persona::GRACE, action);
}

fn closed(telling: &mut Telling, until: NaiveDate) {
    let first = after(until, -60);
    let report = Report {
        seen: Some(words("A bruise above the left wrist. “The door.” It was the third in a month.")),
        happened_on: Some(first),
        known: Some(HowKnown::Saw),
        categories: [Category::Physical].into(),
        consent: Some(ConsentToRefer::Yes),
        ..Report::default()
    };
    telling.report(first, report);
    telling.step(first, 90, Persona::GRACE, ConcernCommand::TakeOver);
    let referral = ConcernReferral { to: ReferredTo::Council, words: None, reference: Some(line("SA-2107")) };
    telling.step(
        first,
        150,
        Persona::GRACE,
        ConcernCommand::Refer { referral, referred_on: first, despite: None },
    );
    let decision = CouncilDecision {
        answer: CouncilAnswer::NotMet,
        reference: Some(line("SA-2107")),
        words: Some(words("The occupational therapist looks at the door and at the way he walks.")),
    };
    let decided_on = after(first, 3);
    telling.step(decided_on, 60, Persona::GRACE, ConcernCommand::RecordDecision { decision, decided_on });
    let told_on = after(first, 4);
    let tell =
        ConcernCommand::TellRaiser { words: words("It is dealt with. Thank you for telling."), told_on };
    telling.step(told_on, 60, Persona::GRACE, tell);
    let closing = Closing {
        words: words("The door has a closer now. No mark since."),
        asked: Some(WasAsked::AskedAndSaid),
        met: Some(OutcomesMet::Fully),
        safer: Some(FeelsSafer::Yes),
        listened: Some(ListenedTo::Always),
    };
    let settled_on = after(first, 21);
    let settle = ConcernCommand::Settle { closing: Box::new(closing), settled_on };
    telling.step(settled_on, 60, Persona::GRACE, settle);
}
