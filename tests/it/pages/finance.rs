//! Budgets to the penny: amounts that lead to their sessions, totals that are the sum of what is shown.

use std::sync::Arc;

use app::clock::Clock as _;
use app::commands::Instruction;
use app::log::{Append, EventLog as _, StreamAppend, StreamId};
use app::views::reference;
use domain::engagement::codes::SessionKind;
use domain::engagement::records::{DatedRate, SessionTime};
use domain::engagement::{EngagementCommand, EngagementEvent};
use domain::shared::ids::{EngagementId, SessionId};
use domain::shared::money::{Money, Rate};
use domain::shared::personal::Personal;
use domain::{Event, Noun};
use tests::cases::{day, words};
use tests::databases::{Which, fresh};
use tests::{Persona, TestApp, on_both_databases};

use super::export::{parts, records};

async fn ask(app: &TestApp, id: EngagementId, command: EngagementCommand) {
    let done = app.ask(Persona::Amina, Instruction::Engagement { id, command }).await;
    done.unwrap_or_else(|refusal| panic!("refused: {refusal}"));
}

fn time(on: &str, minutes: i64, kind: SessionKind) -> SessionTime {
    SessionTime { on: day(on), starts_at: None, minutes, kind, relationship_id: None }
}

async fn deliver(app: &TestApp, id: EngagementId, on: &str, minutes: i64, kind: SessionKind) -> SessionId {
    let (session_id, note) = (app.id(), Some(words("They talked about slugs")));
    let time = time(on, minutes, kind);
    ask(
        app,
        id,
        EngagementCommand::DeliverSession {
            session_id,
            time,
            place: None,
            note,
            details: Default::default(),
            died_on: None,
        },
    )
    .await;
    session_id
}

