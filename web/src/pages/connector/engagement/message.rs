//! The message back to whoever referred somebody: drafted from what is on record, put into one's own words, sent by
//! hand, and written down here with how and when it went. And the same as a letter to print.

use app::error::Refusal;
use askama::Template;
use async_trait::async_trait;
use axum::extract::State;
use axum::http::Uri;
use domain::engagement::message_back::{
    Message, MessageClock, MessageFormat, MessageMeans, SentMessage, TellingAbout, TellingExtent,
    may_tell_more,
};
use domain::engagement::{Engagement, EngagementCommand, EngagementError, EngagementEvent, ReferralSource};
use domain::shared::ids::{EngagementId, MessageId, SharingId};

use super::asking::{Asking, Form, form};
use super::sheet::{Field, Shape, Sheet};
use super::signed::{Team, history, recorded};
use crate::error::{Answer, Error};
use crate::extract::{At, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Reader, Typed};
use crate::guard::Audience;
use crate::look::{Choice, Here, Page};
use crate::pages::person::head::Head;
use crate::router::{Route, get};
use crate::sentences::letter::{CameOf, draft};
use crate::site::{Site, show};
use crate::{format, offered, paths};

/// Writing one, and one as a letter.
pub fn routes() -> Vec<Route> {
    let [look, send] = form::<Telling>("/engagements/{id}/messages/new");
    vec![look, send, get("/engagements/{id}/messages/{message}", Audience::Connecting, letter)]
}

struct Telling;

/// The agreements to share that hold today, which a message may rest on.
fn agreements(asking: &Asking<'_>) -> Vec<(SharingId, String)> {
    let holding = asking.record.row.person.sharings.values().filter_map(|kept| {
        let sharing = kept.holds_on(asking.today)?.sharing.get()?;
        Some((kept.sharing_id, format!("{}: {}", sharing.with, sharing.what)))
    });
    holding.collect()
}

/// Whether they agreed that such a referrer may know more, by an answer that needs no agreement to be named.
fn agreed_by_answer(asking: &Asking<'_>) -> bool {
    let engagement = &asking.case.row.engagement;
    may_tell_more(&asking.record.row.person, engagement.source, None, asking.today)
}

async fn came_of(asking: &Asking<'_>) -> Result<CameOf, Refusal> {
    let ties = asking.site.app.views.relationships_of_engagement(&asking.who, asking.id()).await?;
    let met = ties.iter().filter(|tie| tie.relationship.met_on().is_some()).count();
    let standing = ties.iter().filter(|tie| tie.relationship.standing_declaration().is_some()).count();
    Ok(CameOf { met, standing })
}

/// What the referrer has been told, newest first: when, of what, by whom, how and to whom. Whoever writes sees it
/// before anybody hears something twice.
async fn told_before(asking: &Asking<'_>) -> Result<Vec<String>, Refusal> {
    let mut all: Vec<_> = asking.case.row.engagement.messages.iter().collect();
    if all.is_empty() {
        return Ok(Vec::new());
    }
    all.sort_by_key(|(id, message)| std::cmp::Reverse((message.sent_on, **id)));
    let (team, history) = (Team::of(asking).await?, history(asking).await?);
    let mut told = Vec::new();
    for (id, message) in all {
        let by = recorded(&history, is_told(*id));
        let by = by.and_then(|by| team.called(by)).map(|by| format!(" {by} wrote it.")).unwrap_or_default();
        let to = message.to.get().map(|to| format!(", to {to}")).unwrap_or_default();
        told.push(format!(
            "They were told already, on {}: “{}”, {}{to}.{by}",
            format::date(message.sent_on),
            message.about.label(),
            inside(message.means.label()),
        ));
    }
    Ok(told)
}

