//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use datasets::{Dataset, Source, Strings};

use crate::cluster;

/// Compares query engines and hand-written kernels on the same data, with proven answers.
///
/// Without a command, runs the default engines over one million rows and writes a Markdown report.
/// The first start also builds the engines, which takes a while.
#[derive(Debug, Parser)]
#[command(name = "cargo harness", bin_name = "cargo harness", version)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Measure, and write a report
    Run(Box<RunArgs>),
    /// Generate or verify the data without measuring anything
    Data(DataArgs),
    /// Measure the physical limits of this machine
    Limits(LimitsArgs),
    /// Write the report of a run again, from its journal
    Report(ReportArgs),
    /// Compare two runs: exit code 0 no regression, 2 regression, 3 inconclusive
    Compare(CompareArgs),
    /// List the engines and the workloads
    List(ListArgs),
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  cargo harness run --sizes 1M,10M,100M
  cargo harness run --engines polars,datafusion --workloads star,join --threads 1,2
  cargo harness run --resume            continue the latest run
  cargo harness run --resume sample --retake noisy
  cargo harness run --sizes 1M --null-rate 0.05 --nan-rate 0.01")]
pub struct RunArgs {
    /// Rows of `ventas`: a number such as 250000, 250k or 10M; several, separated by commas
    #[arg(long, value_delimiter = ',', default_value = "1M", value_parser = parse_size)]
    pub sizes: Vec<u64>,

    /// Engines, separated by commas; `all` includes those that are not part of the default
    #[arg(long, value_delimiter = ',')]
    pub engines: Vec<String>,

    /// Workloads, separated by commas [default: all]
    #[arg(long, value_delimiter = ',')]
    pub workloads: Vec<String>,

    /// Where the data comes from: `memory`, `parquet` or both
    #[arg(long, value_delimiter = ',', default_value = "memory,parquet", value_parser = parse_source)]
    pub sources: Vec<Source>,

    /// Thread counts for the engines that use several, separated by commas [default: all processors]
    #[arg(long, value_delimiter = ',')]
    pub threads: Vec<usize>,

    /// Samples per cell; slow cells get fewer, noisy and fast ones up to three times as many
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(3..=1000))]
    pub samples: u32,

    /// Seconds after which a single run is given up
    #[arg(long, default_value_t = 120.0)]
    pub timeout: f64,

    /// Count samples that other processes disturbed like any other: for machines that are never quiet
    #[arg(long)]
    pub tolerate_noise: bool,

    /// Let `ballista` use the cluster whose scheduler is at this URL, such as df://localhost:50050,
    /// instead of one within its worker; its executors must see the data and the reports under the
    /// same paths as this machine
    #[arg(long, value_name = "URL", value_parser = cluster::parse_url)]
    pub cluster: Option<String>,

    /// Private memory that each worker may use, such as 4G [default: what is available]
    #[arg(long, value_parser = parse_bytes)]
    pub memory_limit: Option<u64>,

    /// Seed of the order in which the engines take turns
    #[arg(long, default_value_t = 1)]
    pub seed: u64,

    /// Name of the run, which is its folder in the reports [default: date and time]
    #[arg(long)]
    pub name: Option<String>,

    /// Continue a run where it stopped: its name or folder, or the latest one
    #[arg(long, num_args = 0..=1, default_missing_value = "latest", conflicts_with_all = ["name", "sizes", "engines", "workloads", "sources", "threads", "samples", "seed", "cluster"])]
    pub resume: Option<String>,

    /// With `--resume`: races to run again, with all engines, such as `star/memory/10M`; `noisy` is
    /// every race with a noisy cell
    #[arg(long, value_name = "RACE", value_delimiter = ',', requires = "resume")]
    pub retake: Vec<String>,

    /// Fail unless every cell ends as `ok` or `unsupported`
    #[arg(long)]
    pub strict: bool,

    /// Print the summary as JSON on standard output
    #[arg(long)]
    pub json: bool,

    #[command(flatten)]
    pub knobs: Knobs,

    #[command(flatten)]
    pub places: Places,
}

/// The knobs of the data.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Data")]
pub struct Knobs {
    /// How unequal regions and users are, from 0 (all alike) to 4
    #[arg(long, default_value_t = Dataset::default().skew)]
    pub skew: f64,

    /// Share of nulls in each nullable column, 0 to 1
    #[arg(long, default_value_t = 0.0)]
    pub null_rate: f64,

