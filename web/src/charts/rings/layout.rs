//! Where everybody stands on the map: ring by ring, near the angle of their part of life, no dot or
//! name touching another. Greedy, and deterministic: the same people always stand in the same places.

use std::f64::consts::PI;

use super::{Ring, Rings, Sector};
use crate::charts::{shorten, text_width};
use crate::look::Stage;

/// Name size in user units. The smallest map is about 420 units wide, so that on a phone it stays readable.
const NAME: f64 = 16.0;
pub(super) const CENTRE: f64 = 25.0;
/// Nobody's name takes more room than this.
const NAME_ROOM: f64 = 144.0;
/// Clear space kept round every dot and name.
const GAP: f64 = 3.0;

/// A rectangle in user units: left, top, right, bottom.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Box4(pub(super) f64, pub(super) f64, pub(super) f64, pub(super) f64);

impl Box4 {
    fn round(x: f64, y: f64, r: f64) -> Self {
        Self(x - r, y - r, x + r, y + r)
    }

    fn touches(self, other: Self) -> bool {
        self.0 < other.2 + GAP && other.0 < self.2 + GAP && self.1 < other.3 + GAP && other.1 < self.3 + GAP
    }
}

pub(super) struct Placed {
    pub(super) index: usize,
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) name: String,
    pub(super) dot: Box4,
    pub(super) label: Box4,
}

pub(super) struct Layout {
    /// Outer radius of each ring drawn.
    pub(super) rims: Vec<(Ring, f64)>,
    pub(super) placed: Vec<Placed>,
    pub(super) ring_labels: Vec<Box4>,
}

pub(super) fn dot_radius(stage: Stage) -> f64 {
    match stage {
        Stage::Lasting => 12.0,
        Stage::Paid => 8.5,
        _ => 10.5,
    }
}

fn ring_label_box(ring: Ring, rim: f64) -> Box4 {
    let half = text_width(ring.label(), 14.0) / 2.0;
    Box4(-half, -rim + 3.0, half, -rim + 20.0)
}

impl Rings {
    pub(super) fn layout(&self) -> Layout {
        let mut layout = Layout { rims: Vec::new(), placed: Vec::new(), ring_labels: Vec::new() };
        let mut inner = CENTRE;
        for ring in Ring::ALL {
            let mut members: Vec<usize> =
                (0..self.entries.len()).filter(|i| self.entries[*i].ring == ring).collect();
            // Where somebody may be put down, there must be a circle to put them.
            if ring == Ring::Possible && members.is_empty() && self.handles.is_none() {
                continue;
            }
            members.sort_by_key(|i| self.entries[*i].sector);
            let mut width = if ring == Ring::Closest { 44.0 } else { 42.0 };
            let (rim, placed) = loop {
                if let Some(placed) = self.place(&members, ring, inner, inner + width, &layout) {
                    break (inner + width, placed);
                }
                width += 8.0;
            };
            layout.ring_labels.push(ring_label_box(ring, rim));
            layout.placed.extend(placed);
            layout.rims.push((ring, rim));
            inner = rim;
        }
        layout
    }

    /// The radius of the place that a dot takes.
    fn room(&self, stage: Stage) -> f64 {
        dot_radius(if self.steady { Stage::Lasting } else { stage })
    }

    /// Everyone of one ring between two radii, or `None` when somebody finds no room.
    fn place(
        &self,
        members: &[usize],
        ring: Ring,
        inner: f64,
        outer: f64,
        so_far: &Layout,
    ) -> Option<Vec<Placed>> {
        let mut taken: Vec<Box4> = vec![Box4::round(0.0, 0.0, CENTRE), ring_label_box(ring, outer)];
        taken.extend(&so_far.ring_labels);
        taken.extend(so_far.placed.iter().flat_map(|placed| [placed.dot, placed.label]));
        let mut out: Vec<Placed> = Vec::new();
        for (turn, &index) in members.iter().enumerate() {
            let entry = &self.entries[index];
            let wanted = self.wanted_angle(members, turn, ring);
            let third = self.third(entry);
            let r = self.room(entry.stage);
            let name = shorten(&entry.name, NAME, NAME_ROOM);
            let half = text_width(&name, NAME) / 2.0;
            let found = candidates(wanted, inner + r + 1.0, outer - r - 2.0).into_iter().find_map(
                |(angle, radius)| {
                    if third.is_some_and(|third| !third.holds(angle)) {
                        return None;
                    }
                    let (x, y) = (radius * angle.cos(), radius * angle.sin());
                    let dot = Box4::round(x, y, r);
                    let label = Box4(x - half, y + r + 1.0, x + half, y + r + 1.0 + NAME);
                    let free = taken.iter().all(|other| !other.touches(dot) && !other.touches(label));
                    free.then(|| Placed { index, x, y, name: name.clone(), dot, label })
                },
            )?;
            taken.extend([found.dot, found.label]);
            out.push(found);
        }
        Some(out)
    }

