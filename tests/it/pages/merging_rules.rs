//! Who may put two records together and when, how the other is found, and what others see of it.

use std::sync::Arc;

use app::clock::Clock;
use app::commands::{Instruction, Merging};
use app::error::Refusal;
use app::log::{Append, StreamAppend, StreamId};
use domain::engagement::EngagementEvent;
use domain::engagement::codes::ReferralSource;
use domain::person::MergingError;
use domain::shared::ids::{EngagementId, PersonId};
use domain::{Event, Noun, State};
use tests::cases::{day, line};
use tests::folded::every_model_is_what_the_log_says;
use tests::{Persona, TestApp, on_both_databases};

use super::merging::{at, forget, page, put_together, take_apart, twice};

/// A referral that was decided on before two records were put together, and is kept just after.
async fn referred(app: &TestApp, person_id: PersonId) -> EngagementId {
    let engagement_id: EngagementId = app.id();
    let event = Event::Engagement(EngagementEvent::ReferralReceived {
        engagement_id,
        person_id,
        source: ReferralSource::College,
        received_on: day("2026-03-12"),
        reason: None,
        referrer: None,
        under_way_since: None,
    });
    let mut after = State::new(Noun::Engagement);
    after.evolve(&event);
    let rosa = app.account(Persona::Rosa);
    let append = Append {
        command_id: app.id(),
        fingerprint: [0; 32],
        organisation: rosa.organisation_id,
        actor: rosa.account_id,
        recorded_at: app.clock.now(),
        streams: vec![StreamAppend {
            stream: StreamId::new(Noun::Engagement, engagement_id),
            expected: 0,
            events: vec![event],
            after: Arc::new(after),
        }],
    };
    app.wired.app.log.append(append).await.expect("kept");
    engagement_id
}

