//! The agreed term: agreeing it, beginning, and making it longer for a reason. The template chosen
//! gives the last day when none is typed.

use app::error::Refusal;
use async_trait::async_trait;
use chrono::{Days, NaiveDate};
use domain::engagement::{EngagementCommand, EngagementKind, Goal};
use domain::person::codes::ConsentScope;
use domain::shared::ids::GoalId;
use domain::shared::money::Money;

use super::asking::{Asking, Form, form};
use super::decided::{REVIEW, held};
use super::sheet::{Field, Shape, Sheet};
use crate::flash::Flash;
use crate::form::{Reader, Typed};
use crate::look::Choice;
use crate::router::Route;
use crate::{format, paths};

/// Rows for goals, as a sentence goes on; more than four nobody keeps in mind.
const GOAL_LABELS: [&str; GOAL_ROWS] = ["I would like…", "I would also like…", "And…", "And perhaps…"];
const GOAL_ROWS: usize = 4;

/// Every entry about the term.
pub fn routes() -> Vec<Route> {
    [
        form::<Agreeing>("/engagements/{id}/agreement"),
        form::<Starting>("/engagements/{id}/start"),
        form::<Extending>("/engagements/{id}/extension"),
    ]
    .concat()
}

/// The last day of a term of a kind that begins on a day.
fn last_day(kind: EngagementKind, start: NaiveDate) -> NaiveDate {
    let day_after = match kind {
        EngagementKind::TwelveWeeks => start + Days::new(84),
        EngagementKind::TenSessions => start + Days::new(70),
        EngagementKind::SixMonths => Asking::months_on(start, 6),
        EngagementKind::TwelveMonths => Asking::months_on(start, 12),
    };
    day_after - Days::new(1)
}

/// Hours as they are typed: "2.5".
pub(super) fn typed_hours(minutes: i64) -> String {
    format!("{}:{:02}", minutes / 60, minutes % 60).trim_end_matches(":00").to_owned()
}

/// Agreeing the term.
struct Agreeing;

#[async_trait]
impl Form for Agreeing {
    const DONE: Flash = Flash::TermAgreed;

    async fn first(asking: &Asking<'_>) -> Result<Typed, Refusal> {
        let funding = asking.case.row.engagement.funding.as_ref();
        let start = funding.map_or(asking.today, |funding| funding.covers_from);
        let typed = Typed::default()
            .with("kind", EngagementKind::SixMonths.code())
            .with("term_start", start)
            .with("minutes_per_week", "2");
        let typed = match funding {
            Some(funding) if funding.covers_to < last_day(EngagementKind::SixMonths, start) => {
                typed.with("term_end", funding.covers_to)
            }
            _ => typed,
        };
        let rows = 1..=GOAL_ROWS;
        Ok(rows.fold(typed, |typed, row| typed.with(format!("goal_id_{row}"), asking.site.app.ids.next())))
    }

    async fn sheet(asking: &Asking<'_>, _: &Typed) -> Result<Sheet, Refusal> {
        let Some(funding) = &asking.case.row.engagement.funding else {
            let to = paths::engagement_part(asking.id(), "funding");
            return Ok(Sheet::new("Agree the term", "", "").instead("Nobody pays yet.", to, "Note who pays"));
        };
        let kinds = EngagementKind::ALL.iter().map(|kind| Choice::new(kind.code(), kind.label())).collect();
        let lead = format!(
            "Paid for from {} to {}.",
            format::date(funding.covers_from),
            format::date(funding.covers_to)
        );
        let mut sheet =
            Sheet::new(format!("What we agree with {}", asking.called()), "Agree it", "handshake")
                .lead(lead)
                .field(Field::one("kind", "What kind of work?", kinds).shaped(Shape::One("cols-2")))
                .pair(
                    Field::date("term_start", "First day"),
                    Field::date("term_end", "Last day")
                        .hint("Left empty, it follows from the kind")
                        .optional(),
                )
                .field(
                    Field::new(Shape::Line("short"), "minutes_per_week", "Hours a week")
                        .hint("Like 2, 2.5 or 1:30"),
                )
                .field(
                    Field::heading(format!("What {} wants from it", asking.called()))
                        .hint("In their own words, a line for each"),
                );
        for row in 1..=GOAL_ROWS {
            let label = GOAL_LABELS[row - 1];
            let goal = Field::new(Shape::Words(2), format!("goal_{row}"), label).optional();
            sheet = sheet.field(Field::hidden(&format!("goal_id_{row}"))).field(goal);
        }
        Ok(sheet)
    }

