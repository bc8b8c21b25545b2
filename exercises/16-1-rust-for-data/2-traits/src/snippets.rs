//! The programs of the compiler quiz. They are complete: read them, and decide as the compiler would.

/// A name and a program each.
pub(crate) const SNIPPETS: [(&str, &str); 10] = [
    (
        "guard_on_the_only_arm",
        r#"
enum Event {
    Purchase { amount: f64 },
    Click,
}

fn revenue(event: &Event) -> Option<f64> {
    match event {
        Event::Purchase { amount } if *amount > 0.0 => Some(*amount),
        Event::Click => None,
    }
}

fn main() {
    println!("{:?} {:?}", revenue(&Event::Click), revenue(&Event::Purchase { amount: 1.0 }));
}
"#,
    ),
    (
        "wildcard_for_the_rest",
        r#"
enum Event {
    Purchase { amount: f64 },
    Click,
    Failure,
}

fn revenue(event: &Event) -> Option<f64> {
    match event {
        Event::Purchase { amount } if *amount > 0.0 => Some(*amount),
        _ => None,
    }
}

fn main() {
    for event in [Event::Purchase { amount: 1.0 }, Event::Click, Event::Failure] {
        println!("{:?}", revenue(&event));
    }
}
"#,
    ),
    (
        "field_taken_out_in_a_match",
        r#"
enum Event {
    Purchase { region: String },
    Click,
}

fn describe(event: Event) -> (String, Event) {
    let region = match event {
        Event::Purchase { region } => region,
        Event::Click => String::new(),
    };
    (region, event)
}

fn main() {
    describe(Event::Click);
    describe(Event::Purchase { region: "norte".to_owned() });
}
"#,
    ),
    (
        "result_used_as_a_number",
        r#"
fn main() {
    let amount: f64 = "150.5".parse::<f64>();
    println!("{amount}");
}
"#,
    ),
    (
        "text_has_no_identity",
        r#"
trait Aggregate {
    fn identity() -> Self;
}

impl Aggregate for f64 {
    fn identity() -> f64 {
        -0.0
    }
}

fn first_or_identity<T: Aggregate + Copy>(items: &[T]) -> T {
    items.first().copied().unwrap_or(T::identity())
}

fn main() {
    println!("{}", first_or_identity(&["norte", "sur"]));
}
"#,
    ),
    (
        "method_without_a_bound",
        r#"
trait Aggregate {
    fn combine(&self, other: &Self) -> Self;
}

impl Aggregate for f64 {
    fn combine(&self, other: &f64) -> f64 {
        self + other
    }
}

fn twice<T>(item: T) -> T {
    item.combine(&item)
}

fn main() {
    println!("{}", twice(1.5));
}
"#,
    ),
    (
        "aggregates_behind_dyn",
        r#"
trait Aggregate {
    fn identity() -> Self;
    fn combine(&self, other: &Self) -> Self;
}

fn reduce(_items: &[Box<dyn Aggregate>]) {}

fn main() {
    reduce(&[]);
}
"#,
    ),
    (
        "own_trait_for_a_type_of_std",
        r#"
trait Aggregate {
    fn identity() -> Self;
}

impl Aggregate for Vec<String> {
    fn identity() -> Self {
        Vec::new()
    }
}

fn main() {
    println!("{}", Vec::<String>::identity().len());
}
"#,
    ),
    (
        "trait_of_std_for_a_type_of_std",
        r#"
use std::fmt;

impl fmt::Display for Vec<f64> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} values", self.len())
    }
}

fn main() {
    println!("{}", vec![1.0, 2.0]);
}
"#,
    ),
    (
        "two_implementations_for_one_type",
        r#"
trait Aggregate {
    fn identity() -> Self;
}

impl<T: Default> Aggregate for T {
    fn identity() -> T {
        T::default()
    }
}

impl Aggregate for f64 {
    fn identity() -> f64 {
        -0.0
    }
}

fn main() {
    println!("{}", f64::identity());
}
"#,
    ),
];
