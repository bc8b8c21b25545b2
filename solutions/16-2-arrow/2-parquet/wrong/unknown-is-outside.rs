//! fails: unknown_groups_stay
//! hint_en: A group without minimum and maximum proves nothing: it may hold the rows. Leaving it
//! out loses them without an error. Statistics are optional in Parquet, and here a missing one is a
//! null.
//! hint_es: Un grupo sin mínimo ni máximo no demuestra nada: puede contener las filas. Si lo dejas
//! fuera, se pierden sin ningún error. Las estadísticas son opcionales en Parquet, y aquí la que
//! falta es un nulo.

fn prune_row_groups(
    metadata: &ParquetMetaData,
    schema: &Schema,
    column: &str,
    range: &RangeInclusive<i64>,
) -> Result<Vec<usize>, ParquetError> {
    let not_int64 = || ParquetError::General(format!("column `{column}` is not Int64"));
    // solution:begin prune_row_groups
    use arrow::array::{Array, AsArray};
    use arrow::datatypes::Int64Type;
    use parquet::arrow::arrow_reader::statistics::StatisticsConverter;

    let parquet_schema = metadata.file_metadata().schema_descr();
    let statistics = StatisticsConverter::try_new(column, schema, parquet_schema)?;
    let min = statistics.row_group_mins(metadata.row_groups())?;
    let max = statistics.row_group_maxes(metadata.row_groups())?;
    let min = min.as_primitive_opt::<Int64Type>().ok_or_else(not_int64)?;
    let max = max.as_primitive_opt::<Int64Type>().ok_or_else(not_int64)?;
    let may_hold = |&group: &usize| {
        let is_known = min.is_valid(group) && max.is_valid(group);
        is_known && min.value(group) <= *range.end() && max.value(group) >= *range.start()
    };
    let groups = if range.is_empty() { 0 } else { metadata.num_row_groups() };
    Ok((0..groups).filter(may_hold).collect())
    // solution:end
}
