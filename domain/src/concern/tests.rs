//! A concern's rules, as given / when / then.

mod banner;
mod council;
mod person_replaced;
mod reading;
mod retention;
mod stored;

use chrono::NaiveDate;
use uuid::Uuid;

use super::*;
use super::{ConcernCommand as Ask, ConcernError as No, ConcernEvent as Event};
use crate::shared::calendar::DateError;
use crate::shared::text::{Line, Words};

pub(super) const AMINA: AccountId = AccountId(Uuid::from_u128(1));
pub(super) const GRACE: AccountId = AccountId(Uuid::from_u128(7));
pub(super) const HOPE: AccountId = AccountId(Uuid::from_u128(8));

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

pub(super) fn words(text: &str) -> Words {
    Words::parse(text).expect("words")
}

pub(super) fn line(text: &str) -> Line {
    Line::parse(text).expect("a line")
}

pub(super) fn told() -> Report {
    Report { seen: Some(words("“He took my card.”")), ..Report::default() }
}

/// A concern on 12 March 2026, unless another day is said.
#[derive(Clone)]
pub(super) struct Story {
    pub(super) concern: Concern,
    today: NaiveDate,
    by: AccountId,
}

impl Story {
    pub(super) fn nothing() -> Self {
        Self { concern: Concern::default(), today: day("2026-03-12"), by: AMINA }
    }

    pub(super) fn told_of(report: Report) -> Self {
        let id = ConcernId(Uuid::from_u128(3));
        let ask = Ask::Report {
            concern_id: id,
            person_id: PersonId(Uuid::from_u128(4)),
            relationship_id: None,
            report: Box::new(report),
            called: Some(line("Gordon Wells")),
        };
        let mut story = Self::nothing().given(ask);
        story.by = GRACE;
        story
    }

    pub(super) fn told() -> Self {
        Self::told_of(told())
    }

    pub(super) fn taken_over() -> Self {
        Self::told().given(Ask::TakeOver)
    }

    pub(super) fn on(mut self, today: &str) -> Self {
        self.today = day(today);
        self
    }

    pub(super) fn when(&self, command: Ask) -> Result<Vec<Event>, No> {
        self.concern.decide(&Asked { command, today: self.today, by: self.by })
    }

    #[track_caller]
    pub(super) fn given(mut self, command: Ask) -> Self {
        let events = self.when(command).expect("the story goes on");
        events.iter().for_each(|event| self.concern.evolve(event));
        self
    }
}

fn agree(due_on: &str, owner_is_lead: bool) -> Ask {
    Ask::AgreeAction { words: words("Ring her sister"), owner: GRACE, due_on: day(due_on), owner_is_lead }
}

fn settle(on: &str) -> Ask {
    let words = words("The card is at the bank");
    let closing = Closing { words, asked: None, met: None, safer: None, listened: None };
    Ask::Settle { closing: Box::new(closing), settled_on: day(on) }
}

#[test]
fn a_concern_is_kept_however_little_is_told() {
    let story = Story::told_of(Report::default());
    assert_eq!((story.concern.stage(), story.concern.raised_by), (ConcernStage::New, AMINA));
    assert_eq!(story.concern.called.as_ref().and_then(Personal::get), Some(&line("Gordon Wells")));
    assert_eq!(story.concern.report.as_ref().map(Personal::subject), Some(PersonId(Uuid::from_u128(3))));
}

#[test]
fn only_a_day_that_cannot_be_is_refused() {
    let tomorrow = Report { happened_on: Some(day("2026-03-13")), ..told() };
    let ask = Ask::Complete { report: Box::new(tomorrow) };
    let error = DateError::InTheFuture { on: day("2026-03-13") };
    assert_eq!(Story::told().when(ask), Err(No::Date { field: "happened_on", error }));
}

#[test]
fn nothing_is_asked_of_a_concern_that_nobody_told_of_and_none_is_told_twice() {
    assert_eq!(Story::nothing().when(Ask::TakeOver), Err(No::NotReported));
    assert_eq!(Story::nothing().when(Ask::Read), Err(No::NotReported));
    let again = Ask::Report {
        concern_id: ConcernId(Uuid::from_u128(3)),
        person_id: PersonId::default(),
        relationship_id: None,
        report: Box::default(),
        called: None,
    };
    assert_eq!(Story::told().when(again), Err(No::AlreadyReported { raised_on: day("2026-03-12") }));
}

