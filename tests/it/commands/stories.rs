//! The made-up histories keep every rule, come out the same from the same seed, and make every figure
//! agree with every other.

use app::access::Viewer;
use app::clock::Clock;
use app::stories::{self, Persona, Plan, Town, USUAL_DAYS};
use app::views::budgets::{Budget, BudgetFilter};
use app::views::outcomes::EvidenceTrail;
use tests::cases::day;
use tests::folded::every_model_is_what_the_log_says;
use tests::{TestApp, databases, on_both_databases};

async fn played(db: databases::Database, people: usize, seed: u64) -> (TestApp, Town) {
    let app = TestApp::empty(db).await;
    let plan = Plan { people, seed, until: day("2026-11-20"), days: USUAL_DAYS };
    let town = stories::play(&app.wired.app, &app.clock, plan, |_, _| {}).await.expect("no step is refused");
    let head = app.wired.app.log.head().await.unwrap();
    assert!(app.wired.app.views.catch_up(head).await);
    (app, town)
}

on_both_databases! {
    async fn the_same_seed_gives_the_same_history(db) {
        let other = databases::fresh(databases::Which::Sqlite).await;
        let (one, _) = played(db, 14, 5).await;
        let (two, _) = played(other, 14, 5).await;
        let (mut from, mut told) = (0, 0);
        loop {
            let (left, right) =
                (one.wired.app.log.feed(from, 500).await.unwrap(), two.wired.app.log.feed(from, 500).await.unwrap());
            let plain = |all: &[app::log::Envelope]| -> Vec<_> {
                all.iter().map(|e| (e.position, e.stream, e.version, e.recorded_at, e.event.clone())).collect()
            };
            assert_eq!(plain(&left), plain(&right));
            let Some(last) = left.last() else { break };
            (from, told) = (last.position, told + left.len());
        }
        assert!(told > 500, "{told} events were told");
    }

    async fn every_figure_of_a_history_agrees_with_the_sessions_behind_it(db) {
        let (app, town) = played(db, 24, 7).await;
        let (views, today) = (&app.wired.app.views, app.clock.today());
        let rosa = Viewer::of(town.account(Persona::ROSA));
        let dev = Viewer::of(town.account(Persona::DEV));
        let accounting = dev.accounting().unwrap();
        let (budgets, all) = views.budgets(&accounting, &BudgetFilter { limit: 500, ..Default::default() }).await.unwrap();
        assert_eq!(budgets.len() as i64, all);
        assert!(budgets.len() > 10);
        let page = async |skip, contract| {
            let filter = BudgetFilter { skip, limit: 4, contract, ..Default::default() };
            views.budgets(&accounting, &filter).await.unwrap()
        };
        let ids = |of: &[Budget]| of.iter().map(|budget| budget.engagement_id).collect::<Vec<_>>();
        assert_eq!(ids(&page(3, None).await.0), ids(&budgets[3..7]));
        for contract in &town.contracts {
            let theirs: Vec<_> = budgets.iter().filter(|b| b.contract.contract_id == contract.contract_id).cloned().collect();
            let (first, all) = page(0, Some(contract.contract_id)).await;
            assert_eq!((ids(&first), all), (ids(&theirs[..theirs.len().min(4)]), theirs.len() as i64));
        }
        for budget in &budgets {
            let detail = views.budget(&accounting, budget.engagement_id).await.unwrap().unwrap();
            let delivered: i64 = detail.sessions.iter()
                .filter(|s| s.status == domain::engagement::SessionStatus::Delivered && s.time.kind.is_chargeable())
                .map(|s| s.time.minutes).sum();
            let statement = &budget.statement;
            assert_eq!(statement.lines.iter().map(|line| line.minutes).sum::<i64>() + statement.unpriced_minutes, delivered);
            assert_eq!(statement.lines.iter().map(|line| line.due).sum::<domain::shared::money::Money>(), statement.spent);
            assert_eq!(statement.spent + statement.left, budget.total);
            let case = views.case(&rosa.connecting().unwrap(), budget.engagement_id, today).await.unwrap().unwrap();
            assert_eq!(case.delivered_minutes, delivered);
        }
        for contract in &town.contracts {
            let who = rosa.commissioning().unwrap();
            let (from, to) = (day("2025-01-01"), today);
            let glance = views.glance(&who, contract.contract_id, from, to).await.unwrap().unwrap();
            let cohort = views.cohort(&who, contract.contract_id, from, to).await.unwrap().unwrap();
            let minutes: i64 = glance.months.iter().map(|month| month.delivered_minutes).sum();
            assert_eq!(minutes, cohort.cases.iter().map(|case| case.delivered_minutes).sum::<i64>());
            let evidence = views.evidence(&who, contract.contract_id, (from, to), (0, 1000)).await.unwrap().unwrap();
            assert_eq!(glance.funnel.self_sustaining, evidence.len() as i64);
            assert!(evidence.iter().all(|trail| trail.evaluation.passes() || trail.overridden));
            let count = |which: fn(&EvidenceTrail) -> bool| evidence.iter().filter(|trail| which(trail)).count() as i64;
            assert_eq!((glance.signed_for, glance.gone_quiet), (count(|t| t.overridden), count(|t| t.lapsed_on.is_some())));
            let mut by_one = Vec::new();
            for skip in 0..evidence.len() + 1 {
                by_one.extend(views.evidence(&who, contract.contract_id, (from, to), (skip, 1)).await.unwrap().unwrap());
            }
            assert_eq!(by_one, evidence);
            assert_eq!(views.funnel(&who, contract.contract_id, from, to).await.unwrap(), Some(glance.funnel));
            assert_eq!(glance.people, cohort.people);
            assert_eq!(glance.months.iter().map(|month| month.agreed_minutes).sum::<i64>(), cohort.cases.iter().map(|case| case.agreed_minutes).sum::<i64>());
        }
    }

    async fn every_read_model_made_anew_is_the_same(db) {
        let (app, _) = played(db, 12, 3).await;
        every_model_is_what_the_log_says(&app.wired).await;
        let names: Vec<&str> = app.wired.projector.names().collect();
        app.wired.projector.rebuild(&names, |_, _| {}).await.unwrap();
        every_model_is_what_the_log_says(&app.wired).await;
    }
}
