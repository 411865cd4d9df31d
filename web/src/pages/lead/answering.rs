//! A team lead's answer to what a connector asked for: more time, or an ending before the term. A yes does it;
//! a no has its reason, which whoever asked reads.

use app::error::Refusal;
use async_trait::async_trait;
use domain::engagement::EngagementCommand;
use domain::shared::ids::AccountId;
use domain::shared::personal::Personal;
use domain::shared::text::Words;

use crate::flash::Flash;
use crate::form::{Reader, Typed};
use crate::guard::Audience;
use crate::look::Choice;
use crate::pages::connector::engagement::Sheet;
use crate::pages::connector::engagement::asking::{Asking, Form, form};
use crate::pages::connector::engagement::sheet::Field;
use crate::router::Route;
use crate::{format, paths};

/// Both answers.
pub fn routes() -> Vec<Route> {
    let forms = [
        form::<Extension>("/engagements/{id}/extension-answer"),
        form::<Ending>("/engagements/{id}/ending-answer"),
    ];
    forms.concat().into_iter().map(|route| route.of(Audience::Leading)).collect()
}

/// "Amina asked 3 days ago: “Two friendships are growing.”"
async fn said(
    asking: &Asking<'_>,
    by: AccountId,
    on: chrono::NaiveDate,
    words: Option<&Personal<Words>>,
) -> Result<String, Refusal> {
    let names = asking.site.app.accounts.names(asking.who.organisation()).await?;
    let name = names.into_iter().find(|(id, _)| *id == by).map_or("Somebody".to_owned(), |(_, name)| name);
    let words = words.and_then(Personal::get).map(|words| format!(": “{words}”")).unwrap_or_default();
    Ok(format!("{name} asked {}{words}", format::ago(on, asking.today)))
}

fn nothing(asking: &Asking<'_>, title: String) -> Sheet {
    Sheet::new(title, "", "").instead(
        "Nobody asks for this any more. It was answered, or overtaken by something else.",
        asking.back(),
        "See the plan",
    )
}

fn answered(sheet: Sheet, yes: &'static str) -> Sheet {
    let answers =
        vec![Choice::new("yes", yes).icon("circle-check"), Choice::new("no", "No, not so").icon("circle-x")];
    sheet.field(Field::one("answer", "Do you agree?", answers)).field(
        Field::words("reason", "Why not?")
            .hint("Whoever asked reads it. Needed when the answer is no")
            .optional(),
    )
}

/// Whether the answer is yes, or the reason for a no.
fn read(form: &mut Reader<'_>, typed: &Typed) -> Option<Result<(), Words>> {
    match typed.one("answer") {
        "yes" => Some(Ok(())),
        "no" => match form.words_or_none("reason")? {
            Some(reason) => Some(Err(reason)),
            None => form.refuse("reason", "Say why not, so that they know what to do now"),
        },
        _ => form.refuse("answer", "Choose one"),
    }
}

fn yourself(asking: &Asking<'_>, by: AccountId) -> Option<String> {
    (by == asking.who.account())
        .then(|| "You asked for this yourself, so another team lead has to answer it.".to_owned())
}

/// More time.
struct Extension;

#[async_trait]
impl Form for Extension {
    const DONE: Flash = Flash::RequestAnswered;

    async fn first(_: &Asking<'_>) -> Result<Typed, Refusal> {
        Ok(Typed::default())
    }

    async fn sheet(asking: &Asking<'_>, _: &Typed) -> Result<Sheet, Refusal> {
        let title = format!("More time with {}?", asking.called());
        let engagement = &asking.case.row.engagement;
        let Some(asked) = &engagement.extension_asked else { return Ok(nothing(asking, title)) };
        let said = said(asking, asked.asked_by, asked.asked_on, Some(&asked.reason)).await?;
        let end = engagement
            .term
            .as_ref()
            .map(|term| format!("Instead of {} it would end", format::date(term.end)));
        let lead = format!(
            "{said} {} on {}, with {} a week until then and {} added to the budget.",
            end.unwrap_or_else(|| "It would end".to_owned()),
            format::date(asked.new_end),
            format::hours(asked.minutes_per_week),
            format::money(asked.added_budget.pence())
        );
        let sheet = Sheet::new(title, "Answer", "check").lead(lead).caution(yourself(asking, asked.asked_by));
        Ok(answered(sheet, "Yes, extend it"))
    }

    fn read(_: &Asking<'_>, form: &mut Reader<'_>, typed: &Typed) -> Option<EngagementCommand> {
        let is_team_lead = false;
        Some(match read(form, typed)? {
            Ok(()) => EngagementCommand::AgreeExtension { is_team_lead },
            Err(reason) => EngagementCommand::DeclineExtension { reason, is_team_lead },
        })
    }

    async fn onwards(_: &Asking<'_>, _: &Typed) -> Result<(String, Flash), Refusal> {
        Ok((paths::APPROVALS.to_owned(), Self::DONE))
    }
}

/// An ending before the term.
struct Ending;

#[async_trait]
impl Form for Ending {
    const DONE: Flash = Flash::RequestAnswered;

    async fn first(_: &Asking<'_>) -> Result<Typed, Refusal> {
        Ok(Typed::default())
    }

    async fn sheet(asking: &Asking<'_>, _: &Typed) -> Result<Sheet, Refusal> {
        let title = format!("Say goodbye to {} early?", asking.called());
        let engagement = &asking.case.row.engagement;
        let asked = engagement.ending_asked.as_ref().filter(|asked| asked.agreed.is_none());
        let Some(asked) = asked else { return Ok(nothing(asking, title)) };
        let said = said(asking, asked.asked_by, asked.asked_on, asked.words.as_ref()).await?;
        let end = engagement.term.as_ref().map(|term| format!(", and not on {}", format::date(term.end)));
        let ties = match asked.hand_overs.len() {
            0 => "No relationship is open.".to_owned(),
            count => format!(
                "It is written down what becomes of {}.",
                format::plural(count, "open relationship", "open relationships")
            ),
        };
        let lead = format!(
            "{said} It would end on {}{}: {}. {ties}",
            format::date(asked.ended_on),
            end.unwrap_or_default(),
            asked.reason.label().to_lowercase(),
        );
        let yes = if asked.ended_on > asking.today { "Yes, when that day has come" } else { "Yes, end it" };
        let sheet = Sheet::new(title, "Answer", "check").lead(lead).caution(yourself(asking, asked.asked_by));
        Ok(answered(sheet, yes))
    }

    fn read(_: &Asking<'_>, form: &mut Reader<'_>, typed: &Typed) -> Option<EngagementCommand> {
        let is_team_lead = false;
        Some(match read(form, typed)? {
            Ok(()) => EngagementCommand::AgreeEnding { open_relationships: Vec::new(), is_team_lead },
            Err(reason) => EngagementCommand::DeclineEnding { reason, is_team_lead },
        })
    }

    async fn onwards(_: &Asking<'_>, _: &Typed) -> Result<(String, Flash), Refusal> {
        Ok((paths::APPROVALS.to_owned(), Self::DONE))
    }
}
