//! What is begun for a record in the very moment in which it is put together with another one ends up with the record
//! that stays, whichever of the two is kept first and whether or not the sweep of the one sees the other.

use app::commands::{Instruction, Merging, Request};
use app::log::StreamId;
use domain::Noun;
use domain::shared::ids::{ConcernId, EngagementId};
use tests::folded::every_model_is_what_the_log_says;
use tests::{Persona, TestApp, on_both_databases};

use super::held::{Meanwhile, about, apart, ask_while, referral, request, together, worry};

on_both_databases! {
    async fn what_was_decided_before_and_is_kept_after_all_was_moved_follows_by_itself(db) {
        let app = TestApp::begin(db).await;
        app.case(Persona::Amina, "Zara Quill", app.contracts[0].contract_id).await;
        let one = app.register(Persona::Amina, "Gordon Wells").await;
        let two = app.register(Persona::Ben, "Gordun Wels").await;
        let (engagement, concern): (EngagementId, ConcernId) = (app.id(), app.id());
        for instruction in [referral(engagement, two), worry(concern, two)] {
            let meanwhile: Vec<Meanwhile<'_>> = vec![Box::pin(together(&app, one, two))];
            ask_while(&app, Persona::Ben, instruction, meanwhile).await.expect("it is kept");
            assert_eq!(about(&app, Noun::Engagement, engagement.uuid()).await, one);
            if app.wired.app.log.reload(StreamId::new(Noun::Concern, concern)).await.expect("the log").version > 0 {
                assert_eq!(about(&app, Noun::Concern, concern.uuid()).await, one);
            }
            apart(&app, one, two).await;
        }
        assert_eq!(about(&app, Noun::Engagement, engagement.uuid()).await, two, "taken apart it is the other’s again");
        assert_eq!(about(&app, Noun::Concern, concern.uuid()).await, two);
        together(&app, one, two).await;
        assert_eq!(about(&app, Noun::Concern, concern.uuid()).await, one);
        every_model_is_what_the_log_says(&app.wired).await;
    }

    async fn however_they_race_nothing_is_left_with_the_record_that_went(db) {
        let app = TestApp::begin(db).await;
        app.case(Persona::Amina, "Zara Quill", app.contracts[0].contract_id).await;
        let (rosa, ben) = (app.viewer(Persona::Rosa), app.viewer(Persona::Ben));
        for round in 0..8 {
            let one = app.register(Persona::Amina, &format!("Gordon Wells {round}")).await;
            let two = app.register(Persona::Ben, &format!("Gordun Wels {round}")).await;
            let merging = Merging { stays: one, goes: two, goes_seen: None };
            let together = request(&app, Instruction::PutTogether(merging));
            let ids: Vec<EngagementId> = (0..6).map(|_| app.id()).collect();
            let referrals: Vec<Request> = ids.iter().map(|id| request(&app, referral(*id, two))).collect();
            let mut racing = tokio::task::JoinSet::new();
            for (place, asked) in referrals.into_iter().enumerate() {
                let (app, ben) = (app.wired.app.clone(), ben.clone());
                racing.spawn(async move {
                    tokio::time::sleep(std::time::Duration::from_millis(place as u64)).await;
                    app.ask(&ben, asked).await.is_ok()
                });
            }
            app.wired.app.ask(&rosa, together).await.expect("put together");
            let kept = racing.join_all().await.into_iter().filter(|kept| *kept).count();
            assert!(kept <= ids.len());
            for id in ids {
                let stream = StreamId::new(Noun::Engagement, id);
                let loaded = app.wired.app.log.reload(stream).await.expect("the log");
                if loaded.version > 0 {
                    assert_eq!(about(&app, Noun::Engagement, id.uuid()).await, one, "round {round}");
                }
            }
        }
        assert!(app.wired.app.views.catch_up(app.wired.app.log.head().await.expect("a head")).await);
        every_model_is_what_the_log_says(&app.wired).await;
    }
}
