//! What this run was asked for, and the facts without which its numbers mean nothing. Complete as it
//! is: nothing to solve here.

use std::collections::BTreeSet;
use std::env;
use std::fmt::{self, Display, Formatter};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::thread::available_parallelism;
use std::time::Duration;

use anyhow::{Context, bail};
use datasets::Dataset;

use crate::process::output_within;
use crate::{Results, size};

/// What the command line asks for.
pub(crate) struct Options {
    /// Rows of the file.
    pub(crate) rows: u64,
    /// How often each contender runs.
    pub(crate) blocks: usize,
}

impl Options {
    /// Reads `--rows 10M --blocks 9`. Both may be left out.
    pub(crate) fn from_arguments(
        mut arguments: impl Iterator<Item = String>,
    ) -> anyhow::Result<Self> {
        let mut options = Self { rows: 1_000_000, blocks: 7 };
        while let Some(name) = arguments.next() {
            let value = arguments.next().with_context(|| format!("no value after `{name}`"))?;
            match name.as_str() {
                "--rows" => {
                    options.rows = datasets::parse_rows(&value).map_err(anyhow::Error::msg)?;
                }
                "--blocks" => {
                    options.blocks = value.parse().context("`--blocks` takes a whole number")?;
                }
                _ => bail!("unknown option `{name}`: expected `--rows` or `--blocks`"),
            }
        }
        Ok(options)
    }
}

/// The head of the report.
pub(crate) struct Facts {
    lines: Vec<(&'static str, String)>,
}

impl Facts {
    /// Collects the facts about this machine, this data and the contenders that ran.
    pub(crate) fn new(dataset: &Dataset, file_bytes: u64, results: &[Results]) -> Self {
        let samples = results.iter().flat_map(|results| results.outcomes.iter().flatten());
        let mut versions: BTreeSet<String> = samples.map(|sample| sample.version.clone()).collect();
        versions.insert(first_line(Command::new("rustc").arg("--version")));
        let versions: Vec<String> = versions.into_iter().collect();
        let build =
            if cfg!(debug_assertions) { "debug: its times mean nothing" } else { "release" };
        let file = format!("{}, {} rows, {}", dataset.id(), dataset.rows, size(file_bytes.into()));
        let command: Vec<String> = env::args().collect();
        let lines = vec![
            ("machine", machine()),
            ("load", load()),
            ("versions", versions.join("; ")),
            ("build", build.to_owned()),
            ("data", file),
            ("seed", dataset.seed.to_string()),
            ("date", jiff::Timestamp::now().strftime("%Y-%m-%d %H:%M UTC").to_string()),
            ("command", format!("`{}`", command.join(" "))),
        ];
        Self { lines }
    }
}

impl Display for Facts {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.lines.iter().try_for_each(|(name, fact)| writeln!(f, "* {name}: {fact}"))
    }
}

/// The processor, how many of it, the memory and the system.
fn machine() -> String {
    let cpuinfo = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpuinfo.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let model = model.map_or(env::consts::ARCH, |(_, model)| model);
    let processors = available_parallelism().map_or("?".to_owned(), |n| n.to_string());
    let memory = memory_bytes("MemTotal:").map_or("?".to_owned(), |bytes| size(bytes.into()));
    let system = first_line(Command::new("uname").arg("-sr"));
    format!("{model}, {processors} processors, {memory} of memory, {system}")
}

/// How many processes wanted to run in the last minute, this benchmark among them.
fn load() -> String {
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    load.split(' ').next().filter(|load| !load.is_empty()).unwrap_or("unknown").to_owned()
}

/// What a program says about itself.
fn first_line(command: &mut Command) -> String {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = output_within(command, Duration::from_secs(10)).ok();
    let said = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    let line = said.as_deref().and_then(|said| said.lines().next());
    line.map_or(format!("{name} of unknown version"), str::to_owned)
}

/// Why a contender should not be started, if it needs most of the memory that is left: a machine that
/// swaps measures its disk.
pub(crate) fn too_large(needed_bytes: u64) -> Option<String> {
    let available_bytes = memory_bytes("MemAvailable:")?;
    let fits = needed_bytes <= available_bytes / 10 * 8;
    let (needed, available) = (size(needed_bytes.into()), size(available_bytes.into()));
    (!fits).then(|| format!("it needs about {needed} of memory, {available} are available"))
}

/// A line of `/proc/meminfo`, which is in KiB. `None` where there is no such file.
fn memory_bytes(key: &str) -> Option<u64> {
    let meminfo = fs::read_to_string("/proc/meminfo").ok()?;
    let line = meminfo.lines().find_map(|line| line.strip_prefix(key))?;
    line.trim().strip_suffix(" kB")?.parse::<u64>().ok().map(|kib| kib << 10)
}

/// How much a folder can still take, where the system tells.
#[cfg(unix)]
pub(crate) fn free_bytes(folder: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}

#[cfg(not(unix))]
pub(crate) fn free_bytes(_: &Path) -> Option<u64> {
    None
}
