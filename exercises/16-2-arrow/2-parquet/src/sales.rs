//! Generated sales as a table. Complete as it is: nothing to solve here.

use std::ops::Range;
use std::sync::Arc;

use arrow::array::{Date32Array, Float64Array, Int64Array, RecordBatch, StringArray};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datasets::{REGIONS, Venta, Ventas};

/// The columns of [`batch`].
pub(crate) fn schema() -> SchemaRef {
    Arc::new(Schema::new(vec![
        Field::new("id", DataType::Int64, false),
        Field::new("user_id", DataType::Int64, true),
        Field::new("region", DataType::Utf8, true),
        Field::new("fecha", DataType::Date32, false),
        Field::new("monto", DataType::Float64, true),
    ]))
}

/// Some rows of `ventas`. The `id` of a sale is the number of its row.
pub(crate) fn batch(ventas: &Ventas, rows: Range<u64>) -> RecordBatch {
    let rows: Vec<Venta> = rows.map(|row| ventas.row(row)).collect();
    let region = |row: &Venta| row.region.map(|region| REGIONS[usize::from(region)]);
    RecordBatch::try_new(
        schema(),
        vec![
            Arc::new(Int64Array::from_iter_values(rows.iter().map(|row| row.id))),
            Arc::new(Int64Array::from_iter(rows.iter().map(|row| row.user_id))),
            Arc::new(StringArray::from_iter(rows.iter().map(region))),
            Arc::new(Date32Array::from_iter_values(rows.iter().map(|row| row.fecha))),
            Arc::new(Float64Array::from_iter(rows.iter().map(|row| row.monto.value()))),
        ],
    )
    .expect("the columns fit the schema")
}
