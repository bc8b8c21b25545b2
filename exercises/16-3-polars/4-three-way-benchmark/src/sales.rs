//! Generated sales in a Parquet file, with the exact answer. Complete as it is: nothing to solve here.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;

use datasets::{Dataset, REGIONS, Venta, Ventas};
use polars::prelude::*;

use crate::sample::Answer;

/// Rows that are in memory at a time; each such group is a row group of the file.
const GROUP_ROWS: u64 = 100_000;

/// Writes the sales of a dataset and returns the answer that every contender has to give.
///
/// It is added up in whole cents while the rows are made, so it depends on no library and on no order.
pub(crate) fn write(dataset: &Dataset, path: &Path) -> PolarsResult<Answer> {
    let ventas = Ventas::new(dataset);
    let mut cents = BTreeMap::new();
    let mut writer = ParquetWriter::new(File::create(path)?).batched(table(&[])?.schema())?;
    for start in (0..ventas.rows()).step_by(GROUP_ROWS as usize) {
        let end = ventas.rows().min(start + GROUP_ROWS);
        let sales: Vec<Venta> = (start..end).map(|row| ventas.row(row)).collect();
        add_up(&mut cents, &sales);
        writer.write_batch(&table(&sales)?)?;
    }
    writer.finish()?;
    let revenue = |(region, cents): (Option<&str>, i128)| {
        // The nearest floats: the exact answer within two parts in 2^53.
        (region.map(str::to_owned), cents as f64 / 100.0)
    };
    Ok(cents.into_iter().map(revenue).collect())
}

fn add_up(cents: &mut BTreeMap<Option<&str>, i128>, sales: &[Venta]) {
    for sale in sales {
        if let Some(amount) = sale.monto.cents().filter(|&amount| amount > 0) {
            *cents.entry(region(sale)).or_default() += i128::from(amount);
        }
    }
}

fn region(sale: &Venta) -> Option<&'static str> {
    sale.region.map(|region| REGIONS[usize::from(region)])
}

/// The columns of `ventas`: `id`, `user_id`, `region`, `fecha` and `monto`.
fn table(sales: &[Venta]) -> PolarsResult<DataFrame> {
    let table = df!(
        "id" => sales.iter().map(|sale| sale.id).collect::<Vec<_>>(),
        "user_id" => sales.iter().map(|sale| sale.user_id).collect::<Vec<_>>(),
        "region" => sales.iter().map(region).collect::<Vec<_>>(),
        "fecha" => sales.iter().map(|sale| sale.fecha).collect::<Vec<_>>(),
        "monto" => sales.iter().map(|sale| sale.monto.value()).collect::<Vec<_>>(),
    )?;
    table.lazy().with_column(col("fecha").cast(DataType::Date)).collect()
}
