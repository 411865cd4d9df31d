//! Every fact of a person's record as a sentence.

use domain::person::capacity::Conclusion;
use domain::person::codes::*;
use domain::person::records::*;
use domain::person::{DocumentAbout, DocumentKind, PersonEvent, SafetyKind, SafetyNote};
use domain::shared::ids::{InterestId, SupporterId};
use domain::shared::personal::Personal;

use super::{Around, Told, getting_about, inside, merged, roles, sharing};
use crate::format::{and_list, capital, date, plural, possessive};

/// One event in words.
pub fn tell(event: &PersonEvent, around: &Around<'_>) -> Told {
    use PersonEvent as Fact;
    let called = around.called.as_str();
    match event {
        Fact::PersonRegistered { kind, registered_on, .. } => {
            let how = match kind {
                PersonKind::Supported => "was registered",
                PersonKind::CommunityMember => "was registered as a community member",
            };
            Told::new("user-plus", *registered_on, format!("{} {how}", capital(called)))
        }
        Fact::DetailsCorrected { reason, .. } => {
            Told::new("pencil", None, format!("{} details were put right", possessive(&capital(called))))
                .saying(reason.as_ref())
        }
        Fact::IdentifierAdded { scheme, .. } => Told::new(
            "hash",
            None,
            format!("{} {} was added", possessive(&capital(called)), inside(scheme.label())),
        ),
        Fact::CommunicationNeedsRecorded { needs, notes, recorded_on } => {
            Told::new("message-circle", *recorded_on, needs_told(needs, called)).saying(notes.as_ref())
        }
        Fact::ConsentGiven { scope, given_on, how, until, words, given_by, .. } => {
            let until = until.map(|day| format!(", until {}", date(day))).unwrap_or_default();
            let about = inside(scope.label());
            let who = given_by.map(|by| format!("{} said yes for {called}", supporter_named(by, around)));
            let who = who.unwrap_or_else(|| format!("{} said yes", capital(called)));
            let what = format!("{who} to {about}{until}");
            Told::new("circle-check", *given_on, how_told(what, *how)).saying(words.as_ref())
        }
        Fact::ConsentRefused { scope, refused_on, how, words } => {
            let what = format!("{} said no to {}", capital(called), inside(scope.label()));
            Told::new("circle-x", *refused_on, how_told(what, *how)).saying(words.as_ref())
        }
        Fact::ConsentWithdrawn { scope, withdrawn_on, how, words } => {
            let what = format!("{} changed their mind: no longer {}", capital(called), inside(scope.label()));
            Told::new("undo-2", *withdrawn_on, how_told(what, *how)).saying(words.as_ref())
        }
        Fact::ProfilePublished { version, published_on, .. } => {
            let which = if *version == 1 { "first one-page profile" } else { "one-page profile, told anew," };
            Told::new(
                "id-card",
                *published_on,
                format!("{} {which} was agreed", possessive(&capital(called))),
            )
        }
        Fact::InterestRecorded { interest, recorded_on, .. } => {
            Told::new("heart", *recorded_on, interest_told(interest, called))
                .saying(own_words(interest).as_ref())
        }
        Fact::InterestRefined { interest, refined_on, .. } => {
            let name = interest.get().map_or("something they love", |interest| interest.name.as_str());
            Told::new("heart", *refined_on, format!("More was learned about {name}"))
                .saying(own_words(interest).as_ref())
        }
        Fact::InterestRetired { interest_id, retired_on, reason, .. } => Told::new(
            "heart",
            *retired_on,
            format!("{} is no longer into {}", capital(called), interest_named(*interest_id, around)),
        )
        .saying(reason.as_ref()),
        Fact::RelationshipMapTaken { taken_on, entries, method, .. } => {
            Told::new("target", *taken_on, map_told(entries.get(), *method, called))
        }
        Fact::RelationshipMapTakenBack { map_id, reason, taken_back_on } => {
            let day = around.person.map(*map_id).map(|map| format!(" of {}", date(map.taken_on)));
            let what = format!("The map{} was taken back", day.unwrap_or_default());
            Told::new("undo-2", *taken_back_on, what).saying(Some(reason))
        }
        Fact::AvailabilitySet { availability, set_on } => {
            let constraints = availability.get().and_then(|week| week.constraints.clone());
            let constraints = constraints.map(|words| Personal::about(availability.subject(), words));
            Told::new("calendar-clock", *set_on, getting_about::free(availability, called))
                .saying(constraints.as_ref())
        }
        Fact::TravelSet { travel, set_on } => {
            Told::new("route", *set_on, getting_about::travel(travel, called))
        }
        Fact::MeetingWishesTold { wishes, told_on } => {
            let words = wishes.get().and_then(|wishes| wishes.words.clone());
            let words = words.map(|words| Personal::about(wishes.subject(), words));
            Told::new(
                "hand-heart",
                *told_on,
                format!("{} told whom they would like to meet", capital(called)),
            )
            .saying(words.as_ref())
        }
        Fact::SupporterLinked { supporter, linked_on, .. } => {
            let what = match supporter.get() {
                Some(supporter) => {
                    format!("{} is there for {called}: {}", supporter.name, inside(supporter.role.label()))
                }
                None => format!("Somebody is there for {called}"),
            };
            Told::new("hand-heart", *linked_on, what)
        }
        Fact::SupporterUnlinked { supporter_id, unlinked_on } => Told::new(
            "hand-heart",
            *unlinked_on,
            format!("{} no longer helps {called}", supporter_named(*supporter_id, around)),
        ),
        Fact::SupporterAuthorityRecorded { supporter_id, authority, recorded_on } => {
            roles::authority(*recorded_on, &supporter_named(*supporter_id, around), authority.get())
        }
        Fact::ValuedRoleTakenUp { kind, role, began_on, .. } => {
            roles::taken_up(*began_on, *kind, role.get(), called)
        }
        Fact::ValuedRoleHoursAgreed { role_id, minutes_per_week, from_on } => {
            roles::takes(*from_on, *role_id, *minutes_per_week, around)
        }
        Fact::ValuedRoleLaidDown { role_id, ended_on, reason } => {
            roles::ended(*ended_on, *role_id, around).saying(reason.as_ref())
        }
        Fact::ValuedRoleTakenBack { role_id, reason, taken_back_on } => {
            roles::taken_back(*taken_back_on, *role_id, around).saying(Some(reason))
        }
        Fact::RegistrationTakenBack { taken_back_on } => Told::new(
            "undo-2",
            *taken_back_on,
            "The record was taken back: it was begun by mistake".to_owned(),
        ),
        Fact::PersonDied { died_on } => Told::new("flag", *died_on, format!("{} died", capital(called))),
        Fact::ErasureDecided { ground, decided_on, .. } => Told::new(
            "trash-2",
            *decided_on,
            format!("It was decided to forget {called}: {}", inside(ground.label())),
        ),
        Fact::PersonForgotten { forgotten_on, .. } => {
            Told::new("trash-2", *forgotten_on, "They were forgotten: their key is gone")
        }
        Fact::SafetyNoteAdded { kind, note, added_on, .. } => {
            let what = match kind {
                SafetyKind::MustNot => format!("It was written down what must not happen with {called}"),
                SafetyKind::Worry => format!("A worry about {called} was written down"),
            };
            Told::new("shield-check", *added_on, what).saying(safety_words(note).as_ref())
        }
        Fact::SafetyNoteReviewed { note, reviewed_on, .. } => {
            let how = if note.is_some() { "is written anew" } else { "goes on as it is" };
            Told::new(
                "shield-check",
                *reviewed_on,
                format!("A safety note about {called} was looked at again and {how}"),
            )
            .saying(note.as_ref().and_then(safety_words).as_ref())
        }
        Fact::SafetyNoteEnded { reason, ended_on, .. } => {
            Told::new("shield-check", *ended_on, format!("A safety note about {called} ended"))
                .saying(Some(reason))
        }
        Fact::CapacityAssessed { decision, assessment, assessed_on, .. } => {
            let what = inside(decision.label());
            let found = match assessment.get().map(|assessment| assessment.conclusion) {
                Some(Conclusion::Has) => format!("{} can decide this: {what}", capital(called)),
                Some(Conclusion::Lacks) => format!("{} cannot decide this now: {what}", capital(called)),
                None => format!("It was asked whether {called} can decide this: {what}"),
            };
            Told::new("scale", *assessed_on, found)
        }
        Fact::BestInterestsDecided { decided, decided_on, .. } => {
            let choice = decided.get().and_then(|decided| decided.choice());
            let choice = choice.map(|choice| format!(": {}", choice.option)).unwrap_or_default();
            let what = format!("It was decided what is best for {called}{choice}");
            Told::new("scale", *decided_on, what)
        }
        Fact::SharingAgreed { sharing, agreed_on, until, how, words, .. } => {
            let what = sharing::agreed(sharing.get(), *until, called);
            Told::new("messages-square", *agreed_on, how_told(what, *how)).saying(words.as_ref())
        }
        Fact::SharingEnded { sharing_id, ended_on, how, words } => {
            let kept =
                around.person.sharings.get(sharing_id).and_then(|kept| kept.last_agreed()?.sharing.get());
            let with = kept.map_or("somebody".to_owned(), |sharing| inside(sharing.with.as_str()));
            let what = format!("{} took it back that {with} may be told something", capital(called));
            Told::new("undo-2", *ended_on, how_told(what, *how)).saying(words.as_ref())
        }
        Fact::OutcomeMeasureTaken { instrument, taken_on, words, proxy, .. } => {
            let about = inside(instrument.label());
            let what = match proxy {
                None => format!("{} was asked how life is: {about}", capital(called)),
                Some(_) => format!("Somebody answered for {called} how life is: {about}"),
            };
            Told::new("chart-line", *taken_on, what).saying(words.as_ref())
        }
        Fact::OutcomeMeasureTakenBack { measure_id, reason, taken_back_on } => {
            let kept = around.person.measures.get(measure_id);
            let about = kept.map_or("how life is".to_owned(), |kept| inside(kept.asking.instrument.label()));
            let what = format!("Answers were taken back: {about}");
            Told::new("undo-2", *taken_back_on, what).saying(Some(reason))
        }
        Fact::DocumentAttached { kind, about, taken_on, attached_on, .. } => {
            let (icon, what) = attached_told(*kind, about, called);
            Told::new(icon, taken_on.unwrap_or(*attached_on), what)
        }
        Fact::DocumentRemoved { document_id, reason, removed_on } => {
            let kept = around.person.documents.get(document_id).and_then(|kept| kept.about.get());
            let what = kept
                .map_or("A photo or a paper".to_owned(), |about| format!("\u{201c}{}\u{201d}", about.title));
            Told::new("trash-2", *removed_on, format!("{what} was taken away")).saying(Some(reason))
        }
        Fact::ToldApart { told_on, .. } => merged::told_apart(*told_on, called),
        Fact::PersonMerged { into, merged_on } => merged::went(*merged_on, *into, around),
        Fact::PersonUnmerged { unmerged_on, .. } => merged::stands_again(*unmerged_on, called),
        Fact::DuplicateTakenIn { taken_in_on, .. } => merged::taken_in(*taken_in_on, called),
        Fact::DuplicateGivenBack { given_back_on, .. } => merged::given_back(*given_back_on),
    }
}

