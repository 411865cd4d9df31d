//! Referrals that nobody has been asked to take: how long they wait, giving several out after a look, and who may.

use domain::engagement::EngagementCommand;
use domain::engagement::codes::ReferralSource;
use domain::shared::ids::EngagementId;
use tests::cases::day;
use tests::{Persona, TestApp, on_both_databases};

use super::work::work;

/// A referral that nobody has been asked to take.
async fn nobodys(app: &TestApp, name: &str, received_on: &str) -> EngagementId {
    let person_id = app.register(Persona::Rosa, name).await;
    let id: EngagementId = app.id();
    let receive = EngagementCommand::ReceiveReferral {
        engagement_id: id,
        person_id,
        source: ReferralSource::College,
        received_on: day(received_on),
        reason: None,
        referrer: None,
        under_way_since: None,
    };
    let instruction = app::commands::Instruction::Engagement { id, command: receive };
    app.ask(Persona::Rosa, instruction).await.expect("it is asked for");
    id
}

on_both_databases! {
    async fn several_referrals_that_nobody_has_are_given_out_in_one_go_after_a_look(db) {
        let work = work(db).await;
        let cases = [
            nobodys(&work.app, "Terry Bright", "2026-03-02").await,
            nobodys(&work.app, "Joy Okafor", "2026-02-02").await,
            nobodys(&work.app, "Ivy Stone", "2026-03-03").await,
        ];
        let accounts = [Persona::Amina, Persona::Ben, Persona::Rosa].map(|one| work.app.account(one).account_id);
        let [amina, ben, rosa] = accounts;
        let mut lead = work.app.signed_in(Persona::Rosa).await;
        assert!(lead.get("/team").await.text.contains("href=\"/team/referrals\""), "a link leads there");
        let page = lead.get("/team/referrals").await;
        let said = page.words();
        let (joy, terry) = (said.find("Joy Okafor").expect("Joy waits"), said.find("Terry Bright").expect("Terry waits"));
        assert!(joy < terry, "who came first stands first: {said}");
        assert!(said.contains("Waits since 2 February") && said.contains("Hours not agreed yet"), "{said}");
        assert!(said.contains("Ben North (0 of 30)") && said.contains("I take them on myself (0 of 30)"), "{said}");

        // The look changes nothing: it says what each would have then.
        let ticked: String = cases.iter().map(|id| format!("case={id}&")).collect();
        let look = lead.get(&format!("/team/referrals/giving?{ticked}to={ben}")).await;
        let said = look.words();
        assert!(said.contains("Nothing has been changed yet") && said.contains("0 open cases now, 3 then, of 30 that they can take"), "{said}");
        let twice = lead.get(&format!("/team/referrals/giving?{ticked}{ticked}to={ben}")).await.words();
        assert!(twice.contains("0 open cases now, 3 then"), "named twice, each is one: {twice}");
        let mut other = work.app.signed_in(Persona::Ben).await;
        assert_eq!(other.get(&format!("/engagements/{}", cases[0])).await.status, 404, "nothing was given yet");

        // One is taken on by somebody else in between, one waits on, one goes to another colleague in the same form.
        let more = nobodys(&work.app, "Ned Lane", "2026-03-04").await;
        let taken = EngagementCommand::AllocateConnector { connector: amina };
        let instruction = app::commands::Instruction::Engagement { id: cases[2], command: taken };
        work.app.ask(Persona::Rosa, instruction).await.expect("it is taken on");
        let mut sent: Vec<(String, String)> = look.hidden("/team/referrals/giving");
        let to = [(cases[0], ben.to_string()), (cases[1], rosa.to_string()), (cases[2], ben.to_string()), (more, "stays".to_owned())];
        sent.extend(to.map(|(id, to)| (format!("to-{id}"), to)));
        let sent: Vec<(&str, &str)> = sent.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let mut versions = Vec::new();
        for _ in 0..2 {
            let answer = lead.post("/team/referrals/giving", &sent).await;
            let said = answer.words();
            assert!(answer.status == 422 && said.contains("Terry BrightBen North takes them on"), "{said}");
            assert!(said.contains("Joy OkaforRosa North takes them on"), "{said}");
            assert!(said.contains("Somebody else has taken it on since") && said.contains("Ned Lanewaits on"), "{said}");
            let who = work.app.viewer(Persona::Rosa);
            let who = who.connecting().expect("she works with people");
            let today = work.app.wired.app.clock.today();
            let case = work.app.wired.app.views.case(&who, cases[0], today).await.expect("read").expect("there");
            versions.push((case.row.version, case.row.engagement.connector()));
        }
        assert_eq!(versions[0], versions[1], "sent twice, it does nothing more");
        assert_eq!(versions[0].1, Some(ben));
        assert_eq!(other.get(&format!("/engagements/{}", cases[0])).await.status, 200);
        assert_eq!(other.get(&format!("/engagements/{}", cases[2])).await.status, 404);

        let left = lead.get("/team/referrals").await.words();
        assert!(left.contains("Ned Lane") && !left.contains("Terry Bright") && !left.contains("Joy Okafor"), "{left}");
        let file = lead.get("/lists/referrals.csv").await.words();
        assert!(file.contains("Ned Lane") && !file.contains("Terry Bright"), "{file}");
        for hidden in ["/team/referrals", "/team/referrals/giving", "/lists/referrals.csv"] {
            assert_eq!(other.get(hidden).await.status, 404, "not a connector’s to know: {hidden}");
        }
    }

    async fn nobody_is_given_out_who_was_not_ticked_and_who_has_somebody_is_not_in_the_look(db) {
        let work = work(db).await;
        let id = nobodys(&work.app, "Terry Bright", "2026-03-02").await;
        let ben = work.app.account(Persona::Ben).account_id;
        let mut lead = work.app.signed_in(Persona::Rosa).await;
        let none = lead.get(&format!("/team/referrals/giving?to={ben}")).await.words();
        assert!(none.contains("Nobody was ticked"), "{none}");
        let both = format!("/team/referrals/giving?case={id}&case={}&to={ben}", work.case.engagement);
        let look = lead.get(&both).await.words();
        assert!(look.contains("Terry Bright") && !look.contains("Gordon"), "{look}");
    }
}
