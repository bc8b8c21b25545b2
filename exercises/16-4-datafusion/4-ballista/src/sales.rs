//! Generated sales and customers as tables in Parquet files. Complete as it is: nothing to solve here.

use std::fs::{self, File};
use std::path::Path;
use std::sync::Arc;

use arrow::array::{ArrayRef, Date32Array, Float64Array, Int64Array, RecordBatch, StringArray};
use datafusion::prelude::{ParquetReadOptions, SessionContext};
use datasets::{Clientes, Dataset, REGIONS, SEGMENTS, Venta, Ventas};
use parquet::arrow::ArrowWriter;

/// Writes the tables `ventas` and `clientes` into `folder`. The sales are dealt out to `files` files
/// in order of their `id`: a cluster reads each file with a task of its own.
pub(crate) fn write(folder: &Path, dataset: &Dataset, files: u64) -> anyhow::Result<()> {
    let ventas = Ventas::new(dataset);
    fs::create_dir(folder.join("ventas"))?;
    for file in 0..files {
        let rows = file * dataset.rows / files..(file + 1) * dataset.rows / files;
        let sales: Vec<Venta> = rows.map(|row| ventas.row(row)).collect();
        write_file(&folder.join(format!("ventas/{file:03}.parquet")), &sales_batch(&sales)?)?;
    }
    fs::create_dir(folder.join("clientes"))?;
    write_file(&folder.join("clientes/000.parquet"), &customer_batch(&Clientes::new(dataset))?)
}

/// Makes the tables in `folder` known to a session.
pub(crate) async fn register(session: &SessionContext, folder: &Path) -> anyhow::Result<()> {
    for table in ["ventas", "clientes"] {
        let path = folder.join(table).display().to_string();
        session.register_parquet(table, path, ParquetReadOptions::default()).await?;
    }
    Ok(())
}

/// The columns of `ventas`: `id`, `user_id`, `region`, `fecha` and `monto`.
pub(crate) fn sales_batch(sales: &[Venta]) -> anyhow::Result<RecordBatch> {
    let region = |sale: &Venta| sale.region.map(|region| REGIONS[usize::from(region)]);
    let id = Int64Array::from_iter_values(sales.iter().map(|sale| sale.id));
    let user_id = Int64Array::from_iter(sales.iter().map(|sale| sale.user_id));
    let region = StringArray::from_iter(sales.iter().map(region));
    let fecha = Date32Array::from_iter_values(sales.iter().map(|sale| sale.fecha));
    let monto = Float64Array::from_iter(sales.iter().map(|sale| sale.monto.value()));
    let columns: [(&str, ArrayRef, bool); 5] = [
        ("id", Arc::new(id), false),
        ("user_id", Arc::new(user_id), true),
        ("region", Arc::new(region), true),
        ("fecha", Arc::new(fecha), false),
        ("monto", Arc::new(monto), true),
    ];
    Ok(RecordBatch::try_from_iter_with_nullable(columns)?)
}

/// The columns of `clientes`: `id`, `region` and `segmento`.
fn customer_batch(clientes: &Clientes) -> anyhow::Result<RecordBatch> {
    let rows: Vec<_> = (0..clientes.rows()).map(|row| clientes.row(row)).collect();
    let id = Int64Array::from_iter_values(rows.iter().map(|row| row.id));
    let region = rows.iter().map(|row| REGIONS[usize::from(row.region)]);
    let segment = rows.iter().map(|row| SEGMENTS[usize::from(row.segmento)]);
    let columns: [(&str, ArrayRef, bool); 3] = [
        ("id", Arc::new(id), false),
        ("region", Arc::new(StringArray::from_iter_values(region)), false),
        ("segmento", Arc::new(StringArray::from_iter_values(segment)), false),
    ];
    Ok(RecordBatch::try_from_iter_with_nullable(columns)?)
}

fn write_file(path: &Path, batch: &RecordBatch) -> anyhow::Result<()> {
    let mut writer = ArrowWriter::try_new(File::create(path)?, batch.schema(), None)?;
    writer.write(batch)?;
    writer.close()?;
    Ok(())
}
