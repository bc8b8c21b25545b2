//! `quiz`, with answers through a pipe.

use std::io::Write;
use std::process::Stdio;

use crate::course::{Course, Ran, STARTER};

fn quiz(course: &Course, arguments: &[&str], input: &str) -> Ran {
    let mut command = course.command(&[&["quiz", "1.1.1"], arguments].concat());
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the runner starts");
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    Ran::from(child.wait_with_output().unwrap())
}

#[test]
fn the_score_is_shown_and_remembered() {
    let course = Course::with_body(STARTER);
    let ran = quiz(&course, &[], "3\n2\n");
    ran.check(0, &["Question 1 of 1\nWhy?\n", "Try again", "Right.\n\n  Twice.", "0 of 1."]);
    quiz(&course, &[], "2\n").check(0, &["Right at the first attempt: 1 of 1."]);
    quiz(&course, &[], "\n").check(0, &["The answer: 2\n", "0 of 1."]);
    let progress = course.read(".workbook/progress.toml");
    assert!(progress.contains("right = 1\ntotal = 1\n"), "the best score counts: {progress}");
}

#[test]
fn the_input_may_end_at_any_time() {
    let course = Course::with_body(STARTER);
    quiz(&course, &["--lang", "es"], "3\n").check(0, &["Prueba otra vez", "no hay puntuación."]);
    assert!(!course.path(".workbook/progress.toml").exists());
}
