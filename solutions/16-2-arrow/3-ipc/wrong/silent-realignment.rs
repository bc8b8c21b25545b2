//! fails: zero_copy_leaves_the_values_where_they_are
//! hint_en: A decoder copies misaligned values unless it is told not to, and says nothing about it. With
//! `with_require_alignment(true)` the copy becomes an error that you can see.
//! hint_es: Un decodificador copia los valores mal alineados, salvo que se le indique lo contrario, y no
//! avisa. Con `with_require_alignment(true)` la copia se convierte en un error visible.

fn from_ipc_zero_copy(bytes: Bytes) -> Result<Vec<RecordBatch>, ArrowError> {
    // solution:begin from_ipc_zero_copy
    if !is_complete_stream(&bytes) {
        return Err(ArrowError::IpcError("the stream has no end marker".to_owned()));
    }
    let mut buffer = arrow::buffer::Buffer::from(bytes);
    let mut decoder = arrow::ipc::reader::StreamDecoder::new();
    let mut batches = Vec::new();
    while let Some(batch) = decoder.decode(&mut buffer)? {
        batches.push(batch);
    }
    decoder.finish()?;
    Ok(batches)
    // solution:end
}
