//! Bad input gets one clear error, which names what is wrong and what to do next.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::thread;

use harness::journal::JOURNAL_FILE;
use harness::record::State;

use crate::fixture::{Place, Program, ROWS};

#[test]
fn unknown_names_get_suggestions() {
    let place = Place::new();
    let cases = [
        ("polrs", "sum", "error: unknown engine `polrs`; did you mean `polars`?\n"),
        ("scalar", "summ", "error: unknown workload `summ`; did you mean `sum`?\n"),
    ];
    for (engine, workload, message) in cases {
        let ended = place.run("bad", engine, workload).ends_with(1);
        ended.says(&[message]);
        assert_eq!(ended.stdout, "");
    }
    assert!(!place.path("reports").exists(), "nothing is left behind");
}

#[test]
fn sizes_have_to_be_positive_numbers() {
    let place = Place::new();
    let size = |size: &str| place.harness("run").args(["--sizes", size]).ends_with(2);
    size("many").says(&["expected a whole number of rows such as"]);
    size("0").says(&["a benchmark needs at least one row"]);
}

#[test]
fn knobs_have_ranges() {
    let place = Place::new();
    let run = place.run("bad", "sabotage:honest", "sum").args(["--null-rate", "1.5"]).ends_with(1);
    run.says(&["error: `null_rate` is 1.5, but must be between 0 and 1\n"]);
}

#[test]
fn a_damaged_data_file_is_never_used() {
    let place = Place::new();
    place.run("first", "sabotage:honest", "sum").succeeds();
    let file = place.data_folder().join("ventas.parquet");
    let mut bytes = std::fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&file, bytes).unwrap();
    let second = place.run("second", "sabotage:honest", "sum").ends_with(1);
    second.says(&["ventas.parquet", "--force"]);
    place.harness("data").args(["--sizes", ROWS, "--force"]).succeeds();
    place.run("third", "sabotage:honest", "sum").succeeds();
}

#[test]
fn an_unreadable_data_folder_is_named() {
    let place = Place::new();
    std::fs::write(place.path("data"), "a file where the folder should be").unwrap();
    let run = place.run("bad", "sabotage:honest", "sum").ends_with(1);
    run.says(&["data", "error: "]);
}

#[test]
fn a_damaged_journal_is_refused_with_its_line() {
    let place = Place::new();
    place.run("damaged", "sabotage:honest", "sum").succeeds();
    let journal = place.path("reports/damaged").join(JOURNAL_FILE);
    let text = std::fs::read_to_string(&journal).unwrap();
    let mut lines: Vec<&str> = text.lines().collect();
    lines[2] = &lines[2][..20];
    let damaged = lines.join("\n") + "\n";
    std::fs::write(&journal, &damaged).unwrap();
    let resumed = place.harness("run").args(["--resume", "damaged"]).ends_with(1);
    resumed.says(&["line 3 of", "is damaged"]);
    assert_eq!(std::fs::read_to_string(&journal).unwrap(), damaged, "it is left as it was");
}

#[test]
fn an_empty_journal_is_refused() {
    let place = Place::new();
    let folder = place.path("reports/empty");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(JOURNAL_FILE), r#"{"schema":"har"#).unwrap();
    let report = place.harness("report").args(["empty"]).ends_with(1);
    report.says(&["is empty: the run stopped before it began"]);
}

#[test]
fn a_name_is_used_once() {
    let place = Place::new();
    place.run("twice", "sabotage:honest", "sum").succeeds();
    let again = place.run("twice", "sabotage:honest", "sum").ends_with(1);
    again.says(&["run `twice` exists", "--resume twice"]);
}

#[test]
fn a_run_that_is_not_there_is_named() {
    let place = Place::new();
    let report = place.harness("report").args(["ghost"]).ends_with(1);
    report.says(&["there is no run `ghost`"]);
    place.harness("run").args(["--resume"]).ends_with(1).says(&["there is no run in"]);
}

