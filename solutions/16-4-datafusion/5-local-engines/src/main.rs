//! 16.4.5: DataFusion, DuckDB and Spark on one machine.
//!
//! The tests say what each function must do: `cargo ex 16.4.5`. Then `cargo ex run 16.4.5` runs `main`,
//! below: the same questions to each engine that is set up, in processes of their own, with less memory
//! than data. DuckDB comes with `cargo ex setup python`, Spark with `cargo ex setup spark`.
//!
//! The environment variable WORKBOOK_BUDGET_MB says how large the data may be, in megabytes.

#[path = "../../../../exercises/16-4-datafusion/5-local-engines/src/group.rs"]
mod group;
#[path = "../../../../exercises/16-4-datafusion/5-local-engines/src/job.rs"]
mod job;
#[path = "../../../../exercises/16-4-datafusion/5-local-engines/src/local.rs"]
mod local;
#[path = "../../../../exercises/16-4-datafusion/5-local-engines/src/oracle.rs"]
mod oracle;
#[path = "../../../../exercises/16-4-datafusion/5-local-engines/src/questions.rs"]
mod questions;
#[path = "../../../../exercises/16-4-datafusion/5-local-engines/src/tables.rs"]
mod tables;

use std::fmt::{self, Display, Formatter};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Parser, Subcommand};
use datasets::Cell;
use tempfile::TempDir;
use tokio::runtime::Runtime;

use group::Group;
use job::{Done, Job};
use local::Settings;
use questions::{QUESTIONS, Question};
use tables::Tables;

/// The cells of one row of an answer.
type Row = Vec<Cell>;

/// What a sale takes in the Parquet files, in bytes, with its share of the other tables. The files are
/// neither compressed nor dictionary-encoded.
const BYTES_PER_ROW: u64 = 76;

/// How much data there are and how little memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct ScalePlan {
    data_bytes: u64,
    /// What an engine may use for its operators.
    limit_bytes: u64,
    /// How many sales there are.
    rows: u64,
}

// ANCHOR: scale_plan
/// Scales 50 GB of data and 32 GB of memory down to this machine.
///
/// * `data_bytes`: `budget_bytes`, or 50/32 of one half of `memory_bytes` if that is less. The other half
///   is left to the process around the operators, and to everybody else.
/// * `limit_bytes`: 32/50 of `data_bytes`
/// * `rows`: so many that each has [`BYTES_PER_ROW`] of `data_bytes`
///
/// Fractions are dropped, in each of the steps. No machine and no budget is too large.
fn scale_plan(memory_bytes: u64, budget_bytes: u64) -> ScalePlan {
    // solution:begin scale_plan: todo!("{memory_bytes} {budget_bytes} {BYTES_PER_ROW}")
    // A product of two u64 fits into u128.
    let scaled = |bytes: u64, by: u128, over: u128| (u128::from(bytes) * by / over) as u64;
    let data_bytes = budget_bytes.min(scaled(memory_bytes / 2, 50, 32));
    let limit_bytes = scaled(data_bytes, 32, 50);
    ScalePlan { data_bytes, limit_bytes, rows: data_bytes / BYTES_PER_ROW }
    // solution:end
}
// ANCHOR_END: scale_plan

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Engine {
    DataFusion,
    DuckDb,
    Spark,
}

