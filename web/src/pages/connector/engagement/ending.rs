//! The ending: when, why, and what becomes of each open relationship, because nobody is dropped on a
//! date, which can be written down before; and the close once the checks that follow it are done.

use app::error::Refusal;
use app::views::relationships::Tie;
use async_trait::async_trait;
use chrono::NaiveDate;
use domain::engagement::{
    Beside, Disposition, EndReason, EngagementCommand, EngagementError, HandOver, SessionStatus,
    TERM_COMPLETE_DAYS,
};
use domain::relationship::Stage;
use domain::shared::ids::RelationshipId;

use super::asking::{Asking, Form, form};
use super::decided::{REVIEW, held};
use super::sheet::{Field, Shape, Sheet};
use crate::error::Error;
use crate::flash::Flash;
use crate::form::{Attempt, Reader, Typed};
use crate::look::{self, FormErrors};
use crate::router::Route;
use crate::{format, offered, paths};

/// Every entry about the ending.
pub fn routes() -> Vec<Route> {
    [
        form::<HandingOver>("/engagements/{id}/hand-overs"),
        form::<Ending>("/engagements/{id}/ending"),
        form::<Closing>("/engagements/{id}/closing"),
    ]
    .concat()
}

/// The field in which the hand-over of a relationship is chosen.
fn field_of(id: RelationshipId) -> String {
    format!("hand_over_{id}")
}

async fn open_ties(asking: &Asking<'_>) -> Result<Vec<Tie>, Refusal> {
    let ties = asking.site.app.views.relationships_of_engagement(&asking.who, asking.id()).await?;
    Ok(ties.into_iter().filter(|tie| tie.relationship.is_open()).collect())
}

/// The field that says who stays beside a relationship.
fn beside_of(id: RelationshipId) -> String {
    format!("beside-{id}")
}

/// What was planned for each open relationship; for one that stands already, that it does.
fn planned(asking: &Asking<'_>, typed: Typed, ties: &[Tie]) -> Typed {
    let planned = asking.case.row.engagement.planned_hand_overs();
    let plan = asking.case.row.engagement.hand_over_plan.as_ref();
    let beside = plan.and_then(|plan| plan.beside.as_ref()?.get()).map(Vec::as_slice).unwrap_or_default();
    ties.iter().fold(typed, |typed, tie| {
        let id = tie.relationship.relationship_id;
        let typed = match beside.iter().find(|one| one.relationship_id == id) {
            Some(one) => typed.with(beside_of(id), &one.who),
            None => typed,
        };
        let stands = tie.relationship.stage() == Stage::SelfSustaining;
        let known = planned.iter().find(|given| given.relationship_id == id).map(|given| given.hand_over);
        match known.or(stands.then_some(HandOver::StandsOnItsOwn)) {
            Some(hand_over) => typed.with(field_of(id), hand_over.code()),
            None => typed,
        }
    })
}

/// A question for each open relationship.
fn hand_over_fields(sheet: Sheet, ties: &[Tie]) -> Sheet {
    ties.iter().fold(sheet, |sheet, tie| {
        let label = format!("{} and {}", tie.person_called, tie.other_called);
        let stands = look::Stage::from(tie.relationship.stage()).label();
        let id = tie.relationship.relationship_id;
        let hint = format!("{stands}. {}", how_they_go_on(tie));
        sheet
            .field(
                Field::one(&field_of(id), label, offered!(HandOver)).hint(hint).shaped(Shape::One("cols-2")),
            )
            .field(
                Field::new(
                    Shape::Line("half"),
                    beside_of(id),
                    format!("Who stays beside {} and {}?", tie.person_called, tie.other_called),
                )
                .hint("Somebody both of them know")
                .optional(),
            )
    })
}

/// How the two keep in touch and what to do if it goes wrong, as far as it is written down on their own page.
fn how_they_go_on(tie: &Tie) -> String {
    let plan = tie.relationship.continuity.as_ref().and_then(|kept| kept.plan.get());
    match plan {
        Some(plan) => format!("They keep in touch: {}. If it goes wrong: {}", brief(&plan.in_touch), brief(&plan.if_it_goes_wrong)),
        None => "How they keep in touch, and what to do if it goes wrong, is not written down yet: it is on their own page".to_owned(),
    }
}

/// The first words of what was written, without the full stop.
fn brief(words: &domain::shared::text::Words) -> String {
    let first = words.as_str().lines().next().unwrap_or_default();
    let short: String = first.chars().take(90).collect();
    let cut = if short.len() < first.len() { "…" } else { "" };
    format!("{}{cut}", short.trim_end_matches('.'))
}

