//! Answers, exact and measured, and the comparison of the two.

use serde::{Deserialize, Serialize};

/// What an engine answered: rows of cells, in the order that the workload asks for.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Answer {
    pub rows: Vec<Vec<Cell>>,
}

/// One value of an engine's answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Cell {
    Null,
    Text(String),
    /// Counts, identifiers, and dates as days since 1970-01-01.
    Int(i64),
    /// Written as text, so that NaN, infinities and every bit survive JSON.
    Float(#[serde(with = "as_text")] f64),
}

/// The proven answer of one variant of a workload.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExactAnswer {
    pub columns: Vec<String>,
    pub rows: Vec<Vec<ExactCell>>,
}

/// One value of a proven answer, with what is needed to judge a measured one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ExactCell {
    Null,
    Text(String),
    Int(i64),
    /// A count that may differ by `slack` rows which lie on the edge of the filter.
    Count {
        rows: u64,
        slack: u64,
    },
    /// A sum of `terms` amounts: `cents` in total, `abs_cents` the sum of their absolute values.
    Sum {
        #[serde(with = "as_text")]
        cents: i128,
        #[serde(with = "as_text")]
        abs_cents: i128,
        terms: u64,
    },
    /// The mean of `terms` amounts.
    Mean {
        #[serde(with = "as_text")]
        cents: i128,
        #[serde(with = "as_text")]
        abs_cents: i128,
        terms: u64,
    },
    /// A number known to within `bound` (absolute).
    Float {
        #[serde(with = "as_text")]
        value: f64,
        #[serde(with = "as_text")]
        bound: f64,
    },
}

/// How close an accepted answer is to the exact one; the worst of its cells.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Accuracy {
    /// Distance to the exact value in units of its last place.
    pub ulps: f64,
    /// Distance as a share of what rounding can explain, 0 to 1.
    pub share_of_bound: f64,
}

/// Where an answer first departs from the exact one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Mismatch {
    #[error("{found} rows instead of {expected}")]
    RowCount { expected: usize, found: usize },
    #[error("row {row}: {found} columns instead of {expected}")]
    ColumnCount { row: usize, expected: usize, found: usize },
    #[error("row {row}, column `{column}`: {found} instead of {expected}")]
    Value { row: usize, column: String, expected: String, found: String },
}

/// Half the distance between 1 and the next `f64`: the largest relative error of one rounding.
const UNIT_ROUNDOFF: f64 = f64::EPSILON / 2.0;

impl ExactAnswer {
    /// Compares an engine's answer with this one, cell by cell.
    ///
    /// Text, integers and dates have to be equal. A sum of `k` amounts may differ by
    /// `(k + 2) * 2^-53` times the sum of their absolute values: each amount carries at most one
    /// rounding from its cents, and adding in any order adds at most `k - 1` more (Higham, "Accuracy
    /// and Stability of Numerical Algorithms", 2nd ed., section 4.2); the last is our own. An empty
    /// sum may be null, as in SQL, or zero, as in Polars.
    ///
    /// # Errors
    ///
    /// The first difference in reading order.
    pub fn check(&self, answer: &Answer) -> Result<Accuracy, Mismatch> {
        if answer.rows.len() != self.rows.len() {
            return Err(Mismatch::RowCount { expected: self.rows.len(), found: answer.rows.len() });
        }
        let mut worst = Accuracy::default();
        for (row, (exact, found)) in self.rows.iter().zip(&answer.rows).enumerate() {
            if exact.len() != found.len() {
                let (expected, found) = (exact.len(), found.len());
                return Err(Mismatch::ColumnCount { row, expected, found });
            }
            for ((exact, found), column) in exact.iter().zip(found).zip(&self.columns) {
                let accuracy = exact.accuracy(found).ok_or_else(|| Mismatch::Value {
                    row,
                    column: column.clone(),
                    expected: exact.to_string(),
                    found: found.to_string(),
                })?;
                worst.ulps = worst.ulps.max(accuracy.ulps);
                worst.share_of_bound = worst.share_of_bound.max(accuracy.share_of_bound);
            }
        }
        Ok(worst)
    }

