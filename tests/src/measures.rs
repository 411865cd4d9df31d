//! What the person of a case answered when everything that is usual was asked, in the third week.

use domain::person::PersonCommand;
use domain::person::measures::{Asking, Given, Instrument, ItemAnswer, MeasureMode, Standing, Timepoint};
use domain::shared::ids::{EngagementId, MeasureId, PersonId};

use crate::cases::day;
use crate::test_app::{Persona, TestApp};

/// Every question that is asked unless a team decides otherwise, with an answer to each.
const USUAL: [(Instrument, &[i16]); 4] = [
    (Instrument::Ucla3, &[3, 2, 3]),
    (Instrument::Lonely, &[2]),
    (Instrument::Ons4, &[5, 6, 5, 4]),
    (Instrument::SocialContact, &[3]),
];

impl TestApp {
    /// Asks everything that is usual; answers which were the answers about loneliness.
    pub(crate) async fn ask_how_life_is(
        &self,
        by: Persona,
        person: PersonId,
        engagement: EngagementId,
    ) -> MeasureId {
        let mut first = None;
        for (instrument, values) in USUAL {
            let measure_id = self.id();
            first = first.or(Some(measure_id));
            let asking = Asking {
                instrument,
                version: 1,
                taken_on: day("2026-02-04"),
                mode: MeasureMode::InPerson,
                adapted: false,
                timepoint: Timepoint::Baseline,
            };
            let one = |(value, item): (&i16, u8)| {
                let answer = Given::Value(*value);
                ItemAnswer { item, answer, goal_id: None, weight: None }
            };
            let take = PersonCommand::TakeMeasure {
                measure_id,
                engagement_id: Some(engagement),
                asking,
                proxy: None,
                answers: values.iter().zip(1..).map(one).collect(),
                words: None,
                standing: Standing::default(),
                begun_with: None,
            };
            self.person(by, person, take).await;
        }
        first.unwrap_or_default()
    }
}
