//! The made-up histories keep every rule, come out the same from the same seed, and make every figure
//! agree with every other.

use app::access::Viewer;
use app::clock::Clock;
use app::stories::{self, Persona, Plan, Town, USUAL_DAYS};
use app::views::budgets::BudgetFilter;
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
            assert_eq!(minutes, cohort.iter().map(|case| case.delivered_minutes).sum::<i64>());
            let evidence = views.evidence(&who, contract.contract_id, from, to).await.unwrap().unwrap();
            assert_eq!(glance.funnel.self_sustaining, evidence.len() as i64);
            assert!(evidence.iter().all(|trail| trail.evaluation.passes() || trail.overridden));
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
