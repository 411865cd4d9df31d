//! Following the log as it grows: nothing twice, nothing missed, nothing shown late.

use std::sync::Arc;
use std::sync::atomic::AtomicU32;

use domain::person::PersonEvent;
use infra::projector::Settings;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use tests::on_both_databases;
use uuid::Uuid;

use super::models::{Helpers, StrictTally, Tally};
use super::*;

/// Any history of a few people and the few who help them.
fn histories() -> impl Strategy<Value = Vec<(u128, u8, u128)>> {
    prop::collection::vec((1..5u128, 0..12u8, 1..6u128), 1..40)
}

fn event(person: u128, what: u8, other: u128) -> PersonEvent {
    match what {
        0..2 => registered(person, "Zoë Ní Bhriain"),
        2..6 => helped(person, other),
        6..8 => no_longer_helped(other),
        8 => forgotten(person),
        _ => asked(),
    }
}

on_both_databases! {
    async fn following_rebuilding_and_folding_make_the_same_rows(db) {
        let mut node = Node::prepared(&db.url, Settings::default()).await;
        let mut runner = TestRunner::new(ProptestConfig::with_cases(1));
        let given = (histories(), 1..9i64, 1..4usize);
        for round in 1..=8u128 {
            let (history, batch, rows_in_memory) = given.new_tree(&mut runner).unwrap().current();
            node.close().await;
            node = Node::running(&db.url, Settings { batch, rows_in_memory, ..Settings::default() }).await;
            for (person, what, other) in history {
                node.happen(round << 8 | person, vec![event(round << 8 | person, what, round << 8 | other)]).await;
            }
            node.catch_up().await;
            node.agrees::<Tally>().await;
            node.agrees::<StrictTally>().await;
            node.agrees::<Helpers>().await;
            node.projector.rebuild(&["people_tallied", "helpers"], |_, _| {}).await.unwrap();
            node.agrees::<Tally>().await;
            node.agrees::<Helpers>().await;
        }
        node.close().await;
    }

    async fn what_was_just_done_is_seen_by_who_waited_for_it(db) {
        let node = Node::running(&db.url, Settings::default()).await;
        for person in 1..=30 {
            let position = node.happen(person, vec![registered(person, "Gordon")]).await;
            assert!(node.projector.wait_for(position, LONG).await);
            assert!(node.projector.how_far().await.unwrap().position >= position);
            assert!(node.rows::<Tally>().await.contains_key(&Uuid::from_u128(person)));
        }
        let never = std::time::Duration::from_millis(30);
        assert!(!node.projector.wait_for(1000, never).await, "waited for what has not happened, and saw it");
        node.close().await;
    }

    async fn the_columns_beside_a_document_hold_what_is_in_it(db) {
        let node = Node::running(&db.url, Settings::default()).await;
        node.happen(1, vec![registered(1, "王秀英"), died()]).await;
        node.happen(2, vec![asked()]).await;
        node.catch_up().await;
        type Columns = (Uuid, Option<String>, i64, String, DateTime<Utc>, Option<NaiveDate>, bool);
        let text = "SELECT person, name, events, last, last_at, died_on, alive FROM people_tallied \
                    WHERE alive = $1 AND last_at = $2 AND (died_on = $3 OR died_on IS NULL)";
        let mut found: Vec<Columns> = Vec::new();
        for alive in [false, true] {
            found.extend(infra::on!(&node.database, read, pool => sqlx::query_as::<_, Columns>(text)
                .bind(alive).bind(noon()).bind(day()).fetch_all(pool).await.unwrap()));
        }
        assert_eq!(found, [
            (Uuid::from_u128(1), Some("王秀英".to_owned()), 2, "PersonDied".to_owned(), noon(), Some(day()), false),
            (Uuid::from_u128(2), None, 1, "ConsentRefused".to_owned(), noon(), None, true),
        ]);
        node.close().await;
    }

    async fn a_failure_between_rows_and_commit_repeats_nothing(db) {
        let interruptions = Arc::new(AtomicU32::new(0));
        let settings = Settings { batch: 3, interruptions: interruptions.clone(), ..Settings::default() };
        let node = Node::running(&db.url, settings).await;
        for round in 1..=5 {
            interruptions.store(1, std::sync::atomic::Ordering::SeqCst);
            node.happen(1, vec![asked(), asked(), asked(), asked()]).await;
            node.catch_up().await;
            assert_eq!(interruptions.load(std::sync::atomic::Ordering::SeqCst), 0, "nothing was interrupted");
            assert_eq!(node.rows::<Tally>().await[&Uuid::from_u128(1)].events, 4 * round);
        }
        node.agrees::<Tally>().await;
        node.close().await;
    }

    async fn a_node_goes_on_where_the_one_before_it_stopped(db) {
        let node = Node::running(&db.url, Settings::default()).await;
        node.happen(1, vec![registered(1, "Gordon")]).await;
        node.catch_up().await;
        node.close().await;
        let node = Node::prepared(&db.url, Settings::default()).await;
        assert_eq!(node.status("people_tallied").await.generation, 1, "a table that was current was made anew");
        node.happen(1, vec![asked()]).await;
        assert_eq!(node.status("people_tallied").await.lag, 1);
        node.projector.start().await;
        node.catch_up().await;
        assert_eq!(node.rows::<Tally>().await[&Uuid::from_u128(1)].events, 2);
        assert_eq!(node.status("people_tallied").await.lag, 0);
        node.close().await;
    }
}
