//! Photographs and papers about a person: the list with its pictures.

use app::error::Refusal;
use askama::Template;
use axum::extract::State;
use domain::person::Person;
use domain::person::document::{DocumentKind, KeptDocument};
use domain::shared::ids::{DocumentId, PersonId};

use super::head::{Head, Record, Tab};
use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::guard::Audience;
use crate::look::{Here, Page};
use crate::router::{Route, get};
use crate::site::{Site, show};
use crate::{format, paths};

/// One entry.
pub fn routes() -> Vec<Route> {
    vec![get("/people/{id}/documents", Audience::Connecting, list)]
}

/// A picture or a paper in a list.
pub(crate) struct Shown {
    pub(crate) href: String,
    /// Where its small picture is; `None` for a paper, and for a photo that may not be shown.
    pub(crate) thumbnail: Option<String>,
    pub(crate) title: String,
    /// What is in the picture.
    pub(crate) shows: String,
    /// "A letter · PDF · 120 kB · 12 March 2026"
    pub(crate) under: String,
}

/// What is there of somebody's, the pictures apart from the papers.
pub(crate) fn shown<'a>(
    person: &Person,
    all: impl IntoIterator<Item = &'a KeptDocument>,
) -> (Vec<Shown>, Vec<Shown>) {
    let of = person.person_id;
    let one = |kept: &KeptDocument| {
        let about = kept.about.get()?;
        let id = kept.document_id;
        let hidden = kept.kind == DocumentKind::PhotoOfThem && person.refuses_photographs();
        let thumbnail = kept.is_picture() && !hidden;
        Some(Shown {
            href: paths::document(of, id),
            thumbnail: thumbnail.then(|| paths::document_part(of, id, "thumbnail")),
            title: about.title.to_string(),
            shows: about.shows.as_ref().map(ToString::to_string).unwrap_or_default(),
            under: under(kept),
        })
    };
    let (pictures, papers): (Vec<_>, Vec<_>) = all.into_iter().partition(|kept| kept.is_picture());
    (pictures.into_iter().filter_map(one).collect(), papers.into_iter().filter_map(one).collect())
}

/// "A letter · PDF · 120 kB · 12 March 2026"
pub(super) fn under(kept: &KeptDocument) -> String {
    let day = match kept.taken_on {
        Some(day) => format::date(day),
        None => format!("attached {}", format::date(kept.attached_on)),
    };
    match kept.kind {
        DocumentKind::PhotoOfThem | DocumentKind::Photo => format::capital(&day),
        kind => format!("{} · {} · {} · {day}", kind.label(), kept.media.label(), size(kept.size_bytes)),
    }
}

/// "120 kB", "2.4 MB"
fn size(bytes: i64) -> String {
    let kilobytes = (bytes.max(0) + 1_023) / 1_024;
    match kilobytes {
        0..1_024 => format!("{kilobytes} kB"),
        _ => format!("{}.{} MB", kilobytes / 1_024, kilobytes % 1_024 * 10 / 1_024),
    }
}

#[derive(Template)]
#[template(path = "person/documents.html")]
struct Documents {
    page: Page,
    head: Head,
    pictures: Vec<Shown>,
    papers: Vec<Shown>,
    /// Whether photos of them are there which they do not agree to any more.
    refused: bool,
    open: bool,
}

impl Documents {
    fn add(&self) -> String {
        paths::person_part(self.head.id, "documents/new")
    }
}

async fn list(State(site): State<Site>, signed: Signed, At(id): At<PersonId>) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    let person = &record.row.person;
    let there = person.documents_there();
    let of_them = there.iter().any(|kept| kept.kind == DocumentKind::PhotoOfThem);
    let (pictures, papers) = shown(person, there);
    let title = format!("Photos and papers of {}", record.called());
    show(&Documents {
        page: signed.page(title, Here::People),
        head: record.head(Tab::None),
        pictures,
        papers,
        refused: of_them && person.refuses_photographs(),
        open: record.takes_more(),
    })
}

/// One that is there.
pub(super) fn there(record: &Record, id: DocumentId) -> Result<KeptDocument, Refusal> {
    let kept = record.row.person.documents.get(&id).filter(|kept| kept.is_there());
    kept.cloned().ok_or(Refusal::NotFound)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_said_in_the_unit_that_people_know() {
        assert_eq!([size(1), size(1_024), size(120_000)], ["1 kB", "1 kB", "118 kB"]);
        assert_eq!([size(1_048_576), size(2_600_000)], ["1.0 MB", "2.4 MB"]);
    }
}
