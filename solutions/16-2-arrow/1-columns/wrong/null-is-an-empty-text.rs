//! fails: null_is_no_region
//! hint_en: `value(row)` ignores the validity bitmap: for a null it gives whatever lies there, here an
//! empty text. Ask `is_valid(row)` first, or use `iter()` or the kernel `cmp::eq`.
//! hint_es: `value(row)` no mira el bitmap de validez: ante un nulo da lo que haya allí, aquí un texto
//! vacío. Pregunta antes `is_valid(row)`, o usa `iter()` o el kernel `cmp::eq`.

fn filter_region(batch: &RecordBatch, region: &str) -> Result<RecordBatch, ColumnError> {
    // solution:begin filter_region
    let regions: &StringArray = typed_column(batch, "region")?;
    let is_region = (0..regions.len()).map(|row| Some(regions.value(row) == region));
    let is_region = arrow::array::BooleanArray::from_iter(is_region);
    Ok(arrow::compute::filter_record_batch(batch, &is_region)?)
    // solution:end
}
