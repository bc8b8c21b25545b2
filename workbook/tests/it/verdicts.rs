//! What the student's code may do, and the verdict on it.

use crate::course::{Course, Ran, STARTER};

/// Calls `cargo ex 1.1.1` on a body of `double`.
fn verdict(body: &str) -> Ran {
    Course::with_body(body).ex(&["1.1.1", "--timeout", "4"])
}

#[test]
fn a_pass() {
    let course = Course::with_body("x + x");
    let ran = course.ex(&["1.1.1"]).check(0, &["1.1.1  Double a number", "ok        3/3"]);
    ran.check(0, &["4 of 4 points", "Next: cargo ex 1.1.2   Once more"]);
    assert_eq!(
        course.read(".workbook/progress.toml"),
        "current = \"1.1.1\"\n\n[\"1.1.1\"]\nhints = 0\npassed = true\npoints = 4\n"
    );
}

#[test]
fn a_failure_shows_the_data() {
    let parts = ["fails     0/3  small_numbers", "ok        1/1  zero", "1 of 4 points"];
    let ran = verdict("println!(\"x is {x}\"); x * x").check(1, &parts);
    let parts = [
        "Look at `small_numbers` first\n  exercises/1-1-first/1-double/src/tests.rs:5:5\n",
        "double of 3\n",
        "left: 9",
    ];
    ran.check(1, &parts).check(1, &["What it printed:\n  | x is 3", "Hint 1 of 3"]);
}

#[test]
fn what_is_still_to_do() {
    let ran = verdict(STARTER).check(1, &["to do     0/3  small_numbers", "0 of 4 points"]);
    assert!(!ran.stdout.contains("fails"), "{ran:#?}");
}

#[test]
fn a_file_that_does_not_compile() {
    let course = Course::with_body("x + x");
    course.ex(&["1.1.1"]).check(0, &[]);
    course.write_body("\"two\"");
    let ran = course.ex(&["1.1.1"]).check(1, &["does not compile yet"]);
    let progress = course.read(".workbook/progress.toml");
    assert!(progress.contains("passed = true"), "an unfinished change is no failure: {progress}");
    assert!(ran.stderr.contains("error[E0308]: mismatched types"), "{ran:#?}");
}

#[test]
fn an_endless_loop_is_cut_short() {
    let ran = verdict("while x == 0 {} x + x");
    let ran = ran.check(1, &["ok        3/3  small_numbers", "no end    0/1  zero"]);
    ran.check(1, &["`zero` had not ended after 1 s.", "3 of 4 points"]);
}

#[test]
fn a_stack_overflow_names_the_test() {
    let ran = verdict("if x == 0 { double(x) + 1 } else { x + x }");
    let ran = ran.check(1, &["ok        3/3  small_numbers", "crashes   0/1  zero"]);
    ran.check(1, &["`zero` used up the stack."]);
}

#[test]
fn an_abort_is_put_into_words() {
    let ran = verdict("if x == 0 { std::process::abort() } x + x");
    ran.check(1, &["ok        3/3  small_numbers", "crashes   0/1  zero", "signal 6"]);
}

#[test]
fn an_abort_hides_no_other_failure() {
    let ran = verdict("if x == 0 { std::process::abort() } x * x");
    ran.check(1, &["fails     0/3  small_numbers", "crashes   0/1  zero", "left: 9"]);
}

#[test]
fn leaving_the_process_is_no_pass() {
    let ran = verdict("if x == 0 { std::process::exit(0) } x + x");
    let ran = ran.check(1, &["ok        3/3  small_numbers", "crashes   0/1  zero"]);
    ran.check(1, &["`zero` ended the whole process with exit code 0"]);
}

#[test]
#[cfg(target_os = "linux")]
fn too_much_memory_is_refused() {
    let ran = verdict("if x == 0 { std::hint::black_box(vec![1_u8; 5 << 30]); } x + x");
    ran.check(1, &["ok        3/3  small_numbers", "crashes   0/1  zero", "more memory"]);
}

#[test]
fn a_flood_does_not_reach_the_terminal() {
    let ran = verdict("for i in 0..300_000 { println!(\"line {i}\") } x * x");
    let parts = ["  | line 0\n", "  | line 299999\n", "more lines", "left: 9"];
    let ran = ran.check(1, &parts);
    assert!(ran.stdout.len() + ran.stderr.len() < 10_000, "{}", ran.stdout.len());
}

#[test]
fn an_endless_flood_around_the_harness_is_cut_short() {
    let body = "use std::io::Write; loop { std::io::stdout().write_all(&[b'x'; 4096]).unwrap() }";
    let ran = verdict(&format!("if x == 0 {{ {body} }} x + x"));
    let ran = ran.check(1, &["ok        3/3  small_numbers", "no end    0/1  zero"]);
    assert!(ran.stdout.len() + ran.stderr.len() < 10_000, "{}", ran.stdout.len());
}

#[test]
fn output_around_the_harness_hides_no_result() {
    let ran = verdict("use std::io::Write; std::io::stdout().write_all(b\"here\").unwrap(); x + x");
    ran.check(0, &["4 of 4 points"]);
}

