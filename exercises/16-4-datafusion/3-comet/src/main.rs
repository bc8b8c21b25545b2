//! 16.4.3: DataFusion inside Spark: Comet.
//!
//! The tests say what each function must do: `cargo ex 16.4.3`. They read recorded plans; only the last
//! two need Spark, and do not run before `cargo ex setup spark` and `cargo ex setup comet`. Then `cargo ex
//! run 16.4.3` runs `main`, below: with Spark, Comet and Sail as well, if they are set up.

mod job;
mod recorded;
mod sales;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Display, Formatter};
use std::path::{Path, PathBuf};

use datasets::{Dataset, Ventas};
use environments::NotSetUp;

use crate::job::{Engine, Job, NoReport, Report};

/// Who carries out a node of a physical plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum NodeOrigin {
    /// Comet in Rust, that is DataFusion.
    CometNative,
    /// Comet on the JVM, with batches in the format of Arrow.
    CometJvm,
    /// Spark.
    Spark,
    /// A conversion between rows and batches, or between two formats of batches.
    Transition,
    /// Surrounds a node, or points to one elsewhere in the plan; does no work of its own.
    Wrapper,
}

impl NodeOrigin {
    const ALL: [Self; 5] =
        [Self::CometNative, Self::CometJvm, Self::Spark, Self::Transition, Self::Wrapper];
}

/// The nodes that are [`NodeOrigin::Wrapper`].
const WRAPPERS: [&str; 10] = [
    "AQEShuffleRead",
    "AdaptiveSparkPlan",
    "BroadcastQueryStage",
    "InputAdapter",
    "ResultQueryStage",
    "ReusedExchange",
    "ReusedSubquery",
    "ShuffleQueryStage",
    "TableCacheQueryStage",
    "WholeStageCodegen",
];

/// The nodes that are [`NodeOrigin::Transition`].
const TRANSITIONS: [&str; 6] = [
    "ColumnarToRow",
    "CometColumnarToRow",
    "CometNativeColumnarToRow",
    "CometSparkColumnarToColumnar",
    "CometSparkRowToColumnar",
    "RowToColumnar",
];

/// The nodes that are [`NodeOrigin::CometJvm`].
const COMET_ON_JVM: [&str; 10] = [
    "CometBatchScan",
    "CometBroadcastExchange",
    "CometCoalesce",
    "CometCollectLimit",
    "CometColumnarExchange",
    "CometLocalTableScan",
    "CometMapInBatch",
    "CometScan",
    "CometSubqueryBroadcast",
    "CometUnion",
];

/// Tells from the name of a node who carries it out.
///
/// The three lists above decide first. Of the names that are in none of them, those that begin with
/// `Comet` run in Rust; all others belong to Spark, also those that nobody has heard of.
fn origin(name: &str) -> NodeOrigin {
    todo!("find {name} in {WRAPPERS:?} {TRANSITIONS:?} {COMET_ON_JVM:?}")
}

/// What may stand in front of a node, any number of times and in any order. Each is one level.
const STEPS: [&str; 4] = ["   ", ":  ", ":- ", "+- "];

/// Splits a line of a plan: how many [`STEPS`] it begins with, and what follows them.
///
/// The content may hold the same characters; only those at the beginning count.
fn indentation(line: &str) -> (usize, &str) {
    todo!("count the {STEPS:?} at the beginning of {line}")
}

/// The name of a node: the letters and digits with which `content` begins.
///
/// Spark marks a node whose code it generates, `*(12) Filter (a#1 > 0)`: the number is that of the
/// stage, and not part of the name. Empty if there is no name.
fn node_name(content: &str) -> &str {
    todo!("skip the mark of {content}, if any, and take the first word")
}

/// A node of a physical plan.
#[derive(Debug, Clone, PartialEq, Eq)]
struct PlanNode {
    name: String,
    /// How far it is indented, as printed, in [`STEPS`].
    depth: usize,
    origin: NodeOrigin,
}

