//! Physical plans that real engines made. Complete as it is: nothing to solve here.
//!
//! Those in `plans/vanilla` come from Spark 4.1.3, those in `plans/comet` from Spark 3.5.7 with Comet
//! 0.12.0. To record them anew, with the Python of `cargo ex setup spark`, in the folder of this
//! exercise:
//!
//! ```text
//! python spark/record.py vanilla plans/vanilla
//! python spark/record.py comet plans/comet PATH_OF_THE_JAR
//! ```

use std::collections::BTreeMap;

use serde::Deserialize;

/// A plan that was recorded.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Recorded {
    /// Its path within `plans`, without extension.
    pub(crate) name: &'static str,
    /// The plan as Spark prints it.
    pub(crate) text: &'static str,
    facts: &'static str,
}

/// What else is known about a plan.
#[derive(Debug, Deserialize)]
pub(crate) struct Facts {
    pub(crate) sql: String,
    /// What ran, by name: `spark`, `scala`, `java`, `comet`, `python`.
    pub(crate) versions: BTreeMap<String, Option<String>>,
    /// How Comet itself sums up the plan.
    pub(crate) comet_says: Option<String>,
    /// The plan as the JVM holds it: printed depth, class and printed name of each node.
    pub(crate) nodes: Vec<(usize, String, String)>,
}

impl Recorded {
    pub(crate) fn facts(&self) -> Facts {
        serde_json::from_str(self.facts).expect("`record.py` writes facts")
    }
}

macro_rules! recorded {
    ($($name:literal,)*) => {
        &[$(Recorded {
            name: $name,
            text: include_str!(concat!("../plans/", $name, ".txt")),
            facts: include_str!(concat!("../plans/", $name, ".json")),
        },)*]
    };
}

/// All plans that can be read.
pub(crate) const PLANS: &[Recorded] = recorded![
    "comet/revenue",
    "comet/revenue-before",
    "comet/revenue-static",
    "comet/revenue-no-filter",
    "comet/without-off-heap",
    "comet/highest-strict",
    "comet/json",
    "comet/spark-scan",
    "comet/udf",
    "comet/subquery",
    "comet/subqueries-static",
    "comet/reuse",
    "comet/union",
    "comet/window",
    "vanilla/revenue",
    "vanilla/revenue-before",
    "vanilla/revenue-static",
    "vanilla/udf",
    "vanilla/subquery",
    "vanilla/subqueries-static",
    "vanilla/reuse",
];

/// Adaptive plans with a subquery in a subquery: Spark misprints their indentation.
pub(crate) const MISPRINTED: &[Recorded] = recorded!["comet/subqueries", "vanilla/subqueries",];
