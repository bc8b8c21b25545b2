//! The programs of the borrow quiz. They are complete: read them, and decide as the compiler would.

/// A name and a program each.
pub(crate) const SNIPPETS: [(&str, &str); 12] = [
    (
        "used_after_move",
        r#"
fn main() {
    let sales = vec![10.0, 20.0];
    let archive = sales;
    println!("{sales:?} {archive:?}");
}
"#,
    ),
    (
        "moved_in_a_loop",
        r#"
fn total(amounts: Vec<f64>) -> f64 {
    amounts.iter().sum()
}

fn main() {
    let sales = vec![10.0, 20.0];
    for _ in 0..2 {
        println!("{}", total(sales));
    }
}
"#,
    ),
    (
        "number_used_twice",
        r#"
fn main() {
    let sales = 10.0;
    let archive = sales;
    println!("{sales} {archive}");
}
"#,
    ),
    (
        "moved_while_borrowed",
        r#"
fn main() {
    let sales = vec![10.0, 20.0];
    let view = &sales;
    drop(sales);
    println!("{view:?}");
}
"#,
    ),
    (
        "borrowed_from_a_block",
        r#"
fn main() {
    let view: &[f64];
    {
        let sales = vec![10.0, 20.0];
        view = &sales;
    }
    println!("{view:?}");
}
"#,
    ),
    (
        "rc_given_to_a_thread",
        r#"
use std::rc::Rc;

fn main() {
    let sales = Rc::new(vec![10.0, 20.0]);
    let thread = std::thread::spawn(move || sales.len());
    println!("{}", thread.join().unwrap());
}
"#,
    ),
    (
        "two_writers",
        r#"
fn main() {
    let mut sales = vec![10.0, 20.0];
    let morning = &mut sales;
    let evening = &mut sales;
    morning.push(30.0);
    evening.push(40.0);
}
"#,
    ),
    (
        "writers_in_turn",
        r#"
fn main() {
    let mut sales = vec![10.0, 20.0];
    let morning = &mut sales;
    morning.push(30.0);
    let evening = &mut sales;
    evening.push(40.0);
}
"#,
    ),
    (
        "changed_while_read",
        r#"
fn main() {
    let mut sales = vec![10.0, 20.0];
    let first = &sales[0];
    sales.push(30.0);
    println!("{first}");
}
"#,
    ),
    (
        "changed_through_a_shared_reference",
        r#"
fn double(amounts: &Vec<f64>) {
    for amount in amounts.iter_mut() {
        *amount *= 2.0;
    }
}

fn main() {
    let mut sales = vec![10.0, 20.0];
    double(&sales);
    sales.push(30.0);
}
"#,
    ),
    (
        "two_threads_one_column",
        r#"
fn main() {
    let mut sales = vec![10.0, 20.0];
    std::thread::scope(|scope| {
        scope.spawn(|| sales[0] = 11.0);
        scope.spawn(|| sales[1] = 22.0);
    });
}
"#,
    ),
    (
        "two_threads_two_halves",
        r#"
fn main() {
    let mut sales = vec![10.0, 20.0];
    let (left, right) = sales.split_at_mut(1);
    std::thread::scope(|scope| {
        scope.spawn(|| left[0] = 11.0);
        scope.spawn(|| right[0] = 22.0);
    });
    println!("{sales:?}");
}
"#,
    ),
];
