//! A small course with solutions, of which a student can have a copy.

use std::process::Command;

use crate::course::{Course, FILE, Ran};

/// The folder of the first exercise, below `exercises` and `solutions`.
pub(crate) const FOLDER: &str = "1-1-first/1-double";

const WORKSPACE: &str = r#"[workspace]
resolver = "3"
members = ["workbook", "exercises/*/*", "solutions/*/*"]
# The exercises are the student's.
default-members = ["workbook", "solutions/*/*"]

[workspace.package]
rust-version = "1.85"

# An empty table.
[workspace.dependencies]
"#;

const WRONG: [(&str, &str, &str); 3] = [
    ("always-six", "zero", "6 + 0 * x"),
    ("squares", "small_numbers", "x * x"),
    ("one-more", "small_numbers", "x + x + 1"),
];

/// The course of [`Course::with_body`], with solutions. The first exercise has wrong ones as well.
pub(crate) fn course(body: &str) -> Course {
    let course = Course::with_body(body);
    course.write("Cargo.toml", WORKSPACE);
    course.write("workbook/Cargo.toml", "[package]\nname = \"workbook\"\nedition = \"2024\"\n");
    course.write("workbook/src/main.rs", "fn main() {}\n");
    for (folder, id) in [(FOLDER, "1-1-1"), ("1-1-first/2-again", "1-1-2")] {
        let manifest = format!("[package]\nname = \"sol-{id}\"\nedition = \"2024\"\n");
        course.write(&format!("solutions/{folder}/Cargo.toml"), &manifest);
        course.write(&format!("solutions/{folder}/src/main.rs"), &reference(folder, "x: i64"));
    }
    for (name, fails, body) in WRONG {
        write_wrong(&course, name, fails, body);
    }
    course
}

/// The reference solution, with the given parameter of `double`.
pub(crate) fn reference(folder: &str, parameter: &str) -> String {
    let tests = format!("../../../../exercises/{folder}/src/tests.rs");
    format!(
        "fn double({parameter}) -> i64 {{\n    // solution:begin double: todo!(\"double {{x}}\")\n    \
         // ANCHOR: body\n    x + x\n    // ANCHOR_END: body\n    // solution:end\n}}\n\n\
         fn main() {{\n    println!(\"{{}}\", double(2));\n}}\n\n\
         #[cfg(test)]\n#[path = \"{tests}\"]\nmod tests;\n"
    )
}

pub(crate) fn write_wrong(course: &Course, name: &str, fails: &str, body: &str) {
    let text = format!(
        "//! fails: {fails}\n//! hint_en: Not {name}.\n//! hint_es: No es {name}.\n\n\
         fn double(x: i64) -> i64 {{\n    // solution:begin double\n    {body}\n    \
         // solution:end\n}}\n"
    );
    course.write(&format!("solutions/{FOLDER}/wrong/{name}.rs"), &text);
}

/// A student's copy of a course.
pub(crate) struct Copy<'a> {
    course: &'a Course,
    parent: tempfile::TempDir,
}

impl<'a> Copy<'a> {
    /// Calls `cargo ex init`.
    pub(crate) fn of(course: &'a Course, arguments: &[&str]) -> (Self, Ran) {
        let parent = tempfile::TempDir::new().expect("there is a folder for temporary files");
        let copy = Self { course, parent };
        let folder = copy.root().display().to_string();
        let ran = course.ex(&[&["init", &folder], arguments].concat());
        (copy, ran)
    }

    pub(crate) fn root(&self) -> std::path::PathBuf {
        self.parent.path().join("mine")
    }

    /// Calls the runner in the copy.
    pub(crate) fn ex(&self, arguments: &[&str]) -> Ran {
        let mut command = self.course.command(arguments);
        command.current_dir(self.root());
        Ran::from(command.output().expect("the runner starts"))
    }

    /// Calls cargo in the copy.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Ran {
        let mut command = Command::new(env!("CARGO"));
        command.current_dir(self.root()).args(arguments).args(["--offline"]);
        command.env("CARGO_TARGET_DIR", self.course.path("target"));
        Ran::from(command.output().expect("cargo starts"))
    }

    pub(crate) fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.root().join(path)).unwrap()
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        std::fs::write(self.root().join(path), text).unwrap();
    }

    pub(crate) fn has(&self, path: &str) -> bool {
        self.root().join(path).exists()
    }

    /// Puts the right body in place of the `todo!` of the first exercise.
    pub(crate) fn solve(&self) {
        self.write(FILE, &self.read(FILE).replace("todo!(\"double {x}\")", "x + x"));
    }
}
