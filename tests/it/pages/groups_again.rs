//! A group that meets again and again: planned once, and moved, called off, joined and left for everybody in one go.

use app::groups::session_in;
use domain::engagement::EngagementCommand;
use domain::engagement::codes::PauseReason;
use domain::shared::ids::GroupId;
use tests::cases::{Case, day};
use tests::{Answer, Browser, Persona, TestApp, on_both_databases};

async fn cases<const N: usize>(app: &TestApp, names: [&str; N]) -> Vec<Case> {
    let mut cases = Vec::with_capacity(N);
    for name in names {
        cases.push(app.case(Persona::Amina, name, app.contracts[0].contract_id).await);
    }
    cases
}

/// Plans a cooking group on Wednesdays from 18 March, with these answers besides.
async fn plan(browser: &mut Browser, cases: &[Case], more: &[(&str, &str)]) -> Answer {
    let ids: Vec<String> = cases.iter().map(|case| case.engagement.to_string()).collect();
    let mut fields = vec![
        ("place", "Cooking group, St Mary’s hall"),
        ("on", "2026-03-18"),
        ("starts_at", "14:00"),
        ("minutes", "2:00"),
        ("every", "weekly"),
    ];
    fields.extend(ids.iter().map(|id| ("expected", id.as_str())));
    fields.retain(|(name, _)| !more.iter().any(|(known, _)| known == name));
    fields.extend_from_slice(more);
    browser.fill("/groups/new", "/groups/new", &fields).await
}

/// Where the date of a group is that stands in its list of dates.
fn date_of(page: &Answer, when: &str) -> String {
    let before =
        page.text.split(&format!(">{when}</a>")).next().filter(|before| before.len() < page.text.len());
    let before = before.unwrap_or_else(|| panic!("no {when}: {}", page.words()));
    before.rsplit("href=\"").next().and_then(|href| href.split('"').next()).expect("a way").to_owned()
}

async fn head(app: &TestApp) -> i64 {
    app.wired.app.log.head().await.expect("a head")
}

