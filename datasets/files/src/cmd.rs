//! The subcommands, one per file.

pub(crate) mod answer;
pub(crate) mod generate;
pub(crate) mod list;
pub(crate) mod verify;

use std::path::PathBuf;

use dataset_files::default_root;

/// Where all datasets are.
#[derive(Debug, clap::Args)]
pub(crate) struct Root {
    /// The folder of all datasets [default: `datasets/data` in this workspace]
    #[arg(long, value_name = "DIR", env = dataset_files::DATA_VARIABLE)]
    out: Option<PathBuf>,
}

impl Root {
    pub(crate) fn path(&self) -> PathBuf {
        self.out.clone().unwrap_or_else(default_root)
    }
}
