//! Two runs side by side: did anything get slower?
//!
//! Runs of the same machine, build, data and threads are compared by their times. Anything else is
//! refused, unless asked for: then each run is measured by the limits of its own machine, and only
//! the percentages of the limit are compared.

mod conditions;
mod table;

use anyhow::bail;
use serde::{Deserialize, Serialize};

use crate::record::{Cell, State};
use crate::report::{CellSummary, Ledger, Summary, Timing};
use crate::statistics::{Interval, Ratio, Verdict, holm};

/// What changed from one run to another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// Names of the runs.
    pub before: String,
    pub after: String,
    /// Whether percentages of the limit were compared instead of times.
    pub cross: bool,
    /// What else differs between the runs, such as the commit.
    pub notes: Vec<String>,
    /// Cells that are `ok` in both runs.
    pub changes: Vec<Change>,
    /// Cells that are `ok` only before, with their state after. Empty if `cross`.
    pub lost: Vec<(Cell, State)>,
    /// Cells that are `ok` only after, with their state before. Empty if `cross`.
    pub gained: Vec<(Cell, State)>,
}

/// One cell in both runs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    pub cell: Cell,
    /// Median times.
    pub before_s: f64,
    pub after_s: f64,
    pub before_percent_of_limit: Option<f64>,
    pub after_percent_of_limit: Option<f64>,
    /// Time after over time before; if `cross`, percentage of the limit before over after. Above 1
    /// is a change for the worse.
    pub ratio: f64,
    /// `None` if either run has a single sample of the cell.
    pub ci95: Option<Interval>,
    /// After Holm's correction over all cells.
    pub p_value: Option<f64>,
    pub verdict: Verdict,
}

/// The answer of a comparison in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    NoRegression,
    Regression,
    Inconclusive,
}

/// Compares the run `after` with the run `before`.
///
/// # Errors
///
/// * The runs differ in machine, build, data or threads, and `cross` is not set.
/// * No cell is `ok` in both, or with `cross` none of them has a limit in both.
pub fn compare(before: &Summary, after: &Summary, cross: bool) -> anyhow::Result<Comparison> {
    let differences = conditions::differences(&before.header, &after.header);
    if !cross && !differences.is_empty() {
        bail!(
            "the runs cannot be compared by their times, since they differ in {}; `--cross` \
             compares how close each comes to the limits of its own machine",
            differences.join(", ")
        );
    }
    let changes = changes(before, after, cross);
    if changes.is_empty() {
        let what = if cross { "with a limit in both runs" } else { "in both runs" };
        bail!("no cell is `ok` {what}: expected at least one engine and workload in common");
    }
    let (lost, gained) =
        if cross { (Vec::new(), Vec::new()) } else { (lost(before, after), lost(after, before)) };
    Ok(Comparison {
        before: before.header.run_id.clone(),
        after: after.header.run_id.clone(),
        cross,
        notes: conditions::notes(before, after),
        changes,
        lost,
        gained,
    })
}

impl Comparison {
    /// A lost or slower cell is a regression; an undecided one leaves the answer open.
    pub fn outcome(&self) -> Outcome {
        let any = |verdict| self.changes.iter().any(|change| change.verdict == verdict);
        if !self.lost.is_empty() || any(Verdict::Slower) {
            Outcome::Regression
        } else if any(Verdict::Inconclusive) {
            Outcome::Inconclusive
        } else {
            Outcome::NoRegression
        }
    }
}

impl Outcome {
    /// Exit code of the process: 0 none, 2 regression, 3 inconclusive. 1 means that the comparison
    /// itself failed.
    pub fn exit_code(self) -> u8 {
        match self {
            Self::NoRegression => 0,
            Self::Regression => 2,
            Self::Inconclusive => 3,
        }
    }
}

