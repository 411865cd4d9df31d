//! The short Warwick-Edinburgh scale's table from the sum of the seven answers to the metric score.
//! Source: Stewart-Brown and others 2009; the table as published by the University of Warwick.

/// Metric scores in hundredths of the sums 7 to 35.
const METRIC: [i64; 29] = [
    700, 951, 1125, 1240, 1333, 1408, 1475, 1532, 1584, 1636, 1688, 1743, 1798, 1859, 1925, 1998, 2073, 2154,
    2235, 2321, 2411, 2503, 2602, 2703, 2813, 2931, 3070, 3255, 3500,
];

/// The metric score of a sum, in hundredths; `None` for a sum that seven answers cannot have.
pub fn metric(raw: i64) -> Option<i64> {
    METRIC.get(usize::try_from(raw.checked_sub(7)?).ok()?).copied()
}
