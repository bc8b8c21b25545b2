//! The description that stands beside the files of a dataset.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Dataset, ExactAnswer, Format, Table};

/// Name of the file that holds the [`Manifest`]. It is written last: a folder without it holds no
/// complete dataset.
pub const MANIFEST_FILE: &str = "manifest.json";

/// What a folder of generated files holds, and what the right answers are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of this structure: `datasets/1`.
    pub schema: String,
    /// [`Dataset::id`] of `dataset`.
    pub id: String,
    pub dataset: Dataset,
    pub files: Vec<FileEntry>,
    /// Workload id to the exact answer of each of its variants.
    pub answers: BTreeMap<String, Vec<ExactAnswer>>,
}

/// One generated file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FileEntry {
    pub table: Table,
    pub format: Format,
    /// Name within the folder.
    pub name: String,
    /// Compression codec: `snappy`, `zstd` or `none`.
    pub compression: String,
    /// Number of rows, and how many of them make a row group or record batch.
    pub rows: u64,
    pub group_rows: u64,
    pub size_bytes: u64,
    /// BLAKE3 of the whole file, in hexadecimal.
    pub blake3: String,
    /// The columns: name, Arrow type, nullability and bytes on disk.
    pub columns: Vec<ColumnEntry>,
}

/// One column of a generated file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnEntry {
    pub name: String,
    /// The Arrow data type, as arrow-rs prints it.
    pub data_type: String,
    pub nullable: bool,
    /// Compressed bytes in the file; 0 where the format does not tell.
    pub size_bytes: u64,
}

impl Manifest {
    /// The value of `schema`.
    pub const SCHEMA: &str = "datasets/1";

    /// The file of `table` in `format`.
    pub fn file(&self, table: Table, format: Format) -> Option<&FileEntry> {
        self.files.iter().find(|file| file.table == table && file.format == format)
    }
}
