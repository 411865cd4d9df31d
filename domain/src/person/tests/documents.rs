//! Photographs and papers: whose yes they need, what must be said of them, and how they go.

use super::*;
use crate::person::document::MOST_DOCUMENTS;
use ConsentScope::Photographs;

fn about(shows: Option<&str>) -> DocumentAbout {
    DocumentAbout { title: line("At the allotment"), shows: shows.map(line), digest: line("ab12") }
}

pub(super) fn new(number: u128, kind: DocumentKind, media: MediaType) -> NewDocument {
    let shows = (media == MediaType::Jpeg).then_some("Gordon holds up a marrow");
    NewDocument {
        document_id: id(number),
        kind,
        about: about(shows),
        media,
        size_bytes: 120_000,
        taken_on: None,
        at: None,
    }
}

fn attach(document: NewDocument) -> PersonCommand {
    PersonCommand::AttachDocument { document: Box::new(document), begun_with: None }
}

fn photo(number: u128) -> PersonCommand {
    attach(new(number, DocumentKind::PhotoOfThem, MediaType::Jpeg))
}

pub(super) fn letter(number: u128) -> PersonCommand {
    attach(new(number, DocumentKind::Letter, MediaType::Pdf))
}

fn answer(given_on: &str, until: Option<&str>) -> PersonCommand {
    PersonCommand::GiveConsent {
        scope: Photographs,
        given_on: day(given_on),
        how: AnswerMethod::Spoken,
        until: until.map(day),
        words: None,
        decision_id: None,
        given_by: None,
        evidence: None,
    }
}

fn withdraw(on: &str) -> PersonCommand {
    let how = AnswerMethod::Spoken;
    PersonCommand::WithdrawConsent { scope: Photographs, withdrawn_on: day(on), how, words: None }
}

fn remove(number: u128, why: &str) -> PersonCommand {
    PersonCommand::RemoveDocument { document_id: id(number), reason: words(why) }
}

fn publish(photo: Option<u128>) -> PersonCommand {
    let profile = Profile { admire: Some(words("Patient")), ..Profile::default() };
    PersonCommand::PublishProfile { profile, photo: photo.map(id), published_on: day("2026-03-10") }
}

#[test]
fn a_photo_of_somebody_needs_a_yes_that_holds_and_a_paper_does_not() {
    assert_eq!(known(&[]).when(photo(1)), Err(PersonError::PhotographsNotAgreed));
    assert_eq!(member(&[]).when(photo(1)), Err(PersonError::PhotographsNotAgreed));
    let ran_out = known(&[]).after(answer("2026-01-10", Some("2026-03-11")));
    assert_eq!(ran_out.when(photo(1)), Err(PersonError::PhotographsNotAgreed));
    let said_no = known(&[]).after(answer("2026-01-10", None)).after(withdraw("2026-02-01"));
    assert_eq!(said_no.when(photo(1)), Err(PersonError::PhotographsRefused));
    assert!(known(&[]).after(answer("2026-01-10", None)).when(photo(1)).is_ok());
    assert!(member(&[]).after(answer("2026-01-10", None)).when(photo(1)).is_ok());
    assert!(known(&[]).when(letter(1)).is_ok());
    assert_eq!(
        member(&[]).when(letter(1)),
        Err(PersonError::NotForACommunityMember { what: SupportedOnly::Document })
    );
}

#[test]
fn a_picture_says_what_is_in_it_and_a_photo_is_a_picture() {
    let mut undescribed = new(1, DocumentKind::Photo, MediaType::Jpeg);
    undescribed.about = about(None);
    assert_eq!(known(&[]).when(attach(undescribed)), Err(PersonError::PictureUndescribed));
    let scan = new(1, DocumentKind::Letter, MediaType::Jpeg);
    assert!(known(&[]).when(attach(scan)).is_ok(), "a letter may be photographed");
    for kind in [DocumentKind::Photo, DocumentKind::PhotoOfThem] {
        let agreed = known(&[]).after(answer("2026-01-10", None));
        assert_eq!(agreed.when(attach(new(1, kind, MediaType::Pdf))), Err(PersonError::NotAPicture));
    }
    let mut tomorrow = new(1, DocumentKind::Letter, MediaType::Pdf);
    tomorrow.taken_on = Some(day("2026-03-13"));
    assert!(matches!(known(&[]).when(attach(tomorrow)), Err(PersonError::Date { field: "taken_on", .. })));
}

