//! Measures and papers of work that moves when two records of one person are put together: they go back with the work
//! when the two are taken apart, and are forgotten with whom they are about.

use app::documents::Attaching;
use domain::person::measures::{Asking, Given, Instrument, ItemAnswer, MeasureMode, Standing, Timepoint};
use domain::person::{AtSession, DocumentKind, PersonCommand};
use domain::shared::ids::{CommandId, DocumentId, EngagementId, MeasureId, PersonId};
use tests::cases::{Case, day, line, words};
use tests::folded::every_model_is_what_the_log_says;
use tests::{Persona, TestApp, on_both_databases};

use super::merging::{at, forget, page, put_together, shown_anywhere, take_apart, twice};

/// A letter of a session that is planned in a case, attached by whoever has it.
async fn letter(app: &TestApp, of: PersonId, case: &Case) -> DocumentId {
    let readied = app.wired.app.files.ready(b"See you on Tuesday".to_vec(), "txt").await.expect("looked at");
    let document_id: DocumentId = app.id();
    let said = Attaching {
        command_id: CommandId(app.wired.app.ids.next()),
        seen: None,
        document_id,
        kind: DocumentKind::Letter,
        title: line("From the swimming pool"),
        shows: None,
        taken_on: None,
        at: Some(AtSession { engagement_id: case.engagement, session_id: case.planned }),
    };
    let file = readied.unwrap_or_else(|unfit| panic!("not taken: {unfit}"));
    let done = app.wired.app.attach(&app.viewer(case.by), of, said, &file).await.expect("attached");
    assert!(app.wired.app.views.catch_up(done.position).await);
    document_id
}

async fn asked(app: &TestApp, by: Persona, of: PersonId, engagement: Option<EngagementId>) -> MeasureId {
    let measure_id = app.id();
    let taken_on = day("2026-03-12");
    let command = PersonCommand::TakeMeasure {
        measure_id,
        engagement_id: engagement,
        asking: Asking {
            instrument: Instrument::Lonely,
            version: 1,
            taken_on,
            mode: MeasureMode::InPerson,
            adapted: false,
            timepoint: Timepoint::Review,
        },
        proxy: None,
        answers: vec![ItemAnswer { item: 1, answer: Given::Value(4), goal_id: None, weight: None }],
        words: Some(words("Since the pool closed")),
        standing: Standing::default(),
        begun_with: None,
    };
    app.person(by, of, command).await;
    measure_id
}

on_both_databases! {
    async fn a_measure_and_a_paper_of_an_engagement_that_goes_back_go_back_with_it(db) {
        let app = TestApp::begin(db).await;
        let (one, two) = twice(&app).await;
        assert_eq!(put_together(&app, one.person, two.person).await.status, 303);
        let paper = letter(&app, one.person, &two).await;
        let own_paper = letter(&app, one.person, &one).await;
        let measure = asked(&app, Persona::Ben, one.person, Some(two.engagement)).await;
        let own = asked(&app, Persona::Amina, one.person, Some(one.engagement)).await;
        let back = PersonCommand::TakeMeasureBack { measure_id: measure, reason: words("It was asked of his brother") };
        app.person(Persona::Ben, one.person, back).await;
        every_model_is_what_the_log_says(&app.wired).await;
        let file = |of: PersonId, id: DocumentId| format!("{}/documents/{id}/file", at(of));
        let mut rosa = app.signed_in(Persona::Rosa).await;
        assert_eq!(rosa.get(&file(one.person, paper)).await.status, 200);
        let said = page(&app, Persona::Rosa, &format!("{}/unmerging", at(one.person))).await;
        assert!(said.contains("3 more go back") && said.contains("or recorded in its engagements"), "{said}");
        assert!(said.contains("2 things that were recorded here since stay here"), "{said}");

        assert_eq!(take_apart(&app, one.person, two.person).await.status, 303);
        every_model_is_what_the_log_says(&app.wired).await;
        for (of, with, without) in [(two.person, paper, own_paper), (one.person, own_paper, paper)] {
            assert_eq!(rosa.get(&file(of, with)).await.status, 200);
            assert_eq!(rosa.get(&file(of, without)).await.status, 404);
        }
        let known = async |id| {
            let rosa = app.viewer(Persona::Rosa);
            let who = rosa.connecting().expect("a lead");
            app.wired.app.views.person(&who, id).await.expect("an answer").expect("on record").person
        };
        let (stays, went) = (known(one.person).await, known(two.person).await);
        assert!(went.measures.get(&measure).is_some_and(|kept| !kept.counts()) && !went.measures.contains_key(&own));
        assert!(stays.measures.contains_key(&own) && !stays.measures.contains_key(&measure));
        // A start that looks after files changes nothing about that.
        app.clock.set("2026-03-13T10:00:00Z".parse().expect("a time"));
        app.wired.app.settle_documents().await.expect("settled");
        let mut rosa = app.signed_in(Persona::Rosa).await;
        assert_eq!(rosa.get(&file(two.person, paper)).await.status, 200);

        forget(&app, two.person).await;
        assert_eq!(rosa.get(&file(two.person, paper)).await.status, 404);
        assert_eq!(rosa.get(&file(one.person, own_paper)).await.status, 200);
        let streams = [one.person, two.person].map(|id| app::log::StreamId::new(domain::Noun::Person, id));
        let history = app.wired.app.log.history(&streams, None, 1_000).await.expect("the log");
        let kept: String = history
            .iter()
            .filter_map(|envelope| match &envelope.event {
                domain::Event::Person(fact) => Some(serde_json::to_string(fact).expect("JSON")),
                _ => None,
            })
            .collect();
        assert_eq!(kept.matches("From the swimming pool").count(), 1, "his own letter is there, the other’s is not");
        assert_eq!(kept.matches("Since the pool closed").count(), 1);
        assert!(!kept.contains("his brother") && !shown_anywhere(&app).await.contains("his brother"));
        every_model_is_what_the_log_says(&app.wired).await;
    }

    async fn whoever_is_forgotten_while_two_are_one_leaves_no_file_of_either(db) {
        let app = TestApp::begin(db).await;
        let (one, two) = twice(&app).await;
        assert_eq!(put_together(&app, one.person, two.person).await.status, 303);
        let paper = letter(&app, one.person, &two).await;
        forget(&app, one.person).await;
        let mut rosa = app.signed_in(Persona::Rosa).await;
        assert_eq!(rosa.get(&format!("{}/documents/{paper}/file", at(one.person))).await.status, 404);
        let left = infra::on!(&app.wired.database, read, pool => {
            sqlx::query_scalar::<_, i64>("SELECT COUNT(*) FROM documents WHERE document_id = $1")
                .bind(paper.uuid()).fetch_one(pool).await.expect("a count")
        });
        assert_eq!(left, 0);
        every_model_is_what_the_log_says(&app.wired).await;
    }
}
