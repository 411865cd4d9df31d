//! Taking in the chosen rows of a list, and taking them back: many commands side by side, each noted, so
//! that whoever looks sees how far it is, and an interrupted one is gone on with.

use std::collections::{HashMap, HashSet};

use domain::person::PersonError;
use domain::shared::ids::{CommandId, ImportId, PersonId};
use domain::shared::text::Words;
use futures::{StreamExt, TryStreamExt};

use super::twins::Together;
use super::{Checked, Import, ImportStage, Outcome, Standing};
use crate::App;
use crate::access::Viewer;
use crate::clock::following_from;
use crate::commands::{Arrival, Instruction, Request, TakenBack};
use crate::error::Refusal;
use crate::log::StreamId;

/// Rows that are taken in at the same time.
const AT_ONCE: usize = 32;
/// Rows after which it is noted how far it is.
const NOTED: usize = 100;
/// How the reason begins why a row stays out that could not be read.
pub const UNREAD: &str = "could not be read";
/// How often a row is asked again when many are changing things at once.
const PATIENCE: usize = 20;

impl App {
    /// Takes in the chosen rows that nothing is known of yet. Begins, or goes on with what was interrupted;
    /// safe to run twice at once.
    pub async fn take_in(&self, viewer: &Viewer, id: ImportId) -> Result<(), Refusal> {
        let who = viewer.connecting()?;
        let import = self.imports.one(&who, id).await?.ok_or(Refusal::NotFound)?;
        let Some(sheet) = self.imports.sheet(&who, id, self.clock.now()).await? else {
            // Emptied meanwhile: whoever is not in yet stays out.
            let (from, to) = (ImportStage::TakingIn, ImportStage::TakenIn);
            self.imports.move_on(&who, id, from, to, self.clock.now()).await?;
            return Ok(());
        };
        let known: Vec<usize> = self.imports.outcomes(&who, id).await?.iter().map(|one| one.row).collect();
        let known: HashSet<usize> = known.into_iter().collect();
        let chosen: HashSet<usize> = import.plan.chosen.iter().copied().collect();
        let mut rows = self.check_import(&who, &import, &sheet, &import.plan).await?;
        rows.retain(|row| !known.contains(&row.row));
        let (rows, others): (Vec<Checked>, Vec<Checked>) =
            rows.into_iter().partition(|row| chosen.contains(&row.row));
        let mut together = Together::of(rows.iter().filter_map(|row| Some((row.row, row.arrival.as_ref()?))));
        // A wave at a time, each to its end before it is noted: a command that waits half-way while nobody
        // drives it may hold the connection that the note needs.
        for wave in rows.chunks(NOTED) {
            let coming = wave.iter().filter(|row| is_coming(row, &import));
            let coming: Vec<PersonId> =
                coming.filter_map(|row| Some(row.arrival.as_ref()?.person_id)).collect();
            self.log.make_keys(&coming).await?;
            let taken = futures::stream::iter(in_turn(wave, &mut together))
                .map(|rows| self.take_rows(viewer, &import, rows))
                .buffer_unordered(AT_ONCE);
            let outcomes: Vec<Vec<Outcome>> = taken.try_collect().await?;
            self.imports.note(&who, id, &outcomes.concat(), self.clock.now()).await?;
        }
        // Those that nobody chose stay out, each with its reason: the list itself is gone in a moment.
        for wave in others.chunks(NOTED) {
            let outcomes: Vec<Outcome> = wave.iter().map(not_chosen).collect();
            self.imports.note(&who, id, &outcomes, self.clock.now()).await?;
        }
        self.views.catch_up(self.log.head().await?).await;
        let now = self.clock.now();
        self.imports.move_on(&who, id, ImportStage::TakingIn, ImportStage::TakenIn, now).await?;
        self.imports.empty(&who, id).await?;
        self.checks.forget(id);
        Ok(())
    }

