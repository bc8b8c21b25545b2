//! Sums of amounts: `sum`, `filter-map-sum` and `revenue-by-region`.

use anyhow::Result;
use datasets::{Cell, Table};
use harness_protocol::Output;
use kernels::EMPTY;

use super::answer;
use crate::mode::Mode;
use crate::tables::Tables;
use crate::text::Revenue;

/// Chunks of a table: many, since a partial result is small.
const MOST_PARTS: usize = 1024;

pub(super) fn sum(mode: &Mode, tables: &Tables, _literal: f64) -> Result<Output> {
    let kernel = if tables.may_miss_numbers() { kernels::sum_numbers } else { kernels::sum };
    total(mode, tables, |values| kernel(mode.isa(), values))
}

pub(super) fn filter_map_sum(mode: &Mode, tables: &Tables, threshold: f64) -> Result<Output> {
    total(mode, tables, |values| kernels::filter_map_sum(mode.isa(), values, threshold))
}

fn total(mode: &Mode, tables: &Tables, kernel: impl Fn(&[f64]) -> f64 + Sync) -> Result<Output> {
    let total = tables.reduce(
        mode,
        Table::Ventas,
        MOST_PARTS,
        |total, columns, rows| {
            *total += kernel(&columns.floats("monto")[rows]);
            Ok(())
        },
        |left: f64, right| left + right,
    )?;
    Ok(answer::rows([vec![Cell::Float(total)]]))
}

pub(super) fn revenue_by_region(mode: &Mode, tables: &Tables, threshold: f64) -> Result<Output> {
    let revenue = tables.reduce(
        mode,
        Table::Ventas,
        MOST_PARTS,
        |revenue, columns, rows| {
            let values = &columns.floats("monto")[rows.clone()];
            let more = columns.text("region").group_sum(mode.isa(), rows, values, threshold)?;
            add(revenue, more);
            Ok(())
        },
        |mut left: Revenue, right| {
            add(&mut left, right);
            left
        },
    )?;
    // In a `BTreeMap`, `None` comes first; in the answer, null comes last.
    let (null, named): (Vec<_>, Vec<_>) =
        revenue.into_iter().partition(|(region, _)| region.is_none());
    let row = |(region, sum)| vec![answer::text(region), Cell::Float(sum)];
    Ok(answer::rows(named.into_iter().chain(null).map(row)))
}

fn add(revenue: &mut Revenue, more: Revenue) {
    for (region, sum) in more {
        *revenue.entry(region).or_insert(EMPTY) += sum;
    }
}
