//! The tables of a job, in memory or in files.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use anyhow::Result;
use datasets::{ColumnType, Source, Strings, Table, Workload};
use harness_protocol::Job;
use parquet::arrow::arrow_reader::ParquetRecordBatchReader;

use crate::columns::Columns;
use crate::mode::Mode;
use crate::parquet_file::ParquetFile;

/// Fewest rows per chunk of a table in memory.
const CHUNK_ROWS: usize = kernels::parallel::CHUNK_ROWS;

/// The columns that a workload reads.
pub(crate) struct Tables {
    job: Job,
    workload: &'static Workload,
    /// The tables in memory; empty if they are read from Parquet in each run.
    in_memory: BTreeMap<Table, Columns>,
}

impl Tables {
    /// Loads the tables of a job on memory; reads nothing for one on Parquet.
    ///
    /// # Errors
    ///
    /// If a file cannot be read.
    pub(crate) fn load(job: &Job) -> Result<Self> {
        let workload = job.workload()?;
        let mut tables = Self { job: job.clone(), workload, in_memory: BTreeMap::new() };
        if job.source == Source::Memory {
            for &(table, _) in workload.reads {
                let columns = tables.read(table)?;
                tables.in_memory.insert(table, columns);
            }
        }
        Ok(tables)
    }

    /// Whether some numbers may be missing; data without null and NaN needs no test for them.
    pub(crate) fn may_miss_numbers(&self) -> bool {
        self.job.dataset.null_rate > 0.0 || self.job.dataset.nan_rate > 0.0
    }

    /// Where a workload that writes a file has to put it.
    pub(crate) fn output(&self) -> &Path {
        &self.job.output
    }

    /// The types of the columns, for the report.
    pub(crate) fn describe(&self) -> String {
        let mut types = Vec::new();
        for (table, columns) in self.workload.reads {
            for column in *columns {
                types.push(format!("{table}.{column}: {}", self.type_of(*table, column)));
            }
        }
        types.join(", ")
    }

    fn type_of(&self, table: Table, column: &str) -> &'static str {
        let columns = table.columns().iter();
        let (_, column_type, _) = columns
            .into_iter()
            .find(|(name, ..)| *name == column)
            .expect("workloads read columns that exist");
        match (column_type, self.job.dataset.strings) {
            (ColumnType::Float64, _) => "f64",
            (ColumnType::Int64 | ColumnType::Timestamp, _) => "i64",
            (ColumnType::Date, _) => "i32",
            (ColumnType::Text, Strings::Plain) => "string view",
            (ColumnType::Text, Strings::Dictionary) => "u8 code",
        }
    }

    /// Calls `work` with a whole table: the one in memory, or one that is read for this call.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub(crate) fn with_table<T>(
        &self,
        table: Table,
        work: impl FnOnce(&Columns) -> T,
    ) -> Result<T> {
        match self.in_memory.get(&table) {
            Some(columns) => Ok(work(columns)),
            None => Ok(work(&self.read(table)?)),
        }
    }

    /// Adds up `table` range by range: `add` gets a partial result, columns, and the rows of them to
    /// add to it; `merge` combines two partial results. At most about `most_parts` partial results
    /// are made.
    ///
    /// # Errors
    ///
    /// If the file cannot be read, or whatever `add` reports.
    pub(crate) fn reduce<T: Default + Send>(
        &self,
        mode: &Mode,
        table: Table,
        most_parts: usize,
        add: impl Fn(&mut T, &Columns, Range<usize>) -> Result<()> + Sync,
        merge: impl Fn(T, T) -> T + Sync,
    ) -> Result<T> {
        let Some(columns) = self.in_memory.get(&table) else {
            return self.reduce_file(mode, table, most_parts, add, merge);
        };
        let chunk = columns.rows().div_ceil(most_parts).max(1).next_multiple_of(CHUNK_ROWS);
        let of_rows = |rows| {
            let mut partial = T::default();
            add(&mut partial, columns, rows)?;
            Ok(partial)
        };
        mode.reduce(columns.rows(), chunk, of_rows, merge)
    }

    fn reduce_file<T: Default + Send>(
        &self,
        mode: &Mode,
        table: Table,
        most_parts: usize,
        add: impl Fn(&mut T, &Columns, Range<usize>) -> Result<()> + Sync,
        merge: impl Fn(T, T) -> T + Sync,
    ) -> Result<T> {
        let file = self.open(table)?;
        let add_batches = |partial: &mut T, batches: ParquetRecordBatchReader| -> Result<()> {
            for batch in batches {
                let columns = Columns::from_batch(&batch?)?;
                add(partial, &columns, 0..columns.rows())?;
            }
            Ok(())
        };
        if !mode.is_parallel() {
            let mut total = T::default();
            add_batches(&mut total, file.read_all()?)?;
            return Ok(total);
        }
        let parts = file.parts();
        let of_parts = |range: Range<usize>| {
            let mut partial = T::default();
            for part in &parts[range] {
                add_batches(&mut partial, file.read(part)?)?;
            }
            Ok(partial)
        };
        mode.reduce(parts.len(), parts.len().div_ceil(most_parts).max(1), of_parts, merge)
    }

    fn read(&self, table: Table) -> Result<Columns> {
        Columns::from_batch(&self.open(table)?.read_into_one_batch()?)
    }

    fn open(&self, table: Table) -> Result<ParquetFile> {
        let reads = self.workload.reads.iter().find(|(other, _)| *other == table);
        let (_, columns) = reads.expect("the workload names every table that it reads");
        ParquetFile::open(self.job.table(table)?, columns)
    }
}
