//! 16.1.3: Iterators, lazy and in parallel.
//!
//! The tests say what each function must do: `cargo ex 16.1.3`. Then `cargo ex run 16.1.3` runs
//! `main`, below, on a million generated sales.

mod snippets;

use std::collections::{HashMap, HashSet, VecDeque};
use std::hint::black_box;
use std::num::NonZeroUsize;
use std::time::Instant;

use checks::allocations;
use datasets::{Dataset, REGIONS, Ventas};
use rayon::ThreadPoolBuilder;
use rayon::prelude::*;

/// Counts what the sums allocate.
#[global_allocator]
static ALLOCATOR: allocations::Counting = allocations::Counting;

/// Adds up twice every value above `threshold`, from left to right, in one pass: filter, map, sum.
///
/// Allocates nothing. NaN is above nothing and nothing is above NaN. An empty sum is `0.0`, never
/// `-0.0`.
fn pipeline(data: &[f64], threshold: f64) -> f64 {
    todo!("filter {data:?} above {threshold}, double, add up")
}

/// The same sum with the same bits, but each stage collects its values into a new `Vec`, on purpose:
/// one for the filter, one for the map.
fn pipeline_staged(data: &[f64], threshold: f64) -> f64 {
    todo!("as `pipeline`, with two `Vec`s: {data:?} {threshold}")
}

/// The same sum with the same bits, without a filter: every value is mapped to its double or to
/// `0.0`, so that the processor has no branch to guess. Allocates nothing.
fn pipeline_select(data: &[f64], threshold: f64) -> f64 {
    todo!("map {data:?} to 2x above {threshold}, else to 0.0")
}

/// One call of a closure in [`traced`], with the value it was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// The filter looked at a value.
    Tested(i64),
    /// The map squared a value.
    Mapped(i64),
}

/// Returns the squares of the first `limit` even values, and every call of the two closures in the
/// order in which they happened.
///
/// Build it as a chain of `filter`, `map` and `take`: the order of the steps is what a lazy chain
/// does by itself. Both closures have to write to the same log.
fn traced(data: &[i64], limit: usize) -> (Vec<i64>, Vec<Step>) {
    todo!("{:?} {:?} {data:?} {limit}", Step::Tested(1), Step::Mapped(2))
}

/// The sum of [`pipeline`] in parallel, with the same bits for any number of threads.
///
/// `data` is cut into pieces of `chunk` values; the last may be shorter. Each piece is added up from
/// left to right, then the sums of the pieces, in order. Another `chunk` may give other bits.
fn par_pipeline(data: &[f64], threshold: f64, chunk: NonZeroUsize) -> f64 {
    todo!("{data:?} above {threshold}, {chunk} values at a time")
}

/// Counts the words of all lines, in parallel and without locks: each thread fills a map of its own,
/// then the maps are merged.
///
/// Words are separated by white space and counted in lower case, in every alphabet: `Año` and `AÑO`
/// are the same word.
fn par_word_count(lines: &[String]) -> HashMap<String, u64> {
    todo!("fold the words of {lines:?} into maps, then reduce them")
}

/// An iterator adapter: the means of every `size` neighboring values, from left to right.
///
/// For `n` values it yields `n - size + 1` means, or none if there are fewer than `size` values.
struct Windowed<I: Iterator> {
    values: I,
    size: NonZeroUsize,
    /// The last values that were pulled, oldest first.
    recent: VecDeque<f64>,
}

impl<I: Iterator<Item = f64>> Windowed<I> {
    fn new(values: I, size: NonZeroUsize) -> Self {
        Self { values, size, recent: VecDeque::with_capacity(size.get()) }
    }
}

impl<I: Iterator<Item = f64>> Iterator for Windowed<I> {
    type Item = f64;

    /// Pulls as many values as it needs for the next mean, and no more.
    ///
    /// A mean depends on the values in its window alone: what has left the window leaves no trace,
    /// not even a rounding error.
    fn next(&mut self) -> Option<f64> {
        todo!("{:?} {:?} {}", self.recent, self.values.next(), self.size)
    }
}

/// Your prediction: what the compiler says about each program in `snippets.rs`. It is `None` if the
/// program compiles, and otherwise the code of the error, one of
///
/// E0277, E0382, E0594, E0599.
///
/// `rustc --explain E0277` shows what a code means. Replace the `Some("?")`.
const COMPILER_QUIZ: &[(&str, Option<&str>)] = &[
    ("a_counter_in_the_closure", Some("?")),
    ("an_atomic_counter", Some("?")),
    ("a_name_behind_an_rc", Some("?")),
    ("a_name_behind_an_arc", Some("?")),
    ("cells_instead_of_values", Some("?")),
];

