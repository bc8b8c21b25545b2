//! fails: a_stream_is_complete_with_its_marker
//! hint_en: Eight bytes of data can look like the marker: the integer 4294967295 does. It is a marker
//! only where a message would begin, so go from message to message with `message_len`.
//! hint_es: Ocho bytes de datos pueden parecer la marca: el entero 4294967295 lo hace. Solo es una marca
//! donde empezaría un mensaje, así que ve de mensaje en mensaje con `message_len`.

fn is_complete_stream(bytes: &[u8]) -> bool {
    // solution:begin is_complete_stream
    message_len(bytes).is_some()
        && bytes.ends_with(&END_OF_STREAM)
        && !bytes[..bytes.len() - 8].ends_with(&END_OF_STREAM)
    // solution:end
}
