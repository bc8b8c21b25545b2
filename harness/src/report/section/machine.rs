//! The machine and what it can do at best.

use super::super::page::{Page, Table};
use super::super::summary::Summary;
use super::super::{chart, format};
use crate::environment::Environment;
use crate::limits::Limits;

pub(super) fn write(page: &mut Page, summary: &Summary) {
    page.heading(2, "Machine and limits");
    page.table(&machine(&summary.header.environment));
    let limits = limits(&summary.header.limits);
    if !limits.is_empty() {
        page.block(
            "The limits were measured on this machine before the run, and the read rate of memory \
             again after each race; the best counts. A cell's limit is the time it \
             takes to move the bytes that no engine can do without; % of limit is that time over the \
             median. Above 100 % by more than noise, the engine touched fewer bytes than the columns \
             have, for example through statistics or a denser encoding.",
        );
        page.table(&limits);
    }
    page.chart(chart::bandwidth(&summary.header));
}

fn machine(environment: &Environment) -> Table {
    let caches: Vec<String> = environment
        .caches
        .iter()
        .map(|cache| format!("{} {}", cache.name, format::binary_bytes(cache.size_bytes)))
        .collect();
    let or_none = |value: &Option<String>| value.clone().unwrap_or_else(|| "none".into());
    let flags = &environment.rustflags;
    let rows = [
        ("processor", environment.cpu.clone()),
        ("cores in use", environment.cores.to_string()),
        ("memory", format::bytes(environment.memory_bytes as f64)),
        ("caches", format::list(&caches)),
        ("instruction sets", format::list(&environment.instruction_sets)),
        ("hypervisor", or_none(&environment.hypervisor)),
        ("operating system", format!("{}, kernel {}", environment.os, environment.kernel)),
        ("frequency governor", or_none(&environment.governor)),
        ("transparent huge pages", or_none(&environment.huge_pages)),
        ("swap", format::bytes(environment.swap_bytes as f64)),
        ("compiler", environment.rustc.clone()),
        ("RUSTFLAGS", if flags.is_empty() { "none".into() } else { format!("`{flags}`") }),
    ];
    let mut table = Table::new(["", "this machine"]);
    for (name, value) in rows {
        table.row([name.to_owned(), value]);
    }
    table
}

fn limits(limits: &Limits) -> Table {
    let mut table = Table::new(["limit", "rate"]);
    let mut add = |name: String, value: String| table.row([name, value]);
    let largest = |threads: usize| {
        let own = limits.read.iter().filter(|rate| rate.threads == threads);
        own.max_by_key(|rate| rate.working_set_bytes)
    };
    let mut threads: Vec<usize> = limits.read.iter().map(|rate| rate.threads).collect();
    threads.sort_unstable();
    threads.dedup();
    for rate in threads.into_iter().filter_map(largest) {
        let over = format::bytes(rate.working_set_bytes as f64);
        let with = format::count(rate.threads, "thread");
        add(
            format!("memory read, {with}, over {over}"),
            format::bytes_per_second(rate.bytes_per_s),
        );
    }
    for rate in &limits.page_cache {
        let with = format::count(rate.threads, "thread");
        add(format!("page cache, {with}"), format::bytes_per_second(rate.bytes_per_s));
    }
    if let Some(rate) = limits.storage_bytes_per_s {
        add("storage, 1 thread".into(), format::bytes_per_second(rate));
    }
    if !limits.read.is_empty() {
        let clock = format!("{} resolution", format::seconds(limits.timer_resolution_ns / 1e9));
        add(
            format!("clock ({clock})"),
            format!("{} per reading", format::seconds(limits.timer_cost_ns / 1e9)),
        );
    }
    table
}
