//! Readers of the feed, while others write, are slow, give up, or are another node.

use std::time::Duration;

use app::log::{EventLog, Named};
use infra::database::Database;
use tests::on_both_databases;

use super::{Node, new_person, node, registered, renamed, stream};

/// Reads until `head` and says which positions it saw, in the order in which it saw them.
async fn follow(node: &Node, page: i64, head: i64) -> Vec<i64> {
    let (mut seen, mut after, mut bell) = (Vec::new(), 0, node.log.subscribe());
    while after < head {
        for event in node.log.feed(after, page).await.unwrap() {
            after = event.position;
            seen.push(after);
        }
        if *bell.borrow_and_update() <= after && after < head {
            tokio::time::timeout(Duration::from_secs(30), bell.changed())
                .await
                .expect("the bell rings")
                .unwrap();
        }
    }
    seen
}

/// Takes the head as an append does, waits, and lets go: a commit that is late, or does not come.
async fn hold_the_head(node: &Node) {
    for _ in 0..10 {
        match &node.database {
            Database::Sqlite { write, .. } => {
                let mut held = write.begin_with("BEGIN IMMEDIATE").await.unwrap();
                sqlx::query("UPDATE log_head SET position = position + 3").execute(&mut *held).await.unwrap();
                tokio::time::sleep(Duration::from_millis(3)).await;
                held.rollback().await.unwrap();
            }
            Database::Postgres { write: pool, .. } => {
                let mut held = pool.begin().await.unwrap();
                sqlx::query("UPDATE log_head SET position = position + 3").execute(&mut *held).await.unwrap();
                tokio::time::sleep(Duration::from_millis(3)).await;
                held.rollback().await.unwrap();
            }
        }
        tokio::task::yield_now().await;
    }
}

on_both_databases! {
    async fn no_reader_misses_an_event_or_sees_one_twice(db) {
        let nodes = [node(&db.url).await, node(&db.url).await];
        const WRITERS: i64 = 12;
        const EACH: i64 = 25;
        let writers = (0..WRITERS).map(|writer| {
            let nodes = &nodes;
            async move {
                // On SQLite there is one process, so its bell is the one that must ring.
                let node = &nodes[if nodes[0].database.is_postgres() { writer as usize % 2 } else { 0 }];
                for n in 0..EACH {
                    let id = new_person();
                    node.add(id, registered(id)).await.unwrap();
                    if n % 7 == 0 {
                        tokio::time::sleep(Duration::from_millis(1)).await;
                    }
                }
            }
        });
        let head = WRITERS * EACH;
        let (one, two, three, _, ()) = tokio::join!(
            follow(&nodes[0], 1, head),
            follow(&nodes[0], 7, head),
            follow(&nodes[0], 1000, head),
            futures::future::join_all(writers),
            hold_the_head(&nodes[1]),
        );
        for seen in [one, two, three] {
            assert_eq!(seen, (1..=head).collect::<Vec<_>>());
        }
    }

    async fn a_large_page_reads_as_many_small_ones_do(db) {
        let node = node(&db.url).await;
        let appends = (0..400).map(|_| {
            let id = new_person();
            node.add(id, registered(id))
        });
        futures::future::join_all(appends).await;
        let large = node.log.feed(0, 400).await.unwrap();
        let mut small = Vec::new();
        for after in (0..400).step_by(50) {
            small.extend(node.log.feed(after, 50).await.unwrap());
        }
        assert_eq!(large.len(), 400);
        assert!(large == small);
        assert!(node.log.feed(400, 10).await.unwrap().is_empty());
    }

    async fn a_history_goes_backwards_over_some_streams(db) {
        let node = node(&db.url).await;
        let (one, two, other) = (new_person(), new_person(), new_person());
        for id in [one, two, other] {
            node.add(id, registered(id)).await.unwrap();
        }
        for id in [two, one, other, one] {
            node.add(id, renamed(id, "Gwen")).await.unwrap();
        }
        let streams = [stream(one), stream(two)];
        let positions = |events: Vec<app::log::Envelope>| events.iter().map(|event| event.position).collect::<Vec<_>>();
        assert_eq!(positions(node.log.history(&streams, None, 100).await.unwrap()), [7, 5, 4, 2, 1]);
        assert_eq!(positions(node.log.history(&streams, None, 2).await.unwrap()), [7, 5]);
        assert_eq!(positions(node.log.history(&streams, Some(5), 2).await.unwrap()), [4, 2]);
        assert_eq!(positions(node.log.history(&[], None, 2).await.unwrap()), Vec::<i64>::new());
    }

    async fn a_history_is_of_one_fact_or_of_all_others(db) {
        let node = node(&db.url).await;
        let (one, other) = (new_person(), new_person());
        for id in [one, other] {
            node.add(id, registered(id)).await.unwrap();
        }
        for id in [one, other, one] {
            node.add(id, renamed(id, "Gwen")).await.unwrap();
        }
        let told = node.log.history(&[stream(one)], None, 1).await.unwrap();
        let name = told[0].event.name();
        let of = async |named, limit| {
            let events = node.log.history_of(stream(one), named, limit).await.unwrap();
            events.iter().map(|event| event.position).collect::<Vec<_>>()
        };
        assert_eq!(of(Named::Only(name), 10).await, [5, 3]);
        assert_eq!(of(Named::Only(name), 1).await, [5]);
        assert_eq!(of(Named::AllBut(name), 10).await, [1]);
    }

    async fn the_bell_rings_on_the_node_that_appended_and_on_the_others(db) {
        let nodes = [node(&db.url).await, node(&db.url).await];
        let mut bells = vec![nodes[0].log.subscribe()];
        if nodes[0].database.is_postgres() {
            bells.push(nodes[1].log.subscribe());
        }
        let id = new_person();
        nodes[0].add(id, registered(id)).await.unwrap();
        for bell in &mut bells {
            let rung = bell.wait_for(|position| *position == 1);
            tokio::time::timeout(Duration::from_secs(30), rung).await.expect("the bell rings").unwrap();
        }
    }

    async fn an_event_that_cannot_be_read_stops_the_feed_just_before_it(db) {
        let node = node(&db.url).await;
        for _ in 0..3 {
            let id = new_person();
            node.add(id, registered(id)).await.unwrap();
        }
        let columns = "aggregate_type, aggregate_id, event_type, event_version, metadata, organisation, recorded_at,
            command_id, actor, hash";
        let unknown = if node.database.is_postgres() { "gen_random_uuid()" } else { "randomblob(16)" };
        node.sql(&format!(
            "INSERT INTO events (sequence, payload, position, event_id, {columns})
             SELECT 2, '{{\"type\": \"never said\"}}', 4, {unknown}, {columns} FROM events WHERE position = 3"
        ))
        .await
        .unwrap();
        assert_eq!(node.log.feed(0, 100).await.unwrap().len(), 3);
        let error = node.log.feed(3, 100).await.unwrap_err();
        let cause = super::cause(&error);
        assert!(cause.contains("position 4"), "{cause}");
        assert!(!cause.contains("never said"), "{cause}");
    }
}