    /// Rows that are like each other, one after the other: each finds on record those that came before it.
    async fn take_rows(
        &self,
        viewer: &Viewer,
        import: &Import,
        rows: Vec<InTurn>,
    ) -> Result<Vec<Outcome>, Refusal> {
        let mut outcomes = Vec::with_capacity(rows.len());
        for InTurn { row, is_first } in rows {
            if !is_first {
                self.views.catch_up(self.log.head().await?).await;
            }
            outcomes.push(self.take_row(viewer, import, row).await?);
        }
        Ok(outcomes)
    }

    async fn take_row(&self, viewer: &Viewer, import: &Import, row: Checked) -> Result<Outcome, Refusal> {
        let number = row.row;
        let is_different = import.plan.different.contains(&number);
        let (mut arrival, like) = match (row.arrival, row.standing) {
            (Some(arrival), Standing::Fine) => (arrival, Vec::new()),
            (Some(arrival), Standing::Alike { people, .. }) if is_different => (arrival, people),
            (_, standing) => return Ok(left_out(number, why_not(&standing))),
        };
        let running = row.running;
        arrival.different_from = like.iter().map(|person| person.person_id).collect();
        let command_id = self.import_command(import.import_id, "take in", number);
        for _ in 0..PATIENCE {
            let instruction = Instruction::Arrival(Box::new(arrival.clone()));
            let request = Request { command_id, seen: None, instruction };
            match self.ask(viewer, request).await {
                // Taken in before an interruption, perhaps with other words about who looks alike.
                Ok(_)
                | Err(Refusal::CommandReused | Refusal::Person(PersonError::AlreadyRegistered { .. })) => {
                    return Ok(Outcome { running, ..self.arrived(number, &arrival).await? });
                }
                Err(Refusal::Busy) => {}
                Err(Refusal::Failed(failure)) => return Err(failure.into()),
                // Another row of this list, taken in a moment ago, looks like this one.
                Err(Refusal::Person(PersonError::PossibleDuplicates { ids })) if is_different => {
                    arrival.different_from.extend(ids);
                }
                Err(refusal) => return Ok(left_out(number, refusal.to_string())),
            }
        }
        Ok(left_out(number, Refusal::Busy.to_string()))
    }

    /// What came of a row that was taken in: its records, as they are now.
    async fn arrived(&self, row: usize, arrival: &Arrival) -> Result<Outcome, Refusal> {
        let person_id = arrival.person_id;
        let stream = StreamId::new(domain::Noun::Person, person_id);
        let person_version = self.log.load(stream).await?.version;
        let engagement = match &arrival.referral {
            Some(referral) => {
                let stream = StreamId::new(domain::Noun::Engagement, referral.engagement_id);
                Some((referral.engagement_id, self.log.load(stream).await?.version))
            }
            None => None,
        };
        let (refused, taken_back, running) = (None, None, None);
        Ok(Outcome { row, person_id, person_version, engagement, refused, running, taken_back })
    }

    /// Takes back everybody whom an import brought and to whose record nothing was added since.
    pub async fn take_back(&self, viewer: &Viewer, id: ImportId) -> Result<(), Refusal> {
        let who = viewer.connecting()?;
        let import = self.imports.one(&who, id).await?.ok_or(Refusal::NotFound)?;
        // What colleagues have added a moment ago counts too.
        self.views.catch_up(self.log.head().await?).await;
        let mut came = self.imports.outcomes(&who, id).await?;
        came.retain(|outcome| outcome.refused.is_none() && outcome.taken_back.is_none());
        for wave in came.chunks(NOTED) {
            let gone = futures::stream::iter(wave.to_vec())
                .map(|outcome| self.take_row_back(viewer, &import, outcome))
                .buffer_unordered(AT_ONCE);
            let outcomes: Vec<Outcome> = gone.try_collect().await?;
            self.imports.note(&who, id, &outcomes, self.clock.now()).await?;
        }
        self.views.catch_up(self.log.head().await?).await;
        let now = self.clock.now();
        self.imports.move_on(&who, id, ImportStage::TakingBack, ImportStage::TakenBack, now).await?;
        Ok(())
    }

