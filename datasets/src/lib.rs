//! The data of the workbook and its exact answers.
//!
//! Every value is a pure function of the seed, the table, the column and the row number, so any row
//! range can be computed alone, by any number of threads, with the same bytes. The same functions
//! feed the [`oracle`], which adds up the exact answer of every workload while the rows are made:
//! an engine is compared with arithmetic on integers, never with another engine.
//!
//! This crate is pure computation and builds in seconds. Files are the business of `dataset-files`.
//!
//! ```
//! use datasets::{Dataset, Ventas};
//!
//! let ventas = Ventas::new(&Dataset::with_rows(1_000));
//! let alone = ventas.row(700);
//! let in_order = (0..1_000).map(|row| ventas.row(row)).nth(700).unwrap();
//! assert_eq!(alone, in_order);
//! ```

mod dataset;
mod random;
mod rows;
mod table;

mod clientes;
mod entregas;
mod eventos;
mod ventas;

pub mod answer;
pub mod oracle;
pub mod workload;

mod manifest;

pub use answer::{Accuracy, Answer, Cell, ExactAnswer, ExactCell, Mismatch};
pub use clientes::{Cliente, Clientes, SEGMENTS};
pub use dataset::{Dataset, InvalidDataset, Strings};
pub use entregas::{EARTH_RADIUS_KM, Entrega, Entregas, haversine_km};
pub use eventos::{Evento, Eventos, MESSAGES, PAGES, TIPOS, Tipo};
pub use manifest::{ColumnEntry, FileEntry, MANIFEST_FILE, Manifest};
pub use random::Stream;
pub use rows::parse_rows;
pub use table::{ColumnType, Format, Table};
pub use ventas::{FIRST_DAY, LAST_DAY, Monto, REGIONS, Venta, Ventas};
pub use workload::{Source, WORKLOADS, Workload};
