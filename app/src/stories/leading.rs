//! What the team lead does besides: how much each colleague can take, that more time and early endings are asked for,
//! two requests that wait for an answer,
//! supervision, and a sample of records of which some have been read.

use std::collections::BTreeMap;

use chrono::{Days, Months, NaiveDate};
use domain::engagement::codes::{EndReason, HandOver, Stage};
use domain::engagement::records::Disposition;
use domain::engagement::{EngagementCommand, TERM_COMPLETE_DAYS};
use domain::shared::ids::{AccountId, CommandId, SampleId, SupervisionId};
use domain::shared::money::Money;

use super::script::{line, words};
use super::town::{Persona, Town};
use crate::App;
use crate::access::{Connecting, Viewer};
use crate::commands::{Instruction, Request};
use crate::error::Refusal;
use crate::team_book::capacity::Capacity;
use crate::team_book::sampling::{Criterion, Remarks, Verdict};
use crate::team_book::supervision::{Action, Corrected, Supervision, SupervisionNotes};
use crate::views::cases::{Case, Which};

/// Cases of one connector that are looked through for something to ask.
const LOOKED_THROUGH: i64 = 100;

/// Does all of it, on the day up to which the history is told.
pub(super) async fn lead(app: &App, town: &Town) -> Result<(), Refusal> {
    app.views.catch_up(app.log.head().await?).await;
    let rosa = Viewer::of(town.account(Persona::ROSA));
    let who = rosa.connecting()?;
    let today = app.clock.today();
    let (amina, ben) = (town.account(Persona::AMINA).account_id, town.account(Persona::BEN).account_id);
    for (of, open_cases, hours) in [(amina, 12, 22), (ben, 25, 18)] {
        let capacity = Capacity { open_cases, minutes_per_week: Some(hours * 60) };
        app.set_capacity(&who, of, capacity).await?;
    }
    // Whoever looks at the demo sees how it is asked for; until now connectors extended and ended on their own.
    app.set_needs_agreement(&who, true).await?;
    ask_for_more_time(app, town, today).await?;
    ask_to_end_early(app, town, today).await?;
    supervise(app, &who, (amina, ben), today).await?;
    sample(app, &who, today).await
}

/// The cases of somebody that are at work, their term not over for some weeks.
async fn at_work(
    app: &App,
    who: &Connecting<'_>,
    today: NaiveDate,
    weeks: u64,
) -> Result<Vec<Case>, Refusal> {
    let cases = app.views.caseload(who, Which::Open, Some(who.account()), today, LOOKED_THROUGH).await?;
    let lasts = |case: &Case| {
        let engagement = &case.row.engagement;
        let end = engagement.term.as_ref().map(|term| term.end);
        engagement.stage == Stage::Active && end.is_some_and(|end| end > today + Days::new(7 * weeks))
    };
    Ok(cases.into_iter().filter(lasts).collect())
}

async fn ask(app: &App, viewer: &Viewer, case: &Case, command: EngagementCommand) -> Result<(), Refusal> {
    let instruction = Instruction::Engagement { id: case.row.engagement.engagement_id, command };
    let request = Request { command_id: CommandId(app.ids.next()), seen: None, instruction };
    let done = app.ask(viewer, request).await?;
    app.views.catch_up(done.position).await;
    Ok(())
}

async fn ask_for_more_time(app: &App, town: &Town, today: NaiveDate) -> Result<(), Refusal> {
    let amina = Viewer::of(town.account(Persona::AMINA));
    let cases = at_work(app, &amina.connecting()?, today, 0).await?;
    let soonest = cases.iter().min_by_key(|case| case.row.engagement.term.as_ref().map(|term| term.end));
    let Some(case) = soonest else { return Ok(()) };
    let Some(term) = &case.row.engagement.term else { return Ok(()) };
    let command = EngagementCommand::AskExtension {
        new_end: term.end + Months::new(2),
        minutes_per_week: 60,
        added_budget: Money(24_000),
        reason: words("The second friendship is six weeks old and needs a little longer."),
    };
    ask(app, &amina, case, command).await
}

