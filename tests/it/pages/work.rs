//! A connector's work: the plan from the referral to the hand-over of every relationship, and the team
//! lead's view; what each form takes, refuses and keeps. Meet-ups are in `meet_up`.

use domain::person::PersonCommand;
use domain::person::codes::{AnswerMethod, ConsentScope};
use tests::browser::{Answer, Browser};
use tests::cases::{Case, day};
use tests::databases::{Database, Which, fresh};
use tests::{Persona, TestApp, on_both_databases};

/// A connector at work on a case.
pub(super) struct Work {
    pub(super) app: TestApp,
    pub(super) case: Case,
    /// The plan's address.
    pub(super) at: String,
    pub(super) browser: Browser,
}

/// Gordon's case, begun on 19 January and looked at on 12 March 2026.
pub(super) async fn work(db: Database) -> Work {
    let app = TestApp::begin(db).await;
    let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
    let browser = app.signed_in(Persona::Amina).await;
    Work { at: format!("/engagements/{}", case.engagement), app, case, browser }
}

impl Work {
    pub(super) fn part(&self, part: &str) -> String {
        format!("{}/{part}", self.at)
    }

    pub(super) async fn fill(&mut self, part: &str, fields: &[(&str, &str)]) -> Answer {
        let page = self.part(part);
        self.browser.fill(&page, &page, fields).await
    }

    /// Fills in a form that must be taken.
    pub(super) async fn done(&mut self, part: &str, fields: &[(&str, &str)]) {
        let answer = self.fill(part, fields).await;
        assert_eq!(answer.status, 303, "{part}: {}", answer.words());
    }

    pub(super) async fn said(&mut self) -> String {
        let at = self.at.clone();
        self.browser.get(&at).await.words()
    }
}

