//! What is said about the work while it is done: log lines, and what goes to a collector. The collector here
//! is a small server of its own, so that what it holds are the very bytes that left the process.

mod collector;

use std::io::{self, Write};
use std::process::Command;
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Instant;

use app::clock::ManualClock;
use app::commands::{self, Instruction};
use axum::body::Body;
use axum::http::{Method, Request};
use domain::person::PersonCommand;
use domain::person::records::Details;
use domain::shared::ids::CommandId;
use infra::clock::RandomIds;
use infra::log::MasterKey;
use infra::telemetry::{Exporter, lines, subscriber};
use serde_json::json;
use tests::cases::{day, line, words};
use tests::databases::{Which, fresh};
use tests::{Browser, Persona, TestApp, on_both_databases};
use tracing::Dispatch;
use tracing::subscriber::{DefaultGuard, NoSubscriber};
use web::router::router;
use web::wiring::{Ground, Wired};

use self::collector::Collector;

/// Everything personal in these tests holds this word, so that looking for it finds any of it.
const QUILL: &str = "quill";

/// What was written on this thread since [`listen`].
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Lines {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).expect("lines are text")
    }
}

/// One that hears nothing. While there is but one subscriber, a line that another thread comes to first
/// is asked about of that thread alone, and is then heard nowhere; with this one there are two.
static DEAF: LazyLock<Dispatch> = LazyLock::new(|| Dispatch::new(NoSubscriber::default()));

/// Writes lines of every level and measures, on this thread alone: other tests are not heard.
fn listen(exporter: &Exporter) -> (Lines, DefaultGuard) {
    LazyLock::force(&DEAF);
    let kept = Lines::default();
    let out = kept.clone();
    let layers = vec![lines("trace", true, move || out.clone()), exporter.layer()];
    let guard = tracing::subscriber::set_default(subscriber(layers));
    (kept, guard)
}

/// A day's work by people whose every word is personal; what must not be told of it, besides [`QUILL`].
async fn a_day(app: &TestApp) -> Vec<String> {
    let mut amina = app.signed_in(Persona::Amina).await;
    let (contract, born_on) = (app.contracts[0].contract_id, day("1931-08-17"));
    let case = app.case(Persona::Amina, "Quillfeather Zanzibar", contract).await;

    let details = Details {
        name: line("Quillfeather Z"),
        known_as: Some(line("Quilly")),
        born_on: Some(born_on),
        phone: Some(line("0191 quill")),
        email: None,
        address: None,
        area: None,
    };
    let correct = PersonCommand::CorrectDetails { details, reason: Some(words("He spells it with a quill")) };
    let request = |id| commands::Request {
        command_id: CommandId(app.wired.app.ids.next()),
        seen: None,
        instruction: Instruction::Person { id, command: correct.clone() },
    };
    let twice = request(case.person);
    for _ in 0..2 {
        app.wired.app.ask(&app.viewer(Persona::Amina), twice.clone()).await.unwrap();
    }
    app.wired.app.ask(&app.viewer(Persona::Ben), request(case.person)).await.unwrap_err();

    let person = format!("/people/{}", case.person);
    assert!(amina.get(&person).await.text.contains("Quilly"));
    assert_eq!(amina.get("/search?q=quillquery").await.status, 200);
    assert_eq!(amina.get("/quillpath/quill?quill=quill").await.status, 404);
    assert_eq!(amina.request(Method::from_bytes(b"QUILL").unwrap(), "/today").await.status, 405);
    let typed =
        [("name", "Quillermina"), ("known_as", "Quill"), ("born_on", "1931-08-quill"), ("kind", "quill")];
    assert_eq!(amina.fill("/people/new", "/people/check", &typed).await.status, 422);
    assert_eq!(
        amina.post_json("/api/v1/commands", &json!({ "commands": "quill", "quill": 1 })).await.status,
        422
    );
    assert_eq!(amina.post_raw("/api/v1/commands", "application/json", "{quill").await.status, 400);
    assert_eq!(amina.post_raw("/search", "text/quill", "quill").await.status, 415);
    let wrong = [("name", "quillsign"), ("password", "quillpassword")];
    assert_eq!(app.browser().post("/sign-in", &wrong).await.status, 422);

    let calendar = amina.post("/today/calendar", &[]).await.text;
    let calendar =
        calendar.split("/calendar/").find_map(|rest| rest.split_once(".ics")).expect("an address").0;
    for (secret, status) in [(calendar, 200), ("quillcalendar", 404)] {
        assert_eq!(app.browser().get(&format!("/calendar/{secret}.ics")).await.status, status);
    }

    let session = amina.cookie("kith_session").expect("a session").to_owned();
    let csrf = amina.get("/help").await.field("csrf").expect("a token");
    vec![session, csrf, born_on.to_string(), "zanzibar".to_owned(), calendar.to_owned()]
}

