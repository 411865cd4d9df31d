//! Measures of how life is: questions that others have tried out, asked as they were published. What is kept is
//! each answer, with the version of the questions, how they were asked and who answered; a score is never kept
//! but worked out when it is read, so that a mistake in a table is put right everywhere at once.
//!
//! "No answer" is never a figure: would rather not say, not asked and not kept are three different things.

pub mod ascot;
pub mod due;
pub mod goals;
pub mod scale;
pub mod score;
pub mod swemwbs;
pub mod trend;
pub mod wording;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use self::scale::{Answers, Scale};
use super::{Person, PersonError, PersonEvent, SupportedOnly, SupporterRole};
use crate::codes;
use crate::shared::ids::{EngagementId, GoalId, MeasureId, PersonId};
use crate::shared::personal::Personal;
use crate::shared::text::{Line, Words};

/// The heaviest that one goal may weigh against the others. Source: practice default.
pub const HEAVIEST_GOAL: u8 = 9;

codes! {
    /// A set of questions that belong together.
    Instrument {
        Ucla3 = "Loneliness, in three questions",
        Lonely = "Loneliness, asked directly",
        Ons4 = "Wellbeing, in four questions",
        SocialContact = "Social contact",
        Lsns6 = "Social network, in six questions",
        Gierveld6 = "Emotional and social loneliness",
        FriendshipScale = "Friendship Scale",
        EndLoneliness = "Friendships and relationships",
        Swemwbs = "Short Warwick-Edinburgh wellbeing scale",
        Ascot = "Care-related quality of life (ASCOT)",
        Goals = "Goals, scored together",
        OutcomesStar = "Outcomes Star",
    }

    /// How the questions were asked.
    MeasureMode {
        InPerson = "Face to face",
        Phone = "By phone",
        SelfOnline = "They filled it in themselves",
        EasyRead = "In Easy Read, with symbols",
        WithSupporter = "With a supporter beside them",
    }

    /// At which point of the work.
    Timepoint {
        Baseline = "At the beginning",
        Review = "At a review",
        End = "At the end",
        FollowUp = "Six months after the end",
    }
}

/// What came of one question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Given {
    /// The figure that stands for the answer, as the version of the questions has it.
    Value(i16),
    /// They would rather not say.
    Refused,
    /// Nobody asked.
    NotAsked,
    /// They were asked, and the answer was not kept.
    Missing,
}

/// One question's answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ItemAnswer {
    /// Which question, counted from 1.
    pub item: u8,
    /// What came of it.
    pub answer: Given,
    /// Which goal, where the questions are the person's goals.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goal_id: Option<GoalId>,
    /// How much that goal weighs, 1 to [`HEAVIEST_GOAL`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<u8>,
}

// `L` is a line of text: plain as somebody tells it, `Personal` as it is kept.
/// Somebody who answered instead of the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Proxy<L> {
    /// What they are to the person.
    pub relation: SupporterRole,
    /// Who, in a word or two.
    pub who: L,
}

/// How and when the questions were asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Asking {
    /// Which questions.
    pub instrument: Instrument,
    /// In which version.
    pub version: u16,
    /// The day.
    pub taken_on: NaiveDate,
    /// How.
    pub mode: MeasureMode,
    /// Whether the questions were put otherwise than published: in Easy Read, with symbols, in other words. Such
    /// answers are told apart, because the scale was not tried out that way. Source: practice default.
    pub adapted: bool,
    /// At which point of the work.
    pub timepoint: Timepoint,
}

/// Whether the organisation may use an instrument on a day. Filled in by the use case from its register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Standing {
    /// Nobody switched it on.
    #[default]
    Off,
    /// It is used under a licence, and none is on record.
    Unlicensed,
    /// Its licence ran out.
    LicenceEnded {
        /// The last day.
        until: NaiveDate,
    },
    /// It may be used.
    On,
}

/// A measure as kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptMeasure {
    /// This measure.
    pub measure_id: MeasureId,
    /// The work it was taken in; `None` when in none.
    pub engagement_id: Option<EngagementId>,
    /// How and when.
    pub asking: Asking,
    /// Who answered instead; `None` when the person did.
    pub proxy: Option<Proxy<Personal<Line>>>,
    /// The answers; gone when the person has been forgotten.
    pub answers: Personal<Vec<ItemAnswer>>,
    /// What they said beside the answers.
    pub words: Option<Personal<Words>>,
    /// When and why it was taken back; `None` while it counts.
    pub taken_back: Option<MeasureTakenBack>,
}

/// A measure that does not count any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeasureTakenBack {
    /// The day.
    pub on: NaiveDate,
    /// Why; gone when the person has been forgotten.
    pub reason: Personal<Words>,
}

impl KeptMeasure {
    /// Whether it counts.
    pub fn counts(&self) -> bool {
        self.taken_back.is_none()
    }

    /// Its scores, worked out from the tables of its version; none once the answers are gone.
    pub fn scores(&self) -> Vec<score::Score> {
        let answers = self.answers.get().map(Vec::as_slice).unwrap_or_default();
        if answers.is_empty() {
            return Vec::new();
        }
        score::scores(self.asking.instrument, self.asking.version, answers)
    }