/// Why a plan cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PlanError {
    /// There is no node.
    Empty,
    /// The heading in this line is indented less than the node above it. The first line is 1.
    Misprinted { line: usize },
}

/// Lists the nodes of a physical plan as Spark prints it, from top to bottom: subqueries as well.
///
/// Lines that begin with `== `, once the steps are gone, are headings. A plan that adapted itself while
/// it ran is printed twice:
///
/// ```text
/// AdaptiveSparkPlan isFinalPlan=true
/// +- == Final Plan ==
///    *(2) HashAggregate(keys=[], functions=[avg(monto#1)])
///    +- ...
/// +- == Initial Plan ==
///    HashAggregate(keys=[], functions=[avg(monto#1)])
///    +- ...
/// ```
///
/// What stands below `Initial Plan` never ran: it is left out. That is every line from there on that is
/// indented at least as far as the heading itself. A subquery may have two such plans, too, in the
/// middle of the plan that it belongs to, which then goes on. Lines without a name are left out as well.
///
/// # Errors
///
/// * there is no node
/// * a heading other than `Initial Plan` is indented less than the last node before it: Spark loses
///   count in an adaptive subquery of an adaptive subquery, and nobody can tell where its initial plan
///   ends
fn parse_physical_plan(text: &str) -> Result<Vec<PlanNode>, PlanError> {
    todo!("{text} {:?} {:?}", PlanError::Empty, PlanError::Misprinted { line: 1 })
}

/// How much of a plan Comet carries out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Coverage {
    /// Nodes of Comet, in Rust or on the JVM.
    accelerated: usize,
    /// Nodes of Comet and of Spark: all that do work.
    eligible: usize,
    transitions: usize,
    shuffles: Shuffles,
}

/// Nodes that send rows to other partitions, by who does it. A broadcast is none, nor is a shuffle that
/// is reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Shuffles {
    /// `CometExchange`: in Rust.
    comet_native: usize,
    /// `CometColumnarExchange`: Comet on the JVM, which takes rows of Spark as well.
    comet_jvm: usize,
    /// `Exchange`.
    spark: usize,
}

/// Counts who carries out a plan. Transitions and wrappers are neither accelerated nor eligible.
fn coverage(plan: &[PlanNode]) -> Coverage {
    todo!("count {plan:?}")
}

/// A version such as 4.1.3. Versions are ordered: 4.1.3 < 4.1.10.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Version {
    major: u8,
    minor: u8,
    patch: u8,
}

impl Version {
    const fn new(major: u8, minor: u8, patch: u8) -> Self {
        Self { major, minor, patch }
    }

    /// Reads `4.1.3`; `None` if it is anything else.
    fn parse(text: &str) -> Option<Self> {
        let parts: Result<Vec<u8>, _> = text.split('.').map(str::parse).collect();
        match parts.ok()?.as_slice() {
            &[major, minor, patch] => Some(Self { major, minor, patch }),
            _ => None,
        }
    }
}

/// Versions that are to work together.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Pair {
    spark: Version,
    /// Such as `2.13`.
    scala: String,
    comet: Version,
    jdk: u8,
}

/// Versions with which the project tests a release of Comet.
#[derive(Debug, Clone, Copy)]
struct Support {
    comet: Version,
    spark: Version,
    scala: &'static [&'static str],
    jdk: &'static [u8],
    /// Published to be tried out, not for production.
    experimental: bool,
}

impl Support {
    const fn new(
        comet: Version,
        spark: Version,
        scala: &'static [&'static str],
        jdk: &'static [u8],
    ) -> Self {
        Self { comet, spark, scala, jdk, experimental: false }
    }
}

const COMET_1_0_0: Version = Version::new(1, 0, 0);
const COMET_0_12_0: Version = Version::new(0, 12, 0);
const BOTH: &[&str] = &["2.12", "2.13"];

