//! A planned visit that is meant to be otherwise: changed or moved alone, or with every later one of its series; and a
//! group, for everybody.

use app::views::sessions::SessionRow;
use domain::engagement::SessionStatus;
use tests::cases::line;
use tests::databases::{Which, fresh};
use tests::{Persona, on_both_databases};

use super::work::{Work, work};

const SERIES: [(&str, &str); 7] = [
    ("on", "2026-03-17"),
    ("starts_at", "14:30"),
    ("minutes", "1:30"),
    ("kind", "face_to_face"),
    ("place", "The library café"),
    ("every", "weekly"),
    ("until", "2026-04-07"),
];

/// The planned visits of the series, in order.
async fn planned(work: &Work) -> Vec<SessionRow> {
    let viewer = work.app.viewer(Persona::Amina);
    let views = &work.app.wired.app.views;
    let mut rows = views.sessions_of(&viewer.connecting().unwrap(), work.case.engagement, 100).await.unwrap();
    rows.retain(|row| row.status == SessionStatus::Planned && row.series_id.is_some());
    rows.sort_by_key(|row| row.time.on);
    rows
}

async fn days(work: &Work) -> Vec<String> {
    planned(work).await.iter().map(|row| row.time.on.to_string()).collect()
}

fn place(row: &SessionRow) -> Option<&str> {
    row.place.as_ref()?.get().map(|place| place.as_str())
}

