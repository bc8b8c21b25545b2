//! `report`: write the report of a run again, from its journal.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::SystemTime;

use anyhow::Context;

use crate::cli::ReportArgs;
use crate::journal::{self, JOURNAL_FILE};
use crate::{report, workspace};

use super::run::resolve;

/// Writes the report beside the journal and prints its path.
///
/// # Errors
///
/// If there is no such run, its journal is damaged, or the report cannot be written.
pub fn run(args: &ReportArgs) -> anyhow::Result<ExitCode> {
    let root = workspace::root()?;
    let folder = find_run(&resolve(&root, &args.places.reports), &args.run)?;
    let contents = journal::read(&folder)?;
    report::write(&contents.header, &contents.entries, &folder)?;
    println!("{}", folder.join("report.md").display());
    Ok(ExitCode::SUCCESS)
}

/// The folder of the run called `name`: a folder, a name among `reports`, or `latest`.
///
/// # Errors
///
/// If there is no such run.
pub fn find_run(reports: &Path, name: &str) -> anyhow::Result<PathBuf> {
    if name == "latest" {
        return latest(reports).with_context(|| {
            format!("there is no run in `{}`; start one with `cargo harness`", reports.display())
        });
    }
    [PathBuf::from(name), reports.join(name)]
        .into_iter()
        .find(|folder| folder.join(JOURNAL_FILE).is_file())
        .with_context(|| {
            format!(
                "there is no run `{name}` in `{}`; its folder would hold a `{JOURNAL_FILE}`",
                reports.display()
            )
        })
}

/// The run whose journal was written to last.
fn latest(reports: &Path) -> Option<PathBuf> {
    let changed = |folder: &PathBuf| -> Option<SystemTime> {
        std::fs::metadata(folder.join(JOURNAL_FILE)).ok()?.modified().ok()
    };
    let folders = std::fs::read_dir(reports).ok()?.filter_map(Result::ok);
    let runs = folders.map(|entry| entry.path()).filter(|folder| changed(folder).is_some());
    runs.max_by_key(changed)
}
