//! fails: a_cut_stream_is_an_error_wherever_it_is_cut
//! hint_en: The end marker is optional in the format, so the reader takes a stream that was cut between
//! two messages for a finished one. Ask `is_complete_stream` before you read.
//! hint_es: En el formato, la marca de fin es opcional; por eso el lector da por terminado un flujo que
//! se cortó entre dos mensajes. Pregunta a `is_complete_stream` antes de leer.

fn from_ipc(bytes: &[u8]) -> Result<Vec<RecordBatch>, ArrowError> {
    // solution:begin from_ipc
    StreamReader::try_new(bytes, None)?.collect()
    // solution:end
}
