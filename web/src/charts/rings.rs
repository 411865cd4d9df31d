//! The relationship map: who is in someone's life, as four rings (closest, friends, taking part,
//! paid) and a fifth for those who may come. People are placed ring by ring; a ring grows outward
//! until nobody's dot or name touches another's, so the drawing is as small as the company allows.

mod changing;
mod layout;

use layout::{Box4, CENTRE, Placed, dot_radius};

use super::{Picture, esc, frame};
use crate::format::{and_list, plural};
use crate::look::Stage;

/// How close someone is. Source: practice default, four circles, and the circle of possibility.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Ring {
    Closest,
    Friends,
    TakingPart,
    Paid,
    Possible,
}

impl Ring {
    pub const ALL: [Self; 5] = [Self::Closest, Self::Friends, Self::TakingPart, Self::Paid, Self::Possible];

    pub fn label(self) -> &'static str {
        match self {
            Self::Closest => "Closest",
            Self::Friends => "Friends",
            Self::TakingPart => "Taking part",
            Self::Paid => "Paid",
            Self::Possible => "Possible",
        }
    }
}

/// Which part of life someone belongs to; each has a share of the circle as large as its company.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Sector {
    Family,
    Friends,
    /// Work, school, clubs, faith.
    Groups,
    Paid,
}

impl Sector {
    pub fn label(self) -> &'static str {
        match self {
            Self::Family => "Family",
            Self::Friends => "Friends",
            Self::Groups => "Clubs, work",
            Self::Paid => "Paid",
        }
    }
}

/// One person, group or place on the map.
#[derive(Clone, Debug)]
pub struct Entry {
    pub name: String,
    pub ring: Ring,
    pub sector: Sector,
    pub stage: Stage,
    /// Where the dot leads, when the viewer may follow it.
    pub href: Option<String>,
    /// Whether they stand on this map. A place is kept free for those who stand on another one of the same
    /// person, so that a dot keeps its place from map to map.
    pub here: bool,
    /// Whether they met through us.
    pub ours: bool,
}

/// A map on one day.
#[derive(Clone, Debug)]
pub struct Rings {
    /// What the person likes to be called.
    pub person: String,
    /// For the centre, from the whole name: see `look::initials`.
    pub initials: String,
    pub entries: Vec<Entry>,
    /// Whether other maps of the same person are drawn with the same entries: then nobody's place depends
    /// on how a relationship stood on the day.
    pub steady: bool,
    /// By what each entry is found in the form beside the picture, in order of the entries: then the picture
    /// is drawn so that a script can move them on it. `None` when it is only looked at.
    pub handles: Option<Vec<String>>,
}

impl Rings {
    /// Those who stand on this map.
    fn present(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| entry.here)
    }

    /// The stages on this map, for a key.
    pub fn stages(&self) -> Vec<Stage> {
        use Stage::{Consolidating, Introduced, Known, Lasting, Paid, Possible, Quiet};
        [Lasting, Consolidating, Introduced, Possible, Quiet, Known, Paid]
            .into_iter()
            .filter(|stage| self.present().any(|entry| entry.stage == *stage))
            .collect()
    }

    /// Whether anybody on it was met through us, for a key.
    pub fn any_of_ours(&self) -> bool {
        self.present().any(|entry| entry.ours)
    }

    /// People not paid to be there and not merely possible.
    pub fn unpaid(&self) -> usize {
        self.present()
            .filter(|entry| {
                !matches!(entry.ring, Ring::Paid | Ring::Possible) && entry.sector != Sector::Paid
            })
            .count()
    }
}

