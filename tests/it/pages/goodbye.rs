//! Reviews as they were held, who stays beside whom, the goodbye in Easy Read, and the message back to whoever made
//! the referral.

use domain::person::PersonCommand;
use domain::person::codes::AnswerMethod;
use domain::person::sharing::Sharing;
use domain::shared::ids::SharingId;
use tests::cases::{day, line, words};
use tests::{Persona, TestApp, on_both_databases};

use super::work::work;

/// A message as the form sends it.
fn message<'a>(extent: &'a str, text: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let usual = [
        ("about", "accepted"),
        ("extent", extent),
        ("to", "Ana Reyes"),
        ("text", text),
        ("means", "email"),
        ("needed", "large_print"),
        ("used", "ordinary"),
        ("sent_on", "2026-03-12"),
        ("from_whom", "Amina, connector, Northfield Connecting"),
        ("reach", "01632 960142"),
    ];
    usual.into_iter().chain(more.iter().copied()).collect()
}

on_both_databases! {
    async fn a_review_is_shown_as_it_was_held_and_listed_with_the_others(db) {
        let mut work = work(db).await;
        let form = work.browser.get(&work.part("reviews/new")).await;
        let said = form.words();
        for words in ["Who was there?", "Maureen", "As paid staff see it", "Each relationship", "Did you take Gordon’s map again?", "More time is asked for"] {
            assert!(said.contains(words), "{words} in {said}");
        }
        let (step, maureen) = (format!("next_step-{}", work.case.relationship), work.case.supporter.to_string());
        let review = [("held_on", "2026-03-12"), ("kind", "planned"), ("attendee", "person"), ("attendee", maureen.as_str()),
            ("attended", "Ana, social worker"), ("own_words", "Thursdays are the best"), ("gathered", "pictures"),
            ("family_working", "He comes home singing"), (step.as_str(), "They meet without me on Sunday"), ("map_retaken", "yes"),
            ("safety_reviewed", "no"), ("paid_hours", "10"), ("decision", "extend"), ("more_weeks", "8"), ("next_review_on", "2026-06-01")];
        let half = work.fill("reviews/new", &review).await;
        assert_eq!(half.status, 422);
        assert!(half.words().contains("Say how many hours a week, too") && half.text.contains("They meet without me on Sunday"));
        let mut whole = review.to_vec();
        whole.extend([("more_hours", "1.5"), ("more_reason", "Two friendships are growing")]);
        let kept = work.fill("reviews/new", &whole).await;
        assert_eq!(kept.status, 303, "{}", kept.words());
        // What it decided is carried out next; the review itself is among the others.
        let review = kept.location().split("review=").nth(1).expect("more time comes from a review").to_owned();
        let review = work.part(&format!("reviews/{review}"));
        let page = work.browser.get(&review).await;
        let said = page.words();
        for words in [
            "Gordon; Maureen (family); Ana, social worker", "Thursdays are the best", "With symbols or photographs", "He comes home singing",
            "They meet without me on Sunday", "Gordon and Friend · Introduced", "Map taken again", "10 hours", "8 weeks more, 1½ hours a week",
            "Two friendships are growing", "look again on 1 June 2026", "Take the map again",
        ] {
            assert!(said.contains(words), "{words} in {said}");
        }
        // What is printed stands for itself.
        for words in [
            "AboutGordon Wells", "Held on12 March 2026", "ConnectorAmina North", "TeamNorthfield Connecting",
            "As Gordon sees it", "As family and circle see it", "As paid staff see it", "Nothing was said.",
        ] {
            assert!(said.contains(words), "{words} in {said}");
        }
        assert!(said.contains("On 4 February 2026: Loneliness, asked directly; "), "a measure has its day: {said}");
        let list = work.browser.get(&work.part("reviews")).await;
        assert!(list.words().contains("6 February 2026") && list.text.contains(&review), "{}", list.words());
        let plan = work.at.clone();
        assert!(work.browser.get(&plan).await.text.contains(&work.part("reviews")), "the plan leads to them");
        let never = work.browser.get(&work.part(&format!("reviews/{}", work.case.map))).await;
        assert_eq!(never.status, 404);
    }

    async fn who_stays_beside_is_planned_and_said_in_the_goodbye(db) {
        let mut work = work(db).await;
        let form = work.browser.get(&work.part("hand-overs")).await.words();
        assert!(form.contains("what to do if it goes wrong, is not written down yet"), "{form}");
        let relationship = format!("/relationships/{}/plan", work.case.relationship);
        let plan = [("in_touch", "They ring each other"), ("transport", "The 12 bus"), ("if_it_goes_wrong", "Ring Maureen"), ("planned_on", "2026-03-12")];
        assert_eq!(work.browser.fill(&relationship, &relationship, &plan).await.status, 303);
        let form = work.browser.get(&work.part("hand-overs")).await.words();
        assert!(form.contains("They keep in touch: They ring each other. If it goes wrong: Ring Maureen"), "{form}");
        let (field, beside) = (format!("hand_over_{}", work.case.relationship), format!("beside-{}", work.case.relationship));
        work.done("hand-overs", &[(&field, "named_supporter"), (&beside, "Maureen")]).await;
        let again = work.browser.get(&work.part("ending")).await;
        assert!(again.text.contains("value=\"Maureen\""), "the ending begins from it");
        let easy = format!("/people/{}/ending/easy-read", work.case.person);
        let said = work.browser.get(&easy).await.words();
        for words in [
            "Saying goodbye", "We began on Monday 19 January 2026.", "Our last day is Sunday 19 July 2026.", "You know Friend.",
            "Maureen will help you and Friend.", "They ring each other", "Ring Maureen", "You can ask Maureen.",
            "Amina North is your connector.", "You can always ask Northfield Connecting too.", "This is our phone number.",
        ] {
            assert!(said.contains(words), "{words} in {said}");
        }
        work.done("ending", &[("ended_on", "2026-03-12"), ("reason", "moved_area"), (&field, "named_supporter"), (&beside, "Maureen")]).await;
        let said = work.browser.get(&easy).await.words();
        assert!(said.contains("Our last day was Thursday 12 March 2026."), "{said}");
        assert!(said.contains("Amina North was your connector."), "{said}");
        let hours = work.browser.get(&format!("/people/{}/hours/easy-read", work.case.person)).await.words();
        assert!(hours.contains("The visits ended on") && !hours.contains("are left"), "nothing is to come: {hours}");
        let plan = work.at.clone();
        assert!(work.browser.get(&plan).await.text.contains(&easy));
    }

    async fn whoever_referred_them_hears_our_answer_and_more_only_with_an_agreement(db) {
        let mut work = work(db).await;
        let form = work.browser.get(&work.part("messages/new?about=accepted")).await;
        assert!(form.words().contains("Thank you for asking us on 5 January 2026 to work with Gordon Wells."), "{}", form.words());
        let chosen = |form: &str| form.split("name=\"extent\"").skip(1).any(|tag| tag.split('>').next().is_some_and(|tag| tag.contains(" checked")));
        assert!(!chosen(&form.text), "how much is told is for whoever writes to say");
        assert_eq!(form.field("from_whom").as_deref(), Some("Amina North, connector, Northfield Connecting"));
        assert!(form.words().contains("They were told already, on 12 January 2026: “We take it on”, by letter, to Ana Reyes, social worker. Amina North wrote it."), "{}", form.words());
        let (page, path) = (work.part("messages/new"), work.part("messages/new"));
        let unsaid = work.browser.fill(&page, &path, &message("", "We take it on.", &[])).await;
        assert_eq!(unsaid.status, 422, "it is not left to a field that nobody touched");
        let plain = message("answer", "We take it on.", &[]);
        let kept = work.browser.fill(&page, &path, &plain).await;
        assert_eq!(kept.status, 303, "{}", kept.words());
        let letter = work.browser.get(kept.location()).await.words();
        for words in ["We take it on.", "To: Ana Reyes", "From: Amina, connector, Northfield Connecting", "To reach us: 01632 960142", "They need it otherwise: Large print. It went as: Ordinary print or email."] {
            assert!(letter.contains(words), "{words} in {letter}");
        }
        let gone = [("scope", "share_with_funder"), ("answer", "no"), ("how", "spoken"), ("on", "2026-03-12")];
        let consents = format!("/people/{}/consents", work.case.person);
        assert_eq!(work.browser.fill(&consents, &consents, &gone).await.status, 303);
        let refused = work.browser.fill(&page, &path, &message("more", "He has three friends now.", &[])).await;
        assert_eq!(refused.status, 422);
        assert!(refused.words().contains("There is no agreement that whoever referred them may know more"), "{}", refused.words());
        assert!(refused.text.contains("He has three friends now."), "what was typed is still there");

        let sharing_id: SharingId = work.app.id();
        let sharing = Sharing { with: line("Ana Reyes"), what: words("How it went"), by: None };
        let (agreed_on, how) = (day("2026-03-12"), AnswerMethod::Spoken);
        let agree = PersonCommand::AgreeSharing { sharing_id, sharing, agreed_on, until: None, how, words: None, decision_id: None };
        work.app.person(Persona::Amina, work.case.person, agree).await;
        let agreement = sharing_id.to_string();
        let more = message("more", "He has three friends now.", &[("rests_on", &agreement)]);
        let kept = work.browser.fill(&page, &path, &more).await;
        assert_eq!(kept.status, 303, "{}", kept.words());
        let timeline = work.browser.get(&format!("/people/{}/timeline", work.case.person)).await.words();
        assert!(timeline.contains("Whoever referred Gordon was told: we take it on"), "{timeline}");
    }

    async fn a_message_that_is_owed_is_on_today_until_it_is_written(db) {
        let mut work = work(db).await;
        let field = format!("hand_over_{}", work.case.relationship);
        assert!(!work.browser.get("/today").await.words().contains("tell who referred them"), "it was told already");
        work.done("ending", &[("ended_on", "2026-03-12"), ("reason", "moved_area"), (&field, "left_to_them")]).await;
        let today = work.browser.get("/today").await;
        let said = today.words();
        assert!(said.contains("Gordon: tell who referred themThat the work has ended · by Thursday 19 March"), "{said}");
        assert!(today.text.contains("messages/new?about=ended"));
        assert!(work.browser.get("/api/v1/today").await.text.contains("\"about\":\"ended\""));
        let mut ben = work.app.signed_in(Persona::Ben).await;
        assert!(!ben.get("/today").await.words().contains("tell who referred them"));
        let form = work.browser.get(&work.part("messages/new?about=ended")).await.words();
        assert!(form.contains("The work ended on 12 March 2026.") && !form.contains("came to know"), "{form}");
        let more = work.browser.get(&work.part("messages/new?about=ended&extent=more")).await.words();
        assert!(more.contains("Gordon Wells came to know 1 person"), "{more}");
        let mut ended = message("answer", "It has ended.", &[]);
        ended[0] = ("about", "ended");
        work.done("messages/new", &ended).await;
        assert!(!work.browser.get("/today").await.words().contains("tell who referred them"));
    }
}

#[tokio::test]
async fn forgetting_somebody_leaves_no_letter_and_nothing_to_write() {
    let app = TestApp::begin(tests::databases::fresh(tests::databases::Which::Sqlite).await).await;
    let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
    let (ground, authority) = (domain::person::codes::ErasureGround::RequestedAndGranted, line("Rosa"));
    app.person(Persona::Rosa, case.person, PersonCommand::DecideErasure { ground, authority }).await;
    let mut browser = app.signed_in(Persona::Amina).await;
    let letter =
        browser.get(&format!("/engagements/{}/messages/{}", case.engagement, case.message)).await.words();
    assert!(letter.contains("What it said is gone.") && !letter.contains("Ana Reyes"), "{letter}");
    assert!(!letter.contains("From:"), "{letter}");
    let measure = browser.get(&format!("/people/{}/measures/{}", case.person, case.measure)).await.words();
    assert!(measure.contains("The answers are gone."), "{measure}");
}
