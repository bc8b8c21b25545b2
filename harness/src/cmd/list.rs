//! `list`: the engines and the workloads.

use std::process::ExitCode;

use datasets::WORKLOADS;
use tabled::builder::Builder;
use tabled::settings::{Style, Width, object::Columns};

use crate::cli::ListArgs;
use crate::engines::ENGINES;

/// Columns of text that are as wide as their content needs, up to this.
const WIDEST_COLUMN: usize = 72;

/// Prints what can be named on the command line.
///
/// # Errors
///
/// None at present.
pub fn run(args: &ListArgs) -> anyhow::Result<ExitCode> {
    if args.json {
        println!("{}", serde_json::to_string_pretty(&as_json())?);
        return Ok(ExitCode::SUCCESS);
    }
    let mut engines = Builder::from_iter([["Engine", "Threads", "Default", "What it is"]]);
    for engine in ENGINES {
        let threads = if engine.parallel { "many" } else { "one" };
        let default = if engine.default { "yes" } else { "no" };
        engines.push_record([engine.name, threads, default, engine.about]);
    }
    println!("{}\n", table(engines));
    let mut workloads = Builder::from_iter([["Workload", "From", "Question"]]);
    for workload in WORKLOADS {
        let sources: Vec<&str> = workload.sources.iter().map(|source| source.name()).collect();
        workloads.push_record([workload.id, &sources.join(", "), workload.question]);
    }
    println!("{}", table(workloads));
    Ok(ExitCode::SUCCESS)
}

fn table(builder: Builder) -> String {
    let mut table = builder.build();
    table.with(Style::psql()).modify(Columns::last(), Width::wrap(WIDEST_COLUMN).keep_words(true));
    table.to_string()
}

fn as_json() -> serde_json::Value {
    let engines = ENGINES.iter().map(|engine| {
        serde_json::json!({
            "name": engine.name,
            "about": engine.about,
            "parallel": engine.parallel,
            "default": engine.default,
        })
    });
    let workloads = WORKLOADS.iter().map(|workload| {
        serde_json::json!({
            "id": workload.id,
            "question": workload.question,
            "sources": workload.sources,
            "literals": workload.literals,
        })
    });
    serde_json::json!({
        "engines": engines.collect::<Vec<_>>(),
        "workloads": workloads.collect::<Vec<_>>(),
    })
}
