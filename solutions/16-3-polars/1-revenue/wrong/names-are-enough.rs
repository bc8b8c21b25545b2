//! fails: text_amounts_are_refused_with_both_types
//! hint_en: A column can have the right name and the wrong type. Compare the types as well, and say in
//! the message what was found and what was expected.
//! hint_es: Una columna puede tener el nombre correcto y el tipo equivocado. Compara también los tipos
//! y di en el mensaje cuál encontraste y cuál esperabas.

fn check_schema(path: &str, required: &[(&str, DataType)]) -> PolarsResult<()> {
    // solution:begin check_schema
    let mut file = LazyFrame::scan_parquet(path.into(), ScanArgsParquet::default())?;
    let schema = file.collect_schema()?;
    for (name, _) in required {
        schema.try_get(name)?;
    }
    Ok(())
    // solution:end
}
