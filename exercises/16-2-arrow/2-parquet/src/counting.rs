//! Counts the bytes that a reader asks for. Complete as it is: nothing to solve here.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use parquet::errors::Result;
use parquet::file::reader::{ChunkReader, Length};

/// A count of bytes. Clones share it.
#[derive(Debug, Clone, Default)]
pub(crate) struct BytesRead(Arc<AtomicU64>);

impl BytesRead {
    pub(crate) fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    fn add(&self, bytes: usize) {
        self.0.fetch_add(bytes as u64, Ordering::Relaxed);
    }
}

/// A source of Parquet data, such as a `File` or `Bytes`, that counts the bytes read from it.
#[derive(Debug, Clone)]
pub(crate) struct CountingReader<R> {
    source: R,
    bytes_read: BytesRead,
}

impl<R> CountingReader<R> {
    pub(crate) fn new(source: R, bytes_read: &BytesRead) -> Self {
        Self { source, bytes_read: bytes_read.clone() }
    }
}

impl<R: Length> Length for CountingReader<R> {
    fn len(&self) -> u64 {
        self.source.len()
    }
}

impl<R: ChunkReader> ChunkReader for CountingReader<R> {
    type T = CountingReader<R::T>;

    fn get_read(&self, start: u64) -> Result<Self::T> {
        Ok(CountingReader::new(self.source.get_read(start)?, &self.bytes_read))
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        self.bytes_read.add(length);
        self.source.get_bytes(start, length)
    }
}

impl<R: Read> Read for CountingReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(buffer)?;
        self.bytes_read.add(read);
        Ok(read)
    }
}
