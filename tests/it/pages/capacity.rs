//! Whether somebody can decide, and what is decided for them: the form begins with yes, says which answers
//! contradict each other, and loses no word.

use tests::{Persona, TestApp, on_both_databases};

use super::person::{at, begin};

/// Fields, the one that is wrong, and why.
type Try<'a> = (&'a [(&'a str, &'a str)], &'a str, &'a str);

/// Every answer of a form that finds that somebody cannot decide.
const LACKS: [(&str, &str); 23] = [
    ("decision", "photo_taken"),
    ("question", "Whether his picture stands in the leaflet"),
    ("prompted_by", "The club wants to print it"),
    ("helped", "yes"),
    ("steps", "Pictures, at home, in the morning"),
    ("understand", "yes"),
    ("understand_evidence", "Points at the picture"),
    ("retain", "yes"),
    ("retain_evidence", "Brought it up the next day"),
    ("weigh", "no"),
    ("weigh_evidence", "Says yes to both"),
    ("communicate", "yes"),
    ("communicate_evidence", "By pointing"),
    ("impairment", "permanent"),
    ("nexus", "because"),
    ("executive", "not_clear"),
    ("conclusion", "lacks"),
    ("delay", "not_likely_to_regain"),
    ("review_on", "2026-09-12"),
    ("consulted", "His brother Lee"),
    ("differences", "Lee thinks he knows more than he shows"),
    ("assessor", "Ana Reyes, social worker"),
    ("assessed_on", "2026-03-10"),
];

const DECIDED: [(&str, &str); 17] = [
    ("present", "Gordon, Lee, Ana"),
    ("advocate", "family_or_friend"),
    ("advocate_name", "Lee"),
    ("matters_most", "To be one of the club"),
    ("views", "Lee is glad of it"),
    ("option_1", "No picture"),
    ("benefits_1", "Nobody finds him"),
    ("burdens_1", "He is missing"),
    ("option_2", "In the leaflet only"),
    ("benefits_2", "He is seen"),
    ("burdens_2", "Strangers see it"),
    ("chosen", "2"),
    ("chosen_because", "He reaches for it"),
    ("least_restrictive", "yes"),
    ("deprives_of_liberty", "no"),
    ("decision_maker", "Ana Reyes, social worker"),
    ("decided_on", "2026-03-11"),
];

/// The fields with some of them answered otherwise.
fn but<'a>(fields: &[(&'a str, &'a str)], others: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = fields.iter().filter(|(name, _)| !others.iter().any(|(other, _)| other == name));
    kept.chain(others).copied().collect()
}

