//! What a dataset is made from: its size, its seed and its knobs.

use serde::{Deserialize, Serialize};

/// Version of the value functions. It changes whenever the same parameters would give other rows.
const GENERATOR_VERSION: u32 = 2;

/// The parameters that decide every byte of a dataset.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dataset {
    /// Rows of `ventas`, `n`. The other tables follow from it: see [`crate::Table::rows`].
    pub rows: u64,
    /// Chooses one of 2^64 datasets of the same shape.
    pub seed: u64,
    /// How unequal regions and users are, from 0 (all alike). The region of rank `r` weighs
    /// `1 / r^skew`; the share of the busiest users grows with `skew` in the same spirit.
    pub skew: f64,
    /// Share of nulls in each nullable column, 0 to 1.
    pub null_rate: f64,
    /// Share of NaN among the amounts that are not null, 0 to 1.
    pub nan_rate: f64,
    /// Whether `ventas` is ordered by `fecha`. Otherwise dates are shuffled over the whole table.
    pub sorted: bool,
    /// How text columns are declared in the files.
    pub strings: Strings,
}

/// How text columns are declared in the Arrow schema of the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Strings {
    /// `Utf8`: one string per row, as most tools write it.
    #[default]
    Plain,
    /// `Dictionary(Int32, Utf8)`: small integers that point into a list of distinct strings.
    Dictionary,
}

/// A parameter outside its range.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("`{name}` is {value}, but must be {expected}")]
pub struct InvalidDataset {
    name: &'static str,
    value: f64,
    expected: &'static str,
}

impl Default for Dataset {
    fn default() -> Self {
        Self {
            rows: 1_000_000,
            seed: 42,
            skew: 0.5,
            null_rate: 0.0,
            nan_rate: 0.0,
            sorted: false,
            strings: Strings::Plain,
        }
    }
}

impl Dataset {
    /// The default dataset with `rows` rows of `ventas`.
    pub fn with_rows(rows: u64) -> Self {
        Self { rows, ..Self::default() }
    }

    /// The default knobs turned to what breaks careless code: nulls, NaN and heavy skew.
    pub fn hostile(rows: u64, seed: u64) -> Self {
        Self { rows, seed, skew: 1.5, null_rate: 0.05, nan_rate: 0.02, ..Self::default() }
    }

    /// Number of users who can appear in `ventas.user_id`: one per 50 sales, at least one.
    pub fn users(&self) -> u64 {
        (self.rows / 50).max(1)
    }

    /// Checks every parameter against its range.
    ///
    /// # Errors
    ///
    /// * `skew` is not within 0 and 4
    /// * `null_rate` or `nan_rate` is not within 0 and 1
    /// * `rows` is above 2^40
    pub fn validate(&self) -> Result<(), InvalidDataset> {
        let check = |name, value: f64, max: f64, expected| {
            if (0.0..=max).contains(&value) {
                Ok(())
            } else {
                Err(InvalidDataset { name, value, expected })
            }
        };
        check("rows", self.rows as f64, 2f64.powi(40), "at most 2^40")?;
        check("skew", self.skew, 4.0, "between 0 and 4")?;
        check("null_rate", self.null_rate, 1.0, "between 0 and 1")?;
        check("nan_rate", self.nan_rate, 1.0, "between 0 and 1")
    }

    /// A short name that two datasets share only if all their rows are equal, such as
    /// `1M-s42-skew0.5-v2` for a million rows, seed 42 and the default knobs.
    pub fn id(&self) -> String {
        let mut id = format!("{}-s{}", short_count(self.rows), self.seed);
        if self.skew != 0.0 {
            id += &format!("-skew{}", self.skew);
        }
        if self.null_rate != 0.0 {
            id += &format!("-null{}", self.null_rate);
        }
        if self.nan_rate != 0.0 {
            id += &format!("-nan{}", self.nan_rate);
        }
        if self.sorted {
            id += "-sorted";
        }
        if self.strings == Strings::Dictionary {
            id += "-dict";
        }
        format!("{id}-v{GENERATOR_VERSION}")
    }
}

/// Writes a row count the way people say it: `1M`, `250k`, `1234567`.
fn short_count(n: u64) -> String {
    match n {
        n if n > 0 && n.is_multiple_of(1_000_000) => format!("{}M", n / 1_000_000),
        n if n > 0 && n.is_multiple_of(1_000) => format!("{}k", n / 1_000),
        n => n.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_tell_datasets_apart() {
        let base = Dataset::with_rows(1_000_000);
        assert_eq!(base.id(), "1M-s42-skew0.5-v2");
        let others = [
            Dataset { rows: 1_000_001, ..base.clone() },
            Dataset { seed: 43, ..base.clone() },
            Dataset { skew: 0.0, ..base.clone() },
            Dataset { null_rate: 0.1, ..base.clone() },
            Dataset { nan_rate: 0.1, ..base.clone() },
            Dataset { sorted: true, ..base.clone() },
            Dataset { strings: Strings::Dictionary, ..base.clone() },
        ];
        for (i, other) in others.iter().enumerate() {
            assert_ne!(other.id(), base.id());
            assert!(others[..i].iter().all(|earlier| earlier.id() != other.id()));
        }
    }

    #[test]
    fn out_of_range_parameters_are_named() {
        let error = Dataset { null_rate: 1.5, ..Dataset::default() }.validate().unwrap_err();
        assert_eq!(error.to_string(), "`null_rate` is 1.5, but must be between 0 and 1");
        assert!(Dataset { skew: f64::NAN, ..Dataset::default() }.validate().is_err());
        assert!(Dataset { rows: 1 << 41, ..Dataset::default() }.validate().is_err());
        assert!(Dataset::with_rows(0).validate().is_ok());
    }
}
