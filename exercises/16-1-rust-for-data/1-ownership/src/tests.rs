use std::fmt;

use checks::{close, same, same_rows, text};
use datasets::Stream;

use super::*;

fn seed() -> u64 {
    checks::seed(1611)
}

/// `n` amounts of money: cents, mostly positive, some negative, some zero.
fn sales(n: u64) -> Vec<f64> {
    let ventas = Ventas::new(&Dataset { seed: seed(), ..Dataset::with_rows(n) });
    (0..n).map(|row| ventas.row(row).monto.value().unwrap()).collect()
}

/// A number that tells 0.0 from -0.0. Any NaN equals any other.
#[derive(Clone, Copy)]
struct Exact(f64);

impl PartialEq for Exact {
    fn eq(&self, other: &Self) -> bool {
        let both_nan = self.0.is_nan() && other.0.is_nan();
        both_nan || self.0.to_bits() == other.0.to_bits()
    }
}

impl fmt::Debug for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

fn exact(values: &[f64]) -> Vec<Exact> {
    values.iter().copied().map(Exact).collect()
}

/// Columns of several lengths, and one with everything that is not an ordinary number.
fn columns() -> Vec<Vec<f64>> {
    let mut columns: Vec<Vec<f64>> = [0, 1, 2, 3, 10, 1_001].map(sales).into();
    let special = [f64::NAN, -0.0, 0.0, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, 1e-320, 7.0];
    columns.push(special.into());
    columns
}

/// Fails as a `todo!` does.
#[track_caller]
fn not_yet(what: &str) -> ! {
    panic!("not yet implemented: {what}")
}

/// The answer in row `name` of a table of predictions, which must have exactly one such row.
#[track_caller]
fn answer<T: Copy>(table: &[(&str, T)], name: &str) -> T {
    let rows: Vec<T> = table.iter().filter(|row| row.0 == name).map(|row| row.1).collect();
    let what = text!("rows named `{name}` in your table", "filas de tu tabla llamadas `{name}`");
    same(what, rows.len(), 1);
    rows[0]
}

#[test]
fn a_borrowed_column_is_added_up() {
    for data in columns() {
        let mut expected = 0.0;
        for value in &data {
            expected += value;
        }
        let (n, first) = (data.len(), &data[..data.len().min(8)]);
        for time in 1..=2 {
            let what = text!(
                "sum_borrowed, call {time}, {n} values, the first ones are {first:?}",
                "sum_borrowed, llamada {time}, {n} valores, los primeros son {first:?}"
            );
            // The order of the additions is prescribed, so there is no tolerance.
            close(what, sum_borrowed(&data), expected, 0.0);
        }
    }
}

#[test]
fn an_empty_sum_is_positive_zero() {
    let what = text!("sum_borrowed(&[])", "sum_borrowed(&[])");
    same(what, Exact(sum_borrowed(&[])), Exact(0.0));
}

#[test]
fn scaling_multiplies_every_value() {
    for data in columns() {
        for factor in [2.0, -1.5, 0.0, f64::NAN, f64::INFINITY] {
            let expected: Vec<Exact> = data.iter().map(|x| Exact(x * factor)).collect();
            let mut in_place = data.clone();
            scale_in_place(&mut in_place, factor);
            let of = format!("{:?}, {factor:?}", &data[..data.len().min(8)]);
            same_rows(format!("scale_in_place({of})"), &exact(&in_place), &expected);
            let moved = into_scaled(data.clone(), factor);
            same_rows(format!("into_scaled({of})"), &exact(&moved), &expected);
        }
    }
}

#[test]
fn a_moved_column_stays_where_it_is() {
    for data in columns() {
        let (n, address) = (data.len(), data.as_ptr());
        let (scaled, made) = allocations::during(|| into_scaled(data, 3.0));
        let what = text!(
            "into_scaled: allocations for {n} values",
            "into_scaled: reservas de memoria para {n} valores"
        );
        same(what, made.count, 0);
        let what = text!(
            "into_scaled: the {n} values are at the address where they were",
            "into_scaled: los {n} valores están en la dirección donde estaban"
        );
        same(what, scaled.as_ptr() == address, true);
    }
}

#[test]
fn each_half_has_its_factor() {
    for data in columns() {
        for factors in [(2.0, 3.0), (1.0, f64::NAN), (f64::NAN, -1.0)] {
            let middle = data.len() / 2;
            let factor = |row| if row < middle { factors.0 } else { factors.1 };
            let expected: Vec<Exact> =
                data.iter().enumerate().map(|(row, x)| Exact(x * factor(row))).collect();
            let mut found = data.clone();
            scale_halves_in_parallel(&mut found, factors);
            let n = data.len();
            let what = text!(
                "scale_halves_in_parallel of {n} values with factors {factors:?}",
                "scale_halves_in_parallel de {n} valores con factores {factors:?}"
            );
            same_rows(what, &exact(&found), &expected);
        }
    }
}

