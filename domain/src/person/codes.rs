//! The closed lists that a person's record uses.

use crate::codes;

codes! {
    /// Why Kith knows this person.
    PersonKind {
        /// Someone a connector works with.
        Supported = "Supported by us",
        /// Someone who was or may be introduced: minimal data, their own agreement.
        CommunityMember = "Community member",
    }

    /// Which register an identifier comes from.
    IdentifierScheme {
        NhsNumber = "NHS number",
        CouncilReference = "Council reference",
        OtherReference = "Other reference",
    }

    /// What someone agrees to. Consent to take part is not a data-protection basis.
    ConsentScope {
        TakePart = "Taking part in community connecting",
        BeIntroduced = "Being introduced to someone",
        ShareWithFunder = "Sharing how it goes with who pays",
        ShareWithFamily = "Sharing with family and supporters",
        Photographs = "Having photographs taken and kept",
    }

    /// How an answer was given.
    AnswerMethod {
        Spoken = "They said so",
        Signed = "They signed, in Makaton or BSL",
        Symbols = "With symbols or photographs",
        Written = "In writing",
        Behaviour = "Shown by what they did, as those who know them read it",
        BestInterests = "Decided in their best interests after a capacity assessment",
    }

    /// Ways of communicating that everybody who meets the person must know of.
    /// Source: Accessible Information Standard, DAPB1605; SNOMED codes in [`CommunicationNeed::snomed`].
    CommunicationNeed {
        EasyRead = "Easy Read",
        UsesSymbols = "Symbols",
        UsesPhotographs = "Photographs",
        UsesMakaton = "Makaton",
        UsesBsl = "BSL",
        BslInterpreter = "BSL interpreter",
        LargePrint = "Large print",
        Braille = "Braille",
        Audio = "Audio",
        SpokenInformation = "Say it, don't write it",
        QuietPlaces = "Quiet places",
        MoreTime = "More time",
        WheelchairAccess = "Wheelchair access",
        SupporterPresent = "Supporter present",
        ContactViaCarer = "Contact through a carer",
        ByText = "Text message",
        ByEmail = "Email",
        ByLetter = "Letter",
        Reminders = "Reminders",
        Advocate = "Advocate",
        CommunicationPassport = "Communication passport",
    }

    /// What sort of thing an interest is.
    InterestKind {
        Interest = "Something they enjoy",
        Passion = "Something they love",
        Gift = "Something they give",
        Skill = "Something they can do",
        Character = "What they are like",
        Aspiration = "Something they hope for",
        RoleWanted = "A role they would like",
    }

    /// How they would like to share it.
    ShareMode {
        DoWithOthers = "would love to do with others",
        Teach = "can teach",
        Learn = "would like to learn",
        Watch = "likes to watch",
        Make = "makes things to give away",
        Help = "likes to help with",
    }

    /// Who said so.
    Evidence {
        Person = "They told us",
        Supporter = "A supporter told us",
        Observed = "We saw it",
    }

    /// How much of it is in their life now.
    Participation {
        Never = "Never yet",
        UsedTo = "Used to",
        Sometimes = "Sometimes",
        Regular = "Regularly",
    }

    /// What stands in the way.
    Barrier {
        Transport = "Getting there",
        Money = "Money",
        SupportHours = "Not enough support hours",
        FixedRota = "A fixed rota",
        Confidence = "Confidence",
        Health = "Health",
        AccessToBuilding = "Getting into the building",
        Communication = "Communication",
        FamilyWorry = "Family worry",
        StaffAttitude = "Staff attitude",
        CommunityAttitude = "Attitude of others",
        NotKnowing = "Not knowing what is there",
        ClubClosed = "The club closed",
        OnlineAccess = "Getting online",
    }

    /// How a relationship map was made.
    MapMethod {
        Conversation = "In conversation",
        PhotoTalkingMats = "With photographs or Talking Mats",
        ObservationWithSupporter = "By watching, with a supporter",
        FileReview = "From the file",
    }

    /// The circle someone stands in. Source: four circles; the fifth holds people not met yet.
    Ring {
        Closest = "Closest",
        Friends = "Friends",
        TakingPart = "Taking part",
        PaidSupport = "Paid support",
        Possible = "Possible",
    }

    /// Where in life someone comes from. Paid people never count as network.
    Sector {
        Family = "Family",
        FriendsAndUnpaid = "Friends and neighbours",
        PaidSupporters = "Paid supporters",
        WorkAndLearning = "Work, school and day services",
    }

    /// What kind of tie it is.
    TieKind {
        Family = "Family",
        Partner = "Partner",
        Friend = "Friend",
        Neighbour = "Neighbour",
        Colleague = "Colleague",
        ClubMember = "Club member",
        Faith = "From their place of worship",
        Volunteer = "Volunteer",
        OnlineOnly = "Online only",
        PaidSupport = "Paid support",
        Professional = "Professional",
        Pet = "Pet",
    }

    /// How often they are in touch.
    ContactFrequency {
        Daily = "Every day",
        Weekly = "Every week",
        Fortnightly = "Every two weeks",
        Monthly = "Every month",
        FewPerYear = "A few times a year",
        Rarely = "Rarely",
    }

    /// What people give each other.
    Giving {
        Company = "company",
        PracticalHelp = "practical help",
        Advice = "advice",
        Invitation = "invitations",
        Lift = "a lift",
        SkillTaught = "a skill taught",
        EmotionalSupport = "a listening ear",
        GiftOrMoney = "gifts or money",
        CaringForSomething = "caring for something",
        IntroductionToOthers = "introductions to others",
    }

    /// What the person would like of a tie.
    Wish {
        More = "More",
        Same = "The same",
        Less = "Less",
        Unsure = "Not sure",
    }

    /// What a supporter is to the person.
    SupporterRole {
        Family = "Family",
        FamilyPartner = "Family partner",
        Carer = "Unpaid carer",
        SupportWorker = "Support worker",
        Keyworker = "Key worker",
        SocialWorker = "Social worker",
        Advocate = "Advocate",
        CircleMember = "Circle member",
        Attorney = "Attorney or deputy",
        HealthProfessional = "Health professional",
    }

    /// By what an attorney or deputy may decide. Source: Mental Capacity Act 2005, sections 9 and 16, Schedule 4.
    HeldAs {
        LastingPower = "Attorney under a lasting power of attorney",
        EnduringPower = "Attorney under an enduring power made before October 2007",
        Deputy = "Deputy appointed by the Court of Protection",
    }

    /// Over what they may decide.
    AuthorityScope {
        HealthAndWelfare = "Health and welfare",
        PropertyAndFinance = "Property and money",
    }

    /// A role among others that people value. Source: outcomes framework of the sector; practice default.
    RoleKind {
        Member = "Member",
        Volunteer = "Volunteer",
        Employee = "Employee",
        SelfEmployed = "Self-employed",
        Committee = "On a committee",
        Teacher = "Teaches something",
        Learner = "Learns something",
    }

    /// On what ground someone is forgotten.
    ErasureGround {
        RequestedAndGranted = "They asked, and nothing stands against it",
        RetentionEnded = "We no longer have a reason to keep it",
    }
}