on_both_databases! {
    async fn every_amount_is_right_to_the_penny_and_leads_to_its_sessions(db) {
        let app = TestApp::begin(db).await;
        let case = app.case(Persona::Amina, "Joy Okafor", app.contracts[0].contract_id).await;
        // 95 minutes on 19 February at £27.40. A new rate from 2 March splits the four weeks to 8 March.
        let rate = DatedRate { from: day("2026-03-02"), rate: Rate::pence_per_hour(2877) };
        ask(&app, case.engagement, EngagementCommand::AgreeRate { rate }).await;
        deliver(&app, case.engagement, "2026-03-05", 150, SessionKind::FaceToFace).await;
        deliver(&app, case.engagement, "2026-03-05", 30, SessionKind::Travel).await;
        let wrong = deliver(&app, case.engagement, "2026-03-10", 60, SessionKind::Introduction).await;
        let put_right = time("2026-03-10", 45, SessionKind::Introduction);
        let reason = words("It was shorter");
        ask(&app, case.engagement, EngagementCommand::CorrectSession { session_id: wrong, time: put_right, place: None, details: None, note: None, without_note: false, reason: reason.clone(), died_on: None }).await;
        let never = deliver(&app, case.engagement, "2026-03-11", 60, SessionKind::FaceToFace).await;
        ask(&app, case.engagement, EngagementCommand::VoidSession { session_id: never, reason }).await;

        let mut browser = app.signed_in(Persona::Dev).await;
        let page = browser.get(&format!("/budgets/{}", case.engagement)).await;
        assert_eq!(page.status, 200);
        let said = page.words();
        for sentence in [
            "Joy Okafor’s budget",
            "Northfield Council pays · Council block contract · contract NC-114",
            "3 hours a week",
            "£28.77 an hour from 2 March 2026",
            "£27.40 an hour from 19 January 2026",
            "£43.38",
            "£71.93",
            "£21.58",
            "Of £2,137.20, £136.89 is spent and £2,000.31 is left.",
            "½ hour of planning, writing and travel is recorded and not charged.",
            "rounded once, half a penny up",
            "Put right once",
            "12 March 2026 After its four weeks",
            "12 March 2026, put right 12 March 2026",
            "In full £71.93",
            "Taken back",
        ] {
            assert!(said.contains(sentence), "{sentence} is missing from {said}");
        }
        assert!(!said.contains("slugs") && !said.contains("shorter"));
        for number in 1..=3 {
            assert!(page.text.contains(&format!("href=\"#line-{number}\"")) && page.text.contains(&format!("id=\"line-{number}\"")));
        }

        let files = format!("/budgets/{}/files", case.engagement);
        let lines = records(&browser.get(&format!("{files}/lines.csv")).await.bytes);
        assert_eq!(lines[1], ["1", "2026-02-09", "2026-03-08", "27.40", "1", "95", "1:35", "1.5833", "9:00", "43.38", "43.38"]);
        assert_eq!(lines[2], ["2", "2026-02-09", "2026-03-08", "28.77", "1", "150", "2:30", "2.5000", "3:00", "71.93", "71.93"]);
        assert_eq!(lines[3], ["3", "2026-03-09", "2026-04-05", "28.77", "1", "45", "0:45", "0.7500", "12:00", "21.58", "21.58"]);
        assert_eq!(lines.len(), 4, "three lines and no total, which a program would take for a line");
        assert_eq!(lines[1..4].iter().map(|line| pence(&line[10])).sum::<i64>(), 13_689);
        let sessions = records(&browser.get(&format!("{files}/sessions.csv")).await.bytes);
        for line in &lines[1..4] {
            let minutes: i64 = sessions.iter().filter(|row| row[0] == line[0]).map(|row| row[3].parse::<i64>().unwrap()).sum();
            assert_eq!(minutes.to_string(), line[5], "the sessions of line {}", line[0]);
        }
        let of = |day: &str, what: &str| sessions.iter().find(|row| row[1] == day && row[2] == what).expect("the session").clone();
        assert_eq!(of("2026-03-11", "Together")[8..12], ["Taken back", "No", "", ""]);
        // Recorded on 12 March, four days after its four weeks; alone in its line, so it is worth what the line is.
        assert_eq!(of("2026-02-19", "Together")[5..], ["1.5833", "3:00", "27.40", "Delivered", "In full", "43.38", "43.38", "2026-03-12", "0", "", "yes"]);
        assert_eq!(of("2026-03-10", "An introduction")[12..], ["2026-03-12", "1", "2026-03-12", "no"]);
    }

    async fn what_lies_beyond_a_budget_is_shown_and_not_charged(db) {
        let app = TestApp::begin(db).await;
        let case = app.case(Persona::Amina, "Joy Okafor", app.contracts[0].contract_id).await;
        // 78 hours of £27.40 are all of the £2,137.20; 84 are delivered before the 95 minutes of the case.
        for on in ["20", "21", "22", "23", "24", "25", "26"] {
            deliver(&app, case.engagement, &format!("2026-01-{on}"), 720, SessionKind::FaceToFace).await;
        }
        let mut browser = app.signed_in(Persona::Dev).await;
        let said = browser.get(&format!("/budgets/{}", case.engagement)).await.words();
        for sentence in [
            "Of £2,137.20, £2,137.20 is spent and £0.00 is left.",
            "£207.78 of delivered work, 7 hours 35 minutes, lies beyond the budget. It is shown and not charged.",
        ] {
            assert!(said.contains(sentence), "{sentence} is missing from {said}");
        }
        let list = browser.get("/budgets").await.words();
        assert!(list.contains("£207.78 over budget") && list.contains("£0.00"));
        let lines = records(&browser.get(&format!("/budgets/{}/files/lines.csv", case.engagement)).await.bytes);
        assert_eq!((&lines[1][9..], &lines[2][9..]), (&["2301.60".to_owned(), "2137.20".to_owned()][..], &["43.38".to_owned(), "0.00".to_owned()][..]));
        // Six of 12 hours are paid, half of the seventh, and nothing of the last.
        assert!(said.contains("In full £328.80") && said.contains("In part £164.40 of £328.80") && said.contains("Beyond the budget £0.00 of £43.38"), "{said}");
        let sessions = records(&browser.get(&format!("/budgets/{}/files/sessions.csv", case.engagement)).await.bytes);
        let due: i64 = sessions[1..9].iter().map(|row| pence(&row[11])).sum();
        assert_eq!(due, 213_720, "what is due of each session is what is due");
        let budget = browser.get(&format!("/api/v1/budgets/{}", case.engagement)).await.json();
        let told = |at: usize| (budget["sessions"][at]["line"].clone(), budget["sessions"][at]["cover"].clone(), budget["sessions"][at]["due_pence"].clone());
        assert_eq!(told(6), (0.into(), "in_part".into(), 16_440.into()));
        assert_eq!(told(7), (1.into(), "beyond".into(), 0.into()));
    }

    async fn the_hours_of_today_stand_at_the_top_and_those_of_its_day_beside_each_session(db) {
        let app = TestApp::begin(db).await;
        let case = app.case(Persona::Amina, "Joy Okafor", app.contracts[0].contract_id).await;
        let before = app.wired.app.views.budget(&app.viewer(Persona::Dev).accounting().unwrap(), case.engagement).await.unwrap().unwrap();
        let (_, end) = before.budget.term.expect("a term");
        let extend = EngagementCommand::Extend {
            new_end: end + chrono::Days::new(84),
            minutes_per_week: 90,
            added_budget: Money(10_000),
            reason: words("There is more to do"),
            needs_agreement: false,
        };
        ask(&app, case.engagement, extend).await;
        let mut browser = app.signed_in(Persona::Dev).await;
        let said = browser.get(&format!("/budgets/{}", case.engagement)).await.words();
        assert!(said.contains("Hours3 hours a week from "), "{said}");
        assert!(said.contains(": 1½ hours a week"), "what is agreed for later stands below: {said}");
        assert!(!said.contains("more to do"), "why is not for finance");
        app.clock.set((end + chrono::Days::new(2)).and_hms_opt(10, 0, 0).expect("a time").and_utc());
        let mut browser = app.signed_in(Persona::Dev).await;
        let later = browser.get(&format!("/budgets/{}", case.engagement)).await.words();
        assert!(later.contains("Hours1½ hours a weekTerm"), "{later}");
        let budget = browser.get(&format!("/api/v1/budgets/{}", case.engagement)).await.json();
        assert_eq!((&budget["weekly"][0]["minutes_per_week"], &budget["weekly"][1]["minutes_per_week"]), (&180.into(), &90.into()));
        assert_eq!(budget["sessions"][0]["minutes_per_week"], 180, "the session was in the first term");
    }

    async fn what_was_noted_by_mistake_is_put_right_from_the_beginning_and_the_statement_says_so(db) {
        let app = TestApp::begin(db).await;
        let case = app.case(Persona::Amina, "Joy Okafor", app.contracts[0].contract_id).await;
        let rate = DatedRate { from: day("2026-03-02"), rate: Rate::pence_per_hour(2877) };
        ask(&app, case.engagement, EngagementCommand::AgreeRate { rate }).await;
        let plan = format!("/engagements/{}", case.engagement);
        let form = format!("{plan}/funding-correction");
        let mut amina = app.signed_in(Persona::Amina).await;
        assert!(amina.get(&plan).await.text.contains(&form), "a link on the plan leads to it");
        let page = amina.get(&form).await;
        assert_eq!((page.field("rate").as_deref(), page.field("rate_2").as_deref()), (Some("27.40"), Some("28.77")));

        let other = app.contracts[1].contract_id.to_string();
        let typed = |covers_to: &'static str, reason: &'static str| {
            [
                ("contract_id", other.clone()),
                ("route", "block_contract".to_owned()),
                ("rate", "26.50".to_owned()),
                ("budget", "2137.20".to_owned()),
                ("covers_from", "19 January 2026".to_owned()),
                ("covers_to", covers_to.to_owned()),
                ("rate_2", String::new()),
                ("from_2", String::new()),
                ("reason", reason.to_owned()),
            ]
        };
        let because = "The letter says £26.50";
        let mut sent = async |typed: [(&str, String); 9]| {
            let typed: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (*name, value.as_str())).collect();
            amina.fill(&form, &form, &typed).await
        };
        let again = sent(typed("2026-03-01", because)).await;
        assert_eq!(again.status, 422);
        assert!(again.words().contains("the paid days must hold all of it"), "{}", again.words());
        assert!(again.words().contains(because), "not a word is lost");
        assert_eq!(sent(typed("19 July 2026", "")).await.status, 422, "a reason is asked for");
        assert_eq!(sent(typed("19 July 2026", because)).await.location(), plan);
        assert!(amina.get(&plan).await.words().contains("The letter says £26.50"));

        let mut dev = app.signed_in(Persona::Dev).await;
        let said = dev.get(&format!("/budgets/{}", case.engagement)).await.words();
        for sentence in [
            "contract LTG-3",
            "Put right on 12 March 2026: The letter says £26.50. Until then £27.40 an hour from 19 January 2026 and £28.77 an hour from 2 March 2026 and a budget of £2,137.20 were noted",
            // 95 minutes at £26.50.
            "is spent and £2,095.24 is left",
        ] {
            assert!(said.contains(sentence), "{sentence} is missing from {said}");
        }
        let lines = records(&dev.get(&format!("/budgets/{}/files/lines.csv", case.engagement)).await.bytes);
        assert_eq!((lines[1][3].as_str(), lines[1][9].as_str()), ("26.50", "41.96"));
        let workbook = parts(&dev.get(&format!("/budgets/{}/files/statement.xlsx", case.engagement)).await.bytes);
        let told = "Put right on 12 March 2026: The letter says £26.50.";
        assert!(workbook.iter().any(|(_, text)| text.contains(told)), "and so does the workbook");
        assert!(!lines.iter().flatten().any(|cell| cell.contains("Put right")), "a note is no line");
        let budget = dev.get(&format!("/api/v1/budgets/{}", case.engagement)).await.json();
        assert_eq!(budget["corrected_on"], serde_json::json!(["2026-03-12"]));
        let mut ben = app.signed_in(Persona::Ben).await;
        assert_eq!(ben.get(&form).await.status, 404, "it is not his case");
        assert_eq!(app.signed_in(Persona::Rosa).await.get(&form).await.status, 200, "a team lead may");
    }

    async fn figures_that_stand_still_say_so_and_are_not_given_away(db) {
        let app = TestApp::begin(db).await;
        let contract = app.contracts[0].contract_id;
        let case = app.case(Persona::Amina, "Joy Okafor", contract).await;
        let whole = app.wired.app.log.head().await.unwrap();
        take_back_what_never_was(&app, case.engagement).await;
        deliver(&app, case.engagement, "2026-03-10", 60, SessionKind::FaceToFace).await;

        let gap = format!("Some of these figures have stood still since event {whole}:");
        let (list, one) = ("/budgets".to_owned(), format!("/budgets/{}", case.engagement));
        let span = "?from=2026-01-01&to=2026-03-12";
        let home = format!("/contracts/{contract}");
        for (persona, pages) in [
            (Persona::Dev, vec![list.clone(), one.clone()]),
            (Persona::Amina, vec![format!("/engagements/{}", case.engagement)]),
            (Persona::Claire, ["", "/people", "/introductions", "/relationships"].map(|part| format!("{home}{part}{span}")).into()),
        ] {
            let mut browser = app.signed_in(persona).await;
            for page in pages {
                let said = browser.get(&page).await.words();
                assert!(said.contains(&gap), "{page} is silent: {said}");
                assert!(persona == Persona::Amina || said.contains(&format!("As of event {whole}")), "{page} claims more than it has: {said}");
            }
        }
        for (persona, files) in [
            (Persona::Dev, vec!["/budgets/files/budgets.csv".to_owned(), format!("{one}/files/statement.xlsx"), "/api/v1/budgets".to_owned(), format!("/api/v1{one}")]),
            (Persona::Claire, vec![format!("{home}/files/pack.xlsx{span}"), format!("{home}/files/figures.csv{span}"), format!("/api/v1{home}{span}")]),
        ] {
            let mut browser = app.signed_in(persona).await;
            for file in files {
                let answer = browser.get(&file).await;
                assert_eq!(answer.status, 503, "{file}");
                assert!(answer.text.contains("Nothing that was recorded is lost"), "{file}: {}", answer.text);
            }
        }
    }

    async fn the_list_is_found_by_name_and_contract_and_its_total_is_what_is_listed(db) {
        let app = TestApp::begin(db).await;
        app.case(Persona::Amina, "Joy Okafor", app.contracts[0].contract_id).await;
        app.case(Persona::Ben, "100% Zoë_王", app.contracts[1].contract_id).await;
        app.case(Persona::Olu, "Terry Bright", app.contracts[2].contract_id).await;
        let mut browser = app.signed_in(Persona::Dev).await;
        let all = browser.get("/budgets").await.words();
        assert!(all.contains("2 engagements that somebody pays for") && !all.contains("Terry"));
        assert!(all.contains("All 2 budgets listed") && all.contains("£4,274.40") && all.contains("£86.76"));

        for (typed, found) in [("joy", "Joy Okafor"), ("% z", "100% Zoë_王"), ("_王", "100% Zoë_王")] {
            let page = browser.post("/budgets", &[("name", typed)]).await;
            assert_eq!(page.status, 200);
            let said = page.words();
            assert!(said.contains("1 budget found") && said.contains(found) && said.contains("£2,137.20"), "{typed}");
            assert_eq!(page.field("name").as_deref(), Some(typed), "what was looked for stays in the field");
        }
        assert!(browser.post("/budgets", &[("name", "_")]).await.words().contains("1 budget found"));
        assert!(browser.post("/budgets", &[("name", "Terry")]).await.words().contains("Nobody found"));

        let contract = app.contracts[1].contract_id.to_string();
        let to = browser.post("/budgets", &[("name", " "), ("contract", &contract)]).await;
        assert_eq!(to.location(), format!("/budgets?contract={contract}"));
        let of_contract = browser.get(to.location()).await.words();
        assert!(of_contract.contains("100% Zoë_王") && !of_contract.contains("Joy"));
        let file = browser.get(&format!("/budgets/files/budgets.csv?contract={contract}")).await;
        assert_eq!(records(&file.bytes).len(), 2, "one budget and no total");
        assert_eq!(records(&file.bytes)[1][7..], ["2137.20", "43.38", "2093.82", "0.00"]);
        let found = browser.post("/budgets/files/budgets.csv", &[("name", "joy")]).await;
        assert_eq!(records(&found.bytes)[1][0], "Joy Okafor");
        assert_eq!(found.header("content-disposition"), "attachment; filename=\"Budgets-2026-03-12.csv\"");
    }
}