    fn read(_: &Asking<'_>, form: &mut Reader<'_>, typed: &Typed) -> Option<EngagementCommand> {
        let kind: Option<EngagementKind> = form.code("kind");
        let (start, end) = (form.date("term_start"), form.date_or_none("term_end"));
        let minutes_per_week = form.minutes("minutes_per_week");
        let mut goals = Vec::new();
        for row in 1..=GOAL_ROWS {
            let words = form.words_or_none(&format!("goal_{row}"));
            let goal_id: Option<GoalId> = typed.id(&format!("goal_id_{row}"));
            match (words, goal_id) {
                (Some(Some(words)), Some(goal_id)) => goals.push(Goal { goal_id, words }),
                (Some(Some(_)), None) => {
                    form.refuse::<()>(
                        &format!("goal_{row}"),
                        "Open the page again, then send this line again",
                    );
                }
                (Some(None) | None, _) => {}
            }
        }
        let (kind, term_start) = (kind?, start?);
        let term_end = end?.unwrap_or_else(|| last_day(kind, term_start));
        Some(EngagementCommand::Agree {
            kind,
            term_start,
            term_end,
            minutes_per_week: minutes_per_week?,
            goals,
        })
    }
}

/// The first day of the work.
struct Starting;

#[async_trait]
impl Form for Starting {
    const DONE: Flash = Flash::EngagementStarted;

    async fn first(asking: &Asking<'_>) -> Result<Typed, Refusal> {
        Ok(Typed::default().with("started_on", asking.today))
    }

    async fn sheet(asking: &Asking<'_>, _: &Typed) -> Result<Sheet, Refusal> {
        let engagement = &asking.case.row.engagement;
        let called = asking.called();
        let title = format!("Begin with {called}");
        if engagement.connector().is_none() {
            let to = paths::engagement_part(asking.id(), "connector");
            return Ok(Sheet::new(title, "", "").instead(
                "Nobody has been asked to work with them yet.",
                to,
                "Choose a connector",
            ));
        }
        if asking.record.row.person.consent(ConsentScope::TakePart, asking.today).is_none() {
            let words = format!(
                "There is no yes to taking part on {} record that holds today.",
                format::possessive(called)
            );
            let to = paths::person_part(asking.record.id(), "consents?about=take_part");
            return Ok(Sheet::new(title, "", "").instead(words, to, "Record their answer"));
        }
        let term = engagement.term.as_ref();
        let early = term.filter(|term| term.start > asking.today).map(|term| {
            format!(
                "The agreed term begins on {}. The work can begin from that day on.",
                format::weekday(term.start, asking.today)
            )
        });
        Ok(Sheet::new(title, "Begin", "play")
            .caution(early)
            .field(Field::date("started_on", "First day of the work")))
    }

    fn read(_: &Asking<'_>, form: &mut Reader<'_>, _: &Typed) -> Option<EngagementCommand> {
        Some(EngagementCommand::Start { started_on: form.date("started_on")?, consent_holds: false })
    }
}

/// " At the review of 30 May 2026 8 weeks more were asked for, 1½ hours a week, paid by the council. At today's price
/// that is £328.80."; nothing when the form does not come from a review.
fn asked_at_review(asking: &Asking<'_>, typed: &Typed) -> String {
    let engagement = &asking.case.row.engagement;
    let Some(review) = held(engagement, typed) else { return String::new() };
    let Some(more) = review.facts.more_time else { return String::new() };
    let funder = review.words.get().and_then(|words| words.more_time_funder.as_ref());
    let funder = funder.map(|funder| format!(", paid by {funder}")).unwrap_or_default();
    let weeks = i64::from(more.weeks);
    let price = engagement.rate_on(asking.today).map(|rate| {
        let all = format::money(rate.charge(weeks * more.minutes_per_week).pence());
        format!(" At today’s price that is {all}.")
    });
    format!(
        " At the review of {} it was {} more, {} a week{funder}.{}",
        format::date(review.held_on),
        format::plural(weeks, "week", "weeks"),
        format::hours(more.minutes_per_week),
        price.unwrap_or_default()
    )
}

/// More time, for a reason.
struct Extending;

