//! 16.1.1: Who owns a column, and when it is freed.
//!
//! The tests say what each function must do: `cargo ex 16.1.1`. Then `cargo ex run 16.1.1` runs
//! `main`, below, which measures what you have predicted.

#![forbid(unsafe_code)]

#[path = "../../../../exercises/16-1-rust-for-data/1-ownership/src/experiments.rs"]
mod experiments;
#[path = "../../../../exercises/16-1-rust-for-data/1-ownership/src/snippets.rs"]
mod snippets;

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Mutex;

use checks::allocations;
use datasets::{Dataset, Ventas};

/// Counts what is allocated and freed.
#[global_allocator]
static ALLOCATOR: allocations::Counting = allocations::Counting;

// ANCHOR: columns
/// Adds up the values, from left to right. It borrows them: the caller keeps the column.
///
/// NaN and infinities are added like any other number. The sum of no values is `0.0`, never `-0.0`.
fn sum_borrowed(values: &[f64]) -> f64 {
    // solution:begin sum_borrowed: todo!("add up {values:?}")
    values.iter().fold(0.0, |sum, value| sum + value)
    // solution:end
}

/// Multiplies every value by `factor`. It borrows the column to change it: while it does, nobody else
/// reads or writes the column.
fn scale_in_place(values: &mut [f64], factor: f64) {
    // solution:begin scale_in_place: todo!("multiply each of {values:?} by {factor}")
    for value in values {
        *value *= factor;
    }
    // solution:end
}

/// Takes the column, multiplies every value by `factor` and gives the column back.
///
/// Nothing is copied and nothing allocated: the values stay at the same address.
fn into_scaled(values: Vec<f64>, factor: f64) -> Vec<f64> {
    // solution:begin into_scaled: todo!("scale {values:?} by {factor} where they are")
    let mut scaled = values;
    scale_in_place(&mut scaled, factor);
    scaled
    // solution:end
}

/// Multiplies the first half by `factors.0` and, at the same time, the second half by `factors.1`:
/// each half on a thread of its own, without a lock.
///
/// Of `n` values, the first `n / 2`, rounded down, are the first half.
fn scale_halves_in_parallel(values: &mut [f64], factors: (f64, f64)) {
    // solution:begin scale_halves_in_parallel: todo!("scale the halves of {values:?} by {factors:?}")
    let (first, second) = values.split_at_mut(values.len() / 2);
    std::thread::scope(|scope| {
        scope.spawn(|| scale_in_place(first, factors.0));
        scope.spawn(|| scale_in_place(second, factors.1));
    });
    // solution:end
}
// ANCHOR_END: columns

// ANCHOR: costs
/// Your prediction: how many allocations each operation in `experiments::costs` makes. Replace the
/// `-1`.
const PREDICTED_ALLOCATIONS: &[(&str, i64)] = &[
    // solution:begin cost_move: ("move the column", -1),
    ("move the column", 0),
    // solution:end
    // solution:begin cost_borrow: ("borrow the column", -1),
    ("borrow the column", 0),
    // solution:end
    // solution:begin cost_clone: ("clone the column", -1),
    ("clone the column", 1),
    // solution:end
    // solution:begin cost_arc_new: ("move it into an Arc", -1),
    ("move it into an Arc", 1),
    // solution:end
    // solution:begin cost_arc_clone: ("clone the Arc", -1),
    ("clone the Arc", 0),
    // solution:end
];
// ANCHOR_END: costs

// ANCHOR: endings
/// Your prediction: at the end of each function in `experiments.rs`, is the column `"live"` or has it
/// been `"freed"`? Replace the `"?"`.
const PREDICTED_ENDINGS: &[(&str, &str)] = &[
    // solution:begin scope_ended: ("scope_ended", "?"),
    ("scope_ended", "freed"),
    // solution:end
    // solution:begin used_for_the_last_time: ("used_for_the_last_time", "?"),
    ("used_for_the_last_time", "live"),
    // solution:end
    // solution:begin moved_into_a_function: ("moved_into_a_function", "?"),
    ("moved_into_a_function", "freed"),
    // solution:end
    // solution:begin one_arc_dropped: ("one_arc_dropped", "?"),
    ("one_arc_dropped", "live"),
    // solution:end
    // solution:begin forgotten: ("forgotten", "?"),
    ("forgotten", "live"),
    // solution:end
    // solution:begin in_a_cycle: ("in_a_cycle", "?"),
    ("in_a_cycle", "live"),
    // solution:end
];
// ANCHOR_END: endings

/// Names in the order in which they were written. `Rc` lets several owners share the list, and
/// `RefCell` lets each of them write to it.
type Log = Rc<RefCell<Vec<&'static str>>>;

