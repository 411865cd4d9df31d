//! One person: their profile in their own words, what they love and can offer, who is in their life, who
//! supports them, what they agreed to.

use app::views::relationships::Tie;
use askama::Template;
use axum::extract::State;
use chrono::NaiveDate;
use domain::person::codes::{ConsentScope, PersonKind};
use domain::person::records::{Interest, Profile};
use domain::person::{Answer as Said, LinkedSupporter, Person, SafetyKind};
use domain::relationship::Party;
use domain::shared::ids::{InterestId, MapId, PersonId};
use domain::shared::personal::Personal;

use super::documents::{self, Shown};
use super::head::{Head, Record, Tab};
use super::measures::network::only_paid;
use super::measures::page::briefly;
use super::merging;
use super::pictured::{Ties, rings};
use super::roles;
use super::safety;
use super::together::Together;
use crate::charts::Picture;
use crate::charts::rings::Rings;
use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::guard::Audience;
use crate::look::{Here, Page};
use crate::router::{Route, get};
use crate::site::{Site, show};
use crate::{format, paths};

/// One entry.
pub fn routes() -> Vec<Route> {
    vec![get("/people/{id}", Audience::Connecting, page)]
}

#[derive(Template)]
#[template(path = "person/record.html")]
struct RecordPage {
    page: Page,
    head: Head,
    person: Person,
    /// The profile's headings and words, those that have any.
    quotes: Vec<(&'static str, String)>,
    profile_on: Option<NaiveDate>,
    interests: Vec<Chip>,
    map: Option<MapCard>,
    supporters: Vec<(LinkedSupporter, String)>,
    /// When they are free and how they get about.
    together: Together,
    consents: Vec<Consent>,
    /// How to reach them and by which numbers others know them.
    facts: Vec<(String, String)>,
    /// What must not happen, and what somebody worries about.
    musts: Vec<safety::Line>,
    worries: Vec<safety::Line>,
    /// Whether nobody has taken in a referral.
    unreferred: bool,
    leads: bool,
    /// That everybody in their life is paid, if it is so.
    only_paid: Option<String>,
    /// The roles that are theirs now.
    roles: Vec<roles::Line>,
    /// What has changed, by the questions that were asked.
    life: Vec<String>,
    /// The latest pictures, at most [`MOST_PHOTOS`], and how many papers there are.
    photos: Vec<Shown>,
    papers: usize,
    /// Records that were put together with this one, for a team lead.
    together_with: Vec<merging::undoing::Together>,
}

/// Pictures that stand on somebody's page.
const MOST_PHOTOS: usize = 4;

/// Something they love or offer.
struct Chip {
    href: String,
    name: String,
    /// "can teach"; empty when they keep it to themselves.
    share: &'static str,
}

/// The latest map.
struct MapCard {
    id: MapId,
    /// "12 March 2026 · 9 unpaid, was 4"
    under: String,
    picture: Rings,
    /// Whom they have met through Kith since, and who do not stand on it: "Pat and Dev".
    missing: String,
}

/// One question that is asked, and how it stands.
pub(super) struct Consent {
    pub(super) scope: ConsentScope,
    /// "Yes, since 12 January 2026"
    pub(super) stands: String,
    /// Whether it is a yes that holds today; `None` when nobody has asked.
    pub(super) holds: Option<bool>,
}

async fn page(State(site): State<Site>, signed: Signed, At(id): At<PersonId>) -> Answer {
    let who = signed.connecting()?;
    let record = Record::read(&site, &who, id).await?;
    let ties = site.app.views.relationships_of_person(&who, id).await?;
    let person = record.row.person.clone();
    let latest = person.latest_profile();
    let quotes = latest.and_then(|latest| latest.profile.get()).map(quotes).unwrap_or_default();
    let profile_on = latest.map(|latest| latest.published_on);
    let supporters = supporters(&person);
    let names = safety::names(&site, &signed).await?;
    let notes = |kind: SafetyKind| {
        let open = person.safety_notes().into_iter().filter(|kept| kept.kind == kind);
        open.map(|kept| safety::line(id, kept, &names, record.today)).collect::<Vec<_>>()
    };
    let (mut photos, papers) = documents::shown(&person, person.documents_there());
    photos.truncate(MOST_PHOTOS);
    let together_with = match who.leads() {
        true => merging::undoing::together(&site, &signed, &record).await?,
        false => Vec::new(),
    };
    let page = RecordPage {
        musts: notes(SafetyKind::MustNot),
        worries: notes(SafetyKind::Worry),
        page: signed.page(record.name(), Here::People),
        head: record.head(Tab::Person),
        quotes,
        profile_on,
        interests: chips(&person),
        map: map_card(&record, &ties),
        supporters,
        together: Together::of(&person, &record.called()),
        consents: consents(&person, record.today),
        facts: facts(&person),
        unreferred: person.is_supported() && record.cases.is_empty() && !person.is_gone(),
        leads: who.leads(),
        only_paid: only_paid(&person, &record.called()),
        roles: roles::now(&person, record.today),
        life: briefly(&person.measures_that_count()),
        photos,
        papers: papers.len(),
        together_with,
        person,
    };
    show(&page)
}

impl RecordPage {
    /// Where a part of the record is told or changed.
    fn part(&self, part: &str) -> String {
        paths::person_part(self.head.id, part)
    }