impl Picture for Rings {
    fn svg(&self) -> String {
        let layout = self.layout();
        let rim = layout.rims.last().map_or(CENTRE, |(_, rim)| *rim);
        let mut body = String::new();
        for (ring, radius) in layout.rims.iter().rev() {
            let class = match ring {
                Ring::Closest => 1,
                Ring::Friends => 2,
                Ring::TakingPart => 3,
                Ring::Paid => 4,
                Ring::Possible => 0,
            };
            let told = self.told_of(*ring);
            body += &format!("<circle class=\"ring ring-{class}\" r=\"{radius:.0}\"{told}/>");
        }
        body += &self.parts_of_life(&layout);
        for placed in layout.placed.iter().filter(|placed| self.entries[placed.index].here) {
            let line = match self.entries[placed.index].stage {
                Stage::Lasting => "thick",
                Stage::Consolidating => "mid dashed",
                Stage::Introduced => "mid dotted",
                _ => continue,
            };
            let class = self.entries[placed.index].stage.class();
            let whose = self.handle(placed.index, "tie");
            body += &format!(
                "<path class=\"{class} stroke tie {line}\" d=\"M0 0L{:.1} {:.1}\"{whose}/>",
                placed.x, placed.y
            );
        }
        for ((ring, _), area) in layout.rims.iter().zip(&layout.ring_labels) {
            body += &format!(
                "<text class=\"ring-name halo\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
                area.3 - 4.0,
                ring.label()
            );
        }
        body += &format!(
            "<circle class=\"centre\" r=\"{CENTRE}\"/><text class=\"centre-name\" y=\"6\" text-anchor=\"middle\">{}</text>",
            esc(&self.initials)
        );
        for placed in layout.placed.iter().filter(|placed| self.entries[placed.index].here) {
            let entry = &self.entries[placed.index];
            body += &match &self.handles {
                Some(_) => self.movable(entry, placed),
                None => dot(entry, placed),
            };
        }
        let edge = |pick: fn(&Box4) -> f64, least: f64, max: bool| {
            layout
                .placed
                .iter()
                .flat_map(|p| [p.dot, p.label])
                .map(|b| pick(&b))
                .fold(least, |a, b| if max { a.max(b) } else { a.min(b) })
        };
        let (left, top) = (edge(|b| b.0, -rim - 2.0, false) - 2.0, -rim - 2.0);
        let (right, bottom) = (edge(|b| b.2, rim + 2.0, true) + 2.0, edge(|b| b.3, rim + 2.0, true) + 4.0);
        let view = format!("{left:.0} {top:.0} {:.0} {:.0}", right - left, bottom - top);
        let leads = self.handles.is_none() && self.present().any(|entry| entry.href.is_some());
        let role = if leads { "group" } else { "img" };
        let class = match (&self.handles, right - left > 600.0) {
            (Some(_), true) => "rings crowded changing",
            (Some(_), false) => "rings changing",
            (None, true) => "rings crowded",
            (None, false) => "rings",
        };
        frame(&view, role, class, &self.title(), &self.sentence(), &body)
    }

    fn sentence(&self) -> String {
        let count = |ring: Ring| self.present().filter(|entry| entry.ring == ring).count();
        if self.present().next().is_none() {
            return format!("Nobody is on {}’s map yet.", self.person);
        }
        let mut parts = Vec::new();
        for (ring, words) in [
            (Ring::Closest, "closest"),
            (Ring::Friends, "as friends"),
            (Ring::TakingPart, "through taking part"),
        ] {
            if count(ring) > 0 {
                parts.push(format!("{} {words}", count(ring)));
            }
        }
        let mut said = format!(
            "{} has {} in their life who are not paid",
            self.person,
            plural(self.unpaid(), "person or place", "people and places")
        );
        if !parts.is_empty() {
            said += &format!(": {}", and_list(&parts));
        }
        said.push('.');
        if count(Ring::Paid) > 0 {
            said += &format!(" {} paid to be there.", plural(count(Ring::Paid), "is", "are"));
        }
        if count(Ring::Possible) > 0 {
            said += &format!(" {} possible.", plural(count(Ring::Possible), "more is", "more are"));
        }
        said
    }

    fn heads(&self) -> Vec<&'static str> {
        vec!["Name", "Circle", "Part of life", "How it stands", "Met through us"]
    }

    fn rows(&self) -> Vec<Vec<String>> {
        let mut entries: Vec<&Entry> = self.present().collect();
        entries.sort_by_key(|entry| (entry.ring, entry.sector));
        entries
            .into_iter()
            .map(|entry| {
                vec![
                    entry.name.clone(),
                    entry.ring.label().to_owned(),
                    entry.sector.label().to_owned(),
                    entry.stage.label().to_owned(),
                    if entry.ours { "Yes" } else { "No" }.to_owned(),
                ]
            })
            .collect()
    }

    fn title(&self) -> String {
        format!("{}’s people", self.person)
    }
}

