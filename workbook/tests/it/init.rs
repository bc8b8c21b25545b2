//! `init` and `update`: a student's own copy.

use crate::complete::{Copy, FOLDER, course, reference};
use crate::course::{FILE, STARTER};

#[test]
fn a_copy_has_starters_and_no_solutions() {
    let course = course("x + x");
    let (copy, ran) = Copy::of(&course, &["--lang", "es"]);
    ran.check(0, &["2 ejercicios", "cargo ex"]);
    assert!(copy.read(FILE).contains(STARTER), "not what the instructor has tried");
    for path in ["README.md", ".gitignore", "Cargo.lock", ".workbook/origin.toml", ".git"] {
        assert!(copy.has(path), "no {path}");
    }
    for path in ["solutions", "target", ".workbook/progress.toml"] {
        assert!(!copy.has(path), "{path}");
    }
    assert!(copy.read("README.md").contains("Esta copia es tuya"));
    assert!(copy.read(".cargo/config.toml").contains("WORKBOOK_LANG = \"es\""));
    let manifest = copy.read("Cargo.toml");
    assert!(manifest.contains("default-members = [\"exercises/*/*\"]"), "{manifest}");
    assert!(!manifest.contains("solutions"), "{manifest}");
}

#[test]
fn the_commands_work_in_a_copy() {
    let course = course(STARTER);
    let (copy, _) = Copy::of(&course, &[]);
    copy.ex(&["1.1.1"]).check(1, &["small_numbers"]);
    copy.ex(&["solution", "1.1.1"]).check(1, &["--spoil"]);
    copy.solve();
    copy.ex(&["1.1.1"]).check(0, &[]);
    copy.ex(&["solution", "1.1.1"]).check(0, &["    x + x\n"]);
    copy.ex(&["diff", "1.1.1"]).check(0, &["is the reference solution"]);
    copy.ex(&["reset", "1.1.1"]).check(0, &["is the starter again"]);
    assert!(copy.read(FILE).contains(STARTER));
    copy.ex(&["list"]).check(0, &["1.1.1", "1.1.2"]);
    let check = copy.ex(&["check"]);
    assert_eq!(check.code, Some(2), "{check:#?}");
}

#[test]
fn a_plain_cargo_test_grades_a_copy() {
    let course = course(STARTER);
    let (copy, _) = Copy::of(&course, &[]);
    copy.solve();
    copy.cargo(&["test", "--bin", "ex-1-1-1"]).check(0, &["2 passed"]);
    copy.cargo(&["run", "--bin", "ex-1-1-1"]).check(0, &["4"]);
    let all = copy.cargo(&["test", "--no-fail-fast"]);
    assert_eq!(all.code, Some(101), "the second exercise is open: {all:#?}");
    assert!(all.stdout.contains("2 failed"), "{all:#?}");
}