    async fn take_row_back(
        &self,
        viewer: &Viewer,
        import: &Import,
        outcome: Outcome,
    ) -> Result<Outcome, Refusal> {
        let reason = Words::parse("The list that this came with was taken back")
            .map_err(|_| Refusal::invalid("reason", "This needs a reason"))?;
        let asked = TakenBack {
            person_id: outcome.person_id,
            person_version: outcome.person_version,
            engagement: outcome.engagement,
            reason,
        };
        let command_id = self.import_command(import.import_id, "take back", outcome.row);
        let mut why = Refusal::Busy.to_string();
        for _ in 0..PATIENCE {
            let instruction = Instruction::TakenBack(asked.clone());
            match self.ask(viewer, Request { command_id, seen: None, instruction }).await {
                Ok(_) => return Ok(Outcome { taken_back: Some(String::new()), ..outcome }),
                Err(Refusal::Busy) => continue,
                Err(Refusal::Failed(failure)) => return Err(failure.into()),
                Err(Refusal::Stale { .. }) => {
                    "something was added to it since, so it stays".clone_into(&mut why)
                }
                Err(refusal) => why = refusal.to_string(),
            }
            break;
        }
        Ok(Outcome { taken_back: Some(why), ..outcome })
    }

    /// The same id whenever the same row is asked for: what was done is not done again.
    fn import_command(&self, import: ImportId, what: &str, row: usize) -> CommandId {
        let row = (row as u64).to_be_bytes();
        CommandId(following_from([import.uuid().as_bytes().as_slice(), what.as_bytes(), &row]))
    }
}

/// A row, and whether none that came before it in this list has anything in common with it.
struct InTurn {
    row: Checked,
    is_first: bool,
}

/// Rows as they may be taken in side by side: those that have anything in common stand behind each other.
fn in_turn(rows: &[Checked], together: &mut Together) -> Vec<Vec<InTurn>> {
    let mut all: Vec<Vec<InTurn>> = Vec::new();
    let mut groups: HashMap<usize, usize> = HashMap::new();
    for row in rows {
        let group = together.group(row.row);
        let one = InTurn { row: row.clone(), is_first: group.is_none_or(|(_, is_first)| is_first) };
        match group.and_then(|(group, _)| groups.get(&group)) {
            Some(at) => all[*at].push(one),
            None => {
                groups.extend(group.map(|(group, _)| (group, all.len())));
                all.push(vec![one]);
            }
        }
    }
    all
}

fn left_out(row: usize, why: String) -> Outcome {
    let (person_id, refused) = (Default::default(), Some(why));
    Outcome { row, person_id, person_version: 0, engagement: None, refused, running: None, taken_back: None }
}

fn not_chosen(row: &Checked) -> Outcome {
    left_out(row.row, why_not(&row.standing))
}

/// Whether a row that was chosen is to be taken in: it is fine, or was said to be somebody else than whom it is like.
fn is_coming(row: &Checked, import: &Import) -> bool {
    match row.standing {
        Standing::Fine => true,
        Standing::Alike { .. } => import.plan.different.contains(&row.row),
        Standing::Wrong(_) => false,
    }
}

/// Why a row stays out. It names cells and what they should have said, never what they did: that is about somebody, and
/// it is kept beside the row when the list itself is gone.
fn why_not(standing: &Standing) -> String {
    match standing {
        Standing::Fine => "was not among the rows that were chosen".to_owned(),
        Standing::Alike { people, row } => {
            let like = match (people.is_empty(), row) {
                (true, Some(row)) => format!("looks like row {}", row + 1),
                _ => "looks like somebody who is here already".to_owned(),
            };
            format!("{like}, and was not ticked as somebody else")
        }
        Standing::Wrong(problems) => {
            let cells: Vec<String> =
                problems.iter().map(|problem| format!("{} ({})", problem.cell, problem.field)).collect();
            format!("{UNREAD}: {}", cells.join(", "))
        }
    }
}
