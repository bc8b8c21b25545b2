//! The right answers, from the generator and with exact integers. Complete as it is: nothing to solve
//! here.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::path::{Path, PathBuf};

use arrow::array::{AsArray, RecordBatch};
use arrow::datatypes::Int64Type;
use datasets::{Cell, FIRST_DAY, REGIONS, SEGMENTS, Venta};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use crate::Row;
use crate::questions::Question;
use crate::tables::Tables;

/// 2024-10-01, in days since 1970-01-01.
const OCTOBER: i32 = 19_997;

/// The right answer to a question. That to [`Question::SortToFile`] is what [`file_answer`] makes of a
/// right file.
pub(crate) fn answer(question: Question, tables: &Tables) -> Vec<Row> {
    match question {
        Question::Filter => filter(tables),
        Question::FewGroups => few_groups(tables),
        Question::ManyGroups => many_groups(tables),
        Question::SelfJoin => self_join(tables),
        Question::TopSales => top_sales(tables),
        Question::SortToFile => sort_to_file(tables),
        Question::Balances => balances(tables),
    }
}

fn sales(tables: &Tables) -> impl Iterator<Item = Venta> {
    (0..tables.ventas.rows()).map(|row| tables.ventas.row(row))
}

/// The month of a day, counted from January 2023 on.
fn month(day: i32) -> usize {
    // Of two years, of which the second is a leap year.
    const DAYS: [i32; 24] = [
        31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30,
        31,
    ];
    let mut left = day - FIRST_DAY;
    let ends = |days: &i32| {
        left -= days;
        left < 0
    };
    DAYS.iter().position(ends).expect("all days are in these two years")
}

fn month_name(month: usize) -> Cell {
    Cell::Text(format!("{}-{:02}", 2023 + month / 12, month % 12 + 1))
}

/// Null where nothing was added up.
fn int(sum: Option<i64>) -> Cell {
    sum.map_or(Cell::Null, Cell::Int)
}

/// Cents as the float that is nearest to the amount.
fn amount(cents: i64) -> Cell {
    Cell::Float(cents as f64 / 100.0)
}

/// Adds up what is there; `None` if nothing is.
fn add(sum: &mut Option<i64>, value: Option<i64>) {
    if let Some(value) = value {
        *sum = Some(sum.unwrap_or(0) + value);
    }
}

fn filter(tables: &Tables) -> Vec<Row> {
    let oeste = REGIONS.iter().position(|region| *region == "oeste");
    let (mut count, mut total, mut largest) = (0, 0, None);
    for sale in sales(tables) {
        if sale.region.map(usize::from) == oeste && sale.fecha >= OCTOBER {
            count += 1;
            total += sale.monto.cents().unwrap_or(0);
            largest = largest.max(sale.monto.cents());
        }
    }
    vec![vec![Cell::Int(count), amount(total), largest.map_or(Cell::Null, amount)]]
}

#[derive(Default, Clone)]
struct MonthTotals {
    count: i64,
    whole: Option<i64>,
    total: i64,
    amounts: i64,
    largest: Option<i64>,
}

fn few_groups(tables: &Tables) -> Vec<Row> {
    let mut months = vec![MonthTotals::default(); 24];
    for sale in sales(tables) {
        let group = &mut months[month(sale.fecha)];
        let cents = sale.monto.cents();
        group.count += 1;
        // In Rust, integers are divided toward zero.
        add(&mut group.whole, cents.map(|cents| cents / 100));
        group.total += cents.unwrap_or(0);
        group.amounts += i64::from(cents.is_some());
        group.largest = group.largest.max(cents);
    }
    let rows = months.into_iter().enumerate().filter(|(_, group)| group.count > 0);
    rows.map(|(month, group)| {
        let mean = Cell::Float(group.total as f64 / group.amounts as f64);
        vec![
            month_name(month),
            Cell::Int(group.count),
            int(group.whole),
            group.largest.map_or(Cell::Null, amount),
            if group.amounts == 0 { Cell::Null } else { mean },
        ]
    })
    .collect()
}

fn many_groups(tables: &Tables) -> Vec<Row> {
    let mut groups = vec![(0_i64, None); tables.ventas.rows() as usize];
    for sale in sales(tables) {
        let group = &mut groups[tables.key(sale.id as u64) as usize];
        group.0 += 1;
        add(&mut group.1, sale.monto.cents());
    }
    let used = || groups.iter().filter(|(count, _)| *count > 0);
    let most = used().map(|(count, _)| *count).max();
    let largest = used().filter_map(|(_, total)| *total).max();
    let rows: i64 = used().map(|(count, _)| count).sum();
    let rows = (rows > 0).then_some(rows);
    vec![vec![Cell::Int(used().count() as i64), int(rows), int(most), int(largest)]]
}

