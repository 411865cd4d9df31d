//! A list with much to decide: ticks on several pages, problems to take away, several sheets, columns too many, work that
//! had begun before, and how far it is.

use app::commands::Instruction;
use app::imports::{ImportStage, Outcome};
use app::views::late::Late;
use domain::engagement::{EngagementCommand, EngagementKind, Funding, FundingRoute, Goal};
use domain::person::PersonCommand;
use domain::person::codes::{AnswerMethod, ConsentScope};
use domain::shared::ids::ImportId;
use domain::shared::money::{Money, Rate};
use rust_xlsxwriter::Workbook;
use tests::browser::Browser;
use tests::cases::{day, line, words};
use tests::databases::{Which, fresh};
use tests::{Persona, TestApp, on_both_databases};

use super::export::records;
use super::import::{bring, keep, matched, settled};

/// Sends the dry run's form as it stands, with these ticks, to one of its two addresses.
async fn send(browser: &mut Browser, list: &str, page: usize, to: &str, more: &[(&str, &str)]) -> String {
    let shown = browser.get(&format!("{list}/rows?page={page}")).await;
    let hidden = shown.chosen(&format!("{list}/rows"));
    let mut fields: Vec<(&str, &str)> =
        hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.extend_from_slice(more);
    let answer = browser.post(&format!("{list}/{to}"), &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.words());
    answer.location().to_owned()
}

/// The steps by which any work begins, told as they were a year ago.
async fn begin(app: &TestApp, row: &Outcome) {
    let (person, id) = (row.person_id, row.engagement.expect("a referral came with it").0);
    let ask = async |command| {
        let done = app.ask(Persona::Amina, Instruction::Engagement { id, command }).await;
        assert!(done.is_ok(), "{:?}", done.err());
    };
    let (decided, start, end) = (day("2025-03-03"), day("2025-09-03"), day("2026-09-03"));
    ask(EngagementCommand::StartScreening { started_on: decided }).await;
    let rule = line("Adult of the area");
    ask(EngagementCommand::DecideEligibility { decided_on: decided, eligible: true, rule, reason: None })
        .await;
    ask(EngagementCommand::RequestConsent { requested_on: decided }).await;
    for scope in [ConsentScope::TakePart, ConsentScope::ShareWithFunder] {
        let (how, until, words) = (AnswerMethod::Spoken, None, None);
        let yes = PersonCommand::GiveConsent {
            scope,
            given_on: decided,
            how,
            until,
            words,
            decision_id: None,
            given_by: None,
            evidence: None,
        };
        app.person(Persona::Amina, person, yes).await;
    }
    ask(EngagementCommand::NoteConsent { given_on: None }).await;
    ask(EngagementCommand::SeekFunding { sought_on: decided }).await;
    let (rate, budget, route) = (Rate::pence_per_hour(2740), Money(213_720), FundingRoute::BlockContract);
    let contract_id = app.contracts[0].contract_id;
    let funding = Funding { contract_id, route, rate, budget, covers_from: start, covers_to: end };
    ask(EngagementCommand::NoteFunding { funding }).await;
    let goals = vec![Goal { goal_id: app.id(), words: words("A friend who rings me") }];
    let kind = EngagementKind::TwelveMonths;
    ask(EngagementCommand::Agree { kind, term_start: start, term_end: end, minutes_per_week: 90, goals })
        .await;
    ask(EngagementCommand::Start { started_on: start, consent_holds: false }).await;
}

