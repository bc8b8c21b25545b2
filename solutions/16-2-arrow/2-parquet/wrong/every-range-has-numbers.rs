//! fails: ranges_without_numbers_need_no_group
//! hint_en: A range such as `9..=1` holds no number, but a group from 0 to 100 overlaps both of its
//! ends. Ask `range.is_empty()` first.
//! hint_es: Un rango como `9..=1` no contiene ningún número, pero un grupo de 0 a 100 abarca sus
//! dos extremos. Pregunta antes `range.is_empty()`.

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
        !is_known || (min.value(group) <= *range.end() && max.value(group) >= *range.start())
    };
    let groups = metadata.num_row_groups();
    Ok((0..groups).filter(may_hold).collect())
    // solution:end
}
