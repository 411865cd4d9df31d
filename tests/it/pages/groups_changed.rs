//! A group of which somebody was changed alone: what is asked for everybody at once still finds each of them, counts who
//! is expected, and claims nothing where nobody is.

use app::commands::Instruction;
use app::groups::session_in;
use app::views::sessions::Visit;
use chrono::NaiveDate;
use domain::engagement::codes::CancelledBy;
use domain::engagement::records::{GroupDate, SessionDetails};
use domain::engagement::{EngagementCommand, SessionStatus};
use domain::shared::ids::{EngagementId, GroupId, SeriesId, SessionId};
use tests::cases::{Case, day, line};
use tests::{Browser, Persona, TestApp, on_both_databases};

async fn cases<const N: usize>(app: &TestApp, names: [&str; N]) -> Vec<Case> {
    let mut cases = Vec::with_capacity(N);
    for name in names {
        cases.push(app.case(Persona::Amina, name, app.contracts[0].contract_id).await);
    }
    cases
}

/// Plans a cooking group on Wednesdays from 18 March; which group it is.
async fn plan(browser: &mut Browser, cases: &[Case], more: &[(&str, &str)]) -> GroupId {
    let ids: Vec<String> = cases.iter().map(|case| case.engagement.to_string()).collect();
    let mut fields =
        vec![("place", "Cooking group"), ("on", "2026-03-18"), ("starts_at", "14:00"), ("minutes", "2:00")];
    fields.extend(ids.iter().map(|id| ("expected", id.as_str())));
    fields.extend_from_slice(more);
    let planned = browser.fill("/groups/new", "/groups/new", &fields).await;
    assert_eq!(planned.status, 303, "{}", planned.words());
    planned.location().trim_start_matches("/groups/").parse().expect("the page of a group")
}

async fn change(app: &TestApp, id: EngagementId, command: EngagementCommand) {
    app.ask(Persona::Amina, Instruction::Engagement { id, command }).await.expect("it is done");
}

/// Moves somebody's visit of a date alone.
async fn move_alone(app: &TestApp, case: &Case, group: GroupId, on: &str) {
    let (session_id, starts_at) = (session_in(group, case.engagement), "10:00:00".parse().ok());
    let command = EngagementCommand::MoveSession {
        session_id,
        on: day(on),
        starts_at,
        minutes: 60,
        reason: None,
        and_later: false,
    };
    change(app, case.engagement, command).await;
}

/// The days of the visits of a group's dates that are still planned.
async fn planned(app: &TestApp, group: GroupId) -> Vec<NaiveDate> {
    let viewer = app.viewer(Persona::Amina);
    let who = viewer.connecting().expect("she works with people");
    let visits = app.wired.app.views.group_series(&who, SeriesId(group.uuid())).await.expect("they are read");
    let mut days: Vec<NaiveDate> = open(&visits).map(|visit| visit.session.time.on).collect();
    days.sort_unstable();
    days
}

fn open(visits: &[Visit]) -> impl Iterator<Item = &Visit> {
    visits.iter().filter(|visit| visit.session.status == SessionStatus::Planned)
}

