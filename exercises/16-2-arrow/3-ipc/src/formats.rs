//! Other ways to write the same batch, for comparison. Complete as it is: nothing to solve here.

use arrow::array::RecordBatch;
use arrow::error::ArrowError;
use arrow::ipc::CompressionType;
use arrow::ipc::writer::{IpcWriteOptions, StreamWriter};
use bytes::Bytes;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;

/// Writes an IPC stream whose buffers are compressed one by one.
pub(crate) fn compressed_ipc(
    batch: &RecordBatch,
    codec: CompressionType,
) -> Result<Vec<u8>, ArrowError> {
    let options = IpcWriteOptions::default().try_with_compression(Some(codec))?;
    let mut writer = StreamWriter::try_new_with_options(Vec::new(), &batch.schema(), options)?;
    writer.write(batch)?;
    writer.into_inner()
}

/// Writes a Parquet file with Snappy compression.
pub(crate) fn parquet(batch: &RecordBatch) -> Result<Vec<u8>, ParquetError> {
    let snappy = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
    let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), Some(snappy))?;
    writer.write(batch)?;
    writer.into_inner()
}

/// Reads a Parquet file in batches of 65 536 rows.
pub(crate) fn read_parquet(file: Bytes) -> Result<Vec<RecordBatch>, ArrowError> {
    let builder = ParquetRecordBatchReaderBuilder::try_new(file)?;
    builder.with_batch_size(65_536).build()?.collect()
}

/// Reads lines of JSON, each an object with the columns of `like`, in batches of 65 536 rows.
pub(crate) fn read_json_lines(
    like: &RecordBatch,
    lines: &[u8],
) -> Result<Vec<RecordBatch>, ArrowError> {
    let builder = arrow::json::ReaderBuilder::new(like.schema());
    builder.with_batch_size(65_536).build(lines)?.collect()
}
