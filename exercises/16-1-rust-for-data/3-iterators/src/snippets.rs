//! The programs of the compiler quiz: read them, and decide as the compiler would.

/// What comes before each program: the bounds of Rayon's `par_iter` and `for_each`, without the
/// threads. Whoever shares values between threads has to show that they are `Sync`, and a closure
/// that several threads call at once may only be `Fn`.
pub(crate) const BOUNDS: &str = r#"
#![allow(unused_imports)]

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

struct ParIter<'a, T>(&'a [T]);

trait IntoParIter<T> {
    fn par_iter(&self) -> ParIter<'_, T>;
}

impl<T: Sync> IntoParIter<T> for [T] {
    fn par_iter(&self) -> ParIter<'_, T> {
        ParIter(self)
    }
}

impl<T: Sync> ParIter<'_, T> {
    fn for_each(self, work: impl Fn(&T) + Send + Sync) {
        self.0.iter().for_each(work);
    }
}
"#;

/// A name and a program each.
pub(crate) const SNIPPETS: [(&str, &str); 5] = [
    (
        "a_counter_in_the_closure",
        r#"
fn main() {
    let sales = vec![120.0, 80.0, 300.0];
    let mut large = 0;
    sales.par_iter().for_each(|sale| {
        if *sale > 100.0 {
            large += 1;
        }
    });
    println!("{large}");
}
"#,
    ),
    (
        "an_atomic_counter",
        r#"
fn main() {
    let sales = vec![120.0, 80.0, 300.0];
    let large = AtomicU64::new(0);
    sales.par_iter().for_each(|sale| {
        if *sale > 100.0 {
            large.fetch_add(1, Relaxed);
        }
    });
    println!("{}", large.into_inner());
}
"#,
    ),
    (
        "a_name_behind_an_rc",
        r#"
fn main() {
    let sales = vec![120.0, 80.0, 300.0];
    let region = Rc::new(String::from("norte"));
    sales.par_iter().for_each(|sale| println!("{region}: {sale}"));
}
"#,
    ),
    (
        "a_name_behind_an_arc",
        r#"
fn main() {
    let sales = vec![120.0, 80.0, 300.0];
    let region = Arc::new(String::from("norte"));
    sales.par_iter().for_each(|sale| println!("{region}: {sale}"));
}
"#,
    ),
    (
        "cells_instead_of_values",
        r#"
fn main() {
    let sales = vec![Cell::new(120.0), Cell::new(80.0), Cell::new(300.0)];
    sales.par_iter().for_each(|sale| sale.set(sale.get() * 2.0));
    println!("{sales:?}");
}
"#,
    ),
];
