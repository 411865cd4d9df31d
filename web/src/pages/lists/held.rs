//! What was held and sent in one case, and who came to a group: reviews with what was said from each side, messages to
//! whoever referred them, a roll. `of` says which case, or which group.

use app::error::Refusal;
use app::views::cases::Case;
use app::views::reference;
use app::views::sessions::Visit;
use domain::engagement::message_back::SentMessage;
use domain::engagement::{Review, ReviewWords, Viewpoint};
use domain::shared::ids::{EngagementId, GroupId};
use domain::shared::text::Words;

use super::{Asked, List};
use crate::export::{Cell, Column, Sheet};
use crate::format;
use crate::pages::connector::engagement::reviews::there;

async fn case(asked: &Asked<'_>) -> Result<Case, Refusal> {
    let id: EngagementId = asked.typed.id("of").ok_or(Refusal::NotFound)?;
    asked.site.app.views.case(&asked.who, id, asked.today).await?.ok_or(Refusal::NotFound)
}

fn titled(list: List, case: &Case) -> String {
    format!("{} {}", list.label(), reference(case.row.engagement.engagement_id))
}

/// Every review, newest first.
pub(super) async fn reviews(asked: &Asked<'_>) -> Result<Sheet, Refusal> {
    let case = case(asked).await?;
    let engagement = &case.row.engagement;
    let columns: [Column<(&Review, String)>; 15] = [
        ("Held on", |row| Cell::Date(row.0.held_on)),
        ("Why", |row| Cell::text(row.0.kind.label())),
        ("What it decided", |row| Cell::text(row.0.decision.label())),
        ("Who was there", |row| Cell::said(row.0.words.get().map(there).filter(|all| !all.is_empty()))),
        ("In their own words", |row| said(row.0, |words| words.own_words.as_ref())),
        ("As they see it, what works", |row| view(row.0, |words| &words.person, |view| &view.working)),
        ("As they see it, what does not", |row| view(row.0, |words| &words.person, |view| &view.not_working)),
        ("As family sees it, what works", |row| view(row.0, |words| &words.family, |view| &view.working)),
        ("As family sees it, what does not", |row| {
            view(row.0, |words| &words.family, |view| &view.not_working)
        }),
        ("As paid staff see it, what works", |row| view(row.0, |words| &words.staff, |view| &view.working)),
        ("As paid staff see it, what does not", |row| {
            view(row.0, |words| &words.staff, |view| &view.not_working)
        }),
        ("Goals", |row| Cell::said(Some(&row.1).filter(|goals| !goals.is_empty()))),
        ("Paid support a week", |row| row.0.facts.paid_minutes_per_week.map_or(Cell::Empty, Cell::Hours)),
        ("Why more time", |row| said(row.0, |words| words.more_time_why.as_ref())),
        ("Look again on", |row| Cell::date(row.0.next_review_on)),
    ];
    let accounts = engagement.goal_accounts();
    let goals = |review: &Review| {
        let scored = review.goals.iter().map(|score| {
            let goal = accounts.iter().find(|goal| goal.goal_id == score.goal_id);
            let words = goal.and_then(|goal| goal.words_on(review.held_on));
            let words = words.map_or_else(|| "A goal".to_owned(), ToString::to_string);
            format!("{words}: {}", score.outcome.label().to_lowercase())
        });
        scored.collect::<Vec<_>>().join("\n")
    };
    let mut all: Vec<_> = engagement.reviews.iter().collect();
    all.sort_by_key(|(id, review)| std::cmp::Reverse((review.held_on, **id)));
    let rows = all.into_iter().map(|(_, review)| (review, goals(review)));
    let sheet = asked.sheet(List::Reviews, "Reviews", Vec::new()).with(&columns, rows);
    Ok(Sheet { title: titled(List::Reviews, &case), ..sheet })
}

fn said(review: &Review, of: fn(&ReviewWords) -> Option<&Words>) -> Cell {
    Cell::said(review.words.get().and_then(of))
}

fn view(
    review: &Review,
    whose: fn(&ReviewWords) -> &Viewpoint,
    which: fn(&Viewpoint) -> &Option<Words>,
) -> Cell {
    Cell::said(review.words.get().and_then(|words| which(whose(words)).as_ref()))
}

/// What the referrer was told, newest first.
pub(super) async fn messages(asked: &Asked<'_>) -> Result<Sheet, Refusal> {
    let case = case(asked).await?;
    let columns: [Column<&SentMessage>; 8] = [
        ("Sent on", |message| Cell::Date(message.sent_on)),
        ("What it is about", |message| Cell::text(message.about.label())),
        ("How much it says", |message| Cell::text(message.extent.label())),
        ("How it went", |message| Cell::text(message.means.label())),
        ("In which format", |message| Cell::text(message.used.label())),
        ("To whom", |message| Cell::said(message.to.get())),
        ("From whom", |message| Cell::said(message.from.as_ref().and_then(|from| from.get()))),
        ("What it said", |message| Cell::said(message.text.get())),
    ];
    let mut all: Vec<_> = case.row.engagement.messages.iter().collect();
    all.sort_by_key(|(id, message)| std::cmp::Reverse((message.sent_on, **id)));
    let rows = all.into_iter().map(|(_, message)| message);
    let sheet = asked.sheet(List::Messages, "Messages", Vec::new()).with(&columns, rows);
    Ok(Sheet { title: titled(List::Messages, &case), ..sheet })
}

/// Who is expected at a group, and what became of it for each: of the viewer's people alone.
pub(super) async fn group(asked: &Asked<'_>) -> Result<Sheet, Refusal> {
    let id: GroupId = asked.typed.id("of").ok_or(Refusal::NotFound)?;
    let visits = asked.site.app.views.group(&asked.who, id).await?;
    let first = visits.first().ok_or(Refusal::NotFound)?;
    let on = first.session.time.on;
    let columns: [Column<&Visit>; 7] = [
        ("Who", |visit| Cell::text(&visit.name)),
        ("Case", |visit| Cell::text(reference(visit.session.engagement_id))),
        ("Day", |visit| Cell::Date(visit.session.time.on)),
        ("Time", |visit| Cell::said(visit.session.time.starts_at.map(|at| at.format("%H:%M").to_string()))),
        ("What became of it", |visit| Cell::text(visit.session.status.label())),
        ("Hours", |visit| Cell::Hours(visit.session.time.minutes)),
        ("Why they did not come", |visit| {
            Cell::said(visit.session.absent_because.as_ref().and_then(|why| why.get()))
        }),
    ];
    let sheet = asked.sheet(List::Group, "Group", Vec::new()).with(&columns, &visits);
    let place = first.session.place.as_ref().and_then(|place| place.get());
    let place = place.map(|place| format!(", {place}")).unwrap_or_default();
    Ok(Sheet {
        file: format!("group of {on}"),
        title: format!("The group of {}{place}", format::date(on)),
        ..sheet
    })
}
