//! How files are written.

use std::num::NonZeroUsize;
use std::path::Path;
use std::thread;

use anyhow::Result;
use datasets::Format;

use crate::space::free_bytes;

/// Rows of a row group, unless told otherwise.
pub const DEFAULT_GROUP_ROWS: u64 = 1_000_000;

/// The most rows of one record batch in an Arrow file: it is held in memory uncompressed, once per
/// thread.
const MAX_BATCH_ROWS: u64 = 128 * 1024;

/// How [`crate::ensure`] writes files, and what it may do.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    pub formats: &'a [Format],
    pub compression: Compression,
    /// How many threads make rows. The files do not depend on it.
    pub threads: NonZeroUsize,
    /// Rows of a Parquet row group; a record batch has as many, at most 131 072.
    pub group_rows: u64,
    /// Whether to collect the exact answers.
    pub answers: bool,
    /// Whether to start over instead of refusing a folder that is damaged or written differently.
    pub force: bool,
    pub observer: &'a dyn Observer,
    /// Tells how many bytes can be written below a folder.
    pub free_bytes: fn(&Path) -> Result<u64>,
}

/// Compression of the data in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compression {
    Snappy,
    /// Zstandard, level 1.
    Zstd,
    None,
}

/// Follows the writing of files, and may stop it.
pub trait Observer: Sync {
    /// A file of `rows` rows is about to be written.
    fn file_started(&self, _name: &str, _rows: u64) {}

    /// `rows` more rows of it were made.
    fn rows_made(&self, _rows: u64) {}

    /// It has its final name.
    fn file_finished(&self) {}

    /// Whether to give up. Asked again for every batch of rows.
    fn stop_requested(&self) -> bool {
        false
    }
}

/// Sees nothing and never stops.
impl Observer for () {}

impl Default for Options<'_> {
    fn default() -> Self {
        Self {
            formats: &[Format::Parquet],
            compression: Compression::Snappy,
            threads: thread::available_parallelism().unwrap_or(NonZeroUsize::MIN),
            group_rows: DEFAULT_GROUP_ROWS,
            answers: true,
            force: false,
            observer: &(),
            free_bytes,
        }
    }
}

impl Options<'_> {
    /// Rows of a row group or record batch.
    pub(crate) fn group_rows(&self, format: Format) -> u64 {
        match format {
            Format::Parquet => self.group_rows,
            Format::Arrow => self.group_rows.min(MAX_BATCH_ROWS),
        }
    }

    /// The compression that a file gets. Arrow files know no Snappy and stay uncompressed with it.
    pub(crate) fn compression(&self, format: Format) -> Compression {
        match (format, self.compression) {
            (Format::Arrow, Compression::Snappy) => Compression::None,
            (_, compression) => compression,
        }
    }
}

impl Compression {
    /// The word in the manifest and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Snappy => "snappy",
            Self::Zstd => "zstd",
            Self::None => "none",
        }
    }
}
