//! Whoever is forgotten after two records of theirs were put together: read models made anew from a log in which
//! nothing about them can be read any more say what they said before.

use domain::person::codes::CommunicationNeed;
use domain::person::{MeetingWishes, PersonCommand};
use tests::cases::{day, words};
use tests::folded::every_model_is_what_the_log_says;
use tests::{Persona, TestApp, on_both_databases};

use super::merging::{forget, put_together, take_apart, twice};

on_both_databases! {
    async fn needs_and_wishes_of_both_records_are_empty_in_the_same_way_however_the_models_came_about(db) {
        let app = TestApp::begin(db).await;
        let (one, two) = twice(&app).await;
        for (by, of, told_on) in [(Persona::Amina, one.person, "2026-03-02"), (Persona::Ben, two.person, "2026-03-05")] {
            let notes = Some(words("Slowly, please"));
            let needs = vec![CommunicationNeed::LargePrint];
            app.person(by, of, PersonCommand::RecordCommunicationNeeds { needs, notes }).await;
            let told = PersonCommand::TellMeetingWishes { wishes: MeetingWishes::default(), told_on: day(told_on) };
            app.person(by, of, told).await;
        }
        assert_eq!(put_together(&app, one.person, two.person).await.status, 303);
        every_model_is_what_the_log_says(&app.wired).await;
        forget(&app, one.person).await;
        every_model_is_what_the_log_says(&app.wired).await;
    }

    async fn nor_does_it_differ_when_the_two_were_taken_apart_before_one_is_forgotten(db) {
        let app = TestApp::begin(db).await;
        let (one, two) = twice(&app).await;
        let told = PersonCommand::TellMeetingWishes { wishes: MeetingWishes::default(), told_on: day("2026-03-05") };
        app.person(Persona::Ben, two.person, told).await;
        assert_eq!(put_together(&app, one.person, two.person).await.status, 303);
        assert_eq!(take_apart(&app, one.person, two.person).await.status, 303);
        forget(&app, two.person).await;
        every_model_is_what_the_log_says(&app.wired).await;
        forget(&app, one.person).await;
        every_model_is_what_the_log_says(&app.wired).await;
    }
}