/// A piece of SQL that has to mean the same on all engines. Its arguments are expressions, such as
/// `a.monto - 1`.
#[derive(Debug, Clone, Copy)]
enum Slot<'a> {
    /// A condition that is never null: the float is neither null nor NaN.
    IsNumber(&'a str),
    /// An aggregate: the largest of the floats that are neither null nor NaN, or null if there is none.
    MaxNumber(&'a str),
    /// An aggregate: the sum of all values that are not null, and 0 if there are none.
    SumOrZero(&'a str),
    /// The quotient of two integers without its fraction, as an integer: -7 by 2 is -3.
    IntDiv(&'a str, &'a str),
    /// The quotient of two integers as a float: -7 by 2 is -3.5. Null if the divisor is 0.
    Ratio(&'a str, &'a str),
    /// The month of a date as a text such as `2024-03`.
    Month(&'a str),
    /// A key to sort by, for `ORDER BY`: the largest value first, null after all others.
    DescNullsLast(&'a str),
    /// A query: of the rows of `table` that have the same `group`, the first `limit` in the order
    /// `order`. A group may be null. The result has exactly the columns `columns`.
    FirstRows { columns: &'a str, table: &'a str, group: &'a str, order: &'a str, limit: u32 },
}

// ANCHOR: dialect
/// Writes a slot in the SQL of an engine.
///
/// What runs on all three does not mean the same on all three. Look at the defaults of each for the order
/// of nulls, `/` between integers, `isnan` of null, the patterns of dates, `QUALIFY`. Where you can,
/// write what leaves nothing to a default: one text is then right for all.
fn dialect(slot: Slot<'_>, engine: Engine) -> String {
    match slot {
        Slot::IsNumber(x) => {
            // solution:begin is_number: todo!("is_number: {x} for {engine:?}")
            // In Spark, `isnan` of null is false.
            format!("(({x}) IS NOT NULL AND NOT isnan({x}))")
            // solution:end
        }
        Slot::MaxNumber(x) => {
            // solution:begin max_number: todo!("max_number: {x} for {engine:?}")
            // NaN would be above all numbers.
            format!("MAX(CASE WHEN NOT isnan({x}) THEN {x} END)")
            // solution:end
        }
        Slot::SumOrZero(x) => {
            // solution:begin sum_or_zero: todo!("sum_or_zero: {x} for {engine:?}")
            format!("COALESCE(SUM({x}), 0)")
            // solution:end
        }
        Slot::IntDiv(a, b) => {
            // solution:begin int_div: todo!("int_div: {a} by {b} for {engine:?}")
            match engine {
                Engine::DataFusion => format!("(({a}) / ({b}))"),
                Engine::DuckDb => format!("(({a}) // ({b}))"),
                Engine::Spark => format!("(({a}) DIV ({b}))"),
            }
            // solution:end
        }
        Slot::Ratio(a, b) => {
            // solution:begin ratio: todo!("ratio: {a} by {b} for {engine:?}")
            format!("(CAST(({a}) AS DOUBLE) / NULLIF(({b}), 0))")
            // solution:end
        }
        Slot::Month(date) => {
            // solution:begin month: todo!("month: {date} for {engine:?}")
            match engine {
                Engine::DataFusion => format!("to_char({date}, '%Y-%m')"),
                Engine::DuckDb => format!("strftime({date}, '%Y-%m')"),
                Engine::Spark => format!("date_format({date}, 'yyyy-MM')"),
            }
            // solution:end
        }
        Slot::DescNullsLast(x) => {
            // solution:begin desc_nulls_last: todo!("desc_nulls_last: {x} for {engine:?}")
            format!("({x}) DESC NULLS LAST")
            // solution:end
        }
        Slot::FirstRows { columns, table, group, order, limit } => {
            // solution:begin first_rows: todo!("first_rows: {columns} {table} {group} {order} {limit} for {engine:?}")
            // Spark has no QUALIFY.
            format!(
                "SELECT {columns} FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY {group} ORDER BY \
                 {order}) AS place FROM {table}) AS numbered WHERE place <= {limit}"
            )
            // solution:end
        }
    }
}
// ANCHOR_END: dialect

/// What an engine may take.
#[derive(Debug, Clone, Copy)]
struct Limits {
    time: Duration,
    /// For all processes of its group together.
    memory_bytes: u64,
}

/// How a process ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Exit {
    /// By itself, with this code.
    Code(i32),
    /// Somebody else killed it with this signal: 9 is what the kernel sends when memory runs out.
    Signal(i32),
    /// We killed it: its time was up.
    TimeLimit,
    /// We killed it: it took too much memory.
    MemoryLimit,
}

impl Exit {
    /// Why we kill a process.
    const LIMITS: [Self; 2] = [Self::TimeLimit, Self::MemoryLimit];
}

/// What [`supervise`] has seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Watched {
    exit: Exit,
    /// The most memory that the processes of the group took together, at any look.
    peak_bytes: u64,
}

/// How long to wait from one look at a process to the next.
const PAUSE: Duration = Duration::from_millis(5);

// ANCHOR: supervise
/// Watches a group of processes until its leader has ended, and lets nobody of it survive.
///
/// A Python program may start a JVM, which does the work: memory and the end of a process are matters of
/// the group. Look at both every [`PAUSE`], at least once, with [`Group::memory_bytes`] and
/// [`Group::has_ended`]. If the group takes more memory than the limit, or its time is up, all of it is
/// killed at once. If the leader has ended by itself, that is how it has ended, whatever the limits say,
/// and those whom it has left behind are killed all the same. When this returns, no process of the group
/// is running.
fn supervise(group: &mut Group, limits: Limits) -> io::Result<Watched> {
    // solution:begin supervise: todo!("{:?} {} {limits:?} {PAUSE:?}", group.has_ended(), group.memory_bytes())
    let start = std::time::Instant::now();
    let mut peak_bytes = 0;
    let killed = loop {
        let memory_bytes = group.memory_bytes();
        peak_bytes = peak_bytes.max(memory_bytes);
        if group.has_ended()? {
            break None;
        } else if memory_bytes > limits.memory_bytes {
            break Some(Exit::MemoryLimit);
        } else if start.elapsed() >= limits.time {
            break Some(Exit::TimeLimit);
        }
        std::thread::sleep(PAUSE);
    };
    let ended = group.kill()?;
    Ok(Watched { exit: killed.unwrap_or(ended), peak_bytes })
    // solution:end
}
// ANCHOR_END: supervise

/// Why an engine has no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Failure {
    /// It had too little memory, or took too much.
    OutOfMemory,
    /// It cannot read the SQL, or lacks what the SQL asks for.
    Unsupported,
    Timeout,
    Other,
}

impl Failure {
    const ALL: [Self; 4] = [Self::OutOfMemory, Self::Unsupported, Self::Timeout, Self::Other];
}

// ANCHOR: classify
/// Says why there is no answer, from how the process ended and what it wrote on standard error.
///
/// Our own limits are what they are: `Timeout` and `OutOfMemory`. Signal 9 that we did not send is
/// `OutOfMemory`, too. In all other cases the text decides, and if it tells of more than one reason, then
/// of a lack of memory first. The folder `errors` holds what the engines write: DataFusion 55.2.0, DuckDB
/// 2.0.0, Spark 4.1.3 and the allocator of Rust.
///
/// `Unsupported` is SQL that cannot be parsed, a function that does not exist, and what is not implemented.
/// A table or a column that does not exist, a division by zero and whatever else there is are `Other`.
///
/// The kind of an error stands at the beginning of a line. Further on, messages quote the SQL, which may
/// hold any words, also those of another error.
fn classify(exit: Exit, stderr: &str) -> Failure {
    // solution:begin classify: todo!("{exit:?} and {stderr} mean one of {:?}", Failure::ALL)
    const MEMORY: [&str; 5] = [
        "Resources exhausted: ",
        "_duckdb.OutOfMemoryException: ",
        "java.lang.OutOfMemoryError: ",
        "org.apache.spark.memory.SparkOutOfMemoryError: ",
        "memory allocation of ",
    ];
    const UNSUPPORTED: [&str; 7] = [
        "SQL error: ParserError",
        "This feature is not implemented: ",
        "Error during planning: Invalid function ",
        "_duckdb.ParserException: ",
        "_duckdb.CatalogException: Catalog Error: Scalar Function ",
        "pyspark.errors.exceptions.captured.ParseException: ",
        "pyspark.errors.exceptions.captured.AnalysisException: [UNRESOLVED_ROUTINE]",
    ];
    let says =
        |kinds: &[&str]| stderr.lines().any(|line| kinds.iter().any(|kind| line.starts_with(kind)));
    match exit {
        Exit::TimeLimit => Failure::Timeout,
        Exit::MemoryLimit | Exit::Signal(9) => Failure::OutOfMemory,
        _ if says(&MEMORY) => Failure::OutOfMemory,
        _ if says(&UNSUPPORTED) => Failure::Unsupported,
        _ => Failure::Other,
    }
    // solution:end
}
// ANCHOR_END: classify

/// Whether the order of the rows belongs to the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    Any,
    Given,
}

