//! fails: scans_show_columns_without_the_one_they_test
//! hint_en: The `RowFilter` was given the mask of the projection, so column 0 of its batches is
//! whatever comes first there. Its mask is that of the tested column alone.
//! hint_es: El `RowFilter` recibió la máscara de la proyección, así que la columna 0 de sus lotes
//! es la primera de ella, sea cual sea. Su máscara es la de la columna comprobada y ninguna más.

fn scan_range<R: ChunkReader + 'static>(
    source: R,
    column: &str,
    range: RangeInclusive<i64>,
    projection: &[&str],
) -> Result<Scan, ParquetError> {
    // solution:begin scan_range
    use arrow::array::Int64Array;
    use arrow::compute::and;
    use arrow::compute::kernels::cmp::{gt_eq, lt_eq};
    use parquet::arrow::arrow_reader::{ArrowPredicateFn, RowFilter};

    let builder = ParquetRecordBatchReaderBuilder::try_new(source)?;
    for name in projection {
        builder.schema().index_of(name)?;
    }
    let row_groups = prune_row_groups(builder.metadata(), builder.schema(), column, &range)?;
    let shown = ProjectionMask::columns(builder.parquet_schema(), projection.iter().copied());
    let (start, end) = range.into_inner();
    let is_within = ArrowPredicateFn::new(shown.clone(), move |batch| {
        let values = batch.column(0);
        let from_start = gt_eq(values, &Int64Array::new_scalar(start))?;
        and(&from_start, &lt_eq(values, &Int64Array::new_scalar(end))?)
    });
    let reader = builder
        .with_row_groups(row_groups.clone())
        .with_projection(shown)
        .with_row_filter(RowFilter::new(vec![Box::new(is_within)]))
        .build()?;
    Ok(Scan { batches: reader.collect::<Result<_, _>>()?, row_groups })
    // solution:end
}
