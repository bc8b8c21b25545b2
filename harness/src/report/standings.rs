//! Which engine is the fastest over many questions.

use std::collections::{BTreeMap, BTreeSet};

use datasets::Source;

use super::summary::Summary;
use super::{race, view};
use crate::statistics::geometric_mean;

/// A ranking over the questions that all ranked engines answered. Nothing is made up for a question
/// that an engine did not answer: the engine is left out, or the question is.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Standings {
    /// Fastest first.
    pub(super) ranked: Vec<Standing>,
    /// Engines that answered too little to be ranked.
    pub(super) left_out: Vec<String>,
    /// Questions that count.
    pub(super) common: usize,
    /// Questions that anyone answered.
    pub(super) total: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Standing {
    pub(super) engine: String,
    /// Geometric mean of the time relative to the fastest of each question.
    pub(super) mean_ratio: f64,
    /// Questions answered, of [`Standings::total`].
    pub(super) answered: usize,
}

/// Question to ratio.
type Ratios<'a> = BTreeMap<race::Question<'a>, f64>;

/// Ranks the engines over all sizes and workloads of `source`. `None` unless two engines have a
/// question in common.
pub(super) fn standings(summary: &Summary, source: Source) -> Option<Standings> {
    let ratios = ratios(summary, source);
    let total = ratios.values().flat_map(BTreeMap::keys).collect::<BTreeSet<_>>().len();
    let mut candidates: Vec<(&str, &Ratios<'_>)> = ratios
        .iter()
        .filter(|(_, own)| own.len() * 2 >= total)
        .map(|(engine, own)| (*engine, own))
        .collect();
    let common = loop {
        let common = intersection(&candidates);
        if !common.is_empty() || candidates.is_empty() {
            break common;
        }
        let least = candidates.iter().map(|(_, own)| own.len()).min();
        candidates.retain(|(_, own)| Some(own.len()) != least);
    };
    let rank = |(engine, own): &(&str, &Ratios<'_>)| {
        let shared: Vec<f64> = common.iter().filter_map(|asked| own.get(asked).copied()).collect();
        let mean_ratio = geometric_mean(&shared)?;
        Some(Standing { engine: (*engine).to_owned(), mean_ratio, answered: own.len() })
    };
    let mut ranked: Vec<Standing> = candidates.iter().filter_map(rank).collect();
    ranked.sort_by(|a, b| a.mean_ratio.total_cmp(&b.mean_ratio));
    let is_ranked = |engine: &str| ranked.iter().any(|standing| standing.engine == engine);
    let left_out = view::engines(summary, summary.cells.iter().filter(|c| c.cell.source == source));
    let left_out = left_out.into_iter().filter(|engine| !is_ranked(engine)).collect();
    let common = common.len();
    (ranked.len() >= 2).then_some(Standings { ranked, left_out, common, total })
}

/// What every engine achieved in the race with the most threads.
fn ratios(summary: &Summary, source: Source) -> BTreeMap<&str, Ratios<'_>> {
    let mut ratios: BTreeMap<&str, Ratios<'_>> = BTreeMap::new();
    let sizes = view::sizes(summary).into_iter();
    for asked in sizes.flat_map(|rows| view::questions(summary, rows)).filter(|a| a.2 == source) {
        for cell in view::race(summary, asked) {
            if let Some(ratio) = cell.ratio() {
                ratios.entry(&cell.cell.engine).or_default().insert(asked, ratio);
            }
        }
    }
    ratios
}

fn intersection<'a>(candidates: &[(&str, &Ratios<'a>)]) -> BTreeSet<race::Question<'a>> {
    let sets = candidates.iter().map(|(_, own)| own.keys().copied().collect::<BTreeSet<_>>());
    sets.reduce(|common, own| &common & &own).unwrap_or_default()
}
