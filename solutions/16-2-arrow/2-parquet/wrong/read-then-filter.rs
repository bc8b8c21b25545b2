//! fails: columns_that_nobody_asked_for_are_not_read
//! hint_en: Here every column of the groups is read and thrown away afterwards. `with_projection`
//! leaves the other columns in the file; the tested column has a mask of its own in the
//! `RowFilter`.
//! hint_es: Aquí se leen todas las columnas de los grupos para tirarlas después. `with_projection`
//! deja las demás en el archivo; la columna comprobada tiene su propia máscara en el `RowFilter`.

fn scan_range<R: ChunkReader + 'static>(
    source: R,
    column: &str,
    range: RangeInclusive<i64>,
    projection: &[&str],
) -> Result<Scan, ParquetError> {
    // solution:begin scan_range
    let builder = ParquetRecordBatchReaderBuilder::try_new(source)?;
    let mut shown = Vec::new();
    for name in projection {
        shown.push(builder.schema().index_of(name)?);
    }
    shown.sort();
    let row_groups = prune_row_groups(builder.metadata(), builder.schema(), column, &range)?;
    let mut batches = Vec::new();
    for batch in builder.with_row_groups(row_groups.clone()).build()? {
        let batch = batch?;
        let values = batch.column_by_name(column).expect("it was pruned by this column");
        let values = arrow::array::AsArray::as_primitive::<arrow::datatypes::Int64Type>(values);
        let is_within = values.iter().map(|value| Some(range.contains(&value?)));
        let is_within = arrow::array::BooleanArray::from_iter(is_within);
        let kept = arrow::compute::filter_record_batch(&batch, &is_within)?;
        batches.push(kept.project(&shown)?);
    }
    Ok(Scan { batches, row_groups })
    // solution:end
}
