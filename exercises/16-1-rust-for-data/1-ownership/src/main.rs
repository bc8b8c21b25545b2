//! 16.1.1: Who owns a column, and when it is freed.
//!
//! The tests say what each function must do: `cargo ex 16.1.1`. Then `cargo ex run 16.1.1` runs
//! `main`, below, which measures what you have predicted.

#![forbid(unsafe_code)]

mod experiments;
mod snippets;

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Mutex;

use checks::allocations;
use datasets::{Dataset, Ventas};

/// Counts what is allocated and freed.
#[global_allocator]
static ALLOCATOR: allocations::Counting = allocations::Counting;

/// Adds up the values, from left to right. It borrows them: the caller keeps the column.
///
/// NaN and infinities are added like any other number. The sum of no values is `0.0`, never `-0.0`.
fn sum_borrowed(values: &[f64]) -> f64 {
    todo!("add up {values:?}")
}

/// Multiplies every value by `factor`. It borrows the column to change it: while it does, nobody else
/// reads or writes the column.
fn scale_in_place(values: &mut [f64], factor: f64) {
    todo!("multiply each of {values:?} by {factor}")
}

/// Takes the column, multiplies every value by `factor` and gives the column back.
///
/// Nothing is copied and nothing allocated: the values stay at the same address.
fn into_scaled(values: Vec<f64>, factor: f64) -> Vec<f64> {
    todo!("scale {values:?} by {factor} where they are")
}

/// Multiplies the first half by `factors.0` and, at the same time, the second half by `factors.1`:
/// each half on a thread of its own, without a lock.
///
/// Of `n` values, the first `n / 2`, rounded down, are the first half.
fn scale_halves_in_parallel(values: &mut [f64], factors: (f64, f64)) {
    todo!("scale the halves of {values:?} by {factors:?}")
}

/// Your prediction: how many allocations each operation in `experiments::costs` makes. Replace the
/// `-1`.
const PREDICTED_ALLOCATIONS: &[(&str, i64)] = &[
    ("move the column", -1),
    ("borrow the column", -1),
    ("clone the column", -1),
    ("move it into an Arc", -1),
    ("clone the Arc", -1),
];

/// Your prediction: at the end of each function in `experiments.rs`, is the column `"live"` or has it
/// been `"freed"`? Replace the `"?"`.
const PREDICTED_ENDINGS: &[(&str, &str)] = &[
    ("scope_ended", "?"),
    ("used_for_the_last_time", "?"),
    ("moved_into_a_function", "?"),
    ("one_arc_dropped", "?"),
    ("forgotten", "?"),
    ("in_a_cycle", "?"),
];

/// Names in the order in which they were written. `Rc` lets several owners share the list, and
/// `RefCell` lets each of them write to it.
type Log = Rc<RefCell<Vec<&'static str>>>;

/// A value that writes down its own end.
struct Tracker {
    name: &'static str,
    log: Log,
}

impl Tracker {
    fn new(name: &'static str, log: &Log) -> Self {
        Self { name, log: Rc::clone(log) }
    }
}

impl Drop for Tracker {
    /// Adds `name` to the end of the log. The compiler calls this when the value ends.
    fn drop(&mut self) {
        let _ = (self.name, &self.log); // Replace this line.
    }
}

/// Your prediction: the order in which the trackers of `experiments::drop_order` end. The names stand
/// in the order in which the trackers are made: move the lines.
const PREDICTED_DROP_ORDER: &[&str] = &[
    "first",
    "underscore",
    "shadowed",
    "shadowing",
    "early",
    "left",
    "right",
    "row 0",
    "row 1",
    "moved",
];

/// How a table knows the table it was made from, without keeping it alive. Replace the `()`.
type Parent = ();

/// A table, the table it was made from and the tables made from it.
#[derive(Debug)]
struct Lineage {
    name: String,
    values: Vec<f64>,
    /// `None` for a table that was made from nothing, a root.
    parent: Option<Parent>,
    children: RefCell<Vec<Rc<Lineage>>>,
}

impl Lineage {
    /// A root.
    fn new(name: &str, values: Vec<f64>) -> Rc<Self> {
        let children = RefCell::default();
        Rc::new(Self { name: name.to_owned(), values, parent: None, children })
    }

    /// Makes a table from `parent`, which becomes its owner together with the caller: the table goes
    /// to the end of `parent.children`.
    ///
    /// When the last handle to a root ends, the root and every table that nobody else holds are freed.
    fn add_child(parent: &Rc<Self>, name: &str, values: Vec<f64>) -> Rc<Self> {
        todo!("add {name}, {} values, to {:?}", values.len(), parent.children)
    }

