//! Generated sales as a Polars table and as a Parquet file. Complete as it is: nothing to solve here.

use std::fs::File;
use std::path::Path;

use datasets::{REGIONS, Venta};
use polars::prelude::*;

/// The columns of `ventas`: `id`, `user_id`, `region`, `fecha` and `monto`.
pub(crate) fn table(sales: &[Venta]) -> PolarsResult<DataFrame> {
    let region = |sale: &Venta| sale.region.map(|region| REGIONS[usize::from(region)]);
    let table = df!(
        "id" => sales.iter().map(|sale| sale.id).collect::<Vec<_>>(),
        "user_id" => sales.iter().map(|sale| sale.user_id).collect::<Vec<_>>(),
        "region" => sales.iter().map(region).collect::<Vec<_>>(),
        "fecha" => sales.iter().map(|sale| sale.fecha).collect::<Vec<_>>(),
        "monto" => sales.iter().map(|sale| sale.monto.value()).collect::<Vec<_>>(),
    )?;
    table.lazy().with_column(col("fecha").cast(DataType::Date)).collect()
}

/// Writes a table to a Parquet file in row groups of 100 000 rows.
pub(crate) fn write_parquet(table: &mut DataFrame, path: &Path) -> PolarsResult<()> {
    ParquetWriter::new(File::create(path)?).with_row_group_size(Some(100_000)).finish(table)?;
    Ok(())
}
