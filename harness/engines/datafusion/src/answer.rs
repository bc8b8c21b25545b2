//! From Arrow record batches to an answer.

use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::datatypes::Fields;
use datafusion::common::ScalarValue;
use datasets::{Answer, Cell, Table};

/// The rows of `batches`, in order.
///
/// # Errors
///
/// If a value has a type for which an answer has no place.
pub fn from_batches(batches: &[RecordBatch]) -> anyhow::Result<Answer> {
    let mut answer = Answer::default();
    for batch in batches {
        for row in 0..batch.num_rows() {
            let cells = batch
                .columns()
                .iter()
                .map(|column| cell(&ScalarValue::try_from_array(column, row)?));
            answer.rows.push(cells.collect::<anyhow::Result<_>>()?);
        }
    }
    Ok(answer)
}

fn cell(value: &ScalarValue) -> anyhow::Result<Cell> {
    if let Some(Some(text)) = value.try_as_str() {
        return Ok(Cell::Text(text.into()));
    }
    match *value {
        _ if value.is_null() => Ok(Cell::Null),
        ScalarValue::Int64(Some(integer)) => Ok(Cell::Int(integer)),
        ScalarValue::UInt64(Some(integer)) => Ok(Cell::Int(integer.try_into()?)),
        ScalarValue::Date32(Some(days)) => Ok(Cell::Int(days.into())),
        ScalarValue::Float64(Some(float)) => Ok(Cell::Float(float)),
        _ => anyhow::bail!("an answer has no place for a value of type {}", value.data_type()),
    }
}

/// The columns of `table` with their types, such as `ventas(region Utf8View, monto Float64)`.
pub fn describe(table: Table, fields: &Fields) -> String {
    let columns: Vec<String> =
        fields.iter().map(|field| format!("{} {}", field.name(), field.data_type())).collect();
    format!("{table}({})", columns.join(", "))
}