fn needs_told(needs: &Personal<Vec<CommunicationNeed>>, called: &str) -> String {
    match needs.get().map(Vec::as_slice) {
        None => format!("How to communicate with {called} was recorded"),
        Some([]) => format!("{} needs nothing special to communicate", capital(called)),
        Some(list) => {
            let labels: Vec<&str> = list.iter().map(|need| need.label()).collect();
            format!("How to communicate with {called}: {}", and_list(&labels))
        }
    }
}

/// How an answer was given, where it was not simply spoken.
fn how_told(what: String, how: AnswerMethod) -> String {
    match how {
        AnswerMethod::Spoken => what,
        AnswerMethod::Signed => format!("{what}, in Makaton or BSL"),
        AnswerMethod::Symbols => format!("{what}, with symbols or photographs"),
        AnswerMethod::Written => format!("{what}, in writing"),
        AnswerMethod::Behaviour => format!("{what}, as shown by what they did"),
        AnswerMethod::BestInterests => format!("{what} (decided in their best interests)"),
    }
}

fn interest_told(interest: &Personal<Interest>, called: &str) -> String {
    let Some(interest) = interest.get() else {
        return format!("Something {called} cares about was recorded");
    };
    let name = &interest.name;
    let called = capital(called);
    match interest.kind {
        InterestKind::Interest => format!("{called} enjoys {name}"),
        InterestKind::Passion => format!("{called} loves {name}"),
        InterestKind::Gift => format!("{called} gives {name}"),
        InterestKind::Skill => format!("{called} can do this: {name}"),
        InterestKind::Character => format!("What {called} is like: {name}"),
        InterestKind::Aspiration => format!("{called} hopes for {name}"),
        InterestKind::RoleWanted => format!("{called} would like this role: {name}"),
    }
}

