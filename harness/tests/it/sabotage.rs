//! Every lie has to be caught, for the reason that gives it away.

use harness::record::{Entry, Phase, State};

use crate::fixture::{Place, closed, samples};

/// Runs the lying engine and compares its state and a part of the reason.
#[track_caller]
fn caught(lie: &str, workload: &str, state: State, reason: &str) {
    let place = Place::new();
    let engine = format!("sabotage:{lie}");
    place.run("lie", &engine, workload).args(["--memory-limit", "1G"]).succeeds();
    let (found, found_reason) = place.verdict("lie");
    assert_eq!(found, state, "{lie}: {found_reason}");
    assert!(found_reason.contains(reason), "{lie}: {found_reason}");
}

#[test]
fn an_honest_engine_passes_with_every_sample() {
    let place = Place::new();
    place.run("honest", "sabotage:honest", "revenue-by-region").succeeds();
    assert_eq!(place.verdict("honest"), (State::Ok, String::new()));
    let measured = samples(&place.journal("honest"), Phase::Measure);
    assert!(measured.len() >= 5, "{} samples", measured.len());
    let twins = samples(&place.journal("honest"), Phase::Twin);
    assert!(twins.len() >= 5, "{} samples of the twin", twins.len());
}

#[test]
fn returning_early() {
    caught("returns-early", "sum", State::WrongAnswer, "column `total`");
    caught("returns-early", "revenue-by-region", State::WrongAnswer, "column `revenue`");
}

#[test]
fn dropping_a_row() {
    caught("drops-a-row", "sum", State::WrongAnswer, "column `total`");
}

#[test]
fn one_ulp_beyond_the_bound() {
    caught("one-ulp", "sum", State::WrongAnswer, "column `total`");
}

#[test]
fn a_count_of_the_wrong_type() {
    caught("wrong-type", "star", State::WrongAnswer, "instead of");
}

#[test]
fn repeating_the_first_answer() {
    caught("caches", "filter-map-sum", State::WrongAnswer, "with literal 60");
}

#[test]
fn getting_it_wrong_later() {
    caught("tires", "sum", State::WrongAnswer, "with literal 0");
}

#[test]
fn answering_from_a_drawer() {
    caught("cached-sum", "sum", State::WrongAnswer, "an answer from a cache");
}

#[test]
fn working_after_the_clock_has_stopped() {
    caught("lazy", "sum", State::WrongAnswer, "work outside the clock");
}

#[test]
fn hanging() {
    let place = Place::new();
    place.run("hangs", "sabotage:hangs", "sum").args(["--timeout", "1"]).succeeds();
    let (state, reason) = place.verdict("hangs");
    assert_eq!((state, reason.as_str()), (State::Timeout, "no answer within 1.0 s"));
}

#[test]
fn a_strict_run_fails_with_the_cell_that_went_wrong() {
    let place = Place::new();
    let run = place.run("strict", "sabotage:drops-a-row", "sum").args(["--strict"]).ends_with(1);
    run.says(&["`sabotage:drops-a-row` ended as wrong_answer in sum from memory"]);
}

#[test]
fn crashing() {
    caught("crashes", "sum", State::Crash, "signal 6");
}

#[test]
fn talking_nonsense() {
    caught("talks-nonsense", "sum", State::Crash, "which is no reply");
}

#[test]
fn eating_all_memory() {
    caught("eats-memory", "sum", State::Oom, "memory");
}

#[test]
fn memory_that_others_hold_is_no_reason_to_fail() {
    let place = Place::new();
    let engines = "sabotage:honest,sabotage:eats-memory";
    place.run("crowded", engines, "sum").args(["--memory-limit", "1G"]).succeeds();
    let journal = place.journal("crowded");
    let loaded = |engine: &str| {
        let of_engine =
            |entry: &&Entry| matches!(entry, Entry::Loaded(l) if l.cell.engine == engine);
        journal.entries.iter().filter(of_engine).count()
    };
    // Once beside the other engine, once alone.
    assert_eq!((loaded("sabotage:honest"), loaded("sabotage:eats-memory")), (1, 2));
    let states: Vec<State> = closed(&journal).iter().map(|closed| closed.state).collect();
    assert_eq!(states, [State::Ok, State::Oom]);
}

/// Needs a second processor to borrow.
#[test]
fn borrowing_processors() {
    if std::thread::available_parallelism().unwrap().get() < 2 {
        eprintln!("NotRun: this machine has a single processor");
        return;
    }
    caught("more-threads", "sum", State::WrongAnswer, "but only 1 are allowed");
}

/// A process inherits the highest memory of the program it replaced, in `getrusage`. The harness
/// has to report what the engine itself used.
#[test]
fn inheriting_the_memory_of_a_parent() {
    let place = Place::new();
    place.run("fat", "sabotage:fat-parent", "sum").succeeds();
    assert_eq!(place.verdict("fat").0, State::Ok);
    let peak = samples(&place.journal("fat"), Phase::Measure).iter().map(|s| s.peak_bytes).max();
    let peak = peak.unwrap();
    assert!((1 << 20..100 << 20).contains(&peak), "peak of {peak} bytes");
}
