//! A folder of generated files and the proof that they are whole.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::thread;

use anyhow::{Context, Result, bail, ensure};
use datasets::{Dataset, FileEntry, Format, MANIFEST_FILE, Manifest, Strings, Table};
use fs_err as fs;

use crate::digest::{Digest, digest_of};
use crate::durable::{TEMPORARY, write_file};

/// A complete dataset on disk.
#[derive(Debug, Clone)]
pub struct Folder {
    path: PathBuf,
    manifest: Manifest,
}

impl Folder {
    /// Opens the folder at `path` by its manifest. The files are not read: see [`Folder::verify`].
    ///
    /// # Errors
    ///
    /// * there is no folder, or it has no manifest
    /// * the manifest is not one, or was written by another version of this program
    /// * the manifest describes another dataset than the folder's name says
    pub fn open(path: &Path) -> Result<Self> {
        let shown = path.display();
        ensure!(path.is_dir(), "`{shown}` does not exist; create it with `datagen generate`");
        let file = path.join(MANIFEST_FILE);
        ensure!(
            file.exists(),
            "`{shown}` has no `{MANIFEST_FILE}`: its generation was interrupted; \
             run `datagen generate` again"
        );
        let manifest = read_manifest(&fs::read_to_string(&file)?)
            .with_context(|| format!("`{}` is of no use", file.display()))?;
        let name = path.canonicalize()?;
        ensure!(
            name.file_name() == Some(OsStr::new(&manifest.id)),
            "`{shown}` holds the dataset `{}`, but the folder has another name; \
             rename it, or remove it and run `{}`",
            manifest.id,
            generate_command(&manifest.dataset),
        );
        Ok(Self { path: path.into(), manifest })
    }

    /// A folder without files yet.
    pub(crate) fn empty(path: PathBuf, dataset: &Dataset) -> Self {
        let manifest = Manifest {
            schema: Manifest::SCHEMA.into(),
            id: dataset.id(),
            dataset: dataset.clone(),
            files: Vec::new(),
            answers: Default::default(),
        };
        Self { path, manifest }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    pub(crate) fn manifest_mut(&mut self) -> &mut Manifest {
        &mut self.manifest
    }

    /// The path of one file.
    ///
    /// # Errors
    ///
    /// If the folder does not hold the table in this format.
    pub fn file(&self, table: Table, format: Format) -> Result<PathBuf> {
        let entry = self.manifest.file(table, format).with_context(|| {
            let format = format.extension();
            let command = generate_command(&self.manifest.dataset);
            format!(
                "`{}` holds no `{table}` as {format}; \
                 add it with `{command} --tables {table} --format {format}`",
                self.path.display(),
            )
        })?;
        Ok(self.path.join(&entry.name))
    }

    /// Reads every file and compares it with the manifest, one thread per file.
    ///
    /// # Errors
    ///
    /// Tells all that is wrong: files that are missing, have another size or another digest, and
    /// data files that the manifest does not list.
    pub fn verify(&self) -> Result<()> {
        let mut problems: Vec<String> = thread::scope(|scope| {
            let check = |file| scope.spawn(move || problem(&self.path, file));
            let checks: Vec<_> = self.manifest.files.iter().map(check).collect();
            checks.into_iter().filter_map(|c| c.join().expect("checks do not panic")).collect()
        });
        problems.extend(self.strays()?.iter().map(|name| format!("`{name}` does not belong here")));
        if problems.is_empty() {
            return Ok(());
        }
        bail!(
            "`{}` is not what was generated: {}; run `{} --force` to write it again",
            self.path.display(),
            problems.join("; "),
            generate_command(&self.manifest.dataset),
        )
    }

    /// Names of data files that the manifest does not list: leftovers of an interrupted generation,
    /// or somebody else's.
    pub(crate) fn strays(&self) -> Result<Vec<String>> {
        let listed = |name: &str| self.manifest.files.iter().any(|file| file.name == name);
        let mut strays = data_files(&self.path)?;
        strays.retain(|name| !listed(name));
        Ok(strays)
    }

    pub(crate) fn write_manifest(&self) -> Result<()> {
        let path = self.path.join(MANIFEST_FILE);
        let mut json = serde_json::to_string_pretty(&self.manifest)?;
        json.push('\n');
        write_file(&path, json.as_bytes())
            .with_context(|| format!("cannot write `{}`", path.display()))
    }
}

/// What is wrong with one file, if anything.
fn problem(folder: &Path, file: &FileEntry) -> Option<String> {
    let (name, path) = (&file.name, folder.join(&file.name));
    let Ok(found) = fs::metadata(&path) else {
        return Some(format!("`{name}` is missing"));
    };
    if found.len() != file.size_bytes {
        return Some(format!("`{name}` has {} bytes instead of {}", found.len(), file.size_bytes));
    }
    match digest_of(&path) {
        Err(error) => Some(error.to_string()),
        Ok(Digest { blake3, .. }) => (blake3 != file.blake3)
            .then(|| format!("`{name}` has digest {blake3} instead of {}", file.blake3)),
    }
}

fn read_manifest(json: &str) -> Result<Manifest> {
    let value: serde_json::Value = serde_json::from_str(json).context("it is not JSON")?;
    let schema = value["schema"].as_str().unwrap_or("none");
    ensure!(
        schema == Manifest::SCHEMA,
        "it has schema `{schema}` and this program reads `{}`; \
         run `datagen generate --force` with the parameters of this folder",
        Manifest::SCHEMA
    );
    let manifest: Manifest = serde_json::from_value(value).context("it is not a manifest")?;
    let id = manifest.dataset.id();
    ensure!(
        manifest.id == id,
        "it is called `{}`, but its parameters make `{id}`; run `{} --force`",
        manifest.id,
        generate_command(&manifest.dataset),
    );
    Ok(manifest)
}

/// Names of the files in `folder` that look like generated ones, or like the beginning of one.
/// Returns none for a folder that does not exist.
pub(crate) fn data_files(folder: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    if !folder.exists() {
        return Ok(names);
    }
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let extension = Path::new(&name).extension().and_then(OsStr::to_str);
        if matches!(extension, Some("parquet" | "arrow" | TEMPORARY)) {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// The command that generates `dataset`; parameters at their default are left out.
pub(crate) fn generate_command(dataset: &Dataset) -> String {
    let default = Dataset::default();
    let mut command = format!("datagen generate --rows {}", dataset.rows);
    let mut add = |flag: &str, value: String, default: String| {
        if value != default {
            command += &format!(" {flag} {value}");
        }
    };
    add("--seed", dataset.seed.to_string(), default.seed.to_string());
    add("--skew", dataset.skew.to_string(), default.skew.to_string());
    add("--null-rate", dataset.null_rate.to_string(), default.null_rate.to_string());
    add("--nan-rate", dataset.nan_rate.to_string(), default.nan_rate.to_string());
    if dataset.sorted {
        command += " --sorted";
    }
    if dataset.strings == Strings::Dictionary {
        command += " --strings dictionary";
    }
    command
}
