//! Any row range of a table as Arrow columns.

use std::ops::Range;

use arrow::array::{ArrayRef, RecordBatch};
use arrow::datatypes::SchemaRef;
use datasets::{Clientes, Dataset, Entregas, Eventos, Strings, Table, Ventas};

use crate::collector::Tally;
use crate::{columns, schema};

/// The rows of one table of a dataset.
#[derive(Debug, Clone)]
pub struct TableRows {
    schema: SchemaRef,
    strings: Strings,
    rows: u64,
    values: Values,
}

/// The value functions of the table.
#[derive(Debug, Clone)]
enum Values {
    Ventas(Ventas),
    Clientes(Clientes),
    Entregas(Entregas),
    Eventos(Eventos),
}

impl TableRows {
    pub fn new(dataset: &Dataset, table: Table) -> Self {
        Self {
            schema: schema(table, dataset.strings),
            strings: dataset.strings,
            rows: table.rows(dataset),
            values: match table {
                Table::Ventas => Values::Ventas(Ventas::new(dataset)),
                Table::Clientes => Values::Clientes(Clientes::new(dataset)),
                Table::Entregas => Values::Entregas(Entregas::new(dataset)),
                Table::Eventos => Values::Eventos(Eventos::new(dataset)),
            },
        }
    }

    /// Number of rows in the table.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    pub fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// The rows of `range`, as they stand in the files.
    ///
    /// # Panics
    ///
    /// If `range` ends beyond the table.
    pub fn batch(&self, range: Range<u64>) -> RecordBatch {
        let columns = self.columns(range, self.strings, &mut Tally::Nothing);
        RecordBatch::try_new(self.schema.clone(), columns).expect("columns follow the schema")
    }

    /// The columns of `range` with text as `strings` says. Adds each row to `tally`.
    pub(crate) fn columns(
        &self,
        range: Range<u64>,
        strings: Strings,
        tally: &mut Tally,
    ) -> Vec<ArrayRef> {
        assert!(range.end <= self.rows, "{range:?} is beyond the {} rows", self.rows);
        match &self.values {
            Values::Ventas(ventas) => {
                let rows: Vec<_> = range.map(|row| ventas.row(row)).collect();
                tally.add_ventas(&rows);
                columns::ventas(&rows, strings)
            }
            Values::Clientes(clientes) => {
                let rows: Vec<_> = range.map(|row| clientes.row(row)).collect();
                columns::clientes(&rows, strings)
            }
            Values::Entregas(entregas) => {
                let rows: Vec<_> = range.map(|row| entregas.row(row)).collect();
                tally.add_entregas(&rows);
                columns::entregas(&rows)
            }
            Values::Eventos(eventos) => {
                let rows: Vec<_> = range.map(|row| eventos.row(row)).collect();
                columns::eventos(&rows, strings)
            }
        }
    }
}
