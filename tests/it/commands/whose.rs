//! Nobody does anything to a record that they may not know of, and cannot tell it from one that does not
//! exist.

use app::commands::{Instruction, Request};
use app::error::Refusal;
use domain::engagement::EngagementCommand;
use domain::engagement::codes::Phase;
use domain::person::PersonCommand;
use domain::relationship::RelationshipCommand;
use domain::relationship::codes::LapseReason;
use domain::shared::ids::{CommandId, PersonId};
use tests::cases::{Case, day};
use tests::{Persona, TestApp, on_both_databases};

async fn refused(app: &TestApp, who: Persona, instruction: Instruction) -> Refusal {
    let request = Request { command_id: CommandId(app.wired.app.ids.next()), seen: None, instruction };
    app.wired.app.ask(&app.viewer(who), request).await.expect_err("this is not theirs")
}

/// One request to each of a case's records.
fn each(case: &Case) -> Vec<Instruction> {
    let moved = EngagementCommand::MovePhase { phase: Phase::Fostering, moved_on: day("2026-03-10") };
    let lapse = RelationshipCommand::Lapse { reason: LapseReason::ByChoice, lapsed_on: day("2026-03-10") };
    let needs = PersonCommand::RecordCommunicationNeeds { needs: Vec::new(), notes: None };
    vec![
        Instruction::Person { id: case.person, command: needs },
        Instruction::Engagement { id: case.engagement, command: moved },
        Instruction::Relationship { id: case.relationship, command: lapse },
    ]
}

on_both_databases! {
    async fn another_connectors_case_does_not_exist(db) {
        let app = TestApp::begin(db).await;
        let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        let head = app.wired.app.log.head().await.unwrap();
        for who in [Persona::Ben, Persona::Olu] {
            for instruction in each(&case) {
                let what = instruction.name();
                assert!(matches!(refused(&app, who, instruction).await, Refusal::NotFound), "{who:?} {what}");
            }
        }
        for who in [Persona::Claire, Persona::Dev, Persona::Sam] {
            for instruction in each(&case) {
                assert!(matches!(refused(&app, who, instruction).await, Refusal::NotYours), "{who:?}");
            }
        }
        assert_eq!(app.wired.app.log.head().await.unwrap(), head, "nothing was kept");
        let made_up = Instruction::Person {
            id: PersonId(app.wired.app.ids.next()),
            command: PersonCommand::RecordCommunicationNeeds { needs: Vec::new(), notes: None },
        };
        assert!(matches!(refused(&app, Persona::Amina, made_up).await, Refusal::NotFound));
    }

    async fn a_team_lead_may_ask_what_a_connector_may(db) {
        let app = TestApp::begin(db).await;
        let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        for instruction in each(&case) {
            app.ask(Persona::Rosa, instruction).await.unwrap();
        }
    }

    async fn only_a_team_lead_decides_to_forget_and_nobody_says_so_by_hand(db) {
        let app = TestApp::begin(db).await;
        let id = app.register(Persona::Amina, "Gordon Wells").await;
        let ground = domain::person::codes::ErasureGround::RequestedAndGranted;
        let decide = PersonCommand::DecideErasure { ground, authority: tests::cases::line("Rosa") };
        assert!(matches!(refused(&app, Persona::Amina, Instruction::Person { id, command: decide }).await, Refusal::NotYours));
        for who in [Persona::Amina, Persona::Rosa] {
            let command = PersonCommand::ConfirmForgotten;
            assert!(matches!(refused(&app, who, Instruction::Person { id, command }).await, Refusal::NotYours));
        }
    }

    async fn a_person_of_another_organisation_cannot_be_introduced_or_referred(db) {
        let app = TestApp::begin(db).await;
        let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        let theirs = app.community_member(Persona::Olu, "Somebody Elsewhere").await;
        let id = domain::shared::ids::RelationshipId(app.wired.app.ids.next());
        let propose = RelationshipCommand::Propose {
            relationship_id: id,
            engagement_id: case.engagement,
            person_id: case.person,
            other_id: theirs,
            shared: tests::cases::line("trains"),
            why: None,
            proposed_on: day("2026-03-10"),
            known: Default::default(),
        };
        assert!(matches!(refused(&app, Persona::Amina, Instruction::Relationship { id, command: propose }).await, Refusal::NotFound));
        let engagement_id = domain::shared::ids::EngagementId(app.wired.app.ids.next());
        let referral = EngagementCommand::ReceiveReferral {
            engagement_id,
            person_id: theirs,
            source: domain::engagement::codes::ReferralSource::Other,
            received_on: day("2026-03-10"),
            reason: None,
            referrer: None, under_way_since: None };
        let instruction = Instruction::Engagement { id: engagement_id, command: referral };
        assert!(matches!(refused(&app, Persona::Amina, instruction).await, Refusal::NotFound));
    }
}
