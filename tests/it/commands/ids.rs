//! Ids come from whoever asks. One that belongs elsewhere, or nowhere, changes nothing there and leads
//! nothing astray here.

use app::commands::Instruction;
use app::error::Refusal;
use domain::engagement::EngagementCommand;
use domain::engagement::codes::{FundingRoute, ReferralSource, SessionKind};
use domain::engagement::records::{Funding, SessionTime};
use domain::person::codes::{AnswerMethod, ConsentScope, ErasureGround, IdentifierScheme, PersonKind};
use domain::person::records::Details;
use domain::person::{PersonCommand, PersonError};
use domain::relationship::RelationshipCommand;
use domain::shared::ids::{ContractId, EngagementId, RelationshipId, SessionId};
use domain::shared::money::{Money, Rate};
use tests::cases::{day, line};
use tests::{Persona, TestApp, on_both_databases};

/// The field that a refusal is about.
async fn field(app: &TestApp, by: Persona, instruction: Instruction) -> Option<&'static str> {
    let what = instruction.name();
    app.ask(by, instruction).await.err().unwrap_or_else(|| panic!("{what} was taken")).field()
}

fn session(session_id: SessionId, on: &str, relationship_id: Option<RelationshipId>) -> EngagementCommand {
    let (on, kind) = (day(on), SessionKind::FaceToFace);
    let time = SessionTime { on, starts_at: None, minutes: 60, kind, relationship_id };
    let details = Default::default();
    EngagementCommand::DeliverSession { session_id, time, place: None, note: None, details, died_on: None }
}

fn details(name: &str) -> Details {
    let name = line(name);
    Details { name, known_as: None, born_on: None, phone: None, email: None, address: None, area: None }
}

