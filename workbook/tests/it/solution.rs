//! `solution` and `diff`.

use crate::complete::course;
use crate::course::STARTER;

#[test]
fn the_reference_opens_when_the_tests_pass() {
    let course = course(STARTER);
    let locked = course.ex(&["solution", "1.1.1"]).check(1, &["cargo ex 1.1.1", "--spoil"]);
    assert!(!locked.stdout.contains("x + x"), "{locked:#?}");
    course.ex(&["1.1.1"]);
    course.ex(&["diff"]).check(1, &["0 of 4 points", "--spoil"]);
    course.write_body("2 * x");
    course.ex(&["1.1.1"]).check(0, &[]);
    let open = course.ex(&["solution", "1.1.1"]).check(0, &["    x + x\n"]);
    for mark in ["solution:", "ANCHOR", "#[path"] {
        assert!(!open.stdout.contains(mark), "{open:#?}");
    }
    course.ex(&["diff", "1.1.1"]).check(0, &["\n-     2 * x\n+     x + x\n"]);
}

#[test]
fn spoiling_is_possible() {
    let course = course(STARTER);
    course.ex(&["solution", "1.1.1", "--spoil"]).check(0, &["x + x"]);
    course
        .ex(&["diff", "1.1.1", "--spoil"])
        .check(0, &["-     todo!(\"double {x}\")\n+     x + x\n"]);
}
