//! The tables: generated, with nulls and NaN, and written as Parquet files. Complete as it is: nothing
//! to solve here.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use arrow::array::{ArrayRef, Date32Array, Float64Array, Int64Array, RecordBatch, StringArray};
use datasets::{Clientes, Dataset, FIRST_DAY, LAST_DAY, REGIONS, SEGMENTS, Stream, Venta, Ventas};
use parquet::arrow::ArrowWriter;
use parquet::file::properties::WriterProperties;

/// How many sales there are for each balance.
const SALES_PER_BALANCE: u64 = 4;

/// Rows in a row group, and in the pieces in which a table is made.
const GROUP_ROWS: u64 = 100_000;

/// The data of one run, as functions of the row number.
pub(crate) struct Tables {
    pub(crate) ventas: Ventas,
    pub(crate) clientes: Clientes,
    users: u64,
    clave: Stream,
    saldo: Stream,
    saldo_day: Stream,
}

/// What an account held on some day.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Saldo {
    pub(crate) id: i64,
    pub(crate) user_id: i64,
    /// Days since 1970-01-01.
    pub(crate) fecha: i32,
    pub(crate) centimos: Option<i64>,
}

impl Tables {
    /// Tables with `rows` sales. One amount in 20 is null, and one in 50 is NaN.
    pub(crate) fn new(rows: u64, seed: u64) -> Self {
        let dataset = Dataset { seed, null_rate: 0.05, nan_rate: 0.02, ..Dataset::with_rows(rows) };
        let stream = |name| Stream::new(seed, name);
        Self {
            ventas: Ventas::new(&dataset),
            clientes: Clientes::new(&dataset),
            users: dataset.users(),
            clave: stream("16.4.5 ventas.clave"),
            saldo: stream("16.4.5 saldos.centimos"),
            saldo_day: stream("16.4.5 saldos.fecha"),
        }
    }

    /// The key of a sale, as a number below the number of sales: some sales share one.
    pub(crate) fn key(&self, row: u64) -> u64 {
        self.clave.below(row, self.ventas.rows())
    }

    pub(crate) fn balances(&self) -> u64 {
        self.ventas.rows() / SALES_PER_BALANCE
    }

    pub(crate) fn balance(&self, row: u64) -> Saldo {
        let days = (LAST_DAY - FIRST_DAY + 1) as u64;
        let draw = self.saldo.below(row, 1_000_000) as i64;
        Saldo {
            id: row as i64,
            user_id: (row % self.users) as i64 + 1,
            fecha: FIRST_DAY + self.saldo_day.below(row, days) as i32,
            // The account is overdrawn now and then, and one balance in twenty is missing.
            centimos: (draw >= 50_000).then_some(draw - 200_000),
        }
    }

    /// Writes `ventas.parquet`, `clientes.parquet` and `saldos.parquet`.
    pub(crate) fn write(&self, folder: &Path) -> anyhow::Result<()> {
        let path = |name: &str| folder.join(name).with_extension("parquet");
        write(&path("ventas"), self.ventas.rows(), |range| self.sales(range))?;
        write(&path("clientes"), self.clientes.rows(), |range| self.customers(range))?;
        write(&path("saldos"), self.balances(), |range| self.balance_rows(range))
    }

    fn sales(&self, rows: std::ops::Range<u64>) -> anyhow::Result<RecordBatch> {
        let sales: Vec<Venta> = rows.clone().map(|row| self.ventas.row(row)).collect();
        let region = |sale: &Venta| sale.region.map(|region| REGIONS[usize::from(region)]);
        let id: Int64Array = sales.iter().map(|sale| Some(sale.id)).collect();
        let user_id: Int64Array = sales.iter().map(|sale| sale.user_id).collect();
        let regions: StringArray = sales.iter().map(region).collect();
        let fecha: Date32Array = sales.iter().map(|sale| Some(sale.fecha)).collect();
        let monto: Float64Array = sales.iter().map(|sale| sale.monto.value()).collect();
        let centimos: Int64Array = sales.iter().map(|sale| sale.monto.cents()).collect();
        let clave: StringArray = rows.map(|row| Some(key_text(self.key(row)))).collect();
        let columns: [(&str, ArrayRef); 7] = [
            ("id", Arc::new(id)),
            ("user_id", Arc::new(user_id)),
            ("region", Arc::new(regions)),
            ("fecha", Arc::new(fecha)),
            ("monto", Arc::new(monto)),
            ("centimos", Arc::new(centimos)),
            ("clave", Arc::new(clave)),
        ];
        table(columns)
    }

    fn customers(&self, rows: std::ops::Range<u64>) -> anyhow::Result<RecordBatch> {
        let customers = || rows.clone().map(|row| self.clientes.row(row));
        let region = |region: u8| Some(REGIONS[usize::from(region)]);
        let segment = |segment: u8| Some(SEGMENTS[usize::from(segment)]);
        let id: Int64Array = customers().map(|customer| Some(customer.id)).collect();
        let regions: StringArray = customers().map(|customer| region(customer.region)).collect();
        let segmento: StringArray =
            customers().map(|customer| segment(customer.segmento)).collect();
        let columns: [(&str, ArrayRef); 3] =
            [("id", Arc::new(id)), ("region", Arc::new(regions)), ("segmento", Arc::new(segmento))];
        table(columns)
    }

    fn balance_rows(&self, rows: std::ops::Range<u64>) -> anyhow::Result<RecordBatch> {
        let balances = || rows.clone().map(|row| self.balance(row));
        let id: Int64Array = balances().map(|balance| Some(balance.id)).collect();
        let user_id: Int64Array = balances().map(|balance| Some(balance.user_id)).collect();
        let fecha: Date32Array = balances().map(|balance| Some(balance.fecha)).collect();
        let centimos: Int64Array = balances().map(|balance| balance.centimos).collect();
        let columns: [(&str, ArrayRef); 4] = [
            ("id", Arc::new(id)),
            ("user_id", Arc::new(user_id)),
            ("fecha", Arc::new(fecha)),
            ("centimos", Arc::new(centimos)),
        ];
        table(columns)
    }
}

/// 20 digits that are in no order, and different for different keys.
fn key_text(key: u64) -> String {
    format!("{:020}", key.wrapping_mul(0x9E37_79B9_7F4A_7C15))
}

/// Every column may be null, so that empty tables have the same types as all others.
fn table<const M: usize>(columns: [(&str, ArrayRef); M]) -> anyhow::Result<RecordBatch> {
    let columns = columns.into_iter().map(|(name, column)| (name, column, true));
    Ok(RecordBatch::try_from_iter_with_nullable(columns)?)
}

/// Writes a table piece by piece: neither dictionaries nor compression, so that the size of a file
/// follows from its number of rows.
fn write(
    path: &Path,
    rows: u64,
    piece: impl Fn(std::ops::Range<u64>) -> anyhow::Result<RecordBatch>,
) -> anyhow::Result<()> {
    let properties = WriterProperties::builder()
        .set_dictionary_enabled(false)
        .set_max_row_group_row_count(Some(GROUP_ROWS as usize))
        .build();
    let schema = piece(0..0)?.schema();
    let mut writer = ArrowWriter::try_new(File::create(path)?, schema, Some(properties))?;
    for first in (0..rows).step_by(GROUP_ROWS as usize) {
        writer.write(&piece(first..rows.min(first + GROUP_ROWS))?)?;
    }
    writer.close()?;
    Ok(())
}
