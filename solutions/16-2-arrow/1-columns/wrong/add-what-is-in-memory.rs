//! fails: what_a_null_slot_holds_is_not_added
//! hint_en: `values()` is the memory of the column, and under a null there may lie any number. The
//! validity bitmap says which values count: use `compute::sum`, or `iter()`, which yields `Option`.
//! hint_es: `values()` es la memoria de la columna, y debajo de un nulo puede haber cualquier número.
//! El bitmap de validez dice qué valores cuentan: usa `compute::sum`, o `iter()`, que da `Option`.

fn column_sum(batch: &RecordBatch, name: &str) -> Result<Option<f64>, ColumnError> {
    // solution:begin column_sum
    let column: &Float64Array = typed_column(batch, name)?;
    let has_values = column.null_count() < column.len();
    Ok(has_values.then(|| column.values().iter().sum()))
    // solution:end
}
