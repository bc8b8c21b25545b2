//! 16.1.2: Types and traits for data.
//!
//! The tests say what each function must do: `cargo ex 16.1.2`. Then `cargo ex run 16.1.2` runs
//! `main`, below, on a million generated sales.

#[path = "../../../../exercises/16-1-rust-for-data/2-traits/src/snippets.rs"]
mod snippets;
#[path = "../../../../exercises/16-1-rust-for-data/2-traits/src/speed.rs"]
mod speed;

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;

use datasets::{Dataset, Evento, Eventos, MESSAGES, PAGES, REGIONS, Tipo, Ventas};

// ANCHOR: aggregate
/// Values of which two can be combined into one.
///
/// Whoever implements it promises two laws, which no compiler checks:
///
/// * The identity changes nothing: combined with `x`, on either side, it gives `x`.
/// * Grouping does not matter: to combine `a` and `b`, then `c`, gives the same as to combine `a` with
///   what `b` and `c` give. For floats, the same but for rounding.
///
/// With these laws, data may be cut into pieces anywhere, and each piece reduced on its own.
trait Aggregate: Sized {
    fn identity() -> Self;

    fn combine(&self, other: &Self) -> Self;
}

/// Addition. The identity changes no number, not even `-0.0`, in any bit.
impl Aggregate for f64 {
    fn identity() -> Self {
        // solution:begin f64_identity: todo!("the number that changes nothing when it is added")
        -0.0
        // solution:end
    }

    fn combine(&self, other: &Self) -> Self {
        // solution:begin f64_combine: todo!("add {self} and {other}")
        self + other
        // solution:end
    }
}

/// Addition that wraps around: after the largest number comes the smallest, in every build. It never
/// panics, and the laws hold without exception.
impl Aggregate for i64 {
    fn identity() -> Self {
        // solution:begin i64_identity: todo!("the number that changes nothing when it is added")
        0
        // solution:end
    }

    fn combine(&self, other: &Self) -> Self {
        // solution:begin i64_combine: todo!("add {self} and {other}, around the end if need be")
        self.wrapping_add(*other)
        // solution:end
    }
}

/// `None`, a value that is missing, is the identity. Two values are combined as `T` combines them.
impl<T: Aggregate + Clone> Aggregate for Option<T> {
    fn identity() -> Self {
        // solution:begin option_identity: todo!("what changes nothing")
        None
        // solution:end
    }

    fn combine(&self, other: &Self) -> Self {
        // solution:begin option_combine: todo!("is there a value? {} and {}", self.is_some(), other.is_some())
        match (self, other) {
            (Some(left), Some(right)) => Some(left.combine(right)),
            (Some(only), None) | (None, Some(only)) => Some(only.clone()),
            (None, None) => None,
        }
        // solution:end
    }
}

/// Two aggregations at once: left with left, right with right.
impl<A: Aggregate, B: Aggregate> Aggregate for (A, B) {
    fn identity() -> Self {
        // solution:begin pair_identity: todo!("both identities")
        (A::identity(), B::identity())
        // solution:end
    }

    fn combine(&self, other: &Self) -> Self {
        // solution:begin pair_combine: todo!("combine each side with the same side of {other:p}")
        (self.0.combine(&other.0), self.1.combine(&other.1))
        // solution:end
    }
}
// ANCHOR_END: aggregate

// ANCHOR: reduce
/// Combines all items from left to right, beginning with the identity.
fn reduce<T: Aggregate>(items: &[T]) -> T {
    // solution:begin reduce: todo!("combine {} items", items.len())
    items.iter().fold(T::identity(), |total, item| total.combine(item))
    // solution:end
}

/// Cuts the items into pieces of `chunk`, of which the last may be shorter, reduces each piece, and
/// combines the results from left to right. A `chunk` of 0 counts as 1.
fn reduce_chunked<T: Aggregate>(items: &[T], chunk: usize) -> T {
    // solution:begin reduce_chunked: todo!("reduce {} items, {chunk} at a time", items.len())
    let pieces: Vec<T> = items.chunks(chunk.max(1)).map(reduce).collect();
    reduce(&pieces)
    // solution:end
}
// ANCHOR_END: reduce