on_both_databases! {
    async fn everybody_who_looks_alike_can_be_ticked_and_no_tick_is_lost_when_a_page_is_turned(db) {
        let app = TestApp::begin(db).await;
        let mut rosa = app.signed_in(Persona::Rosa).await;
        let many = "Graham Stone,14/06/1971\n".repeat(320);
        let text = format!("Name,Born\n{many}Ivy Bloom,31/02/1980\nRuby Novak,2/5/1979\n");
        let list = matched(&app, &mut rosa, text.as_bytes()).await;
        let first = rosa.get(&format!("{list}/rows")).await.words();
        assert!(first.contains("319 look like somebody") && first.contains("50 of 319 stand on this page"), "{first}");
        assert!(first.contains("Page 1 of 7"), "{first}");
        let at = send(&mut rosa, &list, 1, "choices", &[("different", "3"), ("different", "4"), ("turn", "7")]).await;
        assert_eq!(at, format!("{list}/rows?page=7"));
        let last = rosa.get(&at).await;
        assert!(last.words().contains("Row 321") && !last.words().contains("Row 3 "), "{}", last.words());
        send(&mut rosa, &list, 7, "choices", &[("different", "321"), ("turn", "1")]).await;
        let again = rosa.get(&format!("{list}/rows")).await.text;
        assert_eq!(again.matches(" checked").count(), 2, "those of the first page are still ticked");
        // Taken in from the middle: what was ticked elsewhere counts.
        send(&mut rosa, &list, 4, "rows", &[]).await;
        let came = settled(&mut rosa, &list).await;
        assert!(came.contains("5 people are here now"), "{came}");
        assert!(came.contains("Left out 317"), "{came}");
        for said in [
            "could not be read: B322 (Born)".replace("Born", "Date of birth"),
            "looks like row 2, and was not ticked as somebody else".to_owned(),
        ] {
            assert!(came.contains(&said), "{said}: {came}");
        }
        assert!(!came.contains("31/02/1980"), "what stood in a cell is not kept once the list is gone");
        let rows = records(&rosa.get(&format!("{list}/files/rows.csv")).await.bytes);
        assert_eq!(rows.len(), 1 + 322, "every row is in the file");
    }

    async fn rows_that_nobody_chose_are_named_too(db) {
        let app = TestApp::begin(db).await;
        let mut rosa = app.signed_in(Persona::Rosa).await;
        let list = matched(&app, &mut rosa, b"Name\nGraham Stone\nIvy Bloom\n").await;
        send(&mut rosa, &list, 1, "choices", &[("turn", "1")]).await;
        rosa.fill(&format!("{list}/rows"), &format!("{list}/rows"), &[("rows", "3")]).await;
        let came = settled(&mut rosa, &list).await;
        assert!(came.contains("1 person is here now") && came.contains("Row 2was not among the rows that were chosen"), "{came}");
    }

    async fn people_who_were_worked_with_already_are_a_list_to_work_through(db) {
        let app = TestApp::begin(db).await;
        let mut rosa = app.signed_in(Persona::Rosa).await;
        let text = "Name,Connector,Start date,Agreed until,Hours a week\n\
            Graham Stone,Amina,3/3/2025,3/9/2026,1.5\n\
            Ivy Bloom,Amina,,,\n\
            Ruby Novak,Amina,3/3/2025,3/2/2025,often\n\
            Mei Chen,Amina,1/1/2031,,\n";
        let list = matched(&app, &mut rosa, text.as_bytes()).await;
        let dry = rosa.get(&format!("{list}/rows")).await.words();
        for said in [
            "1 row says that the work has begun already", "Worked with since 3 March 2025",
            "D4, Last day agreed: is before the first day of the work",
            "E4, Hours agreed a week: is no number of hours a week", "C5, First day of the work: is a day to come",
        ] {
            assert!(dry.contains(said), "{said}: {dry}");
        }
        rosa.fill(&format!("{list}/rows"), &format!("{list}/rows"), &[("rows", "all")]).await;
        let came = settled(&mut rosa, &list).await;
        for said in [
            "Work that had begun already", "0 of 1 are done",
            "Worked with since 3 March 2025, agreed until 3 September 2026", "a week",
        ] {
            assert!(came.contains(said), "{said}: {came}");
        }
        let mut amina = app.signed_in(Persona::Amina).await;
        let found = amina.fill("/search", "/search", &[("q", "graham")]).await.link_of("Graham Stone");
        assert!(amina.get(&found).await.words().contains("Referred"), "a list is nobody’s yes, so it begins as a referral");
        let viewer = app.viewer(Persona::Rosa);
        let id: ImportId = list.rsplit('/').next().unwrap().parse().unwrap();
        let outcomes = app.wired.app.imports.outcomes(&viewer.connecting().unwrap(), id).await.unwrap();
        let graham = outcomes.iter().find(|one| one.running.is_some()).expect("his row");
        begin(&app, graham).await;
        let done = rosa.get(&list).await.words();
        assert!(done.contains("All 1 of these cases go on in Kith now"), "{done}");
        let rows = records(&rosa.get(&format!("{list}/files/rows.csv")).await.bytes);
        assert_eq!(rows[1][4..], ["2025-03-03", "2026-09-03", "1:30"], "{rows:?}");
    }

    async fn the_clocks_of_a_referral_do_not_run_for_work_that_had_begun_elsewhere(db) {
        let app = TestApp::begin(db).await;
        let mut rosa = app.signed_in(Persona::Rosa).await;
        let text = "Name,Connector,Date of referral,Start date\n\
            Graham Stone,Amina,3/2/2025,3/3/2025\nIvy Bloom,Amina,3/2/2025,\n";
        let list = matched(&app, &mut rosa, text.as_bytes()).await;
        rosa.fill(&format!("{list}/rows"), &format!("{list}/rows"), &[("rows", "all")]).await;
        let came = settled(&mut rosa, &list).await;
        assert!(came.contains("Work that had begun already") && came.contains("0 of 1 are done"), "{came}");
        let (rosas, aminas) = (app.viewer(Persona::Rosa), app.viewer(Persona::Amina));
        let late = app.wired.app.late(&rosas.connecting().unwrap(), Some(aminas.account()), 100).await.unwrap();
        let of: Vec<String> = late[&aminas.account()].items.iter().map(|item| match &item.what {
            Late::Clock { called, .. } => called.clone(),
            other => panic!("only a clock can be late: {other:?}"),
        }).collect();
        assert_eq!(of, ["Ivy"; 3], "a referral that came a year ago is late, work that goes on is not");
        let mut amina = app.signed_in(Persona::Amina).await;
        let found = amina.fill("/search", "/search", &[("q", "graham")]).await.link_of("Graham Stone");
        let said = amina.get(&format!("{found}/timeline")).await.words();
        assert!(said.contains("the work had begun on 3 March 2025"), "{said}");
    }

    async fn how_far_an_import_is_is_told_in_words_and_by_loading_the_page_again(db) {
        let app = TestApp::begin(db).await;
        let mut rosa = app.signed_in(Persona::Rosa).await;
        let people: String = (0..120).map(|n| format!("Person{n} Stone{n}\n")).collect();
        let list = matched(&app, &mut rosa, format!("Name\n{people}").as_bytes()).await;
        let id: ImportId = list.rsplit('/').next().unwrap().parse().unwrap();
        let viewer = app.viewer(Persona::Rosa);
        let hat = viewer.connecting().unwrap();
        let (imports, now) = (&app.wired.app.imports, app.wired.app.clock.now());
        let mut plan = imports.one(&hat, id).await.unwrap().unwrap().plan;
        plan.chosen = (1..=120).collect();
        imports.plan(&hat, id, &plan).await.unwrap();
        assert!(imports.move_on(&hat, id, ImportStage::Matching, ImportStage::TakingIn, now).await.unwrap());
        let begun = rosa.get(&list).await;
        assert!(begun.text.contains("role=\"status\">0 of 120<"), "{}", begun.words());
        assert!(begun.text.contains("It goes on by itself") && begun.text.contains("<progress value=\"0\" max=\"120\""));
        let own = begun.text.matches("<script").count() - begun.text.matches("js/alerts.js").count();
        assert!(own == 0 && !begun.text.contains("http-equiv"), "nothing but loading it again is needed");
        let refused = Some("was not among the rows that were chosen".to_owned());
        let noted: Vec<Outcome> = (1..=100)
            .map(|row| Outcome {
                row, person_id: Default::default(), person_version: 0, engagement: None, refused: refused.clone(),
                running: None, taken_back: None,
            })
            .collect();
        imports.note(&hat, id, &noted, now).await.unwrap();
        assert!(rosa.get(&list).await.text.contains("role=\"status\">100 of 120<"));
        app.wired.app.take_in(&viewer, id).await.unwrap();
        let came = settled(&mut rosa, &list).await;
        assert!(came.contains("20 people are here now"), "those who were left: {came}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn problems_are_taken_away_before_anybody_is_taken_in_with_their_cells() {
    let app = TestApp::begin(fresh(Which::Sqlite).await).await;
    let mut rosa = app.signed_in(Persona::Rosa).await;
    let text = b"Name,DOB,Email\nGraham Stone,31/02/1980,=1+1\nIvy Bloom,,\nIvy Bloom,,\n";
    let list = matched(&app, &mut rosa, text).await;
    let page = rosa.get(&format!("{list}/rows")).await;
    assert!(page.text.contains(&format!("{list}/files/problems.xlsx")), "the page leads to it");
    let rows = records(&rosa.get(&format!("{list}/files/problems.csv")).await.bytes);
    assert_eq!(rows[0], ["Row", "Cell", "What it should say", "What is wrong"]);
    assert_eq!(rows[1][..3], ["2", "B2", "Date of birth"], "{rows:?}");
    assert_eq!(rows[2][..3], ["2", "C2", "Email"], "{rows:?}");
    assert!(rows[3][0] == "4" && rows[3][3].contains("row 3 of this list"), "{rows:?}");
    assert_eq!(rosa.get(&format!("{list}/files/problems.xlsx")).await.status, 200);
    let mut amina = app.signed_in(Persona::Amina).await;
    assert_eq!(amina.get(&format!("{list}/files/problems.csv")).await.status, 404, "a colleague’s list");
    rosa.fill(&format!("{list}/rows"), &format!("{list}/rows"), &[("rows", "all")]).await;
    settled(&mut rosa, &list).await;
    let after = rosa.get(&format!("{list}/files/problems.csv")).await;
    assert_eq!(
        (after.status, after.location()),
        (303, list.as_str()),
        "what became of the rows stands there now"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workbook_says_that_it_has_several_sheets_and_columns_that_are_not_read() {
    let app = TestApp::begin(fresh(Which::Sqlite).await).await;
    let mut rosa = app.signed_in(Persona::Rosa).await;
    let mut book = Workbook::new();
    book.add_worksheet().set_name("Cover").unwrap();
    let old = book.add_worksheet().set_name("2024").unwrap();
    old.write(0, 0, "Name").unwrap().write(1, 0, "Graham Stone").unwrap();
    let new = book.add_worksheet().set_name("2025 <new>").unwrap();
    new.write(0, 0, "Client").unwrap().write(1, 0, "Ivy Bloom").unwrap().write(2, 0, "Ruby Novak").unwrap();
    for column in 60..75 {
        new.write(0, column, "Score").unwrap();
    }
    let bytes = book.save_to_buffer().unwrap();
    let list = bring(&app, &mut rosa, "list.xlsx", &bytes).await.location().to_owned();
    let page = rosa.get(&list).await;
    let said = page.words();
    assert!(said.contains("Which sheet of the workbook is it?") && said.contains("2024 (2 rows)"), "{said}");
    assert!(!said.contains("not read") && !said.contains("Cover"), "an empty sheet is no choice: {said}");
    let turned = rosa.fill(&list, &format!("{list}/sheet"), &[("sheet", "1")]).await;
    assert_eq!(turned.status, 303);
    let said = rosa.get(&list).await.words();
    assert!(said.contains("15 columns further right than BH are not read"), "{said}");
    assert!(said.contains("Ivy Bloom") && !said.contains("Graham Stone"), "{said}");
    assert_eq!(keep(&mut rosa, &list, &[]).await.status, 303);
    rosa.fill(&format!("{list}/rows"), &format!("{list}/rows"), &[("rows", "all")]).await;
    let came = settled(&mut rosa, &list).await;
    assert!(
        came.contains("2 people are here now") && came.contains("Ruby Novak") && !came.contains("Graham"),
        "{came}"
    );
    let beyond = rosa.fill(&list, &format!("{list}/sheet"), &[("sheet", "9")]).await;
    assert_eq!(beyond.status, 303, "what is taken in is no list to turn over any more");
    let wide = format!("Name{}\nGraham Stone\n", ",Score".repeat(61));
    let list = bring(&app, &mut rosa, "l.csv", wide.as_bytes()).await.location().to_owned();
    let said = rosa.get(&list).await.words();
    assert!(said.contains("2 columns further right than BH are not read"), "{said}");
    assert!(!said.contains("Which sheet"), "a list in plain text has one: {said}");
}
