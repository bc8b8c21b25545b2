//! A Parquet file, decoded in parts.

use std::fs::File;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result};
use arrow::array::RecordBatch;
use arrow::datatypes::{DataType, Field, Schema};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader,
    ParquetRecordBatchReaderBuilder,
};

/// Rows decoded at a time: few enough for the columns of a batch to stay in the second-level cache.
const BATCH_ROWS: usize = 1 << 15;

/// Rows of a part. A row group of a million rows gives work to four threads; each part decodes a
/// page or two that belong to its neighbor as well.
const PART_ROWS: usize = 1 << 18;

/// An open file, of which some columns are read.
pub(crate) struct ParquetFile {
    path: PathBuf,
    metadata: ArrowReaderMetadata,
    columns: ProjectionMask,
}

/// Some rows of one row group.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    row_group: usize,
    rows: Range<usize>,
}

impl ParquetFile {
    /// Opens the file and reads its footer. Strings come as string views, dictionaries as they are.
    ///
    /// # Errors
    ///
    /// If the file cannot be read or is not Parquet.
    pub(crate) fn open(path: &Path, columns: &[&str]) -> Result<Self> {
        let cannot_read = || format!("cannot read `{}`", path.display());
        let file = File::open(path).with_context(cannot_read)?;
        let as_stored = ArrowReaderMetadata::load(&file, ArrowReaderOptions::new())
            .with_context(cannot_read)?;
        let options = ArrowReaderOptions::new().with_schema(with_views(as_stored.schema()).into());
        let metadata = ArrowReaderMetadata::try_new(as_stored.metadata().clone(), options)?;
        let columns = ProjectionMask::columns(
            metadata.metadata().file_metadata().schema_descr(),
            columns.iter().copied(),
        );
        Ok(Self { path: path.to_owned(), metadata, columns })
    }

    /// The whole file in parts, in order.
    pub(crate) fn parts(&self) -> Vec<Part> {
        let row_groups = self.metadata.metadata().row_groups().iter().enumerate();
        let parts = row_groups.flat_map(|(row_group, metadata)| {
            let rows = metadata.num_rows() as usize;
            (0..rows).step_by(PART_ROWS).map(move |start| {
                let end = (start + PART_ROWS).min(rows);
                Part { row_group, rows: start..end }
            })
        });
        parts.collect()
    }

    /// The batches of one part.
    ///
    /// # Errors
    ///
    /// If the file is gone or broken.
    pub(crate) fn read(&self, part: &Part) -> Result<ParquetRecordBatchReader> {
        let reader = self.reader()?.with_row_groups(vec![part.row_group]);
        let reader = reader.with_offset(part.rows.start).with_limit(part.rows.len());
        Ok(reader.build()?)
    }

    /// All batches of the file.
    ///
    /// # Errors
    ///
    /// If the file is gone or broken.
    pub(crate) fn read_all(&self) -> Result<ParquetRecordBatchReader> {
        Ok(self.reader()?.build()?)
    }

    /// The file in one batch.
    ///
    /// # Errors
    ///
    /// If the file is gone or broken.
    pub(crate) fn read_into_one_batch(&self) -> Result<RecordBatch> {
        let reader = self.read_all()?;
        let schema = arrow::array::RecordBatchReader::schema(&reader);
        let batches = reader.collect::<Result<Vec<_>, _>>()?;
        Ok(arrow::compute::concat_batches(&schema, &batches)?)
    }

    fn reader(&self) -> Result<ParquetRecordBatchReaderBuilder<File>> {
        // Each reader opens the file again: a clone would share its position with other threads.
        let file = File::open(&self.path)?;
        let reader =
            ParquetRecordBatchReaderBuilder::new_with_metadata(file, self.metadata.clone());
        Ok(reader.with_projection(self.columns.clone()).with_batch_size(BATCH_ROWS))
    }
}

/// The schema with string views in the place of strings.
fn with_views(schema: &Schema) -> Schema {
    let field = |field: &Arc<Field>| match field.data_type() {
        DataType::Utf8 => field.as_ref().clone().with_data_type(DataType::Utf8View),
        _ => field.as_ref().clone(),
    };
    Schema::new(schema.fields().iter().map(field).collect::<Vec<_>>())
}