    /// Share of NaN among the amounts, 0 to 1
    #[arg(long, default_value_t = 0.0)]
    pub nan_rate: f64,

    /// Order `ventas` by date
    #[arg(long)]
    pub sorted: bool,

    /// Store text as dictionaries instead of plain strings
    #[arg(long)]
    pub dictionary: bool,

    /// Seed of the data
    #[arg(long, default_value_t = Dataset::default().seed)]
    pub data_seed: u64,
}

/// Where things are.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Places")]
pub struct Places {
    /// Folder for the runs
    #[arg(long, default_value = "reports")]
    pub reports: PathBuf,

    /// Folder for the generated data
    #[arg(long, env = "WORKBOOK_DATA", default_value = "datasets/data")]
    pub data: PathBuf,

    /// Folder with ready-made worker binaries, instead of building them
    #[arg(long, hide = true)]
    pub workers: Option<PathBuf>,

    /// File with limits to use, instead of measuring them
    #[arg(long, hide = true)]
    pub limits: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct DataArgs {
    /// Rows of `ventas`: a number such as 250000, 250k or 10M; several, separated by commas
    #[arg(long, value_delimiter = ',', default_value = "1M", value_parser = parse_size)]
    pub sizes: Vec<u64>,

    /// Replace files that are damaged or foreign
    #[arg(long)]
    pub force: bool,

    #[command(flatten)]
    pub knobs: Knobs,

    #[command(flatten)]
    pub places: Places,
}

#[derive(Debug, Args)]
pub struct LimitsArgs {
    /// Measure again instead of showing what was measured since the last boot
    #[arg(long)]
    pub fresh: bool,

    /// Print JSON
    #[arg(long)]
    pub json: bool,

    #[command(flatten)]
    pub places: Places,
}

#[derive(Debug, Args)]
pub struct ReportArgs {
    /// Name or folder of the run [default: the latest]
    #[arg(default_value = "latest")]
    pub run: String,

    #[command(flatten)]
    pub places: Places,
}

#[derive(Debug, Args)]
pub struct CompareArgs {
    /// Name or folder of the earlier run
    pub before: String,

    /// Name or folder of the later run
    pub after: String,

    /// Compare runs of different machines or data all the same, by their percentage of the limit
    #[arg(long)]
    pub cross: bool,

    /// Print JSON
    #[arg(long)]
    pub json: bool,

    #[command(flatten)]
    pub places: Places,
}

#[derive(Debug, Args)]
pub struct ListArgs {
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

impl Knobs {
    /// The dataset with these knobs and `rows` sales.
    ///
    /// # Errors
    ///
    /// If a knob is out of its range.
    pub fn dataset(&self, rows: u64) -> anyhow::Result<Dataset> {
        let dataset = Dataset {
            rows,
            seed: self.data_seed,
            skew: self.skew,
            null_rate: self.null_rate,
            nan_rate: self.nan_rate,
            sorted: self.sorted,
            strings: if self.dictionary { Strings::Dictionary } else { Strings::Plain },
        };
        dataset.validate()?;
        Ok(dataset)
    }
}

/// Parses a row count such as `250k`, of which there has to be at least one.
fn parse_size(text: &str) -> Result<u64, String> {
    match datasets::parse_rows(text)? {
        0 => Err("a benchmark needs at least one row".into()),
        rows => Ok(rows),
    }
}

/// Parses a memory size such as `800M` or `4G`, in binary units.
fn parse_bytes(text: &str) -> Result<u64, String> {
    let (number, shift) = match text.char_indices().last() {
        Some((end, 'k' | 'K')) => (&text[..end], 10),
        Some((end, 'm' | 'M')) => (&text[..end], 20),
        Some((end, 'g' | 'G')) => (&text[..end], 30),
        _ => (text, 0),
    };
    let bytes = number.parse::<u64>().ok().and_then(|n| n.checked_mul(1 << shift));
    bytes.ok_or_else(|| "expected a size such as 800M or 4G".into())
}

fn parse_source(text: &str) -> Result<Source, String> {
    [Source::Memory, Source::Parquet]
        .into_iter()
        .find(|source| source.name() == text)
        .ok_or_else(|| "expected `memory` or `parquet`".into())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_size_has_to_be_positive() {
        assert_eq!(parse_size("250k"), Ok(250_000));
        assert!(parse_size("0").unwrap_err().contains("at least one row"));
    }
}
