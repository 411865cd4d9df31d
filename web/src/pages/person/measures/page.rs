//! How life is: what is to be asked, each instrument's scores over time, who is in their life unpaid, and what was
//! asked when.

use std::collections::BTreeMap;

use app::access::Connecting;
use app::error::Refusal;
use askama::Template;
use axum::extract::State;
use domain::person::KeptMeasure;
use domain::person::measures::due::{MeasureDue, Taken};
use domain::person::measures::scale::Scale;
use domain::person::measures::score::ScoreKind;
use domain::person::measures::trend::{Line, Point, lines};
use domain::person::measures::{Instrument, Timepoint};
use domain::shared::ids::PersonId;

use super::came_of_it::CameOfIt;
use super::community;
use super::network::Network;
use crate::charts::Picture;
use crate::charts::trend::{Dot, Trend};
use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::guard::Audience;
use crate::look::{Here, Page};
use crate::pages::person::head::{Head, Record, Tab};
use crate::pages::person::roles;
use crate::router::{Route, get};
use crate::sentences::measure::{answer, change, figure, note, said};
use crate::site::{Site, show};
use crate::{format, paths};

/// Days ahead for which questions are said to be due.
const AHEAD_DAYS: u64 = 28;

/// One entry.
pub fn routes() -> Vec<Route> {
    vec![get("/people/{id}/measures", Audience::Connecting, page)]
}

