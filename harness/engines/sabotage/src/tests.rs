//! The control is honest, and what should be wrong is wrong.

use datasets::{Dataset, Workload};

use super::*;
use crate::wrong_answers::exact_answers;

fn state(workload: &str) -> State {
    let dataset = Dataset::hostile(20_000, 7);
    let workload = Workload::find(workload).unwrap();
    State::new(Sales::new(workload, &dataset), 1)
}

/// Whether the answer of `lie` to literal number `variant` is right.
fn accepted(lie: Lie, state: &mut State, variant: usize) -> bool {
    let Reply::Ran { answer, .. } = lie(state, variant) else { panic!("no answer") };
    exact_answers(&state.sales)[variant].check(&answer).is_ok()
}

#[track_caller]
fn check_all(lie: Lie, workloads: &[&str], expected: bool) {
    for workload in workloads {
        let mut state = state(workload);
        for variant in 0..state.sales.workload.literals.len() {
            assert_eq!(accepted(lie, &mut state, variant), expected, "{workload} {variant}");
        }
    }
}

#[test]
fn right_answers_are_right() {
    for lie in [honest::honest, behavior::cached_sum, behavior::lazy, resources::fat_parent] {
        check_all(lie, &honest::WORKLOADS, true);
    }
}

#[test]
fn wrong_answers_are_wrong() {
    check_all(wrong_answers::returns_early, &honest::WORKLOADS, false);
    check_all(wrong_answers::drops_a_row, &honest::WORKLOADS, false);
    check_all(wrong_answers::one_ulp, &honest::WORKLOADS, false);
    check_all(wrong_answers::wrong_type, &honest::WORKLOADS, false);
}

#[test]
fn a_cached_answer_is_right_for_its_own_literal_only() {
    let mut state = state("filter-map-sum");
    let verdicts = [2, 2, 0].map(|variant| accepted(wrong_answers::caches, &mut state, variant));
    assert_eq!(verdicts, [true, true, false]);
}

#[test]
fn tiredness_comes_after_the_gate() {
    let mut state = state("sum");
    let verdicts = [1, wrong_answers::RUNS_UNTIL_TIRED, wrong_answers::RUNS_UNTIL_TIRED + 1];
    let verdicts = verdicts.map(|runs| {
        state.runs = runs;
        accepted(wrong_answers::tires, &mut state, 0)
    });
    assert_eq!(verdicts, [true, true, false]);
}

#[test]
fn names_are_unique() {
    let mut names: Vec<&str> = LIES.iter().map(|(name, _)| *name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), LIES.len());
}