#[tokio::test]
async fn what_is_measured_arrives_and_nothing_personal_with_it() {
    let collector = Collector::open();
    let exporter = Exporter::to(&collector.url).unwrap();
    let (lines, guard) = listen(&exporter);
    let app = TestApp::begin(fresh(Which::Sqlite).await).await;
    let secrets = a_day(&app).await;
    let ids: Vec<String> = app.accounts.iter().map(|account| account.account_id.to_string()).collect();
    app.stop().await;
    exporter.stop().await;
    drop(guard);
    let lines = lines.text();

    let spans = collector.spans();
    let names = |wanted: &str| spans.iter().filter(|span| span.name == wanted).count();
    for name in [
        "GET /people/{id}",
        "POST /people/check",
        "GET none",
        "_OTHER /today",
        "command Register",
        "append",
        "commit",
        "projection",
    ] {
        assert!(
            names(name) > 0,
            "no span {name} among {:?}",
            spans.iter().map(|span| &span.name).collect::<Vec<_>>()
        );
    }
    let append = spans.iter().find(|span| span.name == "append").unwrap();
    let command =
        spans.iter().find(|span| span.span_id == append.parent_span_id).expect("an append lies in a command");
    assert!(command.name.starts_with("command ") && command.trace_id == append.trace_id);

    let figures = collector.figures();
    let count = |name: &str, labels: &[(&str, &str)]| {
        let is = |figure: &&collector::Figure| {
            figure.name == name && labels.iter().all(|(key, value)| &figure.labels[*key] == *value)
        };
        figures.iter().filter(is).map(|figure| figure.value).sum::<f64>()
    };
    assert_eq!(count("kith.commands", &[("command", "CorrectDetails"), ("command.outcome", "done")]), 1.0);
    assert_eq!(
        count("kith.commands", &[("command", "CorrectDetails"), ("command.outcome", "replayed")]),
        1.0
    );
    assert_eq!(count("kith.commands", &[("command", "CorrectDetails"), ("command.outcome", "refused")]), 1.0);
    let page = spans.iter().find(|span| span.name == "GET /people/{id}").expect("the page was looked at");
    assert_eq!(page.kind, 2, "it is a server's");
    assert_eq!(collector::number(page, "http.response.status_code"), Some(200));
    assert_eq!(
        count(
            "http.server.request.duration",
            &[("http.route", "/people/{id}"), ("http.response.status_code", "200")]
        ),
        1.0
    );
    assert!(count("kith.commit.commands", &[]) >= 1.0);
    assert_eq!(count("kith.projection.behind", &[]), 0.0, "everything was shown before it stopped");
    assert!(figures.iter().any(|figure| figure.name == "kith.projection.behind"));

    assert!(
        lines.contains("answered a request") && lines.contains("\"http.route\":\"/people/{id}\""),
        "{lines}"
    );
    let sent = String::from_utf8_lossy(&collector.bytes()).into_owned();
    for (what, told) in [("line", lines), ("figure or span", sent.clone())] {
        let told = told.to_lowercase();
        for secret in secrets.iter().map(String::as_str).chain([QUILL]) {
            let at = told.find(&secret.to_lowercase());
            assert_eq!(
                at,
                None,
                "a {what} tells {secret}: {:?}",
                at.map(|at| &told[at.saturating_sub(200)..(at + 100).min(told.len())])
            );
        }
    }
    assert!(ids.iter().all(|id| !sent.contains(id)), "whose work it was is not sent");
}

#[tokio::test]
async fn that_the_register_of_concerns_was_taken_is_told_and_not_how_many_there_are() {
    let collector = Collector::open();
    let exporter = Exporter::to(&collector.url).unwrap();
    let (lines, guard) = listen(&exporter);
    let app = TestApp::begin(fresh(Which::Sqlite).await).await;
    let mut grace = app.signed_in(Persona::Grace).await;
    assert_eq!(grace.get("/safeguarding/files/concerns.csv").await.status, 200);
    app.stop().await;
    exporter.stop().await;
    drop(guard);
    let lines = lines.text();
    let taken = lines.lines().find(|line| line.contains("a list was taken away")).expect("it is told");
    assert!(taken.contains("concerns") && !taken.contains("rows"), "{taken}");
}

#[tokio::test]
async fn what_is_not_on_the_list_stays_behind_whoever_recorded_it() {
    let collector = Collector::open();
    let exporter = Exporter::to(&collector.url).unwrap();
    let (_, guard) = listen(&exporter);
    tracing::info_span!(target: "web", "command", command = "Register", commit.events = "quill", person.name = "Quillfeather").in_scope(|| {
        tracing::error!(target: "web", name = "Quillfeather", "Quillfeather was here");
    });
    tracing::info_span!(target: "sqlx", "quillfeather").in_scope(|| {});
    tracing::debug_span!(target: "web", "quillfeather").in_scope(|| {});
    exporter.stop().await;
    drop(guard);
    let spans = collector.spans();
    assert_eq!(spans.iter().map(|span| span.name.as_str()).collect::<Vec<_>>(), ["command Register"]);
    assert!(!String::from_utf8_lossy(&collector.bytes()).to_lowercase().contains(QUILL));
}

