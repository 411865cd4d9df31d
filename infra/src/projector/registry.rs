//! A model without its types, so that the runner can keep any number of them in one list.

use super::checkpoint::Checkpoint;
use super::fold::{Refused, Stance, Taken};
use super::model::Model;
use super::rows::{Rows, RowsOf};
use super::table::Table;

/// A model that the projector keeps.
pub struct Registered {
    pub(super) name: &'static str,
    pub(super) strict: bool,
    pub(super) table: Table,
    pub(super) rows: fn(i64, Stance) -> Box<dyn Rows>,
    version: i64,
    shape: String,
}

/// Registers a model: `Projector::open(…, vec![model::<People>(), model::<Sessions>()], …)`.
pub fn model<M: Model>() -> Registered {
    let table = Table::of::<M>();
    Registered {
        name: M::NAME,
        strict: M::STRICT,
        table,
        rows: |generation, stance| Box::new(RowsOf::<M>::new(generation, stance)),
        version: M::VERSION.into(),
        shape: table.shape(),
    }
}

impl Registered {
    /// Whether a checkpoint speaks of a table that this version of the model can go on with.
    pub(super) fn is_current(&self, checkpoint: &Checkpoint) -> bool {
        checkpoint.version == self.version && checkpoint.shape == self.shape
    }

    /// Where a table of this version stands.
    pub(super) fn at(&self, generation: i64, position: i64) -> Checkpoint {
        Checkpoint {
            model: self.name.to_owned(),
            generation,
            version: self.version,
            shape: self.shape.clone(),
            position,
            halted_at: None,
            halted_because: None,
        }
    }

    /// What an event that nobody can read does to the model.
    pub(super) fn refuse(&self, rows: &mut dyn Rows, refused: &Refused) -> Taken {
        let mut taken = Taken::default();
        taken.refuse(refused.clone(), self.strict, rows.stance());
        taken
    }

    /// Says loudly what stopped. Nothing of the event itself: it may be about somebody.
    pub(super) fn report(&self, taken: &Taken) {
        for refused in &taken.parked {
            tracing::error!(
                kith.model = self.name,
                kith.position = refused.position,
                "a read model follows a stream no further, from this position: {}",
                refused.because
            );
        }
        if let Some(refused) = &taken.halted {
            tracing::error!(
                kith.model = self.name,
                kith.position = refused.position,
                "a read model has halted before this position: {}",
                refused.because
            );
        }
    }
}
