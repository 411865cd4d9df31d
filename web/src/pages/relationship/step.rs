//! What needs no more than a day: that it has grown beyond an introduction, that a worry was dealt with, that
//! it began again. One page, three sentences.
//!
//! No words are asked for about a worry: what about is kept where only those may read it who must.

use askama::Template;
use axum::extract::State;
use chrono::NaiveDate;
use domain::relationship::RelationshipCommand;
use domain::shared::ids::RelationshipId;

use super::two::Two;
use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Typed};
use crate::format;
use crate::guard::Audience;
use crate::look::Page;
use crate::router::{Route, get, post};
use crate::site::{Site, show_as};

const CONSOLIDATION: Kind = Kind::Consolidation;
const CONCERN_CLOSING: Kind = Kind::ConcernClosing;
const REOPENING: Kind = Kind::Reopening;

/// What is said with a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Consolidation,
    ConcernClosing,
    Reopening,
}

macro_rules! entries {
    ($($path:literal => $kind:expr;)*) => {
        /// Two entries each.
        pub fn routes() -> Vec<Route> {
            vec![$(
                get($path, Audience::Connecting, async |State(site): State<Site>, signed: Signed, At(id): At<RelationshipId>| {
                    look(&site, &signed, id, $kind).await
                }),
                post($path, Audience::Connecting, async |State(site): State<Site>, signed: Signed, At(id): At<RelationshipId>, typed: Typed| {
                    take(&site, &signed, id, $kind, typed).await
                }),
            )*]
        }
    };
}

entries! {
    "/relationships/{id}/consolidation" => CONSOLIDATION;
    "/relationships/{id}/concerns/closing" => CONCERN_CLOSING;
    "/relationships/{id}/reopening" => REOPENING;
}

#[derive(Template)]
#[template(path = "relationship/step.html")]
struct Step {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    two: Two,
    /// What it means, before it is said.
    words: String,
    question: &'static str,
    act: &'static str,
    action: String,
}

impl Kind {
    fn title(self) -> &'static str {
        match self {
            Self::Consolidation => "It has grown beyond an introduction",
            Self::ConcernClosing => "The worry is dealt with",
            Self::Reopening => "It has begun again",
        }
    }

    fn part(self) -> &'static str {
        match self {
            Self::Consolidation => "consolidation",
            Self::ConcernClosing => "concerns/closing",
            Self::Reopening => "reopening",
        }
    }

    fn question(self) -> &'static str {
        match self {
            Self::Consolidation => "Since when?",
            Self::ConcernClosing => "When was it dealt with?",
            Self::Reopening => "When did they get in touch again?",
        }
    }

    fn act(self) -> &'static str {
        match self {
            Self::Consolidation => "It is growing",
            Self::ConcernClosing => "It is dealt with",
            Self::Reopening => "It has begun again",
        }
    }

    fn words(self, two: &Two) -> String {
        match self {
            Self::Consolidation => format!(
                "They have been in touch {}. It takes three. From here on you step back, contact by contact.",
                format::plural(two.now().met_count(), "time", "times")
            ),
            Self::ConcernClosing => {
                "The worry that has been open longest is closed. Whoever dealt with it says \
                 when; what was found is kept by your safeguarding lead."
                    .to_owned()
            }
            Self::Reopening => format!(
                "{} are in touch again. You are beside them again too, and it shows anew that it stands on its own.",
                two.both()
            ),
        }
    }

    fn command(self, on: NaiveDate) -> RelationshipCommand {
        match self {
            Self::Consolidation => RelationshipCommand::Consolidate { consolidated_on: on },
            Self::ConcernClosing => RelationshipCommand::CloseConcern { closed_on: on },
            Self::Reopening => RelationshipCommand::Reopen { reopened_on: on },
        }
    }
}

async fn draw(
    site: &Site,
    signed: &Signed,
    two: Two,
    kind: Kind,
    (typed, attempt): (Typed, Attempt),
) -> Answer {
    let typed = attempt.keep(typed);
    let page = Step {
        page: two.page(signed, kind.title()),
        keys: two.keys(site, signed, &typed),
        words: kind.words(&two),
        question: kind.question(),
        act: kind.act(),
        action: two.part(kind.part()),
        attempt,
        typed,
        two,
    };
    show_as(page.attempt.status, &page)
}

async fn look(site: &Site, signed: &Signed, id: RelationshipId, kind: Kind) -> Answer {
    let two = Two::read(site, signed, id).await?;
    let typed = Typed::default().with("on", two.today);
    draw(site, signed, two, kind, (typed, Attempt::first())).await
}

async fn take(site: &Site, signed: &Signed, id: RelationshipId, kind: Kind, typed: Typed) -> Answer {
    let two = Two::read(site, signed, id).await?;
    let mut form = typed.reader();
    let Some(on) = form.date("on") else {
        let attempt = form.again();
        return draw(site, signed, two, kind, (typed, attempt)).await;
    };
    match two.ask(site, signed, &typed, kind.command(on), Flash::Saved).await? {
        Ok(answer) => Ok(answer),
        Err(attempt) => draw(site, signed, two, kind, (typed, attempt)).await,
    }
}
