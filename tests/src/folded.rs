//! Whether the read models say what the log says: each is folded again, in memory, and compared row by row,
//! sealed words included.

use app::log::{Envelope, EventLog};
use infra::projector::{Model, fold};
use infra::read_models::{
    Concerns, Engagements, Measures, MessagesBack, Outings, People, Places, Relationships, SafetyNotes,
    Sessions, Stints, ValuedRoles,
};
use sqlx::types::Json;
use uuid::Uuid;
use web::wiring::Wired;

/// Holds every read model of an installation against its log, and answers the log.
///
/// # Panics
/// When a model differs from its fold, shows nothing though something happened, or is not known here.
pub async fn every_model_is_what_the_log_says(wired: &Wired) -> Vec<Envelope> {
    let events = wired.log.feed(0, 1_000_000).await.expect("the log can be read");
    for name in wired.projector.names() {
        match name {
            People::NAME => agrees::<People>(wired, &events).await,
            Engagements::NAME => agrees::<Engagements>(wired, &events).await,
            Sessions::NAME => agrees::<Sessions>(wired, &events).await,
            Relationships::NAME => agrees::<Relationships>(wired, &events).await,
            SafetyNotes::NAME => agrees::<SafetyNotes>(wired, &events).await,
            Concerns::NAME => agrees::<Concerns>(wired, &events).await,
            Measures::NAME => agrees::<Measures>(wired, &events).await,
            ValuedRoles::NAME => agrees::<ValuedRoles>(wired, &events).await,
            MessagesBack::NAME => agrees::<MessagesBack>(wired, &events).await,
            Outings::NAME => agrees::<Outings>(wired, &events).await,
            Stints::NAME => agrees::<Stints>(wired, &events).await,
            Places::NAME => agrees::<Places>(wired, &events).await,
            other => panic!("nothing holds {other} against the log: name it in tests/src/folded.rs"),
        }
    }
    events
}

/// A model shows what folding the log makes.
async fn agrees<M: Model>(wired: &Wired, events: &[Envelope]) {
    let text = format!("SELECT id, doc FROM {}", M::NAME);
    let rows: Vec<(Uuid, Json<serde_json::Value>)> =
        infra::on!(&wired.database, read, pool => sqlx::query_as(&text).fetch_all(pool).await)
            .expect("the read model can be read");
    let folded = fold::<M>(events);
    // Going out alone and places are no part of a case, and a concern and a role among others come in few: a history
    // cut short has none.
    let rare = [Outings::NAME, Concerns::NAME, Places::NAME, ValuedRoles::NAME].contains(&M::NAME);
    assert!(rare || !rows.is_empty(), "{} shows nothing", M::NAME);
    assert_eq!(rows.len(), folded.len(), "{} has as many rows as its fold", M::NAME);
    for (id, row) in rows {
        let again = serde_json::to_value(&folded[&id]).expect("a row is JSON");
        assert_eq!(row.0, again, "{} differs from its fold", M::NAME);
    }
}
