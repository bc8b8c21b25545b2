//! What a generic function costs while the program runs: times, sizes and names. It is complete.

use std::any::type_name_of_val;
use std::hint::black_box;
use std::num::NonZeroU32;
use std::time::Instant;

use crate::reduce;

/// The compiler makes one function of `reduce` for each type it is called with.
pub(crate) fn show_copies() {
    println!("\nTwo functions made from one:");
    println!("  {}", type_name_of_val(&reduce::<f64>));
    println!("  {}", type_name_of_val(&reduce::<i64>));
}

/// Where a type has a value that it never takes, such as the address 0, `None` needs no extra room.
pub(crate) fn show_sizes() {
    println!("\nBytes                 alone   in an Option");
    println!("  f64              {:>8} {:>14}", size_of::<f64>(), size_of::<Option<f64>>());
    println!(
        "  Box<f64>         {:>8} {:>14}",
        size_of::<Box<f64>>(),
        size_of::<Option<Box<f64>>>()
    );
    println!("  &f64             {:>8} {:>14}", size_of::<&f64>(), size_of::<Option<&f64>>());
    println!(
        "  Vec<f64>         {:>8} {:>14}",
        size_of::<Vec<f64>>(),
        size_of::<Option<Vec<f64>>>()
    );
    println!("  u32              {:>8} {:>14}", size_of::<u32>(), size_of::<Option<u32>>());
    println!(
        "  NonZeroU32       {:>8} {:>14}",
        size_of::<NonZeroU32>(),
        size_of::<Option<NonZeroU32>>()
    );
}

/// A sister of `Aggregate` that can stand behind `dyn`: no method returns `Self`.
trait AddTo {
    fn add_to(&self, total: i64) -> i64;
}

struct Cents(i64);
struct Euros(i64);

impl AddTo for Cents {
    fn add_to(&self, total: i64) -> i64 {
        total.wrapping_add(self.0)
    }
}

impl AddTo for Euros {
    fn add_to(&self, total: i64) -> i64 {
        total.wrapping_add(self.0.wrapping_mul(100))
    }
}

/// Prints nanoseconds per value for three ways to add up `cents`.
pub(crate) fn show_times(cents: &[i64]) {
    if cfg!(debug_assertions) {
        println!("\nTimes need an optimized build: `cargo ex run 16.1.2` makes one.");
        return;
    }
    let boxes: Vec<Box<dyn AddTo>> = cents.iter().map(|&amount| boxed(amount)).collect();
    let ns = |best: f64| best / cents.len() as f64;
    println!("\nNanoseconds per value, best of 9");
    println!("  reduce::<i64>    {:>8.3}", ns(best_of_9(|| reduce(black_box(cents)))));
    println!("  a loop for i64   {:>8.3}", ns(best_of_9(|| add_up(black_box(cents)))));
    println!("  Box<dyn AddTo>   {:>8.3}", ns(best_of_9(|| add_boxes(black_box(&boxes)))));
}

fn boxed(amount: i64) -> Box<dyn AddTo> {
    if amount % 2 == 0 { Box::new(Cents(amount)) } else { Box::new(Euros(amount)) }
}

fn add_up(cents: &[i64]) -> i64 {
    let mut total = 0_i64;
    for amount in cents {
        total = total.wrapping_add(*amount);
    }
    total
}

fn add_boxes(boxes: &[Box<dyn AddTo>]) -> i64 {
    boxes.iter().fold(0, |total, amount| amount.add_to(total))
}

/// The shortest of nine runs, in nanoseconds.
fn best_of_9(work: impl Fn() -> i64) -> f64 {
    let run = || {
        let start = Instant::now();
        black_box(work());
        start.elapsed().as_nanos() as f64
    };
    (0..9).map(|_| run()).fold(f64::INFINITY, f64::min)
}
