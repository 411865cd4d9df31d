//! The API: each command of a batch has its own outcome, and every mistake is named by its place.

use serde_json::{Value, json};
use tests::cases::Case;
use tests::{Browser, Persona, TestApp, on_both_databases};

/// A command that records an interest.
fn interest(app: &TestApp, case: &Case, name: &str) -> Value {
    json!({
        "command_id": app.id::<domain::shared::ids::CommandId>(),
        "ask": { "to": "person", "id": case.person, "command": {
            "do": "RecordInterest",
            "interest_id": app.id::<domain::shared::ids::InterestId>(),
            "recorded_on": "2026-03-10",
            "interest": { "name": name, "kind": "passion", "strength": 2, "evidence": "person", "participation": "regular" }
        } }
    })
}

async fn send(browser: &mut Browser, commands: Vec<Value>) -> Vec<Value> {
    let answer = browser.post_json("/api/v1/commands", &json!({ "commands": commands })).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()["outcomes"].as_array().expect("outcomes").clone()
}

on_both_databases! {
    async fn each_command_of_a_batch_has_its_own_outcome_in_order(db) {
        let app = TestApp::begin(db).await;
        let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        let mut amina = app.signed_in(Persona::Amina).await;
        let good = interest(&app, &case, "singing");
        let mut changed = interest(&app, &case, "bowls");
        changed["command_id"] = good["command_id"].clone();
        let mut unknown = interest(&app, &case, "radio");
        unknown["ask"]["command"]["interest"]["colour"] = json!("red");
        let mut impossible = interest(&app, &case, "radio");
        impossible["ask"]["command"]["recorded_on"] = json!("2026-02-30");
        let mut early = interest(&app, &case, "radio");
        early["ask"]["command"]["recorded_on"] = json!("2026-04-01");
        let mut long = interest(&app, &case, "radio");
        long["ask"]["command"]["interest"]["own_words"] = json!("a".repeat(1_000_000));
        let mut hidden = interest(&app, &case, "rad\u{0}io");
        hidden["ask"]["command"]["interest"]["kind"] = json!("passion");
        let mut kind = interest(&app, &case, "radio");
        kind["ask"]["command"]["interest"]["kind"] = json!("hobby");
        let batch = vec![
            good.clone(), good.clone(), changed, unknown, impossible, early, long, hidden, kind,
            json!(7), json!({ "command_id": "x" }), interest(&app, &case, "王秀英 and Zoë"),
        ];
        let outcomes = send(&mut amina, batch).await;
        assert_eq!(outcomes.len(), 12);
        assert_eq!((&outcomes[0]["outcome"], &outcomes[0]["replayed"]), (&json!("done"), &json!(false)));
        assert_eq!((&outcomes[1]["outcome"], &outcomes[1]["replayed"]), (&json!("done"), &json!(true)));
        assert_eq!(outcomes[1]["position"], outcomes[0]["position"]);
        let problem = |at: usize| {
            let outcome: &Value = &outcomes[at];
            assert_eq!(outcome["outcome"], "refused", "{at}: {outcome}");
            let text = |name: &str| outcome["problem"][name].as_str().unwrap_or_default().to_owned();
            (text("type"), text("field"), text("detail"))
        };
        assert_eq!(problem(2).0, "urn:kith:command_reused");
        let (kind, field, _) = problem(3);
        assert_eq!((kind.as_str(), field.as_str()), ("urn:kith:invalid", "ask.command.interest.colour"));
        assert_eq!(problem(4).1, "ask.command.recorded_on");
        let (kind, field, detail) = problem(5);
        assert_eq!((kind.as_str(), field.as_str()), ("urn:kith:rule", "recorded_on"));
        assert!(detail.contains("1 April 2026 is in the future"), "{detail}");
        assert!(problem(6).2.contains("1000000 characters; 20000 fit"), "{:?}", problem(6));
        assert_eq!(problem(7).1, "ask.command.interest.name");
        assert!(problem(8).2.contains("passion"), "{:?}", problem(8));
        assert_eq!(problem(8).1, "ask.command.interest.kind");
        assert_eq!(problem(9).0, "urn:kith:invalid");
        assert_eq!(problem(10).1, "ask");
        assert_eq!(outcomes[11]["outcome"], "done");
        let record = amina.get(&format!("/api/v1/people/{}", case.person)).await.json();
        let names: Vec<&str> = record["person"]["interests"].as_object().unwrap().values().map(|kept| kept["interest"]["name"].as_str().unwrap()).collect();
        assert_eq!(names.len(), 3, "nothing of what was refused is there: {names:?}");
        assert!(names.contains(&"王秀英 and Zoë"));
    }

    async fn a_command_that_rests_on_an_older_version_is_stale(db) {
        let app = TestApp::begin(db).await;
        let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        let mut amina = app.signed_in(Persona::Amina).await;
        let version = amina.get(&format!("/api/v1/people/{}", case.person)).await.json()["version"].clone();
        let mut first = interest(&app, &case, "singing");
        first["seen"] = version.clone();
        let mut second = interest(&app, &case, "bowls");
        second["seen"] = version;
        let outcomes = send(&mut amina, vec![first, second]).await;
        assert_eq!(outcomes[0]["outcome"], "done");
        assert_eq!(outcomes[1]["problem"]["type"], "urn:kith:stale");
        assert_eq!(outcomes[1]["problem"]["status"], 409);
    }

    async fn another_houses_record_is_not_there_and_the_views_follow_at_once(db) {
        let app = TestApp::begin(db).await;
        let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        let mut olu = app.signed_in(Persona::Olu).await;
        let outcomes = send(&mut olu, vec![interest(&app, &case, "singing")]).await;
        assert_eq!(outcomes[0]["problem"]["type"], "urn:kith:not_found");
        let answer = olu.get(&format!("/api/v1/relationships/{}", case.relationship)).await;
        assert_eq!((answer.status, answer.header("content-type")), (404, "application/problem+json"));

        let mut amina = app.signed_in(Persona::Amina).await;
        let tie = amina.get(&format!("/api/v1/relationships/{}", case.relationship)).await.json();
        assert_eq!((&tie["stage"], &tie["relationship"]["shared"]), (&json!("introduced"), &json!("growing vegetables")));
        let day = amina.get("/api/v1/today").await.json();
        assert_eq!((&day["on"], &day["visits"][0]["minutes"]), (&json!("2026-03-12"), &json!(60)));
        let cases = amina.get("/api/v1/engagements?limit=1").await.json();
        assert_eq!((&cases["engagements"][0]["person"]["name"], &cases["engagements"][0]["delivered_minutes"]), (&json!("Gordon Wells"), &json!(95)));
        let contract = app.contracts[0].contract_id;
        let glance = app.signed_in(Persona::Claire).await.get(&format!("/api/v1/contracts/{contract}?from=2026-01-01&to=2026-03-12")).await.json();
        assert_eq!((&glance["people"], &glance["introductions"]["met"]), (&json!(1), &json!(1)));
        assert!(!glance.to_string().contains("Gordon"));
        let budget = app.signed_in(Persona::Dev).await.get(&format!("/api/v1/budgets/{}", case.engagement)).await.json();
        let session = &budget["sessions"][0];
        assert_eq!((&session["line"], &session["rate"], &session["kind"]), (&json!(0), &json!(274_000), &json!("face_to_face")));
        assert_eq!((&session["amount_pence"], &budget["lines"][0]["due_pence"]), (&json!(4338), &json!(4338)));
        // 95 minutes at £27.40 an hour.
        assert_eq!((&budget["spent_pence"], &budget["sessions"][0]["minutes"]), (&json!(4338), &json!(95)));
    }

    async fn what_the_address_asks_is_understood_or_refused_under_its_name(db) {
        let app = TestApp::begin(db).await;
        app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        let contract = app.contracts[0].contract_id;
        let mut dev = app.signed_in(Persona::Dev).await;
        for (query, field) in [
            ("contract=garbage", "contract"),
            ("limit=abc", "limit"),
            ("limit=0", "limit"),
            ("limit=501", "limit"),
            ("skip=-1", "skip"),
        ] {
            let answer = dev.get(&format!("/api/v1/budgets?{query}")).await;
            assert_eq!((answer.status, answer.header("content-type")), (422, "application/problem+json"), "{query}");
            assert_eq!(answer.json()["field"], field, "{query}");
        }
        let asked = |contract: String| format!("/api/v1/budgets?contract={contract}&limit=500&skip=0");
        assert_eq!(dev.get(&asked(contract.to_string())).await.json()["total"], 1);
        assert_eq!(dev.get(&asked(app.contracts[1].contract_id.to_string())).await.json()["total"], 0);
        assert_eq!(dev.get("/api/v1/budgets?contract=&limit=").await.json()["total"], 1);

        let mut claire = app.signed_in(Persona::Claire).await;
        let home = format!("/api/v1/contracts/{contract}");
        for (query, field) in [
            ("from=2026-02-30&to=2026-03-01", "from"),
            ("from=2026-01-01&to=2026-03-13", "to"),
            ("from=1990-01-01&to=2026-03-01", "from"),
            ("from=2026-03-02&to=2026-03-01", "to"),
            ("from=2026-03-02", "to"),
        ] {
            let answer = claire.get(&format!("{home}?{query}")).await;
            assert_eq!((answer.status, answer.header("content-type")), (422, "application/problem+json"), "{query}");
            assert_eq!(answer.json()["field"], field, "{query}");
        }
        let usual = claire.get(&home).await.json();
        assert_eq!((&usual["from"], &usual["to"]), (&json!("2025-03-13"), &json!("2026-03-12")), "as the page has it");
    }

    async fn what_is_not_a_batch_is_a_problem_with_its_place(db) {
        let app = TestApp::begin(db).await;
        let mut amina = app.signed_in(Persona::Amina).await;
        let problem = async |browser: &mut Browser, kind: &str, body: String| {
            let answer = browser.post_raw("/api/v1/commands", kind, body).await;
            assert_eq!(answer.header("content-type"), "application/problem+json");
            let json = answer.json();
            assert_eq!(json["status"], answer.status);
            assert_eq!(json["kept"], "nothing");
            (answer.status, json["field"].as_str().unwrap_or_default().to_owned())
        };
        let of_json = "application/json";
        assert_eq!(problem(&mut amina, of_json, "{".to_owned()).await, (400, String::new()));
        assert_eq!(problem(&mut amina, of_json, "[]".to_owned()).await, (422, String::new()));
        assert_eq!(problem(&mut amina, of_json, "{}".to_owned()).await, (422, "commands".to_owned()));
        assert_eq!(problem(&mut amina, of_json, json!({ "commands": [], "now": 1 }).to_string()).await, (422, "now".to_owned()));
        let many = json!({ "commands": vec![json!({}); 101] }).to_string();
        assert_eq!(problem(&mut amina, of_json, many).await, (422, "commands".to_owned()));
        assert_eq!(problem(&mut amina, "text/plain", "{}".to_owned()).await.0, 415);
        let large = format!("{{\"commands\":[\"{}\"]}}", "a".repeat(3_000_000));
        assert_eq!(problem(&mut amina, of_json, large).await.0, 413);
        assert_eq!(problem(&mut app.browser(), of_json, "{}".to_owned()).await.0, 401);
    }

    async fn a_program_without_an_origin_needs_the_token_and_another_site_gets_nothing(db) {
        use axum::body::Body;
        use axum::http::Request;
        let app = TestApp::begin(db).await;
        let mut amina = app.signed_in(Persona::Amina).await;
        let token = amina.get("/api/v1/me").await.json()["csrf"].as_str().unwrap().to_owned();
        let request = || Request::post("/api/v1/commands").header("content-type", "application/json");
        let body = || Body::from("{\"commands\":[]}");
        assert_eq!(amina.send(request(), body()).await.status, 403);
        assert_eq!(amina.send(request().header("x-kith-csrf", "guessed"), body()).await.status, 403);
        assert_eq!(amina.send(request().header("x-kith-csrf", &token), body()).await.status, 200);
        let elsewhere = request().header("x-kith-csrf", &token).header("origin", "https://evil.example");
        assert_eq!(amina.send(elsewhere, body()).await.status, 403);
    }
}
