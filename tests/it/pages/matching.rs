//! Who is offered to whom, in which order and why; who is not, without telling what a reader may not know; and
//! that every list is kept, and forgets whom it must.

use domain::matching::RULES;
use domain::person::codes::{Evidence, InterestKind, Participation, ShareMode};
use domain::person::records::{Details, Interest};
use domain::person::{
    Availability, DayOfWeek, Described, MeetingWishes, PersonCommand, SafetyKind, SafetyNote, SafetySource,
    Slot, Travel, TravelMode, Watch,
};
use domain::shared::ids::PersonId;
use tests::browser::Browser;
use tests::cases::{Case, day, line, words};
use tests::{Persona, TestApp, on_both_databases};

async fn begin(app: &TestApp) -> (Case, Browser) {
    let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
    (case, app.signed_in(Persona::Amina).await)
}

async fn tell(app: &TestApp, id: PersonId, command: PersonCommand) {
    app.person(Persona::Amina, id, command).await;
}

fn loves(app: &TestApp, name: &str, strength: u8, share: ShareMode) -> PersonCommand {
    let interest = Interest {
        name: line(name),
        kind: InterestKind::Passion,
        own_words: None,
        strength,
        share: Some(share),
        evidence: Evidence::Person,
        participation: Participation::Regular,
        barriers: Default::default(),
    };
    PersonCommand::RecordInterest { interest_id: app.id(), interest, recorded_on: day("2026-03-01") }
}

fn free(days: &[DayOfWeek]) -> PersonCommand {
    let at = |hour| chrono::NaiveTime::from_hms_opt(hour, 0, 0).expect("an hour");
    let slots = days.iter().map(|day| Slot { day: *day, from: at(9), to: at(12) }).collect();
    let availability = Availability { slots, constraints: None };
    PersonCommand::SetAvailability { availability, set_on: day("2026-03-01") }
}

fn goes() -> PersonCommand {
    let modes = [TravelMode::BusAlone].into();
    let travel = Travel { modes, most_minutes: Some(30), wants_training: false };
    PersonCommand::SetTravel { travel, set_on: day("2026-03-01") }
}

fn lives_in(name: &str, area: &str) -> PersonCommand {
    let details = Details {
        name: line(name),
        known_as: None,
        born_on: None,
        phone: None,
        email: None,
        address: None,
        area: Some(line(area)),
    };
    PersonCommand::CorrectDetails { details, reason: None }
}

fn wishes(wishes: MeetingWishes) -> PersonCommand {
    PersonCommand::TellMeetingWishes { wishes, told_on: day("2026-03-02") }
}

fn page(id: PersonId) -> String {
    format!("/people/{id}/introductions/new")
}

/// The list's two halves in words: who fits, and who does not just now.
async fn list(browser: &mut Browser, id: PersonId) -> (String, String) {
    let said = browser.get(&page(id)).await.words();
    let said = said.split_once("Who fits").expect("there is a list").1.to_owned();
    match said.split_once("Not now, and why") {
        Some((fits, out)) => (fits.to_owned(), out.to_owned()),
        None => (said, String::new()),
    }
}

