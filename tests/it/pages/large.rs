//! A team whose cases do not fit on one page: the list goes over pages, and a group is planned colleague by colleague.

use std::collections::BTreeSet;

use domain::engagement::EngagementCommand;
use domain::engagement::codes::ReferralOutcome;
use tests::cases::words;
use tests::{Persona, TestApp, on_both_databases};

use super::lead::referral;

/// Cases at work besides those that have names of their own.
const OTHERS: usize = 100;

/// Names of people as they stand on a page, of those that the tests here give.
fn named(page: &str) -> BTreeSet<String> {
    let names = page.split("Number ").skip(1);
    names.filter_map(|rest| rest.split(['<', '"']).next()).map(str::to_owned).collect()
}

on_both_databases! {
    async fn a_list_of_people_goes_over_pages_and_a_group_is_planned_with_people_of_several_colleagues(db) {
        let app = TestApp::begin(db).await;
        let contract = app.contracts[0].contract_id;
        let gordon = app.case(Persona::Amina, "Gordon Wells", contract).await;
        let shanice = app.case(Persona::Ben, "Shanice Morris", contract).await;
        let mut lead = app.signed_in(Persona::Rosa).await;
        let all = lead.get("/groups/new").await;
        assert!(all.text.contains("Gordon Wells") && all.text.contains("Shanice Morris"), "{}", all.words());
        assert!(!all.text.contains("Whose people are shown?"), "everybody fits");
        for number in 0..OTHERS {
            app.case(Persona::Amina, &format!("Number {number:03}"), contract).await;
        }
        let closed = referral(&app, Persona::Amina, "Nobody Yet").await;

        let mut seen = BTreeSet::new();
        for page in 1..=2 {
            let shown = lead.get(&format!("/people?page={page}")).await;
            assert!(shown.words().contains(&format!("Page {page} of 2")), "{}", shown.words());
            let names = named(&shown.text);
            assert!(names.len() <= 60 && names.is_disjoint(&seen), "each stands on one page: {names:?}");
            seen.extend(names);
        }
        assert_eq!(seen.len(), OTHERS, "{seen:?}");
        let amina = app.account(Persona::Amina).account_id.to_string();
        let hers = lead.get(&format!("/people?show=open&of={amina}")).await;
        assert!(hers.text.contains(&format!("of={amina}&#38;page=2")), "the next page is of the same list");
        let close = EngagementCommand::CloseReferral { outcome: ReferralOutcome::ALL[0], reason: words("Moved away") };
        let instruction = app::commands::Instruction::Engagement { id: closed, command: close };
        app.ask(Persona::Amina, instruction).await.expect("it is closed");
        let finished = lead.get("/people?show=finished").await;
        assert!(finished.text.contains("Nobody Yet") && !finished.words().contains("Page 1"), "a short list has one page");

        let page = "/groups/new";
        let form = lead.get(page).await;
        assert!(form.words().contains("They work with nobody just now"), "Rosa has no case: {}", form.words());
        let ben = app.account(Persona::Ben).account_id.to_string();
        let (first, second) = (gordon.engagement.to_string(), shanice.engagement.to_string());
        let place = ("place", "Cooking group, St Mary’s hall");
        let bens = lead.fill(page, page, &[place, ("of", &ben), ("show", "them")]).await;
        assert_eq!(bens.status, 200, "{}", bens.words());
        assert!(bens.text.contains("Shanice Morris") && !bens.text.contains("Gordon Wells"), "{}", bens.words());
        assert!(bens.text.contains("Cooking group, St Mary’s hall"), "what was typed is still there");
        let both = lead.fill(page, page, &[place, ("expected", &second), ("of", &amina), ("show", "them")]).await;
        assert!(both.text.contains("Shanice Morris") && both.text.contains("Gordon Wells"), "{}", both.words());
        assert!(both.text.contains("Number 000") && !both.text.contains("Nobody Yet"), "with whom nothing is agreed yet");
        let when = [("on", "2026-03-16"), ("starts_at", "14:00"), ("minutes", "2:00")];
        let fields = [&[place, ("of", &amina), ("expected", &first), ("expected", &second)][..], &when].concat();
        let planned = lead.fill(page, page, &fields).await;
        assert_eq!(planned.status, 303, "{}", planned.words());
        let group = lead.get(planned.location()).await.words();
        assert!(group.contains("Gordon Wells") && group.contains("Shanice Morris"), "{group}");
    }
}
