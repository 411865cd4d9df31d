//! What a column of somebody's list may say of a person, and which words above it mean that.

use serde::{Deserialize, Serialize};

domain::codes! {
    /// What a column says.
    Field {
        Skip = "Leave out",
        Name = "Name in full",
        FirstName = "First name",
        LastName = "Last name",
        KnownAs = "What they like to be called",
        BornOn = "Date of birth",
        Phone = "Telephone",
        Email = "Email",
        Address = "Address",
        Area = "Part of town",
        NhsNumber = "NHS number",
        CouncilReference = "Council reference",
        OtherReference = "Other reference",
        Needs = "How to communicate with them",
        Interests = "What they love or can do",
        ReferredOn = "Day of the referral",
        ReferredBy = "Who referred them",
        ReferralReason = "Why they were referred",
        Connector = "Connector",
        StartedOn = "First day of the work",
        AgreedUntil = "Last day agreed",
        HoursAWeek = "Hours agreed a week",
    }
}

/// Words above a column, folded, by what they mean.
const WORDS: &[(&str, Field)] = &[
    ("full name", Field::Name),
    ("name", Field::Name),
    ("client", Field::Name),
    ("client name", Field::Name),
    ("person", Field::Name),
    ("service user", Field::Name),
    ("member", Field::Name),
    ("first name", Field::FirstName),
    ("firstname", Field::FirstName),
    ("forename", Field::FirstName),
    ("forenames", Field::FirstName),
    ("given name", Field::FirstName),
    ("last name", Field::LastName),
    ("lastname", Field::LastName),
    ("surname", Field::LastName),
    ("family name", Field::LastName),
    ("known as", Field::KnownAs),
    ("preferred name", Field::KnownAs),
    ("likes to be called", Field::KnownAs),
    ("nickname", Field::KnownAs),
    ("dob", Field::BornOn),
    ("date of birth", Field::BornOn),
    ("birth date", Field::BornOn),
    ("born", Field::BornOn),
    ("birthday", Field::BornOn),
    ("phone", Field::Phone),
    ("telephone", Field::Phone),
    ("phone number", Field::Phone),
    ("tel", Field::Phone),
    ("mobile", Field::Phone),
    ("email", Field::Email),
    ("e mail", Field::Email),
    ("email address", Field::Email),
    ("address", Field::Address),
    ("home address", Field::Address),
    ("area", Field::Area),
    ("part of town", Field::Area),
    ("town", Field::Area),
    ("ward", Field::Area),
    ("neighbourhood", Field::Area),
    ("postcode", Field::Area),
    ("post code", Field::Area),
    ("nhs", Field::NhsNumber),
    ("nhs no", Field::NhsNumber),
    ("nhs number", Field::NhsNumber),
    ("council reference", Field::CouncilReference),
    ("council ref", Field::CouncilReference),
    ("social care id", Field::CouncilReference),
    ("mosaic id", Field::CouncilReference),
    ("liquidlogic id", Field::CouncilReference),
    ("reference", Field::OtherReference),
    ("ref", Field::OtherReference),
    ("id", Field::OtherReference),
    ("communication", Field::Needs),
    ("communication needs", Field::Needs),
    ("needs", Field::Needs),
    ("interests", Field::Interests),
    ("interest", Field::Interests),
    ("likes", Field::Interests),
    ("loves", Field::Interests),
    ("hobbies", Field::Interests),
    ("gifts", Field::Interests),
    ("skills", Field::Interests),
    ("referred", Field::ReferredOn),
    ("referred on", Field::ReferredOn),
    ("referral date", Field::ReferredOn),
    ("date of referral", Field::ReferredOn),
    ("date referred", Field::ReferredOn),
    ("referral received", Field::ReferredOn),
    ("referred by", Field::ReferredBy),
    ("referrer", Field::ReferredBy),
    ("referral source", Field::ReferredBy),
    ("source", Field::ReferredBy),
    ("reason", Field::ReferralReason),
    ("reason for referral", Field::ReferralReason),
    ("referral reason", Field::ReferralReason),
    ("connector", Field::Connector),
    ("worker", Field::Connector),
    ("allocated to", Field::Connector),
    ("keyworker", Field::Connector),
    ("started", Field::StartedOn),
    ("started on", Field::StartedOn),
    ("start date", Field::StartedOn),
    ("date started", Field::StartedOn),
    ("first day of the work", Field::StartedOn),
    ("end date", Field::AgreedUntil),
    ("agreed until", Field::AgreedUntil),
    ("review or end date", Field::AgreedUntil),
    ("last day agreed", Field::AgreedUntil),
    ("hours a week", Field::HoursAWeek),
    ("hours per week", Field::HoursAWeek),
    ("weekly hours", Field::HoursAWeek),
    ("hours agreed a week", Field::HoursAWeek),
];

