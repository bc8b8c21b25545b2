//! `top-k`: the largest sales of each region below a cap.

use anyhow::Result;
use datasets::oracle::TOP_K;
use datasets::{Cell, Table};
use harness_protocol::Output;

use super::answer;
use super::groups::Groups;
use crate::mode::Mode;
use crate::tables::Tables;

const MOST_PARTS: usize = 256;

/// Amounts and ids, at most [`TOP_K`]; the largest amount first, of equal amounts the smaller id.
#[derive(Default)]
struct Top(Vec<(f64, i64)>);

impl Top {
    fn add(&mut self, amount: f64, id: i64) {
        let ranks_before =
            |&(other, other_id): &(f64, i64)| other > amount || (other == amount && other_id < id);
        let place = self.0.iter().take_while(|other| ranks_before(other)).count();
        if place < TOP_K {
            self.0.insert(place, (amount, id));
            self.0.truncate(TOP_K);
        }
    }

    fn merge(&mut self, other: Self) {
        other.0.into_iter().for_each(|(amount, id)| self.add(amount, id));
    }
}

pub(super) fn top_k(mode: &Mode, tables: &Tables, cap: f64) -> Result<Output> {
    let groups = tables.reduce(
        mode,
        Table::Ventas,
        MOST_PARTS,
        |groups: &mut Groups<Top>, columns, rows| {
            let (ids, regions) = (columns.ints("id"), columns.text("region"));
            let amounts = columns.floats("monto");
            for row in rows.filter(|&row| amounts[row] < cap) {
                groups.get(regions.get(row)).add(amounts[row], ids[row]);
            }
            Ok(())
        },
        |left, right| left.merge(right, Top::merge),
    )?;
    let rows = groups.sorted().into_iter().flat_map(|(region, top)| {
        top.0.into_iter().enumerate().map(move |(place, (amount, id))| {
            let place = Cell::Int(place as i64 + 1);
            vec![answer::text(region.clone()), place, Cell::Int(id), Cell::Float(amount)]
        })
    });
    Ok(answer::rows(rows))
}
