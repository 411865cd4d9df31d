//! Folding a run of events into the rows in memory. What an event touches is asked once, for the whole
//! run, so that everything that is not in memory can be loaded in one go before the first is applied.

use std::collections::{HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

use app::log::{Envelope, StreamId};
use domain::Event;
use domain::concern::ConcernEvent;
use domain::person::PersonEvent;
use uuid::Uuid;

use super::memory::Memory;
use super::model::{Model, Poison, Touch, Value};

/// Streams that a model follows no further, each with the position that it could not take.
pub(super) type Parked = HashMap<StreamId, i64>;

/// What a model follows no further.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Stance {
    /// These streams.
    pub(super) parked: Parked,
    /// Anything at all.
    pub(super) halted: bool,
}

/// What each event of a run touches.
#[derive(Default)]
pub(super) struct Plan {
    touches: Vec<Touch>,
    ends: Vec<usize>,
}

impl Plan {
    pub(super) fn of<M: Model>(events: &[Envelope], stance: &Stance) -> Self {
        let mut plan = Self::default();
        for event in events {
            if stance.follows(event) {
                M::touches(event, &mut plan.touches);
            }
            plan.ends.push(plan.touches.len());
        }
        plan
    }

    /// Ids whose rows must be in memory and are not.
    pub(super) fn unknown<M: Model>(&self, memory: &Memory<M>) -> Vec<Uuid> {
        let mut ids: Vec<Uuid> = self
            .touches
            .iter()
            .filter_map(|touch| match touch {
                Touch::Id(id) if !memory.knows(id) => Some(*id),
                _ => None,
            })
            .collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// Rows that are found by another id than their own.
    pub(super) fn lookups(&self) -> HashSet<(&'static str, Uuid)> {
        self.touches
            .iter()
            .filter_map(|touch| match touch {
                Touch::Where(column, id) => Some((*column, *id)),
                Touch::Id(_) => None,
            })
            .collect()
    }

    fn each(&self) -> impl Iterator<Item = &[Touch]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| &self.touches[start..*end])
    }
}

impl Stance {
    fn follows(&self, event: &Envelope) -> bool {
        is_forgetting(event) || (!self.halted && !self.parked.contains_key(&event.stream))
    }
}

/// Being forgotten passes a parked stream and a halted model: what is shown of someone must go,
/// whatever else is wrong. So does that a concern was destroyed.
fn is_forgetting(event: &Envelope) -> bool {
    matches!(
        event.event,
        Event::Person(PersonEvent::PersonForgotten { .. })
            | Event::Concern(ConcernEvent::ConcernDestroyed { .. })
    )
}

/// A refused event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refused {
    pub(super) position: i64,
    pub(super) stream: StreamId,
    pub(super) because: Poison,
}

/// What became of a run of events.
#[derive(Debug, Default)]
pub(super) struct Taken {
    /// Streams parked by it.
    pub(super) parked: Vec<Refused>,
    /// The event before which a strict model stopped.
    pub(super) halted: Option<Refused>,
}

impl Taken {
    /// What a refused event does: it halts a strict model, and parks its stream for any other.
    pub(super) fn refuse(&mut self, refused: Refused, strict: bool, stance: &mut Stance) {
        if strict {
            if !std::mem::replace(&mut stance.halted, true) {
                self.halted = Some(refused);
            }
        } else if stance.parked.insert(refused.stream, refused.position).is_none() {
            self.parked.push(refused);
        }
    }
}

/// Plans and folds events whose rows are all in memory.
pub(super) fn take<M: Model>(memory: &mut Memory<M>, stance: &mut Stance, events: &[Envelope]) -> Taken {
    let plan = Plan::of::<M>(events, stance);
    take_planned(memory, stance, events, &plan)
}

