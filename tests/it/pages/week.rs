//! A connector's week, day by day, and whose it may be.

use tests::databases::{Which, fresh};
use tests::{Persona, on_both_databases};

use super::work::work;

on_both_databases! {
    async fn a_week_shows_each_days_visits_what_became_of_them_and_what_is_due(db) {
        let mut work = work(db).await;
        let at = |on: &'static str, time: &'static str| [("on", on), ("starts_at", time), ("minutes", "1"), ("kind", "face_to_face"), ("place", "The library café")];
        for (on, time) in [("2026-03-18", "16:00"), ("2026-03-18", "09:15")] {
            work.done("sessions/new", &at(on, time)).await;
        }
        work.done(&format!("sessions/{}/calling-off", work.case.planned), &[("by", "person"), ("notice_hours", "48")]).await;
        let page = work.browser.get("/week?of=2026-03-19").await;
        let said = page.words();
        for sentence in ["My week", "16 to 22 March 2026", "2 visits, 2 hours.", "Called off", "1 hour · The library café"] {
            assert!(said.contains(sentence), "{sentence} is missing from {said}");
        }
        let place = |what: &str| page.text.find(what).unwrap_or_else(|| panic!("{what} is missing from {said}"));
        assert!(place("09:15") < place("16:00"), "in the order of their times");
        assert!(place("/week?of=2026-03-09") < place("/week?of=2026-03-23"), "before and after");
        for day in ["17", "18"] {
            assert!(page.text.contains(&format!("/week/plan?on=2026-03-{day}")), "a day invites, with visits on it or none");
        }
        let with = work.browser.get("/week/plan?on=2026-03-17").await;
        let plan = format!("{}?on=2026-03-17", work.part("sessions/new"));
        assert!(with.words().contains("Tuesday 17 March. With whom?") && with.text.contains(&plan), "{}", with.words());
        assert_eq!(work.browser.get(&plan).await.field("on").as_deref(), Some("2026-03-17"));

        let after = work.browser.get("/week/plan?on=2026-07-20").await.words();
        assert!(after.contains("Nobody to visit just now"), "the term ends the day before: {after}");

        let last = work.browser.get("/week?of=2026-02-19").await.words();
        assert!(last.contains("Done") && last.contains("1 visit, 1 hour 35 minutes."), "{last}");
        // A quarter, a half, and the end of a term from 19 January to 19 July: the half is 19 April.
        let half = work.browser.get("/week?of=2026-04-19").await.words();
        assert!(half.contains("Gordon: mid-term review") && half.contains("1 thing is due."), "{half}");
        let (on, kind) = ("2026-03-25", "face_to_face");
        for time in ["10:00", "10:30"] {
            let page = work.part("sessions/new");
            let fields = [("on", on), ("starts_at", time), ("minutes", "1"), ("kind", kind)];
            let asked = work.browser.fill(&page, &page, &fields).await;
            if asked.status == 422 {
                let hidden = asked.hidden(&page);
                let mut again: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
                again.extend(fields);
                assert_eq!(work.browser.post(&page, &again).await.status, 303);
            }
        }
        let busy = work.browser.get("/week?of=2026-03-25").await.words();
        assert_eq!(busy.matches("Two at once").count(), 2, "{busy}");
        let alone = work.app.stand_alone(&work.case, "Ruth Calder").await;
        let check = work.browser.get("/week?of=2026-06-11").await;
        let asks = format!("/relationships/{alone}/checks/new");
        assert!(check.text.contains(&asks), "three months after 11 March: {}", check.words());
        assert!(!work.browser.get("/week?of=2026-06-18").await.text.contains(&asks), "it has one day");
        let second = work.browser.get("/week?of=2026-09-11").await;
        assert!(second.text.contains(&asks), "after six months, whether or not the first was made: {}", second.words());
        work.app.clock.set("2026-03-19T10:00:00Z".parse().expect("a time"));
        work.browser = work.app.signed_in(Persona::Amina).await;
        let late = work.browser.get("/week").await.words();
        assert!(late.contains("Not written up") && late.contains("Two not written up yet."), "{late}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_week_is_ones_own_or_of_a_colleague_whom_a_team_lead_asks_for() {
    let mut work = work(fresh(Which::Sqlite).await).await;
    let id = |persona| work.app.account(persona).account_id;
    let (amina, ben, olu) = (id(Persona::Amina), id(Persona::Ben), id(Persona::Olu));
    let week = |who| format!("/week?of=2026-03-16&who={who}");
    let mut lead = work.app.signed_in(Persona::Rosa).await;
    let hers = lead.get(&week(amina)).await;
    assert!(
        hers.words().contains("Amina North’s week") && hers.words().contains("Gordon"),
        "{}",
        hers.words()
    );
    assert!(!hers.text.contains("/week/plan"), "nobody plans for somebody else from here");
    assert!(
        hers.text.contains(&format!("/week?of=2026-03-23&amp;who={amina}").replace("&amp;", "&#38;")),
        "{}",
        hers.text
    );
    assert!(!lead.get("/week?of=2026-03-16").await.words().contains("Gordon"), "her own week is empty");
    assert!(lead.get("/team").await.text.contains(&format!("who={amina}")), "the team leads there");
    assert_eq!(lead.get(&week(olu)).await.status, 404, "of another organisation");
    assert_eq!(work.browser.get(&week(ben)).await.status, 404, "a connector sees their own");
    assert_eq!(work.browser.get(&week(amina)).await.status, 200);
    let mut other = work.app.signed_in(Persona::Ben).await;
    assert!(!other.get("/week?of=2026-03-16").await.words().contains("Gordon"));
    for odd in ["/week?of=yesterday", "/week?of=9999-12-31", "/week?of=-262143-01-01", "/week?who=nobody"] {
        let shown = work.browser.get(odd).await;
        assert!(shown.status == 200 && shown.words().contains("9 to 15 March 2026"), "{odd}");
    }
}

on_both_databases! {
    async fn a_visit_that_is_over_stays_in_the_week_of_whoever_had_the_case_then(db) {
        let mut work = work(db).await;
        let id = |persona| work.app.account(persona).account_id;
        let (amina, ben) = (id(Persona::Amina), id(Persona::Ben));
        let past = "/week?of=2026-02-19";
        assert!(work.browser.get(past).await.words().contains("1 visit, 1 hour 35 minutes."));
        // One visit is written down on the very day on which the case goes to Ben, before it does; one after.
        let logged = |minutes: &'static str| [("on", "2026-03-12"), ("minutes", minutes), ("kind", "fostering_remote"), ("note", "We spoke about the garden")];
        let mut lead = work.app.signed_in(Persona::Rosa).await;
        let log = work.part("sessions/record");
        let first = work.browser.fill(&log, &log, &logged("0.5")).await;
        assert_eq!(first.status, 303, "{}", first.words());
        work.app.clock.set("2026-03-12T15:00:00Z".parse().expect("a time"));
        let given = domain::engagement::EngagementCommand::AllocateConnector { connector: ben };
        let instruction = app::commands::Instruction::Engagement { id: work.case.engagement, command: given };
        work.app.ask(Persona::Rosa, instruction).await.expect("it is Ben’s now");
        work.app.clock.set("2026-03-12T16:00:00Z".parse().expect("a time"));
        let mut other = work.app.signed_in(Persona::Ben).await;
        let second = other.fill(&log, &log, &logged("1")).await;
        assert_eq!(second.status, 303, "{}", second.words());

        let his = other.get(past).await.words();
        assert!(his.contains("No visits.") && !his.contains("Gordon"), "he had nothing to do with it: {his}");
        let of_hers = lead.get(&format!("{past}&who={amina}")).await.words();
        assert!(of_hers.contains("Gordon") && of_hers.contains("1 visit, 1 hour 35 minutes."), "{of_hers}");
        assert!(lead.get(&format!("{past}&who={ben}")).await.words().contains("No visits."));
        let hers = work.browser.get(past).await;
        let said = hers.words();
        assert!(said.contains("1 visit, 1 hour 35 minutes.") && said.contains("Somebody whom a colleague goes on with"), "{said}");
        assert!(!said.contains("Gordon") && !hers.text.contains(&work.at), "a case that is not hers is not shown: {said}");

        let day = "/week?of=2026-03-12";
        assert!(other.get(day).await.words().contains("1 visit, 1 hour."), "what he did himself");
        let before = work.browser.get(day).await.words();
        assert!(before.contains("1 visit, ½ hour."), "what she did before: {before}");
        // What is planned goes with the case.
        let ahead = "/week?of=2026-03-19";
        assert!(other.get(ahead).await.words().contains("Gordon"));
        assert!(!work.browser.get(ahead).await.words().contains("somebody") && work.browser.get(ahead).await.words().contains("No visits."));
    }
}
