//! The closed lists of a capacity assessment and of a best-interests decision.

use crate::codes;
use crate::person::ConsentScope;

codes! {
    /// The decision that somebody has to make. Capacity is asked about one decision, never in general.
    CapacityDecision {
        TakePart = "Taking part in community connecting",
        ShareInformation = "Sharing information about them",
        MeetThisPerson = "Meeting somebody",
        PhotoTaken = "Having photographs taken and kept",
        DirectPayment = "Managing a direct payment",
        Other = "Another decision",
    }

    /// Whether the mind or brain is impaired or disturbed, and for how long.
    Impairment {
        None = "No",
        Permanent = "Yes, and it will stay",
        Fluctuating = "Yes, and it comes and goes",
        Temporary = "Yes, for a while",
    }

    /// What somebody must be able to do to make a decision. Source: Mental Capacity Act 2005, section 3.
    Skill {
        Understand = "understand what they need to know",
        Retain = "keep it in mind long enough",
        Weigh = "use it or weigh it up",
        Communicate = "tell us what they have decided, in any way",
    }

    /// Whether the inability comes from the impairment, and not from, say, pressure or too little help.
    Nexus {
        NotAsked = "There is nothing they are unable to do",
        Because = "Yes, because of it",
        NotBecause = "No, for another reason",
    }

    /// Whether they can do, on the day, what they say they would do.
    Executive {
        Yes = "Yes",
        No = "No",
        NotClear = "We cannot tell",
    }

    /// What the assessment found.
    Conclusion {
        Has = "They can make this decision themselves",
        Lacks = "They cannot make this decision themselves now",
    }

    /// Whether the decision can wait until they can make it.
    Delay {
        CanWait = "Yes",
        NotLikelyToRegain = "No, they are not likely to become able to",
        NotAppropriate = "No, waiting would not be right",
    }

    /// Who speaks for the person. Source: Mental Capacity Act 2005, sections 35 to 41.
    Advocate {
        FamilyOrFriend = "Family or a friend",
        Attorney = "Attorney or deputy for health and welfare",
        OtherAdvocate = "Another advocate",
        Imca = "An independent mental capacity advocate (IMCA)",
        ImcaAsked = "Nobody suitable: an IMCA has been asked for",
    }
}

impl CapacityDecision {
    /// Whether an answer to this question is an answer about that decision.
    pub fn covers(self, scope: ConsentScope) -> bool {
        match scope {
            ConsentScope::TakePart => self == Self::TakePart,
            ConsentScope::BeIntroduced => self == Self::MeetThisPerson,
            ConsentScope::ShareWithFunder | ConsentScope::ShareWithFamily => self == Self::ShareInformation,
            ConsentScope::Photographs => self == Self::PhotoTaken,
        }
    }

    /// The decision that an answer to a question is about.
    pub fn of(scope: ConsentScope) -> Self {
        match scope {
            ConsentScope::TakePart => Self::TakePart,
            ConsentScope::BeIntroduced => Self::MeetThisPerson,
            ConsentScope::ShareWithFunder | ConsentScope::ShareWithFamily => Self::ShareInformation,
            ConsentScope::Photographs => Self::PhotoTaken,
        }
    }
}
