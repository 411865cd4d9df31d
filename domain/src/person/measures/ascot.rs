//! Weights of the eight domains of ASCOT, and the one figure that follows from them. Checked by the ends: all
//! ideal is 0.9986, all high needs is −0.1706.
//!
//! Source: Netten and others 2012; weights as commonly given.

/// In thousandths, by domain and level: ideal state, no needs, some needs, high needs.
const WEIGHTS: [[i64; 4]; 8] = [
    [1000, 919, 541, 0],
    [911, 789, 265, 195],
    [879, 775, 294, 184],
    [880, 452, 298, 114],
    [873, 748, 497, 241],
    [962, 927, 567, 170],
    [863, 780, 374, 288],
    [847, 637, 295, 263],
];

/// 0.203 × the sum of the weights − 0.466, in ten-thousandths, half away from zero. `None` when a level is not one
/// of the four, or there are not eight.
pub fn weighted(levels: &[i16]) -> Option<i64> {
    let mut sum = 0;
    for (domain, level) in WEIGHTS.iter().zip(levels) {
        sum += domain.get(usize::try_from(*level).ok()?)?;
    }
    let millionths = 203 * sum - 466_000;
    (levels.len() == WEIGHTS.len()).then(|| (millionths.abs() + 50) / 100 * millionths.signum())
}
