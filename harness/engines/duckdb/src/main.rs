//! DuckDB, an analytical database as a library. <https://duckdb.org>
//!
//! Choices, so that the numbers mean what they seem to mean:
//!
//! * `SET threads` counts the calling thread, so DuckDB runs on exactly as many as it is given.
//! * Columns in memory are a table of an in-memory database: DuckDB's own format, uncompressed.
//! * Parquet is read through views. Defining a view reads the file's footer for the column types;
//!   every run reads it again, since DuckDB's cache of file contents is switched off here and its
//!   cache of footers is off by default.
//! * Strings are plain `VARCHAR`, also where the file says dictionary.
//! * The library brings its own allocator (jemalloc on Linux) and never uses Rust's.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use datasets::{Answer, Cell, Source};
use duckdb::types::ValueRef;
use duckdb::{Config, Connection, Row};
use harness_protocol::{Engine, EngineEntry, Job, Outcome, Output, Query, Settings, serve};
use mimalloc::MiMalloc;

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

const ENGINES: &[EngineEntry] = &[("duckdb", open)];

fn main() -> ExitCode {
    serve(ENGINES, "DuckDB's own")
}

fn open(settings: &Settings) -> Outcome<Box<dyn Engine>> {
    let threads = settings.threads.get();
    let version = connect(threads)?.version()?;
    Ok(Box::new(DuckDb { threads, version }))
}

struct DuckDb {
    threads: usize,
    /// As the library that is loaded says, not the one that the bindings were made for.
    version: String,
}

impl Engine for DuckDb {
    fn version(&self) -> String {
        format!("DuckDB {}", self.version)
    }

    fn load(&mut self, job: &Job) -> Outcome<Box<dyn Query>> {
        let kind = match job.source {
            Source::Memory => "TABLE",
            Source::Parquet => "VIEW",
        };
        let connection = connect(self.threads)?;
        for (table, columns) in job.workload()?.reads {
            let (columns, file) = (columns.join(", "), quoted(job.table(*table)?)?);
            let select = format!("SELECT {columns} FROM read_parquet({file})");
            connection.execute_batch(&format!("CREATE {kind} {table} AS {select}"))?;
        }
        let schema = describe(&connection)?;
        Ok(Box::new(Loaded { connection, job: job.clone(), schema }))
    }
}

struct Loaded {
    connection: Connection,
    job: Job,
    schema: String,
}

impl Query for Loaded {
    fn run(&mut self, variant: usize) -> anyhow::Result<Output> {
        let workload = self.job.workload()?;
        let sql = workload.sql(variant, &self.job.dataset, "NOT isnan(monto)");
        if workload.id == "etl" {
            let file = quoted(&self.job.output)?;
            let copy = format!("COPY ({sql}) TO {file} (FORMAT parquet, COMPRESSION snappy)");
            self.connection.execute_batch(&copy)?;
            return Ok(Output::File);
        }
        let mut statement = self.connection.prepare(&sql)?;
        let mut found = statement.query([])?;
        let mut answer = Answer::default();
        while let Some(row) = found.next()? {
            answer.rows.push(cells(row)?);
        }
        Ok(Output::Answer(answer))
    }

    fn schema(&self) -> String {
        self.schema.clone()
    }
}

/// A new database in memory.
fn connect(threads: usize) -> anyhow::Result<Connection> {
    let config =
        Config::default().threads(threads as i64)?.with("enable_external_file_cache", "false")?;
    Ok(Connection::open_in_memory_with_flags(config)?)
}

/// The columns of all tables with their types, such as `ventas(region VARCHAR, monto DOUBLE)`.
fn describe(connection: &Connection) -> duckdb::Result<String> {
    let sql = "SELECT string_agg(definition, '; ' ORDER BY definition) FROM (
                   SELECT table_name || '(' || string_agg(column_name || ' ' || data_type, ', '
                       ORDER BY ordinal_position) || ')' AS definition
                   FROM information_schema.columns GROUP BY table_name)";
    connection.query_row(sql, [], |row| row.get(0))
}

/// `path` as an SQL string.
fn quoted(path: &Path) -> anyhow::Result<String> {
    let path = path.to_str().with_context(|| format!("`{}` is not UTF-8", path.display()))?;
    Ok(format!("'{}'", path.replace('\'', "''")))
}

fn cells(row: &Row) -> anyhow::Result<Vec<Cell>> {
    let columns = row.as_ref().column_count();
    (0..columns).map(|column| cell(row.get_ref(column)?)).collect()
}

fn cell(value: ValueRef) -> anyhow::Result<Cell> {
    match value {
        ValueRef::Null => Ok(Cell::Null),
        ValueRef::Text(text) => Ok(Cell::Text(std::str::from_utf8(text)?.into())),
        ValueRef::BigInt(integer) => Ok(Cell::Int(integer)),
        ValueRef::Date32(days) => Ok(Cell::Int(days.into())),
        ValueRef::Double(float) => Ok(Cell::Float(float)),
        other => anyhow::bail!("an answer has no place for a value of type {}", other.data_type()),
    }
}