// ANCHOR: tracker
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
        // solution:begin drop: let _ = (self.name, &self.log); // Replace this line.
        self.log.borrow_mut().push(self.name);
        // solution:end
    }
}
// ANCHOR_END: tracker

// ANCHOR: drop_order
/// Your prediction: the order in which the trackers of `experiments::drop_order` end. The names stand
/// in the order in which the trackers are made: move the lines.
const PREDICTED_DROP_ORDER: &[&str] = &[
    // solution:begin drop_order_0: "first",
    "underscore",
    // solution:end
    // solution:begin drop_order_1: "underscore",
    "early",
    // solution:end
    // solution:begin drop_order_2: "shadowed",
    "moved",
    // solution:end
    // solution:begin drop_order_3: "shadowing",
    "row 0",
    // solution:end
    // solution:begin drop_order_4: "early",
    "row 1",
    // solution:end
    // solution:begin drop_order_5: "left",
    "left",
    // solution:end
    // solution:begin drop_order_6: "right",
    "right",
    // solution:end
    // solution:begin drop_order_7: "row 0",
    "shadowing",
    // solution:end
    // solution:begin drop_order_8: "row 1",
    "shadowed",
    // solution:end
    // solution:begin drop_order_9: "moved",
    "first",
    // solution:end
];
// ANCHOR_END: drop_order

// ANCHOR: lineage
/// How a table knows the table it was made from, without keeping it alive. Replace the `()`.
// solution:begin parent: type Parent = ();
type Parent = std::rc::Weak<Lineage>;
// solution:end

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
        // solution:begin add_child: todo!("add {name}, {} values, to {:?}", values.len(), parent.children)
        let child = Rc::new(Self {
            name: name.to_owned(),
            values,
            parent: Some(Rc::downgrade(parent)),
            children: RefCell::default(),
        });
        parent.children.borrow_mut().push(Rc::clone(&child));
        child
        // solution:end
    }

    /// The names from the root to this table, joined by `/`, such as `raw/clean/daily`.
    ///
    /// A parent that has been freed has an empty path: what is left is `/clean/daily`.
    fn path(&self) -> String {
        // solution:begin path: todo!("the path of {:?}, then `/` and {}", self.parent, self.name)
        let Some(parent) = &self.parent else { return self.name.clone() };
        let before = match parent.upgrade() {
            Some(parent) => parent.path(),
            None => String::new(),
        };
        format!("{before}/{}", self.name)
        // solution:end
    }
}
// ANCHOR_END: lineage

// ANCHOR: quiz
/// Your prediction: what the compiler says about each program in `snippets.rs`. It is `None` if the
/// program compiles, and otherwise the code of the error, one of
///
/// E0277, E0382, E0499, E0502, E0505, E0596, E0597.
///
/// `rustc --explain E0382` shows what a code means. Replace the `Some("?")`.
const BORROW_QUIZ: &[(&str, Option<&str>)] = &[
    // solution:begin used_after_move: ("used_after_move", Some("?")),
    ("used_after_move", Some("E0382")),
    // solution:end
    // solution:begin moved_in_a_loop: ("moved_in_a_loop", Some("?")),
    ("moved_in_a_loop", Some("E0382")),
    // solution:end
    // solution:begin number_used_twice: ("number_used_twice", Some("?")),
    ("number_used_twice", None),
    // solution:end
    // solution:begin moved_while_borrowed: ("moved_while_borrowed", Some("?")),
    ("moved_while_borrowed", Some("E0505")),
    // solution:end
    // solution:begin borrowed_from_a_block: ("borrowed_from_a_block", Some("?")),
    ("borrowed_from_a_block", Some("E0597")),
    // solution:end
    // solution:begin rc_given_to_a_thread: ("rc_given_to_a_thread", Some("?")),
    ("rc_given_to_a_thread", Some("E0277")),
    // solution:end
    // solution:begin two_writers: ("two_writers", Some("?")),
    ("two_writers", Some("E0499")),
    // solution:end
    // solution:begin writers_in_turn: ("writers_in_turn", Some("?")),
    ("writers_in_turn", None),
    // solution:end
    // solution:begin changed_while_read: ("changed_while_read", Some("?")),
    ("changed_while_read", Some("E0502")),
    // solution:end
    // solution:begin changed_through: ("changed_through_a_shared_reference", Some("?")),
    ("changed_through_a_shared_reference", Some("E0596")),
    // solution:end
    // solution:begin two_threads_one_column: ("two_threads_one_column", Some("?")),
    ("two_threads_one_column", Some("E0499")),
    // solution:end
    // solution:begin two_threads_two_halves: ("two_threads_two_halves", Some("?")),
    ("two_threads_two_halves", None),
    // solution:end
];
// ANCHOR_END: quiz

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
#[path = "../../../../exercises/16-1-rust-for-data/1-ownership/src/tests.rs"]
mod tests;
