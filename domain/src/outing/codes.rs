//! Closed lists about being out alone.

use crate::codes;

codes! {
    /// To whom it is passed on that somebody is not out yet, one after the other.
    PassedOn {
        Colleague = "Their colleague",
        Leads = "The team leads",
        OnCall = "Everybody in the team",
    }

    /// How an outing ended.
    OutingEnd {
        Back = "They said that they are out",
        SaidLater = "They said so the next day",
        FoundSafe = "Somebody made sure that they are safe",
    }
}
