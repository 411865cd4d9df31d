//! The closed lists that a relationship uses.

use crate::codes;

codes! {
    /// Which of the two.
    Party {
        Person = "The person",
        Other = "The other person",
    }

    /// Where an introduction stands.
    #[derive(Default)]
    IntroductionState {
        #[default]
        Proposed = "Proposed",
        BothAgreed = "Both said yes",
        Declined = "One said no",
        Arranged = "Arranged",
        Met = "They met",
        DidNotHappen = "It did not happen",
    }

    /// Where a relationship stands. The colour of each is the same everywhere.
    Stage {
        Prospect = "Possible",
        Introduced = "Introduced",
        Consolidating = "Consolidating",
        SelfSustaining = "Stands on its own",
        Lapsed = "Quiet",
    }

    /// Why an arranged introduction did not happen.
    NoMeetingReason {
        PersonCancelledEarly = "They cancelled, a day or more before",
        PersonCancelledLate = "They cancelled on the day",
        OtherCancelled = "The other person cancelled",
        ConnectorCancelled = "The connector cancelled",
        PersonNoShow = "They did not come",
        OtherNoShow = "The other person did not come",
        Transport = "Transport",
        Illness = "Illness",
        VenueClosed = "The place was closed",
        Weather = "Weather",
    }

    /// What the two want after meeting.
    NextStep {
        Continue = "Go on",
        NotAFit = "Not for them",
        Pause = "Wait a while",
    }

    /// Who took the first step to a contact.
    Initiative {
        Person = "The person",
        Other = "The other person",
        Standing = "It is a regular thing",
        Connector = "The connector",
        Supporter = "A supporter",
    }

    /// How the two were in touch.
    Setting {
        AtHome = "At home",
        OutAndAbout = "Out and about",
        ClubOrGroup = "At a club or group",
        Work = "At work or volunteering",
        Phone = "By phone or video",
        Messages = "By messages",
    }

    /// How we know of a contact.
    ContactSource {
        ConnectorSaw = "I was there",
        Person = "The person told us",
        OtherParty = "The other person told us",
        Supporter = "A supporter told us",
        MessageOrPhoto = "A message or photograph",
    }

    /// How much of it the connector was. 4 leads, 0 absent.
    Presence {
        Leads = "I led it",
        TakesPart = "I took part",
        Background = "In the background",
        Nearby = "Nearby, or by phone",
        Absent = "Not there",
    }

    /// How it went for the person, 1 to 5.
    Mood {
        Awful = "Awful",
        Hard = "Hard",
        SoSo = "So-so",
        Good = "Good",
        Lovely = "Lovely",
    }

    /// How a check after the declaration came out.
    CheckResult {
        Continuing = "Still going",
        Faded = "It has faded",
        Unknown = "We could not find out",
    }

    /// Why a relationship went quiet for good.
    LapseReason {
        ByChoice = "They chose to",
        Barrier = "Something stood in the way",
        Conflict = "They fell out",
        Moved = "One moved away",
        Death = "One died",
        Unknown = "We do not know",
    }
}

impl Presence {
    /// The number on the scale: 4 leads, 3 takes part, 2 background, 1 nearby, 0 absent.
    pub fn level(self) -> u8 {
        match self {
            Self::Leads => 4,
            Self::TakesPart => 3,
            Self::Background => 2,
            Self::Nearby => 1,
            Self::Absent => 0,
        }
    }
}

impl Mood {
    /// The number on the scale, 1 to 5.
    pub fn level(self) -> u8 {
        match self {
            Self::Awful => 1,
            Self::Hard => 2,
            Self::SoSo => 3,
            Self::Good => 4,
            Self::Lovely => 5,
        }
    }
}

impl Party {
    /// The other of the two.
    pub fn meets(self) -> Self {
        match self {
            Self::Person => Self::Other,
            Self::Other => Self::Person,
        }
    }
}