/// The tables of the installation guides of Comet 1.0.0 and 0.12.0, for what stands in Maven Central.
const SUPPORT: [Support; 9] = [
    Support::new(COMET_1_0_0, Version::new(3, 4, 3), BOTH, &[11, 17]),
    Support::new(COMET_1_0_0, Version::new(3, 5, 9), BOTH, &[11, 17]),
    Support::new(COMET_1_0_0, Version::new(4, 0, 4), &["2.13"], &[17, 21]),
    Support::new(COMET_1_0_0, Version::new(4, 1, 3), &["2.13"], &[17, 21]),
    Support::new(COMET_0_12_0, Version::new(3, 4, 3), BOTH, &[11, 17]),
    Support::new(COMET_0_12_0, Version::new(3, 5, 5), BOTH, &[11, 17]),
    Support::new(COMET_0_12_0, Version::new(3, 5, 6), BOTH, &[11, 17]),
    Support::new(COMET_0_12_0, Version::new(3, 5, 7), BOTH, &[11, 17]),
    Support {
        experimental: true,
        ..Support::new(COMET_0_12_0, Version::new(4, 0, 1), &["2.13"], &[17])
    },
];

/// Why a pair is not to be relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Incompatible {
    UnknownComet,
    NoJar,
    Untested,
    Experimental,
    Scala,
    Jdk,
}

/// What a reader is told.
const REASONS: [(Incompatible, &str); 6] = [
    (Incompatible::UnknownComet, "this release of Comet is not in the table"),
    (Incompatible::NoJar, "this release of Comet has no jar for this line of Spark"),
    (Incompatible::Untested, "Comet tests another patch of this line of Spark"),
    (Incompatible::Experimental, "Comet calls its support of this Spark experimental"),
    (Incompatible::Scala, "this Spark or its jar is not made with this version of Scala"),
    (Incompatible::Jdk, "Comet does not test this Spark with this Java"),
];

/// Compares a pair with [`SUPPORT`]. Only what stands there is compatible: neither a newer patch nor a
/// newer Java is.
///
/// # Errors
///
/// The first of these that applies:
///
/// * `UnknownComet`: no row has this Comet
/// * `NoJar`: no row of this Comet has this line of Spark, that is its major and minor version
/// * `Untested`: no row of this Comet has this patch of the line
/// * `Experimental`: the row is experimental
/// * `Scala`, `Jdk`: the row has other versions
fn compatible(pair: &Pair) -> Result<(), Incompatible> {
    todo!("look up {pair:?} in {SUPPORT:?}")
}

/// Why there is no configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ConfError {
    /// The jar is not a file.
    NoJar,
    /// Comet has no memory.
    NoMemory,
}

/// The settings that switch Comet on, one pair for each key, in any order:
///
/// | key                             | value                                                  |
/// |---------------------------------|--------------------------------------------------------|
/// | `spark.jars`                    | the jar, for the executors                             |
/// | `spark.driver.extraClassPath`   | the jar: plugins start before `spark.jars` is read     |
/// | `spark.executor.extraClassPath` | the jar                                                |
/// | `spark.plugins`                 | `org.apache.spark.CometPlugin`                         |
/// | `spark.shuffle.manager`         | `org.apache.spark.sql.comet.execution.shuffle.CometShuffleManager` |
/// | `spark.memory.offHeap.enabled`  | `true`: without it Comet logs a warning and does nothing |
/// | `spark.memory.offHeap.size`     | `off_heap_mb` mebibytes. A bare number would be bytes  |
/// | `spark.comet.exec.strictFloatingPoint` | `true`: where Rust and Spark treat NaN or the sign of zero differently, Spark does the work |
///
/// # Errors
///
/// * `NoJar`: there is no file at `jar`
/// * `NoMemory`: `off_heap_mb` is 0
fn comet_conf(jar: &Path, off_heap_mb: u64) -> Result<Vec<(String, String)>, ConfError> {
    todo!("{jar:?} {off_heap_mb} {:?} {:?}", ConfError::NoJar, ConfError::NoMemory)
}

/// The setting that sends doubtful numbers to Spark.
const STRICT: &str = "spark.comet.exec.strictFloatingPoint";

