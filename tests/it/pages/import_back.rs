//! Taking a list back: nobody is owed a word about somebody who came by mistake, and whoever brought a list takes all of
//! it back, colleagues' rows too, as long as nothing was added to them.

use app::commands::{Instruction, TakenBack};
use app::error::Refusal;
use app::imports::Outcome;
use chrono::Duration;
use domain::engagement::EngagementCommand;
use domain::engagement::codes::{ReferralOutcome, ReferralSource};
use domain::person::PersonCommand;
use domain::person::codes::CommunicationNeed;
use domain::shared::ids::{EngagementId, ImportId};
use tests::browser::Browser;
use tests::cases::{day, words};
use tests::{Persona, TestApp, on_both_databases};
use web::pages::connector::{due, late};

use super::import::{matched, settled};

/// Brings a list and takes in all of it; answers its address.
async fn taken_in(app: &TestApp, browser: &mut Browser, text: &str) -> String {
    let list = matched(app, browser, text.as_bytes()).await;
    browser.fill(&format!("{list}/rows"), &format!("{list}/rows"), &[("rows", "all")]).await;
    settled(browser, &list).await;
    list
}

async fn outcomes(app: &TestApp, by: Persona, list: &str) -> Vec<Outcome> {
    let id: ImportId = list.rsplit('/').next().expect("an id").parse().expect("an id");
    let viewer = app.viewer(by);
    app.wired.app.imports.outcomes(&viewer.connecting().expect("hers"), id).await.expect("read")
}

/// Whom Amina is to write about, as her own day has it and as the team's page has it.
async fn to_write_about(app: &TestApp) -> [Vec<String>; 2] {
    let (amina, rosa) = (app.viewer(Persona::Amina), app.viewer(Persona::Rosa));
    let (own, lead) = (amina.connecting().expect("hers"), rosa.connecting().expect("she leads"));
    let kith = &app.wired.app;
    let today = kith.day(&own).await.expect("a day");
    let listed = due::needs(&today);
    let mut told = kith.late(&lead, Some(amina.account()), 100).await.expect("it is told");
    let told = told.remove(&amina.account()).unwrap_or_default();
    let told = told.items.iter().map(|item| late::need(item, today.on)).collect();
    [listed, told].map(|needs: Vec<due::Need>| {
        needs.into_iter().filter(|need| need.icon == "mail").map(|need| need.title).collect()
    })
}

on_both_databases! {
    async fn nobody_is_owed_a_word_about_somebody_who_came_by_mistake(db) {
        let app = TestApp::begin(db).await;
        let mut rosa = app.signed_in(Persona::Rosa).await;
        let text = "Name,Connector,Referred by\nGraham Stone,Amina,GP\nIvy Bloom,Amina,GP\n";
        let list = taken_in(&app, &mut rosa, text).await;
        let ivy = outcomes(&app, Persona::Rosa, &list).await[1].engagement.expect("a referral came with her").0;
        let close = EngagementCommand::CloseReferral { outcome: ReferralOutcome::Declined, reason: words("Not now") };
        app.ask(Persona::Amina, Instruction::Engagement { id: ivy, command: close }).await.expect("it is closed");
        rosa.fill(&list, &format!("{list}/taking-back"), &[]).await;
        settled(&mut rosa, &list).await;
        app.clock.advance(Duration::days(14));
        let owed = ["Ivy: tell who referred them".to_owned()];
        for said in to_write_about(&app).await {
            assert_eq!(said, owed, "about Ivy, who stayed, and not about Graham");
        }
        app.wired.projector.rebuild(&["messages_back"], |_, _| {}).await.expect("it is made anew");
        for said in to_write_about(&app).await {
            assert_eq!(said, owed, "nor once the table is made anew");
        }
    }

    async fn whoever_brought_a_list_takes_colleagues_rows_back_too_and_learns_nothing_else(db) {
        let app = TestApp::begin(db).await;
        let mut amina = app.signed_in(Persona::Amina).await;
        let text = "Name,Connector\nGraham Stone,Ben\nIvy Bloom,Ben\nRuby Novak,Amina\nMei Chen,Ben\n";
        let list = taken_in(&app, &mut amina, text).await;
        let page = amina.get(&list).await;
        assert!(page.words().contains("4 people are here now") && page.text.contains(">Ruby Novak</a>"));
        assert!(!page.text.contains("Graham Stone"), "whom a colleague works with is not named: {}", page.words());
        let rows = outcomes(&app, Persona::Amina, &list).await;
        let mut ben = app.signed_in(Persona::Ben).await;
        assert!(ben.fill("/search", "/search", &[("q", "graham")]).await.text.contains(">Graham Stone</a>"));

        // Something is added to one record, and a second case is opened of another.
        let needs = PersonCommand::RecordCommunicationNeeds { needs: vec![CommunicationNeed::EasyRead], notes: None };
        app.person(Persona::Ben, rows[1].person_id, needs).await;
        let other: EngagementId = app.id();
        let again = EngagementCommand::ReceiveReferral {
            engagement_id: other,
            person_id: rows[3].person_id,
            source: ReferralSource::College,
            received_on: day("2026-03-11"),
            reason: None,
            referrer: None,
            under_way_since: None,
        };
        app.ask(Persona::Ben, Instruction::Engagement { id: other, command: again }).await.expect("it came");

        amina.fill(&list, &format!("{list}/taking-back"), &[]).await;
        let said = settled(&mut amina, &list).await;
        let stayed = "something was added to it since, so it stays";
        for row in [3, 5] {
            assert!(said.contains(&format!("Row {row}{stayed}")), "row {row}: {said}");
        }
        assert_eq!(said.matches(stayed).count(), 2, "the others went: {said}");
        let page = amina.get(&list).await.text;
        for row in [&rows[1], &rows[3]] {
            assert!(!page.contains(&row.person_id.to_string()), "nothing leads to whom she may not know of");
            assert_eq!(amina.get(&format!("/people/{}", row.person_id)).await.status, 404);
        }
        for (name, is_here) in [("Graham", false), ("Ivy", true), ("Mei", true)] {
            let found = ben.fill("/search", "/search", &[("q", name)]).await.text;
            assert_eq!(found.contains(&format!(">{name} ")), is_here, "{name}");
        }
    }

    async fn a_colleagues_person_who_did_not_come_with_a_list_is_not_taken_back(db) {
        let app = TestApp::begin(db).await;
        let person_id = app.register(Persona::Amina, "Gordon Wells").await;
        let id: EngagementId = app.id();
        let referral = EngagementCommand::ReceiveReferral {
            engagement_id: id,
            person_id,
            source: ReferralSource::College,
            received_on: day("2026-03-11"),
            reason: None,
            referrer: None,
            under_way_since: None,
        };
        let connector = app.account(Persona::Ben).account_id;
        for command in [referral, EngagementCommand::AllocateConnector { connector }] {
            app.ask(Persona::Amina, Instruction::Engagement { id, command }).await.expect("it is asked for");
        }
        let back = |engagement| TakenBack { person_id, person_version: 1, engagement, reason: words("A mistake") };
        for engagement in [None, Some((id, 2))] {
            let refused = app.ask(Persona::Amina, Instruction::TakenBack(back(engagement))).await;
            assert!(matches!(refused, Err(Refusal::Stale { .. })), "{refused:?}");
        }
        let refused = app.ask(Persona::Olu, Instruction::TakenBack(back(None))).await;
        assert!(matches!(refused, Err(Refusal::NotFound)), "{refused:?}");
    }
}
