//! The data of a run: generated, verified and described by `datagen`, a process of its own, so that
//! the supervisor stays small.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, bail};
use datasets::{Answer, Dataset, Format, MANIFEST_FILE, Manifest, Strings, Table, Workload};
use serde::Deserialize;

use crate::record::{DatasetCard, FileCard};

/// A verified dataset on disk.
pub struct Data {
    pub folder: PathBuf,
    pub manifest: Manifest,
}

/// What `datagen generate --json` prints for a dataset, as far as it matters here.
#[derive(Deserialize)]
struct Generated {
    folder: PathBuf,
}

impl Data {
    /// Generates `dataset` below `root` unless it is there; either way every file is verified
    /// against its digest.
    ///
    /// # Errors
    ///
    /// If `datagen` fails: it has told why on standard error.
    pub fn ensure(
        datagen: &Path,
        dataset: &Dataset,
        tables: &[Table],
        root: &Path,
        force: bool,
    ) -> anyhow::Result<Self> {
        let names: Vec<&str> = tables.iter().map(|table| table.name()).collect();
        let strings = match dataset.strings {
            Strings::Plain => "plain",
            Strings::Dictionary => "dictionary",
        };
        let mut command = Command::new(datagen);
        command
            .args(["generate", "--json", "--format", "parquet", "--strings", strings])
            .args(["--tables", &names.join(",")])
            .args(["--rows", &dataset.rows.to_string()])
            .args(["--seed", &dataset.seed.to_string()])
            .args(["--skew", &dataset.skew.to_string()])
            .args(["--null-rate", &dataset.null_rate.to_string()])
            .args(["--nan-rate", &dataset.nan_rate.to_string()])
            .arg("--out")
            .arg(root);
        if dataset.sorted {
            command.arg("--sorted");
        }
        if force {
            command.arg("--force");
        }
        let stdout = run(&mut command)?;
        let generated: Generated =
            serde_json::from_slice(&stdout).context("cannot understand what `datagen` printed")?;
        Self::open(generated.folder)
    }

    fn open(folder: PathBuf) -> anyhow::Result<Self> {
        let path = folder.join(MANIFEST_FILE);
        let text = fs_err::read_to_string(&path)?;
        let manifest = serde_json::from_str(&text)
            .with_context(|| format!("`{}` is not a manifest", path.display()))?;
        Ok(Self { folder, manifest })
    }

    /// The Parquet file of every table that `workload` reads.
    pub fn tables(&self, workload: &Workload) -> BTreeMap<Table, PathBuf> {
        let file = |table| self.manifest.file(table, Format::Parquet);
        let paths = workload.reads.iter().filter_map(|(table, _)| {
            file(*table).map(|entry| (*table, self.folder.join(&entry.name)))
        });
        paths.collect()
    }

    /// Compressed bytes of the columns that `workload` reads.
    pub fn parquet_bytes(&self, workload: &Workload) -> u64 {
        let of_table = |(table, columns): &(Table, &[&str])| -> u64 {
            let entry = self.manifest.file(*table, Format::Parquet);
            let read = entry.iter().flat_map(|entry| &entry.columns);
            let read = read.filter(|column| columns.contains(&column.name.as_str()));
            read.map(|column| column.size_bytes).sum()
        };
        workload.reads.iter().map(of_table).sum()
    }

    /// The card of this dataset for the report.
    pub fn card(&self) -> DatasetCard {
        let files = self.manifest.files.iter().filter(|file| file.format == Format::Parquet);
        let files = files.map(|file| FileCard {
            name: file.name.clone(),
            rows: file.rows,
            size_bytes: file.size_bytes,
            compression: file.compression.clone(),
            blake3: file.blake3.clone(),
        });
        DatasetCard {
            id: self.manifest.id.clone(),
            rows: self.manifest.dataset.rows,
            files: files.collect(),
        }
    }
}

/// Reads the answer that an engine wrote to the Parquet file `path`, with a reader that is not the
/// engine's.
///
/// # Errors
///
/// If the file is missing or no Parquet file.
pub fn read_answer(datagen: &Path, path: &Path) -> anyhow::Result<Answer> {
    let stdout = run(Command::new(datagen).arg("answer").arg(path).stderr(Stdio::piped()))?;
    serde_json::from_slice(&stdout).context("cannot understand what `datagen` printed")
}

/// Runs `datagen` and returns what it printed on standard output.
fn run(command: &mut Command) -> anyhow::Result<Vec<u8>> {
    let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn();
    let child = child.context("cannot start `datagen`")?;
    let output = child.wait_with_output().context("cannot wait for `datagen`")?;
    if !output.status.success() {
        let stderr = String::from_utf8_lossy(&output.stderr);
        let reason = stderr.trim().trim_start_matches("error: ");
        match reason {
            "" => bail!("no data: `datagen` ended with {}", output.status),
            reason => bail!("{reason}"),
        }
    }
    Ok(output.stdout)
}
