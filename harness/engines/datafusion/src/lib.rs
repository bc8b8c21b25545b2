//! What this engine shares with `engine-ballista`, which is DataFusion on a cluster.

pub mod answer;

use std::path::Path;

use anyhow::Context;
use datafusion::prelude::{ParquetReadOptions, SessionContext};
use datasets::Table;

/// Makes the Parquet file `path` known to `session` under the name of `table`.
///
/// # Errors
///
/// If the path is not UTF-8 or the file's footer cannot be read.
pub async fn register_file(
    session: &SessionContext,
    table: Table,
    path: &Path,
) -> anyhow::Result<()> {
    let options = ParquetReadOptions::default();
    session.register_parquet(table.name(), utf8(path)?, options).await?;
    Ok(())
}

/// `path` as text.
///
/// # Errors
///
/// If it is not UTF-8.
pub fn utf8(path: &Path) -> anyhow::Result<&str> {
    path.to_str().with_context(|| format!("the path `{}` is not UTF-8", path.display()))
}