fn changes(before: &Summary, after: &Summary, cross: bool) -> Vec<Change> {
    let pairs: Vec<(&CellSummary, &CellSummary)> = before
        .cells
        .iter()
        .filter_map(|cell| Some((cell, find(after, &cell.cell)?)))
        .filter(|(old, new)| old.ok().is_some() && new.ok().is_some())
        .filter(|(old, new)| !cross || limit_factor(old, new).is_some())
        .collect();
    let ratios: Vec<Option<Ratio>> =
        pairs.iter().map(|(old, new)| ratio(old, new, cross)).collect();
    let p_values: Vec<f64> = ratios.iter().flatten().map(|ratio| ratio.p_value).collect();
    let mut adjusted = holm(&p_values).into_iter();
    let judged = pairs.into_iter().zip(ratios).filter_map(|((old, new), ratio)| {
        let p_value = ratio.and_then(|_| adjusted.next());
        let floor = floor(&before.noise, old).max(floor(&after.noise, new));
        change(old, new, ratio.zip(p_value), floor, cross)
    });
    judged.collect()
}

/// Puts one cell together; `None` if either side has no times.
fn change(
    old: &CellSummary,
    new: &CellSummary,
    ratio: Option<(Ratio, f64)>,
    floor: f64,
    cross: bool,
) -> Option<Change> {
    let (before_s, after_s) = (old.ok()?.median_s, new.ok()?.median_s);
    let factor = if cross { limit_factor(old, new)? } else { 1.0 };
    let percent = |cell: &CellSummary| cell.limit.as_ref().map(|limit| limit.percent);
    Some(Change {
        cell: old.cell.clone(),
        before_s,
        after_s,
        before_percent_of_limit: percent(old),
        after_percent_of_limit: percent(new),
        ratio: after_s / before_s * factor,
        ci95: ratio.map(|(ratio, _)| ratio.interval),
        p_value: ratio.map(|(_, p_value)| p_value),
        verdict: ratio.map_or(Verdict::Inconclusive, |(ratio, p)| Verdict::of(&ratio, p, floor)),
    })
}

/// Blocks of different runs have nothing in common, so times are compared unpaired.
fn ratio(old: &CellSummary, new: &CellSummary, cross: bool) -> Option<Ratio> {
    let seconds = |timing: &Timing| -> Vec<f64> {
        timing.walls_ns.iter().map(|&wall_ns| wall_ns as f64 / 1e9).collect()
    };
    let (before, after) = (seconds(old.ok()?), seconds(new.ok()?));
    if !cross {
        return Ratio::unpaired(&after, &before);
    }
    // In units of the limit, so that the p-value belongs to the ratio that is shown.
    let in_limits = |seconds: Vec<f64>, limit_s: f64| -> Vec<f64> {
        seconds.into_iter().map(|s| s / limit_s).collect()
    };
    let (old_limit, new_limit) = (old.limit.as_ref()?.seconds, new.limit.as_ref()?.seconds);
    Ratio::unpaired(&in_limits(after, new_limit), &in_limits(before, old_limit))
}

/// What turns a ratio of times into a ratio of times in units of the limit.
fn limit_factor(old: &CellSummary, new: &CellSummary) -> Option<f64> {
    Some(old.limit.as_ref()?.seconds / new.limit.as_ref()?.seconds)
}

fn floor(noise: &Ledger, cell: &CellSummary) -> f64 {
    noise.floor(cell.cell.rows)
}

/// Cells that are `ok` in `from` and were tried without success in `to`.
fn lost(from: &Summary, to: &Summary) -> Vec<(Cell, State)> {
    let ok = from.cells.iter().filter(|cell| cell.ok().is_some());
    let lost = ok.filter_map(|cell| {
        let other = find(to, &cell.cell).filter(|other| other.ok().is_none())?;
        // What was not tried is not lost.
        (other.state != State::Skipped).then(|| (cell.cell.clone(), other.state))
    });
    lost.collect()
}

