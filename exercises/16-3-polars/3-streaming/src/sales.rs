//! Generated sales as tables and as Parquet files. Complete as it is: nothing to solve here.

use std::cell::RefCell;
use std::fs::File;
use std::ops::Range;
use std::path::Path;

use datasets::{REGIONS, Venta, Ventas};
use polars::prelude::*;

/// The columns of `ventas`: `id`, `user_id`, `region`, `fecha` and `monto`.
pub(crate) fn table(sales: &[Venta]) -> PolarsResult<DataFrame> {
    let region = |sale: &Venta| sale.region.map(|region| REGIONS[usize::from(region)]);
    let table = df!(
        "id" => sales.iter().map(|sale| sale.id).collect::<Vec<_>>(),
        "user_id" => sales.iter().map(|sale| sale.user_id).collect::<Vec<_>>(),
        "region" => sales.iter().map(region).collect::<Vec<_>>(),
        "fecha" => sales.iter().map(|sale| sale.fecha).collect::<Vec<_>>(),
        "monto" => sales.iter().map(|sale| sale.monto.value()).collect::<Vec<_>>(),
    )?;
    table.lazy().with_column(col("fecha").cast(DataType::Date)).collect()
}

/// Writes tables to a Parquet file, each as a row group of its own. Only one is in memory at a time.
pub(crate) fn write_parquet(
    path: &Path,
    schema: &Schema,
    groups: impl IntoIterator<Item = PolarsResult<DataFrame>>,
) -> PolarsResult<()> {
    let mut writer = ParquetWriter::new(File::create(path)?).batched(schema)?;
    for group in groups {
        writer.write_batch(&group?)?;
    }
    writer.finish()?;
    Ok(())
}

/// Generates sales and writes them, `group_rows` at a time.
pub(crate) fn write_ventas(path: &Path, ventas: &Ventas, group_rows: usize) -> PolarsResult<()> {
    let group = |start: u64| {
        let end = ventas.rows().min(start + group_rows as u64);
        table(&(start..end).map(|row| ventas.row(row)).collect::<Vec<_>>())
    };
    let groups = (0..ventas.rows()).step_by(group_rows).map(group);
    write_parquet(path, table(&[])?.schema(), groups)
}

/// A Parquet file that is read a few rows at a time. It takes notes of each read.
pub(crate) struct ChunkedFile {
    file: LazyFrame,
    reads: RefCell<Vec<ChunkRead>>,
}

/// A call of [`ChunkedFile::read`].
#[derive(Debug, Clone)]
pub(crate) struct ChunkRead {
    /// The rows that it returned.
    pub(crate) rows: Range<usize>,
    /// How many bytes the whole program had allocated when it began, as the allocator counts them.
    pub(crate) in_use_bytes: u64,
}

impl ChunkedFile {
    pub(crate) fn open(path: &str) -> PolarsResult<Self> {
        let file = LazyFrame::scan_parquet(path.into(), ScanArgsParquet::default())?;
        Ok(Self { file, reads: RefCell::default() })
    }

    /// Reads at most `rows` rows from number `start` on (the first is 0). Where the file ends, the
    /// table is shorter; behind its end, it has no rows, but the same columns.
    pub(crate) fn read(&self, start: usize, rows: usize) -> PolarsResult<DataFrame> {
        let in_use_bytes = polars_ooc::estimate_memory_usage();
        let rows = IdxSize::try_from(rows).unwrap_or(IdxSize::MAX);
        let chunk = self.file.clone().slice(start as i64, rows).collect()?;
        let rows = start..start + chunk.height();
        self.reads.borrow_mut().push(ChunkRead { rows, in_use_bytes });
        Ok(chunk)
    }

    /// What was read so far, in the order of the calls.
    pub(crate) fn reads(&self) -> Vec<ChunkRead> {
        self.reads.borrow().clone()
    }
}
