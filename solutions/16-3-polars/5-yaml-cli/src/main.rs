//! 16.3.5: A tool of your own on Polars, configured by YAML.
//!
//! The tests say what each function must do: `cargo ex 16.3.5`. Then `cargo ex run 16.3.5` runs
//! `main`, below, on generated sales. The program it builds, `target/release/ex-16-3-5`, is the tool:
//! it takes `run FILE`, `check FILE` and `size`.

#[path = "../../../../exercises/16-3-polars/5-yaml-cli/src/config.rs"]
mod config;
#[path = "../../../../exercises/16-3-polars/5-yaml-cli/src/formula.rs"]
mod formula;
#[path = "../../../../exercises/16-3-polars/5-yaml-cli/src/size.rs"]
mod size;
#[path = "../../../../exercises/16-3-polars/5-yaml-cli/src/storage.rs"]
mod storage;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{fs, io};

use clap::{Parser, Subcommand};
use datasets::{Dataset, REGIONS, Ventas};
use polars::prelude::*;
use serde::Deserialize;

use config::{Aggregate, ConfigError, Dtype, Names, OnError, RowCount, Separator};
use formula::Formula;
use storage::CloudEnv;

// ANCHOR: pipeline
/// A pipeline file: what is read, what is done with it, and where the result goes.
///
/// A key that it does not know is an error, here and in [`Place`] and [`Step`]: Serde skips unknown
/// keys unless it is told otherwise, and a misspelled option would have no effect.
// solution:begin pipeline: #[derive(Debug, PartialEq, Deserialize)]
#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
// solution:end
struct Pipeline {
    input: Place,
    #[serde(default)]
    steps: Vec<Step>,
    output: Place,
}

/// A file on disk or in S3, as in `csv: {path: ventas.csv, separator: ";"}`.
#[derive(Debug, PartialEq, Deserialize)]
// solution:begin place: #[serde(rename_all = "snake_case")]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
// solution:end
enum Place {
    Csv {
        path: String,
        #[serde(default)]
        separator: Separator,
    },
    Parquet {
        path: String,
    },
}

/// What happens to all rows, as in `limit: 10`.
#[derive(Debug, PartialEq, Deserialize)]
// solution:begin step: #[serde(rename_all = "snake_case")]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
// solution:end
enum Step {
    /// Keeps these columns, in this order.
    Select(Names),
    /// Gives a column another name.
    Rename { from: String, to: String },
    /// Keeps the rows for which the formula is true: not those for which it is false or null.
    Filter(Formula),
    /// Computes a column, at the end or in place of the one with its name.
    WithColumn { name: String, value: Formula },
    /// Changes the type of a column.
    Cast {
        column: String,
        to: Dtype,
        #[serde(default)]
        on_error: OnError,
    },
    /// One row for each combination of `keys`, null included, in any order.
    GroupBy { keys: Names, aggs: Vec<Aggregate> },
    /// Null comes last in either direction. Rows that are equal keep their order.
    Sort {
        by: Names,
        #[serde(default)]
        descending: bool,
    },
    /// Keeps the first rows.
    Limit(RowCount),
    /// Drops the rows that have a null in any of these columns.
    DropNulls(Names),
}
// ANCHOR_END: pipeline

impl Place {
    fn path(&self) -> &str {
        match self {
            Self::Csv { path, .. } | Self::Parquet { path } => path,
        }
    }
}

