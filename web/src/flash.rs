//! A sentence about what just succeeded, carried to the next page as a code in a cookie of half a
//! minute. Never a name: the cookie is not the place for one.

use axum::http::{HeaderMap, HeaderValue};

use crate::session::cookie;

/// The cookie's name.
const NAME: &str = "kith_flash";

domain::codes! {
    /// What just succeeded.
    Flash {
        Saved = "Saved.",
        Done = "Done.",
        SignedIn = "You are signed in.",
        Registered = "They are registered.",
        MeetUpLogged = "The meet-up is logged.",
        SessionPlanned = "The visit is planned.",
        SeriesPlanned = "The visits are planned.",
        SessionMoved = "The visit is moved.",
        SeriesMoved = "The visits are moved.",
        SessionReplanned = "The plan of it is changed.",
        SessionLogged = "The session is logged.",
        SessionChanged = "The session is put right.",
        WordsKept = "It is written down.",
        GoalKept = "The goal is kept.",
        GoalSetAside = "The goal is set aside. It stays readable.",
        GoalStands = "How it stands is kept.",
        HoursChanged = "The new hours are agreed.",
        ReferrerNamed = "It is kept who referred them.",
        CalendarEnded = "It is switched off. The address opens nothing any more.",
        IntroductionProposed = "The introduction is proposed. Now ask both.",
        AnswerKept = "Their answer is kept.",
        Arranged = "It is arranged.",
        TheyMet = "They have met.",
        ContactPutRight = "It is put right. What was recorded first stays in the timeline.",
        TakenBack = "It is taken back. It stays visible and is no longer counted.",
        RelationshipStands = "It stands on its own. Well done, both of them.",
        SignatureAsked = "A team lead has been asked to sign.",
        Signed = "Signed.",
        MapTaken = "The relationship map is kept.",
        ProfilePublished = "The profile is published.",
        ReferralReceived = "The referral is recorded.",
        Allocated = "They have been asked. It is on their list.",
        ScreeningStarted = "The first contact is noted.",
        EligibilityDecided = "The decision is kept.",
        Waitlisted = "Their place on the waiting list is kept.",
        ReferralClosed = "The referral is closed.",
        FundingNoted = "Who pays is noted.",
        FundingCorrected = "It is put right, from the beginning.",
        RateAgreed = "The new price is noted.",
        PhaseMoved = "It has moved on.",
        SessionCalledOff = "The visit is called off.",
        ReviewTakenBack = "The review is taken back. Nothing rests on it any more.",
        SessionTakenBack = "The session is taken back.",
        EngagementClosed = "The engagement is closed.",
        TermAgreed = "The term is agreed.",
        EngagementStarted = "The engagement has started.",
        EngagementPaused = "The engagement is paused.",
        PauseReviewMoved = "It rests on. The next look at it is noted.",
        EngagementResumed = "The engagement goes on.",
        EngagementExtended = "The engagement is extended.",
        HandOversPlanned = "It is written down how each friendship goes on.",
        EngagementEnded = "The engagement has ended.",
        ReviewHeld = "The review is kept.",
        ReferrerTold = "It is written down what they were told.",
        Forgotten = "They are forgotten.",
        AccountAdded = "The account is added.",
        AccountChanged = "The account is changed.",
        AccountClosed = "The account is closed, and signed out everywhere.",
        PasswordSet = "The new password is set, and they are signed out everywhere.",
        ContractKept = "The contract is kept.",
        WentIn = "You are in. Say when you are out.",
        HasLonger = "You have more time.",
        OutAndSafe = "You are out and safe.",
        PutTogether = "They are one record now.",
        TakenApart = "They are two records again.",
        ToldApart = "It is noted that they are two people.",
        ConcernTold = "It is with the safeguarding lead.",
        ConcernDestroyed = "It is destroyed. Nobody can read it any more.",
        ConcernToBeDestroyed = "It is decided, and nobody opens it any more. It is destroyed as soon as that can be.",
        WayKept = "It is written down how long the way is.",
        WayGone = "It is taken away.",
        TermCalled = "It is called that from now on.",
        TermUndone = "It is undone.",
        CapacitySet = "It is noted how much they can take.",
        LeadAsked = "A team lead has been asked to agree.",
        RequestAnswered = "Your answer is kept, and they will see it.",
        AgreementNeeded = "From now on a team lead agrees to more time and to early endings first.",
        AgreementNotNeeded = "From now on connectors extend and end without asking.",
        SupervisionPutRight = "The note is put right. What it said before stays to be read.",
        SupervisionKept = "The note is kept. The two of you can read it.",
        ActionsSettled = "It is noted what is done.",
        SampleDrawn = "The sample is drawn.",
        RecordChecked = "What you found is kept.",
        MeasureTaken = "The answers are kept.",
        MeasureTakenAndNext = "The answers are kept. Here are the next questions.",
        GroupPlanned = "The group is planned.",
        GroupReplanned = "The group is changed, for everybody.",
        GroupMoved = "The group is moved, for everybody.",
        GroupCalledOff = "The group is called off, for everybody.",
        GroupJoined = "They are expected from now on.",
        GroupLeft = "They are taken out.",
        RollCalled = "Who came is kept in each record.",
        PlaceRecorded = "The place is kept. It is offered to whoever it fits.",
        PlaceSeen = "Good to know. That it is still there is kept.",
        PlaceWelcomed = "It is kept that somebody began there.",
        PlaceRetired = "It is put away, and offered to nobody any more.",
        PlaceTakenUp = "It is offered again.",
        DocumentAttached = "It is attached.",
        DocumentRemoved = "It is taken away. What was in it is gone.",
    }
}

impl Flash {
    /// The header that carries it.
    pub fn cookie(self) -> HeaderValue {
        HeaderValue::try_from(format!("{NAME}={}; Path=/; Max-Age=30; HttpOnly; SameSite=Lax", self.code()))
            .unwrap_or_else(|_| Self::gone())
    }

    /// The header that takes it away once it has been shown.
    pub fn gone() -> HeaderValue {
        HeaderValue::from_static("kith_flash=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax")
    }

    /// What a request carries.
    pub fn of(headers: &HeaderMap) -> Option<Self> {
        cookie(headers, NAME)?.parse().ok()
    }
}