/// Who stays beside which relationship, where somebody was named.
fn read_beside(form: &mut Reader<'_>, typed: &Typed) -> Option<Vec<Beside>> {
    let mut beside = Vec::new();
    for (name, _) in typed.iter().filter(|(name, _)| name.starts_with("beside-")) {
        let id: Option<RelationshipId> = name.trim_start_matches("beside-").parse().ok();
        let who = form.line_or_none(name)?;
        beside.extend(id.zip(who).map(|(relationship_id, who)| Beside { relationship_id, who }));
    }
    Some(beside)
}

/// Reads what [`hand_over_fields`] asks for.
fn read_hand_overs(form: &mut Reader<'_>, typed: &Typed) -> Vec<Disposition> {
    let mut hand_overs = Vec::new();
    for (name, _) in typed.iter().filter(|(name, _)| name.starts_with("hand_over_")) {
        let id: Option<RelationshipId> = name.trim_start_matches("hand_over_").parse().ok();
        if let (Some(relationship_id), Some(hand_over)) = (id, form.code(name)) {
            hand_overs.push(Disposition { relationship_id, hand_over });
        }
    }
    hand_overs
}

/// A missing hand-over is said beside the relationship that has none.
fn beside_each(refusal: Refusal, typed: &Typed) -> Result<Attempt, Error> {
    let Refusal::Engagement(EngagementError::MissingHandOvers { relationships }) = &refusal else {
        return Attempt::refused(refusal, typed);
    };
    let mut errors = FormErrors::none();
    for id in relationships {
        errors.add(field_of(*id), "Say what becomes of this relationship");
    }
    Ok(Attempt::not_understood(errors))
}

/// Writing down before the ending what becomes of each relationship.
struct HandingOver;

#[async_trait]
impl Form for HandingOver {
    const DONE: Flash = Flash::HandOversPlanned;

    async fn first(asking: &Asking<'_>) -> Result<Typed, Refusal> {
        Ok(planned(asking, Typed::default(), &open_ties(asking).await?))
    }

    async fn sheet(asking: &Asking<'_>, _: &Typed) -> Result<Sheet, Refusal> {
        let ties = open_ties(asking).await?;
        let title = "How each friendship goes on";
        if ties.is_empty() {
            let words = format!("{} has no relationship yet that would need a hand-over.", asking.called());
            return Ok(Sheet::new(title, "", "").instead(words, asking.back(), "See the plan"));
        }
        let lead = "What becomes of each one when you leave? Talk it over with both of them. \
                    It can be changed until the work ends, and the ending begins from it.";
        Ok(hand_over_fields(Sheet::new(title, "Keep it", "check").lead(lead), &ties))
    }

    fn read(_: &Asking<'_>, form: &mut Reader<'_>, typed: &Typed) -> Option<EngagementCommand> {
        let (hand_overs, beside) = (read_hand_overs(form, typed), read_beside(form, typed)?);
        Some(EngagementCommand::PlanHandOvers { hand_overs, beside, open_relationships: Vec::new() })
    }

    fn refused(refusal: Refusal, typed: &Typed) -> Result<Attempt, Error> {
        beside_each(refusal, typed)
    }
}

/// Whether what is sent asks a team lead: where one has to agree, has not, and it is before the last week.
fn is_request(asking: &Asking<'_>, typed: &Typed, ended_on: NaiveDate, reason: EndReason) -> bool {
    let engagement = &asking.case.row.engagement;
    let agreed = engagement.ending_asked.as_ref().is_some_and(|asked| asked.agreed.is_some());
    super::asks_a_lead(typed) && !agreed && engagement.ends_early(ended_on, reason)
}

/// Ending it.
struct Ending;

#[async_trait]
impl Form for Ending {
    const DONE: Flash = Flash::EngagementEnded;

    async fn first(asking: &Asking<'_>) -> Result<Typed, Refusal> {
        let end = asking.case.row.engagement.term.as_ref().map_or(asking.today, |term| term.end);
        let complete = asking.today + chrono::Days::new(TERM_COMPLETE_DAYS) > end;
        let typed = super::course_of_asking(asking)
            .await?
            .with(REVIEW, asking.asked.one(REVIEW))
            .with("ended_on", asking.today.min(end));
        let typed = if complete { typed.with("reason", EndReason::TermComplete.code()) } else { typed };
        Ok(planned(asking, typed, &open_ties(asking).await?))
    }