/// Why a pipeline cannot be run.
#[derive(Debug, thiserror::Error)]
enum Failure {
    /// Whoever wrote the pipeline file has to act.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// A step does not fit the columns that it gets. The first step is 1.
    #[error("step {step}: {error}")]
    Step { step: usize, error: PolarsError },
    /// Reading, computing or writing failed.
    #[error(transparent)]
    Polars(#[from] PolarsError),
    /// A file could not be moved, read or written.
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl From<(usize, PolarsError)> for Failure {
    fn from((step, error): (usize, PolarsError)) -> Self {
        Self::Step { step, error }
    }
}

// ANCHOR: parse_pipeline
/// Reads a pipeline file.
///
/// A pipeline needs no anchors (`&name`) and no aliases (`*name`), with which a short file can stand
/// for gigabytes: they are errors.
///
/// # Errors
///
/// `ConfigError::from((yaml, &error))` makes them out of those of `serde_saphyr`: it adds line, column
/// and step.
fn parse_pipeline(yaml: &str) -> Result<Pipeline, ConfigError> {
    // solution:begin parse_pipeline: todo!("read {yaml:?}, strictly")
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! { max_anchors: 0, max_aliases: 0 },
    };
    serde_saphyr::from_str_with_options(yaml, options)
        .map_err(|error| ConfigError::from((yaml, &error)))
    // solution:end
}
// ANCHOR_END: parse_pipeline

// ANCHOR: apply
/// Adds one step to a plan. Nothing is read or computed.
///
/// Names and formulas turn into expressions by themselves: `for name in names`, `Expr::from(formula)`,
/// `Expr::from(aggregate)`, `DataType::from(*dtype)`, `u32::from(*rows)`.
fn apply(plan: LazyFrame, step: &Step) -> LazyFrame {
    // solution:begin apply: todo!("add {step:?} to {:?}", plan.describe_plan())
    let columns = |names: &Names| names.into_iter().map(col).collect::<Vec<Expr>>();
    match step {
        Step::Select(names) => plan.select(columns(names)),
        Step::Rename { from, to } => plan.rename([from], [to], true),
        Step::Filter(formula) => plan.filter(Expr::from(formula)),
        Step::WithColumn { name, value } => plan.with_column(Expr::from(value).alias(name)),
        Step::Cast { column, to, on_error: OnError::Fail } => {
            plan.with_column(col(column).strict_cast(DataType::from(*to)))
        }
        Step::Cast { column, to, on_error: OnError::Null } => {
            plan.with_column(col(column).cast(DataType::from(*to)))
        }
        Step::GroupBy { keys, aggs } => {
            plan.group_by(columns(keys)).agg(aggs.iter().map(Expr::from).collect::<Vec<_>>())
        }
        Step::Sort { by, descending } => {
            let order = SortMultipleOptions::default()
                .with_order_descending(*descending)
                .with_nulls_last(true)
                .with_maintain_order(true);
            plan.sort_by_exprs(columns(by), order)
        }
        Step::Limit(rows) => plan.limit(u32::from(*rows)),
        Step::DropNulls(names) => plan.drop_nulls(Some(cols(names))),
    }
    // solution:end
}
// ANCHOR_END: apply

// ANCHOR: plan
/// Plans the whole pipeline, without reading rows: [`storage::scan`], then each step.
///
/// # Errors
///
/// * the input cannot be read: the error of Polars
/// * a step does not fit its columns: [`Failure::Step`] with its number. Polars itself complains when
///   the plan is carried out, and then nobody knows which step it was; but
///   [`LazyFrame::collect_schema`] tells at any time whether a plan holds so far
fn plan(pipeline: &Pipeline, env: &CloudEnv) -> Result<LazyFrame, Failure> {
    // solution:begin plan: Ok(pipeline.steps.iter().fold(storage::scan(&pipeline.input, env)?, apply))
    let mut plan = storage::scan(&pipeline.input, env)?;
    plan.collect_schema()?;
    for (step, number) in pipeline.steps.iter().zip(1..) {
        plan = apply(plan, step);
        plan.collect_schema().map_err(|error| (number, error))?;
    }
    Ok(plan)
    // solution:end
}
// ANCHOR_END: plan

// ANCHOR: sink
/// Ends a plan with the file `path` on disk, written as [`storage::format`] of `place` says. No row is
/// read or written before the plan is carried out, and then they pass through in batches.
fn sink(plan: LazyFrame, place: &Place, path: &str) -> PolarsResult<LazyFrame> {
    // solution:begin sink: todo!("{:?} to {path}: {:?}", plan.describe_plan(), storage::format(place))
    let file = SinkDestination::File { target: SinkTarget::Path(path.into()) };
    plan.sink(file, storage::format(place), UnifiedSinkArgs::default())
    // solution:end
}
// ANCHOR_END: sink

/// Refuses a pipeline that would replace what it reads, or part of it: run twice, it would start from
/// its own result.
fn refuse_own_input(pipeline: &Pipeline) -> Result<(), ConfigError> {
    let (input, output) = (pipeline.input.path(), pipeline.output.path());
    if storage::reads(input, output) {
        let message = format!("the output `{output}` belongs to the input `{input}`: rename it");
        return Err(message.into());
    }
    Ok(())
}

// ANCHOR: execute
/// Runs a pipeline with the streaming engine of Polars, unless it would replace its own input.
///
/// The output appears as a whole or not at all: the rows go to an [`unfinished`](storage::unfinished)
/// file, which takes the name of the output in the end. S3 cannot rename: there the complete file is
/// [uploaded](storage::upload). After a failure, whatever failed, the unfinished file is gone, and an
/// output of an earlier run is as it was.
///
/// A sink straight to S3 would not do: if a plan fails, Polars 0.55.2 completes the upload in the
/// background, as if no more rows came. Unless the program ends first, an object with the rows so far
/// replaces the output of the earlier run.
fn execute(pipeline: &Pipeline, env: &CloudEnv) -> Result<(), Failure> {
    // solution:begin execute: todo!("{pipeline:?}: {:?}, {:?}", storage::unfinished(""), storage::upload("", "", env))
    refuse_own_input(pipeline)?;
    let rows = plan(pipeline, env)?;
    let output = storage::resolve(pipeline.output.path());
    // Whichever way this function ends, the file is deleted, unless it has got its final name.
    let (part, guard) = storage::unfinished(&output)?;
    sink(rows, &pipeline.output, &part)?.collect_with_engine(Engine::Streaming)?;
    if storage::is_s3(&output) {
        storage::upload(&part, &output, env)?;
    } else {
        guard.persist(&output).map_err(io::Error::from)?;
    }
    Ok(())
    // solution:end
}
// ANCHOR_END: execute

// ANCHOR: dry_run
/// Returns the columns of the result and the optimized plan, without reading rows: of Parquet the
/// footer, of CSV the line with the names. It fails where [`execute`] would fail before its first row.
fn dry_run(pipeline: &Pipeline, env: &CloudEnv) -> Result<(SchemaRef, String), Failure> {
    // solution:begin dry_run: todo!("{:?}, then the columns and the plan with {env:?}", refuse_own_input(pipeline))
    refuse_own_input(pipeline)?;
    let mut plan = plan(pipeline, env)?;
    Ok((plan.collect_schema()?, plan.explain(true)?))
    // solution:end
}
// ANCHOR_END: dry_run

// ANCHOR: exit_code
/// Tells the caller of the tool who has to act:
///
/// | code | means                                                                       |
/// |------|-----------------------------------------------------------------------------|
/// | 2    | the pipeline file is wrong; also what clap returns for wrong arguments      |
/// | 3    | the data do not fit the pipeline                                            |
/// | 4    | a file, a folder or S3 cannot be read or written: trying again may help     |
///
/// Polars wraps some of its errors in context, which says where they happened.
fn exit_code(failure: &Failure) -> u8 {
    // solution:begin exit_code: todo!("the code for {failure:?}")
    match failure {
        Failure::Config(_) => 2,
        Failure::Io(_) => 4,
        Failure::Step { error, .. } | Failure::Polars(error) => {
            match error.clone().remove_context() {
                PolarsError::IO { .. } => 4,
                _ => 3,
            }
        }
    }
    // solution:end
}
// ANCHOR_END: exit_code

/// Transforms tables as a YAML file says: CSV and Parquet, on disk and in S3.
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Run a pipeline.
    Run { pipeline: PathBuf },
    /// Show what a pipeline would do, without reading rows.
    Check { pipeline: PathBuf },
    /// Show how large this program is in five build profiles.
    Size(size::Arguments),
}

