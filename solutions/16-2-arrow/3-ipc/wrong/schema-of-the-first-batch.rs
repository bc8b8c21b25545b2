//! fails: without_batches_there_is_a_schema
//! hint_en: Without batches there is no first one to ask for its schema: `batches[0]` panics. The
//! schema is a parameter for that reason; a stream may consist of it alone.
//! hint_es: Si no hay lotes, no hay un primero al que pedirle el esquema: `batches[0]` provoca un panic.
//! Por eso el esquema es un parámetro; un flujo puede consistir solo en él.

fn to_ipc(schema: &Schema, batches: &[RecordBatch]) -> Result<Vec<u8>, ArrowError> {
    // solution:begin to_ipc
    let first = batches[0].schema();
    debug_assert_eq!(first.fields(), schema.fields());
    let mut writer = StreamWriter::try_new(Vec::new(), &first)?;
    for batch in batches {
        writer.write(batch)?;
    }
    writer.into_inner()
    // solution:end
}