on_both_databases! {
    async fn a_record_is_begun_under_its_own_id_alone(db) {
        let app = TestApp::begin(db).await;
        let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        let hers = app.case(Persona::Ben, "Shanice Morris", app.contracts[1].contract_id).await;
        let head = app.wired.app.log.head().await.unwrap();
        let (person_id, kind) = (hers.person, PersonKind::Supported);
        let (different_from, alike) = (Vec::new(), Vec::new());
        let register =
            PersonCommand::Register { person_id, kind, details: details("Asif Khan"), different_from, alike };
        let refer = EngagementCommand::ReceiveReferral {
            engagement_id: hers.engagement,
            person_id: case.person,
            source: ReferralSource::SocialWorker,
            received_on: day("2026-03-02"),
            reason: None,
            referrer: None, under_way_since: None };
        let propose = RelationshipCommand::Propose {
            relationship_id: hers.relationship,
            engagement_id: case.engagement,
            person_id: case.person,
            other_id: hers.other,
            shared: line("chess"),
            why: None,
            proposed_on: day("2026-03-02"),
            known: Default::default(),
        };
        for instruction in [
            Instruction::Person { id: app.id(), command: register },
            Instruction::Engagement { id: app.id::<EngagementId>(), command: refer },
            Instruction::Relationship { id: app.id::<RelationshipId>(), command: propose },
        ] {
            assert_eq!(field(&app, Persona::Amina, instruction).await, Some("id"));
        }
        assert_eq!(app.wired.app.log.head().await.unwrap(), head, "nothing was kept");
    }

    async fn a_session_id_of_another_case_takes_nothing_from_it(db) {
        let app = TestApp::begin(db).await;
        let mine = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        let hers = app.case(Persona::Ben, "Shanice Morris", app.contracts[0].contract_id).await;
        let dev = app.viewer(Persona::Dev);
        let spent = async |id| {
            let hat = dev.accounting().unwrap();
            app.wired.app.views.budget(&hat, id).await.unwrap().unwrap().budget.statement.spent
        };
        let (before, her_before) = (spent(mine.engagement).await, spent(hers.engagement).await);
        let command = session(hers.session, "2026-03-03", None);
        app.ask(Persona::Amina, Instruction::Engagement { id: mine.engagement, command }).await.unwrap();
        assert_eq!(spent(hers.engagement).await, her_before);
        assert!(spent(mine.engagement).await > before);
        let ben = app.viewer(Persona::Ben);
        let hat = ben.connecting().unwrap();
        assert!(app.wired.app.views.session(&hat, hers.engagement, hers.session).await.unwrap().is_some());
    }

    async fn what_is_named_must_be_there(db) {
        let app = TestApp::begin(db).await;
        let mine = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        let hers = app.case(Persona::Ben, "Shanice Morris", app.contracts[0].contract_id).await;
        let of_mine = |command| Instruction::Engagement { id: mine.engagement, command };
        for nobody in [app.account(Persona::Dev).account_id, app.account(Persona::Olu).account_id, app.id()] {
            let allocate = EngagementCommand::AllocateConnector { connector: nobody };
            assert_eq!(field(&app, Persona::Amina, of_mine(allocate)).await, Some("connector"));
        }
        for contract_id in [app.id::<ContractId>(), app.contracts[2].contract_id] {
            let (rate, route) = (Rate::pence_per_hour(2740), FundingRoute::BlockContract);
            let (covers_from, covers_to) = (day("2026-01-19"), day("2026-07-19"));
            let budget = Money(213_720);
            let funding = Funding { contract_id, route, rate, budget, covers_from, covers_to };
            let note = EngagementCommand::NoteFunding { funding };
            assert_eq!(field(&app, Persona::Amina, of_mine(note)).await, Some("contract_id"));
        }
        for beside in [hers.relationship, app.id()] {
            let visit = session(app.id(), "2026-03-03", Some(beside));
            assert!(matches!(app.ask(Persona::Amina, of_mine(visit)).await, Err(Refusal::NotFound)));
        }
        let id: EngagementId = app.id();
        let refer = EngagementCommand::ReceiveReferral {
            engagement_id: id,
            person_id: mine.other,
            source: ReferralSource::SocialWorker,
            received_on: day("2026-03-02"),
            reason: None,
            referrer: None, under_way_since: None };
        let refer = Instruction::Engagement { id, command: refer };
        assert_eq!(field(&app, Persona::Amina, refer).await, Some("person_id"));
    }

    async fn a_number_that_somebody_else_has_is_refused(db) {
        let app = TestApp::begin(db).await;
        let (one, other) =
            (app.register(Persona::Amina, "Gordon Wells").await, app.register(Persona::Ben, "Asif Khan").await);
        let add = |value: &str| PersonCommand::AddIdentifier {
            scheme: IdentifierScheme::NhsNumber,
            value: line(value),
            held_by: None,
        };
        app.person(Persona::Amina, one, add("9990000018")).await;
        let again = Instruction::Person { id: other, command: add("999 000 0018") };
        let refused = app.ask(Persona::Ben, again).await.unwrap_err();
        let of_one = PersonError::IdentifierOfSomebodyElse { scheme: IdentifierScheme::NhsNumber, person_id: one };
        assert!(matches!(refused, Refusal::Person(error) if error == of_one));
    }

    async fn after_a_no_nothing_more_is_recorded_until_a_yes(db) {
        let app = TestApp::begin(db).await;
        let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        let (scope, how, words) = (ConsentScope::TakePart, AnswerMethod::Spoken, None);
        let no = PersonCommand::WithdrawConsent { scope, withdrawn_on: day("2026-03-05"), how, words: None };
        app.person(Persona::Amina, case.person, no).await;
        let visit = |on| Instruction::Engagement { id: case.engagement, command: session(app.id(), on, None) };
        assert_eq!(field(&app, Persona::Amina, visit("2026-03-09")).await, Some("on"));
        app.ask(Persona::Amina, visit("2026-03-04")).await.expect("it was before");
        let yes = PersonCommand::GiveConsent { scope, given_on: day("2026-03-08"), how, until: None, words, decision_id: None, given_by: None, evidence: None };
        app.person(Persona::Amina, case.person, yes).await;
        app.ask(Persona::Amina, visit("2026-03-09")).await.expect("they said yes again");
    }

    async fn whoever_decides_an_erasure_by_whichever_way_forgets(db) {
        let app = TestApp::begin(db).await;
        let id = app.register(Persona::Rosa, "Gordon Wells").await;
        let (ground, authority) = (ErasureGround::RequestedAndGranted, line("Rosa, 4 March"));
        let decide = PersonCommand::DecideErasure { ground, authority };
        app.ask(Persona::Rosa, Instruction::Person { id, command: decide.clone() }).await.unwrap();
        assert_eq!(app.wired.app.finish_erasures().await.unwrap(), 0, "nothing is left to finish");
        let rosa = app.viewer(Persona::Rosa);
        let row = app.wired.app.views.person(&rosa.connecting().unwrap(), id).await.unwrap().unwrap();
        assert!(row.person.forgotten_on.is_some() && row.person.details().is_none());
        let again = app.ask(Persona::Rosa, Instruction::Person { id, command: decide }).await;
        assert!(matches!(again, Err(Refusal::Person(PersonError::Forgotten { .. }))));
    }
}
