//! Where the data lives.

use std::env;
use std::path::{Path, PathBuf};

use fs_err as fs;

/// Environment variable that names the folder of all datasets.
pub const DATA_VARIABLE: &str = "WORKBOOK_DATA";

/// The folder of all datasets: `$WORKBOOK_DATA`, else `datasets/data` in the cargo workspace around
/// the current folder, else `datasets/data` right here.
pub fn default_root() -> PathBuf {
    if let Some(root) = env::var_os(DATA_VARIABLE).filter(|root| !root.is_empty()) {
        return root.into();
    }
    let here = env::current_dir().unwrap_or_default();
    let workspace = here.ancestors().find(|folder| is_workspace(folder)).unwrap_or(&here);
    workspace.join("datasets").join("data")
}

fn is_workspace(folder: &Path) -> bool {
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap_or_default();
    manifest.lines().any(|line| line.trim() == "[workspace]")
}
