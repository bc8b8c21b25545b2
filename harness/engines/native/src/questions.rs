//! The workloads.

mod answer;
mod distances;
mod etl;
mod groups;
mod star;
mod sums;
mod top_k;

use std::sync::Arc;

use anyhow::Result;
use harness_protocol::{Job, Outcome, Output, Query, Refusal};

use crate::mode::Mode;
use crate::tables::Tables;

/// How to answer one workload with a literal.
type Question = fn(&Mode, &Tables, literal: f64) -> Result<Output>;

/// The workloads that have vector forms.
const KERNELS: &[(&str, Question)] = &[
    ("sum", sums::sum),
    ("filter-map-sum", sums::filter_map_sum),
    ("revenue-by-region", sums::revenue_by_region),
    ("haversine", distances::haversine),
];

/// The workloads that are plain loops.
const LOOPS: &[(&str, Question)] =
    &[("star", star::star), ("join", star::join), ("top-k", top_k::top_k), ("etl", etl::etl)];

/// Makes `job` ready to run.
///
/// # Errors
///
/// If the workload has no vector form and `mode` asks for one, or a file cannot be read.
pub(crate) fn load(mode: Arc<Mode>, job: &Job) -> Outcome<Box<dyn Query>> {
    let workload = job.workload()?;
    let find = |questions: &[(&str, Question)]| {
        questions.iter().find(|(id, _)| *id == workload.id).map(|(_, question)| *question)
    };
    let question = match (find(KERNELS), find(LOOPS)) {
        (Some(kernel), _) => kernel,
        (None, Some(plain)) if mode.is_scalar() => plain,
        (None, Some(_)) => return Err(Refusal::unsupported("no vector form of this workload")),
        (None, None) => {
            return Err(Refusal::unsupported(format!("no code for `{}`", workload.id)));
        }
    };
    let tables = Tables::load(job)?;
    Ok(Box::new(Loaded { mode, tables, question, literals: workload.literals }))
}

struct Loaded {
    mode: Arc<Mode>,
    tables: Tables,
    question: Question,
    literals: &'static [f64],
}

impl Query for Loaded {
    fn run(&mut self, variant: usize) -> Result<Output> {
        (self.question)(&self.mode, &self.tables, self.literals[variant])
    }

    fn schema(&self) -> String {
        self.tables.describe()
    }
}
