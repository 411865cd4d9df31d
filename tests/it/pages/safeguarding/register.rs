//! What is left to see of concerns over the years: what is kept longer stays so, and what was destroyed stands in the
//! order in which it was, also in the file that is taken along.

use app::commands::Instruction;
use app::error::Refusal;
use domain::concern::{Closing, ConcernCommand};
use domain::shared::ids::ConcernId;
use tests::cases::{day, words};
use tests::folded::every_model_is_what_the_log_says;
use tests::{Persona, TestApp, on_both_databases};

use super::super::export::parts;
use super::lead;
use super::retention::{closed_and_then, destroy, sent};

fn settle(on: &str) -> ConcernCommand {
    let closing =
        Closing { words: words("It was nothing"), asked: None, met: None, safer: None, listened: None };
    ConcernCommand::Settle { closing: Box::new(closing), settled_on: day(on) }
}

async fn ask(app: &TestApp, id: ConcernId, command: ConcernCommand) -> Result<(), Refusal> {
    app.ask(Persona::Grace, Instruction::Concern { id, command }).await.map(drop)
}

on_both_databases! {
    async fn taken_up_and_closed_anew_it_is_kept_as_long_as_was_decided(db) {
        let app = TestApp::begin(db).await;
        let (_, id, _) = closed_and_then(&app, "2026-03-13").await;
        let until = day("2041-03-12");
        ask(&app, id, ConcernCommand::KeepLonger { until, reason: words("A review") }).await.expect("kept longer");
        ask(&app, id, ConcernCommand::TakeUpAgain { reason: words("It happened again") }).await.expect("taken up");
        assert!(matches!(ask(&app, id, settle("2026-03-12")).await, Err(Refusal::Concern(_))), "before it was taken up");
        ask(&app, id, settle("2026-03-13")).await.expect("closed anew");
        let grace = app.viewer(Persona::Grace);
        let who = grace.safeguarding().expect("a lead");
        let due = async |on: &str| -> bool {
            let due = app.wired.app.views.concerns_due(&who, day(on), 10).await.expect("the view");
            due.iter().any(|line| line.row.concern_id == id)
        };
        assert!(!due("2041-03-11").await && due("2041-03-12").await);
        every_model_is_what_the_log_says(&app.wired).await;
    }

    async fn what_was_destroyed_last_stands_first_however_long_ago_it_was_told(db) {
        let app = TestApp::begin(db).await;
        let (person, _, _) = closed_and_then(&app, "2036-03-12").await;
        let grace = app.viewer(Persona::Grace);
        let who = grace.safeguarding().expect("a lead");
        let closed = app.wired.app.views.concerns(&who, true, 10).await.expect("the view");
        let old = closed.iter().find(|line| line.row.settled_on == Some(day("2036-03-12"))).expect("closed late").row.concern_id;
        let young: ConcernId = app.id();
        let report = ConcernCommand::Report {
            concern_id: young,
            person_id: person,
            relationship_id: None,
            report: Box::default(),
            called: None,
        };
        for command in [report, ConcernCommand::TakeOver, settle("2036-03-12")] {
            ask(&app, young, command).await.expect("dealt with");
        }
        for (id, on) in [(young, "2046-03-12"), (old, "2046-03-13")] {
            app.clock.set(format!("{on}T10:00:00Z").parse().expect("a time"));
            ask(&app, id, destroy()).await.expect("destroyed");
        }
        let last = app.wired.app.views.destroyed_concerns(&who, 1).await.expect("the view");
        assert_eq!(last.iter().map(|row| row.concern_id).collect::<Vec<_>>(), [old]);
    }

    async fn the_file_says_what_was_destroyed_without_a_name_and_that_it_must_go_too(db) {
        let app = TestApp::begin(db).await;
        let (_, id, mut grace) = closed_and_then(&app, "2036-03-12").await;
        sent(&mut grace, id, &[("ground", "time_over"), ("sure", "yes")]).await;
        let mut grace = lead(&app).await;
        let file = grace.get("/safeguarding/files/concerns.csv").await.text;
        let line = file.lines().find(|line| line.contains(",Destroyed,")).expect("a line");
        assert!(line.contains("2026-03-12") && line.contains("2036-03-12") && line.contains("Grace North"), "{line}");
        assert!(!line.contains("Gordon") && !line.contains("Amina"), "{line}");
        assert!(file.contains("Gordon Wells"), "what is kept stands there as before: {file}");
        let book = grace.get("/safeguarding/files/concerns.xlsx").await;
        let text: String = parts(&book.bytes).into_iter().map(|(_, text)| text).collect();
        assert!(text.contains("When a record is destroyed in Kith, this file must go too"));
    }
}
