//! fails: a_footer_takes_two_requests_at_most
//! hint_en: The metadata are a few KiB at the end of the file, and this fetches every row to get at
//! them. Read the last 8 bytes, which say how long the metadata are, then as much as that.
//! hint_es: Los metadatos son unos pocos KiB al final del archivo, y para llegar a ellos esto trae
//! todas las filas. Lee los últimos 8 bytes, que dicen cuánto ocupan los metadatos, y después solo
//! esa parte.

async fn read_footer(
    store: &dyn ObjectStore,
    path: &Path,
) -> Result<ParquetMetaData, Box<dyn Error + Send + Sync>> {
    // solution:begin read_footer
    use parquet::file::metadata::ParquetMetaDataReader;

    let file = store.get(path).await?.bytes().await?;
    Ok(ParquetMetaDataReader::new().parse_and_finish(&file)?)
    // solution:end
}
