//! fails: a_missing_column_fails_the_check_and_not_the_plan
//! hint_en: `schema.get` answers `None` for a column that is not there, and skipping it lets the file
//! pass. A missing column is an error that names it: `schema.try_get(name)?`.
//! hint_es: `schema.get` responde `None` si la columna no existe, y saltársela da el archivo por bueno.
//! Una columna que falta es un error que la nombra: `schema.try_get(name)?`.

fn check_schema(path: &str, required: &[(&str, DataType)]) -> PolarsResult<()> {
    // solution:begin check_schema
    let mut file = LazyFrame::scan_parquet(path.into(), ScanArgsParquet::default())?;
    let schema = file.collect_schema()?;
    for (name, expected) in required {
        let Some(found) = schema.get(name) else { continue };
        let fits = found == expected
            || (found.is_numeric() && expected.is_numeric())
            || (found.is_categorical() && expected.is_string());
        if !fits {
            polars_bail!(SchemaMismatch: "column `{name}` is {found}, expected {expected}");
        }
    }
    Ok(())
    // solution:end
}
