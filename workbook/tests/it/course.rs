//! A workspace of two exercises without dependencies, in a temporary folder.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use tempfile::TempDir;

/// The file of the first exercise, relative to the root.
pub(crate) const FILE: &str = "exercises/1-1-first/1-double/src/main.rs";

/// The starter of the first exercise.
pub(crate) const STARTER: &str = "todo!(\"double {x}\")";

const TESTS: &str = r#"use super::*;

#[test]
fn small_numbers() {
    assert_eq!(double(3), 6, "double of 3");
}

#[test]
fn zero() {
    assert_eq!(double(0), 0, "double of 0");
}
"#;

const WORKSPACE: &str = r#"[workspace]
resolver = "3"
members = ["exercises/*/*"]
"#;

#[derive(Debug)]
pub(crate) struct Course {
    root: TempDir,
}

/// How a call of the runner ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Course {
    /// A course in which `double(x: i64) -> i64` of the first exercise has this body.
    pub(crate) fn with_body(body: &str) -> Self {
        let course = Self { root: TempDir::new().expect("there is a folder for temporary files") };
        course.write("Cargo.toml", WORKSPACE);
        course.write("Cargo.lock", "version = 4\n");
        course.write_exercise("1-double", "1.1.1", ["Double a number", "Duplica un número"]);
        course.write_exercise("2-again", "1.1.2", ["Once more", "Otra vez más"]);
        course.write_body(body);
        course
    }

    fn write_exercise(&self, folder: &str, id: &str, [en, es]: [&str; 2]) {
        let folder = format!("exercises/1-1-first/{folder}");
        let package = id.replace('.', "-");
        let manifest = format!("[package]\nname = \"ex-{package}\"\nedition = \"2024\"\n");
        self.write(&format!("{folder}/Cargo.toml"), &manifest);
        let texts = format!("title = {{ en = \"{en}\", es = \"{es}\" }}\n{EXERCISE}");
        self.write(&format!("{folder}/exercise.toml"), &format!("id = \"{id}\"\n{texts}"));
        self.write(&format!("{folder}/src/tests.rs"), TESTS);
        self.write(&format!("{folder}/src/main.rs"), &source(STARTER));
    }

    /// Saves the student's file of the first exercise, with this body of `double`.
    pub(crate) fn write_body(&self, body: &str) {
        self.write(FILE, &source(body));
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.root.path().join(path)
    }

    /// Calls the runner in English.
    pub(crate) fn ex(&self, args: &[&str]) -> Ran {
        Ran::from(self.command(args).output().expect("the runner starts"))
    }

    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_workbook"));
        command.args(args).current_dir(self.root.path());
        command.env("CARGO_TARGET_DIR", self.path("target")).env("LC_ALL", "C");
        command.env_remove("WORKBOOK_LANG").env_remove("WORKBOOK_SEED");
        command
    }
}

impl Ran {
    /// Fails unless the exit code is `code` and stdout has these parts.
    #[track_caller]
    pub(crate) fn check(self, code: i32, parts: &[&str]) -> Self {
        assert_eq!(self.code, Some(code), "{self:#?}");
        for part in parts {
            assert!(self.stdout.contains(part), "no {part:?} in {self:#?}");
        }
        self
    }

    /// Reads stdout as one JSON value.
    #[track_caller]
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error} in {self:#?}"))
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

fn source(body: &str) -> String {
    format!(
        "fn double(x: i64) -> i64 {{\n    {body}\n}}\n\nfn main() {{\n    \
         println!(\"{{}}\", double(2));\n}}\n\n#[cfg(test)]\nmod tests;\n"
    )
}

/// What both exercises have in common.
const EXERCISE: &str = r#"
kind = "implement"
minutes = 5
task = { en = "Write `double`.", es = "Escribe `double`." }

[hints]
en = ["Think.", "Add.", "Write `x + x`."]
es = ["Piensa.", "Suma.", "Escribe `x + x`."]

[[tests]]
name = "small_numbers"
points = 3
asks = { en = "three times two", es = "tres por dos" }

[[tests]]
name = "zero"
points = 1
asks = { en = "nothing stays nothing", es = "nada sigue siendo nada" }

[[questions]]
id = "why"
prompt = { en = "Why?", es = "¿Por qué?" }
number = { value = 2.0, tolerance = 0.0 }
explanation = { en = "Twice.", es = "El doble." }
sources = ["the task"]
"#;