on_both_databases! {
    async fn two_people_of_one_first_name_have_pictures_and_tables_of_their_own_names(db) {
        let app = TestApp::begin(db).await;
        let (case, mut browser) = begin(&app).await;
        tell(&app, case.person, loves(&app, "Bowls", 3, ShareMode::Learn)).await;
        for name in ["Pat Bell", "Pat Cole", "Ruth Calder"] {
            let other = app.community_member(Persona::Amina, name).await;
            tell(&app, other, loves(&app, "Bowls", 3, ShareMode::Teach)).await;
        }
        let text = browser.get(&page(case.person)).await.text;
        let mut labels: Vec<&str> = text
            .match_indices("role=\"region\" aria-label=\"")
            .filter_map(|(at, found)| text[at + found.len()..].split('"').next())
            .collect();
        for both in ["Gordon and Pat Bell", "Gordon and Pat Cole", "Gordon and Ruth"] {
            assert!(labels.contains(&format!("How well {both} fit").as_str()), "{both} among {labels:?}");
        }
        let many = labels.len();
        labels.sort_unstable();
        labels.dedup();
        assert_eq!(labels.len(), many, "{labels:?}");
    }

    async fn why_two_fit_is_said_in_sentences_drawn_and_carried_into_the_proposal(db) {
        let app = TestApp::begin(db).await;
        let (case, mut browser) = begin(&app).await;
        let owen = app.community_member(Persona::Amina, "Owen Turner").await;
        tell(&app, case.person, loves(&app, "Bowls", 3, ShareMode::Learn)).await;
        tell(&app, case.person, free(&[DayOfWeek::Tuesday, DayOfWeek::Friday])).await;
        tell(&app, case.person, goes()).await;
        tell(&app, case.person, lives_in("Gordon Wells", "Mill Lane")).await;
        tell(&app, owen, loves(&app, "bowls", 3, ShareMode::Teach)).await;
        tell(&app, owen, free(&[DayOfWeek::Tuesday])).await;
        tell(&app, owen, lives_in("Owen Turner", "mill lane")).await;

        let (fits, below) = list(&mut browser, case.person).await;
        assert!(below.contains("Of whom no date of birth is known, nobody has checked that they are 18."));
        for sentence in [
            "Both love bowls.",
            "Bowls: Gordon would like to learn and Owen can teach it.",
            "Both are free on Tuesday mornings.",
            "Both live in mill lane.",
            "Time together",
        ] {
            assert!(fits.contains(sentence), "{sentence} is missing from {fits}");
        }
        let form = browser.get(&format!("{}?other={owen}", page(case.person))).await;
        assert_eq!(form.field("shared").as_deref(), Some("bowls"));
        let begun = form.text.split("name=\"why\"").nth(1).and_then(|field| field.split("</textarea>").next());
        let begun = begun.and_then(|field| field.split_once('>')).map(|(_, words)| words.trim());
        assert_eq!(begun, Some("Both love bowls."), "no time, no way and no figure is put into anybody's mouth");
    }

    async fn how_far_it_is_is_written_down_and_whoever_lives_further_than_either_would_go_is_not_offered(db) {
        let app = TestApp::begin(db).await;
        let (case, mut browser) = begin(&app).await;
        let owen = app.community_member(Persona::Amina, "Owen Turner").await;
        for (id, name, area) in [(case.person, "Gordon Wells", "Mill Lane"), (owen, "Owen Turner", "The Moor")] {
            tell(&app, id, loves(&app, "Bowls", 3, ShareMode::Learn)).await;
            tell(&app, id, goes()).await;
            tell(&app, id, lives_in(name, area)).await;
        }
        let (fits, _) = list(&mut browser, case.person).await;
        assert!(fits.contains("Owen Turner"), "nobody knows how far it is: {fits}");
        assert!(browser.get(&page(case.person)).await.text.contains("href=\"/ways\""));

        let empty = browser.get("/ways").await.words();
        assert!(empty.contains("Nobody has written a way down yet"), "{empty}");
        let odd = browser.fill("/ways", "/ways", &[("one", "Mill Lane"), ("other", "mill LANE"), ("minutes", "10")]).await;
        assert!(odd.status == 422 && odd.words().contains("Name another part of town"), "{}", odd.words());
        assert_eq!(odd.field("one").as_deref(), Some("Mill Lane"), "what was typed is kept");
        let long = browser.fill("/ways", "/ways", &[("one", "Mill Lane"), ("other", "The Moor"), ("minutes", "241")]).await;
        assert!(long.status == 422 && long.words().contains("from 1 to 240"), "{}", long.words());
        let far = [("one", "the moor"), ("other", "Mill Lane"), ("minutes", "55")];
        assert_eq!(browser.fill("/ways", "/ways", &far).await.status, 303);
        let (fits, out) = list(&mut browser, case.person).await;
        assert!(!fits.contains("Owen Turner") && out.contains("Owen Turner"), "{fits} / {out}");
        assert!(out.contains("Too far"), "{out}");
        let near = [("one", "Mill Lane"), ("other", "The Moor"), ("minutes", "25")];
        assert_eq!(browser.fill("/ways", "/ways", &near).await.status, 303);
        assert_eq!(browser.fill("/ways", "/ways", &near).await.status, 303, "said again");
        let organisation = app.account(Persona::Amina).organisation_id;
        assert_eq!(app.wired.app.ways.ways(organisation).await.expect("they are read").len(), 2, "it is kept once");
        let known = browser.get("/ways").await.words();
        assert!(known.contains("Mill Lane and The Moor") && known.contains("25 minutes") && !known.contains("55"), "{known}");
        assert!(browser.get("/lists/ways.csv").await.text.contains("Mill Lane,The Moor,25,2026-03-12"));
        let (fits, _) = list(&mut browser, case.person).await;
        assert!(fits.contains("Owen Turner") && fits.contains("25 minutes"), "{fits}");
        let mut olu = app.signed_in(Persona::Olu).await;
        assert!(!olu.get("/ways").await.words().contains("Mill Lane"), "another organisation has its own");
        let gone = [("one", "Mill Lane"), ("other", "The Moor")];
        assert_eq!(browser.fill("/ways", "/ways/removal", &gone).await.status, 303);
        assert!(browser.get("/ways").await.words().contains("Nobody has written a way down yet"));
    }

    async fn what_keeps_two_apart_is_never_told_and_holds_from_either_side(db) {
        let app = TestApp::begin(db).await;
        let (case, mut browser) = begin(&app).await;
        let owen = app.community_member(Persona::Amina, "Owen Turner").await;
        let ruth = app.community_member(Persona::Amina, "Ruth Calder").await;
        let safety = browser.get(&format!("/people/{}/safety/new?apart={owen}", case.person)).await;
        assert!(safety.words().contains("This keeps Gordon and Owen apart"), "{}", safety.words());
        let note = SafetyNote {
            words: words("Must not meet him again"),
            plan: words("We look who is at the club first"),
            telling: words("He knows"),
            apart_from: [owen].into(),
        };
        let owner = app.account(Persona::Amina).account_id;
        let watch = Watch { owner, review_on: day("2026-09-01"), told_on: None, discussed: None };
        let (kind, source, added_on) = (SafetyKind::MustNot, SafetySource::Family, day("2026-03-02"));
        let note_id = app.id();
        tell(&app, case.person, PersonCommand::AddSafetyNote { note_id, kind, note, source, watch, added_on }).await;
        let not_gordon = MeetingWishes { not_with: [case.person].into(), ..MeetingWishes::default() };
        tell(&app, ruth, wishes(not_gordon)).await;

        let (fits, out) = list(&mut browser, case.person).await;
        assert!(!fits.contains("Owen Turner") && !fits.contains("Ruth Calder"), "{fits}");
        assert!(out.contains("Not brought together · 2 people"), "one reason for both, whatever is behind it: {out}");
        let (_, names) = out.split_once("Who: Not brought together").expect("the last of the reasons");
        assert!(names.contains("Owen Turner") && names.contains("Ruth Calder"), "{out}");
        assert!(!names.contains("See it") && !out.contains("safety") && !out.contains("asked not to"), "{out}");
        assert!(!out.contains("Must not meet him") && !out.contains("club first"), "{out}");
        // What must not happen stands above the list, and on the forms that propose and plan.
        let engagement = case.engagement;
        for form in [page(case.person), format!("{}?other=new", page(case.person)), format!("/engagements/{engagement}/sessions/new")] {
            assert!(browser.get(&form).await.words().contains("Must not meet him again"), "{form}");
        }
        // Whoever comes to the form all the same is told so, and it cannot be proposed.
        for other in [owen, ruth] {
            let at = format!("{}?other={other}", page(case.person));
            let form = browser.get(&at).await;
            assert!(form.words().contains("These two are not introduced to each other."), "{}", form.words());
            let to = format!("/people/{}/introductions", case.person);
            let proposed = browser.fill(&at, &to, &[("shared", "Growing vegetables"), ("why", "Both dig")]).await;
            assert_eq!(proposed.status, 422, "{}", proposed.words());
            assert!(proposed.words().contains("These two are not introduced to each other.") && proposed.text.contains("Both dig"), "{}", proposed.words());
            assert!(!proposed.words().contains("asked not"), "which it is may be confidential: {}", proposed.words());
        }
    }

    async fn whom_somebody_would_like_to_meet_is_told_on_a_form_and_kept_to(db) {
        let app = TestApp::begin(db).await;
        let (case, mut browser) = begin(&app).await;
        let (owen, ruth) = (
            app.community_member(Persona::Amina, "Owen Turner").await,
            app.community_member(Persona::Amina, "Ruth Calder").await,
        );
        let described = |described| wishes(MeetingWishes { described: Some(described), ..MeetingWishes::default() });
        tell(&app, owen, described(Described::Man)).await;
        let at = format!("/people/{}/wishes", case.person);
        let fields = [("only", "woman"), ("described", ""), ("own_words", "Somebody like my sister"), ("told_on", "2026-03-12")];
        assert_eq!(browser.fill(&at, &at, &fields).await.status, 303);
        let (fits, out) = list(&mut browser, case.person).await;
        assert!(!fits.contains("Owen Turner"), "{fits}");
        assert!(out.contains("Not whom Gordon would like to meet · 1 person"), "{out}");
        let (asking, wishes) = out.split_once("Who: Not whom Gordon would like to meet").expect("both reasons");
        assert!(wishes.contains("Owen Turner"), "{out}");
        assert!(asking.contains("Not known whether it suits · 2 people") && asking.contains("Ruth Calder"), "nobody guesses: {out}");
        assert!(asking.contains("asking would settle it"), "{out}");
        tell(&app, ruth, described(Described::Woman)).await;
        assert!(list(&mut browser, case.person).await.0.contains("Ruth Calder"));
        let record = browser.get(&format!("/people/{}", case.person)).await.words();
        assert!(record.contains("Gordon would like to meet a woman.") && record.contains("Somebody like my sister"), "{record}");
    }

    async fn every_list_that_is_shown_is_kept_and_whoever_is_forgotten_is_forgotten_there(db) {
        let app = TestApp::begin(db).await;
        let (case, mut browser) = begin(&app).await;
        let owen = app.community_member(Persona::Amina, "Owen Turner").await;
        let rosa = app.viewer(Persona::Rosa);
        let lead = rosa.connecting().expect("a team lead");
        let lists = &app.wired.app.lists;
        browser.get(&page(case.person)).await;
        browser.post(&page(case.person), &[("look", "nobody of that name")]).await;
        lists.settled().await;
        let latest = lists.latest(&lead, None, 10).await.expect("lists");
        assert_eq!(latest.len(), 2);
        assert!(latest.iter().all(|list| list.person_id == case.person && list.rules == RULES));
        assert_eq!(latest.iter().filter(|list| list.searched).count(), 1);
        let times = lists.times_shown(&lead, app.today()).await.expect("counts");
        let of_owen = times.iter().find(|times| times.person_id == owen).expect("he was shown");
        assert_eq!((of_owen.shown, of_owen.near_the_top), (1, 1), "whoever was looked past was not shown");
        for list in &latest {
            let kept = lists.one(&lead, list.list_id).await.expect("a list").expect("it is there");
            let entries = kept.entries.expect("what stood on it");
            assert_eq!(entries.ranked.iter().filter(|one| one.shown).count(), usize::from(!list.searched));
            assert!(entries.left_out.iter().any(|(id, why)| *id == case.other && why == &["already_introduced"]));
        }
        let olu = app.viewer(Persona::Olu);
        let elsewhere = lists.one(&olu.connecting().expect("a connector"), latest[0].list_id).await;
        assert_eq!(elsewhere.expect("an answer"), None, "another organisation knows of none");

        let ground = domain::person::codes::ErasureGround::RequestedAndGranted;
        let forget = |id| app.wired.app.forget(&rosa, app.id(), id, ground, line("Data protection lead"));
        forget(owen).await.expect("he is forgotten");
        let kept = lists.one(&lead, latest[0].list_id).await.expect("a list").expect("it is there");
        let entries = kept.entries.expect("it is Gordon's");
        assert_eq!(entries.forgotten, 1);
        assert!(!entries.ranked.iter().any(|one| one.person_id == owen));
        let times = lists.times_shown(&lead, app.today()).await.expect("counts");
        assert!(!times.iter().any(|times| times.person_id == owen));
        forget(case.person).await.expect("he is forgotten");
        let kept = lists.one(&lead, latest[0].list_id).await.expect("a list").expect("that it was shown stays");
        assert_eq!(kept.entries, None);
    }

    async fn the_first_five_are_shown_and_no_other_counts_as_shown_until_more_are_asked_for(db) {
        let app = TestApp::begin(db).await;
        let (case, mut browser) = begin(&app).await;
        for name in ["Ada Bell", "Bea Cole", "Cal Dunn", "Dot Eden", "Eli Ford", "Fay Gray", "Gil Hart"] {
            app.community_member(Persona::Amina, name).await;
        }
        let first = browser.get(&page(case.person)).await;
        assert_eq!(first.text.matches("<li class=\"offer\">").count(), 5);
        assert!(first.words().contains("Five of 7, those who fit best."), "{}", first.words());
        let more = format!("{}?more=people", page(case.person));
        assert!(first.text.contains(&format!("href=\"{more}#people\"")), "{}", first.text);
        let all = browser.get(&more).await;
        assert_eq!(all.text.matches("<li class=\"offer\">").count(), 7);
        assert!(!all.text.contains("Show more people"));
        let lists = &app.wired.app.lists;
        lists.settled().await;
        let rosa = app.viewer(Persona::Rosa);
        let lead = rosa.connecting().expect("a team lead");
        let mut shown = Vec::new();
        for list in lists.latest(&lead, Some(case.person), 10).await.expect("lists") {
            let kept = lists.one(&lead, list.list_id).await.expect("a list").expect("it is there");
            let ranked = kept.entries.expect("what stood on it").ranked;
            assert_eq!(ranked.len(), 7);
            shown.push(ranked.iter().filter(|one| one.shown).count());
        }
        shown.sort_unstable();
        assert_eq!(shown, [5, 7]);
    }

    async fn nobody_is_thought_of_as_company_for_themselves(db) {
        let app = TestApp::begin(db).await;
        let (case, mut browser) = begin(&app).await;
        let loves = loves(&app, "growing vegetables", 3, ShareMode::DoWithOthers);
        tell(&app, case.person, loves).await;
        let (first, _) = list(&mut browser, case.person).await;
        assert!(!first.contains("Gordon Wells") && !first.contains("Both love"), "{first}");
        let again = browser.get(&format!("{}?other={}", page(case.person), case.person)).await.words();
        assert!(again.contains("Who fits") && !again.contains("Both love"), "{again}");
    }

    async fn a_connector_is_offered_nobody_of_another_caseload_and_a_team_lead_is(db) {
        let app = TestApp::begin(db).await;
        let (case, mut browser) = begin(&app).await;
        let iris = app.case(Persona::Ben, "Iris Hall", app.contracts[0].contract_id).await.person.to_string();
        assert!(!browser.get(&page(case.person)).await.text.contains(&iris));
        let mut rosa = app.signed_in(Persona::Rosa).await;
        assert!(rosa.get(&page(case.person)).await.text.contains(&format!("?other={iris}")));
    }

    async fn who_is_shown_again_and_again_and_never_chosen_is_named_to_the_team_lead(db) {
        let app = TestApp::begin(db).await;
        let (case, mut browser) = begin(&app).await;
        let owen = app.community_member(Persona::Amina, "Owen Turner").await;
        let mut rosa = app.signed_in(Persona::Rosa).await;
        let before = rosa.get("/team/fairness").await.words();
        assert!(before.contains("No list of who could be introduced to somebody has been looked at"), "{before}");
        for _ in 0..5 {
            browser.get(&page(case.person)).await;
        }
        app.wired.app.lists.settled().await;
        let said = rosa.get("/team/fairness").await.words();
        assert!(said.contains("Perhaps: Owen Turner stood near the top of 5 or more lists"), "{said}");
        assert!(said.contains("Owen Turner550") && said.contains("March 202651"), "{said}");
        assert!(said.contains("Gordon Wells") && said.contains("5 lists looked at"), "{said}");
        let file = rosa.get("/team/fairness.csv").await;
        let rows = super::export::records(&file.bytes);
        let of_owen = rows.iter().find(|row| row[0] == "Owen Turner").expect("he is in the file");
        assert_eq!(of_owen[7..10], ["5", "5", "0"]);
        let kept = rosa.get(&format!("/people/{}/introductions/lists", case.person)).await.words();
        assert!(kept.contains("Amina North looked. 1 person fitted, 1 did not just then."), "{kept}");
        assert!(kept.contains("They knew each other, or were being introduced."), "{kept}");
        assert!(kept.contains("points of 100: ") && kept.contains("for the way"), "{kept}");

        let form = format!("{}?other={owen}", page(case.person));
        let to = format!("/people/{}/introductions", case.person);
        let fields = [("shared", "bowls"), ("why", ""), ("proposed_on", "2026-03-12")];
        assert_eq!(browser.fill(&form, &to, &fields).await.status, 303);
        let said = rosa.get("/team/fairness").await.words();
        assert!(said.contains("No. Nobody stood near the top") && said.contains("Owen Turner551"), "{said}");
    }
}
