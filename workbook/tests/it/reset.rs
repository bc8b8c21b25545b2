//! `reset` and its backups.

use crate::complete::course;
use crate::course::{FILE, STARTER};

#[test]
fn a_reset_can_be_undone() {
    let course = course("2 * x");
    course.ex(&["reset", "1.1.1"]).check(0, &["is the starter again", "--restore 1"]);
    assert!(course.read(FILE).contains(STARTER));
    course.ex(&["reset", "1.1.1"]).check(0, &["is the starter already"]);
    course.ex(&["reset", "1.1.1", "--restore", "1"]).check(0, &["is backup 1 again", "backup 2"]);
    assert!(course.read(FILE).contains("2 * x"));
    course.ex(&["reset", "1.1.1"]).check(0, &["--restore 1"]);
    course.ex(&["reset", "1.1.1", "--list"]).check(0, &["   1  ", "   2  ", "same as your file"]);
    assert!(!course.path(".workbook/backup/1.1.1-3.rs").exists(), "the same text is kept once");
}

#[test]
fn a_backup_that_is_not_there_is_a_usage_error() {
    let course = course("2 * x");
    course.ex(&["reset", "1.1.1", "--list", "--lang", "es"]).check(0, &["Todavía no hay copias"]);
    let ran = course.ex(&["reset", "1.1.1", "--restore", "7"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("there is no backup 7 of `1.1.1`"), "{ran:#?}");
    assert!(course.read(FILE).contains("2 * x"));
}
