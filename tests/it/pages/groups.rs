//! Groups: planned for several people at once, settled with one tap each, and everybody's own from then on.

use app::groups::session_in;
use domain::engagement::EngagementCommand;
use domain::engagement::codes::PauseReason;
use domain::shared::ids::GroupId;
use tests::cases::{Case, day};
use tests::{Answer, Browser, Persona, TestApp, on_both_databases};

/// Whose roll is called, what is said of them, and what else is told.
type Member<'a> = (&'a Case, &'a str, &'a [(&'a str, &'a str)]);

/// Three people of Amina's, the last of whom Ben would know.
async fn three(app: &TestApp) -> [Case; 3] {
    let contract = app.contracts[0].contract_id;
    [
        app.case(Persona::Amina, "Gordon Wells", contract).await,
        app.case(Persona::Amina, "Ruth Calder", contract).await,
        app.case(Persona::Amina, "Shanice Morris", contract).await,
    ]
}

async fn plan(browser: &mut Browser, cases: &[Case], on: &str) -> Answer {
    let ids: Vec<String> = cases.iter().map(|case| case.engagement.to_string()).collect();
    let mut fields = vec![
        ("place", "Cooking group, St Mary’s hall"),
        ("on", on),
        ("starts_at", "14:00"),
        ("minutes", "2:00"),
    ];
    fields.extend(ids.iter().map(|id| ("expected", id.as_str())));
    browser.fill("/groups/new", "/groups/new", &fields).await
}

fn group_of(answer: &Answer) -> GroupId {
    answer.location().trim_start_matches("/groups/").parse().expect("it leads to the group")
}

