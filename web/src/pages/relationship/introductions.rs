//! Whom to introduce, and which introductions are under way: whom to ask, what to arrange, who meets soon.

use app::views::cases::{Case, Which};
use app::views::relationships::Tie;
use askama::Template;
use axum::extract::State;
use chrono::{Days, NaiveDate};
use domain::engagement::Stage as Standing;
use domain::relationship::{IntroductionState, Party, Stage as Stands};
use domain::shared::ids::{PersonId, RelationshipId};
use domain::shared::personal::Personal;

use crate::error::Answer;
use crate::extract::Signed;
use crate::guard::Audience;
use crate::look::{Faces, Here, Page, Stage};
use crate::router::{Route, get};
use crate::site::{Site, show};
use crate::{format, paths};

/// Most cases and introductions that one person's page is worked out from.
const MOST: i64 = 500;
/// Days for which a first meeting counts as recent.
const RECENT: u64 = 42;

/// One entry.
pub fn routes() -> Vec<Route> {
    vec![get(paths::INTRODUCTIONS, Audience::Connecting, page)]
}

/// Somebody who may be introduced.
struct Waiting {
    id: PersonId,
    name: String,
    called: String,
    loves: Vec<String>,
    /// "2 possible, 1 introduced", or that there is nobody yet.
    ties: String,
    /// How many lively ties there are: fewest first.
    lively: i64,
}

/// An introduction under way.
struct UnderWay {
    id: RelationshipId,
    person_id: PersonId,
    person_name: String,
    both: String,
    words: String,
    state: Group,
    on: NaiveDate,
}

/// What an introduction waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    Arranged,
    ToArrange,
    ToAsk,
    JustMet,
}

impl Group {
    const ALL: [Self; 4] = [Self::Arranged, Self::ToArrange, Self::ToAsk, Self::JustMet];

    fn label(self) -> &'static str {
        match self {
            Self::Arranged => "Meeting soon",
            Self::ToArrange => "Both said yes: arrange it",
            Self::ToAsk => "Still to ask",
            Self::JustMet => "Lately introduced",
        }
    }
}

#[derive(Template)]
#[template(path = "relationship/introductions.html")]
struct Introductions {
    page: Page,
    waiting: Vec<Waiting>,
    groups: Vec<(&'static str, Stage, Vec<UnderWay>)>,
    faces: Faces,
}

async fn page(State(site): State<Site>, signed: Signed) -> Answer {
    let who = signed.connecting()?;
    let today = site.app.clock.today();
    let cases = site.app.views.caseload(&who, Which::Open, Some(who.account()), today, MOST).await?;
    let ties = site.app.views.relationships_open(&who, MOST).await?;
    let active = cases.into_iter().filter(|case| case.row.engagement.stage == Standing::Active);
    let mut waiting: Vec<Waiting> = active.map(waiting).collect();
    waiting.sort_by_key(|one| one.lively);
    let mut under_way: Vec<UnderWay> = ties.iter().filter_map(|tie| under_way_of(tie, today)).collect();
    under_way.sort_by_key(|one| (one.state, one.on));
    let both = under_way.iter().map(|one| one.person_id);
    let faces = Faces::of(&site, &who, waiting.iter().map(|one| one.id).chain(both)).await?;
    let mut groups = Vec::new();
    for group in Group::ALL {
        let (these, rest): (Vec<_>, Vec<_>) = under_way.into_iter().partition(|one| one.state == group);
        under_way = rest;
        let stage = if group == Group::JustMet { Stage::Introduced } else { Stage::Possible };
        if !these.is_empty() {
            groups.push((group.label(), stage, these));
        }
    }
    show(&Introductions { page: signed.page("Introduce", Here::Introduce), waiting, groups, faces })
}

fn waiting(case: Case) -> Waiting {
    let ties = case.ties;
    let counts = [
        (ties.possible, "possible"),
        (ties.introduced, "introduced"),
        (ties.consolidating, "consolidating"),
        (ties.self_sustaining, "standing alone"),
    ];
    let said: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    Waiting {
        id: case.person.person_id,
        name: case.person.name,
        called: case.person.called,
        loves: case.person.interests,
        ties: if said.is_empty() { "Nobody new yet".to_owned() } else { said.join(" · ") },
        lively: ties.possible + ties.introduced + ties.consolidating,
    }
}

fn under_way_of(tie: &Tie, today: NaiveDate) -> Option<UnderWay> {
    let now = &tie.relationship;
    let introduction = &now.introduction;
    let called = |party: Party| match party {
        Party::Person => tie.person_called.clone(),
        Party::Other => tie.other_called.clone(),
    };
    let (state, on, words) = match (now.stage(), introduction.state) {
        (Stands::Introduced, _) => {
            let met_on = now.met_on()?;
            let recent = met_on + Days::new(RECENT) >= today;
            let words = format!("Met {}", format::ago(met_on, today));
            recent.then_some((Group::JustMet, met_on, words))?
        }
        (Stands::Prospect, IntroductionState::Arranged) => {
            let meeting = introduction.meeting.as_ref()?;
            let at = meeting.at.map_or(String::new(), |at| format!(" at {}", at.format("%H:%M")));
            let place = introduction.place.as_ref().and_then(Personal::get);
            let place = place.map_or(String::new(), |place| format!(", {place}"));
            let past = if meeting.on < today { "Did they meet? " } else { "" };
            (Group::Arranged, meeting.on, format!("{past}{}{at}{place}", format::weekday(meeting.on, today)))
        }
        (Stands::Prospect, _) => {
            let missing: Vec<String> = introduction.missing().into_iter().map(called).collect();
            let since = now.proposed_on?;
            if missing.is_empty() {
                let missed = introduction.state == IntroductionState::DidNotHappen;
                let words = if missed { "It did not happen. Arrange it again?" } else { "Both said yes" };
                (Group::ToArrange, since, words.to_owned())
            } else {
                let asked = format!("Ask {}", format::and_list(&missing));
                (Group::ToAsk, since, format!("{asked}. Proposed {}", format::ago(since, today)))
            }
        }
        _ => return None,
    };
    Some(UnderWay {
        id: now.relationship_id,
        person_id: now.person_id,
        person_name: tie.person_name.clone(),
        both: format!("{} and {}", tie.person_called, tie.other_called),
        words,
        state,
        on,
    })
}
