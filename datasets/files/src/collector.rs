//! The exact answers that come with a table, collected while its rows are made.

use std::collections::BTreeMap;

use datasets::oracle::{Distances, Partial, Shared};
use datasets::{Dataset, Entrega, ExactAnswer, Table, Venta};

/// Workload id to the exact answer of each of its variants.
pub(crate) type Answers = BTreeMap<String, Vec<ExactAnswer>>;

/// What all threads share while they collect.
pub(crate) enum Collector {
    /// No answers are wanted, or none come with this table.
    Nothing,
    Sales(Box<Shared>),
    Distances,
}

/// What the rows of one row group add up to.
pub(crate) enum Tally<'a> {
    Nothing,
    Sales(&'a Shared, Box<Partial>),
    Distances(Distances),
}

impl Collector {
    pub(crate) fn new(dataset: &Dataset, table: Table) -> Self {
        match table {
            Table::Ventas => Self::Sales(Box::new(Shared::new(dataset))),
            Table::Entregas => Self::Distances,
            Table::Clientes | Table::Eventos => Self::Nothing,
        }
    }

    pub(crate) fn tally(&self) -> Tally<'_> {
        match self {
            Self::Nothing => Tally::Nothing,
            Self::Sales(shared) => Tally::Sales(shared, Box::default()),
            Self::Distances => Tally::Distances(Distances::default()),
        }
    }
}

impl Tally<'_> {
    pub(crate) fn add_ventas(&mut self, rows: &[Venta]) {
        if let Self::Sales(shared, partial) = self {
            shared.add(partial, rows);
        }
    }

    pub(crate) fn add_entregas(&mut self, rows: &[Entrega]) {
        if let Self::Distances(distances) = self {
            rows.iter().for_each(|row| distances.add(row));
        }
    }

    /// Adds the rows of another row group. Row groups have to come in order: sums of distances
    /// depend on it in their last bits.
    pub(crate) fn merge(&mut self, other: &Self) {
        match (self, other) {
            (Self::Sales(_, partial), Self::Sales(_, other)) => partial.merge(other),
            (Self::Distances(distances), Self::Distances(other)) => distances.merge(other),
            (Self::Nothing, Self::Nothing) => {}
            _ => unreachable!("all tallies come from one collector"),
        }
    }

    /// The answers, once every row has been added.
    pub(crate) fn answers(&self) -> Answers {
        match self {
            Self::Nothing => Answers::new(),
            Self::Sales(shared, partial) => shared.answers(partial),
            Self::Distances(distances) => {
                Answers::from([("haversine".to_string(), distances.answers())])
            }
        }
    }
}
