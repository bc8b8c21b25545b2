//! `etl`: sales and revenue of each day, written to a Parquet file.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result};
use arrow::array::{ArrayRef, Date32Array, Float64Array, Int64Array, RecordBatch};
use datasets::Table;
use harness_protocol::Output;
use parquet::arrow::ArrowWriter;

use crate::mode::Mode;
use crate::tables::Tables;

const MOST_PARTS: usize = 256;

/// Number of sales and revenue by day.
type Days = BTreeMap<i32, (i64, f64)>;

pub(super) fn etl(mode: &Mode, tables: &Tables, threshold: f64) -> Result<Output> {
    let days = tables.reduce(
        mode,
        Table::Ventas,
        MOST_PARTS,
        |days: &mut Days, columns, rows| {
            let (dates, amounts) = (columns.days("fecha"), columns.floats("monto"));
            for row in rows.filter(|&row| amounts[row] > threshold) {
                add(days, dates[row], (1, amounts[row]));
            }
            Ok(())
        },
        |mut left, right| {
            right.into_iter().for_each(|(day, sales)| add(&mut left, day, sales));
            left
        },
    )?;
    write(&days, tables.output())
        .with_context(|| format!("cannot write `{}`", tables.output().display()))?;
    Ok(Output::File)
}

fn add(days: &mut Days, day: i32, (count, revenue): (i64, f64)) {
    let sales = days.entry(day).or_default();
    sales.0 += count;
    sales.1 += revenue;
}

fn write(days: &Days, path: &Path) -> Result<()> {
    let column = |array: ArrayRef| array;
    let counts = days.values().map(|sales| sales.0);
    let revenues = days.values().map(|sales| sales.1);
    let batch = RecordBatch::try_from_iter([
        ("fecha", column(Arc::new(Date32Array::from_iter_values(days.keys().copied())))),
        ("ventas", column(Arc::new(Int64Array::from_iter_values(counts)))),
        ("revenue", column(Arc::new(Float64Array::from_iter_values(revenues)))),
    ])?;
    let mut writer = ArrowWriter::try_new(File::create(path)?, batch.schema(), None)?;
    writer.write(&batch)?;
    writer.close()?;
    Ok(())
}