    async fn sheet(asking: &Asking<'_>, typed: &Typed) -> Result<Sheet, Refusal> {
        let ties = open_ties(asking).await?;
        let end = asking.case.row.engagement.term.as_ref().map(|term| term.end);
        let lead =
            end.map_or(String::new(), |end| format!("The agreed term ends on {}. ", format::date(end)));
        let mut lead = lead + "Visits that were planned for later are called off.";
        if let Some(review) = held(&asking.case.row.engagement, typed) {
            lead.push_str(&format!(" It was decided at the review of {}.", format::date(review.held_on)));
        }
        let agreed = asking.case.row.engagement.ending_asked.as_ref().and_then(|asked| asked.agreed);
        let mut send = "End it";
        if super::asks_a_lead(typed) && agreed.is_none() {
            lead.push_str(" Before the last week of the term a team lead agrees first: what you send is then a request.");
            let likely = end.is_some_and(|end| asking.today + chrono::Days::new(TERM_COMPLETE_DAYS) <= end);
            send = if likely { "Ask a team lead" } else { send };
        }
        let mut sheet = Sheet::new(format!("Saying goodbye to {}", asking.called()), send, "flag")
            .lead(lead)
            .warning()
            .field(Field::hidden(super::ASKS))
            .field(Field::hidden(REVIEW))
            .pair(
                Field::date("ended_on", "Last day of the work"),
                Field::new(Shape::Select("Choose…"), "reason", "Why does it end?").with(offered!(EndReason)),
            )
            .field(Field::words("words", "Something to say about it").optional());
        if !ties.is_empty() {
            sheet = sheet.field(
                Field::heading("What becomes of each relationship?")
                    .hint("Talked over with both of them. Each one needs an answer."),
            );
        }
        Ok(hand_over_fields(sheet, &ties))
    }

    fn read(asking: &Asking<'_>, form: &mut Reader<'_>, typed: &Typed) -> Option<EngagementCommand> {
        let (ended_on, reason) = (form.date("ended_on"), form.code("reason"));
        let words = form.words_or_none("words");
        let (hand_overs, beside) = (read_hand_overs(form, typed), read_beside(form, typed));
        let (ended_on, reason, words, beside) = (ended_on?, reason?, words?, beside?);
        let open_relationships = Vec::new();
        Some(match is_request(asking, typed, ended_on, reason) {
            true => EngagementCommand::AskEnding {
                ended_on,
                reason,
                words,
                hand_overs,
                beside,
                open_relationships,
            },
            false => {
                let needs_agreement = false;
                EngagementCommand::End {
                    ended_on,
                    reason,
                    words,
                    hand_overs,
                    beside,
                    open_relationships,
                    needs_agreement,
                }
            }
        })
    }

    async fn onwards(asking: &Asking<'_>, typed: &Typed) -> Result<(String, Flash), Refusal> {
        let mut form = typed.reader();
        let asked = match (form.date("ended_on"), form.code("reason")) {
            (Some(ended_on), Some(reason)) => is_request(asking, typed, ended_on, reason),
            _ => false,
        };
        Ok((asking.back(), if asked { Flash::LeadAsked } else { Self::DONE }))
    }

    fn refused(refusal: Refusal, typed: &Typed) -> Result<Attempt, Error> {
        beside_each(refusal, typed)
    }
}

/// Closing it after the checks.
struct Closing;

#[async_trait]
impl Form for Closing {
    const DONE: Flash = Flash::EngagementClosed;

    async fn first(_: &Asking<'_>) -> Result<Typed, Refusal> {
        Ok(Typed::default())
    }

    async fn sheet(asking: &Asking<'_>, _: &Typed) -> Result<Sheet, Refusal> {
        let sessions = asking.site.app.views.sessions_of(&asking.who, asking.id(), 500).await?;
        let open = sessions.iter().rfind(|session| session.status == SessionStatus::Planned);
        if let Some(open) = open {
            let words = format!(
                "Say first whether each planned visit happened. The one of {} is still open.",
                format::date(open.time.on)
            );
            let to = paths::session(asking.id(), open.session_id);
            return Ok(Sheet::new("Close it", "", "").instead(words, to, "Say what became of it"));
        }
        Ok(Sheet::new("Close it", "Close it", "archive")
            .lead("Once nothing is left to do, also no check after three, six or twelve months. Nothing can be added afterwards.")
            .warning())
    }

    fn read(_: &Asking<'_>, _: &mut Reader<'_>, _: &Typed) -> Option<EngagementCommand> {
        Some(EngagementCommand::Close)
    }
}
