//! The closed lists that a place uses. The names of [`Attribute`] are those of the directory's extension of
//! Open Referral UK, so that a directory can be made from places later.

use crate::codes;
use crate::person::codes::ShareMode;

codes! {
    /// What somebody can do with what happens at a place.
    TakingPart {
        TakePart = "take part",
        Learn = "learn it",
        Teach = "teach it",
        Help = "help with it",
    }

    /// What is asked of a building or a group before somebody goes there.
    /// Source: directory extension of Open Referral UK, attribute terms.
    Attribute {
        StepFree = "Without steps",
        QuietSpace = "Quiet, or with a quiet corner",
        HearingLoop = "Hearing loop",
        ChangingPlaces = "Changing Places toilet",
        BusRoute = "On a bus route",
        BeginnerFriendly = "Good for beginners",
        NeedsBooking = "Needs booking",
    }

    /// For whom a place is made.
    Setting {
        Adults = "Adults",
        AllAges = "All ages together",
        Children = "Children",
    }

    /// Whether a place is open to everybody: what is counted as being out in the community is.
    OpenTo {
        Everybody = "Open to everybody",
        DisabledPeopleOnly = "For disabled people only",
    }

    /// Why a place is offered to nobody any more.
    RetiredBecause {
        ClosedDown = "It has closed",
        NotWelcoming = "Somebody was not welcome there",
        WantsNobody = "It wants nobody new",
        RecordedTwice = "It stands here twice",
        Other = "Something else",
    }
}

impl TakingPart {
    /// The place's own side of it: whoever would learn meets somebody who teaches.
    pub fn as_the_place_shares(self) -> ShareMode {
        match self {
            Self::TakePart => ShareMode::DoWithOthers,
            Self::Learn => ShareMode::Teach,
            Self::Teach => ShareMode::Learn,
            Self::Help => ShareMode::Make,
        }
    }
}