fn main() -> ExitCode {
    let env = CloudEnv::from_env();
    let outcome = match Arguments::parse().command {
        None => demonstrate(&env),
        Some(Command::Run { pipeline }) => {
            read(&pipeline).and_then(|pipeline| execute(&pipeline, &env))
        }
        Some(Command::Check { pipeline }) => {
            read(&pipeline).and_then(|pipeline| show(&pipeline, &env))
        }
        Some(Command::Size(arguments)) => size::run(&arguments).map_err(Failure::from),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::from(exit_code(&failure))
        }
    }
}

fn read(file: &Path) -> Result<Pipeline, Failure> {
    Ok(parse_pipeline(&fs::read_to_string(file)?)?)
}

/// Prints what a dry run finds.
fn show(pipeline: &Pipeline, env: &CloudEnv) -> Result<(), Failure> {
    let (columns, plan) = dry_run(pipeline, env)?;
    println!("Columns of the result:");
    for (name, dtype) in columns.iter() {
        println!("  {name}: {dtype}");
    }
    println!("\nThe plan, optimized:\n{plan}");
    Ok(())
}

/// A pipeline over the sales in `FOLDER`.
const EXAMPLE: &str = "\
input:
  csv: {path: FOLDER/ventas.csv, separator: ;}
steps:
  - drop_nulls: [region]
  - cast: {column: monto, to: float64}
  - filter: monto > 0
  - with_column: {name: con_iva, value: monto * 1.19}
  - group_by:
      keys: [region]
      aggs:
        - {name: ventas, function: count, column: monto}
        - {name: con_iva, function: sum, column: con_iva}
  - sort: {by: [con_iva], descending: true}
