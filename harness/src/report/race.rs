//! Which cells compete with each other, and which one wins.

use std::collections::BTreeSet;

use datasets::Source;

use super::ledger::Ledger;
use super::summary::{CellSummary, Versus};
use crate::record::{Cell, State};
use crate::statistics::{Ratio, Verdict, holm};

/// What engines race to answer: rows, workload and source.
pub(super) type Question<'a> = (u64, &'a str, Source);

pub(super) fn question(cell: &Cell) -> Question<'_> {
    (cell.rows, &cell.workload, cell.source)
}

/// Compares every `ok` cell with the fastest of its race.
///
/// Cells race if they answer the same question with the same number of threads. An engine that only
/// ever uses one thread, such as the plain loop, takes part in every race; what is kept for it is
/// the race with the most threads. `series` holds the `(block, seconds)` of each cell.
///
/// If a noisy cell was faster than all others, its race has no winner and no ratios: who would have
/// won on a quiet machine is not known.
pub(super) fn judge(cells: &mut [CellSummary], series: &[Vec<(u32, f64)>], noise: &Ledger) {
    for members in races(cells) {
        let ok = members.iter().filter_map(|&i| Some((i, cells[i].ok()?.median_s)));
        let ok: Vec<(usize, f64)> = ok.collect();
        let Some(&(fastest, best_s)) = ok.iter().min_by(|a, b| a.1.total_cmp(&b.1)) else {
            continue;
        };
        let noisy = members.iter().filter(|&&i| cells[i].state == State::Noisy);
        if noisy.filter_map(|&i| cells[i].timing.as_ref()).any(|timing| timing.median_s < best_s) {
            // A serial engine may have won among the serial ones.
            ok.iter().for_each(|&(i, _)| (cells[i].is_fastest, cells[i].versus) = (false, None));
            continue;
        }
        let ratios: Vec<Option<Ratio>> =
            ok.iter().map(|&(i, _)| Ratio::between(&series[i], &series[fastest])).collect();
        let adjusted = adjusted_p_values(&ok, &ratios, fastest);
        let floor = noise.floor(cells[fastest].cell.rows);
        for ((&(i, median_s), ratio), p_value) in ok.iter().zip(ratios).zip(adjusted) {
            let to = cells[fastest].cell.clone();
            cells[i].is_fastest = i == fastest;
            cells[i].versus = (i != fastest).then(|| Versus {
                engine: to.engine,
                threads: to.threads,
                ratio: ratio.map_or(median_s / best_s, |ratio| ratio.estimate),
                ci95: ratio.map(|ratio| ratio.interval),
                p_value,
                paired: ratio.is_some_and(|ratio| ratio.paired),
                verdict: ratio.zip(p_value).map_or(Verdict::Inconclusive, |(ratio, p_value)| {
                    Verdict::of(&ratio, p_value, floor)
                }),
            });
        }
    }
}

/// Corrects the p-values of one race, which leaves out the fastest against itself.
fn adjusted_p_values(
    ok: &[(usize, f64)],
    ratios: &[Option<Ratio>],
    fastest: usize,
) -> Vec<Option<f64>> {
    let compared = |index: usize| ratios[index].filter(|_| ok[index].0 != fastest);
    let p_values: Vec<f64> =
        (0..ok.len()).filter_map(compared).map(|ratio| ratio.p_value).collect();
    let mut adjusted = holm(&p_values).into_iter();
    (0..ok.len()).map(|index| compared(index).and_then(|_| adjusted.next())).collect()
}

/// The members of every race, as positions in `cells`; of one question, most threads last.
fn races(cells: &[CellSummary]) -> Vec<Vec<usize>> {
    let questions: BTreeSet<Question<'_>> = cells.iter().map(|c| question(&c.cell)).collect();
    let mut races = Vec::new();
    for asked in questions {
        let threads: BTreeSet<usize> =
            cells.iter().filter(|c| question(&c.cell) == asked).map(|c| c.cell.threads).collect();
        races.extend(threads.into_iter().map(|threads| members(cells, asked, threads)));
    }
    races
}

/// The race with the most threads that answers `asked`, as positions in `cells`.
pub(super) fn headline(cells: &[CellSummary], asked: Question<'_>) -> Vec<usize> {
    let most = cells.iter().filter(|c| question(&c.cell) == asked).map(|c| c.cell.threads).max();
    most.map_or_else(Vec::new, |threads| members(cells, asked, threads))
}

fn members(cells: &[CellSummary], asked: Question<'_>, threads: usize) -> Vec<usize> {
    let of_question =
        || cells.iter().enumerate().filter(|(_, member)| question(&member.cell) == asked);
    let is_serial = |engine: &str| {
        of_question().filter(|(_, c)| c.cell.engine == engine).all(|(_, c)| c.cell.threads == 1)
    };
    of_question()
        .filter(|(_, c)| c.cell.threads == threads || is_serial(&c.cell.engine))
        .map(|(i, _)| i)
        .collect()
}