    /// The exact answer rounded to the nearest cells, as a perfect engine would give it.
    pub fn rounded(&self) -> Answer {
        let rows = self.rows.iter().map(|row| row.iter().map(ExactCell::rounded).collect());
        Answer { rows: rows.collect() }
    }
}

impl ExactCell {
    /// How close `found` is, or `None` if it is wrong.
    fn accuracy(&self, found: &Cell) -> Option<Accuracy> {
        let exact = Some(Accuracy::default());
        match (self, found) {
            (Self::Null, Cell::Null) => exact,
            (Self::Text(expected), Cell::Text(text)) if expected == text => exact,
            (Self::Int(expected), Cell::Int(value)) if expected == value => exact,
            (Self::Count { rows, slack }, &Cell::Int(count)) => {
                let distance = u64::try_from(count).ok()?.abs_diff(*rows);
                (distance <= *slack).then(Accuracy::default)
            }
            (Self::Sum { terms: 0, .. }, Cell::Null) => exact,
            (_, &Cell::Float(value)) => {
                let (expected, bound) = self.value_and_bound()?;
                close(expected, bound, value)
            }
            _ => None,
        }
    }

    /// The value as the nearest `f64`, and the largest error that is explained by rounding.
    fn value_and_bound(&self) -> Option<(f64, f64)> {
        let sum_bound = |abs_cents: i128, terms: u64| {
            (terms as f64 + 2.0) * UNIT_ROUNDOFF * (abs_cents as f64 / 100.0)
        };
        match *self {
            Self::Sum { cents, abs_cents, terms } => {
                Some((cents as f64 / 100.0, sum_bound(abs_cents, terms)))
            }
            // One more rounding, for the division.
            Self::Mean { cents, abs_cents, terms } => {
                let n = terms as f64;
                Some((cents as f64 / 100.0 / n, sum_bound(abs_cents, terms + 1) / n))
            }
            Self::Float { value, bound } => Some((value, bound)),
            Self::Null | Self::Text(_) | Self::Int(_) | Self::Count { .. } => None,
        }
    }

    fn rounded(&self) -> Cell {
        match self {
            Self::Null => Cell::Null,
            Self::Text(text) => Cell::Text(text.clone()),
            Self::Int(value) => Cell::Int(*value),
            Self::Count { rows, .. } => Cell::Int(*rows as i64),
            Self::Sum { .. } | Self::Mean { .. } | Self::Float { .. } => {
                Cell::Float(self.value_and_bound().expect("these cells have a value").0)
            }
        }
    }
}

/// The distance of `found` from `expected`, or `None` if it is above `bound` or not a number.
fn close(expected: f64, bound: f64, found: f64) -> Option<Accuracy> {
    let distance = (found - expected).abs();
    if distance == 0.0 {
        return Some(Accuracy::default());
    }
    let ulp = (expected.abs().next_up() - expected.abs()).max(f64::MIN_POSITIVE);
    (distance <= bound).then(|| Accuracy { ulps: distance / ulp, share_of_bound: distance / bound })
}

impl std::fmt::Display for Cell {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Text(text) => write!(f, "`{text}`"),
            Self::Int(value) => write!(f, "{value}"),
            Self::Float(value) => write!(f, "{value:?}"),
        }
    }
}

impl std::fmt::Display for ExactCell {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.value_and_bound() {
            Some((_, bound)) => write!(f, "{} ± {bound:.1e}", self.rounded()),
            None => write!(f, "{}", self.rounded()),
        }
    }
}

