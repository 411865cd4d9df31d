//! What is begun for a record that goes in the same instant, when what should follow does not: the connection is gone,
//! it cannot be moved at all, or the two records are taken apart before it is.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use app::commands::{Instruction, Merging};
use app::error::Refusal;
use domain::Noun;
use domain::person::{MergingError, PersonError};
use domain::shared::ids::{ConcernId, EngagementId, PersonId, RelationshipId};
use tests::cases::Case;
use tests::folded::every_model_is_what_the_log_says;
use tests::{Persona, TestApp, on_both_databases};
use web::wiring::serve::serve_wired;

use super::held::{
    Meanwhile, about, apart, ask_and_be_gone, ask_while, between, idea, referral, request, together, worry,
};

/// Something of each sort that was begun for a record while it went, and that nobody moved.
struct Left {
    one: PersonId,
    two: PersonId,
    case: Case,
    engagement: EngagementId,
    concern: ConcernId,
    relationship: RelationshipId,
}

impl Left {
    async fn behind(app: &TestApp) -> Self {
        Self::by(app, ["Zara Quill", "Gordon Wells", "Gordun Wels"]).await
    }

    async fn by(app: &TestApp, names: [&str; 3]) -> Self {
        let case = app.case(Persona::Amina, names[0], app.contracts[0].contract_id).await;
        let one = app.register(Persona::Amina, names[1]).await;
        let two = app.register(Persona::Ben, names[2]).await;
        let left = Self { one, two, case, engagement: app.id(), concern: app.id(), relationship: app.id() };
        // Each is about to be kept while the next one is; the two are put together while the last one is.
        let worried = ask_and_be_gone(app, Persona::Ben, worry(left.concern, two), together(app, one, two));
        let referred = ask_and_be_gone(app, Persona::Ben, referral(left.engagement, two), async {
            worried.await.expect("the worry is kept, and answered so");
        });
        ask_and_be_gone(app, Persona::Rosa, idea(left.relationship, &left.case, two), async {
            referred.await.expect("the referral is kept, and answered so");
        })
        .await
        .expect("the idea is kept, and answered so");
        assert_eq!(left.of(app).await, [two; 3], "nothing followed");
        app.wired.app.views.catch_up(app.wired.app.log.head().await.expect("a head")).await;
        left
    }

    /// Whose each of them is: engagement, concern, relationship.
    async fn of(&self, app: &TestApp) -> [PersonId; 3] {
        let engagement = about(app, Noun::Engagement, self.engagement.uuid()).await;
        let concern = about(app, Noun::Concern, self.concern.uuid()).await;
        [engagement, concern, between(app, self.relationship).await.1]
    }
}

