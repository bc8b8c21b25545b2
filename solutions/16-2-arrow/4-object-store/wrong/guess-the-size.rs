//! fails: a_footer_takes_two_requests_at_most
//! hint_en: 64 KiB hold the metadata of most files, not of all: with many row groups or columns they
//! are longer. If the reader returns `NeedMoreData`, or the footer says so, make a second request.
//! hint_es: En 64 KiB caben los metadatos de casi todos los archivos, no de todos: con muchos grupos
//! de filas o columnas ocupan más. Si el lector devuelve `NeedMoreData`, o lo dice el pie, haz una
//! segunda petición.

async fn read_footer(
    store: &dyn ObjectStore,
    path: &Path,
) -> Result<ParquetMetaData, Box<dyn Error + Send + Sync>> {
    // solution:begin read_footer
    use parquet::file::metadata::ParquetMetaDataReader;

    let end = tail(store, path, 64 << 10).await?;
    Ok(ParquetMetaDataReader::new().parse_and_finish(&end)?)
    // solution:end
}
