//! The command and the commit.

use super::super::page::Page;
use super::super::summary::Summary;
use super::super::{format, view};

pub(super) fn write(page: &mut Page, summary: &Summary) {
    let (header, plan) = (&summary.header, &summary.header.plan);
    page.heading(2, "How to reproduce");
    let commit = &header.environment.commit;
    let checkout = commit.trim_end_matches('+');
    let fence = format!("```sh\ngit checkout {checkout}\n{}\n```", header.command);
    page.block(if commit.is_empty() { &header.command } else { &fence });
    if commit.ends_with('+') {
        page.block(
            "The working tree had uncommitted changes, so the commit alone does not give back this \
             run.",
        );
    }
    let sizes: Vec<String> = plan.sizes.iter().map(|&rows| format::rows(rows)).collect();
    let threads: Vec<String> = plan.threads.iter().map(usize::to_string).collect();
    page.block(&format!(
        "{} over {} rows, {} wanted per cell (slow cells get fewer), threads {}, order of runs from \
         seed {}, time limit {} s per run. Data and order are deterministic; times are not.",
        format::count(view::topics(summary).len(), "question"),
        format::list(&sizes),
        format::count(plan.samples as usize, "sample"),
        format::list(&threads),
        plan.seed,
        plan.timeout_s
    ));
}
