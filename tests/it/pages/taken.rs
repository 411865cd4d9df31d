//! Whatever somebody sees as a list they can take away: of one person, of one case, of the team. Who may not see the
//! page may not have its list, and no file is named after anybody.

use domain::person::PersonCommand;
use domain::person::codes::{ContactFrequency, MapMethod, Ring, Sector, TieKind, Wish};
use domain::person::records::MapEntry;
use domain::shared::ids::MapId;
use tests::cases::{Case, day, line};
use tests::{Persona, TestApp, on_both_databases};
use web::pages::person::files::PersonList;

use super::export::{parts, records};

/// Somebody of whom there is something in every list, as Amina works with them.
async fn somebody(app: &TestApp) -> Case {
    let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
    let sister = MapEntry {
        entry_id: app.id(),
        name: line("=Maureen"),
        person_id: None,
        ring: Ring::Closest,
        sector: Sector::Family,
        tie: TieKind::Family,
        shares_service: None,
        frequency: ContactFrequency::Weekly,
        started_by: None,
        gives: Default::default(),
        receives: Default::default(),
        wish: Wish::Same,
    };
    let (map_id, method) = (app.id::<MapId>(), MapMethod::Conversation);
    let take = PersonCommand::TakeRelationshipMap {
        map_id,
        taken_on: day("2026-03-02"),
        method,
        entries: vec![sister],
    };
    app.person(Persona::Amina, case.person, take).await;
    case
}

