//! The steps of a concern that ask for a few words: what is next and what came of it, whom it was passed on
//! to, what the council said, what others are asked to heed, closing it. One page each, drawn alike.

use app::accounts::Colleague;
use app::commands::Instruction;
use axum::extract::State;
use chrono::{Days, Months};
use domain::concern::{
    Banner, Closing, ConcernCommand, ConcernReferral, ConsentToRefer, CouncilAnswer, CouncilDecision,
    FeelsSafer, ListenedTo, OutcomesMet, ReferredTo, WasAsked,
};
use domain::shared::ids::ConcernId;

use super::concern::Open;
use crate::error::{Answer, Error};
use crate::extract::{At, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Reader, Typed};
use crate::guard::Audience;
use crate::look::{Choice, Here};
use crate::pages::connector::engagement::sheet::{Field, Shape, Sheet, SheetPage};
use crate::pages::person::head::{Record, Tab};
use crate::router::{Route, get, post};
use crate::site::Site;
use crate::{format, offered, paths};

/// What is said on one page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Action,
    Outcome,
    Referral,
    Decision,
    Feedback,
    Banner,
    Closing,
    Reopening,
    Keeping,
}

macro_rules! entries {
    ($($path:literal => $step:ident;)*) => {
        /// Two entries each.
        pub fn routes() -> Vec<Route> {
            vec![$(
                get($path, Audience::Safeguarding, async |State(site): State<Site>, signed: Signed, At(id): At<ConcernId>| {
                    look(&site, &signed, id, Step::$step).await
                }),
                post($path, Audience::Safeguarding, async |State(site): State<Site>, signed: Signed, At(id): At<ConcernId>, typed: Typed| {
                    take(&site, &signed, id, Step::$step, typed).await
                }),
            )*]
        }
    };
}

entries! {
    "/safeguarding/{id}/action" => Action;
    "/safeguarding/{id}/outcome" => Outcome;
    "/safeguarding/{id}/referral" => Referral;
    "/safeguarding/{id}/decision" => Decision;
    "/safeguarding/{id}/feedback" => Feedback;
    "/safeguarding/{id}/banner" => Banner;
    "/safeguarding/{id}/closing" => Closing;
    "/safeguarding/{id}/reopening" => Reopening;
    "/safeguarding/{id}/keeping" => Keeping;
}

