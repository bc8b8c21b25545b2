//! Answers that engines write as Parquet files.

use std::path::Path;

use anyhow::{Context, Result, bail};
use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::compute::{CastOptions, cast_with_options};
use arrow::datatypes::{DataType, Float64Type, Int64Type};
use datasets::{Answer, Cell};
use fs_err::File;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

/// Reads a small Parquet file as rows of cells.
///
/// Integers of all widths become [`Cell::Int`], dates too, as days since 1970-01-01; floats become
/// [`Cell::Float`], text of every layout [`Cell::Text`], and nulls [`Cell::Null`].
///
/// # Errors
///
/// * the file cannot be read, or is not Parquet
/// * a column has another type, such as a decimal or a timestamp
/// * an unsigned integer does not fit 63 bits
pub fn read_answer(path: &Path) -> Result<Answer> {
    let cannot_read = || format!("cannot read `{}`", path.display());
    let file = File::open(path)?.into_parts().0;
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).with_context(cannot_read)?;
    let mut rows = Vec::new();
    for batch in reader.build().with_context(cannot_read)? {
        let batch = batch.with_context(cannot_read)?;
        append_rows(&batch, &mut rows).with_context(cannot_read)?;
    }
    Ok(Answer { rows })
}

fn append_rows(batch: &RecordBatch, rows: &mut Vec<Vec<Cell>>) -> Result<()> {
    let schema = batch.schema();
    let named = schema.fields().iter().zip(batch.columns());
    let columns: Vec<Vec<Cell>> = named
        .map(|(field, column)| cells(column).with_context(|| format!("column `{}`", field.name())))
        .collect::<Result<_>>()?;
    let mut columns: Vec<_> = columns.into_iter().map(Vec::into_iter).collect();
    for _ in 0..batch.num_rows() {
        let row = columns.iter_mut().map(|column| column.next().expect("columns are as long"));
        rows.push(row.collect());
    }
    Ok(())
}

fn cells(column: &ArrayRef) -> Result<Vec<Cell>> {
    let strict = CastOptions { safe: false, ..CastOptions::default() };
    let cast = |to| cast_with_options(column, &to, &strict);
    Ok(match value_type(column.data_type()) {
        DataType::Null => vec![Cell::Null; column.len()],
        data_type if data_type.is_integer() => ints(&cast(DataType::Int64)?),
        DataType::Date32 => ints(&cast(DataType::Int32)?),
        DataType::Date64 => ints(&cast(DataType::Date32)?),
        data_type if data_type.is_floating() => floats(&cast(DataType::Float64)?),
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => texts(&cast(DataType::Utf8)?),
        other => bail!(
            "has the type `{other}`, but an answer holds integers, floats, dates and text; \
             cast it in the query"
        ),
    })
}

/// The type of the values, whether or not they are in a dictionary.
fn value_type(data_type: &DataType) -> &DataType {
    match data_type {
        DataType::Dictionary(_, values) => values,
        other => other,
    }
}

fn ints(column: &ArrayRef) -> Vec<Cell> {
    let column = arrow::compute::cast(column, &DataType::Int64).expect("a shorter integer or date");
    let values = column.as_primitive::<Int64Type>().iter();
    values.map(|value| value.map_or(Cell::Null, Cell::Int)).collect()
}

fn floats(column: &ArrayRef) -> Vec<Cell> {
    let values = column.as_primitive::<Float64Type>().iter();
    values.map(|value| value.map_or(Cell::Null, Cell::Float)).collect()
}

fn texts(column: &ArrayRef) -> Vec<Cell> {
    let values = column.as_string::<i32>().iter();
    values.map(|value| value.map_or(Cell::Null, |text| Cell::Text(text.into()))).collect()
}
