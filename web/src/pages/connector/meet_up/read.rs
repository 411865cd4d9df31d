//! From what was tapped to the command. What a form hides because it does not apply is not read: where
//! somebody was, when it was the two of them alone; how we know, when the connector was there.

use app::commands::MeetUp;
use domain::relationship::{ContactSource, Initiative, Presence};
use domain::shared::ids::{EngagementId, RelationshipId};

use super::super::engagement::read_details;
use super::choices::{ALONE, OTHER};
use crate::form::{Reader, Typed};

/// Reads a meet-up; `None` when something was not understood.
pub(super) fn read(id: EngagementId, form: &mut Reader<'_>, typed: &Typed) -> Option<MeetUp> {
    let with: Option<Option<RelationshipId>> =
        if typed.is("with", ALONE) { Some(None) } else { form.id("with").map(Some) };
    let minutes = match typed.one("length") {
        OTHER => form.minutes("minutes"),
        _ => form.whole("length", 1..=720),
    };
    let mood = form.code_or_none("mood");
    let presence = if typed.is("with", ALONE) { Some(Presence::Leads) } else { form.code("presence") };
    let initiative = form.code_or_none("initiative").map(|said| said.unwrap_or(Initiative::Connector));
    let source = match presence {
        Some(Presence::Absent) => {
            form.code_or_none("source").map(|said| said.unwrap_or(ContactSource::Person))
        }
        _ => Some(ContactSource::ConnectorSaw),
    };
    let (on, starts_at) = (form.date("on"), form.time_or_none("starts_at"));
    let (place, note) = (form.line_or_none("place"), form.words_or_none("note"));
    let setting = form.code("setting");
    let details = read_details(form);
    let (session_id, contact_id) = (form.id("session_id"), form.id("contact_id"));
    Some(MeetUp {
        engagement_id: id,
        relationship_id: with?,
        session_id: session_id?,
        contact_id: contact_id?,
        on: on?,
        starts_at: starts_at?,
        minutes: minutes?,
        mood: mood?,
        presence: presence?,
        initiative: initiative?,
        setting: setting?,
        source: source?,
        place: place?,
        note: note?,
        details: details?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const FOUR_TAPS: &str = "session_id=00000000-0000-0000-0000-000000000001&contact_id=00000000-0000-0000-0000-000000000002\
        &on=2026-03-12&setting=out_and_about&initiative=connector&source=person";

    fn tapped(taps: &str) -> Option<MeetUp> {
        let typed = Typed::parse(format!("{FOUR_TAPS}&{taps}").as_bytes());
        let mut form = typed.reader();
        read(EngagementId::default(), &mut form, &typed)
    }

    #[test]
    fn four_taps_are_enough() {
        let pat = "00000000-0000-0000-0000-000000000003";
        let meet_up = tapped(&format!("with={pat}&length=90&mood=lovely&presence=nearby")).unwrap();
        assert_eq!((meet_up.minutes, meet_up.presence), (90, Presence::Nearby));
        assert_eq!(meet_up.source, ContactSource::ConnectorSaw);
        assert!(meet_up.relationship_id.is_some());
    }

    #[test]
    fn a_default_never_says_that_one_of_the_two_took_the_first_step() {
        let pat = "00000000-0000-0000-0000-000000000003";
        let absent = tapped(&format!("with={pat}&length=60&presence=absent")).unwrap();
        assert_eq!((absent.initiative, absent.source), (Initiative::Connector, ContactSource::Person));
        assert_eq!(absent.mood, None);
    }

    #[test]
    fn alone_together_means_that_the_connector_was_there() {
        let alone = tapped("with=alone&length=other&minutes=1:15&presence=absent").unwrap();
        assert_eq!((alone.relationship_id, alone.minutes), (None, 75));
        assert_eq!((alone.presence, alone.source), (Presence::Leads, ContactSource::ConnectorSaw));
    }

    #[test]
    fn what_was_not_answered_is_asked_for_by_name() {
        let typed = Typed::parse(b"length=other&minutes=long");
        let mut form = typed.reader();
        assert!(read(EngagementId::default(), &mut form, &typed).is_none());
        let errors = form.again().errors;
        assert!(["with", "minutes", "presence", "on"].iter().all(|field| errors.of(field).is_some()));
    }
}