fn find<'a>(summary: &'a Summary, cell: &Cell) -> Option<&'a CellSummary> {
    summary.cells.iter().find(|other| other.cell == *cell)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture::Fixture;
    use crate::report::summarize;

    fn run(fixture: &Fixture) -> Summary {
        summarize(&fixture.header(), &fixture.entries())
    }

    fn slower(factor: f64) -> Fixture {
        Fixture { slowdown: ("polars", factor), seed: 2, ..Fixture::small() }
    }

    fn verdicts(comparison: &Comparison, engine: &str) -> Vec<Verdict> {
        let own = comparison.changes.iter().filter(|change| change.cell.engine == engine);
        own.map(|change| change.verdict).collect()
    }

    #[test]
    fn a_run_compared_with_itself_has_no_regression() {
        let run = run(&Fixture::small());
        let comparison = compare(&run, &run, false).unwrap();
        assert!(comparison.changes.iter().all(|change| change.ratio == 1.0));
        assert_ne!(comparison.outcome(), Outcome::Regression);
    }

    #[test]
    fn one_slower_engine_is_a_regression_and_the_others_are_not() {
        let comparison = compare(&run(&Fixture::small()), &run(&slower(1.5)), false).unwrap();
        assert_eq!(comparison.outcome().exit_code(), 2);
        assert!(verdicts(&comparison, "polars").iter().all(|v| *v == Verdict::Slower));
        for engine in ["scalar", "rayon+avx2", "duckdb"] {
            assert!(!verdicts(&comparison, engine).contains(&Verdict::Slower), "{engine}");
        }
    }

    #[test]
    fn one_faster_engine_is_no_regression() {
        let comparison = compare(&run(&slower(1.5)), &run(&Fixture::small()), false).unwrap();
        assert_ne!(comparison.outcome(), Outcome::Regression);
        assert!(verdicts(&comparison, "polars").iter().all(|v| *v == Verdict::Faster));
    }

    #[test]
    fn a_cell_that_no_longer_works_is_a_regression() {
        let before = run(&Fixture::small());
        let mut after = before.clone();
        after.cells[0].state = State::WrongAnswer;
        let comparison = compare(&before, &after, false).unwrap();
        assert_eq!(comparison.lost, [(before.cells[0].cell.clone(), State::WrongAnswer)]);
        assert_eq!(comparison.outcome(), Outcome::Regression);
        assert_eq!(compare(&after, &before, false).unwrap().gained.len(), 1);
    }

    #[test]
    fn undecided_cells_leave_the_answer_open() {
        let few = Fixture { samples: 3, ..Fixture::small() };
        let comparison = compare(&run(&few), &run(&few), false).unwrap();
        assert_eq!(comparison.outcome().exit_code(), 3);
    }

    #[test]
    fn other_machines_are_refused_unless_asked_for() {
        let here = run(&Fixture::small());
        let mut there = here.clone();
        there.header.environment.cpu = "Other CPU".into();
        for limit in there.cells.iter_mut().filter_map(|cell| cell.limit.as_mut()) {
            limit.seconds *= 2.0;
            limit.percent *= 2.0;
        }
        let error = compare(&here, &there, false).unwrap_err().to_string();
        assert!(error.contains("processor (`Example CPU 9000"), "{error}");
        assert!(error.contains("`Other CPU`") && error.contains("--cross"), "{error}");
        let crossed = compare(&here, &there, true).unwrap();
        assert!(crossed.changes.iter().all(|change| change.ratio == 0.5));
        assert!(crossed.changes.iter().all(|change| change.verdict == Verdict::Faster));
    }

    #[test]
    fn runs_without_a_common_cell_are_refused() {
        let before = run(&Fixture::small());
        let mut after = before.clone();
        after.cells.clear();
        let error = compare(&before, &after, false).unwrap_err().to_string();
        assert!(error.starts_with("no cell is `ok` in both runs"), "{error}");
    }

    #[test]
    fn json_keeps_cells_and_verdicts() {
        let comparison = compare(&run(&Fixture::small()), &run(&slower(1.5)), false).unwrap();
        let json = serde_json::to_string(&comparison).unwrap();
        let back: Comparison = serde_json::from_str(&json).unwrap();
        let judged = |comparison: &Comparison| -> Vec<(Cell, Verdict)> {
            comparison.changes.iter().map(|c| (c.cell.clone(), c.verdict)).collect()
        };
        assert_eq!(judged(&back), judged(&comparison));
        assert_eq!(back.outcome(), Outcome::Regression);
    }
}
