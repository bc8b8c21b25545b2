//! `compare`: two runs side by side.

use std::process::ExitCode;

use crate::cli::CompareArgs;
use crate::compare::compare;
use crate::report::{Summary, summarize};
use crate::{journal, workspace};

use super::report::find_run;
use super::run::resolve;

/// Prints what changed between two runs; the exit code tells whether something got slower.
///
/// # Errors
///
/// If a run is missing or damaged, or the two cannot be compared.
pub fn run(args: &CompareArgs) -> anyhow::Result<ExitCode> {
    let reports = resolve(&workspace::root()?, &args.places.reports);
    let summary = |name: &str| -> anyhow::Result<Summary> {
        let contents = journal::read(&find_run(&reports, name)?)?;
        Ok(summarize(&contents.header, &contents.entries))
    };
    let comparison = compare(&summary(&args.before)?, &summary(&args.after)?, args.cross)?;
    if args.json {
        println!("{}", serde_json::to_string_pretty(&comparison)?);
    } else {
        println!("{comparison}");
    }
    Ok(ExitCode::from(comparison.outcome().exit_code()))
}
