//! The repository this harness belongs to, and the worker binaries built from it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, bail};

use crate::engines::EngineSpec;

/// The program that generates and reads data files.
pub const DATAGEN: &str = "datagen";

const DUCKDB_WORKER: &str = "engine-duckdb";

/// The root of the workspace.
///
/// # Errors
///
/// If neither the current folder nor the one this program was built in is within the workspace.
pub fn root() -> anyhow::Result<PathBuf> {
    let here = std::env::current_dir().context("cannot tell the current folder")?;
    let built_in = Path::new(env!("CARGO_MANIFEST_DIR"));
    let is_root = |folder: &&Path| folder.join("harness/engines").is_dir();
    let found = here.ancestors().chain(built_in.ancestors()).find(is_root);
    match found {
        Some(folder) => Ok(folder.to_owned()),
        None => bail!("the workspace was not found: run this from within the repository"),
    }
}

/// The folder that holds the worker binaries, or why a worker could not be built.
#[derive(Debug)]
pub struct Workers {
    folder: PathBuf,
    missing: BTreeSet<&'static str>,
}

impl Workers {
    /// Uses binaries that are already in `folder`.
    pub fn ready(folder: PathBuf) -> Self {
        Self { folder, missing: BTreeSet::new() }
    }

    /// Builds the data generator and the workers of `engines` with cargo, whose progress shows on
    /// standard error. A worker that does not compile is left out; the others are built.
    ///
    /// # Errors
    ///
    /// If cargo cannot be started or the data generator does not compile.
    pub fn build(root: &Path, engines: &[EngineSpec]) -> anyhow::Result<Self> {
        let program = std::env::current_exe().context("cannot tell where this program is")?;
        let folder = program.parent().expect("a program is in a folder").to_owned();
        let mut workers: BTreeSet<&'static str> =
            engines.iter().map(|engine| engine.worker).collect();
        // DuckDB changes the features of shared dependencies, hence a build of its own.
        let duckdb = workers.remove(DUCKDB_WORKER);
        let together: Vec<&str> = workers.iter().copied().chain([DATAGEN]).collect();
        if cargo_build(root, &together)? {
            workers.clear();
        } else if !cargo_build(root, &[DATAGEN])? {
            bail!("the data generator does not compile: see the errors above");
        }
        // If something does not compile, what does is built one by one.
        workers.extend(duckdb.then_some(DUCKDB_WORKER));
        let mut missing = BTreeSet::new();
        for worker in workers {
            if !cargo_build(root, &[worker])? {
                missing.insert(worker);
            }
        }
        Ok(Self { folder, missing })
    }

    /// The worker binary of `engine`.
    ///
    /// # Errors
    ///
    /// If it could not be built.
    pub fn of(&self, engine: &EngineSpec) -> Result<PathBuf, String> {
        if self.missing.contains(engine.worker) {
            return Err(format!("its worker `{}` does not compile here", engine.worker));
        }
        let path = self.program(engine.worker);
        if path.exists() {
            Ok(path)
        } else {
            Err(format!("there is no worker `{}`", path.display()))
        }
    }

    /// The data generator.
    pub fn datagen(&self) -> PathBuf {
        self.program(DATAGEN)
    }

    fn program(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }
}

/// Builds `programs` over the whole workspace, so that every dependency keeps one set of features;
/// returns whether all compiled.
fn cargo_build(root: &Path, programs: &[&str]) -> anyhow::Result<bool> {
    let mut command = nested_cargo::cargo();
    command.current_dir(root).args(["build", "--workspace"]);
    if !cfg!(debug_assertions) {
        command.arg("--release");
    }
    for program in programs {
        command.args(["--bin", program]);
    }
    if programs.contains(&DUCKDB_WORKER) {
        command.args(["--features", duckdb_feature()]);
    }
    // Standard output belongs to the results.
    let status = command.stdin(Stdio::null()).stdout(Stdio::null()).status();
    Ok(status.context("cannot start cargo; is Rust installed?")?.success())
}

/// Links the library that the user has, or else builds it.
fn duckdb_feature() -> &'static str {
    if std::env::var_os("DUCKDB_LIB_DIR").is_some() {
        return "engine-duckdb/linked";
    }
    eprintln!(
        "note: DUCKDB_LIB_DIR is not set, so DuckDB is built from source, which takes 20 to 40 minutes once"
    );
    "engine-duckdb/bundled"
}
