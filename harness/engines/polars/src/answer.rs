//! From a data frame to an answer.

use datasets::{Answer, Cell};
use polars::prelude::{AnyValue, DataFrame};

/// The rows of `frame`, in order.
pub(crate) fn from_frame(frame: &DataFrame) -> anyhow::Result<Answer> {
    let row = |row| frame.columns().iter().map(|column| cell(column.get(row)?)).collect();
    Ok(Answer { rows: (0..frame.height()).map(row).collect::<anyhow::Result<_>>()? })
}

fn cell(value: AnyValue) -> anyhow::Result<Cell> {
    match value {
        AnyValue::Null => Ok(Cell::Null),
        AnyValue::Int64(integer) => Ok(Cell::Int(integer)),
        AnyValue::UInt32(integer) => Ok(Cell::Int(integer.into())),
        AnyValue::Date(days) => Ok(Cell::Int(days.into())),
        AnyValue::Float64(float) => Ok(Cell::Float(float)),
        _ => match value.get_str() {
            Some(text) => Ok(Cell::Text(text.into())),
            None => anyhow::bail!("an answer has no place for a value of type {}", value.dtype()),
        },
    }
}
