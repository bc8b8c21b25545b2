//! 16.3.4: Benchmark: Polars in Rust, Polars in Python and pandas.
//!
//! The tests say what each function must do: `cargo ex 16.3.4`. Then `cargo ex run 16.3.4` runs
//! `main`, below, on a million generated sales. It leaves a program behind that takes other numbers:
//! `target/release/ex-16-3-4 --rows 10M --blocks 9`.

mod contenders;
mod machine;
mod markdown;
mod process;
mod sales;
mod sample;

use std::fmt::{self, Display, Formatter};
use std::io;
use std::path::Path;
use std::process::{Child, Command, ExitStatus};
use std::time::{Duration, Instant};

use contenders::{CONTENDERS, Contender};
use datasets::Dataset;
use environments::NotSetUp;
use machine::{Facts, Options};
use sample::{Answer, Sample};

/// Chooses the data and the order of the runs.
const SEED: u64 = 42;

/// Enough for the slowest contender on a small machine.
const TIME_LIMIT: Duration = Duration::from_secs(300);

/// What several measurements of the same thing say.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Summary {
    median: f64,
    /// Contains the true median with a chance of 95 % or more. Fewer than 6 values cannot tell.
    interval: Option<(f64, f64)>,
    min: f64,
}

/// Sums up 1 to 1000 values in any order; `None` if there are none. No value is NaN.
///
/// The median of an even number of values is the mean of the two in the middle.
///
/// The interval assumes nothing about the distribution. The true median divides it in halves, so each
/// value is below it with a chance of one half, as a coin shows heads: of `n` values, `k` or fewer are
/// below it as often as `n` coins show `k` heads or fewer. In ascending order, from `x[0]` to
/// `x[n - 1]`, the interval goes from `x[k]` to `x[n - 1 - k]`. It misses the true median if `k` or
/// fewer values are below it, or `k` or fewer above. The result has the largest `k` for which
///
/// ```text
/// 2 * (C(n, 0) + C(n, 1) + ... + C(n, k)) / 2^n <= 0.05,     C(n, j + 1) = C(n, j) * (n - j) / (j + 1)
/// ```
///
/// Not even `k` = 0 will do for 5 values: 2 / 2^5 is 0.0625. The rule is of W. R. Thompson, "On
/// confidence ranges for the median", Annals of Mathematical Statistics 7, 1936.
fn summarize(values: &[f64]) -> Option<Summary> {
    todo!("the median of {values:?}, its interval and the minimum")
}

/// What two contenders' times say about which is faster.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Verdict {
    /// The other takes `times` times as long.
    Faster { times: f64 },
    /// It takes `times` times as long as the other.
    Slower { times: f64 },
    /// It may be either.
    Indistinguishable,
    /// Fewer than 6 blocks have a time of both.
    TooFew,
}

/// Compares the times of `a` with those of `b`. In each of the `n` blocks both ran close together:
/// `a[i]` and `b[i]` are their times in block `i`, above 0, or `None` where there is none. `a` and `b`
/// have the same length.
///
/// Whatever slowed down the machine for a whole block is in both of its times, and not in their ratio.
/// So this takes the ratio `a[i] / b[i]` of each block that has both times, and then the [`Summary`]
/// of the ratios, whose interval decides:
///
/// | interval of the ratios | verdict                                           |
/// |------------------------|---------------------------------------------------|
/// | all below 1            | `Faster`, `times` is 1 by the median of the ratios |
/// | all above 1            | `Slower`, `times` is the median of the ratios     |
/// | contains 1             | `Indistinguishable`, whatever the median is       |
/// | there is none          | `TooFew`                                          |
fn compare(a: &[Option<f64>], b: &[Option<f64>]) -> Verdict {
    todo!("the ratios of {a:?} to {b:?}, block by block")
}

/// In which order the contenders run, block by block. In each block, each of `0..contenders` runs once.
///
/// The order is drawn anew for each block: every order is equally likely, so that nobody always
/// follows the same rival. `datasets::Stream` gives the random numbers: the same seed, the same
/// schedule.
fn schedule(contenders: usize, blocks: usize, seed: u64) -> Vec<Vec<usize>> {
    todo!("{blocks} times 0..{contenders}, shuffled with {seed}")
}

