//! Engines whose answer is wrong.

use datasets::oracle::Shared;
use datasets::{Answer, Cell, ExactAnswer, ExactCell, Ventas};
use harness_protocol::Reply;

use crate::honest::{Sales, honest};
use crate::{State, timed};

/// How many runs [`tires`] gets right: enough for the gate, which asks for every literal once, and
/// for the warm-up.
pub(crate) const RUNS_UNTIL_TIRED: u32 = 8;

/// Adds up only the first half of the rows.
///
/// To be caught by the comparison with the exact answer.
pub(crate) fn returns_early(state: &mut State, variant: usize) -> Reply {
    let sales = &state.sales;
    timed(|| sales.answer(variant, 0..sales.rows().end / 2))
}

/// Leaves out one row, the one with the largest amount.
///
/// To be caught by the comparison with the exact answer, whose tolerance covers rounding and must
/// not cover a row.
pub(crate) fn drops_a_row(state: &mut State, variant: usize) -> Reply {
    let sales = &state.sales;
    timed(|| {
        // `f64::max` prefers any number to NaN.
        let largest = sales.monto.iter().copied().fold(f64::NAN, f64::max);
        let dropped = sales.monto.iter().position(|&monto| monto == largest);
        sales.answer(variant, sales.rows().filter(|&row| Some(row) != dropped))
    })
}

/// Answers with the exact sum, plus the error that rounding can explain, plus one unit in the last
/// place.
///
/// To be caught by the comparison with the exact answer: this is the smallest error that it has to
/// see. The allowance is computed here once more, from its definition in [`ExactAnswer::check`].
pub(crate) fn one_ulp(state: &mut State, variant: usize) -> Reply {
    timed(|| {
        let exact = &exact_answers(&state.sales)[variant];
        let mut answer = exact.rounded();
        for (exact, cell) in exact.rows.iter().flatten().zip(answer.rows.iter_mut().flatten()) {
            if let (&ExactCell::Sum { abs_cents, terms, .. }, Cell::Float(sum)) = (exact, cell) {
                *sum = one_ulp_above(*sum, abs_cents, terms);
            }
        }
        answer
    })
}

fn one_ulp_above(sum: f64, abs_cents: i128, terms: u64) -> f64 {
    let allowance = (terms as f64 + 2.0) * 2f64.powi(-53) * (abs_cents as f64 / 100.0);
    // The addition may round down by half a unit, hence up twice.
    (sum + allowance).next_up().next_up()
}

/// Answers with right numbers of the wrong type: counts as floating-point numbers, sums as text.
///
/// To be caught by the comparison with the exact answer.
pub(crate) fn wrong_type(state: &mut State, variant: usize) -> Reply {
    timed(|| {
        let mut answer = state.sales.answer(variant, state.sales.rows());
        for cell in answer.rows.iter_mut().flatten() {
            match *cell {
                Cell::Int(count) => *cell = Cell::Float(count as f64),
                Cell::Float(sum) => *cell = Cell::Text(sum.to_string()),
                Cell::Text(_) | Cell::Null => {}
            }
        }
        answer
    })
}

/// Computes once and repeats that answer for ever, whatever the literal.
///
/// To be caught by the comparison with the exact answer of the second literal.
pub(crate) fn caches(state: &mut State, variant: usize) -> Reply {
    let sales = &state.sales;
    let first = &mut state.first;
    timed(|| first.get_or_insert_with(|| sales.answer(variant, sales.rows())).clone())
}

/// Is right as long as it expects to be checked, then answers nothing at all.
///
/// To be caught because every run is checked, not only the first.
pub(crate) fn tires(state: &mut State, variant: usize) -> Reply {
    if state.runs <= RUNS_UNTIL_TIRED { honest(state, variant) } else { timed(Answer::default) }
}

/// The exact answer to every literal.
pub(crate) fn exact_answers(sales: &Sales) -> Vec<ExactAnswer> {
    let ventas = Ventas::new(&sales.dataset);
    let shared = Shared::new(&sales.dataset);
    let partial = shared.add_up((0..ventas.rows()).map(|row| ventas.row(row)));
    shared.answers(&partial).remove(sales.workload.id).expect("the oracle knows every workload")
}