fn own_words(interest: &Personal<Interest>) -> Option<Personal<domain::shared::text::Words>> {
    let words = interest.get()?.own_words.clone()?;
    Some(Personal::about(interest.subject(), words))
}

fn attached_told(
    kind: DocumentKind,
    about: &Personal<DocumentAbout>,
    called: &str,
) -> (&'static str, String) {
    let title = about.get().map(|about| format!(": {}", about.title)).unwrap_or_default();
    match kind {
        DocumentKind::PhotoOfThem => ("camera", format!("A photo of {called} was added{title}")),
        DocumentKind::Photo => ("image", format!("A photo was added{title}")),
        DocumentKind::Letter | DocumentKind::Plan | DocumentKind::Certificate | DocumentKind::Other => {
            ("file-text", format!("A paper was added{title}"))
        }
    }
}

fn safety_words(note: &Personal<SafetyNote>) -> Option<Personal<domain::shared::text::Words>> {
    let words = note.get()?.words.clone();
    Some(Personal::about(note.subject(), words))
}

fn interest_named(id: InterestId, around: &Around<'_>) -> String {
    let kept = around.person.interests.get(&id).and_then(|kept| kept.interest.get());
    kept.map_or("something they used to love".to_owned(), |interest| interest.name.to_string())
}

fn supporter_named(id: SupporterId, around: &Around<'_>) -> String {
    let linked = around.person.supporters.get(&id).and_then(|linked| linked.supporter.get());
    linked.map_or("Somebody".to_owned(), |supporter| supporter.name.to_string())
}