// ANCHOR: stats
/// What is known about a column without looking at it again.
#[derive(Debug, Clone, PartialEq)]
struct Stats {
    /// Values that are there, with NaN among them.
    count: u64,
    /// Values that are missing.
    nulls: u64,
    /// The sum of the values, which is NaN as soon as one of them is. Without values, the identity.
    sum: f64,
    /// The smallest number. NaN is none: without numbers, `None`.
    min: Option<f64>,
    /// The largest number, likewise.
    max: Option<f64>,
}

impl Stats {
    /// The statistics of a column with this one value.
    fn of(value: Option<f64>) -> Self {
        // solution:begin stats_of: todo!("statistics of {value:?} alone")
        let Some(value) = value else { return Self { nulls: 1, ..Self::identity() } };
        let number = Some(value).filter(|value| !value.is_nan());
        Self { count: 1, nulls: 0, sum: value, min: number, max: number }
        // solution:end
    }
}

/// The statistics of two columns become those of both, one below the other.
impl Aggregate for Stats {
    fn identity() -> Self {
        // solution:begin stats_identity: todo!("statistics of a column without rows")
        Self { count: 0, nulls: 0, sum: f64::identity(), min: None, max: None }
        // solution:end
    }

    fn combine(&self, other: &Self) -> Self {
        // solution:begin stats_combine: todo!("{self:?} and {other:?}")
        Self {
            count: self.count + other.count,
            nulls: self.nulls + other.nulls,
            sum: self.sum.combine(&other.sum),
            min: self.min.into_iter().chain(other.min).reduce(f64::min),
            max: self.max.into_iter().chain(other.max).reduce(f64::max),
        }
        // solution:end
    }
}
// ANCHOR_END: stats

// ANCHOR: parse_amount
/// Why a text is no amount of money.
#[derive(Debug, Clone, PartialEq)]
enum AmountError {
    /// Nothing but white space.
    Empty,
    /// The text, without white space around it.
    NotANumber(String),
    /// NaN, an infinity, or a number too large for an `f64`.
    NotFinite(f64),
    /// A number below zero.
    Negative(f64),
}

/// A sentence of your own for each kind of error, with what was refused in it: the text, or the number
/// as `{}` prints it.
impl fmt::Display for AmountError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // solution:begin display: todo!("`write!` into {f:p} what {self:?} means")
        match self {
            Self::Empty => write!(f, "the amount is empty"),
            Self::NotANumber(text) => write!(f, "`{text}` is not a number"),
            Self::NotFinite(amount) => write!(f, "{amount} is not a finite amount"),
            Self::Negative(amount) => write!(f, "{amount} is below zero"),
        }
        // solution:end
    }
}

impl Error for AmountError {}

/// Reads an amount of money: a finite number that is not below zero, with white space around it or
/// not. What `str::parse` takes for an `f64` is a number. Minus zero is not below zero.
///
/// # Errors
///
/// Each kind of [`AmountError`].
fn parse_amount(text: &str) -> Result<f64, AmountError> {
    // solution:begin parse_amount: todo!("trim, parse and check {text:?}")
    let text = text.trim();
    if text.is_empty() {
        return Err(AmountError::Empty);
    }
    let Ok(amount) = text.parse::<f64>() else {
        return Err(AmountError::NotANumber(text.to_owned()));
    };
    if !amount.is_finite() {
        return Err(AmountError::NotFinite(amount));
    }
    if amount < 0.0 {
        return Err(AmountError::Negative(amount));
    }
    Ok(amount)
    // solution:end
}
// ANCHOR_END: parse_amount

// ANCHOR: parse_lines
/// Reads one amount per line and stops at the first that is none: no line after it is pulled.
///
/// # Errors
///
/// The number of the line, of which the first is 1, and what is wrong with it.
fn parse_all<'a>(
    lines: impl IntoIterator<Item = &'a str>,
) -> Result<Vec<f64>, (usize, AmountError)> {
    // solution:begin parse_all: todo!("parse {:?} and the other lines", lines.into_iter().next())
    let numbered = (1..).zip(lines);
    numbered.map(|(line, text)| parse_amount(text).map_err(|error| (line, error))).collect()
    // solution:end
}

