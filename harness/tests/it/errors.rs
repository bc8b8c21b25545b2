//! Bad input gets one clear error, which names what is wrong and what to do next.

use predicates::prelude::PredicateBooleanExt;
use predicates::str::contains;

use crate::fixture::{Place, ROWS};
use harness::journal::JOURNAL_FILE;

#[test]
fn unknown_names_get_suggestions() {
    let place = Place::new();
    let cases = [
        ("polrs", "sum", "error: unknown engine `polrs`; did you mean `polars`?\n"),
        ("scalar", "summ", "error: unknown workload `summ`; did you mean `sum`?\n"),
    ];
    for (engine, workload, message) in cases {
        place.run("bad", engine, workload).assert().code(1).stderr(message).stdout("");
    }
    assert!(!place.path("reports").exists(), "nothing is left behind");
}

#[test]
fn sizes_have_to_be_positive_numbers() {
    let place = Place::new();
    let size = |size: &str| {
        let mut command = place.harness("run");
        command.args(["--sizes", size]);
        command.assert().code(2)
    };
    size("many").stderr(contains("expected a number of rows such as 250000, 250k or 10M"));
    size("0").stderr(contains("a benchmark needs at least one row"));
}

#[test]
fn knobs_have_ranges() {
    let place = Place::new();
    let mut command = place.run("bad", "sabotage:honest", "sum");
    command.args(["--null-rate", "1.5"]).assert().code(1);
    command.assert().stderr("error: `null_rate` is 1.5, but must be between 0 and 1\n");
}

#[test]
fn a_damaged_data_file_is_never_used() {
    let place = Place::new();
    place.run("first", "sabotage:honest", "sum").assert().success();
    let file = place.data_folder().join("ventas.parquet");
    let mut bytes = std::fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&file, bytes).unwrap();
    let second = place.run("second", "sabotage:honest", "sum").assert().code(1);
    second.stderr(contains("ventas.parquet").and(contains("--force")));
    place.harness("data").args(["--sizes", ROWS, "--force"]).assert().success();
    place.run("third", "sabotage:honest", "sum").assert().success();
}

#[test]
fn an_unreadable_data_folder_is_named() {
    let place = Place::new();
    std::fs::write(place.path("data"), "a file where the folder should be").unwrap();
    let run = place.run("bad", "sabotage:honest", "sum").assert().code(1);
    run.stderr(contains("data").and(contains("error: ")));
}

#[test]
fn a_damaged_journal_is_refused_with_its_line() {
    let place = Place::new();
    place.run("damaged", "sabotage:honest", "sum").assert().success();
    let journal = place.path("reports/damaged").join(JOURNAL_FILE);
    let text = std::fs::read_to_string(&journal).unwrap();
    let mut lines: Vec<&str> = text.lines().collect();
    lines[2] = &lines[2][..20];
    let damaged = lines.join("\n") + "\n";
    std::fs::write(&journal, &damaged).unwrap();
    let resumed = place.harness("run").args(["--resume", "damaged"]).assert().code(1);
    resumed.stderr(contains("line 3 of").and(contains("is damaged")));
    assert_eq!(std::fs::read_to_string(&journal).unwrap(), damaged, "it is left as it was");
}

#[test]
fn an_empty_journal_is_refused() {
    let place = Place::new();
    let folder = place.path("reports/empty");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(JOURNAL_FILE), r#"{"schema":"har"#).unwrap();
    let report = place.harness("report").arg("empty").assert().code(1);
    report.stderr(contains("is empty: the run stopped before it began"));
}

#[test]
fn a_name_is_used_once() {
    let place = Place::new();
    place.run("twice", "sabotage:honest", "sum").assert().success();
    let again = place.run("twice", "sabotage:honest", "sum").assert().code(1);
    again.stderr(contains("run `twice` exists").and(contains("--resume twice")));
}

#[test]
fn a_run_that_is_not_there_is_named() {
    let place = Place::new();
    place
        .harness("report")
        .arg("ghost")
        .assert()
        .code(1)
        .stderr(contains("there is no run `ghost`"));
    place.harness("run").arg("--resume").assert().code(1).stderr(contains("there is no run in"));
}

/// A file that may not grow stands in for a disk that is full.
#[test]
fn a_full_disk_ends_the_run_with_a_whole_journal() {
    let place = Place::new();
    place.harness("data").args(["--sizes", ROWS]).assert().success();
    let run = place.run("full", "sabotage:honest", "sum");
    let program = run.get_program().to_owned();
    let arguments: Vec<_> = run.get_args().map(ToOwned::to_owned).collect();
    let script = "trap '' XFSZ; ulimit -f 8; exec \"$0\" \"$@\"";
    let mut limited = assert_cmd::Command::new("bash");
    limited.args(["-c", script]).arg(program).args(arguments);
    limited
        .assert()
        .code(1)
        .stderr(contains("cannot append to the journal; what it holds is safe"));
    place.harness("run").args(["--resume", "full"]).assert().success();
    assert_eq!(place.verdict("full").0, harness::record::State::Ok);
}

#[test]
fn list_names_every_engine_and_workload() {
    let listed = Place::new().harness("list").assert().success();
    let text = String::from_utf8(listed.get_output().stdout.clone()).unwrap();
    for engine in harness::engines::ENGINES {
        assert!(text.contains(engine.name), "{}", engine.name);
    }
    for workload in datasets::WORKLOADS {
        assert!(text.contains(workload.id), "{}", workload.id);
    }
}