on_both_databases! {
    async fn what_was_left_is_moved_when_putting_together_is_asked_again(db) {
        let app = TestApp::begin(db).await;
        let left = Left::behind(&app).await;
        let merging = Merging { stays: left.one, goes: left.two, goes_seen: None };
        let again = request(&app, Instruction::PutTogether(merging));
        let refused = app.wired.app.ask(&app.viewer(Persona::Rosa), again).await.expect_err("they are one already");
        let already = PersonError::Merging(MergingError::MergedAlready { into: left.one });
        assert!(matches!(refused, Refusal::Person(why) if why == already));
        assert_eq!(left.of(&app).await, [left.one; 3]);
    }

    async fn what_was_left_is_found_and_moved_once_in_the_name_of_whoever_put_the_two_together(db) {
        let app = TestApp::begin(db).await;
        let left = Left::behind(&app).await;
        let before = app.wired.app.log.head().await.expect("a head");
        assert_eq!(app.wired.app.move_left_behind().await.expect("moved"), 3);
        assert_eq!(left.of(&app).await, [left.one; 3]);
        let moved = app.wired.app.log.feed(before, 10).await.expect("the log");
        let rosa = app.account(Persona::Rosa);
        assert!(moved.iter().all(|one| one.actor == rosa.account_id && one.organisation == rosa.organisation_id));
        assert!(app.wired.app.views.catch_up(before + 3).await);
        assert_eq!(app.wired.app.move_left_behind().await.expect("nothing is left"), 0);
        assert_eq!(app.wired.app.views.left_behind().await.expect("nothing is left"), []);
        apart(&app, left.one, left.two).await;
        assert_eq!(left.of(&app).await, [left.two; 3], "taken apart it is the other's again");
        every_model_is_what_the_log_says(&app.wired).await;
    }

    async fn what_was_left_is_moved_when_kith_starts_and_while_it_serves(db) {
        let app = TestApp::begin(db).await;
        let left = Left::behind(&app).await;
        app.wired.start(|_, _| {}).await.expect("it starts");
        assert_eq!(left.of(&app).await, [left.one; 3]);

        let left = Left::by(&app, ["Shanice Morris", "Terry Brook", "Terri Brooke"]).await;
        let anywhere = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let moved = async {
            while left.of(&app).await != [left.one; 3] {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::select! {
            served = serve_wired(&app.wired, anywhere, |_| ()) => panic!("it stopped: {served:?}"),
            () = moved => {}
            () = tokio::time::sleep(Duration::from_secs(20)) => panic!("it was not moved"),
        }
    }

    async fn two_records_that_are_introduced_to_each_other_meanwhile_stay_two_and_hinder_nothing(db) {
        let app = TestApp::begin(db).await;
        let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        let other = app.register(Persona::Amina, "Gordun Wels").await;
        let (id, engagement): (RelationshipId, EngagementId) = (app.id(), app.id());
        let referred =
            ask_and_be_gone(&app, Persona::Amina, referral(engagement, other), together(&app, case.person, other));
        let meanwhile: Vec<Meanwhile<'_>> = vec![Box::pin(async {
            referred.await.expect("the referral is kept");
        })];
        ask_while(&app, Persona::Amina, idea(id, &case, other), meanwhile).await.expect("it is kept");
        assert_eq!(between(&app, id).await, (case.person, other), "nobody is introduced to themselves");
        let merging = Merging { stays: case.person, goes: other, goes_seen: None };
        let again = request(&app, Instruction::PutTogether(merging));
        app.wired.app.ask(&app.viewer(Persona::Rosa), again).await.expect_err("they are one already");
        assert_eq!(about(&app, Noun::Engagement, engagement.uuid()).await, case.person, "what else was left is moved");
        assert!(app.wired.app.views.catch_up(app.wired.app.log.head().await.expect("a head")).await);
        assert_eq!(app.wired.app.views.left_behind().await.expect("looked"), [], "it is not looked at for ever");
        apart(&app, case.person, other).await;
        assert_eq!(between(&app, id).await, (case.person, other), "taken apart they are the two that they were");
        every_model_is_what_the_log_says(&app.wired).await;
    }

    async fn what_follows_just_after_the_two_were_taken_apart_comes_back(db) {
        let app = TestApp::begin(db).await;
        let case = app.case(Persona::Amina, "Zara Quill", app.contracts[0].contract_id).await;
        let one = app.register(Persona::Amina, "Gordon Wells").await;
        let two = app.register(Persona::Ben, "Gordun Wels").await;
        let (engagement, concern): (EngagementId, ConcernId) = (app.id(), app.id());
        let relationship: RelationshipId = app.id();
        for (by, instruction) in [
            (Persona::Rosa, idea(relationship, &case, two)),
            (Persona::Ben, referral(engagement, two)),
            (Persona::Ben, worry(concern, two)),
        ] {
            // They are one when it begins, and two again when it is about to follow.
            let before = app.wired.app.log.head().await.expect("a head");
            let meanwhile: Vec<Meanwhile<'_>> =
                vec![Box::pin(together(&app, one, two)), Box::pin(apart(&app, one, two))];
            ask_while(&app, by, instruction, meanwhile).await.expect("it is kept");
            let since = app.wired.app.log.feed(before, 100).await.expect("the log");
            let moves = since.iter().filter(|one| one.event.name().ends_with("Replaced")).count();
            assert!(moves >= 2 && moves % 2 == 0, "it went and came back: {moves}");
        }
        assert_eq!(between(&app, relationship).await, (case.person, two));
        assert_eq!(about(&app, Noun::Engagement, engagement.uuid()).await, two);
        assert_eq!(about(&app, Noun::Concern, concern.uuid()).await, two);
        every_model_is_what_the_log_says(&app.wired).await;
    }
}