/// The roll of some people: whether each came, and what else is told of them.
async fn call(browser: &mut Browser, at: &str, told: &[Member<'_>], note: &str) -> Answer {
    let mut fields = vec![("note".to_owned(), note.to_owned()), ("minutes".to_owned(), "2:00".to_owned())];
    for (case, came, more) in told {
        fields.push((format!("came-{}", case.engagement), (*came).to_owned()));
        fields.extend(
            more.iter().map(|(name, value)| (format!("{name}-{}", case.engagement), (*value).to_owned())),
        );
    }
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser.fill(at, at, &fields).await
}

on_both_databases! {
    async fn a_group_is_one_appointment_in_a_calendar_and_off_when_nobody_comes(db) {
        let app = TestApp::begin(db).await;
        let cases = three(&app).await;
        let mut browser = app.signed_in(Persona::Amina).await;
        let planned = plan(&mut browser, &cases, "2026-03-18").await;
        let at = planned.location().to_owned();
        let page = browser.fill("/today/calendar", "/today/calendar", &[]).await.text;
        let address = page.split_once("http://kith.test/calendar/").expect("an address").1;
        let path = format!("/calendar/{}", address.split('"').next().unwrap_or_default());
        let read = async || app.browser().get(&path).await.text.replace("\r\n ", "");
        let file = read().await;
        assert_eq!(file.matches("SUMMARY:Group\r\n").count(), 1, "{file}");
        assert_eq!(file.matches("DTSTART:20260318T140000Z").count(), 1, "one appointment for all three: {file}");
        assert!(file.contains(&format!("URL:http://kith.test{at}")) && !file.contains("Gordon"), "{file}");
        let off = [("by", "venue"), ("notice_hours", "48")];
        for (number, case) in cases.iter().enumerate() {
            assert!(!read().await.contains("STATUS:CANCELLED"), "{number} of three are off");
            let session = session_in(group_of(&planned), case.engagement);
            let page = format!("/engagements/{}/sessions/{session}/calling-off", case.engagement);
            let answer = browser.fill(&page, &page, &off).await;
            assert_eq!(answer.status, 303, "{}", answer.words());
        }
        assert_eq!(read().await.matches("STATUS:CANCELLED").count(), 1);
    }

    async fn a_group_is_planned_once_and_everybodys_roll_is_called_on_one_page(db) {
        let app = TestApp::begin(db).await;
        let cases = three(&app).await;
        let mut browser = app.signed_in(Persona::Amina).await;
        let planned = plan(&mut browser, &cases, "2026-03-11").await;
        assert_eq!(planned.status, 303, "{}", planned.words());
        let (at, group) = (planned.location().to_owned(), group_of(&planned));
        let page = browser.get(&at).await;
        assert!(page.words().contains("Cooking group, St Mary’s hall") && page.words().contains("Who came?"));
        for name in ["Gordon Wells", "Ruth Calder", "Shanice Morris"] {
            assert!(page.text.contains(name), "{name}");
        }
        let week = browser.get("/week").await;
        assert_eq!(week.text.matches("in a group of three").count(), 1, "{}", week.words());
        assert!(week.words().contains("Gordon, Ruth and Shanice"), "they stand together: {}", week.words());
        assert!(week.words().contains("1 visit, 2 hours"), "it is one time of hers: {}", week.words());
        assert!(!week.text.contains("Two at once"));

        let half = call(&mut browser, &at, &[(&cases[0], "came", &[])], "We made soup").await;
        assert_eq!(half.status, 422);
        assert!(half.words().contains("Say whether Ruth came"), "{}", half.words());
        assert!(half.text.contains("We made soup"), "what was typed is still there");

        let told: [Member<'_>; 3] = [
            (&cases[0], "came", &[("words", "He cut every carrot")]),
            (&cases[1], "left_early", &[("minutes", "1:15")]),
            (&cases[2], "did_not_come", &[("words", "She had a cold")]),
        ];
        let done = call(&mut browser, &at, &told, "We made soup").await;
        assert_eq!((done.status, done.location()), (303, &*at), "{}", done.words());
        let page = browser.get(&at).await.words();
        for words in ["Came, 2 hours", "Came, 1¼ hours", "Did not come: She had a cold"] {
            assert!(page.contains(words), "{words}: {page}");
        }
        let session = |case: &Case| format!("/engagements/{}/sessions/{}", case.engagement, session_in(group, case.engagement));
        let gordon = browser.get(&session(&cases[0])).await;
        assert!(gordon.text.contains("We made soup") && gordon.text.contains("He cut every carrot"));
        assert!(gordon.text.contains(&at) && gordon.words().contains("A group of three"));
        let ruth = browser.get(&session(&cases[1])).await;
        assert!(ruth.text.contains("We made soup") && !ruth.text.contains("carrot"));
        let timeline = browser.get(&format!("/people/{}/timeline", cases[1].person)).await;
        assert!(timeline.words().contains("in a group of three"), "{}", timeline.words());
        app.stop().await;
    }

    async fn everybody_is_charged_for_their_own_minutes_and_put_right_alone(db) {
        let app = TestApp::begin(db).await;
        let cases = three(&app).await;
        let mut browser = app.signed_in(Persona::Amina).await;
        let planned = plan(&mut browser, &cases, "2026-03-11").await;
        let (at, group) = (planned.location().to_owned(), group_of(&planned));
        let told: [Member<'_>; 3] =
            [(&cases[0], "came", &[]), (&cases[1], "left_early", &[("minutes", "0:45")]), (&cases[2], "did_not_come", &[])];
        assert_eq!(call(&mut browser, &at, &told, "").await.status, 303);
        let mut dev = app.signed_in(Persona::Dev).await;
        let mut statement = async |case: &Case| dev.get(&format!("/budgets/{}", case.engagement)).await.words();
        // £27.40 an hour; each had a visit of 95 minutes before, and the line is rounded once.
        for (case, minutes) in [(&cases[0], 215), (&cases[1], 140), (&cases[2], 95)] {
            let pence = (minutes * 2740 + 30) / 60;
            let due = format!("£{}.{:02}", pence / 100, pence % 100);
            let words = statement(case).await;
            assert!(words.contains(&due), "{minutes} minutes are {due}: {words}");
        }
        let session = format!("/engagements/{}/sessions/{}", cases[0].engagement, session_in(group, cases[0].engagement));
        let void = browser.fill(&format!("{session}/voiding"), &format!("{session}/voiding"), &[("reason", "He was at home")]).await;
        assert_eq!(void.status, 303, "{}", void.words());
        let page = browser.get(&at).await.words();
        assert!(page.contains("Taken back") && page.contains("Came, 45 minutes"), "{page}");
        let early = format!("/engagements/{}/sessions/{}", cases[1].engagement, session_in(group, cases[1].engagement));
        let right = format!("{early}/correction");
        let fields = [("on", "2026-03-11"), ("minutes", "1:00"), ("kind", "face_to_face"), ("reason", "I looked at the wrong clock")];
        let put_right = browser.fill(&right, &right, &fields).await;
        assert_eq!(put_right.status, 303, "{}", put_right.words());
        assert!(browser.get(&early).await.words().contains("A group of three"), "it is still of the group");
        app.stop().await;
    }

    async fn who_cannot_come_is_named_with_the_reason_and_the_others_are_planned(db) {
        let app = TestApp::begin(db).await;
        let cases = three(&app).await;
        let (paused_on, review_on) = (day("2026-03-12"), day("2026-04-12"));
        let pause = EngagementCommand::Pause { reason: PauseReason::ALL[0], paused_on, review_on };
        let id = cases[1].engagement;
        app.ask(Persona::Amina, app::commands::Instruction::Engagement { id, command: pause }).await.expect("it rests");
        let mut browser = app.signed_in(Persona::Amina).await;
        let told = plan(&mut browser, &cases, "2026-03-19").await;
        assert_eq!(told.status, 200, "an account, not a way on");
        let words = told.words();
        assert!(words.contains("not for everybody") && words.contains("Ruth Calder"), "{words}");
        assert_eq!(words.matches("Planned").count(), 2, "{words}");
        let at = told.text.split("href=\"").filter_map(|rest| rest.split('"').next());
        let at = at.clone().find(|href| href.starts_with("/groups/") && !href.ends_with("/new")).expect("a way on").to_owned();
        let page = browser.get(&at).await;
        assert!(page.text.contains("Gordon Wells") && !page.text.contains("Ruth Calder"));
        assert!(page.words().contains("Who is expected") && !page.words().contains("Who came?"), "it is next week");
        app.stop().await;
    }

    async fn a_form_sent_twice_plans_and_settles_once(db) {
        let app = TestApp::begin(db).await;
        let cases = three(&app).await;
        let mut browser = app.signed_in(Persona::Amina).await;
        let shown = browser.get("/groups/new").await;
        let hidden: Vec<_> = shown.hidden("/groups/new").into_iter().filter(|(name, _)| name != "csrf").collect();
        let ids: Vec<String> = cases.iter().map(|case| case.engagement.to_string()).collect();
        let mut fields: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (&**name, &**value)).collect();
        fields.extend([("place", "Cooking group"), ("on", "2026-03-11"), ("minutes", "2:00")]);
        fields.extend(ids.iter().map(|id| ("expected", &**id)));
        let head = app.wired.app.log.head().await.expect("a head");
        let first = browser.post("/groups/new", &fields).await;
        let second = browser.post("/groups/new", &fields).await;
        assert_eq!((first.status, second.status), (303, 303), "{}", second.words());
        assert_eq!(app.wired.app.log.head().await.expect("a head"), head + 3);

        let at = first.location().to_owned();
        let page = browser.get(&at).await;
        let mut roll: Vec<(String, String)> = page.hidden(&at).into_iter().filter(|(name, _)| name != "csrf").collect();
        roll.push(("minutes".to_owned(), "2:00".to_owned()));
        roll.extend(ids.iter().map(|id| (format!("came-{id}"), "came".to_owned())));
        let roll: Vec<(&str, &str)> = roll.iter().map(|(name, value)| (&**name, &**value)).collect();
        assert_eq!(browser.post(&at, &roll).await.status, 303);
        assert_eq!(browser.post(&at, &roll).await.status, 303);
        assert_eq!(app.wired.app.log.head().await.expect("a head"), head + 6);
        app.stop().await;
    }

    async fn words_for_everybody_that_name_somebody_are_pointed_out_before_they_are_kept(db) {
        let app = TestApp::begin(db).await;
        let cases = three(&app).await;
        let mut browser = app.signed_in(Persona::Amina).await;
        let at = plan(&mut browser, &cases, "2026-03-11").await.location().to_owned();
        let all: Vec<Member<'_>> = cases.iter().map(|case| (case, "came", &[][..])).collect();
        let head = app.wired.app.log.head().await.expect("a head");
        let shown = call(&mut browser, &at, &all, "Gordon’s soup was the best").await;
        assert_eq!(shown.status, 422);
        assert!(shown.words().contains("The words for everybody name Gordon"), "{}", shown.words());
        assert!(shown.text.contains("soup was the best"));
        assert_eq!(app.wired.app.log.head().await.expect("a head"), head, "nothing was kept yet");
        let kept = call(&mut browser, &at, &all, "The soup was the best").await;
        assert_eq!(kept.status, 303, "{}", kept.words());
        app.stop().await;
    }

    async fn a_connector_sees_their_own_of_a_group_and_is_told_how_many_more_there_are(db) {
        let app = TestApp::begin(db).await;
        let cases = three(&app).await;
        let bens = app.case(Persona::Ben, "Norman Haigh", app.contracts[0].contract_id).await;
        let mut rosa = app.signed_in(Persona::Rosa).await;
        let all = [cases[0], cases[1], bens];
        let planned = plan(&mut rosa, &all, "2026-03-19").await;
        assert_eq!(planned.status, 303, "{}", planned.words());
        let at = planned.location().to_owned();
        let mut ben = app.signed_in(Persona::Ben).await;
        let page = ben.get(&at).await;
        assert!(page.text.contains("Norman Haigh") && !page.text.contains("Gordon"), "{}", page.words());
        assert!(page.words().contains("2 people more are expected"), "{}", page.words());
        let mut olu = app.signed_in(Persona::Olu).await;
        assert_eq!(olu.get(&at).await.status, 404);
        let stolen = plan(&mut ben, &cases[..2], "2026-03-20").await;
        assert_eq!(stolen.status, 422, "nobody plans for somebody whom they may not know of");
        app.stop().await;
    }
}
