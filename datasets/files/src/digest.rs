//! BLAKE3 digests of whole files.

use std::io::{self, Read, Write};
use std::path::Path;

use fs_err::File;

/// Passes bytes on, and counts and digests them on the way.
pub(crate) struct DigestWriter<W> {
    inner: W,
    hasher: blake3::Hasher,
    size_bytes: u64,
}

/// Size and BLAKE3 digest of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Digest {
    pub(crate) size_bytes: u64,
    /// In hexadecimal.
    pub(crate) blake3: String,
}

impl<W> DigestWriter<W> {
    pub(crate) fn new(inner: W) -> Self {
        Self { inner, hasher: blake3::Hasher::new(), size_bytes: 0 }
    }

    /// The digest of all that was written.
    pub(crate) fn digest(&self) -> Digest {
        Digest { size_bytes: self.size_bytes, blake3: self.hasher.finalize().to_string() }
    }
}

impl<W: Write> Write for DigestWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        self.size_bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// Reads the file at `path` and digests it.
///
/// # Errors
///
/// If the file cannot be opened or read; the error names it.
pub(crate) fn digest_of(path: &Path) -> io::Result<Digest> {
    let mut file = File::open(path)?;
    let mut digest = DigestWriter::new(io::sink());
    let mut buffer = vec![0; 1 << 20];
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok(digest.digest());
        }
        digest.write_all(&buffer[..read])?;
    }
}