/// Puts an event into the log that no rule would: a session taken back that was never delivered. Money rests
/// on sessions, so their table stops there.
async fn take_back_what_never_was(app: &TestApp, id: EngagementId) {
    let stream = StreamId::new(Noun::Engagement, id.uuid());
    let loaded = app.wired.log.reload(stream).await.unwrap();
    let (session_id, reason) = (app.id(), Personal::about(app.id(), words("A slip")));
    let event =
        Event::Engagement(EngagementEvent::SessionVoided { session_id, reason, voided_on: app.today() });
    let mut after = (*loaded.state).clone();
    after.evolve(&event);
    let append = Append {
        command_id: app.id(),
        fingerprint: [0; 32],
        organisation: app.account(Persona::Amina).organisation_id,
        actor: app.account(Persona::Amina).account_id,
        recorded_at: app.clock.now(),
        streams: vec![StreamAppend {
            stream,
            expected: loaded.version,
            events: vec![event],
            after: Arc::new(after),
        }],
    };
    let position = app.wired.log.append(append).await.unwrap().position;
    assert!(app.wired.app.views.catch_up(position).await, "a halted model is not waited for");
}

fn pence(text: &str) -> i64 {
    text.replace('.', "").parse().expect("pounds and pence")
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_looked_for_gets_an_answer_and_is_not_lost() {
    let app = TestApp::begin(fresh(Which::Sqlite).await).await;
    app.case(Persona::Amina, "Joy Okafor", app.contracts[0].contract_id).await;
    let mut browser = app.signed_in(Persona::Dev).await;
    let megabyte = "x".repeat(1_000_000);
    for (name, contract, status) in [
        ("Jo\u{0}y", "", 422),
        (megabyte.as_str(), "", 422),
        ("joy", "not an id", 422),
        ("joy", "00000000-0000-0000-0000-000000000000", 200),
        ("'; DROP TABLE people --", "", 200),
        ("محمد", "", 200),
    ] {
        let page = browser.post("/budgets", &[("name", name), ("contract", contract)]).await;
        assert_eq!(page.status, status, "{:.20} {contract}", name);
        if !name.contains('\u{0}') {
            assert!(page.words().contains(name) || page.field("name").as_deref() == Some(name));
        }
    }
    for page in ["0", "-1", "99999999999999999999", "x", "7"] {
        assert!(browser.get(&format!("/budgets?page={page}")).await.words().contains("Joy Okafor"), "{page}");
    }
    // A name in the address is not used: addresses are kept by others.
    assert!(browser.get("/budgets?name=nobody").await.words().contains("Joy Okafor"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_budget_of_another_organisation_or_a_file_that_is_none_is_not_there() {
    let app = TestApp::begin(fresh(Which::Sqlite).await).await;
    let own = app.case(Persona::Amina, "Joy Okafor", app.contracts[0].contract_id).await.engagement;
    let other = app.case(Persona::Olu, "Terry Bright", app.contracts[2].contract_id).await.engagement;
    let mut browser = app.signed_in(Persona::Dev).await;
    for path in [
        format!("/budgets/{other}"),
        format!("/budgets/{other}/files/statement.xlsx"),
        format!("/budgets/{own}/files/statement.csv"),
        format!("/budgets/{own}/files/notes.csv"),
        "/budgets/files/people.csv".to_owned(),
        "/budgets/joy".to_owned(),
    ] {
        assert_eq!(browser.get(&path).await.status, 404, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_to_take_away_has_lines_and_sessions_and_no_name_in_its_own() {
    let app = TestApp::begin(fresh(Which::Sqlite).await).await;
    let case = app.case(Persona::Amina, "Joy Okafor", app.contracts[0].contract_id).await;
    let mut browser = app.signed_in(Persona::Dev).await;
    let file = browser.get(&format!("/budgets/{}/files/statement.xlsx", case.engagement)).await;
    let name = format!("attachment; filename=\"Budget-{}-2026-03-12.xlsx\"", reference(case.engagement));
    assert_eq!(file.header("content-disposition"), name);
    let all: String = parts(&file.bytes).into_iter().map(|(_, text)| text).collect();
    for words in [
        "name=\"Lines\"",
        "name=\"Sessions\"",
        "Budget statement: Joy Okafor",
        "<v>43.38</v>",
        "half a penny up",
    ] {
        assert!(all.contains(words), "{words}");
    }
    assert!(!all.contains("slugs"), "nothing of what was written is in it");
}
