//! What came of the introductions, and of how many hours: how far each came, what was found months after, and how long
//! it took. Worked out from relationships and visits; nobody is asked for it.

use app::views::outcomes::Funnel;
use app::views::relationships::Tie;
use app::views::sessions::SessionRow;
use chrono::NaiveDate;
use domain::engagement::codes::SessionStatus;
use domain::relationship::{Checked, Figures};

use super::community::MOST_VISITS;
use crate::charts::funnel;
use crate::format;
use crate::pages::commissioner::introductions;
use crate::pages::person::head::Record;

/// The card.
pub struct CameOfIt {
    /// How far the introductions came.
    pub steps: Option<funnel::Funnel>,
    /// Sentences, the most important first.
    pub sentences: Vec<String>,
    /// Months after, those due, those that went on, and those of which nothing is known.
    pub checks: Vec<Checked>,
    /// What was put into it, and how long it took.
    pub dose: Vec<String>,
}

impl CameOfIt {
    /// What is known; nothing before anybody was proposed and nobody was visited.
    pub fn of(record: &Record, ties: &[Tie], visits: &[SessionRow]) -> Option<Self> {
        let own = ties.iter().map(|tie| &tie.relationship);
        let own = own.filter(|tie| tie.person_id == record.row.person.person_id);
        let figures = Figures::of(own.clone(), record.today);
        let dose = dose(record, visits, &figures);
        if figures.proposed == 0 && dose.is_empty() {
            return None;
        }
        let mut sentences = told(&figures);
        sentences.extend(at_the_end(record, ties));
        let checks = figures.checks.iter().copied().filter(|checked| checked.due > 0).collect();
        let steps = (figures.proposed > 0).then(|| steps(&figures));
        Some(Self { steps, sentences, checks, dose })
    }
}

fn steps(figures: &Figures) -> funnel::Funnel {
    let many = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    introductions::picture(&Funnel {
        proposed: many(figures.proposed),
        agreed: many(figures.agreed),
        met: many(figures.met),
        three_times: many(figures.kept_meeting),
        self_sustaining: many(figures.ever_standing),
    })
}

fn told(figures: &Figures) -> Vec<String> {
    let mut sentences = Vec::new();
    if figures.new_people > 0 {
        sentences.push(format!(
            "{} met through us.",
            format::plural(figures.new_people, "new person", "new people")
        ));
    }
    if figures.ever_standing > figures.standing {
        let quiet = figures.ever_standing - figures.standing;
        sentences.push(format!("Of those that stood on their own, {quiet} went quiet since."));
    }
    if let Some(days) = figures.middle_days_to_standing() {
        let weeks = format::plural((days + 6).max(7) / 7, "week", "weeks");
        sentences.push(match figures.days_to_standing.len() {
            1 => format!("From the first meeting to standing on its own it took {weeks}."),
            several => format!(
                "From the first meeting to standing on its own half of {several} took {weeks} or less."
            ),
        });
    }
    sentences
}

/// "When the work ended on 3 May 2026, one relationship stood on its own."
fn at_the_end(record: &Record, ties: &[Tie]) -> Vec<String> {
    let ended = record.cases.iter().filter_map(|case| {
        let engagement = &case.row.engagement;
        Some((engagement.engagement_id, engagement.started_on.and(engagement.ended_on())?))
    });
    ended
        .map(|(id, on)| {
            let of_it = ties.iter().filter(|tie| tie.relationship.engagement_id == id);
            let many = of_it.filter(|tie| tie.relationship.stood_on(on)).count();
            let stood = match many {
                0 => "no relationship stood on its own".to_owned(),
                1 => "one relationship stood on its own".to_owned(),
                several => format!("{several} relationships stood on their own"),
            };
            format!("When the work ended on {}, {stood}.", format::date(on))
        })
        .collect()
}

/// "12 visits and 31 hours over 20 weeks." and how long the beginnings took. Desk work and ways are no visits.
fn dose(record: &Record, visits: &[SessionRow], figures: &Figures) -> Vec<String> {
    let counts =
        |visit: &&SessionRow| visit.status == SessionStatus::Delivered && visit.time.kind.is_chargeable();
    let delivered: Vec<&SessionRow> = visits.iter().filter(counts).collect();
    let days = || delivered.iter().map(|visit| visit.time.on);
    let (Some(first), Some(last)) = (days().min(), days().max()) else { return Vec::new() };
    let minutes: i64 = record.cases.iter().map(|case| case.delivered_minutes).sum();
    // Of very many only the newest are read: how many there are, and since when, is not said then.
    let all_known = visits.len() < MOST_VISITS as usize;
    let hours = format!("{} that count against the agreed hours", format::hours(minutes));
    let mut told = vec![match all_known {
        true => {
            let many = format::plural(delivered.len(), "visit", "visits");
            format!("{many} and {hours}, over {}.", weeks(first, last))
        }
        false => format!("{hours}."),
    }];
    if figures.ever_standing > 0 && minutes > 0 {
        let each = minutes / i64::try_from(figures.ever_standing).unwrap_or(i64::MAX).max(1);
        told.push(format!("That is {} for each relationship that stood on its own.", format::hours(each)));
    }
    let Some(case) = record.case() else { return told };
    let engagement = &case.row.engagement;
    let began = engagement.received_on.filter(|_| engagement.under_way_since.is_none() && all_known);
    let since = |from: Option<NaiveDate>, to: Option<NaiveDate>| from.zip(to).filter(|(from, to)| from <= to);
    let of_it = delivered.iter().filter(|visit| visit.engagement_id == engagement.engagement_id);
    if let Some((from, to)) = since(began, of_it.map(|visit| visit.time.on).min()) {
        told.push(format!("From the referral to the first visit: {}.", took(from, to)));
    }
    if let Some((from, to)) = since(engagement.started_on, case.first_introduction_on) {
        told.push(format!("From the first day of the work to the first introduction: {}.", took(from, to)));
    }
    told
}

fn weeks(from: NaiveDate, to: NaiveDate) -> String {
    format::plural((to - from).num_days() / 7 + 1, "week", "weeks")
}

/// "9 days", "7 weeks"
fn took(from: NaiveDate, to: NaiveDate) -> String {
    match (to - from).num_days() {
        0 => "the same day".to_owned(),
        days @ ..=27 => format::plural(days, "day", "days"),
        days => format::plural((days + 3) / 7, "week", "weeks"),
    }
}