/// Folds events whose rows are all in memory.
pub(super) fn take_planned<M: Model>(
    memory: &mut Memory<M>,
    stance: &mut Stance,
    events: &[Envelope],
    plan: &Plan,
) -> Taken {
    let mut taken = Taken::default();
    let mut found = Found::<M>::of(memory, plan.lookups());
    let mut ids = Vec::new();
    for (event, touches) in events.iter().zip(plan.each()) {
        if touches.is_empty() || !stance.follows(event) {
            continue;
        }
        ids.clear();
        for touch in touches {
            match touch {
                Touch::Id(id) => ids.push(*id),
                Touch::Where(column, id) => ids.extend(found.rows(memory, column, *id)),
            }
        }
        ids.sort_unstable();
        ids.dedup();
        let Err(because) = apply_to_all(memory, &mut found, &ids, event) else { continue };
        let refused = Refused { position: event.position, stream: event.stream, because };
        if is_forgetting(event) {
            for id in &ids {
                let slot = memory.slot(*id);
                (slot.row, slot.dirty, slot.used) = (None, true, event.position);
            }
        }
        taken.refuse(refused, M::STRICT, stance);
    }
    taken
}

/// Applies one event to every row it touches, or to none.
fn apply_to_all<M: Model>(
    memory: &mut Memory<M>,
    found: &mut Found<M>,
    ids: &[Uuid],
    event: &Envelope,
) -> Result<(), Poison> {
    let mut undo = Vec::with_capacity(ids.len());
    for id in ids {
        let slot = memory.slot(*id);
        slot.used = event.position;
        let before = slot.row.clone();
        // A panic is a refusal too; it must not take the other models with it.
        let answer = catch_unwind(AssertUnwindSafe(|| M::apply(*id, &mut slot.row, event)))
            .unwrap_or(Err(Poison("applying it panicked")));
        match answer {
            Ok(()) if slot.row == before => {}
            Ok(()) => {
                undo.push((*id, before, slot.dirty));
                slot.dirty = true;
                found.changed(*id, slot.row.as_ref());
            }
            Err(poison) => {
                slot.row = before;
                for (id, before, dirty) in undo {
                    let slot = memory.slot(id);
                    (slot.row, slot.dirty) = (before, dirty);
                }
                return Err(poison);
            }
        }
    }
    Ok(())
}

/// Which rows in memory may be found by an id that the run asks for. Built once a run, and only when
/// the run asks: it may name rows that no longer match, which are left out when it is asked.
struct Found<M: Model> {
    candidates: HashMap<(&'static str, Uuid), Vec<Uuid>>,
    columns: Vec<(usize, &'static str)>,
    model: std::marker::PhantomData<M>,
}

impl<M: Model> Found<M> {
    fn of(memory: &Memory<M>, wanted: HashSet<(&'static str, Uuid)>) -> Self {
        let asks = !wanted.is_empty();
        let columns = M::columns().iter().enumerate().filter(|(_, column)| asks && column.lookup);
        let mut found = Self {
            candidates: wanted.into_iter().map(|key| (key, Vec::new())).collect(),
            columns: columns.map(|(at, column)| (at, column.name)).collect(),
            model: std::marker::PhantomData,
        };
        if asks {
            for (id, row) in memory.rows() {
                found.changed(id, Some(row));
            }
        }
        found
    }

    fn changed(&mut self, id: Uuid, row: Option<&M::Row>) {
        let Some(row) = row.filter(|_| !self.columns.is_empty()) else { return };
        let values = M::values(row);
        for (at, column) in &self.columns {
            if let Some(Value::Uuid(Some(key))) = values.get(*at)
                && let Some(rows) = self.candidates.get_mut(&(*column, *key))
                && !rows.contains(&id)
            {
                rows.push(id);
            }
        }
    }

    fn rows(&self, memory: &mut Memory<M>, column: &'static str, key: Uuid) -> Vec<Uuid> {
        let Some((at, _)) = self.columns.iter().find(|(_, name)| *name == column) else { return Vec::new() };
        let mut rows = self.candidates.get(&(column, key)).cloned().unwrap_or_default();
        rows.retain(|id| {
            let row = memory.slot(*id).row.as_ref();
            row.is_some_and(|row| M::values(row).get(*at) == Some(&Value::Uuid(Some(key))))
        });
        rows
    }
}
