//! How life is: asking, what was answered, how it changes, what is due, and which questions a team asks.

use domain::person::PersonCommand;
use domain::person::codes::{ContactFrequency, MapMethod, Ring, Sector, TieKind, Wish};
use domain::person::measures::{Asking, Given, Instrument, ItemAnswer, MeasureMode, Standing, Timepoint};
use domain::person::records::MapEntry;
use domain::shared::ids::{MeasureId, PersonId};
use tests::cases::{day, line};
use tests::databases::Database;
use tests::{Browser, Persona, TestApp, on_both_databases};

use super::person::at;

async fn lonely(
    app: &TestApp,
    by: Persona,
    of: PersonId,
    on: &str,
    values: [i16; 3],
    adapted: bool,
) -> MeasureId {
    let measure_id = app.id();
    let (instrument, mode, timepoint) = (Instrument::Ucla3, MeasureMode::InPerson, Timepoint::Review);
    let asking = Asking { instrument, version: 1, taken_on: day(on), mode, adapted, timepoint };
    let one = |(value, item): (&i16, u8)| {
        let answer = Given::Value(*value);
        ItemAnswer { item, answer, goal_id: None, weight: None }
    };
    let answers = values.iter().zip(1..).map(one).collect();
    let standing = Standing::default();
    let command = PersonCommand::TakeMeasure {
        measure_id,
        engagement_id: None,
        asking,
        proxy: None,
        answers,
        words: None,
        standing,
        begun_with: None,
    };
    app.person(by, of, command).await;
    measure_id
}

/// A case and its connector's browser.
async fn begun(db: Database) -> (TestApp, PersonId, Browser) {
    let app = TestApp::begin(db).await;
    let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
    let browser = app.signed_in(Persona::Amina).await;
    (app, case.person, browser)
}

/// What a form holds besides the answers: asked today, face to face, of the person.
fn asked<'a>(answers: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let usual = [
        ("mode", "in_person"),
        ("timepoint", "review"),
        ("taken_on", "2026-03-12"),
        ("answered_by", "themselves"),
    ];
    let usual = usual.into_iter().filter(|(name, _)| answers.iter().all(|(known, _)| known != name));
    answers.iter().copied().chain(usual).collect()
}

