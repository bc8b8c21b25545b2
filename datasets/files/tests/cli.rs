//! `datagen` as people and the harness run it.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

fn datagen(root: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_datagen"));
    command.env("WORKBOOK_DATA", root);
    command
}

fn root() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn stdout(command: &mut Command) -> String {
    String::from_utf8(succeed(command).stdout).unwrap()
}

#[track_caller]
fn succeed(command: &mut Command) -> Output {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output
}

#[track_caller]
fn check_failure(command: &mut Command, code: i32, expected: &[&str]) {
    let output = command.output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(code), "{stderr}");
    for part in expected {
        assert!(stderr.contains(part), "`{part}` is not in: {stderr}");
    }
}

/// Names of the files in the only dataset folder below `root`.
fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn json_describes_every_dataset_on_a_line_of_its_own() {
    let root = root();
    let output =
        stdout(datagen(root.path()).args(["generate", "--rows", "1k,0", "--seed", "7", "--json"]));
    let lines: Vec<Value> =
        output.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0]["id"], "1k-s7-skew0.5-v2");
    assert_eq!(lines[1]["id"], "0-s7-skew0.5-v2");
    assert_eq!(lines[0]["generated"], true);
    let files = lines[0]["files"].as_array().unwrap();
    assert_eq!(files.len(), 4);
    assert_eq!((&files[0]["name"], &files[0]["rows"]), (&"ventas.parquet".into(), &1_000.into()));
    assert!(files[0]["seconds"].is_number());
    let manifest = std::fs::read_to_string(lines[0]["manifest"].as_str().unwrap()).unwrap();
    let manifest: Value = serde_json::from_str(&manifest).unwrap();
    assert_eq!(manifest["files"][0]["blake3"], files[0]["blake3"]);
}

#[test]
fn the_second_time_nothing_is_generated() {
    let root = root();
    let generate =
        || datagen(root.path()).args(["generate", "--rows", "1k", "--json"]).output().unwrap();
    let json = |output: Output| -> Value { serde_json::from_slice(&output.stdout).unwrap() };
    let (first, second) = (json(generate()), json(generate()));
    assert_eq!((&first["generated"], &second["generated"]), (&true.into(), &false.into()));
    assert_eq!(first["files"][0]["blake3"], second["files"][0]["blake3"]);
    assert_eq!(second["files"][0]["seconds"], Value::Null);
}

#[test]
fn the_summary_names_the_folder_and_each_file() {
    let root = root();
    let output =
        stdout(datagen(root.path()).args(["generate", "--rows", "1k", "--tables", "ventas"]));
    assert!(output.starts_with(root.path().join("1k-s42-skew0.5-v2").to_str().unwrap()));
    assert!(output.contains("ventas.parquet") && output.contains("1000"), "{output}");
    assert!(!output.contains("clientes"), "{output}");
}

#[test]
fn out_wins_over_the_environment() {
    let [root, out] = [root(), root()];
    let generate = ["generate", "--rows", "1k", "--tables", "clientes", "--out"];
    succeed(datagen(root.path()).args(generate).arg(out.path()));
    assert!(names(root.path()).is_empty());
    assert_eq!(names(&out.path().join("1k-s42-skew0.5-v2")), ["clientes.parquet", "manifest.json"]);
}

#[test]
fn data_lands_in_the_workspace_around_the_current_folder() {
    let root = root();
    let deep = root.path().join("member").join("src");
    std::fs::create_dir_all(&deep).unwrap();
    std::fs::write(root.path().join("Cargo.toml"), "[workspace]\nmembers = [\"member\"]\n")
        .unwrap();
    std::fs::write(root.path().join("member/Cargo.toml"), "[package]\n").unwrap();
    let generate = ["generate", "--rows", "1k", "--tables", "clientes"];
    let mut command = datagen(root.path());
    succeed(command.env_remove("WORKBOOK_DATA").current_dir(deep).args(generate));
    let folder = root.path().join("datasets").join("data").join("1k-s42-skew0.5-v2");
    assert_eq!(names(&folder), ["clientes.parquet", "manifest.json"]);
}

#[test]
fn parameters_out_of_range_are_usage_errors() {
    let root = root();
    for (args, expected) in [
        (["--rows", "12x"], "expected a whole number of rows such as `1M`"),
        (["--null-rate", "1.5"], "`null_rate` is 1.5, but must be between 0 and 1"),
        (["--tables", "venta"], "[possible values: ventas, clientes, entregas, eventos]"),
        (["--threads", "0"], "--threads"),
    ] {
        check_failure(datagen(root.path()).arg("generate").args(args), 2, &[expected]);
    }
    assert!(names(root.path()).is_empty());
}