#[test]
fn a_panic_in_a_thread_is_shown() {
    let ran = verdict("std::thread::spawn(move || -> i64 { panic!(\"no {x}\") }).join().unwrap()");
    let parts = ["[thread <unnamed>]\n  no 3\n", "called `Result::unwrap()` on an `Err` value"];
    ran.check(1, &["fails     0/3"]).check(1, &parts);
}

#[test]
fn a_test_that_this_machine_cannot_run_counts_neither_way() {
    let course = Course::with_body("x + x");
    let tests = "use super::*;\n#[test]\nfn small_numbers() { assert_eq!(double(3), 6) }\n\
        #[test]\nfn zero() { println!(\"NotRun: no zero here\") }\n";
    course.write("exercises/1-1-first/1-double/src/tests.rs", tests);
    let ran = course.ex(&["1.1.1"]).check(0, &["skipped   0/1  zero", "no zero here"]);
    ran.check(0, &["3 of 3 points", "1 more on a machine"]);
}

#[test]
fn a_known_mistake_gets_its_hint() {
    let course = Course::with_body("x * x");
    let known = [known_mistake("squares", "a square", "un cuadrado")];
    course.write(MISCONCEPTIONS, &known.concat());
    course
        .ex(&["1.1.1"])
        .check(1, &["`small_numbers` fails for a known reason:\n  That is a square.\n"]);
    course.ex(&["1.1.1", "--lang", "es"]).check(1, &["causa frecuente:\n  Eso es un cuadrado."]);
    course.write_body("x * x + 1 - 1 + i64::from(x == 3)");
    course.ex(&["1.1.1"]).check(1, &["common cause:\n  That is a square.\n"]);
    course.write_body("x * x + 1");
    let ran = course.ex(&["1.1.1"]).check(1, &["fails     0/1  zero"]);
    assert!(!ran.stdout.contains("square"), "{ran:#?}");
}

#[test]
fn two_mistakes_that_look_the_same_are_both_explained() {
    let course = Course::with_body("x * x");
    let known = ["square", "power"].map(|name| known_mistake(name, &format!("a {name}"), name));
    course.write(MISCONCEPTIONS, &known.concat());
    let both = "known reason:\n  That is a square.\n\nOr for this one:\n  That is a power.\n";
    course.ex(&["1.1.1"]).check(1, &[both]);
}

const MISCONCEPTIONS: &str = "exercises/1-1-first/1-double/misconceptions.toml";

/// A record of somebody who returned 9 for the double of 3.
fn known_mistake(name: &str, what_en: &str, what_es: &str) -> String {
    let message = "assertion `left == right` failed: double of 3\n  left: 9\n right: 6\n";
    format!(
        "[[misconceptions]]\nname = \"{name}\"\nfails = \"small_numbers\"\n\
         all_fails = [\"small_numbers\"]\n\
         fingerprints = {{ en = [\"{:016x}\"], es = [] }}\n\
         hint = {{ en = \"That is {what_en}.\", es = \"Eso es {what_es}.\" }}\n",
        fnv_1a(message)
    )
}

/// As defined in RFC 9923.
fn fnv_1a(text: &str) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(1_099_511_628_211);
    text.bytes().fold(14_695_981_039_346_656_037, step)
}

#[test]
fn spanish() {
    let course = Course::with_body("if x == 0 { loop {} } x * x");
    let ran = course.ex(&["1.1.1", "--lang", "es", "--timeout", "4"]);
    let parts = ["1.1.1  Duplica un número", "Tu archivo:", "falla     0/3", "no acaba  0/1"];
    ran.check(1, &parts).check(1, &["0 de 4 puntos", "Empieza por `small_numbers`"]);
}

#[test]
fn json() {
    let course = Course::with_body("if x == 0 { todo!() } x * x");
    let ran = course.ex(&["1.1.1", "--json"]);
    let verdict = ran.json();
    assert_eq!(ran.code, Some(1));
    assert_eq!(verdict["schema"], "workbook/verdict/1");
    assert_eq!((&verdict["points"], &verdict["points_max"]), (&0.into(), &4.into()));
    assert_eq!(verdict["tests"][0]["result"], "failed");
    assert!(verdict["tests"][0]["message"].as_str().unwrap().contains("left: 9"), "{verdict:#}");
    assert_eq!(verdict["tests"][1]["result"], "todo");
    course.write_body("y");
    let verdict = course.ex(&["1.1.1", "--json"]).json();
    assert_eq!(verdict["compiled"], false);
    let error = verdict["diagnostics"][0].as_str().unwrap();
    assert!(error.contains("cannot find value `y`"), "{error}");
    course.write_body("let unused = 1; x + x");
    let verdict = course.ex(&["1.1.1", "--json"]).json();
    assert_eq!((&verdict["passed"], &verdict["next"]), (&true.into(), &"1.1.2".into()));
    assert_eq!(verdict["diagnostics"].as_array().unwrap().len(), 1, "{verdict:#}");
}
