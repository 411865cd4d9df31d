//! What people love, by what the team calls it: counted, renamed, put together after a look, and undone;
//! everybody's own words stay.

use domain::person::PersonCommand;
use domain::person::codes::{Evidence, InterestKind, Participation};
use domain::person::records::Interest;
use domain::shared::ids::PersonId;
use tests::cases::{day, line};
use tests::databases::{Which, fresh};
use tests::{Browser, Persona, TestApp, on_both_databases};

fn of_theirs(name: &str, kind: InterestKind) -> Interest {
    Interest {
        name: line(name),
        kind,
        own_words: None,
        strength: 2,
        share: None,
        evidence: Evidence::Person,
        participation: Participation::Sometimes,
        barriers: Default::default(),
    }
}

async fn loves(app: &TestApp, id: PersonId, name: &str) {
    let interest = of_theirs(name, InterestKind::Interest);
    let (interest_id, recorded_on) = (app.id(), day("2026-03-10"));
    app.person(Persona::Amina, id, PersonCommand::RecordInterest { interest_id, interest, recorded_on })
        .await;
}

/// Where a term of this name leads.
fn address(page: &str, name: &str) -> String {
    let link = page.split("<a class=\"cover\" href=\"").find(|rest| {
        rest.split_once("\">").is_some_and(|(_, words)| words.starts_with(&format!("{name}</a>")))
    });
    link.and_then(|rest| rest.split('"').next()).unwrap_or_else(|| panic!("{name} is listed")).to_owned()
}

async fn list(browser: &mut Browser) -> String {
    let page = browser.get("/terms").await;
    assert_eq!(page.status, 200);
    page.text
}

