//! `check`, the gatekeeper for authors.

use crate::complete::{FOLDER, course, write_wrong};
use crate::course::{Course, FILE, STARTER};

/// The first exercise passes `check` after what it does is written down.
fn sound() -> Course {
    let course = course(STARTER);
    course.ex(&["check", "1.1.1", "--record"]).check(0, &["1.1.1   sound; 3 of 3"]);
    course
}

#[test]
fn a_sound_exercise_is_not_built_twice() {
    let course = sound();
    let again = course.ex(&["check", "1.1.1"]).check(0, &["1 of 1 exercises sound"]);
    assert!(!again.stderr.contains("to build"), "{again:#?}");
    let all = course.ex(&["check", "1.1.1", "--all"]).check(0, &["sound"]);
    assert!(all.stderr.contains("5 of 5 versions to build"), "{all:#?}");
    let recorded = course.read(&format!("exercises/{FOLDER}/misconceptions.toml"));
    assert!(recorded.contains("name = \"squares\"") && recorded.contains("Not squares."));
}

#[test]
fn only_what_has_changed_is_built_again() {
    let course = sound();
    write_wrong(&course, "squares", "zero", "x * x");
    let ran = course.ex(&["check", "1.1.1"]);
    assert!(ran.stderr.is_empty(), "the header is no part of the program: {ran:#?}");
    let ran = ran.check(1, &["wrong/squares.rs: `zero` should fail: Passed", "2 of 3"]);
    assert!(ran.stdout.contains("misconceptions.toml is stale"), "{ran:#?}");
    write_wrong(&course, "squares", "small_numbers", "x * x * 1");
    let ran = course.ex(&["check", "1.1.1", "--wrong"]).check(0, &["3 of 3"]);
    assert!(ran.stderr.contains("1 of 3 versions to build"), "{ran:#?}");
}

#[test]
fn every_problem_is_named() {
    let course = sound();
    let file = course.read(FILE);
    course.write(FILE, &file.replace(STARTER, "x + x"));
    let tests = format!("exercises/{FOLDER}/src/tests.rs");
    course.write(&tests, &course.read(&tests).replace("fn zero", "fn nothing"));
    let solution = format!("solutions/{FOLDER}/src/main.rs");
    let careless = course.read(&solution).replace("    x + x\n", "    let y = x;\n    x + x\n");
    course.write(&solution, &careless);
    write_wrong(&course, "broken", "zero", "x +");
    let ran = course.ex(&["check", "1.1.1"]).check(
        1,
        &[
            "the student's file is not the starter: cargo ex reset 1.1.1",
            "test `zero` is not in both `exercise.toml` and `tests.rs`",
            "reference: warning: unused variable: `y`",
            "wrong/broken.rs: does not compile",
            "wrong/always-six.rs: there is no test `zero`",
        ],
    );
    assert!(!ran.stdout.contains("wrong/squares.rs"), "{ran:#?}");
}

#[test]
fn strict_demands_that_every_test_runs() {
    let course = sound();
    let tests = format!("exercises/{FOLDER}/src/tests.rs");
    let skips = "fn small_numbers() { if double(3) == 6 { println!(\"NotRun: no three\") } }";
    course.write(
        &tests,
        &format!("use super::*;\n#[test]\n{skips}\n#[test]\nfn zero() {{ double(0); }}\n"),
    );
    let lenient = course.ex(&["check", "1.1.1"]);
    assert!(!lenient.stdout.contains("no three"), "{lenient:#?}");
    course.ex(&["check", "1.1.1", "--strict"]).check(1, &["`small_numbers` did not run: no three"]);
}

#[test]
fn mistakes_that_look_the_same_are_found() {
    let course = sound();
    for name in ["squares-too", "squares-three"] {
        write_wrong(&course, name, "small_numbers", "x * x");
    }
    let problem = "wrong/squares-too.rs: its hint is not shown";
    course.ex(&["check", "1.1.1", "--wrong"]).check(1, &[problem]);
}

#[test]
fn bad_format_is_found() {
    let course = sound();
    let tests = format!("exercises/{FOLDER}/src/tests.rs");
    course.write(&tests, &(course.read(&tests) + "\nfn  spaced( ) { }\n"));
    course.ex(&["check", "1.1.1"]).check(1, &["not formatted: "]);
}

#[test]
fn a_check_never_passes_for_a_build_of_the_students_file() {
    let course = course("x + x");
    course.ex(&["1.1.1"]).check(0, &[]);
    course.ex(&["check", "1.1.1"]).check(1, &["not the starter"]);
    course.ex(&["1.1.1"]).check(0, &[]);
}
