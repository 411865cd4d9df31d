//! Why a concern says no. Only impossible days and steps out of order are refused, never a gap.

use chrono::NaiveDate;
use thiserror::Error;

use crate::shared::calendar::DateError;

/// A reason, with its data.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ConcernError {
    /// Nothing is known of such a concern.
    #[error("Nobody has told the safeguarding lead of this yet")]
    NotReported,
    /// It was told before.
    #[error("The safeguarding lead was told of this on {}", said(raised_on))]
    AlreadyReported { raised_on: NaiveDate },
    /// A day that cannot be.
    #[error("{error}")]
    Date { field: &'static str, error: DateError },
    /// Dated before something that came first.
    #[error("This cannot be before {}: that is when {what}", said(first_on))]
    Before { field: &'static str, first_on: NaiveDate, what: &'static str },
    /// It is closed.
    #[error("It was closed on {}. Take it up again first", said(settled_on))]
    Closed { settled_on: NaiveDate },
    /// It is not closed.
    #[error("It is not closed, so there is nothing to take up again")]
    NotClosed,
    /// Nobody has taken it over.
    #[error("Take it over first, so that it is clear who has it")]
    NotTakenOver,
    /// The owner of an action could not open the record.
    #[error("Only a safeguarding lead can open this record; choose one of them")]
    OwnerIsNoLead,
    /// An action is due in the past, or further ahead than anybody means.
    #[error("Choose a day from today to {}", said(latest))]
    DueOutOfReach { latest: NaiveDate },
    /// Nothing is to be done.
    #[error("Nothing is agreed that could be done")]
    NoAction,
    /// Something is still to be done.
    #[error("Something is still to be done by {}. Say what came of it first", said(due_on))]
    ActionOpen { due_on: NaiveDate },
    /// The person said no, and nothing says why it is passed on all the same.
    #[error("They said no to this. Write down why you tell somebody all the same")]
    NoReasonToOverride,
    /// The council was not told.
    #[error("The council has not been told of this, so it cannot have decided")]
    CouncilNotTold,
    /// The council has not answered.
    #[error("The council was told on {} and has not answered. Record its answer first", said(referred_on))]
    WaitingForCouncil { referred_on: NaiveDate },
    /// A banner that ends before it begins, or stands for longer than a year.
    #[error("The end lies between the first day and {}, and not in the past", said(latest))]
    BannerOutOfReach { latest: NaiveDate },
    /// It is open, so nothing says yet how long it is kept.
    #[error("It is not closed, so nobody knows yet how long it is kept")]
    NotClosedYet,
    /// It cannot be kept until then.
    #[error("Choose a day after {} and not after {}", said(after), said(latest))]
    LongerOutOfReach { after: NaiveDate, latest: NaiveDate },
    /// Its time is not over.
    #[error("It is kept until {}. Nothing is destroyed before that", said(until))]
    KeptStill { until: NaiveDate },
    /// Something else is not over yet. It does not say so: not everybody may know what there is.
    #[error(
        "This record cannot be destroyed yet. Nothing was changed; look again in a month, or keep it longer"
    )]
    HeldBack,
    /// Nobody decided to destroy it.
    #[error("Nobody has decided to destroy it")]
    NotDecided,
    /// It was destroyed, or is about to be.
    #[error("It was decided on {} that this record is destroyed. It takes nothing more", said(decided_on))]
    Destroyed { decided_on: NaiveDate },
    /// No banner is shown.
    #[error("Nothing is shown on the person's page")]
    NoBanner,
}

impl ConcernError {
    /// The field of the form that the refusal is about; `None` when it is about the whole.
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Self::Date { field, .. } | Self::Before { field, .. } => Some(field),
            Self::OwnerIsNoLead => Some("owner"),
            Self::DueOutOfReach { .. } => Some("due_on"),
            Self::NoReasonToOverride => Some("despite"),
            Self::BannerOutOfReach { .. } => Some("until_on"),
            Self::LongerOutOfReach { .. } => Some("until"),
            Self::NotReported
            | Self::AlreadyReported { .. }
            | Self::Closed { .. }
            | Self::NotClosed
            | Self::NotTakenOver
            | Self::NoAction
            | Self::ActionOpen { .. }
            | Self::CouncilNotTold
            | Self::WaitingForCouncil { .. }
            | Self::NotClosedYet
            | Self::KeptStill { .. }
            | Self::HeldBack
            | Self::NotDecided
            | Self::Destroyed { .. }
            | Self::NoBanner => None,
        }
    }
}

/// A date as people say it.
fn said(on: &NaiveDate) -> String {
    on.format("%-d %B %Y").to_string()
}