impl Step {
    fn part(self) -> &'static str {
        match self {
            Self::Action => "action",
            Self::Outcome => "outcome",
            Self::Referral => "referral",
            Self::Decision => "decision",
            Self::Feedback => "feedback",
            Self::Banner => "banner",
            Self::Closing => "closing",
            Self::Reopening => "reopening",
            Self::Keeping => "keeping",
        }
    }

    /// What the form holds when it is first shown.
    fn first(self, open: &Open, signed: &Signed) -> Typed {
        let (typed, today) = (Typed::default(), open.today);
        match self {
            Self::Action => typed.with("owner", signed.account()).with("due_on", today + Days::new(1)),
            Self::Outcome => typed.with("done_on", today),
            Self::Referral => typed.with("to", ReferredTo::Council.code()).with("referred_on", today),
            Self::Decision => typed.with("decided_on", today),
            Self::Feedback => typed.with("told_on", today),
            Self::Banner => {
                let shown = open.now().banner.as_ref().and_then(|banner| banner.get());
                let until = today.checked_add_months(Months::new(1)).unwrap_or(today);
                typed
                    .with("reach", shown.map_or(signed.name().to_owned(), |shown| shown.reach.to_string()))
                    .with("from_on", shown.map_or(today, |shown| shown.from_on))
                    .with("until_on", shown.map_or(until, |shown| shown.until_on))
            }
            Self::Closing => typed.with("settled_on", today),
            Self::Reopening => typed,
            Self::Keeping => {
                let from = open.now().kept_until().map_or(today, |until| until.max(today));
                typed.with("until", from.checked_add_months(Months::new(12)).unwrap_or(from))
            }
        }
    }

    fn sheet(self, open: &Open, leads: &[Colleague]) -> Sheet {
        match self {
            Self::Action => action(leads),
            Self::Outcome => Sheet::new("What came of it?", "Save", "check")
                .field(Field::words("came_of", "What came of it?").optional())
                .field(Field::date("done_on", "When was it done?")),
            Self::Referral => referral(open),
            Self::Decision => decision(open),
            Self::Feedback => Sheet::new("What whoever raised it was told", "Save", "check")
                .lead("They hear that it was dealt with. They need not hear how.")
                .field(Field::words("words", "What did you tell them?"))
                .field(Field::date("told_on", "When?")),
            Self::Banner => banner(),
            Self::Closing => closing(),
            Self::Reopening => Sheet::new("Take it up again", "Take it up again", "rotate-ccw")
                .field(Field::words("reason", "What has changed?")),
            Self::Keeping => Sheet::new("Keep it longer", "Keep it longer", "archive")
                .lead("A review, a court, a complaint or the council may still need it. Somebody looks again then.")
                .field(Field::words("reason", "Who needs it, and for what?"))
                .field(Field::date("until", "Until when?")),
        }
    }

    fn read(self, form: &mut Reader<'_>) -> Option<ConcernCommand> {
        Some(match self {
            Self::Action => {
                let (words, owner, due_on) = (form.words("words"), form.id("owner"), form.date("due_on"));
                ConcernCommand::AgreeAction {
                    words: words?,
                    owner: owner?,
                    due_on: due_on?,
                    owner_is_lead: false,
                }
            }
            Self::Outcome => {
                let (came_of, done_on) = (form.words_or_none("came_of"), form.date("done_on"));
                ConcernCommand::FinishAction { came_of: came_of?, done_on: done_on? }
            }
            Self::Referral => {
                let (to, referred_on) = (form.code("to"), form.date("referred_on"));
                let (words, reference) = (form.words_or_none("words"), form.line_or_none("reference"));
                let despite = form.words_or_none("despite");
                let referral = ConcernReferral { to: to?, words: words?, reference: reference? };
                ConcernCommand::Refer { referral, referred_on: referred_on?, despite: despite? }
            }
            Self::Decision => {
                let (answer, decided_on) = (form.code("answer"), form.date("decided_on"));
                let (words, reference) = (form.words_or_none("words"), form.line_or_none("reference"));
                let decision = CouncilDecision { answer: answer?, reference: reference?, words: words? };
                ConcernCommand::RecordDecision { decision, decided_on: decided_on? }
            }
            Self::Feedback => {
                let (words, told_on) = (form.words("words"), form.date("told_on"));
                ConcernCommand::TellRaiser { words: words?, told_on: told_on? }
            }
            Self::Banner => {
                let (reach, from_on, until_on) =
                    (form.line("reach"), form.date("from_on"), form.date("until_on"));
                let banner = Banner { reach: reach?, from_on: from_on?, until_on: until_on? };
                ConcernCommand::ShowBanner { banner }
            }
            Self::Closing => {
                let (words, settled_on) = (form.words("words"), form.date("settled_on"));
                let (asked, met) = (form.code_or_none("asked"), form.code_or_none("met"));
                let (safer, listened) = (form.code_or_none("safer"), form.code_or_none("listened"));
                let closing =
                    Closing { words: words?, asked: asked?, met: met?, safer: safer?, listened: listened? };
                ConcernCommand::Settle { closing: Box::new(closing), settled_on: settled_on? }
            }
            Self::Reopening => ConcernCommand::TakeUpAgain { reason: form.words("reason")? },
            Self::Keeping => {
                let (until, reason) = (form.date("until"), form.words("reason"));
                ConcernCommand::KeepLonger { until: until?, reason: reason? }
            }
        })
    }
}

fn action(leads: &[Colleague]) -> Sheet {
    let owners = leads.iter().map(|one| Choice::new(one.account_id, one.name.clone())).collect();
    Sheet::new("The next step", "Agree it", "flag")
        .lead("One thing, one person, one day. Only a safeguarding lead can open this record.")
        .field(Field::words("words", "What is done next?"))
        .pair(
            Field::new(Shape::Select("Choose somebody"), "owner", "By whom?").with(owners),
            Field::date("due_on", "By when?"),
        )
}

fn referral(open: &Open) -> Sheet {
    let known = open.now().known();
    let refused = known
        .is_some_and(|known| known.consent == Some(ConsentToRefer::No) && known.overridden_because.is_none());
    let caution = refused.then(|| {
        "They said no to this. You may still tell somebody when others are at risk, when it may be a crime, \
         or when they cannot decide it. Write down why."
            .to_owned()
    });
    let sheet = Sheet::new("Who was told", "Save", "mail")
        .lead("Only the council decides whether there is an enquiry, and leads it.")
        .caution(caution)
        .field(Field::one("to", "Who?", offered!(ReferredTo)).shaped(Shape::One("cols-2")))
        .field(Field::date("referred_on", "When?"))
        .field(Field::new(Shape::Line("half"), "reference", "Their reference").optional());
    let sheet = match refused {
        true => sheet.field(Field::words("despite", "Why all the same?").shaped(Shape::Words(3))),
        false => sheet.field(Field::hidden("despite")),
    };
    sheet.field(Field::words("words", "With whom did you speak, and what did they say?").optional())
}

