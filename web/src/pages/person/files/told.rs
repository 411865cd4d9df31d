//! What happened with somebody, whole: the sentences of the timeline, newest first, with the day of each and the day on
//! which it was written down. A file that cannot hold all of it says so and says where the rest is.

use app::error::Refusal;
use domain::shared::ids::{AccountId, RelationshipId};
use std::collections::HashMap;

use super::{Asked, PersonList};
use crate::export::{Cell, Column, Sheet};
use crate::format;
use crate::pages::person::timeline::called;
use crate::sentences::{Around, Told, tell};

/// Events in one file. Years of weekly visits are a few thousand.
const MOST: i64 = 10_000;

/// One thing that happened.
struct Thing {
    told: Told,
    recorded: chrono::NaiveDate,
    by: String,
}

/// Everything, or what came before the position that `before` says.
pub(super) async fn timeline(asked: &Asked<'_>) -> Result<Sheet, Refusal> {
    let app = &asked.site.app;
    let (record, id) = (&asked.record, asked.record.id());
    let ties = app.views.relationships_of_person(&asked.who, id).await?;
    let ties: HashMap<RelationshipId, [String; 2]> = called(ties);
    let before: Option<i64> = asked.typed.id("before");
    let mut events = app.timeline(&asked.who, id, before, MOST + 1).await?;
    let kept = usize::try_from(MOST).unwrap_or(usize::MAX);
    let is_cut = events.len() > kept;
    events.truncate(kept);
    let around = Around {
        person: &record.row.person,
        called: record.called(),
        ties,
        accounts: app.accounts.names(asked.who.organisation()).await?.into_iter().collect(),
        // A file is handed on: whoever reads it is nobody of whom it could say "you".
        reader: AccountId::default(),
    };
    let things = events.iter().map(|event| Thing {
        told: tell(&event.event, event.stream.id, event.actor, &around),
        recorded: format::london_date(event.recorded_at),
        by: format::capital(around.account(event.actor)),
    });
    let mut things: Vec<Thing> = things.collect();
    things.sort_by_key(|thing| std::cmp::Reverse(thing.told.on.unwrap_or(thing.recorded)));
    let columns: [Column<Thing>; 5] = [
        ("On", |thing| Cell::Date(thing.told.on.unwrap_or(thing.recorded))),
        ("What happened", |thing| Cell::text(&thing.told.what)),
        ("In words", |thing| Cell::said(thing.told.words.as_ref())),
        ("By whom", |thing| Cell::text(&thing.by)),
        ("Written down on", |thing| Cell::Date(thing.recorded)),
    ];
    let mut sheet = asked.sheet(PersonList::Timeline, "Timeline").with(&columns, things);
    if is_cut {
        let last = events.last().map(|event| event.position).unwrap_or_default();
        sheet.file = format!("{} the newest {MOST}", sheet.file);
        sheet.made = format!("{}. The newest {MOST} things: this is not all of it", sheet.made);
        sheet.rows.push(vec![
            Cell::Empty,
            Cell::text(format!(
                "This file ends here, and there is more. Put ?before={last} behind the address of this file \
                 for what came before."
            )),
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
        ]);
    }
    Ok(sheet)
}
