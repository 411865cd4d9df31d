//! What a review finds besides words: whether the map was taken again, how much paid support there is now, whether
//! the safety notes were looked at, and how much more time is asked for. Each may be missing, because nobody spoke
//! about it.
//!
//! Source: practice default, reviews.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::EngagementError;
use crate::codes;

codes! {
    /// How the person's own words were gathered.
    Gathering {
        Talking = "Talking together",
        Pictures = "With symbols or photographs",
        Signing = "Signing",
        Beforehand = "They prepared it beforehand",
        Observed = "From what they did, as those who know them read it",
    }

    /// How people came together for a review.
    ReviewMethod {
        FaceToFace = "Face to face",
        Phone = "By phone",
        Video = "By video",
        Writing = "In writing",
    }

    /// Why a review was held that nobody had planned. Source: client-level data, review reason.
    UnplannedReason {
        Hospital = "A stay in hospital",
        Carer = "Something about a carer",
        Safeguarding = "A safeguarding concern",
        ProviderFailure = "A provider could not go on",
        Commissioning = "What is commissioned has changed",
        ShortTermSupport = "A look at short-term support",
        Other = "Another reason",
    }

    /// What somebody at a review is to the person.
    Attending {
        Person = "The person",
        Family = "Family",
        Circle = "Friend or circle member",
        SupportWorker = "Support worker",
        SocialWorker = "Social worker",
        Advocate = "Advocate",
        Other = "Somebody else",
    }
}

/// Most weeks of more time that are asked for at once.
const MOST_WEEKS: u16 = 104;
/// Minutes of a week.
const WEEK_MINUTES: i64 = 7 * 24 * 60;

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ReviewFacts {
    /// How it was held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<ReviewMethod>,
    /// Why one was held that nobody had planned; `None` for any other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unplanned_because: Option<UnplannedReason>,
    /// Whether the relationship map was taken again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub map_retaken: Option<bool>,
    /// Minutes of paid support in a week now, as told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paid_minutes_per_week: Option<i64>,
    /// Whether the safety notes were looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub safety_reviewed: Option<bool>,
    /// More time, if it is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub more_time: Option<MoreTime>,
}

/// More time that is asked for; agreeing it is another matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MoreTime {
    /// So many weeks.
    pub weeks: u16,
    /// Of so many minutes.
    pub minutes_per_week: i64,
}

impl UnplannedReason {
    /// The review reason that client-level data wants for it.
    /// Source: CLD review reasons; values not verified against the release are kept in this one list.
    pub fn cld_reason(self) -> &'static str {
        match self {
            Self::Hospital => "Unplanned - Hospital (Planned and unplanned episodes)",
            Self::Carer => "Unplanned - Carer related",
            Self::Safeguarding => "Unplanned - Safeguarding concern",
            Self::ProviderFailure => "Unplanned - Provider Failure",
            Self::Commissioning => "Unplanned - Change in Commissioning arrangements",
            Self::ShortTermSupport => "Review of short term support",
            Self::Other => "Unplanned - Other Reason",
        }
    }
}

impl ReviewFacts {
    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Figures that can be right.
    pub(super) fn check(&self) -> Result<(), EngagementError> {
        let week = |field, minutes: i64| match (0..=WEEK_MINUTES).contains(&minutes) {
            true => Ok(()),
            false => Err(EngagementError::MoreThanAWeek { field, minutes }),
        };
        if let Some(minutes) = self.paid_minutes_per_week {
            week("paid_hours", minutes)?;
        }
        if let Some(more) = self.more_time {
            week("more_hours", more.minutes_per_week)?;
            if more.weeks == 0 || more.weeks > MOST_WEEKS {
                return Err(EngagementError::WeeksOutOfRange { weeks: more.weeks, most: MOST_WEEKS });
            }
        }
        Ok(())
    }
}