/// How far a revenue may be off, as a share of the exact one.
///
/// Each addition of positive amounts rounds by at most 2^-53 of the sum so far. In whatever order an
/// engine adds nine million of them, it ends up within 1e-9 of the exact sum. What passes this gate all
/// the same is a sale that is less than 1e-9 of the revenue of its region.
const TOLERANCE: f64 = 1e-9;

/// A region in which an answer is wrong. `None` stands for "not in the answer".
#[derive(Debug, Clone, PartialEq)]
struct Difference {
    region: Option<String>,
    expected: Option<f64>,
    found: Option<f64>,
}

/// The gate: only right answers have times.
///
/// An answer is right if it has the same regions as the exact one, and the revenue of each is within
/// [`TOLERANCE`] of the exact revenue. NaN and infinities are wrong; the exact answer has none.
///
/// # Errors
///
/// The first region that differs, or any other one if there are several.
fn agree(expected: &Answer, found: &Answer) -> Result<(), Difference> {
    todo!("compare {expected:?} with {found:?} within {TOLERANCE:e}")
}

/// Bytes that the file takes for each row, with room: 10 million rows take 10 bytes each.
const FILE_BYTES_PER_ROW: u64 = 20;

/// Refuses a file that is too large for the disk, before anything is written.
///
/// The disk has to have twice the size of the file free: 40 bytes for each row. No number of rows is
/// too large to ask for.
///
/// # Errors
///
/// There are fewer `free_bytes`. The message has both numbers of bytes, written by [`size`].
fn check_disk(rows: u64, free_bytes: u64) -> anyhow::Result<()> {
    todo!("{FILE_BYTES_PER_ROW} for {rows} rows, {free_bytes} free")
}

/// A number of bytes as people read it.
fn size(bytes: u128) -> String {
    match bytes {
        0..1_000_000_000 => format!("{:.3} MB", bytes as f64 / 1e6),
        _ => format!("{:.3} GB", bytes as f64 / 1e9),
    }
}

/// Waits for a process to end, and returns how it ended. A process that has not ended after
/// `time_limit` is killed: then the result is `None`, and no process is left behind.
///
/// One that has ended already is never late, whatever the limit.
///
/// The standard library has no wait with a limit: [`Child::try_wait`] tells at once whether a process
/// has ended. Between two questions, this thread sleeps for a few milliseconds. If it kept asking, it
/// would take a processor from those that are being measured.
fn wait_within(child: &mut Child, time_limit: Duration) -> io::Result<Option<ExitStatus>> {
    todo!("wait for {child:?}, kill it after {time_limit:?}")
}

/// Why a run has no sample.
#[derive(Debug, Clone, PartialEq)]
enum NoSample {
    /// It cannot run on this machine. That is nobody's fault, and says nothing about its speed.
    NotRun { reason: String },
    /// It ended with an error, or without a report.
    Failed { reason: String },
    /// It was killed.
    TimedOut,
}

/// What came of one run.
type Outcome = Result<Sample, NoSample>;

/// Runs a contender with [`process::output_within`] and reads its report: `text.parse::<Sample>()`
/// finds it in all that was printed on standard output.
///
/// # Errors
///
/// * [`NoSample::NotRun`]: there is no command; the reason is the text of the [`NotSetUp`]
/// * [`NoSample::Failed`]: it ended with another status than success, whether it had reported by then
///   or not; or there was no report that can be read. The reason holds the status in the first case and
///   the parser's error in the second, and in both the last line on standard error that is not blank:
///   there Python says what went wrong
/// * as [`process::output_within`]
fn run(command: Result<Command, NotSetUp>, time_limit: Duration) -> Outcome {
    todo!("run {command:?} for {time_limit:?} at most")
}

/// All runs of a contender.
#[derive(Debug)]
struct Results {
    name: &'static str,
    /// One per block.
    outcomes: Vec<Outcome>,
}

