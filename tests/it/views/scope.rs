//! Every query answers only what its viewer may know of.

use app::terms::term_id;
use app::views::cases::Which;
use tests::cases::day;
use tests::{Persona, TestApp, on_both_databases};

on_both_databases! {
    async fn a_connector_sees_their_own_cases_and_a_team_lead_everybodys(db) {
        let app = TestApp::begin(db).await;
        let mine = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        let hers = app.case(Persona::Ben, "Shanice Morris", app.contracts[1].contract_id).await;
        let (views, today) = (&app.wired.app.views, app.today());
        for (who, people) in [(Persona::Amina, vec!["Gordon Wells"]), (Persona::Ben, vec!["Shanice Morris"]), (Persona::Rosa, vec!["Gordon Wells", "Shanice Morris"]), (Persona::Olu, vec![])] {
            let viewer = app.viewer(who);
            let hat = viewer.connecting().unwrap();
            let cases = views.caseload(&hat, Which::Open, None, today, 100).await.unwrap();
            assert_eq!(cases.iter().map(|case| case.person.name.as_str()).collect::<Vec<_>>(), people, "{who:?}");
            let found = views.everybody(&hat, 100).await.unwrap();
            assert!(found.iter().all(|person| people.contains(&person.name.as_str()) || person.name.starts_with("Friend of")));
        }
        let ben = app.viewer(Persona::Ben);
        let hat = ben.connecting().unwrap();
        assert!(views.person(&hat, mine.person).await.unwrap().is_none());
        assert!(views.person(&hat, hers.person).await.unwrap().is_some());
        assert!(views.person(&hat, mine.other).await.unwrap().is_some(), "a community member is known to the team");
        assert!(views.case(&hat, mine.engagement, today).await.unwrap().is_none());
        assert!(views.relationship(&hat, mine.relationship).await.unwrap().is_none());
        assert!(views.session(&hat, mine.engagement, mine.session).await.unwrap().is_none());
        assert!(views.sessions_of(&hat, mine.engagement, 10).await.unwrap().is_empty());
        assert!(app.wired.app.timeline(&hat, mine.person, None, 10).await.is_err());
    }

    async fn whoever_loves_something_is_found_by_those_who_may_know_of_them_by_name(db) {
        let app = TestApp::begin(db).await;
        app.case(Persona::Ben, "Shanice Morris", app.contracts[1].contract_id).await;
        app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        let terms = [term_id(app.account(Persona::Rosa).organisation_id, "Growing VEGETABLES")].into();
        for (who, people) in [(Persona::Amina, vec!["Gordon Wells"]), (Persona::Ben, vec!["Shanice Morris"]), (Persona::Rosa, vec!["Gordon Wells", "Shanice Morris"]), (Persona::Olu, vec![])] {
            let viewer = app.viewer(who);
            let hat = viewer.connecting().unwrap();
            let found = app.wired.app.views.loving(&hat, &terms, 100).await.unwrap();
            let mut names: Vec<_> = found.iter().map(|person| person.name.as_str()).collect();
            names.retain(|name| !name.starts_with("Friend of"));
            assert_eq!(names, people, "{who:?}");
        }
        let rosa = app.viewer(Persona::Rosa);
        let first = app.wired.app.views.loving(&rosa.connecting().unwrap(), &terms, 1).await.unwrap();
        assert_eq!(first.len(), 1, "no more than are asked for");
    }

    async fn a_commissioner_sees_the_contracts_they_pay_for_and_no_other(db) {
        let app = TestApp::begin(db).await;
        app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        app.case(Persona::Ben, "Shanice Morris", app.contracts[1].contract_id).await;
        let claire = app.viewer(Persona::Claire);
        let hat = claire.commissioning().unwrap();
        let views = &app.wired.app.views;
        let (from, to) = (day("2026-01-01"), day("2026-03-31"));
        let own = views.glance(&hat, app.contracts[0].contract_id, from, to).await.unwrap().unwrap();
        assert_eq!((own.people, own.funnel.met, own.months.iter().map(|m| m.delivered_minutes).sum::<i64>()), (1, 1, 95));
        for other in &app.contracts[1..] {
            assert!(views.glance(&hat, other.contract_id, from, to).await.unwrap().is_none());
            assert!(views.evidence(&hat, other.contract_id, (from, to), (0, 100)).await.unwrap().is_none());
            assert!(views.cohort(&hat, other.contract_id, from, to).await.unwrap().is_none());
        }
    }

    async fn finance_sees_hours_and_pence_and_no_words(db) {
        let app = TestApp::begin(db).await;
        let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        let dev = app.viewer(Persona::Dev);
        let detail = app.wired.app.views.budget(&dev.accounting().unwrap(), case.engagement).await.unwrap().unwrap();
        // 95 minutes at £27.40 an hour.
        assert_eq!(detail.budget.statement.spent, domain::shared::money::Money(4338));
        assert!(detail.sessions.iter().all(|session| session.note.is_none() && session.place.is_none() && session.details.companions.is_none()));
        let olu = app.viewer(Persona::Olu);
        assert!(olu.accounting().is_err());
    }
}
