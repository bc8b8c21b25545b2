//! The tables of [`datasets`] as Parquet and Arrow files, with a manifest that proves them.
//!
//! The rows come from the pure crate; this one turns row ranges into Arrow columns, writes them
//! with any number of threads (the bytes do not depend on it), collects the exact answers on the
//! way, and checks the files before anyone reads them. [`ensure`] is all that a reader needs:
//!
//! ```
//! use dataset_files::{Options, ensure};
//! use datasets::{Dataset, Format, Table};
//!
//! # fn main() -> anyhow::Result<()> {
//! # let root = tempfile::tempdir()?;
//! let dataset = Dataset::with_rows(1_000);
//! let folder = ensure(&dataset, &[Table::Ventas], root.path(), &Options::default())?;
//! assert!(folder.file(Table::Ventas, Format::Parquet)?.exists());
//! assert_eq!(folder.manifest().answers["star"].len(), 4);
//! # Ok(())
//! # }
//! ```
//!
//! On the command line: `datagen generate --rows 1M`.

mod columns;
mod schema;
mod table_rows;

mod arrow_file;
mod collector;
mod in_order;
mod parquet_file;
mod write;

mod digest;
mod durable;
mod space;

mod ensure;
mod folder;
mod location;
mod options;
mod read_answer;

pub use ensure::ensure;
pub use folder::Folder;
pub use location::{DATA_VARIABLE, default_root};
pub use options::{Compression, DEFAULT_GROUP_ROWS, Observer, Options};
pub use read_answer::read_answer;
pub use schema::schema;
pub use space::{free_bytes, human_bytes};
pub use table_rows::TableRows;

#[cfg(test)]
mod tests;
