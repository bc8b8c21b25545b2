//! fails: unusable_columns_are_errors
//! hint_en: `ProjectionMask::columns` ignores names that the file does not have: a typing error
//! gives a table with a column less. Ask the schema for each name first.
//! hint_es: `ProjectionMask::columns` ignora los nombres que el archivo no tiene: una errata da una
//! tabla con una columna menos. Busca antes cada nombre en el esquema.

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
    let row_groups = prune_row_groups(builder.metadata(), builder.schema(), column, &range)?;
    let shown = ProjectionMask::columns(builder.parquet_schema(), projection.iter().copied());
    let tested = ProjectionMask::columns(builder.parquet_schema(), [column]);
    let (start, end) = range.into_inner();
    let is_within = ArrowPredicateFn::new(tested, move |batch| {
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
