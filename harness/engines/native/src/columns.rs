//! Columns as flat slices.

use anyhow::{Context, Result, bail};
use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::buffer::{NullBuffer, ScalarBuffer};
use arrow::datatypes::{ArrowNativeType, DataType, Date32Type, Float64Type, Int64Type};
use kernels::missing::{Validity, mark};

use crate::text::Text;

/// Stands for a null integer. No table holds this number.
pub(crate) const NULL_INT: i64 = i64::MIN;

/// Some columns of a table, of equal length.
pub(crate) struct Columns {
    rows: usize,
    columns: Vec<(String, Column)>,
}

enum Column {
    /// NaN for null.
    Floats(ScalarBuffer<f64>),
    /// [`NULL_INT`] for null.
    Ints(ScalarBuffer<i64>),
    /// Days since 1970-01-01; no nulls.
    Days(ScalarBuffer<i32>),
    Text(Text),
}

impl Columns {
    /// Takes over the columns of `batch`, without a copy where nothing is null.
    ///
    /// # Errors
    ///
    /// If a column has a type that no table has.
    pub(crate) fn from_batch(batch: &RecordBatch) -> Result<Self> {
        let schema = batch.schema();
        let named = schema.fields().iter().zip(batch.columns());
        let columns = named.map(|(field, array)| {
            let column = column(array).with_context(|| format!("column `{}`", field.name()))?;
            Ok((field.name().clone(), column))
        });
        Ok(Self { rows: batch.num_rows(), columns: columns.collect::<Result<_>>()? })
    }

    /// Number of rows.
    pub(crate) fn rows(&self) -> usize {
        self.rows
    }

    pub(crate) fn floats(&self, name: &str) -> &[f64] {
        match self.column(name) {
            Column::Floats(values) => values,
            _ => panic!("`{name}` is a column of numbers"),
        }
    }

    pub(crate) fn ints(&self, name: &str) -> &[i64] {
        match self.column(name) {
            Column::Ints(values) => values,
            _ => panic!("`{name}` is a column of integers"),
        }
    }

    pub(crate) fn days(&self, name: &str) -> &[i32] {
        match self.column(name) {
            Column::Days(values) => values,
            _ => panic!("`{name}` is a column of dates"),
        }
    }

    pub(crate) fn text(&self, name: &str) -> &Text {
        match self.column(name) {
            Column::Text(text) => text,
            _ => panic!("`{name}` is a column of text"),
        }
    }

    fn column(&self, name: &str) -> &Column {
        let found = self.columns.iter().find(|(other, _)| other == name);
        &found.expect("the workload names every column that it uses").1
    }
}

fn column(array: &ArrayRef) -> Result<Column> {
    Ok(match array.data_type() {
        DataType::Float64 => {
            let values = array.as_primitive::<Float64Type>().values();
            Column::Floats(marked(values, array.nulls(), f64::NAN))
        }
        DataType::Int64 => {
            let values = array.as_primitive::<Int64Type>().values();
            Column::Ints(marked(values, array.nulls(), NULL_INT))
        }
        DataType::Date32 if array.null_count() == 0 => {
            Column::Days(array.as_primitive::<Date32Type>().values().clone())
        }
        DataType::Date32 => bail!("dates with nulls are not expected"),
        _ => Column::Text(Text::from_array(array)?),
    })
}

/// The values with `missing` where there is none; shared if there is no such row.
pub(crate) fn marked<T: ArrowNativeType>(
    values: &ScalarBuffer<T>,
    nulls: Option<&NullBuffer>,
    missing: T,
) -> ScalarBuffer<T> {
    match nulls.filter(|nulls| nulls.null_count() > 0) {
        None => values.clone(),
        Some(nulls) => {
            let mut values = values.to_vec();
            let validity = Validity { bytes: nulls.validity(), offset: nulls.offset() };
            mark(&mut values, validity, missing);
            values.into()
        }
    }
}