/// How an answer differs from the right one.
#[derive(Debug, Clone, Default, PartialEq)]
struct Difference {
    /// Rows of the right answer that are not in the other.
    missing: Vec<Row>,
    /// Rows that are not in the right answer.
    unexpected: Vec<Row>,
}

// ANCHOR: same_cell
/// Whether two cells are the same answer, although the engines choose different types.
///
/// * Null is null and nothing else; an empty text is a text.
/// * Two integers are the same if they are equal, and so are two texts.
/// * Two floats, or a float and an integer, are the same if they are equal or differ by at most 1 part in
///   10^9 of the larger one: a sum depends on the order of its additions. NaN is the same as NaN, and an
///   infinity is the same as itself.
/// * A text and a number are never the same.
fn same_cell(expected: &Cell, found: &Cell) -> bool {
    // solution:begin same_cell: todo!("compare {expected:?} with {found:?}")
    let close = |a: f64, b: f64| {
        let difference = (a - b).abs() / a.abs().max(b.abs());
        a == b || difference <= 1e-9 || (a.is_nan() && b.is_nan())
    };
    match (expected, found) {
        (Cell::Float(a), Cell::Float(b)) => close(*a, *b),
        (Cell::Float(a), Cell::Int(b)) | (Cell::Int(b), Cell::Float(a)) => close(*a, *b as f64),
        _ => expected == found,
    }
    // solution:end
}
// ANCHOR_END: same_cell