fn decision(open: &Open) -> Sheet {
    let told =
        open.now().council_told_on().map(|on| format!("The council was told on {}.", format::date(on)));
    Sheet::new("What the council decided", "Save", "landmark")
        .lead(told.unwrap_or_default())
        .field(Field::one("answer", "What did they decide?", offered!(CouncilAnswer)))
        .pair(
            Field::date("decided_on", "When?"),
            Field::new(Shape::Line(""), "reference", "Their reference").optional(),
        )
        .field(Field::words("words", "What did they say, and who leads?").optional())
}

fn banner() -> Sheet {
    Sheet::new("Ask them to speak to me first", "Show it", "hand")
        .lead(
            "Everybody who may know the person sees on every page about them: “Please speak to the safeguarding \
             lead before the next visit”, and how to reach you. Nothing else, and for a year at most.",
        )
        .field(
            Field::new(Shape::Line(""), "reach", "Whom do they speak to, and how?")
                .hint("Your name and number. Nothing about the person"),
        )
        .pair(Field::date("from_on", "From"), Field::date("until_on", "Until"))
}

fn closing() -> Sheet {
    let two = Shape::One("cols-2");
    Sheet::new("Close it", "Close it", "archive")
        .field(Field::words("words", "What came of it?"))
        .field(Field::date("settled_on", "When was it dealt with?"))
        .field(
            Field::heading("Was it made personal?").hint("As far as you know. Leave open what nobody asked"),
        )
        .field(
            Field::one("asked", "Was the person asked what they want to come of it?", offered!(WasAsked))
                .shaped(Shape::One("cols-3")),
        )
        .field(
            Field::one("met", "Did it come as they wanted?", offered!(OutcomesMet))
                .shaped(Shape::One("cols-3")),
        )
        .field(Field::one("safer", "Do they feel safer?", offered!(FeelsSafer)).shaped(Shape::One("cols-3")))
        .field(Field::one("listened", "Were they listened to?", offered!(ListenedTo)).shaped(two))
}

/// The leads who can open it.
async fn leads(site: &Site, signed: &Signed, open: &Open) -> Result<Vec<Colleague>, Error> {
    let mut team = site.app.accounts.colleagues(&signed.connecting()?).await?;
    team.retain(|one| {
        one.role == app::access::Role::SafeguardingLead && !open.now().is_kept_from(one.account_id)
    });
    Ok(team)
}

async fn draw(
    site: &Site,
    signed: &Signed,
    open: &Open,
    step: Step,
    (typed, attempt): (Typed, Attempt),
) -> Answer {
    let sheet = step.sheet(open, &leads(site, signed, open).await?);
    let record = Record::read(site, &signed.connecting()?, open.now().person_id).await?;
    let (typed, mut head) = (attempt.keep(typed), record.head(Tab::None));
    // The way back leads to the record, under the name that was kept with it.
    (head.href, head.called) = (paths::concern(open.id), open.person());
    // Whoever is to be spoken to need not be told so.
    head.heed = None;
    let keys = signed.keys(&site.app, &typed);
    let at = (paths::concern_part(open.id, step.part()), paths::concern(open.id));
    let page = signed.page(sheet.title.clone(), Here::Safeguarding);
    SheetPage::show(page, head, at, keys, sheet, typed, attempt)
}

async fn look(site: &Site, signed: &Signed, id: ConcernId, step: Step) -> Answer {
    let open = Open::read(site, signed, id).await?;
    let typed = step.first(&open, signed);
    draw(site, signed, &open, step, (typed, Attempt::first())).await
}

async fn take(site: &Site, signed: &Signed, id: ConcernId, step: Step, typed: Typed) -> Answer {
    let open = Open::read(site, signed, id).await?;
    let mut form = typed.reader();
    let Some(command) = step.read(&mut form) else {
        let attempt = form.again();
        return draw(site, signed, &open, step, (typed, attempt)).await;
    };
    let instruction = Instruction::Concern { id, command };
    match site.settle(signed, &typed, instruction, &paths::concern(id), Flash::Saved).await? {
        Ok(answer) => Ok(answer),
        Err(attempt) => draw(site, signed, &open, step, (typed, attempt)).await,
    }
}