#[tokio::test]
async fn a_failure_is_told_without_what_it_failed_on() {
    let collector = Collector::open();
    let exporter = Exporter::to(&collector.url).unwrap();
    let (lines, guard) = listen(&exporter);
    let app = TestApp::begin(fresh(Which::Sqlite).await).await;
    let case = app.case(Persona::Amina, "Quillfeather Zanzibar", app.contracts[0].contract_id).await;
    spoil(&app).await;
    let mut amina = app.signed_in(Persona::Amina).await;
    assert_eq!(amina.get(&format!("/people/{}", case.person)).await.status, 500);
    app.stop().await;
    exporter.stop().await;
    drop(guard);
    let lines = lines.text();
    assert!(
        lines.contains("a request failed") && lines.contains("the JSON that is there does not fit"),
        "{lines}"
    );
    assert!(!lines.to_lowercase().contains(QUILL), "{lines}");
    let failed: Vec<_> = collector
        .spans()
        .into_iter()
        .filter(|span| span.status.as_ref().is_some_and(|s| s.code == 2))
        .collect();
    assert_eq!(failed.iter().map(|span| span.name.as_str()).collect::<Vec<_>>(), ["GET /people/{id}"]);
}

/// Set for the process in which a database fails: where it is.
const FAILING: &str = "KITH_TEST_FAILING_DATABASE";
/// Pages it asks for.
const REQUESTS: usize = 3;

/// Not a test by itself: what that process does. What is heard of it is a matter of its whole subscriber.
#[test]
fn somebody_asks_for_a_page_while_a_table_is_away() {
    let Ok(url) = std::env::var(FAILING) else { return };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let telemetry = infra::telemetry::start("info", true, None);
        let ground = Ground {
            database_url: url,
            master_key: MasterKey::from_bytes([7; 32]),
            clock: Arc::new(ManualClock::at("2026-03-12T10:00:00Z".parse().unwrap())),
            ids: Arc::new(RandomIds),
            https: false,
            bell: Arc::new(app::bell::NoBell),
        };
        let wired = Wired::open(ground).await.unwrap();
        let away = "ALTER TABLE sign_ins RENAME TO sign_ins_away";
        infra::on!(&wired.database, write, pool => sqlx::query(away).execute(pool).await.map(drop)).unwrap();
        let mut browser = Browser::new(router(wired.site()));
        for _ in 0..REQUESTS {
            let request = Request::get("/").header("cookie", "kith_session=abc");
            assert_eq!(browser.send(request, Body::empty()).await.status, 500);
        }
        telemetry.stop().await;
    });
}

on_both_databases! {
    async fn every_failure_of_the_database_leaves_one_line(db) {
        let process = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "telemetry::somebody_asks_for_a_page_while_a_table_is_away", "--nocapture", "--test-threads=1"])
            .env(FAILING, &db.url)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&process.stderr);
        assert!(process.status.success(), "{said}");
        let told: Vec<&str> = said.lines().filter(|line| line.contains("a request failed")).collect();
        assert_eq!(told.len(), REQUESTS, "{said}");
        assert!(told.iter().all(|line| line.contains("looking up a session") && line.contains("sign_ins")), "{said}");
    }
}

/// Every person's kept document becomes their name alone, which no reader of it expects.
async fn spoil(app: &TestApp) {
    let infra::database::Database::Sqlite { write, .. } = &app.wired.database else { panic!("it is SQLite") };
    let find = "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'people\\_v%' ESCAPE '\\'";
    let table: String = sqlx::query_scalar(find).fetch_one(write).await.unwrap();
    sqlx::query(&format!("UPDATE {table} SET doc = '\"Quillfeather Zanzibar\"'"))
        .execute(write)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_collector_that_is_away_stands_in_nobodys_way() {
    let away = Collector::open().url.replace("127.0.0.1", "127.0.0.2");
    let exporter = Exporter::to(&away).unwrap();
    let (lines, guard) = listen(&exporter);
    let app = TestApp::begin(fresh(Which::Sqlite).await).await;
    assert_eq!(app.signed_in(Persona::Amina).await.get("/today").await.status, 200);
    app.stop().await;
    let began = Instant::now();
    exporter.stop().await;
    drop(guard);
    assert!(began.elapsed().as_secs() < 12, "stopping took {:?}", began.elapsed());
    let lines = lines.text();
    assert!(lines.contains("the last of what was measured could not be sent"), "{lines}");
}
