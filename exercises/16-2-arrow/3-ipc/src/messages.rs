//! Finds where the messages of an Arrow IPC stream begin and end. Complete as it is: nothing to solve
//! here.

use arrow::ipc::root_as_message;

/// What a writer puts after the last message.
pub(crate) const END_OF_STREAM: [u8; 8] = [0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0];

/// Returns how many bytes the message takes that `bytes` begin with: 8 bytes of prefix, the metadata
/// and the body. That is never 0, and never more than there are.
///
/// `None` if `bytes` begin with something else, such as [`END_OF_STREAM`], or if the message is cut
/// off. Nothing is allocated, whatever length the message claims to have.
pub(crate) fn message_len(bytes: &[u8]) -> Option<usize> {
    let (continuation, rest) = bytes.split_first_chunk::<4>()?;
    let (metadata_len, rest) = rest.split_first_chunk::<4>()?;
    let metadata_len = usize::try_from(u32::from_le_bytes(*metadata_len)).ok()?;
    if continuation != &[0xff; 4] || metadata_len == 0 {
        return None;
    }
    let metadata = rest.get(..metadata_len)?;
    let body_len = usize::try_from(root_as_message(metadata).ok()?.bodyLength()).ok()?;
    let len = body_len.checked_add(8 + metadata_len)?;
    (len <= bytes.len()).then_some(len)
}
