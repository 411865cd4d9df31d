//! Lifelike histories, played through the real commands against a manual clock: the demo, the tests,
//! the benchmarks and the screenshots share them. The same seed gives the same history.
//!
//! `script` turns one case's course into dated steps, `course` decides the course by chance, `named`
//! tells the cases that people will look for by name, and [`play`] does the steps in order of time.

mod arrivals;
mod chance;
mod concerns;
mod course;
mod groups;
mod keepsakes;
mod leading;
mod looking;
mod named;
mod outings;
mod pictures;
mod places;
mod script;
mod town;
mod twice;
mod words;

use chrono::NaiveDate;
use domain::person::{PersonCommand, PersonError};
use domain::shared::ids::CommandId;
use thiserror::Error;

pub use groups::Regulars;
pub use script::Step;
pub use town::{Persona, Town};

use crate::App;
use crate::access::Viewer;
use crate::clock::{Clock, ManualClock};
use crate::commands::{Instruction, Request};
use crate::error::Refusal;

/// How much history, from which seed, up to which day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// Supported people; at least the named ones.
    pub people: usize,
    /// The same seed gives the same history.
    pub seed: u64,
    /// The day up to which it is told.
    pub until: NaiveDate,
    /// Days before it in which referrals arrived: the more of them, the more cases have ended by then.
    pub days: u64,
}

/// Days in which the referrals of a demo arrived: a year and a half.
pub const USUAL_DAYS: u64 = 540;

/// A step that was refused: the story and the rules disagree.
#[derive(Debug, Error)]
#[error("step {number} of the story, {what} on {on}, was refused")]
pub struct Refused {
    /// Which step, in order of time; 0 for what follows them on the last day.
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
    /// Lists could not be looked at.
    #[error("who could be introduced to whom could not be looked at")]
    Looking(#[source] Refusal),
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
    let (mut steps, mut regulars) = (Vec::new(), Regulars::default());
    for case in cases(&town, plan) {
        regulars.hear(&case, plan);
        steps.extend(case);
    }
    steps.extend(regulars.meet(plan));
    steps.extend(beside(&town, plan, &steps));
    steps.sort_by_key(|step| step.at);
    let all = steps.len();
    for (number, step) in steps.iter().enumerate() {
        clock.set(step.at);
        let refused =
            |source| Refused { number, what: step.instruction.name(), on: step.at.date_naive(), source };
        perform(app, &town, step).await.map_err(refused)?;
        progress(number + 1, all);
    }
    last_day(app, clock, &town, plan).await?;
    let refused = |what| move |source| Refused { number: 0, what, on: plan.until, source };
    keepsakes::leave(app, &town, &steps).await.map_err(refused("Keepsakes"))?;
    twice::register(app, &town).await.map_err(refused("People on record twice"))?;
    Ok(town)
}

/// The cases of a plan, each as its steps in order. The steps of different cases do not depend on each
/// other, so that cases may also be played side by side, all on the plan's last day.
pub fn cases(town: &Town, plan: Plan) -> impl Iterator<Item = Vec<Step>> + '_ {
    course::cases(town, plan).map(|mut steps| {
        steps.sort_by_key(|step| step.at);
        steps
    })
}

/// What belongs to no one case: being out in the last days, and the places nearby, at some of which somebody `told` of
/// is at the door.
pub fn beside(town: &Town, plan: Plan, told: &[Step]) -> Vec<Step> {
    let mut steps = outings::lately(town, plan);
    steps.extend(places::nearby(told, plan));
    steps.sort_by_key(|step| step.at);
    steps
}

/// What follows once the cases are told: lists that connectors looked at, what the team lead does on the last day, and
/// referrals that nobody has been asked to take yet.
pub async fn last_day(app: &App, clock: &ManualClock, town: &Town, plan: Plan) -> Result<(), PlayError> {
    looking::look(app, clock, town, plan.until).await.map_err(PlayError::Looking)?;
    let on = clock.today();
    let refused = |what| move |source| Refused { number: 0, what, on, source };
    leading::lead(app, town).await.map_err(refused("what the team lead does"))?;
    arrivals::arrive(app, town).await.map_err(refused("New referrals"))?;
    Ok(())
}

/// How often a step is asked again when many are changing things at once.
const PATIENCE: usize = 50;

/// Does one step. Made-up people may look alike; as a person would, whoever registers then says that
/// this is somebody else, and whoever is asked to try again does.
pub async fn perform(app: &App, town: &Town, step: &Step) -> Result<(), Refusal> {
    let viewer = Viewer::of(town.account(step.by));
    let mut instruction = step.instruction.clone();
    for _ in 0..PATIENCE {
        let asked = instruction.clone();
        let request = Request { command_id: CommandId(app.ids.next()), seen: None, instruction: asked };
        let ids = match app.ask(&viewer, request).await {
            Err(Refusal::Person(PersonError::PossibleDuplicates { ids })) => ids,
            Err(Refusal::Busy) => continue,
            answer => return answer.map(|_| ()),
        };
        // Told side by side, more of them may have been registered meanwhile.
        if let Instruction::Person { command: PersonCommand::Register { different_from, .. }, .. } =
            &mut instruction
        {
            different_from.extend(ids);
        }
    }
    Err(Refusal::Busy)
}
