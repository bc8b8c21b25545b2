//! `data`: generate or verify the data without measuring anything.

use std::process::ExitCode;

use crate::cli::DataArgs;
use crate::data::Data;
use crate::workspace::{self, Workers};

use super::run::{TABLES, resolve};

/// Makes sure that every dataset asked for is there and whole, and prints their folders.
///
/// # Errors
///
/// If a knob is out of range, or `datagen` fails.
pub fn run(args: &DataArgs) -> anyhow::Result<ExitCode> {
    let root = workspace::root()?;
    let workers = match &args.places.workers {
        Some(folder) => Workers::ready(folder.clone()),
        None => Workers::build(&root, &[])?,
    };
    let folder = resolve(&root, &args.places.data);
    for &rows in &args.sizes {
        let dataset = args.knobs.dataset(rows)?;
        let data = Data::ensure(&workers.datagen(), &dataset, TABLES, &folder, args.force)?;
        println!("{}", data.folder.display());
    }
    Ok(ExitCode::SUCCESS)
}
