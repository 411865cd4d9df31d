//! What a team lead is told is late with a colleague is what is late on the colleague's own *Today*.

use std::collections::BTreeSet;

use app::access::Viewer;
use app::commands::Instruction;
use app::stories::{self, Persona, Plan, USUAL_DAYS};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use domain::engagement::EngagementCommand;
use domain::engagement::codes::{AbsentParty, EndReason, HandOver};
use domain::engagement::records::Disposition;
use domain::shared::ids::RelationshipId;
use tests::Persona as Person;
use tests::cases::{Case, day};
use tests::{TestApp, on_both_databases};
use web::pages::connector::{due, late};

/// Enough to be told everything.
const ALL: i64 = 10_000;

/// Days and kinds of what is late, in order.
fn kinds(needs: impl Iterator<Item = due::Need>) -> Vec<(NaiveDate, &'static str)> {
    let mut kinds: Vec<_> = needs.filter(|need| need.late).map(|need| (need.due_on, need.icon)).collect();
    kinds.sort_unstable();
    kinds
}

/// What ends the work in some week, and closes it in a later one.
fn finishing(week: i64, case: &Case, ties: [RelationshipId; 2]) -> Vec<EngagementCommand> {
    let hand_over = HandOver::LeftToThem;
    match week {
        17 => vec![EngagementCommand::MarkNotAttended {
            session_id: case.planned,
            absent: AbsentParty::Person,
            reason: None,
        }],
        18 => vec![EngagementCommand::End {
            ended_on: day("2026-07-16"),
            reason: EndReason::TermComplete,
            words: None,
            hand_overs: ties.map(|relationship_id| Disposition { relationship_id, hand_over }).to_vec(),
            beside: Vec::new(),
            open_relationships: Vec::new(),
            needs_agreement: false,
        }],
        30 => vec![EngagementCommand::Close],
        _ => Vec::new(),
    }
}

on_both_databases! {
    async fn so_it_is_of_one_case_all_through_a_year_and_after_its_end(db) {
        let app = TestApp::begin(db).await;
        let case = app.case(Person::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        let ties = [case.relationship, app.stand_alone(&case, "Ruth Calder").await];
        let (amina, rosa) = (app.viewer(Person::Amina), app.viewer(Person::Rosa));
        let (own, lead) = (amina.connecting().expect("hers"), rosa.connecting().expect("she leads"));
        let kith = &app.wired.app;
        kith.instruments.set_follow_ups(&lead, &[app.contracts[0].contract_id]).await.expect("who pays asks for it");
        let mut seen = BTreeSet::new();
        for week in 0..60 {
            app.clock.set("2026-03-12T10:00:00Z".parse::<DateTime<Utc>>().expect("a time") + Duration::days(7 * week));
            for command in finishing(week, &case, ties) {
                app.ask(Person::Amina, Instruction::Engagement { id: case.engagement, command }).await.expect("it ends");
            }
            let day = kith.day(&own).await.expect("a day");
            let listed = kinds(due::needs(&day).into_iter());
            let told = kith.late(&lead, None, ALL).await.expect("it is told").remove(&amina.account()).unwrap_or_default();
            let counted = kith.late_sums(&lead).await.expect("it is counted").remove(&amina.account()).unwrap_or_default();
            assert_eq!(counted, told.in_all, "on {}", day.on);
            assert_eq!(kinds(told.items.iter().map(|item| late::need(item, day.on))), listed, "on {}", day.on);
            seen.extend(listed.into_iter().map(|(_, icon)| icon));
        }
        assert!(seen.contains("mail") && seen.contains("heart-handshake"), "{seen:?}");
    }

    async fn the_lead_counts_what_today_lists_as_late_for_everybody_over_the_demos_histories(db) {
        let app = TestApp::empty(db).await;
        let plan = Plan { people: 24, seed: 7, until: day("2026-11-20"), days: USUAL_DAYS };
        let town = stories::play(&app.wired.app, &app.clock, plan, |_, _| {}).await.expect("no step is refused");
        let rosa = Viewer::of(town.account(Persona::ROSA));
        let lead = rosa.connecting().expect("she leads");
        let mut seen = BTreeSet::new();
        // As it is told, and as it would be if nobody did anything for a month, and for four.
        for now in ["2026-11-20T09:00:00Z", "2026-12-21T09:00:00Z", "2027-03-22T09:00:00Z"] {
            app.clock.set(now.parse().expect("a time"));
            let kith = &app.wired.app;
            let today = kith.clock.today();
            let of_all = kith.late(&lead, None, ALL).await.expect("it is told");
            let of_five = kith.late(&lead, None, 5).await.expect("it is told");
            let sums = kith.late_sums(&lead).await.expect("they are added up");
            for account in town.accounts.iter().filter(|account| Viewer::of(account).connecting().is_ok()) {
                let (viewer, id) = (Viewer::of(account), account.account_id);
                let own = kith.day(&viewer.connecting().expect("they work with people")).await.expect("a day");
                let listed = kinds(due::needs(&own).into_iter());
                let told = of_all.get(&id).cloned().unwrap_or_default();
                assert_eq!(kinds(told.items.iter().map(|item| late::need(item, today))), listed, "{} on {today}", account.name);
                assert_eq!(told.in_all, i64::try_from(listed.len()).expect("a count"));
                assert_eq!(sums.get(&id).copied().unwrap_or_default(), told.in_all, "as many are counted of {}", account.name);
                let alone = kith.late(&lead, Some(id), ALL).await.expect("it is told");
                assert_eq!(alone.get(&id).cloned().unwrap_or_default(), told, "asked for alone, {} has as much", account.name);
                let five = of_five.get(&id).cloned().unwrap_or_default();
                assert_eq!((five.in_all, five.items.as_slice()), (told.in_all, &told.items[..told.items.len().min(5)]), "the longest of them");
                let mine = kith.late(&viewer.connecting().expect("they work with people"), None, ALL).await.expect("it is told");
                assert_eq!(mine.get(&id).cloned().unwrap_or_default(), told, "and they may know of it themselves");
                seen.extend(listed.into_iter().map(|(_, icon)| icon));
            }
        }
        for kind in ["clock-alert", "chart-line", "heart-handshake", "shield-check", "calendar-check", "list-checks"] {
            assert!(seen.contains(kind), "nothing of the kind {kind} was late in any history: {seen:?}");
        }
    }
}