    /// The names from the root to this table, joined by `/`, such as `raw/clean/daily`.
    ///
    /// A parent that has been freed has an empty path: what is left is `/clean/daily`.
    fn path(&self) -> String {
        todo!("the path of {:?}, then `/` and {}", self.parent, self.name)
    }
}

/// Your prediction: what the compiler says about each program in `snippets.rs`. It is `None` if the
/// program compiles, and otherwise the code of the error, one of
///
/// E0277, E0382, E0499, E0502, E0505, E0596, E0597.
///
/// `rustc --explain E0382` shows what a code means. Replace the `Some("?")`.
const BORROW_QUIZ: &[(&str, Option<&str>)] = &[
    ("used_after_move", Some("?")),
    ("moved_in_a_loop", Some("?")),
    ("number_used_twice", Some("?")),
    ("moved_while_borrowed", Some("?")),
    ("borrowed_from_a_block", Some("?")),
    ("rc_given_to_a_thread", Some("?")),
    ("two_writers", Some("?")),
    ("writers_in_turn", Some("?")),
    ("changed_while_read", Some("?")),
    ("changed_through_a_shared_reference", Some("?")),
    ("two_threads_one_column", Some("?")),
    ("two_threads_two_halves", Some("?")),
];

/// A million generated sales.
fn amounts() -> Vec<f64> {
    let ventas = Ventas::new(&Dataset::with_rows(1_000_000));
    (0..ventas.rows()).filter_map(|row| ventas.row(row).monto.value()).collect()
}

fn main() {
    let mut sales = amounts();
    println!("{} sales, added up without giving them away:", sales.len());
    println!("  total              {:>16.2}", sum_borrowed(&sales));
    scale_in_place(&mut sales, 2.0);
    println!("  doubled in place   {:>16.2}", sum_borrowed(&sales));
    let mut sales = into_scaled(sales, 0.5);
    println!("  moved and halved   {:>16.2}", sum_borrowed(&sales));
    scale_halves_in_parallel(&mut sales, (1.0, 0.0));
    println!("  without 2nd half   {:>16.2}", sum_borrowed(&sales));

    println!(
        "\nBytes: `Vec<f64>`, the handle that a move copies, {}; `&mut [f64]` {}; `Mutex<f64>` {}",
        size_of::<Vec<f64>>(),
        size_of::<&mut [f64]>(),
        size_of::<Mutex<f64>>()
    );
    show_costs(sales.len());
    show_endings();
    show_drop_order();
    show_lineage(&sales);
    show_quiz();
}

fn show_costs(rows: usize) {
    println!("\nOn a column of {rows} values     predicted   allocations   same address");
    for cost in experiments::costs(rows) {
        let predicted = prediction(PREDICTED_ALLOCATIONS, cost.operation);
        println!(
            "  {:<28} {:>12} {:>13} {:>14}",
            cost.operation,
            predicted.map_or("?".to_owned(), |n| n.to_string()),
            cost.allocations,
            cost.same_address
        );
    }
}

fn show_endings() {
    println!("\nA column of 1000 values      predicted   bytes still live");
    for (name, bytes) in experiments::live_bytes_at_the_end(1_000) {
        let predicted = prediction(PREDICTED_ENDINGS, name).unwrap_or("?");
        println!("  {name:<26} {predicted:>10} {bytes:>18}");
    }
}

fn show_drop_order() {
    let log = Log::default();
    experiments::drop_order(|name| Tracker::new(name, &log));
    println!("\nThe order in which ten values end:");
    println!("  predicted {PREDICTED_DROP_ORDER:?}");
    println!("  observed  {:?}", log.borrow());
}

fn show_lineage(sales: &[f64]) {
    let (orphan, made) = allocations::during(|| {
        let raw = Lineage::new("raw", sales.to_vec());
        let clean = Lineage::add_child(&raw, "clean", sales[..1_000].to_vec());
        let daily = Lineage::add_child(&clean, "daily", sales[..10].to_vec());
        println!("\n{} was made from {} values", daily.path(), raw.values.len());
        daily
    });
    println!("  without its parents it is {}, with {} values", orphan.path(), orphan.values.len());
    println!("  of the whole tree, {} bytes are still live", made.live_bytes);
}

fn show_quiz() {
    println!("\nWhat the compiler says");
    for (name, code) in snippets::SNIPPETS {
        let predicted = prediction(BORROW_QUIZ, name).flatten();
        let found = checks::rustc::errors(code);
        let verdict = if predicted == found.first().map(String::as_str) { "yes" } else { "no" };
        println!("  {name:<36} {:<9} {verdict}", predicted.unwrap_or("compiles"));
    }
}

/// The row `name` of a table of predictions.
fn prediction<T: Copy>(table: &[(&str, T)], name: &str) -> Option<T> {
    table.iter().find(|(row, _)| *row == name).map(|(_, predicted)| *predicted)
}

#[cfg(test)]
mod tests;