on_both_databases! {
    async fn what_is_sent_twice_happens_once_and_what_is_old_is_said_to_be(db) {
        let app = TestApp::begin(db).await;
        let (one, two) = twice(&app).await;
        let rosa = app.viewer(Persona::Rosa);
        let merging = Merging { stays: one.person, goes: two.person, goes_seen: None };
        let request = |goes_seen| app::commands::Request {
            command_id: domain::shared::ids::CommandId(uuid::Uuid::from_u128(77)),
            seen: None,
            instruction: Instruction::PutTogether(Merging { goes_seen, ..merging.clone() }),
        };
        let stale = app.wired.app.ask(&rosa, request(Some(1))).await;
        assert!(matches!(stale, Err(Refusal::Stale { seen: 1, .. })), "{stale:?}");
        let first = app.wired.app.ask(&rosa, request(None)).await.expect("put together");
        let second = app.wired.app.ask(&rosa, request(None)).await.expect("answered again");
        assert!(!first.replayed && second.replayed && first.position == second.position);
        // What one of the two is asked alone is no request.
        let mut browser = app.signed_in(Persona::Rosa).await;
        let alone = serde_json::json!({
            "command_id": uuid::Uuid::from_u128(78),
            "ask": { "to": "person", "id": one.person, "command": { "do": "MergeInto", "into": two.person } },
        });
        assert_eq!(browser.post_json("/api/v1/commands", &alone).await.status, 422);
    }

    async fn a_row_of_a_list_whose_person_was_put_together_is_not_taken_back_and_says_so(db) {
        let app = TestApp::begin(db).await;
        let one = app.register(Persona::Amina, "Gordon Wells").await;
        let two = app.register(Persona::Ben, "Gordun Wels").await;
        let merging = Merging { stays: one, goes: two, goes_seen: None };
        app.ask(Persona::Rosa, Instruction::PutTogether(merging)).await.expect("put together");
        let back = app::commands::TakenBack {
            person_id: two,
            person_version: 1,
            engagement: None,
            reason: tests::cases::words("The list was the wrong one"),
        };
        let refused = app.ask(Persona::Ben, Instruction::TakenBack(back.clone())).await;
        let said = refused.expect_err("refused").to_string();
        assert!(said.contains("was put together with another one of the same person"), "{said}");
        assert!(matches!(app.ask(Persona::Olu, Instruction::TakenBack(back)).await, Err(Refusal::NotFound)));
    }

    async fn what_began_for_the_record_that_went_in_the_same_instant_is_moved_after(db) {
        let app = TestApp::begin(db).await;
        let (one, two) = (app.register(Persona::Amina, "Gordon Wells").await, app.register(Persona::Ben, "Gordun Wels").await);
        let rosa = app.viewer(Persona::Rosa);
        let request = || app::commands::Request {
            command_id: domain::shared::ids::CommandId(uuid::Uuid::from_u128(79)),
            seen: None,
            instruction: Instruction::PutTogether(Merging { stays: one, goes: two, goes_seen: None }),
        };
        app.wired.app.ask(&rosa, request()).await.expect("put together");
        let id = referred(&app, two).await;
        let done = app.wired.app.ask(&rosa, request()).await.expect("answered again");
        assert!(done.replayed);
        assert!(app.wired.app.views.catch_up(app.wired.app.log.head().await.expect("a head")).await);
        let who = rosa.connecting().expect("a lead");
        let case = app.wired.app.views.case(&who, id, app.today()).await.expect("an answer").expect("a case");
        assert_eq!(case.person.person_id, one);

        let apart = Instruction::TakeApart(Merging { stays: one, goes: two, goes_seen: None });
        app.ask(Persona::Rosa, apart).await.expect("taken apart");
        let back = app.wired.app.views.case(&who, id, app.today()).await.expect("an answer").expect("a case");
        assert_eq!(back.person.person_id, two);
        assert!(app.wired.app.ask(&rosa, request()).await.expect("answered again").replayed);
        assert!(app.wired.app.views.catch_up(app.wired.app.log.head().await.expect("a head")).await);
        let still = app.wired.app.views.case(&who, id, app.today()).await.expect("an answer").expect("a case");
        assert_eq!(still.person.person_id, two, "an old form that is sent again moves nobody's work");
        let other = app.viewer(Persona::Amina);
        assert!(matches!(app.wired.app.ask(&other, request()).await, Err(Refusal::NotYours)));
    }

    async fn what_is_half_typed_in_a_case_that_came_along_is_forgotten_with_whom_it_is_about(db) {
        let app = TestApp::begin(db).await;
        let (one, two) = twice(&app).await;
        assert_eq!(put_together(&app, one.person, two.person).await.status, 303);
        let form = format!("/engagements/{}/meet-ups/new", two.engagement);
        let page = format!("{form}?session={}", two.planned);
        let mut ben = app.signed_in(Persona::Ben).await;
        let saved = super::drafts::save(&mut ben, &page, &form, &[("note", "He had a toothache")]).await;
        assert_eq!(saved.status, 204);
        let drafts = async || {
            infra::on!(&app.wired.database, read, pool => {
                sqlx::query_scalar::<_, i64>("SELECT COUNT(*) FROM drafts").fetch_one(pool).await.expect("a count")
            })
        };
        assert_eq!(drafts().await, 1);
        assert_eq!(take_apart(&app, one.person, two.person).await.status, 303);
        forget(&app, two.person).await;
        assert_eq!(drafts().await, 0);
    }

    async fn nothing_goes_round_in_a_ring_and_nobody_but_a_team_lead_of_the_house_decides(db) {
        let app = TestApp::begin(db).await;
        let (one, two) = twice(&app).await;
        let three = app.community_member(Persona::Amina, "Gordon Welles").await;
        let elsewhere = app.register(Persona::Olu, "Gordon Wells").await;
        let ask = async |by, stays, goes| {
            app.ask(by, Instruction::PutTogether(Merging { stays, goes, goes_seen: None })).await
        };
        assert!(matches!(ask(Persona::Amina, one.person, three).await, Err(Refusal::NotYours)));
        assert!(matches!(ask(Persona::Rosa, one.person, elsewhere).await, Err(Refusal::NotFound)));
        assert!(matches!(ask(Persona::Rosa, elsewhere, one.person).await, Err(Refusal::NotFound)));
        let person = |refusal: Result<app::commands::Done, Refusal>| match refusal {
            Err(Refusal::Person(domain::person::PersonError::Merging(error))) => error,
            other => panic!("{other:?}"),
        };
        assert_eq!(person(ask(Persona::Rosa, one.person, one.person).await), MergingError::MergedWithItself);
        let relationship_id = one.relationship;
        assert_eq!(
            person(ask(Persona::Rosa, one.person, one.other).await),
            MergingError::RelationshipBetweenThem { relationship_id }
        );
        assert_eq!(put_together(&app, one.person, two.person).await.status, 303);
        let from = one.person;
        assert_eq!(person(ask(Persona::Rosa, three, from).await), MergingError::OthersWereTakenIn { from });
        let into = one.person;
        assert_eq!(person(ask(Persona::Rosa, two.person, three).await), MergingError::MergedAlready { into });
        assert_eq!(person(ask(Persona::Rosa, three, two.person).await), MergingError::MergedAlready { into });
        let hindered = page(&app, Persona::Rosa, &format!("{}/merging?with={}", at(one.person), one.other)).await;
        assert!(hindered.contains("They were introduced to each other") && !hindered.contains("Put them together"), "{hindered}");
    }

    async fn likely_pairs_are_listed_until_somebody_says_that_they_are_two_people(db) {
        let app = TestApp::begin(db).await;
        let (one, two) = twice(&app).await;
        let list = page(&app, Persona::Rosa, "/people/duplicates").await;
        assert!(list.contains("Gordon Wells") && list.contains("Gordun Wels"), "{list}");
        let mut amina = app.signed_in(Persona::Amina).await;
        assert_eq!(amina.get("/people/duplicates").await.status, 404);
        let mut rosa = app.signed_in(Persona::Rosa).await;
        let preview = format!("{}/merging?with={}", at(one.person), two.person);
        let told = rosa.fill(&preview, &format!("{}/merging/two-people", at(one.person)), &[]).await;
        assert_eq!((told.status, told.location()), (303, "/people/duplicates"));
        let list = rosa.get("/people/duplicates").await;
        assert!(!list.text.contains(&at(two.person)), "{}", list.words());
        assert!(list.words().contains("Friend of Gordon Wells"), "others still are: {}", list.words());
    }

    async fn the_other_record_is_chosen_among_those_alike_or_looked_for(db) {
        let app = TestApp::begin(db).await;
        let (one, two) = twice(&app).await;
        let mut rosa = app.signed_in(Persona::Rosa).await;
        let record = page(&app, Persona::Rosa, &at(one.person)).await;
        assert!(record.contains("Is this the same person as another record?"), "{record}");
        assert!(!page(&app, Persona::Amina, &at(one.person)).await.contains("Is this the same person"));
        let choose = format!("{}/merging", at(one.person));
        let search = format!("{choose}/search");
        let offered = rosa.get(&choose).await;
        assert!(offered.text.contains(&format!("{choose}?with={}", two.person)), "{}", offered.words());
        let found = rosa.fill(&choose, &search, &[("look", "Wels")]).await;
        assert_eq!(found.status, 200);
        assert!(found.text.contains(&format!("{choose}?with={}", two.person)), "{}", found.words());
        let nobody = rosa.fill(&choose, &search, &[("look", "xyzzy")]).await.words();
        assert!(nobody.contains("Nobody is found by that"), "{nobody}");
    }

    async fn a_concern_and_its_banner_go_with_the_record_and_a_safeguarding_lead_alone_reads_of_it(db) {
        let app = TestApp::begin(db).await;
        let (one, two) = twice(&app).await;
        let grace = app.viewer(Persona::Grace);
        let banner = domain::concern::Banner {
            reach: line("Grace, 01632 960123"),
            from_on: day("2026-03-12"),
            until_on: day("2026-04-12"),
        };
        for command in [
            domain::concern::ConcernCommand::TakeOver,
            domain::concern::ConcernCommand::ShowBanner { banner },
        ] {
            app.ask(Persona::Grace, Instruction::Concern { id: two.concern, command }).await.expect("done");
        }
        assert_eq!(put_together(&app, one.person, two.person).await.status, 303);
        let who = grace.connecting().expect("a lead");
        let heeded = app.wired.app.views.heeded(&who, one.person, app.today()).await.expect("an answer");
        assert!(heeded.is_some(), "everybody who may know them is asked");
        let record = page(&app, Persona::Rosa, &at(one.person)).await;
        assert!(record.contains("Please speak to the safeguarding lead"), "{record}");
        // Told from a page that was opened before.
        let command = domain::concern::ConcernCommand::Report {
            concern_id: app.id(),
            person_id: two.person,
            relationship_id: None,
            report: Box::default(),
            called: None,
        };
        let id = match &command {
            domain::concern::ConcernCommand::Report { concern_id, .. } => *concern_id,
            _ => unreachable!(),
        };
        app.ask(Persona::Ben, Instruction::Concern { id, command }).await.expect("a worry is never refused");
        assert_eq!(take_apart(&app, one.person, two.person).await.status, 303);
        let heeded = app.wired.app.views.heeded(&who, one.person, app.today()).await.expect("an answer");
        assert!(heeded.is_none());
        every_model_is_what_the_log_says(&app.wired).await;
    }
}