/// Any of the three sums on one thread.
type Sum = fn(&[f64], f64) -> f64;

/// Sales above this amount count.
const THRESHOLD: f64 = 500.0;

fn main() {
    let ventas = Ventas::new(&Dataset::with_rows(1_000_000));
    let amounts: Vec<f64> =
        (0..ventas.rows()).filter_map(|row| ventas.row(row).monto.value()).collect();

    println!("{} sales; twice the total of those above {THRESHOLD}:", amounts.len());
    show("fused", || pipeline(&amounts, THRESHOLD));
    show("staged", || pipeline_staged(&amounts, THRESHOLD));
    show("select", || pipeline_select(&amounts, THRESHOLD));

    println!("\nA lazy chain, step by step, until it has 2 squares:");
    let (squares, steps) = traced(&[1, 2, 3, 4, 5, 6], 2);
    println!("  {steps:?} -> {squares:?}");

    println!("\nDistinct bits in 100 parallel sums on 4 threads:");
    let part = &amounts[..100_000];
    let naive = || part.par_iter().filter(|&&x| x > THRESHOLD).map(|x| x * 2.0).sum();
    println!("  .par_iter().sum()    {}", distinct_bits(naive));
    let chunk = NonZeroUsize::new(4_096).expect("4096 is not 0");
    println!("  fixed chunks         {}", distinct_bits(|| par_pipeline(part, THRESHOLD, chunk)));

    println!("\nThe busiest regions, by counting words:");
    let lines: Vec<String> = (0..100_000).filter_map(|row| region_of(&ventas, row)).collect();
    let mut counts: Vec<(String, u64)> = par_word_count(&lines).into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    println!("  {:?}", &counts[..3.min(counts.len())]);

    let week = NonZeroUsize::new(7).expect("7 is not 0");
    let means: Vec<f64> = Windowed::new(amounts.iter().copied(), week).take(3).collect();
    println!("\nThe first rolling means of 7 sales, of which 9 were pulled:\n  {means:.2?}");

    show_quiz();
    show_speed(&amounts);
}

fn region_of(ventas: &Ventas, row: u64) -> Option<String> {
    ventas.row(row).region.map(|region| REGIONS[usize::from(region)].to_owned())
}

/// Prints the result of one version of the sum and the allocations it made.
fn show(name: &str, sum: impl Fn() -> f64) {
    let (total, allocations) = allocations::during(&sum);
    println!("  {name:<7} {total:>16.2}   {:>2} allocations", allocations.count);
}

/// Runs `sum` 100 times on 4 threads and counts the different results.
fn distinct_bits(sum: impl Fn() -> f64 + Sync) -> usize {
    let pool = ThreadPoolBuilder::new().num_threads(4).build().expect("4 threads can be started");
    pool.install(|| (0..100).map(|_| sum().to_bits()).collect::<HashSet<u64>>().len())
}

fn show_quiz() {
    println!("\nWhat the compiler says");
    for (name, code) in snippets::SNIPPETS {
        let row = COMPILER_QUIZ.iter().find(|(row, _)| *row == name);
        let predicted = row.and_then(|(_, predicted)| *predicted);
        let found = checks::rustc::errors(&format!("{}{code}", snippets::BOUNDS));
        let verdict = if predicted == found.first().map(String::as_str) { "yes" } else { "no" };
        println!("  {name:<26} {:<9} {verdict}", predicted.unwrap_or("compiles"));
    }
}

/// Prints nanoseconds per value for shuffled and for sorted amounts: the processor guesses the
/// filter's branch well only when the values are sorted.
fn show_speed(shuffled: &[f64]) {
    if cfg!(debug_assertions) {
        println!("\nTimes need an optimized build: `cargo ex run 16.1.3` makes one.");
        return;
    }
    let mut sorted = shuffled.to_vec();
    sorted.sort_by(f64::total_cmp);
    println!("\nNanoseconds per value, best of 9   shuffled   sorted");
    let versions: [(&str, Sum); 3] =
        [("fused", pipeline), ("staged", pipeline_staged), ("select", pipeline_select)];
    for (name, sum) in versions {
        let ns = |data: &[f64]| best_of_9(|| sum(black_box(data), THRESHOLD)) / data.len() as f64;
        println!("  {name:<31} {:>9.2} {:>8.2}", ns(shuffled), ns(&sorted));
    }
}

/// The shortest of nine runs, in nanoseconds.
fn best_of_9(work: impl Fn() -> f64) -> f64 {
    let run = || {
        let start = Instant::now();
        black_box(work());
        start.elapsed().as_nanos() as f64
    };
    (0..9).map(|_| run()).fold(f64::INFINITY, f64::min)
}

#[cfg(test)]
mod tests;
