//! The map as it is drawn beside the form that changes it: every circle is there, each part of life has a third
//! of it, and everybody carries what a script needs to move them. Nothing leads away from it, and everybody
//! is a plain dot, because how somebody stands changes with where they are put down.
//!
//! Paid people have no third: they stand in the paid circle and nobody else does, all the way round.

use super::layout::{CENTRE, Layout};
use super::{Entry, Placed, Ring, Rings, Sector, label};
use crate::charts::esc;
use crate::look::Stage;

/// How large everybody's dot is drawn.
const DOT: f64 = 10.5;
/// Where the first third begins, in degrees clockwise from three o'clock.
const FIRST: f64 = 150.0;
/// Degrees kept free at either edge of a third, so that a dot is plainly on one side.
const EDGE: f64 = 4.0;

/// A third of the circle.
#[derive(Clone, Copy)]
pub(super) struct Third {
    from: f64,
}

impl Third {
    /// Whether an angle, in radians, lies in it.
    pub(super) fn holds(self, angle: f64) -> bool {
        (EDGE..=120.0 - EDGE).contains(&(angle.to_degrees() - self.from).rem_euclid(360.0))
    }

    /// The angle of one of several who share it, in degrees.
    pub(super) fn share(self, turn: usize, of: usize) -> f64 {
        self.from + 120.0 * (turn as f64 + 0.5) / of.max(1) as f64
    }
}

/// The parts of life in their order round the circle, and where each one's name stands.
const THIRDS: [(Sector, f64, f64, &str); 3] = [
    (Sector::Family, -1.0, -1.0, "start"),
    (Sector::Friends, 1.0, -1.0, "end"),
    (Sector::Groups, 1.0, 1.0, "end"),
];

impl Ring {
    /// As the form has it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Closest => "closest",
            Self::Friends => "friends",
            Self::TakingPart => "taking_part",
            Self::Paid => "paid_support",
            Self::Possible => "possible",
        }
    }
}

impl Sector {
    /// As the form has it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Family => "family",
            Self::Friends => "friends_and_unpaid",
            Self::Groups => "work_and_learning",
            Self::Paid => "paid_supporters",
        }
    }
}

impl Rings {
    /// The third in which an entry is kept; `None` where it may stand anywhere in its circle.
    pub(super) fn third(&self, entry: &Entry) -> Option<Third> {
        self.handles.as_ref().filter(|_| entry.ring != Ring::Paid)?;
        let at = THIRDS.iter().position(|(sector, ..)| *sector == entry.sector)?;
        Some(Third { from: FIRST + 120.0 * at as f64 })
    }

    /// What a script must know of a circle: its code, how somebody Kith does not know looks in it, and the one
    /// part of life that stands in it.
    pub(super) fn told_of(&self, ring: Ring) -> String {
        if self.handles.is_none() {
            return String::new();
        }
        let (stage, only) = match ring {
            Ring::Paid => (Stage::Paid, format!(" data-only=\"{}\"", Sector::Paid.code())),
            Ring::Possible => (Stage::Possible, String::new()),
            _ => (Stage::Known, String::new()),
        };
        format!(" data-ring=\"{}\" data-stage=\"{}\"{only}", ring.code(), stage.class())
    }

    /// An attribute that says whose something is.
    pub(super) fn handle(&self, index: usize, name: &str) -> String {
        let handle = self.handles.as_ref().and_then(|handles| handles.get(index));
        handle.map(|handle| format!(" data-{name}=\"{}\"", esc(handle))).unwrap_or_default()
    }

    /// The lines between the parts of life, and their names in the corners; nothing when it is only looked at.
    pub(super) fn parts_of_life(&self, layout: &Layout) -> String {
        if self.handles.is_none() {
            return String::new();
        }
        let mut body = String::new();
        let mut inner = CENTRE;
        for (ring, outer) in &layout.rims {
            if *ring != Ring::Paid {
                for at in 0..THIRDS.len() {
                    let (sin, cos) = (FIRST + 120.0 * at as f64).to_radians().sin_cos();
                    body += &format!(
                        "<path class=\"third\" d=\"M{:.1} {:.1}L{:.1} {:.1}\"/>",
                        inner * cos,
                        inner * sin,
                        outer * cos,
                        outer * sin
                    );
                }
            }
            inner = *outer;
        }
        for (sector, x, y, anchor) in THIRDS {
            let below = if y < 0.0 { 14.0 } else { -4.0 };
            body += &format!(
                "<text class=\"ring-name halo\" x=\"{:.0}\" y=\"{:.0}\" text-anchor=\"{anchor}\" data-sector=\"{}\">{}</text>",
                inner * x,
                inner * y + below,
                sector.code(),
                sector.label()
            );
        }
        body
    }

    /// A dot that can be moved.
    pub(super) fn movable(&self, entry: &Entry, placed: &Placed) -> String {
        let known = if entry.href.is_some() { " data-known" } else { "" };
        format!(
            "<g class=\"{}\"{}{known}><circle class=\"fill rim\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"{DOT}\"/>{}</g>",
            entry.stage.class(),
            self.handle(placed.index, "entry"),
            placed.x,
            placed.y,
            label(placed)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::map;
    use super::*;
    use crate::charts::Picture;
    use crate::charts::proof::is_well_drawn;

    fn changing(count: usize) -> Rings {
        let handles = (0..count).map(|at| format!("e{at}")).collect();
        Rings { handles: Some(handles), ..map(count, 0) }
    }

    #[test]
    fn a_map_to_be_changed_has_every_circle_and_part_of_life_even_with_nobody_on_it() {
        for count in [0, 1, 20] {
            let rings = changing(count);
            is_well_drawn(&rings);
            let svg = rings.svg();
            assert_eq!(svg.matches("data-ring=").count(), 5);
            assert_eq!(svg.matches("data-sector=").count(), 3);
            assert_eq!(svg.matches("data-entry=").count(), count);
            assert!(!map(count, 0).svg().contains("data-"), "a map that is looked at carries none of it");
        }
    }

    #[test]
    fn nothing_leads_away_from_a_map_to_be_changed() {
        let mut rings = changing(3);
        rings.entries[1].href = Some("/relationships/1".to_owned());
        let svg = rings.svg();
        assert!(!svg.contains("<a "), "{svg}");
        assert_eq!(svg.matches("data-known").count(), 1);
    }

    #[test]
    fn everybody_unpaid_stands_in_the_third_of_their_part_of_life() {
        let rings = changing(30);
        for placed in &rings.layout().placed {
            let third = rings.third(&rings.entries[placed.index]);
            assert!(third.is_none_or(|third| third.holds(placed.y.atan2(placed.x))));
        }
    }
}