fn self_join(tables: &Tables) -> Vec<Row> {
    let mut earlier = vec![0_i64; tables.ventas.rows() as usize];
    let (mut pairs, mut total) = (0, None);
    for sale in sales(tables) {
        let with_key = &mut earlier[tables.key(sale.id as u64) as usize];
        pairs += *with_key;
        if *with_key > 0 {
            add(&mut total, sale.monto.cents().map(|cents| cents * *with_key));
        }
        *with_key += 1;
    }
    vec![vec![Cell::Int(pairs), int(total)]]
}

/// The amount and the id of a sale, the largest first: `None` is below every number, so that null comes
/// last.
type BySize = (Reverse<Option<i64>>, i64);

fn top_sales(tables: &Tables) -> Vec<Row> {
    let mut of_user: HashMap<Option<i64>, Vec<BySize>> = HashMap::new();
    for sale in sales(tables) {
        let largest = of_user.entry(sale.user_id).or_default();
        largest.push((Reverse(sale.monto.cents()), sale.id));
        largest.sort_unstable();
        largest.truncate(3);
    }
    let (mut count, mut ids, mut total) = (0, None, None);
    for (cents, id) in of_user.into_values().flatten() {
        count += 1;
        add(&mut ids, Some(id));
        add(&mut total, cents.0);
    }
    vec![vec![Cell::Int(count), int(ids), int(total)]]
}

fn sort_to_file(tables: &Tables) -> Vec<Row> {
    let mut keys: Vec<BySize> =
        sales(tables).map(|sale| (Reverse(sale.monto.cents()), sale.id)).collect();
    keys.sort_unstable();
    in_order(keys.into_iter().map(|(_, id)| id))
}

/// The number of rows, and a number that depends on their order.
fn in_order(ids: impl Iterator<Item = i64>) -> Vec<Row> {
    let (mut count, mut digest) = (0, 0_i64);
    for id in ids {
        count += 1;
        digest = digest.wrapping_mul(31).wrapping_add(id);
    }
    vec![vec![Cell::Int(count), Cell::Int(digest)]]
}

/// What the file of [`Question::SortToFile`] holds. A folder holds its files in the order of their
/// names.
pub(crate) fn file_answer(path: &Path) -> anyhow::Result<Vec<Row>> {
    let mut files = vec![path.to_owned()];
    if path.is_dir() {
        let entries: Vec<_> = std::fs::read_dir(path)?.collect::<Result<_, _>>()?;
        files = entries.into_iter().map(|entry| entry.path()).collect();
        let is_parquet = |file: &PathBuf| file.extension().is_some_and(|end| end == "parquet");
        files.retain(is_parquet);
        files.sort();
    }
    let mut ids = Vec::new();
    for file in files {
        for batch in ParquetRecordBatchReaderBuilder::try_new(File::open(file)?)?.build()? {
            ids.extend_from_slice(id_column(&batch?)?.as_primitive::<Int64Type>().values());
        }
    }
    Ok(in_order(ids.into_iter()))
}

fn id_column(batch: &RecordBatch) -> anyhow::Result<arrow::array::ArrayRef> {
    let column = batch.column_by_name("id");
    let column = column.ok_or_else(|| anyhow::anyhow!("the file has no column `id`"))?;
    Ok(arrow::compute::cast(column, &arrow::datatypes::DataType::Int64)?)
}

fn balances(tables: &Tables) -> Vec<Row> {
    // The last balance of a user in a month: day, id, and what it was.
    let mut last: BTreeMap<(i64, usize), (i32, i64, Option<i64>)> = BTreeMap::new();
    for balance in (0..tables.balances()).map(|row| tables.balance(row)) {
        let found = (balance.fecha, balance.id, balance.centimos);
        let kept = last.entry((balance.user_id, month(balance.fecha))).or_insert(found);
        if (kept.0, kept.1) < (found.0, found.1) {
            *kept = found;
        }
    }
    let mut bought: HashMap<(i64, usize), i64> = HashMap::new();
    for sale in sales(tables) {
        if let Some(user) = sale.user_id {
            *bought.entry((user, month(sale.fecha))).or_default() +=
                sale.monto.cents().unwrap_or(0);
        }
    }
    let segment_of: HashMap<i64, u8> = (0..tables.clientes.rows())
        .map(|row| tables.clientes.row(row))
        .map(|customer| (customer.id, customer.segmento))
        .collect();
    let mut groups: BTreeMap<(usize, &str), (i64, i64)> = BTreeMap::new();
    for ((user, month), (_, _, cents)) in last {
        // A user who is not on file has no segment.
        if let Some(segment) = segment_of.get(&user) {
            let group = groups.entry((month, SEGMENTS[usize::from(*segment)])).or_default();
            group.0 += cents.unwrap_or(0);
            group.1 += bought.get(&(user, month)).copied().unwrap_or(0);
        }
    }
    let row = |((month, segment), (held, bought)): ((usize, &str), (i64, i64))| {
        vec![month_name(month), Cell::Text(segment.to_owned()), Cell::Int(held), Cell::Int(bought)]
    };
    groups.into_iter().map(row).collect()
}
