//! A review: who was there, what works and what does not from three viewpoints, how each goal and each relationship
//! stands, what was decided, and when to look again. Long, and nothing but the day and the decision must be filled in.

use app::error::Refusal;
use app::views::relationships::Tie;
use async_trait::async_trait;
use domain::engagement::{
    Attendee, Attending, EngagementCommand, Gathering, GoalAccount, GoalOutcome, GoalScore, MoreTime,
    ReviewDecision, ReviewFacts, ReviewKind, ReviewMethod, ReviewWords, TieReviewed, UnplannedReason,
    Viewpoint,
};
use domain::person::SupporterRole;
use domain::shared::ids::{RelationshipId, ReviewId};

use super::asking::{Asking, Form, form};
use super::decided::leads_to;
use super::review_back::again;
use super::sheet::{Field, Shape, Sheet};
use crate::flash::Flash;
use crate::form::{Reader, Typed};
use crate::look::{self, Choice};
use crate::router::Route;
use crate::{format, offered, paths};

/// One form.
pub fn routes() -> Vec<Route> {
    form::<Reviewing>("/engagements/{id}/reviews/new").to_vec()
}

/// Looking together at how it goes.
struct Reviewing;

/// What a supporter is, as somebody at a review.
fn attending(role: SupporterRole) -> Attending {
    match role {
        SupporterRole::Family | SupporterRole::FamilyPartner | SupporterRole::Carer => Attending::Family,
        SupporterRole::SupportWorker | SupporterRole::Keyworker => Attending::SupportWorker,
        SupporterRole::SocialWorker => Attending::SocialWorker,
        SupporterRole::Advocate => Attending::Advocate,
        _ => Attending::Other,
    }
}

/// Who may well have been there: the person first, then whoever supports them now.
pub(super) fn likely(asking: &Asking<'_>) -> Vec<(String, Attendee)> {
    let person = &asking.record.row.person;
    let themselves = domain::shared::text::Line::parse(asking.called()).ok();
    let themselves = themselves.map(|name| ("person".to_owned(), Attendee { name, role: Attending::Person }));
    let supporters = person.supporters.values().filter(|linked| linked.is_current()).filter_map(|linked| {
        let supporter = linked.supporter.get()?;
        let attendee = Attendee { name: supporter.name.clone(), role: attending(supporter.role) };
        Some((linked.supporter_id.to_string(), attendee))
    });
    themselves.into_iter().chain(supporters).collect()
}

/// Relationships that are open, and those of which a review recorded anew had spoken.
async fn ties_asked_about(asking: &Asking<'_>, typed: &Typed) -> Result<Vec<Tie>, Refusal> {
    let ties = asking.site.app.views.relationships_of_engagement(&asking.who, asking.id()).await?;
    let spoken_of = |tie: &Tie| typed.has(&format!("next_step-{}", tie.relationship.relationship_id));
    Ok(ties.into_iter().filter(|tie| tie.relationship.is_open() || spoken_of(tie)).collect())
}

/// Yes, no, or nobody spoke about it.
fn yes_no() -> Vec<Choice> {
    vec![Choice::new("yes", "Yes"), Choice::new("no", "No"), Choice::new("", "Nobody spoke about it")]
}

/// Goals that the form asks about: those that are gone after now, and those that a review recorded anew had scored.
fn asked_about<'a>(asking: &'a Asking<'_>, typed: &Typed) -> Vec<GoalAccount<'a>> {
    let all = asking.case.row.engagement.goal_accounts().into_iter();
    all.filter(|goal| goal.set_aside.is_none() || typed.has(&format!("goal_{}", goal.goal_id))).collect()
}

