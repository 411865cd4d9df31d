//! What every page shares: the frame (rail, signed-in name, flash), icons, faces, stages, and from
//! `forms` the small types that fields are drawn from. Templates call these by path, e.g. `crate::look::icon("sun")`.
//! What a page says about access is decided elsewhere: a rail item shown here opens nothing by itself.

mod faces;
mod forms;
mod needs;

use std::collections::HashMap;
use std::fmt::Display;
use std::sync::LazyLock;

use askama::filters::Safe;
use uuid::Uuid;

use crate::assets;
use crate::pages::outing::alert::Alert;

pub use faces::Faces;
pub use forms::{Choice, FormErrors, choices, choose};
pub use needs::need_icon;

/// What `layout.html` needs; every page struct carries one in a field called `page`.
#[derive(Clone, Default)]
pub struct Page {
    /// The page's name, in the browser's tab and, unless the page draws its own, its heading.
    pub title: String,
    /// Which rail destination is marked as the current one.
    pub here: Here,
    /// `None` before sign-in: the page is then drawn without a rail.
    pub who: Option<Signed>,
    /// A sentence about what just succeeded, shown once at the top.
    pub flash: Option<String>,
    /// The session's token, repeated in every form.
    pub csrf: String,
    /// Who of the team should have been out, for whoever looks out.
    pub alerts: Vec<Alert>,
    /// Whether it is looked again and again who should have been out, while the page is open.
    pub looks_out: bool,
}

impl Page {
    /// A page for nobody in particular: sign-in, an error, help.
    pub fn open(title: impl Into<String>) -> Self {
        Self { title: title.into(), ..Self::default() }
    }

    /// A page for someone signed in.
    pub fn new(title: impl Into<String>, here: Here, who: Signed, csrf: impl Into<String>) -> Self {
        Self { title: title.into(), here, who: Some(who), csrf: csrf.into(), ..Self::default() }
    }

    /// The same page with a sentence about what just succeeded.
    #[must_use]
    pub fn with_flash(mut self, flash: Option<String>) -> Self {
        self.flash = flash;
        self
    }
}

/// Who is signed in, as the frame shows them.
#[derive(Clone)]
pub struct Signed {
    pub name: String,
    /// In words, e.g. "Connector".
    pub role: &'static str,
    pub rail: Vec<RailItem>,
}

impl Signed {
    /// Someone with one or more desks; the first gives the role shown, the rail has each destination once.
    pub fn new(name: impl Into<String>, desks: &[Desk]) -> Self {
        Self { name: name.into(), role: desks.first().map_or("", |desk| desk.label()), rail: rail(desks) }
    }
}

/// The working places a role opens.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Desk {
    Connector,
    TeamLead,
    Commissioner,
    Finance,
    Administrator,
    SafeguardingLead,
}

impl Desk {
    pub fn label(self) -> &'static str {
        match self {
            Self::Connector => "Connector",
            Self::TeamLead => "Team lead",
            Self::Commissioner => "Commissioner",
            Self::Finance => "Finance",
            Self::Administrator => "Administrator",
            Self::SafeguardingLead => "Safeguarding lead",
        }
    }
}

/// The rail's destinations, and `Elsewhere` for pages that are none of them.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Here {
    Today,
    People,
    Introduce,
    Search,
    Team,
    Overview,
    Budgets,
    Accounts,
    Setup,
    Safeguarding,
    #[default]
    Elsewhere,
}

/// One destination on the rail.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RailItem {
    pub here: Here,
    pub label: &'static str,
    pub href: &'static str,
    pub icon: &'static str,
}

impl RailItem {
    const fn new(here: Here, label: &'static str, href: &'static str, icon: &'static str) -> Self {
        Self { here, label, href, icon }
    }
}

/// The rail of someone with these desks, each destination once, in the order of the desks.
pub fn rail(desks: &[Desk]) -> Vec<RailItem> {
    const TODAY: RailItem = RailItem::new(Here::Today, "Today", "/today", "sun");
    const PEOPLE: RailItem = RailItem::new(Here::People, "People", "/people", "users");
    const INTRODUCE: RailItem = RailItem::new(Here::Introduce, "Introduce", "/introductions", "handshake");
    const SEARCH: RailItem = RailItem::new(Here::Search, "Search", "/search", "search");
    const TEAM: RailItem = RailItem::new(Here::Team, "Team", "/team", "waypoints");
    const OVERVIEW: RailItem = RailItem::new(Here::Overview, "Overview", "/contracts", "layout-dashboard");
    const BUDGETS: RailItem = RailItem::new(Here::Budgets, "Budgets", "/budgets", "wallet");
    const ACCOUNTS: RailItem = RailItem::new(Here::Accounts, "Accounts", "/accounts", "key-round");
    const SETUP: RailItem = RailItem::new(Here::Setup, "Contracts", "/funders", "landmark");
    const SAFEGUARDING: RailItem =
        RailItem::new(Here::Safeguarding, "Concerns", "/safeguarding", "shield-check");
    let mut items: Vec<RailItem> = Vec::new();
    for desk in desks {
        let own: &[RailItem] = match desk {
            Desk::Connector => &[TODAY, PEOPLE, INTRODUCE, SEARCH],
            Desk::TeamLead => &[TODAY, PEOPLE, INTRODUCE, SEARCH, TEAM],
            Desk::Commissioner => &[OVERVIEW],
            Desk::Finance => &[BUDGETS],
            Desk::Administrator => &[ACCOUNTS, SETUP],
            Desk::SafeguardingLead => &[TODAY, PEOPLE, INTRODUCE, SEARCH, TEAM, SAFEGUARDING],
        };
        for item in own {
            if !items.contains(item) {
                items.push(*item);
            }
        }
    }
    items
}

