//! fails: scaling_leaves_nulls_and_other_columns_alone
//! hint_en: An unknown amount times two is still unknown, not 0. Keep the nulls: the kernel
//! `numeric::mul` does, and so does collecting `Option`s into the array.
//! hint_es: Un importe desconocido por dos sigue siendo desconocido, no 0. Conserva los nulos: lo hace
//! el kernel `numeric::mul`, y también reunir `Option` en el array.

fn scale_column(batch: &RecordBatch, name: &str, factor: f64) -> Result<RecordBatch, ColumnError> {
    // solution:begin scale_column
    let column: &Float64Array = typed_column(batch, name)?;
    let scaled = column.iter().map(|value| Some(value.unwrap_or(0.0) * factor));
    let mut columns = batch.columns().to_vec();
    columns[batch.schema().index_of(name)?] = Arc::new(Float64Array::from_iter(scaled));
    Ok(RecordBatch::try_new(batch.schema(), columns)?)
    // solution:end
}