fn goals(asking: &Asking<'_>, typed: &Typed, sheet: Sheet) -> Sheet {
    let called = asking.called();
    let goals = asked_about(asking, typed);
    let sheet = match goals.is_empty() {
        true => return sheet,
        false => sheet.field(Field::heading(format!("What {called} wanted from it"))),
    };
    goals.iter().fold(sheet, |sheet, goal| {
        let outcomes = [
            (GoalOutcome::Met, "circle-check"),
            (GoalOutcome::Partly, "circle-dot"),
            (GoalOutcome::NotMet, "circle"),
        ];
        let outcomes =
            outcomes.map(|(outcome, icon)| Choice::new(outcome.code(), outcome.label()).icon(icon));
        let name = format!("goal_{}", goal.goal_id);
        let words = goal.words.map_or("A goal", |words| words.as_str());
        let question = Field::one(&name, words, outcomes.to_vec());
        sheet.field(question.shaped(Shape::One("cols-3 plain")))
    })
}

fn viewpoints(called: &str, sheet: Sheet) -> Sheet {
    let seen_by = [
        ("person", format!("As {called} sees it")),
        ("family", "As family and circle see it".to_owned()),
        ("staff", "As paid staff see it".to_owned()),
    ];
    seen_by.into_iter().fold(sheet, |sheet, (name, heading)| {
        let half =
            |part: &str, label: &str| Field::new(Shape::Words(2), format!("{name}_{part}"), label).optional();
        sheet
            .field(Field::heading(heading))
            .pair(half("working", "What works"), half("not_working", "What does not"))
    })
}

/// Each open relationship, with where it stands and room for its next step.
fn relationships(ties: &[Tie], sheet: Sheet) -> Sheet {
    if ties.is_empty() {
        return sheet;
    }
    let sheet = sheet.field(Field::heading("Each relationship").hint("What is the next step of each?"));
    ties.iter().fold(sheet, |sheet, tie| {
        let stands = look::Stage::from(tie.relationship.stage()).label();
        let name = format!("next_step-{}", tie.relationship.relationship_id);
        let label = format!("{} and {}", tie.person_called, tie.other_called);
        sheet.field(Field::new(Shape::Words(2), name, label).hint(stands).optional())
    })
}

#[async_trait]
impl Form for Reviewing {
    const DONE: Flash = Flash::ReviewHeld;

    async fn first(asking: &Asking<'_>) -> Result<Typed, Refusal> {
        if let Some(typed) = again(asking) {
            return Ok(typed);
        }
        let engagement = &asking.case.row.engagement;
        let end = engagement.term.as_ref().map(|term| term.end);
        let next = Asking::months_on(asking.today, 3);
        let is_last = engagement.ending.is_some() || end.is_some_and(|end| end <= asking.today);
        let kind = if is_last { ReviewKind::EndOfTerm } else { ReviewKind::Planned };
        let typed = Typed::default()
            .with("review_id", asking.site.app.ids.next())
            .with("held_on", asking.today)
            .with("kind", kind.code())
            .with("method", ReviewMethod::FaceToFace.code())
            .with("attendee", "person")
            .with("gathered", Gathering::Talking.code())
            .with("map_retaken", "")
            .with("safety_reviewed", "")
            .with("decision", ReviewDecision::Continue.code());
        Ok(if end.is_some_and(|end| next < end) { typed.with("next_review_on", next) } else { typed })
    }

