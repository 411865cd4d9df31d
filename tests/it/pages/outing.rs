//! Being out alone: going in and out in one tap, noticed once when nothing is heard, and a word of alarm that
//! the screen does not show.

use std::sync::{Arc, Mutex};

use app::accounts::Account;
use app::bell::{Bell, Summons, Why};
use app::clock::{Clock, Ids, SeededIds};
use chrono::{DateTime, Utc};
use domain::outing::PassedOn;
use domain::shared::ids::AccountId;
use infra::log::MasterKey;
use tests::databases::{Database, Which, fresh};
use tests::{Browser, Persona, TestApp, on_both_databases};
use web::router::router;
use web::wiring::{Ground, Wired};

fn at(time: &str) -> DateTime<Utc> {
    format!("2026-03-12T{time}:00Z").parse().expect("a time")
}

/// A bell that keeps what it was told.
#[derive(Default)]
struct Heard(Mutex<Vec<Summons>>);

impl Bell for Heard {
    fn is_hung(&self) -> bool {
        true
    }

    fn ring(&self, summons: Summons) {
        self.0.lock().expect("it is not poisoned").push(summons);
    }
}

/// A team with a bell.
async fn with_bell(db: Database, bell: &Arc<Heard>) -> TestApp {
    let mut app = TestApp::begin(db).await;
    app.wired.app.bell = Arc::clone(bell) as Arc<dyn Bell>;
    app.router = router(app.wired.site());
    app
}

/// Amina goes in at 14:00 until 15:40, with Ben looking out; answers the outing's address.
async fn out(app: &TestApp) -> String {
    app.clock.set(at("14:00"));
    let mut amina = app.signed_in(Persona::Amina).await;
    let ben = app.account(Persona::Ben).account_id.to_string();
    let fields = [("back_by", "15:40"), ("place", "Flat 2, Mill Lane"), ("colleague", &*ben)];
    let went = amina.fill("/out/new", "/out", &fields).await;
    assert_eq!((went.status, went.location()), (303, "/out"), "{}", went.words());
    let page = amina.get("/out").await;
    let mut links = page.text.split("action=\"").filter_map(|rest| rest.split('"').next());
    let ending = links.find(|link| link.ends_with("/ending")).expect("a way out");
    ending.trim_end_matches("/ending").to_owned()
}

/// What the first page of somebody says at a time.
async fn today(app: &TestApp, who: Persona, time: &str) -> String {
    app.clock.set(at(time));
    app.signed_in(who).await.get("/people").await.words()
}

async fn notice(app: &TestApp) -> usize {
    let noticed = app.wired.app.notice_overdue().await.expect("the clock can look");
    assert!(app.wired.app.views.catch_up(app.wired.app.log.head().await.expect("the head")).await);
    noticed
}

const LATE: &str = "Amina North should have been out at 15:40.";