fn map_told(entries: Option<&Vec<MapEntry>>, method: MapMethod, called: &str) -> String {
    let Some(entries) = entries else { return "A relationship map was taken".to_owned() };
    let unpaid = entries.iter().filter(|entry| entry.is_unpaid()).count();
    let paid = entries.iter().filter(|entry| entry.sector == Sector::PaidSupporters).count();
    let mut what = format!(
        "{} map: {}, {} paid",
        possessive(&capital(called)),
        plural(unpaid, "person in their life unpaid", "people in their life unpaid"),
        plural(paid, "is", "are")
    );
    if method != MapMethod::Conversation {
        what.push_str(&format!(" ({})", inside(method.label())));
    }
    what
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use domain::person::Person;
    use domain::shared::ids::{AccountId, PersonId};
    use domain::shared::text::{Line, Words};

    use super::*;

    fn told(event: &PersonEvent) -> Told {
        let person = Person::default();
        let around = Around {
            person: &person,
            called: "Gord".to_owned(),
            ties: HashMap::new(),
            accounts: HashMap::new(),
            reader: AccountId::default(),
        };
        tell(event, &around)
    }

    fn about<T>(value: T) -> Personal<T> {
        Personal::about(PersonId::default(), value)
    }

    #[test]
    fn an_answer_says_what_was_asked_how_it_was_given_and_in_which_words() {
        let told = told(&PersonEvent::ConsentGiven {
            scope: ConsentScope::TakePart,
            given_on: "2026-01-12".parse().unwrap(),
            how: AnswerMethod::Signed,
            until: None,
            words: Some(about(Words::parse("Yes please").unwrap())),
            decision_id: None,
            given_by: None,
            evidence: None,
        });
        assert_eq!(told.what, "Gord said yes to taking part in community connecting, in Makaton or BSL");
        assert_eq!(told.words.as_deref(), Some("Yes please"));
    }

    #[test]
    fn an_interest_is_told_in_its_own_kind_of_sentence() {
        let mut interest = Interest {
            name: Line::parse("growing vegetables").unwrap(),
            kind: InterestKind::Passion,
            own_words: None,
            strength: 3,
            share: None,
            evidence: Evidence::Person,
            participation: Participation::Regular,
            barriers: [].into(),
        };
        assert_eq!(interest_told(&about(interest.clone()), "Gord"), "Gord loves growing vegetables");
        interest.kind = InterestKind::Aspiration;
        assert_eq!(interest_told(&about(interest), "Gord"), "Gord hopes for growing vegetables");
    }

    #[test]
    fn what_was_forgotten_is_told_without_a_name() {
        let erased: Personal<Supporter> =
            serde_json::from_value(serde_json::json!({ "@personal": PersonId::default() })).unwrap();
        let told = told(&PersonEvent::SupporterLinked {
            supporter_id: SupporterId::default(),
            supporter: erased,
            linked_on: "2026-01-12".parse().unwrap(),
        });
        assert_eq!(told.what, "Somebody is there for Gord");
    }
}
