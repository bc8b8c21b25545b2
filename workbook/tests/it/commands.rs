//! The commands around a verdict.

use std::fs;

use crate::course::{Course, FILE, STARTER};

#[test]
fn the_first_call_says_where_to_begin() {
    let course = Course::with_body(STARTER);
    let ran = course.ex(&[]).check(0, &["0 of 2 exercises", "1.1.1  Double a number"]);
    ran.check(0, &[FILE, "cargo ex watch 1.1.1"]);
}

#[test]
fn status_goes_on_where_the_student_is() {
    let course = Course::with_body("x + x");
    course.ex(&["1.1.1"]).check(0, &[]);
    course.ex(&["status"]).check(0, &["1 of 2 exercises", "1.1.2  Once more"]);
    let status = course.ex(&["--json"]).json();
    assert_eq!((&status["passed"], &status["points"]), (&1.into(), &4.into()));
    assert_eq!(status["current"]["id"], "1.1.2");
}

#[test]
fn next_skips_what_has_passed() {
    let course = Course::with_body("x + x");
    course.ex(&["next"]).check(0, &["1.1.1  Double a number", "Write `double`.", FILE]);
    course.ex(&["1.1.1"]).check(0, &[]);
    course.ex(&["next"]).check(0, &["1.1.2  Once more"]);
    course.ex(&["next", "--lang", "es"]).check(0, &["Otra vez más", "Escribe `double`."]);
}

#[test]
fn the_list_can_be_searched() {
    let course = Course::with_body("x + x");
    course.ex(&["1.1.1"]).check(0, &[]);
    let parts =
        ["Section 1.1\n  1.1.1   passed     4/4     5 min  Double a number\n", "1.1.2   new"];
    course.ex(&["list"]).check(0, &parts);
    let has = |args: &[&str], first: bool, second: bool| {
        let ran = course.ex(args).check(0, &[]);
        let found = (ran.stdout.contains("1.1.1"), ran.stdout.contains("1.1.2"));
        assert_eq!(found, (first, second), "{ran:#?}");
    };
    has(&["list", "numero"], true, false);
    has(&["list", "ONCE"], false, true);
    has(&["list", "--open"], false, true);
    has(&["list", "--done"], true, false);
    has(&["list", "1.1"], true, true);
    has(&["list", "--section", "1.1"], true, true);
    has(&["list", "--section", "1.2"], false, false);
    has(&["1.1"], true, true);
    let list = course.ex(&["list", "--json"]).json();
    assert_eq!(list["exercises"][0]["stage"], "passed");
    assert_eq!(list["exercises"][1]["stage"], "new");
}

#[test]
fn a_reader_who_has_left_is_no_error() {
    let course = Course::with_body("x + x");
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = course.command(&["list"]).stdout(writer).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn an_id_may_be_a_path() {
    let course = Course::with_body("x + x");
    course.ex(&[FILE]).check(0, &["1.1.1  Double a number"]);
    course.ex(&["ex-1-1-1"]).check(0, &["4 of 4 points"]);
}

#[test]
fn an_unknown_id_is_a_usage_error() {
    let course = Course::with_body(STARTER);
    let ran = course.ex(&["1.1.11"]).check(2, &[]);
    let expected = "error: there is no exercise `1.1.11`\n\nhint: did you mean `1.1.1`?\n";
    assert_eq!(ran.stderr, expected);
    let ran = course.ex(&["wathc", "1.1.1", "--lang", "es"]).check(2, &[]);
    let expected = "error: no existe el ejercicio `wathc`\n\npista: ¿querías decir `watch`?\n";
    assert_eq!(ran.stderr, expected);
}

#[test]
fn a_folder_outside_is_a_problem_in_both_languages() {
    let course = Course::with_body(STARTER);
    let elsewhere = tempfile::tempdir().unwrap();
    let stderr = |language: &str| {
        let mut command = course.command(&["list", "--lang", language]);
        let output = command.current_dir(elsewhere.path()).output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8(output.stderr).unwrap()
    };
    assert!(stderr("en").starts_with("error: this folder is not inside the workbook"));
    assert!(stderr("es").starts_with("error: esta carpeta no está dentro del cuaderno"));
}

#[test]
fn hints_come_one_at_a_time() {
    let course = Course::with_body(STARTER);
    let first = "1.1.1  Double a number\n\nHint 1 of 3\nThink.\n";
    assert_eq!(course.ex(&["hint"]).stdout, first);
    assert_eq!(course.ex(&["hint", "1.1.1"]).stdout, "Hint 1 of 3\nThink.\n\nHint 2 of 3\nAdd.\n");
    assert_eq!(course.ex(&["hint", "1.1.1", "--again"]).stdout, "Hint 2 of 3\nAdd.\n");
    let all = course.ex(&["hint", "1.1.1", "--all", "--lang", "es"]);
    all.check(
        0,
        &["Pista 1 de 3\nPiensa.", "Pista 3 de 3\nEscribe `x + x`.", "No hay más pistas."],
    );
}

#[test]
fn run_shows_what_main_prints() {
    let course = Course::with_body("x + x");
    course.ex(&["run", "1.1.1"]).check(0, &["4\n"]);
    course.write_body(STARTER);
    course.ex(&["run", "1.1.1"]).check(1, &["It stopped at a `todo!`"]);
    course.write_body("x + std::env::args().len() as i64");
    course.ex(&["run", "1.1.1", "--", "--seed", "7"]).check(0, &["5\n"]);
}

#[test]
fn a_workspace_that_cargo_refuses_is_no_fault_of_the_student() {
    let course = Course::with_body("x + x");
    course.write("exercises/1-1-first/2-again/Cargo.toml", "[package\n");
    let ran = course.ex(&["1.1.1"]).check(1, &[]);
    assert!(ran.stderr.contains("error: cargo stopped before it compiled anything"), "{ran:#?}");
    assert!(!ran.stdout.contains("does not compile"), "{ran:#?}");
}

#[test]
fn a_missing_file_is_named() {
    let course = Course::with_body("x + x");
    fs::remove_file(course.path(FILE)).unwrap();
    let ran = course.ex(&["1.1.1"]).check(1, &[]);
    assert!(ran.stderr.contains("cargo ex reset 1.1.1"), "{ran:#?}");
}