/// "by letter", as it stands within a sentence.
fn inside(label: &str) -> String {
    let mut letters = label.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

fn is_told(id: MessageId) -> impl Fn(&EngagementEvent) -> bool {
    move |event| matches!(event, EngagementEvent::ReferrerTold { message_id, .. } if *message_id == id)
}

/// Who referred them by name, or what the referrer is to the person, to begin the line "to whom" with.
fn referrer(engagement: &Engagement) -> String {
    let named = engagement.referrer.as_ref().and_then(|referrer| referrer.get());
    match (named, engagement.source) {
        (Some(named), _) => named.name.to_string(),
        (None, None | Some(ReferralSource::Other)) => String::new(),
        (None, Some(source)) => source.label().to_owned(),
    }
}

/// How whoever referred them is reached, where somebody wrote it down.
fn reached(engagement: &Engagement) -> String {
    let contact = engagement.referrer.as_ref().and_then(|referrer| referrer.get()?.contact.as_ref());
    contact.map(|contact| format!("You reach them at {contact}")).unwrap_or_default()
}

#[async_trait]
impl Form for Telling {
    const DONE: Flash = Flash::ReferrerTold;

    async fn first(asking: &Asking<'_>) -> Result<Typed, Refusal> {
        let engagement = &asking.case.row.engagement;
        let clock = MessageClock::of(engagement);
        let asked = asking.asked.one("about").parse().ok();
        let about: TellingAbout =
            asked.or(clock.next().map(|owed| owed.about)).unwrap_or(TellingAbout::Received);
        // How much it says is chosen by whoever writes it: nothing is told about somebody by leaving a field as it is.
        let asked: Option<TellingExtent> = asking.asked.one("extent").parse().ok();
        let extent = asked.unwrap_or(TellingExtent::Answer);
        let text = draft(about, extent, engagement, &asking.record.name(), came_of(asking).await?);
        let from = Team::of(asking).await?.line(asking.who.account());
        let last = engagement.messages.values().max_by_key(|message| message.sent_on);
        let reach = last.and_then(|last| last.reach.as_ref()?.get()).map(ToString::to_string);
        Ok(Typed::default()
            .with("message_id", asking.site.app.ids.next())
            .with("about", about.code())
            .with("extent", asked.map_or("", |extent| extent.code()))
            .with("from_whom", from)
            .with("reach", reach.unwrap_or_default())
            .with("to", referrer(engagement))
            .with("text", text)
            .with("means", MessageMeans::Letter.code())
            .with("needed", MessageFormat::Ordinary.code())
            .with("used", MessageFormat::Ordinary.code())
            .with("sent_on", asking.today))
    }

    async fn sheet(asking: &Asking<'_>, typed: &Typed) -> Result<Sheet, Refusal> {
        let engagement = &asking.case.row.engagement;
        let (clock, called) = (MessageClock::of(engagement), asking.called());
        let abouts = TellingAbout::ALL.iter().filter(|about| clock.day(**about).is_some());
        let abouts: Vec<Choice> = abouts.map(|about| Choice::new(about.code(), about.label())).collect();
        if abouts.is_empty() {
            let words = "Nothing has been decided yet that whoever referred them would wait to hear.";
            return Ok(Sheet::new("Tell who referred them", "", "").instead(
                words,
                asking.back(),
                "See the plan",
            ));
        }
        let agreements = agreements(asking);
        let by_answer = agreed_by_answer(asking);
        let nothing = agreements.is_empty() && !by_answer;
        let caution = nothing.then(|| {
            format!(
                "There is no agreement that whoever referred {called} may know more than our answer. Ask {called} first, \
                 or send our answer alone."
            )
        });
        let choices = agreements.into_iter().map(|(id, words)| Choice::new(id, words)).collect();
        let rests_on = Field::new(Shape::Select("None"), "rests_on", "On which agreement does it rest?")
            .with(choices)
            .hint(match by_answer {
                true => "None is needed: they said yes to sharing with such a referrer",
                false => "Only when it says more than our answer",
            })
            .optional();
        let ask = paths::person_part(asking.record.id(), "sharings/new");
        let sheet = Sheet::new("Tell who referred them", "It is sent: keep it", "check")
            .lead("Put it into your own words, send it as they need it, and write down here that you did. Kith sends nothing.")
            .caution(caution)
            .known(told_before(asking).await?)
            .field(Field::hidden("message_id"))
            .field(Field::one("about", "What is it about?", abouts).shaped(Shape::One("cols-3 plain")))
            .field(Field::one("extent", "How much does it say?", offered!(TellingExtent)).shaped(Shape::One("cols-2 plain")))
            .field(rests_on)
            .field(Field::new(Shape::Line(""), "to", "To whom?").hint(reached(engagement)))
            .field(
                Field::new(Shape::Line(""), "from_whom", "From whom?")
                    .hint("A name, what they do, and for which team"),
            )
            .field(
                Field::new(Shape::Line("half"), "reach", "How can they reach you?")
                    .hint("A phone number or an email address of the team"),
            )
            .field(
                Field::words("text", "What does it say?")
                    .hint("Name nobody but the person themselves")
                    .shaped(Shape::Words(14)),
            )
            .field(Field::one("means", "How was it sent?", offered!(MessageMeans)).shaped(Shape::One("")))
            .pair(
                Field::new(Shape::Select(""), "needed", "Which format does the reader need?").with(offered!(MessageFormat)),
                Field::new(Shape::Select(""), "used", "Which one was it sent in?").with(offered!(MessageFormat)),
            )
            .field(Field::date("sent_on", "When was it sent?"));
        if nothing {
            return Ok(sheet.other(ask, format!("Ask {called} whether they may know more")));
        }
        let (extent, words) = match typed.is("extent", TellingExtent::More.code()) {
            true => (TellingExtent::Answer, "Draft our answer alone instead"),
            false => (TellingExtent::More, "Draft more about how it went instead"),
        };
        let draft = format!("messages/new?about={}&extent={}", typed.one("about"), extent.code());
        Ok(sheet.other(paths::engagement_part(asking.id(), draft), words))
    }

    fn read(_: &Asking<'_>, form: &mut Reader<'_>, _: &Typed) -> Option<EngagementCommand> {
        let (message_id, about, extent) = (form.id("message_id"), form.code("about"), form.code("extent"));
        let (to, text, rests_on) = (form.line("to"), form.words("text"), form.id_or_none("rests_on"));
        let (means, needed, used) = (form.code("means"), form.code("needed"), form.code("used"));
        let (from, reach) = (form.line("from_whom"), form.line("reach"));
        let sent_on = form.date("sent_on");
        let message = Message {
            about: about?,
            extent: extent?,
            sent_on: sent_on?,
            means: means?,
            needed: needed?,
            used: used?,
            to: to?,
            text: text?,
            rests_on: rests_on?,
            from: Some(from?),
            reach: Some(reach?),
        };
        Some(EngagementCommand::TellReferrer { message_id: message_id?, message, agreed: false })
    }

    async fn onwards(asking: &Asking<'_>, typed: &Typed) -> Result<(String, Flash), Refusal> {
        let id: Option<MessageId> = typed.id("message_id");
        Ok((id.map_or_else(|| asking.back(), |id| paths::message(asking.id(), id)), Self::DONE))
    }

    fn refused(refusal: Refusal, typed: &Typed) -> Result<Attempt, Error> {
        let unagreed = matches!(refusal, Refusal::Engagement(EngagementError::NoAgreementToTell));
        let attempt = Attempt::refused(refusal, typed)?;
        Ok(if unagreed { attempt.about("extent") } else { attempt })
    }
}

#[derive(Template)]
#[template(path = "connector/engagement/message.html")]
struct LetterPage {
    page: Page,
    head: Head,
    message: SentMessage,
    /// Who wrote it: as it says itself, or whoever recorded it.
    from: Option<String>,
    /// How to reach them, where it says so.
    reach: Option<String>,
    /// "2 March 2026 · By letter · Ordinary print or email"
    under: String,
    /// That it did not go in the format that was needed.
    otherwise: Option<String>,
}

async fn letter(
    State(site): State<Site>,
    signed: Signed,
    At((id, message)): At<(EngagementId, MessageId)>,
    at: Uri,
) -> Answer {
    let asking = Asking::of(&site, &signed, id, &at).await?;
    let kept = asking.case.row.engagement.messages.get(&message).cloned().ok_or(Refusal::NotFound)?;
    let from = kept.from.as_ref().and_then(|from| from.get()).map(ToString::to_string);
    let from = match from {
        Some(from) => Some(from),
        None => {
            let by = recorded(&history(&asking).await?, is_told(message));
            let team = Team::of(&asking).await?;
            by.map(|by| team.line(by))
        }
    };
    let message = kept;
    let under = [format::date(message.sent_on), message.means.label().into(), message.used.label().into()];
    let otherwise = (message.needed != message.used).then(|| {
        format!("They need it otherwise: {}. It went as: {}.", message.needed.label(), message.used.label())
    });
    show(&LetterPage {
        page: signed.page(message.about.label(), Here::People),
        head: asking.head(),
        under: under.join(" · "),
        otherwise,
        from,
        reach: message.reach.as_ref().and_then(|reach| reach.get()).map(ToString::to_string),
        message,
    })
}
