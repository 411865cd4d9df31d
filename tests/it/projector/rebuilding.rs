//! Rebuilding beside the table that is read meanwhile.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use infra::projector::Settings;
use tests::on_both_databases;

use super::models::{Helpers, StrictTally, Tally};
use super::*;

on_both_databases! {
    async fn readers_never_see_less_while_a_model_is_rebuilt(db) {
        let node = Arc::new(Node::running(&db.url, Settings { rows_in_memory: 8, ..Settings::default() }).await);
        for person in 1..=50 {
            node.happen(person, vec![registered(person, "Gordon"), helped(person, 1000 + person)]).await;
        }
        node.catch_up().await;
        let done = Arc::new(AtomicBool::new(false));
        let reader = tokio::spawn({
            let (node, done) = (node.clone(), done.clone());
            async move {
                let (mut least, mut looks) = (50, 0);
                while !done.load(Ordering::SeqCst) {
                    let shown = node.rows::<Tally>().await.len();
                    assert!(shown >= least, "{shown} rows were shown after {least}");
                    (least, looks) = (shown, looks + 1);
                }
                looks
            }
        });
        let writer = tokio::spawn({
            let node = node.clone();
            async move {
                for person in 51..=90 {
                    let position = node.happen(person, vec![registered(person, "Amy")]).await;
                    assert!(node.projector.wait_for(position, LONG).await);
                    assert_eq!(node.rows::<Tally>().await.len(), person as usize, "what was just done is not shown");
                }
            }
        });
        for generation in 2..=4 {
            node.projector.rebuild(&["people_tallied", "helpers"], |_, _| {}).await.unwrap();
            assert_eq!(node.status("people_tallied").await.generation, generation);
        }
        writer.await.unwrap();
        done.store(true, Ordering::SeqCst);
        assert!(reader.await.unwrap() > 0);
        node.catch_up().await;
        node.agrees::<Tally>().await;
        node.agrees::<Helpers>().await;
        node.agrees::<StrictTally>().await;
        Arc::into_inner(node).unwrap().close().await;
    }

    async fn a_model_of_another_version_is_rebuilt_before_it_is_read(db) {
        let node = Node::running(&db.url, Settings::default()).await;
        node.happen(1, vec![registered(1, "Gordon"), asked()]).await;
        node.catch_up().await;
        node.projector.stop().await;
        node.sabotage("UPDATE projections SET version = 0 WHERE model = 'helpers'").await;
        node.sabotage("UPDATE projections SET shape = 'another' WHERE model = 'people_tallied'").await;
        let heard = Mutex::new(Vec::new());
        let made = node.projector.prepare(|done, of| heard.lock().unwrap().push((done, of))).await.unwrap();
        assert_eq!(made, ["people_tallied", "helpers"]);
        assert_eq!(heard.into_inner().unwrap(), [(0, 2), (2, 2)]);
        assert_eq!(node.status("people_tallied").await.generation, 2);
        assert_eq!(node.status("people_tallied_strictly").await.generation, 1);
        assert!(node.projector.prepare(|_, _| {}).await.unwrap().is_empty(), "nothing was stale any more");
        node.agrees::<Tally>().await;
        node.close().await;
    }

    async fn what_an_interrupted_rebuild_left_is_cleared_away(db) {
        let node = Node::running(&db.url, Settings::default()).await;
        node.happen(1, vec![registered(1, "Gordon")]).await;
        node.catch_up().await;
        node.sabotage("CREATE TABLE people_tallied_v2 (id INTEGER)").await;
        node.sabotage("CREATE TABLE people_tallied_v7 (id INTEGER)").await;
        node.projector.rebuild(&["people_tallied"], |_, _| {}).await.unwrap();
        node.agrees::<Tally>().await;
        let left = "CREATE TABLE people_tallied_v7 (id INTEGER)";
        node.sabotage(left).await;
        node.close().await;
    }

    async fn a_model_that_does_not_exist_is_not_rebuilt(db) {
        let node = Node::prepared(&db.url, Settings::default()).await;
        let refused = node.projector.rebuild(&["peopel"], |_, _| {}).await.unwrap_err();
        assert_eq!(refused.source.to_string(), "there is no read model called peopel");
        node.close().await;
    }
}