// ANCHOR: same_answer
/// Compares an answer with the right one, cell by cell with [`same_cell`].
///
/// In any order, each row of one answer needs a partner of its own in the other: how often a row occurs
/// counts. In the given order, the partner stands at the same position. Rows with different numbers of
/// cells are never the same. Answers have a few hundred rows at most.
///
/// # Errors
///
/// The rows without partner, in the order of their answers.
fn same_answer(expected: &[Row], found: &[Row], order: Order) -> Result<(), Difference> {
    // solution:begin same_answer: todo!("{expected:?} {found:?} {order:?} {}", same_cell(&Cell::Null, &Cell::Null))
    let same_row = |expected: &Row, found: &Row| {
        expected.len() == found.len() && expected.iter().zip(found).all(|(a, b)| same_cell(a, b))
    };
    let mut missing = Vec::new();
    let mut unexpected: Vec<Option<&Row>> = found.iter().map(Some).collect();
    for (position, row) in expected.iter().enumerate() {
        let is_partner = |other: &Option<&Row>| other.is_some_and(|other| same_row(row, other));
        let partner = match order {
            Order::Any => unexpected.iter().position(is_partner),
            Order::Given => unexpected.get(position).is_some_and(is_partner).then_some(position),
        };
        match partner {
            Some(partner) => unexpected[partner] = None,
            None => missing.push(row.clone()),
        }
    }
    let unexpected: Vec<Row> = unexpected.into_iter().flatten().cloned().collect();
    let is_same = missing.is_empty() && unexpected.is_empty();
    if is_same { Ok(()) } else { Err(Difference { missing, unexpected }) }
    // solution:end
}
// ANCHOR_END: same_answer

/// What a right answer has cost. All of it is above 0.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Cost {
    wall_s: f64,
    peak_bytes: u64,
    /// From the start of the process until the engine was ready.
    start_s: f64,
}

/// What came of a question.
#[derive(Debug, Clone, PartialEq)]
enum Outcome {
    Right(Cost),
    Wrong(Difference),
    Failed(Failure),
    /// The engine is not on this machine, for this reason.
    NotRun(String),
}

/// An engine with its settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Contender {
    name: &'static str,
    engine: Engine,
    /// DataFusion with other settings than those it comes with: see `local::Settings`.
    tuned: bool,
}