/// Decides whether the report has numbers of a contender: it gave a right answer at least once, and
/// never a wrong one.
///
/// If so, returns its samples by block, with `None` for a run without sample.
///
/// # Errors
///
/// The words that stand in the report instead:
///
/// * `wrong answer: ` and the [`Difference`], if an answer does not [`agree`], in whatever block
/// * the [`NoSample`] of the first block, if no run has a sample
/// * `no runs`, if there are no blocks
fn judge<'a>(
    outcomes: &'a [Outcome],
    expected: &Answer,
) -> Result<Vec<Option<&'a Sample>>, String> {
    todo!("are {outcomes:?} all {expected:?}?")
}

/// The times of a contender by block.
fn query_times(samples: &[Option<&Sample>]) -> Vec<Option<f64>> {
    samples.iter().map(|sample| sample.map(|sample| sample.query_ms)).collect()
}

const COLUMNS: [&str; 8] = [
    "contender",
    "runs",
    "query ms: median [95 %] min",
    "against the first",
    "CPU ms",
    "peak MB",
    "first query ms",
    "start-up ms",
];

/// The line of a contender in the report, a cell for each of [`COLUMNS`]:
///
/// * its name
/// * how many of its runs have a sample: `6 of 7`
/// * the [`Summary`] of its `query_ms`
/// * the [`Verdict`] on its [`query_times`] against those of its rival; `-` if it has no rival, or if
///   [`judge`] does not let the rival pass
/// * the medians of its `cpu_ms`, `peak_mb`, `first_ms` and `start_up_ms`, each with one decimal; `-`
///   if no sample has one
///
/// If [`judge`] does not let the contender itself pass, its words are the third cell, and the five
/// after it are `-`.
fn line(results: &Results, rival: Option<&Results>, expected: &Answer) -> [String; 8] {
    todo!("{results:?} against {rival:?}, expected {expected:?}")
}

/// The whole report in Markdown.
fn report(facts: &Facts, results: &[Results], expected: &Answer) -> String {
    let mut rows = vec![COLUMNS.map(str::to_owned)];
    for (i, contender) in results.iter().enumerate() {
        rows.push(line(contender, results.first().filter(|_| i > 0), expected));
    }
    let is_skipped =
        |results: &Results| matches!(results.outcomes.first(), Some(Err(NoSample::NotRun { .. })));
    let passed =
        results.iter().filter(|results| judge(&results.outcomes, expected).is_ok()).count();
    let skipped = results.iter().filter(|results| is_skipped(results)).count();
    let failed = results.len() - passed - skipped;
    let legend: String =
        LEGEND.iter().map(|(word, means)| format!("* `{word}`: {means}\n")).collect();
    format!(
        "{facts}\n{}\n{passed} measured with right answers, {skipped} skipped, {failed} without \
         result.\n\n{legend}",
        markdown::table(&rows)
    )
}

/// What the words in the fourth column mean.
const LEGEND: [(Verdict, &str); 4] = [
    (
        Verdict::Faster { times: 1.5 },
        "the interval says faster; in half of the blocks the first took 1.5 times as long, or longer",
    ),
    (
        Verdict::Slower { times: 1.5 },
        "the interval says slower; in half of the blocks it took 1.5 times as long, or longer",
    ),
    (Verdict::Indistinguishable, "the blocks do not tell which one is faster"),
    (Verdict::TooFew, "fewer than 6 blocks have both times"),
];

fn main() -> anyhow::Result<()> {
    if contenders::run_if_asked()? {
        return Ok(());
    }
    let options = Options::from_arguments(std::env::args().skip(1))?;
    let folder = tempfile::tempdir()?;
    if let Some(free_bytes) = machine::free_bytes(folder.path()) {
        check_disk(options.rows, free_bytes)?;
    }
    let file = folder.path().join("ventas.parquet");
    let dataset = Dataset::hostile(options.rows, SEED);
    let expected = sales::write(&dataset, &file)?;

    rehearse(&file, &options, &expected);
    let (results, block_seconds) = race(&file, &options);
    let facts = Facts::new(&dataset, file.metadata()?.len(), &results);
    println!("{}", report(&facts, &results, &expected));
    if let [first, .., again] = results.as_slice() {
        println!("{} against itself: {}.", first.name, against_itself(first, again, &expected));
    }
    if let Some(seconds) = summarize(&block_seconds) {
        println!("A block took {:.1} s: more of them make the intervals shorter.", seconds.median);
    }
    println!("\n{MORE_SIZES}");
    Ok(())
}

