//! `setup` with a Python that is a small script: no network, no packages.

use std::path::Path;
use std::process::Command;

use crate::course::{Course, Ran, STARTER};

/// Calls the runner on a machine whose Python is `environments/src/fake_python.sh` in this mode.
fn ex(course: &Course, mode: &str, args: &[&str]) -> Ran {
    course.write("bin/mode", mode);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("environments/src/fake_python.sh");
    let mut install = Command::new("install");
    install.args(["-m", "755"]).arg(script).arg(course.path("bin/python3"));
    assert!(install.status().unwrap().success());
    let path = std::env::var("PATH").unwrap();
    let mut command = course.command(args);
    command.env("PATH", format!("{}:{path}", course.path("bin").display()));
    command.env("XDG_CACHE_HOME", course.path("cache"));
    command.env_remove(environments::PYTHON.variable);
    Ran::from(command.output().unwrap())
}

#[test]
fn an_environment_is_made_once_and_found_by_the_doctor() {
    let course = Course::with_body(STARTER);
    let doctor = ["doctor", "--json"];
    let finding = |ran: &Ran| {
        let found = ran.json();
        let mut findings = found["findings"].as_array().unwrap().iter();
        findings.find(|finding| finding["name"] == "python_packages").unwrap().clone()
    };
    let before = finding(&ex(&course, "good", &doctor));
    assert_eq!(
        (&before["state"], &before["fix"]),
        (&"missing".into(), &"cargo ex setup python".into())
    );

    let ran = ex(&course, "good", &["setup", "python"]);
    let ran = ran.check(0, &["The Python environment `python` is ready: ", "/bin/python\n"]);
    assert!(ran.stderr.contains("  polars==2.1.0\nChecking that all of it works.\n"), "{ran:#?}");
    assert_eq!(finding(&ex(&course, "good", &doctor))["state"], "good");

    let again = ex(&course, "offline", &["setup", "python", "--lang", "es"]);
    assert_eq!(again.check(0, &["El entorno de Python `python` está listo: "]).stderr, "");
}

#[test]
fn a_failure_is_an_error_in_both_languages_and_in_json() {
    let course = Course::with_body(STARTER);
    let english = ex(&course, "offline", &["setup", "python"]).check(1, &[]);
    assert!(
        english.stderr.contains("\nerror: pip cannot reach the package index; "),
        "{english:#?}"
    );
    let spanish = ex(&course, "no-venv", &["setup", "python", "--lang", "es"]).check(1, &[]);
    assert!(spanish.stderr.contains("\nerror: este Python no puede crear"), "{spanish:#?}");
    let json = ex(&course, "broken", &["setup", "python", "--json"]).check(1, &[]).json();
    assert_eq!((&json["name"], &json["interpreter"]), (&"python".into(), &().into()));
    assert!(json["error"].as_str().unwrap().ends_with("ImportError: libgomp.so.1 is missing"));
}

#[test]
fn an_unknown_environment_is_a_usage_error() {
    let course = Course::with_body(STARTER);
    let ran = course.ex(&["setup", "pyhton"]).check(2, &[]);
    assert!(ran.stderr.contains("possible values: python, spark, comet"), "{ran:#?}");
}