impl Field {
    /// What a heading most likely means: the same words, else [`Field::Skip`]. Better none than a wrong one.
    pub fn guess(heading: &str) -> Self {
        let heading = folded(heading);
        WORDS.iter().find(|(words, _)| *words == heading).map_or(Self::Skip, |(_, field)| *field)
    }

    /// Whether one column at most may say it. Interests and needs may stand in several.
    pub fn is_said_once(self) -> bool {
        !matches!(self, Self::Skip | Self::Interests | Self::Needs | Self::Address)
    }
}

/// Small letters and single blanks; "D.O.B." as "dob", "E-mail:" as "e mail".
fn folded(heading: &str) -> String {
    let plain: String = heading
        .to_lowercase()
        .chars()
        .filter(|c| *c != '.' && *c != '\'')
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What each column says, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Mapping(pub Vec<Field>);

impl Mapping {
    /// What the headings most likely mean; a second column that would say the same is left out.
    pub fn guess(heads: &[String]) -> Self {
        let mut fields: Vec<Field> = Vec::with_capacity(heads.len());
        for head in heads {
            let field = Field::guess(head);
            let taken = field.is_said_once() && fields.contains(&field);
            fields.push(if taken { Field::Skip } else { field });
        }
        Self(fields)
    }

    /// Columns that say something, in order.
    pub fn columns(&self, wanted: Field) -> impl Iterator<Item = usize> + '_ {
        self.0.iter().enumerate().filter(move |(_, field)| **field == wanted).map(|(column, _)| column)
    }

    /// Why no row could be read with it; `None` when it will do.
    pub fn trouble(&self) -> Option<&'static str> {
        let has = |field| self.columns(field).next().is_some();
        let twice = self.0.iter().any(|field| field.is_said_once() && self.columns(*field).count() > 1);
        if twice {
            return Some("Two columns say the same. Choose one of them, and leave the other out");
        }
        match (has(Field::Name), has(Field::FirstName), has(Field::LastName)) {
            (false, false, false) => Some("Which column is the name? Choose one"),
            (true, false, false) | (false, true, _) => None,
            (false, false, true) => Some("A last name alone is not enough. Which column is the first name?"),
            (true, _, _) => Some("Choose the name in full, or first and last name, not both"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_understood_however_they_are_written() {
        for (heading, field) in [
            ("D.O.B.", Field::BornOn),
            ("  Date  of Birth ", Field::BornOn),
            ("E-mail:", Field::Email),
            ("NHS No.", Field::NhsNumber),
            ("SURNAME", Field::LastName),
            ("Favourite colour", Field::Skip),
            ("", Field::Skip),
        ] {
            assert_eq!(Field::guess(heading), field, "{heading}");
        }
    }

    #[test]
    fn a_mapping_names_somebody_and_says_nothing_twice() {
        let heads = ["Name", "Interests", "Hobbies", "Name"].map(str::to_owned);
        let mapping = Mapping::guess(&heads);
        assert_eq!(mapping.0, [Field::Name, Field::Interests, Field::Interests, Field::Skip]);
        assert_eq!(mapping.trouble(), None);
        assert!(Mapping(vec![Field::BornOn]).trouble().unwrap().contains("the name"));
        assert!(Mapping(vec![Field::LastName]).trouble().unwrap().contains("first name"));
        assert!(Mapping(vec![Field::Name, Field::FirstName]).trouble().unwrap().contains("not both"));
        assert!(
            Mapping(vec![Field::Name, Field::Email, Field::Email]).trouble().unwrap().contains("the same")
        );
        assert_eq!(Mapping(vec![Field::FirstName, Field::LastName]).trouble(), None);
    }
}