/// Numbers as JSON text: 128-bit integers and all floats come back exactly as they were.
mod as_text {
    use std::fmt::{Debug, Display};
    use std::str::FromStr;

    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(super) fn serialize<T: Debug, S: Serializer>(value: &T, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&format_args!("{value:?}"))
    }

    pub(super) fn deserialize<'de, T, D>(from: D) -> Result<T, D::Error>
    where
        T: FromStr<Err: Display>,
        D: Deserializer<'de>,
    {
        let text = String::deserialize(from)?;
        text.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(cell: ExactCell) -> ExactAnswer {
        ExactAnswer { columns: vec!["total".into()], rows: vec![vec![cell]] }
    }

    fn answer(cell: Cell) -> Answer {
        Answer { rows: vec![vec![cell]] }
    }

    const SUM: ExactCell = ExactCell::Sum { cents: 12_345, abs_cents: 20_000, terms: 10 };

    #[test]
    fn the_rounded_exact_answer_is_accepted_as_exact() {
        let exact = exact(SUM);
        assert_eq!(exact.check(&exact.rounded()), Ok(Accuracy::default()));
    }

    #[test]
    fn an_error_within_the_bound_is_measured_and_one_ulp_beyond_is_refused() {
        let exact = exact(SUM);
        let bound = 12.0 * UNIT_ROUNDOFF * 200.0;
        let within = exact.check(&answer(Cell::Float(123.45 + bound * 0.9))).unwrap();
        assert!(within.ulps > 10.0 && within.share_of_bound < 1.0, "{within:?}");
        let beyond = (123.45 + bound).next_up().next_up();
        let error = exact.check(&answer(Cell::Float(beyond))).unwrap_err();
        assert!(error.to_string().starts_with("row 0, column `total`: 123.45"), "{error}");
    }

    #[test]
    fn nan_and_infinity_are_never_close() {
        for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert!(exact(SUM).check(&answer(Cell::Float(value))).is_err());
        }
    }

    #[test]
    fn types_do_not_stand_in_for_each_other() {
        assert!(exact(ExactCell::Int(3)).check(&answer(Cell::Float(3.0))).is_err());
        assert!(exact(ExactCell::Null).check(&answer(Cell::Int(0))).is_err());
        assert!(exact(SUM).check(&answer(Cell::Null)).is_err());
    }

    #[test]
    fn an_empty_sum_is_null_or_zero() {
        let empty = exact(ExactCell::Sum { cents: 0, abs_cents: 0, terms: 0 });
        assert!(empty.check(&answer(Cell::Null)).is_ok());
        assert!(empty.check(&answer(Cell::Float(0.0))).is_ok());
        assert!(empty.check(&answer(Cell::Float(1e-300))).is_err());
    }

    #[test]
    fn counts_allow_their_slack_and_no_more() {
        let count = exact(ExactCell::Count { rows: 10, slack: 1 });
        assert!(count.check(&answer(Cell::Int(11))).is_ok());
        assert!(count.check(&answer(Cell::Int(12))).is_err());
        assert!(count.check(&answer(Cell::Int(-1))).is_err());
    }

    #[test]
    fn shapes_are_compared_first() {
        let error = exact(SUM).check(&Answer::default()).unwrap_err();
        assert_eq!(error, Mismatch::RowCount { expected: 1, found: 0 });
        let error = exact(SUM).check(&Answer { rows: vec![vec![]] }).unwrap_err();
        assert_eq!(error, Mismatch::ColumnCount { row: 0, expected: 1, found: 0 });
    }

    #[test]
    fn json_keeps_every_bit() {
        let floats = [0.1 + 0.2, f64::NAN, f64::INFINITY, -0.0, f64::MIN_POSITIVE / 2.0];
        for value in floats {
            let text = serde_json::to_string(&Cell::Float(value)).unwrap();
            let Cell::Float(back) = serde_json::from_str(&text).unwrap() else { panic!("{text}") };
            assert_eq!(back.to_bits(), value.to_bits(), "{text}");
        }
        let large =
            exact(ExactCell::Sum { cents: i128::MAX, abs_cents: i128::MAX, terms: u64::MAX });
        let text = serde_json::to_string(&large).unwrap();
        assert_eq!(serde_json::from_str::<ExactAnswer>(&text).unwrap(), large);
    }
}
