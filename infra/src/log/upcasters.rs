//! How events of earlier shapes are read. Each upcaster turns one shape into the next; they run in
//! order, on the opened payload, so an old event goes through all that came after it.
//!
//! None is needed yet: every stored shape is the first of its kind.

use std::sync::Arc;

use cqrs_es::persist::{EventUpcaster, SerializedEvent};

/// A chain of upcasters, oldest first.
#[derive(Clone)]
pub struct Upcasters(Arc<[Box<dyn EventUpcaster>]>);

impl Default for Upcasters {
    fn default() -> Self {
        Self::new(Vec::new())
    }
}

impl Upcasters {
    /// These, in this order.
    pub fn new(chain: Vec<Box<dyn EventUpcaster>>) -> Self {
        Self(chain.into())
    }

    /// The event in today's shape.
    pub(super) fn upcast(&self, event: SerializedEvent) -> SerializedEvent {
        self.0.iter().fold(event, |event, upcaster| {
            if upcaster.can_upcast(&event.event_type, &event.event_version) {
                upcaster.upcast(event)
            } else {
                event
            }
        })
    }
}
