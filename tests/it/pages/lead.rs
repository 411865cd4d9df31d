//! The team lead's pages: what each colleague has and can take, giving cases to others, and agreeing to what
//! connectors ask for.

use domain::engagement::EngagementCommand;
use domain::engagement::codes::ReferralSource;
use domain::relationship::codes::LapseReason;
use domain::shared::ids::EngagementId;
use tests::cases::day;
use tests::databases::{Which, fresh};
use tests::{Persona, TestApp, on_both_databases};

use super::work::work;

/// A referral that somebody has taken on, and no more.
pub(super) async fn referral(app: &TestApp, by: Persona, name: &str) -> EngagementId {
    let person_id = app.register(by, name).await;
    let id: EngagementId = app.id();
    let receive = EngagementCommand::ReceiveReferral {
        engagement_id: id,
        person_id,
        source: ReferralSource::College,
        received_on: day("2026-03-02"),
        reason: None,
        referrer: None,
        under_way_since: None,
    };
    for command in [receive, EngagementCommand::AllocateConnector { connector: app.account(by).account_id }] {
        let instruction = app::commands::Instruction::Engagement { id, command };
        app.ask(by, instruction).await.expect("it is asked for");
    }
    id
}

on_both_databases! {
    async fn the_team_is_told_from_sums_and_what_is_late_stands_on_the_page_of_whose_it_is(db) {
        let work = work(db).await;
        work.app.clock.set("2026-07-10T09:00:00Z".parse().expect("a time"));
        let mut lead = work.app.signed_in(Persona::Rosa).await;
        let team = lead.get("/team").await;
        let own = format!("/team/caseloads/{}", work.app.account(Persona::Amina).account_id);
        assert!(team.words().contains("6 things are late") && team.text.contains(&format!("{own}#late")), "{}", team.words());
        assert!(!team.text.contains("mid-term review"), "it is told where it leads to: {}", team.words());
        let told = lead.get(&own).await.words();
        // Of the term from 19 January to 19 July: half of it, eight weeks and four weeks before its end; the
        // map was taken, they have met, and no hand-over is planned for the one relationship. A safety note, an
        // agreement to share and a visit of March that nobody wrote up are late on her own day, and so here.
        for late in ["Write up 16 March with Gordon", "Gordon: a worry", "Gordon: ask again", "Gordon: mid-term review", "Gordon: plan the ending", "Gordon: how each friendship goes on"] {
            assert!(told.contains(late), "{late} is missing from {told}");
        }
        let plan = [(format!("hand_over_{}", work.case.relationship), "left_to_them".to_owned())];
        let plan: Vec<(&str, &str)> = plan.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let mut amina = work.app.signed_in(Persona::Amina).await;
        let page = work.part("hand-overs");
        assert_eq!(amina.fill(&page, &page, &plan).await.status, 303);
        assert!(lead.get("/team").await.words().contains("5 things are late"));
        let planned = lead.get(&own).await.words();
        assert!(!planned.contains("how each friendship goes on"), "{planned}");
        // One that begins after the plan is without a hand-over, although as many are planned as were open.
        let other = work.app.community_member(Persona::Amina, "Ruth Calder").await;
        let tie = work.app.introduce(Persona::Amina, work.case.person, other, work.case.engagement).await;
        let met = domain::relationship::RelationshipCommand::RecordMeeting { met_on: day("2026-07-09") };
        work.app.ask(Persona::Amina, app::commands::Instruction::Relationship { id: tie, command: met }).await.expect("they met");
        let (reason, lapsed_on) = (LapseReason::Moved, day("2026-07-09"));
        let lapse = domain::relationship::RelationshipCommand::Lapse { reason, lapsed_on };
        let instruction = app::commands::Instruction::Relationship { id: work.case.relationship, command: lapse };
        work.app.ask(Persona::Amina, instruction).await.expect("it has gone quiet");
        let again = lead.get(&own).await.words();
        assert!(again.contains("Gordon: how each friendship goes on"), "{again}");
        let day = amina.get("/today").await.words();
        assert!(day.contains("Gordon: how each friendship goes on"), "{day}");
    }

    async fn a_team_lead_says_how_much_a_colleague_can_take_and_sees_who_has_too_many(db) {
        let mut work = work(db).await;
        referral(&work.app, Persona::Amina, "Terry Bright").await;
        let amina = work.app.account(Persona::Amina).account_id;
        let at = format!("/team/caseloads/{amina}");
        let mut lead = work.app.signed_in(Persona::Rosa).await;
        let before = lead.get(&at).await.words();
        assert!(before.contains("room for 28 more") && before.contains("3 hours agreed a week"), "{before}");
        let capacity = format!("{at}/capacity");
        let wrong = lead.fill(&at, &capacity, &[("open_cases", "many"), ("minutes_per_week", "20")]).await;
        assert!(wrong.status == 422 && wrong.field("minutes_per_week").as_deref() == Some("20"), "{}", wrong.words());
        assert_eq!(lead.fill(&at, &capacity, &[("open_cases", "1"), ("minutes_per_week", "2:30")]).await.status, 303);
        let team = lead.get("/team").await.words();
        assert!(team.contains("1 case more than they can take") && team.contains("Amina North has more than they can take."), "{team}");
        let after = lead.get(&at).await.words();
        assert!(after.contains("of 2½ hours that they can take"), "{after}");
        // Who allocates sees what each has room for.
        let asked = lead.get(&work.part("connector")).await.words();
        assert!(asked.contains("2 open, 1 more than they can take") && asked.contains("room for 30 more"), "{asked}");
        assert!(!work.browser.get(&work.part("connector")).await.words().contains("room for"), "not a connector’s to know");
        assert_eq!(work.browser.get(&at).await.status, 404);
    }

    async fn more_time_is_asked_for_where_a_team_lead_has_to_agree_and_the_asker_sees_the_answer(db) {
        let mut work = work(db).await;
        let mut lead = work.app.signed_in(Persona::Rosa).await;
        let approvals = "/team/approvals";
        assert!(lead.get(approvals).await.words().contains("No. Connectors extend and end on their own."));
        assert_eq!(lead.fill(approvals, "/team/approvals/rule", &[]).await.status, 303);
        let fields = [("new_end", "2026-10-11"), ("minutes_per_week", "1:30"), ("added_budget", "120"), ("reason", "Two friendships are growing")];
        let asked = work.fill("extension", &fields).await;
        assert_eq!(asked.status, 303, "{}", asked.words());
        let plan = work.said().await;
        assert!(plan.contains("A team lead has been asked to agree.") && plan.contains("You asked a team lead today. It is not answered yet."), "{plan}");
        assert!(plan.contains("to 19 July 2026"), "nothing is extended yet: {plan}");
        assert!(!plan.contains("Answer it"), "not for the asker");

        let day = lead.get("/today").await.words();
        assert!(day.contains("Gordon: agree to more time?"), "{day}");
        let waits = lead.get(approvals).await;
        assert!(waits.words().contains("More time, until 11 October 2026") && waits.words().contains("Amina North asked today"), "{}", waits.words());
        assert!(lead.get("/team").await.words().contains("1 case waits for your agreement"));
        let answer = work.part("extension-answer");
        let form = lead.get(&answer).await.words();
        assert!(form.contains("“Two friendships are growing”") && form.contains("£120.00 added to the budget"), "{form}");
        let without = lead.fill(&answer, &answer, &[("answer", "no")]).await;
        assert!(without.status == 422 && without.words().contains("Say why not"), "{}", without.words());
        assert_eq!(lead.fill(&answer, &answer, &[("answer", "no"), ("reason", "Eight weeks are enough")]).await.status, 303);
        let plan = work.said().await;
        assert!(plan.contains("Rosa North said no today: “Eight weeks are enough”"), "{plan}");
        let day = work.browser.get("/today").await.words();
        assert!(day.contains("Gordon: more time was not agreed to"), "{day}");

        let fewer = [("new_end", "2026-09-13"), ("minutes_per_week", "1:30"), ("added_budget", "0"), ("reason", "Eight weeks, then")];
        assert_eq!(work.fill("extension", &fewer).await.status, 303);
        assert_eq!(lead.fill(&answer, &answer, &[("answer", "yes")]).await.status, 303);
        let plan = work.said().await;
        assert!(plan.contains("to 13 September 2026") && plan.contains("Rosa North agreed today."), "{plan}");
        assert!(lead.get(approvals).await.words().contains("Nothing to agree to"));
        let told = work.browser.get(&format!("/people/{}/timeline", work.case.person)).await.words();
        assert!(told.contains("A team lead said no to more time") && told.contains("More time was agreed"), "{told}");
    }

    async fn an_early_ending_is_asked_for_and_ends_the_work_once_it_is_agreed_to(db) {
        let mut work = work(db).await;
        let mut lead = work.app.signed_in(Persona::Rosa).await;
        assert_eq!(lead.fill("/team/approvals", "/team/approvals/rule", &[]).await.status, 303);
        let own = format!("hand_over_{}", work.case.relationship);
        let end = [("ended_on", "2026-03-12"), ("reason", "goals_met_early"), ("words", "He rings Pat himself"), (own.as_str(), "stands_on_its_own")];
        let sent = work.fill("ending", &end).await;
        assert_eq!(sent.status, 303, "{}", sent.words());
        assert!(work.said().await.contains("An early ending, on 12 March 2026. You asked a team lead today."));
        let answer = work.part("ending-answer");
        let form = lead.get(&answer).await.words();
        assert!(form.contains("“He rings Pat himself”") && form.contains("1 open relationship"), "{form}");
        assert_eq!(lead.fill(&answer, &answer, &[("answer", "yes")]).await.status, 303);
        let plan = work.said().await;
        assert!(plan.contains("Goals met early") && plan.contains("Rosa North agreed today."), "{plan}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_team_lead_extends_without_asking_and_nobody_answers_what_nobody_asked() {
    let work = work(fresh(Which::Sqlite).await).await;
    let mut lead = work.app.signed_in(Persona::Rosa).await;
    assert_eq!(lead.fill("/team/approvals", "/team/approvals/rule", &[]).await.status, 303);
    let page = work.part("extension");
    let fields =
        [("new_end", "2026-10-11"), ("minutes_per_week", "2"), ("added_budget", "0"), ("reason", "More")];
    assert_eq!(lead.fill(&page, &page, &fields).await.status, 303);
    assert!(lead.get(&work.at).await.words().contains("to 11 October 2026"));
    let answer = work.part("extension-answer");
    assert!(lead.get(&answer).await.words().contains("Nobody asks for this any more"));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_left_is_still_shown_with_what_they_had_until_it_is_given_to_others() {
    let work = work(fresh(Which::Sqlite).await).await;
    let amina = work.app.account(Persona::Amina).account_id;
    let mut sam = work.app.signed_in(Persona::Sam).await;
    let page = format!("/accounts/{amina}");
    assert_eq!(sam.fill(&page, &format!("{page}/closing"), &[]).await.status, 303);
    let mut lead = work.app.signed_in(Persona::Rosa).await;
    let team = lead.get("/team").await.words();
    assert!(team.contains("Has left: give their cases to others"), "{team}");
    let at = format!("/team/caseloads/{amina}");
    let caseload = lead.get(&at).await.words();
    assert!(caseload.contains("Gordon Wells") && !caseload.contains("How much they can take"), "{caseload}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_waiting_list_stands_apart_from_those_whom_nobody_was_asked_to_take() {
    let work = work(fresh(Which::Sqlite).await).await;
    let id = referral(&work.app, Persona::Amina, "Terry Bright").await;
    let at = format!("/engagements/{id}");
    let mut amina = work.app.signed_in(Persona::Amina).await;
    for (part, fields) in [
        ("screening", vec![("started_on", "2026-03-04")]),
        ("eligibility", vec![("eligible", "yes"), ("rule", "Lives here"), ("decided_on", "2026-03-05")]),
        ("waiting-list", vec![("priority", "1"), ("listed_on", "2026-03-06")]),
    ] {
        let page = format!("{at}/{part}");
        let answer = amina.fill(&page, &page, &fields).await;
        assert_eq!(answer.status, 303, "{part}: {}", answer.words());
    }
    let mut lead = work.app.signed_in(Persona::Rosa).await;
    let team = lead.get("/team").await.words();
    assert!(
        team.contains("Everybody has somebody") && team.contains("First · on the list since 6 March"),
        "{team}"
    );
    assert!(amina.get("/people?show=waiting").await.words().contains("Terry Bright"));
}

on_both_databases! {
    async fn a_supervision_is_written_down_read_by_the_two_and_what_was_agreed_comes_up_on_its_day(db) {
        let app = TestApp::begin(db).await;
        let amina = app.account(Persona::Amina).account_id.to_string();
        let mut lead = app.signed_in(Persona::Rosa).await;
        let page = format!("/supervision/new?with={amina}");
        let empty = lead.fill(&page, "/supervision", &[("colleague", &amina), ("talked", "")]).await;
        assert!(empty.status == 422, "{}", empty.words());
        let fields = [
            ("colleague", amina.as_str()), ("held_on", "2026-03-12"), ("talked", "Whom she worries about, and what helps"),
            ("action_1", "Ask the library for a room"), ("owner_1", "they"), ("by_1", "2026-03-16"),
            ("action_2", "Look for a second choir"), ("owner_2", "me"), ("by_2", ""), ("next_on", "2026-04-09"),
        ];
        let kept = lead.fill(&page, "/supervision", &fields).await;
        assert_eq!(kept.status, 303, "{}", kept.words());
        let note = kept.location().to_owned();
        let said = lead.get(&note).await.words();
        assert!(said.contains("Rosa North and Amina North") && said.contains("You") && said.contains("Together again on 9 April 2026"), "{said}");

        let mut amina = app.signed_in(Persona::Amina).await;
        assert!(amina.get("/today").await.words().contains("Ask the library for a room"), "{}", amina.get("/today").await.words());
        let own = amina.get("/supervision").await;
        assert!(own.words().contains("Rosa North") && own.text.contains(&note), "{}", own.words());
        let read = amina.get(&note).await.words();
        assert!(read.contains("Whom she worries about") && read.contains("Look for a second choir"), "{read}");
        assert_eq!(amina.fill(&note, &format!("{note}/actions"), &[("done", "0")]).await.status, 303);
        assert!(!amina.get("/today").await.words().contains("Ask the library for a room"), "it is done");
        let mut ben = app.signed_in(Persona::Ben).await;
        assert_eq!(ben.get(&note).await.status, 404, "between the two of them");
        assert!(!ben.get("/supervision").await.text.contains(&note));
        let list = lead.get("/supervision").await.words();
        assert!(list.contains("Last today") && list.contains("1 thing is open"), "{list}");
        let of_ben = format!("/supervision?of={}", app.account(Persona::Ben).account_id);
        let ben = lead.get(&of_ben).await.words();
        assert!(ben.contains("Notes about Ben") && ben.contains("Nothing yet"), "{ben}");
        assert!(lead.get("/supervision").await.text.contains(&of_ben), "each colleague's own list is linked");
        let file = lead.get("/lists/supervision.csv").await.text;
        assert!(file.contains("2026-03-12,Amina North,Rosa North,1,"), "{file}");
        assert!(!file.contains("worries") && !lead.get(&format!("/lists/supervision.csv?of={}", app.account(Persona::Ben).account_id)).await.text.contains("Amina"));
        let mut other = app.signed_in(Persona::Ben).await;
        assert!(!other.get("/lists/supervision.csv").await.text.contains("Amina"), "a connector's own alone");
        app.clock.set("2026-04-06T09:00:00Z".parse().expect("a time"));
        let mut amina = app.signed_in(Persona::Amina).await;
        assert!(amina.get("/today").await.words().contains("You sit together"), "three days before");
    }

    async fn a_sample_is_drawn_by_chance_looked_through_and_counted_by_quarter(db) {
        let work = work(db).await;
        work.app.case(Persona::Ben, "Shanice Morris", work.app.contracts[1].contract_id).await;
        let mut lead = work.app.signed_in(Persona::Rosa).await;
        let page = "/team/samples";
        let none = lead.fill(page, page, &[("from_on", "2025-10-01"), ("to_on", "2025-12-31"), ("size", "2")]).await;
        assert!(none.status == 422 && none.words().contains("Nobody was worked with in these days"), "{}", none.words());
        let drawn = lead.fill(page, page, &[("from_on", "2026-01-01"), ("to_on", "2026-03-12"), ("size", "2"), ("of", "")]).await;
        assert_eq!(drawn.status, 303, "{}", drawn.words());
        let sample = drawn.location().to_owned();
        let both = lead.get(&sample).await.words();
        assert!(both.contains("Gordon Wells") && both.contains("Shanice Morris") && both.contains("from 2 cases"), "{both}");
        let check = format!("{sample}/{}", work.case.engagement);
        let record = lead.get(&check).await.words();
        for fact in ["1 session was", "“A friend who rings me”", "The first was taken on 21 January 2026, in week 1: in time.", "a yes to taking part holds today", "The next visit is planned for 16 March 2026."] {
            assert!(record.contains(fact), "{fact} is missing from {record}");
        }
        let part = lead.fill(&check, &check, &[("found_map_taken", "met"), ("words-map_taken", "Drawn with him")]).await;
        assert!(part.status == 422 && part.text.contains("Drawn with him"), "every criterion has an answer: {}", part.words());
        let codes = ["notes_in_time", "goals_in_their_words", "map_taken", "consent_recorded", "safety_looked_at", "next_step_agreed"];
        let mut fields: Vec<(String, &str)> = codes.iter().map(|code| (format!("found_{code}"), "met")).collect();
        fields[0].1 = "partly";
        fields.push(("words-notes_in_time".to_owned(), "One came a week late"));
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), *value)).collect();
        assert_eq!(lead.fill(&check, &check, &fields).await.status, 303);
        assert_eq!(lead.get(&check).await.field("words-notes_in_time").as_deref(), None, "it stands in a text area");
        assert!(lead.get(&check).await.text.contains("One came a week late"));
        assert!(lead.get(&sample).await.words().contains("Amina North · 5 met, 1 partly"));
        let summary = lead.get(page).await.words();
        assert!(summary.contains("January to March 2026") && summary.contains("1 record looked at") && summary.contains("83%"), "{summary}");
        let file = lead.get("/lists/samples.csv").await.text;
        assert!(file.contains("Notes written within 48 hours,Partly") && !file.contains("a week late"), "{file}");
        // What was written goes with the person; what was found stays counted.
        let erasure = format!("/people/{}/erasure", work.case.person);
        let gone = lead.fill(&erasure, &erasure, &[("ground", "retention_ended"), ("authority", "Their own wish"), ("sure", "yes")]).await;
        assert_eq!(gone.status, 303, "{}", gone.words());
        assert!(!lead.get(&check).await.text.contains("One came a week late"));
        assert!(lead.get(page).await.words().contains("83%"));
    }

    async fn every_list_is_taken_away_by_whoever_sees_it_and_holds_their_own_rows(db) {
        let work = work(db).await;
        work.app.case(Persona::Ben, "Shanice Morris", work.app.contracts[1].contract_id).await;
        work.app.clock.set("2026-07-10T09:00:00Z".parse().expect("a time"));
        let (mut amina, mut lead) = (work.app.signed_in(Persona::Amina).await, work.app.signed_in(Persona::Rosa).await);
        for list in ["late", "waiting", "week", "relationships", "introductions", "community", "safety", "asking", "supervision"] {
            for ending in ["csv", "xlsx"] {
                let file = amina.get(&format!("/lists/{list}.{ending}")).await;
                assert_eq!(file.status, 200, "{list}.{ending}");
                let named = file.header("content-disposition");
                assert!(named.starts_with("attachment; filename=") && !named.contains("Gordon"), "{named}");
            }
        }
        for list in ["team", "terms", "samples", "approvals", "duplicates"] {
            assert_eq!(amina.get(&format!("/lists/{list}.csv")).await.status, 404, "{list} is a team lead’s");
            for ending in ["csv", "xlsx"] {
                assert_eq!(lead.get(&format!("/lists/{list}.{ending}")).await.status, 200, "{list}.{ending}");
            }
        }
        for nothing in ["late.pdf", "late", "nothing.csv"] {
            assert_eq!(lead.get(&format!("/lists/{nothing}")).await.status, 404);
        }
        let visits = format!("/lists/visits.csv?of={}", work.case.engagement);
        assert_eq!(amina.get(&visits).await.status, 200);
        let mut ben = work.app.signed_in(Persona::Ben).await;
        assert_eq!(ben.get(&visits).await.status, 404, "the visits of a colleague’s case");
        assert_eq!(amina.get("/lists/visits.csv").await.status, 404, "of no case");
        let own = amina.get("/lists/relationships.csv").await.text;
        assert!(own.contains("Gordon Wells") && !own.contains("Shanice Morris"), "{own}");
        let all = lead.get("/lists/relationships.csv").await.text;
        assert!(all.contains("Gordon Wells") && all.contains("Shanice Morris"), "{all}");
        let late = amina.get("/lists/late.csv").await.text;
        assert!(late.contains("Amina North,Gordon,") && late.contains("Mid-term review,2026-04-19") && !late.contains("Shanice"), "{late}");
        let of = lead.get(&format!("/lists/late.csv?of={}", work.app.account(Persona::Ben).account_id)).await.text;
        assert!(of.contains("Shanice") && !of.contains("Gordon"), "{of}");
        let team = lead.get("/lists/team.csv").await.text;
        assert!(team.contains("Amina North,1,1,0,30,29,3:00,,6,yes"), "{team}");
        let week = amina.get("/lists/week.csv?of=2026-03-16").await.text;
        assert!(week.contains("2026-03-16,,Together,Gordon Wells,1:00"), "{week}");
        let agreements = format!("/people/{}/agreements/files/agreements.csv", work.case.person);
        assert!(amina.get(&agreements).await.text.contains("may be told"), "{}", amina.get(&agreements).await.text);
        let mut sam = work.app.signed_in(Persona::Sam).await;
        let contracts = sam.get("/funders/files/contracts.csv").await.text;
        assert!(contracts.contains("Northfield Council"), "{contracts}");
        let accounts = sam.get("/accounts/files/accounts.csv").await.text;
        assert!(accounts.contains("Rosa North,rosa,Team lead,yes,0") && !accounts.contains("South"), "{accounts}");
    }

    async fn the_week_and_the_team_show_what_is_to_be_looked_at_and_asked_again(db) {
        let mut work = work(db).await;
        let note = format!("/people/{}/safety/{}", work.case.person, work.case.note);
        let sharing = format!("/people/{}/sharings/{}", work.case.person, work.case.sharing);
        let mut lead = work.app.signed_in(Persona::Rosa).await;
        let of = work.app.account(Persona::Amina).account_id;
        let record = work.browser.get(&note).await.words();
        assert!(record.contains("May 2026"), "{record}");
        let (mut seen, mut told) = (0, 0);
        for monday in ["2026-04-27", "2026-05-04", "2026-05-11", "2026-05-18", "2026-05-25", "2026-06-01", "2026-06-08", "2026-06-15", "2026-06-22", "2026-06-29"] {
            let own = work.browser.get(&format!("/week?of={monday}")).await.text;
            let theirs = lead.get(&format!("/week?of={monday}&who={of}")).await.text;
            for page in [&own, &theirs] {
                seen += usize::from(page.contains(&note));
                told += usize::from(page.contains(&sharing));
            }
        }
        assert_eq!((seen, told), (2, 2), "each on its day, in her week and in the one that the lead looks at");
        work.app.clock.set("2026-06-20T09:00:00Z".parse().expect("a time"));
        let mut lead = work.app.signed_in(Persona::Rosa).await;
        let team = lead.get("/team").await;
        assert!(team.text.contains(&note) && team.text.contains(&sharing), "{}", team.words());
    }
}
