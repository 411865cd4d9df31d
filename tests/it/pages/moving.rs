//! Giving several cases of a colleague to others: the look beforehand, what becomes of each, and where it is found again.

use domain::engagement::EngagementCommand;
use tests::{Persona, on_both_databases};

use super::lead::referral;
use super::work::work;

on_both_databases! {
    async fn several_cases_are_given_to_others_after_a_look_and_each_has_its_own_answer(db) {
        let work = work(db).await;
        let mut cases = vec![work.case.engagement];
        for name in ["Terry Bright", "Joy Okafor"] {
            cases.push(referral(&work.app, Persona::Amina, name).await);
        }
        let (amina, ben) = (work.app.account(Persona::Amina).account_id, work.app.account(Persona::Ben).account_id);
        let at = format!("/team/caseloads/{amina}");
        let mut lead = work.app.signed_in(Persona::Rosa).await;
        let page = lead.get(&at).await;
        for id in &cases {
            assert!(page.text.contains(&format!("value=\"{id}\"")), "each can be ticked");
        }
        let chosen: String = cases.iter().map(|id| format!("case={id}&")).collect();
        let preview = format!("{at}/moving?{chosen}to=spread");
        let look = lead.get(&preview).await;
        let said = look.words();
        assert!(said.contains("Nothing has been changed yet"), "{said}");
        for sentence in [
            "0 open cases now, 3 then, of 30 that they can take",
            "No hours agreed a week now, 3 hours then",
            "3 open cases now, 0 then, of 30 that they can take",
            "3 hours agreed a week now, no hours then",
        ] {
            assert!(said.contains(sentence), "{sentence} is missing from {said}");
        }
        let little = lead.fill(&format!("/team/caseloads/{ben}"), &format!("/team/caseloads/{ben}/capacity"), &[("open_cases", "30"), ("minutes_per_week", "2")]).await;
        assert_eq!(little.status, 303, "{}", little.words());
        let much = lead.get(&preview).await.words();
        assert!(much.contains("No hours agreed a week now, 3 hours then, of 2 hours that they can take") && much.contains("More than they can take"), "{much}");
        let chosen = look.chosen(&format!("{at}/moving"));
        let given = |who: &str| chosen.iter().filter(|(name, to)| name.starts_with("to-") && to == who).count();
        let rosa = work.app.account(Persona::Rosa).account_id.to_string();
        assert_eq!(given(&ben.to_string()) + given(&rosa), 3, "shared out: {chosen:?}");
        // One stays, one goes to Ben, and one is taken on by somebody else in between.
        let taken = EngagementCommand::AllocateConnector { connector: work.app.account(Persona::Rosa).account_id };
        let instruction = app::commands::Instruction::Engagement { id: cases[2], command: taken };
        work.app.ask(Persona::Rosa, instruction).await.expect("she takes it on");
        let fields = [(cases[0], "stays".to_owned()), (cases[1], ben.to_string()), (cases[2], ben.to_string())]
            .map(|(id, to)| (format!("to-{id}"), to));
        let mut sent: Vec<(String, String)> = look.hidden(&format!("{at}/moving"));
        sent.extend(fields);
        let sent: Vec<(&str, &str)> = sent.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        for _ in 0..2 {
            let answer = lead.post(&format!("{at}/moving"), &sent).await;
            let said = answer.words();
            assert!(answer.status == 422 && said.contains("Ben North goes on with them"), "{said}");
            assert!(said.contains("Somebody else has taken it on since") && said.contains("stays with Amina North"), "{said}");
            assert!(answer.text.contains(&format!("{at}/given")), "a list of what was moved is a link away");
        }
        let given = format!("{at}/given");
        assert!(lead.get(&at).await.text.contains(&given), "it can be found again");
        let list = lead.get(&given).await.words();
        assert!(list.contains("Terry BrightBen North goes on with them since today"), "{list}");
        assert!(list.contains("Joy OkaforRosa North goes on with them since today") && !list.contains("Gordon"), "{list}");
        assert!(lead.get(&format!("/lists/given.csv?of={amina}")).await.words().contains("Terry Bright"));
        assert_eq!(lead.get("/lists/given.csv").await.status, 404, "whose is to be said");
        let mut other = work.app.signed_in(Persona::Ben).await;
        assert_eq!(other.get(&given).await.status, 404, "not a connector’s to know");
        assert_eq!(other.get(&format!("/engagements/{}", cases[1])).await.status, 200);
        assert_eq!(other.get(&format!("/engagements/{}", cases[0])).await.status, 404);
    }
}
