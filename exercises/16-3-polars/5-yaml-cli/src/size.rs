//! How large the program is, in five build profiles. Complete as it is: nothing to solve here.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, thread};

use clap::Args;
use nested_cargo::cargo;

/// The limit of the chapter, in bytes.
const LIMIT_BYTES: u64 = 20_000_000;

/// Each profile has the settings of those before it, and one lever more.
const PROFILES: [(&str, &[&str]); 5] = [
    ("release, as cargo has it", &[]),
    ("+ no symbols", &["strip=true"]),
    ("+ link-time optimization", &["lto=\"fat\"", "codegen-units=1"]),
    ("+ abort on panic", &["panic=\"abort\""]),
    ("+ optimized for size", &["opt-level=\"z\""]),
];

/// Package and binary: the tool, and the same job without Polars.
const PROGRAMS: [(&str, &str); 2] =
    [(env!("CARGO_PKG_NAME"), env!("CARGO_BIN_NAME")), ("ex-16-3-5", "ex-16-3-5-arrow")];

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Build both programs five times, from nothing, and write the sizes to FILE. This takes hours and
    /// about 5 GB of disk.
    #[arg(long)]
    build: bool,
    /// Where to build; what is there is built over.
    #[arg(long, default_value_os_t = env::temp_dir().join("16-3-5-sizes"))]
    scratch: PathBuf,
    /// Show or write the sizes in this file.
    #[arg(default_value = "exercises/16-3-polars/5-yaml-cli/sizes.md")]
    file: PathBuf,
}

/// Measures if it is asked to, and prints the sizes on record.
pub(crate) fn run(arguments: &Arguments) -> io::Result<()> {
    if arguments.build {
        measure(&arguments.scratch, &arguments.file)?;
    }
    let size_bytes = fs::metadata(env::current_exe()?)?.len();
    println!("This program, as it was built: {}\n", megabytes(size_bytes));
    match fs::read_to_string(&arguments.file) {
        Ok(record) => print!("{record}"),
        Err(_) => println!("Nothing is on record yet: `size --build` measures."),
    }
    Ok(())
}

/// Writes one line per program and profile, as soon as it is known: an interrupted run keeps its lines.
fn measure(scratch: &Path, file: &Path) -> io::Result<()> {
    fs::write(file, header())?;
    for (package, program) in PROGRAMS {
        for (i, (profile, _)) in PROFILES.iter().enumerate() {
            let settings = PROFILES[..=i].iter().flat_map(|(_, settings)| *settings);
            let built = build(package, program, settings.copied(), scratch)?;
            let line = line(&built, program, profile)?;
            eprint!("{line}");
            OpenOptions::new().append(true).open(file)?.write_all(line.as_bytes())?;
        }
    }
    Ok(())
}

/// Builds with the features that the package itself asks for, not with those of the whole workspace.
fn build<'a>(
    package: &str,
    program: &str,
    settings: impl Iterator<Item = &'a str>,
    scratch: &Path,
) -> io::Result<PathBuf> {
    let mut command = cargo();
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(["build", "--release", "--quiet"]);
    command.args(["--package", package, "--bin", program]).arg("--target-dir").arg(scratch);
    for setting in settings {
        command.arg("--config").arg(format!("profile.release.{setting}"));
    }
    let status = command.status()?;
    if !status.success() {
        return Err(io::Error::other(format!("`{command:?}` failed: {status}")));
    }
    Ok(scratch.join("release").join(format!("{program}{}", env::consts::EXE_SUFFIX)))
}

fn header() -> String {
    let lines = [
        "Written by `size --build`; sizes in MB of 1 000 000 bytes.\n".to_owned(),
        format!("* date: {}", output_of("date", &["-u", "+%Y-%m-%d"])),
        format!("* machine: {}", machine()),
        format!("* compiler: {}\n", output_of("rustc", &["--version"])),
        "| program | profile | MB | MB, gzip -9 | within 20 MB |".to_owned(),
        "|---|---|---:|---:|---|\n".to_owned(),
    ];
    lines.join("\n")
}

fn line(built: &Path, program: &str, profile: &str) -> io::Result<String> {
    let size_bytes = fs::metadata(built)?.len();
    let gzip = Command::new("gzip").args(["-9", "-c"]).arg(built).output();
    let gzip = gzip.map_or("not measured".to_owned(), |output| number(output.stdout.len() as u64));
    let fits = if size_bytes <= LIMIT_BYTES { "yes" } else { "no" };
    let size = number(size_bytes);
    Ok(format!("| {program} | {profile} | {size} | {gzip} | {fits} |\n"))
}

fn machine() -> String {
    let cpuinfo = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpuinfo.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let model = model.map_or("unknown processor", |(_, model)| model);
    let processors = thread::available_parallelism().map_or(1, usize::from);
    format!("{model}, {processors} processors, {} {}", env::consts::OS, env::consts::ARCH)
}

/// The first line that a program prints.
fn output_of(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    text.ok().and_then(|text| text.lines().next().map(str::to_owned)).unwrap_or("unknown".into())
}

fn megabytes(size_bytes: u64) -> String {
    format!("{} MB", number(size_bytes))
}

fn number(size_bytes: u64) -> String {
    format!("{:.1}", size_bytes as f64 / 1e6)
}
