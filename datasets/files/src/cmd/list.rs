//! `datagen list`

use std::path::{Path, PathBuf};

use dataset_files::{Folder, human_bytes};
use datasets::MANIFEST_FILE;
use fs_err as fs;
use serde::Serialize;
use tabled::Tabled;
use tabled::settings::object::Columns;
use tabled::settings::{Alignment, Style};

use super::Root;

/// List the datasets on disk
///
/// `complete` folders have a valid manifest (use `datagen verify` to check the files), `incomplete`
/// ones were interrupted, and `foreign` ones are not of this program or of another version of it.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    root: Root,
    /// Print a JSON array
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize, Tabled)]
struct Entry {
    id: String,
    #[tabled(display = "shown")]
    rows: Option<u64>,
    #[tabled(rename = "size", display = "size")]
    size_bytes: u64,
    state: &'static str,
}

pub(crate) fn run(args: Args) -> anyhow::Result<()> {
    let root = args.root.path();
    let entries = entries(&root)?;
    if args.json {
        println!("{}", serde_json::to_string(&entries)?);
    } else if entries.is_empty() {
        println!("no datasets in `{}`; make one with `datagen generate --rows 1M`", root.display());
    } else {
        let mut table = tabled::Table::new(&entries);
        table.with(Style::blank()).modify(Columns::new(1..3), Alignment::right());
        println!("{table}");
    }
    Ok(())
}

fn entries(root: &Path) -> anyhow::Result<Vec<Entry>> {
    if !root.exists() {
        return Ok(Vec::new());
    }
    let mut folders: Vec<PathBuf> =
        fs::read_dir(root)?.map(|entry| Ok(entry?.path())).collect::<anyhow::Result<_>>()?;
    folders.retain(|path| path.is_dir());
    folders.sort();
    folders.iter().map(|folder| entry(folder)).collect()
}

fn entry(path: &Path) -> anyhow::Result<Entry> {
    let id = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut size_bytes = 0;
    for file in fs::read_dir(path)? {
        size_bytes += file?.metadata()?.len();
    }
    let (rows, state) = match Folder::open(path) {
        Ok(folder) => (Some(folder.manifest().dataset.rows), "complete"),
        Err(_) if path.join(MANIFEST_FILE).exists() => (None, "foreign"),
        Err(_) if is_dataset_id(&id) => (None, "incomplete"),
        Err(_) => (None, "foreign"),
    };
    Ok(Entry { id, rows, size_bytes, state })
}

/// Whether a folder name has the form of [`datasets::Dataset::id`], such as `1M-s42-v2`.
fn is_dataset_id(name: &str) -> bool {
    let mut parts = name.split('-');
    let is_number = |text: &str| text.parse::<u64>().is_ok();
    let rows = parts.next().is_some_and(|rows| is_number(rows.trim_end_matches(['k', 'M'])));
    let seed = parts.next().and_then(|seed| seed.strip_prefix('s')).is_some_and(is_number);
    let version = parts.next_back().and_then(|v| v.strip_prefix('v')).is_some_and(is_number);
    rows && seed && version
}

fn shown(rows: &Option<u64>) -> String {
    rows.map_or_else(|| "?".into(), |rows| rows.to_string())
}

fn size(bytes: &u64) -> String {
    human_bytes(*bytes)
}
