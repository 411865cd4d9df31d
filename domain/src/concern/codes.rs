//! Closed lists about a safeguarding concern. The words are those of the adult social care returns, so that
//! what is counted for the council needs no translation.

use crate::codes;

codes! {
    /// What sort of abuse or neglect it may be. Source: Care and Support Statutory Guidance, chapter 14.
    Category {
        Physical = "Physical",
        Domestic = "Domestic",
        Sexual = "Sexual",
        Psychological = "Psychological",
        Financial = "Financial or material",
        ModernSlavery = "Modern slavery",
        Discriminatory = "Discriminatory",
        Organisational = "Organisational",
        Neglect = "Neglect or acts of omission",
        SelfNeglect = "Self-neglect",
    }

    /// How whoever tells of it came to know.
    HowKnown {
        Saw = "I saw or heard it myself",
        PersonTold = "The person told me",
        SomebodyTold = "Somebody else told me",
        Signs = "I noticed signs or a change",
        Record = "I read it",
    }

    /// Whether the person can decide about this worry for themselves, as far as it is known.
    AboutThis {
        Can = "Yes, as far as we know",
        Cannot = "No",
        Unclear = "It is not clear",
    }

    /// What the person says to telling the council.
    ConsentToRefer {
        Yes = "Yes",
        No = "No",
        NotAsked = "Nobody has asked, or asking is not safe",
    }

    /// Whom a concern is passed on to.
    ReferredTo {
        Council = "The council",
        Cqc = "The Care Quality Commission",
        Police = "The police",
        Somebody = "Somebody else",
    }

    /// What the council decided. Only the council decides. Source: Safeguarding Adults Collection.
    CouncilAnswer {
        NotMet = "S42.1 not met: no enquiry",
        Enquiry = "S42.1 met: an enquiry (S42.2)",
        OtherEnquiry = "Another proportionate enquiry",
        SentOn = "Sent on to another local authority",
        Duplicate = "Duplicate: the council knows of it already",
    }

    /// Making Safeguarding Personal: whether the person was asked what they want to come of it.
    WasAsked {
        AskedAndSaid = "Asked, and they said",
        AskedNotSaid = "Asked, and they did not say",
        NotAsked = "Not asked",
    }

    /// Making Safeguarding Personal: whether it came as they wanted.
    OutcomesMet {
        Fully = "Fully",
        Partially = "Partially",
        Not = "Not",
    }

    /// Making Safeguarding Personal: whether they feel safer now.
    FeelsSafer {
        Yes = "Yes",
        Partially = "Partially",
        No = "No",
    }

    /// Making Safeguarding Personal: whether they were listened to. Source: practice default of four levels.
    ListenedTo {
        Always = "All of the time",
        Mostly = "Most of the time",
        Sometimes = "Some of the time",
        Never = "Not at all",
    }

    /// Why a concern whose time is over is destroyed.
    DestructionGround {
        TimeOver = "Its time is over, and nobody needs it any more",
        CouncilAgrees = "Its time is over, and the council was asked and agrees",
        HandedOver = "Its time is over, and the council has taken the record over",
    }

    /// Where a concern stands.
    ConcernStage {
        New = "New",
        Open = "Being dealt with",
        Waiting = "Waiting for the council",
        Closed = "Closed",
    }
}