/// Shows whose answers are right before any time counts. It also brings the file into memory.
fn rehearse(file: &Path, options: &Options, expected: &Answer) {
    eprintln!("Rehearsal: are the answers right?");
    for contender in &CONTENDERS {
        let words = match attempt(contender, file, options.rows) {
            Ok(sample) => match agree(expected, &sample.answer) {
                Ok(()) => "right".to_owned(),
                Err(difference) => difference.to_string(),
            },
            Err(reason) => reason.to_string(),
        };
        eprintln!("  {}: {words}", contender.name);
    }
}

/// Runs all blocks. Returns the results of each contender and the seconds that each block took.
fn race(file: &Path, options: &Options) -> (Vec<Results>, Vec<f64>) {
    let new_results = |contender: &Contender| Results { name: contender.name, outcomes: vec![] };
    let mut results: Vec<Results> = CONTENDERS.iter().map(new_results).collect();
    let mut block_seconds = Vec::new();
    for (block, order) in schedule(CONTENDERS.len(), options.blocks, SEED).iter().enumerate() {
        eprintln!("Block {} of {}", block + 1, options.blocks);
        let start = Instant::now();
        for &i in order {
            results[i].outcomes.push(attempt(&CONTENDERS[i], file, options.rows));
        }
        block_seconds.push(start.elapsed().as_secs_f64());
    }
    (results, block_seconds)
}

/// Runs a contender, if there is memory for it.
fn attempt(contender: &Contender, file: &Path, rows: u64) -> Outcome {
    match machine::too_large(rows.saturating_mul(contender.memory_bytes_per_row)) {
        Some(reason) => Err(NoSample::NotRun { reason }),
        None => run((contender.command)(file), TIME_LIMIT),
    }
}

/// What this benchmark says about two contenders that are the same program: its own error.
fn against_itself(first: &Results, again: &Results, expected: &Answer) -> String {
    let judged = (judge(&first.outcomes, expected), judge(&again.outcomes, expected));
    let (Ok(first), Ok(again)) = judged else { return "nothing to compare".to_owned() };
    match compare(&query_times(&again), &query_times(&first)) {
        Verdict::Indistinguishable => format!("{}, as it must be", Verdict::Indistinguishable),
        Verdict::TooFew => Verdict::TooFew.to_string(),
        error => format!("{error}, which is not true: trust no difference of this size"),
    }
}

const MORE_SIZES: &str = "\
The same question at three sizes, with the harness of this course (100M rows take a while):
  cargo harness run --sizes 1M,10M,100M \\
    --engines polars,polars-streaming,polars-python,polars-python-memory,pandas \\
    --workloads star,revenue-by-region";

impl Display for Summary {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{:.1}", self.median)?;
        if let Some((low, high)) = self.interval {
            write!(f, " [{low:.1}, {high:.1}]")?;
        }
        write!(f, " {:.1}", self.min)
    }
}

impl Display for Verdict {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Faster { times } => write!(f, "{times:.2}× faster"),
            Self::Slower { times } => write!(f, "{times:.2}× slower"),
            Self::Indistinguishable => write!(f, "≈"),
            Self::TooFew => write!(f, "too few blocks"),
        }
    }
}

impl Display for Difference {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let region = self.region.as_deref().unwrap_or("null");
        let revenue =
            |revenue: Option<f64>| revenue.map_or("no such region".to_owned(), |r| r.to_string());
        let (expected, found) = (revenue(self.expected), revenue(self.found));
        write!(f, "region `{region}`, expected {expected}, found {found}")
    }
}

impl Display for NoSample {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotRun { reason } => write!(f, "NotRun: {reason}"),
            Self::Failed { reason } => write!(f, "failed: {reason}"),
            Self::TimedOut => write!(f, "timed out"),
        }
    }
}

#[cfg(test)]
mod tests;
