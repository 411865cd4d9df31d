//! The one-page profile, published version by version in the person's own words.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Person, PersonError, PersonEvent, Profile, SupportedOnly};
use crate::shared::ids::DocumentId;
use crate::shared::personal::Personal;

/// One version of the profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedProfile {
    /// Counts from 1, in the order of recording.
    pub version: u32,
    /// The answers; gone when the person has been forgotten.
    pub profile: Personal<Profile>,
    /// The photograph that stands on it.
    #[serde(default)]
    pub photo: Option<DocumentId>,
    /// The day it was agreed with them.
    pub published_on: NaiveDate,
}

impl Person {
    /// The profile of the latest day; a version sent late from a tablet does not replace a newer one.
    pub fn latest_profile(&self) -> Option<&PublishedProfile> {
        self.profiles.iter().max_by_key(|profile| (profile.published_on, profile.version))
    }

    pub(super) fn publish_profile(
        &self,
        profile: &Profile,
        photo: Option<DocumentId>,
        published_on: NaiveDate,
        today: NaiveDate,
    ) -> Result<Vec<PersonEvent>, PersonError> {
        self.is_one_we_support(SupportedOnly::Profile)?;
        self.in_their_life("published_on", published_on, today)?;
        if *profile == Profile::default() {
            return Err(PersonError::ProfileEmpty);
        }
        if let Some(photo) = photo {
            self.can_be_the_photo(photo, today)?;
        }
        let version = self.profiles.iter().map(|profile| profile.version).max().unwrap_or_default() + 1;
        let profile = self.about(profile);
        Ok(vec![PersonEvent::ProfilePublished { version, profile, photo, published_on }])
    }
}
