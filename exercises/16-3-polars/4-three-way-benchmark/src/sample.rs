//! What a contender measures of itself, and how it tells. Complete as it is: nothing to solve here.

use std::collections::BTreeMap;
use std::str::FromStr;

use anyhow::Context;
use serde::{Deserialize, Serialize};

/// Revenue by region. `None` is the region of the sales without one.
pub(crate) type Answer = BTreeMap<Option<String>, f64>;

/// Begins the line in which a contender reports. Its libraries may print lines of their own.
const REPORT: &str = "benchmark-report ";

/// What one process measured of itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Sample {
    /// The library and the language with their versions.
    pub(crate) version: String,
    /// From the start of the process until it could ask its first query.
    pub(crate) start_up_ms: f64,
    /// The first query, which also pays for threads, for lazy imports and for memory never used before.
    pub(crate) first_ms: f64,
    /// The second query: from opening the file until the answer stands in values of the language.
    pub(crate) query_ms: f64,
    /// Processor time of the second query on all threads; `None` where the system does not tell.
    pub(crate) cpu_ms: Option<f64>,
    /// The largest memory of the whole process, in 10^6 bytes; `None` where the system does not tell.
    pub(crate) peak_mb: Option<f64>,
    #[serde(with = "pairs")]
    pub(crate) answer: Answer,
}

impl Sample {
    /// The lines to print, with a line break before: others may have left theirs unfinished.
    pub(crate) fn to_report(&self) -> anyhow::Result<String> {
        Ok(format!("\n{REPORT}{}\n", serde_json::to_string(self)?))
    }
}

impl FromStr for Sample {
    type Err = anyhow::Error;

    /// Reads the report in all that a contender printed on standard output.
    fn from_str(printed: &str) -> Result<Self, Self::Err> {
        let report = printed.lines().find_map(|line| line.strip_prefix(REPORT));
        let report = report.context("it printed no report")?;
        serde_json::from_str(report).with_context(|| format!("its report is not valid: `{report}`"))
    }
}

/// The answer in JSON: a list of pairs, since no key can be null, with the numbers as text, since none
/// can be NaN.
mod pairs {
    use serde::de::{Deserialize, Deserializer, Error};
    use serde::ser::Serializer;

    use super::Answer;

    pub(super) fn serialize<S: Serializer>(answer: &Answer, output: S) -> Result<S::Ok, S::Error> {
        output.collect_seq(answer.iter().map(|(region, revenue)| (region, revenue.to_string())))
    }

    pub(super) fn deserialize<'a, D: Deserializer<'a>>(input: D) -> Result<Answer, D::Error> {
        let mut answer = Answer::new();
        for (region, revenue) in Vec::<(Option<String>, String)>::deserialize(input)? {
            let revenue = revenue.parse().map_err(Error::custom)?;
            if answer.insert(region, revenue).is_some() {
                return Err(Error::custom("a region stands in the answer twice"));
            }
        }
        Ok(answer)
    }
}
