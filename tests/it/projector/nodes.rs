//! Several nodes on one PostgreSQL: one runs the projections, and another takes over when it is gone.

use infra::projector::Settings;
use tests::databases::{Which, play};

use super::models::Tally;
use super::*;

#[test]
fn one_node_runs_the_projections_and_another_takes_over() -> std::process::ExitCode {
    play(Which::Postgres, |db| async move {
        let db = db;
        let first = Node::running(&db.url, Settings::default()).await;
        first.happen(1, vec![registered(1, "Gordon")]).await;
        first.catch_up().await;
        let second = Node::running(&db.url, Settings::default()).await;
        assert!(first.projector.leads() && !second.projector.leads());

        let position = first.happen(2, vec![registered(2, "Amy")]).await;
        assert!(
            second.projector.wait_for(position, LONG).await,
            "the second node did not learn how far the first is"
        );
        assert_eq!(second.rows::<Tally>().await.len(), 2);
        assert!(!second.projector.leads());

        // The first node's connection, and with it its lock, is cut.
        first.projector.stop().await;
        let position = first.happen(3, vec![registered(3, "Jo")]).await;
        assert!(second.projector.wait_for(position, LONG).await, "nobody took over");
        assert!(second.projector.leads());
        second.agrees::<Tally>().await;
        first.close().await;
        second.close().await;
    })
}

#[test]
fn a_lost_connection_gives_the_projections_to_another_node() -> std::process::ExitCode {
    play(Which::Postgres, |db| async move {
        let db = db;
        let first = Node::running(&db.url, Settings::default()).await;
        first.happen(1, vec![registered(1, "Gordon")]).await;
        first.catch_up().await;
        let second = Node::running(&db.url, Settings::default()).await;
        first
            .sabotage(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                 WHERE datname = current_database() AND application_name = 'kith projector'",
            )
            .await;
        for person in 2..=20 {
            let position = first.happen(person, vec![registered(person, "Amy")]).await;
            let (one, other) = tokio::join!(
                first.projector.wait_for(position, LONG),
                second.projector.wait_for(position, LONG)
            );
            assert!(one && other);
            assert!(!(first.projector.leads() && second.projector.leads()), "both nodes run the projections");
        }
        second.agrees::<Tally>().await;
        first.close().await;
        second.close().await;
    })
}
