//! Bringing a caseload: columns matched and remembered, every row's problems named by cell, people who are
//! here already recognised, rows taken in, and all of it taken back.

use std::io::{Cursor, Read, Write};
use std::time::Duration;

use app::commands::{Arrival, Instruction, Referral, Request, TakenBack};
use app::error::Refusal;
use domain::engagement::codes::ReferralSource;
use domain::person::PersonCommand;
use domain::person::codes::PersonKind;
use domain::person::records::Details;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use tests::browser::{Answer, Browser};
use tests::cases::{line, words};
use tests::databases::{Which, fresh};
use tests::{Persona, TestApp, on_both_databases};

/// Brings a list; answers where it stands, or the form again.
pub(super) async fn bring(app: &TestApp, browser: &mut Browser, name: &str, bytes: &[u8]) -> Answer {
    let id = app.wired.app.ids.next().to_string();
    browser.upload("/imports", &[("import_id", &id)], (name, bytes)).await
}

/// Brings a list and keeps the columns as they were guessed; answers its address.
pub(super) async fn matched(app: &TestApp, browser: &mut Browser, bytes: &[u8]) -> String {
    let brought = bring(app, browser, "list.csv", bytes).await;
    assert_eq!(brought.status, 303, "{}", brought.words());
    let list = brought.location().to_owned();
    let kept = keep(browser, &list, &[]).await;
    assert_eq!(kept.status, 303, "{}", kept.words());
    list
}

/// Sends the columns as the page shows them, with these changes.
pub(super) async fn keep(browser: &mut Browser, list: &str, changes: &[(&str, &str)]) -> Answer {
    let shown = browser.get(list).await;
    let mut fields = shown.chosen(&format!("{list}/matching"));
    for (name, value) in changes {
        fields.retain(|(known, _)| known != name);
        fields.push(((*name).to_owned(), (*value).to_owned()));
    }
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser.post(&format!("{list}/matching"), &fields).await
}

