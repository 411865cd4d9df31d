//! The register of what somebody agreed to: in sentences, with what runs out, and everything can be taken back.

use domain::person::PersonCommand;
use domain::person::codes::{AnswerMethod, ConsentScope};
use domain::person::sharing::Sharing;
use domain::shared::ids::{PersonId, SharingId};
use tests::cases::{day, line, words};
use tests::{Persona, TestApp, on_both_databases};

use super::person::{at, begin};

/// Fields, the one that is wrong, and why.
type Try<'a> = (&'a [(&'a str, &'a str)], &'a str, &'a str);

async fn share(app: &TestApp, by: Persona, of: PersonId, until: Option<&str>) -> SharingId {
    let sharing_id = app.id();
    let sharing = Sharing { with: line("Lee"), what: words("How the meetings go"), by: None };
    let (agreed_on, until, how) = (day("2026-02-20"), until.map(day), AnswerMethod::Spoken);
    let agree = PersonCommand::AgreeSharing {
        sharing_id,
        sharing,
        agreed_on,
        until,
        how,
        words: None,
        decision_id: None,
    };
    app.person(by, of, agree).await;
    sharing_id
}

async fn photographs(app: &TestApp, by: Persona, of: PersonId, until: &str) {
    let (scope, given_on, until) = (ConsentScope::Photographs, day("2026-02-20"), Some(day(until)));
    let how = AnswerMethod::Symbols;
    app.person(
        by,
        of,
        PersonCommand::GiveConsent {
            scope,
            given_on,
            how,
            until,
            words: None,
            decision_id: None,
            given_by: None,
            evidence: None,
        },
    )
    .await;
}