    pub(super) fn forget(&mut self, subject: PersonId) {
        self.answers.forget(subject);
        if let Some(proxy) = &mut self.proxy {
            proxy.who.forget(subject);
        }
        if let Some(words) = &mut self.words {
            words.forget(subject);
        }
        if let Some(taken_back) = &mut self.taken_back {
            taken_back.reason.forget(subject);
        }
    }
}

impl Person {
    /// The measures that count, in the order of the days they were taken.
    pub fn measures_that_count(&self) -> Vec<&KeptMeasure> {
        let mut all: Vec<_> = self.measures.values().filter(|kept| kept.counts()).collect();
        all.sort_by_key(|kept| (kept.asking.taken_on, kept.measure_id));
        all
    }

    pub(super) fn take_measure(
        &self,
        (measure_id, engagement_id, begun_with): (MeasureId, Option<EngagementId>, Option<PersonId>),
        asking: Asking,
        proxy: Option<&Proxy<Line>>,
        (answers, words): (&[ItemAnswer], &Option<Words>),
        (standing, today): (Standing, NaiveDate),
    ) -> Result<Vec<PersonEvent>, PersonError> {
        self.is_one_we_support(SupportedOnly::Measure)?;
        self.in_their_life("taken_on", asking.taken_on, today)?;
        if self.measures.contains_key(&measure_id) {
            return Err(PersonError::MeasureAlreadyTaken { measure_id });
        }
        let instrument = asking.instrument;
        match standing {
            Standing::On => {}
            Standing::Off => return Err(PersonError::InstrumentOff { instrument }),
            Standing::Unlicensed => return Err(PersonError::InstrumentUnlicensed { instrument }),
            Standing::LicenceEnded { until } => {
                return Err(PersonError::LicenceEnded { instrument, until });
            }
        }
        let scale = Scale::of(instrument, asking.version)
            .ok_or(PersonError::UnknownVersion { instrument, version: asking.version })?;
        if proxy.is_some() && !scale.takes_proxies {
            return Err(PersonError::NoProxy { instrument });
        }
        answered(scale, answers)?;
        // Easy Read is not the form that was tried out.
        let adapted = asking.adapted || asking.mode == MeasureMode::EasyRead;
        let Asking { version, taken_on, mode, timepoint, .. } = asking;
        let subject = self.seals_under(begun_with);
        Ok(vec![PersonEvent::OutcomeMeasureTaken {
            measure_id,
            engagement_id,
            instrument,
            instrument_version: version,
            taken_on,
            mode,
            proxy: proxy.map(|proxy| Proxy {
                relation: proxy.relation,
                who: Personal::about(subject, proxy.who.clone()),
            }),
            adapted,
            timepoint,
            answers: Personal::about(subject, answers.to_vec()),
            words: words.clone().map(|words| Personal::about(subject, words)),
        }])
    }

    pub(super) fn take_measure_back(
        &self,
        measure_id: MeasureId,
        reason: &Words,
        today: NaiveDate,
    ) -> Result<Vec<PersonEvent>, PersonError> {
        let kept = self.measures.get(&measure_id).ok_or(PersonError::UnknownMeasure { measure_id })?;
        if let Some(taken_back) = &kept.taken_back {
            return Err(PersonError::MeasureTakenBack { measure_id, on: taken_back.on });
        }
        let reason = Personal::about(kept.answers.subject(), reason.clone());
        Ok(vec![PersonEvent::OutcomeMeasureTakenBack { measure_id, reason, taken_back_on: today }])
    }
}

/// Each question once, with an answer that it offers, and at least one of them put to somebody.
fn answered(scale: &Scale, answers: &[ItemAnswer]) -> Result<(), PersonError> {
    let instrument = scale.instrument;
    let asked: BTreeSet<u8> = answers.iter().map(|answer| answer.item).collect();
    let all = if scale.asks_goals() { answers.len() } else { scale.items.len() };
    let whole = asked.len() == answers.len() && asked.len() == all && all > 0;
    if !whole || asked.iter().zip(1_u8..).any(|(item, number)| *item != number) {
        return Err(PersonError::ItemsMissing { instrument });
    }
    if answers.iter().all(|answer| matches!(answer.answer, Given::NotAsked | Given::Missing)) {
        return Err(PersonError::NothingAnswered { instrument });
    }
    for answer in answers {
        let item = answer.item;
        let offered = match (&answer.answer, scale.item(item).map(|item| &item.answers)) {
            (Given::Value(value), Some(answers)) => answers.offers(*value),
            (Given::Value(value), None) => Answers::GOAL_LEVELS.offers(*value),
            _ => true,
        };
        if !offered {
            return Err(PersonError::AnswerNotOffered { item });
        }
        let is_goal =
            answer.goal_id.is_some() && answer.weight.is_some_and(|w| (1..=HEAVIEST_GOAL).contains(&w));
        if scale.asks_goals() != is_goal || (!scale.asks_goals() && answer.weight.is_some()) {
            return Err(PersonError::GoalNotWeighed { item });
        }
    }
    let goals: BTreeSet<_> = answers.iter().filter_map(|answer| answer.goal_id).collect();
    match scale.asks_goals() && goals.len() < answers.len() {
        true => Err(PersonError::ItemsMissing { instrument }),
        false => Ok(()),
    }
}
