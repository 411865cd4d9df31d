//! Planning visits: what they are, the way there and who comes along; one every week or two; moving one and
//! calling off those that come after it; and a pause and hand-overs that are looked at before the ending.

use app::commands::Instruction;
use domain::engagement::codes::PauseReason;
use domain::engagement::{EngagementCommand, SessionStatus};
use domain::shared::ids::{SeriesId, SessionId};
use tests::cases::day;
use tests::databases::{Which, fresh};
use tests::{Persona, on_both_databases};

use super::work::{Work, work};

const WEEKLY: [(&str, &str); 9] = [
    ("on", "2026-03-17"),
    ("starts_at", "14:30"),
    ("minutes", "1.5"),
    ("kind", "face_to_face"),
    ("place", "The library café"),
    ("every", "weekly"),
    ("until", "2026-04-07"),
    ("activity", "accompanied_travel"),
    ("companions", "Maureen"),
];

/// The days of every planned visit of the case, in order.
async fn planned(work: &Work) -> Vec<(String, SessionId, Option<SeriesId>)> {
    let viewer = work.app.viewer(Persona::Amina);
    let views = &work.app.wired.app.views;
    let mut rows = views.sessions_of(&viewer.connecting().unwrap(), work.case.engagement, 100).await.unwrap();
    rows.retain(|row| row.status == SessionStatus::Planned);
    rows.sort_by_key(|row| row.time.on);
    rows.into_iter().map(|row| (row.time.on.to_string(), row.session_id, row.series_id)).collect()
}

async fn days(work: &Work) -> Vec<String> {
    planned(work).await.into_iter().map(|(day, ..)| day).collect()
}