/// Waits until nothing is under way any more.
pub(super) async fn settled(browser: &mut Browser, list: &str) -> String {
    for _ in 0..300 {
        let page = browser.get(list).await;
        if !page.text.contains("It goes on by itself") {
            return page.words();
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the import does not come to an end");
}

const LIST: &str = "Our people,,,,,,,\n\
    First name,Surname,DOB,Town,Interests,Date of referral,Connector,Notes\n\
    Graham,Stone,14/06/1971,Mill Lane,\"trains; baking\",3 March 2026,Amina,tall\n\
    Ivy,Bloom,31/02/1980,Canal Side,,,,\n\
    Ruby,Novak,2 May 1979,,singing,,Nobody Known,\n\
    Graham,Stone,14/06/1971,Mill Lane,,,,\n";

on_both_databases! {
    async fn a_list_is_looked_at_taken_in_and_taken_back(db) {
        let app = TestApp::begin(db).await;
        let mut rosa = app.signed_in(Persona::Rosa).await;
        let list = matched(&app, &mut rosa, LIST.as_bytes()).await;
        let dry = rosa.get(&format!("{list}/rows")).await.words();
        for said in [
            "1 can be taken in", "1 look like somebody here or another row", "2 cannot be read",
            "Row 4", "C4, Date of birth: There is no such day as “31/02/1980”",
            "G5, Connector: is nobody of the team", "Looks like row 3",
            "Born 14 June 1971 · Mill Lane · 2 interests · with a referral and a connector",
        ] {
            assert!(dry.contains(said), "{said}: {dry}");
        }
        assert!(rosa.fill("/search", "/search", &[("q", "stone")]).await.words().contains("Nobody here"), "nothing yet");

        let taken = rosa.fill(&format!("{list}/rows"), &format!("{list}/rows"), &[("rows", "all")]).await;
        assert_eq!(taken.location(), list);
        let came = settled(&mut rosa, &list).await;
        assert!(came.contains("1 person is here now") && came.contains("Graham Stone"), "{came}");
        let mut amina = app.signed_in(Persona::Amina).await;
        let found = amina.fill("/search", "/search", &[("q", "stone trains")]).await;
        assert!(found.text.contains(">Graham Stone</a>"), "on Amina's caseload: {}", found.words());

        let again = matched(&app, &mut rosa, LIST.as_bytes()).await;
        let dry = rosa.get(&format!("{again}/rows")).await.words();
        assert!(dry.contains("0 can be taken in") && dry.contains("Graham Stone is on record"), "{dry}");

        rosa.fill(&list, &format!("{list}/taking-back"), &[]).await;
        let gone = settled(&mut rosa, &list).await;
        assert!(gone.contains("Everybody whom this list brought is gone again"), "{gone}");
        let found = amina.fill("/search", "/search", &[("q", "stone")]).await.words();
        assert!(found.contains("Nobody here"), "{found}");
        assert!(amina.get("/people").await.words().contains("Nobody yet"));
    }

    async fn what_was_added_to_since_stays_and_the_rest_goes(db) {
        let app = TestApp::begin(db).await;
        let mut rosa = app.signed_in(Persona::Rosa).await;
        let list = matched(&app, &mut rosa, b"Name,Email\nGraham Stone,\nIvy Bloom,ivy@example.org\n").await;
        rosa.fill(&format!("{list}/rows"), &format!("{list}/rows"), &[("rows", "2-3")]).await;
        assert!(settled(&mut rosa, &list).await.contains("2 people are here now"));
        let found = rosa.fill("/search", "/search", &[("q", "ivy")]).await;
        let ivy = found.link_of("Ivy Bloom");
        let needs = rosa.fill(&format!("{ivy}/needs"), &format!("{ivy}/needs"), &[("need", "easy_read")]).await;
        assert_eq!(needs.status, 303, "{}", needs.words());
        rosa.fill(&list, &format!("{list}/taking-back"), &[]).await;
        let gone = settled(&mut rosa, &list).await;
        assert!(gone.contains("something was added to it since, so it stays"), "{gone}");
        assert!(rosa.fill("/search", "/search", &[("q", "ivy")]).await.text.contains(">Ivy Bloom</a>"));
        assert!(rosa.fill("/search", "/search", &[("q", "graham")]).await.words().contains("Nobody here"));
    }
}

/// The same workbook as something writes it that does not compute.
fn without_the_value_of_its_formula(book: &[u8]) -> Vec<u8> {
    let mut from = zip::ZipArchive::new(Cursor::new(book)).unwrap();
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for number in 0..from.len() {
        let mut part = from.by_index(number).unwrap();
        let mut text = Vec::new();
        part.read_to_end(&mut text).unwrap();
        let name = part.name().unwrap().into_owned();
        to.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).unwrap();
        let with = "<f>A1&amp;B1</f><v>0</v>";
        let plain = String::from_utf8_lossy(&text).replace(with, "<f>A1&amp;B1</f>");
        assert!(name != "xl/worksheets/sheet1.xml" || plain.len() < text.len());
        to.write_all(plain.as_bytes()).unwrap();
    }
    to.finish().unwrap().into_inner()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workbook_is_read_with_its_dates_formulas_and_merged_cells() {
    let app = TestApp::begin(fresh(Which::Sqlite).await).await;
    let mut rosa = app.signed_in(Persona::Rosa).await;
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let date = Format::new().set_num_format("dd/mm/yyyy");
    for (column, head) in ["Name", "Date of birth", "Phone", "Town"].iter().enumerate() {
        sheet.write(0, column as u16, *head).unwrap();
    }
    let people = ["Graham Stone", "Ivy Bloom", "Tunde Amadi", "Mei Chen", "Owen Rees"];
    for (row, name) in (1..).zip(people) {
        sheet.write(row, 0, name).unwrap();
    }
    sheet.write_with_format(1, 1, ExcelDateTime::from_ymd(1971, 6, 14).unwrap(), &date).unwrap();
    // A date that lost its format, and a telephone number that is a number to a spreadsheet.
    sheet.write(2, 1, 29342.0).unwrap();
    sheet.write(2, 2, 1632960001.0).unwrap();
    sheet.write(3, 2, Formula::new("A1&B1")).unwrap();
    sheet.merge_range(4, 3, 5, 3, "Mill Lane", &Format::new()).unwrap();
    let bytes = without_the_value_of_its_formula(&book.save_to_buffer().unwrap());
    let brought = bring(&app, &mut rosa, "list.xlsx", &bytes).await;
    let list = brought.location().to_owned();
    assert_eq!(keep(&mut rosa, &list, &[]).await.status, 303);
    let dry = rosa.get(&format!("{list}/rows")).await.words();
    for said in [
        "3 can be taken in",
        "Born 14 June 1971",
        "Born 1 May 1980",
        "C4, Telephone: holds a formula that has no value",
        "D6, Part of town: is covered by merged cells",
    ] {
        assert!(dry.contains(said), "{said}: {dry}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_columns_mean_is_remembered_and_a_list_without_names_is_not_read() {
    let app = TestApp::begin(fresh(Which::Sqlite).await).await;
    let mut rosa = app.signed_in(Persona::Rosa).await;
    let text = b"Wer,Wann\nGraham Stone,14/06/1971\n";
    let list = bring(&app, &mut rosa, "l.csv", text).await.location().to_owned();
    let refused = keep(&mut rosa, &list, &[]).await;
    assert_eq!(refused.status, 422);
    assert!(refused.words().contains("Which column is the name?"), "{}", refused.words());
    let twice = keep(&mut rosa, &list, &[("column-0", "name"), ("column-1", "name")]).await;
    assert!(twice.words().contains("Two columns say the same"));
    assert_eq!(keep(&mut rosa, &list, &[("column-0", "name"), ("column-1", "born_on")]).await.status, 303);
    let next = bring(&app, &mut rosa, "l.csv", text).await.location().to_owned();
    assert_eq!(keep(&mut rosa, &next, &[]).await.status, 303, "it is remembered");
    let dry = rosa.get(&format!("{next}/rows")).await.words();
    assert!(dry.contains("Born 14 June 1971"), "{dry}");
    let mut amina = app.signed_in(Persona::Amina).await;
    assert_eq!(amina.get(&next).await.status, 404, "a colleague's list does not exist");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_no_list_is_refused_with_its_reason_and_nothing_is_kept() {
    let app = TestApp::begin(fresh(Which::Sqlite).await).await;
    let mut rosa = app.signed_in(Persona::Rosa).await;
    let large = vec![b'a'; 21 * 1024 * 1024];
    let cases: [(&str, &[u8], u16, &str); 7] = [
        ("list.csv", b"", 422, "Choose a file first"),
        ("list.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 422, "neither a spreadsheet nor a list"),
        ("list.xlsx", b"%PDF-1.7", 422, "This is a PDF"),
        ("list.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 422, "of an older kind, or one with a password"),
        ("list.xlsx", b"PK\x03\x04 broken", 422, "is damaged"),
        ("list.csv", b"\n\n , ,\n", 422, "There is nothing in this file"),
        ("list.csv", &large, 413, "A file may have 20 MB"),
    ];
    for (name, bytes, status, said) in cases {
        let answer = bring(&app, &mut rosa, name, bytes).await;
        assert_eq!(answer.status, status, "{said}: {}", answer.words());
        assert!(answer.words().contains(said), "{said}: {}", answer.words());
    }
    assert!(!rosa.get("/imports").await.words().contains("Brought before"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_was_interrupted_is_gone_on_with_and_takes_nobody_in_twice() {
    let app = TestApp::begin(fresh(Which::Sqlite).await).await;
    let mut rosa = app.signed_in(Persona::Rosa).await;
    let people: String = (0..150).map(|n| format!("Person{n} Stone{n},{n}\n")).collect();
    let list = matched(&app, &mut rosa, format!("Name,Ref\n{people}").as_bytes()).await;
    let id: domain::shared::ids::ImportId = list.rsplit('/').next().unwrap().parse().unwrap();
    rosa.fill(&format!("{list}/rows"), &format!("{list}/rows"), &[("rows", "all")]).await;
    // Asked for once more while it is under way, as after a restart.
    let viewer = app.viewer(Persona::Rosa);
    app.wired.app.take_in(&viewer, id).await.unwrap();
    let came = settled(&mut rosa, &list).await;
    assert!(came.contains("150 people are here now"), "{came}");
    let hat = viewer.connecting().unwrap();
    let everybody = app.wired.app.views.everybody(&hat, 1_000).await.unwrap();
    assert_eq!(everybody.len(), 150);
    let now = app.wired.app.clock.now();
    assert!(
        app.wired.app.imports.sheet(&hat, id, now).await.unwrap().is_none(),
        "the list itself is not kept"
    );
    let left = bring(&app, &mut rosa, "list.csv", b"Name\nGraham Stone\n").await.location().to_owned();
    let left = left.rsplit('/').next().unwrap().parse().unwrap();
    let kept = async |days| {
        let then = now + chrono::TimeDelta::days(days);
        app.wired.app.imports.sheet(&hat, left, then).await.unwrap().is_some()
    };
    assert!(kept(7).await && !kept(8).await, "nor one that nobody took in within a week");
}

#[tokio::test(flavor = "multi_thread")]
async fn why_somebody_was_referred_is_not_lost_where_a_list_says_nothing_else_of_it() {
    let app = TestApp::begin(fresh(Which::Sqlite).await).await;
    let mut rosa = app.signed_in(Persona::Rosa).await;
    let list = matched(&app, &mut rosa, b"Name,Reason for referral\nGraham Stone,The club closed\n").await;
    assert!(rosa.get(&format!("{list}/rows")).await.words().contains("With a referral"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_colleagues_people_are_recognised_and_not_named() {
    let app = TestApp::begin(fresh(Which::Sqlite).await).await;
    app.case(Persona::Ben, "Shanice Morris", app.contracts[0].contract_id).await;
    let mut amina = app.signed_in(Persona::Amina).await;
    let list = matched(&app, &mut amina, b"Name\nShanice Morris\na\n").await;
    let dry = amina.get(&format!("{list}/rows")).await.words();
    assert!(dry.contains("somebody is on record so whom a colleague works with"), "{dry}");
    assert!(!dry.contains("Shanice Morris is on record"), "{dry}");
    assert!(dry.contains("1 can be taken in"), "a letter is nobody's name: {dry}");
    let mut rosa = app.signed_in(Persona::Rosa).await;
    let list = matched(&app, &mut rosa, b"Name\nShanice Morris\n").await;
    assert!(rosa.get(&format!("{list}/rows")).await.words().contains("Shanice Morris is on record"));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_referred_whom_we_do_not_support_and_nobody_is_taken_back_but_by_an_import() {
    let app = TestApp::begin(fresh(Which::Sqlite).await).await;
    let pat = app.community_member(Persona::Amina, "Pat Amory").await;
    let amina = app.viewer(Persona::Amina);
    let ask = |instruction| {
        let request = Request { command_id: app.id(), seen: None, instruction };
        app.wired.app.ask(&amina, request)
    };
    let command = PersonCommand::TakeBackRegistration;
    assert!(matches!(ask(Instruction::Person { id: pat, command }).await, Err(Refusal::NotYours)));
    let reason = words("A mistake");
    let back = TakenBack { person_id: pat, person_version: 1, engagement: None, reason };
    assert!(matches!(ask(Instruction::TakenBack(back)).await, Err(Refusal::NotYours)));
    let details = Details {
        name: line("Ruby Novak"),
        known_as: None,
        born_on: None,
        phone: None,
        email: None,
        address: None,
        area: None,
    };
    let referral = Referral {
        engagement_id: app.id(),
        source: ReferralSource::Other,
        received_on: app.today(),
        reason: None,
        connector: None,
        under_way_since: None,
    };
    let arrival = Arrival {
        person_id: app.id(),
        kind: PersonKind::CommunityMember,
        details,
        different_from: Vec::new(),
        identifiers: Vec::new(),
        needs: Vec::new(),
        interests: Vec::new(),
        referral: Some(referral),
    };
    let refused = ask(Instruction::Arrival(Box::new(arrival))).await;
    assert!(matches!(refused, Err(Refusal::Invalid { field: "referral", .. })));
}
