//! What the doctor looks for, in the order of its report.

use std::path::{Path, PathBuf};

use environments::{COMET, Environment, OLDEST_JAVA, OLDEST_PYTHON, PYTHON, SPARK};

use crate::language::Language;

use super::machine::{self, Machine, Package, dotted, output, version};
use super::{Finding, Need, State, messages};

type Probe = fn(&Machine, &Path, Language) -> Finding;

pub(super) const ALL: &[Probe] = &[
    rust,
    linker,
    disk,
    memory,
    git,
    just,
    avx2,
    moto,
    python,
    python_packages,
    java,
    spark_packages,
    comet_packages,
    duckdb,
];

/// The exercises that run Python, beside those that talk to it through a file.
const WITH_PYTHON: &[&str] = &[
    "16.3.4", "16.4.3", "16.4.5", "16.5.2", "16.5.3", "16.6.1", "16.6.2", "16.6.3", "16.6.4",
    "16.7.2",
];
/// Those that use the packages of an environment.
const WITH_PYTHON_PACKAGES: &[&str] = &["16.3.4", "16.4.5"];
const WITH_SPARK_PACKAGES: &[&str] = &["16.4.3", "16.4.5"];
const WITH_COMET_PACKAGES: &[&str] = &["16.4.3"];
const JAVA: &[&str] = &["16.4.3", "16.4.5", "16.5.3", "16.7.2"];
const MOTO: &[&str] = &["16.2.4", "16.3.5", "16.4.1", "16.5.4"];
const AVX2: &[&str] = &["16.1.4"];

/// What development builds of all exercises take, with room for one engine in release mode.
const DISK_BYTES: u64 = 3 << 30;

/// Compiling an engine takes about 2 GB per job.
const MEMORY_BYTES: u64 = 4 << 30;

impl Finding {
    fn good(name: &'static str, title: &str, found: String, needed_by: Need) -> Self {
        let (found, title) = (Some(found), title.to_owned());
        Self { name, title, found, state: State::Good, needed_by, note: None, fix: None }
    }

    fn missing(name: &'static str, title: &str, needed_by: Need, fix: Option<String>) -> Self {
        let title = title.to_owned();
        Self { name, title, found: None, state: State::Missing, needed_by, note: None, fix }
    }

    fn with_note(self, note: impl Into<String>) -> Self {
        Self { note: Some(note.into()), ..self }
    }
}

/// A program of at least a version.
fn program(
    name: &'static str,
    title: &str,
    said: Option<String>,
    at_least: &[u32],
    needed_by: Need,
    fix: Option<String>,
    language: Language,
) -> Finding {
    let Some(found) = said.as_deref().and_then(version) else {
        return Finding::missing(name, title, needed_by, fix);
    };
    if *found < *at_least {
        let note = messages::too_old(language, &dotted(at_least));
        let found = Some(dotted(&found));
        return Finding { found, ..Finding::missing(name, title, needed_by, fix) }.with_note(note);
    }
    Finding::good(name, title, dotted(&found), needed_by)
}

fn rust(_: &Machine, root: &Path, language: Language) -> Finding {
    let said = output("rustc", &["--version"]);
    let at_least = rust_version(root).unwrap_or_default();
    let fix = Some("rustup update stable".to_owned());
    program("rust", "Rust", said, &at_least, Need::EveryExercise, fix, language)
}

/// `rust-version` in the `Cargo.toml` of the workspace.
fn rust_version(root: &Path) -> Option<Vec<u32>> {
    let manifest: toml::Table =
        std::fs::read_to_string(root.join("Cargo.toml")).ok()?.parse().ok()?;
    version(manifest.get("workspace")?.get("package")?.get("rust-version")?.as_str()?)
}

fn linker(machine: &Machine, _: &Path, language: Language) -> Finding {
    let title = messages::linker(language);
    let package = Package {
        apt: Some("build-essential"),
        brew: None,
        winget: Some("Microsoft.VisualStudio.2022.BuildTools"),
    };
    if cfg!(windows) {
        // The runner that prints this was linked on this machine.
        return Finding::good("linker", title, "link.exe".into(), Need::EveryExercise);
    }
    let fix = match cfg!(target_os = "macos") {
        true => Some("xcode-select --install".to_owned()),
        false => machine.install(package),
    };
    match output("cc", &["--version"]) {
        Some(said) => {
            let found = said.lines().next().unwrap_or("cc").to_owned();
            Finding::good("linker", title, found, Need::EveryExercise)
        }
        None => Finding::missing("linker", title, Need::EveryExercise, fix),
    }
}