#[derive(Template)]
#[template(path = "person/measures/page.html")]
struct MeasuresPage {
    page: Page,
    head: Head,
    due: Vec<Due>,
    groups: Vec<Group>,
    network: Option<Network>,
    /// What came of the introductions.
    came: Option<CameOfIt>,
    /// Roles that are theirs now, and how many there were before.
    roles: Vec<roles::Line>,
    roles_before: usize,
    /// Places open to everybody to which they went, month by month.
    community: Vec<community::Month>,
    /// How paid support has changed.
    paid: Option<String>,
    /// Everything that was asked, newest first.
    asked: Vec<Asked>,
    /// What can be asked now: address and words.
    offered: Vec<(String, &'static str)>,
    /// Whether anything can still be added.
    open: bool,
}

/// Questions to ask.
struct Due {
    title: &'static str,
    words: String,
    late: bool,
    questions: Vec<(String, &'static str)>,
}

/// One instrument's lines.
struct Group {
    title: &'static str,
    note: Option<&'static str>,
    credit: &'static str,
    lines: Vec<Told>,
}

/// One line of scores.
struct Told {
    /// What it says; empty where the instrument has one score, told in its own way.
    heading: String,
    /// That it was answered for them, or adapted; empty when neither, and where the line above says it already.
    apart: String,
    sentence: String,
    /// Drawn from two scores on.
    chart: Option<Trend>,
}

/// One time somebody was asked.
struct Asked {
    href: String,
    what: &'static str,
    under: String,
    taken_back: bool,
}

/// What is to be asked in the case that counts, however far ahead.
pub(super) async fn due(
    site: &Site,
    who: &Connecting<'_>,
    record: &Record,
) -> Result<Vec<MeasureDue>, Refusal> {
    let Some(case) = record.case().filter(|_| !record.row.person.is_gone()) else { return Ok(Vec::new()) };
    let counting = record.row.person.measures_that_count();
    let taken =
        counting.iter().map(|kept| Taken { instrument: kept.asking.instrument, on: kept.asking.taken_on });
    let taken: Vec<Taken> = taken.collect();
    site.app.measures_running(who, &case.row.engagement, &taken).await
}

/// Where the questions of an instrument are asked, at a point of the work.
pub(crate) fn ask(person: PersonId, instrument: Instrument, at: Timepoint) -> String {
    paths::person_part(person, format!("measures/new?of={}&at={}", instrument.code(), at.code()))
}

async fn page(State(site): State<Site>, signed: Signed, At(id): At<PersonId>) -> Answer {
    let who = signed.connecting()?;
    let record = Record::read(&site, &who, id).await?;
    if !record.row.person.is_supported() {
        return Err(Refusal::NotFound.into());
    }
    let today = record.today;
    let soon = today + chrono::Days::new(AHEAD_DAYS);
    let due = due(&site, &who, &record).await?.into_iter().filter(|due| due.due_on <= soon);
    let due: Vec<Due> = due
        .map(|due| Due {
            title: due.timepoint.label(),
            words: by(due.due_on, today),
            late: due.due_on < today,
            questions: due
                .instruments
                .iter()
                .map(|one| (ask(id, *one, due.timepoint), one.label()))
                .collect(),
        })
        .collect();
    let in_use = site.app.instrument_book(who.organisation()).await?.in_use(today);
    let ties = site.app.views.relationships_of_person(&who, id).await?;
    let visits = community::visits(&site, &who, &record).await?;
    let offered = in_use.into_iter();
    let offered =
        offered.map(|one| (paths::person_part(id, format!("measures/new?of={}", one.code())), one.label()));
    let mut asked: Vec<&KeptMeasure> = record.row.person.measures.values().collect();
    asked.sort_by_key(|kept| std::cmp::Reverse((kept.asking.taken_on, kept.measure_id)));
    show(&MeasuresPage {
        page: signed.page(format!("{} life", format::possessive(&record.called())), Here::People),
        head: record.head(Tab::None),
        due,
        groups: groups(&record.row.person.measures_that_count()),
        network: Network::of(&record, &ties),
        came: CameOfIt::of(&record, &ties, &visits),
        roles: roles::now(&record.row.person, today),
        roles_before: before(&record),
        community: community::months(&site, &who, &record, &visits).await?,
        paid: community::paid_support(&record),
        asked: asked.into_iter().map(|kept| told_asked(id, kept)).collect(),
        offered: offered.collect(),
        open: record.takes_more() && !record.row.person.is_gone(),
    })
}

/// Roles that were theirs and are no longer.
fn before(record: &Record) -> usize {
    let roles = record.row.person.roles.values();
    roles.filter(|kept| kept.counts() && !kept.held_on(record.today)).count()
}

/// "by 1 February 2026", "was due 3 days ago"
fn by(due_on: chrono::NaiveDate, today: chrono::NaiveDate) -> String {
    match due_on < today {
        true => format!("was due {}", format::ago(due_on, today)),
        false => format!("by {}", format::date(due_on)),
    }
}

fn told_asked(person: PersonId, kept: &KeptMeasure) -> Asked {
    let mut parts = vec![format::date(kept.asking.taken_on), kept.asking.timepoint.label().to_owned()];
    parts.extend(apart(kept.asking.adapted, kept.proxy.is_some()));
    if !kept.counts() {
        parts.push("taken back".to_owned());
    }
    Asked {
        href: paths::measure(person, kept.measure_id),
        what: kept.asking.instrument.label(),
        under: parts.join(" · "),
        taken_back: !kept.counts(),
    }
}

/// How answers stand apart from the others; nothing when they do not.
pub(super) fn apart(adapted: bool, by_proxy: bool) -> Option<String> {
    match (adapted, by_proxy) {
        (true, true) => Some("asked in other words, and answered by somebody else".to_owned()),
        (true, false) => Some("asked in other words or with pictures".to_owned()),
        (false, true) => Some("answered by somebody else".to_owned()),
        (false, false) => None,
    }
}

fn groups(measures: &[&KeptMeasure]) -> Vec<Group> {
    let mut by_instrument: BTreeMap<Instrument, Vec<(Line, Vec<Point>)>> = BTreeMap::new();
    for (line, points) in lines(measures) {
        by_instrument.entry(line.instrument).or_default().push((line, points));
    }
    let group = |(instrument, mut lines): (Instrument, Vec<(Line, Vec<Point>)>)| {
        let one_kind = lines.iter().all(|(line, _)| line.kind == lines[0].0.kind);
        // Their own answers first, then each way in which others stand apart, said once above its lines.
        lines.sort_by_key(|(line, _)| (line.adapted, line.by_proxy));
        let mut lines: Vec<Told> =
            lines.into_iter().map(|(line, points)| told(line, &points, one_kind)).collect();
        for at in (1..lines.len()).rev() {
            if lines[at].apart == lines[at - 1].apart {
                lines[at].apart.clear();
            }
        }
        Group {
            title: instrument.label(),
            note: note(instrument),
            credit: Scale::latest(instrument).credit,
            lines,
        }
    };
    by_instrument.into_iter().map(group).collect()
}

/// An end of the line as it is written; in a word where the score is an answer in words.
fn end(kind: ScoreKind, value: i64) -> String {
    let is_least = value == kind.reach().least;
    match kind {
        ScoreKind::LonelyAnswer => if is_least { "often" } else { "never" }.to_owned(),
        ScoreKind::ContactAnswer => if is_least { "enough" } else { "little" }.to_owned(),
        kind => figure(kind, value),
    }
}

/// What is drawn at the foot and at the top. A score is drawn as it counts; an answer in words counts for nothing by
/// its number, so that the better one is always above.
fn ends_drawn(kind: ScoreKind) -> [i64; 2] {
    let reach = kind.reach();
    match is_words(kind) && !reach.higher_is_better {
        true => [reach.most, reach.least],
        false => [reach.least, reach.most],
    }
}

/// Whether a score is the answer to one question in words.
fn is_words(kind: ScoreKind) -> bool {
    answer(kind, kind.reach().least).is_some()
}

fn told(line: Line, points: &[Point], alone: bool) -> Told {
    let kind = line.kind;
    let sentence = change(line, points);
    let known = points.iter().filter(|point| point.figure.is_some()).count();
    let dot = |point: &Point| Dot {
        on: point.on,
        figure: point.figure,
        said: point.figure.map_or("Too few answers".to_owned(), |value| said(kind, value)),
        when: point.timepoint.label(),
    };
    let chart = sentence.clone().filter(|_| known > 1).map(|sentence| Trend {
        title: format!("{} over time", kind.label()),
        sentence,
        ends: ends_drawn(kind).map(|value| (value, end(kind, value))),
        better_is_up: Some(is_words(kind) || kind.reach().higher_is_better),
        points: points.iter().map(dot).collect(),
    });
    Told {
        heading: if alone { String::new() } else { kind.label().to_owned() },
        apart: apart(line.adapted, line.by_proxy).map(|how| format::capital(&how)).unwrap_or_default(),
        sentence: sentence.unwrap_or_else(|| "Too few answers to say.".to_owned()),
        chart,
    }
}

/// What has changed since the first time, of the lines that are asked of everybody: at most three sentences.
pub(crate) fn briefly(measures: &[&KeptMeasure]) -> Vec<String> {
    let own = lines(measures).into_iter().filter(|(line, _)| !line.adapted && !line.by_proxy);
    let told = own.filter_map(|(line, points)| {
        let known = points.iter().filter(|point| point.figure.is_some()).count();
        change(line, &points).filter(|_| known > 1)
    });
    told.take(3).collect()
}

#[cfg(test)]
mod tests {
    use domain::person::measures::score::WHOLE;

    use super::*;

    #[test]
    fn the_better_of_two_answers_in_words_is_drawn_above_and_a_score_as_it_counts() {
        // "As much social contact as I want" is the first of four answers.
        assert_eq!(ends_drawn(ScoreKind::ContactAnswer), [4 * WHOLE, WHOLE]);
        assert_eq!(end(ScoreKind::ContactAnswer, WHOLE), "enough");
        assert_eq!(end(ScoreKind::ContactAnswer, 4 * WHOLE), "little");
        // "Often or always" is the first of five.
        assert_eq!(ends_drawn(ScoreKind::LonelyAnswer), [WHOLE, 5 * WHOLE]);
        assert_eq!(ends_drawn(ScoreKind::UclaTotal), [3 * WHOLE, 9 * WHOLE]);
        assert!(!is_words(ScoreKind::UclaTotal));
    }
}
