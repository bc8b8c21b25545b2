//! fails: a_twentieth_of_the_rows_costs_a_tenth_of_the_bytes
//! hint_en: A `RowFilter` has to open every group and read its tested column to learn that there is
//! nothing. Hand the groups of `prune_row_groups` to `with_row_groups`: the others stay closed.
//! hint_es: Un `RowFilter` tiene que abrir todos los grupos y leer la columna comprobada para saber
//! que no hay nada. Pasa los grupos de `prune_row_groups` a `with_row_groups`: los demás ni se abren.

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
    let tested = ProjectionMask::columns(builder.parquet_schema(), [column]);
    let (start, end) = range.into_inner();
    let is_within = ArrowPredicateFn::new(tested, move |batch| {
        let values = batch.column(0);
        let from_start = gt_eq(values, &Int64Array::new_scalar(start))?;
        and(&from_start, &lt_eq(values, &Int64Array::new_scalar(end))?)
    });
    let reader = builder
        .with_projection(shown)
        .with_row_filter(RowFilter::new(vec![Box::new(is_within)]))
        .build()?;
    Ok(Scan { batches: reader.collect::<Result<_, _>>()?, row_groups })
    // solution:end
}
