//! Events that cannot be applied, and events that cannot be read: loud, and never skipped in silence.

use infra::projector::{Halted, Settings};
use tests::on_both_databases;
use uuid::Uuid;

use super::models::{StrictTally, Tally};
use super::*;

/// Writes an event that nobody can decode at the end of a person's stream.
async fn write_nonsense(node: &Node, person: u128) {
    let copy = format!(
        "INSERT INTO events (aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata, \
         position, event_id, organisation, recorded_at, command_id, actor, hash) \
         SELECT aggregate_type, aggregate_id, sequence + 1, 'Nonsense', event_version, '{{\"type\":\"Nonsense\"}}', metadata, \
         (SELECT position FROM log_head) + 1, command_id, organisation, recorded_at, command_id, actor, hash \
         FROM events WHERE aggregate_id = '{}' ORDER BY sequence DESC LIMIT 1",
        Uuid::from_u128(person)
    );
    node.sabotage(&copy).await;
    node.sabotage("UPDATE log_head SET position = position + 1").await;
}

on_both_databases! {
    async fn a_poison_event_parks_its_stream_and_halts_a_strict_model(db) {
        let node = Node::running(&db.url, Settings::default()).await;
        node.happen(1, vec![registered(1, "Gordon"), died()]).await;
        let poison = node.happen(1, vec![died()]).await;
        node.happen(1, vec![asked()]).await;
        node.happen(2, vec![registered(2, "Amy")]).await;
        node.catch_up().await;

        let parked = node.status("people_tallied").await;
        assert_eq!((parked.lag, parked.halted, parked.parked.len()), (0, None, 1));
        assert_eq!(parked.parked[0].stream, StreamId::new(Noun::Person, Uuid::from_u128(1)));
        assert_eq!((parked.parked[0].position, parked.parked[0].reason.as_str()), (poison, "died twice"));
        let rows = node.rows::<Tally>().await;
        assert_eq!(rows[&Uuid::from_u128(1)].events, 2, "a parked stream was followed");
        assert_eq!(rows[&Uuid::from_u128(2)].events, 1, "another stream was parked with it");

        let halted = node.status("people_tallied_strictly").await;
        assert_eq!(halted.halted, Some(Halted { position: poison, reason: "died twice".to_owned() }));
        assert_eq!((halted.position, halted.lag), (poison - 1, 3));
        assert!(!node.rows::<StrictTally>().await.contains_key(&Uuid::from_u128(2)), "a halted model went on");
        node.agrees::<Tally>().await;
        node.agrees::<StrictTally>().await;

        node.close().await;
        let node = Node::running(&db.url, Settings::default()).await;
        node.happen(1, vec![asked()]).await;
        node.catch_up().await;
        assert_eq!(node.rows::<Tally>().await[&Uuid::from_u128(1)].events, 2, "a restart forgot what is parked");
        assert_eq!(node.status("people_tallied_strictly").await.position, poison - 1);
        node.agrees::<Tally>().await;
        node.close().await;
    }

    async fn a_rebuild_meets_the_same_poison_and_says_so(db) {
        let node = Node::running(&db.url, Settings { rows_in_memory: 1, ..Settings::default() }).await;
        let poison = node.happen(1, vec![registered(1, "Gordon"), died(), died()]).await;
        node.happen(2, vec![registered(2, "Amy")]).await;
        node.catch_up().await;
        let names = ["people_tallied", "people_tallied_strictly"];
        assert_eq!(node.projector.rebuild(&names, |_, _| {}).await.unwrap(), names);
        let parked = node.status("people_tallied").await;
        assert_eq!((parked.generation, parked.parked.len(), parked.parked[0].position), (2, 1, poison));
        let halted = node.status("people_tallied_strictly").await;
        assert_eq!((halted.generation, halted.position), (2, poison - 1));
        assert!(halted.halted.is_some_and(|halted| halted.position == poison));
        node.agrees::<Tally>().await;
        node.agrees::<StrictTally>().await;
        node.close().await;
    }

    async fn an_event_that_cannot_be_read_parks_its_stream_and_halts_a_strict_model(db) {
        let node = Node::running(&db.url, Settings::default()).await;
        node.happen(1, vec![registered(1, "Gordon")]).await;
        let before = node.happen(2, vec![registered(2, "Amy")]).await;
        node.catch_up().await;
        write_nonsense(&node, 1).await;
        node.happen(2, vec![asked(), asked()]).await;
        node.catch_up().await;
        assert_eq!(node.rows::<Tally>().await[&Uuid::from_u128(2)].events, 3);
        let parked = node.status("people_tallied").await.parked;
        assert_eq!(parked.len(), 1);
        assert_eq!((parked[0].position, parked[0].stream.id), (before + 1, Uuid::from_u128(1)));
        assert_eq!(node.status("people_tallied_strictly").await.position, before);

        node.projector.rebuild(&["people_tallied"], |_, _| {}).await.unwrap();
        assert_eq!(node.rows::<Tally>().await[&Uuid::from_u128(2)].events, 3);
        assert_eq!(node.status("people_tallied").await.parked, parked);
        node.close().await;
    }

    async fn somebody_is_forgotten_even_when_their_stream_is_parked_or_the_model_halted(db) {
        let node = Node::running(&db.url, Settings::default()).await;
        node.happen(2, vec![registered(2, "Amy")]).await;
        let poison = node.happen(1, vec![registered(1, "Gordon"), died(), died()]).await;
        node.catch_up().await;
        let names = async || {
            let (parked, halted) = (node.rows::<Tally>().await, node.rows::<StrictTally>().await);
            [1, 2].map(Uuid::from_u128).map(|id| (parked[&id].name.is_some(), halted[&id].name.is_some()))
        };
        assert_eq!(names().await, [(true, true), (true, true)]);
        node.happen(1, vec![asked(), forgotten(1)]).await;
        node.catch_up().await;
        assert_eq!(names().await, [(false, false), (true, true)]);
        node.happen(2, vec![forgotten(2)]).await;
        node.catch_up().await;
        assert_eq!(names().await, [(false, false), (false, false)]);
        assert_eq!(node.status("people_tallied_strictly").await.position, poison - 1, "a halted model went on");
        node.agrees::<Tally>().await;
        node.agrees::<StrictTally>().await;
        node.projector.rebuild(&["people_tallied_strictly"], |_, _| {}).await.unwrap();
        node.agrees::<StrictTally>().await;
        node.close().await;
    }
}