output:
  parquet: {path: FOLDER/regiones.parquet}
";

/// Runs the example, and shows what happens with mistakes in it.
fn demonstrate(env: &CloudEnv) -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().to_str().expect("temporary folders have readable names");
    fs::write(folder.path().join("ventas.csv"), csv(100_000))?;
    println!("{EXAMPLE}");

    let pipeline = parse_pipeline(&EXAMPLE.replace("FOLDER", path))?;
    show(&pipeline, env)?;
    let output = pipeline.output.path();
    let with_sink = sink(plan(&pipeline, env)?, &pipeline.output, output)?;
    let first_line = with_sink.explain(true)?.lines().next().unwrap_or_default().to_owned();
    println!("\nWith its sink, the plan begins with {first_line}.");

    execute(&pipeline, env)?;
    let result = LazyFrame::scan_parquet(output.into(), ScanArgsParquet::default())?.collect()?;
    println!("\nThe result:\n{result}");

    println!("\nSmall mistakes, and what the tool says:");
    let mistakes = [
        ("filter: monto", "filtre: monto"),
        ("monto > 0", "monto > > 0"),
        ("to: float64", "to: float64, strict: no"),
        ("drop_nulls: [region]", "drop_nulls: [regoin]"),
        ("FOLDER/ventas.csv", "FOLDER/vendas.csv"),
        ("FOLDER/regiones", "FOLDER/carpeta/regiones"),
        ("column: monto, to: float64", "column: region, to: float64"),
        ("FOLDER/regiones.parquet", "FOLDER/ventas.csv"),
    ];
    for (right, wrong) in mistakes {
        let yaml = EXAMPLE.replace(right, wrong).replace("FOLDER", path);
        let outcome = parse_pipeline(&yaml).map_err(Failure::from);
        let failure = match outcome.and_then(|pipeline| execute(&pipeline, env)) {
            Ok(()) => "nothing".to_owned(),
            Err(failure) => format!("code {}, {failure}", exit_code(&failure)),
        };
        println!("  {wrong}\n    {}", failure.replace(path, "FOLDER").replace('\n', "\n    "));
    }
    Ok(())
}

/// Generated sales as CSV: `id`, `region` and `monto`, between semicolons.
fn csv(rows: u64) -> String {
    let ventas = Ventas::new(&Dataset::with_rows(rows));
    let mut text = "id;region;monto\n".to_owned();
    for sale in (0..rows).map(|row| ventas.row(row)) {
        let region = sale.region.map_or("", |region| REGIONS[usize::from(region)]);
        let monto = sale.monto.value().map(|monto| monto.to_string()).unwrap_or_default();
        text.extend([sale.id.to_string().as_str(), ";", region, ";", &monto, "\n"]);
    }
    text
}

#[cfg(test)]
#[path = "../../../../exercises/16-3-polars/5-yaml-cli/src/tests.rs"]
mod tests;
