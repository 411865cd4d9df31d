//! Lifelike histories, played through the real commands against a manual clock: the demo, the tests,
//! the benchmarks and the screenshots share them. The same seed gives the same history.
//!
//! `script` turns one case's course into dated steps, `course` decides the course by chance, `named`
//! tells the cases that people will look for by name, and [`play`] does the steps in order of time.

mod chance;
mod course;
mod named;
mod script;
mod town;
mod words;

use chrono::NaiveDate;
use domain::person::{PersonCommand, PersonError};
use domain::shared::ids::CommandId;
use thiserror::Error;

pub use town::{Persona, Town};

use crate::App;
use crate::access::Viewer;
use crate::accounts::Account;
use crate::clock::ManualClock;
use crate::commands::{Instruction, Request};
use crate::error::Refusal;
use crate::stories::script::Step;

/// How much history, from which seed, up to which day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// Supported people; at least the named ones.
    pub people: usize,
    /// The same seed gives the same history.
    pub seed: u64,
    /// The day up to which it is told.
    pub until: NaiveDate,
}

/// A step that was refused: the story and the rules disagree.
#[derive(Debug, Error)]
#[error("step {number} of the story, {what} on {on}, was refused")]
pub struct Refused {
    /// Which step, in order of time.
    pub number: usize,
    /// What was asked.
    pub what: &'static str,
    /// The day.
    pub on: NaiveDate,
    /// Why not.
    #[source]
    pub source: Refusal,
}

/// Why a history could not be played.
#[derive(Debug, Error)]
pub enum PlayError {
    /// A step was refused.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The organisation could not be set up.
    #[error("the team could not be set up")]
    SetUp(#[from] crate::error::Failure),
}

/// Sets up a team and plays its history. `progress` is told how many steps of how many are done.
/// Answers the town, with whoever may sign in.
pub async fn play(
    app: &App,
    clock: &ManualClock,
    plan: Plan,
    mut progress: impl FnMut(usize, usize) + Send,
) -> Result<Town, PlayError> {
    let town = Town::set_up(app, plan).await?;
    let steps = course::history(&town, plan);
    let all = steps.len();
    for (number, step) in steps.into_iter().enumerate() {
        let (what, on) = (step.instruction.name(), step.at.date_naive());
        clock.set(step.at);
        do_step(app, &town, step).await.map_err(|source| Refused { number, what, on, source })?;
        progress(number + 1, all);
    }
    Ok(town)
}

/// Does one step. Two made-up people may look alike; as a person would, whoever registers then says
/// that this is somebody else.
async fn do_step(app: &App, town: &Town, step: Step) -> Result<(), Refusal> {
    let viewer = Viewer::of(town.account(step.by));
    let request = |instruction| Request { command_id: CommandId(app.ids.next()), seen: None, instruction };
    match app.ask(&viewer, request(step.instruction.clone())).await {
        Err(Refusal::Person(PersonError::PossibleDuplicates { ids })) => {
            let Instruction::Person { id, command: PersonCommand::Register { person_id, kind, details, .. } } =
                step.instruction
            else {
                return Err(Refusal::Person(PersonError::PossibleDuplicates { ids }));
            };
            let command =
                PersonCommand::Register { person_id, kind, details, different_from: ids, alike: Vec::new() };
            app.ask(&viewer, request(Instruction::Person { id, command })).await.map(|_| ())
        }
        answer => answer.map(|_| ()),
    }
}

impl Town {
    fn account(&self, persona: Persona) -> &Account {
        &self.accounts[persona as usize]
    }
}