async fn ask_to_end_early(app: &App, town: &Town, today: NaiveDate) -> Result<(), Refusal> {
    let ben = Viewer::of(town.account(Persona::BEN));
    let who = ben.connecting()?;
    let early = TERM_COMPLETE_DAYS.div_ceil(7) + 4;
    let Some(case) = at_work(app, &who, today, early).await?.into_iter().next() else { return Ok(()) };
    let ties = app.views.relationships_of_engagement(&who, case.row.engagement.engagement_id).await?;
    let open = ties.iter().filter(|tie| tie.relationship.is_open());
    let hand_overs = open.map(|tie| Disposition {
        relationship_id: tie.relationship.relationship_id,
        hand_over: HandOver::NamedSupporter,
    });
    let command = EngagementCommand::AskEnding {
        ended_on: today + Days::new(14),
        reason: EndReason::GoalsMetEarly,
        words: Some(words("They go on their own now, and know whom to ring.")),
        hand_overs: hand_overs.collect(),
        beside: Vec::new(),
        open_relationships: Vec::new(),
    };
    ask(app, &ben, &case, command).await
}

async fn supervise(
    app: &App,
    who: &Connecting<'_>,
    (amina, ben): (AccountId, AccountId),
    today: NaiveDate,
) -> Result<(), Refusal> {
    let told = [
        (
            amina,
            35,
            "How it is to say goodbye to three people in one month, and what helps with it.",
            "Write down what to say on a last visit",
        ),
        (
            ben,
            20,
            "The new referrals, and why first visits slip. Fridays are too full.",
            "Keep Wednesday mornings free for first visits",
        ),
        (
            amina,
            7,
            "Two pairs who go quiet. When to step in and when to leave them be.",
            "Ask the allotment for a second plot",
        ),
    ];
    for (colleague, days_ago, talked, what) in told {
        let held_on = today - Days::new(days_ago);
        let by_on = Some(today + Days::new(3)).filter(|_| days_ago < 30);
        let done_on = (days_ago > 30).then_some(today - Days::new(10));
        let action = Action { what: line(what), owner: colleague, by_on, done_on };
        let note = Supervision {
            supervision_id: SupervisionId(app.ids.next()),
            colleague,
            lead: who.account(),
            held_on,
            next_on: Some(held_on + Days::new(28)),
            kept_at: app.clock.now(),
            notes: SupervisionNotes { talked: words(talked), actions: vec![action], earlier: Vec::new() },
        };
        let (id, next_on) = (note.supervision_id, note.next_on);
        let actions = note.notes.actions.clone();
        app.keep_supervision(who, note).await?;
        if days_ago == 20 {
            let right = Corrected {
                held_on,
                next_on,
                talked: words(
                    "The new referrals, and why first visits slip. Thursdays and Fridays are too full.",
                ),
                actions: actions.into_iter().enumerate().collect(),
                reason: words("Ben read it and said that it is Thursdays too."),
            };
            app.correct_supervision(who, id, right, 0).await?;
        }
    }
    Ok(())
}

async fn sample(app: &App, who: &Connecting<'_>, today: NaiveDate) -> Result<(), Refusal> {
    let id = SampleId(app.ids.next());
    match app.draw_sample(who, id, (today - Days::new(90), today), None, 4).await {
        // A town that has only begun has nobody to look at.
        Err(Refusal::Invalid { .. }) => return Ok(()),
        drawn => drawn?,
    }
    let Some(sample) = app.team_book.sample(who, id).await? else { return Ok(()) };
    for (at, case) in sample.cases.iter().enumerate().take(2) {
        let mut results: BTreeMap<Criterion, Verdict> =
            Criterion::ALL.iter().map(|criterion| (*criterion, Verdict::Met)).collect();
        let mut remarks = BTreeMap::new();
        remarks.insert(Criterion::NotesInTime, words("Every visit is told in a few warm sentences."));
        if at == 1 {
            results.insert(Criterion::NextStepAgreed, Verdict::Partly);
            remarks.insert(Criterion::NextStepAgreed, words("Agreed aloud, and not written down."));
        }
        app.check_case(who, id, case.engagement_id, results, Remarks(remarks)).await?;
    }
    Ok(())
}
