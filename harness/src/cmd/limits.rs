//! `limits`: measure the physical limits of this machine.

use std::io::IsTerminal;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use serde::{Deserialize, Serialize};
use tabled::builder::Builder;
use tabled::settings::Style;

use crate::cli::{LimitsArgs, Places};
use crate::limits::Limits;
use crate::workspace;

use super::run::resolve;

/// Name of the file, among the reports, that keeps the limits until the next boot.
const LIMITS_FILE: &str = "limits.json";

/// Measured limits and the boot they belong to: after a boot a cloud machine may sit elsewhere.
#[derive(Serialize, Deserialize)]
struct Kept {
    boot: String,
    limits: Limits,
}

/// Prints the limits, measuring them if they are not known yet.
///
/// # Errors
///
/// If the temporary file for the read rates cannot be written.
pub fn run(args: &LimitsArgs) -> anyhow::Result<ExitCode> {
    let root = workspace::root()?;
    let limits = of_this_machine(&root, &args.places, &[], args.fresh)?;
    if args.json {
        println!("{}", serde_json::to_string_pretty(&limits)?);
    } else {
        print(&limits);
    }
    Ok(ExitCode::SUCCESS)
}

/// The limits for one thread, all processors, and `threads`: as kept since the last boot, else
/// measured now.
///
/// # Errors
///
/// If they cannot be measured or kept.
pub fn of_this_machine(
    root: &Path,
    places: &Places,
    threads: &[usize],
    fresh: bool,
) -> anyhow::Result<Limits> {
    if let Some(file) = &places.limits {
        let text = fs_err::read_to_string(file)?;
        return serde_json::from_str(&text)
            .with_context(|| format!("`{}` holds no limits", file.display()));
    }
    let mut threads = threads.to_vec();
    threads.extend([1, std::thread::available_parallelism().map_or(1, usize::from)]);
    threads.sort_unstable();
    threads.dedup();
    let reports = resolve(root, &places.reports);
    let path = reports.join(LIMITS_FILE);
    let boot = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
    if let (false, Some(kept)) = (fresh, kept(&path, &boot, &threads)) {
        return Ok(kept);
    }
    let limits = Limits::measure(&threads, &resolve(root, &places.data), &|what| {
        if std::io::stderr().is_terminal() {
            eprint!("\rmeasuring the machine: {what}            ");
        }
    })?;
    if std::io::stderr().is_terminal() {
        eprintln!();
    }
    fs_err::create_dir_all(&reports)?;
    let kept = Kept { boot, limits };
    fs_err::write(path, serde_json::to_vec_pretty(&kept)?)?;
    Ok(kept.limits)
}

/// The kept limits, if they are of this boot and cover `threads`. Anything else is measured again.
fn kept(path: &Path, boot: &str, threads: &[usize]) -> Option<Limits> {
    let text = std::fs::read_to_string(path).ok()?;
    let kept: Kept = serde_json::from_str(&text).ok()?;
    let covers = |threads: &usize| kept.limits.read.iter().any(|rate| rate.threads == *threads);
    (!boot.is_empty() && kept.boot == boot && threads.iter().all(covers)).then_some(kept.limits)
}

fn print(limits: &Limits) {
    let mut builder = Builder::from_iter([["Limit", "Threads", "Rate"]]);
    let rate = |bytes_per_s: f64| format!("{:.1} GB/s", bytes_per_s / 1e9);
    for read in &limits.read {
        let name = format!("memory read, {} KiB", read.working_set_bytes >> 10);
        builder.push_record([name, read.threads.to_string(), rate(read.bytes_per_s)]);
    }
    for read in &limits.page_cache {
        let name = "file read, page cache".to_owned();
        builder.push_record([name, read.threads.to_string(), rate(read.bytes_per_s)]);
    }
    if let Some(bytes_per_s) = limits.storage_bytes_per_s {
        builder.push_record(["file read, storage".into(), "1".into(), rate(bytes_per_s)]);
    }
    println!("{}", builder.build().with(Style::psql()));
    println!(
        "clock: steps of {:.0} ns, {:.0} ns per reading; measured {}",
        limits.timer_resolution_ns, limits.timer_cost_ns, limits.measured
    );
}