const CONTENDERS: [Contender; 4] = [
    Contender { name: "DataFusion", engine: Engine::DataFusion, tuned: false },
    Contender { name: "DataFusion tuned", engine: Engine::DataFusion, tuned: true },
    Contender { name: "DuckDB", engine: Engine::DuckDb, tuned: false },
    Contender { name: "Spark", engine: Engine::Spark, tuned: false },
];

/// What one contender made of all questions.
#[derive(Debug, Clone)]
struct Results {
    contender: &'static str,
    /// One for each question. All contenders have the same questions in the same order.
    outcomes: Vec<Outcome>,
}

impl Results {
    fn count(&self, is_counted: impl Fn(&Outcome) -> bool) -> usize {
        self.outcomes.iter().filter(|outcome| is_counted(outcome)).count()
    }
}

/// What counts how much, once answers are right and there are equally many of them.
#[derive(Debug, Clone, Copy)]
struct Weights {
    /// Weights of the ratios of time, memory and start-up: 0 or more, not all of them 0.
    time: f64,
    memory: f64,
    start: f64,
    /// Which part of its cost a contender may cost more and still share the place: 0.1 is 10 %.
    tie: f64,
}

// ANCHOR: costs
/// How expensive each contender was, as a ratio: 1 is the lowest cost there could be.
///
/// For each question that a contender answered rightly, its wall time, its peak memory and its start-up
/// are divided by the lowest that any of `results` had with a right answer to the same question. The cost
/// is the weighted geometric mean of all these ratios, `exp(sum(weight * ln(ratio)) / sum(weight))`: each
/// question counts as much as any other, however long it takes. Infinite if no answer is right.
fn costs(results: &[&Results], weights: &Weights) -> Vec<f64> {
    // solution:begin costs: todo!("weigh {results:?} with {} {} {}", weights.time, weights.memory, weights.start)
    let weights = [weights.time, weights.memory, weights.start];
    // What a right answer has cost, in the same order.
    let right = |results: &Results, question: usize| match &results.outcomes[question] {
        Outcome::Right(cost) => Some([cost.wall_s, cost.peak_bytes as f64, cost.start_s]),
        _ => None,
    };
    let cost_of = |own: &&Results| {
        let (mut sum, mut weight_sum) = (0.0, 0.0);
        for question in 0..own.outcomes.len() {
            let Some(measures) = right(own, question) else { continue };
            for (k, weight) in weights.into_iter().enumerate() {
                let all = results.iter().filter_map(|other| right(other, question));
                let lowest = all.map(|other| other[k]).fold(f64::INFINITY, f64::min);
                sum += weight * (measures[k] / lowest).ln();
                weight_sum += weight;
            }
        }
        if weight_sum == 0.0 { f64::INFINITY } else { (sum / weight_sum).exp() }
    };
    results.iter().map(cost_of).collect()
    // solution:end
}
// ANCHOR_END: costs

/// What decides about a place, in this order.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Criterion {
    WrongAnswers,
    Failures,
    Cost,
}

impl Criterion {
    const ALL: [Self; 3] = [Self::WrongAnswers, Self::Failures, Self::Cost];
}

/// Why a contender comes after the first one of the place before.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Reason {
    /// The first criterion by which it is worse.
    criterion: Criterion,
    /// How many more wrong answers or failures it has, or how many times the cost.
    by: f64,
}

#[derive(Debug, Clone, PartialEq)]
struct Place {
    /// 1 is the best.
    number: usize,
    contender: &'static str,
    /// `None` if nobody is before it, or if it shares the place with the one before it.
    reason: Option<Reason>,
}

#[derive(Debug, Clone, PartialEq, Default)]
struct Ranking {
    /// From the best to the last; those that are equal stay in the order in which they came.
    places: Vec<Place>,
    /// Those with a question that was not run, in the order in which they came: they have no place.
    missing: Vec<&'static str>,
}

