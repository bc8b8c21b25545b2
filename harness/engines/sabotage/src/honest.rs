//! The truth: plain loops over plain vectors.

use std::collections::{BTreeMap, HashSet};

use datasets::{Answer, Cell, Dataset, REGIONS, Ventas, Workload};
use harness_protocol::Reply;

use crate::{State, timed};

/// The workloads that these engines know.
pub(crate) const WORKLOADS: [&str; 4] = ["sum", "filter-map-sum", "revenue-by-region", "star"];

/// The control: no lie at all, so the harness has to accept it.
pub(crate) fn honest(state: &mut State, variant: usize) -> Reply {
    timed(|| state.sales.answer(variant, state.sales.rows()))
}

/// The sales as columns, `n` values each, with the question to answer about them.
pub(crate) struct Sales {
    pub(crate) workload: &'static Workload,
    pub(crate) dataset: Dataset,
    /// NaN where the amount is missing.
    pub(crate) monto: Vec<f64>,
    /// Index into [`REGIONS`]; `None` where the region is missing.
    region: Vec<Option<u8>>,
    user_id: Vec<Option<i64>>,
}

/// What is known about the sales of one region.
#[derive(Default)]
struct Group {
    revenue: f64,
    sales: u32,
    users: HashSet<i64>,
}

impl Sales {
    /// Makes the rows of `ventas` again from the parameters of `dataset`.
    pub(crate) fn new(workload: &'static Workload, dataset: &Dataset) -> Self {
        let ventas = Ventas::new(dataset);
        let rows = || (0..ventas.rows()).map(|row| ventas.row(row));
        Self {
            workload,
            dataset: dataset.clone(),
            monto: rows().map(|venta| venta.monto.value().unwrap_or(f64::NAN)).collect(),
            region: rows().map(|venta| venta.region).collect(),
            user_id: rows().map(|venta| venta.user_id).collect(),
        }
    }

    /// All row numbers.
    pub(crate) fn rows(&self) -> std::ops::Range<usize> {
        0..self.monto.len()
    }

    /// The answer to literal number `variant` over the given rows.
    pub(crate) fn answer(&self, variant: usize, rows: impl Iterator<Item = usize>) -> Answer {
        let above = self.workload.literals[variant];
        let amounts = rows.map(|row| (row, self.monto[row]));
        let rows = match self.workload.id {
            "sum" => total(amounts.map(|(_, x)| if x.is_nan() { 0.0 } else { x }).sum()),
            "filter-map-sum" => {
                total(amounts.filter(|(_, x)| *x > above).map(|(_, x)| x * 2.0).sum())
            }
            "revenue-by-region" => self.by_name(amounts.filter(|(_, x)| *x > above)),
            _ => self.by_revenue(amounts.filter(|(_, x)| *x > above)),
        };
        Answer { rows }
    }

    /// `region, revenue`, in alphabetical order.
    fn by_name(&self, amounts: impl Iterator<Item = (usize, f64)>) -> Vec<Vec<Cell>> {
        let row = |(region, group): (Cell, Group)| vec![region, Cell::Float(group.revenue)];
        self.groups(amounts).into_iter().map(row).collect()
    }

    /// `region, revenue, usuarios_unicos, ticket_promedio`, best first.
    fn by_revenue(&self, amounts: impl Iterator<Item = (usize, f64)>) -> Vec<Vec<Cell>> {
        let mut groups = self.groups(amounts);
        // A stable sort keeps the alphabetical order among equal revenues.
        groups.sort_by(|(_, a), (_, b)| b.revenue.total_cmp(&a.revenue));
        let row = |(region, group): (Cell, Group)| {
            let users = Cell::Int(group.users.len() as i64);
            let mean = Cell::Float(group.revenue / f64::from(group.sales));
            vec![region, Cell::Float(group.revenue), users, mean]
        };
        groups.into_iter().map(row).collect()
    }

    /// The regions in alphabetical order, null last.
    fn groups(&self, amounts: impl Iterator<Item = (usize, f64)>) -> Vec<(Cell, Group)> {
        let mut groups = BTreeMap::<_, Group>::new();
        for (row, monto) in amounts {
            let name = self.region[row].map(|region| REGIONS[usize::from(region)]);
            let group = groups.entry((name.is_none(), name)).or_default();
            group.revenue += monto;
            group.sales += 1;
            group.users.extend(self.user_id[row]);
        }
        let cell = |name: Option<&str>| name.map_or(Cell::Null, |name| Cell::Text(name.into()));
        groups.into_iter().map(|((_, name), group)| (cell(name), group)).collect()
    }
}

fn total(value: f64) -> Vec<Vec<Cell>> {
    vec![vec![Cell::Float(value)]]
}
