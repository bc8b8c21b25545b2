//! fails: nothing_to_add_up_is_not_zero
//! hint_en: A sum of 0 says that the amounts cancel out; no sum at all says that there are none. The
//! kernel returns `None` for a column without values: hand it on as it is.
//! hint_es: Una suma de 0 dice que los importes se compensan; no tener suma dice que no hay importes.
//! El kernel devuelve `None` si la columna no tiene valores: pásalo tal cual.

fn column_sum(batch: &RecordBatch, name: &str) -> Result<Option<f64>, ColumnError> {
    // solution:begin column_sum
    let column: &Float64Array = typed_column(batch, name)?;
    Ok(Some(column.iter().flatten().fold(0.0, |sum, value| sum + value)))
    // solution:end
}