/// Positive sales by region, and how often each number of `signos` occurs.
const SQL: &str = "
    SELECT region AS clave, count(*) AS ventas, sum(importe) AS ingresos, max(monto) AS mayor
    FROM ventas WHERE monto > 0 GROUP BY region
    UNION ALL SELECT 'signos', count(*), NULL, valor FROM signos GROUP BY valor";

/// Memory for Comet, in mebibytes. The heap has as much.
const OFF_HEAP_MB: u64 = 1024;

/// How many sales the live query reads.
const LIVE_SALES: u64 = 1_000_000;

/// How often each engine runs it. The first run is cold: the JVM has compiled nothing yet.
const LIVE_RUNS: u32 = 10;

fn main() -> anyhow::Result<()> {
    take_apart("         :  +- *(2) Filter (isnotnull(monto#1) AND (monto#1 > 10.0))");

    let udf = recorded::PLANS.iter().find(|plan| plan.name == "comet/udf");
    let udf = udf.expect("it is in the list");
    println!("\nA Python function in the middle of a plan, and who carries out what:");
    println!("  {}", udf.facts().sql);
    show_tree(udf.text);

    println!("\nAll recorded plans; the last two are misprinted:");
    recorded::PLANS.iter().chain(recorded::MISPRINTED).for_each(show_recorded);

    println!("\nWhat Comet is tested with:");
    SUPPORT.iter().for_each(show_support);
    println!("\nWhat works together:");
    let on_java_17 = |spark| Pair { spark, scala: "2.13".to_owned(), comet: COMET_1_0_0, jdk: 17 };
    for spark in [Version::new(4, 1, 3), Version::new(4, 1, 4), Version::new(4, 3, 0)] {
        show_pair(&on_java_17(spark));
    }

    run_live()
}

/// Prints what is known about one line.
fn take_apart(line: &str) {
    let (depth, content) = indentation(line);
    let name = node_name(content);
    println!("{line}\n  is `{name}` at depth {depth}, carried out by {:?}", origin(name));
}

/// Prints the nodes of a plan and who carries them out, and sums up.
fn show_tree(text: &str) {
    match parse_physical_plan(text) {
        Ok(plan) => {
            for node in &plan {
                let origin = format!("{:?}", node.origin);
                println!("  {origin:<12} {}{}", " ".repeat(node.depth), node.name);
            }
            let count = |origin| plan.iter().filter(|node| node.origin == origin).count();
            let counts = NodeOrigin::ALL.map(|origin| format!("{} {origin:?}", count(origin)));
            println!("  {}\n  {}", counts.join(", "), coverage(&plan));
        }
        Err(error) => println!("  cannot be read: {error}"),
    }
}

/// Prints the coverage of a recorded plan beside what Comet says about it.
fn show_recorded(recorded: &recorded::Recorded) {
    let facts = recorded.facts();
    let found = match parse_physical_plan(recorded.text) {
        Ok(plan) if plan.len() == facts.nodes.len() => coverage(&plan).to_string(),
        Ok(plan) => format!("{} nodes, but the JVM has {}", plan.len(), facts.nodes.len()),
        Err(error) => format!("cannot be read: {error}"),
    };
    println!("  {:<26} Spark {}: {found}", recorded.name, version_of(&facts.versions, "spark"));
    if let Some(said) = facts.comet_says {
        println!("  {:<26} Comet {}: {said}", "", version_of(&facts.versions, "comet"));
    }
}

/// What ran, by name.
type Versions = BTreeMap<String, Option<String>>;

/// The version of something that ran, or `none`.
fn version_of<'a>(versions: &'a Versions, name: &str) -> &'a str {
    versions.get(name).and_then(Option::as_deref).unwrap_or("none")
}

fn show_support(row: &Support) {
    let Support { comet, spark, scala, jdk, experimental } = row;
    let note = if *experimental { ", experimental" } else { "" };
    println!("  Comet {comet}: Spark {spark}, Scala {scala:?}, Java {jdk:?}{note}");
}

