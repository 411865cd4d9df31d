//! Putting a note of supervision right, and reading all of them page by page.

use app::team_book::supervision::{Supervision, SupervisionNotes};
use tests::cases::{day, words};
use tests::{Persona, TestApp, on_both_databases};

/// A note that Rosa wrote about a supervision with somebody.
async fn held(app: &TestApp, with: Persona, on: &str, talked: &str) {
    let viewer = app.viewer(Persona::Rosa);
    let who = viewer.connecting().expect("she works with people");
    let note = Supervision {
        supervision_id: app.id(),
        colleague: app.account(with).account_id,
        lead: who.account(),
        held_on: day(on),
        next_on: None,
        kept_at: app.wired.app.clock.now(),
        notes: SupervisionNotes { talked: words(talked), actions: Vec::new(), earlier: Vec::new() },
    };
    app.wired.app.keep_supervision(&who, note).await.expect("it is kept");
}

on_both_databases! {
    async fn a_note_is_put_right_with_a_reason_and_what_it_said_before_stays_to_be_read(db) {
        let app = TestApp::begin(db).await;
        let amina = app.account(Persona::Amina).account_id.to_string();
        let mut lead = app.signed_in(Persona::Rosa).await;
        let fields = [
            ("colleague", amina.as_str()), ("held_on", "2026-03-12"), ("talked", "Whom she worries about"),
            ("action_1", "Ask the library"), ("owner_1", "they"), ("by_1", "2026-03-16"), ("next_on", "2026-04-09"),
        ];
        let kept = lead.fill("/supervision/new", "/supervision", &fields).await;
        assert_eq!(kept.status, 303, "{}", kept.words());
        let note = kept.location().to_owned();
        assert_eq!(lead.fill(&note, &format!("{note}/actions"), &[("done", "0")]).await.status, 303);
        let right = format!("{note}/correction");
        let form = lead.get(&right).await;
        assert_eq!(form.field("action_1").as_deref(), Some("Ask the library"));
        assert!(lead.get(&note).await.text.contains(&right), "a link leads there");
        let said = [
            ("held_on", "2026-03-11"), ("talked", "Whom she worries about, and what helps"), ("action_1", "Ask the library and the hall"),
            ("owner_1", "they"), ("by_1", "2026-03-16"), ("next_on", "2026-04-16"),
        ];
        let without = lead.fill(&right, &right, &said).await;
        assert!(without.status == 422 && without.text.contains("Ask the library and the hall"), "a reason is needed: {}", without.words());
        let mut sent: Vec<(String, String)> = form.hidden(&right);
        sent.extend(said.iter().chain(&[("reason", "It was the day before")]).map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        let sent: Vec<(&str, &str)> = sent.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        for _ in 0..2 {
            assert_eq!(lead.post(&right, &sent).await.status, 303, "sent twice it does nothing more");
        }
        let page = lead.get(&note).await;
        let told = page.words();
        for sentence in ["11 March 2026", "and what helps", "Ask the library and the hall", "done today", "Put right by Rosa North on 12 March 2026", "It was the day before", "Together again on 16 April 2026"] {
            assert!(told.contains(sentence), "{sentence} in {told}");
        }
        assert_eq!(told.matches("Put right by").count(), 1);
        let (_, before) = page.text.split_once("What it said before").expect("the older words");
        assert!(before.contains("Whom she worries about") && before.contains("Ask the library, by 16 March 2026"), "{before}");

        let stale: Vec<(&str, &str)> = sent.iter().map(|(name, value)| (*name, if *name == "talked" { "Something else" } else { *value })).collect();
        let overtaken = lead.post(&right, &stale).await;
        assert!(overtaken.status == 422 && overtaken.text.contains("Something else") && overtaken.words().contains("put right by somebody meanwhile"), "{}", overtaken.words());
        let mut own = app.signed_in(Persona::Amina).await;
        assert!(own.get(&note).await.words().contains("It was the day before"), "the colleague reads it too");
        assert_eq!(own.get(&right).await.status, 404, "a team lead puts it right");
        let mut grace = app.signed_in(Persona::Grace).await;
        assert!(grace.get(&right).await.words().contains("Rosa North"), "one who stands in is told whose note it is");
        let file = lead.get("/lists/supervision.csv").await.text;
        assert!(file.contains("2026-03-11,Amina North,Rosa North,0,2026-04-16,1"), "{file}");
    }

    async fn all_notes_are_read_page_by_page_and_of_everybody_the_last_is_known(db) {
        let app = TestApp::begin(db).await;
        held(&app, Persona::Ben, "2026-01-05", "The very first").await;
        for number in 0..31 {
            held(&app, Persona::Amina, &format!("2026-02-{:02}", number % 28 + 1), "How it goes").await;
        }
        let mut lead = app.signed_in(Persona::Rosa).await;
        let first = lead.get("/supervision").await;
        assert!(first.words().contains("Page 1 of 2") && !first.text.contains("5 January 2026"), "{}", first.words());
        assert!(first.words().contains("Last 9 weeks ago") || first.words().contains("Last on 5 January"), "Ben's last is known: {}", first.words());
        let second = lead.get("/supervision?&page=2").await.words();
        assert!(second.contains("5 January 2026") && second.contains("Page 2 of 2"), "{second}");
        let file = lead.get("/lists/supervision.csv").await.text;
        assert_eq!(file.matches("Amina North").count(), 31, "the file holds all of them");
    }

    async fn a_line_that_is_emptied_takes_no_tick_with_it_and_ticks_of_an_older_list_are_looked_at_again(db) {
        let app = TestApp::begin(db).await;
        let amina = app.account(Persona::Amina).account_id.to_string();
        let mut lead = app.signed_in(Persona::Rosa).await;
        let said = [("held_on", "2026-03-12"), ("talked", "Whom she worries about"), ("owner_1", "they"), ("owner_2", "they"), ("owner_3", "they")];
        let agreed = [("action_1", "Ask the library"), ("action_2", "Ring the club"), ("action_3", "Write to Ben")];
        let fields = [&said[..], &agreed[..], &[("colleague", amina.as_str())]].concat();
        let kept = lead.fill("/supervision/new", "/supervision", &fields).await;
        assert_eq!(kept.status, 303, "{}", kept.words());
        let note = kept.location().to_owned();
        let ticks = format!("{note}/actions");
        assert_eq!(lead.fill(&note, &ticks, &[("done", "1")]).await.status, 303);
        let mut own = app.signed_in(Persona::Amina).await;
        let hidden = own.get(&note).await.hidden(&ticks);
        let right = format!("{note}/correction");
        let fewer = [&said[..], &[("action_1", ""), agreed[1], agreed[2], ("reason", "The library rang")]].concat();
        let mut sent: Vec<(String, String)> = lead.get(&right).await.hidden(&right);
        sent.extend(fewer.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        let sent: Vec<(&str, &str)> = sent.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        for _ in 0..2 {
            let answer = lead.post(&right, &sent).await;
            assert_eq!(answer.status, 303, "{}", answer.words());
        }
        let told = lead.get(&note).await.words();
        assert!(told.contains("Ring the clubAmina North · done today"), "{told}");
        assert!(!told.contains("Write to BenAmina North · done"), "{told}");

        let mut stale: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        stale.extend([("done", "1"), ("done", "2")]);
        let overtaken = own.post(&ticks, &stale).await;
        assert_eq!(overtaken.status, 422, "{}", overtaken.words());
        assert!(overtaken.words().contains("put right meanwhile"), "{}", overtaken.words());
        assert_eq!(overtaken.text.matches(" checked").count(), 2, "what was ticked is still ticked: {}", overtaken.text);
        assert!(!lead.get(&note).await.words().contains("Write to BenAmina North · done"), "nothing was kept");
        let hidden = overtaken.hidden(&ticks);
        let mut again: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        again.extend([("done", "0"), ("done", "1")]);
        assert_eq!(own.post(&ticks, &again).await.status, 303);
        assert!(lead.get(&note).await.words().contains("Write to BenAmina North · done today"));
    }

    async fn a_colleagues_week_knows_what_was_agreed_before_many_notes_of_others(db) {
        let app = TestApp::begin(db).await;
        let amina = app.account(Persona::Amina).account_id.to_string();
        let mut lead = app.signed_in(Persona::Rosa).await;
        let fields = [
            ("colleague", amina.as_str()), ("held_on", "2026-01-05"), ("talked", "How it goes"),
            ("action_1", "Ask the library"), ("owner_1", "they"), ("by_1", "2026-03-13"),
        ];
        assert_eq!(lead.fill("/supervision/new", "/supervision", &fields).await.status, 303);
        for number in 0..200 {
            held(&app, Persona::Ben, &format!("2026-02-{:02}", number % 28 + 1), "How it goes").await;
        }
        let week = lead.get(&format!("/week?of=2026-03-12&who={amina}")).await.words();
        assert!(week.contains("Ask the library"), "{week}");
    }
}