on_both_databases! {
    async fn a_planned_visit_is_changed_alone_and_with_every_later_one_of_its_series(db) {
        let mut work = work(db).await;
        work.done("sessions/new", &SERIES).await;
        let ids: Vec<_> = planned(&work).await.iter().map(|row| row.session_id).collect();
        let part = |at: usize| format!("sessions/{}/plan", ids[at]);
        let page = work.browser.get(&work.part(&format!("sessions/{}", ids[1]))).await;
        assert!(page.text.contains(&work.part(&part(1))), "{}", page.words());
        let form = work.browser.get(&work.part(&part(1))).await;
        assert_eq!(form.field("place").as_deref(), Some("The library café"), "the form begins with what is planned");
        assert!(form.words().contains("It and 2 more after it"), "{}", form.words());

        let museum = [("place", "The museum"), ("kind", "face_to_face"), ("activity", "place_visit"), ("travel_minutes", "40"), ("companions", "Maureen")];
        work.done(&part(3), &museum).await;
        let far = work.fill(&part(1), &[("place", "The pool"), ("kind", "face_to_face"), ("travel_minutes", "9999")]).await;
        assert!(far.status == 422 && far.field("place").as_deref() == Some("The pool"), "{}", far.words());
        let beside = work.case.relationship.to_string();
        let circle = [("place", "The hall"), ("kind", "circle_meeting"), ("relationship_id", &*beside), ("which", "and_later")];
        work.done(&part(1), &circle).await;
        let rows = planned(&work).await;
        assert_eq!(rows.iter().map(place).collect::<Vec<_>>(), [Some("The library café"), Some("The hall"), Some("The hall"), Some("The hall")]);
        let kinds: Vec<_> = rows.iter().map(|row| row.time.kind.code()).collect();
        assert_eq!(kinds, ["face_to_face", "circle_meeting", "circle_meeting", "circle_meeting"]);
        assert_eq!(rows[3].details.travel_minutes, Some(40), "what one has for itself stays");
        assert_eq!(rows[1].time.relationship_id, Some(work.case.relationship));
        assert_eq!(days(&work).await, ["2026-03-17", "2026-03-24", "2026-03-31", "2026-04-07"]);
        let week = work.browser.get("/week?of=2026-03-23").await.words();
        assert!(week.contains("The hall"), "{week}");
        let shown = work.browser.get(&work.part(&format!("sessions/{}", ids[3]))).await.words();
        for words in ["The hall", "Maureen", "40 minutes", "A circle meeting"] {
            assert!(shown.contains(words), "{words} in {shown}");
        }
        let timeline = work.browser.get(&format!("/people/{}/timeline", work.case.person)).await.words();
        assert!(timeline.contains("The visit of 24 March was planned otherwise, The hall"), "{timeline}");
        let mut ben = work.app.signed_in(Persona::Ben).await;
        assert_eq!(ben.get(&work.part(&part(1))).await.status, 404);
    }

    async fn a_series_moves_as_a_whole_and_what_is_at_that_time_is_pointed_out_once(db) {
        let mut work = work(db).await;
        work.done("sessions/new", &SERIES).await;
        let other = [("on", "2026-04-02"), ("starts_at", "10:00"), ("minutes", "1"), ("kind", "face_to_face")];
        work.done("sessions/new", &other).await;
        let second = planned(&work).await[1].session_id;
        let part = format!("sessions/{second}/move");
        let fields = [("on", "2026-03-26"), ("starts_at", "10:00"), ("minutes", "1:30"), ("which", "and_later"), ("reason", "The café shuts on Tuesdays")];
        let asked = work.fill(&part, &fields).await;
        assert!(asked.status == 422 && asked.words().contains("There is another visit at that time: Thursday 2 April, 10:00"), "{}", asked.words());
        let page = work.part(&part);
        let hidden = asked.hidden(&page);
        let mut again: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        again.extend(fields);
        let done = work.browser.post(&page, &again).await;
        assert_eq!(done.status, 303, "{}", done.words());
        assert_eq!(days(&work).await, ["2026-03-17", "2026-03-26", "2026-04-02", "2026-04-09"]);
        let hours: Vec<_> = planned(&work).await.iter().map(|row| row.time.starts_at.map(|at| at.to_string())).collect();
        assert_eq!(hours[1..], vec![Some("10:00:00".to_owned()); 3]);
        let said = work.browser.get(done.location()).await.words();
        assert!(said.contains("The visits are moved."), "{said}");
    }

    async fn a_group_is_changed_for_everybody_on_a_date_and_on_every_later_one(db) {
        let mut work = work(db).await;
        let ruth = work.app.case(Persona::Amina, "Ruth Calder", work.app.contracts[0].contract_id).await;
        let ids = [work.case.engagement.to_string(), ruth.engagement.to_string()];
        let group = [("place", "Cooking group"), ("on", "2026-03-13"), ("starts_at", "14:00"), ("minutes", "2:00"), ("every", "four_weekly"), ("times", "2"), ("activity", "community_activity"), ("expected", &ids[0]), ("expected", &ids[1])];
        let done = work.browser.fill("/groups/new", "/groups/new", &group).await;
        assert_eq!(done.status, 303, "{}", done.words());
        let at = done.location().to_owned();
        assert_eq!(days(&work).await, ["2026-03-13", "2026-04-10"], "every four weeks");
        let form = format!("{at}/plan");
        assert!(work.browser.get(&at).await.text.contains(&form));
        let first = planned(&work).await[0].session_id;
        let own = work.browser.get(&work.part(&format!("sessions/{first}/plan"))).await;
        assert!(own.text.contains(&form), "a date of a group is changed for everybody: {}", own.words());
        assert_eq!(work.browser.get(&form).await.field("place").as_deref(), Some("Cooking group"));
        let nowhere = work.browser.fill(&form, &form, &[("place", ""), ("companions", "A volunteer")]).await;
        assert!(nowhere.status == 422 && nowhere.field("companions").as_deref() == Some("A volunteer"), "{}", nowhere.words());
        let changed = [("place", "Baking, the new kitchen"), ("activity", "community_activity"), ("companions", "A volunteer"), ("which", "and_later")];
        let done = work.browser.fill(&form, &form, &changed).await;
        assert_eq!(done.status, 303, "{}", done.words());
        let said = work.browser.get(&at).await.words();
        assert!(said.contains("The group is changed, for everybody.") && said.contains("Baking, the new kitchen"), "{said}");
        let hers = Work { case: ruth, at: String::new(), ..work };
        for row in planned(&hers).await {
            assert_eq!(place(&row), Some(line("Baking, the new kitchen").as_str()));
            assert_eq!(row.details.companions.as_ref().and_then(|who| who.get()), Some(&line("A volunteer")));
            assert!(row.details.group.is_some());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn where_a_changed_visit_is_stands_in_the_form_of_whoever_goes_out_alone() {
    let mut work = work(fresh(Which::Sqlite).await).await;
    let today = [
        ("on", "2026-03-12"),
        ("starts_at", "14:30"),
        ("minutes", "1"),
        ("kind", "face_to_face"),
        ("place", "The library café"),
    ];
    work.done("sessions/new", &today).await;
    let viewer = work.app.viewer(Persona::Amina);
    let views = &work.app.wired.app.views;
    let rows = views.sessions_of(&viewer.connecting().unwrap(), work.case.engagement, 100).await.unwrap();
    let visit =
        rows.iter().find(|row| row.time.on.to_string() == "2026-03-12").expect("it is planned").session_id;
    let changed = [("place", "14 Mill Lane"), ("kind", "face_to_face")];
    work.done(&format!("sessions/{visit}/plan"), &changed).await;
    let page = work.browser.get(&work.part(&format!("sessions/{visit}"))).await;
    let to = page
        .text
        .split("href=\"")
        .filter_map(|rest| rest.split('"').next())
        .find(|href| href.starts_with("/out/new"));
    let to = to.expect("I am going in").replace("&amp;", "&");
    let form = work.browser.get(&to).await;
    assert!(form.text.contains("14 Mill Lane"), "{}", form.words());
}
