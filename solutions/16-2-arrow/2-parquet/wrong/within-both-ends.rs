//! fails: groups_outside_the_range_are_left_out
//! hint_en: A group may hold one end of the range, or more than the range on both sides: its
//! minimum need not lie within. Two intervals overlap if each begins before the other ends.
//! hint_es: Un grupo puede contener un extremo del rango, o sobrepasarlo por los dos lados: su
//! mínimo no tiene por qué estar dentro. Dos intervalos se solapan si cada uno empieza antes de que
//! acabe el otro.

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
        !is_known || range.contains(&min.value(group)) || range.contains(&max.value(group))
    };
    let groups = if range.is_empty() { 0 } else { metadata.num_row_groups() };
    Ok((0..groups).filter(may_hold).collect())
    // solution:end
}
