//! The files of a package.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;

/// Folders of generated files.
const GENERATED: [&str; 2] = ["target", "datasets/data"];

/// Adds every file of the package in `folder` (relative to `root`), without hidden and generated ones,
/// without backups, and without packages inside of it, which speak for themselves.
pub(crate) fn collect(
    root: &Path,
    folder: &Path,
    files: &mut BTreeMap<PathBuf, Vec<u8>>,
) -> anyhow::Result<()> {
    let full = root.join(folder);
    for entry in fs::read_dir(&full).with_context(|| format!("read {}", full.display()))? {
        let name = entry?.file_name();
        let (path, name) = (folder.join(&name), name.to_string_lossy().into_owned());
        let generated = GENERATED.iter().any(|generated| path.ends_with(generated));
        let leftover = name.starts_with('.') || name.ends_with('~') || name.ends_with(".new");
        if generated || leftover {
            continue;
        }
        let full = root.join(&path);
        if !full.is_dir() {
            let bytes = fs::read(&full).with_context(|| format!("read {}", full.display()))?;
            files.insert(path, bytes);
        } else if !full.join("Cargo.toml").exists() {
            collect(root, &path, files)?;
        }
    }
    Ok(())
}
