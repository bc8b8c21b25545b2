//! `star` and `join`: revenue, distinct users and mean ticket by region.

use std::collections::{HashMap, HashSet};

use anyhow::Result;
use datasets::oracle::JOIN_FROM_DAY;
use datasets::{Cell, Table};
use harness_protocol::Output;

use super::answer;
use super::groups::Groups;
use crate::columns::NULL_INT;
use crate::mode::Mode;
use crate::tables::Tables;

/// Chunks of a table: few, since every partial result holds a set of users.
const MOST_PARTS: usize = 16;

/// The sales of a region. Distinct users are counted with the hash set of the standard library,
/// whose hash resists attacks and is slower for it.
#[derive(Default)]
struct Sales {
    count: u64,
    revenue: f64,
    users: HashSet<i64>,
}

impl Sales {
    fn add(&mut self, amount: f64, user: i64) {
        self.count += 1;
        self.revenue += amount;
        if user != NULL_INT {
            self.users.insert(user);
        }
    }

    fn merge(&mut self, other: Self) {
        self.count += other.count;
        self.revenue += other.revenue;
        // The smaller set moves into the larger.
        let (mut large, mut small) = (std::mem::take(&mut self.users), other.users);
        if large.len() < small.len() {
            std::mem::swap(&mut large, &mut small);
        }
        large.extend(small);
        self.users = large;
    }
}

pub(super) fn star(mode: &Mode, tables: &Tables, threshold: f64) -> Result<Output> {
    let groups = tables.reduce(
        mode,
        Table::Ventas,
        MOST_PARTS,
        |groups: &mut Groups<Sales>, columns, rows| {
            let (regions, users) = (columns.text("region"), columns.ints("user_id"));
            let amounts = columns.floats("monto");
            for row in rows.filter(|&row| amounts[row] > threshold) {
                groups.get(regions.get(row)).add(amounts[row], users[row]);
            }
            Ok(())
        },
        merge,
    )?;
    Ok(best_first(groups))
}

/// Joins with a hash table from customer to row, built in each run.
pub(super) fn join(mode: &Mode, tables: &Tables, threshold: f64) -> Result<Output> {
    let groups = tables.with_table(Table::Clientes, |clientes| {
        let regions = clientes.text("region");
        let ids = clientes.ints("id").iter().enumerate();
        let rows_by_id: HashMap<i64, usize> = ids.map(|(row, &id)| (id, row)).collect();
        tables.reduce(
            mode,
            Table::Ventas,
            MOST_PARTS,
            |groups: &mut Groups<Sales>, columns, rows| {
                let (users, days) = (columns.ints("user_id"), columns.days("fecha"));
                let amounts = columns.floats("monto");
                let wanted = |&row: &usize| amounts[row] > threshold && days[row] >= JOIN_FROM_DAY;
                for row in rows.filter(wanted) {
                    let region = rows_by_id.get(&users[row]).and_then(|&row| regions.get(row));
                    groups.get(region).add(amounts[row], users[row]);
                }
                Ok(())
            },
            merge,
        )
    })??;
    Ok(best_first(groups))
}

fn merge(left: Groups<Sales>, right: Groups<Sales>) -> Groups<Sales> {
    left.merge(right, Sales::merge)
}

fn best_first(groups: Groups<Sales>) -> Output {
    let mut groups = groups.sorted();
    // A stable sort keeps the alphabetical order among equal revenues.
    groups.sort_by(|(_, a), (_, b)| b.revenue.total_cmp(&a.revenue));
    answer::rows(groups.into_iter().map(|(region, sales)| {
        vec![
            answer::text(region),
            Cell::Float(sales.revenue),
            Cell::Int(sales.users.len() as i64),
            Cell::Float(sales.revenue / sales.count as f64),
        ]
    }))
}
