//! One table to one file.

use std::io::Write;
use std::ops::Range;
use std::path::Path;

use anyhow::{Context, Result, bail};
use datasets::{ColumnEntry, Dataset, FileEntry, Format, Strings, Table};

use crate::collector::{Answers, Collector, Tally};
use crate::digest::DigestWriter;
use crate::durable::PendingFile;
use crate::in_order::in_order;
use crate::options::{Compression, Observer, Options};
use crate::table_rows::TableRows;
use crate::{arrow_file, parquet_file};

/// Rows that are made at once: few enough to stay in the cache of a processor.
pub(crate) const BATCH_ROWS: u64 = 8 * 1024;

/// Rows that are encoded to learn how large a file will be.
const SAMPLE_ROWS: u64 = 64 * 1024;

/// What to write, and with which settings.
pub(crate) struct Job<'a> {
    pub(crate) table: Table,
    pub(crate) rows: &'a TableRows,
    /// The part of the table to write.
    pub(crate) range: Range<u64>,
    pub(crate) strings: Strings,
    pub(crate) compression: Compression,
    pub(crate) group_rows: u64,
    pub(crate) threads: usize,
    pub(crate) collector: &'a Collector,
    pub(crate) observer: &'a dyn Observer,
}

impl Job<'_> {
    /// Number of row groups or record batches.
    pub(crate) fn groups(&self) -> u64 {
        (self.range.end - self.range.start).div_ceil(self.group_rows)
    }

    /// The rows of group number `group`.
    pub(crate) fn group_range(&self, group: u64) -> Range<u64> {
        let start = self.range.start + group * self.group_rows;
        start..(start + self.group_rows).min(self.range.end)
    }

    fn write<'a, W: Write + Send>(
        &'a self,
        format: Format,
        out: W,
    ) -> Result<(Tally<'a>, Vec<ColumnEntry>)> {
        match format {
            Format::Parquet => parquet_file::write(self, out),
            Format::Arrow => arrow_file::write(self, out),
        }
    }
}

/// Cuts `range` into pieces of `length`; the last may be shorter.
pub(crate) fn split(range: Range<u64>, length: u64) -> impl Iterator<Item = Range<u64>> {
    let end = range.end;
    range.step_by(length as usize).map(move |start| start..(start + length).min(end))
}

/// Ends the work with an error if somebody asked for it.
pub(crate) fn check_stop(observer: &dyn Observer) -> Result<()> {
    if observer.stop_requested() {
        bail!("interrupted; run the same command again to start over");
    }
    Ok(())
}

/// The name of the file of `table` in `format`.
pub(crate) fn file_name(table: Table, format: Format) -> String {
    format!("{}.{}", table.name(), format.extension())
}

/// Writes one table of `dataset` into `folder`. Returns its entry for the manifest and, if
/// `answers` asks for them, the exact answers that come with the table.
///
/// # Errors
///
/// If the disk is full or fails, or the observer asks to stop. No file is left then.
pub(crate) fn write_table(
    dataset: &Dataset,
    (table, format): (Table, Format),
    folder: &Path,
    options: &Options,
    answers: bool,
) -> Result<(FileEntry, Answers)> {
    let name = file_name(table, format);
    let rows = TableRows::new(dataset, table);
    let collector = if answers { Collector::new(dataset, table) } else { Collector::Nothing };
    let job = job(table, &rows, dataset.strings, format, options, &collector);
    options.observer.file_started(&name, rows.rows());

    let path = folder.join(&name);
    let cannot_write = || format!("cannot write `{}`", path.display());
    let mut pending = PendingFile::create(&path)?;
    let mut out = DigestWriter::new(pending.file());
    let (tally, columns) = job.write(format, &mut out).with_context(cannot_write)?;
    let digest = out.digest();
    pending.commit().with_context(cannot_write)?;

    options.observer.file_finished();
    let entry = FileEntry {
        table,
        format,
        name,
        compression: job.compression.name().into(),
        rows: rows.rows(),
        group_rows: job.group_rows,
        size_bytes: digest.size_bytes,
        blake3: digest.blake3,
        columns,
    };
    Ok((entry, tally.answers()))
}

/// The whole table, ready to be written.
fn job<'a>(
    table: Table,
    rows: &'a TableRows,
    strings: Strings,
    format: Format,
    options: &Options<'a>,
    collector: &'a Collector,
) -> Job<'a> {
    Job {
        table,
        rows,
        range: 0..rows.rows(),
        strings,
        compression: options.compression(format),
        group_rows: options.group_rows(format),
        threads: options.threads.get(),
        collector,
        observer: options.observer,
    }
}

/// About how many bytes the file of a table will have: the last rows are encoded in memory, and
/// their size is scaled up with a tenth to spare.
pub(crate) fn estimated_bytes(
    dataset: &Dataset,
    (table, format): (Table, Format),
    options: &Options,
) -> Result<u64> {
    let rows = TableRows::new(dataset, table);
    let whole = job(table, &rows, dataset.strings, format, options, &Collector::Nothing);
    let sample = rows.rows().min(SAMPLE_ROWS);
    let range = rows.rows() - sample..rows.rows();
    let job = Job { range, observer: &(), threads: 1, ..whole };
    let mut out = DigestWriter::new(std::io::sink());
    job.write(format, &mut out)?;
    let scale = 1.1 * rows.rows() as f64 / sample.max(1) as f64;
    Ok((out.digest().size_bytes as f64 * scale.max(1.0)) as u64)
}

/// The exact answers that come with `table`, without a file.
pub(crate) fn answers_only(dataset: &Dataset, table: Table, options: &Options) -> Result<Answers> {
    let rows = TableRows::new(dataset, table);
    let collector = Collector::new(dataset, table);
    let job = job(table, &rows, dataset.strings, Format::Parquet, options, &collector);
    let make = |group| {
        let mut tally = collector.tally();
        for range in split(job.group_range(group), BATCH_ROWS) {
            check_stop(job.observer)?;
            rows.columns(range, Strings::Dictionary, &mut tally);
        }
        Ok(tally)
    };
    let total = in_order(job.groups(), job.threads, collector.tally(), make, |total, tally| {
        total.merge(&tally);
        Ok(())
    })?;
    Ok(total.answers())
}
