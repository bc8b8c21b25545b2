//! Rows of the results as Rust values. Complete as it is: nothing to solve here.

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::datatypes::{DataType, Float64Type, Int64Type};
use checks::text;
use datafusion::error::{DataFusionError, Result};

/// The sales of the customers who live in one region.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RegionRevenue {
    pub(crate) region: Option<String>,
    pub(crate) revenue: f64,
    pub(crate) unique_users: i64,
    pub(crate) avg_ticket: f64,
}

/// One sale and its amount.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Sale {
    pub(crate) id: i64,
    pub(crate) monto: Option<f64>,
}

/// Reads the columns `region`, `revenue`, `unique_users` and `avg_ticket`.
pub(crate) fn revenues(batches: &[RecordBatch]) -> Result<Vec<RegionRevenue>> {
    let mut rows = Vec::new();
    for batch in batches {
        // Text comes as Utf8, Utf8View or a dictionary, depending on file and query.
        let region = column(batch, "region", &DataType::Utf8)?;
        let revenue = column_without_null(batch, "revenue", &DataType::Float64)?;
        let unique_users = column_without_null(batch, "unique_users", &DataType::Int64)?;
        let avg_ticket = column_without_null(batch, "avg_ticket", &DataType::Float64)?;
        let text = |i| region.is_valid(i).then(|| region.as_string::<i32>().value(i).to_owned());
        rows.extend((0..batch.num_rows()).map(|i| RegionRevenue {
            region: text(i),
            revenue: revenue.as_primitive::<Float64Type>().value(i),
            unique_users: unique_users.as_primitive::<Int64Type>().value(i),
            avg_ticket: avg_ticket.as_primitive::<Float64Type>().value(i),
        }));
    }
    Ok(rows)
}

/// Reads the columns `id` and `monto`.
pub(crate) fn sales(batches: &[RecordBatch]) -> Result<Vec<Sale>> {
    let mut rows = Vec::new();
    for batch in batches {
        let id = column_without_null(batch, "id", &DataType::Int64)?;
        let monto = column(batch, "monto", &DataType::Float64)?;
        let amount = |i| monto.is_valid(i).then(|| monto.as_primitive::<Float64Type>().value(i));
        let id = |i| id.as_primitive::<Int64Type>().value(i);
        rows.extend((0..batch.num_rows()).map(|i| Sale { id: id(i), monto: amount(i) }));
    }
    Ok(rows)
}

fn column_without_null(batch: &RecordBatch, name: &str, data_type: &DataType) -> Result<ArrayRef> {
    let column = column(batch, name, data_type)?;
    match column.null_count() {
        0 => Ok(column),
        nulls => Err(error(text!(
            "{nulls} nulls in the result's column `{name}`, expected none",
            "{nulls} nulos en la columna `{name}` del resultado; no se esperaba ninguno"
        ))),
    }
}

/// The column of this name, converted to `data_type`.
fn column(batch: &RecordBatch, name: &str, data_type: &DataType) -> Result<ArrayRef> {
    let Some(column) = batch.column_by_name(name) else {
        let schema = batch.schema();
        let names: Vec<&String> = schema.fields().iter().map(|field| field.name()).collect();
        return Err(error(text!(
            "no column `{name}` in the result, which has {names:?}",
            "no hay columna `{name}` en el resultado, que tiene {names:?}"
        )));
    };
    Ok(arrow::compute::cast(column, data_type)?)
}

fn error(message: String) -> DataFusionError {
    DataFusionError::Execution(message)
}