/// Reads one amount per line and goes on after errors: the amounts, and the errors with the numbers of
/// their lines as in [`parse_all`], both in the order of the lines.
fn parse_lenient<'a>(
    lines: impl IntoIterator<Item = &'a str>,
) -> (Vec<f64>, Vec<(usize, AmountError)>) {
    // solution:begin parse_lenient: todo!("parse {:?} and the other lines", lines.into_iter().next())
    let (mut amounts, mut errors) = (Vec::new(), Vec::new());
    for (line, text) in (1..).zip(lines) {
        match parse_amount(text) {
            Ok(amount) => amounts.push(amount),
            Err(error) => errors.push((line, error)),
        }
    }
    (amounts, errors)
    // solution:end
}
// ANCHOR_END: parse_lines

// ANCHOR: events
/// What happened on the web site.
#[derive(Debug, Clone, PartialEq)]
enum Event {
    Purchase { amount: f64, region: String },
    Click { page: String },
    Failure { message: String },
}

/// What an event earned: the amount of a purchase, if it is above zero.
///
/// The event is borrowed: the caller keeps it.
fn revenue(event: &Event) -> Option<f64> {
    // solution:begin revenue: todo!("the amount of {event:?}, if any")
    match event {
        Event::Purchase { amount, .. } if *amount > 0.0 => Some(*amount),
        Event::Purchase { .. } | Event::Click { .. } | Event::Failure { .. } => None,
    }
    // solution:end
}

/// Adds up the revenue of each region, in the order of the events. A region without any revenue is not
/// in the map.
fn revenue_by_region(events: &[Event]) -> BTreeMap<String, f64> {
    // solution:begin revenue_by_region: todo!("add up {} events by region", events.len())
    let mut totals = BTreeMap::new();
    for event in events {
        if let (Event::Purchase { region, .. }, Some(amount)) = (event, revenue(event)) {
            *totals.entry(region.clone()).or_insert(0.0) += amount;
        }
    }
    totals
    // solution:end
}
// ANCHOR_END: events

// ANCHOR: quiz
/// Your prediction: what the compiler says about each program in `snippets.rs`. It is `None` if the
/// program compiles, and otherwise the code of the error, one of
///
/// E0004, E0038, E0117, E0119, E0277, E0308, E0382, E0599.
///
/// `rustc --explain E0004` shows what a code means. Replace the `Some("?")`.
const COMPILER_QUIZ: &[(&str, Option<&str>)] = &[
    // solution:begin guard_on_the_only_arm: ("guard_on_the_only_arm", Some("?")),
    ("guard_on_the_only_arm", Some("E0004")),
    // solution:end
    // solution:begin wildcard_for_the_rest: ("wildcard_for_the_rest", Some("?")),
    ("wildcard_for_the_rest", None),
    // solution:end
    // solution:begin field_taken_out_in_a_match: ("field_taken_out_in_a_match", Some("?")),
    ("field_taken_out_in_a_match", Some("E0382")),
    // solution:end
    // solution:begin result_used_as_a_number: ("result_used_as_a_number", Some("?")),
    ("result_used_as_a_number", Some("E0308")),
    // solution:end
    // solution:begin text_has_no_identity: ("text_has_no_identity", Some("?")),
    ("text_has_no_identity", Some("E0277")),
    // solution:end
    // solution:begin method_without_a_bound: ("method_without_a_bound", Some("?")),
    ("method_without_a_bound", Some("E0599")),
    // solution:end
    // solution:begin aggregates_behind_dyn: ("aggregates_behind_dyn", Some("?")),
    ("aggregates_behind_dyn", Some("E0038")),
    // solution:end
    // solution:begin own_trait: ("own_trait_for_a_type_of_std", Some("?")),
    ("own_trait_for_a_type_of_std", None),
    // solution:end
    // solution:begin trait_of_std: ("trait_of_std_for_a_type_of_std", Some("?")),
    ("trait_of_std_for_a_type_of_std", Some("E0117")),
    // solution:end
    // solution:begin two_implementations: ("two_implementations_for_one_type", Some("?")),
    ("two_implementations_for_one_type", Some("E0119")),
    // solution:end
];
// ANCHOR_END: quiz

