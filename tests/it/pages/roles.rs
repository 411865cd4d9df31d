//! Roles among others, and what an attorney or deputy may decide.

use tests::{Persona, on_both_databases};

use super::person::at;
use super::work::work;

on_both_databases! {
    async fn a_role_is_taken_up_takes_time_and_comes_to_an_end(db) {
        let mut work = work(db).await;
        let id = work.case.person;
        let (new, list) = (at(id, "roles/new"), at(id, "roles"));
        let record = work.browser.get(&format!("/people/{id}")).await;
        assert!(record.text.contains(&format!("href=\"{list}\"")) && record.text.contains(&format!("href=\"{new}\"")));
        let wrong = work.browser.fill(&new, &list, &[("kind", "volunteer"), ("role_what", "Waters the beds"), ("began_on", "2026-03-13"), ("minutes_per_week", "2")]).await;
        assert!(wrong.status == 422 && wrong.text.contains("Waters the beds"), "{}", wrong.words());
        let fields = [("kind", "volunteer"), ("role_what", "waters the beds"), ("role_at", "the allotment society"), ("began_on", "2026-02-02"), ("minutes_per_week", "2")];
        let done = work.browser.fill(&new, &list, &fields).await;
        assert_eq!((done.status, done.location()), (303, &*list), "{}", done.words());
        let page = work.browser.get(&list).await;
        assert!(page.words().contains("Waters the beds, the allotment society"), "{}", page.words());
        assert!(page.words().contains("Volunteer, since 2 February 2026 · 2 hours a week"), "{}", page.words());
        let record = work.browser.get(&format!("/people/{id}")).await.words();
        assert!(record.contains("Volunteer, since 2 February 2026"), "{record}");

        let role = page.text.split("href=\"").filter_map(|rest| rest.split('"').next());
        let role = role.into_iter().find(|href| href.contains("/roles/") && !href.ends_with("/new")).expect("a role").to_owned();
        let hours = [("minutes_per_week", "4:30"), ("from_on", "2026-03-02")];
        assert_eq!(work.browser.fill(&role, &format!("{role}/hours"), &hours).await.status, 303);
        let early = [("ended_on", "2026-03-01"), ("ended_words", "Too far")];
        let refused = work.browser.fill(&role, &format!("{role}/ending"), &early).await;
        assert!(refused.status == 422 && refused.text.contains("Too far") && refused.words().contains("before what is known of the role"), "{}", refused.words());
        let end = [("ended_on", "2026-03-10"), ("ended_words", "The bus no longer goes there")];
        assert_eq!(work.browser.fill(&role, &format!("{role}/ending"), &end).await.status, 303);
        let said = work.browser.get(&role).await.words();
        for sentence in ["From 2 March 2026: 4½ hours a week", "10 March 2026: it came to an end", "The bus no longer goes there"] {
            assert!(said.contains(sentence), "{sentence} in {said}");
        }
        let timeline = work.browser.get(&at(id, "timeline")).await.words();
        for sentence in ["Gordon took up a role (volunteer): waters the beds, the allotment society", "takes 4½ hours a week now", "came to an end"] {
            assert!(timeline.contains(sentence), "{sentence} in {timeline}");
        }
        assert!(!work.browser.get(&format!("/people/{id}")).await.words().contains("Volunteer, since"), "it is over");
        let mistake = [("reason", "It was his brother")];
        assert_eq!(work.browser.fill(&role, &format!("{role}/taking-back"), &mistake).await.status, 303);
        let back = work.browser.get(&role).await.words();
        assert!(back.contains("taken back, recorded by mistake") && back.contains("It was his brother"), "{back}");
        let mut ben = work.app.signed_in(Persona::Ben).await;
        assert_eq!(ben.get(&role).await.status, 404);
        assert_eq!(ben.get(&list).await.status, 404);
    }

    async fn of_an_attorney_it_is_kept_what_they_may_decide_with_its_reference(db) {
        let work = work(db).await;
        let (id, mut browser) = (work.case.person, work.browser);
        let link = [("name", "Maureen"), ("role", "attorney"), ("linked_on", "2026-03-01")];
        let linked = browser.fill(&at(id, "supporters/new"), &at(id, "supporters"), &link).await;
        assert_eq!(linked.status, 303, "{}", linked.words());
        let page = linked.location().to_owned();
        assert!(page.contains("/supporters/"), "it is asked next what she may decide: {page}");
        let action = format!("{page}/authority");
        let health = [("held_as", "enduring_power"), ("scopes", "health_and_welfare"), ("reference", "OPG 7000"), ("recorded_on", "2026-03-02")];
        let refused = browser.fill(&page, &action, &health).await;
        assert!(refused.status == 422 && refused.text.contains("OPG 7000") && refused.words().contains("over property and money alone"), "{}", refused.words());
        let over = |held_as, scopes| [("held_as", held_as), ("scopes", scopes), ("reference", "OPG 7000"), ("seen_on", "2026-03-01"), ("recorded_on", "2026-03-02")];
        assert_eq!(browser.fill(&page, &action, &over("lasting_power", "property_and_finance")).await.status, 303);
        assert_eq!(browser.fill(&page, &action, &over("lasting_power", "health_and_welfare")).await.status, 303);
        let said = browser.get(&page).await.words();
        for sentence in ["Attorney under a lasting power of attorney", "Health and welfare", "OPG 7000", "1 March 2026", "2 March 2026: property and money, OPG 7000"] {
            assert!(said.contains(sentence), "{sentence} in {said}");
        }
        let timeline = browser.get(&at(id, "timeline")).await.words();
        assert!(timeline.contains("It was written down what Maureen may decide: property and money"), "{timeline}");
        let other = [("name", "Lee"), ("role", "keyworker"), ("linked_on", "2026-03-01")];
        assert_eq!(browser.fill(&at(id, "supporters/new"), &at(id, "supporters"), &other).await.status, 303);
        let record = browser.get(&format!("/people/{id}")).await;
        let lee = record.link_of("Lee");
        assert!(!browser.get(&lee).await.words().contains("What may they decide?"), "of nobody else it is asked");
    }

    async fn how_many_people_have_a_role_is_told_to_a_commissioner_without_saying_who(db) {
        let mut work = work(db).await;
        let id = work.case.person;
        let contract = format!("/contracts/{}", work.app.contracts[0].contract_id);
        let mut claire = work.app.signed_in(Persona::Claire).await;
        let before = claire.get(&contract).await.words();
        assert!(before.contains("None of 1 person has a role on record for this time."), "{before}");
        let role = [("kind", "employee"), ("role_what", "Stacks the shelves"), ("role_at", "The corner shop"), ("began_on", "2026-02-02")];
        for _ in 0..2 {
            assert_eq!(work.browser.fill(&at(id, "roles/new"), &at(id, "roles"), &role).await.status, 303);
        }
        let after = claire.get(&contract).await.words();
        assert!(after.contains("1 of 1 person had a role among others. 1 of them took one up in this time."), "two roles are one person: {after}");
        assert!(!after.contains("shelves") && !after.contains("Gordon"), "{after}");
        let march = claire.get(&format!("{contract}?from=2026-03-01&to=2026-03-12")).await.words();
        assert!(march.contains("1 of 1 person had a role among others. None of them took one up in this time."), "{march}");
        let early = claire.get(&format!("{contract}?from=2026-01-20&to=2026-02-01")).await.words();
        assert!(early.contains("None of 1 person has a role"), "{early}");
        let figures = claire.get(&format!("{contract}/files/figures.csv")).await.text;
        assert!(figures.contains("People who had a role among others,1"), "{figures}");

        let life = work.browser.get(&at(id, "measures")).await.words();
        assert!(life.contains("Stacks the shelves, The corner shop") && life.contains("Employee, since 2 February 2026"), "{life}");
        let mistake = [("reason", "It was his brother")];
        let list = work.browser.get(&at(id, "roles")).await.text;
        let roles: Vec<String> = list.split("href=\"").filter_map(|rest| rest.split('"').next())
            .filter(|href| href.contains("/roles/") && !href.ends_with("/new")).map(str::to_owned).collect();
        assert_eq!(roles.len(), 2, "{roles:?}");
        for role in &roles {
            assert_eq!(work.browser.fill(role, &format!("{role}/taking-back"), &mistake).await.status, 303);
        }
        assert!(claire.get(&contract).await.words().contains("None of 1 person has a role"), "taken back, it does not count");
    }

    async fn places_open_to_everybody_are_counted_once_a_month_by_the_names_that_visits_give_them(db) {
        let mut work = work(db).await;
        let id = work.case.person;
        let open = tests::places::choir();
        let name = open.name.to_string();
        work.app.place(Persona::Amina, open.clone()).await;
        let apart = domain::place::PlaceDetails {
            name: tests::cases::line("The Thursday club"),
            open_to: domain::place::OpenTo::DisabledPeopleOnly,
            ..open
        };
        work.app.place(Persona::Amina, apart).await;
        for (on, place) in [("2026-03-02", name.as_str()), ("2026-03-03", name.as_str()), ("2026-03-04", "The Thursday club"), ("2026-03-05", "His kitchen")] {
            let time = domain::engagement::records::SessionTime {
                on: tests::cases::day(on),
                starts_at: None,
                minutes: 60,
                kind: domain::engagement::codes::SessionKind::FaceToFace,
                relationship_id: None,
            };
            let command = domain::engagement::EngagementCommand::DeliverSession {
                session_id: work.app.id(),
                time,
                place: Some(tests::cases::line(place)),
                note: None,
                details: Default::default(),
                died_on: None,
            };
            let instruction = app::commands::Instruction::Engagement { id: work.case.engagement, command };
            work.app.ask(Persona::Amina, instruction).await.expect("they went there");
        }
        let page = work.browser.get(&at(id, "measures")).await;
        let said = page.words();
        assert!(said.contains("Out and about"), "{said}");
        let (_, march) = page.text.split_once("Open to everybody").and_then(|(_, table)| table.split_once("March 2026</th>")).expect("the month");
        let (march, _) = march.split_once("</tr>").expect("its end");
        let figures: Vec<&str> = march.split("</td>").filter_map(|cell| cell.rsplit('>').next()).take(3).collect();
        assert_eq!(figures[..2], ["1", "1"], "{march}");
        assert!(figures[2].parse::<u32>().is_ok_and(|unknown| unknown >= 1), "{march}");
    }

    async fn what_came_of_introductions_and_of_how_many_hours_is_worked_out_from_them(db) {
        let mut work = work(db).await;
        let id = work.case.person;
        let page = at(id, "measures");
        let before = work.browser.get(&page).await.words();
        assert!(before.contains("What came of introductions") && !before.contains("standing on its own it took"), "{before}");
        work.app.stand_alone(&work.case, "Pat Field").await;
        let said = work.browser.get(&page).await.words();
        for sentence in [
            "2 new people met through us.",
            "From the first meeting to standing on its own it took 3 weeks.",
            "1 visit and 1 hour 35 minutes that count against the agreed hours, over 1 week.",
            "That is 1 hour 35 minutes for each relationship that stood on its own.",
            "From the referral to the first visit:",
            "From the first day of the work to the first introduction:",
        ] {
            assert!(said.contains(sentence), "{sentence} in {said}");
        }
        assert!(!said.contains("Months after"), "three months have not gone by");
    }
}