    /// Degrees clockwise from three o'clock. In the inner rings a part of life keeps to its share of the
    /// circle, family first from nine o'clock; paid and possible people spread over their whole ring.
    fn wanted_angle(&self, members: &[usize], turn: usize, ring: Ring) -> f64 {
        if ring >= Ring::Paid && self.third(&self.entries[members[turn]]).is_none() {
            return 35.0
                + 360.0 * turn as f64 / members.len() as f64
                + if ring == Ring::Possible { 47.0 } else { 0.0 };
        }
        let sector = self.entries[members[turn]].sector;
        if let Some(third) = self.third(&self.entries[members[turn]]) {
            let first = members.iter().position(|i| self.entries[*i].sector == sector).unwrap_or(0);
            let peers = members.iter().filter(|i| self.entries[**i].sector == sector).count();
            return third.share(turn - first, peers);
        }
        let weight = |wanted: fn(Sector, Sector) -> bool| {
            let inner =
                self.entries.iter().filter(|entry| entry.ring < Ring::Paid && wanted(entry.sector, sector));
            inner.count() as f64
        };
        let (before, own, all) = (weight(|a, b| a < b), weight(|a, b| a == b), weight(|_, _| true).max(1.0));
        let first = members.iter().position(|i| self.entries[*i].sector == sector).unwrap_or(0);
        let peers = members.iter().filter(|i| self.entries[**i].sector == sector).count().max(1);
        // Neighbouring rings start their shares at different points, so that people do not queue on one ray.
        let shift = match ring {
            Ring::Friends => 0.15,
            Ring::TakingPart => 0.8,
            _ => 0.5,
        };
        180.0 + 360.0 * (before + own * ((turn - first) as f64 + shift) / peers as f64) / all
    }
}

/// Places to try, nearest to the wanted angle first; the middle of the ring before its edges.
fn candidates(wanted: f64, low: f64, high: f64) -> Vec<(f64, f64)> {
    let high = high.max(low);
    let depths = ((high - low) / 7.0).ceil() as usize + 1;
    let mut all: Vec<(f64, f64, f64)> = Vec::new();
    for step in 0..120 {
        let off = f64::from((step + 1) / 2) * 3.0 * if step % 2 == 0 { 1.0 } else { -1.0 };
        for depth in 0..depths {
            let share = if depths == 1 { 0.5 } else { depth as f64 / (depths - 1) as f64 };
            let radius = low + share * (high - low);
            all.push((off.abs() + (share - 0.5).abs() * 14.0, wanted + off, radius));
        }
    }
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    all.into_iter().map(|(_, degrees, radius)| (degrees * PI / 180.0, radius)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::map;
    use super::*;

    #[test]
    fn nobody_overlaps_anybody_for_one_to_forty_people() {
        for (skew, changing) in [(0, false), (2, false), (50, false), (0, true), (2, true), (50, true)] {
            for count in 1..=40 {
                let mut rings = map(count, skew);
                rings.handles = changing.then(|| (0..count).map(|i| i.to_string()).collect());
                let layout = rings.layout();
                assert_eq!(layout.placed.len(), count);
                let mut boxes: Vec<(usize, Box4)> = vec![(usize::MAX, Box4::round(0.0, 0.0, CENTRE))];
                boxes.extend(layout.ring_labels.iter().enumerate().map(|(i, b)| (1000 + i, *b)));
                boxes.extend(layout.placed.iter().flat_map(|p| [(p.index, p.dot), (p.index, p.label)]));
                for (i, (owner, one)) in boxes.iter().enumerate() {
                    for (other_owner, other) in &boxes[i + 1..] {
                        assert!(
                            owner == other_owner || !one.touches(*other),
                            "{count} people, {skew}: {one:?} {other:?}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn everybodys_dot_lies_in_their_own_ring() {
        let layout = map(30, 0).layout();
        let rings = map(30, 0);
        for placed in &layout.placed {
            let ring = rings.entries[placed.index].ring;
            let at = layout.rims.iter().position(|(r, _)| *r == ring).unwrap();
            let inner = if at == 0 { CENTRE } else { layout.rims[at - 1].1 };
            let distance = placed.x.hypot(placed.y);
            assert!(
                distance > inner && distance < layout.rims[at].1,
                "{distance} not in {inner}..{}",
                layout.rims[at].1
            );
        }
    }
}
