//! Row ranges to a Parquet file.

use std::io::Write;
use std::ops::Range;
use std::sync::Arc;

use anyhow::Result;
use arrow::array::ArrayRef;
use arrow::datatypes::{DataType, Field, FieldRef, Schema};
use datasets::{ColumnEntry, ColumnType, Strings, Table};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::{
    ArrowColumnChunk, ArrowColumnWriter, ArrowRowGroupWriterFactory, compute_leaves,
};
use parquet::basic::{Compression as Codec, ZstdLevel};
use parquet::file::metadata::ParquetMetaData;
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesBuilder};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::ColumnPath;

use crate::collector::Tally;
use crate::in_order::in_order;
use crate::options::Compression;
use crate::write::{BATCH_ROWS, Job, check_stop, split};

/// Writes the rows of `job` to `out`. Returns what they add up to, and the columns of the file.
///
/// Each thread encodes whole row groups of its own, from small batches, so that memory grows with
/// the number of threads and not with the number of rows.
pub(crate) fn write<'a, W: Write + Send>(
    job: &Job<'a>,
    out: W,
) -> Result<(Tally<'a>, Vec<ColumnEntry>)> {
    let properties = properties(job.table, job.compression);
    let writer = ArrowWriter::try_new(out, job.rows.schema().clone(), Some(properties))?;
    let (file, factory) = writer.into_serialized_writer()?;
    let encoder = Encoder { job, factory, fields: dictionary_fields(job) };
    let (mut file, tally) = in_order(
        job.groups(),
        job.threads,
        (file, job.collector.tally()),
        |group| encoder.row_group(group),
        |(file, total), (chunks, tally)| {
            total.merge(&tally);
            append(file, chunks)
        },
    )?;
    let metadata = file.finish()?;
    Ok((tally, column_entries(job, &metadata)))
}

struct Encoder<'a, 'b> {
    job: &'b Job<'a>,
    factory: ArrowRowGroupWriterFactory,
    fields: Vec<FieldRef>,
}

impl<'a> Encoder<'a, '_> {
    /// Makes and encodes row group number `group`.
    fn row_group(&self, group: u64) -> Result<(Vec<ArrowColumnChunk>, Tally<'a>)> {
        let mut writers = self.factory.create_column_writers(group as usize)?;
        let mut tally = self.job.collector.tally();
        for range in split(self.job.group_range(group), BATCH_ROWS) {
            self.batch(range, &mut writers, &mut tally)?;
        }
        let chunks = writers.into_iter().map(ArrowColumnWriter::close);
        Ok((chunks.collect::<Result<_, _>>()?, tally))
    }

    fn batch(
        &self,
        range: Range<u64>,
        writers: &mut [ArrowColumnWriter],
        tally: &mut Tally,
    ) -> Result<()> {
        check_stop(self.job.observer)?;
        let rows = range.end - range.start;
        // Text goes to the encoder as a dictionary even if the file declares plain strings: the
        // bytes are the same, and no string is built only to be looked up again.
        let columns = self.job.rows.columns(range, Strings::Dictionary, tally);
        for ((column, field), writer) in columns.iter().zip(&self.fields).zip(writers) {
            encode(field, column, writer)?;
        }
        self.job.observer.rows_made(rows);
        Ok(())
    }
}

fn encode(field: &Field, column: &ArrayRef, writer: &mut ArrowColumnWriter) -> Result<()> {
    for leaf in compute_leaves(field, column)? {
        writer.write(&leaf)?;
    }
    Ok(())
}

fn append<W: Write + Send>(
    file: &mut SerializedFileWriter<W>,
    chunks: Vec<ArrowColumnChunk>,
) -> Result<()> {
    let mut row_group = file.next_row_group()?;
    for chunk in chunks {
        chunk.append_to_row_group(&mut row_group)?;
    }
    row_group.close()?;
    Ok(())
}

/// The fields of the table with every text column as a dictionary.
fn dictionary_fields(job: &Job) -> Vec<FieldRef> {
    let schema: Arc<Schema> = crate::schema(job.table, Strings::Dictionary);
    schema.fields().iter().cloned().collect()
}

fn properties(table: Table, compression: Compression) -> WriterProperties {
    let codec = match compression {
        Compression::Snappy => Codec::SNAPPY,
        Compression::Zstd => Codec::ZSTD(ZstdLevel::try_new(1).expect("level 1 exists")),
        Compression::None => Codec::UNCOMPRESSED,
    };
    let builder = WriterProperties::builder()
        .set_compression(codec)
        .set_statistics_enabled(EnabledStatistics::Chunk)
        // The row group is as long as what was written: `in_order` decides.
        .set_max_row_group_row_count(None);
    table.columns().iter().fold(builder, with_dictionary_for_few_values).build()
}

/// Dictionary encoding pays where values repeat: texts and days. Elsewhere it would look up every
/// value, find the dictionary too large, and fall back.
fn with_dictionary_for_few_values(
    builder: WriterPropertiesBuilder,
    &(name, column_type, _): &(&str, ColumnType, bool),
) -> WriterPropertiesBuilder {
    let few = matches!(column_type, ColumnType::Text | ColumnType::Date);
    builder.set_column_dictionary_enabled(ColumnPath::from(name), few)
}

fn column_entries(job: &Job, metadata: &ParquetMetaData) -> Vec<ColumnEntry> {
    let size = |column: usize| -> i64 {
        metadata.row_groups().iter().map(|group| group.column(column).compressed_size()).sum()
    };
    let fields = job.rows.schema().fields().iter().enumerate();
    fields.map(|(column, field)| column_entry(field, size(column) as u64)).collect()
}

/// The manifest's view of a column that takes `size_bytes` in the file.
pub(crate) fn column_entry(field: &Field, size_bytes: u64) -> ColumnEntry {
    let data_type: &DataType = field.data_type();
    ColumnEntry {
        name: field.name().clone(),
        data_type: data_type.to_string(),
        nullable: field.is_nullable(),
        size_bytes,
    }
}
