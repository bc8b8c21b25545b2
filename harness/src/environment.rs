//! The machine and the build a run belongs to.

use std::path::Path;
use std::process::Command;

use serde::{Deserialize, Serialize};

/// What has to be known to judge a number, and whether two runs may be compared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Environment {
    pub cpu: String,
    /// Processors this process may use.
    pub cores: usize,
    pub memory_bytes: u64,
    pub caches: Vec<Cache>,
    /// Instruction sets that matter to the kernels, of those the processor has.
    pub instruction_sets: Vec<String>,
    pub hypervisor: Option<String>,
    pub os: String,
    pub kernel: String,
    pub governor: Option<String>,
    /// Setting of transparent huge pages, such as `madvise`.
    pub huge_pages: Option<String>,
    pub swap_bytes: u64,
    pub rustc: String,
    pub rustflags: String,
    /// Commit of the repository, with `+` if there were uncommitted changes.
    pub commit: String,
    /// BLAKE3 of `Cargo.lock`, first 16 hexadecimal digits.
    pub lock: String,
}

/// One level of cache as the operating system reports it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cache {
    /// `L1d`, `L2`, `L3`.
    pub name: String,
    pub size_bytes: u64,
}

impl Environment {
    /// Describes this machine and build. What cannot be found out is left empty.
    pub fn of_this_machine(workspace: &Path) -> Self {
        let cpuinfo = text("/proc/cpuinfo");
        let meminfo = text("/proc/meminfo");
        Self {
            cpu: cpu_name(&cpuinfo),
            cores: std::thread::available_parallelism().map_or(1, usize::from),
            memory_bytes: kib(&meminfo, "MemTotal:"),
            caches: caches(),
            instruction_sets: instruction_sets(&cpuinfo),
            hypervisor: hypervisor(&cpuinfo),
            os: os_name(),
            kernel: text("/proc/sys/kernel/osrelease").trim().to_owned(),
            governor: line("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"),
            huge_pages: line("/sys/kernel/mm/transparent_hugepage/enabled")
                .and_then(|modes| chosen(&modes)),
            swap_bytes: kib(&meminfo, "SwapTotal:"),
            rustc: output(workspace, "rustc", &["--version"]),
            rustflags: std::env::var("RUSTFLAGS").unwrap_or_default(),
            commit: commit(workspace),
            lock: lock_digest(workspace),
        }
    }
}

fn text(path: &str) -> String {
    std::fs::read_to_string(path).unwrap_or_default()
}

fn line(path: &str) -> Option<String> {
    let text = text(path);
    let line = text.trim();
    (!line.is_empty()).then(|| line.to_owned())
}

/// The value of `name` in a `name : value` listing such as `/proc/cpuinfo`.
fn value(listing: &str, name: &str) -> Option<String> {
    listing.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        (key.trim() == name).then(|| value.trim().to_owned())
    })
}

fn kib(meminfo: &str, name: &str) -> u64 {
    let number = meminfo.lines().find_map(|line| line.strip_prefix(name));
    let digits = number.and_then(|rest| rest.split_ascii_whitespace().next());
    digits.and_then(|digits| digits.parse::<u64>().ok()).unwrap_or(0) * 1024
}

/// The model name with family, model and stepping, since clouds hide the name of the processor.
fn cpu_name(cpuinfo: &str) -> String {
    let field = |name| value(cpuinfo, name).unwrap_or_default();
    match value(cpuinfo, "model name") {
        Some(name) => format!(
            "{name} (family {}, model {}, stepping {})",
            field("cpu family"),
            field("model"),
            field("stepping")
        ),
        None => std::env::consts::ARCH.to_owned(),
    }
}

fn hypervisor(cpuinfo: &str) -> Option<String> {
    let flags = value(cpuinfo, "flags")?;
    flags
        .split(' ')
        .any(|flag| flag == "hypervisor")
        .then(|| line("/sys/class/dmi/id/sys_vendor").unwrap_or_else(|| "unknown".to_owned()))
}

fn instruction_sets(cpuinfo: &str) -> Vec<String> {
    let flags = value(cpuinfo, "flags").unwrap_or_default();
    let has = |name: &&str| flags.split(' ').any(|flag| flag == *name);
    ["sse4_2", "avx", "avx2", "fma", "avx512f"]
        .iter()
        .filter(|name| has(name))
        .map(|name| (*name).into())
        .collect()
}

fn caches() -> Vec<Cache> {
    let read = |index: usize, file: &str| {
        line(&format!("/sys/devices/system/cpu/cpu0/cache/index{index}/{file}"))
    };
    (0..8)
        .filter_map(|index| {
            let level = read(index, "level")?;
            let suffix = match read(index, "type")?.as_str() {
                "Data" => "d",
                "Instruction" => return None,
                _ => "",
            };
            let size = read(index, "size")?;
            let kib: u64 = size.strip_suffix('K')?.parse().ok()?;
            Some(Cache { name: format!("L{level}{suffix}"), size_bytes: kib * 1024 })
        })
        .collect()
}

fn os_name() -> String {
    let release = text("/etc/os-release");
    let name = release.lines().find_map(|line| line.strip_prefix("PRETTY_NAME="));
    name.map_or_else(|| std::env::consts::OS.to_owned(), |name| name.trim_matches('"').to_owned())
}

/// The mode in brackets: `madvise` of `always [madvise] never`.
fn chosen(modes: &str) -> Option<String> {
    let (_, rest) = modes.split_once('[')?;
    let (mode, _) = rest.split_once(']')?;
    Some(mode.to_owned())
}

fn output(folder: &Path, program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).current_dir(folder).output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    text.unwrap_or_default()
}

/// A run that replaces an earlier report, such as the sample, changes nothing that it measures.
const WITHOUT_REPORTS: [&str; 3] = ["--", ".", ":(exclude)reports"];

fn commit(workspace: &Path) -> String {
    let hash = output(workspace, "git", &["rev-parse", "--short=12", "HEAD"]);
    let status = ["status", "--porcelain", "--untracked-files=no"];
    let changes = output(workspace, "git", &[&status[..], &WITHOUT_REPORTS].concat());
    if changes.is_empty() { hash } else { format!("{hash}+") }
}

fn lock_digest(workspace: &Path) -> String {
    let lock = std::fs::read(workspace.join("Cargo.lock")).unwrap_or_default();
    blake3::hash(&lock).to_hex()[..16].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CPUINFO: &str = "model name\t: Some CPU\ncpu family\t: 6\nmodel\t\t: 167\nstepping\t: 1\nflags\t\t: sse4_2 avx avx2 hypervisor\n";

    #[test]
    fn the_processor_is_named_with_its_model() {
        assert_eq!(cpu_name(CPUINFO), "Some CPU (family 6, model 167, stepping 1)");
        assert_eq!(instruction_sets(CPUINFO), ["sse4_2", "avx", "avx2"]);
        assert!(hypervisor(CPUINFO).is_some());
    }

    #[test]
    fn the_chosen_mode_stands_in_brackets() {
        assert_eq!(chosen("always [madvise] never").as_deref(), Some("madvise"));
        assert_eq!(chosen("nothing"), None);
    }
}