// ANCHOR: rank
/// Ranks the contenders.
///
/// Who has a question that was not run is missing, and sets no mark for the costs of the others. Of the
/// others, whoever has fewer wrong answers comes first; of those with equally many, whoever failed less
/// often; of those, whoever has the lower cost ([`costs`]).
///
/// Contenders with equally many wrong answers and failures share a place if their cost is at most
/// `1 + weights.tie` times that of the first one of the place. Places count all those before them:
/// 1, 1, 3.
fn rank(results: &[Results], weights: &Weights) -> Ranking {
    // solution:begin rank: todo!("rank {results:?}, tie {}, by {:?}", weights.tie, costs(&[], weights))
    let was_run =
        |results: &&Results| results.count(|outcome| matches!(outcome, Outcome::NotRun(_))) == 0;
    let (ran, missing): (Vec<&Results>, Vec<&Results>) = results.iter().partition(was_run);
    let mut ranked: Vec<(usize, usize, f64, &'static str)> = Vec::new();
    for (results, cost) in ran.iter().zip(costs(&ran, weights)) {
        let wrong = results.count(|outcome| matches!(outcome, Outcome::Wrong(_)));
        let failed = results.count(|outcome| matches!(outcome, Outcome::Failed(_)));
        ranked.push((wrong, failed, cost, results.contender));
    }
    ranked.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(a.2.total_cmp(&b.2)));

    let mut places: Vec<Place> = Vec::new();
    // Position of the first one of the current place.
    let mut first = 0;
    for (position, &(wrong, failed, cost, contender)) in ranked.iter().enumerate() {
        let (first_wrong, first_failed, first_cost, _) = ranked[first];
        let reason = if wrong > first_wrong {
            Some(Reason { criterion: Criterion::WrongAnswers, by: (wrong - first_wrong) as f64 })
        } else if failed > first_failed {
            Some(Reason { criterion: Criterion::Failures, by: (failed - first_failed) as f64 })
        } else if cost > first_cost * (1.0 + weights.tie) {
            Some(Reason { criterion: Criterion::Cost, by: cost / first_cost })
        } else {
            None
        };
        if reason.is_some() {
            first = position;
        }
        places.push(Place { number: first + 1, contender, reason });
    }
    Ranking { places, missing: missing.into_iter().map(|results| results.contender).collect() }
    // solution:end
}
// ANCHOR_END: rank

/// Answers the questions of this exercise with four contenders, or runs one of them.
#[derive(Debug, Parser)]
struct Program {
    /// How large the data may be, in megabytes.
    #[arg(long, env = "WORKBOOK_BUDGET_MB", default_value_t = 128)]
    budget_mb: u64,
    #[command(subcommand)]
    role: Option<Role>,
}

#[derive(Debug, Subcommand)]
enum Role {
    /// Runs one statement with DataFusion, in a process that `main` starts.
    Run {
        #[arg(long)]
        tuned: bool,
        tables: PathBuf,
        scratch: PathBuf,
        limit_bytes: u64,
        threads: usize,
        sql: String,
    },
}

/// How many threads an engine may use.
const THREADS: usize = 2;

/// Time counts most: who analyzes data locally waits for answers, and starts an engine once a day.
const WEIGHTS: Weights = Weights { time: 1.0, memory: 0.5, start: 0.25, tie: 0.1 };

fn main() -> anyhow::Result<()> {
    let program = Program::parse();
    if let Some(Role::Run { tuned, tables, scratch, limit_bytes, threads, sql }) = program.role {
        job::end_with_parent();
        let settings = Settings { scratch: &scratch, limit_bytes, threads, tuned };
        let ended = Runtime::new()?.block_on(local::run(&tables, settings, &sql));
        return Ok(local::report(ended)?);
    }
    let plan = scale_plan(job::memory_bytes(), program.budget_mb.saturating_mul(1_000_000));
    let world = World::new(plan)?;
    println!(
        "{} sales, {} MB of Parquet; the operators of an engine may use {} MB and {THREADS} threads.",
        plan.rows,
        plan.data_bytes / 1_000_000,
        plan.limit_bytes / 1_000_000
    );
    let Limits { time, memory_bytes } = world.limits();
    println!("Its processes are ended after {time:?}, or above {} MB.", memory_bytes / 1_000_000);
    if cfg!(debug_assertions) {
        println!("Times of DataFusion need an optimized build: `cargo ex run 16.4.5` makes one.");
    }
    let mut results = Vec::new();
    for contender in CONTENDERS {
        results.push(world.ask_all(contender)?);
    }
    show_matrix(&results);
    show_ranking(&rank(&results, &WEIGHTS), &results);
    Ok(())
}