    async fn sheet(asking: &Asking<'_>, typed: &Typed) -> Result<Sheet, Refusal> {
        let called = asking.called();
        let there = likely(asking).into_iter().map(|(value, attendee)| {
            let label = match attendee.role {
                Attending::Person => format::capital(called),
                _ => attendee.name.to_string(),
            };
            let hint = if attendee.role == Attending::Person { "" } else { attendee.role.label() };
            Choice::new(value, label).hint(hint)
        });
        let sheet = Sheet::new("How is it going?", "Keep the review", "check")
            .lead(format!("Looked at together with {called}. Leave empty what nobody spoke about."))
            .field(Field::hidden("review_id"))
            .field(Field::date("held_on", "When did you meet?"))
            .field(
                Field::one("kind", "What kind of review?", offered!(ReviewKind))
                    .shaped(Shape::One("cols-3 plain")),
            )
            .pair(
                Field::new(Shape::Select("Not said"), "method", "How did you meet?")
                    .with(offered!(ReviewMethod))
                    .optional(),
                Field::new(Shape::Select("It was planned"), "unplanned_because", "Why was it held now?")
                    .hint("Only when nobody had planned it")
                    .with(offered!(UnplannedReason))
                    .optional(),
            )
            .field(Field::one("attendee", "Who was there?", there.collect()).shaped(Shape::Many("")))
            .field(
                Field::new(Shape::Line(""), "attended", "Who else?")
                    .hint("With what they are: Ana, social worker")
                    .optional(),
            )
            .field(Field::heading(format!("In {} own words", format::possessive(called))))
            .field(
                Field::words("own_words", format!("What did {called} say about it?"))
                    .hint("As they said, signed or showed it")
                    .optional(),
            )
            .field(
                Field::one("gathered", "How did you find out?", offered!(Gathering)).shaped(Shape::One("")),
            );
        let sheet = viewpoints(called, goals(asking, typed, sheet));
        let sheet = relationships(&ties_asked_about(asking, typed).await?, sheet);
        let more = vec![
            vec![
                Field::new(Shape::Line("short"), "more_weeks", "How many weeks more?").optional(),
                Field::new(Shape::Line("short"), "more_hours", "Hours a week").hint("Like 1.5").optional(),
            ],
            vec![Field::new(Shape::Line(""), "more_funder", "Who would pay?").optional()],
            vec![Field::new(Shape::Words(3), "more_reason", "Why, and how do you know?").optional()],
        ];
        Ok(sheet
            .field(Field::heading("Looked at again"))
            .field(
                Field::one(
                    "map_retaken",
                    format!("Did you take {} map again?", format::possessive(called)),
                    yes_no(),
                )
                .hint("Who is in their life now. It can be taken after this is kept, too.")
                .shaped(Shape::One("cols-3 plain")),
            )
            .field(
                Field::one("safety_reviewed", "Did you look at the safety notes?", yes_no())
                    .shaped(Shape::One("cols-3 plain")),
            )
            .field(
                Field::new(Shape::Line("short"), "paid_hours", "Paid support now, hours a week")
                    .hint("All of it, as far as you were told")
                    .optional(),
            )
            .field(Field::heading("What now?"))
            .field(
                Field::one("decision", "What did you decide?", offered!(ReviewDecision))
                    .shaped(Shape::One("cols-2")),
            )
            .field(Field::date("next_review_on", "When do you look again?").optional())
            .folded("More time is asked for", more))
    }

    fn read(asking: &Asking<'_>, form: &mut Reader<'_>, typed: &Typed) -> Option<EngagementCommand> {
        let review_id = form.id("review_id");
        let (held_on, attended) = (form.date("held_on"), form.line_or_none("attended"));
        let (kind, own_words) = (form.code("kind"), form.words_or_none("own_words"));
        let mut goals = Vec::new();
        for goal in asked_about(asking, typed) {
            let outcome: Option<Option<GoalOutcome>> = form.code_or_none(&format!("goal_{}", goal.goal_id));
            goals.extend(outcome.flatten().map(|outcome| GoalScore { goal_id: goal.goal_id, outcome }));
        }
        let (person, family) = (viewpoint(form, "person"), viewpoint(form, "family"));
        let staff = viewpoint(form, "staff");
        let (decision, next_review_on) = (form.code("decision"), form.date_or_none("next_review_on"));
        let gathered = form.code_or_none("gathered");
        let (facts, relationships) = (facts(form, kind), relationships_read(form, typed));
        let (funder, why) = (form.line_or_none("more_funder"), form.words_or_none("more_reason"));
        let own_words = own_words?;
        let words = ReviewWords {
            // How somebody's words were gathered says nothing where there are none.
            gathered: gathered?.filter(|_| own_words.is_some()),
            own_words,
            person: person?,
            family: family?,
            staff: staff?,
            attended: attended?,
            attendees: attendees(asking, typed),
            relationships: relationships?,
            more_time_why: why?,
            more_time_funder: funder?,
        };
        Some(EngagementCommand::HoldReview {
            review_id: review_id?,
            held_on: held_on?,
            kind: kind?,
            decision: decision?,
            words: Box::new(words),
            goals,
            next_review_on: next_review_on?,
            facts: facts?,
        })
    }