#[async_trait]
impl Form for Extending {
    const DONE: Flash = Flash::EngagementExtended;

    async fn first(asking: &Asking<'_>) -> Result<Typed, Refusal> {
        let engagement = &asking.case.row.engagement;
        let Some(term) = &engagement.term else { return Ok(Typed::default()) };
        let typed = super::course_of_asking(asking).await?.with(REVIEW, asking.asked.one(REVIEW));
        let review = held(engagement, &typed);
        let more = review.and_then(|review| review.facts.more_time);
        let new_end = more.map(|more| term.end + Days::new(7 * u64::from(more.weeks)));
        let minutes = more.map_or(term.minutes_per_week(), |more| more.minutes_per_week);
        let why = review.and_then(|review| review.words.get()?.more_time_why.clone());
        Ok(typed
            .with("new_end", new_end.unwrap_or_else(|| Asking::months_on(term.end, 3)))
            .with("minutes_per_week", typed_hours(minutes))
            .with("added_budget", Money::ZERO)
            .with("reason", why.map(|why| why.to_string()).unwrap_or_default()))
    }

    async fn sheet(asking: &Asking<'_>, typed: &Typed) -> Result<Sheet, Refusal> {
        let asks = super::asks_a_lead(typed);
        let lead = asking.case.row.engagement.term.as_ref().map(|term| {
            let until = format::date(term.extendable_until());
            format!("The term ends on {}. It can be extended until {until}.", format::date(term.end))
        });
        let mut lead = lead.unwrap_or_default();
        let (title, send) = match asks {
            true => {
                lead.push_str(" A team lead agrees to it first.");
                ("Ask for more time", "Ask a team lead")
            }
            false => ("More time", "Extend it"),
        };
        lead.push_str(&asked_at_review(asking, typed));
        let asked = asking.case.row.engagement.extension_asked.as_ref();
        let again = asked.map(|asked| {
            let since = format::ago(asked.asked_on, asking.today);
            format!("This was asked for {since} and is not answered yet. What you send now takes its place.")
        });
        Ok(Sheet::new(title, send, "calendar-plus")
            .lead(lead)
            .caution(again)
            .field(Field::hidden(super::ASKS))
            .field(Field::hidden(REVIEW))
            .pair(
                Field::date("new_end", "New last day"),
                Field::new(Shape::Line("short"), "minutes_per_week", "Hours a week")
                    .hint("In the added time"),
            )
            .field(
                Field::new(Shape::Money, "added_budget", "Added to the budget")
                    .hint("In pounds. 0 when the budget is enough as it is"),
            )
            .field(Field::words("reason", "What is the extra time for?")))
    }

    fn read(_: &Asking<'_>, form: &mut Reader<'_>, typed: &Typed) -> Option<EngagementCommand> {
        let (new_end, minutes_per_week) = (form.date("new_end"), form.minutes("minutes_per_week"));
        let (added_budget, reason) = (form.money("added_budget"), form.words("reason"));
        let (new_end, minutes_per_week) = (new_end?, minutes_per_week?);
        let (added_budget, reason) = (added_budget?, reason?);
        Some(match super::asks_a_lead(typed) {
            true => EngagementCommand::AskExtension { new_end, minutes_per_week, added_budget, reason },
            false => {
                let needs_agreement = false;
                EngagementCommand::Extend { new_end, minutes_per_week, added_budget, reason, needs_agreement }
            }
        })
    }

    async fn onwards(asking: &Asking<'_>, typed: &Typed) -> Result<(String, Flash), Refusal> {
        let flash = if super::asks_a_lead(typed) { Flash::LeadAsked } else { Self::DONE };
        Ok((asking.back(), flash))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_gives_the_last_day_of_the_term() {
        let monday = NaiveDate::from_ymd_opt(2026, 4, 6).unwrap();
        let last = |kind| last_day(kind, monday).to_string();
        assert_eq!(last(EngagementKind::TwelveWeeks), "2026-06-28");
        assert_eq!(last(EngagementKind::TenSessions), "2026-06-14");
        assert_eq!(last(EngagementKind::SixMonths), "2026-10-05");
        assert_eq!(last(EngagementKind::TwelveMonths), "2027-04-05");
    }

    #[test]
    fn hours_are_written_as_they_would_be_typed() {
        assert_eq!((typed_hours(120), typed_hours(150)), ("2".to_owned(), "2:30".to_owned()));
    }
}