/// The tables, and how much may be used to answer questions about them.
struct World {
    tables: Tables,
    folder: TempDir,
    plan: ScalePlan,
}

impl World {
    fn new(plan: ScalePlan) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let tables = Tables::new(plan.rows, 42);
        let path = folder.path().join("tables");
        std::fs::create_dir(&path)?;
        tables.write(&path)?;
        Ok(Self { tables, folder, plan })
    }

    /// Asks a contender all questions, and prints a line about each.
    fn ask_all(&self, contender: Contender) -> anyhow::Result<Results> {
        println!("\n{}", contender.name);
        let outcomes = match contender.program() {
            Ok(program) => {
                println!(
                    "                         time     CPU   peak  spill    start   (seconds and MB)"
                );
                let ask = |question: &Question| self.ask(contender, &program, *question);
                QUESTIONS.iter().map(ask).collect::<anyhow::Result<_>>()?
            }
            Err(reason) => {
                println!("  NotRun: {reason}");
                vec![Outcome::NotRun(reason); QUESTIONS.len()]
            }
        };
        Ok(Results { contender: contender.name, outcomes })
    }

    /// Asks one question in a process of its own.
    fn ask(
        &self,
        contender: Contender,
        program: &Path,
        question: Question,
    ) -> anyhow::Result<Outcome> {
        let file = self.folder.path().join("sorted.parquet");
        let mut sql = question.sql(contender.engine, dialect);
        if question == Question::SortToFile {
            let path = file.to_str().expect("temporary folders have readable names");
            sql = questions::write_to(path, &sql, contender.engine);
        }
        let job = Job {
            contender,
            tables: &self.folder.path().join("tables"),
            limit_bytes: self.plan.limit_bytes,
            threads: THREADS,
            brief: false,
            sql: &sql,
        };
        eprintln!("{}: {} ...", contender.name, question.name());
        let done = job::run(program, &job, self.limits(), supervise)?;
        let outcome = self.judge(question, &done, &file)?;
        remove(&file)?;
        show(question, &done, &outcome);
        Ok(outcome)
    }

    /// What the processes of an engine may take. It is more than the limit of its operators: an engine
    /// does not count its program, nor what is on its way between operators, nor what a JVM keeps for
    /// itself. The machine needs a rest of its memory all the same.
    fn limits(&self) -> Limits {
        let memory_bytes = (2 * self.plan.limit_bytes + (2 << 30)).min(job::memory_bytes() / 8 * 7);
        Limits { time: job::TIME, memory_bytes }
    }

    /// Compares an answer with the right one.
    fn judge(&self, question: Question, done: &Done, file: &Path) -> anyhow::Result<Outcome> {
        let Some(report) = &done.report else {
            return Ok(Outcome::Failed(classify(done.watched.exit, &done.stderr)));
        };
        let (found, order) = match question {
            Question::SortToFile => (oracle::file_answer(file)?, Order::Given),
            Question::FewGroups | Question::Balances => (report.rows.clone(), Order::Given),
            _ => (report.rows.clone(), Order::Any),
        };
        let cost = Cost {
            wall_s: report.wall_s,
            // Some systems do not tell.
            peak_bytes: done.watched.peak_bytes.max(1),
            start_s: done.start_s,
        };
        let expected = oracle::answer(question, &self.tables);
        Ok(match same_answer(&expected, &found, order) {
            Ok(()) => Outcome::Right(cost),
            Err(difference) => Outcome::Wrong(difference),
        })
    }
}

/// Removes what a question has written, a file or a folder.
fn remove(path: &Path) -> io::Result<()> {
    match path.metadata() {
        Ok(found) if found.is_dir() => std::fs::remove_dir_all(path),
        Ok(_) => std::fs::remove_file(path),
        Err(_) => Ok(()),
    }
}

