//! Photographs and papers: what is taken and what is not, who sees them, and how they go.

use app::documents::Part;
use domain::person::PersonCommand;
use domain::person::codes::{AnswerMethod, ConsentScope};
use domain::shared::ids::{DocumentId, PersonId};
use image::ImageFormat;
use tests::cases::{day, words};
use tests::databases::fresh;
use tests::documents::{picture, written};
use tests::{Answer, Browser, Persona, TestApp, on_both_databases};

use super::person::at;

pub(super) const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n";

pub(super) async fn agree(app: &TestApp, id: PersonId) {
    let (scope, given_on, how) = (ConsentScope::Photographs, day("2026-03-01"), AnswerMethod::Spoken);
    let give = PersonCommand::GiveConsent {
        scope,
        given_on,
        how,
        until: None,
        words: None,
        decision_id: None,
        given_by: None,
        evidence: None,
    };
    app.person(Persona::Amina, id, give).await;
}

async fn said_no(app: &TestApp, id: PersonId) {
    let (scope, how) = (ConsentScope::Photographs, AnswerMethod::Spoken);
    let no = PersonCommand::WithdrawConsent { scope, withdrawn_on: day("2026-03-12"), how, words: None };
    app.person(Persona::Amina, id, no).await;
}

/// Sends the form that attaches something, with its hidden fields.
pub(super) async fn attach(
    browser: &mut Browser,
    id: PersonId,
    fields: &[(&str, &str)],
    file: (&str, &[u8]),
) -> Answer {
    let form = browser.get(&at(id, "documents/new")).await;
    let to = at(id, "documents");
    let mut all = form.hidden(&to);
    all.retain(|(name, _)| name != "csrf" && !fields.iter().any(|(known, _)| known == name));
    let mut all: Vec<(&str, &str)> =
        all.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    all.extend_from_slice(fields);
    browser.upload(&to, &all, file).await
}

pub(super) const PHOTO: [(&str, &str); 3] =
    [("kind", "photo_of_them"), ("title", "First tomatoes"), ("shows", "Gordon with a bowl of tomatoes")];
const LETTER: [(&str, &str); 2] = [("kind", "letter"), ("title", "From the day centre")];

