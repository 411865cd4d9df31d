//! Appends: racing, repeated, in conflict, over several streams.

use app::log::{AppendError, EventLog};
use domain::shared::ids::CommandId;
use tests::on_both_databases;

use super::{command, name_of, new_id, new_person, node, part, registered, renamed, stream};

on_both_databases! {
    async fn racing_appends_on_one_stream_leave_as_many_events_as_successes(db) {
        let nodes = [node(&db.url).await, node(&db.url).await];
        let id = new_person();
        nodes[0].add(id, registered(id)).await.unwrap();
        let racers = (0..32).map(|racer| {
            let node = &nodes[racer % 2];
            async move {
                let mut kept = 0;
                for attempt in 0..8 {
                    match node.add(id, renamed(id, &format!("{racer} {attempt}"))).await {
                        Ok(_) => kept += 1,
                        Err(AppendError::Conflict { stream: moved }) => {
                            assert_eq!(moved, stream(id));
                            node.log.reload(stream(id)).await.unwrap();
                        }
                        Err(error) => panic!("{error:?}"),
                    }
                }
                kept
            }
        });
        let kept: i64 = futures::future::join_all(racers).await.into_iter().sum();
        let loaded = nodes[0].log.reload(stream(id)).await.unwrap();
        assert!(kept >= 8, "somebody wins every time");
        assert_eq!(loaded.version, kept + 1);
        assert_eq!(nodes[1].log.head().await.unwrap(), kept + 1);
    }

    async fn everybody_who_tries_again_gets_there(db) {
        let nodes = [node(&db.url).await, node(&db.url).await];
        let id = new_person();
        nodes[0].add(id, registered(id)).await.unwrap();
        let racers = (0..24).map(|n| nodes[n % 2].add_surely(id, renamed(id, &n.to_string())));
        let mut positions: Vec<i64> =
            futures::future::join_all(racers).await.into_iter().map(|recorded| recorded.position).collect();
        positions.sort_unstable();
        assert_eq!(positions, (2..=25).collect::<Vec<_>>());
    }

    async fn many_appends_at_once_share_one_order_without_gaps(db) {
        let node = node(&db.url).await;
        let appends = (0..300).map(|_| {
            let id = new_person();
            node.add(id, registered(id))
        });
        let mut positions: Vec<i64> =
            futures::future::join_all(appends).await.into_iter().map(|recorded| recorded.unwrap().position).collect();
        positions.sort_unstable();
        assert_eq!(positions, (1..=300).collect::<Vec<_>>());
        let all = node.all().await;
        assert!(all.iter().map(|event| event.position).eq(1..=300));
    }

    async fn the_same_command_from_many_clients_at_once_happens_once(db) {
        let nodes = [node(&db.url).await, node(&db.url).await];
        let (id, command_id) = (new_person(), CommandId(new_id()));
        let loaded = nodes[0].log.load(stream(id)).await.unwrap();
        let append = command(command_id, vec![part(&loaded, vec![registered(id), renamed(id, "Gwen")])]);
        let clients = (0..40).map(|client| nodes[client % 2].log.append(append.clone()));
        let answers: Vec<_> =
            futures::future::join_all(clients).await.into_iter().map(|answer| answer.unwrap()).collect();
        assert_eq!(answers.iter().filter(|answer| !answer.replayed).count(), 1);
        assert!(answers.iter().all(|answer| answer.position == 2));
        assert_eq!(nodes[0].log.head().await.unwrap(), 2);
        let outcome = nodes[1].log.outcome(command_id, append.fingerprint).await.unwrap();
        assert_eq!(outcome.map(|recorded| (recorded.position, recorded.replayed)), Some((2, true)));
    }

    async fn a_command_id_used_for_something_else_is_refused(db) {
        let node = node(&db.url).await;
        let (id, command_id) = (new_person(), CommandId(new_id()));
        let loaded = node.log.load(stream(id)).await.unwrap();
        node.log.append(command(command_id, vec![part(&loaded, vec![registered(id)])])).await.unwrap();
        let other = new_person();
        let mut append = command(command_id, vec![part(&node.log.load(stream(other)).await.unwrap(), vec![registered(other)])]);
        append.fingerprint = [2; 32];
        assert!(matches!(node.log.append(append.clone()).await, Err(AppendError::CommandReused)));
        assert!(matches!(node.log.outcome(command_id, [2; 32]).await, Err(AppendError::CommandReused)));
        // Two at once that differ: one is kept, the other refused, whoever was first.
        let (mut one, mut two) = (append.clone(), append);
        one.command_id = CommandId(new_id());
        two.command_id = one.command_id;
        two.fingerprint = [3; 32];
        let (one, two) = tokio::join!(node.log.append(one), node.log.append(two));
        assert!(one.is_ok() != two.is_ok());
        assert!(matches!(one.and(two), Err(AppendError::CommandReused)));
        assert_eq!(node.log.head().await.unwrap(), 2);
    }

    async fn several_streams_are_appended_all_or_none(db) {
        let nodes = [node(&db.url).await, node(&db.url).await];
        let ids = [new_person(), new_person(), new_person()];
        let mut parts = Vec::new();
        for id in ids {
            parts.push(part(&nodes[0].log.load(stream(id)).await.unwrap(), vec![registered(id), renamed(id, "Gwen")]));
        }
        // Unheard by the first node, one of the three moves on.
        nodes[1].add(ids[2], registered(ids[2])).await.unwrap();
        let refused = nodes[0].log.append(command(CommandId(new_id()), parts.clone())).await;
        assert!(matches!(refused, Err(AppendError::Conflict { stream: moved }) if moved == stream(ids[2])));
        assert_eq!(nodes[0].log.head().await.unwrap(), 1);
        assert_eq!(nodes[0].log.reload(stream(ids[0])).await.unwrap().version, 0);

        parts[2] = part(&nodes[0].log.reload(stream(ids[2])).await.unwrap(), vec![renamed(ids[2], "Gwen")]);
        let recorded = nodes[0].log.append(command(CommandId(new_id()), parts)).await.unwrap();
        assert_eq!(recorded.position, 6);
        let all = nodes[1].all().await;
        let commands: std::collections::HashSet<_> = all[1..].iter().map(|event| event.command_id).collect();
        assert_eq!((all.len(), commands.len()), (6, 1));
        for id in ids {
            let loaded = nodes[1].log.reload(stream(id)).await.unwrap();
            assert_eq!((loaded.version, name_of(&loaded).as_deref()), (2, Some("Gwen")));
        }
    }

    async fn one_in_conflict_does_not_hold_up_those_who_share_its_commit(db) {
        let nodes = [node(&db.url).await, node(&db.url).await];
        let late = new_person();
        let stale = part(&nodes[0].log.load(stream(late)).await.unwrap(), vec![registered(late)]);
        nodes[1].add(late, registered(late)).await.unwrap();
        let others = (0..20).map(|_| {
            let id = new_person();
            nodes[0].add(id, registered(id))
        });
        let (refused, others) =
            tokio::join!(nodes[0].log.append(command(CommandId(new_id()), vec![stale])), futures::future::join_all(others));
        assert!(matches!(refused, Err(AppendError::Conflict { .. })));
        assert!(others.iter().all(Result::is_ok));
        assert_eq!(nodes[0].log.head().await.unwrap(), 21);
    }

    async fn an_append_of_nothing_is_refused(db) {
        let node = node(&db.url).await;
        let loaded = node.log.load(stream(new_person())).await.unwrap();
        for streams in [vec![], vec![part(&loaded, vec![])]] {
            assert!(matches!(node.log.append(command(CommandId(new_id()), streams)).await, Err(AppendError::Log(_))));
        }
        assert_eq!(node.log.head().await.unwrap(), 0);
    }

    async fn two_nodes_make_keys_of_the_same_people_at_once_each_in_its_own_order(db) {
        let nodes = [node(&db.url).await, node(&db.url).await];
        for _ in 0..10 {
            let people: Vec<_> = (0..60).map(|_| new_person()).collect();
            let made = nodes.each_ref().map(|node| node.log.make_keys(&people));
            for made in futures::future::join_all(made).await {
                made.unwrap();
            }
        }
    }

    async fn a_stream_loads_as_it_was_appended(db) {
        let node = node(&db.url).await;
        let id = new_person();
        assert_eq!(node.log.load(stream(id)).await.unwrap().version, 0);
        node.add(id, registered(id)).await.unwrap();
        node.add(id, renamed(id, "Gwen")).await.unwrap();
        // Another node knows nothing, and reads it from the database.
        let known = node.log.load(stream(id)).await.unwrap();
        let read = super::node(&db.url).await.log.reload(stream(id)).await.unwrap();
        assert_eq!((known.version, name_of(&known)), (read.version, name_of(&read)));
        assert_eq!((read.version, name_of(&read).as_deref()), (2, Some("Gwen")));
        assert_eq!(read.organisation, Some(super::ORGANISATION));
        let event = &node.all().await[1];
        assert_eq!((event.version, event.recorded_at, event.actor), (2, super::now(), super::ACTOR));
        assert_eq!(event.event, renamed(id, "Gwen"));
    }
}
