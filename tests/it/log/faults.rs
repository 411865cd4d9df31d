//! Commits that go wrong at the two moments that matter.

use app::log::{AppendError, EventLog};
use domain::shared::ids::CommandId;
use infra::log::Faults;
use tests::on_both_databases;

use super::{Node, command, new_id, new_person, node_with, part, registered, renamed, settings, stream};

async fn faulty(url: &str) -> (Node, Faults) {
    let settings = settings();
    let faults = settings.faults.clone();
    (node_with(url, settings).await, faults)
}

on_both_databases! {
    async fn a_commit_that_does_not_come_about_is_made_again(db) {
        let (node, faults) = faulty(&db.url).await;
        faults.lose_before_commit(1);
        let id = new_person();
        let recorded = node.add(id, registered(id)).await.unwrap();
        assert_eq!((recorded.position, recorded.replayed), (1, false));
        assert_eq!(node.all().await.len(), 1);
    }

    async fn an_answer_that_is_lost_is_found_by_the_command_id(db) {
        let (node, faults) = faulty(&db.url).await;
        let appends = (0..10).map(|_| {
            let id = new_person();
            node.add(id, registered(id))
        });
        faults.lose_answer(1);
        let mut positions: Vec<i64> =
            futures::future::join_all(appends).await.into_iter().map(|recorded| recorded.unwrap().position).collect();
        positions.sort_unstable();
        assert_eq!(positions, (1..=10).collect::<Vec<_>>());
        assert_eq!(node.log.head().await.unwrap(), 10);
    }

    async fn a_command_that_was_not_answered_may_be_sent_again(db) {
        let (node, faults) = faulty(&db.url).await;
        let (id, command_id) = (new_person(), CommandId(new_id()));
        let append = command(command_id, vec![part(&node.log.load(stream(id)).await.unwrap(), vec![registered(id)])]);

        faults.lose_before_commit(2);
        assert!(matches!(node.log.append(append.clone()).await, Err(AppendError::Log(_))));
        assert_eq!(node.log.head().await.unwrap(), 0);
        assert!(node.log.outcome(command_id, append.fingerprint).await.unwrap().is_none());

        faults.lose_answer(2);
        assert!(matches!(node.log.append(append.clone()).await, Err(AppendError::Log(_))));
        assert_eq!(node.log.head().await.unwrap(), 1);
        let recorded = node.log.append(append).await.unwrap();
        assert_eq!((recorded.position, recorded.replayed), (1, true));

        node.log.reload(stream(id)).await.unwrap();
        assert_eq!(node.add(id, renamed(id, "Gwen")).await.unwrap().position, 2);
    }
}