on_both_databases! {
    async fn questions_are_asked_one_set_after_the_other_and_lead_to_what_has_come_of_them(db) {
        let (app, id, mut browser) = begun(db).await;
        let form = browser.get(&at(id, "measures/new?of=ucla3")).await;
        let said = form.words();
        for words in ["How often do you feel left out?", "They would rather not say", "Not asked", "Hughes"] {
            assert!(said.contains(words), "{words} in {said}");
        }
        let some = [("item_1", "3"), ("item_2", "refused"), ("words", "Sundays are long")];
        let missing = browser.fill(&at(id, "measures/new?of=ucla3"), &at(id, "measures"), &asked(&some)).await;
        assert_eq!(missing.status, 422);
        let question = "How often do you feel isolated from others? Choose an answer. Not asked is one too";
        assert!(missing.words().contains(question), "the summary says which: {}", missing.words());
        assert!(missing.text.contains("<a href=\"#f-item_3\">How often") && missing.text.contains("id=\"f-item_3\""), "and leads there");
        assert!(missing.text.contains("Sundays are long"), "what was typed is still there");
        let all = [("item_1", "3"), ("item_2", "refused"), ("item_3", "2"), ("words", "Sundays are long")];
        let kept = browser.fill(&at(id, "measures/new?of=ucla3"), &at(id, "measures"), &asked(&all)).await;
        assert_eq!((kept.status, kept.location()), (303, &*at(id, "measures")), "{}", kept.words());
        let page = browser.get(&at(id, "measures")).await.words();
        assert!(page.contains("8, counts as lonely on 4 February 2026."), "a refusal is no figure, so nothing has changed: {page}");
        let record = browser.get(&format!("/people/{id}")).await;
        assert!(record.text.contains(&format!("href=\"{}\"", at(id, "measures"))));
        let timeline = browser.get(&at(id, "timeline")).await.words();
        assert!(timeline.contains("was asked how life is: loneliness, in three questions"), "{timeline}");
        drop(app);
    }

    async fn a_change_is_told_in_a_sentence_and_what_was_adapted_stands_apart(db) {
        let app = TestApp::begin(db).await;
        let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        let (id, mut browser) = (case.person, app.signed_in(Persona::Amina).await);
        lonely(&app, Persona::Amina, id, "2026-02-20", [3, 2, 2], false).await;
        let wrong = lonely(&app, Persona::Amina, id, "2026-03-12", [1, 1, 1], false).await;
        lonely(&app, Persona::Amina, id, "2026-03-10", [3, 3, 3], true).await;
        let page = browser.get(&at(id, "measures")).await;
        let said = page.words();
        assert!(said.contains("Less lonely than in February: 8 then, 3 now. Lower is better."), "{said}");
        assert!(said.contains("Asked in other words or with pictures. Not put together with the other answers."), "{said}");
        assert!(page.text.contains("<svg class=\"chart trend\""));

        let kept = at(id, &format!("measures/{wrong}"));
        let look = browser.get(&kept).await.words();
        assert!(look.contains("Hardly ever or never") && look.contains("3, does not count as lonely"), "{look}");
        let nothing = browser.fill(&kept, &format!("{kept}/taking-back"), &[("reason", "")]).await;
        assert_eq!(nothing.status, 422);
        let back = browser.fill(&kept, &format!("{kept}/taking-back"), &[("reason", "These were Pat’s")]).await;
        assert_eq!(back.status, 303, "{}", back.words());
        let said = browser.get(&at(id, "measures")).await.words();
        assert!(said.contains("8 then, 7 now"), "{said}");
        assert!(said.contains("taken back"), "{said}");
        let look = browser.get(&kept).await.words();
        assert!(look.contains("These were Pat’s") && look.contains("It does not count any more"), "{look}");
    }

    async fn the_words_for_everybody_and_easy_read_are_two_ways_of_one_form(db) {
        let (_app, id, mut browser) = begun(db).await;
        let form = at(id, "measures/new?of=ucla3");
        let plain = browser.get(&form).await;
        assert!(plain.text.contains("mode=easy_read") && !plain.words().contains("Easy words are ours"));
        let easy = browser.get(&format!("{form}&mode=easy_read")).await;
        let said = easy.words();
        assert!(said.contains("How often do you wish for somebody to be with?"), "{said}");
        let answers = [("item_1", "1"), ("item_2", "1"), ("item_3", "1"), ("mode", "easy_read")];
        let kept = browser.fill(&format!("{form}&mode=easy_read"), &at(id, "measures"), &asked(&answers)).await;
        assert_eq!(kept.status, 303, "{}", kept.words());
        let said = browser.get(&at(id, "measures")).await.words();
        assert!(said.contains("asked in other words or with pictures"), "{said}");
        let four = [("item_1", "3"), ("item_2", "4"), ("item_3", "5"), ("item_4", "6"), ("adapted", "yes")];
        let kept = browser.fill(&at(id, "measures/new?of=ons4"), &at(id, "measures"), &asked(&four)).await;
        assert_eq!(kept.status, 303, "{}", kept.words());
        let said = browser.get(&at(id, "measures")).await.words();
        let apart = said.matches("Not put together with the other answers.").count();
        assert_eq!(apart, 2, "once for each set of questions, however many answers it has: {said}");
    }

    async fn nobody_else_answers_for_feelings_and_who_answers_for_somebody_is_named(db) {
        let (_app, id, mut browser) = begun(db).await;
        let ons4 = browser.get(&at(id, "measures/new?of=ons4")).await;
        assert!(!ons4.words().contains("Who answered?"));
        let contact = [("item_1", "3"), ("answered_by", "somebody_else"), ("relation", "family"), ("who", "")];
        let form = at(id, "measures/new?of=social_contact");
        let refused = browser.fill(&form, &at(id, "measures"), &asked(&contact)).await;
        assert_eq!(refused.status, 422, "somebody without a name");
        let contact = [("item_1", "3"), ("answered_by", "somebody_else"), ("relation", "family"), ("who", "Maureen")];
        assert_eq!(browser.fill(&form, &at(id, "measures"), &asked(&contact)).await.status, 303);
        let said = browser.get(&at(id, "measures")).await.words();
        assert!(said.contains("answered by somebody else"), "{said}");
        assert!(browser.get(&at(id, "measures/new?of=nonsense")).await.status == 404);
    }

    async fn what_is_to_be_asked_is_on_today_and_opens_the_form(db) {
        let app = TestApp::begin(db).await;
        let id = app.register(Persona::Amina, "Shanice Morris").await;
        app.engagement(Persona::Amina, id, app.contracts[0].contract_id).await;
        let mut browser = app.signed_in(Persona::Amina).await;
        let today = browser.get("/today").await;
        assert!(today.words().contains("Shanice: how is life at the beginning?4 sets of questions · was due"), "{}", today.words());
        let first = at(id, "measures/new?of=ucla3&#38;at=baseline");
        assert!(today.text.contains(&first), "{}", today.text);
        let json = browser.get("/api/v1/today").await.text;
        assert!(json.contains("\"measures\"") && json.contains("\"baseline\""), "{json}");
        let mut hers = app.signed_in(Persona::Ben).await;
        assert!(!hers.get("/today").await.text.contains(&first), "it is not his case");

        let form = at(id, "measures/new?of=ucla3&at=baseline");
        let answers = [("item_1", "1"), ("item_2", "1"), ("item_3", "2"), ("timepoint", "baseline")];
        let kept = browser.fill(&form, &at(id, "measures"), &asked(&answers)).await;
        assert!(kept.location().contains("measures/new?of=lonely&at=baseline"), "{}", kept.location());
        let today = browser.get("/today").await.words();
        assert!(today.contains("3 sets of questions"), "{today}");
    }

    async fn a_licensed_scale_is_asked_only_once_its_licence_is_on_record(db) {
        let app = TestApp::begin(db).await;
        let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        let (form, list) = (at(case.person, "measures/new?of=swemwbs"), at(case.person, "measures"));
        let answers: Vec<(String, String)> = (1..=7).map(|n| (format!("item_{n}"), "3".to_owned())).collect();
        let answers: Vec<(&str, &str)> = answers.iter().map(|(name, value)| (&**name, &**value)).collect();
        let mut amina = app.signed_in(Persona::Amina).await;
        let refused = amina.fill(&form, &list, &asked(&answers)).await;
        assert_eq!(refused.status, 422);
        assert!(refused.words().contains("is not switched on here"), "{}", refused.words());
        assert_eq!(amina.get("/instruments").await.status, 404, "a connector does not decide it");

        let mut rosa = app.signed_in(Persona::Rosa).await;
        assert!(rosa.get("/team").await.text.contains("href=\"/instruments\""));
        let chosen = "/instruments?of=swemwbs";
        let without = rosa.fill(chosen, "/instruments", &[("on", "on")]).await;
        assert_eq!(without.status, 422);
        assert!(without.words().contains("Without one it may not be asked"), "{}", without.words());
        let licence = [("on", "on"), ("licence_holder", "Northfield Connecting CIC"), ("licence_reference", "W-77"),
            ("licence_until", "2026-12-31")];
        assert_eq!(rosa.fill(chosen, "/instruments", &licence).await.status, 303);
        let said = rosa.get("/instruments").await.words();
        assert!(said.contains("Licence of Northfield Connecting CIC, W-77, until 31 December 2026"), "{said}");
        let kept = amina.fill(&form, &list, &asked(&answers)).await;
        assert_eq!(kept.status, 303, "{}", kept.words());
        let page = amina.get(&list).await.words();
        assert!(page.contains("19.25") && page.contains("© NHS Health Scotland, University of Warwick"), "{page}");
        let mut olu = app.signed_in(Persona::Olu).await;
        let other = app.case(Persona::Olu, "Terry Bright", app.contracts[2].contract_id).await;
        let form = at(other.person, "measures/new?of=swemwbs");
        assert_eq!(olu.fill(&form, &at(other.person, "measures"), &asked(&answers)).await.status, 422, "another house, another licence");
    }

    async fn a_team_lead_says_under_which_contracts_life_is_asked_about_later(db) {
        let app = TestApp::begin(db).await;
        let mut rosa = app.signed_in(Persona::Rosa).await;
        let contract = app.contracts[0].contract_id.to_string();
        let done = rosa.fill("/instruments", "/instruments/follow-ups", &[("contract", &contract)]).await;
        assert_eq!(done.status, 303, "{}", done.words());
        let page = rosa.get("/instruments").await.text;
        let tag = page.split(&contract).nth(1).and_then(|rest| rest.split('>').next());
        assert!(tag.is_some_and(|tag| tag.contains("checked")), "{page}");
    }

    async fn everybody_being_paid_is_said_kindly_on_the_persons_page(db) {
        let (app, id, mut browser) = begun(db).await;
        let paid = MapEntry {
            entry_id: app.id(),
            name: line("Sam"),
            person_id: None,
            ring: Ring::PaidSupport,
            sector: Sector::PaidSupporters,
            tie: TieKind::PaidSupport,
            shares_service: None,
            frequency: ContactFrequency::Daily,
            started_by: None,
            gives: [].into(),
            receives: [].into(),
            wish: Wish::Same,
        };
        let (map_id, taken_on, method) = (app.id(), day("2026-03-10"), MapMethod::Conversation);
        let take = PersonCommand::TakeRelationshipMap { map_id, taken_on, method, entries: vec![paid] };
        app.person(Persona::Amina, id, take).await;
        let kindly = "Everybody on Gordon’s map is paid to be there. Finding one person who comes because they like Gordon";
        for page in [format!("/people/{id}"), at(id, "measures")] {
            let said = browser.get(&page).await.words();
            assert!(said.contains(kindly), "{said}");
        }
        let easy = browser.get(&at(id, "map/easy-read")).await.words();
        for sentence in ["Everybody on your map is paid to be there.", "We can look for friends together."] {
            assert!(easy.contains(sentence), "{sentence} in {easy}");
        }
    }
}
