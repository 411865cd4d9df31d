//! Places of the tests: a choir to which most people could go.

use app::commands::Instruction;
use domain::place::{Activity, Attribute, OpenTo, PlaceCommand, PlaceDetails, Setting, TakingPart};
use domain::shared::ids::PlaceId;

use crate::cases::{day, line};
use crate::{Persona, TestApp};

/// A choir in Northfield, open to everybody, of which nobody has asked when it meets.
pub fn choir() -> PlaceDetails {
    let singing = Activity { name: line("singing"), ways: [TakingPart::TakePart].into() };
    PlaceDetails {
        name: line("St Luke's choir"),
        activities: vec![singing],
        area: Some(line("Northfield")),
        whereabouts: None,
        when: Vec::new(),
        attributes: [(Attribute::StepFree, true)].into(),
        setting: Setting::Adults,
        checks_settled: false,
        open_to: OpenTo::Everybody,
        cost: None,
        room: None,
        notes: None,
    }
}

impl TestApp {
    /// A place that somebody wrote down on 5 January.
    pub async fn place(&self, by: Persona, details: PlaceDetails) -> PlaceId {
        let place_id: PlaceId = self.id();
        let recorded_on = day("2026-01-05");
        let details = Box::new(details);
        let command = PlaceCommand::RecordPlace { place_id, details, contact: None, recorded_on };
        self.place_told(by, place_id, command).await;
        place_id
    }

    /// Asks something of a place, which must not be refused.
    pub async fn place_told(&self, by: Persona, id: PlaceId, command: PlaceCommand) {
        self.do_it(by, Instruction::Place { id, command }).await;
    }
}
