//! `datagen verify`

use std::path::PathBuf;

use anyhow::bail;
use dataset_files::{Folder, human_bytes};

/// Compare every file of a dataset with its manifest, byte for byte
///
/// Exit code 0 if all are whole, 1 otherwise.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Dataset folders, as `datagen generate` printed them
    #[arg(required = true, value_name = "DIR")]
    folders: Vec<PathBuf>,
}

pub(crate) fn run(args: Args) -> anyhow::Result<()> {
    let mut damaged = Vec::new();
    for path in &args.folders {
        let verified = Folder::open(path).and_then(|folder| folder.verify().map(|()| folder));
        match verified {
            Ok(folder) => {
                let size = folder.manifest().files.iter().map(|file| file.size_bytes).sum();
                println!("{}: whole, {}", path.display(), human_bytes(size));
            }
            Err(error) => damaged.push(format!("{error:#}")),
        }
    }
    if !damaged.is_empty() {
        bail!("{}", damaged.join("\n       "));
    }
    Ok(())
}