    /// To what carries the decision out while nobody has, otherwise to the review as it was held.
    async fn onwards(asking: &Asking<'_>, typed: &Typed) -> Result<(String, Flash), Refusal> {
        let Some(review) = typed.id::<ReviewId>("review_id") else { return Ok((asking.back(), Self::DONE)) };
        let now = asking.site.app.views.case(&asking.who, asking.id(), asking.today).await?;
        let now = now.ok_or(Refusal::NotFound)?.row.engagement;
        let open = now.decision_to_follow().filter(|(open, _)| *open == review);
        let carried_out = open.and_then(|(id, kept)| leads_to((asking.id(), now.stage), kept.decision, id));
        let to = carried_out.map_or_else(|| paths::review(asking.id(), review), |(to, ..)| to);
        Ok((to, Self::DONE))
    }
}

fn viewpoint(form: &mut Reader<'_>, name: &str) -> Option<Viewpoint> {
    let working = form.words_or_none(&format!("{name}_working"));
    let not_working = form.words_or_none(&format!("{name}_not_working"));
    Some(Viewpoint { working: working?, not_working: not_working? })
}

/// Whoever was ticked.
fn attendees(asking: &Asking<'_>, typed: &Typed) -> Vec<Attendee> {
    let there = likely(asking).into_iter().filter(|(value, _)| typed.is("attendee", value));
    there.map(|(_, attendee)| attendee).collect()
}

fn said(form: &mut Reader<'_>, field: &str) -> Option<Option<bool>> {
    match form.code_or_none::<String>(field)?.as_deref() {
        None => Some(None),
        Some("yes") => Some(Some(true)),
        Some("no") => Some(Some(false)),
        Some(_) => form.refuse(field, "Choose one of the answers offered"),
    }
}

/// Why a review was held that nobody had planned; no other has a reason.
fn unplanned(form: &mut Reader<'_>, kind: Option<ReviewKind>) -> Option<Option<UnplannedReason>> {
    let because: Option<UnplannedReason> = form.code_or_none("unplanned_because")?;
    match (kind, because) {
        (Some(ReviewKind::Unplanned), None) => form.refuse("unplanned_because", "Say why it was held now"),
        (_, because) => Some(because),
    }
}

fn facts(form: &mut Reader<'_>, kind: Option<ReviewKind>) -> Option<ReviewFacts> {
    let (method, unplanned_because) = (form.code_or_none("method"), unplanned(form, kind));
    let (map_retaken, safety_reviewed) = (said(form, "map_retaken"), said(form, "safety_reviewed"));
    let paid_minutes_per_week = form.minutes_or_none("paid_hours");
    let (weeks, minutes) = (form.whole_or_none("more_weeks", 1..=104), form.minutes_or_none("more_hours"));
    let more_time = match (weeks?, minutes?) {
        (None, None) => None,
        (Some(weeks), Some(minutes_per_week)) => {
            Some(MoreTime { weeks: u16::try_from(weeks).ok()?, minutes_per_week })
        }
        (Some(_), None) => return form.refuse("more_hours", "Say how many hours a week, too"),
        (None, Some(_)) => return form.refuse("more_weeks", "Say how many weeks, too"),
    };
    Some(ReviewFacts {
        method: method?,
        unplanned_because: unplanned_because?,
        map_retaken: map_retaken?,
        paid_minutes_per_week: paid_minutes_per_week?,
        safety_reviewed: safety_reviewed?,
        more_time,
    })
}

/// The next step of each relationship that the form asked about, those without one too: that it was spoken of.
fn relationships_read(form: &mut Reader<'_>, typed: &Typed) -> Option<Vec<TieReviewed>> {
    let mut reviewed = Vec::new();
    for (name, _) in typed.iter().filter(|(name, _)| name.starts_with("next_step-")) {
        let id: Option<RelationshipId> = name.trim_start_matches("next_step-").parse().ok();
        let next_step = form.words_or_none(name)?;
        reviewed.extend(id.map(|relationship_id| TieReviewed { relationship_id, stage: None, next_step }));
    }
    Some(reviewed)
}