fn disk(_: &Machine, root: &Path, language: Language) -> Finding {
    let folder = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    let folder = folder.filter(|folder| folder.is_dir()).unwrap_or_else(|| root.to_owned());
    amount(
        "disk",
        messages::disk(language),
        machine::free_disk_bytes(&folder),
        DISK_BYTES,
        language,
    )
}

fn memory(_: &Machine, _: &Path, language: Language) -> Finding {
    let title = messages::memory(language);
    amount("memory", title, machine::memory_bytes(), MEMORY_BYTES, language)
}

/// An amount of bytes: less than `enough` is a warning, since the light exercises need little.
fn amount(
    name: &'static str,
    title: &str,
    bytes: Option<u64>,
    enough: u64,
    language: Language,
) -> Finding {
    let Some(bytes) = bytes else {
        let unknown = messages::unknown(language).to_owned();
        return Finding::good(name, title, unknown, Need::Comfort);
    };
    let finding = Finding::good(name, title, gigabytes(bytes), Need::Comfort);
    if bytes >= enough {
        return finding;
    }
    let note = match name {
        "disk" => messages::little_disk(language, &gigabytes(enough)),
        _ => messages::little_memory(language, &gigabytes(enough)),
    };
    Finding { state: State::Warning, ..finding }.with_note(note)
}

fn gigabytes(bytes: u64) -> String {
    format!("{:.1} GB", bytes as f64 / f64::from(1 << 30))
}

fn git(machine: &Machine, _: &Path, language: Language) -> Finding {
    let package = Package { apt: Some("git"), brew: Some("git"), winget: Some("Git.Git") };
    let (said, fix) = (output("git", &["--version"]), machine.install(package));
    let finding = program("git", "Git", said, &[], Need::Comfort, fix, language);
    optional(finding, messages::what_git_is_for(language))
}

fn just(machine: &Machine, _: &Path, language: Language) -> Finding {
    let package = Package { apt: Some("just"), brew: Some("just"), winget: Some("Casey.Just") };
    let (said, fix) = (output("just", &["--version"]), machine.install(package));
    let finding = program("just", "just", said, &[], Need::Comfort, fix, language);
    optional(finding, messages::what_just_is_for(language))
}

/// What is missing and nobody needs is a warning.
fn optional(finding: Finding, note: &str) -> Finding {
    match finding.state {
        State::Good => finding,
        _ => Finding { state: State::Warning, ..finding }.with_note(note),
    }
}

fn avx2(_: &Machine, _: &Path, language: Language) -> Finding {
    let needed_by = Need::Exercises(AVX2);
    match has_avx2() {
        true => Finding::good("avx2", "AVX2", messages::yes(language).to_owned(), needed_by),
        false => {
            let finding = Finding::missing("avx2", "AVX2", needed_by, None);
            optional(finding, messages::without_avx2(language))
        }
    }
}

#[cfg(target_arch = "x86_64")]
fn has_avx2() -> bool {
    is_x86_feature_detected!("avx2")
}

#[cfg(not(target_arch = "x86_64"))]
fn has_avx2() -> bool {
    false
}

fn moto(_: &Machine, _: &Path, language: Language) -> Finding {
    let program = std::env::var("WORKBOOK_MOTO").unwrap_or_else(|_| "moto_server".into());
    let needed_by = Need::Exercises(MOTO);
    let fix = Some(format!("{} -m pip install 'moto[server,s3]'", python_name()));
    match output(&program, &["--version"]).or_else(|| output(&program, &["--help"])) {
        Some(said) => {
            let found = version(said.lines().next().unwrap_or_default());
            let found = found.map_or(messages::yes(language).to_owned(), |found| dotted(&found));
            Finding::good("moto_server", "moto_server", found, needed_by)
        }
        None => Finding::missing("moto_server", "moto_server", needed_by, fix)
            .with_note(messages::what_moto_is_for(language)),
    }
}

