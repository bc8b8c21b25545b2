//! fails: scans_find_the_rows_of_a_full_read
//! hint_en: Statistics leave out whole groups; the groups that stay hold other rows too. A
//! `RowFilter` tests the rows that are left.
//! hint_es: Las estadísticas descartan grupos enteros; los que quedan contienen también otras
//! filas. Un `RowFilter` comprueba las filas que quedan.

fn scan_range<R: ChunkReader + 'static>(
    source: R,
    column: &str,
    range: RangeInclusive<i64>,
    projection: &[&str],
) -> Result<Scan, ParquetError> {
    // solution:begin scan_range
    let builder = ParquetRecordBatchReaderBuilder::try_new(source)?;
    for name in projection {
        builder.schema().index_of(name)?;
    }
    let row_groups = prune_row_groups(builder.metadata(), builder.schema(), column, &range)?;
    let shown = ProjectionMask::columns(builder.parquet_schema(), projection.iter().copied());
    let reader = builder.with_row_groups(row_groups.clone()).with_projection(shown).build()?;
    Ok(Scan { batches: reader.collect::<Result<_, _>>()?, row_groups })
    // solution:end
}
