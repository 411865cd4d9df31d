//! One case's course as dated steps. The script keeps the facts that later steps must agree with: when
//! work goes on, which relationships are open.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use domain::engagement::EngagementCommand;
use domain::person::PersonCommand;
use domain::relationship::RelationshipCommand;
use domain::shared::ids::{EngagementId, PersonId, RelationshipId};
use domain::shared::text::{Line, Words};

use super::chance::Chance;
use super::course::Wanted;
use super::town::Persona;
use crate::commands::{Instruction, MeetUp};

/// Something somebody does at some time.
#[derive(Debug, Clone)]
pub struct Step {
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub by: Persona,
    /// What they ask for.
    pub instruction: Instruction,
}

/// A case being told.
pub(super) struct Script {
    pub(super) chance: Chance,
    /// The connector.
    pub(super) by: Persona,
    pub(super) person_id: PersonId,
    pub(super) engagement_id: EngagementId,
    /// The day up to which it is told; what would come later is left out.
    pub(super) until: NaiveDate,
    /// What the person wants from it.
    pub(super) goals: Vec<Wanted>,
    steps: Vec<Step>,
}

impl Script {
    pub(super) fn new(mut chance: Chance, by: Persona, until: NaiveDate) -> Self {
        let (person_id, engagement_id) = (PersonId(chance.id()), EngagementId(chance.id()));
        Self { chance, by, person_id, engagement_id, until, goals: Vec::new(), steps: Vec::new() }
    }

    /// The steps, in the order in which they were told.
    pub(super) fn finish(self) -> Vec<Step> {
        self.steps
    }

    /// Adds a step at an hour of a day; steps of the same hour keep the order in which they were told.
    pub(super) fn step(&mut self, on: NaiveDate, hour: i64, by: Persona, instruction: Instruction) {
        if on > self.until {
            return;
        }
        let order = TimeDelta::hours(hour) + TimeDelta::seconds(self.steps.len() as i64 % 3600);
        let at = on.and_time(NaiveTime::MIN).and_utc() + order;
        self.steps.push(Step { at, by, instruction });
    }

    pub(super) fn person(&mut self, on: NaiveDate, command: PersonCommand) {
        let (by, id) = (self.by, self.person_id);
        self.step(on, 10, by, Instruction::Person { id, command });
    }

    pub(super) fn somebody(&mut self, on: NaiveDate, by: Persona, id: PersonId, command: PersonCommand) {
        self.step(on, 9, by, Instruction::Person { id, command });
    }

    pub(super) fn engagement(&mut self, on: NaiveDate, hour: i64, command: EngagementCommand) {
        let (by, id) = (self.by, self.engagement_id);
        self.step(on, hour, by, Instruction::Engagement { id, command });
    }

    /// Something the team lead does in the engagement.
    pub(super) fn lead(&mut self, on: NaiveDate, command: EngagementCommand) {
        let id = self.engagement_id;
        self.step(on, 9, Persona::ROSA, Instruction::Engagement { id, command });
    }

    pub(super) fn tie(&mut self, on: NaiveDate, id: RelationshipId, command: RelationshipCommand) {
        let by = self.by;
        self.step(on, 14, by, Instruction::Relationship { id, command });
    }

    pub(super) fn meet_up(&mut self, meet_up: MeetUp) {
        let (on, by) = (meet_up.on, self.by);
        self.step(on, 13, by, Instruction::MeetUp(meet_up));
    }
}

/// A text of the story's own, which is known to fit.
pub(super) fn line(text: &str) -> Line {
    Line::parse(text).expect("the story's own words fit on a line")
}

/// A text of the story's own, which is known to fit.
pub(super) fn words(text: &str) -> Words {
    Words::parse(text).expect("the story's own words fit")
}

/// So many days later, or earlier.
pub(super) fn after(on: NaiveDate, days: i64) -> NaiveDate {
    on + TimeDelta::days(days)
}
