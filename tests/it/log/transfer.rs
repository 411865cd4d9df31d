//! The log moves from one database to the other and stays what it was.

use app::log::EventLog;
use domain::shared::ids::CommandId;
use infra::database::Database;
use infra::log::Verdict;
use sqlx::Row;
use tests::databases::{Which, fresh, wanted};
use tests::on_both_databases;

use super::{NAME, Node, command, name_of, new_id, new_person, node, part, registered, renamed, stream};

async fn hashes(node: &Node) -> Vec<(i64, Vec<u8>)> {
    let text = "SELECT position, hash FROM events ORDER BY position";
    match &node.database {
        Database::Sqlite { read, .. } => sqlx::query(text)
            .fetch_all(read)
            .await
            .unwrap()
            .iter()
            .map(|row| (row.get(0), row.get(1)))
            .collect(),
        Database::Postgres { write: pool, .. } => sqlx::query(text)
            .fetch_all(pool)
            .await
            .unwrap()
            .iter()
            .map(|row| (row.get(0), row.get(1)))
            .collect(),
    }
}

on_both_databases! {
    async fn an_export_goes_into_the_other_database_with_its_positions_and_hashes(db) {
        let other = if db.which == Which::Sqlite { Which::Postgres } else { Which::Sqlite };
        if !wanted(other) {
            return;
        }
        let from = node(&db.url).await;
        let (id, forgotten, command_id) = (new_person(), new_person(), CommandId(new_id()));
        let append = command(command_id, vec![part(&from.log.load(stream(id)).await.unwrap(), vec![registered(id)])]);
        from.log.append(append.clone()).await.unwrap();
        from.add(forgotten, registered(forgotten)).await.unwrap();
        from.add(id, renamed(id, "Gwen O'Quill \"Gwendo\" \\ 王秀英")).await.unwrap();
        from.log.destroy_key(forgotten).await.unwrap();

        let mut lines = Vec::new();
        assert_eq!(from.log.export(&mut lines).await.unwrap(), 3);
        assert!(!String::from_utf8(lines.clone()).unwrap().contains(NAME));

        let other = fresh(other).await;
        let to = node(&other.url).await;
        assert_eq!(to.log.import(&mut lines.as_slice()).await.unwrap(), 3);
        assert!(to.all().await == from.all().await);
        assert_eq!(hashes(&to).await, hashes(&from).await);
        assert_eq!(to.log.verify().await.unwrap(), Verdict::Intact { events: 3 });
        assert_eq!(name_of(&to.log.load(stream(forgotten)).await.unwrap()), None);
        assert!(to.log.append(append).await.unwrap().replayed);
        assert_eq!(to.add(id, renamed(id, "Gwen")).await.unwrap().position, 4);

        let mut again = Vec::new();
        from.log.export(&mut again).await.unwrap();
        assert!(lines == again, "an export is the same each time");
        let refused = to.log.import(&mut lines.as_slice()).await.unwrap_err();
        assert!(super::cause(&refused).contains("empty log"), "{}", super::cause(&refused));
    }

    async fn an_export_that_was_tampered_with_or_cut_is_not_taken_in(db) {
        let from = node(&db.url).await;
        let id = new_person();
        from.add(id, registered(id)).await.unwrap();
        from.add(id, renamed(id, "Gwen")).await.unwrap();
        let mut lines = Vec::new();
        from.log.export(&mut lines).await.unwrap();
        let text = String::from_utf8(lines).unwrap();
        let cut = text.trim_end().rsplit_once('\n').unwrap().0.to_owned();
        let altered = text.replace("DetailsCorrected", "DetailsConcocted");

        let other = fresh(db.which).await;
        let to = node(&other.url).await;
        for (export, why) in [(cut, "is cut off after line"), (altered, "position 2 is not what was recorded")] {
            let refused = to.log.import(&mut export.as_bytes()).await.unwrap_err();
            assert!(super::cause(&refused).contains(why), "{}", super::cause(&refused));
            assert!(to.all().await.is_empty());
        }
        assert_eq!(to.log.import(&mut text.as_bytes()).await.unwrap(), 2);
    }
}