on_both_databases! {
    async fn every_list_of_a_person_is_taken_away_by_whoever_works_with_them_and_by_nobody_else(db) {
        let app = TestApp::begin(db).await;
        let case = somebody(&app).await;
        let (mut amina, mut ben) = (app.signed_in(Persona::Amina).await, app.signed_in(Persona::Ben).await);
        let (mut olu, mut lead) = (app.signed_in(Persona::Olu).await, app.signed_in(Persona::Rosa).await);
        for list in PersonList::ALL {
            for ending in ["csv", "xlsx"] {
                let at = format!("/people/{}/files/{list}.{ending}", case.person);
                let file = amina.get(&at).await;
                assert_eq!(file.status, 200, "{at}");
                let named = file.header("content-disposition");
                assert!(named.starts_with("attachment; filename=") && !named.contains("Gordon"), "{named}");
                assert_eq!(lead.get(&at).await.status, 200, "{at}");
                assert_eq!((ben.get(&at).await.status, olu.get(&at).await.status), (404, 404), "{at}");
                if ending == "csv" && *list != PersonList::Availability && *list != PersonList::BestInterests {
                    let rows = records(&file.bytes);
                    assert!(rows.len() > 1 && rows.iter().all(|row| row.len() == rows[0].len()), "{list}: {rows:?}");
                }
            }
        }
        for nothing in ["safety", "safety.pdf", "nothing.csv"] {
            assert_eq!(amina.get(&format!("/people/{}/files/{nothing}", case.person)).await.status, 404);
        }
        let unknown = format!("/people/{}/files/map.csv?of={}", case.person, app.id::<MapId>());
        assert_eq!(amina.get(&unknown).await.status, 404, "a map that is nobody’s");
    }

    async fn what_stands_in_the_lists_of_a_person_is_what_their_pages_say(db) {
        let app = TestApp::begin(db).await;
        let case = somebody(&app).await;
        let mut amina = app.signed_in(Persona::Amina).await;
        let mut file = async |list: &str| {
            let file = amina.get(&format!("/people/{}/files/{list}", case.person)).await;
            records(&file.bytes)
        };
        let map = file("map.csv").await;
        assert_eq!(map[1][..5], ["'=Maureen", "Closest", "Family", "Family", "Every week"], "{map:?}");
        let first = file(&format!("map.csv?of={}", case.map)).await;
        assert_eq!(first.len(), 1, "nobody stood on the first map: {first:?}");
        let interests = file("interests.csv").await;
        assert_eq!((interests[1][0].as_str(), interests[1][8].as_str()), ("growing vegetables", "2026-01-20"));
        let measures = file("measures.csv").await;
        assert!(measures.iter().any(|row| row[8] == "Question" && !row[10].is_empty()), "{measures:?}");
        let score = measures.iter().find(|row| row[8] == "Score" && !row[11].is_empty()).expect("a score");
        assert!(score[11].parse::<f64>().is_ok(), "a figure that a program can count with: {score:?}");
        let told = file("timeline.csv").await;
        let pages = amina.get(&format!("/people/{}/timeline", case.person)).await.words();
        assert!(told.iter().any(|row| row[1].contains("first met") || pages.contains(&row[1])), "{told:?}");
        assert!(told[1..].is_sorted_by(|one, other| one[0] >= other[0]), "newest first");
        assert!(told.len() > 12, "all of it: {}", told.len());
        let safety = amina.get(&format!("/people/{}/files/safety.xlsx", case.person)).await;
        let parts = parts(&safety.bytes);
        let text = |name: &str| parts.iter().find(|(part, _)| part == name).map(|(_, text)| text.clone()).expect("the part");
        assert!(text("xl/sharedStrings.xml").contains("Gordon Wells: Safety notes"));
        assert!(!text("xl/worksheets/sheet1.xml").contains("<f>"));
    }

    async fn lists_of_a_case_a_group_and_the_team_are_taken_away_as_their_pages_show_them(db) {
        let app = TestApp::begin(db).await;
        let case = somebody(&app).await;
        let (mut amina, mut ben) = (app.signed_in(Persona::Amina).await, app.signed_in(Persona::Ben).await);
        let mut lead = app.signed_in(Persona::Rosa).await;
        for list in ["reviews", "messages"] {
            let at = format!("/lists/{list}.csv?of={}", case.engagement);
            let rows = records(&amina.get(&at).await.bytes);
            assert_eq!(rows.len(), 2, "{list}: {rows:?}");
            assert_eq!(ben.get(&at).await.status, 404, "{list} of a colleague’s case");
            assert_eq!(amina.get(&format!("/lists/{list}.csv")).await.status, 404, "of no case");
            assert_eq!(amina.get(&format!("/lists/{list}.xlsx?of={}", case.engagement)).await.status, 200);
        }
        assert!(amina.get(&format!("/engagements/{}/reviews", case.engagement)).await.text.contains("/lists/reviews.xlsx"));
        let of = app.account(Persona::Amina).account_id;
        let cases = records(&lead.get(&format!("/lists/cases.csv?of={of}")).await.bytes);
        assert!(cases[1][0] == "Gordon Wells" && cases[1][2] == "Amina North", "{cases:?}");
        for list in ["out", "outings", "thoughts"] {
            assert_eq!(amina.get(&format!("/lists/{list}.csv")).await.status, 404, "{list} is a team lead’s");
            assert_eq!(lead.get(&format!("/lists/{list}.csv")).await.status, 200, "{list}");
        }
        for (list, of) in [("cases", of.to_string()), ("sample", app.id::<MapId>().to_string()), ("ranked", app.id::<MapId>().to_string())] {
            assert_eq!(amina.get(&format!("/lists/{list}.csv?of={of}")).await.status, 404, "{list} is a team lead’s");
        }
        assert_eq!(lead.get(&format!("/lists/sample.csv?of={}", app.id::<MapId>())).await.status, 404);
        app.place(Persona::Ben, tests::places::choir()).await;
        let shown = amina.get(&format!("/people/{}/introductions/new", case.person)).await;
        assert_eq!(shown.status, 200);
        app.wired.app.lists.settled().await;
        let page = lead.get(&format!("/people/{}/introductions/lists", case.person)).await;
        let at = page.text.split("/lists/ranked.csv").nth(1).and_then(|rest| rest.split('"').next()).expect("a list was kept");
        let ranked = lead.get(&format!("/lists/ranked.csv{at}")).await;
        assert_eq!(ranked.status, 200);
        assert_eq!(records(&ranked.bytes)[0][2], "Points of 100");
        let of = format!("?of={}", case.person);
        let page = lead.get(&format!("/people/{}/introductions/lists", case.person)).await;
        assert!(page.text.contains(&format!("/lists/places_shown.csv{of}")), "{}", page.text);
        let spots = lead.get(&format!("/lists/places_shown.csv{of}")).await;
        let spots = records(&spots.bytes);
        assert!(spots.len() == 2 && spots[1][1] == "Amina North" && spots[1][3] == "St Luke's choir", "{spots:?}");
        assert_eq!(amina.get(&format!("/lists/places_shown.csv{of}")).await.status, 404, "it is a team lead’s");
        assert_eq!(amina.get("/lists/imports.csv").await.status, 200);
    }
}
