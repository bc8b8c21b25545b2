//! The four tables and their columns.

use serde::{Deserialize, Serialize};

use crate::{Clientes, Dataset};

/// A table of the dataset. Names are the chapter's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Table {
    /// Sales: the big one, `n` rows.
    Ventas,
    /// Customers: one row per known user.
    Clientes,
    /// Deliveries with the coordinates of origin and destination, `n / 10` rows.
    Entregas,
    /// Web events: purchases, clicks and errors, `n` rows.
    Eventos,
}

/// How a table is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    Parquet,
    /// The Arrow IPC file format.
    Arrow,
}

/// The type of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ColumnType {
    Int64,
    Float64,
    /// Days since 1970-01-01, 32 bits.
    Date,
    /// Milliseconds since 1970-01-01T00:00:00Z, 64 bits.
    Timestamp,
    Text,
}

impl Table {
    pub const ALL: [Self; 4] = [Self::Ventas, Self::Clientes, Self::Entregas, Self::Eventos];

    /// The table's name, which is also the stem of its files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ventas => "ventas",
            Self::Clientes => "clientes",
            Self::Entregas => "entregas",
            Self::Eventos => "eventos",
        }
    }

    /// Number of rows the table has in `dataset`.
    pub fn rows(self, dataset: &Dataset) -> u64 {
        match self {
            Self::Ventas | Self::Eventos => dataset.rows,
            Self::Clientes => Clientes::new(dataset).rows(),
            Self::Entregas => dataset.rows.div_ceil(10),
        }
    }

    /// Columns in file order: name, type, and whether it may hold nulls.
    pub fn columns(self) -> &'static [(&'static str, ColumnType, bool)] {
        use ColumnType::{Date, Float64, Int64, Text, Timestamp};
        match self {
            Self::Ventas => &[
                ("id", Int64, false),
                ("user_id", Int64, true),
                ("region", Text, true),
                ("fecha", Date, false),
                ("monto", Float64, true),
            ],
            Self::Clientes => {
                &[("id", Int64, false), ("region", Text, false), ("segmento", Text, false)]
            }
            Self::Entregas => &[
                ("id", Int64, false),
                ("lat_origen", Float64, false),
                ("lon_origen", Float64, false),
                ("lat_destino", Float64, true),
                ("lon_destino", Float64, true),
            ],
            Self::Eventos => &[
                ("id", Int64, false),
                ("timestamp", Timestamp, false),
                ("user_id", Int64, true),
                ("tipo", Text, false),
                ("monto", Float64, true),
                ("region", Text, true),
                ("pagina", Text, true),
                ("mensaje", Text, true),
            ],
        }
    }

    /// Width of one value of `column` as a flat array, in bytes; 1 for text, whose distinct values
    /// are few. Returns 0 for a column that the table does not have.
    pub fn width_bytes(self, column: &str) -> u64 {
        let found = self.columns().iter().find(|(name, ..)| *name == column);
        match found.map(|(_, column_type, _)| column_type) {
            Some(ColumnType::Int64 | ColumnType::Float64 | ColumnType::Timestamp) => 8,
            Some(ColumnType::Date) => 4,
            Some(ColumnType::Text) => 1,
            None => 0,
        }
    }
}

impl std::fmt::Display for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

impl Format {
    /// The file name extension, without a dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Parquet => "parquet",
            Self::Arrow => "arrow",
        }
    }
}
