//! Goal attainment as one figure, of which 50 is as hoped. Source: Kiresuk and Sherman 1968.
//!
//! T = 50 + 10Σwx ÷ √((1−ρ)Σw² + ρ(Σw)²) with ρ = 0.3, in whole numbers: no fraction is rounded on the way.

/// T in hundredths, of how far each goal was reached and its weight; `None` without a goal.
pub fn attainment(goals: &[(i16, u8)]) -> Option<i64> {
    let sum: i64 = goals.iter().map(|(reached, weight)| i64::from(*reached) * i64::from(*weight)).sum();
    let weights: i64 = goals.iter().map(|(_, weight)| i64::from(*weight)).sum();
    let squares: i64 = goals.iter().map(|(_, weight)| i64::from(*weight) * i64::from(*weight)).sum();
    let spread = 7 * squares + 3 * weights * weights;
    if spread == 0 {
        return None;
    }
    // The root of 10⁷ × sum² ÷ spread, to the nearest whole: half of the root of four times as much.
    let root = (4 * 10_000_000 * sum * sum / spread).isqrt();
    Some(5_000 + (root + 1) / 2 * sum.signum())
}