on_both_databases! {
    async fn a_group_is_planned_once_for_every_date_and_says_when_it_meets_next(db) {
        let app = TestApp::begin(db).await;
        let cases = cases(&app, ["Gordon Wells", "Ruth Calder"]).await;
        let mut browser = app.signed_in(Persona::Amina).await;
        let before = head(&app).await;
        let more = [("times", "4"), ("activity", "conversation"), ("travel_minutes", "25"), ("companions", "A volunteer")];
        let planned = plan(&mut browser, &cases, &more).await;
        assert_eq!(planned.status, 303, "{}", planned.words());
        assert_eq!(head(&app).await, before + 8, "four dates for each of two");
        let at = planned.location().to_owned();
        let first = browser.get(&at).await;
        let words = first.words();
        assert!(words.contains("It meets 4 times") && words.contains("Wednesday 18 March, 14:00"), "{words}");
        let last = date_of(&first, "Wednesday 8 April, 14:00");
        let later = browser.get(&last).await.words();
        assert!(later.contains("It meets next on Wednesday 18 March, 14:00"), "{later}");
        let group: GroupId = at.trim_start_matches("/groups/").parse().expect("an id");
        let session = session_in(group, cases[0].engagement);
        let gordon = browser.get(&format!("/engagements/{}/sessions/{session}", cases[0].engagement)).await.words();
        for told in ["A talk, just the two of us", "25 minutes", "A volunteer", "One of 4 visits planned together"] {
            assert!(gordon.contains(told), "{told}: {gordon}");
        }
        app.stop().await;
    }

    async fn a_group_meets_until_a_day_or_so_many_times_and_what_is_neither_is_asked_again(db) {
        let app = TestApp::begin(db).await;
        let cases = cases(&app, ["Gordon Wells", "Ruth Calder"]).await;
        let mut browser = app.signed_in(Persona::Amina).await;
        let before = head(&app).await;
        for (more, why) in [
            (&[][..], "Say until when it meets, or how many times"),
            (&[("until", "2026-04-08"), ("times", "3")][..], "not both"),
            (&[("until", "2026-03-11")][..], "too early"),
            (&[("until", "2027-06-02")][..], "26"),
            (&[("times", "27")][..], "26"),
        ] {
            let told = plan(&mut browser, &cases, more).await;
            assert_eq!(told.status, 422, "{why}");
            assert!(told.words().contains(why), "{why}: {}", told.words());
            assert!(told.text.contains("Cooking group, St Mary’s hall"), "what was typed is still there");
        }
        assert_eq!(head(&app).await, before);
        let told = plan(&mut browser, &cases, &[("every", "fortnightly"), ("until", "2026-04-08")]).await;
        assert_eq!(told.status, 303, "{}", told.words());
        assert_eq!(head(&app).await, before + 4, "18 March and 1 April");
        app.stop().await;
    }

    async fn somebody_whose_work_rests_is_left_out_of_those_dates_alone(db) {
        let app = TestApp::begin(db).await;
        let cases = cases(&app, ["Gordon Wells", "Ruth Calder"]).await;
        let (paused_on, review_on) = (day("2026-03-11"), day("2026-03-30"));
        let id = cases[1].engagement;
        for command in [
            EngagementCommand::Pause { reason: PauseReason::ALL[0], paused_on, review_on },
            EngagementCommand::Resume { resumed_on: day("2026-03-12") },
        ] {
            app.ask(Persona::Amina, app::commands::Instruction::Engagement { id, command }).await.expect("kept");
        }
        let mut browser = app.signed_in(Persona::Amina).await;
        let planned = plan(&mut browser, &cases, &[("on", "2026-03-11"), ("times", "2")]).await;
        assert_eq!(planned.status, 303, "{}", planned.words());
        let page = browser.get(planned.location()).await.words();
        assert!(page.contains("Without Ruth") && page.contains("It meets 2 times"), "{page}");
        app.stop().await;
    }

    async fn a_date_is_moved_for_everybody_and_what_else_is_planned_then_is_pointed_out_once(db) {
        let app = TestApp::begin(db).await;
        let cases = cases(&app, ["Gordon Wells", "Ruth Calder", "Shanice Morris"]).await;
        let mut browser = app.signed_in(Persona::Amina).await;
        let planned = plan(&mut browser, &cases[..2], &[("times", "3")]).await;
        let at = planned.location().to_owned();
        let other = plan(&mut browser, &cases[1..], &[("every", "once"), ("on", "2026-03-20"), ("starts_at", "10:00")]).await;
        assert_eq!(other.status, 303, "{}", other.words());
        let to = [("on", "2026-03-20"), ("starts_at", "11:00"), ("minutes", "1:30"), ("reason", "The hall is let")];
        let page = format!("{at}/move");
        let before = head(&app).await;
        let told = browser.fill(&page, &page, &to).await;
        assert_eq!(told.status, 422);
        assert!(told.words().contains("There is another visit at that time: Friday 20 March, 10:00, with another group"), "{}", told.words());
        assert_eq!(head(&app).await, before, "nothing is moved yet");
        let caution = told.field("anyway").expect("it can be sent all the same");
        let mut anyway = to.to_vec();
        anyway.push(("anyway", &caution));
        let moved = browser.fill(&page, &page, &anyway).await;
        assert_eq!((moved.status, moved.location()), (303, &*at), "{}", moved.words());
        assert_eq!(head(&app).await, before + 2);
        let page = browser.get(&at).await;
        assert!(page.words().contains("Friday 20 March, 11:00 · 1½ hours"), "{}", page.words());
        assert!(page.words().contains("Wednesday 25 March, 14:00"), "the others stay: {}", page.words());
        app.stop().await;
    }

    async fn planning_a_group_points_out_what_else_is_planned_then(db) {
        let app = TestApp::begin(db).await;
        let cases = cases(&app, ["Gordon Wells", "Ruth Calder"]).await;
        let mut browser = app.signed_in(Persona::Amina).await;
        assert_eq!(plan(&mut browser, &cases, &[("times", "2")]).await.status, 303);
        let before = head(&app).await;
        let again = plan(&mut browser, &cases, &[("on", "2026-03-25"), ("starts_at", "15:00"), ("every", "once")]).await;
        assert_eq!(again.status, 422);
        assert!(again.words().contains("Wednesday 25 March, 14:00, with another group"), "{}", again.words());
        assert_eq!(head(&app).await, before);
        app.stop().await;
    }

    async fn a_date_is_called_off_alone_or_with_every_later_one(db) {
        let app = TestApp::begin(db).await;
        let cases = cases(&app, ["Gordon Wells", "Ruth Calder"]).await;
        let mut browser = app.signed_in(Persona::Amina).await;
        let planned = plan(&mut browser, &cases, &[("times", "4")]).await;
        let first = browser.get(planned.location()).await;
        let second = date_of(&first, "Wednesday 25 March, 14:00");
        let third = date_of(&first, "Wednesday 1 April, 14:00");
        let off = |and_later: &'static str| [("by", "venue"), ("notice_hours", "168"), ("which", and_later), ("reason", "A burst pipe")];
        let page = format!("{second}/calling-off");
        let done = browser.fill(&page, &page, &off("alone")).await;
        assert_eq!((done.status, done.location()), (303, &*second), "{}", done.words());
        let shown = browser.get(planned.location()).await.words();
        assert_eq!(shown.matches("Called off").count(), 1, "{shown}");
        let page = format!("{third}/calling-off");
        assert_eq!(browser.fill(&page, &page, &off("and_later")).await.status, 303);
        let shown = browser.get(planned.location()).await.words();
        assert_eq!(shown.matches("Called off").count(), 3, "the third and the fourth, too: {shown}");
        assert!(browser.get(&second).await.words().contains("Called off by"), "{}", browser.get(&second).await.words());
        let again = browser.get(&page).await.words();
        assert!(again.contains("Nobody is expected any more"), "{again}");
        app.stop().await;
    }

    async fn somebody_joins_from_a_date_on_and_is_taken_out_again(db) {
        let app = TestApp::begin(db).await;
        let cases = cases(&app, ["Gordon Wells", "Ruth Calder", "Shanice Morris"]).await;
        let mut browser = app.signed_in(Persona::Amina).await;
        let planned = plan(&mut browser, &cases[..2], &[("times", "3")]).await;
        let at = planned.location().to_owned();
        let second = date_of(&browser.get(&at).await, "Wednesday 25 March, 14:00");
        let shanice = cases[2].engagement.to_string();
        let page = format!("{second}/joining");
        let shown = browser.get(&page).await;
        assert!(shown.text.contains(&shanice) && !shown.text.contains(&cases[0].engagement.to_string()));
        let before = head(&app).await;
        let nobody = browser.fill(&page, &page, &[("which", "and_later")]).await;
        assert_eq!(nobody.status, 422);
        let hidden: Vec<_> = shown.hidden(&page).into_iter().filter(|(name, _)| name != "csrf").collect();
        let mut fields: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (&**name, &**value)).collect();
        fields.extend([("who", &*shanice), ("which", "and_later")]);
        let joined = browser.post(&page, &fields).await;
        assert_eq!((joined.status, joined.location()), (303, &*second), "{}", joined.words());
        assert_eq!(browser.post(&page, &fields).await.status, 303);
        assert_eq!(head(&app).await, before + 2, "two dates, once");
        let first = browser.get(&at).await.words();
        assert!(first.contains("Without Shanice") && !first.contains("whom colleagues bring"), "{first}");
        let page = format!("{second}/leaving");
        let out = [("who", &*shanice), ("which", "and_later"), ("by", "person"), ("notice_hours", "168")];
        assert_eq!(browser.fill(&page, &page, &out).await.status, 303);
        assert_eq!(head(&app).await, before + 4);
        let left = browser.get(&at).await.words();
        assert!(!left.contains("Called off"), "the others still meet: {left}");
        // Whoever was taken out can be expected again.
        let page = format!("{second}/joining");
        let again = browser.fill(&page, &page, &[("who", &*shanice), ("which", "alone")]).await;
        assert_eq!(again.status, 303, "{}", again.words());
        assert_eq!(head(&app).await, before + 5);
        app.stop().await;
    }

    async fn what_must_not_happen_to_one_of_them_stands_on_the_page_of_the_group(db) {
        let app = TestApp::begin(db).await;
        let cases = cases(&app, ["Gordon Wells", "Ruth Calder"]).await;
        let mut browser = app.signed_in(Persona::Amina).await;
        let planned = plan(&mut browser, &cases, &[("times", "2")]).await;
        let before = browser.get(planned.location()).await.words();
        assert!(!before.contains("Must not happen to"), "{before}");
        let amina = app.account(Persona::Amina).account_id.to_string();
        let note = [
            ("kind", "must_not"),
            ("words", "Nothing with nuts"),
            ("plan", "Ask before every meal"),
            ("source", "family"),
            ("told", "told"),
            ("told_on", "2026-03-12"),
            ("telling", "With the picture card"),
            ("added_on", "2026-03-12"),
            ("owner", &*amina),
            ("review_on", "2026-09-12"),
        ];
        let safety = |part: &str| format!("/people/{}/{part}", cases[0].person);
        let kept = browser.fill(&safety("safety/new"), &safety("safety"), &note).await;
        assert_eq!(kept.status, 303, "{}", kept.words());
        let page = browser.get(planned.location()).await.words();
        assert!(page.contains("Must not happen to Gordon") && page.contains("Nothing with nuts"), "{page}");
        app.stop().await;
    }

    async fn a_connector_changes_a_group_for_their_own_and_nobody_elses(db) {
        let app = TestApp::begin(db).await;
        let mut all = cases(&app, ["Gordon Wells", "Ruth Calder"]).await;
        all.push(app.case(Persona::Ben, "Norman Haigh", app.contracts[0].contract_id).await);
        let mut rosa = app.signed_in(Persona::Rosa).await;
        let planned = plan(&mut rosa, &all, &[("times", "2")]).await;
        assert_eq!(planned.status, 303, "{}", planned.words());
        let at = planned.location().to_owned();
        let mut ben = app.signed_in(Persona::Ben).await;
        let page = format!("{at}/calling-off");
        let off = [("by", "connector"), ("notice_hours", "48"), ("which", "alone")];
        assert_eq!(ben.fill(&page, &page, &off).await.status, 303);
        let hers = rosa.get(&at).await.words();
        assert!(hers.contains("Who is expected") && hers.contains("Gordon Wells"), "{hers}");
        let gordon = all[0].engagement.to_string();
        let page = format!("{at}/joining");
        let stolen = ben.fill(&page, &page, &[("who", &*gordon), ("which", "alone")]).await;
        assert_eq!(stolen.status, 422, "nobody adds somebody whom they may not know of");
        for part in ["move", "calling-off", "joining", "leaving"] {
            let mut olu = app.signed_in(Persona::Olu).await;
            assert_eq!(olu.get(&format!("{at}/{part}")).await.status, 404, "{part}");
        }
        app.stop().await;
    }
}