on_both_databases! {
    async fn a_photo_is_attached_seen_and_taken_away_with_a_reason(db) {
        let app = TestApp::begin(db).await;
        let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        let (id, mut browser) = (case.person, app.signed_in(Persona::Amina).await);
        agree(&app, id).await;
        let taken = written(picture(900, 600), ImageFormat::Jpeg);
        let done = attach(&mut browser, id, &PHOTO, ("Gordon Wells.jpg", &taken)).await;
        assert_eq!(done.status, 303, "{}", done.words());
        let one = done.location().to_owned();
        assert!(!one.contains("Gordon"));

        let page = browser.get(&one).await;
        assert!(page.text.contains("alt=\"Gordon with a bowl of tomatoes\""), "{}", page.text);
        let file = browser.get(&format!("{one}/file")).await;
        assert_eq!((file.status, file.header("content-type")), (200, "image/jpeg"));
        assert_eq!(file.header("content-disposition"), "inline; filename=\"kith-2026-03-12.jpg\"");
        assert_eq!(file.header("cache-control"), "private, no-cache");
        assert_eq!(file.header("x-content-type-options"), "nosniff");
        assert!(file.header("content-security-policy").contains("sandbox"));
        let seen = image::load_from_memory(&file.bytes).expect("a picture");
        assert_eq!((seen.width(), seen.height()), (900, 600));
        let small = browser.get(&format!("{one}/thumbnail")).await;
        assert_eq!(image::load_from_memory(&small.bytes).expect("a picture").width(), 320);
        let list = browser.get(&at(id, "documents")).await;
        assert!(list.text.contains(&format!("{one}/thumbnail")) && list.text.contains("First tomatoes"));
        let record = browser.get(&format!("/people/{id}")).await;
        assert!(record.text.contains(&format!("{one}/thumbnail")), "it stands on their page");
        let timeline = browser.get(&at(id, "timeline")).await;
        assert!(timeline.words().contains("A photo of Gordon was added: First tomatoes"));

        let without = browser.fill(&one, &format!("{one}/removal"), &[]).await;
        assert_eq!(without.status, 422, "a reason is needed");
        let gone = browser.fill(&one, &format!("{one}/removal"), &[("reason", "He looks away")]).await;
        assert_eq!((gone.status, gone.location()), (303, &*at(id, "documents")), "{}", gone.words());
        for path in [one.clone(), format!("{one}/file"), format!("{one}/thumbnail")] {
            assert_eq!(browser.get(&path).await.status, 404, "{path}");
        }
        let timeline = browser.get(&at(id, "timeline")).await;
        assert!(timeline.words().contains("“First tomatoes” was taken away"), "{}", timeline.words());
        assert!(timeline.text.contains("He looks away"));
        app.stop().await;
    }

    async fn a_browser_that_has_a_picture_is_told_that_it_is_still_the_one(db) {
        let app = TestApp::begin(db).await;
        let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        let mut browser = app.signed_in(Persona::Amina).await;
        let path = at(case.person, &format!("documents/{}/thumbnail", case.document));
        let first = browser.get(&path).await;
        let again = axum::http::Request::get(&path).header("if-none-match", first.header("etag"));
        let again = browser.send(again, axum::body::Body::empty()).await;
        assert_eq!((again.status, again.bytes.len()), (304, 0));
        app.stop().await;
    }

    async fn a_photo_of_somebody_waits_for_their_yes_and_goes_out_of_sight_with_their_no(db) {
        let app = TestApp::begin(db).await;
        let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        let (id, mut browser) = (case.person, app.signed_in(Persona::Amina).await);
        let form = browser.get(&at(id, "documents/new")).await;
        assert!(form.words().contains("Nobody has a yes from Gordon"), "{}", form.words());
        assert!(form.text.contains("/consents?about=photographs"));
        let taken = written(picture(80, 60), ImageFormat::WebP);
        let refused = attach(&mut browser, id, &PHOTO, ("a.webp", &taken)).await;
        assert_eq!(refused.status, 422);
        assert!(refused.words().contains("They have not said yes to photos of them yet"));
        assert!(refused.text.contains("value=\"First tomatoes\""), "what was typed is still there");
        assert_eq!(kept(&app, id).await, 1, "nothing of it was kept");

        agree(&app, id).await;
        let done = attach(&mut browser, id, &PHOTO, ("a.webp", &taken)).await;
        assert_eq!(done.status, 303, "{}", done.words());
        let one = done.location().to_owned();
        said_no(&app, id).await;
        assert_eq!(browser.get(&format!("{one}/file")).await.status, 404);
        assert_eq!(browser.get(&format!("{one}/thumbnail")).await.status, 404);
        let list = browser.get(&at(id, "documents")).await;
        assert!(list.words().contains("Gordon said no to photos of themselves") && list.text.contains("Not shown"));
        assert!(browser.get(&one).await.words().contains("this one is not shown"));
        app.stop().await;
    }

    async fn what_is_not_what_it_seems_is_refused_with_a_reason_and_the_words_are_kept(db) {
        let app = TestApp::begin(db).await;
        let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        let (id, mut browser) = (case.person, app.signed_in(Persona::Amina).await);
        let jpeg = written(picture(300, 300), ImageFormat::Jpeg);
        let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
        let tries: [(&str, &[u8], &str); 8] = [
            ("photo.jpg", svg, "a drawing or a page with instructions"),
            ("letter.pdf", b"<!doctype html><title>Hello</title>", "a drawing or a page with instructions"),
            ("photo.jpg", PDF, "says that it is a picture, but it is a PDF"),
            ("photo.jpg", &jpeg[..jpeg.len() / 2], "damaged or not all of it is here"),
            ("photo.png", &huge(), "has 10000 megapixels"),
            ("run.txt", b"MZ\x90\0", "a program"),
            ("empty.pdf", b"", "This file is empty"),
            ("", b"", "Choose a photo or a file"),
        ];
        for (name, bytes, why) in tries {
            let refused = attach(&mut browser, id, &LETTER, (name, bytes)).await;
            assert_eq!(refused.status, 422, "{name}");
            assert!(refused.words().contains(why), "{name}: {}", refused.words());
            assert!(refused.text.contains("value=\"From the day centre\""), "{name}");
        }
        assert_eq!(kept(&app, id).await, 1, "nothing of them was kept");
        app.stop().await;
    }

    async fn a_file_that_is_too_large_is_refused_and_the_words_beside_it_are_kept(db) {
        let app = TestApp::begin(db).await;
        let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        let (id, mut browser) = (case.person, app.signed_in(Persona::Amina).await);
        let large = [PDF, &vec![b' '; 21 * 1024 * 1024]].concat();
        let refused = attach(&mut browser, id, &LETTER, ("plan.pdf", &large)).await;
        assert_eq!(refused.status, 413);
        assert!(refused.words().contains("larger than 20 MB"), "{}", refused.words());
        assert!(refused.text.contains("value=\"From the day centre\""));
        app.stop().await;
    }

    async fn a_paper_of_many_pieces_comes_back_byte_for_byte_and_cannot_act(db) {
        let app = TestApp::begin(db).await;
        let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        let (id, mut browser) = (case.person, app.signed_in(Persona::Amina).await);
        let middle: Vec<u8> = (0..1_500_000_u32).flat_map(|n| n.to_le_bytes()).collect();
        let pdf = [&PDF[..9], &middle, PDF].concat();
        let done = attach(&mut browser, id, &LETTER, ("plan.pdf", &pdf)).await;
        assert_eq!(done.status, 303, "{}", done.words());
        let file = browser.get(&format!("{}/file", done.location())).await;
        assert!(file.bytes == pdf, "byte for byte");
        assert_eq!(file.header("content-disposition"), "attachment; filename=\"kith-2026-03-12.pdf\"");
        assert!(file.header("content-security-policy").contains("sandbox"));
        let twice = attach(&mut browser, id, &LETTER, ("plan.pdf", &pdf)).await;
        assert_eq!(twice.status, 303, "another form is another paper");
        assert_eq!(kept(&app, id).await, 3);
        app.stop().await;
    }

    async fn a_form_sent_twice_attaches_once_and_another_file_under_its_id_is_refused(db) {
        let app = TestApp::begin(db).await;
        let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        let (id, mut browser) = (case.person, app.signed_in(Persona::Amina).await);
        let form = browser.get(&at(id, "documents/new")).await;
        let to = at(id, "documents");
        let hidden: Vec<_> = form.hidden(&to).into_iter().filter(|(name, _)| name != "csrf").collect();
        let fields: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (&**name, &**value)).collect();
        let fields = [&fields[..], &LETTER].concat();
        let first = browser.upload(&to, &fields, ("a.pdf", PDF)).await;
        let second = browser.upload(&to, &fields, ("a.pdf", PDF)).await;
        assert_eq!((first.status, second.status), (303, 303), "{}", second.words());
        assert_eq!(first.location(), second.location());
        let other = [PDF, b"more\n%%EOF"].concat();
        let third = browser.upload(&to, &fields, ("a.pdf", &other)).await;
        assert_eq!(third.status, 409, "{}", third.words());
        let file = browser.get(&format!("{}/file", first.location())).await;
        assert!(file.bytes == PDF, "what was kept first is still there");
        assert_eq!(kept(&app, id).await, 2);
        app.stop().await;
    }

    async fn nobody_else_sees_a_picture_or_takes_it_away(db) {
        let app = TestApp::begin(db).await;
        let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        let other = app.case(Persona::Ben, "Shanice Morris", app.contracts[1].contract_id).await;
        let path = at(case.person, &format!("documents/{}", case.document));
        for persona in [Persona::Ben, Persona::Olu, Persona::Claire, Persona::Dev, Persona::Sam] {
            let mut browser = app.signed_in(persona).await;
            for part in ["", "/file", "/thumbnail"] {
                assert_eq!(browser.get(&format!("{path}{part}")).await.status, 404, "{persona:?} {part}");
            }
        }
        // Under a person of one's own it is not there either, and asking to take it away takes nothing away.
        let mut ben = app.signed_in(Persona::Ben).await;
        let stolen = at(other.person, &format!("documents/{}", case.document));
        assert_eq!(ben.get(&format!("{stolen}/file")).await.status, 404);
        let command_id = app.id::<DocumentId>().to_string();
        let tried = ben.post(&format!("{stolen}/removal"), &[("command_id", &command_id), ("reason", "Mine")]).await;
        assert_eq!(tried.status, 404);
        let mut amina = app.signed_in(Persona::Amina).await;
        assert_eq!(amina.get(&format!("{path}/file")).await.status, 200);
        app.stop().await;
    }

    async fn a_picture_of_a_visit_stands_with_the_visit(db) {
        let app = TestApp::begin(db).await;
        let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        let other = app.case(Persona::Amina, "Ruth Calder", app.contracts[0].contract_id).await;
        let (id, mut browser) = (case.person, app.signed_in(Persona::Amina).await);
        let session = format!("/engagements/{}/sessions/{}", case.engagement, case.session);
        let page = browser.get(&session).await;
        let form = page.text.split("href=\"").filter_map(|rest| rest.split('"').next());
        let form = form.clone().find(|href| href.contains("documents/new")).expect("a link").replace("&#38;", "&");
        let shown = browser.get(&form).await;
        let hidden = shown.hidden(&at(id, "documents"));
        let fields: Vec<(&str, &str)> =
            hidden.iter().filter(|(name, _)| name != "csrf").map(|(name, value)| (&**name, &**value)).collect();
        let said = [("kind", "photo"), ("title", "The bed we dug"), ("shows", "A bed of dark earth"), ("taken_on", "2026-02-19")];
        let taken = written(picture(80, 60), ImageFormat::Jpeg);
        let done = browser.upload(&at(id, "documents"), &[&fields[..], &said].concat(), ("a.jpg", &taken)).await;
        assert_eq!(done.status, 303, "{}", done.words());
        assert!(browser.get(&session).await.text.contains("alt=\"A bed of dark earth\""));
        assert!(browser.get(done.location()).await.text.contains(&format!("href=\"{session}\"")));

        let theirs = [("engagement", &*other.engagement.to_string()), ("session", &*other.session.to_string())];
        let refused = attach(&mut browser, id, &[&LETTER[..], &theirs].concat(), ("a.pdf", PDF)).await;
        assert_eq!(refused.status, 422);
        assert!(refused.words().contains("not a session of theirs"), "{}", refused.words());
        app.stop().await;
    }

    async fn forgetting_somebody_destroys_their_pictures(db) {
        let app = TestApp::begin(db).await;
        let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        assert_eq!(kept(&app, case.person).await, 1);
        let ground = domain::person::codes::ErasureGround::ALL[0];
        let authority = tests::cases::line("Data protection lead");
        let rosa = app.viewer(Persona::Rosa);
        app.wired.app.forget(&rosa, app.id(), case.person, ground, authority).await.expect("it is done");
        assert_eq!(kept(&app, case.person).await, 0, "the rows are gone");
        let mut browser = app.signed_in(Persona::Rosa).await;
        let path = at(case.person, &format!("documents/{}/file", case.document));
        assert_eq!(browser.get(&path).await.status, 404);
        app.stop().await;
    }

    async fn what_is_kept_is_sealed_and_what_no_event_names_is_dropped(db) {
        let app = TestApp::begin(db).await;
        let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        let (id, mut browser) = (case.person, app.signed_in(Persona::Amina).await);
        let text = "Dear Gordon, the bus goes at nine".as_bytes();
        let done = attach(&mut browser, id, &LETTER, ("a.txt", text)).await;
        assert_eq!(done.status, 303, "{}", done.words());
        for sealed in pieces(&app).await {
            assert!(!sealed.windows(6).any(|part| part == b"Gordon" || part == b"\xFF\xD8\xFF\xE0\0\x10"));
        }
        // A file whose event never came, as a crash leaves it.
        let (rosa, orphan) = (app.viewer(Persona::Rosa), app.id::<DocumentId>());
        let who = rosa.connecting().expect("she works with people");
        let file = app.wired.app.files.ready(text.to_vec(), "txt").await.expect("looked at").expect("a text");
        let documents = &app.wired.app.documents;
        documents.keep(&who, id, orphan, &file, app.wired.app.clock.now()).await.expect("kept");
        assert_eq!((app.wired.app.settle_documents().await.expect("looked"), kept(&app, id).await), (0, 3));
        app.clock.advance(chrono::Duration::hours(2));
        assert_eq!((app.wired.app.settle_documents().await.expect("looked"), kept(&app, id).await), (1, 2));
        app.stop().await;
    }

    async fn an_export_carries_what_is_in_the_pictures_sealed_as_it_is(db) {
        let which = db.which;
        let app = TestApp::begin(db).await;
        let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        let rosa = app.viewer(Persona::Rosa);
        let who = rosa.connecting().expect("she works with people");
        let whole = Part::Whole;
        let (_, bytes) = app.wired.app.document(&who, case.person, case.document, whole).await.expect("a picture");
        let mut lines = Vec::new();
        app.wired.log.export(&mut lines).await.expect("it can be written");

        let other = TestApp::empty(fresh(which).await).await;
        let head = other.wired.log.import(&mut lines.as_slice()).await.expect("it can be taken in");
        assert!(other.wired.app.views.catch_up(head).await, "the views show it");
        let (_, there) = other.wired.app.document(&who, case.person, case.document, whole).await.expect("a picture");
        assert!(there == bytes, "byte for byte");
        other.stop().await;
        app.stop().await;
    }

    async fn a_program_cannot_attach_what_never_came(db) {
        let app = TestApp::begin(db).await;
        let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        let mut browser = app.signed_in(Persona::Amina).await;
        let document = serde_json::json!({
            "document_id": app.id::<DocumentId>(), "kind": "letter", "media": "pdf", "size_bytes": 12,
            "about": { "title": "A letter", "shows": null, "digest": "ab" },
        });
        let command = serde_json::json!({ "do": "AttachDocument", "document": document });
        let ask = serde_json::json!({ "to": "person", "id": case.person, "command": command });
        let one = serde_json::json!({ "command_id": app.id::<DocumentId>(), "ask": ask });
        let answer = browser.post_json("/api/v1/commands", &serde_json::json!({ "commands": [one] })).await.json();
        assert_eq!(answer["outcomes"][0]["outcome"], "refused", "{answer}");
        let reason = words("Not needed");
        let remove = PersonCommand::RemoveDocument { document_id: case.document, reason };
        app.person(Persona::Amina, case.person, remove).await;
        assert_eq!(kept(&app, case.person).await, 0, "whoever asks, what was in it goes");
        app.stop().await;
    }
}

/// A PNG that says it is 100,000 pixels wide and high.
fn huge() -> Vec<u8> {
    let mut png = written(picture(8, 8), ImageFormat::Png);
    png[16..24].copy_from_slice(&[0, 1, 0x86, 0xA0, 0, 1, 0x86, 0xA0]);
    let check = !png[12..29].iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| (sum >> 1) ^ (0xEDB8_8320 & (sum & 1).wrapping_neg()))
    });
    png[29..33].copy_from_slice(&check.to_be_bytes());
    png
}

/// How many files are kept about somebody.
async fn kept(app: &TestApp, id: PersonId) -> i64 {
    use infra::on;
    on!(&app.wired.database, read, pool =>
        sqlx::query_scalar("SELECT COUNT(*) FROM documents WHERE person_id = $1")
            .bind(id.uuid())
            .fetch_one(pool)
            .await)
    .expect("the files can be counted")
}

async fn pieces(app: &TestApp) -> Vec<Vec<u8>> {
    use infra::on;
    on!(&app.wired.database, read, pool =>
        sqlx::query_scalar("SELECT sealed FROM document_pieces").fetch_all(pool).await)
    .expect("the pieces can be read")
}
