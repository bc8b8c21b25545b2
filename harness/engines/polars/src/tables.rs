//! Where the queries get their rows from.

use std::collections::BTreeMap;

use anyhow::Context;
use datasets::{Source, Table};
use harness_protocol::Job;
use polars::prelude::{DataFrame, IntoLazy, LazyFrame, ScanArgsParquet, col};

/// The tables that a job reads.
pub(crate) struct Tables {
    job: Job,
    /// The columns, if the job is on memory.
    frames: BTreeMap<Table, DataFrame>,
}

impl Tables {
    /// Makes the tables of `job` ready. In memory, each column has at least `threads` chunks.
    pub(crate) fn load(job: &Job, threads: usize) -> anyhow::Result<Self> {
        let mut tables = Self { job: job.clone(), frames: BTreeMap::new() };
        if job.source == Source::Memory {
            for (table, columns) in job.workload()?.reads {
                let frame = tables.scan(*table, columns)?.collect()?;
                tables.frames.insert(*table, in_chunks(frame, threads)?);
            }
        }
        Ok(tables)
    }

    /// The columns of `table` that the workload reads, to be read when the query is collected.
    pub(crate) fn table(&self, table: Table) -> anyhow::Result<LazyFrame> {
        match self.job.source {
            Source::Memory => {
                let frame = self.frames.get(&table).context("the table is not loaded")?;
                Ok(frame.clone().lazy())
            }
            Source::Parquet => {
                let mut reads = self.job.workload()?.reads.iter();
                let found = reads.find(|(read, _)| *read == table);
                let (_, columns) = found.context("the workload does not read this table")?;
                self.scan(table, columns)
            }
        }
    }

    /// The rows of `ventas` whose amount is a number. Polars takes NaN for a value above all others.
    pub(crate) fn ventas(&self) -> anyhow::Result<LazyFrame> {
        let ventas = self.table(Table::Ventas)?;
        let has_nan = self.job.dataset.nan_rate > 0.0;
        Ok(if has_nan { ventas.filter(col("monto").is_not_nan()) } else { ventas })
    }

    /// The columns with their types, such as `ventas(region str, monto f64)`.
    pub(crate) fn describe(&self) -> anyhow::Result<String> {
        let describe = |&(table, _): &(Table, _)| {
            let schema = self.table(table)?.collect_schema()?;
            let columns: Vec<String> =
                schema.iter().map(|(name, data_type)| format!("{name} {data_type}")).collect();
            anyhow::Ok(format!("{table}({})", columns.join(", ")))
        };
        let tables = self.job.workload()?.reads.iter().map(describe);
        Ok(tables.collect::<anyhow::Result<Vec<_>>>()?.join("; "))
    }

    fn scan(&self, table: Table, columns: &[&str]) -> anyhow::Result<LazyFrame> {
        let path = self.job.table(table)?;
        let path = path.to_str().with_context(|| format!("`{}` is not UTF-8", path.display()))?;
        let args = ScanArgsParquet { glob: false, ..Default::default() };
        let columns: Vec<_> = columns.iter().map(|&column| col(column)).collect();
        Ok(LazyFrame::scan_parquet(path.into(), args)?.select(columns))
    }
}

/// `frame` with its chunks as they are, unless there are fewer than `threads`.
fn in_chunks(frame: DataFrame, threads: usize) -> anyhow::Result<DataFrame> {
    if frame.first_col_n_chunks() >= threads {
        return Ok(frame);
    }
    let mut parts = frame.split_chunks_by_n(threads, true).into_iter();
    let mut chunked = parts.next().context("a frame has at least one part")?;
    for part in parts {
        chunked.vstack_mut_owned(part)?;
    }
    Ok(chunked)
}