/// Where a relationship stands, in the one word and the one colour it has on every page.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Stage {
    /// Someone thought of it; nobody has been introduced.
    Possible,
    Introduced,
    Consolidating,
    /// Stands on its own: self-sustaining, declared with its evidence.
    Lasting,
    /// Lapsed, or not heard of for long.
    Quiet,
    /// Known before, or without us: on the map, not on the path.
    Known,
    /// Paid to be there: on the map, not on the path.
    Paid,
    /// Needs someone's attention.
    Worry,
}

impl Stage {
    pub const PATH: [Self; 4] = [Self::Possible, Self::Introduced, Self::Consolidating, Self::Lasting];

    pub fn label(self) -> &'static str {
        match self {
            Self::Possible => "Possible",
            Self::Introduced => "Introduced",
            Self::Consolidating => "Consolidating",
            Self::Lasting => "Stands on its own",
            Self::Quiet => "Gone quiet",
            Self::Known => "Already there",
            Self::Paid => "Paid",
            Self::Worry => "Needs attention",
        }
    }

    /// The class that sets `--stage`, `--stage-ink` and `--stage-wash` for everything inside.
    pub fn class(self) -> &'static str {
        match self {
            Self::Possible => "stage-possible",
            Self::Introduced => "stage-introduced",
            Self::Consolidating => "stage-consolidating",
            Self::Lasting => "stage-lasting",
            Self::Quiet | Self::Paid => "stage-quiet",
            Self::Known => "stage-known",
            Self::Worry => "stage-worry",
        }
    }
}

impl From<domain::relationship::Stage> for Stage {
    fn from(stage: domain::relationship::Stage) -> Self {
        use domain::relationship::Stage as Stands;
        match stage {
            Stands::Prospect => Self::Possible,
            Stands::Introduced => Self::Introduced,
            Stands::Consolidating => Self::Consolidating,
            Stands::SelfSustaining => Self::Lasting,
            Stands::Lapsed => Self::Quiet,
        }
    }
}

static ICONS: LazyLock<HashMap<&'static str, String>> = LazyLock::new(|| {
    assets::all()
        .filter_map(|(path, _)| {
            Some((path.strip_prefix("icons/")?.strip_suffix(".svg")?, assets::text(path)?))
        })
        .map(|(name, svg)| {
            let svg = svg.trim().replace(" xmlns=\"http://www.w3.org/2000/svg\"", "").replace(" >", ">");
            (
                name,
                svg.replacen(
                    "<svg",
                    "<svg class=\"icon\" aria-hidden=\"true\" width=\"24\" height=\"24\"",
                    1,
                ),
            )
        })
        .collect()
});

/// A Lucide icon drawn into the page, silent to readers: the words beside it carry the meaning.
/// A name that is not in `assets/icons` draws nothing; `tests` below reads every template for such names.
pub fn icon(name: impl AsRef<str>) -> Safe<&'static str> {
    Safe(ICONS.get(name.as_ref()).map_or("", String::as_str))
}

/// Whether `icon` has a drawing of that name.
pub fn has_icon(name: &str) -> bool {
    ICONS.contains_key(name)
}

/// Two letters that stand for a face: first and last word, or the first two letters of a single name.
pub fn initials(name: impl Display) -> String {
    let name = name.to_string();
    let words: Vec<&str> =
        name.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).collect();
    let first = |word: &str| word.chars().find(|c| c.is_alphanumeric());
    let letters: String = match words.as_slice() {
        [] => return "?".to_owned(),
        [one] => one.chars().filter(|c| c.is_alphanumeric()).take(2).collect(),
        [one, .., last] => first(one).into_iter().chain(first(last)).collect(),
    };
    letters.to_uppercase()
}

/// One of six face colours, the same for a person on every page and device.
pub fn face_class(id: &Uuid) -> &'static str {
    let sum: u32 = id.as_bytes().iter().map(|byte| u32::from(*byte)).sum();
    ["face-a", "face-b", "face-c", "face-d", "face-e", "face-f"][(sum % 6) as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_take_the_first_and_last_word_and_never_come_back_empty() {
        assert_eq!(initials("Gordon Wells"), "GW");
        assert_eq!(initials("Pat"), "PA");
        assert_eq!(initials("María del Carmen Ortiz"), "MO");
        assert_eq!(initials("  "), "?");
        assert_eq!(initials("(Joy) O’Connor"), "JO");
    }

    #[test]
    fn a_face_keeps_its_colour() {
        let id = Uuid::from_u128(42);
        assert_eq!(face_class(&id), face_class(&id));
        let used: std::collections::HashSet<_> = (0..60).map(|n| face_class(&Uuid::from_u128(n))).collect();
        assert_eq!(used.len(), 6);
    }

    #[test]
    fn a_person_with_two_desks_sees_each_destination_once() {
        let items = rail(&[Desk::TeamLead, Desk::Connector, Desk::Finance]);
        let labels: Vec<_> = items.iter().map(|item| item.label).collect();
        assert_eq!(labels, ["Today", "People", "Introduce", "Search", "Team", "Budgets"]);
        assert!(items.iter().all(|item| has_icon(item.icon)));
    }

    #[test]
    fn every_icon_named_in_a_template_or_a_source_file_is_there() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut folders = vec![root.join("templates"), root.join("src")];
        let mut seen = 0;
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let text = std::fs::read_to_string(&path).unwrap_or_default();
                for name in text.split("icon(\"").skip(1).filter_map(|rest| rest.split('"').next()) {
                    if name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
                        && !name.is_empty()
                    {
                        seen += 1;
                        assert!(has_icon(name), "{} names an icon that is not there: {name}", path.display());
                    }
                }
            }
        }
        assert!(seen > 5);
    }
}