on_both_databases! {
    async fn what_somebody_agreed_to_stands_in_one_place_and_can_be_taken_back(db) {
        let app = TestApp::begin(db).await;
        let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        let (id, mut browser) = (case.person, app.signed_in(Persona::Amina).await);
        photographs(&app, Persona::Amina, id, "2026-03-20").await;
        let agree = [("shared_by", "His sister"), ("shared_with", "The choir"), ("what", "That pictures help"), ("how", "signed"),
            ("agreed_on", "2026-03-12"), ("until", "2026-09-12"), ("words", "Yes, them")];
        let done = browser.fill(&at(id, "sharings/new"), &at(id, "sharings"), &agree).await;
        assert_eq!((done.status, done.location()), (303, &*at(id, "agreements")), "{}", done.words());
        let page = browser.get(&at(id, "agreements")).await;
        let said = page.words();
        for sentence in [
            "Yes, since 20 February 2026, until 20 March 2026. With symbols or photographs",
            "It runs out in 8 days. Ask again.", "Being introduced to someone", "Nobody has asked yet",
            "The choir", "That pictures help",
            "Yes, since 12 March 2026, until 12 September 2026. They signed, in Makaton or BSL. Told by his sister.",
            "Told by our organisation.",
            "The day centre", "Where the allotment is, and on which days",
        ] {
            assert!(said.contains(sentence), "{sentence} in {said}");
        }
        assert!(page.text.contains("consents?about=photographs"), "it leads to asking again");
        let record = browser.get(&format!("/people/{id}")).await;
        assert!(record.text.contains(&format!("href=\"{}\"", at(id, "agreements"))));

        let sharing = at(id, &format!("sharings/{}", case.sharing));
        let ending = format!("{sharing}/ending");
        let early = [("ended_how", "behaviour"), ("ended_on", "2026-01-30"), ("ended_words", "He turned away")];
        let refused = browser.fill(&sharing, &ending, &early).await;
        assert_eq!(refused.status, 422);
        assert!(refused.words().contains("This agreement did not hold on 30 January 2026"), "{}", refused.words());
        assert!(refused.text.contains("He turned away") && refused.text.contains("value=\"The day centre\""));
        let end = [("ended_how", "behaviour"), ("ended_on", "2026-03-12"), ("ended_words", "He turned away")];
        assert_eq!(browser.fill(&sharing, &ending, &end).await.status, 303);
        let said = browser.get(&at(id, "agreements")).await.words();
        assert!(said.contains("No longer, since 12 March 2026") && said.contains("1 taken back"), "{said}");
        let again = [("shared_with", "The day centre"), ("what", "On which days"), ("how", "spoken"), ("agreed_on", "2026-03-12")];
        let agreed = browser.fill(&sharing, &sharing, &again).await;
        assert_eq!(agreed.status, 303, "{}", agreed.words());
        let said = browser.get(&sharing).await.words();
        for sentence in ["until it is taken back", "no longer. Shown by what they did", "He turned away", "yes, until 30 June 2026"] {
            assert!(said.contains(sentence), "{sentence} in {said}");
        }
        let timeline = browser.get(&at(id, "timeline")).await.words();
        for sentence in [
            "Gordon agreed that the choir may be told by his sister, until 12 September 2026: That pictures help, in Makaton or BSL",
            "Gordon took it back that the day centre may be told something, as shown by what they did",
        ] {
            assert!(timeline.contains(sentence), "{sentence} in {timeline}");
        }
    }

    async fn what_runs_out_is_on_the_day_of_whoever_has_the_case_until_it_is_asked_again(db) {
        let app = TestApp::begin(db).await;
        let contract = app.contracts[0].contract_id;
        let amina = app.case(Persona::Amina, "Gordon Wells", contract).await;
        let ben = app.case(Persona::Ben, "Shanice Morris", contract).await;
        photographs(&app, Persona::Amina, amina.person, "2026-04-09").await;
        photographs(&app, Persona::Ben, ben.person, "2026-04-10").await;
        let gone = share(&app, Persona::Ben, ben.person, Some("2026-03-01")).await;
        share(&app, Persona::Ben, ben.person, None).await;
        let asked = at(amina.person, "consents?about=photographs");
        let (mut hers, mut his) = (app.signed_in(Persona::Amina).await, app.signed_in(Persona::Ben).await);
        let today = hers.get("/today").await;
        assert!(today.text.contains(&asked) && today.words().contains("Having photographs taken and kept · holds until 9 April"), "{}", today.words());
        assert!(!today.text.contains(&gone.to_string()));
        let today = his.get("/today").await;
        assert!(today.text.contains(&gone.to_string()) && today.words().contains("Who may be told what · ran out"), "{}", today.words());
        assert!(!today.text.contains("about=photographs"), "more than four weeks ahead");
        assert_eq!(today.text.matches("/sharings/").count(), 1, "what holds until it is taken back does not run out");
        let json = his.get("/api/v1/today").await.text;
        assert!(json.contains("\"about\":\"sharing\"") && json.contains(&gone.to_string()), "{json}");
        let mut rosa = app.signed_in(Persona::Rosa).await;
        assert!(!rosa.get("/today").await.text.contains("about=photographs"), "it is not her case");

        let no = [("scope", "photographs"), ("answer", "no"), ("how", "spoken"), ("on", "2026-03-12")];
        assert_eq!(hers.fill(&asked, &at(amina.person, "consents"), &no).await.status, 303);
        assert!(!hers.get("/today").await.text.contains(&asked));
        let again = [("shared_with", "Lee"), ("what", "How the meetings go"), ("how", "spoken"), ("agreed_on", "2026-03-12"), ("until", "2026-12-31")];
        let sharing = at(ben.person, &format!("sharings/{gone}"));
        let opened = his.get(&sharing).await.words();
        assert!(opened.contains("It ran out") && opened.contains("They do not want it any more"), "{opened}");
        assert_eq!(his.fill(&sharing, &sharing, &again).await.status, 303);
        assert!(!his.get("/today").await.text.contains(&gone.to_string()));
    }

    async fn an_attorney_answers_for_somebody_and_a_paper_shows_it(db) {
        let app = TestApp::begin(db).await;
        let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        let (id, mut browser) = (case.person, app.signed_in(Persona::Amina).await);
        let form = at(id, "consents");
        let asking = format!("{form}?about=share_with_family");
        assert!(!browser.get(&asking).await.words().contains("Who answered?"), "nobody may answer for them");
        let link = [("name", "Maureen"), ("role", "attorney"), ("linked_on", "2026-03-01")];
        let page = browser.fill(&at(id, "supporters/new"), &at(id, "supporters"), &link).await.location().to_owned();
        let over = [("held_as", "lasting_power"), ("scopes", "health_and_welfare"), ("reference", "OPG 7000"), ("seen_on", "2026-03-01"), ("recorded_on", "2026-03-02")];
        assert_eq!(browser.fill(&page, &format!("{page}/authority"), &over).await.status, 303);
        let letter = [("kind", "letter"), ("title", "Signed form")];
        let sent = super::documents::attach(&mut browser, id, &letter, ("form.pdf", super::documents::PDF)).await;
        assert_eq!(sent.status, 303, "{}", sent.words());
        let offered = browser.get(&asking).await;
        let value = |label: &str| {
            let (before, _) = offered.text.split_once(label).unwrap_or_else(|| panic!("{label} in {}", offered.text));
            before.rsplit_once("value=\"").and_then(|(_, value)| value.split_once('"')).expect("its value").0.to_owned()
        };
        let (by, paper) = (value("Maureen, attorney under a lasting power of attorney"), value("Signed form,"));
        let yes = [("scope", "share_with_family"), ("answer", "yes"), ("how", "signed"), ("on", "2026-03-10"), ("given_by", by.as_str()), ("evidence", paper.as_str())];
        let early = yes.map(|(field, value)| if field == "evidence" { (field, "01950c3a-7b00-7000-8000-0000000000ff") } else { (field, value) });
        let refused = browser.fill(&asking, &form, &early).await;
        assert_eq!(refused.status, 422, "a paper that is not there");
        let no = yes.map(|(field, value)| if field == "answer" { (field, "no") } else { (field, value) });
        let refused = browser.fill(&asking, &form, &no).await;
        assert!(refused.status == 422 && refused.words().contains("Of a yes alone it is kept who answered"), "{}", refused.words());
        let early = yes.map(|(field, value)| if field == "on" { (field, "2026-02-10") } else { (field, value) });
        let refused = browser.fill(&asking, &form, &early).await;
        assert!(refused.status == 422 && refused.words().contains("not on record as being there for them on"), "{}", refused.words());
        let done = browser.fill(&asking, &form, &yes).await;
        assert_eq!(done.status, 303, "{}", done.words());
        let said = browser.get(&at(id, "agreements")).await;
        assert!(said.words().contains("Answered by Maureen, attorney under a lasting power of attorney"), "{}", said.words());
        assert!(said.link_of("Signed form").contains(&paper));
        let timeline = browser.get(&at(id, "timeline")).await.words();
        assert!(timeline.contains("Maureen said yes for Gordon to"), "{timeline}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agreement_that_is_not_understood_keeps_every_word() {
    let (_app, case, mut browser) = begin().await;
    let id = case.person;
    let tries: [Try<'_>; 4] = [
        (
            &[("agreed_on", "2026-03-12"), ("until", "2026-03-01"), ("how", "spoken")],
            "until",
            "before it was given",
        ),
        (&[("agreed_on", "2026-03-13"), ("how", "spoken")], "agreed_on", "13 March 2026 is in the future"),
        (
            &[("agreed_on", "2026-03-12"), ("how", "best_interests")],
            "how",
            "rests on a decision in their best interests",
        ),
        (&[("agreed_on", "")], "how", "Choose one"),
    ];
    for (others, field, reason) in tries {
        let fields = [&[("shared_with", "The choir"), ("what", "That pictures help")], others].concat();
        let mut fields: Vec<(&str, &str)> = fields;
        if !fields.iter().any(|(name, _)| *name == "how") {
            fields.push(("how", ""));
        }
        let answer = browser.fill(&at(id, "sharings/new"), &at(id, "sharings"), &fields).await;
        assert_eq!(answer.status, 422, "{reason}");
        assert!(answer.text.contains(&format!("id=\"f-{field}-error\"")), "{field} in {}", answer.words());
        assert!(answer.words().contains(reason), "{reason} in {}", answer.words());
        assert!(answer.text.contains("value=\"The choir\"") && answer.text.contains("That pictures help"));
    }
    assert_eq!(browser.get(&at(case.other, &format!("sharings/{}", case.sharing))).await.status, 404);
    let member = browser.get(&at(case.other, "agreements")).await.words();
    assert!(member.contains("Having photographs taken and kept") && !member.contains("Who may be told what"));
}
