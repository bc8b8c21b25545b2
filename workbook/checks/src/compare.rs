//! Comparisons that fail with the difference in the data.

use std::fmt::Debug;

use crate::text;

/// Rows that a message shows before and after the one that differs.
const NEIGHBORS: usize = 2;

/// Fails unless `found` equals `expected`. `what` is the subject of the message.
///
/// # Panics
///
/// If they differ.
#[track_caller]
pub fn same<T: PartialEq + Debug>(what: impl AsRef<str>, found: T, expected: T) {
    if found != expected {
        fail(what.as_ref(), &found, &expected);
    }
}

/// Fails unless `found` lies within `tolerance` of `expected`. Two NaN are close, and so are two
/// infinities of one sign. Say beside the call where the tolerance comes from.
///
/// # Panics
///
/// If they are further apart.
#[track_caller]
pub fn close(what: impl AsRef<str>, found: f64, expected: f64, tolerance: f64) {
    if !is_close(found, expected, tolerance) {
        fail_with(what.as_ref(), &found, &expected, &allowed(tolerance));
    }
}

/// Fails unless both have the same `n` rows in the same order, with the first row that differs.
///
/// # Panics
///
/// If they differ.
#[track_caller]
pub fn same_rows<T: PartialEq + Debug>(what: impl AsRef<str>, found: &[T], expected: &[T]) {
    check_rows(what.as_ref(), found, expected, "", |found, expected| found == expected);
}

/// As [`same_rows`], with the rule of [`close`] for each row.
///
/// # Panics
///
/// If there is a row that is not close.
#[track_caller]
pub fn close_rows(what: impl AsRef<str>, found: &[f64], expected: &[f64], tolerance: f64) {
    let is_close = |found: &f64, expected: &f64| is_close(*found, *expected, tolerance);
    check_rows(what.as_ref(), found, expected, &allowed(tolerance), is_close);
}

#[track_caller]
fn check_rows<T: Debug>(
    what: &str,
    found: &[T],
    expected: &[T],
    rule: &str,
    agree: impl Fn(&T, &T) -> bool,
) {
    let differs = found.iter().zip(expected).position(|(found, expected)| !agree(found, expected));
    if let Some(row) = differs {
        let subject =
            text!("{what}, row {row} (the first is 0)", "{what}, fila {row} (la primera es la 0)");
        let near = |rows: &[T]| {
            let start = row.saturating_sub(NEIGHBORS);
            let shown = &rows[start..rows.len().min(row + NEIGHBORS + 1)];
            text!("rows from {start} on: {shown:?}", "filas desde la {start}: {shown:?}")
        };
        let (near_found, near_expected) = (near(found), near(expected));
        let context = text!(
            "\n  expected {near_expected}\n  found    {near_found}",
            "\n  se esperaba, {near_expected}\n  se encontró, {near_found}"
        );
        fail_with(&subject, &found[row], &expected[row], &format!("{rule}{context}"));
    }
    if found.len() != expected.len() {
        let subject = text!("{what}: number of rows", "{what}: número de filas");
        fail(&subject, &found.len(), &expected.len());
    }
}

fn is_close(found: f64, expected: f64, tolerance: f64) -> bool {
    found == expected
        || (found.is_nan() && expected.is_nan())
        || (found - expected).abs() <= tolerance
}

fn allowed(tolerance: f64) -> String {
    if tolerance == 0.0 {
        return String::new();
    }
    text!("\n  tolerance: {tolerance:e}", "\n  tolerancia: {tolerance:e}")
}

#[track_caller]
fn fail<T: Debug>(what: &str, found: &T, expected: &T) -> ! {
    fail_with(what, found, expected, "")
}

#[track_caller]
fn fail_with<T: Debug>(what: &str, found: &T, expected: &T, more: &str) -> ! {
    panic!(
        "{}",
        text!(
            "{what}\n  expected: {expected:?}\n  found:    {found:?}{more}",
            "{what}\n  se esperaba: {expected:?}\n  se encontró: {found:?}{more}"
        )
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a failing check says, in the language of the machine that runs this.
    fn message(check: impl FnOnce() + std::panic::UnwindSafe) -> String {
        let panic = std::panic::catch_unwind(check).expect_err("the check fails");
        *panic.downcast::<String>().expect("a formatted message")
    }

    #[test]
    fn equal_data_pass() {
        same("", 1, 1);
        same_rows("", &["a", "b"], &["a", "b"]);
        close_rows("", &[1.0, f64::NAN, f64::INFINITY], &[1.1, f64::NAN, f64::INFINITY], 0.2);
    }

    #[test]
    fn a_message_names_both_sides() {
        let message = message(|| same("total", 1, 2));
        assert!(message.starts_with("total\n"), "{message}");
        assert!(message.contains(": 2\n") && message.ends_with(" 1"), "{message}");
    }

    #[test]
    fn the_first_row_that_differs_is_shown_with_its_neighbors() {
        let message = message(|| same_rows("ids", &[1, 2, 3, 9, 5, 6, 7], &[1, 2, 3, 4, 5, 6, 7]));
        assert!(message.starts_with("ids, ") && message.contains(" 3 ("), "{message}");
        assert!(message.contains("[2, 3, 4, 5, 6]"), "{message}");
        assert!(message.contains("[2, 3, 9, 5, 6]"), "{message}");
    }

    #[test]
    fn missing_rows_are_counted() {
        let message = message(|| same_rows("ids", &[1, 2], &[1, 2, 3]));
        assert!(message.contains(": 3\n") && message.ends_with(" 2"), "{message}");
    }

    #[test]
    fn nan_is_close_to_nothing_else() {
        for (found, expected) in [(f64::NAN, 1.0), (1.0, f64::NAN), (f64::INFINITY, 1.0)] {
            let message = message(move || close("mean", found, expected, 1e9));
            assert!(message.contains("1e9"), "{message}");
        }
    }
}
