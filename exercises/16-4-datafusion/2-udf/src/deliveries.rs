//! Generated deliveries as a DataFusion table. Complete as it is: nothing to solve here.

use std::path::Path;
use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, Float64Array, Int64Array, RecordBatch};
use arrow::datatypes::{Float64Type, Int64Type};
use datafusion::dataframe::DataFrameWriteOptions;
use datafusion::error::Result;
use datafusion::prelude::{DataFrame, ParquetReadOptions, SessionConfig, SessionContext};
use datasets::Entrega;

/// A delivery and the distance from the warehouse to the customer.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Delivery {
    pub(crate) id: i64,
    pub(crate) distance_km: f64,
}

/// The columns of `entregas`: `id`, `lat_origen`, `lon_origen`, `lat_destino` and `lon_destino`.
///
/// Coordinates are Float64 in degrees; those of a lost destination are null.
pub(crate) fn batch(deliveries: &[Entrega]) -> Result<RecordBatch> {
    let column = |value: fn(&Entrega) -> Option<f64>| -> ArrayRef {
        Arc::new(deliveries.iter().map(value).collect::<Float64Array>())
    };
    let ids: Int64Array = deliveries.iter().map(|delivery| delivery.id).collect();
    Ok(RecordBatch::try_from_iter_with_nullable([
        ("id", Arc::new(ids) as ArrayRef, false),
        ("lat_origen", column(|delivery| Some(delivery.origen.0)), false),
        ("lon_origen", column(|delivery| Some(delivery.origen.1)), false),
        ("lat_destino", column(|delivery| Some(delivery.destino?.0)), true),
        ("lon_destino", column(|delivery| Some(delivery.destino?.1)), true),
    ])?)
}

/// A session that works in one thread, on `batch_size` rows at a time, and knows the table
/// `entregas`.
pub(crate) fn session(deliveries: &[Entrega], batch_size: usize) -> Result<SessionContext> {
    let ctx = SessionContext::new_with_config(config(batch_size));
    ctx.register_batch("entregas", batch(deliveries)?)?;
    Ok(ctx)
}

/// As [`session`], but `entregas` is a Parquet file in `folder`: a source that takes filters.
pub(crate) async fn parquet_session(
    deliveries: &[Entrega],
    batch_size: usize,
    folder: &Path,
) -> Result<SessionContext> {
    let ctx = SessionContext::new_with_config(config(batch_size));
    let file = folder.join("entregas.parquet");
    let path = file.to_str().expect("temporary folders have readable names");
    let table = ctx.read_batch(batch(deliveries)?)?;
    table.write_parquet(path, DataFrameWriteOptions::new(), None).await?;
    ctx.register_parquet("entregas", path, ParquetReadOptions::default()).await?;
    Ok(ctx)
}

fn config(batch_size: usize) -> SessionConfig {
    SessionConfig::new().with_target_partitions(1).with_batch_size(batch_size)
}

/// Runs a query with the columns `id` and `distance_km` and returns its rows.
pub(crate) async fn read(query: DataFrame) -> Result<Vec<Delivery>> {
    let mut deliveries = Vec::new();
    for batch in query.select_columns(&["id", "distance_km"])?.collect().await? {
        let ids = batch.column(0).as_primitive::<Int64Type>().values();
        let distances = batch.column(1).as_primitive::<Float64Type>().values();
        let rows = ids.iter().zip(distances);
        deliveries.extend(rows.map(|(&id, &distance_km)| Delivery { id, distance_km }));
    }
    Ok(deliveries)
}
