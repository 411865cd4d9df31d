//! The words of a session, written later and put right; goals that live on; what a review leads to; who made the
//! referral.

use tests::{Persona, on_both_databases};

use super::work::{Work, work};

/// A session that was no meet-up, and what was written about it.
async fn recorded(work: &mut Work, note: &str) -> String {
    let time = [
        ("on", "2026-03-10"),
        ("minutes", "1:00"),
        ("kind", "face_to_face"),
        ("place", "The library"),
        ("note", note),
    ];
    let kept = work.fill("sessions/record", &time).await;
    assert_eq!(kept.status, 303, "{}", kept.words());
    let plan = work.browser.get(&work.at.clone()).await;
    let start = format!("{}/sessions/", work.at);
    let mut visits = plan.text.split(&start).skip(1).map(|rest| rest[..rest.len().min(36)].to_owned());
    let planned = [work.case.planned.to_string(), work.case.session.to_string()];
    let found = visits
        .find(|id| id.len() == 36 && !id.contains('"') && !planned.contains(id))
        .expect("it is on the plan");
    start + &found
}

fn correction<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let usual =
        [("on", "2026-03-10"), ("minutes", "1:00"), ("kind", "face_to_face"), ("place", "The library")];
    usual.into_iter().chain(more.iter().copied()).collect()
}

