//! How far a share could lie from what was counted, were it only chance who was counted.

/// A range of shares, each from nought to one. Rounded once, where it is written down.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// A share in whole percent.
pub fn percent(share: f64) -> i64 {
    (share * 100.0).round() as i64
}

/// A share in tenths of a percent.
pub fn tenths(share: f64) -> i64 {
    (share * 1000.0).round() as i64
}

/// 97.5th percentile of the standard normal distribution: 95 % lie between it and its negative.
const Z: f64 = 1.959_964;

/// The 95 % interval of `part` out of `whole`; `None` where there is nothing to count.
///
/// Source: Wilson's score interval, the one that stays honest for small numbers and for none or all.
pub fn wilson(part: i64, whole: i64) -> Option<Interval> {
    if whole <= 0 || !(0..=whole).contains(&part) {
        return None;
    }
    let (n, share) = (whole as f64, part as f64 / whole as f64);
    let square = Z * Z;
    let middle = share + square / (2.0 * n);
    let reach = Z * (share * (1.0 - share) / n + square / (4.0 * n * n)).sqrt();
    let within = |value: f64| (value / (1.0 + square / n)).clamp(0.0, 1.0);
    Some(Interval { low: within(middle - reach), high: within(middle + reach) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_have_the_published_intervals() {
        for (part, whole, low, high) in
            [(18, 26, 500, 835), (5, 5, 566, 1000), (0, 12, 0, 242), (7, 9, 453, 937), (8, 12, 391, 862)]
        {
            let range = wilson(part, whole).expect("there is something to count");
            assert_eq!((tenths(range.low), tenths(range.high)), (low, high), "{part} of {whole}");
        }
        // 9.45 %: rounding it twice would say 10 %.
        assert_eq!(wilson(1, 2).map(|range| percent(range.low)), Some(9));
    }

    #[test]
    fn there_is_no_interval_where_there_is_nothing_to_count() {
        assert_eq!((wilson(0, 0), wilson(3, 2), wilson(-1, 2)), (None, None, None));
    }
}