#[test]
fn a_copy_without_its_course_says_where_it_looked() {
    let course = course(STARTER);
    let (copy, _) = Copy::of(&course, &[]);
    std::fs::rename(course.path("solutions"), course.path("away")).unwrap();
    let ran = copy.ex(&["solution", "1.1.1", "--spoil"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.stderr.contains("your copy has no solutions"), "{ran:#?}");
    let ran = copy.ex(&["update"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("`cargo ex update --from FOLDER`"), "{ran:#?}");
}

#[test]
fn a_copy_needs_an_empty_folder_outside_of_the_course() {
    let course = course(STARTER);
    for (folder, reason) in [("exercises", "inside the course"), ("../", "not an empty folder")] {
        let ran = course.ex(&["init", folder]);
        assert_eq!(ran.code, Some(2), "{ran:#?}");
        assert!(ran.stderr.contains(reason), "{ran:#?}");
    }
    let (copy, _) = Copy::of(&course, &[]);
    let ran = copy.ex(&["init", "../another"]);
    assert_eq!(ran.code, Some(2), "{ran:#?}");
    let ran = course.ex(&["update"]);
    assert!(ran.stderr.contains("the course itself"), "{ran:#?}");
}

#[test]
fn an_update_without_news_changes_nothing() {
    let course = course(STARTER);
    let (copy, _) = Copy::of(&course, &[]);
    copy.solve();
    copy.ex(&["update"]).check(0, &["up to date"]);
    assert!(copy.read(FILE).contains("x + x"));
}

#[test]
fn an_update_leaves_what_the_student_wrote() {
    let course = course(STARTER);
    let (copy, _) = Copy::of(&course, &[]);
    copy.solve();
    let mine = copy.read(FILE);
    for folder in [FOLDER, "1-1-first/2-again"] {
        let newer = reference(folder, "x: i64").replace("fn double", "/// Twice.\nfn double");
        course.write(&format!("solutions/{folder}/src/main.rs"), &newer);
    }
    let tests = format!("exercises/{FOLDER}/src/tests.rs");
    course.write(&tests, &(course.read(&tests) + "// Newer.\n"));
    let ran = copy.ex(&["update"]);
    ran.check(0, &["1.1.2   newer starter", "1.1.1   tests and texts: 1 file newer"]);
    assert_eq!(copy.read(FILE), mine);
    assert!(!copy.has(&format!("{FILE}.new")), "the tests still call the same function");
    assert!(copy.read(&tests).ends_with("// Newer.\n"));
    assert!(copy.read("exercises/1-1-first/2-again/src/main.rs").contains("/// Twice."));
    copy.ex(&["reset", "1.1.1"]);
    assert!(copy.read(FILE).contains("/// Twice."), "the newer starter is the one to start from");
}

#[test]
fn other_signatures_are_laid_beside() {
    let course = course(STARTER);
    let (copy, _) = Copy::of(&course, &[]);
    copy.solve();
    let newer = reference(FOLDER, "x: i64, _: u8");
    course.write(&format!("solutions/{FOLDER}/src/main.rs"), &newer);
    copy.ex(&["update"]).check(0, &["the tests expect other signatures", "main.rs.new"]);
    assert!(copy.read(FILE).contains("x + x"));
    assert!(copy.read(&format!("{FILE}.new")).contains("x: i64, _: u8"));
    copy.ex(&["update"]).check(0, &["up to date"]);
}

#[test]
fn given_files_that_the_student_changed_are_backed_up() {
    let course = course(STARTER);
    let (copy, _) = Copy::of(&course, &[]);
    let tests = format!("exercises/{FOLDER}/src/tests.rs");
    copy.write(&tests, "// All tests pass.\n");
    copy.ex(&["update"]).check(0, &["is replaced; your version is in .workbook/backup"]);
    assert_eq!(copy.read(&tests), course.read(&tests));
    let backup = ".workbook/backup/exercises_1-1-first_1-double_src_tests.rs-1";
    assert_eq!(copy.read(backup), "// All tests pass.\n");
}

#[test]
fn work_follows_an_exercise_and_outlives_it() {
    let course = course(STARTER);
    let (copy, _) = Copy::of(&course, &[]);
    copy.solve();
    for tree in ["exercises", "solutions"] {
        let path = |folder: &str| course.path(&format!("{tree}/1-1-first/{folder}"));
        std::fs::rename(path("1-double"), path("1-twice")).unwrap();
        std::fs::remove_dir_all(path("2-again")).unwrap();
    }
    copy.ex(&["update"]).check(
        0,
        &["1.1.1   moved to exercises/1-1-first/1-twice", "1.1.2   is no longer in the course"],
    );
    assert!(copy.read("exercises/1-1-first/1-twice/src/main.rs").contains("x + x"));
    assert!(!copy.has(FILE));
    assert!(copy.has(".workbook/removed/1-1-first/2-again/src/main.rs"));
    copy.ex(&["1.1.1"]).check(0, &[]);
}

#[test]
fn an_update_understands_a_newer_course() {
    let course = course(STARTER);
    let (copy, _) = Copy::of(&course, &[]);
    let texts = format!("exercises/{FOLDER}/exercise.toml");
    course.write(&texts, &format!("new_key = 1\n{}", course.read(&texts)));
    copy.ex(&["update"]).check(0, &["1.1.1   tests and texts: 1 file newer"]);
    assert_eq!(copy.read(&texts), course.read(&texts));
}

#[test]
fn exercises_may_change_places() {
    let course = course(STARTER);
    let (copy, _) = Copy::of(&course, &[]);
    copy.solve();
    for tree in ["exercises", "solutions"] {
        let path = |folder: &str| course.path(&format!("{tree}/1-1-first/{folder}"));
        std::fs::rename(path("1-double"), path("between")).unwrap();
        std::fs::rename(path("2-again"), path("1-double")).unwrap();
        std::fs::rename(path("between"), path("2-again")).unwrap();
    }
    copy.ex(&["update"]).check(0, &["1.1.1   moved to exercises/1-1-first/2-again"]);
    assert!(copy.read("exercises/1-1-first/2-again/src/main.rs").contains("x + x"));
    assert!(copy.read(FILE).contains(STARTER));
    assert!(!copy.has(".workbook/moving"));
}