on_both_databases! {
    async fn every_later_date_is_off_for_whoever_was_moved_alone_too_and_none_before(db) {
        let app = TestApp::begin(db).await;
        let cases = cases(&app, ["Gordon Wells", "Ruth Calder", "Shanice Morris"]).await;
        let mut browser = app.signed_in(Persona::Amina).await;
        let group = plan(&mut browser, &cases, &[("every", "weekly"), ("times", "4")]).await;
        let date = |on: &str| app::groups::group_on(group, day(on));
        // Ruth's second date comes after all the others, Gordon's last one before the first.
        move_alone(&app, &cases[1], date("2026-03-25"), "2026-04-09").await;
        move_alone(&app, &cases[0], date("2026-04-08"), "2026-03-17").await;
        let page = format!("/groups/{}/calling-off", date("2026-03-25"));
        let off = [("by", "venue"), ("notice_hours", "168"), ("which", "and_later")];
        let done = browser.fill(&page, &page, &off).await;
        assert_eq!(done.status, 303, "{}", done.words());
        assert_eq!(planned(&app, group).await, [day("2026-03-18"); 3], "the first date of each, and no other");
        app.stop().await;
    }

    async fn of_how_many_a_group_is_counts_who_is_expected_and_who_joins(db) {
        let app = TestApp::begin(db).await;
        let cases = cases(&app, ["Gordon Wells", "Norman Haigh", "Ruth Calder", "Shanice Morris"]).await;
        let mut browser = app.signed_in(Persona::Amina).await;
        let group = plan(&mut browser, &cases[..3], &[("every", "once")]).await;
        let page = format!("/groups/{group}/leaving");
        let ids: Vec<String> = cases.iter().map(|case| case.engagement.to_string()).collect();
        let out = [("who", &*ids[1]), ("who", &*ids[2]), ("by", "person"), ("notice_hours", "168")];
        assert_eq!(browser.fill(&page, &page, &out).await.status, 303);
        let page = format!("/groups/{group}/joining");
        assert_eq!(browser.fill(&page, &page, &[("who", &*ids[3])]).await.status, 303);
        let viewer = app.viewer(Persona::Amina);
        let who = viewer.connecting().expect("she works with people");
        let visits = app.wired.app.views.group(&who, group).await.expect("they are read");
        let hers = visits.iter().find(|visit| visit.session.engagement_id == cases[3].engagement).expect("she joined");
        let of = hers.session.details.group.map(|group| group.places);
        assert_eq!(of, Some(2), "two left and one joined");
        let shown = browser.get(&format!("/groups/{group}")).await.words();
        assert!(!shown.contains("whom colleagues bring"), "{shown}");
        app.stop().await;
    }

    async fn a_form_about_a_date_at_which_nobody_is_expected_any_more_says_so_and_claims_nothing(db) {
        let app = TestApp::begin(db).await;
        let cases = cases(&app, ["Gordon Wells", "Ruth Calder"]).await;
        let mut browser = app.signed_in(Persona::Amina).await;
        let group = plan(&mut browser, &cases, &[("every", "once")]).await;
        let off = [("by", "venue"), ("notice_hours", "48"), ("reason", "A burst pipe")];
        let page = format!("/groups/{group}/calling-off");
        assert_eq!(browser.fill(&page, &page, &off).await.status, 303);
        let again = browser.post(&page, &off).await;
        assert_eq!(again.status, 422, "{}", again.words());
        assert!(again.words().contains("Nobody is expected any more, so nothing was changed"), "{}", again.words());
        let page = format!("/groups/{group}/move");
        let to = [("on", "2026-03-20"), ("starts_at", "11:00"), ("minutes", "1:30")];
        let moved = browser.post(&page, &to).await;
        assert_eq!(moved.status, 422, "{}", moved.words());
        assert!(moved.words().contains("Nobody is expected any more, so nothing was changed"), "{}", moved.words());
        let page = format!("/groups/{group}/leaving");
        let gordon = cases[0].engagement.to_string();
        let out = browser.post(&page, &[("who", &*gordon), ("by", "person"), ("notice_hours", "48")]).await;
        assert_eq!(out.status, 422, "{}", out.words());
        app.stop().await;
    }

    async fn who_is_expected_is_found_however_often_others_were_taken_out(db) {
        let app = TestApp::begin(db).await;
        let cases = cases(&app, ["Gordon Wells", "Ruth Calder"]).await;
        let group_id = app.id::<GroupId>();
        let (ruth, on) = (cases[1].engagement, day("2026-03-18"));
        let join = |session_id: SessionId| EngagementCommand::PlanGroup {
            dates: vec![GroupDate { session_id, group_id, on, starts_at: None, minutes: 60, places: 2 }],
            series_id: Some(SeriesId(group_id.uuid())),
            place: Some(line("Cooking group")),
            details: SessionDetails::default(),
        };
        for _ in 0..160 {
            let session_id = app.id();
            change(&app, ruth, join(session_id)).await;
            let (by, notice_hours) = (CancelledBy::Person, 48);
            let off = EngagementCommand::CancelSession { session_id, by, notice_hours, reason: None, and_later: false };
            change(&app, ruth, off).await;
        }
        for case in &cases {
            change(&app, case.engagement, join(app.id())).await;
        }
        let viewer = app.viewer(Persona::Amina);
        let who = viewer.connecting().expect("she works with people");
        let visits = app.wired.app.views.group(&who, group_id).await.expect("they are read");
        assert_eq!(open(&visits).count(), 2, "of {}", visits.len());
        assert!(visits.len() < 162, "not all of them are read");
        app.stop().await;
    }
}