fn main() {
    let ventas = Ventas::new(&Dataset { null_rate: 0.02, ..Dataset::with_rows(1_000_000) });
    let amounts = || (0..ventas.rows()).map(|row| ventas.row(row).monto);
    let stats: Vec<Stats> = amounts().map(|monto| Stats::of(monto.value())).collect();
    let cents: Vec<i64> = amounts().filter_map(|monto| monto.cents()).collect();

    let (first, second) = stats.split_at(stats.len() / 2);
    println!("A column, reduced as a whole, in halves, and in pieces of 4096:");
    println!("  {:?}", reduce(&stats));
    println!("  {:?}", reduce(first).combine(&reduce(second)));
    println!("  {:?}", reduce_chunked(&stats, 4_096));
    println!("A column without rows:\n  {:?}", Stats::identity());
    println!("Its cents, which are integers: {} and {}", reduce(&cents), reduce_chunked(&cents, 7));
    println!("A sum with a value that is missing: {:?}", reduce(&[(1.5, Some(2)), (3.0, None)]));

    show_dirty_column();
    show_revenue();
    speed::show_sizes();
    speed::show_copies();
    speed::show_times(&cents);
    show_quiz();
}

fn show_dirty_column() {
    let refused = [
        AmountError::Empty,
        AmountError::NotANumber("abc".to_owned()),
        AmountError::NotFinite(f64::INFINITY),
        AmountError::Negative(-1.0),
    ];
    println!("\nFour ways to be no amount:");
    refused.iter().for_each(|error| println!("  {error}"));

    let lines = ["150.5", " 2 ", "abc", "NaN", "1e400", "-1", "", "1,5", ".5"];
    println!("\nA dirty column, line by line:");
    for text in lines {
        match parse_amount(text) {
            Ok(amount) => println!("  {text:<8} {amount}"),
            Err(error) => println!("  {text:<8} error: {error}"),
        }
    }
    if let Err((line, error)) = parse_all(lines) {
        println!("All or nothing stops at line {line}: {error}");
    }
    let (amounts, errors) = parse_lenient(lines);
    println!("Going on gives {} amounts and {} errors", amounts.len(), errors.len());
}

fn show_revenue() {
    let eventos = Eventos::new(&Dataset::with_rows(100_000));
    let events: Vec<Event> = (0..eventos.rows()).map(|row| event(eventos.row(row))).collect();
    let earning = events.iter().filter_map(revenue).count();
    println!("\nRevenue of {} events, of which {earning} earned something:", events.len());
    for (region, total) in revenue_by_region(&events) {
        println!("  {region:<10} {total:>12.2}");
    }
}

/// A generated event as an [`Event`].
fn event(evento: Evento) -> Event {
    match evento.tipo {
        Tipo::Compra { cents, region } => Event::Purchase {
            amount: cents as f64 / 100.0,
            region: REGIONS[usize::from(region)].to_owned(),
        },
        Tipo::Click { pagina } => Event::Click { page: PAGES[usize::from(pagina)].to_owned() },
        Tipo::Error { mensaje } => {
            Event::Failure { message: MESSAGES[usize::from(mensaje)].to_owned() }
        }
    }
}

fn show_quiz() {
    println!("\nWhat the compiler says");
    for (name, code) in snippets::SNIPPETS {
        let row = COMPILER_QUIZ.iter().find(|(row, _)| *row == name);
        let predicted = row.and_then(|(_, predicted)| *predicted);
        let found = checks::rustc::errors(code);
        let verdict = if predicted == found.first().map(String::as_str) { "yes" } else { "no" };
        println!("  {name:<36} {:<9} {verdict}", predicted.unwrap_or("compiles"));
    }
}

#[cfg(test)]
#[path = "../../../../exercises/16-1-rust-for-data/2-traits/src/tests.rs"]
mod tests;
