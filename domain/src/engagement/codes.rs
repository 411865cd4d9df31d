//! The closed lists that an engagement uses.

use crate::codes;

codes! {
    /// Where an engagement stands on its way from a referral to its close.
    Stage {
        Referred = "Referred",
        Screening = "Screening",
        Waitlisted = "On the waiting list",
        AwaitingConsent = "Waiting for their answer",
        AwaitingFunding = "Waiting for funding",
        Agreed = "Agreed",
        Active = "Active",
        Paused = "Paused",
        Ended = "Ended",
        Closed = "Closed",
        ReferralClosed = "Referral closed",
    }

    /// What became of a session.
    SessionStatus {
        Planned = "Planned",
        Delivered = "Delivered",
        Cancelled = "Called off",
        NotAttended = "Somebody did not come",
        Voided = "Taken back",
    }

    /// Who made the referral.
    ReferralSource {
        SocialWorker = "Social worker",
        SelfOrFamily = "Themselves or family",
        LinkWorker = "GP or link worker",
        Provider = "Support provider",
        Charity = "Another charity",
        College = "College or transition team",
        Other = "Somebody else",
    }

    /// The template an engagement follows.
    EngagementKind {
        TwelveWeeks = "Twelve weeks",
        SixMonths = "Six months",
        TwelveMonths = "Twelve months",
        TenSessions = "Ten sessions",
    }

    /// What an active engagement is mostly about.
    Phase {
        Discovery = "Discovery",
        Connecting = "Connecting",
        Fostering = "Fostering",
        SteppingBack = "Stepping back",
    }

    /// Why it rests.
    PauseReason {
        Hospital = "In hospital",
        Holiday = "Holiday",
        FundingQuery = "A question about funding",
        Illness = "Illness",
        Safeguarding = "Safeguarding",
        Other = "Another reason",
    }

    /// How a referral ended before any work began.
    ReferralOutcome {
        Declined = "We declined it",
        Withdrawn = "It was withdrawn",
        Redirected = "Somebody else will help",
    }

    /// Why an engagement ended.
    EndReason {
        TermComplete = "The agreed term is complete",
        GoalsMetEarly = "Goals met early, by agreement",
        ExtendedElsewhere = "Another service of the council goes on",
        PersonChoseToStop = "They chose to stop",
        MovedArea = "They moved away",
        Health = "Health or hospital",
        ToNhs = "The NHS takes over",
        FundingWithdrawn = "Funding was withdrawn",
        ProviderWithdrew = "We withdrew",
        LostContact = "We lost contact",
        Safeguarding = "Safeguarding",
        Deceased = "They died",
        SelfFundingNow = "They go on privately",
    }

    /// What a session was for.
    SessionKind {
        FaceToFace = "Together",
        Introduction = "An introduction",
        FosteringRemote = "By phone or message",
        Planning = "Planning and writing",
        ReviewMeeting = "A review",
        CircleMeeting = "A circle meeting",
        Travel = "Travel",
    }

    /// What was done in a session, or is meant to be. Source: practice default.
    Activity {
        CommunityActivity = "Joining in an activity or a group",
        PlaceVisit = "Looking round a place",
        Conversation = "A talk, just the two of us",
        AccompaniedTravel = "Travelling together, or learning the way",
        Call = "A phone or video call",
        FamilyOrSupporters = "Meeting family or supporters",
        DeskWork = "Desk work for them",
    }

    /// How often visits that are planned together come.
    Rhythm {
        Weekly = "Every week",
        Fortnightly = "Every two weeks",
        FourWeekly = "Every four weeks",
    }

    /// Who called it off.
    CancelledBy {
        Person = "The person",
        OtherPerson = "The other person",
        Connector = "The connector",
        Supporter = "A supporter or provider",
        Venue = "The place",
    }

    /// Who did not come.
    AbsentParty {
        Person = "The person",
        OtherPerson = "The other person",
        Connector = "The connector",
    }

    /// Why a review was held.
    ReviewKind {
        Planned = "Planned",
        Unplanned = "Unplanned",
        EndOfTerm = "End of term",
    }

    /// What a review decided.
    ReviewDecision {
        Continue = "Go on as agreed",
        ChangeHours = "Change the hours",
        Extend = "Ask for an extension",
        StepDown = "Step down",
        EndEarly = "End early",
    }

    /// How far a goal was reached.
    GoalOutcome {
        Met = "Met",
        Partly = "Partly met",
        NotMet = "Not met",
    }

    /// What happens to a relationship when the connector leaves.
    HandOver {
        StandsOnItsOwn = "It stands on its own",
        NamedSupporter = "Somebody they know will stay beside it",
        AnotherConnector = "Another connector takes over",
        LeftToThem = "Left to the two of them, with their agreement",
        ComesToAnEnd = "It comes to an end",
    }

    /// By which route the money comes.
    FundingRoute {
        BlockContract = "Council block contract",
        SpotContract = "Council spot contract",
        ManagedBudget = "Personal budget, managed by the council",
        DirectPayment = "Direct payment",
        DirectPaymentManaged = "Direct payment, managed account",
        IndividualServiceFund = "Individual service fund",
        Grant = "Grant",
        Donation = "Donation",
        SelfFunded = "Self-funded",
    }
}

impl Stage {
    /// Whether there is still work to come: neither ended nor closed.
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Ended | Self::Closed | Self::ReferralClosed)
    }
}

impl SessionKind {
    /// Whether time of this kind is charged to whoever pays. Travel, and planning and writing, are
    /// recorded and not charged. Source: practice default.
    pub fn is_chargeable(self) -> bool {
        match self {
            Self::FaceToFace
            | Self::Introduction
            | Self::FosteringRemote
            | Self::ReviewMeeting
            | Self::CircleMeeting => true,
            Self::Planning | Self::Travel => false,
        }
    }
}

impl Rhythm {
    /// Days from one visit to the next.
    pub fn days(self) -> u64 {
        match self {
            Self::Weekly => 7,
            Self::Fortnightly => 14,
            Self::FourWeekly => 28,
        }
    }
}

impl EndReason {
    /// Whether the ending was as agreed.
    pub fn is_planned(self) -> bool {
        matches!(self, Self::TermComplete | Self::GoalsMetEarly)
    }

    /// The event outcome that client-level data wants for this ending.
    /// Source: CLD event outcomes; values not verified against the release are kept in this one list.
    pub fn cld_outcome(self) -> &'static str {
        match self {
            Self::TermComplete | Self::GoalsMetEarly => "NFA: Support ended as planned",
            Self::ExtendedElsewhere => "NFA: Referral to other service within the local authority",
            Self::PersonChoseToStop => "NFA: Support declined",
            Self::MovedArea => "NFA: Responsibility moved to another local authority",
            Self::ToNhs => "NFA: Referral to NHS services or NHS funded social care",
            Self::Deceased => "NFA: Deceased",
            Self::SelfFundingNow => "NFA: Self-funded client or under 12wk disregard",
            Self::Health
            | Self::FundingWithdrawn
            | Self::ProviderWithdrew
            | Self::LostContact
            | Self::Safeguarding => "NFA: Support ended for other reason",
        }
    }
}
