//! Two records of one person: found in a list, looked at side by side, put together, found under the one that
//! stays, taken apart exactly as they were, told apart, and forgotten together.

use app::commands::Instruction;
use domain::person::codes::{
    AnswerMethod, ConsentScope, ErasureGround, Evidence, InterestKind, Participation,
};
use domain::person::records::Interest;
use domain::person::{DocumentKind, PersonCommand};
use domain::shared::ids::PersonId;
use sqlx::Row;
use tests::browser::Answer;
use tests::cases::{Case, day, line, words};
use tests::folded::every_model_is_what_the_log_says;
use tests::{Persona, TestApp, on_both_databases};

/// Gordon, and Gordon again with a case of his own that Ben has.
pub(super) async fn twice(app: &TestApp) -> (Case, Case) {
    let one = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
    let two = app.case(Persona::Ben, "Gordun Wels", app.contracts[0].contract_id).await;
    let interest = Interest {
        name: line("bowls"),
        kind: InterestKind::Passion,
        own_words: None,
        strength: 2,
        share: None,
        evidence: Evidence::Person,
        participation: Participation::Regular,
        barriers: Default::default(),
    };
    let recorded_on = day("2026-03-01");
    let love = PersonCommand::RecordInterest { interest_id: app.id(), interest, recorded_on };
    app.person(Persona::Ben, two.person, love).await;
    let (scope, how) = (ConsentScope::BeIntroduced, AnswerMethod::Spoken);
    let refuse = PersonCommand::RefuseConsent { scope, refused_on: day("2026-02-03"), how, words: None };
    app.person(Persona::Ben, two.person, refuse).await;
    let (given_on, until, decision_id) = (day("2026-03-03"), None, None);
    let give = PersonCommand::GiveConsent {
        scope,
        given_on,
        how,
        until,
        words: None,
        decision_id,
        given_by: None,
        evidence: None,
    };
    app.person(Persona::Amina, one.person, give).await;
    (one, two)
}

pub(super) fn at(id: PersonId) -> String {
    format!("/people/{id}")
}

pub(super) async fn put_together(app: &TestApp, stays: PersonId, goes: PersonId) -> Answer {
    let mut rosa = app.signed_in(Persona::Rosa).await;
    let page = format!("{}/merging?with={goes}", at(stays));
    rosa.fill(&page, &format!("{}/merging", at(stays)), &[("sure", "yes")]).await
}

pub(super) async fn take_apart(app: &TestApp, stays: PersonId, goes: PersonId) -> Answer {
    let mut rosa = app.signed_in(Persona::Rosa).await;
    let page = format!("{}/unmerging", at(stays));
    rosa.fill(&format!("{page}?with={goes}"), &page, &[("sure", "yes")]).await
}

pub(super) async fn forget(app: &TestApp, id: PersonId) {
    let rosa = app.viewer(Persona::Rosa);
    let (ground, authority) = (ErasureGround::RequestedAndGranted, line("Data protection lead"));
    let done = app.wired.app.forget(&rosa, app.id(), id, ground, authority).await.expect("forgotten");
    assert!(app.wired.app.views.catch_up(done.position).await);
}

/// Everything that stands in the tables of read models, as one text.
pub(super) async fn shown_anywhere(app: &TestApp) -> String {
    let mut all = String::new();
    for name in app.wired.projector.names() {
        let sql = format!("SELECT CAST(doc AS text) AS doc FROM {name}");
        infra::on!(&app.wired.database, read, pool => {
            let rows = sqlx::query(&sql).fetch_all(pool).await.expect("rows");
            rows.iter().for_each(|row| all.push_str(&row.get::<String, _>("doc")));
        });
    }
    all
}

pub(super) async fn page(app: &TestApp, persona: Persona, path: &str) -> String {
    let mut browser = app.signed_in(persona).await;
    let answer = browser.get(path).await;
    assert_eq!(answer.status, 200, "{path} for {persona:?}");
    answer.words()
}

