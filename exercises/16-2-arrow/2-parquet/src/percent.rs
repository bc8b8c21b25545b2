//! Percent-escapes in names of folders. Complete as it is: nothing to solve here.

/// Replaces every escape, such as `%20` for a space, by the byte that it stands for. A `%` without
/// two hexadecimal digits after it stays as it is.
pub(crate) fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let escape = after.get(..2).filter(|_| *first == b'%').and_then(byte);
        bytes.push(escape.unwrap_or(*first));
        rest = if escape.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The byte that two hexadecimal digits write.
fn byte(digits: &[u8]) -> Option<u8> {
    let digit = |character: u8| char::from(character).to_digit(16);
    let value = digit(digits[0])? * 16 + digit(digits[1])?;
    u8::try_from(value).ok()
}
