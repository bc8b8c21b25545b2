//! A killed run loses nothing that was finished, and measures nothing twice.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use datasets::Stream;
use harness::journal::{Contents, JOURNAL_FILE};
use harness::record::{Entry, State};

use crate::fixture::{Place, closed};

const KILLS: u64 = 20;

#[test]
fn twenty_kills_at_random_moments() {
    let place = Place::new();
    let delays = Stream::new(2026, "kills");
    let mut arguments = start_arguments(&place);
    let mut held = Vec::new();
    for kill in 0..KILLS {
        let delay = Duration::from_millis(150 + delays.below(kill, 900));
        run_for(&arguments, delay);
        let journal = place.path("reports/killed").join(JOURNAL_FILE);
        if journal.exists() {
            held = still_holds(&journal, &held);
            arguments = resume_arguments(&place);
        }
    }
    let last = Command::new(env!("CARGO_BIN_EXE_harness")).args(&arguments).output().unwrap();
    assert!(last.status.success(), "{}", String::from_utf8_lossy(&last.stderr));
    still_holds(&place.path("reports/killed").join(JOURNAL_FILE), &held);
    is_whole(&place);
}

/// Checks that every line that was whole before is still there, and returns the lines of now.
fn still_holds(journal: &Path, held: &[String]) -> Vec<String> {
    let text = std::fs::read_to_string(journal).unwrap();
    let whole = text.rfind('\n').map_or(0, |end| end + 1);
    let lines: Vec<String> = text[..whole].lines().map(str::to_owned).collect();
    assert!(lines.starts_with(held), "a line was lost or changed");
    lines
}

/// Every cell closed once and well, every sample there once.
fn is_whole(place: &Place) {
    let contents = place.journal("killed");
    let closed = closed(&contents);
    assert!(closed.iter().all(|cell| cell.state == State::Ok), "{closed:?}");
    let cells: BTreeSet<_> = closed.iter().map(|cell| &cell.cell).collect();
    assert_eq!((cells.len(), closed.len()), (3, 3));
    let mut seen = BTreeSet::new();
    for entry in &contents.entries {
        if let Entry::Sample(sample) = entry {
            let place = (&sample.cell, sample.phase, sample.block);
            assert!(seen.insert(place), "measured twice: {place:?}");
        }
    }
    for cell in cells {
        let blocks: Vec<u32> = seen
            .iter()
            .filter(|(of, phase, _)| of == &cell && *phase == harness::record::Phase::Measure)
            .map(|(_, _, block)| *block)
            .collect();
        assert!(blocks.len() >= 40, "{} blocks", blocks.len());
        assert!(blocks.iter().copied().eq(0..blocks.len() as u32), "a gap in {blocks:?}");
    }
}

#[test]
fn a_torn_last_line_is_cut_off() {
    let place = Place::new();
    place.run("torn", "sabotage:honest", "sum").succeeds();
    let before = place.journal("torn");
    let journal = place.path("reports/torn").join(JOURNAL_FILE);
    let mut text = std::fs::read_to_string(&journal).unwrap();
    text.push_str(r#"{"kind":"sample","cell":{"rows":2000"#);
    std::fs::write(&journal, text).unwrap();
    place.harness("run").args(["--resume", "torn"]).succeeds();
    assert_eq!(place.journal("torn"), before);
}

/// A race with a noisy cell is run again as a whole; another one stays as it is.
#[test]
fn a_noisy_race_is_run_again() {
    let place = Place::new();
    place.run("noisy", "sabotage:honest", "sum,filter-map-sum").succeeds();
    let journal = place.path("reports/noisy").join(JOURNAL_FILE);
    let (mut before, mut kept) = (Vec::new(), Vec::new());
    for line in std::fs::read_to_string(&journal).unwrap().lines() {
        let is_noisy = line.contains("closed") && line.contains("\"sum\"");
        before.push(if is_noisy { line.replace("\"ok\"", "\"noisy\"") } else { line.to_owned() });
        if line.contains("filter-map-sum") && !line.contains("datasets") {
            kept.push(line.to_owned());
        }
    }
    std::fs::write(&journal, before.join("\n") + "\n").unwrap();
    place.harness("run").args(["--resume", "noisy"]).succeeds();
    let noisy = |journal: &Contents| {
        closed(journal).iter().filter(|closed| closed.state == State::Noisy).count()
    };
    assert_eq!(noisy(&place.journal("noisy")), 1, "without the flag they stay");

    let unknown = place.harness("run").args(["--resume", "noisy", "--retake", "star/memory/1M"]);
    unknown
        .ends_with(1)
        .says(&["no finished race `star/memory/1M`", "`filter-map-sum/memory/200k`"]);
    place.harness("run").args(["--resume", "noisy", "--retake", "noisy"]).succeeds();
    let lines = still_holds(&journal, &before);
    assert!(kept.iter().all(|line| lines.iter().filter(|other| other == &line).count() == 1));
    let contents = place.journal("noisy");
    assert_eq!((closed(&contents).len(), noisy(&contents)), (2, 0));
    let report = std::fs::read_to_string(place.path("reports/noisy/report.md")).unwrap();
    assert!(
        report.contains("Run again on request, with all engines: `sum/memory/200k`"),
        "{report}"
    );
}

fn run_for(arguments: &[String], time: Duration) {
    let mut run = Command::new(env!("CARGO_BIN_EXE_harness"))
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(time);
    // SIGKILL: nothing in the process can react to it.
    run.kill().unwrap();
    run.wait().unwrap();
}

fn start_arguments(place: &Place) -> Vec<String> {
    let mut arguments = vec!["run".to_owned()];
    let options = "--name killed --sizes 200k --sources memory --threads 1 --samples 40 --tolerate-noise \
                   --workloads sum,filter-map-sum,revenue-by-region --engines sabotage:honest";
    arguments.extend(options.split_ascii_whitespace().map(Into::into));
    arguments.extend(place.options());
    arguments
}

fn resume_arguments(place: &Place) -> Vec<String> {
    let mut arguments: Vec<String> = ["run", "--resume", "killed"].map(Into::into).into();
    arguments.extend(place.options());
    arguments
}