on_both_databases! {
    async fn both_are_seen_side_by_side_and_are_one_afterwards_with_all_that_came_with_them(db) {
        let app = TestApp::begin(db).await;
        let (one, two) = twice(&app).await;
        let preview = page(&app, Persona::Rosa, &format!("{}/merging?with={}", at(one.person), two.person)).await;
        for words in ["Stays: Gordon Wells", "Goes: Gordun Wels", "bowls", "1 engagement", "1 relationship", "A no holds until they are asked again"] {
            assert!(preview.contains(words), "{words} is missing from {preview}");
        }
        assert_eq!(put_together(&app, one.person, two.person).await.status, 303);
        every_model_is_what_the_log_says(&app.wired).await;

        let said = page(&app, Persona::Rosa, &at(one.person)).await;
        assert!(said.contains("Bowls") && said.contains("No longer, since 12 March 2026"), "{said}");
        assert!(said.contains("Put together with the record of Gordun Wels on 12 March 2026 by Rosa"), "{said}");
        let ties = page(&app, Persona::Rosa, &format!("{}/relationships", at(one.person))).await;
        assert_eq!(ties.matches("Growing vegetables").count(), 2, "{ties}");
        let timeline = page(&app, Persona::Rosa, &format!("{}/timeline", at(one.person))).await;
        assert!(timeline.contains("Another record of Gordon was put together with this one"), "{timeline}");
        // Both connectors know the one record, and find it once.
        for persona in [Persona::Amina, Persona::Ben] {
            let mut browser = app.signed_in(persona).await;
            assert_eq!(browser.get(&at(one.person)).await.status, 200, "{persona:?}");
            let found = browser.post("/search", &[("q", "Gordon")]).await.text;
            assert!(found.contains(&at(one.person)) && !found.contains(&at(two.person)), "{persona:?}");
            let people = browser.get("/people").await.text;
            assert!(people.contains(&at(one.person)) && !people.contains(&at(two.person)), "{persona:?}");
            assert_eq!(browser.get("/today").await.status, 200, "{persona:?}");
        }
        // Work goes on in the case that came with it.
        let case = page(&app, Persona::Ben, &format!("/engagements/{}", two.engagement)).await;
        assert!(case.contains("Gordon Wells"), "{case}");
        let paper = format!("{}/documents/{}", at(one.person), two.document);
        let mut ben = app.signed_in(Persona::Ben).await;
        assert_eq!(ben.get(&format!("{paper}/thumbnail")).await.status, 200);
        assert_eq!(ben.get(&format!("{paper}/file")).await.status, 200);
    }

    async fn the_address_of_the_record_that_went_leads_to_the_other_for_whoever_may_know_of_it(db) {
        let app = TestApp::begin(db).await;
        let (one, two) = twice(&app).await;
        let stranger = app.register(Persona::Ben, "Zara Quill").await;
        assert_eq!(put_together(&app, one.person, two.person).await.status, 303);
        let mut amina = app.signed_in(Persona::Amina).await;
        let led = amina.get(&at(two.person)).await;
        assert_eq!((led.status, led.location()), (307, at(one.person).as_str()));
        let below = amina.get(&format!("{}/timeline?before=9", at(two.person))).await;
        assert_eq!(below.location(), format!("{}/timeline?before=9", at(one.person)));
        let api = amina.get(&format!("/api/v1{}", at(two.person))).await;
        assert_eq!((api.status, api.location()), (307, format!("/api/v1{}", at(one.person)).as_str()));
        let mut olu = app.signed_in(Persona::Olu).await;
        assert_eq!(olu.get(&at(two.person)).await.status, 404);
        assert_eq!(put_together(&app, one.person, stranger).await.status, 303);
        assert_eq!(amina.get(&at(stranger)).await.status, 307, "she works with who it is");
        // What was typed for the record that went is done to no other, and not lost.
        let sent = amina.post(&format!("{}/interests", at(two.person)), &[("name", "morris dancing")]).await;
        assert_eq!(sent.status, 409);
        let said = sent.words();
        assert!(said.contains("morris dancing") && said.contains(&at(one.person)), "{said}");
    }

    async fn taken_apart_both_are_as_they_were_and_what_was_recorded_meanwhile_stays(db) {
        let app = TestApp::begin(db).await;
        let (one, two) = twice(&app).await;
        let before = page(&app, Persona::Rosa, &at(two.person)).await;
        assert_eq!(put_together(&app, one.person, two.person).await.status, 303);
        let needs = PersonCommand::RecordCommunicationNeeds {
            needs: vec![domain::person::codes::CommunicationNeed::LargePrint],
            notes: None,
        };
        app.person(Persona::Amina, one.person, needs).await;
        // A note that came with the other record ends while they are together: that goes back with it.
        let ended = PersonCommand::EndSafetyNote { note_id: two.note, reason: words("It has passed"), ended_on: day("2026-03-12") };
        app.person(Persona::Rosa, one.person, ended).await;
        let asked = page(&app, Persona::Rosa, &format!("{}/unmerging", at(one.person))).await;
        for words in ["Gordun Wels has a record of their own again", "1 engagement and 1 relationship go back to it", "1 thing that was recorded here since stays here", "1 more goes back"] {
            assert!(asked.contains(words), "{words} is missing from {asked}");
        }
        assert_eq!(take_apart(&app, one.person, two.person).await.status, 303);
        every_model_is_what_the_log_says(&app.wired).await;
        let stays = page(&app, Persona::Rosa, &at(one.person)).await;
        assert!(!stays.contains("Bowls") && stays.contains("Large print"), "{stays}");
        assert!(stays.contains("Yes, since 3 March 2026"), "his own answer holds again: {stays}");
        let after = page(&app, Persona::Rosa, &at(two.person)).await;
        assert!(before.contains("Keep in mind") && !after.contains("Keep in mind"), "the note has ended: {after}");
        assert!(after.contains("Bowls") && !after.contains("Large print"), "{after}");
        let ties = page(&app, Persona::Ben, &format!("{}/relationships", at(two.person))).await;
        assert_eq!(ties.matches("Growing vegetables").count(), 1, "{ties}");
        let mut amina = app.signed_in(Persona::Amina).await;
        assert_eq!(amina.get(&at(two.person)).await.status, 404, "Ben's again");
        assert_eq!(put_together(&app, one.person, two.person).await.status, 303, "and together once more");
        every_model_is_what_the_log_says(&app.wired).await;
    }

    async fn engagements_and_relationships_that_began_since_stay_with_the_record_that_stayed(db) {
        let app = TestApp::begin(db).await;
        let (one, two) = twice(&app).await;
        assert_eq!(put_together(&app, one.person, two.person).await.status, 303);
        let again = PersonCommand::GiveConsent {
            scope: ConsentScope::BeIntroduced,
            given_on: day("2026-03-12"),
            how: AnswerMethod::Spoken,
            until: None,
            words: None,
            decision_id: None,
            given_by: None,
            evidence: None,
        };
        app.person(Persona::Amina, one.person, again).await;
        let ruth = app.community_member(Persona::Ben, "Ruth Calder").await;
        // In the engagement that came along, with the person as they are now.
        let tie = app.introduce(Persona::Ben, one.person, ruth, two.engagement).await;
        let since = app.engagement(Persona::Amina, one.person, app.contracts[0].contract_id).await;
        assert_eq!(take_apart(&app, one.person, two.person).await.status, 303);
        let rosa = app.viewer(Persona::Rosa);
        let who = rosa.connecting().expect("a lead");
        let views = &app.wired.app.views;
        let of = async |id| views.case(&who, id, app.today()).await.expect("an answer").expect("a case").person.person_id;
        assert_eq!((of(one.engagement).await, of(since).await), (one.person, one.person));
        assert_eq!(of(two.engagement).await, two.person);
        let tie = views.relationship(&who, tie).await.expect("an answer").expect("a tie").relationship;
        assert_eq!(tie.person_id, one.person, "it began with the one that stayed");
        every_model_is_what_the_log_says(&app.wired).await;
    }

    async fn figures_and_statements_stay_as_they_were(db) {
        let app = TestApp::begin(db).await;
        let (one, two) = twice(&app).await;
        let contract = app.contracts[0].contract_id;
        let (dev, claire) = (app.viewer(Persona::Dev), app.viewer(Persona::Claire));
        let views = &app.wired.app.views;
        let span = (day("2026-01-01"), day("2026-03-31"));
        let glance = async || views.glance(&claire.commissioning().unwrap(), contract, span.0, span.1).await.unwrap().unwrap();
        let statement = async |id| views.budget(&dev.accounting().unwrap(), id).await.unwrap().unwrap().budget.statement;
        let (before, spent) = (glance().await, (statement(one.engagement).await, statement(two.engagement).await));
        assert_eq!(put_together(&app, one.person, two.person).await.status, 303);
        let after = glance().await;
        assert_eq!((&after.funnel, &after.months), (&before.funnel, &before.months));
        assert_eq!((statement(one.engagement).await, statement(two.engagement).await), spent);
    }

    async fn whoever_is_forgotten_is_forgotten_with_what_was_put_together(db) {
        let app = TestApp::begin(db).await;
        let (one, two) = twice(&app).await;
        assert_eq!(put_together(&app, one.person, two.person).await.status, 303);
        forget(&app, one.person).await;
        let shown = shown_anywhere(&app).await;
        for words in ["Gordon Wells", "Gordun Wels", "bowls", "They talked about slugs", "the days are long"] {
            // The names of community members hold his own.
            let shown = shown.replace("Friend of Gordon Wells", "").replace("Friend of Gordun Wels", "");
            assert!(!shown.contains(words), "{words} is still shown: {shown}");
        }
        every_model_is_what_the_log_says(&app.wired).await;
        let mut rosa = app.signed_in(Persona::Rosa).await;
        assert_eq!(rosa.get(&at(two.person)).await.location(), at(one.person));
        assert_eq!(rosa.get(&format!("{}/documents/{}/file", at(one.person), two.document)).await.status, 404);
    }

    async fn taken_apart_and_forgotten_nothing_of_the_one_stays_with_the_other(db) {
        let app = TestApp::begin(db).await;
        let (one, two) = twice(&app).await;
        assert_eq!(put_together(&app, one.person, two.person).await.status, 303);
        // Said in a case that came with the other record, while they were together.
        let note = domain::engagement::EngagementCommand::MarkNotAttended {
            session_id: two.planned,
            absent: domain::engagement::codes::AbsentParty::Person,
            reason: Some(words("He had a toothache")),
        };
        app.clock.set("2026-03-16T18:00:00Z".parse().expect("a time"));
        app.ask(Persona::Ben, Instruction::Engagement { id: two.engagement, command: note }).await.expect("noted");
        assert_eq!(take_apart(&app, one.person, two.person).await.status, 303);
        forget(&app, two.person).await;
        let shown = shown_anywhere(&app).await;
        assert!(!shown.replace("Friend of Gordun Wels", "").contains("Gordun Wels"), "{shown}");
        assert!(!shown.contains("bowls") && !shown.contains("toothache"), "{shown}");
        assert!(shown.contains("Gordon Wells"), "the other's own record stays");
        let streams = [one.person, two.person].map(|id| app::log::StreamId::new(domain::Noun::Person, id));
        let history = app.wired.app.log.history(&streams, None, 1_000).await.expect("the log");
        let kept: Vec<String> = history
            .iter()
            .filter_map(|envelope| match &envelope.event {
                domain::Event::Person(fact) => Some(serde_json::to_string(fact).expect("JSON")),
                _ => None,
            })
            .collect();
        assert!(!kept.iter().any(|fact| fact.contains("bowls") || fact.contains("Gordun")), "{kept:?}");
        every_model_is_what_the_log_says(&app.wired).await;
    }

    async fn a_photo_that_came_along_and_was_taken_away_is_gone_from_both(db) {
        let app = TestApp::begin(db).await;
        let (one, two) = twice(&app).await;
        let other = app.attached(Persona::Ben, two.person, DocumentKind::Photo, "A leek").await;
        assert_eq!(put_together(&app, one.person, two.person).await.status, 303);
        let remove = PersonCommand::RemoveDocument { document_id: two.document, reason: words("Not his") };
        app.person(Persona::Amina, one.person, remove).await;
        let file = |of: PersonId, id| format!("{}/documents/{id}/file", at(of));
        let mut rosa = app.signed_in(Persona::Rosa).await;
        assert_eq!(rosa.get(&file(one.person, two.document)).await.status, 404);
        assert_eq!(rosa.get(&file(one.person, other)).await.status, 200);
        assert_eq!(take_apart(&app, one.person, two.person).await.status, 303);
        assert_eq!(rosa.get(&file(two.person, two.document)).await.status, 404);
        assert_eq!(rosa.get(&file(two.person, other)).await.status, 200);
        assert_eq!(rosa.get(&file(one.person, other)).await.status, 404);
        // A start that looks after files changes nothing about that.
        app.clock.set("2026-03-13T10:00:00Z".parse().expect("a time"));
        app.wired.app.settle_documents().await.expect("settled");
        let mut rosa = app.signed_in(Persona::Rosa).await;
        assert_eq!(rosa.get(&file(two.person, other)).await.status, 200);
    }
}
