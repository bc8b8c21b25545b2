//! What these numbers do not show.

use super::super::page::Page;
use super::super::summary::Summary;
use super::super::{format, view};

pub(super) fn write(page: &mut Page, summary: &Summary) {
    page.heading(2, "Threats to validity");
    let mut threats = vec![
        "One machine. Winners change with the number of cores, the caches and the storage; % of \
         limit travels better than seconds."
            .to_owned(),
        "Generated data. Skew, nulls, order and text lengths are chosen, and every question favors \
         some engine's design."
            .to_owned(),
        "Warm runs. The data is in memory or in the page cache, and every worker has run the \
         question before."
            .to_owned(),
        "The limits are measured too, with this project's own kernels: a faster kernel would lower \
         every % of limit."
            .to_owned(),
    ];
    threats.extend(of_this_run(summary));
    page.bullets(&threats);
    page.block(
        "How times, memory and noise are measured, and what the verdicts mean, is in \
         [METHODOLOGY.md](../../METHODOLOGY.md).",
    );
}

/// Threats that depend on how this run went.
fn of_this_run(summary: &Summary) -> Vec<String> {
    let environment = &summary.header.environment;
    let mut threats = Vec::new();
    if let Some(hypervisor) = &environment.hypervisor {
        threats.push(format!(
            "A virtual machine ({hypervisor}): its neighbors are invisible except for the processor \
             time they take away."
        ));
    }
    if let Some(quiet) = summary.noise.quiet_score().filter(|&quiet| quiet < 0.9) {
        threats
            .push(format!("A busy machine: the quiet score is only {}.", format::percent(quiet)));
    }
    if summary.noise.tolerated {
        threats.push("Noise was tolerated: disturbed samples are part of every number.".into());
    }
    let few = summary.cells.iter().filter_map(|cell| cell.ok());
    let few = few.filter(|timing| timing.samples < view::FEW_SAMPLES).count();
    if few > 0 {
        threats
            .push(format!("Few samples: {} rest on fewer than ten.", format::count(few, "cell")));
    }
    if summary.cells.iter().filter_map(|c| c.loaded.as_ref()).any(|l| l.build.contains("debug")) {
        threats.push("A debug build of at least one engine: its times mean nothing.".into());
    }
    threats
}