on_both_databases! {
    async fn what_means_the_same_is_put_together_after_a_look_and_taken_apart_again(db) {
        let app = TestApp::begin(db).await;
        let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        let pat = app.community_member(Persona::Amina, "Pat Amory").await;
        loves(&app, pat, "Allotments").await;
        loves(&app, pat, "the allotments").await;
        let mut rosa = app.signed_in(Persona::Rosa).await;
        let before = list(&mut rosa).await;
        assert!(rosa.get("/team").await.text.contains("href=\"/terms\""), "a way leads there");

        // By the name of another it joins that one, and is shown first.
        let path = address(&before, "Allotments");
        let shown = rosa.fill(&path, &path, &[("term", "GROWING   vegetables"), ("into", "")]).await;
        assert_eq!(shown.status, 200);
        assert!(shown.words().contains("Shall these be one?") && shown.words().contains("Growing vegetables: 1 person"), "{}", shown.words());
        let nothing_yet = list(&mut rosa).await;
        assert!(nothing_yet.contains("Nothing yet."));
        let hidden = shown.hidden(&path);
        let fields: Vec<(&str, &str)> = hidden.iter().filter(|(name, _)| name != "csrf").map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let done = rosa.post(&path, &fields).await;
        assert_eq!((done.status, done.location()), (303, "/terms"), "{}", done.words());
        assert_eq!(rosa.post(&path, &fields).await.status, 303, "sent twice it happens once");

        // A new name for what has joined takes all of it along, and what is chosen from the list needs no typing.
        let together = list(&mut rosa).await;
        assert!(together.contains("2 people") && together.contains("also written “Allotments”"), "{together}");
        let path = address(&together, "Growing vegetables");
        assert_eq!(rosa.fill(&path, &path, &[("term", "gardening"), ("into", "")]).await.status, 303);
        let path = address(&list(&mut rosa).await, "The allotments");
        let shown = rosa.fill(&path, &path, &[("term", "the allotments"), ("into", "gardening")]).await;
        let hidden = shown.hidden(&path);
        let fields: Vec<(&str, &str)> = hidden.iter().filter(|(name, _)| name != "csrf").map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(rosa.post(&path, &fields).await.status, 303);
        let all = list(&mut rosa).await;
        assert!(all.contains(">Gardening</a>") && all.contains("also written “Allotments”, “growing vegetables” and “the allotments”"), "{all}");

        // Whoever wrote it otherwise is found by what it is called, and fits; their own words stay.
        let mut amina = app.signed_in(Persona::Amina).await;
        assert!(amina.get("/search?q=gardening").await.words().contains("Pat Amory"));
        let fits = amina.get(&format!("/people/{}/introductions/new", case.person)).await.words();
        assert!(fits.contains("Both love gardening"), "{fits}");
        assert!(amina.get(&format!("/people/{pat}")).await.words().contains("Allotments"));

        // Undone one by one, each apart from the others.
        while let Some(undo) = list(&mut rosa).await.split("action=\"/terms/changes/").nth(1) {
            let path = format!("/terms/changes/{}", undo.split('"').next().unwrap_or_default());
            assert_eq!(rosa.post(&path, &[]).await.status, 303);
        }
        let after = list(&mut rosa).await;
        assert!(after.contains(">Allotments</a>") && after.contains(">The allotments</a>") && !after.contains(">Gardening</a>"));
        assert!(!amina.get("/search?q=gardening").await.words().contains("Pat Amory"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_term_without_a_name_is_asked_for_again_and_another_organisations_is_not_there() {
    let app = TestApp::begin(fresh(Which::Sqlite).await).await;
    app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
    app.case(Persona::Olu, "Terry Bright", app.contracts[2].contract_id).await;
    let mut rosa = app.signed_in(Persona::Rosa).await;
    let page = list(&mut rosa).await;
    assert!(page.contains("1 person"), "the other organisation's are not counted: {page}");
    let path = address(&page, "Growing vegetables");
    let empty = rosa.fill(&path, &path, &[("term", " "), ("into", "")]).await;
    assert_eq!(empty.status, 422);
    assert!(empty.words().contains("Say what it is to be called"));
    let long = "v".repeat(201);
    let refused = rosa.fill(&path, &path, &[("term", &long), ("into", "")]).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text.contains(&long), "what was typed is kept");
    let theirs = app::terms::term_id(app.account(Persona::Olu).organisation_id, "growing vegetables");
    assert_eq!(rosa.get(&format!("/terms/{theirs}")).await.status, 404);
    let mut amina = app.signed_in(Persona::Amina).await;
    assert_eq!(amina.get("/terms").await.status, 404, "a team lead looks after the terms");
}

/// What somebody sends from the form for an interest.
fn sent<'a>(name: &'a str, kind: &'a str, own_words: &'a str) -> Vec<(&'a str, &'a str)> {
    let rest = [("strength", "2"), ("share", ""), ("participation", "sometimes"), ("evidence", "person")];
    let told = [("name", name), ("kind", kind), ("own_words", own_words), ("on", "2026-03-12")];
    told.into_iter().chain(rest).collect()
}

/// What the form for an interest offers while one types.
fn offered(page: &str) -> Vec<&str> {
    assert!(page.contains("list=\"terms\""), "the field offers it");
    let list = page.split("<datalist id=\"terms\">").nth(1).and_then(|rest| rest.split("</datalist>").next());
    let options = list.expect("what is offered").split("value=\"").skip(1);
    options.filter_map(|rest| rest.split('"').next()).collect()
}

on_both_databases! {
    async fn the_form_offers_what_the_team_named_or_several_share_and_nobodys_own_wording(db) {
        let app = TestApp::begin(db).await;
        let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        for (name, love) in [("Pat Amory", "Bowls"), ("Dev Shah", "bowls"), ("Moira Lyle", "bowls")] {
            let id = app.community_member(Persona::Amina, name).await;
            loves(&app, id, love).await;
            loves(&app, id, &format!("what only {name} would say")).await;
            if name != "Moira Lyle" {
                loves(&app, id, "Two people share this").await;
            }
        }
        // Another organisation's words are not offered either, however many share them.
        for name in ["Ann", "Bo", "Cy"] {
            let id = app.community_member(Persona::Olu, name).await;
            let interest = of_theirs("chess", InterestKind::Interest);
            let (interest_id, recorded_on) = (app.id(), day("2026-03-10"));
            app.person(Persona::Olu, id, PersonCommand::RecordInterest { interest_id, interest, recorded_on }).await;
        }
        let form = format!("/people/{}/interests/new", case.person);
        let mut amina = app.signed_in(Persona::Amina).await;
        assert_eq!(offered(&amina.get(&form).await.text), ["bowls"], "as most of them wrote it");

        let mut rosa = app.signed_in(Persona::Rosa).await;
        let path = address(&list(&mut rosa).await, "What only Pat Amory would say");
        assert_eq!(rosa.fill(&path, &path, &[("term", "Allotments"), ("into", "")]).await.status, 303);
        let names = amina.get(&form).await;
        assert_eq!(offered(&names.text), ["Allotments", "bowls"], "what it was called before is not shown");
        let told = format!("/people/{}/interests/{}", case.person, case.interest);
        assert_eq!(offered(&amina.get(&told).await.text), ["Allotments", "bowls"], "also where it is told better");

        // What is offered may be taken or left: what was typed is what is kept.
        let to = format!("/people/{}/interests", case.person);
        let own = amina.fill(&form, &to, &sent("my plot by the canal", "passion", "I dig.")).await;
        assert_eq!(own.status, 303, "{}", own.words());
        let page = amina.get(&format!("/people/{}", case.person)).await.words();
        assert!(page.contains("My plot by the canal"), "{page}");
        assert_eq!(offered(&amina.get(&form).await.text).len(), 2, "and it is offered to nobody");
    }

    async fn what_stands_on_their_page_is_not_recorded_twice_but_is_a_gift_as_well(db) {
        let app = TestApp::begin(db).await;
        let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        let (form, to) = (format!("/people/{}/interests/new", case.person), format!("/people/{}/interests", case.person));
        let stands = format!("href=\"{to}/{}\"", case.interest);
        // Gordon grows vegetables; the team calls allotments the same.
        let pat = app.community_member(Persona::Amina, "Pat Amory").await;
        loves(&app, pat, "Allotments").await;
        let mut rosa = app.signed_in(Persona::Rosa).await;
        let path = address(&list(&mut rosa).await, "Allotments");
        let shown = rosa.fill(&path, &path, &[("term", "growing vegetables"), ("into", "")]).await;
        let hidden = shown.hidden(&path);
        let fields: Vec<(&str, &str)> = hidden.iter().filter(|(name, _)| name != "csrf").map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(rosa.post(&path, &fields).await.status, 303);

        let mut amina = app.signed_in(Persona::Amina).await;
        for (name, kind) in [("Growing  VEGETABLES", "interest"), ("allotments", "passion")] {
            let twice = amina.fill(&form, &to, &sent(name, kind, "Beans & peas")).await;
            assert_eq!(twice.status, 422, "{name}");
            assert!(twice.text.contains(&stands), "it leads there");
            assert!(twice.words().contains("Growing vegetables is on Gordon’s page already"), "{}", twice.words());
            assert!(twice.text.contains("id=\"f-name-error\"") && twice.text.contains("Beans &#38; peas</textarea>"), "no word is lost");
        }
        // A gift is something else, and sending it twice is once.
        let hidden = amina.get(&form).await.hidden(&to);
        let fields: Vec<(&str, &str)> = hidden.iter().filter(|(name, _)| name != "csrf").map(|(name, value)| (name.as_str(), value.as_str()))
            .chain(sent("growing vegetables", "gift", "")).collect();
        for _ in 0..2 {
            let done = amina.post(&to, &fields).await;
            assert_eq!(done.status, 303, "{}", done.words());
        }
        // What no longer holds is told anew as something new.
        let ending = format!("{to}/{}", case.interest);
        let ended = amina.fill(&ending, &format!("{ending}/retirement"), &[("retired_on", "2026-03-12")]).await;
        assert_eq!(ended.status, 303, "{}", ended.words());
        let again = amina.fill(&form, &to, &sent("allotments", "passion", "")).await;
        assert_eq!(again.status, 303, "{}", again.words());
    }
}
