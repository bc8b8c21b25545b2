//! Generated sales as Parquet files. Complete as it is: nothing to solve here.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use arrow::array::{ArrayRef, Decimal128Array, Float64Array, Int64Array, RecordBatch, StringArray};
use datasets::{REGIONS, Venta, Ventas};
use parquet::arrow::ArrowWriter;

/// Numbers that engines may take for equal or not: two zeros, two kinds of NaN, null.
pub(crate) const SIGNS: [Option<f64>; 8] =
    [Some(0.0), Some(-0.0), Some(-0.0), Some(f64::NAN), Some(-f64::NAN), None, None, Some(1.5)];

/// Writes `ventas.parquet` and `signos.parquet`.
///
/// The sales have the columns `id`, `user_id`, `region`, `monto` (a Float64) and `importe`: the same
/// amount as Decimal(12, 2), or null where `monto` is NaN. `signos` has one column, `valor`: [`SIGNS`].
pub(crate) fn write(folder: &Path, ventas: &Ventas) -> anyhow::Result<()> {
    let sales: Vec<Venta> = (0..ventas.rows()).map(|row| ventas.row(row)).collect();
    let region = |sale: &Venta| sale.region.map(|region| REGIONS[usize::from(region)]);
    let id: Int64Array = sales.iter().map(|sale| Some(sale.id)).collect();
    let user_id: Int64Array = sales.iter().map(|sale| sale.user_id).collect();
    let regions: StringArray = sales.iter().map(region).collect();
    let monto: Float64Array = sales.iter().map(|sale| sale.monto.value()).collect();
    let cents = |sale: &Venta| sale.monto.cents().map(i128::from);
    let importe: Decimal128Array = sales.iter().map(cents).collect();
    let importe = importe.with_precision_and_scale(12, 2)?;
    let columns: [(&str, ArrayRef); 5] = [
        ("id", Arc::new(id)),
        ("user_id", Arc::new(user_id)),
        ("region", Arc::new(regions)),
        ("monto", Arc::new(monto)),
        ("importe", Arc::new(importe)),
    ];
    write_table(&folder.join("ventas.parquet"), &RecordBatch::try_from_iter(columns)?)?;

    let signs: ArrayRef = Arc::new(Float64Array::from_iter(SIGNS));
    let signs = RecordBatch::try_from_iter_with_nullable([("valor", signs, true)])?;
    write_table(&folder.join("signos.parquet"), &signs)
}

fn write_table(path: &Path, table: &RecordBatch) -> anyhow::Result<()> {
    let mut writer = ArrowWriter::try_new(File::create(path)?, table.schema(), None)?;
    writer.write(table)?;
    writer.close()?;
    Ok(())
}