#[test]
fn what_is_attached_is_attached_once_and_taken_away_with_a_reason() {
    let there = known(&[]).after(letter(1));
    assert_eq!(there.when(letter(1)), Err(PersonError::AlreadyAttached { document_id: id(1) }));
    assert_eq!(there.state().documents_there().len(), 1);
    assert_eq!(there.when(remove(2, "Wrong")), Err(PersonError::UnknownDocument { document_id: id(2) }));
    let gone = there.after(remove(1, "Of somebody else"));
    assert!(gone.state().documents_there().is_empty());
    assert_eq!(gone.when(remove(1, "Of somebody else")), Ok(vec![]), "asked twice it happens once");
    let removed_on = day("2026-03-12");
    assert_eq!(gone.when(remove(1, "Once more")), Err(PersonError::AlreadyRemoved { removed_on }));
    assert_eq!(gone.when(letter(1)), Err(PersonError::AlreadyAttached { document_id: id(1) }));
}

#[test]
fn a_record_is_full_at_five_hundred_and_what_was_taken_away_does_not_count() {
    let full = (1..=MOST_DOCUMENTS as u128).fold(known(&[]), |record, number| {
        let events = [PersonEvent::DocumentAttached {
            document_id: id(number),
            kind: DocumentKind::Letter,
            about: Personal::about(gordon(), about(None)),
            media: MediaType::Pdf,
            size_bytes: 10,
            taken_on: None,
            at: None,
            attached_on: day("2026-03-01"),
        }];
        Given { events: [record.events, events.to_vec()].concat(), today: record.today }
    });
    assert_eq!(full.when(letter(9_000)), Err(PersonError::TooManyDocuments));
    assert!(full.after(remove(7, "Not needed")).when(letter(9_000)).is_ok());
}

#[test]
fn the_face_is_the_photo_of_the_latest_profile_while_it_is_there_and_they_agree() {
    let agreed = known(&[]).after(answer("2026-01-10", Some("2026-12-31"))).after(photo(1));
    assert_eq!(agreed.state().face(), None, "a photo alone is not the profile's");
    let shown = agreed.after(publish(Some(1)));
    assert_eq!(shown.state().face(), Some(id(1)));
    assert_eq!(shown.state().face_until(), Some(day("2026-12-31")));
    assert!(shown.state().photo_shown(id(1), day("2026-12-31")));
    assert!(!shown.state().photo_shown(id(1), day("2027-01-01")));
    assert_eq!(shown.after(withdraw("2026-03-11")).state().face(), None);
    assert_eq!(shown.after(remove(1, "Not a good one")).state().face(), None);
    let without = shown.after(publish(None));
    assert_eq!(without.state().face(), None);
    assert_eq!(without.state().profiles[0].photo, Some(id(1)), "the earlier version keeps its own");
}

#[test]
fn only_a_photo_of_them_that_is_there_stands_on_the_profile() {
    let record = known(&[]).after(answer("2026-01-10", None)).after(photo(1)).after(attach(new(
        2,
        DocumentKind::Photo,
        MediaType::Jpeg,
    )));
    assert_eq!(record.when(publish(Some(3))), Err(PersonError::UnknownDocument { document_id: id(3) }));
    assert_eq!(record.when(publish(Some(2))), Err(PersonError::NotAPhotoOfThem { document_id: id(2) }));
    let gone = record.after(remove(1, "Blurred"));
    assert_eq!(gone.when(publish(Some(1))), Err(PersonError::UnknownDocument { document_id: id(1) }));
    let said_no = record.after(withdraw("2026-03-01"));
    assert_eq!(said_no.when(publish(Some(1))), Err(PersonError::PhotographsRefused));
}

#[test]
fn forgetting_somebody_forgets_what_their_papers_are() {
    let mut person = known(&[]).after(letter(1)).after(remove(1, "Of somebody else")).state();
    person.forget(gordon());
    let kept = &person.documents[&id(1)];
    assert!(
        kept.about.get().is_none() && kept.removed.as_ref().is_some_and(|gone| gone.reason.get().is_none())
    );
    assert_eq!(kept.size_bytes, 120_000, "that there was one stays");
}
