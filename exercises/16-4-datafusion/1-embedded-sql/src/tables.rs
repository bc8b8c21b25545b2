//! Generated sales and customers as Arrow tables and as Parquet files. Complete as it is: nothing to solve here.

use std::sync::Arc;

use arrow::array::{ArrayRef, Date32Array, Float64Array, Int64Array, RecordBatch, StringArray};
use datafusion::error::Result;
use datasets::{Cliente, Clientes, Dataset, REGIONS, SEGMENTS, Venta, Ventas};
use parquet::arrow::ArrowWriter;
use parquet::file::properties::WriterProperties;

/// All sales of a dataset.
pub(crate) fn all_sales(dataset: &Dataset) -> Vec<Venta> {
    let ventas = Ventas::new(dataset);
    (0..ventas.rows()).map(|row| ventas.row(row)).collect()
}

/// All customers of a dataset, each of them once.
pub(crate) fn all_customers(dataset: &Dataset) -> Vec<Cliente> {
    let clientes = Clientes::new(dataset);
    (0..clientes.rows()).map(|row| clientes.row(row)).collect()
}

/// The table `ventas`: `id`, `user_id`, `region` (where the sale was made), `fecha` and `monto`.
pub(crate) fn sales(sales: &[Venta]) -> Result<RecordBatch> {
    let region = |sale: &Venta| sale.region.map(|region| REGIONS[usize::from(region)]);
    let id: Int64Array = sales.iter().map(|sale| Some(sale.id)).collect();
    let user_id: Int64Array = sales.iter().map(|sale| sale.user_id).collect();
    let regions: StringArray = sales.iter().map(region).collect();
    let fecha: Date32Array = sales.iter().map(|sale| Some(sale.fecha)).collect();
    let monto: Float64Array = sales.iter().map(|sale| sale.monto.value()).collect();
    let columns: [(&str, ArrayRef, bool); 5] = [
        ("id", Arc::new(id), false),
        ("user_id", Arc::new(user_id), true),
        ("region", Arc::new(regions), true),
        ("fecha", Arc::new(fecha), false),
        ("monto", Arc::new(monto), true),
    ];
    Ok(RecordBatch::try_from_iter_with_nullable(columns)?)
}

/// The table `clientes`: `id` (the `user_id` of a sale), `region` (where the customer lives) and
/// `segmento`.
pub(crate) fn customers(customers: &[Cliente]) -> Result<RecordBatch> {
    let region = |customer: &Cliente| REGIONS[usize::from(customer.region)];
    let segment = |customer: &Cliente| SEGMENTS[usize::from(customer.segmento)];
    let id: Int64Array = customers.iter().map(|customer| Some(customer.id)).collect();
    let regions: StringArray = customers.iter().map(region).map(Some).collect();
    let segments: StringArray = customers.iter().map(segment).map(Some).collect();
    let columns: [(&str, ArrayRef, bool); 3] = [
        ("id", Arc::new(id), false),
        ("region", Arc::new(regions), true),
        ("segmento", Arc::new(segments), false),
    ];
    Ok(RecordBatch::try_from_iter_with_nullable(columns)?)
}

/// The table as a Parquet file.
pub(crate) fn parquet(table: &RecordBatch, rows_per_group: usize) -> Result<Vec<u8>> {
    let properties =
        WriterProperties::builder().set_max_row_group_row_count(Some(rows_per_group)).build();
    let mut writer = ArrowWriter::try_new(Vec::new(), table.schema(), Some(properties))?;
    writer.write(table)?;
    Ok(writer.into_inner()?)
}