    /// "One thing must not happen, and there are two worries."
    fn safety(&self) -> String {
        let count = |notes: usize, one: &str, many: &str| match notes {
            0 => None,
            1 => Some(format!("one {one}")),
            notes => Some(format!("{} {many}", format::count_word(notes))),
        };
        let parts = [
            count(self.musts.len(), "thing that must not happen", "things that must not happen"),
            count(self.worries.len(), "worry", "worries"),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        format!("{}, at the top of this page.", format::capital(&format::and_list(&parts)))
    }

    /// Whether anything can still be added.
    fn open(&self) -> bool {
        self.person.forgotten_on.is_none() && self.person.erasure.is_none()
    }
}

fn quotes(profile: &Profile) -> Vec<(&'static str, String)> {
    let all = [
        ("What people like and admire about me", &profile.admire),
        ("What is important to me", &profile.important),
        ("How best to support me", &profile.support),
        ("What a good week looks like", &profile.good_week),
        ("When I am at my best", &profile.at_best),
        ("What I do not want", &profile.not_wanted),
    ];
    all.into_iter().filter_map(|(head, words)| Some((head, words.as_ref()?.to_string()))).collect()
}

fn chips(person: &Person) -> Vec<Chip> {
    let chip = |id: InterestId, interest: &Interest| Chip {
        href: paths::interest(person.person_id, id),
        name: format::capital(interest.name.as_str()),
        share: interest.share.map_or("", |share| share.label()),
    };
    let mut kept = person.current_interests();
    kept.sort_by_key(|kept| std::cmp::Reverse(kept.interest.get().map(|interest| interest.strength)));
    kept.into_iter().filter_map(|kept| Some(chip(kept.interest_id, kept.interest.get()?))).collect()
}

fn map_card(record: &Record, all: &[Tie]) -> Option<MapCard> {
    let person = &record.row.person;
    let latest = person.latest_map()?;
    let ties = Ties::of(person.person_id, all);
    let picture = rings(&record.called(), &record.name(), latest.entries(), &ties, record.today);
    let unpaid = latest.unpaid_size()?;
    let before = person.first_map().filter(|first| first.map_id != latest.map_id);
    let was = before.and_then(|first| first.unpaid_size()).map(|was| format!(", was {was}"));
    let under = format!("{} · {unpaid} unpaid{}", format::date(latest.taken_on), was.unwrap_or_default());
    let stands = |id: PersonId| latest.entries().iter().any(|entry| entry.person_id == Some(id));
    let grows = |tie: &&Tie| tie.relationship.met_on().is_some() && tie.relationship.is_open();
    let mut missing: Vec<&str> = all
        .iter()
        .filter(|tie| tie.relationship.person_id == person.person_id)
        .filter(|tie| !stands(tie.relationship.other_id) && !stands(tie.relationship.subject(Party::Other)))
        .filter(grows)
        .map(|tie| tie.other_called.as_str())
        .collect();
    missing.dedup();
    Some(MapCard { id: latest.map_id, under, picture, missing: format::and_list(&missing) })
}

/// Those who help now, with what they are to the person.
fn supporters(person: &Person) -> Vec<(LinkedSupporter, String)> {
    let current = person.supporters.values().filter(|linked| linked.is_current());
    let mut list: Vec<_> = current
        .filter_map(|linked| {
            let supporter = linked.supporter.get()?;
            let contact = supporter.contact.as_ref().map(|contact| format!(" · {contact}"));
            Some((linked.clone(), format!("{}{}", supporter.role.label(), contact.unwrap_or_default())))
        })
        .collect();
    list.sort_by_key(|(linked, _)| linked.linked_on);
    list
}

/// The questions that are asked of such a person, each with its answer as it counts today.
pub(super) fn consents(person: &Person, today: NaiveDate) -> Vec<Consent> {
    let asked = |scope: &&ConsentScope| {
        person.is_supported() || matches!(scope, ConsentScope::BeIntroduced | ConsentScope::Photographs)
    };
    let state = |scope: &ConsentScope| {
        let scope = *scope;
        let (stands, holds) = match person.answer(scope, today) {
            None => ("Nobody has asked yet".to_owned(), None),
            Some(answer @ Said::Given { consent, .. }) => {
                let holds = consent.holds_on(today);
                let since = format::date(answer.on());
                let stands = match consent.until {
                    Some(until) if holds => format!("Yes, since {since}, until {}", format::date(until)),
                    Some(until) => format!("Yes until {}, and no longer", format::date(until)),
                    None => format!("Yes, since {since}"),
                };
                (stands, Some(holds))
            }
            Some(answer @ Said::Refused { .. }) => {
                (format!("No, on {}", format::date(answer.on())), Some(false))
            }
            Some(answer @ Said::Withdrawn { .. }) => {
                (format!("No longer, since {}", format::date(answer.on())), Some(false))
            }
        };
        Consent { scope, stands, holds }
    };
    ConsentScope::ALL.iter().filter(asked).map(state).collect()
}

fn facts(person: &Person) -> Vec<(String, String)> {
    let Some(details) = person.details() else { return Vec::new() };
    let text = |value: &Option<domain::shared::text::Line>| value.as_ref().map(ToString::to_string);
    let kind = (person.kind == Some(PersonKind::CommunityMember)).then_some("Community member");
    let mut facts: Vec<(String, String)> = [
        ("Known as", kind.map(str::to_owned)),
        ("Born", details.born_on.map(format::date)),
        ("Lives in", text(&details.area)),
        ("Address", details.address.as_ref().map(ToString::to_string)),
        ("Telephone", text(&details.phone)),
        ("Email", text(&details.email)),
    ]
    .into_iter()
    .filter_map(|(head, value)| Some((head.to_owned(), value?)))
    .collect();
    let numbers = person.identifiers.iter().filter_map(|(scheme, value)| {
        let value = Personal::get(value)?;
        Some((scheme.label().to_owned(), grouped(*scheme, value.as_str())))
    });
    facts.extend(numbers);
    facts
}

/// An NHS number as it is written: 943 476 5919.
fn grouped(scheme: domain::person::codes::IdentifierScheme, value: &str) -> String {
    use domain::person::codes::IdentifierScheme;
    match (scheme, value.len()) {
        (IdentifierScheme::NhsNumber, 10) if value.is_ascii() => {
            format!("{} {} {}", &value[..3], &value[3..6], &value[6..])
        }
        _ => value.to_owned(),
    }
}
