//! Chance that is the same for the same seed. Distributions are those of the field; figures with a
//! source stand where they are used.

use crate::clock::split_mix;
use uuid::Uuid;

/// A source of chance.
#[derive(Debug, Clone)]
pub(super) struct Chance(u64);

impl Chance {
    /// Chance that follows from a seed and a stream of its own, so that one case's course does not
    /// depend on how many came before it.
    pub(super) fn new(seed: u64, stream: u64) -> Self {
        let mut state = seed ^ stream.wrapping_mul(0xD1B5_4A32_D192_ED03);
        split_mix(&mut state);
        Self(state)
    }

    fn bits(&mut self) -> u64 {
        split_mix(&mut self.0)
    }

    /// Evenly from 0 up to 1.
    pub(super) fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Evenly from `low` to `high`, both included.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = (high - low + 1).max(1) as u64;
        low + (self.bits() % span) as i64
    }

    /// Yes, so many times in a hundred.
    pub(super) fn percent(&mut self, yes: i64) -> bool {
        self.between(1, 100) <= yes
    }

    /// One of them.
    pub(super) fn one_of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.between(0, all.len() as i64 - 1) as usize]
    }

    /// One of some texts.
    pub(super) fn text(&mut self, all: &[&'static str]) -> &'static str {
        self.one_of::<&'static str>(all)
    }

    /// One of them, the likelier the greater its weight.
    pub(super) fn weighted<T: Copy>(&mut self, all: &[(i64, T)]) -> T {
        let mut left = self.between(1, all.iter().map(|(weight, _)| weight).sum());
        for (weight, value) in all {
            left -= weight;
            if left <= 0 {
                return *value;
            }
        }
        all[all.len() - 1].1
    }

    /// A count, Poisson (Knuth).
    pub(super) fn poisson(&mut self, mean: f64) -> i64 {
        let (limit, mut product, mut count) = ((-mean).exp(), self.unit(), 0);
        while product > limit {
            product *= self.unit();
            count += 1;
        }
        count
    }

    /// About a middle, both ways, normal (Box-Muller).
    pub(super) fn normal(&mut self, mean: f64, deviation: f64) -> f64 {
        let (a, b) = (self.unit().max(1e-12), self.unit());
        mean + deviation * (-2.0 * a.ln()).sqrt() * (std::f64::consts::TAU * b).cos()
    }

    /// Skewed to the right with this median, lognormal.
    pub(super) fn lognormal(&mut self, median: f64, spread: f64) -> f64 {
        median * self.normal(0.0, spread).exp()
    }

    /// An id.
    pub(super) fn id(&mut self) -> Uuid {
        let bits = (u128::from(self.bits()) << 64) | u128::from(self.bits());
        uuid::Builder::from_random_bytes(bits.to_be_bytes()).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_chance_and_another_does_not() {
        let run = |seed| {
            let mut chance = Chance::new(seed, 3);
            (0..8).map(|_| chance.between(0, 1000)).collect::<Vec<_>>()
        };
        assert_eq!(run(7), run(7));
        assert_ne!(run(7), run(8));
    }

    #[test]
    fn a_poisson_count_has_its_mean() {
        let mut chance = Chance::new(1, 1);
        let sum: i64 = (0..10_000).map(|_| chance.poisson(4.0)).sum();
        assert!((39_000..41_000).contains(&sum), "{sum}");
    }
}