/// Starting a thread allocates on the thread that starts it, always the same number of times: what
/// one thread costs is measured, then two have to cost more.
#[test]
fn each_half_has_its_thread() {
    let one_thread = || {
        std::thread::scope(|scope| {
            scope.spawn(|| ());
        });
    };
    // The first thread of a process costs more.
    one_thread();
    let one = allocations::during(one_thread).1.count;
    let mut data = sales(100);
    let made = allocations::during(|| scale_halves_in_parallel(&mut data, (2.0, 3.0))).1.count;
    let what = text!(
        "scale_halves_in_parallel starts two threads (one thread makes {one} allocations, your function made {made})",
        "scale_halves_in_parallel inicia dos hilos (un hilo hace {one} reservas de memoria; tu función hizo {made})"
    );
    same(what, made > one, true);
}

#[test]
fn allocations_are_predicted() {
    let rows = 2 + Stream::new(seed(), "rows").below(0, 1_000) as usize;
    for cost in experiments::costs(rows) {
        let name = cost.operation;
        let predicted = answer(PREDICTED_ALLOCATIONS, name);
        if predicted == -1 {
            not_yet("PREDICTED_ALLOCATIONS");
        }
        if predicted != cost.allocations as i64 {
            panic!(
                "{}",
                text!(
                    "`{name}`: you predicted {predicted} allocations, and the allocator counts another number; `cargo ex run 16.1.1` shows which",
                    "`{name}`: predijiste {predicted} reservas de memoria y el asignador cuenta otro número; `cargo ex run 16.1.1` muestra cuál"
                )
            );
        }
    }
}

#[test]
fn endings_are_predicted() {
    let rows = 100 + Stream::new(seed(), "rows").below(1, 1_000) as usize;
    for (name, bytes) in experiments::live_bytes_at_the_end(rows) {
        let predicted = answer(PREDICTED_ENDINGS, name);
        if predicted == "?" {
            not_yet("PREDICTED_ENDINGS");
        }
        let measured = if bytes > 0 { "live" } else { "freed" };
        if predicted != measured {
            panic!(
                "{}",
                text!(
                    "`{name}`: you predicted {predicted:?}, and the counter of live bytes says otherwise; `cargo ex run 16.1.1` shows how many there are",
                    "`{name}`: predijiste {predicted:?} y el contador de bytes vivos dice otra cosa; `cargo ex run 16.1.1` muestra cuántos son"
                )
            );
        }
    }
}

/// What stands in for the names of `experiments::drop_order`: another word for each, by the seed.
fn stand_in(name: &str) -> &'static str {
    const WORDS: [&str; 16] = [
        "alba", "brisa", "cima", "duna", "eco", "faro", "gruta", "hoja", "isla", "juncal", "lago",
        "monte", "nube", "oasis", "prado", "risco",
    ];
    let position = MADE.iter().position(|made| *made == name);
    let shift = Stream::new(seed(), "names").below(0, 16) as usize;
    position.map_or("", |position| WORDS[(position * 5 + shift) % 16])
}

/// The names of `experiments::drop_order`, as they are made.
const MADE: [&str; 10] = [
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

/// The log of the scenario with other names.
#[track_caller]
fn observed_drop_order() -> Vec<&'static str> {
    let log = Log::default();
    experiments::drop_order(|name| Tracker::new(stand_in(name), &log));
    let names = log.take();
    if names.is_empty() {
        not_yet("`Tracker::drop`");
    }
    names
}

#[test]
fn every_end_is_in_the_log_once() {
    let mut found = observed_drop_order();
    let mut expected: Vec<&str> = MADE.iter().map(|name| stand_in(name)).collect();
    found.sort_unstable();
    expected.sort_unstable();
    let what =
        text!("names in the log, sorted", "nombres en el registro, ordenados alfabéticamente");
    same_rows(what, &found, &expected);

    let log = Log::default();
    let tracker = Tracker::new(stand_in("first"), &log);
    let what = text!("names in the log before the end", "nombres en el registro antes del final");
    same(what, log.borrow().len(), 0);
    drop(tracker);
    let what = text!("log after the end", "registro después del final");
    same_rows(what, &log.borrow(), &[stand_in("first")]);
}

#[test]
fn the_drop_order_is_predicted() {
    if PREDICTED_DROP_ORDER == MADE {
        not_yet("PREDICTED_DROP_ORDER");
    }
    for name in MADE {
        let count = PREDICTED_DROP_ORDER.iter().filter(|predicted| **predicted == name).count();
        let what = text!(
            "how often PREDICTED_DROP_ORDER names `{name}`",
            "cuántas veces aparece `{name}` en PREDICTED_DROP_ORDER"
        );
        same(what, count, 1);
    }
    let observed = observed_drop_order();
    let predicted = PREDICTED_DROP_ORDER.iter().map(|name| stand_in(name));
    let wrong = predicted.zip(&observed).position(|(predicted, observed)| predicted != *observed);
    if let Some(place) = wrong {
        let (right, name) = (&PREDICTED_DROP_ORDER[..place], PREDICTED_DROP_ORDER[place]);
        panic!(
            "{}",
            text!(
                "PREDICTED_DROP_ORDER: {right:?} is right so far, but `{name}` does not end next",
                "PREDICTED_DROP_ORDER: {right:?} es correcto hasta ahí, pero `{name}` no es lo siguiente que termina"
            )
        );
    }
    let what = text!("names in PREDICTED_DROP_ORDER", "nombres en PREDICTED_DROP_ORDER");
    same(what, PREDICTED_DROP_ORDER.len(), observed.len());
}