/// Prints one line of the matrix.
fn show(question: Question, done: &Done, outcome: &Outcome) {
    print!("  {:<13}", question.name());
    match outcome {
        Outcome::Right(Cost { wall_s, peak_bytes, start_s }) => {
            let report = done.report.as_ref();
            let cpu = report.and_then(|report| report.cpu_s);
            let spilled = report.and_then(|report| report.spilled_bytes);
            let cpu = cpu.map_or("?".to_owned(), |seconds| format!("{seconds:.2}"));
            let spilled = spilled.map_or("?".to_owned(), |bytes| format!("{}", bytes / 1_000_000));
            let version = report.map_or("", |report| report.version.as_str());
            let peak = peak_bytes / 1_000_000;
            println!(
                "right  {wall_s:>7.2} {cpu:>7} {peak:>6} {spilled:>6} {start_s:>8.2}   {version}"
            );
        }
        Outcome::Wrong(Difference { missing, unexpected }) => {
            let first = |rows: &[Row]| rows.first().map(shown).unwrap_or_default();
            println!("WRONG: {} instead of {}", first(unexpected), first(missing));
        }
        Outcome::Failed(failure) => {
            let telling = |line: &&str| line.contains("rror") || line.contains("exhausted");
            let line = done.stderr.lines().rfind(telling).unwrap_or_default();
            let line: String = line.chars().take(120).collect();
            let by_us =
                if Exit::LIMITS.contains(&done.watched.exit) { ", ended by us" } else { "" };
            println!("{failure:?}{by_us}: {line}");
        }
        Outcome::NotRun(reason) => println!("NotRun: {reason}"),
    }
}

/// Prints what each contender made of each question.
fn show_matrix(results: &[Results]) {
    print!("\n{:<15}", "Right answers");
    for Results { contender, .. } in results {
        print!("{contender:>18}");
    }
    println!();
    for (position, question) in QUESTIONS.iter().enumerate() {
        print!("  {:<13}", question.name());
        for Results { outcomes, .. } in results {
            print!("{:>18}", in_short(&outcomes[position]));
        }
        println!();
    }
}

fn in_short(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Right(Cost { wall_s, peak_bytes, .. }) => {
            format!("{wall_s:.2} s {:>4} MB", peak_bytes / 1_000_000)
        }
        Outcome::Wrong(_) => "WRONG".to_owned(),
        Outcome::Failed(failure) => format!("{failure:?}"),
        Outcome::NotRun(_) => "NotRun".to_owned(),
    }
}

fn show_ranking(ranking: &Ranking, results: &[Results]) {
    let criteria = Criterion::ALL.map(|criterion| criterion.to_string());
    println!("\nThe ranking, by {}", criteria.join(", "));
    for (position, Place { number, contender, reason }) in ranking.places.iter().enumerate() {
        let reason = match reason {
            Some(reason) => reason.to_string(),
            None if position == 0 => "nobody is better".to_owned(),
            None => "about the same cost".to_owned(),
        };
        println!("  {number}. {contender:<16} {reason}");
    }
    for contender in &ranking.missing {
        println!("  -  {contender:<16} skipped");
    }
    for results in results {
        let of_kind = |failure: Failure| {
            let count = results.count(|outcome| *outcome == Outcome::Failed(failure));
            (count > 0).then(|| format!("{failure:?} {count}"))
        };
        let failures: Vec<String> = Failure::ALL.into_iter().filter_map(of_kind).collect();
        if !failures.is_empty() {
            println!("Failures of {}: {}", results.contender, failures.join(", "));
        }
    }
    println!("{} of {} contenders skipped", ranking.missing.len(), results.len());
}

fn shown(row: &Row) -> String {
    row.iter().map(job::shown).collect::<Vec<_>>().join(", ")
}

impl Display for Criterion {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::WrongAnswers => "wrong answers",
            Self::Failures => "failures",
            Self::Cost => "cost",
        })
    }
}

impl Display for Reason {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self { criterion, by } = self;
        match criterion {
            Criterion::Cost => write!(f, "{by:.2} times the cost"),
            Criterion::WrongAnswers | Criterion::Failures => write!(f, "{criterion}: {by} more"),
        }
    }
}

#[cfg(test)]
#[path = "../../../../exercises/16-4-datafusion/5-local-engines/src/tests.rs"]
mod tests;
