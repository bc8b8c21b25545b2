//! fails: what_is_not_parquet_is_an_error
//! hint_en: The length comes from the file, and a damaged file may claim any length: slicing with it
//! panics. Compare it with what has arrived and return an error.
//! hint_es: La longitud viene del archivo, y uno dañado puede decir cualquier cosa: recortar con
//! ella provoca un panic. Compárala con lo que ha llegado y devuelve un error.

async fn read_footer(
    store: &dyn ObjectStore,
    path: &Path,
) -> Result<ParquetMetaData, Box<dyn Error + Send + Sync>> {
    // solution:begin read_footer
    use parquet::file::FOOTER_SIZE;
    use parquet::file::metadata::{FooterTail, ParquetMetaDataReader};

    let end = tail(store, path, FOOTER_SIZE as u64).await?;
    let length = FooterTail::try_new(end.as_ref().try_into()?)?.metadata_length();
    let footer = tail(store, path, (length + FOOTER_SIZE) as u64).await?;
    Ok(ParquetMetaDataReader::decode_metadata(&footer[..length])?)
    // solution:end
}
