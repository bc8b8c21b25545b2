//! Row ranges to an Arrow IPC file.

use std::io::Write;

use anyhow::Result;
use arrow::array::RecordBatch;
use arrow::ipc::CompressionType;
use arrow::ipc::writer::{FileWriter, IpcWriteOptions};
use datasets::ColumnEntry;

use crate::collector::Tally;
use crate::in_order::in_order;
use crate::options::Compression;
use crate::parquet_file::column_entry;
use crate::write::{Job, check_stop};

/// Writes the rows of `job` to `out`. Returns what they add up to, and the columns of the file.
///
/// Threads make the record batches; encoding one is little more than copying it, and happens in
/// turn.
pub(crate) fn write<'a, W: Write + Send>(
    job: &Job<'a>,
    out: W,
) -> Result<(Tally<'a>, Vec<ColumnEntry>)> {
    let codec = match job.compression {
        Compression::Zstd => Some(CompressionType::ZSTD),
        Compression::Snappy | Compression::None => None,
    };
    let options = IpcWriteOptions::default()
        .try_with_compression(codec)?
        .try_with_compression_level(codec.map(|_| 1))?;
    let schema = job.rows.schema();
    let file = FileWriter::try_new_with_options(out, schema, options)?;
    let (mut file, tally) = in_order(
        job.groups(),
        job.threads,
        (file, job.collector.tally()),
        |group| batch(job, group),
        |(file, total), (batch, tally)| {
            total.merge(&tally);
            Ok(file.write(&batch)?)
        },
    )?;
    file.finish()?;
    let columns = schema.fields().iter().map(|field| column_entry(field, 0)).collect();
    Ok((tally, columns))
}

fn batch<'a>(job: &Job<'a>, group: u64) -> Result<(RecordBatch, Tally<'a>)> {
    check_stop(job.observer)?;
    let mut tally = job.collector.tally();
    let range = job.group_range(group);
    let rows = range.end - range.start;
    let columns = job.rows.columns(range, job.strings, &mut tally);
    let batch = RecordBatch::try_new(job.rows.schema().clone(), columns)?;
    job.observer.rows_made(rows);
    Ok((batch, tally))
}