on_both_databases! {
    async fn a_plan_is_walked_from_the_referral_to_the_hand_over(db) {
        let mut work = work(db).await;
        let shanice = work.app.register(Persona::Amina, "Shanice Morris").await;
        let page = format!("/people/{shanice}/engagements/new");
        let asked = [("source", "self_or_family"), ("received_on", "2026-03-02"), ("reason", "She would like to sing")];
        let received = work.browser.fill(&page, &page, &asked).await;
        assert_eq!(received.status, 303, "{}", received.words());
        work.at = received.location().to_owned();
        assert!(work.said().await.contains("Get in touch with Shanice"));

        work.done("connector", &[("connector", &work.app.account(Persona::Amina).account_id.to_string())]).await;
        work.done("screening", &[("started_on", "2026-03-03")]).await;
        assert!(work.said().await.contains("Are we the right people?"));
        let no = work.fill("eligibility", &[("eligible", "no"), ("rule", "Adult of the area"), ("decided_on", "2026-03-04")]).await;
        assert!(no.status == 422 && no.words().contains("Say why we are not the right people"), "{}", no.words());
        work.done("eligibility", &[("eligible", "yes"), ("rule", "Adult of the area"), ("decided_on", "2026-03-04")]).await;
        work.done("waiting-list", &[("priority", "1"), ("listed_on", "2026-03-04"), ("expected_start", "2026-03-30")]).await;
        work.done("consent", &[("requested_on", "2026-03-05")]).await;
        let said = work.said().await;
        assert!(said.contains("There is no yes to taking part on Shanice’s record"), "{said}");
        assert!(work.browser.get(&work.part("consent")).await.text.contains(&format!("/people/{shanice}/consents")));
        let yes = PersonCommand::GiveConsent { scope: ConsentScope::TakePart, given_on: day("2026-03-06"), how: AnswerMethod::Symbols, until: None, words: None, decision_id: None, given_by: None, evidence: None };
        work.app.person(Persona::Amina, shanice, yes).await;
        work.done("consent", &[]).await;

        work.done("funding-sought", &[("sought_on", "2026-03-06")]).await;
        let contract = work.app.contracts[0].contract_id.to_string();
        let money = [("contract_id", contract.as_str()), ("route", "direct_payment"), ("rate", "28.50"), ("budget", "1710"), ("covers_from", "2026-03-09"), ("covers_to", "2026-05-31")];
        work.done("funding", &money).await;
        let long = [("kind", "six_months"), ("term_start", "2026-03-09"), ("term_end", ""), ("minutes_per_week", "2.5"), ("goal_1", "Somewhere to sing")];
        let long = work.fill("agreement", &long).await;
        assert!(long.status == 422 && long.words().contains("The funding covers 9 March 2026 to 31 May 2026"), "{}", long.words());
        assert!(long.text.contains("Somewhere to sing"), "what was typed is kept");
        work.done("agreement", &[("kind", "twelve_weeks"), ("term_start", "2026-03-09"), ("term_end", ""), ("minutes_per_week", "2½"), ("goal_1", "Somewhere to sing")]).await;
        work.done("start", &[("started_on", "2026-03-09")]).await;
        let said = work.said().await;
        for sentence in ["9 March 2026 to 31 May 2026", "2½ hours a week", "Somewhere to sing", "£28.50", "Plan a visit", "Northfield Council"] {
            assert!(said.contains(sentence), "{sentence} is missing from {said}");
        }

        work.done("phase", &[("phase", "connecting"), ("moved_on", "2026-03-10")]).await;
        work.done("rate", &[("rate", "29.40"), ("from", "2026-04-06")]).await;
        work.done("extension", &[("new_end", "2026-06-28"), ("minutes_per_week", "1:30"), ("added_budget", "300"), ("reason", "The choir sings until June")]).await;
        work.done("pause", &[("reason", "holiday"), ("paused_on", "2026-03-11"), ("review_on", "2026-04-01")]).await;
        assert!(work.said().await.contains("Holiday since 11 March 2026"));
        work.done("resumption", &[("resumed_on", "2026-03-12")]).await;
        let goal = work.browser.get(&work.part("reviews/new")).await;
        let goal = goal.text.split("name=\"goal_").nth(1).and_then(|rest| rest.split('"').next()).map(|id| format!("goal_{id}")).expect("a goal");
        work.done("reviews/new", &[("held_on", "2026-03-12"), ("kind", "planned"), ("decision", "continue"), (&goal, "partly"), ("person_working", "The bus driver waits"), ("family_not_working", "Wednesdays")]).await;
        let said = work.said().await;
        for sentence in ["Partly met", "The bus driver waits", "Wednesdays", "Go on as agreed", "The choir sings until June", "£29.40 from 6 April 2026"] {
            assert!(said.contains(sentence), "{sentence} is missing from {said}");
        }
    }

    async fn an_ending_says_beside_each_relationship_that_it_needs_a_hand_over(db) {
        let mut work = work(db).await;
        let field = format!("hand_over_{}", work.case.relationship);
        let end = [("ended_on", "2026-03-12"), ("reason", "person_chose_to_stop"), ("words", "He would rather go on alone")];
        let missing = work.fill("ending", &end).await;
        assert_eq!(missing.status, 422);
        let beside = format!("id=\"f-{field}-error\"");
        assert!(missing.text.contains(&beside) && missing.text.contains("He would rather go on alone"), "{}", missing.words());
        let early = work.fill("ending", &[("ended_on", "2026-03-12"), ("reason", "term_complete"), (&field, "left_to_them")]).await;
        assert!(early.status == 422 && early.words().contains("it ends on 19 July 2026"), "{}", early.words());
        let mut all = end.to_vec();
        all.push((&field, "left_to_them"));
        work.done("ending", &all).await;
        let said = work.said().await;
        for sentence in ["They chose to stop, 12 March 2026", "Gordon and Friend", "Left to the two of them, with their agreement"] {
            assert!(said.contains(sentence), "{sentence} is missing from {said}");
        }
        assert!(said.contains("Called off"), "the visit planned for Monday was called off: {said}");
        work.done("closing", &[]).await;
        let over = work.browser.get(&work.part("meet-ups/new")).await.words();
        assert!(over.contains("The work with Gordon is over"), "{over}");
    }

    async fn a_page_opened_before_somebody_elses_change_is_noticed_and_keeps_what_was_typed(db) {
        let mut work = work(db).await;
        let page = work.part("pause");
        let mine = work.browser.get(&page).await.hidden(&page);
        let mut lead = work.app.signed_in(Persona::Rosa).await;
        let moved = work.part("phase");
        assert_eq!(lead.fill(&moved, &moved, &[("phase", "connecting"), ("moved_on", "2026-03-12")]).await.status, 303);
        let mut fields: Vec<(&str, &str)> = mine.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        fields.extend([("reason", "hospital"), ("paused_on", "2026-03-12"), ("review_on", "2026-04-02")]);
        let stale = work.browser.post(&page, &fields).await;
        assert_eq!(stale.status, 409);
        assert_eq!(stale.field("review_on").as_deref(), Some("2026-04-02"));
        assert!(stale.words().contains("Somebody else changed this"), "{}", stale.words());
        let hidden = stale.hidden(&page);
        let mut fields: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        fields.extend([("reason", "hospital"), ("paused_on", "2026-03-12"), ("review_on", "2026-04-02")]);
        assert_eq!(work.browser.post(&page, &fields).await.status, 303, "sent again, it is done");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_is_planned_called_off_missed_put_right_and_taken_back() {
    let mut work = work(fresh(Which::Sqlite).await).await;
    let time = |on: &'static str| {
        [
            ("on", on),
            ("starts_at", "14:30"),
            ("minutes", "1.5"),
            ("kind", "face_to_face"),
            ("place", "The library café"),
        ]
    };
    work.done("sessions/new", &time("2026-03-20")).await;
    assert!(work.said().await.contains("Friday 20 March, 14:30"));
    let planned = format!("sessions/{}", work.case.planned);
    let early = work.fill(&format!("{planned}/absence"), &[("absent", "person")]).await;
    assert!(
        early.status == 422 && early.words().contains("until then it can be called off"),
        "{}",
        early.words()
    );
    work.done(
        &format!("{planned}/calling-off"),
        &[("by", "venue"), ("notice_hours", "48"), ("reason", "Flooded")],
    )
    .await;
    let session = work.browser.get(&work.part(&planned)).await.words();
    assert!(session.contains("Called off") && session.contains("The place"), "{session}");

    let delivered = format!("sessions/{}", work.case.session);
    let correction = format!("{delivered}/correction");
    let was = work.browser.get(&work.part(&correction)).await;
    assert_eq!(was.field("minutes").as_deref(), Some("1:35"), "it begins from what was recorded");
    let same = [
        ("on", "2026-02-19"),
        ("minutes", "1:35"),
        ("kind", "face_to_face"),
        ("relationship_id", &work.case.relationship.to_string()),
        ("reason", "Nothing"),
    ];
    let same = same.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let same: Vec<(&str, &str)> = same.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert!(work.fill(&correction, &same).await.words().contains("That is what is recorded already"));
    work.done(
        &correction,
        &[("on", "2026-02-20"), ("minutes", "2"), ("kind", "face_to_face"), ("reason", "It was the Friday")],
    )
    .await;
    let shown = work.browser.get(&work.part(&delivered)).await.words();
    assert!(shown.contains("Friday 20 February") && shown.contains("put right 1 time"), "{shown}");
    work.done(&format!("{delivered}/voiding"), &[("reason", "It was another person’s")]).await;
    assert!(work.browser.get(&work.part(&delivered)).await.words().contains("Taken back"));
    let twice = work.fill(&format!("{delivered}/voiding"), &[("reason", "Again")]).await;
    assert_eq!(twice.status, 422);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_form_does_not_understand_is_said_beside_its_field_and_kept() {
    let mut work = work(fresh(Which::Sqlite).await).await;
    let pause = work.fill("pause", &[("paused_on", "2026-03-12"), ("review_on", "2026-12-24")]).await;
    assert!(pause.status == 422 && pause.words().contains("Choose one"), "{}", pause.words());
    let pause = work
        .fill("pause", &[("reason", "holiday"), ("paused_on", "2026-03-12"), ("review_on", "2026-12-24")])
        .await;
    assert!(
        pause.text.contains("id=\"f-review_on-error\"") && pause.words().contains("by 4 June 2026"),
        "{}",
        pause.words()
    );
    assert_eq!(pause.field("review_on").as_deref(), Some("2026-12-24"));
    let rate = work.fill("rate", &[("rate", "lots"), ("from", "2026-04-01")]).await;
    assert!(
        rate.words().contains("Write pounds and pence, like 27.40") && rate.text.contains("value=\"lots\"")
    );
    let again = work.fill("start", &[("started_on", "2026-03-12")]).await;
    assert!(again.status == 422 && again.words().contains("It stands at “Active”"), "{}", again.words());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_id_of_somebody_elses_leads_nowhere_in_a_path_and_in_a_field() {
    let mut work = work(fresh(Which::Sqlite).await).await;
    let contract = work.app.contracts[1].contract_id;
    let theirs = work.app.case(Persona::Ben, "Shanice Morris", contract).await;
    let session = format!("{}/sessions/{}", work.at, theirs.session);
    for path in [
        format!("/engagements/{}", theirs.engagement),
        session.clone(),
        format!("{session}/voiding"),
        "/engagements/none/pause".to_owned(),
    ] {
        assert_eq!(work.browser.get(&path).await.status, 404, "{path}");
    }
    let field = format!("hand_over_{}", theirs.relationship);
    let own = format!("hand_over_{}", work.case.relationship);
    let end = [
        ("ended_on", "2026-03-12"),
        ("reason", "moved_area"),
        (own.as_str(), "comes_to_an_end"),
        (field.as_str(), "comes_to_an_end"),
    ];
    let end = work.fill("ending", &end).await;
    assert!(end.status == 422 && end.words().contains("is not open in this engagement"), "{}", end.words());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_team_lead_sees_every_caseload_what_is_late_and_whom_nobody_has() {
    let mut work = work(fresh(Which::Sqlite).await).await;
    let terry = work.app.register(Persona::Amina, "Terry Bright").await;
    let page = format!("/people/{terry}/engagements/new");
    let asked = [("source", "college"), ("received_on", "2026-02-02")];
    let received = work.browser.fill(&page, &page, &asked).await;
    let plan = received.location().to_owned();
    let mut lead = work.app.signed_in(Persona::Rosa).await;
    let team = lead.get("/team").await;
    assert!(team.text.contains(&format!("{plan}/connector")), "somebody can be asked");
    assert!(
        team.words().contains("Terry Bright") && team.words().contains("Works with 1 person"),
        "{}",
        team.words()
    );
    let ben = work.app.account(Persona::Ben).account_id.to_string();
    let connector = format!("{plan}/connector");
    assert_eq!(lead.fill(&connector, &connector, &[("connector", &ben)]).await.status, 303);
    let team = lead.get("/team").await.words();
    assert!(team.contains("Everybody has somebody") && team.contains("3 things are late: Ben"), "{team}");
    let bens = lead.get(&format!("/team/caseloads/{ben}")).await.words();
    for late in ["Terry: say that the referral came", "Terry: get in touch"] {
        assert!(bens.contains(late), "{late} is missing from {bens}");
    }
    assert_eq!(work.browser.get(&plan).await.status, 404, "it is Ben’s now");
    assert_eq!(work.browser.get("/team").await.status, 404);
    let mut ben = work.app.signed_in(Persona::Ben).await;
    let day = ben.get("/today").await.words();
    assert!(day.contains("Terry: get in touch") && day.contains("was due"), "{day}");
}
