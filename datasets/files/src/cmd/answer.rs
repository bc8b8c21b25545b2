//! `datagen answer`

use std::path::PathBuf;

/// Print a small Parquet file as JSON cells, the form in which answers are compared
///
/// Integers and dates (days since 1970-01-01) are `int`, floats `float`, strings `text`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// A Parquet file that an engine wrote
    file: PathBuf,
}

pub(crate) fn run(args: Args) -> anyhow::Result<()> {
    let answer = dataset_files::read_answer(&args.file)?;
    println!("{}", serde_json::to_string(&answer)?);
    Ok(())
}