/// Prints whether versions work together.
fn show_pair(pair: &Pair) {
    let Pair { spark, scala, comet, jdk } = pair;
    let verdict = match compatible(pair) {
        Ok(()) => "yes",
        Err(found) => {
            REASONS.iter().find(|(reason, _)| *reason == found).map_or("no", |(_, text)| text)
        }
    };
    println!("  Spark {spark}, Scala {scala}, Comet {comet}, Java {jdk}: {verdict}");
}

/// Runs [`SQL`] with each engine that is set up, and compares them.
fn run_live() -> anyhow::Result<()> {
    println!("\nThe same query on {LIVE_SALES} sales, live:{SQL}");
    let folder = tempfile::tempdir()?;
    sales::write(folder.path(), &Ventas::new(&Dataset::hostile(LIVE_SALES, 42)))?;
    // As much memory in total as Spark has with Comet: its heap, and what Comet has beside it.
    let heap = vec![("spark.driver.memory".to_owned(), format!("{}m", 2 * OFF_HEAP_MB))];
    let (spark, sail) = (environments::SPARK.interpreter(), environments::SPARK.interpreter());
    let engines = [
        ("Spark", Engine::Vanilla, comet().map(|(python, _)| (python, heap.clone()))),
        ("Spark + Comet, strict", Engine::Comet, live_conf(true)),
        ("Spark + Comet, not strict", Engine::Comet, live_conf(false)),
        ("extra: newest Spark", Engine::Vanilla, spark.map(|python| (python, heap))),
        ("extra: Sail, not Comet", Engine::Sail, sail.map(|python| (python, vec![]))),
    ];
    let runs = engines.map(|(name, engine, found)| {
        let outcome = match found {
            Ok((python, conf)) => run_job(engine, &python, &conf, folder.path()),
            Err(reason) => Err(reason.into()),
        };
        show_outcome(name, &outcome);
        LiveRun { name, outcome }
    });
    show_table(&runs);
    Ok(())
}

/// What came of an engine.
struct LiveRun {
    name: &'static str,
    outcome: Result<Report, NoReport>,
}

/// The Python that has Comet's Spark, and the jar of Comet.
fn comet() -> Result<(PathBuf, PathBuf), NotSetUp> {
    let python = environments::COMET.interpreter()?;
    let jar = environments::COMET.jars()?.pop().expect("the environment has one jar");
    Ok((python, jar))
}

/// The Python of Comet, and its settings with [`STRICT`] or without.
fn live_conf(strict: bool) -> Result<(PathBuf, Vec<(String, String)>), NotSetUp> {
    let (python, jar) = comet()?;
    let conf = comet_conf(&jar, OFF_HEAP_MB).expect("the jar is there, and the memory is not 0");
    Ok((python, conf.into_iter().filter(|(key, _)| strict || key != STRICT).collect()))
}

fn run_job(
    engine: Engine,
    python: &Path,
    conf: &[(String, String)],
    folder: &Path,
) -> Result<Report, NoReport> {
    eprintln!("{engine:?}: {LIVE_RUNS} runs");
    Ok(job::run(python, Job { engine, conf, sql: SQL, folder, runs: LIVE_RUNS })?)
}

fn show_outcome(name: &str, outcome: &Result<Report, NoReport>) {
    match outcome {
        Ok(report) => {
            println!("\n{name}:");
            show_report(report);
        }
        Err(NoReport::Failed(reason)) => println!("\n{name} failed: {reason}"),
        // The table says why.
        Err(NoReport::NotRun(_)) => {}
    }
}

fn show_report(report: &Report) {
    let versions = &report.versions;
    let installed = versions.iter().filter_map(|(name, version)| Some((name, version.as_ref()?)));
    let installed: Vec<String> =
        installed.map(|(name, version)| format!("{name} {version}")).collect();
    println!("  {}", installed.join(", "));
    if let Some(pair) = pair_of(versions) {
        show_pair(&pair);
    }
    // Sail has a plan of its own kind.
    if !report.nodes.is_empty() {
        show_tree(&report.plan);
    }
    if let Some(said) = &report.comet_says {
        println!("  {said}");
    }
}