#[test]
fn tables_know_their_path() {
    let name = |position| format!("t{}", Stream::new(seed(), "tables").below(position, 1_000_000));
    let (raw_name, clean_name, daily_name, other_name) = (name(0), name(1), name(2), name(3));
    let raw = Lineage::new(&raw_name, sales(10));
    let clean = Lineage::add_child(&raw, &clean_name, sales(5));
    let other = Lineage::add_child(&raw, &other_name, vec![]);
    let daily = Lineage::add_child(&clean, &daily_name, sales(2));
    let cases = [
        (&raw, raw_name.clone()),
        (&clean, format!("{raw_name}/{clean_name}")),
        (&other, format!("{raw_name}/{other_name}")),
        (&daily, format!("{raw_name}/{clean_name}/{daily_name}")),
    ];
    for (table, expected) in cases {
        let name = &table.name;
        same(text!("path of `{name}`", "ruta de `{name}`"), table.path(), expected);
    }
    // The parent holds the very tables that the caller holds, in order.
    let children: Vec<String> = raw.children.borrow().iter().map(|c| c.name.clone()).collect();
    let what = text!("children of `{raw_name}`", "hijas de `{raw_name}`");
    same_rows(what, &children, &[clean_name, other_name]);
    let held = Rc::ptr_eq(&raw.children.borrow()[0], &clean);
    let what = text!(
        "the child in `children` is the one that `add_child` returns",
        "la hija que está en `children` es la que devuelve `add_child`"
    );
    same(what, held, true);
    let what = text!("values of `{daily_name}`", "valores de `{daily_name}`");
    same_rows(what, &exact(&daily.values), &exact(&sales(2)));
}

#[test]
fn a_dropped_root_frees_its_tables() {
    let n = 100 + Stream::new(seed(), "values").below(0, 1_000) as usize;
    let grow_and_drop = || {
        let raw = Lineage::new("raw", vec![1.0; n]);
        let clean = Lineage::add_child(&raw, "clean", vec![2.0; n]);
        Lineage::add_child(&raw, "other", vec![3.0; n]);
        Lineage::add_child(&clean, "daily", vec![4.0; n]);
    };
    let (_, made) = allocations::during(grow_and_drop);
    let what = text!(
        "bytes still live after every handle to four tables has ended",
        "bytes que siguen vivos cuando ya terminaron todos los accesos a cuatro tablas"
    );
    same(what, made.live_bytes, 0);

    let raw = Lineage::new("raw", vec![1.0; n]);
    let root = Rc::downgrade(&raw);
    let clean = Lineage::add_child(&raw, "clean", vec![2.0; n]);
    let daily = Lineage::add_child(&clean, "daily", vec![4.0; n]);
    drop(raw);
    let what = text!("the root is gone", "la raíz ya no existe");
    same(what, root.upgrade().is_none(), true);
    let what = text!("path without the root", "ruta sin la raíz");
    same(what, clean.path(), "/clean".to_owned());
    same(
        text!("path without the root", "ruta sin la raíz"),
        daily.path(),
        "/clean/daily".to_owned(),
    );
    drop(clean);
    let what = text!("path without any parent", "ruta sin ninguna de las anteriores");
    same(what, daily.path(), "/daily".to_owned());
}

/// Compiles programs of the quiz, with other names in them, and compares the compiler's verdict with
/// the student's.
#[track_caller]
fn check_quiz(programs: &[(&str, &str)]) {
    let word = format!("column_{}", Stream::new(seed(), "quiz").below(0, 1_000_000));
    for &(name, code) in programs {
        let answer = answer(BORROW_QUIZ, name);
        if answer == Some("?") {
            not_yet("BORROW_QUIZ");
        }
        let code = code.replace("sales", &word);
        let mut codes = checks::rustc::errors(&code);
        codes.dedup();
        if codes.iter().map(String::as_str).ne(answer) {
            panic!(
                "{}",
                text!(
                    "`{name}`: the compiler does not agree with {answer:?} about this program\n{code}",
                    "`{name}`: el compilador no está de acuerdo con {answer:?} sobre este programa\n{code}"
                )
            );
        }
    }
}

#[test]
fn the_compiler_agrees_about_moves() {
    check_quiz(&snippets::SNIPPETS[..6]);
}

#[test]
fn the_compiler_agrees_about_references() {
    check_quiz(&snippets::SNIPPETS[6..]);
}