on_both_databases! {
    async fn a_yes_given_for_somebody_rests_on_an_assessment_and_a_decision(db) {
        let app = TestApp::begin(db).await;
        let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        let (id, mut browser) = (case.person, app.signed_in(Persona::Amina).await);
        let form = browser.get(&at(id, "capacity/new?about=photo_taken")).await;
        assert!(form.words().contains("The law begins here: Gordon can decide"), "{}", form.words());
        for begun in ["name=\"conclusion\" value=\"has\"", "name=\"weigh\" value=\"yes\"", "name=\"impairment\" value=\"none\""] {
            let rest = form.text.split_once(begun).unwrap_or_else(|| panic!("{begun}")).1;
            assert!(rest.split('>').next().is_some_and(|tag| tag.contains("checked")), "{begun} is where it begins");
        }
        let assessed = browser.fill(&at(id, "capacity/new"), &at(id, "capacity"), &LACKS).await;
        assert_eq!(assessed.status, 303, "{}", assessed.words());
        let assessment = assessed.location().to_owned();
        let page = browser.get(&assessment).await.words();
        for said in [
            "Ana Reyes, social worker found on 10 March 2026 that Gordon cannot decide this now.",
            "It is looked at again by 12 September 2026.", "No. Says yes to both", "Lee thinks he knows more than he shows",
        ] {
            assert!(page.contains(said), "{said} in {page}");
        }
        let yes = [("scope", "photographs"), ("answer", "yes"), ("how", "best_interests"), ("on", "2026-03-12"), ("words", "In the leaflet")];
        let unrecorded = browser.fill(&at(id, "consents"), &at(id, "consents"), &yes).await;
        assert_eq!(unrecorded.status, 422);
        assert!(unrecorded.text.contains("id=\"f-how-error\"") && unrecorded.words().contains("rests on a decision in their best interests"));
        assert!(unrecorded.text.contains("In the leaflet"), "a word is lost");

        let decision = format!("{assessment}/decision");
        let done = browser.fill(&decision, &decision, &DECIDED).await;
        assert_eq!(done.status, 303, "{}", done.words());
        let page = browser.get(&assessment).await;
        assert!(page.words().contains("Decided on 11 March 2026: In the leaflet only"), "{}", page.words());
        let form = browser.get(&at(id, "consents")).await;
        let (_, offered) = form.text.split_once("name=\"decision_id\"").expect("decisions are offered");
        let mut offered = offered.split("<option value=\"").skip(1).filter_map(|rest| rest.split('"').next());
        let made = offered.find(|id| id.len() == 36).expect("the decision is offered").to_owned();
        let yes = [&yes[..], &[("decision_id", &*made)]].concat();
        let kept = browser.fill(&at(id, "consents"), &at(id, "consents"), &yes).await;
        assert_eq!(kept.status, 303, "{}", kept.words());
        let wrong = but(&yes, &[("scope", "take_part")]);
        let refused = browser.fill(&at(id, "consents"), &at(id, "consents"), &wrong).await;
        assert_eq!(refused.status, 422);
        assert!(refused.words().contains("That decision was about “Having photographs taken and kept”"), "{}", refused.words());
        let timeline = browser.get(&at(id, "timeline")).await.words();
        for said in [
            "Gordon cannot decide this now: having photographs taken and kept",
            "It was decided what is best for Gordon: In the leaflet only", "(decided in their best interests)",
        ] {
            assert!(timeline.contains(said), "{said} in {timeline}");
        }

        // Asked again later, he can: then it is his to answer.
        let again = format!("{}?again={}", at(id, "capacity/new"), assessment.rsplit('/').next().expect("an id"));
        let can = but(&LACKS, &[("weigh", "yes"), ("nexus", "not_asked"), ("conclusion", "has"), ("review_on", ""), ("assessed_on", "2026-03-12")]);
        let found = browser.fill(&again, &at(id, "capacity"), &can).await;
        assert_eq!(found.status, 303, "{}", found.words());
        let refused = browser.fill(&at(id, "consents"), &at(id, "consents"), &yes).await;
        assert_eq!(refused.status, 303, "the same answer again changes nothing");
        let more = but(&yes, &[("words", "On the wall too")]);
        let refused = browser.fill(&at(id, "consents"), &at(id, "consents"), &more).await;
        assert_eq!(refused.status, 422);
        assert!(refused.words().contains("Since 12 March 2026 they have been found able to decide this themselves"), "{}", refused.words());
        assert!(browser.get(&assessment).await.words().contains("the assessment of 12 March 2026 stands in its place"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_that_contradict_each_other_are_named_and_no_word_is_lost() {
    let (_app, case, mut browser) = begin().await;
    let id = case.person;
    let tries: [Try<'_>; 6] = [
        (&[("impairment", "none")], "nexus", "there is no impairment of the mind or brain, and also"),
        (&[("weigh", "yes")], "nexus", "they can do all four things, and also"),
        (
            &[("nexus", "not_asked")],
            "nexus",
            "they cannot use it or weigh it up. Say whether that is because",
        ),
        (&[("conclusion", "has")], "conclusion", "The conclusion is that they can decide, but you answered"),
        (&[("helped", "no")], "helped", "not everything reasonable was done to help them"),
        (&[("review_on", "")], "review_on", "Say when it is looked at again"),
    ];
    for (others, field, reason) in tries {
        let answer = browser.fill(&at(id, "capacity/new"), &at(id, "capacity"), &but(&LACKS, others)).await;
        assert_eq!(answer.status, 422, "{reason}");
        assert!(answer.text.contains(&format!("id=\"f-{field}-error\"")), "{field} in {}", answer.words());
        assert!(answer.words().contains(reason), "{reason} in {}", answer.words());
        for (name, words) in LACKS.iter().filter(|(_, words)| words.contains(' ')) {
            assert!(answer.text.contains(words), "{name} is lost");
        }
    }
    let decision = at(id, &format!("capacity/{}/decision", case.assessment));
    let first = browser.get(&decision).await.text;
    let answers: Vec<&str> = first.split("name=\"deprives_of_liberty\"").skip(1).collect();
    assert_eq!(answers.len(), 2, "yes and no are offered");
    for answer in answers {
        assert!(!answer.split('>').next().is_some_and(|tag| tag.contains("checked")), "neither is presumed");
    }
    let tries: [Try<'_>; 4] = [
        (&[("deprives_of_liberty", "")], "deprives_of_liberty", "Nothing is presumed here. Answer yes or no"),
        (&[("chosen", "3")], "chosen", "This option is empty"),
        (&[("burdens_2", "")], "burdens_2", "This needs an answer"),
        (&[("decided_on", "2026-02-01")], "decided_on", "before it was last looked at"),
    ];
    for (others, field, reason) in tries {
        let answer = browser.fill(&decision, &decision, &but(&DECIDED, others)).await;
        assert_eq!(answer.status, 422, "{reason}");
        assert!(answer.text.contains(&format!("id=\"f-{field}-error\"")), "{field} in {}", answer.words());
        assert!(answer.words().contains(reason), "{reason} in {}", answer.words());
        assert!(answer.text.contains("To be one of the club") && answer.text.contains("He is missing"));
    }
    let nobodys = at(case.other, &format!("capacity/{}", case.assessment));
    assert_eq!(browser.get(&nobodys).await.status, 404, "it is nobody else's");
    assert_eq!(browser.get(&at(case.other, "capacity")).await.status, 200);
}