impl CommunicationNeed {
    /// The SNOMED CT code of the need, where the standard names one.
    pub fn snomed(self) -> Option<&'static str> {
        match self {
            Self::EasyRead => Some("796161000000101"),
            Self::UsesSymbols => Some("719754002"),
            Self::UsesPhotographs => Some("719393008"),
            Self::UsesMakaton => Some("415805003"),
            Self::UsesBsl => Some("415803005"),
            Self::BslInterpreter => Some("204331000000107"),
            Self::LargePrint => Some("957331000000109"),
            Self::Braille => Some("936681000000100"),
            Self::Audio => Some("936601000000105"),
            Self::SpokenInformation => Some("367741000000102"),
            Self::QuietPlaces => Some("1325391000000106"),
            Self::MoreTime => Some("1108171000000102"),
            Self::WheelchairAccess => Some("1108191000000103"),
            Self::SupporterPresent => Some("1108151000000106"),
            Self::ContactViaCarer => Some("719561001"),
            Self::ByText => Some("936701000000103"),
            Self::ByEmail => Some("936741000000100"),
            Self::ByLetter => Some("936721000000107"),
            Self::Reminders => Some("1108131000000104"),
            Self::Advocate => Some("225835008"),
            Self::CommunicationPassport => Some("837341000000108"),
        }
    }
}