#[test]
fn what_was_told_is_kept_when_it_is_completed_and_saying_the_same_does_nothing() {
    let more = Report { place: Some(line("Mill Lane")), ..told() };
    let story = Story::told().given(Ask::Complete { report: Box::new(more.clone()) });
    assert_eq!(story.concern.known(), Some(&more));
    assert_eq!(story.concern.earlier.len(), 1);
    assert_eq!(story.when(Ask::Complete { report: Box::new(more) }), Ok(Vec::new()));
}

#[test]
fn it_is_taken_over_once_by_each_and_may_be_handed_on() {
    let story = Story::taken_over();
    assert_eq!(story.when(Ask::TakeOver), Ok(Vec::new()));
    let mut hope = story.clone();
    hope.by = HOPE;
    let hope = hope.given(Ask::TakeOver);
    assert_eq!(hope.concern.taken_over, Some((HOPE, day("2026-03-12"))));
    assert_eq!(hope.concern.stage(), ConcernStage::Open);
}

#[test]
fn a_next_step_has_an_owner_who_can_open_it_and_a_day_to_come() {
    let story = Story::taken_over();
    assert_eq!(story.when(agree("2026-03-13", false)), Err(No::OwnerIsNoLead));
    let latest = day("2027-03-12");
    assert_eq!(story.when(agree("2026-03-11", true)), Err(No::DueOutOfReach { latest }));
    assert_eq!(story.when(agree("2027-03-13", true)), Err(No::DueOutOfReach { latest }));
    let agreed = story.given(agree("2026-03-13", true));
    assert_eq!(
        agreed.when(agree("2026-03-14", true)),
        Err(No::ActionOpen { due_on: day("2026-03-13") }),
        "one thing at a time"
    );
    let early = Ask::FinishAction { came_of: None, done_on: day("2026-03-11") };
    assert!(matches!(agreed.when(early), Err(No::Before { field: "done_on", .. })));
    let done = agreed.given(Ask::FinishAction { came_of: None, done_on: day("2026-03-12") });
    assert_eq!(done.concern.action, None);
    let nothing = Ask::FinishAction { came_of: None, done_on: day("2026-03-12") };
    assert_eq!(done.when(nothing), Err(No::NoAction));
}

#[test]
fn it_is_closed_when_somebody_has_had_it_and_nothing_is_left_to_do() {
    assert_eq!(Story::told().when(settle("2026-03-12")), Err(No::NotTakenOver));
    let busy = Story::taken_over().given(agree("2026-03-20", true));
    assert_eq!(busy.when(settle("2026-03-12")), Err(No::ActionOpen { due_on: day("2026-03-20") }));
    let early = Story::taken_over().when(settle("2026-03-11"));
    assert!(matches!(early, Err(No::Before { field: "settled_on", .. })));
    let closed = Story::taken_over().given(settle("2026-03-12"));
    assert_eq!(closed.concern.stage(), ConcernStage::Closed);
    assert_eq!(closed.concern.kept_until(), Some(day("2036-03-12")));
    assert_eq!(closed.when(Ask::TakeOver), Err(No::Closed { settled_on: day("2026-03-12") }));
}

#[test]
fn what_is_closed_can_be_taken_up_again_and_nothing_else() {
    let again = || Ask::TakeUpAgain { reason: words("It happened again") };
    assert_eq!(Story::taken_over().when(again()), Err(No::NotClosed));
    let story = Story::taken_over().given(settle("2026-03-12")).on("2026-04-02").given(again());
    assert_eq!((story.concern.stage(), story.concern.kept_until()), (ConcernStage::Open, None));
}

#[test]
fn every_reading_is_recorded_however_often() {
    let story = Story::told();
    let read = vec![Event::ConcernRead { read_on: day("2026-03-12") }];
    assert_eq!(story.when(Ask::Read), Ok(read.clone()));
    assert_eq!(story.given(Ask::Read).when(Ask::Read), Ok(read));
}

#[test]
fn a_concern_prints_nothing_of_what_it_holds() {
    let printed = format!("{:?}", Story::told().concern);
    assert!(!printed.contains("card") && !printed.contains("Gordon"), "{printed}");
}
