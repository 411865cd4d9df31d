//! What was recorded cannot be altered unseen.

use infra::log::Verdict;
use tests::on_both_databases;

use super::{Node, new_person, node, registered, renamed};

async fn some_events(node: &Node) {
    for _ in 0..3 {
        let id = new_person();
        node.add(id, registered(id)).await.unwrap();
        node.add(id, renamed(id, "Gwen")).await.unwrap();
    }
}

/// As somebody would who owns the database.
async fn without_triggers(node: &Node, change: &str) {
    let off = if node.database.is_postgres() {
        "ALTER TABLE events DISABLE TRIGGER ALL"
    } else {
        "DROP TRIGGER events_are_not_changed; DROP TRIGGER events_are_not_deleted"
    };
    node.sql(off).await.unwrap();
    node.sql(change).await.unwrap();
}

on_both_databases! {
    async fn an_event_cannot_be_changed_or_deleted(db) {
        let node = node(&db.url).await;
        some_events(&node).await;
        let mut changes = vec!["UPDATE events SET actor = organisation", "DELETE FROM events WHERE position = 1"];
        if node.database.is_postgres() {
            changes.push("TRUNCATE events");
        }
        for change in changes {
            let refused = node.sql(change).await.unwrap_err();
            assert!(refused.to_string().contains("never changed or deleted"), "{refused}");
        }
        assert_eq!(node.all().await.len(), 6);
    }

    async fn an_untouched_log_verifies(db) {
        let node = node(&db.url).await;
        assert_eq!(node.log.verify().await.unwrap(), Verdict::Intact { events: 0 });
        some_events(&node).await;
        assert_eq!(node.log.verify().await.unwrap(), Verdict::Intact { events: 6 });
    }

    async fn an_altered_payload_is_named(db) {
        let node = node(&db.url).await;
        some_events(&node).await;
        without_triggers(&node, "UPDATE events SET payload = '{\"type\":\"PersonDied\",\"died_on\":\"2026-01-01\"}' WHERE position = 4").await;
        assert_eq!(node.log.verify().await.unwrap(), Verdict::Broken { position: 4 });
    }

    async fn another_time_or_author_is_named(db) {
        let node = node(&db.url).await;
        some_events(&node).await;
        without_triggers(&node, "UPDATE events SET actor = command_id WHERE position = 5").await;
        assert_eq!(node.log.verify().await.unwrap(), Verdict::Broken { position: 5 });
        node.sql("UPDATE events SET recorded_at = '2020-01-01T00:00:00+00:00' WHERE position = 2").await.unwrap();
        assert_eq!(node.log.verify().await.unwrap(), Verdict::Broken { position: 2 });
    }

    async fn a_missing_event_is_named(db) {
        let node = node(&db.url).await;
        some_events(&node).await;
        without_triggers(&node, "DELETE FROM events WHERE position = 3").await;
        assert_eq!(node.log.verify().await.unwrap(), Verdict::Broken { position: 3 });
    }

    async fn a_cut_off_end_is_named(db) {
        let node = node(&db.url).await;
        some_events(&node).await;
        without_triggers(&node, "DELETE FROM events WHERE position = 6").await;
        assert_eq!(node.log.verify().await.unwrap(), Verdict::Broken { position: 6 });
    }

    async fn an_event_put_in_behind_the_head_is_named(db) {
        let node = node(&db.url).await;
        some_events(&node).await;
        let columns = "aggregate_type, aggregate_id, event_type, event_version, payload, metadata, organisation,
            recorded_at, command_id, actor, hash";
        let id = if node.database.is_postgres() { "gen_random_uuid()" } else { "randomblob(16)" };
        let put_in = format!(
            "INSERT INTO events (sequence, position, event_id, {columns})
             SELECT 3, 7, {id}, {columns} FROM events WHERE position = 6"
        );
        node.sql(&put_in).await.unwrap();
        assert_eq!(node.log.verify().await.unwrap(), Verdict::Broken { position: 7 });
    }
}