fn python(machine: &Machine, _: &Path, language: Language) -> Finding {
    let package = Package {
        apt: Some("python3 python3-venv"),
        brew: Some("python"),
        winget: Some("Python.Python.3.13"),
    };
    let (name, fix) = (python_name(), machine.install(package));
    let needed_by = Need::Exercises(WITH_PYTHON);
    let said = output(name, &["--version"]);
    let finding = program("python", "Python", said, OLDEST_PYTHON, needed_by, fix, language);
    if finding.state != State::Good || output(name, &["-c", "import ensurepip, venv"]).is_some() {
        return finding;
    }
    let venv = Package { apt: Some("python3-venv"), brew: Some("python"), ..package };
    let missing = Finding::missing("python", "Python", needed_by, machine.install(venv));
    Finding { found: finding.found, ..missing }.with_note(messages::no_venv(language))
}

fn python_name() -> &'static str {
    if cfg!(windows) { "python" } else { "python3" }
}

fn python_packages(_: &Machine, _: &Path, language: Language) -> Finding {
    let (title, needed_by) = (messages::python_packages(language), WITH_PYTHON_PACKAGES);
    packages("python_packages", title, &PYTHON, needed_by, language)
}

fn spark_packages(_: &Machine, _: &Path, language: Language) -> Finding {
    let (title, needed_by) = (messages::spark_packages(language), WITH_SPARK_PACKAGES);
    packages("spark_packages", title, &SPARK, needed_by, language)
}

fn comet_packages(_: &Machine, _: &Path, language: Language) -> Finding {
    let (title, needed_by) = (messages::comet_packages(language), WITH_COMET_PACKAGES);
    packages("comet_packages", title, &COMET, needed_by, language)
}

/// A Python environment of the workbook.
fn packages(
    name: &'static str,
    title: &str,
    environment: &Environment,
    needed_by: &'static [&'static str],
    language: Language,
) -> Finding {
    let needed_by = Need::Exercises(needed_by);
    if environment.interpreter().is_ok() {
        return Finding::good(name, title, environment.folder().display().to_string(), needed_by);
    }
    let note = messages::what_packages_are(language, environment.size_mb);
    Finding::missing(name, title, needed_by, Some(set_up(environment))).with_note(note)
}

/// The command that makes an environment.
fn set_up(environment: &Environment) -> String {
    format!("cargo ex setup {}", environment.name)
}

fn java(machine: &Machine, _: &Path, language: Language) -> Finding {
    let package = Package {
        apt: Some("openjdk-17-jdk-headless"),
        brew: Some("openjdk@17"),
        winget: Some("EclipseAdoptium.Temurin.17.JDK"),
    };
    let home = std::env::var_os("JAVA_HOME").map(|home| Path::new(&home).join("bin").join("java"));
    let of_home = home.and_then(|path| output(path.to_str()?, &["-version"]));
    let said = of_home.or_else(|| output("java", &["-version"]));
    let (needed_by, fix) = (Need::Exercises(JAVA), machine.install(package));
    program("java", "Java", said, &[OLDEST_JAVA], needed_by, fix, language)
}

fn duckdb(_: &Machine, _: &Path, language: Language) -> Finding {
    let (title, needed_by) = (messages::duckdb(language), Need::Comfort);
    let folder = std::env::var_os("DUCKDB_LIB_DIR").map(PathBuf::from);
    let library = if cfg!(windows) {
        "duckdb.dll"
    } else if cfg!(target_os = "macos") {
        "libduckdb.dylib"
    } else {
        "libduckdb.so"
    };
    match folder {
        Some(folder) if folder.join(library).exists() => {
            Finding::good("duckdb", title, folder.display().to_string(), needed_by)
        }
        _ => Finding::missing("duckdb", title, needed_by, Some(npm_pack()))
            .with_note(messages::what_duckdb_is_for(language)),
    }
}

/// The command that fetches the official shared library, which the package of DuckDB's Node.js
/// client carries.
fn npm_pack() -> String {
    let system = match std::env::consts::OS {
        "macos" => "darwin",
        "windows" => "win32",
        _ => "linux",
    };
    let processor = if cfg!(target_arch = "aarch64") { "arm64" } else { "x64" };
    format!("npm pack @duckdb/node-bindings-{system}-{processor}@1.5.6-r.1")
}
