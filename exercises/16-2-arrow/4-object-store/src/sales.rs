//! Generated sales as Parquet files in memory. Complete as it is: nothing to solve here.

use std::sync::Arc;

use arrow::array::{ArrayRef, Float64Array, Int64Array, RecordBatch};
use bytes::Bytes;
use datasets::{Venta, Ventas};
use parquet::arrow::ArrowWriter;
use parquet::errors::Result;
use parquet::file::properties::WriterProperties;

/// A Parquet file with the columns `id`, `user_id` and `monto` of all sales, neither compressed nor
/// encoded as a dictionary: 24 bytes per row, and metadata for each row group.
pub(crate) fn parquet(ventas: &Ventas, rows_per_group: usize) -> Result<Bytes> {
    let sales: Vec<Venta> = (0..ventas.rows()).map(|row| ventas.row(row)).collect();
    let id: Int64Array = sales.iter().map(|sale| Some(sale.id)).collect();
    let user_id: Int64Array = sales.iter().map(|sale| sale.user_id).collect();
    let monto: Float64Array = sales.iter().map(|sale| sale.monto.value()).collect();
    let columns: [(&str, ArrayRef); 3] =
        [("id", Arc::new(id)), ("user_id", Arc::new(user_id)), ("monto", Arc::new(monto))];
    let table = RecordBatch::try_from_iter(columns)?;
    let properties = WriterProperties::builder()
        .set_dictionary_enabled(false)
        .set_max_row_group_row_count(Some(rows_per_group))
        .build();
    let mut writer = ArrowWriter::try_new(Vec::new(), table.schema(), Some(properties))?;
    writer.write(&table)?;
    Ok(writer.into_inner()?.into())
}
