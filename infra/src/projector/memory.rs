//! The rows of one model that are in memory just now: what the table is known to hold, what has been
//! folded on top of it, and which of them must still be written.

use std::collections::{BTreeMap, HashMap};

use uuid::Uuid;

use super::model::Model;

/// Rows by id.
pub(super) struct Memory<M: Model> {
    slots: HashMap<Uuid, Slot<M::Row>>,
}

/// One row, or the knowledge that there is none.
pub(super) struct Slot<R> {
    /// The row as of the last event taken.
    pub(super) row: Option<R>,
    /// Whether the table has a row of this id.
    pub(super) stored: bool,
    /// Whether it differs from the table.
    pub(super) dirty: bool,
    /// Position of the last event that touched it.
    pub(super) used: i64,
}

impl<M: Model> Default for Memory<M> {
    fn default() -> Self {
        Self { slots: HashMap::new() }
    }
}

impl<M: Model> Memory<M> {
    /// How many rows are held.
    pub(super) fn len(&self) -> usize {
        self.slots.len()
    }

    /// Whether it is known what the table holds under this id.
    pub(super) fn knows(&self, id: &Uuid) -> bool {
        self.slots.contains_key(id)
    }

    /// The row of an id; one that was never loaded counts as absent.
    pub(super) fn slot(&mut self, id: Uuid) -> &mut Slot<M::Row> {
        self.slots.entry(id).or_insert(Slot { row: None, stored: false, dirty: false, used: 0 })
    }

    /// Takes in what the table holds; what is in memory already is newer and stays.
    pub(super) fn loaded(&mut self, id: Uuid, row: M::Row) {
        self.slots.entry(id).or_insert(Slot { row: Some(row), stored: true, dirty: false, used: 0 });
    }

    /// Every row there is.
    pub(super) fn rows(&self) -> impl Iterator<Item = (Uuid, &M::Row)> {
        self.slots.iter().filter_map(|(id, slot)| Some((*id, slot.row.as_ref()?)))
    }

    /// Every row there is, by id.
    pub(super) fn into_rows(self) -> BTreeMap<Uuid, M::Row> {
        self.slots.into_iter().filter_map(|(id, slot)| Some((id, slot.row?))).collect()
    }

    /// What must be written among the rows last used at or before a position, in the order of their
    /// ids, so that neighbours in the table are written together.
    pub(super) fn unwritten(&self, until: i64) -> Vec<Uuid> {
        let waiting = self.slots.iter().filter(|(_, slot)| slot.dirty && slot.used <= until);
        let mut ids: Vec<Uuid> = waiting.map(|(id, _)| *id).collect();
        ids.sort_unstable();
        ids
    }

    /// What must be written of these rows: those to keep, and the ids of those to remove.
    pub(super) fn changes(&self, ids: &[Uuid]) -> (Vec<(Uuid, &M::Row)>, Vec<Uuid>) {
        let (mut kept, mut removed) = (Vec::with_capacity(ids.len()), Vec::new());
        for (id, slot) in ids.iter().filter_map(|id| Some((*id, self.slots.get(id)?))) {
            match &slot.row {
                Some(row) => kept.push((id, row)),
                None if slot.stored => removed.push(id),
                None => {}
            }
        }
        (kept, removed)
    }

    /// Takes note that these rows are in the table as they are here.
    pub(super) fn written(&mut self, ids: &[Uuid]) {
        for id in ids {
            if let Some(slot) = self.slots.get_mut(id) {
                (slot.dirty, slot.stored) = (false, slot.row.is_some());
            }
        }
    }

    /// Lets go of the rows last used at or before a position.
    pub(super) fn release(&mut self, until: i64) {
        self.slots.retain(|_, slot| slot.used > until);
    }

    /// The position at or before which half of the rows were last used.
    pub(super) fn median_use(&self) -> i64 {
        let mut used: Vec<i64> = self.slots.values().map(|slot| slot.used).collect();
        let middle = used.len() / 2;
        if used.is_empty() { 0 } else { *used.select_nth_unstable(middle).1 }
    }
}