/// A dot whose shape tells the stage too: square paid, hollow possible, pierced introduced, full otherwise.
fn dot(entry: &Entry, placed: &Placed) -> String {
    let (x, y, r) = (placed.x, placed.y, dot_radius(entry.stage));
    let class = entry.stage.class();
    let shape = match entry.stage {
        Stage::Paid => {
            format!(
                "<rect class=\"fill rim\" x=\"{:.1}\" y=\"{:.1}\" width=\"{side}\" height=\"{side}\" rx=\"3\"/>",
                x - r,
                y - r,
                side = r * 2.0
            )
        }
        Stage::Possible => {
            format!("<circle class=\"hollow\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{:.1}\"/>", r - 2.0)
        }
        Stage::Introduced => format!(
            "<circle class=\"fill rim\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{r}\"/><circle class=\"pierce\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3.5\"/>"
        ),
        _ => format!("<circle class=\"fill rim\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{r}\"/>"),
    };
    let label = label(placed);
    let (ours, said) = match entry.ours {
        true => (
            format!("<circle class=\"ours\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{:.1}\"/>", r + 3.0),
            ", met through us",
        ),
        false => (String::new(), ""),
    };
    let (name, ring, stage) = (esc(&entry.name), entry.ring.label(), entry.stage.label());
    let tip = format!("<title>{name}: {ring}, {stage}{said}</title>");
    match &entry.href {
        Some(href) => format!("<a class=\"{class}\" href=\"{}\">{tip}{ours}{shape}{label}</a>", esc(href)),
        None => format!("<g class=\"{class}\">{tip}{ours}{shape}{label}</g>"),
    }
}

fn label(placed: &Placed) -> String {
    format!(
        "<text class=\"ink name halo\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
        placed.x,
        placed.label.3 - 3.5,
        esc(&placed.name)
    )
}

#[cfg(test)]
pub(crate) mod tests {
    use super::super::proof::is_well_drawn;
    use super::*;

    const SOME_NAMES: [&str; 10] = [
        "Pat",
        "Lee",
        "Mum",
        "Repair shop",
        "Allotment",
        "Bartholomew Featherstone",
        "Jo",
        "Dev",
        "Choir at St Luke’s",
        "Łucja Wiśniewska",
    ];

    pub(super) fn map(count: usize, skew: usize) -> Rings {
        let stages = [
            Stage::Known,
            Stage::Lasting,
            Stage::Consolidating,
            Stage::Introduced,
            Stage::Possible,
            Stage::Paid,
        ];
        let sectors = [Sector::Family, Sector::Friends, Sector::Groups, Sector::Paid];
        let entries = (0..count)
            .map(|i| Entry {
                name: SOME_NAMES[i % SOME_NAMES.len()].to_owned(),
                ring: Ring::ALL[i.checked_div(skew).unwrap_or(i) % 5],
                sector: sectors[if skew == 2 { 0 } else { i % 4 }],
                stage: stages[i % stages.len()],
                href: None,
                here: true,
                ours: i % 3 == 1,
            })
            .collect();
        Rings {
            person: "Gordon Wells".to_owned(),
            initials: "GW".to_owned(),
            entries,
            steady: false,
            handles: None,
        }
    }

    #[test]
    fn an_empty_map_still_has_its_rings_and_says_so() {
        let empty = map(0, 0);
        is_well_drawn(&empty);
        assert_eq!(empty.svg().matches("class=\"ring ").count(), 4);
        assert_eq!(empty.sentence(), "Nobody is on Gordon Wells’s map yet.");
    }

    #[test]
    fn names_are_escaped_and_the_sentence_leaves_paid_people_out_of_the_count() {
        let mut rings = map(3, 0);
        rings.entries[0].name = "<Pat & Co>".to_owned();
        rings.entries.push(Entry {
            name: "GP".into(),
            ring: Ring::Paid,
            sector: Sector::Paid,
            stage: Stage::Paid,
            href: Some("/people/1".into()),
            here: true,
            ours: false,
        });
        is_well_drawn(&rings);
        assert!(rings.svg().contains("&lt;Pat &amp; Co&gt;") && !rings.svg().contains("<Pat"));
        assert_eq!(
            rings.sentence(),
            "Gordon Wells has 3 people and places in their life who are not paid: 1 closest, 1 as friends and 1 through taking part. 1 is paid to be there."
        );
    }

    #[test]
    fn somebody_keeps_their_place_on_every_map_whoever_else_stands_there_and_however_it_stands() {
        let first = Rings { steady: true, ..map(12, 0) };
        let mut second = first.clone();
        second.entries[3].here = false;
        second.entries[4].stage = Stage::Lasting;
        let place = |rings: &Rings, index: usize| {
            let layout = rings.layout();
            layout.placed.iter().find(|one| one.index == index).map(|one| (one.x, one.y)).unwrap()
        };
        for index in 0..12 {
            assert_eq!(place(&first, index), place(&second, index), "{index}");
        }
        assert_eq!(first.svg().matches("class=\"ink name").count(), 12);
        assert_eq!(second.svg().matches("class=\"ink name").count(), 11, "a place kept free is not drawn");
        assert_eq!(second.rows().len(), 11);
        let frame = |svg: &str| {
            svg.split("viewBox=\"").nth(1).and_then(|rest| rest.split('"').next()).map(str::to_owned)
        };
        assert_eq!(frame(&first.svg()), frame(&second.svg()));
    }
}
