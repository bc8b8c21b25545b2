//! fails: zero_copy_leaves_the_values_where_they_are
//! hint_en: `&bytes[..]` only borrows, so the buffer has to copy all of it to own something. A `Bytes`
//! given away whole is shared: `Buffer::from(bytes)` keeps it alive and copies nothing.
//! hint_es: `&bytes[..]` solo toma prestado; para poseer algo, el buffer tiene que copiarlo todo. Un
//! `Bytes` entregado entero se comparte: `Buffer::from(bytes)` lo mantiene vivo y no copia nada.

fn from_ipc_zero_copy(bytes: Bytes) -> Result<Vec<RecordBatch>, ArrowError> {
    // solution:begin from_ipc_zero_copy
    if !is_complete_stream(&bytes) {
        return Err(ArrowError::IpcError("the stream has no end marker".to_owned()));
    }
    let mut buffer = arrow::buffer::Buffer::from(&bytes[..]);
    let mut decoder = arrow::ipc::reader::StreamDecoder::new().with_require_alignment(true);
    let mut batches = Vec::new();
    while let Some(batch) = decoder.decode(&mut buffer)? {
        batches.push(batch);
    }
    decoder.finish()?;
    Ok(batches)
    // solution:end
}