/// The versions of a run with Comet, if they are releases.
fn pair_of(versions: &Versions) -> Option<Pair> {
    let spark = Version::parse(version_of(versions, "spark"))?;
    let comet = Version::parse(version_of(versions, "comet"))?;
    let jdk = version_of(versions, "java").parse().ok()?;
    Some(Pair { spark, scala: version_of(versions, "scala").to_owned(), comet, jdk })
}

/// Prints one line for each engine: the seconds until it was ready, those of its first run, those of
/// a later run and its CPU time (medians); what Comet did; how many rows came, and their digest. Below
/// it are the rows in which an engine differs from Spark, which comes first.
fn show_table(runs: &[LiveRun]) {
    println!(
        "\n{:<26}{:>8}{:>8}{:>8}{:>8}{:>10}{:>13}{:>6}  digest",
        "engine", "ready s", "cold s", "warm s", "CPU s", "by Comet", "transitions", "rows"
    );
    for LiveRun { name, outcome } in runs {
        match outcome {
            Ok(report) => println!("{name:<26}{}", cells(report)),
            Err(reason) => {
                let reason = reason.to_string();
                println!("{name:<26}  {}", reason.lines().next().unwrap_or_default());
            }
        }
    }
    let reports = runs.iter().map(|run| (run.name, run.outcome.as_ref().ok()));
    let reports: Vec<(&str, Option<&Report>)> = reports.collect();
    if let [(spark_name, Some(spark)), others @ ..] = reports.as_slice() {
        for (name, other) in others {
            let Some(other) = other.filter(|other| other.digest != spark.digest) else { continue };
            println!();
            show_rows_without_partner(spark_name, spark, other);
            show_rows_without_partner(name, other, spark);
        }
    }
}

/// What the table has for an engine that ran.
fn cells(report: &Report) -> String {
    let Report { session_s, wall_s, rows, digest, .. } = report;
    let cpu_s: Vec<f64> = report.cpu_s.iter().map(|cpu_s| cpu_s.unwrap_or(f64::NAN)).collect();
    let found = parse_physical_plan(&report.plan).ok().filter(|_| !report.nodes.is_empty());
    let (by_comet, transitions) = match found.map(|plan| coverage(&plan)) {
        Some(found) => {
            (format!("{} of {}", found.accelerated, found.eligible), found.transitions.to_string())
        }
        None => ("-".to_owned(), "-".to_owned()),
    };
    format!(
        "{session_s:>8.1}{:>8.2}{:>8.2}{:>8.2}{by_comet:>10}{transitions:>13}{:>6}  {digest:.8}",
        wall_s[0],
        median_of_later(wall_s),
        median_of_later(&cpu_s),
        rows.len()
    )
}

/// The median of all runs but the first.
fn median_of_later(seconds: &[f64]) -> f64 {
    let mut later: Vec<f64> = seconds.iter().skip(1).copied().collect();
    later.sort_by(f64::total_cmp);
    later.get(later.len() / 2).copied().unwrap_or(f64::NAN)
}

fn show_rows_without_partner(name: &str, report: &Report, other: &Report) {
    let rows = report.rows.iter().filter(|row| !other.rows.contains(row));
    for row in rows.collect::<BTreeSet<_>>() {
        let cells: Vec<&str> = row.iter().map(|cell| cell.as_deref().unwrap_or("null")).collect();
        println!("only `{name}` has  {}", cells.join("  "));
    }
}

impl Display for Version {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

impl Display for PlanError {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("there is no node"),
            Self::Misprinted { line } => {
                write!(f, "the heading in line {line} is indented less than the node above it")
            }
        }
    }
}

impl Display for Coverage {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self { accelerated, eligible, transitions, shuffles } = self;
        let Shuffles { comet_native, comet_jvm, spark } = shuffles;
        write!(f, "{accelerated} of {eligible} by Comet; transitions: {transitions}; shuffles: ")?;
        write!(f, "{comet_native} in Rust, {comet_jvm} on the JVM, {spark} by Spark")
    }
}

#[cfg(test)]
mod tests;