#[test]
fn verify_tells_whole_from_damaged() {
    let root = root();
    stdout(datagen(root.path()).args(["generate", "--rows", "1k"]));
    let folder = root.path().join("1k-s42-skew0.5-v2");
    let output = stdout(datagen(root.path()).arg("verify").arg(&folder));
    assert!(output.contains(": whole, "), "{output}");

    std::fs::write(folder.join("ventas.parquet"), "gone").unwrap();
    let mut verify = datagen(root.path());
    let verify = verify.arg("verify").arg(&folder).arg("nowhere");
    check_failure(
        verify,
        1,
        &["error: ", "`ventas.parquet` has 4 bytes instead of", "`nowhere` does not exist"],
    );
}

#[test]
fn list_tells_the_states_apart() {
    let root = root();
    let list = |json: &[&str]| stdout(datagen(root.path()).arg("list").args(json));
    assert!(list(&[]).contains("no datasets in"));
    stdout(datagen(root.path()).args(["generate", "--rows", "1k", "--tables", "clientes"]));
    std::fs::create_dir(root.path().join("2k-s1-v2")).unwrap();
    std::fs::create_dir(root.path().join("photos")).unwrap();
    let entries: Value = serde_json::from_str(&list(&["--json"])).unwrap();
    let states: Vec<(&str, &str)> = entries
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| (entry["id"].as_str().unwrap(), entry["state"].as_str().unwrap()))
        .collect();
    let expected =
        [("1k-s42-skew0.5-v2", "complete"), ("2k-s1-v2", "incomplete"), ("photos", "foreign")];
    assert_eq!(states, expected);
    assert!(list(&[]).contains("incomplete"));
}

#[test]
fn answer_prints_cells() {
    let root = root();
    stdout(datagen(root.path()).args(["generate", "--rows", "50", "--tables", "clientes"]));
    let file = root.path().join("50-s42-skew0.5-v2").join("clientes.parquet");
    let answer: Value =
        serde_json::from_str(&stdout(datagen(root.path()).arg("answer").arg(&file))).unwrap();
    assert_eq!(answer["rows"][0][0], serde_json::json!({ "int": 1 }));
    check_failure(datagen(root.path()).args(["answer", "none.parquet"]), 1, &["none.parquet"]);
}

/// What happens when the process or the disk gives out.
#[cfg(unix)]
mod interruptions {
    use std::path::PathBuf;
    use std::process::{Child, Stdio};

    use rustix::process::{Pid, Signal, kill_process};

    use super::*;

    const GENERATE: [&str; 7] =
        ["generate", "--rows", "1M", "--tables", "ventas", "--threads", "1"];

    fn folder(root: &TempDir) -> PathBuf {
        root.path().join("1M-s42-skew0.5-v2")
    }

    /// Starts a generation and waits until it is writing.
    fn started(root: &TempDir) -> Child {
        let mut child = Command::new(env!("CARGO_BIN_EXE_datagen"))
            .args(GENERATE)
            .env("WORKBOOK_DATA", root.path())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        while !folder(root).join("ventas.parquet.tmp").exists() {
            assert!(child.try_wait().unwrap().is_none(), "it ended before it wrote anything");
            std::thread::yield_now();
        }
        child
    }

    fn signal(child: &Child, signal: Signal) {
        kill_process(Pid::from_child(child), signal).unwrap();
    }

    #[test]
    fn a_killed_generation_is_done_again() {
        let root = root();
        let mut child = started(&root);
        signal(&child, Signal::KILL);
        child.wait().unwrap();
        assert_eq!(names(&folder(&root)), ["ventas.parquet.tmp"]);
        let verify = || {
            let output = datagen(root.path()).arg("verify").arg(folder(&root)).output();
            output.unwrap().status.code()
        };
        assert_eq!(verify(), Some(1));

        stdout(datagen(root.path()).args(GENERATE));
        assert_eq!(names(&folder(&root)), ["manifest.json", "ventas.parquet"]);
        assert_eq!(verify(), Some(0));
    }

    #[test]
    fn ctrl_c_removes_the_unfinished_file() {
        let root = root();
        let child = started(&root);
        signal(&child, Signal::INT);
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(130));
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(stderr.matches("error: ").count(), 1, "{stderr}");
        assert!(stderr.contains("interrupted"), "{stderr}");
        assert!(names(&folder(&root)).is_empty());
    }

    /// A limit on the size of files fails a write like a full disk does.
    #[test]
    fn a_full_disk_leaves_nothing_behind() {
        let root = root();
        let binary = env!("CARGO_BIN_EXE_datagen");
        let mut shell = Command::new("sh");
        shell.env("WORKBOOK_DATA", root.path()).args([
            "-c",
            "trap '' XFSZ; ulimit -f 100; exec \"$0\" generate --rows 1M --tables ventas",
            binary,
        ]);
        check_failure(&mut shell, 1, &["error: cannot write `", "ventas.parquet`: ", "too large"]);
        assert!(names(&folder(&root)).is_empty());
    }
}