/// A file that may not grow stands in for a disk that is full.
#[test]
fn a_full_disk_ends_the_run_with_a_whole_journal() {
    let place = Place::new();
    place.harness("data").args(["--sizes", ROWS]).succeeds();
    let run = place.run("full", "sabotage:honest", "sum");
    let script = "trap '' XFSZ; ulimit -f 8; exec \"$0\" \"$@\"";
    let limited = Program::new("bash").args(["-c", script]).args(run.words());
    limited.ends_with(1).says(&["cannot append to the journal; what it holds is safe"]);
    place.harness("run").args(["--resume", "full"]).succeeds();
    assert_eq!(place.verdict("full").0, State::Ok);
}

#[test]
fn an_engine_without_its_environment_is_skipped() {
    let place = Place::new();
    let run = place.run("bare", "pandas", "sum");
    run.env("WORKBOOK_PYTHON_ENV", place.path("nothing")).succeeds();
    let (state, reason) = place.verdict("bare");
    assert_eq!(state, State::Skipped);
    assert!(reason.ends_with("run `cargo ex setup python`"), "{reason}");
}

#[test]
fn a_cluster_is_a_url() {
    let place = Place::new();
    for url in ["localhost:50050", "df://localhost", "http://localhost:50050"] {
        let run = place.run("bad", "ballista", "sum").args(["--cluster", url]).ends_with(2);
        run.says(&[url, "such as `df://localhost:50050`"]);
    }
}

#[test]
fn a_cluster_needs_an_engine_that_can_use_it() {
    let place = Place::new();
    let run = place.run("bad", "sabotage:honest", "sum");
    let ended = run.args(["--cluster", "df://localhost:50050"]).ends_with(1);
    ended.says(&[
        "error: no engine of this run can use `--cluster`: add `ballista` to `--engines`\n",
    ]);
}

#[test]
fn a_cluster_without_a_scheduler_is_named() {
    let place = Place::new();
    // A port on which somebody listened a moment ago.
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let url = format!("df://127.0.0.1:{port}");
    let run = place.run("lost", "ballista", "sum").args(["--cluster", &url]).ends_with(1);
    let scheduler = format!("`ballista-scheduler --bind-port {port}`");
    run.says(&[&format!("error: no scheduler answers at `{url}` ("), &scheduler]);
    assert!(!place.path("reports").exists(), "nothing is left behind");
}

#[test]
fn a_cluster_has_a_scheduler_and_executors() {
    let place = Place::new();
    let cases = [
        ("HTTP/1.0 200 OK\r\n\r\n[]", "has no executor: start one with `ballista-executor"),
        ("HTTP/1.0 404 Not Found\r\n\r\n", "(its answer is `HTTP/1.0 404 Not Found`)"),
        ("HTTP/1.0 200 OK\r\n\r\nWelcome", "does not list its executors"),
        ("220 mail", "(its answer is not HTTP)"),
    ];
    for (answer, problem) in cases {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("df://{}", listener.local_addr().unwrap());
        let server = thread::spawn(move || {
            let (mut connection, _) = listener.accept().unwrap();
            let request = BufReader::new(&connection).lines().map(Result::unwrap);
            let request: Vec<String> = request.take_while(|line| !line.is_empty()).collect();
            connection.write_all(answer.as_bytes()).unwrap();
            request
        });
        let run = place.run("odd", "ballista", "sum").args(["--cluster", &url]).ends_with(1);
        run.says(&["error: ", &format!("at `{url}`"), problem]);
        assert_eq!(server.join().unwrap()[0], "GET /api/executors HTTP/1.0");
    }
}

#[test]
fn list_names_every_engine_and_workload() {
    let listed = Place::new().harness("list").succeeds();
    for engine in harness::engines::ENGINES {
        assert!(listed.stdout.contains(engine.name), "{}", engine.name);
    }
    for workload in datasets::WORKLOADS {
        assert!(listed.stdout.contains(workload.id), "{}", workload.id);
    }
}
