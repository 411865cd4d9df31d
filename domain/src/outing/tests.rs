//! An outing's rules, as given / when / then. It begins at 14:00 and is to be over at 15:40.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::*;
use super::{OutingCommand as Ask, OutingError as No, OutingEvent as Event};

const AMINA: AccountId = AccountId(Uuid::from_u128(1));
const BEN: AccountId = AccountId(Uuid::from_u128(2));

fn at(time: &str) -> DateTime<Utc> {
    format!("2026-03-12T{time}:00Z").parse().expect("a time")
}

fn words(text: &str) -> Words {
    Words::parse(text).expect("words")
}

#[derive(Clone)]
struct Story {
    outing: Outing,
    now: DateTime<Utc>,
}

impl Story {
    fn nothing() -> Self {
        Self { outing: Outing::default(), now: at("14:00") }
    }

    fn begun() -> Self {
        Self::nothing().given(begin("15:40", Some(BEN)))
    }

    fn at(mut self, time: &str) -> Self {
        self.now = at(time);
        self
    }

    fn when(&self, command: Ask) -> Result<Vec<Event>, No> {
        let asked = Asked { command: command.at(self.now), today: self.now.date_naive(), by: AMINA };
        self.outing.decide(&asked)
    }

    #[track_caller]
    fn given(mut self, command: Ask) -> Self {
        let events = self.when(command).expect("the story goes on");
        events.iter().for_each(|event| self.outing.evolve(event));
        self
    }
}

fn begin(back_by: &str, colleague: Option<AccountId>) -> Ask {
    Ask::Begin {
        outing_id: OutingId(Uuid::from_u128(5)),
        person_id: None,
        visit: None,
        place: Line::parse("Mill Lane").ok(),
        colleague,
        back_by: at(back_by),
        now: DateTime::default(),
        grace_minutes: 20,
        already: None,
    }
}

fn notice() -> Ask {
    Ask::NoticeOverdue { now: DateTime::default() }
}

fn back() -> Ask {
    Ask::ComeBack { now: DateTime::default() }
}

fn alarm() -> Ask {
    Ask::RaiseAlarm { now: DateTime::default() }
}

fn longer(minutes: i64) -> Ask {
    Ask::Lengthen { minutes, now: DateTime::default() }
}

/// To whom it is passed on by now.
fn passed_on(story: &Story) -> Vec<PassedOn> {
    let events = story.when(notice()).expect("looking is never refused");
    let step = |event: &Event| match event {
        Event::OutingOverdue { passed_on, .. } => Some(*passed_on),
        _ => None,
    };
    events.iter().filter_map(step).collect()
}

#[test]
fn whoever_goes_in_says_when_they_are_to_be_out_and_that_lies_ahead_and_within_a_long_day() {
    assert_eq!(Story::nothing().when(begin("14:00", None)), Err(No::BackBeforeNow));
    assert!(Story::nothing().at("03:00").when(begin("15:00", None)).is_ok());
    assert_eq!(Story::nothing().at("03:00").when(begin("15:01", None)), Err(No::TooLong));
    assert_eq!(Story::begun().when(begin("16:00", None)), Err(No::AlreadyBegun));
    let mut elsewhere = begin("15:40", None);
    let other = OutingId(Uuid::from_u128(9));
    if let Ask::Begin { already, .. } = &mut elsewhere {
        *already = Some(other);
    }
    assert_eq!(Story::nothing().when(elsewhere), Err(No::AlreadyOut { outing_id: other }));
    assert_eq!(Story::nothing().when(back()), Err(No::NotBegun));
}

#[test]
fn a_grace_outside_15_to_30_minutes_is_the_usual() {
    assert_eq!([14, 15, 30, 31, 0].map(fitting_grace), [20, 15, 30, 20, 20]);
}

#[test]
fn nobody_is_troubled_before_the_grace_is_over_and_then_one_after_the_other() {
    use PassedOn::{Colleague, Leads, OnCall};
    let story = Story::begun();
    for (time, expected) in [
        ("15:41", vec![]),
        ("15:59", vec![]),
        ("16:00", vec![Colleague]),
        ("16:15", vec![Colleague, Leads]),
        ("16:30", vec![Colleague, Leads, OnCall]),
    ] {
        assert_eq!(passed_on(&story.clone().at(time)), expected, "{time}");
    }
    assert_eq!(story.outing.next_step_at(), Some(at("16:00")));
}

#[test]
fn each_step_is_taken_once() {
    let story = Story::begun().at("16:00").given(notice());
    assert_eq!(passed_on(&story), []);
    assert_eq!(story.outing.next_step_at(), Some(at("16:15")));
    let story = story.at("16:40").given(notice());
    assert_eq!((passed_on(&story), story.outing.next_step_at()), (Vec::new(), None));
}

#[test]
fn without_a_colleague_the_leads_come_first() {
    let alone = Story::nothing().given(begin("15:40", None)).at("16:00");
    assert_eq!(passed_on(&alone), [PassedOn::Leads]);
    let with_themselves = Story::nothing().given(begin("15:40", Some(AMINA)));
    assert_eq!(with_themselves.outing.colleague, None, "nobody looks out for themselves");
}

#[test]
fn more_time_counts_from_what_was_said_or_from_now_when_that_has_passed_and_begins_the_steps_anew() {
    let early = Story::begun().at("15:00").given(longer(30));
    assert_eq!(early.outing.back_by, at("16:10"));
    let late = Story::begun().at("16:05").given(notice()).given(longer(15));
    assert_eq!((late.outing.back_by, late.outing.passed_on), (at("16:20"), None));
    assert_eq!(passed_on(&late.at("16:40")), [PassedOn::Colleague]);
    assert_eq!(Story::begun().when(longer(20)), Err(No::NotOffered));
}

#[test]
fn whoever_says_that_they_are_out_is_out_and_saying_it_twice_does_nothing() {
    let out = Story::begun().at("15:30").given(back());
    assert_eq!(out.outing.ended, Some((OutingEnd::Back, at("15:30"))));
    assert_eq!((out.when(back()), passed_on(&out.clone().at("18:00"))), (Ok(Vec::new()), Vec::new()));
    assert_eq!(out.when(longer(15)), Err(No::AlreadyEnded));
    let mut forgot = Story::begun();
    forgot.now += TimeDelta::days(1);
    assert_eq!(forgot.given(back()).outing.ended.map(|(how, _)| how), Some(OutingEnd::SaidLater));
}

#[test]
fn the_word_of_alarm_ends_it_in_their_eyes_and_for_nobody_else() {
    let alarmed = Story::begun().at("15:30").given(alarm());
    assert!(!alarmed.outing.is_open_to_them() && alarmed.outing.is_open());
    assert_eq!(alarmed.when(back()), Ok(Vec::new()), "the screen shows the same");
    assert_eq!(alarmed.when(alarm()), Ok(Vec::new()));
    let safe =
        alarmed.at("15:50").given(Ask::FindSafe { words: words("I rang her"), now: DateTime::default() });
    assert_eq!(safe.outing.ended, Some((OutingEnd::FoundSafe, at("15:50"))));
    assert_eq!(safe.outing.looked_into.len(), 1);
}

#[test]
fn what_was_done_is_written_down_while_it_goes_on() {
    let look = || Ask::LookInto { words: words("Rang twice"), now: DateTime::default() };
    let story = Story::begun().at("16:05").given(notice()).given(look());
    assert!(story.outing.is_open() && story.outing.looked_into.len() == 1);
    assert_eq!(story.given(back()).when(look()), Err(No::AlreadyEnded));
}
