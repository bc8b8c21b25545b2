//! `doctor` on the machine that runs the tests.

use crate::complete::course;
use crate::course::STARTER;

#[test]
fn what_compiles_the_runner_is_found() {
    let course = course(STARTER);
    let found = course.ex(&["doctor", "--json"]).check(0, &[]).json();
    let find = |name: &str| {
        let mut findings = found["findings"].as_array().unwrap().iter();
        findings.find(|finding| finding["name"] == name).unwrap().clone()
    };
    assert_eq!(find("rust")["state"], "good");
    assert_eq!(find("linker")["needed_by"], "every_exercise");
    assert_eq!(find("moto_server")["needed_by"]["exercises"][0], "16.2.4");
    course.ex(&["doctor", "--lang", "es"]).check(0, &["Enlazador", "Puedes empezar"]);
}

#[test]
fn an_old_compiler_is_a_reason_to_stop() {
    let course = course(STARTER);
    let manifest = course.read("Cargo.toml").replace("1.85", "7.1");
    course.write("Cargo.toml", &manifest);
    course.ex(&["doctor"]).check(1, &["Too old: 7.1 or newer is needed.", "rustup update"]);
}
