//! Nodes that start at the same moment on an empty database, and on one that is not.

use app::log::EventLog;
use tests::on_both_databases;

use super::{new_person, node, registered};

on_both_databases! {
    async fn nodes_that_start_at_once_make_the_tables_once(db) {
        let nodes = futures::future::join_all((0..4).map(|_| node(&db.url))).await;
        for node in &nodes {
            let id = new_person();
            node.add(id, registered(id)).await.unwrap();
        }
        assert_eq!(nodes[0].log.head().await.unwrap(), 4);
    }

    async fn a_node_that_starts_later_goes_on_where_the_log_ends(db) {
        let before = node(&db.url).await;
        let id = new_person();
        before.add(id, registered(id)).await.unwrap();
        drop(before);
        let after = node(&db.url).await;
        assert_eq!(*after.log.subscribe().borrow(), 1);
        assert!(infra::migrations::pending(&after.database).await.unwrap().is_empty());
        let id = new_person();
        assert_eq!(after.add(id, registered(id)).await.unwrap().position, 2);
    }

    async fn a_database_closes_while_the_log_is_open(db) {
        let node = node(&db.url).await;
        let id = new_person();
        node.add(id, registered(id)).await.unwrap();
        let closing = node.database.close();
        tokio::time::timeout(std::time::Duration::from_secs(30), closing).await.expect("nothing holds it back");
        let id = new_person();
        assert!(node.add(id, registered(id)).await.is_err());
    }
}