on_both_databases! {
    async fn what_nobody_wrote_at_the_time_is_written_later_and_asks_for_no_reason(db) {
        let mut work = work(db).await;
        let session = recorded(&mut work, "").await;
        let page = work.browser.get(&session).await;
        assert!(page.words().contains("Nothing is written yet") && page.text.contains(&format!("{session}/note")), "{}", page.words());
        let form = format!("{session}/note");
        assert!(!work.browser.get(&form).await.text.contains("name=\"reason\""), "nobody is asked why");
        assert_eq!(work.browser.fill(&form, &form, &[("note", " ")]).await.status, 422);
        let kept = work.browser.fill(&form, &form, &[("note", "He found the bus by himself")]).await;
        assert_eq!(kept.status, 303, "{}", kept.words());
        let said = work.browser.get(&session).await.words();
        assert!(said.contains("He found the bus by himself") && !said.contains("Nothing is written yet"), "{said}");
        let timeline = work.browser.get(&format!("/people/{}/timeline", work.case.person)).await.words();
        assert!(timeline.contains("What happened on a visit was written down later"), "{timeline}");
        assert!(work.browser.get(&form).await.words().contains("It is written down already."));
    }

    async fn the_correction_begins_with_the_words_as_they_stand_and_the_older_ones_stay_in_the_timeline(db) {
        let mut work = work(db).await;
        let session = recorded(&mut work, "They sang").await;
        let form = format!("{session}/correction");
        let page = work.browser.get(&form).await;
        assert!(page.text.contains("They sang"), "{}", page.words());
        let same = work.browser.fill(&form, &form, &correction(&[("note", "They sang"), ("reason", "Nothing")])).await;
        assert!(same.status == 422 && same.words().contains("That is what is recorded already"), "{}", same.words());
        let right = correction(&[("note", "They danced"), ("reason", "That was the week before")]);
        let kept = work.browser.fill(&form, &form, &right).await;
        assert_eq!(kept.status, 303, "{}", kept.words());
        let said = work.browser.get(&session).await.words();
        assert!(said.contains("They danced") && !said.contains("They sang"), "{said}");
        let timeline = work.browser.get(&format!("/people/{}/timeline", work.case.person)).await.words();
        for words in ["They sang", "They danced", "with other words. Why: That was the week before"] {
            assert!(timeline.contains(words), "{words} in {timeline}");
        }
        let away = correction(&[("note", ""), ("reason", "It was about somebody else")]);
        let kept = work.browser.fill(&form, &form, &away).await;
        assert_eq!(kept.status, 303, "{}", kept.words());
        assert!(work.browser.get(&session).await.words().contains("Nothing is written yet"));
    }

    async fn what_two_people_did_is_put_right_between_them_and_the_session_leads_there(db) {
        let mut work = work(db).await;
        let form = format!("/relationships/{}/contacts/{}/words", work.case.relationship, work.case.contact);
        let session = work.part(&format!("sessions/{}", work.case.session));
        assert!(work.browser.get(&session).await.text.contains(&form));
        assert!(work.browser.get(&format!("{session}/note")).await.text.contains(&form), "words are written in one place");
        let written = work.browser.get(&form).await.text.contains("name=\"reason\"");
        let mut first = vec![("note", "They dug the potatoes")];
        first.extend(written.then_some(("reason", "It was potatoes")));
        assert_eq!(work.browser.fill(&form, &form, &first).await.status, 303);
        assert!(work.browser.get(&session).await.words().contains("They dug the potatoes"));
        let why = work.browser.fill(&form, &form, &[("note", "They dug the leeks"), ("reason", "")]).await;
        assert!(why.status == 422 && why.text.contains("They dug the leeks"), "{}", why.words());
        let kept = work.browser.fill(&form, &form, &[("note", "They dug the leeks"), ("reason", "They were leeks")]).await;
        assert_eq!(kept.status, 303);
        let between = work.browser.get(&format!("/relationships/{}", work.case.relationship)).await.words();
        assert!(between.contains("They dug the leeks") && between.contains("Put the words right"), "{between}");
        let mut ben = work.app.signed_in(Persona::Ben).await;
        assert_eq!(ben.get(&form).await.status, 404, "another connector knows nothing of it");
    }

    async fn goals_are_added_said_otherwise_scored_and_set_aside_and_what_was_agreed_stays(db) {
        let mut work = work(db).await;
        work.done("goals/new", &[("words", "To cook for a friend"), ("set_on", "2026-03-02")]).await;
        let goal = work.case.goal;
        work.done(&format!("goals/{goal}/wording"), &[("words", "A friend who rings me on Sundays")]).await;
        work.done(&format!("goals/{goal}/standing"), &[("outcome", "not_met"), ("words", "Nobody rang yet"), ("scored_on", "2026-03-03")]).await;
        let said = work.browser.get(&work.part("goals")).await.words();
        for words in ["To cook for a friend", "A friend who rings me on Sundays", "Agreed at the start", "A friend who rings me", "Not met yet, 3 March 2026", "Nobody rang yet"] {
            assert!(said.contains(words), "{words} in {said}");
        }
        let plan = work.said().await;
        assert!(plan.contains("A friend who rings me on Sundays") && plan.contains("To cook for a friend"), "{plan}");

        let form = work.browser.get(&work.part("reviews/new")).await;
        assert!(form.words().contains("To cook for a friend"), "a review asks about what came later too");
        let (first, mut cook) = (format!("goal_{goal}"), form.text.split("name=\"goal_").skip(1).map(|rest| rest.split('"').next().unwrap_or_default()));
        let cook = cook.by_ref().map(|id| format!("goal_{id}")).find(|name| *name != first).expect("the other goal");
        let review = [("held_on", "2026-03-12"), ("kind", "planned"), ("method", "video"), ("decision", "continue"), (cook.as_str(), "met")];
        let kept = work.fill("reviews/new", &review).await;
        assert_eq!(kept.status, 303, "{}", kept.words());
        let held = work.browser.get(kept.location()).await.words();
        for words in ["Planned · By video", "To cook for a friendMet", "A friend who rings me on SundaysNobody spoke about it"] {
            assert!(held.contains(words), "{words} in {held}");
        }

        work.done(&format!("goals/{goal}/setting-aside"), &[("reason", "He has no telephone")]).await;
        let said = work.browser.get(&work.part("goals")).await.words();
        assert!(said.contains("Set aside on 12 March 2026: He has no telephone"), "{said}");
        assert!(!work.browser.get(&work.part("reviews/new")).await.text.contains(&first), "no review asks about it any more");
        let again = work.fill(&format!("goals/{goal}/standing"), &[("outcome", "met"), ("scored_on", "2026-03-12")]).await;
        assert!(again.status == 422 && again.words().contains("This goal was set aside on 12 March 2026"), "{}", again.words());
        assert_eq!(work.browser.get(&work.part(&format!("goals/{}/standing", work.case.map))).await.status, 404);
    }

    async fn a_review_that_nobody_had_planned_says_why_and_other_hours_lead_to_the_form_that_agrees_them(db) {
        let mut work = work(db).await;
        let unplanned = [("held_on", "2026-03-12"), ("kind", "unplanned"), ("method", "phone"), ("decision", "step_down"), ("more_weeks", "4"), ("more_hours", "1"), ("more_reason", "He goes alone")];
        let why = work.fill("reviews/new", &unplanned).await;
        assert!(why.status == 422 && why.words().contains("Say why it was held now"), "{}", why.words());
        let mut whole = unplanned.to_vec();
        whole.push(("unplanned_because", "hospital"));
        let kept = work.fill("reviews/new", &whole).await;
        assert_eq!(kept.status, 303, "{}", kept.words());
        let to = kept.location().to_owned();
        assert!(to.contains("/hours?review="), "{to}");
        let form = work.browser.get(&to).await;
        assert_eq!(form.field("minutes_per_week").as_deref(), Some("1"), "{}", form.words());
        assert!(form.words().contains("Decided at the review of 12 March 2026: step down") && form.text.contains("He goes alone"), "{}", form.words());
        let plan = work.said().await;
        assert!(plan.contains("Decided at the review of 12 March 2026: step down."), "{plan}");
        let review = work.browser.get(&format!("{}/reviews/{}", work.at, to.split("review=").nth(1).unwrap_or_default())).await;
        assert!(review.words().contains("Unplanned: a stay in hospital · By phone") && review.text.contains(&to), "{}", review.words());

        let same = work.fill("hours", &[("minutes_per_week", "3"), ("from", "2026-03-16"), ("reason", "As before")]).await;
        assert!(same.status == 422 && same.words().contains("That is what is agreed for 16 March 2026 already"), "{}", same.words());
        work.done("hours", &[("minutes_per_week", "1"), ("from", "2026-03-16"), ("reason", "He goes alone")]).await;
        let plan = work.said().await;
        assert!(plan.contains("1 hour a week from 16 March") && plan.contains("He goes alone"), "{plan}");
        assert!(!plan.contains("Decided at the review of"), "it is done: {plan}");
    }

    async fn a_review_that_is_wrong_is_taken_back_and_recorded_anew_with_what_was_written(db) {
        let mut work = work(db).await;
        let goal = format!("goal_{}", work.case.goal);
        let written = [("held_on", "2026-03-11"), ("kind", "planned"), ("decision", "continue"), ("attended", "Ana, social worker"), ("own_words", "I like the slugs"), ("gathered", "talking"), (goal.as_str(), "met"), ("family_working", "Sundays"), ("paid_hours", "12.5")];
        let kept = work.fill("reviews/new", &written).await;
        let review = kept.location().to_owned();
        assert!(work.browser.get(&review).await.text.contains("/taking-back"), "{}", kept.words());
        let form = format!("{review}/taking-back");
        let silent = work.browser.fill(&form, &form, &[("reason", "")]).await;
        assert_eq!(silent.status, 422);
        let done = work.browser.fill(&form, &form, &[("reason", "It was <b>Lee</b> who said it")]).await;
        assert_eq!((done.status, done.location()), (303, review.as_str()), "{}", done.words());
        let gone = work.browser.get(&review).await;
        for words in ["Taken back on 12 March 2026", "It was <b>Lee</b> who said it", "It is no longer counted", "I like the slugs"] {
            assert!(gone.words().contains(words), "{words} in {}", gone.words());
        }
        assert!(!gone.text.contains("/taking-back"), "once is enough");
        let again = work.browser.fill(&work.part("goals"), &form, &[("reason", "Twice")]).await;
        assert!(again.status == 422 && again.words().contains("This review was taken back on 12 March 2026"), "{} {}", again.status, again.words());
        let list = work.browser.get(&work.part("reviews")).await;
        assert!(list.words().contains("These were recorded by mistake") && list.text.contains(&review), "{}", list.words());
        assert!(!work.said().await.contains("Review of 11 March 2026"));

        work.done(&format!("goals/{}/setting-aside", work.case.goal), &[("reason", "He has one now")]).await;
        let anew = work.browser.get(&gone.link_of("Record it anew, as it was")).await;
        assert!(anew.text.contains(&goal), "what was found about a goal that was set aside since is not lost");
        for (field, value) in [("held_on", "2026-03-11"), ("attended", "Ana, social worker"), ("paid_hours", "12:30")] {
            assert_eq!(anew.field(field).as_deref(), Some(value), "{field}");
        }
        assert!(anew.text.contains("I like the slugs") && anew.text.contains("Sundays"), "{}", anew.words());
        let mended = work.fill("reviews/new", &written).await;
        assert_eq!(mended.status, 303, "{}", mended.words());
        assert_ne!(mended.location(), review, "it is another review");
        let held = work.browser.get(mended.location()).await.words();
        assert!(held.contains("A friend who rings me") && held.contains("Ana, social worker"), "{held}");
        let gone = work.browser.get(&review).await;
        assert!(!gone.text.contains("Record it anew"), "another time it would count twice");
    }

    async fn more_time_and_an_early_end_begin_with_what_the_review_said(db) {
        let mut work = work(db).await;
        let more = [("held_on", "2026-03-11"), ("kind", "planned"), ("decision", "extend"), ("more_weeks", "8"), ("more_hours", "1.5"), ("more_funder", "The council"), ("more_reason", "Two friendships are growing")];
        let kept = work.fill("reviews/new", &more).await;
        assert!(kept.location().contains("/extension?review="), "{} {}", kept.status, kept.location());
        let form = work.browser.get(kept.location()).await;
        assert_eq!((form.field("new_end").as_deref(), form.field("minutes_per_week").as_deref()), (Some("2026-09-13"), Some("1:30")));
        for words in ["8 weeks more, 1½ hours a week, paid by The council", "At today’s price that is £328.80", "Two friendships are growing"] {
            assert!(form.words().contains(words), "{words} in {}", form.words());
        }
        let early = [("held_on", "2026-03-12"), ("kind", "planned"), ("decision", "end_early")];
        let kept = work.fill("reviews/new", &early).await;
        assert!(kept.location().contains("/ending?review="), "{}", kept.location());
        assert!(work.browser.get(kept.location()).await.words().contains("It was decided at the review of 12 March 2026."));
    }

    async fn who_referred_them_is_kept_and_the_message_back_is_addressed_to_them(db) {
        let mut work = work(db).await;
        let shanice = work.app.register(Persona::Amina, "Shanice Morris").await;
        let page = format!("/people/{shanice}/engagements/new");
        let nameless = [("source", "link_worker"), ("received_on", "2026-03-02"), ("referred_by", ""), ("reached_at", "01632 960188")];
        let half = work.browser.fill(&page, &page, &nameless).await;
        assert!(half.status == 422 && half.words().contains("Say whose this is") && half.text.contains("01632 960188"), "{}", half.words());
        let whole = [("source", "link_worker"), ("received_on", "2026-03-02"), ("referred_by", "Ana Reyes, link worker"), ("reached_at", "01632 960188")];
        let kept = work.browser.fill(&page, &page, &whole).await;
        assert_eq!(kept.status, 303, "{}", kept.words());
        work.at = kept.location().to_owned();
        let plan = work.said().await;
        assert!(plan.contains("Ana Reyes, link worker · 01632 960188"), "{plan}");
        work.done("screening", &[("started_on", "2026-03-03")]).await;
        work.done("eligibility", &[("eligible", "yes"), ("rule", "Adult of the area"), ("decided_on", "2026-03-04")]).await;
        let letter = work.browser.get(&work.part("messages/new")).await;
        assert_eq!(letter.field("to").as_deref(), Some("Ana Reyes, link worker"));
        assert!(letter.words().contains("You reach them at 01632 960188"));
        work.done("referrer", &[("referred_by", "Ana Reyes-Holt"), ("reached_at", "")]).await;
        let form = work.browser.get(&work.part("referrer")).await;
        assert_eq!(form.field("referred_by").as_deref(), Some("Ana Reyes-Holt"));
        let mut ben = work.app.signed_in(Persona::Ben).await;
        assert_eq!(ben.get(&work.part("referrer")).await.status, 404);
    }
}
