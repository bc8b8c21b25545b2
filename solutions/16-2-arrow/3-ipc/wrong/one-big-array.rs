//! fails: json_has_a_line_for_each_row
//! hint_en: `ArrayWriter` writes one JSON array around all rows. Lines can be split and read one by one,
//! which is why data tools prefer them: `LineDelimitedWriter`.
//! hint_es: `ArrayWriter` escribe un solo array de JSON con todas las filas. Las líneas se pueden separar
//! y leer de una en una, y por eso las prefieren las herramientas de datos: `LineDelimitedWriter`.

fn to_json_lines(batch: &RecordBatch) -> Result<Vec<u8>, ArrowError> {
    // solution:begin to_json_lines
    let mut writer = arrow::json::ArrayWriter::new(Vec::new());
    writer.write(batch)?;
    writer.finish()?;
    Ok(writer.into_inner())
    // solution:end
}
