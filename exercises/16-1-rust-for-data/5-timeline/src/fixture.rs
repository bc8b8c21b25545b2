//! The data of this exercise: what the crate registry knew on 2026-11-22.

/// The file `data/releases.tsv`, beside the folder `src`. Its first lines say what is in it.
pub(crate) const INDEX: &str = include_str!("../data/releases.tsv");