on_both_databases! {
    async fn whoever_goes_in_is_on_the_board_until_they_are_out(db) {
        let app = TestApp::begin(db).await;
        let outing = out(&app).await;
        let mut rosa = app.signed_in(Persona::Rosa).await;
        let board = rosa.get("/team/out").await.words();
        assert!(board.contains("Amina North") && board.contains("Flat 2, Mill Lane") && board.contains("Until 15:40"), "{board}");
        let mut amina = app.signed_in(Persona::Amina).await;
        let mine = amina.get("/today").await.words();
        assert!(mine.contains("You went in at 14:00 and are to be out at 15:40") && mine.contains("I am out and safe"), "{mine}");
        let longer = amina.fill("/out", &format!("{outing}/longer"), &[("minutes", "30")]).await;
        assert_eq!(longer.status, 303, "{}", longer.words());
        assert!(rosa.get("/team/out").await.words().contains("Until 16:10"));
        let done = amina.fill("/today", &format!("{outing}/ending"), &[]).await;
        assert_eq!((done.status, done.location()), (303, "/today"));
        assert!(amina.get("/today").await.words().contains("You are out and safe."));
        let board = rosa.get("/team/out").await.words();
        assert!(board.contains("Nobody else is out alone") && board.contains("They said that they are out"), "{board}");
    }

    async fn when_nothing_is_heard_the_colleague_is_told_then_the_leads_each_once(db) {
        let app = TestApp::begin(db).await;
        let outing = out(&app).await;
        app.clock.set(at("15:59"));
        assert_eq!(notice(&app).await, 0, "nobody is troubled within the grace");
        app.clock.set(at("16:00"));
        assert_eq!((notice(&app).await, notice(&app).await), (1, 0));
        assert!(today(&app, Persona::Ben, "16:01").await.contains(LATE));
        assert!(!today(&app, Persona::Rosa, "16:01").await.contains(LATE), "the leads come second");
        assert!(!today(&app, Persona::Amina, "16:01").await.contains(LATE));
        app.clock.set(at("16:15"));
        assert_eq!(notice(&app).await, 1);
        for lead in [Persona::Rosa, Persona::Grace] {
            assert!(today(&app, lead, "16:16").await.contains(LATE), "{lead:?}");
        }
        for other in [Persona::Olu, Persona::Claire, Persona::Dev, Persona::Sam] {
            let mut browser = app.signed_in(other).await;
            assert!(!browser.get("/").await.words().contains(LATE), "{other:?}");
            assert_eq!(browser.get(&outing).await.status, 404, "{other:?}");
        }
        let mut ben = app.signed_in(Persona::Ben).await;
        let page = ben.get(&outing).await.words();
        assert!(page.contains("Flat 2, Mill Lane") && page.contains("should have been out"), "{page}");
        let said = ben.fill(&outing, &format!("{outing}/steps"), &[("words", "Rang twice")]).await;
        assert_eq!(said.status, 303, "{}", said.words());
        let safe = ben.fill(&outing, &format!("{outing}/safety"), &[("words", "They missed the bus")]).await;
        assert_eq!(safe.status, 303, "{}", safe.words());
        let mut rosa = app.signed_in(Persona::Rosa).await;
        let page = rosa.get(&outing).await.words();
        assert!(page.contains("Rang twice") && page.contains("Somebody made sure that they are safe"), "{page}");
        app.clock.set(at("20:00"));
        assert_eq!(notice(&app).await, 0);
    }

    async fn in_the_end_everybody_is_told_and_a_page_that_is_open_says_it(db) {
        let app = TestApp::begin(db).await;
        let zara = Account {
            account_id: app.id::<AccountId>(),
            sign_in_name: "zara".to_owned(),
            name: "Zara Third".to_owned(),
            ..app.account(Persona::Ben).clone()
        };
        app.wired.app.accounts.add_persona(&zara).await.expect("Zara joins the team");
        let outing = out(&app).await;
        app.clock.set(at("16:15"));
        assert_eq!(notice(&app).await, 1);
        let mut browser = app.browser();
        let id = zara.account_id.to_string();
        assert_eq!(browser.post("/sign-in", &[("persona", &id)]).await.status, 303);
        let mut zara = browser;
        assert_eq!(zara.get("/out/alerts").await.status, 204, "it is not hers to look yet");
        assert_eq!(zara.get(&outing).await.status, 404);
        app.clock.set(at("16:30"));
        assert_eq!(notice(&app).await, 1);
        let told = zara.get("/out/alerts").await;
        assert_eq!(told.status, 200);
        assert!(told.text.contains(LATE) && told.text.contains(&outing), "{}", told.text);
        assert!(!told.text.contains("Mill Lane"), "{}", told.text);
        let mut amina = app.signed_in(Persona::Amina).await;
        assert_eq!(amina.get("/out/alerts").await.status, 204, "nobody is told of themselves");
        let page = zara.get(&outing).await.words();
        assert!(page.contains("Flat 2, Mill Lane") && page.contains("No number has been agreed"), "{page}");
        let safe = zara.fill(&outing, &format!("{outing}/safety"), &[("words", "She is here")]).await;
        assert_eq!((safe.status, safe.location()), (303, "/today"), "{}", safe.words());
        assert_eq!(zara.get(&outing).await.status, 404, "it is the matter of a few again");
        let mut rosa = app.signed_in(Persona::Rosa).await;
        assert!(rosa.get(&outing).await.words().contains("She is here"));
    }

    async fn where_nobody_else_leads_a_colleague_is_to_be_asked(db) {
        let app = TestApp::begin(db).await;
        app.clock.set(at("14:00"));
        let mut rosa = app.signed_in(Persona::Rosa).await;
        let went = rosa.fill("/out/new", "/out", &[("back_by", "15:40")]).await;
        assert_eq!(went.status, 303, "Grace leads, too: {}", went.words());
        let grace = Account { active: false, ..app.account(Persona::Grace).clone() };
        let sam = app.viewer(Persona::Sam);
        let sam = sam.administering().expect("an administrator");
        app.wired.app.accounts.change(&sam, &grace).await.expect("Grace leaves");
        let mut rosa = app.signed_in(Persona::Rosa).await;
        let page = rosa.get("/out").await;
        let ending = page.text.split("action=\"").filter_map(|rest| rest.split('"').next()).find(|link| link.ends_with("/ending"));
        rosa.fill("/out", ending.expect("a way out"), &[]).await;
        let alone = rosa.fill("/out/new", "/out", &[("back_by", "15:40"), ("place", "Mill Lane"), ("colleague", "")]).await;
        assert_eq!(alone.status, 422);
        assert!(alone.text.contains("id=\"f-colleague-error\"") && alone.text.contains("Mill Lane"), "{}", alone.words());
        assert!(alone.words().contains("Nobody else leads the team just now"), "{}", alone.words());
        let ben = app.account(Persona::Ben).account_id.to_string();
        let asked = rosa.fill("/out/new", "/out", &[("back_by", "15:40"), ("colleague", &ben)]).await;
        assert_eq!(asked.status, 303, "{}", asked.words());
    }

    async fn the_bell_is_rung_at_each_step_once_and_learns_nothing_of_the_place(db) {
        let bell = Arc::new(Heard::default());
        let app = with_bell(db, &bell).await;
        let outing = out(&app).await;
        for time in ["16:00", "16:05", "16:15", "16:30"] {
            app.clock.set(at(time));
            notice(&app).await;
        }
        let rung = bell.0.lock().expect("it is not poisoned").clone();
        let steps: Vec<_> = rung.iter().map(|one| one.passed_on).collect();
        assert_eq!(steps, [PassedOn::Colleague, PassedOn::Leads, PassedOn::OnCall].map(Some));
        let asked = |one: &Summons| one.asked.iter().map(|who| who.name.clone()).collect::<Vec<_>>();
        assert_eq!(asked(&rung[0]), [app.account(Persona::Ben).name.clone()]);
        assert!(asked(&rung[1]).contains(&app.account(Persona::Rosa).name), "the leads");
        for one in &rung {
            let said = serde_json::to_string(one).expect("it can be written");
            assert!(said.contains(&outing) && said.contains("Amina North"), "{said}");
            assert!(!said.contains("Mill Lane") && !said.contains("\"name\":\"Amina North\""), "{said}");
        }
    }

    async fn the_bell_is_rung_at_once_when_the_word_of_alarm_is_given(db) {
        let bell = Arc::new(Heard::default());
        let app = with_bell(db, &bell).await;
        let mut amina = app.signed_in(Persona::Amina).await;
        amina.fill("/out/word", "/out/word", &[("password_word", "Blue kettle")]).await;
        let outing = out(&app).await;
        let mut amina = app.signed_in(Persona::Amina).await;
        amina.fill("/out", &format!("{outing}/ending"), &[("said", "blue kettle")]).await;
        let rung = bell.0.lock().expect("it is not poisoned").clone();
        assert_eq!(rung.iter().map(|one| (one.why, one.passed_on)).collect::<Vec<_>>(), [(Why::Alarm, None)]);
        assert!(rung[0].asked.iter().any(|who| who.name == app.account(Persona::Rosa).name));
    }

    async fn the_word_of_alarm_looks_like_any_other_way_out_and_tells_the_leads_at_once(db) {
        let app = TestApp::begin(db).await;
        let mut amina = app.signed_in(Persona::Amina).await;
        let set = amina.fill("/out/word", "/out/word", &[("password_word", "Blue kettle")]).await;
        assert_eq!(set.status, 303, "{}", set.words());
        let outing = out(&app).await;
        let mut amina = app.signed_in(Persona::Amina).await;
        let usual = amina.fill("/out", &format!("{outing}/ending"), &[("said", "blue  KETTLE.")]).await;
        assert_eq!((usual.status, usual.location()), (303, "/today"));
        let shown = amina.get("/today").await.words();
        assert!(shown.contains("You are out and safe.") && !shown.contains("alarm"), "{shown}");
        assert!(amina.get("/out").await.words().contains("You are not out alone"));
        let own = amina.get(&outing).await;
        assert_eq!((own.status, own.location()), (303, "/out"), "their own screen shows nothing");
        for (who, sees) in [(Persona::Rosa, true), (Persona::Grace, true), (Persona::Ben, true), (Persona::Amina, false)] {
            let said = today(&app, who, "14:01").await;
            assert_eq!(said.contains("Amina North gave the word of alarm at 14:00"), sees, "{who:?}: {said}");
        }
        let mut rosa = app.signed_in(Persona::Rosa).await;
        let page = rosa.get(&outing).await.words();
        assert!(page.contains("Do not ring them"), "{page}");
        let safe = rosa.fill(&outing, &format!("{outing}/safety"), &[("words", "The police are with her")]).await;
        assert_eq!(safe.status, 303);
        assert!(!today(&app, Persona::Rosa, "14:30").await.contains("word of alarm"));
    }

    async fn two_nodes_that_look_at_once_record_each_step_once(db) {
        let url = db.url.clone();
        let app = TestApp::begin(db).await;
        out(&app).await;
        let ground = Ground {
            database_url: url,
            master_key: MasterKey::from_bytes([7; 32]),
            clock: Arc::clone(&app.clock) as Arc<dyn Clock>,
            ids: Arc::new(SeededIds::new(2)) as Arc<dyn Ids>,
            https: false,
            bell: Arc::new(app::bell::NoBell),
        };
        let other = Wired::open(ground).await.expect("another node can be opened");
        app.clock.set(at("16:40"));
        for _ in 0..3 {
            let (one, two) = tokio::join!(app.wired.app.notice_overdue(), other.app.notice_overdue());
            assert!(one.expect("one looks") + two.expect("the other looks") <= 1);
        }
        let events = app.wired.app.log.feed(0, 1_000).await.expect("the log");
        let overdue = events.iter().filter(|envelope| envelope.event.name() == "OutingOverdue");
        assert_eq!(overdue.count(), 3, "the colleague, the leads and the on-call number");
        other.stop().await;
    }

    async fn the_word_of_alarm_and_the_place_stand_nowhere_in_clear(db) {
        let app = TestApp::begin(db).await;
        let mut amina = app.signed_in(Persona::Amina).await;
        amina.fill("/out/word", "/out/word", &[("password_word", "Blue kettle")]).await;
        out(&app).await;
        let mut carried = Vec::new();
        app.wired.log.export(&mut carried).await.expect("the log is exported");
        let carried = String::from_utf8(carried).expect("it is text");
        assert!(carried.contains("OutingBegun") && !carried.contains("Mill Lane"));
        assert!(!carried.to_lowercase().contains("kettle"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_forgets_is_asked_kindly_the_next_morning() {
    let app = TestApp::begin(fresh(Which::Sqlite).await).await;
    let outing = out(&app).await;
    app.clock.set("2026-03-13T08:30:00Z".parse().expect("a time"));
    let mut amina = app.signed_in(Persona::Amina).await;
    let asked = amina.get("/today").await.words();
    assert!(
        asked.contains("You went in yesterday at 14:00 and did not say that you were out. Is all well?"),
        "{asked}"
    );
    let again = amina.fill("/out/new", "/out", &[("back_by", "09:30")]).await;
    assert_eq!(again.status, 422);
    assert!(again.words().contains("You are still out elsewhere"), "{}", again.words());
    assert_eq!(amina.fill("/today", &format!("{outing}/ending"), &[]).await.status, 303);
    let mut rosa = app.signed_in(Persona::Rosa).await;
    assert!(rosa.get("/team/out").await.words().contains("They said so the next day"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_planned_visit_fills_everything_in_and_what_keeps_them_safe_is_read_first() {
    let app = TestApp::begin(fresh(Which::Sqlite).await).await;
    let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
    app.clock.set("2026-03-16T09:00:00Z".parse().expect("a time"));
    let mut amina = app.signed_in(Persona::Amina).await;
    assert!(amina.get("/out/new").await.words().contains("Is it one of today’s visits?"));
    let visit = format!("/engagements/{}/sessions/{}", case.engagement, case.planned);
    let shown = amina.get(&visit).await.text;
    let mut links = shown.split("href=\"").filter_map(|rest| rest.split('"').next());
    let link = links.find(|link| link.starts_with("/out/new?")).expect("a way in");
    let link = link.replace("&#38;", "&").replace("&amp;", "&");
    let page = amina.get(&link).await;
    let words = page.words();
    assert!(words.contains("With Gordon") && words.contains("Lends money to anybody who asks"), "{words}");
    assert!(page.text.contains("value=\"10:00\""), "an hour, as planned");
    let told = amina.fill(&link, "/out", &[("back_by", "10:00")]).await;
    assert_eq!(told.status, 303, "{}", told.words());
    let rosa = app.signed_in(Persona::Rosa).await.get("/team/out").await.words();
    assert!(rosa.contains("Until 10:00"), "{rosa}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_is_said_beside_the_field() {
    let app = TestApp::begin(fresh(Which::Sqlite).await).await;
    app.clock.set(at("14:00"));
    let mut amina = app.signed_in(Persona::Amina).await;
    let late = amina.fill("/out/new", "/out", &[("back_by", "13:00"), ("place", "Mill Lane")]).await;
    assert_eq!(late.status, 422);
    assert!(
        late.text.contains("id=\"f-back_by-error\"") && late.text.contains("Mill Lane"),
        "{}",
        late.words()
    );
    let olu = app.account(Persona::Olu).account_id.to_string();
    let stranger = amina.fill("/out/new", "/out", &[("back_by", "15:00"), ("colleague", &olu)]).await;
    assert_eq!(stranger.status, 422, "{}", stranger.words());
    let short = amina.fill("/out/word", "/out/word", &[("password_word", "no")]).await;
    assert!(short.status == 422 && short.words().contains("four letters"), "{}", short.words());
    let mut rosa = app.signed_in(Persona::Rosa).await;
    let fields = [("grace_minutes", "45"), ("on_call", "0191 496 0999")];
    let far = rosa.fill("/team/out/settings", "/team/out/settings", &fields).await;
    assert!(far.status == 422 && far.text.contains("0191 496 0999"), "{}", far.words());
    let fields = [("grace_minutes", "30"), ("on_call", "Night desk, 0191 496 0999")];
    assert_eq!(rosa.fill("/team/out/settings", "/team/out/settings", &fields).await.status, 303);
    let outing = out(&app).await;
    app.clock.set(at("16:09"));
    assert_eq!(notice(&app).await, 0, "the longer grace holds");
    app.clock.set(at("16:10"));
    assert_eq!(notice(&app).await, 1);
    let mut rosa: Browser = app.signed_in(Persona::Rosa).await;
    assert!(rosa.get(&outing).await.words().contains("Night desk, 0191 496 0999"));
    assert_eq!(app.clock.now(), at("16:10"));
}
