//! The relationships of one person: with whom, where each stands, when they were last in touch.

use askama::Template;
use axum::extract::State;
use domain::relationship::Stage as Stands;
use domain::shared::ids::PersonId;

use super::head::{Head, Record, Tab};
use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::guard::Audience;
use crate::look::{Faces, Here, Page, Stage};
use crate::router::{Route, get};
use crate::sentences::relationship::standing;
use crate::site::{Site, show};
use crate::{format, paths};

/// One entry.
pub fn routes() -> Vec<Route> {
    vec![get("/people/{id}/relationships", Audience::Connecting, page)]
}

#[derive(Template)]
#[template(path = "person/relationships.html")]
struct RelationshipsPage {
    page: Page,
    head: Head,
    /// Those that live.
    going: Vec<Tied>,
    /// Those that were declined, were not for them, or went quiet.
    past: Vec<Tied>,
    /// Whether an introduction can be thought of now.
    can_introduce: bool,
    photos: Faces,
}

/// One relationship.
struct Tied {
    href: String,
    /// The two: the person of this page first.
    faces: [(uuid::Uuid, String); 2],
    /// "Gord and Pat"
    names: String,
    /// What they share.
    shared: Option<String>,
    standing: String,
    /// Its pill: the stage in its colour, or how it ended before there was one.
    stage: (Stage, &'static str),
    /// Whether it goes quiet.
    worry: bool,
}

async fn page(State(site): State<Site>, signed: Signed, At(id): At<PersonId>) -> Answer {
    let who = signed.connecting()?;
    let record = Record::read(&site, &who, id).await?;
    let ties = site.app.views.relationships_of_person(&who, id).await?;
    let both = ties.iter().flat_map(|tie| [tie.relationship.person_id, tie.relationship.other_id]);
    let photos = Faces::of(&site, &who, both.collect::<Vec<_>>()).await?;
    let (past, going) = ties.into_iter().partition(|tie| is_past(&tie.relationship));
    let told = |ties: Vec<app::views::relationships::Tie>| {
        ties.into_iter().map(|tie| tied(id, &tie, record.today)).collect()
    };
    let title = format!("{} relationships", format::possessive(&record.called()));
    let page = RelationshipsPage {
        page: signed.page(title, Here::People),
        head: record.head(Tab::Relationships),
        photos,
        going: told(going),
        past: told(past),
        can_introduce: record.case().is_some_and(|case| {
            case.row.engagement.stage == domain::engagement::Stage::Active && !record.row.person.is_gone()
        }),
    };
    show(&page)
}

fn is_past(tie: &domain::relationship::Relationship) -> bool {
    tie.stage() == Stands::Lapsed
        || tie.not_a_fit().is_some()
        || tie.introduction.state == domain::relationship::IntroductionState::Declined
}

/// Where it stands, in its colour, or how it ended before there was anything.
pub(super) fn pill(tie: &domain::relationship::Relationship) -> (Stage, &'static str) {
    let stage = Stage::from(tie.stage());
    if tie.introduction.state == domain::relationship::IntroductionState::Declined {
        (Stage::Quiet, "Said no")
    } else if tie.not_a_fit().is_some() {
        (Stage::Quiet, "Not for them")
    } else {
        (stage, stage.label())
    }
}

fn tied(id: PersonId, tie: &app::views::relationships::Tie, today: chrono::NaiveDate) -> Tied {
    let now = &tie.relationship;
    let person = (now.person_id.uuid(), tie.person_name.clone());
    let other = (now.other_id.uuid(), tie.other_name.clone());
    let (faces, names) = if now.person_id == id {
        ([person, other], format!("{} and {}", tie.person_called, tie.other_called))
    } else {
        ([other, person], format!("{} and {}", tie.other_called, tie.person_called))
    };
    Tied {
        href: paths::relationship(now.relationship_id),
        faces,
        names,
        shared: now.shared.as_ref().and_then(|shared| shared.get()).map(ToString::to_string),
        standing: standing(now, &tie.person_called, &tie.other_called, today),
        stage: pill(now),
        worry: now.going_quiet(today).is_some(),
    }
}
