//! The photographs that stand for people where they are named: for whoever may know of them, while they agree.

use domain::person::PersonCommand;
use domain::person::codes::{AnswerMethod, ConsentScope};
use domain::person::records::Profile;
use domain::shared::ids::PersonId;
use image::ImageFormat;
use tests::cases::{day, words};
use tests::documents::{picture, written};
use tests::{Browser, Persona, TestApp, on_both_databases};

use super::documents::{PHOTO, agree, attach};

/// A photograph of somebody, with their yes, on their profile: where its small picture is.
async fn photo(app: &TestApp, browser: &mut Browser, id: PersonId) -> String {
    agree(app, id).await;
    let taken = written(picture(90, 90), ImageFormat::Jpeg);
    let done = attach(browser, id, &PHOTO, ("a.jpg", &taken)).await;
    assert_eq!(done.status, 303, "{}", done.words());
    let photo = done.location().rsplit('/').next().and_then(|id| id.parse().ok());
    assert!(photo.is_some(), "{}", done.location());
    let profile = Profile { admire: Some(words("A good laugh")), ..Profile::default() };
    let publish = PersonCommand::PublishProfile { profile, photo, published_on: day("2026-03-11") };
    app.person(Persona::Amina, id, publish).await;
    format!("{}/thumbnail", done.location())
}

on_both_databases! {
    async fn a_photograph_stands_wherever_somebody_is_named_and_no_longer_than_they_agree(db) {
        let app = TestApp::begin(db).await;
        let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        let mut amina = app.signed_in(Persona::Amina).await;
        let gordon = photo(&app, &mut amina, case.person).await;
        let other = app.case(Persona::Amina, "Iris Hall", app.contracts[0].contract_id).await;
        let iris = photo(&app, &mut amina, other.person).await;
        let introduce = format!("/people/{}/introductions/new", case.person);
        let proposal = format!("{introduce}?other={}", other.person);
        let relationship = format!("/relationships/{}", case.relationship);
        let both = format!("/people/{}/relationships", case.person);
        let all: [(&str, &[&String]); 7] = [
            ("/week?of=2026-03-19", &[&gordon, &iris]),
            (&introduce, &[&gordon, &iris]),
            (&proposal, &[&gordon, &iris]),
            (&relationship, &[&gordon]),
            (&both, &[&gordon]),
            ("/introductions", &[&gordon, &iris]),
            ("/groups/new", &[&gordon, &iris]),
        ];
        for (path, faces) in all {
            let page = amina.get(path).await;
            for face in faces {
                assert!(page.text.contains(&format!("src=\"{face}\"")), "{face} is missing from {path}");
            }
        }
        let (scope, how) = (ConsentScope::Photographs, AnswerMethod::Spoken);
        let no = PersonCommand::WithdrawConsent { scope, withdrawn_on: day("2026-03-12"), how, words: None };
        app.person(Persona::Amina, case.person, no).await;
        for (path, _) in all {
            assert!(!amina.get(path).await.text.contains(&gordon), "{path}");
        }
        app.stop().await;
    }

    async fn a_photograph_of_another_caseload_stands_on_nobody_elses_pages(db) {
        let app = TestApp::begin(db).await;
        let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        let mut amina = app.signed_in(Persona::Amina).await;
        let gordon = photo(&app, &mut amina, case.person).await;
        let mut ben = app.signed_in(Persona::Ben).await;
        let iris = app.case(Persona::Ben, "Iris Hall", app.contracts[0].contract_id).await;
        for path in ["/week?of=2026-03-19", "/introductions", &format!("/people/{}/introductions/new", iris.person)] {
            assert!(!ben.get(path).await.text.contains(&gordon), "{path}");
        }
        let mut rosa = app.signed_in(Persona::Rosa).await;
        let page = rosa.get(&format!("/people/{}/introductions/new", iris.person)).await;
        assert!(page.text.contains(&gordon), "a lead knows of both, and sees whom Iris could meet");
        app.stop().await;
    }
}