on_both_databases! {
    async fn a_visit_every_week_is_planned_once_moved_alone_and_called_off_with_all_that_come_after_it(db) {
        let mut work = work(db).await;
        let page = work.part("sessions/new");
        let hidden = work.browser.get(&page).await.hidden(&page);
        let mut fields: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        fields.extend(WEEKLY);
        let done = work.browser.post(&page, &fields).await;
        assert_eq!(done.status, 303, "{}", done.words());
        let first = done.location().to_owned();
        let again = work.browser.post(&page, &fields).await;
        assert_eq!((again.status, again.location()), (303, first.as_str()), "sent twice, it is planned once");
        // Monday 16 March was planned before.
        assert_eq!(days(&work).await, ["2026-03-16", "2026-03-17", "2026-03-24", "2026-03-31", "2026-04-07"]);
        let said = work.browser.get(&first).await.words();
        for sentence in ["The visits are planned.", "One of 4 visits planned together", "Tuesday 24 March, 14:30", "Travelling together, or learning the way", "Maureen"] {
            assert!(said.contains(sentence), "{sentence} is missing from {said}");
        }

        let second = planned(&work).await[2].1;
        let part = |part: &str| format!("sessions/{second}/{part}");
        work.done(&part("move"), &[("on", "2026-03-26"), ("starts_at", ""), ("minutes", "1"), ("reason", "The dentist")]).await;
        assert_eq!(days(&work).await, ["2026-03-16", "2026-03-17", "2026-03-26", "2026-03-31", "2026-04-07"]);
        let form = work.browser.get(&work.part(&part("calling-off"))).await.words();
        assert!(form.contains("It and 2 more after it"), "{form}");
        work.done(&part("calling-off"), &[("by", "person"), ("notice_hours", "48"), ("which", "and_later")]).await;
        assert_eq!(days(&work).await, ["2026-03-16", "2026-03-17"]);
        let timeline = work.browser.get(&format!("/people/{}/timeline", work.case.person)).await.words();
        assert!(timeline.contains("Visits that come again were planned, from 17 March to 7 April"), "{timeline}");
        assert!(timeline.contains("A visit was moved to 26 March") && timeline.contains("The dentist"), "{timeline}");
    }

    async fn what_was_planned_stands_in_the_form_that_logs_it_and_is_put_right_without_touching_the_hours(db) {
        let mut work = work(db).await;
        let plan = [("on", "2026-03-12"), ("minutes", "1:30"), ("kind", "face_to_face"), ("place", "The station"), ("activity", "accompanied_travel"), ("travel_minutes", "40"), ("companions", "Maureen")];
        work.done("sessions/new", &plan).await;
        let (.., session, _) = &planned(&work).await[0];
        let session = session.to_owned();
        let form = work.browser.get(&format!("{}?session={session}", work.part("meet-ups/new"))).await;
        for (field, value) in [("travel_minutes", "40"), ("companions", "Maureen"), ("place", "The station")] {
            assert_eq!(form.field(field).as_deref(), Some(value));
        }
        assert!(form.text.contains("<option value=\"accompanied_travel\" selected>"), "what was planned is chosen");
        assert!(form.words().contains("More: Travelling together, or learning the way · 40 minutes on the way · with Maureen"), "and seen while it is folded");
        let record = format!("sessions/{session}/record");
        let known = work.browser.get(&work.part(&record)).await;
        assert_eq!(known.field("companions").as_deref(), Some("Maureen"));
        work.done(&record, &[("on", "2026-03-12"), ("minutes", "1:30"), ("kind", "face_to_face"), ("travel_minutes", "25")]).await;
        let at = work.part(&format!("sessions/{session}"));
        let said = work.browser.get(&at).await.words();
        assert!(said.contains("25 minutes · not charged") && !said.contains("Maureen"), "as it was, not as it was planned: {said}");
        assert!(said.contains("1½ hours") && said.contains("The station"), "{said}");

        let correction = format!("sessions/{session}/correction");
        let right = [("on", "2026-03-12"), ("minutes", "1:30"), ("kind", "face_to_face"), ("place", "The station"), ("travel_minutes", "25"), ("companions", "Her sister"), ("reason", "She came too")];
        work.done(&correction, &right).await;
        let said = work.browser.get(&at).await.words();
        assert!(said.contains("Her sister") && said.contains("25 minutes") && said.contains("1½ hours"), "{said}");
        assert!(!said.contains("put right 1 time"), "its hours are as they were recorded");
        let same = work.fill(&correction, &right).await;
        assert!(same.status == 422 && same.words().contains("That is what is recorded already"), "{}", same.words());
        let far = work.fill(&correction, &[("on", "2026-03-12"), ("minutes", "1:30"), ("kind", "face_to_face"), ("travel_minutes", "481"), ("reason", "x")]).await;
        assert!(far.status == 422 && far.text.contains("id=\"f-travel_minutes-error\"") && far.text.contains("class=\"more\" open"), "{}", far.words());
    }

    async fn a_pause_is_looked_at_again_and_hand_overs_are_written_down_before_the_ending(db) {
        let mut work = work(db).await;
        let field = format!("hand_over_{}", work.case.relationship);
        let missing = work.fill("hand-overs", &[]).await;
        assert!(missing.status == 422 && missing.text.contains(&format!("id=\"f-{field}-error\"")), "{}", missing.words());
        work.done("hand-overs", &[(&field, "named_supporter")]).await;
        let said = work.said().await;
        assert!(said.contains("How each friendship goes on") && said.contains("Somebody they know will stay beside it"), "{said}");
        let ending = work.browser.get(&work.part("ending")).await;
        assert!(ending.text.contains("value=\"named_supporter\"") && ending.text.matches(" checked").count() == 1, "the ending begins from it");

        let none = work.browser.get(&work.part("pause-review")).await.words();
        assert!(none.contains("does not rest just now"), "{none}");
        work.done("pause", &[("reason", "holiday"), ("paused_on", "2026-03-11"), ("review_on", "2026-03-12")]).await;
        let today = work.browser.get("/today").await;
        assert!(today.text.contains(&format!("href=\"{}\"", work.part("pause-review"))), "{}", today.words());
        work.done("pause-review", &[("review_on", "2026-04-20")]).await;
        assert!(work.said().await.contains("Look at it again by 20 April 2026"));
        assert!(!work.browser.get("/today").await.words().contains("look at the pause again"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_visit_at_the_same_time_is_pointed_out_once_and_planned_all_the_same() {
    let mut work = work(fresh(Which::Sqlite).await).await;
    let shanice = work.app.case(Persona::Amina, "Shanice Morris", work.app.contracts[1].contract_id).await;
    let time = [("on", "2026-03-20"), ("starts_at", "14:30"), ("minutes", "1.5"), ("kind", "face_to_face")];
    let hers = format!("/engagements/{}/sessions/new", shanice.engagement);
    assert_eq!(work.browser.fill(&hers, &hers, &time).await.status, 303);
    let at = [("on", "2026-03-20"), ("starts_at", "15:00"), ("minutes", "1"), ("kind", "face_to_face")];
    let asked = work.fill("sessions/new", &at).await;
    assert_eq!(asked.status, 422);
    let said = asked.words();
    assert!(
        said.contains("There is another visit at that time: Friday 20 March, 14:30, with Shanice"),
        "{said}"
    );
    assert_eq!(asked.field("starts_at").as_deref(), Some("15:00"), "what was typed is kept");
    let page = work.part("sessions/new");
    let hidden = asked.hidden(&page);
    let mut fields: Vec<(&str, &str)> =
        hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.extend(at);
    assert_eq!(work.browser.post(&page, &fields).await.status, 303, "sent again, it is planned");
    assert!(days(&work).await.contains(&"2026-03-20".to_owned()));
    let ben = [("on", "2026-03-20"), ("starts_at", "16:00"), ("minutes", "1"), ("kind", "face_to_face")];
    assert_eq!(work.fill("sessions/new", &ben).await.status, 303, "one after the other");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_series_cannot_be_is_said_beside_its_field_and_days_of_rest_are_named() {
    let mut work = work(fresh(Which::Sqlite).await).await;
    let with = |until: &'static str| {
        let mut fields = WEEKLY.to_vec();
        fields.retain(|(name, _)| *name != "until");
        fields.push(("until", until));
        fields
    };
    for (until, sentence) in [
        ("", "Say until when they come"),
        ("2026-03-10", "10 March 2026 is too early; choose 17 March 2026 or later"),
        ("2026-07-20", "The term ends on 19 July 2026"),
    ] {
        let refused = work.fill("sessions/new", &with(until)).await;
        assert!(refused.status == 422 && refused.words().contains(sentence), "{until}: {}", refused.words());
        assert!(refused.text.contains("id=\"f-until-error\"") && refused.text.contains("The library café"));
    }
    let command = |command| Instruction::Engagement { id: work.case.engagement, command };
    let (reason, paused_on, review_on) = (PauseReason::Holiday, day("2026-03-03"), day("2026-03-20"));
    let rest = command(EngagementCommand::Pause { reason, paused_on, review_on });
    work.app.ask(Persona::Amina, rest).await.unwrap();
    let go_on = command(EngagementCommand::Resume { resumed_on: day("2026-03-12") });
    work.app.ask(Persona::Amina, go_on).await.unwrap();
    let mut fields = with("2026-03-24");
    fields.retain(|(name, _)| *name != "on");
    fields.push(("on", "2026-03-10"));
    let done = work.fill("sessions/new", &fields).await;
    assert_eq!(done.status, 303, "{}", done.words());
    let said = work.browser.get(done.location()).await.words();
    assert!(said.contains("Nothing is planned on 10 March: the work rests then."), "{said}");
    assert_eq!(days(&work).await, ["2026-03-16", "2026-03-17", "2026-03-24"]);
}
